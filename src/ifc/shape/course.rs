//! Where on a line is a distance, or a parameter of it? Chains of points that know both.
//!
//! In come the points of a curve and their parameters; out go places on it, parts of it and frames along it, in the
//! units of the file. What lies beyond a line has no place on it.

use super::affine::{Affine, Point, add, cross, dot, length, scale, sub, unit};
use crate::ifc::step::Value;

/// How far beyond its end a line is still met, as a share of it: numbers are written with a few digits.
const BEYOND: f64 = 1e-6;
/// Chords that turn less than this, as a cosine, follow an arc.
const SMOOTH: f64 = 0.99;
/// Points closer than this are one, in any unit.
pub(super) const SAME: f64 = 1e-9;
/// Sharpest corner that is mitred, as the cosine between the line and the normal of the mitre.
const SHARPEST: f64 = 0.1;
/// How differently two chords after each other may turn on the same arc, as a share.
const EVEN: f64 = 0.25;
/// Straight up.
const UP: Point = [0.0, 0.0, 1.0];

/// A line as a chain of points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Course {
    pub(super) points: Vec<Point>,
    /// The parameter at each point, never falling; none where the standard does not say how the line is parametrised.
    at: Option<Vec<f64>>,
    /// Whether the parameter is what counts as distance: along an alignment that rises, distances are level.
    measured: bool,
}

/// A place on a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// So far along it.
    Distance(f64),
    /// By the parameter of the curve.
    Parameter(f64),
}

impl Place {
    /// What a value tells that says whether it is a length or a parameter; what a number alone is.
    pub(super) fn of(value: Value<'_>, alone: fn(f64) -> Self) -> Option<Self> {
        let number = value.as_f64().filter(|n| n.abs() < 1e12)?;
        let Value::Typed(typed) = value else { return Some(alone(number)) };
        let parameter = typed.name.eq_ignore_ascii_case("IFCPARAMETERVALUE");
        Some(if parameter { Self::Parameter(number) } else { Self::Distance(number) })
    }
}

/// A place on a line with the directions there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Station {
    /// Its distance from the start.
    pub(super) distance: f64,
    /// The point on the line.
    pub(super) at: Point,
    /// Along the line, of length one; at a corner halfway between its sides.
    pub(super) along: Point,
    /// To the left; at a corner longer than one, so that what runs beside the line meets at a mitre.
    pub(super) left: Point,
    /// Upwards at right angles to both, of length one.
    pub(super) up: Point,
}

impl Course {
    /// A chain whose points are one parameter apart, as those of a polyline.
    pub(super) fn chain(points: Vec<Point>) -> Self {
        let at = Some((0..points.len()).map(|i| i as f64).collect());
        Self { points, at, measured: false }
    }

    /// Points with evenly spaced parameters, from nothing to that of the end.
    pub(super) fn even(points: Vec<Point>, end: f64) -> Self {
        let last = points.len().saturating_sub(1).max(1) as f64;
        let at = (0..points.len()).map(|i| end * (i as f64 / last)).collect();
        Self::with(points, at)
    }

    /// Points, each with its parameter.
    pub(super) fn with(points: Vec<Point>, at: Vec<f64>) -> Self {
        let sound = at.len() == points.len() && at.windows(2).all(|pair| pair[0] <= pair[1]);
        Self { points, at: sound.then_some(at), measured: false }
    }

    /// Points, each with its distance from the start.
    pub(super) fn measured(points: Vec<Point>, at: Vec<f64>) -> Self {
        let with = Self::with(points, at);
        Self { measured: with.at.is_some(), ..with }
    }

    /// Points of which no parameter is known.
    pub(super) fn bare(points: Vec<Point>) -> Self {
        Self { points, at: None, measured: false }
    }

    /// No line yet, to which others are joined.
    pub(super) fn none() -> Self {
        Self { points: Vec::new(), at: Some(Vec::new()), measured: true }
    }

    /// Turns it round.
    pub(super) fn reverse(&mut self) {
        self.points.reverse();
        if let Some(at) = &mut self.at {
            let sum = at.first().copied().unwrap_or(0.0) + at.last().copied().unwrap_or(0.0);
            at.reverse();
            at.iter_mut().for_each(|a| *a = sum - *a);
        }
    }

    /// Goes on with another line, whose parameters follow on. Where it starts no farther away than this, it starts at
    /// the end of the first.
    pub(super) fn join(&mut self, next: Self, near: f64) {
        let gap = self.points.last().zip(next.points.first()).map(|(a, b)| length(sub(*a, *b)));
        let joined = gap.is_some_and(|gap| gap < near);
        let skip = usize::from(joined);
        self.measured &= next.measured || next.points.is_empty();
        self.at = self.at.take().zip(next.at).map(|(mut at, next)| {
            let start = next.first().copied().unwrap_or(0.0);
            let end = at.last().copied().unwrap_or(0.0);
            at.extend(next.into_iter().skip(skip).map(|a| end + a - start));
            at
        });
        self.points.extend(next.points.into_iter().skip(skip));
    }

