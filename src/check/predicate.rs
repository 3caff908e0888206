//! Conditions on facts: do they hold, do they not, or can nobody say?

use super::{Context, Missing};
use crate::catalogue::{Literal, Predicate};
use crate::facts::{Fact, SubjectIx};
use crate::model::{Evidence, Known, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};

/// Whether a condition holds.
#[derive(Debug, Clone)]
pub enum Holds<G = Vec<Evidence>> {
    /// It does, and what says so.
    Yes(G),
    /// It does not.
    No,
    /// A fact is missing or conflicting.
    Unknown(Vec<Missing>),
}

/// Whether all conditions hold at a subject. One that does not decides; otherwise one that is unknown does.
pub fn holds(context: &Context<'_>, subject: SubjectIx, predicates: &[Predicate]) -> Holds {
    let mut evidence = Vec::new();
    let mut missing = Vec::new();
    for predicate in predicates {
        match one(context, subject, predicate) {
            Holds::Yes(Some(known)) => evidence.extend(context.evidence(subject, &predicate.fact, known)),
            Holds::Yes(None) => {}
            Holds::No => return Holds::No,
            Holds::Unknown(m) => missing.extend(m),
        }
    }
    if missing.is_empty() { Holds::Yes(evidence) } else { Holds::Unknown(missing) }
}

/// The same for those who do not ask what the answer leans on.
pub fn meets(context: &Context<'_>, subject: SubjectIx, predicates: &[Predicate]) -> Holds<()> {
    let mut missing = Vec::new();
    for predicate in predicates {
        match one(context, subject, predicate) {
            Holds::Yes(_) => {}
            Holds::No => return Holds::No,
            Holds::Unknown(m) => missing.extend(m),
        }
    }
    if missing.is_empty() { Holds::Yes(()) } else { Holds::Unknown(missing) }
}

/// Whether one condition holds, and the fact that says so.
fn one<'a>(context: &Context<'a>, subject: SubjectIx, predicate: &Predicate) -> Holds<Option<&'a Known>> {
    let fact = context.facts.look(subject, &predicate.fact);
    let decided = |yes: bool, by: Option<&'a Known>| if yes { Holds::Yes(by) } else { Holds::No };
    if let Some(wanted) = predicate.known {
        return decided(matches!(fact, Fact::Known(_)) == wanted, None);
    }
    let known = match fact {
        Fact::Known(known) => known,
        Fact::Unknown(unknown) => {
            return match predicate.unless_known {
                Some(assumed) => decided(assumed, None),
                None => Holds::Unknown(context.missing(subject, &predicate.fact, unknown)),
            };
        }
        Fact::Conflicting(all) => {
            let said = |lang: Lang| {
                let shown: Vec<String> =
                    all.iter().map(|k| context.show(k, &predicate.fact).get(lang).to_owned()).collect();
                shown.join(" ≠ ")
            };
            let name = context
                .def(&predicate.fact)
                .map_or_else(|| Localized::same(&predicate.fact), |d| d.name.clone());
            let why = Localized::new(
                format!("{} er oppgitt ulikt: {}", name.nb, said(Lang::Nb)),
                format!("{} is told differently: {}", name.en, said(Lang::En)),
            );
            let holder = context.facts.holder(subject, &predicate.fact);
            return Holds::Unknown(vec![Missing {
                subject: holder,
                fact: predicate.fact.clone(),
                why: Some(why),
            }]);
        }
    };
    let value = &known.value;
    // A limit within the uncertainty of a value is not known to be kept or broken.
    if let (Value::Quantity(q), true) = (value, known.uncertainty > 0.0) {
        let limits = [&predicate.min, &predicate.max, &predicate.above, &predicate.below];
        let near = |l: &Literal| {
            number(context, value, l)
                .is_some_and(|(a, b)| (a - b).abs() < known.uncertainty - q.dimension.tolerance(a, b))
        };
        if limits.into_iter().flatten().any(near) {
            if let Some(assumed) = predicate.unless_known {
                return decided(assumed, None);
            }
            let shown = context.show(known, &predicate.fact);
            let why = Localized::new(
                format!("{} er usikker, og grensen ligger innenfor usikkerheten", shown.nb),
                format!("{} is uncertain, and the limit lies within the uncertainty", shown.en),
            );
            let holder = context.facts.holder(subject, &predicate.fact);
            return Holds::Unknown(vec![Missing {
                subject: holder,
                fact: predicate.fact.clone(),
                why: Some(why),
            }]);
        }
    }
    let words = value.as_words();
    let is = |literal: &Literal| equals(context, value, literal);
    let compare = |literal: &Literal, test: &dyn Fn(f64, f64) -> bool| {
        let pair =
            number(context, value, literal).or_else(|| ranks(context, &predicate.fact, value, literal));
        pair.is_some_and(|(a, b)| test(a, b))
    };
    let dimension = match value {
        Value::Quantity(q) => Some(q.dimension),
        Value::Word(_) => Some(Dimension::Count),
        _ => None,
    };
    let at_least = |a: f64, b: f64| dimension.is_some_and(|d| d.at_least(a, b));
    let at_most = |a: f64, b: f64| dimension.is_some_and(|d| d.at_most(a, b));
    let yes = predicate.is.as_ref().is_none_or(is)
        && predicate.is_not.as_ref().is_none_or(|l| !is(l))
        && predicate.any.as_ref().is_none_or(|any| words.iter().any(|w| any.contains(w)))
        && predicate.none.as_ref().is_none_or(|none| !words.iter().any(|w| none.contains(w)))
        && predicate.min.as_ref().is_none_or(|l| compare(l, &at_least))
        && predicate.max.as_ref().is_none_or(|l| compare(l, &at_most))
        && predicate.above.as_ref().is_none_or(|l| compare(l, &|a, b| !at_most(a, b)))
        && predicate.below.as_ref().is_none_or(|l| compare(l, &|a, b| !at_least(a, b)));
    decided(yes, Some(known))
}

/// The value and a literal as numbers of the value's dimension.
fn number(context: &Context<'_>, value: &Value, literal: &Literal) -> Option<(f64, f64)> {
    let Value::Quantity(q) = value else { return None };
    let (text, _) = context.literal_text(literal);
    let limit = Quantity::parse(&text).ok()?.as_dimension(q.dimension)?;
    Some((q.value, limit.value))
}

/// The places of a word and a literal in the fact's ordered list.
fn ranks(context: &Context<'_>, fact: &str, value: &Value, literal: &Literal) -> Option<(f64, f64)> {
    let (Value::Word(word), Some(def)) = (value, context.def(fact)) else { return None };
    let (text, _) = context.literal_text(literal);
    Some((def.rank(word)? as f64, def.rank(&def.word(&text)?.id)? as f64))
}

/// Whether a value is what a literal says.
pub(super) fn equals(context: &Context<'_>, value: &Value, literal: &Literal) -> bool {
    match (value, literal) {
        (Value::Bool(a), Literal::Bool(b)) => a == b,
        (Value::Quantity(q), _) => {
            number(context, value, literal).is_some_and(|(a, b)| q.dimension.same(a, b))
        }
        (_, literal) => {
            let (text, _) = context.literal_text(literal);
            match value {
                Value::Text(t) => crate::vocab::normalise(t) == crate::vocab::normalise(&text),
                _ => value.as_words() == [text],
            }
        }
    }
}
