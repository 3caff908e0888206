//! What is over an outdoor place or an entrance: a canopy, a roof, the floor of the balcony above.
//!
//! A slab or roof that lies over all of the place, with its underside above a door and no higher than that it keeps the
//! rain off, covers it. That nothing does is never known: a canopy may not be drawn. Heights and lengths are in metres.

use std::collections::BTreeMap;
use std::rc::Rc;

use geo::{Area, BoundingRect, Contains, Coord, MultiPolygon, Point};

use super::Lower;
use crate::geometry::{Corner, Region, difference, free_beside, intersection, sound, union_all};
use crate::ifc::Link;
use crate::ifc::step::Id;
use crate::model::{OpeningKind, Side, Value};
use crate::quantity::LENGTH_TOLERANCE;

/// The least height under a roof one goes out under.
const LOWEST: f64 = 2.0;
/// The height above which a roof keeps no rain off what is under it.
const HIGHEST: f64 = 4.0;
/// The share of a place that must be under it: what gutters and rounding leave out is no gap.
const ALL_OF: f64 = 0.98;
/// How far a roof must reach out from an entrance to be more than the eaves.
const MORE_THAN_EAVES: f64 = 0.6;
/// How far inside the wall of a door its room is looked for.
const INSIDE: f64 = 0.2;
/// How far out from an entrance is looked.
const REACH: f64 = 3.0;

/// Something that may be a roof, or a floor: its outline in plan without its holes, and its lowest and highest point.
pub(super) struct Roof {
    id: Id,
    pub(super) outline: Region,
    underside: f64,
    pub(super) top: f64,
}

/// A door to the open, where one stands before it.
struct Entrance {
    opening: usize,
    /// The end of the door on the outer face of the wall, outwards and along the door.
    corner: Corner,
    width: f64,
    /// The floor inside, and the height of the door.
    floor: f64,
    height: f64,
}

impl Roof {
    /// Whether one can stand under it, something as high as a door, and it is near enough to be a roof.
    fn is_over(&self, floor: f64, high: f64) -> bool {
        let off = self.underside - floor;
        off >= high - LENGTH_TOLERANCE && off <= HIGHEST
    }

    fn is_near(&self, at: Coord<f64>, within: f64) -> bool {
        let off = |v: f64, low: f64, high: f64| (low - v).max(v - high);
        self.outline
            .bounding_rect()
            .is_some_and(|b| off(at.x, b.min().x, b.max().x).max(off(at.y, b.min().y, b.max().y)) <= within)
    }
}

fn union<'r>(roofs: impl Iterator<Item = &'r Roof>) -> Region {
    let all: Vec<Region> = roofs.map(|r| r.outline.clone()).collect();
    union_all(&all).unwrap_or_else(|| MultiPolygon::new(Vec::new()))
}