    /// The same line with all parameters stretched so that they take this much.
    pub(super) fn lasting(mut self, long: f64) -> Self {
        if let Some(at) = &mut self.at {
            let (start, end) = (at.first().copied().unwrap_or(0.0), at.last().copied().unwrap_or(0.0));
            let by = if end > start { long / (end - start) } else { 0.0 };
            at.iter_mut().for_each(|a| *a = (*a - start) * by);
        }
        self.measured = false;
        self
    }

    /// The distance of each point from the start.
    pub(super) fn distances(&self) -> Vec<f64> {
        if let (Some(at), true) = (&self.at, self.measured) {
            return at.clone();
        }
        let mut so_far = 0.0;
        let mut all = Vec::with_capacity(self.points.len());
        for (i, p) in self.points.iter().enumerate() {
            so_far += i.checked_sub(1).map_or(0.0, |j| length(sub(*p, self.points[j])));
            all.push(so_far);
        }
        all
    }

    /// How long it is.
    pub(super) fn length(&self) -> f64 {
        self.distances().last().copied().unwrap_or(0.0)
    }

    /// The stretch a place lies on and the share of it that lies before; none beyond the ends.
    fn find(&self, place: Place) -> Option<(usize, f64)> {
        let (at, wanted) = match place {
            Place::Distance(d) => (self.distances(), d),
            Place::Parameter(p) => (self.at.clone()?, p),
        };
        find(&at, wanted)
    }

    /// The point on a stretch.
    fn on(&self, (i, share): (usize, f64)) -> Point {
        add(self.points[i], scale(sub(self.points[i + 1], self.points[i]), share))
    }

    /// The part between two places, of an end that is not told to the end of the line; none where either lies beyond
    /// it, or the two are not in order.
    pub(super) fn part(&self, from: Option<Place>, to: Option<Place>) -> Option<Vec<Point>> {
        let last = self.points.len().checked_sub(2)?;
        let start = from.map_or(Some((0, 0.0)), |p| self.find(p))?;
        let end = to.map_or(Some((last, 1.0)), |p| self.find(p))?;
        if (end.0, end.1) <= (start.0, start.1) {
            return None;
        }
        let mut points = vec![self.on(start)];
        points.extend_from_slice(&self.points[start.0 + 1..=end.0]);
        points.push(self.on(end));
        points.dedup_by(|a, b| length(sub(*a, *b)) < SAME);
        (points.len() > 1).then_some(points)
    }

    /// The distance of a place from the start.
    pub(super) fn distance(&self, place: Place) -> Option<f64> {
        let (i, share) = self.find(place)?;
        let all = self.distances();
        Some(all[i] + (all[i + 1] - all[i]) * share)
    }

    /// The frame at a place: x goes along, y to the left, z upwards. At a corner the stretch before it counts.
    pub(super) fn frame(&self, place: Place) -> Option<Affine> {
        let (mut i, mut share) = self.find(place)?;
        let origin = self.on((i, share));
        // A stretch without a length has no direction.
        while length(sub(self.points[i + 1], self.points[i])) <= SAME {
            (i, share) = (i.checked_sub(1)?, 1.0);
        }
        let x = self.tangent(i, share)?;
        let y = unit(cross(UP, x))?;
        Some(Affine { x, y, z: cross(x, y), origin })
    }

    /// The places between the first and the last of rising distances where the line bends, and those at the distances
    /// themselves. At a corner at either end the stretch before it gives the directions. None if one is not on the
    /// line, or the line turns too sharply.
    pub(super) fn stations(&self, distances: &[f64]) -> Option<Vec<Station>> {
        let (points, own): (Vec<Point>, Vec<f64>) = {
            let all = self.points.iter().copied().zip(self.distances());
            let mut all: Vec<(Point, f64)> = all.collect();
            let same = BEYOND * self.length();
            all.dedup_by(|b, a| length(sub(b.0, a.0)) <= same || b.1 <= a.1);
            all.into_iter().unzip()
        };
        let line = Self::measured(points, own.clone());
        let (first, last) = (*distances.first()?, *distances.last()?);
        let mut all: Vec<f64> = own.iter().copied().filter(|d| *d > first && *d < last).collect();
        all.extend_from_slice(distances);
        all.sort_by(f64::total_cmp);
        let near = BEYOND * (own.last()? - own.first()?);
        all.dedup_by(|b, a| *b - *a <= near);
        let inner = |d: f64| d - first > near && last - d > near;
        all.into_iter().map(|d| line.station(&own, d, if inner(d) { near } else { -1.0 })).collect()
    }

    /// The station at a distance on a line whose points lie apart; a corner no farther away than this is mitred.
    fn station(&self, own: &[f64], distance: f64, near: f64) -> Option<Station> {
        let (i, share) = find(own, distance)?;
        let corner = [i, i + 1].into_iter().find(|c| (own[*c] - distance).abs() <= near);
        let way = |i: usize| unit(sub(*self.points.get(i + 1)?, self.points[i]));
        let sides = corner.and_then(|c| c.checked_sub(1).and_then(way).zip(way(c)));
        let (along, mitre) = match sides {
            Some((into, out)) => {
                let along = unit(add(into, out))?;
                let level = |v: Point| unit([v[0], v[1], 0.0]);
                (along, dot(level(along)?, level(into)?))
            }
            None => (self.tangent(i, share)?, 1.0),
        };
        let side = unit(cross(UP, along))?;
        (mitre > SHARPEST).then(|| Station {
            distance,
            at: self.on((i, share)),
            along,
            left: scale(side, 1.0 / mitre),
            up: cross(along, side),
        })
    }

