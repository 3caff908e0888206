//! The report of a visit as one HTML file: plan, Positivt, Negativt, photos. Nothing is fetched and nothing runs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};

use super::report::{Line, VisitReport};
use crate::finding::Verdict;
use crate::plan::Sheet;
use crate::report::Word;
use crate::report::html::{Shell, with_plans};
use crate::text::{Lang, Localized};

const STYLE: &str = include_str!("report_page.css");

/// The report of a visit as an HTML text.
pub fn report_page(report: &VisitReport, sheets: &[Sheet]) -> String {
    let style = with_plans(STYLE);
    let lang = report.lang;
    let said = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let body = html! {
        header {
            p.standing.final[report.is_final] { (report.standing) }
            h1 { (report.title) }
            dl.head {
                @for entry in &report.head { div { dt { (entry.label) } dd { (entry.value) } } }
            }
        }
        main {
            @for sheet in sheets { section.plan { (PreEscaped(&sheet.svg)) } }
            p.legend {
                span.dot { "1" } (said("henvisning til bilder", "refers to photos"))
                span.letter { "A" } (said("henvisning til tekst", "refers to text"))
            }
            div.columns {
                (side("positive", &said("Positivt", "Positive"), &report.positive, lang))
                (side("negative", &said("Negativt", "Negative"), &report.negative, lang))
            }
            (side("unclear", &said("Avklares", "To be clarified"), &report.open, lang))
            (drawings(report))
            (photos(report))
            @if !report.notes.is_empty() {
                section { h2 { (Word::Notes.get(lang)) } ul { @for note in &report.notes { li { (note) } } } }
            }
        }
        (footer(report))
    };
    Shell { pictures: true, ..Shell::plain(lang, &report.title, &style) }.around(&body)
}

fn side(class: &str, heading: &str, lines: &[Line], lang: Lang) -> Markup {
    html! {
        @if !lines.is_empty() {
            section class=(class) {
                h2 { (heading) " " span.n { (lines.len()) } }
                ul { @for line in lines { (entry(line, lang)) } }
            }
        }
    }
}

fn entry(line: &Line, lang: Lang) -> Markup {
    let basis: Vec<String> = line.basis.iter().map(|b| b.name().get(lang).to_owned()).collect();
    html! {
        li id={ "o-" (line.id) } {
            (line.text)
            @if !line.reference.is_empty() {
                " "
                @match line.photos.first() {
                    Some(number) => a href={ "#foto-" (number) } { (line.reference) },
                    None => span { (line.reference) },
                }
            }
            @if !line.after.is_empty() { " " (line.after) }
            @if let Some(tag) = line.tag(lang) { " " span.tag { (tag) } }
            @if !line.measured.is_empty() { " " span.basis { "– " (line.measured.join(", ")) } }
            @if !basis.is_empty() { " " span.basis { "[" (basis.join(" + ")) "]" } }
            @if let Some(against) = &line.against { p.against { (against) } }
        }
    }
}

/// What the drawings say of requirements the visit did not touch.
fn drawings(report: &VisitReport) -> Markup {
    html! {
        section.drawings {
            h2 { (Word::Besides.get(report.lang)) }
            p.note { (report.drawings.outcome.sentence) }
            @for (verdict, heading, points) in report.besides() {
                details open[verdict == Verdict::Negative] {
                    summary { (heading) " (" (points.len()) ")" }
                    ul {
                        @for point in points {
                            li {
                                (point.text)
                                @if !point.reference.is_empty() { " (" (point.reference) ")" }
                                " " span.basis { (point.requirement) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn photos(report: &VisitReport) -> Markup {
    let lang = report.lang;
    html! {
        @if !report.photos.is_empty() {
            section.photos {
                h2 { (Word::Photos.get(lang)) }
                div.grid {
                    @for photo in &report.photos {
                        figure id={ "foto-" (photo.number) } {
                            @match &photo.picture {
                                Ok(picture) => img
                                    src={ "data:image/jpeg;base64," (STANDARD.encode(&picture.jpeg)) }
                                    width=(picture.width) height=(picture.height)
                                    alt=(alt(photo.number, &photo.caption, lang));
                                Err(why) => p.missing { (why) }
                            }
                            figcaption { span.dot { (photo.number) } " " (photo.caption) }
                        }
                    }
                }
            }
        }
    }
}

/// What a photo shows, for those who hear the report.
pub(super) fn alt(number: u32, caption: &str, lang: Lang) -> String {
    let photo = match lang {
        Lang::Nb => format!("Bilde {number}"),
        Lang::En => format!("Photo {number}"),
    };
    if caption.is_empty() { photo } else { format!("{photo}: {caption}") }
}

fn footer(report: &VisitReport) -> Markup {
    let edition = &report.drawings.edition;
    html! {
        footer {
            p { (edition.title) " (" (edition.publisher) ", " (edition.date) "). " (edition.reading) }
            ul.inputs {
                @for input in &report.drawings.inputs { li { code { (input.path) } " SHA-256 " code { (input.sha256) } } }
            }
            p { (report.drawings.program.name) " " (report.drawings.program.version) }
        }
    }
}
