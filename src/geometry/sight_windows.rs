//! Straight lines between two windows that nothing stands in the way of.
//!
//! Frame: metres in the project's plan; windows are segments in the outer faces of their walls. Of all free lines those
//! are told that no other beats in both length and turn, so that any two limits can be held against them. The free
//! lines are found as convex bundles ([`beam`](super::beam)), nothing is sampled. The shortest line, and the shortest of
//! those that turn at most a whole number of degrees, are exact to a micrometre; where the shortest changes between two
//! degrees, [`FreeLine::slack`] says how much less a line about as short may turn.

use geo::line_measures::Distance;
use geo::{Coord, Euclidean, Line};

use super::beam::{Beam, Outlook, Piece, Ray, beyond, first_met};
use super::sight_scene::Pane;

/// Flattest angle to a window that is looked at, in degrees from straight out.
const FLATTEST: f64 = 89.0;
/// Lengths nearer to each other than this are one, in metres.
const SAME: f64 = 1e-6;
/// How near the place of the shortest line in a bundle is found, as a share of the bundle's edge.
const NARROWED: usize = 48;

/// A line between two windows that no other beats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FreeLine {
    /// Its end at the first window.
    pub from: Coord<f64>,
    /// Its end at the second.
    pub to: Coord<f64>,
    /// Its length in metres.
    pub distance: f64,
    /// How far it turns from straight out, at the window where it turns most, in degrees.
    pub angle: f64,
    /// How much less a line may turn that is at least as long as this one and shorter than the next, in degrees.
    pub slack: f64,
}

/// The second window as seen from the first.
struct Target {
    face: Line<f64>,
    /// The direction into it, in radians from straight ahead.
    inward: f64,
}

/// The free lines between two windows no longer than `reach`, the shortest first. None when there is more in the way than
/// can be computed with.
pub fn lines_between(
    first: &Pane,
    second: &Pane,
    obstacles: &[Line<f64>],
    reach: f64,
) -> Option<Vec<FreeLine>> {
    let nearest = Euclidean.distance(&first.face, &second.face);
    if nearest > reach {
        return Some(Vec::new());
    }
    let outlook = Outlook { from: first.middle(), ahead: first.out };
    let out =
        Coord { x: dot(second.out, first.out), y: first.out.x * second.out.y - first.out.y * second.out.x };
    let face = outlook.local_line(second.face);
    let Some(face) = beyond(face, SAME) else { return Some(Vec::new()) };
    let target = Target { face, inward: (-out.y).atan2(-out.x) };
    let half = first.face.dx().hypot(first.face.dy()) / 2.0;
    let Some(free) = free(&target, half, obstacles, outlook)? else { return Some(Vec::new()) };
    let mut found: Vec<FreeLine> = Vec::new();
    let Some((mut length, ray)) = shortest(&free, &target, FLATTEST, nearest) else { return Some(found) };
    let least = free.iter().map(|b| least_turn(b, &target)).fold(f64::INFINITY, f64::min);
    let mut ray = ray;
    let mut turn = target.turn(ray.slope);
    let mut limit = turn.ceil() - 1.0;
    loop {
        let next = if limit > least { shortest(&free, &target, limit, nearest) } else { None };
        // What the next limit finds as short as this one is this one, turned less.
        match next {
            Some((same, straighter)) if same <= length + SAME => {
                (ray, turn) = (straighter, target.turn(straighter.slope).min(turn));
                limit -= 1.0;
                continue;
            }
            _ => {}
        }
        let to = ray.at(ray.meets(target.face));
        if length <= reach {
            found.push(FreeLine {
                from: outlook.plan(ray.at(0.0)),
                to: outlook.plan(to),
                distance: length,
                angle: turn,
                slack: (turn - limit.max(least)).max(0.0),
            });
        }
        let Some((longer, straighter)) = next.filter(|(l, _)| *l <= reach) else { break };
        (length, ray, turn) = (longer, straighter, target.turn(straighter.slope));
        limit -= 1.0;
    }
    Some(found)
}

fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

impl Target {
    /// How far a line of a slope turns from straight out of the one window and straight into the other, in degrees.
    fn turn(&self, slope: f64) -> f64 {
        let along = slope.atan();
        along.abs().max((along - self.inward).abs()).to_degrees()
    }

    /// The slopes of lines that turn at most some degrees.
    fn slopes(&self, limit: f64) -> Option<[f64; 2]> {
        let limit = limit.to_radians();
        let (low, high) = ((-limit).max(self.inward - limit), limit.min(self.inward + limit));
        (low < high).then(|| [low.tan(), high.tan()])
    }

    /// The length of a line from the window to the target's face.
    fn length(&self, ray: Ray) -> f64 {
        ray.meets(self.face) * ray.slope.hypot(1.0)
    }
}

/// The bundles of free lines from the window to the front of the target.
fn free(target: &Target, half: f64, obstacles: &[Line<f64>], outlook: Outlook) -> Option<Option<Vec<Beam>>> {
    let Some(slopes) = target.slopes(FLATTEST) else { return Some(None) };
    let into = Coord { x: target.inward.cos(), y: target.inward.sin() };
    let all = Beam::between([-half, half], slopes);
    let mut onto = None;
    for (over_start, part) in [true, false].into_iter().zip(all.split(target.face.start)) {
        let Some(part) = part else { continue };
        for (over_end, part) in [true, false].into_iter().zip(part.split(target.face.end)) {
            let Some(part) = part.filter(|_| over_start != over_end) else { continue };
            // Of the lines across the face those count that come from before it.
            if dot(into, Coord { x: 1.0, y: part.middle().slope }) > 0.0 {
                onto = Some(part);
            }
        }
    }
    let Some(onto) = onto else { return Some(None) };
    // What lies beyond the target's face stands in no line to it.
    let front = |p: Coord<f64>| dot(into, p - target.face.start);
    let clipped = |line: Line<f64>| {
        let line = beyond(outlook.local_line(line), 0.0)?;
        let (a, b) = (front(line.start), front(line.end));
        if a.min(b) >= -SAME {
            return None;
        }
        let cut = || line.start + line.delta() * (a / (a - b));
        Some(match (a > 0.0, b > 0.0) {
            (true, _) => Line::new(cut(), line.end),
            (_, true) => Line::new(line.start, cut()),
            _ => line,
        })
    };
    let pieces = obstacles.iter().filter_map(|l| Some(Piece { line: clipped(*l)?, goal: false })).collect();
    let parts = first_met(onto, pieces)?;
    let free: Vec<Beam> = parts.into_iter().filter(|(_, met)| met.is_none()).map(|(beam, _)| beam).collect();
    Some((!free.is_empty()).then_some(free))
}

/// The least turn of a line in a bundle, in degrees.
fn least_turn(beam: &Beam, target: &Target) -> f64 {
    let slopes = beam.rays.iter().map(|r| r.slope);
    let (low, high) =
        (slopes.clone().fold(f64::INFINITY, f64::min), slopes.fold(f64::NEG_INFINITY, f64::max));
    // The turn is least halfway between straight out and straight in, and grows to both sides.
    target.turn((target.inward / 2.0).tan().clamp(low, high))
}

/// The shortest line that turns at most some degrees, with its length.
fn shortest(free: &[Beam], target: &Target, limit: f64, nearest: f64) -> Option<(f64, Ray)> {
    let [low, high] = target.slopes(limit)?;
    let mut best: Option<(f64, Ray)> = None;
    for beam in free {
        let [steeper, _] = beam.clone().split_at(low);
        let Some(part) = steeper.and_then(|b| b.split_at(high)[1].clone()) else { continue };
        for (i, ray) in part.rays.iter().enumerate() {
            let other = part.rays[(i + 1) % part.rays.len()];
            let (length, ray) = along(*ray, other, target);
            if length.is_finite() && length > 0.0 && best.is_none_or(|(l, _)| length < l) {
                best = Some((length, ray));
            }
            if best.is_some_and(|(l, _)| l <= nearest + SAME) {
                return best;
            }
        }
    }
    best
}

