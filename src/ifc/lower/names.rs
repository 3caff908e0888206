//! What is a space used for? Its names and codes, read with the words of the vocabulary.
//!
//! In come the texts a space carries (long name, name, type, category, class); out go room functions, and whether
//! they are doubtful. Where the names say nothing the equipment in the room may, and that is doubtful too.

use crate::vocab::{Vocabulary, normalise};

/// Names that name nothing.
const NAMELESS: [&str; 8] = ["room", "rom", "space", "raum", "zone", "sone", "romnavn", "unnamed"];

/// What the names of a space say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Use {
    /// Ids of room functions, the main one first, contained ones after.
    pub(super) functions: Vec<String>,
    /// Whether it may be something else.
    pub(super) doubtful: bool,
}

/// The use that the first text with a known word tells of.
pub(super) fn used_for<'t>(vocabulary: &Vocabulary, texts: impl IntoIterator<Item = &'t str>) -> Use {
    for text in texts {
        if nameless(vocabulary, text) {
            continue;
        }
        let found = of_text(vocabulary, text);
        if !found.functions.is_empty() {
            return found;
        }
    }
    Use::default()
}

/// Whether a name says nothing of the use: empty, a placeholder, a bare number or a general word.
pub(super) fn nameless(vocabulary: &Vocabulary, name: &str) -> bool {
    let name = normalise(name);
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    bare.is_empty() || NAMELESS.contains(&bare) || vocabulary.is_placeholder("", &name)
}

fn of_text(vocabulary: &Vocabulary, text: &str) -> Use {
    let bare = without_code(text);
    let read = |name: &str| {
        let found = vocabulary.room_name(name);
        let ids: Vec<&str> = found.functions.iter().map(|f| f.id.as_str()).collect();
        let functions = with_contained(vocabulary, &ids);
        (!functions.is_empty()).then_some(Use { functions, doubtful: found.doubtful })
    };
    if let Some(found) = [text.trim(), bare].into_iter().find_map(read) {
        return found;
    }
    // «Bad leilighet 3»: the first words, the more of them the better.
    let words: Vec<&str> = bare.split_whitespace().take(8).collect();
    let first = (1..words.len()).rev().find_map(|count| read(&words[..count].join(" ")));
    first.map(|found| Use { doubtful: true, ..found }).unwrap_or_default()
}

/// A text without the number in front of it: `1 - Living room`, `A102: Stue`.
fn without_code(text: &str) -> &str {
    split_code(text).map_or(text.trim(), |(_, rest)| rest)
}

/// The number and the name that stand in one text: `1 - Living room`, `A102: Stue`. None where it is only one of the
/// two.
pub(super) fn code_and_name(text: &str) -> Option<(String, String)> {
    let (code, name) = split_code(text)?;
    let code = code.trim_end_matches(|c: char| !c.is_alphanumeric());
    name.chars().any(char::is_alphabetic).then(|| (code.to_owned(), name.to_owned()))
}

fn split_code(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.trim().split_once(char::is_whitespace)?;
    let rest =
        rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | ':' | '.' | '_'));
    first.chars().any(|c| c.is_ascii_digit()).then_some((first, rest))
}

/// Functions with those they contain after them, each once.
pub(super) fn with_contained(vocabulary: &Vocabulary, functions: &[&str]) -> Vec<String> {
    let contained = functions
        .iter()
        .filter_map(|f| vocabulary.room(f))
        .flat_map(|r| r.contains.iter().map(String::as_str));
    let mut all: Vec<String> = Vec::new();
    for function in functions.iter().copied().chain(contained) {
        if !all.iter().any(|f| f == function) {
            all.push(function.to_owned());
        }
    }
    all
}

/// What equipment in a room without a name tells of its use; the surest first.
pub(super) fn from_equipment<'e>(equipment: impl IntoIterator<Item = &'e str>) -> Option<&'static str> {
    let all: Vec<&str> = equipment.into_iter().collect();
    let has = |kinds: &[&str]| kinds.iter().any(|k| all.contains(k));
    if has(&["shower", "bathtub"]) {
        Some("bath")
    } else if has(&["toilet"]) {
        Some("toilet")
    } else if has(&["stove", "kitchen_run", "dishwasher"]) {
        Some(if has(&["bed", "care_bed"]) { "all_room" } else { "kitchen" })
    } else if has(&["bed", "care_bed"]) {
        Some("sleeping")
    } else if has(&["sofa"]) {
        Some("living")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(text: &str) -> (Vec<String>, bool) {
        let found = used_for(Vocabulary::built_in(), [text]);
        (found.functions, found.doubtful)
    }

    #[test]
    fn numbers_around_a_name_do_not_hide_it() {
        for text in ["Soverom", "soverom 2", "A102: Soverom", "1 - Soverom"] {
            assert_eq!(used(text), (vec!["sleeping".into()], false), "{text}");
        }
        assert_eq!(used("Stue/Kjøkken").0, ["living", "kitchen"]);
    }

    #[test]
    fn a_number_and_a_name_in_one_text_are_told_apart() {
        let of = |text| code_and_name(text).map(|(a, b)| format!("{a}|{b}"));
        assert_eq!(of("1 - Living room").as_deref(), Some("1|Living room"));
        assert_eq!(of("A102: Stue").as_deref(), Some("A102|Stue"));
        for one in ["A102", "Soverom 2", "102 103", "Stue"] {
            assert_eq!(of(one), None, "{one}");
        }
    }

    #[test]
    fn a_name_that_may_mean_two_things_is_doubtful() {
        assert!(used("TR").1);
        assert!(used("Bad leilighet 3").1, "only its first word is known");
        assert!(!used("Bad").1);
    }

    #[test]
    fn the_first_text_that_says_something_counts() {
        let v = Vocabulary::built_in();
        assert_eq!(used_for(v, ["Room", "101", "", "Bad"]).functions, ["bath"]);
        assert_eq!(used_for(v, ["Room", "ikke angitt"]).functions, Vec::<String>::new());
        assert!(nameless(v, "Room 12") && nameless(v, "103") && !nameless(v, "Wohnen"));
    }

    #[test]
    fn equipment_tells_of_a_nameless_room() {
        assert_eq!(from_equipment(["toilet", "shower"]), Some("bath"));
        assert_eq!(from_equipment(["stove", "bed"]), Some("all_room"));
        assert_eq!(from_equipment(["chair"]), None);
    }
}
