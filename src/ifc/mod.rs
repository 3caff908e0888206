//! What does this building model say? IFC files of every schema in use, read without losing anything silently.
//!
//! In come bytes of an exchange file (ISO 10303-21, plain or zipped); out go records by number and class,
//! with attributes by name, relations both ways, units and property sets. Nothing here knows a requirement,
//! and nothing here counts attribute positions by hand: `schema` knows them.

pub mod schema;
pub mod step;
