//! What was seen on a visit without saying where, in a project that has several such places.
//!
//! An inspector who writes «lås mangler» and no place has one dwelling in mind. Held against all of them, the word of
//! one would settle the others, rightly or wrongly. So it counts for none, stays visible, and is asked about.

use crate::attest::Attestations;
use crate::catalogue::Catalogue;
use crate::facts::{FactBase, SubjectIx};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use crate::text::{Lang, Localized, list};
use crate::vocab::SubjectKind;

/// Places that are named in a question.
const NAMED: usize = 4;

/// Takes the verdicts away that do not say which of several places they are about, and asks for it. Those of a visit to
/// certain dwellings are about these.
pub(super) fn set_aside(
    attestations: &mut Attestations,
    facts: &FactBase,
    catalogue: &Catalogue,
    edition: &str,
    visited: &[String],
) -> Vec<Diagnostic> {
    let mut asked = Vec::new();
    for seen in attestations.entries.iter_mut().filter(|a| a.observed && a.verdict.is_some()) {
        if !(seen.places.is_empty() && seen.components.is_empty()) {
            continue;
        }
        let requirement = seen.requirement.as_ref().and_then(|id| catalogue.requirements.get(id));
        let block = requirement.and_then(|r| r.block(edition, &catalogue.editions));
        let (Some(requirement), Some(block)) = (requirement, block) else { continue };
        let places = possible(block.applies.to, facts);
        if !visited.is_empty() && places.iter().all(|ix| facts.subject(*ix).kind == SubjectKind::Dwelling) {
            // Of the project as a whole it says what it says.
            if !places.is_empty() {
                seen.places = visited.to_vec();
            }
            continue;
        }
        if places.len() < 2 {
            continue;
        }
        seen.verdict = None;
        let names: Vec<String> =
            places.iter().take(NAMED).map(|ix| facts.subject(*ix).label.clone()).collect();
        let more = if places.len() > NAMED { " …" } else { "" };
        let (id, n, first) = (&requirement.id, places.len(), &facts.subject(places[0]).id.0);
        let (nb, en) = (list(&names, Lang::Nb), list(&names, Lang::En));
        let fault = Diagnostic::new(
            Severity::Error,
            "visit.where",
            Localized::new(
                format!(
                    "{id}: det som ble sett, kan gjelde {n} steder ({nb}{more}) og teller ikke for noen av dem"
                ),
                format!(
                    "{id}: what was seen may be about {n} places ({en}{more}) and counts for none of them"
                ),
            ),
        );
        let fault = fault.help(localized!(
            "skriv hvor: places = [\"{first}\"]; er det sett alle steder, nevn alle",
            "write where: places = [\"{first}\"]; if it was seen everywhere, name all"
        ));
        asked.push(match &seen.place {
            Some(place) => fault.in_file(place.file.clone(), Some(place.line)),
            None => fault,
        });
    }
    asked
}

/// The places somebody can have had in mind who speaks of parts of a kind.
fn possible(kind: SubjectKind, facts: &FactBase) -> Vec<SubjectIx> {
    let of = match kind {
        SubjectKind::Project | SubjectKind::Site => return Vec::new(),
        SubjectKind::Building | SubjectKind::Storey | SubjectKind::Base => kind,
        // Whoever is in a dwelling speaks of everything in it.
        _ => SubjectKind::Dwelling,
    };
    facts.of_kind(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Verdict;
    use crate::inspection::{Observation, Seen, Visit};
    use crate::judge::{self, Judged, Settings};
    use crate::report::{CheckResult, InputFile};

    const ID: &str = "dor.ytter.stalbeslag";

    fn judged(dwellings: &[&str], places: &[&str]) -> Judged {
        let one = |name: &&str| {
            format!(
                "bolig {name} {{ rom gang \"Gang\" {{ rektangel 2.0 x 2.0 ved (0, 0) }} dør D1 mellom ute og gang {{ stålbeslag ja }} }}"
            )
        };
        let all: Vec<String> = dwellings.iter().map(one).collect();
        let text = format!("prosjekt \"Prøve\" {{ gruppe 5\n{} }}", all.join("\n"));
        let catalogue = Catalogue::built_in().unwrap();
        let mut reading = judge::read("prøve.bolig", text.into_bytes(), &catalogue.vocabulary);
        assert!(!reading.has_errors(), "{:?}", reading.diagnostics);
        let observation = Observation {
            id: "o".into(),
            requirements: vec![ID.into()],
            places: places.iter().map(|p| (*p).to_owned()).collect(),
            seen: Some(Seen::Negative),
            text: "stålbeslag mangler".into(),
            ..Observation::default()
        };
        let visit = Visit { format: 1, observations: vec![observation], ..Visit::default() };
        reading.take_visit(&visit, InputFile::of("besok", b""), &catalogue.vocabulary);
        let edition = catalogue.latest_edition().unwrap().to_owned();
        judge::judge(reading, &Settings::new(&catalogue, &edition)).unwrap()
    }

    fn verdicts(judged: &Judged) -> Vec<Verdict> {
        judged.findings.iter().filter(|f| f.requirement == ID).map(|f| f.verdict).collect()
    }

    #[test]
    fn in_a_single_dwelling_nobody_needs_to_say_where() {
        let judged = judged(&["A101"], &[]);
        assert_eq!(verdicts(&judged), [Verdict::Negative]);
        assert!(judged.diagnostics.iter().all(|d| d.code != "visit.where"));
    }

    #[test]
    fn among_several_dwellings_a_verdict_without_a_place_settles_none_and_is_asked_about() {
        let vague = judged(&["A101", "A102"], &[]);
        assert_eq!(verdicts(&vague), [Verdict::Positive, Verdict::Positive], "as the drawings have it");
        let asked = vague.diagnostics.iter().find(|d| d.code == "visit.where").unwrap();
        assert!(asked.message.nb.contains("2 steder (A101 og A102)"), "{}", asked.message.nb);
        // Nobody can take the result for one that the visit was counted in.
        assert_eq!(vague.report.outcome.result, CheckResult::Incomplete);
    }

    #[test]
    fn among_several_dwellings_a_verdict_with_a_place_counts_there_alone() {
        let clear = judged(&["A101", "A102"], &["A101"]);
        assert_eq!(verdicts(&clear), [Verdict::Negative, Verdict::Positive]);
        assert!(clear.diagnostics.iter().all(|d| d.code != "visit.where"));
    }
}
