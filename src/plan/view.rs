//! What stands on a sheet: which rooms, walls, openings and things of the model belong to it, and what of them
//! has no place that could be drawn.

use std::collections::BTreeSet;

use geo::{Area, BoundingRect, Coord, MultiPolygon, Rect};

use super::Options;
use super::frame::upright;
use super::letters::clean;
use super::sheet::NotDrawn;
use crate::geometry::{
    DEFAULT_OUTER_WALL, Region, closed, cut, difference, grown, intersection, outer_wall, sound, union_all,
    walls,
};
use crate::model::{Fixture, Model, Opening, Owner, Room, Side};
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

/// A room with an outline.
#[derive(Debug, Clone)]
pub(crate) struct DrawnRoom {
    /// Index in the model.
    pub(crate) index: usize,
    /// Where it is.
    pub(crate) region: Region,
    /// Whether it lies outdoors.
    pub(crate) outdoor: bool,
    /// Whether it is drawn hatched.
    pub(crate) technical: bool,
}

/// How much of a building a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// An overview of the site: no furniture, no room names.
    Site,
    /// A whole storey.
    Storey,
    /// One dwelling or base.
    Owner(Owner),
    /// One room.
    Room(usize),
}

/// One drawing on a sheet.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// Written under it when a sheet has several.
    pub(crate) caption: String,
    /// Storeys it shows; `None` stands for what was placed on no storey.
    pub(crate) storeys: Vec<Option<usize>>,
    pub(crate) rooms: Vec<DrawnRoom>,
    pub(crate) walls: Region,
    /// Walls of neighbours, drawn pale.
    pub(crate) context: Region,
    pub(crate) openings: Vec<usize>,
    pub(crate) fixtures: Vec<usize>,
    pub(crate) scope: Scope,
    /// Whether outer walls are drawn with a thickness nobody stated.
    pub(crate) assumed_walls: bool,
    /// Boundary of the site, on an overview.
    pub(crate) boundary: Region,
    /// Public ground near it, on an overview.
    pub(crate) public: Region,
    /// What lies so far off that the building would vanish beside it.
    pub(super) astray: Vec<NotDrawn>,
}

fn nothing() -> Region {
    MultiPolygon::new(Vec::new())
}

/// The vocabulary's word for what the room is for, by its first function.
fn outdoor(room: &Room, vocabulary: &Vocabulary) -> bool {
    room.functions.first().and_then(|f| vocabulary.room(f)).is_some_and(|f| f.outdoor)
}

fn technical(room: &Room) -> bool {
    room.functions.first().is_some_and(|f| f == "technical")
}

/// The storey an opening lies on: its own, else that of a room beside it.
fn storey_of(model: &Model, opening: &Opening) -> Option<usize> {
    opening.storey.or_else(|| {
        opening.sides.iter().find_map(|s| match s {
            Side::Room(i) => model.rooms.get(*i).and_then(|r| r.storey),
            Side::Outside | Side::Unknown => None,
        })
    })
}

/// The storey a fixture stands on: its room's, else its owner's.
fn storey_of_fixture(model: &Model, fixture: &Fixture) -> Option<usize> {
    match (fixture.room, fixture.owner) {
        (Some(room), _) => model.rooms.get(room).and_then(|r| r.storey),
        (None, Some(Owner::Dwelling(i))) => model.dwellings.get(i).and_then(|d| d.storey),
        (None, Some(Owner::Base(i))) => model.bases.get(i).and_then(|b| b.storey),
        (None, Some(Owner::Common) | None) => None,
    }
}

/// Whether a part of the building stands on a storey within a region.
fn stands_within(fixture: &Fixture, storey: Option<usize>, within: &Region) -> bool {
    let standing = storey.and_then(|s| fixture.on(s));
    standing
        .is_some_and(|s| [&s.taken, &s.doubtful].into_iter().any(|r| !intersection(r, within).0.is_empty()))
}

fn owner_of_fixture(model: &Model, fixture: &Fixture) -> Option<Owner> {
    fixture.room.and_then(|r| model.rooms.get(r)).map(|r| r.owner).or(fixture.owner)
}

fn touches(model: &Model, opening: &Opening, owner: Owner) -> bool {
    opening.sides.iter().any(|s| model.owner_of(*s) == Some(owner))
}

