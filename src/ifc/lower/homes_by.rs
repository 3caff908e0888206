//! The single ways of finding dwellings; see [`homes`](super::homes) for their order.

use std::collections::{BTreeMap, BTreeSet};

use super::Lower;
use super::declared::text_of;
use super::homes::{Home, HomeKind, Looks, looks};
use super::sides::Way;
use crate::ifc::Link;
use crate::ifc::own;
use crate::ifc::step::{FaultKind, Id};
use crate::localized;
use crate::model::Origin;
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::normalise;

/// Properties of a space that name its unit, the surest first.
const UNIT_PROPERTIES: [&str; 18] = [
    "Boenhet",
    "Bolignummer",
    "Bolignr",
    "Bruksenhet",
    "Bruksenhetsnummer",
    "Leilighet",
    "Leilighetsnummer",
    "Leilighetsnr",
    "Leil.nr",
    "Boligenhet",
    "Enhet",
    "Apartment",
    "Apartment Number",
    "Unit",
    "Unit Number",
    "Dwelling",
    "OccupancyZoneName",
    "ZoneName",
];
/// In how many zones a record is looked at, on the whole, where zones lie in each other. In a building there are three
/// or four levels, and most records are in no zone; a thousand zones in each other were made to harm.
const ZONES_OF_A_RECORD: usize = 8;
/// Words of zones that gather rooms for another reason than that one lives there.
const OTHER_ZONES: [&str; 24] = [
    "brann",
    "fire",
    "ventil",
    "hvac",
    "lyd",
    "acoustic",
    "thermal",
    "termisk",
    "varme",
    "heating",
    "kjøl",
    "cooling",
    "sikkerhet",
    "security",
    "lys",
    "lighting",
    "alarm",
    "sprinkler",
    "bta",
    "bra",
    "brutto",
    "gross",
    "etasje",
    "storey",
];
/// Words of zones one lives in.
const HOME_ZONES: [&str; 9] =
    ["bolig", "boenhet", "leilighet", "leil", "dwelling", "apartment", "flat", "hybel", "unit"];

