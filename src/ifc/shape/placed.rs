//! Where does a product stand that is placed on a grid or along a line?
//!
//! In come placements of these kinds; out goes the frame they give within the one they are told in. Beside a local
//! placement these are the two ways of the standard.

use std::collections::BTreeMap;

use super::affine::{Affine, Point, add, dot, length, scale, sub, unit};
use super::course::Place;
use super::eval::{Eval, Result};
use super::unshaped::Why;
use crate::ifc::step::{Id, Value};

/// Most stretches of two axes that are held against each other.
const MOST_PAIRS: usize = 100_000;
/// Straight up.
const UP: Point = [0.0, 0.0, 1.0];

/// Where two axes meet: the point, and the direction of the first there.
type Meeting = (Point, Point);

impl Eval<'_> {
    /// The frame a placement gives within the one it is told in.
    pub(super) fn relative(&self, id: Id) -> Result<Affine> {
        match self.name(id) {
            "IfcLocalPlacement" => self.frame_of(id, "RelativePlacement"),
            "IfcGridPlacement" => self.on_grid(id),
            "IfcLinearPlacement" => self.along_line(id),
            _ => Err(self.fail(Why::Unsupported, id)),
        }
    }

    /// The placement another is told in: of one on a grid that of the grid.
    pub(super) fn told_in(&self, id: Id) -> Option<Id> {
        let of_grid = || {
            let meeting = self.model.reference(id, "PlacementLocation")?;
            let axis = *self.model.references(meeting, "IntersectingAxes").first()?;
            self.grid_of(axis).and_then(|grid| self.model.reference(grid, "ObjectPlacement"))
        };
        let on_grid = if self.name(id) == "IfcGridPlacement" { of_grid() } else { None };
        on_grid.or_else(|| self.model.reference(id, "PlacementRelTo"))
    }

    /// The grid an axis belongs to.
    fn grid_of(&self, axis: Id) -> Option<Id> {
        let grids = self.grids.get_or_init(|| {
            let mut grids = BTreeMap::new();
            for grid in self.model.by_class("IfcGrid", true) {
                for axes in ["UAxes", "VAxes", "WAxes"] {
                    grids.extend(self.model.references(grid, axes).into_iter().map(|a| (a, grid)));
                }
            }
            grids
        });
        grids.get(&axis).copied()
    }

    /// A frame where two axes of a grid meet. Its x axis goes the way that is told, or towards another meeting; where
    /// nothing is told it follows the first axis.
    fn on_grid(&self, id: Id) -> Result<Affine> {
        let (origin, along) = self.meeting(self.part(id, "PlacementLocation")?)?;
        let x = match self.model.reference(id, "PlacementRefDirection") {
            Some(told) if self.name(told) == "IfcVirtualGridIntersection" => {
                sub(self.meeting(told)?.0, origin)
            }
            Some(_) => {
                self.direction(id, "PlacementRefDirection").ok_or_else(|| self.fail(Why::Degenerate, id))?
            }
            None => along,
        };
        Ok(Affine::frame(origin, Some(UP), Some([x[0], x[1], 0.0])))
    }

    /// Where two axes meet, each moved aside (to its left) by its offset; a third offset is a height.
    fn meeting(&self, id: Id) -> Result<Meeting> {
        self.enter(id)?;
        let bad = || self.fail(Why::Degenerate, id);
        let offsets: Vec<f64> = self.model.attr(id, "OffsetDistances").as_list().map_or(Vec::new(), |l| {
            l.iter().take(3).filter_map(Value::as_f64).filter(|n| n.abs() < 1e12).collect()
        });
        let [first, second] = self.model.references(id, "IntersectingAxes")[..] else { return Err(bad()) };
        let offset = |i: usize| offsets.get(i).copied().unwrap_or(0.0);
        let first = aside(&self.axis_line(first)?, offset(0));
        let second = aside(&self.axis_line(second)?, offset(1));
        let pairs = first.len().saturating_mul(second.len());
        if pairs > MOST_PAIRS {
            return Err(self.fail(Why::TooComplex, id));
        }
        self.pay(pairs, id)?;
        let (at, along) = crossing(&first, &second).ok_or_else(bad)?;
        Ok((add(at, [0.0, 0.0, offset(2)]), along))
    }

    /// The points of a grid axis in its direction.
    fn axis_line(&self, axis: Id) -> Result<Vec<Point>> {
        let curve = self.part(axis, "AxisCurve")?;
        let mut points = if self.name(curve) == "IfcLine" {
            let start = self.part(curve, "Pnt").and_then(|p| self.point(p))?;
            let along = self.direction(self.part(curve, "Dir")?, "Orientation").and_then(unit);
            let along = along.ok_or_else(|| self.fail(Why::Degenerate, curve))?;
            vec![start, add(start, scale(along, 1.0 / self.metre))]
        } else {
            self.curve(curve)?
        };
        if self.model.attr(axis, "SameSense").as_bool() == Some(false) {
            points.reverse();
        }
        Ok(points)
    }

    /// A frame at a distance along a line. Where the line is of a kind that is not followed, the position counts that
    /// the model gives beside it.
    fn along_line(&self, id: Id) -> Result<Affine> {
        let told = self.part(id, "RelativePlacement");
        let found = told.and_then(|place| {
            let at = self.distance_along(self.part(place, "Location")?)?;
            let axis = self.direction(place, "Axis").or_else(|| unit(at.z));
            let x = self.direction(place, "RefDirection").or_else(|| unit(at.x));
            Ok(Affine::frame(at.origin, axis, x))
        });
        match (found, self.model.reference(id, "CartesianPosition")) {
            (Err(e), Some(position)) if e.why != Why::TooComplex => self.frame(position),
            (found, _) => found,
        }
    }

    /// The frame of a line at a distance along it, or at a parameter of it: x goes along, y to the left.
    fn distance_along(&self, id: Id) -> Result<Affine> {
        self.enter(id)?;
        if self.name(id) != "IfcPointByDistanceExpression" {
            return Ok(Affine { origin: self.point(id)?, ..Affine::IDENTITY });
        }
        let bad = || self.fail(Why::Degenerate, id);
        let place = Place::of(self.model.attr(id, "DistanceAlong"), Place::Distance).ok_or_else(bad)?;
        let line = self.course(self.part(id, "BasisCurve")?)?;
        // Beyond the line, or by a parameter of a curve whose parameters are not known, it has no place.
        let mut frame = line.frame(place).ok_or_else(|| self.fail(Why::Unsupported, id))?;
        let offsets =
            [("OffsetLongitudinal", frame.x), ("OffsetLateral", frame.y), ("OffsetVertical", frame.z)];
        for (name, way) in offsets {
            frame.origin = add(frame.origin, scale(way, self.maybe(id, name).unwrap_or(0.0)));
        }
        Ok(frame)
    }
}

