//! The page around the points: head, result, numbers, plans, tools, notes.

use maud::{Markup, PreEscaped, html};

use super::point::{self, parameter};
use super::{Sheet, register};
use crate::finding::Verdict;
use crate::report::document::{CountRow, FaultLine, Report, SECTIONS, Section, verdict_id};
use crate::report::ids;
use crate::report::terminal::sign;
use crate::report::words::Word;
use crate::source::Severity;
use crate::text::Lang;

/// What stands on the page.
pub(super) fn body(report: &Report, sheets: &[Sheet]) -> Markup {
    let lang = report.lang;
    // Two columns are for two sides; a side without points would leave half the page blank.
    let points_of = |verdict| report.section(verdict).map_or(0, |s| s.points);
    let one_sided = points_of(Verdict::Negative) == 0 || points_of(Verdict::Positive) == 0;
    html! {
        a.skip href="#points" { (Word::SkipToPoints.get(lang)) }
        header {
            h1 { (report.title) }
            dl.head {
                @for entry in &report.head {
                    div { dt { (entry.label) } dd { (entry.value) } }
                }
            }
        }
        main {
            (outcome(report))
            (faults(report))
            (numbers(report))
            (plans(sheets, lang))
            (tools(report))
            div #points .columns.single[one_sided] tabindex="-1" {
                @for verdict in [Verdict::Negative, Verdict::Positive, Verdict::Unclear, Verdict::NotApplicable] {
                    @if let Some(section) = report.section(verdict) { (points(section, sheets, lang)) }
                }
            }
            @if let Some(ids) = &report.ids { (ids::chapter(ids)) }
            (register::fravik(report))
            (register::baseline(report))
            (unmet(report))
            (contradictions(report))
        }
        (footer(report))
    }
}

fn outcome(report: &Report) -> Markup {
    let lang = report.lang;
    let outcome = &report.outcome;
    let deciding: Vec<_> = report.points().filter(|p| p.decides).collect();
    html! {
        section class={ "outcome " (verdict_id(outcome.tone)) } aria-labelledby="outcome" {
            p.says #outcome { (outcome.sentence) }
            @if !outcome.notes.is_empty() {
                ul { @for note in &outcome.notes { li { (note) } } }
            }
            @if !deciding.is_empty() {
                h2 { (Word::Deciding.get(lang)) }
                ul {
                    @for point in deciding {
                        li {
                            a href={ "#" (point.id) } { (point.text) }
                            @if !point.reference.is_empty() { " " span.at { "(" (point.reference) ")" } }
                        }
                    }
                }
            }
            p.note { (Word::ExitCode.get(lang)) " " (outcome.result.exit_code()) }
        }
    }
}

fn severity_class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "negative",
        Severity::Warning => "unclear",
        Severity::Note => "not_applicable",
    }
}

fn faults(report: &Report) -> Markup {
    let lang = report.lang;
    let line = |fault: &FaultLine| {
        html! {
            li class=(severity_class(fault.severity)) {
                b.sign { (fault.severity_label) } ": " (fault.message)
                @if let Some(place) = &fault.place {
                    " " span.from { (place.file) ":" (place.line) ":" (place.column) }
                }
                @if let Some(line) = &fault.line { br; code { (line) } }
                @if let Some(help) = &fault.help { br; (Word::Help.get(lang)) ": " (help) }
            }
        }
    };
    html! {
        @if !report.faults.is_empty() {
            section aria-labelledby="faults" {
                h2 #faults { (Word::Faults.get(lang)) }
                ul.faults { @for fault in &report.faults { (line(fault)) } }
            }
        }
    }
}

fn numbers(report: &Report) -> Markup {
    let lang = report.lang;
    let counts = &report.counts;
    let row = |row: &CountRow| {
        html! {
            tr class=(verdict_id(row.verdict)) {
                th scope="row" { span.sign aria-hidden="true" { (sign(row.verdict)) } " " (row.label) }
                @for (_, _, tally) in &row.by_force { td { (tally.requirements) } }
                td { (row.total.requirements) }
                td { (row.total.places) }
            }
        }
    };
    html! {
        section.numbers aria-label=(Word::Counts.get(lang)) {
            div {
                div.scroll role="group" aria-label=(Word::CountsCaption.get(lang)) tabindex="0" {
                    table {
                        caption { (Word::CountsCaption.get(lang)) }
                        thead {
                            tr {
                                th scope="col" { (Word::Verdict.get(lang)) }
                                @if let Some(first) = counts.rows.first() {
                                    @for (_, label, _) in &first.by_force { th scope="col" { (label) } }
                                }
                                th scope="col" { (Word::InAll.get(lang)) }
                                th scope="col" { (Word::Places.get(lang)) }
                            }
                        }
                        tbody { @for r in &counts.rows { (row(r)) } }
                    }
                }
                p.note { (counts.note) @for remark in &counts.remarks { " " (remark) } }
            }
            div {
                p { b { (Word::Documented.get(lang)) } }
                @for degree in &report.documentation { p { (degree.text) } }
                @if !report.overrides.is_empty() {
                    p { b { (Word::Overrides.get(lang)) } }
                    ul { @for line in &report.overrides { li { (parameter(line, lang)) } } }
                }
            }
        }
    }
}

