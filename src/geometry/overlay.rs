//! What an overlay of polygons gives: union, difference, intersection and offsets, as the engine finds them.
//!
//! The engine is `i_overlay` itself, not the older one that `geo` brings along: that one loses its way in outlines that
//! touch themselves and ends the program. Nothing is bounded, tidied or dropped here; that is what
//! [`region`](super::region) does.

use geo::algorithm::orient::{Direction, Orient};
use geo::{Area, Coord, Line, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::float::clip::FloatClip;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};
use i_overlay::mesh::float::outline::offset::OutlineOffset;
use i_overlay::mesh::float::style::OutlineStyle;
use i_overlay::mesh::math::MathMode;
use i_overlay::string::clip::ClipRule;

pub(super) use i_overlay::mesh::float::style::LineJoin;

use super::region::Region;

/// Corners that turn less than this are cut rather than drawn out, in radians: the cut is far below any length that counts.
const STRAIGHT: f64 = 1e-3;

/// Steps to a metre that points are put on before and after: what was turned and is the same point but for the last digit
/// of its coordinates becomes the same, and what was drawn in millimetres stays as it is.
const STEPS: f64 = 1e7;

/// The whole numbers coordinates are computed with: finer than a floating-point coordinate itself.
type Grid = i64;
type Point = [f64; 2];
type Ring = Vec<Point>;

/// What has rings: a polygon or several.
pub trait Rings {
    /// Its rings, each closed.
    fn rings(&self) -> impl Iterator<Item = &LineString<f64>>;
}

impl Rings for Polygon<f64> {
    fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        std::iter::once(self.exterior()).chain(self.interiors())
    }
}

impl Rings for MultiPolygon<f64> {
    fn rings(&self) -> impl Iterator<Item = &LineString<f64>> {
        self.iter().flat_map(Rings::rings)
    }
}

/// What lies in at least one of two shapes; the even-odd rule says what lies in each.
pub(super) fn union(a: &impl Rings, b: &impl Rings) -> Region {
    overlay(a, b, OverlayRule::Union)
}

/// What lies in the first shape and not in the second.
pub(super) fn difference(a: &impl Rings, b: &impl Rings) -> Region {
    overlay(a, b, OverlayRule::Difference)
}

/// What lies in both shapes.
pub(super) fn intersection(a: &impl Rings, b: &impl Rings) -> Region {
    overlay(a, b, OverlayRule::Intersect)
}

/// What lies in at least one of many shapes, which may overlap: their outer rings all turn counter-clockwise, their holes
/// clockwise.
pub(super) fn union_of<'a>(shapes: impl IntoIterator<Item = &'a (impl Rings + 'a)>) -> Region {
    let rings: Vec<Ring> = shapes.into_iter().flat_map(points).collect();
    let mut overlay =
        FloatOverlay::<Point, Grid>::from_subj_custom(&rings, OverlayOptions::ogc(), Default::default());
    region(overlay.overlay(OverlayRule::Subject, FillRule::Positive))
}

/// The region with everything nearer to it than `distance` metres, or without what is nearer to its boundary when that is
/// negative; `join` says what becomes of corners.
pub(super) fn offset(shape: &Region, distance: f64, join: LineJoin<f64>) -> Region {
    let rings: Vec<Ring> = points(&shape.orient(Direction::Default));
    let style = OutlineStyle::new(distance).line_join(join).miter_min_turn(STRAIGHT).math(MathMode::Float);
    region(rings.outline_as::<Grid>(&style))
}

/// How much two shapes share, in m².
pub fn shared_area(a: &impl Rings, b: &impl Rings) -> f64 {
    intersection(a, b).unsigned_area()
}

/// The pieces of a line within a shape, its boundary counted to it.
pub fn pieces_within(line: Line<f64>, shape: &impl Rings) -> Vec<Line<f64>> {
    let line = vec![vec![[line.start.x, line.start.y], [line.end.x, line.end.y]]];
    let rule = ClipRule { invert: false, boundary_included: true };
    let pieces = line.clip_by_as::<Grid>(&points(shape), FillRule::EvenOdd, rule);
    let ends = |piece: Ring| Some(Line::new(coord(*piece.first()?), coord(*piece.last()?)));
    pieces.into_iter().filter_map(ends).collect()
}

