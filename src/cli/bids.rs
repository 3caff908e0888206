//! `befaring bids`: several bids or projects beside each other.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::prelude::*;

use super::args::JudgeArgs;
use super::failure::Failure;
use super::inputs::Inputs;
use super::output::{self, File};
use super::project_file::ProjectFile;
use super::screen::Screen;
use super::setup::Setup;
use super::shown;
use crate::judge;
use crate::localized;
use crate::project::FILE_NAME;
use crate::report::Report;
use crate::report::bids::{Bid, compare, html, xlsx};
use crate::text::Localized;

/// Hold flere tilbud eller prosjekter ved siden av hverandre: krav × tilbud og dokumentasjonsgrad
#[derive(clap::Args)]
#[command(
    override_usage = "befaring bids [VALG] TILBUD…",
    after_help = "\
Eksempler:
  befaring bids a.bolig b.bolig c.ifc -o tilbud.html    tre tilbud
  befaring bids tilbud/ -o tilbud.xlsx                  alle i en mappe; en undermappe er ett tilbud
  befaring bids hus-a hus-b -o prosjekter.html          to prosjekter med hver sin befaring.toml

En mappe med befaring.toml vurderes etter den: målgruppe, fase, fravik og parametere; det som nevnes her, går foran for
alle. Hva hvert tilbud er vurdert etter, står i sammenligningen. En tidligere rapport (baseline) brukes ikke. Ingen poengsum
lages. Et tilbud som ikke kan leses, står med grunnen og stanser ikke de andre.

Sluttkoder: 0 ingen krav er brutt · 1 minst ett tilbud bryter et krav · 2 minst ett kunne ikke vurderes"
)]
pub(super) struct Args {
    /// Filer og mapper med tilbud
    #[arg(value_name = "TILBUD", required = true)]
    bids: Vec<PathBuf>,
    /// Fil det skrives til: .html eller .xlsx; kan gjentas
    #[arg(short, long, value_name = "FIL", required = true)]
    output: Vec<PathBuf>,
    #[command(flatten)]
    judge: JudgeArgs,
}

pub(super) fn run(args: &Args, screen: &Screen) -> Result<u8, Failure> {
    let named = named(&args.bids)?;
    // Shown only where somebody looks; nothing when standard error is a file.
    let bar = ProgressBar::with_draw_target(Some(named.len() as u64), ProgressDrawTarget::stderr());
    let bids: Vec<Bid> = named
        .par_iter()
        .map(|(name, source)| {
            let report = judged(source, &args.judge, screen);
            bar.inc(1);
            Bid { name: name.clone(), report }
        })
        .collect();
    bar.finish_and_clear();
    let comparison = compare(&bids, screen.lang);
    let mut files = Vec::new();
    for path in &args.output {
        let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
        let bytes = match ending.to_str() {
            Some("html" | "htm") => html::render(&comparison).into_bytes(),
            Some("xlsx") => xlsx::render(&comparison)
                .map_err(|cause| Failure::told(localized!("kan ikke lage {cause}", "cannot make {cause}")))?,
            _ => {
                return Err(Failure::with_help(
                    Localized::new("-o: ukjent endelse", "-o: unknown ending"),
                    Localized::new("bruk .html eller .xlsx", "use .html or .xlsx"),
                ));
            }
        };
        files.push(File::new(path, bytes));
    }
    output::write(&files)?;
    for bid in &bids {
        let (name, said) = (&bid.name, bid.report.as_ref().map(|r| r.outcome.sentence.as_str()));
        let said = said.unwrap_or_else(|why| why);
        screen.say_line(&localized!("{name}: {said}", "{name}: {said}"));
    }
    screen.say_line(&output::told(&files));
    Ok(comparison.exit_code())
}

/// Projects by name, each a project file or its inputs, side by side as a page.
pub(super) fn page(
    named: Vec<(String, Option<PathBuf>, Vec<PathBuf>)>,
    args: &JudgeArgs,
    screen: &Screen,
) -> String {
    let bids: Vec<Bid> = named
        .into_iter()
        .map(|(name, file, inputs)| {
            let source = file.map_or_else(|| Source::Files(inputs), Source::Project);
            Bid { name, report: judged(&source, args, screen) }
        })
        .collect();
    html::render(&compare(&bids, screen.lang))
}

fn is_input(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("bolig")) || judge::is_building_model(path, &[])
}

/// What a bid is read from.
enum Source {
    /// A project file of its own.
    Project(PathBuf),
    /// A description and building models.
    Files(Vec<PathBuf>),
}

/// The bids by name: a file, a folder with a project file, each file and each folder in any other folder.
fn named(given: &[PathBuf]) -> Result<Vec<(String, Source)>, Failure> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>, Failure> {
        let failed = |cause| Failure::Read { path: folder.to_path_buf(), cause };
        let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).map_err(failed)?.collect();
        let mut paths: Vec<PathBuf> = entries.map_err(failed)?.into_iter().map(|e| e.path()).collect();
        paths.sort();
        Ok(paths)
    };
    let own = |folder: &Path| Some(folder.join(FILE_NAME)).filter(|p| p.is_file()).map(Source::Project);
    let mut bids = Vec::new();
    for path in given {
        if !path.is_dir() {
            let is_project = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
            let source = match is_project {
                true => Source::Project(path.clone()),
                false => Source::Files(vec![path.clone()]),
            };
            bids.push((shown::name(path), source));
            continue;
        }
        if let Some(project) = own(path) {
            bids.push((shown::name(path), project));
            continue;
        }
        let before = bids.len();
        for entry in list(path)? {
            if !entry.is_dir() {
                if is_input(&entry) {
                    bids.push((shown::name(&entry), Source::Files(vec![entry])));
                }
                continue;
            }
            let source = match own(&entry) {
                Some(project) => project,
                None => {
                    Source::Files(list(&entry)?.into_iter().filter(|p| p.is_file() && is_input(p)).collect())
                }
            };
            if !matches!(&source, Source::Files(files) if files.is_empty()) {
                bids.push((shown::name(&entry), source));
            }
        }
        if bids.len() == before {
            let path = path.display();
            return Err(Failure::told(localized!("{path} har ingen tilbud", "{path} has no bids")));
        }
    }
    Ok(bids)
}

/// The report of a bid, or why there is none. An earlier report is no matter here: bids are held against each other.
fn judged(source: &Source, args: &JudgeArgs, screen: &Screen) -> Result<Report, String> {
    let told = |failure: Failure| failure.words().0.get(screen.lang).to_owned();
    let (file, files) = match source {
        Source::Project(path) => (Some(ProjectFile::read(path.clone(), screen).map_err(told)?), &[][..]),
        Source::Files(files) => (None, files.as_slice()),
    };
    let inputs = Inputs::of(file, files, &args.catalogue.spec, screen).map_err(told)?;
    let setup = Setup::of(inputs, args, (&[], &[]), screen).map_err(told)?;
    Ok(setup.judge_in(screen.lang).map_err(told)?.report)
}
