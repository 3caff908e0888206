//! What must a model carry so that the requirements can be judged? As an IDS file, and as a list of what no IDS can say.
//!
//! In come the catalogue and whom it is for; out go a [`Document`] and what is left unsaid, each with its reason. The
//! rule: **one specification per fact and class**, so that a model that lacks one property fails at that one. Asked for
//! are facts somebody states; what the program works out from the drawing is told beside. A fact is asked for in the
//! first place the vocabulary names for it that is standard in all the versions asked for, else in a set of our own
//! («Befaring_Fakta»): the places [`ifc::lower`](crate::ifc::lower()) reads. Whether a value is good enough is for
//! `check`; here it must only be there, of the right type, and one that is understood – and, where that is asked for,
//! within the bounds outside which it breaks a requirement whatever else holds.

mod agreed;
mod carrier;
mod gaps;
mod limits;
mod names;
mod needs;
mod specifications;
mod told;
mod unsaid;

use super::document::Document;
use crate::catalogue::Catalogue;
use crate::ifc::schema::Version;
use crate::text::Localized;
use crate::vocab::{Phase, SubjectKind};

pub use gaps::gaps;
pub use unsaid::{Reason, Unsaid};

/// What is asked for.
pub struct Ask<'a> {
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// The edition.
    pub edition: &'a str,
    /// Resident and somatic groups; all when empty.
    pub groups: &'a [String],
    /// The phase of the project: nothing that can be documented only after it is asked for.
    pub phase: Option<Phase>,
    /// The versions of IFC the file is for.
    pub versions: &'a [Version],
    /// Kinds of parts to ask of; all when empty.
    pub subjects: &'a [SubjectKind],
    /// The date to print, as `2026-03-31`.
    pub date: Option<&'a str>,
    /// Whether values must lie within the bounds that all requirements agree on, and not only be there.
    pub bounds: bool,
}

/// What came of it.
pub struct Export {
    /// The file.
    pub document: Document,
    /// What it cannot say.
    pub unsaid: Vec<Unsaid>,
    /// Notes on the file as a whole.
    pub notes: Vec<Localized>,
}

impl Export {
    /// What cannot be said, as a page of Markdown.
    pub fn told(&self, lang: crate::text::Lang) -> String {
        told::page(self, lang)
    }
}

/// Asks for everything the requirements need.
pub fn export(ask: &Ask<'_>) -> Export {
    let needs::Needs { needs, unsaid, rooms_named } = needs::of(ask);
    let specifications = specifications::of(ask, &needs, rooms_named);
    specifications::finish(ask, specifications, unsaid)
}
