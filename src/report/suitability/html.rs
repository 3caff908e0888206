//! The comparison as one HTML file: no network, no script, readable without colours and on paper.

use maud::{Markup, html};

use super::document::{Cell, GroupColumn, MatrixChapter, MatrixRow, ShiftTable, StepLine, Suitability};
use crate::report::document::verdict_id;
use crate::report::html::{STYLE as REPORT_STYLE, Shell};
use crate::text::Localized;

const STYLE: &str = include_str!("style.css");

/// The comparison as an HTML text.
pub fn render(document: &Suitability) -> String {
    let style = format!("{REPORT_STYLE}\n{STYLE}");
    let say = |nb: &str, en: &str| Localized::new(nb, en).get(document.lang).to_owned();
    let body = html! {
        a.skip href="#matrix" { (say("Hopp til tabellen", "Skip to the table")) }
        header {
            h1 { (document.title) }
            dl.head {
                @for line in &document.head { div { dt { (line.label) } dd { (line.value) } } }
            }
        }
        main {
            @for fault in &document.faults { p.outcome.negative role="alert" { (fault) } }
            (groups(document))
            @if let Some(table) = &document.shift { (shift(table)) }
            (matrix(document))
            section aria-labelledby="steps" {
                h2 #steps { (say("Det som skal til for hver gruppe", "What it takes for each group")) }
                @for group in &document.groups { (steps(group, document)) }
            }
            (departures(document))
        }
        footer {
            @for note in &document.notes { p { (note) } }
            @for input in &document.inputs {
                p { b { (input.path) } ", " span.hash { "SHA-256 " (input.sha256) } }
            }
            p { (env!("CARGO_PKG_NAME")) " " (env!("CARGO_PKG_VERSION")) }
        }
    };
    Shell::plain(document.lang, &document.title, &style).around(&body)
}

