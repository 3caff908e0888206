//! Source files and places in them.
//!
//! A [`Span`] is two byte offsets and a file number: cheap to copy, exact, and free of line counting until
//! [`Sources::position`] is asked. Columns count Unicode scalar values from 1, as editors do.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Number of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A range of bytes in one file; `start <= end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end` of `source`.
    pub fn new(source: SourceId, start: usize, end: usize) -> Self {
        Self { source, start, end: end.max(start) }
    }

    /// The smallest span that holds both; the two must lie in the same file.
    pub fn to(self, other: Self) -> Self {
        Self::new(self.source, self.start.min(other.start), self.end.max(other.end))
    }
}

/// Line and column, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One input file held in memory.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
    /// Characters before every [`STEP`]th byte, so that a column far out on a long line costs no more than one near.
    characters: OnceLock<Vec<usize>>,
}

/// Bytes between two counts of characters.
const STEP: usize = 256;

impl SourceFile {
    /// The path it was given by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path as text for people, with `/` between its parts on every platform.
    pub fn name(&self) -> String {
        self.path.to_string_lossy().replace('\\', "/")
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0)
                .chain(self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
                .collect()
        })
    }

    /// Line and column of a byte offset; offsets past the end give the end.
    pub fn position(&self, offset: usize) -> Position {
        let starts = self.line_starts();
        let offset = offset.min(self.text.len());
        let line = starts.partition_point(|s| *s <= offset).max(1);
        let start = starts[line - 1];
        Position { line, column: self.characters_before(offset) - self.characters_before(start) + 1 }
    }

    /// Characters that begin before a byte offset within the text.
    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let begin = |bytes: &[u8]| bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count();
        let counts = self.characters.get_or_init(|| {
            let mut before = 0;
            bytes
                .chunks(STEP)
                .map(|chunk| {
                    let here = before;
                    before += begin(chunk);
                    here
                })
                .collect()
        });
        let step = (offset / STEP).min(counts.len().saturating_sub(1));
        counts.get(step).copied().unwrap_or_default() + begin(&bytes[step * STEP..offset])
    }

    /// The text of a line (from 1) without its line break.
    pub fn line(&self, line: usize) -> &str {
        let starts = self.line_starts();
        let Some(start) = line.checked_sub(1).and_then(|l| starts.get(l)).copied() else { return "" };
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }
}

/// All files of one run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a text in and gives its number.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            path: path.into(),
            text: text.into(),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        });
        id
    }

    /// The file with this number.
    ///
    /// # Panics
    /// Never for ids this value gave out.
    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (SourceId(i as u32), f))
    }

    /// Line and column where a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.file(span.source).position(span.start)
    }

    /// The text a span covers.
    pub fn snippet(&self, span: Span) -> &str {
        self.file(span.source).text.get(span.start..span.end).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_counts_characters_and_not_bytes() {
        let mut sources = Sources::new();
        let id = sources.add("a.bolig", "ett\ndør æøå\n");
        let at = sources.file(id).text().find("æ").unwrap();
        assert_eq!(sources.position(Span::new(id, at, at + 2)), Position { line: 2, column: 5 });
        assert_eq!(sources.file(id).line(2), "dør æøå");
    }

    #[test]
    fn a_column_far_out_on_a_line_counts_all_characters_before_it() {
        let mut sources = Sources::new();
        let text = format!("a\n{}x", "æ".repeat(1000));
        let id = sources.add("a.bolig", text.as_str());
        assert_eq!(sources.file(id).position(text.len() - 1), Position { line: 2, column: 1001 });
        assert_eq!(sources.file(id).position(text.len()), Position { line: 2, column: 1002 });
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let mut sources = Sources::new();
        let id = sources.add("a.bolig", "ab");
        assert_eq!(sources.file(id).position(99), Position { line: 1, column: 3 });
        assert_eq!(sources.file(id).line(7), "");
    }
}
