//! Counts, bounds and ratios; words of an ordered list can be held against bounds too.

use super::{Context, Holds, Missing, Outcome, flip, holds, joined};
use crate::catalogue::{Bound, Count, Literal, Ratio};
use crate::facts::SubjectIx;
use crate::finding::{Change, Direction, Unclarity, Verdict};
use crate::model::{Known, Origin, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};

/// Limits a measured value is held against.
#[derive(Clone, Copy)]
struct Limits<'a> {
    min: Option<&'a Literal>,
    max: Option<&'a Literal>,
}

/// Counts the parts of the subject that meet the conditions.
pub(super) fn count(context: &Context<'_>, check: &Count) -> Outcome {
    let mut met = Vec::new();
    let mut parts: [Vec<SubjectIx>; 2] = [Vec::new(), Vec::new()];
    let mut open: Vec<Missing> = Vec::new();
    let mut doubtful = 0usize;
    let mut evidence = Vec::new();
    for part in context.parts(check.of) {
        match holds(context, part, &check.r#where) {
            Holds::Yes(e) => {
                evidence.extend(e);
                met.push(context.label(part));
                parts[0].push(part);
            }
            Holds::No => parts[1].push(part),
            Holds::Unknown(m) => {
                doubtful += 1;
                open.extend(m);
            }
        }
    }
    let sure = met.len() as f64;
    let most = (met.len() + doubtful) as f64;
    let mut out = Outcome::default();
    let min = check.min.as_ref().and_then(|l| context.literal_number(l, Dimension::Count, &mut out));
    let max = check.max.as_ref().and_then(|l| context.literal_number(l, Dimension::Count, &mut out));
    let fails = |n: f64| min.is_some_and(|m| n < m) || max.is_some_and(|m| n > m);
    // The true number lies between `sure` and `most`: decided only when every number there gives the same.
    let surely_negative = min.is_some_and(|m| most < m) || max.is_some_and(|m| sure > m);
    let surely_positive = !fails(sure) && !fails(most);
    let parameters = std::mem::take(&mut out.parameters);
    let mut out = if surely_negative || surely_positive {
        Outcome::decided(surely_positive)
    } else {
        let mut unclear = Outcome::unclear(Unclarity::NotDocumented);
        unclear.missing = open;
        unclear
    };
    out.parameters = parameters;
    if out.verdict() == Verdict::Negative {
        out.ways = flip::counted(context, check, &parts[0], &parts[1], (min, max));
    }
    let shown = |n: f64| Localized::same(format!("{n}"));
    out = out
        .slot("count", shown(sure))
        .slot("value", shown(sure))
        .slot("list", joined(&met))
        .leaning_on(evidence);
    limits_as_slots(out, min, max, Dimension::Count, None)
}

/// Holds one measured fact against its limits.
pub(super) fn bound(context: &Context<'_>, check: &Bound) -> Outcome {
    let known = match context.need(context.subject, &check.fact) {
        Ok(known) => known,
        Err(outcome) => return *outcome,
    };
    let evidence = context.evidence(context.subject, &check.fact, known);
    if let Value::Word(word) = &known.value {
        return ranked(context, check, word).leaning_on(evidence);
    }
    if let (Some(near), Some(tolerance)) = (&check.near, &check.tolerance) {
        return close_to(context, &check.fact, known, near, tolerance).leaning_on(evidence);
    }
    let limits = Limits { min: check.min.as_ref(), max: check.max.as_ref() };
    let (outcome, broken) = within(context, known, limits);
    let changes = broken.map(|(value, limit, direction)| {
        flip::with_measures(
            context,
            flip::beyond(context, context.subject, &check.fact, value, limit, direction),
        )
    });
    outcome.turned_by(changes.into_iter().flatten()).leaning_on(evidence)
}

