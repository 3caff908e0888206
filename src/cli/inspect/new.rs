//! `befaring inspect new`: the folder of a visit, made from what the drawings could not settle.

use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::cli::setup::{Setup, SetupArgs};
use crate::inspection::{ChecklistBasis, FILE, PHOTOS, checklist, checklist_page, checklist_pdf, write};
use crate::localized;
use crate::report::drawings::Dwellings;
use crate::report::pdf;
use crate::text::Localized;

/// Lag en mappe for en befaring: sjekkliste i gangrekkefølge, planer, og filen det som blir sett skrives i
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect new [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring inspect new prosjekt.bolig -o besok --date 2026-03-12
  befaring inspect new ark.ifc prosjekt.bolig -o besok --sted \"Eksempelveien 12, A101\"

I mappen:
  befaring.visit.toml   det som blir sett: fylles ut for hånd eller av nettsiden, og leses tilbake
  sjekkliste.html       til å skrive ut og ta med; også sjekkliste.pdf der programmet er bygd med det
  bilder/               hit kopieres bildene"
)]
pub(in crate::cli) struct Args {
    /// Beskrivelse av prosjektet (.bolig) eller bygningsmodell (.ifc, .ifczip); det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    /// Mappen for besøket; den må ikke ha et besøk fra før
    #[arg(short, long, value_name = "MAPPE", default_value = "besok")]
    output: PathBuf,
    /// Det som besøkes, slik det skal stå i rapporten; aldri navn på beboere
    #[arg(long, value_name = "TEKST")]
    sted: Option<String>,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let file = args.output.join(FILE);
    if file.exists() {
        let path = file.display();
        return Err(Failure::with_help(
            localized!("{path} finnes fra før", "{path} is there already"),
            Localized::new("velg en annen mappe med -o", "choose another folder with -o"),
        ));
    }
    let setup = Setup::load(&args.inputs, &args.setup, screen)?;
    let n = make_visit(&setup, &args.output, args.sted.as_deref().unwrap_or_default(), screen)?;
    screen.say_line(&localized!("{n} punkter å se på", "{n} points to look at"));
    Ok(0)
}

/// Makes the folder of a visit on the day of the set-up, and gives the number of points in it.
pub(in crate::cli) fn make_visit(
    setup: &Setup,
    folder: &Path,
    place: &str,
    screen: &Screen,
) -> Result<usize, Failure> {
    let judged = setup.judge(screen)?;
    let catalogue = &setup.catalogue;
    let mut visit = checklist(&ChecklistBasis {
        project: &judged.model.project.element.name,
        facts: &judged.facts,
        findings: &judged.findings,
        catalogue,
        edition: &setup.edition,
        inputs: &judged.report.basis,
        lang: screen.lang,
    });
    place.clone_into(&mut visit.place);
    visit.date = setup.date.map(crate::report::Date::iso);
    let (storeys, _) = judged.drawings(&catalogue.vocabulary, "").sheets(Dwellings::None);
    let text = write(&visit).map_err(|cause| {
        Failure::told(localized!("besøket kan ikke skrives: {cause}", "cannot write the visit: {cause}"))
    })?;
    let mut files = vec![
        File::new(folder.join(FILE), text),
        File::new(folder.join("sjekkliste.html"), checklist_page(&visit, &storeys, catalogue, screen.lang)),
        File::new(folder.join(PHOTOS).join("LESMEG.txt"), photo_note().get(screen.lang)),
    ];
    if pdf::is_built() {
        let bytes = checklist_pdf(&visit, &storeys, catalogue, screen.lang).and_then(pdf::set)?;
        files.push(File::new(folder.join("sjekkliste.pdf"), bytes));
    }
    output::write(&files)?;
    screen.say_line(&output::told(&files));
    Ok(visit.observations.len())
}

/// What lies in the folder of the photos until there are any.
fn photo_note() -> Localized {
    Localized::new(
        "Legg bildene her, og skriv hvert av dem i besøksfilen som [[photo]]. Bildene endres aldri: rapporten får egne kopier\n\
         uten sted, tid og kamera. Ta ikke bilder der beboere eller deres eiendeler kan kjennes igjen.\n",
        "Put the photos here, and write each in the file of the visit as a [[photo]]. They are never changed: the report gets\n\
         copies of its own without place, time and camera. Take no pictures in which residents or their things can be recognised.\n",
    )
}
