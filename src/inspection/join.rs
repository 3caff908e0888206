//! What was seen becomes facts: a value read off on site settles what was unknown, and outranks what was planned.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::{Observation, SeenFact, Visit};
use crate::localized;
use crate::model::{Model, Origin, Place, Value, written_value};
use crate::source::{Diagnostic, Severity};
use crate::text::{Localized, closest};
use crate::vocab::{FactDef, SubjectKind, Vocabulary};

/// What a visit said of one fact of one place.
struct Said<'a> {
    id: String,
    def: &'a FactDef,
    value: Value,
    written: Place,
}

/// Declares the facts of a visit in the model. What meets no place, no fact or has no value that fits is told, and
/// stays in the visit's file.
pub fn declare(visit: &Visit, model: &mut Model, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let kinds: BTreeMap<String, SubjectKind> =
        model.elements_mut().map(|e| (e.id.0.clone(), e.kind)).collect();
    let mut faults: Vec<Diagnostic> = unknown_dwellings(visit, &kinds);
    let mut said: BTreeMap<String, Vec<Said<'_>>> = BTreeMap::new();
    for observation in &visit.observations {
        for seen in observation.facts.iter().filter(|s| !s.value.trim().is_empty()) {
            match places(observation, seen, &visit.dwellings, &kinds, vocabulary) {
                Ok(all) => all.into_iter().for_each(|s| said.entry(s.id.clone()).or_default().push(s)),
                Err(message) => faults.push(fault(observation, "visit.fact", message)),
            }
        }
        for place in observation.places.iter().filter(|p| !kinds.contains_key(*p)) {
            faults.push(fault(observation, "visit.place", no_place(place, &kinds)));
        }
    }
    for element in model.elements_mut() {
        for seen in said.remove(&element.id.0).into_iter().flatten() {
            element.declare(&seen.def.id, seen.value, Origin::Observed { place: seen.written });
        }
    }
    faults
}

/// The dwellings a visit names that are none.
fn unknown_dwellings(visit: &Visit, kinds: &BTreeMap<String, SubjectKind>) -> Vec<Diagnostic> {
    let known = || kinds.iter().filter(|(_, k)| **k == SubjectKind::Dwelling).map(|(id, _)| id.as_str());
    let none = visit.dwellings.iter().filter(|d| kinds.get(*d) != Some(&SubjectKind::Dwelling));
    none.map(|dwelling| {
        let message = match closest(dwelling, known()) {
            Some(c) => localized!(
                "boligen «{dwelling}» i dwellings finnes ikke; mente du «{c}»?",
                "there is no dwelling “{dwelling}”, which dwellings names; did you mean “{c}”?"
            ),
            None => localized!(
                "boligen «{dwelling}» i dwellings finnes ikke",
                "there is no dwelling “{dwelling}”, which dwellings names"
            ),
        };
        Diagnostic::new(Severity::Error, "visit.dwelling", message)
    })
    .collect()
}

fn fault(observation: &Observation, code: &'static str, message: Localized) -> Diagnostic {
    let id = &observation.id;
    let message = Localized::new(format!("{id}: {}", message.nb), format!("{id}: {}", message.en));
    let fault = Diagnostic::new(Severity::Error, code, message);
    match &observation.written {
        Some(place) => fault.in_file(place.file.clone(), Some(place.line)),
        None => fault,
    }
}

fn no_place(place: &str, kinds: &BTreeMap<String, SubjectKind>) -> Localized {
    match closest(place, kinds.keys().map(String::as_str)) {
        Some(c) => localized!(
            "stedet «{place}» finnes ikke; mente du «{c}»?",
            "there is no place “{place}”; did you mean “{c}”?"
        ),
        None => localized!("stedet «{place}» finnes ikke", "there is no place “{place}”"),
    }
}

