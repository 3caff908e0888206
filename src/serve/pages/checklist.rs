//! The checklist on the page of a visit: its points in walking order, each with what to look at, the verdicts, what is
//! measured, and the words for the report.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::say;
use super::tabs::icon;
use crate::catalogue::Catalogue;
use crate::inspection::{Observation, SeenFact, stops};
use crate::localized;
use crate::serve::work::Standing;
use crate::text::{Lang, Localized, list};
use crate::visits::store::Stored;
use crate::vocab::{FactDef, FactKind, Vocabulary};

pub(super) fn never(lang: Lang) -> String {
    say(lang, "Aldri navn på eller opplysninger om beboere.", "Never names of or anything about residents.")
}

/// Which dwellings an answer speaks of, where there are several.
pub(super) fn scope(stored: &Stored, standing: &Standing, lang: Lang) -> String {
    let Standing::Ready(work) = standing else { return String::new() };
    let named = &stored.visit.dwellings;
    let all = work.judged.model.dwellings.len();
    let seen: Vec<String> = work
        .judged
        .model
        .dwellings
        .iter()
        .map(|d| &d.element)
        .filter(|e| named.contains(&e.id.0))
        .map(|e| if e.name.is_empty() { e.id.0.clone() } else { e.name.clone() })
        .collect();
    let told = match (all, seen.as_slice()) {
        (0 | 1, _) => return String::new(),
        (_, []) => localized!(
            "Befaringen gjelder alle {all} boligene: et svar gjelder alle stedene punktet nevner. Er bare én sett, lag en befaring for den.",
            "The visit is to all {all} dwellings: an answer holds for every place its point names. If only one was seen, make a visit for it."
        ),
        (_, seen) => {
            let (nb, en) = (list(seen, Lang::Nb), list(seen, Lang::En));
            Localized::new(
                format!("Befaringen gjelder {nb}. Svarene sier ingenting om de andre boligene."),
                format!("The visit is to {en}. Its answers say nothing of the other dwellings."),
            )
        }
    };
    told.get(lang).to_owned()
}

pub(super) fn checklist(stored: &Stored, catalogue: &Catalogue, scope: &str, lang: Lang) -> Markup {
    html! {
        section.tab #sjekkliste aria-label=(say(lang, "Sjekkliste", "Checklist")) {
            p.notice.private { (say(lang, "Skriv aldri navn på eller opplysninger om beboere, og ta ikke bilder der de eller tingene deres kan kjennes igjen.",
                                     "Never write names of or anything about residents, and take no pictures in which they or their things can be recognised.")) }
            @if !scope.is_empty() { p.notice.scope { (scope) } }
            div.progress {
                progress #share max="1" value="0" aria-labelledby="answered" {}
                p #answered {}
                button.button #next type="button" { (say(lang, "Neste ubesvarte", "Next open point")) }
            }
            @for (n, (stop, points)) in stops(&stored.visit, catalogue).into_iter().enumerate() {
                section.stop aria-labelledby={ "stop-" (n) } {
                    h2 id={ "stop-" (n) } { (stop.map_or_else(|| say(lang, "Frie merknader", "Free remarks"), |s| s.name.get(lang).to_owned())) " " span.n {} }
                    @for observation in points { (point(observation, catalogue, lang)) }
                }
            }
            section.stop #free aria-labelledby="free-heading" {
                h2 #free-heading { (say(lang, "Nye merknader", "New remarks")) " " span.n {} }
                p { button.button #add-point type="button" { "+ " (say(lang, "Ny merknad", "New remark")) } }
            }
        }
    }
}

/// What to look at: in the language of the page where it is still the requirement's own words.
fn ask<'a>(point: &'a Observation, catalogue: &'a Catalogue, lang: Lang) -> &'a str {
    let lines =
        point.requirements.iter().filter_map(|id| catalogue.requirements.get(id)?.inspection.as_ref());
    let own = lines.into_iter().find(|l| point.ask == l.nb || point.ask == l.en);
    match (own, lang) {
        (Some(line), Lang::Nb) => &line.nb,
        (Some(line), Lang::En) => &line.en,
        (None, _) => &point.ask,
    }
}

/// A value to be read off; what it was measured with is asked where there is something to measure.
fn measure(fact: &SeenFact, vocabulary: &Vocabulary, lang: Lang) -> Markup {
    let place = fact.place.as_deref().unwrap_or_default();
    let def = vocabulary.fact(&fact.fact);
    let measured = def.is_some_and(|d| d.kind.dimension().is_some());
    // The example of a description, without the word that names the fact there.
    let example = def.and_then(|d| d.example.as_deref()?.strip_prefix(d.design.as_deref()?)).map(str::trim);
    let example =
        example.filter(|e| measured && !e.is_empty()).map(|e| format!("{} {e}", say(lang, "f.eks.", "e.g.")));
    html! {
        div.measure.single[!measured] {
            label { span { (fact_name(&fact.fact, vocabulary, lang)) @if !place.is_empty() { " (" (place) ")" } }
                input type="text" autocomplete="off" autocapitalize="none" data-field={ "fact/" (fact.fact) "/" (place) }
                    placeholder=[example] list=[def.filter(|d| !known_values(d).is_empty()).map(|d| format!("values-{}", d.id))]; }
            @if measured {
                label { span { (say(lang, "målt med", "measured with")) }
                    input type="text" autocomplete="off" autocapitalize="none" list="instruments" data-field={ "instrument/" (fact.fact) "/" (place) }; }
            }
            p.warning role="status" {}
        }
    }
}