fn overlay(a: &impl Rings, b: &impl Rings, rule: OverlayRule) -> Region {
    let (a, b) = (points(a), points(b));
    let mut overlay = FloatOverlay::<Point, Grid>::from_subj_and_clip_custom(
        &a,
        &b,
        OverlayOptions::ogc(),
        Default::default(),
    );
    region(overlay.overlay(rule, FillRule::EvenOdd))
}

/// The rings as the engine takes them: without the first point once more at the end.
fn points(shape: &impl Rings) -> Vec<Ring> {
    let open = |ring: &LineString<f64>| {
        let (_, points) = ring.0.split_last()?;
        Some(points.iter().map(|c| [snapped(c.x), snapped(c.y)]).collect())
    };
    shape.rings().filter_map(open).collect()
}

fn region(shapes: Vec<Vec<Ring>>) -> Region {
    let closed = |ring: Ring| {
        let mut line = LineString::new(ring.into_iter().map(coord).collect());
        line.close();
        line
    };
    let polygon = |rings: Vec<Ring>| {
        let mut rings = rings.into_iter().map(closed);
        let outer = rings.next()?;
        Some(Polygon::new(outer, rings.collect()))
    };
    MultiPolygon::new(shapes.into_iter().filter_map(polygon).collect())
}

fn coord([x, y]: Point) -> Coord<f64> {
    Coord { x: snapped(x), y: snapped(y) }
}

fn snapped(metres: f64) -> f64 {
    (metres * STEPS).round() / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Rotate, wkt};

    #[test]
    fn outlines_that_touch_themselves_have_a_union_when_they_have_grown() {
        let outlines = [
            wkt!(POLYGON((1. -0.5, -1.5 0.831836258051017, 0.25 -1., 1. -0.5))),
            wkt!(POLYGON((
                -0.5 0.25, 0. 0.5, 0. 1.3922851045032902, 1. -1.5, 0. 0.75, -1. 0.16876448134213273, 1.25 0.25,
                0.25 1., -0.5 0.25
            ))),
        ];
        let nothing = MultiPolygon::new(Vec::new());
        let grown = outlines.map(|o| offset(&union(&o, &nothing), 4.25, LineJoin::Miter(0.5)));
        let [a, b] = [0, 1].map(|i| grown[i].unsigned_area());
        let together = union_of(&grown).unsigned_area();
        assert!(a > 50.0 && b > 50.0, "{a} and {b}");
        assert!(together >= a.max(b) && together < a + b, "{together} of {a} and {b}");
        assert!((a + b - together - shared_area(&grown[0], &grown[1])).abs() < 1e-4);
    }

    #[test]
    fn what_is_drawn_in_millimetres_stays_so_and_what_is_turned_there_and_back_is_the_same() {
        let room = wkt!(POLYGON((0.1 0.2, 3.457 0.2, 3.457 2.801, 0.1 2.801, 0.1 0.2)));
        let hole = wkt!(POLYGON((1.003 0.999, 2.2 0.999, 2.2 1.7, 1.003 1.7, 1.003 0.999)));
        let left = difference(&room, &hole);
        let corners = |ring: &LineString<f64>| {
            let mut of: Vec<(String, String)> =
                ring.0[1..].iter().map(|c| (c.x.to_string(), c.y.to_string())).collect();
            of.sort();
            of
        };
        assert_eq!(corners(left.0[0].exterior()), corners(room.exterior()));
        assert_eq!(corners(&left.0[0].interiors()[0]), corners(hole.exterior()));
        let about = geo::Point::new(0.0, 0.0);
        let turned = room.rotate_around_point(33.0, about).rotate_around_point(-33.0, about);
        assert!(difference(&room, &turned).0.is_empty());
    }

    #[test]
    fn a_line_is_cut_where_it_leaves_a_shape() {
        let bay = wkt!(POLYGON((0. 0., 9. 0., 9. 3., 6. 3., 6. 1., 3. 1., 3. 3., 0. 3., 0. 0.)));
        let across = Line::new(Coord { x: -1.0, y: 2.0 }, Coord { x: 10.0, y: 2.0 });
        let mut ends: Vec<[f64; 2]> = pieces_within(across, &bay)
            .iter()
            .map(|l| [l.start.x.min(l.end.x), l.start.x.max(l.end.x)])
            .collect();
        ends.sort_by(|a, b| a[0].total_cmp(&b[0]));
        assert_eq!(ends, [[0.0, 3.0], [6.0, 9.0]]);
        let beside = Line::new(Coord { x: -1.0, y: 3.1 }, Coord { x: 10.0, y: 3.1 });
        assert!(pieces_within(beside, &bay).is_empty());
    }
}
