//! IDS: models held against specifications, by our own cases and by the official ones.

mod cases;
pub(crate) mod chapter;
mod official;

use befaring::ids::check::{Checked, Verdict, check};
use befaring::ids::{audit, read};
use befaring::ifc::Model;
use befaring::ifc::step::Limits;
use befaring::source::{Severity, Sources};
use std::path::Path;

/// What comes of a specification and a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Pass,
    Fail,
    Invalid,
}

/// Reads, audits and checks a pair of files.
pub(crate) fn outcome(ids: &Path, ifc: &Path) -> (Outcome, Option<Checked>, Vec<String>) {
    let bytes = std::fs::read(ids).unwrap();
    let mut sources = Sources::new();
    let parsed = read(ids, &bytes, &mut sources);
    let mut faults = parsed.diagnostics;
    if let Some(document) = &parsed.value {
        faults.extend(audit::audit(document));
    }
    let told = faults.iter().map(|f| f.message.en.clone()).collect();
    let refusing =
        |f: &&befaring::source::Diagnostic| f.severity == Severity::Error && f.code != audit::LOCATION;
    if faults.iter().find(refusing).is_some() {
        return (Outcome::Invalid, None, told);
    }
    let Some(document) = parsed.value else { return (Outcome::Invalid, None, told) };
    let model = Model::open(ifc, &Limits::default()).unwrap_or_else(|e| panic!("{}: {e}", ifc.display()));
    let checked = check(&document, &model).unwrap();
    let outcome = if checked.verdict() == Verdict::Failed { Outcome::Fail } else { Outcome::Pass };
    (outcome, Some(checked), told)
}
