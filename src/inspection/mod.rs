//! The visit: what inspectors are to look at, what they saw, with photos and places on the plan, its report and its
//! seal; and what recurs over many visits.

mod checklist;
mod file;
#[cfg(feature = "heic")]
mod heic;
mod join;
mod jpeg;
mod paper;
mod pdf;
pub mod photo;
mod plans;
mod report;
mod report_page;
mod seal;
mod stats;
mod stats_out;
mod visit;

pub use checklist::{Basis as ChecklistBasis, checklist};
pub use file::{is_beside, read, schema, write};
pub use join::declare;
pub use paper::{checklist_page, stops};
pub use pdf::{checklist_pdf, report_pdf};
pub use plans::sheets;
pub use report::{Basis, Line, PhotoPage, Request, VisitReport, report};
pub use report_page::report_page;
pub use seal::{FINAL_PDF, FINAL_REPORT, SEALED_FILES, broken, hash, list as sealed_list, seal};
pub use stats::{StatLine, Stats, Tally as StatTally, stats};
pub use stats_out::{stats_csv, stats_markdown, stats_page, stats_text};
pub use visit::{
    FILE, FORMAT, Mark, Observation, PHOTOS, Participant, PhotoEntry, Pin, Seen, SeenFact, State, Visit,
};
