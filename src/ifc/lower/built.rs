//! Parts of the building that stand on floors: columns, stairs, ramps, railings, chimneys. What of them is on which
//! storey's plan, and what of its floor they take.
//!
//! A floor is taken by what lies over it and lower than one walks under, and by the hole through which a stair comes up:
//! surely as far down as one needs room for one's head, and perhaps as far as the stair goes. A floor is that of the rooms
//! around the part, else that of the storey. Heights are in metres.

use geo::{
    Area, BoundingRect, Centroid, Contains, Coord, Intersects, LineString, MultiPolygon, Polygon, Rect,
};

use super::Lower;
use super::drawing::{Extent, largest};
use super::plane::Plane;
use super::roofs::Roof;
use super::told::Saying;
use crate::geometry::{Region, closed, difference, intersection, shrunk, sound, union_all};
use crate::ifc::links::Link;
use crate::ifc::step::Id;
use crate::model::{Standing, Tread};
use crate::quantity::Quantity;
use crate::source::Severity;
use crate::text::Localized;

/// Height over the floor at which a plan cuts.
const CUT: f64 = 1.2;
/// What is lower than this over the floor is rolled over.
const LOW: f64 = 0.02;
/// How far a part of the storey below may reach through a floor without standing on it.
const THROUGH: f64 = 0.1;
/// How far under a floor the top of a stair to it may lie: a step.
const LAST_STEP: f64 = 0.3;
/// What comes up to a floor begins at least this far under it.
const RISE: f64 = 1.0;
/// How far under the floor one walks on the top of its slab may lie.
const PLATE: f64 = 0.35;
/// How high a step may be.
const STEP: f64 = 0.4;
/// What of its height is the lowest and the highest end of a part without treads, and how far apart they lie at least.
const END: f64 = 0.1;
const RUN: f64 = 0.3;
/// Fewest treads that are drawn.
const FEWEST: usize = 2;
/// Pieces this near to each other are one, in metres.
const JOINT: f64 = 0.01;
/// What reaches less into a room lies in its walls.
const INTO_ROOM: f64 = 0.01;
/// A hole in a part that is smaller than this is no floor, in m².
const NO_FLOOR: f64 = 0.5;
/// Most parts of a stair.
const PARTS: usize = 60;
/// Most floors of rooms that are told apart around one part.
const FLOORS: usize = 4;
/// Floors that differ by less are one.
const SAME_FLOOR: f64 = 0.01;

/// Kinds one goes up and down on.
const CLIMBED: [&str; 2] = ["stair", "ramp"];

/// What a part of the building is on the plans.
pub(super) struct Built {
    /// Its whole outline.
    pub(super) outline: Polygon<f64>,
    pub(super) stands: Vec<Standing>,
}

/// A part of the building with what gives it its shape.
struct Part {
    shapes: Vec<Id>,
    extent: Extent,
    boxed: Polygon<f64>,
    /// Whether one goes up and down on it.
    climbed: bool,
    /// Its level parts one may step on, with their heights, from below.
    levels: Vec<(Polygon<f64>, f64)>,
}

fn nothing() -> Region {
    MultiPolygon::new(Vec::new())
}

fn add(to: &mut Region, more: Region) {
    if to.0.is_empty() {
        *to = more;
    } else if let Some(both) = union_all(&[to.clone(), more]) {
        *to = both;
    }
}

/// A region without small holes, such as the inside of a hollow column.
fn filled(region: Region) -> Region {
    let fill = |p: Polygon<f64>| {
        let (outer, holes) = p.into_inner();
        let large = |h: &LineString<f64>| Polygon::new(h.clone(), Vec::new()).unsigned_area() >= NO_FLOOR;
        Polygon::new(outer, holes.into_iter().filter(large).collect())
    };
    region.into_iter().map(fill).collect()
}

