//! What equipment makes of rooms and dwellings: extinguishing, hatches, kitchen fronts, sizes.
//!
//! Equipment nobody mentioned is neither there nor absent; only «uten …» makes it known to be missing.

use geo::{Euclidean, Length};

use super::SubjectIx;
use super::deriver::Deriver;
use crate::localized;
use crate::model::{Certainty, Owner, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `dwelling.extinguishing`, `room.sprinklered`, `room.hatches`, `room.ceiling.hatches`,
/// `room.kitchen.front`, `fixture.width`, `fixture.depth`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.fixtures.len() {
        size(d, i);
    }
    for i in 0..d.model.rooms.len() {
        sprinklered(d, i);
        hatches(d, i);
        kitchen_front(d, i);
    }
    for i in 0..d.model.dwellings.len() {
        extinguishing(d, i);
    }
}

/// Fixtures of some kinds in a room: those that are there, and those said to be absent.
fn in_room(d: &Deriver<'_>, room: usize, kinds: &[&str]) -> (Vec<usize>, Vec<usize>) {
    let of_kind = |i: &usize| kinds.contains(&d.model.fixtures[*i].what.as_str());
    d.fixtures_in(room).into_iter().filter(of_kind).partition(|i| d.model.fixtures[*i].present)
}

fn as_grounds(d: &Deriver<'_>, fixtures: &[usize], fact: &'static str) -> Vec<(SubjectIx, &'static str)> {
    fixtures.iter().map(|f| (d.subject(SubjectKind::Fixture, *f), fact)).collect()
}

/// Names a fixture whose presence would tell.
fn needs_fixture(d: &mut Deriver<'_>, ix: SubjectIx, fact: &str, kind: &str) {
    let needs = vec![(ix, format!("fixture:{kind}"))];
    d.base.set_unknown(ix, fact, super::Unknown { why: None, needs });
}

fn sprinklered(d: &mut Deriver<'_>, room: usize) {
    let fact = "room.sprinklered";
    let ix = d.room_subject(room);
    let (there, absent) = in_room(d, room, &["sprinkler", "water_mist"]);
    if there.is_empty() && absent.is_empty() {
        return needs_fixture(d, ix, fact, "sprinkler");
    }
    let method = Localized::new("slokkeutstyret i rommet", "the extinguishing equipment of the room");
    let from = as_grounds(d, &[&there[..], &absent[..]].concat(), "fixture.present");
    d.computed(ix, fact, Value::Bool(!there.is_empty()), method, &from);
}

fn extinguishing(d: &mut Deriver<'_>, i: usize) {
    let fact = "dwelling.extinguishing";
    let ix = d.subject(SubjectKind::Dwelling, i);
    let owner = Owner::Dwelling(i);
    let kinds = ["sprinkler", "water_mist"].map(|kind| (kind, d.fixtures_of(owner, &[kind])));
    let words: Vec<&str> =
        kinds.iter().filter(|(_, (there, _))| !there.is_empty()).map(|(kind, _)| *kind).collect();
    let from: Vec<(SubjectIx, &str)> =
        kinds.iter().flat_map(|(_, (there, _))| as_grounds(d, there, "fixture.kind")).collect();
    let method = Localized::new("slokkeutstyret i boligen", "the extinguishing equipment of the dwelling");
    if !words.is_empty() {
        d.computed(ix, fact, Value::words(words), method, &from);
    } else if kinds.iter().all(|(_, (_, absent))| *absent) {
        d.computed(ix, fact, Value::words(["none"]), method, &from);
    } else {
        needs_fixture(d, ix, fact, "sprinkler");
    }
}

fn hatches(d: &mut Deriver<'_>, room: usize) {
    let ix = d.room_subject(room);
    let (there, absent) = in_room(d, room, &["inspection_hatch"]);
    let method = || Localized::new("inspeksjonslukene i rommet er talt", "the hatches of the room counted");
    let from = as_grounds(d, &there, "fixture.kind");
    if !there.is_empty() || !absent.is_empty() {
        d.computed(ix, "room.hatches", Value::count(there.len()), method(), &from);
    } else {
        // What is missing is the number: nobody should have to draw a hatch to say that there is none.
        d.unknown(ix, "room.hatches", Localized::default(), &[]);
    }
    let fact = "room.ceiling.hatches";
    if d.number(ix, "room.hatches") == Some(0.0) {
        return d.computed(ix, fact, Value::count(0), method(), &[(ix, "room.hatches")]);
    }
    if there.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &[]);
    }
    let mounted: Vec<(SubjectIx, Option<Value>)> = there
        .iter()
        .map(|f| d.subject(SubjectKind::Fixture, *f))
        .map(|f| (f, d.base.value(f, "fixture.mounting")))
        .collect();
    let open: Vec<(SubjectIx, &str)> =
        mounted.iter().filter(|(_, m)| m.is_none()).map(|(f, _)| (*f, "fixture.mounting")).collect();
    if !open.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &open);
    }
    let in_ceiling = mounted.iter().filter(|(_, m)| *m == Some(Value::Word("ceiling".into()))).count();
    let from: Vec<(SubjectIx, &str)> = mounted.iter().map(|(f, _)| (*f, "fixture.mounting")).collect();
    let method =
        Localized::new("inspeksjonslukene i himlingen er talt", "the hatches in the ceiling counted");
    d.computed(ix, fact, Value::count(in_ceiling), method, &from);
}

