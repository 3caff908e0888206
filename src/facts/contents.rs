//! What a dwelling consists of: which rooms it has, and how many.
//!
//! A dwelling whose rooms were drawn or listed is a closed world: a room that is not there is known to be missing.
//! One whose rooms nobody described may have anything.

use std::collections::{BTreeMap, BTreeSet};

use super::SubjectIx;
use super::deriver::Deriver;
use crate::localized;
use crate::model::{Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// A fact, the room functions that make it true, and the equipment that does.
struct Part {
    fact: &'static str,
    functions: &'static [&'static str],
    fixtures: &'static [&'static str],
    /// A function whose room may hold it without being named for it.
    hidden_in: Option<&'static str>,
}

const PARTS: [Part; 7] = [
    Part {
        fact: "dwelling.has_kitchen",
        functions: &["kitchen"],
        fixtures: &["kitchen_run", "stove"],
        hidden_in: None,
    },
    Part { fact: "dwelling.has_bath", functions: &["bath"], fixtures: &[], hidden_in: None },
    Part {
        fact: "dwelling.has_toilet",
        functions: &["toilet"],
        fixtures: &["toilet"],
        hidden_in: Some("bath"),
    },
    Part { fact: "dwelling.has_technical", functions: &["technical"], fixtures: &[], hidden_in: None },
    Part { fact: "dwelling.has_storage", functions: &["storage"], fixtures: &[], hidden_in: None },
    Part { fact: "dwelling.has_hall", functions: &["hall"], fixtures: &[], hidden_in: None },
    Part {
        fact: "dwelling.has_outdoor_place",
        functions: &["balcony", "terrace"],
        fixtures: &[],
        hidden_in: None,
    },
];

/// Derives `dwelling.planned`, `base.planned`, `dwelling.has_*`, `dwelling.room_count`, `dwelling.storage_outdoor`, `project.one_room_count`,
/// `project.two_room_count`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for (kind, fact, count) in [
        (SubjectKind::Dwelling, "dwelling.planned", d.model.dwellings.len()),
        (SubjectKind::Base, "base.planned", d.model.bases.len()),
    ] {
        for i in 0..count {
            let owner = if kind == SubjectKind::Base { Owner::Base(i) } else { Owner::Dwelling(i) };
            let ix = d.subject(kind, i);
            let method =
                Localized::new("rommene er tegnet eller listet opp", "the rooms are drawn or listed");
            d.computed(ix, fact, Value::Bool(d.planned(owner)), method, &[]);
        }
    }
    for i in 0..d.model.dwellings.len() {
        for part in &PARTS {
            has(d, i, part);
        }
        room_count(d, i);
    }
    outdoor_stores(d);
    let project = d.base.project();
    rooms_of_all(d, project, "project.one_room_count", 1.0);
    rooms_of_all(d, project, "project.two_room_count", 2.0);
}

/// The rooms whose function nobody knows: any of them may be the one looked for.
fn nameless(d: &Deriver<'_>, rooms: &[usize]) -> Vec<(SubjectIx, &'static str)> {
    let unknown = rooms.iter().filter(|r| d.model.rooms[**r].functions.is_empty());
    unknown.map(|r| (d.room_subject(*r), "room.function")).collect()
}

fn undescribed(d: &Deriver<'_>, ix: SubjectIx) -> Localized {
    let label = d.label(ix);
    localized!("rommene i {label} er ikke beskrevet", "the rooms of {label} are not described")
}

