//! What shape has an element in plan? Outlines, cuts and boxes in metres, from the geometry of records.
//!
//! In come the records of a model; out go regions of the plane and heights in the project's own frame, units and
//! placements applied. Arcs are followed by chords at most half a millimetre off. Openings are not taken out of
//! walls. What is not understood is [`Unshaped`] with the class that stood in the way; nothing is guessed from names.
//! Every element has a budget of points and records, so that no file makes this hang.

mod affine;
mod alignment;
mod course;
mod curve;
mod eval;
mod item;
mod levels;
mod placed;
mod plan;
mod primitive;
mod profile;
mod reach;
mod run;
mod sections;
mod shared;
mod slice;
mod solid;
mod swept;
#[cfg(test)]
mod tests;
mod unshaped;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use geo::{Coord, MultiPolygon};

use self::affine::{Affine, Point, length};
use self::eval::{DEPTH, Eval, Result};
use self::shared::{Piece, Riches};
use self::solid::Solid;
pub use self::unshaped::{Unshaped, Why};
use super::file::Model;
use super::frame::Frame;
use super::links::Link;
use super::step::Id;

/// Most parts of one element.
const MOST_PARTS: usize = 2000;
/// A body of more points than this is dear to cut at many heights, and about how many times that is.
const PLAIN: usize = 5_000;
const LOOKS: usize = 40;
/// Most points kept of elements already read.
const KEPT: usize = 500_000;

/// An element from above.
#[derive(Debug, Clone, PartialEq)]
pub struct Footprint {
    /// What it covers in plan, in metres.
    pub outline: MultiPolygon<f64>,
    /// Its lowest point, in metres.
    pub z_min: f64,
    /// Its highest point, in metres.
    pub z_max: f64,
    /// Whether the outline is what the model says, and not a simpler form of it.
    pub exact: bool,
}

/// The box of an element along its own axis, or along the wall it is or sits in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The end of its middle line where the direction begins, in metres.
    pub start: Coord<f64>,
    /// Unit vector along it.
    pub along: Coord<f64>,
    /// Extent along it, in metres.
    pub length: f64,
    /// Extent across it, in metres.
    pub thickness: f64,
    /// Its lowest point, in metres.
    pub z_min: f64,
    /// Its highest point, in metres.
    pub z_max: f64,
}

/// How the coordinates of a model, in metres, are turned in plan and then moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Motion {
    /// Turn around the vertical through the origin, in radians, to the left.
    pub turn: f64,
    /// What is added then, in metres.
    pub by: [f64; 3],
}

impl Motion {
    /// Everything stays where it is.
    pub const NONE: Self = Self { turn: 0.0, by: [0.0; 3] };

    /// Where a point goes.
    pub fn point(&self, at: [f64; 3]) -> [f64; 3] {
        self.map(1.0).point(at)
    }

    /// The map from coordinates in another unit of length.
    fn map(&self, metre: f64) -> Affine {
        let (sin, cos) = self.turn.sin_cos();
        let (x, y) = ([cos, sin, 0.0], [-sin, cos, 0.0]);
        Affine { x, y, z: [0.0, 0.0, 1.0], origin: self.by }.after(&Affine::scaled(metre, [0.0; 3]))
    }
}

/// The solids of an element in the project's frame.
struct Body {
    solids: Vec<Solid>,
    exact: bool,
}

/// How far an element reaches, in metres in the project's frame.
struct Ends {
    /// The points among which it has all its extremes in plan.
    points: Vec<Point>,
    /// Its lowest and highest level.
    heights: Option<(f64, f64)>,
}

/// Elements already read, and how many points they have.
#[derive(Default)]
struct Kept {
    points: usize,
    bodies: BTreeMap<Id, Result<Rc<Body>>>,
}

/// The shapes of a model's elements.
pub struct Shapes<'a> {
    eval: Eval<'a>,
    /// From the file's frame and units to the project's.
    world: Affine,
    kept: RefCell<Kept>,
    riches: RefCell<Riches>,
}

impl<'a> Shapes<'a> {
    /// Shapes of the elements of a model, moved near to the origin where the model stands far off; nothing is read
    /// yet.
    pub fn new(model: &'a Model) -> Self {
        Self::moved(model, Frame::of(model).own())
    }

