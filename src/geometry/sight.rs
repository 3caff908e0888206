//! What can be seen from where, in plan.
//!
//! Frame: metres in the project's plan. Obstacles are straight pieces ([`Line`]s): the edges of wall regions and
//! closed doors. Sight is blocked by touching a piece anywhere but at the eye itself; a ray that only grazes an
//! end point passes (two walls that meet share their end, so a corner still blocks on one side).
//!
//! Method: an exact angular sweep. Between two neighbouring directions towards ends and crossings of pieces the
//! nearest piece is the same, so each sector is one triangle with the eye. Everything is computed relative to the
//! eye, so that plans in map coordinates lose nothing; on which side of a line a point lies is decided by adaptive
//! exact arithmetic (Shewchuk 1997). Error: that of the intersection of a ray with a line in double precision, far
//! below [`LENGTH_TOLERANCE`](crate::quantity::LENGTH_TOLERANCE) for plans up to a few hundred metres. Cost:
//! directions × pieces; more than [`MOST_PIECES`] have no answer.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo::{Coord, Line, LineString, Polygon};

/// Most pieces within reach of an eye: a storey of twenty dwellings has some two thousand.
pub const MOST_PIECES: usize = 4000;
/// An eye nearer to a piece than this stands on it, in metres.
const ON_PIECE: f64 = 1e-6;
/// Directions closer than this (radians) are one: 0.1 µm at 100 m.
const SAME_DIRECTION: f64 = 1e-9;

/// The polygon seen from a point, no farther than `reach` metres in any direction (a square of that half side).
///
/// None when the eye stands on a piece, the numbers are not finite, or there are more pieces than can be looked at.
///
/// ```
/// use befaring::geometry::seen_from;
/// use geo::{Area, Coord, Line, coord};
/// let room: Vec<Line<f64>> = [((0., 0.), (4., 0.)), ((4., 0.), (4., 3.)), ((4., 3.), (0., 3.)), ((0., 3.), (0., 0.))]
///     .map(|(a, b)| Line::new(a, b)).to_vec();
/// let seen = seen_from(coord! { x: 1.0, y: 1.0 }, &room, 50.0).expect("the eye stands free");
/// assert!((seen.unsigned_area() - 12.0).abs() < 1e-9);
/// ```
pub fn seen_from(eye: Coord<f64>, pieces: &[Line<f64>], reach: f64) -> Option<Polygon<f64>> {
    let finite = |c: Coord<f64>| c.x.is_finite() && c.y.is_finite();
    if !finite(eye) || !reach.is_finite() || reach <= 0.0 {
        return None;
    }
    let corner = |sx: f64, sy: f64| Coord { x: sx * reach, y: sy * reach };
    let square = [corner(-1., -1.), corner(1., -1.), corner(1., 1.), corner(-1., 1.)];
    let mut all: Vec<Line<f64>> = pieces
        .iter()
        .filter(|l| finite(l.start) && finite(l.end) && l.start != l.end && near(eye, l, reach))
        .map(|l| Line::new(l.start - eye, l.end - eye))
        .collect();
    let origin = eye;
    let eye = Coord { x: 0.0, y: 0.0 };
    if all.len() > MOST_PIECES || all.iter().any(|l| stands_on(eye, l)) {
        return None;
    }
    all.extend((0..4).map(|i| Line::new(square[i], square[(i + 1) % 4])));
    let mut directions: Vec<f64> =
        all.iter().flat_map(|l| [l.start, l.end]).map(|p| direction(eye, p)).collect();
    directions.extend(crossings(&all).into_iter().map(|p| direction(eye, p)));
    directions.sort_by(f64::total_cmp);
    directions.dedup_by(|a, b| (*a - *b).abs() < SAME_DIRECTION);
    let mut ring: Vec<Coord<f64>> = Vec::with_capacity(2 * directions.len() + 1);
    for (i, from) in directions.iter().enumerate() {
        let to = directions.get(i + 1).copied().unwrap_or(directions[0] + std::f64::consts::TAU);
        let middle = unit(f64::midpoint(*from, to));
        let Some(piece) = nearest(eye, middle, &all) else { continue };
        for at in [*from, to] {
            if let Some(p) = on_line(eye, unit(at), piece) {
                ring.push(p + origin);
            }
        }
    }
    (ring.len() >= 3).then(|| Polygon::new(LineString::new(ring), Vec::new()))
}

