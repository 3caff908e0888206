//! What does an attribute say? Values are decoded from the bytes when somebody asks, and borrow from them.
//!
//! A list knows only where it lies; its elements are decoded while it is walked. Nothing recurses: however
//! deep lists nest, the end of one is found by counting.

use super::file::Id;
use super::lex;
use super::text::Text;

/// One parameter of a record (ISO 10303-21 §6.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// `$`: no value.
    Missing,
    /// `*`: the value follows from others.
    Derived,
    /// A whole number.
    Integer(i64),
    /// A number with a point, or a whole number too large for 64 bits.
    Real(f64),
    /// A string.
    Text(Text<'a>),
    /// The word between the points of `.WORD.`; also `T`, `F` and `U`.
    Enum(&'a str),
    /// A reference to a record.
    Ref(Id),
    /// Values in parentheses.
    List(List<'a>),
    /// A value with the name of its type: `IFCLABEL('x')`.
    Typed(Typed<'a>),
    /// Bits.
    Binary(Binary<'a>),
    /// What cannot be understood, as it stands.
    Damaged(&'a [u8]),
}

impl<'a> Value<'a> {
    /// The number, whole or not, also inside a type name.
    pub fn as_f64(self) -> Option<f64> {
        match self.untyped() {
            Self::Integer(i) => Some(i as f64),
            Self::Real(r) => Some(r),
            _ => None,
        }
    }

    /// The whole number, also inside a type name.
    pub fn as_i64(self) -> Option<i64> {
        match self.untyped() {
            Self::Integer(i) => Some(i),
            _ => None,
        }
    }

    /// The record referred to.
    pub fn as_id(self) -> Option<Id> {
        match self {
            Self::Ref(id) => Some(id),
            _ => None,
        }
    }

    /// The string, also inside a type name.
    pub fn as_text(self) -> Option<Text<'a>> {
        match self.untyped() {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The word of an enumeration, also inside a type name.
    pub fn as_enum(self) -> Option<&'a str> {
        match self.untyped() {
            Self::Enum(word) => Some(word),
            _ => None,
        }
    }

    /// `.T.` or `.F.`, also inside a type name; the `.U.` of a logical is neither.
    pub fn as_bool(self) -> Option<bool> {
        match self.as_enum()? {
            "T" | "t" => Some(true),
            "F" | "f" => Some(false),
            _ => None,
        }
    }

    /// The list, also inside a type name.
    pub fn as_list(self) -> Option<List<'a>> {
        match self.untyped() {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The value without the type names around it; a handful of names within each other is followed.
    pub fn untyped(self) -> Self {
        let mut value = self;
        for _ in 0..8 {
            match value {
                Self::Typed(typed) => value = typed.value(),
                _ => break,
            }
        }
        value
    }

    /// Whether there is no value: `$`.
    pub fn is_missing(self) -> bool {
        matches!(self, Self::Missing)
    }
}

/// Values in parentheses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct List<'a> {
    inside: &'a [u8],
}

impl<'a> List<'a> {
    /// The values, one after another.
    pub fn iter(self) -> Values<'a> {
        Values { rest: self.inside, started: false, in_record: false, over: false }
    }

    /// Whether nothing stands in the parentheses.
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// The bytes between the parentheses.
    pub fn raw(self) -> &'a [u8] {
        self.inside
    }
}

impl<'a> IntoIterator for List<'a> {
    type Item = Value<'a>;
    type IntoIter = Values<'a>;

    fn into_iter(self) -> Values<'a> {
        self.iter()
    }
}

/// A value with the name of its type.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typed<'a> {
    /// The name as it is written, mostly in capitals.
    pub name: &'a str,
    inside: &'a [u8],
}

impl<'a> Typed<'a> {
    /// The value under the name.
    pub fn value(self) -> Value<'a> {
        List { inside: self.inside }.iter().next().unwrap_or(Value::Damaged(self.inside))
    }
}

/// Bits (ISO 10303-21 §6.3.6): hexadecimal digits after one that tells how many of the first bits do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binary<'a> {
    /// The digits between the quotation marks.
    pub digits: &'a [u8],
}

/// The values of a record or a list, decoded while they are walked. After a damaged value that hides where the
/// next one starts there are no more.
#[derive(Debug, Clone)]
pub struct Values<'a> {
    rest: &'a [u8],
    started: bool,
    /// Whether the parenthesis that ends the values still lies in `rest`.
    in_record: bool,
    over: bool,
}

impl<'a> Values<'a> {
    /// The values after a record's parenthesis; `rest` reaches at least to the closing one if there is one.
    pub(super) fn of_record(rest: &'a [u8]) -> Self {
        Self { rest, started: false, in_record: true, over: false }
    }

    /// What has not been walked yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn stop(&mut self, value: Option<Value<'a>>) -> Option<Value<'a>> {
        self.over = true;
        value
    }
}

impl<'a> Iterator for Values<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.step::<true>()
    }

    fn nth(&mut self, n: usize) -> Option<Value<'a>> {
        for _ in 0..n {
            self.step::<false>()?;
        }
        self.next()
    }
}

