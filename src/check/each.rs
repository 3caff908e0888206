//! A check at each part of a kind: every toilet, every living room.
//!
//! The worst verdict counts. Equipment that was said to be absent is not asked about; if all of it was, the
//! check does not apply. A part nobody described is not a pass: without any part the answer is open, unless
//! the requirement says that having none is fine.

use super::fixtures::labels;
use super::{Context, Holds, Missing, Outcome, holds, joined, judge};
use crate::catalogue::{Each, Literal, Missing as WhenMissing};
use crate::facts::SubjectIx;
use crate::finding::{Unclarity, Verdict};
use crate::model::Value;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// The worst verdict over the parts, with their names in `list`, their rooms in `place` and `room`.
pub(super) fn each(context: &Context<'_>, check: &Each) -> Outcome {
    let mut judged: Vec<(SubjectIx, Outcome)> = Vec::new();
    let mut said_absent = false;
    for part in context.parts(check.of) {
        let absent = check.of == SubjectKind::Fixture
            && context.facts.value(part, "fixture.present") == Some(Value::Bool(false));
        match holds(context, part, &check.r#where) {
            Holds::No(_) => {}
            _ if absent => said_absent = true,
            Holds::Yes(_) => judged.push((part, judge(&context.at(part), &check.must))),
            Holds::Unknown(missing) => {
                let mut open = Outcome::unclear(Unclarity::NotDocumented);
                open.missing = missing;
                judged.push((part, open));
            }
        }
    }
    if judged.is_empty() {
        let fine = said_absent || check.missing == WhenMissing::NotApplicable;
        return if fine { Outcome::of(Verdict::NotApplicable) } else { none_described(context, check) };
    }
    let verdict = judged.iter().map(|(_, o)| o.verdict()).max().unwrap_or(Verdict::NotApplicable);
    let applicable = judged.iter().filter(|(_, o)| o.verdict() != Verdict::NotApplicable).count();
    let deciding: Vec<SubjectIx> =
        judged.iter().filter(|(_, o)| o.verdict() == verdict).map(|(p, _)| *p).collect();
    let names: Vec<String> = deciding.iter().map(|p| context.facts.subject(*p).label.clone()).collect();
    let mut out = super::combine::gather(judged.into_iter().map(|(_, o)| o).collect(), verdict);
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
            let label = &context.facts.subject(context.subject).label;
            let part = check.of.name();
            let why = Localized::new(
                format!("{label} har ingen {} dette kan vurderes på i beskrivelsen", part.nb),
                format!("{label} has no {} in the description where this could be judged", part.en),
            );
            Missing { subject: context.subject, fact: String::new(), why: Some(why) }
        }
    });
    out
}
