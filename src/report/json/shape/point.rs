//! A point of the JSON report: findings, places, grounds, statements and what turns them.

use super::{Contradiction, Departure};
use crate::finding::{Direction, Force, Unclarity, Verdict, Weight};
use crate::model::{Certainty, Place};
use crate::report::document::Since;
use crate::vocab::Phase;
use schemars::JsonSchema;
use serde::Serialize;

/// One requirement with one verdict and one sentence, at one or several places.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Point<'a> {
    /// Stable id.
    pub(in crate::report::json) id: &'a str,
    /// Letter on the plan.
    pub(in crate::report::json) letter: Option<&'a str>,
    /// Id of the requirement.
    pub(in crate::report::json) requirement: &'a str,
    /// What the requirement asks.
    pub(in crate::report::json) title: &'a str,
    /// The verdict.
    pub(in crate::report::json) verdict: Verdict,
    /// Why it is unclear; set exactly when it is.
    pub(in crate::report::json) unclarity: Option<Unclarity>,
    /// How strongly the requirement asks.
    pub(in crate::report::json) force: Force,
    /// Whether the result of the check hangs on it.
    pub(in crate::report::json) decides: bool,
    /// The finding in words.
    pub(in crate::report::json) text: &'a str,
    /// The places in short; empty for the project as a whole.
    pub(in crate::report::json) at: &'a str,
    /// Every place, with its evidence.
    pub(in crate::report::json) places: Vec<PointPlace<'a>>,
    /// Reservation, also part of the text.
    pub(in crate::report::json) remark: Option<&'a str>,
    /// How the source was read, where it leaves that open.
    pub(in crate::report::json) interpretation: Option<&'a str>,
    /// How the sources contradict each other here.
    pub(in crate::report::json) contradiction: Option<Contradiction<'a>>,
    /// Where the requirement stands.
    pub(in crate::report::json) source: Source<'a>,
    /// Interpreted thresholds used.
    pub(in crate::report::json) parameters: Vec<Parameter<'a>>,
    /// What would settle it, where it is unclear.
    pub(in crate::report::json) remedies: Vec<Remedy<'a>>,
    /// What an inspector looks at.
    pub(in crate::report::json) inspection: Option<&'a str>,
    /// Other places that cause the verdict.
    pub(in crate::report::json) causes: &'a [String],
    /// The discipline that documents it, such as `ARK`; may be empty.
    pub(in crate::report::json) discipline: &'a str,
    /// The verdict computed, before anybody said anything.
    pub(in crate::report::json) computed: Verdict,
    /// What people said of it.
    pub(in crate::report::json) statements: Vec<Statement<'a>>,
    /// What would turn a negative verdict, by place.
    pub(in crate::report::json) turns: Vec<Turn<'a>>,
    /// The agreed departure that concerns it, where it is negative.
    pub(in crate::report::json) departure: Option<Departure<'a>>,
    /// The phase it can first be documented in, where that is still to come.
    pub(in crate::report::json) not_yet: Option<Phase>,
    /// The day it is to be documented or mended by, `2027-03-01`; null where no such day is set.
    pub(in crate::report::json) due: Option<String>,
    /// How it stands to the earlier report, where one was given.
    pub(in crate::report::json) since: Option<Since>,
    /// Whether the earlier report was no better here, so that it does not fail the check.
    pub(in crate::report::json) accepted: bool,
}

/// What would turn a negative verdict at some places.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Turn<'a> {
    /// The places in short; empty when it is the same at all places of the point.
    pub(in crate::report::json) at: &'a str,
    /// Ways to turn it, any of which will do, the least first.
    pub(in crate::report::json) ways: Vec<Way<'a>>,
}

/// Changes that together turn a verdict.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Way<'a> {
    /// In words.
    pub(in crate::report::json) text: &'a str,
    /// What the verdict becomes.
    pub(in crate::report::json) then: Verdict,
    /// Whether these changes are all it takes.
    pub(in crate::report::json) complete: bool,
    /// Each change.
    pub(in crate::report::json) changes: Vec<Change<'a>>,
}

/// A number and the limit it misses.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct MarginNumbers {
    /// The value found.
    pub(in crate::report::json) value: f64,
    /// The nearest value that would do.
    pub(in crate::report::json) limit: f64,
    /// How far the value is off.
    pub(in crate::report::json) difference: f64,
    /// On which side of the limit it has to lie.
    pub(in crate::report::json) direction: Direction,
}

/// A place.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct PointPlace<'a> {
    /// Stable id of the element.
    pub(in crate::report::json) id: &'a str,
    /// How people call it.
    pub(in crate::report::json) label: &'a str,
    /// Stable id of the finding: requirement and place, independent of verdict and line.
    pub(in crate::report::json) fingerprint: &'a str,
    /// Where it was described.
    pub(in crate::report::json) described_at: Option<&'a Place>,
    /// IFC GlobalId.
    pub(in crate::report::json) ifc_guid: Option<&'a str>,
    /// What the verdict leans on.
    pub(in crate::report::json) evidence: Vec<Evidence<'a>>,
}

