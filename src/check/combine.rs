//! All of, any of, none of.

use super::{Context, Outcome, judge};
use crate::catalogue::Check;
use crate::finding::Verdict;

/// The maximum of the verdicts: one negative decides, then one unclear.
pub(super) fn all(context: &Context<'_>, parts: &[Check]) -> Outcome {
    let outcomes: Vec<Outcome> = parts.iter().map(|c| judge(context, c)).collect();
    let verdict = outcomes.iter().map(Outcome::verdict).max().unwrap_or(Verdict::NotApplicable);
    gather(outcomes, verdict)
}

/// The minimum over the applicable: one positive decides, then one unclear.
pub(super) fn any(context: &Context<'_>, parts: &[Check]) -> Outcome {
    let outcomes: Vec<Outcome> = parts.iter().map(|c| judge(context, c)).collect();
    let applicable = outcomes.iter().map(Outcome::verdict).filter(|v| *v != Verdict::NotApplicable);
    let verdict = applicable.min().unwrap_or(Verdict::NotApplicable);
    gather(outcomes, verdict)
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
    outcome
}

/// One outcome of several: the evidence of all that were decided, the words of those that gave the verdict.
fn gather(outcomes: Vec<Outcome>, verdict: Verdict) -> Outcome {
    let mut out = Outcome::of(verdict);
    for mut outcome in outcomes {
        let deciding = outcome.verdict() == verdict;
        if deciding {
            out.unclarity = out.unclarity.or(outcome.unclarity);
            out.missing.append(&mut outcome.missing);
            out.causes.append(&mut outcome.causes);
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
        out.unclarity = Some(crate::finding::Unclarity::NotDocumented);
    }
    out
}
