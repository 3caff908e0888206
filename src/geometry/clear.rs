//! How much room is free beside and before a thing, and how wide the narrowest way through a room is.
//!
//! Frame: metres. In comes the free floor as a region, out go lengths with the place they were found at. Beside a thing
//! the answer is exact. A way through a room is as wide as the largest disc that can be rolled along it: the floor is
//! shrunk by half the disc and must still join what it should. Its width is searched to `PRECISION` and then put to the
//! distance between two edges of the floor that it can only be, so that 1.49 m and 1.51 m are told apart exactly.

use geo::algorithm::orient::{Direction, Orient};
use geo::line_measures::Distance;
use geo::{
    BoundingRect, Contains, Coord, CoordsIter, Euclidean, Line, LineString, MapCoords, Point, Polygon,
};

use super::circle::{Circle, Largest, depth};
use super::overlay::{self, LineJoin};
use super::region::{Region, difference};
use crate::quantity::LENGTH_TOLERANCE;

/// How exactly a width is searched, in metres.
const PRECISION: f64 = 0.001;
/// Narrowest way that is looked for, in metres.
const NARROWEST: f64 = 0.02;
/// Angle between the points an arc is drawn with, in radians.
const ARC: f64 = 0.1;
/// How far the sides of a strip are drawn in, so that what it only touches is not in it, in metres.
const INSET: f64 = 0.002;
/// Most edges whose distances are compared.
const MOST_EDGES: usize = 600;
/// Most edges whose gaps are worth looking for first.
const FEW_EDGES: usize = 120;

/// Where something is measured from: a point, the direction measured in, and the direction across it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Corner {
    /// The point measured from.
    pub at: Coord<f64>,
    /// Unit vector measured along.
    pub along: Coord<f64>,
    /// Unit vector at a right angle to it, towards the strip.
    pub across: Coord<f64>,
}

/// How far from a corner a strip of the given depth is free, up to `reach` metres.
pub fn free_beside(floor: &Region, corner: Corner, depth: f64, reach: f64) -> f64 {
    let usable = [depth, reach].iter().all(|v| v.is_finite() && *v > 2.0 * INSET);
    if !usable {
        return 0.0;
    }
    let local = |c: Coord<f64>| {
        let (x, y) = (c.x - corner.at.x, c.y - corner.at.y);
        Coord { x: x * corner.along.x + y * corner.along.y, y: x * corner.across.x + y * corner.across.y }
    };
    let turned: Region = floor.map_coords(local).orient(Direction::Default);
    let (low, high) = (INSET, depth - INSET);
    let ring = vec![(0.0, low), (reach, low), (reach, high), (0.0, high), (0.0, low)];
    let strip = Region::new(vec![Polygon::new(LineString::from(ring), Vec::new())]);
    let taken = difference(&strip, &turned);
    taken.coords_iter().map(|c| c.x).fold(reach, f64::min).clamp(0.0, reach)
}

/// The largest circle on the floor that touches a line's middle from one side.
pub fn circle_before(floor: &Region, middle: Coord<f64>, ahead: Coord<f64>, largest: f64) -> Circle {
    let at = |r: f64| Coord { x: middle.x + ahead.x * r, y: middle.y + ahead.y * r };
    // Circles that touch one point from one side lie in each other, so that one too large rules out all larger.
    let fits = |r: f64| depth(at(r), floor) >= r - LENGTH_TOLERANCE;
    let (mut low, mut high) = (0.0, largest / 2.0);
    if fits(high) {
        return Circle { center: at(high), radius: high };
    }
    while high - low > PRECISION / 4.0 {
        let middle = f64::midpoint(low, high);
        if fits(middle) { low = middle } else { high = middle }
    }
    Circle { center: at(low), radius: low }
}

/// The narrowest place on the way between places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Passage {
    /// How wide it is; nothing where there is no way.
    pub width: f64,
    /// How far off that may be.
    pub error: f64,
    /// The narrow place, where it is between two edges of the floor.
    pub between: Option<[Coord<f64>; 2]>,
}

