//! Between which bounds must a value lie, by all the requirements that need it?
//!
//! Of several bounds the weakest counts, and where one requirement asks for no bound there is none. So a value outside
//! what is agreed breaks a requirement, wherever it stands; a value within may still break a stronger one, which only
//! `check` can tell. Bounds under a condition, or among several ways to meet a requirement, are none of these.

use super::carrier::{Carrier, Place};
use super::limits::Limits;
use super::needs::Use;
use crate::catalogue::{Bound, Catalogue, Literal};
use crate::quantity::Quantity;
use crate::text::Lang;
use crate::vocab::{FactDef, FactKind};

/// The bounds of one requirement, or of all together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Agreed {
    min: Option<Quantity>,
    max: Option<Quantity>,
}

impl Agreed {
    /// What one requirement asks of a measured fact. Nothing where it asks to be near a value, or for a word.
    pub(super) fn of(bound: &Bound, def: &FactDef, using: &Use<'_>, catalogue: &Catalogue) -> Self {
        let dimension = def.kind.dimension();
        let read = |literal: &Option<Literal>| {
            let text = match literal.as_ref()? {
                Literal::Integer(i) => i.to_string(),
                Literal::Number(n) => n.to_string(),
                Literal::Bool(_) => return None,
                Literal::Text(text) => match text.strip_prefix('@') {
                    None => text.clone(),
                    Some(name) => {
                        let parameter = using.block.parameter.get(name)?;
                        catalogue.parameter(&using.requirement.id, name, parameter).0.to_owned()
                    }
                },
            };
            Quantity::parse(&text).ok()?.as_dimension(dimension?)
        };
        Self { min: read(&bound.min), max: read(&bound.max) }
    }

    /// The weaker of two.
    pub(super) fn weaker(self, other: Self) -> Self {
        let of = |a: Option<Quantity>, b: Option<Quantity>, first: fn(f64, f64) -> bool| match (a, b) {
            (Some(a), Some(b)) => Some(if first(a.value, b.value) { a } else { b }),
            _ => None,
        };
        Self { min: of(self.min, other.min, |a, b| a <= b), max: of(self.max, other.max, |a, b| a >= b) }
    }

    /// The limits of a carrier with these bounds, where it carries the number itself.
    pub(super) fn narrowed(self, def: &FactDef, carrier: &Carrier) -> Limits {
        let Limits::Number { base, least, above, most } = &carrier.limits else {
            return carrier.limits.clone();
        };
        let itself = match &carrier.place {
            Place::Material => false,
            Place::Attribute { .. } => def.kind == FactKind::Length,
            Place::Property { data_type, .. } => match def.kind {
                FactKind::Length => data_type.ends_with("LENGTHMEASURE"),
                FactKind::Area => data_type == "IFCAREAMEASURE",
                FactKind::Ratio => data_type.contains("RATIO"),
                FactKind::Count => matches!(data_type.as_str(), "IFCINTEGER" | "IFCCOUNTMEASURE"),
                FactKind::Number | FactKind::Sound => data_type == "IFCREAL",
                _ => false,
            },
        };
        if !itself {
            return carrier.limits.clone();
        }
        let written = |q: Quantity| q.value.to_string();
        let min = self.min.filter(|q| q.value > 0.0);
        Limits::Number {
            base,
            least: min.map_or_else(|| least.clone(), written),
            above: *above && min.is_none(),
            most: self.max.map(written).or_else(|| most.clone()),
        }
    }

    /// «Kravene godtar 10 cm til 20 cm.»
    pub(super) fn words(self) -> Option<String> {
        let shown = |q: Quantity| q.show(Lang::Nb);
        Some(match (self.min.map(shown), self.max.map(shown)) {
            (Some(min), Some(max)) => format!("Kravene godtar {min} til {max}."),
            (Some(min), None) => format!("Kravene godtar ikke mindre enn {min}."),
            (None, Some(max)) => format!("Kravene godtar ikke mer enn {max}."),
            (None, None) => return None,
        })
    }
}
