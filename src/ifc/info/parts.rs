//! Storeys, dwellings, rooms and openings: what the file says of each beside what was understood.

use std::collections::BTreeMap;

use geo::Area;
use schemars::JsonSchema;
use serde::Serialize;

use super::sets::{self, SetInfo};
use crate::ifc::shape::Shapes;
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::model::{self, Element, OpeningKind, Origin, Owner, Side, Value};
use crate::text::Localized;

/// A storey.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Storey {
    /// GlobalId.
    pub guid: Option<String>,
    /// Its `Name`.
    pub name: String,
    /// Its `LongName`.
    pub long_name: String,
    /// Its `Elevation`, in metres, where it is given.
    pub elevation: Option<f64>,
    /// Its number; 1 is the ground floor. None for a storey that nothing stands on.
    pub number: Option<i32>,
    /// How many rooms it has.
    pub rooms: usize,
    /// Its property and quantity sets.
    pub sets: Vec<SetInfo>,
}

/// A dwelling or staff base.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Home {
    /// GlobalId of its zone, where it is one.
    pub guid: Option<String>,
    /// Its tag.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// Whether it is a staff base.
    pub base: bool,
    /// GlobalIds of its rooms.
    pub rooms: Vec<String>,
    /// How it was found.
    pub found_by: Localized,
    /// How sure that is: `declared`, `computed` or `assumed`.
    pub certainty: model::Certainty,
    /// What was stated of it, by fact.
    pub stated: BTreeMap<String, String>,
}

/// A room.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Room {
    /// GlobalId.
    pub guid: Option<String>,
    /// Its `Name`.
    pub name: String,
    /// Its `LongName`.
    pub long_name: String,
    /// Its `ObjectType`.
    pub object_type: String,
    /// Its short name here.
    pub tag: String,
    /// How reports call it.
    pub label: String,
    /// Tag of its dwelling or base; none if it is common.
    pub dwelling: Option<String>,
    /// GlobalId of its storey.
    pub storey: Option<String>,
    /// Functions as they were understood, the main one first.
    pub functions: Vec<String>,
    /// Whether that is doubtful.
    pub doubtful: bool,
    /// Area the model states and that is used, in m².
    pub area_stated: Option<f64>,
    /// Area of its outline, in m²; of all pieces, where it lies in several and is not drawn.
    pub area_drawn: Option<f64>,
    /// Clear height in metres.
    pub height: Option<f64>,
    /// What was stated of it, by fact.
    pub stated: BTreeMap<String, String>,
    /// Its property and quantity sets.
    pub sets: Vec<SetInfo>,
}

/// A space that is no room.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OtherSpace {
    /// GlobalId.
    pub guid: Option<String>,
    /// Its `Name`.
    pub name: String,
    /// Its `LongName`.
    pub long_name: String,
    /// Area of its outline, in m².
    pub area_drawn: Option<f64>,
    /// Its property and quantity sets.
    pub sets: Vec<SetInfo>,
}

/// A door, window or passage.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Opening {
    /// GlobalId.
    pub guid: Option<String>,
    /// Class, such as `IfcDoor`.
    pub class: String,
    /// Its `Name`.
    pub name: String,
    /// Its `Tag`.
    pub tag: String,
    /// Name of its type.
    pub type_name: Option<String>,
    /// How reports call it; none for one that was left out.
    pub label: Option<String>,
    /// `OverallWidth` as given, in metres.
    pub overall_width: Option<f64>,
    /// `OverallHeight` as given, in metres.
    pub overall_height: Option<f64>,
    /// Width that is used.
    pub width: Option<f64>,
    /// Height that is used.
    pub height: Option<f64>,
    /// Height of its lower edge over the floor.
    pub sill: Option<f64>,
    /// Height of its upper edge over the floor.
    pub head: Option<f64>,
    /// GlobalId of its storey.
    pub storey: Option<String>,
    /// GlobalId of the wall it sits in.
    pub wall: Option<String>,
    /// What lies on its sides: a room's GlobalId, `outside` or `unknown`.
    pub sides: Option<[String; 2]>,
    /// How it opens, as its type or itself says, such as `SINGLE_SWING_LEFT`.
    pub operation: Option<String>,
    /// What was stated of it, by fact.
    pub stated: BTreeMap<String, String>,
    /// Its property and quantity sets.
    pub sets: Vec<SetInfo>,
}

/// A model with what became of its records.
pub(super) struct Parts<'a> {
    ifc: &'a Model,
    model: Option<&'a model::Model>,
    storeys: BTreeMap<Id, usize>,
    rooms: BTreeMap<Id, usize>,
    openings: BTreeMap<Id, usize>,
    shapes: Shapes<'a>,
}

