//! Why a command could not do what was asked, in words its user can act on.

use std::path::{Path, PathBuf};

use crate::localized;
use crate::report::formats::FormatError;
use crate::source::TreeError;
use crate::text::Localized;

/// A reason to stop. The program then ends with exit code 2.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// A file cannot be read.
    #[error("cannot read {path}: {cause}")]
    Read { path: PathBuf, cause: std::io::Error },
    /// A file is larger than any input of its kind.
    #[error("{path} is larger than {limit} bytes")]
    TooLarge { path: PathBuf, limit: u64 },
    /// A file cannot be written.
    #[error("cannot write {path}: {cause}")]
    Write { path: PathBuf, cause: std::io::Error },
    /// A catalogue folder cannot be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// Anything else, said in words.
    #[error("{}", .message.en)]
    Told { message: Localized, help: Option<Localized> },
}

impl Failure {
    /// A failure in words.
    pub(super) fn told(message: Localized) -> Self {
        Self::Told { message, help: None }
    }

    /// A failure in words, with what to do about it.
    pub(super) fn with_help(message: Localized, help: Localized) -> Self {
        Self::Told { message, help: Some(help) }
    }

    /// What is wrong and what to do.
    pub(super) fn words(&self) -> (Localized, Option<Localized>) {
        match self {
            Self::Read { path, cause } => {
                (of_system("kan ikke lese", "cannot read", path, cause), about(cause))
            }
            Self::TooLarge { path, limit } => {
                let (path, limit) = (shown(path), limit >> 20);
                (
                    localized!("{path} er større enn {limit} MiB", "{path} is larger than {limit} MiB"),
                    Some(Localized::new("er det riktig fil?", "is it the right file?")),
                )
            }
            Self::Write { path, cause } => {
                (of_system("kan ikke skrive", "cannot write", path, cause), about(cause))
            }
            Self::Tree(TreeError::Unreadable { path, cause }) => {
                (of_system("kan ikke lese", "cannot read", path, cause), about(cause))
            }
            Self::Tree(TreeError::TooLarge { path, why }) => {
                let path = shown(path);
                (
                    localized!(
                        "{path} ser ikke ut som en kravmappe: {why}",
                        "{path} does not look like a catalogue folder: {why}"
                    ),
                    None,
                )
            }
            Self::Told { message, help } => (message.clone(), help.clone()),
        }
    }
}

impl From<FormatError> for Failure {
    fn from(FormatError { message, help }: FormatError) -> Self {
        Self::Told { message, help }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A sentence about what the system refused. What it has no words for here is told in the system's own.
fn of_system(nb: &str, en: &str, path: &Path, cause: &std::io::Error) -> Localized {
    use std::io::ErrorKind;
    let path = shown(path);
    let why = match cause.kind() {
        ErrorKind::NotFound => "den finnes ikke",
        ErrorKind::PermissionDenied => "ingen tilgang",
        ErrorKind::IsADirectory => "det er en mappe",
        ErrorKind::NotADirectory => "en del av stien er ikke en mappe",
        ErrorKind::AlreadyExists => "den finnes fra før",
        ErrorKind::StorageFull => "disken er full",
        ErrorKind::ReadOnlyFilesystem => "disken kan bare leses",
        _ => return localized!("{nb} {path}: {cause}", "{en} {path}: {cause}"),
    };
    localized!("{nb} {path}: {why}", "{en} {path}: {cause}")
}

fn about(cause: &std::io::Error) -> Option<Localized> {
    match cause.kind() {
        std::io::ErrorKind::NotFound => {
            Some(Localized::new("sjekk stavemåte og mappe", "check the spelling and the folder"))
        }
        std::io::ErrorKind::PermissionDenied => {
            Some(Localized::new("du mangler rettigheter til den", "you lack the rights to it"))
        }
        _ => None,
    }
}
