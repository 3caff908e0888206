//! Which elements have a rich shape that others have too? It is cut, and seen from above, once in a frame of its own, and
//! the outline is carried to each of them.
//!
//! In come elements whose every item is such a shape and stands upright; out go cuts, outlines and ends in metres in the
//! project's frame. A hundred thousand points are then read and joined once, and not for each of a thousand walls. All
//! others are none, and are shaped one by one.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use geo::algorithm::orient::{Direction, Orient};
use geo::{Coord, CoordsIter, MapCoords};

use super::affine::Affine;
use super::eval::{CHORD, DEPTH, Eval, Result};
use super::item::extremes;
use super::plan::{self, Cast};
use super::solid::Solid;
use super::{Ends, Shapes, reach};
use crate::geometry::{Region, union_all};
use crate::ifc::step::Id;

/// A shape of at least so many points is rich.
const RICH: usize = 12_000;
/// Most points of rich shapes that are kept; beyond, those kept before make room.
const KEPT: usize = 2_000_000;
/// Steps between heights at which cuts are told apart, in metres.
const STEP: f64 = 1e-6;

/// A rich shape in metres, in its own frame.
pub(super) struct Rich {
    solids: Vec<Solid>,
    exact: bool,
    ends: OnceCell<Ends>,
    cast: OnceCell<Option<Cast>>,
    cuts: RefCell<BTreeMap<i64, Option<Region>>>,
}

/// What an element has of one, and where.
pub(super) struct Piece {
    rich: Rc<Rich>,
    frame: Affine,
}

/// Rich shapes by the record they are, and how many points they have.
#[derive(Default)]
pub(super) struct Riches {
    points: usize,
    known: BTreeMap<Id, Option<Rc<Rich>>>,
}

impl Rich {
    fn ends(&self) -> &Ends {
        self.ends.get_or_init(|| {
            let points = extremes(&reach::ends(&self.solids), CHORD);
            Ends { points, heights: reach::heights(&self.solids) }
        })
    }

    fn cast(&self) -> Option<&Cast> {
        self.cast.get_or_init(|| plan::cast(&self.solids)).as_ref()
    }

    fn cut(&self, z: f64) -> Option<Region> {
        let step = (z / STEP).round() as i64;
        let cut = || plan::section(&self.solids, step as f64 * STEP);
        self.cuts.borrow_mut().entry(step).or_insert_with(cut).clone()
    }
}

impl Piece {
    /// Whether it is what the model says, and not a simpler form of it.
    pub(super) fn is_exact(&self) -> bool {
        self.rich.exact
    }

    /// A region of its own frame in that of the project.
    fn carried(&self, region: &Region) -> Region {
        let put = |c: Coord<f64>| {
            let p = self.frame.point([c.x, c.y, 0.0]);
            Coord { x: p[0], y: p[1] }
        };
        region.map_coords(put).orient(Direction::Default)
    }
}

