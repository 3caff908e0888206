//! Several sources of one project become one model: parts meet, and what each says of them is put together.
//!
//! Parts meet by GlobalId, then by tag or name within what they belong to, then by place. A value only one source has
//! is used. Where two sources state the same fact both statements are kept, so that facts settle or conflict as they
//! always do; a size or use that a model holds as a number of its own is stated beside the other's. Nothing is
//! dropped: a part that meets none is added.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Contains, Point};

use super::{Element, Fixture, Model, Opening, OpeningKind, Owner, Room, Side, Value, point_inside};
use crate::localized;
use crate::text::Localized;
use crate::vocab::normalise;

/// Storeys closer than this in height, in metres, are the same one.
const SAME_LEVEL: f64 = 0.6;
/// Openings whose middles are closer than this, in metres, are the same one.
const SAME_PLACE: f64 = 0.3;

/// Which part of one model each part of another became.
#[derive(Default)]
struct Met {
    buildings: Vec<usize>,
    storeys: Vec<usize>,
    dwellings: Vec<usize>,
    bases: Vec<usize>,
    rooms: Vec<usize>,
}

/// Puts another source's model into one. Gives what a person should know of: parts that met nothing, and uses of
/// rooms that differ.
pub fn merge(into: &mut Model, other: Model) -> Vec<Localized> {
    let mut told = Vec::new();
    let mut met = Met::default();
    let had_rooms = !into.rooms.is_empty();
    join(&mut into.project.element, other.project.element);
    join(&mut into.site.element, other.site.element);
    into.site.described |= other.site.described;
    into.site.outline = into.site.outline.take().or(other.site.outline);
    into.site.public.extend(other.site.public);
    into.site.north = into.site.north.or(other.site.north);
    for building in other.buildings {
        let one = into.buildings.len() == 1 && met.buildings.is_empty();
        let at = find(into.buildings.iter().map(|b| &b.element), &building.element).or(one.then_some(0));
        met.buildings
            .push(put(&mut into.buildings, at, building, |into, b| join(&mut into.element, b.element)));
    }
    for mut storey in other.storeys {
        storey.building = met.buildings.get(storey.building).copied().unwrap_or(0);
        let near = |s: &super::Storey| {
            s.building == storey.building
                && (s.number == storey.number || (s.elevation - storey.elevation).abs() < SAME_LEVEL)
        };
        let by_id = into.storeys.iter().position(|s| same_guid(&s.element, &storey.element));
        let at = by_id.or_else(|| into.storeys.iter().position(near));
        met.storeys.push(put(&mut into.storeys, at, storey, |into, s| {
            into.outer_wall = into.outer_wall.or(s.outer_wall);
            into.outline = into.outline.take().or(s.outline);
            join(&mut into.element, s.element);
        }));
    }
    let storey = |met: &Met, s: Option<usize>| s.and_then(|s| met.storeys.get(s)).copied();
    let had = into.dwellings.len();
    for mut dwelling in other.dwellings {
        dwelling.storey = storey(&met, dwelling.storey);
        let at = find(into.dwellings.iter().map(|d| &d.element), &dwelling.element);
        if at.is_none() && had > 0 {
            let label = dwelling.element.label.clone();
            told.push(localized!(
                "{label} finnes bare i én av kildene; gi boligen samme navn i begge",
                "{label} is in one of the sources only; give the dwelling the same name in both"
            ));
        }
        met.dwellings.push(put(&mut into.dwellings, at, dwelling, |into, d| {
            into.storey = into.storey.or(d.storey);
            into.from_type = into.from_type.take().or(d.from_type);
            into.planned |= d.planned;
            into.outer_wall = into.outer_wall.or(d.outer_wall);
            join(&mut into.element, d.element);
        }));
    }
    for mut base in other.bases {
        base.storey = storey(&met, base.storey);
        let one = into.bases.len() == 1 && met.bases.is_empty();
        let at = find(into.bases.iter().map(|b| &b.element), &base.element).or(one.then_some(0));
        met.bases.push(put(&mut into.bases, at, base, |into, b| {
            into.storey = into.storey.or(b.storey);
            into.planned |= b.planned;
            into.outer_wall = into.outer_wall.or(b.outer_wall);
            join(&mut into.element, b.element);
        }));
    }
    rooms(into, other.rooms, &mut met, had_rooms, &mut told);
    openings(into, other.openings, &met);
    let walls = by_guid(into.walls.iter().map(|w| &w.element));
    for mut wall in other.walls {
        wall.storey = storey(&met, wall.storey);
        wall.sides = wall.sides.map(|s| side(s, &met));
        wall.separates =
            wall.separates.and_then(|[a, b]| Some([*met.dwellings.get(a)?, *met.dwellings.get(b)?]));
        let at = wall.element.guid.as_ref().and_then(|g| walls.get(g)).copied();
        put(&mut into.walls, at, wall, |into, w| join(&mut into.element, w.element));
    }
    fixtures(into, other.fixtures, &met);
    unique_ids(into);
    told
}

