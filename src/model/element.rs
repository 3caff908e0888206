//! What every part of a project has: an id, a name, declarations and an origin.

use std::collections::BTreeMap;

use geo::Coord;
use serde::Serialize;

use super::{Known, Origin, Value};
use crate::vocab::SubjectKind;

/// Stable id of an element within the project: its path of tags, such as `A101/bad` or `A101/D1`; for IFC
/// elements the GlobalId is kept beside it in the origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct ElementId(pub String);

/// A value stated for an element.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// The value.
    pub value: Value,
    /// Where it was stated.
    pub origin: Origin,
}

/// Where an element is on the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// Index of the storey.
    pub storey: usize,
    /// A point that stands for the element, in metres.
    pub at: Coord<f64>,
}

/// The common head of every part of a project.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Stable id.
    pub id: ElementId,
    /// What it is.
    pub kind: SubjectKind,
    /// Its short tag, such as `D1` or `A101`.
    pub tag: String,
    /// Its name as given, such as «Stue/kjøkken»; empty when it has none.
    pub name: String,
    /// How a sentence refers to it, such as «bad i A101».
    pub label: String,
    /// Where it was described.
    pub origin: Origin,
    /// GlobalId of the IFC entity, where it is one.
    pub guid: Option<String>,
    /// What was stated of it: fact id → everything stated. More than one value of a fact is settled, or found
    /// conflicting, when facts are made.
    pub declared: BTreeMap<String, Vec<Declaration>>,
}

impl Element {
    /// An element without declarations.
    pub fn new(id: impl Into<String>, kind: SubjectKind, origin: Origin) -> Self {
        let id = id.into();
        Self {
            tag: id.rsplit('/').next().unwrap_or(&id).to_owned(),
            label: id.clone(),
            id: ElementId(id),
            kind,
            name: String::new(),
            origin,
            guid: None,
            declared: BTreeMap::new(),
        }
    }

    /// States a fact of the element.
    pub fn declare(&mut self, fact: impl Into<String>, value: Value, origin: Origin) {
        self.declared.entry(fact.into()).or_default().push(Declaration { value, origin });
    }

    /// The value of a fact if it was stated and all that was stated agrees.
    pub fn stated(&self, fact: &str) -> Option<&Value> {
        let all = self.declared.get(fact)?;
        let first = all.first()?;
        all.iter().all(|d| d.value.same(&first.value)).then_some(&first.value)
    }

    /// Everything stated of a fact as settled values.
    pub fn known(&self, fact: &str) -> Vec<Known> {
        super::settle(self.declared.get(fact).map_or(&[][..], Vec::as_slice))
    }
}
