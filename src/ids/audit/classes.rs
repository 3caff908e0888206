//! Which classes can an element be of, so that all that is said of it can hold?
//!
//! Per version of IFC the classes an IDS can name, those of IFC2X3 that are told by the type of the object among
//! them, and sets of these. A facet leaves the classes that can have what it asks for; where no class is left, no
//! model can ever satisfy the specification.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::base::{Base, Bases};
use crate::ifc::schema::{Entity, Meaning, Schema, SetTemplate, Version};

/// A class as IDS names it.
pub(super) struct Class {
    /// Its name in capitals.
    pub(super) name: String,
    /// The class of its objects.
    pub(super) entity: Entity,
    /// The classes of the types of its objects.
    pub(super) kinds: Vec<Entity>,
}

/// The classes and attributes of one version.
pub(super) struct Classes {
    pub(super) schema: &'static Schema,
    pub(super) all: Vec<Class>,
    /// By attribute: the classes that have it, and the base types of its values there.
    attributes: BTreeMap<&'static str, Vec<(usize, Bases)>>,
}

/// Some of the classes of a version.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ClassSet(Vec<bool>);

impl ClassSet {
    pub(super) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    pub(super) fn has(&self, index: usize) -> bool {
        self.0.get(index).copied().unwrap_or(false)
    }

    /// Those of both.
    pub(super) fn shared(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| *a && *b).collect())
    }

    pub(super) fn indices(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().filter_map(|(i, has)| has.then_some(i))
    }
}

static CLASSES: [OnceLock<Classes>; 3] = [const { OnceLock::new() }; 3];

impl Classes {
    /// The classes of a version.
    pub(super) fn of(version: Version) -> &'static Self {
        CLASSES[version as usize].get_or_init(|| Self::read(Schema::of(version)))
    }

    fn read(schema: &'static Schema) -> Self {
        let mut all: Vec<Class> = schema
            .entities()
            .map(|entity| Class { name: entity.name().to_ascii_uppercase(), entity, kinds: kinds(entity) })
            .collect();
        for told in schema.occurrences() {
            if let (Some(entity), Some(kind)) = (schema.entity(told.occurrence), schema.entity(told.kind)) {
                let name = told.name.to_ascii_uppercase();
                all.push(Class { name, entity, kinds: vec![kind] });
                // What a set says of the type holds for all objects that may have it.
                if let Some(whole) = all.iter_mut().find(|c| c.entity == entity) {
                    whole.kinds.push(kind);
                }
            }
        }
        let mut attributes: BTreeMap<&'static str, Vec<(usize, Bases)>> = BTreeMap::new();
        for (i, class) in all.iter().enumerate() {
            for attribute in class.entity.attributes() {
                if !class.entity.is_derived(attribute.name) {
                    let bases = Base::of_kind(schema, attribute.kind);
                    attributes.entry(attribute.name).or_default().push((i, bases));
                }
            }
        }
        Self { schema, all, attributes }
    }

    /// The classes that meet a condition.
    pub(super) fn that(&self, meets: impl Fn(&Class) -> bool) -> ClassSet {
        ClassSet(self.all.iter().map(meets).collect())
    }

    /// The classes that are one of some classes of the schema or a kind of one.
    pub(super) fn kinds_of(&self, names: &[&str]) -> ClassSet {
        let roots: Vec<Entity> = names.iter().filter_map(|n| self.schema.entity(n)).collect();
        self.that(|c| roots.iter().any(|r| c.entity.is(*r)))
    }

    /// The classes with one of some attributes; `valued` for those where it is a plain value.
    pub(super) fn with_attributes(&self, names: &[&str], valued: bool) -> ClassSet {
        let mut set = vec![false; self.all.len()];
        for (i, bases) in names.iter().filter_map(|n| self.attributes.get(n)).flatten() {
            set[*i] |= !valued || !bases.is_empty();
        }
        ClassSet(set)
    }

    /// The base types of some attributes, in some classes.
    pub(super) fn bases(&self, names: &[&str], within: Option<&ClassSet>) -> Bases {
        let uses = names.iter().filter_map(|n| self.attributes.get(n)).flatten();
        let here = uses.filter(|(i, _)| within.is_none_or(|w| w.has(*i)));
        here.fold(Bases::default(), |all, (_, bases)| all.and(*bases))
    }

    /// The base types of what the lists hold that some attributes are, in some classes.
    pub(super) fn item_bases(&self, names: &[&str], within: &ClassSet) -> Bases {
        let classes = within.indices().flat_map(|i| self.all[i].entity.attributes());
        let lists = classes.filter(|a| names.contains(&a.name)).filter_map(|a| a.kind.aggregate());
        lists.fold(Bases::default(), |all, list| all.and(Base::of_kind(self.schema, list.of)))
    }

    /// The names of all attributes; `valued` for those that are a plain value somewhere.
    pub(super) fn attribute_names(&self, valued: bool) -> impl Iterator<Item = &'static str> {
        let some = move |uses: &[(usize, Bases)]| !valued || uses.iter().any(|(_, b)| !b.is_empty());
        self.attributes.iter().filter(move |(_, uses)| some(uses)).map(|(name, _)| *name)
    }

    /// Whether a standard set is meant for objects of a class or for their types.
    pub(super) fn applies(set: &SetTemplate, class: &Class) -> bool {
        set.applicable().next().is_none()
            || set.applies_to(class.entity)
            || class.kinds.iter().any(|k| set.applies_to(*k))
    }
}

impl Class {
    /// The predefined types its objects or their types can have; empty where it has none.
    pub(super) fn predefined_types(&self) -> Vec<&'static str> {
        let mut all: Vec<&'static str> = Vec::new();
        for entity in std::iter::once(self.entity).chain(self.kinds.iter().copied()) {
            let attribute = entity.attributes().into_iter().find(|a| a.name == "PredefinedType");
            let meaning = attribute.and_then(|a| entity.schema().meaning(a.kind.name()?));
            for item in meaning.iter().flat_map(|m: &Meaning| m.items()) {
                if !all.contains(&item) {
                    all.push(item);
                }
            }
        }
        all
    }
}

/// The classes of the types of a class: `IfcDoorType` for `IfcDoor`, `IfcWallType` for `IfcWallStandardCase`.
fn kinds(entity: Entity) -> Vec<Entity> {
    let schema = entity.schema();
    let mut of = Some(entity);
    while let Some(e) = of {
        let found: Vec<Entity> =
            ["Type", "Style"].iter().filter_map(|s| schema.entity(&format!("{}{s}", e.name()))).collect();
        if !found.is_empty() {
            return found;
        }
        of = e.supertype().filter(|s| !s.is_abstract());
    }
    Vec::new()
}