fn rooms(into: &mut Model, others: Vec<Room>, met: &mut Met, had: bool, told: &mut Vec<Localized>) {
    let known = into.rooms.len();
    let ids = by_guid(into.rooms.iter().map(|r| &r.element));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for mut room in others {
        room.owner = owner(room.owner, met);
        room.storey = room.storey.and_then(|s| met.storeys.get(s)).copied();
        let free = |i: &usize| !taken.contains(i);
        let by_id = room.element.guid.as_ref().and_then(|g| ids.get(g)).copied();
        let own = |i: &usize| into.rooms[*i].owner == room.owner;
        let named = |i: &usize| same_name(&into.rooms[*i].element, &room.element);
        let by_name = || (0..known).filter(own).filter(free).find(named);
        let used =
            |i: &usize| room.functions.first().is_some_and(|f| into.rooms[*i].functions.first() == Some(f));
        let by_use = || {
            let mut all = (0..known).filter(own).filter(free).filter(used);
            all.next().filter(|_| all.next().is_none())
        };
        let at = by_id.or_else(by_name).or_else(by_use);
        match at {
            Some(at) => {
                taken.insert(at);
                meet(&mut into.rooms[at], room, told);
                met.rooms.push(at);
            }
            None => {
                if had {
                    let label = room.element.label.clone();
                    told.push(localized!(
                        "{label} finnes bare i én av kildene",
                        "{label} is in one of the sources only"
                    ));
                }
                met.rooms.push(into.rooms.len());
                into.rooms.push(room);
            }
        }
    }
}

fn meet(into: &mut Room, room: Room, told: &mut Vec<Localized>) {
    if into.functions.is_empty()
        || (into.doubtful_function && !room.doubtful_function && !room.functions.is_empty())
    {
        into.functions = room.functions;
        into.doubtful_function = room.doubtful_function;
    } else if !room.functions.is_empty() && !room.functions.iter().any(|f| into.functions.contains(f)) {
        into.doubtful_function = true;
        let label = into.element.label.clone();
        told.push(localized!(
            "kildene sier ulike ting om hva {label} er til; den første gjelder",
            "the sources differ on what {label} is for; the first holds"
        ));
    }
    into.outline = into.outline.take().or(room.outline);
    into.height = into.height.or(room.height);
    if into.zones.is_empty() {
        into.zones = room.zones;
    }
    join(&mut into.element, room.element);
}

