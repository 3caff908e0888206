//! Does a circle or a rectangle fit on the free floor?
//!
//! Frame: metres. In comes the free floor as a region (room outlines less what stands on them), out goes a placed
//! shape, or the largest that fits as a proof sketch. Nothing here knows how large a shape a rule asks for.
//!
//! The circle is exact to `PRECISION`: cells are split while they might hold a better centre, so the answer comes
//! with an upper bound no centre can beat. The rectangle is tried at the directions of the floor's own edges and
//! every few degrees between: for each, the floor is shrunk by the rectangle (Minkowski difference) and what
//! remains holds the centres. A rectangle found is proved; one not found fits at most in a direction between
//! those tried, which `STEP` makes improbable by more than a few millimetres.

use std::cmp::Ordering;
use std::collections::{BTreeSet, BinaryHeap};

use geo::algorithm::bool_ops::unary_union;
use geo::line_measures::Distance;
use geo::{
    Area, BooleanOps, BoundingRect, Contains, ConvexHull, Coord, Euclidean, InteriorPoint, LineString,
    MultiPoint, Point, Polygon, Rotate,
};

use super::region::Region;

/// How exactly the largest circle is found, in metres.
const PRECISION: f64 = 0.001;
/// Degrees between the directions a rectangle is tried in.
const STEP: f64 = 5.0;
/// Most cells looked at for one circle; a plan needs a few hundred.
const MOST_CELLS: usize = 200_000;

/// A circle on the floor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Circle {
    /// Its middle.
    pub center: Coord<f64>,
    /// Its radius, in metres.
    pub radius: f64,
}

/// The largest circle on a floor: one that fits, and a radius that none can beat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Largest {
    /// The largest found.
    pub circle: Circle,
    /// No circle on the floor has a larger radius.
    pub at_most: f64,
}

struct Cell {
    center: Coord<f64>,
    half: f64,
    distance: f64,
}

impl Cell {
    fn new(center: Coord<f64>, half: f64, floor: &Region) -> Self {
        Self { center, half, distance: depth(center, floor) }
    }
    fn best(&self) -> f64 {
        self.distance + self.half * std::f64::consts::SQRT_2
    }
}
impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Cell {}
impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        self.best().total_cmp(&other.best())
    }
}

/// Distance from a point to the edge of the floor; negative off the floor.
pub(super) fn depth(p: Coord<f64>, floor: &Region) -> f64 {
    let point = Point(p);
    let edges = floor.iter().flat_map(|poly| std::iter::once(poly.exterior()).chain(poly.interiors()));
    let edge = edges.map(|ring| Euclidean.distance(&point, ring)).fold(f64::INFINITY, f64::min);
    if floor.contains(&point) { edge } else { -edge }
}

/// The circle of a rectangle is as wide as its shorter side; none for any other floor. Most rooms are rectangles, and
/// along one the search below would look at every millimetre of its middle line.
fn in_rectangle(floor: &Region) -> Option<Circle> {
    let [polygon] = &floor.0[..] else { return None };
    let [a, b, c, d, _] = polygon.exterior().0[..] else { return None };
    let (along, across, opposite) = (b - a, d - a, c - b);
    let right = (along.x * across.x + along.y * across.y).abs();
    let slip = (opposite.x - across.x).hypot(opposite.y - across.y);
    let (length, width) = (along.x.hypot(along.y), across.x.hypot(across.y));
    let is = polygon.interiors().is_empty() && slip < 1e-6 && right < 1e-6 * length * width;
    is.then(|| Circle {
        center: Coord { x: f64::midpoint(a.x, c.x), y: f64::midpoint(a.y, c.y) },
        radius: length.min(width) / 2.0,
    })
}

/// The largest circle that lies on the floor; none when there is no floor.
pub fn largest_circle(floor: &Region) -> Option<Largest> {
    if let Some(circle) = in_rectangle(floor) {
        return Some(Largest { circle, at_most: circle.radius });
    }
    let bounds = floor.bounding_rect()?;
    let (width, height) = (bounds.width(), bounds.height());
    let size = width.min(height);
    if !(size.is_finite() && size > 0.0) {
        return None;
    }
    let half = (size / 2.0).max(width.max(height) / 128.0);
    let mut cells = BinaryHeap::new();
    let mut x = bounds.min().x;
    while x < bounds.max().x {
        let mut y = bounds.min().y;
        while y < bounds.max().y {
            cells.push(Cell::new(Coord { x: x + half, y: y + half }, half, floor));
            y += 2.0 * half;
        }
        x += 2.0 * half;
    }
    let mut best = Circle { center: floor.interior_point()?.0, radius: 0.0 };
    best.radius = depth(best.center, floor).max(0.0);
    let mut looked = 0;
    while let Some(cell) = cells.pop() {
        looked += 1;
        if cell.distance > best.radius {
            best = Circle { center: cell.center, radius: cell.distance };
        }
        let bound = cell.best().max(best.radius);
        if bound - best.radius <= PRECISION || looked >= MOST_CELLS {
            return Some(Largest { circle: best, at_most: bound });
        }
        let quarter = cell.half / 2.0;
        for (sx, sy) in [(-1., -1.), (1., -1.), (-1., 1.), (1., 1.)] {
            let center = Coord { x: cell.center.x + sx * quarter, y: cell.center.y + sy * quarter };
            let cell = Cell::new(center, quarter, floor);
            if cell.best() > best.radius {
                cells.push(cell);
            }
        }
    }
    Some(Largest { circle: best, at_most: best.radius })
}

