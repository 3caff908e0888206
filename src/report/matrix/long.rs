//! Texts longer than a cell holds: nothing is cut, the rest stands on a sheet of its own.

use crate::localized;
use crate::text::Lang;

/// Most characters of a cell, as UTF-16 units, less room for the reference to the rest. Excel's limit is 32 767.
const CELL: usize = 32_000;

/// Texts that went on elsewhere: the cell they belong to and their pieces.
#[derive(Debug, Default)]
pub(super) struct Long {
    /// Heading of the sheet they stand on.
    pub(super) sheet: String,
    /// Cell, and one piece of its text.
    pub(super) pieces: Vec<(String, String)>,
}

impl Long {
    /// The text as a cell holds it. Of a longer one the first piece and where the whole stands.
    pub(super) fn fit(&mut self, text: &str, cell: &str, lang: Lang) -> String {
        if text.encode_utf16().count() <= CELL {
            return text.to_owned();
        }
        let pieces = pieces(text);
        let first = pieces.first().cloned().unwrap_or_default();
        self.pieces.extend(pieces.into_iter().map(|p| (cell.to_owned(), p)));
        let sheet = &self.sheet;
        let more = localized!(
            " … (hele teksten står i arket «{sheet}», {cell})",
            " … (the whole text is on the sheet “{sheet}”, {cell})"
        );
        format!("{first}{}", more.get(lang))
    }
}

fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        if units + c.len_utf16() > CELL {
            pieces.push(String::new());
            units = 0;
        }
        units += c.len_utf16();
        if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_a_cell_stands_whole_elsewhere() {
        let mut long = Long { sheet: "Lange tekster".into(), ..Long::default() };
        let text = "𝔸".repeat(20_000);
        let cell = long.fit(&text, "F2", Lang::Nb);
        assert!(cell.encode_utf16().count() < 32_767);
        assert!(cell.ends_with("(hele teksten står i arket «Lange tekster», F2)"));
        assert_eq!(long.pieces.iter().map(|(_, p)| p.as_str()).collect::<String>(), text);
        assert_eq!(long.fit("kort", "F3", Lang::Nb), "kort");
    }
}
