//! `befaring suitability`: what each resident group would find in a design, and what stands in between.

use std::path::PathBuf;

use clap::ValueEnum;

use super::args::{CatalogueArgs, EditionArg, JudgeArgs, ParameterArgs, date};
use super::failure::Failure;
use super::inputs::Inputs;
use super::output::{self, File};
use super::project_file::ProjectFile;
use super::screen::Screen;
use super::setup::Setup;
use super::{COULD_NOT_RUN, setup};
use crate::catalogue::Catalogue;
use crate::date::Date;
use crate::judge;
use crate::localized;
use crate::report::suitability::{Suitability, html, json, markdown, terminal};
use crate::report::{faults, terminal as report};
use crate::text::{Lang, Localized};

/// Vurder et prosjekt for hver målgruppe, og vis hva som skiller det fra dem
#[derive(clap::Args)]
#[command(
    override_usage = "befaring suitability [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring suitability                                  prosjektet befaring.toml nevner
  befaring suitability prosjekt.bolig                   alle gruppene mot kravene, i terminalen
  befaring suitability prosjekt.bolig --group 6,7       … og det som skal til for gruppe 6 og 7
  befaring suitability prosjekt.bolig --from 5 --to 7   … og hvilke krav som endres fra 5 til 7
  befaring suitability prosjekt.bolig -o egnethet.html  … og skriv tabellen som HTML

Sluttkoder: 0 sammenligningen er laget · 2 inndata har feil, eller ingenting kunne vurderes"
)]
pub(super) struct Args {
    /// Beskrivelse av prosjektet (.bolig), bygningsmodeller (.ifc, .ifczip), eller - for standard inn; det befaring.toml
    /// nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    /// Prosjektfil; befaring.toml her eller i en mappe over når ingen inndata er nevnt
    #[arg(long, value_name = "FIL")]
    project: Option<PathBuf>,
    /// Skriv til en mappe, eller til en fil med endelsen .html, .json, .md eller .txt; kan gjentas
    #[arg(short, long, value_name = "STED")]
    output: Vec<PathBuf>,
    /// Hva som vises eller skrives: text, html, json eller markdown
    #[arg(long, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<Format>,
    /// Grupper å liste endringene for; de oppgitte når ingen er nevnt
    #[arg(long, alias = "gruppe", value_name = "GRUPPE", value_delimiter = ',')]
    group: Vec<String>,
    /// Vis hvilke krav som endres fra denne gruppen
    #[arg(long, alias = "fra", value_name = "GRUPPE", requires = "to")]
    from: Option<String>,
    /// … til denne
    #[arg(long, alias = "til", value_name = "GRUPPE", requires = "from")]
    to: Option<String>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    edition: EditionArg,
    #[command(flatten)]
    parameters: ParameterArgs,
    /// Fil med fravik ([[fravik]]), i tillegg til prosjektfilens; kan gjentas
    #[arg(long, value_name = "FIL")]
    fravik: Vec<PathBuf>,
    /// Dagen fravik med utløp vurderes mot, f.eks. 2026-03-12
    #[arg(long, value_name = "DATO", value_parser = date)]
    date: Option<Date>,
    /// Vis alle rader i tabellen, og endringene for alle gruppene
    #[arg(short, long)]
    verbose: bool,
    /// Vis ikke noe i terminalen når filer skrives
    #[arg(short, long)]
    quiet: bool,
}

