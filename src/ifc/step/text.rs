//! What does a string of the file say?
//!
//! ISO 10303-21 §6.4.3 keeps strings in printable ASCII and escapes the rest: `''`, `\\`, `\S\c` in the part of
//! ISO 8859 that `\P?\` chose, `\X\hh`, `\X2\hhhh…\X0\` and `\X4\hhhhhhhh…\X0\`. Programs also write UTF-8 and
//! Windows code pages as they are; both are understood. What is no escape stands as it is written, so that
//! `C:\tegninger` survives a program that forgot to double its backslashes.

use super::iso8859;
use memchr::memchr2;
use std::borrow::Cow;

/// A string between its apostrophes, not yet decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<'a> {
    raw: &'a [u8],
}

impl<'a> Text<'a> {
    /// The string with these bytes between its apostrophes.
    pub fn new(raw: &'a [u8]) -> Self {
        Self { raw }
    }

    /// The bytes as they stand in the file.
    pub fn raw(self) -> &'a [u8] {
        self.raw
    }

    /// Whether nothing stands between the apostrophes.
    pub fn is_empty(self) -> bool {
        self.raw.is_empty()
    }

    /// Whether these characters are meant.
    pub fn is(self, plain: &str) -> bool {
        if self.raw.is_ascii() && memchr2(b'\'', b'\\', self.raw).is_none() {
            return self.raw == plain.as_bytes();
        }
        self.decode() == plain
    }

    /// The characters meant.
    pub fn decode(self) -> Cow<'a, str> {
        if memchr2(b'\'', b'\\', self.raw).is_none()
            && let Ok(plain) = std::str::from_utf8(self.raw)
        {
            return Cow::Borrowed(plain);
        }
        Cow::Owned(decode(self.raw))
    }
}

fn decode(raw: &[u8]) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut part = 1;
    let mut at = 0;
    while at < raw.len() {
        let stop = memchr2(b'\'', b'\\', &raw[at..]).map_or(raw.len(), |i| at + i);
        push_plain(&raw[at..stop], &mut out);
        at = stop;
        match raw.get(at) {
            Some(b'\'') => {
                out.push('\'');
                at += 1 + usize::from(raw.get(at + 1) == Some(&b'\''));
            }
            Some(b'\\') => at += escape(&raw[at..], &mut part, &mut out),
            _ => {}
        }
    }
    out
}

/// Text outside escapes: UTF-8 where it is that, else Windows-1252 byte by byte.
fn push_plain(raw: &[u8], out: &mut String) {
    for chunk in raw.utf8_chunks() {
        out.push_str(chunk.valid());
        out.extend(chunk.invalid().iter().map(|b| iso8859::windows(*b)));
    }
}

/// Reads the escape at the start of `raw`, which is a backslash, and tells how long it is.
fn escape(raw: &[u8], part: &mut u8, out: &mut String) -> usize {
    match raw {
        [_, b'\\', ..] => {
            out.push('\\');
            2
        }
        [_, b'S', b'\\', c, ..] => {
            out.push(iso8859::character(*part, c | 0x80));
            4
        }
        [_, b'P', letter @ b'A'..=b'I', b'\\', ..] => {
            *part = letter - b'A' + 1;
            4
        }
        [_, b'X', b'\\', high, low, ..] if hex(&[*high, *low]).is_some() => {
            out.extend(hex(&[*high, *low]).and_then(char::from_u32));
            5
        }
        [_, b'X', b'2', b'\\', rest @ ..] => 4 + wide(rest, 4, out),
        [_, b'X', b'4', b'\\', rest @ ..] => 4 + wide(rest, 8, out),
        // A closing `\X0\` without its opening closes nothing.
        [_, b'X', b'0', b'\\', ..] => 4,
        _ => {
            out.push('\\');
            1
        }
    }
}

