//! From which phase of a project a requirement can be documented, and why not before.

use super::facts_used;
use crate::catalogue::{Catalogue, Check, EditionBlock, Requirement};
use crate::text::{Lang, Localized};
use crate::vocab::{Phase, Vocabulary};

/// The phases in which the facts of a requirement can first be documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phases {
    /// The first phase in which anything it hangs on can be.
    pub first: Phase,
    /// The phase from which all of it can be.
    pub last: Phase,
}

impl Phases {
    /// The phases of a requirement: its own, else those of the facts and the equipment it asks for. What only says whom it
    /// concerns is known from the programme and tells nothing.
    pub fn of(catalogue: &Catalogue, requirement: &Requirement, block: &EditionBlock) -> Self {
        if let Some(from) = requirement.documented_from {
            return Self { first: from, last: from };
        }
        if let Check::Summary(summary) = &block.check {
            return Self::of_several(catalogue, block, |id| summary.names(id) && id != requirement.id);
        }
        let vocabulary = &catalogue.vocabulary;
        let used = facts_used::used(block);
        let facts = used.facts.iter().filter_map(|id| vocabulary.fact(id)).map(|f| f.documented_from);
        let fixtures =
            used.fixtures.iter().filter_map(|id| vocabulary.fixture(id)).map(|f| f.documented_from);
        let mut all: Vec<Phase> = facts.chain(fixtures).map(|p| p.unwrap_or(Phase::Programme)).collect();
        if all.is_empty() {
            all.push(block.applies.to.described_from());
        }
        let later = all.iter().copied().filter(|p| *p > Phase::Programme);
        Self {
            first: later.clone().min().unwrap_or(Phase::Programme),
            last: later.max().unwrap_or(Phase::Programme),
        }
    }

    /// The phases of the requirements that are taken together.
    fn of_several(catalogue: &Catalogue, block: &EditionBlock, named: impl Fn(&str) -> bool) -> Self {
        let parts = catalogue.in_edition(&block.from).into_iter().filter(|(r, _)| named(&r.id));
        let parts: Vec<Self> = parts.map(|(r, b)| Self::of(catalogue, r, b)).collect();
        Self {
            first: parts.iter().map(|p| p.first).min().unwrap_or(Phase::Programme),
            last: parts.iter().map(|p| p.last).max().unwrap_or(Phase::Programme),
        }
    }

    /// «skisse», or «skisse–detaljprosjekt».
    pub fn name(self, lang: Lang) -> String {
        let (first, last) = (self.first.name(), self.last.name());
        match self.first == self.last {
            true => first.get(lang).to_owned(),
            false => format!("{}–{}", first.get(lang), last.get(lang)),
        }
    }

    /// The same in sentences with the reason.
    pub(super) fn told(self, vocabulary: &Vocabulary, lang: Lang) -> Vec<String> {
        let line = |word: Localized, phase: Phase| {
            let why = vocabulary.phases.get(&phase).map(|w| format!(": {}", w.get(lang))).unwrap_or_default();
            format!("{} {}{why}", word.get(lang), phase.name().get(lang))
        };
        if self.first == self.last {
            return vec![line(Localized::new("fra fasen", "from the phase"), self.first)];
        }
        vec![
            line(Localized::new("noe fra fasen", "some of it from the phase"), self.first),
            line(Localized::new("alt fra fasen", "all of it from the phase"), self.last),
        ]
    }
}
