//! Which way does an alignment go? Segments of lines, circles and spirals, the heights along them, and lines beside
//! them.
//!
//! In come records; out go courses whose parameter is the distance, level where the line rises. A segment is walked
//! along from its start, by its heading, and laid where it is placed.

use std::f64::consts::{PI, TAU};

use super::affine::{Point, add, length, scale};
use super::course::{Course, Place, find};
use super::eval::{Eval, Result};
use super::unshaped::Why;
use crate::ifc::step::Id;

/// Most a segment may turn, in radians.
const MOST_TURN: f64 = 1000.0;
/// Places along a segment where its curvature is looked at.
const LOOKS: u32 = 64;
/// Fewest chords of a segment that bends.
const FEWEST: usize = 8;
/// Steps along a curve told by polynomials.
const STEPS: usize = 128;
/// Most coefficients of a polynomial.
const MOST_COEFFICIENTS: usize = 32;
/// Places within a step, and their weights, by which what is summed up over it is exact to the fifth power.
const WITHIN: [(f64, f64); 3] =
    [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 8.0 / 18.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// How a curve turns on its way.
#[derive(Debug, Clone, Default)]
struct Heading {
    /// The curvature as a polynomial of the distance.
    powers: [f64; 8],
    /// A wave of curvature beside it: its height, how many radians it takes in all, whether it begins at its crest,
    /// and the length it lasts.
    wave: Option<(f64, f64, bool, f64)>,
}

impl Heading {
    /// The direction at a distance, in radians from that at nothing.
    fn at(&self, s: f64) -> f64 {
        let mut sum = 0.0;
        let mut power = s;
        for (n, by) in self.powers.iter().enumerate() {
            sum += by * power / (n + 1) as f64;
            power *= s;
        }
        sum + self.wave.map_or(0.0, |(height, turn, crest, long)| {
            let angle = turn * s / long;
            height * long / turn * if crest { angle.sin() } else { 1.0 - angle.cos() }
        })
    }

    fn curvature(&self, s: f64) -> f64 {
        let even = self.powers.iter().rev().fold(0.0, |sum, by| sum * s + by);
        even + self.wave.map_or(0.0, |(height, turn, crest, long)| {
            let angle = turn * s / long;
            height * if crest { angle.cos() } else { angle.sin() }
        })
    }
}

impl Eval<'_> {
    /// A segment of an alignment where it is placed; its parameter is the distance.
    pub(super) fn placed_segment(&self, id: Id) -> Result<Course> {
        let parent = self.part(id, "ParentCurve")?;
        self.enter(parent)?;
        let [start, long] = ["SegmentStart", "SegmentLength"].map(|name| self.along(id, name, parent));
        let (start, long) = (start?, long?);
        let place = self.frame(self.part(id, "Placement")?)?;
        let (points, at) = match self.name(parent) {
            "IfcLine" => (vec![[0.0; 3], [long.abs(), 0.0, 0.0]], vec![0.0, long.abs()]),
            "IfcPolynomialCurve" => self.polynomial(parent, start, long)?,
            _ => self.walked(&self.heading(parent, long.abs())?, start, long, parent)?,
        };
        self.pay(points.len(), id)?;
        let points: Vec<Point> = points.into_iter().map(|p| place.point(p)).collect();
        let sane = points.iter().flatten().all(|n| n.abs() < 1e12);
        if sane { Ok(Course::measured(points, at)) } else { Err(self.fail(Why::Degenerate, id)) }
    }

    /// A length along the parent of a segment. Only lines and circles have parameters whose length is known.
    fn along(&self, id: Id, name: &str, parent: Id) -> Result<f64> {
        let bad = || self.fail(Why::Degenerate, id);
        match Place::of(self.model.attr(id, name), Place::Distance).ok_or_else(bad)? {
            Place::Distance(d) => Ok(d),
            Place::Parameter(p) => match self.name(parent) {
                "IfcLine" => Ok(p * self.maybe(self.part(parent, "Dir")?, "Magnitude").unwrap_or(1.0)),
                "IfcCircle" => Ok(p * self.radian * self.size(parent, "Radius")?),
                _ => Err(self.fail(Why::Unsupported, parent)),
            },
        }
    }

    /// How a circle or a spiral turns, of which a segment of this length is used.
    fn heading(&self, id: Id, long: f64) -> Result<Heading> {
        let mut heading = Heading::default();
        // A term is the length over which its share of the curvature becomes one of that radius.
        let term = |name: &str, power: i32| -> f64 {
            let term = self.maybe(id, name).filter(|t| *t != 0.0);
            term.map_or(0.0, |t| t.signum() / t.abs().powi(power + 1))
        };
        let terms: &[&str] = match self.name(id) {
            "IfcCircle" => &["Radius"],
            "IfcClothoid" => &["", "ClothoidConstant"],
            "IfcCosineSpiral" => &["ConstantTerm"],
            "IfcSineSpiral" => &["ConstantTerm", "LinearTerm"],
            "IfcSecondOrderPolynomialSpiral"
            | "IfcThirdOrderPolynomialSpiral"
            | "IfcSeventhOrderPolynomialSpiral" => &[
                "ConstantTerm",
                "LinearTerm",
                "QuadraticTerm",
                "CubicTerm",
                "QuarticTerm",
                "QuinticTerm",
                "SexticTerm",
                "SepticTerm",
            ],
            _ => return Err(self.fail(Why::Unsupported, id)),
        };
        for ((power, name), by) in (0..).zip(terms).zip(&mut heading.powers) {
            *by = term(name, power);
        }
        heading.wave = match self.name(id) {
            "IfcCosineSpiral" => Some((term("CosineTerm", 0), PI, true, long)),
            "IfcSineSpiral" => Some((term("SineTerm", 0), TAU, false, long)),
            _ => None,
        };
        heading.wave = heading.wave.filter(|_| long > 0.0);
        Ok(heading)
    }

    /// The points along a curve that turns, from the origin in the direction of x; backwards where the length is
    /// negative.
    fn walked(&self, heading: &Heading, start: f64, long: f64, id: Id) -> Result<(Vec<Point>, Vec<f64>)> {
        let looks = (0..=LOOKS).map(|i| heading.curvature(start + long * f64::from(i) / f64::from(LOOKS)));
        let sharpest = looks.map(f64::abs).fold(0.0, f64::max);
        let turn = sharpest * long.abs();
        let first = heading.at(start);
        if !(turn < MOST_TURN && first.is_finite() && heading.at(start + long).is_finite()) {
            return Err(self.fail(Why::Degenerate, id));
        }
        let chords = self.angles(0.0, turn, if sharpest > 0.0 { 1.0 / sharpest } else { 1.0 }).count() - 1;
        let chords = chords.max(FEWEST);
        let step = long / chords as f64;
        let (mut points, mut at) = (vec![[0.0; 3]], vec![0.0]);
        let mut here = [0.0; 3];
        for i in 0..chords {
            for (share, weight) in WITHIN {
                let turned = heading.at(start + step * (i as f64 + share)) - first;
                here = add(here, scale([turned.cos(), turned.sin(), 0.0], step.abs() * weight));
            }
            points.push(here);
            at.push(step.abs() * (i + 1) as f64);
        }
        Ok((points, at))
    }

    /// The points along a curve told by polynomials of its parameter, moved so that it starts at the origin in the
    /// direction of x.
    fn polynomial(&self, id: Id, start: f64, long: f64) -> Result<(Vec<Point>, Vec<f64>)> {
        let bad = || self.fail(Why::Degenerate, id);
        let numbers = |name: &str| -> Vec<f64> {
            let list = self.model.attr(id, name).as_list();
            let numbers = list.into_iter().flatten().take(MOST_COEFFICIENTS).filter_map(|v| v.as_f64());
            numbers.filter(|n| n.is_finite()).collect()
        };
        let (x, y) = (numbers("CoefficientsX"), numbers("CoefficientsY"));
        let value = |all: &[f64], u: f64| all.iter().rev().fold(0.0, |sum, by| sum * u + by);
        let slope =
            |all: &[f64], u: f64| (1..all.len()).rev().fold(0.0, |sum, n| sum * u + all[n] * n as f64);
        let speed = |u: f64| slope(&x, u).hypot(slope(&y, u));
        // The parameter a distance further on.
        let onward = |mut u: f64, far: f64, steps: usize| -> Option<f64> {
            let step = far / steps as f64;
            for _ in 0..steps {
                let middle = u + step / 2.0 / speed(u);
                u += step / speed(middle);
            }
            (u.abs() < 1e12).then_some(u)
        };
        let mut u = if start == 0.0 { 0.0 } else { onward(0.0, start, STEPS).ok_or_else(bad)? };
        let origin = [value(&x, u), value(&y, u)];
        let (dx, dy) = (slope(&x, u) * long.signum(), slope(&y, u) * long.signum());
        let first = dx.hypot(dy);
        let (mut points, mut at) = (Vec::new(), Vec::new());
        for i in 0..=STEPS {
            let [a, b] = [value(&x, u) - origin[0], value(&y, u) - origin[1]];
            points.push([(a * dx + b * dy) / first, (b * dx - a * dy) / first, 0.0]);
            at.push(long.abs() * (i as f64 / STEPS as f64));
            u = onward(u, long / STEPS as f64, 4).ok_or_else(bad)?;
        }
        let sane = points.iter().all(|p| length(*p).is_finite());
        if sane { Ok((points, at)) } else { Err(bad()) }
    }

    /// A level line with the heights that are told along it, and what a canted track adds to them.
    pub(super) fn raised(&self, id: Id, depth: usize) -> Result<Course> {
        let bad = || self.fail(Why::Degenerate, id);
        let base = self.course_within(self.part(id, "BaseCurve")?, depth)?;
        let mut heights: Vec<Point> = Vec::new();
        let canted = self.name(id) == "IfcSegmentedReferenceCurve";
        for segment in self.model.references(id, "Segments") {
            self.enter(segment)?;
            if canted {
                // Between the segments the way it changes is not followed, nor how the track leans.
                self.inexact();
                heights.push(self.frame(self.part(segment, "Placement")?)?.origin);
                continue;
            }
            extend(&mut heights, self.placed_segment(segment)?.points);
        }
        if let Some(end) = self.model.reference(id, "EndPoint") {
            extend(&mut heights, vec![self.frame(end)?.origin]);
        }
        heights.sort_by(|a, b| a[0].total_cmp(&b[0]));
        let along: Vec<f64> = heights.iter().map(|p| p[0]).collect();
        let height = |d: f64| -> Option<f64> {
            // NOTE: no clamp, which would not bear a place that is no number.
            let d = d.max(*along.first()?).min(*along.last()?);
            let Some((i, share)) = find(&along, d) else { return Some(heights.first()?[1]) };
            Some(heights[i][1] + (heights[i + 1][1] - heights[i][1]) * share)
        };
        let level = base.distances();
        let (first, last) = (*level.first().ok_or_else(bad)?, *level.last().ok_or_else(bad)?);
        let mut all: Vec<f64> = level.clone();
        all.extend(along.iter().copied().filter(|d| *d > first && *d < last));
        all.sort_by(f64::total_cmp);
        all.dedup();
        self.pay(all.len(), id)?;
        let point = |d: f64| -> Option<Point> {
            let (i, share) = find(&level, d)?;
            let (a, b) = (base.points[i], base.points[i + 1]);
            let at = add(scale(a, 1.0 - share), scale(b, share));
            Some([at[0], at[1], at[2] + height(d)?])
        };
        let points: Option<Vec<Point>> = all.iter().map(|d| point(*d)).collect();
        Ok(Course::measured(points.ok_or_else(bad)?, all))
    }

    /// A line beside another, by what is told at places along that one.
    pub(super) fn beside(&self, id: Id, depth: usize) -> Result<Course> {
        let bad = || self.fail(Why::Degenerate, id);
        let basis = self.course_within(self.part(id, "BasisCurve")?, depth)?;
        let mut told: Vec<(f64, [f64; 2])> = Vec::new();
        for value in self.model.references(id, "OffsetValues") {
            self.enter(value)?;
            self.pay(basis.points.len(), value)?;
            let place = Place::of(self.model.attr(value, "DistanceAlong"), Place::Distance);
            let distance = place.and_then(|p| basis.distance(p)).ok_or_else(bad)?;
            let offset =
                ["OffsetLateral", "OffsetVertical"].map(|name| self.maybe(value, name).unwrap_or(0.0));
            told.push((distance, offset));
        }
        if told.is_empty() || told.windows(2).any(|pair| pair[0].0 > pair[1].0) {
            return Err(bad());
        }
        let at: Vec<f64> = told.iter().map(|(d, _)| *d).collect();
        let offset = |d: f64| -> [f64; 2] {
            // Before the first and after the last it stays the same.
            match find(&at, d) {
                Some((i, share)) => [0, 1].map(|n| told[i].1[n] + (told[i + 1].1[n] - told[i].1[n]) * share),
                None if d < at[0] => told[0].1,
                None => told[told.len() - 1].1,
            }
        };
        let ends = basis.distances();
        let (first, last) = (*ends.first().ok_or_else(bad)?, *ends.last().ok_or_else(bad)?);
        let mut wanted = vec![first];
        wanted.extend(at.iter().copied().filter(|d| *d > first && *d < last));
        wanted.push(last);
        let stations = basis.stations(&wanted).ok_or_else(bad)?;
        self.pay(stations.len(), id)?;
        let moved = |s: &super::course::Station| {
            let [aside, higher] = offset(s.distance);
            add(s.at, add(scale(s.left, aside), scale(s.up, higher)))
        };
        Ok(Course::bare(stations.iter().map(moved).collect()))
    }
}

/// Goes on with the points of a next segment: one ends where the next starts, however long it is said to be.
fn extend(heights: &mut Vec<Point>, next: Vec<Point>) {
    while heights.last().zip(next.first()).is_some_and(|(last, first)| last[0] >= first[0]) {
        heights.pop();
    }
    heights.extend(next);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_the_sum_of_its_curvature() {
        let curve = Heading { powers: [0.1, -0.2, 0.03, 0.0, 0.0, 0.0, 0.0, 0.001], wave: None };
        let wave = |crest| Heading { wave: Some((0.5, TAU, crest, 3.0)), ..Heading::default() };
        for heading in [curve, wave(true), wave(false)] {
            let (s, hair) = (1.3, 1e-6);
            let slope = (heading.at(s + hair) - heading.at(s - hair)) / (2.0 * hair);
            assert!((slope - heading.curvature(s)).abs() < 1e-8, "{slope}");
        }
    }
}
