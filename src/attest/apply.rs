//! How a person's word and a computed verdict meet.
//!
//! | computed | a person says | then |
//! |---|---|---|
//! | unclear | anything | their verdict counts |
//! | positive | negative, unclear | their verdict counts: what was seen outranks what was planned |
//! | positive | not applicable | the computed one stands, with the contradiction |
//! | negative | anything else | the computed one stands, with the contradiction |
//! | not applicable | anything else | the computed one stands, with the contradiction |
//!
//! What was seen on site counts against everything that was computed, and says so.
//! A verdict nobody signed is shown and does not count. Neither does one given before the place was described
//! otherwise: it was said of something else, and is asked for again. Of several the latest counts.

use std::sync::Arc;

use super::{Attestation, Attestations};
use crate::catalogue::Catalogue;
use crate::facts::{FactBase, Fingerprints};
use crate::finding::{Finding, Statement, Unclarity, Verdict, Weight};
use crate::localized;
use crate::model::{Evidence, Origin, Place};
use crate::report::{Date, Unmet};
use crate::text::{Lang, Localized};

/// An attestation that met no finding, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// What was said.
    pub attestation: Attestation,
    /// Why it met none.
    pub why: Localized,
}

impl Unmatched {
    /// The same for a report.
    pub fn for_report(self) -> Unmet {
        let a = self.attestation;
        let about = a.title.clone().or_else(|| a.at.clone()).unwrap_or_else(|| a.places.join(", "));
        let statement = statement(&a, Weight::None, false);
        Unmet { requirement: a.requirement, about, why: self.why, statement }
    }
}

fn statement(a: &Attestation, weight: Weight, outdated: bool) -> Statement {
    Statement {
        by: a.by.clone(),
        date: a.date.clone(),
        verdict: a.verdict,
        weight,
        outdated,
        observed: a.observed,
        comment: a.comment.clone(),
        responsible: a.responsible.clone(),
        status: a.status.clone(),
        topic: a.topic.clone(),
        place: a.place.clone().unwrap_or_else(nowhere),
    }
}

/// Attestations on their way to the findings they concern, with which of them met one.
pub struct Application<'a> {
    facts: &'a FactBase,
    catalogue: &'a Catalogue,
    all: &'a Attestations,
    basis: &'a str,
    fingerprints: Fingerprints<'a>,
    met: Vec<bool>,
}

impl<'a> Application<'a> {
    /// None has met a finding yet. `basis` is the fingerprint of the inputs the findings are of.
    pub fn new(all: &'a Attestations, facts: &'a FactBase, catalogue: &'a Catalogue, basis: &'a str) -> Self {
        let fingerprints = Fingerprints::of(facts);
        Self { facts, catalogue, all, basis, fingerprints, met: vec![false; all.entries.len()] }
    }

    /// Puts the attestations to some of the findings. Each finding is to be given once.
    pub fn put_to(&mut self, findings: &mut [Finding]) {
        if self.all.entries.is_empty() {
            return;
        }
        for finding in findings {
            let own: Vec<usize> = (0..self.all.entries.len())
                .filter(|i| self.concerns(&self.all.entries[*i], finding))
                .collect();
            if own.is_empty() {
                continue;
            }
            own.iter().for_each(|i| self.met[*i] = true);
            let own: Vec<Said<'_>> =
                own.into_iter().map(|i| self.said(&self.all.entries[i], finding)).collect();
            settle(finding, &own, self.facts, self.catalogue);
        }
    }

