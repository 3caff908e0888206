//! Reads geometry from records: numbers, points, frames and placements, within a budget.
//!
//! In come record numbers; out go points and maps in the file's own units. Every reading costs: what is too large,
//! too deep or part of itself ends in an [`Unshaped`], never in a hang.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use geo::Polygon;

use super::affine::{Affine, Point};
use super::solid::Solid;
use super::unshaped::{Unshaped, Why};
use crate::ifc::file::Model;
use crate::ifc::step::{Id, Value};

/// Most points of one element.
const MOST_POINTS: usize = 600_000;
/// Most records of one element.
const MOST_ITEMS: usize = 300_000;
/// Deepest that geometry is made of geometry.
pub(super) const DEPTH: usize = 24;
/// Most placements upon each other.
const MOST_PLACEMENTS: usize = 128;
/// How many points are kept that were read last.
const POINTS_KEPT: usize = 1 << 10;
/// Points looked at for all elements together, beside some for each record of the file.
const ALL_POINTS: usize = 40_000_000;
const POINTS_OF_A_RECORD: usize = 64;
/// What looking up a record costs of that: as much as so many points.
const RECORD: usize = 8;
/// Largest distance of a chord from its arc, in metres.
pub(super) const CHORD: f64 = 0.0005;
/// Most chords of an arc.
const MOST_CHORDS: f64 = 256.0;

pub(super) type Result<T> = std::result::Result<T, Unshaped>;

/// Reads the geometry of a model.
pub(super) struct Eval<'a> {
    pub(super) model: &'a Model,
    /// Metres in the file's unit of length.
    pub(super) metre: f64,
    /// Radians in the file's unit of angle.
    pub(super) radian: f64,
    points: Cell<usize>,
    items: Cell<usize>,
    left: Cell<usize>,
    /// Whether what was read since the start of the element is shown as it is.
    exact: Cell<bool>,
    placements: RefCell<BTreeMap<Id, Affine>>,
    /// Points read last, each in the place its number gives it: the faces of a body share their corners.
    points_read: RefCell<Vec<Option<(Id, Point)>>>,
    /// The grid of each grid axis, once one is asked for.
    pub(super) grids: OnceCell<BTreeMap<Id, Id>>,
    /// Shapes used in many places, in their own frame, and whether they are exact.
    pub(super) maps: RefCell<BTreeMap<Id, Mapped>>,
    /// The corners of such shapes; none of what is no whole body.
    pub(super) corners: RefCell<BTreeMap<Id, Option<Rc<Corners>>>>,
    /// Outlines with many corners, which are read once however many bodies have them.
    pub(super) profiles: RefCell<BTreeMap<Id, Vec<Polygon<f64>>>>,
}

/// The corners of a shape that is used in many places, each once.
pub(super) struct Corners {
    pub(super) all: Vec<Point>,
    /// Of many corners those with all extremes there are while the shape stands upright.
    pub(super) upright: Option<Vec<Point>>,
}

/// What a representation map holds: solids and whether they are exact, or why there are none.
pub(super) type Mapped = Result<(Rc<Vec<Solid>>, bool)>;

impl<'a> Eval<'a> {
    pub(super) fn new(model: &'a Model, workers: usize) -> Self {
        let all = ALL_POINTS.saturating_add(model.file().len().saturating_mul(POINTS_OF_A_RECORD));
        let sane = |n: f64| if n.is_finite() && n > 0.0 { n } else { 1.0 };
        Self {
            model,
            metre: sane(model.units().length()),
            radian: sane(model.units().angle()),
            points: Cell::new(0),
            items: Cell::new(0),
            left: Cell::new(all / workers.max(1)),
            exact: Cell::new(true),
            placements: RefCell::default(),
            points_read: RefCell::default(),
            grids: OnceCell::new(),
            maps: RefCell::default(),
            corners: RefCell::default(),
            profiles: RefCell::default(),
        }
    }

    /// Starts on another element.
    pub(super) fn start(&self) {
        self.points.set(0);
        self.items.set(0);
        self.exact.set(true);
    }

    pub(super) fn exact(&self) -> bool {
        self.exact.get()
    }

    pub(super) fn set_exact(&self, exact: bool) {
        self.exact.set(exact);
    }

