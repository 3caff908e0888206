//! What takes other findings together is judged by what those came to in the end: after what people said of them, and
//! with the departures that were agreed.

use befaring::attest::{Attestation, Attestations};
use befaring::catalogue::Catalogue;
use befaring::finding::{Finding, Standing, Verdict};
use befaring::fravik;
use befaring::judge::{Judged, Settings, judge, read};
use befaring::report::{CheckResult, Date};
use befaring::source::Sources;

const CARE: &str = "prosjekt \"Prøve\" {\n    gruppe 5\n    somatikk 5-7\n    bygg \"Hus 1\" { etasje 1 { bolig A101 { rom allrom } } }\n}\n";
const SUMMARY: &str = "somatikk.5_7.omsorgsstandard";
const PARTS: [&str; 3] = ["bolig.omsorgsstandard", "bolig.seng.pleiestilling", "bolig.terskelfri"];

fn judged(text: &str, said: &[(&str, Verdict)], departures: &str) -> Judged {
    let catalogue = Catalogue::built_in().unwrap();
    let mut reading = read("p.bolig", text.as_bytes(), &catalogue.vocabulary);
    let entry = |(requirement, verdict): &(&str, Verdict)| Attestation {
        requirement: Some((*requirement).to_owned()),
        verdict: Some(*verdict),
        by: Some("Kari Nordmann".to_owned()),
        ..Attestation::default()
    };
    let basis = std::mem::take(&mut reading.attestations.basis);
    reading.attestations =
        Attestations { entries: said.iter().map(entry).collect(), basis, ..Attestations::default() };
    let mut sources = Sources::new();
    let id = sources.add("fravik.toml", departures);
    let entries = fravik::entries(&[(id, fravik::read(&sources, id).value)]);
    assert!(entries.diagnostics.is_empty(), "{:?}", entries.diagnostics);
    let settings = Settings {
        fravik: &entries.value,
        date: Date::parse("2026-03-12"),
        ..Settings::new(&catalogue, "prioslo-2024-02")
    };
    judge(reading, &settings).unwrap()
}

fn of<'j>(judged: &'j Judged, requirement: &str) -> &'j Finding {
    let mut all = judged.findings.iter().filter(|f| f.requirement == requirement);
    let only = all.next().unwrap_or_else(|| panic!("no {requirement}"));
    assert!(all.next().is_none(), "several {requirement}");
    only
}

#[test]
fn what_people_settled_settles_what_sums_it_up() {
    assert_eq!(of(&judged(CARE, &[], ""), SUMMARY).verdict, Verdict::Unclear);
    let met = PARTS.map(|p| (p, Verdict::Positive));
    let all = judged(CARE, &met, "");
    assert_eq!(of(&all, SUMMARY).verdict, Verdict::Positive);
    assert_eq!(of(&all, SUMMARY).computed, None, "it is still the program's own verdict");
    let broken = judged(CARE, &[met[0], met[1], (PARTS[2], Verdict::Negative)], "");
    assert_eq!(of(&broken, SUMMARY).verdict, Verdict::Negative);
    assert!(
        of(&broken, SUMMARY).message.nb.contains("terskelfritt i boligen"),
        "{:?}",
        of(&broken, SUMMARY).message
    );
}

#[test]
fn the_numbers_of_the_report_are_those_of_the_settled_findings() {
    let met = PARTS.map(|p| (p, Verdict::Positive));
    let judged = judged(CARE, &met, "");
    let of_verdict = |v: Verdict| judged.findings.iter().filter(|f| f.verdict == v).count();
    for row in &judged.report.counts.rows {
        assert_eq!(row.total.places, of_verdict(row.verdict), "{}", row.label);
    }
}

#[test]
fn a_person_can_still_speak_of_the_sum_itself() {
    let said = judged(CARE, &[(SUMMARY, Verdict::Positive)], "");
    let finding = of(&said, SUMMARY);
    assert_eq!((finding.verdict, finding.computed), (Verdict::Positive, Some(Verdict::Unclear)));
    assert_eq!(finding.statements.len(), 1, "it is put to the finding once");
}

/// A project in which the risk assessment is missing; with weaker glass a recommendation is not followed either.
fn risky(glass: &str) -> String {
    let cases = std::fs::read_to_string("fixtures/krav/prosjekt.ekstra.sikkerhet.bolig").unwrap();
    let case = cases.split("--- ").find(|c| c.starts_with("risikovurderingen mangler")).unwrap();
    let text = case.split_once('\n').unwrap().1;
    assert!(text.contains("glass P6B"));
    text.replace("glass P6B", glass)
}

const ASSESSED: &str = "[[fravik]]\nid = \"F1\"\nrequirement = \"prosjekt.voldsrisiko.hensyn\"\nkind = \"fravik\"\nreason = \"gjøres i mai\"\napproved_by = \"VEL\"\n";

#[test]
fn a_sum_is_excused_with_what_made_it_negative() {
    for glass in ["glass P6B", "glass P4A"] {
        let text = risky(glass);
        let sum = "prosjekt.ekstra.sikkerhet";
        assert!(of(&judged(&text, &[], ""), sum).is_broken(), "{glass}");
        let excused = judged(&text, &[], ASSESSED);
        let departure = of(&excused, sum).departure.as_ref();
        // A recommendation that is not followed did not break it, and needs no departure.
        assert_eq!(departure.map(|d| d.standing), Some(Standing::InForce), "{glass}");
        let broken =
            excused.findings.iter().filter(|f| f.is_broken() && f.force == befaring::finding::Force::Shall);
        let broken: Vec<&str> = broken.map(|f| f.requirement.as_str()).collect();
        assert_eq!(excused.report.outcome.result == CheckResult::Failed, !broken.is_empty(), "{broken:?}");
    }
}
