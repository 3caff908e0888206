//! `befaring diff`: what became of the findings from one draft to the next.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::attested::Record;
use super::failure::Failure;
use super::inputs::from_here;
use super::output::{self, File};
use super::screen::Screen;
use super::setup::{self, Draft, Setup, SetupArgs};
use super::{COULD_NOT_RUN, FOUND, git, project, shown};
use crate::judge::Judged;
use crate::localized;
use crate::report::compare::{Past, compare};
use crate::report::diff::{self, Diff, Marked};
use crate::report::drawings::file_names;
use crate::text::Localized;

/// Sammenlign to utkast, to rapporter, eller et utkast med en revisjon i git
#[derive(clap::Args)]
#[command(
    override_usage = "befaring diff [VALG] FØR ETTER\n       befaring diff [VALG] --git REVISJON [INNDATA…]",
    after_help = "\
Eksempler:
  befaring diff utkast1.bolig utkast2.bolig   to utkast
  befaring diff rapport-mars.json nå.bolig    en rapport og et utkast
  befaring diff main:hus.bolig hus.bolig      samme fil på grenen main og nå
  befaring diff --git main                    prosjektfilens inndata på main og nå
  befaring diff --git main -o endringer.html  … som side med merket plan

Sluttkoder: 0 ingenting er nytt brutt · 1 minst ett krav, én anbefaling eller observasjon er det · 2 kunne ikke
            sammenlignes, eller inndata har feil"
)]
pub(super) struct Args {
    /// Før og etter: .bolig, .ifc, rapport.json eller REVISJON:FIL; med --git inndataene som skal sammenlignes
    #[arg(value_name = "FØR ETTER")]
    sides: Vec<PathBuf>,
    /// Sammenlign inndata med slik de var i en revisjon: gren, merke eller commit
    #[arg(long, value_name = "REVISJON")]
    git: Option<String>,
    /// Skriv til en fil: .txt, .md, .json eller .html, eller til en mappe; kan gjentas
    #[arg(short, long, value_name = "STED")]
    output: Vec<PathBuf>,
    /// Hva som skrives på standard ut: text, markdown eller json
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Shown,
    /// Vis også det som er uendret
    #[arg(short, long)]
    verbose: bool,
    /// Vis ingenting på standard ut når filer skrives
    #[arg(short, long)]
    quiet: bool,
    #[command(flatten)]
    setup: SetupArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    Text,
    Markdown,
    Json,
}

/// One of the two, as it was asked for.
enum Side {
    Report(PathBuf),
    Draft(Draft),
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let (setup, [before, after], names) = sides(args, screen)?;
    let (past, _) = read(before, &setup, screen)?;
    let (now, judged) = read(after, &setup, screen)?;
    let comparison = compare(&past, &now);
    let diff = diff::resolve(&comparison, &past, &now, [&names[0], &names[1]], screen.lang);
    if !args.quiet || args.output.is_empty() {
        match args.format {
            Shown::Text => screen.print(&diff::terminal(&diff, screen.width(), args.verbose)),
            Shown::Markdown => screen.print_raw(diff::markdown(&diff)),
            Shown::Json => screen.print_raw(json(&diff)?),
        }
    }
    let mut files = Vec::new();
    for place in &args.output {
        files.extend(made(place, &diff, judged.as_ref(), &setup, args.verbose)?);
    }
    output::write(&files)?;
    if !files.is_empty() {
        screen.say_line(&output::told(&files));
    }
    // What was read with errors may lack findings, and none of them can be called new or resolved with confidence.
    Ok(match (past.incomplete || now.incomplete, diff.newly_broken) {
        (true, _) => COULD_NOT_RUN,
        (false, 0) => 0,
        (false, _) => FOUND,
    })
}

fn sides(args: &Args, screen: &mut Screen) -> Result<(Setup, [Side; 2], [String; 2]), Failure> {
    if let Some(revision) = &args.git {
        let setup = Setup::load(&args.sides, &args.setup, screen)?;
        let then = draft(&setup.inputs, Some(revision))?;
        let now = draft(&setup.inputs, None)?;
        let here = localized!("her", "here").get(screen.lang).to_owned();
        return Ok((setup, [Side::Draft(then), Side::Draft(now)], [revision.clone(), here]));
    }
    let [before, after] = args.sides.as_slice() else {
        return Err(Failure::with_help(
            Localized::new("nevn to å sammenligne", "name two to compare"),
            Localized::new(
                "befaring diff FØR ETTER, eller befaring diff --git main",
                "befaring diff BEFORE AFTER, or befaring diff --git main",
            ),
        ));
    };
    let setup = Setup::load(std::slice::from_ref(after), &args.setup, screen)?;
    let names = [before, after].map(|p| match in_git(p) {
        Some((revision, name)) => format!("{revision}:{name}"),
        None => shown::name(p),
    });
    Ok((setup, [side(before)?, side(after)?], names))
}

