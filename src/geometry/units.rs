//! Whose rooms lie where: what dwellings, bases and common rooms enclose on each storey.

use std::collections::{BTreeMap, BTreeSet};

use geo::Polygon;

use super::enclosed::{Enclosed, THICKEST_PARTITION, enclosed};
use super::region::{Region, crosses_itself, sound};
use crate::model::{Model, OpeningKind, Owner, Room, Side};
use crate::vocab::Vocabulary;

/// Thickest wall a door in it is believed about, in metres.
const THICKEST_WALL: f64 = 2.0;

/// The rooms of a model as regions, with the doors that tell how thick their walls are.
pub struct Units<'a> {
    model: &'a Model,
    regions: Vec<Option<Region>>,
    /// Whether a room lies indoors and is a room at all.
    indoors: Vec<bool>,
    /// Placed doors and passages of each room.
    doors: Vec<Vec<usize>>,
}

impl<'a> Units<'a> {
    /// Reads the rooms of a model.
    pub fn new(model: &'a Model, vocabulary: &Vocabulary) -> Self {
        let mut doors = vec![Vec::new(); model.rooms.len()];
        for (i, opening) in model.openings.iter().enumerate() {
            if opening.kind == OpeningKind::Window || opening.placement.is_none() {
                continue;
            }
            for side in opening.sides {
                if let Side::Room(r) = side
                    && let Some(list) = doors.get_mut(r)
                {
                    list.push(i);
                }
            }
        }
        Self {
            model,
            regions: model.rooms.iter().map(|r| r.outline.as_ref().and_then(unambiguous)).collect(),
            indoors: model.rooms.iter().map(|r| indoors(vocabulary, r)).collect(),
            doors,
        }
    }

    /// The region of a room; none when it is not drawn or its outline cannot be used.
    pub fn region(&self, room: usize) -> Option<&Region> {
        self.regions.get(room)?.as_ref()
    }

    /// Whether a room is a room, and indoors; what nobody named is taken to be.
    pub fn is_indoors(&self, room: usize) -> bool {
        self.indoors.get(room).copied().unwrap_or(false)
    }

    /// What some rooms of one storey enclose; a wall with a door in it is as thick as the door says.
    pub fn enclosed(&self, rooms: &[usize]) -> Option<Enclosed> {
        let members: BTreeSet<usize> = rooms.iter().copied().collect();
        let mut partition = THICKEST_PARTITION;
        for opening in rooms.iter().filter_map(|r| self.doors.get(*r)).flatten() {
            let opening = &self.model.openings[*opening];
            let between = opening.sides.iter().all(|s| matches!(s, Side::Room(r) if members.contains(r)));
            let thickness = opening.placement.map(|p| p.thickness).filter(|t| t.is_finite() && between);
            partition = partition.max(thickness.unwrap_or_default().min(THICKEST_WALL));
        }
        let shapes: Vec<Region> = rooms.iter().filter_map(|r| self.region(*r).cloned()).collect();
        enclosed(&shapes, partition)
    }

    /// What the indoor rooms of every owner enclose, by storey; rooms that stand on none are a storey of their own.
    pub fn insides(&self) -> BTreeMap<Option<usize>, BTreeMap<Owner, Region>> {
        let mut rooms: BTreeMap<(Option<usize>, Owner), Vec<usize>> = BTreeMap::new();
        for (i, room) in self.model.rooms.iter().enumerate() {
            if self.indoors[i] && self.regions[i].is_some() {
                rooms.entry((room.storey, room.owner)).or_default().push(i);
            }
        }
        let mut insides: BTreeMap<Option<usize>, BTreeMap<Owner, Region>> = BTreeMap::new();
        for ((storey, owner), rooms) in rooms {
            if let Some(found) = self.enclosed(&rooms) {
                insides.entry(storey).or_default().insert(owner, found.region);
            }
        }
        insides
    }
}

/// The region of an outline that can mean one thing only.
fn unambiguous(outline: &Polygon<f64>) -> Option<Region> {
    sound(outline).filter(|region| !crosses_itself(outline, region))
}

fn indoors(vocabulary: &Vocabulary, room: &Room) -> bool {
    let function = room.functions.first().and_then(|f| vocabulary.room(f));
    function.is_none_or(|f| !f.outdoor && f.belongs != "none")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};
    use geo::Area;

    #[test]
    fn a_balcony_is_not_inside_and_an_area_space_is_no_room() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        s.room(a, "balcony", Some(rect(5.2, 0.0, 2.0, 4.0)));
        s.room(a, "not_a_room", Some(rect(-1.0, -1.0, 20.0, 20.0)));
        let insides = Units::new(&s.model, Vocabulary::built_in()).insides();
        assert!((insides[&Some(0)][&a].unsigned_area() - 20.0).abs() < 1e-3);
    }
}
