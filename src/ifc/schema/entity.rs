//! What is a class, and where do its attributes stand?

use super::Schema;
use super::kind::Kind;
use std::fmt;

/// An attribute as its class declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute {
    /// Its name, such as `OverallWidth`.
    pub name: &'static str,
    /// Whether `$` is allowed.
    pub optional: bool,
    /// The type of its values.
    pub kind: Kind,
}

/// An inverse attribute: what points here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inverse {
    /// Its name, such as `IsDefinedBy`.
    pub name: &'static str,
    /// The class that points here, such as `IfcRelDefinesByProperties`.
    pub entity: &'static str,
    /// The attribute by which it does, such as `RelatedObjects`.
    pub attribute: &'static str,
}

/// A class of a schema; cheap to copy.
#[derive(Clone, Copy)]
pub struct Entity {
    schema: &'static Schema,
    index: u16,
}

impl Entity {
    pub(super) fn new(schema: &'static Schema, index: u16) -> Self {
        Self { schema, index }
    }

    /// Its name, such as `IfcDoor`.
    pub fn name(self) -> &'static str {
        self.schema.table.row(self.index).name
    }

    /// Its schema.
    pub fn schema(self) -> &'static Schema {
        self.schema
    }

    /// Its place among the classes of its schema.
    pub fn index(self) -> usize {
        usize::from(self.index)
    }

    /// The class it is a kind of.
    pub fn supertype(self) -> Option<Self> {
        self.schema.table.row(self.index).parent.map(|p| Self::new(self.schema, p))
    }

    /// Whether it has no objects of its own.
    pub fn is_abstract(self) -> bool {
        self.schema.table.row(self.index).is_abstract
    }

    /// Whether it is the class of this name or a kind of it. A name the schema does not have is no class.
    pub fn is_a(self, name: &str) -> bool {
        self.schema.table.ancestors(self.index).any(|row| row.name.eq_ignore_ascii_case(name))
    }

    /// Whether it is `other` or a kind of it.
    pub fn is(self, other: Self) -> bool {
        let mut index = Some(self.index);
        while let Some(i) = index {
            if i == other.index {
                return self.schema == other.schema;
            }
            index = self.schema.table.row(i).parent;
        }
        false
    }

    /// Its attributes, the inherited ones first: the order of the values in a record.
    pub fn attributes(self) -> Vec<&'static Attribute> {
        let table = &self.schema.table;
        let mut levels: Vec<_> = table.ancestors(self.index).map(|row| table.attributes(row)).collect();
        levels.reverse();
        levels.into_iter().flatten().collect()
    }

    /// Where the value of an attribute stands in a record, from 0.
    pub fn attribute_index(self, name: &str) -> Option<usize> {
        let table = &self.schema.table;
        table.ancestors(self.index).find_map(|row| {
            let own = table.attributes(row).iter().position(|a| a.name == name)?;
            Some(row.inherited + own)
        })
    }

    /// The attribute whose value stands at a place, from 0.
    pub fn attribute(self, index: usize) -> Option<&'static Attribute> {
        let table = &self.schema.table;
        let row = table.ancestors(self.index).find(|row| row.inherited <= index)?;
        table.attributes(row).get(index - row.inherited)
    }

    /// How many values a record of it has.
    pub fn attribute_count(self) -> usize {
        let row = self.schema.table.row(self.index);
        row.inherited + self.schema.table.attributes(row).len()
    }

    /// Whether an attribute follows from others in this class, so that its value is written `*`.
    pub fn is_derived(self, attribute: &str) -> bool {
        let table = &self.schema.table;
        table.ancestors(self.index).any(|row| table.derived(row).contains(&attribute))
    }

    /// The inverse attribute of this name.
    pub fn inverse(self, name: &str) -> Option<&'static Inverse> {
        let table = &self.schema.table;
        table.ancestors(self.index).find_map(|row| table.inverses(row).iter().find(|i| i.name == name))
    }

    /// It and every kind of it.
    pub fn subtypes(self) -> impl Iterator<Item = Self> {
        self.schema.entities().filter(move |e| e.is(self))
    }
}

impl PartialEq for Entity {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.schema == other.schema
    }
}

impl Eq for Entity {}

impl fmt::Debug for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use crate::ifc::schema::{Schema, Version};

    #[test]
    fn a_class_is_what_its_ancestors_are() {
        let door = Schema::of(Version::Ifc4x3).entity("IFCDOOR").unwrap();
        assert_eq!(door.name(), "IfcDoor");
        assert!(door.is_a("IfcDoor") && door.is_a("IfcElement") && door.is_a("ifcroot"));
        assert!(!door.is_a("IfcWindow") && !door.is_a("IfcDoorType") && !door.is_a("IfcNothing"));
        assert!(door.is_a("IfcBuiltElement") && !door.is_a("IfcBuildingElement"));
        let older = Schema::of(Version::Ifc2x3).entity("IfcDoor").unwrap();
        assert!(older.is_a("IfcBuildingElement") && !older.is(door));
        assert!(Schema::of(Version::Ifc2x3).entity("IfcDoorType").is_none());
    }

    #[test]
    fn attributes_stand_where_each_schema_puts_them() {
        let entity = |v, name| Schema::of(v).entity(name).unwrap();
        for version in [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3] {
            let door = entity(version, "IfcDoor");
            assert_eq!(door.attribute_index("GlobalId"), Some(0));
            assert_eq!(door.attribute_index("OverallHeight"), Some(8));
            assert_eq!(door.attribute(9).map(|a| (a.name, a.optional)), Some(("OverallWidth", true)));
            let names: Vec<_> = door.attributes().iter().map(|a| a.name).collect();
            assert_eq!(names.len(), door.attribute_count());
            for (i, name) in names.iter().enumerate() {
                assert_eq!(door.attribute_index(name), Some(i));
                assert_eq!(door.attribute(i).map(|a| a.name), Some(*name));
            }
            assert!(door.attribute(names.len()).is_none());
        }
        assert_eq!(entity(Version::Ifc2x3, "IfcDoor").attribute_index("PredefinedType"), None);
        assert_eq!(entity(Version::Ifc4, "IfcDoor").attribute_index("PredefinedType"), Some(10));
        assert_eq!(entity(Version::Ifc2x3, "IfcZone").attribute_index("LongName"), None);
        assert_eq!(entity(Version::Ifc4, "IfcZone").attribute_index("LongName"), Some(5));
    }

    #[test]
    fn derived_and_inverse_attributes_are_known() {
        let schema = Schema::of(Version::Ifc4);
        assert!(schema.entity("IfcSIUnit").unwrap().is_derived("Dimensions"));
        assert!(!schema.entity("IfcConversionBasedUnit").unwrap().is_derived("Dimensions"));
        let inverse = schema.entity("IfcDoor").unwrap().inverse("FillsVoids").unwrap();
        assert_eq!((inverse.entity, inverse.attribute), ("IfcRelFillsElement", "RelatedBuildingElement"));
    }

    #[test]
    fn the_kinds_of_a_class_are_found() {
        let schema = Schema::of(Version::Ifc4);
        let walls: Vec<_> = schema.entity("IfcWall").unwrap().subtypes().map(|e| e.name()).collect();
        assert_eq!(walls, ["IfcWall", "IfcWallElementedCase", "IfcWallStandardCase"]);
    }
}
