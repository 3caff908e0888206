//! What is the largest circle on a floor?
//!
//! Frame: metres. In comes a region, out goes a circle on it and a radius that none can beat. Exact to `PRECISION`: cells
//! of the plane are split while they might hold a better centre. How deep a cell reaches into the floor is bounded by its
//! size, and between two walls that stand opposite each other by their distance, so that a corridor is not searched along
//! its middle line, where one place is as good as the next. A cell hands on the edges that matter to its parts.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::f64::consts::SQRT_2;

use geo::{BoundingRect, Contains, Coord, InteriorPoint, Line, LineString, Point};

use super::region::Region;

/// How exactly the largest circle is found, in metres.
const PRECISION: f64 = 0.001;
/// Most cells looked at for one circle; a plan needs a few hundred.
const MOST_CELLS: usize = 200_000;
/// Most edges that are held against each other in one cell.
const MOST_WALLS: usize = 6;

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

/// The largest circle that lies on the floor; none when there is no floor.
pub fn largest_circle(floor: &Region) -> Option<Largest> {
    searched(floor, |_, _| false)
}

/// The same no more exactly than it takes to tell, of each of some radii, whether a circle of it lies on the floor.
pub fn circle_of(floor: &Region, radii: &[f64]) -> Option<Largest> {
    searched(floor, |found, bound| radii.iter().all(|radius| found >= *radius || bound < *radius))
}

/// A circle on the floor, and a bound; the search ends where these are enough.
fn searched(floor: &Region, enough: impl Fn(f64, f64) -> bool) -> Option<Largest> {
    if let Some(circle) = in_rectangle(floor) {
        return Some(Largest { circle, at_most: circle.radius });
    }
    let bounds = floor.bounding_rect()?;
    let (width, height) = (bounds.width(), bounds.height());
    let size = width.min(height);
    if !(size.is_finite() && size > 0.0) {
        return None;
    }
    let edges = Edges::of(floor);
    let all: Vec<u32> = (0..edges.lines.len() as u32).collect();
    let half = (size / 2.0).max(width.max(height) / 128.0);
    let mut cells = BinaryHeap::new();
    let mut x = bounds.min().x;
    while x < bounds.max().x {
        let mut y = bounds.min().y;
        while y < bounds.max().y {
            cells.push(edges.cell(Coord { x: x + half, y: y + half }, half, &all, None));
            y += 2.0 * half;
        }
        x += 2.0 * half;
    }
    let mut best = Circle { center: bounds.center(), radius: 0.0 };
    let better = |best: &mut Circle, center: Coord<f64>, radius: f64| {
        if radius > best.radius {
            *best = Circle { center, radius };
        }
    };
    let mut looked = 0;
    while let Some(cell) = cells.pop() {
        looked += 1;
        better(&mut best, cell.center, cell.depth);
        if let Some(at) = cell.between {
            better(&mut best, at, edges.depth(at));
        }
        let bound = cell.bound.max(best.radius);
        if bound - best.radius <= PRECISION || looked >= MOST_CELLS || enough(best.radius, bound) {
            if best.radius <= 0.0 {
                best.center = floor.interior_point()?.0;
            }
            return Some(Largest { circle: best, at_most: bound });
        }
        let quarter = cell.half / 2.0;
        for (sx, sy) in [(-1., -1.), (1., -1.), (-1., 1.), (1., 1.)] {
            let center = Coord { x: cell.center.x + sx * quarter, y: cell.center.y + sy * quarter };
            let part = edges.cell(center, quarter, &cell.near, cell.side());
            if part.bound > best.radius {
                cells.push(part);
            }
        }
    }
    Some(Largest { circle: best, at_most: best.radius })
}

/// Distance from a point to the edge of the floor; negative off the floor.
pub(super) fn depth(p: Coord<f64>, floor: &Region) -> f64 {
    Edges::of(floor).depth(p)
}

/// The circle of a rectangle is as wide as its shorter side; none for any other floor. Most rooms are rectangles.
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

