//! Models held against IDS files, resolved into one document and laid out: terminal, HTML, JSON, SARIF, JUnit.
//!
//! The document is resolved once, in one language, with as many elements per requirement as are asked for; the
//! outputs only lay it out, and the JSON output is the document itself.

mod document;
mod html;
mod json;
mod junit;
mod resolve;
mod sarif;
mod terminal;
mod words;

pub use document::{
    CheckLine, Counts, ElementLine, IdsReport, ModelFile, RequirementLine, SpecificationFile,
    SpecificationLine,
};
pub use html::render as html;
pub use json::{VERSION, render as json, schema};
pub use junit::render as junit;
pub use resolve::{Pair, gather, resolve};
pub use sarif::render as sarif;
pub use terminal::render as terminal;
