//! What the resolved report says, before any output lays it out.

use befaring::finding::{Force, Unclarity, Verdict};
use befaring::report::{CheckResult, Point, Policy, Report};
use befaring::text::Lang;

use super::sample::{judged, judged_with, warning};

fn points<'a>(report: &'a Report, requirement: &str, verdict: Verdict) -> Vec<&'a Point> {
    report.points().filter(|p| p.requirement == requirement && p.verdict == verdict).collect()
}

fn one<'a>(report: &'a Report, requirement: &str, verdict: Verdict) -> &'a Point {
    let found = points(report, requirement, verdict);
    assert_eq!(found.len(), 1, "{requirement} {verdict:?}: {found:#?}");
    found[0]
}

#[test]
fn identical_dwellings_are_one_point_and_the_odd_one_its_own() {
    let report = judged(Lang::Nb).report;
    let good = one(&report, "gulv.oppbrett", Verdict::Positive);
    assert_eq!(good.at, "bad i A101–A107");
    assert_eq!(good.places.len(), 7);
    assert_eq!(good.text, "gulvbelegg ført 12\u{a0}cm opp på vegg");
    let bad = one(&report, "gulv.oppbrett", Verdict::Negative);
    assert_eq!(bad.at, "bad i A108");
    assert_eq!(bad.text, "oppbrett er 8\u{a0}cm (krav 10\u{a0}cm)");
}

#[test]
fn every_place_of_a_point_keeps_its_own_evidence() {
    let report = judged(Lang::Nb).report;
    let good = one(&report, "gulv.oppbrett", Verdict::Positive);
    for place in &good.places {
        assert_eq!(place.evidence.len(), 1);
        assert!(place.evidence[0].text.contains(&place.label), "{:?}", place.evidence);
        assert_eq!(place.evidence[0].origin, "prosjekt.bolig:20:5");
    }
    assert_eq!(good.grounds.len(), 1, "told once: {:#?}", good.grounds);
    assert_eq!(good.grounds[0].lines[0].text, "oppbrett, bad i A101–A107: 12\u{a0}cm");
}

#[test]
fn a_requirement_is_counted_once_and_its_places_each() {
    let report = judged(Lang::Nb).report;
    let row = |v: Verdict| report.counts.rows.iter().find(|r| r.verdict == v).unwrap();
    assert_eq!(row(Verdict::Negative).total.requirements, 2);
    assert_eq!(row(Verdict::Negative).total.places, 2);
    assert_eq!(row(Verdict::Positive).total.requirements, 0, "each has a worse place somewhere");
    assert_eq!(row(Verdict::Positive).total.places, 7 + 6 + 7);
    assert_eq!(row(Verdict::Unclear).total.requirements, 2);
    assert_eq!(row(Verdict::NotApplicable).total.requirements, 1);
    assert_eq!(report.counts.total.requirements, 5);
    let shall = row(Verdict::Negative).by_force.iter().find(|(f, ..)| *f == Force::Shall).unwrap();
    assert_eq!(shall.2.requirements, 1);
}

#[test]
fn only_a_negative_requirement_decides_unless_recommendations_count_too() {
    let report = judged(Lang::Nb).report;
    assert_eq!(report.outcome.result, CheckResult::Failed);
    let deciding: Vec<&str> = report.points().filter(|p| p.decides).map(|p| p.requirement.as_str()).collect();
    assert_eq!(deciding, ["gulv.oppbrett"]);
    assert_eq!(report.outcome.deciding.len(), 1);
    let policy = Policy { fail_on: Force::Should, strict: false };
    let report = judged_with(Lang::Nb, policy, |_| {}).report;
    assert_eq!(report.points().filter(|p| p.decides).count(), 2);
}

fn without_negatives(strict: bool) -> Report {
    let policy = Policy { fail_on: Force::Shall, strict };
    judged_with(Lang::Nb, policy, |reading| {
        let model = reading.model.as_mut().unwrap();
        model.rooms.retain(|r| !r.element.id.0.starts_with("A108/bath"));
        model.openings.retain(|o| o.element.id.0 != "A103/D1");
    })
    .report
}

#[test]
fn what_is_unclear_passes_only_when_nobody_asks_for_strictness() {
    assert_eq!(without_negatives(false).outcome.result, CheckResult::Passed);
    let strict = without_negatives(true);
    assert_eq!(strict.outcome.result, CheckResult::Open);
    assert_eq!(strict.outcome.result.exit_code(), 3);
    assert!(strict.points().filter(|p| p.decides).all(|p| p.verdict == Verdict::Unclear));
    assert!(strict.points().any(|p| p.decides));
}

