//! `befaring matrix read`: takes a filled-in kravmatrise back into the project.

use std::path::PathBuf;

use clap::Subcommand;

use super::attested::{AnswerArgs, Answers};
use super::failure::Failure;
use super::screen::Screen;
use crate::attest::matrix::{self, Signature};
use crate::date::Date;

/// Les en utfylt kravmatrise tilbake
#[derive(clap::Args)]
#[command(override_usage = "befaring matrix KOMMANDO")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Read(Read),
}

/// Les kommentarer, ansvarlig og egne vurderinger fra en utfylt matrise (.xlsx eller .csv)
#[derive(clap::Args)]
#[command(
    override_usage = "befaring matrix read [VALG] MATRISE [INNDATA…]",
    after_help = "\
Eksempler:
  befaring check prosjekt.bolig -o kravmatrise.xlsx     lag matrisen
  befaring matrix read kravmatrise.xlsx prosjekt.bolig  les den tilbake når den er fylt ut

Det som er fylt ut, skrives til prosjekt.attest.toml ved siden av prosjektet, og «befaring check» leser det der.
Kolonner og rader kan flyttes, sorteres og slettes. En egen vurdering avgjør det som er uavklart; et negativt funn
blir stående, og motstriden vises. Endres beskrivelsen av stedet, må vurderingen bekreftes på nytt: den står da blant
tidligere merknader, og kolonnene er tomme.

Sluttkoder: 0 alt er lest · 1 noe i filen kunne ikke plasseres, og det er sagt hva · 2 kunne ikke leses"
)]
struct Read {
    /// Den utfylte matrisen
    #[arg(value_name = "MATRISE")]
    matrix: PathBuf,
    #[command(flatten)]
    answer: AnswerArgs,
    /// Navn på den som har vurdert, der matrisen ikke sier det; datoen er den i --date
    #[arg(long, value_name = "NAVN")]
    by: Option<String>,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let Command::Read(args) = &args.command;
    args.answer.take(&args.matrix, matrix::LARGEST, screen, |bytes, name, answered| {
        let signature = Signature { by: args.by.clone(), date: answered.setup.date.map(Date::iso) };
        let read = matrix::read(bytes, name, &answered.judged.report, &signature)?;
        Ok(Answers { taken: read.taken(), attestations: read.attestations, said: None })
    })
}
