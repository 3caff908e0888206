//! What does a `befaring.toml` say: which files, judged how, by what, and where the outputs go?
//!
//! In comes the text of a file, out goes a [`Project`] or diagnostics that point at the word. Paths are relative to the
//! file. What the catalogue must know (groups, editions, parameters, requirements) is checked in [`Project::check`].

mod check;
mod file;
mod phases;

pub use check::check_fravik;
pub use file::{IfcSection, OutputTable, Project, RoomTable, schema};
pub use phases::PhaseDates;

/// The file's usual name.
pub const FILE_NAME: &str = "befaring.toml";
/// The schema's name beside it, which editors are pointed at.
pub const SCHEMA_NAME: &str = "befaring.schema.json";
/// A file of departures beside the project file that is read without being named, and a folder of such files.
pub const FRAVIK_FILE: &str = "fravik.toml";
/// See [`FRAVIK_FILE`].
pub const FRAVIK_FOLDER: &str = "fravik";
