//! The resolved report and its outputs.
//!
//! In come facts and findings, out goes a [`Report`]: sorted, grouped, counted, lettered and written out in one
//! language. The outputs (one file each) only lay it out. Nothing here judges: verdicts come from
//! [`evaluate`](mod@crate::evaluate) and are counted, never changed.

mod counts;
pub mod coverage;
mod date;
mod document;
pub mod drawings;
pub mod faults;
pub mod formats;
mod grounds;
pub mod html;
mod input;
pub mod json;
pub mod krav;
mod letters;
mod outcome;
mod places;
mod points;
pub mod requirement;
mod resolve;
pub mod terminal;
mod turns;
mod words;

pub use date::Date;
pub use document::{
    ChangeLine, Chapter, CheckResult, ContradictionLine, CountRow, Counts, Degree, EditionHead, Entry,
    EvidenceLine, FaultLine, FromLine, Grounds, IfcRef, InputFile, Mark, Outcome, ParameterLine, PlaceLine,
    Point, Program, RemedyLine, Report, SECTIONS, Section, SourceLine, Spot, Tally, TurnLine, WayLine,
    verdict_id,
};
pub use outcome::Policy;
pub use resolve::{Request, resolve};
