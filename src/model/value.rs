//! Values and where they come from.

use serde::Serialize;

use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized, list};
use crate::vocab::{FactDef, Vocabulary};

/// The value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A measured or counted value, in SI.
    Quantity(Quantity),
    /// A word of the fact's list, by id.
    Word(String),
    /// Words by id, sorted, each once.
    Words(Vec<String>),
    /// Materials by id, from the structure to the surface.
    Layers(Vec<String>),
    /// Free text, a colour, a date.
    Text(String),
}

impl Value {
    /// A number of things.
    pub fn count(n: usize) -> Self {
        Self::Quantity(Quantity::new(n as f64, Dimension::Count))
    }

    /// A length in metres.
    pub fn length(metres: f64) -> Self {
        Self::Quantity(Quantity::new(metres, Dimension::Length))
    }

    /// An area in square metres.
    pub fn area(square_metres: f64) -> Self {
        Self::Quantity(Quantity::new(square_metres, Dimension::Area))
    }

    /// A share.
    pub fn ratio(share: f64) -> Self {
        Self::Quantity(Quantity::new(share, Dimension::Ratio))
    }

    /// Words in any order.
    pub fn words(words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut words: Vec<String> = words.into_iter().map(Into::into).collect();
        words.sort();
        words.dedup();
        Self::Words(words)
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Quantity(q) => Some(q.value),
            _ => None,
        }
    }

    /// The words of a word, word list or layer list.
    pub fn as_words(&self) -> &[String] {
        match self {
            Self::Word(w) => std::slice::from_ref(w),
            Self::Words(w) | Self::Layers(w) => w,
            _ => &[],
        }
    }

    /// Whether two values say the same, numbers within the tolerance of their dimension.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Quantity(a), Self::Quantity(b)) => {
                a.dimension == b.dimension && a.dimension.same(a.value, b.value)
            }
            _ => self == other,
        }
    }

    /// For people, words by their names.
    pub fn show(&self, def: Option<&FactDef>, vocabulary: &Vocabulary, lang: Lang) -> String {
        let name = |id: &String| {
            let own = def.and_then(|d| d.values.iter().find(|w| &w.id == id)).map(|w| w.name());
            let name = own
                .or_else(|| vocabulary.material(id).map(|m| m.name.clone()))
                .or_else(|| vocabulary.room(id).map(|r| r.name.clone()))
                .or_else(|| vocabulary.fixture(id).map(|f| f.name.clone()))
                .or_else(|| vocabulary.standard(id).map(|s| s.name.clone()));
            name.map_or_else(|| id.clone(), |n| n.get(lang).to_owned())
        };
        match (self, lang) {
            (Self::Bool(true), Lang::Nb) => "ja".to_owned(),
            (Self::Bool(false), Lang::Nb) => "nei".to_owned(),
            (Self::Bool(true), Lang::En) => "yes".to_owned(),
            (Self::Bool(false), Lang::En) => "no".to_owned(),
            (Self::Quantity(q), _) => q.show(lang),
            (Self::Word(w), _) => name(w),
            (Self::Words(w), _) if w.is_empty() => Localized::new("ingen", "none").get(lang).to_owned(),
            (Self::Words(w), _) => list(&w.iter().map(name).collect::<Vec<_>>(), lang),
            (Self::Layers(w), _) => w.iter().map(name).collect::<Vec<_>>().join(" – "),
            (Self::Text(t), _) => t.clone(),
        }
    }
}

/// A place in a file, for people.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Place {
    /// The path as given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// How sure a value is, by how it came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// Taken as true because something usual was assumed.
    Assumed,
    /// Computed from what was drawn or stated.
    Computed,
    /// Stated by the people who made the design.
    Declared,
    /// Seen on site.
    Observed,
}

/// A fact named as the ground of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct FactRef {
    /// Whose fact, as people call the place.
    pub subject: String,
    /// Which fact, or what was used.
    pub what: Localized,
    /// Its value, as shown.
    pub value: Localized,
    /// What makes it doubtful, where it leans on a name that may be read in several ways.
    #[serde(skip)]
    pub doubt: Option<Localized>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Origin {
    /// A line of a description.
    Declared {
        /// Where.
        place: Place,
    },
    /// An IFC model.
    Ifc {
        /// Where.
        place: Place,
        /// `#123=IFCDOOR`.
        entity: String,
        /// GlobalId, where the entity has one.
        guid: Option<String>,
        /// Property set, or the quantity set.
        set: Option<String>,
        /// Property, quantity or attribute.
        property: Option<String>,
    },
    /// Worked out.
    Computed {
        /// How, one sentence.
        method: Localized,
        /// From what.
        from: Vec<FactRef>,
    },
    /// Seen on site.
    Observed {
        /// Where it was written down.
        place: Place,
    },
    /// Assumed, and why that is reasonable.
    Assumed {
        /// The assumption.
        why: Localized,
    },
}

impl Origin {
    /// The certainty that goes with the kind of origin.
    pub fn certainty(&self) -> Certainty {
        match self {
            Self::Declared { .. } | Self::Ifc { .. } => Certainty::Declared,
            Self::Computed { .. } => Certainty::Computed,
            Self::Observed { .. } => Certainty::Observed,
            Self::Assumed { .. } => Certainty::Assumed,
        }
    }

    /// The place in a file, where there is one.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Self::Declared { place } | Self::Ifc { place, .. } | Self::Observed { place } => Some(place),
            Self::Computed { .. } | Self::Assumed { .. } => None,
        }
    }

    /// What makes what was computed doubtful: something it was computed from is.
    pub fn doubt(&self) -> Option<&Localized> {
        match self {
            Self::Computed { from, .. } => from.iter().find_map(|f| f.doubt.as_ref()),
            _ => None,
        }
    }

    /// Something computed, with what it used.
    pub fn computed(method: Localized, from: Vec<FactRef>) -> Self {
        Self::Computed { method, from }
    }
}

/// What a verdict leans on: a fact's value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Evidence {
    /// Fact id, such as `room.floor.upstand`.
    pub fact: String,
    /// What the fact is called.
    pub name: Localized,
    /// Whose fact, as people call the place.
    pub subject: String,
    /// The value as shown; none when the fact is unknown.
    pub value: Option<Localized>,
    /// Where it came from; none when the fact is unknown.
    pub origin: Option<Origin>,
}

/// A value with its uncertainty and all its origins.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The value.
    pub value: Value,
    /// Largest error of a measured value, in SI; 0 when exact.
    pub uncertainty: f64,
    /// Where it comes from, the surest first.
    pub origins: Vec<Origin>,
}

impl Known {
    /// An exact value of one origin.
    pub fn new(value: Value, origin: Origin) -> Self {
        Self { value, uncertainty: 0.0, origins: vec![origin] }
    }

    /// The certainty of its surest origin.
    pub fn certainty(&self) -> Certainty {
        self.origins.iter().map(Origin::certainty).max().unwrap_or(Certainty::Assumed)
    }
}
