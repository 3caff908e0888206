//! What is known of a place, as one short fingerprint: another one means that the place is described otherwise than before.
//!
//! It holds the values, neither where they stand nor how they are worded, so that renaming a file or writing a comment
//! changes nothing.

use sha2::{Digest, Sha256};

use super::base::{Fact, FactBase, SubjectIx};
use crate::model::{Known, Value};
use crate::vocab::SubjectKind;

/// Fingerprints of all subjects.
pub struct Fingerprints<'a> {
    facts: &'a FactBase,
    own: Vec<[u8; 32]>,
}

impl<'a> Fingerprints<'a> {
    /// Of everything that is known.
    pub fn of(facts: &'a FactBase) -> Self {
        let count = SubjectKind::ALL.iter().map(|k| facts.of_kind(*k).count()).sum();
        Self { facts, own: (0..count).map(|i| own(facts, SubjectIx(i))).collect() }
    }

    /// Of a dwelling, a base or what is in one, with all its parts; of what holds several dwellings only what is known
    /// of that itself, since else every change anywhere would change it.
    pub fn get(&self, ix: SubjectIx) -> [u8; 32] {
        let wide = matches!(
            self.facts.subject(ix).kind,
            SubjectKind::Project | SubjectKind::Site | SubjectKind::Building | SubjectKind::Storey
        );
        let parts = if wide { vec![ix] } else { self.facts.parts(ix) };
        let mut all = Sha256::new();
        parts.iter().filter_map(|p| self.own.get(p.0)).for_each(|print| all.update(print));
        all.finalize().into()
    }
}

fn own(facts: &FactBase, ix: SubjectIx) -> [u8; 32] {
    let mut text = facts.subject(ix).kind.id().to_owned();
    for (id, fact) in facts.facts_of(ix) {
        let known: &[Known] = match fact {
            Fact::Known(known) => std::slice::from_ref(known),
            Fact::Conflicting(all) => all,
            Fact::Unknown(_) => &[],
        };
        for known in known {
            text.push_str(&format!("\n{id}={}", written(&known.value)));
        }
    }
    Sha256::digest(text.as_bytes()).into()
}

/// A value so that noise of computing does not tell.
fn written(value: &Value) -> String {
    match value {
        Value::Quantity(q) => format!("{:.3}", q.value),
        Value::Bool(yes) => yes.to_string(),
        Value::Word(word) | Value::Text(word) => word.clone(),
        Value::Words(words) | Value::Layers(words) => words.join(","),
    }
}
