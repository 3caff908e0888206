//! `befaring inspect report`: the report of a visit, merged with what the drawings say.

use std::path::{Path, PathBuf};

use super::folder;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::cli::setup::{Setup, SetupArgs};
use crate::inspection::{
    Request, Visit, VisitReport, broken, report, report_page as page_of, report_pdf, sheets,
};
use crate::judge::Judged;
use crate::localized;
use crate::plan::Sheet;
use crate::report::{Date, InputFile, faults, pdf};
use crate::source::{Severity, Sources};

/// Skriv rapporten fra en befaring: Positivt og Negativt, planen med bilder og bokstaver, og det tegningene sier
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect report [VALG] MAPPE [INNDATA…]",
    after_help = "\
Eksempler:
  befaring inspect report besok prosjekt.bolig                  skriver besok/befaring.html og besok/befaring.pdf
  befaring inspect report besok ark.ifc prosjekt.bolig -o ut.html
  befaring inspect report besok prosjekt.bolig -o ut.pdf        bare PDF

Det som er sett, går foran det som er tegnet; der de er uenige, står begge. Målte verdier blir fakta som andre krav
vurderes etter. Bildene i rapporten er kopier uten sted, tid og kamera.

Sluttkoder: 0 rapporten er skrevet · 2 besøksfilen eller inndata har feil"
)]
pub(in crate::cli) struct Args {
    /// Mappen for besøket
    #[arg(value_name = "MAPPE")]
    folder: PathBuf,
    /// Beskrivelse av prosjektet (.bolig) eller bygningsmodell (.ifc, .ifczip); det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    /// Filen som skrives, .html eller .pdf; kan gjentas. Begge i mappen for besøket når ingen er nevnt
    #[arg(short, long, value_name = "FIL")]
    output: Vec<PathBuf>,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let mut setup = Setup::load(&args.inputs, &args.setup, screen)?;
    let (told, plans, has_errors) = told(&mut setup, &args.folder, screen)?;
    let mut files = Vec::new();
    for place in places(args) {
        let is_pdf = place.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
        let bytes = match is_pdf {
            true => {
                let set = report_pdf(&told, &plans, setup.date).and_then(pdf::set)?;
                set.told().iter().for_each(|told| screen.say_line(told));
                set.bytes
            }
            false => page_of(&told, &plans).into_bytes(),
        };
        files.push(File::new(place, bytes));
    }
    output::write(&files)?;
    screen.say_line(&output::told(&files));
    let (positive, negative, open) = (told.positive.len(), told.negative.len(), told.open.len());
    screen.say_line(&localized!(
        "{positive} positive, {negative} negative, {open} å avklare",
        "{positive} positive, {negative} negative, {open} to be clarified"
    ));
    Ok(if has_errors { crate::cli::COULD_NOT_RUN } else { 0 })
}

/// The report of the visit in a folder as a page.
pub(in crate::cli) fn page(setup: &mut Setup, folder: &Path, screen: &mut Screen) -> Result<String, Failure> {
    told(setup, folder, screen).map(|(told, plans, _)| page_of(&told, &plans))
}

/// The same as PDF.
pub(in crate::cli) fn as_pdf(
    setup: &mut Setup,
    folder: &Path,
    screen: &mut Screen,
) -> Result<Vec<u8>, Failure> {
    let (told, plans, _) = told(setup, folder, screen)?;
    Ok(report_pdf(&told, &plans, setup.date).and_then(pdf::set)?.bytes)
}

/// The report as it stands, its plans, and whether it cannot be leaned on: the inputs have errors, or what was sealed is
/// no longer what it was.
fn told(
    setup: &mut Setup,
    folder: &Path,
    screen: &Screen,
) -> Result<(VisitReport, Vec<Sheet>, bool), Failure> {
    let (visit, file) = folder::visit(folder, screen)?;
    let unsealed = broken(&visit, &|name| std::fs::read(folder::beside(folder, name)?).ok());
    screen.say(&faults::render(&unsealed, &Sources::new(), screen.lang, screen.error_width()));
    let Made { mut told, plans, judged } = made(folder, &visit, file, setup, screen)?;
    if !unsealed.is_empty() {
        told.is_final = false;
        told.standing = localized!("Endret etter at den ble forseglet", "Changed after it was sealed")
            .get(screen.lang)
            .to_owned();
        told.notes.extend(unsealed.iter().map(|f| f.message.get(screen.lang).to_owned()));
    }
    let has_errors = judged.diagnostics.iter().any(|d| d.severity == Severity::Error);
    Ok((told, plans, has_errors || !unsealed.is_empty()))
}

/// A report of a visit and what it was made from.
pub(super) struct Made {
    pub(super) told: VisitReport,
    pub(super) plans: Vec<Sheet>,
    pub(super) judged: Judged,
}

/// Makes the report of a visit.
pub(super) fn made(
    folder: &Path,
    visit: &Visit,
    file: InputFile,
    setup: &mut Setup,
    screen: &Screen,
) -> Result<Made, Failure> {
    setup.date = setup.date.or(visit.date.as_deref().and_then(Date::parse));
    let drawn = setup.judge_with(screen, |_| ())?;
    let judged =
        setup.judge_with(screen, |reading| reading.take_visit(visit, file, &setup.catalogue.vocabulary))?;
    let catalogue = &setup.catalogue;
    let (plans, unplaced) = sheets(visit, &judged.model, &catalogue.vocabulary, screen.lang);
    let photo = |name: &str| folder::photo(folder, name, screen);
    let mut told = report(Request {
        visit,
        drawings: judged.report.clone(),
        before: &drawn.findings,
        facts: &drawn.facts,
        catalogue,
        photo: &photo,
        lang: screen.lang,
    });
    told.notes.extend(unplaced.into_iter().map(|n| n.get(screen.lang).to_owned()));
    Ok(Made { told, plans, judged })
}

/// Where the report goes: the files named, else a page and, where this program can, a PDF beside the visit.
fn places(args: &Args) -> Vec<PathBuf> {
    if !args.output.is_empty() {
        return args.output.clone();
    }
    let mut places = vec![args.folder.join("befaring.html")];
    if pdf::is_built() {
        places.push(args.folder.join("befaring.pdf"));
    }
    places
}
