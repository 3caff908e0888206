//! Coverings: which floor, ceiling, skirting or moulding belongs to which room.

use std::collections::BTreeSet;

use super::Lower;
use super::told::Saying;
use crate::ifc::Link;
use crate::ifc::step::Id;
use crate::model::point_inside;
use crate::source::Severity;
use crate::text::Localized;

impl Lower<'_> {
    /// States of each room what its coverings say.
    pub(super) fn coverings(&mut self) {
        let plane = self.plane();
        for id in self.ifc.by_class("IfcCovering", true) {
            let rooms = self.rooms_of_covering(id, &plane);
            if rooms.is_empty() {
                self.covers_nothing(id);
                continue;
            }
            self.used.insert(id);
            for room in rooms {
                let mut element = self.model.rooms[room].element.clone();
                self.declare(&mut element, &[id], None);
                self.model.rooms[room].element = element;
            }
        }
    }

    fn rooms_of_covering(&mut self, id: Id, plane: &super::sides::Plane) -> BTreeSet<usize> {
        let related = self.ifc.linked(Link::CoveredSpace, id).chain(self.ifc.containers(id));
        let bounded = self.ifc.linking(Link::BoundaryElement, id);
        let bounded = bounded.flat_map(|b| self.ifc.linked(Link::BoundarySpace, b));
        let spaces: BTreeSet<usize> =
            related.chain(bounded).filter_map(|s| self.space_of.get(&s).copied()).collect();
        let rooms = |spaces: BTreeSet<usize>| spaces.into_iter().filter_map(|s| self.room_of[s]).collect();
        if !spaces.is_empty() {
            return rooms(spaces);
        }
        let storey = self.storey_of(id);
        let Some((region, z)) = self.drawing.footprint(id) else { return BTreeSet::new() };
        // NOTE: a floor or ceiling touches its room's height from below or above.
        let z = (z.0 - 0.5, z.1 + 0.5);
        let points = region.iter().filter_map(point_inside);
        let found =
            points.filter_map(|at| self.space_at(at, z, storey, plane)).filter_map(|s| self.room_of[s]);
        found.collect()
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
