//! `befaring inspect report`: the report of a visit, merged with what the drawings say.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::project;
use crate::cli::screen::Screen;
use crate::cli::setup::{Setup, SetupArgs};
use crate::inspection::{
    FILE, Request, Visit, VisitReport, is_beside, read, report, report_page as page_of, report_pdf, sheets,
};
use crate::localized;
use crate::plan::Sheet;
use crate::report::{Date, InputFile, faults, pdf};
use crate::source::{Severity, Sources};
use crate::text::Localized;

/// Largest photo read, in bytes.
const LARGEST_PHOTO: u64 = 40 << 20;

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
    let (told, plans, has_errors) = made(&mut setup, &args.folder, screen)?;
    let mut files = Vec::new();
    for place in places(args) {
        let is_pdf = place.extension().is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
        let bytes = match is_pdf {
            true => report_pdf(&told, &plans, setup.date).and_then(pdf::set)?,
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
    made(setup, folder, screen).map(|(told, plans, _)| page_of(&told, &plans))
}

/// The report, its plans, and whether the inputs have errors.
fn made(
    setup: &mut Setup,
    folder: &Path,
    screen: &mut Screen,
) -> Result<(VisitReport, Vec<Sheet>, bool), Failure> {
    let (visit, file) = visit(folder, screen)?;
    setup.date = setup.date.or(visit.date.as_deref().and_then(Date::parse));
    let drawn = setup.judge_with(screen, |_| ())?;
    let judged =
        setup.judge_with(screen, |reading| reading.take_visit(&visit, file, &setup.catalogue.vocabulary))?;
    let has_errors = judged.diagnostics.iter().any(|d| d.severity == Severity::Error);
    let catalogue = &setup.catalogue;
    let (plans, unplaced) = sheets(&visit, &judged.model, &catalogue.vocabulary, screen.lang);
    let photo = |name: &str| photo(folder, name, screen);
    let mut told = report(Request {
        visit: &visit,
        drawings: judged.report,
        before: &drawn.findings,
        facts: &drawn.facts,
        catalogue,
        photo: &photo,
        lang: screen.lang,
    });
    told.notes.extend(unplaced.into_iter().map(|n| n.get(screen.lang).to_owned()));
    Ok((told, plans, has_errors))
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

/// The visit in a folder. One that has faults is no ground for a report.
fn visit(folder: &Path, screen: &mut Screen) -> Result<(Visit, InputFile), Failure> {
    let path = folder.join(FILE);
    let bytes = project::bytes(&path)?;
    let shown = path.to_string_lossy().replace('\\', "/");
    let mend = || Localized::new("rett filen og prøv igjen", "mend the file and try again");
    let Ok(text) = std::str::from_utf8(&bytes) else {
        return Err(Failure::with_help(
            localized!("{shown} er ikke UTF-8", "{shown} is not UTF-8"),
            Localized::new("lagre filen som UTF-8", "save the file as UTF-8"),
        ));
    };
    let mut sources = Sources::new();
    let parsed = read(&mut sources, &shown, text);
    screen.say(&faults::render(&parsed.diagnostics, &sources, screen.lang, screen.error_width()));
    let has_errors = parsed.diagnostics.iter().any(|d| d.severity == Severity::Error);
    match parsed.value {
        Some(visit) if !has_errors => Ok((visit, InputFile::of(shown, &bytes))),
        _ => Err(Failure::with_help(
            localized!("besøksfilen {shown} har feil", "the file of the visit, {shown}, has faults"),
            mend(),
        )),
    }
}

/// The bytes of a photo beside the visit's file. Links that lead out of the folder are not followed.
fn photo(folder: &Path, name: &str, screen: &Screen) -> Result<Vec<u8>, String> {
    let said = |text: Localized| text.get(screen.lang).to_owned();
    let missing = || said(localized!("bildet «{name}» finnes ikke", "the photo “{name}” is not there"));
    if !is_beside(name) {
        return Err(missing());
    }
    let (Ok(root), Ok(path)) = (folder.canonicalize(), folder.join(name).canonicalize()) else {
        return Err(missing());
    };
    let inside = path.starts_with(&root) && path.is_file();
    let small = path.metadata().is_ok_and(|m| m.len() <= LARGEST_PHOTO);
    match (inside, small) {
        (false, _) => Err(missing()),
        (true, false) => Err(said(localized!(
            "bildet «{name}» er større enn {} MB",
            "the photo “{name}” is larger than {} MB",
            LARGEST_PHOTO >> 20
        ))),
        (true, true) => std::fs::read(&path).map_err(|_| missing()),
    }
}
