//! How dwellings are entered: which doors are entrances, from where, and who shares them.

use std::collections::{BTreeMap, BTreeSet};

use super::SubjectIx;
use super::deriver::Deriver;
use super::joined::Joined;
use crate::localized;
use crate::model::{OpeningKind, Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `door.is_entrance`, `door.is_outer_entrance`, `dwelling.entrance`, `dwelling.per_entrance`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let entrances: Vec<Entrances> = (0..d.model.dwellings.len()).map(|i| entrances(d, i)).collect();
    entrance_doors(d, &entrances);
    let groups = common_groups(d);
    outer_entrances(d, &entrances, &groups);
    for (i, found) in entrances.iter().enumerate() {
        dwelling_entrance(d, i, found);
    }
    sharing(d, &entrances, &groups);
}

/// Whether a side is the open; none when it is not known.
pub(super) fn outside(d: &Deriver<'_>, side: Side) -> Option<bool> {
    match side {
        Side::Outside => Some(true),
        Side::Unknown => None,
        Side::Room(r) if r < d.model.rooms.len() => d.outdoors(r),
        Side::Room(_) => None,
    }
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
}

/// The doors one comes in from the open by: a dwelling's own entrance, or one to the common rooms one walks through
/// to dwellings. A shed or a laundry with a door of its own is none.
fn outer_entrances(d: &mut Deriver<'_>, entrances: &[Entrances], groups: &[Option<usize>]) {
    let doors = entrances.iter().flat_map(|found| found.doors.iter().chain(&found.open));
    let ways_in: BTreeSet<usize> = doors
        .flat_map(|i| d.model.openings[*i].sides)
        .filter_map(|s| match s {
            Side::Room(r) => groups.get(r).copied().flatten(),
            _ => None,
        })
        .collect();
    for i in 0..d.model.openings.len() {
        if d.model.openings[i].kind != OpeningKind::Window {
            outer_entrance(d, i, groups, &ways_in);
        }
    }
}

fn outer_entrance(d: &mut Deriver<'_>, i: usize, groups: &[Option<usize>], ways_in: &BTreeSet<usize>) {
    let fact = "door.is_outer_entrance";
    let ix = d.opening_subject(i);
    let sides = d.model.openings[i].sides;
    let outside = sides.map(|s| outside(d, s));
    // The group of the common room indoors that the door leads to, if it does.
    let common = sides.iter().find_map(|s| match s {
        Side::Room(r) if d.model.rooms.get(*r).is_some() && d.outdoors(*r) == Some(false) => groups[*r],
        _ => None,
    });
    let way_in = common.map(|group| ways_in.contains(&group));
    let method = Localized::new(
        "inngangsdør rett fra det fri, til boligen eller til fellesareal",
        "entrance straight from the open, to the dwelling or to common rooms",
    );
    let from = [(ix, "door.connects"), (ix, "door.is_entrance")];
    match (outside, way_in, d.base.value(ix, "door.is_entrance")) {
        ([Some(a), Some(b)], _, _) if a == b => {
            d.computed(ix, fact, Value::Bool(false), method, &from[..1]);
        }
        ([Some(_), Some(_)], Some(way_in), _) => {
            d.computed(ix, fact, Value::Bool(way_in), method, &from[..1]);
        }
        ([Some(_), Some(_)], None, Some(is)) => d.computed(ix, fact, is, method, &from),
        ([Some(_), Some(_)], None, None) => d.unknown(ix, fact, Localized::default(), &from[1..]),
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
fn sharing(d: &mut Deriver<'_>, entrances: &[Entrances], groups: &[Option<usize>]) {
    let fact = "dwelling.per_entrance";
    let mut users: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut uses: Vec<Option<usize>> = Vec::new();
    for (i, found) in entrances.iter().enumerate() {
        let shared = found.doors.iter().flat_map(|o| d.model.openings[*o].sides).find_map(|s| match s {
            Side::Room(r) => groups.get(r).copied().flatten(),
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
        let is = |wanted: &str| matches!(&word, Some(Value::Word(w)) if w == wanted);
        let own = is("outside");
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
            None if is("common") => {
                let why = Localized::new(
                    "det er ikke beskrevet hvilket fellesareal boligen har inngang fra",
                    "it is not described which common rooms the dwelling is entered from",
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
    let mut joined = Joined::new(model.rooms.len());
    for opening in &model.openings {
        if let [Side::Room(a), Side::Room(b)] = opening.sides
            && opening.kind != OpeningKind::Window
            && common(a)
            && common(b)
        {
            joined.link(a, b);
        }
    }
    let mut stairs: BTreeMap<(Option<usize>, &str), usize> = BTreeMap::new();
    for (r, room) in model.rooms.iter().enumerate() {
        if common(r) && room.is("stairs") {
            let building = room.storey.and_then(|s| model.storeys.get(s)).map(|s| s.building);
            let first = *stairs.entry((building, room.element.name.as_str())).or_insert(r);
            joined.link(first, r);
        }
    }
    (0..model.rooms.len()).map(|r| common(r).then(|| joined.group(r))).collect()
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::Sample;
    use crate::model::{Owner, Side, Value};
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
    fn an_entrance_from_common_rooms_nobody_described_shares_them_with_an_unknown_number() {
        let mut s = Sample::new();
        s.dwelling("A101");
        let origin = s.model.project.element.origin.clone();
        let common = Value::Word("common".into());
        s.model.dwellings[0].element.declare("dwelling.entrance", common, origin);
        assert_eq!(s.number(DWELLING, 0, "dwelling.per_entrance"), None);
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
    fn the_door_of_a_common_shed_is_no_way_in_and_that_of_the_stairs_is_on_every_storey() {
        let mut s = Sample::new();
        let stairs = s.room(Owner::Common, "stairs", None);
        let upstairs = s.room(Owner::Common, "stairs", None);
        s.model.rooms[upstairs].storey = Some(s.storey(2));
        let shed = s.room(Owner::Common, "outdoor_storage", None);
        let a = s.dwelling("A201");
        let hall = s.room(a, "hall", None);
        s.door(Side::Room(upstairs), Side::Room(hall));
        let street = s.door(Side::Outside, Side::Room(stairs));
        let of_shed = s.door(Side::Outside, Side::Room(shed));
        assert_eq!(yes(&s, street, "door.is_outer_entrance"), Some(true));
        assert_eq!(yes(&s, of_shed, "door.is_outer_entrance"), Some(false));
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
}
