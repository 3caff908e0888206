//! Which property sets has an element, and which elements have a set?
//!
//! Objects have sets by a relation, type objects by an attribute; the sets of materials and profiles name what they
//! belong to themselves.

use crate::ifc::schema::{Attribute, Entity};
use crate::ifc::step::Id;
use crate::ifc::{Link, Model};

/// How many sets of an element and properties of a set are read.
pub(super) const MOST: usize = 10_000;

/// The classes of sets that name what they belong to, and by which attribute.
const OWNED: &[(&str, &str)] = &[
    ("IfcMaterialProperties", "Material"),
    ("IfcExtendedMaterialProperties", "Material"),
    ("IfcProfileProperties", "ProfileDefinition"),
];

/// The sets of materials and profiles, by what they belong to.
#[derive(Debug, Default)]
pub(super) struct Owned {
    pairs: Vec<(Id, Id)>,
}

impl Owned {
    pub(super) fn of(model: &Model) -> Self {
        let mut pairs = Vec::new();
        for (class, attribute) in OWNED {
            for set in model.by_class(class, true) {
                pairs.extend(model.reference(set, attribute).map(|owner| (owner, set)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs }
    }

    fn sets(&self, owner: Id) -> impl Iterator<Item = Id> + '_ {
        let start = self.pairs.partition_point(|(o, _)| *o < owner);
        self.pairs[start..].iter().take_while(move |(o, _)| *o == owner).map(|(_, set)| *set)
    }
}

/// The sets of an element, its own first, then those of its type.
pub(super) fn of(model: &Model, owned: &Owned, id: Id) -> Vec<Id> {
    let mut all = own(model, owned, id);
    if let Some(kind) = model.type_of(id) {
        all.extend(own(model, owned, kind));
    }
    all.truncate(MOST);
    all
}

fn own(model: &Model, owned: &Owned, id: Id) -> Vec<Id> {
    let mut all: Vec<Id> = model.linked(Link::Properties, id).collect();
    if model.is_a(id, "IfcTypeObject") {
        all.extend(model.references(id, "HasPropertySets"));
    }
    all.extend(owned.sets(id));
    all
}

/// The elements that have a set `wanted` says yes to.
pub(super) fn owners(model: &Model, owned: &Owned, wanted: impl Fn(Id) -> bool) -> Vec<Id> {
    let mut all: Vec<Id> =
        model.all_linked(Link::Properties).filter(|(_, set)| wanted(*set)).map(|(id, _)| id).collect();
    all.extend(owned.pairs.iter().filter(|(_, set)| wanted(*set)).map(|(id, _)| *id));
    for kind in model.by_class("IfcTypeObject", true) {
        if model.references(kind, "HasPropertySets").into_iter().any(&wanted) {
            all.push(kind);
        }
    }
    super::classification::with_occurrences(model, all)
}

/// The attribute with the properties of a set of this class; nothing for a predefined set.
pub(super) fn list_of(class: Entity) -> Option<&'static str> {
    ["HasProperties", "Quantities", "Properties", "ExtendedProperties"]
        .into_iter()
        .find(|name| class.attribute_index(name).is_some())
}

/// The attributes of a predefined set that are its properties: those that not every set has.
pub(super) fn own_attributes(class: Entity) -> impl Iterator<Item = &'static Attribute> {
    let root = class.schema().entity("IfcPropertySetDefinition").filter(|root| class.is(*root));
    class.attributes().into_iter().skip(root.map_or(0, |r| r.attribute_count()))
}
