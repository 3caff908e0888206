//! The report as PDF: a head, the plans in true scale, Positivt and Negativt, and the grounds of every point behind them.
//!
//! [`document`] resolves everything the pages show, as data; [`set`] hands it to the typesetting engine, which is a crate
//! of its own and only there when the program was built with the feature `pdf`.

mod about;
mod engine;
mod grounds;
mod ids;
mod pages;

use serde::Serialize;

pub use engine::{Job, Layout, Pdf, is_built, set};

use super::formats::{FormatError, Material};

/// The report as PDF.
///
/// # Errors
/// When the program was built without the engine, or the engine refuses.
pub fn render(material: &Material<'_>) -> Result<Pdf, FormatError> {
    set(document(material)?)
}

/// What the report's pages show, ready to be set.
///
/// # Errors
/// When the data cannot be written as JSON.
pub fn document(material: &Material<'_>) -> Result<Job, FormatError> {
    let report = material.report;
    let (plans, pictures) = pages::plans(&material.drawings);
    Ok(Job {
        layout: Layout::Report,
        data: serde_json::to_value(pages::report(report, plans))?,
        pictures,
        date: report.settings.date,
        ident: format!("{} {} {}", report.program.name, report.title, about::fingerprint(report)),
        lang: report.lang,
    })
}

/// A text that may have a lead in bold before it, code in it and a source in grey behind it; any may be empty.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Said {
    pub(crate) lead: String,
    pub(crate) text: String,
    pub(crate) code: String,
    pub(crate) from: String,
}

impl Said {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(crate) fn led(lead: &str, text: impl Into<String>) -> Self {
        Self { lead: before(lead), text: text.into(), ..Self::default() }
    }

    pub(crate) fn code(lead: &str, code: impl Into<String>) -> Self {
        Self { lead: before(lead), code: code.into(), ..Self::default() }
    }

    pub(crate) fn from(mut self, from: impl Into<String>) -> Self {
        self.from = from.into();
        self
    }
}

/// A lead with its colon.
fn before(lead: &str) -> String {
    if lead.is_empty() { String::new() } else { format!("{lead}:") }
}

/// A label with the lines behind it.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// Whether the lines are paragraphs of one text and not items of a list.
    pub(crate) running: bool,
    pub(crate) lines: Vec<Said>,
}

pub(crate) use super::terminal::sign;
pub(crate) use about::{About, about};
pub(crate) use pages::{Departure, Plan, Words, alt as plan_alt, departure, words};
