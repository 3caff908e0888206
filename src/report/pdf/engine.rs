//! The way to the typesetting engine, or the word that it is not there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::date::Date;
use crate::localized;
use crate::report::formats::FormatError;
use crate::text::{Lang, Localized};

/// A layout of the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The report of a check.
    Report,
    /// The report of a visit.
    Visit,
    /// The checklist of a visit.
    Checklist,
}

/// What is to be set.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The layout.
    pub layout: Layout,
    /// Everything the pages say. Data is never read as markup.
    pub data: Value,
    /// Pictures by the names the data calls them.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// The day the document is of, where it has one.
    pub date: Option<Date>,
    /// What tells this document from all others.
    pub ident: String,
    /// Language of what is said if it cannot be set.
    pub lang: Lang,
}

/// A document that was set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Characters its fonts cannot show, in order.
    pub unknown: Vec<char>,
}

impl Pdf {
    /// What the one who asked for it should know.
    pub fn told(&self) -> Option<Localized> {
        /// Most characters that are named; the rest is counted.
        const NAMED: usize = 20;
        if self.unknown.is_empty() {
            return None;
        }
        let mut shown: Vec<String> = self.unknown.iter().take(NAMED).map(char::to_string).collect();
        if self.unknown.len() > NAMED {
            shown.push(format!("+ {}", self.unknown.len() - NAMED));
        }
        let shown = shown.join(" ");
        Some(localized!(
            "PDF: skriften mangler {shown}, som står som «□»; HTML-rapporten viser dem",
            "PDF: the font lacks {shown}, which stand as “□”; the HTML report shows them"
        ))
    }
}

/// Whether this program can write PDF.
pub const fn is_built() -> bool {
    cfg!(feature = "pdf")
}

/// Sets a document as PDF.
///
/// # Errors
/// When the engine refuses.
#[cfg(feature = "pdf")]
pub fn set(job: Job) -> Result<Pdf, FormatError> {
    use befaring_pdf::{Document, Template};

    /// The date of documents that have none: an archive's PDF must have one, and it is never the machine's.
    const UNDATED: (i32, u8, u8) = (2000, 1, 1);

    let template = match job.layout {
        Layout::Report => Template::Report,
        Layout::Visit => Template::Visit,
        Layout::Checklist => Template::Checklist,
    };
    let set = befaring_pdf::set(Document {
        template,
        data: job.data,
        pictures: job.pictures,
        fonts: &crate::report::snapshot::FONTS,
        date: job.date.map_or(UNDATED, Date::parts),
        ident: &job.ident,
        program: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
    });
    set.map(|set| Pdf { bytes: set.bytes, unknown: set.unknown }).map_err(|cause| {
        let message = localized!("PDF kan ikke lages: {cause}", "cannot make the PDF: {cause}");
        let help = Localized::new(
            "innholdet står også i HTML-rapporten; den kan skrives ut fra nettleseren",
            "the HTML report holds the same; it can be printed from a browser",
        );
        FormatError::new(message, Some(help))
    })
}

/// Tells how to get a program that can.
///
/// # Errors
/// Always: this program was built without the engine.
#[cfg(not(feature = "pdf"))]
pub fn set(_: Job) -> Result<Pdf, FormatError> {
    let message = Localized::new("dette programmet er bygd uten PDF", "this program was built without PDF");
    let help = Localized::new(
        "bygg det med «cargo build --release --features pdf» (noen minutter lenger), eller skriv ut HTML-rapporten fra nettleseren",
        "build it with “cargo build --release --features pdf” (some minutes longer), or print the HTML report from a browser",
    );
    Err(FormatError::new(message, Some(help)))
}
