//! `befaring spec coverage`: how much of an edition a machine judges.

use crate::cli::args::{CatalogueArgs, EditionArg};
use crate::cli::catalogue;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::report::coverage::{coverage, render};

/// Vis hvor mange krav som vurderes maskinelt, per kapittel, målgruppe og styrke
#[derive(clap::Args)]
#[command(override_usage = "befaring spec coverage [VALG]")]
pub(crate) struct Args {
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    edition: EditionArg,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let catalogue = catalogue::load(&args.catalogue, screen)?;
    let edition = catalogue::edition(&args.edition, &catalogue)?;
    let lang = screen.lang;
    screen.print(&render(&coverage(&catalogue, &edition, lang), lang));
    Ok(0)
}
