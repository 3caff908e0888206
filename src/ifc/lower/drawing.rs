//! The shapes of elements as lowering needs them: outlines of rooms, boxes of doors, sections of walls.
//!
//! In come records; out go polygons in metres, each asked for once. What cannot be shaped is remembered with its
//! reason, so that it can be told.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, Coord, CoordsIter, MultiPolygon, Polygon};
use rayon::prelude::*;

use crate::ifc::Frame;
use crate::ifc::shape::{Bounds, Footprint, Motion, Shapes, Unshaped, Why};
use crate::ifc::step::Id;
use crate::text::Localized;

/// A box along an element's own axis, or along the wall it is or sits in, in plan, with its heights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    /// The end of the middle line where the direction begins.
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

    /// Unit vector to the left of the axis.
    pub(super) fn across(&self) -> Coord<f64> {
        Coord { x: -self.along.y, y: self.along.x }
    }
}

/// Shapes with what could not be shaped.
pub(super) struct Drawing<'a> {
    ifc: &'a crate::ifc::Model,
    shapes: Shapes<'a>,
    /// Records without a shape, and why.
    failed: BTreeMap<Id, Localized>,
    /// Those of them that would be too much, whatever else was made of them.
    refused: BTreeSet<Id>,
    /// Records that were shaped.
    shaped: BTreeSet<Id>,
    motion: Motion,
    ready: Ready,
    /// How many corners of rich outlines may still be taken over.
    corners_left: usize,
}

/// Shapes made beforehand by all threads at once. What was not foreseen is made when it is asked for.
#[derive(Default)]
struct Ready {
    extents: BTreeMap<Id, Result<Bounds, Unshaped>>,
    footprints: BTreeMap<Id, Result<Footprint, Unshaped>>,
    sections: BTreeMap<(Id, u64), Result<MultiPolygon<f64>, Unshaped>>,
}

/// Outlines with more corners than this are rich: an arc has some tens of them, a round tower a hundred.
const RICH: usize = 400;
/// Most corners of rich outlines in all: each is gone through again for hundreds of facts.
const MOST_CORNERS: usize = 100_000;

/// In how many parts work is divided: the same on every machine, since each part has a budget of its own.
const PARTS: usize = 16;

impl<'a> Drawing<'a> {
    pub(super) fn new(ifc: &'a crate::ifc::Model, motion: Option<Motion>) -> Self {
        let motion = motion.unwrap_or_else(|| Frame::of(ifc).own());
        let (failed, refused, shaped) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        let (shapes, ready) = (Shapes::moved(ifc, motion), Ready::default());
        Self { ifc, shapes, failed, refused, shaped, motion, ready, corners_left: MOST_CORNERS }
    }

    /// Makes the boxes of elements that will be asked for.
    pub(super) fn prepare_extents(&mut self, ids: &[Id]) {
        let made = self.made(ids, |shapes, id| (*id, shapes.bounds(*id)));
        self.ready.extents.extend(made);
    }

    /// Makes the outlines of elements that will be asked for.
    pub(super) fn prepare_footprints(&mut self, ids: &[Id]) {
        let made = self.made(ids, |shapes, id| (*id, shapes.footprint(*id)));
        self.ready.footprints.extend(made);
    }

    /// Makes the cuts of elements that will be asked for next, in place of those made before.
    pub(super) fn prepare_sections(&mut self, cuts: impl Iterator<Item = (Id, f64)>) {
        let cuts: BTreeSet<(Id, u64)> = cuts.map(|(id, z)| (id, z.to_bits())).collect();
        let cuts: Vec<(Id, u64)> = cuts.into_iter().collect();
        let made = self.made(&cuts, |shapes, (id, z)| ((*id, *z), shapes.section(*id, f64::from_bits(*z))));
        self.ready.sections = made.into_iter().collect();
    }

