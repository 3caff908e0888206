//! Does a rectangle fit on the free floor, at any angle?
//!
//! Frame: metres. In comes the free floor as a region (room outlines less what stands on them), out goes a placed
//! rectangle. Nothing here knows how large a shape a rule asks for.
//!
//! The rectangle is tried at the directions of the floor's own edges and every few degrees between. For each, squares of
//! the plane are split while one of them might hold a centre; only where one may, the floor is shrunk by the rectangle
//! (Minkowski difference) and what remains holds the centres. A rectangle found is proved; one not found fits at most in
//! a direction between those tried, which `STEP` makes improbable by more than a few millimetres.

use std::collections::BTreeSet;

use geo::{
    Area, BoundingRect, ConvexHull, Coord, InteriorPoint, LineString, MultiPoint, Point, Polygon, Rotate,
};

use super::circle::{Largest, largest_circle};
use super::fit_proof::no_rectangle;
use super::overlay;
use super::region::Region;

/// Degrees between the directions a rectangle is tried in.
const STEP: usize = 5;
/// Most squares looked at before a direction is tried in earnest.
const MOST_SQUARES: usize = 4000;
/// By how much narrower than the rectangle a floor may seem by rounding, in metres.
const NARROWER: f64 = 1e-3;
/// How much smaller than the rectangle the room in a square must be to rule it out, as a share of half the rectangle.
const SURELY: f64 = 1e-6;

/// What came of looking for a rectangle.
#[derive(Debug, Clone, PartialEq)]
pub enum Fit {
    /// It lies here.
    Placed(Polygon<f64>),
    /// It lies nowhere, at no angle.
    Nowhere,
    /// It was not found and not ruled out.
    Open,
}

/// A rectangle of the given sides somewhere on the floor at any angle, as its outline; none when none was found.
pub fn place_rectangle(floor: &Region, width: f64, depth: f64) -> Option<Polygon<f64>> {
    if !is_roomy(floor, width, depth, || largest_circle(floor)) {
        return None;
    }
    let (own, between) = directions(floor);
    own.into_iter().chain(between).find_map(|degrees| place_at(floor, width, depth, degrees))
}

/// A rectangle to be looked for on parts of a floor.
#[derive(Debug, Clone)]
pub struct Rectangle {
    width: f64,
    depth: f64,
    /// Directions of those tried everywhere in which it may lie somewhere on the floor.
    between: Vec<f64>,
}

impl Rectangle {
    /// A rectangle of the given sides, with the directions ruled out in which the floor has no room for it at all: no
    /// part of the floor has.
    pub fn on(floor: &Region, width: f64, depth: f64) -> Self {
        let all = (0..180).step_by(STEP).map(|degrees| degrees as f64);
        let between = all.filter(|degrees| Turned::of(floor, width, depth, *degrees).is_some()).collect();
        Self { width, depth, between }
    }

    /// Half the width of the narrowest floor it is looked for on: where the largest circle is smaller it lies nowhere.
    pub fn least_radius(&self) -> f64 {
        (self.width.min(self.depth) - NARROWER) / 2.0
    }

    /// Where [`place_rectangle`] places it on a part of the floor, whose largest circle is known.
    pub fn place(&self, part: &Region, largest: Option<Largest>) -> Option<Polygon<f64>> {
        if !is_roomy(part, self.width, self.depth, || largest) {
            return None;
        }
        let (own, mut between) = directions(part);
        between.retain(|degrees| self.between.contains(degrees));
        own.into_iter().chain(between).find_map(|degrees| place_at(part, self.width, self.depth, degrees))
    }
}

/// Where [`place_rectangle`] places a rectangle, or that it lies nowhere. Where that can be shown, it takes no longer than to look between the edges' own
/// directions.
pub fn fit_rectangle(floor: &Region, width: f64, depth: f64) -> Fit {
    let roomy = is_roomy(floor, width, depth, || largest_circle(floor));
    let (own, between) = if roomy { directions(floor) } else { Default::default() };
    let place = |degrees: f64| place_at(floor, width, depth, degrees);
    if let Some(outline) = own.into_iter().find_map(place) {
        return Fit::Placed(outline);
    }
    if no_rectangle(floor, width, depth) {
        return Fit::Nowhere;
    }
    between.into_iter().find_map(place).map_or(Fit::Open, Fit::Placed)
}

/// Whether a floor has the area of a rectangle and is somewhere as wide.
fn is_roomy(floor: &Region, width: f64, depth: f64, largest: impl FnOnce() -> Option<Largest>) -> bool {
    let wide_enough = || largest().is_some_and(|l| 2.0 * l.at_most + NARROWER >= width.min(depth));
    floor.unsigned_area() + 1e-9 >= width * depth && wide_enough()
}

