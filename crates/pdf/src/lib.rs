//! Sets a document as PDF: tagged for those who hear it (PDF/UA-1), fit for archives (PDF/A-2a), the same bytes for the
//! same input.
//!
//! Only the typesetting engine lives here, in a crate of its own because it costs more to build than everything that
//! uses it. Nothing of befaring is known: in come a fixed template, data as JSON and pictures as bytes. Data never becomes
//! markup, and a template reaches nothing but what it was handed: no file, no network, no clock.

mod glyphs;
mod world;

use std::collections::BTreeMap;

use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use glyphs::Glyphs;
use world::Desk;

/// A fixed layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Template {
    /// The report of a check: standing pages, the plans on lying ones.
    Report,
    /// The report of a visit, on lying pages: plan, two sides, photos.
    Visit,
    /// The checklist of a visit, to be filled in by pen.
    Checklist,
}

/// What is to be set.
pub struct Document<'a> {
    /// The layout.
    pub template: Template,
    /// What it shows. Where characters of it had to be replaced, the template finds them under `unknown`.
    pub data: Value,
    /// Pictures by the name the data calls them: SVG or JPEG, by their ending.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// The fonts, as OpenType; the first family is the one templates ask for.
    pub fonts: &'a [&'static [u8]],
    /// Year, month and day the document is of.
    pub date: (i32, u8, u8),
    /// What tells this document from all others.
    pub ident: &'a str,
    /// The program that made it, with its version.
    pub program: &'a str,
}

/// A document that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Characters the fonts cannot show, written «□» instead, each once and in order.
    pub unknown: Vec<char>,
}

/// Why a document could not be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// A font is none.
    #[error("a font cannot be read")]
    Font,
    /// The date is none.
    #[error("{0}-{1}-{2} is no date")]
    Date(i32, u8, u8),
    /// The engine refused.
    #[error("{0}")]
    Engine(String),
}

/// Sets a document.
///
/// # Errors
/// When a font or the date is none, or the engine refuses: a picture that is damaged, or a result that would be no
/// valid PDF/UA-1 and PDF/A-2a.
pub fn set(document: Document<'_>) -> Result<Set, SetError> {
    let Document { template, mut data, mut pictures, fonts, date, ident, program } = document;
    let (year, month, day) = date;
    let fonts = world::fonts(fonts).ok_or(SetError::Font)?;
    let midnight = Datetime::from_ymd_hms(year, month, day, 0, 0, 0);
    let midnight = midnight.ok_or(SetError::Date(year, month, day))?;

    let mut glyphs = Glyphs::of(&fonts);
    glyphs.in_data(&mut data);
    for bytes in pictures.iter_mut().filter(|(name, _)| name.ends_with(".svg")).map(|(_, bytes)| bytes) {
        glyphs.in_drawing(bytes);
    }
    let unknown = glyphs.unknown();
    if let (Value::Object(fields), false) = (&mut data, unknown.is_empty()) {
        let told = unknown.iter().map(|c| format!("U+{:04X}", u32::from(*c)).into()).collect();
        fields.insert("unknown".to_owned(), Value::Array(told));
    }

    let desk = Desk::new(template, data.to_string(), pictures, fonts);
    let set = typst::compile::<PagedDocument>(&desk).output.map_err(|e| refused(&e))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some(program.to_owned())),
        timestamp: Some(Timestamp::new_utc(midnight)),
        standards: standards.map_err(|e| SetError::Engine(e.message().to_string()))?,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&set, &options).map_err(|e| refused(&e))?;
    // What the engine remembers of one document is no use to the next.
    typst::comemo::evict(0);
    Ok(Set { bytes, unknown })
}

/// What the engine said, each fault once.
fn refused(faults: &[SourceDiagnostic]) -> SetError {
    let mut told: Vec<String> = Vec::new();
    for fault in faults {
        let hints = fault.hints.iter().map(|h| format!(" ({})", h.v));
        let line: String = std::iter::once(fault.message.to_string()).chain(hints).collect();
        if !told.contains(&line) {
            told.push(line);
        }
    }
    SetError::Engine(told.join("; "))
}
