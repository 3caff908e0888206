//! What would have to be otherwise for a negative verdict to turn, and by how much.

use crate::facts::SubjectIx;
use crate::finding::Verdict;
use crate::quantity::Quantity;
use crate::text::Localized;

/// On which side of its limit a value has to lie.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// At the limit or above.
    AtLeast,
    /// At the limit or below.
    AtMost,
}

/// A number, the limit it misses and by how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Margin {
    /// The value found.
    pub value: Quantity,
    /// The nearest value that satisfies the requirement.
    pub limit: Quantity,
    /// Where the value has to lie.
    pub direction: Direction,
    /// How far it is off: never negative, in the unit of the value.
    pub difference: f64,
}

/// One thing that would have to be otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Whose value.
    pub subject: SubjectIx,
    /// Fact id; `fixture:kind` for equipment, a requirement's id where that is what must be met.
    pub fact: String,
    /// What it is called.
    pub name: Localized,
    /// The number that would do, where it is one.
    pub margin: Option<Margin>,
    /// The place of the word that would do in the order of its fact, and on which side of it the word has to lie, where
    /// words have an order.
    pub rank: Option<(Direction, usize)>,
    /// In words, the place left out: «fri bredde minst 0,76 m (er 0,71 m, mangler 5 cm)».
    pub text: Localized,
}

/// Changes that together turn a negative verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// What must be otherwise, all of it.
    pub changes: Vec<Change>,
    /// Whether these changes are all it takes. Some of what stands against the requirement may have no value that
    /// could be named.
    pub complete: bool,
    /// What the verdict becomes: positive, or unclear where something else is not known yet.
    pub then: Verdict,
}
