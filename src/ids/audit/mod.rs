//! Is an IDS file sound: can what it asks for exist, and does it say what it seems to say?
//!
//! In comes a [`Document`] as it was read (what departs from `ids.xsd` was told there); out go diagnostics with place
//! and mend. An error is something no model can satisfy, or that the standard's implementation agreements rule out; a
//! warning is something that is likely not meant. Names, types and sets are held against the tables of
//! [`schema`](crate::ifc::schema), for each version of IFC a specification names.
//!
//! Sources: the IDS 1.0 documentation («facet configurations», «DataTypes», «restrictions», «partOf»), and the
//! list of what buildingSMART's own audit tool looks at.

mod associations;
mod attributes;
mod base;
mod classes;
mod entities;
mod faults;
mod part_of;
mod pick;
mod properties;
mod restriction;
mod specification;
mod value;

use self::faults::{Faults, shown};
use super::document::Document;
use crate::localized;
use crate::source::Diagnostic;
use crate::text::Localized;

/// The place of the schema as IDS 1.0 files give it.
pub const SCHEMA_LOCATION: &str =
    "http://standards.buildingsmart.org/IDS http://standards.buildingsmart.org/IDS/1.0/ids.xsd";

/// Code of the fault that a file names another schema than that of IDS 1.0, or none. Such a file can be read and
/// checked; other programs refuse it.
pub const LOCATION: &str = "ids.schema-location";

/// Everything that is unsound in a document, in the order of the text.
pub fn audit(document: &Document) -> Vec<Diagnostic> {
    let mut faults = Faults::default();
    location(document, &mut faults);
    for specification in &document.specifications {
        if faults.is_full() {
            break;
        }
        specification::audit(specification, &mut faults);
    }
    faults.finish()
}

/// The same for a file that models are to be held against: which schema it names does not matter for that.
pub fn audit_to_check(document: &Document) -> Vec<Diagnostic> {
    audit(document).into_iter().filter(|fault| fault.code != LOCATION).collect()
}

/// The version of IDS the file says it is written in.
fn location(document: &Document, faults: &mut Faults) {
    let help = localized!(
        "skriv xsi:schemaLocation=\"{SCHEMA_LOCATION}\" på <ids>",
        "write xsi:schemaLocation=\"{SCHEMA_LOCATION}\" on <ids>"
    );
    match &document.schema_location {
        None => {
            let fault = Diagnostic::error(
                LOCATION,
                document.span,
                Localized::new(
                    "filen sier ikke hvilken utgave av IDS den er skrevet i",
                    "the file does not say in which version of IDS it is written",
                ),
            );
            faults.say(fault.help(help));
        }
        Some(text) => {
            let mut words = text.as_str().split_ascii_whitespace();
            if words.clone().eq(SCHEMA_LOCATION.split_ascii_whitespace()) {
                return;
            }
            let is = shown(words.next_back().unwrap_or_default());
            let fault = Diagnostic::error(
                LOCATION,
                text.span,
                localized!("«{is}» er ikke skjemaet til IDS 1.0", "“{is}” is not the schema of IDS 1.0"),
            );
            faults.say(fault.help(help).replace_with(SCHEMA_LOCATION));
        }
    }
}