    /// Whether something still is said of what the finding stands on now.
    fn said<'b>(&self, attestation: &'b Attestation, finding: &Finding) -> Said<'b> {
        let same_inputs = attestation.basis.as_deref() == Some(self.basis);
        let outdated = match (&attestation.ground, &attestation.basis) {
            _ if same_inputs => false,
            (Some(ground), _) => *ground != finding.ground(&self.fingerprints),
            (None, given) => given.is_some(),
        };
        Said { attestation, outdated }
    }

    fn concerns(&self, a: &Attestation, finding: &Finding) -> bool {
        let subject = self.facts.subject(finding.subject);
        a.requirement.as_deref() == Some(&finding.requirement)
            && (a.places.is_empty() && a.components.is_empty()
                || a.places.contains(&subject.id.0)
                // An inspector in a dwelling speaks of everything in it.
                || a.observed && self.facts.stands_in(finding.subject, &a.places)
                || subject.guid.as_ref().is_some_and(|g| a.components.contains(g)))
    }

    /// Those that met no finding; `findings` are all there are.
    pub fn unmatched(self, findings: &[Finding]) -> Vec<Unmatched> {
        let of_none = self.all.entries.iter().zip(self.met).filter(|(_, met)| !met);
        of_none
            .map(|(a, _)| Unmatched { why: why(a, findings, self.catalogue), attestation: a.clone() })
            .collect()
    }
}

fn why(a: &Attestation, findings: &[Finding], catalogue: &Catalogue) -> Localized {
    match &a.requirement {
        None => Localized::new("hører ikke til et krav", "belongs to no requirement"),
        Some(id) if !catalogue.requirements.contains_key(id) => {
            localized!("kravet {id} finnes ikke", "there is no requirement {id}")
        }
        Some(id) if !findings.iter().any(|f| &f.requirement == id) => {
            localized!("kravet {id} er ikke vurdert her", "the requirement {id} is not judged here")
        }
        Some(_) => Localized::new("stedet finnes ikke lenger", "the place is no longer there"),
    }
}

/// What one person said of a finding.
struct Said<'a> {
    attestation: &'a Attestation,
    /// Whether something else was known of the place then.
    outdated: bool,
}

