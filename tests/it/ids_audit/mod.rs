//! Auditing IDS files: sound ones are passed, unsound ones told, each fault at its place.

use std::path::{Path, PathBuf};

use befaring::ids;
use befaring::source::{Diagnostic, Severity, Sources};

mod cases;

/// What reading and auditing a file finds.
fn audited(path: &Path, text: &str) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::new();
    let parsed = ids::read(path, text.as_bytes(), &mut sources);
    let mut all = parsed.diagnostics;
    if let Some(document) = &parsed.value {
        all.extend(ids::audit::audit(document));
    }
    (all, sources)
}

fn is_error(fault: &&Diagnostic) -> bool {
    fault.severity == Severity::Error
}

/// Official test cases, where they are at hand.
fn official() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(root) = here.ancestors().map(|f| f.join("shared/ids-testcases")).find(|f| f.is_dir()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for folder in std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let files = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        found.extend(files.filter(|p| p.extension().is_some_and(|e| e == "ids")));
    }
    found.sort();
    found
}

#[test]
fn the_standards_own_cases_are_sound_but_for_those_named_invalid() {
    let mut wrong = Vec::new();
    for path in official() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (faults, _) = audited(&path, &std::fs::read_to_string(&path).unwrap());
        let errors: Vec<&str> = faults.iter().filter(is_error).map(|f| f.message.en.as_str()).collect();
        if errors.is_empty() == name.starts_with("invalid-") {
            wrong.push(format!("{name}: {errors:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
