//! TOML into values: every fault at its word, and said in both languages.

use std::fmt;

use rayon::prelude::*;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, SeqAccess, Visitor};
use toml::Spanned;

use super::{Diagnostic, Severity, SourceId, Sources, Span, Tree};
use crate::localized;
use crate::text::{Localized, closest};

/// Reads a TOML text into `T`; a fault becomes a diagnostic at its place.
///
/// # Errors
/// The fault, with the place in the text where the reader stumbled.
pub fn read_toml<T: DeserializeOwned>(sources: &Sources, id: SourceId) -> Result<T, Box<Diagnostic>> {
    toml::from_str(sources.file(id).text()).map_err(|e| {
        let span = e.span().unwrap_or(0..0);
        let (message, help, replacement) = told(e.message());
        let mut fault = Diagnostic::new(Severity::Error, "toml", message);
        fault.help = help;
        fault.replacement = replacement;
        Box::new(fault.at(Span::new(id, span.start, span.end), Localized::default()))
    })
}

/// A file of a folder: its path in the folder, and what it says or the fault in it.
pub struct ReadFile<'t, T> {
    /// Its path.
    pub path: &'t str,
    /// Its place among the sources.
    pub id: SourceId,
    /// What it says.
    pub read: Result<T, Box<Diagnostic>>,
}

/// Reads the TOML files below a folder, in order of path.
pub fn read_toml_files<'t, T: DeserializeOwned + Send>(
    tree: &'t Tree,
    folder: &'t str,
    sources: &mut Sources,
) -> Vec<ReadFile<'t, T>> {
    let files: Vec<(&str, SourceId)> =
        tree.below(folder).map(|(path, shown, text)| (path, sources.add(shown, text))).collect();
    let sources: &Sources = sources;
    // There are hundreds, and none waits for another.
    files.into_par_iter().map(|(path, id)| ReadFile { path, id, read: read_toml(sources, id) }).collect()
}

/// The reader's message in words, with the mend and the word to put instead where one is likely meant.
fn told(message: &str) -> (Localized, Option<Localized>, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (word, known) = quoted.split_first().map_or(("", &quoted[..]), |(w, k)| (*w, k));
    let help = || match closest(word, known.iter().copied()) {
        Some(c) => localized!("mente du «{c}»?", "did you mean “{c}”?"),
        None => {
            let all = known.join(", ");
            localized!("kjente er {all}", "known are {all}")
        }
    };
    let mend = closest(word, known.iter().copied()).map(str::to_owned);
    if message.starts_with("unknown field") {
        return (localized!("ukjent nøkkel «{word}»", "unknown key “{word}”"), Some(help()), mend);
    }
    if message.starts_with("unknown variant") {
        // What is replaced is the whole text, quotes and all.
        let mend = mend.map(|m| format!("\"{m}\""));
        return (localized!("ukjent verdi «{word}»", "unknown value “{word}”"), Some(help()), mend);
    }
    if message.starts_with("missing field") {
        return (localized!("mangler «{word}»", "“{word}” is missing"), None, None);
    }
    if message.starts_with("duplicate key") {
        return (Localized::new("nøkkelen står to ganger", "the key stands twice"), None, None);
    }
    (localized!("kan ikke leses: {message}", "cannot be read: {message}"), None, None)
}

/// One text or a list of texts, each with its place.
#[derive(Debug, Clone, Default)]
pub struct OneOrMany(pub Vec<Spanned<String>>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Spanned::<Written>::deserialize(deserializer)?;
        let span = written.span();
        Ok(Self(match written.into_inner() {
            Written::One(text) => vec![Spanned::new(span, text)],
            Written::Many(all) => all,
        }))
    }
}

impl schemars::JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "OneOrMany".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "oneOf": [
                { "type": "string" },
                { "type": "integer" },
                { "type": "array", "items": { "type": ["string", "integer"] } },
            ]
        })
    }
}

/// What stands after the key. A whole number is taken as its digits: groups are written `5` as often as `"5"`.
enum Written {
    One(String),
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Written;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, text: &str) -> Result<Written, E> {
                Ok(Written::One(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Written, E> {
                Ok(Written::One(number.to_string()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Written, A::Error> {
                let mut all = Vec::new();
                while let Some(word) = list.next_element::<Spanned<Word>>()? {
                    let span = word.span();
                    all.push(Spanned::new(span, word.into_inner().0));
                }
                Ok(Written::Many(all))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// A text, or the digits of a whole number.
struct Word(String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = Word;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E>(self, text: &str) -> Result<Word, E> {
                Ok(Word(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Word, E> {
                Ok(Word(number.to_string()))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[serde(default)]
        group: OneOrMany,
    }

    fn fault(text: &str) -> (Diagnostic, String) {
        let mut sources = Sources::new();
        let id = sources.add("a.toml", text);
        let fault = *read_toml::<Sample>(&sources, id).unwrap_err();
        let word = sources.snippet(fault.span().unwrap()).to_owned();
        (fault, word)
    }

    #[test]
    fn an_unknown_key_is_pointed_at_and_the_known_one_proposed() {
        let (fault, word) = fault("# æøå\ngruop = \"5\"\n");
        assert_eq!(word, "gruop");
        assert_eq!(fault.message.nb, "ukjent nøkkel «gruop»");
        assert!(fault.help.is_some());
        assert_eq!(closest("gruop", ["group"]), Some("group"));
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_pointed_at() {
        let (_, word) = fault("group = true\n");
        assert_eq!(word, "true");
        let (_, word) = fault("group = [\"5\", 1.5]\n");
        assert_eq!(word, "1.5");
    }

    #[test]
    fn one_text_and_several_are_read_with_their_places() {
        let text = "group = [\"5\", 7]\n";
        let sample: Sample = toml::from_str(text).unwrap();
        let read: Vec<(&str, &str)> =
            sample.group.0.iter().map(|s| (s.get_ref().as_str(), &text[s.span()])).collect();
        assert_eq!(read, [("5", "\"5\""), ("7", "7")]);
        let sample: Sample = toml::from_str("group = 5\n").unwrap();
        assert_eq!(sample.group.0[0].get_ref(), "5");
    }
}