impl Lower<'_> {
    /// Tells of outdoor places and doors to the open what covers them, where nobody said.
    pub(super) fn roofs(&mut self) {
        let places = self.outdoor_places();
        let entrances = self.entrances();
        if places.is_empty() && entrances.is_empty() {
            return;
        }
        let roofs = self.all_roofs();
        for (room, outline, floor) in places {
            let touches = |r: &&Roof| intersection(&r.outline, &outline).unsigned_area() > 0.0;
            let over: Vec<&Roof> =
                roofs.iter().filter(|r| r.is_over(floor, LOWEST)).filter(touches).collect();
            let covered = intersection(&union(over.iter().copied()), &outline).unsigned_area();
            let Some(first) = over.first().filter(|_| covered >= ALL_OF * outline.unsigned_area()) else {
                continue;
            };
            let origin = self.origin(first.id, None, Some("Representation"));
            self.model.rooms[room].element.declare("room.covered", Value::Bool(true), origin);
            self.used.extend(over.iter().map(|r| r.id));
        }
        for Entrance { opening, corner, width, floor, height } in entrances {
            let near = |r: &&Roof| r.is_over(floor, height) && r.is_near(corner.at, width + REACH);
            let over: Vec<&Roof> = roofs.iter().filter(near).collect();
            let depth = free_beside(&union(over.iter().copied()), corner, width, REACH);
            if depth < MORE_THAN_EAVES - LENGTH_TOLERANCE {
                continue;
            }
            let middle =
                Point::from(corner.at + corner.across * (width / 2.0) + corner.along * (depth / 2.0));
            let Some(id) = over.iter().find(|r| r.outline.contains(&middle)).map(|r| r.id) else { continue };
            let origin = self.origin(id, None, Some("Representation"));
            let element = &mut self.model.openings[opening].element;
            element.declare("door.covered", Value::Bool(true), origin.clone());
            if depth < REACH - LENGTH_TOLERANCE {
                element.declare("door.cover_depth", Value::length(depth), origin);
            }
            self.used.insert(id);
        }
    }

    /// Rooms in the open of which nobody said whether they have a roof, with their outline and floor.
    fn outdoor_places(&self) -> Vec<(usize, Region, f64)> {
        let rooms = self.model.rooms.iter().enumerate();
        rooms
            .filter(|(_, r)| !r.element.declared.contains_key("room.covered"))
            .filter(|(_, r)| {
                r.functions.first().and_then(|f| self.vocabulary.room(f)).is_some_and(|f| f.outdoor)
            })
            .filter_map(|(i, r)| Some((i, r.outline.as_ref().and_then(sound)?, r.floor?)))
            .collect()
    }

    /// Doors between a room and the open of which nobody said whether they have a roof.
    fn entrances(&self) -> Vec<Entrance> {
        let mut all = Vec::new();
        for (opening, o) in self.model.openings.iter().enumerate() {
            let room = match o.sides {
                [Side::Room(room), Side::Outside] | [Side::Outside, Side::Room(room)] => room,
                _ => continue,
            };
            let said = o.element.declared.contains_key("door.covered");
            let (Some(at), false, OpeningKind::Door) = (o.placement, said, o.kind) else { continue };
            let room = &self.model.rooms[room];
            let (Some(floor), Some(outline)) = (room.floor, &room.outline) else { continue };
            let along = at.b - at.a;
            let width = along.x.hypot(along.y);
            if !width.is_normal() {
                continue;
            }
            let along = along / width;
            let left = Coord { x: -along.y, y: along.x };
            let beside = left * (at.thickness / 2.0 + INSIDE);
            let inside = |sign: f64| outline.contains(&Point::from((at.a + at.b) / 2.0 + beside * sign));
            let out = match (inside(1.0), inside(-1.0)) {
                (true, false) => left * -1.0,
                (false, true) => left,
                _ => continue,
            };
            let corner = Corner { at: at.a + out * (at.thickness / 2.0), along: out, across: along };
            let height = o.height.map_or(LOWEST, |h| h.max(LOWEST));
            all.push(Entrance { opening, corner, width, floor, height });
        }
        all
    }

    /// All slabs and roofs, shaped once.
    pub(super) fn all_roofs(&mut self) -> Rc<[Roof]> {
        if let Some(known) = &self.slabs {
            return Rc::clone(known);
        }
        let ifc = self.ifc;
        let mut ids: Vec<Id> =
            ["IfcSlab", "IfcRoof", "IfcShadingDevice"].iter().flat_map(|c| ifc.by_class(c, true)).collect();
        ids.retain(|id| ifc.reference(*id, "Representation").is_some());
        let mut holes: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
        for hole in ifc.by_class("IfcOpeningElement", true) {
            if let Some(whole) = ifc.linked(Link::Voided, hole).next() {
                holes.entry(whole).or_default().push(hole);
            }
        }
        let wanted: Vec<Id> =
            ids.iter().flat_map(|id| holes.get(id).into_iter().flatten().chain([id])).copied().collect();
        self.drawing.prepare_footprints(&wanted);
        let mut all = Vec::new();
        for id in ids {
            let Some((mut outline, (underside, top))) = self.drawing.footprint(id) else { continue };
            for hole in holes.get(&id).into_iter().flatten() {
                if let Some((hole, _)) = self.drawing.footprint(*hole) {
                    outline = difference(&outline, &hole);
                }
            }
            all.push(Roof { id, outline, underside, top });
        }
        let all: Rc<[Roof]> = all.into();
        self.slabs = Some(Rc::clone(&all));
        all
    }
}
