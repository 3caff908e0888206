//! `befaring check`: judges a project and writes the report.

use std::path::PathBuf;

use super::destination::{self, Wanted};
use super::failure::Failure;
use super::output;
use super::screen::Screen;
use super::setup::{Setup, SetupArgs};
use crate::judge::Judged;
use crate::report::formats::Format;
use crate::report::terminal;

/// Vurder et prosjekt mot kravene og skriv rapporten
#[derive(clap::Args)]
#[command(
    override_usage = "befaring check [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring check                                det befaring.toml sier
  befaring check prosjekt.bolig                 rapport i terminalen
  befaring check prosjekt.bolig -o befaring-ut  … og HTML, JSON og planer i mappen befaring-ut
  befaring check prosjekt.bolig -o rapport.html … og bare HTML-rapporten
  befaring check prosjekt.bolig --format json   JSON på standard ut
  befaring check prosjekt.bolig --gruppe 7      som om målgruppen var 7

Sluttkoder: 0 ingen krav er negative · 1 minst ett er det · 3 noe er uavklart (med --strict)
            2 inndata har feil (rapporten skrives likevel), eller ingenting kunne vurderes"
)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) report: ReportArgs,
    /// Vis ikke rapporten i terminalen når filer skrives
    #[arg(short, long)]
    quiet: bool,
}

/// A project, how it is judged, and where the report goes.
#[derive(clap::Args)]
pub(super) struct ReportArgs {
    /// Beskrivelse av prosjektet (.bolig) og bygningsmodeller (.ifc, .ifczip), eller - for standard inn; det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    pub(super) inputs: Vec<PathBuf>,
    /// Skriv til en mappe, eller til en fil hvis endelse sier hva den er; kan gjentas
    #[arg(short, long, value_name = "STED")]
    output: Vec<PathBuf>,
    #[arg(
        long,
        value_name = "FORMAT",
        value_delimiter = ',',
        help = destination::help(),
        value_parser = destination::parser()
    )]
    format: Vec<&'static Format>,
    #[command(flatten)]
    setup: SetupArgs,
    /// Vis grunnlag, tolkning og kilde for hvert punkt i terminalen
    #[arg(short, long)]
    verbose: bool,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let asked = args.report.asked(args.quiet)?;
    let setup = Setup::load_reading(&args.report.inputs, &args.report.setup, screen)?;
    let wanted = wanted(asked, &setup, args.quiet)?;
    let judged = args.report.judge_and_show(&setup, &wanted, screen)?;
    let code = judged.report.outcome.result.exit_code();
    // The program ends here: what it holds goes with it, which is much sooner done than piece by piece.
    std::mem::forget((judged, setup));
    Ok(code)
}

impl ReportArgs {
    /// How the project is judged, and where the report goes.
    pub(super) fn load(&self, quiet: bool, screen: &mut Screen) -> Result<(Setup, Wanted), Failure> {
        let asked = self.asked(quiet)?;
        let setup = Setup::load(&self.inputs, &self.setup, screen)?;
        let wanted = wanted(asked, &setup, quiet)?;
        Ok((setup, wanted))
    }

    /// Where the report goes, as far as the arguments say.
    fn asked(&self, quiet: bool) -> Result<Option<Wanted>, Failure> {
        let said = !(self.output.is_empty() && self.format.is_empty());
        said.then(|| destination::wanted(&self.output, &self.format, quiet)).transpose()
    }

    /// Judges the project, and prints and writes what was asked for.
    pub(super) fn judge_and_show(
        &self,
        setup: &Setup,
        wanted: &Wanted,
        screen: &mut Screen,
    ) -> Result<Judged, Failure> {
        let judged = setup.judge(screen)?.reported();
        show(&judged, setup, wanted, self.verbose, screen)?;
        Ok(judged)
    }
}

/// Where the report goes: where the arguments say, or else the project file.
fn wanted(asked: Option<Wanted>, setup: &Setup, quiet: bool) -> Result<Wanted, Failure> {
    match (asked, &setup.file) {
        (Some(asked), _) => Ok(asked),
        (None, Some(file)) => destination::of_project(file, quiet),
        (None, None) => destination::wanted(&[], &[], quiet),
    }
}

fn show(
    judged: &Judged,
    setup: &Setup,
    wanted: &Wanted,
    verbose: bool,
    screen: &mut Screen,
) -> Result<(), Failure> {
    if wanted.report_in_terminal {
        let layout = terminal::Layout { width: screen.width(), verbose };
        screen.print(&terminal::render(&judged.report, layout));
    }
    let material = judged.material(&setup.catalogue.vocabulary, verbose);
    if wanted.outputs.iter().any(|d| d.format.id == "github") {
        destination::step_summary(&judged.report)?;
    }
    let files = destination::made(&wanted.outputs, &material, screen)?;
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    Ok(())
}
