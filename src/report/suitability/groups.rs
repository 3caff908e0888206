//! A group's column in words: what the sources give it, what it would find, and what stands in between.

use super::document::{ClauseRef, ForceCount, GroupColumn, Line, StepLine, StepNumbers};
use super::{Request, departures};
use crate::catalogue::Catalogue;
use crate::facts::{Fact, FactBase};
use crate::finding::{Force, Verdict};
use crate::localized;
use crate::report::counts::worst;
use crate::report::places::{PlaceName, PlaceNames, clean, fill, template, without_owner};
use crate::suitability::{Column, Step, steps};
use crate::text::{Lang, Localized};
use crate::vocab::{Group, Vocabulary};

/// Table of the lowest staffing that can be read for a group, with the facts its columns are held against.
const STAFFING: (&str, [(&str, &str); 3]) = (
    "staffing",
    [
        ("day", "project.staffing.day"),
        ("night", "project.staffing.night"),
        ("awake", "project.staffing.awake"),
    ],
);
/// Table of the surveyed need by city district.
const NEED: &str = "needs-2022";
/// Its row for the whole city.
const WHOLE_CITY: &str = "total";

pub(super) fn column(request: &Request<'_>, column: &Column) -> GroupColumn {
    let Request { catalogue, edition, lang, .. } = *request;
    let vocabulary = &catalogue.vocabulary;
    let worst = worst(&column.findings);
    let count = |v: Verdict| worst.values().filter(|f| f.verdict == v).count();
    let negative: Vec<ForceCount> = [Force::Shall, Force::Should, Force::Note]
        .into_iter()
        .map(|force| ForceCount {
            force,
            label: force.name().get(lang).to_owned(),
            count: worst.values().filter(|f| f.verdict == Verdict::Negative && f.force == force).count(),
        })
        .collect();
    let steps = steps(&column.findings, catalogue, edition);
    let served: Vec<&str> = steps
        .iter()
        .flat_map(|s| &s.findings)
        .filter_map(|i| column.findings.get(*i))
        .map(|f| f.requirement.as_str())
        .collect();
    let follows = worst
        .values()
        .filter(|f| f.is_broken() && !served.contains(&f.requirement.as_str()))
        .map(|f| f.requirement.clone())
        .collect();
    let steps = lines(&steps, column, request);
    let group = vocabulary.groups.iter().find(|g| g.id == column.group);
    let given = group.map_or_else(Vec::new, |g| given(g, &column.facts, vocabulary, lang));
    let broken =
        |force: &dyn Fn(Force) -> bool| worst.values().filter(|f| f.is_broken() && force(f.force)).count();
    let found = Found {
        shall: broken(&|f| f == Force::Shall),
        weaker: broken(&|f| f != Force::Shall),
        excused: worst.values().filter(|f| f.verdict == Verdict::Negative && f.is_excused()).count(),
        unclear: count(Verdict::Unclear),
        steps: steps.len(),
    };
    GroupColumn {
        id: column.group.clone(),
        label: group.map_or_else(
            || column.group.clone(),
            |g| localized!("gruppe {}", "group {}", g.name.nb).get(lang).to_owned(),
        ),
        stated: column.stated,
        given,
        outcome: found.outcome(),
        summary: found.summary(lang),
        negative,
        excused: found.excused,
        unclear: found.unclear,
        positive: count(Verdict::Positive),
        not_applicable: count(Verdict::NotApplicable),
        steps,
        excuses: departures::excuses(column, catalogue, lang),
        follows,
    }
}

/// What a group finds, in numbers of requirements.
struct Found {
    /// Broken requirements no departure excuses, and broken recommendations and observations.
    shall: usize,
    weaker: usize,
    excused: usize,
    unclear: usize,
    steps: usize,
}

impl Found {
    fn outcome(&self) -> Verdict {
        match (self.shall, self.unclear) {
            (0, 0) => Verdict::Positive,
            (0, _) => Verdict::Unclear,
            _ => Verdict::Negative,
        }
    }