fn drawn_rooms(model: &Model, vocabulary: &Vocabulary, keep: impl Fn(&Room) -> bool) -> Vec<DrawnRoom> {
    model
        .rooms
        .iter()
        .enumerate()
        .filter(|(_, r)| keep(r))
        .filter_map(|(index, room)| {
            let region = room.outline.as_ref().and_then(sound)?;
            Some(DrawnRoom { index, region, outdoor: outdoor(room, vocabulary), technical: technical(room) })
        })
        .collect()
}

/// A whole storey.
pub(crate) fn of_storey(model: &Model, options: &Options, storey: usize) -> View {
    View {
        caption: storey_name(model, storey, options.lang),
        storeys: vec![Some(storey)],
        rooms: drawn_rooms(model, options.vocabulary, |r| r.storey == Some(storey)),
        walls: walls_of(model, options, storey),
        context: nothing(),
        openings: picked(&model.openings, |o| storey_of(model, o) == Some(storey)),
        fixtures: picked(&model.fixtures, |f| match &f.stands {
            Some(_) => f.on(storey).is_some(),
            None => storey_of_fixture(model, f) == Some(storey),
        }),
        scope: Scope::Storey,
        ..View::empty()
    }
    .finished(model, options)
}

/// The walls of a storey, worked out once where sheets share them.
fn walls_of(model: &Model, options: &Options, storey: usize) -> Region {
    let make = || walls(model, options.vocabulary, storey);
    options.shared.map_or_else(make, |shared| shared.walls(storey, make))
}

/// The part of a storey that one dwelling or base has, its neighbours' walls pale.
pub(crate) fn of_owner(model: &Model, options: &Options, owner: Owner, storey: Option<usize>) -> View {
    let rooms = drawn_rooms(model, options.vocabulary, |r| r.owner == owner && r.storey == storey);
    let indoor: Vec<Region> = rooms.iter().filter(|r| !r.outdoor).map(|r| r.region.clone()).collect();
    let own = union_all(&indoor).unwrap_or_else(nothing);
    let thickness = outer_wall(model, owner, storey).unwrap_or(DEFAULT_OUTER_WALL);
    let reach = closed(&grown(&own, thickness), thickness);
    let (walls, context) = match storey {
        Some(storey) => {
            let all = walls_of(model, options, storey);
            let near = grown(&own, thickness + STREAK);
            // What is left of the neighbours', a hair away so that no film of the own wall is among it.
            let rest = difference(&intersection(&all, &near), &grown(&reach, 0.002));
            (intersection(&all, &reach), without_slivers(rest))
        }
        None => {
            let own_openings = |o: &&Opening| o.storey.is_none() && model.opening_owner(o) == Some(owner);
            let holes: Vec<Region> = model
                .openings
                .iter()
                .filter(own_openings)
                .filter_map(|o| sound(&cut(&o.placement?)?))
                .collect();
            let left = union_all(&holes).unwrap_or_else(nothing);
            (difference(&difference(&reach, &own), &left), nothing())
        }
    };
    View {
        caption: storey.map_or_else(String::new, |s| storey_name(model, s, options.lang)),
        storeys: vec![storey],
        rooms,
        walls,
        context,
        openings: picked(&model.openings, |o| storey_of(model, o) == storey && touches(model, o, owner)),
        fixtures: picked(&model.fixtures, |f| match &f.stands {
            Some(_) => stands_within(f, storey, &reach),
            None => storey_of_fixture(model, f) == storey && owner_of_fixture(model, f) == Some(owner),
        }),
        scope: Scope::Owner(owner),
        ..View::empty()
    }
    .finished(model, options)
}

