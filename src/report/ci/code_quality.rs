//! GitLab's code quality report: what is negative or unclear, and errors of the input, each with a fingerprint of its own.
//!
//! GitLab takes artifacts of 100 MB unless told otherwise. The most serious issues are kept within that, and the last
//! one says how many were not.

use serde::Serialize;

use super::{Taken, described, made_from, plain_path, sentence, tags, taken};
use crate::finding::Force;
use crate::report::document::{FaultLine, Point, Report};
use crate::report::ids;
use crate::report::points::hash;
use crate::source::Severity;
use crate::text::Lang;

/// Largest file that is written, in bytes, less room for the last issue.
pub(in crate::report) const MOST_BYTES: usize = 95_000_000;
/// Hexadecimal digits of a fingerprint.
const FINGERPRINT: usize = 16;
/// The severities of the format, the gravest first.
const SEVERITIES: [&str; 5] = ["blocker", "critical", "major", "minor", "info"];

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
    within(report, MOST_BYTES)
}

/// The same in a file of at most so many bytes and one issue more.
///
/// # Errors
/// Never: every part is plain data.
pub fn within(report: &Report, most: usize) -> Result<String, serde_json::Error> {
    let made: Vec<String> = made_from(report).into_iter().map(|(n, v)| format!("{n}: {v}")).collect();
    let made = made.join("\n");
    let mut issues: Vec<Issue> =
        report.faults.iter().filter(|f| f.severity == Severity::Error).map(|f| fault(f, &made)).collect();
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
    fitting(issues, report.lang, most)
}

/// What stopped part of the input from being read.
fn fault(fault: &FaultLine, made: &str) -> Issue {
    let at = fault
        .place
        .as_ref()
        .map_or_else(|| ("befaring".to_owned(), 1), |p| (plain_path(&p.file), p.line.max(1)));
    let fingerprint = hash(&[&fault.code, &at.0, &at.1.to_string(), &fault.message], FINGERPRINT);
    let help = fault.help.as_deref().map(|h| format!("{h}\n\n")).unwrap_or_default();
    let texts = (fault.message.clone(), format!("{help}{made}"));
    Issue::new(&fault.code, "blocker", at, texts, fingerprint)
}

/// As many issues as there is room for, the gravest before the others, in the order they came in.
pub(in crate::report) fn fitting(
    issues: Vec<Issue>,
    lang: Lang,
    most: usize,
) -> Result<String, serde_json::Error> {
    let mut sizes = Vec::with_capacity(issues.len());
    for issue in &issues {
        // Indented by two, followed by a comma and a line break.
        let text = serde_json::to_string_pretty(issue)?;
        sizes.push(text.len() + 2 * (text.lines().count() + 1));
    }
    let mut left = most;
    let mut kept = vec![false; issues.len()];
    'severities: for severity in SEVERITIES {
        for (i, _) in issues.iter().enumerate().filter(|(_, issue)| issue.severity == severity) {
            let Some(rest) = left.checked_sub(sizes[i]) else { break 'severities };
            left = rest;
            kept[i] = true;
        }
    }
    let all = issues.len();
    let mut shown: Vec<Issue> =
        issues.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(i, _)| i).collect();
    let cut = all - shown.len();
    if cut > 0 {
        let text = match lang {
            Lang::Nb => format!("{cut} funn er ikke med: GitLab tar ikke større filer. De står i rapporten."),
            Lang::En => format!(
                "{cut} findings are left out: GitLab takes no larger files. They stand in the report."
            ),
        };
        let at = ("befaring".to_owned(), 1);
        shown.push(Issue::new(
            "befaring",
            "major",
            at,
            (text, String::new()),
            hash(&["left out"], FINGERPRINT),
        ));
    }
    list(&shown)
}

/// Issues as the text of a file.
fn list(issues: &[Issue]) -> Result<String, serde_json::Error> {
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
