//! A copy of what waited on a device, read back at the office: into the same file and by the same rules as what devices
//! send. What is in the file already changes nothing, so that a copy can be read as often as one likes.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;
use zip::ZipArchive;

use super::change::{Change, On, Outcome, What};
use super::merge::is_device_id;
use super::photos::{self, PhotoFault};
use super::store;
use crate::inspection::PHOTOS;
use crate::inspection::photo::Limits;
use crate::localized;
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

/// Version of the format.
const FORMAT: u32 = 1;
/// The file of the archive that lists the changes.
const LIST: &str = "befaring-kopi.json";
/// Largest list, in bytes, and most files in a copy.
const LARGEST_LIST: u64 = 32 << 20;
const MOST_FILES: usize = 10_000;

/// A copy.
pub(crate) struct Copy {
    /// What was visited, as the device showed it.
    pub(crate) title: String,
    kept: Vec<Kept>,
    archive: ZipArchive<File>,
}

/// What a device kept.
enum Kept {
    Change(Change),
    Photo { key: String, number: u32 },
}

/// The list as it stands in the archive.
#[derive(Deserialize)]
struct List {
    format: u32,
    #[serde(default)]
    title: String,
    changes: Vec<Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Taken {
    #[serde(rename = "op")]
    _op: String,
    key: String,
    number: u32,
}

/// What became of a copy.
#[derive(Default)]
pub(crate) struct Told {
    /// Changes and photos that are in the file now, or were before.
    pub(crate) changes: usize,
    pub(crate) photos: usize,
    /// Whether the file says something else than before.
    pub(crate) changed: bool,
    /// What the report will stumble over, and numbers and letters that are others now.
    pub(crate) notes: Vec<Localized>,
    /// What somebody else wrote meanwhile: both sides, for people to choose.
    pub(crate) conflicts: Vec<Conflict>,
    /// What cannot be taken in, and why.
    pub(crate) refused: Vec<(String, String)>,
}

/// A field that says something else in the file than on the device.
pub(crate) struct Conflict {
    /// Which field.
    pub(crate) field: String,
    /// What the copy says.
    pub(crate) copy: String,
    /// What the file says.
    pub(crate) file: String,
}

impl Copy {
    /// Reads the list of a copy.
    ///
    /// # Errors
    /// When the file is no copy, is damaged, or lacks a photo it speaks of.
    pub(crate) fn open(path: &Path) -> Result<Self, Localized> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let none = || {
            localized!(
                "{name} er ikke en kopi fra befaringens side («Lagre kopi»)",
                "{name} is no copy from the page of a visit (“Save a copy”)"
            )
        };
        let file = File::open(path)
            .map_err(|e| localized!("kan ikke lese {name}: {e}", "cannot read {name}: {e}"))?;
        let mut archive = ZipArchive::new(file).map_err(|_| none())?;
        if archive.len() > MOST_FILES {
            return Err(none());
        }
        let at = lies(&archive, |name| name.rsplit('/').next() == Some(LIST)).ok_or_else(none)?;
        let text = read(&mut archive, at, LARGEST_LIST).ok_or_else(none)?;
        let list: List = serde_json::from_slice(&text).map_err(|_| none())?;
        if list.format != FORMAT {
            let found = list.format;
            return Err(localized!(
                "{name} har formatet {found}; dette programmet leser {FORMAT}",
                "{name} has the format {found}; this program reads {FORMAT}"
            ));
        }
        let kept = list.changes.into_iter().map(kept).collect::<Result<Vec<_>, _>>().map_err(|e| {
            localized!("{name}: en endring kan ikke leses: {e}", "{name}: cannot read a change: {e}")
        })?;
        let copy = Self { title: list.title, kept, archive };
        let lacks = copy.kept.iter().find_map(|k| match k {
            Kept::Photo { key, number } if copy.photo(key).is_none() => Some(*number),
            _ => None,
        });
        match lacks {
            None => Ok(copy),
            Some(number) => Err(localized!(
                "{name} nevner bilde {number}, men bildet er ikke i kopien; lagre kopien på nytt",
                "{name} names photo {number}, but the photo is not in the copy; save the copy again"
            )),
        }
    }

    /// Where the photo of a device lies in the archive.
    fn photo(&self, key: &str) -> Option<usize> {
        lies(&self.archive, |name| {
            let mut parts = name.rsplit('/');
            parts.next().and_then(|file| file.split('.').next()) == Some(key) && parts.next() == Some(PHOTOS)
        })
    }

    /// Takes the copy into the visit of a folder. Where somebody wrote something else meanwhile the file is left as it
    /// is, or with `outranks` says what the copy says.
    ///
    /// # Errors
    /// When the folder cannot be read or written; what was taken in until then stays, and the rest can be taken again.
    pub(crate) fn take(
        &mut self,
        folder: &Path,
        outranks: bool,
        vocabulary: &Vocabulary,
        lang: Lang,
    ) -> Result<Told, Localized> {
        let before = store::load(folder)?.version;
        let mut told = Told::default();
        let all = std::mem::take(&mut self.kept);
        for one in &all {
            match one {
                Kept::Change(change) => {
                    one_change(folder, change, outranks, vocabulary, lang, &mut told)?;
                }
                Kept::Photo { key, number } => {
                    self.one_photo(folder, key, *number, vocabulary, lang, &mut told)?;
                }
            }
        }
        self.kept = all;
        told.changed = store::load(folder)?.version != before;
        Ok(told)
    }

