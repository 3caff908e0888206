//! Where a command writes: a folder, one file, or standard output.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::FOUND;
use super::failure::Failure;
use super::screen::Screen;
use crate::localized;
use crate::text::Localized;

/// A file to be written.
pub(super) struct File {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
}

impl File {
    /// A file of a text or of bytes.
    pub(super) fn new(path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: content.into() }
    }
}

/// Whether a place stands for one file: it has an ending and is no folder.
pub(super) fn is_file(place: &Path) -> bool {
    !place.is_dir() && !place.as_os_str().to_string_lossy().ends_with('/') && place.extension().is_some()
}

/// Writes files whole: each is first written beside its place and then moved there, so that a reader never
/// finds half a report. Missing folders are made. Of several faults the first is told, in the order of the files.
pub(super) fn write(files: &[File]) -> Result<(), Failure> {
    for folder in files.iter().filter_map(|f| f.path.parent()).collect::<BTreeSet<_>>() {
        if !folder.as_os_str().is_empty() {
            std::fs::create_dir_all(folder)
                .map_err(|cause| Failure::Write { path: folder.to_owned(), cause })?;
        }
    }
    let written: Vec<Result<(), Failure>> =
        files.par_iter().enumerate().map(|(i, file)| write_one(i, file)).collect();
    written.into_iter().collect()
}

fn write_one(number: usize, file: &File) -> Result<(), Failure> {
    let path = &file.path;
    // Somebody may name one place twice.
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{number}.ny"));
    let beside = PathBuf::from(beside);
    let written = std::fs::File::create(&beside)
        .and_then(|mut f| f.write_all(&file.bytes))
        .and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|cause| {
        // What was begun is of no use; whether it can be removed does not change the fault.
        let _ = std::fs::remove_file(&beside);
        Failure::Write { path: path.clone(), cause }
    })
}

/// Writes files that are generated, or only tells which of them are not current. `by` is the command that
/// writes them.
pub(super) fn write_or_check(files: &[File], check: bool, by: &str, screen: &Screen) -> Result<u8, Failure> {
    if !check {
        write(files)?;
        screen.say_line(&told(files));
        return Ok(0);
    }
    let is_current = |f: &File| std::fs::read(&f.path).is_ok_and(|bytes| bytes == f.bytes);
    let stale: Vec<&File> = files.iter().filter(|f| !is_current(f)).collect();
    for file in &stale {
        let path = file.path.display();
        screen.say_line(&localized!("{path} er ikke oppdatert", "{path} is not current"));
    }
    if stale.is_empty() {
        return Ok(0);
    }
    screen.say_line(&localized!("kjør «{by}»", "run “{by}”"));
    Ok(FOUND)
}

/// How many files are told by name.
const NAMED: usize = 12;

/// «Skrev …»: files of one folder by their names alone, and of many only the first.
pub(super) fn told(files: &[File]) -> Localized {
    let shown = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let folder = files.first().and_then(|f| f.path.parent()).filter(|f| !f.as_os_str().is_empty());
    if let (Some(folder), true) = (folder, files.len() > 2)
        && files.iter().all(|f| f.path.parent() == Some(folder))
    {
        let names: Vec<String> = files
            .iter()
            .filter_map(|f| f.path.file_name())
            .map(|n| n.to_string_lossy().into_owned())
            .collect();
        let folder = shown(folder);
        if names.len() > NAMED {
            let more = names.len() - NAMED;
            let names = names[..NAMED].join(", ");
            return localized!(
                "Skrev i {folder}/: {names} og {more} filer til",
                "Wrote in {folder}/: {names} and {more} more files"
            );
        }
        let names = names.join(", ");
        return localized!("Skrev i {folder}/: {names}", "Wrote in {folder}/: {names}");
    }
    let names: Vec<String> = files.iter().map(|f| shown(&f.path)).collect();
    let names = names.join(", ");
    localized!("Skrev {names}", "Wrote {names}")
}
