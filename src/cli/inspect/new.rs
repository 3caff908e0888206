//! `befaring inspect new`: the folder of a visit, made from what the drawings could not settle.

use std::path::{Path, PathBuf};

use super::folder;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::cli::setup::{Setup, SetupArgs};
use crate::facts::FactBase;
use crate::inspection::{ChecklistBasis, FILE, PHOTOS, checklist, checklist_page, checklist_pdf, write};
use crate::localized;
use crate::report::drawings::Dwellings;
use crate::report::pdf;
use crate::text::{Lang, Localized, list};
use crate::visits;
use crate::vocab::SubjectKind;

/// Lag en mappe for en befaring: sjekkliste i gangrekkefølge, planer, og filen det som blir sett skrives i
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect new [VALG] [INNDATA…]",
    after_help = "\
Eksempler:
  befaring inspect new prosjekt.bolig -o besok --date 2026-03-12
  befaring inspect new rekke.bolig -o besok --bolig A101          bare det som gjelder den boligen og fellesarealene
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
    /// Boligen som besøkes, der prosjektet har flere; kan gjentas. Svarene sier da ingenting om de andre
    #[arg(long, value_name = "BOLIG")]
    bolig: Vec<String>,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    is_free(&args.output)?;
    let setup = Setup::load(&args.inputs, &args.setup, screen)?;
    let asked = Asked { place: args.sted.as_deref().unwrap_or_default(), dwellings: &args.bolig };
    let n = make_visit(&setup, &args.output, &asked, screen)?;
    screen.say_line(&localized!("{n} punkter å se på", "{n} points to look at"));
    Ok(0)
}

/// A visit that somebody made is never written over.
fn is_free(folder: &Path) -> Result<(), Failure> {
    let file = folder.join(FILE);
    if !file.exists() {
        return Ok(());
    }
    let path = file.display();
    Err(Failure::with_help(
        localized!("{path} finnes fra før", "{path} is there already"),
        Localized::new("velg en annen mappe med -o", "choose another folder with -o"),
    ))
}

/// What is to be visited.
pub(in crate::cli) struct Asked<'a> {
    /// In words, as it is to stand in the report.
    pub(in crate::cli) place: &'a str,
    /// The dwellings, by id or name; all of them when empty.
    pub(in crate::cli) dwellings: &'a [String],
}

/// The ids of dwellings people named.
fn dwellings(named: &[String], facts: &FactBase) -> Result<Vec<String>, Failure> {
    let all = || facts.of_kind(SubjectKind::Dwelling).map(|ix| facts.subject(ix));
    let found = |name: &String| {
        let own = all().find(|s| &s.id.0 == name).or_else(|| all().find(|s| &s.label == name));
        own.map(|s| s.id.0.clone()).ok_or_else(|| {
            let known: Vec<String> = all().map(|s| s.id.0.clone()).collect();
            let (nb, en) = (list(&known, Lang::Nb), list(&known, Lang::En));
            Failure::with_help(
                localized!("det finnes ingen bolig «{name}»", "there is no dwelling “{name}”"),
                Localized::new(format!("prosjektet har {nb}"), format!("the project has {en}")),
            )
        })
    };
    named.iter().map(found).collect()
}

/// Makes the folder of a visit on the day of the set-up, and gives the number of points in it.
pub(in crate::cli) fn make_visit(
    setup: &Setup,
    folder: &Path,
    asked: &Asked<'_>,
    screen: &Screen,
) -> Result<usize, Failure> {
    let judged = setup.judge(screen)?;
    let dwellings = dwellings(asked.dwellings, &judged.facts)?;
    let catalogue = &setup.catalogue;
    let mut visit = checklist(&ChecklistBasis {
        project: &judged.model.project.element.name,
        facts: &judged.facts,
        findings: &judged.findings,
        catalogue,
        edition: &setup.edition,
        inputs: &judged.report.basis,
        dwellings: &dwellings,
        lang: screen.lang,
    });
    asked.place.clone_into(&mut visit.place);
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
        let set = checklist_pdf(&visit, &storeys, catalogue, screen.lang).and_then(pdf::set)?;
        set.told().iter().for_each(|told| screen.say_line(told));
        files.push(File::new(folder.join("sjekkliste.pdf"), set.bytes));
    }
    let unmade = |cause| Failure::Write { path: folder.to_path_buf(), cause };
    std::fs::create_dir_all(folder).map_err(unmade)?;
    visits::locked(folder, || {
        // Somebody may have made one there meanwhile.
        is_free(folder)?;
        output::write(&files)
    })
    .map_err(unmade)??;
    screen.say_line(&output::told(&files));
    Ok(visit.observations.len())
}

/// The checklist of a visit that was made, as PDF.
pub(in crate::cli) fn checklist_as_pdf(
    setup: &Setup,
    folder: &Path,
    screen: &Screen,
) -> Result<Vec<u8>, Failure> {
    let (visit, _) = folder::visit(folder, screen)?;
    let judged = setup.judge(screen)?;
    let (storeys, _) = judged.drawings(&setup.catalogue.vocabulary, "").sheets(Dwellings::None);
    Ok(checklist_pdf(&visit, &storeys, &setup.catalogue, screen.lang).and_then(pdf::set)?.bytes)
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
