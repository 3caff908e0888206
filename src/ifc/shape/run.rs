//! Which way does a wall, or what sits in one, run? By the standard along its own x axis; programs that draw everything
//! in one frame tell it by the shape alone.
//!
//! In come the points of an element; out goes a direction in plan. The own axis is believed as long as the element is
//! slender along it, or is too thick to be slender in any way.

use geo::{ConvexHull, Coord, Line, LineString, MinimumRotatedRect, MultiPoint, Point as Place, Polygon};

use super::affine::Point;
use super::{Ends, Shapes};
use crate::ifc::links::Link;
use crate::ifc::step::Id;

/// What is no thicker than this along its own axis runs along it, whatever its shape: the end of a thick wall may be
/// shorter than it is thick. In metres.
const THICKEST: f64 = 0.6;
/// How many times as long as thick an element is seen to be before its shape says which way it runs.
const SLENDER: f64 = 2.0;
/// How many times smaller a box turned freely must be before it counts for more than one along the own axes.
const SNUG: f64 = 1.5;
/// Outlines with more corners than this are round, and run no way.
const MOST_CORNERS: usize = 200;
/// Coordinates beyond this, in metres, are none.
const FARTHEST: f64 = 1e8;
/// Directions whose product is less than this are at right angles, and beyond one less this, the same.
const SQUARE: f64 = 0.02;

fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

fn across(along: Coord<f64>) -> Coord<f64> {
    Coord { x: -along.y, y: along.x }
}

/// From where to where points reach in a direction.
pub(super) fn range(points: &[Point], direction: Coord<f64>) -> (f64, f64) {
    points.iter().fold((f64::MAX, f64::MIN), |(low, high), p| {
        let at = p[0] * direction.x + p[1] * direction.y;
        (low.min(at), high.max(at))
    })
}

/// How long and how thick points are along a direction.
fn size(points: &[Point], along: Coord<f64>) -> (f64, f64) {
    let reach = |direction| {
        let (low, high) = range(points, direction);
        high - low
    };
    (reach(along), reach(across(along)))
}

/// The way an element runs whose own x axis is given.
fn by_shape(points: &[Point], own: Coord<f64>) -> Coord<f64> {
    let (length, thickness) = size(points, own);
    if length.min(thickness) > THICKEST
        && let Some((along, long, thick)) = tightest(points)
        && long > SLENDER * thick
        && long * thick * SNUG < length * thickness
    {
        return if dot(along, own) < 0.0 { -along } else { along };
    }
    if thickness > THICKEST && thickness > SLENDER * length { across(own) } else { own }
}

/// The smallest box around points that is turned freely: the way of its longer side, its length and its thickness.
fn tightest(points: &[Point]) -> Option<(Coord<f64>, f64, f64)> {
    let near = |p: &&Point| p[0].abs() < FARTHEST && p[1].abs() < FARTHEST;
    let all: MultiPoint<f64> = points.iter().filter(near).map(|p| Place::new(p[0], p[1])).collect();
    let hull: Polygon<f64> = all.convex_hull();
    if hull.exterior().0.len() > MOST_CORNERS {
        return None;
    }
    let rect = hull.minimum_rotated_rect()?;
    let sides: Vec<Line<f64>> = LineString::lines(rect.exterior()).take(2).collect();
    let long = |l: &Line<f64>| l.delta().x.hypot(l.delta().y);
    let longer = sides.iter().max_by(|a, b| long(a).total_cmp(&long(b)))?;
    let length = long(longer);
    let along = longer.delta() / length;
    let thickness = size(points, along).1;
    (length.is_normal() && thickness.is_finite()).then_some((along, length, thickness))
}

impl Shapes<'_> {
    /// The direction in plan along which an element's box is taken: of a wall the way it runs, of an opening, and of
    /// what fills one, the way of the wall where it is along one of the own axes or where nothing else is slender; of
    /// everything else the own x axis.
    pub(super) fn axis(&self, id: Id, points: &[Point]) -> Coord<f64> {
        let model = self.eval.model;
        let own = self.horizontal(id).unwrap_or(Coord { x: 1.0, y: 0.0 });
        if model.is_a(id, "IfcWall") {
            return by_shape(points, own);
        }
        let opening = model.linked(Link::Filled, id).next().unwrap_or(id);
        let Some(wall) = model.linked(Link::Voided, opening).next() else {
            let hung = ["IfcDoor", "IfcWindow"].iter().any(|class| model.is_a(id, class));
            return if hung { by_shape(points, own) } else { own };
        };
        let Some(frame) = self.horizontal(wall) else { return own };
        let square = |other: Coord<f64>| dot(own, other).abs() < SQUARE;
        let along = if square(frame) { frame } else { own };
        let (length, thickness) = size(points, along);
        // NOTE: the shape of the wall is asked for only where that of the opening leaves a doubt.
        if length > SLENDER * thickness {
            return along;
        }
        let Ok(Ends { points, .. }) = self.ends(wall) else { return along };
        let way = by_shape(&points, frame);
        let told = dot(along, way);
        if told.abs() > 1.0 - SQUARE { along } else { way }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: Coord<f64> = Coord { x: 1.0, y: 0.0 };

    fn rectangle(long: f64, thick: f64, turn: f64) -> Vec<Point> {
        let (sin, cos) = turn.sin_cos();
        let corners = [(0.0, 0.0), (long, 0.0), (long, thick), (0.0, thick)];
        corners.map(|(x, y)| [x * cos - y * sin, x * sin + y * cos, 0.0]).to_vec()
    }

    #[test]
    fn a_wall_runs_the_way_it_is_drawn() {
        assert_eq!(by_shape(&rectangle(4.0, 0.2, 0.0), X), X);
        assert_eq!(by_shape(&rectangle(0.2, 4.0, 0.0), X), Coord { x: 0.0, y: 1.0 });
        let slanted = by_shape(&rectangle(4.0, 0.2, 0.5), X);
        assert!((slanted.x - 0.5_f64.cos()).abs() < 1e-9 && (slanted.y - 0.5_f64.sin()).abs() < 1e-9);
        let backwards = by_shape(&rectangle(4.0, 0.2, 2.6), X);
        assert!(backwards.x > 0.0, "it points the way of its own axis: {backwards:?}");
    }

    #[test]
    fn a_stump_of_a_wall_runs_along_its_own_axis() {
        assert_eq!(by_shape(&rectangle(0.2, 0.6, 0.0), X), X);
        assert_eq!(by_shape(&rectangle(0.2, 0.61, 0.0), X), Coord { x: 0.0, y: 1.0 });
        assert_eq!(by_shape(&rectangle(0.5, 1.0, 0.0), X), X, "not twice as long as thick");
    }

    #[test]
    fn a_round_tower_runs_no_way() {
        let circle: Vec<Point> = (0..1000)
            .map(|i| f64::from(i) * std::f64::consts::TAU / 1000.0)
            .map(|t| [9.0 * t.cos(), 2.0 * t.sin(), 0.0])
            .collect();
        assert_eq!(by_shape(&circle, X), X);
    }

    #[test]
    fn points_far_off_or_none_do_no_harm() {
        for bad in [f64::NAN, f64::INFINITY, 1e300] {
            let mut points = rectangle(4.0, 3.0, 0.5);
            points.push([bad, 0.0, 0.0]);
            let along = by_shape(&points, X);
            assert!(along.x.is_finite() && along.y.is_finite());
        }
        assert_eq!(by_shape(&[], X), X);
    }
}
