//! One requirement as its file says it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::Force;
use crate::text::Localized;
use crate::vocab::{Phase, SubjectKind};

/// A requirement, recommendation or observation of the catalogue.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Stable id, the stem of its file.
    pub id: String,
    /// Running number of the catalogue.
    pub number: u32,
    /// What it asks, as a noun phrase.
    pub title: Localized,
    /// Its wording in each published edition that changed it, oldest first.
    pub edition: Vec<EditionBlock>,
    /// How two places of the sources contradict each other, and how that is read.
    pub contradiction: Option<Contradiction>,
    /// The sentences of findings.
    pub text: TextSet,
    /// What an inspector looks at.
    pub inspection: Option<InspectionLine>,
    /// Anything worth telling who reads the requirement.
    pub note: Option<Localized>,
    /// First phase in which it can be documented, where that is another than its facts say.
    pub documented_from: Option<Phase>,
}

/// The wording of a requirement from one edition until the next block.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionBlock {
    /// First edition it holds in.
    pub from: String,
    /// How strongly it asks.
    pub force: Force,
    /// Where it stands.
    pub source: SourceRef,
    /// What and whom it concerns.
    pub applies: Applies,
    /// Further groups it is read to hold for, with another force.
    #[serde(default)]
    pub extends: Vec<Extends>,
    /// Named thresholds that are interpretations.
    #[serde(default)]
    pub parameter: BTreeMap<String, Parameter>,
    /// How it is judged.
    pub check: Check,
    /// Reservations that go with a verdict.
    #[serde(default)]
    pub remark: Vec<Remark>,
    /// How the text was read, where the source leaves it open.
    pub interpretation: Option<Localized>,
    /// A negative verdict becomes unclear, because two sources contradict each other; the text says which.
    pub contested: Option<Contested>,
}

/// Why a negative verdict is not final.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contested {
    /// Groups it is contested for; empty means all.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Conditions under which it is contested; a condition nobody can tell does not hold.
    #[serde(default)]
    pub when: Vec<Predicate>,
    /// Which sources contradict each other.
    pub nb: String,
    /// In English.
    pub en: String,
}

/// A place in a published document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRef {
    /// Id of the document; the edition's own document when left out.
    pub document: Option<String>,
    /// Name of the clause there.
    pub clause: String,
    /// The words, verbatim.
    pub quote: String,
    /// The words put right, where the copy at hand is damaged.
    pub corrected: Option<String>,
}

/// What a requirement is about and whom it concerns.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// Kind of place it is judged at.
    pub to: SubjectKind,
    /// Groups it holds for; empty means all.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Groups it does not hold for even when another of the project's groups is listed.
    #[serde(default)]
    pub except: Vec<String>,
    /// Building standards the source ties it to; told to readers, since the group selects.
    #[serde(default)]
    pub standards: Vec<String>,
    /// Conditions a place must meet.
    #[serde(default)]
    pub r#where: Vec<Predicate>,
    /// The whole that is looked through: `dwelling` unless said otherwise for parts of one.
    pub within: Option<SubjectKind>,
    /// When a whole has no such place: `unclear` (the default) or `not_applicable`.
    #[serde(default)]
    pub missing: Missing,
}

/// What it means that a dwelling has no place a requirement could be judged at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It was not described, so nothing is known.
    #[default]
    Unclear,
    /// Then the requirement does not concern the dwelling.
    NotApplicable,
}

/// Groups a requirement is read to hold for besides those of its source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extends {
    /// The groups.
    pub groups: Vec<String>,
    /// How strongly it asks there.
    pub force: Force,
    /// Why it is read so.
    pub nb: String,
    /// The same in English.
    pub en: String,
}

/// A threshold that is an interpretation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// The value, with its unit.
    pub value: String,
    /// Why this value.
    pub nb: String,
    /// The same in English.
    pub en: String,
}

/// A value written in a requirement: a truth value, a number, or a text (a word's id, a quantity with its unit,
/// or `"@name"` for a parameter).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Literal {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// A word, a quantity, or a parameter's name after `@`.
    Text(String),
}

