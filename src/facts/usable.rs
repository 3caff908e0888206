//! Usable and gross area of a dwelling: what its rooms enclose, after NS 3940:2023.
//!
//! Internal usable area (BRA-i): what the dwelling's rooms enclose, partitions among them. External usable area
//! (BRA-e): rooms that belong to it but are entered from the open or from common rooms. Of balconies (BRA-b): those that
//! are glazed in; one nobody says is glazed is open and counts in no usable area. Gross area (BTA): to the
//! outside of outer walls and the middle of shared ones. Walls are the gaps between rooms; one with a door in it is as
//! thick as the door says. Floor under too low a ceiling is left out ([`measurable`](super::measurable)).

use std::collections::BTreeMap;

use super::SubjectIx;
use super::deriver::Deriver;
use super::joined::Joined;
use super::measurable::{left_out, too_low};
use crate::geometry::{self, OuterWalls, Region, Units};
use crate::localized;
use crate::model::{Owner, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

const BALCONIES: &str = "dwelling.area.bra_b";
const GLAZED_IN: &str = "room.glazed_in";
/// What words begin with by which a name says that a place is glazed in.
const GLAZED: [&str; 3] = ["innglass", "glazed", "inglas"];
/// Area two rooms may share by the rounding of their outlines, in m².
const OVERLAP: f64 = 0.05;

/// Derives `dwelling.area.bra_i`, `dwelling.area.bra_e`, `dwelling.area.bra_b`, `room.glazed_in`, `dwelling.area.bta`,
/// `dwelling.outer_wall`; and
/// `dwelling.area.bra` where the parts cannot be told apart.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let units = d.units();
    let walls = d.outer_walls();
    (0..d.model.rooms.len()).for_each(|room| glazed_in(d, room));
    let mut whole = Vec::new();
    for i in 0..d.model.dwellings.len() {
        glazed_balconies(d, i);
        let parts = split(d, i);
        whole.push(internal_and_external(d, i, &parts, &units));
        outer_wall(d, i, &walls);
    }
    let gross = gross_areas(d, &units);
    for (i, whole) in whole.into_iter().enumerate() {
        gross_area(d, i, whole, &gross[i]);
    }
}

/// A balcony or terrace whose name says that it is glazed in; where it does not, nobody knows.
fn glazed_in(d: &mut Deriver<'_>, room: usize) {
    let ix = d.room_subject(room);
    let name = crate::vocab::normalise(&d.model.rooms[room].element.name);
    let says = name.split(' ').any(|word| GLAZED.iter().any(|g| word.starts_with(g)));
    if says && d.outdoors(room) == Some(true) {
        let method = Localized::new("navnet sier det", "the name says so");
        d.computed(ix, GLAZED_IN, Value::Bool(true), method, &[]);
    } else {
        d.unknown(ix, GLAZED_IN, Localized::default(), &[]);
    }
}