/// How wide the way between doors is, and from a single door to where the most room is. Doors are lines on the edge of
/// the floor. A way is never found wider than the largest circle.
pub fn narrowest_passage(floor: &Region, doors: &[Line<f64>], largest: &Largest) -> Option<Passage> {
    if doors.is_empty() || floor.coords_count() > MOST_EDGES {
        return None;
    }
    let joined = |width: f64| is_joined(floor, doors, largest, width);
    let (mut low, mut high) = (NARROWEST, 2.0 * largest.circle.radius - PRECISION);
    let no_way = Some(Passage { width: 0.0, error: 0.0, between: None });
    if high <= low {
        return no_way;
    }
    if joined(high) {
        let width = 2.0 * largest.circle.radius;
        return Some(Passage { width, error: PRECISION, between: None });
    }
    // The width up to which they are joined, and the one from which they are not, as far as was looked. Where it is one
    // of the gaps between two edges, hardly anything is left to look at afterwards.
    let (mut passes, mut stuck) = (0.0, high);
    let gaps = gaps(floor, low, high);
    let (mut first, mut end) = (0, gaps.len());
    while first < end {
        let middle = usize::midpoint(first, end);
        let beyond = gaps[middle] + PRECISION / 4.0;
        match joined(beyond) {
            true => (passes, first) = (f64::max(passes, beyond), middle + 1),
            false => (stuck, end) = (f64::min(stuck, beyond), middle),
        }
    }
    let mut asked = |width: f64| {
        if width > passes && width < stuck {
            match joined(width) {
                true => passes = width,
                false => stuck = width,
            }
        }
        width <= passes
    };
    if let Some(gap) = gaps.get(first) {
        asked(gap - PRECISION / 4.0);
    }
    if !asked(low) {
        return no_way;
    }
    while high - low > PRECISION {
        let middle = f64::midpoint(low, high);
        if asked(middle) { low = middle } else { high = middle }
    }
    let found = f64::midpoint(low, high);
    Some(match between_edges(floor, found, 4.0 * PRECISION) {
        Some((width, ends)) => Passage { width, error: 0.0, between: Some(ends) },
        None => Passage { width: found, error: 2.0 * PRECISION, between: None },
    })
}

/// Whether a disc of a width can be rolled between the doors, or from a single one to where the most room is.
fn is_joined(floor: &Region, doors: &[Line<f64>], largest: &Largest, width: f64) -> bool {
    let core = overlay::offset(floor, -width / 2.0, LineJoin::Round(ARC));
    let near = width / 2.0 + 2.0 * PRECISION;
    core.iter().any(|part| {
        let touches = doors.iter().all(|d| Euclidean.distance(d, part) <= near);
        touches && (doors.len() > 1 || part.contains(&Point(largest.circle.center)))
    })
}

/// The lengths between two bounds of the gaps between edges, rising: where a disc that fits touches both. Gaps through what
/// stands on the floor may be among them. None where there are very many edges.
fn gaps(floor: &Region, low: f64, high: f64) -> Vec<f64> {
    let rings = floor.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let edges: Vec<Line<f64>> = rings.flat_map(LineString::lines).collect();
    if edges.len() > FEW_EDGES {
        return Vec::new();
    }
    let mut found = Vec::new();
    for corner in edges.iter().map(|e| e.start) {
        for edge in &edges {
            let foot = nearest(corner, edge);
            let across = foot - corner;
            let wide = across.x.hypot(across.y);
            if wide <= low || wide >= high {
                continue;
            }
            let middle = Coord { x: f64::midpoint(corner.x, foot.x), y: f64::midpoint(corner.y, foot.y) };
            let free = |e: &Line<f64>| {
                let off = nearest(middle, e) - middle;
                off.x.hypot(off.y) >= wide / 2.0 - PRECISION
            };
            if edges.iter().all(free) {
                found.push(wide);
            }
        }
    }
    found.sort_by(f64::total_cmp);
    found.dedup_by(|b, a| *b - *a < PRECISION / 4.0);
    found
}

