//! From text to tokens: words, numbers, texts, punctuation and comments, each with its place.
//!
//! Every byte of the input is white space, part of a token, or part of a [`Kind::Stray`] token, so that nothing
//! can be lost unseen. What the words mean is not known here.

use nom::branch::alt;
use nom::bytes::complete::{take_till, take_while, take_while1};
use nom::character::complete::{char, digit1, none_of, one_of, satisfy};
use nom::combinator::{not, opt, peek, recognize, value, verify};
use nom::multi::many0_count;
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};

use crate::quantity;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word: a keyword, a tag or a value. May hold digits and hyphens («1-5», «RC3», «2026-05-31»).
    Word,
    /// A number without its unit.
    Number,
    /// A number such as `1,2,3` or `0,24.5`, where one cannot tell which comma is the decimal one.
    Ambiguous,
    /// A text in quotation marks, the marks included.
    Text,
    /// A text whose closing mark is missing on its line.
    Unterminated,
    /// `%` or `°`.
    Unit,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `(`
    OpenPair,
    /// `)`
    ClosePair,
    /// `,`
    Comma,
    /// `=`
    Equals,
    /// `/`
    Slash,
    /// `×`, or the `x` of `2x3`
    Times,
    /// From `#` or `//` to the end of the line.
    Comment,
    /// Characters that mean nothing here.
    Stray,
}

/// A token: its kind, its bytes, and how it stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Offset of its first byte.
    pub(super) start: u32,
    /// Offset after its last byte.
    pub(super) end: u32,
    /// Whether it is the first of its line, comments included.
    pub(super) first: bool,
    /// Whether an empty line stands before it.
    pub(super) blank: bool,
}

impl Token {
    /// The bytes it covers.
    pub(super) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Most tokens of one file; a full-sized file of real text has fewer.
const MOST_TOKENS: usize = 4_000_000;

/// Splits a text into tokens; false when there are more than are read. The text must be shorter than 4 GiB.
pub(super) fn tokens(text: &str) -> (Vec<Token>, bool) {
    let mut all: Vec<Token> = Vec::new();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut breaks = 1;
    while !rest.is_empty() {
        let (after, white) = white_space(rest).unwrap_or((rest, ""));
        breaks += white.bytes().filter(|b| *b == b'\n').count();
        if after.is_empty() {
            break;
        }
        if all.len() >= MOST_TOKENS {
            return (all, false);
        }
        let start = text.len() - after.len();
        let follows_number = white.is_empty() && all.last().is_some_and(|t| t.kind == Kind::Number);
        let (left, kind) = if follows_number && times(after).is_ok() {
            (&after[1..], Kind::Times)
        } else {
            token(after).unwrap_or((&after[after.chars().next().map_or(1, char::len_utf8)..], Kind::Stray))
        };
        let end = text.len() - left.len();
        // NOTE: a run of strange characters is one fault, not one for each of them.
        match all.last_mut() {
            Some(last) if kind == Kind::Stray && last.kind == Kind::Stray && last.end as usize == start => {
                last.end = end as u32;
            }
            _ => all.push(Token {
                kind,
                start: start as u32,
                end: end as u32,
                first: breaks > 0,
                blank: breaks > 1 && !all.is_empty(),
            }),
        }
        breaks = 0;
        rest = left;
    }
    (all, true)
}

fn white_space(input: &str) -> IResult<&str, &str> {
    take_while(char::is_whitespace).parse(input)
}

/// The `x` of `2x3`, straight after a number.
fn times(input: &str) -> IResult<&str, &str> {
    recognize((one_of("xX"), peek(satisfy(|c| c.is_ascii_digit())))).parse(input)
}

fn token(input: &str) -> IResult<&str, Kind> {
    alt((
        punctuation,
        value(
            Kind::Comment,
            (alt((recognize(char('#')), nom::bytes::complete::tag("//"))), take_till(|c| c == '\n')),
        ),
        value(Kind::Text, text),
        value(Kind::Unterminated, (char('"'), take_till(|c| c == '\n'))),
        number,
        value(Kind::Word, word),
        value(Kind::Slash, char('/')),
    ))
    .parse(input)
}

fn text(input: &str) -> IResult<&str, &str> {
    let inside = alt((preceded(char('\\'), none_of("\n")), none_of("\"\\\n")));
    recognize((char('"'), many0_count(inside), char('"'))).parse(input)
}

/// A character a word goes on with: letters and digits of any script, combining marks, `_`, `-` and `–`.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '–') || ('\u{300}'..='\u{36f}').contains(&c)
}

