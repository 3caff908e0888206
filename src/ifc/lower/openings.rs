//! Doors, windows and passages of the model: their sizes, where they sit, what they join and how they swing.
//!
//! «Left» and «right» of a door are told as ISO sees them, and are never printed.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon};
use rayon::prelude::*;
use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::curtain::Panel;
use super::drawing::Extent;
use super::sides::{Reach, Way};
use super::told::Saying;
use super::{AT_ONCE, Lower, operation, plain};
use crate::ifc::Link;
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::model::{Hinge, Manner, Opening, OpeningKind, Origin, Placement, Side, Span, Swing, Value};
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Longest tag that is used in sentences, in characters.
const LONGEST_TAG: usize = 14;
/// Two openings whose middles are closer than this, in metres, and whose sizes agree are one, exported twice.
const SAME_PLACE: f64 = 0.05;
/// Holes whose middles are closer than this, in metres, go through leaves of one wall.
const LEAVES: f64 = 0.5;
/// A window's body no thicker than this is its frame and sash alone; and no frame is thinner, in metres.
const THICKEST_FRAME: f64 = 0.2;
const THINNEST_FRAME: f64 = 0.05;
/// Sizes of openings outside this, in metres, were written in another unit than they say.
const LIKELY: std::ops::Range<f64> = 0.05..60.0;

/// The middle of an opening in plan, and which it is.
type Middle = GeomWithData<[f64; 2], usize>;