    /// Shapes of the elements of a model, all of them moved.
    pub fn moved(model: &'a Model, motion: Motion) -> Self {
        Self::share(model, motion, 1)
    }

    /// The same for one of several workers, each of which gets its share of what reading may cost.
    pub(super) fn share(model: &'a Model, motion: Motion, workers: usize) -> Self {
        let eval = Eval::new(model, workers);
        let world = motion.map(eval.metre);
        Self { eval, world, kept: RefCell::default(), riches: RefCell::default() }
    }

    /// What an element covers in plan, and its heights.
    ///
    /// # Errors
    /// If it has no geometry, or none that can be shaped.
    pub fn footprint(&self, id: Id) -> Result<Footprint> {
        let (seen, heights, failed) = match self.pieces(id) {
            Some(pieces) => {
                let exact = pieces.iter().all(Piece::is_exact);
                (self.cast_of(&pieces, id)?.map(|c| (c, exact)), self.ends_of(&pieces, id)?.heights, None)
            }
            None => match self.body(id) {
                Ok(b) => (plan::cast(&b.solids).map(|c| (c, b.exact)), reach::heights(&b.solids), None),
                Err(e) => (None, None, Some(e)),
            },
        };
        if let (Some((cast, true)), Some((z_min, z_max))) = (&seen, heights)
            && cast.exact
        {
            return Ok(Footprint { outline: cast.region.clone(), z_min, z_max, exact: true });
        }
        if let Some((outline, level)) = self.drawn(id) {
            let (z_min, z_max) = heights.unwrap_or((level, level));
            return Ok(Footprint { outline, z_min, z_max, exact: true });
        }
        match (seen, heights, failed) {
            (Some((cast, _)), Some((z_min, z_max)), _) => {
                Ok(Footprint { outline: cast.region, z_min, z_max, exact: false })
            }
            (_, _, Some(e)) => Err(e),
            _ => Err(self.eval.fail(Why::Degenerate, id)),
        }
    }

    /// An element cut at a height; empty above and below it.
    ///
    /// # Errors
    /// If it has no geometry, or none that can be shaped.
    pub fn section(&self, id: Id, z: f64) -> Result<MultiPolygon<f64>> {
        let cut = match self.pieces(id) {
            Some(pieces) => self.cut_of(&pieces, z, id)?,
            None => plan::section(&self.body(id)?.solids, z),
        };
        cut.ok_or_else(|| self.eval.fail(Why::Degenerate, id))
    }

    /// What an element covers in plan of the room between two heights, and whether that is what the model says and not
    /// a simpler form of it; empty above and below it.
    ///
    /// # Errors
    /// If it has no geometry, or none that can be shaped.
    pub fn between(&self, id: Id, low: f64, high: f64) -> Result<(MultiPolygon<f64>, bool)> {
        let body = self.body(id)?;
        self.pay_for_looks(&body, id)?;
        let cast = levels::between(&body.solids, low, high);
        let cast = cast.ok_or_else(|| self.eval.fail(Why::Degenerate, id))?;
        Ok((cast.region, cast.exact && body.exact))
    }

    /// The level parts of an element that one could step on, each with its height, from below.
    ///
    /// # Errors
    /// If it has no geometry, or none that can be shaped.
    pub fn treads(&self, id: Id) -> Result<Vec<(MultiPolygon<f64>, f64)>> {
        let body = self.body(id)?;
        self.pay_for_looks(&body, id)?;
        Ok(levels::treads(&body.solids))
    }

    /// Pays for a rich body that is cut at many heights.
    fn pay_for_looks(&self, body: &Body, id: Id) -> Result<()> {
        let points: usize = body.solids.iter().map(Solid::weight).sum();
        if points <= PLAIN { Ok(()) } else { self.eval.spend(0, points.saturating_mul(LOOKS), id) }
    }

    /// The box of an element along its own x axis; of a wall, and of what sits in one, along the way the wall runs.
    ///
    /// # Errors
    /// If it has no geometry, or none that can be shaped.
    pub fn bounds(&self, id: Id) -> Result<Bounds> {
        let bad = || self.eval.fail(Why::Degenerate, id);
        let Ends { points, heights } = self.ends(id)?;
        let (z_min, z_max) = heights.ok_or_else(bad)?;
        let along = self.axis(id, &points);
        let across = Coord { x: -along.y, y: along.x };
        let (low, high) = run::range(&points, along);
        let (right, left) = run::range(&points, across);
        let start = along * low + across * f64::midpoint(right, left);
        let (length, thickness) = (high - low, left - right);
        let sane = length.is_finite() && thickness.is_finite();
        sane.then_some(Bounds { start, along, length, thickness, z_min, z_max }).ok_or_else(bad)
    }

