//! A filled-in table as a spreadsheet program saves it: rows of texts, from XLSX or CSV, whatever its dialect.
//!
//! Cells are read one by one and only those that hold something are kept, so that a cell in the last corner of a
//! sheet costs nothing. Archives are measured before anything is taken out of them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};

use crate::text::Localized;

/// Largest file read, in bytes, and largest it may be unpacked.
pub const LARGEST: usize = 64 << 20;
const LARGEST_UNPACKED: u64 = 512 << 20;
/// Most cells read.
const MOST_CELLS: usize = 20_000_000;
/// Most parts of an archive.
const MOST_PARTS: usize = 10_000;

/// Rows of a table: its number as a spreadsheet shows it, and its cells by column from 0. Empty cells are left out.
pub(super) type Rows = Vec<(usize, BTreeMap<usize, String>)>;

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", .what.en)]
pub struct SheetError {
    /// What is wrong.
    pub what: Localized,
    /// What to do about it.
    pub help: Localized,
}

impl SheetError {
    pub(super) fn new(what: Localized, help: Localized) -> Self {
        Self { what, help }
    }

    fn too_large() -> Self {
        Self::new(
            Localized::new(
                "filen er for stor til å være en kravmatrise",
                "the file is too large to be a matrix",
            ),
            Localized::new("er det riktig fil?", "is it the right file?"),
        )
    }
}

/// The tables of a file, the sheets of a workbook in their order.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Rows>, SheetError> {
    if bytes.len() > LARGEST {
        return Err(SheetError::too_large());
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(bytes);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(SheetError::new(
            Localized::new(
                "filen er i det gamle Excel-formatet, eller er låst med passord",
                "the file is in Excel's old format, or locked with a password",
            ),
            Localized::new(
                "lagre den som .xlsx eller .csv uten passord",
                "save it as .xlsx or .csv, without a password",
            ),
        ));
    }
    Ok(vec![separated(&decoded(bytes))?])
}

/// Refuses an archive that would unpack to more than any matrix is.
fn measured(bytes: &[u8]) -> Result<(), SheetError> {
    let broken = || {
        SheetError::new(
            Localized::new("arbeidsboken kan ikke leses", "the workbook cannot be read"),
            Localized::new(
                "åpne den i et regneark og lagre den på nytt",
                "open it in a spreadsheet and save it again",
            ),
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_PARTS {
        return Err(SheetError::too_large());
    }
    let mut left = LARGEST_UNPACKED;
    for i in 0..archive.len() {
        let part = archive.by_index(i).map_err(|_| broken())?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        left = left.checked_sub(size).ok_or_else(SheetError::too_large)?;
    }
    Ok(())
}

fn workbook(bytes: &[u8]) -> Result<Vec<Rows>, SheetError> {
    measured(bytes)?;
    let unreadable = |cause: calamine::XlsxError| {
        SheetError::new(
            Localized::new(
                format!("arbeidsboken kan ikke leses: {cause}"),
                format!("the workbook cannot be read: {cause}"),
            ),
            Localized::new(
                "lagre den som .xlsx eller .csv i regnearket",
                "save it as .xlsx or .csv from the spreadsheet",
            ),
        )
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut tables = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut rows: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
        // A chart sheet has no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell().map_err(unreadable)? {
            cells += 1;
            if cells > MOST_CELLS {
                return Err(SheetError::too_large());
            }
            let text = shown(cell.get_value());
            if !text.trim().is_empty() {
                let (row, column) = cell.get_position();
                rows.entry(row as usize + 1).or_default().insert(column as usize, text);
            }
        }
        tables.push(rows.into_iter().collect());
    }
    Ok(tables)
}

fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => super::matrix::day_of_serial(at.as_f64()),
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(fault) => fault.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// Text in one of the encodings spreadsheet programs save: UTF-8, UTF-16 with a mark, else Windows-1252.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let marked = encoding_rs::Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let utf8 = std::str::from_utf8(bytes).is_ok();
    let encoding = marked.unwrap_or(if utf8 { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 });
    encoding.decode(bytes).0.into_owned()
}

/// Separated values; the separator is the one the heading has most of.
fn separated(text: &str) -> Result<Rows, SheetError> {
    // NOTE: Excel writes a line «sep=;» of its own before the heading when asked to.
    let (separator, text) = match text.strip_prefix("sep=").and_then(|t| t.split_once('\n')) {
        Some((own, rest)) if own.trim_end().len() == 1 => (own.as_bytes().first().copied(), rest),
        _ => (None, text),
    };
    let heading = text.lines().next().unwrap_or_default();
    let count = |c: &u8| heading.bytes().filter(|b| b == c).count();
    let separator =
        separator.unwrap_or_else(|| [b';', b',', b'\t'].into_iter().max_by_key(count).unwrap_or(b';'));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|cause| {
            SheetError::new(
                Localized::new(
                    format!("CSV-filen kan ikke leses: {cause}"),
                    format!("cannot read the CSV: {cause}"),
                ),
                Localized::new("lagre den på nytt som CSV UTF-8", "save it again as CSV UTF-8"),
            )
        })?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        let cells = record.iter().enumerate().filter(|(_, c)| !c.trim().is_empty());
        // Only the dialect for spreadsheets guards what looks like a formula.
        let text = |c: &str| match separator {
            b',' => c.to_owned(),
            _ => crate::report::matrix::csv::unguarded(c).to_owned(),
        };
        let cells: BTreeMap<usize, String> = cells.map(|(i, c)| (i, text(c))).collect();
        if !cells.is_empty() {
            rows.push((line, cells));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rows: &Rows) -> Vec<Vec<&str>> {
        rows.iter().map(|(_, r)| r.values().map(String::as_str).collect()).collect()
    }

    #[test]
    fn every_dialect_a_spreadsheet_saves_is_read() {
        let utf16: Vec<u8> = "\u{feff}a\tå\r\n1\t2\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            "\u{feff}a;å\r\n1;2\r\n".as_bytes(),
            "a,å\n1,2\n".as_bytes(),
            b"a;\xe5\r\n1;2\r\n",
            "sep=;\r\na;å\r\n1;2\r\n".as_bytes(),
            &utf16,
        ] {
            let tables = read(bytes).unwrap();
            assert_eq!(cells(&tables[0]), [["a", "å"], ["1", "2"]], "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_workbook_is_refused_in_words() {
        assert!(read(b"PK\x03\x04 not really").is_err());
        assert!(read(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0]).is_err());
        assert!(read(b"").unwrap()[0].is_empty());
    }
}
