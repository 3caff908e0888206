//! The resolved report and its outputs.
//!
//! In come facts and findings, out goes a [`Report`]: sorted, grouped, counted, lettered and written out in one
//! language. The outputs (one file each) only lay it out. Nothing here judges: verdicts come from
//! [`evaluate`](mod@crate::evaluate) and are counted, never changed.

mod baseline;
pub mod bcf;
pub mod bids;
pub mod ci;
pub mod compare;
mod counts;
pub mod coverage;
pub mod diff;
mod document;
pub mod drawings;
mod elements;
pub mod faults;
pub mod formats;
pub mod gaps;
mod grounds;
pub mod html;
pub mod ids;
mod input;
pub mod json;
pub mod krav;
mod letters;
pub mod matrix;
mod outcome;
mod package;
pub mod pdf;
mod places;
mod points;
mod register;
pub mod requirement;
mod resolve;
mod snapshot;
mod statements;
pub mod suitability;
pub mod terminal;
mod turns;
mod words;

pub use crate::date::Date;
pub use document::{
    AbsentLine, Baseline, ChangeLine, Chapter, CheckResult, ContradictionLine, CountRow, Counts, Degree,
    DepartureLine, DisciplineRef, EditionHead, ElementLine, ElementRef, Entry, EvidenceLine, FaultLine,
    FravikLine, FromLine, Grounds, IfcRef, InputFile, Judging, Mark, Outcome, ParameterLine, PlaceLine,
    Point, Program, RemedyLine, Report, SECTIONS, Section, Since, SourceLine, Spot, StatementLine, Tally,
    TurnLine, UnmetLine, WayLine, verdict_id,
};
pub use outcome::Policy;
pub use package::{Part, zip};
pub use places::named_together;
pub use resolve::{Request, Unmet, resolve};
pub(crate) use words::Word;
