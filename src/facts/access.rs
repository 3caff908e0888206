//! What doors connect, and how rooms and bases are left.

use super::SubjectIx;
use super::deriver::Deriver;
use super::entrances::outside;
use crate::localized;
use crate::model::{OpeningKind, Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `door.connects`, `door.serves`, `door.passage`, `door.is_external`, `door.to_technical`, `door.of_base`,
/// `room.opens_to`, `room.door_count`, `room.exit_count`, `base.room_count`, `base.exit_count`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.openings.len() {
        if d.model.openings[i].kind != OpeningKind::Window {
            door(d, i);
        }
    }
    for i in 0..d.model.rooms.len() {
        room(d, i);
    }
    for i in 0..d.model.bases.len() {
        base(d, i);
    }
}

/// Where a side lies, as a word: a room's main function, or `outside`.
fn place(d: &Deriver<'_>, side: Side) -> Option<String> {
    match side {
        Side::Outside => Some("outside".to_owned()),
        Side::Unknown => None,
        Side::Room(r) => d.model.rooms.get(r)?.functions.first().cloned(),
    }
}

fn door(d: &mut Deriver<'_>, i: usize) {
    let opening = &d.model.openings[i];
    let ix = d.opening_subject(i);
    let origin = opening.element.origin.clone();
    d.stated(ix, "door.passage", Value::Bool(opening.kind == OpeningKind::Passage), &origin);
    let places: Option<Vec<String>> = opening.sides.iter().map(|s| place(d, *s)).collect();
    // What is missing: the other side of the door itself, or the function of a room that is known.
    let needs: Vec<(SubjectIx, &str)> = opening
        .sides
        .iter()
        .filter_map(|s| match s {
            Side::Room(r) if d.model.rooms.get(*r).is_some_and(|room| room.functions.is_empty()) => {
                Some((d.room_subject(*r), "room.function"))
            }
            Side::Unknown => Some((ix, "door.connects")),
            _ => None,
        })
        .collect();
    let half_known = || {
        Localized::new("det er ikke sagt hva som er på begge sider", "it is not said what lies on both sides")
    };
    match &places {
        Some(places) => d.stated(ix, "door.connects", Value::words(places.clone()), &origin),
        None if opening.sides.contains(&Side::Unknown) => {
            d.unknown(ix, "door.connects", half_known(), &[]);
        }
        None => d.unknown(ix, "door.connects", Localized::default(), &needs),
    }
    let rooms: Vec<usize> = opening
        .sides
        .iter()
        .filter_map(|s| match s {
            Side::Room(r) if *r < d.model.rooms.len() => Some(*r),
            _ => None,
        })
        .collect();
    if places.is_some() {
        let functions: Vec<String> = rooms.iter().flat_map(|r| d.functions(*r)).collect();
        let method = Localized::new("funksjonene på begge sider", "the functions on both sides");
        d.computed(ix, "door.serves", Value::words(functions), method, &[(ix, "door.connects")]);
    } else {
        d.unknown(ix, "door.serves", half_known(), &needs);
    }
    let technical = rooms.iter().any(|r| d.serves(*r, "technical"));
    if technical || places.is_some() {
        let method = Localized::new("en av sidene er teknisk rom", "one of its sides is a technical room");
        d.computed(ix, "door.to_technical", Value::Bool(technical), method, &[(ix, "door.connects")]);
    } else {
        d.unknown(ix, "door.to_technical", half_known(), &needs);
    }
    let of_base = rooms.iter().any(|r| matches!(d.model.rooms[*r].owner, Owner::Base(_)));
    if of_base || !opening.sides.contains(&Side::Unknown) {
        let method =
            Localized::new("en av sidene er et rom i basen", "one of its sides is a room of the base");
        d.computed(ix, "door.of_base", Value::Bool(of_base), method, &[(ix, "door.connects")]);
    } else {
        d.unknown(ix, "door.of_base", half_known(), &needs);
    }
    match opening.sides.map(|s| outside(d, s)) {
        [Some(a), Some(b)] => {
            let method = Localized::new("fra inne til ute", "from indoors to the open");
            d.computed(ix, "door.is_external", Value::Bool(a != b), method, &[(ix, "door.connects")]);
        }
        _ => d.unknown(ix, "door.is_external", half_known(), &needs),
    }
}

