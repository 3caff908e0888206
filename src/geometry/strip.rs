//! The longest strip of a given depth along the walls of a floor: where a row of cupboards or coats stands.
//!
//! Along every edge the strip is cut out of the floor there is; what is missing of it blocks as much of the edge as it
//! lies along, and the longest stretch left is taken. Exact up to the rounding of outlines; a strip round a corner is
//! two strips.

use geo::{Area, Coord, CoordsIter, Line, LineString, MultiPolygon, Polygon, Simplify};

use super::{Region, difference};

/// Corners of an outline that lie this near to the line of their neighbours are none, in metres.
const STRAIGHT: f64 = 0.000_5;
/// Floor a strip may lack by the rounding of outlines, in m².
const SPECK: f64 = 1e-4;
/// Most edges of a floor that are looked along.
const MOST_EDGES: usize = 200;

/// A strip along an edge of a floor.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// How long it is, in metres.
    pub length: f64,
    /// Where it lies.
    pub outline: Polygon<f64>,
}

/// A floor has more edges than strips are looked for along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyEdges;

/// The longest strip `depth` deep along an edge of `walls` that lies on `stands`, with as long a strip `before` deep in
/// front of it that lies on `walks`; none where there is none.
///
/// # Errors
/// [`TooManyEdges`] where there are more than can be looked along.
pub fn longest_strip(
    walls: &Region,
    stands: &Region,
    walks: &Region,
    depth: f64,
    before: f64,
) -> Result<Option<Strip>, TooManyEdges> {
    let usable = [depth, before].iter().all(|v| v.is_finite() && *v >= 0.0) && depth > 0.0;
    let edges: Vec<Line<f64>> = walls
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .flat_map(|ring| ring.simplify(STRAIGHT).lines().collect::<Vec<_>>())
        .collect();
    if !usable {
        return Ok(None);
    }
    if edges.len() > MOST_EDGES {
        return Err(TooManyEdges);
    }
    let along = |edge: &Line<f64>| Edge::of(*edge)?.longest(stands, walks, depth, before);
    Ok(edges.iter().filter_map(along).max_by(|a, b| a.length.total_cmp(&b.length)))
}

/// An edge of a floor that lies to its left: outlines run anticlockwise, holes clockwise.
struct Edge {
    start: Coord<f64>,
    along: Coord<f64>,
    left: Coord<f64>,
    length: f64,
}

impl Edge {
    fn of(line: Line<f64>) -> Option<Self> {
        let length = line.dx().hypot(line.dy());
        let along = Coord { x: line.dx() / length, y: line.dy() / length };
        let left = Coord { x: -along.y, y: along.x };
        (length.is_normal() && length > STRAIGHT).then_some(Self { start: line.start, along, left, length })
    }

    /// The rectangle from one place along the edge to another, between two distances off it.
    fn rectangle(&self, [from, to]: [f64; 2], [near, far]: [f64; 2]) -> Polygon<f64> {
        let at = |along: f64, off: f64| self.start + self.along * along + self.left * off;
        let ring = vec![at(from, near), at(to, near), at(to, far), at(from, far)];
        Polygon::new(LineString::new(ring), Vec::new())
    }

    fn longest(&self, stands: &Region, walks: &Region, depth: f64, before: f64) -> Option<Strip> {
        let whole = [0.0, self.length];
        let mut blocked = self.missing(whole, [0.0, depth], stands);
        if before > 0.0 {
            blocked.extend(self.missing(whole, [depth, depth + before], walks));
        }
        blocked.sort_by(|a, b| a[0].total_cmp(&b[0]));
        blocked.push([self.length, self.length]);
        let (mut reached, mut best) = (0.0_f64, [0.0, 0.0]);
        for [from, to] in blocked {
            if from - reached > best[1] - best[0] {
                best = [reached, from];
            }
            reached = reached.max(to);
        }
        let length = best[1] - best[0];
        (length > STRAIGHT).then(|| Strip { length, outline: self.rectangle(best, [0.0, depth]) })
    }