fn has(d: &mut Deriver<'_>, i: usize, part: &Part) {
    let owner = Owner::Dwelling(i);
    let ix = d.subject(SubjectKind::Dwelling, i);
    let rooms = d.rooms_of(owner);
    let serving: Vec<usize> =
        rooms.iter().copied().filter(|r| part.functions.iter().any(|f| d.serves(*r, f))).collect();
    if !serving.is_empty() {
        let from: Vec<(SubjectIx, &str)> =
            serving.iter().map(|r| (d.room_subject(*r), "room.functions")).collect();
        let method = Localized::new("et rom har funksjonen", "a room has the function");
        return d.computed(ix, part.fact, Value::Bool(true), method, &from);
    }
    let (there, absent) = d.fixtures_of(owner, part.fixtures);
    if !there.is_empty() {
        let from: Vec<(SubjectIx, &str)> =
            there.iter().map(|f| (d.subject(SubjectKind::Fixture, *f), "fixture.kind")).collect();
        let method = Localized::new("utstyret finnes i boligen", "the equipment is in the dwelling");
        return d.computed(ix, part.fact, Value::Bool(true), method, &from);
    }
    if !d.planned(owner) {
        let why = undescribed(d, ix);
        return d.unknown(ix, part.fact, why, &[(ix, "room.function")]);
    }
    let open = nameless(d, &rooms);
    if !open.is_empty() {
        return d.unknown(ix, part.fact, Localized::default(), &open);
    }
    if let (Some(function), false) = (part.hidden_in, absent)
        && rooms.iter().any(|r| d.serves(*r, function))
    {
        let fixture = part.fixtures.first().copied().unwrap_or_default();
        let needs = vec![(ix, format!("fixture:{fixture}"))];
        d.base.set_unknown(ix, part.fact, super::Unknown { why: None, needs });
        return;
    }
    let method = Localized::new(
        "rommene i boligen er beskrevet, og ingen av dem har funksjonen",
        "the rooms of the dwelling are described, and none has the function",
    );
    let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (d.room_subject(*r), "room.function")).collect();
    d.computed(ix, part.fact, Value::Bool(false), method, &from);
}

/// Rooms people live in: living rooms (an open-plan room is one) and separate bedrooms; the kitchen does not count.
fn room_count(d: &mut Deriver<'_>, i: usize) {
    let fact = "dwelling.room_count";
    let owner = Owner::Dwelling(i);
    let ix = d.subject(SubjectKind::Dwelling, i);
    let rooms = d.rooms_of(owner);
    if !d.planned(owner) {
        let why = undescribed(d, ix);
        return d.unknown(ix, fact, why, &[]);
    }
    let open = nameless(d, &rooms);
    if !open.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &open);
    }
    let counted: Vec<usize> = rooms
        .into_iter()
        .filter(|r| {
            let room = &d.model.rooms[*r];
            room.is("living") || room.is("sleeping")
        })
        .collect();
    if counted.is_empty() {
        let label = d.label(ix);
        let why = localized!(
            "{label} har verken stue, allrom eller soverom",
            "{label} has neither living room, open-plan room nor bedroom"
        );
        return d.unknown(ix, fact, why, &[(ix, "room.function")]);
    }
    let from: Vec<(SubjectIx, &str)> =
        counted.iter().map(|r| (d.room_subject(*r), "room.function")).collect();
    let method = Localized::new(
        "stuer (allrom er en stue) og egne soverom er talt, kjøkkenet ikke",
        "living rooms (an open-plan room is one) and separate bedrooms counted, the kitchen not",
    );
    d.computed(ix, fact, Value::count(counted.len()), method, &from);
}

/// How many dwellings have so many rooms.
fn rooms_of_all(d: &mut Deriver<'_>, project: SubjectIx, fact: &str, rooms: f64) {
    let dwellings: Vec<SubjectIx> =
        (0..d.model.dwellings.len()).map(|i| d.subject(SubjectKind::Dwelling, i)).collect();
    if dwellings.is_empty() {
        let why = Localized::new("ingen boliger er beskrevet", "no dwellings are described");
        return d.unknown(project, fact, why, &[]);
    }
    let all: Vec<(SubjectIx, &str)> = dwellings.iter().map(|ix| (*ix, "dwelling.room_count")).collect();
    let open: Vec<(SubjectIx, &str)> =
        all.iter().copied().filter(|(ix, f)| d.number(*ix, f).is_none()).collect();
    if !open.is_empty() {
        return d.unknown(project, fact, Localized::default(), &open);
    }
    let count = all.iter().filter(|(ix, f)| d.number(*ix, f) == Some(rooms)).count();
    let method = localized!("boliger med {rooms} rom er talt", "dwellings with {rooms} rooms counted");
    d.computed(project, fact, Value::count(count), method, &all);
}

