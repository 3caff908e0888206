//! Whether a washing machine finds room in a bath, along a wall and outside the turning space.
//!
//! The machine is slid along every edge of the floor and must stand clear of what stands there, of door swings and of
//! the floor before doors; where the bath has turning space without it, it must still have it. A place found is proved.
//! That there is none is proved too: no place is missed by a machine narrower by the step it is slid in, nor by a larger
//! floor where sizes are only usual. Between the two the answer is open. Water, drain and socket are not looked at.

use geo::{Area, BoundingRect, Coord, Line, LineString, MultiPolygon, Polygon};
use rayon::prelude::*;

use super::clearance::{CLEARANCE, before_door, length, swings};
use super::deriver::Deriver;
use super::floor::FreeFloor;
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Region};
use crate::model::{Figure, OpeningKind, Shape, Value};
use crate::quantity::{Dimension, LENGTH_TOLERANCE, Quantity};
use crate::text::{Lang, Localized};

const FACT: &str = "room.washer_space";
const ROW: &str = "washing_machine";
/// How far the machine is slid between two tries, in metres.
const STEP: f64 = 0.05;
/// By how much less the turning rectangle is looked for where a no is to be proved: turned by the 2.5° it may lie off
/// the directions tried, the rectangle still holds one so much smaller.
const TURNED: f64 = 0.08;
/// Most places tried in a room.
const MOST_TRIED: usize = 400;
/// Floor a shape may lack by the rounding of outlines, in m².
const SPECK: f64 = 1e-4;

/// Derives `room.washer_space`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    // Baths do not wait for each other.
    let seen: &Deriver<'_> = d;
    let looked: Vec<Option<Looked>> = (0..seen.model.rooms.len())
        .into_par_iter()
        .map(|i| seen.serves(i, "bath").then(|| Looked::in_bath(seen, i)))
        .collect();
    for (i, looked) in looked.into_iter().enumerate() {
        washer(d, i, looked.unwrap_or(Looked::NotAsked));
    }
}

/// The measures a machine and a turning wheelchair take, in metres.
struct Sizes {
    width: f64,
    depth: f64,
    circle: f64,
    rectangle: [f64; 2],
    /// How deep the floor before a door is kept free.
    door: f64,
}

impl Sizes {
    fn of(d: &Deriver<'_>) -> Option<Self> {
        Some(Self {
            width: length(d, ROW, "width")?,
            depth: length(d, ROW, "depth")?,
            circle: length(d, "turning_circle", "width")?,
            rectangle: [length(d, "turning_rectangle", "width")?, length(d, "turning_rectangle", "depth")?],
            door: length(d, "door_side", "depth")?,
        })
    }
}

