//! Texts longer than a cell holds, or taller than a row can show: nothing is cut, the whole stands on a sheet of its own.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::xlsx::{Look, heading, height, lines_of, text};
use crate::text::{Lang, Localized};

/// Most characters of a cell, as UTF-16 units, less room for the reference to the rest. Excel's limit is 32 767.
const CELL: usize = 32_000;

/// Most lines a row shows, one of them for the reference to the rest.
const TALLEST: usize = 29;
/// Width of the column the whole texts stand in.
const WIDTH: f64 = 120.0;

/// Texts that went on elsewhere: the cell they belong to and their pieces.
#[derive(Debug)]
pub(in crate::report) struct Long {
    /// Heading of the sheet they stand on.
    sheet: String,
    /// Cell, and one piece of its text.
    pieces: Vec<(String, String)>,
}

impl Long {
    /// None yet.
    pub(in crate::report) fn new(lang: Lang) -> Self {
        let sheet = Localized::new("Lange tekster", "Long texts").get(lang).to_owned();
        Self { sheet, pieces: Vec::new() }
    }

    /// Adds the sheet they stand on, where there are any.
    pub(in crate::report) fn write(
        &self,
        book: &mut Workbook,
        look: &Look,
        lang: Lang,
    ) -> Result<(), XlsxError> {
        if self.pieces.is_empty() {
            return Ok(());
        }
        let sheet = book.add_worksheet().set_name(&self.sheet)?;
        sheet.set_column_width(0, 18)?.set_column_width(1, WIDTH)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        heading(sheet, 0, &[&text(lang, "Celle", "Cell"), &text(lang, "Tekst", "Text")], look)?;
        for (i, (cell, piece)) in self.pieces.iter().enumerate() {
            let row = i as u32 + 1;
            sheet.write_string_with_format(row, 0, cell, &look.cell)?;
            sheet.write_string_with_format(row, 1, piece, &look.cell)?;
            sheet.set_row_height(row, height([(piece.as_str(), WIDTH)]))?;
        }
        Ok(())
    }

    /// The text as a cell of a width holds it and a row shows it; of a longer one the beginning and where the whole stands.
    /// A width without end stands for what need not be seen whole.
    pub(in crate::report) fn fit(&mut self, text: &str, cell: &str, width: f64, lang: Lang) -> String {
        let lines = if width.is_finite() { TALLEST } else { usize::MAX };
        let beginning = beginning(text, width, lines);
        if beginning.len() == text.len() {
            return text.to_owned();
        }
        let mut rest = text;
        while !rest.is_empty() {
            let piece = self::beginning(rest, WIDTH, TALLEST);
            self.pieces.push((cell.to_owned(), piece.to_owned()));
            rest = &rest[piece.len()..];
        }
        let sheet = &self.sheet;
        let (opening, close) = match lang {
            Lang::Nb => (MORE[0], "»"),
            Lang::En => (MORE[1], "”"),
        };
        format!("{}{opening}{sheet}{close}, {cell})", beginning.trim_end())
    }
}

/// How the reference to the whole text begins, in bokmål and in English.
const MORE: [&str; 2] = [" … (hele teksten står i arket «", " … (the whole text is on the sheet “"];

/// Whether the text of a cell is the beginning of a longer one with the reference to it, as it was written: nobody changed
/// it.
pub fn stands_for(cell: &str, whole: &str) -> bool {
    let cut = MORE.iter().filter_map(|m| cell.rfind(m)).max();
    cut.is_some_and(|at| whole.starts_with(&cell[..at]) && whole.len() > at)
}

/// As much of a text as a cell of a width takes and a row shows, up to the end of a line where there is one.
fn beginning(text: &str, width: f64, lines: usize) -> &str {
    let (mut units, mut used, mut end) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let own = lines_of(line, width);
        let size = line.encode_utf16().count();
        if used + own > lines || units + size > CELL {
            break;
        }
        (units, used, end) = (units + size, used + own, end + line.len());
    }
    if end > 0 || text.is_empty() {
        return &text[..end];
    }
    // One line alone is too long: it is broken where it must be.
    let columns = (width * lines as f64) as usize;
    let mut units = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        units += c.len_utf16();
        if at > 0 && (count >= columns || units > CELL) {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_stands_whole_elsewhere() {
        let mut long = Long::new(Lang::Nb);
        for text in ["𝔸".repeat(20_000), "en linje\n".repeat(200), format!("{}\nå", "ord ".repeat(9_000))]
        {
            long.pieces.clear();
            let cell = long.fit(&text, "F2", 30.0, Lang::Nb);
            assert!(cell.encode_utf16().count() < 32_767);
            assert!(lines_of(&cell, 30.0) <= 31, "a row shows it: {}", lines_of(&cell, 30.0));
            assert!(cell.ends_with("(hele teksten står i arket «Lange tekster», F2)"));
            assert_eq!(long.pieces.iter().map(|(_, p)| p.as_str()).collect::<String>(), text);
        }
        let text = "ord\n".repeat(9_000);
        let cell = long.fit(&text, "F2", f64::INFINITY, Lang::En);
        assert!(stands_for(&cell, &text) && !stands_for(&cell, "noe annet") && !stands_for("ord", &text));
        long.pieces.clear();
        assert_eq!(long.fit("kort", "F3", 30.0, Lang::Nb), "kort");
        let all = "en linje\n".repeat(TALLEST);
        assert_eq!(long.fit(all.trim_end(), "F3", 30.0, Lang::Nb), all.trim_end());
        assert!(long.pieces.is_empty());
    }
}
