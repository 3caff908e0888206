//! `befaring gaps`: what is not documented, by discipline, as text for the tender documents.

use std::path::PathBuf;

use super::destination;
use super::failure::Failure;
use super::output;
use super::screen::Screen;
use super::setup::{Setup, SetupArgs};
use crate::finding::Verdict;
use crate::report::formats;
use crate::text::Localized;

/// List det som ikke er dokumentert, fordelt på fag, med hva som ville avgjort det
#[derive(clap::Args)]
#[command(
    override_usage = "befaring gaps [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring gaps prosjekt.bolig                  Markdown på standard ut
  befaring gaps prosjekt.bolig -o mangler.docx  som Word-dokument til konkurransegrunnlaget

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
    let ending = args.output.as_deref().and_then(|p| p.extension()).unwrap_or_default();
    let id = if ending.eq_ignore_ascii_case("docx") { "gaps-docx" } else { "gaps" };
    let Some(format) = formats::format(id) else {
        return Err(Failure::told(Localized::new("formatet mangler", "the output is missing")));
    };
    let setup = Setup::load(&args.inputs, &args.setup, screen)?;
    let judged = setup.judge(screen)?;
    let place = match &args.output {
        Some(path) => destination::Place::File(path.clone()),
        None => destination::Place::Printed,
    };
    let files =
        destination::made(format, &place, &judged.material(&setup.catalogue.vocabulary, false), screen)?;
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    let open = judged.report.section(Verdict::Unclear).map_or(0, |s| s.points);
    let shown =
        crate::localized!("{open} kravpunkter er ikke dokumentert", "{open} points are not documented");
    screen.say_line(&shown);
    let unusable = judged.report.outcome.result == crate::report::CheckResult::Incomplete;
    Ok(if unusable { super::COULD_NOT_RUN } else { 0 })
}
