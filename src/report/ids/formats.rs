//! Every output of models held against IDS files: its name, its file, and what makes it.

use super::super::bcf::{self, Version};
use super::super::formats::FormatError;
use super::super::terminal::PAGE_WIDTH;
use super::IdsReport;

/// An output.
pub struct Format {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its file in a folder.
    pub file: &'static str,
    /// Endings of a file's name that choose it, the first output that has one.
    pub endings: &'static [&'static str],
    /// Whether it is made when a folder is named and nothing else.
    pub by_default: bool,
    /// Whether it is text, which a terminal can show.
    pub is_text: bool,
    /// Makes it.
    pub make: fn(&IdsReport) -> Result<Vec<u8>, FormatError>,
}

/// All outputs, in the order they are told of.
pub const FORMATS: &[Format] = &[
    text("text", "ids.txt", &["txt"], |r| {
        let styled = super::terminal(r, PAGE_WIDTH, usize::MAX);
        Ok(anstream::adapter::strip_str(&styled).to_string().into_bytes())
    }),
    Format {
        by_default: true,
        ..text("html", "ids.html", &["html", "htm"], |r| Ok(super::html(r).into_bytes()))
    },
    Format { by_default: true, ..text("json", "ids.json", &["json"], |r| Ok(super::json(r)?.into_bytes())) },
    text("markdown", "ids.md", &["md", "markdown"], |r| Ok(super::markdown(r).into_bytes())),
    text("sarif", "ids.sarif", &["sarif"], |r| Ok(super::sarif(r)?.into_bytes())),
    text("junit", "ids.junit.xml", &["xml"], |r| Ok(super::junit(r)?.into_bytes())),
    text("gitlab", "gl-code-quality-report.json", &[], |r| Ok(super::code_quality(r)?.into_bytes())),
    text("github", "ids.github.txt", &[], |r| Ok(super::annotations(r).into_bytes())),
    Format {
        is_text: false,
        ..text("bcf", "ids.bcf", &["bcf", "bcfzip"], |r| bcf::render_ids(r, Version::V2_1))
    },
    Format { is_text: false, ..text("bcf3", "ids.3.0.bcf", &[], |r| bcf::render_ids(r, Version::V3_0)) },
];

const fn text(
    id: &'static str,
    file: &'static str,
    endings: &'static [&'static str],
    make: fn(&IdsReport) -> Result<Vec<u8>, FormatError>,
) -> Format {
    Format { id, file, endings, by_default: false, is_text: true, make }
}

/// The output of a name.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.id == id)
}

/// The output the ending of a file's name asks for.
pub fn of_ending(ending: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.endings.iter().any(|e| e.eq_ignore_ascii_case(ending)))
}
