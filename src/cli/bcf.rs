//! `befaring bcf read`: takes comments and status from the modelling tool back into the project.

use std::path::PathBuf;

use clap::Subcommand;

use super::attested::{AnswerArgs, Answers};
use super::failure::Failure;
use super::screen::Screen;
use crate::attest::bcf;
use crate::localized;
use crate::report::bcf::topics;

/// Les en BCF-fil tilbake fra modelleringsverktøyet
#[derive(clap::Args)]
#[command(override_usage = "befaring bcf KOMMANDO")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Read(Read),
}

/// Les kommentarer, status og ansvarlig fra en BCF-fil (2.0, 2.1 eller 3.0)
#[derive(clap::Args)]
#[command(
    override_usage = "befaring bcf read [VALG] BCF-FIL [INNDATA…]",
    after_help = "\
Eksempler:
  befaring check modell.ifc -o funn.bcf     lag emnene (BCF 2.1; --format bcf3 gir 3.0)
  befaring bcf read svar.bcf modell.ifc     les svarene tilbake

Det som er sagt, skrives til modell.attest.toml ved siden av modellen, og «befaring check» viser det ved funnene. At et
emne er lukket, gjør ikke et krav oppfylt. Emner fra andre programmer tas vare på som merknader uten krav.

Sluttkoder: 0 alt er lest · 1 noe i filen kunne ikke leses, og det er sagt hva · 2 kunne ikke leses"
)]
struct Read {
    /// BCF-filen (.bcf, .bcfzip)
    #[arg(value_name = "BCF-FIL")]
    file: PathBuf,
    #[command(flatten)]
    answer: AnswerArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let Command::Read(args) = &args.command;
    args.answer.take(&args.file, bcf::LARGEST, screen, |bytes, name, answered| {
        let (judged, setup) = (&answered.judged, &answered.setup);
        let topics = topics(&judged.report, &judged.drawings(&setup.catalogue.vocabulary, ""));
        let read = bcf::read(bytes, name, &judged.report, &topics)?;
        let (all, untouched) = (read.topics, read.untouched);
        let said = localized!(
            "{all} emner, {untouched} av dem uten noe nytt",
            "{all} topics, {untouched} of them without anything new"
        );
        Ok(Answers { taken: read.taken(), attestations: read.attestations, said: Some(said) })
    })
}
