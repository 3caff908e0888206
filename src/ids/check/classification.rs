//! How is an element classified?
//!
//! A classification is met by one reference that is of the system and has the code, itself or by what it is below: a
//! reference to 213.2 in a system is also one to 213 if the model says so. Where an element has a reference in a
//! system, those of its type in that system do not count.

use super::constraint::Test;
use super::facet::Tested;
use super::result::{Reason, Why};
use crate::ids::document::Classification;
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::source::Diagnostic;

pub(super) struct ClassificationFacet {
    system: Test,
    value: Option<Test>,
}

impl ClassificationFacet {
    pub(super) fn new(facet: &Classification) -> Result<Self, Box<Diagnostic>> {
        Ok(Self {
            system: Test::new(&facet.system)?,
            value: facet.value.as_ref().map(Test::new).transpose()?,
        })
    }

    pub(super) fn test(&self, model: &Model, id: Id) -> Tested {
        let all = model.classifications(id);
        if all.is_empty() {
            return Tested::Absent(Reason::new(Why::NoClassification));
        }
        let shown = |c: &crate::ifc::Classification<'_>| {
            let system = c.system.as_deref().unwrap_or("–");
            match c.codes.first() {
                Some(code) => format!("{system}: {code}"),
                None => system.to_owned(),
            }
        };
        for found in &all {
            let system = found.system.as_deref().is_some_and(|s| self.system.text(s));
            let value = self.value.as_ref().is_none_or(|v| found.codes.iter().any(|c| v.text(c)));
            if system && value {
                return Tested::Met(Some(Reason::new(Why::Prohibited).found(&shown(found)).at(found.id)));
            }
        }
        let listed: Vec<String> = all.iter().take(5).map(shown).collect();
        Tested::Wrong(Reason::new(Why::Classification).found(&listed.join("; ")).at(all[0].id))
    }

    /// Everything classified, itself or by its type.
    pub(super) fn candidates(model: &Model) -> Vec<Id> {
        let mut all: Vec<Id> = model.all_linked(Link::Classification).map(|(id, _)| id).collect();
        all.extend(model.all_linked(Link::ExternalReference).map(|(id, _)| id));
        with_occurrences(model, all)
    }
}

/// Records and, of those that are type objects, their occurrences.
pub(super) fn with_occurrences(model: &Model, mut all: Vec<Id>) -> Vec<Id> {
    all.sort_unstable();
    all.dedup();
    let occurrences: Vec<Id> = all.iter().flat_map(|id| model.linking(Link::Type, *id)).collect();
    all.extend(occurrences);
    all
}
