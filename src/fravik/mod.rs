//! Which departures from the requirements were agreed, and what becomes of the findings they concern?
//!
//! A fravik is matched by requirement and place. It turns a negative finding into «negativt, fravik godkjent»: kept
//! visible, counted by itself, and not failing the check. One that has expired excuses nothing; one that matches
//! nothing, or that another contradicts, is told. The day is an argument: without one, an expiry cannot be judged.

mod apply;
mod entry;
mod read;

pub use apply::{Registered, apply};
pub use entry::{Decision, Entry, Kind};
pub use read::{FravikFile, RawFravik, entries, read};
