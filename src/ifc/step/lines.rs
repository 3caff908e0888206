//! On which line does a byte stand?
//!
//! Line breaks are counted when somebody asks, with a mark at every so many bytes made on the first question;
//! a file of a gigabyte has no table of lines.

use memchr::memchr_iter;
use rayon::prelude::*;
use std::sync::OnceLock;

const STEP: usize = 1 << 14;

/// How many line breaks stand before each mark.
#[derive(Debug, Default)]
pub(super) struct Lines {
    marks: OnceLock<Vec<usize>>,
}

impl Lines {
    /// The line of the byte at `at`, from 1; the last line for a place past the end.
    pub(super) fn line(&self, bytes: &[u8], at: usize) -> usize {
        let marks = self.marks.get_or_init(|| {
            let counts: Vec<usize> = bytes.par_chunks(STEP).map(|c| memchr_iter(b'\n', c).count()).collect();
            let mut before = 0;
            counts
                .into_iter()
                .map(|count| {
                    before += count;
                    before - count
                })
                .collect()
        });
        let at = at.min(bytes.len());
        let mark = (at / STEP).min(marks.len().saturating_sub(1));
        let rest = bytes.get(mark * STEP..at).unwrap_or_default();
        marks.get(mark).copied().unwrap_or(0) + memchr_iter(b'\n', rest).count() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_across_the_marks() {
        let text = "line\n".repeat(200_000);
        let lines = Lines::default();
        assert_eq!(lines.line(text.as_bytes(), 0), 1);
        assert_eq!(lines.line(text.as_bytes(), 4), 1);
        assert_eq!(lines.line(text.as_bytes(), 5), 2);
        assert_eq!(lines.line(text.as_bytes(), 5 * 150_000), 150_001);
        assert_eq!(lines.line(text.as_bytes(), usize::MAX), 200_001);
        assert_eq!(Lines::default().line(b"", 7), 1);
    }
}
