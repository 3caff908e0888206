//! Words, truth values, and what only a person can tell.

use super::predicate::equals;
use super::{Context, Missing, Outcome};
use crate::catalogue::{Literal, Observe, ValueCheck};
use crate::finding::Unclarity;
use crate::model::Value;
use crate::text::{Lang, Localized};

/// Holds a fact against words, a value, or another fact.
pub(super) fn value(context: &Context<'_>, check: &ValueCheck) -> Outcome {
    let known = match context.need(context.subject, &check.fact) {
        Ok(known) => known,
        Err(outcome) => return *outcome,
    };
    let mut evidence = context.evidence(context.subject, &check.fact, &known);
    let words = known.value.as_words();
    let mut yes = check.is.as_ref().is_none_or(|l| equals(context, &known.value, l));
    yes &= check.any.as_ref().is_none_or(|any| words.iter().any(|w| any.contains(w)));
    yes &= check.all.as_ref().is_none_or(|all| all.iter().all(|w| words.contains(w)));
    yes &= check.none.as_ref().is_none_or(|none| !words.iter().any(|w| none.contains(w)));
    let mut expected = expected(context, check);
    if let Some(other) = &check.same_as {
        let other_known = match context.need(context.subject, other) {
            Ok(known) => known,
            Err(outcome) => return *outcome,
        };
        evidence.extend(context.evidence(context.subject, other, &other_known));
        yes &= known.value.same(&other_known.value);
        expected = context.show(&other_known, other);
    }
    if let Some(other) = &check.among {
        let other_known = match context.need(context.subject, other) {
            Ok(known) => known,
            Err(outcome) => return *outcome,
        };
        evidence.extend(context.evidence(context.subject, other, &other_known));
        yes &= words.iter().all(|w| other_known.value.as_words().contains(w));
        expected = context.show(&other_known, other);
    }
    let shown = context.show(&known, &check.fact);
    Outcome::decided(yes)
        .slot("value", shown.clone())
        .slot("found", shown)
        .slot("expected", expected)
        .leaning_on(evidence)
}

fn expected(context: &Context<'_>, check: &ValueCheck) -> Localized {
    let def = context.def(&check.fact);
    let wanted = check.any.as_ref().or(check.all.as_ref());
    let show = |lang: Lang| match (wanted, &check.is) {
        (Some(words), _) => {
            let names: Vec<String> =
                words.iter().map(|w| Value::Word(w.clone()).show(def, context.vocabulary(), lang)).collect();
            names.join(lang_or(lang))
        }
        (None, Some(Literal::Bool(b))) => Value::Bool(*b).show(def, context.vocabulary(), lang),
        (None, Some(literal)) => {
            Value::Word(context.literal_text(literal).0).show(def, context.vocabulary(), lang)
        }
        (None, None) => "–".to_owned(),
    };
    Localized::new(show(Lang::Nb), show(Lang::En))
}

fn lang_or(lang: Lang) -> &'static str {
    match lang {
        Lang::Nb => " eller ",
        Lang::En => " or ",
    }
}

/// What a person saw, if anybody wrote it down; otherwise it must be seen.
pub(super) fn observe(context: &Context<'_>, check: &Observe) -> Outcome {
    let mut unseen = Outcome::unclear(Unclarity::MustBeSeen);
    let Some(fact) = &check.fact else {
        unseen.missing.push(Missing { subject: context.subject, fact: String::new(), why: None });
        return unseen;
    };
    match context.need(context.subject, fact) {
        Ok(known) => {
            let evidence = context.evidence(context.subject, fact, &known);
            let yes = !matches!(known.value, Value::Bool(false));
            Outcome::decided(yes).slot("value", context.show(&known, fact)).leaning_on(evidence)
        }
        Err(outcome) if outcome.unclarity == Some(Unclarity::Conflict) => *outcome,
        Err(outcome) => Outcome { missing: outcome.missing, ..unseen },
    }
}
