//! The findings made before a summary is judged, found by their place.

use std::collections::BTreeMap;

use crate::facts::{FactBase, SubjectIx};
use crate::finding::Finding;

/// Findings made before.
#[derive(Default)]
pub struct Earlier<'a> {
    at: BTreeMap<SubjectIx, Vec<&'a Finding>>,
}

impl<'a> Earlier<'a> {
    /// The findings by their place.
    pub fn new(findings: &'a [Finding]) -> Self {
        let mut earlier = Self::default();
        for finding in findings {
            earlier.at.entry(finding.subject).or_default().push(finding);
        }
        earlier
    }

    /// The findings of a place, of what it is part of and of its parts.
    pub(super) fn around(&self, facts: &FactBase, place: SubjectIx) -> impl Iterator<Item = &'a Finding> {
        let places = facts.wholes(place).chain(facts.parts(place));
        places.filter_map(|ix| self.at.get(&ix)).flatten().copied()
    }
}
