//! `befaring spec`: everything about the requirements themselves.

mod check;
mod coverage;
mod docs;
mod new;

use clap::Subcommand;

use super::failure::Failure;
use super::screen::Screen;

/// Kontroller, tell opp, dokumenter eller utvid kravene
#[derive(clap::Args)]
#[command(
    override_usage = "befaring spec KOMMANDO",
    after_help = "\
Eksempler:
  befaring spec check --spec min-kommune   finn feil i en egen kravmappe
  befaring spec coverage                   hvor mye som vurderes maskinelt
  befaring spec docs --check               er spec/KRAV.md oppdatert?
  befaring spec new bad.speil              lag et nytt krav med prøver"
)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Coverage(coverage::Args),
    Docs(docs::Args),
    New(new::Args),
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    match &args.command {
        Command::Check(args) => check::run(args, screen),
        Command::Coverage(args) => coverage::run(args, screen),
        Command::Docs(args) => docs::run(args, screen),
        Command::New(args) => new::run(args, screen),
    }
}
