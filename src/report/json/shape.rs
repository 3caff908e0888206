//! The parts of the JSON report, each field with what it means: the schema is made from these.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Direction, Force, Standing, Unclarity, Verdict, Weight};
use crate::fravik;
use crate::model::{Certainty, Place};
use crate::report::document::Since;
use crate::report::ids::IdsReport;
use crate::text::Lang;
use crate::vocab::Phase;

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

/// One requirement with one verdict and one sentence, at one or several places.
#[derive(Serialize, JsonSchema)]
pub(super) struct Point<'a> {
    /// Stable id.
    pub(super) id: &'a str,
    /// Letter on the plan.
    pub(super) letter: Option<&'a str>,
    /// Id of the requirement.
    pub(super) requirement: &'a str,
    /// What the requirement asks.
    pub(super) title: &'a str,
    /// The verdict.
    pub(super) verdict: Verdict,
    /// Why it is unclear; set exactly when it is.
    pub(super) unclarity: Option<Unclarity>,
    /// How strongly the requirement asks.
    pub(super) force: Force,
    /// Whether the result of the check hangs on it.
    pub(super) decides: bool,
    /// The finding in words.
    pub(super) text: &'a str,
    /// The places in short; empty for the project as a whole.
    pub(super) at: &'a str,
    /// Every place, with its evidence.
    pub(super) places: Vec<PointPlace<'a>>,
    /// Reservation, also part of the text.
    pub(super) remark: Option<&'a str>,
    /// How the source was read, where it leaves that open.
    pub(super) interpretation: Option<&'a str>,
    /// How the sources contradict each other here.
    pub(super) contradiction: Option<Contradiction<'a>>,
    /// Where the requirement stands.
    pub(super) source: Source<'a>,
    /// Interpreted thresholds used.
    pub(super) parameters: Vec<Parameter<'a>>,
    /// What would settle it, where it is unclear.
    pub(super) remedies: Vec<Remedy<'a>>,
    /// What an inspector looks at.
    pub(super) inspection: Option<&'a str>,
    /// Other places that cause the verdict.
    pub(super) causes: &'a [String],
    /// The discipline that documents it, such as `ARK`; may be empty.
    pub(super) discipline: &'a str,
    /// The verdict computed, before anybody said anything.
    pub(super) computed: Verdict,
    /// What people said of it.
    pub(super) statements: Vec<Statement<'a>>,
    /// What would turn a negative verdict, by place.
    pub(super) turns: Vec<Turn<'a>>,
    /// The agreed departure that concerns it, where it is negative.
    pub(super) departure: Option<Departure<'a>>,
    /// The phase it can first be documented in, where that is still to come.
    pub(super) not_yet: Option<Phase>,
    /// The day it is to be documented or mended by, `2027-03-01`; null where no such day is set.
    pub(super) due: Option<String>,
    /// How it stands to the earlier report, where one was given.
    pub(super) since: Option<Since>,
    /// Whether the earlier report was no better here, so that it does not fail the check.
    pub(super) accepted: bool,
}

/// What would turn a negative verdict at some places.
#[derive(Serialize, JsonSchema)]
pub(super) struct Turn<'a> {
    /// The places in short; empty when it is the same at all places of the point.
    pub(super) at: &'a str,
    /// Ways to turn it, any of which will do, the least first.
    pub(super) ways: Vec<Way<'a>>,
}

/// Changes that together turn a verdict.
#[derive(Serialize, JsonSchema)]
pub(super) struct Way<'a> {
    /// In words.
    pub(super) text: &'a str,
    /// What the verdict becomes.
    pub(super) then: Verdict,
    /// Whether these changes are all it takes.
    pub(super) complete: bool,
    /// Each change.
    pub(super) changes: Vec<Change<'a>>,
}

/// A number and the limit it misses.
#[derive(Serialize, JsonSchema)]
pub(super) struct MarginNumbers {
    /// The value found.
    pub(super) value: f64,
    /// The nearest value that would do.
    pub(super) limit: f64,
    /// How far the value is off.
    pub(super) difference: f64,
    /// On which side of the limit it has to lie.
    pub(super) direction: Direction,
}

/// A place.
#[derive(Serialize, JsonSchema)]
pub(super) struct PointPlace<'a> {
    /// Stable id of the element.
    pub(super) id: &'a str,
    /// How people call it.
    pub(super) label: &'a str,
    /// Stable id of the finding: requirement and place, independent of verdict and line.
    pub(super) fingerprint: &'a str,
    /// Where it was described.
    pub(super) described_at: Option<&'a Place>,
    /// IFC GlobalId.
    pub(super) ifc_guid: Option<&'a str>,
    /// What the verdict leans on.
    pub(super) evidence: Vec<Evidence<'a>>,
}

