//! Areas of rooms and dwellings, after NS 3940:2023.
//!
//! Internal usable area (BRA-i): what the dwelling's rooms enclose, partitions among them. External usable area
//! (BRA-e): rooms that belong to it but are entered from the open or from common rooms. Usable area (BRA): the two
//! together. Gross area (BTA): to the outside of outer walls and the middle of shared ones. TEK17 points to the
//! 2012 edition, which counts the same floor without telling internal from external. The standard's rule on
//! low ceilings is not applied: heights within a room are not described.

use std::collections::{BTreeMap, BTreeSet};

use super::SubjectIx;
use super::deriver::Deriver;
use crate::geometry::{self, Enclosed, Region, THICKEST_PARTITION};
use crate::localized;
use crate::model::{Certainty, Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Largest error of an area written with one decimal, in m².
const ROUNDING: f64 = 0.05;

/// Derives `room.area`, `dwelling.area.*`, `dwelling.storage_area`, `dwelling.outer_wall`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let regions: Vec<Option<Region>> =
        d.model.rooms.iter().map(|r| r.outline.as_ref().and_then(geometry::sound)).collect();
    for (i, region) in regions.iter().enumerate() {
        room(d, i, region.as_ref());
    }
    let insides = insides(d, &regions);
    for i in 0..d.model.dwellings.len() {
        let parts = split(d, i);
        let areas = internal_and_external(d, i, &parts, &regions);
        net(d, i, &areas);
        technical(d, i);
        totals(d, i);
        gross(d, i, &insides, areas.pieces_close);
    }
    storage(d);
}

fn room(d: &mut Deriver<'_>, i: usize, region: Option<&Region>) {
    use geo::Area;
    let ix = d.room_subject(i);
    match (region, &d.model.rooms[i].outline) {
        (Some(region), _) => {
            let method = Localized::new(
                "gulvflaten innenfor rommets omriss (nettoareal, NS 3940:2023)",
                "the floor inside the room's outline (net area, NS 3940:2023)",
            );
            d.computed(ix, "room.area", Value::area(region.unsigned_area()), method, &[]);
        }
        (None, Some(_)) => {
            let why = Localized::new("rommets omriss kan ikke brukes", "the room's outline cannot be used");
            d.unknown(ix, "room.area", why, &[]);
        }
        (None, None) => d.unknown(ix, "room.area", Localized::default(), &[]),
    }
}

/// What the indoor rooms of every owner enclose, by storey.
type Insides = BTreeMap<Option<usize>, BTreeMap<Owner, Region>>;

fn insides(d: &Deriver<'_>, regions: &[Option<Region>]) -> Insides {
    let mut rooms: BTreeMap<Option<usize>, BTreeMap<Owner, Vec<usize>>> = BTreeMap::new();
    for (i, room) in d.model.rooms.iter().enumerate() {
        let inside = d.outdoors(i) != Some(true) && super::deriver::is_room(d.vocabulary, room);
        if inside && regions[i].is_some() {
            rooms.entry(room.storey).or_default().entry(room.owner).or_default().push(i);
        }
    }
    let mut insides: Insides = BTreeMap::new();
    for (storey, owners) in rooms {
        for (owner, rooms) in owners {
            if let Some(found) = enclosed(d, &rooms, regions) {
                insides.entry(storey).or_default().insert(owner, found.region);
            }
        }
    }
    insides
}

/// The rooms with the partitions between them; a wall with a door in it is as thick as the door says.
fn enclosed(d: &Deriver<'_>, rooms: &[usize], regions: &[Option<Region>]) -> Option<Enclosed> {
    let mut partition = THICKEST_PARTITION;
    let members: BTreeSet<usize> = rooms.iter().copied().collect();
    for room in rooms {
        for way in d.ways_of(*room) {
            let opening = &d.model.openings[way];
            let between = opening.sides.iter().all(|s| matches!(s, Side::Room(r) if members.contains(r)));
            let thickness = opening.placement.map(|p| p.thickness).filter(|t| t.is_finite() && between);
            partition = partition.max(thickness.unwrap_or_default().min(2.0));
        }
    }
    let shapes: Vec<Region> = rooms.iter().filter_map(|r| regions[*r].clone()).collect();
    geometry::enclosed(&shapes, partition)
}

