//! Models held against IDS files, as GitHub's annotations: what fails at its line of the model, and what was not
//! really checked.

use super::super::ci::annotations::{Annotation, commands, plain};
use super::super::ci::plain_path;
use super::document::IdsReport;
use super::lines::failing;

/// The document as lines of a log.
pub fn render(report: &IdsReport) -> String {
    let mut out = commands(&all(report), report.language);
    out.push_str(&plain(&report.sentence));
    for check in &report.checks {
        let (file, model) = (&check.specification_file.path, &check.model.path);
        out.push_str(&plain(&format!("{file} – {model}: {}", check.sentence)));
    }
    out.push_str(&plain(&report.program));
    out
}

/// The annotations alone.
pub(in crate::report) fn all(report: &IdsReport) -> Vec<Annotation> {
    let at = |kind, path: &str, line, title: &str, text: String| {
        let title = title.to_owned();
        Annotation { kind, file: plain_path(path), line, column: None, title, text }
    };
    let mut all: Vec<Annotation> = failing(report)
        .map(|f| {
            let text = match f.requirement {
                Some(r) => format!("{} – {}", f.text_with_id(), r.text),
                None => f.text_with_id(),
            };
            at("error", &f.check.model.path, f.line(), &format!("IDS: {}", f.of.name), text)
        })
        .collect();
    // A specification that checked nothing, or is meant for other models, is told at its own line.
    for check in &report.checks {
        for of in check.specifications.iter().filter(|s| !s.notes.is_empty()) {
            let text = format!("{}: {}", of.sentence, of.notes.join(" "));
            let title = format!("IDS: {}", of.name);
            all.push(at("warning", &check.specification_file.path, of.line, &title, text));
        }
    }
    all
}
