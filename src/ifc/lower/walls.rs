//! Walls: their sections, what lies on their sides, and their layers in the order a room meets them.
//!
//! The layers of a wall follow its own y axis, or go against it where the model says so. Seen from a room the
//! structure (the thickest layer) comes first and the surface last. A room whose walls are built in different ways
//! has no one build-up, and that is told.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cuts::Stands;
use super::drawing::Extent;
use super::plane::Plane;
use super::sides::external;
use super::told::Saying;
use super::{AT_ONCE, Lower, material, plain};
use crate::geometry::{DEFAULT_OUTER_WALL, walls_are_assumed};
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::ifc::{Layers, MaterialUse};
use crate::localized;
use crate::model::{Owner, Room, Side, Value, Wall};
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// How far apart the points are at which a wall's sides are looked up, in metres.
const STEP: f64 = 0.6;
/// Most points looked up along one wall.
const MOST_POINTS: usize = 60;

/// What lies along the two sides of a wall.
#[derive(Default)]
struct Along {
    /// Spaces on the right and on the left, with at how many points.
    spaces: [BTreeMap<usize, usize>; 2],
    /// Pairs of dwellings that face each other, the smaller index first.
    facing: BTreeSet<[usize; 2]>,
}

/// A wall with its place.
struct Seen {
    id: Id,
    extent: Option<Extent>,
    stands: Stands,
}

/// What the walls of a room are made of, as far as it is known.
type BuildUps = BTreeMap<usize, Vec<(Option<Vec<String>>, Id)>>;

/// How much of the outer walls has which thickness, in millimetres.
type Outer = BTreeMap<Owner, BTreeMap<i64, f64>>;