impl<'a> Values<'a> {
    /// The next value; what it is, unless it is wanted, is not worked out where only its end matters.
    #[inline]
    fn step<const WANTED: bool>(&mut self) -> Option<Value<'a>> {
        if self.over {
            return None;
        }
        let mut at = lex::skip_blank(self.rest, 0);
        match self.rest.get(at) {
            None if self.in_record => return self.stop(Some(Value::Damaged(&[]))),
            None => return self.stop(None),
            // The record ends before its parenthesis closes.
            Some(b';') => return self.stop(Some(Value::Damaged(&[]))),
            Some(b')') if self.in_record => return self.stop(None),
            Some(b',') if self.started => at = lex::skip_blank(self.rest, at + 1),
            Some(_) => {}
        }
        self.started = true;
        match self.rest.get(at) {
            // Nothing between two commas, or after the last: the next value's place is still known.
            Some(b',' | b')') => {
                self.rest = &self.rest[at..];
                Some(Value::Damaged(&[]))
            }
            None | Some(b';') => self.stop(Some(Value::Damaged(&[]))),
            Some(_) => {
                let Some((value, end)) = parse::<WANTED>(self.rest, at) else {
                    let value = Value::Damaged(shown(&self.rest[at..]));
                    return self.stop(Some(value));
                };
                if matches!(self.rest.get(end), Some(b',' | b')')) {
                    self.rest = &self.rest[end..];
                    return Some(value);
                }
                let next = lex::skip_blank(self.rest, end);
                if matches!(self.rest.get(next), Some(b',' | b')' | b';') | None) {
                    self.rest = &self.rest[next..];
                    return Some(value);
                }
                // `12x`, `1.#QNAN`: what follows the value belongs to it and damages it.
                let Some(next) = separator(self.rest, next) else {
                    let value = Value::Damaged(shown(&self.rest[at..]));
                    return self.stop(Some(value));
                };
                let value = Value::Damaged(shown(&self.rest[at..next]));
                self.rest = &self.rest[next..];
                Some(value)
            }
        }
    }
}

/// As much of damaged bytes as is worth showing.
fn shown(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(80)]
}

/// The value at `at` and where it ends; nothing if it cannot be told where it ends.
#[inline]
fn parse<const WANTED: bool>(bytes: &[u8], at: usize) -> Option<(Value<'_>, usize)> {
    match *bytes.get(at)? {
        b'$' => Some((Value::Missing, at + 1)),
        b'*' => Some((Value::Derived, at + 1)),
        b'#' => {
            let (id, end) = lex::digits(bytes, at + 1);
            Some((id.map_or(Value::Damaged(&bytes[at..end]), |id| Value::Ref(Id(id))), end))
        }
        b'\'' => {
            let end = lex::string_end(bytes, at)?;
            Some((Value::Text(Text::new(&bytes[at + 1..end - 1])), end))
        }
        b'.' if !bytes.get(at + 1)?.is_ascii_digit() => {
            let end = run(bytes, at + 1, lex::is_keyword_byte);
            let word = std::str::from_utf8(&bytes[at + 1..end]).unwrap_or("");
            if bytes.get(end) != Some(&b'.') || word.is_empty() {
                return Some((Value::Damaged(&bytes[at..end]), end));
            }
            Some((Value::Enum(word), end + 1))
        }
        b'(' => {
            let close = closing(bytes, at)?;
            Some((Value::List(List { inside: &bytes[at + 1..close] }), close + 1))
        }
        b'"' => {
            let end = run(bytes, at + 1, |b| b.is_ascii_hexdigit());
            (bytes.get(end) == Some(&b'"'))
                .then(|| (Value::Binary(Binary { digits: &bytes[at + 1..end] }), end + 1))
        }
        b'+' | b'-' | b'.' | b'0'..=b'9' => {
            let end = run(bytes, at, |b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
            Some((if WANTED { number(&bytes[at..end]) } else { Value::Missing }, end))
        }
        b'!' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
            let end = run(bytes, at + 1, lex::is_keyword_byte);
            let open = lex::skip_blank(bytes, end);
            if bytes.get(open) != Some(&b'(') {
                return Some((Value::Damaged(&bytes[at..end]), end));
            }
            let close = closing(bytes, open)?;
            let name = std::str::from_utf8(&bytes[at..end]).unwrap_or("");
            Some((Value::Typed(Typed { name, inside: &bytes[open + 1..close] }), close + 1))
        }
        _ => None,
    }
}

fn run(bytes: &[u8], at: usize, holds: impl Fn(u8) -> bool) -> usize {
    bytes[at..].iter().position(|b| !holds(*b)).map_or(bytes.len(), |i| at + i)
}

fn number(bytes: &[u8]) -> Value<'_> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Value::Damaged(bytes) };
    let whole = !bytes.iter().any(|b| matches!(b, b'.' | b'e' | b'E'));
    if whole && let Ok(i) = text.parse() {
        return Value::Integer(i);
    }
    match text.parse::<f64>() {
        Ok(r) if r.is_finite() => Value::Real(r),
        _ => Value::Damaged(bytes),
    }
}

