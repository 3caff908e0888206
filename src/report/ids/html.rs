//! Models held against IDS files, as one HTML file: no network, no script, readable on paper.

use maud::{Markup, html};

use super::super::html::Shell;
use super::super::words::Word;
use super::document::{CheckLine, Counts, ElementLine, IdsReport, RequirementLine, SpecificationLine};
use crate::localized;
use crate::text::{Lang, Localized};

const STYLE: &str = concat!(include_str!("../html/style.css"), include_str!("style.css"));
/// What the chapter of a report needs besides the report's style.
pub(in crate::report) const CHAPTER_STYLE: &str = include_str!("style.css");
/// Elements of one requirement that stand on the page; a browser chokes on a hundred thousand rows.
const MOST_ROWS: usize = 1000;

/// The document as an HTML text.
pub fn render(report: &IdsReport) -> String {
    let page = Page { lang: report.language, within: false };
    let title = page.word("IDS-kontroll", "IDS check");
    let body = html! {
        header { h1 { (title) } }
        main {
            section class={ "outcome " (class(report.verdict)) } {
                p.says { (report.sentence) }
                p.note { (page.word("sluttkode", "exit code")) " " (report.exit_code) }
            }
            (page.counts(&report.counts))
            @for (i, check) in report.checks.iter().enumerate() { (page.check(i + 1, check)) }
        }
        footer { p { (page.word("Laget med", "Made with")) " " (report.program) } }
    };
    Shell::plain(report.language, title, STYLE).around(&body)
}

/// The document as a chapter of a report.
pub(in crate::report) fn chapter(report: &IdsReport) -> Markup {
    let page = Page { lang: report.language, within: true };
    html! {
        section.ids aria-labelledby="ids" {
            h2 #ids { (Word::Ids.get(report.language)) }
            p.says.(class(report.verdict)) { span.sign aria-hidden="true" { (sign(report.verdict)) } " " (report.sentence) }
            (page.counts(&report.counts))
            @for (i, check) in report.checks.iter().enumerate() { (page.check(i + 1, check)) }
        }
    }
}

fn class(verdict: &str) -> &'static str {
    match verdict {
        "passed" => "positive",
        "failed" => "negative",
        _ => "unclear",
    }
}

fn sign(verdict: &str) -> &'static str {
    match verdict {
        "passed" => "✓",
        "failed" => "✗",
        _ => "–",
    }
}

struct Page {
    lang: Lang,
    /// Whether it stands in a page with headings above.
    within: bool,
}