impl Lower<'_> {
    pub(super) fn walls(&mut self) {
        let plane = Plane::of(&self.spaces);
        let mut build_ups: BuildUps = BTreeMap::new();
        let mut outer: Outer = BTreeMap::new();
        let walls = self.ifc.by_class("IfcWall", true);
        let mut own = Vec::with_capacity(walls.len());
        for id in walls {
            if self.only_drawn(id) {
                self.used.insert(id);
                continue;
            }
            own.push((id, self.storey_of(id), self.drawing.extent(id)));
        }
        let stand = self.cuts_of(&own);
        let cut = |(id, stands): (Id, &Stands)| stands.heights().map(|z| (id, z)).collect::<Vec<_>>();
        let cuts: Vec<(Id, f64)> = own.iter().map(|w| w.0).zip(&stand).flat_map(cut).collect();
        self.drawing.prepare_sections(cuts.into_iter());
        let with_cut = own.into_iter().zip(stand);
        let seen: Vec<Seen> = with_cut.map(|((id, _, extent), stands)| Seen { id, extent, stands }).collect();
        for some in seen.chunks(AT_ONCE) {
            self.prepare_sets(some.par_iter().map(|wall| wall.id));
            let (ifc, vocabulary, rooms, room_of) =
                (self.ifc, self.vocabulary, &self.model.rooms, &self.room_of);
            // A terrace or gallery along the wall is the open, whoever it belongs to.
            let outdoor = |room: &Room| {
                room.functions.first().and_then(|f| vocabulary.room(f)).is_some_and(|f| f.outdoor)
            };
            let owner = |space: usize| {
                let room = room_of[space].map(|r| &rooms[r]).filter(|room| !outdoor(room));
                room.map(|room| room.owner)
            };
            let look = |wall: &Seen| {
                let along =
                    wall.extent.map(|e| along(&e, wall.stands.storey, &plane, &owner)).unwrap_or_default();
                (along, external(ifc, wall.id))
            };
            let around: Vec<(Along, Option<bool>)> = some.par_iter().map(look).collect();
            for (wall, around) in some.iter().zip(around) {
                self.wall(wall, around, &mut build_ups, &mut outer);
            }
        }
        if self.ours {
            return;
        }
        self.walls_of_rooms(build_ups);
        for (owner, thicknesses) in outer {
            // The thickness of most of the wall, in millimetres.
            let most =
                thicknesses.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(t, _)| t as f64 / 1000.0);
            match owner {
                Owner::Dwelling(i) => self.model.dwellings[i].outer_wall = most,
                Owner::Base(i) => self.model.bases[i].outer_wall = most,
                Owner::Common => {}
            }
        }
    }

    fn wall(
        &mut self,
        &Seen { id, extent, ref stands }: &Seen,
        (along, external): (Along, Option<bool>),
        build_ups: &mut BuildUps,
        outer: &mut Outer,
    ) {
        let storey = stands.storey;
        let mut pieces = |z: f64| self.drawing.section(id, z).map_or_else(Vec::new, |pieces| pieces.0);
        let outlines = stands.cut.map_or_else(Vec::new, &mut pieces);
        let above: Vec<_> = stands.above.iter().map(|(storey, z)| (*storey, pieces(*z))).collect();
        let mut sides = [0, 1].map(|i| {
            let most = along.spaces[i].iter().max_by_key(|(s, n)| (**n, std::cmp::Reverse(**s)));
            let room = most.and_then(|(s, _)| self.room_of[*s]);
            room.map_or(Side::Unknown, Side::Room)
        });
        for i in 0..2 {
            let other = matches!(sides[1 - i], Side::Room(_));
            if sides[i] == Side::Unknown && external == Some(true) && other {
                sides[i] = Side::Outside;
            }
        }
        let separates: Vec<[usize; 2]> = along.facing.into_iter().collect();
        let tag = self.tag_of(id).unwrap_or_else(|| id.to_string());
        let owner = sides.iter().filter_map(|s| self.model.owner_of(*s)).min();
        let (prefix, suffix) = self.around(owner, storey);
        let mut element = self.element(&format!("{prefix}{}", plain(&tag)), SubjectKind::Wall, id);
        element.label = format!("vegg {tag} {suffix}");
        element.name = self.name(id, "Name").unwrap_or_default();
        element.tag = tag;
        self.declare(&mut element, &[id], None);
        let uses = self.ifc.materials(id);
        let layers = uses.iter().find_map(|u| match u {
            MaterialUse::Layers(layers) => Some(layers),
            _ => None,
        });
        let names: Vec<String> = match layers {
            Some(layers) => solid(layers).iter().map(|(name, _)| name.clone()).collect(),
            None => uses.iter().flat_map(|u| u.materials()).map(|m| m.name.clone().into_owned()).collect(),
        };
        let refs: Vec<&str> = names.iter().map(String::as_str).collect();
        match super::value::layers(&self.lexicon, &refs) {
            Some(value) => {
                let origin = self.origin(id, None, Some("IfcMaterialLayerSet"));
                element.declare("wall.layers", value, origin);
            }
            None => names.iter().for_each(|n| self.unknown_material(n, id)),
        }
        let total: Option<f64> = layers.and_then(|l| l.layers.iter().map(|l| l.thickness).sum());
        let thickness = total.or(extent.map(|e| e.thickness)).filter(|t| (0.005..3.0).contains(t));
        // Drawn by this program at a thickness nobody stated, and passed on by another: still not stated.
        let assumed = self.marks(id).is_some_and(|o| o.assumed("tykkelse", thickness));
        let thickness = thickness.filter(|_| !assumed);
        self.assumed_walls.extend(storey.filter(|_| assumed));
        let own_frame = extent.is_some_and(|e| self.drawing.is_own(id, &e));
        for (i, spaces) in along.spaces.iter().enumerate() {
            for space in spaces.keys() {
                let Some(room) = self.room_of[*space] else { continue };
                let seen = layers.and_then(|l| self.towards(l, i == 1, own_frame));
                build_ups.entry(room).or_default().push((seen, id));
                let away = sides[1 - i] == Side::Outside;
                if let (true, Some(t), Some(e)) = (away, thickness, extent) {
                    let owner = self.model.rooms[room].owner;
                    let key = (t * 1000.0).round() as i64;
                    *outer.entry(owner).or_default().entry(key).or_default() += e.length;
                }
            }
        }
        let (mut sides, mut separates) = (sides, separates);
        if let Some(own) = self.own(id) {
            let called = own.text(own::LABEL).unwrap_or_default();
            sides = self.sides_now(id, &called, &own, sides);
            let dwelling = |id: &String| match self.owner_by_id(id) {
                Some(Owner::Dwelling(d)) => Some(d),
                _ => None,
            };
            let written: Vec<usize> =
                own.list(own::SEPARATES).unwrap_or_default().iter().filter_map(dwelling).collect();
            let written: Vec<[usize; 2]> = written.as_chunks().0.to_vec();
            let seen = |[a, b]: &[usize; 2]| separates.contains(&[*a.min(b), *a.max(b)]);
            if separates.is_empty() || written.iter().all(seen) {
                separates = written;
            } else {
                let what = Localized::new("skiller andre boliger nå", "separates other dwellings now");
                self.tell_changed(id, &called, &what);
            }
        }
        if extent.is_some() && stands.cut.is_none() {
            self.tell_overhead(id, &element.label);
        }
        self.model.walls.push(Wall { element, sides, separates, storey, outlines, above, thickness });
    }

    /// The materials from the thickest layer to the surface on one side: the left (y) or the right one. None where
    /// the order or a material is not known; the order is told in the wall's own frame.
    fn towards(&self, layers: &Layers<'_>, left: bool, own_frame: bool) -> Option<Vec<String>> {
        let mut all = solid(layers);
        let symmetric = all.iter().map(|(n, _)| n).eq(all.iter().rev().map(|(n, _)| n));
        match (layers.positive.filter(|_| own_frame), left) {
            (Some(true), true) | (Some(false), false) => {}
            (Some(_), _) => all.reverse(),
            (None, _) if symmetric => {}
            (None, _) => return None,
        }
        let thickest = |(i, (_, t)): (usize, &(String, f64))| (i, *t);
        let core = all.iter().enumerate().map(thickest).max_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)?;
        all[core..].iter().map(|(n, _)| self.lexicon.material(n).map(|m| m.id.clone())).collect()
    }

    /// Tells of storeys whose walls are drawn at a thickness nobody stated.
    pub(super) fn tell_assumed_walls(&mut self) {
        let cm = DEFAULT_OUTER_WALL * 100.0;
        for storey in 0..self.model.storeys.len() {
            let marked = self.assumed_walls.contains(&storey);
            if !marked && !walls_are_assumed(&self.model, self.vocabulary, storey) {
                continue;
            }
            // Of a description's own model it was told when it was written.
            let severity = if self.ours { Severity::Note } else { Severity::Warning };
            let saying = Saying::new(
                severity,
                "ifc.walls-assumed",
                localized!(
                    "ytterveggene i én etasje mangler eller har ingen oppgitt tykkelse; de er regnet som {cm:.0}\u{a0}cm tykke, \
                     og det som måles til utsiden av dem, er usikkert",
                    "on one storey the outer walls are missing or no thickness is stated for them; they are taken to be \
                     {cm:.0}\u{a0}cm thick, and what is measured to their outside is uncertain"
                ),
                localized!(
                    "ytterveggene i {{n}} etasjer mangler eller har ingen oppgitt tykkelse; de er regnet som {cm:.0}\u{a0}cm \
                     tykke, og det som måles til utsiden av dem, er usikkert",
                    "on {{n}} storeys the outer walls are missing or no thickness is stated for them; they are taken to be \
                     {cm:.0}\u{a0}cm thick, and what is measured to their outside is uncertain"
                ),
            );
            let saying = saying.help(Localized::new(
                "eksporter veggene (IfcWall) med form og tykkelse, og ytterveggene med Pset_WallCommon.IsExternal",
                "export the walls (IfcWall) with shape and thickness, and the outer ones with Pset_WallCommon.IsExternal",
            ));
            let at = &self.model.storeys[storey];
            // Storeys of several buildings are called alike.
            let house = self.model.buildings.get(at.building).map(|b| b.element.label.as_str());
            let label =
                match house.filter(|h| self.model.buildings.len() > 1 && !at.element.label.contains(*h)) {
                    Some(house) => Localized::same(format!("{} ({house})", at.element.label)),
                    None => Localized::same(at.element.label.clone()),
                };
            let file = self.file.clone();
            self.told.count(saying, label, &file, None);
        }
    }

    fn walls_of_rooms(&mut self, build_ups: BuildUps) {
        let mut clad: BTreeSet<usize> = self.claddings.keys().copied().collect();
        for (room, walls) in build_ups {
            let Some((Some(first), at)) = walls.first() else { continue };
            if walls.iter().any(|(w, _)| w.is_none()) {
                continue;
            }
            if walls.iter().all(|(w, _)| w.as_ref() == Some(first)) {
                let origin = self.origin(*at, None, Some("IfcMaterialLayerSet"));
                if self.model.rooms[room].element.declared.contains_key("room.wall.layers") {
                    continue;
                }
                let mut layers = first.clone();
                if clad.contains(&room) {
                    // What is under a cladding of which it is not known how far it goes is not what one sees.
                    let Some((cladding, material)) = self.clad_with(room) else { continue };
                    clad.remove(&room);
                    self.used.insert(cladding);
                    self.used.extend(self.claddings.get(&room).into_iter().flatten());
                    layers.push(material);
                }
                self.model.rooms[room].element.declare("room.wall.layers", Value::Layers(layers), origin);
                continue;
            }
            let saying = Saying::new(
                Severity::Note,
                "ifc.walls-differ",
                Localized::new(
                    "ett rom har vegger med ulik oppbygning, så rommets veggoppbygning er ikke én verdi",
                    "one room has walls built in different ways, so that they have no one build-up",
                ),
                Localized::new(
                    "{n} rom har vegger med ulik oppbygning, så rommenes veggoppbygning er ikke én verdi",
                    "{n} rooms have walls built in different ways, so that they have no one build-up",
                ),
            );
            let (label, file, line) =
                (self.model.rooms[room].element.label.clone(), self.file.clone(), self.line(*at));
            self.told.count(saying, Localized::same(label), &file, line);
        }
        clad.into_iter().for_each(|room| self.cladding_unused(room));
    }
}

