//! Equipment: is it there, and does it stand where it should?
//!
//! A fixture nobody mentioned is neither there nor absent: only a description that says «uten …» makes it
//! known to be missing.

use super::{Context, Holds, Missing, Outcome, flip, joined, meets};
use crate::catalogue::{Located, Predicate, Presence, Unstated};
use crate::facts::SubjectIx;
use crate::finding::{Change, Unclarity, Verdict};
use crate::model::{Evidence, Value};
use crate::text::{Localized, alternatives};
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
        match meets(context, fixture, conditions) {
            Holds::Yes(()) => seen.there.push(fixture),
            Holds::No => seen.other.push(fixture),
            Holds::Unknown(missing) => seen.open.extend(missing),
        }
    }
    seen
}

fn evidence(context: &Context<'_>, fixtures: &[SubjectIx]) -> Vec<Evidence> {
    let mut all = Vec::new();
    for fixture in fixtures {
        if let crate::facts::Fact::Known(known) = context.facts.look(*fixture, "fixture.kind") {
            let place = context.facts.ancestor(*fixture, SubjectKind::Room);
            let label = place.map_or_else(
                || context.facts.subject(*fixture).label.clone(),
                |r| context.facts.subject(r).label.clone(),
            );
            let there = context.facts.value(*fixture, "fixture.present") != Some(Value::Bool(false));
            let name = context.show(known, "fixture.kind");
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
                let evidence = context.evidence(context.subject, fact, known);
                let shown = context.show(known, fact);
                let there = Localized::new("til stede", "there");
                Outcome::decided(!empty)
                    .turned_by([flip::words(context, context.subject, fact, &there, &shown)])
                    .slot("value", shown)
                    .leaning_on(evidence)
            }
            Err(outcome)
                if check.unstated == Unstated::Negative
                    && outcome.unclarity == Some(Unclarity::NotDocumented) =>
            {
                let name = context.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone());
                let text = Localized::new(format!("{} oppgis", name.nb), format!("{} is stated", name.en));
                Outcome::decided(false)
                    .turned_by([flip::otherwise(context, context.subject, fact, text)])
                    .leaning_on([unstated(context, fact)])
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
        let mut outcome = Outcome::decided(false)
            .turned_by(kinds.first().map(|_| to_have(context, &kinds)))
            .leaning_on(evidence(context, &seen.other));
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
    let kinds: Vec<&String> = check.fixture.iter().chain(&check.fixtures).collect();
    outcome = outcome.turned_by(match (&check.fact, kinds.is_empty()) {
        (Some(fact), _) => {
            let name = context.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone());
            let text = Localized::new(format!("uten {}", name.nb), format!("without {}", name.en));
            Some(flip::otherwise(context, context.subject, fact, text))
        }
        (None, false) => {
            let text = kind_names(context, &kinds);
            let text = Localized::new(format!("uten {}", text.nb), format!("without {}", text.en));
            Some(Change { text, ..to_have(context, &kinds) })
        }
        (None, true) => None,
    });
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

/// Kinds of equipment by name: «komfyr eller koketopp».
fn kind_names(context: &Context<'_>, kinds: &[&String]) -> Localized {
    let name = |kind: &str, lang: crate::text::Lang| {
        let found = context.vocabulary().fixture(kind);
        found.map_or_else(|| kind.to_owned(), |f| f.name.get(lang).to_lowercase())
    };
    let all = |lang| alternatives(&kinds.iter().map(|k| name(k, lang)).collect::<Vec<_>>(), lang);
    Localized::new(all(crate::text::Lang::Nb), all(crate::text::Lang::En))
}

/// That equipment of a kind is there.
fn to_have(context: &Context<'_>, kinds: &[&String]) -> Change {
    let name = kind_names(context, kinds);
    Change {
        subject: context.subject,
        fact: format!("fixture:{}", kinds.first().map_or("", |k| k.as_str())),
        text: Localized::new(format!("{} på plass", name.nb), format!("{} in place", name.en)),
        name,
        margin: None,
        rank: None,
    }
}

/// Rooms by what they are for, as the catalogue names them.
fn room_names(context: &Context<'_>, functions: &[String]) -> Localized {
    let name = |f: &String, lang: crate::text::Lang| match (f.as_str(), lang) {
        ("outside", crate::text::Lang::Nb) => "ute".to_owned(),
        ("outside", crate::text::Lang::En) => "outdoors".to_owned(),
        _ => context.vocabulary().room(f).map_or_else(|| f.clone(), |r| r.name.get(lang).to_lowercase()),
    };
    let all = |lang| alternatives(&functions.iter().map(|f| name(f, lang)).collect::<Vec<_>>(), lang);
    Localized::new(all(crate::text::Lang::Nb), all(crate::text::Lang::En))
}

/// The rooms fixtures stand in, each once.
pub(super) fn labels(context: &Context<'_>, fixtures: &[SubjectIx]) -> Localized {
    let mut rooms: Vec<Localized> = Vec::new();
    for fixture in fixtures {
        let at = context
            .facts
            .ancestor(*fixture, SubjectKind::Room)
            .or(context.facts.subject(*fixture).parent)
            .unwrap_or(*fixture);
        let label = context.label(at);
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
        let (names, to, from) = (
            kind_names(context, &kinds),
            room_names(context, &check.r#in),
            room_names(context, &check.not_in),
        );
        let text = match check.r#in.is_empty() {
            false => {
                Localized::new(format!("{} i {}", names.nb, to.nb), format!("{} in {}", names.en, to.en))
            }
            true => Localized::new(
                format!("{} ikke i {}", names.nb, from.nb),
                format!("{} not in {}", names.en, from.en),
            ),
        };
        let change = Change { text, ..to_have(context, &kinds) };
        return outcome.turned_by([change]);
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
        if let crate::facts::Fact::Known(known) = context.facts.look(*fixture, "fixture.kind") {
            let name = context.show(known, "fixture.kind");
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