/// A square of the plane.
struct Cell {
    center: Coord<f64>,
    half: f64,
    /// How deep in the floor its centre lies; negative off the floor.
    depth: f64,
    /// No point of it lies deeper.
    bound: f64,
    /// The edges one of its points may be nearest to.
    near: Vec<u32>,
    /// A point midway between two opposite walls.
    between: Option<Coord<f64>>,
}

impl Cell {
    /// Whether all of it lies on the floor, or off it; none where its edge goes through.
    fn side(&self) -> Option<bool> {
        (self.depth.abs() > self.half * SQRT_2).then_some(self.depth > 0.0)
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
        self.bound.total_cmp(&other.bound).then(other.half.total_cmp(&self.half))
    }
}

/// A wall as a cell that lies wholly beside it sees it: the distance of the cell's centre, and how it rises.
#[derive(Clone, Copy)]
struct Wall {
    off: f64,
    away: Coord<f64>,
}

/// The edges of a floor.
struct Edges<'r> {
    floor: &'r Region,
    lines: Vec<Line<f64>>,
}

impl<'r> Edges<'r> {
    fn of(floor: &'r Region) -> Self {
        let rings = floor.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        Self { floor, lines: rings.flat_map(LineString::lines).collect() }
    }

    fn depth(&self, p: Coord<f64>) -> f64 {
        let edge = self.lines.iter().map(|l| distance(p, l)).fold(f64::INFINITY, f64::min);
        if self.floor.contains(&Point(p)) { edge } else { -edge }
    }

    /// A cell, given the edges that may matter in it and, where it is known, whether it lies on the floor.
    fn cell(&self, center: Coord<f64>, half: f64, among: &[u32], side: Option<bool>) -> Cell {
        let mut near: Vec<(f64, u32)> =
            among.iter().map(|i| (distance(center, &self.lines[*i as usize]), *i)).collect();
        let edge = near.iter().map(|(d, _)| *d).fold(f64::INFINITY, f64::min);
        let reach = half * SQRT_2;
        near.retain(|(d, _)| *d <= edge + 2.0 * reach);
        let inside = side.unwrap_or_else(|| self.floor.contains(&Point(center)));
        let depth = if inside { edge } else { -edge };
        let mut cell = Cell { center, half, depth, bound: depth + reach, near: Vec::new(), between: None };
        if cell.bound > 0.0 {
            near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            self.hold_against_each_other(&mut cell, &near);
        }
        cell.near = near.into_iter().map(|(_, i)| i).collect();
        cell
    }

    /// No point lies deeper than half way between two walls.
    fn hold_against_each_other(&self, cell: &mut Cell, near: &[(f64, u32)]) {
        let seen = near.iter().filter_map(|(_, i)| beside(&self.lines[*i as usize], cell.center, cell.half));
        let walls: Vec<Wall> = seen.take(MOST_WALLS).collect();
        for (i, a) in walls.iter().enumerate() {
            for b in &walls[i + 1..] {
                let rise = (a.away + b.away) / 2.0;
                let most = f64::midpoint(a.off, b.off) + cell.half * (rise.x.abs() + rise.y.abs());
                if most < cell.bound {
                    cell.bound = most;
                    let apart = a.away - b.away;
                    let step = (b.off - a.off) / (apart.x * apart.x + apart.y * apart.y);
                    cell.between = Some(cell.center + apart * step);
                }
            }
        }
    }
}

/// An edge as a wall, where every point of the cell has its nearest point of the edge's line on the edge itself and
/// none lies on the line.
fn beside(edge: &Line<f64>, center: Coord<f64>, half: f64) -> Option<Wall> {
    let delta = edge.delta();
    let length = delta.x.hypot(delta.y);
    let (along, from) = (delta / length, center - edge.start);
    let slack = half * (along.x.abs() + along.y.abs());
    let at = from.x * along.x + from.y * along.y;
    let off = along.x * from.y - along.y * from.x;
    let is = length.is_normal() && at >= slack && at + slack <= length && off.abs() > slack;
    is.then(|| Wall { off: off.abs(), away: Coord { x: -along.y, y: along.x } * off.signum() })
}