/// Whether the straight line between two points meets no piece.
pub fn sees(a: Coord<f64>, b: Coord<f64>, pieces: &[Line<f64>]) -> bool {
    !pieces.iter().any(|piece| blocks(a, b, piece))
}

fn direction(eye: Coord<f64>, p: Coord<f64>) -> f64 {
    (p.y - eye.y).atan2(p.x - eye.x)
}

fn unit(angle: f64) -> Coord<f64> {
    Coord { x: angle.cos(), y: angle.sin() }
}

fn cross(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.y - a.y * b.x
}

/// Whether a piece reaches into the square around the eye.
fn near(eye: Coord<f64>, l: &Line<f64>, reach: f64) -> bool {
    let beyond =
        |a: f64, b: f64, c: f64| (a - c > reach && b - c > reach) || (c - a > reach && c - b > reach);
    !beyond(l.start.x, l.end.x, eye.x) && !beyond(l.start.y, l.end.y, eye.y)
}

fn stands_on(eye: Coord<f64>, l: &Line<f64>) -> bool {
    let (d, e) = (l.delta(), Coord { x: eye.x - l.start.x, y: eye.y - l.start.y });
    let length2 = d.x * d.x + d.y * d.y;
    let t = ((e.x * d.x + e.y * d.y) / length2).clamp(0.0, 1.0);
    (e.x - t * d.x).hypot(e.y - t * d.y) < ON_PIECE
}

/// Points where pieces cross inside each other.
fn crossings(all: &[Line<f64>]) -> Vec<Coord<f64>> {
    let mut found = Vec::new();
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            let (da, db) = (a.delta(), b.delta());
            let denominator = cross(da, db);
            if denominator == 0.0 {
                continue;
            }
            let between = b.start - a.start;
            let (t, u) = (cross(between, db) / denominator, cross(between, da) / denominator);
            if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&u) {
                found.push(Coord { x: a.start.x + t * da.x, y: a.start.y + t * da.y });
            }
        }
    }
    found
}

/// Distance along a ray to a piece, if it meets it.
fn distance(eye: Coord<f64>, ray: Coord<f64>, l: &Line<f64>) -> Option<f64> {
    let d = l.delta();
    let denominator = cross(ray, d);
    if denominator == 0.0 {
        return None;
    }
    let between = l.start - eye;
    let (t, u) = (cross(between, d) / denominator, cross(between, ray) / denominator);
    (t > 0.0 && (-1e-12..=1.0 + 1e-12).contains(&u)).then_some(t)
}

fn nearest(eye: Coord<f64>, ray: Coord<f64>, all: &[Line<f64>]) -> Option<&Line<f64>> {
    all.iter()
        .filter_map(|l| Some((distance(eye, ray, l)?, l)))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, l)| l)
}

/// Where a ray meets the endless line through a piece.
fn on_line(eye: Coord<f64>, ray: Coord<f64>, l: &Line<f64>) -> Option<Coord<f64>> {
    let denominator = cross(ray, l.delta());
    let t = cross(l.start - eye, l.delta()) / denominator;
    (t.is_finite() && t >= 0.0).then_some(Coord { x: eye.x + t * ray.x, y: eye.y + t * ray.y })
}

/// Whether a piece cuts the open segment between two points, its own ends included. Touching an end of the segment
/// does not count, nor does running along it.
fn blocks(a: Coord<f64>, b: Coord<f64>, piece: &Line<f64>) -> bool {
    let side = RobustKernel::orient2d;
    let (start, end) = (side(a, b, piece.start), side(a, b, piece.end));
    if start == end {
        return false;
    }
    let (eye, seen) = (side(piece.start, piece.end, a), side(piece.start, piece.end, b));
    let touches = eye == Orientation::Collinear || seen == Orientation::Collinear;
    !touches && eye != seen && !at_end(a, b, piece)
}

