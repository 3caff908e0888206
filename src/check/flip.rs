//! What would turn a negative verdict: each check says what it would take, and checks of several put that together.
//!
//! A way is a set of changes that together do it; several ways are alternatives. «All of» needs one way of every part
//! that fails, «any of» a way of one. Numbers are given on the safe side of what is shown: a width that may be at
//! most 1,1238 m is «høyst 1,12 m».

use super::{Context, Outcome};
use crate::catalogue::{Count, Literal, Predicate};
use crate::facts::{SubjectIx, solve};
use crate::finding::{Change, Direction, Margin, Verdict, Way};
use crate::model::Value;
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized, alternatives};
use crate::vocab::SubjectKind;

/// Most ways that are told apart, and most changes in one.
const MOST_WAYS: usize = 6;
const MOST_CHANGES: usize = 24;

/// A value that must lie on the other side of a limit, in words with how far it is off.
pub(super) fn beyond(
    context: &Context<'_>,
    subject: SubjectIx,
    fact: &str,
    value: Quantity,
    limit: f64,
    direction: Direction,
) -> Change {
    let limit = Quantity::new(limit, value.dimension);
    let difference = match direction {
        Direction::AtLeast => limit.value - value.value,
        Direction::AtMost => value.value - limit.value,
    }
    .max(0.0);
    let name = context.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone());
    let told = |lang: Lang| {
        let (now, wanted) =
            (value.show_apart(limit, lang).0, on_the_safe_side(limit, value, direction, lang));
        let off = shown_difference(difference, value.dimension, lang);
        let count = value.dimension == Dimension::Count;
        let name = name.get(lang);
        match (lang, direction) {
            (Lang::Nb, Direction::AtLeast) => format!("{name} minst {wanted} (er {now}, mangler {off})"),
            (Lang::Nb, Direction::AtMost) if count => {
                format!("{name} høyst {wanted} (er {now}, {off} for mange)")
            }
            (Lang::Nb, Direction::AtMost) => format!("{name} høyst {wanted} (er {now}, {off} for mye)"),
            (Lang::En, Direction::AtLeast) => format!("{name} at least {wanted} (is {now}, {off} short)"),
            (Lang::En, Direction::AtMost) if count => {
                format!("{name} at most {wanted} (is {now}, {off} too many)")
            }
            (Lang::En, Direction::AtMost) => format!("{name} at most {wanted} (is {now}, {off} too much)"),
        }
    };
    Change {
        text: Localized::new(told(Lang::Nb), told(Lang::En)),
        subject: context.facts.holder(subject, fact),
        fact: fact.to_owned(),
        name: name.clone(),
        margin: Some(Margin { value, limit, direction, difference }),
        rank: None,
    }
}

/// A change without a number: what would have to be said of a fact instead.
pub(super) fn otherwise(context: &Context<'_>, subject: SubjectIx, fact: &str, text: Localized) -> Change {
    let name = context.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone());
    Change {
        subject: context.facts.holder(subject, fact),
        fact: fact.to_owned(),
        name,
        margin: None,
        rank: None,
        text,
    }
}

/// «… vinyl, ikke parkett»: words in place of others.
pub(super) fn words(
    context: &Context<'_>,
    subject: SubjectIx,
    fact: &str,
    expected: &Localized,
    found: &Localized,
) -> Change {
    let name = context.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone());
    let text = Localized::new(
        format!("{}: {} (er {})", name.nb, expected.nb, found.nb),
        format!("{}: {} (is {})", name.en, expected.en, found.en),
    );
    otherwise(context, subject, fact, text)
}

/// The change of a fact the way it is computed, and changes of the measures it is computed from.
pub(super) fn with_measures(context: &Context<'_>, change: Change) -> Vec<Change> {
    let Some(margin) = change.margin else { return vec![change] };
    let at_most = margin.direction == Direction::AtMost;
    let measures = solve(context.facts, change.subject, &change.fact, margin.limit.value, at_most);
    let mut all = vec![change];
    for m in measures {
        let direction = if m.at_most { Direction::AtMost } else { Direction::AtLeast };
        all.push(beyond(context, m.subject, m.fact, m.now, m.wanted.value, direction));
    }
    all
}

