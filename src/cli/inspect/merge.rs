//! `befaring inspect merge`: takes copies that devices saved into the folder of their visit.

use std::path::PathBuf;

use crate::cli::FOUND;
use crate::cli::failure::Failure;
use crate::cli::screen::Screen;
use crate::inspection::FILE;
use crate::localized;
use crate::text::Localized;
use crate::visits::copy::{Copy, Told};
use crate::vocab::Vocabulary;

/// Ta inn kopier fra nettbrett og telefoner («Lagre kopi») i mappen for befaringen
#[derive(clap::Args)]
#[command(
    override_usage = "befaring inspect merge [VALG] MAPPE KOPI…",
    after_help = "\
Eksempler:
  befaring inspect merge besok befaring-kopi-2026-03-12.zip
  befaring inspect merge besok kopi.zip --prefer copy     det kopien sier, går foran

En kopi har det som ikke var sendt da den ble lagret, med bildene. Det som er inne fra før, endrer ingenting, så en kopi
kan tas inn flere ganger. Har noen skrevet noe annet i det samme feltet, står filen som den er, og begge vises.

Sluttkoder: 0 alt er inne · 1 noe er ikke: to har skrevet i det samme feltet, eller et bilde kan ikke leses · 2 mappen eller
kopien kan ikke leses"
)]
pub(in crate::cli) struct Args {
    /// Mappen for besøket
    #[arg(value_name = "MAPPE")]
    folder: PathBuf,
    /// Kopien, en zip-fil
    #[arg(value_name = "KOPI", required = true)]
    copies: Vec<PathBuf>,
    /// Hva som gjelder der kopien og filen er uenige
    #[arg(long, value_enum, value_name = "HVEM", default_value_t = Prefer::File)]
    prefer: Prefer,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Prefer {
    /// Filen, og uenigheten vises
    File,
    /// Kopien
    Copy,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    if !args.folder.join(FILE).is_file() {
        let path = args.folder.join(FILE);
        return Err(Failure::Read { path, cause: std::io::ErrorKind::NotFound.into() });
    }
    let mut undecided = false;
    for path in &args.copies {
        let mut copy = Copy::open(path).map_err(Failure::told)?;
        let outranks = args.prefer == Prefer::Copy;
        let told =
            copy.take(&args.folder, outranks, Vocabulary::built_in(), screen.lang).map_err(Failure::told)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        say(&name, &copy.title, &told, screen);
        undecided |= !told.conflicts.is_empty() || !told.refused.is_empty();
    }
    if undecided {
        screen.say_line(&Localized::new(
            "Kopien er som før. Skriv det som skal gjelde i besøksfilen, eller ta inn kopien med --prefer copy.",
            "The copy is as it was. Write what is to hold in the visit's file, or take the copy in with --prefer copy.",
        ));
    }
    Ok(if undecided { FOUND } else { 0 })
}

fn say(name: &str, title: &str, told: &Told, screen: &Screen) {
    let (changes, photos) = (told.changes, told.photos);
    let title = if title.is_empty() { String::new() } else { format!(" ({title})") };
    screen.say_line(&localized!(
        "{name}{title}: {changes} endringer og {photos} bilder er inne",
        "{name}{title}: {changes} changes and {photos} photos are in"
    ));
    if !told.changed {
        screen.say_line(&Localized::new("Ingenting var nytt.", "Nothing was new."));
    }
    for note in &told.notes {
        screen.say_line(note);
    }
    for conflict in &told.conflicts {
        let (field, copy, file) = (&conflict.field, &conflict.copy, &conflict.file);
        screen.say_line(&localized!(
            "Uenighet om {field}\n  kopien: {copy}\n  filen:  {file}",
            "Disagreement on {field}\n  the copy: {copy}\n  the file: {file}"
        ));
    }
    for (field, why) in &told.refused {
        screen.say_line(&localized!("Ikke tatt inn: {field}: {why}", "Not taken in: {field}: {why}"));
    }
}