impl Lower<'_> {
    pub(super) fn openings(&mut self, ways: &[Way]) {
        let cuts: Vec<(Id, f64)> = ways
            .iter()
            .filter_map(|w| {
                let (low, high) = w.extent?.z;
                Some((self.wall_of(w)?, f64::midpoint(low, high)))
            })
            .collect();
        self.drawing.prepare_sections(cuts.into_iter());
        // The openings taken over so far, so that a thousand in one place are each held against the first alone.
        let mut taken: HashMap<Option<usize>, RTree<Middle>> = HashMap::new();
        let mut number = 0;
        for (i, way) in ways.iter().enumerate() {
            if i % AT_ONCE == 0 {
                let next = &ways[i..ways.len().min(i + AT_ONCE)];
                let space_of = &self.space_of;
                let ids = next.par_iter().map(|w| w.id).filter(|id| !space_of.contains_key(id));
                let ids: Vec<Id> = ids.collect();
                self.prepare_sets(ids);
            }
            if self.own_id(way.id).is_none() && self.twice(ways, &taken, way) {
                continue;
            }
            if let Some(at) = way.extent.map(|e| e.middle()).filter(|m| m.x.is_finite() && m.y.is_finite()) {
                taken.entry(way.storey).or_default().insert(Middle::new([at.x, at.y], i));
            }
            number += 1;
            self.opening(way, number);
        }
    }

    /// Whether another opening of the kind sits in the same place: holes are exported as doors too.
    fn twice(&mut self, ways: &[Way], taken: &HashMap<Option<usize>, RTree<Middle>>, way: &Way) -> bool {
        let Some(extent) = way.extent else { return false };
        let at = extent.middle();
        let near = taken.get(&way.storey).into_iter();
        let near = near.flat_map(|m| m.locate_within_distance([at.x, at.y], LEAVES * LEAVES));
        let near: Vec<&Way> = near.map(|m| &ways[m.data]).collect();
        if way.kind == OpeningKind::Passage && through_leaves(&near, &extent) {
            self.used.insert(way.id);
            return true;
        }
        let same = |w: &&Way| {
            let Some(other) = w.extent else { return false };
            let apart = extent.middle() - other.middle();
            w.kind == way.kind
                && apart.x.hypot(apart.y) < SAME_PLACE
                && (extent.length - other.length).abs() < SAME_PLACE
                && (extent.z.0 - other.z.0).abs() < SAME_PLACE
                && (extent.z.1 - other.z.1).abs() < SAME_PLACE
        };
        let found = near.iter().any(same);
        if found {
            self.used.insert(way.id);
            let saying = Saying::new(
                Severity::Warning,
                "ifc.opening-twice",
                Localized::new(
                    "én åpning ligger to ganger på samme sted; den andre er ikke tatt med",
                    "one opening lies twice in the same place; the second is left out",
                ),
                Localized::new(
                    "{n} åpninger ligger to ganger på samme sted; de andre er ikke tatt med",
                    "{n} openings lie twice in the same place; the second ones are left out",
                ),
            );
            let (file, line) = (self.file.clone(), self.line(way.id));
            self.told.count(saying, Localized::same(way.id.to_string()), &file, line);
        }
        found
    }

    fn opening(&mut self, way: &Way, number: usize) {
        // Where spaces meet in the open there is no record of the passage.
        let of_space = self.space_of.contains_key(&way.id);
        let own = self.own(way.id).filter(|o| !of_space && o.text(own::ID).is_some());
        let seen = way.sides.map(|r| self.side(r));
        let called = own.as_ref().and_then(|o| o.text(own::LABEL)).unwrap_or_default();
        let sides = own.as_ref().map_or(seen, |o| self.sides_now(way.id, &called, o, seen));
        let room = sides.iter().find_map(|s| if let Side::Room(r) = s { Some(*r) } else { None });
        let storey = way.storey.or_else(|| room.and_then(|r| self.model.rooms[r].storey));
        let (kind, noun, letter) = match way.kind {
            OpeningKind::Window => (SubjectKind::Window, "vindu", "V"),
            OpeningKind::Door => (SubjectKind::Door, "dør", "D"),
            OpeningKind::Passage => (SubjectKind::Door, "åpning", "Å"),
        };
        let owner = sides.iter().filter_map(|s| self.model.owner_of(*s)).min();
        let (prefix, suffix) = self.around(owner, storey);
        let tag = self.tag_of(way.id).filter(|_| !of_space).unwrap_or_else(|| format!("{letter}{number}"));
        let mut element = self.element(&format!("{prefix}{}", plain(&tag)), kind, way.id);
        element.label = format!("{noun} {tag} {suffix}");
        element.tag = tag;
        if of_space {
            element.guid = None;
            let method = Localized::new("rommene møtes uten vegg", "the rooms meet without a wall");
            element.origin = Origin::computed(method, Vec::new());
        } else {
            element.name = self.name(way.id, "Name").unwrap_or_default();
        }
        let attribute =
            |l: &Self, name: &str| l.ifc.number(way.id, name).filter(|v| v.is_finite() && *v > 0.0);
        let length = way.extent.map(|e| e.length);
        let width = attribute(self, "OverallWidth").or(length);
        let height = attribute(self, "OverallHeight").or(way.extent.map(|e| e.z.1 - e.z.0));
        let odd = [width, height].iter().flatten().any(|v| !LIKELY.contains(v));
        let lacks = way.kind != OpeningKind::Passage && (width.is_none() || height.is_none());
        if odd || lacks {
            self.size_missing(way.id, &element.label, odd);
        }
        let [width, height] = [width, height].map(|v| v.filter(|v| LIKELY.contains(v)));
        let drawn = (length, way.extent.map(|e| e.z.1 - e.z.0));
        let (width, height) = match &own {
            Some(own) if way.kind == OpeningKind::Passage => {
                let sizes = [(own.number(own::WIDTH), drawn.0), (own.number(own::HEIGHT), drawn.1)];
                let [width, height] =
                    sizes.map(|(written, now)| self.size_now(way.id, &called, written, now));
                (width, height)
            }
            Some(own) => {
                let (given_width, given_height) =
                    (attribute(self, "OverallWidth"), attribute(self, "OverallHeight"));
                (
                    width.filter(|_| given_width.is_some() || !own.assumed("bredde", drawn.0)),
                    height.filter(|_| given_height.is_some() || !own.assumed("høyde", drawn.1)),
                )
            }
            None => (width, height),
        };
        let carriers: &[Id] = if of_space { &[] } else { &[way.id] };
        let area = width.zip(height).map(|(w, h)| w * h);
        self.declare(&mut element, carriers, area);
        let panel = self.panels.get(&way.id).copied();
        if let Some(panel) = panel {
            self.glaze(&mut element, way.id, panel, area);
        }
        let maybe_solid =
            panel == Some(Panel::Doubtful) || own.as_ref().is_some_and(|o| o.assumed("glass", None));
        let external = Value::Bool(sides.contains(&Side::Outside));
        if own.as_ref().is_some_and(|o| o.assumed("utvendig", None))
            && element.stated("door.is_external") == Some(&external)
        {
            // Told for other programs; here it follows from the sides.
            element.declared.remove("door.is_external");
        }
        let sill = match way.kind {
            OpeningKind::Window => {
                self.sill(way, storey).or_else(|| own.as_ref().and_then(|o| o.number(own::SILL)))
            }
            OpeningKind::Door | OpeningKind::Passage => Some(0.0),
        };
        let sill = sill.filter(|_| !own.as_ref().is_some_and(|o| o.assumed("brystning", sill)));
        if own.is_none() && sides == [Side::Unknown; 2] && !self.spaces.is_empty() {
            self.rooms_missing(way.id, &element.label);
        }
        let placement = self.placement(way, width);
        let mut swing = (way.kind == OpeningKind::Door).then(|| self.swing(way)).flatten();
        if let (Some(swing), Some(into)) = (&mut swing, own.and_then(|o| o.number(own::INTO))) {
            swing.into = usize::from(into > 0.0);
            // What slides opens into neither side.
            let sideless = matches!(swing.hinge, Hinge::Sliding | Hinge::Lifted | Hinge::Revolving);
            if !sideless && swing.manner != Manner::Opposite {
                swing.into = self.opens_into_now(way.id, &called, sides, seen, swing.into);
            }
        }
        // What was written from a description has its windows where they are usual, unless they are said to stand back.
        let drawn = way.kind == OpeningKind::Window && !self.ours;
        let recess = drawn.then(|| self.recess(way, sides)).flatten();
        self.model.openings.push(Opening {
            element,
            kind: way.kind,
            sides,
            storey,
            placement,
            width,
            height,
            sill,
            swing,
            recess,
            maybe_solid,
        });
    }

    pub(super) fn side(&self, reach: Reach) -> Side {
        match reach {
            Reach::Space(s) => self.room_of.get(s).copied().flatten().map_or(Side::Unknown, Side::Room),
            Reach::Outside => Side::Outside,
            Reach::Unknown => Side::Unknown,
        }
    }

    /// The short name by which the architect finds an element: its name where that is short, else its tag.
    pub(super) fn tag_of(&self, id: Id) -> Option<String> {
        let short = |t: &String| t.chars().count() <= LONGEST_TAG && !t.contains(':');
        self.name(id, "Name").filter(short).or_else(|| self.name(id, "Tag").filter(short))
    }

    fn size_missing(&mut self, id: Id, label: &str, odd: bool) {
        let (code, nb, en): (_, [&str; 2], [&str; 2]) = if odd {
            (
                "ifc.opening-size-odd",
                [
                    "én åpning har en størrelse som må være en annen enhet",
                    "{n} åpninger har størrelser som må være en annen enhet",
                ],
                [
                    "one opening has a size that must be another unit",
                    "{n} openings have sizes that must be another unit",
                ],
            )
        } else {
            (
                "ifc.opening-size",
                ["én åpning mangler bredde eller høyde", "{n} åpninger mangler bredde eller høyde"],
                ["one opening lacks width or height", "{n} openings lack width or height"],
            )
        };
        let saying =
            Saying::new(Severity::Warning, code, Localized::new(nb[0], en[0]), Localized::new(nb[1], en[1]));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(label), &file, line);
    }

    fn rooms_missing(&mut self, id: Id, label: &str) {
        let saying = Saying::new(
            Severity::Warning,
            "ifc.opening-rooms",
            Localized::new(
                "det er ikke kjent hvilke rom én åpning hører til",
                "it is not known which rooms one opening belongs to",
            ),
            Localized::new(
                "det er ikke kjent hvilke rom {n} åpninger hører til",
                "it is not known which rooms {n} openings belong to",
            ),
        )
        .help(Localized::new(
            "eksporter rommene på etasjen og romavgrensningene (space boundaries)",
            "export the storey's rooms and the space boundaries",
        ));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(label), &file, line);
    }

    /// The height of a window's lower edge over the floor of its room, or else of its storey.
    fn sill(&self, way: &Way, storey: Option<usize>) -> Option<f64> {
        let low = way.extent?.z.0;
        let floors = way.sides.iter().filter_map(|s| match s {
            Reach::Space(s) => self.spaces[*s].heights.map(|h| h.0),
            _ => None,
        });
        let own = floors.fold(None, |high: Option<f64>, f| Some(high.map_or(f, |h| h.max(f))));
        let floor = own.or_else(|| self.floor_of(storey?))?;
        let sill = low - floor;
        (sill > -5.0 && sill < 50.0).then(|| sill.max(0.0))
    }

    /// The lowest floor of the spaces on a storey, or else the storey's own level.
    pub(super) fn floor_of(&self, storey: usize) -> Option<f64> {
        let floors = self.floors.get_or_init(|| {
            let mut floors: Vec<Option<f64>> = vec![None; self.model.storeys.len()];
            for space in &self.spaces {
                let (Some(at), Some((low, _))) = (space.storey, space.heights) else { continue };
                if let Some(floor) = floors.get_mut(at) {
                    *floor = Some(floor.map_or(low, |f| f.min(low)));
                }
            }
            for (id, at) in &self.storeys {
                if let Some(floor @ None) = floors.get_mut(*at) {
                    *floor = self.drawing.level(*id);
                }
            }
            floors
        });
        floors.get(storey).copied().flatten()
    }

    /// The wall an opening goes through.
    fn wall_of(&self, way: &Way) -> Option<Id> {
        let void = match way.kind {
            OpeningKind::Passage => Some(way.id),
            _ => self.ifc.linked(Link::Filled, way.id).next(),
        };
        void.and_then(|v| self.ifc.linked(Link::Voided, v).next())
    }

    /// How far before and behind an opening's middle its wall has its faces, across it.
    fn faces(&mut self, way: &Way) -> Option<(f64, f64)> {
        let extent = way.extent?;
        let wall = self.wall_of(way);
        let z = f64::midpoint(extent.z.0, extent.z.1);
        let cut = wall
            .and_then(|w| self.drawing.section(w, z))
            .or_else(|| self.drawing.footprint(wall?).map(|f| f.0));
        through(&cut?, extent.middle(), extent.across())
    }

    /// How far a window between a room and the open lies from the inner face of its wall. A body as thin as a frame is
    /// the frame; of one with sills and casings the frame may lie as much farther out.
    fn recess(&mut self, way: &Way, sides: [Side; 2]) -> Option<(f64, f64)> {
        // The box of the hole tells nothing of the window in it.
        let body = self.drawing.extent(way.id)?;
        let (from, to) = self.faces(way)?;
        let half = body.thickness / 2.0;
        // A terrace or gallery is the open, though it may be a space of its own.
        let open = sides.map(|side| match side {
            Side::Outside => Some(true),
            Side::Room(r) => Some(self.vocabulary.room(self.model.rooms[r].functions.first()?)?.outdoor),
            Side::Unknown => None,
        });
        let off = match open {
            [Some(false), Some(true)] => -half - from,
            [Some(true), Some(false)] => to - half,
            _ => return None,
        };
        let least = off.max(0.0);
        let most =
            if body.thickness <= THICKEST_FRAME { least } else { (to - from - THINNEST_FRAME).max(least) };
        (least.is_finite() && most.is_finite()).then_some((least, most))
    }

    /// Where an opening sits on the middle line of its wall.
    fn placement(&mut self, way: &Way, width: Option<f64>) -> Option<Placement> {
        let extent = way.extent?;
        let middle = extent.middle();
        let (centre, thickness) = match self.faces(way) {
            Some((from, to)) => (middle + extent.across() * f64::midpoint(from, to), to - from),
            None => (middle, extent.thickness),
        };
        let half = width.unwrap_or(extent.length) / 2.0;
        Some(Placement { a: centre - extent.along * half, b: centre + extent.along * half, thickness })
    }

    /// How the leaf swings. The operation is told in the door's own frame, so that it tells no side of a door whose box
    /// lies in another.
    fn swing(&self, way: &Way) -> Option<Swing> {
        let swing = operation::swing(self.ifc, way.id)?;
        if self.ours || self.drawing.is_own(way.id, &way.extent?) {
            return Some(swing);
        }
        // That a part of it is fixed still holds.
        (swing.opens() != Some(1.0)).then_some(Swing { span: Span::Unknown, ..swing })
    }
}

