//! Regions of the plane and what is done with them, safe on any input.
//!
//! Beyond [`LARGEST_EXTENT`] and [`MOST_CROSSINGS`] there is no answer rather than a bad or a late one.

use geo::algorithm::orient::{Direction, Orient};
use geo::{Area, BoundingRect, Coord, CoordsIter, Line, LineString, MultiPolygon, Polygon, Rect};

use super::overlay::{self, LineJoin};
use crate::quantity::LENGTH_TOLERANCE;

/// A part of the plane: any number of polygons with holes that do not overlap; empty is allowed.
pub type Region = MultiPolygon<f64>;

/// Longest side of a bounding box that is still computed with, in metres.
pub const LARGEST_EXTENT: f64 = 100_000.0;
/// Largest magnitude of a coordinate: map projections stay well below.
const LARGEST_COORDINATE: f64 = 1e8;
/// Most edges that may cross, neighbours of a ring among them: a storey of a thousand rooms has some ten thousand.
const MOST_CROSSINGS: usize = 1_000_000;
/// Most pairs of edges looked at to find that out.
const MOST_LOOKS: usize = 50_000_000;
/// Parts smaller than this are traces of rounding, in m².
const SMALLEST_AREA: f64 = 1e-6;
/// How often a ring is gone through for points that change nothing.
const ROUNDS: usize = 4;
/// Corners sharper than this are not drawn out to their point when a region grows, in radians.
const SHARPEST_MITRE: f64 = 0.5;

/// The region an outline encloses: crossings of itself resolved by the even-odd rule, repeated points and
/// slivers dropped. None when it has no area, a coordinate that is no number, or more than can be computed.
pub fn sound(outline: &Polygon<f64>) -> Option<Region> {
    let usable = |c: &Coord<f64>| {
        c.x.is_finite()
            && c.y.is_finite()
            && c.x.abs() <= LARGEST_COORDINATE
            && c.y.abs() <= LARGEST_COORDINATE
    };
    if outline.exterior().0.len() < 4 || !outline.coords_iter().all(|c| usable(&c)) {
        return None;
    }
    let region = MultiPolygon::new(vec![outline.orient(Direction::Default)]);
    if !affordable(std::slice::from_ref(&region)) {
        return None;
    }
    let region = tidy(overlay::union(&region, &MultiPolygon::new(Vec::new())));
    (!region.0.is_empty()).then_some(region)
}

/// The ring without corners that lie no farther than `off` from a straight line between those that stay. Looks at each
/// corner once: from a corner that stays, the way ahead is kept as wide as all corners passed leave it.
pub fn thinned(ring: &LineString<f64>, off: f64) -> LineString<f64> {
    let mut kept: Vec<Coord<f64>> = Vec::new();
    let Some((first, rest)) = ring.0.split_first() else { return ring.clone() };
    kept.push(*first);
    let (mut from, mut last) = (*first, *first);
    // The direction of the way ahead, and the tangents of its two sides measured from it.
    let mut way: Option<(Coord<f64>, f64, f64)> = None;
    for point in rest {
        let fits = |from: Coord<f64>, (along, low, high): (Coord<f64>, f64, f64)| {
            let step = *point - from;
            let ahead = step.x * along.x + step.y * along.y;
            let aside = along.x * step.y - along.y * step.x;
            let (wide, tangent) = (off / ahead, aside / ahead);
            let forward = ahead > 0.0 && step.x.hypot(step.y) + off >= (last - from).x.hypot((last - from).y);
            (forward && (low..=high).contains(&tangent))
                .then(|| (along, low.max(tangent - wide), high.min(tangent + wide)))
        };
        let next = match way {
            Some(way) => fits(from, way),
            None => {
                let step = *point - from;
                let far = step.x.hypot(step.y);
                // What lies on the corner itself bounds no way yet.
                if far <= off {
                    last = *point;
                    continue;
                }
                Some((step / far, -off / far, off / far))
            }
        };
        way = match next {
            Some(next) => Some(next),
            None => {
                kept.push(last);
                from = last;
                let step = *point - from;
                let far = step.x.hypot(step.y);
                (far > off).then(|| (step / far, -off / far, off / far))
            }
        };
        last = *point;
    }
    kept.push(last);
    LineString::new(kept)
}

