//! What recurs over many visits: how often each requirement was found wanting, so that the catalogue can be improved.
//!
//! Only verdicts are counted. Texts, places, photos, names and roles of the visits are not looked at, so that nothing of
//! a home or of anybody in it can stand in the result.

use std::collections::BTreeMap;

use super::visit::{Seen, State, Visit};
use crate::catalogue::Catalogue;
use crate::text::Lang;

/// Numbers of visits, by what was seen of one requirement; a visit counts once, by the most serious.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not as it should be.
    pub negative: usize,
    /// As it should be, with a reservation.
    pub remark: usize,
    /// As it should be.
    pub positive: usize,
    /// Looked for and not to be seen.
    pub not_seen: usize,
    /// Nobody answered.
    pub open: usize,
    /// Does not concern the place.
    pub not_relevant: usize,
}

/// One requirement over all visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatLine {
    /// Its id.
    pub requirement: String,
    /// What it asks; its id where the catalogue does not know it.
    pub title: String,
    /// The heading of its chapter; empty where the catalogue does not know it.
    pub chapter: String,
    /// Whether the catalogue knows it.
    pub known: bool,
    /// What was seen.
    pub tally: Tally,
}

/// What recurs over many visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Language of the titles.
    pub lang: Lang,
    /// Visits counted.
    pub visits: usize,
    /// Of these, final ones.
    pub finals: usize,
    /// Points that belong to no requirement, by how many visits have any.
    pub free: usize,
    /// Requirements, those most often found wanting first.
    pub lines: Vec<StatLine>,
}

impl Tally {
    /// Visits in which it could be judged.
    pub fn judged(&self) -> usize {
        self.negative + self.remark + self.positive
    }

    /// Visits in which it was to be looked at.
    pub fn asked(&self) -> usize {
        self.judged() + self.not_seen + self.open
    }

    /// The share of the visits in which it could be judged that found it wanting; none where none could.
    pub fn share(&self) -> Option<f64> {
        (self.judged() > 0).then(|| self.negative as f64 / self.judged() as f64)
    }

    fn add(&mut self, seen: Option<Seen>) {
        *match seen {
            Some(Seen::Negative) => &mut self.negative,
            Some(Seen::Remark) => &mut self.remark,
            Some(Seen::Positive) => &mut self.positive,
            Some(Seen::NotSeen) => &mut self.not_seen,
            None => &mut self.open,
            Some(Seen::NotRelevant) => &mut self.not_relevant,
        } += 1;
    }
}

/// How serious something seen is among what was seen of the same requirement in one visit.
fn weight(seen: Option<Seen>) -> u8 {
    match seen {
        Some(Seen::Negative) => 5,
        Some(Seen::Remark) => 4,
        Some(Seen::Positive) => 3,
        Some(Seen::NotSeen) => 2,
        None => 1,
        Some(Seen::NotRelevant) => 0,
    }
}

/// Counts visits.
pub fn stats(visits: &[Visit], catalogue: &Catalogue, lang: Lang) -> Stats {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for visit in visits {
        let mut own: BTreeMap<&str, Option<Seen>> = BTreeMap::new();
        for observation in &visit.observations {
            for requirement in &observation.requirements {
                let before = own.entry(requirement).or_insert(observation.seen);
                if weight(observation.seen) > weight(*before) {
                    *before = observation.seen;
                }
            }
        }
        own.into_iter().for_each(|(requirement, seen)| tallies.entry(requirement).or_default().add(seen));
    }
    let mut lines: Vec<StatLine> = tallies
        .into_iter()
        .map(|(id, tally)| {
            let requirement = catalogue.requirements.get(id);
            StatLine {
                requirement: id.to_owned(),
                title: requirement.map_or_else(|| id.to_owned(), |r| r.title.get(lang).to_owned()),
                chapter: requirement
                    .and_then(|r| catalogue.chapters.get(catalogue.chapter_index(r)))
                    .map_or_else(String::new, |c| c.name.get(lang).to_owned()),
                known: requirement.is_some(),
                tally,
            }
        })
        .collect();
    // Stable: the order of the ids stays among equals.
    lines.sort_by_key(|l| {
        std::cmp::Reverse((l.tally.negative, l.tally.remark, l.tally.not_seen, l.tally.open))
    });
    let is_free = |v: &&Visit| v.observations.iter().any(|o| o.requirements.is_empty());
    Stats {
        lang,
        visits: visits.len(),
        finals: visits.iter().filter(|v| v.state == State::Final).count(),
        free: visits.iter().filter(is_free).count(),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::visit::Observation;

    fn seen(requirement: &str, seen: Option<Seen>) -> Observation {
        let text = "Kari Nordmann bor her".into();
        Observation {
            id: requirement.into(),
            requirements: vec![requirement.into()],
            seen,
            text,
            ..Observation::default()
        }
    }

    fn visit(observations: Vec<Observation>) -> Visit {
        Visit { format: 1, observations, ..Visit::default() }
    }

    #[test]
    fn a_visit_counts_once_for_a_requirement_by_the_most_serious() {
        let id = "gulv.oppbrett";
        let visits = [
            visit(vec![seen(id, Some(Seen::Positive)), seen(id, Some(Seen::Negative)), seen(id, None)]),
            visit(vec![seen(id, Some(Seen::Remark))]),
            visit(vec![seen(id, Some(Seen::NotSeen)), seen(id, Some(Seen::NotRelevant))]),
            visit(vec![seen(id, None)]),
        ];
        let all = stats(&visits, &Catalogue::built_in().unwrap(), Lang::Nb);
        let tally = all.lines[0].tally;
        assert_eq!(tally, Tally { negative: 1, remark: 1, not_seen: 1, open: 1, ..Tally::default() });
        assert_eq!((tally.judged(), tally.asked(), tally.share()), (2, 4, Some(0.5)));
    }

    #[test]
    fn what_is_most_often_wanting_stands_first_and_what_nobody_could_judge_has_no_share() {
        let visits = [
            visit(vec![seen("a", Some(Seen::Negative)), seen("b", Some(Seen::Negative)), seen("c", None)]),
            visit(vec![seen("b", Some(Seen::Negative))]),
        ];
        let all = stats(&visits, &Catalogue::built_in().unwrap(), Lang::Nb);
        let order: Vec<&str> = all.lines.iter().map(|l| l.requirement.as_str()).collect();
        assert_eq!(order, ["b", "a", "c"]);
        assert_eq!(all.lines[2].tally.share(), None);
        assert!(!all.lines[0].known);
    }

    #[test]
    fn nothing_of_what_was_written_is_kept() {
        let visits = [visit(vec![seen("a", Some(Seen::Negative))])];
        let all = stats(&visits, &Catalogue::built_in().unwrap(), Lang::Nb);
        assert!(!format!("{all:?}").contains("Kari"));
    }
}
