//! The kravmatrise as CSV, in two dialects that must not be mixed.
//!
//! For Norwegian Excel: UTF-8 with a byte order mark, semicolons, CRLF, headings and words in the report's language,
//! and an apostrophe before what a spreadsheet would take for a formula. For machines: RFC 4180 with commas,
//! English column names, ids for words, and texts just as they are.

use super::super::document::{Report, verdict_id};
use super::{Column, Row, rows};

/// Whom the file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// A spreadsheet program set to Norwegian.
    Excel,
    /// Another program.
    Machine,
}

/// The matrix as the bytes of a file.
///
/// # Errors
/// Never: writing to memory does not fail.
pub fn render(report: &Report, dialect: Dialect) -> Result<Vec<u8>, csv::Error> {
    let mut out: Vec<u8> = Vec::new();
    let mut settings = csv::WriterBuilder::new();
    settings.terminator(csv::Terminator::CRLF);
    if dialect == Dialect::Excel {
        out.extend("\u{feff}".as_bytes());
        settings.delimiter(b';');
    }
    let mut writer = settings.from_writer(&mut out);
    writer.write_record(Column::ALL.map(|c| match dialect {
        Dialect::Excel => c.name().get(report.lang).to_owned(),
        Dialect::Machine => c.id().to_owned(),
    }))?;
    for row in rows(report) {
        writer.write_record(Column::ALL.map(|c| match dialect {
            Dialect::Excel => guarded(&row.text(c, report.lang)),
            Dialect::Machine => plain(&row, c, report),
        }))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(out)
}

fn plain(row: &Row, column: Column, report: &Report) -> String {
    match column {
        Column::Verdict => verdict_id(row.verdict).to_owned(),
        Column::Force => row.force.to_owned(),
        Column::Manual => row.filled.manual.map_or_else(String::new, |v| verdict_id(v).to_owned()),
        _ => row.text(column, report.lang),
    }
}

/// A text no spreadsheet takes for a formula. An apostrophe of its own is kept apart by another one.
pub fn guarded(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    if begins { format!("'{text}") } else { text.to_owned() }
}

/// The text that was [`guarded`].
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guarded_comes_back_as_it_was() {
        for text in ["=cmd|'/c calc'!A1", "+1", "-", "@sum", "'=x", "''", "'hei", "hei", "", "−3"] {
            assert_eq!(unguarded(&guarded(text)), text);
            assert!(!guarded(text).starts_with(['=', '+', '-', '@']));
        }
    }
}
