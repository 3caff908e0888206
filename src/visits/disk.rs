//! Files on disk: read without following links out of a folder, written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

/// Name of the file that is locked while a visit is changed.
const LOCK: &str = ".befaring.lock";
/// What files that are being written end in.
const UNDERWAY: &str = ".ny";

/// Whether a path leads to something inside a folder when all links are followed. `root` must be canonical.
pub(crate) fn is_inside(root: &Path, path: &Path) -> bool {
    path.canonicalize().is_ok_and(|p| p.starts_with(root))
}

/// The bytes of a plain file inside `root`, at most `limit`.
pub(crate) fn read(root: &Path, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    if !is_inside(root, path) || !path.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Writes a file so that a reader finds the old one or the new one, whole, even after a power cut: it is written
/// beside its place, brought to the disk, moved, and the folder is brought to the disk too.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = underway(path);
    let written = create_anew(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    settle(&beside, path, written)
}

/// Moves what was written beside a file to its place, or takes it away when writing failed.
pub(crate) fn settle(beside: &Path, path: &Path, written: io::Result<()>) -> io::Result<()> {
    let moved = written.and_then(|()| fs::rename(beside, path)).and_then(|()| sync_folder(path));
    if moved.is_err() {
        // What was begun is of no use; whether it can be removed does not change the fault.
        let _ = fs::remove_file(beside);
    }
    moved
}

/// Where a file is written before it takes its place.
pub(crate) fn underway(path: &Path) -> PathBuf {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}{UNDERWAY}", std::process::id()))
}

/// A new file; what lies in its place, a link for instance, is taken away and never written through.
pub(crate) fn create_anew(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// A renamed file is safe when its folder is.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Elsewhere a folder cannot be opened; the system keeps the order itself.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Does something while no other thread and no other process that asks for the same lock works in a folder.
pub(crate) fn locked<T>(folder: &Path, work: impl FnOnce() -> T) -> io::Result<T> {
    let path = folder.join(LOCK);
    if path.symlink_metadata().is_ok_and(|m| !m.is_file()) {
        return Err(io::Error::other("the lock is no plain file"));
    }
    let lock = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    lock.lock()?;
    let done = work();
    lock.unlock()?;
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap();
        (folder, path)
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let (_kept, folder) = folder();
        let path = folder.join("a.txt");
        for text in ["first, which is longer", "second"] {
            write(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(write(&folder.join("no/such/folder"), b"x").is_err());
    }

    #[test]
    fn a_file_larger_than_the_limit_is_not_read() {
        let (_kept, folder) = folder();
        let path = folder.join("a.txt");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&folder, &path, 5).unwrap(), b"12345");
        assert!(read(&folder, &path, 4).is_err());
        assert!(read(&folder.join("a.txt"), &folder, 5).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_of_a_folder_are_neither_read_nor_written_through() {
        let (_outside, outside) = folder();
        let (_inside, inside) = folder();
        let secret = outside.join("secret");
        fs::write(&secret, "secret").unwrap();
        std::os::unix::fs::symlink(&secret, inside.join("link")).unwrap();
        assert!(read(&inside, &inside.join("link"), 100).is_err());
        write(&inside.join("link"), b"new").unwrap();
        assert_eq!(fs::read_to_string(&secret).unwrap(), "secret");
        std::os::unix::fs::symlink(&secret, inside.join(LOCK)).unwrap();
        fs::remove_file(inside.join(LOCK)).unwrap();
        std::os::unix::fs::symlink(&outside, inside.join(LOCK)).unwrap();
        assert!(locked(&inside, || ()).is_err());
    }
}
