//! `befaring ids check`: holds models against IDS files.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::cli::COULD_NOT_RUN;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::project;
use crate::cli::screen::Screen;
use crate::cli::shown;
use crate::ids;
use crate::ifc::Model;
use crate::ifc::step::Limits;
use crate::localized;
use crate::report::ids::formats::{FORMATS, Format, format, of_ending};
use crate::report::{faults, ids as report};
use crate::source::{Diagnostic, Severity, Sources};
use crate::text::{Lang, Localized, list};

/// Elements per requirement that are shown in a terminal.
const SHOWN: usize = 5;

/// Hold bygningsmodeller mot IDS-filer
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ids check [VALG] SPESIFIKASJON.ids… MODELL.ifc…",
    after_help = "\
Eksempler:
  befaring ids check krav.ids hus.ifc                 resultatet i terminalen
  befaring ids check krav.ids hus.ifc -v              … med alle elementer som feiler
  befaring ids check krav.ids ark.ifc rib.ifc -o ut   flere modeller, og ids.html og ids.json i mappen ut
  befaring ids check krav.ids hus.ifc --format json   JSON på standard ut

Sluttkoder: 0 ingen spesifikasjon er brutt · 1 minst én er det
            3 noe ble ikke egentlig kontrollert: en spesifikasjon omfatter ingenting i modellen, eller er skrevet
              for en annen IFC-versjon (med --strict; ellers sies det bare)
            2 en IDS-fil er ikke gyldig, en modell kan ikke leses, eller kommandoen kunne ikke kjøre"
)]
pub(super) struct Args {
    /// IDS-filer (.ids) og bygningsmodeller (.ifc, .ifczip), minst én av hver
    #[arg(value_name = "FIL", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Skriv til en fil, hvis endelse sier hva den er, eller en mappe; kan gjentas
    #[arg(short, long, value_name = "STED")]
    output: Vec<PathBuf>,
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', help = help(), value_parser = parser())]
    format: Vec<&'static Format>,
    /// Sluttkode 3 når noe ikke egentlig ble kontrollert
    #[arg(long)]
    strict: bool,
    /// Vis alle elementer som feiler
    #[arg(short, long)]
    verbose: bool,
    /// Vis ikke resultatet i terminalen når filer skrives
    #[arg(short, long)]
    quiet: bool,
}

/// The help of `--format`.
fn help() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|f| f.id).collect();
    format!("Hva som skrives: {}; kan gjentas", names.join(", "))
}

/// Reads the value of `--format`.
fn parser() -> impl TypedValueParser<Value = &'static Format> {
    PossibleValuesParser::new(FORMATS.iter().map(|f| f.id))
        .try_map(|id| format(&id).ok_or_else(|| format!("unknown output {id}")))
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let is_ids = |path: &&PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("ids"));
    let (specifications, models): (Vec<&PathBuf>, Vec<&PathBuf>) = args.files.iter().partition(is_ids);
    if specifications.is_empty() || models.is_empty() {
        return Err(missing(specifications.is_empty()));
    }
    let places = places(args)?;
    let mut sources = Sources::new();
    let mut documents = Vec::new();
    let mut told = Vec::new();
    let together = |paths: &[&PathBuf]| {
        let paths: Vec<PathBuf> = paths.iter().map(|p| (*p).clone()).collect();
        paths.clone().into_iter().zip(shown::together(&paths))
    };
    for (path, name) in together(&specifications) {
        let parsed = ids::read(Path::new(&name), &project::bytes(&path)?, &mut sources);
        told.extend(parsed.diagnostics);
        documents.extend(parsed.value);
    }
    if told.iter().any(refuses) {
        return Ok(refused(&told, &sources, screen));
    }
    // What is printed instead of the result as everybody sees it.
    let printed = args.format.first().filter(|f| places.is_empty() && f.id != "text");
    let most = if args.verbose { usize::MAX } else { SHOWN };
    let all = args.verbose || !places.is_empty() || printed.is_some();
    let mut checks = Vec::new();
    for (path, name) in together(&models) {
        let model = Model::open_as(&path, Path::new(&name), &Limits::default());
        let model = model.map_err(|e| of_model(&path, &e.text()))?;
        // After the model is in memory: the patterns of a file take and give back memory in pieces, between which a
        // model read later finds less room.
        if checks.is_empty() {
            told.extend(documents.iter().flat_map(ids::audit::audit_to_check));
            if told.iter().any(refuses) {
                return Ok(refused(&told, &sources, screen));
            }
            screen.say(&faults::render(&told, &sources, screen.lang, screen.error_width()));
        }
        for document in &documents {
            let checked = match ids::check::check(document, &model) {
                Ok(checked) => checked,
                Err(faults) => {
                    screen.say(&faults::render(&faults, &sources, screen.lang, screen.error_width()));
                    return Ok(COULD_NOT_RUN);
                }
            };
            let pair = report::Pair { document, sources: &sources, model: &model, checked: &checked };
            checks.push(report::resolve(&pair, screen.lang, if all { usize::MAX } else { most }));
        }
        let damaged: Vec<Diagnostic> =
            model.diagnostics().into_iter().filter(|d| d.severity == Severity::Error).collect();
        screen.say(&faults::render(&damaged, &sources, screen.lang, screen.error_width()));
    }
    let report = report::gather(checks, screen.lang, args.strict);
    match printed {
        Some(format) => screen.print_raw(made(format, &report)?),
        None if !args.quiet || places.is_empty() => {
            let width = screen.width();
            screen.print(&report::terminal(&report, width, most));
        }
        None => {}
    }
    let mut files = Vec::new();
    for (format, path) in places {
        files.push(File::new(path, made(format, &report)?));
    }
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    Ok(report.exit_code)
}

