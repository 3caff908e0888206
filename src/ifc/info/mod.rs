//! What is in a building model, and what is understood of it? Every storey, dwelling, room, door and window by its
//! GlobalId, so that anything can be held against what another program says.
//!
//! In come a model and the project it was lowered to; out goes plain data that can be shown or written as JSON, with
//! lengths in metres, areas in square metres and property values in SI units. What hangs on requirements ([`Missing`])
//! is put in by whoever knows them.

mod elements;
mod parts;
mod sets;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

pub use self::elements::{ElementInfo, elements};
pub use self::parts::{Home, Opening, OtherSpace, Room, Storey};
pub use self::sets::{PropertyInfo, SetInfo};
use crate::model;
use crate::source::Diagnostic;
use crate::text::Localized;

/// Name of the format.
const FORMAT: &str = "befaring.ifc-info";
/// Version of the format; grows when something in it changes its meaning or goes.
const FORMAT_VERSION: u32 = 1;

/// A building model and what is understood of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "befaring ifc info")]
pub struct Info {
    /// Always `befaring.ifc-info`.
    pub format: &'static str,
    /// Version of the format.
    pub format_version: u32,
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
    /// Name of the project.
    pub project: Option<String>,
    /// Units of the project: kind and name.
    pub units: BTreeMap<String, String>,
    /// How many records.
    pub records: usize,
    /// How many records of each class of objects, types, groups and the project itself; subclasses count apart.
    pub classes: BTreeMap<String, usize>,
    /// Storeys of the file, the lowest first.
    pub storeys: Vec<Storey>,
    /// Dwellings and staff bases as they were found.
    pub dwellings: Vec<Home>,
    /// Rooms.
    pub rooms: Vec<Room>,
    /// Spaces that are no rooms: gross areas, roofs, parts of rooms.
    pub other_spaces: Vec<OtherSpace>,
    /// Doors.
    pub doors: Vec<Opening>,
    /// Windows.
    pub windows: Vec<Opening>,
    /// Holes that nothing fills and that one can walk through.
    pub passages: Vec<Opening>,
    /// Every building element and space with its box; only where it is asked for, since shaping a large model takes
    /// its time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elements: Option<Vec<ElementInfo>>,
    /// What requirements ask for that the model does not say, where most hangs on it first.
    pub missing: Vec<Missing>,
    /// What is wrong with the model, was not understood or was left out.
    pub warnings: Vec<Warning>,
}

/// A fact that requirements ask for and the model does not say.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Missing {
    /// Id of the fact.
    pub fact: String,
    /// What it is called.
    pub name: Localized,
    /// The entity, set and property that would say it.
    pub property: Option<String>,
    /// Ids of the requirements that cannot be judged without it.
    pub requirements: Vec<String>,
    /// At how many places it is missing.
    pub places: usize,
    /// Some of them.
    pub examples: Vec<String>,
}

/// Something wrong with the model, not understood or left out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Warning {
    /// `note`, `warning` or `error`.
    pub severity: &'static str,
    /// What kind, such as `ifc.area-unit`.
    pub code: &'static str,
    /// One sentence.
    pub message: Localized,
    /// How to mend it.
    pub help: Option<Localized>,
    /// Line of the file, where one is meant.
    pub line: Option<usize>,
}

/// Sums a building model up, without what is missing for requirements.
pub fn info(ifc: &super::Model, lowered: Option<&model::Model>, diagnostics: &[Diagnostic]) -> Info {
    let header = ifc.file().header();
    let mut classes: BTreeMap<String, usize> = BTreeMap::new();
    // NOTE: the older schema has no class above objects and their types.
    let all = if ifc.schema().entity("IfcObjectDefinition").is_some() {
        vec!["IfcObjectDefinition"]
    } else {
        vec!["IfcObject", "IfcTypeObject"]
    };
    for id in all.into_iter().flat_map(|c| ifc.by_class(c, true)) {
        if let Some(class) = ifc.class(id) {
            *classes.entry(class.name().to_owned()).or_default() += 1;
        }
    }
    let parts = parts::Parts::new(ifc, lowered);
    let project = ifc.by_class("IfcProject", false).first().copied();
    let called = |name| project.and_then(|p| ifc.text(p, name)).filter(|t| !t.trim().is_empty());
    Info {
        format: FORMAT,
        format_version: FORMAT_VERSION,
        file: ifc.file().path().to_string_lossy().replace('\\', "/"),
        bytes: ifc.file().size(),
        schema: ifc.schema().name().to_owned(),
        schema_named: header.schemas.join(", "),
        application: application(ifc).unwrap_or_else(|| header.originating_system.clone()),
        writer: header.preprocessor.clone(),
        written: header.time_stamp.clone(),
        project: called("LongName").or_else(|| called("Name")).map(|t| t.into_owned()),
        units: ifc.units().iter().map(|u| (u.kind.clone(), u.name.clone())).collect(),
        records: ifc.file().len(),
        classes,
        storeys: parts.storeys(),
        dwellings: parts.homes(),
        rooms: parts.rooms(),
        other_spaces: parts.other_spaces(),
        doors: parts.openings("IfcDoor"),
        windows: parts.openings("IfcWindow"),
        passages: parts.passages(),
        elements: None,
        missing: Vec::new(),
        warnings: diagnostics.iter().map(warning).collect(),
    }
}

/// The schema of the JSON.
///
/// # Errors
/// If it cannot be written as JSON, which no input makes happen.
pub fn info_schema() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Info))?;
    text.push('\n');
    Ok(text)
}

fn warning(d: &Diagnostic) -> Warning {
    use crate::source::Severity;
    Warning {
        severity: match d.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        code: d.code,
        message: d.message.clone(),
        help: d.help.clone(),
        line: d.location.as_ref().and_then(|l| l.line),
    }
}

/// The program by its own record: the last one, since each that edits the model adds its own.
fn application(ifc: &super::Model) -> Option<String> {
    let id = *ifc.by_class("IfcApplication", false).last()?;
    let text = |name: &str| ifc.text(id, name).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let name = text("ApplicationFullName")?;
    Some(text("Version").filter(|v| !name.contains(v)).map_or(name.clone(), |v| format!("{name} ({v})")))
}
