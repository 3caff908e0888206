//! Can an element be part of what is named, through the relation that is named?

use super::classes::{ClassSet, Classes};
use super::entities;
use super::faults::{Faults, some};
use crate::ids::document::{PartOf, Relation};
use crate::localized;
use crate::source::Diagnostic;

/// What a relation goes from and to: the classes of the part, and of the whole. As the relations are declared, with
/// voids and fills taken together from a door or an opening to the element it is in.
fn ends(relation: Option<Relation>) -> (&'static [&'static str], &'static [&'static str]) {
    match relation {
        Some(Relation::ContainedInSpatialStructure) => {
            (&["IfcProduct"], &["IfcSpatialElement", "IfcSpatialStructureElement"])
        }
        Some(Relation::AssignsToGroup) => (&["IfcObjectDefinition"], &["IfcGroup"]),
        Some(Relation::VoidsAndFills) => (&["IfcElement"], &["IfcElement"]),
        Some(Relation::Aggregates | Relation::Nests) | None => {
            (&["IfcObjectDefinition"], &["IfcObjectDefinition"])
        }
    }
}

/// The classes that can be such a part; nothing where none can, which is told.
pub(super) fn classes(part_of: &PartOf, classes: &'static Classes, faults: &mut Faults) -> Option<ClassSet> {
    let whole = entities::classes(&part_of.entity, classes, faults)?;
    let (parts, wholes) = ends(part_of.relation);
    if whole.shared(&classes.kinds_of(wholes)).is_empty() {
        let names = some(whole.indices().map(|i| classes.all[i].name.as_str()));
        let message = match part_of.relation {
            Some(relation) => {
                let relation = relation.name();
                localized!(
                    "ingenting kan være del av {names} gjennom {relation}",
                    "nothing can be part of {names} through {relation}"
                )
            }
            None => localized!("ingenting kan være del av {names}", "nothing can be part of {names}"),
        };
        let able: Vec<Relation> = Relation::ALL
            .into_iter()
            .filter(|r| !whole.shared(&classes.kinds_of(ends(Some(*r)).1)).is_empty())
            .collect();
        let able: Vec<&str> = able.into_iter().map(Relation::name).collect();
        let able = able.join(", ");
        let fault = Diagnostic::error("ids.part-of", part_of.relation_span.unwrap_or(part_of.span), message);
        faults.say(if able.is_empty() {
            let kinds = wholes[0].to_ascii_uppercase();
            fault.help(localized!("nevn en klasse av slaget {kinds}", "name a class of the kind {kinds}"))
        } else {
            fault.help(localized!("mulige forbindelser: {able}", "relations that are possible: {able}"))
        });
        return None;
    }
    Some(classes.kinds_of(parts))
}