/// Stores one reaches from outdoors: own rooms of that function, own stores without a door to the dwelling, and
/// common ones that carry the dwelling's tag in their name.
fn outdoor_stores(d: &mut Deriver<'_>) {
    let fact = "dwelling.storage_outdoor";
    let named = named_stores(d);
    for i in 0..d.model.dwellings.len() {
        let owner = Owner::Dwelling(i);
        let ix = d.subject(SubjectKind::Dwelling, i);
        let rooms = d.rooms_of(owner);
        let stores = stores(d, i, &named);
        if !stores.is_empty() {
            let from: Vec<(SubjectIx, &str)> =
                stores.iter().map(|r| (d.room_subject(*r), "room.functions")).collect();
            let method = Localized::new(
                "boligen har en bod med adkomst utenfra",
                "the dwelling has a store entered from outside",
            );
            d.computed(ix, fact, Value::Bool(true), method, &from);
            continue;
        }
        let open = nameless(d, &rooms);
        let label = d.label(ix);
        let why = if !d.planned(owner) {
            undescribed(d, ix)
        } else if !open.is_empty() {
            Localized::default()
        } else if named.is_empty() {
            localized!(
                "{label} har ingen utebod i beskrivelsen",
                "{label} has no outdoor storage in the description"
            )
        } else {
            localized!(
                "det finnes felles utebod, men det er ikke sagt at en av dem hører til {label}",
                "there is common outdoor storage, but it is not said that any of it belongs to {label}"
            )
        };
        // A dwelling's store may stand anywhere on the site, so that none drawn is not none.
        d.unknown(ix, fact, why, &open);
    }
}

/// Common outdoor stores by the words of their names and tags.
pub(super) fn named_stores(d: &Deriver<'_>) -> BTreeMap<String, BTreeSet<usize>> {
    let mut named: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for r in d.rooms_of(Owner::Common) {
        if !d.serves(r, "outdoor_storage") {
            continue;
        }
        let element = &d.model.rooms[r].element;
        for text in [&element.name, &element.tag] {
            for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')) {
                named.entry(word.to_owned()).or_default().insert(r);
            }
        }
    }
    named
}

/// The outdoor stores of a dwelling: its own, and the common ones that carry its tag.
pub(super) fn stores(
    d: &Deriver<'_>,
    dwelling: usize,
    named: &BTreeMap<String, BTreeSet<usize>>,
) -> Vec<usize> {
    let own = d
        .rooms_of(Owner::Dwelling(dwelling))
        .into_iter()
        .filter(|r| d.serves(*r, "outdoor_storage") || (d.serves(*r, "storage") && only_from_outside(d, *r)));
    let tag = &d.model.dwellings[dwelling].element.tag;
    let common = named.get(tag).filter(|_| !tag.is_empty()).into_iter().flatten().copied();
    own.chain(common).collect()
}

