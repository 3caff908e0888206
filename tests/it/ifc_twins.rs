//! The same building as a description and as models in the habits of two programs and in three schemas: the same facts
//! and the same findings at the same places. What differs is named here with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use befaring::catalogue::Catalogue;
use befaring::evaluate::evaluate;
use befaring::facts::{Fact, FactBase, derive};
use befaring::judge;
use befaring::model::{Model, Opening, OpeningKind, Owner, Side};
use befaring::vocab::{SubjectKind as Kind, Vocabulary};

const EDITION: &str = "prioslo-2024-02";
const BUILDINGS: [&str; 2] = ["par", "stabel"];
const PROGRAMS: [&str; 2] = ["revit", "archicad"];
const SCHEMAS: [&str; 3] = ["ifc2x3", "ifc4", "ifc4x3"];
/// How far two computed numbers may lie apart: what millimetres and decimal places cost.
const NEAR: f64 = 1e-3;

/// Facts that differ between a description and a model, and why.
const DIFFERENT_FACTS: [(&str, &str); 0] = [];
/// Requirements whose findings differ, and why.
const DIFFERENT_FINDINGS: [(&str, &str); 0] = [];

fn read(name: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/twins").join(name);
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let reading = judge::read(name, bytes, Vocabulary::built_in());
    assert!(!reading.has_errors(), "{name}: {:?}", reading.diagnostics);
    reading.model.unwrap()
}

fn room_name(model: &Model, room: usize) -> String {
    let room = &model.rooms[room];
    let owner = match room.owner {
        Owner::Dwelling(d) => model.dwellings[d].element.tag.clone(),
        Owner::Base(_) => "base".to_owned(),
        Owner::Common => "felles".to_owned(),
    };
    let storey = room.storey.map_or(0, |s| model.storeys[s].number);
    format!("{owner}/{}/{storey}", room.functions.first().map_or("?", String::as_str))
}

fn opening_name(model: &Model, o: &Opening) -> String {
    let mut sides = o.sides.map(|s| match s {
        Side::Room(r) => room_name(model, r),
        other => format!("{other:?}"),
    });
    sides.sort();
    let at = o.placement.map_or_else(
        || "?".to_owned(),
        |p| {
            let near = |v: f64| (v * 10.0).round() / 10.0 + 0.0;
            let middle = (p.a + p.b) / 2.0;
            format!("{:.1} {:.1}", near(middle.x), near(middle.y))
        },
    );
    format!("{} at {at}", sides.join("|"))
}

/// Every part of a project by a name that a description and a model share.
fn parts(model: &Model) -> BTreeMap<String, (Kind, usize)> {
    let mut all = BTreeMap::from([
        ("project".to_owned(), (Kind::Project, 0)),
        ("site".to_owned(), (Kind::Site, 0)),
        ("building".to_owned(), (Kind::Building, 0)),
    ]);
    let mut add = |name: String, kind, i| {
        let before = all.insert(name.clone(), (kind, i));
        assert!(before.is_none(), "two parts are called {name}");
    };
    for (i, s) in model.storeys.iter().enumerate() {
        add(format!("storey {}", s.number), Kind::Storey, i);
    }
    for (i, d) in model.dwellings.iter().enumerate() {
        add(format!("dwelling {}", d.element.tag), Kind::Dwelling, i);
    }
    for i in 0..model.bases.len() {
        add("base".to_owned(), Kind::Base, i);
    }
    for i in 0..model.rooms.len() {
        add(format!("room {}", room_name(model, i)), Kind::Room, i);
    }
    for (i, o) in model.openings.iter().enumerate() {
        let word = if o.kind == OpeningKind::Window { "window" } else { "door" };
        add(format!("{word} {}", opening_name(model, o)), o.subject_kind(), i);
    }
    for (i, f) in model.fixtures.iter().enumerate() {
        let room = f.room.map_or_else(|| "?".to_owned(), |r| room_name(model, r));
        add(format!("{} in {room}", f.what), Kind::Fixture, i);
    }
    all
}

fn shown(fact: Option<&Fact>) -> String {
    match fact {
        None | Some(Fact::Unknown(_)) => "unknown".to_owned(),
        Some(Fact::Known(known)) => format!("{:?}", known.value),
        Some(Fact::Conflicting(all)) => format!("conflict of {}", all.len()),
    }
}

