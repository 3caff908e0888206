//! Several sources of one project become one model: parts meet, and what each says of them is put together.
//!
//! Parts meet by GlobalId, then by tag or name within what they belong to, then by place. A value only one source has
//! is used. Where two sources state the same fact both statements are kept, so that facts settle or conflict as they
//! always do; a size or use that a model holds as a number of its own is stated beside the other's. Nothing is
//! dropped: a part that meets none is added.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BoundingRect, Contains, Distance, Euclidean, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::{
    Element, Fixture, Model, Opening, OpeningKind, Origin, Owner, Room, Side, Storey, Value, point_inside,
};
use crate::localized;
use crate::text::Localized;
use crate::vocab::normalise;

/// Storeys closer than this in height, in metres, are the same one.
const SAME_LEVEL: f64 = 0.6;
/// Storeys of one name farther apart than this in height, in metres, are two.
const ONE_STOREY: f64 = 2.0;
/// Floors of rooms closer than this in height, in metres, are on one level.
const SAME_FLOOR: f64 = 1.0;
/// How far above a room and below its floor its equipment may hang, and beside it, in metres.
const ABOVE: f64 = 0.6;
const BELOW: f64 = 0.3;
const BESIDE: f64 = 0.3;
/// Height of rooms whose height is not known, in metres.
const USUAL_HEIGHT: f64 = 3.0;
/// How many parts without a match a sentence names.
const NAMED: usize = 6;
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
        let at = same_storey(&into.storeys, &storey);
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
        wall.above.retain_mut(|(s, _)| {
            met.storeys.get(*s).is_some_and(|met| {
                *s = *met;
                true
            })
        });
        wall.sides = wall.sides.map(|s| side(s, &met));
        wall.separates = (wall.separates.iter())
            .filter_map(|[a, b]| Some([*met.dwellings.get(*a)?, *met.dwellings.get(*b)?]))
            .collect();
        let at = wall.element.guid.as_ref().and_then(|g| walls.get(g)).copied();
        put(&mut into.walls, at, wall, |into, w| join(&mut into.element, w.element));
    }
    fixtures(into, other.fixtures, &met);
    unique_ids(into);
    told
}

/// The storey another source's storey is: by GlobalId; of two models by height, else by number or height.
fn same_storey(known: &[Storey], other: &Storey) -> Option<usize> {
    let modelled = |s: &Storey| matches!(s.element.origin, Origin::Ifc { .. });
    let apart = |s: &Storey| (s.elevation - other.elevation).abs();
    let of_building = |s: &&Storey| s.building == other.building;
    if let Some(at) = known.iter().position(|s| same_guid(&s.element, &other.element)) {
        return Some(at);
    }
    // NOTE: models count storeys each in its own way; what they measure is the same.
    if modelled(other) && known.iter().filter(of_building).any(modelled) {
        let all = known.iter().enumerate().filter(|(_, s)| of_building(s));
        let named = |s: &Storey| same_name(&s.element, &other.element) && apart(s) < ONE_STOREY;
        let nearest = all.min_by(|(_, a), (_, b)| {
            (!named(a), apart(a)).partial_cmp(&(!named(b), apart(b))).unwrap_or(std::cmp::Ordering::Equal)
        });
        return nearest.filter(|(_, s)| named(s) || apart(s) < SAME_LEVEL).map(|(at, _)| at);
    }
    known.iter().position(|s| of_building(&s) && (s.number == other.number || apart(s) < SAME_LEVEL))
}

fn rooms(into: &mut Model, others: Vec<Room>, met: &mut Met, had: bool, told: &mut Vec<Localized>) {
    let known = into.rooms.len();
    let ids = by_guid(into.rooms.iter().map(|r| &r.element));
    let plan = Plan::of(&into.rooms);
    let mut unmet: Vec<String> = Vec::new();
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
        let at =
            by_id.or_else(|| plan.room(&into.rooms, &room).filter(free)).or_else(by_name).or_else(by_use);
        match at {
            Some(at) => {
                taken.insert(at);
                meet(&mut into.rooms[at], room, told);
                met.rooms.push(at);
            }
            None => {
                if had {
                    unmet.push(room.element.label.clone());
                }
                met.rooms.push(into.rooms.len());
                into.rooms.push(room);
            }
        }
    }
    tell_unmet(&unmet, told);
}

