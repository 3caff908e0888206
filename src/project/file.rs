//! The file as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::PhaseDates;
use crate::finding::Force;
use crate::fravik::RawFravik;
use crate::ifc::{Overrides, RoomRule};
use crate::source::{Diagnostic, OneOrMany, SourceId, Sources, read_toml};
use crate::text::Lang;
use crate::vocab::Phase;

/// A project of befaring: which files, judged how, by what, and where the outputs go. Paths are relative to this file.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "befaring.toml")]
pub struct Project {
    /// The description (.bolig) and the building models (.ifc, .ifczip) of the project.
    #[serde(default)]
    #[schemars(default)]
    pub inputs: OneOrMany,
    /// Resident group instead of the one the inputs state: 1 to 7, or several.
    #[serde(default)]
    #[schemars(default)]
    pub group: OneOrMany,
    /// Somatic group instead of the one the inputs state: none, 1-5 or 5-7.
    #[schemars(with = "Option<Somatic>")]
    pub somatic: Option<Spanned<Somatic>>,
    /// Edition of the requirements; the newest when left out.
    #[schemars(with = "Option<String>")]
    pub edition: Option<Spanned<String>>,
    /// Folders of requirements, laid over the built-in ones in this order.
    #[serde(default)]
    #[schemars(default)]
    pub spec: OneOrMany,
    /// Interpreted thresholds to replace: "requirement.parameter" = "80 cm".
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>", default)]
    pub parameters: BTreeMap<Spanned<String>, Spanned<String>>,
    /// Phase of the project: what cannot be documented until a later one is told as such and does not fail.
    pub phase: Option<Phase>,
    /// The last day of each phase: what can be documented in it is due then.
    #[serde(default)]
    #[schemars(default)]
    pub phases: PhaseDates,
    /// Language of the outputs.
    pub language: Option<Lang>,
    /// The weakest that fails the check: shall (requirements) or should (recommendations too).
    pub fail_on: Option<FailOn>,
    /// Whether what is unclear fails the check (exit code 3).
    #[serde(default)]
    pub strict: bool,
    /// What is written where; the report is shown in the terminal besides.
    #[serde(default)]
    #[schemars(default)]
    pub output: Vec<OutputTable>,
    /// An earlier report (rapport.json): only what is no better there fails the check.
    #[schemars(with = "Option<String>")]
    pub baseline: Option<Spanned<String>>,
    /// Files of agreed departures besides fravik.toml and the folder fravik/ beside this file.
    #[serde(default)]
    #[schemars(default)]
    pub fravik_files: OneOrMany,
    /// Agreed departures from the requirements.
    #[serde(default)]
    #[schemars(default)]
    pub fravik: Vec<RawFravik>,
    /// Specifications of what the models must carry (IDS).
    #[serde(default)]
    #[schemars(default)]
    pub ids: OneOrMany,
    /// What the building models do not tell understandably.
    #[serde(default)]
    #[schemars(default)]
    pub ifc: IfcSection,
}

/// A somatic group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
pub enum Somatic {
    /// None.
    #[serde(rename = "none")]
    None,
    /// Of the groups 1 to 5.
    #[serde(rename = "1-5")]
    OneToFive,
    /// Of the groups 5 to 7.
    #[serde(rename = "5-7")]
    FiveToSeven,
}

impl Somatic {
    /// Its group's id; `none` for none.
    pub fn group(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::OneToFive => "S1-5",
            Self::FiveToSeven => "S5-7",
        }
    }
}

/// The weakest force that fails a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailOn {
    /// Requirements alone.
    Shall,
    /// Recommendations too.
    Should,
}

impl FailOn {
    /// The force.
    pub fn force(self) -> Force {
        match self {
            Self::Shall => Force::Shall,
            Self::Should => Force::Should,
        }
    }
}

/// An output.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutputTable {
    /// A folder, or a file whose ending tells what it is.
    #[schemars(with = "String")]
    pub to: Spanned<String>,
    /// What is written there: html, json, svg, sarif … The usual outputs when left out.
    #[serde(default)]
    #[schemars(default)]
    pub format: OneOrMany,
}

/// What the building models do not tell understandably.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IfcSection {
    /// What rooms are for, or which dwelling they are in; the first rule that matches counts.
    #[serde(default)]
    #[schemars(default)]
    pub room: Vec<RoomTable>,
}

/// A rule for rooms. At least one of `global_id`, `number` and `name` must be given; all that are must match.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomTable {
    /// GlobalId of the space.
    global_id: Option<String>,
    /// Its number; `*` and `?` stand for what varies.
    number: Option<String>,
    /// Its name; `*` and `?` stand for what varies.
    name: Option<String>,
    /// What it is for, such as «soverom»; «ikke rom» leaves it out.
    #[schemars(with = "Option<String>")]
    function: Option<Spanned<String>>,
    /// The dwelling it is in; «felles» for none, «base» for the staff's.
    #[schemars(with = "Option<String>")]
    dwelling: Option<Spanned<String>>,
}

impl Project {
    /// Reads a project file already among the sources.
    ///
    /// # Errors
    /// The first fault of its shape, at its word.
    pub fn read(sources: &Sources, id: SourceId) -> Result<Self, Box<Diagnostic>> {
        read_toml(sources, id)
    }

    /// What is said of the rooms of building models.
    pub fn overrides(&self, sources: &Sources, id: SourceId) -> Overrides {
        let file = sources.file(id);
        let rule = |table: &RoomTable| {
            let place = table.function.as_ref().or(table.dwelling.as_ref()).map_or(0, |s| s.span().start);
            RoomRule {
                global_id: table.global_id.clone(),
                number: table.number.clone(),
                name: table.name.clone(),
                function: table.function.as_ref().map(|f| f.get_ref().clone()),
                dwelling: table.dwelling.as_ref().map(|d| d.get_ref().clone()),
                at: format!("{}:{}", file.name(), file.position(place).line),
            }
        };
        Overrides { rooms: self.ifc.room.iter().map(rule).collect() }
    }

    /// Groups that replace those the inputs state.
    pub fn groups(&self) -> Vec<String> {
        let groups = self.group.0.iter().map(|g| g.get_ref().trim().to_owned());
        groups.chain(self.somatic.as_ref().map(|s| s.get_ref().group().to_owned())).collect()
    }
}

/// The JSON Schema (2020-12) of the file, ending in a line break.
///
/// # Errors
/// Never: a schema is plain data.
pub fn schema() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Project))?;
    text.push('\n');
    Ok(text)
}
