//! What lies on each side of a door, a window or a hole in a wall?
//!
//! Space boundaries tell, where the model has them; else points on both sides of the opening are looked up in the
//! outlines of the spaces. A side without a space is the open where the model says so (`IsExternal`) or where
//! nothing else lies that way; else it is not known.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::curtain::whole_of;
use super::drawing::Extent;
use super::plane::Plane;
use super::{Lower, storey_of};
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::model::OpeningKind;

/// How far from the face of a wall a room is looked for, in metres.
const PROBES: [f64; 4] = [0.1, 0.25, 0.45, 0.7];
/// How far one looks for something else before a side is the open, in metres.
const FAR: f64 = 40.0;

/// What lies on a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The space with this index.
    Space(usize),
    Outside,
    Unknown,
}

/// A door, window or hole with what it connects.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) id: Id,
    pub(super) kind: OpeningKind,
    pub(super) storey: Option<usize>,
    /// Its box, where it has a shape.
    pub(super) extent: Option<Extent>,
    /// On the right and on the left of its own x axis, where it has a shape; else in any order.
    pub(super) sides: [Reach; 2],
}

impl Way {
    /// The two spaces it joins, if one can walk through.
    pub(super) fn joins(&self) -> Option<(usize, usize)> {
        match self.sides {
            [Reach::Space(a), Reach::Space(b)] if a != b && self.kind != OpeningKind::Window => Some((a, b)),
            _ => None,
        }
    }
}

impl Lower<'_> {
    /// All openings with what they connect.
    pub(super) fn ways(&mut self) -> Vec<Way> {
        let plane = Plane::of(&self.spaces);
        let mut all = Vec::new();
        for (class, kind) in [("IfcDoor", OpeningKind::Door), ("IfcWindow", OpeningKind::Window)] {
            for id in self.ifc.by_class(class, true) {
                all.push((id, kind));
            }
        }
        // What has no shape is no window in a plan: programs export places in a curtain wall that are left empty.
        let drawn = |id: &Id| self.drawing.extent(*id).is_some();
        let panels: Vec<Id> =
            self.panels.keys().copied().collect::<Vec<_>>().into_iter().filter(drawn).collect();
        all.extend(panels.into_iter().map(|id| (id, OpeningKind::Window)));
        all.sort_by_key(|(id, _)| *id);
        let mut seen = Vec::with_capacity(all.len());
        for (id, kind) in all {
            let void = self.ifc.linked(Link::Filled, id).next();
            let extent = self.drawing.extent(id).or_else(|| void.and_then(|v| self.drawing.extent(v)));
            seen.push((id, kind, extent));
        }
        let around = self.surroundings(&plane);
        let mut ways: Vec<Way> =
            seen.into_par_iter().map(|(id, kind, extent)| around.way(id, kind, extent)).collect();
        ways.extend(self.passages(&plane));
        let joined: BTreeSet<(usize, usize)> =
            ways.iter().filter_map(Way::joins).map(|(a, b)| (a.min(b), a.max(b))).collect();
        // A model of our own tells of every passage.
        if !self.ours {
            ways.extend(self.open_plan(&plane, &joined));
        }
        ways
    }

    fn surroundings<'s>(&'s self, plane: &'s Plane) -> Surroundings<'s> {
        Surroundings { ifc: self.ifc, storeys: &self.storeys, space_of: &self.space_of, plane }
    }

    /// Holes in walls that nothing fills and one can walk through, and places where two spaces meet without a wall.
    fn passages(&mut self, plane: &Plane) -> Vec<Way> {
        let mut found = Vec::new();
        for id in self.ifc.by_class("IfcOpeningElement", true) {
            let filled = self.ifc.linking(Link::Filled, id).next().is_some();
            let wall = self.ifc.linked(Link::Voided, id).next();
            let in_wall = wall.is_some_and(|w| self.ifc.is_a(w, "IfcWall"));
            if filled || !in_wall || self.ifc.word(id, "PredefinedType") == Some("RECESS") {
                continue;
            }
            let own = self.own(id);
            if own.as_ref().is_some_and(|o| o.is(own::DRAWN)) {
                continue;
            }
            let storey = self.storey_of(id);
            let Some(extent) = self.drawing.extent(id) else { continue };
            if own.is_some_and(|o| o.text(own::ID).is_some()) {
                let sides = beside(&extent, storey, plane);
                found.push(Way { id, kind: OpeningKind::Passage, storey, extent: Some(extent), sides });
                continue;
            }
            let seen = beside(&extent, storey, plane);
            let [Reach::Space(a), Reach::Space(b)] = seen else { continue };
            let floor =
                [a, b].iter().filter_map(|s| self.spaces[*s].heights).map(|h| h.0).fold(f64::MIN, f64::max);
            let walkable = extent.z.0 - floor < 0.2 && extent.z.1 - floor > 1.8 && extent.length > 0.5;
            if a != b && walkable {
                self.used.insert(id);
                found.push(Way { id, kind: OpeningKind::Passage, storey, extent: Some(extent), sides: seen });
            }
        }
        let mut joined: BTreeSet<(usize, usize)> = BTreeSet::new();
        for id in self.ifc.by_class("IfcVirtualElement", false) {
            let spaces: Vec<usize> = self.surroundings(plane).bounding_spaces(id, None).into_iter().collect();
            if self.own_id(id).is_some() {
                let (storey, extent) = (self.storey_of(id), self.drawing.extent(id));
                let sides = [Reach::Unknown; 2];
                found.push(Way { id, kind: OpeningKind::Passage, storey, extent, sides });
                continue;
            }
            if let [a, b] = spaces[..]
                && joined.insert((a, b))
            {
                self.used.insert(id);
                let sides = [Reach::Space(a), Reach::Space(b)];
                let storey = self.spaces[a].storey;
                let extent = self.drawing.extent(id);
                found.push(Way { id, kind: OpeningKind::Passage, storey, extent, sides });
            }
        }
        found
    }
}