/// Holds the quotient of two facts against its limits.
pub(super) fn ratio(context: &Context<'_>, check: &Ratio) -> Outcome {
    let (of, to) = match (context.need(context.subject, &check.of), context.need(context.subject, &check.to))
    {
        (Ok(of), Ok(to)) => (of, to),
        (Err(mut a), Err(b)) => {
            a.missing.extend(b.missing);
            return *a;
        }
        (Err(outcome), _) | (_, Err(outcome)) => return *outcome,
    };
    let evidence =
        [context.evidence(context.subject, &check.of, of), context.evidence(context.subject, &check.to, to)]
            .concat();
    let (Some(a), Some(b)) = (of.value.number(), to.value.number()) else {
        return Outcome::unclear(Unclarity::NotDocumented).leaning_on(evidence);
    };
    if b <= 0.0 {
        return Outcome::unclear(Unclarity::NotDocumented).leaning_on(evidence);
    }
    let error = of.uncertainty / b + to.uncertainty * a / (b * b);
    let method = Localized::new("forholdet mellom to verdier", "one value in proportion to another");
    let known = Known {
        value: Value::ratio(a / b),
        uncertainty: error,
        origins: vec![Origin::computed(method, Vec::new())],
    };
    let limits = Limits { min: check.min.as_ref(), max: check.max.as_ref() };
    let (outcome, broken) = within(context, &known, limits);
    let mut changes = Vec::new();
    if let (Some((_, limit, direction)), Some(of), Some(to)) = (broken, quantity(of), quantity(to)) {
        let change = |fact: &str, value, wanted, direction| {
            flip::beyond(context, context.subject, fact, value, wanted, direction)
        };
        changes.push(change(&check.of, of, limit * b, direction));
        let other = match direction {
            Direction::AtLeast => Direction::AtMost,
            Direction::AtMost => Direction::AtLeast,
        };
        if limit > 0.0 {
            changes.push(change(&check.to, to, a / limit, other));
        }
    }
    outcome.turned_by(changes).leaning_on(evidence)
}

/// Holds a word of an ordered list against words of the same list.
fn ranked(context: &Context<'_>, check: &Bound, word: &str) -> Outcome {
    let Some(def) = context.def(&check.fact) else { return Outcome::unclear(Unclarity::NotDocumented) };
    let mut used = Outcome::default();
    let mut limit = |literal: &Option<Literal>| -> Option<Option<(usize, Localized)>> {
        let Some(literal) = literal else { return Some(None) };
        let (text, parameter) = context.literal_text(literal);
        used.parameters.extend(parameter);
        let found = def.word(&text)?;
        Some(Some((def.rank(&found.id)?, found.name())))
    };
    let (min, max) = (limit(&check.min), limit(&check.max));
    let (Some(min), Some(max), Some(rank)) = (min, max, def.rank(word)) else {
        return unusable_limit(context, used);
    };
    let under = min.as_ref().is_some_and(|(least, _)| rank < *least);
    let over = max.as_ref().is_some_and(|(most, _)| rank > *most);
    let name = def.word(word).map_or_else(|| Localized::same(word), crate::vocab::Word::name);
    let mut out = Outcome { parameters: used.parameters, ..Outcome::decided(!under && !over) };
    let limit = if over { max.as_ref() } else { min.as_ref().or(max.as_ref()) };
    if let Some((wanted, limit)) = limit {
        out = out.slot("limit", limit.clone());
        let side = |lang: Lang| match (lang, over) {
            (Lang::Nb, false) => "minst",
            (Lang::Nb, true) => "høyst",
            (Lang::En, false) => "at least",
            (Lang::En, true) => "at most",
        };
        let expected = |lang: Lang| format!("{} {}", side(lang), limit.get(lang));
        let expected = Localized::new(expected(Lang::Nb), expected(Lang::En));
        let direction = if over { Direction::AtMost } else { Direction::AtLeast };
        let change = flip::words(context, context.subject, &check.fact, &expected, &name);
        out = out.turned_by([Change { rank: Some((direction, *wanted)), ..change }]);
    }
    for (slot, end) in [("min", min), ("max", max)] {
        if let Some((_, name)) = end {
            out = out.slot(slot, name);
        }
    }
    out.slot("value", name)
}

fn quantity(known: &Known) -> Option<Quantity> {
    match known.value {
        Value::Quantity(q) => Some(q),
        _ => None,
    }
}

/// A value, the limit it breaks, and where it should lie.
type Broken = (Quantity, f64, Direction);

fn within(context: &Context<'_>, known: &Known, limits: Limits<'_>) -> (Outcome, Option<Broken>) {
    let Some(q) = quantity(known) else { return (Outcome::unclear(Unclarity::NotDocumented), None) };
    let mut used = Outcome::default();
    let min = limits.min.map(|l| context.literal_number(l, q.dimension, &mut used));
    let max = limits.max.map(|l| context.literal_number(l, q.dimension, &mut used));
    let (min, max) = match (min, max) {
        (Some(None), _) | (_, Some(None)) => return (unusable_limit(context, used), None),
        (min, max) => (min.flatten(), max.flatten()),
    };
    let ok = |v: f64| {
        min.is_none_or(|m| q.dimension.at_least(v, m)) && max.is_none_or(|m| q.dimension.at_most(v, m))
    };
    let error = known.uncertainty;
    // No where all it may be lies beyond one limit; between two limits it may be though both its ends lie outside.
    let too_little = min.is_some_and(|m| !q.dimension.at_least(q.value + error, m));
    let too_much = max.is_some_and(|m| !q.dimension.at_most(q.value - error, m));
    let mut out = if ok(q.value - error) && ok(q.value + error) {
        Outcome::decided(true)
    } else if too_little || too_much {
        Outcome::decided(false)
    } else {
        Outcome::unclear(Unclarity::Uncertain)
    };
    out.parameters = used.parameters;
    let under = min.filter(|m| !q.dimension.at_least(q.value, *m)).map(|m| (q, m, Direction::AtLeast));
    let over = max.filter(|m| !q.dimension.at_most(q.value, *m)).map(|m| (q, m, Direction::AtMost));
    (limits_as_slots(out, min, max, q.dimension, Some((q, error))), under.or(over))
}