fn openings(into: &mut Model, others: Vec<Opening>, met: &Met) {
    let known = into.openings.len();
    let ids = by_guid(into.openings.iter().map(|o| &o.element));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut by_tag: BTreeMap<(String, Option<Owner>), Vec<usize>> = BTreeMap::new();
    for (i, opening) in into.openings.iter().enumerate() {
        let key = (normalise(&opening.element.tag), into.opening_owner(opening));
        by_tag.entry(key).or_default().push(i);
    }
    for mut opening in others {
        opening.sides = opening.sides.map(|s| side(s, met));
        opening.storey = opening.storey.and_then(|s| met.storeys.get(s)).copied();
        let kind = |i: &usize| !taken.contains(i) && into.openings[*i].kind == opening.kind;
        let by_id = opening.element.guid.as_ref().and_then(|g| ids.get(g)).copied();
        let key = (normalise(&opening.element.tag), into.opening_owner(&opening));
        let tagged = || by_tag.get(&key).into_iter().flatten().copied().find(kind);
        let middle = opening.anchor();
        let placed = || {
            let at = middle?;
            (0..known).filter(kind).find(|i| {
                into.openings[*i].anchor().is_some_and(|a| {
                    a.storey == at.storey && (a.at.x - at.at.x).hypot(a.at.y - at.at.y) < SAME_PLACE
                })
            })
        };
        match by_id.or_else(tagged).or_else(placed) {
            Some(at) => {
                taken.insert(at);
                meet_opening(&mut into.openings[at], opening);
            }
            None => into.openings.push(opening),
        }
    }
}

fn meet_opening(into: &mut Opening, opening: Opening) {
    let subject = if opening.kind == OpeningKind::Window { "window" } else { "door" };
    let origin = opening.element.origin.clone();
    for (name, own, other) in [
        ("width", into.width, opening.width),
        ("height", into.height, opening.height),
        ("sill", into.sill, opening.sill),
    ] {
        // Both are kept: the one as the model's number, the other as a statement.
        if let (Some(own), Some(other)) = (own, other)
            && !Value::length(own).same(&Value::length(other))
            && (name != "sill" || subject == "window")
        {
            into.element.declare(format!("{subject}.{name}"), Value::length(other), origin.clone());
        }
    }
    into.width = into.width.or(opening.width);
    into.height = into.height.or(opening.height);
    into.sill = into.sill.or(opening.sill);
    into.storey = into.storey.or(opening.storey);
    into.placement = into.placement.or(opening.placement);
    into.swing = into.swing.or(opening.swing);
    for other in opening.sides {
        if other != Side::Unknown
            && !into.sides.contains(&other)
            && let Some(free) = into.sides.iter_mut().find(|s| **s == Side::Unknown)
        {
            *free = other;
        }
    }
    join(&mut into.element, opening.element);
}

