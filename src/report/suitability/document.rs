//! The comparison of the groups, resolved: every word, order and number that its outputs show.

use schemars::JsonSchema;
use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::finding::{Direction, Force, Standing, Verdict};
use crate::suitability::Shift;
use crate::text::Lang;

/// What each group would find in a design.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Suitability {
    /// Language of all texts.
    #[serde(rename = "language")]
    pub lang: Lang,
    /// Heading of the document.
    pub title: String,
    /// Name of the project, as given; may be empty.
    pub project: String,
    /// Lines that introduce the document, for people.
    pub head: Vec<Line>,
    /// Id of the edition judged by.
    pub edition: String,
    /// The files read.
    pub inputs: Vec<InputLine>,
    /// The groups, in the order of the columns.
    pub groups: Vec<GroupColumn>,
    /// What the signs of the matrix mean.
    pub legend: Vec<Line>,
    /// The matrix by chapter of the catalogue: every requirement that is negative or unclear for some group.
    pub chapters: Vec<MatrixChapter>,
    /// How many requirements of the edition are not in the matrix, in words.
    pub left_out: String,
    /// The register of agreed departures, in the order they were written.
    pub departures: Vec<DepartureEntry>,
    /// What changes when another group moves in, where that was asked.
    pub shift: Option<ShiftTable>,
    /// What must be known to use it.
    pub notes: Vec<String>,
    /// Faults of the input that keep the comparison from being used; empty when there are none.
    pub faults: Vec<String>,
}

/// A label and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Line {
    /// What it is.
    pub label: String,
    /// What it says.
    pub value: String,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct InputLine {
    /// Path as given.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A group: what the sources give it, and what it would find.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct GroupColumn {
    /// Id.
    pub id: String,
    /// «gruppe 5».
    pub label: String,
    /// Whether the project states it.
    pub stated: bool,
    /// What the matrix of the sources gives the group: standard, kind of dwelling, location, services, staffing floors
    /// and base, mapped need.
    pub given: Vec<Line>,
    /// Requirements whose most serious verdict is negative, by force: requirements, recommendations, observations.
    pub negative: Vec<ForceCount>,
    /// Of the negative: those that agreed departures excuse.
    pub excused: usize,
    /// Requirements that cannot be judged yet.
    pub unclear: usize,
    /// Requirements that are met.
    pub positive: usize,
    /// Requirements that do not concern it.
    pub not_applicable: usize,
    /// What it comes to: negative when a requirement is broken that no departure excuses, unclear when something is to be
    /// clarified.
    pub outcome: Verdict,
    /// The same in a sentence.
    pub summary: String,
    /// The changes between this design and the group, without what agreed departures excuse.
    pub steps: Vec<StepLine>,
    /// What is negative and asks for no change, since a departure was agreed.
    pub excuses: Vec<ExcuseLine>,
    /// Negative requirements no change answers to: those that sum up others and follow from them, and those that do not
    /// go with the group whatever the design is.
    pub follows: Vec<String>,
}

/// How many requirements of a force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ForceCount {
    /// The force.
    pub force: Force,
    /// Its name.
    pub label: String,
    /// How many.
    pub count: usize,
}

/// A negative requirement that an agreed departure excuses, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExcuseLine {
    /// Id of the requirement.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// Where; empty for the project as a whole.
    pub at: String,
    /// The departure.
    pub departure: DepartureRef,
}

/// The agreed departure that concerns a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DepartureRef {
    /// Its id in the register.
    pub id: String,
    /// How it stands.
    pub standing: Standing,
    /// The words for it: «fravik godkjent (F1)».
    pub label: String,
}

/// An agreed departure of the register, held against what each group finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DepartureEntry {
    /// Its id.
    pub id: String,
    /// The requirement, as written.
    pub requirement: String,
    /// What that asks; the requirement as written where it is not one of the catalogue.
    pub title: String,
    /// The places, as written; empty for everywhere.
    pub places: Vec<String>,
    /// How it stands.
    pub standing: Standing,
    /// The words for it: «fravik godkjent».
    pub standing_label: String,
    /// Everything about it in a line: kind, owner, approval, days.
    pub facts: String,
    /// Ids of the groups for which it excuses something.
    pub groups: Vec<String>,
    /// The same in words: «teller for gruppe 5 og 7».
    pub told: String,
    /// What is to be said of it.
    pub remarks: Vec<String>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepLine {
    /// In words.
    pub text: String,
    /// Where; empty for the project as a whole.
    pub at: String,
    /// The strongest force of what asks for it.
    pub force: Force,
    /// The word for that.
    pub force_label: String,
    /// Ids of the requirements it serves.
    pub requirements: Vec<String>,
    /// Where those stand, each place once.
    pub sources: Vec<ClauseRef>,
    /// Fact id, `fixture:kind`, `count:kind` or the id of a requirement.
    pub fact: String,
    /// The numbers, where it is one.
    pub margin: Option<StepNumbers>,
    /// What else must be known: that it is not all it takes, or that something stays to be clarified.
    pub reservation: Option<String>,
}