fn close_to(
    context: &Context<'_>,
    fact: &str,
    known: &Known,
    near: &Literal,
    tolerance: &Literal,
) -> Outcome {
    let Some(q) = quantity(known) else { return Outcome::unclear(Unclarity::NotDocumented) };
    let mut used = Outcome::default();
    let target = context.literal_number(near, q.dimension, &mut used);
    let allowed = context.literal_number(tolerance, q.dimension, &mut used);
    let (Some(target), Some(allowed)) = (target, allowed) else { return unusable_limit(context, used) };
    let difference = (q.value - target).abs();
    let mut out = if q.dimension.at_most(difference + known.uncertainty, allowed) {
        Outcome::decided(true)
    } else if q.dimension.at_most(difference - known.uncertainty, allowed) {
        Outcome::unclear(Unclarity::Uncertain)
    } else {
        Outcome::decided(false)
    };
    out.parameters = used.parameters;
    let show = |v: f64, lang| Quantity::new(v, q.dimension).show(lang);
    let pair = |v: f64| Localized::new(show(v, Lang::Nb), show(v, Lang::En));
    let apart = |lang| q.show_apart(Quantity::new(target, q.dimension), lang);
    let (nb, en) = (apart(Lang::Nb), apart(Lang::En));
    let (end, direction) = match q.value < target {
        true => (target - allowed, Direction::AtLeast),
        false => (target + allowed, Direction::AtMost),
    };
    let change = flip::beyond(context, context.subject, fact, q, end, direction);
    out.turned_by([change])
        .slot("value", Localized::new(nb.0, en.0))
        .slot("target", Localized::new(nb.1, en.1))
        .slot("difference", pair(difference))
}

/// A limit that is no number of the right kind can only come from an override.
fn unusable_limit(context: &Context<'_>, used: Outcome) -> Outcome {
    let mut out = Outcome::unclear(Unclarity::NotDocumented);
    out.parameters = used.parameters;
    let why = Localized::new(
        "grensen er overstyrt med en verdi som ikke kan brukes",
        "the limit was overridden with a value that cannot be used",
    );
    out.missing.push(Missing { subject: context.subject, fact: String::new(), why: Some(why) });
    out
}

fn limits_as_slots(
    mut out: Outcome,
    min: Option<f64>,
    max: Option<f64>,
    dimension: Dimension,
    value: Option<(Quantity, f64)>,
) -> Outcome {
    // The limit the value is beyond, or else the one it may be beyond.
    let broken = value.and_then(|(q, error)| {
        let beyond = |error: f64| {
            let under = min.filter(|m| !dimension.at_least(q.value - error, *m));
            under.or_else(|| max.filter(|m| !dimension.at_most(q.value + error, *m)))
        };
        beyond(0.0).or_else(|| beyond(error))
    });
    let value = value.map(|(q, _)| q);
    let show = |v: f64| {
        let quantity = Quantity::new(v, dimension);
        match value {
            Some(q) => Localized::new(q.show_apart(quantity, Lang::Nb).1, q.show_apart(quantity, Lang::En).1),
            None => Localized::new(quantity.show(Lang::Nb), quantity.show(Lang::En)),
        }
    };
    if let Some(m) = min {
        out = out.slot("min", show(m));
    }
    if let Some(m) = max {
        out = out.slot("max", show(m));
    }
    if let Some(limit) = broken.or(min).or(max) {
        out = out.slot("limit", show(limit));
        if let Some(q) = value {
            let limit = Quantity::new(limit, dimension);
            let difference = Quantity::new((q.value - limit.value).abs(), dimension);
            out = out
                .slot(
                    "value",
                    Localized::new(q.show_apart(limit, Lang::Nb).0, q.show_apart(limit, Lang::En).0),
                )
                .slot("difference", Localized::new(difference.show(Lang::Nb), difference.show(Lang::En)));
        }
    }
    out
}
