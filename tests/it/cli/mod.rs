//! The program as its users meet it: arguments in; output, files and exit code out.

mod bids;
mod checking;
mod diffing;
mod ids;
mod project_file;
mod requirements;
mod texts;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, to be run in an empty folder of its own.
pub(crate) struct Place {
    folder: PathBuf,
}

impl Place {
    /// A folder named after the test.
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_befaring"));
        command.current_dir(&self.folder).args(args).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).output().unwrap())
    }
}

/// What a run gave.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        // A run killed by a signal, as a panic in abort mode would be, has no code.
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Fails the test unless the code is the one wanted.
    pub(crate) fn code(self, wanted: i32) -> Self {
        assert_eq!(self.code, wanted, "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }
}

/// A project in which nothing that is a requirement is negative, but much is unclear.
pub(crate) const SKETCH: &str = r#"prosjekt "Skissa" {
    gruppe 5
    somatikk ingen
    standard forsterket
    bygg "Hus 1" {
        etasje 1 {
            bolig A101 {
                rom allrom "Stue" { rektangel 5.00 x 4.00 ved (0, 0) }
                rom bad "Bad" { rektangel 2.00 x 2.00 ved (5.10, 0) }
                rom teknisk "Teknisk rom" { rektangel 1.50 x 1.90 ved (5.10, 2.10) }
            }
        }
    }
}
"#;

/// The same with a standard that does not go with its group.
pub(crate) fn broken() -> String {
    SKETCH.replace("standard forsterket", "standard ordinær")
}
