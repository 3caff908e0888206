//! Departures held against the findings: which they concern, and what the register says of each.

use wildmatch::WildMatch;

use super::{Decision, Entry};
use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::facts::{FactBase, SubjectIx};
use crate::finding::{Departure, Finding, Standing, Verdict};
use crate::localized;
use crate::text::{Localized, closest};

/// A departure with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// The departure.
    pub entry: Entry,
    /// How it stands on the day.
    pub standing: Standing,
    /// Negative findings it concerns.
    pub negative: usize,
    /// What is to be said of it: that it is not used, that its place is unknown, that another contradicts it.
    pub remarks: Vec<Localized>,
    /// Whether those remarks ask somebody to mend the entry.
    pub to_mend: bool,
}

/// Marks the negative findings that departures concern, and gives the register in the order of the entries.
pub fn apply(
    findings: &mut [Finding],
    facts: &FactBase,
    catalogue: &Catalogue,
    entries: &[Entry],
    today: Option<Date>,
) -> Vec<Registered> {
    let matchers: Vec<Matcher> = entries.iter().map(Matcher::of).collect();
    let mut seen: Vec<Seen> = entries.iter().map(|_| Seen::default()).collect();
    for finding in findings.iter_mut() {
        let hits: Vec<usize> = (0..entries.len()).filter(|i| matchers[*i].concerns(finding, facts)).collect();
        for i in &hits {
            seen[*i].count(finding.verdict);
        }
        if finding.verdict != Verdict::Negative || hits.is_empty() {
            continue;
        }
        let stand = |i: usize| entries[i].standing(today);
        let lasting: Vec<usize> = hits.iter().copied().filter(|i| stand(*i) != Standing::Expired).collect();
        let says = |d: Decision| lasting.iter().copied().find(|i| entries[*i].decision == d);
        let departure = match (says(Decision::Approved), says(Decision::Rejected)) {
            (Some(yes), Some(no)) => {
                for (one, other) in [(yes, no), (no, yes)] {
                    seen[one].contradicts(&entries[other].id);
                }
                Some((yes, Standing::Contradicted))
            }
            _ => hits.iter().copied().map(|i| (i, stand(i))).min_by_key(|(i, s)| (*s, *i)),
        };
        finding.departure = departure.map(|(i, standing)| Departure { id: entries[i].id.clone(), standing });
    }
    let registered = entries.iter().zip(&matchers).zip(seen);
    registered.map(|((entry, matcher), seen)| seen.told(entry, matcher, facts, catalogue, today)).collect()
}

/// What an entry was held against.
#[derive(Default)]
struct Seen {
    negative: usize,
    unclear: usize,
    positive: usize,
    not_applicable: usize,
    contradicted_by: Vec<String>,
}

struct Matcher {
    requirement: WildMatch,
    places: Vec<WildMatch>,
}

impl Matcher {
    fn of(entry: &Entry) -> Self {
        Self {
            requirement: WildMatch::new(&entry.requirement),
            places: entry.places.iter().map(|p| WildMatch::new(p)).collect(),
        }
    }

    fn concerns(&self, finding: &Finding, facts: &FactBase) -> bool {
        self.requirement.matches(&finding.requirement)
            && (self.places.is_empty()
                || self.places.iter().any(|p| is_at(p, finding.subject, facts))
                // A departure for the door also holds where the door is what breaks the room's requirement.
                || (!finding.causes.is_empty()
                    && finding.causes.iter().all(|c| self.places.iter().any(|p| names(p, *c, facts)))))
    }
}

fn names(place: &WildMatch, subject: SubjectIx, facts: &FactBase) -> bool {
    let subject = facts.subject(subject);
    place.matches(&subject.id.0)
        || place.matches(&subject.label)
        || subject.guid.as_deref().is_some_and(|g| place.matches(g))
}

/// Whether a place names the subject or anything it is part of.
fn is_at(place: &WildMatch, subject: SubjectIx, facts: &FactBase) -> bool {
    let mut at = Some(subject);
    while let Some(ix) = at {
        if names(place, ix, facts) {
            return true;
        }
        at = facts.subject(ix).parent;
    }
    false
}