/// Width and depth as drawn: the first edge of a footprint is its back. A footprint of usual size is no measure.
fn size(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Fixture, i);
    let fixture = &d.model.fixtures[i];
    let sides = fixture.outline.as_ref().and_then(|outline| {
        let mut lines = outline.exterior().lines();
        let (back, side) = (Euclidean.length(&lines.next()?), Euclidean.length(&lines.next()?));
        (back.is_finite() && side.is_finite()).then_some([back, side])
    });
    let usual = fixture.usual_size;
    for (fact, at) in [("fixture.width", 0), ("fixture.depth", 1)] {
        match sides {
            // What was stated of the size is what was drawn.
            Some(_) if d.known(ix, fact).is_some_and(|k| k.certainty() >= Certainty::Declared) => {}
            Some(sides) if !usual => {
                let method =
                    Localized::new("målt på omrisset i planen", "measured on the outline in the plan");
                d.computed(ix, fact, Value::length(sides[at]), method, &[]);
            }
            Some(_) => {
                let why = Localized::new(
                    "størrelsen er den vanlige, ikke oppgitt",
                    "the size is the usual one, not a stated one",
                );
                d.unknown(ix, fact, why, &[]);
            }
            None => d.unknown(ix, fact, Localized::default(), &[]),
        }
    }
}

fn kitchen_front(d: &mut Deriver<'_>, room: usize) {
    let fact = "room.kitchen.front";
    let ix = d.room_subject(room);
    let (runs, _) = in_room(d, room, &["kitchen_run"]);
    let from = as_grounds(d, &runs, "fixture.width");
    if runs.is_empty() {
        let label = d.label(ix);
        let why = localized!("ingen kjøkkenbenk er tegnet i {label}", "no kitchen run is drawn in {label}");
        return d.unknown(ix, fact, why, &[]);
    }
    let open: Vec<(SubjectIx, &str)> =
        from.iter().copied().filter(|(f, width)| d.number(*f, width).is_none()).collect();
    if !open.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &open);
    }
    let total: f64 = from.iter().filter_map(|(f, width)| d.number(*f, width)).sum();
    let method =
        Localized::new("kjøkkenbenkenes bredder lagt sammen", "the widths of the kitchen runs added");
    d.computed(ix, fact, Value::length(total), method, &from);
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::{Sample, rect};
    use crate::model::Value;
    use crate::vocab::SubjectKind;

    const ROOM: SubjectKind = SubjectKind::Room;

    #[test]
    fn a_sprinkler_nobody_mentioned_is_neither_there_nor_absent() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "all_room", None);
        assert_eq!(s.value(ROOM, room, "room.sprinklered"), None);
        let head = s.fixture("sprinkler", Some(room), None);
        assert_eq!(s.value(ROOM, room, "room.sprinklered"), Some(Value::Bool(true)));
        let words = s.value(SubjectKind::Dwelling, 0, "dwelling.extinguishing");
        assert_eq!(words, Some(Value::words(["sprinkler"])));
        s.model.fixtures[head].present = false;
        assert_eq!(s.value(ROOM, room, "room.sprinklered"), Some(Value::Bool(false)));
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.extinguishing"), None);
        let mist = s.fixture("water_mist", Some(room), None);
        s.model.fixtures[mist].present = false;
        let words = s.value(SubjectKind::Dwelling, 0, "dwelling.extinguishing");
        assert_eq!(words, Some(Value::words(["none"])));
    }

    #[test]
    fn hatches_are_counted_and_their_place_is_needed_for_the_ceiling() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "bath", None);
        assert_eq!(s.number(ROOM, room, "room.hatches"), None);
        let hatch = s.fixture("inspection_hatch", Some(room), None);
        assert_eq!(s.number(ROOM, room, "room.hatches"), Some(1.0));
        assert_eq!(s.number(ROOM, room, "room.ceiling.hatches"), None);
        let origin = s.model.fixtures[hatch].element.origin.clone();
        let ceiling = Value::Word("ceiling".into());
        s.model.fixtures[hatch].element.declare("fixture.mounting", ceiling, origin);
        assert_eq!(s.number(ROOM, room, "room.ceiling.hatches"), Some(1.0));
        s.model.fixtures[hatch].present = false;
        assert_eq!(s.number(ROOM, room, "room.ceiling.hatches"), Some(0.0));
    }

    #[test]
    fn a_kitchen_front_counts_only_widths_somebody_gave() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "kitchen", None);
        assert_eq!(s.number(ROOM, room, "room.kitchen.front"), None);
        let one = s.fixture("kitchen_run", Some(room), None);
        s.model.fixtures[one].outline = Some(rect(0.0, 0.0, 1.85, 0.6));
        assert_eq!(s.number(ROOM, room, "room.kitchen.front"), Some(1.85));
        s.fixture("kitchen_run", Some(room), None);
        assert_eq!(s.number(ROOM, room, "room.kitchen.front"), None);
    }
}
