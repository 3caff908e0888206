//! What is seen through a window from ground outside: the floor that a free line through its opening reaches.
//!
//! Frame: metres in the project's plan. From points of the opening's inner face, a tenth of its width or ten
//! centimetres apart, the ground seen outside is found between the jambs and past the buildings, and what lies straight
//! across the point from it is what that ground sees of the rooms. The union over the points lacks at most what lies
//! between two of them: [`Through::error`] is their distance.

use geo::line_measures::Distance;
use geo::{Area, Coord, Euclidean, Line, LineString, MultiPolygon, Point, Polygon};

use super::region::{Region, intersection, sound, union_all};
use super::sight::seen_from;
use super::sight_rooms::without;
use super::sight_scene::Pane;

/// The two ends of a line of sight.
type Ends = (Coord<f64>, Coord<f64>);

/// Farthest apart the points of an opening stand, in metres, and the most of them.
const SPACING: f64 = 0.10;
const MOST_POINTS: usize = 40;
/// How far into a room is looked, in metres.
const DEEP: f64 = 60.0;

/// What is seen through a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Through {
    /// The floor seen, as far as the points tell.
    pub seen: Region,
    /// How far beyond it the floor may be seen, in metres.
    pub error: f64,
    /// A line from the ground through the opening into the room.
    pub line: (Coord<f64>, Coord<f64>),
    /// Distance from the window to the farthest ground it sees, in metres.
    pub farthest: f64,
}

/// The floor that ground no farther than `reach` metres sees through a window; none where it sees nothing of it.
///
/// `outer` are the edges of buildings, `inner` the walls of the rooms.
pub fn seen_through(
    pane: &Pane,
    outer: &[Line<f64>],
    inner: &[Line<f64>],
    ground: &Region,
    reach: f64,
) -> Option<Through> {
    let (face, inside) = (pane.face, pane.inner);
    let width = face.dx().hypot(face.dy());
    if !width.is_normal() {
        return None;
    }
    // The opening through the body of the building, and the jambs beside it.
    let hole =
        Polygon::new(LineString::new(vec![inside.start, inside.end, face.end, face.start]), Vec::new());
    let mut walls: Vec<Line<f64>> =
        outer.iter().flat_map(|l| without(*l, std::slice::from_ref(&hole))).collect();
    walls.extend([Line::new(inside.start, face.start), Line::new(inside.end, face.end)]);
    // Nothing is seen along the inside of the wall the window stands in.
    let across = (inside.end - inside.start) * (reach / width);
    walls
        .extend([Line::new(inside.start - across, inside.start), Line::new(inside.end, inside.end + across)]);
    // Distances are measured from the facade.
    let depth = Euclidean.distance(&Point(inside.start), &Point(face.start));
    let count = ((width / SPACING).ceil() as usize).clamp(1, MOST_POINTS);
    let mut parts: Vec<Region> = Vec::new();
    let mut line: Option<(f64, Ends)> = None;
    let mut farthest = 0.0_f64;
    for i in 0..count {
        let share = (i as f64 + 0.5) / count as f64;
        let at = inside.start + inside.delta() * share;
        // The eye outside stands a hair before the inner face, the one inside a hair behind it.
        let (front, back) = (at + pane.out * 0.002, at);
        let Some(field) = seen_from(front, &walls, reach + depth) else { continue };
        let Some(field) = half(&field, at + pane.out * depth, pane.out, reach) else { continue };
        let lit = intersection(&field, ground);
        let Some(room) = seen_from(back, inner, DEEP).and_then(|p| sound(&p)) else { continue };
        for part in &lit {
            let Some(cone) = opposite(part, at) else { continue };
            let seen = intersection(&room, &cone);
            let area = seen.unsigned_area();
            if area <= 0.0 {
                continue;
            }
            farthest = farthest.max(far(part, at).min(reach));
            if line.is_none_or(|(best, _)| area > best)
                && let Some(ends) = through(&seen, part, at)
            {
                line = Some((area, ends));
            }
            parts.push(seen);
        }
    }
    let seen = union_all(&parts)?;
    let (_, line) = line?;
    (!seen.0.is_empty()).then_some(Through { seen, error: width / count as f64, line, farthest })
}

