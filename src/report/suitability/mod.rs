//! The comparison of the groups and its outputs.
//!
//! In come the findings of each group, out goes a [`Suitability`]: sorted, counted and written out in one language.

mod departures;
mod document;
mod groups;
pub mod html;
pub mod json;
pub mod markdown;
mod matrix;
mod shift;
mod signs;
pub mod terminal;

pub use document::{
    Cell, ClauseRef, DepartureEntry, DepartureRef, ExcuseLine, ForceCount, GroupColumn, InputLine, Line,
    MatrixChapter, MatrixRow, ShiftPart, ShiftRow, ShiftTable, StepLine, StepNumbers, Suitability,
};

use super::document::InputFile;
use super::places::clean;
use crate::catalogue::Catalogue;
use crate::facts::{Fact, FactBase};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use crate::suitability::Column;
use crate::text::{Lang, Localized};

/// What a comparison is made of.
pub struct Request<'a> {
    /// Name of the project as it was given; may be empty.
    pub project: &'a str,
    /// The facts of the project as it stands.
    pub facts: &'a FactBase,
    /// What each group finds.
    pub columns: &'a [Column],
    /// The catalogue judged by.
    pub catalogue: &'a Catalogue,
    /// The edition judged by.
    pub edition: &'a str,
    /// What was wrong with the inputs.
    pub diagnostics: &'a [Diagnostic],
    /// The files read, with their hashes.
    pub inputs: &'a [InputFile],
    /// The groups between which changes are told, if any.
    pub between: Option<[&'a str; 2]>,
    /// Language.
    pub lang: Lang,
}

/// Makes the comparison.
pub fn resolve(request: &Request<'_>) -> Suitability {
    let Request { facts, columns, catalogue, edition, lang, .. } = *request;
    let project = clean(request.project);
    let say = |t: Localized| t.get(lang).to_owned();
    let subject =
        if project.is_empty() { say(Localized::new("uten navn", "unnamed")) } else { project.clone() };
    let (chapters, left_out) = matrix::chapters(request);
    let groups: Vec<GroupColumn> = columns.iter().map(|c| groups::column(request, c)).collect();
    let errors = request.diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    Suitability {
        lang,
        title: format!(
            "{} – {subject}",
            say(Localized::new("Egnethet for gruppene", "Suitability for the groups"))
        ),
        head: head(request),
        edition: edition.to_owned(),
        inputs: request
            .inputs
            .iter()
            .map(|i| InputLine { path: i.path.clone(), sha256: i.sha256.clone() })
            .collect(),
        legend: signs::legend(columns, lang),
        chapters,
        left_out,
        departures: departures::register(columns, catalogue, lang),
        shift: request.between.map(|between| shift::table(request, &groups, between)),
        notes: notes(facts, lang),
        groups,
        faults: (errors > 0)
            .then(|| {
                say(localized!(
                    "Inndata har {errors} feil. Sammenligningen kan ikke brukes før de er rettet.",
                    "The input has {errors} errors. The comparison cannot be used before they are mended."
                ))
            })
            .into_iter()
            .collect(),
        project,
    }
}

fn head(request: &Request<'_>) -> Vec<Line> {
    let Request { facts, catalogue, lang, .. } = *request;
    let vocabulary = &catalogue.vocabulary;
    let shown = |id: &str| match facts.get(facts.project(), id) {
        Fact::Known(known) => clean(&known.value.show(vocabulary.fact(id), vocabulary, lang)),
        Fact::Conflicting(_) => Localized::new("motstrid", "conflicting").get(lang).to_owned(),
        Fact::Unknown(_) => Localized::new("ikke angitt", "not stated").get(lang).to_owned(),
    };
    let mut head = Vec::new();
    let mut line = |nb: &str, en: &str, value: String| {
        head.push(Line { label: Localized::new(nb, en).get(lang).to_owned(), value });
    };
    line("Prosjekt", "Project", clean(request.project));
    line("Oppgitt målgruppe", "Stated resident group", shown("project.group_keys"));
    line("Boligstandard", "Building standard", shown("project.standard"));
    line("Bydel", "City district", shown("project.district"));
    if let Some(document) = catalogue.documents.get(request.edition) {
        let value = format!("{} ({}, {})", document.title, document.publisher, document.date);
        line("Vurdert etter", "Judged against", value);
    }
    head.retain(|l| !l.value.is_empty());
    head
}

fn notes(facts: &FactBase, lang: Lang) -> Vec<String> {
    let mut notes = vec![
        Localized::new(
            "Hver gruppe er vurdert mot de samme tegningene og opplysningene. Det som står under Avklares, er ikke bestått.",
            "Each group is judged against the same drawings and statements. What is to be clarified has not passed.",
        ),
        Localized::new(
            "Endringene er det som snur hvert negativt punkt, hver endring nevnt én gang. De er regnet ut én for én og må prøves sammen.",
            "The changes are what turns each negative point, each change told once. They are worked out one by one and must be tried together.",
        ),
        Localized::new(
            "Bemanningstallene er det laveste som kan leses av kildens tabell, ikke en anbefaling.",
            "The staffing figures are the lowest that can be read from the source's table, not a recommendation.",
        ),
    ];
    let own: Vec<String> =
        crate::suitability::stated(facts).into_iter().filter(|g| !g.starts_with('S')).collect();
    notes.push(if own.is_empty() {
        Localized::new(
            "Gruppene 1–7 er vurdert uten somatikk. Prosjektet oppgir ingen målgruppe, så somatikkgruppene er vurdert alene.",
            "Groups 1–7 are judged without somatic care. The project states no group, so the somatic groups are judged alone.",
        )
    } else {
        let (nb, en) = (crate::text::list(&own, Lang::Nb), crate::text::list(&own, Lang::En));
        Localized::new(
            format!("Gruppene 1–7 er vurdert uten somatikk, somatikkgruppene sammen med prosjektets egen gruppe ({nb})."),
            format!("Groups 1–7 are judged without somatic care, the somatic groups together with the project's own group ({en})."),
        )
    });
    notes.into_iter().map(|n| n.get(lang).to_owned()).collect()
}
