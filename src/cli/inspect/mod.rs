//! `befaring inspect`: visits, from the checklist to the report.

mod folder;
mod merge;
mod new;
mod report;
mod seal;
mod stats;

pub(super) use new::{Asked, checklist_as_pdf, make_visit};
pub(super) use report::{as_pdf as report_as_pdf, page as report_page};

use clap::Subcommand;

use super::failure::Failure;
use super::screen::Screen;

/// Lag sjekkliste til en befaring, og rapporten fra den
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect KOMMANDO",
    after_help = "\
Eksempler:
  befaring inspect new prosjekt.bolig -o besok   mappe med sjekkliste og besøksfil
  befaring inspect report besok prosjekt.bolig   rapporten fra besøket
  befaring inspect merge besok kopi.zip          det et nettbrett ikke fikk sendt («Lagre kopi»)
  befaring inspect seal besok prosjekt.bolig     den endelige utgaven, med segl
  befaring inspect stats befaringer              hvilke krav som går igjen over mange besøk"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    New(new::Args),
    Report(report::Args),
    Merge(merge::Args),
    Seal(seal::Args),
    Stats(stats::Args),
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    match &args.command {
        Command::New(args) => new::run(args, screen),
        Command::Report(args) => report::run(args, screen),
        Command::Merge(args) => merge::run(args, screen),
        Command::Seal(args) => seal::run(args, screen),
        Command::Stats(args) => stats::run(args, screen),
    }
}
