//! Which rooms make up a dwelling? Several ways of telling are tried, the surest first, and the result says which
//! one it was.
//!
//! Zones of the model; a property of the rooms that names their unit; the first part of the rooms' numbers; doors
//! followed from room to room up to an entrance; and a house that is divided in no way is one dwelling. What belongs
//! to no dwelling is a staff base's when its function is, and common otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::rules::Ruled;
use super::sides::Way;
use super::spaces::Space;
use super::{Lower, counted};
use crate::ifc::step::Id;
use crate::localized;
use crate::model::Origin;
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::normalise;

/// What a group of rooms is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HomeKind {
    Dwelling,
    Base,
}

/// A dwelling or base in the making.
#[derive(Debug, Clone)]
pub(super) struct Home {
    pub(super) kind: HomeKind,
    /// Its short name.
    pub(super) tag: String,
    /// Its whole name, where it has another.
    pub(super) name: String,
    /// Its spaces.
    pub(super) spaces: Vec<usize>,
    /// How it was found.
    pub(super) origin: Origin,
    /// The zone it is, if it is one.
    pub(super) zone: Option<Id>,
}

/// Functions of rooms one lives in.
const LIVED_IN: [&str; 4] = ["living", "kitchen", "sleeping", "all_room"];
/// Functions of rooms to wash in.
const WASHED_IN: [&str; 2] = ["bath", "toilet"];

/// What a group of rooms looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// Exactly one kitchen, and somewhere to wash.
    Complete,
    /// Nobody lives in it.
    Empty,
    /// Something between.
    Odd,
}

pub(super) fn looks(spaces: &[Space], group: &[usize]) -> Looks {
    let count = |functions: &[&str]| group.iter().filter(|s| spaces[**s].is(functions)).count();
    match (count(&["kitchen"]), count(&WASHED_IN), count(&LIVED_IN)) {
        (1, 1.., _) => Looks::Complete,
        (_, _, 0) => Looks::Empty,
        _ => Looks::Odd,
    }
}

/// Puts the spaces rules speak of where the rules say, whatever else was found.
fn put_ruled(homes: &mut Vec<Home>, ruled: Ruled) {
    for home in homes.iter_mut() {
        home.spaces.retain(|s| !ruled.spaces.contains(s));
    }
    for home in ruled.homes {
        let same = |h: &&mut Home| match home.kind {
            // A project has one base, whatever it is called.
            HomeKind::Base => h.kind == HomeKind::Base,
            HomeKind::Dwelling => h.kind == home.kind && normalise(&h.tag) == normalise(&home.tag),
        };
        match homes.iter_mut().find(same) {
            Some(known) => known.spaces.extend(home.spaces),
            None => homes.push(home),
        }
    }
    homes.retain(|h| !h.spaces.is_empty());
    homes.iter_mut().for_each(|h| h.spaces.sort_unstable());
}

