//! Coverings: which floor, ceiling, skirting or moulding belongs to which room.
//!
//! The model's own relations tell, where it has them; else where the covering lies: a floor or a ceiling covers the
//! rooms it takes up most of, a skirting or a cladding belongs to the room it runs along. A room no covering tells
//! of has the floor that is laid on the slab under it, where that is a thin layer at the slab's edge that people walk
//! on: bare concrete is a slab, and no statement of what is laid on it.

use std::collections::BTreeSet;

use geo::{Area, BoundingRect, Distance, Euclidean, Length, MultiPolygon, Point};

use super::Lower;
use super::plane::Plane;
use super::told::Saying;
use crate::geometry::{intersection, sound};
use crate::ifc::step::Id;
use crate::ifc::{Link, MaterialUse};
use crate::model::{Value, point_inside};
use crate::source::Severity;
use crate::text::Localized;

/// The share of a room a floor or ceiling must take up to be the room's.
const MOST_OF: f64 = 0.5;
/// How far a floor may lie from the room's own floor, in metres.
const AT_FLOOR: f64 = 0.3;
/// How far above a room's ceiling, and below it, a ceiling may lie, in metres.
const AT_CEILING: f64 = 0.8;
/// How far beside a room's outline what runs along it may lie, in metres.
const ALONG: f64 = 0.12;
/// The share of a room's walls that claddings must run along to be what its walls are covered with.
const MOST_AROUND: f64 = 0.75;
/// The thickest layer that is laid on a slab and no part of it, in metres.
const LAID: f64 = 0.04;

/// Which surface a covering is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Floor,
    Ceiling,
    Around,
}

