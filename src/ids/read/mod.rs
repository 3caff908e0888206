//! Which bytes are an IDS file, and what do they say?
//!
//! In come bytes; out go the [`Document`] and everything in which the text departs from the schema of IDS 1.0, several
//! faults per run, each with its place. Reading goes on after a fault of the schema with what could be read; a text
//! that is no XML, or XML made to harm, gives no document at all.

mod lexical;
mod parts;
mod walk;
mod xml;

use super::document::Document;
use crate::localized;
use crate::source::{Diagnostic, Parsed, SourceId, Sources};
use crate::text::Localized;
use std::path::Path;

/// The largest IDS file that is read, in bytes. The largest in use are some megabytes.
pub const LARGEST_FILE: usize = 32 << 20;

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// More bytes than any IDS file has.
    #[error("the file has {0} bytes; an IDS file of more than {LARGEST_FILE} is not read")]
    TooLarge(usize),
    /// Neither UTF-8 nor UTF-16.
    #[error("byte {0} is no UTF-8; save the file as UTF-8")]
    Encoding(usize),
}

impl ReadError {
    /// The same for people.
    pub fn localized(&self) -> Localized {
        match self {
            Self::TooLarge(bytes) => {
                let (size, most) = (bytes >> 20, LARGEST_FILE >> 20);
                localized!(
                    "filen er på {size} MB; en IDS-fil på mer enn {most} MB leses ikke",
                    "the file has {size} MB; an IDS file of more than {most} MB is not read"
                )
            }
            Self::Encoding(at) => localized!(
                "byte {at} er ikke UTF-8; lagre filen som UTF-8",
                "byte {at} is no UTF-8; save the file as UTF-8"
            ),
        }
    }
}

/// The text of a file: UTF-8, or UTF-16 with its mark first.
///
/// # Errors
/// If it is too large, or neither.
pub fn text(bytes: &[u8]) -> Result<String, ReadError> {
    if bytes.len() > LARGEST_FILE {
        return Err(ReadError::TooLarge(bytes.len()));
    }
    let wide = |of: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes[2..].as_chunks::<2>();
        let units = pairs.iter().map(|pair| of(*pair));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.ok().filter(|_| rest.is_empty()).ok_or(ReadError::Encoding(0))
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, bytes @ ..] => utf8(bytes).map_err(|at| ReadError::Encoding(at + 3)),
        bytes => utf8(bytes).map_err(ReadError::Encoding),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, usize> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|e| e.valid_up_to())
}

/// Reads an IDS file; its text is added to `sources` under `path`.
///
/// The document is missing only where the bytes are no XML, or XML that is refused. Diagnostics have the codes
/// `ids.xml` (no text, no XML, or refused) and `ids.schema` (not what `ids.xsd` allows).
pub fn read(path: &Path, bytes: &[u8], sources: &mut Sources) -> Parsed<Option<Document>> {
    match text(bytes) {
        Ok(text) => {
            let source = sources.add(path, text);
            read_text(sources.file(source).text(), source)
        }
        Err(e) => {
            let fault = Diagnostic::new(crate::source::Severity::Error, "ids.xml", e.localized());
            let fault = fault.in_file(path.to_string_lossy().replace('\\', "/"), None);
            Parsed { value: None, diagnostics: vec![fault] }
        }
    }
}

fn read_text(text: &str, source: SourceId) -> Parsed<Option<Document>> {
    match xml::read(text, source) {
        Err(fault) => Parsed { value: None, diagnostics: vec![*fault] },
        Ok(root) => {
            let mut walk = walk::Walk::new(source);
            let document = walk.document(&root);
            Parsed { value: document, diagnostics: walk.finish() }
        }
    }
}

#[cfg(test)]
mod tests;
