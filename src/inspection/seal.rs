//! A final version: what was sealed, and whether it is still what was sealed.
//!
//! The seal stands in the visit's file and covers what the file says and what the photos show. Beside it lies a list of
//! all files of the final version with their hashes, in the form `sha256sum -c` reads, so that anybody can check it
//! without this program.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::visit::{State, Visit};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use crate::text::Localized;

/// The report of a final version, in the visit's folder.
pub const FINAL_REPORT: &str = "befaring.endelig.html";
/// The same as PDF, where this program can make one.
pub const FINAL_PDF: &str = "befaring.endelig.pdf";
/// The list of the files of a final version with their hashes.
pub const SEALED_FILES: &str = "befaring.segl.sha256";

/// The hash of some bytes, in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The seal of a visit: SHA-256 of what its file says without the seal, and of each photo that was not taken away.
/// Comments and blank lines of the file do not count. `photo` gives the bytes of a file beside it.
///
/// # Errors
/// The photos that are not there, or why the visit cannot be written.
pub fn seal(visit: &Visit, photo: &dyn Fn(&str) -> Option<Vec<u8>>) -> Result<String, Localized> {
    let bare = Visit { seal: None, state: State::Final, ..visit.clone() };
    let text = toml::to_string(&bare).map_err(|cause| {
        localized!("besøket kan ikke skrives: {cause}", "cannot write the visit: {cause}")
    })?;
    let mut whole = Sha256::new();
    whole.update(text.as_bytes());
    for entry in visit.photos.iter().filter(|p| !p.removed) {
        let Some(bytes) = photo(&entry.file) else {
            let (number, file) = (entry.number, &entry.file);
            return Err(localized!(
                "bilde {number} ({file}) finnes ikke",
                "photo {number} ({file}) is not there"
            ));
        };
        whole.update(format!("\n{} {} {}", entry.number, entry.file, hash(&bytes)).as_bytes());
    }
    Ok(whole.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

/// The list of files with their hashes, by name.
pub fn list(hashes: &BTreeMap<String, String>) -> String {
    hashes.iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect()
}

/// What of a final version is no longer what was sealed; nothing for a draft. `file` gives the bytes of a file beside
/// the visit's.
pub fn broken(visit: &Visit, file: &dyn Fn(&str) -> Option<Vec<u8>>) -> Vec<Diagnostic> {
    if visit.state == State::Draft {
        return Vec::new();
    }
    let fault = |message: Localized| Diagnostic::new(Severity::Error, "visit.seal", message);
    let Some(sealed) = &visit.seal else {
        let message = Localized::new(
            "besøket sier at det er endelig, men har ikke noe segl",
            "the visit says that it is final, but has no seal",
        );
        let help = Localized::new(
            "skriv state = \"utkast\", og «befaring inspect seal» når det er ferdig",
            "write state = \"draft\", and run “befaring inspect seal” when it is finished",
        );
        return vec![fault(message).help(help)];
    };
    let mut all = Vec::new();
    let listed = file(SEALED_FILES).and_then(|bytes| String::from_utf8(bytes).ok());
    match seal(visit, file) {
        Ok(now) if &now == sealed => {}
        Ok(_) => all.push(fault(Localized::new(
            "besøket eller bildene er endret etter at de ble forseglet",
            "the visit or its photos were changed after they were sealed",
        ))),
        Err(why) => all.push(fault(why)),
    }
    match listed {
        None => all.push(fault(localized!(
            "{SEALED_FILES} mangler: rapporten og bildene kan ikke kontrolleres hver for seg",
            "{SEALED_FILES} is missing: the report and the photos cannot be checked one by one"
        ))),
        Some(text) => all.extend(text.lines().filter_map(|line| {
            let (expected, name) = line.split_once("  ")?;
            match file(name) {
                None => Some(fault(localized!(
                    "{name} ble forseglet og finnes ikke lenger",
                    "{name} was sealed and is no longer there"
                ))),
                Some(bytes) if hash(&bytes) == expected => None,
                Some(_) => Some(fault(localized!(
                    "{name} er endret etter at den ble forseglet",
                    "{name} was changed after it was sealed"
                ))),
            }
        })),
    }
    let help = || {
        Localized::new(
            "hent den forseglede utgaven tilbake, eller skriv state = \"utkast\", ta bort seal og forsegl på nytt",
            "get the sealed version back, or write state = \"draft\", take the seal away and seal it anew",
        )
    };
    if let Some(last) = all.pop() {
        all.push(last.help(help()));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::visit::{Observation, PhotoEntry};

    fn photo(number: u32, removed: bool) -> PhotoEntry {
        let file = format!("bilder/{number}.jpg");
        PhotoEntry { number, file, caption: String::new(), removed, at: None }
    }

    fn visit() -> Visit {
        let observation = Observation { id: "a".into(), text: "lås".into(), ..Observation::default() };
        Visit {
            format: 1,
            photos: vec![photo(1, false), photo(2, true)],
            observations: vec![observation],
            ..Visit::default()
        }
    }

    fn hashes(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
        files.iter().map(|(name, bytes)| (name.clone(), hash(bytes))).collect()
    }

    /// A folder in which the visit was sealed.
    fn sealed() -> (Visit, BTreeMap<String, Vec<u8>>) {
        let mut files: BTreeMap<String, Vec<u8>> = [("bilder/1.jpg".to_owned(), b"bilde".to_vec())].into();
        let given = files.clone();
        let seal = seal(&visit(), &|name| given.get(name).cloned()).unwrap();
        files.insert(FINAL_REPORT.to_owned(), b"rapport".to_vec());
        files.insert(SEALED_FILES.to_owned(), list(&hashes(&files)).into_bytes());
        (Visit { state: State::Final, seal: Some(seal), ..visit() }, files)
    }

    fn told(visit: &Visit, files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        let faults = broken(visit, &|name| files.get(name).cloned());
        faults.into_iter().map(|f| f.message.nb).collect()
    }

    #[test]
    fn what_was_sealed_and_left_alone_holds() {
        let draft = visit();
        let (visit, files) = sealed();
        assert_eq!(told(&visit, &files), Vec::<String>::new());
        assert_eq!(told(&draft, &BTreeMap::new()), Vec::<String>::new(), "a draft has no seal");
    }

    #[test]
    fn every_change_after_sealing_is_told_by_name() {
        let (mut visit, files) = sealed();
        let mut other = files.clone();
        other.insert(FINAL_REPORT.to_owned(), b"rapport!".to_vec());
        assert_eq!(told(&visit, &other), ["befaring.endelig.html er endret etter at den ble forseglet"]);
        other = files.clone();
        other.insert("bilder/1.jpg".to_owned(), b"annet bilde".to_vec());
        let all = told(&visit, &other);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all[1].contains("bilder/1.jpg er endret"), "{all:?}");
        other.remove("bilder/1.jpg");
        assert!(told(&visit, &other)[0].contains("bilde 1 (bilder/1.jpg) finnes ikke"));
        visit.observations[0].text = "ingen lås".into();
        assert_eq!(told(&visit, &files), ["besøket eller bildene er endret etter at de ble forseglet"]);
        visit.seal = None;
        assert!(told(&visit, &files)[0].contains("har ikke noe segl"));
    }

    #[test]
    fn the_list_is_what_sha256sum_reads() {
        let files = [("a.txt".to_owned(), b"abc".to_vec())].into();
        assert_eq!(
            list(&hashes(&files)),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n"
        );
    }
}
