//! Real models, where somebody has put them beside the repository.

use super::models;
use befaring::ifc::step::{File, Limits, Value};
use std::fs;
use std::path::PathBuf;

fn files() -> Vec<PathBuf> {
    let Some(folder) = models() else { return Vec::new() };
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut all: Vec<PathBuf> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "ifc"));
    all.sort();
    all
}

#[test]
fn real_models_are_read_without_a_fault() {
    for path in files() {
        let f = File::open(&path, &Limits::default()).unwrap();
        assert!(f.faults().is_empty(), "{}: {:?}", path.display(), f.diagnostics());
        let starts = fs::read(&path).unwrap();
        let lines = starts.split(|b| *b == b'\n').filter(|l| l.starts_with(b"#")).count();
        assert_eq!(f.len(), lines, "{}", path.display());
        let damaged = f
            .types()
            .flat_map(|(t, _)| f.of_type(t))
            .flat_map(|id| f.record(id).unwrap().attributes())
            .filter(|v| matches!(v, Value::Damaged(_)))
            .count();
        assert_eq!(damaged, 0, "{}", path.display());
    }
}
