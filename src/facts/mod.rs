//! Facts: everything a requirement may ask of a project, each known, unknown or conflicting.
//!
//! In comes a [`Model`], out goes a [`FactBase`]: the subjects (dwellings, rooms, doors …) with the facts that
//! were declared and those derived here, one file per area. A deriver that cannot compute says what is
//! missing; it never guesses. No requirement, threshold or verdict is known here.

mod base;
mod subjects;

pub use base::{Edge, Fact, FactBase, Node, Subject, SubjectIx, Unknown};

use crate::model::Model;
use crate::vocab::Vocabulary;

/// All facts of a project.
pub fn derive(model: &Model, vocabulary: &Vocabulary) -> FactBase {
    subjects::collect(model, vocabulary)
}