/// The shortest line on an edge of a bundle: all of those turn about one point between the windows, and their length
/// falls to one least and rises again. Of lines of one slope an outermost is the shortest, so that no other edge or
/// inside needs to be looked at.
fn along(a: Ray, b: Ray, target: &Target) -> (f64, Ray) {
    let at = |t: f64| Ray {
        slope: a.slope + t * (b.slope - a.slope),
        height: a.height + t * (b.height - a.height),
    };
    let length = |t: f64| target.length(at(t));
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..NARROWED {
        let (p, q) = (high - ratio * (high - low), low + ratio * (high - low));
        if length(p) < length(q) { high = q } else { low = p }
    }
    let inner = f64::midpoint(low, high);
    let best = [0.0, inner, 1.0].into_iter().min_by(|s, t| length(*s).total_cmp(&length(*t)));
    let best = best.unwrap_or(inner);
    (length(best), at(best))
}

#[cfg(test)]
mod tests {
    use super::super::sight::sees;
    use super::*;
    use proptest::prelude::*;

    fn pane(a: (f64, f64), b: (f64, f64), out: (f64, f64)) -> Pane {
        let face = Line::new(Coord { x: a.0, y: a.1 }, Coord { x: b.0, y: b.1 });
        let length = out.0.hypot(out.1);
        let out = Coord { x: out.0 / length, y: out.1 / length };
        Pane { opening: 0, storey: 0, room: 0, face, inner: face, out, assumed: false }
    }

    fn left() -> Pane {
        pane((0.0, 0.0), (0.0, 1.0), (1.0, 0.0))
    }

    fn between(b: &Pane, obstacles: &[Line<f64>]) -> Vec<FreeLine> {
        lines_between(&left(), b, obstacles, 60.0).unwrap()
    }

    fn line(a: (f64, f64), b: (f64, f64)) -> Line<f64> {
        Line::new(Coord { x: a.0, y: a.1 }, Coord { x: b.0, y: b.1 })
    }

    #[test]
    fn windows_opposite_each_other_are_as_far_apart_as_their_facades() {
        let lines = between(&pane((19.9, 0.5), (19.9, 1.5), (-1.0, 0.0)), &[]);
        assert_eq!(lines.len(), 1);
        assert!((lines[0].distance - 19.9).abs() < 1e-6 && lines[0].angle < 0.01, "{lines:?}");
    }

    #[test]
    fn windows_beside_each_other_are_joined_by_their_nearest_ends() {
        // Nearest ends (0, 1) and (10, 11): 45° and ten times the root of two.
        let lines = between(&pane((10.0, 11.0), (10.0, 12.0), (-1.0, 0.0)), &[]);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!((lines[0].distance - 200.0_f64.sqrt()).abs() < 1e-6);
        assert!((lines[0].angle - 45.0).abs() < 1e-4, "{lines:?}");
    }

    #[test]
    fn one_does_not_see_through_a_wall_but_through_the_gap_in_it() {
        let right = pane((10.0, 0.0), (10.0, 1.0), (-1.0, 0.0));
        let wall = [line((5.0, -20.0), (5.0, 20.0))];
        assert_eq!(between(&right, &wall), []);
        // A gap of 2 mm above both windows: the only line falls between no two points that were ever tried.
        let gap = [line((5.0, -20.0), (5.0, 0.6180)), line((5.0, 0.6200), (5.0, 20.0))];
        let lines = between(&right, &gap);
        assert!((lines[0].distance - 10.0).abs() < 1e-3, "{lines:?}");
        let (from, to) = (lines[0].from, lines[0].to);
        let middle = f64::midpoint(from.y, to.y);
        assert!(middle > 0.618 - 1e-6 && middle < 0.62 + 1e-6, "{lines:?}");
        let shut = [line((5.0, -20.0), (5.0, 0.62)), line((5.0, 0.62), (5.0, 20.0))];
        assert_eq!(between(&right, &shut), []);
    }

