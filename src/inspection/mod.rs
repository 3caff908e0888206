//! The visit: what inspectors are to look at, what they saw, with photos and places on the plan, and its report.

mod checklist;
mod file;
mod join;
mod jpeg;
mod paper;
mod pdf;
pub mod photo;
mod plans;
mod report;
mod report_page;
mod visit;

pub use checklist::{Basis as ChecklistBasis, checklist};
pub use file::{is_beside, read, schema, write};
pub use join::declare;
pub use paper::{checklist_page, stops};
pub use pdf::{checklist_pdf, report_pdf};
pub use plans::sheets;
pub use report::{Basis, Line, PhotoPage, Request, VisitReport, report};
pub use report_page::report_page;
pub use visit::{
    FILE, FORMAT, Mark, Observation, PHOTOS, Participant, PhotoEntry, Pin, Seen, SeenFact, State, Visit,
};
