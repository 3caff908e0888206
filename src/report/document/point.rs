//! One point of a report: what was found of a requirement, at which places, on what grounds, what people said of it and
//! what it takes to settle or turn it.

use super::Since;
use crate::date::Date;
use crate::finding::{Force, Standing, Unclarity, Verdict, Weight};
use crate::model::{Certainty, Place};
use crate::vocab::Phase;

/// One requirement with one verdict and one sentence, at one or several places.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Stable id, usable as an anchor: the same input gives the same id.
    pub id: String,
    /// Letter on the plan.
    pub letter: Option<String>,
    /// Id of the requirement.
    pub requirement: String,
    /// What the requirement asks.
    pub title: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is unclear.
    pub unclarity: Option<Unclarity>,
    /// The word for that: «ikke dokumentert».
    pub unclarity_label: Option<String>,
    /// How strongly the requirement asks.
    pub force: Force,
    /// The word for that: «krav».
    pub force_label: String,
    /// Whether it is among what decides the result.
    pub decides: bool,
    /// The finding in the inspectors' grammar, its remark included, without references.
    pub text: String,
    /// The places in short: «bad i A101–A108»; empty when the place is the project itself.
    pub at: String,
    /// The same, for parentheses behind the text; empty where the text names the places itself.
    pub reference: String,
    /// Each place.
    pub places: Vec<PlaceLine>,
    /// What the verdict leans on, places with the same grounds together.
    pub grounds: Vec<Grounds>,
    /// Reservation, as included in the text.
    pub remark: Option<String>,
    /// How the source was read.
    pub interpretation: Option<String>,
    /// How the sources contradict each other here.
    pub contradiction: Option<ContradictionLine>,
    /// Where it stands.
    pub source: SourceLine,
    /// Interpreted thresholds used.
    pub parameters: Vec<ParameterLine>,
    /// What would settle it.
    pub remedies: Vec<RemedyLine>,
    /// Whether that is the resident group and nothing else.
    pub awaits_group: bool,
    /// What an inspector does about it.
    pub inspection: Option<String>,
    /// Other places that cause the verdict.
    pub causes: Vec<String>,
    /// What would turn a negative verdict.
    pub turns: Vec<TurnLine>,
    /// The agreed departure that concerns it.
    pub departure: Option<DepartureLine>,
    /// The phase it can first be documented in, where that is still to come.
    pub not_yet: Option<Phase>,
    /// The words for that: «kan først dokumenteres i detaljprosjekt».
    pub not_yet_label: Option<String>,
    /// The day it is to be documented or mended by: the last of this phase, or of the phase it can first be documented in.
    pub due: Option<Date>,
    /// The words for that: «frist 1. mars 2027».
    pub due_label: Option<String>,
    /// How it stands to the earlier report, where one was given.
    pub since: Option<Since>,
    /// Whether that was no better here, so that it does not fail the check.
    pub accepted: bool,
    /// The words for that: «nytt».
    pub since_label: Option<String>,
    /// The causes, as elements.
    pub cause_elements: Vec<ElementRef>,
    /// Who is to document it.
    pub discipline: DisciplineRef,
    /// What people said of it.
    pub statements: Vec<StatementLine>,
    /// The verdict the program came to before anybody said anything.
    pub computed: Verdict,
}

impl Point {
    /// Whether somebody saw it on site and their word was put to it.
    pub fn is_seen(&self) -> bool {
        self.statements.iter().any(|s| s.observed && s.verdict.is_some())
    }
}

/// What would turn a negative verdict, at some of its places.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnLine {
    /// The places in short; empty when it is the same at all places of the point.
    pub at: String,
    /// Ways to turn it, any of which will do, the least first.
    pub ways: Vec<WayLine>,
}

/// Changes that together turn a negative verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct WayLine {
    /// In words: «fri bredde minst 0,76 m (er 0,71 m, mangler 5 cm)».
    pub text: String,
    /// What the verdict becomes.
    pub then: Verdict,
    /// Whether these changes are all it takes.
    pub complete: bool,
    /// Each change.
    pub changes: Vec<ChangeLine>,
}

/// One thing that would have to be otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeLine {
    /// Fact id, `fixture:kind`, or the id of a requirement.
    pub fact: String,
    /// What it is called.
    pub name: String,
    /// Whose; empty for the place judged.
    pub subject: String,
    /// In words.
    pub text: String,
    /// The numbers, where it is one.
    pub margin: Option<crate::finding::Margin>,
}

/// An agreed departure, as a point tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartureLine {
    /// Its id in the register.
    pub id: String,
    /// How it stands.
    pub standing: Standing,
    /// «negativt, fravik godkjent (F1)».
    pub label: String,
}

/// An element that is not itself a place of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementRef {
    /// Stable id.
    pub id: String,
    /// IFC GlobalId.
    pub guid: Option<String>,
}