/// Whether a room has doors, and all of them lead to the open or to common rooms.
pub(super) fn only_from_outside(d: &Deriver<'_>, room: usize) -> bool {
    let ways = d.ways_of(room);
    !ways.is_empty()
        && ways.iter().all(|o| match d.beyond(&d.model.openings[*o], room) {
            Side::Outside => true,
            Side::Unknown => false,
            Side::Room(r) => d
                .model
                .rooms
                .get(r)
                .is_some_and(|beyond| beyond.owner == Owner::Common || d.outdoors(r) == Some(true)),
        })
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::Sample;
    use crate::model::{Owner, Side, Value};
    use crate::vocab::SubjectKind;

    const DWELLING: SubjectKind = SubjectKind::Dwelling;

    #[test]
    fn a_described_dwelling_without_a_bath_is_known_to_have_none() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        s.room(a, "all_room", None);
        assert_eq!(s.value(DWELLING, 0, "dwelling.has_bath"), Some(Value::Bool(false)));
        assert_eq!(s.value(DWELLING, 0, "dwelling.has_kitchen"), Some(Value::Bool(true)));
    }

    #[test]
    fn an_undescribed_dwelling_may_have_a_bath() {
        let mut s = Sample::new();
        s.dwelling("A101");
        s.model.dwellings[0].planned = false;
        assert_eq!(s.value(DWELLING, 0, "dwelling.has_bath"), None);
        assert_eq!(s.value(DWELLING, 0, "dwelling.room_count"), None);
    }

    #[test]
    fn a_room_nobody_knows_the_use_of_may_be_the_bath() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        s.room(a, "living", None);
        let odd = s.room(a, "no such word", None);
        let Fact::Unknown(unknown) = s.fact(DWELLING, 0, "dwelling.has_bath") else {
            panic!("it is not known")
        };
        assert_eq!(
            unknown.needs,
            vec![(s.facts().find(SubjectKind::Room, odd).unwrap(), "room.function".into())]
        );
    }

    #[test]
    fn an_all_room_is_one_room_and_a_bedroom_makes_two() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        s.room(a, "all_room", None);
        s.room(a, "bath", None);
        assert_eq!(s.number(DWELLING, 0, "dwelling.room_count"), Some(1.0));
        s.room(a, "sleeping", None);
        assert_eq!(s.number(DWELLING, 0, "dwelling.room_count"), Some(2.0));
        assert_eq!(s.number(SubjectKind::Project, 0, "project.one_room_count"), Some(0.0));
        assert_eq!(s.number(SubjectKind::Project, 0, "project.two_room_count"), Some(1.0));
    }

    #[test]
    fn a_store_entered_only_from_outside_is_outdoor_storage_and_one_off_the_hall_is_not() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let hall = s.room(a, "hall", None);
        let store = s.room(a, "storage", None);
        s.door(Side::Outside, Side::Room(store));
        assert_eq!(s.value(DWELLING, 0, "dwelling.storage_outdoor"), Some(Value::Bool(true)));
        s.door(Side::Room(hall), Side::Room(store));
        assert_eq!(s.value(DWELLING, 0, "dwelling.storage_outdoor"), None);
    }

    #[test]
    fn a_common_store_belongs_to_the_dwelling_it_is_named_for() {
        let mut s = Sample::new();
        s.dwelling("A101");
        s.dwelling("A102");
        let store = s.room(Owner::Common, "outdoor_storage", None);
        s.model.rooms[store].element.name = "Bod A101".into();
        assert_eq!(s.value(DWELLING, 0, "dwelling.storage_outdoor"), Some(Value::Bool(true)));
        assert_eq!(s.value(DWELLING, 1, "dwelling.storage_outdoor"), None);
    }

    #[test]
    fn a_bath_does_not_tell_whether_there_is_a_toilet_in_it() {
        let mut s = Sample::new();
        let a = s.dwelling("A101");
        let bath = s.room(a, "bath", None);
        assert_eq!(s.value(DWELLING, 0, "dwelling.has_toilet"), None);
        let toilet = s.fixture("toilet", Some(bath), None);
        assert_eq!(s.value(DWELLING, 0, "dwelling.has_toilet"), Some(Value::Bool(true)));
        s.model.fixtures[toilet].present = false;
        assert_eq!(s.value(DWELLING, 0, "dwelling.has_toilet"), Some(Value::Bool(false)));
    }
}