/// An output of the comparison.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Html,
    Json,
    Markdown,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Html => "html",
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending {
            "txt" => Self::Text,
            "html" | "htm" => Self::Html,
            "json" => Self::Json,
            "md" => Self::Markdown,
            _ => return None,
        })
    }
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let wanted = wanted(args)?;
    let judging = JudgeArgs {
        catalogue: args.catalogue.clone(),
        edition: args.edition.clone(),
        parameters: args.parameters.clone(),
        date: args.date,
        ..JudgeArgs::default()
    };
    let file = ProjectFile::find(args.project.as_deref(), args.inputs.is_empty(), screen)?;
    let inputs = Inputs::of(file, &args.inputs, &args.catalogue.spec, screen)?;
    let setup = Setup::of(inputs, &judging, (&args.fravik, &[]), screen)?;
    let mut reading = setup.reading()?;
    let fravik = setup.agreed(&mut reading);
    let catalogue = &setup.catalogue;
    screen.say(&faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width()));
    let between = args.from.as_deref().zip(args.to.as_deref()).map(|(a, b)| [a, b]);
    let errors = reading.has_errors();
    let request = judge::Comparison { between, fravik: &fravik, ..setup.comparison(screen.lang) };
    let document = judge::suitability(&reading, &request).map_err(|e| setup::stopped(&e, catalogue))?;
    let detailed = detailed(args, &document, catalogue)?;
    let text =
        |width| terminal::render(&document, report::Layout { width, verbose: args.verbose }, &detailed);
    let made = |format: Format| -> Result<String, Failure> {
        Ok(match format {
            Format::Text => anstream::adapter::strip_str(&text(report::PAGE_WIDTH)).to_string(),
            Format::Html => html::render(&document),
            Format::Markdown => markdown::render(&document),
            Format::Json => json::render(&document).map_err(|cause| {
                Failure::told(localized!(
                    "sammenligningen kan ikke skrives som JSON: {cause}",
                    "cannot write JSON: {cause}"
                ))
            })?,
        })
    };
    let mut files = Vec::new();
    for (format, path) in &wanted.files {
        files.push(File::new(path, made(*format)?));
    }
    match wanted.printed {
        Some(Format::Text) => screen.print(&text(screen.width())),
        Some(format) => screen.print_raw(made(format)?),
        None => {}
    }
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    Ok(if errors { COULD_NOT_RUN } else { 0 })
}

/// The comparison of a project for every group, as a page.
pub(super) fn page(setup: &Setup, lang: Lang) -> Result<String, Failure> {
    let mut reading = setup.reading()?;
    let fravik = setup.agreed(&mut reading);
    let request = judge::Comparison { fravik: &fravik, ..setup.comparison(lang) };
    let document =
        judge::suitability(&reading, &request).map_err(|e| setup::stopped(&e, &setup.catalogue))?;
    Ok(html::render(&document))
}

struct Wanted {
    printed: Option<Format>,
    files: Vec<(Format, PathBuf)>,
}

fn wanted(args: &Args) -> Result<Wanted, Failure> {
    if args.output.is_empty() {
        return match args.format.as_slice() {
            [] => Ok(Wanted { printed: Some(Format::Text), files: Vec::new() }),
            [one] => Ok(Wanted { printed: Some(*one), files: Vec::new() }),
            _ => Err(Failure::with_help(
                Localized::new(
                    "flere formater går ikke på standard ut",
                    "only one format fits standard output",
                ),
                Localized::new("nevn en mappe med -o", "name a folder with -o"),
            )),
        };
    }
    let mut files = Vec::new();
    for place in &args.output {
        if output::is_file(place) {
            let ending = place.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
            let Some(format) = Format::of_ending(&ending) else {
                return Err(Failure::with_help(
                    localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
                    Localized::new("bruk .html, .json, .md eller .txt", "use .html, .json, .md or .txt"),
                ));
            };
            files.push((format, place.clone()));
        } else {
            let formats =
                if args.format.is_empty() { vec![Format::Html, Format::Json] } else { args.format.clone() };
            let name = |f: Format| place.join(format!("egnethet.{}", f.ending()));
            files.extend(formats.into_iter().map(|f| (f, name(f))));
        }
    }
    Ok(Wanted { printed: (!args.quiet).then_some(Format::Text), files })
}

/// The groups whose changes are listed in the terminal.
fn detailed(args: &Args, document: &Suitability, catalogue: &Catalogue) -> Result<Vec<String>, Failure> {
    let mut detailed = Vec::new();
    for wanted in args.group.iter().chain(&args.to) {
        let group = document.groups.iter().find(|g| g.id.eq_ignore_ascii_case(wanted.trim()));
        let unknown = || setup::stopped(&judge::JudgeError::UnknownGroup(wanted.clone()), catalogue);
        detailed.push(group.ok_or_else(unknown)?.id.clone());
    }
    if detailed.is_empty() {
        detailed = document.groups.iter().filter(|g| g.stated).map(|g| g.id.clone()).collect();
    }
    Ok(detailed)
}
