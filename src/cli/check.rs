//! `befaring check`: judges a project and writes the report.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::JudgeArgs;
use super::failure::Failure;
use super::output::{self, File};
use super::screen::Screen;
use super::{catalogue, plan, project};
use crate::catalogue::Catalogue;
use crate::finding::Force;
use crate::judge::{self, JudgeError, Judged, Settings};
use crate::localized;
use crate::report::{Date, Policy, faults, json, terminal};
use crate::text::Localized;

/// Vurder et prosjekt mot kravene og skriv rapporten
#[derive(clap::Args)]
#[command(
    override_usage = "befaring check [VALG] INNDATA…",
    after_help = "\
Eksempler:
  befaring check prosjekt.bolig                 rapport i terminalen
  befaring check prosjekt.bolig -o befaring-ut  … og HTML, JSON og planer i mappen befaring-ut
  befaring check prosjekt.bolig -o rapport.html … og bare HTML-rapporten
  befaring check prosjekt.bolig --format json   JSON på standard ut
  befaring check prosjekt.bolig --gruppe 7      som om målgruppen var 7

Sluttkoder: 0 ingen krav er negative · 1 minst ett er det · 3 noe er uavklart (med --strict)
            2 inndata har feil (rapporten skrives likevel), eller ingenting kunne vurderes"
)]
pub(super) struct Args {
    /// Beskrivelse av prosjektet (.bolig) eller bygningsmodell (.ifc, .ifczip), eller - for standard inn
    #[arg(value_name = "INNDATA", required = true)]
    inputs: Vec<PathBuf>,
    /// Skriv til en mappe, eller til en fil med endelsen .html, .json eller .txt
    #[arg(short, long, value_name = "STED")]
    output: Option<PathBuf>,
    /// Hva som skrives: text, json, html eller svg; kan gjentas
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    #[command(flatten)]
    judge: JudgeArgs,
    /// Sluttkode 3 når noe er uavklart
    #[arg(long)]
    strict: bool,
    /// Det svakeste som gir sluttkode 1: shall (krav) eller should (også anbefalinger)
    #[arg(long, value_name = "STYRKE", default_value = "shall")]
    fail_on: FailOn,
    /// Dato i rapporten, f.eks. 2026-03-12; ingen dato når den ikke er gitt
    #[arg(long, value_name = "DATO")]
    date: Option<String>,
    /// Vis grunnlag, tolkning og kilde for hvert punkt i terminalen
    #[arg(short, long)]
    verbose: bool,
    /// Vis ikke rapporten i terminalen når filer skrives
    #[arg(short, long)]
    quiet: bool,
}

/// An output of a check.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
    Svg,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Shall,
    Should,
}

/// What is printed and what is written.
struct ToDo {
    printed: Option<Format>,
    written: Vec<(Format, PathBuf)>,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let date = args.date.as_deref().map(date).transpose()?;
    let to_do = to_do(args)?;
    let catalogue = catalogue::load_with(&args.judge.catalogue, &args.judge.parameters, screen)?;
    let edition = catalogue::edition(&args.judge.edition, &catalogue)?;
    let reading = project::read(&args.inputs, &catalogue.vocabulary)?;
    let fail_on = match args.fail_on {
        FailOn::Shall => Force::Shall,
        FailOn::Should => Force::Should,
    };
    let settings = Settings {
        catalogue: &catalogue,
        edition: &edition,
        groups: &args.judge.gruppe,
        policy: Policy { fail_on, strict: args.strict },
        date,
        lang: screen.lang,
    };
    screen.say(&faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width()));
    let judged = judge::judge(reading, &settings).map_err(|e| stopped(&e, &catalogue))?;
    let layout = terminal::Layout { width: screen.width(), verbose: args.verbose };
    match to_do.printed {
        Some(Format::Text) => screen.print(&terminal::render(&judged.report, layout)),
        Some(format) => screen.print_raw(&text_of(format, &judged, &catalogue, args)?),
        None => {}
    }
    let mut files = Vec::new();
    for (format, path) in to_do.written {
        match format {
            Format::Svg => files.extend(plan::files(&judged, &catalogue.vocabulary, &path)),
            _ => files.push(File { text: text_of(format, &judged, &catalogue, args)?, path }),
        }
    }
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    Ok(judged.report.outcome.result.exit_code())
}

