//! Models held against IDS files, resolved into one document and laid out: terminal, JSON, HTML.
//!
//! The document is resolved once, in one language, with as many elements per requirement as are asked for; the
//! outputs only lay it out, and the JSON output is the document itself.

mod document;
mod html;
mod json;
mod resolve;
mod terminal;
mod words;

pub use document::{
    CheckLine, Counts, ElementLine, IdsReport, ModelFile, RequirementLine, SpecificationFile,
    SpecificationLine,
};
pub use html::render as html;
pub use json::{VERSION, render as json, schema};
pub use resolve::{Pair, gather, resolve};
pub use terminal::render as terminal;
