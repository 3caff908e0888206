//! `befaring ids check`: holds models against IDS files.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::COULD_NOT_RUN;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::project;
use crate::cli::screen::Screen;
use crate::ids::{self, Document};
use crate::ifc::Model;
use crate::ifc::step::Limits;
use crate::localized;
use crate::report::{faults, ids as report};
use crate::source::{Diagnostic, Severity, Sources};
use crate::text::Localized;

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
    /// Skriv til en fil (.html, .json, .sarif, .xml eller .txt) eller en mappe; kan gjentas
    #[arg(short, long, value_name = "STED")]
    output: Vec<PathBuf>,
    /// Hva som skrives: text, html, json, sarif eller junit
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
    Json,
    Sarif,
    Junit,
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
    for path in specifications {
        let parsed = ids::read(path, &project::bytes(path)?, &mut sources);
        told.extend(parsed.diagnostics);
        documents.extend(parsed.value);
    }
    if told.iter().any(refuses) {
        return Ok(refused(&told, &sources, screen));
    }
    let shown_here = args.format.is_none_or(|f| f == Format::Text) && (!args.quiet || places.is_empty());
    let most = if args.verbose { usize::MAX } else { SHOWN };
    let all = args.verbose || !places.is_empty() || args.format.is_some_and(|f| f != Format::Text);
    let mut checks = Vec::new();
    for path in models {
        let model = Model::open(path, &Limits::default()).map_err(|e| of_model(path, &e.text()))?;
        // After the model is in memory: the patterns of a file take and give back memory in pieces, between which a
        // model read later finds less room.
        if checks.is_empty() {
            told.extend(documents.iter().flat_map(audited));
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
    match args.format {
        Some(format) if places.is_empty() && format != Format::Text => {
            screen.print_raw(made(format, &report)?);
        }
        _ if shown_here => {
            let width = screen.width();
            screen.print(&report::terminal(&report, width, most));
        }
        _ => {}
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

/// A file of the report.
fn made(format: Format, report: &report::IdsReport) -> Result<String, Failure> {
    let failed = |cause: String| {
        Failure::told(localized!("rapporten kan ikke skrives: {cause}", "cannot write the report: {cause}"))
    };
    match format {
        Format::Html => Ok(report::html(report)),
        Format::Json => report::json(report).map_err(|e| failed(e.to_string())),
        Format::Sarif => report::sarif(report).map_err(|e| failed(e.to_string())),
        Format::Junit => report::junit(report).map_err(|e| failed(e.to_string())),
        Format::Text => {
            let styled = report::terminal(report, crate::report::terminal::PAGE_WIDTH, usize::MAX);
            Ok(anstream::adapter::strip_str(&styled).to_string())
        }
    }
}

/// What is unsound in a file, but for that it names no schema: it is read all the same.
fn audited(document: &Document) -> Vec<Diagnostic> {
    let faults = ids::audit::audit(document).into_iter();
    faults.filter(|f| f.code != ids::audit::LOCATION).collect()
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
fn places(args: &Args) -> Result<Vec<(Format, PathBuf)>, Failure> {
    let mut places = Vec::new();
    for place in &args.output {
        if !output::is_file(place) {
            let formats = match args.format {
                Some(format) => vec![format],
                None => vec![Format::Html, Format::Json],
            };
            places.extend(formats.into_iter().map(|format| {
                let name = match format {
                    Format::Html => "ids.html",
                    Format::Json => "ids.json",
                    Format::Text => "ids.txt",
                    Format::Sarif => "ids.sarif",
                    Format::Junit => "ids.junit.xml",
                };
                (format, place.join(name))
            }));
            continue;
        }
        let ending = place.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        let format = match ending.as_str() {
            "html" | "htm" => Format::Html,
            "json" => Format::Json,
            "txt" => Format::Text,
            "sarif" => Format::Sarif,
            "xml" => Format::Junit,
            _ => {
                return Err(Failure::with_help(
                    localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
                    Localized::new(
                        "kjente endelser er .html, .json, .sarif, .xml og .txt; eller nevn en mappe",
                        "known endings are .html, .json, .sarif, .xml and .txt; or name a folder",
                    ),
                ));
            }
        };
        places.push((format, place.clone()));
    }
    Ok(places)
}