/// One output as the text of a file.
fn text_of(format: Format, judged: &Judged, catalogue: &Catalogue, args: &Args) -> Result<String, Failure> {
    let report = &judged.report;
    Ok(match format {
        Format::Text => {
            let layout = terminal::Layout { width: terminal::PAGE_WIDTH, verbose: args.verbose };
            anstream::adapter::strip_str(&terminal::render(report, layout)).to_string()
        }
        Format::Html => judged.html(&catalogue.vocabulary),
        Format::Svg => {
            return Err(Failure::with_help(
                Localized::new("planene er flere filer", "the plans are several files"),
                Localized::new("nevn en mappe med -o", "name a folder with -o"),
            ));
        }
        Format::Json => json::render(report).map_err(|cause| {
            Failure::told(localized!(
                "rapporten kan ikke skrives som JSON: {cause}",
                "cannot write JSON: {cause}"
            ))
        })?,
    })
}

impl Format {
    const IN_FOLDER: [Self; 3] = [Self::Html, Self::Json, Self::Svg];

    fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "txt" => Self::Text,
            "json" => Self::Json,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Html => "html",
            Self::Svg => "svg",
        }
    }
}

fn to_do(args: &Args) -> Result<ToDo, Failure> {
    let Some(place) = &args.output else {
        return match args.format.as_slice() {
            [] => Ok(ToDo { printed: Some(Format::Text), written: Vec::new() }),
            [one] => Ok(ToDo { printed: Some(*one), written: Vec::new() }),
            _ => Err(Failure::with_help(
                Localized::new(
                    "flere formater går ikke på standard ut",
                    "only one format fits standard output",
                ),
                Localized::new("nevn en mappe med -o", "name a folder with -o"),
            )),
        };
    };
    let printed = (!args.quiet).then_some(Format::Text);
    if output::is_file(place) {
        let ending = output::ending(place);
        let Some(format) = Format::of_ending(&ending) else {
            return Err(Failure::with_help(
                localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
                Localized::new(
                    "bruk .html, .json eller .txt, eller nevn en mappe",
                    "use .html, .json or .txt, or name a folder",
                ),
            ));
        };
        if args.format.iter().any(|f| *f != format) {
            return Err(Failure::with_help(
                localized!(
                    "--format passer ikke med endelsen «.{ending}»",
                    "--format does not go with the ending “.{ending}”"
                ),
                Localized::new(
                    "nevn en mappe med -o for flere formater",
                    "name a folder with -o for several formats",
                ),
            ));
        }
        return Ok(ToDo { printed, written: vec![(format, place.clone())] });
    }
    let formats = if args.format.is_empty() { Format::IN_FOLDER.to_vec() } else { args.format.clone() };
    let written = formats.into_iter().map(|f| (f, in_folder(place, f))).collect();
    Ok(ToDo { printed, written })
}

fn in_folder(folder: &Path, format: Format) -> PathBuf {
    match format {
        Format::Svg => folder.to_path_buf(),
        _ => folder.join(format!("rapport.{}", format.ending())),
    }
}

fn date(text: &str) -> Result<Date, Failure> {
    Date::parse(text).ok_or_else(|| {
        Failure::with_help(
            localized!("«{text}» er ikke en dato", "“{text}” is not a date"),
            Localized::new("skriv den som 2026-03-12", "write it like 2026-03-12"),
        )
    })
}

/// Why nothing could be judged, with what to do about it.
fn stopped(error: &JudgeError, catalogue: &Catalogue) -> Failure {
    let help = match error {
        JudgeError::EmptyModel => Localized::new(
            "«befaring init» lager en beskrivelse å begynne med",
            "“befaring init” makes a description to begin with",
        ),
        JudgeError::EmptyEdition(_) => {
            let all = catalogue.editions.join(", ");
            localized!("kjente utgaver: {all}", "known editions: {all}")
        }
        JudgeError::UnknownGroup(_) => {
            let all: Vec<&str> = catalogue.vocabulary.groups.iter().map(|g| g.id.as_str()).collect();
            let all = all.join(", ");
            localized!("målgruppene er {all}", "the resident groups are {all}")
        }
    };
    Failure::with_help(error.words(), help)
}