/// Whether a piece meets the segment so near an end that it only touches.
fn at_end(a: Coord<f64>, b: Coord<f64>, piece: &Line<f64>) -> bool {
    let (ray, d) = (b - a, piece.delta());
    let t = cross(piece.start - a, d) / cross(ray, d);
    !(t > 1e-9 && t < 1.0 - 1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains, Point};
    use proptest::prelude::*;

    fn rectangle(x: f64, y: f64, w: f64, h: f64) -> Vec<Line<f64>> {
        let p = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
        (0..4).map(|i| Line::new(p[i], p[(i + 1) % 4])).collect()
    }

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn an_l_shaped_room_hides_the_part_behind_its_corner() {
        // 4 × 4 without its upper right 2 × 2; from (1, 3.5) the corner at (2, 2) hides a triangle below.
        let p = [(0., 0.), (4., 0.), (4., 2.), (2., 2.), (2., 4.), (0., 4.)];
        let walls: Vec<Line<f64>> = (0..6).map(|i| Line::new(p[i], p[(i + 1) % 6])).collect();
        let seen = seen_from(at(1.0, 3.5), &walls, 50.0).unwrap();
        // The ray through (2, 2) has slope −1.5 and meets y = 0 at x = 10/3: hidden is the part right of it,
        // the trapezoid (2,2)–(4,2)–(4,0)–(10/3,0): 2 · (2 + 2/3) / 2.
        let hidden = 2.0 * (2.0 + 2.0 / 3.0) / 2.0;
        assert!((seen.unsigned_area() - (12.0 - hidden)).abs() < 1e-9);
        assert!(!seen.contains(&Point::new(3.5, 1.0)));
        assert!(seen.contains(&Point::new(2.0, 1.0)));
    }

    #[test]
    fn a_column_in_the_room_casts_its_shadow() {
        let mut walls = rectangle(0., 0., 10., 10.);
        walls.extend(rectangle(4., 4., 2., 2.));
        let seen = seen_from(at(1.0, 5.0), &walls, 50.0).unwrap();
        // From (1,5) the near face at x = 4 spans ±1 at distance 3; at x = 10 the shadow spans ±3.
        let shadow = (1.0 + 3.0) * 6.0;
        assert!((seen.unsigned_area() - (100.0 - shadow)).abs() < 1e-9);
    }

    #[test]
    fn an_eye_on_a_wall_sees_nothing_that_can_be_told() {
        assert!(seen_from(at(2.0, 0.0), &rectangle(0., 0., 4., 3.), 50.0).is_none());
        assert!(seen_from(at(f64::NAN, 0.0), &[], 50.0).is_none());
    }

    proptest! {
        #[test]
        fn what_is_seen_from_the_eye_sees_the_eye(
            x in 0.3..7.7f64, y in 0.3..7.7f64,
            boxes in prop::collection::vec((1.0..7.0f64, 1.0..7.0f64, 0.1..2.0f64, 0.1..2.0f64), 0..5),
            px in 0.1..7.9f64, py in 0.1..7.9f64,
        ) {
            let mut walls = rectangle(0., 0., 8., 8.);
            for (bx, by, w, h) in boxes {
                walls.extend(rectangle(bx, by, w, h));
            }
            let eye = at(x, y);
            if let Some(seen) = seen_from(eye, &walls, 50.0) {
                prop_assert!(seen.unsigned_area() <= 64.0 + 1e-6);
                let p = Point::new(px, py);
                // Away from the edge of what is seen, the polygon and the straight line agree.
                let edge = geo::Euclidean.distance(&p, seen.exterior());
                if edge > 1e-6 {
                    prop_assert_eq!(seen.contains(&p), sees(eye, p.0, &walls));
                }
            }
        }
    }
    use geo::line_measures::Distance;
}
