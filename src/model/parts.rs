//! The parts of a project.

use geo::{Coord, MultiPolygon, Polygon};

use super::{Anchor, Element, Swing};
use crate::vocab::SubjectKind;

/// A project with everything in it. Indices in one list refer to the other lists of the same model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The project itself.
    pub project: Project,
    /// The site.
    pub site: Site,
    /// Building bodies.
    pub buildings: Vec<Building>,
    /// Storeys of all buildings.
    pub storeys: Vec<Storey>,
    /// Dwellings, in the order they are placed.
    pub dwellings: Vec<Dwelling>,
    /// Staff bases.
    pub bases: Vec<Base>,
    /// Rooms of dwellings, bases and common rooms.
    pub rooms: Vec<Room>,
    /// Doors, windows and passages.
    pub openings: Vec<Opening>,
    /// Walls that were described for themselves or read from a model.
    pub walls: Vec<Wall>,
    /// Furniture, equipment and technical components.
    pub fixtures: Vec<Fixture>,
    /// Where (0, 0) lies in the frame the building model is drawn in, in metres: models drawn by a map's coordinates are
    /// moved so that their own stay small.
    pub drawn_at: [f64; 2],
}

/// The project.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Head.
    pub element: Element,
}

/// The site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Head.
    pub element: Element,
    /// Whether anything was said of the site.
    pub described: bool,
    /// Its boundary.
    pub outline: Option<Polygon<f64>>,
    /// Ground the public can reach (streets, paths, neighbours' yards).
    pub public: Vec<Polygon<f64>>,
    /// Direction of north, degrees clockwise from the plan's y axis.
    pub north: Option<f64>,
}

/// A building body: everything under one roof.
#[derive(Debug, Clone, PartialEq)]
pub struct Building {
    /// Head.
    pub element: Element,
}

/// A storey of a building.
#[derive(Debug, Clone, PartialEq)]
pub struct Storey {
    /// Head.
    pub element: Element,
    /// Building it belongs to.
    pub building: usize,
    /// Level in the description's numbering; 1 is the ground floor.
    pub number: i32,
    /// Height of its floor over the project's zero, in metres.
    pub elevation: f64,
    /// Thickness of outer walls, in metres, where known.
    pub outer_wall: Option<f64>,
    /// Outline of the storey at the outside of its outer walls, where drawn or modelled.
    pub outline: Option<Polygon<f64>>,
}

/// A dwelling.
#[derive(Debug, Clone, PartialEq)]
pub struct Dwelling {
    /// Head.
    pub element: Element,
    /// Storey of its entrance level; none when it was not placed in a building.
    pub storey: Option<usize>,
    /// Name of the dwelling type it was made from.
    pub from_type: Option<String>,
    /// Whether its rooms were drawn or listed, so that a room that is not there is known to be missing.
    pub planned: bool,
    /// Thickness of its outer walls in metres.
    pub outer_wall: Option<f64>,
}

/// A staff base.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// Head.
    pub element: Element,
    /// Storey it lies on, where placed.
    pub storey: Option<usize>,
    /// Whether its rooms were drawn or listed.
    pub planned: bool,
    /// Thickness of its outer walls in metres.
    pub outer_wall: Option<f64>,
}

/// Whom a room belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// The dwelling with this index.
    Dwelling(usize),
    /// The staff base with this index.
    Base(usize),
    /// Shared by the dwellings: stairs, corridors, common rooms, outdoor stores.
    Common,
}

/// A part of a room with a use of its own, such as the sleeping place of a one-room dwelling.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone {
    /// Id of the room function.
    pub function: String,
    /// Where it is.
    pub outline: Polygon<f64>,
}

/// A room.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// Head.
    pub element: Element,
    /// Whom it belongs to.
    pub owner: Owner,
    /// Storey it lies on.
    pub storey: Option<usize>,
    /// Ids of its functions, the main one first, those it contains after it.
    pub functions: Vec<String>,
    /// Whether the function was read from a name that may mean something else.
    pub doubtful_function: bool,
    /// Outline at the inner faces of its walls.
    pub outline: Option<Polygon<f64>>,
    /// Clear height in metres.
    pub height: Option<f64>,
    /// Where it is so high that its floor counts as area, if that is not all of it.
    pub tall: Option<MultiPolygon<f64>>,
    /// Height of its floor in the frame of the model it was read from, in metres.
    pub floor: Option<f64>,
    /// Parts with a use of their own.
    pub zones: Vec<Zone>,
}

