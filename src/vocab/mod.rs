//! The words of the field, read from `spec/vocabulary` and `spec/tables`.
//!
//! What groups and standards there are, what rooms are called, which facts a project can state and how each
//! is written in a description, found in an IFC model or seen on site. Nothing here judges: thresholds are
//! the [catalogue](crate::catalogue)'s.

mod fact;
mod load;
mod phase;
mod rooms;
mod words;

pub use fact::{FactDef, FactKind, IfcSource, OWN_SET, OWN_SETS, SubjectKind};
pub use load::{Vocabulary, VocabularyFiles};
pub use phase::Phase;
pub use rooms::{Compounds, RoomName};
pub use words::{Fixture, Group, Material, RoomFunction, Standard, Table, Word, normal, normalise};
