//! What lies between cross sections along a line? Bodies that keep or change their profile on their way.
//!
//! In come records; out go faces between the corners of one section and those of the next, in the frame of the item.
//! Along a line that bends, sections stand wherever it does.

use geo::Polygon;

use super::affine::{Affine, Point, add, dot, scale, unit};
use super::course::{Course, Place, Station};
use super::eval::{Eval, Result};
use super::solid::{Face, Form, Solid};
use super::swept::between;
use super::unshaped::Why;
use crate::ifc::step::Id;

/// How well a direction must agree with that of the line to be the same, as a cosine.
const SAME_WAY: f64 = 0.9999;

/// The outlines of a profile: for each of its parts the outer and the inner rings.
type Rings = Vec<Vec<Vec<[f64; 2]>>>;

/// A cross section and where it stands.
struct Section {
    distance: f64,
    /// Outlines with the offsets of its position in them.
    rings: Rings,
}

fn rings(profile: &[Polygon<f64>], by: [f64; 2]) -> Rings {
    let ring = |r: &geo::LineString<f64>| r.0.iter().skip(1).map(|c| [c.x + by[0], c.y + by[1]]).collect();
    profile.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()).collect()
}

/// How many corners each outline has.
fn corners(rings: &Rings) -> Vec<Vec<usize>> {
    rings.iter().map(|part| part.iter().map(Vec::len).collect()).collect()
}

fn carried(rings: &Rings, put: impl Fn([f64; 2]) -> Point) -> Vec<Vec<Vec<Point>>> {
    rings.iter().map(|part| part.iter().map(|r| r.iter().map(|c| put(*c)).collect()).collect()).collect()
}

/// The faces between sections with the same corners, and those at both ends.
fn loft(stations: &[Vec<Vec<Vec<Point>>>]) -> Vec<Face> {
    let mut faces = Vec::new();
    for pair in stations.windows(2) {
        for (low, high) in pair[0].iter().flatten().zip(pair[1].iter().flatten()) {
            faces.extend(between(low, high));
        }
    }
    for end in [stations.first(), stations.last()].into_iter().flatten() {
        faces.extend(end.iter().map(|rings| Face { rings: rings.clone() }));
    }
    faces
}

impl Eval<'_> {
    /// A body with cross sections that stand at distances along a line: their x axis to its left, their y axis upwards.
    pub(super) fn sectioned(&self, id: Id) -> Result<Vec<Solid>> {
        let bad = || self.fail(Why::Degenerate, id);
        let line = self.course(self.part(id, "Directrix")?)?;
        let profiles = self.model.references(id, "CrossSections");
        let positions = self.model.references(id, "CrossSectionPositions");
        if profiles.len() != positions.len() || profiles.len() < 2 {
            return Err(bad());
        }
        let mut sections = Vec::new();
        for (profile, position) in profiles.into_iter().zip(positions) {
            self.pay(line.points.len(), position)?;
            let (distance, offsets) = self.section_place(position, &line)?;
            sections.push(Section { distance, rings: rings(&self.profile(profile)?, offsets) });
        }
        let mut solids = Vec::new();
        for pair in sections.windows(2) {
            let [a, b] = pair else { continue };
            if a.distance >= b.distance {
                return Err(bad());
            }
            self.pay(line.points.len(), id)?;
            let stations = line.stations(&[a.distance, b.distance]).ok_or_else(bad)?;
            // Between sections with different corners the way is not told; each is drawn as if it went all the way.
            let ways = if corners(&a.rings) == corners(&b.rings) {
                vec![(&a.rings, &b.rings)]
            } else {
                self.inexact();
                vec![(&a.rings, &a.rings), (&b.rings, &b.rings)]
            };
            for (from, to) in ways {
                let each: usize = from.iter().flatten().map(Vec::len).sum();
                self.pay(stations.len() * each * 6, id)?;
                let along = |s: &Station| {
                    let share = (s.distance - a.distance) / (b.distance - a.distance);
                    placed(&mixed(from, to, share), s)
                };
                let all: Vec<Vec<Vec<Vec<Point>>>> = stations.iter().map(along).collect();
                solids.push(Solid::new(Form::Faces(loft(&all))));
            }
        }
        Ok(solids)
    }

    /// The distance at which a section stands, and how far aside and above the line.
    fn section_place(&self, position: Id, line: &Course) -> Result<(f64, [f64; 2])> {
        self.enter(position)?;
        let bad = || self.fail(Why::Degenerate, position);
        let at = self.part(position, "Location")?;
        if self.name(at) != "IfcPointByDistanceExpression" {
            return Err(self.fail(Why::Unsupported, at));
        }
        let place = Place::of(self.model.attr(at, "DistanceAlong"), Place::Distance).ok_or_else(bad)?;
        let (distance, frame) = line.distance(place).zip(line.frame(place)).ok_or_else(bad)?;
        // A section that leans, or stands aslant across the line, is not drawn.
        let leans = |name: &str, way: Point| {
            self.direction(position, name).and_then(unit).is_some_and(|told| dot(told, way) < SAME_WAY)
        };
        if leans("Axis", frame.z) || leans("RefDirection", frame.x) {
            return Err(self.fail(Why::Unsupported, position));
        }
        Ok((distance, ["OffsetLateral", "OffsetVertical"].map(|n| self.maybe(at, n).unwrap_or(0.0))))
    }

    /// A body through cross sections that each have a place of their own, straight from one to the next.
    pub(super) fn ribbed(&self, id: Id) -> Result<Vec<Solid>> {
        let bad = || self.fail(Why::Degenerate, id);
        let profiles = self.model.references(id, "CrossSections");
        let positions = self.model.references(id, "CrossSectionPositions");
        if profiles.len() != positions.len() || profiles.len() < 2 {
            return Err(bad());
        }
        let spine = self.curve(self.part(id, "SpineCurve")?)?;
        if spine.len() > profiles.len() {
            // Where the spine bends between sections, the body does too.
            self.inexact();
        }
        let mut sections: Vec<(Rings, Affine)> = Vec::new();
        for (profile, position) in profiles.into_iter().zip(positions) {
            sections.push((rings(&self.profile(profile)?, [0.0; 2]), self.frame(position)?));
        }
        let mut solids = Vec::new();
        for pair in sections.windows(2) {
            let [(from, start), (to, end)] = pair else { continue };
            if corners(from) != corners(to) {
                return Err(self.fail(Why::Unsupported, id));
            }
            let weight: usize = from.iter().flatten().map(Vec::len).sum();
            self.pay(12 * weight, id)?;
            let put = |rings: &Rings, frame: &Affine| carried(rings, |[x, y]| frame.point([x, y, 0.0]));
            solids.push(Solid::new(Form::Faces(loft(&[put(from, start), put(to, end)]))));
        }
        Ok(solids)
    }
}

/// Outlines between two others with the same corners, at a share of the way.
fn mixed(from: &Rings, to: &Rings, share: f64) -> Rings {
    let mut rings = from.clone();
    let pairs = rings.iter_mut().flatten().flatten().zip(to.iter().flatten().flatten());
    for (corner, other) in pairs {
        *corner = [0, 1].map(|n| corner[n] + (other[n] - corner[n]) * share);
    }
    rings
}

/// Outlines across a line at a station.
fn placed(rings: &Rings, station: &Station) -> Vec<Vec<Vec<Point>>> {
    carried(rings, |[x, y]| add(station.at, add(scale(station.left, x), scale(station.up, y))))
}
