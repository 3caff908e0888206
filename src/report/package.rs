//! Files put together in a zip archive, the same bytes for the same files: DOCX and BCF are such archives.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file of an archive: its name and its bytes.
pub type Part = (String, Vec<u8>);

/// The archive. Names are ours, with slashes; the order given is kept, every date is the same.
///
/// # Errors
/// When an archive cannot hold the files: too many, or too large.
pub fn zip(parts: &[Part]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Text between tags or quotation marks. What XML 1.0 does not allow at all becomes «□», so that it is seen.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{9}' | '\u{a}' => out.push(c),
            '\u{d}' => {}
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('□'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_archive() {
        let parts = [("a/b.txt".to_owned(), b"hei".to_vec())];
        assert_eq!(zip(&parts).unwrap(), zip(&parts).unwrap());
    }

    #[test]
    fn no_text_breaks_out_of_its_tag() {
        assert_eq!(escaped("<a b=\"æ\">&\u{0}\r\n"), "&lt;a b=&quot;æ&quot;&gt;&amp;□\n");
    }
}
