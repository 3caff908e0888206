//! `befaring design reference`: the manual of the description language, from its own tables.

use std::path::PathBuf;

use crate::cli::args::CatalogueArgs;
use crate::cli::catalogue;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::design;

/// Where the manual is kept.
const USUAL_PLACE: &str = "spec/BOLIG.md";

/// Vis alle ord i språket beskrivelser skrives i
#[derive(clap::Args)]
#[command(
    override_usage = "befaring design reference [VALG]",
    after_help = "\
Eksempler:
  befaring design reference                   les den her
  befaring design reference -o spec/BOLIG.md  skriv den
  befaring design reference --check           sluttkode 1 når spec/BOLIG.md ikke er oppdatert"
)]
pub(crate) struct Args {
    /// Filen den skrives til; standard ut når ingen er nevnt
    #[arg(short, long, value_name = "FIL")]
    output: Option<PathBuf>,
    /// Skriv ingenting; si fra om filen ikke er oppdatert
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let vocabulary = catalogue::vocabulary(&args.catalogue, screen)?;
    let text = design::reference(&vocabulary);
    let path = match &args.output {
        Some(path) => path.clone(),
        None if args.check => PathBuf::from(USUAL_PLACE),
        None => {
            screen.print_raw(&text);
            return Ok(0);
        }
    };
    let file = File::new(&path, text);
    let by = format!("befaring design reference -o {}", path.display());
    output::write_or_check(&[file], args.check, &by, screen)
}
