//! The parts of the JSON report, each field with what it means: the schema is made from these.

mod point;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Force, Standing, Verdict};
use crate::fravik;
use crate::model::Place;
use crate::report::ids::IdsReport;
use crate::text::Lang;
use crate::vocab::Phase;

pub(in crate::report) use point::Change;
pub(super) use point::{
    Evidence, From, Ifc, MarginNumbers, Parameter, Point, PointPlace, Remedy, Source, Statement, Turn, Unmet,
    Way,
};

/// A report of `befaring` on a project of hard-wearing dwellings.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "befaring report")]
pub(super) struct Root<'a> {
    /// Always `befaring.report`.
    pub(super) format: &'a str,
    /// Version of this format.
    pub(super) format_version: u32,
    /// Language of all texts.
    pub(super) language: Lang,
    /// The program that made the report.
    pub(super) program: Program<'a>,
    /// Name of the project, as given; may be empty.
    pub(super) project: &'a str,
    /// Lines that introduce the report, for people.
    pub(super) head: Vec<Entry<'a>>,
    /// The edition judged by.
    pub(super) edition: Edition<'a>,
    /// The files read.
    pub(super) inputs: Vec<Input<'a>>,
    /// Interpreted thresholds that a project or another catalogue replaced.
    pub(super) overridden_parameters: Vec<Parameter<'a>>,
    /// What the check comes to.
    pub(super) outcome: Outcome<'a>,
    /// Numbers of requirements and places by verdict.
    pub(super) counts: Counts<'a>,
    /// How much could be decided.
    pub(super) documentation: Vec<Degree<'a>>,
    /// Points by verdict and chapter.
    pub(super) sections: Vec<Section<'a>>,
    /// Contradictions of the sources that concern the project.
    pub(super) contradictions: Vec<Contradiction<'a>>,
    /// What was wrong with the input.
    pub(super) diagnostics: Vec<Diagnostic<'a>>,
    /// How it was judged.
    pub(super) settings: Settings<'a>,
    /// The register of agreed departures.
    pub(super) fravik: Vec<Fravik<'a>>,
    /// What became of an earlier report's findings, where one was given.
    pub(super) baseline: Option<Baseline<'a>>,
    /// Every part of the project, so that reports can be compared.
    pub(super) elements: Vec<Element<'a>>,
    /// What people said that met no finding.
    pub(super) unmet_statements: Vec<Unmet<'a>>,
    /// Short fingerprint of the inputs: another draft has another one.
    pub(super) basis: &'a str,
    /// What the building models come to against the IDS files of the project; null where it names none.
    pub(super) ids: Option<&'a IdsReport>,
}

/// How a report was judged.
#[derive(Serialize, JsonSchema)]
pub(super) struct Settings<'a> {
    /// Resident groups, somatic groups included.
    pub(super) groups: &'a [String],
    /// Phase of the project; null when nobody told.
    pub(super) phase: Option<Phase>,
    /// The last day of each phase, as `2027-03-01`, where they are set.
    pub(super) deadlines: BTreeMap<Phase, String>,
    /// The day it was judged on, `2026-03-12`; null when nobody told.
    pub(super) date: Option<String>,
    /// The weakest force that fails the check.
    pub(super) fail_on: Option<Force>,
    /// Whether what is unclear keeps it from passing.
    pub(super) strict: bool,
}

/// An agreed departure in the register.
#[derive(Serialize, JsonSchema)]
pub(super) struct Fravik<'a> {
    /// Its id.
    pub(super) id: &'a str,
    /// The requirement as written, possibly with `*`.
    pub(super) requirement: &'a str,
    /// What that asks.
    pub(super) title: &'a str,
    /// The places as written; empty for everywhere.
    pub(super) places: &'a [String],
    /// Kind.
    pub(super) kind: fravik::Kind,
    /// How it stands.
    pub(super) standing: Standing,
    /// The words for that.
    pub(super) standing_label: &'a str,
    /// Whether it keeps its findings from failing the check.
    pub(super) excuses: bool,
    /// Why.
    pub(super) reason: &'a str,
    /// What is done instead.
    pub(super) compensating: Option<&'a str>,
    /// Who answers for it.
    pub(super) owner: Option<&'a str>,
    /// Who approved it.
    pub(super) approved_by: Option<&'a str>,
    /// From which day.
    pub(super) date: Option<String>,
    /// The day it no longer holds.
    pub(super) expires: Option<String>,
    /// Negative places it concerns.
    pub(super) negative_places: usize,
    /// Points it concerns.
    pub(super) points: &'a [String],
    /// What is to be said of it.
    pub(super) remarks: &'a [String],
    /// Whether somebody should mend the entry.
    pub(super) to_mend: bool,
    /// Where it is written.
    pub(super) place: Option<&'a Place>,
}

/// The departure a point is concerned by.
#[derive(Serialize, JsonSchema)]
pub(super) struct Departure<'a> {
    /// Its id in the register.
    pub(super) id: &'a str,
    /// How it stands.
    pub(super) standing: Standing,
    /// The words for that.
    pub(super) label: &'a str,
}

/// An earlier report.
#[derive(Serialize, JsonSchema)]
pub(super) struct Baseline<'a> {
    /// Its file.
    pub(super) file: Input<'a>,
    /// What became of its findings, in short.
    pub(super) sentence: &'a str,
    /// What cannot be compared.
    pub(super) remarks: &'a [String],
    /// Its findings that are no longer negative or unclear.
    pub(super) absent: Vec<Absent<'a>>,
}