impl Seen {
    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Negative => self.negative += 1,
            Verdict::Unclear => self.unclear += 1,
            Verdict::Positive => self.positive += 1,
            Verdict::NotApplicable => self.not_applicable += 1,
        }
    }

    fn contradicts(&mut self, other: &str) {
        if !self.contradicted_by.iter().any(|o| o == other) {
            self.contradicted_by.push(other.to_owned());
        }
    }

    fn told(
        self,
        entry: &Entry,
        matcher: &Matcher,
        facts: &FactBase,
        catalogue: &Catalogue,
        today: Option<Date>,
    ) -> Registered {
        let mut remarks = Vec::new();
        let own = entry.standing(today);
        let mut to_mend = !self.contradicted_by.is_empty();
        if to_mend {
            let other = self.contradicted_by.join(", ");
            remarks.push(localized!(
                "{other} sier det motsatte om samme funn; ingen av dem er lagt til grunn",
                "{other} says the opposite of the same finding; neither was relied on"
            ));
        }
        match own {
            Standing::ExpiryUnknown => remarks.push(Localized::new(
                "utløpet er ikke vurdert, for det er ikke sagt hvilken dag det er (--date)",
                "its expiry was not judged, since the day was not given (--date)",
            )),
            Standing::Expired if self.negative > 0 => remarks.push(Localized::new(
                "utløpt: funnene teller som negative igjen",
                "expired: the findings count as negative again",
            )),
            _ => {}
        }
        let known = catalogue.requirements.keys().any(|id| matcher.requirement.matches(id));
        if self.negative == 0 {
            to_mend = true;
            remarks.push(if known {
                self.unused()
            } else {
                let id = &entry.requirement;
                localized!("«{id}» er ikke et krav i katalogen", "“{id}” is no requirement of the catalogue")
            });
        }
        let nowhere = unknown_places(entry, matcher, facts);
        to_mend |= !nowhere.is_empty();
        remarks.extend(nowhere);
        let standing = if self.contradicted_by.is_empty() { own } else { Standing::Contradicted };
        Registered { entry: entry.clone(), standing, negative: self.negative, remarks, to_mend }
    }

    /// Why an entry of a known requirement concerns no negative finding.
    fn unused(&self) -> Localized {
        if self.unclear > 0 {
            return Localized::new(
                "ikke i bruk: kravet er uavklart der, og et fravik gjør det ikke avklart",
                "not used: the requirement is unclear there, and a departure does not settle it",
            );
        }
        if self.positive > 0 {
            return Localized::new(
                "ikke i bruk: kravet er oppfylt der, så fraviket kan fjernes",
                "not used: the requirement is met there, so the departure can be removed",
            );
        }
        if self.not_applicable > 0 {
            return Localized::new(
                "ikke i bruk: kravet gjelder ikke der",
                "not used: the requirement does not apply there",
            );
        }
        Localized::new(
            "ikke i bruk: kravet er ikke vurdert på stedet",
            "not used: the requirement is not judged at the place",
        )
    }
}

/// Places an entry names that the project does not have.
fn unknown_places(entry: &Entry, matcher: &Matcher, facts: &FactBase) -> Vec<Localized> {
    let all: Vec<SubjectIx> =
        crate::vocab::SubjectKind::ALL.into_iter().flat_map(|k| facts.of_kind(k)).collect();
    let written = entry.places.iter().zip(&matcher.places);
    let unknown = written.filter(|(_, place)| !all.iter().any(|ix| names(place, *ix, facts)));
    unknown
        .map(|(written, _)| {
            let ids = all.iter().map(|ix| facts.subject(*ix).id.0.as_str());
            match closest(written, ids) {
                Some(c) => localized!(
                    "stedet «{written}» finnes ikke; mente du «{c}»?",
                    "there is no place “{written}”; did you mean “{c}”?"
                ),
                None => localized!("stedet «{written}» finnes ikke", "there is no place “{written}”"),
            }
        })
        .collect()
}
