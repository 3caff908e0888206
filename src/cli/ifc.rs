//! `befaring ifc info`: what is in a building model, and what the program understands of it.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Subcommand;

use super::args::CatalogueArgs;
use super::failure::Failure;
use super::screen::Screen;
use super::{COULD_NOT_RUN, catalogue};
use crate::ifc::{self, Info};
use crate::report::faults;
use crate::source::{Severity, Sources};
use crate::text::{Lang, Localized, number};
use crate::vocab::Vocabulary;

/// Les bygningsmodeller (IFC)
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Info(InfoArgs),
}

/// Vis hva en bygningsmodell inneholder, og hva programmet forstår av den
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ifc info [VALG] MODELL",
    after_help = "\
Eksempler:
  befaring ifc info hus.ifc         skjema, enheter, etasjer, boliger, rom og hva som ikke er forstått
  befaring ifc info hus.ifc --json  alt dette som JSON, med dører og vinduer"
)]
struct InfoArgs {
    /// Bygningsmodell (.ifc, .ifczip)
    #[arg(value_name = "MODELL")]
    model: PathBuf,
    /// Skriv JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let Command::Info(args) = &args.command;
    let catalogue = catalogue::load(&args.catalogue, screen)?;
    let vocabulary = &catalogue.vocabulary;
    let building = ifc::Model::open(&args.model, &ifc::step::Limits::default())
        .map_err(|error| Failure::told(error.text()))?;
    let lowered = ifc::lower(&building, vocabulary);
    let info = ifc::info(&building, lowered.value.as_ref());
    if args.json {
        let text = serde_json::to_string_pretty(&info).map_err(|cause| {
            let cause = cause.to_string();
            Failure::told(crate::localized!(
                "kan ikke skrives som JSON: {cause}",
                "cannot write JSON: {cause}"
            ))
        })?;
        screen.print_raw(&format!("{text}\n"));
    } else {
        screen.print(&shown(&info, vocabulary, screen.lang));
    }
    let sources = Sources::new();
    screen.say(&faults::render(&lowered.diagnostics, &sources, screen.lang, screen.error_width()));
    let failed = lowered.diagnostics.iter().any(|d| d.severity == Severity::Error);
    Ok(if failed { COULD_NOT_RUN } else { 0 })
}

/// The summary as text.
fn shown(info: &Info, vocabulary: &Vocabulary, lang: Lang) -> String {
    let mut out = String::new();
    let word = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let mut line = |label: String, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "{label:<14}{}", clean(&value));
        }
    };
    line(word("Fil", "File"), info.file.clone());
    line(word("Skjema", "Schema"), info.schema.clone());
    line(word("Program", "Application"), info.application.clone());
    line(word("Skrevet", "Written"), info.written.clone());
    let units: Vec<&str> =
        ["LENGTHUNIT", "AREAUNIT"].iter().filter_map(|k| info.units.get(*k)).map(String::as_str).collect();
    line(word("Enheter", "Units"), units.join(", ").to_lowercase());
    let classes = [
        "IfcSpace",
        "IfcZone",
        "IfcDoor",
        "IfcWindow",
        "IfcWall",
        "IfcWallStandardCase",
        "IfcSlab",
        "IfcCovering",
    ];
    let counts: Vec<String> =
        classes.iter().filter_map(|c| info.classes.get(*c).map(|n| format!("{n} {c}"))).collect();
    line(word("Antall", "Counts"), counts.join(", "));
    let _ = writeln!(out, "\n{}", word("Etasjer", "Storeys"));
    for s in &info.storeys {
        let elevation = number(s.elevation, 2, true, lang);
        let rooms = word("rom", "rooms");
        let _ =
            writeln!(out, "  {:>2}  {:<24} {elevation:>8} m  {} {rooms}", s.number, clean(&s.name), s.rooms);
    }
    let _ = writeln!(out, "\n{}", word("Boliger", "Dwellings"));
    for h in &info.homes {
        let rooms = word("rom", "rooms");
        let _ =
            writeln!(out, "  {:<12} {} {rooms}  ({})", clean(&h.tag), h.rooms, clean(h.found_by.get(lang)));
    }
    let _ = writeln!(out, "\n{}", word("Rom", "Rooms"));
    for r in &info.rooms {
        let functions: Vec<String> = r
            .functions
            .iter()
            .filter_map(|f| vocabulary.room(f))
            .map(|f| f.name.get(lang).to_owned())
            .collect();
        let mut meaning = functions.join(", ");
        if meaning.is_empty() {
            meaning = word("ikke forstått", "not understood");
        } else if r.doubtful {
            meaning += &word(" (usikkert)", " (doubtful)");
        }
        let area = r.area_drawn.or(r.area_stated).map_or("–".to_owned(), |a| number(a, 1, true, lang));
        let home = r.home.clone().unwrap_or_else(|| word("felles", "common"));
        let _ = writeln!(
            out,
            "  {:<10} {:<10} {:<22} {area:>7} m²  {meaning}",
            clean(&home),
            clean(&r.tag),
            clean(&r.name)
        );
    }
    out
}

/// Text of a file as it may be shown.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
