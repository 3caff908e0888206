//! What became of the findings from one report to the next?
//!
//! New, resolved, changed, unchanged, and what cannot be compared. A finding is the same when its requirement and its
//! place are; places meet by id, then by GlobalId, then by where they are, so that a renamed room is not a new one. What
//! is only gone because a model, a dwelling, a group or an edition is, is never told as resolved.

mod changes;
mod matching;
mod past;

pub use changes::{Change, Class, Comparison, Delta, Renamed, compare};
pub use past::{Case, Past, PastError};
