//! Which values of a property are understood as a value of a fact?
//!
//! The other side of how [`ifc::lower`](crate::ifc::lower()) reads: what is asked for here is read there, which a test
//! holds value by value.

use crate::ids::document::{Constraint, Limit, LimitKind, Restriction, Text};
use crate::ids::export::names::{text, whole_word};
use crate::source::Span;
use crate::vocab::{FactDef, FactKind, Vocabulary};

/// What values there may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limits {
    /// Any of the type.
    Any,
    /// One of these.
    Words(Vec<String>),
    /// What matches one of these.
    Patterns(Vec<String>),
    /// A number of a base type, at least this or more than it, at most that.
    Number { base: &'static str, least: String, above: bool, most: Option<String> },
}

/// The limits on values that are texts.
pub(super) fn of_text(def: &FactDef, property: &str, vocabulary: &Vocabulary) -> Limits {
    match def.kind {
        FactKind::Word | FactKind::Words | FactKind::Layers if materials(def) => Limits::Patterns(
            vocabulary
                .materials
                .iter()
                .map(|m| {
                    let names = [&m.name.nb, &m.name.en].into_iter().chain(&m.synonyms).chain([&m.id]);
                    whole_word(names.map(String::as_str).filter(|n| n.chars().count() > 1))
                })
                .collect(),
        ),
        FactKind::Word => Limits::Words(spellings(def, property, vocabulary, false)),
        FactKind::Words | FactKind::Layers => {
            let all: Vec<String> =
                spellings(def, property, vocabulary, true).iter().map(|w| super::names::escaped(w)).collect();
            let one = all.join("|");
            Limits::Patterns(vec![format!("({one})( ?[,;+] ?({one}))*")])
        }
        FactKind::Date => Limits::Patterns(vec!["[0-9]{4}-[0-9]{2}-[0-9]{2}".to_owned()]),
        FactKind::Text | FactKind::Colour => Limits::Patterns(vec![".*[^ ].*".to_owned()]),
        FactKind::Bool => Limits::Words(["ja", "nei"].map(str::to_owned).to_vec()),
        FactKind::Length | FactKind::Area => {
            let unit = if def.kind == FactKind::Area { "m²" } else { "(mm|cm|m)" };
            Limits::Patterns(vec![format!("[0-9]+([.,][0-9]+)? ?{unit}")])
        }
        _ => Limits::Patterns(vec![".*[0-9].*".to_owned()]),
    }
}

/// Whether a fact's words are materials.
fn materials(def: &FactDef) -> bool {
    def.kind == FactKind::Layers || def.values_from.as_deref() == Some("materials")
}

/// The limits on values that are numbers. In a set of our own a zero is a value, elsewhere what nobody filled in.
pub(super) fn of_number(def: &FactDef, data_type: &str, own: bool) -> Limits {
    let base = match data_type {
        "IFCINTEGER" | "IFCCOUNTMEASURE" => "integer",
        _ => "double",
    };
    let share = data_type.contains("RATIO") || def.kind == FactKind::Ratio;
    let percent = share.then(|| "1".to_owned());
    Limits::Number { base, least: "0".to_owned(), above: !own, most: percent }
}

/// The spellings of a fact's words that are read as these; `several` where they stand in a list.
pub(super) fn spellings(
    def: &FactDef,
    property: &str,
    vocabulary: &Vocabulary,
    several: bool,
) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let names =
        def.values.iter().flat_map(|w| std::iter::once(&w.nb).chain(&w.synonyms).map(move |n| (w, n)));
    // Ids are what programs write, and stand last.
    for (word, written) in names.chain(def.values.iter().map(|w| (w, &w.id))) {
        let read = def.word(written).is_some_and(|w| w.id == word.id)
            && !vocabulary.is_placeholder(property, written);
        let whole = !several || !written.contains([',', ';', '+', '/', '|']);
        if read && whole && !all.contains(written) {
            all.push(written.clone());
        }
    }
    all
}

impl Limits {
    /// As a constraint of an IDS; nothing where any value will do.
    pub(super) fn constraint(&self, nowhere: Span) -> Option<Constraint> {
        let restriction = |base: &str, limits: Vec<(LimitKind, &str)>| {
            Some(Constraint::Restriction(Restriction {
                span: nowhere,
                base: Some(text(base)),
                limits: limits
                    .into_iter()
                    .map(|(kind, value)| Limit { kind, value: Text::new(value, nowhere), span: nowhere })
                    .collect(),
            }))
        };
        match self {
            Self::Any => None,
            Self::Words(words) => {
                restriction("string", words.iter().map(|w| (LimitKind::Enumeration, w.as_str())).collect())
            }
            Self::Patterns(patterns) => {
                restriction("string", patterns.iter().map(|p| (LimitKind::Pattern, p.as_str())).collect())
            }
            Self::Number { base, least, above, most } => {
                let low = if *above { LimitKind::MinExclusive } else { LimitKind::MinInclusive };
                let mut limits = vec![(low, least.as_str())];
                limits.extend(most.as_deref().map(|m| (LimitKind::MaxInclusive, m)));
                restriction(base, limits)
            }
        }
    }
}