impl StepLine {
    /// The place, the change and what else must be known, in a line.
    pub(super) fn told(&self) -> String {
        let at = if self.at.is_empty() { String::new() } else { format!("{}: ", self.at) };
        match &self.reservation {
            Some(reservation) => format!("{at}{} – {reservation}", self.text),
            None => format!("{at}{}", self.text),
        }
    }
}

/// Where a requirement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClauseRef {
    /// Id of the document.
    pub document: String,
    /// The clause or heading.
    pub clause: String,
    /// Both in words; the clause alone where the document is the one judged by.
    pub told: String,
}

impl ClauseRef {
    /// Where a requirement of an edition stands; empty when it does not.
    pub(super) fn of(catalogue: &Catalogue, edition: &str, requirement: &str) -> Self {
        let known = catalogue.requirements.get(requirement);
        let block = known.and_then(|r| r.block(edition, &catalogue.editions));
        let Some(block) = block else {
            return Self { document: String::new(), clause: String::new(), told: String::new() };
        };
        let document = block.source.document.as_deref().unwrap_or(&block.from);
        let clause = block.source.clause.clone();
        let other = catalogue.documents.get(document).filter(|_| document != edition);
        let told = other.map_or_else(|| clause.clone(), |d| format!("{}, {clause}", d.title));
        Self { document: document.to_owned(), clause, told }
    }
}

/// The numbers of a change, in SI; of several places those of the first.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct StepNumbers {
    /// The value found.
    pub value: f64,
    /// The nearest value that would do.
    pub limit: f64,
    /// How far the value is off.
    pub difference: f64,
    /// On which side of the limit it has to lie.
    pub direction: Direction,
}

/// The rows of a chapter.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MatrixChapter {
    /// Id.
    pub id: String,
    /// Heading.
    pub heading: String,
    /// Rows.
    pub rows: Vec<MatrixRow>,
}

/// A requirement, as each group would find it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct MatrixRow {
    /// Id of the requirement.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// Whether the groups find different things, or one of them something negative.
    pub tells_apart: bool,
    /// One cell for each group.
    pub cells: Vec<Cell>,
}

/// What a group finds of a requirement: its most serious verdict.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Cell {
    /// Id of the group.
    pub group: String,
    /// The verdict.
    pub verdict: Verdict,
    /// How strongly the requirement asks.
    pub force: Force,
    /// The sign in the matrix.
    pub sign: String,
    /// The sign in words: «negativt, krav».
    pub word: String,
    /// The first finding of that verdict.
    pub text: String,
    /// The agreed departure that concerns that finding.
    pub departure: Option<DepartureRef>,
}

/// What changes when another group moves in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShiftTable {
    /// Id of the group the design is compared from.
    pub from: String,
    /// Id of the group it is compared to.
    pub to: String,
    /// Heading.
    pub heading: String,
    /// What it comes to, in a sentence.
    pub summary: String,
    /// By what becomes of the requirements.
    pub parts: Vec<ShiftPart>,
}

/// Requirements that change in the same way.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShiftPart {
    /// What becomes of them.
    pub shift: Shift,
    /// Heading.
    pub heading: String,
    /// The requirements.
    pub rows: Vec<ShiftRow>,
}

/// A requirement that changes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShiftRow {
    /// Id of the requirement.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// How strongly it asks, before and after; empty where it does not concern the group.
    pub force: [String; 2],
    /// What is different.
    pub why: Vec<String>,
    /// The verdict, before and after.
    pub verdict: [Verdict; 2],
    /// The verdicts in words with their signs: «✓ positivt → ✗ negativt».
    pub outcome: String,
    /// What would turn it for the group moved to.
    pub steps: Vec<String>,
    /// Where it stands.
    pub source: ClauseRef,
}
