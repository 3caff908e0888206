//! What the project's own rules say of rooms the model does not tell understandably; see
//! [`Overrides`](crate::ifc::Overrides).

use std::collections::{BTreeMap, BTreeSet};

use super::homes::{Home, HomeKind};
use super::{Lower, names};
use crate::ifc::RoomRule;
use crate::ifc::step::Id;
use crate::localized;
use crate::model::Origin;
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::normalise;

/// Words for what is no room at all, and for what belongs to nobody and to the staff.
const NO_ROOM: [&str; 3] = ["ikke rom", "ingen", "none"];
const COMMON: [&str; 3] = ["felles", "fellesareal", "common"];
const BASE: [&str; 3] = ["base", "personalbase", "staff base"];

/// What rules say of one space.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Its functions.
    pub(super) functions: Option<Vec<String>>,
    /// Whether it is no room.
    pub(super) no_room: bool,
    /// The rule that names its dwelling.
    pub(super) home: Option<usize>,
}

/// Dwellings and bases rules name, and all spaces rules speak of.
#[derive(Debug, Default)]
pub(super) struct Ruled {
    pub(super) homes: Vec<Home>,
    pub(super) spaces: BTreeSet<usize>,
}

/// Why a space that a rule leaves out is left out.
pub(super) fn said_so() -> Localized {
    Localized::new("prosjektfilen sier at det ikke er et rom", "the project file says that it is no room")
}

impl Lower<'_> {
    /// What the first rules that mean a space say of it.
    pub(super) fn ruled(&mut self, id: Id, number: &str, name: &str) -> Said {
        let rules = &self.overrides.rooms;
        let mut said = Said::default();
        if rules.is_empty() {
            return said;
        }
        let global_id = self.ifc.global_id(id).unwrap_or_default();
        let mut told = false;
        for (i, rule) in rules.iter().enumerate().filter(|(_, r)| r.means(&global_id, number, name)) {
            self.rules_met.insert(i);
            if let (Some(function), false) = (&rule.function, told) {
                said.no_room = NO_ROOM.contains(&normalise(function).as_str());
                said.functions = self.functions_named(function).filter(|_| !said.no_room);
                told = said.no_room || said.functions.is_some();
            }
            if rule.dwelling.is_some() {
                said.home.get_or_insert(i);
            }
        }
        said
    }

    fn functions_named(&self, word: &str) -> Option<Vec<String>> {
        let known = self.vocabulary.room(word.trim()).map(|r| vec![r]);
        let found = known.unwrap_or_else(|| self.vocabulary.room_functions(word));
        let ids: Vec<&str> = found.iter().map(|r| r.id.as_str()).collect();
        (!ids.is_empty()).then(|| names::with_contained(self.vocabulary, &ids))
    }

    /// Tells of rules that mean no room, and of words in them that are not known.
    pub(super) fn tell_rules(&mut self) {
        for (i, rule) in self.overrides.rooms.iter().enumerate() {
            let RoomRule { at, .. } = rule;
            let shown = rule.shown();
            if !self.rules_met.contains(&i) {
                self.say(
                    Severity::Warning,
                    "ifc.rule-unmet",
                    localized!(
                        "{at}: regelen for rom ({shown}) passer ikke på noe rom i modellen",
                        "{at}: the rule for rooms ({shown}) fits no room of the model"
                    ),
                    None,
                );
            }
            let word = rule.function.as_deref().unwrap_or_default();
            let odd = !word.is_empty()
                && !NO_ROOM.contains(&normalise(word).as_str())
                && self.functions_named(word).is_none();
            if odd {
                self.say(
                    Severity::Error,
                    "ifc.rule-function",
                    localized!(
                        "{at}: «{word}» er ikke en romfunksjon; bruk ord som soverom, bad, teknisk rom",
                        "{at}: “{word}” is no room function; use words such as soverom, bad, teknisk rom"
                    ),
                    None,
                );
            }
        }
    }

    /// The dwellings and bases rules put spaces in.
    pub(super) fn homes_by_rule(&self) -> Ruled {
        let mut ruled = Ruled::default();
        let mut homes: BTreeMap<(HomeKind, String), Home> = BTreeMap::new();
        for (s, space) in self.spaces.iter().enumerate() {
            let Some(rule) = space.home.and_then(|r| self.overrides.rooms.get(r)) else { continue };
            let tag = rule.dwelling.as_deref().unwrap_or_default().trim().to_owned();
            ruled.spaces.insert(s);
            let word = normalise(&tag);
            if tag.is_empty() || COMMON.contains(&word.as_str()) {
                continue;
            }
            let kind = if BASE.contains(&word.as_str()) { HomeKind::Base } else { HomeKind::Dwelling };
            let at = &rule.at;
            let why =
                localized!("etter regel i prosjektfilen ({at})", "by a rule in the project file ({at})");
            let home = homes.entry((kind, word)).or_insert_with(|| Home {
                kind,
                tag,
                name: String::new(),
                spaces: Vec::new(),
                origin: Origin::Assumed { why },
                zone: None,
            });
            home.spaces.push(s);
        }
        ruled.homes = homes.into_values().collect();
        ruled
    }
}