/// A condition on a fact.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// The fact.
    pub fact: String,
    /// Its value.
    pub is: Option<Literal>,
    /// Not its value.
    pub is_not: Option<Literal>,
    /// Its word is one of these, or its words share one with these.
    pub any: Option<Vec<String>>,
    /// Its word is none of these, or its words share none with these.
    pub none: Option<Vec<String>>,
    /// At least this.
    pub min: Option<Literal>,
    /// At most this.
    pub max: Option<Literal>,
    /// More than this.
    pub above: Option<Literal>,
    /// Less than this.
    pub below: Option<Literal>,
    /// Whether it is known at all.
    pub known: Option<bool>,
    /// What holds when the fact is unknown: the condition then counts as this instead of making it unclear.
    pub unless_known: Option<bool>,
}

/// How a requirement is judged.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Check {
    /// A number of parts.
    Count(Count),
    /// A measured value within limits.
    Bound(Bound),
    /// A value in proportion to another.
    Ratio(Ratio),
    /// One of certain words, or certain words among several.
    Value(ValueCheck),
    /// Materials in a certain order towards the room.
    Covering(Covering),
    /// Something is there.
    Present(Presence),
    /// Something is not there.
    Absent(Presence),
    /// Equipment stands in certain rooms only.
    Located(Located),
    /// Rooms of certain functions are next door.
    Adjacent(Adjacent),
    /// A room is reached from certain places and not from others.
    Access(Access),
    /// A value is what a table says for a key.
    Table(TableCheck),
    /// Nobody is seen along a line of sight within limits.
    Sight(SightCheck),
    /// The verdicts of other requirements taken together.
    Summary(Summary),
    /// Only a person can tell.
    Observe(Observe),
    /// Not judged by the program yet.
    Pending(Localized),
    /// All must hold.
    All(Vec<Check>),
    /// One must hold.
    Any(Vec<Check>),
    /// None may hold.
    None(Vec<Check>),
    /// Several ways to tell the same thing: those that can tell decide, and must agree.
    Witness(Vec<Check>),
    /// A check at each of certain parts.
    Each(Each),
    /// A check one of certain parts must meet.
    One(Each),
    /// A check that only applies under conditions.
    When(When),
}

/// Judges a check at each part that meets conditions; `each` takes the worst verdict, `one` the best.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Each {
    /// Kind of part.
    pub of: SubjectKind,
    /// Conditions on each.
    #[serde(default)]
    pub r#where: Vec<Predicate>,
    /// What must hold of each.
    pub must: Box<Check>,
    /// When there is no such part: `unclear` (the default) or `not_applicable`. Equipment that was said to be
    /// absent is never asked about.
    #[serde(default)]
    pub missing: Missing,
    /// What is judged at the whole itself while no part of that kind is described at all.
    pub otherwise: Option<Box<Check>>,
}

/// A check that only applies where conditions hold.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The conditions.
    pub r#if: Vec<Predicate>,
    /// What must hold then.
    pub must: Box<Check>,
}

/// Counts parts that meet conditions.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Kind of part.
    pub of: SubjectKind,
    /// Conditions on each.
    #[serde(default)]
    pub r#where: Vec<Predicate>,
    /// At least so many.
    pub min: Option<Literal>,
    /// At most so many.
    pub max: Option<Literal>,
}

/// A measured value within limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The fact.
    pub fact: String,
    /// At least.
    pub min: Option<Literal>,
    /// At most.
    pub max: Option<Literal>,
    /// Close to this value …
    pub near: Option<Literal>,
    /// … within this distance.
    pub tolerance: Option<Literal>,
}

/// Holds while none of the lines of sight that a fact counts is within the limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SightCheck {
    /// The fact that counts the lines.
    pub fact: String,
    /// Lines up to this length matter.
    pub within: Literal,
    /// Lines that turn at most so far from straight out of the window matter.
    pub angle: Literal,
}