    fn summary(&self, lang: Lang) -> String {
        let Self { shall, weaker, excused, unclear, steps } = *self;
        let mut parts: Vec<Localized> = Vec::new();
        parts.push(match (shall, weaker, excused, unclear) {
            (0, 0, 0, 0) => Localized::new("alt som gjelder, er oppfylt", "all that applies is met"),
            (0, 0, 0, _) => Localized::new("ingenting er negativt", "nothing is negative"),
            (0, 0, ..) => {
                Localized::new("ingenting er negativt uten fravik", "nothing is negative without a departure")
            }
            (0, _, 0, _) => Localized::new("ingen krav er negative", "no requirement is negative"),
            (0, ..) => Localized::new(
                "ingen krav er negative uten fravik",
                "no requirement is negative without a departure",
            ),
            (1, ..) => Localized::new("1 krav er negativt", "1 requirement is negative"),
            (n, ..) => localized!("{n} krav er negative", "{n} requirements are negative"),
        });
        match weaker {
            0 => {}
            1 => parts.push(Localized::new(
                "1 anbefaling eller observasjon er det",
                "1 recommendation or observation is",
            )),
            n => parts.push(localized!(
                "{n} anbefalinger og observasjoner er det",
                "{n} recommendations and observations are"
            )),
        }
        match excused {
            0 => {}
            1 => parts.push(Localized::new("1 har fravik godkjent", "1 has an approved departure")),
            n => parts.push(localized!("{n} har fravik godkjent", "{n} have an approved departure")),
        }
        match steps {
            0 => {}
            1 => parts.push(Localized::new("1 endring skal til", "it takes 1 change")),
            n => parts.push(localized!("{n} endringer skal til", "it takes {n} changes")),
        }
        if unclear > 0 {
            parts.push(localized!("{unclear} må avklares", "{unclear} to be clarified"));
        }
        let parts: Vec<&str> = parts.iter().map(|p| p.get(lang)).collect();
        parts.join("; ")
    }
}

/// What the sources give the group, with what the project has beside it.
fn given(group: &Group, facts: &FactBase, vocabulary: &Vocabulary, lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut line = |nb: &str, en: &str, value: String| {
        if !value.is_empty() {
            lines.push(Line { label: Localized::new(nb, en).get(lang).to_owned(), value: clean(&value) });
        }
    };
    let standard = vocabulary.standard(&group.standard).map(|s| s.name.get(lang).to_owned());
    line("Standard", "Standard", standard.unwrap_or_default());
    line("Boligtype", "Kind of dwelling", group.dwelling_type.get(lang).to_owned());
    line("Beliggenhet", "Location", group.location_text.get(lang).to_owned());
    line("Tjenester", "Services", group.service_text.get(lang).to_owned());
    let base = match group.colocated {
        true => Localized::new("samlokalisert med base", "gathered around a base"),
        false => Localized::new("uten base", "without a base"),
    };
    line("Base", "Base", base.get(lang).to_owned());
    line("Bemanning, minst", "Staffing, at least", staffing(group, facts, vocabulary, lang));
    line("Kartlagt behov", "Surveyed need", need(group, facts, vocabulary, lang));
    lines
}

/// «ansatte om dagen 3 (prosjektet 2), våkne ansatte om natten 2».
fn staffing(group: &Group, facts: &FactBase, vocabulary: &Vocabulary, lang: Lang) -> String {
    let (table, columns) = STAFFING;
    let Some(table) = vocabulary.tables.get(table) else { return String::new() };
    let mut parts = Vec::new();
    for (column, fact) in columns {
        let Some(floor) = table.cell(&group.id, column).and_then(|c| c.first()) else { continue };
        let def = vocabulary.fact(fact);
        let name = def.map_or(fact, |d| d.name.get(lang));
        let found = match facts.get(facts.project(), fact) {
            Fact::Known(known) => {
                let shown = known.value.show(def, vocabulary, lang);
                localized!(" (prosjektet {shown})", " (the project {shown})").get(lang).to_owned()
            }
            _ => Localized::new(" (prosjektet: ikke oppgitt)", " (the project: not stated)")
                .get(lang)
                .to_owned(),
        };
        parts.push(format!("{name} {floor}{found}"));
    }
    if parts.is_empty() {
        return Localized::new("tabellen gir ingen tall", "the table gives no figures").get(lang).to_owned();
    }
    parts.join(", ")
}

