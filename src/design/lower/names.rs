//! Which room a written word means: by tag, by name, by function, nearest first.

use std::collections::BTreeMap;

use super::super::ast::RoomRef;
use super::Lower;
use crate::localized;
use crate::model::Side;
use crate::source::Diagnostic;
use crate::text::{Localized, closest};
use crate::vocab::normalise;

/// Where rooms are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    /// A dwelling.
    Dwelling(usize),
    /// A staff base.
    Base(usize),
    /// The common rooms of a storey.
    Storey(usize),
    /// The common rooms of a building that lie on no storey.
    Building(usize),
    /// The common rooms of the project that lie in no building.
    Project,
}

/// How a word can mean a room, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Tag,
    Name,
    Function,
    Contained,
}

/// Rooms of each home by what they are called.
#[derive(Debug, Default)]
pub(super) struct Names {
    rooms: BTreeMap<Home, BTreeMap<(By, String), Vec<usize>>>,
    /// Dwellings and bases by their tags, each with the tag as it was written.
    owners: BTreeMap<String, (String, Home)>,
}

impl Names {
    /// Takes in a room.
    pub(super) fn add(&mut self, home: Home, room: usize, tag: &str, name: &str, functions: &[String]) {
        let index = self.rooms.entry(home).or_default();
        let mut put = |by, word: &str| index.entry((by, normalise(word))).or_default().push(room);
        put(By::Tag, tag);
        if !name.is_empty() {
            put(By::Name, name);
        }
        for (i, function) in functions.iter().enumerate() {
            put(if i == 0 { By::Function } else { By::Contained }, function);
        }
    }

    /// Takes in a dwelling or a base.
    pub(super) fn add_owner(&mut self, tag: &str, home: Home) {
        self.owners.entry(normalise(tag)).or_insert_with(|| (tag.to_owned(), home));
    }

    /// The dwelling or base with a tag.
    pub(super) fn owner(&self, tag: &str) -> Option<Home> {
        self.owners.get(&normalise(tag)).map(|(_, home)| *home)
    }

    /// All tags of dwellings and bases, as they were written.
    pub(super) fn owners(&self) -> impl Iterator<Item = &str> {
        self.owners.values().map(|(tag, _)| tag.as_str())
    }

    /// The rooms of a home that a word means.
    fn find(&self, home: Home, reference: &RoomRef) -> &[usize] {
        let Some(index) = self.rooms.get(&home) else { return &[] };
        let name = normalise(&reference.name);
        let function = reference.function.clone().unwrap_or_else(|| name.clone());
        let ways =
            [(By::Tag, &name), (By::Name, &name), (By::Function, &function), (By::Contained, &function)];
        ways.into_iter().find_map(|(by, word)| index.get(&(by, word.clone()))).map_or(&[], Vec::as_slice)
    }

    /// The rooms of a home.
    pub(super) fn rooms(&self, home: Home) -> Vec<usize> {
        let index = self.rooms.get(&home).into_iter().flatten();
        let mut rooms: Vec<usize> =
            index.filter(|((by, _), _)| *by == By::Tag).flat_map(|(_, rooms)| rooms).copied().collect();
        rooms.sort_unstable();
        rooms
    }
}

/// What a reference means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// A side that is known.
    Side(Side),
    /// Some common room, the one behind the wall.
    Common,
}

impl Lower<'_> {
    /// What a reference means, seen from a home: its own rooms first, then the common ones around it. Faults are
    /// told; the side is then not known.
    pub(super) fn meaning(&mut self, reference: &RoomRef, homes: &[Home]) -> Meant {
        let name = normalise(&reference.name);
        if reference.owner.is_none() {
            match name.as_str() {
                "ute" | "utendørs" | "det fri" | "utsiden" => return Meant::Side(Side::Outside),
                "ukjent" => return Meant::Side(Side::Unknown),
                "felles" | "fellesareal" => return Meant::Common,
                _ => {}
            }
        }
        let named = match &reference.owner {
            None => None,
            Some(owner) => match self.names.owner(owner) {
                Some(home) => Some([home]),
                None => {
                    self.no_owner(reference, owner);
                    return Meant::Side(Side::Unknown);
                }
            },
        };
        let homes = named.as_ref().map_or(homes, |h| &h[..]);
        for home in homes {
            match *self.names.find(*home, reference) {
                [] => {}
                [room] => return Meant::Side(Side::Room(room)),
                [first, second, ..] => {
                    let tags = [first, second].map(|r| self.model.rooms[r].element.tag.clone());
                    let (written, [a, b]) = (&reference.name, &tags);
                    let fault = Diagnostic::error(
                        "design.which-room",
                        reference.span,
                        localized!("«{written}» kan være flere rom", "“{written}” can be several rooms"),
                    )
                    .help(localized!(
                        "skriv rommets merke: {a} eller {b}",
                        "write the room's tag: {a} or {b}"
                    ));
                    self.faults.push(fault);
                    return Meant::Side(Side::Unknown);
                }
            }
        }
        let rooms = homes.iter().flat_map(|h| self.names.rooms(*h));
        let known: Vec<&str> = rooms.map(|r| self.model.rooms[r].element.tag.as_str()).collect();
        let guess = closest(&name, known).map(str::to_owned);
        let written = &reference.name;
        let mut fault = Diagnostic::error(
            "design.unknown-room",
            reference.span,
            localized!("det finnes ikke noe rom «{written}» her", "there is no room “{written}” here"),
        );
        if let Some(guess) = guess {
            fault =
                fault.label(localized!("mente du «{guess}»?", "did you mean “{guess}”?")).replace_with(guess);
        } else {
            fault = fault.help(Localized::new(
                "beskriv rommet, eller skriv «ute», «felles» eller «ukjent»",
                "describe the room, or write “ute” (outside), “felles” (common) or “ukjent” (unknown)",
            ));
        }
        self.faults.push(fault);
        Meant::Side(Side::Unknown)
    }

    /// Reports that there is no dwelling or base with a tag.
    pub(super) fn no_owner(&mut self, reference: &RoomRef, tag: &str) {
        let mut fault = Diagnostic::error(
            "design.unknown-dwelling",
            reference.span,
            localized!("det finnes ingen bolig «{tag}»", "there is no dwelling “{tag}”"),
        );
        if let Some(guess) = closest(tag, self.names.owners()) {
            fault = fault.label(localized!("mente du «{guess}»?", "did you mean “{guess}”?"));
        }
        self.faults.push(fault);
    }
}