/// Directions worth trying, in degrees from 0 to 180: those of the floor's edges and at right angles to them, and every
/// `STEP` between.
fn directions(floor: &Region) -> (Vec<f64>, Vec<f64>) {
    let mut own: BTreeSet<i64> = BTreeSet::new();
    for polygon in floor {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for line in ring.lines() {
                let degrees = line.dy().atan2(line.dx()).to_degrees().rem_euclid(180.0);
                for turned in [degrees, (degrees + 90.0) % 180.0] {
                    own.insert((turned * 1e6).round() as i64);
                }
            }
        }
    }
    let between = (0..180).step_by(STEP).filter(|d| !own.contains(&(d * 1_000_000)));
    (own.iter().take(360).map(|d| *d as f64 / 1e6).collect(), between.map(|d| d as f64).collect())
}

pub(super) fn place_at(floor: &Region, width: f64, depth: f64, degrees: f64) -> Option<Polygon<f64>> {
    let Turned { floor: turned, half: (w, d) } = Turned::of(floor, width, depth, degrees)?;
    let centers = centres(&turned, w, d);
    let center =
        centers.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?.interior_point()?;
    let (x, y) = (center.x(), center.y());
    let (w, d) = (width / 2.0, depth / 2.0);
    let outline = Polygon::new(
        LineString::from(vec![(x - w, y - d), (x + w, y - d), (x + w, y + d), (x - w, y + d)]),
        Vec::new(),
    );
    Some(outline.rotate_around_point(degrees, Point::new(0.0, 0.0)))
}

/// A floor turned so that a rectangle lies along the axes on it, and half the rectangle.
struct Turned {
    floor: Region,
    half: (f64, f64),
}

impl Turned {
    /// None where the rectangle surely does not lie in that direction.
    fn of(floor: &Region, width: f64, depth: f64, degrees: f64) -> Option<Self> {
        // A tenth of a millimetre narrower, so that a rectangle as wide as the room fits in it.
        let slack = crate::quantity::LENGTH_TOLERANCE / 2.0;
        let (w, d) = (width / 2.0 - slack, depth / 2.0 - slack);
        let turned: Region = floor.rotate_around_point(-degrees, Point::new(0.0, 0.0));
        let bounds = turned.bounding_rect()?;
        let long_enough = bounds.width() + 1e-9 >= 2.0 * w && bounds.height() + 1e-9 >= 2.0 * d;
        let may = long_enough && Squares::of(&turned, w, d).may_hold_a_centre();
        may.then_some(Self { floor: turned, half: (w, d) })
    }
}

/// Where the centre of a rectangle along the axes may lie, half its sides given.
///
/// NOTE: not the region operations of [`region`](super::region): they drop what is smaller than a square millimetre, and
/// the centres of a rectangle that just fits are such a speck.
fn centres(floor: &Region, w: f64, d: f64) -> Region {
    let swept: Vec<Polygon<f64>> = floor
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .flat_map(LineString::lines)
        .map(|line| {
            let ends = [line.start, line.end];
            let corners = ends.iter().flat_map(|e| {
                [(-w, -d), (w, -d), (w, d), (-w, d)].map(|(x, y)| Point::new(e.x + x, e.y + y))
            });
            MultiPoint::new(corners.collect()).convex_hull()
        })
        .collect();
    overlay::difference(floor, &overlay::union_of(&swept))
}

/// The plane in units of half a rectangle that lies along its axes: where no edge of the floor is nearer to a point
/// than 1 in both directions, the rectangle fits around the point.
struct Squares {
    edges: Vec<Edge>,
}

/// An edge, with where it is equally far in both directions from a point as a share of its length: less the difference
/// or the sum of how far its start is, times these.
struct Edge {
    start: Coord<f64>,
    end: Coord<f64>,
    by: Coord<f64>,
    equal: f64,
    opposite: f64,
}

/// A square of that plane.
struct Square {
    center: Coord<f64>,
    half: f64,
    /// How far its centre is from the nearest edge; negative off the floor.
    depth: f64,
    /// The edges one of its points may be nearest to.
    near: Vec<u32>,
}

impl Squares {
    fn of(floor: &Region, half_width: f64, half_depth: f64) -> Self {
        let scaled = |c: Coord<f64>| Coord { x: c.x / half_width, y: c.y / half_depth };
        let rings = floor.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let edges = rings.flat_map(LineString::lines).map(|l| Edge::new(scaled(l.start), scaled(l.end)));
        Self { edges: edges.collect() }
    }

