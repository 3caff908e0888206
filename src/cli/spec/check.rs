//! `befaring spec check`: every fault of a catalogue, with its place and its mend.

use crate::catalogue::Catalogue;
use crate::cli::args::CatalogueArgs;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::cli::{FOUND, catalogue};
use crate::localized;
use crate::report::faults;
use crate::source::{Severity, Sources};

/// Finn feil i kravene: fil, linje, kolonne og hva som retter dem
#[derive(clap::Args)]
#[command(
    override_usage = "befaring spec check [VALG]",
    after_help = "\
Eksempel:
  befaring spec check --spec min-kommune

Sluttkoder: 0 ingen feil · 1 feil funnet · 2 kunne ikke lese mappen"
)]
pub(crate) struct Args {
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let tree = catalogue::tree(&args.catalogue)?;
    let mut sources = Sources::new();
    let mut found = Vec::new();
    let read = Catalogue::read(&tree, &mut sources, &mut found);
    screen.print(&faults::render(&found, &sources, screen.lang, screen.width()));
    let (n, editions) = (read.requirements.len(), read.editions.len());
    let (nb, en) = if editions == 1 { ("utgave", "edition") } else { ("utgaver", "editions") };
    let line =
        localized!("{n} krav i {editions} {nb} er lest\n", "{n} requirements in {editions} {en} read\n");
    screen.print(line.get(screen.lang));
    let errors = found.iter().any(|f| f.severity == Severity::Error);
    Ok(if errors { FOUND } else { 0 })
}
