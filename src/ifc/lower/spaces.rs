//! Which spaces are rooms, and what do their names say? Areas, roofs and gross spaces are no rooms: they are
//! left out and said, since they lie over the real ones.

use std::collections::BTreeSet;

use geo::Polygon;

use super::declared::text_of;
use super::homes::Home;
use super::rules::said_so;
use super::told::Saying;
use super::{Lower, names};
use crate::ifc::Link;
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::model::Zone;
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::normalise;

/// Properties that tell what a room is for, where its names do not.
const CATEGORIES: [&str; 7] =
    ["Category", "Romfunksjon", "Funksjon", "Romtype", "Room Category", "Zone Category", "OccupancyType"];

/// A space that is a room.
#[derive(Debug, Clone)]
pub(super) struct Space {
    /// Its record.
    pub(super) id: Id,
    /// Its number: mostly `Name`.
    pub(super) number: String,
    /// What it is called: mostly `LongName`.
    pub(super) name: String,
    pub(super) storey: Option<usize>,
    pub(super) functions: Vec<String>,
    pub(super) doubtful: bool,
    /// Whether its names say nothing.
    pub(super) nameless: bool,
    pub(super) outline: Option<Polygon<f64>>,
    /// Its lowest and highest point, in metres.
    pub(super) heights: Option<(f64, f64)>,
    /// The rule that says which dwelling it belongs to.
    pub(super) home: Option<usize>,
}

impl Space {
    /// Whether it serves a function.
    pub(super) fn is(&self, functions: &[&str]) -> bool {
        self.functions.iter().any(|f| functions.contains(&f.as_str()))
    }

    /// How a sentence calls it before it belongs to anything.
    pub(super) fn called(&self) -> String {
        match (self.number.is_empty(), self.name.is_empty()) {
            (false, false) => format!("{} {}", self.number, self.name),
            (true, false) => self.name.clone(),
            (false, true) => self.number.clone(),
            (true, true) => self.id.to_string(),
        }
    }
}