#[test]
fn an_error_in_the_input_makes_the_report_incomplete_and_a_warning_does_not() {
    let with = |severity| {
        judged_with(Lang::Nb, Policy::default(), |reading| {
            let mut fault = warning(reading);
            fault.severity = severity;
            reading.diagnostics.push(fault);
        })
        .report
    };
    let report = with(befaring::source::Severity::Error);
    assert_eq!(report.outcome.result.exit_code(), 2);
    assert_eq!(report.faults.len(), 1);
    assert_eq!(report.faults[0].place.as_ref().map(|p| p.line), Some(3));
    assert_eq!(report.faults[0].line.as_deref(), Some("oppbrett 8 cm"));
    assert_eq!(with(befaring::source::Severity::Warning).outcome.result, CheckResult::Failed);
}

#[test]
fn two_sources_that_disagree_are_unclear_with_both_told() {
    let report = judged(Lang::Nb).report;
    let point = one(&report, "bolig.areal", Verdict::Unclear);
    assert_eq!(point.unclarity, Some(Unclarity::Conflict));
    assert_eq!(point.at, "A105");
    let lines: Vec<&str> = point.places[0].evidence.iter().map(|e| e.origin.as_str()).collect();
    assert_eq!(lines, ["prosjekt.bolig:10:5", "prosjekt.bolig:11:5"]);
}

#[test]
fn what_is_missing_says_how_it_can_be_supplied() {
    let report = judged(Lang::Nb).report;
    let point = one(&report, "dor.las", Verdict::Unclear);
    assert_eq!(point.at, "dør D1 i A104");
    assert_eq!(point.remedies[0].what, "lås (dør D1 i A104)");
    assert_eq!(point.remedies[0].design.as_deref(), Some("prøvelås mekanisk"));
    assert_eq!(point.remedies[0].observe.as_deref(), Some("Se etter på stedet."));
}

#[test]
fn negative_points_have_the_first_letters_and_a_whole_dwelling_has_none() {
    let report = judged(Lang::Nb).report;
    let door = one(&report, "dor.las", Verdict::Negative);
    let floor = one(&report, "gulv.oppbrett", Verdict::Negative);
    assert_eq!((door.letter.as_deref(), floor.letter.as_deref()), (Some("A"), Some("B")));
    assert_eq!(one(&report, "bolig.areal", Verdict::Positive).letter, None);
    assert_eq!(one(&report, "dor.las", Verdict::Positive).letter.as_deref(), Some("C"));
    for mark in &report.marks {
        assert!(report.points().any(|p| p.id == mark.point && p.letter.as_ref() == Some(&mark.letter)));
        assert!(!mark.spots.is_empty());
    }
}

#[test]
fn fingerprints_stay_when_the_verdict_changes() {
    let before = judged(Lang::Nb).report;
    let after = judged_with(Lang::Nb, Policy::default(), |reading| {
        for room in &mut reading.model.as_mut().unwrap().rooms {
            if room.element.id.0 == "A108/bath" {
                room.element.declared.clear();
            }
        }
    })
    .report;
    let print = |report: &Report| {
        let places = report.points().filter(|p| p.requirement == "gulv.oppbrett").flat_map(|p| &p.places);
        let mut all: Vec<(String, String)> = places.map(|p| (p.id.clone(), p.fingerprint.clone())).collect();
        all.sort();
        all
    };
    assert_eq!(print(&before), print(&after));
    assert_eq!(print(&before).len(), 8);
}

#[test]
fn sections_follow_the_chapters_and_ids_are_unique() {
    let report = judged(Lang::Nb).report;
    let ids: Vec<&str> = report.points().map(|p| p.id.as_str()).collect();
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    let chapters: Vec<&str> =
        report.section(Verdict::Positive).unwrap().chapters.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(chapters, ["dor", "bolig", "overflater"]);
}

#[test]
fn a_report_in_english_has_no_norwegian_sentence() {
    let report = judged(Lang::En).report;
    assert_eq!(one(&report, "gulv.oppbrett", Verdict::Positive).at, "bathroom in A101–A107");
    assert_eq!(
        one(&report, "gulv.oppbrett", Verdict::Negative).text,
        "upstand is 8\u{a0}cm (required 10\u{a0}cm)"
    );
    assert_eq!(report.head.last().unwrap().value, "12 March 2026");
}

#[test]
fn contradictions_are_told_only_where_the_requirement_applies() {
    let report = judged(Lang::Nb).report;
    assert_eq!(report.contradictions.len(), 1);
    assert_eq!(report.contradictions[0].ids, ["C-99"]);
    assert_eq!(report.contradictions[0].requirements, ["dor.las"]);
}

#[test]
fn the_documentation_degree_counts_what_could_be_decided() {
    let report = judged(Lang::Nb).report;
    assert_eq!((report.documentation[0].decided, report.documentation[0].applying), (2, 4));
    assert_eq!(report.documentation[1].standard.as_deref(), Some("reinforced"));
}