/// A fact a verdict leans on.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Evidence<'a> {
    /// Fact id; for requirements that take others together, the id of one of those.
    pub(in crate::report::json) fact: &'a str,
    /// What the fact is called.
    pub(in crate::report::json) name: &'a str,
    /// Whose.
    pub(in crate::report::json) subject: &'a str,
    /// Its value as shown; null when unknown.
    pub(in crate::report::json) value: Option<&'a str>,
    /// Where it comes from, in words.
    pub(in crate::report::json) origin: &'a str,
    /// How sure it is.
    pub(in crate::report::json) certainty: Option<Certainty>,
    /// Where it was read.
    pub(in crate::report::json) read_at: Option<&'a Place>,
    /// Where in an IFC model.
    pub(in crate::report::json) ifc: Option<Ifc<'a>>,
    /// What it was computed from.
    pub(in crate::report::json) computed_from: Vec<From<'a>>,
}

/// A value of an IFC model.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Ifc<'a> {
    /// `#123=IFCDOOR`.
    pub(in crate::report::json) entity: &'a str,
    /// GlobalId.
    pub(in crate::report::json) guid: Option<&'a str>,
    /// Property or quantity set.
    pub(in crate::report::json) set: Option<&'a str>,
    /// Property, quantity or attribute.
    pub(in crate::report::json) property: Option<&'a str>,
}

/// Something a value was computed from.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct From<'a> {
    /// Whose.
    pub(in crate::report::json) subject: &'a str,
    /// What.
    pub(in crate::report::json) what: &'a str,
    /// Its value as shown.
    pub(in crate::report::json) value: &'a str,
}

/// What a person said.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Statement<'a> {
    /// Who; empty when nobody stands for it.
    pub(in crate::report::json) by: &'a str,
    /// When, as `2026-03-12`; may be empty.
    pub(in crate::report::json) date: &'a str,
    /// Their verdict.
    pub(in crate::report::json) verdict: Option<Verdict>,
    /// What became of it.
    pub(in crate::report::json) weight: Weight,
    /// Whether the inputs were others when it was given.
    pub(in crate::report::json) outdated: bool,
    /// In their words; may be empty.
    pub(in crate::report::json) comment: &'a str,
    /// Who is to document or mend it; may be empty.
    pub(in crate::report::json) responsible: &'a str,
    /// How the topic stands in the tool it came from; may be empty.
    pub(in crate::report::json) status: &'a str,
    /// The file and line it is on record in.
    pub(in crate::report::json) origin: &'a str,
}

/// What somebody said that met no finding.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Unmet<'a> {
    /// Id of the requirement, where one was named.
    pub(in crate::report::json) requirement: Option<&'a str>,
    /// What it is about, as far as that is known.
    pub(in crate::report::json) about: &'a str,
    /// Why it met no finding.
    pub(in crate::report::json) why: &'a str,
    /// What was said.
    pub(in crate::report::json) statement: Statement<'a>,
}

/// Where a requirement stands.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Source<'a> {
    /// Id of the document.
    pub(in crate::report::json) document: &'a str,
    /// Title of the document.
    pub(in crate::report::json) title: &'a str,
    /// The clause.
    pub(in crate::report::json) clause: &'a str,
    /// The words, verbatim.
    pub(in crate::report::json) quote: &'a str,
    /// The words put right, where the copy at hand is damaged.
    pub(in crate::report::json) corrected: Option<&'a str>,
}

/// A threshold that is an interpretation.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Parameter<'a> {
    /// `requirement.parameter`.
    pub(in crate::report::json) name: &'a str,
    /// The value used, as shown.
    pub(in crate::report::json) value: &'a str,
    /// Why the built-in value was chosen.
    pub(in crate::report::json) reading: &'a str,
    /// Whether it was replaced.
    pub(in crate::report::json) overridden: bool,
    /// The value it replaces.
    pub(in crate::report::json) built_in: Option<&'a str>,
}

/// How a missing fact can be supplied.
#[derive(Serialize, JsonSchema)]
pub(in crate::report::json) struct Remedy<'a> {
    /// Fact id; empty when it is not one fact that is missing.
    pub(in crate::report::json) fact: &'a str,
    /// What is missing, and whose.
    pub(in crate::report::json) what: &'a str,
    /// A line of a description that states it.
    pub(in crate::report::json) design: Option<&'a str>,
    /// Where an IFC model carries it.
    pub(in crate::report::json) ifc: Option<&'a str>,
    /// What to look at on site.
    pub(in crate::report::json) observe: Option<&'a str>,
    /// Why it is missing.
    pub(in crate::report::json) why: Option<&'a str>,
}

/// One thing that would have to be otherwise.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Change<'a> {
    /// Fact id, `fixture:kind`, `count:kind`, or the id of a requirement.
    pub(in crate::report::json) fact: &'a str,
    /// What it is called.
    pub(in crate::report::json) name: &'a str,
    /// Whose; empty for the place judged.
    pub(in crate::report::json) subject: &'a str,
    /// In words.
    pub(in crate::report::json) text: &'a str,
    /// The numbers in SI (metres, square metres, shares of 1), where it is one number.
    pub(in crate::report::json) margin: Option<MarginNumbers>,
}
