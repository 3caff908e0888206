//! What does the name of a room tell of its use?
//!
//! In comes a name as drawings write it; out go room functions, and whether the name may mean something else. A name
//! is looked up whole, then without the number behind it, then part by part («Stue/Kjøkken»), and last as a
//! compound: its last part must be a room's name, and its first part one that only tells more of the room.

use serde::Deserialize;

use super::Vocabulary;
use super::words::{RoomFunction, normalise};

/// Shortest name that counts as the last part of a compound written as one word, in characters.
const SHORTEST_HEAD: usize = 3;

/// How compound names are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compounds {
    /// First parts that only tell more of the room: «gjeste-» in «gjestebad».
    #[serde(default)]
    pub modifiers: Vec<String>,
    /// First parts that may make another room of it, so that the name is doubtful.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// Last parts that tell the room whatever stands before them, which is doubtful where it is not a modifier.
    #[serde(default)]
    pub heads: Vec<String>,
}

/// What the name of a room tells.
#[derive(Debug, Clone, Default)]
pub struct RoomName<'v> {
    /// Its functions, in the order of the name; empty when no word is known.
    pub functions: Vec<&'v RoomFunction>,
    /// Whether it may mean something else.
    pub doubtful: bool,
}

impl Vocabulary {
    /// The room functions a name tells of: «Stue/Kj.» is living and kitchen. Empty when no word is known.
    pub fn room_functions(&self, name: &str) -> Vec<&RoomFunction> {
        self.room_name(name).functions
    }

    /// What the name of a room tells.
    pub fn room_name(&self, name: &str) -> RoomName<'_> {
        let whole = normalise(name);
        if let Some((function, doubtful)) = self.named(&whole) {
            return RoomName { functions: vec![function], doubtful };
        }
        let mut found = RoomName::default();
        for part in whole.split(['/', '+', ',', '&']).flat_map(|p| p.split(" og ")) {
            let part = normalise(part);
            let known = self.named(&part).or_else(|| self.compound(without_number(&part)));
            let Some((function, doubtful)) = known else { continue };
            found.doubtful |= doubtful;
            if !found.functions.iter().any(|f| f.id == function.id) {
                found.functions.push(function);
            }
        }
        found
    }

    /// The function of this very name, with or without a number behind it, and whether the name is doubtful.
    fn named(&self, normalised: &str) -> Option<(&RoomFunction, bool)> {
        [normalised, without_number(normalised)].into_iter().find_map(|name| {
            let function = self.rooms.get(*self.room_names.get(name)?)?;
            Some((function, function.ambiguous.iter().any(|a| normalise(a) == name)))
        })
    }

    /// The function of a compound, and whether that is doubtful.
    fn compound(&self, name: &str) -> Option<(&RoomFunction, bool)> {
        let joint = |c: char| c.is_whitespace() || c == '-';
        let head = |rest: &str| {
            let word = rest.trim_start_matches(joint);
            let apart = word.len() < rest.len();
            (apart || word.chars().count() >= SHORTEST_HEAD).then(|| self.named(word))?
        };
        let rules = &self.compounds;
        let after = |first: &String| name.strip_prefix(first.as_str()).and_then(head);
        if let Some(sure) = rules.modifiers.iter().find_map(after) {
            return Some(sure);
        }
        let before = || {
            let whole_word = |head: &&String| {
                name.strip_suffix(head.as_str())
                    .is_some_and(|first| !first.is_empty() && first.chars().all(char::is_alphabetic))
            };
            self.named(rules.heads.iter().find(whole_word)?)
        };
        rules.doubtful.iter().find_map(after).or_else(before).map(|(function, _)| (function, true))
    }
}

fn without_number(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str) -> (Vec<&'static str>, bool) {
        let found = Vocabulary::built_in().room_name(name);
        (found.functions.iter().map(|f| f.id.as_str()).collect(), found.doubtful)
    }

    #[test]
    fn a_first_part_that_tells_more_leaves_the_room_what_it_is() {
        for (name, function) in [
            ("Gjestebad", "bath"),
            ("Hovedbad 2", "bath"),
            ("Barnesoverom", "sleeping"),
            ("Gjeste-WC", "toilet"),
            ("Guest bathroom", "bath"),
            ("Gästtoalett", "toilet"),
        ] {
            assert_eq!(told(name), (vec![function], false), "{name}");
        }
    }

    #[test]
    fn a_last_part_alone_is_enough_for_some_rooms_but_doubtful() {
        assert_eq!(told("Badebod"), (vec!["storage"], true), "no bath");
        assert_eq!(told("Personalbad"), (vec!["bath"], true));
        assert_eq!(told("Bod 2"), (vec!["storage"], false));
    }

    #[test]
    fn what_only_ends_like_a_room_is_none() {
        for name in ["Svømmebad", "Utestue", "Gjeste", "Hovedst", "Parkering"] {
            assert_eq!(told(name), (vec![], false), "{name}");
        }
        assert_eq!(told("Badstue"), (vec!["other"], false), "neither bath nor living room");
    }

    #[test]
    fn names_the_field_writes_are_known() {
        for (name, functions) in [
            ("Personaltoalett", vec!["toilet"]),
            ("Personalrom", vec!["staff_room"]),
            ("Stue/kjøkken", vec!["living", "kitchen"]),
            ("Vindfang/entre", vec!["hall"]),
            ("Tekn. rom", vec!["technical"]),
            ("WC/dusj", vec!["bath"]),
            ("Utebod", vec!["outdoor_storage"]),
            ("Hovedsoverom", vec!["sleeping"]),
            ("Hems 2", vec!["loft"]),
            ("Sovehems", vec!["loft"]),
            ("Sovrum 1", vec!["sleeping"]),
            ("Badeværelse", vec!["bath"]),
            ("Kök", vec!["kitchen"]),
            ("Køkken/alrum", vec!["kitchen", "living"]),
            ("Tvättstuga", vec!["laundry"]),
        ] {
            assert_eq!(told(name), (functions, false), "{name}");
        }
        assert_eq!(told("Sportsbod"), (vec!["outdoor_storage"], true));
    }
}