/// A discipline of the project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct DisciplineRef {
    /// `ARK`, `RIV`; empty when the catalogue names none.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// What a person said of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Who; empty when nobody stands for it.
    pub by: String,
    /// When, as `2026-03-12`; may be empty.
    pub date: String,
    /// Their verdict.
    pub verdict: Option<Verdict>,
    /// What became of it.
    pub weight: Weight,
    /// Whether what is known of the place was something else when it was given.
    pub outdated: bool,
    /// In their words; may be empty.
    pub comment: String,
    /// Who is to document or mend it; may be empty.
    pub responsible: String,
    /// How the topic stands in the tool it came from; may be empty.
    pub status: String,
    /// Whether it was seen on site.
    pub observed: bool,
    /// Id of the topic or comment of such a tool it came with.
    pub topic: Option<String>,
    /// All of it in a line: «Kari Nordmann, 12. mars 2026: Positivt (lagt til grunn) – målt på stedet».
    pub text: String,
    /// The file and line it is on record in.
    pub origin: String,
}

/// What somebody said that met no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnmetLine {
    /// Id of the requirement, where one was named.
    pub requirement: Option<String>,
    /// What it is about, as far as that is known.
    pub about: String,
    /// Why it met no finding.
    pub why: String,
    /// What was said.
    pub statement: StatementLine,
}

/// A place a requirement was judged at.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceLine {
    /// Stable id of the element.
    pub id: String,
    /// How people call it.
    pub label: String,
    /// Stable id of the finding: requirement and place, never line or verdict.
    pub fingerprint: String,
    /// Fingerprint of what the verdict stands on; see [`crate::finding::Finding::ground`].
    pub ground: String,
    /// Where it was described.
    pub place: Option<Place>,
    /// IFC GlobalId.
    pub guid: Option<String>,
    /// What the verdict leans on here.
    pub evidence: Vec<EvidenceLine>,
}

/// Grounds that one or several places share.
#[derive(Debug, Clone, PartialEq)]
pub struct Grounds {
    /// The places in short; empty when they are all places of the point.
    pub at: String,
    /// The lines.
    pub lines: Vec<EvidenceLine>,
}

/// One fact a verdict leans on.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceLine {
    /// Fact id, or the id of a requirement taken together with others.
    pub fact: String,
    /// «oppbrett, bad i A101: 8 cm».
    pub text: String,
    /// Name of the fact.
    pub name: String,
    /// Whose.
    pub subject: String,
    /// Value, where known.
    pub value: Option<String>,
    /// Where it comes from, in words: «prosjekt.bolig:12:5», «beregnet: … av …».
    pub origin: String,
    /// Where it was read.
    pub place: Option<Place>,
    /// How sure it is.
    pub certainty: Option<Certainty>,
    /// IFC entity, GlobalId and property, where it comes from a model.
    pub ifc: Option<IfcRef>,
    /// What it was computed from.
    pub from: Vec<FromLine>,
}

/// A value in an IFC model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfcRef {
    /// `#123=IFCDOOR`.
    pub entity: String,
    /// GlobalId.
    pub guid: Option<String>,
    /// Property or quantity set.
    pub set: Option<String>,
    /// Property, quantity or attribute.
    pub property: Option<String>,
}

/// Something a value was computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromLine {
    /// Whose.
    pub subject: String,
    /// What.
    pub what: String,
    /// Its value.
    pub value: String,
}

/// Where a requirement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// Id of the document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// The clause.
    pub clause: String,
    /// The words, verbatim.
    pub quote: String,
    /// The words put right, where the copy at hand is damaged.
    pub corrected: Option<String>,
}

/// A threshold that is an interpretation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ParameterLine {
    /// `requirement.parameter`.
    pub name: String,
    /// The value used.
    pub value: String,
    /// Why this value; for a replaced value, why the built-in one was chosen.
    pub reading: String,
    /// Whether it was replaced.
    pub overridden: bool,
    /// The value it replaces.
    pub built_in: Option<String>,
}

/// How a missing fact can be supplied.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RemedyLine {
    /// Fact id.
    pub fact: String,
    /// What is missing, and whose: «oppbrett (bad i A101–A108)».
    pub what: String,
    /// A line of a description that states it.
    pub design: Option<String>,
    /// Where an IFC model carries it.
    pub ifc: Option<String>,
    /// What to look at on site.
    pub observe: Option<String>,
    /// Why it is missing.
    pub why: Option<String>,
}

/// Two places of the sources that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContradictionLine {
    /// Their numbers in the list of contradictions.
    pub ids: Vec<String>,
    /// What contradicts what, and how it is read.
    pub text: String,
    /// Requirements it concerns.
    pub requirements: Vec<String>,
}

impl TurnLine {
    /// The ways a number says how far off the place is. The others only say the finding the other way round.
    pub fn measured(&self) -> impl Iterator<Item = &WayLine> {
        self.ways.iter().filter(|w| w.changes.iter().any(|c| c.margin.is_some()))
    }
}
