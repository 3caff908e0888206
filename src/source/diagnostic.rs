//! Faults of the input, told so that they can be mended.

use super::Span;
use crate::text::Localized;

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Read, but something is doubtful or was left out of the drawing.
    Warning,
    /// Could not be understood; the facts that hang on it are unknown.
    Error,
}

/// Stable name of a kind of fault, such as `design.unknown-word`.
pub type Code = &'static str;

/// A place with a few words about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there.
    pub text: Localized,
}

/// A place in a file whose text is not held in [`Sources`](super::Sources), such as a building model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The path as given.
    pub file: String,
    /// Line, from 1; none when the fault is the whole file's.
    pub line: Option<usize>,
}

/// One fault of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad.
    pub severity: Severity,
    /// What kind.
    pub code: Code,
    /// What is wrong, one sentence.
    pub message: Localized,
    /// Where; the first label is the primary place. Empty when the fault is the whole file's.
    pub labels: Vec<Label>,
    /// Where, in a file without a text to show; such a fault has no labels.
    pub location: Option<Location>,
    /// How to mend it.
    pub help: Option<Localized>,
    /// Text to put in place of the primary label's span, where one is likely right.
    pub replacement: Option<String>,
}

impl Diagnostic {
    /// A fault of the given severity without a place.
    pub fn new(severity: Severity, code: Code, message: Localized) -> Self {
        Self { severity, code, message, labels: Vec::new(), location: None, help: None, replacement: None }
    }

    /// An error at a place.
    pub fn error(code: Code, span: Span, message: Localized) -> Self {
        Self::new(Severity::Error, code, message).at(span, Localized::default())
    }

    /// A warning at a place.
    pub fn warning(code: Code, span: Span, message: Localized) -> Self {
        Self::new(Severity::Warning, code, message).at(span, Localized::default())
    }

    /// Adds a labelled place.
    #[must_use]
    pub fn at(mut self, span: Span, text: Localized) -> Self {
        self.labels.push(Label { span, text });
        self
    }

    /// Sets the place in a file whose text is not held.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>, line: Option<usize>) -> Self {
        self.location = Some(Location { file: file.into(), line });
        self
    }

    /// Sets the words of the primary label.
    #[must_use]
    pub fn label(mut self, text: Localized) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text;
        }
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, text: Localized) -> Self {
        self.help = Some(text);
        self
    }

    /// Proposes the text that should stand in the primary place.
    #[must_use]
    pub fn replace_with(mut self, text: impl Into<String>) -> Self {
        self.replacement = Some(text.into());
        self
    }

    /// The primary place.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }
}

/// What a reader gives: always a value, and everything that was wrong on the way.
#[derive(Debug, Clone)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What could not, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Parsed<T> {
    /// A value without faults.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Whether anything is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}