fn same(a: Option<&Fact>, b: Option<&Fact>) -> bool {
    let value = |f: Option<&Fact>| match f {
        Some(Fact::Known(known)) => Some(known.value.clone()),
        _ => None,
    };
    match (value(a), value(b)) {
        (Some(a), Some(b)) => {
            let near =
                a.number().zip(b.number()).is_some_and(|(a, b)| (a - b).abs() < NEAR.max(a.abs() * NEAR));
            near || a.same(&b)
        }
        _ => shown(a) == shown(b),
    }
}

/// The facts of every part that are not the same.
fn other_facts(words: (&Model, &FactBase), model: (&Model, &FactBase)) -> (usize, Vec<String>) {
    let (mut compared, mut other) = (0, Vec::new());
    let theirs = parts(model.0);
    for (name, (kind, i)) in parts(words.0) {
        let Some((_, j)) = theirs.get(&name) else {
            other.push(format!("{name} is not in the model"));
            continue;
        };
        let a = words.1.facts_of(words.1.find(kind, i).unwrap());
        let b = model.1.facts_of(model.1.find(kind, *j).unwrap());
        let ids: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        for id in ids.into_iter().filter(|id| !DIFFERENT_FACTS.iter().any(|(d, _)| id.starts_with(d))) {
            compared += 1;
            if !same(a.get(id), b.get(id)) {
                other.push(format!("{name} {id}: {} | {}", shown(a.get(id)), shown(b.get(id))));
            }
        }
    }
    let ours = parts(words.0);
    other.extend(
        theirs.keys().filter(|n| !ours.contains_key(*n)).map(|n| format!("{n} is only in the model")),
    );
    (compared, other)
}

/// Requirement and place with the verdict; walls are places in a model and not in a description.
fn findings(model: &Model, facts: &FactBase, catalogue: &Catalogue) -> BTreeMap<String, String> {
    let names: BTreeMap<_, String> =
        parts(model).into_iter().filter_map(|(n, (k, i))| Some((facts.find(k, i)?, n))).collect();
    evaluate(facts, catalogue, EDITION)
        .iter()
        .filter(|f| !DIFFERENT_FINDINGS.iter().any(|(id, _)| f.requirement == *id))
        .filter_map(|f| {
            Some((format!("{} | {}", f.requirement, names.get(&f.subject)?), format!("{:?}", f.verdict)))
        })
        .collect()
}

#[test]
fn a_building_in_words_and_as_a_model_of_either_program_is_the_same() {
    let catalogue = Catalogue::built_in().unwrap();
    let vocabulary = Vocabulary::built_in();
    let mut wrong: Vec<String> = Vec::new();
    for building in BUILDINGS {
        let words = read(&format!("{building}.bolig"));
        let facts = derive(&words, vocabulary);
        let expected = findings(&words, &facts, &catalogue);
        assert!(expected.len() > 300, "{building}: {}", expected.len());
        assert!(expected.values().any(|v| v == "Positive") && expected.values().any(|v| v == "Negative"));
        for program in PROGRAMS {
            for schema in SCHEMAS {
                let name = format!("{building}-{program}-{schema}.ifc");
                let model = read(&name);
                let base = derive(&model, vocabulary);
                let (compared, other) = other_facts((&words, &facts), (&model, &base));
                assert!(compared > 700, "{name}: only {compared} facts are compared");
                wrong.extend(other.into_iter().map(|o| format!("{name}: {o}")));
                let found = findings(&model, &base, &catalogue);
                let keys: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
                for key in keys.into_iter().filter(|k| expected.get(*k) != found.get(*k)) {
                    wrong.push(format!("{name}: {key}: {:?} | {:?}", expected.get(key), found.get(key)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_twin_has_its_description() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/twins");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "ifc"));
    assert_eq!(files.len(), 1 + BUILDINGS.len() * PROGRAMS.len() * SCHEMAS.len());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let head = name.split('-').next().unwrap();
        assert!(file.with_file_name(format!("{head}.bolig")).exists(), "{name}");
    }
}