impl Lower<'_> {
    /// The dwellings and bases, each with its rooms; what is in none is common.
    pub(super) fn find_homes(&mut self, ways: &[Way]) -> Vec<Home> {
        if self.spaces.is_empty() && !self.ours {
            self.tell_gathering(&[]);
            return Vec::new();
        }
        let ruled = self.homes_by_rule();
        let mut homes = self.homes_by_zone();
        if self.ours {
            homes.sort_by_key(|h| h.zone);
            self.tell_homes(&homes);
            self.tell_gathering(&homes);
            return homes;
        }
        if !homes.iter().any(|h| h.kind == HomeKind::Dwelling) {
            let free = self.free_of(&homes);
            let found = self.homes_by_property(&free).or_else(|| self.homes_by_number(&free));
            let found = found.or_else(|| self.homes_by_doors(&free, ways));
            homes.extend(found.unwrap_or_default());
        }
        self.base_of_the_rest(&mut homes);
        self.tell_homes(&homes);
        self.tell_gathering(&homes);
        put_ruled(&mut homes, ruled);
        let order = |h: &Home| (h.kind, h.tag.clone());
        homes.sort_by_key(order);
        homes
    }

    /// Spaces that belong to no group yet.
    fn free_of(&self, homes: &[Home]) -> Vec<usize> {
        let taken: BTreeSet<usize> = homes.iter().flat_map(|h| h.spaces.iter().copied()).collect();
        (0..self.spaces.len()).filter(|s| !taken.contains(s)).collect()
    }

    /// Where a room usually belongs: `dwelling`, `base`, `common`, `any`.
    pub(super) fn belongs(&self, space: usize) -> &str {
        let function = self.spaces[space].functions.first();
        function.and_then(|f| self.vocabulary.room(f)).map_or("any", |r| r.belongs.as_str())
    }

    /// Rooms of a staff base that no zone gathers.
    fn base_of_the_rest(&mut self, homes: &mut Vec<Home>) {
        if homes.iter().any(|h| h.kind == HomeKind::Base) {
            return;
        }
        let free = self.free_of(homes);
        let spaces: Vec<usize> = free.into_iter().filter(|s| self.belongs(*s) == "base").collect();
        // NOTE: an «office» alone is no base: dwellings and institutions have them too.
        let sure = spaces.iter().any(|s| !self.spaces[*s].doubtful);
        if !sure || homes.is_empty() {
            return;
        }
        let method = Localized::new(
            "rom for ansatte som ikke hører til noen bolig",
            "rooms for staff that belong to no dwelling",
        );
        homes.push(Home {
            kind: HomeKind::Base,
            tag: "Base".to_owned(),
            name: String::new(),
            spaces,
            origin: Origin::computed(method, Vec::new()),
            zone: None,
        });
    }

    fn tell_homes(&mut self, homes: &[Home]) {
        let dwellings: Vec<&Home> = homes.iter().filter(|h| h.kind == HomeKind::Dwelling).collect();
        let left = self.free_of(homes).len();
        let Some(first) = dwellings.first() else {
            self.say(
                Severity::Warning,
                "ifc.no-dwellings",
                Localized::new(
                    "fant ingen boliger: rommene er ikke samlet i soner, og navnene gir ingen grupper med kjøkken og bad",
                    "no dwellings were found: the rooms are not gathered in zones, and their names give no groups with kitchen and bath",
                ),
                None,
            );
            return;
        };
        let (nb, en) = match &first.origin {
            Origin::Ifc { set: None, .. } if first.zone.is_some_and(|z| self.ifc.is_a(z, "IfcSpace")) => {
                let (nb, en) = (
                    "rom som samler andre (IfcSpace, COMPLEX)",
                    "spaces that gather others (IfcSpace, COMPLEX)",
                );
                (nb.to_owned(), en.to_owned())
            }
            Origin::Ifc { set: None, .. } => ("soner (IfcZone)".to_owned(), "zones (IfcZone)".to_owned()),
            Origin::Ifc { set: Some(set), property, .. } => {
                let property = property.as_deref().unwrap_or_default();
                (format!("egenskapen {set}.{property}"), format!("the property {set}.{property}"))
            }
            Origin::Computed { method, .. } | Origin::Assumed { why: method } => {
                (method.nb.clone(), method.en.clone())
            }
            Origin::Declared { .. } | Origin::Observed { .. } => return,
        };
        let n = dwellings.len();
        let [found, common] = [counted(n, ["bolig", "boliger"]), counted(left, ["rom", "rom"])];
        let [found_en, common_en] = [counted(n, ["dwelling", "dwellings"]), counted(left, ["room", "rooms"])];
        let tags: Vec<&str> = dwellings.iter().take(8).map(|h| h.tag.as_str()).collect();
        let more = if n > tags.len() { " …" } else { "" };
        let tags = tags.join(", ");
        let message = localized!(
            "fant {found} ({tags}{more}): {nb}; {common} er felles",
            "found {found_en} ({tags}{more}): {en}; {common_en} in common"
        );
        let assumed = matches!(first.origin, Origin::Assumed { .. });
        let severity = if assumed { Severity::Warning } else { Severity::Note };
        self.say(severity, "ifc.dwellings", message, None);
    }

    /// Groups of rooms by a name each carries, if they look like dwellings.
    pub(super) fn plausible(
        &self,
        groups: BTreeMap<String, Vec<usize>>,
        most_unlikely: usize,
    ) -> Option<Vec<(String, Vec<usize>)>> {
        let looks = |g: &Vec<usize>| looks(&self.spaces, g);
        let complete = groups.values().filter(|g| looks(g) == Looks::Complete).count();
        let odd = groups.values().filter(|g| looks(g) == Looks::Odd).count();
        if complete == 0 || odd > most_unlikely {
            return None;
        }
        Some(groups.into_iter().filter(|(_, g)| looks(g) != Looks::Empty).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space(functions: &[&str]) -> Space {
        Space {
            id: Id(1),
            number: String::new(),
            name: String::new(),
            storey: None,
            functions: functions.iter().map(|f| (*f).to_owned()).collect(),
            doubtful: false,
            nameless: false,
            outline: None,
            heights: None,
            home: None,
        }
    }

    #[test]
    fn a_dwelling_has_one_kitchen_and_somewhere_to_wash() {
        let of = |rooms: &[&[&str]]| {
            let spaces: Vec<Space> = rooms.iter().map(|f| space(f)).collect();
            looks(&spaces, &(0..spaces.len()).collect::<Vec<_>>())
        };
        assert_eq!(of(&[&["all_room", "living", "kitchen", "sleeping"], &["bath"]]), Looks::Complete);
        assert_eq!(of(&[&["kitchen"], &["kitchen"], &["bath"]]), Looks::Odd);
        assert_eq!(of(&[&["sleeping"], &["bath"]]), Looks::Odd);
        assert_eq!(of(&[&["corridor"], &["toilet"]]), Looks::Empty);
    }
}