    fn made<T: Sync, R: Send>(&self, all: &[T], make: impl Fn(&Shapes<'_>, &T) -> R + Sync) -> Vec<R> {
        let (ifc, motion) = (self.ifc, self.motion);
        let parts: Vec<Vec<R>> = all
            .par_chunks(all.len().div_ceil(PARTS).max(1))
            .map(|part| {
                let shapes = Shapes::share(ifc, motion, PARTS);
                part.iter().map(|one| make(&shapes, one)).collect()
            })
            .collect();
        parts.into_iter().flatten().collect()
    }

    /// The outline in plan and the heights.
    pub(super) fn footprint(&mut self, id: Id) -> Option<(MultiPolygon<f64>, (f64, f64))> {
        let ready = self.ready.footprints.remove(&id);
        let found = ready.unwrap_or_else(|| self.shapes.footprint(id));
        let found = found.and_then(|f| self.afford(&f.outline, id).map(|()| f));
        self.keep(id, found).map(|f| (f.outline, (f.z_min, f.z_max)))
    }

    /// Whether a box lies along an element's own x axis, which points the same way, and its y axis to the left: only then
    /// does what the model tells in the element's own frame hold for the box.
    pub(super) fn is_own(&self, id: Id, extent: &Extent) -> bool {
        self.shapes.own_axis(id).is_some_and(|own| own.x * extent.along.x + own.y * extent.along.y > 0.99)
    }

    /// The cut at a height.
    pub(super) fn section(&mut self, id: Id, z: f64) -> Option<MultiPolygon<f64>> {
        let ready = self.ready.sections.get(&(id, z.to_bits())).cloned();
        let found = ready.unwrap_or_else(|| self.shapes.section(id, z));
        let found = found.and_then(|region| self.afford(&region, id).map(|()| region));
        self.keep(id, found).filter(|region| !region.0.is_empty())
    }

    /// The cut at a height of what was drawn already, whether or not it can be made.
    pub(super) fn cut(&self, id: Id, z: f64) -> Option<MultiPolygon<f64>> {
        self.shapes.section(id, z).ok().filter(|region| !region.0.is_empty())
    }

    /// What lies between two heights, from above, and whether that is exact.
    pub(super) fn between(&mut self, id: Id, low: f64, high: f64) -> Option<(MultiPolygon<f64>, bool)> {
        let found = self.shapes.between(id, low, high);
        self.keep(id, found)
    }

    /// The level parts one could step on, each with its height.
    pub(super) fn treads(&self, id: Id) -> Vec<(MultiPolygon<f64>, f64)> {
        self.shapes.treads(id).unwrap_or_default()
    }

    /// The box along the element's axis.
    pub(super) fn extent(&mut self, id: Id) -> Option<Extent> {
        let ready = self.ready.extents.get(&id).cloned();
        let found = ready.unwrap_or_else(|| self.shapes.bounds(id));
        let b = self.keep(id, found)?;
        Some(Extent {
            start: b.start,
            along: b.along,
            length: b.length,
            thickness: b.thickness,
            z: (b.z_min, b.z_max),
        })
    }

    /// The height of an element's own origin.
    pub(super) fn level(&self, id: Id) -> Option<f64> {
        self.ifc.reference(id, "ObjectPlacement")?;
        self.shapes.origin(id).ok().map(|o| o[2]).filter(|z| z.is_finite())
    }

    /// Takes the corners of a rich outline from those that are left.
    fn afford(&mut self, region: &MultiPolygon<f64>, id: Id) -> Result<(), Unshaped> {
        let corners = region.coords_count();
        if corners <= RICH {
            return Ok(());
        }
        let class = || self.ifc.class(id).map_or_else(|| id.to_string(), |c| c.name().to_owned());
        self.corners_left =
            self.corners_left.checked_sub(corners).ok_or_else(|| Unshaped::too_complex(class()))?;
        Ok(())
    }

    fn keep<T>(&mut self, id: Id, found: Result<T, Unshaped>) -> Option<T> {
        match found {
            Ok(shape) => {
                self.shaped.insert(id);
                Some(shape)
            }
            Err(why) => {
                // What has no geometry at all was never meant to be drawn.
                if self.ifc.reference(id, "Representation").is_some() {
                    // What was too much is told though a simpler shape was made.
                    if why.why == Why::TooComplex {
                        self.refused.insert(id);
                    }
                    self.failed.insert(id, why.reason());
                }
                None
            }
        }
    }

    /// What could not be shaped in any way, with the reason.
    pub(super) fn failed(&self) -> BTreeMap<Id, Localized> {
        let not_shaped = |(id, _): &(&Id, &Localized)| !self.shaped.contains(id) || self.refused.contains(id);
        self.failed.iter().filter(not_shaped).map(|(id, why)| (*id, why.clone())).collect()
    }

    /// How many records were shaped, or could not be.
    pub(super) fn looked_at(&self) -> usize {
        self.shaped.union(&self.failed.keys().copied().collect()).count()
    }
}

/// The largest piece of a region, and the share of the area it has.
pub(super) fn largest(region: MultiPolygon<f64>) -> Option<(Polygon<f64>, f64)> {
    let all = region.unsigned_area();
    let piece = region.0.into_iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    let share = piece.unsigned_area() / all;
    share.is_finite().then_some((piece, share))
}
