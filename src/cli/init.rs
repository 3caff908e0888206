//! `befaring init`: a commented description and project file to begin with.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::screen::Screen;
use crate::localized;
use crate::project::{self, FILE_NAME, SCHEMA_NAME};
use crate::text::Localized;

/// Lag en kommentert beskrivelse og prosjektfil å begynne med
#[derive(clap::Args)]
#[command(
    override_usage = "befaring init [VALG] [FIL]",
    after_help = "\
Lager beskrivelsen, befaring.toml ved siden av den, og skjemaet som lar redigeringsprogrammer fullføre befaring.toml.

Eksempel:
  befaring init eksempelveien.bolig && befaring check"
)]
pub(super) struct Args {
    /// Beskrivelsen som skal lages; eksisterende filer overskrives aldri
    #[arg(value_name = "FIL", default_value = "prosjekt.bolig")]
    file: PathBuf,
}

/// The description that is written.
pub(crate) const STARTER: &str = include_str!("starter.bolig");
/// The project file that is written, for the usual name of a description.
pub(crate) const PROJECT: &str = include_str!("starter.toml");

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let path = &args.file;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let (file, schema) = (folder.join(FILE_NAME), folder.join(SCHEMA_NAME));
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let project = PROJECT.replacen("\"prosjekt.bolig\"", &toml::Value::String(name).to_string(), 1);
    let text = project::schema().map_err(|cause| {
        Failure::told(localized!("skjemaet kan ikke skrives: {cause}", "cannot write the schema: {cause}"))
    })?;
    for path in [path, &file] {
        if path.exists() {
            return Err(there_already(path));
        }
    }
    create(path, STARTER)?;
    create(&file, &project)?;
    // The schema is the program's own and the same everywhere.
    if !schema.exists() {
        create(&schema, &text)?;
    }
    let (shown, file) = (path.display(), file.display());
    screen.say_line(&localized!(
        "Skrev {shown} og {file}. Vurder prosjektet med «befaring check».",
        "Wrote {shown} and {file}. Judge the project with “befaring check”."
    ));
    Ok(0)
}

fn there_already(path: &Path) -> Failure {
    let shown = path.display();
    Failure::with_help(
        localized!("{shown} finnes fra før", "{shown} exists already"),
        Localized::new("velg et annet navn eller en annen mappe", "choose another name or another folder"),
    )
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |cause| Failure::Write { path: path.to_path_buf(), cause };
    match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => std::io::Write::write_all(&mut file, text.as_bytes()).map_err(failed),
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => Err(there_already(path)),
        Err(cause) => Err(failed(cause)),
    }
}