impl Lower<'_> {
    /// Dwellings and bases that are zones of the model.
    pub(super) fn homes_by_zone(&mut self) -> Vec<Home> {
        let mut zones: Vec<(Id, Vec<usize>)> = Vec::new();
        let mut all = self.ifc.by_class("IfcZone", true);
        all.extend(self.ifc.by_class("IfcSpatialZone", true));
        all.extend(self.gathering.keys().copied());
        let mut left = self.ifc.file().len().saturating_mul(ZONES_OF_A_RECORD);
        for id in all {
            let Some(spaces) = self.spaces_of_zone(id, &mut left) else {
                self.ifc.report(id, FaultKind::TooMany, 0);
                continue;
            };
            if !spaces.is_empty() || self.own(id).is_some() {
                zones.push((id, spaces));
            }
        }
        // The smaller first: a zone that gathers several dwellings is none.
        zones.sort_by_key(|(id, s)| (s.len(), *id));
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut homes = Vec::new();
        let mut shared: Vec<String> = Vec::new();
        for (id, spaces) in zones {
            let Some(kind) = self.kind_of_zone(id, &spaces) else { continue };
            let free: Vec<usize> = spaces.iter().copied().filter(|s| !taken.contains(s)).collect();
            let tag = self.name(id, "Name").or_else(|| self.name(id, "LongName"));
            let tag = tag.unwrap_or_else(|| id.to_string());
            if free.len() < spaces.len() && !self.ours {
                // Gathers what other zones have already, or shares some rooms with them.
                if free.is_empty() || free.len() * 2 < spaces.len() {
                    continue;
                }
                shared.push(format!("«{tag}»"));
            }
            taken.extend(&free);
            self.used.insert(id);
            let name = self.name(id, "LongName").unwrap_or_default();
            let origin = self.origin(id, None, None);
            homes.push(Home { kind, tag, name, spaces: free, origin, zone: Some(id) });
        }
        if !shared.is_empty() {
            let shown = shared.join(", ");
            self.say(
                Severity::Warning,
                "ifc.zones-share",
                localized!(
                    "rom ligger i flere soner; de er regnet til den minste, og mangler i {shown}",
                    "rooms lie in several zones; they count to the smallest, and lack in {shown}"
                ),
                None,
            );
        }
        homes
    }

    /// The spaces of a zone and of the zones in it; none when more was looked at than is `left`.
    fn spaces_of_zone(&self, zone: Id, left: &mut usize) -> Option<Vec<usize>> {
        let mut open = vec![zone];
        let mut seen: BTreeSet<Id> = BTreeSet::from([zone]);
        let mut found: BTreeSet<usize> = BTreeSet::new();
        while let Some(at) = open.pop() {
            let members = [Link::Group, Link::Reference, Link::Container, Link::Whole];
            for member in members.into_iter().flat_map(|l| self.ifc.linking(l, at)) {
                *left = left.checked_sub(1)?;
                if let Some(space) = self.space_of.get(&member) {
                    found.insert(*space);
                } else if (self.ifc.is_a(member, "IfcZone") || self.gathers(member)) && seen.insert(member) {
                    open.push(member);
                }
            }
        }
        Some(found.into_iter().collect())
    }

    /// Whether a space is one that gathers others.
    fn gathers(&self, space: Id) -> bool {
        self.gathering.contains_key(&space)
    }

    /// What a zone is; none if nobody lives or works in it.
    fn kind_of_zone(&self, id: Id, spaces: &[usize]) -> Option<HomeKind> {
        if let Some(kind) = self.own(id).and_then(|o| o.text(own::KIND)) {
            return match kind.as_str() {
                own::KIND_DWELLING => Some(HomeKind::Dwelling),
                own::KIND_BASE => Some(HomeKind::Base),
                _ => None,
            };
        }
        let texts = ["Name", "LongName", "ObjectType"].map(|a| self.name(id, a).unwrap_or_default());
        let text = normalise(&texts.join(" "));
        let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
        let says = |known: &[&str]| words.iter().any(|w| known.iter().any(|k| w.starts_with(k)));
        let of_base = spaces.iter().filter(|s| self.belongs(**s) == "base").count();
        if of_base * 2 > spaces.len() || (of_base > 0 && says(&["base", "personal"])) {
            return Some(HomeKind::Base);
        }
        if says(&HOME_ZONES) {
            return Some(HomeKind::Dwelling);
        }
        if says(&OTHER_ZONES) {
            return None;
        }
        let one_kitchen = spaces.iter().filter(|s| self.spaces[**s].is(&["kitchen"])).count() <= 1;
        let looks = looks(&self.spaces, spaces);
        // NOTE: a bedroom with its bath may be gathered within a dwelling; a zone is hardly drawn around them.
        let enough = if self.gathers(id) { looks == Looks::Complete } else { looks != Looks::Empty };
        (enough && one_kitchen).then_some(HomeKind::Dwelling)
    }

    /// Dwellings by a property that names the unit of each room.
    pub(super) fn homes_by_property(&mut self, free: &[usize]) -> Option<Vec<Home>> {
        // What each room says of each property, in the order of the properties.
        let mut said: BTreeMap<usize, Vec<(usize, String, String, String)>> = BTreeMap::new();
        for space in free {
            let sets = self.reader.of(self.spaces[*space].id);
            for (i, wanted) in UNIT_PROPERTIES.iter().enumerate() {
                if let Some((set, property, text)) = text_of(&sets, &[wanted]) {
                    let told = (*space, set.to_owned(), property.to_owned(), text.to_owned());
                    said.entry(i).or_default().push(told);
                }
            }
        }
        for all in said.into_values() {
            let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            let mut first: BTreeMap<String, Origin> = BTreeMap::new();
            for (space, set, property, text) in &all {
                let id = self.spaces[*space].id;
                // Templates write «Unit A OccupancyZoneName»: the property's own name says nothing.
                let unit = text.replace(property.as_str(), "").trim().to_owned();
                if unit.is_empty() || self.lexicon.is_placeholder(property, &unit) {
                    continue;
                }
                first.entry(unit.clone()).or_insert_with(|| self.origin(id, Some(set), Some(property)));
                groups.entry(unit).or_default().push(*space);
            }
            let Some(groups) = self.plausible(groups, 0) else { continue };
            let home = |(tag, spaces): (String, Vec<usize>)| Home {
                kind: HomeKind::Dwelling,
                name: String::new(),
                spaces,
                origin: first
                    .get(&tag)
                    .cloned()
                    .unwrap_or_else(|| Origin::computed(by_number(&tag), Vec::new())),
                tag,
                zone: None,
            };
            return Some(groups.into_iter().map(home).collect());
        }
        None
    }

    /// Dwellings by what the rooms' numbers begin with.
    pub(super) fn homes_by_number(&self, free: &[usize]) -> Option<Vec<Home>> {
        for split in [head_of_parts, head_of_letters] {
            let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for space in free {
                if let Some(head) = split(&self.spaces[*space].number) {
                    groups.entry(head).or_default().push(*space);
                }
            }
            let Some(groups) = self.plausible(groups, 0) else { continue };
            let home = |(tag, spaces): (String, Vec<usize>)| Home {
                kind: HomeKind::Dwelling,
                origin: Origin::computed(by_number(&tag), Vec::new()),
                name: String::new(),
                spaces,
                tag,
                zone: None,
            };
            return Some(groups.into_iter().map(home).collect());
        }
        None
    }

    /// Dwellings by following doors from room to room, common rooms and the open left out. A house whose rooms hold
    /// one kitchen at most is one dwelling.
    pub(super) fn homes_by_doors(&self, free: &[usize], ways: &[Way]) -> Option<Vec<Home>> {
        let outdoor = |s: usize| {
            let function = self.spaces[s].functions.first().and_then(|f| self.vocabulary.room(f));
            function.is_some_and(|r| r.outdoor)
        };
        let private: BTreeSet<usize> = free
            .iter()
            .copied()
            .filter(|s| !matches!(self.belongs(*s), "common" | "base") && !outdoor(*s))
            .collect();
        let kitchens = free.iter().filter(|s| self.spaces[**s].is(&["kitchen"])).count();
        let lived = free.iter().any(|s| self.spaces[*s].is(&["kitchen", "living", "sleeping", "bath"]));
        if kitchens <= 1 {
            let why = Localized::new(
                "modellen deler ikke huset i boenheter, så hele huset er regnet som én bolig",
                "the model does not divide the house, so that the whole house counts as one dwelling",
            );
            // NOTE: stairs inside a house are the house's own.
            let spaces: Vec<usize> = free.iter().copied().filter(|s| self.belongs(*s) != "base").collect();
            return lived.then(|| {
                vec![Home {
                    kind: HomeKind::Dwelling,
                    tag: "Bolig".to_owned(),
                    name: String::new(),
                    spaces,
                    origin: Origin::Assumed { why },
                    zone: None,
                }]
            });
        }
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut links: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (a, b) in ways.iter().filter_map(Way::joins) {
            if private.contains(&a) && private.contains(&b) {
                links.entry(a).or_default().push(b);
                links.entry(b).or_default().push(a);
            }
        }
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for start in private.iter().copied() {
            if !seen.insert(start) {
                continue;
            }
            let mut group = vec![start];
            let mut at = 0;
            while at < group.len() {
                for next in links.get(&group[at]).into_iter().flatten() {
                    if seen.insert(*next) {
                        group.push(*next);
                    }
                }
                at += 1;
            }
            group.sort_unstable();
            groups.push(group);
        }
        let named: BTreeMap<String, Vec<usize>> =
            groups.into_iter().enumerate().map(|(i, g)| (format!("{i:05}"), g)).collect();
        let groups = self.plausible(named, 0)?;
        let method = Localized::new(
            "rom som henger sammen gjennom dører fram til inngangsdøra",
            "rooms that hang together through doors up to the entrance door",
        );
        let home = |(i, (_, spaces)): (usize, (String, Vec<usize>))| Home {
            kind: HomeKind::Dwelling,
            tag: format!("Bolig {}", i + 1),
            name: String::new(),
            spaces,
            origin: Origin::computed(method.clone(), Vec::new()),
            zone: None,
        };
        Some(groups.into_iter().enumerate().map(home).collect())
    }
}

