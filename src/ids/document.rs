//! What does an IDS file say? Its specifications as the standard's schema cuts them, every part with its place.
//!
//! The shape is that of `ids.xsd` (IDS 1.0), with its defaults filled in; texts stand as they are written. Whether
//! what is asked for can exist is not looked at here.

use crate::ifc::schema::Version;
use crate::source::{SourceId, Span};

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text, without the escapes of XML.
    pub value: String,
    /// Where it stands: between the tags, or between the quotation marks.
    pub span: Span,
}

impl Text {
    /// A text at a place.
    pub fn new(value: impl Into<String>, span: Span) -> Self {
        Self { value: value.into(), span }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// An IDS file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file.
    pub source: SourceId,
    /// Where the tag of the root stands.
    pub span: Span,
    /// `xsi:schemaLocation` of the root, if it is given.
    pub schema_location: Option<Text>,
    /// What the file says of itself.
    pub info: Info,
    /// What it asks for, in the order of the file.
    pub specifications: Vec<Specification>,
}

/// What an IDS file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Info {
    /// Where it stands.
    pub span: Span,
    /// Its title; empty only where the file lacks it, which is a fault.
    pub title: Text,
    /// Whose it is.
    pub copyright: Option<Text>,
    /// Its version.
    pub version: Option<Text>,
    /// What it is about.
    pub description: Option<Text>,
    /// The electronic mail address of its author.
    pub author: Option<Text>,
    /// Its date, as `xs:date`.
    pub date: Option<Text>,
    /// What the data is for.
    pub purpose: Option<Text>,
    /// When the data is wanted.
    pub milestone: Option<Text>,
}

/// One specification: which elements it concerns, and what they must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specification {
    /// Where its tag stands.
    pub span: Span,
    /// Its name.
    pub name: Text,
    /// The versions of IFC it concerns, in the order of the file.
    pub versions: Vec<Version>,
    /// Where these stand.
    pub versions_span: Span,
    /// Its identifier.
    pub identifier: Option<Text>,
    /// What it is about.
    pub description: Option<Text>,
    /// What the authors of the model shall do.
    pub instructions: Option<Text>,
    /// Which elements it concerns.
    pub applicability: Applicability,
    /// What they must carry; none where their existence is the matter.
    pub requirements: Option<Requirements>,
}

/// Which elements a specification concerns, and how many there must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicability {
    /// Where its tag stands.
    pub span: Span,
    /// How many elements there must be.
    pub occurs: Occurs,
    /// What the elements have in common. With no facet there is nothing it concerns.
    pub facets: Vec<Facet>,
}

/// `minOccurs` and `maxOccurs`, 1 and 1 by default (`xs:occurs`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurs {
    /// The fewest.
    pub min: u64,
    /// The most; none for `unbounded`.
    pub max: Option<u64>,
    /// Where `minOccurs` stands, if it is given.
    pub min_span: Option<Span>,
    /// Where `maxOccurs` stands, if it is given.
    pub max_span: Option<Span>,
}

/// What becomes of a specification by the number of elements it concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// There must be some.
    Required,
    /// There may be some.
    Optional,
    /// There must be none.
    Prohibited,
}

impl Occurs {
    /// What the pair means. The standard agrees on 1 to unbounded, 0 to unbounded and 0 to 0; other numbers count as
    /// the nearest of these, as only whether there are elements is asked.
    pub fn presence(&self) -> Presence {
        match (self.min, self.max) {
            (_, Some(0)) => Presence::Prohibited,
            (0, _) => Presence::Optional,
            _ => Presence::Required,
        }
    }
}

/// What the elements of a specification must carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirements {
    /// Where the tag stands.
    pub span: Span,
    /// What it is about.
    pub description: Option<Text>,
    /// The requirements, in the order of the file.
    pub items: Vec<Requirement>,
}

/// One thing an element must, may or must not carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// What.
    pub facet: Facet,
    /// Whether it must.
    pub cardinality: Cardinality,
    /// Where the cardinality stands, if it is given.
    pub cardinality_span: Option<Span>,
    /// What the authors of the model shall do.
    pub instructions: Option<Text>,
    /// Where the thing is explained.
    pub uri: Option<Text>,
}

/// Whether an element must carry something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Cardinality {
    /// It must.
    #[default]
    Required,
    /// It may; but if it does, then rightly.
    Optional,
    /// It must not.
    Prohibited,
}

/// One of the six ways to tell elements by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Facet {
    /// By class.
    Entity(Entity),
    /// By what it is part of.
    PartOf(PartOf),
    /// By classification.
    Classification(Classification),
    /// By an attribute.
    Attribute(Attribute),
    /// By a property or quantity.
    Property(Property),
    /// By material.
    Material(Material),
}

impl Facet {
    /// Where its tag stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Entity(f) => f.span,
            Self::PartOf(f) => f.span,
            Self::Classification(f) => f.span,
            Self::Attribute(f) => f.span,
            Self::Property(f) => f.span,
            Self::Material(f) => f.span,
        }
    }

    /// The name of its element in the file.
    pub fn tag(&self) -> &'static str {
        match self {
            Self::Entity(_) => "entity",
            Self::PartOf(_) => "partOf",
            Self::Classification(_) => "classification",
            Self::Attribute(_) => "attribute",
            Self::Property(_) => "property",
            Self::Material(_) => "material",
        }
    }
}