/// The rooms of a dwelling by how they are entered.
#[derive(Default)]
struct Parts {
    internal: Vec<usize>,
    external: Vec<usize>,
    /// Rooms that may be either, and what would tell.
    either: Vec<usize>,
    needs: Vec<(SubjectIx, &'static str)>,
}

/// Functions of rooms that may lie outside the dwelling proper.
const OUTLYING: [&str; 5] = ["technical", "storage", "outdoor_storage", "laundry", "waste"];

/// Groups of rooms joined by doors: a group with a room one lives in is internal; one without is external when every
/// door of it leads to the open or to common rooms.
fn split(d: &Deriver<'_>, dwelling: usize) -> Parts {
    let rooms: Vec<usize> =
        d.rooms_of(Owner::Dwelling(dwelling)).into_iter().filter(|r| d.outdoors(*r) != Some(true)).collect();
    let position: BTreeMap<usize, usize> = rooms.iter().enumerate().map(|(at, r)| (*r, at)).collect();
    let mut group: Vec<usize> = (0..rooms.len()).collect();
    for (at, room) in rooms.iter().enumerate() {
        for way in d.ways_of(*room) {
            if let Side::Room(other) = d.beyond(&d.model.openings[way], *room)
                && let Some(other) = position.get(&other)
            {
                super::access::join(&mut group, at, *other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, room) in rooms.iter().enumerate() {
        groups.entry(super::access::root(&mut group, at)).or_default().push(*room);
    }
    let mut parts = Parts::default();
    for members in groups.into_values() {
        let outlying =
            |r: &usize| d.model.rooms[*r].functions.first().is_some_and(|f| OUTLYING.contains(&f.as_str()));
        if !members.iter().all(outlying) {
            parts.internal.extend(members);
            continue;
        }
        let ways: Vec<(usize, usize)> =
            members.iter().flat_map(|r| d.ways_of(*r).into_iter().map(|w| (*r, w))).collect();
        let unknown: Vec<(SubjectIx, &'static str)> = ways
            .iter()
            .filter(|(r, w)| d.beyond(&d.model.openings[*w], *r) == Side::Unknown)
            .map(|(_, w)| (d.opening_subject(*w), "door.connects"))
            .collect();
        let serves = |function: &str| members.iter().any(|r| d.serves(*r, function));
        if !unknown.is_empty() {
            parts.needs.extend(unknown);
            parts.either.extend(members);
        } else if !ways.is_empty() || serves("outdoor_storage") {
            parts.external.extend(members);
        } else if serves("technical") {
            parts.needs.extend(members.iter().map(|r| (d.room_subject(*r), "door.connects")));
            parts.either.extend(members);
        } else {
            parts.internal.extend(members);
        }
    }
    parts
}

/// What could be measured of a dwelling.
struct Measured {
    /// Rooms that count, and whether all of them are drawn.
    rooms: Vec<usize>,
    /// Whether the internal rooms hang together.
    pieces_close: bool,
}

/// The area enclosed storey by storey; the error is half of the voids nobody explained.
fn sum(d: &Deriver<'_>, rooms: &[usize], regions: &[Option<Region>]) -> Option<(f64, f64, bool)> {
    let mut storeys: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for room in rooms {
        storeys.entry(d.model.rooms[*room].storey).or_default().push(*room);
    }
    let (mut area, mut error, mut whole) = (0.0, 0.0, true);
    for rooms in storeys.values() {
        let found = enclosed(d, rooms, regions)?;
        area += found.area + found.voids / 2.0;
        error += found.voids / 2.0;
        whole &= found.pieces == 1;
    }
    Some((area, error, whole))
}

fn internal_and_external(
    d: &mut Deriver<'_>,
    i: usize,
    parts: &Parts,
    regions: &[Option<Region>],
) -> Measured {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let rooms: Vec<usize> =
        [&parts.internal, &parts.external, &parts.either].into_iter().flatten().copied().collect();
    let mut measured = Measured { rooms, pieces_close: false };
    let missing: Vec<&str> = measured
        .rooms
        .iter()
        .filter(|r| regions[**r].is_none())
        .map(|r| d.label(d.room_subject(*r)))
        .collect();
    let planned = d.planned(Owner::Dwelling(i));
    let label = d.label(ix);
    let why = match missing.first() {
        _ if measured.rooms.is_empty() => {
            localized!("rommene i {label} er ikke beskrevet", "the rooms of {label} are not described")
        }
        Some(first) => localized!("{first} er ikke tegnet med mål", "{first} is not drawn to measure"),
        None if !planned => {
            localized!("ikke alle rom i {label} er beskrevet", "not all rooms of {label} are described")
        }
        None => Localized::default(),
    };
    if !why.is_empty() {
        for fact in ["dwelling.area.bra_i", "dwelling.area.bra_e"] {
            d.unknown(ix, fact, why.clone(), &[]);
        }
        return measured;
    }
    let grounds = |d: &Deriver<'_>, rooms: &[usize]| -> Vec<(SubjectIx, &'static str)> {
        rooms.iter().map(|r| (d.room_subject(*r), "room.area")).collect()
    };
    if !parts.either.is_empty() {
        for fact in ["dwelling.area.bra_i", "dwelling.area.bra_e"] {
            let why = Localized::new(
                "det er ikke sagt om rommet har adkomst fra boligen eller utenfra",
                "it is not said whether the room is entered from the dwelling or from outside",
            );
            d.unknown(ix, fact, why, &parts.needs);
        }
        // Whether or not the room is internal, it counts; what is open is the wall between.
        let joined = [&parts.internal[..], &parts.either[..]].concat();
        let apart = sum(d, &parts.internal, regions).zip(sum(d, &parts.either, regions));
        let together = sum(d, &joined, regions).zip(sum(d, &parts.external, regions));
        if let (Some((a, b)), Some((c, e))) = (apart, together) {
            let low = a.0 + b.0 + e.0;
            let high = (c.0 + e.0).max(low);
            let error = (high - low) / 2.0 + c.1 + e.1;
            let method = Localized::new(
                "gulvflaten i boligens rom med vegger mellom dem (BRA, NS 3940:2023); veggen mot rommet med ukjent adkomst er usikker",
                "the floor of the dwelling's rooms with the walls between them (BRA, NS 3940:2023); the wall to the room of unknown access is uncertain",
            );
            let from = grounds(d, &measured.rooms);
            d.estimated(ix, "dwelling.area.bra", Value::area(f64::midpoint(low, high)), error, method, &from);
        }
        return measured;
    }
    let unusable = || {
        Localized::new(
            "rommenes omriss kan ikke brukes sammen",
            "the rooms' outlines cannot be used together",
        )
    };
    match sum(d, &parts.internal, regions) {
        Some((area, error, true)) => {
            measured.pieces_close = true;
            let method = Localized::new(
                "innenfor boligens omsluttende vegger, innvendige vegger medregnet (BRA-i, NS 3940:2023)",
                "inside the dwelling's enclosing walls, partitions included (BRA-i, NS 3940:2023)",
            );
            let from = grounds(d, &parts.internal);
            d.estimated(ix, "dwelling.area.bra_i", Value::area(area), error, method, &from);
        }
        Some((_, _, false)) => {
            let why = Localized::new(
                "rommene henger ikke sammen: avstanden mellom dem er større enn en vegg",
                "the rooms do not hang together: the distance between them is more than a wall",
            );
            d.unknown(ix, "dwelling.area.bra_i", why, &[]);
        }
        None => d.unknown(ix, "dwelling.area.bra_i", unusable(), &[]),
    }
    match sum(d, &parts.external, regions) {
        Some((area, error, _)) => {
            let method = Localized::new(
                "rom som hører til boligen, men har adkomst utenfra (BRA-e, NS 3940:2023)",
                "rooms that belong to the dwelling but are entered from outside (BRA-e, NS 3940:2023)",
            );
            let from = grounds(d, &parts.external);
            d.estimated(ix, "dwelling.area.bra_e", Value::area(area), error, method, &from);
        }
        None => d.unknown(ix, "dwelling.area.bra_e", unusable(), &[]),
    }
    measured
}

/// The floors added: drawn ones exact, stated ones rounded to a tenth of a square metre each.
fn added(d: &mut Deriver<'_>, ix: SubjectIx, fact: &'static str, rooms: &[usize], method: Localized) {
    let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (d.room_subject(*r), "room.area")).collect();
    let open: Vec<(SubjectIx, &str)> =
        from.iter().copied().filter(|(room, f)| d.number(*room, f).is_none()).collect();
    if !open.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &open);
    }
    let total: f64 = from.iter().filter_map(|(room, f)| d.number(*room, f)).sum();
    let stated = rooms.iter().filter(|r| d.model.rooms[**r].outline.is_none()).count();
    d.estimated(ix, fact, Value::area(total), ROUNDING * stated as f64, method, &from);
}

fn net(d: &mut Deriver<'_>, i: usize, measured: &Measured) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let fact = "dwelling.area.net";
    if measured.rooms.is_empty() || !d.planned(Owner::Dwelling(i)) {
        let label = d.label(ix);
        let why = localized!("rommene i {label} er ikke beskrevet", "the rooms of {label} are not described");
        return d.unknown(ix, fact, why, &[]);
    }
    let method = Localized::new(
        "rommenes gulvflater lagt sammen (NS 3940:2023)",
        "the floors of the rooms added (NS 3940:2023)",
    );
    added(d, ix, fact, &measured.rooms, method);
}

fn technical(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let fact = "dwelling.area.technical";
    let rooms: Vec<usize> =
        d.rooms_of(Owner::Dwelling(i)).into_iter().filter(|r| d.serves(*r, "technical")).collect();
    if rooms.is_empty() {
        match d.base.value(ix, "dwelling.has_technical") {
            Some(Value::Bool(false)) => {
                let method =
                    Localized::new("boligen har ikke teknisk rom", "the dwelling has no technical room");
                d.computed(ix, fact, Value::area(0.0), method, &[(ix, "dwelling.has_technical")]);
            }
            _ => d.unknown(ix, fact, Localized::default(), &[]),
        }
        return;
    }
    let method = Localized::new(
        "gulvflaten i boligens tekniske rom (NS 3940:2023)",
        "the floor of the dwelling's technical rooms (NS 3940:2023)",
    );
    added(d, ix, fact, &rooms, method);
}

/// Stores of the dwelling, inside and out, those named for it among the common ones.
fn storage(d: &mut Deriver<'_>) {
    let fact = "dwelling.storage_area";
    let named = super::contents::named_stores(d);
    for i in 0..d.model.dwellings.len() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        let own = d.rooms_of(Owner::Dwelling(i)).into_iter().filter(|r| d.serves(*r, "storage"));
        let rooms: BTreeSet<usize> = own.chain(super::contents::stores(d, i, &named)).collect();
        if rooms.is_empty() {
            let label = d.label(ix);
            let why = localized!(
                "{label} har ingen bod i beskrivelsen",
                "{label} has no storage in the description"
            );
            d.unknown(ix, fact, why, &[]);
        } else {
            let method = Localized::new("boligens boder lagt sammen", "the dwelling's stores added");
            added(d, ix, fact, &rooms.into_iter().collect::<Vec<_>>(), method);
        }
    }
}

