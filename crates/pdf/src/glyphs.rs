//! Characters the fonts cannot show. An archive's PDF may hold none, so they are replaced before anything is set, where it
//! can be seen.

use std::collections::BTreeSet;

use serde_json::Value;
use typst::text::Font;

/// Stands for a character that cannot be shown.
const UNKNOWN: char = '□';
/// A place where a line may be broken, invisible.
const BREAK: char = '\u{200b}';
/// Longest run of characters that is left to the engine's hyphenation, and how far apart a longer one may be broken.
const LONGEST_WORD: usize = 40;
const PIECE: usize = 8;

/// Which characters all faces can show, and which were asked for in vain.
pub(crate) struct Glyphs<'a> {
    fonts: &'a [Font],
    known: BTreeSet<char>,
    unknown: BTreeSet<char>,
}

impl<'a> Glyphs<'a> {
    pub(crate) fn of(fonts: &'a [Font]) -> Self {
        Self { fonts, known: BTreeSet::new(), unknown: BTreeSet::new() }
    }

    /// Makes every text in the data one that can be shown. Keys are the program's own.
    pub(crate) fn in_data(&mut self, data: &mut Value) {
        match data {
            Value::String(text) => *text = breakable(self.shown(text, |c| (c == '\n').then_some('\n'))),
            Value::Array(values) => values.iter_mut().for_each(|v| self.in_data(v)),
            Value::Object(fields) => fields.values_mut().for_each(|v| self.in_data(v)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The same for the texts of a drawing; its markup is plain ASCII and stays as it is.
    pub(crate) fn in_drawing(&mut self, svg: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(svg);
        *svg = self.shown(&text, |c| matches!(c, '\n' | '\r' | '\t').then_some(c)).into_bytes();
    }

    /// Characters that were replaced, in order.
    pub(crate) fn unknown(self) -> Vec<char> {
        self.unknown.into_iter().collect()
    }

    fn shown(&mut self, text: &str, space: impl Fn(char) -> Option<char>) -> String {
        let one = |c: char| match space(c) {
            Some(kept) => Some(kept),
            None if c.is_control() => Some(' '),
            None if is_invisible(c) => None,
            None if self.knows(c) => Some(c),
            None => {
                self.unknown.insert(c);
                Some(UNKNOWN)
            }
        };
        text.chars().filter_map(one).collect()
    }

    fn knows(&mut self, c: char) -> bool {
        if self.known.contains(&c) {
            return true;
        }
        let has = |f: &Font| f.info().coverage.contains(u32::from(c));
        let known = !is_private(c) && self.fonts.iter().all(has);
        if known {
            self.known.insert(c);
        }
        known
    }
}

/// A text whose endless words can be broken, so that none runs off the paper.
fn breakable(text: String) -> String {
    // A hash is copied from the page and must stay what it is.
    let is_hash = |word: &str| word.len() == 64 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let is_long = |word: &str| word.chars().count() > LONGEST_WORD && !is_hash(word);
    if !text.split(char::is_whitespace).any(is_long) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + text.len() / PIECE);
    for word in text.split_inclusive(char::is_whitespace) {
        let long = is_long(word.trim_end());
        for (i, c) in word.chars().enumerate() {
            if long && i > 0 && i % PIECE == 0 {
                out.push(BREAK);
            }
            out.push(c);
        }
    }
    out
}

/// Marks that only say how their neighbours are to be joined or turned: without these there is nothing to say, and a
/// turned line would read as another text.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Characters whose meaning is a private agreement: a reader who hears the text hears nothing.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const INTER: [&[u8]; 2] = [
        include_bytes!("../../../src/report/fonts/Inter-Regular.otf"),
        include_bytes!("../../../src/report/fonts/Inter-Bold.otf"),
    ];

    fn shown(data: Value) -> (Value, Vec<char>) {
        let fonts = crate::world::fonts(&INTER).unwrap();
        let mut glyphs = Glyphs::of(&fonts);
        let mut data = data;
        glyphs.in_data(&mut data);
        (data, glyphs.unknown())
    }

    #[test]
    fn what_the_font_can_show_stays_as_it_is() {
        let text = "«Æøå» – 1,5 m², ≥ 80 cm ✓ ✗ → č š ž đ ŋ ŧ <b>&'\" #eval $x$ @ref *_`\nny linje";
        assert_eq!(shown(json!({ "a": [text] })), (json!({ "a": [text] }), Vec::new()));
    }

    #[test]
    fn what_it_cannot_show_is_seen_and_named_once() {
        let (data, unknown) = shown(json!(["bad 🚿🚿 שלום", "\u{e000}"]));
        assert_eq!(data, json!(["bad □□ □□□□", "□"]));
        assert_eq!(unknown, ['ו', 'ל', 'ם', 'ש', '\u{e000}', '🚿']);
    }

    #[test]
    fn what_turns_or_hides_text_is_left_out_and_control_characters_are_blanks() {
        let text = "a\u{202e}b\u{200d}c\u{feff}d\u{7}e\u{1b}[31m\rf\tg";
        assert_eq!(shown(json!(text)), (json!("abcd e [31m f g"), Vec::new()));
    }

    #[test]
    fn an_endless_word_can_be_broken_and_a_long_one_is_left_to_hyphenation() {
        let long = "forsterkningstiltaksvurderingsskjemaets1"; // forty letters
        assert_eq!(long.chars().count(), LONGEST_WORD);
        assert_eq!(shown(json!(format!("x {long} y"))).0, json!(format!("x {long} y")));
        let (Value::String(endless), _) = shown(json!(format!("x {long}å y"))) else { panic!() };
        assert_eq!(endless.matches(BREAK).count(), LONGEST_WORD / PIECE);
        assert_eq!(endless.replace(BREAK, ""), format!("x {long}å y"));
    }

    #[test]
    fn a_hash_stays_whole() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(shown(json!(hash)).0, json!(hash));
        assert_ne!(shown(json!("x".repeat(64))).0, json!("x".repeat(64)));
    }

    #[test]
    fn a_drawing_keeps_its_lines() {
        let fonts = crate::world::fonts(&INTER).unwrap();
        let mut glyphs = Glyphs::of(&fonts);
        let mut svg = "<svg>\n\t<text>bad 🚿</text>\r\n</svg>".as_bytes().to_vec();
        glyphs.in_drawing(&mut svg);
        assert_eq!(String::from_utf8(svg).unwrap(), "<svg>\n\t<text>bad □</text>\r\n</svg>");
    }
}