/// One value divided by another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// The fact divided.
    pub of: String,
    /// The fact it is divided by.
    pub to: String,
    /// At least.
    pub min: Option<Literal>,
    /// At most.
    pub max: Option<Literal>,
}

/// A word, words, or a truth value.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueCheck {
    /// The fact.
    pub fact: String,
    /// Exactly this.
    pub is: Option<Literal>,
    /// Its word is among these, or one of its words is.
    pub any: Option<Vec<String>>,
    /// All of these are among its words.
    pub all: Option<Vec<String>>,
    /// None of these is its word or among its words.
    pub none: Option<Vec<String>>,
    /// The same as another fact.
    pub same_as: Option<String>,
    /// All its words are among the words of another fact.
    pub among: Option<String>,
}

/// Materials in order from the structure to the room.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Covering {
    /// The fact with the layers.
    pub fact: String,
    /// Materials or families that must occur in this order; others may stand between.
    #[serde(default)]
    pub order: Vec<String>,
    /// Materials or families one of which must be the surface.
    #[serde(default)]
    pub surface: Vec<String>,
    /// Materials or families one of which must occur anywhere.
    #[serde(default)]
    pub any: Vec<String>,
    /// Materials or families that may not occur.
    #[serde(default)]
    pub none: Vec<String>,
}

/// A fact that is stated, or a fixture that is there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The fact: known and not «no».
    pub fact: Option<String>,
    /// What it means that nobody states the fact: `unclear` (the default), or `negative` where the requirement
    /// is just that it be stated.
    #[serde(default)]
    pub unstated: Unstated,
    /// The kind of fixture.
    pub fixture: Option<String>,
    /// Kinds of fixtures, one of which is enough.
    #[serde(default)]
    pub fixtures: Vec<String>,
    /// Conditions on the fixture.
    #[serde(default)]
    pub r#where: Vec<Predicate>,
}

/// What it means that nobody states a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unstated {
    /// Nobody can tell.
    #[default]
    Unclear,
    /// Then what was asked for, that it be stated, is not there.
    Negative,
}

/// Where a kind of fixture stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Located {
    /// Kinds of fixtures.
    pub fixtures: Vec<String>,
    /// Room functions where they belong.
    #[serde(default)]
    pub r#in: Vec<String>,
    /// Room functions where they may not be.
    #[serde(default)]
    pub not_in: Vec<String>,
}

/// Which rooms doors lead to from a room.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adjacent {
    /// Function of the room looked at.
    pub room: String,
    /// Each list must be met by a door of its own to a room with one of these functions.
    pub doors_to: Vec<Vec<String>>,
}

/// From where a room can be reached.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// Function of the room looked at; the subject itself when left out.
    pub room: Option<String>,
    /// Places one of which must have a door to it: `outside`, `common`, or room functions.
    #[serde(default)]
    pub from: Vec<String>,
    /// Places that may not have a door to it: `outside`, `common`, `dwelling`, or room functions.
    #[serde(default)]
    pub not_from: Vec<String>,
}

/// A value that a table gives for a key.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableCheck {
    /// Name of the table.
    pub table: String,
    /// Fact with the row's key.
    pub key: String,
    /// The column, or `{fact}` with the fact that names it.
    pub column: String,
    /// The fact compared.
    pub fact: String,
    /// `in` (one of the cell's words; the default), `within` (only the cell's words), `min` (at least the
    /// cell), `max` or `near`.
    #[serde(default)]
    pub compare: Compare,
    /// How far from the cell `near` may be; none means the same.
    pub tolerance: Option<Literal>,
}

/// How a fact is compared with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// One of the cell's words.
    #[default]
    In,
    /// One of the cell's words, and no others.
    Within,
    /// At least the cell's value.
    Min,
    /// At most the cell's value.
    Max,
    /// The cell's value, within the tolerance.
    Near,
}

/// Other requirements taken together.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// Ids, or beginnings of ids that end in `*`.
    pub of: Vec<String>,
    /// Whether the named requirements bind as strongly as this one, so that a recommendation that is not followed
    /// breaks it; otherwise it leaves it open.
    #[serde(default)]
    pub binding: bool,
}

