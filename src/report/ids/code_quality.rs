//! Models held against IDS files, as GitLab's code quality report: an issue for each element that fails.

use super::super::ci::code_quality::{Issue, MOST_BYTES, fitting};
use super::super::ci::plain_path;
use super::document::IdsReport;
use super::lines::failing;

/// The document as a list of issues in JSON, ending in a line break.
///
/// # Errors
/// Never: every part is plain data.
pub fn render(report: &IdsReport) -> Result<String, serde_json::Error> {
    fitting(issues(report), report.language, MOST_BYTES)
}

/// The issues alone.
pub(in crate::report) fn issues(report: &IdsReport) -> Vec<Issue> {
    let issue = |f: super::lines::Failing<'_>| {
        let place = (plain_path(&f.check.model.path), f.line());
        Issue::new(&f.rule(), "critical", place, (f.text_with_id(), f.asked()), f.fingerprint())
    };
    failing(report).map(issue).collect()
}
