//! What way does a curve go? Curves of the plane and of space as chains of points.
//!
//! In come records; out go points in the order of the curve, arcs and splines by chords, and the parameters of the
//! curve at them. A closed curve ends where it starts.

use std::f64::consts::TAU;

use super::affine::{Affine, Point, add, cross, dot, length, scale, sub, unit};
use super::course::{Course, Place, SAME};
use super::eval::{DEPTH, Eval, Result};
use super::unshaped::Why;
use crate::ifc::step::{Id, Value};

/// Points of a spline on each stretch between knots.
const SPLINE_STEPS: usize = 8;
/// Most control points of a spline.
const MOST_CONTROL: usize = 2000;
/// Highest degree of a spline.
const MOST_DEGREE: i64 = 15;

impl Eval<'_> {
    /// The points of a curve.
    pub(super) fn curve(&self, id: Id) -> Result<Vec<Point>> {
        self.course(id).map(|line| line.points)
    }

    /// The points of a curve with its parameters.
    pub(super) fn course(&self, id: Id) -> Result<Course> {
        self.course_within(id, DEPTH)
    }

    pub(super) fn course_within(&self, id: Id, depth: usize) -> Result<Course> {
        self.enter(id)?;
        let depth = depth.checked_sub(1).ok_or_else(|| self.fail(Why::Cyclic, id))?;
        match self.name(id) {
            "IfcPolyline" => {
                let points = self.model.references(id, "Points");
                points.into_iter().map(|p| self.point(p)).collect::<Result<_>>().map(Course::chain)
            }
            "IfcCircle" | "IfcEllipse" => self.conic(id, 0.0, TAU),
            "IfcTrimmedCurve" => self.trimmed(id, depth),
            "IfcCompositeCurve"
            | "Ifc2DCompositeCurve"
            | "IfcBoundaryCurve"
            | "IfcOuterBoundaryCurve"
            | "IfcCompositeCurveOnSurface" => self.composite(id, depth),
            "IfcIndexedPolyCurve" => self.indexed(id),
            "IfcBSplineCurve" | "IfcBSplineCurveWithKnots" | "IfcRationalBSplineCurveWithKnots" => {
                self.spline(id)
            }
            "IfcSurfaceCurve" | "IfcSeamCurve" | "IfcIntersectionCurve" => {
                self.course_within(self.part(id, "Curve3D")?, depth)
            }
            "IfcGradientCurve" | "IfcSegmentedReferenceCurve" => self.raised(id, depth),
            "IfcOffsetCurveByDistances" => self.beside(id, depth),
            _ => Err(self.fail(Why::Unsupported, id)),
        }
    }

    /// A circle or an ellipse between two angles.
    fn conic(&self, id: Id, from: f64, to: f64) -> Result<Course> {
        let (a, b) = if self.name(id) == "IfcCircle" {
            let radius = self.size(id, "Radius")?;
            (radius, radius)
        } else {
            (self.size(id, "SemiAxis1")?, self.size(id, "SemiAxis2")?)
        };
        let frame = self.frame_of(id, "Position")?;
        let points: Vec<Point> =
            self.angles(from, to, a.max(b)).map(|t| frame.point([a * t.cos(), b * t.sin(), 0.0])).collect();
        self.pay(points.len(), id)?;
        Ok(Course::even(points, (to - from).abs() / self.radian))
    }

    fn trimmed(&self, id: Id, depth: usize) -> Result<Course> {
        let basis = self.part(id, "BasisCurve")?;
        let forward = self.model.attr(id, "SenseAgreement").as_bool().unwrap_or(true);
        let (first, second) = (self.trim(id, "Trim1"), self.trim(id, "Trim2"));
        match self.name(basis) {
            "IfcLine" => {
                let start = self.part(basis, "Pnt").and_then(|p| self.point(p))?;
                let vector = self.part(basis, "Dir")?;
                let direction = self.direction(vector, "Orientation").and_then(unit);
                let direction = direction.ok_or_else(|| self.fail(Why::Degenerate, vector))?;
                let magnitude = self.maybe(vector, "Magnitude").unwrap_or(1.0);
                let step = scale(direction, magnitude);
                let end = |(point, parameter): (Option<Point>, Option<f64>)| {
                    let by_parameter = parameter.map(|t| add(start, scale(step, t)));
                    point.or(by_parameter).ok_or_else(|| self.fail(Why::Degenerate, id))
                };
                let (start, end) = (end(first)?, end(second)?);
                let long = length(sub(end, start)) / magnitude.abs();
                Ok(Course::even(vec![start, end], long))
            }
            "IfcCircle" | "IfcEllipse" => {
                let frame = self.frame_of(basis, "Position")?;
                let (a, b) = if self.name(basis) == "IfcCircle" {
                    (1.0, 1.0)
                } else {
                    (self.size(basis, "SemiAxis1")?, self.size(basis, "SemiAxis2")?)
                };
                let by_point = self.model.word(id, "MasterRepresentation") == Some("CARTESIAN");
                let angle = |(point, parameter): (Option<Point>, Option<f64>)| {
                    let seen = point.map(|p| {
                        let d = sub(p, frame.origin);
                        (dot(d, frame.y) / b).atan2(dot(d, frame.x) / a)
                    });
                    let told = parameter.map(|t| t * self.radian);
                    let angle = if by_point { seen.or(told) } else { told.or(seen) };
                    angle.filter(|a| a.abs() < 1e6).ok_or_else(|| self.fail(Why::Degenerate, id))
                };
                let (from, to) = (angle(first)?, angle(second)?);
                let mut turn = (if forward { to - from } else { from - to }).rem_euclid(TAU);
                if turn < 1e-9 {
                    turn = TAU;
                }
                self.conic(basis, from, if forward { from + turn } else { from - turn })
            }
            _ => {
                let mut line = self.course_within(basis, depth)?;
                let (first, second) = (first.1.map(Place::Parameter), second.1.map(Place::Parameter));
                let ends = if forward { (first, second) } else { (second, first) };
                let part = ends.0.zip(ends.1).and_then(|(a, b)| line.part(Some(a), Some(b)));
                line = part.map_or_else(
                    || {
                        // What is trimmed by points is mostly trimmed at its own ends.
                        self.inexact();
                        line
                    },
                    Course::bare,
                );
                if !forward {
                    line.reverse();
                }
                Ok(line)
            }
        }
    }

    /// Where a trim lies: its point and its parameter, whichever it tells.
    fn trim(&self, id: Id, name: &str) -> (Option<Point>, Option<f64>) {
        let (mut point, mut parameter) = (None, None);
        let Some(list) = self.model.attr(id, name).as_list() else { return (None, None) };
        for value in list.iter().take(4) {
            match value {
                Value::Ref(p) => point = self.point(p).ok(),
                value => parameter = value.as_f64(),
            }
        }
        (point, parameter)
    }

    pub(super) fn composite(&self, id: Id, depth: usize) -> Result<Course> {
        let mut line = Course::none();
        let near = 0.002 / self.metre;
        for (i, segment) in self.model.references(id, "Segments").into_iter().enumerate() {
            self.enter(segment)?;
            if self.name(segment) == "IfcCurveSegment" {
                let part = self.placed_segment(segment)?;
                // The last segment has no length and only tells where the line ends.
                if line.points.is_empty() || part.length() > near {
                    line.join(part, near);
                }
                continue;
            }
            let mut part = self.course_within(self.part(segment, "ParentCurve")?, depth)?;
            if let Some(long) = self.maybe(segment, "ParamLength").filter(|long| *long > 0.0) {
                part = part.lasting(long);
            }
            if self.model.attr(segment, "SameSense").as_bool() == Some(false) {
                part.reverse();
            }
            if let (Some(end), Some(a), Some(b)) =
                (line.points.last().copied(), part.points.first().copied(), part.points.last().copied())
            {
                let (to_first, to_last) = (length(sub(a, end)), length(sub(b, end)));
                if to_first > near && to_last <= near {
                    part.reverse();
                } else if i == 1 && to_first.min(to_last) > near {
                    // The first part may be the one that lies the wrong way round.
                    let start = line.points[0];
                    if length(sub(a, start)).min(length(sub(b, start))) <= near {
                        line.reverse();
                        if length(sub(b, start)) <= near {
                            part.reverse();
                        }
                    }
                }
            }
            line.join(part, SAME);
        }
        Ok(line)
    }

    fn indexed(&self, id: Id) -> Result<Course> {
        let all = self.point_list(self.part(id, "Points")?)?;
        let Some(segments) = self.model.attr(id, "Segments").as_list() else { return Ok(Course::chain(all)) };
        let mut line = Course::none();
        for segment in segments {
            let Value::Typed(typed) = segment else { return Err(self.fail(Why::Degenerate, id)) };
            let mut part = Vec::new();
            for index in segment.as_list().into_iter().flatten() {
                self.pay(1, id)?;
                let at = index.as_i64().and_then(|i| usize::try_from(i - 1).ok()).and_then(|i| all.get(i));
                part.push(*at.ok_or_else(|| self.fail(Why::Degenerate, id))?);
            }
            if typed.name.eq_ignore_ascii_case("IFCARCINDEX")
                && let [a, b, c] = part[..]
            {
                // The standard does not say what parameters an arc takes here.
                let arc = self.arc(a, b, c);
                self.pay(arc.len(), id)?;
                line.join(Course::bare(arc), SAME);
            } else {
                line.join(Course::chain(part), SAME);
            }
        }
        Ok(line)
    }

    /// The arc through three points; the two chords when they lie on a line.
    fn arc(&self, a: Point, b: Point, c: Point) -> Vec<Point> {
        let (u, v) = (sub(b, a), sub(c, a));
        let w = cross(u, v);
        let size = dot(w, w);
        if size <= 1e-18 * dot(u, u).max(dot(v, v)).powi(2) {
            return vec![a, b, c];
        }
        let to_centre =
            scale(add(scale(cross(v, w), -dot(u, u)), scale(cross(u, w), dot(v, v))), -0.5 / size);
        // Both signs of the formula are in use; the centre is the one as far from all three.
        let centre = [to_centre, scale(to_centre, -1.0)]
            .map(|d| add(a, d))
            .into_iter()
            .min_by(|p, q| uneven(*p, a, b, c).total_cmp(&uneven(*q, a, b, c)))
            .unwrap_or(a);
        let radius = length(sub(a, centre));
        let frame = Affine::frame(centre, Some(w), Some(sub(a, centre)));
        let at = |p: Point| dot(sub(p, centre), frame.y).atan2(dot(sub(p, centre), frame.x)).rem_euclid(TAU);
        let mut points: Vec<Point> = self
            .angles(0.0, at(c), radius)
            .map(|t| frame.point([radius * t.cos(), radius * t.sin(), 0.0]))
            .collect();
        if let [first, .., last] = &mut points[..] {
            (*first, *last) = (a, c);
        }
        points
    }

    fn spline(&self, id: Id) -> Result<Course> {
        let bad = || self.fail(Why::Degenerate, id);
        let degree = self.model.attr(id, "Degree").as_i64().filter(|d| (1..=MOST_DEGREE).contains(d));
        let degree = degree.ok_or_else(bad)? as usize;
        let control: Vec<Point> = self
            .model
            .references(id, "ControlPointsList")
            .into_iter()
            .map(|p| self.point(p))
            .collect::<Result<_>>()?;
        if control.len() <= degree || control.len() > MOST_CONTROL {
            return Err(bad());
        }
        let numbers = |name: &str| -> Vec<f64> {
            let list = self.model.attr(id, name).as_list();
            list.into_iter().flatten().take(MOST_CONTROL).filter_map(Value::as_f64).collect()
        };
        let weights = numbers("WeightsData");
        let mut knots = Vec::new();
        for (knot, times) in numbers("Knots").into_iter().zip(numbers("KnotMultiplicities")) {
            knots.extend(std::iter::repeat_n(knot, times.clamp(0.0, 64.0) as usize));
        }
        if knots.len() != control.len() + degree + 1 {
            // Without knots it is uniform and touches its ends.
            let inner = control.len() - degree;
            knots =
                (0..=control.len() + degree).map(|i| i.saturating_sub(degree).min(inner) as f64).collect();
        }
        self.inexact();
        let (mut points, mut at) = (Vec::new(), Vec::new());
        for span in degree..control.len() {
            let (from, to) = (knots[span], knots[span + 1]);
            if to <= from {
                continue;
            }
            for step in usize::from(!points.is_empty())..=SPLINE_STEPS {
                let t = from + (to - from) * (step as f64 / SPLINE_STEPS as f64);
                points.push(de_boor(degree, &control, &weights, &knots, span, t));
                at.push(t);
            }
        }
        self.pay(points.len(), id)?;
        Ok(Course::with(points, at))
    }
}