impl Lower<'_> {
    pub(super) fn read_spaces(&mut self) {
        for id in self.ifc.by_class("IfcSpace", true) {
            self.used.insert(id);
            let own = self.own(id);
            if own.as_ref().is_some_and(|o| o.is(own::DRAWN)) || self.part_of_room(id) {
                continue;
            }
            let mut number = self.name(id, "Name").unwrap_or_default();
            let mut name = self.name(id, "LongName").unwrap_or_default();
            if name.is_empty()
                && own.is_none()
                && let Some((code, rest)) = names::code_and_name(&number)
            {
                (number, name) = (code, rest);
            }
            let kind = self.name(id, "ObjectType").unwrap_or_default();
            let sets = self.reader.of(id);
            let category = text_of(&sets, &CATEGORIES).map(|(.., t)| t.to_owned()).unwrap_or_default();
            let codes = self.ifc.classifications(id);
            let code = codes.iter().find_map(|c| c.name.as_deref()).unwrap_or_default();
            let texts = [name.as_str(), number.as_str(), kind.as_str(), category.as_str(), code];
            let mut used = self.lexicon.used_for(texts);
            let ruled = self.ruled(id, &number, &name);
            let written = own.filter(|o| o.text(own::ID).is_some() && !self.is_renamed(id, o));
            let sure = ruled.functions.is_none() && !ruled.no_room;
            if let Some(own) = written.filter(|_| sure) {
                used.functions = own.list(own::FUNCTIONS).unwrap_or_default();
                used.doubtful = own.is(own::DOUBTFUL);
            }
            if let Some(functions) = &ruled.functions {
                used = names::Use { functions: functions.clone(), doubtful: false };
            }
            let why = if ruled.no_room {
                Some(said_so())
            } else if self.own_id(id).is_some() {
                None
            } else {
                self.no_room(id, &used.functions, &kind)
            };
            if why.is_none() && self.own_id(id).is_none() && self.gathers_rooms(id) {
                self.gathering.insert(id, [number, name]);
                continue;
            }
            if let Some(why) = why {
                self.not_a_room(id, &[&number, &name], why);
                continue;
            }
            let nameless = ruled.functions.is_none()
                && names::nameless(self.vocabulary, &name)
                && (names::nameless(self.vocabulary, &number)
                    || !number.chars().any(|c| c.is_alphabetic() && c.is_lowercase()));
            let (outline, heights) = self.shape_of_space(id);
            let space = Space {
                id,
                number: number.clone(),
                name,
                storey: self.storey_of_space(id),
                functions: used.functions,
                doubtful: used.doubtful,
                nameless,
                outline,
                heights,
                home: ruled.home,
            };
            self.doubts(&space);
            self.space_of.insert(id, self.spaces.len());
            self.spaces.push(space);
        }
        if !self.ours {
            self.each_floor_once();
        }
        self.tell_rules();
        if self.spaces.is_empty() {
            self.say(
                Severity::Warning,
                "ifc.no-spaces",
                Localized::new(
                    "modellen har ingen rom (IfcSpace), så det meste kan ikke vurderes; eksporter rommene",
                    "the model has no rooms (IfcSpace), so that most cannot be judged; export the rooms",
                ),
                None,
            );
        }
    }

    /// Whether a space is a part of a room: a place in it with a use of its own.
    fn part_of_room(&mut self, id: Id) -> bool {
        let whole = self.ifc.linked(Link::Whole, id).next().filter(|w| self.ifc.is_a(*w, "IfcSpace"));
        let Some(whole) = whole.filter(|_| self.ifc.word(id, "CompositionType") == Some("PARTIAL")) else {
            return false;
        };
        self.parts_of_rooms.entry(whole).or_default().push(id);
        true
    }

    /// The parts of a room that have a use and an outline.
    pub(super) fn zones_of_room(&mut self, space: Id) -> Vec<Zone> {
        let parts = self.parts_of_rooms.get(&space).cloned().unwrap_or_default();
        let mut zones = Vec::new();
        for part in parts {
            let own = self.own(part).and_then(|o| o.list(own::FUNCTIONS)).unwrap_or_default();
            let texts = ["LongName", "Name", "ObjectType"].map(|a| self.name(part, a).unwrap_or_default());
            let found = own
                .into_iter()
                .chain(names::used_for(self.vocabulary, texts.iter().map(String::as_str)).functions)
                .next();
            let (Some(function), (Some(outline), _)) = (found, self.shape_of_space(part)) else { continue };
            zones.push(Zone { function, outline });
        }
        zones
    }

    /// Why a space is no room.
    fn no_room(&self, id: Id, functions: &[String], kind: &str) -> Option<Localized> {
        let belongs = functions.first().and_then(|f| self.vocabulary.room(f)).map(|r| r.belongs.as_str());
        if belongs == Some("none") {
            return Some(Localized::new("navnet er ikke et rom", "its name is not a room's"));
        }
        if self.ifc.word(id, "PredefinedType") == Some("GFA") || normalise(kind).contains("gross") {
            return Some(Localized::new("bruttoareal", "a gross area"));
        }
        None
    }

    /// Whether a space is no room but what several rooms make up together: a dwelling, a department.
    fn gathers_rooms(&self, id: Id) -> bool {
        let parts = |id: Id| self.ifc.linking(Link::Whole, id).any(|p| self.ifc.is_a(p, "IfcSpace"));
        self.ifc.word(id, "CompositionType") == Some("COMPLEX") && parts(id)
    }

    /// Tells of the spaces that gather others and are neither dwelling nor base.
    pub(super) fn tell_gathering(&mut self, homes: &[Home]) {
        let used: BTreeSet<Id> = homes.iter().filter_map(|h| h.zone).collect();
        for (id, [number, name]) in std::mem::take(&mut self.gathering) {
            if !used.contains(&id) {
                let why = Localized::new("samler andre rom", "gathers other rooms");
                self.not_a_room(id, &[&number, &name], why);
            }
        }
    }

    pub(super) fn not_a_room(&mut self, id: Id, names: &[&str], why: Localized) {
        let saying = Saying::new(
            Severity::Note,
            "ifc.no-room",
            Localized::new(
                "én IfcSpace er ikke et rom og er ikke tatt med",
                "one IfcSpace is no room and is left out",
            ),
            Localized::new(
                "{n} IfcSpace er ikke rom og er ikke tatt med",
                "{n} IfcSpaces are no rooms and are left out",
            ),
        );
        let name = names.iter().filter(|n| !n.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let example = |why: &str| format!("{name} ({why})");
        let example = Localized::new(example(&why.nb), example(&why.en));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, example, &file, line);
    }

    fn doubts(&mut self, space: &Space) {
        let help = Localized::new(
            "gi rommet et vanlig navn i LongName, som soverom, bad, teknisk rom",
            "give the room a common name in LongName",
        );
        let called = Localized::same(format!("«{}»", space.called()));
        let (file, line) = (self.file.clone(), self.line(space.id));
        if space.functions.is_empty() && !space.nameless {
            let saying = Saying::new(
                Severity::Warning,
                "ifc.room-unknown",
                Localized::new(
                    "det er ikke kjent hva ett rom er til",
                    "it is not known what one room is for",
                ),
                Localized::new(
                    "det er ikke kjent hva {n} rom er til",
                    "it is not known what {n} rooms are for",
                ),
            );
            self.told.count(saying.help(help), called, &file, line);
        } else if space.doubtful {
            let saying = Saying::new(
                Severity::Note,
                "ifc.room-doubtful",
                Localized::new(
                    "ett romnavn kan bety flere slags rom",
                    "one room's name can mean several kinds of room",
                ),
                Localized::new(
                    "{n} romnavn kan bety flere slags rom",
                    "{n} rooms' names can mean several kinds of room",
                ),
            );
            self.told.count(saying.help(help), called, &file, line);
        }
    }
}