/// How often the edges of rings cross each other, as far as is looked.
pub fn crossings<'a>(rings: impl Iterator<Item = &'a LineString<f64>>) -> usize {
    let mut edges: Vec<Line<f64>> = rings.flat_map(LineString::lines).collect();
    let low = |l: &Line<f64>| l.start.x.min(l.end.x);
    edges.sort_by(|a, b| low(a).total_cmp(&low(b)));
    let side = |l: &Line<f64>, p: Coord<f64>| {
        let (d, to) = (l.delta(), p - l.start);
        d.x * to.y - d.y * to.x
    };
    let apart = |a: &Line<f64>, b: &Line<f64>| side(a, b.start) * side(a, b.end) < 0.0;
    let (mut looks, mut found) = (0_usize, 0);
    for (i, edge) in edges.iter().enumerate() {
        let end = edge.start.x.max(edge.end.x);
        for other in edges[i + 1..].iter().take_while(|o| low(o) <= end) {
            looks += 1;
            found += usize::from(apart(edge, other) && apart(other, edge));
            if looks > MOST_LOOKS {
                return usize::MAX;
            }
        }
    }
    found
}

/// Whether an outline crosses itself, so that the [`sound`] region it gives is a guess at what was meant.
pub fn crosses_itself(outline: &Polygon<f64>, region: &Region) -> bool {
    let (drawn, sound) = (outline.unsigned_area(), region.unsigned_area());
    (drawn - sound).abs() > 100.0 * SMALLEST_AREA * sound.max(1.0)
}

/// Everything that lies in at least one of the regions. None when there is more than can be computed.
pub fn union_all(regions: &[Region]) -> Option<Region> {
    if regions.iter().all(|r| r.0.is_empty()) {
        return Some(MultiPolygon::new(Vec::new()));
    }
    affordable(regions).then(|| tidy(overlay::union_of(regions)))
}

/// What lies in the first region and not in the second; the first itself when it cannot be computed.
pub fn difference(a: &Region, b: &Region) -> Region {
    if a.0.is_empty() || b.0.is_empty() || !overlapping(a, b) || !affordable_pair(a, b) {
        return a.clone();
    }
    tidy(overlay::difference(a, b))
}

/// What lies in both; empty when it cannot be computed.
pub fn intersection(a: &Region, b: &Region) -> Region {
    if a.0.is_empty() || b.0.is_empty() || !overlapping(a, b) || !affordable_pair(a, b) {
        return MultiPolygon::new(Vec::new());
    }
    tidy(overlay::intersection(a, b))
}

/// The region with everything closer to it than `distance` metres, corners drawn out to their point.
pub fn grown(region: &Region, distance: f64) -> Region {
    offset(region, distance)
}

/// The points of the region farther than `distance` metres from its boundary.
pub fn shrunk(region: &Region, distance: f64) -> Region {
    offset(region, -distance)
}

/// The region with gaps and slits narrower than `gap` metres filled.
pub fn closed(region: &Region, gap: f64) -> Region {
    // Half the gap from both sides, and a tenth of a millimetre so that a gap of just this width closes too.
    let reach = gap / 2.0 + LENGTH_TOLERANCE;
    shrunk(&grown(region, reach), reach)
}

/// The region without parts narrower than `width` metres.
pub fn opened(region: &Region, width: f64) -> Region {
    let reach = width / 2.0;
    grown(&shrunk(region, reach), reach)
}

fn offset(region: &Region, distance: f64) -> Region {
    if region.0.is_empty() || distance == 0.0 || !distance.is_finite() {
        return region.clone();
    }
    // What an edge becomes meets all that lies within the distance of it, and is many times as dear as the edge.
    if distance.abs() > LARGEST_EXTENT || !within_bounds(region.iter(), distance.abs()) {
        return MultiPolygon::new(Vec::new());
    }
    tidy(overlay::offset(region, distance, LineJoin::Miter(SHARPEST_MITRE)))
}

