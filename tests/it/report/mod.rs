//! The resolved report and every output of it, from one sample.

mod html;
mod outputs;
mod resolved;
pub(crate) mod sample;
