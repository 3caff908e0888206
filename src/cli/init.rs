//! `befaring init`: a commented description to begin with.

use std::path::PathBuf;

use super::failure::Failure;
use super::screen::Screen;
use crate::localized;
use crate::text::Localized;

/// Lag en kommentert beskrivelse å begynne med
#[derive(clap::Args)]
#[command(
    override_usage = "befaring init [VALG] [FIL]",
    after_help = "\
Eksempel:
  befaring init eksempelveien.bolig && befaring check eksempelveien.bolig"
)]
pub(super) struct Args {
    /// Filen som skal lages; eksisterende filer overskrives aldri
    #[arg(value_name = "FIL", default_value = "prosjekt.bolig")]
    file: PathBuf,
}

/// What is written.
pub(crate) const STARTER: &str = include_str!("starter.bolig");

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let path = &args.file;
    let shown = path.display();
    let failed = |cause| Failure::Write { path: path.clone(), cause };
    let mut file = match std::fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(Failure::with_help(
                localized!("{shown} finnes fra før", "{shown} exists already"),
                Localized::new("velg et annet navn", "choose another name"),
            ));
        }
        Err(cause) => return Err(failed(cause)),
    };
    std::io::Write::write_all(&mut file, STARTER.as_bytes()).map_err(failed)?;
    screen.say_line(&localized!(
        "Skrev {shown}. Vurder den med «befaring check {shown} -o befaring-ut».",
        "Wrote {shown}. Judge it with “befaring check {shown} -o befaring-ut”."
    ));
    Ok(0)
}
