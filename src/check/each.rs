//! A check at each part of a kind (every toilet, every living room) or at one of them, and a check that only
//! applies under conditions.
//!
//! `each` counts the worst verdict, `one` the best. Equipment that was said to be absent is not asked about; if all of it was, the
//! check does not apply. A part nobody described is not a pass: without any part the answer is open, unless
//! the requirement says that having none is fine.

use super::fixtures::labels;
use super::{Context, Holds, Missing, Outcome, flip, holds, joined, judge, meets};
use crate::catalogue::{Each, Literal, Missing as WhenMissing, When};
use crate::facts::SubjectIx;
use crate::finding::{Unclarity, Verdict, Way};
use crate::model::Value;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// The worst verdict over the parts, with their names in `list`, their rooms in `place` and `room`.
pub(super) fn each(context: &Context<'_>, check: &Each) -> Outcome {
    over(context, check, &|verdicts| verdicts.max(), &flip::all_of)
}

/// The best verdict over the parts it applies to: one that meets the check is enough.
pub(super) fn one(context: &Context<'_>, check: &Each) -> Outcome {
    over(context, check, &|verdicts| verdicts.filter(|v| *v != Verdict::NotApplicable).min(), &flip::one_of)
}

/// A check under conditions. Where they do not hold it does not apply; where nobody can tell, it is open, unless
/// it is met anyhow.
pub(super) fn when(context: &Context<'_>, check: &When) -> Outcome {
    match holds(context, context.subject, &check.r#if) {
        Holds::No => Outcome::of(Verdict::NotApplicable),
        Holds::Yes(grounds) => {
            let mut out = judge(context, &check.must).leaning_on(grounds);
            // What makes the condition hold no more leaves the verdict to others.
            let of_condition = |fact: &str| check.r#if.iter().any(|p| p.fact == fact);
            for way in &mut out.ways {
                if way.changes.iter().any(|c| of_condition(&c.fact)) {
                    way.then = way.then.max(Verdict::Unclear);
                }
            }
            out
        }
        Holds::Unknown(missing) => {
            let outcome = judge(context, &check.must);
            if outcome.verdict() == Verdict::Positive {
                return outcome;
            }
            Outcome { missing, ..Outcome::unclear(Unclarity::NotDocumented) }
        }
    }
}

type Choice<'c> = &'c dyn Fn(&mut dyn Iterator<Item = Verdict>) -> Option<Verdict>;

/// What it takes to turn the outcome made of several.
type Turn<'c> = &'c dyn Fn(&[Outcome]) -> Vec<Way>;

fn over(context: &Context<'_>, check: &Each, choose: Choice<'_>, turn: Turn<'_>) -> Outcome {
    let mut judged: Vec<(SubjectIx, Outcome)> = Vec::new();
    let mut said_absent = false;
    let parts = context.parts(check.of);
    if parts.is_empty()
        && let Some(otherwise) = &check.otherwise
    {
        return judge(context, otherwise);
    }
    // There are always doors, windows and dwellings: where none was described, the description is not done.
    let undescribed = parts.is_empty()
        && matches!(check.of, SubjectKind::Door | SubjectKind::Window | SubjectKind::Dwelling);
    for part in parts {
        let absent = check.of == SubjectKind::Fixture
            && context.facts.value(part, "fixture.present") == Some(Value::Bool(false));
        match meets(context, part, &check.r#where) {
            Holds::No => {}
            _ if absent => said_absent = true,
            Holds::Yes(()) => judged.push((part, judge(&context.at(part), &check.must))),
            Holds::Unknown(missing) => {
                let mut open = Outcome::unclear(Unclarity::NotDocumented);
                open.missing = missing;
                judged.push((part, open));
            }
        }
    }
    if judged.is_empty() {
        let fine = !undescribed && (said_absent || check.missing == WhenMissing::NotApplicable);
        return if fine { Outcome::of(Verdict::NotApplicable) } else { none_described(context, check) };
    }
    let verdict = choose(&mut judged.iter().map(|(_, o)| o.verdict())).unwrap_or(Verdict::NotApplicable);
    let applicable = judged.iter().filter(|(_, o)| o.verdict() != Verdict::NotApplicable).count();
    let deciding: Vec<SubjectIx> =
        judged.iter().filter(|(_, o)| o.verdict() == verdict).map(|(p, _)| *p).collect();
    let names: Vec<Localized> = deciding.iter().map(|p| context.label(*p)).collect();
    let outcomes: Vec<Outcome> = judged.into_iter().map(|(_, o)| o).collect();
    let ways = if verdict == Verdict::Negative { turn(&outcomes) } else { Vec::new() };
    let mut out = Outcome { ways, ..super::combine::gather(outcomes, verdict) };
    let place = labels(context, &deciding);
    let number = |n: usize| Localized::same(n.to_string());
    out = out
        .slot("list", joined(&names))
        .slot("place", place.clone())
        .slot("room", place)
        .slot("count", number(deciding.len()))
        .slot("total", number(applicable));
    if matches!(verdict, Verdict::Negative | Verdict::Unclear) {
        out.causes.extend(deciding);
        out.causes.sort();
        out.causes.dedup();
    }
    out
}

/// Nobody described such a part: what should be described.
fn none_described(context: &Context<'_>, check: &Each) -> Outcome {
    let mut out = Outcome::unclear(Unclarity::NotDocumented);
    let kind = check.r#where.iter().filter(|p| p.fact == "fixture.kind").find_map(|p| match &p.is {
        Some(Literal::Text(kind)) => Some(kind.clone()),
        _ => p.any.as_ref().and_then(|any| any.first().cloned()),
    });
    out.missing.push(match kind {
        Some(kind) => Missing { subject: context.subject, fact: format!("fixture:{kind}"), why: None },
        None => {
            let label = context.label(context.subject);
            let part = check.of.name();
            let why = Localized::new(
                format!("{} har ikke {} i beskrivelsen som dette kan vurderes på", label.nb, part.nb),
                format!("{} has no {} in the description where this could be judged", label.en, part.en),
            );
            Missing { subject: context.subject, fact: String::new(), why: Some(why) }
        }
    });
    out
}
