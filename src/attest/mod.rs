//! What do people say of the findings? Verdicts of their own, comments, who is responsible: read, merged, written.
//!
//! Attestations stand in a TOML file beside the project (`prosjekt.attest.toml` for `prosjekt.bolig`). They come
//! from a kravmatrise somebody filled in ([`matrix`]), from a BCF file that was commented in a modelling tool
//! ([`bcf`]), or are written by hand. [`Application`] puts them to the findings: a person settles what the program could not
//! tell, and may find fault with what it found good; what it found negative stays negative and shows the
//! contradiction, unless they saw it on site ([`Attestation::observed`]). To accept a negative finding is a departure (fravik), not an attestation.

mod apply;
pub mod bcf;
mod file;
pub mod matrix;
mod sheet;

pub use apply::{Application, Unmatched};
pub use file::{FORMAT, read, schema, write};
pub use sheet::SheetError;

use sha2::{Digest, Sha256};

use crate::finding::Verdict;
use crate::model::Place;
use crate::report::InputFile;

/// All attestations of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attestations {
    /// Name of the project they were given for; empty when nobody said.
    pub project: String,
    /// In the order they are on record.
    pub entries: Vec<Attestation>,
    /// The file they were read from.
    pub file: Option<InputFile>,
    /// Fingerprint of the inputs they are put to; see [`basis`].
    pub basis: String,
}

/// What one person said of one requirement, or of the model at large.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attestation {
    /// Id of the requirement; none for a remark that belongs to none.
    pub requirement: Option<String>,
    /// Ids of the places it concerns; empty for every place of the requirement.
    pub places: Vec<String>,
    /// The places in words, for those who read the file.
    pub at: Option<String>,
    /// A verdict of their own.
    pub verdict: Option<Verdict>,
    /// Who.
    pub by: Option<String>,
    /// When, as `2026-03-12`.
    pub date: Option<String>,
    /// In their words.
    pub comment: Option<String>,
    /// Who is to document or mend it.
    pub responsible: Option<String>,
    /// Heading of the topic, where it comes from BCF.
    pub title: Option<String>,
    /// How the topic stands.
    pub status: Option<String>,
    /// Id of the topic or comment it was read from, so that reading it again adds nothing.
    pub topic: Option<String>,
    /// GlobalIds of the elements it points at.
    pub components: Vec<String>,
    /// What the program had found when it was given.
    pub computed: Option<Verdict>,
    /// Fingerprint of the inputs it was given for; see [`basis`].
    pub basis: Option<String>,
    /// Fingerprint of what was known of the place when it was given; see [`crate::finding::Finding::ground`].
    pub ground: Option<String>,
    /// The file it was read from.
    pub from: Option<String>,
    /// Whether it was seen on site. What was seen outranks what was planned, and what anybody said from a desk.
    pub observed: bool,
    /// Where it stands on record; not part of what was said.
    pub place: Option<Place>,
}

/// Hexadecimal digits of a basis.
const BASIS: usize = 16;

/// A short fingerprint of the inputs of a report: another draft has another one. Order does not matter.
pub fn basis(inputs: &[InputFile]) -> String {
    let mut hashes: Vec<&str> = inputs.iter().map(|i| i.sha256.as_str()).collect();
    hashes.sort_unstable();
    let digest = Sha256::digest(hashes.concat().as_bytes());
    let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    hex.chars().take(BASIS).collect()
}

impl Attestation {
    /// Whether it is on the same matter as another: requirement, places, and the topic it came from.
    pub fn same_matter(&self, other: &Self) -> bool {
        match (&self.topic, &other.topic) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.requirement == other.requirement && self.places == other.places,
            _ => false,
        }
    }

    /// Whether anything is said at all.
    pub fn is_empty(&self) -> bool {
        self.verdict.is_none() && [&self.comment, &self.responsible, &self.status].iter().all(|t| t.is_none())
    }
}

/// What reading a file back did, for the person who asked for it. Nothing of the file goes untold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Attestations that are new.
    pub added: usize,
    /// Attestations whose words changed.
    pub changed: usize,
    /// Rows or topics that say what is on record already.
    pub unchanged: usize,
    /// What could not be placed or was not taken, one line each.
    pub told: Vec<crate::text::Localized>,
}

impl Attestations {
    /// Puts attestations on record. One of the same person on the same matter is replaced; another person's is kept
    /// beside it.
    pub fn take(&mut self, all: Vec<Attestation>, taken: &mut Taken) {
        for new in all {
            let same =
                |old: &&mut Attestation| old.same_matter(&new) && (old.by == new.by || old.by.is_none());
            match self.entries.iter_mut().rfind(same) {
                Some(old) if Self::says_the_same(old, &new) => taken.unchanged += 1,
                Some(old) => {
                    *old = new;
                    taken.changed += 1;
                }
                None => {
                    self.entries.push(new);
                    taken.added += 1;
                }
            }
        }
    }

    fn says_the_same(old: &Attestation, new: &Attestation) -> bool {
        let said = |a: &Attestation| {
            let a = a.clone();
            // The same verdict given again for a changed place is a confirmation.
            let ground = a.verdict.and(a.ground);
            (a.verdict, ground, a.by, a.date, a.comment, a.responsible, a.status, a.title)
        };
        said(old) == said(new)
    }
}
