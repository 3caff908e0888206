//! Floors of rooms, and the areas of a dwelling that are sums of others, after NS 3940:2023.
//!
//! Usable area (BRA) is internal and external area together ([`usable`](super::usable)). TEK17 points to the 2012
//! edition, which counts the same floor without telling internal from external.

use std::collections::{BTreeMap, BTreeSet};

use super::SubjectIx;
use super::deriver::Deriver;
use super::measurable::{left_out, too_low};
use crate::geometry;
use crate::localized;
use crate::model::{Certainty, Owner, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Largest error of an area written with one decimal, in m².
pub(super) const ROUNDING: f64 = 0.05;

const WITHOUT_STORE: &str = "dwelling.area.without_store";

/// Derives `room.area`: what the others are added of.
pub(super) fn rooms(d: &mut Deriver<'_>) {
    for i in 0..d.model.rooms.len() {
        room(d, i);
    }
}

/// Derives `dwelling.area.net`, `.technical`, `.bra`, `.without_store`, `.living_part`, `.parts_difference`, `dwelling.storage_area`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.dwellings.len() {
        net(d, i);
        technical(d, i);
        totals(d, i);
    }
    storage(d);
}

fn room(d: &mut Deriver<'_>, i: usize) {
    use geo::Area;
    let ix = d.room_subject(i);
    let outline = &d.model.rooms[i].outline;
    match (outline.as_ref().and_then(geometry::sound), outline) {
        (Some(region), Some(outline)) if geometry::crosses_itself(outline, &region) => {
            let why = Localized::new("rommets omriss krysser seg selv", "the room's outline crosses itself");
            d.unknown(ix, "room.area", why, &[]);
        }
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

/// The floors added: drawn ones exact, stated ones rounded to a tenth of a square metre each.
fn added(d: &mut Deriver<'_>, ix: SubjectIx, fact: &'static str, rooms: &[usize], method: Localized) {
    let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (d.room_subject(*r), "room.area")).collect();
    let open: Vec<(SubjectIx, &str)> =
        from.iter().copied().filter(|(room, f)| d.number(*room, f).is_none()).collect();
    if !open.is_empty() {
        return d.unknown(ix, fact, Localized::default(), &open);
    }
    let total: f64 = from.iter().filter_map(|(room, f)| d.number(*room, f)).sum();
    let units = d.units();
    let low: f64 = rooms.iter().map(|r| too_low(d, *r, units.region(*r))).sum();
    let stated = rooms.iter().filter(|r| d.model.rooms[**r].outline.is_none()).count();
    let (area, method) = (Value::area((total - low).max(0.0)), left_out(method, low));
    d.estimated(ix, fact, area, ROUNDING * stated as f64, method, &from);
}

fn net(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let fact = "dwelling.area.net";
    let mut rooms = d.rooms_of(Owner::Dwelling(i));
    rooms.retain(|r| d.outdoors(*r) != Some(true));
    if rooms.is_empty() || !d.planned(Owner::Dwelling(i)) {
        let label = d.label(ix);
        let why = localized!("rommene i {label} er ikke beskrevet", "the rooms of {label} are not described");
        return d.unknown(ix, fact, why, &[]);
    }
    let method = Localized::new(
        "rommenes gulvflater lagt sammen (NS 3940:2023)",
        "the floors of the rooms added (NS 3940:2023)",
    );
    added(d, ix, fact, &rooms, method);
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

/// BRA without the dwelling's own stores entered from outside and its glazed balconies: what the areas of the module
/// concept are compared with.
fn without_store(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let bra = "dwelling.area.bra";
    let Some((whole, error)) = d.known(ix, bra).and_then(|k| Some((k.value.number()?, k.uncertainty))) else {
        return d.unknown(ix, WITHOUT_STORE, Localized::default(), &[(ix, bra)]);
    };
    let stores = super::contents::stores(d, i, &BTreeMap::new());
    let areas: Vec<(SubjectIx, &str)> = stores.iter().map(|r| (d.room_subject(*r), "room.area")).collect();
    let open: Vec<(SubjectIx, &str)> =
        areas.iter().copied().filter(|(room, f)| d.number(*room, f).is_none()).collect();
    if !open.is_empty() {
        return d.unknown(ix, WITHOUT_STORE, Localized::default(), &open);
    }
    let units = d.units();
    let low: f64 = stores.iter().map(|r| too_low(d, *r, units.region(*r))).sum();
    let balconies = d.number(ix, "dwelling.area.bra_b").unwrap_or_default();
    let apart = areas.iter().filter_map(|(room, f)| d.number(*room, f)).sum::<f64>() - low + balconies;
    let method = if balconies > 0.0 {
        Localized::new(
            "BRA uten innglassede balkonger og gulvet i boder med adkomst utenfra",
            "the usable area without glazed balconies and the floor of stores entered from outside",
        )
    } else if areas.is_empty() {
        Localized::new(
            "BRA; boligen har ingen bod med adkomst utenfra",
            "the usable area; the dwelling has no store entered from outside",
        )
    } else {
        Localized::new(
            "BRA uten gulvet i boder med adkomst utenfra",
            "the usable area without the floor of stores entered from outside",
        )
    };
    let from: Vec<(SubjectIx, &str)> = std::iter::once((ix, bra)).chain(areas).collect();
    d.estimated(ix, WITHOUT_STORE, Value::area(whole - apart), error, method, &from);
}

/// Sums and differences of what was computed or stated: BRA, the living part, and whether the parts make the whole.
fn totals(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let bra = "dwelling.area.bra";
    let parts = ["dwelling.area.bra_i", "dwelling.area.bra_e", "dwelling.area.bra_b"];
    let (living, technical) = ("dwelling.area.living_part", "dwelling.area.technical");
    let known: Option<Vec<(f64, f64)>> =
        parts.iter().map(|p| d.known(ix, p).and_then(|k| Some((k.value.number()?, error_of(&k))))).collect();
    match known {
        Some(known) => {
            let (area, error) = known.iter().fold((0.0, 0.0), |(a, e), (area, error)| (a + area, e + error));
            let method = Localized::new(
                "BRA-i, BRA-e og BRA-b lagt sammen (NS 3940:2023)",
                "BRA-i, BRA-e and BRA-b added (NS 3940:2023)",
            );
            d.estimated(ix, bra, Value::area(area), error, method, &parts.map(|p| (ix, p)));
        }
        None => d.unknown(ix, bra, Localized::default(), &[]),
    }
    without_store(d, i);
    // Where people stated the whole and its parts, what they make together is told as a difference, not as a
    // living part of its own that contradicts the stated one.
    let told = d.known(ix, living).is_some()
        && d.known(ix, bra).is_some_and(|k| k.origins.iter().all(|o| o.certainty() != Certainty::Computed));
    match (d.known(ix, WITHOUT_STORE), d.known(ix, technical)) {
        _ if told => {}
        (Some(a), Some(b)) => {
            let error = error_of(&a) + error_of(&b);
            if let (Some(a), Some(b)) = (a.value.number(), b.value.number()) {
                let method = Localized::new(
                    "BRA uten teknisk rom og bod med adkomst utenfra",
                    "usable area without the technical room and stores entered from outside",
                );
                let from = [(ix, WITHOUT_STORE), (ix, technical)];
                d.estimated(ix, living, Value::area(a - b), error, method, &from);
            }
        }
        _ => d.unknown(ix, living, Localized::default(), &[]),
    }
    let fact = "dwelling.area.parts_difference";
    let numbers = [WITHOUT_STORE, living, technical].map(|f| (f, d.number(ix, f)));
    if let [(_, Some(whole)), (_, Some(a)), (_, Some(b))] = numbers {
        let method = Localized::new(
            "BRA holdt mot boligdel og teknisk rom lagt sammen",
            "the usable area held against living part and technical room added",
        );
        let value = Value::area((whole - a - b).abs());
        d.computed(ix, fact, value, method, &[(ix, WITHOUT_STORE), (ix, living), (ix, technical)]);
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
    fn a_balcony_that_is_glazed_in_is_usable_area_but_no_part_of_what_is_lived_in() {
        let with_balcony = || {
            let mut s = small_house();
            let balcony = s.room(Owner::Dwelling(0), "balcony", Some(rect(0.0, 4.2, 2.0, 1.5)));
            (s, balcony)
        };
        let (open, _) = with_balcony();
        close(area(&open, 0, "bra_b"), 0.0);
        close(area(&open, 0, "bra"), 31.4);
        for said_by_name in [true, false] {
            let (mut s, balcony) = with_balcony();
            let element = &mut s.model.rooms[balcony].element;
            if said_by_name {
                element.name = "Innglasset balkong".into();
            } else {
                let origin = element.origin.clone();
                element.declare("room.glazed_in", Value::Bool(true), origin);
            }
            close(area(&s, 0, "bra_b"), 3.0);
            close(area(&s, 0, "bra_i"), 28.4);
            close(area(&s, 0, "bra"), 31.4 + 3.0);
            close(area(&s, 0, "without_store"), 31.4);
            close(area(&s, 0, "living_part"), 28.4);
        }
    }

    #[test]
    fn a_store_of_its_own_entered_from_outside_is_usable_area_but_no_part_of_what_is_lived_in() {
        let mut s = small_house();
        let shed = s.room(Owner::Dwelling(0), "outdoor_storage", Some(rect(0.0, 6.0, 2.0, 2.5)));
        s.door(Side::Outside, Side::Room(shed));
        close(area(&s, 0, "bra_e"), 3.0 + 5.0);
        close(area(&s, 0, "bra"), 31.4 + 5.0);
        close(area(&s, 0, "without_store"), 31.4);
        close(area(&s, 0, "living_part"), 28.4);
        close(area(&s, 0, "parts_difference"), 0.0);
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
    fn rooms_that_overlap_leave_the_usable_area_open() {
        for (overlap, known) in [(0.01, true), (0.1, false)] {
            let mut s = Sample::new();
            let a = s.dwelling("A");
            s.room(a, "living", Some(rect(0.0, 0.0, 4.0, 4.0)));
            s.room(a, "sleeping", Some(rect(4.0 - overlap, 0.0, 3.0, 4.0)));
            assert_eq!(area(&s, 0, "bra_i").is_some(), known, "{overlap}");
        }
    }

    #[test]
    fn an_outline_that_crosses_itself_has_no_area_anybody_meant() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let bow = geo::wkt!(POLYGON((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.)));
        s.room(a, "all_room", Some(bow));
        assert_eq!(s.number(SubjectKind::Room, 0, "room.area"), None);
        assert_eq!(area(&s, 0, "bra_i"), None);
    }

    #[test]
    fn modelled_outer_walls_give_the_gross_area_with_what_they_differ_by() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "all_room", Some(rect(0.0, 0.0, 5.0, 4.0)));
        for thickness in [0.2, 0.3] {
            let wall = s.wall(None);
            s.model.walls[wall].sides = [Side::Room(room), Side::Outside];
            s.model.walls[wall].thickness = Some(thickness);
        }
        let Fact::Known(bta) = s.fact(DWELLING, 0, "dwelling.area.bta") else { panic!("it is known") };
        assert!((bta.value.number().unwrap() - 5.5 * 4.5).abs() < 2e-3);
        assert!((bta.uncertainty - (5.6 * 4.6 - 5.5 * 4.5)).abs() < 2e-3);
    }

    #[test]
    fn a_common_room_is_no_part_of_a_dwelling() {
        let mut s = small_house();
        s.room(Owner::Common, "stairs", Some(rect(-3.0, 0.0, 2.0, 4.0)));
        close(area(&s, 0, "bra"), 31.4);
    }
}