/// Where the list that opens at `open` closes, if it does so before the end of the record.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let end = walk(bytes, open + 1, |byte, depth| byte == b')' && depth == 0)?;
    (end < bytes.len()).then_some(end)
}

/// The comma or parenthesis that ends the value at `at`, or the end of the bytes; nothing if the record ends
/// first.
fn separator(bytes: &[u8], at: usize) -> Option<usize> {
    walk(bytes, at, |byte, depth| matches!(byte, b',' | b')') && depth == 0)
}

/// The first byte from `at` on that `stop` wants, outside strings and comments, given how many lists are open;
/// the end of the bytes if there is none, and nothing if the record ends first.
fn walk(bytes: &[u8], mut at: usize, stop: impl Fn(u8, usize) -> bool) -> Option<usize> {
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'(' => depth += 1,
            _ if stop(byte, depth) => return Some(at),
            b')' => depth = depth.saturating_sub(1),
            b'\'' => {
                at = lex::string_end(bytes, at)?;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = lex::comment_end(bytes, at)?;
                continue;
            }
            b';' => return None,
            _ => {}
        }
        at += 1;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<Value<'_>> {
        Values::of_record(text.as_bytes()).collect()
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let all = values("$,*,-12,+1.5E-3,1.,'a,)''b',.NOTDEFINED.,#7,(1,(2,3)),IFCLABEL('x'),\"0FF\",.T.)");
        assert_eq!(
            all[..5],
            [Value::Missing, Value::Derived, Value::Integer(-12), Value::Real(0.0015), Value::Real(1.0)]
        );
        assert_eq!(all[5].as_text().unwrap().decode(), "a,)'b");
        assert_eq!(all[6], Value::Enum("NOTDEFINED"));
        assert_eq!(all[7], Value::Ref(Id(7)));
        let list: Vec<_> = all[8].as_list().unwrap().iter().collect();
        assert_eq!(list[0], Value::Integer(1));
        assert_eq!(list[1].as_list().unwrap().iter().count(), 2);
        assert!(matches!(all[9], Value::Typed(t) if t.name == "IFCLABEL"));
        assert_eq!(all[9].as_text().unwrap().decode(), "x");
        assert_eq!(all[10], Value::Binary(Binary { digits: b"0FF" }));
        assert_eq!(all[11].as_bool(), Some(true));
        assert_eq!(all.len(), 12);
    }

    #[test]
    fn blanks_and_comments_may_stand_between_values() {
        assert_eq!(values(" 1 /* , ) */ ,\r\n 2 )"), [Value::Integer(1), Value::Integer(2)]);
        assert_eq!(values(")"), []);
    }

    #[test]
    fn a_damaged_value_does_not_shift_the_ones_after_it() {
        assert_eq!(values("1,,2)"), [Value::Integer(1), Value::Damaged(b""), Value::Integer(2)]);
        assert_eq!(values("1.#QNAN,2)"), [Value::Damaged(b"1.#QNAN"), Value::Integer(2)]);
        assert!(matches!(values("12 (',)',3) 4, 5)")[..], [Value::Damaged(_), Value::Integer(5)]));
        assert!(matches!(values("1E400,2)")[..], [Value::Damaged(b"1E400"), Value::Integer(2)]));
        assert!(matches!(values("NaN,2)")[..], [Value::Damaged(b"NaN"), Value::Integer(2)]));
        assert!(matches!(values("#99999999999,2)")[..], [Value::Damaged(_), Value::Integer(2)]));
        assert!(matches!(values(".HALF,2)")[..], [Value::Damaged(b".HALF"), Value::Integer(2)]));
    }

    #[test]
    fn values_end_where_nothing_can_be_told_any_more() {
        assert!(matches!(values("1,'open")[..], [Value::Integer(1), Value::Damaged(_)]));
        assert!(matches!(values("1,(2")[..], [Value::Integer(1), Value::Damaged(_)]));
        assert!(matches!(values("1 2;")[..], [Value::Damaged(_)]));
        assert!(matches!(values("1,2")[..], [Value::Integer(1), Value::Integer(2), Value::Damaged(b"")]));
        assert!(matches!(values("1,")[..], [Value::Integer(1), Value::Damaged(b"")]));
    }

    #[test]
    fn numbers_are_read_as_real_programs_write_them() {
        assert_eq!(
            values("1.E5,.5,-0.,1e-2,123456789012345678901234567890)"),
            [
                Value::Real(1e5),
                Value::Real(0.5),
                Value::Real(-0.0),
                Value::Real(0.01),
                Value::Real(123_456_789_012_345_678_901_234_567_890.0)
            ]
        );
    }

    #[test]
    fn lists_three_million_deep_have_an_end() {
        let deep = "(".repeat(3_000_000) + &")".repeat(3_000_000) + ")";
        let all = values(&deep);
        assert!(matches!(all[..], [Value::List(_)]));
        assert!(matches!(values(&deep[..4_000_000])[..], [Value::Damaged(_)]));
    }
}