/// Drops what is too small to be anything, and orders the parts so that equal regions are equal values.
fn tidy(region: Region) -> Region {
    let mut parts: Vec<Polygon<f64>> = region
        .0
        .into_iter()
        .filter_map(|p| {
            let (outer, holes) = p.into_inner();
            let holes = holes.iter().filter_map(smooth).collect();
            Some(Polygon::new(smooth(&outer)?, holes))
        })
        .collect();
    let key = |p: &Polygon<f64>| p.bounding_rect().map_or((0.0, 0.0), |r| (r.min().x, r.min().y));
    parts.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    MultiPolygon::new(parts)
}

/// The ring without points that change nothing. An overlay leaves such points where edges met, a grid step off the
/// line; when the region grows, the tiny edges between them would turn the corner their own way.
fn smooth(ring: &LineString<f64>) -> Option<LineString<f64>> {
    let mut points: Vec<Coord<f64>> = ring.0.clone();
    points.pop();
    for _ in 0..ROUNDS {
        let before = points.len();
        let mut kept: Vec<Coord<f64>> = Vec::with_capacity(before);
        for (i, point) in points.iter().enumerate() {
            let Some(last) = kept.last().or(points.last()) else { break };
            // Past the end comes the first point that was kept: the first itself may be gone.
            let next = points.get(i + 1).or(kept.first()).copied().unwrap_or(*point);
            if !needless(*last, *point, next) {
                kept.push(*point);
            }
        }
        points = kept;
        if points.len() == before || points.len() < 3 {
            break;
        }
    }
    let ring = Polygon::new(LineString::new(points), Vec::new());
    (ring.unsigned_area() > SMALLEST_AREA).then(|| ring.into_inner().0)
}

/// Whether a point is its predecessor again, or lies on the straight line between its neighbours.
fn needless(before: Coord<f64>, point: Coord<f64>, after: Coord<f64>) -> bool {
    let step = point - before;
    if step.x.hypot(step.y) <= LENGTH_TOLERANCE / 10.0 {
        return true;
    }
    let line = after - before;
    let length = line.x.hypot(line.y);
    length > 0.0 && (line.x * step.y - line.y * step.x).abs() / length <= LENGTH_TOLERANCE / 10.0
}

fn overlapping(a: &Region, b: &Region) -> bool {
    match (a.bounding_rect(), b.bounding_rect()) {
        (Some(a), Some(b)) => meet(&a, &b),
        _ => false,
    }
}

