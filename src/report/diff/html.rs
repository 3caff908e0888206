//! The comparison as one HTML file, with the later side's plans marked. No network, no script.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::text::{made_from, parts, sign, told};
use super::{Class, Diff, Line, places};
use crate::plan::Sheet;

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
    let style = format!(
        "{STYLE}@media screen and (prefers-color-scheme: dark) {{\n{}\n}}\n",
        crate::plan::DARK_STYLE
    );
    let policy = format!(
        "default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'",
        crate::report::html::hash(&style)
    );
    let tone = if diff.newly_broken > 0 { "negative" } else { "positive" };
    html! {
        (DOCTYPE)
        html lang=(diff.language.tag()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(diff.program);
                title { (diff.title) }
                style { (PreEscaped(&style)) }
            }
            body {
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
            }
        }
    }
    .into_string()
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
