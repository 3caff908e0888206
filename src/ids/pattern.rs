//! Does a text match a pattern of XML Schema?
//!
//! The regular expressions of XML Schema 1.0 (Part 2, appendix F) are put into those of `regex`, which takes a time
//! that grows with the text alone, whatever the pattern. A pattern is always about the whole text; `^` and `$` are
//! ordinary characters; there are no look-arounds, back-references, or lazy quantifiers.

use crate::localized;
use crate::text::Localized;
use regex::{Regex, RegexBuilder};

/// Bytes a pattern may take when it is made ready; what repeats a thousandfold inside a thousandfold takes more.
const LARGEST: usize = 1 << 20;
/// Bytes the matcher may remember while it works; what it forgets costs time, not verdicts.
const WORKING: usize = 1 << 17;
/// Groups that may stand inside each other.
const DEEPEST: u32 = 60;
/// Longest pattern, in bytes.
const LONGEST: usize = 4096;

/// A pattern, ready to be matched.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct PatternError(Localized);

impl PatternError {
    /// The same for people.
    pub fn words(&self) -> &Localized {
        &self.0
    }

    fn new(nb: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Localized::new(nb, en))
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// If it is none of XML Schema's, or so large that it is refused.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        if text.len() > LONGEST {
            return Err(PatternError::new("det er for langt", "it is too long"));
        }
        let mut reader = Reader { text: text.chars().collect(), at: 0, out: String::from(r"\A(?:") };
        reader.expression()?;
        reader.out.push_str(r")\z");
        RegexBuilder::new(&reader.out)
            .size_limit(LARGEST)
            .dfa_size_limit(WORKING)
            .nest_limit(DEEPEST)
            .build()
            .map(Self)
            .map_err(|e| match e {
                regex::Error::CompiledTooBig(_) => PatternError::new("det er for stort", "it is too large"),
                _ => PatternError::new(
                    "det er ikke et regulært uttrykk i XML Schema",
                    "it is no regular expression of XML Schema",
                ),
            })
    }

    /// Whether the whole of a text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

/// Reads a pattern and writes it for `regex`.
struct Reader {
    text: Vec<char>,
    at: usize,
    out: String,
}

