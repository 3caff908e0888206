//! Published documents and their clauses, each clause with what the catalogue makes of it.

use serde::Deserialize;

use super::Status;
use crate::text::Localized;

/// A published document requirements are taken from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Id, the stem of its file.
    pub id: String,
    /// Title as published.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Date, as precise as known.
    pub date: String,
    /// Whether a project can be judged by it; other documents only support single requirements.
    #[serde(default)]
    pub edition: bool,
    /// The edition it replaces.
    pub replaces: Option<String>,
    /// SHA-256 of the copy that was read, where one was.
    pub sha256: Option<String>,
    /// How the copy was read, and what could not be.
    pub reading: Localized,
    /// Its clauses.
    #[serde(default)]
    pub clause: Vec<Clause>,
}

/// A clause of a document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Its name, as requirements cite it.
    pub name: String,
    /// Requirements taken from it.
    #[serde(default)]
    pub requirements: Vec<String>,
    /// What the catalogue makes of it.
    pub status: ClauseStatus,
    /// Why, where it is not all judged by machine.
    pub reason: Option<Localized>,
}

/// What the catalogue makes of a clause; the least of what its requirements are.
pub type ClauseStatus = Status;
