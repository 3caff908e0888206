//! Models held against IDS files, resolved into one document and laid out: terminal, HTML, Markdown, JSON, SARIF,
//! JUnit, GitLab code quality, GitHub annotations, BCF, and a sheet of the kravmatrise.
//!
//! The document is resolved once, in one language, with as many elements per requirement as are asked for; the
//! outputs only lay it out, and the JSON output is the document itself. Each output stands alone («ids check») or
//! as a chapter of a project's report.

mod annotations;
mod code_quality;
mod document;
pub mod formats;
mod html;
mod json;
mod junit;
mod lines;
mod markdown;
mod resolve;
mod sarif;
mod sheet;
mod terminal;
mod words;

pub(super) use annotations::all as all_annotations;
pub use annotations::render as annotations;
pub(super) use code_quality::issues;
pub use code_quality::render as code_quality;
pub use document::{
    CheckLine, Counts, ElementLine, IdsReport, ModelFile, RequirementLine, SpecificationFile,
    SpecificationLine,
};
pub use html::render as html;
pub(super) use html::{CHAPTER_STYLE, chapter};
pub use json::{VERSION, render as json, schema};
pub use junit::render as junit;
pub(super) use junit::suites;
pub(super) use markdown::chapter as markdown_chapter;
pub use markdown::render as markdown;
pub use resolve::{Pair, gather, resolve};
pub use sarif::render as sarif;
pub(super) use sarif::run as sarif_run;
pub(super) use sheet::write as write_sheet;
pub use terminal::render as terminal;
