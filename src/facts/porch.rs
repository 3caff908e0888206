//! What is at an entrance: a roof over it, a grate before it.
//!
//! A porch drawn outside the door tells; so does equipment of a dwelling that has only one door to the open.

use std::collections::BTreeMap;

use super::SubjectIx;
use super::deriver::Deriver;
use crate::model::{OpeningKind, Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `door.covered`, `door.foot_grate`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let mut alone: Vec<Option<Owner>> = vec![None; d.model.openings.len()];
    for i in 0..d.model.dwellings.len() {
        let outer: Vec<usize> = d
            .rooms_of(Owner::Dwelling(i))
            .into_iter()
            .flat_map(|r| d.ways_of(r))
            .filter(|o| {
                d.base.value(d.opening_subject(*o), "door.is_outer_entrance") == Some(Value::Bool(true))
            })
            .collect();
        if let [only] = outer[..] {
            alone[only] = Some(Owner::Dwelling(i));
        }
    }
    for (fact, kind) in [("door.foot_grate", "foot_grate"), ("door.covered", "canopy")] {
        let of_porch = first_of_room(d, kind);
        for (i, owner) in alone.iter().enumerate() {
            if d.model.openings[i].kind != OpeningKind::Window {
                at_door(d, i, *owner, fact, kind, &of_porch);
            }
        }
    }
}

/// For each room the equipment of a kind that tells: one that is there, else one said to be absent.
fn first_of_room(d: &Deriver<'_>, kind: &str) -> BTreeMap<usize, usize> {
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (f, fixture) in d.model.fixtures.iter().enumerate().filter(|(_, f)| f.what == kind) {
        if let Some(room) = fixture.room {
            let best = found.entry(room).or_insert(f);
            if fixture.present && !d.model.fixtures[*best].present {
                *best = f;
            }
        }
    }
    found
}

fn at_door(
    d: &mut Deriver<'_>,
    i: usize,
    owner: Option<Owner>,
    fact: &'static str,
    kind: &str,
    of_porch: &BTreeMap<usize, usize>,
) {
    let ix = d.opening_subject(i);
    if !matches!(d.base.get(ix, fact), super::Fact::Unknown(_)) {
        return;
    }
    let porches: Vec<usize> = d.model.openings[i]
        .sides
        .iter()
        .filter_map(|s| match s {
            Side::Room(r) if *r < d.model.rooms.len() && d.outdoors(*r) == Some(true) => Some(*r),
            _ => None,
        })
        .collect();
    if fact == "door.covered" {
        for porch in &porches {
            let room = d.room_subject(*porch);
            if let Some(Value::Bool(covered)) = d.base.value(room, "room.covered") {
                let method = Localized::new("uteplassen ved døren", "the outdoor place at the door");
                return d.computed(ix, fact, Value::Bool(covered), method, &[(room, "room.covered")]);
            }
        }
    }
    let mut equipment: Vec<usize> = porches.iter().filter_map(|p| of_porch.get(p)).copied().collect();
    if let Some(owner) = owner {
        let (there, _) = d.fixtures_of(owner, &[kind]);
        equipment.extend(there);
        equipment.extend(d.absent_of(owner, kind));
    }
    equipment.sort_unstable();
    equipment.dedup();
    if equipment.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &[]);
    }
    let there = equipment.iter().any(|f| d.model.fixtures[*f].present);
    let from: Vec<(SubjectIx, &str)> =
        equipment.iter().map(|f| (d.subject(SubjectKind::Fixture, *f), "fixture.present")).collect();
    let method = Localized::new("utstyret ved inngangen", "the equipment at the entrance");
    d.computed(ix, fact, Value::Bool(there), method, &from);
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::Sample;
    use crate::model::{Side, Value};
    use crate::vocab::SubjectKind;

    const DOOR: SubjectKind = SubjectKind::Door;

    #[test]
    fn a_grate_of_the_dwelling_is_at_its_only_door_to_the_open() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let hall = s.room(a, "hall", None);
        let door = s.door(Side::Outside, Side::Room(hall));
        assert_eq!(s.value(DOOR, door, "door.foot_grate"), None);
        let grate = s.fixture("foot_grate", None, Some(a));
        assert_eq!(s.value(DOOR, door, "door.foot_grate"), Some(Value::Bool(true)));
        s.model.fixtures[grate].present = false;
        assert_eq!(s.value(DOOR, door, "door.foot_grate"), Some(Value::Bool(false)));
        s.door(Side::Outside, Side::Room(hall));
        assert_eq!(s.value(DOOR, door, "door.foot_grate"), None);
    }

    #[test]
    fn a_covered_porch_covers_the_door_to_it() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let hall = s.room(a, "hall", None);
        let porch = s.room(a, "porch", None);
        let door = s.door(Side::Room(porch), Side::Room(hall));
        let origin = s.model.rooms[porch].element.origin.clone();
        s.model.rooms[porch].element.declare("room.covered", Value::Bool(true), origin);
        assert_eq!(s.value(DOOR, door, "door.covered"), Some(Value::Bool(true)));
    }
}