/// Sums and differences of what was computed or stated: BRA, the living part, and whether the parts make the whole.
fn totals(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let (bra, bra_i, bra_e) = ("dwelling.area.bra", "dwelling.area.bra_i", "dwelling.area.bra_e");
    let (living, technical) = ("dwelling.area.living_part", "dwelling.area.technical");
    match (d.known(ix, bra_i), d.known(ix, bra_e)) {
        (Some(a), Some(b)) => {
            let error = error_of(&a) + error_of(&b);
            if let (Some(a), Some(b)) = (a.value.number(), b.value.number()) {
                let method = Localized::new(
                    "BRA-i og BRA-e lagt sammen (NS 3940:2023)",
                    "BRA-i and BRA-e added (NS 3940:2023)",
                );
                d.estimated(ix, bra, Value::area(a + b), error, method, &[(ix, bra_i), (ix, bra_e)]);
            }
        }
        _ => d.unknown(ix, bra, Localized::default(), &[]),
    }
    // Where people stated the whole and its parts, what they make together is told as a difference, not as a
    // living part of its own that contradicts the stated one.
    let told = d.known(ix, living).is_some()
        && d.known(ix, bra).is_some_and(|k| k.origins.iter().all(|o| o.certainty() != Certainty::Computed));
    match (d.known(ix, bra), d.known(ix, technical)) {
        _ if told => {}
        (Some(a), Some(b)) => {
            let error = error_of(&a) + error_of(&b);
            if let (Some(a), Some(b)) = (a.value.number(), b.value.number()) {
                let method = Localized::new("BRA uten teknisk rom", "usable area without the technical room");
                d.estimated(ix, living, Value::area(a - b), error, method, &[(ix, bra), (ix, technical)]);
            }
        }
        _ => d.unknown(ix, living, Localized::default(), &[]),
    }
    let fact = "dwelling.area.parts_difference";
    let numbers = [bra, living, technical].map(|f| (f, d.number(ix, f)));
    if let [(_, Some(whole)), (_, Some(a)), (_, Some(b))] = numbers {
        let method = Localized::new(
            "BRA holdt mot boligdel og teknisk rom lagt sammen",
            "the usable area held against living part and technical room added",
        );
        let value = Value::area((whole - a - b).abs());
        d.computed(ix, fact, value, method, &[(ix, bra), (ix, living), (ix, technical)]);
    } else {
        let needs: Vec<(SubjectIx, &str)> =
            numbers.iter().filter(|(_, n)| n.is_none()).map(|(f, _)| (ix, *f)).collect();
        d.unknown(ix, fact, Localized::default(), &needs);
    }
}

