//! The command line: arguments in, exit code out. One file per command.
//!
//! Commands read files, call the library and print; everything they do a library caller can do too. Reports go
//! to standard output, everything about the run (what was written, faults of the input) to standard error.

mod args;
mod attested;
mod bcf;
mod bids;
mod catalogue;
mod check;
mod completions;
mod departures;
mod design;
mod destination;
mod diff;
mod explain;
mod failure;
mod gaps;
mod git;
mod ids;
mod ifc;
mod init;
mod inputs;
mod inspect;
mod matrix;
mod output;
mod plan;
mod progress;
mod project;
mod project_file;
mod screen;
mod serve;
mod setup;
mod shown;
mod spec;
mod suitability;
mod usage;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use args::Common;
use screen::Screen;

/// Exit code when something asked about was found: a fault, a file that is not current.
const FOUND: u8 = 1;
/// Exit code when the program could not do what was asked.
const COULD_NOT_RUN: u8 = 2;

#[derive(Parser)]
#[command(
    name = "befaring",
    version,
    override_usage = "befaring [VALG] KOMMANDO",
    about = "Vurderer forsterkede boliger mot kravene og skriver befaringsrapport med merket plan",
    after_help = "\
Eksempler:
  befaring init                            lag en beskrivelse å begynne med
  befaring check prosjekt.bolig            vurder den, rapport i terminalen
  befaring check prosjekt.bolig -o ut      … og skriv rapport.html, rapport.json og planer til ut/
  befaring suitability prosjekt.bolig      hva hver målgruppe ville funnet, og hva som skal til
  befaring explain dor.teknisk_rom.lasbar  hva et krav betyr og hvordan det dokumenteres

Sluttkoder: 0 ingen krav er negative · 1 minst ett er det · 3 noe er uavklart (med --strict)
            2 kunne ikke kjøre, eller inndata har feil"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Subcommand)]
enum Command {
    Check(Box<check::Args>),
    Watch(Box<watch::Args>),
    Diff(Box<diff::Args>),
    Matrix(matrix::Args),
    Gaps(gaps::Args),
    Bcf(bcf::Args),
    Bids(bids::Args),
    Plan(plan::Args),
    Ifc(ifc::Args),
    Ids(ids::Args),
    Suitability(suitability::Args),
    Explain(explain::Args),
    Design(design::Args),
    Spec(spec::Args),
    Inspect(inspect::Args),
    Serve(Box<serve::Args>),
    Init(init::Args),
    Completions(completions::Args),
}

/// The whole command line, for help, completion and documentation.
pub(crate) fn command() -> clap::Command {
    usage::norwegian(Cli::command())
}

/// Runs the program with the given arguments (the first is the program's name).
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    let parsed = command().try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(usage::tell(&error, usage::language(&args))),
    };
    let mut screen = Screen::new(cli.common.color, cli.common.lang.map(Into::into));
    let result = match cli.command {
        Command::Check(args) => check::run(&args, &mut screen),
        Command::Watch(args) => watch::run(&args, &mut screen),
        Command::Diff(args) => diff::run(&args, &mut screen),
        Command::Matrix(args) => matrix::run(&args, &mut screen),
        Command::Gaps(args) => gaps::run(&args, &mut screen),
        Command::Bcf(args) => bcf::run(&args, &mut screen),
        Command::Bids(args) => bids::run(&args, &screen),
        Command::Plan(args) => plan::run(&args, &mut screen),
        Command::Ifc(args) => ifc::run(&args, &mut screen),
        Command::Ids(args) => ids::run(&args, &mut screen),
        Command::Suitability(args) => suitability::run(&args, &mut screen),
        Command::Explain(args) => explain::run(&args, &mut screen),
        Command::Design(args) => design::run(&args, &mut screen),
        Command::Spec(args) => spec::run(&args, &mut screen),
        Command::Inspect(args) => inspect::run(&args, &mut screen),
        Command::Serve(args) => serve::run(&args, &mut screen),
        Command::Init(args) => init::run(&args, &mut screen),
        Command::Completions(args) => completions::run(&args, &mut screen),
    };
    let code = match result {
        Ok(code) => code,
        Err(failure) => screen.failure(&failure),
    };
    ExitCode::from(screen.finish(code))
}