fn by_number(tag: &str) -> Localized {
    localized!("romnumrene begynner med «{tag}»", "the rooms' numbers begin with “{tag}”")
}

/// What stands before the last separator: `B1` of `B1-03`, `H0101` of `H0101.2`.
fn head_of_parts(number: &str) -> Option<String> {
    let number = number.trim();
    let (head, tail) = number.rsplit_once(['-', '–', '.', '_', '/', ' '])?;
    let short = !tail.is_empty() && tail.chars().count() <= 4 && tail.chars().any(|c| c.is_ascii_digit());
    let head = head.trim_matches(|c: char| !c.is_alphanumeric());
    (short && !head.is_empty()).then(|| head.to_owned())
}

/// The letters before the digits: `A` of `A102`.
fn head_of_letters(number: &str) -> Option<String> {
    let number = number.trim();
    let head: String = number.chars().take_while(|c| c.is_alphabetic()).collect();
    let tail = &number[head.len()..];
    let digits = !tail.is_empty() && tail.chars().all(|c| c.is_ascii_digit());
    (digits && !head.is_empty() && head.chars().count() <= 4).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_numbers_begin_with_their_dwelling() {
        assert_eq!(head_of_parts("B1-03").as_deref(), Some("B1"));
        assert_eq!(head_of_parts("H0101.2").as_deref(), Some("H0101"));
        assert_eq!(head_of_parts("A102"), None);
        assert_eq!(head_of_letters("A102").as_deref(), Some("A"));
        assert_eq!(head_of_letters("102"), None);
        assert_eq!(head_of_letters("Bad"), None);
    }
}
