//! Models held against IDS files, for machines: the resolved document as JSON, with a version and a schema.

use super::document::IdsReport;

/// Version of the format.
pub const VERSION: u32 = 1;

/// The document as JSON text, ending in a line break.
///
/// # Errors
/// Never: it is plain data with text keys.
pub fn render(report: &IdsReport) -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}

/// The JSON Schema (2020-12) of the format, ending in a line break.
///
/// # Errors
/// Never: a schema is plain data.
pub fn schema() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(IdsReport))?;
    text.push('\n');
    Ok(text)
}
