//! Verdicts and findings: what the program says of a requirement at a place, and on what grounds.

mod change;
mod ground;

pub use change::{Change, Direction, Margin, Way};

use std::sync::Arc;

use serde::Serialize;

use crate::facts::{Drawing, SubjectIx};
use crate::model::{Evidence, Place};
use crate::text::Localized;
use crate::vocab::Phase;

/// Fact with the resident group: the one word that decides which requirements apply at all.
pub const GROUP: &str = "project.group";

/// The verdict on a requirement. The order is the one «all of» and «over every place» combine by: the maximum.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The requirement does not concern this place (ikke relevant).
    #[serde(alias = "ikke relevant")]
    NotApplicable,
    /// Met.
    #[serde(alias = "positivt")]
    Positive,
    /// Cannot be judged from what is known (avklares).
    #[serde(alias = "avklares")]
    Unclear,
    /// Not met.
    #[serde(alias = "negativt")]
    Negative,
}

/// Why a verdict is unclear.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Unclarity {
    /// A fact is absent (ikke dokumentert).
    NotDocumented,
    /// Two sources disagree (motstrid).
    Conflict,
    /// Computed, and the limit lies within the uncertainty (usikker).
    Uncertain,
    /// Only a person on site can tell (må befares).
    MustBeSeen,
}

/// How strongly the source asks.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    /// An observation worth noting (observasjon).
    Note,
    /// A recommendation (anbefaling).
    Should,
    /// A requirement (krav).
    Shall,
}

impl Force {
    /// The word for it.
    pub fn name(self) -> Localized {
        match self {
            Self::Note => Localized::new("observasjon", "observation"),
            Self::Should => Localized::new("anbefaling", "recommendation"),
            Self::Shall => Localized::new("krav", "requirement"),
        }
    }
}

impl Verdict {
    /// The heading of its findings.
    pub fn name(self) -> Localized {
        match self {
            Self::NotApplicable => Localized::new("Ikke relevant", "Not applicable"),
            Self::Positive => Localized::new("Positivt", "Positive"),
            Self::Unclear => Localized::new("Avklares", "To be clarified"),
            Self::Negative => Localized::new("Negativt", "Negative"),
        }
    }
}

impl Unclarity {
    /// The word for it.
    pub fn name(self) -> Localized {
        match self {
            Self::NotDocumented => Localized::new("ikke dokumentert", "not documented"),
            Self::Conflict => Localized::new("motstrid", "conflicting sources"),
            Self::Uncertain => Localized::new("usikker", "uncertain"),
            Self::MustBeSeen => Localized::new("må befares", "must be seen on site"),
        }
    }
}

/// How a missing fact can be supplied.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
pub struct Remedy {
    /// Fact id.
    pub fact: String,
    /// What it is called.
    pub name: Localized,
    /// Whose fact is missing.
    pub subject: String,
    /// The same as an index.
    #[serde(skip)]
    pub place: SubjectIx,
    /// A line of a description that states it.
    pub design: Option<String>,
    /// The IFC entity, set and property that carry it.
    pub ifc: Option<String>,
    /// What to look at on site.
    pub observe: Option<Localized>,
    /// Why it is missing, where there is more to say.
    pub why: Option<Localized>,
}

/// A threshold that is an interpretation, and the value used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
pub struct ParameterUse {
    /// `requirement.parameter`.
    pub name: String,
    /// The value, as shown.
    pub value: Localized,
    /// Why this value.
    pub reading: Localized,
    /// Whether a project or another catalogue replaced the built-in value.
    pub overridden: bool,
}

/// What the program found at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Id of the requirement.
    pub requirement: String,
    /// Where.
    pub subject: SubjectIx,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is unclear; set exactly when it is.
    pub unclarity: Option<Unclarity>,
    /// How strongly the requirement asks here.
    pub force: Force,
    /// The finding in words. What many findings of a requirement have alike, they share: there are thousands.
    pub message: Arc<Localized>,
    /// A reservation that goes with the verdict.
    pub remark: Option<Localized>,
    /// How the source was read, where it leaves that open.
    pub interpretation: Option<Arc<Localized>>,
    /// On what grounds.
    pub evidence: Vec<Evidence>,
    /// Interpreted thresholds that were used.
    pub parameters: Arc<[ParameterUse]>,
    /// What would settle it, where it is unclear.
    pub remedies: Arc<[Remedy]>,
    /// Further subjects that cause the verdict: the door that opens the wrong way.
    pub causes: Vec<SubjectIx>,
    /// What shows on the plan why.
    pub drawing: Drawing,
    /// What would turn a negative verdict: any one of these, the least first.
    pub ways: Vec<Way>,
    /// The phase it can first be documented in, where it is unclear and that phase is still to come.
    pub not_yet: Option<Phase>,
    /// The agreed departure that concerns it, where it is negative and there is one.
    pub departure: Option<Departure>,
    /// What people said of it, in the order they are on record.
    pub statements: Vec<Statement>,
    /// The verdict computed, where a person's took its place.
    pub computed: Option<Verdict>,
}