    #[test]
    fn windows_that_turn_their_backs_have_no_line() {
        assert_eq!(between(&pane((10.0, 0.0), (10.0, 1.0), (1.0, 0.0)), &[]), []);
        assert_eq!(between(&pane((-10.0, 0.0), (-10.0, 1.0), (1.0, 0.0)), &[]), []);
    }

    #[test]
    fn of_two_windows_at_an_angle_shorter_lines_that_turn_more_are_told_beside_longer_ones() {
        // The second lies in a facade at a right angle to the first, so that its near end turns most.
        let other = pane((4.0, 3.0), (9.0, 3.0), (0.0, -1.0));
        let lines = between(&other, &[]);
        assert!(lines.len() > 1);
        for pair in lines.windows(2) {
            assert!(pair[0].distance < pair[1].distance && pair[0].angle > pair[1].angle, "{pair:?}");
            assert!(pair[0].slack > 0.0 && pair[0].slack < 1.5, "{pair:?}");
        }
        // From (0, 1) to (4, 3): √20, turned 26.57° from straight out of the first, 63.43° of the second.
        assert!((lines[0].distance - 20.0_f64.sqrt()).abs() < 1e-6);
        assert!((lines[0].angle - 2.0_f64.atan().to_degrees()).abs() < 1e-4);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// Held against many lines tried one by one between points of the windows.
        #[test]
        fn no_free_line_that_is_tried_beats_those_told_and_those_told_are_free(
            x in 4.0..25.0_f64, y in -8.0..8.0_f64, turn in -1.2..1.2_f64, wide in 0.4..3.0_f64,
            sheds in prop::collection::vec((1.0..20.0_f64, -8.0..8.0_f64, 0.1..4.0_f64, 0.1..4.0_f64), 0..5),
        ) {
            let out = (-turn.cos(), turn.sin());
            let side = (turn.sin(), turn.cos());
            let second = pane((x, y), (x + wide * side.0, y + wide * side.1), out);
            let mut walls = Vec::new();
            for (a, b, w, h) in sheds {
                let c = [(a, b), (a + w, b), (a + w, b + h), (a, b + h)];
                // No shed reaches over a window.
                prop_assume!(a + w < x - 3.0);
                walls.extend((0..4).map(|i| line(c[i], c[(i + 1) % 4])));
            }
            let lines = between(&second, &walls);
            let count = 60;
            let on = |l: Line<f64>, i: usize| l.start + l.delta() * ((i as f64 + 0.5) / count as f64);
            for i in 0..count {
                for j in 0..count {
                    let (p, q) = (on(left().face, i), on(second.face, j));
                    let ray = q - p;
                    let (a, b) = (ray.x, -(ray.x * out.0 + ray.y * out.1));
                    let length = ray.x.hypot(ray.y);
                    let angle = (a / length).acos().max((b / length).acos()).to_degrees();
                    if angle > 88.0 || !sees(p, q, &walls) {
                        continue;
                    }
                    let beaten = lines.iter().any(|l| l.distance <= length + 1e-4 && l.angle - l.slack <= angle + 1e-4);
                    prop_assert!(beaten, "{length} m at {angle}°: {lines:?}");
                }
            }
            for l in &lines {
                // A hair inside the window's ends and off the corners it turns about.
                let inner = |p: Coord<f64>, pane: &Pane| p + (pane.middle() - p) * 1e-4;
                let (p, q) = (inner(l.from, &left()), inner(l.to, &second));
                let near = walls.iter().any(|w| [w.start, w.end].iter().any(|c| Euclidean.distance(&geo::Point(*c), &Line::new(p, q)) < 1e-3));
                prop_assert!(near || sees(p, q, &walls), "{l:?}");
            }
        }
    }
}
