//! The resolved report: every word, order, count and reference that an output shows.
//!
//! All texts are in one language, free of control characters, with numbers rounded and units written out. A
//! renderer chooses layout and nothing else: it never sorts, filters, rounds, judges or translates.

mod point;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::date::Date;
use crate::facts::SubjectIx;
use crate::finding::{Force, Standing, Verdict};
use crate::fravik;
use crate::model::{Anchor, Place, Shape};
use crate::source::Severity;
use crate::text::Lang;
use crate::vocab::{Phase, SubjectKind};

use super::ids::IdsReport;

pub use point::{
    ChangeLine, ContradictionLine, DepartureLine, DisciplineRef, ElementRef, EvidenceLine, FromLine, Grounds,
    IfcRef, ParameterLine, PlaceLine, Point, RemedyLine, SourceLine, StatementLine, TurnLine, UnmetLine,
    WayLine,
};

/// A report on one project against one edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Language of all texts.
    pub lang: Lang,
    /// Heading of the document.
    pub title: String,
    /// Name of the project.
    pub project: String,
    /// What the report is about, line by line.
    pub head: Vec<Entry>,
    /// The edition judged by.
    pub edition: EditionHead,
    /// Which program made it.
    pub program: Program,
    /// What was read.
    pub inputs: Vec<InputFile>,
    /// Interpreted thresholds that a project or another catalogue replaced.
    pub overrides: Vec<ParameterLine>,
    /// What the check comes to, and what decides it.
    pub outcome: Outcome,
    /// How many requirements and places have which verdict.
    pub counts: Counts,
    /// How much could be decided, in all and by building standard.
    pub documentation: Vec<Degree>,
    /// One section for each verdict, in the order of [`SECTIONS`].
    pub sections: Vec<Section>,
    /// Places where the sources contradict each other, as far as they concern this project.
    pub contradictions: Vec<ContradictionLine>,
    /// What was wrong with the inputs.
    pub faults: Vec<FaultLine>,
    /// Letters for the plan.
    pub marks: Vec<Mark>,
    /// How it was judged, for machines.
    pub settings: Judging,
    /// The register of agreed departures, in the order they were written.
    pub fravik: Vec<FravikLine>,
    /// Every part of the project, so that another report can be compared with this one.
    pub elements: Vec<ElementLine>,
    /// What became of the findings of an earlier report, where one was given.
    pub baseline: Option<Baseline>,
    /// What people said that met no finding.
    pub unmet: Vec<UnmetLine>,
    /// Who can be responsible: the disciplines, and the bodies that answer for the housing of the group.
    pub parties: Vec<DisciplineRef>,
    /// A short fingerprint of the inputs: another draft has another one.
    pub basis: String,
    /// GlobalId of the project in its building model, where it has one.
    pub ifc_project: Option<String>,
    /// What its building models come to against the IDS files it names; none where it names none.
    pub ids: Option<IdsReport>,
}

/// How a report was judged, for machines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Judging {
    /// Resident groups of the project, somatic groups included.
    pub groups: Vec<String>,
    /// Phase of the project, where it was told.
    pub phase: Option<Phase>,
    /// The last day of each phase, where they are set.
    pub deadlines: BTreeMap<Phase, Date>,
    /// The day it was judged on, where it was told.
    pub date: Option<Date>,
    /// The weakest force that fails the check.
    pub fail_on: Option<Force>,
    /// Whether what is unclear keeps it from passing.
    pub strict: bool,
}

/// An agreed departure in the register.
#[derive(Debug, Clone, PartialEq)]
pub struct FravikLine {
    /// Its id.
    pub id: String,
    /// The requirement, as written.
    pub requirement: String,
    /// What that asks; the requirement's own words where it is written with `*`.
    pub title: String,
    /// The places, as written; empty for everywhere.
    pub places: Vec<String>,
    /// Kind.
    pub kind: fravik::Kind,
    /// The word for it.
    pub kind_label: String,
    /// How it stands.
    pub standing: Standing,
    /// The words for it: «fravik godkjent».
    pub standing_label: String,
    /// Why.
    pub reason: String,
    /// What is done instead.
    pub compensating: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// From which day.
    pub date: Option<Date>,
    /// The day it no longer holds.
    pub expires: Option<Date>,
    /// Everything about it in a line: kind, owner, approval, days.
    pub facts: String,
    /// Negative places it concerns.
    pub negative: usize,
    /// Points it concerns.
    pub points: Vec<String>,
    /// What is to be said of it.
    pub remarks: Vec<String>,
    /// Whether somebody should mend it.
    pub to_mend: bool,
    /// Where it is written.
    pub place: Option<Place>,
}

/// A part of the project.
#[derive(Debug, Clone, PartialEq)]
pub struct ElementLine {
    /// Stable id.
    pub id: String,
    /// What it is: `room`, `door` …
    pub kind: SubjectKind,
    /// Which sort of it: the room's functions, the equipment's kind, the dwelling's groups.
    pub sort: String,
    /// How people call it.
    pub label: String,
    /// IFC GlobalId.
    pub guid: Option<String>,
    /// Id of what it is part of.
    pub within: Option<String>,
    /// Id of its storey, where it is drawn.
    pub storey: Option<String>,
    /// A point that stands for it, in metres.
    pub at: Option<[f64; 2]>,
    /// Its floor area in square metres.
    pub area: Option<f64>,
}

/// An earlier report this one was held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// The report's file.
    pub file: InputFile,
    /// What became of its findings, in short.
    pub sentence: String,
    /// What cannot be compared, and why.
    pub remarks: Vec<String>,
    /// Findings of it that are no longer there or no longer wrong.
    pub absent: Vec<AbsentLine>,
}

