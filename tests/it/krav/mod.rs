//! Every requirement against its own small cases in `fixtures/krav/<id>.bolig`.
//!
//! Set `KRAV=gulv.oppbrett` (an id or the beginning of one) to run one requirement's cases only.

mod cases;
mod limits;
mod models;
mod turns;

use std::collections::{BTreeMap, BTreeSet};

use befaring::catalogue::{Catalogue, Status};
use befaring::finding::Verdict;

use cases::{Case, Fixture, built_in, fixtures};

/// Requirements that no case can make negative, each with why. Whoever adds one says what the source or the check
/// makes of it; «not written yet» is no reason.
const NEVER_NEGATIVE: &[(&str, &str)] = &[
    (
        "prosjekt.gruppe3.uten_base",
        "the matrix and the slide on the staff base contradict each other: a base in group 3 is a conflict",
    ),
    (
        "prosjekt.byggemetode.modul",
        "modules are a good point where they are used; the handbook covers building on site as well",
    ),
];

/// Requirements that no description can leave unclear, each with why.
const NEVER_UNCLEAR: &[(&str, &str)] = &[(
    "prosjekt.gruppe.angitt",
    "what it asks is that the group be stated: not stated is negative, and only two sources that differ are unclear",
)];

/// Requirements of which no case stands on one side of a limit, each with why.
const NO_CASE_AT_LIMIT: &[(&str, &str)] = &[];

fn automatic(catalogue: &Catalogue) -> Vec<&str> {
    let judged = |s: Status| matches!(s, Status::Automatic | Status::Partial);
    let edition = catalogue.latest_edition().unwrap();
    catalogue
        .in_edition(edition)
        .into_iter()
        .filter(|(_, block)| judged(block.check.status()))
        .map(|(r, _)| r.id.as_str())
        .collect()
}

fn told(faults: Vec<String>) {
    let n = faults.len();
    assert!(faults.is_empty(), "{n} to mend\n\n{}\n", faults.join("\n\n"));
}

#[test]
fn every_case_gets_the_verdict_its_header_says() {
    let mut faults = Vec::new();
    for fixture in fixtures() {
        if !built_in().requirements.contains_key(&fixture.requirement) {
            continue;
        }
        let catalogue = fixture.catalogue();
        for case in &fixture.cases {
            faults.extend(case.disagrees(&catalogue));
        }
    }
    told(faults);
}

#[test]
fn every_case_file_is_named_for_a_requirement() {
    let orphan = |f: &&Fixture| !built_in().requirements.contains_key(&f.requirement);
    told(
        fixtures()
            .iter()
            .filter(orphan)
            .map(|f| format!("{}: there is no requirement «{}»", f.path, f.requirement))
            .collect(),
    );
}

#[test]
fn every_case_file_reads_as_cases() {
    let mut faults = Vec::new();
    for fixture in fixtures() {
        faults.extend(fixture.faults.iter().cloned());
        let mut seen = BTreeSet::new();
        for case in &fixture.cases {
            if !seen.insert(&case.sentence) {
                faults.push(format!("{}:{}: two cases have this sentence", fixture.path, case.line));
            }
        }
    }
    told(faults);
}

#[test]
fn every_judged_requirement_has_a_positive_a_negative_and_an_unclear_case() {
    let by_id: BTreeMap<&str, &Fixture> = fixtures().iter().map(|f| (f.requirement.as_str(), f)).collect();
    let mut faults = Vec::new();
    for id in automatic(built_in()) {
        if !cases::wanted(id) {
            continue;
        }
        let has = |v: Verdict| by_id.get(id).is_some_and(|f| f.cases.iter().any(|c: &Case| c.expected == v));
        let excused = NEVER_NEGATIVE.iter().any(|(i, _)| *i == id);
        let never_unclear = NEVER_UNCLEAR.iter().any(|(i, _)| *i == id);
        let missing: Vec<&str> = [
            (Verdict::Positive, "positivt", false),
            (Verdict::Negative, "negativt", excused),
            (Verdict::Unclear, "avklares", never_unclear),
        ]
        .into_iter()
        .filter(|(v, _, excused)| !excused && !has(*v))
        .map(|(_, name, _)| name)
        .collect();
        if !missing.is_empty() {
            faults.push(format!("fixtures/krav/{id}.bolig: no case is {}", missing.join(", none ")));
        }
        if never_unclear && has(Verdict::Unclear) {
            faults.push(format!("{id} is said never to be unclear, and a case is: take it off the list"));
        }
        if excused && has(Verdict::Negative) {
            faults.push(format!("{id} is said never to be negative, and a case is: take it off the list"));
        }
    }
    told(faults);
}