fn tell_unmet(labels: &[String], told: &mut Vec<Localized>) {
    let shown = labels.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = labels.len().saturating_sub(NAMED);
    match (labels.len(), more) {
        (0, _) => {}
        (_, 0) => told
            .push(localized!("{shown} finnes bare i én av kildene", "{shown}: in one of the sources only")),
        _ => told.push(localized!(
            "{shown} og {more} rom til finnes bare i én av kildene",
            "{shown} and {more} more rooms: in one of the sources only"
        )),
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
    let plan = Plan::of(&into.rooms);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for mut fixture in others {
        fixture.room = fixture.room.and_then(|r| met.rooms.get(r)).copied();
        fixture.owner = fixture.owner.map(|o| owner(o, met));
        for stands in fixture.stands.iter_mut() {
            stands.retain_mut(|s| {
                met.storeys.get(s.storey).is_some_and(|met| {
                    s.storey = *met;
                    true
                })
            });
        }
        if fixture.room.is_none() {
            fixture.room = plan.around(&into.rooms, &fixture);
            fixture.owner = fixture.room.map(|r| into.rooms[r].owner).or(fixture.owner);
        }
        let by_id = fixture.element.guid.as_ref().and_then(|g| ids.get(g)).copied();
        let alike = |i: &usize| {
            let f = &into.fixtures[*i];
            // Two models that both draw a part of the building draw each its own.
            let both_drawn = f.stands.is_some() && fixture.stands.is_some();
            !(taken.contains(i) || both_drawn)
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
            if into.outline.is_none() {
                (into.outline, into.back, into.usual_size) = (f.outline, f.back, f.usual_size);
                into.stands = into.stands.take().or(f.stands);
            }
            into.heights = into.heights.or(f.heights);
            join(&mut into.element, f.element);
        });
    }
}

/// Rooms by their boxes in plan.
struct Plan(RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>);

impl Plan {
    fn of(rooms: &[Room]) -> Self {
        let boxes = rooms.iter().enumerate().filter_map(|(i, room)| {
            let bounds = room.outline.as_ref()?.bounding_rect()?;
            let (low, high) = (bounds.min(), bounds.max());
            Some(GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), i))
        });
        Self(RTree::bulk_load(boxes.collect()))
    }

    /// The rooms whose boxes come near a point.
    fn near(&self, at: Point<f64>) -> impl Iterator<Item = usize> + '_ {
        let [x, y] = [at.x(), at.y()];
        let around = AABB::from_corners([x - BESIDE, y - BESIDE], [x + BESIDE, y + BESIDE]);
        self.0.locate_in_envelope_intersecting(&around).map(|b| b.data)
    }

    /// The room another model's room is: about as large, in the same place.
    fn room(&self, rooms: &[Room], other: &Room) -> Option<usize> {
        let outline = other.outline.as_ref()?;
        let (at, floor) = (Point::from(point_inside(outline)?), other.floor?);
        let area = outline.unsigned_area();
        let mut found = self.near(at).filter(|i| {
            let Room { outline: Some(own), floor: Some(own_floor), .. } = &rooms[*i] else { return false };
            let alike = (0.6..1.6).contains(&(own.unsigned_area() / area));
            alike && (own_floor - floor).abs() < SAME_FLOOR && own.contains(&at)
        });
        found.next().filter(|_| found.next().is_none())
    }

    /// The room a thing without a room stands in: the one around it, or the one beside the wall it hangs on.
    fn around(&self, rooms: &[Room], fixture: &Fixture) -> Option<usize> {
        let outline: &Polygon<f64> = fixture.outline.as_ref()?;
        let at = Point::from(point_inside(outline)?);
        // How far off a room it is: beside its outline, below its floor or above its ceiling.
        let off = |room: &Room| {
            let below_above = match (fixture.heights, room.floor) {
                (Some((low, high)), Some(floor)) => {
                    let top = floor + room.height.unwrap_or(USUAL_HEIGHT);
                    [floor - high, low - top].map(|d| d.max(0.0))
                }
                _ => [0.0; 2],
            };
            let beside = Euclidean.distance(&at, room.outline.as_ref()?);
            let near = beside <= BESIDE && below_above[0] <= BELOW && below_above[1] <= ABOVE;
            near.then_some(beside + below_above[0] + below_above[1])
        };
        let mut found: Vec<(f64, usize)> = self.near(at).filter_map(|i| Some((off(&rooms[i])?, i))).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        match found[..] {
            [] => None,
            [(_, one)] => Some(one),
            // Between two rooms, and in two that lie over each other, nobody can tell.
            [(a, one), (b, _), ..] => (b - a > 0.05 || (a == 0.0 && b > 0.0)).then_some(one),
        }
    }
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
