//! Words, truth values, and what only a person can tell.

use std::iter::once_with;

use super::material::{self, Counts};
use super::predicate::equals;
use super::{Context, Missing, Outcome, flip};
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
    let mut evidence = context.evidence(context.subject, &check.fact, known);
    let words = known.value.as_words();
    let of_materials =
        context.def(&check.fact).is_some_and(|d| d.values_from.as_deref() == Some("materials"));
    let holds = |counts: Counts<'_>, counts_against: Counts<'_>| {
        let is = |l: &Literal| {
            equals(context, &known.value, l)
                || (of_materials && words.iter().any(|w| counts(w, &context.literal_text(l).0)))
        };
        let among = |w: &String, list: &[String]| list.iter().any(|wanted| counts(w, wanted));
        check.is.as_ref().is_none_or(is)
            && check.any.as_ref().is_none_or(|any| words.iter().any(|w| among(w, any)))
            && check.all.as_ref().is_none_or(|all| all.iter().all(|x| words.iter().any(|w| counts(w, x))))
            && check
                .none
                .as_ref()
                .is_none_or(|none| !words.iter().any(|w| none.iter().any(|wanted| counts_against(w, wanted))))
    };
    let same = |a: &str, b: &str| a == b;
    let mut decided =
        if of_materials { material::decide(context.vocabulary(), &holds) } else { Some(holds(&same, &same)) };
    let mut expected = expected(context, check);
    if let Some(other) = &check.same_as {
        let other_known = match context.need(context.subject, other) {
            Ok(known) => known,
            Err(outcome) => return *outcome,
        };
        evidence.extend(context.evidence(context.subject, other, other_known));
        decided = decided.map(|yes| yes && known.value.same(&other_known.value));
        expected = context.show(other_known, other);
    }
    if let Some(other) = &check.among {
        let other_known = match context.need(context.subject, other) {
            Ok(known) => known,
            Err(outcome) => return *outcome,
        };
        evidence.extend(context.evidence(context.subject, other, other_known));
        let within = words.iter().all(|w| other_known.value.as_words().contains(w));
        decided = decided.map(|yes| yes && within);
        expected = context.show(other_known, other);
    }
    let shown = context.show(known, &check.fact);
    let outcome = match decided {
        Some(yes) => Outcome::decided(yes),
        None => material::too_general(context, &check.fact, &shown),
    };
    let change = || match (&check.none, check.is.is_some() || check.any.is_some() || check.all.is_some()) {
        (Some(none), false) if check.same_as.is_none() && check.among.is_none() => {
            let def = context.def(&check.fact);
            let broken: Vec<&String> = none.iter().filter(|w| words.contains(w)).collect();
            let without = |lang: Lang, other: &str| {
                let names: Vec<String> = broken
                    .iter()
                    .map(|w| Value::Word((*w).clone()).show(def, context.vocabulary(), lang))
                    .collect();
                format!("{other} {}", crate::text::list(if names.is_empty() { none } else { &names }, lang))
            };
            let expected = Localized::new(without(Lang::Nb, "ikke"), without(Lang::En, "not"));
            flip::words(context, context.subject, &check.fact, &expected, &shown)
        }
        _ => flip::words(context, context.subject, &check.fact, &expected, &shown),
    };
    outcome
        .turned_by(once_with(change))
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
            match &check.any {
                Some(_) => names.join(lang_or(lang)),
                None => crate::text::list(&names, lang),
            }
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
            let evidence = context.evidence(context.subject, fact, known);
            let yes = !matches!(known.value, Value::Bool(false));
            let shown = context.show(known, fact);
            let yes_word = Localized::new("ja", "yes");
            Outcome::decided(yes)
                .turned_by(once_with(|| flip::words(context, context.subject, fact, &yes_word, &shown)))
                .slot("value", shown)
                .leaning_on(evidence)
        }
        Err(outcome) if outcome.unclarity == Some(Unclarity::Conflict) => *outcome,
        Err(outcome) => Outcome { missing: outcome.missing, ..unseen },
    }
}
