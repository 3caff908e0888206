//! What records does an exchange file hold? A reader of ISO 10303-21 «clear text encoding».
//!
//! In come bytes of any size and any health; out goes a [`File`]: the header and an index of every record by
//! number and type. One parallel scan finds the records, aware of strings and comments; attributes are
//! decoded from the bytes when somebody asks ([`Value`]). A damaged record is a [`Fault`] and reading goes on
//! at the next record. No schema is known here, and no attribute has a name.

mod container;
mod error;
mod fault;
mod file;
mod header;
mod index;
mod iso8859;
mod lex;
mod lines;
mod run;
mod scan;
mod text;
mod types;
mod value;
mod words;

pub use container::{GZIP, Limits, is_read_through};
pub use error::{Error, is_another_format};
pub use fault::{Fault, FaultKind, Faults};
pub use file::{File, Id, Record};
pub use header::Header;
pub use index::TypeId;
pub use text::Text;
pub use value::{Binary, List, Typed, Value, Values};