impl Reader {
    fn next(&mut self) -> Option<char> {
        let c = self.text.get(self.at).copied();
        self.at += usize::from(c.is_some());
        c
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    /// The whole pattern.
    fn expression(&mut self) -> Result<(), PatternError> {
        let mut open = 0_u32;
        // Whether something that can be repeated stands before.
        let mut atom = false;
        while let Some(c) = self.next() {
            match c {
                '(' => {
                    open += 1;
                    self.out.push_str("(?:");
                    atom = false;
                    continue;
                }
                ')' if open == 0 => return Err(PatternError::new("«)» uten «(»", "“)” without “(”")),
                ')' => {
                    open -= 1;
                    self.out.push(')');
                }
                '|' => {
                    self.out.push('|');
                    atom = false;
                    continue;
                }
                '*' | '+' | '?' | '{' if !atom => {
                    let c = c.to_string();
                    return Err(PatternError(localized!(
                        "«{c}» står uten noe foran å gjenta; skriv «\\{c}» for tegnet selv",
                        "“{c}” stands without anything before it to repeat; write “\\{c}” for the character itself"
                    )));
                }
                '*' | '+' | '?' => {
                    self.out.push(c);
                    atom = false;
                    continue;
                }
                '{' => {
                    self.quantity()?;
                    atom = false;
                    continue;
                }
                '[' => self.class(0)?,
                ']' => {
                    return Err(PatternError::new(
                        "«]» uten «[»; skriv «\\]» for tegnet selv",
                        "“]” without “[”; write “\\]” for the character itself",
                    ));
                }
                '.' => self.out.push_str(r"[^\n\r]"),
                '\\' => {
                    let escape = self.escape()?;
                    self.out.push_str(&escape);
                }
                c => self.literal(c),
            }
            atom = true;
        }
        if open > 0 {
            return Err(PatternError::new("«(» uten «)»", "“(” without “)”"));
        }
        Ok(())
    }

    fn literal(&mut self, c: char) {
        let mut one = [0; 4];
        self.out.push_str(&regex::escape(c.encode_utf8(&mut one)));
    }

    /// `{3}`, `{3,}`, `{3,5}` after its brace.
    fn quantity(&mut self) -> Result<(), PatternError> {
        let wrong = || {
            PatternError::new(
                "«{» begynner ikke et antall som {3}, {3,} eller {3,5}",
                "“{” does not begin a number such as {3}, {3,} or {3,5}",
            )
        };
        let start = self.at;
        let end = self.text[start..].iter().position(|c| *c == '}').ok_or_else(wrong)? + start;
        let inside: String = self.text[start..end].iter().collect();
        self.at = end + 1;
        let (low, high) = match inside.split_once(',') {
            Some((low, "")) => (low, None),
            Some((low, high)) => (low, Some(high)),
            None => (inside.as_str(), None),
        };
        let number = |t: &str| t.bytes().all(|b| b.is_ascii_digit()).then(|| t.parse::<u32>().ok()).flatten();
        let low = number(low).ok_or_else(wrong)?;
        if let Some(high) = high
            && number(high).ok_or_else(wrong)? < low
        {
            return Err(PatternError(localized!(
                "{{{inside}}} har et største antall under det minste",
                "{{{inside}}} has a greatest number below the least"
            )));
        }
        self.out.push('{');
        self.out.push_str(&inside);
        self.out.push('}');
        Ok(())
    }

    /// `[…]` after its bracket, with what is taken from it.
    fn class(&mut self, depth: u32) -> Result<(), PatternError> {
        let unclosed = || PatternError::new("«[» uten «]»", "“[” without “]”");
        if depth > DEEPEST {
            return Err(PatternError::new("for mange «[» inni hverandre", "too many “[” inside each other"));
        }
        self.out.push_str("[[");
        if self.peek() == Some('^') {
            self.at += 1;
            self.out.push('^');
        }
        let mut first = true;
        loop {
            let c = self.next().ok_or_else(unclosed)?;
            match c {
                ']' if first => {
                    return Err(PatternError::new("«[]» har ingen tegn", "“[]” has no characters"));
                }
                ']' => {
                    self.out.push_str("]]");
                    return Ok(());
                }
                '-' if self.peek() == Some('[') && !first => {
                    self.at += 1;
                    self.out.push_str("]--");
                    self.class(depth + 1)?;
                    if self.next() != Some(']') {
                        return Err(PatternError::new(
                            "det som tas fra en klasse, står sist i den",
                            "what is taken from a class stands last in it",
                        ));
                    }
                    self.out.push(']');
                    return Ok(());
                }
                '[' => {
                    return Err(PatternError::new(
                        "«[» inni «[…]»; skriv «\\[» for tegnet selv",
                        "“[” inside “[…]”; write “\\[” for the character itself",
                    ));
                }
                c => self.range(c)?,
            }
            first = false;
        }
    }

    /// A character of a class, and the one it reaches to.
    fn range(&mut self, c: char) -> Result<(), PatternError> {
        let Some(low) = self.member(c)? else { return Ok(()) };
        let after = self.text.get(self.at + 1).copied();
        let reaches = self.peek() == Some('-') && c != '-' && !matches!(after, Some(']' | '[') | None);
        if !reaches {
            self.push_member(low);
            return Ok(());
        }
        self.at += 1;
        let end = self.next().unwrap_or_default();
        let Some(high) = self.member(end)? else {
            return Err(PatternError::new(
                "en rekke som a-z slutter i ett tegn",
                "a range such as a-z ends in one character",
            ));
        };
        if high < low {
            return Err(PatternError(localized!(
                "rekken {low}-{high} går baklengs",
                "the range {low}-{high} goes backwards"
            )));
        }
        self.push_member(low);
        self.out.push('-');
        self.push_member(high);
        Ok(())
    }

    fn push_member(&mut self, c: char) {
        if c.is_ascii_punctuation() {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    /// The character that stands in a class; nothing where it is a class itself, which is written.
    fn member(&mut self, c: char) -> Result<Option<char>, PatternError> {
        if c != '\\' {
            return Ok(Some(c));
        }
        match self.peek() {
            Some(c @ ('n' | 'r' | 't')) => {
                self.at += 1;
                Ok(Some(match c {
                    'n' => '\n',
                    'r' => '\r',
                    _ => '\t',
                }))
            }
            Some(c) if c.is_ascii_punctuation() => {
                self.at += 1;
                Ok(Some(c))
            }
            _ => {
                let escape = self.escape()?;
                self.out.push_str(&escape);
                Ok(None)
            }
        }
    }

    /// What stands after a backslash.
    fn escape(&mut self) -> Result<String, PatternError> {
        let Some(c) = self.next() else {
            return Err(PatternError::new(
                "«\\» står sist; skriv «\\\\» for tegnet selv",
                "“\\” stands last; write “\\\\” for the character itself",
            ));
        };
        Ok(match c {
            'n' | 'r' | 't' => format!("\\{c}"),
            's' => r"[ \t\n\r]".to_owned(),
            'S' => r"[^ \t\n\r]".to_owned(),
            'd' => r"\p{Nd}".to_owned(),
            'D' => r"\P{Nd}".to_owned(),
            'w' => r"[^\p{P}\p{Z}\p{C}]".to_owned(),
            'W' => r"[\p{P}\p{Z}\p{C}]".to_owned(),
            'i' => format!("[{NAME_START}]"),
            'I' => format!("[^{NAME_START}]"),
            'c' => format!("[{NAME_START}{NAME_REST}]"),
            'C' => format!("[^{NAME_START}{NAME_REST}]"),
            'p' | 'P' => self.property(c == 'P')?,
            c if c.is_ascii_punctuation() => regex::escape(&c.to_string()),
            c => {
                return Err(PatternError(localized!(
                    "«\\{c}» finnes ikke i mønstre i XML Schema",
                    "there is no “\\{c}” in the patterns of XML Schema"
                )));
            }
        })
    }

    /// `{Lu}` or `{IsBasicLatin}` after `\p`.
    fn property(&mut self, not: bool) -> Result<String, PatternError> {
        let wrong = || PatternError::new("«\\p» skal stå som \\p{Lu}", "“\\p” must be written like \\p{Lu}");
        let end = self.text[self.at..].iter().position(|c| *c == '}').ok_or_else(wrong)? + self.at;
        if self.next() != Some('{') || end < self.at {
            return Err(wrong());
        }
        let name: String = self.text[self.at..end].iter().collect();
        self.at = end + 1;
        let not = if not { "^" } else { "" };
        if let Some((_, from, to)) = BLOCKS.iter().find(|(block, ..)| name.strip_prefix("Is") == Some(*block))
        {
            return Ok(format!("[{not}\\x{{{from:X}}}-\\x{{{to:X}}}]"));
        }
        if CATEGORIES.split(' ').any(|c| c == name) {
            return Ok(format!("[{not}\\p{{{name}}}]"));
        }
        Err(PatternError(localized!(
            "tegnklassen «{name}» er ikke kjent",
            "the class of characters “{name}” is not known"
        )))
    }
}

/// Characters a name of XML begins with (XML 1.0, NameStartChar), and those it may have besides.
const NAME_START: &str = r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}";
const NAME_REST: &str = r"\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}";

/// General categories of Unicode.
const CATEGORIES: &str =
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn";

/// Blocks of Unicode that names in models are written in.
const BLOCKS: [(&str, u32, u32); 12] = [
    ("BasicLatin", 0x00, 0x7f),
    ("Latin-1Supplement", 0x80, 0xff),
    ("LatinExtended-A", 0x100, 0x17f),
    ("LatinExtended-B", 0x180, 0x24f),
    ("CombiningDiacriticalMarks", 0x300, 0x36f),
    ("Greek", 0x370, 0x3ff),
    ("Cyrillic", 0x400, 0x4ff),
    ("Hebrew", 0x590, 0x5ff),
    ("Arabic", 0x600, 0x6ff),
    ("GeneralPunctuation", 0x2000, 0x206f),
    ("Hiragana", 0x3040, 0x309f),
    ("CJKUnifiedIdeographs", 0x4e00, 0x9fff),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).unwrap_or_else(|e| panic!("{pattern}: {e}")).is_match(text)
    }