fn meet(a: &Rect<f64>, b: &Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

fn affordable_pair(a: &Region, b: &Region) -> bool {
    within_bounds(a.iter().chain(b.iter()), 0.0)
}

/// Whether the edges lie in a bounded part of the plane and the crossings they may have are few enough.
fn affordable(regions: &[Region]) -> bool {
    within_bounds(regions.iter().flat_map(|r| r.iter()), 0.0)
}

/// The same, where edges cross too that come closer to each other than `reach` metres.
fn within_bounds<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>, reach: f64) -> bool {
    let rings = polygons.flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let half = Coord { x: reach / 2.0, y: reach / 2.0 };
    let around = |l: Line<f64>| {
        let edge = Rect::new(l.start, l.end);
        Rect::new(edge.min() - half, edge.max() + half)
    };
    let mut edges: Vec<Rect<f64>> = rings.flat_map(LineString::lines).map(around).collect();
    let (mut low, mut high) = (Coord { x: f64::MAX, y: f64::MAX }, Coord { x: f64::MIN, y: f64::MIN });
    for edge in &edges {
        low = Coord { x: low.x.min(edge.min().x), y: low.y.min(edge.min().y) };
        high = Coord { x: high.x.max(edge.max().x), y: high.y.max(edge.max().y) };
    }
    if !edges.is_empty() && (high.x - low.x > LARGEST_EXTENT || high.y - low.y > LARGEST_EXTENT) {
        return false;
    }
    edges.sort_by(|a, b| a.min().x.total_cmp(&b.min().x));
    let (mut looks, mut crossings) = (0usize, 0usize);
    for (i, edge) in edges.iter().enumerate() {
        for other in &edges[i + 1..] {
            if other.min().x > edge.max().x {
                break;
            }
            looks += 1;
            crossings += usize::from(meet(edge, other));
            if looks > MOST_LOOKS || crossings > MOST_CROSSINGS {
                return false;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Euclidean, MapCoords, wkt};

    fn area_of(region: &Region) -> f64 {
        region.unsigned_area()
    }

    #[test]
    fn what_would_meet_itself_a_million_times_does_not_grow() {
        let tooth = |i: i32| {
            let x = f64::from(i) / 1000.0;
            [(x, 1.0), (x - 0.0005, 2.0)]
        };
        let teeth = (1..=1500).rev().flat_map(tooth).map(|(x, y)| Coord { x, y });
        let corners = [(0.0, 0.0), (1.5, 0.0)].map(|(x, y)| Coord { x, y });
        let comb = Polygon::new(LineString::new(corners.into_iter().chain(teeth).collect()), Vec::new());
        let comb = MultiPolygon::new(vec![comb]);
        assert!(area_of(&grown(&comb, 0.0001)) > area_of(&comb));
        assert!(grown(&comb, 0.3).0.is_empty());
    }

    #[test]
    fn crossings_are_counted_and_corners_are_none() {
        let square = wkt!(LINESTRING(0. 0., 2. 0., 2. 2., 0. 2., 0. 0.));
        let bow = wkt!(LINESTRING(0. 0., 2. 2., 2. 0., 0. 2., 0. 0.));
        assert_eq!([&square, &bow].map(|r| crossings(std::iter::once(r))), [0, 1]);
        // Each of its 101 edges crosses all but itself and its two neighbours.
        let at = |i: i32| f64::from(50 * i % 101) * std::f64::consts::TAU / 101.0;
        let star: LineString<f64> = (0..=101).map(|i| Coord { x: at(i).cos(), y: at(i).sin() }).collect();
        assert_eq!(crossings(std::iter::once(&star)), 101 * 98 / 2);
    }

    #[test]
    fn a_round_ring_keeps_the_corners_that_its_bend_needs() {
        let at = |i: i32| f64::from(i % 20_000) * std::f64::consts::TAU / 20_000.0;
        let circle: LineString<f64> =
            (0..=20_000).map(|i| Coord { x: 2.0 * at(i).cos(), y: 2.0 * at(i).sin() }).collect();
        let thin = thinned(&circle, 0.0005);
        assert!((60..=200).contains(&thin.0.len()), "{}", thin.0.len());
        assert!(thin.is_closed());
        // No corner that went is farther from the ring than was asked.
        let edges: Vec<Line<f64>> = thin.lines().collect();
        let far = circle.0.iter().map(|c| {
            edges.iter().map(|e| Euclidean.distance(&geo::Point(*c), e)).fold(f64::INFINITY, f64::min)
        });
        assert!(far.fold(0.0, f64::max) <= 0.0005 * 1.001);
    }

    #[test]
    fn corners_beyond_the_measure_stay_and_those_within_go() {
        let ring = |deep: f64| {
            wkt!(LINESTRING(0. 0., 2. 0., 4. 0., 4. 3., 2. 3., 0. 3., 0. 0.))
                .map_coords(|c: Coord<f64>| if c.x == 2.0 { Coord { y: c.y + deep, ..c } } else { c })
        };
        assert_eq!(thinned(&ring(0.0004), 0.0005).0.len(), 5);
        assert_eq!(thinned(&ring(0.0006), 0.0005).0.len(), 7);
        for few in [vec![], vec![(1.0, 1.0)], vec![(1.0, 1.0); 5]] {
            assert!(thinned(&LineString::from(few), 0.0005).0.len() <= 2);
        }
    }

    #[test]
    fn a_corner_drawn_twice_stays_one_corner() {
        let ring = wkt!(LINESTRING(0. 0., 4. 0., 4. 3., 0.0000001 3., 0. 3., 0. 0.0000001, 0. 0.));
        let smooth = smooth(&ring).unwrap();
        assert_eq!(smooth.0.len(), 5);
        assert!((Polygon::new(smooth, Vec::new()).unsigned_area() - 12.0).abs() < 1e-5);
    }

    #[test]
    fn a_region_grows_by_square_corners_and_shrinks_back() {
        let square = sound(&wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.)))).unwrap();
        assert!((area_of(&grown(&square, 0.3)) - 4.6 * 3.6).abs() < 1e-5);
        assert!((area_of(&shrunk(&square, 0.3)) - 3.4 * 2.4).abs() < 1e-5);
        assert!(shrunk(&square, 1.6).0.is_empty());
    }

    #[test]
    fn closing_fills_a_gap_of_its_width_and_not_one_a_centimetre_wider() {
        for (gap, parts) in [(0.19, 1), (0.20, 1), (0.21, 2)] {
            let left = sound(&wkt!(POLYGON((0. 0., 2. 0., 2. 2., 0. 2., 0. 0.)))).unwrap();
            let right = left.map_coords(|c| Coord { x: c.x + 2.0 + gap, ..c });
            let both = union_all(&[left, right]).unwrap();
            assert_eq!(closed(&both, 0.20).0.len(), parts, "gap {gap}");
        }
    }

    #[test]
    fn an_angled_room_is_not_filled_by_closing() {
        let angled = sound(&wkt!(POLYGON((0. 0., 6. 0., 6. 2., 2. 2., 2. 6., 0. 6., 0. 0.)))).unwrap();
        assert!((area_of(&closed(&angled, 0.4)) - 20.0).abs() < 1e-4);
    }

    #[test]
    fn opening_drops_what_is_narrower_than_its_width() {
        let with_tail = sound(&wkt!(POLYGON((0. 0., 2. 0., 2. 1.9, 4. 1.9, 4. 2., 0. 2., 0. 0.)))).unwrap();
        assert!((area_of(&opened(&with_tail, 0.2)) - 4.0).abs() < 1e-4);
    }

    #[test]
    fn an_outline_that_crosses_itself_encloses_both_its_loops() {
        let bow = sound(&wkt!(POLYGON((0. 0., 2. 2., 2. 0., 0. 2., 0. 0.)))).unwrap();
        assert!((area_of(&bow) - 2.0).abs() < 1e-6);
        assert!(crosses_itself(&wkt!(POLYGON((0. 0., 2. 2., 2. 0., 0. 2., 0. 0.))), &bow));
        let square = wkt!(POLYGON((0. 0., 2. 0., 2. 2., 0. 2., 0. 0.)));
        assert!(!crosses_itself(&square, &sound(&square).unwrap()));
    }

    #[test]
    fn outlines_beyond_reason_are_none() {
        assert_eq!(sound(&wkt!(POLYGON((0. 0., 1. 0., 2. 0., 0. 0.)))), None);
        assert_eq!(sound(&wkt!(POLYGON((0. 0., 1e7 0., 1e7 1e7, 0. 0.)))), None);
        assert_eq!(sound(&Polygon::new(LineString::new(Vec::new()), Vec::new())), None);
    }

    #[test]
    fn more_crossings_than_can_be_looked_at_are_refused_and_not_waited_for() {
        let bar = |i: usize| {
            let at = i as f64;
            [
                wkt!(POLYGON((0. 0., 9000. 0., 9000. 0.5, 0. 0.5, 0. 0.)))
                    .map_coords(|c: Coord<f64>| Coord { y: c.y + at, ..c }),
                wkt!(POLYGON((0. 0., 0.5 0., 0.5 9000., 0. 9000., 0. 0.)))
                    .map_coords(|c: Coord<f64>| Coord { x: c.x + at, ..c }),
            ]
        };
        let grid: Vec<Region> = (0..4000).flat_map(bar).filter_map(|p| sound(&p)).collect();
        assert_eq!(union_all(&grid), None);
    }
}
