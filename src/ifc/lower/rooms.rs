//! Dwellings, bases and rooms of the model, from the groups of spaces that were found.

use std::collections::BTreeMap;

use geo::{Area, MultiPolygon, Polygon};

use super::changed::same_length;
use super::homes::{Home, HomeKind};
use super::{AT_ONCE, Lower, names, noun, plain};
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::localized;
use crate::model::{Base, Dwelling, Element, Fixture, Owner, Room};
use crate::quantity::Quantity;
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Least share of a room that is high enough for all of it to be: what is less is a trace of rounding.
const WHOLE: f64 = 0.995;

impl Lower<'_> {
    pub(super) fn make_rooms(&mut self, homes: Vec<Home>) {
        self.room_of = vec![None; self.spaces.len()];
        let mut owners = vec![Owner::Common; self.spaces.len()];
        for home in homes {
            let owner = self.home(&home);
            home.spaces.iter().for_each(|s| owners[*s] = owner);
            if !self.ours {
                self.rooms_of(owner, &home.spaces);
            }
        }
        if self.ours {
            // In the order they were written, which is that of the description.
            (0..self.spaces.len()).for_each(|s| self.rooms_of(owners[s], &[s]));
        } else {
            let common: Vec<usize> = (0..self.spaces.len()).filter(|s| self.room_of[*s].is_none()).collect();
            self.rooms_of(Owner::Common, &common);
        }
        let id = |(i, r): (usize, &Room)| (r.element.id.0.clone(), i);
        self.rooms_by_id = self.model.rooms.iter().enumerate().map(id).collect();
    }

    fn home(&mut self, home: &Home) -> Owner {
        let kind = match home.kind {
            HomeKind::Dwelling => SubjectKind::Dwelling,
            HomeKind::Base => SubjectKind::Base,
        };
        let own = home.zone.and_then(|z| self.own(z));
        let written = own.as_ref().and_then(|o| o.text(own::ID));
        let id = self.free_id(&written.unwrap_or_else(|| plain(&home.tag)));
        let mut element = Element::new(id, kind, home.origin.clone());
        element.tag.clone_from(&home.tag);
        // One letter is no name to refer to in a sentence.
        let bare = home.tag.chars().count() < 3 && home.kind == HomeKind::Dwelling;
        element.label = if bare { format!("bolig {}", home.tag) } else { home.tag.clone() };
        element.name.clone_from(&home.name);
        element.guid = home.zone.and_then(|z| self.ifc.global_id(z)).map(|g| g.into_owned());
        let building =
            home.spaces.first().and_then(|s| self.ifc.container(self.spaces[*s].id, "IfcBuilding"));
        let carriers: Vec<Id> = home.zone.into_iter().chain(building).collect();
        self.declare(&mut element, &carriers, None);
        if let Some(zone) = home.zone {
            self.call(&mut element, zone);
        }
        let (mut storey, mut planned) = (self.lowest_storey(&home.spaces), true);
        let (mut outer_wall, mut from_type) = (None, None);
        if let Some(own) = own {
            let on = |s: &Option<usize>| home.spaces.iter().any(|i| self.spaces[*i].storey == *s);
            let written = own.text(own::STOREY).and_then(|id| self.storey_by_id(&id));
            storey = if home.spaces.is_empty() || on(&written) { written } else { storey.or(written) };
            planned = own.is(own::PLANNED) || !home.spaces.is_empty();
            outer_wall = own.number(own::OUTER_WALL);
            from_type = own.text(own::FROM_TYPE);
        }
        match home.kind {
            HomeKind::Dwelling => {
                self.model.dwellings.push(Dwelling { element, storey, from_type, planned, outer_wall });
                Owner::Dwelling(self.model.dwellings.len() - 1)
            }
            HomeKind::Base => {
                self.model.bases.push(Base { element, storey, planned, outer_wall });
                Owner::Base(self.model.bases.len() - 1)
            }
        }
    }

    fn lowest_storey(&self, spaces: &[usize]) -> Option<usize> {
        let storeys = spaces.iter().filter_map(|s| self.spaces[*s].storey);
        storeys.min_by(|a, b| {
            let elevation = |s: &usize| self.model.storeys[*s].elevation;
            elevation(a).total_cmp(&elevation(b)).then(a.cmp(b))
        })
    }

    /// What ids of an owner's parts begin with, and what their labels end with.
    pub(super) fn around(&self, owner: Option<Owner>, storey: Option<usize>) -> (String, String) {
        let home = match owner {
            Some(Owner::Dwelling(i)) => self.model.dwellings.get(i).map(|d| &d.element),
            Some(Owner::Base(i)) => self.model.bases.get(i).map(|b| &b.element),
            Some(Owner::Common) | None => None,
        };
        match (home, storey.and_then(|s| self.model.storeys.get(s))) {
            (Some(element), _) => (format!("{}/", element.id.0), format!("i {}", element.label)),
            (None, Some(storey)) => {
                (format!("{}/", storey.element.id.0), format!("på {}", storey.element.label))
            }
            (None, None) => (String::new(), "i modellen".to_owned()),
        }
    }

    fn rooms_of(&mut self, owner: Owner, spaces: &[usize]) {
        let mut spaces = spaces.to_vec();
        let level = |s: usize| self.spaces[s].storey.map_or(f64::MAX, |s| self.model.storeys[s].elevation);
        spaces.sort_by(|a, b| {
            let number = |s: &usize| self.spaces[*s].number.clone();
            level(*a).total_cmp(&level(*b)).then(number(a).cmp(&number(b))).then(a.cmp(b))
        });
        let nouns: Vec<String> = spaces.iter().map(|s| self.noun_of(*s)).collect();
        let mut same: BTreeMap<&str, usize> = BTreeMap::new();
        for noun in &nouns {
            *same.entry(noun).or_default() += 1;
        }
        let names: Vec<String> = spaces
            .iter()
            .zip(&nouns)
            .map(|(s, noun)| {
                let number = &self.spaces[*s].number;
                if same.get(noun.as_str()) == Some(&1) || number.is_empty() || noun == number {
                    noun.clone()
                } else {
                    format!("{noun} {number}")
                }
            })
            .collect();
        for (n, (space, name)) in spaces.iter().zip(names).enumerate() {
            if n % AT_ONCE == 0 {
                let next = &spaces[n..spaces.len().min(n + AT_ONCE)];
                let ids: Vec<Id> = next.iter().map(|s| self.spaces[*s].id).collect();
                self.prepare_sets(ids);
            }
            self.room(owner, *space, &name);
        }
    }

    fn noun_of(&self, space: usize) -> String {
        let space = &self.spaces[space];
        let own = || if space.name.is_empty() { space.number.clone() } else { space.name.to_lowercase() };
        let noun = noun(self.vocabulary, space.functions.first()).unwrap_or_else(own);
        if noun.is_empty() { "rom".to_owned() } else { noun }
    }

    fn room(&mut self, owner: Owner, index: usize, called: &str) {
        let space = self.spaces[index].clone();
        let (prefix, suffix) = self.around(Some(owner), space.storey);
        let tag = [&space.number, &space.name].into_iter().find(|t| !t.is_empty());
        let tag = tag.cloned().unwrap_or_else(|| space.id.to_string());
        let mut element = self.element(&format!("{prefix}{}", plain(&tag)), SubjectKind::Room, space.id);
        element.tag = tag;
        element.name = if space.name.is_empty() { space.number.clone() } else { space.name.clone() };
        element.label = format!("{called} {suffix}");
        self.declare(&mut element, &[space.id], None);
        let own = self.own(space.id);
        let drawn = space.heights.map(|(low, high)| high - low);
        let assumed = |what: &str| own.as_ref().is_some_and(|o| o.assumed(what, drawn));
        if !assumed("areal") {
            self.declare_area(&mut element, &space);
        }
        self.room_of[index] = Some(self.model.rooms.len());
        let mut height = self.height_of_space(&space).filter(|_| !assumed("høyde"));
        // Written from one number, a room's body and its stated height are still that one.
        if let (Some(written), Some(now), true) = (height, drawn, own.is_some())
            && !same_length(written, now)
        {
            let what = Localized::new("har en annen høyde nå", "has another height now");
            self.tell_changed(space.id, &element.label, &what);
            height = Some(now);
        }
        let zones = self.zones_of_room(space.id);
        let tall = self.tall_part(&space);
        self.model.rooms.push(Room {
            element,
            owner,
            storey: space.storey,
            functions: space.functions,
            doubtful_function: space.doubtful,
            outline: space.outline,
            height,
            floor: space.heights.map(|h| h.0).filter(|_| !assumed("gulv")),
            zones,
            tall,
        });
    }

    /// Where a space under a sloped ceiling is high enough for its floor to count as area; none where it is all over.
    fn tall_part(&self, space: &super::spaces::Space) -> Option<MultiPolygon<f64>> {
        let cell = self.vocabulary.tables.get("areas")?.cell("measurable", "height")?;
        let least = Quantity::parse(cell.first()?).ok()?.value;
        let (floor, top) = space.heights.filter(|(floor, top)| top - floor > least)?;
        let whole = space.outline.as_ref()?.unsigned_area();
        let tall = self.drawing.cut(space.id, (floor + least).min(top))?;
        (tall.unsigned_area() < whole * WHOLE).then_some(tall)
    }

    /// The outline and heights of a space; an outline in several pieces is its largest.
    pub(super) fn shape_of_space(&mut self, id: Id) -> (Option<Polygon<f64>>, Option<(f64, f64)>) {
        let Some((region, heights)) = self.drawing.footprint(id) else { return (None, None) };
        let heights = (heights.1 > heights.0).then_some(heights);
        let Some((piece, share)) = super::drawing::largest(region) else { return (None, heights) };
        if share < 0.98 {
            let name = self.name(id, "LongName").or_else(|| self.name(id, "Name")).unwrap_or_default();
            self.say(
                Severity::Warning,
                "ifc.room-pieces",
                localized!(
                    "«{name}» ligger i flere deler; rommet er ikke tegnet, og bare et oppgitt areal er brukt",
                    "“{name}” lies in several pieces; the room is not drawn, and only a stated area is used"
                ),
                Some(id),
            );
            // NOTE: a part of the floor is not the room's area.
            return (None, heights);
        }
        (Some(piece), heights)
    }

    /// Rooms whose names say nothing are what their equipment suggests, with doubt.
    pub(super) fn use_of_nameless_rooms(&mut self) {
        for s in 0..self.spaces.len() {
            let Some(room) = self.room_of[s].filter(|_| self.spaces[s].nameless) else { continue };
            if !self.model.rooms[room].functions.is_empty() {
                continue;
            }
            let here = |f: &&Fixture| f.room == Some(room) && f.present;
            let found =
                names::from_equipment(self.model.fixtures.iter().filter(here).map(|f| f.what.as_str()));
            let id = self.spaces[s].id;
            let called = self.spaces[s].called();
            match found {
                Some(function) => {
                    let functions = names::with_contained(self.vocabulary, &[function]);
                    let room = &mut self.model.rooms[room];
                    room.functions = functions;
                    room.doubtful_function = true;
                    let word = noun(self.vocabulary, room.functions.first()).unwrap_or_default();
                    let en = self.vocabulary.room(function).map_or("", |r| r.name.en.as_str());
                    self.say(
                        Severity::Warning,
                        "ifc.room-guessed",
                        localized!(
                            "«{called}» har ikke noe navn som sier hva det er; etter utstyret er det regnet som {word}",
                            "“{called}” has no name that says what it is; by its equipment it counts as {en}"
                        ),
                        Some(id),
                    );
                }
                None => {
                    let saying = super::told::Saying::new(
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
                    let (file, line) = (self.file.clone(), self.line(id));
                    self.told.count(saying, Localized::same(format!("«{called}»")), &file, line);
                }
            }
        }
    }
}
