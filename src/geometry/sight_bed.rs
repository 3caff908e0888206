//! Where a bed stands with free floor along both its sides and at its foot.
//!
//! Frame: metres. The bed with its free floor is one rectangle that must lie on the floor; the bed alone must lie off
//! certain places besides (near windows). For every direction of the floor's own edges the places of both are found by
//! shrinking the floor (Minkowski difference), and what they share holds a bed. A bed that stands is proved; only the
//! directions along walls are tried, since a bed stands along a wall.

use std::collections::BTreeSet;

use geo::algorithm::orient::{Direction, Orient};
use geo::{
    Area, BoundingRect, Buffer, ConvexHull, Coord, InteriorPoint, IsConvex, LineString, MultiPoint,
    MultiPolygon, Point, Polygon, Rotate, Translate,
};

use super::overlay;
use super::region::{Region, difference};

/// Most directions tried.
const MOST_DIRECTIONS: usize = 24;
/// A floor with more edges than this that bends outwards everywhere is shrunk edge by edge.
const MANY: usize = 60;
/// Most work on one floor.
const MOST_WORK: usize = 400_000;
/// How exactly the free sides are found, in metres.
const STEP: f64 = 0.01;

/// A bed and the floor it needs, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BedSize {
    /// Across.
    pub width: f64,
    /// From head to foot.
    pub length: f64,
    /// Free floor beyond the foot.
    pub foot: f64,
}

/// A bed that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedBed {
    /// The bed, its head first.
    pub bed: Polygon<f64>,
    /// The bed with its free floor.
    pub floor: Polygon<f64>,
    /// Free floor along each side.
    pub side: f64,
}

/// How much work it is to place a bed on a floor: its edges against each other, in each direction that is tried.
pub fn bed_work(floor: &Region) -> usize {
    if is_round(floor) { 0 } else { edges_of(floor).pow(2).saturating_mul(directions(floor).len()) }
}

/// Whether a floor has many edges and bends outwards everywhere.
fn is_round(floor: &Region) -> bool {
    edges_of(floor) > MANY && convex(floor).is_some()
}

fn edges_of(floor: &Region) -> usize {
    floor.iter().map(|p| p.exterior().0.len() + p.interiors().iter().map(|r| r.0.len()).sum::<usize>()).sum()
}

/// The one ring of a floor that bends outwards everywhere.
fn convex(floor: &Region) -> Option<&LineString<f64>> {
    let [only] = &floor.0[..] else { return None };
    (only.interiors().is_empty() && only.exterior().is_convex()).then(|| only.exterior())
}

/// The bed with the widest free floor along its sides, up to `widest` metres, to the centimetre below; none where the
/// bed does not stand at all. `off` are places the bed itself must keep a distance to.
pub fn place_bed(
    floor: &Region,
    size: BedSize,
    widest: f64,
    off: &[(Polygon<f64>, f64)],
) -> Option<PlacedBed> {
    let kept: Vec<Region> = off.iter().map(|(place, by)| place.buffer(*by)).collect();
    let clear = kept.iter().fold(floor.clone(), |left, gone| difference(&left, gone));
    let stands = |side: f64| {
        directions(floor).into_iter().find_map(|degrees| stands_at(floor, &clear, size, side, degrees))
    };
    let mut best = stands(0.0)?;
    let (mut low, mut high) = (0_u32, (widest / STEP).floor().clamp(0.0, 1e4) as u32);
    if let Some(all) = stands(f64::from(high) * STEP) {
        return Some(all);
    }
    while high - low > 1 {
        let middle = u32::midpoint(low, high);
        match stands(f64::from(middle) * STEP) {
            Some(bed) => (low, best) = (middle, bed),
            None => high = middle,
        }
    }
    Some(best)
}

/// Directions of the floor's edges, and the three quarter turns of each, in degrees.
fn directions(floor: &Region) -> Vec<f64> {
    let mut own: BTreeSet<i64> = BTreeSet::new();
    for polygon in floor {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            for line in ring.lines() {
                let degrees = line.dy().atan2(line.dx()).to_degrees().rem_euclid(90.0);
                own.insert((degrees * 1e4).round() as i64 % 900_000);
            }
        }
    }
    let work = 4 * edges_of(floor).pow(2).max(1);
    let most = if is_round(floor) { MOST_DIRECTIONS } else { (MOST_WORK / work).clamp(1, MOST_DIRECTIONS) };
    own.into_iter()
        .take(most)
        .flat_map(|d| [0.0, 90.0, 180.0, 270.0].map(|turn| d as f64 / 1e4 + turn))
        .collect()
}

