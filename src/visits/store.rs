//! The file of a visit on disk: read, changed under a lock, written whole.

use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};
use toml_edit::{DocumentMut, Item};

use super::change::{Change, Outcome};
use super::disk;
use super::merge::Draft;
use crate::inspection::{self, FILE, State, Visit};
use crate::localized;
use crate::source::{Severity, Sources};
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

/// Largest file of a visit, in bytes.
const LARGEST: u64 = 16 << 20;

/// A visit with the text it was read from.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) visit: Visit,
    pub(crate) text: String,
    /// Fingerprint of the text.
    pub(crate) version: String,
}

impl Stored {
    /// The visit of a text.
    pub(crate) fn of(name: &str, text: String) -> Result<Self, Localized> {
        let visit = parse(name, &text)?;
        let version = Sha256::digest(text.as_bytes()).iter().take(12).map(|b| format!("{b:02x}")).collect();
        Ok(Self { visit, text, version })
    }
}

/// Reads the visit in a folder. The folder is known to lie where it may.
pub(crate) fn load(folder: &Path) -> Result<Stored, Localized> {
    let path = folder.join(FILE);
    let root = folder.canonicalize().map_err(|e| unreadable(&e))?;
    let bytes = disk::read(&root, &root.join(FILE), LARGEST).map_err(|e| unreadable(&e))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        localized!("{FILE} er ikke UTF-8; lagre den som UTF-8", "{FILE} is not UTF-8; save it so")
    })?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Stored::of(&name, text)
}

/// The visit of a text, or its first fault with its line.
pub(crate) fn parse(name: &str, text: &str) -> Result<Visit, Localized> {
    let mut sources = Sources::new();
    let parsed = inspection::read(&mut sources, name, text);
    let fault = parsed.diagnostics.iter().find(|d| d.severity == Severity::Error);
    if let Some(fault) = fault {
        let line = fault.labels.first().map(|l| sources.position(l.span).line);
        let at = line.map(|l| format!("{name}:{l}: ")).unwrap_or_default();
        let mend = |help: Option<&str>| help.map(|h| format!(" – {h}")).unwrap_or_default();
        let (message, help) = (&fault.message, fault.help.as_ref());
        return Err(Localized::new(
            format!("{at}{}{}", message.nb, mend(help.map(|h| h.nb.as_str()))),
            format!("{at}{}{}", message.en, mend(help.map(|h| h.en.as_str()))),
        ));
    }
    parsed.value.ok_or_else(|| Localized::new("filen sier ingenting", "the file says nothing"))
}

/// What became of changes, and the visit after them.
pub(crate) struct Applied {
    pub(crate) outcomes: Vec<(String, Outcome)>,
    pub(crate) stored: Stored,
}

/// Takes changes in, in their order. What is answered as done is on the disk.
pub(crate) fn apply(
    folder: &Path,
    changes: &[Change],
    vocabulary: &Vocabulary,
    lang: Lang,
) -> Result<Applied, Localized> {
    change(folder, vocabulary, lang, |draft| {
        changes.iter().map(|c| (c.id.clone(), draft.apply(&c.what))).collect()
    })
    .map(|(outcomes, stored)| Applied { outcomes, stored })
}

/// Changes the visit of a folder while nobody else does.
pub(crate) fn change<T>(
    folder: &Path,
    vocabulary: &Vocabulary,
    lang: Lang,
    work: impl FnOnce(&mut Draft<'_>) -> T,
) -> Result<(T, Stored), Localized> {
    let changed = disk::locked(folder, || {
        let stored = load(folder)?;
        let Some(mut draft) = Draft::of(&stored, vocabulary, lang) else {
            return Err(Localized::new("filen kan ikke endres", "the file cannot be changed"));
        };
        let done = work(&mut draft);
        let Some(text) = draft.text().filter(|t| *t != stored.text) else { return Ok((done, stored)) };
        let after = Stored::of(FILE, text)?;
        disk::write(&folder.join(FILE), after.text.as_bytes()).map_err(|e| unwritten(&e))?;
        Ok((done, after))
    });
    changed.map_err(|e| unwritten(&e))?
}

/// The text of a visit's file with its seal. What people wrote around it, comments too, stays.
pub(crate) fn seal(folder: &Path, seal: &str) -> Result<String, Localized> {
    let stored = load(folder)?;
    let unread = |_| Localized::new("filen kan ikke endres", "the file cannot be changed");
    let mut document: DocumentMut = stored.text.parse().map_err(unread)?;
    for (key, said) in [("state", "final"), ("seal", seal)] {
        match document.get_mut(key).and_then(Item::as_value_mut) {
            // What stands beside the old value, a comment perhaps, stays.
            Some(old) => {
                let decor = old.decor().clone();
                *old = said.into();
                *old.decor_mut() = decor;
            }
            None => _ = document.insert(key, toml_edit::value(said)),
        }
    }
    let text = document.to_string();
    let read = parse(FILE, &text)?;
    let expected = Visit { state: State::Final, seal: Some(seal.to_owned()), ..stored.visit };
    if !same(&read, &expected) {
        return Err(Localized::new(
            "filen er skrevet slik at den ikke kan forsegles; skriv state øverst i den",
            "the file cannot be sealed as it is written; write state at the top of it",
        ));
    }
    Ok(text)
}

/// Whether two visits say the same, wherever it stands in their files.
fn same(a: &Visit, b: &Visit) -> bool {
    let told = |visit: &Visit| serde_json::to_value(visit).ok();
    told(a) == told(b)
}

fn unreadable(cause: &io::Error) -> Localized {
    match cause.kind() {
        io::ErrorKind::NotFound => {
            Localized::new("besøksfilen finnes ikke", "the file of the visit is not there")
        }
        io::ErrorKind::FileTooLarge => {
            Localized::new("besøksfilen er for stor", "the file of the visit is too large")
        }
        kind => localized!("besøksfilen kan ikke leses: {kind}", "cannot read the file of the visit: {kind}"),
    }
}

/// Why something could not be put on the disk.
pub(crate) fn unwritten(cause: &io::Error) -> Localized {
    match cause.kind() {
        io::ErrorKind::StorageFull => Localized::new(
            "disken er full; ingenting er lagret – frigjør plass og prøv igjen",
            "the disk is full; nothing was saved – free some space and try again",
        ),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Localized::new(
            "mappen kan ikke skrives til; ingenting er lagret",
            "the folder cannot be written to; nothing was saved",
        ),
        kind => localized!("ingenting er lagret: {kind}", "nothing was saved: {kind}"),
    }
}
