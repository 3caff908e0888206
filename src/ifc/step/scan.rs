//! Where does each record of the file lie? One pass over the bytes, in parallel.
//!
//! The file is cut at places where a line starts a record. A cut may lie inside a comment, so each piece's end
//! is checked against the next piece's start, and a piece with a wrong start is scanned again from the right
//! one. The cuts depend on the file alone, never on the number of threads: the same file gives the same index.
//!
//! A record ends at a semicolon outside strings and comments. It also ends, with a fault, where a line starts
//! another record (ISO 10303-21 lets no line break stand in a string): so an apostrophe too many costs one
//! record and not the rest of the file.

use super::fault::{Fault, FaultKind, Faults};
use super::file::Id;
use super::lex;
use super::run::{Entry, Run};
use super::types::Names;
use memchr::{memchr2, memchr3, memmem};
use rayon::prelude::*;
use std::sync::OnceLock;

/// Pieces are at least this long, so that small files are not cut at all.
const SMALLEST_PIECE: usize = 1 << 19;
/// Into how many pieces a large file is cut.
const PIECES: usize = 64;
/// How far a record may reach out of its piece before its scan is left to the pass that joins the pieces.
const REACH: usize = 1 << 20;

/// The records of a part of the file, in its order.
#[derive(Default)]
pub(super) struct Piece<'a> {
    /// The records; the numbers of their types are places in `names`.
    pub records: Records,
    /// The type names of this piece.
    pub names: Vec<&'a [u8]>,
    /// The lowest and the highest record number.
    pub lowest: u32,
    pub highest: u32,
    /// Where each damaged record opens, and a place it certainly ends before.
    pub ends: Vec<(u32, u32)>,
    /// What was wrong.
    pub faults: Faults,
    /// Where the part starts and where the scan stopped, blanks passed over.
    start: usize,
    end: usize,
    /// Whether the end of the data was met.
    finished: bool,
}

/// The records of a piece.
#[derive(Default)]
pub(super) struct Records {
    /// The first of each number.
    pub run: Option<Run>,
    /// The others, by number and then in the order of the text.
    pub again: Vec<Entry>,
}

impl Records {
    /// Packs records; what is left of the list is of no use.
    fn new(entries: &mut Vec<Entry>) -> Self {
        let mut again = Vec::new();
        if !entries.is_sorted_by(|a, b| a.id < b.id) {
            // Stable, because it takes stretches that rise as they are: most files have long ones.
            entries.sort_by_key(Entry::key);
            entries.dedup_by(|later, first| {
                let same = later.id == first.id;
                again.extend(same.then_some(*later));
                same
            });
        }
        Self { run: Run::new(entries), again }
    }
}

/// Finds every record from `start` (inside the data section) on.
pub(super) fn scan(bytes: &[u8], start: usize) -> Vec<Piece<'_>> {
    let scanner = Scanner { bytes, last_close: OnceLock::new() };
    let length = (bytes.len().saturating_sub(start) / PIECES).max(SMALLEST_PIECE);
    let cuts: Vec<usize> = (start..bytes.len().max(start + 1)).step_by(length).collect();
    let limit = |i: usize| cuts.get(i + 1).copied().unwrap_or(bytes.len());
    let guesses: Vec<Piece<'_>> = cuts
        .par_iter()
        .enumerate()
        .map_init(Vec::new, |entries, (i, cut)| {
            let from = if i == 0 { start } else { lex::next_restart(&bytes[..limit(i)], *cut - 1) };
            scanner.piece(from, limit(i), limit(i).saturating_add(REACH), entries)
        })
        .collect();

    let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(guesses.len());
    let mut at = scanner.skip_blank(start);
    let mut finished = false;
    for (i, guess) in guesses.into_iter().enumerate() {
        if finished {
            break;
        }
        if at >= limit(i) && i + 1 < cuts.len() {
            continue;
        }
        if guess.start == at {
            at = guess.end;
            finished = guess.finished;
            pieces.push(guess);
        }
        if at < limit(i) && !finished {
            let rest = scanner.piece(at, limit(i), usize::MAX, &mut Vec::new());
            at = rest.end;
            finished = rest.finished;
            pieces.push(rest);
        }
    }
    if let Some(last) = pieces.last_mut() {
        if !finished {
            last.faults.add(Fault { kind: FaultKind::CutOff, at: bytes.len(), record: None, detail: 0 });
        } else if bytes[at..].iter().any(|b| *b != 0 && *b != 0x1a && !lex::is_blank(*b)) {
            last.faults.add(Fault { kind: FaultKind::AfterEnd, at, record: None, detail: 0 });
        }
    }
    pieces
}