/// A chain of points as stretches, each moved to its left.
fn aside(line: &[Point], by: f64) -> Vec<[Point; 2]> {
    let moved = |pair: &[Point]| {
        let along = unit(sub(pair[1], pair[0]))?;
        let off = scale(unit([-along[1], along[0], 0.0])?, by);
        Some([add(pair[0], off), add(pair[1], off)])
    };
    line.windows(2).filter_map(moved).collect()
}

/// Where two chains cross in plan. Where none of their stretches do, the first and the last of each go on beyond their
/// ends, and the crossing that is least far out counts.
fn crossing(first: &[[Point; 2]], second: &[[Point; 2]]) -> Option<Meeting> {
    let mut best: Option<(f64, Meeting)> = None;
    for a in first {
        for b in second {
            let (u, v) = (sub(a[1], a[0]), sub(b[1], b[0]));
            let turn = u[0] * v[1] - u[1] * v[0];
            if turn.abs() <= 1e-12 * length(u) * length(v) {
                continue;
            }
            let d = sub(b[0], a[0]);
            let (s, t) = ((d[0] * v[1] - d[1] * v[0]) / turn, (d[0] * u[1] - d[1] * u[0]) / turn);
            let out = |share: f64, long: f64| (share - share.clamp(0.0, 1.0)).abs() * long;
            let out = out(s, length(u)).max(out(t, length(v)));
            if best.is_none_or(|(least, _)| out < least) {
                best = Some((out, (add(a[0], scale(u, s)), unit(u)?)));
            }
        }
    }
    best.map(|(_, meeting)| meeting).filter(|(at, _)| dot(*at, *at).is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(points: &[[f64; 2]]) -> Vec<Point> {
        points.iter().map(|p| [p[0], p[1], 0.0]).collect()
    }

    #[test]
    fn axes_meet_where_they_cross_and_beyond_their_ends() {
        let east = aside(&chain(&[[0.0, 2.0], [10.0, 2.0]]), 0.0);
        let north = aside(&chain(&[[3.0, 0.0], [3.0, 9.0]]), 0.0);
        assert_eq!(crossing(&east, &north), Some(([3.0, 2.0, 0.0], [1.0, 0.0, 0.0])));
        let short = aside(&chain(&[[3.0, 5.0], [3.0, 9.0]]), 0.0);
        assert_eq!(crossing(&east, &short).unwrap().0, [3.0, 2.0, 0.0]);
        assert_eq!(crossing(&east, &east), None, "lines in one direction");
    }

    #[test]
    fn an_offset_goes_to_the_left_of_the_axis() {
        let east = aside(&chain(&[[0.0, 2.0], [10.0, 2.0]]), 0.5);
        let north = aside(&chain(&[[3.0, 0.0], [3.0, 9.0]]), 0.25);
        assert_eq!(crossing(&east, &north).unwrap().0, [2.75, 2.5, 0.0]);
    }

    #[test]
    fn of_two_crossings_the_one_on_both_axes_counts() {
        let bent = aside(&chain(&[[0.0, 0.0], [4.0, 0.0], [4.0, 4.0]]), 0.0);
        let slanted = aside(&chain(&[[3.0, 3.0], [6.0, 3.0]]), 0.0);
        assert_eq!(crossing(&bent, &slanted).unwrap().0, [4.0, 3.0, 0.0]);
    }
}
