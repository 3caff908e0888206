//! `befaring bids`: several bids or projects beside each other.

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::prelude::*;

use super::args::JudgeArgs;
use super::attested::Record;
use super::failure::Failure;
use super::output::{self, File};
use super::screen::Screen;
use super::{catalogue, project};
use crate::catalogue::Catalogue;
use crate::judge::{self, Settings};
use crate::localized;
use crate::report::bids::{Bid, compare, html, xlsx};
use crate::text::{Lang, Localized};

/// Hold flere tilbud eller prosjekter ved siden av hverandre: krav × tilbud og dokumentasjonsgrad
#[derive(clap::Args)]
#[command(
    override_usage = "befaring bids [VALG] TILBUD…",
    after_help = "\
Eksempler:
  befaring bids a.bolig b.bolig c.ifc -o tilbud.html    tre tilbud
  befaring bids tilbud/ -o tilbud.xlsx                  alle i en mappe; en undermappe er ett tilbud

Alle vurderes likt: samme utgave, parametere og målgruppe, uten tilbudenes egne prosjektfiler. Ingen poengsum lages.
Et tilbud som ikke kan leses, står med grunnen og stanser ikke de andre.

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

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let mut catalogue = catalogue::load_folders(&args.judge.catalogue.spec, screen)?;
    catalogue::override_parameters(&mut catalogue, &args.judge.parameters)?;
    let edition = catalogue::edition(&args.judge.edition, &catalogue)?;
    let named = named(&args.bids)?;
    // Shown only where somebody looks; nothing when standard error is a file.
    let bar = ProgressBar::with_draw_target(Some(named.len() as u64), ProgressDrawTarget::stderr());
    let lang = screen.lang;
    let bids: Vec<Bid> = named
        .par_iter()
        .map(|(name, files)| {
            let report = judged(files, &catalogue, &edition, &args.judge.gruppe, lang);
            bar.inc(1);
            Bid { name: name.clone(), report }
        })
        .collect();
    bar.finish_and_clear();
    let comparison = compare(&bids, lang);
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

fn is_input(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("bolig")) || judge::is_building_model(path, &[])
}

/// The bids by name, each with its files: a file, each file of a folder, each folder in a folder.
fn named(given: &[PathBuf]) -> Result<Vec<(String, Vec<PathBuf>)>, Failure> {
    let shown = |path: &Path| path.to_string_lossy().replace('\\', "/");
    let list = |folder: &Path| -> Result<Vec<PathBuf>, Failure> {
        let failed = |cause| Failure::Read { path: folder.to_path_buf(), cause };
        let entries: Result<Vec<_>, _> = std::fs::read_dir(folder).map_err(failed)?.collect();
        let mut paths: Vec<PathBuf> = entries.map_err(failed)?.into_iter().map(|e| e.path()).collect();
        paths.sort();
        Ok(paths)
    };
    let mut bids = Vec::new();
    for path in given {
        if !path.is_dir() {
            bids.push((shown(path), vec![path.clone()]));
            continue;
        }
        let before = bids.len();
        for entry in list(path)? {
            if entry.is_dir() {
                let files: Vec<PathBuf> =
                    list(&entry)?.into_iter().filter(|p| p.is_file() && is_input(p)).collect();
                if !files.is_empty() {
                    bids.push((shown(&entry), files));
                }
            } else if is_input(&entry) {
                bids.push((shown(&entry), vec![entry]));
            }
        }
        if bids.len() == before {
            let path = shown(path);
            return Err(Failure::told(localized!("{path} har ingen tilbud", "{path} has no bids")));
        }
    }
    Ok(bids)
}

/// The report of a bid, or why there is none.
fn judged(
    files: &[PathBuf],
    catalogue: &Catalogue,
    edition: &str,
    groups: &[String],
    lang: Lang,
) -> Result<crate::report::Report, String> {
    let told = |failure: Failure| failure.words().0.get(lang).to_owned();
    let mut reading = project::read(files, &catalogue.vocabulary).map_err(told)?;
    Record::join_to(files, &mut reading).map_err(told)?;
    let settings = Settings { groups, lang, ..Settings::new(catalogue, edition) };
    let judged = judge::judge(reading, &settings).map_err(|e| e.words().get(lang).to_owned())?;
    Ok(judged.report)
}