/// What openings are looked up in; nothing in it changes meanwhile.
struct Surroundings<'s> {
    ifc: &'s Model,
    storeys: &'s BTreeMap<Id, usize>,
    space_of: &'s BTreeMap<Id, usize>,
    plane: &'s Plane,
}

impl Surroundings<'_> {
    /// A door or window with what lies on its sides.
    fn way(&self, id: Id, kind: OpeningKind, extent: Option<Extent>) -> Way {
        let storey = storey_of(self.ifc, self.storeys, id);
        let void = self.ifc.linked(Link::Filled, id).next();
        let bounding = self.bounding_spaces(id, void);
        let seen = extent.map(|e| beside(&e, storey, self.plane));
        let mut sides = join(seen, &bounding);
        let external = external(self.ifc, id);
        for i in 0..2 {
            if sides[i] != Reach::Unknown {
                continue;
            }
            let other_known = matches!(sides[1 - i], Reach::Space(_));
            let open = match external {
                Some(external) => external && (other_known || i == 0),
                None if !other_known => false,
                None if kind == OpeningKind::Window => true,
                None => extent.is_some_and(|e| open_beyond(&e, i, storey, self.plane)),
            };
            if open {
                sides[i] = Reach::Outside;
            }
        }
        Way { id, kind, storey, extent, sides }
    }

    /// The spaces an opening bounds, after the model's own space boundaries.
    fn bounding_spaces(&self, id: Id, void: Option<Id>) -> BTreeSet<usize> {
        std::iter::once(id)
            .chain(void)
            .flat_map(|e| self.ifc.linking(Link::BoundaryElement, e))
            .flat_map(|boundary| self.ifc.linked(Link::BoundarySpace, boundary))
            .filter_map(|space| self.space_of.get(&space).copied())
            .collect()
    }
}

/// What lies on the right and the left of a box.
fn beside(extent: &Extent, storey: Option<usize>, plane: &Plane) -> [Reach; 2] {
    [-1.0, 1.0].map(|sign| {
        let out = extent.across() * sign;
        let face = extent.middle() + out * (extent.thickness / 2.0);
        let found = PROBES.iter().find_map(|d| plane.at(face + out * *d, extent.z, storey));
        found.map_or(Reach::Unknown, Reach::Space)
    })
}

/// Whether nothing lies beyond a side for a long way.
fn open_beyond(extent: &Extent, side: usize, storey: Option<usize>, plane: &Plane) -> bool {
    let out = extent.across() * if side == 0 { -1.0 } else { 1.0 };
    let face = extent.middle() + out * (extent.thickness / 2.0);
    let steps = (FAR / 0.5) as usize;
    (1..steps).all(|s| plane.at(face + out * (s as f64 * 0.5), extent.z, storey).is_none())
}

/// Whether the model says that an opening, or the wall it sits in or is part of, is external.
pub(super) fn external(ifc: &Model, id: Id) -> Option<bool> {
    let said = |id: Id| ifc.properties_named(id, "IsExternal").iter().find_map(|p| p.value()?.data.as_bool());
    let void = ifc.linked(Link::Filled, id).next();
    let wall = void.and_then(|v| ifc.linked(Link::Voided, v).next());
    said(id).or_else(|| wall.or_else(|| whole_of(ifc, id)).and_then(said))
}

/// Puts what was seen and what the boundaries say together: what was seen has an order, the boundaries have none.
fn join(seen: Option<[Reach; 2]>, bounding: &BTreeSet<usize>) -> [Reach; 2] {
    let mut sides = seen.unwrap_or([Reach::Unknown; 2]);
    let is_seen = |s: usize, sides: &[Reach; 2]| sides.contains(&Reach::Space(s));
    // NOTE: more than two spaces bound an opening that spans storeys; which is meant is then not told.
    if bounding.len() <= 2 {
        for space in bounding {
            if is_seen(*space, &sides) {
                continue;
            }
            if let Some(free) = sides.iter().position(|s| *s == Reach::Unknown) {
                sides[free] = Reach::Space(*space);
            }
        }
    }
    if sides[0] == sides[1] && matches!(sides[0], Reach::Space(_)) {
        sides[1] = Reach::Unknown;
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_fill_the_sides_that_were_not_seen() {
        let both = BTreeSet::from([3, 5]);
        assert_eq!(join(None, &both), [Reach::Space(3), Reach::Space(5)]);
        let seen = Some([Reach::Unknown, Reach::Space(3)]);
        assert_eq!(join(seen, &both), [Reach::Space(5), Reach::Space(3)]);
        assert_eq!(join(seen, &BTreeSet::new()), [Reach::Unknown, Reach::Space(3)]);
        let many = BTreeSet::from([1, 2, 3]);
        assert_eq!(join(None, &many), [Reach::Unknown; 2]);
    }
}
