//! The resolved document of models held against IDS files. It is also the JSON form of it.
//!
//! Fields are only added within a format version; renaming or removing one, or changing a meaning, raises
//! [`VERSION`](super::VERSION). Texts are in the language of the document; `verdict`, `why`, `cardinality` and `entity`
//! are the keys to compute with. All lists are in the order of the files, elements in that of their numbers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::text::Lang;

/// Models held against Information Delivery Specifications (IDS 1.0) by `befaring`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "befaring IDS check")]
pub struct IdsReport {
    /// Always `befaring.ids`.
    pub format: &'static str,
    /// Version of this format.
    pub format_version: u32,
    /// Language of all texts.
    pub language: Lang,
    /// Name and version of the program that made it.
    pub program: String,
    /// `passed`, `failed`, or `nothing` where no element of any model was concerned.
    pub verdict: &'static str,
    /// What it all comes to, in a sentence.
    pub sentence: String,
    /// The exit code of the program.
    pub exit_code: u8,
    /// Specifications by verdict, over all models.
    pub counts: Counts,
    /// Each model against each file.
    pub checks: Vec<CheckLine>,
}

/// Numbers of specifications by verdict; no specification is in two of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counts {
    /// An element lacks something, is there and must not, or is not there and must.
    pub failed: usize,
    /// Elements were checked and all were right, or what must not be there is not.
    pub passed: usize,
    /// No element was concerned, and none had to be: nothing was checked.
    pub nothing: usize,
    /// Of all these, those not written for the model's version of IFC.
    pub other_version: usize,
}

impl Counts {
    /// Whether something was not really checked: it concerns nothing, or is written for another version of IFC.
    pub fn is_doubtful(&self) -> bool {
        self.nothing > 0 || self.other_version > 0
    }
}

/// One model against one file.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckLine {
    /// The IDS file.
    pub specification_file: SpecificationFile,
    /// The model.
    pub model: ModelFile,
    /// `passed`, `failed` or `nothing`.
    pub verdict: &'static str,
    /// What it comes to, in a sentence.
    pub sentence: String,
    /// Specifications by verdict.
    pub counts: Counts,
    /// The specifications, in the order of the file.
    pub specifications: Vec<SpecificationLine>,
}

/// An IDS file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SpecificationFile {
    /// The path as given.
    pub path: String,
    /// The title it gives itself.
    pub title: String,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ModelFile {
    /// The path as given.
    pub path: String,
    /// Its version of IFC as IDS names it: `IFC2X3`, `IFC4` or `IFC4X3_ADD2`.
    pub schema: &'static str,
}

/// A specification and what a model comes to in it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SpecificationLine {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identifier: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the authors of the model shall do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// Its line in the IDS file, from 1.
    pub line: usize,
    /// The versions of IFC it is written for.
    pub ifc_versions: Vec<&'static str>,
    /// Whether the model's is among them. The verdict holds all the same.
    pub for_this_version: bool,
    /// `passed`, `failed` or `nothing`.
    pub verdict: &'static str,
    /// `required`, `optional` or `prohibited`: whether there must be elements it concerns.
    pub cardinality: &'static str,
    /// What it concerns, in words.
    pub applies_to: String,
    /// What the model comes to, in a sentence.
    pub sentence: String,
    /// What else is to be known, such as that it is written for another version of IFC.
    pub notes: Vec<String>,
    /// How many elements it concerns.
    pub elements: usize,
    /// How many of them fail.
    pub failed_elements: usize,
    /// Its requirements.
    pub requirements: Vec<RequirementLine>,
    /// Elements that must not be there. As many as were asked for: `failed_elements` is how many there are.
    pub unwanted: Vec<ElementLine>,
}

/// A requirement and what a model comes to in it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RequirementLine {
    /// What it asks for, in words.
    pub text: String,
    /// The facet: `entity`, `partOf`, `classification`, `attribute`, `property` or `material`.
    pub facet: &'static str,
    /// `required`, `optional` or `prohibited`.
    pub cardinality: &'static str,
    /// What the authors of the model shall do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// Its line in the IDS file, from 1.
    pub line: usize,
    /// How many elements meet it.
    pub passed: usize,
    /// How many do not.
    pub failed: usize,
    /// The elements that do not. As many as were asked for: `failed` is how many there are.
    pub elements: Vec<ElementLine>,
}

/// An element that fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ElementLine {
    /// Its number in the model, such as `#12`.
    pub entity: String,
    /// Its class, such as `IfcDoor`.
    pub class: String,
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its GlobalId, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global_id: Option<String>,
    /// Its line in the model, from 1.
    pub line: usize,
    /// Why it fails: `class`, `predefined_type`, `no_attribute`, `attribute_value`, `no_set` …
    pub why: &'static str,
    /// The same in words, with what was found and what is expected.
    pub reason: String,
    /// What was found, as an IDS file would write it; empty if nothing was.
    pub found: String,
    /// What is expected, in words; empty where existence is the matter.
    pub expected: String,
    /// The record in which it was found, if that is not the element itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_in: Option<String>,
}
