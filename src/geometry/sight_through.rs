//! What is seen through a window from ground outside: the floor that a free line through its opening reaches.
//!
//! Frame: metres in the project's plan. The lines through the opening are split into bundles that meet the ground before
//! any building, and each of those into bundles that end at one wall of the rooms; the floor they sweep is what the
//! ground sees. Nothing is sampled ([`beam`](super::beam)); the error is that of the overlay the parts are joined with, a
//! tenth of a millimetre.

use geo::line_measures::Distance;
use geo::{BoundingRect, Coord, Euclidean, Line, LineString, MultiPolygon, Point, Polygon};

use super::beam::{Beam, Outlook, Piece, Ray, beyond, first_met};
use super::region::{Region, intersection, sound, union_all};
use super::sight_scene::Pane;

/// The two ends of a line of sight.
type Ends = (Coord<f64>, Coord<f64>);

/// How far into a room is looked, in metres.
const DEEP: f64 = 60.0;
/// Corners of the quarter disc ground is looked for in at each end of a window.
const QUARTER: u32 = 18;
/// Thinnest wall a window is taken to stand in, in metres: what is seen at a flatter slant than its reveal lets through
/// is not seen.
const THINNEST: f64 = 0.02;

/// A part of the floor that is seen, in the outlook into the room.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    floor: Vec<Coord<f64>>,
    /// Nearest and farthest place, square to the facade, at which the lines to this part first meet the ground.
    ground: [f64; 2],
}

/// What is seen through a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Through {
    parts: Vec<Part>,
    inward: Outlook,
    /// Thickness of the wall the window stands in, in metres.
    pub wall: f64,
    /// A line from the ground through the opening into the room.
    pub line: Ends,
}

impl Through {
    /// The floor seen by somebody on the ground, heights left aside.
    pub fn seen(&self) -> Region {
        self.seen_where(|_| Some([0.0, f64::INFINITY]))
    }

    /// The floor seen where lines also need to lie between two depths from the window's inner face: those told for the
    /// nearest and farthest place at which the lines first meet the ground, both square to the facade, in metres.
    pub fn seen_where(&self, depths: impl Fn([f64; 2]) -> Option<[f64; 2]>) -> Region {
        let kept = |part: &Part| {
            let [low, high] = depths(part.ground).filter(|[low, high]| low < high)?;
            let ring = banded(&part.floor, low, high);
            let ring: Vec<Coord<f64>> = ring.into_iter().map(|c| self.inward.plan(c)).collect();
            sound(&Polygon::new(LineString::new(ring), Vec::new()))
        };
        let parts: Vec<Region> = self.parts.iter().filter_map(kept).collect();
        union_all(&parts).unwrap_or_else(|| MultiPolygon::new(Vec::new()))
    }
}

/// What came of looking through a window.
#[derive(Debug, Clone, PartialEq)]
pub enum Look {
    /// No ground sees anything of the floor.
    Nothing,
    /// Some does.
    Seen(Through),
    /// There is more in the way than can be computed with.
    TooMuch,
}

/// The floor that ground no farther than `reach` metres from a window sees through it.
///
/// `outer` are the edges of buildings, `inner` the walls of the rooms.
pub fn seen_through(
    pane: &Pane,
    outer: &[Line<f64>],
    inner: &[Line<f64>],
    ground: &Region,
    reach: f64,
) -> Look {
    let (face, inside) = (pane.face, pane.inner);
    let width = inside.dx().hypot(inside.dy());
    let wall = Euclidean.distance(&Point(inside.start), &Point(face.start)).max(THINNEST);
    if !(width.is_normal() && wall.is_finite() && reach.is_finite() && reach > 0.0) {
        return Look::TooMuch;
    }
    let from = (inside.start + inside.end) / 2.0;
    let outward = Outlook { from, ahead: pane.out };
    let inward = Outlook { from, ahead: pane.out * -1.0 };
    let Some(lit) = lit(outward, width, wall, outer, ground, reach) else { return Look::TooMuch };
    let walls: Vec<Piece> = inner
        .iter()
        .filter_map(|l| beyond(inward.local_line(*l), 0.0))
        .map(|line| Piece { line, goal: false })
        .collect();
    let mut parts = Vec::new();
    let mut best: Option<(f64, Ends)> = None;
    for (beam, edge) in lit {
        let ground = beam.meets(edge).map(|x| x - wall);
        // Seen from inside, a line keeps its slope and height: both the way ahead and the left are turned about.
        let turned = Beam { rays: beam.rays.iter().map(|r| Ray { height: -r.height, ..*r }).collect() };
        let Some(ends) = first_met(turned, walls.clone()) else { return Look::TooMuch };
        for (beam, met) in ends {
            let floor = beam.swept(met.map(|m| m.line), DEEP);
            let area = area(&floor);
            if !area.is_finite() || floor.len() < 3 {
                continue;
            }
            if best.is_none_or(|(most, _)| area > most) {
                let middle = beam.middle();
                let deep = met.map_or(DEEP, |m| middle.meets(m.line));
                let out = Ray { height: -middle.height, ..middle };
                let ends = (outward.plan(out.at(out.meets(edge))), inward.plan(middle.at(deep)));
                best = Some((area, ends));
            }
            parts.push(Part { floor, ground });
        }
    }
    match best {
        Some((_, line)) => Look::Seen(Through { parts, inward, wall, line }),
        None => Look::Nothing,
    }
}

