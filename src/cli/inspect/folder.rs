//! The folder of a visit: its file, and what lies beside it.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::project;
use crate::cli::screen::Screen;
use crate::cli::shown;
use crate::inspection::{FILE, Visit, is_beside, read};
use crate::localized;
use crate::report::{InputFile, faults};
use crate::source::{Severity, Sources};
use crate::text::Localized;
use crate::visits;

/// Largest photo read, in bytes.
const LARGEST_PHOTO: u64 = 40 << 20;

/// The visit in a folder. One that has faults is no ground for anything.
pub(super) fn visit(folder: &Path, screen: &Screen) -> Result<(Visit, InputFile), Failure> {
    let path = folder.join(FILE);
    let bytes = project::bytes(&path)?;
    let shown = shown::name(&path);
    let mend = || Localized::new("rett filen og prøv igjen", "mend the file and try again");
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(Failure::with_help(
            localized!("{shown} er ikke UTF-8", "{shown} is not UTF-8"),
            Localized::new("lagre filen som UTF-8", "save the file as UTF-8"),
        ));
    };
    let mut sources = Sources::new();
    let parsed = read(&mut sources, &shown, text);
    screen.say(&faults::render(&parsed.diagnostics, &sources, screen.lang, screen.error_width()));
    let has_errors = parsed.diagnostics.iter().any(|d| d.severity == Severity::Error);
    match parsed.value {
        Some(visit) if !has_errors => Ok((visit, InputFile::of(shown, &bytes))),
        _ => Err(Failure::with_help(
            localized!("besøksfilen {shown} har feil", "the file of the visit, {shown}, has faults"),
            mend(),
        )),
    }
}

/// Does something with the folder of a visit while neither the server nor another command changes it. A program that was
/// killed holds nobody up: the system gives its lock back.
pub(super) fn alone<T>(folder: &Path, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    if !folder.join(FILE).is_file() {
        let path = folder.join(FILE);
        let cause = std::io::ErrorKind::NotFound.into();
        return Err(Failure::Read { path, cause });
    }
    visits::locked(folder, work).map_err(|cause| Failure::Write { path: folder.to_path_buf(), cause })?
}

/// A file beside the visit's. Links that lead out of the folder are not followed.
pub(super) fn beside(folder: &Path, name: &str) -> Option<PathBuf> {
    if !is_beside(name) {
        return None;
    }
    let (root, path) = (folder.canonicalize().ok()?, folder.join(name).canonicalize().ok()?);
    (path.starts_with(&root) && path.is_file()).then_some(path)
}

/// The bytes of a photo beside the visit's file, or why there are none.
pub(super) fn photo(folder: &Path, name: &str, screen: &Screen) -> Result<Vec<u8>, String> {
    let said = |text: Localized| text.get(screen.lang).to_owned();
    let missing = || said(localized!("bildet «{name}» finnes ikke", "the photo “{name}” is not there"));
    let path = beside(folder, name).ok_or_else(missing)?;
    if path.metadata().is_ok_and(|m| m.len() > LARGEST_PHOTO) {
        return Err(said(localized!(
            "bildet «{name}» er større enn {} MB",
            "the photo “{name}” is larger than {} MB",
            LARGEST_PHOTO >> 20
        )));
    }
    std::fs::read(&path).map_err(|_| missing())
}

/// The folders of visits among those named and below them, in the order of their paths. Links are not followed.
pub(super) fn visits(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for folder in named {
        let before = all.len();
        let mut open = vec![folder.clone()];
        let mut found = Vec::new();
        while let Some(folder) = open.pop() {
            let failed = |cause| Failure::Read { path: folder.clone(), cause };
            if folder.join(FILE).is_file() {
                found.push(folder.clone());
            }
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                if entry.file_type().map_err(failed)?.is_dir() {
                    open.push(entry.path());
                }
            }
        }
        found.sort();
        all.extend(found);
        if all.len() == before {
            let folder = folder.display();
            return Err(Failure::with_help(
                localized!("{folder} har ingen besøk", "{folder} has no visits"),
                localized!(
                    "et besøk er en mappe med filen {FILE}; «befaring inspect new» lager den",
                    "a visit is a folder with the file {FILE}; “befaring inspect new” makes it"
                ),
            ));
        }
    }
    all.dedup();
    Ok(all)
}
