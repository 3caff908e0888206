//! What is an element part of, directly or through others?
//!
//! A relation is followed upwards from part to whole as often as it goes on. A part of a contained element is contained
//! where that is, as only the outermost whole is said to be somewhere. Without a relation all of them are followed.

use super::entity::{EntityFacet, class_name};
use super::facet::Tested;
use super::result::{Reason, Why};
use crate::ids::document::{PartOf, Relation};
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::source::Diagnostic;

pub(super) struct PartOfFacet {
    relation: Option<Relation>,
    entity: EntityFacet,
}

/// How many wholes of an element are looked at.
const MOST: usize = 1000;
/// How many decompositions lie between a part and what is contained.
const DEPTH: usize = 32;

const ALL: [Link; 6] = [Link::Container, Link::Whole, Link::Host, Link::Filled, Link::Voided, Link::Group];

impl PartOfFacet {
    pub(super) fn new(facet: &PartOf) -> Result<Self, Box<Diagnostic>> {
        Ok(Self { relation: facet.relation, entity: EntityFacet::new(&facet.entity)? })
    }

    fn links(&self) -> &'static [Link] {
        match self.relation {
            None => &ALL,
            Some(Relation::Aggregates) => &[Link::Whole],
            Some(Relation::AssignsToGroup) => &[Link::Group],
            Some(Relation::ContainedInSpatialStructure) => &[Link::Container],
            Some(Relation::Nests) => &[Link::Host],
            Some(Relation::VoidsAndFills) => &[Link::Filled, Link::Voided],
        }
    }

    pub(super) fn test(&mut self, model: &Model, id: Id) -> Tested {
        let mut wholes = self.above(model, id);
        if wholes.is_empty() && self.relation == Some(Relation::ContainedInSpatialStructure) {
            wholes = container_of_whole(model, id);
        }
        let mut at = 0;
        while let Some(whole) = wholes.get(at).copied() {
            at += 1;
            if let Tested::Met(_) = self.entity.test(model, whole) {
                let shown = class_name(model, whole);
                return Tested::Met(Some(Reason::new(Why::Prohibited).found(&shown).at(whole)));
            }
            for next in self.above(model, whole) {
                if wholes.len() < MOST && next != id && !wholes.contains(&next) {
                    wholes.push(next);
                }
            }
        }
        let Some(first) = wholes.first().copied() else {
            return Tested::Absent(Reason::new(Why::NoWhole));
        };
        let shown: Vec<String> = wholes.iter().take(8).map(|w| class_name(model, *w)).collect();
        Tested::Wrong(Reason::new(Why::Whole).found(&shown.join(", ")).at(first))
    }

    /// What a record is directly part of.
    fn above(&self, model: &Model, id: Id) -> Vec<Id> {
        self.links().iter().flat_map(|link| model.linked(*link, id).take(MOST)).collect()
    }

    /// Everything that is part of something.
    pub(super) fn candidates(&self, model: &Model) -> Vec<Id> {
        let mut all: Vec<Id> =
            self.links().iter().flat_map(|link| model.all_linked(*link).map(|(id, _)| id)).collect();
        if self.relation == Some(Relation::ContainedInSpatialStructure) {
            for link in [Link::Whole, Link::Host, Link::Filled, Link::Voided] {
                all.extend(model.all_linked(link).map(|(id, _)| id));
            }
        }
        all
    }
}

/// Where the nearest contained whole of a part is contained.
fn container_of_whole(model: &Model, id: Id) -> Vec<Id> {
    let mut at = id;
    for _ in 0..DEPTH {
        let up = [Link::Whole, Link::Host, Link::Filled, Link::Voided];
        let Some(next) = up.iter().find_map(|link| model.linked(*link, at).next()) else { break };
        let containers: Vec<Id> = model.linked(Link::Container, next).collect();
        if !containers.is_empty() {
            return containers;
        }
        at = next;
    }
    Vec::new()
}