fn room(d: &mut Deriver<'_>, i: usize) {
    let ix = d.room_subject(i);
    let ways = d.ways_of(i);
    if ways.is_empty() {
        let label = d.label(ix);
        let why =
            localized!("{label} har ingen dør i beskrivelsen", "{label} has no door in the description");
        for fact in ["room.opens_to", "room.door_count", "room.exit_count"] {
            d.unknown(ix, fact, why.clone(), &[(ix, "door.connects")]);
        }
        return;
    }
    let from: Vec<(SubjectIx, &str)> =
        ways.iter().map(|o| (d.opening_subject(*o), "door.connects")).collect();
    let doors = ways.iter().filter(|o| d.model.openings[**o].kind == OpeningKind::Door).count();
    let method = Localized::new("dørene til rommet er talt", "the doors of the room counted");
    d.computed(ix, "room.door_count", Value::count(doors), method, &from);
    let method = Localized::new(
        "dører og åpninger ut av rommet er talt",
        "doors and passages out of the room counted",
    );
    d.computed(ix, "room.exit_count", Value::count(ways.len()), method, &from);
    let mut words: Vec<String> = Vec::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    for way in &ways {
        let side = d.beyond(&d.model.openings[*way], i);
        match beyond_words(d, i, side) {
            Some(found) => words.extend(found),
            None => open.push((d.opening_subject(*way), "door.connects")),
        }
    }
    if open.is_empty() {
        let method = Localized::new("hva dørene til rommet fører til", "what the doors of the room lead to");
        d.computed(ix, "room.opens_to", Value::words(words), method, &from);
    } else {
        d.unknown(ix, "room.opens_to", Localized::default(), &open);
    }
}

/// The functions beyond a door, and whose they are, seen from a room.
fn beyond_words(d: &Deriver<'_>, room: usize, side: Side) -> Option<Vec<String>> {
    let beyond = match side {
        Side::Outside => return Some(vec!["outside".to_owned()]),
        Side::Unknown => return None,
        Side::Room(r) => r,
    };
    let mut words = d.model.rooms.get(beyond).map(|_| d.functions(beyond))?;
    if words.is_empty() {
        return None;
    }
    let outdoors = d.outdoors(beyond) == Some(true);
    if outdoors {
        words.push("outside".to_owned());
    }
    let (own, other) = (d.model.rooms[room].owner, d.model.rooms[beyond].owner);
    match other {
        Owner::Common => words.push("common".to_owned()),
        Owner::Base(_) => words.push("base".to_owned()),
        Owner::Dwelling(_) if other != own => words.push("other_dwelling".to_owned()),
        Owner::Dwelling(_) if !outdoors => words.push("dwelling".to_owned()),
        Owner::Dwelling(_) => {}
    }
    Some(words)
}

fn base(d: &mut Deriver<'_>, i: usize) {
    let owner = Owner::Base(i);
    let ix = d.subject(SubjectKind::Base, i);
    let rooms = d.rooms_of(owner);
    if rooms.is_empty() {
        let label = d.label(ix);
        let why = localized!("rommene i {label} er ikke beskrevet", "the rooms of {label} are not described");
        for fact in ["base.room_count", "base.exit_count"] {
            d.unknown(ix, fact, why.clone(), &[(ix, "room.function")]);
        }
        return;
    }
    let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (d.room_subject(*r), "room.function")).collect();
    let method = Localized::new("rommene i basen er talt", "the rooms of the base counted");
    d.computed(ix, "base.room_count", Value::count(rooms.len()), method, &from);
    let mut exits: Vec<(SubjectIx, &str)> = Vec::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    for room in &rooms {
        for way in d.ways_of(*room) {
            let exit = match d.beyond(&d.model.openings[way], *room) {
                Side::Outside => true,
                Side::Unknown => {
                    open.push((d.opening_subject(way), "door.connects"));
                    false
                }
                Side::Room(r) => d.model.rooms.get(r).is_some_and(|beyond| beyond.owner != owner),
            };
            if exit {
                exits.push((d.opening_subject(way), "door.connects"));
            }
        }
    }
    if !open.is_empty() {
        d.unknown(ix, "base.exit_count", Localized::default(), &open);
    } else if exits.is_empty() {
        let label = d.label(ix);
        let why = localized!("ingen dør ut av {label} er beskrevet", "no door out of {label} is described");
        d.unknown(ix, "base.exit_count", why, &[(ix, "door.connects")]);
    } else {
        let method = Localized::new("dører ut av basen er talt", "doors out of the base counted");
        d.computed(ix, "base.exit_count", Value::count(exits.len()), method, &exits);
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::Sample;
    use crate::model::{OpeningKind, Side};
    use crate::vocab::SubjectKind;

    #[test]
    fn a_duty_room_with_a_door_and_a_passage_has_two_ways_out_and_the_base_one_exit() {
        let mut s = Sample::new();
        let base = s.base("Base");
        let duty = s.room(base, "duty_room", None);
        let meeting = s.room(base, "meeting_room", None);
        s.door(Side::Outside, Side::Room(duty));
        s.opening(OpeningKind::Passage, Side::Room(duty), Side::Room(meeting));
        assert_eq!(s.number(SubjectKind::Room, duty, "room.exit_count"), Some(2.0));
        assert_eq!(s.number(SubjectKind::Room, duty, "room.door_count"), Some(1.0));
        assert_eq!(s.number(SubjectKind::Room, meeting, "room.exit_count"), Some(1.0));
        assert_eq!(s.number(SubjectKind::Base, 0, "base.exit_count"), Some(1.0));
    }

    #[test]
    fn a_room_without_doors_was_only_half_drawn() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let bath = s.room(a, "bath", None);
        assert_eq!(s.number(SubjectKind::Room, bath, "room.door_count"), None);
    }
}
