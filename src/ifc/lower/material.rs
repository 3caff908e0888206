//! Which material of the vocabulary does an office name mean? «Gips 13», «Plasterboard - 12.5», «Betong B35».

use std::borrow::Cow;

use crate::vocab::{Material, Vocabulary, normal, normalise};

/// The materials of the vocabulary by everything they are called.
pub(in crate::ifc) struct Materials<'v>(Vec<(Cow<'v, str>, &'v Material)>);

impl<'v> Materials<'v> {
    pub(in crate::ifc) fn of(vocabulary: &'v Vocabulary) -> Self {
        let spellings = |m: &'v Material| {
            [&m.name.nb, &m.name.en].into_iter().chain(&m.synonyms).map(move |s| (normal(s), m))
        };
        Self(vocabulary.materials.iter().flat_map(spellings).collect())
    }

    /// The material a name tells of, if one is known: the whole name first, then the longest word or words inside it.
    pub(in crate::ifc) fn named(&self, name: &str) -> Option<&'v Material> {
        let whole = normalise(name);
        if whole.is_empty() {
            return None;
        }
        if let Some((_, material)) = self.0.iter().find(|(s, m)| *s == whole || m.id == whole) {
            return Some(material);
        }
        let inside = self.0.iter().filter(|(s, _)| has_words(&whole, s));
        // The longest spelling is the most exact; of equally long ones the first of the vocabulary.
        inside.min_by_key(|(s, _)| std::cmp::Reverse(s.chars().count())).map(|(_, m)| *m)
    }
}

/// Whether words stand whole inside a text: what is before and after them is no letter. Digits may follow, as in
/// «gips13».
pub(super) fn has_words(text: &str, words: &str) -> bool {
    if words.chars().count() < 2 {
        return false;
    }
    // Both are short: looking for the first byte is sooner done than what a search prepares.
    memchr::memchr_iter(words.as_bytes()[0], text.as_bytes()).any(|at| {
        let Some(after) = text[at..].strip_prefix(words) else { return false };
        let before = text[..at].chars().next_back();
        !before.is_some_and(char::is_alphanumeric) && !after.starts_with(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_names_tell_of_materials() {
        let materials = Materials::of(Vocabulary::built_in());
        let found = |name: &str| materials.named(name).map(|m| m.id.as_str());
        assert_eq!(found("Gips 13"), Some("gypsum"));
        assert_eq!(found("Plasterboard"), Some("gypsum"));
        assert_eq!(found("Betong, plasstøpt B35"), Some("concrete"));
        assert_eq!(found("Steel, Chrome Plated"), Some("steel"));
        assert_eq!(found("OSB-plate 18mm"), Some("osb"));
        assert_eq!(found("Default Wall"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn a_word_inside_another_word_is_not_found() {
        assert!(!has_words("murgips", "gips"));
        assert!(has_words("13 gips", "gips") && has_words("gips13", "gips"));
    }
}