fn stands_at(floor: &Region, clear: &Region, size: BedSize, side: f64, degrees: f64) -> Option<PlacedBed> {
    let origin = Point::new(0.0, 0.0);
    let turned = floor.rotate_around_point(-degrees, origin);
    let (wide, deep) = (size.width + 2.0 * side, size.length + size.foot);
    let whole = centres(&turned, wide, deep);
    if whole.0.is_empty() {
        return None;
    }
    // The head is at the back of the whole, so the bed's middle lies half the foot's floor behind the whole's.
    let beds = centres(&clear.rotate_around_point(-degrees, origin), size.width, size.length);
    let both = overlay::intersection(&whole, &beds.translate(0.0, size.foot / 2.0));
    let at = both.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?.interior_point()?;
    let outline = |low: f64, high: f64, half: f64| {
        let corners = [(-half, low), (half, low), (half, high), (-half, high)];
        let ring: Vec<Coord<f64>> =
            corners.iter().map(|(x, y)| Coord { x: at.x() + x, y: at.y() + y }).collect();
        Polygon::new(LineString::new(ring), Vec::new()).rotate_around_point(degrees, origin)
    };
    let back = -deep / 2.0;
    Some(PlacedBed {
        bed: outline(back, back + size.length, size.width / 2.0),
        floor: outline(back, deep / 2.0, wide / 2.0),
        side,
    })
}

/// The middles of an upright rectangle that lies on the floor.
fn centres(floor: &Region, width: f64, depth: f64) -> Region {
    // A tenth of a millimetre narrower, so that a rectangle as wide as the room has a middle.
    let slack = crate::quantity::LENGTH_TOLERANCE / 2.0;
    let (w, d) = (width / 2.0 - slack, depth / 2.0 - slack);
    let room = floor.bounding_rect();
    if room.is_none_or(|r| r.width() < 2.0 * w || r.height() < 2.0 * d) {
        return MultiPolygon::new(Vec::new());
    }
    if let Some(ring) = convex(floor).filter(|_| is_round(floor)) {
        return within(ring, w, d);
    }
    let rings = floor.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let swept: Vec<Polygon<f64>> = rings
        .flat_map(LineString::lines)
        .map(|line| {
            let corners = [line.start, line.end].into_iter().flat_map(|e| {
                [(-w, -d), (w, -d), (w, d), (-w, d)].map(|(x, y)| Point::new(e.x + x, e.y + y))
            });
            MultiPoint::new(corners.collect()).convex_hull()
        })
        .collect();
    // NOTE: not the region operations of this module: they drop what is smaller than a square millimetre.
    overlay::difference(floor, &overlay::union_of(&swept))
}

