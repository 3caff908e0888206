//! The folder of a visit as several people work on it: locked while it is changed, written whole, and changed one field
//! at a time, each change with what it replaces.
//!
//! The web server and the command line both write through here, so that neither loses what the other wrote.

mod change;
pub(crate) mod copy;
pub(crate) mod disk;
pub(crate) mod merge;
pub(crate) mod photos;
pub(crate) mod store;

pub use change::{Change, Outcome, What};
pub(crate) use disk::locked;
