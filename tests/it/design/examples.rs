//! The examples of the vocabulary are lines of the language: what a report proposes as the remedy can be written.

use befaring::design;
use befaring::model::{Element, Model};
use befaring::source::{Severity, Sources};
use befaring::vocab::{SubjectKind, Vocabulary};

use super::told;

/// A description where a line of a subject's block stands, and what comes before and after it.
fn around(subject: SubjectKind) -> [&'static str; 2] {
    match subject {
        SubjectKind::Project => ["", ""],
        SubjectKind::Site => ["tomt {", "}"],
        SubjectKind::Building => ["bygg B {", "}"],
        SubjectKind::Storey => ["bygg B { etasje 1 {", "} }"],
        SubjectKind::Dwelling => ["bolig A1 {", "}"],
        SubjectKind::Base => ["base {", "}"],
        SubjectKind::Room => ["bolig A1 { rom bad {", "} }"],
        SubjectKind::Door => ["bolig A1 { rom bad  dør D1 mellom ute og bad {", "} }"],
        SubjectKind::Window => ["bolig A1 { rom bad  vindu V1 i bad {", "} }"],
        SubjectKind::Wall => ["bolig A1 { skillevegg S1 {", "} }"],
        SubjectKind::Fixture => ["bolig A1 { rom bad {", "} }"],
    }
}

fn elements(model: &Model) -> impl Iterator<Item = &Element> {
    [&model.project.element, &model.site.element]
        .into_iter()
        .chain(model.buildings.iter().map(|x| &x.element))
        .chain(model.storeys.iter().map(|x| &x.element))
        .chain(model.dwellings.iter().map(|x| &x.element))
        .chain(model.bases.iter().map(|x| &x.element))
        .chain(model.rooms.iter().map(|x| &x.element))
        .chain(model.openings.iter().map(|x| &x.element))
        .chain(model.walls.iter().map(|x| &x.element))
        .chain(model.fixtures.iter().map(|x| &x.element))
}

#[test]
fn every_example_of_a_fact_states_it() {
    let vocabulary = Vocabulary::built_in();
    let mut wrong = Vec::new();
    for fact in vocabulary.facts.values() {
        let (Some(example), Some(_)) = (&fact.example, &fact.design) else { continue };
        let [before, after] = around(fact.subject);
        let places = [
            format!("prosjekt {{ {before}\n{example}\n{after} }}"),
            // A whole statement, or its opening, may be the example too.
            format!(
                "prosjekt {{ bolig A1 {{ rom bad rom gang rom teknisk rom stue rom kjøkken rom bod rom allrom rom soverom\n{example}\n}} }}"
            ),
            format!("prosjekt {{ {example} }}"),
            format!("prosjekt {{ bygg B {{ {example} }} }}"),
        ];
        let states = |text: &str| {
            let mut sources = Sources::new();
            let parsed = design::read(&mut sources, "e.bolig", text, vocabulary);
            let faults: Vec<String> = parsed
                .diagnostics
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .map(|d| told(d, &sources))
                .collect();
            let stated =
                parsed.value.is_some_and(|m| elements(&m).any(|e| e.declared.contains_key(&fact.id)));
            if faults.is_empty() && stated { None } else { Some(faults) }
        };
        let tried: Vec<_> = places.iter().map(|p| states(p)).collect();
        if tried.iter().all(Option::is_some) {
            wrong.push(format!("{}: {example}: {:?}", fact.id, tried[0]));
        }
    }
    assert!(wrong.is_empty(), "{} examples do not state their fact:\n{}", wrong.len(), wrong.join("\n"));
}