/// One room with the walls around it.
pub(crate) fn of_room(model: &Model, options: &Options, index: usize) -> View {
    let storey = model.rooms.get(index).and_then(|r| r.storey);
    let rooms: Vec<DrawnRoom> = drawn_rooms(model, options.vocabulary, |r| r.storey == storey)
        .into_iter()
        .filter(|r| r.index == index)
        .collect();
    let own = rooms.first().map_or_else(nothing, |r| r.region.clone());
    let owner = model.rooms.get(index).map_or(Owner::Common, |r| r.owner);
    let thickness = outer_wall(model, owner, storey).unwrap_or(DEFAULT_OUTER_WALL);
    let reach = grown(&own, thickness);
    let walls = match storey {
        Some(storey) => intersection(&walls_of(model, options, storey), &reach),
        None => difference(&reach, &own),
    };
    View {
        caption: storey.map_or_else(String::new, |s| storey_name(model, s, options.lang)),
        storeys: vec![storey],
        rooms,
        walls,
        context: nothing(),
        openings: picked(&model.openings, |o| {
            storey_of(model, o) == storey && o.sides.contains(&Side::Room(index))
        }),
        fixtures: picked(&model.fixtures, |f| match &f.stands {
            Some(_) => stands_within(f, storey, &reach),
            None => f.room == Some(index),
        }),
        scope: Scope::Room(index),
        ..View::empty()
    }
    .finished(model, options)
}

/// How far beyond the site public ground is drawn, in metres.
const PUBLIC_REACH: f64 = 8.0;

pub(super) fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
        Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
    )
}

pub(super) fn grown_rect(r: Rect<f64>, by: f64) -> Rect<f64> {
    let off = Coord { x: by, y: by };
    Rect::new(r.min() - off, r.max() + off)
}

/// How much of the neighbours' walls is shown, in metres.
const STREAK: f64 = 0.55;

/// How far a region lies from a rectangle, along the axes; 0 when it reaches it or is empty.
fn distance_to(near: Rect<f64>, region: &Region) -> f64 {
    let far = |r: Rect<f64>| {
        let x = (near.min().x - r.max().x).max(r.min().x - near.max().x).max(0.0);
        let y = (near.min().y - r.max().y).max(r.min().y - near.max().y).max(0.0);
        x.max(y)
    };
    region.0.iter().filter_map(|p| p.bounding_rect()).map(far).fold(f64::INFINITY, f64::min).min(FARTHEST)
}

/// Public ground farther off than this is not drawn, in metres.
const FARTHEST: f64 = 60.0;

fn without_slivers(region: Region) -> Region {
    MultiPolygon::new(region.0.into_iter().filter(|p| p.unsigned_area() > 0.01).collect())
}

/// The site with the ground storey of every building.
pub(crate) fn of_site(model: &Model, options: &Options) -> View {
    let ground = ground_storeys(model);
    let on_ground = |s: Option<usize>| s.is_some_and(|s| ground.contains(&s));
    let all: Vec<Region> = ground.iter().map(|s| walls_of(model, options, *s)).collect();
    let walls = MultiPolygon::new(all.into_iter().flat_map(|r| r.0).collect());
    let boundary = model.site.outline.as_ref().and_then(sound).unwrap_or_else(nothing);
    let public: Vec<Region> = model.site.public.iter().filter_map(sound).collect();
    let mut public = union_all(&public).unwrap_or_else(nothing);
    // A street goes on for ever: as much of it is shown as lies beside the site.
    if let Some(near) = [&walls, &boundary].into_iter().filter_map(BoundingRect::bounding_rect).reduce(joined)
    {
        let reach = distance_to(near, &public) + PUBLIC_REACH;
        public = intersection(&public, &MultiPolygon::new(vec![grown_rect(near, reach).to_polygon()]));
    }
    View {
        caption: String::new(),
        rooms: drawn_rooms(model, options.vocabulary, |r| on_ground(r.storey)),
        walls,
        boundary,
        public,
        context: nothing(),
        openings: picked(&model.openings, |o| on_ground(storey_of(model, o))),
        fixtures: picked(&model.fixtures, |f| {
            f.room.is_none() && matches!(f.owner, None | Some(Owner::Common)) && f.stands.is_none()
        }),
        storeys: ground.into_iter().map(Some).collect(),
        scope: Scope::Site,
        ..View::empty()
    }
    .finished(model, options)
}

/// The storey of each building that stands on the ground: number 1, or the lowest where no storey has it.
pub(crate) fn ground_storeys(model: &Model) -> Vec<usize> {
    (0..model.buildings.len())
        .filter_map(|building| {
            model
                .storeys
                .iter()
                .enumerate()
                .filter(|(_, s)| s.building == building)
                .min_by_key(|(i, s)| (s.number != 1, s.number, *i))
                .map(|(i, _)| i)
        })
        .collect()
}

