//! `befaring plan`: draws the plans of a project, without judging it.

use std::path::{Path, PathBuf};

use super::COULD_NOT_RUN;
use super::failure::Failure;
use super::inputs::{Inputs, ReadArgs};
use super::output::{self, File};
use super::screen::Screen;
use crate::facts::derive;
use crate::plan::{Shared, Sheet};
use crate::report::drawings::{Drawings, Dwellings, file_names};
use crate::report::faults;
use crate::text::Localized;

/// Tegn planene, uten å vurdere noe: én SVG per etasje og per bolig
#[derive(clap::Args)]
#[command(
    override_usage = "befaring plan [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring plan                           planene av det befaring.toml nevner
  befaring plan prosjekt.bolig            skriv planene til mappen planer
  befaring plan prosjekt.bolig -o ut/     … til mappen ut
  befaring plan prosjekt.bolig --etasjer  bare etasjene
  befaring plan ark.ifc riv.ifc rie.ifc   fagmodellene lagt på hverandre

Planer med henvisninger til funn følger med «befaring check … -o MAPPE»."
)]
pub(super) struct Args {
    /// Beskrivelse av prosjektet (.bolig) og bygningsmodeller (.ifc, .ifczip), eller - for standard inn; det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    /// Mappen planene skrives til
    #[arg(short, long, value_name = "MAPPE", default_value = "planer")]
    output: PathBuf,
    /// Bare etasjene, ikke hver bolig
    #[arg(long)]
    etasjer: bool,
    #[command(flatten)]
    read: ReadArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let inputs = Inputs::find(&args.inputs, &args.read, screen)?;
    let reading = inputs.read()?;
    let vocabulary = &inputs.catalogue.vocabulary;
    screen.say(&faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width()));
    let has_errors = reading.has_errors();
    let Some(model) = reading.model else {
        return Err(Failure::told(Localized::new("ingenting er beskrevet", "nothing is described")));
    };
    let facts = derive(&model, vocabulary);
    let shared = Shared::default();
    let (model, facts, shared) = (&model, &facts, &shared);
    let drawings = Drawings { report: None, model, facts, vocabulary, lang: screen.lang, page: "", shared };
    let which = if args.etasjer { Dwellings::None } else { Dwellings::All };
    let (storeys, dwellings) = drawings.sheets(which);
    let files = named(storeys.into_iter().chain(dwellings).collect(), &args.output);
    if files.is_empty() {
        return Err(Failure::with_help(
            Localized::new("ingenting å tegne", "nothing to draw"),
            Localized::new(
                "en plan trenger etasjer med boliger eller rom («bygg … { etasje 1 { … } }»)",
                "a plan needs storeys with dwellings or rooms (“bygg … { etasje 1 { … } }”)",
            ),
        ));
    }
    output::write(&files)?;
    screen.say_line(&output::told(&files));
    Ok(if has_errors { COULD_NOT_RUN } else { 0 })
}

fn named(sheets: Vec<Sheet>, folder: &Path) -> Vec<File> {
    let names = file_names(&sheets);
    sheets.into_iter().zip(names).map(|(s, name)| File::new(folder.join(name), s.svg)).collect()
}
