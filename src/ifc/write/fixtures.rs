//! Furniture and equipment: the class the vocabulary names for each, and where it stands.

use geo::{Coord, Polygon};

use super::Export;
use super::shape::{Frame, rectangle};
use super::step::V;
use crate::ifc::own;
use crate::ifc::step::Id;
use crate::model::{Fixture, Owner};
use crate::text::{Lang, Localized};

/// How tall things are drawn, in metres. For drawing only.
const DRAWN_HEIGHT: f64 = 0.85;
const DRAWN_THIN: f64 = 0.1;

/// What a thing is in a schema.
struct Sort {
    /// Class of the occurrence, and of its type where only that tells what it is.
    class: String,
    predefined: Option<String>,
    kind: Option<String>,
    /// Class as the newest schema calls it.
    newest: String,
}

impl Export<'_> {
    pub(super) fn fixtures(&mut self) {
        for index in 0..self.model.fixtures.len() {
            let fixture = &self.model.fixtures[index];
            if fixture.present {
                self.fixture(fixture);
            }
        }
        // Things that are said not to be among what is common to all.
        let structure = self.ground.structure;
        let of_none = |f: &Fixture| f.room.is_none() && f.owner == Some(Owner::Common);
        self.without(structure, "felles", of_none);
    }

    fn sort_of(&self, what: &str) -> Sort {
        let plain = |class: &str| Sort {
            class: class.to_owned(),
            predefined: None,
            kind: None,
            newest: class.to_owned(),
        };
        let known = self.vocabulary.fixture(what);
        let schema = self.w.schema();
        for name in known.map(|f| f.ifc.as_slice()).unwrap_or_default() {
            let (class, predefined) =
                name.split_once('.').map_or((name.as_str(), None), |(c, p)| (c, Some(p.to_owned())));
            if let Some(entity) = schema.entity(class).filter(|e| !e.is_abstract()) {
                let has = |word: &String| {
                    let kind = entity.attribute_index("PredefinedType").and_then(|i| entity.attribute(i));
                    let meaning = kind.and_then(|a| schema.meaning(a.kind.name()?));
                    meaning.is_some_and(|m| m.items().any(|i| i == word))
                };
                let predefined = predefined.filter(has);
                return Sort { class: class.to_owned(), predefined, kind: None, newest: class.to_owned() };
            }
            // The older schema tells some things only by their type.
            if let Some(told) = schema.occurrences().iter().find(|o| o.name == class) {
                let kind = schema.entity(told.kind);
                let words = kind.and_then(|k| k.attribute(k.attribute_index("PredefinedType")?));
                let meaning = words.and_then(|a| schema.meaning(a.kind.name()?));
                let predefined = predefined.filter(|w| meaning.is_some_and(|m| m.items().any(|i| i == w)));
                return Sort {
                    class: told.occurrence.to_owned(),
                    predefined,
                    kind: Some(told.kind.to_owned()),
                    newest: class.to_owned(),
                };
            }
        }
        let category = known.map_or("", |f| f.category.as_str());
        let furniture = matches!(category, "furniture" | "storage" | "kitchen");
        plain(if furniture { "IfcFurnishingElement" } else { "IfcBuildingElementProxy" })
    }

    fn fixture(&mut self, fixture: &Fixture) {
        let sort = self.sort_of(&fixture.what);
        let storey = match (fixture.room, fixture.owner) {
            (Some(room), _) => self.model.rooms.get(room).and_then(|r| r.storey),
            (None, Some(Owner::Dwelling(d))) => self.model.dwellings.get(d).and_then(|d| d.storey),
            (None, Some(Owner::Base(b))) => self.model.bases.get(b).and_then(|b| b.storey),
            (None, _) => None,
        };
        let stands = fixture.stands.as_ref().and_then(|s| s.first());
        let storey = stands.map_or(storey, |s| Some(s.storey));
        let level = self.level(storey);
        let name = self.vocabulary.fixture(&fixture.what).map(|f| f.name.get(Lang::Nb).to_owned());
        let name = name.unwrap_or_else(|| fixture.what.clone());
        let set = fixture.outline.as_ref().and_then(back_frame);
        let thin =
            matches!(fixture.what.as_str(), "floor_heating" | "foot_grate" | "sprinkler" | "smoke_detector");
        let height = if thin { DRAWN_THIN } else { DRAWN_HEIGHT };
        // Known where another model gave them, over the floor it stands on.
        let own = fixture.room.and_then(|r| self.model.rooms.get(r));
        let around = || self.model.rooms.iter().find(|r| storey.is_some() && r.storey == storey);
        let floor = own.or_else(around).and_then(|r| r.floor);
        let known = fixture.heights.zip(floor).filter(|((low, high), _)| high > low);
        let (from, height) = known.map_or((0.0, height), |((low, high), floor)| (low - floor, high - low));
        let (placement, shape) = match set {
            _ if stands.is_some() => {
                let body: Vec<Id> = self.part_of_building(fixture, (from, height)).into_iter().collect();
                (self.placement(Some(level.placement), [0.0; 3], None), self.product(&body))
            }
            Some((frame, size, _)) => {
                let at = [frame.origin.x, frame.origin.y, from];
                let placement = self.placement(Some(level.placement), at, Some(frame.along));
                let body = self.extrusion(&rectangle([0.0; 2], size), 0.0, height);
                let body: Vec<Id> = body.into_iter().collect();
                (placement, self.product(&body))
            }
            None => {
                let sentence = Localized::new(
                    "utstyr uten sted på planen har ingen form",
                    "equipment without a place on the plan has no shape",
                );
                self.told.count("export.fixture-shape", sentence, &fixture.element.label);
                (self.placement(Some(level.placement), [0.0; 3], None), V::No)
            }
        };
        let mut values = vec![
            ("Name", V::text(&name)),
            ("ObjectType", V::text(&name)),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape),
            ("Tag", V::text(&fixture.element.tag)),
        ];
        if let (Some(word), None) = (&sort.predefined, &sort.kind) {
            values.push(("PredefinedType", V::word(word)));
        }
        // The older schema asks of every stair and ramp what form it has.
        if self.w.has_attribute(&sort.class, "ShapeType") {
            values.push(("ShapeType", V::word("NOTDEFINED")));
        }
        // What the older schema calls a distribution board.
        if self.w.has_attribute(&sort.class, "DistributionPointFunction") {
            values.push(("DistributionPointFunction", V::word("DISTRIBUTIONBOARD")));
        }
        let id = self.rooted(&sort.class, &fixture.element, &values);
        let space = fixture.room.and_then(|r| self.rooms.get(r)).copied();
        self.stands_in(space.unwrap_or(level.structure), id);
        if let Some(kind) = &sort.kind {
            self.type_of_fixture(id, kind, &sort, &name);
        }
        let mut carrier = self.facts_of(&fixture.element, &sort.newest, sort.predefined.as_deref(), None);
        carrier.plan(own::WHAT, V::typed("IfcLabel", V::text(&fixture.what)));
        if fixture.stands.is_some() {
            carrier.plan(own::STANDS, V::typed("IfcBoolean", V::Bool(true)));
        }
        if known.is_none() {
            carrier.assumed_as("høyde", height);
        }
        if let Some((_, [width, depth], _)) = set.filter(|_| fixture.usual_size) {
            carrier.assumed_as("bredde", width);
            carrier.assumed_as("dybde", depth);
        }
        if set.is_some_and(|(.., mirrored)| mirrored) {
            carrier.plan(own::MIRRORED, V::typed("IfcBoolean", V::Bool(true)));
        }
        let owner = match fixture.owner {
            Some(Owner::Dwelling(d)) => self.model.dwellings.get(d).map(|d| d.element.id.0.clone()),
            Some(Owner::Base(b)) => self.model.bases.get(b).map(|b| b.element.id.0.clone()),
            Some(Owner::Common) => Some(own::COMMON.to_owned()),
            None => None,
        };
        if let Some(owner) = owner.filter(|_| fixture.room.is_none()) {
            carrier.plan(own::OWNER, V::typed("IfcText", V::text(owner)));
        }
        self.state(id, &fixture.element.id.0, carrier);
    }

    /// The body of a part of the building that was read with its shape: a stair by its treads, all else by what is seen
    /// of it from above.
    fn part_of_building(&mut self, fixture: &Fixture, (from, height): (f64, f64)) -> Option<Id> {
        let standing = fixture.stands.as_ref()?.first()?;
        let treads: Vec<(Polygon<f64>, f64, f64)> =
            standing.treads.iter().map(|t| (t.outline.clone(), t.height - DRAWN_THIN, DRAWN_THIN)).collect();
        if !treads.is_empty() {
            return self.extrusions_each(&treads);
        }
        let seen = if standing.taken.0.is_empty() { &standing.doubtful } else { &standing.taken };
        self.extrusions(&seen.0, from, height)
    }

    fn type_of_fixture(&mut self, id: Id, class: &str, sort: &Sort, name: &str) {
        let key = format!("{class}|{}|{name}", sort.predefined.as_deref().unwrap_or_default());
        if let Some((_, occurrences)) = self.types.get_mut(&key) {
            occurrences.push(id);
            return;
        }
        let predefined = V::word(sort.predefined.as_deref().unwrap_or("NOTDEFINED"));
        let mut values = vec![("Name", V::text(name))];
        if self.w.has_attribute(class, "PredefinedType") {
            values.push(("PredefinedType", predefined));
        }
        if self.w.has_attribute(class, "AssemblyPlace") {
            values.push(("AssemblyPlace", V::word("NOTDEFINED")));
        }
        let kind = self.w.root(class, &key, &values);
        self.types.insert(key, (kind, vec![id]));
    }
}

/// A frame along the back of a thing with the thing on its left, the size seen from there, and whether its outline
/// runs the other way round.
fn back_frame(outline: &Polygon<f64>) -> Option<(Frame, [f64; 2], bool)> {
    let corners: Vec<Coord<f64>> = outline.exterior().coords().copied().collect();
    let (a, b) = (*corners.first()?, *corners.get(1)?);
    let seen = |frame: Frame| {
        let local = frame.polygon_inside(outline);
        let fold = |pick: fn(&Coord<f64>) -> f64| {
            local.exterior().coords().map(pick).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)))
        };
        (fold(|c| c.x), fold(|c| c.y))
    };
    let frame = Frame::between(a, b)?;
    let (x, y) = seen(frame);
    let mirrored = y.0.abs() > y.1.abs();
    let frame = if mirrored { Frame::between(b, a)? } else { frame };
    let (x, y) = if mirrored { seen(frame) } else { (x, y) };
    let left = Coord { x: -frame.along.y, y: frame.along.x };
    let origin = frame.origin + frame.along * x.0 + left * y.0;
    let size = [x.1 - x.0, y.1 - y.0];
    (size[0] > 1e-3 && size[1] > 1e-3).then_some((Frame { origin, along: frame.along }, size, mirrored))
}
