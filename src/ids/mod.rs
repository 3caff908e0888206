//! What data must a building model carry? Information Delivery Specifications (IDS 1.0) and models held against them.
//!
//! In come an IDS file and building models; out go what the file asks for ([`document`]), what is wrong with the
//! file as diagnostics, and for every specification which elements it concerns and which of them lack what.
//! The requirements under `spec/` are not here: an IDS asks for data, they ask for a good dwelling.

pub mod audit;
pub mod check;
pub mod document;
pub mod export;
pub mod number;
mod pattern;
mod read;
mod write;

pub use document::Document;
pub use pattern::{Pattern, PatternError};
pub use read::{LARGEST_FILE, ReadError, read, text};
pub use write::write;
