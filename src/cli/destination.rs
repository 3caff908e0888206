//! Which outputs a command makes and where they go: standard output, a file, a folder.

use std::collections::BTreeSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::failure::Failure;
use super::output::{self, File};
use super::project_file::ProjectFile;
use super::screen::Screen;
use crate::localized;
use crate::report::Report;
use crate::report::ci::markdown;
use crate::report::formats::{self, FORMATS, Files, Format, Material};
use crate::text::{Lang, Localized, list};

/// An output and where it goes.
pub(super) struct Destination {
    pub(super) format: &'static Format,
    pub(super) place: Place,
}

/// Where an output goes.
pub(super) enum Place {
    /// Standard output.
    Printed,
    /// A file of this name.
    File(PathBuf),
    /// A folder, in which the output names its files.
    Folder(PathBuf),
}

/// Everything a check gives out.
pub(super) struct Wanted {
    /// Whether the report is shown to the one who runs the check.
    pub(super) report_in_terminal: bool,
    pub(super) outputs: Vec<Destination>,
}

/// The help of `--format`.
pub(super) fn help() -> String {
    let names: Vec<String> = FORMATS.iter().map(|f| f.id.to_owned()).collect();
    let last = names.last().cloned().unwrap_or_default();
    let first = names[..names.len().saturating_sub(1)].join(", ");
    format!("Hva som skrives: {first} eller {last}; kan gjentas")
}

/// Reads the value of `--format`.
pub(super) fn parser() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(FORMATS.iter().map(|f| f.id))
        .try_map(|id| formats::format(&id).ok_or_else(|| format!("unknown output {id}")))
}

/// What `-o` and `--format` ask for.
pub(super) fn wanted(places: &[PathBuf], named: &[&'static Format], quiet: bool) -> Result<Wanted, Failure> {
    if places.is_empty() {
        return match named {
            [] => Ok(Wanted { report_in_terminal: true, outputs: Vec::new() }),
            // Shown as everybody sees it, with colours in a terminal.
            [one] if one.id == "text" => Ok(Wanted { report_in_terminal: true, outputs: Vec::new() }),
            [one] if one.files == Files::Several => Err(Failure::with_help(
                localized!("{} er flere filer", "{} is several files", one.id),
                Localized::new("nevn en mappe med -o", "name a folder with -o"),
            )),
            [one] => {
                let outputs = vec![Destination { format: one, place: Place::Printed }];
                Ok(Wanted { report_in_terminal: false, outputs })
            }
            _ => Err(Failure::with_help(
                Localized::new(
                    "flere formater går ikke på standard ut",
                    "only one format fits standard output",
                ),
                Localized::new("nevn en mappe med -o", "name a folder with -o"),
            )),
        };
    }
    let mut outputs = Vec::new();
    let mut in_files: Vec<&'static str> = Vec::new();
    for place in places.iter().filter(|p| output::is_file(p)) {
        let format = of_file(place, named)?;
        in_files.push(format.id);
        outputs.push(Destination { format, place: Place::File(place.clone()) });
    }
    let rest: Vec<&'static Format> = named.iter().copied().filter(|f| !in_files.contains(&f.id)).collect();
    let mut folders = places.iter().filter(|p| !output::is_file(p)).peekable();
    if let (Some(first), None) = (rest.first(), folders.peek()) {
        return Err(Failure::with_help(
            localized!(
                "--format {} passer ikke med endelsen til filen med -o",
                "--format {} does not go with the ending of the file with -o",
                first.id
            ),
            Localized::new(
                "nevn en mappe med -o for flere formater",
                "name a folder with -o for several formats",
            ),
        ));
    }
    for folder in folders {
        let usual = || FORMATS.iter().filter(|f| f.by_default).collect();
        let formats: Vec<&'static Format> = if named.is_empty() { usual() } else { rest.clone() };
        for format in formats {
            outputs.push(Destination { format, place: Place::Folder(folder.clone()) });
        }
    }
    Ok(Wanted { report_in_terminal: !quiet, outputs })
}

/// What a project file asks for; the report in the terminal besides.
pub(super) fn of_project(file: &ProjectFile, quiet: bool) -> Result<Wanted, Failure> {
    let mut outputs = Vec::new();
    for table in &file.project.output {
        // Names that are no output were refused when the file was held against the catalogue.
        let named: Vec<&'static Format> =
            table.format.0.iter().filter_map(|f| formats::format(f.get_ref())).collect();
        outputs.extend(wanted(&[file.folder.join(table.to.get_ref())], &named, quiet)?.outputs);
    }
    Ok(Wanted { report_in_terminal: !quiet || outputs.is_empty(), outputs })
}

fn of_file(place: &Path, named: &[&'static Format]) -> Result<&'static Format, Failure> {
    let name = place.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    formats::of_file_name(&name, named).ok_or_else(|| {
        let ending = place.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let endings: BTreeSet<&str> = FORMATS.iter().flat_map(|f| f.endings).copied().collect();
        let endings: Vec<String> = endings.into_iter().map(|e| format!(".{e}")).collect();
        let (nb, en) = (list(&endings, Lang::Nb), list(&endings, Lang::En));
        Failure::with_help(
            localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
            Localized::new(
                format!("kjente endelser er {nb}; eller nevn en mappe"),
                format!("known endings are {en}; or name a folder"),
            ),
        )
    })
}

/// Adds the report to the summary of the build's step, where GitHub says that it wants one.
pub(super) fn step_summary(report: &Report) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|p| !p.is_empty()) else {
        return Ok(());
    };
    let path = PathBuf::from(path);
    let failed = |cause| Failure::Write { path: path.clone(), cause };
    let there = std::fs::metadata(&path).map_or(0, |m| m.len());
    let room = markdown::MOST_BYTES.saturating_sub(usize::try_from(there).unwrap_or(usize::MAX));
    let text = markdown::within(&markdown::render(report), room, report.lang);
    let file = std::fs::OpenOptions::new().append(true).create(true).open(&path);
    file.and_then(|mut f| std::io::Write::write_all(&mut f, text.as_bytes())).map_err(failed)
}

/// Makes outputs: prints them, or gives the files to write.
pub(super) fn made(
    outputs: &[Destination],
    material: &Material<'_>,
    screen: &mut Screen,
) -> Result<Vec<File>, Failure> {
    for Destination { format, place } in outputs {
        if matches!(place, Place::Printed) && !format.is_text && std::io::stdout().is_terminal() {
            return Err(Failure::with_help(
                localized!("{} kan ikke vises i en terminal", "{} cannot be shown in a terminal", format.id),
                Localized::new("nevn en fil med -o", "name a file with -o"),
            ));
        }
    }
    let formats: Vec<&Format> = outputs.iter().map(|d| d.format).collect();
    let mut all = Vec::new();
    for (Destination { place, .. }, files) in outputs.iter().zip(formats::make_all(&formats, material)) {
        let files = files?;
        files.iter().filter_map(|f| f.told.as_ref()).for_each(|told| screen.say_line(told));
        let files = files.into_iter();
        match place {
            Place::Printed => files.for_each(|f| screen.print_raw(&f.bytes)),
            Place::File(path) => all.extend(files.map(|f| File::new(path, f.bytes))),
            Place::Folder(folder) => all.extend(files.map(|f| File::new(folder.join(f.name), f.bytes))),
        }
    }
    Ok(all)
}