/// The limit, rounded to where it still holds, with as many decimals as tell it from the value.
fn on_the_safe_side(limit: Quantity, value: Quantity, direction: Direction, lang: Lang) -> String {
    for step in steps(limit) {
        let scaled = limit.value / step;
        let nearest = scaled.round();
        let rounded = if limit.dimension.same(nearest * step, limit.value) {
            nearest
        } else {
            match direction {
                Direction::AtLeast => scaled.ceil(),
                Direction::AtMost => scaled.floor(),
            }
        } * step;
        let far = (rounded - limit.value).abs() <= (value.value - limit.value).abs().max(step * 1e-3);
        if far {
            return Quantity::new(rounded, limit.dimension).show_apart(value, lang).0;
        }
    }
    limit.show_apart(value, lang).0
}

/// Steps people write a dimension in, the coarsest first.
fn steps(q: Quantity) -> [f64; 3] {
    match q.dimension {
        Dimension::Length => [0.01, 0.001, 0.0001],
        Dimension::Area => [0.1, 0.01, 0.001],
        Dimension::Ratio => [0.001, 0.0001, 0.00001],
        Dimension::Count => [1.0, 1.0, 1.0],
        Dimension::Number => [0.01, 0.001, 0.0001],
        Dimension::Sound | Dimension::Angle => [0.1, 0.01, 0.001],
    }
}

/// How far off a value is, with as many decimals as it takes to be more than nothing.
fn shown_difference(difference: f64, dimension: Dimension, lang: Lang) -> String {
    Quantity::new(difference, dimension).show_apart(Quantity::new(0.0, dimension), lang).0
}

/// What it takes when every part must hold: one way of each part that fails, together.
pub(super) fn all_of(parts: &[Outcome]) -> Vec<Way> {
    let rest = parts.iter().map(Outcome::verdict).filter(|v| *v != Verdict::Negative).max();
    let rest = rest.unwrap_or(Verdict::Positive).max(Verdict::Positive);
    let mut ways = vec![Way { changes: Vec::new(), complete: true, then: rest }];
    for part in parts.iter().filter(|p| p.verdict() == Verdict::Negative) {
        if part.ways.is_empty() {
            for way in &mut ways {
                way.complete = false;
            }
            continue;
        }
        let mut joined = Vec::new();
        for way in &ways {
            for other in &part.ways {
                let mut changes = way.changes.clone();
                changes.extend(other.changes.iter().filter(|c| !way.changes.contains(c)).cloned());
                let cut = changes.len() > MOST_CHANGES;
                changes.truncate(MOST_CHANGES);
                let complete = way.complete && other.complete && !cut;
                joined.push(Way { changes, complete, then: way.then.max(other.then) });
            }
        }
        ways = least(joined);
    }
    ways.retain(|w| !w.changes.is_empty());
    ways
}

/// What it takes when one part is enough: any way of any of them.
pub(super) fn one_of(parts: &[Outcome]) -> Vec<Way> {
    let failing = parts.iter().filter(|p| p.verdict() == Verdict::Negative);
    least(failing.flat_map(|p| p.ways.clone()).collect())
}

/// The ways that lead farthest with the least, each once.
fn least(ways: Vec<Way>) -> Vec<Way> {
    let mut kept: Vec<Way> = Vec::new();
    for way in ways {
        if !kept.iter().any(|k| within(k, &way)) {
            kept.retain(|k| !within(&way, k));
            kept.push(way);
        }
    }
    kept.sort_by_key(|w| (!w.complete, w.then, w.changes.len()));
    kept.truncate(MOST_WAYS);
    kept
}

/// Whether one way asks nothing that another does not ask too: then the other is no way of its own.
fn within(easier: &Way, harder: &Way) -> bool {
    let covered = |a: &Change, b: &Change| match (a.margin, b.margin) {
        (Some(x), Some(y)) if x.direction == y.direction => {
            (a.subject, &a.fact) == (b.subject, &b.fact)
                && match x.direction {
                    Direction::AtLeast => x.limit.value <= y.limit.value,
                    Direction::AtMost => x.limit.value >= y.limit.value,
                }
        }
        _ => a == b,
    };
    easier.then <= harder.then
        && easier.complete >= harder.complete
        && easier.changes.iter().all(|a| harder.changes.iter().any(|b| covered(a, b)))
}

