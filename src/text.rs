//! Language: texts in bokmål and English, and numbers and dates as Norwegians write them.
//!
//! Every text of the program is a [`Localized`] pair that stands where it is used, so that a missing
//! translation cannot be forgotten in another file. Numbers for people get a decimal comma and a
//! no-break space before the unit; machine formats never pass through here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The language of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Norwegian bokmål.
    #[default]
    Nb,
    /// English.
    En,
}

impl Lang {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::En => "en",
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Bokmål.
    pub nb: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// A pair of texts.
    pub fn new(nb: impl Into<String>, en: impl Into<String>) -> Self {
        Self { nb: nb.into(), en: en.into() }
    }

    /// The same text in both languages: names, codes, quotes.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { en: text.clone(), nb: text }
    }

    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nb => &self.nb,
            Lang::En => &self.en,
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.nb.is_empty() && self.en.is_empty()
    }
}

/// A [`Localized`] from two format strings with the same arguments in scope.
///
/// ```
/// let n = 3;
/// let t = befaring::localized!("{n} rom", "{n} rooms");
/// assert_eq!(t.nb, "3 rom");
/// ```
#[macro_export]
macro_rules! localized {
    ($nb:literal, $en:literal $(, $($arg:tt)*)?) => {
        $crate::text::Localized { nb: format!($nb $(, $($arg)*)?), en: format!($en $(, $($arg)*)?) }
    };
}

/// A number with at most `decimals` decimals, trailing zeros kept only if `keep`, in the given language.
///
/// Bokmål: decimal comma, U+2212 minus, no-break space between thousands from five digits.
/// English: decimal point, the same minus, a comma between thousands from five digits.
pub fn number(value: f64, decimals: usize, keep: bool, lang: Lang) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let mut plain = format!("{:.decimals$}", value.abs());
    if !keep && plain.contains('.') {
        plain.truncate(plain.trim_end_matches('0').trim_end_matches('.').len());
    }
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), ""), |(w, f)| (w, f));
    let negative = value < 0.0 && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0');
    let (comma, separator) = match lang {
        Lang::Nb => (',', '\u{a0}'),
        Lang::En => ('.', ','),
    };
    let mut out = String::new();
    if negative {
        out.push('\u{2212}');
    }
    let grouped = whole.len() >= 5;
    for (i, c) in whole.chars().enumerate() {
        if grouped && i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(separator);
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push(comma);
        out.push_str(fraction);
    }
    out
}

/// Items joined as in a sentence: «a, b og c».
pub fn list(items: &[String], lang: Lang) -> String {
    joined(items, if lang == Lang::Nb { "og" } else { "and" })
}

/// Items any of which will do, as a sentence lists them: «a, b eller c», “a, b or c”.
pub fn alternatives(items: &[String], lang: Lang) -> String {
    joined(items, if lang == Lang::Nb { "eller" } else { "or" })
}

fn joined(items: &[String], before_last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] => format!("{} {before_last} {last}", start.join(", ")),
    }
}

/// The closest of the known words within an edit distance a slip of the hand explains, if any.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|k| (edit_distance(&word, &k.to_lowercase(), limit), k))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, k)| (*d, k.len()))
        .map(|(_, k)| k)
}

/// Levenshtein distance with adjacent transpositions as one step; gives `limit + 1` as soon as it is larger.
fn edit_distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norwegian_numbers_have_a_comma_a_true_minus_and_no_negative_zero() {
        assert_eq!(number(12.5, 1, true, Lang::Nb), "12,5");
        assert_eq!(number(-3.25, 2, false, Lang::Nb), "\u{2212}3,25");
        assert_eq!(number(-0.001, 1, true, Lang::Nb), "0,0");
        assert_eq!(number(2.0, 2, false, Lang::Nb), "2");
        assert_eq!(number(1234.0, 0, true, Lang::Nb), "1234");
        assert_eq!(number(12345.0, 0, true, Lang::Nb), "12\u{a0}345");
        assert_eq!(number(12345.5, 1, true, Lang::En), "12,345.5");
    }

    #[test]
    fn a_slip_of_the_hand_finds_its_word() {
        assert_eq!(closest("vindi", ["vindu", "vegg"]), Some("vindu"));
        assert_eq!(closest("vnidu", ["vindu", "vegg"]), Some("vindu"));
        assert_eq!(closest("fjell", ["vindu", "vegg"]), None);
    }
}