fn side(path: &Path) -> Result<Side, Failure> {
    if let Some((revision, name)) = in_git(path) {
        return Ok(Side::Draft(draft(&[PathBuf::from(name)], Some(&revision))?));
    }
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json")) {
        return Ok(Side::Report(path.to_path_buf()));
    }
    Ok(Side::Draft(draft(&[from_here(path)], None)?))
}

/// The revision and the file that «main:tegninger/a.bolig» names.
fn in_git(path: &Path) -> Option<(String, String)> {
    let text = path.to_string_lossy();
    let (revision, name) = text.split_once(':')?;
    // NOTE: one letter is a drive.
    let names = revision.len() > 1 && !name.is_empty() && !path.exists();
    names.then(|| (revision.to_owned(), name.replace('\\', "/")))
}

/// The files of a draft with what people said of it, as they are here or were in a revision.
fn draft(paths: &[PathBuf], revision: Option<&str>) -> Result<Draft, Failure> {
    let bytes = |path: &Path| match revision {
        Some(revision) => git::file_at(revision, path),
        None => project::bytes(path),
    };
    let named = paths.iter().zip(shown::together(paths));
    let files: Result<Vec<_>, Failure> =
        named.map(|(path, name)| Ok((PathBuf::from(name), bytes(path)?))).collect();
    let attested = match (Record::beside(paths), revision) {
        (Some(path), Some(revision)) => git::file_if_at(revision, &path)?.map(|b| (path, b)),
        (Some(path), None) if path.is_file() => Some((path.clone(), project::bytes(&path)?)),
        _ => None,
    };
    Ok(Draft { files: files?, attested })
}

fn read(side: Side, setup: &Setup, screen: &Screen) -> Result<(Past, Option<Judged>), Failure> {
    match side {
        Side::Report(path) => Ok((setup::past(&path)?.0, None)),
        Side::Draft(draft) => {
            let judged = setup.judge_draft(draft, screen)?;
            Ok((Past::of(&judged.report), Some(judged)))
        }
    }
}

fn json(diff: &Diff) -> Result<String, Failure> {
    diff::json(diff)
        .map_err(|cause| Failure::told(localized!("kan ikke skrives: {cause}", "cannot be written: {cause}")))
}

/// The files of one place: by its ending, or all of them in a folder.
fn made(
    place: &Path,
    diff: &Diff,
    judged: Option<&Judged>,
    setup: &Setup,
    verbose: bool,
) -> Result<Vec<File>, Failure> {
    let sheets = |page| {
        let marked = |j| Marked { diff, model: j, vocabulary: &setup.catalogue.vocabulary, page };
        judged.map_or_else(Vec::new, |j| diff::sheets(&marked(&j.model)))
    };
    let text = || anstream::adapter::strip_str(&diff::terminal(diff, 100, verbose)).to_string();
    if !output::is_file(place) {
        let drawn = sheets("endringer.html");
        let mut files = vec![
            File::new(place.join("endringer.html"), diff::html(diff, &sheets(""))),
            File::new(place.join("endringer.json"), json(diff)?),
            File::new(place.join("endringer.md"), diff::markdown(diff)),
        ];
        let names = file_names(&drawn);
        files.extend(
            drawn.into_iter().zip(names).map(|(s, n)| File::new(place.join(format!("endret-{n}")), s.svg)),
        );
        return Ok(files);
    }
    let ending = place.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let content = match ending.as_str() {
        "html" | "htm" => diff::html(diff, &sheets("")),
        "json" => json(diff)?,
        "md" | "markdown" => diff::markdown(diff),
        "txt" => text(),
        _ => {
            return Err(Failure::with_help(
                localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
                Localized::new(
                    "kjente endelser er .html, .json, .md og .txt; eller nevn en mappe",
                    "known endings are .html, .json, .md and .txt; or name a folder",
                ),
            ));
        }
    };
    Ok(vec![File::new(place, content)])
}