    /// False only where no centre can be.
    fn may_hold_a_centre(&self) -> bool {
        let ends = || self.edges.iter().map(|e| e.start);
        let low = ends().reduce(|a, b| Coord { x: a.x.min(b.x), y: a.y.min(b.y) });
        let high = ends().reduce(|a, b| Coord { x: a.x.max(b.x), y: a.y.max(b.y) });
        let Some((low, high)) = low.zip(high) else { return false };
        let all: Vec<u32> = (0..self.edges.len() as u32).collect();
        let half = (high.x - low.x).max(high.y - low.y) / 2.0;
        let middle = Coord { x: f64::midpoint(low.x, high.x), y: f64::midpoint(low.y, high.y) };
        let mut open = vec![self.square(middle, half, &all, None)];
        let mut looked = 0;
        while let Some(square) = open.pop() {
            looked += 1;
            if square.depth >= 1.0 - SURELY || looked > MOST_SQUARES {
                return true;
            }
            let quarter = square.half / 2.0;
            let side = (square.depth.abs() > square.half).then_some(square.depth > 0.0);
            for (sx, sy) in [(-1., -1.), (1., -1.), (-1., 1.), (1., 1.)] {
                let center = Coord { x: square.center.x + sx * quarter, y: square.center.y + sy * quarter };
                let part = self.square(center, quarter, &square.near, side);
                if part.depth + quarter >= 1.0 - SURELY {
                    open.push(part);
                }
            }
        }
        false
    }

    /// A square, given the edges that may matter in it and, where it is known, whether it lies on the floor.
    fn square(&self, center: Coord<f64>, half: f64, among: &[u32], side: Option<bool>) -> Square {
        let mut edge = f64::INFINITY;
        let off: Vec<f64> = among.iter().map(|i| self.edges[*i as usize].distance(center)).collect();
        off.iter().for_each(|d| edge = edge.min(*d));
        let near = among.iter().zip(&off).filter(|(_, d)| **d <= edge + 2.0 * half).map(|(i, _)| *i);
        let near = near.collect();
        let depth = if side.unwrap_or_else(|| self.inside(center)) { edge } else { -edge };
        Square { center, half, depth, near }
    }

    /// Whether a ray to the right leaves the floor once more than it enters it.
    fn inside(&self, p: Coord<f64>) -> bool {
        let crosses = |e: &&Edge| {
            (e.start.y > p.y) != (e.end.y > p.y) && p.x < e.start.x + (p.y - e.start.y) / e.by.y * e.by.x
        };
        self.edges.iter().filter(crosses).count() % 2 == 1
    }
}

impl Edge {
    fn new(start: Coord<f64>, end: Coord<f64>) -> Self {
        let by = end - start;
        Self { start, end, by, equal: 1.0 / (by.x - by.y), opposite: 1.0 / (by.x + by.y) }
    }