/// What lies on one side of an opening or a wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// A room.
    Room(usize),
    /// The open.
    Outside,
    /// Not known.
    Unknown,
}

/// Kinds of openings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpeningKind {
    /// A door with one or more leaves.
    Door,
    /// A window.
    Window,
    /// An opening one walks through without a leaf.
    Passage,
}

/// Where an opening sits in its wall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// One end of the opening on the axis of the wall.
    pub a: Coord<f64>,
    /// The other end.
    pub b: Coord<f64>,
    /// Thickness of the wall, in metres.
    pub thickness: f64,
}

/// A door, window or passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Head.
    pub element: Element,
    /// What it is.
    pub kind: OpeningKind,
    /// What it connects, or what lies inside and outside.
    pub sides: [Side; 2],
    /// Storey it lies on.
    pub storey: Option<usize>,
    /// Where it is; none when the description only says what it connects.
    pub placement: Option<Placement>,
    /// Width of the opening or frame, in metres.
    pub width: Option<f64>,
    /// Height of the opening or frame, in metres.
    pub height: Option<f64>,
    /// Height of its lower edge over the floor, in metres; 0 for doors.
    pub sill: Option<f64>,
    /// How its leaf opens.
    pub swing: Option<Swing>,
    /// How far a window's body lies from the inner face of the wall: the least and the most, in metres; none where it was
    /// not drawn.
    pub recess: Option<(f64, f64)>,
    /// Whether nobody says that there is glass in it: a panel of a curtain wall that may as well be solid.
    pub maybe_solid: bool,
}

/// A wall that has properties of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Wall {
    /// Head.
    pub element: Element,
    /// What lies on its two sides.
    pub sides: [Side; 2],
    /// The dwellings that lie opposite each other on its sides, two by two; a long wall may part several.
    pub separates: Vec<[usize; 2]>,
    /// Storey it stands on.
    pub storey: Option<usize>,
    /// The pieces of its cross-section in plan, openings not taken out unless it is drawn with them; none where it is
    /// not drawn.
    pub outlines: Vec<Polygon<f64>>,
    /// The same on the storeys over its own that it passes through.
    pub above: Vec<(usize, Vec<Polygon<f64>>)>,
    /// Thickness in metres.
    pub thickness: Option<f64>,
}

impl Wall {
    /// The pieces of its cross-section on the plan of a storey.
    pub fn on(&self, storey: usize) -> impl Iterator<Item = &Polygon<f64>> {
        let own = self.outlines.iter().filter(move |_| self.storey == Some(storey));
        let above = self.above.iter().filter(move |(s, _)| *s == storey).flat_map(|(_, pieces)| pieces);
        own.chain(above)
    }
}

/// How it is known which side of a thing is its back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Back {
    /// It was said.
    #[default]
    Told,
    /// It is taken to be the side at a wall.
    AtWall,
    /// Several sides may be: two stand at walls, or none does.
    Unknown,
}

/// A piece of furniture, equipment or a technical component.
#[derive(Debug, Clone, PartialEq)]
pub struct Fixture {
    /// Head.
    pub element: Element,
    /// Id of the kind in the vocabulary.
    pub what: String,
    /// False when the description says that there is none of it.
    pub present: bool,
    /// Room it stands in; none when it stands outdoors or is only said of the dwelling.
    pub room: Option<usize>,
    /// Dwelling or base it belongs to, where it has one.
    pub owner: Option<Owner>,
    /// Outline in plan; the first edge is its back.
    pub outline: Option<Polygon<f64>>,
    /// How it is known which edge is the back.
    pub back: Back,
    /// Whether its outline has the usual size of its kind, which nobody stated.
    pub usual_size: bool,
    /// Its lowest and highest point in the frame of the model it was read from, in metres.
    pub heights: Option<(f64, f64)>,
    /// Of a part of the building that was read from a model, such as a column or a stair: what it is on the plans of
    /// storeys, empty if it is on none. None of what stands in its room as it is outlined.
    pub stands: Option<Vec<Standing>>,
}

