//! `befaring design fmt`: writes a description in the common form, comments kept.

use std::path::{Path, PathBuf};

use crate::cli::args::CatalogueArgs;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::cli::{FOUND, catalogue, project};
use crate::design;
use crate::localized;
use crate::report::faults;
use crate::source::Sources;
use crate::text::Localized;
use crate::vocab::Vocabulary;

/// Formater en beskrivelse; kommentarer beholdes
#[derive(clap::Args)]
#[command(
    override_usage = "befaring design fmt [VALG] FIL…",
    after_help = "\
Eksempler:
  befaring design fmt prosjekt.bolig           formater filen
  befaring design fmt --check .                sluttkode 1 når noe ikke er formatert
  befaring design fmt - < inn.bolig > ut.bolig fra standard inn til standard ut

En fil som ikke kan leses i sin helhet, røres ikke."
)]
pub(crate) struct Args {
    /// Beskrivelser (.bolig), mapper med slike, eller - for standard inn
    #[arg(value_name = "FIL", required = true)]
    files: Vec<PathBuf>,
    /// Skriv ingenting; si fra om noe ikke er formatert
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let vocabulary = catalogue::vocabulary(&args.catalogue, screen)?;
    let mut changed: Vec<File> = Vec::new();
    for path in project::descriptions(&args.files)? {
        let (before, after) = formatted(&path, &vocabulary, screen)?;
        if path == Path::new("-") && !args.check {
            screen.print_raw(&after);
        } else if before != after {
            changed.push(File::new(path, after));
        }
    }
    if changed.is_empty() {
        return Ok(0);
    }
    if args.check {
        for file in &changed {
            let path = file.path.display();
            screen.say_line(&localized!("{path} er ikke formatert", "{path} is not formatted"));
        }
        return Ok(FOUND);
    }
    output::write(&changed)?;
    screen.say_line(&output::told(&changed));
    Ok(0)
}

/// The text as it is and as it should be.
fn formatted(path: &Path, vocabulary: &Vocabulary, screen: &Screen) -> Result<(String, String), Failure> {
    let shown = path.display();
    let text = String::from_utf8(project::bytes(path)?).map_err(|_| {
        Failure::with_help(
            localized!("{shown} er ikke UTF-8", "{shown} is not UTF-8"),
            Localized::new("lagre filen som UTF-8", "save the file as UTF-8"),
        )
    })?;
    let mut sources = Sources::new();
    let source = sources.add(path, text.clone());
    let parsed = design::format(&sources, source, vocabulary);
    let Some(after) = parsed.value else {
        screen.say(&faults::render(&parsed.diagnostics, &sources, screen.lang, screen.error_width()));
        return Err(Failure::told(localized!(
            "{shown} har feil og er ikke formatert",
            "{shown} has faults and was not formatted"
        )));
    };
    Ok((text, after))
}
