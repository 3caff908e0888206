//! The resolved report and every output of it, from one sample.

mod bcf;
mod formats;
mod html;
mod matrix;
mod outputs;
mod pdf;
mod resolved;
pub(crate) mod sample;
