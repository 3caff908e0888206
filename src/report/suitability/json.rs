//! The comparison for machines: JSON with a version of its own, the structs of the document as they are.
//!
//! Fields are only added within a format version; renaming or removing one, or changing a meaning, raises [`VERSION`].

use schemars::JsonSchema;
use serde::Serialize;

use super::document::Suitability;

/// Version of the format.
pub const VERSION: u32 = 1;
/// Name of the format.
const FORMAT: &str = "befaring.suitability";

/// What each resident group would find in a design.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "befaring suitability")]
struct Root<'a> {
    /// Always `befaring.suitability`.
    format: &'a str,
    /// Version of this format.
    format_version: u32,
    #[serde(flatten)]
    document: &'a Suitability,
}

/// The comparison as JSON text, ending in a line break.
///
/// # Errors
/// Never: every part is plain data with text keys.
pub fn render(document: &Suitability) -> Result<String, serde_json::Error> {
    let root = Root { format: FORMAT, format_version: VERSION, document };
    let mut text = serde_json::to_string_pretty(&root)?;
    text.push('\n');
    Ok(text)
}

/// The JSON Schema (2020-12) of the format, ending in a line break.
///
/// # Errors
/// Never: a schema is plain data.
pub fn schema() -> Result<String, serde_json::Error> {
    let schema = schemars::schema_for!(Root);
    let mut text = serde_json::to_string_pretty(&schema)?;
    text.push('\n');
    Ok(text)
}
