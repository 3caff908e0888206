//! Does an element have what a facet tells of?
//!
//! A facet is made ready once and then held against elements, both to find what a specification concerns and to check
//! what it asks for. Each kind says whether the thing is there rightly, there but otherwise, there without a value, or
//! not there; what that means follows from the cardinality.

use super::attribute::AttributeFacet;
use super::classification::ClassificationFacet;
use super::entity::EntityFacet;
use super::material::MaterialFacet;
use super::part_of::PartOfFacet;
use super::property::PropertyFacet;
use super::result::{Reason, Why};
use crate::ids::document::{Cardinality, Facet};
use crate::ifc::Model;
use crate::ifc::step::Id;
use crate::source::Diagnostic;

/// What an element has of what a facet tells.
pub(super) enum Tested {
    /// The thing, rightly. What it is, is told where that is asked for.
    Met(Option<Reason>),
    /// The thing, but not as it must be.
    Wrong(Reason),
    /// The thing without a value.
    Empty(Reason),
    /// Nothing.
    Absent(Reason),
}

/// A facet made ready.
pub(super) enum Ready {
    Entity(EntityFacet),
    PartOf(PartOfFacet),
    Classification(ClassificationFacet),
    Attribute(AttributeFacet),
    Property(PropertyFacet),
    Material(MaterialFacet),
}

impl Ready {
    pub(super) fn new(facet: &Facet, prohibited: bool) -> Result<Self, Box<Diagnostic>> {
        Ok(match facet {
            Facet::Entity(f) => Self::Entity(EntityFacet::new(f)?),
            Facet::PartOf(f) => Self::PartOf(PartOfFacet::new(f)?),
            Facet::Classification(f) => Self::Classification(ClassificationFacet::new(f)?),
            Facet::Attribute(f) => Self::Attribute(AttributeFacet::new(f, prohibited)?),
            Facet::Property(f) => Self::Property(PropertyFacet::new(f, prohibited)?),
            Facet::Material(f) => Self::Material(MaterialFacet::new(f)?),
        })
    }

    /// What an element has of it.
    pub(super) fn test(&mut self, model: &Model, id: Id) -> Tested {
        match self {
            Self::Entity(f) => f.test(model, id),
            Self::PartOf(f) => f.test(model, id),
            Self::Classification(f) => f.test(model, id),
            Self::Attribute(f) => f.test(model, id),
            Self::Property(f) => f.test(model, id),
            Self::Material(f) => f.test(model, id),
        }
    }

    /// Whether an element has it rightly.
    pub(super) fn is_met(&mut self, model: &Model, id: Id) -> bool {
        matches!(self.test(model, id), Tested::Met(_))
    }

    /// All elements that may have it, in any order, some of them twice.
    pub(super) fn candidates(&mut self, model: &Model) -> Vec<Id> {
        match self {
            Self::Entity(f) => f.candidates(model),
            Self::PartOf(f) => f.candidates(model),
            Self::Classification(_) => ClassificationFacet::candidates(model),
            Self::Attribute(f) => f.candidates(model),
            Self::Property(f) => f.candidates(model),
            Self::Material(_) => MaterialFacet::candidates(model),
        }
    }

    /// Why an element does not meet it under a cardinality; nothing if it does.
    pub(super) fn failure(&mut self, model: &Model, id: Id, cardinality: Cardinality) -> Option<Reason> {
        let tested = self.test(model, id);
        match (cardinality, tested) {
            (Cardinality::Required | Cardinality::Optional, Tested::Met(_)) => None,
            (Cardinality::Required, Tested::Wrong(r) | Tested::Empty(r) | Tested::Absent(r)) => Some(r),
            (Cardinality::Optional, Tested::Absent(_)) => None,
            (Cardinality::Optional, Tested::Wrong(reason)) => Some(reason),
            // A property without a value is as good as none; an attribute of empty text is one.
            (Cardinality::Optional, Tested::Empty(reason)) => {
                (!matches!(self, Self::Property(_))).then_some(reason)
            }
            (Cardinality::Prohibited, Tested::Met(found)) => {
                let found = found.unwrap_or_else(|| Reason::new(Why::Prohibited));
                Some(Reason { why: Why::Prohibited, ..found })
            }
            // "Must not exist, regardless of the value, even if empty."
            (Cardinality::Prohibited, Tested::Empty(found) | Tested::Wrong(found)) => {
                self.is_bare().then_some(Reason { why: Why::Prohibited, ..found })
            }
            (Cardinality::Prohibited, Tested::Absent(_)) => None,
        }
    }

    /// Whether it asks for the thing alone, whatever its value.
    fn is_bare(&self) -> bool {
        match self {
            Self::Attribute(f) => f.is_bare(),
            Self::Property(f) => f.is_bare(),
            _ => false,
        }
    }
}