/// Which verdict decides: the latest that is signed, of those seen on site if there are any, of what is now there if
/// there are any.
fn deciding(own: &[Said<'_>]) -> Option<usize> {
    let signed = own.iter().map(|s| (s.attestation, s.outdated)).enumerate();
    let signed = signed.filter(|(_, (a, _))| a.verdict.is_some() && a.by.is_some());
    signed.max_by_key(|(i, (a, outdated))| (a.observed, !outdated, a.date.clone(), *i)).map(|(i, _)| i)
}

fn settle(finding: &mut Finding, own: &[Said<'_>], facts: &FactBase, catalogue: &Catalogue) {
    let deciding = deciding(own);
    let computed = finding.verdict;
    for (i, Said { attestation: a, outdated }) in own.iter().enumerate() {
        let weight = match a.verdict {
            None => Weight::None,
            Some(_) if a.by.is_none() => Weight::Unsigned,
            Some(_) if deciding != Some(i) => Weight::Superseded,
            Some(said) => match weight(computed, said, a.observed) {
                Weight::Counts | Weight::Contradicts if *outdated && !a.observed => Weight::Outdated,
                weight => weight,
            },
        };
        finding.statements.push(statement(a, weight, *outdated));
    }
    let Some(statement) = deciding.and_then(|i| finding.statements.get(i)).cloned() else { return };
    let Some(said) = statement.verdict else { return };
    match statement.weight {
        Weight::Counts => {
            let title = catalogue.requirements.get(&finding.requirement).map(|r| r.title.clone());
            let title = title.unwrap_or_else(|| Localized::same(&finding.requirement));
            let found = std::mem::take(&mut finding.message);
            let message = match statement.comment.as_ref().filter(|_| statement.observed) {
                Some(seen) => Localized::same(seen),
                None => Localized::new(
                    format!("{} – {}", title.nb, judged(said, &statement, Lang::Nb)),
                    format!("{} – {}", title.en, judged(said, &statement, Lang::En)),
                ),
            };
            finding.message = Arc::new(message);
            let found = Localized::new(
                format!("ut fra planen: {}", found.nb),
                format!("from the plan: {}", found.en),
            );
            finding.remark = Some(joined(finding.remark.take(), found));
            finding.computed = Some(computed);
            finding.verdict = said;
            finding.unclarity = (said == Verdict::Unclear).then_some(Unclarity::Conflict);
            if said != Verdict::Unclear {
                finding.remedies = Arc::default();
            }
        }
        Weight::Contradicts => {
            let speaks = Localized::new(
                format!("{}; det beregnede står", judged(said, &statement, Lang::Nb)),
                format!("{}; what was computed stands", judged(said, &statement, Lang::En)),
            );
            finding.remark = Some(joined(finding.remark.take(), speaks));
        }
        Weight::Outdated => {
            let speaks = Localized::new(
                format!("{}; må bekreftes på nytt", judged(said, &statement, Lang::Nb)),
                format!("{}; to be confirmed anew", judged(said, &statement, Lang::En)),
            );
            finding.remark = Some(joined(finding.remark.take(), speaks));
            return;
        }
        Weight::Agrees => {
            let speaks =
                Localized::new(judged(said, &statement, Lang::Nb), judged(said, &statement, Lang::En));
            finding.remark = Some(joined(finding.remark.take(), speaks));
        }
        Weight::None | Weight::Unsigned | Weight::Superseded => return,
    }
    let by = statement.by.as_deref().unwrap_or_default();
    let place = statement.place.clone();
    let (name, origin) = match statement.observed {
        true => (localized!("sett av {by}", "seen by {by}"), Origin::Observed { place }),
        false => (localized!("vurdering av {by}", "judged by {by}"), Origin::Declared { place }),
    };
    finding.evidence.push(Evidence {
        fact: finding.requirement.clone(),
        name,
        subject: facts.subject(finding.subject).label.clone(),
        value: Some(said.name()),
        origin: Some(origin),
    });
}

fn weight(computed: Verdict, said: Verdict, observed: bool) -> Weight {
    match (computed, said) {
        (a, b) if a == b => Weight::Agrees,
        (Verdict::Positive | Verdict::Negative, Verdict::Positive | Verdict::Negative) if observed => {
            Weight::Counts
        }
        (Verdict::Unclear, _) | (Verdict::Positive, Verdict::Negative | Verdict::Unclear) => Weight::Counts,
        _ => Weight::Contradicts,
    }
}

/// «vurdert som oppfylt av Kari Nordmann 12. mars 2026».
fn judged(said: Verdict, statement: &Statement, lang: Lang) -> String {
    let word = match said {
        Verdict::Positive => Localized::new("oppfylt", "met"),
        Verdict::Negative => Localized::new("ikke oppfylt", "not met"),
        Verdict::Unclear => Localized::new("uavklart", "unclear"),
        Verdict::NotApplicable => Localized::new("ikke relevant", "not applicable"),
    };
    let by = statement.by.as_deref().unwrap_or_default();
    let date = statement.date.as_deref().and_then(Date::parse).map(|d| format!(" {}", d.show(lang)));
    let date = date.unwrap_or_default();
    let text = match lang {
        Lang::Nb if statement.observed => format!("sett på stedet som {} av {by}{date}", word.nb),
        Lang::En if statement.observed => format!("seen on site as {} by {by}{date}", word.en),
        Lang::Nb => format!("vurdert som {} av {by}{date}", word.nb),
        Lang::En => format!("judged {} by {by}{date}", word.en),
    };
    match (statement.outdated, lang) {
        (false, _) => text,
        (true, Lang::Nb) => format!("{text}, før stedet ble endret"),
        (true, Lang::En) => format!("{text}, before the place was changed"),
    }
}

fn joined(first: Option<Localized>, second: Localized) -> Localized {
    match first {
        Some(first) => {
            Localized::new(format!("{}; {}", first.nb, second.nb), format!("{}; {}", first.en, second.en))
        }
        None => second,
    }
}

/// An attestation that was made in memory.
fn nowhere() -> Place {
    Place { file: String::new(), line: 1, column: 1 }
}