    /// Takes in that something is shown in a simpler form.
    pub(super) fn inexact(&self) {
        self.exact.set(false);
    }

    /// Pays for points.
    pub(super) fn pay(&self, points: usize, of: Id) -> Result<()> {
        self.spend(points, points, of)
    }

    /// Pays for points at a cost.
    pub(super) fn spend(&self, points: usize, cost: usize, of: Id) -> Result<()> {
        let sum = self.points.get().saturating_add(points);
        self.points.set(sum);
        match self.left.get().checked_sub(cost) {
            Some(left) if sum <= MOST_POINTS => {
                self.left.set(left);
                Ok(())
            }
            _ => Err(self.fail(Why::TooComplex, of)),
        }
    }

    /// Pays for a record.
    pub(super) fn enter(&self, of: Id) -> Result<()> {
        self.items.set(self.items.get() + 1);
        if self.items.get() > MOST_ITEMS {
            return Err(self.fail(Why::TooComplex, of));
        }
        self.spend(1, RECORD, of)
    }

    pub(super) fn fail(&self, why: Why, of: Id) -> Unshaped {
        Unshaped::new(why, self.class(of))
    }

    /// The class of a record, as the file writes it if the schema does not know it.
    pub(super) fn class(&self, id: Id) -> String {
        match self.model.class(id) {
            Some(class) => class.name().to_owned(),
            None => self.model.file().record(id).map_or_else(|| id.to_string(), |r| r.type_name().to_owned()),
        }
    }

