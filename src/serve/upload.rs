//! Descriptions and building models that are dropped on the page: read in pieces to a file beside their place, and
//! moved there when they are whole.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt as _;

use super::folder::{Root, is_input, is_name};
use crate::localized;
use crate::text::Localized;
use crate::visits::disk;
use crate::visits::store::unwritten;

/// How long a client may be silent while it sends.
const SILENCE: Duration = Duration::from_secs(30);
/// Largest description, in bytes.
const LARGEST_DESCRIPTION: u64 = 64 << 20;
/// Where files that were replaced are kept, in the folder of their project.
const EARLIER: &str = ".tidligere";
/// How many folders of one name there may be.
const SAME_NAME: u32 = 500;
/// Files received since the server began.
static UPLOADS: AtomicU64 = AtomicU64::new(0);

/// Why a file was not taken in.
pub(super) enum UploadFault {
    /// It is not what it should be.
    Refused(Localized),
    /// It is too large.
    TooLarge(u64),
    /// The project has another of its name, which nobody asked to replace.
    Taken(Localized),
    /// It did not arrive whole, or the disk does not take it.
    Broken(Localized),
}

/// Takes a file in as a project of its own, or into a project there is, and gives the project's key. The same file
/// sent again is the same project. With `replaces` it takes the place of the file of its name, which is kept aside.
pub(super) async fn take(
    root: &Root,
    name: &str,
    into: Option<PathBuf>,
    replaces: bool,
    body: Body,
    largest: u64,
) -> Result<String, UploadFault> {
    let name = file_name(name).ok_or_else(|| {
        UploadFault::Refused(Localized::new(
            "filnavnet kan ikke brukes; gi filen et navn av bokstaver, tall, «-» og «_», og endelsen .bolig, .ifc eller .ifczip",
            "the file's name cannot be used; give it a name of letters, digits, “-” and “_”, ending in .bolig, .ifc or .ifczip",
        ))
    })?;
    let is_description = name.to_lowercase().ends_with(".bolig");
    let limit = if is_description { largest.min(LARGEST_DESCRIPTION) } else { largest };
    let (own, nth) = (std::process::id(), UPLOADS.fetch_add(1, Ordering::Relaxed));
    let beside = root.path().join(format!(".opplasting-{own}-{nth}.ny"));
    let received = receive(&beside, body, limit).await;
    let placed = match received {
        Ok(()) => {
            let root = root.clone();
            let from = beside.clone();
            tokio::task::spawn_blocking(move || place(&root, &from, &name, into, replaces))
                .await
                .unwrap_or_else(|_| Err(UploadFault::Broken(Localized::new("avbrutt", "interrupted"))))
        }
        Err(fault) => Err(fault),
    };
    // Moved away when all went well; what is left otherwise is of no use.
    let _ = fs::remove_file(&beside);
    placed
}