/// The record an element was read from.
fn record(element: &Element) -> Option<Id> {
    match &element.origin {
        Origin::Ifc { entity, .. } => entity.strip_prefix('#')?.split('=').next()?.parse().ok().map(Id),
        _ => None,
    }
}

fn by_record<'e>(all: impl Iterator<Item = &'e Element>) -> BTreeMap<Id, usize> {
    all.enumerate().filter_map(|(i, e)| Some((record(e)?, i))).collect()
}

/// Everything stated of an element, as text.
fn stated(element: &Element) -> BTreeMap<String, String> {
    let shown = |v: &Value| match v {
        Value::Bool(b) => b.to_string(),
        Value::Quantity(q) => q.value.to_string(),
        Value::Word(w) | Value::Text(w) => w.clone(),
        Value::Words(w) | Value::Layers(w) => w.join(", "),
    };
    let all = element.declared.iter().map(|(fact, said)| {
        let values: Vec<String> = said.iter().map(|d| shown(&d.value)).collect();
        (fact.clone(), values.join(" | "))
    });
    all.collect()
}

impl<'a> Parts<'a> {
    pub(super) fn new(ifc: &'a Model, model: Option<&'a model::Model>) -> Self {
        let empty = BTreeMap::new;
        Self {
            ifc,
            model,
            storeys: model.map_or_else(empty, |m| by_record(m.storeys.iter().map(|s| &s.element))),
            rooms: model.map_or_else(empty, |m| by_record(m.rooms.iter().map(|r| &r.element))),
            openings: model.map_or_else(empty, |m| by_record(m.openings.iter().map(|o| &o.element))),
            shapes: Shapes::new(ifc),
        }
    }

    fn text(&self, id: Id, name: &str) -> String {
        self.ifc.text(id, name).map(|t| t.into_owned()).unwrap_or_default()
    }

    fn guid(&self, id: Id) -> Option<String> {
        self.ifc.global_id(id).map(|g| g.into_owned())
    }

    fn number(&self, id: Id, name: &str) -> Option<f64> {
        self.ifc.number(id, name).filter(|n| n.is_finite())
    }

    pub(super) fn storeys(&self) -> Vec<Storey> {
        let mut all: Vec<Storey> = self
            .ifc
            .by_class("IfcBuildingStorey", true)
            .into_iter()
            .map(|id| {
                let index = self.storeys.get(&id).copied();
                let known = self.model.zip(index);
                Storey {
                    guid: self.guid(id),
                    name: self.text(id, "Name"),
                    long_name: self.text(id, "LongName"),
                    elevation: self.number(id, "Elevation"),
                    number: known.and_then(|(m, i)| m.storeys.get(i)).map(|s| s.number),
                    rooms: known.map_or(0, |(m, i)| m.rooms.iter().filter(|r| r.storey == Some(i)).count()),
                    sets: sets::of(self.ifc, id),
                }
            })
            .collect();
        let height = |s: &Storey| s.elevation.unwrap_or(0.0);
        all.sort_by(|a, b| height(a).total_cmp(&height(b)));
        all
    }

    pub(super) fn homes(&self) -> Vec<Home> {
        let Some(model) = self.model else { return Vec::new() };
        let home = |element: &Element, owner: Owner| Home {
            guid: element.guid.clone(),
            tag: element.tag.clone(),
            name: element.name.clone(),
            base: matches!(owner, Owner::Base(_)),
            rooms: model.rooms_of(owner).filter_map(|(_, r)| r.element.guid.clone()).collect(),
            found_by: found_by(&element.origin),
            certainty: element.origin.certainty(),
            stated: stated(element),
        };
        let dwellings = model.dwellings.iter().enumerate();
        let bases = model.bases.iter().enumerate();
        dwellings
            .map(|(i, d)| home(&d.element, Owner::Dwelling(i)))
            .chain(bases.map(|(i, b)| home(&b.element, Owner::Base(i))))
            .collect()
    }

    pub(super) fn rooms(&self) -> Vec<Room> {
        let Some(model) = self.model else { return Vec::new() };
        let home = |owner: Owner| match owner {
            Owner::Dwelling(i) => model.dwellings.get(i).map(|d| d.element.tag.clone()),
            Owner::Base(i) => model.bases.get(i).map(|b| b.element.tag.clone()),
            Owner::Common => None,
        };
        let room = |r: &model::Room| {
            let id = record(&r.element);
            let text = |name: &str| id.map(|id| self.text(id, name)).unwrap_or_default();
            Room {
                guid: r.element.guid.clone(),
                name: text("Name"),
                long_name: text("LongName"),
                object_type: text("ObjectType"),
                tag: r.element.tag.clone(),
                label: r.element.label.clone(),
                dwelling: home(r.owner),
                storey: r.storey.and_then(|s| model.storeys.get(s)?.element.guid.clone()),
                functions: r.functions.clone(),
                doubtful: r.doubtful_function,
                area_stated: r.element.stated("room.area").and_then(Value::number),
                area_drawn: r.outline.as_ref().map(Area::unsigned_area).or_else(|| self.area(id?)),
                height: r.height,
                stated: stated(&r.element),
                sets: id.map(|id| sets::of(self.ifc, id)).unwrap_or_default(),
            }
        };
        model.rooms.iter().map(room).collect()
    }

