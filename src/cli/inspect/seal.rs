//! `befaring inspect seal`: makes a final version of a visit, which tells when somebody changes it afterwards.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::folder;
use super::report::{Made, made};
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::cli::setup::{Setup, SetupArgs};
use crate::inspection::{
    FILE, FINAL_PDF, FINAL_REPORT, SEALED_FILES, State, Visit, hash, report_page, report_pdf, seal,
    sealed_list,
};
use crate::localized;
use crate::report::pdf;
use crate::source::Severity;
use crate::text::Localized;
use crate::visits::{disk, store};

/// Forsegle en befaring: den endelige rapporten, og et segl over besøksfilen, bildene og rapporten
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect seal [VALG] MAPPE [INNDATA…]",
    after_help = "\
Eksempler:
  befaring inspect seal besok prosjekt.bolig

Skriver i mappen:
  befaring.endelig.html   rapporten, merket som endelig med seglet, og den samme som PDF (befaring.endelig.pdf)
  befaring.visit.toml     state = \"final\" og seglet, SHA-256 av det som står i filen og av bildene
  befaring.segl.sha256    alle filene med hver sin SHA-256; prøves også med «sha256sum -c befaring.segl.sha256»

Endres noe etterpå, sier «befaring inspect report» hva, og rapporten er ikke lenger endelig. Seglet viser at ingenting er
endret, ikke hvem som forseglet: ta vare på SHA-256 av befaring.segl.sha256 der ingen kan bytte den ut.

Sluttkoder: 0 forseglet · 2 besøksfilen eller inndata har feil, et bilde mangler, eller besøket er forseglet fra før"
)]
pub(in crate::cli) struct Args {
    /// Mappen for besøket
    #[arg(value_name = "MAPPE")]
    folder: PathBuf,
    /// Beskrivelse av prosjektet (.bolig) eller bygningsmodell (.ifc, .ifczip); det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let mut setup = Setup::load(&args.inputs, &args.setup, screen)?;
    folder::alone(&args.folder, || sealed(args, &mut setup, screen))
}

/// Seals the visit; nobody else changes its folder meanwhile.
fn sealed(args: &Args, setup: &mut Setup, screen: &Screen) -> Result<u8, Failure> {
    let (visit, file) = folder::visit(&args.folder, screen)?;
    if visit.state == State::Final {
        return Err(Failure::with_help(
            Localized::new("besøket er forseglet fra før", "the visit is sealed already"),
            Localized::new(
                "skriv state = \"utkast\" i besøksfilen og ta bort seal for å endre det og forsegle på nytt",
                "write state = \"draft\" in the file of the visit and take seal away, to change it and seal it anew",
            ),
        ));
    }
    let read = |name: &str| std::fs::read(folder::beside(&args.folder, name)?).ok();
    let sealed = seal(&visit, &read).map_err(Failure::told)?;
    let visit = Visit { state: State::Final, seal: Some(sealed.clone()), ..visit };
    let Made { told, plans, judged } = made(&args.folder, &visit, file, setup, screen)?;
    if judged.diagnostics.iter().any(|d| d.severity == Severity::Error) {
        return Err(Failure::with_help(
            Localized::new(
                "inndata har feil, og ingenting er forseglet",
                "the input has faults, and nothing was sealed",
            ),
            Localized::new("rett dem og prøv igjen", "mend them and try again"),
        ));
    }
    let text = store::seal(&args.folder, &sealed).map_err(Failure::told)?;
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for entry in visit.photos.iter().filter(|p| !p.removed) {
        // Each was read for the seal a moment ago.
        all.extend(read(&entry.file).map(|bytes| (entry.file.clone(), hash(&bytes))));
    }
    all.insert(FILE.to_owned(), hash(text.as_bytes()));
    let page = report_page(&told, &plans);
    all.insert(FINAL_REPORT.to_owned(), hash(page.as_bytes()));
    let mut files = vec![File::new(args.folder.join(FINAL_REPORT), page)];
    if pdf::is_built() {
        let set = report_pdf(&told, &plans, setup.date).and_then(pdf::set)?;
        set.told().iter().for_each(|told| screen.say_line(told));
        all.insert(FINAL_PDF.to_owned(), hash(&set.bytes));
        files.push(File::new(args.folder.join(FINAL_PDF), set.bytes));
    }
    files.push(File::new(args.folder.join(SEALED_FILES), sealed_list(&all)));
    output::write(&files)?;
    // The visit's file last: until it is written, nothing says that it is final.
    let path = args.folder.join(FILE);
    disk::write(&path, text.as_bytes()).map_err(|cause| Failure::Write { path: path.clone(), cause })?;
    files.push(File::new(path, text));
    screen.say_line(&output::told(&files));
    let unanswered = visit.observations.iter().filter(|o| o.seen.is_none()).count();
    if unanswered > 0 {
        screen.say_line(&localized!(
            "Merk: {unanswered} punkter er ikke besvart og står under Avklares.",
            "Note: {unanswered} points are not answered and stand under To be clarified."
        ));
    }
    screen.say_line(&localized!("Segl: {sealed}", "Seal: {sealed}"));
    Ok(0)
}