/// The middles of an upright rectangle within a ring that bends outwards everywhere: what is left when each of its edges
/// is moved inwards as far as the rectangle reaches across it.
fn within(ring: &LineString<f64>, w: f64, d: f64) -> Region {
    let mut left: Vec<Coord<f64>> = ring.0.iter().skip(1).copied().collect();
    let sign = if ring.signed_area() < 0.0 { -1.0 } else { 1.0 };
    for edge in ring.lines() {
        let inwards = Coord { x: -edge.dy() * sign, y: edge.dx() * sign };
        let reach = w * inwards.x.abs() + d * inwards.y.abs();
        let over = |p: Coord<f64>| {
            let from = p - edge.start;
            from.x * inwards.x + from.y * inwards.y - reach
        };
        let mut kept = Vec::with_capacity(left.len() + 1);
        for (i, p) in left.iter().enumerate() {
            let next = left[(i + 1) % left.len()];
            let (a, b) = (over(*p), over(next));
            if a >= 0.0 {
                kept.push(*p);
            }
            if (a >= 0.0) != (b >= 0.0) {
                kept.push(*p + (next - *p) * (a / (a - b)));
            }
        }
        left = kept;
    }
    if left.len() < 3 {
        return MultiPolygon::new(Vec::new());
    }
    MultiPolygon::new(vec![Polygon::new(LineString::new(left), Vec::new()).orient(Direction::Default)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::sound;

    const BED: BedSize = BedSize { width: 1.0, length: 2.2, foot: 1.4 };

    fn room(w: f64, h: f64) -> Region {
        let ring = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)].map(|(x, y)| Coord { x, y });
        sound(&Polygon::new(LineString::new(ring.to_vec()), Vec::new())).unwrap()
    }

    fn side(w: f64, h: f64) -> Option<f64> {
        place_bed(&room(w, h), BED, 3.0, &[]).map(|b| (b.side * 100.0).round() / 100.0)
    }

    #[test]
    fn half_of_what_the_room_is_wider_than_the_bed_is_free_on_each_side() {
        assert_eq!(side(4.0, 3.6), Some(1.5));
        assert_eq!(side(3.98, 3.6), Some(1.49));
        // Turned by a right angle the bed takes the other side of the room.
        assert_eq!(side(3.6, 4.4), Some(1.7));
    }

    #[test]
    fn a_room_shorter_than_bed_and_foot_has_no_place() {
        assert_eq!(side(3.59, 3.59), None);
        assert_eq!(side(0.9, 8.0), None);
    }

    /// A round room whose wall is notched, so that no part of it is straight.
    fn round(corners: i32, radius: f64, notch: f64) -> Region {
        let at = |i: i32| {
            let (turn, far) =
                (f64::from(i) * std::f64::consts::TAU / f64::from(corners), f64::from(i % 2) * notch);
            Coord { x: (radius - far) * turn.cos(), y: (radius - far) * turn.sin() }
        };
        sound(&Polygon::new((0..corners).map(at).collect(), Vec::new())).unwrap()
    }

    #[test]
    fn a_bed_stands_in_a_round_room_as_in_the_circle() {
        // Bed and foot are 3.6 m long: half of the chord at 1.8 m from the middle of a circle of 2.5 m.
        let widest = (2.5_f64 * 2.5 - 1.8 * 1.8).sqrt() - 0.5;
        let few = round(40, 2.5, 0.0);
        let many = round(400, 2.5, 0.0);
        assert!(!is_round(&few) && is_round(&many) && bed_work(&many) == 0);
        for floor in [&few, &many] {
            let bed = place_bed(floor, BED, 3.0, &[]).unwrap();
            assert!((bed.side - widest).abs() < 0.03, "{} and not {widest}", bed.side);
        }
        assert_eq!(place_bed(&round(400, 1.85, 0.0), BED, 3.0, &[]), None);
    }

    #[test]
    fn what_is_left_within_a_ring_is_the_same_either_way() {
        let floor = round(80, 2.5, 0.0);
        let one = within(convex(&floor).unwrap(), 0.7, 1.8);
        let swept = overlay::difference(&floor, &{
            let hulls: Vec<Polygon<f64>> = floor.0[0]
                .exterior()
                .lines()
                .map(|l| {
                    let corners = [l.start, l.end].into_iter().flat_map(|e| {
                        [(-0.7, -1.8), (0.7, -1.8), (0.7, 1.8), (-0.7, 1.8)]
                            .map(|(x, y)| Point::new(e.x + x, e.y + y))
                    });
                    MultiPoint::new(corners.collect()).convex_hull()
                })
                .collect();
            overlay::union_of(&hulls)
        });
        assert!((one.unsigned_area() - swept.unsigned_area()).abs() < 1e-5 && one.unsigned_area() > 0.1);
    }

    #[test]
    fn a_floor_of_many_notches_is_tried_along_few_of_them() {
        // Twice 21 edges in 21 directions and their quarter turns; a ring tells its first corner again.
        let notched = |corners: i32| round(corners, 2.5, 0.01);
        assert!(directions(&notched(42)).len() <= 4 * MOST_DIRECTIONS);
        assert_eq!(bed_work(&room(4.0, 3.6)), 25 * 4);
        for corners in [42, 100, 200, 400] {
            let work = bed_work(&notched(corners));
            assert!(work <= MOST_WORK || directions(&notched(corners)).len() == 4, "{corners}: {work}");
        }
    }

    #[test]
    fn a_bed_keeps_its_distance_to_a_window() {
        // The window takes the whole end wall at y = 0: the head goes to the other end, and the foot's floor may lie
        // under the window.
        let window = |y: f64| {
            let ring = [(0.0, y - 0.3), (4.0, y - 0.3), (4.0, y), (0.0, y)].map(|(x, y)| Coord { x, y });
            Polygon::new(LineString::new(ring.to_vec()), Vec::new())
        };
        let bed = place_bed(&room(4.0, 3.6), BED, 3.0, &[(window(0.0), 0.9)]).unwrap();
        let head = bed.bed.exterior().0[0];
        assert!((head.y - 3.6).abs() < 1e-3, "{head:?}");
        // Between two such windows it stands across the room, where 1.3 m is left on each side.
        let across = place_bed(&room(4.0, 3.6), BED, 3.0, &[(window(0.0), 0.9), (window(3.9), 0.9)]).unwrap();
        assert!((across.side - 1.3).abs() < 1e-9, "{}", across.side);
        assert!(place_bed(&room(3.5, 3.6), BED, 3.0, &[(window(0.0), 0.9), (window(3.9), 0.9)]).is_none());
    }
}
