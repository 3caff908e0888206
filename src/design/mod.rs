//! The design description language (`.bolig`): a building described in words, numbers and blocks.
//!
//! In comes a text, out goes a [`Model`] with everything that was stated, and a diagnostic for each fault of the text.
//! Keywords that state facts are data of the [`Vocabulary`]; only blocks, geometry and placement are written here, in one
//! table (`grammar`). No fact is derived and no requirement is known here.
//!
//! The line inside: `lexer` (nom) → `parse` (recovering; words by `lexicon`) → `ast` → `lower` → model; `format` writes an
//! `ast` back, `reference` writes the manual.

mod ast;
mod faults;
mod format;
mod grammar;
mod lexer;
mod lexicon;
mod lower;
mod parse;
mod pieces;
mod reference;
mod twice;
mod values;

use std::path::PathBuf;

pub use self::ast::Document;
use self::lexicon::Lexicon;
use crate::localized;
use crate::model::Model;
use crate::source::{Diagnostic, Parsed, SourceId, Sources, Span};
use crate::text::Localized;
use crate::vocab::Vocabulary;

/// Largest description, in bytes. A whole project with all its furniture is some hundred kilobytes.
pub const LARGEST_FILE: usize = 16 << 20;

/// Reads a description. The value is none when the text describes no project; everything that was wrong is told, and
/// what could be read is kept.
pub fn read(
    sources: &mut Sources,
    path: impl Into<PathBuf>,
    text: impl Into<String>,
    vocabulary: &Vocabulary,
) -> Parsed<Option<Model>> {
    let source = sources.add(path, text);
    read_source(sources, source, vocabulary)
}

/// Reads a description from bytes: what is not UTF-8 is told with its place and read as `\u{fffd}`.
pub fn read_bytes(
    sources: &mut Sources,
    path: impl Into<PathBuf>,
    bytes: &[u8],
    vocabulary: &Vocabulary,
) -> Parsed<Option<Model>> {
    let bad = std::str::from_utf8(bytes).err().map(|e| e.valid_up_to());
    let source = sources.add(path, String::from_utf8_lossy(bytes));
    let mut parsed = read_source(sources, source, vocabulary);
    if let Some(at) = bad {
        let fault = Diagnostic::error(
            "design.not-utf8",
            Span::new(source, at, at + '\u{fffd}'.len_utf8()),
            Localized::new(
                "filen er ikke UTF-8 fra dette tegnet",
                "the file is not UTF-8 from this character on",
            ),
        );
        let help = Localized::new("lagre filen som UTF-8", "save the file as UTF-8");
        parsed.diagnostics.insert(0, fault.help(help));
    }
    parsed
}

/// Reads a description that is a source already.
pub fn read_source(sources: &Sources, source: SourceId, vocabulary: &Vocabulary) -> Parsed<Option<Model>> {
    let text = sources.file(source).text();
    if let Some(fault) = too_large(text, source) {
        return Parsed { value: None, diagnostics: vec![fault] };
    }
    let lexicon = Lexicon::new(vocabulary);
    let (document, faults) = parse::document(text, source, &lexicon);
    let (model, faults) = lower::model(&document, &lexicon, sources, source, faults);
    Parsed { value: model, diagnostics: faults.finish(source) }
}

/// Reads a description as it is written, without placing anything.
pub fn parse(sources: &Sources, source: SourceId, vocabulary: &Vocabulary) -> Parsed<Document> {
    let text = sources.file(source).text();
    if let Some(fault) = too_large(text, source) {
        return Parsed { value: Document::default(), diagnostics: vec![fault] };
    }
    let lexicon = Lexicon::new(vocabulary);
    let (document, faults) = parse::document(text, source, &lexicon);
    Parsed { value: document, diagnostics: faults.finish(source) }
}

/// A description evenly laid out, with its comments. None when it has errors: what was not understood could be lost.
pub fn format(sources: &Sources, source: SourceId, vocabulary: &Vocabulary) -> Parsed<Option<String>> {
    let parsed = parse(sources, source, vocabulary);
    let text = (!parsed.has_errors()).then(|| format::print(&parsed.value));
    Parsed { value: text, diagnostics: parsed.diagnostics }
}

/// The manual of the language for a vocabulary, as Markdown: `spec/BOLIG.md`.
pub fn reference(vocabulary: &Vocabulary) -> String {
    reference::write(vocabulary)
}

fn too_large(text: &str, source: SourceId) -> Option<Diagnostic> {
    (text.len() > LARGEST_FILE).then(|| {
        let most = LARGEST_FILE >> 20;
        Diagnostic::error(
            "design.too-large",
            Span::new(source, 0, 0),
            localized!(
                "filen er over {most} MiB og er ikke lest",
                "the file is over {most} MiB and was not read"
            ),
        )
        .help(Localized::new("del prosjektet i flere filer", "split the project into several files"))
    })
}