impl Lower<'_> {
    /// Whether a thing is a part of a stair or ramp that is read as a whole.
    pub(super) fn is_part_of_built(&self, id: Id) -> bool {
        let of_one = |whole| ["IfcStair", "IfcRamp"].iter().any(|c| self.ifc.is_a(whole, c));
        !self.ifc.is_a(id, "IfcRailing") && self.ifc.linked(Link::Whole, id).any(of_one)
    }

    /// What gives a part its shape: itself, or what it is put together of. The railing of a stair stands for itself.
    fn shaped_by(&mut self, id: Id) -> Vec<Id> {
        let ifc = self.ifc;
        let of_it = |p: &Id| ifc.is_a(*p, "IfcElement") && !ifc.is_a(*p, "IfcRailing");
        let parts: Vec<Id> = ifc.linking(Link::Whole, id).filter(of_it).take(PARTS).collect();
        self.used.extend(&parts);
        if parts.is_empty() || ifc.reference(id, "Representation").is_some() { vec![id] } else { parts }
    }

    /// What a part of the building is on the plans; none if it has no shape, or counts in rooms only and is in none.
    pub(super) fn built(&mut self, id: Id, what: &str, in_rooms: bool, plane: &Plane) -> Option<Built> {
        let shapes = self.shaped_by(id);
        let extent = self.drawing.extent(id)?;
        let half = extent.across() * (extent.thickness / 2.0);
        let corners = [extent.start - half, extent.end() - half, extent.end() + half, extent.start + half];
        let boxed = Polygon::new(corners.into_iter().collect(), Vec::new());
        let bounds = boxed.bounding_rect()?;
        let climbed = CLIMBED.contains(&what);
        let mut levels: Vec<(Polygon<f64>, f64)> = Vec::new();
        for (region, z) in shapes.iter().filter(|_| climbed).flat_map(|s| self.drawing.treads(*s)) {
            levels.extend(region.into_iter().map(|outline| (outline, z)));
        }
        levels.sort_by(|(_, a), (_, b)| a.total_cmp(b));
        let part = Part { shapes, extent, boxed, climbed, levels };
        let own = self.storey_of(id);
        let near: Vec<usize> = (0..self.model.storeys.len())
            .filter(|s| own.is_none_or(|o| self.model.storeys[*s].building == self.model.storeys[o].building))
            .collect();
        let in_one = |storey: &usize| {
            plane.near_on(Some(*storey), bounds, 0.0).into_iter().any(|s| {
                let room = self.spaces[s].outline.as_ref();
                room.is_some_and(|room| room.intersects(&part.boxed))
            })
        };
        if in_rooms && !near.iter().any(in_one) {
            return None;
        }
        let mut stands = Vec::new();
        for storey in near {
            let mut floors = self.floors_around(storey, bounds, plane);
            // Where nobody says how high the floor lies, what is on it stands on it.
            if floors.is_empty() && own == Some(storey) {
                floors.push(extent.z.0);
            }
            stands.extend(self.on_storey(&part, storey, Some(storey) == own, &floors));
        }
        let whole = match &stands[..] {
            [] => nothing(),
            // What is all over one floor and lower than one walks under was seen whole, but for what is rolled over.
            [only] if !part.climbed && self.is_all_over(&part, only.storey, bounds, plane) => {
                only.taken.clone()
            }
            _ => self.seen_between(&part, extent.z.0 - 1.0, extent.z.1 + 1.0).0,
        };
        // The strings of a stair lie beside its treads to the rounding of their coordinates.
        let together = if whole.0.len() > 1 { closed(&whole, JOINT) } else { whole };
        let outline = largest(together).map_or(part.boxed, |(piece, _)| piece);
        Some(Built { outline, stands })
    }

    /// Whether a part is over the floor of a storey and lower than one walks under.
    fn is_all_over(&self, part: &Part, storey: usize, bounds: Rect<f64>, plane: &Plane) -> bool {
        let head = self.headroom();
        let (bottom, top) = part.extent.z;
        self.floors_around(storey, bounds, plane)
            .iter()
            .any(|f| (*f..=f + LOW).contains(&bottom) && top <= f + head)
    }

    /// Whether a part takes of the floor of a room, or may: of one without a shape that is understood its middle tells.
    pub(super) fn reaches_into_a_room(&self, built: &Built, plane: &Plane) -> bool {
        built.stands.iter().any(|standing| {
            let middle = standing.doubtful.centroid();
            let near = built.outline.bounding_rect().map(|b| plane.near_on(Some(standing.storey), b, 0.0));
            near.into_iter().flatten().any(|s| {
                let Some(room) = self.spaces[s].outline.as_ref().and_then(sound) else { return false };
                !intersection(&standing.taken, &shrunk(&room, INTO_ROOM)).0.is_empty()
                    || middle.is_some_and(|at| room.contains(&at))
            })
        })
    }

    fn on_storey(&mut self, part: &Part, storey: usize, own: bool, floors: &[f64]) -> Option<Standing> {
        let (taken, doubtful, cut) = (nothing(), nothing(), nothing());
        let mut all = Standing { storey, taken, doubtful, cut, treads: Vec::new(), rises: None };
        let head = self.headroom();
        let (bottom, top) = part.extent.z;
        // The floor that lies over the lower end of a stair which comes up to it.
        let mut hidden: Option<Region> = None;
        for floor in floors {
            let least = floor + if own { LOW } else { THROUGH };
            if top > least && bottom < floor + head {
                let (taken, doubtful) = self.seen_between(part, floor + LOW, floor + head);
                add(&mut all.taken, taken);
                add(&mut all.doubtful, doubtful);
                for shape in &part.shapes {
                    self.drawing.cut(*shape, floor + CUT).into_iter().for_each(|cut| add(&mut all.cut, cut));
                }
            }
            if part.climbed && bottom < floor - RISE && top > floor - LAST_STEP {
                let (hole, doubtful) = self.seen_between(part, floor - head, floor - LOW);
                let (under, _) = self.seen_between(part, bottom - 1.0, floor - head);
                let plate = self.plate(*floor, part);
                let open = difference(&under, &plate);
                hidden = Some(plate);
                add(&mut all.taken, hole);
                [doubtful, open].into_iter().for_each(|more| add(&mut all.doubtful, more));
            }
        }
        all.taken = filled(all.taken);
        all.doubtful = difference(&all.doubtful, &all.taken);
        if all.taken.0.is_empty() && all.doubtful.0.is_empty() {
            return None;
        }
        if part.climbed
            && let Some(floor) = floors.first()
        {
            all.treads = Self::treads(part, *floor);
            let under = |t: &Tread| {
                let middle = t.outline.centroid();
                t.height < 0.0 && hidden.as_ref().zip(middle).is_some_and(|(plate, at)| plate.contains(&at))
            };
            all.treads.retain(|t| !under(t));
            if all.treads.is_empty() {
                all.rises = self.rises(part);
            }
        }
        Some(all)
    }

    /// The slabs that are a floor, without their holes, around a part.
    fn plate(&mut self, floor: f64, part: &Part) -> Region {
        let Some(around) = part.boxed.bounding_rect() else { return nothing() };
        let roofs = self.all_roofs();
        let is_floor = |r: &&Roof| (floor - PLATE..=floor + THROUGH).contains(&r.top);
        let near = |r: &&Roof| r.outline.bounding_rect().is_some_and(|b| b.intersects(&around));
        let all: Vec<Region> =
            roofs.iter().filter(is_floor).filter(near).map(|r| r.outline.clone()).collect();
        union_all(&all).unwrap_or_else(nothing)
    }

    /// What of a part lies between two heights, from above; and where more of it may lie, since its shape is not
    /// understood.
    fn seen_between(&mut self, part: &Part, low: f64, high: f64) -> (Region, Region) {
        let mut seen = nothing();
        let mut exact = true;
        for shape in &part.shapes {
            match self.drawing.between(*shape, low, high) {
                Some((region, as_told)) => {
                    exact &= as_told || !region.0.is_empty();
                    add(&mut seen, region);
                }
                None => exact = false,
            }
        }
        let meets = part.extent.z.0 < high && part.extent.z.1 > low;
        let doubtful = if exact || !meets { nothing() } else { part.boxed.clone().into() };
        (seen, doubtful)
    }

    /// The treads of a stair, with their heights over a floor: the most of its level parts that rise as steps do.
    fn treads(part: &Part, floor: f64) -> Vec<Tread> {
        let tread =
            |(outline, z): &(Polygon<f64>, f64)| Tread { outline: outline.clone(), height: z - floor };
        let all: Vec<Tread> = part.levels.iter().map(tread).collect();
        let steps = |a: &Tread, b: &Tread| b.height - a.height <= STEP;
        let longest = all.chunk_by(steps).max_by_key(|run| run.len()).unwrap_or_default();
        if longest.len() < FEWEST { Vec::new() } else { longest.to_vec() }
    }

    /// From where to where a part rises: between the middles of its lowest and its highest end.
    fn rises(&mut self, part: &Part) -> Option<[Coord<f64>; 2]> {
        let heights: Vec<(f64, f64)> =
            part.shapes.iter().filter_map(|s| self.drawing.extent(*s)).map(|e| e.z).collect();
        let low = heights.iter().map(|z| z.0).fold(f64::INFINITY, f64::min);
        let high = heights.iter().map(|z| z.1).fold(f64::NEG_INFINITY, f64::max);
        let end = (high - low) * END;
        let mut middle = |low: f64, high: f64| self.seen_between(part, low, high).0.centroid();
        let (from, to) = (Coord::from(middle(low, low + end)?), Coord::from(middle(high - end, high)?));
        ((to - from).x.hypot((to - from).y) >= RUN).then_some([from, to])
    }

    /// The floors around a part on a storey: of the rooms it is in or beside, else of the storey.
    fn floors_around(&self, storey: usize, bounds: Rect<f64>, plane: &Plane) -> Vec<f64> {
        let near = plane.near_on(Some(storey), bounds, 0.0);
        let mut floors: Vec<f64> =
            near.into_iter().filter_map(|s| self.spaces[s].heights).map(|(low, _)| low).collect();
        floors.sort_by(f64::total_cmp);
        floors.dedup_by(|b, a| *b - *a < SAME_FLOOR);
        floors.truncate(FLOORS);
        if floors.is_empty() { self.floor_of(storey).into_iter().collect() } else { floors }
    }

    /// How high something must hang for one to walk under it.
    fn headroom(&self) -> f64 {
        let cell = self.vocabulary.tables.get("usual").and_then(|t| t.cell("headroom", "height"));
        let height = cell.and_then(|c| Quantity::parse(c.first()?).ok());
        height.map_or(f64::INFINITY, |q| q.value)
    }

    /// Tells of a part that stands on no floor.
    pub(super) fn tell_on_no_floor(&mut self, id: Id, label: &str) {
        let saying = Saying::new(
            Severity::Note,
            "ifc.built-overhead",
            Localized::new(
                "én bygningsdel står ikke på noe gulv: den henger høyere enn en går under, eller ligger under gulvet; den er ikke tegnet",
                "one part of the building stands on no floor: it hangs higher than one walks under, or lies below the floor; it is not drawn",
            ),
            Localized::new(
                "{n} bygningsdeler står ikke på noe gulv: de henger høyere enn en går under, eller ligger under gulvet; de er ikke tegnet",
                "{n} parts of the building stand on no floor: they hang higher than one walks under, or lie below the floor; they are not drawn",
            ),
        );
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(label), &file, line);
    }
}