/// What would bring a number of parts within its limits: where one measure of each part decides whether it counts,
/// that measure; otherwise so many more or fewer.
pub(super) fn counted(
    context: &Context<'_>,
    check: &Count,
    met: &[SubjectIx],
    near: &[SubjectIx],
    (min, max): (Option<f64>, Option<f64>),
) -> Vec<Way> {
    let found = met.len() as f64;
    let mut ways = Vec::new();
    let over = max.filter(|m| found > *m);
    let under = min.filter(|m| found < *m);
    if over == Some(0.0) {
        let each: Vec<Vec<Change>> =
            met.iter().map(|p| measures(context, *p, &check.r#where, false)).collect();
        // Of a single part every measure is a way of its own.
        if let [of_one] = each.as_slice()
            && let Some(change) = of_one.first()
        {
            let ways = with_measures(context, change.clone()).into_iter();
            return ways.map(|c| Way { changes: vec![c], complete: true, then: Verdict::Positive }).collect();
        }
        if each.iter().all(|c| !c.is_empty()) {
            let changes: Vec<Change> = each.into_iter().filter_map(|c| c.into_iter().next()).collect();
            ways.push(Way { complete: changes.len() <= MOST_CHANGES, changes, then: Verdict::Positive });
            return ways;
        }
    }
    if let Some(least) = under {
        let mut closest: Vec<Change> = near
            .iter()
            .filter_map(|p| measures(context, *p, &check.r#where, true).into_iter().next())
            .collect();
        let lacking = (least - found) as usize;
        if !closest.is_empty() && closest.len() >= lacking {
            closest.truncate(lacking.min(MOST_CHANGES));
            ways.push(Way { changes: closest, complete: true, then: Verdict::Positive });
        }
    }
    let of = what_is_counted(context, check);
    let n = |v: f64| {
        Localized::new(
            Quantity::new(v, Dimension::Count).show(Lang::Nb),
            Quantity::new(v, Dimension::Count).show(Lang::En),
        )
    };
    let told = match (over, under) {
        (Some(most), _) => {
            let (f, m, d) = (n(found), n(most), n(found - most));
            Some((
                Localized::new(
                    format!("{}: høyst {} (er {}, {} for mange)", of.nb, m.nb, f.nb, d.nb),
                    format!("{}: at most {} (is {}, {} too many)", of.en, m.en, f.en, d.en),
                ),
                most,
                Direction::AtMost,
            ))
        }
        (None, Some(least)) => {
            let (f, m, d) = (n(found), n(least), n(least - found));
            Some((
                Localized::new(
                    format!("{}: minst {} (er {}, mangler {})", of.nb, m.nb, f.nb, d.nb),
                    format!("{}: at least {} (is {}, {} short)", of.en, m.en, f.en, d.en),
                ),
                least,
                Direction::AtLeast,
            ))
        }
        (None, None) => None,
    };
    if let Some((text, limit, direction)) = told {
        let count = |v| Quantity::new(v, Dimension::Count);
        let margin =
            Margin { value: count(found), limit: count(limit), direction, difference: (found - limit).abs() };
        let change = Change {
            subject: context.subject,
            fact: format!("count:{}", check.of.id()),
            name: of,
            margin: Some(margin),
            rank: None,
            text,
        };
        ways.push(Way { changes: vec![change], complete: true, then: Verdict::Positive });
    }
    ways
}

/// «antall garderobeskap eller knaggrekke», «antall medisinrom», «antall dører» …
fn what_is_counted(context: &Context<'_>, check: &Count) -> Localized {
    let named =
        by_kind(context, check).or_else(|| by_function(context, check)).or_else(|| by_fact(context, check));
    let part = check.of.name();
    named.unwrap_or_else(|| Localized::new(format!("antall ({})", part.nb), format!("number ({})", part.en)))
}

/// The kinds of equipment that are counted.
fn by_kind(context: &Context<'_>, check: &Count) -> Option<Localized> {
    let kinds: Vec<&str> = check
        .r#where
        .iter()
        .filter(|p| p.fact == "fixture.kind")
        .flat_map(|p| match (&p.is, &p.any) {
            (Some(Literal::Text(kind)), _) => vec![kind.as_str()],
            (_, Some(any)) => any.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let name = |kind: &str, lang: Lang| {
        let found = context.vocabulary().fixture(kind);
        found.map_or_else(|| kind.to_owned(), |f| f.name.get(lang).to_lowercase())
    };
    let all = |lang| alternatives(&kinds.iter().map(|k| name(k, lang)).collect::<Vec<_>>(), lang);
    Some(Localized::new(format!("antall {}", all(Lang::Nb)), all(Lang::En)))
}

/// What is known of the parts that are counted, where nothing else tells them from others: «antall rom med farge på
/// fondvegg».
fn by_fact(context: &Context<'_>, check: &Count) -> Option<Localized> {
    let [Predicate { fact, known: Some(true), .. }] = check.r#where.as_slice() else { return None };
    let (part, what) = (check.of.name(), &context.def(fact)?.name);
    Some(Localized::new(
        format!("antall {} med {}", part.nb, what.nb),
        format!("number of {} with {}", part.en, what.en),
    ))
}

/// What the rooms that are counted are for.
fn by_function(context: &Context<'_>, check: &Count) -> Option<Localized> {
    let of_rooms = |p: &&Predicate| ["room.functions", "room.function"].contains(&p.fact.as_str());
    let predicate = check.r#where.iter().find(of_rooms).filter(|_| check.of == SubjectKind::Room)?;
    let def = context.def(&predicate.fact)?;
    let words: Vec<&str> = match (&predicate.is, &predicate.any) {
        (Some(Literal::Text(word)), _) => vec![word.as_str()],
        (_, Some(any)) => any.iter().map(String::as_str).collect(),
        _ => return None,
    };
    let all = |lang: Lang| {
        let shown = |w: &&str| Value::Word((*w).to_owned()).show(Some(def), context.vocabulary(), lang);
        words.iter().map(shown).collect::<Vec<_>>()
    };
    Some(Localized::new(
        format!("antall rom ({})", alternatives(&all(Lang::Nb), Lang::Nb)),
        format!("number of rooms ({})", alternatives(&all(Lang::En), Lang::En)),
    ))
}

/// What a part is, rather than how it was made: nothing anybody would change to meet a requirement.
const WHAT_IT_IS: [&str; 8] = [
    "fixture.kind",
    "fixture.present",
    "room.functions",
    "room.function",
    "room.indoor",
    "door.passage",
    "door.is_entrance",
    "dwelling.module",
];

/// The one condition that decides whether a part counts, as a change: to be brought within it where `wanted`, out of it
/// otherwise. Measures come before words, and what stands last in the conditions before what stands first.
fn measures(context: &Context<'_>, part: SubjectIx, conditions: &[Predicate], wanted: bool) -> Vec<Change> {
    let open: Vec<&Predicate> = conditions
        .iter()
        .filter(|p| {
            let alone = std::slice::from_ref(*p);
            !wanted || !matches!(super::meets(context, part, alone), super::Holds::Yes(()))
        })
        .collect();
    // Two conditions that fail are more than one change.
    if wanted && open.len() != 1 {
        return Vec::new();
    }
    let found: Vec<Change> = open.iter().filter_map(|p| measure(context, part, p, wanted)).collect();
    if !found.is_empty() {
        return found;
    }
    let words = open.iter().rev().filter(|p| !WHAT_IT_IS.contains(&p.fact.as_str()));
    words.filter_map(|p| word(context, part, p, wanted)).take(1).collect()
}

fn measure(context: &Context<'_>, part: SubjectIx, predicate: &Predicate, wanted: bool) -> Option<Change> {
    let Some(Value::Quantity(value)) = context.facts.value(part, &predicate.fact) else { return None };
    let limits = [
        (&predicate.min, true, false),
        (&predicate.above, true, true),
        (&predicate.max, false, false),
        (&predicate.below, false, true),
    ];
    limits.into_iter().find_map(|(literal, least, strict)| {
        let (text, _) = context.literal_text(literal.as_ref()?);
        let limit = Quantity::parse(&text).ok().and_then(|q| q.as_dimension(value.dimension))?;
        // To leave «under 0,76 m» is to be at least 0,76 m; to leave «at least» has no nearest value.
        let direction = match (wanted, least, strict) {
            (false, true, true) | (true, false, false) => Direction::AtMost,
            (false, false, true) | (true, true, false) => Direction::AtLeast,
            _ => return None,
        };
        Some(beyond(context, part, &predicate.fact, value, limit.value, direction))
    })
}

fn word(context: &Context<'_>, part: SubjectIx, predicate: &Predicate, wanted: bool) -> Option<Change> {
    let crate::facts::Fact::Known(known) = context.facts.look(part, &predicate.fact) else { return None };
    let found = context.show(known, &predicate.fact);
    let def = context.def(&predicate.fact);
    let asked: Vec<Value> = match (&predicate.is, &predicate.any) {
        (Some(Literal::Bool(b)), _) => vec![Value::Bool(*b == wanted)],
        (Some(Literal::Text(t)), _) => vec![Value::Word(t.clone())],
        (_, Some(any)) => any.iter().map(|w| Value::Word(w.clone())).collect(),
        _ => return None,
    };
    let plain = wanted || matches!(asked[..], [Value::Bool(_)]);
    let told = |lang: Lang, not: &str| {
        let names: Vec<String> = asked.iter().map(|v| v.show(def, context.vocabulary(), lang)).collect();
        let names = alternatives(&names, lang);
        if plain { names } else { format!("{not} {names}") }
    };
    let expected = Localized::new(told(Lang::Nb, "ikke"), told(Lang::En, "not"));
    Some(words(context, part, &predicate.fact, &expected, &found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(v: f64) -> Quantity {
        Quantity::new(v, Dimension::Length)
    }

    #[test]
    fn a_limit_is_never_shown_where_it_no_longer_holds() {
        let most = |limit, value| on_the_safe_side(length(limit), length(value), Direction::AtMost, Lang::Nb);
        let least =
            |limit, value| on_the_safe_side(length(limit), length(value), Direction::AtLeast, Lang::Nb);
        assert_eq!(most(1.1288, 1.8), "1,12\u{a0}m");
        assert_eq!(least(1.1212, 0.9), "1,13\u{a0}m");
        assert_eq!(least(0.76, 0.75), "0,76\u{a0}m");
        assert_eq!(least(1.5, 1.49), "1,5\u{a0}m");
        assert_eq!(most(1.1234, 1.125), "1,123\u{a0}m");
    }

    #[test]
    fn a_difference_is_never_told_as_nothing() {
        let off = |d| shown_difference(d, Dimension::Length, Lang::Nb);
        assert_eq!(off(0.12), "12\u{a0}cm");
        assert_eq!(off(0.0004), "0,04\u{a0}cm");
        assert_eq!(off(0.4), "0,4\u{a0}m");
    }

    fn negative(names: &[&str]) -> Outcome {
        let change = |n: &&str| Change {
            subject: SubjectIx(0),
            fact: (*n).to_owned(),
            name: Localized::same(*n),
            margin: None,
            rank: None,
            text: Localized::same(*n),
        };
        Outcome::decided(false).turned_by(names.iter().map(change))
    }

    fn texts(ways: &[Way]) -> Vec<Vec<&str>> {
        ways.iter().map(|w| w.changes.iter().map(|c| c.text.nb.as_str()).collect()).collect()
    }

    #[test]
    fn all_of_needs_one_change_of_each_and_any_of_one() {
        let parts = [negative(&["a", "b"]), Outcome::decided(true), negative(&["c"])];
        assert_eq!(texts(&all_of(&parts)), vec![vec!["a", "c"], vec!["b", "c"]]);
        assert_eq!(texts(&one_of(&parts)), vec![vec!["a"], vec!["b"], vec!["c"]]);
        assert!(all_of(&parts).iter().all(|w| w.then == Verdict::Positive && w.complete));
    }

    #[test]
    fn of_two_limits_of_one_measure_the_nearer_is_the_way() {
        let area = |limit| Change {
            margin: Some(Margin {
                value: Quantity::new(34.0, Dimension::Area),
                limit: Quantity::new(limit, Dimension::Area),
                direction: Direction::AtLeast,
                difference: limit - 34.0,
            }),
            ..negative(&["bra"]).ways[0].changes[0].clone()
        };
        let part = |limit| Outcome::decided(false).turned_by([area(limit)]);
        let ways = one_of(&[part(43.0), part(35.0)]);
        assert_eq!(ways.len(), 1);
        assert_eq!(ways[0].changes[0].margin.unwrap().limit.value, 35.0);
    }

    #[test]
    fn what_is_unclear_beside_stays_so_and_a_part_without_a_value_is_told() {
        let open = Outcome::unclear(crate::finding::Unclarity::NotDocumented);
        let ways = all_of(&[negative(&["a"]), open, Outcome::decided(false)]);
        assert_eq!(ways[0].then, Verdict::Unclear);
        assert!(!ways[0].complete);
    }

    #[test]
    fn many_alternatives_do_not_multiply() {
        let many: Vec<String> = (0..40).map(|i| format!("{i}")).collect();
        let names: Vec<&str> = many.iter().map(String::as_str).collect();
        let parts: Vec<Outcome> = (0..40).map(|_| negative(&names)).collect();
        let ways = all_of(&parts);
        assert!(ways.len() <= MOST_WAYS && ways.iter().all(|w| w.changes.len() <= MOST_CHANGES));
    }
}