fn distance(p: Coord<f64>, line: &Line<f64>) -> f64 {
    let (d, from) = (line.delta(), p - line.start);
    let length = d.x * d.x + d.y * d.y;
    let t = if length > 0.0 { ((from.x * d.x + from.y * d.y) / length).clamp(0.0, 1.0) } else { 0.0 };
    let off = from - d * t;
    (off.x * off.x + off.y * off.y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{difference, sound};
    use geo::{MultiPolygon, Polygon};
    use proptest::prelude::*;

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
    fn in_a_long_corridor_that_bends_it_is_as_wide_as_the_bend_lets_it_be() {
        // Arms of 1.2 m meet in a corner: the circle lies in it against two walls and the inner corner.
        let bend = floor(&[(0., 0.), (30., 0.), (30., 1.2), (1.2, 1.2), (1.2, 30.), (0., 30.)]);
        let largest = largest_circle(&bend).unwrap();
        let exact = 1.2 * SQRT_2 / (1.0 + SQRT_2);
        assert!(largest.circle.radius <= exact + 1e-9 && largest.at_most >= exact - 1e-9, "{largest:?}");
        assert!(largest.at_most - largest.circle.radius <= PRECISION);
        // A corridor that ends askew is everywhere as wide as its walls are apart.
        let corridor = floor(&[(0., 0.), (40., 0.), (41., 1.4), (0.3, 1.4)]);
        let largest = largest_circle(&corridor).unwrap();
        assert!((largest.circle.radius - 0.7).abs() < 1e-6, "{largest:?}");
        assert!((largest.at_most - 0.7).abs() <= PRECISION);
    }

    #[test]
    fn what_stands_on_the_floor_takes_its_place() {
        let bath = difference(&room(2.0, 2.0), &floor(&[(0.6, 0.6), (1.4, 0.6), (1.4, 1.4), (0.6, 1.4)]));
        assert!(largest_circle(&bath).unwrap().at_most < 0.5);
    }

    #[test]
    fn no_floor_holds_nothing() {
        assert!(largest_circle(&MultiPolygon::new(Vec::new())).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_point_of_a_grid_lies_deeper_than_the_largest_circle_s_centre(
            boxes in prop::collection::vec((0.0..5.0_f64, 0.0..2.6_f64, 0.2..1.5_f64, 0.2..1.5_f64), 1..6),
            turn in 0.0..90.0_f64,
            radii in prop::collection::vec(0.2..1.6_f64, 2),
        ) {
            use geo::Rotate;
            let mut floor = room(6.0, 3.0);
            for (x, y, w, h) in &boxes {
                floor = difference(&floor, &self::floor(&[(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)]));
            }
            let floor = floor.rotate_around_point(turn, Point::new(2.0, 1.0));
            if let Some(largest) = largest_circle(&floor) {
                prop_assert!((depth(largest.circle.center, &floor) - largest.circle.radius).abs() < 1e-6);
                prop_assert!(largest.at_most - largest.circle.radius <= PRECISION);
                // Looked for no further than some radii ask, the answer to each of them is the same.
                let told = circle_of(&floor, &radii).unwrap();
                prop_assert!((depth(told.circle.center, &floor) - told.circle.radius).abs() < 1e-6);
                for radius in &radii {
                    prop_assert_eq!(told.circle.radius >= *radius, largest.circle.radius >= *radius);
                    prop_assert!(told.at_most >= *radius || largest.circle.radius < *radius);
                }
                let bounds = floor.bounding_rect().unwrap();
                for i in 0..=120 {
                    for j in 0..=120 {
                        let share = |k: i32| f64::from(k) / 120.0;
                        let x = bounds.min().x + bounds.width() * share(i);
                        let y = bounds.min().y + bounds.height() * share(j);
                        let found = depth(Coord { x, y }, &floor);
                        prop_assert!(found <= largest.at_most + 1e-9);
                    }
                }
            }
        }
    }
}
