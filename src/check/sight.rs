//! Lines of sight held against a length and a turn.
//!
//! Negative where a free line is surely within both; open where one may be: its length is uncertain, something may
//! stand in its way, or it is not known whether there are others.

use super::{Context, Missing, Outcome, flip};
use crate::catalogue::SightCheck;
use crate::facts::{Drawing, Fact, SightLine};
use crate::finding::{Unclarity, Verdict, Way};
use crate::model::Figure;
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized, list};

/// Most lines told and drawn.
const MOST_TOLD: usize = 6;

/// How a line stands to the limits.
#[derive(Clone, Copy, PartialEq)]
enum Stands {
    Within,
    Perhaps,
    Beyond,
}

/// Holds the lines a fact counts against the limits.
pub(super) fn sight(context: &Context<'_>, check: &SightCheck) -> Outcome {
    let mut used = Outcome::default();
    let within = context.literal_number(&check.within, Dimension::Length, &mut used);
    let angle = context.literal_number(&check.angle, Dimension::Angle, &mut used);
    let (Some(within), Some(angle)) = (within, angle) else {
        let mut out = Outcome::unclear(Unclarity::NotDocumented);
        out.parameters = used.parameters;
        return out;
    };
    let sights = context.facts.sights(context.subject, &check.fact);
    let lines = sights.map_or(&[][..], |s| s.lines.as_slice());
    let far_enough = sights.is_some_and(|s| Dimension::Length.at_most(within, s.reach));
    let stands = |line: &SightLine| {
        let (length, turn) = (Dimension::Length, Dimension::Angle);
        let straight = turn.at_most(line.angle, angle);
        let straighter = line.angle - line.slack < angle && !turn.same(line.angle - line.slack, angle);
        if !(straight || straighter) || !length.at_most(line.distance - line.error, within) {
            Stands::Beyond
        } else if !straight || line.doubt.is_some() || !length.at_most(line.distance + line.error, within) {
            Stands::Perhaps
        } else {
            Stands::Within
        }
    };
    let of = |wanted: Stands| nearest_of_each(lines.iter().filter(|l| stands(l) == wanted));
    let (sure, perhaps) = (of(Stands::Within), of(Stands::Perhaps));
    let fact = context.facts.look(context.subject, &check.fact);
    // Whether there may be more than what surely counts.
    let more = !perhaps.is_empty() || !matches!(fact, Fact::Known(_));
    let (mut out, told) = match (fact, sure.is_empty(), perhaps.is_empty()) {
        (_, false, _) => (Outcome::decided(false), sure),
        (_, true, false) => (uncertain(context, &perhaps), perhaps),
        (_, true, true) => match context.need(context.subject, &check.fact) {
            Err(outcome) => (*outcome, Vec::new()),
            Ok(_) if far_enough => (Outcome::decided(true), Vec::new()),
            Ok(_) => (looked_no_farther(context), Vec::new()),
        },
    };
    out.parameters.extend(used.parameters);
    if let Fact::Known(known) = fact {
        out.evidence.extend(context.evidence(context.subject, &check.fact, known));
    }
    if out.verdict() == Verdict::Unclear && told.is_empty() {
        return out;
    }
    let limit = Quantity::new(within, Dimension::Length);
    out = out.slot("limit", both(|lang| limit.show(lang)));
    if let Some(line) = told.first() {
        let value = Quantity::new(line.distance, Dimension::Length);
        out = out.slot("value", both(|lang| value.show_apart(limit, lang).0));
        if out.verdict() == Verdict::Negative {
            out.ways = vec![way(context, check, &told, limit, more)];
        }
    }
    let names = |lang: Lang| {
        let name = |line: &&SightLine| {
            let doubt = line.doubt.as_ref().map_or(String::new(), |d| format!(" ({})", d.get(lang)));
            format!("{}{doubt}", pair(context, line, lang))
        };
        list(&told.iter().take(MOST_TOLD).map(name).collect::<Vec<_>>(), lang)
    };
    out.causes.extend(told.iter().flat_map(|l| [l.from, l.to]));
    out.causes.sort();
    out.causes.dedup();
    out.drawing = Drawing {
        figures: told.iter().take(MOST_TOLD).map(|l| figure(l)).collect(),
        at: told.iter().take(MOST_TOLD).map(|l| l.from).collect(),
    };
    let count = Localized::same(told.len().to_string());
    if told.is_empty() { out } else { out.slot("list", both(names)).slot("count", count) }
}

