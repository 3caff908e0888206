//! How many requirements and places have which verdict, and how much could be decided.
//!
//! A requirement is counted once, under its most serious verdict; a place is counted for every requirement
//! judged at it. The two numbers stand beside each other and are never added.

use std::collections::BTreeMap;

use super::document::{CountRow, Counts, Degree, SECTIONS, Tally};
use crate::catalogue::Catalogue;
use crate::facts::{Fact, FactBase};
use crate::finding::{Finding, Force, Verdict};
use crate::localized;
use crate::text::{Lang, Localized};

/// Forces from the strongest.
const FORCES: [Force; 3] = [Force::Shall, Force::Should, Force::Note];

fn plural(force: Force) -> Localized {
    match force {
        Force::Shall => Localized::new("krav", "requirements"),
        Force::Should => Localized::new("anbefalinger", "recommendations"),
        Force::Note => Localized::new("observasjoner", "observations"),
    }
}

/// How serious a finding is among those of its requirement: what is excused or cannot be documented yet comes after
/// what somebody must do something about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    NotApplicable,
    Positive,
    NotYet,
    Excused,
    Unclear,
    Negative,
}

fn weight(finding: &Finding) -> Weight {
    match finding.verdict {
        Verdict::NotApplicable => Weight::NotApplicable,
        Verdict::Positive => Weight::Positive,
        Verdict::Unclear if finding.not_yet.is_some() => Weight::NotYet,
        Verdict::Unclear => Weight::Unclear,
        Verdict::Negative if finding.is_excused() => Weight::Excused,
        Verdict::Negative => Weight::Negative,
    }
}

/// The most serious finding of each requirement.
pub(super) fn worst(findings: &[Finding]) -> BTreeMap<&str, &Finding> {
    let mut worst: BTreeMap<&str, &Finding> = BTreeMap::new();
    let rank = |f: &Finding| (weight(f), f.force);
    for finding in findings {
        let entry = worst.entry(&finding.requirement).or_insert(finding);
        if rank(finding) > rank(entry) {
            *entry = finding;
        }
    }
    worst
}

/// The numbers of a report.
pub(super) fn counts(findings: &[Finding], lang: Lang) -> Counts {
    let worst = worst(findings);
    let tally = |verdict: Option<Verdict>, force: Option<Force>| {
        let fits = |v: Verdict, f: Force| verdict.is_none_or(|w| w == v) && force.is_none_or(|w| w == f);
        Tally {
            requirements: worst.values().filter(|f| fits(f.verdict, f.force)).count(),
            places: findings.iter().filter(|f| fits(f.verdict, f.force)).count(),
        }
    };
    let rows = SECTIONS
        .into_iter()
        .map(|verdict| CountRow {
            verdict,
            label: verdict.name().get(lang).to_owned(),
            by_force: FORCES
                .into_iter()
                .map(|f| (f, plural(f).get(lang).to_owned(), tally(Some(verdict), Some(f))))
                .collect(),
            total: tally(Some(verdict), None),
        })
        .collect();
    let note = Localized::new(
        "Hvert kravpunkt er talt én gang, etter sitt strengeste utfall. Steder er boliger, rom, dører og annet det er vurdert på.",
        "Each entry of the catalogue is counted once, by its most serious verdict. Places are the dwellings, rooms, doors and so on it was judged at.",
    );
    let of = |which: &dyn Fn(&Finding) -> bool| Tally {
        requirements: worst.values().filter(|f| which(f)).count(),
        places: findings.iter().filter(|f| which(f)).count(),
    };
    let excused = of(&|f| f.verdict == Verdict::Negative && f.is_excused());
    let not_yet = of(&|f| f.verdict == Verdict::Unclear && f.not_yet.is_some());
    let mut remarks = Vec::new();
    if excused.places > 0 {
        let (n, places) = (excused.requirements, excused.places);
        remarks.push(localized!(
            "Av de negative har {n} fravik godkjent (steder: {places}).",
            "Of the negative, {n} with an approved departure (places: {places})."
        ));
    }
    if not_yet.places > 0 {
        let (n, places) = (not_yet.requirements, not_yet.places);
        remarks.push(localized!(
            "Av de uavklarte kan {n} ikke dokumenteres i denne fasen (steder: {places}).",
            "Of the unclear, {n} cannot be documented in this phase (places: {places})."
        ));
    }
    let remarks = remarks.into_iter().map(|r| r.get(lang).to_owned()).collect();
    Counts { rows, total: tally(None, None), note: note.get(lang).to_owned(), excused, not_yet, remarks }
}

/// How many of the requirements that apply were decided: all of them, and those of the project's standards.
pub(super) fn documentation(
    findings: &[Finding],
    facts: &FactBase,
    catalogue: &Catalogue,
    edition: &str,
    lang: Lang,
) -> Vec<Degree> {
    let worst = worst(findings);
    let applying: Vec<(&str, Verdict)> = worst
        .iter()
        .filter(|(_, f)| f.verdict != Verdict::NotApplicable)
        .map(|(r, f)| (*r, f.verdict))
        .collect();
    let degree = |standard: Option<&str>, name: Localized| {
        let concerns = |id: &str| -> bool {
            let Some(standard) = standard else { return true };
            let block = catalogue.requirements.get(id).and_then(|r| r.block(edition, &catalogue.editions));
            block.is_none_or(|b| {
                b.applies.standards.is_empty() || b.applies.standards.iter().any(|s| s == standard)
            })
        };
        let of: Vec<Verdict> = applying.iter().filter(|(id, _)| concerns(id)).map(|(_, v)| *v).collect();
        let decided = of.iter().filter(|v| **v != Verdict::Unclear).count();
        let applying = of.len();
        let text = localized!(
            "{}: {decided} av {applying} kravpunkter dokumentert",
            "{}: {decided} of {applying} entries documented",
            name.get(lang)
        );
        Degree { standard: standard.map(str::to_owned), decided, applying, text: text.get(lang).to_owned() }
    };
    let mut degrees = vec![degree(None, Localized::new("i alt", "in all"))];
    let stated = ["project.standards", "project.standard"].into_iter().find_map(|fact| {
        match facts.get(facts.project(), fact) {
            Fact::Known(known) => Some(known.value.as_words().to_vec()),
            _ => None,
        }
    });
    for id in stated.unwrap_or_default() {
        if let Some(standard) = catalogue.vocabulary.standard(&id) {
            degrees.push(degree(Some(&id), standard.name.clone()));
        }
    }
    degrees
}