/// The bytes of an output.
fn made(format: &Format, report: &report::IdsReport) -> Result<Vec<u8>, Failure> {
    (format.make)(report).map_err(|cause| match cause.help {
        Some(help) => Failure::with_help(cause.message, help),
        None => Failure::told(cause.message),
    })
}

/// Tells why nothing is checked, the worst first; gives the exit code.
fn refused(told: &[Diagnostic], sources: &Sources, screen: &Screen) -> u8 {
    let mut told = told.to_vec();
    told.sort_by_key(|f| (std::cmp::Reverse(f.severity), f.span().map_or(0, |s| s.start)));
    screen.say(&faults::render(&told, sources, screen.lang, screen.error_width()));
    screen.say_line(&Localized::new(
        "Ingenting er kontrollert: rett IDS-filen først.",
        "Nothing was checked: mend the IDS file first.",
    ));
    COULD_NOT_RUN
}

/// Whether a fault makes the file one that nothing is held against.
fn refuses(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}

fn missing(specification: bool) -> Failure {
    let message = if specification {
        Localized::new("ingen IDS-fil (.ids) er nevnt", "no IDS file (.ids) is named")
    } else {
        Localized::new("ingen bygningsmodell (.ifc) er nevnt", "no building model (.ifc) is named")
    };
    let help = Localized::new(
        "skriv f.eks. «befaring ids check krav.ids hus.ifc»",
        "write for example “befaring ids check krav.ids hus.ifc”",
    );
    Failure::with_help(message, help)
}

fn of_model(path: &Path, text: &Localized) -> Failure {
    let (path, nb, en) = (path.display(), &text.nb, &text.en);
    Failure::told(Localized::new(format!("{path}: {nb}"), format!("{path}: {en}")))
}

/// The files to write and what each is.
fn places(args: &Args) -> Result<Vec<(&'static Format, PathBuf)>, Failure> {
    if args.output.is_empty() {
        return match args.format.as_slice() {
            [] => Ok(Vec::new()),
            [one] if one.is_text || !std::io::stdout().is_terminal() => Ok(Vec::new()),
            [one] => Err(Failure::with_help(
                localized!("{} kan ikke vises i en terminal", "{} cannot be shown in a terminal", one.id),
                Localized::new("nevn en fil med -o", "name a file with -o"),
            )),
            _ => Err(Failure::with_help(
                Localized::new(
                    "flere formater går ikke på standard ut",
                    "only one format fits standard output",
                ),
                Localized::new("nevn en mappe med -o", "name a folder with -o"),
            )),
        };
    }
    let (files, folders): (Vec<&PathBuf>, Vec<&PathBuf>) =
        args.output.iter().partition(|p| output::is_file(p));
    let mut places = Vec::new();
    for file in &files {
        let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        // A format named alone is meant whatever the file is called: two outputs are JSON, and two BCF.
        let named = args.format.first().copied().filter(|_| args.format.len() == 1 && folders.is_empty());
        let Some(format) = named.or_else(|| of_ending(&ending)) else {
            let endings: Vec<String> =
                FORMATS.iter().flat_map(|f| f.endings).map(|e| format!(".{e}")).collect();
            let (nb, en) = (list(&endings, Lang::Nb), list(&endings, Lang::En));
            return Err(Failure::with_help(
                localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
                Localized::new(
                    format!("kjente endelser er {nb}; eller nevn en mappe"),
                    format!("known endings are {en}; or name a folder"),
                ),
            ));
        };
        places.push((format, (*file).clone()));
    }
    if folders.is_empty() && args.format.len() > 1 {
        return Err(Failure::with_help(
            Localized::new("flere formater går ikke i én fil", "several formats do not fit one file"),
            Localized::new("nevn en mappe med -o", "name a folder with -o"),
        ));
    }
    for folder in folders {
        let usual = || FORMATS.iter().filter(|f| f.by_default).collect();
        let formats: Vec<&'static Format> =
            if args.format.is_empty() { usual() } else { args.format.clone() };
        places.extend(formats.into_iter().map(|f| (f, folder.join(f.file))));
    }
    Ok(places)
}