/// A class, such as `IFCDOOR`, and what kind of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Where its tag stands.
    pub span: Span,
    /// The name of the class in capitals.
    pub name: Constraint,
    /// The predefined type, or the user's own.
    pub predefined_type: Option<Constraint>,
}

/// Being part of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// Where its tag stands.
    pub span: Span,
    /// By which relation; by any if none is given.
    pub relation: Option<Relation>,
    /// Where the relation stands.
    pub relation_span: Option<Span>,
    /// What it is part of.
    pub entity: Entity,
}

/// A relation from part to whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// `IFCRELAGGREGATES`.
    Aggregates,
    /// `IFCRELASSIGNSTOGROUP`.
    AssignsToGroup,
    /// `IFCRELCONTAINEDINSPATIALSTRUCTURE`.
    ContainedInSpatialStructure,
    /// `IFCRELNESTS`.
    Nests,
    /// `IFCRELVOIDSELEMENT IFCRELFILLSELEMENT`: from a door through its opening to the wall.
    VoidsAndFills,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Aggregates,
        Self::AssignsToGroup,
        Self::ContainedInSpatialStructure,
        Self::Nests,
        Self::VoidsAndFills,
    ];

    /// How the file writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aggregates => "IFCRELAGGREGATES",
            Self::AssignsToGroup => "IFCRELASSIGNSTOGROUP",
            Self::ContainedInSpatialStructure => "IFCRELCONTAINEDINSPATIALSTRUCTURE",
            Self::Nests => "IFCRELNESTS",
            Self::VoidsAndFills => "IFCRELVOIDSELEMENT IFCRELFILLSELEMENT",
        }
    }
}

/// A classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// Where its tag stands.
    pub span: Span,
    /// The code; any if none is given.
    pub value: Option<Constraint>,
    /// The name of the system.
    pub system: Constraint,
}

/// An attribute of the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Where its tag stands.
    pub span: Span,
    /// The name of the attribute.
    pub name: Constraint,
    /// Its value; any if none is given.
    pub value: Option<Constraint>,
}

/// A property or quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Where its tag stands.
    pub span: Span,
    /// The name of the set.
    pub property_set: Constraint,
    /// The name of the property.
    pub base_name: Constraint,
    /// Its value; any if none is given.
    pub value: Option<Constraint>,
    /// The defined type of the value, in capitals.
    pub data_type: Option<Text>,
}

/// A material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Where its tag stands.
    pub span: Span,
    /// Its name or category; any if none is given.
    pub value: Option<Constraint>,
}

/// What a value must be (`idsValue`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// Exactly this.
    Simple(Text),
    /// Whatever the restriction allows.
    Restriction(Restriction),
}

impl Constraint {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Simple(text) => text.span,
            Self::Restriction(restriction) => restriction.span,
        }
    }

    /// The only value allowed, if it is a simple one.
    pub fn simple(&self) -> Option<&Text> {
        match self {
            Self::Simple(text) => Some(text),
            Self::Restriction(_) => None,
        }
    }
}

/// `xs:restriction`: a base type and the limits on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// Where its tag stands.
    pub span: Span,
    /// The local name of its base type, such as `string` or `double`, if that is a type of XML Schema.
    pub base: Option<Text>,
    /// The limits in the order of the file.
    pub limits: Vec<Limit>,
}

impl Restriction {
    /// The limits of one kind.
    pub fn of(&self, kind: LimitKind) -> impl Iterator<Item = &Limit> {
        self.limits.iter().filter(move |l| l.kind == kind)
    }

    /// Whether it has a limit of one kind.
    pub fn has(&self, kind: LimitKind) -> bool {
        self.of(kind).next().is_some()
    }
}

/// One limit of a restriction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Of which kind.
    pub kind: LimitKind,
    /// Its `value`.
    pub value: Text,
    /// Where its tag stands.
    pub span: Span,
}

/// The kinds of limits in XML Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitKind {
    /// One of the values allowed.
    Enumeration,
    /// A pattern the whole value matches; of several, one is enough.
    Pattern,
    /// At least.
    MinInclusive,
    /// More than.
    MinExclusive,
    /// At most.
    MaxInclusive,
    /// Less than.
    MaxExclusive,
    /// So many characters.
    Length,
    /// At least so many characters.
    MinLength,
    /// At most so many characters.
    MaxLength,
    /// So many digits. IDS 1.0 does not support it.
    TotalDigits,
    /// So many digits after the point. IDS 1.0 does not support it.
    FractionDigits,
    /// How blanks count. IDS 1.0 does not support it.
    WhiteSpace,
}

impl LimitKind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Enumeration,
        Self::Pattern,
        Self::MinInclusive,
        Self::MinExclusive,
        Self::MaxInclusive,
        Self::MaxExclusive,
        Self::Length,
        Self::MinLength,
        Self::MaxLength,
        Self::TotalDigits,
        Self::FractionDigits,
        Self::WhiteSpace,
    ];

    /// The name of its element in the file, without the prefix.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Enumeration => "enumeration",
            Self::Pattern => "pattern",
            Self::MinInclusive => "minInclusive",
            Self::MinExclusive => "minExclusive",
            Self::MaxInclusive => "maxInclusive",
            Self::MaxExclusive => "maxExclusive",
            Self::Length => "length",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::TotalDigits => "totalDigits",
            Self::FractionDigits => "fractionDigits",
            Self::WhiteSpace => "whiteSpace",
        }
    }
}
