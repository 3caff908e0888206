//! How rooms, dwellings and bases are entered: what doors connect, which of them are entrances, ways out.

use std::collections::{BTreeMap, BTreeSet};

use super::SubjectIx;
use super::deriver::Deriver;
use crate::localized;
use crate::model::{OpeningKind, Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `door.connects`, `door.serves`, `door.is_external`, `door.is_entrance`, `door.is_outer_entrance`,
/// `door.passage`, `door.to_technical`,
/// `door.of_base`, `room.opens_to`, `room.door_count`, `room.exit_count`, `dwelling.entrance`,
/// `dwelling.per_entrance`, `base.room_count`, `base.exit_count`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.openings.len() {
        if d.model.openings[i].kind != OpeningKind::Window {
            door(d, i);
        }
    }
    for i in 0..d.model.rooms.len() {
        room(d, i);
    }
    let entrances: Vec<Entrances> = (0..d.model.dwellings.len()).map(|i| entrances(d, i)).collect();
    entrance_doors(d, &entrances);
    for (i, found) in entrances.iter().enumerate() {
        dwelling_entrance(d, i, found);
    }
    sharing(d, &entrances);
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

/// Whether a side is the open; none when it is not known.
fn outside(d: &Deriver<'_>, side: Side) -> Option<bool> {
    match side {
        Side::Outside => Some(true),
        Side::Unknown => None,
        Side::Room(r) if r < d.model.rooms.len() => d.outdoors(r),
        Side::Room(_) => None,
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

/// The doors one may enter a dwelling by.
#[derive(Default)]
struct Entrances {
    /// Doors from the dwelling to the open or to common rooms.
    doors: Vec<usize>,
    /// Whether all of them are entrances; false when several lead to the open and nothing tells them apart.
    sure: bool,
    /// Doors whose other side is not known, so that they may be entrances.
    open: Vec<usize>,
}

/// Doors between the rooms one lives in and the open or common rooms. A door to a balcony or terrace is none, nor is
/// one to a technical room or a store. Where some lead into a hall, only those are; otherwise, where some come from
/// common rooms, a porch or a gallery, only those are.
fn entrances(d: &Deriver<'_>, dwelling: usize) -> Entrances {
    let mut found: Vec<(u8, usize)> = Vec::new();
    let mut open = Vec::new();
    for room in d.rooms_of(Owner::Dwelling(dwelling)) {
        let aside = ["technical", "storage", "outdoor_storage"].iter().any(|f| d.model.rooms[room].is(f));
        if aside || d.outdoors(room) == Some(true) {
            continue;
        }
        let hall = if d.model.rooms[room].is("hall") { 2 } else { 0 };
        for way in d.ways_of(room) {
            match d.beyond(&d.model.openings[way], room) {
                Side::Outside => found.push((hall, way)),
                Side::Unknown => open.push(way),
                Side::Room(r) => {
                    let enters = d.model.rooms.get(r).is_some_and(|beyond| {
                        let porch = beyond.is("porch") || beyond.is("gallery");
                        beyond.owner == Owner::Common || (beyond.owner == Owner::Dwelling(dwelling) && porch)
                    });
                    if enters {
                        found.push((hall + 1, way));
                    }
                }
            }
        }
    }
    let best = found.iter().map(|(rank, _)| *rank).max().unwrap_or_default();
    let kept = |rank: u8| if best >= 2 { rank >= 2 } else { rank == best };
    let doors: Vec<usize> = found.into_iter().filter(|(rank, _)| kept(*rank)).map(|(_, way)| way).collect();
    Entrances { sure: best > 0 || doors.len() == 1, doors, open }
}

fn entrance_doors(d: &mut Deriver<'_>, entrances: &[Entrances]) {
    let mut entrance = vec![Some(false); d.model.openings.len()];
    for found in entrances {
        for i in &found.doors {
            entrance[*i] = found.sure.then_some(true);
        }
    }
    for i in entrances.iter().flat_map(|found| &found.open) {
        if entrance[*i] != Some(true) {
            entrance[*i] = None;
        }
    }
    for (i, is) in entrance.into_iter().enumerate() {
        let opening = &d.model.openings[i];
        if opening.kind == OpeningKind::Window {
            continue;
        }
        let ix = d.opening_subject(i);
        let unknown_side = opening.sides.contains(&Side::Unknown);
        // What a description says of its own door is not second-guessed.
        if matches!(d.base.get(ix, "door.is_entrance"), super::Fact::Unknown(_)) {
            match is {
                Some(is) => {
                    let method = Localized::new(
                        "dør fra det fri eller fellesareal inn i boligen; til gangen der boligen har en",
                        "door from the open or common rooms into the dwelling; into the hall where there is one",
                    );
                    d.computed(ix, "door.is_entrance", Value::Bool(is), method, &[(ix, "door.connects")]);
                }
                None if unknown_side => {
                    d.unknown(ix, "door.is_entrance", Localized::default(), &[(ix, "door.connects")]);
                }
                None => {
                    let why = Localized::new(
                        "flere dører fører ut, og ingen av dem fra en gang",
                        "several doors lead out, and none of them from a hall",
                    );
                    d.unknown(ix, "door.is_entrance", why, &[]);
                }
            }
        }
    }
    let ways_in = common_ways_in(d, entrances);
    for i in 0..d.model.openings.len() {
        if d.model.openings[i].kind != OpeningKind::Window {
            outer_entrance(d, i, &ways_in);
        }
    }
}

/// The common rooms one walks through to a dwelling: those its entrance doors open from, and every common room
/// that leads to them. A shed or a laundry with a door of its own is none.
fn common_ways_in(d: &Deriver<'_>, entrances: &[Entrances]) -> BTreeSet<usize> {
    let common = |r: usize| d.model.rooms.get(r).is_some_and(|room| room.owner == Owner::Common);
    let doors = entrances.iter().flat_map(|found| found.doors.iter().chain(&found.open));
    let mut open: Vec<usize> = doors
        .flat_map(|i| d.model.openings[*i].sides)
        .filter_map(|s| match s {
            Side::Room(r) if common(r) => Some(r),
            _ => None,
        })
        .collect();
    let mut reached = BTreeSet::new();
    while let Some(room) = open.pop() {
        if reached.insert(room) {
            for way in d.ways_of(room) {
                if let Side::Room(r) = d.beyond(&d.model.openings[way], room)
                    && common(r)
                {
                    open.push(r);
                }
            }
        }
    }
    reached
}

/// The door one comes in from the open by: a dwelling's own entrance, or that of the common rooms one walks
/// through to dwellings.
fn outer_entrance(d: &mut Deriver<'_>, i: usize, ways_in: &BTreeSet<usize>) {
    let fact = "door.is_outer_entrance";
    let ix = d.opening_subject(i);
    let sides = d.model.openings[i].sides;
    let outside = sides.map(|s| outside(d, s));
    let is_common = |r: usize| d.model.rooms.get(r).is_some_and(|room| room.owner == Owner::Common);
    let indoors = |r: usize| d.outdoors(r) == Some(false);
    let common = sides.iter().any(|s| matches!(s, Side::Room(r) if ways_in.contains(r) && indoors(*r)));
    let aside = !common && sides.iter().any(|s| matches!(s, Side::Room(r) if is_common(*r) && indoors(*r)));
    let method = Localized::new(
        "inngangsdør rett fra det fri, til boligen eller til fellesareal",
        "entrance straight from the open, to the dwelling or to common rooms",
    );
    let from = [(ix, "door.connects"), (ix, "door.is_entrance")];
    match (outside, d.base.value(ix, "door.is_entrance")) {
        ([Some(a), Some(b)], _) if a == b || aside => {
            d.computed(ix, fact, Value::Bool(false), method, &from[..1])
        }
        ([Some(_), Some(_)], _) if common => d.computed(ix, fact, Value::Bool(true), method, &from[..1]),
        ([Some(_), Some(_)], Some(is)) => d.computed(ix, fact, is, method, &from),
        ([Some(_), Some(_)], None) => d.unknown(ix, fact, Localized::default(), &from[1..]),
        _ => d.unknown(ix, fact, Localized::default(), &from[..1]),
    }
}

/// Where one comes from: the surest of `outside`, `gallery`, `common`.
fn dwelling_entrance(d: &mut Deriver<'_>, i: usize, found: &Entrances) {
    let fact = "dwelling.entrance";
    let ix = d.subject(SubjectKind::Dwelling, i);
    let mut words: Vec<&str> = Vec::new();
    for way in &found.doors {
        for side in d.model.openings[*way].sides {
            match side {
                Side::Outside => words.push("outside"),
                Side::Room(r) if d.model.rooms.get(r).is_some() => {
                    let room = &d.model.rooms[r];
                    if room.is("gallery") {
                        words.push("gallery");
                    } else if d.outdoors(r) == Some(true) {
                        words.push("outside");
                    } else if room.owner == Owner::Common {
                        words.push("common");
                    }
                }
                _ => {}
            }
        }
    }
    let from: Vec<(SubjectIx, &str)> =
        found.doors.iter().map(|o| (d.opening_subject(*o), "door.connects")).collect();
    match ["outside", "gallery", "common"].into_iter().find(|w| words.contains(w)) {
        Some(word) => {
            let method = Localized::new("hva inngangsdøren åpner mot", "what the entrance door opens to");
            d.computed(ix, fact, Value::Word(word.to_owned()), method, &from);
        }
        None => {
            let open: Vec<(SubjectIx, &str)> =
                found.open.iter().map(|o| (d.opening_subject(*o), "door.connects")).collect();
            let label = d.label(ix);
            let why = localized!("ingen dør inn i {label} er beskrevet", "no door into {label} is described");
            if open.is_empty() {
                d.unknown(ix, fact, why, &[(ix, "door.connects")]);
            } else {
                d.unknown(ix, fact, Localized::default(), &open);
            }
        }
    }
}

/// How many dwellings use the same common rooms to come in; 1 for an entrance of its own.
fn sharing(d: &mut Deriver<'_>, entrances: &[Entrances]) {
    let fact = "dwelling.per_entrance";
    let group = common_groups(d);
    let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut uses: Vec<Option<usize>> = Vec::new();
    for (i, found) in entrances.iter().enumerate() {
        let shared = found.doors.iter().flat_map(|o| d.model.openings[*o].sides).find_map(|s| match s {
            Side::Room(r) => group.get(r).copied().flatten(),
            _ => None,
        });
        if let Some(shared) = shared {
            users.entry(shared).or_default().push(i);
        }
        uses.push(shared);
    }
    let unsure = entrances.iter().any(|e| e.doors.is_empty());
    for (i, shared) in uses.into_iter().enumerate() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        let word = d.base.value(ix, "dwelling.entrance");
        let own = matches!(&word, Some(Value::Word(w)) if w == "outside");
        match shared {
            _ if word.is_none() => {
                d.unknown(ix, fact, Localized::default(), &[(ix, "dwelling.entrance")]);
            }
            Some(shared) if !own && !unsure => {
                let count = users.get(&shared).map_or(1, Vec::len);
                let method = Localized::new(
                    "boligene med inngangsdør mot de samme fellesrommene er talt",
                    "the dwellings whose entrance doors open to the same common rooms counted",
                );
                d.computed(ix, fact, Value::count(count), method, &[(ix, "dwelling.entrance")]);
            }
            Some(_) if !own => {
                let why = Localized::new(
                    "ikke alle boliger har en inngang i beskrivelsen",
                    "not every dwelling has an entrance in the description",
                );
                d.unknown(ix, fact, why, &[]);
            }
            _ => {
                let method =
                    Localized::new("boligen har egen inngang", "the dwelling has an entrance of its own");
                d.computed(ix, fact, Value::count(1), method, &[(ix, "dwelling.entrance")]);
            }
        }
    }
}

/// Common rooms that hang together by doors, and by stairs of the same name in one building: for every room the
/// smallest index of its group.
fn common_groups(d: &Deriver<'_>) -> Vec<Option<usize>> {
    let model = d.model;
    let common = |r: usize| model.rooms.get(r).is_some_and(|room| room.owner == Owner::Common);
    let mut parent: Vec<usize> = (0..model.rooms.len()).collect();
    for opening in &model.openings {
        if let [Side::Room(a), Side::Room(b)] = opening.sides
            && opening.kind != OpeningKind::Window
            && common(a)
            && common(b)
        {
            join(&mut parent, a, b);
        }
    }
    let mut stairs: BTreeMap<(Option<usize>, &str), usize> = BTreeMap::new();
    for (r, room) in model.rooms.iter().enumerate() {
        if common(r) && room.is("stairs") {
            let building = room.storey.and_then(|s| model.storeys.get(s)).map(|s| s.building);
            let first = *stairs.entry((building, room.element.name.as_str())).or_insert(r);
            join(&mut parent, first, r);
        }
    }
    (0..model.rooms.len()).map(|r| common(r).then(|| root(&mut parent, r))).collect()
}

pub(super) fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

pub(super) fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
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
    use crate::model::{OpeningKind, Owner, Side, Value};
    use crate::vocab::SubjectKind;

    const DOOR: SubjectKind = SubjectKind::Door;
    const DWELLING: SubjectKind = SubjectKind::Dwelling;

    fn yes(s: &Sample, door: usize, fact: &str) -> Option<bool> {
        match s.value(DOOR, door, fact) {
            Some(Value::Bool(b)) => Some(b),
            _ => None,
        }
    }

    #[test]
    fn the_door_into_the_hall_is_the_entrance_and_the_terrace_door_is_not() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let living = s.room(a, "living", None);
        let hall = s.room(a, "hall", None);
        let technical = s.room(a, "technical", None);
        let terrace = s.door(Side::Outside, Side::Room(living));
        let front = s.door(Side::Outside, Side::Room(hall));
        let plant = s.door(Side::Outside, Side::Room(technical));
        assert_eq!(yes(&s, front, "door.is_entrance"), Some(true));
        assert_eq!(yes(&s, terrace, "door.is_entrance"), Some(false));
        assert_eq!(yes(&s, plant, "door.is_entrance"), Some(false));
        assert_eq!(yes(&s, terrace, "door.is_external"), Some(true));
        assert_eq!(yes(&s, plant, "door.to_technical"), Some(true));
    }

    #[test]
    fn two_doors_to_the_open_and_no_hall_leave_the_entrance_open() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let room = s.room(a, "all_room", None);
        let one = s.door(Side::Outside, Side::Room(room));
        assert_eq!(yes(&s, one, "door.is_entrance"), Some(true));
        assert_eq!(yes(&s, one, "door.is_outer_entrance"), Some(true));
        s.door(Side::Outside, Side::Room(room));
        assert_eq!(yes(&s, one, "door.is_entrance"), None);
        assert_eq!(s.value(DWELLING, 0, "dwelling.entrance"), Some(Value::Word("outside".into())));
        let stairs = s.room(Owner::Common, "stairs", None);
        let from_stairs = s.door(Side::Room(stairs), Side::Room(room));
        assert_eq!(yes(&s, one, "door.is_entrance"), Some(false));
        assert_eq!(yes(&s, from_stairs, "door.is_entrance"), Some(true));
        assert_eq!(yes(&s, from_stairs, "door.is_outer_entrance"), Some(false));
        let street = s.door(Side::Outside, Side::Room(stairs));
        assert_eq!(yes(&s, street, "door.is_outer_entrance"), Some(true));
    }

    #[test]
    fn a_door_whose_other_side_nobody_described_may_be_the_entrance() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let room = s.room(a, "all_room", None);
        let door = s.door(Side::Unknown, Side::Room(room));
        assert_eq!(yes(&s, door, "door.is_entrance"), None);
        assert_eq!(yes(&s, door, "door.is_external"), None);
        assert_eq!(s.value(DWELLING, 0, "dwelling.entrance"), None);
        assert_eq!(s.value(SubjectKind::Room, room, "room.opens_to"), None);
    }

    #[test]
    fn what_the_description_says_of_its_entrance_is_not_second_guessed() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let room = s.room(a, "all_room", None);
        let door = s.door(Side::Outside, Side::Room(room));
        assert_eq!(yes(&s, door, "door.is_entrance"), Some(true));
        let origin = s.model.openings[door].element.origin.clone();
        s.model.openings[door].element.declare("door.is_entrance", Value::Bool(false), origin);
        assert_eq!(yes(&s, door, "door.is_entrance"), Some(false));
    }

    #[test]
    fn dwellings_off_one_stair_share_an_entrance() {
        let mut s = Sample::new();
        let stairs = s.room(Owner::Common, "stairs", None);
        let upstairs = s.room(Owner::Common, "stairs", None);
        s.model.rooms[upstairs].storey = Some(s.storey(2));
        for (tag, common) in [("A101", stairs), ("A102", stairs), ("A201", upstairs)] {
            let dwelling = s.dwelling(tag);
            let hall = s.room(dwelling, "hall", None);
            s.door(Side::Room(common), Side::Room(hall));
        }
        let own = s.dwelling("B101");
        let hall = s.room(own, "hall", None);
        s.door(Side::Outside, Side::Room(hall));
        assert_eq!(s.number(DWELLING, 0, "dwelling.per_entrance"), Some(3.0));
        assert_eq!(s.number(DWELLING, 2, "dwelling.per_entrance"), Some(3.0));
        assert_eq!(s.number(DWELLING, 3, "dwelling.per_entrance"), Some(1.0));
        assert_eq!(s.value(DWELLING, 0, "dwelling.entrance"), Some(Value::Word("common".into())));
    }

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
