//! One agreed departure.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::finding::Standing;
use crate::source::Span;
use crate::text::Localized;

/// What kind of departure it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An exemption given by who may give it.
    Dispensasjon,
    /// An analysis shows that the purpose is met otherwise.
    Analyse,
    /// Any other agreed departure.
    Fravik,
}

impl Kind {
    /// The word for it.
    pub fn name(self) -> Localized {
        let (nb, en) = match self {
            Self::Dispensasjon => ("dispensasjon", "exemption"),
            Self::Analyse => ("analyse", "analysis"),
            Self::Fravik => ("fravik", "departure"),
        };
        Localized::new(nb, en)
    }
}

/// What was decided about it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Approved; says who did.
    Approved,
    /// Applied for.
    Applied,
    /// Turned down.
    Rejected,
}

/// An agreed departure, or one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id in the register, unique.
    pub id: String,
    /// Id of the requirement; `*` and `?` stand for any text and any character.
    pub requirement: String,
    /// Places: ids, labels or GlobalIds, `*` and `?` allowed. A dwelling stands for all that is in it. None: everywhere.
    pub places: Vec<String>,
    /// What kind it is.
    pub kind: Kind,
    /// Why.
    pub reason: String,
    /// What is done instead.
    pub compensating: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What was decided.
    pub decision: Decision,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// From which day.
    pub date: Option<Date>,
    /// The day it no longer holds.
    pub expires: Option<Date>,
    /// Where it is written: the word of its requirement.
    pub span: Span,
    /// The words of its places.
    pub place_spans: Vec<Span>,
}

impl Entry {
    /// How it stands on a day.
    pub fn standing(&self, today: Option<Date>) -> Standing {
        match (self.decision, today) {
            (Decision::Applied, _) => Standing::Applied,
            (Decision::Rejected, _) => Standing::Rejected,
            (Decision::Approved, Some(day)) if self.expires.is_some_and(|e| day >= e) => Standing::Expired,
            (Decision::Approved, Some(day)) if self.date.is_some_and(|from| day < from) => Standing::NotYet,
            (Decision::Approved, None) if self.expires.is_some() => Standing::ExpiryUnknown,
            (Decision::Approved, _) => Standing::InForce,
        }
    }
}
