//! `befaring design`: everything about descriptions as texts.

mod check;
mod fmt;
mod reference;

use clap::Subcommand;

use super::failure::Failure;
use super::screen::Screen;

/// Formater eller kontroller en beskrivelse, eller vis språket den skrives i
#[derive(clap::Args)]
#[command(
    override_usage = "befaring design KOMMANDO",
    after_help = "\
Eksempler:
  befaring design check prosjekt.bolig   finn feil, uten å vurdere krav
  befaring design fmt prosjekt.bolig     formater filen
  befaring design reference              alle ord i språket"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Fmt(fmt::Args),
    Reference(reference::Args),
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    match &args.command {
        Command::Check(args) => check::run(args, screen),
        Command::Fmt(args) => fmt::run(args, screen),
        Command::Reference(args) => reference::run(args, screen),
    }
}
