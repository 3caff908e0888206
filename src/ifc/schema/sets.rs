//! Which standard property and quantity sets are there, for which classes, with which properties?

use super::entity::Entity;
use super::table::by_name;
use std::ops::Range;

/// The standard sets of one schema, in the order of their names.
#[derive(Debug, Default)]
pub struct Sets {
    sets: Vec<SetTemplate>,
    properties: Vec<PropertyTemplate>,
}

/// One standard set.
#[derive(Debug, Clone)]
pub struct SetTemplate {
    /// Its name, such as `Pset_DoorCommon`.
    pub name: &'static str,
    /// Whether it holds quantities rather than properties.
    pub quantities: bool,
    applicable: &'static str,
    properties: Range<usize>,
}

/// One property or quantity of a standard set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PropertyTemplate {
    /// Its name.
    pub name: &'static str,
    /// How it holds its value, and of which type.
    pub holds: Holds,
}

/// How a property holds its value. Types are names of the schema; empty where the template tells none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// One value of this type.
    Single(&'static str),
    /// Values of this type out of a list, with `|` between.
    Enumerated(&'static str, &'static str),
    /// Any number of values of this type.
    List(&'static str),
    /// A value of this type with limits.
    Bounded(&'static str),
    /// A table from values of the first type to values of the second.
    Table(&'static str, &'static str),
    /// A reference to an object of this type.
    Reference(&'static str),
    /// Further properties.
    Complex,
    /// A quantity: `length`, `area`, `volume`, `weight`, `count` or `time`.
    Quantity(&'static str),
}

impl Sets {
    pub(super) fn read(text: &'static str) -> Self {
        let mut sets = Self::default();
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let _ = sets.take(line);
        }
        sets
    }

    fn take(&mut self, line: &'static str) -> Option<()> {
        let Some(line) = line.strip_prefix('\t') else {
            let (word, rest) = line.split_once(' ')?;
            let (name, applicable) = rest.split_once(' ')?;
            let at = self.properties.len();
            self.sets.push(SetTemplate { name, quantities: word == "qto", applicable, properties: at..at });
            return Some(());
        };
        let set = self.sets.last_mut()?;
        let (name, rest) = line.split_once(' ')?;
        let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
        let known = |name: &'static str| if name == "-" { "" } else { name };
        let holds = match word {
            "single" => Holds::Single(known(first)),
            "enum" => Holds::Enumerated(known(first), second),
            "list" => Holds::List(known(first)),
            "bounded" => Holds::Bounded(known(first)),
            "table" => Holds::Table(known(first), known(second)),
            "reference" => Holds::Reference(known(first)),
            "complex" => Holds::Complex,
            "length" | "area" | "volume" | "weight" | "count" | "time" | "number" => Holds::Quantity(word),
            _ => return None,
        };
        self.properties.push(PropertyTemplate { name, holds });
        set.properties.end = self.properties.len();
        Some(())
    }

    /// The set of this name; the name must be exact.
    pub fn get(&self, name: &str) -> Option<&SetTemplate> {
        let place = self.sets.binary_search_by(|s| by_name(s.name, name)).ok()?;
        Some(&self.sets[place]).filter(|s| s.name == name)
    }

    /// All sets.
    pub fn iter(&self) -> impl Iterator<Item = &SetTemplate> {
        self.sets.iter()
    }

    /// The properties of a set.
    pub fn properties(&self, set: &SetTemplate) -> &[PropertyTemplate] {
        self.properties.get(set.properties.clone()).unwrap_or_default()
    }

    /// The property of this name in the set of this name.
    pub fn property(&self, set: &str, name: &str) -> Option<&PropertyTemplate> {
        self.properties(self.get(set)?).iter().find(|p| p.name == name)
    }
}

impl SetTemplate {
    /// The classes it is meant for, each with a predefined type if it is meant for that only. Templates of older
    /// schemas name the occurrence and mean its type too.
    pub fn applicable(&self) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
        self.applicable.split(',').filter(|a| *a != "-").map(|a| match a.split_once('/') {
            Some((class, predefined)) => (class, Some(predefined)),
            None => (a, None),
        })
    }

    /// Whether it is meant for objects of a class: the class itself, what it is a kind of, or the type of
    /// either.
    pub fn applies_to(&self, entity: Entity) -> bool {
        self.applicable().any(|(class, _)| {
            entity.is_a(class)
                || entity.is_a(&format!("{class}Type"))
                || entity.is_a(&format!("{class}Style"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::schema::{Schema, Version};

    #[test]
    fn every_line_of_every_template_is_understood() {
        for text in [
            include_str!("data/IFC2X3-sets.txt"),
            include_str!("data/IFC4-sets.txt"),
            include_str!("data/IFC4X3-sets.txt"),
        ] {
            let mut sets = Sets::default();
            let lost: Vec<&str> = text.lines().skip(1).filter(|l| sets.take(l).is_none()).collect();
            assert_eq!(lost, Vec::<&str>::new());
            assert!(sets.sets.is_sorted_by(|a, b| by_name(a.name, b.name).is_lt()));
        }
    }

    #[test]
    fn sets_know_their_classes_and_properties() {
        for version in [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3] {
            let schema = Schema::of(version);
            let common = schema.sets().get("Pset_DoorCommon").unwrap();
            assert!(common.applies_to(schema.entity("IfcDoor").unwrap()));
            let style = if version == Version::Ifc2x3 { "IfcDoorStyle" } else { "IfcDoorType" };
            assert!(common.applies_to(schema.entity(style).unwrap()));
            assert!(!common.applies_to(schema.entity("IfcWindow").unwrap()));
            let external = schema.sets().property("Pset_DoorCommon", "IsExternal").unwrap();
            assert_eq!(external.holds, Holds::Single("IfcBoolean"));
        }
        let sets = Schema::of(Version::Ifc4).sets();
        let status = sets.property("Pset_DoorCommon", "Status").unwrap();
        assert!(matches!(status.holds, Holds::Enumerated("IfcLabel", items) if items.starts_with("NEW|")));
        let area = sets.property("Qto_SpaceBaseQuantities", "NetFloorArea").unwrap();
        assert_eq!(area.holds, Holds::Quantity("area"));
        assert!(sets.get("Qto_SpaceBaseQuantities").unwrap().quantities);
        assert!(sets.get("pset_doorcommon").is_none());
    }

    #[test]
    fn a_set_may_be_meant_for_one_predefined_type() {
        let sets = Schema::of(Version::Ifc4x3).sets();
        let sensor = sets.get("Pset_SensorTypeCO2Sensor").unwrap();
        assert!(sensor.applicable().any(|a| a == ("IfcSensor", Some("CO2SENSOR"))));
    }
}
