//! `befaring ids`: Information Delivery Specifications (IDS 1.0).

mod audit;
mod check;
mod export;

use clap::Subcommand;

use super::failure::Failure;
use super::screen::Screen;

/// Kontroller IDS-filer, og skriv dem ut av kravene
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ids KOMMANDO",
    after_help = "\
Eksempler:
  befaring ids check krav.ids hus.ifc   hold modellen mot spesifikasjonene i filen
  befaring ids audit krav.ids           finn feil i filen selv: navn som ikke finnes, verdier som aldri kan stemme
  befaring ids export -o ut.ids         skriv hva en modell må ha for at kravene kan vurderes"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Audit(audit::Args),
    Export(Box<export::Args>),
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    match &args.command {
        Command::Check(args) => check::run(args, screen),
        Command::Audit(args) => audit::run(args, screen),
        Command::Export(args) => export::run(args, screen),
    }
}