    /// The direction on stretch `i`, at a share of that: of an arc, which comes in chords, between theirs.
    pub(super) fn tangent(&self, i: usize, share: f64) -> Option<Point> {
        let way = |i: usize| unit(sub(*self.points.get(i + 1)?, self.points[i]));
        let smooth = |other: &Point, along: Point| dot(*other, along) > SMOOTH;
        let along = way(i)?;
        let other = if share < 0.5 { i.checked_sub(1) } else { Some(i + 1) };
        // How far from the middle of the chord, in chords.
        let weight = (share - 0.5).abs().min(0.5);
        if let Some(next) = other.and_then(way) {
            // Halfway to the other chord at the end they share.
            let to = if smooth(&next, along) { next } else { along };
            return unit(add(scale(along, 1.0 - weight), scale(to, weight)));
        }
        // At the end of an arc as far on as it has turned before.
        let inward = |n: usize| if share < 0.5 { i.checked_add(n) } else { i.checked_sub(n) };
        let [one, two] = [1, 2].map(|n| inward(n).and_then(|i| Some((way(i)?, i))));
        let (Some((one, at_one)), Some((two, at_two))) = (one, two) else { return Some(along) };
        let long = |i: usize| length(sub(self.points[i + 1], self.points[i]));
        let rate = |a: Point, b: Point, i: usize, j: usize| scale(sub(a, b), 2.0 / (long(i) + long(j)));
        let (turn, before) = (rate(along, one, i, at_one), rate(one, two, at_one, at_two));
        let even = smooth(&one, along) && length(sub(turn, before)) <= EVEN * length(turn);
        unit(if even { add(along, scale(turn, weight * long(i))) } else { along })
    }
}

/// The stretch of rising numbers a number lies on, and the share of it that lies before; none beyond them. Where
/// several do, the first.
pub(super) fn find(at: &[f64], wanted: f64) -> Option<(usize, f64)> {
    let (first, last) = (*at.first()?, *at.last()?);
    let near = BEYOND * (last - first);
    if at.len() < 2 || !(wanted >= first - near && wanted <= last + near) {
        return None;
    }
    let wanted = wanted.clamp(first, last);
    let i = at.partition_point(|a| *a < wanted).clamp(1, at.len() - 1) - 1;
    let wide = at[i + 1] - at[i];
    Some((i, if wide > 0.0 { ((wanted - at[i]) / wide).clamp(0.0, 1.0) } else { 1.0 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bent() -> Course {
        Course::chain(vec![[0.0; 3], [3.0, 0.0, 0.0], [3.0, 2.0, 0.0]])
    }

    #[test]
    fn a_part_goes_from_place_to_place() {
        let part = bent().part(Some(Place::Distance(1.0)), Some(Place::Parameter(1.5)));
        assert_eq!(part.unwrap(), [[1.0, 0.0, 0.0], [3.0, 0.0, 0.0], [3.0, 1.0, 0.0]]);
        assert_eq!(bent().part(None, None).unwrap(), bent().points);
        let corner = bent().part(Some(Place::Parameter(1.0)), None).unwrap();
        assert_eq!(corner, [[3.0, 0.0, 0.0], [3.0, 2.0, 0.0]]);
    }

    #[test]
    fn what_lies_beyond_the_line_is_no_part_of_it() {
        for (from, to) in [(-0.1, 1.0), (0.0, 2.1), (1.0, 1.0), (1.5, 0.5), (f64::NAN, 1.0)] {
            assert_eq!(bent().part(Some(Place::Parameter(from)), Some(Place::Parameter(to))), None);
        }
        assert_eq!(Course::bare(bent().points).part(None, Some(Place::Parameter(1.0))), None);
        assert_eq!(Course::none().part(None, None), None);
    }

    #[test]
    fn parameters_follow_on_and_turn_round() {
        let mut line = bent();
        line.join(Course::even(vec![[3.0, 2.0, 0.0], [5.0, 2.0, 0.0]], 0.5), SAME);
        assert_eq!(line.at, Some(vec![0.0, 1.0, 2.0, 2.5]));
        line.reverse();
        assert_eq!(line.at, Some(vec![0.0, 0.5, 1.5, 2.5]));
        assert_eq!(line.lasting(5.0).at, Some(vec![0.0, 1.0, 3.0, 5.0]));
    }

    #[test]
    fn at_a_corner_the_stretch_before_it_gives_the_direction() {
        let frame = bent().frame(Place::Distance(3.0)).unwrap();
        assert_eq!((frame.x, frame.y, frame.origin), ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [3.0, 0.0, 0.0]));
        assert_eq!(bent().frame(Place::Distance(5.1)), None);
    }
}
