//! How do the bytes of a model come into memory?
//!
//! A plain file is read by all threads at once; a zipped one (`.ifczip`) is unpacked. Both stop at a limit, and
//! an archive also where it grows out of proportion, so that a small file cannot fill the memory.

use super::error::Error;
use crate::localized;
use crate::text::Localized;
use rayon::prelude::*;
use std::fs;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use zip::CompressionMethod;
use zip::result::ZipError;

/// How much a reader accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest text in bytes, unpacked; at most 4 GiB whatever is said here.
    pub size: u64,
    /// How many times larger than its archive a text of more than [`Limits::always`] may be.
    pub ratio: u64,
    /// A text up to this many bytes may be packed as tightly as it likes.
    pub always: u64,
    /// How many entries an archive may have.
    pub entries: usize,
}

impl Default for Limits {
    /// 4 GiB, 100 times, 64 MiB, 1000 entries. Models pack 4 to 15 times.
    fn default() -> Self {
        Self { size: u64::from(u32::MAX), ratio: 100, always: 64 << 20, entries: 1000 }
    }
}

impl Limits {
    fn size(&self) -> u64 {
        self.size.min(u64::from(u32::MAX))
    }
}

/// How a file packed with gzip begins.
pub const GZIP: &[u8] = b"\x1f\x8b";
/// One thread reads this much at a time.
const BLOCK: usize = 8 << 20;

/// Whether what lies at a path has an end one gets to: a file has, and what a shell hands over as one. A pipe that
/// nobody writes to, and a device, have none.
pub fn is_read_through(path: &Path, about: &fs::Metadata) -> bool {
    let handed = ["/dev/fd", "/dev/stdin", "/proc"];
    about.is_file() || !about.is_dir() && handed.iter().any(|start| path.starts_with(start))
}

/// Reads the file at `path`.
pub(super) fn read(path: &Path, limits: &Limits) -> Result<Vec<u8>, Error> {
    let failed = |cause| Error::Read(path.to_path_buf(), cause);
    let about = fs::metadata(path).map_err(failed)?;
    if !is_read_through(path, &about) {
        return Err(Error::NotFile(path.to_path_buf()));
    }
    if !about.is_file() {
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(failed)?;
        file.take(limits.size() + 1).read_to_end(&mut bytes).map_err(failed)?;
        return Ok(bytes);
    }
    let size = about.len();
    if size > limits.size() {
        return Err(Error::TooLarge { size, limit: limits.size() });
    }
    if size <= BLOCK as u64 {
        return fs::read(path).map_err(failed);
    }
    let mut bytes = vec![0; size as usize];
    bytes
        .par_chunks_mut(BLOCK)
        .enumerate()
        .try_for_each(|(i, block)| {
            let mut file = fs::File::open(path)?;
            file.seek(SeekFrom::Start((i * BLOCK) as u64))?;
            file.read_exact(block)
        })
        .map_err(failed)?;
    Ok(bytes)
}

/// The model in `bytes`, unpacked if it is an archive.
pub(super) fn unpack(bytes: impl Into<Arc<Vec<u8>>>, limits: &Limits) -> Result<Arc<Vec<u8>>, Error> {
    let bytes = bytes.into();
    if bytes.len() as u64 > limits.size() {
        return Err(Error::TooLarge { size: bytes.len() as u64, limit: limits.size() });
    }
    if bytes.starts_with(GZIP) {
        return Err(Error::Gzip);
    }
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(b"PK\x05\x06") {
        return Ok(bytes);
    }
    let failed = |e: ZipError| Error::Zip(why(&e));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(failed)?;
    if archive.len() > limits.entries {
        let (found, most) = (archive.len(), limits.entries);
        return Err(Error::Zip(localized!(
            "det har {found} filer, og høyst {most} leses; legg modellen i et arkiv for seg",
            "it has {found} files, and at most {most} are read; put the model in an archive of its own"
        )));
    }
    let mut models: Vec<String> = Vec::new();
    let mut xml = false;
    for name in archive.file_names().filter_map(Result::ok) {
        // What a Mac adds is no model.
        if name.starts_with("__MACOSX/") || name.ends_with('/') {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        xml |= lower.ends_with(".ifcxml");
        if lower.ends_with(".ifc") {
            models.push(name.into_owned());
        }
    }
    models.sort();
    let name = match models.as_slice() {
        [] if xml => return Err(Error::Xml),
        [] => return Err(Error::ZipEmpty),
        [one] => one.clone(),
        _ => return Err(Error::ZipSeveral(models)),
    };
    let entry = archive.by_name(&name).map_err(failed)?;
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(Error::Zip(odd_method()));
    }
    let limit = limits.size().min(limits.always.max(limits.ratio.saturating_mul(bytes.len() as u64)));
    let mut text = Vec::new();
    entry.take(limit + 1).read_to_end(&mut text).map_err(|_| Error::Zip(damaged()))?;
    if text.len() as u64 > limit {
        return Err(Error::ZipBomb { limit });
    }
    Ok(Arc::new(text))
}