/// A judgement only a person can make; a declared fact can hold it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observe {
    /// Fact that holds what somebody judged: yes is positive, no is negative.
    pub fact: Option<String>,
}

/// A reservation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// When it is made.
    pub when: Vec<Predicate>,
    /// In words.
    pub nb: String,
    /// In English.
    pub en: String,
}

/// Two places of the sources that contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// Their numbers in the list of contradictions.
    pub ids: Vec<String>,
    /// What contradicts what, and how it is read.
    pub nb: String,
    /// In English.
    pub en: String,
}

/// The sentences of a requirement's findings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSet {
    /// In bokmål.
    pub nb: Texts,
    /// In English.
    pub en: Texts,
}

/// The sentences in one language; `{slots}` are filled with values.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// When it is met.
    pub positive: String,
    /// When it is not.
    pub negative: String,
    /// When it is unclear, where «title: what is missing» will not do.
    pub unclear: Option<String>,
}

/// What an inspector does about it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectionLine {
    /// What to look at or measure.
    pub nb: String,
    /// In English.
    pub en: String,
    /// Whether a photo is wanted.
    #[serde(default)]
    pub photo: bool,
}

/// How much of a requirement a machine judges.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Deserialize,
    serde::Serialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Decided from facts.
    Automatic,
    /// In part decided from facts, in part by a person.
    Partial,
    /// Only a person can tell.
    Inspect,
    /// To be decided from facts, but not yet.
    Pending,
    /// Not what this program judges.
    OutOfScope,
}

impl Status {
    /// The word for it in a file.
    pub fn id(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Partial => "partial",
            Self::Inspect => "inspect",
            Self::Pending => "pending",
            Self::OutOfScope => "out_of_scope",
        }
    }
}

impl Check {
    /// How much of it a machine judges.
    pub fn status(&self) -> Status {
        match self {
            Self::Observe(_) => Status::Inspect,
            Self::Pending(_) => Status::Pending,
            Self::Each(each) | Self::One(each) => each.must.status(),
            Self::When(when) => when.must.status(),
            Self::All(parts) | Self::Any(parts) | Self::None(parts) | Self::Witness(parts) => {
                let mut kinds: Vec<Status> = parts.iter().map(Self::status).collect();
                kinds.sort();
                kinds.dedup();
                match kinds.as_slice() {
                    [] => Status::Automatic,
                    [one] => *one,
                    _ => Status::Partial,
                }
            }
            _ => Status::Automatic,
        }
    }

    /// This check and all it is made of.
    pub fn walk(&self, visit: &mut dyn FnMut(&Self)) {
        visit(self);
        match self {
            Self::All(parts) | Self::Any(parts) | Self::None(parts) | Self::Witness(parts) => {
                for part in parts {
                    part.walk(visit);
                }
            }
            Self::Each(each) | Self::One(each) => {
                each.must.walk(visit);
                if let Some(otherwise) = &each.otherwise {
                    otherwise.walk(visit);
                }
            }
            Self::When(when) => when.must.walk(visit),
            _ => {}
        }
    }
}

impl Requirement {
    /// The block that holds in an edition: the last one that starts at or before it in `order`.
    pub fn block(&self, edition: &str, order: &[String]) -> Option<&EditionBlock> {
        let wanted = order.iter().position(|e| e == edition)?;
        self.edition.iter().rfind(|b| order.iter().position(|e| *e == b.from).is_some_and(|p| p <= wanted))
    }

    /// The first part of its id.
    pub fn chapter(&self) -> &str {
        self.id.split('.').next().unwrap_or(&self.id)
    }
}

impl Summary {
    /// Whether a requirement is meant: by its id, or by a beginning of it that ends in `*`.
    pub fn names(&self, id: &str) -> bool {
        self.of.iter().any(|pattern| matches_pattern(pattern, id))
    }
}

/// Whether an id is the pattern, or begins with it where it ends in `*`.
pub(super) fn matches_pattern(pattern: &str, id: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => pattern == id,
    }
}