/// The bundles through the opening that meet the ground before any building, each with the edge of the ground it meets.
fn lit(
    outward: Outlook,
    width: f64,
    wall: f64,
    outer: &[Line<f64>],
    ground: &Region,
    reach: f64,
) -> Option<Vec<(Beam, Line<f64>)>> {
    let half = width / 2.0;
    // Every line past both faces of the opening.
    let all = Beam::between([-half, half], [-width / wall, width / wall]);
    let corner = |y: f64| Coord { x: wall, y };
    let [_, under] = all.split(corner(half));
    let [through, _] = under?.split(corner(-half));
    let through = through?;
    let near = intersection(ground, &within(outward, half, wall, reach)?);
    if near.bounding_rect().is_none() {
        return Some(Vec::new());
    }
    let rings = near.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let edges = rings.flat_map(LineString::lines).map(|line| (line, true));
    let bodies = outer.iter().map(|line| (*line, false));
    let pieces: Vec<Piece> = edges
        .chain(bodies)
        .filter_map(|(line, goal)| Some(Piece { line: beyond(outward.local_line(line), wall)?, goal }))
        .collect();
    let met = first_met(through, pieces)?;
    Some(met.into_iter().filter_map(|(beam, met)| Some((beam, met.filter(|m| m.goal)?.line))).collect())
}

/// What lies before a window no farther than `reach` from its outer face, drawn up to a thousandth too large at its round
/// ends.
fn within(outward: Outlook, half: f64, wall: f64, reach: f64) -> Option<Region> {
    let quarter = std::f64::consts::FRAC_PI_2;
    let step = quarter / f64::from(QUARTER);
    let wide = reach / (step / 2.0).cos();
    let turn = |i: u32| {
        let angle = step * (f64::from(i) + 0.5);
        (wide * angle.sin(), wide * angle.cos())
    };
    let mut ring = vec![(wall, half + reach)];
    ring.extend((0..QUARTER).map(&turn).map(|(x, y)| (wall + x, half + y)));
    ring.push((wall + reach, half));
    ring.push((wall + reach, -half));
    ring.extend((0..QUARTER).rev().map(turn).map(|(x, y)| (wall + x, -half - y)));
    ring.push((wall, -half - reach));
    let ring: Vec<Coord<f64>> = ring.into_iter().map(|(x, y)| outward.plan(Coord { x, y })).collect();
    sound(&Polygon::new(LineString::new(ring), Vec::new()))
}

/// The part of a ring between two depths.
fn banded(ring: &[Coord<f64>], low: f64, high: f64) -> Vec<Coord<f64>> {
    let cut = |ring: Vec<Coord<f64>>, limit: f64, sign: f64| {
        let mut kept = Vec::with_capacity(ring.len() + 2);
        for (i, p) in ring.iter().enumerate() {
            let q = ring[(i + 1) % ring.len()];
            let (a, b) = (sign * (p.x - limit), sign * (q.x - limit));
            if a >= 0.0 {
                kept.push(*p);
            }
            if a * b < 0.0 {
                kept.push(*p + (q - *p) * (a / (a - b)));
            }
        }
        kept
    };
    let mut ring = ring.to_vec();
    if low > 0.0 {
        ring = cut(ring, low, 1.0);
    }
    if high.is_finite() {
        ring = cut(ring, high, -1.0);
    }
    ring
}