impl Shapes<'_> {
    /// The rich shapes an element is made of; none if it is made of anything else, or does not stand upright.
    pub(super) fn pieces(&self, id: Id) -> Option<Vec<Piece>> {
        let eval = &self.eval;
        let ranked = self.representations(id).into_iter().filter_map(|r| Some((self.rank(r)?, r)));
        let (_, best) = ranked.min_by_key(|(rank, _)| *rank)?;
        let items = eval.model.references(best, "Items");
        if items.is_empty() || !items.iter().all(|i| self.may_be_rich(*i)) {
            return None;
        }
        eval.start();
        let world = self.world.after(&eval.placement(id).ok()?);
        let small = Affine::scaled(1.0 / eval.metre, [0.0; 3]);
        let piece = |item: Id| {
            let (root, map) = eval.root(item)?;
            let frame = world.after(&map).after(&small);
            let rich = self.rich(root)?;
            (frame.is_upright() && frame.is_sane()).then_some(Piece { rich, frame })
        };
        items.into_iter().map(piece).collect()
    }

    /// Whether an item is one, or may be.
    fn may_be_rich(&self, item: Id) -> bool {
        let known = self.riches.borrow().known.get(&item).map(Option::is_some);
        known.unwrap_or_else(|| self.eval.may_be_rich(item))
    }

    fn rich(&self, root: Id) -> Option<Rc<Rich>> {
        if let Some(known) = self.riches.borrow().known.get(&root) {
            return known.clone();
        }
        let made = self.eval.whole(root).ok().filter(|(solids, _)| weight(solids) >= RICH);
        let rich = made.map(|(solids, exact)| {
            let metres = Affine::scaled(self.eval.metre, [0.0; 3]);
            let solids = solids.iter().map(|s| s.mapped(&metres)).collect();
            let (ends, cast, cuts) = Default::default();
            Rc::new(Rich { solids, exact, ends, cast, cuts })
        });
        let mut riches = self.riches.borrow_mut();
        let points = rich.as_ref().map_or(1, |r| weight(&r.solids));
        riches.points += points;
        if riches.points > KEPT {
            riches.known.clear();
            riches.points = points;
        }
        riches.known.insert(root, rich.clone());
        rich
    }

    /// What rich shapes cover in plan; none where it cannot be told.
    pub(super) fn cast_of(&self, pieces: &[Piece], id: Id) -> Result<Option<Cast>> {
        let mut exact = true;
        let mut regions = Vec::new();
        for piece in pieces {
            let Some(cast) = piece.rich.cast() else { continue };
            self.eval.pay(cast.region.coords_count(), id)?;
            exact &= cast.exact;
            regions.push(piece.carried(&cast.region));
        }
        let region = if regions.len() == 1 { regions.pop() } else { union_all(&regions) };
        Ok(region.filter(|r| !r.0.is_empty()).map(|region| Cast { region, exact }))
    }

    /// Rich shapes cut at a height; none where one does not close there.
    pub(super) fn cut_of(&self, pieces: &[Piece], z: f64, id: Id) -> Result<Option<Region>> {
        let mut regions = Vec::new();
        for piece in pieces {
            let own = (z - piece.frame.origin[2]) / piece.frame.z[2];
            let Some(region) = piece.rich.cut(own) else { continue };
            self.eval.pay(region.coords_count(), id)?;
            regions.push(piece.carried(&region));
        }
        if regions.is_empty() {
            return Ok(None);
        }
        Ok(if regions.len() == 1 { regions.pop() } else { union_all(&regions) })
    }

    /// How far rich shapes reach.
    pub(super) fn ends_of(&self, pieces: &[Piece], id: Id) -> Result<Ends> {
        let (mut points, mut heights) = (Vec::new(), None::<(f64, f64)>);
        for piece in pieces {
            let ends = piece.rich.ends();
            self.eval.pay(ends.points.len(), id)?;
            points.extend(ends.points.iter().map(|p| piece.frame.point(*p)));
            let Some((low, high)) = ends.heights else { continue };
            let [a, b] = [low, high].map(|z| piece.frame.point([0.0, 0.0, z])[2]);
            let (low, high) = (a.min(b), a.max(b));
            heights = Some(heights.map_or((low, high), |(l, h)| (l.min(low), h.max(high))));
        }
        Ok(Ends { points, heights })
    }
}

fn weight(solids: &[Solid]) -> usize {
    solids.iter().map(Solid::weight).sum()
}

impl Eval<'_> {
    /// Whether an item is likely to have so many points, as far as it shows without reading them.
    fn may_be_rich(&self, item: Id) -> bool {
        let long = |id: Id, name: &str, least: usize| {
            self.model.attr(id, name).as_list().is_some_and(|l| l.iter().nth(least).is_some())
        };
        // A triangle has three points, and most other faces have four.
        let shell = |id: Id, name: &str| {
            self.model.references(id, name).first().is_some_and(|s| long(*s, "CfsFaces", RICH / 4))
        };
        match self.name(item) {
            "IfcMappedItem" => true,
            "IfcTriangulatedFaceSet" | "IfcTriangulatedIrregularNetwork" => {
                long(item, "CoordIndex", RICH / 3)
            }
            "IfcPolygonalFaceSet" => long(item, "Faces", RICH / 4),
            "IfcFacetedBrep" | "IfcManifoldSolidBrep" | "IfcAdvancedBrep" => {
                self.model.reference(item, "Outer").is_some_and(|s| long(s, "CfsFaces", RICH / 4))
            }
            "IfcShellBasedSurfaceModel" => shell(item, "SbsmBoundary"),
            "IfcFaceBasedSurfaceModel" => shell(item, "FbsmFaces"),
            _ => false,
        }
    }

    /// What is behind an item that only says where something else goes: a representation map or another item, and the
    /// map to it.
    fn root(&self, item: Id) -> Option<(Id, Affine)> {
        let (mut at, mut map) = (item, Affine::IDENTITY);
        for _ in 0..DEPTH {
            if self.name(at) != "IfcMappedItem" {
                return Some((at, map));
            }
            self.enter(at).ok()?;
            let (source, target) = self.mapping(at).ok()?;
            map = map.after(&target);
            let within = self.model.references(self.part(source, "MappedRepresentation").ok()?, "Items");
            match within[..] {
                [only] if self.name(only) == "IfcMappedItem" => at = only,
                _ => return Some((source, map)),
            }
        }
        None
    }

    /// The solids of a representation map, or of an item.
    fn whole(&self, root: Id) -> super::eval::Mapped {
        if self.name(root) == "IfcRepresentationMap" {
            return self.source(root, DEPTH);
        }
        let before = self.exact();
        self.set_exact(true);
        let made = self.item_within(root, DEPTH).map(|solids| (Rc::new(solids), self.exact()));
        self.set_exact(before);
        made
    }
}
