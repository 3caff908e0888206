//! What a finding stands on, as one short fingerprint, so that what a person said of it can be told from what they
//! would have to say now.

use sha2::{Digest, Sha256};

use super::Finding;
use crate::facts::Fingerprints;

/// Hexadecimal digits of a ground.
const DIGITS: usize = 16;

impl Finding {
    /// What is known of the place, and what the requirement leans on elsewhere. What people said of the requirement is no
    /// part of it.
    pub fn ground(&self, fingerprints: &Fingerprints<'_>) -> String {
        let mut all = Sha256::new();
        all.update(fingerprints.get(self.subject));
        for evidence in self.evidence.iter().filter(|e| e.fact != self.requirement) {
            let value = evidence.value.as_ref().map_or("", |v| v.nb.as_str());
            all.update(format!("\n{} {}={value}", evidence.fact, evidence.subject));
        }
        let hex: String = all.finalize().iter().map(|b| format!("{b:02x}")).collect();
        hex.chars().take(DIGITS).collect()
    }
}