    pub(super) fn name(&self, id: Id) -> &'static str {
        self.model.class(id).map_or("", |c| c.name())
    }

    /// The record an attribute must refer to.
    pub(super) fn part(&self, id: Id, name: &str) -> Result<Id> {
        self.model.reference(id, name).ok_or_else(|| self.fail(Why::Degenerate, id))
    }

    /// The number in an attribute.
    pub(super) fn maybe(&self, id: Id, name: &str) -> Option<f64> {
        self.model.attr(id, name).as_f64().filter(|n| n.is_finite())
    }

    /// The number an attribute must hold.
    pub(super) fn number(&self, id: Id, name: &str) -> Result<f64> {
        self.maybe(id, name).ok_or_else(|| self.fail(Why::Degenerate, id))
    }

    /// A length that must be more than nothing.
    pub(super) fn size(&self, id: Id, name: &str) -> Result<f64> {
        self.number(id, name).and_then(|n| if n > 0.0 { Ok(n) } else { Err(self.fail(Why::Degenerate, id)) })
    }

    fn triple(&self, id: Id, name: &str) -> Option<Point> {
        triple(self.model.attr(id, name))
    }

    /// A point of the plane or of space.
    pub(super) fn point(&self, id: Id) -> Result<Point> {
        self.enter(id)?;
        let place = id.0 as usize % POINTS_KEPT;
        let mut known = self.points_read.borrow_mut();
        match known.get(place) {
            Some(Some((known, point))) if *known == id => return Ok(*point),
            Some(_) => {}
            None => known.resize(POINTS_KEPT, None),
        }
        let point = self.triple(id, "Coordinates").ok_or_else(|| self.fail(Why::Degenerate, id))?;
        known[place] = Some((id, point));
        Ok(point)
    }

    /// A direction of the plane or of space.
    pub(super) fn direction(&self, id: Id, name: &str) -> Option<Point> {
        self.triple(self.model.reference(id, name)?, "DirectionRatios")
            .filter(|d| super::affine::length(*d) > 0.0)
    }

    /// The points of a list of points.
    pub(super) fn point_list(&self, id: Id) -> Result<Vec<Point>> {
        let list =
            self.model.attr(id, "CoordList").as_list().ok_or_else(|| self.fail(Why::Degenerate, id))?;
        let mut points = Vec::new();
        for value in list {
            self.pay(1, id)?;
            points.push(triple(value).ok_or_else(|| self.fail(Why::Degenerate, id))?);
        }
        Ok(points)
    }

    /// The frame an attribute holds; the identity if it holds none.
    pub(super) fn frame_of(&self, id: Id, name: &str) -> Result<Affine> {
        self.model.reference(id, name).map_or(Ok(Affine::IDENTITY), |p| self.frame(p))
    }

    /// The frame a placement of the plane, of an axis or of space gives.
    pub(super) fn frame(&self, id: Id) -> Result<Affine> {
        let origin = || self.part(id, "Location").and_then(|p| self.point(p));
        match self.name(id) {
            "IfcAxis2Placement2D" => {
                let x = self.direction(id, "RefDirection").map(|d| [d[0], d[1], 0.0]);
                Ok(Affine::frame(origin()?, None, x))
            }
            "IfcAxis2Placement3D" => {
                Ok(Affine::frame(origin()?, self.direction(id, "Axis"), self.direction(id, "RefDirection")))
            }
            "IfcAxis1Placement" => Ok(Affine::frame(origin()?, self.direction(id, "Axis"), None)),
            _ => Err(self.fail(Why::Unsupported, id)),
        }
    }

    /// The map an operator of a mapped item or a derived profile gives.
    pub(super) fn operator(&self, id: Id) -> Result<Affine> {
        self.enter(id)?;
        let origin = self.part(id, "LocalOrigin").and_then(|p| self.point(p))?;
        let (x, y, z) =
            (self.direction(id, "Axis1"), self.direction(id, "Axis2"), self.direction(id, "Axis3"));
        let mut map = if self.model.is_a(id, "IfcCartesianTransformationOperator2D") {
            Affine::frame(origin, None, x)
        } else {
            // NOTE: the third axis is upright where it is not told, also where the first two make a mirror. Only where
            // they stand on edge it follows from them.
            let across = x.zip(y).and_then(|(x, y)| super::affine::unit(super::affine::cross(x, y)));
            Affine::frame(origin, z.or(across.filter(|z| z[2].abs() < 0.5)), x)
        };
        // A second axis against the frame mirrors it.
        if y.is_some_and(|y| super::affine::dot(y, map.y) < 0.0) {
            map.y = super::affine::scale(map.y, -1.0);
        }
        let by = self.maybe(id, "Scale").unwrap_or(1.0);
        let (by_y, by_z) = (self.maybe(id, "Scale2").unwrap_or(by), self.maybe(id, "Scale3").unwrap_or(by));
        map.x = super::affine::scale(map.x, by);
        map.y = super::affine::scale(map.y, by_y);
        map.z = super::affine::scale(map.z, by_z);
        if map.is_sane() { Ok(map) } else { Err(self.fail(Why::Degenerate, id)) }
    }

    /// Where a product stands, in the file's units; the identity if it does not say.
    pub(super) fn placement(&self, product: Id) -> Result<Affine> {
        let mut chain = Vec::new();
        let mut at = self.model.reference(product, "ObjectPlacement");
        let mut map = Affine::IDENTITY;
        while let Some(id) = at {
            if let Some(known) = self.placements.borrow().get(&id) {
                map = *known;
                break;
            }
            if chain.contains(&id) {
                return Err(self.fail(Why::Cyclic, id));
            }
            if chain.len() >= MOST_PLACEMENTS {
                return Err(self.fail(Why::TooComplex, id));
            }
            chain.push(id);
            at = self.told_in(id);
        }
        while let Some(id) = chain.pop() {
            map = map.after(&self.relative(id)?);
            if !map.is_sane() {
                return Err(self.fail(Why::Degenerate, id));
            }
            self.placements.borrow_mut().insert(id, map);
        }
        Ok(map)
    }

    /// The angles between which chords follow an arc, the first and the last included.
    pub(super) fn angles(&self, from: f64, to: f64, radius: f64) -> impl Iterator<Item = f64> + use<> {
        let ratio = (CHORD / (radius.abs() * self.metre)).clamp(1e-9, 0.2);
        let step = 2.0 * (1.0 - ratio).acos();
        let count = ((to - from).abs() / step).ceil().clamp(1.0, MOST_CHORDS) as usize;
        (0..=count).map(move |i| from + (to - from) * (i as f64 / count as f64))
    }
}

/// Two or three numbers as a point.
pub(super) fn triple(value: Value<'_>) -> Option<Point> {
    let list = value.as_list()?;
    let mut out = [0.0; 3];
    let mut count = 0;
    for (slot, value) in out.iter_mut().zip(list) {
        *slot = value.as_f64().filter(|n| n.abs() < 1e12)?;
        count += 1;
    }
    (count >= 2).then_some(out)
}
