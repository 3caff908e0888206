//! Judges designs of «forsterkede boliger» against their requirement document.
//!
//! The line: sources are read into a model, the model gives facts, the catalogue's requirements are
//! evaluated over the facts, and the findings become a report that every output shows.

pub mod attest;
pub mod catalogue;
pub mod check;
pub mod cli;
pub mod date;
pub mod design;
pub mod evaluate;
pub mod facts;
pub mod finding;
pub mod fravik;
pub mod geometry;
pub mod ids;
pub mod ifc;
pub mod inspection;
pub mod judge;
pub mod model;
pub mod plan;
pub mod project;
pub mod quantity;
pub mod report;
pub mod serve;
pub mod source;
pub mod suitability;
pub mod text;
pub mod visits;
pub mod vocab;
