//! Which material of the vocabulary does an office name mean? «Gips 13», «Plasterboard - 12.5», «Betong B35».

use std::borrow::Cow;

use crate::vocab::{Material, Vocabulary, normal, normalise};

/// The material a name tells of, if one is known: the whole name first, then the longest word or words inside it.
pub(in crate::ifc) fn named<'a>(vocabulary: &'a Vocabulary, name: &str) -> Option<&'a Material> {
    let whole = normalise(name);
    if whole.is_empty() {
        return None;
    }
    let spellings = |m: &'a Material| {
        [&m.name.nb, &m.name.en].into_iter().chain(&m.synonyms).map(move |s| (normal(s), m))
    };
    let all: Vec<(Cow<'_, str>, &Material)> = vocabulary.materials.iter().flat_map(spellings).collect();
    if let Some((_, material)) = all.iter().find(|(s, m)| *s == whole || m.id == whole) {
        return Some(material);
    }
    let inside = all.iter().filter(|(s, _)| has_words(&whole, s));
    // The longest spelling is the most exact; of equally long ones the first of the vocabulary.
    inside.min_by_key(|(s, _)| std::cmp::Reverse(s.chars().count())).map(|(_, m)| *m)
}

/// Whether words stand whole inside a text: what is before and after them is no letter. Digits may follow, as in
/// «gips13».
pub(super) fn has_words(text: &str, words: &str) -> bool {
    if words.chars().count() < 2 {
        return false;
    }
    text.match_indices(words).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphabetic)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn office_names_tell_of_materials() {
        let v = Vocabulary::built_in();
        let found = |name: &str| named(v, name).map(|m| m.id.as_str());
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