/// A rectangle of the given sides somewhere on the floor at any angle, as its outline; none when none was found.
pub fn place_rectangle(floor: &Region, width: f64, depth: f64) -> Option<Polygon<f64>> {
    if floor.unsigned_area() + 1e-9 < width * depth {
        return None;
    }
    directions(floor).into_iter().find_map(|degrees| place_at(floor, width, depth, degrees))
}

/// Directions worth trying, in degrees from 0 to 180: those of the floor's edges and at right angles to them
/// first, then every `STEP`.
fn directions(floor: &Region) -> Vec<f64> {
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
    let mut all: Vec<f64> = own.into_iter().take(360).map(|d| d as f64 / 1e6).collect();
    all.extend((0..(180.0 / STEP) as usize).map(|i| i as f64 * STEP));
    all
}

fn place_at(floor: &Region, width: f64, depth: f64, degrees: f64) -> Option<Polygon<f64>> {
    // A tenth of a millimetre narrower, so that a rectangle as wide as the room fits in it.
    let slack = crate::quantity::LENGTH_TOLERANCE / 2.0;
    let (w, d) = (width / 2.0 - slack, depth / 2.0 - slack);
    let origin = Point::new(0.0, 0.0);
    let turned: Region = floor.rotate_around_point(-degrees, origin);
    let bounds = turned.bounding_rect()?;
    if bounds.width() + 1e-9 < 2.0 * w || bounds.height() + 1e-9 < 2.0 * d {
        return None;
    }
    let swept: Vec<Polygon<f64>> = turned
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
    // NOTE: not the region operations of this module: they drop what is smaller than a square millimetre, and the
    // centres of a rectangle that just fits are such a speck.
    let centers = turned.difference(&unary_union(&swept));
    let center =
        centers.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?.interior_point()?;
    let (x, y) = (center.x(), center.y());
    let (w, d) = (width / 2.0, depth / 2.0);
    let outline = Polygon::new(
        LineString::from(vec![(x - w, y - d), (x + w, y - d), (x + w, y + d), (x - w, y + d)]),
        Vec::new(),
    );
    Some(outline.rotate_around_point(degrees, origin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::difference;
    use crate::geometry::sound;
    use geo::MultiPolygon;

    fn floor(points: &[(f64, f64)]) -> Region {
        sound(&Polygon::new(LineString::from(points.to_vec()), Vec::new())).unwrap()
    }

    fn room(w: f64, h: f64) -> Region {
        floor(&[(0., 0.), (w, 0.), (w, h), (0., h)])
    }

    #[test]
    fn the_largest_circle_of_a_rectangle_has_half_its_short_side_as_radius() {
        let largest = largest_circle(&room(2.1, 1.5)).unwrap();
        assert!((largest.circle.radius - 0.75).abs() <= PRECISION);
        assert!(largest.at_most >= 0.75 && largest.at_most < 0.75 + 2.0 * PRECISION);
    }

    #[test]
    fn the_largest_circle_of_a_triangle_is_its_incircle() {
        // Sides 3, 4, 5: the radius of the incircle is 1.
        let largest = largest_circle(&floor(&[(0., 0.), (4., 0.), (0., 3.)])).unwrap();
        assert!((largest.circle.radius - 1.0).abs() <= PRECISION);
        assert!((largest.circle.center.x - 1.0).abs() < 0.01);
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
        let largest = largest_circle(&bath).unwrap();
        assert!(largest.at_most < 0.5);
        assert!(place_rectangle(&bath, 1.3, 1.8).is_none());
        assert!(place_rectangle(&bath, 0.55, 1.8).is_some());
    }

    #[test]
    fn no_floor_holds_nothing() {
        assert!(largest_circle(&MultiPolygon::new(Vec::new())).is_none());
        assert!(place_rectangle(&MultiPolygon::new(Vec::new()), 1.0, 1.0).is_none());
    }
}
