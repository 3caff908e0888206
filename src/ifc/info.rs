//! What is in a building model, in short? Where it comes from, what it counts, and what became of it.
//!
//! In come a model and the project it was lowered to; out goes plain data that can be shown or written as JSON, with
//! lengths in metres and areas in square metres.

use std::collections::BTreeMap;

use geo::Area;
use serde::Serialize;

use crate::model::{self, OpeningKind, Origin, Owner, Side};
use crate::text::Localized;

/// A building model in short.
#[derive(Debug, Clone, Serialize)]
pub struct Info {
    /// The path as given.
    pub file: String,
    /// Size in bytes, unpacked.
    pub bytes: usize,
    /// The schema, as read.
    pub schema: String,
    /// The schema, as the file names it.
    pub schema_named: String,
    /// The program the model comes from.
    pub application: String,
    /// The library that wrote it.
    pub writer: String,
    /// When it was written, as written.
    pub written: String,
    /// Units of the project: kind and name.
    pub units: BTreeMap<String, String>,
    /// How many records.
    pub records: usize,
    /// How many records of each class of elements, spaces and zones.
    pub classes: BTreeMap<String, usize>,
    /// Storeys, the lowest first.
    pub storeys: Vec<Storey>,
    /// Dwellings and staff bases.
    pub homes: Vec<Home>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Doors, windows and passages.
    pub openings: Vec<Opening>,
}

/// A storey.
#[derive(Debug, Clone, Serialize)]
pub struct Storey {
    /// GlobalId.
    pub guid: Option<String>,
    /// Its name.
    pub name: String,
    /// Its number; 1 is the ground floor.
    pub number: i32,
    /// Height over the project's zero.
    pub elevation: f64,
    /// How many rooms it has.
    pub rooms: usize,
}

/// A dwelling or staff base.
#[derive(Debug, Clone, Serialize)]
pub struct Home {
    /// Its tag.
    pub tag: String,
    /// Whether it is a staff base.
    pub base: bool,
    /// How many rooms it has.
    pub rooms: usize,
    /// How it was found.
    pub found_by: Localized,
}

/// A room.
#[derive(Debug, Clone, Serialize)]
pub struct Room {
    /// GlobalId.
    pub guid: Option<String>,
    /// Its number.
    pub tag: String,
    /// Its name.
    pub name: String,
    /// Its dwelling or base; none if it is common.
    pub home: Option<String>,
    /// Storey, by name.
    pub storey: Option<String>,
    /// Functions as they were understood.
    pub functions: Vec<String>,
    /// Whether that is doubtful.
    pub doubtful: bool,
    /// Area the model states.
    pub area_stated: Option<f64>,
    /// Area of its outline.
    pub area_drawn: Option<f64>,
    /// Clear height.
    pub height: Option<f64>,
}

/// A door, window or passage.
#[derive(Debug, Clone, Serialize)]
pub struct Opening {
    /// GlobalId.
    pub guid: Option<String>,
    /// Its tag.
    pub tag: String,
    /// `door`, `window` or `passage`.
    pub kind: &'static str,
    /// Width.
    pub width: Option<f64>,
    /// Height.
    pub height: Option<f64>,
    /// Height of its lower edge over the floor.
    pub sill: Option<f64>,
    /// What lies on its sides: a room's tag, `outside`, `unknown`.
    pub sides: [String; 2],
}

/// Sums a building model up.
pub fn info(ifc: &super::Model, lowered: Option<&model::Model>) -> Info {
    let header = ifc.file().header();
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    for class in ["IfcElement", "IfcSpatialStructureElement", "IfcGroup"] {
        for id in ifc.by_class(class, true) {
            if let Some(class) = ifc.class(id) {
                *classes.entry(class.name().to_owned()).or_default() += 1;
            }
        }
    }
    Info {
        file: ifc.file().path().to_string_lossy().replace('\\', "/"),
        bytes: ifc.file().size(),
        schema: ifc.schema().name().to_owned(),
        schema_named: header.schemas.join(", "),
        application: application(ifc).unwrap_or_else(|| header.originating_system.clone()),
        writer: header.preprocessor.clone(),
        written: header.time_stamp.clone(),
        units: ifc.units().iter().map(|u| (u.kind.clone(), u.name.clone())).collect(),
        records: ifc.file().len(),
        classes,
        storeys: lowered.map_or_else(Vec::new, storeys),
        homes: lowered.map_or_else(Vec::new, homes),
        rooms: lowered.map_or_else(Vec::new, rooms),
        openings: lowered.map_or_else(Vec::new, openings),
    }
}

/// The program by its own record: the last one, since each that edits the model adds its own.
fn application(ifc: &super::Model) -> Option<String> {
    let id = *ifc.by_class("IfcApplication", false).last()?;
    let text = |name: &str| ifc.text(id, name).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let name = text("ApplicationFullName")?;
    Some(text("Version").filter(|v| !name.contains(v)).map_or(name.clone(), |v| format!("{name} ({v})")))
}

fn storeys(model: &model::Model) -> Vec<Storey> {
    let storey = |(i, s): (usize, &model::Storey)| Storey {
        guid: s.element.guid.clone(),
        name: s.element.name.clone(),
        number: s.number,
        elevation: s.elevation,
        rooms: model.rooms.iter().filter(|r| r.storey == Some(i)).count(),
    };
    model.storeys.iter().enumerate().map(storey).collect()
}

fn homes(model: &model::Model) -> Vec<Home> {
    let home = |element: &model::Element, owner: Owner| Home {
        tag: element.tag.clone(),
        base: matches!(owner, Owner::Base(_)),
        rooms: model.rooms_of(owner).count(),
        found_by: found_by(&element.origin),
    };
    let dwellings = model.dwellings.iter().enumerate().map(|(i, d)| home(&d.element, Owner::Dwelling(i)));
    let bases = model.bases.iter().enumerate().map(|(i, b)| home(&b.element, Owner::Base(i)));
    dwellings.chain(bases).collect()
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

fn rooms(model: &model::Model) -> Vec<Room> {
    let home = |owner: Owner| match owner {
        Owner::Dwelling(i) => model.dwellings.get(i).map(|d| d.element.tag.clone()),
        Owner::Base(i) => model.bases.get(i).map(|b| b.element.tag.clone()),
        Owner::Common => None,
    };
    let room = |r: &model::Room| Room {
        guid: r.element.guid.clone(),
        tag: r.element.tag.clone(),
        name: r.element.name.clone(),
        home: home(r.owner),
        storey: r.storey.and_then(|s| model.storeys.get(s)).map(|s| s.element.name.clone()),
        functions: r.functions.clone(),
        doubtful: r.doubtful_function,
        area_stated: r.element.stated("room.area").and_then(model::Value::number),
        area_drawn: r.outline.as_ref().map(Area::unsigned_area),
        height: r.height,
    };
    model.rooms.iter().map(room).collect()
}

fn openings(model: &model::Model) -> Vec<Opening> {
    let side = |side: Side| match side {
        Side::Room(r) => model.rooms.get(r).map_or_else(String::new, |r| r.element.tag.clone()),
        Side::Outside => "outside".to_owned(),
        Side::Unknown => "unknown".to_owned(),
    };
    let opening = |o: &model::Opening| Opening {
        guid: o.element.guid.clone(),
        tag: o.element.tag.clone(),
        kind: match o.kind {
            OpeningKind::Door => "door",
            OpeningKind::Window => "window",
            OpeningKind::Passage => "passage",
        },
        width: o.width,
        height: o.height,
        sill: o.sill,
        sides: o.sides.map(side),
    };
    model.openings.iter().map(opening).collect()
}