/// How an agreed departure (fravik) stands to a negative finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Departure {
    /// Its id in the register.
    pub id: String,
    /// Whether it excuses the finding.
    pub standing: Standing,
}

/// How an agreed departure stands on a day.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Approved and in force.
    InForce,
    /// Approved with an expiry, but no date was given to judge it by.
    ExpiryUnknown,
    /// Approved once; the day of expiry has come.
    Expired,
    /// Approved from a later day.
    NotYet,
    /// Applied for and not approved.
    Applied,
    /// Turned down.
    Rejected,
    /// Another entry for the same finding says the opposite.
    Contradicted,
}

impl Standing {
    /// Whether it keeps a negative finding from failing the check. An expiry nobody could judge does, as something
    /// unclear does: it is told, and fails a strict check.
    pub fn excuses(self) -> bool {
        matches!(self, Self::InForce | Self::ExpiryUnknown)
    }

    /// The words for it: «negativt, fravik godkjent».
    pub fn name(self) -> Localized {
        let (nb, en) = match self {
            Self::InForce => ("fravik godkjent", "departure approved"),
            Self::ExpiryUnknown => {
                ("fravik godkjent, utløp ikke vurdert", "departure approved, expiry not judged")
            }
            Self::Expired => ("fravik utløpt", "departure expired"),
            Self::NotYet => ("fravik gjelder ikke ennå", "departure not yet in force"),
            Self::Applied => ("fravik søkt, ikke godkjent", "departure applied for, not approved"),
            Self::Rejected => ("fravik avslått", "departure turned down"),
            Self::Contradicted => ("fravik i motstrid", "departures contradict each other"),
        };
        Localized::new(nb, en)
    }
}

impl Finding {
    /// Whether it is negative and no agreed departure excuses it.
    pub fn is_broken(&self) -> bool {
        self.verdict == Verdict::Negative && !self.is_excused()
    }

    /// Whether an agreed departure excuses it.
    pub fn is_excused(&self) -> bool {
        self.departure.as_ref().is_some_and(|d| d.standing.excuses())
    }

    /// Whether nothing but the resident group is missing for judging it.
    pub fn awaits_group(&self) -> bool {
        self.verdict == Verdict::Unclear
            && !self.remedies.is_empty()
            && self.remedies.iter().all(|r| r.fact == GROUP)
    }

    /// Whether something is to be clarified now: it is unclear and could be documented in this phase, or it hangs on
    /// a departure whose expiry nobody judged.
    pub fn is_open(&self) -> bool {
        (self.verdict == Verdict::Unclear && self.not_yet.is_none())
            || self.departure.as_ref().is_some_and(|d| d.standing == Standing::ExpiryUnknown)
    }
}

/// What a person said of a requirement at a place: a verdict of their own, a comment, who is to see to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Statement {
    /// Who.
    pub by: Option<String>,
    /// When, as `2026-03-12`.
    pub date: Option<String>,
    /// Their verdict.
    pub verdict: Option<Verdict>,
    /// What became of that verdict.
    pub weight: Weight,
    /// Whether what is known of the place was something else when it was given.
    pub outdated: bool,
    /// Whether it was seen on site.
    pub observed: bool,
    /// In their words.
    pub comment: Option<String>,
    /// Who is to document or mend it.
    pub responsible: Option<String>,
    /// How the topic stands in the tool the comment came from.
    pub status: Option<String>,
    /// Id of the topic or comment of such a tool it came with.
    pub topic: Option<String>,
    /// The file it is on record in.
    pub place: Place,
}

/// What became of a person's verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// None was given.
    None,
    /// It is the verdict of the finding.
    Counts,
    /// It says what the program found too.
    Agrees,
    /// It speaks against what was found, which stands: somebody must look.
    Contradicts,
    /// It is not counted, since nobody stands for it.
    Unsigned,
    /// A later one takes its place.
    Superseded,
    /// It was given before the place was described otherwise: somebody must confirm it.
    Outdated,
}

impl Weight {
    /// What it means for a reader.
    pub fn name(self) -> Localized {
        match self {
            Self::None => Localized::default(),
            Self::Counts => Localized::new("lagt til grunn", "relied on"),
            Self::Agrees => Localized::new("som beregnet", "as computed"),
            Self::Contradicts => Localized::new(
                "i strid med det beregnede, som står",
                "against what was computed, which stands",
            ),
            Self::Unsigned => Localized::new("uten navn, ikke lagt til grunn", "unsigned, not relied on"),
            Self::Superseded => Localized::new("erstattet av en senere", "superseded by a later one"),
            Self::Outdated => Localized::new(
                "gitt før stedet ble endret, ikke lagt til grunn",
                "given before the place was changed, not relied on",
            ),
        }
    }
}