    #[test]
    fn a_pattern_is_about_the_whole_text() {
        assert!(matches("DT[0-9]", "DT1") && !matches("DT[0-9]", "DT12") && !matches("DT[0-9]", "ADT1"));
        assert!(matches("a|bc", "bc") && !matches("a|bc", "abc"));
        assert!(matches("", "") && !matches("", "a"));
        assert!(matches(".*", "alt") && !matches(".*", "to\nlinjer"));
    }

    #[test]
    fn signs_of_other_dialects_are_ordinary_characters() {
        assert!(matches("^A$", "^A$") && !matches("^A$", "A"));
        assert!(matches("a#b&c~d", "a#b&c~d") && matches("[a&&b]+", "a&b") && matches("[a~~]+", "~"));
    }

    #[test]
    fn classes_reach_exclude_and_subtract() {
        assert!(matches("[a-z-[aeiou]]+", "bcd") && !matches("[a-z-[aeiou]]+", "abc"));
        assert!(
            matches("[^a-z-[0-9]]", "A") && !matches("[^a-z-[0-9]]", "5") && !matches("[^a-z-[0-9]]", "b")
        );
        assert!(matches("[-a]+", "a-") && matches("[a-]+", "-a") && matches(r"[\]\\]+", r"\]"));
        assert!(matches(r"[A-Z\d_]+", "AB_1") && matches(r"[\w-]+", "æ-ø"));
    }

