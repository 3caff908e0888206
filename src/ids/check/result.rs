//! What comes out of holding a model against an IDS file: elements by number, and why they do not carry what they must.

use crate::ifc::step::Id;

/// What one model comes to against one IDS file.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// One result per specification, in the order of the file.
    pub specifications: Vec<SpecificationResult>,
}

/// What a model comes to in one specification.
#[derive(Debug, Clone, PartialEq)]
pub struct SpecificationResult {
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the specification is written for the version of IFC the model is in. The verdict holds all the same, as the
    /// official cases have it; but the author did not mean this model.
    pub for_this_version: bool,
    /// The elements it concerns, in the order of their numbers.
    pub applicable: Vec<Id>,
    /// How many of them fail.
    pub failed: usize,
    /// One result per requirement, in the order of the file.
    pub requirements: Vec<RequirementResult>,
}

/// What becomes of a specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It concerns no element of this model, and need not: nothing was checked.
    Nothing,
    /// Every element it concerns carries what it must, or what must not be there is not.
    Passed,
    /// An element lacks something, is there and must not, or is not there and must.
    Failed,
}

/// What a model comes to in one requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct RequirementResult {
    /// How many elements meet it.
    pub passed: usize,
    /// The elements that do not, in the order of their numbers.
    pub failures: Vec<Failure>,
}

/// An element that does not meet a requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The element.
    pub element: Id,
    /// Why.
    pub reason: Reason,
}

/// Why an element does not meet a requirement.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What is the matter.
    pub why: Why,
    /// What was found, as an IDS file would write it; empty if nothing was.
    pub found: String,
    /// The name under which it was found: an attribute, `set.property`.
    pub name: String,
    /// The record in which it was found, if that is not the element itself.
    pub at: Option<Id>,
}

/// What is the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It is of another class.
    Class,
    /// It has another predefined type, or none.
    PredefinedType,
    /// It has no such attribute, or no value in it.
    NoAttribute,
    /// An attribute is empty.
    EmptyAttribute,
    /// An attribute has another value.
    AttributeValue,
    /// It has no such property set.
    NoSet,
    /// A property set lacks the property.
    NoProperty,
    /// A property has no value.
    EmptyProperty,
    /// A property is of another data type.
    DataType,
    /// A property has another value.
    PropertyValue,
    /// A property is of a kind IDS does not look into: a complex or a reference.
    PropertyKind,
    /// It has no classification.
    NoClassification,
    /// It is classified otherwise.
    Classification,
    /// It has no material.
    NoMaterial,
    /// It is of other materials.
    Material,
    /// It is part of nothing.
    NoWhole,
    /// It is part of something else.
    Whole,
    /// It has what it must not have.
    Prohibited,
}

impl Reason {
    pub(super) fn new(why: Why) -> Self {
        Self { why, found: String::new(), name: String::new(), at: None }
    }

    pub(super) fn found(mut self, found: &str) -> Self {
        const LONGEST: usize = 160;
        self.found = match found.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", &found[..end]),
            None => found.to_owned(),
        };
        self
    }

    pub(super) fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    pub(super) fn at(mut self, id: Id) -> Self {
        self.at = Some(id);
        self
    }
}

impl Checked {
    /// How many specifications have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.specifications.iter().filter(|s| s.verdict == verdict).count()
    }

    /// The worst verdict; nothing was checked if there are no specifications.
    pub fn verdict(&self) -> Verdict {
        self.specifications.iter().map(|s| s.verdict).max().unwrap_or(Verdict::Nothing)
    }
}
