//! Where do the smallest parts lie: blanks, comments, numbers, keywords, and the starts of records?
//!
//! Positions are byte offsets into the whole file; every function is total and looks at each byte a bounded
//! number of times.

use memchr::{memchr, memmem};

/// What the grammar of ISO 10303-21 §6 ignores between tokens.
#[inline]
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c)
}

/// Whether a byte may stand in the name of an entity or a type (§6.2; lower case is tolerated).
pub(super) fn is_keyword_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The first position from `at` that is neither blank nor in a comment. A comment that is never closed is not
/// skipped: the answer is its start.
#[inline]
pub(super) fn skip_blank(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(byte) if is_blank(*byte) || *byte == b'/' => skip_blanks(bytes, at),
        _ => at,
    }
}

fn skip_blanks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        while bytes.get(at).copied().is_some_and(is_blank) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'/') || bytes.get(at + 1) != Some(&b'*') {
            return at;
        }
        match comment_end(bytes, at) {
            Some(end) => at = end,
            None => return at,
        }
    }
}

/// Where the comment that opens at `at` ends.
pub(super) fn comment_end(bytes: &[u8], at: usize) -> Option<usize> {
    let inside = bytes.get(at + 2..)?;
    memmem::find(inside, b"*/").map(|i| at + 2 + i + 2)
}

/// Where the string whose opening apostrophe stands at `at` ends (after its closing one), doubled
/// apostrophes passed over; nothing if it is never closed.
pub(super) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        let close = at + memchr(b'\'', bytes.get(at..)?)?;
        if bytes.get(close + 1) != Some(&b'\'') {
            return Some(close + 1);
        }
        at = close + 2;
    }
}

/// The digits from `at` as a record number, and where they end. Nothing if there are none or the number does
/// not fit.
#[inline]
pub(super) fn digits(bytes: &[u8], mut at: usize) -> (Option<u32>, usize) {
    let start = at;
    let mut value: u64 = 0;
    while let Some(d) = bytes.get(at).map(|b| b.wrapping_sub(b'0')).filter(|d| *d < 10) {
        value = (value * 10 + u64::from(d)).min(1 << 40);
        at += 1;
    }
    (if at > start { u32::try_from(value).ok() } else { None }, at)
}

/// Where the word `word` ends if it stands at `at`, whatever its case.
pub(super) fn word(bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let end = at.checked_add(word.len())?;
    bytes.get(at..end).filter(|b| b.eq_ignore_ascii_case(word)).map(|_| end)
}

/// Whether a record (`#12=IFCWALL(`, be its number right or wrong) or the end of a section (`ENDSEC;`) starts at
/// `at`: where a reader that has lost its way can find it again. Only blanks are passed over, never comments.
pub(super) fn restarts(bytes: &[u8], at: usize) -> bool {
    let blanks = |at: usize| {
        (at..bytes.len().min(at + 64)).find(|i| !is_blank(bytes[*i])).unwrap_or(bytes.len().min(at + 64))
    };
    let at = blanks(at);
    if bytes.get(at) != Some(&b'#') {
        return word(bytes, at, b"ENDSEC").is_some_and(|end| bytes.get(blanks(end)) == Some(&b';'));
    }
    let (_, end) = digits(bytes, at + 1);
    let equals = blanks(end);
    if bytes.get(equals) != Some(&b'=') {
        return false;
    }
    let name = blanks(equals + 1);
    let mut end = name;
    while end < name + 80 && bytes.get(end).copied().is_some_and(|b| is_keyword_byte(b) || b == b'!') {
        end += 1;
    }
    bytes.get(blanks(end)) == Some(&b'(')
}

/// The next position from `at` where a line starts a record or ends a section, or where one starts after a
/// semicolon in the same line; the end of the file if there is none.
pub(super) fn next_restart(bytes: &[u8], mut at: usize) -> usize {
    while let Some(i) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'\n', b';', rest)) {
        at += i + 1;
        if restarts(bytes, at) {
            return at;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_line_breaks_are_blank_and_an_open_comment_is_not_skipped() {
        assert_eq!(skip_blank(b" /* a ; ' */\r\n x", 0), 15);
        assert_eq!(skip_blank(b" /* a", 0), 1);
    }

    #[test]
    fn a_doubled_apostrophe_does_not_close_a_string() {
        assert_eq!(string_end(b"'it''s',$", 0), Some(7));
        assert_eq!(string_end(b"''", 0), Some(2));
        assert_eq!(string_end(b"'open''", 0), None);
    }

    #[test]
    fn a_number_that_does_not_fit_is_no_number() {
        assert_eq!(digits(b"4294967295=", 0), (Some(u32::MAX), 10));
        assert_eq!(digits(b"4294967296=", 0), (None, 10));
        assert_eq!(digits(b"99999999999999999999999999", 0).0, None);
        assert_eq!(digits(b"=", 0), (None, 0));
    }

    #[test]
    fn a_record_is_recognised_and_a_reference_is_not() {
        assert!(restarts(b"#12= IFCWALL('", 0));
        assert!(restarts(b"  #12=(A()B());", 0));
        assert!(restarts(b"ENDSEC ;", 0));
        assert!(!restarts(b"#12,#13);", 0));
        assert!(!restarts(b"#12=13", 0));
        assert!(!restarts(b"", 0));
        assert_eq!(next_restart(b"abc;#1=A(", 0), 4);
        assert_eq!(next_restart(b"abc", 0), 3);
    }
}
