//! Our own cases: `fixtures/ids/<sentence>.ids` with a model of the same name. The sentence begins with what must come
//! of it, as in the official cases: `pass-`, `fail-` or `invalid-`.

use super::{Outcome, outcome};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn cases() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ids");
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "ids"))
        .map(|p| (p.file_stem().unwrap().to_string_lossy().into_owned(), p))
        .collect();
    all.sort();
    all
}

#[test]
fn every_case_comes_out_as_its_name_says() {
    let mut wrong = Vec::new();
    for (name, ids) in cases() {
        let (came, checked, told) = outcome(&ids, &ids.with_extension("ifc"));
        let wanted = match name.split('-').next() {
            Some("pass") => Outcome::Pass,
            Some("fail") => Outcome::Fail,
            Some("invalid") => Outcome::Invalid,
            _ => panic!("{name} does not say what must come of it"),
        };
        if came != wanted {
            wrong.push(format!("{name}: {came:?} {told:?} {checked:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_facet_has_cases_both_ways() {
    let mut seen: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, ids) in cases() {
        let text = std::fs::read_to_string(ids).unwrap();
        let requirements = text.split("<requirements>").nth(1).unwrap_or("");
        for facet in ["entity", "attribute", "property", "classification", "material", "partOf"] {
            let opens = format!("<{facet}");
            if requirements.trim_start().starts_with(&opens) {
                let (pass, fail) = seen.entry(facet).or_default();
                *(if name.starts_with("pass-") { pass } else { fail }) += 1;
            }
        }
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    assert!(seen.values().all(|(pass, fail)| *pass >= 2 && *fail >= 2), "{seen:?}");
}

#[test]
fn no_file_lacks_its_partner() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ids");
    for file in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
        let ending = file.extension().unwrap().to_string_lossy().into_owned();
        let partner = file.with_extension(if ending == "ids" { "ifc" } else { "ids" });
        assert!(partner.exists(), "{} has no partner", file.display());
    }
}
