//! What was given: files, places in them, and what is wrong with them.
//!
//! In come bytes with a name; out go [`Span`]s that turn into line and column only when somebody looks, and
//! [`Diagnostic`]s. A diagnostic is a fault of the *input*; that the building does not comply is a
//! `Finding`, and that the program cannot go on is an error.

mod diagnostic;
mod file;
mod toml_text;
mod tree;

pub use diagnostic::{Code, Diagnostic, Label, Location, Parsed, Severity};
pub use file::{Position, SourceFile, SourceId, Sources, Span};
pub use toml_text::{OneOrMany, ReadFile, read_toml, read_toml_files};
pub use tree::{Tree, TreeError};