/// What came of looking in a room.
enum Looked {
    /// Nobody asks it of this room, or the measures are not known.
    NotAsked,
    /// Why nobody can tell; the reason is empty where the room is not drawn.
    Unknown(Localized),
    /// Surely, and perhaps, with what that was worked out from.
    At { placed: Place, possible: Place, sizes: Sizes, from: Vec<(SubjectIx, &'static str)> },
}

impl Looked {
    fn in_bath(d: &Deriver<'_>, i: usize) -> Self {
        let Some(sizes) = Sizes::of(d) else { return Self::NotAsked };
        let floors =
            FreeFloor::to_stand_on(d, i, CLEARANCE, ROW).and_then(|s| Ok((s, FreeFloor::turning(d, i)?)));
        let (stands, turns) = match floors {
            Ok(floors) => floors,
            Err(why) => return Self::Unknown(why),
        };
        let swings = swings(d, i, &stands.outline);
        let before: Vec<Region> =
            d.ways_of(i).into_iter().filter_map(|o| before_door(d, o, &stands.outline, sizes.door)).collect();
        let doors =
            d.ways_of(i).into_iter().filter(|o| d.model.openings[*o].kind != OpeningKind::Window).count();
        if before.len() < doors {
            let label = d.label(d.room_subject(i));
            return Self::Unknown(crate::localized!(
                "ikke alle dørene i {label} er plassert på planen",
                "not all doors of {label} are placed on the plan"
            ));
        }
        let less = |floor: &Region, away: &[Region]| {
            away.iter().fold(floor.clone(), |floor, taken| geometry::difference(&floor, taken))
        };
        let surely = less(&less(&less(&stands.least, &swings.drawn), &swings.possible), &before);
        let perhaps = less(&less(&stands.most, &swings.drawn), &before);
        let placed = Search { stands: &surely, turns: &turns.least, sizes: &sizes, narrower: 0.0 }.place();
        let possible = Search { stands: &perhaps, turns: &turns.most, sizes: &sizes, narrower: STEP }.place();
        Self::At { placed, possible, from: stands.grounds(d, i), sizes }
    }
}

fn washer(d: &mut Deriver<'_>, i: usize, looked: Looked) {
    let ix = d.room_subject(i);
    let (placed, possible, sizes, from) = match looked {
        Looked::NotAsked => return d.unknown(ix, FACT, Localized::default(), &[]),
        Looked::Unknown(why) => {
            let needs = [(ix, "room.drawn")];
            let drawn = !why.is_empty();
            return d.unknown(ix, FACT, why, if drawn { &[] } else { &needs });
        }
        Looked::At { placed, possible, sizes, from } => (placed, possible, sizes, from),
    };
    let shown = |lang: Lang| {
        let [w, p] = [sizes.width, sizes.depth].map(|m| Quantity::new(m, Dimension::Length).show(lang));
        format!("{w} × {p}")
    };
    let (nb, en) = (shown(Lang::Nb), shown(Lang::En));
    let method = Localized::new(
        format!(
            "{nb} skjøvet langs veggene, utenfor inventar, dørslag, gulvet foran dørene og snuarealet; vann, avløp og stikk er ikke vurdert"
        ),
        format!(
            "{en} slid along the walls, clear of furniture, door swings, the floor before doors and the turning space; water, drain and socket are not judged"
        ),
    );
    match (&placed, &possible) {
        (Place::At(_), _) => d.computed(ix, FACT, Value::Bool(true), method, &from),
        (_, Place::Nowhere) => d.computed(ix, FACT, Value::Bool(false), method, &from),
        _ => {
            let why = Localized::new(
                "om maskinen får plass utenfor snuarealet, avhenger av mål som er antatt, av dørslag som ikke er tegnet, eller av noen centimeter",
                "whether the machine finds room outside the turning space hangs on sizes that are assumed, on door swings that are not drawn, or on a few centimetres",
            );
            d.unknown(ix, FACT, why, &[]);
        }
    }
    let outline = match (placed, possible) {
        (Place::At(outline), _) | (_, Place::At(outline)) => Some(outline),
        _ => None,
    };
    if let Some(storey) = d.model.rooms[i].storey {
        let figures = match outline {
            Some(outline) => vec![Figure::new(Shape::Area { storey, outline }, Localized::new(nb, en))],
            None => vec![Figure::bare(Shape::Room(d.model.rooms[i].element.id.clone()))],
        };
        d.base.draw(ix, FACT, Drawing { figures, at: vec![ix] });
    }
}

/// What came of looking for a place.
enum Place {
    At(Polygon<f64>),
    Nowhere,
    /// There were more places than can be tried.
    GaveUp,
}

/// A machine to be placed: on which floor, and what floor is to keep its turning space.
struct Search<'s> {
    stands: &'s Region,
    turns: &'s Region,
    sizes: &'s Sizes,
    /// By how much less than its size it is taken, so that no place between two tries is missed.
    narrower: f64,
}

impl Search<'_> {
    fn place(&self) -> Place {
        let less = if self.narrower > 0.0 { TURNED } else { 0.0 };
        let [width, depth] = self.sizes.rectangle.map(|m| m - less);
        let rectangle = geometry::Rectangle::on(self.turns, width, depth);
        let turning = self.turning(self.turns, &rectangle);
        let mut tried = 0;
        for outline in self.places() {
            tried += 1;
            if tried > MOST_TRIED {
                return Place::GaveUp;
            }
            let machine = MultiPolygon::new(vec![outline.clone()]);
            let lacks = geometry::difference(&machine, self.stands).unsigned_area();
            if lacks <= SPECK
                && (!turning || self.turning(&geometry::difference(self.turns, &machine), &rectangle))
            {
                return Place::At(outline);
            }
        }
        Place::Nowhere
    }

    /// Whether a part of the floor has turning space, round or for a rectangle. Where a narrower machine is tried, so is a
    /// smaller space: neither may be the reason for a no.
    fn turning(&self, floor: &Region, rectangle: &geometry::Rectangle) -> bool {
        let circle = self.sizes.circle - LENGTH_TOLERANCE;
        let largest = geometry::circle_of(floor, &[circle / 2.0, rectangle.least_radius()]);
        let round = largest.is_some_and(|l| {
            let radius = if self.narrower > 0.0 { l.at_most } else { l.circle.radius };
            2.0 * radius >= circle
        });
        round || rectangle.place(floor, largest).is_some()
    }