/// A finding of an earlier report.
#[derive(Serialize, JsonSchema)]
pub(super) struct Absent<'a> {
    /// Id of the requirement.
    pub(super) requirement: &'a str,
    /// What it asks.
    pub(super) title: &'a str,
    /// Where.
    pub(super) at: &'a str,
    /// Stable id of the finding.
    pub(super) fingerprint: &'a str,
    /// Whether it is known to be put right; else it cannot be compared.
    pub(super) resolved: bool,
    /// Why it cannot be compared.
    pub(super) why: Option<&'a str>,
}

/// A part of the project.
#[derive(Serialize, JsonSchema)]
pub(super) struct Element<'a> {
    /// Stable id.
    pub(super) id: &'a str,
    /// What it is: `dwelling`, `room`, `door` …
    pub(super) kind: &'a str,
    /// Which sort of it: the room's functions, the equipment's kind, the dwelling's groups.
    pub(super) sort: &'a str,
    /// How people call it.
    pub(super) label: &'a str,
    /// IFC GlobalId.
    pub(super) ifc_guid: Option<&'a str>,
    /// Id of what it is part of.
    pub(super) within: Option<&'a str>,
    /// Id of its storey, where it is drawn.
    pub(super) storey: Option<&'a str>,
    /// A point that stands for it, in metres.
    pub(super) at: Option<[f64; 2]>,
    /// Floor area in m².
    pub(super) area: Option<f64>,
}

/// A program.
#[derive(Serialize, JsonSchema)]
pub(super) struct Program<'a> {
    /// Name.
    pub(super) name: &'a str,
    /// Version.
    pub(super) version: &'a str,
}

/// A label and what stands behind it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Entry<'a> {
    /// What it is.
    pub(super) label: &'a str,
    /// What it says.
    pub(super) value: &'a str,
}

/// The document judged by.
#[derive(Serialize, JsonSchema)]
pub(super) struct Edition<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Title as published.
    pub(super) title: &'a str,
    /// Publisher.
    pub(super) publisher: &'a str,
    /// Date of publication, as precise as known.
    pub(super) date: &'a str,
    /// How the copy at hand was read, and what could not be.
    pub(super) reading: &'a str,
}

/// A file that was read.
#[derive(Serialize, JsonSchema)]
pub(super) struct Input<'a> {
    /// Path as given.
    pub(super) path: &'a str,
    /// Size in bytes.
    pub(super) bytes: u64,
    /// SHA-256 of its bytes.
    pub(super) sha256: &'a str,
}

/// The result of the check.
#[derive(Serialize, JsonSchema)]
pub(super) struct Outcome<'a> {
    /// The result: `passed` (exit code 0), `failed` (1), `incomplete` (2), `open` (3).
    pub(super) result: &'a str,
    /// Exit code of the program.
    pub(super) exit_code: u8,
    /// The result in a sentence.
    pub(super) sentence: &'a str,
    /// What else must be known to use it.
    pub(super) notes: &'a [String],
    /// Ids of the points that decide it.
    pub(super) deciding_points: &'a [String],
}

/// Numbers by verdict.
#[derive(Serialize, JsonSchema)]
pub(super) struct Counts<'a> {
    /// What is counted.
    pub(super) note: &'a str,
    /// One row for each verdict.
    pub(super) rows: Vec<CountRow>,
    /// All requirements of the edition; each counted once, by its most serious verdict.
    pub(super) requirements: usize,
    /// All places judged.
    pub(super) places: usize,
    /// Of the negative: those an agreed departure excuses.
    pub(super) excused: Numbers,
    /// Of the unclear: those that cannot be documented in this phase.
    pub(super) not_yet: Numbers,
}

/// Two numbers that must not be mixed.
#[derive(Serialize, JsonSchema)]
pub(super) struct Numbers {
    /// Requirements, each counted once.
    pub(super) requirements: usize,
    /// Places.
    pub(super) places: usize,
}

/// The numbers of one verdict and force.
#[derive(Serialize, JsonSchema)]
pub(super) struct CountRow {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// The force; null for all together.
    pub(super) force: Option<Force>,
    /// Requirements whose most serious verdict this is.
    pub(super) requirements: usize,
    /// Places with this verdict.
    pub(super) places: usize,
}

/// How many of the requirements that apply could be decided.
#[derive(Serialize, JsonSchema)]
pub(super) struct Degree<'a> {
    /// Building standard; null for all requirements.
    pub(super) standard: Option<&'a str>,
    /// Positive or negative.
    pub(super) decided: usize,
    /// Those that apply.
    pub(super) applying: usize,
}

/// The points of a verdict.
#[derive(Serialize, JsonSchema)]
pub(super) struct Section<'a> {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// Heading.
    pub(super) heading: &'a str,
    /// Points by chapter of the catalogue.
    pub(super) chapters: Vec<Chapter<'a>>,
}

/// The points of a chapter.
#[derive(Serialize, JsonSchema)]
pub(super) struct Chapter<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// Heading.
    pub(super) heading: &'a str,
    /// Points.
    pub(super) points: Vec<Point<'a>>,
}

/// Two places of the sources that contradict each other.
#[derive(Serialize, JsonSchema)]
pub(super) struct Contradiction<'a> {
    /// Numbers in the list of contradictions.
    pub(super) ids: &'a [String],
    /// What contradicts what, and how it is read.
    pub(super) text: &'a str,
    /// Requirements it concerns.
    pub(super) requirements: &'a [String],
}

/// How bad a fault of the input is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Level {
    Note,
    Warning,
    Error,
}

/// Something wrong with the input.
#[derive(Serialize, JsonSchema)]
pub(super) struct Diagnostic<'a> {
    /// How bad.
    pub(super) severity: Level,
    /// Stable name of the kind of fault.
    pub(super) code: &'a str,
    /// What is wrong.
    pub(super) message: &'a str,
    /// Where.
    pub(super) place: Option<&'a Place>,
    /// How to mend it.
    pub(super) help: Option<&'a str>,
}
