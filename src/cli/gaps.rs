//! `befaring gaps`: what is not documented, by discipline, as text for the tender documents.

use std::path::{Path, PathBuf};

use super::destination::{self, Destination};
use super::failure::Failure;
use super::output;
use super::screen::Screen;
use super::setup::{Setup, SetupArgs};
use crate::finding::Verdict;
use crate::localized;
use crate::report::formats;
use crate::text::Localized;

/// List det som ikke er dokumentert, fordelt på fag, med hva som ville avgjort det
#[derive(clap::Args)]
#[command(
    override_usage = "befaring gaps [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring gaps                                 for det befaring.toml nevner
  befaring gaps prosjekt.bolig                  Markdown på standard ut
  befaring gaps prosjekt.bolig -o mangler.docx  som Word-dokument til konkurransegrunnlaget
  befaring gaps prosjekt.bolig --phase sketch   det som kan dokumenteres i skissen først, resten under sin fase

Sluttkoder: 0 listen er laget (også når den er tom) · 2 inndata har feil, eller ingenting kunne vurderes"
)]
pub(super) struct Args {
    /// Beskrivelse av prosjektet (.bolig) og bygningsmodeller (.ifc, .ifczip)
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    /// Fil det skrives til: .docx, eller .md
    #[arg(short, long, value_name = "FIL")]
    output: Option<PathBuf>,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let id = output_id(args.output.as_deref())?;
    let Some(format) = formats::format(id) else {
        return Err(Failure::told(Localized::new("formatet mangler", "the output is missing")));
    };
    let setup = Setup::load(&args.inputs, &args.setup, screen)?;
    let judged = setup.judge(screen)?;
    let place = match &args.output {
        Some(path) => destination::Place::File(path.clone()),
        None => destination::Place::Printed,
    };
    let outputs = [Destination { format, place }];
    let files = destination::made(&outputs, &judged.material(&setup.catalogue.vocabulary, false), screen)?;
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    let open = judged.report.section(Verdict::Unclear).map_or(0, |s| s.points);
    let later = judged.report.points().filter(|p| p.not_yet.is_some()).count();
    screen.say_line(&match later {
        0 => localized!("{open} kravpunkter er ikke dokumentert", "{open} points are not documented"),
        _ => localized!(
            "{open} kravpunkter er ikke dokumentert; {later} av dem kan ikke dokumenteres i denne fasen",
            "{open} points are not documented; {later} of them cannot be documented in this phase"
        ),
    });
    let unusable = judged.report.outcome.result == crate::report::CheckResult::Incomplete;
    Ok(if unusable { super::COULD_NOT_RUN } else { 0 })
}

/// Which output the file's ending asks for; Markdown where there is no file.
fn output_id(file: Option<&Path>) -> Result<&'static str, Failure> {
    let Some(file) = file else { return Ok("gaps") };
    let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "docx" => Ok("gaps-docx"),
        "md" | "markdown" => Ok("gaps"),
        _ => Err(Failure::with_help(
            localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
            Localized::new("bruk .docx eller .md", "use .docx or .md"),
        )),
    }
}
