//! The official test cases, where they are at hand: the beginning of a file's name is what must come of it.

use super::{Outcome, outcome};
use std::path::{Path, PathBuf};

fn cases() -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().map(|folder| folder.join("shared/ids-testcases")).find(|folder| folder.is_dir())
}

#[test]
fn every_official_case_comes_out_as_its_name_says() {
    let Some(root) = cases() else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder).unwrap() {
            let ids = file.unwrap().path();
            if ids.extension().is_none_or(|e| e != "ids") {
                continue;
            }
            count += 1;
            let name = ids.file_stem().unwrap().to_string_lossy().into_owned();
            let wanted = match name.split('-').next() {
                Some("pass") => Outcome::Pass,
                Some("fail") => Outcome::Fail,
                Some("invalid") => Outcome::Invalid,
                _ => panic!("{name} does not say what must come of it"),
            };
            let (came, _, told) = outcome(&ids, &ids.with_extension("ifc"));
            if came != wanted {
                wrong.push(format!("{}: {came:?} {told:?}", ids.display()));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 100);
}
