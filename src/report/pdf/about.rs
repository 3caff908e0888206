//! The last page: by what, from what and with what the report was made.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Said, grounds};
use crate::report::document::{ParameterLine, Report};
use crate::report::words::Word;

/// By what, from what and with what a report was made.
#[derive(Debug, Serialize)]
pub(crate) struct About {
    heading: &'static str,
    verdicts: &'static str,
    lines: Vec<Said>,
    parameters_heading: &'static str,
    parameters: Vec<Said>,
    files_heading: &'static str,
    file_columns: [&'static str; 3],
    files: Vec<[String; 3]>,
    made_by: String,
}

/// The last page of a report.
pub(crate) fn about(report: &Report) -> About {
    let lang = report.lang;
    let edition = &report.edition;
    let document = match (edition.publisher.as_str(), edition.date.as_str()) {
        ("", _) => format!("{} ({})", edition.title, edition.id),
        (publisher, date) => format!("{} ({publisher}, {date}; {})", edition.title, edition.id),
    };
    About {
        heading: Word::About.get(lang),
        verdicts: Word::AboutVerdicts.get(lang),
        lines: vec![
            Said::led(Word::Edition.get(lang), document),
            Said::led(Word::Reading.get(lang), &edition.reading),
        ],
        parameters_heading: Word::ParametersUsed.get(lang),
        parameters: parameters(report).into_iter().map(|p| grounds::parameter(p, lang)).collect(),
        files_heading: Word::Inputs.get(lang),
        file_columns: [Word::File.get(lang), Word::Bytes.get(lang), "SHA-256"],
        files: report
            .inputs
            .iter()
            .map(|f| [f.path.clone(), f.bytes.to_string(), f.sha256.clone()])
            .collect(),
        made_by: format!("{} {} {}", Word::MadeBy.get(lang), report.program.name, report.program.version),
    }
}

/// The parameters the points were judged with, and those replaced, each once, as they come.
fn parameters(report: &Report) -> Vec<&ParameterLine> {
    let mut all: Vec<&ParameterLine> = Vec::new();
    for line in report.overrides.iter().chain(report.points().flat_map(|p| &p.parameters)) {
        if !all.iter().any(|known| known.name == line.name) {
            all.push(line);
        }
    }
    all
}

/// A short fingerprint of what the report was made from.
pub(super) fn fingerprint(report: &Report) -> String {
    let mut hash = Sha256::new();
    for part in [&report.basis, &report.edition.id, &report.program.version] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    for input in &report.inputs {
        hash.update(input.sha256.as_bytes());
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}
