//! `befaring ifc`: what is in a building model, and a description written as one.

mod summary;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::failure::Failure;
use super::inputs::{Inputs, ReadArgs};
use super::project;
use super::screen::Screen;
use super::{COULD_NOT_RUN, output};
use crate::ifc::schema::Version;
use crate::ifc::{self, Lowering};
use crate::judge;
use crate::localized;
use crate::report::faults;
use crate::source::{Severity, Sources};
use crate::text::Localized;

/// Les bygningsmodeller (IFC)
#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Info(InfoArgs),
    Export(ExportArgs),
}

/// Vis hva en bygningsmodell inneholder, og hva programmet forstår av den
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ifc info [VALG] [MODELL]",
    after_help = "\
Eksempler:
  befaring ifc info                 modellen befaring.toml nevner
  befaring ifc info hus.ifc         skjema, enheter, etasjer, boliger, rom og hva som ikke er forstått
  befaring ifc info hus.ifc --json  alt dette som JSON, med hver dør og hvert vindu, egenskapssett og mengder i SI,
                                    og boksen hvert element fyller"
)]
struct InfoArgs {
    /// Bygningsmodell (.ifc, .ifczip); den befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "MODELL")]
    model: Option<PathBuf>,
    /// Skriv JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    read: ReadArgs,
}

/// Skriv en beskrivelse som bygningsmodell
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ifc export [VALG] [PROSJEKT…] [-o MODELL]",
    after_help = "\
Modellen har rom, boliger, vegger, dører, vinduer, utstyr og alt som er oppgitt, og leses tilbake til det samme
prosjektet. Mål som ingen har oppgitt, men som trengs for å tegne, er merket som antatt.

Eksempler:
  befaring ifc export prosjekt.bolig -o modell.ifc
  befaring ifc export prosjekt.bolig --schema IFC2X3 -o modell.ifc"
)]
struct ExportArgs {
    /// Beskrivelse (.bolig), gjerne med bygningsmodeller til; det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "PROSJEKT")]
    inputs: Vec<PathBuf>,
    /// Filen som skrives; ellers skrives modellen ut
    #[arg(short, long, value_name = "MODELL")]
    output: Option<PathBuf>,
    /// Skjema: IFC2X3, IFC4 eller IFC4X3
    #[arg(long, value_name = "SKJEMA", default_value = "IFC4", ignore_case = true)]
    schema: SchemaName,
    /// Hva GlobalId-ene følger av; ellers navnet på beskrivelsens fil, så de står ved lag når prosjektet skifter navn
    #[arg(long, value_name = "NØKKEL")]
    key: Option<String>,
    #[command(flatten)]
    read: ReadArgs,
}

/// Schemas that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SchemaName {
    #[value(name = "IFC2X3")]
    Ifc2x3,
    #[value(name = "IFC4")]
    Ifc4,
    #[value(name = "IFC4X3", alias = "IFC4X3_ADD2")]
    Ifc4x3,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    match &args.command {
        Command::Info(args) => info(args, screen),
        Command::Export(args) => export(args, screen),
    }
}

fn export(args: &ExportArgs, screen: &mut Screen) -> Result<u8, Failure> {
    let inputs = Inputs::find(&args.inputs, &args.read, screen)?;
    let vocabulary = &inputs.catalogue.vocabulary;
    let reading = inputs.read()?;
    screen.say(&faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width()));
    let Some(model) = reading.model.as_ref().filter(|_| !reading.has_errors()) else {
        return Ok(COULD_NOT_RUN);
    };
    let version = match args.schema {
        SchemaName::Ifc2x3 => Version::Ifc2x3,
        SchemaName::Ifc4 => Version::Ifc4,
        SchemaName::Ifc4x3 => Version::Ifc4x3,
    };
    let name = args.output.as_deref().and_then(Path::file_name).map(|n| n.to_string_lossy().into_owned());
    let key = args.key.clone().or_else(|| ifc::key_of(model)).unwrap_or_default();
    let common = ["", "-", "<stdin>", "prosjekt", "project"].contains(&&*key);
    if common && args.key.is_none() {
        screen.say_line(&localized!(
            "GlobalId-ene følger av filnavnet «{key}», som andre prosjekter også kan ha: gi prosjektet sin egen med --key",
            "the GlobalIds follow from the file name “{key}”, which other projects may have too: give the project its own with --key"
        ));
    }
    let written = ifc::write(model, vocabulary, version, &key, &name.unwrap_or_default());
    if let Some(fault) = written.faults.first() {
        return Err(Failure::told(localized!(
            "programmet skrev noe som ikke er etter skjemaet: {fault}",
            "the program wrote what does not follow the schema: {fault}"
        )));
    }
    match &args.output {
        Some(path) => {
            let files = [output::File { path: path.clone(), bytes: written.text.into_bytes() }];
            output::write(&files)?;
            screen.say_line(&output::told(&files));
        }
        None => screen.print_raw(&written.text),
    }
    screen.say(&faults::render(&written.diagnostics, &reading.sources, screen.lang, screen.error_width()));
    Ok(0)
}

fn info(args: &InfoArgs, screen: &mut Screen) -> Result<u8, Failure> {
    let inputs = Inputs::find(args.model.as_slice(), &args.read, screen)?;
    let catalogue = &inputs.catalogue;
    let vocabulary = &catalogue.vocabulary;
    let building = ifc::Model::open(only_model(&inputs.paths)?, &ifc::step::Limits::default())
        .map_err(|error| Failure::told(error.text()))?;
    let how = Lowering { overrides: &inputs.overrides, ..Lowering::default() };
    let lowered = ifc::lower_with(&building, vocabulary, &how);
    let mut info = ifc::info(&building, lowered.value.as_ref(), &lowered.diagnostics);
    if let (Some(model), Some(edition)) = (lowered.value.as_ref(), catalogue.latest_edition()) {
        info.missing = judge::missing(model, catalogue, edition);
    }
    if args.json {
        info.elements = Some(ifc::elements(&building));
        let text = serde_json::to_string_pretty(&info).map_err(|cause| {
            let cause = cause.to_string();
            Failure::told(localized!("kan ikke skrives som JSON: {cause}", "cannot write JSON: {cause}"))
        })?;
        screen.print_raw(format!("{text}\n"));
    } else {
        screen.print(&summary::shown(&info, vocabulary, screen.lang));
    }
    let sources = Sources::new();
    screen.say(&faults::render(&lowered.diagnostics, &sources, screen.lang, screen.error_width()));
    let failed = lowered.diagnostics.iter().any(|d| d.severity == Severity::Error);
    Ok(if failed { COULD_NOT_RUN } else { 0 })
}

/// The model that was named, or the only one of the project file.
fn only_model(paths: &[PathBuf]) -> Result<&PathBuf, Failure> {
    let models: Vec<&PathBuf> = paths.iter().filter(|p| project::is_model(p)).collect();
    match (paths, models.as_slice()) {
        ([one], _) => Ok(one),
        (_, [one]) => Ok(*one),
        (_, []) => Err(Failure::told(Localized::new(
            "befaring.toml nevner ingen bygningsmodell",
            "befaring.toml names no building model",
        ))),
        (_, several) => {
            let names: Vec<String> = several.iter().map(|p| p.display().to_string()).collect();
            let names = names.join(", ");
            Err(Failure::with_help(
                localized!(
                    "befaring.toml nevner flere modeller: {names}",
                    "befaring.toml names several models: {names}"
                ),
                Localized::new("nevn den som skal vises", "name the one to show"),
            ))
        }
    }
}