struct Scanner<'a> {
    bytes: &'a [u8],
    /// Where the last comment of the file ends: one that opens later is never closed.
    last_close: OnceLock<usize>,
}

/// How a record ends.
enum End {
    /// As it should, at this place.
    Clean(usize),
    /// Not as it should: what is wrong, and how far was looked.
    Faulty(FaultKind, usize),
    /// Not before the limit.
    Beyond,
}

impl<'a> Scanner<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn comment_end(&self, at: usize) -> Option<usize> {
        let last = *self.last_close.get_or_init(|| memmem::rfind(self.bytes, b"*/").unwrap_or(0));
        if at < last { lex::comment_end(self.bytes, at) } else { None }
    }

    fn skip_blank(&self, mut at: usize) -> usize {
        loop {
            while self.byte(at).is_some_and(lex::is_blank) {
                at += 1;
            }
            if self.byte(at) != Some(b'/') || self.byte(at + 1) != Some(b'*') {
                return at;
            }
            match self.comment_end(at) {
                Some(end) => at = end,
                None => return at,
            }
        }
    }

    /// The records that start in `start..limit`; a record that is not over at `reach` is left out and the scan
    /// stops before it. What `entries` held is of no use.
    fn piece(&self, start: usize, limit: usize, reach: usize, entries: &mut Vec<Entry>) -> Piece<'a> {
        let start = self.skip_blank(start);
        let mut piece = Piece { start, lowest: u32::MAX, ..Piece::default() };
        let mut names = Names::new();
        let reach = reach.min(self.bytes.len());
        let comments = memmem::find(&self.bytes[start.min(reach)..reach], b"/*").is_some();
        // How many bytes may be looked at again after damaged records: as many as the piece has.
        let mut patience = limit.saturating_sub(start);
        let mut at = start;
        let expected = (limit.saturating_sub(start) / 64).min(1 << 22);
        entries.clear();
        entries.reserve(expected);
        while at < limit {
            if self.byte(at) != Some(b'#') {
                (at, piece.finished) = self.between(at, &mut piece.faults);
                if piece.finished {
                    break;
                }
                continue;
            }
            let (id, end) = lex::digits(self.bytes, at + 1);
            let Some((open, kind)) = self.head(end, &mut names) else {
                let next = self.skip_blank(lex::next_restart(self.bytes, end));
                piece.faults.add(Fault { kind: FaultKind::Keyword, at, record: id.map(Id), detail: 0 });
                at = next;
                continue;
            };
            let (next, fault) = match self.record_end(open, reach, comments) {
                End::Clean(next) => (next, None),
                End::Faulty(fault, seen) => {
                    let mut next = lex::next_restart(self.bytes, open + 1);
                    if next < seen {
                        if patience < seen - next {
                            next = lex::next_restart(self.bytes, seen);
                        } else {
                            patience -= seen - next;
                        }
                    }
                    (next, Some(fault))
                }
                End::Beyond => break,
            };
            let (Some(id), Some(kind)) = (id, kind) else {
                let kind = if id.is_none() { FaultKind::Number } else { FaultKind::TooManyTypes };
                piece.faults.add(Fault { kind, at, record: id.map(Id), detail: 0 });
                at = self.skip_blank(next);
                continue;
            };
            if let Some(fault) = fault {
                piece.ends.push((open as u32, next as u32));
                piece.faults.add(Fault { kind: fault, at, record: Some(Id(id)), detail: 0 });
            }
            (piece.lowest, piece.highest) = (piece.lowest.min(id), piece.highest.max(id));
            entries.push(Entry { id, open: open as u32, kind });
            at = self.skip_blank(next);
        }
        piece.end = at.min(self.bytes.len());
        piece.names = names.into_names();
        piece.records = Records::new(entries);
        piece
    }

    /// `= NAME (` after a record's number: where the parenthesis stands and the name's number, which is
    /// missing when there are too many names. A complex instance `= (A(…)B(…))` has the empty name.
    #[inline]
    fn head(&self, at: usize, names: &mut Names<'a>) -> Option<(usize, Option<u16>)> {
        let mut at = at;
        if self.byte(at) != Some(b'=') {
            at = self.skip_blank(at);
            if self.byte(at) != Some(b'=') {
                return None;
            }
        }
        at += 1;
        if !self.byte(at)?.is_ascii_alphabetic() {
            at = self.skip_blank(at);
        }
        let start = at;
        at += usize::from(self.byte(at) == Some(b'!'));
        while self.byte(at).is_some_and(lex::is_keyword_byte) {
            at += 1;
        }
        let name = &self.bytes[start..at];
        if self.byte(at) != Some(b'(') {
            at = self.skip_blank(at);
            if self.byte(at) != Some(b'(') {
                return None;
            }
        }
        if name.len() > 255 || name.first().is_some_and(u8::is_ascii_digit) {
            return None;
        }
        Some((at, names.get(name).or_else(|| names.add(name))))
    }

    /// Where the record ends whose parenthesis opens at `open`.
    #[inline]
    fn record_end(&self, open: usize, reach: usize, comments: bool) -> End {
        let mut at = open + 1;
        loop {
            let Some(stop) = self.next_stop(at, reach, comments) else {
                return if reach < self.bytes.len() {
                    End::Beyond
                } else {
                    End::Faulty(FaultKind::OpenList, reach)
                };
            };
            match self.bytes[stop] {
                b';' => return self.semicolon(open, stop),
                b'\'' => match self.string(stop, reach) {
                    Ok(end) => at = end,
                    Err(end) => return end,
                },
                b'\n' => {
                    if lex::restarts(self.bytes, stop + 1) {
                        let kind = match self.last_before(open, stop) {
                            b')' => FaultKind::NoSemicolon,
                            _ => FaultKind::OpenList,
                        };
                        return End::Faulty(kind, stop);
                    }
                    at = stop + 1;
                }
                _ => match self.comment_end(stop) {
                    Some(end) if end > reach && reach < self.bytes.len() => return End::Beyond,
                    Some(end) => at = end,
                    None => return End::Faulty(FaultKind::OpenComment, stop),
                },
            }
        }
    }

    /// The next semicolon, apostrophe, line break or comment.
    #[inline]
    fn next_stop(&self, at: usize, reach: usize, comments: bool) -> Option<usize> {
        let rest = self.bytes.get(at..reach)?;
        if !comments {
            return memchr3(b';', b'\'', b'\n', rest).map(|i| at + i);
        }
        rest.iter()
            .enumerate()
            .position(|(i, b)| match b {
                b';' | b'\'' | b'\n' => true,
                b'/' => rest.get(i + 1) == Some(&b'*'),
                _ => false,
            })
            .map(|i| at + i)
    }

    #[inline]
    fn semicolon(&self, open: usize, at: usize) -> End {
        if self.bytes[at - 1] == b')' || self.last_before(open, at) == b')' {
            End::Clean(at + 1)
        } else {
            End::Faulty(FaultKind::OpenList, at + 1)
        }
    }

    /// The last byte between `open` and `at` that is not blank; comments are not looked into.
    fn last_before(&self, open: usize, at: usize) -> u8 {
        let inside = &self.bytes[open..at];
        match inside.iter().rev().find(|b| !lex::is_blank(**b)) {
            Some(b'/') => b')',
            Some(byte) => *byte,
            None => 0,
        }
    }

    /// Where the string that opens at `open` ends.
    #[inline]
    fn string(&self, open: usize, reach: usize) -> Result<usize, End> {
        let mut at = open + 1;
        loop {
            let Some(stop) = self.bytes.get(at..reach).and_then(|r| memchr2(b'\'', b'\n', r)).map(|i| at + i)
            else {
                return Err(if reach < self.bytes.len() {
                    End::Beyond
                } else {
                    End::Faulty(FaultKind::OpenString, reach)
                });
            };
            if self.bytes[stop] == b'\'' {
                return Ok(stop + 1);
            }
            if lex::restarts(self.bytes, stop + 1) {
                return Err(End::Faulty(FaultKind::OpenString, stop));
            }
            at = stop + 1;
        }
    }

    /// What stands where a record should start: the end of a section, the start of another, or stray text.
    /// Gives where to go on, and whether the data are over.
    fn between(&self, at: usize, faults: &mut Faults) -> (usize, bool) {
        let bytes = self.bytes;
        let after_word = |word: &[u8]| {
            let end = self.skip_blank(lex::word(bytes, at, word)?);
            (self.byte(end) == Some(b';')).then_some(end + 1)
        };
        if let Some(end) = after_word(b"END-ISO-10303-21") {
            return (end, true);
        }
        if let Some(next) = after_word(b"ENDSEC").or_else(|| after_word(b"DATA")) {
            return (self.skip_blank(next), false);
        }
        // A named data section of edition 3: DATA('name',('IFC4'));
        if let Some(open) = lex::word(bytes, at, b"DATA").map(|end| self.skip_blank(end))
            && self.byte(open) == Some(b'(')
            && let End::Clean(next) = self.record_end(open, bytes.len(), true)
        {
            return (self.skip_blank(next), false);
        }
        let comment = self.byte(at) == Some(b'/') && self.byte(at + 1) == Some(b'*');
        let kind = if comment { FaultKind::OpenComment } else { FaultKind::Stray };
        faults.add(Fault { kind, at, record: None, detail: 0 });
        (self.skip_blank(lex::next_restart(bytes, at)), false)
    }
}
