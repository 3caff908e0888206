//! The checklist as a page: to be printed and filled in by pen, or read on a screen. Nothing in it runs.

use maud::{Markup, PreEscaped, html};

use super::visit::{Observation, Visit};
use crate::catalogue::{Catalogue, Stop};
use crate::finding::Verdict;
use crate::localized;
use crate::plan::Sheet;
use crate::report::Word;
use crate::report::html::Shell;
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

const STYLE: &str = include_str!("paper.css");

/// The checklist of a visit as one HTML file, stop by stop, with the plans.
pub fn checklist_page(visit: &Visit, plans: &[Sheet], catalogue: &Catalogue, lang: Lang) -> String {
    let title = title(visit, lang);
    let body = html! {
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
    };
    Shell::plain(lang, &title, STYLE).around(&body)
}

/// Heading of the checklist.
pub(super) fn title(visit: &Visit, lang: Lang) -> String {
    let title = Word::Checklist.get(lang);
    if visit.project.is_empty() { title.to_owned() } else { format!("{title} – {}", visit.project) }
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

/// Head of the checklist: what is known, and what is to be filled in.
pub(super) fn head_lines(visit: &Visit, lang: Lang) -> Vec<[String; 2]> {
    let line =
        |nb: &str, en: &str, value: &str| [Localized::new(nb, en).get(lang).to_owned(), value.to_owned()];
    let roles: Vec<&str> = visit.participants.iter().map(|p| p.role.as_str()).collect();
    let mut lines = vec![
        line("Sted", "Place", &visit.place),
        line("Dato", "Date", visit.date.as_deref().unwrap_or_default()),
        line("Til stede (rolle)", "Present (role)", &roles.join(", ")),
        line("Utgave", "Edition", visit.edition.as_deref().unwrap_or_default()),
    ];
    if !visit.dwellings.is_empty() {
        lines.insert(1, line("Boliger", "Dwellings", &visit.dwellings.join(", ")));
    }
    lines
}

fn head(visit: &Visit, lang: Lang) -> Markup {
    html! {
        dl.head {
            @for [label, value] in head_lines(visit, lang) { div { dt { (label) } dd { (value) } } }
        }
        p.note { (Word::ChecklistNote.get(lang)) }
    }
}

/// What a point asks about: the titles of its requirements.
pub(super) fn titles(point: &Observation, catalogue: &Catalogue, lang: Lang) -> String {
    let title = |id: &String| match catalogue.requirements.get(id) {
        Some(requirement) => requirement.title.get(lang).to_owned(),
        None => id.clone(),
    };
    let titles: Vec<String> = point.requirements.iter().map(title).collect();
    titles.join("; ")
}

/// What the drawing said of a point, in a sentence; empty where it said nothing.
pub(super) fn drawing(point: &Observation, lang: Lang) -> String {
    let drawing = &point.drawing;
    if drawing.is_empty() {
        return String::new();
    }
    localized!("Tegningen: {drawing}", "The drawing: {drawing}").get(lang).to_owned()
}

/// The boxes to tick.
pub(super) fn choices(lang: Lang) -> [String; 4] {
    let verdict = |v: Verdict| v.name().get(lang).to_owned();
    let word = |w: Word| w.get(lang).to_owned();
    [verdict(Verdict::Positive), word(Word::WithRemark), verdict(Verdict::Negative), word(Word::NotSeen)]
}

/// What is to be measured, in words.
pub(super) fn measure<'a>(fact: &'a str, vocabulary: &'a Vocabulary, lang: Lang) -> &'a str {
    vocabulary.fact(fact).map_or(fact, |d| d.name.get(lang))
}

fn entry(point: &Observation, catalogue: &Catalogue, lang: Lang) -> Markup {
    let drawing = drawing(point, lang);
    html! {
        li {
            h3 { (titles(point, catalogue, lang)) @if !point.at.is_empty() { " " span.at { "(" (point.at) ")" } } }
            @if !point.ask.is_empty() { p.ask { (point.ask) } }
            @if !drawing.is_empty() { p.drawing { (drawing) } }
            p.answers {
                @for choice in choices(lang) { span.choice { span.box {} (choice) } }
                span.photos {
                    (Word::PhotoNumber.get(lang))
                    @if point.photo_wanted { " *" }
                    span.field {}
                }
            }
            @if !point.facts.is_empty() {
                p.facts {
                    @for fact in &point.facts {
                        span.measure { (measure(&fact.fact, &catalogue.vocabulary, lang)) span.field {} }
                    }
                }
            }
            p.line {}
            p.id { (point.id) }
        }
    }
}