    /// The machine at every step along every edge of the floor, its back or its side to it, corners first. From which
    /// corner the floor was drawn does not decide which place is tried first.
    fn places(&self) -> Vec<Polygon<f64>> {
        let rings = self.stands.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let mut corners = Vec::new();
        let mut along = Vec::new();
        for line in rings.flat_map(LineString::lines) {
            let span = line.dx().hypot(line.dy());
            for (width, depth) in [(self.sizes.width, self.sizes.depth), (self.sizes.depth, self.sizes.width)]
            {
                let (width, depth) = (width - self.narrower, depth - self.narrower);
                if width > span + SPECK || width <= 0.0 {
                    continue;
                }
                let last = (span - width).max(0.0);
                corners.extend([0.0, last].map(|at| standing(line, at, width, depth)));
                let steps = (last / STEP).floor() as usize;
                along.extend((1..=steps).map(|s| standing(line, s as f64 * STEP, width, depth)));
            }
        }
        let in_order = |places: Vec<Option<Polygon<f64>>>| {
            let mut places: Vec<Polygon<f64>> = places.into_iter().flatten().collect();
            places.sort_by_cached_key(|place| {
                let bounds = place.bounding_rect().map(|r| [r.min(), r.max()]);
                bounds.map(|b| b.map(|c| [c.x, c.y].map(|v| (v * 1000.0).round() as i64)))
            });
            places
        };
        in_order(corners).into_iter().chain(in_order(along)).take(MOST_TRIED + 1).collect()
    }
}

/// A rectangle along an edge of the floor, on its left: outlines run anticlockwise, holes clockwise.
fn standing(line: Line<f64>, at: f64, width: f64, depth: f64) -> Option<Polygon<f64>> {
    let span = line.dx().hypot(line.dy());
    if !span.is_normal() {
        return None;
    }
    let along = Coord { x: line.dx() / span, y: line.dy() / span };
    let left = Coord { x: -along.y, y: along.x };
    let start = line.start + along * at;
    let end = start + along * width;
    Some(Polygon::new(
        LineString::new(vec![start, end, end + left * depth, start + left * depth]),
        Vec::new(),
    ))
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Hinge, OpeningKind, Side, Swing, Value};
    use crate::vocab::SubjectKind;

    /// A bath of a size with a door of 0.9 m in the south wall from the west corner, that swings out.
    fn bath(width: f64, deep: f64) -> Sample {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let bath = s.room(a, "bath", Some(rect(0.0, 0.0, width, deep)));
        let hall = s.room(a, "hall", Some(rect(0.0, -3.1, width, 3.0)));
        let door = s.opening(OpeningKind::Door, Side::Room(bath), Side::Room(hall));
        s.place(door, (0.0, -0.05), (0.9, -0.05), 0.1);
        s.model.openings[door].swing = Some(Swing::new(Hinge::A, 1));
        s
    }

    fn found(s: &Sample) -> Option<bool> {
        match s.fact(SubjectKind::Room, 0, "room.washer_space") {
            Fact::Known(known) => Some(known.value == Value::Bool(true)),
            _ => None,
        }
    }

    #[test]
    fn beside_the_turning_circle_there_must_be_the_depth_of_the_machine() {
        // A bath of 1.5 m keeps its circle as long as the machine takes nothing of 1.5 × 1.5 m: along the far wall it
        // takes 0.60 m.
        assert_eq!(found(&bath(1.5, 2.12)), Some(true));
        // Of 1.95 m only 1.35 m is left, and of the turning rectangle 1.35 × 1.5 is no 1.3 × 1.8.
        assert_eq!(found(&bath(1.5, 1.95)), Some(false));
    }

    #[test]
    fn a_bath_without_turning_space_needs_only_room_for_the_machine() {
        assert_eq!(found(&bath(1.25, 1.60)), Some(true));
        // Before the door 0.90 m is kept free: 0.5 m is left beside it and beyond it.
        assert_eq!(found(&bath(1.4, 1.4)), Some(false));
    }

    #[test]
    fn a_door_whose_swing_is_not_drawn_or_that_stands_nowhere_leaves_it_open_where_it_matters() {
        let mut s = bath(1.5, 2.12);
        s.model.openings[0].swing = None;
        assert_eq!(found(&s), Some(true), "the leaf does not reach the far wall");
        s.model.openings[0].placement = None;
        assert_eq!(found(&s), None);
    }

    #[test]
    fn what_is_no_bath_is_not_looked_at() {
        let mut s = bath(3.0, 3.0);
        s.model.rooms[0].functions = vec!["living".into()];
        assert_eq!(found(&s), None);
    }
}