    /// The area of all pieces of an outline.
    fn area(&self, id: Id) -> Option<f64> {
        self.shapes.footprint(id).ok().map(|f| f.outline.unsigned_area())
    }

    pub(super) fn other_spaces(&self) -> Vec<OtherSpace> {
        let others =
            self.ifc.by_class("IfcSpace", true).into_iter().filter(|id| !self.rooms.contains_key(id));
        let space = |id| OtherSpace {
            guid: self.guid(id),
            name: self.text(id, "Name"),
            long_name: self.text(id, "LongName"),
            area_drawn: self.area(id),
            sets: sets::of(self.ifc, id),
        };
        others.map(space).collect()
    }

    /// Every door or window of the file.
    pub(super) fn openings(&self, class: &str) -> Vec<Opening> {
        self.ifc.by_class(class, true).into_iter().map(|id| self.opening(id)).collect()
    }

    /// Holes that count as passages.
    pub(super) fn passages(&self) -> Vec<Opening> {
        let Some(model) = self.model else { return Vec::new() };
        let passage = |(_, i): &(&Id, &usize)| model.openings[**i].kind == OpeningKind::Passage;
        self.openings.iter().filter(passage).map(|(id, _)| self.opening(*id)).collect()
    }

    fn opening(&self, id: Id) -> Opening {
        let known = self.model.zip(self.openings.get(&id)).and_then(|(m, i)| Some((m, m.openings.get(*i)?)));
        let of = |pick: fn(&model::Opening) -> Option<f64>| known.and_then(|(_, o)| pick(o));
        let void = self.ifc.linked(Link::Filled, id).next().unwrap_or(id);
        // A window in a roof is not as high as its frame is long.
        let drawn = || self.shapes.bounds(id).ok().map(|b| b.z_max - b.z_min);
        let tall = |o: &model::Opening| match o.kind {
            OpeningKind::Window => drawn().or(o.height),
            OpeningKind::Door | OpeningKind::Passage => o.height,
        };
        let wall = self.ifc.linked(Link::Voided, void).next();
        let kind = self.ifc.type_of(id);
        let operation = |of: Id| self.ifc.word(of, "OperationType").map(str::to_owned);
        let contained = || {
            let all = self.ifc.containers(id);
            all.into_iter().find(|c| self.ifc.is_a(*c, "IfcBuildingStorey")).and_then(|s| self.guid(s))
        };
        let side = |model: &model::Model, side: Side| match side {
            Side::Room(r) => model
                .rooms
                .get(r)
                .and_then(|r| r.element.guid.clone())
                .unwrap_or_else(|| "unknown".to_owned()),
            Side::Outside => "outside".to_owned(),
            Side::Unknown => "unknown".to_owned(),
        };
        Opening {
            guid: self.guid(id),
            class: self.ifc.class(id).map_or("", |c| c.name()).to_owned(),
            name: self.text(id, "Name"),
            tag: self.text(id, "Tag"),
            type_name: kind.map(|k| self.text(k, "Name")).filter(|n| !n.is_empty()),
            label: known.map(|(_, o)| o.element.label.clone()),
            overall_width: self.number(id, "OverallWidth"),
            overall_height: self.number(id, "OverallHeight"),
            width: of(|o| o.width),
            height: of(|o| o.height),
            sill: of(|o| o.sill),
            head: known.and_then(|(_, o)| Some(o.sill? + tall(o)?)),
            storey: contained(),
            wall: wall.and_then(|w| self.guid(w)),
            sides: known.map(|(m, o)| o.sides.map(|s| side(m, s))),
            operation: operation(id).filter(|o| o != "NOTDEFINED").or_else(|| kind.and_then(operation)),
            stated: known.map(|(_, o)| stated(&o.element)).unwrap_or_default(),
            sets: sets::of(self.ifc, id),
        }
    }
}

fn found_by(origin: &Origin) -> Localized {
    match origin {
        Origin::Ifc { entity, set: Some(set), property, .. } => {
            let property = property.as_deref().unwrap_or_default();
            Localized::new(
                format!("egenskapen {set}.{property} ({entity})"),
                format!("the property {set}.{property} ({entity})"),
            )
        }
        Origin::Ifc { entity, .. } => Localized::new(format!("sone {entity}"), format!("zone {entity}")),
        Origin::Computed { method: why, .. } | Origin::Assumed { why } => why.clone(),
        Origin::Declared { .. } | Origin::Observed { .. } => Localized::default(),
    }
}