/// Storeys on which an owner has rooms, in the model's order; none alone when nothing is drawn.
pub(crate) fn storeys_of(model: &Model, owner: Owner) -> Vec<Option<usize>> {
    let with: BTreeSet<Option<usize>> =
        model.rooms_of(owner).filter(|(_, r)| r.outline.is_some()).map(|(_, r)| r.storey).collect();
    with.into_iter().collect()
}

fn picked<T>(all: &[T], keep: impl Fn(&T) -> bool) -> Vec<usize> {
    all.iter().enumerate().filter(|(_, t)| keep(t)).map(|(i, _)| i).collect()
}

/// What a storey is called: its name, else its number.
pub(crate) fn storey_name(model: &Model, storey: usize, lang: Lang) -> String {
    let Some(storey) = model.storeys.get(storey) else { return String::new() };
    let name = clean(&storey.element.name);
    let number = storey.number;
    let told = match number {
        1.. => crate::localized!("{number}. etasje", "Storey {number}"),
        0 => Localized::new("Underetasje", "Basement"),
        _ => crate::localized!("{}. underetasje", "Basement {}", i64::from(number).abs()),
    };
    // A bare number is what a description calls its storeys.
    let bare = name.is_empty() || name.chars().all(|c| c.is_ascii_digit() || c == '-');
    if bare { told.get(lang).to_owned() } else { name }
}

/// The name of a fixture's kind, else its own.
pub(crate) fn fixture_name(fixture: &Fixture, options: &Options) -> String {
    let word = options.vocabulary.fixture(&fixture.what).map(|f| f.name.get(options.lang).to_owned());
    clean(&word.unwrap_or_else(|| {
        if fixture.element.name.is_empty() { fixture.what.clone() } else { fixture.element.name.clone() }
    }))
}

/// The name of a room: its own, else that of its function, else its tag.
pub(crate) fn room_name(room: &Room, options: &Options) -> String {
    let own = clean(&room.element.name);
    if !own.is_empty() {
        return own;
    }
    let function = room.functions.first().and_then(|f| options.vocabulary.room(f));
    let word = function.map_or(room.element.tag.as_str(), |f| f.name.get(options.lang));
    let mut letters = word.chars();
    clean(&letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect()))
}

impl View {
    fn empty() -> Self {
        Self {
            caption: String::new(),
            storeys: Vec::new(),
            rooms: Vec::new(),
            walls: nothing(),
            context: nothing(),
            openings: Vec::new(),
            fixtures: Vec::new(),
            scope: Scope::Storey,
            assumed_walls: false,
            boundary: nothing(),
            public: nothing(),
            astray: Vec::new(),
        }
    }

    /// The view with what follows from its parts.
    fn finished(mut self, model: &Model, options: &Options) -> Self {
        self.assumed_walls = self.assumes_walls(model);
        self.keep_near(model, options);
        self
    }

    /// Whether the thickness of an outer wall had to be assumed.
    fn assumes_walls(&self, model: &Model) -> bool {
        let modelled = |storey: Option<usize>| {
            storey.is_some_and(|s| model.walls.iter().any(|w| w.on(s).next().is_some()))
        };
        let indoor = self.rooms.iter().filter(|r| !r.outdoor).filter_map(|r| model.rooms.get(r.index));
        indoor
            .map(|r| (r.owner, r.storey))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .any(|(owner, storey)| outer_wall(model, owner, storey).is_none() && !modelled(storey))
    }

    /// Whether it shows what is an owner's.
    pub(crate) fn is_of(&self, owner: Owner) -> bool {
        match self.scope {
            Scope::Owner(own) => own == owner,
            Scope::Site | Scope::Storey | Scope::Room(_) => true,
        }
    }

    /// The turn, in degrees, that lays its walls along the sheet.
    pub(crate) fn turn(&self) -> f64 {
        let outlines: Vec<_> =
            self.rooms.iter().filter(|r| !r.outdoor).flat_map(|r| r.region.0.iter()).collect();
        // A storey without rooms lies as its walls do.
        if outlines.is_empty() {
            upright(&self.walls.0.iter().collect::<Vec<_>>())
        } else {
            upright(&outlines)
        }
    }

    /// Whether there is anything to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.rooms.is_empty() && [&self.walls, &self.boundary, &self.public].iter().all(|r| r.0.is_empty())
    }
}