    /// What of a strip is not floor, as stretches of the edge.
    fn missing(&self, whole: [f64; 2], off: [f64; 2], floor: &Region) -> Vec<[f64; 2]> {
        let strip = MultiPolygon::new(vec![self.rectangle(whole, off)]);
        let stretch = |part: &Polygon<f64>| {
            let places = part.coords_iter().map(|c| {
                let to = c - self.start;
                (to.x * self.along.x + to.y * self.along.y).clamp(0.0, self.length)
            });
            places.fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], at| [low.min(at), high.max(at)])
        };
        let lacks = difference(&strip, floor);
        lacks.iter().filter(|part| part.unsigned_area() > SPECK).map(stretch).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn region(polygon: Polygon<f64>) -> Region {
        MultiPolygon::new(vec![polygon])
    }

    fn length(walls: &Region, stands: &Region, depth: f64, before: f64) -> f64 {
        longest_strip(walls, stands, walls, depth, before).unwrap().map_or(0.0, |s| s.length)
    }

    #[test]
    fn a_room_has_a_strip_along_its_longest_wall() {
        let room = region(wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.))));
        assert!((length(&room, &room, 0.6, 1.2) - 4.0).abs() < 1e-9);
        // Across the short way there is 3 m: 0.6 and 2.4 fit, 2.5 does not; along the long way they do.
        assert!((length(&room, &room, 0.6, 2.4) - 4.0).abs() < 1e-9);
        assert!((length(&room, &room, 0.6, 2.5) - 3.0).abs() < 1e-9);
        assert!(length(&room, &room, 0.6, 3.5).abs() < 1e-9);
    }

    #[test]
    fn what_stands_at_the_wall_or_before_it_takes_its_width() {
        let room = region(wkt!(POLYGON((0. 0., 4. 0., 4. 1.8, 0. 1.8, 0. 0.))));
        // A cupboard of 1 × 0.5 m at the north wall from 1.5 m: it is before the south wall too.
        let cupboard = region(wkt!(POLYGON((1.5 1.3, 2.5 1.3, 2.5 1.8, 1.5 1.8, 1.5 1.3))));
        let free = difference(&room, &cupboard);
        assert!((length(&room, &free, 0.6, 0.0) - 4.0).abs() < 1e-9);
        let both = longest_strip(&room, &free, &free, 0.6, 1.2).unwrap().map_or(0.0, |s| s.length);
        assert!((both - 1.8).abs() < 1e-6 || (both - 1.5).abs() < 1e-6, "{both}");
        assert!((longest_strip(&room, &free, &free, 0.6, 0.7).unwrap().unwrap().length - 4.0).abs() < 1e-9);
    }

    #[test]
    fn a_floor_with_too_many_edges_is_told_from_one_without_room() {
        // A round room: as a ring of 200 corners it is looked along, of 201 it is not.
        let round = |corners: usize| {
            let at = |i: usize| (i as f64 / corners as f64 * std::f64::consts::TAU).sin_cos();
            let ring = (0..corners).map(|i| Coord { x: at(i).1 * 9.0, y: at(i).0 * 9.0 }).collect();
            region(Polygon::new(LineString::new(ring), Vec::new()))
        };
        let longest = |room: &Region| longest_strip(room, room, room, 0.6, 1.2);
        assert!(longest(&round(200)).is_ok_and(|s| s.is_some_and(|s| s.length < 0.3)));
        assert_eq!(longest(&round(201)), Err(TooManyEdges));
    }

    #[test]
    fn a_wall_drawn_in_pieces_is_one_and_a_turned_room_is_as_long() {
        let (s, c) = 0.6_f64.sin_cos();
        let turn = |x: f64, y: f64| Coord { x: x * c - y * s, y: x * s + y * c };
        let ring = [(0.0, 0.0), (1.0, 0.0), (2.5, 0.0), (2.5, 2.0), (0.0, 2.0)].map(|(x, y)| turn(x, y));
        let room = region(Polygon::new(LineString::new(ring.to_vec()), Vec::new()));
        assert!((length(&room, &room, 0.6, 1.2) - 2.5).abs() < 1e-6);
    }
}