/// The words a fact can have.
fn known_values(def: &FactDef) -> Vec<&str> {
    match def.kind {
        FactKind::Bool => vec!["ja", "nei"],
        _ => def.values.iter().map(|w| w.nb.as_str()).collect(),
    }
}

/// Lists of the words that the facts of a visit can have, once each.
pub(super) fn value_lists(stored: &Stored, vocabulary: &Vocabulary) -> Markup {
    let facts: BTreeSet<&String> =
        stored.visit.observations.iter().flat_map(|o| &o.facts).map(|f| &f.fact).collect();
    html! {
        @for def in facts.into_iter().filter_map(|f| vocabulary.fact(f)) {
            @let values = known_values(def);
            @if !values.is_empty() {
                datalist id={ "values-" (def.id) } { @for value in values { option value=(value) {} } }
            }
        }
    }
}

const VERDICTS: [(&str, &str, &str, &str); 5] = [
    ("positive", "✓", "Positivt", "Positive"),
    ("remark", "✓!", "Med merknad", "With a remark"),
    ("negative", "✗", "Negativt", "Negative"),
    ("not_seen", "–", "Ikke sett", "Not seen"),
    ("not_relevant", "∅", "Ikke relevant", "Not relevant"),
];

fn point(point: &Observation, catalogue: &Catalogue, lang: Lang) -> Markup {
    let heading = title(point, catalogue, lang);
    let id = &point.id;
    html! {
        article.point id={ "p-" (id) } data-id=(id) aria-labelledby={ "h-" (id) } {
            h3 id={ "h-" (id) } { (heading) @if point.photo_wanted { " " span.wanted { (say(lang, "bilde ønskes", "photo wanted")) } } }
            @if !point.at.is_empty() { p.at { (point.at) } }
            @if !point.ask.is_empty() { p.ask { (ask(point, catalogue, lang)) } }
            @if !point.drawing.is_empty() {
                p.drawing { (Localized::new("Tegningen: ", "The drawing: ").get(lang)) (point.drawing) }
            }
            (verdicts(id, &heading, lang))
            @if !point.facts.is_empty() {
                div.measures { @for fact in &point.facts { (measure(fact, &catalogue.vocabulary, lang)) } }
            }
            (wording(id, lang))
            (references(lang))
            p.warning role="status" {}
        }
    }
}

pub(super) fn verdicts(id: &str, heading: &str, lang: Lang) -> Markup {
    html! {
        fieldset.verdicts {
            legend.hidden { (say(lang, "Vurdering: ", "Verdict: ")) span { (heading) } }
            @for (value, sign, nb, en) in VERDICTS {
                label.(value) {
                    input type="radio" name={ "seen-" (id) } value=(value) data-field="seen";
                    span { span.sign aria-hidden="true" { (sign) } " " (say(lang, nb, en)) }
                }
            }
        }
    }
}

pub(super) fn wording(id: &str, lang: Lang) -> Markup {
    html! {
        details.wording {
            summary { (say(lang, "Tekst og notat", "Text and note")) }
            label { span { (say(lang, "Tekst i rapporten – kort, liten forbokstav", "Text in the report – short, lower case")) }
                textarea rows="2" maxlength="2000" data-field="text" aria-describedby={ "never-" (id) } {} }
            label { span { (say(lang, "Notat – trykkes ikke", "Note – not printed")) }
                textarea rows="2" maxlength="2000" data-field="note" aria-describedby={ "never-" (id) } {} }
            p.never id={ "never-" (id) } { (never(lang)) }
            button.quiet type="button" data-act="clear" { (say(lang, "Fjern vurderingen", "Take the verdict away")) }
        }
    }
}

pub(super) fn references(lang: Lang) -> Markup {
    html! {
        div.references {
            ul.thumbs {}
            div.actions {
                button.button type="button" data-act="camera" { (icon("camera")) (say(lang, "Ta bilde", "Take photo")) }
                button.button type="button" data-act="album" { (say(lang, "Velg bilde", "Pick photo")) }
                button.button type="button" data-act="letter" { (say(lang, "Bokstav", "Letter")) }
            }
        }
    }
}

pub(super) fn title(point: &Observation, catalogue: &Catalogue, lang: Lang) -> String {
    let titles: Vec<&str> = point
        .requirements
        .iter()
        .map(|id| catalogue.requirements.get(id).map_or(id.as_str(), |r| r.title.get(lang)))
        .collect();
    if titles.is_empty() { say(lang, "Fri merknad", "Free remark") } else { titles.join("; ") }
}

pub(super) fn fact_name(fact: &str, vocabulary: &Vocabulary, lang: Lang) -> String {
    vocabulary.fact(fact).map_or(fact, |d| d.name.get(lang)).to_owned()
}