/// The balconies and terraces of a dwelling that are glazed in.
fn glazed_balconies(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let places: Vec<usize> =
        d.rooms_of(Owner::Dwelling(i)).into_iter().filter(|r| d.outdoors(*r) == Some(true)).collect();
    if !d.planned(Owner::Dwelling(i)) {
        let label = d.label(ix);
        let why =
            localized!("ikke alle rom i {label} er beskrevet", "not all rooms of {label} are described");
        return d.unknown(ix, BALCONIES, why, &[]);
    }
    let of = |r: &usize| d.room_subject(*r);
    let closed = places.iter().map(of).filter(|r| d.base.value(*r, GLAZED_IN) == Some(Value::Bool(true)));
    let from: Vec<(SubjectIx, &str)> = closed.map(|r| (r, "room.area")).collect();
    let open: Vec<(SubjectIx, &str)> =
        from.iter().copied().filter(|(r, fact)| d.number(*r, fact).is_none()).collect();
    if !open.is_empty() {
        return d.unknown(ix, BALCONIES, Localized::default(), &open);
    }
    let area = from.iter().filter_map(|(r, fact)| d.number(*r, fact)).sum();
    let method = Localized::new(
        "gulvet på innglassede balkonger og terrasser (BRA-b, NS 3940:2023)",
        "the floor of glazed balconies and terraces (BRA-b, NS 3940:2023)",
    );
    d.computed(ix, BALCONIES, Value::area(area), method, &from);
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
    let mut joined = Joined::new(rooms.len());
    for (at, room) in rooms.iter().enumerate() {
        for way in d.ways_of(*room) {
            if let Side::Room(other) = d.beyond(&d.model.openings[way], *room)
                && let Some(other) = position.get(&other)
            {
                joined.link(at, *other);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, room) in rooms.iter().enumerate() {
        groups.entry(joined.group(at)).or_default().push(*room);
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

/// What some rooms enclose on all their storeys.
struct Floor {
    area: f64,
    /// Half of the voids nobody explained.
    error: f64,
    /// Whether the rooms of each storey hang together.
    whole: bool,
    /// Area more than one room claims.
    overlap: f64,
    /// Floor under too low a ceiling, which is not in the area.
    low: f64,
}

fn sum(d: &Deriver<'_>, rooms: &[usize], units: &Units<'_>) -> Option<Floor> {
    let mut storeys: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for room in rooms {
        storeys.entry(d.model.rooms[*room].storey).or_default().push(*room);
    }
    let mut floor = Floor { area: 0.0, error: 0.0, whole: true, overlap: 0.0, low: 0.0 };
    for rooms in storeys.values() {
        let found = units.enclosed(rooms)?;
        floor.area += found.area + found.voids / 2.0;
        floor.error += found.voids / 2.0;
        floor.whole &= found.pieces == 1;
        floor.overlap += found.overlap;
        floor.low += rooms.iter().map(|r| too_low(d, *r, units.region(*r))).sum::<f64>();
    }
    floor.area = (floor.area - floor.low).max(0.0);
    Some(floor)
}

/// Whether the internal rooms hang together.
fn internal_and_external(d: &mut Deriver<'_>, i: usize, parts: &Parts, units: &Units<'_>) -> bool {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let rooms: Vec<usize> =
        [&parts.internal, &parts.external, &parts.either].into_iter().flatten().copied().collect();
    let missing: Vec<&str> =
        rooms.iter().filter(|r| units.region(**r).is_none()).map(|r| d.label(d.room_subject(*r))).collect();
    let planned = d.planned(Owner::Dwelling(i));
    let label = d.label(ix);
    let why = match missing.first() {
        _ if rooms.is_empty() => {
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
        return false;
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
        let apart = sum(d, &parts.internal, units).zip(sum(d, &parts.either, units));
        let together = sum(d, &joined, units).zip(sum(d, &parts.external, units));
        if let (Some((a, b)), Some((c, e))) = (apart, together) {
            let balconies = d.number(ix, BALCONIES).unwrap_or_default();
            let low = a.area + b.area + e.area + balconies;
            let high = (c.area + e.area + balconies).max(low);
            let error = (high - low) / 2.0 + c.error + e.error;
            let method = Localized::new(
                "gulvflaten i boligens rom med vegger mellom dem (BRA, NS 3940:2023); veggen mot rommet med ukjent adkomst er usikker",
                "the floor of the dwelling's rooms with the walls between them (BRA, NS 3940:2023); the wall to the room of unknown access is uncertain",
            );
            let from = grounds(d, &rooms);
            let method = left_out(method, c.low + e.low);
            d.estimated(ix, "dwelling.area.bra", Value::area(f64::midpoint(low, high)), error, method, &from);
        }
        return false;
    }
    let unusable = || {
        Localized::new(
            "rommenes omriss kan ikke brukes sammen",
            "the rooms' outlines cannot be used together",
        )
    };
    let mut whole = false;
    match sum(d, &parts.internal, units) {
        Some(Floor { overlap, .. }) if overlap > OVERLAP => {
            let why = Localized::new("rommene overlapper hverandre", "the rooms overlap");
            d.unknown(ix, "dwelling.area.bra_i", why, &[]);
        }
        Some(Floor { area, error, whole: true, low, .. }) => {
            whole = true;
            let method = Localized::new(
                "innenfor boligens omsluttende vegger, innvendige vegger medregnet (BRA-i, NS 3940:2023)",
                "inside the dwelling's enclosing walls, partitions included (BRA-i, NS 3940:2023)",
            );
            let from = grounds(d, &parts.internal);
            d.estimated(ix, "dwelling.area.bra_i", Value::area(area), error, left_out(method, low), &from);
        }
        Some(Floor { whole: false, .. }) => {
            let why = Localized::new(
                "rommene henger ikke sammen: avstanden mellom dem er større enn en vegg",
                "the rooms do not hang together: the distance between them is more than a wall",
            );
            d.unknown(ix, "dwelling.area.bra_i", why, &[]);
        }
        None => d.unknown(ix, "dwelling.area.bra_i", unusable(), &[]),
    }
    match sum(d, &parts.external, units) {
        Some(Floor { area, error, low, .. }) => {
            let method = Localized::new(
                "rom som hører til boligen, men har adkomst utenfra (BRA-e, NS 3940:2023)",
                "rooms that belong to the dwelling but are entered from outside (BRA-e, NS 3940:2023)",
            );
            let from = grounds(d, &parts.external);
            d.estimated(ix, "dwelling.area.bra_e", Value::area(area), error, left_out(method, low), &from);
        }
        None => d.unknown(ix, "dwelling.area.bra_e", unusable(), &[]),
    }
    whole
}

/// The outer walls' thickness as stated for the dwelling or its storey, or as modelled.
fn outer_wall(d: &mut Deriver<'_>, i: usize, walls: &OuterWalls) {
    let fact = "dwelling.outer_wall";
    let ix = d.subject(SubjectKind::Dwelling, i);
    let dwelling = &d.model.dwellings[i];
    let origin = dwelling.element.origin.clone();
    match (
        geometry::outer_wall(d.model, Owner::Dwelling(i), dwelling.storey),
        walls.modelled(Owner::Dwelling(i)),
    ) {
        (Some(thickness), _) => d.stated(ix, fact, Value::length(thickness), &origin),
        (None, Some((least, most))) => {
            let method = Localized::new(
                "tykkelsen på veggene mot det fri; feilen er forskjellen mellom dem",
                "the thickness of the walls towards the open; the error is the difference between them",
            );
            let middle = Value::length(f64::midpoint(least, most));
            d.estimated(ix, fact, middle, (most - least) / 2.0, method, &[]);
        }
        (None, None) => d.unknown(ix, fact, Localized::default(), &[]),
    }
}

/// Gross area of each dwelling with walls at their thickness, thinnest and thickest; none where it cannot be told.
fn gross_areas(d: &Deriver<'_>, units: &Units<'_>) -> Vec<Option<[f64; 3]>> {
    let walls: Vec<Option<[f64; 3]>> = (0..d.model.dwellings.len())
        .map(|i| {
            let known = d.known(d.subject(SubjectKind::Dwelling, i), "dwelling.outer_wall")?;
            let (t, error) = (known.value.number()?, known.uncertainty);
            Some([t, (t - error).max(0.0), t + error])
        })
        .collect();
    let thickest = walls.iter().flatten().map(|t| t[2]).fold(0.0, f64::max);
    let mut areas = vec![Some([0.0; 3]); walls.len()];
    for owners in units.insides().values() {
        let regions: Vec<&Region> = owners.values().collect();
        let near = geometry::neighbours(&regions, 2.0 * thickest);
        for ((owner, own), near) in owners.iter().zip(&near) {
            let Owner::Dwelling(i) = owner else { continue };
            let (Some(Some(t)), Some(area)) = (walls.get(*i), areas.get_mut(*i)) else { continue };
            let others: Vec<&Region> = near.iter().map(|j| regions[*j]).collect();
            let gross = |t: f64| geometry::gross_area(own, &others, t);
            *area = match (*area, gross(t[0])) {
                (Some(sum), Some(middle)) if t[1] == t[2] => Some(sum.map(|s| s + middle)),
                (Some(sum), Some(middle)) => gross(t[1])
                    .zip(gross(t[2]))
                    .map(|(least, most)| [sum[0] + middle, sum[1] + least, sum[2] + most]),
                _ => None,
            };
        }
    }
    areas
}

fn gross_area(d: &mut Deriver<'_>, i: usize, whole: bool, area: &Option<[f64; 3]>) {
    let fact = "dwelling.area.bta";
    let ix = d.subject(SubjectKind::Dwelling, i);
    if !whole {
        return d.unknown(ix, fact, Localized::default(), &[]);
    }
    if d.number(ix, "dwelling.outer_wall").is_none() {
        let why = Localized::new(
            "tykkelsen på ytterveggene er ikke oppgitt",
            "the outer walls' thickness is not stated",
        );
        return d.unknown(ix, fact, why, &[(ix, "dwelling.outer_wall")]);
    }
    let Some([middle, least, most]) = *area else {
        let why = Localized::new(
            "for mange naboer til å dele veggene mellom dem",
            "too many neighbours to share the walls between",
        );
        return d.unknown(ix, fact, why, &[]);
    };
    let method = Localized::new(
        "til utsiden av ytterveggene og midten av delte vegger (BTA, NS 3940:2023)",
        "to the outside of outer walls and the middle of shared ones (BTA, NS 3940:2023)",
    );
    let error = (most - middle).max(middle - least).max(0.0);
    d.estimated(ix, fact, Value::area(middle), error, method, &[(ix, "dwelling.outer_wall")]);
}