/// The spaces along the two sides of a wall, and the dwellings that face each other there: `owner` tells whose a space
/// is.
fn along(
    extent: &Extent,
    storey: Option<usize>,
    plane: &Plane,
    owner: &impl Fn(usize) -> Option<Owner>,
) -> Along {
    let mut along = Along::default();
    let points = ((extent.length / STEP).ceil() as usize).clamp(1, MOST_POINTS);
    for n in 0..points {
        let at = extent.start + extent.along * (extent.length * (n as f64 + 0.5) / points as f64);
        let found = [-1.0, 1.0].map(|sign| {
            let out = extent.across() * sign;
            let face = at + out * (extent.thickness / 2.0);
            [0.08, 0.2].iter().find_map(|d| plane.at(face + out * *d, extent.z, storey))
        });
        for (i, space) in found.iter().enumerate() {
            if let Some(space) = space {
                *along.spaces[i].entry(*space).or_default() += 1;
            }
        }
        let owners = found.map(|space| space.and_then(owner));
        if let [Some(Owner::Dwelling(a)), Some(Owner::Dwelling(b))] = owners
            && a != b
        {
            along.facing.insert([a.min(b), a.max(b)]);
        }
    }
    along
}

/// The names and thicknesses of the layers that are of a material.
fn solid(layers: &Layers<'_>) -> Vec<(String, f64)> {
    let named = layers.layers.iter().filter_map(|l| {
        let material = l.material.as_ref()?;
        Some((material.name.clone().into_owned(), l.thickness.unwrap_or(0.0)))
    });
    named.filter(|(name, _)| !is_air(name)).collect()
}

/// Whether a layer's name is that of an air gap or a membrane without thickness of its own.
fn is_air(name: &str) -> bool {
    let name = crate::vocab::normalise(name);
    ["luft", "luftspalte", "air", "air space", "air gap"].iter().any(|w| material::has_words(&name, w))
}
