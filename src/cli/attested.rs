//! The file of attestations beside a project: found, read, added to.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::FOUND;
use super::failure::Failure;
use super::output::{self, File};
use super::project;
use super::screen::Screen;
use super::setup::{Setup, SetupArgs};
use crate::attest::{self, Attestation, Attestations, SheetError, Taken};
use crate::judge::{self, Judged};
use crate::localized;
use crate::source::Sources;
use crate::text::Localized;

/// Ending of the file.
const ENDING: &str = "attest.toml";
/// Largest file of attestations, in bytes.
const LARGEST: u64 = 64 << 20;
/// Most lines told of what could not be placed; the rest is counted.
const MOST_TOLD: usize = 40;

/// A file somebody answered in, read back into a project.
#[derive(clap::Args)]
pub(super) struct AnswerArgs {
    /// Prosjektet: beskrivelse (.bolig) og bygningsmodeller (.ifc, .ifczip); det befaring.toml nevner, når ingen er nevnt her
    #[arg(value_name = "INNDATA")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    setup: SetupArgs,
    /// Filen attestene skrives til, i stedet for den ved siden av prosjektet
    #[arg(short, long, value_name = "FIL")]
    output: Option<PathBuf>,
    /// Skriv ingenting; vis bare hva som ville blitt lest
    #[arg(long)]
    dry_run: bool,
}

/// The project the answers are for, as it is now.
pub(super) struct Answered {
    pub(super) setup: Setup,
    pub(super) judged: Judged,
}

/// What a file of answers says.
pub(super) struct Answers {
    pub(super) attestations: Vec<Attestation>,
    pub(super) taken: Taken,
    /// What there is to tell of the file itself.
    pub(super) said: Option<Localized>,
}

impl AnswerArgs {
    /// Reads a file of at most so many bytes that somebody answered in, puts the answers on record, and tells what was
    /// done.
    pub(super) fn take(
        &self,
        file: &Path,
        limit: usize,
        screen: &mut Screen,
        understood: impl FnOnce(&[u8], &str, &Answered) -> Result<Answers, SheetError>,
    ) -> Result<u8, Failure> {
        let bytes = read(file, limit as u64)?;
        let setup = Setup::load(&self.inputs, &self.setup, screen)?;
        let record = Record::of(&setup.inputs, self.output.as_deref())?;
        let judged = setup.judge(screen)?;
        let answered = Answered { setup, judged };
        let name = file.file_name().map_or_else(|| shown(file), |n| n.to_string_lossy().into_owned());
        let answers = understood(&bytes, &name, &answered).map_err(|e| unreadable(&name, &e))?;
        if let Some(said) = &answers.said {
            screen.say_line(said);
        }
        record.take(&answered.judged, answers.attestations, answers.taken, self.dry_run, screen)
    }
}

/// Where the attestations of a project are kept.
pub(super) struct Record {
    path: PathBuf,
    bytes: Option<Vec<u8>>,
}

impl Record {
    /// `prosjekt.attest.toml` beside `prosjekt.bolig`: the description names it, or the first building model.
    pub(super) fn beside(inputs: &[PathBuf]) -> Option<PathBuf> {
        let described = inputs.iter().find(|p| !project::is_model(p)).or_else(|| inputs.first())?;
        (described != Path::new("-")).then(|| described.with_extension(ENDING))
    }

    /// Puts what is on record beside a project to what was read of it.
    pub(super) fn join_to(inputs: &[PathBuf], reading: &mut judge::Reading) -> Result<(), Failure> {
        if Self::beside(inputs).is_some() {
            Self::of(inputs, None)?.join(reading);
        }
        Ok(())
    }

    /// The record of a project, whether there is one yet or not.
    pub(super) fn of(inputs: &[PathBuf], named: Option<&Path>) -> Result<Self, Failure> {
        let path = named.map(Path::to_path_buf).or_else(|| Self::beside(inputs)).ok_or_else(|| {
            Failure::with_help(
                Localized::new("attestene har ikke noe sted", "there is no place for the attestations"),
                Localized::new("nevn en fil med -o", "name a file with -o"),
            )
        })?;
        let bytes = match path.exists() {
            true => Some(read(&path, LARGEST)?),
            false => None,
        };
        Ok(Self { path, bytes })
    }

    /// Puts the record to what was read of the project.
    fn join(&self, reading: &mut judge::Reading) {
        if let Some(bytes) = &self.bytes {
            reading.take_attestations(&super::shown::name(&self.path), bytes);
        }
    }

    /// Adds to the record and tells what was done.
    fn take(
        &self,
        judged: &Judged,
        new: Vec<Attestation>,
        mut taken: Taken,
        dry_run: bool,
        screen: &Screen,
    ) -> Result<u8, Failure> {
        let mut all = self.attestations()?;
        if all.project.is_empty() {
            all.project = judged.report.project.clone();
        }
        all.take(new, &mut taken);
        for line in taken.told.iter().take(MOST_TOLD) {
            screen.say_line(line);
        }
        if let Some(rest) = taken.told.len().checked_sub(MOST_TOLD + 1) {
            let rest = rest + 1;
            screen.say_line(&localized!("… og {rest} linjer til", "… and {rest} more lines"));
        }
        let Taken { added, changed, unchanged, .. } = taken;
        screen.say_line(&localized!(
            "{added} nye, {changed} endrede og {unchanged} uendrede",
            "{added} new, {changed} changed and {unchanged} unchanged"
        ));
        let path = shown(&self.path);
        if added + changed == 0 {
            screen.say_line(&localized!("{path} er som før", "{path} is as before"));
        } else if dry_run {
            screen.say_line(&localized!("{path} er ikke skrevet", "{path} was not written"));
        } else {
            let text = attest::write(&all).map_err(|cause| {
                Failure::told(localized!("kan ikke skrive {path}: {cause}", "cannot write {path}: {cause}"))
            })?;
            let file = File::new(&self.path, text);
            output::write(std::slice::from_ref(&file))?;
            screen.say_line(&output::told(&[file]));
        }
        Ok(if taken.told.is_empty() { 0 } else { FOUND })
    }

    /// What is on record. A record with errors is not added to: what it says would be lost.
    fn attestations(&self) -> Result<Attestations, Failure> {
        let Some(bytes) = &self.bytes else { return Ok(Attestations::default()) };
        let path = shown(&self.path);
        let text = String::from_utf8(bytes.clone());
        let parsed = text.map(|text| attest::read(&mut Sources::new(), &path, &text));
        match parsed {
            Ok(parsed) if !parsed.has_errors() => Ok(parsed.value),
            _ => Err(Failure::with_help(
                localized!(
                    "{path} har feil, og det kan ikke legges til noe",
                    "{path} has errors and cannot be added to"
                ),
                Localized::new("rett feilene først", "mend them first"),
            )),
        }
    }
}

/// Why a file of answers could not be read.
fn unreadable(name: &str, why: &SheetError) -> Failure {
    let SheetError { what, help } = why;
    let told = Localized::new(format!("{name}: {}", what.nb), format!("{name}: {}", what.en));
    Failure::with_help(told, help.clone())
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let failed = |cause| Failure::Read { path: path.to_path_buf(), cause };
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Failure::TooLarge { path: path.to_path_buf(), limit });
    }
    Ok(bytes)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
