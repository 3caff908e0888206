//! Of which type is a value?

use super::entity::Entity;

/// The type of a value as the schema writes it: a simple type, the name of a type, or an aggregate of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind(&'static str);

/// An aggregate of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aggregate {
    /// `list`, `set`, `array` or `bag`.
    pub word: &'static str,
    /// The fewest elements.
    pub lower: usize,
    /// The most elements, if there is a limit.
    pub upper: Option<usize>,
    /// The type of the elements.
    pub of: Kind,
}

/// What a type name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A class.
    Entity(Entity),
    /// A type defined by another, and the kind of unit its values are in.
    Defined {
        /// The type it is defined by.
        kind: Kind,
        /// The kind of unit, such as `LENGTHUNIT`.
        unit: Option<&'static str>,
    },
    /// One of these words, with blanks between.
    Enumeration(&'static str),
    /// One of these types, with blanks between.
    Select(&'static str),
}

impl Kind {
    pub(super) fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// The text, such as `set[1:?] IfcObject`.
    pub fn text(self) -> &'static str {
        self.0
    }

    /// The name of the type, unless it is simple (`string`, `real` …) or an aggregate.
    pub fn name(self) -> Option<&'static str> {
        (self.0.starts_with("Ifc") && !self.0.contains(' ')).then_some(self.0)
    }

    /// What kind of aggregate it is, if it is one.
    pub fn aggregate(self) -> Option<Aggregate> {
        let (head, of) = self.0.split_once(' ')?;
        let (word, bounds) = head.strip_suffix(']')?.split_once('[')?;
        let (lower, upper) = bounds.split_once(':')?;
        Some(Aggregate { word, lower: lower.parse().unwrap_or(0), upper: upper.parse().ok(), of: Self(of) })
    }

    /// The type inside all aggregates.
    pub fn innermost(self) -> Self {
        Self(self.0.rsplit(' ').next().unwrap_or(self.0))
    }
}

impl Meaning {
    /// The words of an enumeration or the types of a selection; nothing for the rest.
    pub fn items(self) -> impl Iterator<Item = &'static str> {
        match self {
            Self::Enumeration(items) | Self::Select(items) => items.split_ascii_whitespace(),
            _ => "".split_ascii_whitespace(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::ifc::schema::{Meaning, Schema, Version};

    #[test]
    fn aggregates_have_bounds_and_elements() {
        let schema = Schema::of(Version::Ifc4);
        let kind = |entity: &str, attribute: &str| {
            let entity = schema.entity(entity).unwrap();
            entity.attribute(entity.attribute_index(attribute).unwrap()).unwrap().kind
        };
        let points = kind("IfcPolyline", "Points").aggregate().unwrap();
        assert_eq!((points.word, points.lower, points.upper), ("list", 2, None));
        assert_eq!(points.of.name(), Some("IfcCartesianPoint"));
        let coordinates = kind("IfcCartesianPoint", "Coordinates").aggregate().unwrap();
        assert_eq!((coordinates.lower, coordinates.upper), (1, Some(3)));
        let nested = kind("IfcCartesianPointList3D", "CoordList");
        assert_eq!(nested.aggregate().unwrap().of.aggregate().unwrap().upper, Some(3));
        assert_eq!(nested.innermost().text(), "IfcLengthMeasure");
        assert!(kind("IfcDoor", "OverallWidth").aggregate().is_none());
    }

    #[test]
    fn names_mean_what_the_schema_says() {
        let schema = Schema::of(Version::Ifc4);
        let meaning = |name: &str| schema.meaning(name).unwrap();
        assert!(matches!(meaning("IfcDoor"), Meaning::Entity(e) if e.name() == "IfcDoor"));
        assert!(matches!(meaning("IFCLABEL"), Meaning::Defined { kind, .. } if kind.text() == "string"));
        assert!(meaning("IfcDoorTypeEnum").items().any(|i| i == "TRAPDOOR"));
        assert!(meaning("IfcSpaceBoundarySelect").items().eq(["IfcExternalSpatialElement", "IfcSpace"]));
        assert_eq!(meaning("IfcLabel").items().count(), 0);
        assert!(schema.meaning("IfcNothing").is_none());
    }
}