impl Page {
    fn word(&self, nb: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Nb => nb,
            Lang::En => en,
        }
    }

    fn counts(&self, counts: &Counts) -> Markup {
        let row = |class: &str, sign: &str, label: &str, n: usize| {
            html! {
                tr class=(class) {
                    th scope="row" { span.sign aria-hidden="true" { (sign) } " " (label) }
                    td { (n) }
                }
            }
        };
        html! {
            section.numbers {
                table {
                    caption { (self.word("Spesifikasjoner", "Specifications")) }
                    tbody {
                        (row("negative", "✗", self.word("Brutt", "Broken"), counts.failed))
                        (row("positive", "✓", self.word("Oppfylt", "Met"), counts.passed))
                        (row("unclear", "–", self.word("Omfatter ingenting", "Concern nothing"), counts.nothing))
                    }
                }
                @if counts.other_version > 0 {
                    p.note {
                        (counts.other_version) " "
                        (self.word(
                            "av disse er skrevet for en annen IFC-versjon enn modellens",
                            "of these are written for another version of IFC than the model's",
                        ))
                    }
                }
            }
        }
    }

    fn check(&self, number: usize, check: &CheckLine) -> Markup {
        let file = &check.specification_file;
        html! {
            section.check aria-labelledby={ "ids-" (number) } {
                @let heading = if file.title.is_empty() { &file.path } else { &file.title };
                @if self.within { h3 id={ "ids-" (number) } { (heading) } }
                @else { h2 id={ "ids-" (number) } { (heading) } }
                dl.head {
                    div { dt { (self.word("IDS-fil", "IDS file")) } dd { (file.path) } }
                    div { dt { (self.word("Modell", "Model")) } dd { (check.model.path) " (" (check.model.schema) ")" } }
                    div { dt { (self.word("Utfall", "Result")) } dd { (check.sentence) } }
                }
                ol.contents {
                    @for s in &check.specifications {
                        li class=(class(s.verdict)) {
                            span.sign aria-hidden="true" { (sign(s.verdict)) } " "
                            a href={ "#ids-" (number) "-" (s.number) } { (s.name) } " "
                            span.at { (s.sentence) }
                        }
                    }
                }
                @for s in &check.specifications { (self.specification(number, s)) }
            }
        }
    }

    fn specification(&self, check: usize, of: &SpecificationLine) -> Markup {
        let verdict = match of.verdict {
            "passed" => self.word("Oppfylt", "Met"),
            "failed" => self.word("Brutt", "Broken"),
            _ => self.word("Ingenting kontrollert", "Nothing checked"),
        };
        html! {
            article class={ "specification " (class(of.verdict)) } id={ "ids-" (check) "-" (of.number) } {
                @let heading = html! {
                    span.sign { (sign(of.verdict)) " " (verdict) } " "
                    (of.number) ". " (of.name)
                    @if let Some(id) = &of.identifier { " " span.from { "(" (id) ")" } }
                };
                @if self.within { h4 { (heading) } } @else { h3 { (heading) } }
                p { (of.sentence) }
                p.note { (self.word("Gjelder", "Concerns")) ": " (of.applies_to) }
                @if let Some(text) = &of.description { p { (text) } }
                @if let Some(text) = &of.instructions { p { (text) } }
                @for note in &of.notes { p.unclear { span.sign { "! " } (note) } }
                @if !of.unwanted.is_empty() { (self.elements(&of.unwanted, of.elements)) }
                @if of.elements > 0 && of.cardinality != "prohibited" {
                    ul.points { @for r in &of.requirements { (self.requirement(r)) } }
                }
            }
        }
    }

    fn requirement(&self, of: &RequirementLine) -> Markup {
        let verdict = if of.failed > 0 { "failed" } else { "passed" };
        let (failed, passed) = (of.failed, of.passed);
        let count = match failed {
            0 => localized!("{passed} i orden", "{passed} all right"),
            _ => localized!("{failed} feiler, {passed} i orden", "{failed} fail, {passed} all right"),
        };
        html! {
            li.point class=(class(verdict)) {
                p { span.sign aria-hidden="true" { (sign(verdict)) } " " (of.text) " " span.at { "(" (count.get(self.lang)) ")" } }
                @if let Some(text) = &of.instructions { p.note { (text) } }
                @if failed > 0 { (self.elements(&of.elements, failed)) }
            }
        }
    }

    fn elements(&self, shown: &[ElementLine], all: usize) -> Markup {
        let shown = &shown[..shown.len().min(MOST_ROWS)];
        let rest = all - shown.len();
        let more =
            localized!("… og {rest} til, som står i JSON-rapporten", "… and {rest} more, in the JSON report");
        html! {
            details.more open[shown.len() <= 20] {
                summary { (Localized::new("Elementer", "Elements").get(self.lang)) " (" (all) ")" }
                div.scroll tabindex="0" role="group" {
                    table.elements {
                        thead {
                            tr {
                                th scope="col" { (self.word("Element", "Element")) }
                                th scope="col" { (self.word("Navn", "Name")) }
                                th scope="col" { "GlobalId" }
                                th scope="col" { (self.word("Linje", "Line")) }
                                th scope="col" { (self.word("Grunn", "Reason")) }
                            }
                        }
                        tbody {
                            @for e in shown {
                                tr {
                                    td { (e.entity) " " (e.class) }
                                    td { (e.name.as_deref().unwrap_or("–")) }
                                    td { code { (e.global_id.as_deref().unwrap_or("–")) } }
                                    td { (e.line) }
                                    td { (e.reason) @if let Some(at) = &e.found_in { " " span.from { "(" (at) ")" } } }
                                }
                            }
                        }
                    }
                }
                @if rest > 0 { p.note { (more.get(self.lang)) } }
            }
        }
    }
}