fn groups(document: &Suitability) -> Markup {
    let say = |nb: &str, en: &str| Localized::new(nb, en).get(document.lang).to_owned();
    html! {
        section aria-labelledby="groups" {
            h2 #groups { (say("Gruppene", "The groups")) }
            div.scroll role="group" aria-labelledby="groups" tabindex="0" {
                table.groups {
                    thead {
                        tr {
                            th scope="col" { (say("Gruppe", "Group")) }
                            @if let Some(first) = document.groups.first() {
                                @for count in &first.negative {
                                    th scope="col" { "✗ " (say("negativt", "negative")) br; (count.label) }
                                }
                            }
                            th scope="col" { "✗f " (say("av dem med", "of these with")) br; (say("godkjent fravik", "a departure")) }
                            th scope="col" { "? " (say("avklares", "unclear")) }
                            th scope="col" { "✓ " (say("positivt", "positive")) }
                            th scope="col" { "– " (say("ikke relevant", "not applicable")) }
                            th scope="col" { (say("endringer", "changes")) }
                        }
                    }
                    tbody {
                        @for group in &document.groups {
                            tr.stated[group.stated] {
                                th scope="row" {
                                    a href={ "#steps-" (group.id) } { (group.label) }
                                    @if group.stated { " (" (say("oppgitt", "stated")) ")" }
                                }
                                @for count in &group.negative { td { (count.count) } }
                                td { (group.excused) }
                                td { (group.unclear) }
                                td { (group.positive) }
                                td { (group.not_applicable) }
                                td { (group.steps.len()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn matrix(document: &Suitability) -> Markup {
    let say = |nb: &str, en: &str| Localized::new(nb, en).get(document.lang).to_owned();
    let rest: usize =
        document.chapters.iter().map(|c| c.rows.iter().filter(|r| !r.tells_apart).count()).sum();
    html! {
        section aria-labelledby="matrix" {
            h2 #matrix tabindex="-1" { (say("Krav × gruppe", "Requirement × group")) }
            dl.legend {
                @for line in &document.legend { div { dt { (line.label) } dd { (line.value) } } }
            }
            (table(document, &|r| r.tells_apart))
            @if rest > 0 {
                details {
                    summary { (rest) " " (say("krav er uavklarte for alle de gjelder", "requirements are unclear for all they concern")) }
                    (table(document, &|r| !r.tells_apart))
                }
            }
            p.note { (document.left_out) }
        }
    }
}

fn table(document: &Suitability, wanted: &dyn Fn(&MatrixRow) -> bool) -> Markup {
    let say = |nb: &str, en: &str| Localized::new(nb, en).get(document.lang).to_owned();
    let chapter = |chapter: &MatrixChapter| {
        let rows: Vec<&MatrixRow> = chapter.rows.iter().filter(|r| wanted(r)).collect();
        html! {
            @if !rows.is_empty() {
                tbody {
                    tr.chapter { th colspan=(document.groups.len() + 1) scope="rowgroup" { (chapter.heading) } }
                    @for row in rows {
                        tr {
                            th scope="row" { (row.title) " " span.from { (row.requirement) } }
                            @for (cell, group) in row.cells.iter().zip(&document.groups) {
                                td class={ (verdict_id(cell.verdict)) @if excused(cell) { " excused" } @if group.stated { " stated" } } title=(told(cell)) {
                                    span.sign aria-hidden="true" { (cell.sign) }
                                    span.unseen { (cell.word) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    html! {
        div.scroll role="group" aria-label=(say("Krav × gruppe", "Requirement × group")) tabindex="0" {
            table.matrix {
                thead {
                    tr {
                        th scope="col" { (say("Krav", "Requirement")) }
                        @for group in &document.groups {
                            th.stated[group.stated] scope="col" { span.unseen { (group.label) } span aria-hidden="true" { (group.id) } }
                        }
                    }
                }
                @for c in &document.chapters { (chapter(c)) }
            }
        }
    }
}

fn excused(cell: &Cell) -> bool {
    cell.departure.as_ref().is_some_and(|d| d.standing.excuses())
}

/// What a cell says when pointed at.
fn told(cell: &Cell) -> String {
    match &cell.departure {
        Some(departure) => format!("{} – {}", cell.text, departure.label),
        None => cell.text.clone(),
    }
}

/// The register of agreed departures.
fn departures(document: &Suitability) -> Markup {
    let say = |nb: &str, en: &str| Localized::new(nb, en).get(document.lang).to_owned();
    html! {
        @if !document.departures.is_empty() {
            section aria-labelledby="departures" {
                h2 #departures { (say("Fravik", "Agreed departures")) }
                ul.excuses {
                    @for line in &document.departures {
                        li {
                            b { (line.id) } " " (line.standing_label) ": " (line.title)
                            @if !line.places.is_empty() { " – " (line.places.join(", ")) }
                            br;
                            span.from { (line.facts) " · " (line.told) @for remark in &line.remarks { " · " (remark) } }
                        }
                    }
                }
            }
        }
    }
}

fn steps(group: &GroupColumn, document: &Suitability) -> Markup {
    let say = |nb: &str, en: &str| Localized::new(nb, en).get(document.lang).to_owned();
    html! {
        details.group open[group.stated] #{ "steps-" (group.id) } {
            summary { h3 { (group.label) @if group.stated { " (" (say("oppgitt", "stated")) ")" } } " " span.n { (group.summary) } }
            dl.given {
                @for line in &group.given { dt { (line.label) } dd { (line.value) } }
            }
            @if !group.steps.is_empty() {
                ol.steps { @for s in &group.steps { (step(s)) } }
            }
            @if !group.excuses.is_empty() {
                p.note { (say("Ikke med, for fravik er godkjent", "Left out, since a departure is approved")) ":" }
                ul.excuses {
                    @for line in &group.excuses {
                        li {
                            @if !line.at.is_empty() { span.at { (line.at) } ": " }
                            (line.title) " – " (line.departure.label) " " span.from { (line.requirement) }
                        }
                    }
                }
            }
            @if !group.follows.is_empty() {
                p.note { (say("Følger av dette eller av gruppen selv", "Follows from these or from the group itself")) ": " (group.follows.join(", ")) }
            }
        }
    }
}

fn sources(step: &StepLine) -> String {
    step.sources.iter().map(|s| s.told.as_str()).collect::<Vec<_>>().join("; ")
}

fn step(step: &StepLine) -> Markup {
    html! {
        li {
            @if !step.at.is_empty() { span.at { (step.at) } ": " }
            (step.text)
            @if let Some(reservation) = &step.reservation { " – " (reservation) }
            br;
            span.from { (step.force_label) " · " (step.requirements.join(", ")) " · " (sources(step)) }
        }
    }
}

fn shift(table: &ShiftTable) -> Markup {
    html! {
        section aria-labelledby="shift" {
            h2 #shift { (table.heading) }
            p { (table.summary) }
            @for part in &table.parts {
                h3 { (part.heading) " (" (part.rows.len()) ")" }
                ul.shift {
                    @for row in &part.rows {
                        li class=(verdict_id(row.verdict[1])) {
                            (row.title)
                            @if !row.why.is_empty() { ": " (row.why.join("; ")) }
                            " " span.sign { (row.outcome) }
                            br;
                            span.from {
                                @if row.force[0] == row.force[1] || row.force[0].is_empty() { (row.force[1]) }
                                @else if row.force[1].is_empty() { (row.force[0]) }
                                @else { (row.force[0]) " → " (row.force[1]) }
                                " · " (row.requirement) " · " (row.source.told)
                            }
                            @if !row.steps.is_empty() {
                                ul.turns { @for step in &row.steps { li { "→ " (step) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
