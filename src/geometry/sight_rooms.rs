//! What blocks the view inside a group of rooms: their walls, with closed doors in them and passages left open.
//!
//! Frame: metres in the project's plan. Rooms are drawn at the inner faces of their walls, so their outlines are what
//! one sees. A passage takes a piece out of the outlines on both of its sides and adds its two jambs; a door is
//! closed and takes nothing. Two rooms drawn wall to wall without a gap keep the wall between them.

use geo::line_measures::Distance;
use geo::{Coord, Euclidean, Line, LineString, Point, Polygon};

use super::region::Region;
use super::walls::cut;
use crate::model::{Model, OpeningKind, Side};

/// How far from a passage's sides an outline still runs along it, in metres: rooms are drawn to the millimetre, and a
/// passage may stand a little off the middle of its wall.
const BESIDE: f64 = 0.02;
/// Thickest wall a passage is taken through, in metres.
const THICKEST: f64 = 1.0;

/// The pieces that block the view among some rooms. `region` gives the floor of a room.
pub fn inner_obstacles<'r>(
    model: &Model,
    rooms: &[usize],
    region: impl Fn(usize) -> Option<&'r Region>,
) -> Vec<Line<f64>> {
    let mut holes: Vec<Polygon<f64>> = Vec::new();
    let mut pieces: Vec<Line<f64>> = Vec::new();
    for opening in model.openings.iter().filter(|o| o.kind == OpeningKind::Passage) {
        let [Side::Room(one), Side::Room(other)] = opening.sides else { continue };
        let joins = rooms.contains(&one) && rooms.contains(&other);
        let Some(hole) = opening.placement.filter(|_| joins).and_then(|mut p| {
            let middle = Point((p.a + p.b) / 2.0);
            let off = [one, other].map(|r| region(r).map_or(0.0, |r| Euclidean.distance(&middle, r)));
            // A model may give a passage without the thickness of its wall: it reaches to the rooms it joins.
            let wall = off.into_iter().filter(|o| *o <= THICKEST / 2.0).fold(p.thickness / 2.0, f64::max);
            p.thickness = 2.0 * (wall + BESIDE);
            cut(&p)
        }) else {
            continue;
        };
        // The corners run a, a', b', b: the jambs are the first side and the third.
        let corners = &hole.exterior().0;
        if let [a, a2, b2, b, ..] = corners[..] {
            pieces.extend([Line::new(a, a2), Line::new(b2, b)]);
        }
        holes.push(hole);
    }
    for room in rooms {
        for polygon in region(*room).into_iter().flatten() {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for edge in ring.lines() {
                    pieces.extend(without(edge, &holes));
                }
            }
        }
    }
    pieces
}

/// What is left of a line outside some convex holes.
pub(super) fn without(line: Line<f64>, holes: &[Polygon<f64>]) -> Vec<Line<f64>> {
    let mut gone: Vec<(f64, f64)> =
        holes.iter().filter_map(|hole| inside_convex(line, hole.exterior())).collect();
    if gone.is_empty() {
        return vec![line];
    }
    gone.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |t: f64| Coord { x: line.start.x + t * line.dx(), y: line.start.y + t * line.dy() };
    let mut left = Vec::new();
    let mut from = 0.0_f64;
    for (enters, leaves) in gone {
        if enters > from {
            left.push(Line::new(at(from), at(enters)));
        }
        from = from.max(leaves);
    }
    if from < 1.0 {
        left.push(Line::new(at(from), line.end));
    }
    left
}

/// The share of a line that runs inside a convex ring, of either direction.
fn inside_convex(line: Line<f64>, ring: &LineString<f64>) -> Option<(f64, f64)> {
    let area: f64 = ring.lines().map(|e| e.start.x * e.end.y - e.end.x * e.start.y).sum();
    let turn = area.signum();
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for edge in ring.lines() {
        let normal = Coord { x: -edge.dy() * turn, y: edge.dx() * turn };
        let depth = |p: Coord<f64>| (p.x - edge.start.x) * normal.x + (p.y - edge.start.y) * normal.y;
        let (a, b) = (depth(line.start), depth(line.end));
        if a <= 0.0 && b <= 0.0 {
            return None;
        }
        if (a < 0.0) != (b < 0.0) {
            let t = a / (a - b);
            if a < 0.0 { enters = enters.max(t) } else { leaves = leaves.min(t) }
        }
    }
    (enters < leaves).then_some((enters, leaves))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};
    use crate::geometry::{seen_from, sound};
    use crate::model::Owner;
    use geo::Area;

    /// Two rooms of 4 × 3 m side by side, 10 cm apart, with something in the wall between them.
    fn two(kind: OpeningKind) -> Model {
        let mut s = Sample::new();
        let a = s.room(Owner::Common, "living", Some(rect(0.0, 0.0, 4.0, 3.0)));
        let b = s.room(Owner::Common, "living", Some(rect(4.1, 0.0, 4.0, 3.0)));
        let opening = s.opening(kind, Side::Room(a), Side::Room(b));
        s.place(opening, (4.05, 1.0), (4.05, 2.0), 0.1);
        s.model
    }

    fn seen(model: &Model, x: f64, y: f64) -> f64 {
        let regions: Vec<Region> =
            model.rooms.iter().map(|r| sound(r.outline.as_ref().unwrap()).unwrap()).collect();
        let pieces = inner_obstacles(model, &[0, 1], |r| regions.get(r));
        seen_from(Coord { x, y }, &pieces, 50.0).unwrap().unsigned_area()
    }

    #[test]
    fn a_closed_door_ends_the_view_and_a_passage_does_not() {
        assert!((seen(&two(OpeningKind::Door), 2.0, 1.5) - 12.0).abs() < 1e-6);
        // From (2, 1.5) the jambs' far ends at x = 4.1 + 2 cm stand 0.5 m off the middle line, 2.12 m away; at the far
        // wall, 6.1 m away, the view is as wide as 6.1 / 2.12 m. Nearer the opening is as wide as the near jambs allow.
        let wide = |x: f64| x / 2.12;
        let beyond = f64::midpoint(wide(2.1), wide(6.1)) * 4.0;
        let wall = 0.1;
        let got = seen(&two(OpeningKind::Passage), 2.0, 1.5) - 12.0;
        assert!((got - beyond - wall).abs() < 0.02, "{got} against {beyond}");
    }

    #[test]
    fn rooms_drawn_wall_to_wall_do_not_flow_together() {
        let mut model = two(OpeningKind::Door);
        model.rooms[1].outline = Some(rect(4.0, 0.0, 4.0, 3.0));
        assert!((seen(&model, 2.0, 1.5) - 12.0).abs() < 1e-6);
    }
}