impl Lower<'_> {
    /// States of each room what its coverings say.
    pub(super) fn coverings(&mut self) {
        let plane = Plane::of(&self.spaces);
        let ifc = self.ifc;
        let all = ifc.by_class("IfcCovering", true);
        self.drawing.prepare_footprints(&all);
        for id in all {
            let rooms = self.rooms_of_covering(id, &plane);
            if rooms.is_empty() {
                self.covers_nothing(id);
                continue;
            }
            if self.sort(id).and_then(|s| s.predefined).as_deref() == Some("CLADDING") {
                // Used once it is known what it covers.
                for room in rooms {
                    self.claddings.entry(room).or_default().push(id);
                }
                continue;
            }
            self.used.insert(id);
            for room in rooms {
                let mut element = self.model.rooms[room].element.clone();
                self.declare(&mut element, &[id], None);
                self.model.rooms[room].element = element;
            }
        }
        self.floors_of_slabs(&plane);
    }

    /// The material that covers the walls of a room from one corner to the other, if one does. What covers a part of
    /// them, such as tiles over a bench, is no build-up of the room's walls.
    pub(super) fn clad_with(&mut self, room: usize) -> Option<(Id, String)> {
        let claddings = self.claddings.get(&room).cloned()?;
        let outline = self.model.rooms[room].outline.clone()?;
        let mut around = 0.0;
        let mut found: Option<(Id, String)> = None;
        for id in claddings {
            let material = self.material_of_covering(id)?;
            if found.as_ref().is_some_and(|(_, m)| *m != material) {
                return None;
            }
            found.get_or_insert((id, material));
            let (region, _) = self.drawing.footprint(id)?;
            let sides = region.iter().filter_map(BoundingRect::bounding_rect);
            around += sides.map(|b| b.width().max(b.height())).sum::<f64>();
        }
        let whole = Euclidean.length(outline.exterior());
        found.filter(|_| around >= MOST_AROUND * whole)
    }

    fn material_of_covering(&self, id: Id) -> Option<String> {
        let uses = self.ifc.materials(id);
        let mut names = uses.iter().flat_map(|u| u.materials()).map(|m| m.name.clone());
        names.find_map(|n| self.lexicon.material(&n)).map(|m| m.id.clone())
    }

    /// Tells of claddings that do not say what the walls of a room are made of.
    pub(super) fn cladding_unused(&mut self, room: usize) {
        let Some(first) = self.claddings.get(&room).and_then(|c| c.first()).copied() else { return };
        let saying = Saying::new(
            Severity::Note,
            "ifc.cladding",
            Localized::new(
                "kledningen (IfcCovering CLADDING) i ett rom er ikke brukt: veggenes egne lag er ikke kjent, eller den dekker bare en del av dem",
                "the cladding (IfcCovering CLADDING) of one room is not used: the walls' own layers are not known, or it covers only a part of them",
            ),
            Localized::new(
                "kledningen (IfcCovering CLADDING) i {n} rom er ikke brukt: veggenes egne lag er ikke kjent, eller den dekker bare en del av dem",
                "the cladding (IfcCovering CLADDING) of {n} rooms is not used: the walls' own layers are not known, or it covers only a part of them",
            ),
        );
        let label = Localized::same(self.model.rooms[room].element.label.clone());
        let (file, line) = (self.file.clone(), self.line(first));
        self.told.count(saying, label, &file, line);
    }

    fn rooms_of_covering(&mut self, id: Id, plane: &Plane) -> BTreeSet<usize> {
        let related = self.ifc.linked(Link::CoveredSpace, id).chain(self.ifc.containers(id));
        let bounded = self.ifc.linking(Link::BoundaryElement, id);
        let bounded = bounded.flat_map(|b| self.ifc.linked(Link::BoundarySpace, b));
        let spaces: BTreeSet<usize> =
            related.chain(bounded).filter_map(|s| self.space_of.get(&s).copied()).collect();
        let spaces = if spaces.is_empty() { self.spaces_at(id, plane) } else { spaces };
        spaces.into_iter().filter_map(|s| self.room_of[s]).collect()
    }

    /// The spaces a covering lies in.
    fn spaces_at(&mut self, id: Id, plane: &Plane) -> BTreeSet<usize> {
        let kind = self.sort(id).and_then(|s| s.predefined);
        let face = match kind.as_deref() {
            Some("FLOORING") => Face::Floor,
            Some("CEILING") => Face::Ceiling,
            _ => Face::Around,
        };
        let Some((region, z)) = self.drawing.footprint(id) else { return BTreeSet::new() };
        let Some(bounds) = region.bounding_rect() else { return BTreeSet::new() };
        let near = plane.near(bounds, ALONG).into_iter();
        near.filter(|s| self.covers(&region, z, face, *s)).collect()
    }

    fn covers(&self, region: &MultiPolygon<f64>, z: (f64, f64), face: Face, space: usize) -> bool {
        let space = &self.spaces[space];
        let Some(outline) = &space.outline else { return false };
        let level = space.heights.is_none_or(|(floor, top)| match face {
            Face::Floor => (z.1 - floor).abs() <= AT_FLOOR,
            Face::Ceiling => (z.0 - top).abs() <= AT_CEILING,
            Face::Around => z.1 > floor && z.0 < top,
        });
        if !level {
            return false;
        }
        if face == Face::Around {
            let points = region.iter().filter_map(point_inside).map(Point::from);
            return points.into_iter().any(|p| Euclidean.distance(&p, outline) <= ALONG);
        }
        let Some(room) = sound(outline) else { return false };
        intersection(region, &room).unsigned_area() >= MOST_OF * room.unsigned_area()
    }

    /// The floors of rooms nothing else tells of: what is laid on the slabs under them.
    fn floors_of_slabs(&mut self, plane: &Plane) {
        let fact = "room.floor.material";
        let ifc = self.ifc;
        let slabs: Vec<(Id, String)> = ifc
            .by_class("IfcSlab", true)
            .into_iter()
            .filter(|id| !matches!(ifc.word(*id, "PredefinedType"), Some("ROOF" | "LANDING")))
            .filter_map(|id| Some((id, self.laid_on(id)?)))
            .collect();
        for (id, material) in slabs {
            let Some((region, z)) = self.drawing.footprint(id) else { continue };
            let Some(bounds) = region.bounding_rect() else { continue };
            for space in plane.near(bounds, 0.0) {
                let Some(room) = self.room_of[space] else { continue };
                if self.model.rooms[room].element.declared.contains_key(fact)
                    || !self.covers(&region, z, Face::Floor, space)
                {
                    continue;
                }
                let origin = self.origin(id, None, Some("IfcMaterialLayerSet"));
                self.model.rooms[room].element.declare(fact, Value::Word(material.clone()), origin);
                self.used.insert(id);
            }
        }
    }

    /// The material of what is laid on a slab: a thin layer at its edge that people walk on.
    ///
    /// Which edge is the upper one is not taken from the model. By the standard layers follow each other along
    /// the axis the usage names; widespread programs write them from the top down whatever it says. So the edge that
    /// can be a floor is it, and where both can and differ, nothing is known.
    fn laid_on(&self, slab: Id) -> Option<String> {
        let uses = self.ifc.materials(slab);
        let layers = uses.iter().find_map(|u| match u {
            MaterialUse::Layers(layers) if layers.layers.len() > 1 => Some(&layers.layers),
            _ => None,
        })?;
        let edges = [layers.first(), layers.last()].into_iter().flatten();
        let laid = edges.filter(|l| l.thickness.is_some_and(|t| t > 0.0 && t <= LAID));
        let mut walked_on = laid
            .filter_map(|l| self.lexicon.material(&l.material.as_ref()?.name))
            .filter(|m| m.floor_finish)
            .map(|m| m.id.clone());
        let material = walked_on.next()?;
        walked_on.all(|other| other == material).then_some(material)
    }

    fn covers_nothing(&mut self, id: Id) {
        let saying = Saying::new(
            Severity::Note,
            "ifc.covering-room",
            Localized::new(
                "det er ikke kjent hvilket rom én overflate (IfcCovering) hører til; den er ikke brukt",
                "it is not known which room one covering belongs to; it is not used",
            ),
            Localized::new(
                "det er ikke kjent hvilke rom {n} overflater (IfcCovering) hører til; de er ikke brukt",
                "it is not known which rooms {n} coverings belong to; they are not used",
            ),
        );
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(id.to_string()), &file, line);
    }
}
