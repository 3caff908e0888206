//! What does the schema say of a class: what it is, which attributes it has in which order, and of which types?
//!
//! In come the texts under `data/`, made by `generate.py`; out go handles into tables that are read once a run,
//! when a schema is first asked for (about a millisecond). IFC2X3, IFC4 (ADD2 TC1) and IFC4X3 (ADD2) are known.
//! Names are found whatever their case, as files write them in capitals. Where-rules and functions are not here.

mod entity;
mod kind;
mod sets;
mod table;

pub use entity::{Attribute, Entity, Inverse};
pub use kind::{Aggregate, Kind, Meaning};
pub use sets::{Holds, PropertyTemplate, SetTemplate, Sets};
pub use table::Occurrence;

use std::sync::OnceLock;
use table::Table;

/// A version of IFC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// IFC2x3 TC1.
    Ifc2x3,
    /// IFC4 ADD2 TC1.
    Ifc4,
    /// IFC4.3 ADD2.
    Ifc4x3,
}

/// One version's classes and types.
#[derive(Debug)]
pub struct Schema {
    version: Version,
    table: Table,
    sets: OnceLock<Sets>,
}

static SCHEMAS: [OnceLock<Schema>; 3] = [const { OnceLock::new() }; 3];

impl Schema {
    /// The tables of a version.
    pub fn of(version: Version) -> &'static Self {
        SCHEMAS[version as usize].get_or_init(|| {
            let text = match version {
                Version::Ifc2x3 => include_str!("data/IFC2X3.txt"),
                Version::Ifc4 => include_str!("data/IFC4.txt"),
                Version::Ifc4x3 => include_str!("data/IFC4X3.txt"),
            };
            Self { version, table: Table::read(text), sets: OnceLock::new() }
        })
    }

    /// The tables for the name a file gives its schema, such as `IFC2X3`, `IFC4` or `IFC4X3_ADD2`; nothing for
    /// a name of no known kind. Names of drafts and of versions between give the nearest version: whether the
    /// name is one of the versions known is told beside.
    pub fn for_name(name: &str) -> Option<(&'static Self, bool)> {
        let name = name.trim().to_ascii_uppercase();
        let exact = ["IFC2X3", "IFC2X3_TC1", "IFC4", "IFC4X3", "IFC4X3_TC1", "IFC4X3_ADD1", "IFC4X3_ADD2"];
        let digit = name.strip_prefix("IFC4X").and_then(|rest| rest.chars().next()?.to_digit(10));
        let version = if digit.is_some_and(|d| d >= 3) {
            Version::Ifc4x3
        // IFC2X4 was the name of IFC4 until it was finished.
        } else if name.starts_with("IFC4") || name.starts_with("IFC2X4") {
            Version::Ifc4
        } else if name.starts_with("IFC2X") {
            Version::Ifc2x3
        } else {
            return None;
        };
        Some((Self::of(version), exact.contains(&name.as_str())))
    }

    /// Which version this is.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The name as it is used between people and in IDS: `IFC2X3`, `IFC4`, `IFC4X3_ADD2`.
    pub fn name(&self) -> &'static str {
        match self.version {
            Version::Ifc2x3 => "IFC2X3",
            Version::Ifc4 => "IFC4",
            Version::Ifc4x3 => "IFC4X3_ADD2",
        }
    }

    /// The class of this name.
    pub fn entity(&'static self, name: &str) -> Option<Entity> {
        self.table.entity(name).map(|index| Entity::new(self, index))
    }

    /// All classes in the order of their names.
    pub fn entities(&'static self) -> impl Iterator<Item = Entity> {
        (0..self.table.entities()).map(move |index| Entity::new(self, index))
    }

    /// What a type name means: an entity, a defined type, an enumeration, or a choice among these.
    pub fn meaning(&'static self, name: &str) -> Option<Meaning> {
        match self.entity(name) {
            Some(entity) => Some(Meaning::Entity(entity)),
            None => self.table.meaning(name),
        }
    }

    /// The kind of unit in which values of a defined type are counted, such as `LENGTHUNIT` for
    /// `IfcPositiveLengthMeasure`; nothing for names, numbers without unit, and what is no defined type.
    pub fn unit(&'static self, name: &str) -> Option<&'static str> {
        let mut name = name;
        // A handful of types defined by each other.
        for _ in 0..8 {
            match self.table.meaning(name)? {
                Meaning::Defined { unit: Some(unit), .. } => return Some(unit),
                Meaning::Defined { kind, unit: None } => name = kind.name()?,
                _ => return None,
            }
        }
        None
    }

    /// The types that a single value can have: those defined by a simple type, and enumerations.
    pub fn value_types(&'static self) -> impl Iterator<Item = &'static str> + Clone {
        let types = self.table.types().iter();
        types.filter_map(|(name, meaning)| match meaning {
            Meaning::Defined { kind, .. } => kind.aggregate().is_none().then_some(*name),
            Meaning::Enumeration(_) => Some(*name),
            Meaning::Entity(_) | Meaning::Select(_) => None,
        })
    }

    /// The standard property and quantity sets.
    pub fn sets(&'static self) -> &'static Sets {
        self.sets.get_or_init(|| {
            Sets::read(match self.version {
                Version::Ifc2x3 => include_str!("data/IFC2X3-sets.txt"),
                Version::Ifc4 => include_str!("data/IFC4-sets.txt"),
                Version::Ifc4x3 => include_str!("data/IFC4X3-sets.txt"),
            })
        })
    }

    /// Classes of later schemas that this one tells apart only by the type of the object, as the IDS
    /// documentation lists them: an `IfcFan` in IFC2X3 is an `IfcFlowMovingDevice` typed by an `IfcFanType`.
    pub fn occurrences(&'static self) -> &'static [Occurrence] {
        self.table.occurrences()
    }
}

impl PartialEq for Schema {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_files_name_for_its_schema_finds_the_nearest_version() {
        let found = |name: &str| Schema::for_name(name).map(|(s, exact)| (s.version(), exact));
        assert_eq!(found("IFC2X3"), Some((Version::Ifc2x3, true)));
        assert_eq!(found(" ifc4 "), Some((Version::Ifc4, true)));
        assert_eq!(found("IFC4X3_ADD2"), Some((Version::Ifc4x3, true)));
        assert_eq!(found("IFC4X3_RC4"), Some((Version::Ifc4x3, false)));
        assert_eq!(found("IFC4X1"), Some((Version::Ifc4, false)));
        assert_eq!(found("IFC2X2_FINAL"), Some((Version::Ifc2x3, false)));
        assert_eq!(found("IFC5"), None);
        assert_eq!(found("CONFIG_CONTROL_DESIGN"), None);
    }

    #[test]
    fn values_know_the_kind_of_their_unit_through_the_types_they_are_defined_by() {
        let schema = Schema::of(Version::Ifc4);
        assert_eq!(schema.unit("IfcPositiveLengthMeasure"), Some("LENGTHUNIT"));
        assert_eq!(schema.unit("IFCAREAMEASURE"), Some("AREAUNIT"));
        assert_eq!(schema.unit("IfcThermalTransmittanceMeasure"), Some("THERMALTRANSMITTANCEUNIT"));
        for without in
            ["IfcLabel", "IfcRatioMeasure", "IfcCountMeasure", "IfcDoor", "IfcDoorTypeEnum", "IfcValue"]
        {
            assert_eq!(schema.unit(without), None, "{without}");
        }
    }

    #[test]
    fn the_older_schema_tells_some_classes_by_their_type() {
        let all = Schema::of(Version::Ifc2x3).occurrences();
        assert_eq!(all.len(), 57);
        let toilet = all.iter().find(|o| o.name == "IfcSanitaryTerminal").unwrap();
        assert_eq!((toilet.occurrence, toilet.kind), ("IfcFlowTerminal", "IfcSanitaryTerminalType"));
        assert!(Schema::of(Version::Ifc4).occurrences().is_empty());
    }
}
