//! Which materials is an element made of?
//!
//! A material is met by any name or category in what is associated: of a material, a layer, a profile, a constituent, or
//! the set of them. Where an element has no material of its own, that of its type counts.

use super::classification::with_occurrences;
use super::constraint::Test;
use super::facet::Tested;
use super::result::{Reason, Why};
use crate::ids::document::Material;
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::source::Diagnostic;
use std::borrow::Cow;
use std::collections::HashMap;

pub(super) struct MaterialFacet {
    value: Option<Test>,
    /// Whether a material record meets the value.
    known: HashMap<Id, bool>,
}

/// Where names stand in the classes of materials, and what they are made up of.
const PARTS: &[(&str, &[&str], &[&str])] = &[
    ("IfcMaterial", &["Name", "Category"], &[]),
    ("IfcMaterialList", &[], &["Materials"]),
    ("IfcMaterialLayerSetUsage", &[], &["ForLayerSet"]),
    ("IfcMaterialLayerSet", &["LayerSetName"], &["MaterialLayers"]),
    ("IfcMaterialLayer", &["Name", "Category"], &["Material"]),
    ("IfcMaterialProfileSetUsage", &[], &["ForProfileSet", "ForProfileEndSet"]),
    ("IfcMaterialProfileSet", &["Name"], &["MaterialProfiles"]),
    ("IfcMaterialProfile", &["Name", "Category"], &["Material"]),
    ("IfcMaterialConstituentSet", &["Name"], &["MaterialConstituents"]),
    ("IfcMaterialConstituent", &["Name", "Category"], &["Material"]),
];

/// How many records of one material are read.
const MOST: usize = 2_000;

impl MaterialFacet {
    pub(super) fn new(facet: &Material) -> Result<Self, Box<Diagnostic>> {
        Ok(Self { value: facet.value.as_ref().map(Test::new).transpose()?, known: HashMap::new() })
    }

    pub(super) fn test(&mut self, model: &Model, id: Id) -> Tested {
        let mut all: Vec<Id> = model.linked(Link::Material, id).collect();
        if all.is_empty()
            && let Some(kind) = model.type_of(id)
        {
            all.extend(model.linked(Link::Material, kind));
        }
        let Some(first) = all.first().copied() else {
            return Tested::Absent(Reason::new(Why::NoMaterial));
        };
        let shown = |all: &[Id]| {
            let names: Vec<_> = all.iter().flat_map(|m| names(model, *m)).take(8).collect();
            names.join("; ")
        };
        let Some(asked) = &self.value else {
            return Tested::Met(Some(Reason::new(Why::Prohibited).found(&shown(&all)).at(first)));
        };
        let known = &mut self.known;
        let met = all.iter().find(|m| {
            *known.entry(**m).or_insert_with(|| names(model, **m).iter().any(|name| asked.text(name)))
        });
        match met {
            Some(met) => Tested::Met(Some(Reason::new(Why::Prohibited).found(&shown(&[*met])).at(*met))),
            None => Tested::Wrong(Reason::new(Why::Material).found(&shown(&all)).at(first)),
        }
    }

    /// Everything of a material, itself or by its type.
    pub(super) fn candidates(model: &Model) -> Vec<Id> {
        with_occurrences(model, model.all_linked(Link::Material).map(|(id, _)| id).collect())
    }
}

/// All names and categories in a material, from the whole to its parts.
fn names(model: &Model, id: Id) -> Vec<Cow<'_, str>> {
    let mut names: Vec<Cow<'_, str>> = Vec::new();
    let mut seen = vec![id];
    let mut at = 0;
    while let Some(id) = seen.get(at).copied().filter(|_| at < MOST) {
        at += 1;
        let Some(class) = model.class(id) else { continue };
        let Some((_, texts, parts)) = PARTS.iter().find(|(name, ..)| class.is_a(name)) else { continue };
        for text in texts.iter().filter_map(|t| model.text(id, t)).filter(|t| !t.is_empty()) {
            if !names.contains(&text) {
                names.push(text);
            }
        }
        for part in parts.iter().flat_map(|p| model.references(id, p)) {
            if seen.len() < MOST && !seen.contains(&part) {
                seen.push(part);
            }
        }
    }
    names
}