fn places<'a>(
    observation: &Observation,
    seen: &SeenFact,
    dwellings: &[String],
    kinds: &BTreeMap<String, SubjectKind>,
    vocabulary: &'a Vocabulary,
) -> Result<Vec<Said<'a>>, Localized> {
    let name = &seen.fact;
    let Some(def) = vocabulary.fact(name) else {
        let known = closest(name, vocabulary.facts.keys().map(String::as_str));
        return Err(match known {
            Some(c) => localized!(
                "faktumet «{name}» finnes ikke; mente du «{c}»?",
                "there is no fact “{name}”; did you mean “{c}”?"
            ),
            None => localized!("faktumet «{name}» finnes ikke", "there is no fact “{name}”"),
        });
    };
    let value = written_value(def, &seen.value)?;
    let asked: BTreeSet<&String> = match &seen.place {
        Some(place) => {
            if kinds.get(place).is_none() {
                return Err(no_place(place, kinds));
            }
            [place].into()
        }
        None => {
            let named = if observation.places.is_empty() { dwellings } else { &observation.places };
            named.iter().filter(|p| kinds.get(*p) == Some(&def.subject)).collect()
        }
    };
    let of_project = kinds.iter().find(|(_, k)| **k == def.subject).map(|(id, _)| id);
    let asked: BTreeSet<&String> = match (asked.is_empty(), def.subject) {
        (true, SubjectKind::Project | SubjectKind::Site) => of_project.into_iter().collect(),
        _ => asked,
    };
    if asked.is_empty() {
        let kind = def.subject.name();
        return Err(Localized::new(
            format!("«{name}» gjelder {}; si hvilket med place = \"…\"", kind.nb),
            format!("“{name}” is of a {}; say which with place = \"…\"", kind.en),
        ));
    }
    if let Some(wrong) = asked.iter().find(|p| kinds.get(**p) != Some(&def.subject)) {
        let (kind, is) = (def.subject.name(), kinds.get(*wrong).map(|k| k.name()).unwrap_or_default());
        return Err(Localized::new(
            format!("«{name}» gjelder {}, men «{wrong}» er {}", kind.nb, is.nb),
            format!("“{name}” is of a {}, but “{wrong}” is a {}", kind.en, is.en),
        ));
    }
    let written = observation.written.clone().unwrap_or(Place { file: String::new(), line: 1, column: 1 });
    let said = |id: &&String| Said { id: (*id).clone(), def, value: value.clone(), written: written.clone() };
    Ok(asked.iter().map(said).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::visit::Seen;
    use crate::judge;

    const PLAN: &str = r#"prosjekt "Prøve" {
    gruppe 5
    bolig A101 {
        rom bad "Bad" { rektangel 2.0 x 2.0 ved (0, 0)  gulv vinyl oppbrett 8 cm }
        dør D1 mellom ute og bad { fri bredde 0.90 }
    }
}"#;

    fn model() -> Model {
        let read = judge::read("prøve.bolig", PLAN.as_bytes(), Vocabulary::built_in());
        assert!(!read.has_errors(), "{:?}", read.diagnostics);
        read.model.unwrap()
    }

    fn visit(places: &[&str], fact: &str, place: Option<&str>, value: &str) -> Visit {
        let facts = vec![SeenFact {
            fact: fact.into(),
            place: place.map(str::to_owned),
            value: value.into(),
            instrument: None,
        }];
        let observation = Observation {
            id: "o".into(),
            places: places.iter().map(|p| (*p).to_owned()).collect(),
            seen: Some(Seen::Positive),
            facts,
            ..Observation::default()
        };
        Visit { format: 1, observations: vec![observation], ..Visit::default() }
    }

    fn told(places: &[&str], fact: &str, place: Option<&str>, value: &str) -> Vec<String> {
        let mut model = model();
        let faults = declare(&visit(places, fact, place, value), &mut model, Vocabulary::built_in());
        faults.into_iter().map(|f| f.message.nb).collect()
    }

    fn bath(model: &Model) -> String {
        model.rooms[0].element.id.0.clone()
    }

    #[test]
    fn what_was_measured_outranks_what_was_planned() {
        let mut model = model();
        let bath = bath(&model);
        let visit = visit(&[&bath], "room.floor.upstand", None, "12 cm");
        assert!(declare(&visit, &mut model, Vocabulary::built_in()).is_empty());
        let known = model.rooms[0].element.known("room.floor.upstand");
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].value, Value::length(0.12));
        assert!(matches!(known[0].origins[0], Origin::Observed { .. }));
    }

    #[test]
    fn a_fact_of_another_kind_of_place_is_refused_and_says_whose_it_is() {
        let bath = bath(&model());
        assert!(told(&[&bath], "door.steel_fittings", None, "ja")[0].contains("gjelder dør; si hvilket"));
        assert!(
            told(&[], "door.steel_fittings", Some(&bath), "ja")[0].contains(&format!("men «{bath}» er rom"))
        );
        assert!(told(&["A101/D1"], "door.steel_fittings", None, "ja").is_empty());
    }

    #[test]
    fn places_facts_and_values_nobody_knows_are_told() {
        assert!(
            told(&["A101/D2"], "door.steel_fittings", Some("A101/D1"), "ja")[0]
                .contains("mente du «A101/D1»?")
        );
        assert!(
            told(&["A101/D1"], "door.stel_fittings", None, "ja")[0]
                .contains("mente du «door.steel_fittings»?")
        );
        assert!(told(&["A101/D1"], "door.steel_fittings", None, "3 cm")[0].contains("ikke ja eller nei"));
    }

    #[test]
    fn a_fact_of_the_project_needs_no_place() {
        assert!(told(&[], "project.group", None, "6").is_empty());
    }
}