/// A finding of an earlier report that is not among the wrong or open ones of this.
#[derive(Debug, Clone, PartialEq)]
pub struct AbsentLine {
    /// Id of the requirement.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// What the earlier report said.
    pub text: String,
    /// Where.
    pub at: String,
    /// Stable id of the finding.
    pub fingerprint: String,
    /// Where it was described.
    pub place: Option<Place>,
    /// Whether it is known to be put right; else it cannot be compared.
    pub resolved: bool,
    /// Why it cannot be compared.
    pub why: Option<String>,
}

/// How a finding stands to an earlier report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// Not there then.
    New,
    /// There then, and different.
    Changed,
    /// There then, and the same.
    Unchanged,
}

/// The order of a report's sections.
pub const SECTIONS: [Verdict; 4] =
    [Verdict::Negative, Verdict::Unclear, Verdict::Positive, Verdict::NotApplicable];

/// A label with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// The document judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionHead {
    /// Id.
    pub id: String,
    /// Title as published.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub date: String,
    /// How the copy at hand was read, and what could not be.
    pub reading: String,
}

/// The program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct InputFile {
    /// The path as given.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
}

/// What the check comes to as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The result.
    pub result: CheckResult,
    /// How it is to be shown: a pass with open questions is no green light.
    pub tone: Verdict,
    /// The result in a sentence.
    pub sentence: String,
    /// What else a reader must know to use the result: what stays open, what was left out.
    pub notes: Vec<String>,
    /// Ids of the points that decide it.
    pub deciding: Vec<String>,
}

/// The result of a check; each has an exit code of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckResult {
    /// Nothing that counts is negative.
    Passed,
    /// Something that counts is negative.
    Failed,
    /// Nothing that counts is negative, but something is unclear and that was asked for.
    Open,
    /// The input has errors, or nothing could be judged: the result cannot be used.
    Incomplete,
}

impl CheckResult {
    /// The program's exit code.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Failed => 1,
            Self::Incomplete => 2,
            Self::Open => 3,
        }
    }

    /// Its name in machine formats.
    pub fn id(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Incomplete => "incomplete",
            Self::Open => "open",
        }
    }
}

/// Numbers of requirements and of places by verdict and force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// One row for each verdict, in the order of [`SECTIONS`].
    pub rows: Vec<CountRow>,
    /// Their sum.
    pub total: Tally,
    /// What is counted, in words.
    pub note: String,
    /// Of the negative: those that agreed departures excuse.
    pub excused: Tally,
    /// Of the unclear: those that cannot be documented in this phase.
    pub not_yet: Tally,
    /// The two in sentences, as far as there are any.
    pub remarks: Vec<String>,
}

/// The numbers of one verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// The verdict.
    pub verdict: Verdict,
    /// Its name.
    pub label: String,
    /// By force: requirements, recommendations, observations.
    pub by_force: Vec<(Force, String, Tally)>,
    /// Of any force.
    pub total: Tally,
}

/// Two numbers that must not be mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requirements, each counted once under its most serious verdict.
    pub requirements: usize,
    /// Places (dwellings, rooms, doors …) judged.
    pub places: usize,
}

/// How many of the requirements that apply could be decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Degree {
    /// Id of the building standard; none for all requirements.
    pub standard: Option<String>,
    /// Positive or negative.
    pub decided: usize,
    /// Those that apply.
    pub applying: usize,
    /// In words: «forsterket: 18 av 31 krav dokumentert».
    pub text: String,
}

/// The points of one verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The verdict.
    pub verdict: Verdict,
    /// Heading.
    pub heading: String,
    /// How many points it has, in words that say what is counted.
    pub count: String,
    /// Number of points.
    pub points: usize,
    /// Points by chapter, in the order of the catalogue.
    pub chapters: Vec<Chapter>,
}

/// The points of one chapter within a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    /// Id.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Its points.
    pub points: Vec<Point>,
}

/// Something wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultLine {
    /// How bad.
    pub severity: Severity,
    /// The word for it.
    pub severity_label: String,
    /// Which kind.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The line it stands in.
    pub line: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
}

/// A letter on the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The letter.
    pub letter: String,
    /// Id of the point it stands for.
    pub point: String,
    /// Verdict of the point.
    pub verdict: Verdict,
    /// What a reader of the plan sees on hovering.
    pub text: String,
    /// Where it stands, the foremost place first.
    pub spots: Vec<Spot>,
    /// What is drawn to show why.
    pub reasons: Vec<Reason>,
}

/// A shape that shows why a point says what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The shape.
    pub shape: Shape,
    /// A short text beside it; may be empty.
    pub caption: String,
    /// The dwelling it concerns.
    pub dwelling: Option<SubjectIx>,
}

/// A place of a mark.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The subject marked.
    pub subject: SubjectIx,
    /// Where it is drawn.
    pub anchor: Anchor,
    /// The dwelling it is in.
    pub dwelling: Option<SubjectIx>,
}

impl Report {
    /// The section of a verdict.
    pub fn section(&self, verdict: Verdict) -> Option<&Section> {
        self.sections.iter().find(|s| s.verdict == verdict)
    }

    /// All points, section by section.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.sections.iter().flat_map(|s| &s.chapters).flat_map(|c| &c.points)
    }

    /// The departure of an id.
    pub fn fravik_entry(&self, id: &str) -> Option<&FravikLine> {
        self.fravik.iter().find(|f| f.id == id)
    }
}

/// A verdict's name in machine formats, ids and style sheets.
pub fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "not_applicable",
        Verdict::Positive => "positive",
        Verdict::Unclear => "unclear",
        Verdict::Negative => "negative",
    }
}