/// The distance across the floor between two of its edges that is closest to a length, if any is within `error`.
fn between_edges(floor: &Region, length: f64, error: f64) -> Option<(f64, [Coord<f64>; 2])> {
    let rings = floor.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let edges: Vec<Line<f64>> = rings.flat_map(LineString::lines).collect();
    let mut best: Option<(f64, f64, [Coord<f64>; 2])> = None;
    for (i, a) in edges.iter().enumerate() {
        for b in &edges[i + 1..] {
            for (point, edge) in [(a.start, b), (a.end, b), (b.start, a), (b.end, a)] {
                let foot = nearest(point, edge);
                let wide = (foot - point).x.hypot((foot - point).y);
                let off = (wide - length).abs();
                if off > error || best.is_some_and(|(o, ..)| o <= off) {
                    continue;
                }
                let middle = Point::new(f64::midpoint(point.x, foot.x), f64::midpoint(point.y, foot.y));
                if floor.contains(&middle) {
                    best = Some((off, wide, [point, foot]));
                }
            }
        }
    }
    best.map(|(_, wide, ends)| (wide, ends))
}

fn nearest(point: Coord<f64>, line: &Line<f64>) -> Coord<f64> {
    let (d, p) = (line.delta(), point - line.start);
    let length = d.x * d.x + d.y * d.y;
    if length <= 0.0 {
        return line.start;
    }
    let t = ((p.x * d.x + p.y * d.y) / length).clamp(0.0, 1.0);
    Coord { x: line.start.x + d.x * t, y: line.start.y + d.y * t }
}

