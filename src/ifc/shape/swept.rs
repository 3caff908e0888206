//! What does a profile fill on its way? Along lines, around axes, and towards another profile.
//!
//! In come records of swept solids; out go solids in the frame of the item. Ways that bend are followed by straight
//! pieces that meet at a mitre.

use geo::{LineString, Polygon};

use super::affine::{Affine, Point, add, cross, dot, length, scale, sub, unit};
use super::course::{Course, Place};
use super::eval::{Eval, Result};
use super::solid::{Face, Form, Solid};
use super::unshaped::Why;
use crate::ifc::step::Id;

/// Sharpest turn that is mitred, as the cosine between the way and the normal of the mitre.
const SHARPEST: f64 = 0.1;
/// Points of a way closer than this are one, in metres.
const JOINED: f64 = 1e-5;
/// How far the end of a way may lie from that of its line and still be the whole of it, as a share.
const WHOLE: f64 = 0.01;

impl Eval<'_> {
    /// A profile that becomes another one on its way. Where the two have different corners the way between them is
    /// not told, and each is drawn as if it went all the way.
    pub(super) fn tapered(&self, id: Id) -> Result<Vec<Solid>> {
        let [start, end] = ["SweptArea", "EndSweptArea"].map(|name| self.profile(self.part(id, name)?));
        let (start, end) = (start?, end?);
        let place = self.frame_of(id, "Position")?;
        let direction = self.direction(id, "ExtrudedDirection").and_then(unit).unwrap_or([0.0, 0.0, 1.0]);
        let along = place.vector(scale(direction, self.size(id, "Depth")?));
        if let Some(faces) = tapering(&start, &end, &place, along) {
            self.pay(faces.len() * 4, id)?;
            return Ok(vec![Solid::new(Form::Faces(faces))]);
        }
        self.inexact();
        let prism = |profile| Solid::new(Form::Prism { profile, place, along });
        Ok([start, end].map(prism).to_vec())
    }

    /// A pipe along a line, as straight rods.
    pub(super) fn swept_disk(&self, id: Id) -> Result<Vec<Solid>> {
        self.inexact();
        let line = match self.directrix(id) {
            // Where its ends lie on the line is not known: all of it is shown.
            Err(e) if e.why == Why::Unsupported && e.item == self.class(id) => {
                self.curve(self.part(id, "Directrix")?)?
            }
            line => line?,
        };
        let radius = self.size(id, "Radius")?;
        let long: f64 = line.windows(2).map(|pair| length(sub(pair[1], pair[0]))).sum();
        let line = match &line[..] {
            // Thicker than it is long it cannot bend.
            [first, _, .., last] if radius > long => vec![*first, *last],
            _ => line,
        };
        let mut rods = Vec::new();
        // At a bend both rods go on until their outer sides meet.
        let beyond = |i: usize| {
            let [a, b, c] = [i.checked_sub(1)?, i, i + 1].map(|i| line.get(i));
            let (into, out) = (unit(sub(*b?, *a?))?, unit(sub(*c?, *b?))?);
            let cos = dot(into, out).clamp(-0.5, 1.0);
            Some(radius * ((1.0 - cos) / (1.0 + cos)).sqrt())
        };
        for (i, pair) in line.windows(2).enumerate() {
            if let Some(z) = unit(sub(pair[1], pair[0])) {
                let start = sub(pair[0], scale(z, beyond(i).unwrap_or(0.0)));
                let along = sub(add(pair[1], scale(z, beyond(i + 1).unwrap_or(0.0))), start);
                let rod = self.rod(Affine::frame(start, Some(z), None), along, radius);
                self.pay(rod.weight(), id)?;
                rods.push(rod);
            }
        }
        if rods.is_empty() { Err(self.fail(Why::Degenerate, id)) } else { Ok(rods) }
    }

    /// A profile turned around an axis, as straight pieces.
    pub(super) fn revolved(&self, id: Id) -> Result<Vec<Solid>> {
        self.inexact();
        let profile = self.profile(self.part(id, "SweptArea")?)?;
        let place = self.frame_of(id, "Position")?;
        let axis = self.frame_of(id, "Axis")?;
        let angle = self.number(id, "Angle")? * self.radian;
        let angle = angle.clamp(-std::f64::consts::TAU, std::f64::consts::TAU);
        let rings: Vec<Vec<Point>> = profile
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .map(|r| r.0.iter().skip(1).map(|c| [c.x, c.y, 0.0]).collect())
            .collect();
        let reach = rings.iter().flatten().map(|p| length(sub(*p, axis.origin))).fold(0.0, f64::max);
        let turns: Vec<f64> = self.angles(0.0, angle, reach).collect();
        let turned = |p: Point, t: f64| {
            let d = sub(p, axis.origin);
            let high = scale(axis.z, dot(d, axis.z));
            let out = sub(d, high);
            let side = cross(axis.z, out);
            place.point(add(axis.origin, add(high, add(scale(out, t.cos()), scale(side, t.sin())))))
        };
        let mut faces = Vec::new();
        for pair in turns.windows(2) {
            for ring in &rings {
                self.pay(4 * ring.len(), id)?;
                for (i, a) in ring.iter().enumerate() {
                    let b = ring[(i + 1) % ring.len()];
                    // Two triangles: the four points lie in no plane.
                    let [p, q, r, s] =
                        [turned(*a, pair[0]), turned(b, pair[0]), turned(b, pair[1]), turned(*a, pair[1])];
                    faces.push(Face { rings: vec![vec![p, q, r]] });
                    faces.push(Face { rings: vec![vec![p, r, s]] });
                }
            }
        }
        if angle.abs() < std::f64::consts::TAU - 1e-6 {
            for t in [0.0, angle] {
                let rings = rings.iter().map(|r| r.iter().map(|p| turned(*p, t)).collect()).collect();
                faces.push(Face { rings });
            }
        }
        Ok(vec![Solid::new(Form::Faces(faces))])
    }

    /// A profile along a line, its x axis towards a direction that stays, or away from a plane the line lies in.
    pub(super) fn swept_along(&self, id: Id) -> Result<Vec<Solid>> {
        let profile = self.profile(self.part(id, "SweptArea")?)?;
        let place = self.frame_of(id, "Position")?;
        let line = Course::bare(self.directrix(id)?);
        let up = if self.model.is_a(id, "IfcFixedReferenceSweptAreaSolid") {
            // Along an alignment the derived reference turns with what the line itself says.
            let directrix = self.part(id, "Directrix")?;
            let turns = matches!(self.name(directrix), "IfcGradientCurve" | "IfcSegmentedReferenceCurve");
            if turns && self.name(id) == "IfcDirectrixDerivedReferenceSweptAreaSolid" {
                return Err(self.fail(Why::Unsupported, id));
            }
            self.direction(id, "FixedReference").ok_or_else(|| self.fail(Why::Degenerate, id))?
        } else {
            let surface = self.part(id, "ReferenceSurface")?;
            if self.name(surface) != "IfcPlane" {
                return Err(self.fail(Why::Unsupported, surface));
            }
            self.frame_of(surface, "Position")?.z
        };
        let bad = || self.fail(Why::Degenerate, id);
        let points = &line.points;
        let ways: Vec<(Point, Point)> =
            points.windows(2).filter_map(|pair| Some((pair[0], unit(sub(pair[1], pair[0]))?))).collect();
        let (Some((start, _)), Some(end)) = (ways.first().copied(), points.last().copied()) else {
            return Err(bad());
        };
        // Its ends stand across the line itself and not across its chords.
        let ends = (line.tangent(0, 0.0), line.tangent(points.len() - 2, 1.0));
        let (Some(first), Some(last)) = ends else { return Err(bad()) };
        if length(sub(end, start)) < 1e-6 / self.metre && ways.len() > 2 {
            // A ring has no ends; what joins them is not told.
            self.inexact();
        }
        let rings: Vec<Vec<[f64; 2]>> = profile
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .map(|r| r.0.iter().skip(1).map(|c| [c.x, c.y]).collect())
            .collect();
        // Across each corner halfway between its sides, wider along the bend so that the sides keep their profile.
        let mut stations = Vec::new();
        for (i, at) in ways.iter().map(|(at, _)| *at).chain(std::iter::once(end)).enumerate() {
            let before = i.checked_sub(1).and_then(|i| ways.get(i)).map(|(_, way)| *way);
            let (into, out) = match (before, ways.get(i)) {
                (Some(into), Some((_, out))) => (into, *out),
                (None, _) => (first, first),
                (_, None) => (last, last),
            };
            let along = unit(add(into, out)).ok_or_else(bad)?;
            let (cos, bend) = (dot(along, into), unit(sub(out, into)).unwrap_or(along));
            if cos < SHARPEST {
                return Err(bad());
            }
            let x = unit(sub(up, scale(along, dot(up, along)))).ok_or_else(bad)?;
            let y = cross(along, x);
            let put = |c: &[f64; 2]| {
                let flat = add(scale(x, c[0]), scale(y, c[1]));
                add(at, add(flat, scale(bend, dot(flat, bend) * (1.0 / cos - 1.0))))
            };
            let placed: Vec<Vec<Point>> = rings.iter().map(|ring| ring.iter().map(put).collect()).collect();
            self.pay(placed.iter().map(Vec::len).sum::<usize>() * 4, id)?;
            stations.push(placed);
        }
        let carried = |rings: &[Vec<Point>]| -> Vec<Vec<Point>> {
            rings.iter().map(|r| r.iter().map(|p| place.point(*p)).collect()).collect()
        };
        let stations: Vec<Vec<Vec<Point>>> = stations.iter().map(|s| carried(s)).collect();
        let mut faces = Vec::new();
        for pair in stations.windows(2) {
            for (low, high) in pair[0].iter().zip(&pair[1]) {
                faces.extend(between(low, high));
            }
        }
        // A profile of several outlines has a cap for each, its holes among them.
        for rings in [stations.first(), stations.last()].into_iter().flatten() {
            let mut rest = rings.as_slice();
            for polygon in &profile {
                let (cap, other) = rest.split_at((1 + polygon.interiors().len()).min(rest.len()));
                faces.push(Face { rings: cap.to_vec() });
                rest = other;
            }
        }
        Ok(vec![Solid::new(Form::Faces(faces))])
    }

    /// The line a profile is swept along: between the lengths or parameters that are told, else the whole curve.
    fn directrix(&self, id: Id) -> Result<Vec<Point>> {
        let curve = self.part(id, "Directrix")?;
        let line = self.course(curve)?;
        let [from, to] =
            ["StartParam", "EndParam"].map(|name| Place::of(self.model.attr(id, name), Place::Parameter));
        // Parts of a curve may miss each other by the last digit of their numbers.
        let joined = |mut points: Vec<Point>| {
            points.dedup_by(|b, a| length(sub(*b, *a)) < JOINED / self.metre);
            points
        };
        if let Some(part) = line.part(from, to) {
            return Ok(joined(part));
        }
        // NOTE: some programs write the length, or count the segments, where the standard means the parameter.
        let long = line.length();
        let segments = self.model.attr(curve, "Segments").as_list().map_or(0, |all| all.iter().count());
        let whole = |to: f64| [long, segments as f64].iter().any(|all| (to - all).abs() <= WHOLE * all);
        let from_start = matches!(from, None | Some(Place::Parameter(0.0) | Place::Distance(0.0)));
        match to {
            None if from_start => Ok(joined(line.points)),
            Some(Place::Parameter(to) | Place::Distance(to)) if from_start && whole(to) => {
                Ok(joined(line.points))
            }
            _ => Err(self.fail(Why::Unsupported, id)),
        }
    }
}