/// A line may be within the limits: what is assumed of its ends, or may stand in its way, decides.
fn uncertain(context: &Context<'_>, lines: &[&SightLine]) -> Outcome {
    let mut out = Outcome::unclear(Unclarity::Uncertain);
    for (subject, fact) in lines.iter().flat_map(|l| &l.needs) {
        let missing = Missing { subject: *subject, fact: (*fact).to_owned(), why: None };
        if !out.missing.contains(&missing) {
            out.missing.push(missing);
        }
    }
    if out.missing.is_empty() {
        let doubts = lines.iter().filter_map(|l| l.doubt.clone()).take(1);
        let told = |why| Missing { subject: context.subject, fact: String::new(), why: Some(why) };
        out.missing.extend(doubts.map(told));
    }
    out
}

/// The limit was overridden with one beyond what lines were looked for.
fn looked_no_farther(context: &Context<'_>) -> Outcome {
    let mut out = Outcome::unclear(Unclarity::NotDocumented);
    let why = Localized::new(
        "grensen er lenger enn det er sett etter siktlinjer (tabellen usual, raden sight)",
        "the limit is longer than lines of sight were looked for (table usual, row sight)",
    );
    out.missing.push(Missing { subject: context.subject, fact: String::new(), why: Some(why) });
    out
}

/// The shortest line between every two places.
fn nearest_of_each<'l>(lines: impl Iterator<Item = &'l SightLine>) -> Vec<&'l SightLine> {
    let mut kept: Vec<&SightLine> = Vec::new();
    for line in lines {
        match kept.iter_mut().find(|k| (k.from, k.to) == (line.from, line.to)) {
            Some(held) if line.distance < held.distance => *held = line,
            Some(_) => {}
            None => kept.push(line),
        }
    }
    kept.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    kept
}

fn both(text: impl Fn(Lang) -> String) -> Localized {
    Localized::new(text(Lang::Nb), text(Lang::En))
}

/// «vindu V1 i A101 mot vindu V3 i B101, 12,4 m».
fn pair(context: &Context<'_>, line: &SightLine, lang: Lang) -> String {
    let label = |ix| context.label(ix).get(lang).to_owned();
    let length = Quantity::new(line.distance, Dimension::Length).show(lang);
    let towards = if lang == Lang::Nb { "mot" } else { "towards" };
    format!("{} {towards} {}, {length}", label(line.from), label(line.to))
}

fn figure(line: &SightLine) -> Figure {
    let length = Quantity::new(line.distance, Dimension::Length);
    Figure::new(line.shape.clone(), both(|lang| length.show(lang)))
}

/// What would turn it: every line longer than the limit, or something in its way. Where there may be other lines the
/// way is no more than a part of it.
fn way(context: &Context<'_>, check: &SightCheck, lines: &[&SightLine], limit: Quantity, more: bool) -> Way {
    let change = |line: &&SightLine| {
        let text = both(|lang| {
            let label = |ix| context.label(ix).get(lang).to_owned();
            let (from, to) = (label(line.from), label(line.to));
            let (now, wanted) = Quantity::new(line.distance, Dimension::Length).show_apart(limit, lang);
            match lang {
                Lang::Nb => {
                    format!("mellom {from} og {to} over {wanted} (er {now}), eller noe som hindrer sikten")
                }
                Lang::En => {
                    format!(
                        "between {from} and {to} over {wanted} (is {now}), or something that stops the view"
                    )
                }
            }
        });
        flip::otherwise(context, context.subject, &check.fact, text)
    };
    let changes = lines.iter().take(MOST_TOLD).map(change).collect();
    Way { changes, complete: !more && lines.len() <= MOST_TOLD, then: Verdict::Positive }
}
