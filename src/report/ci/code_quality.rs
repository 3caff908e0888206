//! GitLab's code quality report: what is negative or unclear, each with a fingerprint of its own.

use serde::Serialize;

use super::{Taken, described, made_from, sentence, tags, taken};
use crate::finding::Force;
use crate::report::document::{Point, Report};
use crate::report::ids;

/// An issue as the format has it.
#[derive(Serialize)]
pub(in crate::report) struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
    categories: [&'static str; 1],
    content: Content,
}

impl Issue {
    /// An issue at a line of a file; `body` is what is shown on demand.
    pub(in crate::report) fn new(
        check: &str,
        severity: &'static str,
        (path, line): (String, usize),
        texts: (String, String),
        fingerprint: String,
    ) -> Self {
        let (description, body) = texts;
        Self {
            description,
            check_name: check.to_owned(),
            fingerprint,
            severity,
            location: Location { path, lines: Lines { begin: line } },
            categories: ["Compatibility"],
            content: Content { body },
        }
    }
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

/// The report as a list of issues in JSON, without a byte order mark, ending in a line break.
///
/// # Errors
/// Never: every part is plain data.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    let made: Vec<String> = made_from(report).into_iter().map(|(n, v)| format!("{n}: {v}")).collect();
    let made = made.join("\n");
    let mut issues = Vec::new();
    for point in report.points() {
        let Some(severity) = severity(point) else { continue };
        for place in &point.places {
            let (path, line) = described(place, report);
            let mut text = sentence(point, place);
            let tags = tags(point);
            if !tags.is_empty() {
                text.push_str(&format!(" – {}", tags.join(", ")));
            }
            let source = &point.source;
            let body = format!("{}: {}, «{}»\n\n{made}", source.title, source.clause, source.quote);
            let fingerprint = place.fingerprint.clone();
            issues.push(Issue::new(&point.requirement, severity, (path, line), (text, body), fingerprint));
        }
    }
    issues.extend(report.ids.iter().flat_map(ids::issues));
    list(&issues)
}

/// Issues as the text of a file.
pub(in crate::report) fn list(issues: &[Issue]) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(issues)?;
    text.push('\n');
    Ok(text)
}

fn severity(point: &Point) -> Option<&'static str> {
    match (taken(point), point.force) {
        (Taken::Broken, Force::Shall) => Some("critical"),
        (Taken::Broken, Force::Should) => Some("major"),
        (Taken::Broken, Force::Note) => Some("minor"),
        (Taken::Open | Taken::Excused, _) => Some("info"),
        (Taken::Met | Taken::NotApplicable, _) => None,
    }
}