async fn receive(path: &Path, mut body: Body, limit: u64) -> Result<(), UploadFault> {
    let broken = |cause: &std::io::Error| UploadFault::Broken(unwritten(cause));
    let mut file = disk::create_anew(path).map_err(|e| broken(&e))?;
    let mut size = 0_u64;
    loop {
        let frame = tokio::time::timeout(SILENCE, body.frame()).await;
        let data = match frame {
            Ok(None) => break,
            Ok(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
            Ok(Some(Err(_))) | Err(_) => {
                return Err(UploadFault::Broken(Localized::new(
                    "filen kom ikke helt fram; prøv igjen",
                    "the file did not arrive whole; try again",
                )));
            }
        };
        size += data.len() as u64;
        if size > limit {
            return Err(UploadFault::TooLarge(limit));
        }
        file.write_all(&data).map_err(|e| broken(&e))?;
    }
    if size == 0 {
        return Err(UploadFault::Refused(Localized::new("filen er tom", "the file is empty")));
    }
    file.sync_all().map_err(|e| broken(&e))
}

/// Puts a received file where it belongs.
fn place(
    root: &Root,
    from: &Path,
    name: &str,
    into: Option<PathBuf>,
    replaces: bool,
) -> Result<String, UploadFault> {
    sniffed(from, name)?;
    let broken = |cause: std::io::Error| UploadFault::Broken(unwritten(&cause));
    if let Some(folder) = into {
        let to = folder.join(name);
        if to.exists() && !same(from, &to) {
            if !replaces {
                return Err(UploadFault::Taken(localized!(
                    "{name} finnes fra før i prosjektet og er en annen",
                    "{name} is in the project already and is another"
                )));
            }
            keep_earlier(root, &folder, &to).map_err(broken)?;
        }
        disk::settle(from, &to, Ok(())).map_err(broken)?;
        return Ok(String::new());
    }
    let stem = Path::new(name).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    for n in 1..=SAME_NAME {
        let key = if n == 1 { stem.clone() } else { format!("{stem}-{n}") };
        let folder = root.path().join(&key);
        match fs::create_dir(&folder) {
            Ok(()) => {
                disk::settle(from, &folder.join(name), Ok(())).map_err(broken)?;
                return Ok(key);
            }
            // Sent twice, it is one project; another of the same name gets a folder of its own.
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                let there = folder.join(name);
                if disk::is_inside(root.path(), &there) && same(from, &there) {
                    return Ok(key);
                }
            }
            Err(e) => return Err(broken(e)),
        }
    }
    Err(UploadFault::Refused(Localized::new(
        "det finnes for mange prosjekter med dette navnet",
        "there are too many projects of this name",
    )))
}

/// Copies a file that is about to be replaced, so that nothing anybody gave is lost.
fn keep_earlier(root: &Root, folder: &Path, file: &Path) -> std::io::Result<()> {
    let aside = folder.join(EARLIER);
    fs::create_dir_all(&aside)?;
    let leads_out = !disk::is_inside(root.path(), &aside) || !disk::is_inside(root.path(), file);
    if leads_out {
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    let part = |p: Option<&std::ffi::OsStr>| p.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = (part(file.file_stem()), part(file.extension()));
    let free = (1..=SAME_NAME).map(|n| aside.join(format!("{stem}-{n}.{ending}"))).find(|p| !p.exists());
    let to = free.ok_or(std::io::ErrorKind::StorageFull)?;
    fs::copy(file, &to)?;
    fs::File::open(&to)?.sync_all()
}

/// The last part of a name, where it is a plain name of an input.
fn file_name(name: &str) -> Option<String> {
    (is_name(name) && is_input(Path::new(name)) && name.chars().count() <= 100).then(|| name.to_owned())
}

/// Whether the first bytes are those of what the name says.
fn sniffed(path: &Path, name: &str) -> Result<(), UploadFault> {
    let mut start = [0; 512];
    let read = fs::File::open(path).and_then(|mut f| f.read(&mut start)).unwrap_or_default();
    let start = start[..read].strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start[..read]).trim_ascii_start();
    let is_model = start.starts_with(b"ISO-10303-21") || start.starts_with(b"PK\x03\x04");
    let is_markup = start.starts_with(b"<");
    let fits = match name.to_lowercase().ends_with(".bolig") {
        true => !is_model && !is_markup && !start.contains(&0),
        false => is_model,
    };
    if fits {
        return Ok(());
    }
    Err(UploadFault::Refused(localized!(
        "{name} er ikke det endelsen sier: .ifc begynner med ISO-10303-21, .ifczip er en zip-fil, .bolig er tekst",
        "{name} is not what its ending says: .ifc begins with ISO-10303-21, .ifczip is a zip file, .bolig is text"
    )))
}

/// Whether two files hold the same bytes.
fn same(a: &Path, b: &Path) -> bool {
    let size = |p: &Path| fs::metadata(p).map(|m| m.len()).ok();
    size(a) == size(b) && matches!((fs::read(a), fs::read(b)), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_anywhere_are_no_names() {
        for name in
            ["../../x.bolig", "a/b.ifc", "..", ".bolig", "x.exe", "a\\b.ifc", "c:x.ifc", "x.bolig\u{0}", "-"]
        {
            assert!(file_name(name).is_none(), "{name}");
        }
        for name in ["rekke.bolig", "Ark 2.IFC", "æøå.ifczip"] {
            assert_eq!(file_name(name).as_deref(), Some(name));
        }
    }
}