fn area(ring: &[Coord<f64>]) -> f64 {
    let turn = |i: usize| {
        let (p, q) = (ring[i], ring[(i + 1) % ring.len()]);
        p.x * q.y - q.x * p.y
    };
    ((0..ring.len()).map(turn).sum::<f64>() / 2.0).abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Contains};
    use proptest::prelude::*;

    fn rect(x: f64, y: f64, w: f64, h: f64) -> Polygon<f64> {
        geo::Rect::new(Coord { x, y }, Coord { x: x + w, y: y + h }).to_polygon()
    }

    fn edges(polygon: &Polygon<f64>) -> Vec<Line<f64>> {
        polygon.exterior().lines().collect()
    }

    /// A room of 6 × 4 m with walls of 30 cm and a window of 1 m in the middle of its south wall.
    fn pane() -> Pane {
        let line = |y: f64| Line::new(Coord { x: 2.5, y }, Coord { x: 3.5, y });
        Pane {
            opening: 0,
            storey: 0,
            room: 0,
            face: line(-0.301),
            inner: line(0.001),
            out: Coord { x: 0.0, y: -1.0 },
            assumed: false,
        }
    }

    fn seen(ground: &Polygon<f64>, others: &[Polygon<f64>]) -> Option<Through> {
        let mut outer = edges(&rect(-0.3, -0.3, 6.6, 4.6));
        outer.extend(others.iter().flat_map(edges));
        let ground = MultiPolygon::new(vec![ground.clone()]);
        match seen_through(&pane(), &outer, &edges(&rect(0.0, 0.0, 6.0, 4.0)), &ground, 30.0) {
            Look::Seen(through) => Some(through),
            Look::Nothing => None,
            Look::TooMuch => panic!("this can be computed"),
        }
    }

    #[test]
    fn a_path_straight_before_a_window_sees_the_trapezoid_its_outermost_lines_bound() {
        // Ground as wide as the window, its far edge 12 m off at y = −12. The steepest line to the right leaves the
        // ground's nearest left corner (2.5, −10.3) for the right end of the opening's outer face (3.5, −0.301).
        let through = seen(&rect(2.5, -12.0, 1.0, 1.7), &[]).unwrap();
        let slope = 1.0 / (10.3 - 0.301);
        let reach = |y: f64| slope * (y + 0.301);
        // Within the reveal the far end of the inner face does not bind, for the line spreads on beyond the outer face:
        // it must also pass the inner face within 3.5. The steepest line through both ends of that passes (3.5, 0.001).
        let slope = slope.min(1.0 / (10.3 + 0.001));
        let edge = |y: f64| 3.5 + slope * (y - 0.001);
        let expected = 2.0 * (4.0 - 0.001) * (f64::midpoint(edge(0.001), edge(4.0)) - 3.0);
        assert!(
            (through.seen().unsigned_area() - expected).abs() < 2e-3,
            "{}",
            through.seen().unsigned_area()
        );
        assert!(reach(4.0) > edge(4.0) - 3.5);
        assert!(through.seen().contains(&Point::new(3.0, 3.5)));
        assert!(!through.seen().contains(&Point::new(1.5, 3.5)));
        let (from, to) = through.line;
        assert!(from.y < -10.2 && to.y > 3.9, "{from:?} {to:?}");
    }

    #[test]
    fn a_street_along_the_house_sees_nearly_all_of_the_room_but_beside_the_window() {
        let through = seen(&rect(-40.0, -8.0, 86.0, 4.0), &[]).unwrap();
        assert!(through.seen().contains(&Point::new(1.0, 3.0)));
        assert!(!through.seen().contains(&Point::new(0.3, 0.1)));
    }

    #[test]
    fn a_shed_before_the_window_hides_the_room() {
        let ground = rect(2.0, -12.0, 2.0, 1.7);
        assert!(seen(&ground, &[rect(-5.0, -6.0, 16.0, 2.0)]).is_none());
        assert!(seen(&ground, &[rect(3.0, -6.0, 8.0, 2.0)]).is_some());
    }

    #[test]
    fn ground_behind_the_house_sees_nothing() {
        assert!(seen(&rect(0.0, 10.0, 6.0, 4.0), &[]).is_none());
    }

    #[test]
    fn ground_under_the_window_sees_in_and_so_does_a_slit_between_two_sheds() {
        assert!(seen(&rect(-10.0, -10.0, 26.0, 9.7), &[]).is_some());
        // A slit of 2 cm at x = 2.93, halfway between two points ten centimetres apart: what is seen through it is a
        // strip, and it is not missed.
        let sheds = [rect(-9.0, -3.0, 11.92, 2.0), rect(2.94, -3.0, 9.0, 2.0)];
        let strip = seen(&rect(2.9, -12.0, 0.06, 1.0), &sheds).unwrap().seen();
        assert!(strip.contains(&Point::new(2.93, 3.0)));
        assert!(strip.unsigned_area() < 0.6, "{}", strip.unsigned_area());
    }

    #[test]
    fn between_two_depths_only_what_lies_there_is_seen() {
        let through = seen(&rect(2.5, -12.0, 1.0, 1.7), &[]).unwrap();
        let band = through.seen_where(|ground| {
            // The ground begins 10.0 m off the facade and is met at its near edge by nearly all of the lines.
            assert!(ground[0] > 9.9 && ground[1] < 12.1, "{ground:?}");
            Some([1.0, 2.0])
        });
        assert!(!band.contains(&Point::new(3.0, 0.9)));
        assert!(band.contains(&Point::new(3.0, 1.5)));
        assert!(!band.contains(&Point::new(3.0, 2.1)));
    }

    /// Whether a straight line from the ground through the opening reaches a place: tried from points of the opening,
    /// each ray out marched in small steps until it stands on ground or in a building.
    fn reached(to: Coord<f64>, ground: &Polygon<f64>, bodies: &[Polygon<f64>], inner: &[Line<f64>]) -> bool {
        let points = 300;
        (0..points).any(|i| {
            let at = Coord { x: 2.5 + (f64::from(i) + 0.5) / f64::from(points), y: 0.001 };
            if !super::super::sight::sees(at, to, inner) {
                return false;
            }
            let step = (at - to) / (at - to).x.hypot((at - to).y) * 0.02;
            let outer = at.x + step.x * (0.302 / -step.y);
            if step.y >= 0.0 || !(2.5..=3.5).contains(&outer) {
                return false;
            }
            (16..1500)
                .map(|k| at + step * f64::from(k))
                .find_map(|p| {
                    let p = Point(p);
                    if bodies.iter().any(|b| b.contains(&p)) {
                        Some(false)
                    } else if ground.contains(&p) {
                        Some(true)
                    } else {
                        None
                    }
                })
                .unwrap_or(false)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]
        #[test]
        fn what_marched_rays_reach_is_seen_and_what_is_not_seen_no_ray_reaches(
            ground in (-15.0..10.0_f64, -18.0..-6.0_f64, 0.5..12.0_f64, 0.5..4.0_f64),
            sheds in prop::collection::vec((-8.0..10.0_f64, -5.0..-2.0_f64, 0.4..5.0_f64, 0.3..1.2_f64), 0..4),
            columns in prop::collection::vec((0.5..5.0_f64, 0.8..3.2_f64, 0.2..0.8_f64, 0.2..0.6_f64), 0..3),
            places in prop::collection::vec((0.05..5.95_f64, 0.05..3.95_f64), 12),
        ) {
            let ground = rect(ground.0, ground.1, ground.2, ground.3.min(-5.5 - ground.1));
            prop_assume!(ground.unsigned_area() > 0.1);
            let sheds: Vec<Polygon<f64>> = sheds.iter().map(|(x, y, w, h)| rect(*x, *y, *w, *h)).collect();
            let mut inner = edges(&rect(0.0, 0.0, 6.0, 4.0));
            inner.extend(columns.iter().flat_map(|(x, y, w, h)| edges(&rect(*x, *y, *w, *h))));
            let mut outer = edges(&rect(-0.3, -0.3, 6.6, 4.6));
            outer.extend(sheds.iter().flat_map(edges));
            let region = MultiPolygon::new(vec![ground.clone()]);
            let seen = match seen_through(&pane(), &outer, &inner, &region, 30.0) {
                Look::Seen(through) => through.seen(),
                Look::Nothing => MultiPolygon::new(Vec::new()),
                Look::TooMuch => return Err(TestCaseError::fail("this can be computed")),
            };
            for (x, y) in places {
                let p = Coord { x, y };
                let edge = seen.iter().flat_map(|s| s.exterior().lines().chain(s.interiors().iter().flat_map(LineString::lines)));
                let off = edge.map(|e| Euclidean.distance(&Point(p), &e)).fold(f64::INFINITY, f64::min);
                // Rays two centimetres a step and a third of one apart tell nothing nearer to the edge than this.
                if off > 0.08 {
                    prop_assert_eq!(seen.contains(&Point(p)), reached(p, &ground, &sheds, &inner), "at {:?}", p);
                }
            }
        }
    }
}