/// How differently far a centre is from three points.
fn uneven(centre: Point, a: Point, b: Point, c: Point) -> f64 {
    let [a, b, c] = [a, b, c].map(|p| length(sub(p, centre)));
    (a - b).abs() + (a - c).abs()
}

/// The point of a spline at a parameter within a span of its knots.
fn de_boor(degree: usize, control: &[Point], weights: &[f64], knots: &[f64], span: usize, t: f64) -> Point {
    let weight = |i: usize| weights.get(i).copied().filter(|w| *w > 0.0).unwrap_or(1.0);
    let mut at: Vec<(Point, f64)> =
        (0..=degree).map(|j| span - degree + j).map(|i| (scale(control[i], weight(i)), weight(i))).collect();
    for r in 1..=degree {
        for j in (r..=degree).rev() {
            let i = span - degree + j;
            let width = knots[i + degree + 1 - r] - knots[i];
            let share = if width > 0.0 { (t - knots[i]) / width } else { 0.0 };
            let (before, here) = (at[j - 1], at[j]);
            at[j] = (
                add(scale(before.0, 1.0 - share), scale(here.0, share)),
                before.1 * (1.0 - share) + here.1 * share,
            );
        }
    }
    scale(at[degree].0, 1.0 / at[degree].1)
}

/// The points without the last when it is the first again.
pub(super) fn open(mut points: Vec<Point>, near: f64) -> Vec<Point> {
    while points.len() > 1 && length(sub(points[0], points[points.len() - 1])) <= near {
        points.pop();
    }
    points
}