/// The error a stated area has by being written with one decimal, or the one that was computed.
fn error_of(known: &crate::model::Known) -> f64 {
    use crate::model::Certainty;
    match known.certainty() {
        Certainty::Declared | Certainty::Observed if known.origins.len() == 1 => {
            known.uncertainty.max(ROUNDING)
        }
        _ => known.uncertainty,
    }
}

fn gross(d: &mut Deriver<'_>, i: usize, insides: &Insides, whole: bool) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let dwelling = &d.model.dwellings[i];
    let owner = Owner::Dwelling(i);
    let origin = dwelling.element.origin.clone();
    match geometry::outer_wall(d.model, owner, dwelling.storey) {
        Some(thickness) => d.stated(ix, "dwelling.outer_wall", Value::length(thickness), &origin),
        None => d.unknown(ix, "dwelling.outer_wall", Localized::default(), &[]),
    }
    let fact = "dwelling.area.bta";
    if !whole {
        return d.unknown(ix, fact, Localized::default(), &[]);
    }
    let Some(thickness) = d.number(ix, "dwelling.outer_wall") else {
        let why = Localized::new(
            "tykkelsen på ytterveggene er ikke oppgitt",
            "the outer walls' thickness is not stated",
        );
        return d.unknown(ix, fact, why, &[(ix, "dwelling.outer_wall")]);
    };
    let mut total = 0.0;
    for owners in insides.values() {
        let Some(own) = owners.get(&owner) else { continue };
        let others: Vec<&Region> = owners.iter().filter(|(o, _)| **o != owner).map(|(_, r)| r).collect();
        match geometry::gross_area(own, &others, thickness) {
            Some(area) => total += area,
            None => {
                let why = Localized::new(
                    "for mange naboer til å dele veggene mellom dem",
                    "too many neighbours to share the walls between",
                );
                return d.unknown(ix, fact, why, &[]);
            }
        }
    }
    let method = Localized::new(
        "til utsiden av ytterveggene og midten av delte vegger (BTA, NS 3940:2023)",
        "to the outside of outer walls and the middle of shared ones (BTA, NS 3940:2023)",
    );
    d.computed(ix, fact, Value::area(total), method, &[(ix, "dwelling.outer_wall")]);
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Owner, Side, Value};
    use crate::vocab::SubjectKind;

    const DWELLING: SubjectKind = SubjectKind::Dwelling;

    fn area(s: &Sample, dwelling: usize, name: &str) -> Option<f64> {
        s.number(DWELLING, dwelling, &format!("dwelling.area.{name}"))
    }

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("the area is known");
        assert!((found - expected).abs() < 2e-3, "{found} is not {expected}");
    }

    /// Living room 5 × 4 and bath 2 × 4 with a 10 cm wall between, technical room 2 × 1.5 behind a 20 cm wall.
    fn small_house() -> Sample {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let living = s.room(a, "all_room", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let bath = s.room(a, "bath", Some(rect(5.1, 0.0, 2.0, 4.0)));
        let plant = s.room(a, "technical", Some(rect(7.3, 0.0, 2.0, 1.5)));
        s.door(Side::Outside, Side::Room(living));
        s.door(Side::Room(living), Side::Room(bath));
        s.door(Side::Outside, Side::Room(plant));
        s
    }

    #[test]
    fn a_technical_room_entered_from_outside_is_external_area() {
        let s = small_house();
        close(area(&s, 0, "net"), 20.0 + 8.0 + 3.0);
        close(area(&s, 0, "bra_i"), 7.1 * 4.0);
        close(area(&s, 0, "bra_e"), 3.0);
        close(area(&s, 0, "bra"), 28.4 + 3.0);
        close(area(&s, 0, "technical"), 3.0);
        close(area(&s, 0, "living_part"), 28.4);
        close(area(&s, 0, "parts_difference"), 0.0);
    }

    #[test]
    fn a_technical_room_with_a_door_to_the_dwelling_is_internal_area() {
        let mut s = small_house();
        s.door(Side::Room(1), Side::Room(2));
        close(area(&s, 0, "bra_i"), 28.4 + 3.0 + 0.2 * 1.5);
        close(area(&s, 0, "bra_e"), 0.0);
        close(area(&s, 0, "living_part"), 28.4 + 0.2 * 1.5);
    }

    #[test]
    fn a_technical_room_nobody_gave_a_door_counts_but_may_be_either() {
        let mut s = small_house();
        s.model.openings.truncate(2);
        assert_eq!(area(&s, 0, "bra_i"), None);
        let Fact::Known(bra) = s.fact(DWELLING, 0, "dwelling.area.bra") else { panic!("it counts") };
        assert!((bra.value.number().unwrap() - (28.4 + 3.0 + 0.15)).abs() < 2e-3);
        assert!((bra.uncertainty - 0.15).abs() < 2e-3);
    }

    #[test]
    fn a_wall_as_thick_as_a_partition_may_be_closes_and_a_wider_gap_does_not() {
        for (gap, whole) in [(0.39, true), (0.40, true), (0.41, false)] {
            let mut s = Sample::new();
            let a = s.dwelling("A");
            s.room(a, "living", Some(rect(0.0, 0.0, 4.0, 4.0)));
            s.room(a, "sleeping", Some(rect(4.0 + gap, 0.0, 3.0, 4.0)));
            let expected = whole.then_some((7.0 + gap) * 4.0);
            match (area(&s, 0, "bra_i"), expected) {
                (found, Some(expected)) => close(found, expected),
                (found, None) => assert_eq!(found, None, "gap {gap}"),
            }
        }
    }

    #[test]
    fn a_door_in_a_thicker_wall_tells_that_the_gap_is_a_wall() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let one = s.room(a, "living", Some(rect(0.0, 0.0, 4.0, 4.0)));
        let two = s.room(a, "sleeping", Some(rect(4.6, 0.0, 3.0, 4.0)));
        let door = s.door(Side::Room(one), Side::Room(two));
        assert_eq!(area(&s, 0, "bra_i"), None);
        s.place(door, (4.3, 1.0), (4.3, 2.0), 0.6);
        close(area(&s, 0, "bra_i"), 7.6 * 4.0);
    }

    #[test]
    fn what_the_rooms_surround_without_a_word_is_half_counted_and_uncertain() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        // Four rooms around a shaft of 1 × 1 m.
        for (x, y, w, h) in
            [(0.0, 0.0, 4.0, 2.0), (4.0, 0.0, 2.0, 3.0), (3.0, 3.0, 3.0, 2.0), (0.0, 2.0, 3.0, 3.0)]
        {
            s.room(a, "living", Some(rect(x, y, w, h)));
        }
        let Fact::Known(known) = s.fact(DWELLING, 0, "dwelling.area.bra_i") else { panic!("it is known") };
        assert!((known.value.number().unwrap() - 29.5).abs() < 2e-3);
        assert!((known.uncertainty - 0.5).abs() < 2e-3);
    }

    #[test]
    fn gross_area_needs_the_walls_thickness() {
        let mut s = small_house();
        assert_eq!(area(&s, 0, "bta"), None);
        s.model.dwellings[0].outer_wall = Some(0.3);
        // 9.3 × 4 m inside the walls at the widest; the technical room reaches 1.5 m up.
        let main = (7.1 + 0.6) * (4.0 + 0.6);
        let plant = (9.3 + 0.3 - 7.1 - 0.3) * (1.5 + 0.6);
        close(area(&s, 0, "bta"), main + plant);
    }

    #[test]
    fn two_dwellings_share_the_wall_between_them() {
        let mut s = Sample::new();
        for (i, x) in [0.0, 5.2].into_iter().enumerate() {
            let owner = s.dwelling(&format!("A{i}"));
            s.room(owner, "all_room", Some(rect(x, 0.0, 5.0, 4.0)));
            s.model.dwellings[i].outer_wall = Some(0.3);
        }
        close(area(&s, 0, "bta"), (0.3 + 5.0 + 0.1) * 4.6);
        close(area(&s, 1, "bta"), (0.3 + 5.0 + 0.1) * 4.6);
    }

    #[test]
    fn stated_floors_add_up_within_their_rounding() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        for (function, size) in [("all_room", 25.3), ("bath", 4.6)] {
            let room = s.room(a, function, None);
            let origin = s.model.rooms[room].element.origin.clone();
            s.model.rooms[room].element.declare("room.area", Value::area(size), origin);
        }
        let Fact::Known(net) = s.fact(DWELLING, 0, "dwelling.area.net") else { panic!("it is known") };
        assert!((net.value.number().unwrap() - 29.9).abs() < 1e-9);
        assert!((net.uncertainty - 0.1).abs() < 1e-9);
        assert_eq!(area(&s, 0, "bra_i"), None);
    }

    #[test]
    fn printed_parts_that_miss_the_printed_whole_by_rounding_agree_with_it() {
        let mut s = Sample::new();
        s.dwelling("A");
        let origin = s.model.dwellings[0].element.origin.clone();
        for (fact, size) in [("bra_i", 32.9), ("bra_e", 2.6), ("bra", 35.4)] {
            let fact = format!("dwelling.area.{fact}");
            s.model.dwellings[0].element.declare(fact, Value::area(size), origin.clone());
        }
        assert_eq!(area(&s, 0, "bra"), Some(35.4));
        s.model.dwellings[0].element.declared.remove("dwelling.area.bra");
        s.model.dwellings[0].element.declare("dwelling.area.bra", Value::area(35.3), origin);
        assert!(matches!(s.fact(DWELLING, 0, "dwelling.area.bra"), Fact::Conflicting(_)));
    }

    #[test]
    fn an_outline_nobody_can_use_leaves_the_area_open() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        s.room(a, "all_room", Some(rect(0.0, 0.0, f64::NAN, 4.0)));
        assert_eq!(s.number(SubjectKind::Room, 0, "room.area"), None);
        assert_eq!(area(&s, 0, "bra_i"), None);
        assert_eq!(area(&s, 0, "bta"), None);
    }

    #[test]
    fn a_common_room_is_no_part_of_a_dwelling() {
        let mut s = small_house();
        s.room(Owner::Common, "stairs", Some(rect(-3.0, 0.0, 2.0, 4.0)));
        close(area(&s, 0, "bra"), 31.4);
    }
}