/// Characters of `width` hexadecimal digits up to `\X0\`, which some programs forget. Two characters that are a
/// UTF-16 pair are one.
fn wide(raw: &[u8], width: usize, out: &mut String) -> usize {
    let mut high: Option<u32> = None;
    let mut at = 0;
    while let Some(code) = raw.get(at..at + width).and_then(hex) {
        at += width;
        let pair = high.take().map(|h| (h, code));
        match (pair, code) {
            (Some((h, _)), 0xdc00..0xe000) => {
                push(0x1_0000 + ((h - 0xd800) << 10) + (code - 0xdc00), out);
                continue;
            }
            (Some(_), _) => out.push(char::REPLACEMENT_CHARACTER),
            (None, _) => {}
        }
        match code {
            0xd800..0xdc00 => high = Some(code),
            _ => push(code, out),
        }
    }
    if high.is_some() {
        out.push(char::REPLACEMENT_CHARACTER);
    }
    at + if raw[at..].starts_with(b"\\X0\\") { 4 } else { 0 }
}

fn push(code: u32, out: &mut String) {
    out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
}

/// The number that at most eight hexadecimal digits write.
fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |n: u32, d| Some(n << 4 | char::from(*d).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &[u8]) -> String {
        Text::new(raw).decode().into_owned()
    }

    #[test]
    fn every_escape_of_the_standard_is_read() {
        assert_eq!(text(b"it''s"), "it's");
        assert_eq!(text(br"a\\b"), r"a\b");
        assert_eq!(text(br"Kj\X\F8kken"), "Kjøkken");
        assert_eq!(text(br"Kj\S\xkken"), "Kjøkken");
        assert_eq!(text(br"\PB\\S\3\PA\\S\3"), "ł³");
        assert_eq!(text(br"Kj\X2\00F8\X0\kken \X2\20AC00E6\X0\"), "Kjøkken €æ");
        assert_eq!(text(br"\X4\0001F600000000E5\X0\!"), "😀å!");
    }

    #[test]
    fn a_text_is_what_it_means_however_it_is_written() {
        for raw in [&b"Kj\\X\\F8kken"[..], "Kjøkken".as_bytes(), b"Kj\xf8kken"] {
            assert!(Text::new(raw).is("Kjøkken") && !Text::new(raw).is("Kjokken"));
        }
        assert!(Text::new(b"Bad").is("Bad") && !Text::new(b"Bad").is("bad"));
        assert!(Text::new(b"it''s").is("it's") && !Text::new(b"it''s").is("it''s"));
    }

    #[test]
    fn bytes_outside_ascii_are_utf8_or_else_the_windows_code_page() {
        assert_eq!(text("Kjøkken".as_bytes()), "Kjøkken");
        assert_eq!(text(b"Kj\xf8kken \x80"), "Kjøkken €");
        assert_eq!(text(b"Kj\xc3\xb8kken/B\xe5d 1''"), "Kjøkken/Båd 1'");
    }

    #[test]
    fn an_escape_that_is_none_stands_as_written() {
        assert_eq!(text(br"C:\tegninger\Xyz\"), r"C:\tegninger\Xyz\");
        assert_eq!(text(br"\X\G1 \P \S"), r"\X\G1 \P \S");
        assert_eq!(text(br"\X2\00F8"), "ø");
        assert_eq!(text(br"\X2\00F8\X0"), r"ø\X0");
        assert_eq!(text(br"\X2\00F"), "00F");
    }

    #[test]
    fn halves_of_a_utf16_pair_meet_or_are_marked() {
        assert_eq!(text(br"\X2\D83DDE00\X0\"), "😀");
        assert_eq!(text(br"\X2\D83D0041\X0\"), "\u{fffd}A");
        assert_eq!(text(br"\X2\DE00\X0\"), "\u{fffd}");
        assert_eq!(text(br"\X2\D83D\X0\"), "\u{fffd}");
        assert_eq!(text(br"\X4\FFFFFFFF\X0\"), "\u{fffd}");
    }
}
