//! The visit: what inspectors saw, with photos and places on the plan.

mod checklist;
mod file;
mod join;
mod jpeg;
pub mod photo;
mod visit;

pub use checklist::{Basis, checklist};
pub use file::{is_beside, read, schema, write};
pub use join::declare;
pub use visit::{
    FILE, FORMAT, Mark, Observation, PHOTOS, Participant, PhotoEntry, Pin, Seen, SeenFact, State, Visit,
};
