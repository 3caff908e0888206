//! Facts: everything a requirement may ask of a project, each known, unknown or conflicting.
//!
//! In comes a [`Model`], out goes a [`FactBase`]: the subjects (dwellings, rooms, doors …) with the facts that
//! were declared and those derived here, one file per area. A deriver that cannot compute says what is
//! missing; it never guesses. No requirement, threshold or verdict is known here.

mod access;
mod area_slips;
mod areas;
mod base;
mod bed;
mod care_bed;
mod clearance;
mod colours;
mod contents;
mod counts;
mod daylight;
mod deriver;
mod entrances;
mod equipment;
mod fingerprint;
mod floor;
mod fronts;
mod glass;
mod groups;
mod inspection;
mod installations;
mod joined;
mod label;
mod measurable;
mod obstacles;
mod openings;
mod overlook;
mod placed;
mod porch;
mod rooms;
#[cfg(test)]
pub(crate) mod sample;
mod screening;
mod separation;
mod sightline;
mod solve;
mod stray;
mod subjects;
mod usable;
mod washing_machine;
mod windows;

pub use base::{Drawing, Edge, FUNCTIONS, Fact, FactBase, Node, Subject, SubjectIx, Unknown};
pub use colours::Ncs;
pub use fingerprint::Fingerprints;
pub use groups::{Residents, for_residents};
pub use label::in_english;
pub use sightline::{SightLine, Sights};
pub use solve::{Solved, solve};

use crate::model::Model;
use crate::vocab::Vocabulary;

/// All facts of a project.
pub fn derive(model: &Model, vocabulary: &Vocabulary) -> FactBase {
    let mut deriver = deriver::Deriver::new(model, vocabulary, subjects::collect(model, vocabulary));
    // Order matters where one area reads what another derived.
    for area in [
        groups::derive,
        rooms::derive,
        equipment::derive,
        counts::derive,
        access::derive,
        entrances::derive,
        contents::derive,
        openings::derive,
        areas::rooms,
        usable::derive,
        areas::derive,
        area_slips::derive,
        colours::derive,
        glass::derive,
        windows::derive,
        daylight::derive,
        placed::derive,
        overlook::derive,
        screening::derive,
        bed::derive,
        care_bed::derive,
        installations::derive,
        porch::derive,
        separation::derive,
        floor::derive,
        clearance::derive,
        washing_machine::derive,
        fronts::derive,
        inspection::derive,
    ] {
        area(&mut deriver);
    }
    deriver.base
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::sample::{Sample, rect};
    use super::*;
    use crate::model::{Owner, Side, Value};
    use crate::vocab::{FactDef, SubjectKind};

    /// One of everything.
    fn one_of_everything() -> Sample {
        let mut s = Sample::new();
        let dwelling = s.dwelling("A101");
        let all = s.room(dwelling, "all_room", Some(rect(0.0, 0.0, 6.0, 4.0)));
        s.door(Side::Outside, Side::Room(all));
        s.window(all, 1.2, 1.2, 0.9);
        let base = s.base("Base");
        s.room(base, "duty_room", None);
        s.room(Owner::Common, "stairs", None);
        s.fixture("stove", Some(all), None);
        s.wall(None);
        s
    }

    fn derived(vocabulary: &Vocabulary) -> BTreeMap<SubjectKind, Vec<&FactDef>> {
        let mut all: BTreeMap<SubjectKind, Vec<&FactDef>> = BTreeMap::new();
        for def in vocabulary.facts.values().filter(|d| d.derived.is_some()) {
            all.entry(def.subject).or_default().push(def);
        }
        all
    }

    #[test]
    fn every_derived_fact_is_set_or_explained_at_every_place() {
        let vocabulary = Vocabulary::built_in();
        let facts = one_of_everything().facts();
        let mut forgotten = Vec::new();
        for (kind, defs) in derived(vocabulary) {
            for ix in facts.of_kind(kind) {
                let own = facts.facts_of(ix);
                let left = defs.iter().filter(|d| !own.contains_key(&d.id));
                forgotten.extend(left.map(|d| format!("{} of {}", d.id, facts.subject(ix).label)));
            }
        }
        assert!(
            forgotten.is_empty(),
            "these facts say `derived` in the vocabulary, but no deriver sets or explains them: \
             write one in src/facts, or drop `derived`:\n{}",
            forgotten.join("\n")
        );
    }

    #[test]
    fn every_fact_a_deriver_sets_is_in_the_vocabulary_with_its_method() {
        let vocabulary = Vocabulary::built_in();
        let facts = one_of_everything().facts();
        let mut unlisted = BTreeSet::new();
        for kind in SubjectKind::ALL {
            for ix in facts.of_kind(kind) {
                for id in facts.facts_of(ix).keys() {
                    if vocabulary.fact(id).is_none_or(|d| d.derived.is_none() || d.subject != kind) {
                        unlisted.insert(id.clone());
                    }
                }
            }
        }
        assert!(
            unlisted.is_empty(),
            "these facts are derived but not defined with `derived` in spec/vocabulary/facts: {unlisted:?}"
        );
    }

    #[test]
    fn every_derived_value_has_the_kind_the_vocabulary_says() {
        use crate::vocab::FactKind;
        let vocabulary = Vocabulary::built_in();
        let facts = one_of_everything().facts();
        for kind in SubjectKind::ALL {
            for ix in facts.of_kind(kind) {
                for (id, fact) in facts.facts_of(ix) {
                    let (Fact::Known(known), Some(def)) = (fact, vocabulary.fact(id)) else { continue };
                    let fits = match &known.value {
                        Value::Bool(_) => def.kind == FactKind::Bool,
                        Value::Quantity(q) => def.kind.dimension() == Some(q.dimension),
                        Value::Word(w) => def.kind == FactKind::Word && def.values.iter().any(|v| &v.id == w),
                        Value::Words(ws) => {
                            def.kind == FactKind::Words
                                && ws.iter().all(|w| def.values.iter().any(|v| &v.id == w))
                        }
                        Value::Layers(_) => def.kind == FactKind::Layers,
                        Value::Text(_) => {
                            matches!(def.kind, FactKind::Text | FactKind::Colour | FactKind::Date)
                        }
                    };
                    assert!(fits, "{id} is {:?}, which is not what its definition says", known.value);
                }
            }
        }
    }
}