    #[test]
    fn escapes_mean_what_xml_schema_says() {
        assert!(matches(r"\d{2}", "42") && matches(r"\i\c*", "navn-1") && !matches(r"\i", "1"));
        assert!(
            matches(r"\w", "+") && !matches(r"\w", "-"),
            "symbols are word characters, punctuation is not"
        );
        assert!(
            matches(r"\p{Lu}\P{Lu}", "Åø")
                && matches(r"\p{IsBasicLatin}", "a")
                && !matches(r"\p{IsBasicLatin}", "å")
        );
        assert!(matches(r"\s", "\t") && !matches(r"\s", "\u{a0}"));
        assert!(matches(r"1\.5\-2\$\/", "1.5-2$/"));
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in [
            "(",
            ")",
            "a)",
            "[",
            "[]",
            "[a",
            "]",
            "*a",
            "a**",
            "a*?",
            "(?=a)",
            "(?:a)",
            "(?i)a",
            r"\b",
            r"\1",
            r"\",
            "a{",
            "a{x}",
            "a{3,1}",
            "a{,3}",
            "[z-a]",
            "[a[b]]",
            r"\p",
            r"\p{",
            r"\p{Xx}",
            r"\p{IsKlingon}",
            "[a-z-[b]c]",
            "[a-\\d]",
        ] {
            assert!(Pattern::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn patterns_made_to_harm_are_refused_or_harmless() {
        assert!(matches("(a+)+b", &format!("{}b", "a".repeat(2000))));
        assert!(!matches("(a|a)*b", &"a".repeat(20_000)));
        assert!(Pattern::new("((a{1,1000}){1,1000}){1,1000}").is_err());
        assert!(Pattern::new(&"(".repeat(4000)).is_err());
        assert!(Pattern::new(&"[a-".repeat(1000)).is_err());
        assert!(Pattern::new(&format!("{}a{}", "(".repeat(500), ")".repeat(500))).is_err());
        assert!(Pattern::new(&"a".repeat(5000)).is_err());
    }
}
