//! All of, any of, none of, and several ways to tell the same thing.

use super::{Context, Outcome, flip, judge};
use crate::catalogue::Check;
use crate::finding::{Unclarity, Verdict};

/// The maximum of the verdicts: one negative decides, then one unclear.
pub(super) fn all(context: &Context<'_>, parts: &[Check]) -> Outcome {
    let outcomes: Vec<Outcome> = parts.iter().map(|c| judge(context, c)).collect();
    let verdict = outcomes.iter().map(Outcome::verdict).max().unwrap_or(Verdict::NotApplicable);
    let ways = flip::all_of(&outcomes);
    Outcome { ways, ..gather(outcomes, verdict) }
}

/// The minimum over the applicable: one positive decides, then one unclear.
pub(super) fn any(context: &Context<'_>, parts: &[Check]) -> Outcome {
    let outcomes: Vec<Outcome> = parts.iter().map(|c| judge(context, c)).collect();
    let applicable = outcomes.iter().map(Outcome::verdict).filter(|v| *v != Verdict::NotApplicable);
    let verdict = applicable.min().unwrap_or(Verdict::NotApplicable);
    let ways = if verdict == Verdict::Negative { flip::one_of(&outcomes) } else { Vec::new() };
    Outcome { ways, ..gather(outcomes, verdict) }
}

/// Several ways to tell the same thing. Those that can tell decide; where one says yes and another no, the
/// outcome is a conflict, since at least one of the sources is wrong.
pub(super) fn witness(context: &Context<'_>, parts: &[Check]) -> Outcome {
    let outcomes: Vec<Outcome> = parts.iter().map(|c| judge(context, c)).collect();
    let says = |wanted: Verdict| outcomes.iter().any(|o| o.verdict() == wanted);
    match (says(Verdict::Positive), says(Verdict::Negative), says(Verdict::Unclear)) {
        (true, true, _) => {
            let mut out = gather(outcomes, Verdict::Unclear);
            out.unclarity = Some(Unclarity::Conflict);
            out.missing.clear();
            out.slots.clear();
            out
        }
        (true, false, _) => gather(outcomes, Verdict::Positive),
        (false, true, _) => {
            // What cannot tell does not stand against a witness who says yes.
            let against: Vec<Outcome> =
                outcomes.iter().filter(|o| o.verdict() == Verdict::Negative).cloned().collect();
            let ways = flip::all_of(&against);
            Outcome { ways, ..gather(outcomes, Verdict::Negative) }
        }
        (false, false, true) => {
            // What was measured and lies too near its limit says more than that nobody stated it.
            let measured = outcomes.iter().any(|o| o.unclarity == Some(Unclarity::Uncertain));
            let mut out = gather(outcomes, Verdict::Unclear);
            if measured && out.unclarity == Some(Unclarity::NotDocumented) {
                out.unclarity = Some(Unclarity::Uncertain);
            }
            out
        }
        (false, false, false) => Outcome::of(Verdict::NotApplicable),
    }
}

/// Swaps positive and negative of «any»: positive only when all are negative.
pub(super) fn none(context: &Context<'_>, parts: &[Check]) -> Outcome {
    swap(any(context, parts))
}

/// Positive becomes negative and the reverse; what is unclear stays so.
pub(super) fn swap(mut outcome: Outcome) -> Outcome {
    outcome.verdict = match outcome.verdict {
        Some(Verdict::Positive) => Some(Verdict::Negative),
        Some(Verdict::Negative) => Some(Verdict::Positive),
        other => other,
    };
    outcome.ways.clear();
    outcome
}

/// One outcome of several: the evidence of all that were decided, the words of those that gave the verdict.
pub(super) fn gather(outcomes: Vec<Outcome>, verdict: Verdict) -> Outcome {
    let mut out = Outcome::of(verdict);
    for mut outcome in outcomes {
        let deciding = outcome.verdict() == verdict;
        if deciding {
            out.unclarity = out.unclarity.or(outcome.unclarity);
            out.missing.append(&mut outcome.missing);
            out.causes.append(&mut outcome.causes);
            out.drawing.add(std::mem::take(&mut outcome.drawing));
            for (name, value) in std::mem::take(&mut outcome.slots) {
                out.slots.entry(name).or_insert(value);
            }
        }
        if outcome.verdict() != Verdict::NotApplicable {
            out.evidence.append(&mut outcome.evidence);
            out.parameters.append(&mut outcome.parameters);
        }
    }
    if verdict == Verdict::Unclear && out.unclarity.is_none() {
        out.unclarity = Some(Unclarity::NotDocumented);
    }
    out
}
