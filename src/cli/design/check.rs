//! `befaring design check`: every fault of a description, without judging it.

use std::path::PathBuf;

use crate::cli::args::CatalogueArgs;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::cli::{FOUND, catalogue, project};
use crate::localized;
use crate::report::faults;

/// Finn feil i en beskrivelse: fil, linje, kolonne og hva som retter dem
#[derive(clap::Args)]
#[command(
    override_usage = "befaring design check [VALG] FIL…",
    after_help = "\
Eksempel:
  befaring design check prosjekt.bolig

Sluttkoder: 0 ingen feil (det kan være advarsler) · 1 feil funnet · 2 kunne ikke lese filen"
)]
pub(crate) struct Args {
    /// Beskrivelser (.bolig), mapper med slike, eller - for standard inn
    #[arg(value_name = "FIL", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let vocabulary = catalogue::vocabulary(&args.catalogue, screen)?;
    let mut code = 0;
    for file in project::descriptions(&args.files)? {
        let reading = project::read(std::slice::from_ref(&file), &vocabulary)?;
        let found = &reading.diagnostics;
        screen.print(&faults::render(found, &reading.sources, screen.lang, screen.width()));
        if reading.has_errors() {
            code = FOUND;
        } else if found.is_empty() {
            let path = file.display();
            let line = localized!("{path}: ingen feil\n", "{path}: no faults\n");
            screen.print(line.get(screen.lang));
        }
    }
    Ok(code)
}
