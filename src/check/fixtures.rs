//! Equipment: is it there, and does it stand where it should?
//!
//! A fixture nobody mentioned is neither there nor absent: only a description that says «uten …» makes it
//! known to be missing.

use super::{Context, Holds, Missing, Outcome, holds, joined};
use crate::catalogue::{Located, Predicate, Presence, Unstated};
use crate::facts::SubjectIx;
use crate::finding::{Unclarity, Verdict};
use crate::model::{Evidence, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// What is known of some kinds of fixtures within the subject.
struct Seen {
    there: Vec<SubjectIx>,
    /// There, but not as the conditions want it.
    other: Vec<SubjectIx>,
    /// Said to be absent.
    absent: Vec<SubjectIx>,
    open: Vec<Missing>,
}

fn look(context: &Context<'_>, kinds: &[&String], conditions: &[Predicate]) -> Seen {
    let mut seen = Seen { there: Vec::new(), other: Vec::new(), absent: Vec::new(), open: Vec::new() };
    for fixture in context.parts(SubjectKind::Fixture) {
        let Some(Value::Word(kind)) = context.facts.value(fixture, "fixture.kind") else { continue };
        if !kinds.contains(&&kind) {
            continue;
        }
        if context.facts.value(fixture, "fixture.present") == Some(Value::Bool(false)) {
            seen.absent.push(fixture);
            continue;
        }
        match holds(context, fixture, conditions) {
            Holds::Yes(_) => seen.there.push(fixture),
            Holds::No(_) => seen.other.push(fixture),
            Holds::Unknown(missing) => seen.open.extend(missing),
        }
    }
    seen
}

fn evidence(context: &Context<'_>, fixtures: &[SubjectIx]) -> Vec<Evidence> {
    let mut all = Vec::new();
    for fixture in fixtures {
        if let crate::facts::Fact::Known(known) = context.facts.get(*fixture, "fixture.kind") {
            let place = context.facts.ancestor(*fixture, SubjectKind::Room);
            let label = place.map_or_else(
                || context.facts.subject(*fixture).label.clone(),
                |r| context.facts.subject(r).label.clone(),
            );
            let there = context.facts.value(*fixture, "fixture.present") != Some(Value::Bool(false));
            let name = context.show(&known, "fixture.kind");
            let value = if there {
                name
            } else {
                Localized::new(format!("uten {}", name.nb), format!("without {}", name.en))
            };
            for origin in &known.origins {
                all.push(Evidence {
                    fact: "fixture.kind".to_owned(),
                    name: Localized::new("utstyr", "equipment"),
                    subject: label.clone(),
                    value: Some(value.clone()),
                    origin: Some(origin.clone()),
                });
            }
        }
    }
    all
}

/// A fact that is stated and not «no», or a fixture that is there.
pub(super) fn present(context: &Context<'_>, check: &Presence) -> Outcome {
    if let Some(fact) = &check.fact {
        return match context.need(context.subject, fact) {
            Ok(known) => {
                let empty = known.value == Value::Bool(false)
                    || known.value == Value::Words(Vec::new())
                    || known.value.number() == Some(0.0);
                let evidence = context.evidence(context.subject, fact, &known);
                Outcome::decided(!empty).slot("value", context.show(&known, fact)).leaning_on(evidence)
            }
            Err(outcome)
                if check.unstated == Unstated::Negative
                    && outcome.unclarity == Some(Unclarity::NotDocumented) =>
            {
                Outcome::decided(false).leaning_on([unstated(context, fact)])
            }
            Err(outcome) => *outcome,
        };
    }
    let kinds: Vec<&String> = check.fixture.iter().chain(&check.fixtures).collect();
    let seen = look(context, &kinds, &check.r#where);
    let shown = labels(context, &seen.there);
    if !seen.there.is_empty() {
        return Outcome::decided(true)
            .slot("list", shown.clone())
            .slot("place", shown)
            .leaning_on(evidence(context, &seen.there));
    }
    if !seen.open.is_empty() {
        let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
        outcome.missing = seen.open;
        return outcome;
    }
    if !seen.other.is_empty() || !seen.absent.is_empty() {
        let mut outcome = Outcome::decided(false).leaning_on(evidence(context, &seen.other));
        if !seen.other.is_empty() {
            let shown = labels(context, &seen.other);
            outcome = outcome.slot("list", shown.clone()).slot("place", shown);
        }
        return outcome.leaning_on(evidence(context, &seen.absent));
    }
    undocumented(context, &kinds)
}

/// The reverse of [`present`]. Where nobody mentioned the equipment, what is wanted is word on it, not the
/// equipment itself.
pub(super) fn absent(context: &Context<'_>, check: &Presence) -> Outcome {
    let mut outcome = super::combine::swap(present(context, check));
    for missing in &mut outcome.missing {
        if let Some(kind) = missing.fact.strip_prefix("fixture:") {
            missing.fact = format!("without:{kind}");
        }
    }
    outcome
}

/// That nobody states a fact is itself the ground.
fn unstated(context: &Context<'_>, fact: &str) -> Evidence {
    let holder = context.facts.holder(context.subject, fact);
    Evidence {
        fact: fact.to_owned(),
        name: context.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone()),
        subject: context.facts.subject(holder).label.clone(),
        value: None,
        origin: None,
    }
}

fn undocumented(context: &Context<'_>, kinds: &[&String]) -> Outcome {
    let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
    outcome.missing = kinds
        .first()
        .map(|k| Missing { subject: context.subject, fact: format!("fixture:{k}"), why: None })
        .into_iter()
        .collect();
    outcome
}

/// The rooms fixtures stand in, each once.
pub(super) fn labels(context: &Context<'_>, fixtures: &[SubjectIx]) -> Localized {
    let mut rooms: Vec<String> = Vec::new();
    for fixture in fixtures {
        let at = context
            .facts
            .ancestor(*fixture, SubjectKind::Room)
            .or(context.facts.subject(*fixture).parent)
            .unwrap_or(*fixture);
        let label = context.facts.subject(at).label.clone();
        if !rooms.contains(&label) {
            rooms.push(label);
        }
    }
    joined(&rooms)
}

/// All fixtures of the kinds stand where they may.
pub(super) fn located(context: &Context<'_>, check: &Located) -> Outcome {
    let kinds: Vec<&String> = check.fixtures.iter().collect();
    let seen = look(context, &kinds, &[]);
    let mut wrong = Vec::new();
    let mut unplaced = Vec::new();
    for fixture in &seen.there {
        let room = context.facts.ancestor(*fixture, SubjectKind::Room);
        let words = room.map(|r| context.facts.value(r, "room.functions"));
        let (names, outside) = match words {
            Some(Some(value)) => (value.as_words().to_vec(), false),
            Some(None) => {
                unplaced.push(*fixture);
                continue;
            }
            None if context.facts.value(*fixture, "fixture.outdoors") == Some(Value::Bool(true)) => {
                (vec!["outside".to_owned()], true)
            }
            None => {
                unplaced.push(*fixture);
                continue;
            }
        };
        let allowed = check.r#in.is_empty() || names.iter().any(|n| check.r#in.contains(n));
        let forbidden = names.iter().any(|n| check.not_in.contains(n))
            || (outside && check.not_in.iter().any(|n| n == "outside"));
        if !allowed || forbidden {
            wrong.push(*fixture);
        }
    }
    if !wrong.is_empty() {
        let place = labels(context, &wrong);
        let mut outcome = Outcome::decided(false)
            .slot("place", place.clone())
            .slot("room", place)
            .leaning_on(evidence(context, &wrong));
        outcome = outcome
            .slot("list", fixture_names(context, &wrong))
            .slot("count", Localized::same(wrong.len().to_string()));
        outcome.causes = wrong;
        return outcome;
    }
    if let Some(first) = unplaced.first() {
        let mut outcome = Outcome::unclear(Unclarity::NotDocumented).leaning_on(evidence(context, &unplaced));
        let why = Localized::new(
            "det er ikke sagt hvilket rom utstyret står i",
            "it is not said which room the equipment stands in",
        );
        outcome.missing.push(Missing {
            subject: *first,
            fact: format!("fixture:{}", check.fixtures[0]),
            why: Some(why),
        });
        return outcome;
    }
    if seen.there.is_empty() && !seen.absent.is_empty() {
        // What is not there stands nowhere wrong.
        return Outcome::of(Verdict::NotApplicable);
    }
    if seen.there.is_empty() {
        return undocumented(context, &kinds);
    }
    let place = labels(context, &seen.there);
    Outcome::decided(true)
        .slot("place", place.clone())
        .slot("room", place)
        .slot("list", fixture_names(context, &seen.there))
        .leaning_on(evidence(context, &seen.there))
}

fn fixture_names(context: &Context<'_>, fixtures: &[SubjectIx]) -> Localized {
    let mut nb: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for fixture in fixtures {
        if let crate::facts::Fact::Known(known) = context.facts.get(*fixture, "fixture.kind") {
            let name = context.show(&known, "fixture.kind");
            if !nb.contains(&name.nb) {
                nb.push(name.nb);
                en.push(name.en);
            }
        }
    }
    Localized::new(
        crate::text::list(&nb, crate::text::Lang::Nb),
        crate::text::list(&en, crate::text::Lang::En),
    )
}
