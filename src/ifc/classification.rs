//! Under which codes is an object classified?
//!
//! In come references into classification systems (NS 3451, NS 3457, TFM, Uniformat …), the object's own and
//! its type's; out go codes with the name of their system. Where both have a code of the same system the
//! object's counts.

use super::file::Model;
use super::links::Link;
use super::step::{FaultKind, Id};
use std::borrow::Cow;

/// A code in a classification system.
#[derive(Debug, Clone, PartialEq)]
pub struct Classification<'a> {
    /// The record of the reference.
    pub id: Id,
    /// The name of the system, if it is told.
    pub system: Option<Cow<'a, str>>,
    /// The code, then those of the groups above it, nearest first. Empty if only a system is named.
    pub codes: Vec<Cow<'a, str>>,
    /// What the code means.
    pub name: Option<Cow<'a, str>>,
    /// Whether it is the type's.
    pub from_type: bool,
}

/// How many groups may lie above a code.
const DEPTH: usize = 32;

impl Model {
    /// The codes of an object, its type's after its own.
    pub fn classifications(&self, id: Id) -> Vec<Classification<'_>> {
        let own = |id| self.linked(Link::Classification, id).chain(self.linked(Link::ExternalReference, id));
        let read = |id| -> Vec<_> { own(id).filter_map(|c| self.classification(c)).collect() };
        let mut all = read(id);
        let own_count = all.len();
        for mut inherited in self.type_of(id).map_or(Vec::new(), read) {
            inherited.from_type = true;
            if inherited.system.is_none() || !all[..own_count].iter().any(|c| c.system == inherited.system) {
                all.push(inherited);
            }
        }
        all
    }

    fn classification(&self, id: Id) -> Option<Classification<'_>> {
        let mut found = Classification { id, system: None, codes: Vec::new(), name: None, from_type: false };
        let mut at = id;
        for _ in 0..DEPTH {
            match self.class(at)?.name() {
                "IfcClassification" => {
                    found.system = self.text(at, "Name");
                    return Some(found);
                }
                "IfcClassificationReference" => {
                    // IFC2X3 calls it ItemReference.
                    let code = self.text(at, "Identification").or_else(|| self.text(at, "ItemReference"));
                    found.codes.extend(code.filter(|c| !c.is_empty()));
                    if at == id {
                        found.name = self.text(at, "Name");
                    }
                    match self.reference(at, "ReferencedSource") {
                        Some(source) => at = source,
                        None => return Some(found),
                    }
                }
                // Documents and libraries are referred to by the same relation.
                _ => return None,
            }
        }
        self.report(id, FaultKind::Cycle, at.0);
        Some(found)
    }
}