    /// The lowest and the highest corner of an element, in metres in the project's frame.
    ///
    /// # Errors
    /// If it has no geometry, or none that can be shaped.
    pub fn corner_box(&self, id: Id) -> Result<[Point; 2]> {
        let Ends { points, heights } = self.ends(id)?;
        let (z_min, z_max) = heights.ok_or_else(|| self.eval.fail(Why::Degenerate, id))?;
        let mut all = [[f64::MAX, f64::MAX, z_min], [f64::MIN, f64::MIN, z_max]];
        for p in &points {
            for axis in 0..2 {
                all[0][axis] = all[0][axis].min(p[axis]);
                all[1][axis] = all[1][axis].max(p[axis]);
            }
        }
        let sane = all.iter().flatten().all(|n| n.abs() < f64::MAX);
        sane.then_some(all).ok_or_else(|| self.eval.fail(Why::Degenerate, id))
    }

    /// How far an element reaches, without keeping its shape where it has many copies.
    fn ends(&self, id: Id) -> Result<Ends> {
        if let Some(points) = self.corners(id) {
            let z = |start, pick: fn(f64, f64) -> f64| points.iter().map(|p| p[2]).fold(start, pick);
            let heights = (z(f64::MAX, f64::min), z(f64::MIN, f64::max));
            return Ok(Ends { points, heights: (heights.0 <= heights.1).then_some(heights) });
        }
        if let Some(pieces) = self.pieces(id) {
            return self.ends_of(&pieces, id);
        }
        let body = self.body(id)?;
        Ok(Ends { points: reach::ends(&body.solids), heights: reach::heights(&body.solids) })
    }

    /// The corners of an element made of shapes that are used in many places: doors and furniture are, and are too
    /// rich to be copied for a box.
    fn corners(&self, id: Id) -> Option<Vec<Point>> {
        let ranked = self.representations(id).into_iter().filter_map(|r| Some((self.rank(r)?, r)));
        let (_, best) = ranked.min_by_key(|(rank, _)| *rank)?;
        let items = self.eval.model.references(best, "Items");
        if items.is_empty() || items.iter().any(|i| self.eval.name(*i) != "IfcMappedItem") {
            return None;
        }
        self.eval.start();
        let world = self.world.after(&self.eval.placement(id).ok()?);
        let mut points = Vec::new();
        for item in items {
            points.extend(self.eval.mapped_corners(item, &world)?);
        }
        (!points.is_empty()).then_some(points)
    }

    /// Where the frame of an element has its origin, in metres in the project's frame: of a storey its floor.
    ///
    /// # Errors
    /// If its placement is not understood.
    pub fn origin(&self, id: Id) -> Result<[f64; 3]> {
        Ok(self.world.point(self.eval.placement(id)?.origin))
    }

    /// The direction in plan of an element's own x axis, where its z axis points upwards.
    pub fn own_axis(&self, id: Id) -> Option<Coord<f64>> {
        let place = self.eval.placement(id).ok()?;
        let x = self.world.vector(place.x);
        let (flat, upright) = (x[0].hypot(x[1]), self.world.vector(place.z)[2] > 0.0);
        (upright && flat > 0.7 * length(x)).then(|| Coord { x: x[0] / flat, y: x[1] / flat })
    }

    fn horizontal(&self, id: Id) -> Option<Coord<f64>> {
        let place = self.eval.placement(id).ok()?;
        [place.x, place.y].into_iter().find_map(|v| {
            let v = self.world.vector(v);
            let flat = v[0].hypot(v[1]);
            (flat > 0.7 * length(v)).then(|| Coord { x: v[0] / flat, y: v[1] / flat })
        })
    }

