//! Files as they were in a revision, through the git program.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::failure::Failure;
use crate::localized;
use crate::text::Localized;

/// Largest file taken out of a revision, in bytes.
const LARGEST: u64 = 1 << 30;
/// How a file begins that stands for one kept elsewhere (Git LFS).
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// A file as it was in a revision.
pub(super) fn file_at(revision: &str, path: &Path) -> Result<Vec<u8>, Failure> {
    file_if_at(revision, path)?.ok_or_else(|| {
        let shown = shown(revision, path);
        Failure::with_help(
            localized!("{shown} finnes ikke i git", "{shown} does not exist in git"),
            Localized::new(
                "sjekk at filen het det samme i den revisjonen",
                "check that the file had the same name in that revision",
            ),
        )
    })
}

fn shown(revision: &str, path: &Path) -> String {
    format!("{revision}:{}", path.to_string_lossy().replace('\\', "/"))
}

/// The same where the revision has such a file. The revision is never taken for an argument: it is resolved to a commit
/// first.
pub(super) fn file_if_at(revision: &str, path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().and_then(|n| n.to_str()).ok_or_else(|| {
        let path = path.display();
        Failure::told(localized!("{path} er ikke navnet på en fil", "{path} is not the name of a file"))
    })?;
    let commit = commit(folder, revision)?;
    let shown = shown(revision, path);
    let mut child = git(folder)
        .args(["cat-file", "blob", &format!("{commit}:./{name}")])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|cause| no_git(&cause))?;
    let mut bytes = Vec::new();
    let read = child.stdout.take().map(|out| out.take(LARGEST + 1).read_to_end(&mut bytes));
    if bytes.len() as u64 > LARGEST {
        // It is waited for either way; that it was already done is no fault.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|cause| no_git(&cause))?;
    if let Some(Err(cause)) = read {
        return Err(Failure::Read { path: shown.into(), cause });
    }
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::TooLarge { path: shown.into(), limit: LARGEST });
    }
    if !status.success() {
        return Ok(None);
    }
    if bytes.starts_with(POINTER) {
        return Err(Failure::with_help(
            localized!("{shown} ligger i Git LFS", "{shown} is kept in Git LFS"),
            Localized::new(
                "hent den ut (git lfs) og sammenlign filene",
                "check it out (git lfs) and compare the files",
            ),
        ));
    }
    Ok(Some(bytes))
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).stdin(Stdio::null()).stderr(Stdio::null());
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command
}

fn commit(folder: &Path, revision: &str) -> Result<String, Failure> {
    let wrong = || {
        Failure::with_help(
            localized!("«{revision}» er ikke en revisjon i git", "“{revision}” is not a revision in git"),
            Localized::new(
                "nevn en gren, et merke eller en commit, og kjør i depotet",
                "name a branch, a tag or a commit, and run in the repository",
            ),
        )
    };
    if revision.is_empty() || revision.starts_with('-') || revision.contains([':', '\0', '\n']) {
        return Err(wrong());
    }
    let output = git(folder)
        .args(["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])
        .output()
        .map_err(|cause| no_git(&cause))?;
    let commit = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let hex = commit.len() >= 40 && commit.bytes().all(|b| b.is_ascii_hexdigit());
    if output.status.success() && hex { Ok(commit) } else { Err(wrong()) }
}

fn no_git(cause: &std::io::Error) -> Failure {
    Failure::with_help(
        localized!("git kan ikke kjøres: {cause}", "git cannot be run: {cause}"),
        Localized::new("installer git, eller sammenlign to filer", "install git, or compare two files"),
    )
}
