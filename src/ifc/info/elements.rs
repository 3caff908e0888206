//! Every building element and space of the file with the box it fills, for whoever compares with another program.

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ifc::Model;
use crate::ifc::shape::{Motion, Shapes};
use crate::ifc::step::Id;
use crate::text::Localized;

/// In how many parts work is divided: the same on every machine, since each part has a budget of its own.
const PARTS: usize = 16;

/// A building element or a space with the box it fills.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ElementInfo {
    /// GlobalId.
    pub guid: Option<String>,
    /// Class, such as `IfcWall`.
    pub class: String,
    /// Its `Name`.
    pub name: String,
    /// GlobalId of the storey that holds it, directly or through what it is part of.
    pub storey: Option<String>,
    /// Lowest and highest corner in the file's own frame, in metres; openings are not taken out. None where it has no
    /// shape, or none that is understood.
    #[serde(rename = "box")]
    pub corners: Option<[[f64; 3]; 2]>,
    /// Why it has no box although it has geometry.
    pub not_shaped: Option<Localized>,
}

/// Every element and space of a model with its box.
pub fn elements(ifc: &Model) -> Vec<ElementInfo> {
    let mut all: Vec<Id> = ["IfcSpatialStructureElement", "IfcElement"]
        .into_iter()
        .flat_map(|class| ifc.by_class(class, true))
        .filter(|id| ifc.is_a(*id, "IfcElement") || ifc.is_a(*id, "IfcSpace"))
        .collect();
    all.sort_unstable();
    let parts: Vec<Vec<ElementInfo>> = all
        .par_chunks(all.len().div_ceil(PARTS).max(1))
        .map(|ids| {
            let shapes = Shapes::share(ifc, Motion::NONE, PARTS);
            ids.iter().map(|id| part(ifc, &shapes, *id)).collect()
        })
        .collect();
    parts.into_iter().flatten().collect()
}

fn part(ifc: &Model, shapes: &Shapes<'_>, id: Id) -> ElementInfo {
    let storey = ifc.container(id, "IfcBuildingStorey").and_then(|s| ifc.global_id(s));
    let (corners, not_shaped) = match shapes.corner_box(id) {
        Ok(corners) => (Some(corners), None),
        Err(why) => (None, ifc.reference(id, "Representation").map(|_| why.reason())),
    };
    ElementInfo {
        guid: ifc.global_id(id).map(|g| g.into_owned()),
        class: ifc.class(id).map_or("", |c| c.name()).to_owned(),
        name: ifc.text(id, "Name").map(|t| t.into_owned()).unwrap_or_default(),
        storey: storey.map(|g| g.into_owned()),
        corners,
        not_shaped,
    }
}
