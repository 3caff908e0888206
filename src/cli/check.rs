//! `befaring check`: judges a project and writes the report.

use std::path::PathBuf;

use clap::ValueEnum;

use super::args::JudgeArgs;
use super::destination::{self, Destination};
use super::failure::Failure;
use super::output;
use super::screen::Screen;
use super::{catalogue, project};
use crate::catalogue::Catalogue;
use crate::finding::Force;
use crate::judge::{self, JudgeError, Settings};
use crate::localized;
use crate::report::formats::Format;
use crate::report::{Date, Policy, faults, terminal};
use crate::text::Localized;

/// Vurder et prosjekt mot kravene og skriv rapporten
#[derive(clap::Args)]
#[command(
    override_usage = "befaring check [VALG] INNDATA…",
    after_help = "\
Eksempler:
  befaring check prosjekt.bolig                 rapport i terminalen
  befaring check prosjekt.bolig -o befaring-ut  … og HTML, JSON og planer i mappen befaring-ut
  befaring check prosjekt.bolig -o rapport.html … og bare HTML-rapporten
  befaring check prosjekt.bolig --format json   JSON på standard ut
  befaring check prosjekt.bolig --gruppe 7      som om målgruppen var 7

Sluttkoder: 0 ingen krav er negative · 1 minst ett er det · 3 noe er uavklart (med --strict)
            2 inndata har feil (rapporten skrives likevel), eller ingenting kunne vurderes"
)]
pub(super) struct Args {
    /// Beskrivelse av prosjektet (.bolig) eller bygningsmodell (.ifc, .ifczip), eller - for standard inn
    #[arg(value_name = "INNDATA", required = true)]
    inputs: Vec<PathBuf>,
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
    judge: JudgeArgs,
    /// Sluttkode 3 når noe er uavklart
    #[arg(long)]
    strict: bool,
    /// Det svakeste som gir sluttkode 1: shall (krav) eller should (også anbefalinger)
    #[arg(long, value_name = "STYRKE", default_value = "shall")]
    fail_on: FailOn,
    /// Dato i rapporten, f.eks. 2026-03-12; ingen dato når den ikke er gitt
    #[arg(long, value_name = "DATO")]
    date: Option<String>,
    /// Vis grunnlag, tolkning og kilde for hvert punkt i terminalen
    #[arg(short, long)]
    verbose: bool,
    /// Vis ikke rapporten i terminalen når filer skrives
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Shall,
    Should,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let date = args.date.as_deref().map(date).transpose()?;
    let wanted = destination::wanted(&args.output, &args.format, args.quiet)?;
    let catalogue = catalogue::load_with(&args.judge.catalogue, &args.judge.parameters, screen)?;
    let edition = catalogue::edition(&args.judge.edition, &catalogue)?;
    let reading = project::read(&args.inputs, &catalogue.vocabulary)?;
    let fail_on = match args.fail_on {
        FailOn::Shall => Force::Shall,
        FailOn::Should => Force::Should,
    };
    let settings = Settings {
        catalogue: &catalogue,
        edition: &edition,
        groups: &args.judge.gruppe,
        policy: Policy { fail_on, strict: args.strict },
        date,
        lang: screen.lang,
        phase: None,
        fravik: &[],
        baseline: None,
    };
    screen.say(&faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width()));
    let judged = judge::judge(reading, &settings).map_err(|e| stopped(&e, &catalogue))?;
    let layout = terminal::Layout { width: screen.width(), verbose: args.verbose };
    if wanted.report_in_terminal {
        screen.print(&terminal::render(&judged.report, layout));
    }
    let material = judged.material(&catalogue.vocabulary, args.verbose);
    let mut files = Vec::new();
    for Destination { format, place } in &wanted.outputs {
        files.extend(destination::made(format, place, &material, screen)?);
    }
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    Ok(judged.report.outcome.result.exit_code())
}

fn date(text: &str) -> Result<Date, Failure> {
    Date::parse(text).ok_or_else(|| {
        Failure::with_help(
            localized!("«{text}» er ikke en dato", "“{text}” is not a date"),
            Localized::new("skriv den som 2026-03-12", "write it like 2026-03-12"),
        )
    })
}

/// Why nothing could be judged, with what to do about it.
fn stopped(error: &JudgeError, catalogue: &Catalogue) -> Failure {
    let help = match error {
        JudgeError::EmptyModel => Localized::new(
            "«befaring init» lager en beskrivelse å begynne med",
            "“befaring init” makes a description to begin with",
        ),
        JudgeError::EmptyEdition(_) => {
            let all = catalogue.editions.join(", ");
            localized!("kjente utgaver: {all}", "known editions: {all}")
        }
        JudgeError::UnknownGroup(_) => {
            let all: Vec<&str> = catalogue.vocabulary.groups.iter().map(|g| g.id.as_str()).collect();
            let all = all.join(", ");
            localized!("målgruppene er {all}", "the resident groups are {all}")
        }
    };
    Failure::with_help(error.words(), help)
}
