//! The checklist as a page: to be printed and filled in by pen, or read on a screen. Nothing in it runs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::visit::{Observation, Visit};
use crate::catalogue::{Catalogue, Stop};
use crate::localized;
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

const STYLE: &str = include_str!("paper.css");

/// A drawing for the last pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Heading.
    pub title: String,
    /// An `<svg>` element.
    pub svg: String,
}

/// The checklist of a visit as one HTML file, stop by stop, with the plans.
pub fn checklist_page(visit: &Visit, plans: &[Plan], catalogue: &Catalogue, lang: Lang) -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    let title = Localized::new("Sjekkliste for befaring", "Checklist for a visit");
    let title = match visit.project.is_empty() {
        true => title.get(lang).to_owned(),
        false => format!("{} – {}", title.get(lang), visit.project),
    };
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                (head(visit, lang))
                main {
                    @for (stop, points) in stops(visit, catalogue) {
                        section {
                            h2 { (stop.map_or("", |s| s.name.get(lang))) " " span.n { (points.len()) } }
                            ol {
                                @for point in points { (entry(point, catalogue, lang)) }
                            }
                        }
                    }
                    @for plan in plans {
                        section.plan {
                            h2 { (plan.title) }
                            (PreEscaped(&plan.svg))
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// Points stop by stop. A point the catalogue has no stop for stands under none, first.
pub fn stops<'a>(
    visit: &'a Visit,
    catalogue: &'a Catalogue,
) -> Vec<(Option<&'a Stop>, Vec<&'a Observation>)> {
    let mut all: Vec<(Option<&Stop>, Vec<&Observation>)> = Vec::new();
    for observation in &visit.observations {
        let stop = stop_of(observation, catalogue);
        match all.iter_mut().find(|(s, _)| s.map(|s| &s.id) == stop.map(|s| &s.id)) {
            Some((_, points)) => points.push(observation),
            None => all.push((stop, vec![observation])),
        }
    }
    all
}

/// The stop a point belongs to: the one its id names, else that of its requirement.
fn stop_of<'a>(observation: &Observation, catalogue: &'a Catalogue) -> Option<&'a Stop> {
    let requirement = observation.requirements.first()?;
    let own = observation.id.strip_prefix(requirement.as_str()).and_then(|rest| rest.strip_prefix('-'));
    own.and_then(|id| catalogue.walk.iter().find(|s| s.id == id))
        .or_else(|| catalogue.walk.get(catalogue.stop_of(requirement, &[])))
}

fn head(visit: &Visit, lang: Lang) -> Markup {
    let line = |nb: &str, en: &str, value: &str| {
        html! { div { dt { (Localized::new(nb, en).get(lang)) } dd { (value) } } }
    };
    let roles: Vec<&str> = visit.participants.iter().map(|p| p.role.as_str()).collect();
    let note = Localized::new(
        "Skriv aldri navn på eller opplysninger om beboere, og ta ikke bilder der de kan kjennes igjen. \
         Bilder nummereres 1, 2, 3 … i den rekkefølgen de tas; bokstaver settes på planen. * = ta bilde.",
        "Never write names of or anything about residents, and take no pictures in which they can be recognised. \
         Photos are numbered 1, 2, 3 … in the order they are taken; letters are put on the plan. * = take a photo.",
    );
    html! {
        dl.head {
            (line("Sted", "Place", &visit.place))
            (line("Dato", "Date", visit.date.as_deref().unwrap_or_default()))
            (line("Til stede (rolle)", "Present (role)", &roles.join(", ")))
            (line("Utgave", "Edition", visit.edition.as_deref().unwrap_or_default()))
        }
        p.note { (note.get(lang)) }
    }
}

fn entry(point: &Observation, catalogue: &Catalogue, lang: Lang) -> Markup {
    let titles: Vec<&str> = point
        .requirements
        .iter()
        .map(|id| catalogue.requirements.get(id).map_or(id.as_str(), |r| r.title.get(lang)))
        .collect();
    let drawing = &point.drawing;
    let drawing = localized!("Tegningen: {drawing}", "The drawing: {drawing}");
    let choices = [
        ("Positivt", "Positive"),
        ("Med merknad", "With a remark"),
        ("Negativt", "Negative"),
        ("Ikke sett", "Not seen"),
    ];
    html! {
        li {
            h3 { (titles.join("; ")) @if !point.at.is_empty() { " " span.at { "(" (point.at) ")" } } }
            @if !point.ask.is_empty() { p.ask { (point.ask) } }
            @if !point.drawing.is_empty() { p.drawing { (drawing.get(lang)) } }
            p.answers {
                @for (nb, en) in choices {
                    span.choice { span.box {} (Localized::new(nb, en).get(lang)) }
                }
                span.photos {
                    (Localized::new("Bilde nr.", "Photo no.").get(lang))
                    @if point.photo_wanted { " *" }
                    span.field {}
                }
            }
            @if !point.facts.is_empty() {
                p.facts {
                    @for fact in &point.facts { (measure(&fact.fact, &catalogue.vocabulary, lang)) }
                }
            }
            p.line {}
            p.id { (point.id) }
        }
    }
}

fn measure(fact: &str, vocabulary: &Vocabulary, lang: Lang) -> Markup {
    let name = vocabulary.fact(fact).map_or(fact, |d| d.name.get(lang));
    html! { span.measure { (name) span.field {} } }
}
