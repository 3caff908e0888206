//! Reading the inputs of a command.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::{progress, shown};
use crate::ifc::Lowering;
use crate::ifc::step::is_read_through;
use crate::judge::{self, Reading, Specifications};
use crate::localized;
use crate::text::Localized;
use crate::vocab::Vocabulary;

/// Largest description read, in bytes, and largest building model.
const LARGEST_INPUT: u64 = 64 << 20;
const LARGEST_MODEL: u64 = u32::MAX as u64;
/// How much of a file tells what it is, in bytes.
const START: u64 = 256;

/// Whether a file that was named is a building model, by its ending or its first bytes.
pub(super) fn is_model(path: &Path) -> bool {
    let mut start = Vec::new();
    // What is read once only, such as a pipe, is not looked into.
    if path.is_file()
        && let Ok(file) = std::fs::File::open(path)
    {
        // What cannot be read is told by whoever reads it.
        let _ = file.take(START).read_to_end(&mut start);
    }
    judge::is_building_model(path, &start)
}

/// The bytes of a file, or of standard input for `-`, up to a limit.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let failed = |cause| Failure::Read { path: path.to_path_buf(), cause };
    let mut bytes = Vec::new();
    let limit = if is_model(path) { LARGEST_MODEL } else { LARGEST_INPUT };
    if path == Path::new("-") {
        std::io::stdin().lock().take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let about = std::fs::metadata(path).map_err(failed)?;
        if about.is_dir() {
            let path = path.display();
            return Err(Failure::with_help(
                localized!("{path} er en mappe", "{path} is a folder"),
                Localized::new("nevn filene i den", "name the files in it"),
            ));
        }
        if !is_read_through(path, &about) {
            let path = path.display();
            return Err(Failure::with_help(
                localized!("{path} er verken en fil eller en mappe", "{path} is neither a file nor a folder"),
                Localized::new(
                    "nevn en fil, eller «-» for det som sendes inn",
                    "name a file, or “-” for what is sent in",
                ),
            ));
        }
        let file = std::fs::File::open(path).map_err(failed)?;
        bytes.reserve_exact(usize::try_from(about.len().min(limit)).unwrap_or_default() + 1);
        file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > limit {
        return Err(Failure::TooLarge { path: path.to_path_buf(), limit });
    }
    Ok(bytes)
}

/// The descriptions named, and those in the folders named, each folder's in the order of their paths. Links are
/// not followed.
pub(super) fn descriptions(named: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    files_in(named, "bolig")
}

/// The files named, and those with an ending in the folders named, each folder's in the order of their paths. Links
/// are not followed.
pub(super) fn files_in(named: &[PathBuf], ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in named {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        let mut open = vec![path.clone()];
        while let Some(folder) = open.pop() {
            let failed = |cause| Failure::Read { path: folder.clone(), cause };
            for entry in std::fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let kind = entry.file_type().map_err(failed)?;
                if kind.is_dir() {
                    open.push(entry.path());
                } else if kind.is_file()
                    && entry.path().extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
                {
                    found.push(entry.path());
                }
            }
        }
        if found.is_empty() {
            let path = path.display();
            return Err(Failure::told(localized!(
                "{path} har ingen .{ending}-filer",
                "{path} has no .{ending} files"
            )));
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}

/// The text of a small file of settings.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map(|t| t.trim_start_matches('\u{feff}').to_owned()).map_err(|_| {
        let path = path.display();
        Failure::with_help(
            localized!("{path} er ikke UTF-8", "{path} is not UTF-8"),
            Localized::new("lagre den som UTF-8", "save it as UTF-8"),
        )
    })
}

/// Reads the description and the building models among the inputs as one project.
pub(super) fn read(inputs: &[PathBuf], vocabulary: &Vocabulary) -> Result<Reading, Failure> {
    read_against(inputs, vocabulary, &Lowering::default(), Specifications::none())
}

/// The same, with what a project says of the rooms of its building models, and with these held against IDS files.
pub(super) fn read_against(
    inputs: &[PathBuf],
    vocabulary: &Vocabulary,
    how: &Lowering<'_>,
    ids: Specifications,
) -> Result<Reading, Failure> {
    match inputs {
        [one] => {
            let bytes = bytes(one)?;
            let name = if one == Path::new("-") { "<stdin>".to_owned() } else { shown::name(one) };
            Ok(lowered(vec![(name.into(), bytes)], vocabulary, how, ids))
        }
        several => {
            let mut files = Vec::new();
            for (path, name) in several.iter().zip(shown::together(several)) {
                files.push((PathBuf::from(name), bytes(path)?));
            }
            let descriptions = files.iter().filter(|(p, b)| !judge::is_building_model(p, b)).count();
            if descriptions > 1 {
                return Err(Failure::with_help(
                    Localized::new(
                        "flere beskrivelser kan ikke leses som ett prosjekt",
                        "several descriptions cannot be read as one project",
                    ),
                    Localized::new(
                        "nevn én beskrivelse, og så mange bygningsmodeller som trengs",
                        "name one description, and as many building models as needed",
                    ),
                ));
            }
            Ok(lowered(files, vocabulary, how, ids))
        }
    }
}

/// Reads files that are in memory, with a bar where they are large models.
fn lowered(
    files: Vec<(PathBuf, Vec<u8>)>,
    vocabulary: &Vocabulary,
    how: &Lowering<'_>,
    ids: Specifications,
) -> Reading {
    let large = files.iter().filter(|(path, bytes)| judge::is_building_model(path, bytes));
    let (mut size, mut names) = (0, Vec::new());
    for (path, bytes) in large {
        size += bytes.len();
        names.extend(path.file_name().map(|n| n.to_string_lossy().into_owned()));
    }
    progress::shown(size, &names.join(", "), |progress| {
        let both = |share| {
            progress(share);
            (how.progress)(share);
        };
        judge::read_against(files, vocabulary, &Lowering { progress: &both, ..*how }, ids)
    })
}