/// What a part of the building, such as a column, a stair or a railing, is on the plan of a storey.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The storey.
    pub storey: usize,
    /// Where it keeps people off the floor: what of it is lower than one walks under, and the hole in the floor through
    /// which a stair comes up.
    pub taken: MultiPolygon<f64>,
    /// Where it may do so as well.
    pub doubtful: MultiPolygon<f64>,
    /// What the cut of the plan goes through.
    pub cut: MultiPolygon<f64>,
    /// Its treads from below, if it is a stair whose treads are known.
    pub treads: Vec<Tread>,
    /// From where to where it rises, if that is known of a stair or ramp without treads.
    pub rises: Option<[Coord<f64>; 2]>,
}

/// A tread of a stair.
#[derive(Debug, Clone, PartialEq)]
pub struct Tread {
    /// Its outline in plan.
    pub outline: Polygon<f64>,
    /// How high it lies over the floor of the storey whose plan it is on, in metres.
    pub height: f64,
}

impl Fixture {
    /// What it is on the plan of a storey, if it is a part of the building that stands there.
    pub fn on(&self, storey: usize) -> Option<&Standing> {
        self.stands.iter().flatten().find(|s| s.storey == storey)
    }
}

impl Model {
    /// An empty project with only its head.
    pub fn new(project: Element, site: Element) -> Self {
        Self {
            project: Project { element: project },
            site: Site { element: site, described: false, outline: None, public: Vec::new(), north: None },
            buildings: Vec::new(),
            storeys: Vec::new(),
            dwellings: Vec::new(),
            bases: Vec::new(),
            rooms: Vec::new(),
            openings: Vec::new(),
            walls: Vec::new(),
            fixtures: Vec::new(),
            drawn_at: [0.0; 2],
        }
    }

    /// Indices of the rooms of an owner.
    pub fn rooms_of(&self, owner: Owner) -> impl Iterator<Item = (usize, &Room)> {
        self.rooms.iter().enumerate().filter(move |(_, r)| r.owner == owner)
    }

    /// The owner of what lies on a side.
    pub fn owner_of(&self, side: Side) -> Option<Owner> {
        match side {
            Side::Room(i) => self.rooms.get(i).map(|r| r.owner),
            Side::Outside | Side::Unknown => None,
        }
    }

    /// The dwelling or base an opening belongs to: that of the first side which has one.
    pub fn opening_owner(&self, opening: &Opening) -> Option<Owner> {
        let owners = opening.sides.map(|s| self.owner_of(s));
        owners
            .iter()
            .flatten()
            .copied()
            .find(|o| *o != Owner::Common)
            .or_else(|| owners.iter().flatten().next().copied())
    }

    /// The head of everything there is, the project first.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        [&mut self.project.element, &mut self.site.element]
            .into_iter()
            .chain(self.buildings.iter_mut().map(|p| &mut p.element))
            .chain(self.storeys.iter_mut().map(|p| &mut p.element))
            .chain(self.dwellings.iter_mut().map(|p| &mut p.element))
            .chain(self.bases.iter_mut().map(|p| &mut p.element))
            .chain(self.rooms.iter_mut().map(|p| &mut p.element))
            .chain(self.openings.iter_mut().map(|p| &mut p.element))
            .chain(self.walls.iter_mut().map(|p| &mut p.element))
            .chain(self.fixtures.iter_mut().map(|p| &mut p.element))
    }

    /// Whether nothing at all was described that could be judged.
    pub fn is_empty(&self) -> bool {
        self.dwellings.is_empty()
            && self.bases.is_empty()
            && self.rooms.is_empty()
            && self.project.element.declared.is_empty()
    }
}

impl Room {
    /// Whether the room serves this function, as its main one or among others.
    pub fn is(&self, function: &str) -> bool {
        self.functions.iter().any(|f| f == function)
    }

    /// A point well inside the room.
    pub fn anchor(&self) -> Option<Anchor> {
        Some(Anchor { storey: self.storey?, at: super::point_inside(self.outline.as_ref()?)? })
    }
}

impl Opening {
    /// The element kind an opening counts as; passages count as doors.
    pub fn subject_kind(&self) -> SubjectKind {
        match self.kind {
            OpeningKind::Window => SubjectKind::Window,
            OpeningKind::Door | OpeningKind::Passage => SubjectKind::Door,
        }
    }

    /// The middle of the opening.
    pub fn anchor(&self) -> Option<Anchor> {
        let p = self.placement?;
        Some(Anchor {
            storey: self.storey?,
            at: Coord { x: f64::midpoint(p.a.x, p.b.x), y: f64::midpoint(p.a.y, p.b.y) },
        })
    }
}