#[test]
fn every_excuse_names_a_requirement_and_a_reason() {
    for (id, why) in NEVER_NEGATIVE.iter().chain(NEVER_UNCLEAR).chain(NO_CASE_AT_LIMIT) {
        let id = id.split_once(' ').map_or(*id, |(id, _)| id);
        assert!(built_in().requirements.contains_key(id), "{id} is no requirement");
        assert!(why.len() > 20, "{id}: say why");
    }
}

#[test]
fn a_case_stands_on_both_sides_of_every_limit() {
    let mut faults = Vec::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for fixture in fixtures() {
        let mut catalogue = fixture.catalogue();
        let before: Vec<_> = fixture.cases.iter().map(|c| c.told(&fixture.catalogue())).collect();
        for limit in limits::of_requirement(&fixture.requirement) {
            for (way, shifted) in &limit.shifted {
                let name = format!("{} {} {way}", fixture.requirement, limit.path);
                if NO_CASE_AT_LIMIT.iter().any(|(n, _)| *n == name) {
                    used.insert(name);
                    continue;
                }
                catalogue.requirements.insert(fixture.requirement.clone(), shifted.clone());
                if !fixture.cases.iter().zip(&before).any(|(c, told)| c.told(&catalogue) != *told) {
                    faults.push(format!(
                        "{}: no case changes when {} = {} is moved {way} to {}",
                        fixture.path,
                        limit.path,
                        limit.value,
                        limit.moved(way)
                    ));
                }
            }
        }
    }
    for (name, _) in NO_CASE_AT_LIMIT {
        if cases::wanted(name) && !used.contains(*name) {
            faults.push(format!("«{name}» is no limit any more: take it off the list"));
        }
    }
    told(faults);
}

#[test]
fn a_case_stands_on_both_sides_of_every_number_of_a_table() {
    let mut faults = Vec::new();
    for cell in limits::of_tables(built_in()) {
        let users: Vec<&Fixture> =
            fixtures().iter().filter(|f| cell.requirements.contains(&f.requirement)).collect();
        if users.len() < cell.requirements.len() && !cases::all_wanted() {
            continue;
        }
        for (way, vocabulary) in cell.shifted(built_in()) {
            let changes = users.iter().any(|fixture| {
                let catalogue = Catalogue { vocabulary: vocabulary.clone(), ..fixture.catalogue() };
                fixture.cases.iter().any(|c| c.verdict(&catalogue) != c.expected)
            });
            if !changes {
                faults.push(format!(
                    "spec/tables/{}.toml: no case of {} changes when row {}, column {} is moved {way}",
                    cell.table,
                    cell.requirements.join(", "),
                    cell.row,
                    cell.column
                ));
            }
        }
    }
    told(faults);
}

#[test]
fn every_finding_of_a_case_is_a_whole_sentence_with_its_grounds() {
    let mut faults = Vec::new();
    for fixture in fixtures() {
        let catalogue = fixture.catalogue();
        for case in &fixture.cases {
            for finding in case.findings(&catalogue) {
                for text in [&finding.message.nb, &finding.message.en] {
                    let broken = text.trim().is_empty() || text.contains(['{', '}']) || text.contains("  ");
                    // A dash in a slot's place means that the check never fills it.
                    let unfilled = text.contains("(–)") || text.ends_with("–") || text.contains(" – –");
                    if broken || unfilled {
                        faults.push(format!("{}: «{text}»", case.name()));
                    }
                }
                let decided = matches!(finding.verdict, Verdict::Positive | Verdict::Negative);
                if decided && finding.evidence.is_empty() && finding.remedies.is_empty() {
                    faults.push(format!("{}: «{}» leans on nothing", case.name(), finding.message.nb));
                }
                if finding.verdict == Verdict::Unclear
                    && finding.remedies.is_empty()
                    && finding.evidence.is_empty()
                {
                    faults.push(format!(
                        "{}: «{}» says not what is missing",
                        case.name(),
                        finding.message.nb
                    ));
                }
            }
        }
    }
    told(faults);
}