/// A fact a verdict leans on.
#[derive(Serialize, JsonSchema)]
pub(super) struct Evidence<'a> {
    /// Fact id; for requirements that take others together, the id of one of those.
    pub(super) fact: &'a str,
    /// What the fact is called.
    pub(super) name: &'a str,
    /// Whose.
    pub(super) subject: &'a str,
    /// Its value as shown; null when unknown.
    pub(super) value: Option<&'a str>,
    /// Where it comes from, in words.
    pub(super) origin: &'a str,
    /// How sure it is.
    pub(super) certainty: Option<Certainty>,
    /// Where it was read.
    pub(super) read_at: Option<&'a Place>,
    /// Where in an IFC model.
    pub(super) ifc: Option<Ifc<'a>>,
    /// What it was computed from.
    pub(super) computed_from: Vec<From<'a>>,
}

/// A value of an IFC model.
#[derive(Serialize, JsonSchema)]
pub(super) struct Ifc<'a> {
    /// `#123=IFCDOOR`.
    pub(super) entity: &'a str,
    /// GlobalId.
    pub(super) guid: Option<&'a str>,
    /// Property or quantity set.
    pub(super) set: Option<&'a str>,
    /// Property, quantity or attribute.
    pub(super) property: Option<&'a str>,
}

/// Something a value was computed from.
#[derive(Serialize, JsonSchema)]
pub(super) struct From<'a> {
    /// Whose.
    pub(super) subject: &'a str,
    /// What.
    pub(super) what: &'a str,
    /// Its value as shown.
    pub(super) value: &'a str,
}

/// What a person said.
#[derive(Serialize, JsonSchema)]
pub(super) struct Statement<'a> {
    /// Who; empty when nobody stands for it.
    pub(super) by: &'a str,
    /// When, as `2026-03-12`; may be empty.
    pub(super) date: &'a str,
    /// Their verdict.
    pub(super) verdict: Option<Verdict>,
    /// What became of it.
    pub(super) weight: Weight,
    /// Whether the inputs were others when it was given.
    pub(super) outdated: bool,
    /// In their words; may be empty.
    pub(super) comment: &'a str,
    /// Who is to document or mend it; may be empty.
    pub(super) responsible: &'a str,
    /// How the topic stands in the tool it came from; may be empty.
    pub(super) status: &'a str,
    /// The file and line it is on record in.
    pub(super) origin: &'a str,
}

/// What somebody said that met no finding.
#[derive(Serialize, JsonSchema)]
pub(super) struct Unmet<'a> {
    /// Id of the requirement, where one was named.
    pub(super) requirement: Option<&'a str>,
    /// What it is about, as far as that is known.
    pub(super) about: &'a str,
    /// Why it met no finding.
    pub(super) why: &'a str,
    /// What was said.
    pub(super) statement: Statement<'a>,
}

/// Where a requirement stands.
#[derive(Serialize, JsonSchema)]
pub(super) struct Source<'a> {
    /// Id of the document.
    pub(super) document: &'a str,
    /// Title of the document.
    pub(super) title: &'a str,
    /// The clause.
    pub(super) clause: &'a str,
    /// The words, verbatim.
    pub(super) quote: &'a str,
    /// The words put right, where the copy at hand is damaged.
    pub(super) corrected: Option<&'a str>,
}

/// A threshold that is an interpretation.
#[derive(Serialize, JsonSchema)]
pub(super) struct Parameter<'a> {
    /// `requirement.parameter`.
    pub(super) name: &'a str,
    /// The value used, as shown.
    pub(super) value: &'a str,
    /// Why the built-in value was chosen.
    pub(super) reading: &'a str,
    /// Whether it was replaced.
    pub(super) overridden: bool,
    /// The value it replaces.
    pub(super) built_in: Option<&'a str>,
}

/// How a missing fact can be supplied.
#[derive(Serialize, JsonSchema)]
pub(super) struct Remedy<'a> {
    /// Fact id; empty when it is not one fact that is missing.
    pub(super) fact: &'a str,
    /// What is missing, and whose.
    pub(super) what: &'a str,
    /// A line of a description that states it.
    pub(super) design: Option<&'a str>,
    /// Where an IFC model carries it.
    pub(super) ifc: Option<&'a str>,
    /// What to look at on site.
    pub(super) observe: Option<&'a str>,
    /// Why it is missing.
    pub(super) why: Option<&'a str>,
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

/// One thing that would have to be otherwise.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Change<'a> {
    /// Fact id, `fixture:kind`, `count:kind`, or the id of a requirement.
    pub(super) fact: &'a str,
    /// What it is called.
    pub(super) name: &'a str,
    /// Whose; empty for the place judged.
    pub(super) subject: &'a str,
    /// In words.
    pub(super) text: &'a str,
    /// The numbers in SI (metres, square metres, shares of 1), where it is one number.
    pub(super) margin: Option<MarginNumbers>,
}