/// The part of a field before a window and within reach of it: a half disc, drawn a thousandth too large.
fn half(field: &Polygon<f64>, at: Coord<f64>, out: Coord<f64>, reach: f64) -> Option<Region> {
    let side = Coord { x: -out.y, y: out.x };
    let corners = 36;
    let wide = reach / (std::f64::consts::FRAC_PI_2 / f64::from(corners)).cos();
    let ring: Vec<Coord<f64>> = (0..=corners)
        .map(|i| std::f64::consts::PI * f64::from(i) / f64::from(corners))
        .map(|turn| at + side * (wide * turn.cos()) + out * (wide * turn.sin()))
        .collect();
    let before = MultiPolygon::new(vec![Polygon::new(LineString::new(ring), Vec::new())]);
    Some(intersection(&sound(field)?, &before))
}

/// The cone on the other side of a point from a piece of ground.
fn opposite(part: &Polygon<f64>, at: Coord<f64>) -> Option<Region> {
    let rays: Vec<Coord<f64>> = part.exterior().0.iter().map(|p| at - *p).collect();
    let first = *rays.first()?;
    let turn = |r: Coord<f64>| (first.x * r.y - first.y * r.x).atan2(first.x * r.x + first.y * r.y);
    let turns = || rays.iter().map(|r| turn(*r)).filter(|t| t.is_finite());
    let (low, high) = (turns().fold(f64::INFINITY, f64::min), turns().fold(f64::NEG_INFINITY, f64::max));
    if high - low < 1e-6 || high - low >= std::f64::consts::PI {
        return None;
    }
    let from = first.y.atan2(first.x);
    let steps = 4;
    let mut ring = vec![at];
    ring.extend((0..=steps).map(|i| {
        let angle = from + low + (high - low) * f64::from(i) / f64::from(steps);
        at + Coord { x: angle.cos(), y: angle.sin() } * (2.0 * DEEP)
    }));
    sound(&Polygon::new(LineString::new(ring), Vec::new()))
}

fn far(part: &Polygon<f64>, at: Coord<f64>) -> f64 {
    part.exterior().0.iter().map(|p| (*p - at).x.hypot((*p - at).y)).fold(0.0, f64::max)
}

/// A line from the nearest ground through the opening to the far end of what it sees.
fn through(seen: &Region, part: &Polygon<f64>, at: Coord<f64>) -> Option<(Coord<f64>, Coord<f64>)> {
    let inside = seen.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let to = crate::model::point_inside(inside)?;
    let ray = at - to;
    let length = ray.x.hypot(ray.y);
    let unit = (length > 0.0).then(|| ray / length)?;
    // Where the ray from the room meets the ground first.
    let cross = |a: Coord<f64>, b: Coord<f64>| a.x * b.y - a.y * b.x;
    let meets = |edge: Line<f64>| {
        let denominator = cross(unit, edge.delta());
        let between = edge.start - at;
        let (t, u) = (cross(between, edge.delta()) / denominator, cross(between, unit) / denominator);
        (t > 0.0 && (0.0..=1.0).contains(&u)).then_some(t)
    };
    let nearest = part.exterior().lines().filter_map(meets).fold(f64::INFINITY, f64::min);
    nearest.is_finite().then(|| (at + unit * nearest, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Contains;

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
        }
    }

    fn seen(ground: &Polygon<f64>, others: &[Polygon<f64>]) -> Option<Through> {
        let mut outer = edges(&rect(-0.3, -0.3, 6.6, 4.6));
        outer.extend(others.iter().flat_map(edges));
        let ground = MultiPolygon::new(vec![ground.clone()]);
        seen_through(&pane(), &outer, &edges(&rect(0.0, 0.0, 6.0, 4.0)), &ground, 30.0)
    }

    #[test]
    fn a_path_straight_before_a_window_sees_the_middle_of_the_room_and_not_its_corners() {
        // Ground as wide as the window, 10 m off: lines from it spread by at most a metre over 10.3 m.
        let through = seen(&rect(2.5, -12.0, 1.0, 1.7), &[]).unwrap();
        assert!(through.seen.contains(&Point::new(3.0, 3.5)));
        assert!(!through.seen.contains(&Point::new(1.5, 3.5)));
        assert!(!through.seen.contains(&Point::new(0.3, 0.3)));
        assert!((through.farthest - 12.0).abs() < 0.3, "{}", through.farthest);
    }

    #[test]
    fn a_street_along_the_house_sees_nearly_all_of_the_room_but_beside_the_window() {
        let through = seen(&rect(-40.0, -8.0, 86.0, 4.0), &[]).unwrap();
        assert!(through.seen.contains(&Point::new(1.0, 3.0)));
        assert!(!through.seen.contains(&Point::new(0.3, 0.1)));
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
}