fn damaged() -> Localized {
    Localized::new(
        "det er skadet eller ikke helt lastet ned; hent det på nytt",
        "it is damaged or not wholly downloaded; fetch it again",
    )
}

fn odd_method() -> Localized {
    Localized::new(
        "det er pakket på en måte som ikke leses; pakk det som vanlig zip (deflate)",
        "it is packed in a way that is not read; pack it as plain zip (deflate)",
    )
}

/// Why an archive cannot be unpacked, and what to do.
fn why(error: &ZipError) -> Localized {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            Localized::new(
                "det er beskyttet med passord; lagre det uten",
                "it has a password; store it without",
            )
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => odd_method(),
        _ => damaged(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(*name, deflated).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_one_model_of_an_archive_is_unpacked() {
        let zip = archive(&[("__MACOSX/._hus.ifc", b"x"), ("les.txt", b"y"), ("mappe/hus.IFC", b"model")]);
        assert_eq!(unpack(zip, &Limits::default()).unwrap().as_slice(), b"model");
    }

    #[test]
    fn what_gzip_packed_is_to_be_unpacked_first() {
        let packed = [GZIP, b"\x08\0".as_slice()].concat();
        assert!(matches!(unpack(packed, &Limits::default()), Err(Error::Gzip)));
        assert!(unpack(GZIP[..1].to_vec(), &Limits::default()).is_ok(), "half the mark is none");
    }

    #[test]
    fn an_archive_without_one_model_is_refused_with_its_reason() {
        let limits = Limits::default();
        let refused = |entries: &[(&str, &[u8])]| unpack(archive(entries), &limits).unwrap_err();
        assert!(matches!(refused(&[("les.txt", b"")]), Error::ZipEmpty));
        assert!(matches!(refused(&[]), Error::ZipEmpty));
        assert!(matches!(refused(&[("hus.ifcxml", b"")]), Error::Xml));
        let several = refused(&[("b.ifc", b""), ("a.ifc", b"")]);
        assert!(matches!(several, Error::ZipSeveral(names) if names == ["a.ifc", "b.ifc"]));
        assert!(matches!(unpack(b"PK\x03\x04 and nothing".to_vec(), &limits), Err(Error::Zip(_))));
    }

    #[test]
    fn what_hinders_unpacking_is_said_with_what_to_do() {
        let limits = Limits::default();
        let whole = archive(&[("hus.ifc", b"model model model model")]);
        let at = whole.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let told = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = whole.clone();
            change(&mut bytes);
            unpack(bytes, &limits).unwrap_err().text().nb
        };
        // The flag for a password, the method, and the sum, each in both headers.
        let locked = told(&|b| [6, at + 8].into_iter().for_each(|i| b[i] |= 1));
        assert!(locked.contains("passord"), "{locked}");
        let method = told(&|b| [8, at + 10].into_iter().for_each(|i| b[i] = 12));
        assert!(method.contains("deflate"), "{method}");
        let sum = told(&|b| [14, at + 16].into_iter().for_each(|i| b[i] ^= 0xff));
        assert!(sum.contains("skadet"), "{sum}");
        assert!(told(&|b| b.truncate(at)).contains("skadet"));
    }

    #[test]
    fn a_text_may_grow_to_its_limit_and_no_further() {
        let zip = archive(&[("hus.ifc", &[b' '; 100_000])]);
        let at = |always, ratio| Limits { always, ratio, ..Limits::default() };
        assert!(unpack(zip.clone(), &at(100_000, 1)).is_ok());
        assert!(matches!(unpack(zip.clone(), &at(99_999, 1)), Err(Error::ZipBomb { .. })));
        assert!(unpack(zip.clone(), &at(0, 1000)).is_ok());
        let small = Limits { size: 50_000, ..Limits::default() };
        assert!(matches!(unpack(zip.clone(), &small), Err(Error::ZipBomb { limit: 50_000 })));
        let few = Limits { entries: 0, ..Limits::default() };
        assert!(matches!(unpack(zip, &few), Err(Error::Zip(_))));
    }

    #[test]
    fn a_file_longer_than_a_block_is_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.ifc");
        let bytes: Vec<u8> = (0..BLOCK * 2 + 17).map(|i| (i % 251) as u8).collect();
        fs::write(&path, &bytes).unwrap();
        let read_back = read(&path, &Limits::default());
        let refused = read(&path, &Limits { size: 10, ..Limits::default() });
        drop(folder);
        assert!(read_back.unwrap() == bytes);
        assert!(matches!(refused, Err(Error::TooLarge { limit: 10, .. })));
        assert!(matches!(read(&path, &Limits::default()), Err(Error::Read(..))));
    }
}
