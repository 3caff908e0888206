//! Which classes can have a classification or a material?

use super::classes::{ClassSet, Classes};
use super::faults::some;
use crate::ifc::schema::{Entity, Meaning};
use crate::localized;
use crate::source::{Diagnostic, Span};
use crate::text::Localized;

/// How the schema associates things: the relation's class, and the attribute with what it is associated with.
const CLASSIFIED: [(&str, &str); 2] = [
    ("IfcRelAssociatesClassification", "RelatedObjects"),
    ("IfcExternalReferenceRelationship", "RelatedResourceObjects"),
];
const MADE_OF: [(&str, &str); 1] = [("IfcRelAssociatesMaterial", "RelatedObjects")];

/// The classes that can be classified.
pub(super) fn classified(classes: &Classes) -> ClassSet {
    ends(classes, &CLASSIFIED)
}

/// The classes that can have a material.
pub(super) fn made_of(classes: &Classes) -> ClassSet {
    ends(classes, &MADE_OF)
}

fn ends(classes: &Classes, relations: &[(&str, &str)]) -> ClassSet {
    let schema = classes.schema;
    let mut roots: Vec<Entity> = Vec::new();
    for (relation, attribute) in relations {
        let attributes = schema.entity(relation).map(Entity::attributes).unwrap_or_default();
        let Some(found) = attributes.into_iter().find(|a| a.name == *attribute) else { continue };
        match found.kind.innermost().name().and_then(|n| schema.meaning(n)) {
            Some(Meaning::Entity(entity)) => roots.push(entity),
            Some(select @ Meaning::Select(_)) => {
                roots.extend(select.items().filter_map(|i| schema.entity(i)));
            }
            _ => {}
        }
    }
    classes.that(|c| roots.iter().any(|r| c.entity.is(*r)))
}

/// That the classes at hand can have no such thing.
pub(super) fn clash(span: Span, what: &Localized, classes: &Classes, left: &ClassSet) -> Diagnostic {
    let names = some(left.indices().map(|i| classes.all[i].name.as_str()));
    let (nb, en) = (&what.nb, &what.en);
    Diagnostic::error(
        "ids.association",
        span,
        Localized::new(format!("{names} kan ikke ha {nb}"), format!("{names} cannot have {en}")),
    )
    .help(localized!(
        "velg en klasse av objekter, eller ta kravet bort",
        "choose a class of objects, or take the requirement away"
    ))
}