/// Longer side of the box around a region; nothing for an empty one.
pub fn extent(region: &Region) -> f64 {
    region.bounding_rect().map_or(0.0, |r| r.width().max(r.height()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{largest_circle, sound};
    use proptest::prelude::*;

    fn floor(points: &[(f64, f64)]) -> Region {
        sound(&Polygon::new(LineString::from(points.to_vec()), Vec::new())).unwrap()
    }

    fn line(a: (f64, f64), b: (f64, f64)) -> Line<f64> {
        Line::new(Coord { x: a.0, y: a.1 }, Coord { x: b.0, y: b.1 })
    }

    /// Two rooms of 3 × 3 m with a neck of a width and a length between them, a door at each far end.
    fn dumbbell(neck: f64, long: f64, far: f64) -> (Region, [Line<f64>; 2]) {
        let (low, high) = (1.5 - neck / 2.0, 1.5 + neck / 2.0);
        let points = [
            (0.0, 0.0),
            (3.0, 0.0),
            (3.0, low),
            (3.0 + long, low),
            (3.0 + long, 0.0),
            (6.0 + long, 0.0),
            (6.0 + long, 3.0),
            (3.0 + long, 3.0),
            (3.0 + long, high),
            (3.0, high),
            (3.0, 3.0),
            (0.0, 3.0),
        ]
        .map(|(x, y)| (x + far, y + far));
        let doors = [
            line((far, far + 1.0), (far, far + 1.9)),
            line((far + 6.0 + long, far + 1.0), (far + 6.0 + long, far + 1.9)),
        ];
        (floor(&points), doors)
    }

    fn width(floor: &Region, doors: &[Line<f64>]) -> Passage {
        narrowest_passage(floor, doors, &largest_circle(floor).unwrap()).unwrap()
    }

    #[test]
    fn a_neck_is_as_wide_as_it_is_to_the_millimetre() {
        for neck in [0.6, 0.89, 0.9, 0.91, 1.49, 1.5, 1.51, 2.4] {
            for long in [0.1, 2.0] {
                let (floor, doors) = dumbbell(neck, long, 0.0);
                let found = width(&floor, &doors);
                assert!((found.width - neck).abs() < 1e-6 && found.error == 0.0, "{neck} {long}: {found:?}");
                let [a, b] = found.between.unwrap();
                assert!((a.y - b.y).abs() > neck - 1e-6 && (a.x - 3.0).abs() < long + 0.01);
            }
        }
    }

    #[test]
    fn far_from_the_origin_it_is_the_same() {
        for neck in [1.49, 1.51] {
            let (floor, doors) = dumbbell(neck, 1.0, 1e7);
            assert!((width(&floor, &doors).width - neck).abs() < 1e-3);
        }
    }

    #[test]
    fn between_two_corners_the_way_is_the_slanted_distance() {
        // Two boxes stand corner to corner across a corridor: 0.6 m apart each way.
        let points = [
            (0., 0.),
            (4., 0.),
            (4., 0.7),
            (6., 0.7),
            (6., 0.),
            (10., 0.),
            (10., 2.),
            (3.4, 2.),
            (3.4, 1.3),
            (1.4, 1.3),
            (1.4, 2.),
            (0., 2.),
        ];
        let floor = floor(&points);
        let doors = [line((0., 0.5), (0., 1.4)), line((10., 0.5), (10., 1.4))];
        let found = width(&floor, &doors);
        let slanted = 0.6_f64.hypot(0.6);
        assert!((found.width - slanted).abs() < 1e-6, "{found:?} {slanted}");
    }

    #[test]
    fn a_room_without_anything_in_it_is_as_wide_as_its_largest_circle() {
        let found = width(&floor(&[(0., 0.), (5., 0.), (5., 1.2), (0., 1.2)]), &[line((0., 0.1), (0., 1.1))]);
        assert!((found.width - 1.2).abs() < 2e-3, "{found:?}");
    }

    #[test]
    fn doors_that_are_not_joined_have_no_way_between_them() {
        let two = Region::new(
            [(0.0, 2.0), (2.05, 4.0)]
                .iter()
                .flat_map(|(a, b)| floor(&[(*a, 0.), (*b, 0.), (*b, 2.), (*a, 2.)]).0)
                .collect(),
        );
        assert_eq!(width(&two, &[line((0., 0.5), (0., 1.4)), line((4., 0.5), (4., 1.4))]).width, 0.0);
    }

    #[test]
    fn beside_and_before_a_thing_is_what_is_free_up_to_the_next() {
        // A bath of 2.2 × 2.2 m; the thing is 0.4 × 0.7 m with its back on the lower wall, 0.95 m from the left.
        let bath = floor(&[(0., 0.), (2.2, 0.), (2.2, 2.2), (0., 2.2)]);
        let machine = floor(&[(1.8, 0.5), (2.2, 0.5), (2.2, 1.1), (1.8, 1.1)]);
        let bath = difference(&bath, &machine);
        let at = |x: f64| Coord { x, y: 0.0 };
        let up = Coord { x: 0.0, y: 1.0 };
        let left = Corner { at: at(0.95), along: Coord { x: -1.0, y: 0.0 }, across: up };
        let right = Corner { at: at(1.35), along: Coord { x: 1.0, y: 0.0 }, across: up };
        assert!((free_beside(&bath, left, 0.7, 3.0) - 0.95).abs() < 1e-6);
        assert!((free_beside(&bath, right, 0.7, 3.0) - 0.45).abs() < 1e-6, "up to the machine");
        assert!(
            (free_beside(&bath, right, 0.5, 3.0) - 0.85).abs() < 1e-6,
            "what stands farther up is not beside"
        );
        let circle = circle_before(&bath, Coord { x: 1.15, y: 0.7 }, up, 4.0);
        // It meets the machine's corner before the far wall: r² = 0.65² + (r − 0.4)².
        assert!((circle.radius - 0.5825 / 0.8).abs() < 1e-3, "{circle:?}");
    }

    /// Whether a disc of a width can be rolled between two points on a grid: slow, and nothing but the definition.
    fn reaches(floor: &Region, from: Coord<f64>, to: Coord<f64>, width: f64, step: f64) -> bool {
        let free = |c: (i64, i64)| {
            depth(Coord { x: c.0 as f64 * step, y: c.1 as f64 * step }, floor) >= width / 2.0 - step
        };
        let cell = |c: Coord<f64>| ((c.x / step).round() as i64, (c.y / step).round() as i64);
        let (mut open, goal) = (vec![cell(from)], cell(to));
        let mut seen = std::collections::BTreeSet::new();
        while let Some(c) = open.pop() {
            if c == goal {
                return true;
            }
            if !free(c) || !seen.insert(c) {
                continue;
            }
            open.extend([(1, 0), (-1, 0), (0, 1), (0, -1)].map(|(x, y)| (c.0 + x, c.1 + y)));
        }
        false
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(6))]
        #[test]
        fn the_gaps_tried_first_change_nothing_of_what_is_found(
            boxes in prop::collection::vec((0.6..4.4_f64, 0.0..2.4_f64, 0.3..1.2_f64, 0.3..1.2_f64), 1..4),
            turn in 0.0..90.0_f64,
            far in any::<bool>(),
        ) {
            use geo::Rotate;
            let mut room = floor(&[(0., 0.), (6., 0.), (6., 3.), (0., 3.)]);
            for (x, y, w, h) in &boxes {
                room = difference(&room, &floor(&[(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)]));
            }
            let origin = Point::new(0.0, 0.0);
            let room = room.rotate_around_point(turn, origin);
            let mut doors = vec![line((0., 1.), (0., 1.9)), line((6., 0.2), (6., 1.1))];
            doors.truncate(if far { 2 } else { 1 });
            let doors: Vec<_> = doors.iter().map(|d| d.rotate_around_point(turn, origin)).collect();
            let largest = largest_circle(&room).unwrap();
            let found = narrowest_passage(&room, &doors, &largest).unwrap();
            // By halves alone.
            let joined = |w: f64| is_joined(&room, &doors, &largest, w);
            let (mut low, mut high) = (NARROWEST, 2.0 * largest.circle.radius - PRECISION);
            if high <= low || !joined(low) {
                prop_assert_eq!(found.width, 0.0);
            } else if joined(high) {
                prop_assert_eq!(found.width, 2.0 * largest.circle.radius);
            } else {
                while high - low > PRECISION {
                    let middle = f64::midpoint(low, high);
                    if joined(middle) { low = middle } else { high = middle }
                }
                let off = (found.width - f64::midpoint(low, high)).abs();
                prop_assert!(off <= if found.between.is_some() { 4.0 * PRECISION } else { 0.0 }, "{found:?} {low}");
            }
        }

        #[test]
        fn a_disc_as_wide_as_the_passage_passes_on_a_grid_and_a_wider_one_does_not(
            boxes in prop::collection::vec((0.6..4.4_f64, 0.0..2.4_f64, 0.3..1.2_f64, 0.3..1.2_f64), 1..4),
        ) {
            let mut room = floor(&[(0., 0.), (6., 0.), (6., 3.), (0., 3.)]);
            for (x, y, w, h) in &boxes {
                room = difference(&room, &floor(&[(*x, *y), (x + w, *y), (x + w, y + h), (*x, y + h)]));
            }
            // Both doors are whole walls, so that only what stands between them counts.
            let doors = [line((0., 0.), (0., 3.)), line((6., 0.), (6., 3.))];
            let found = width(&room, &doors);
            let step = 0.1;
            let at = |x: f64, w: f64| (0..30).map(move |i| Coord { x: if x > 3. { 6. - w / 2. } else { w / 2. }, y: f64::from(i) * 0.1 });
            let passes = |w: f64| {
                at(0., w).any(|a| depth(a, &room) >= w / 2. - step && at(6., w).any(|b| depth(b, &room) >= w / 2. - step && reaches(&room, a, b, w, step)))
            };
            // The grid lets through what is up to two steps too wide.
            if found.width > 0.2 {
                prop_assert!(passes(found.width - 0.01), "{found:?}");
            }
            let wider = found.width + 4.0 * step;
            if wider < 2.0 * largest_circle(&room).unwrap().at_most {
                prop_assert!(!passes(wider), "{found:?}");
            }
        }
    }
}