    /// How far it is from a point in the direction in which it is farther: that is least at an end, or where the two
    /// directions are equally far.
    fn distance(&self, p: Coord<f64>) -> f64 {
        let (from, by) = (self.start - p, self.by);
        let at = |t: f64| (from.x + by.x * t).abs().max((from.y + by.y * t).abs());
        let mut least = at(0.0).min(at(1.0));
        for t in [(from.y - from.x) * self.equal, -(from.x + from.y) * self.opposite] {
            if t > 0.0 && t < 1.0 {
                least = least.min(at(t));
            }
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{difference, sound};
    use geo::MultiPolygon;
    use proptest::prelude::*;

    fn floor(points: &[(f64, f64)]) -> Region {
        sound(&Polygon::new(LineString::from(points.to_vec()), Vec::new())).unwrap()
    }

    fn room(w: f64, h: f64) -> Region {
        floor(&[(0., 0.), (w, 0.), (w, h), (0., h)])
    }

    #[test]
    fn a_rectangle_fits_to_the_millimetre_and_not_one_beyond() {
        assert!(place_rectangle(&room(1.3, 1.8), 1.3, 1.8).is_some());
        assert!(place_rectangle(&room(1.3, 1.799), 1.3, 1.8).is_none());
        assert!(place_rectangle(&room(1.8, 1.3), 1.3, 1.8).is_some(), "turned by a right angle");
    }

    #[test]
    fn a_rectangle_is_found_in_a_room_that_stands_askew() {
        let askew: Region = room(1.31, 1.81).rotate_around_point(17.3, Point::new(3.0, 1.0));
        let placed = place_rectangle(&askew, 1.3, 1.8).unwrap();
        let outside = difference(&MultiPolygon::new(vec![placed.clone()]), &askew).unsigned_area();
        assert!(outside < 1e-3, "{outside}");
        assert!((placed.unsigned_area() - 1.3 * 1.8).abs() < 1e-9);
    }

    #[test]
    fn what_stands_on_the_floor_takes_its_place() {
        let bath = difference(&room(2.0, 2.0), &floor(&[(0.6, 0.6), (1.4, 0.6), (1.4, 1.4), (0.6, 1.4)]));
        assert!(place_rectangle(&bath, 1.3, 1.8).is_none());
        assert!(place_rectangle(&bath, 0.55, 1.8).is_some());
    }

    #[test]
    fn no_floor_holds_nothing() {
        assert!(place_rectangle(&MultiPolygon::new(Vec::new()), 1.0, 1.0).is_none());
    }

    #[test]
    fn what_lies_nowhere_is_said_to_and_what_just_fits_is_placed() {
        assert_eq!(fit_rectangle(&room(1.3, 1.799), 1.3, 1.8), Fit::Nowhere);
        assert_eq!(fit_rectangle(&MultiPolygon::new(Vec::new()), 1.3, 1.8), Fit::Nowhere);
        let placed = place_rectangle(&room(1.3, 1.8), 1.3, 1.8).unwrap();
        assert_eq!(fit_rectangle(&room(1.3, 1.8), 1.3, 1.8), Fit::Placed(placed));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_rectangle_is_placed_where_all_directions_are_tried_and_ruled_out_where_none_can_be(
            boxes in prop::collection::vec((0.0..3.4_f64, 0.0..2.6_f64, 0.2..1.2_f64, 0.2..1.2_f64), 1..5),
            turn in 0.0..180.0_f64,
        ) {
            let mut floor = room(4.0, 3.0);
            for (x, y, w, h) in &boxes {
                floor = difference(&floor, &self::floor(&[(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)]));
            }
            let floor: Region = floor.rotate_around_point(turn, Point::new(0.0, 0.0));
            let placed = place_rectangle(&floor, 1.3, 1.8);
            match fit_rectangle(&floor, 1.3, 1.8) {
                Fit::Placed(outline) => prop_assert_eq!(placed, Some(outline)),
                Fit::Nowhere => prop_assert!(placed.is_none() && no_rectangle(&floor, 1.3, 1.8)),
                Fit::Open => prop_assert!(placed.is_none() && !no_rectangle(&floor, 1.3, 1.8)),
            }
        }

        #[test]
        fn on_a_part_of_a_floor_a_rectangle_is_placed_as_on_any_floor(
            boxes in prop::collection::vec((0.0..2.4_f64, 0.0..1.8_f64, 0.2..1.0_f64, 0.2..1.0_f64), 1..4),
            turn in 0.0..180.0_f64,
        ) {
            let turned = |floor: Region| -> Region { floor.rotate_around_point(turn, Point::new(0.0, 0.0)) };
            let (mut part, floor) = (room(2.6, 2.0), turned(room(2.6, 2.0)));
            let rectangle = Rectangle::on(&floor, 1.3, 1.8);
            for (x, y, w, h) in &boxes {
                part = difference(&part, &self::floor(&[(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)]));
                let part = turned(part.clone());
                prop_assert_eq!(rectangle.place(&part, largest_circle(&part)), place_rectangle(&part, 1.3, 1.8));
            }
        }

        #[test]
        fn an_edge_is_as_far_as_the_nearest_of_its_points(
            ends in [(-2.0..2.0_f64, -2.0..2.0_f64), (-2.0..2.0_f64, -2.0..2.0_f64)],
            straight in 0..3_u8,
        ) {
            let [(ax, ay), (bx, by)] = ends;
            let (bx, by) = match straight { 0 => (bx, by), 1 => (ax, by), _ => (bx, ay) };
            let edge = Edge::new(Coord { x: ax, y: ay }, Coord { x: bx, y: by });
            let found = edge.distance(Coord { x: 0.0, y: 0.0 });
            let steps = 2000;
            let tried = (0..=steps).map(|i| {
                let t = f64::from(i) / f64::from(steps);
                (ax + (bx - ax) * t).abs().max((ay + (by - ay) * t).abs())
            });
            let least = tried.fold(f64::INFINITY, f64::min);
            prop_assert!(found <= least + 1e-12 && found >= least - 4.0 / f64::from(steps), "{} {}", found, least);
        }

        #[test]
        fn a_direction_is_ruled_out_only_where_the_shrunk_floor_is_empty(
            boxes in prop::collection::vec((0.0..3.4_f64, 0.0..2.6_f64, 0.2..1.2_f64, 0.2..1.2_f64), 1..5),
            turn in 0.0..180.0_f64,
        ) {
            let mut floor = room(4.0, 3.0);
            for (x, y, w, h) in &boxes {
                floor = difference(&floor, &self::floor(&[(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)]));
            }
            let turned: Region = floor.rotate_around_point(turn, Point::new(0.0, 0.0));
            for (w, d) in [(0.3, 0.5), (0.5, 0.3), (0.65, 0.9)] {
                let ruled_out = !Squares::of(&turned, w, d).may_hold_a_centre();
                let area = centres(&turned, w, d).unsigned_area();
                prop_assert!(!ruled_out || area == 0.0, "{area}");
                prop_assert!(ruled_out || area > 0.0 || !Squares::of(&turned, w + 1e-3, d + 1e-3).may_hold_a_centre());
            }
        }
    }
}