    fn one_photo(
        &mut self,
        folder: &Path,
        key: &str,
        number: u32,
        vocabulary: &Vocabulary,
        lang: Lang,
        told: &mut Told,
    ) -> Result<(), Localized> {
        let name = || localized!("Bilde {number}", "Photo {number}").get(lang).to_owned();
        let limit = Limits::default().bytes as u64 + 1;
        let bytes = self.photo(key).and_then(|at| read(&mut self.archive, at, limit));
        let bytes = bytes.filter(|_| is_device_id(key)).unwrap_or_default();
        match photos::keep(folder, key, number, &bytes, vocabulary) {
            Ok(got) => {
                told.photos += 1;
                if got != number {
                    told.notes.push(localized!(
                        "Bilde {number} i kopien er bilde {got} i befaringen",
                        "Photo {number} of the copy is photo {got} of the visit"
                    ));
                }
            }
            Err(fault @ (PhotoFault::Picture(_) | PhotoFault::Missing)) => {
                told.refused.push((name(), fault.words().get(lang).to_owned()));
            }
            Err(PhotoFault::Storage(why)) => return Err(why),
        }
        Ok(())
    }
}

fn one_change(
    folder: &Path,
    change: &Change,
    outranks: bool,
    vocabulary: &Vocabulary,
    lang: Lang,
    told: &mut Told,
) -> Result<(), Localized> {
    let mut outcome = applied(folder, change, vocabulary, lang)?;
    if let (Outcome::Conflict { current }, What::Set { .. }, true) = (&outcome, &change.what, outranks) {
        let mut anew = change.clone();
        if let What::Set { base, .. } = &mut anew.what {
            base.clone_from(current);
        }
        outcome = applied(folder, &anew, vocabulary, lang)?;
    }
    let field = named(&change.what, lang);
    match outcome {
        Outcome::Done { warning, letter } => {
            told.changes += 1;
            if let Some(warning) = warning {
                told.notes.push(Localized::same(format!("{field}: {warning}")));
            }
            if let (Some(got), What::AddMark { letter: wanted, .. }) = (letter, &change.what)
                && got != *wanted
            {
                told.notes.push(localized!(
                    "Bokstav {wanted} i kopien er {got} i befaringen",
                    "Letter {wanted} of the copy is {got} of the visit"
                ));
            }
        }
        Outcome::Conflict { current } => {
            let copy = match &change.what {
                What::Set { value, .. } => shown(value, lang),
                _ => String::new(),
            };
            told.conflicts.push(Conflict { field, copy, file: shown(&current, lang) });
        }
        Outcome::Refused { message } => told.refused.push((field, message)),
    }
    Ok(())
}

fn applied(
    folder: &Path,
    change: &Change,
    vocabulary: &Vocabulary,
    lang: Lang,
) -> Result<Outcome, Localized> {
    let applied = store::apply(folder, std::slice::from_ref(change), vocabulary, lang)?;
    let outcome = applied.outcomes.into_iter().next().map(|(_, outcome)| outcome);
    outcome.ok_or_else(|| Localized::new("endringen ble borte", "the change went missing"))
}

/// A change of the list; photos are told by name and lie beside it.
fn kept(value: Json) -> Result<Kept, serde_json::Error> {
    let what = value.get("do");
    if what.and_then(|w| w.get("op")).is_some_and(|op| op == "photo") {
        let Taken { key, number, .. } = serde_json::from_value(what.cloned().unwrap_or_default())?;
        return Ok(Kept::Photo { key, number });
    }
    serde_json::from_value(value).map(Kept::Change)
}

/// Where a file lies in the archive, by its name there; nothing is ever written under that name.
fn lies(archive: &ZipArchive<File>, own: impl Fn(&str) -> bool) -> Option<usize> {
    archive.file_names().position(|name| name.is_ok_and(|name| own(&name)))
}

/// A file of the archive, at most `limit` bytes of it however much it swells to; none when it is larger or damaged.
fn read(archive: &mut ZipArchive<File>, at: usize, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_index(at).ok()?.take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

/// What a change is about, for people.
fn named(what: &What, lang: Lang) -> String {
    match what {
        What::Set { on: On::Visit, field, .. } => field.clone(),
        What::Set { on: On::Photo, key, field, .. } => {
            localized!("bilde {key}: {field}", "photo {key}: {field}").get(lang).to_owned()
        }
        What::Set { on: On::Mark, key, field, .. } => {
            localized!("bokstav {key}: {field}", "letter {key}: {field}").get(lang).to_owned()
        }
        What::Set { on: On::Observation, key, field, .. } => format!("{key}: {field}"),
        What::AddObservation { key, .. } => key.clone(),
        What::AddMark { letter, .. } => {
            localized!("bokstav {letter}", "letter {letter}").get(lang).to_owned()
        }
        What::Link(reference) | What::Unlink(reference) => reference.observation.clone(),
    }
}

/// A value, for people.
fn shown(value: &Json, lang: Lang) -> String {
    match value {
        Json::Null => Localized::new("(tomt)", "(empty)").get(lang).to_owned(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
