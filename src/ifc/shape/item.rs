//! What does an item of a representation fill? From records to solids.
//!
//! In come the items an element is drawn with; out go solids in the frame of the representation. Curves, surfaces
//! without a body and styles are no solids.

use std::rc::Rc;

use geo::{LineString, Polygon};

use super::affine::{Affine, Point, add, dot, length, scale, sub, unit};
use super::curve::open;
use super::eval::{DEPTH, Eval, Mapped, Result};
use super::profile::polygon;
use super::solid::{Face, Form, Op, Solid};
use super::unshaped::Why;
use crate::ifc::step::{Id, Value};

/// Most operations on one solid.
const MOST_CUTS: usize = 400;

impl Eval<'_> {
    /// The solids of an item.
    fn item_within(&self, id: Id, depth: usize) -> Result<Vec<Solid>> {
        self.enter(id)?;
        let depth = depth.checked_sub(1).ok_or_else(|| self.fail(Why::Cyclic, id))?;
        match self.name(id) {
            "IfcExtrudedAreaSolid" => self.extruded(id),
            "IfcExtrudedAreaSolidTapered" => self.tapered(id),
            "IfcMappedItem" => self.mapped(id, depth),
            "IfcBooleanResult" | "IfcBooleanClippingResult" => self.boolean(id, depth),
            "IfcCsgSolid" => self.item_within(self.part(id, "TreeRootExpression")?, depth),
            "IfcHalfSpaceSolid" | "IfcBoxedHalfSpace" | "IfcPolygonalBoundedHalfSpace" => self.half_space(id),
            "IfcFacetedBrep"
            | "IfcFacetedBrepWithVoids"
            | "IfcManifoldSolidBrep"
            | "IfcAdvancedBrep"
            | "IfcAdvancedBrepWithVoids" => {
                let mut faces = self.shell(self.part(id, "Outer")?)?;
                for void in self.model.references(id, "Voids") {
                    faces.extend(self.shell(void)?);
                }
                Ok(vec![Solid::new(Form::Faces(faces))])
            }
            "IfcFaceBasedSurfaceModel" => self.shells(id, "FbsmFaces"),
            "IfcShellBasedSurfaceModel" => self.shells(id, "SbsmBoundary"),
            "IfcClosedShell" | "IfcOpenShell" | "IfcConnectedFaceSet" => {
                Ok(vec![Solid::new(Form::Faces(self.shell(id)?))])
            }
            "IfcPolygonalFaceSet" | "IfcTriangulatedFaceSet" | "IfcTriangulatedIrregularNetwork" => {
                Ok(vec![Solid::new(Form::Faces(self.face_set(id)?))])
            }
            "IfcBoundingBox" => self.bounding_box(id),
            "IfcRevolvedAreaSolid" => self.revolved(id),
            "IfcSweptDiskSolid" | "IfcSweptDiskSolidPolygonal" => self.swept_disk(id),
            "IfcBlock" => self.block(id),
            "IfcRightCircularCylinder" => self.cylinder(id),
            _ => Err(self.fail(Why::Unsupported, id)),
        }
    }

    /// A profile that becomes another one on its way. Where the two have different corners the way between them is
    /// not told, and each is drawn as if it went all the way.
    fn tapered(&self, id: Id) -> Result<Vec<Solid>> {
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

    fn extruded(&self, id: Id) -> Result<Vec<Solid>> {
        let profile = self.profile(self.part(id, "SweptArea")?)?;
        let place = self.frame_of(id, "Position")?;
        let direction = self.direction(id, "ExtrudedDirection").and_then(unit).unwrap_or([0.0, 0.0, 1.0]);
        let along = place.vector(scale(direction, self.size(id, "Depth")?));
        Ok(vec![Solid::new(Form::Prism { profile, place, along })])
    }

    fn mapped(&self, id: Id, depth: usize) -> Result<Vec<Solid>> {
        let (source, map) = self.mapping(id)?;
        let (solids, exact) = self.source(source, depth)?;
        if !exact {
            self.inexact();
        }
        self.pay(solids.iter().map(Solid::weight).sum(), id)?;
        Ok(solids.iter().map(|s| s.mapped(&map)).collect())
    }

    /// The corners of a mapped item, each once; none if it is not whole bodies.
    pub(super) fn mapped_corners(&self, id: Id) -> Option<Vec<Point>> {
        self.enter(id).ok()?;
        let (source, map) = self.mapping(id).ok()?;
        let known = self.corners.borrow().get(&source).cloned();
        let corners = match known {
            Some(known) => known,
            None => {
                // Their faces are many times what their corners are, and are not kept.
                let solids = self.read_source(source, DEPTH).ok().map(|(solids, _)| solids);
                let whole = solids.filter(|s| s.iter().all(|s| s.cuts.is_empty()));
                let made = whole.map(|solids| {
                    let mut points = super::plan::ends(&solids);
                    points.sort_by(|a, b| {
                        a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])).then(a[2].total_cmp(&b[2]))
                    });
                    points.dedup();
                    points.shrink_to_fit();
                    Rc::new(points)
                });
                self.corners.borrow_mut().insert(source, made.clone());
                made
            }
        }?;
        self.pay(corners.len(), id).ok()?;
        Some(corners.iter().map(|p| map.point(*p)).collect())
    }

    /// The source of a mapped item, and where it goes.
    fn mapping(&self, id: Id) -> Result<(Id, Affine)> {
        let source = self.part(id, "MappingSource")?;
        let target = self.operator(self.part(id, "MappingTarget")?)?;
        Ok((source, target.after(&self.frame_of(source, "MappingOrigin")?)))
    }

    /// What a representation map holds; kept, since it is used in many places.
    fn source(&self, source: Id, depth: usize) -> Mapped {
        let known = self.maps.borrow().get(&source).cloned();
        if let Some(known) = known {
            return known;
        }
        let made = self.read_source(source, depth);
        // What was too much here may fit elsewhere.
        if !matches!(&made, Err(e) if matches!(e.why, Why::TooComplex | Why::Cyclic)) {
            self.maps.borrow_mut().insert(source, made.clone());
        }
        made
    }

    fn read_source(&self, source: Id, depth: usize) -> Mapped {
        let before = self.exact();
        self.set_exact(true);
        let made = self.part(source, "MappedRepresentation").and_then(|r| self.representation(r, depth));
        let made = made.map(|solids| (Rc::new(solids), self.exact()));
        self.set_exact(before);
        made
    }

    /// The solids of all items of a representation that are any; the first reason if none is.
    pub(super) fn representation(&self, id: Id, depth: usize) -> Result<Vec<Solid>> {
        let mut solids = Vec::new();
        let mut failed = None;
        for item in self.model.references(id, "Items") {
            match self.item_within(item, depth) {
                Ok(some) => solids.extend(some),
                Err(e) if e.why == Why::TooComplex => return Err(e),
                Err(e) => {
                    self.inexact();
                    failed.get_or_insert(e);
                }
            }
        }
        match failed {
            Some(e) if solids.is_empty() => Err(e),
            _ => Ok(solids),
        }
    }

    /// A first operand with all that is done to it, one operation after another.
    fn boolean(&self, id: Id, depth: usize) -> Result<Vec<Solid>> {
        let mut chain = Vec::new();
        let mut at = id;
        while matches!(self.name(at), "IfcBooleanResult" | "IfcBooleanClippingResult") {
            if chain.iter().any(|(_, _, seen)| *seen == at) {
                return Err(self.fail(Why::Cyclic, at));
            }
            if chain.len() >= MOST_CUTS {
                return Err(self.fail(Why::TooComplex, at));
            }
            self.enter(at)?;
            let op = match self.model.word(at, "Operator") {
                Some("UNION") => Op::Union,
                Some("INTERSECTION") => Op::Intersection,
                _ => Op::Difference,
            };
            chain.push((op, self.part(at, "SecondOperand")?, at));
            at = self.part(at, "FirstOperand")?;
        }
        let mut solids = self.item_within(at, depth)?;
        for (op, second, _) in chain.into_iter().rev() {
            let with = match self.item_within(second, depth) {
                Ok(with) => with,
                Err(e) if matches!(e.why, Why::TooComplex | Why::Cyclic) => return Err(e),
                // What cannot be cut away stays, and that is told.
                Err(_) => {
                    self.inexact();
                    continue;
                }
            };
            if op == Op::Union {
                solids.extend(with);
                continue;
            }
            let last = solids.len();
            for solid in &mut solids[..last] {
                self.pay(with.iter().map(Solid::weight).sum(), second)?;
                solid.cuts.push((op, with.clone()));
            }
        }
        Ok(solids)
    }

    fn half_space(&self, id: Id) -> Result<Vec<Solid>> {
        let surface = self.part(id, "BaseSurface")?;
        if self.name(surface) != "IfcPlane" {
            return Err(self.fail(Why::Unsupported, surface));
        }
        let plane = self.frame_of(surface, "Position")?;
        let away = self.model.attr(id, "AgreementFlag").as_bool().unwrap_or(true);
        let normal = if away { scale(plane.z, -1.0) } else { plane.z };
        let bound = if self.name(id) == "IfcPolygonalBoundedHalfSpace" {
            let outline = self.curve(self.part(id, "PolygonalBoundary")?)?;
            Some((vec![polygon(&outline, &[])], self.frame_of(id, "Position")?))
        } else {
            None
        };
        Ok(vec![Solid::new(Form::Half { origin: plane.origin, normal, bound })])
    }

    fn shells(&self, id: Id, name: &str) -> Result<Vec<Solid>> {
        let shells = self.model.references(id, name);
        shells.into_iter().map(|s| self.shell(s).map(|faces| Solid::new(Form::Faces(faces)))).collect()
    }

    /// The faces of a shell.
    fn shell(&self, id: Id) -> Result<Vec<Face>> {
        self.enter(id)?;
        let faces = self.model.references(id, "CfsFaces");
        let faces: Vec<Face> = faces.into_iter().map(|f| self.face(f)).collect::<Result<_>>()?;
        Ok(faces.into_iter().filter(|f| f.rings.iter().any(|r| r.len() >= 3)).collect())
    }

    fn face(&self, id: Id) -> Result<Face> {
        self.enter(id)?;
        if self.name(id) == "IfcAdvancedFace" {
            self.inexact();
        }
        let mut rings = Vec::new();
        for bound in self.model.references(id, "Bounds") {
            let lap = self.part(bound, "Bound")?;
            let points = match self.name(lap) {
                "IfcPolyLoop" => {
                    let points = self.model.references(lap, "Polygon");
                    points.into_iter().map(|p| self.point(p)).collect::<Result<Vec<Point>>>()?
                }
                "IfcEdgeLoop" => self.edge_loop(lap)?,
                "IfcVertexLoop" => continue,
                _ => return Err(self.fail(Why::Unsupported, lap)),
            };
            rings.push(open(points, 0.0));
        }
        Ok(Face { rings })
    }

    fn edge_loop(&self, id: Id) -> Result<Vec<Point>> {
        let mut points: Vec<Point> = Vec::new();
        for oriented in self.model.references(id, "EdgeList") {
            self.enter(oriented)?;
            let (edge, same) = match self.model.reference(oriented, "EdgeElement") {
                Some(edge) => (edge, self.model.attr(oriented, "Orientation").as_bool().unwrap_or(true)),
                None => (oriented, true),
            };
            let vertex = |name: &str| {
                let vertex = self.part(edge, name)?;
                self.point(self.part(vertex, "VertexGeometry")?)
            };
            let (start, end) = (vertex("EdgeStart")?, vertex("EdgeEnd")?);
            let mut part = match self.model.reference(edge, "EdgeGeometry") {
                Some(curve) => self.between(curve, start, end, self.model.attr(edge, "SameSense").as_bool()),
                None => vec![start, end],
            };
            if !same {
                part.reverse();
            }
            part.pop();
            points.extend(part);
        }
        Ok(points)
    }

    /// The part of a curve between two points; the chord if the curve is not understood.
    fn between(&self, curve: Id, start: Point, end: Point, same: Option<bool>) -> Vec<Point> {
        let forward = same.unwrap_or(true);
        if !matches!(self.name(curve), "IfcLine" | "IfcPolyline") {
            let Ok(mut points) = self.curve(curve) else { return vec![start, end] };
            let near = |p: Point| {
                let best = points
                    .iter()
                    .enumerate()
                    .min_by(|(_, a), (_, b)| length(sub(**a, p)).total_cmp(&length(sub(**b, p))));
                best.map_or(0, |(i, _)| i)
            };
            let closed = points
                .first()
                .zip(points.last())
                .is_some_and(|(a, b)| length(sub(*a, *b)) < 1e-6 / self.metre);
            let (mut from, mut to) = (near(start), near(end));
            if !forward {
                std::mem::swap(&mut from, &mut to);
            }
            if closed {
                points.pop();
                let count = points.len().max(1);
                let (from, to) = (from % count, to % count);
                let steps = if to > from { to - from } else { to + count - from };
                points = (0..=steps).filter_map(|i| points.get((from + i) % count).copied()).collect();
            } else if from < to {
                points = points[from..=to].to_vec();
            }
            if !forward {
                points.reverse();
            }
            if let [first, .., last] = &mut points[..] {
                (*first, *last) = (start, end);
                return points;
            }
        }
        vec![start, end]
    }

    fn face_set(&self, id: Id) -> Result<Vec<Face>> {
        let bad = || self.fail(Why::Degenerate, id);
        let points = self.point_list(self.part(id, "Coordinates")?)?;
        let renamed: Option<Vec<i64>> =
            self.model.attr(id, "PnIndex").as_list().map(|l| l.iter().filter_map(Value::as_i64).collect());
        let at = |value: Value<'_>| -> Option<Point> {
            let mut index = value.as_i64()?;
            if let Some(renamed) = &renamed {
                index = *renamed.get(usize::try_from(index - 1).ok()?)?;
            }
            points.get(usize::try_from(index - 1).ok()?).copied()
        };
        let ring = |value: Value<'_>| -> Result<Vec<Point>> {
            let list = value.as_list().ok_or_else(bad)?;
            let mut ring = Vec::new();
            for index in list {
                self.pay(1, id)?;
                ring.push(at(index).ok_or_else(bad)?);
            }
            Ok(ring)
        };
        let mut faces = Vec::new();
        if self.name(id) == "IfcPolygonalFaceSet" {
            for face in self.model.references(id, "Faces") {
                self.enter(face)?;
                let mut rings = vec![ring(self.model.attr(face, "CoordIndex"))?];
                if let Some(inner) = self.model.attr(face, "InnerCoordIndices").as_list() {
                    for hole in inner {
                        rings.push(ring(hole)?);
                    }
                }
                faces.push(Face { rings });
            }
        } else {
            for triangle in self.model.attr(id, "CoordIndex").as_list().ok_or_else(bad)? {
                faces.push(Face { rings: vec![ring(triangle)?] });
            }
        }
        Ok(faces)
    }

    fn bounding_box(&self, id: Id) -> Result<Vec<Solid>> {
        self.inexact();
        let corner = self.part(id, "Corner").and_then(|p| self.point(p))?;
        self.box_at(Affine { origin: corner, ..Affine::IDENTITY }, id, ["XDim", "YDim", "ZDim"])
    }

    fn block(&self, id: Id) -> Result<Vec<Solid>> {
        self.box_at(self.frame_of(id, "Position")?, id, ["XLength", "YLength", "ZLength"])
    }

    fn box_at(&self, place: Affine, id: Id, [x, y, z]: [&str; 3]) -> Result<Vec<Solid>> {
        let (x, y, z) = (self.size(id, x)?, self.size(id, y)?, self.size(id, z)?);
        let outline = [[0.0, 0.0, 0.0], [x, 0.0, 0.0], [x, y, 0.0], [0.0, y, 0.0]];
        let along = scale(place.z, z);
        Ok(vec![Solid::new(Form::Prism { profile: vec![polygon(&outline, &[])], place, along })])
    }

    fn cylinder(&self, id: Id) -> Result<Vec<Solid>> {
        let place = self.frame_of(id, "Position")?;
        let along = scale(place.z, self.size(id, "Height")?);
        Ok(vec![self.rod(place, along, self.size(id, "Radius")?)])
    }

    fn rod(&self, place: Affine, along: Point, radius: f64) -> Solid {
        let outline: Vec<Point> = self
            .angles(0.0, std::f64::consts::TAU, radius)
            .map(|t| [radius * t.cos(), radius * t.sin(), 0.0])
            .collect();
        Solid::new(Form::Prism { profile: vec![polygon(&outline, &[])], place, along })
    }

    /// A pipe along a line, as straight rods.
    fn swept_disk(&self, id: Id) -> Result<Vec<Solid>> {
        self.inexact();
        let line = self.curve(self.part(id, "Directrix")?)?;
        let radius = self.size(id, "Radius")?;
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
    fn revolved(&self, id: Id) -> Result<Vec<Solid>> {
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
            let side = super::affine::cross(axis.z, out);
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
        for i in 0..a.len() {
            let j = (i + 1) % a.len();
            // Two triangles: the four points need not lie in one plane.
            faces.extend([[a[i], a[j], b[j]], [a[i], b[j], b[i]]].map(|t| Face { rings: vec![t.to_vec()] }));
        }
    }
    faces.extend(low.into_iter().chain(high).map(|rings| Face { rings }));
    Some(faces)
}
