//! The comparison as one HTML file, with the later side's plans marked. No network, no script.

use maud::{Markup, PreEscaped, html};

use super::text::{made_from, parts, sign, told};
use super::{Class, Diff, Line, places};
use crate::plan::Sheet;
use crate::report::html::{Shell, with_plans};

const STYLE: &str = include_str!("../html/style.css");

/// Colours of the report's verdicts for what became of a finding.
fn class_name(class: Class) -> &'static str {
    match class {
        Class::New => "negative",
        Class::Changed | Class::NotComparable => "unclear",
        Class::Resolved => "positive",
        Class::Unchanged => "not_applicable",
    }
}

/// The page.
pub fn render(diff: &Diff, sheets: &[Sheet]) -> String {
    let style = with_plans(STYLE);
    let tone = if diff.newly_broken > 0 { "negative" } else { "positive" };
    let body = html! {
        header { h1 { (diff.title) } }
        main {
            section class={ "outcome " (tone) } {
                p.says { (diff.sentence) }
                @if !diff.remarks.is_empty() {
                    ul { @for remark in &diff.remarks { li { (remark) } } }
                }
            }
            @for sheet in sheets {
                figure.plan { div.scroll role="group" aria-label=(sheet.title) tabindex="0" { (PreEscaped(&sheet.svg)) } }
            }
            @for group in diff.groups.iter().filter(|g| g.findings > 0) {
                section class=(class_name(group.class)) {
                    @if group.class == Class::Unchanged {
                        details {
                            summary { h2 { (heading(group)) } }
                            (lines(&group.lines, diff))
                        }
                    } @else {
                        h2 { (heading(group)) }
                        (lines(&group.lines, diff))
                    }
                }
            }
            @for (heading, lines) in parts(diff) {
                section { h2 { (heading) } ul { @for line in lines { li { (line) } } } }
            }
        }
        footer { @for line in made_from(diff) { p.hash { (line) } } }
    };
    Shell::plain(diff.language, &diff.title, &style).around(&body)
}

fn heading(group: &super::Group) -> Markup {
    html! {
        span.sign aria-hidden="true" { (sign(group.class)) } " "
        span.name { (group.heading) } " " span.n { "(" (group.findings) ")" }
    }
}

fn lines(lines: &[Line], diff: &Diff) -> Markup {
    html! {
        ul.points {
            @for line in lines {
                li.point id=[line.mark.map(|m| format!("endring-{m}"))] {
                    p {
                        @if let Some(mark) = line.mark { span.letter { (mark) } " " }
                        b { (line.title) }
                        @let at = places(line, diff.language);
                        @if !at.is_empty() { " " span.at { "(" (at) ")" } }
                    }
                    @for text in told(line, diff.language) { p { (text) } }
                    p.note { (line.force) " · " (line.requirement) }
                }
            }
        }
    }
}