/// Whether another opening goes through the next leaf of the same wall: each leaf has a hole of its own.
fn through_leaves(before: &[&Way], extent: &Extent) -> bool {
    let middle = extent.middle();
    before.iter().filter_map(|w| w.extent).any(|other| {
        let apart = other.middle() - middle;
        let beside = (apart.x * extent.along.x + apart.y * extent.along.y).abs();
        beside < LEAVES && apart.x.hypot(apart.y) < LEAVES && other.z.0 < extent.z.1 && extent.z.0 < other.z.1
    })
}

/// Where a line through a point leaves a region on both sides of it, as distances along the direction; the stretch
/// inside that lies nearest to the point.
fn through(region: &MultiPolygon<f64>, at: Coord<f64>, direction: Coord<f64>) -> Option<(f64, f64)> {
    let across = Coord { x: -direction.y, y: direction.x };
    let dot = |p: Coord<f64>, q: Coord<f64>| p.x * q.x + p.y * q.y;
    let mut cuts: Vec<f64> = Vec::new();
    let rings = region.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    for edge in rings.flat_map(LineString::lines) {
        let (a, b) = (edge.start - at, edge.end - at);
        let (s, t) = (dot(a, across), dot(b, across));
        if (s <= 0.0) != (t <= 0.0) {
            let share = s / (s - t);
            cuts.push(dot(a, direction) + share * (dot(b, direction) - dot(a, direction)));
        }
    }
    cuts.sort_by(f64::total_cmp);
    let away = |from: f64, to: f64| if from <= 0.0 && to >= 0.0 { 0.0 } else { from.abs().min(to.abs()) };
    let stretches = cuts.chunks_exact(2).map(|c| (c[0], c[1]));
    stretches
        .filter(|(from, to)| away(*from, *to) < 0.5 && to - from > 0.01 && to - from < 3.0)
        .min_by(|a, b| away(a.0, a.1).total_cmp(&away(b.0, b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn a_wall_is_as_thick_as_the_line_through_the_door_is_long_in_it() {
        let walls = MultiPolygon::new(vec![
            wkt!(POLYGON((0. 0., 10. 0., 10. 0.2, 0. 0.2, 0. 0.))),
            wkt!(POLYGON((0. 5., 10. 5., 10. 5.3, 0. 5.3, 0. 5.))),
        ]);
        let found = through(&walls, Coord { x: 4.0, y: 0.15 }, Coord { x: 0.0, y: 1.0 }).unwrap();
        assert!((found.0 + 0.15).abs() < 1e-9 && (found.1 - 0.05).abs() < 1e-9, "{found:?}");
        assert_eq!(through(&walls, Coord { x: 4.0, y: 2.5 }, Coord { x: 0.0, y: 1.0 }), None);
        assert_eq!(through(&walls, Coord { x: 40.0, y: 0.1 }, Coord { x: 0.0, y: 1.0 }), None);
    }
}