/// The faces between two rings with the same corners, as triangles: four points need not lie in one plane.
pub(super) fn between(low: &[Point], high: &[Point]) -> Vec<Face> {
    let next = |i: usize| (i + 1) % low.len();
    (0..low.len().min(high.len()))
        .flat_map(|i| [[low[i], low[next(i)], high[next(i)]], [low[i], high[next(i)], high[i]]])
        .map(|t| Face { rings: vec![t.to_vec()] })
        .collect()
}

/// The faces between two profiles with the same corners; none where they have others.
fn tapering(start: &[Polygon<f64>], end: &[Polygon<f64>], place: &Affine, along: Point) -> Option<Vec<Face>> {
    let rings = |profile: &[Polygon<f64>], by: Point| -> Vec<Vec<Vec<Point>>> {
        let ring = |r: &LineString<f64>| -> Vec<Point> {
            r.0.iter().skip(1).map(|c| add(place.point([c.x, c.y, 0.0]), by)).collect()
        };
        let all = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect();
        profile.iter().map(all).collect()
    };
    let (low, high) = (rings(start, [0.0; 3]), rings(end, along));
    let corners = |all: &[Vec<Vec<Point>>]| -> Vec<Vec<usize>> {
        all.iter().map(|p| p.iter().map(Vec::len).collect()).collect()
    };
    if corners(&low) != corners(&high) {
        return None;
    }
    let mut faces = Vec::new();
    for (a, b) in low.iter().flatten().zip(high.iter().flatten()) {
        faces.extend(between(a, b));
    }
    faces.extend(low.into_iter().chain(high).map(|rings| Face { rings }));
    Some(faces)
}