fn plans(sheets: &[Sheet], lang: Lang) -> Markup {
    let figure = |sheet: &Sheet| {
        html! {
            figure.plan #(sheet.id) {
                div.scroll role="group" aria-label=(sheet.title) tabindex="0" { (PreEscaped(&sheet.svg)) }
            }
        }
    };
    html! {
        @if !sheets.is_empty() {
            section.plans aria-labelledby="plans" {
                h2 #plans { (Word::PlanHeading.get(lang)) }
                p.note.screen { (Word::PlanHint.get(lang)) }
                @for sheet in sheets.iter().filter(|s| !s.folded) { (figure(sheet)) }
                @if sheets.iter().any(|s| s.folded) {
                    details {
                        summary { (Word::MorePlans.get(lang)) }
                        @for sheet in sheets.iter().filter(|s| s.folded) { (figure(sheet)) }
                    }
                }
            }
        }
    }
}

fn tools(report: &Report) -> Markup {
    let lang = report.lang;
    let first_negative =
        report.section(Verdict::Negative).and_then(|s| s.chapters.first()).and_then(|c| c.points.first());
    let any_decides = report.points().any(|p| p.decides);
    html! {
        form.tools role="search" aria-label=(Word::Filter.get(lang)) hidden {
            fieldset {
                legend { (Word::Show.get(lang)) }
                @for verdict in SECTIONS {
                    @if let Some(section) = report.section(verdict) {
                        label class=(verdict_id(verdict)) {
                            input type="checkbox" data-verdict=(verdict_id(verdict)) checked;
                            span.sign aria-hidden="true" { (sign(verdict)) }
                            span { (section.heading) " (" (section.points) ")" }
                        }
                    }
                }
                @if any_decides {
                    label { input type="checkbox" data-deciding; (Word::OnlyDeciding.get(lang)) }
                }
            }
            label {
                span { (Word::Search.get(lang)) }
                input type="search" placeholder=(Word::SearchHint.get(lang)) autocomplete="off";
            }
            @if let Some(point) = first_negative {
                a href={ "#" (point.id) } { (Word::FirstNegative.get(lang)) }
            }
            button type="button" aria-pressed="false" data-open=(Word::OpenAll.get(lang)) data-close=(Word::CloseAll.get(lang)) {
                (Word::OpenAll.get(lang))
            }
            output aria-live="polite" data-text=(Word::ShowsCount.get(lang)) {}
        }
    }
}

fn points(section: &Section, sheets: &[Sheet], lang: Lang) -> Markup {
    let id = verdict_id(section.verdict);
    let heading = html! {
        span.sign aria-hidden="true" { (sign(section.verdict)) } " "
        span.name { (section.heading) } " " span.n { "(" (section.count) ")" }
    };
    let body = html! {
        @for chapter in &section.chapters {
            div.chapter {
                h3 { (chapter.heading) }
                ul.points { @for p in &chapter.points { (point::point(p, sheets, lang)) } }
            }
        }
        p.none.note hidden[section.points > 0] { (Word::NoPoints.get(lang)) }
    };
    html! {
        @match section.verdict {
            Verdict::NotApplicable => {
                details.points-section.section.wide.(id) data-verdict=(id) {
                    summary { h2 id=(id) { (heading) } }
                    (body)
                }
            }
            _ => {
                section class={ "points-section " (id) @if section.verdict == Verdict::Unclear { " wide" } }
                    data-verdict=(id) aria-labelledby=(id) {
                    h2 id=(id) { (heading) }
                    (body)
                }
            }
        }
    }
}

fn unmet(report: &Report) -> Markup {
    html! {
        @if !report.unmet.is_empty() {
            section aria-labelledby="unmet" {
                h2 #unmet { (Word::Unmet.get(report.lang)) }
                ul {
                    @for line in &report.unmet {
                        li {
                            @if let Some(requirement) = &line.requirement { b { (requirement) } " " }
                            (line.about) " (" (line.why) "): " (line.statement.text) " "
                            span.from { (line.statement.origin) }
                        }
                    }
                }
            }
        }
    }
}

fn contradictions(report: &Report) -> Markup {
    let lang = report.lang;
    html! {
        @if !report.contradictions.is_empty() {
            section aria-labelledby="contradictions" {
                h2 #contradictions { (Word::Contradictions.get(lang)) }
                ul {
                    @for line in &report.contradictions {
                        li {
                            b { (line.ids.join(", ")) } ": " (line.text) " "
                            span.from { "(" (line.requirements.join(", ")) ")" }
                        }
                    }
                }
            }
        }
    }
}

fn footer(report: &Report) -> Markup {
    let lang = report.lang;
    html! {
        footer {
            h2 { (Word::About.get(lang)) }
            p { (Word::AboutVerdicts.get(lang)) }
            p {
                b { (Word::Edition.get(lang)) } ": " (report.edition.title)
                " (" (report.edition.id) "). " (Word::Reading.get(lang)) ": " (report.edition.reading)
            }
            @for input in &report.inputs {
                p {
                    b { (Word::Inputs.get(lang)) } ": " (input.path) " (" (input.bytes) " byte), "
                    span.hash { "SHA-256 " (input.sha256) }
                }
            }
            p { (Word::MadeBy.get(lang)) " " (report.program.name) " " (report.program.version) }
        }
    }
}
