//! What cannot be documented yet: a fact of a later phase is no fault of this one.

use super::Evaluation;
use crate::catalogue::{Catalogue, Check, Unstated};
use crate::check::{Missing, Outcome};
use crate::facts::{FactBase, SubjectIx};
use crate::finding::{Finding, Unclarity, Verdict};
use crate::vocab::Phase;

impl Evaluation<'_> {
    /// The later phase an unclear outcome can first be documented in; none when it could be now. A negative outcome
    /// whose only ground is that nobody stated something becomes unclear where it is too early to state it.
    pub(super) fn not_yet(&self, subject: SubjectIx, outcome: &mut Outcome) -> Option<Phase> {
        let now = self.phase?;
        if outcome.verdict() == Verdict::Negative {
            let until = self.unstated_until(outcome, now)?;
            for e in outcome.evidence.iter().filter(|e| e.value.is_none()) {
                let holder = self.facts.holder(subject, &e.fact);
                outcome.missing.push(Missing { subject: holder, fact: e.fact.clone(), why: None });
            }
            outcome.verdict = Some(Verdict::Unclear);
            outcome.unclarity = Some(Unclarity::NotDocumented);
            outcome.evidence.retain(|e| e.value.is_some());
            outcome.ways.clear();
            return Some(until);
        }
        let documented = matches!(outcome.unclarity, Some(Unclarity::NotDocumented | Unclarity::MustBeSeen));
        if outcome.verdict() != Verdict::Unclear || !documented {
            return None;
        }
        if let Some(own) = self.requirement.documented_from {
            return (own > now).then_some(own);
        }
        let phases: Vec<Phase> = outcome.missing.iter().map(|m| self.documented_from(&m.fact)).collect();
        // What is missing and could be stated today is asked for today.
        phases.iter().min().filter(|first| **first > now)?;
        phases.into_iter().max()
    }

    /// The phase of facts whose silence alone makes a check negative.
    fn unstated_until(&self, outcome: &Outcome, now: Phase) -> Option<Phase> {
        let mut silent = false;
        self.block.check.walk(&mut |c| {
            silent |= matches!(c, Check::Present(p) if p.unstated == Unstated::Negative);
        });
        let unstated = |e: &&crate::model::Evidence| e.value.is_none() && e.origin.is_none();
        let facts = outcome.evidence.iter().filter(unstated);
        let until = facts.map(|e| self.documented_from(&e.fact)).min()?;
        (silent && until > now && outcome.evidence.iter().all(|e| unstated(&e))).then_some(until)
    }

    fn documented_from(&self, fact: &str) -> Phase {
        let vocabulary = &self.catalogue.vocabulary;
        if fact.is_empty() {
            // Nothing of the kind was described at all.
            return self.block.applies.to.described_from();
        }
        let fixture = fact.strip_prefix("fixture:").or_else(|| fact.strip_prefix("without:"));
        let stated = match fixture {
            Some(kind) => vocabulary.fixture(kind).and_then(|f| f.documented_from),
            None => vocabulary.fact(fact).and_then(|d| d.documented_from),
        };
        stated.unwrap_or(Phase::Programme)
    }
}

/// A summary is open only for a later phase when everything open in it is.
pub(super) fn of_summaries(findings: &mut [Finding], facts: &FactBase, catalogue: &Catalogue, edition: &str) {
    let settled: Vec<(usize, Phase)> = findings
        .iter()
        .enumerate()
        .filter(|(_, f)| f.verdict == Verdict::Unclear && f.not_yet.is_none())
        .filter_map(|(i, finding)| {
            let parts = super::summarised(finding, findings, facts, catalogue, edition)?;
            let open: Vec<Option<Phase>> =
                parts.iter().filter(|f| f.verdict == Verdict::Unclear).map(|f| f.not_yet).collect();
            let broken = parts.iter().any(|f| f.verdict == Verdict::Negative);
            let later: Option<Vec<Phase>> = open.into_iter().collect();
            Some((i, later.filter(|_| !broken)?.into_iter().max()?))
        })
        .collect();
    for (i, until) in settled {
        findings[i].not_yet = Some(until);
    }
}