fn fixtures(into: &mut Model, others: Vec<Fixture>, met: &Met) {
    let ids = by_guid(into.fixtures.iter().map(|f| &f.element));
    let mut kinds: BTreeMap<(String, Option<Owner>), Vec<usize>> = BTreeMap::new();
    for (i, fixture) in into.fixtures.iter().enumerate() {
        kinds.entry((fixture.what.clone(), fixture.owner)).or_default().push(i);
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for mut fixture in others {
        fixture.room = fixture.room.and_then(|r| met.rooms.get(r)).copied();
        fixture.owner = fixture.owner.map(|o| owner(o, met));
        if fixture.room.is_none() {
            fixture.room = room_around(into, &fixture);
            fixture.owner = fixture.room.map(|r| into.rooms[r].owner).or(fixture.owner);
        }
        let by_id = fixture.element.guid.as_ref().and_then(|g| ids.get(g)).copied();
        let alike = |i: &usize| {
            let f = &into.fixtures[*i];
            !taken.contains(i)
                && f.present == fixture.present
                && (f.room == fixture.room || f.room.is_none() || fixture.room.is_none())
        };
        let key = (fixture.what.clone(), fixture.owner);
        let at = by_id.or_else(|| kinds.get(&key).into_iter().flatten().copied().find(alike));
        if let Some(at) = at {
            taken.insert(at);
        }
        put(&mut into.fixtures, at, fixture, |into, f| {
            into.room = into.room.or(f.room);
            into.outline = into.outline.take().or(f.outline);
            join(&mut into.element, f.element);
        });
    }
}

/// The one room a thing without a room lies in, by its outline.
fn room_around(model: &Model, fixture: &Fixture) -> Option<usize> {
    let at = Point::from(point_inside(fixture.outline.as_ref()?)?);
    let inside = |r: &&Room| r.outline.as_ref().is_some_and(|o| o.contains(&at));
    let mut found = model.rooms.iter().enumerate().filter(|(_, r)| inside(r)).map(|(i, _)| i);
    found.next().filter(|_| found.next().is_none())
}

// --- meeting ---------------------------------------------------------------------------------------------------

fn put<T>(all: &mut Vec<T>, at: Option<usize>, new: T, meet: impl FnOnce(&mut T, T)) -> usize {
    match at.and_then(|at| all.get_mut(at)) {
        Some(known) => meet(known, new),
        None => all.push(new),
    }
    at.unwrap_or(all.len() - 1)
}

/// What one source says of an element, put to what another says.
fn join(into: &mut Element, other: Element) {
    for (fact, declarations) in other.declared {
        into.declared.entry(fact).or_default().extend(declarations);
    }
    if into.name.is_empty() {
        into.name = other.name;
    }
    into.guid = into.guid.take().or(other.guid);
}

fn find<'e>(mut all: impl Iterator<Item = &'e Element> + Clone, wanted: &Element) -> Option<usize> {
    let by_id = all.clone().position(|e| same_guid(e, wanted));
    by_id.or_else(|| all.position(|e| same_name(e, wanted)))
}

/// Elements by GlobalId, so that large models meet without looking at every pair.
fn by_guid<'e>(all: impl Iterator<Item = &'e Element>) -> BTreeMap<String, usize> {
    all.enumerate().filter_map(|(i, e)| Some((e.guid.clone()?, i))).collect()
}

fn same_guid(a: &Element, b: &Element) -> bool {
    a.guid.is_some() && a.guid == b.guid
}

/// Whether a tag or name of one is a tag or name of the other.
fn same_name(a: &Element, b: &Element) -> bool {
    let names = |e: &Element| [normalise(&e.tag), normalise(&e.name)];
    let other = names(b);
    names(a).iter().any(|n| !n.is_empty() && other.contains(n))
}

fn owner(of: Owner, met: &Met) -> Owner {
    match of {
        Owner::Dwelling(i) => met.dwellings.get(i).map_or(Owner::Common, |i| Owner::Dwelling(*i)),
        Owner::Base(i) => met.bases.get(i).map_or(Owner::Common, |i| Owner::Base(*i)),
        Owner::Common => Owner::Common,
    }
}

fn side(of: Side, met: &Met) -> Side {
    match of {
        Side::Room(r) => met.rooms.get(r).map_or(Side::Unknown, |r| Side::Room(*r)),
        other => other,
    }
}

/// Two sources may use the same id for parts that are not the same.
fn unique_ids(model: &mut Model) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let elements = (model.buildings.iter_mut().map(|e| &mut e.element))
        .chain(model.storeys.iter_mut().map(|e| &mut e.element))
        .chain(model.dwellings.iter_mut().map(|e| &mut e.element))
        .chain(model.bases.iter_mut().map(|e| &mut e.element))
        .chain(model.rooms.iter_mut().map(|e| &mut e.element))
        .chain(model.openings.iter_mut().map(|e| &mut e.element))
        .chain(model.walls.iter_mut().map(|e| &mut e.element))
        .chain(model.fixtures.iter_mut().map(|e| &mut e.element));
    let mut number = 1_usize;
    for element in elements {
        let wanted = element.id.0.clone();
        while !seen.insert(element.id.0.clone()) {
            number += 1;
            element.id.0 = format!("{wanted} {number}");
        }
    }
}