/// The surveyed need of the project's district, and of the whole city.
fn need(group: &Group, facts: &FactBase, vocabulary: &Vocabulary, lang: Lang) -> String {
    let Some(table) = vocabulary.tables.get(NEED) else { return String::new() };
    let cell = |row: &str| table.cell(row, &group.id).filter(|c| !c.is_empty()).map(|c| c.join(" + "));
    let city = cell(WHOLE_CITY);
    let fact = "project.district";
    let district = match facts.value(facts.project(), fact) {
        Some(value) => value
            .as_words()
            .first()
            .and_then(|w| Some((cell(w)?, value.show(vocabulary.fact(fact), vocabulary, lang)))),
        None => None,
    };
    match (district, city) {
        (Some((n, name)), Some(city)) => {
            localized!(
                "{n} boliger i {name} (Oslo i alt {city}), 2022",
                "{n} dwellings in {name} (Oslo in all {city}), 2022"
            )
        }
        (None, Some(city)) => localized!(
            "{city} boliger i Oslo i alt, 2022; bydelen er ikke oppgitt eller ikke kartlagt",
            "{city} dwellings in Oslo in all, 2022; the district is not stated or was not surveyed"
        ),
        _ => Localized::default(),
    }
    .get(lang)
    .to_owned()
}

fn sources(requirements: &[String], catalogue: &Catalogue, edition: &str) -> Vec<ClauseRef> {
    let mut all: Vec<ClauseRef> = Vec::new();
    for source in requirements.iter().map(|r| ClauseRef::of(catalogue, edition, r)) {
        if !all.contains(&source) {
            all.push(source);
        }
    }
    all
}

/// Steps in words, the same at several places told once.
fn lines(steps: &[Step], column: &Column, request: &Request<'_>) -> Vec<StepLine> {
    let Request { catalogue, edition, lang, .. } = *request;
    let names = PlaceNames::of(&column.facts, lang);
    let mut grouped: Vec<(StepLine, Vec<PlaceName>)> = Vec::new();
    for step in steps {
        let place = names.name(step.change.subject).clone();
        let mut requirements: Vec<String> = Vec::new();
        for finding in step.findings.iter().filter_map(|i| column.findings.get(*i)) {
            if !requirements.contains(&finding.requirement) {
                requirements.push(finding.requirement.clone());
            }
        }
        let reservation = match (step.complete, step.opens) {
            (false, _) => Some(Localized::new("det er ikke alt som skal til", "that is not all it takes")),
            (true, true) => Some(Localized::new("resten må da avklares", "the rest is then to be clarified")),
            (true, false) => None,
        };
        let line = StepLine {
            text: template(&clean(step.change.text.get(lang)), &place.owner),
            at: String::new(),
            force: step.force,
            force_label: step.force.name().get(lang).to_owned(),
            sources: sources(&requirements, catalogue, edition),
            requirements,
            fact: clean(&step.change.fact),
            margin: step.change.margin.map(|m| StepNumbers {
                value: m.value.value,
                limit: m.limit.value,
                difference: m.difference,
                direction: m.direction,
            }),
            reservation: reservation.map(|r| r.get(lang).to_owned()),
        };
        let alike = |l: &StepLine| {
            (&l.text, l.force, &l.requirements, &l.reservation)
                == (&line.text, line.force, &line.requirements, &line.reservation)
        };
        match grouped.iter_mut().find(|(l, _)| alike(l)) {
            Some((_, places)) => places.push(place),
            None => grouped.push((line, vec![place])),
        }
    }
    grouped
        .into_iter()
        .map(|(line, places)| {
            let owners: Vec<PlaceName> =
                places.iter().map(|p| PlaceName { local: String::new(), owner: p.owner.clone() }).collect();
            let text = fill(&without_owner(&line.text, lang), &names.join(&owners));
            StepLine { text, at: names.join(&places), ..line }
        })
        .collect()
}
