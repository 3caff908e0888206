//! `befaring inspect stats`: what recurs over many visits.

use std::path::PathBuf;

use clap::ValueEnum;

use super::folder;
use crate::cli::args::CatalogueArgs;
use crate::cli::catalogue;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::inspection::{Stats, stats, stats_csv, stats_markdown, stats_page, stats_text};
use crate::localized;
use crate::text::Localized;

/// Vis hvilke krav som går igjen over mange befaringer, som tabell og diagram
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect stats [VALG] MAPPE…",
    after_help = "\
Eksempler:
  befaring inspect stats befaringer                  alle besøk i mappen og under den
  befaring inspect stats befaringer -o igjen.html    tabell og diagram i nettleseren
  befaring inspect stats 2025 2026 -o igjen.csv      for regneark og andre programmer

Bare utfall telles: ingen tekster, steder, bilder eller navn fra besøkene kommer med."
)]
pub(in crate::cli) struct Args {
    /// Mapper med besøk (befaring.visit.toml), eller mapper som har slike under seg
    #[arg(value_name = "MAPPE", required = true, num_args = 1..)]
    folders: Vec<PathBuf>,
    /// Skriv til en fil: .html, .md, .csv eller .txt
    #[arg(short, long, value_name = "FIL")]
    output: Option<PathBuf>,
    /// Hva som skrives på standard ut
    #[arg(long, value_name = "FORMAT", conflicts_with = "output")]
    format: Option<Format>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
    Csv,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let format = match &args.output {
        Some(path) => Some(of_ending(path)?),
        None => args.format,
    };
    let catalogue = catalogue::load(&args.catalogue, screen)?;
    let mut visits = Vec::new();
    for folder in folder::visits(&args.folders)? {
        visits.push(folder::visit(&folder, screen)?.0);
    }
    let all = stats(&visits, &catalogue, screen.lang);
    let bytes = made(&all, format.unwrap_or(Format::Text))?;
    match &args.output {
        None => screen.print_raw(&bytes),
        Some(path) => {
            let files = [File::new(path, bytes)];
            output::write(&files)?;
            screen.say_line(&output::told(&files));
        }
    }
    Ok(0)
}

fn made(stats: &Stats, format: Format) -> Result<Vec<u8>, Failure> {
    Ok(match format {
        Format::Text => stats_text(stats).into_bytes(),
        Format::Markdown => stats_markdown(stats).into_bytes(),
        Format::Html => stats_page(stats).into_bytes(),
        Format::Csv => stats_csv(stats).map_err(|cause| {
            Failure::told(localized!("tabellen kan ikke skrives: {cause}", "cannot write the table: {cause}"))
        })?,
    })
}

fn of_ending(path: &std::path::Path) -> Result<Format, Failure> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(match ending.as_str() {
        "html" | "htm" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "csv" => Format::Csv,
        "txt" => Format::Text,
        _ => {
            return Err(Failure::with_help(
                localized!("-o: ukjent endelse «.{ending}»", "-o: unknown ending “.{ending}”"),
                Localized::new(
                    "kjente endelser er .html, .md, .csv og .txt",
                    "known endings are .html, .md, .csv and .txt",
                ),
            ));
        }
    })
}
