//! What does an item of a representation fill? From records to solids.
//!
//! In come the items an element is drawn with; out go solids in the frame of the representation. Curves, surfaces
//! without a body and styles are no solids.

use std::rc::Rc;

use geo::{ConvexHull, MultiPoint};

use super::affine::{Affine, Point, length, scale, sub, unit};
use super::curve::open;
use super::eval::{CHORD, Corners, DEPTH, Eval, Mapped, Result};
use super::profile::polygon;
use super::solid::{Face, Form, Op, Solid};
use super::unshaped::Why;
use crate::geometry::thinned;
use crate::ifc::step::{Id, Value};

/// Most operations on one solid.
const MOST_CUTS: usize = 400;
/// With more corners than this a shape used in many places is held by those with its extremes.
const MANY: usize = 2000;

impl Eval<'_> {
    /// The solids of an item.
    pub(super) fn item_within(&self, id: Id, depth: usize) -> Result<Vec<Solid>> {
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
            "IfcRightCircularCone" => self.cone(id),
            "IfcRectangularPyramid" => self.pyramid(id),
            "IfcSphere" => self.sphere(id),
            "IfcFixedReferenceSweptAreaSolid"
            | "IfcSurfaceCurveSweptAreaSolid"
            | "IfcDirectrixDerivedReferenceSweptAreaSolid" => self.swept_along(id),
            "IfcSectionedSolidHorizontal" => self.sectioned(id),
            "IfcSectionedSpine" => self.ribbed(id),
            _ => Err(self.fail(Why::Unsupported, id)),
        }
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

    /// The corners of a mapped item where `world` carries them, each once and of many those with all extremes; none if it
    /// is not whole bodies.
    pub(super) fn mapped_corners(&self, id: Id, world: &Affine) -> Option<Vec<Point>> {
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
                    let mut points = super::reach::ends(&solids);
                    points.sort_by(|a, b| {
                        a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])).then(a[2].total_cmp(&b[2]))
                    });
                    points.dedup();
                    points.shrink_to_fit();
                    let upright = (points.len() > MANY).then(|| extremes(&points, CHORD / self.metre));
                    Rc::new(Corners { all: points, upright })
                });
                self.corners.borrow_mut().insert(source, made.clone());
                made
            }
        }?;
        let few = corners.upright.as_ref().filter(|_| world.after(&map).is_upright());
        let points = few.unwrap_or(&corners.all);
        self.pay(points.len(), id).ok()?;
        Some(points.iter().map(|p| world.point(map.point(*p))).collect())
    }

    /// The source of a mapped item, and where it goes.
    pub(super) fn mapping(&self, id: Id) -> Result<(Id, Affine)> {
        let source = self.part(id, "MappingSource")?;
        let target = self.operator(self.part(id, "MappingTarget")?)?;
        Ok((source, target.after(&self.frame_of(source, "MappingOrigin")?)))
    }

    /// What a representation map holds; kept, since it is used in many places.
    pub(super) fn source(&self, source: Id, depth: usize) -> Mapped {
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
}

/// The points among which others have all their extremes in plan and in height, while they stand upright; bends of less
/// than `off` are left out.
pub(super) fn extremes(points: &[Point], off: f64) -> Vec<Point> {
    let plan: MultiPoint<f64> = points.iter().map(|p| geo::Point::new(p[0], p[1])).collect();
    let hull = thinned(plan.convex_hull().exterior(), off);
    let by_height = |a: &&Point, b: &&Point| a[2].total_cmp(&b[2]);
    let ends = [points.iter().min_by(by_height), points.iter().max_by(by_height)];
    let level = points.first().map_or(0.0, |p| p[2]);
    hull.0.iter().map(|c| [c.x, c.y, level]).chain(ends.into_iter().flatten().copied()).collect()
}
