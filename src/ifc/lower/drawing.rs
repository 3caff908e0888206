//! The shapes of elements as lowering needs them: outlines of rooms, boxes of doors, sections of walls.
//!
//! In come records; out go polygons in metres, each asked for once. What cannot be shaped is remembered with its
//! reason, so that it can be told.

use std::collections::BTreeMap;

use geo::{Area, Coord, MultiPolygon, Polygon};

use crate::ifc::step::Id;
use crate::text::Localized;

/// A box along an element's own axis, in plan, with its heights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// The end of the middle line where the element's own x axis begins.
    pub(super) start: Coord<f64>,
    /// Unit vector along it.
    pub(super) along: Coord<f64>,
    pub(super) length: f64,
    pub(super) thickness: f64,
    /// Lowest and highest point.
    pub(super) z: (f64, f64),
}

impl Extent {
    /// The other end of the middle line.
    pub(super) fn end(&self) -> Coord<f64> {
        self.start + self.along * self.length
    }

    /// The middle.
    pub(super) fn middle(&self) -> Coord<f64> {
        self.start + self.along * (self.length / 2.0)
    }

    /// Unit vector to the left of the axis: the element's own y axis.
    pub(super) fn across(&self) -> Coord<f64> {
        Coord { x: -self.along.y, y: self.along.x }
    }
}

/// Shapes with what could not be shaped.
pub(super) struct Drawing<'a> {
    ifc: &'a crate::ifc::Model,
    /// Records without a shape, and why.
    failed: BTreeMap<Id, Localized>,
    /// How many records were shaped.
    pub(super) shaped: usize,
}

impl<'a> Drawing<'a> {
    pub(super) fn new(ifc: &'a crate::ifc::Model) -> Self {
        Self { ifc, failed: BTreeMap::new(), shaped: 0 }
    }

    /// The outline in plan and the heights.
    pub(super) fn footprint(&mut self, id: Id) -> Option<(MultiPolygon<f64>, (f64, f64))> {
        self.fail(id);
        None
    }

    /// The cut at a height.
    pub(super) fn section(&mut self, id: Id, _z: f64) -> Option<MultiPolygon<f64>> {
        self.fail(id);
        None
    }

    /// The box along the element's axis.
    pub(super) fn extent(&mut self, id: Id) -> Option<Extent> {
        self.fail(id);
        None
    }

    /// Remembers that an element that has a shape is not drawn.
    fn fail(&mut self, id: Id) {
        if self.ifc.reference(id, "Representation").is_some() {
            let why = Localized::new(
                "geometri leses ikke av denne versjonen",
                "geometry is not read by this version",
            );
            self.failed.entry(id).or_insert(why);
        }
    }

    /// What could not be shaped.
    pub(super) fn failed(&self) -> &BTreeMap<Id, Localized> {
        &self.failed
    }
}

/// The largest piece of a region, and the share of the area it has.
pub(super) fn largest(region: MultiPolygon<f64>) -> Option<(Polygon<f64>, f64)> {
    let all = region.unsigned_area();
    let piece = region.0.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let share = piece.unsigned_area() / all;
    share.is_finite().then_some((piece, share))
}