    /// The outline an element is drawn with in plans, and its level.
    fn drawn(&self, id: Id) -> Option<(MultiPolygon<f64>, f64)> {
        let eval = &self.eval;
        eval.start();
        let world = self.world.after(&eval.placement(id).ok()?);
        let foot = self.representations(id).into_iter().find(|r| {
            eval.model
                .text(*r, "RepresentationIdentifier")
                .is_some_and(|t| t.eq_ignore_ascii_case("FootPrint"))
        })?;
        let mut curves = Vec::new();
        for item in eval.model.references(foot, "Items") {
            let set = matches!(eval.name(item), "IfcGeometricCurveSet" | "IfcGeometricSet");
            let parts = if set { eval.model.references(item, "Elements") } else { vec![item] };
            for curve in parts {
                let points = eval.curve(curve).ok()?;
                curves.push(points.into_iter().map(|p| world.point(p)).collect::<Vec<Point>>());
            }
        }
        let level = curves.first()?.first()?[2];
        plan::within_curves(&curves).map(|region| (region, level))
    }

    fn representations(&self, id: Id) -> Vec<Id> {
        let model = self.eval.model;
        model.reference(id, "Representation").map_or(Vec::new(), |r| model.references(r, "Representations"))
    }

    /// The solids of an element; of one without geometry those of its parts.
    fn body(&self, id: Id) -> Result<Rc<Body>> {
        if let Some(known) = self.kept.borrow().bodies.get(&id) {
            return known.clone();
        }
        self.eval.start();
        let made = self.solids(id, 4).map(|solids| Rc::new(Body { solids, exact: self.eval.exact() }));
        let weight = made.as_ref().map_or(1, |b| b.solids.iter().map(Solid::weight).sum::<usize>() + 1);
        let mut kept = self.kept.borrow_mut();
        kept.points += weight;
        if kept.points > KEPT {
            kept.bodies.clear();
            kept.points = weight;
        }
        kept.bodies.insert(id, made.clone());
        made
    }

    fn solids(&self, id: Id, depth: usize) -> Result<Vec<Solid>> {
        let eval = &self.eval;
        let mut ranked: Vec<(u8, Id)> =
            self.representations(id).into_iter().filter_map(|r| self.rank(r).map(|rank| (rank, r))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let mut failed = None;
        if !ranked.is_empty() {
            let world = self.world.after(&eval.placement(id)?);
            for (_, representation) in ranked {
                match eval.representation(representation, DEPTH) {
                    Ok(solids) if solids.is_empty() => {}
                    Ok(solids) => {
                        eval.pay(solids.iter().map(Solid::weight).sum(), id)?;
                        return Ok(solids.iter().map(|s| s.mapped(&world)).collect());
                    }
                    Err(e) if e.why == Why::TooComplex => return Err(e),
                    Err(e) => {
                        failed.get_or_insert(e);
                    }
                }
            }
        }
        let mut solids = Vec::new();
        if let Some(depth) = depth.checked_sub(1) {
            for part in eval.model.linking(Link::Whole, id).take(MOST_PARTS) {
                // A space is no part of a storey's shape.
                if part == id || !eval.model.is_a(part, "IfcElement") {
                    continue;
                }
                eval.enter(part)?;
                match self.solids(part, depth) {
                    Ok(some) => solids.extend(some),
                    Err(e) => {
                        eval.inexact();
                        failed.get_or_insert(e);
                    }
                }
            }
        }
        if solids.is_empty() {
            return Err(failed.unwrap_or_else(|| eval.fail(Why::Nothing, id)));
        }
        Ok(solids)
    }

    /// How good a representation is to shape a body from, best first; none for drawings and axes.
    fn rank(&self, representation: Id) -> Option<u8> {
        let text = |name: &str| {
            self.eval
                .model
                .text(representation, name)
                .map(|t| t.trim().to_ascii_lowercase())
                .unwrap_or_default()
        };
        let kind = text("RepresentationType");
        if kind.contains("curve")
            || kind.contains("annotation")
            || kind.contains("geometricset")
            || kind.contains("point")
        {
            return None;
        }
        match text("RepresentationIdentifier").as_str() {
            "body" => Some(0),
            "body-fallback" | "facetation" | "tessellation" => Some(1),
            "box" => Some(4),
            "axis" | "footprint" | "annotation" | "plan" | "profile" | "reference" | "cog" | "clearance"
            | "lighting" | "surveypoints" | "boundary" | "walkingline" => None,
            _ if kind == "boundingbox" => Some(4),
            "surface" => Some(3),
            _ => Some(2),
        }
    }
}
