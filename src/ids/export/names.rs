//! How words become patterns, and texts parts of a document that stands in no file.

use crate::ids::document::Text;
use crate::source::{SourceId, Span};
use crate::vocab::RoomFunction;

/// The place of what was not read from a file.
pub(super) const NOWHERE: Span = Span { source: SourceId(0), start: 0, end: 0 };

/// A text that was not read from a file.
pub(super) fn text(value: impl Into<String>) -> Text {
    Text::new(value, NOWHERE)
}

/// A word as a pattern that matches it alone.
pub(super) fn escaped(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if matches!(c, '.' | '\\' | '?' | '*' | '+' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | '^' | '-') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A word whose first letter may be large or small.
fn any_case(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return String::new() };
    let (low, high): (String, String) = (first.to_lowercase().collect(), first.to_uppercase().collect());
    let rest = escaped(chars.as_str());
    if low != high && low.chars().count() == 1 && high.chars().count() == 1 {
        format!("[{high}{low}]{rest}")
    } else {
        format!("{}{rest}", escaped(&first.to_string()))
    }
}

/// One of some words, standing whole inside a text.
pub(super) fn whole_word<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut all: Vec<String> = words.map(any_case).collect();
    all.dedup();
    format!(r"(.*[^\p{{L}}])?({})([^\p{{L}}].*)?", all.join("|"))
}

/// Names of rooms with a function: its words, with numbers around them, alone or beside another («Stue/kjøkken»).
pub(super) fn room_name(function: &RoomFunction) -> String {
    let doubtful = |w: &&String| !function.ambiguous.iter().any(|a| a.eq_ignore_ascii_case(w));
    let words = std::iter::once(&function.name.nb).chain(&function.synonyms).filter(doubtful);
    let mut all: Vec<String> = words.map(|w| any_case(w)).collect();
    all.dedup();
    format!("([^/]*[0-9][^/]* |.*[/+&,] ?)?({})( ?[0-9]+)?( ?[/+&,].*)?", all.join("|"))
}