fn word(input: &str) -> IResult<&str, &str> {
    recognize((satisfy(|c| c.is_alphabetic() || c == '_' || c.is_numeric()), take_while(in_word)))
        .parse(input)
}

/// A number, unless it is the start of a word such as `1-5` or `3B`.
fn number(input: &str) -> IResult<&str, Kind> {
    let sign = opt(one_of("-\u{2212}"));
    let digits = |i| -> IResult<&str, &str> { digit1.parse(i) };
    let fraction = opt(preceded(one_of(".,"), digits));
    let mut another = recognize((one_of(".,"), digits));
    let (rest, _) = (sign, whole, fraction).parse(input)?;
    if !input[..input.len() - rest.len()].contains(',') {
        return Ok((rest, Kind::Number));
    }
    match another.parse(rest) {
        // Of `(0,24.5)` the fault is the missing blank, not the point.
        Ok((after, more)) if more.starts_with('.') => Ok((after, Kind::Ambiguous)),
        Ok(_) => Ok((rest, Kind::Ambiguous)),
        Err(_) => Ok((rest, Kind::Number)),
    }
}

/// The digits before the decimal sign; what follows them at once may be a unit or an `x`, but not more word.
fn whole(input: &str) -> IResult<&str, &str> {
    let unit = verify(take_while1(in_word), |w: &str| quantity::unit(w).is_some());
    let size = pair(one_of("xX"), satisfy(|c| c.is_ascii_digit()));
    let end = alt((value((), not(satisfy(in_word))), value((), unit), value((), size)));
    terminated(digit1, peek(end)).parse(input)
}

fn punctuation(input: &str) -> IResult<&str, Kind> {
    alt((
        value(Kind::Open, char('{')),
        value(Kind::Close, char('}')),
        value(Kind::OpenPair, char('(')),
        value(Kind::ClosePair, char(')')),
        value(Kind::Comma, char(',')),
        value(Kind::Equals, char('=')),
        value(Kind::Times, char('×')),
        value(Kind::Unit, one_of("%°")),
    ))
    .parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Kind, &str)> {
        tokens(text).0.into_iter().map(|t| (t.kind, &text[t.range()])).collect()
    }

    #[test]
    fn a_comma_between_digits_is_decimal_and_a_comma_with_a_blank_separates() {
        assert_eq!(read("1,20"), [(Kind::Number, "1,20")]);
        assert_eq!(read("1, 20"), [(Kind::Number, "1"), (Kind::Comma, ","), (Kind::Number, "20")]);
        assert_eq!(read("1,2,3")[0], (Kind::Ambiguous, "1,2"));
        assert_eq!(read("(0,24.5)")[1..], [(Kind::Ambiguous, "0,24.5"), (Kind::ClosePair, ")")]);
    }

    #[test]
    fn a_unit_may_stand_close_to_its_number() {
        assert_eq!(read("12cm"), [(Kind::Number, "12"), (Kind::Word, "cm")]);
        assert_eq!(read("2,5 m²"), [(Kind::Number, "2,5"), (Kind::Word, "m²")]);
        assert_eq!(read("35%"), [(Kind::Number, "35"), (Kind::Unit, "%")]);
        assert_eq!(read("-90°"), [(Kind::Number, "-90"), (Kind::Unit, "°")]);
    }

    #[test]
    fn a_size_may_be_written_without_blanks() {
        let size = [(Kind::Number, "6.10"), (Kind::Times, "x"), (Kind::Number, "4.20")];
        assert_eq!(read("6.10x4.20"), size);
        assert_eq!(read("2x3"), [(Kind::Number, "2"), (Kind::Times, "x"), (Kind::Number, "3")]);
    }

    #[test]
    fn words_may_begin_with_digits() {
        assert_eq!(read("1-5 3B 2026-05-31").iter().map(|t| t.0).collect::<Vec<_>>(), [Kind::Word; 3]);
    }

    #[test]
    fn a_text_ends_on_its_own_line() {
        assert_eq!(read(r#""a \" b" c"#), [(Kind::Text, r#""a \" b""#), (Kind::Word, "c")]);
        assert_eq!(read("\"åpen\nrom"), [(Kind::Unterminated, "\"åpen"), (Kind::Word, "rom")]);
    }

    #[test]
    fn strange_characters_in_a_row_are_one_token() {
        assert_eq!(read("a ;;;; b")[1], (Kind::Stray, ";;;;"));
    }

    #[test]
    fn a_comment_goes_to_the_end_of_its_line() {
        assert_eq!(read("a # b // c\nd")[1], (Kind::Comment, "# b // c"));
        assert_eq!(read("a // b\nd")[1], (Kind::Comment, "// b"));
    }
}
