//! Folders of text files held in memory: the built-in `spec/` and the folders layered on it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Largest file taken from a folder, in bytes; a requirement file is a few kilobytes.
const LARGEST_FILE: u64 = 4 << 20;
/// Most files taken from a folder.
const MOST_FILES: usize = 20_000;

/// Text files by their path inside the folder, with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: BTreeMap<String, (PathBuf, String)>,
}

/// Why a folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// The folder or a file in it cannot be read.
    #[error("cannot read {path}: {cause}; check the path and your rights to it")]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// More or larger files than any catalogue has.
    #[error("{path} does not look like a catalogue folder: {why}")]
    TooLarge {
        /// The file or folder.
        path: PathBuf,
        /// Which limit.
        why: String,
    },
}

impl Tree {
    /// A tree of texts already in memory, under a name to show for them.
    pub fn from_texts<'a>(shown_under: &Path, texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files =
            texts.into_iter().map(|(p, t)| (p.to_owned(), (shown_under.join(p), t.to_owned()))).collect();
        Self { files }
    }

    /// Reads the `.toml` files of a folder and its subfolders. Links are not followed.
    ///
    /// # Errors
    /// When a file cannot be read or the folder is far too large to be a catalogue.
    pub fn read(folder: &Path) -> Result<Self, TreeError> {
        let mut tree = Self::default();
        let mut open = vec![(folder.to_path_buf(), String::new())];
        while let Some((path, prefix)) = open.pop() {
            let unreadable = |cause| TreeError::Unreadable { path: path.clone(), cause };
            for entry in std::fs::read_dir(&path).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let kind = entry.file_type().map_err(unreadable)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() {
                    open.push((entry.path(), format!("{name}/")));
                } else if kind.is_file() && name.ends_with(".toml") {
                    let size = entry.metadata().map_err(unreadable)?.len();
                    if size > LARGEST_FILE || tree.files.len() >= MOST_FILES {
                        let why = if size > LARGEST_FILE {
                            format!("{name} has {size} bytes")
                        } else {
                            format!("more than {MOST_FILES} files")
                        };
                        return Err(TreeError::TooLarge { path: folder.to_path_buf(), why });
                    }
                    let bytes = std::fs::read(entry.path()).map_err(unreadable)?;
                    tree.files.insert(name, (entry.path(), String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
        }
        Ok(tree)
    }

    /// Lays another tree over this one: its files replace those of the same path.
    pub fn layer(&mut self, over: Self) {
        self.files.extend(over.files);
    }

    /// The files below a folder (`"requirements/"`), in order of path: path and shown path and text.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a Path, &'a str)> {
        self.files
            .range(folder.to_owned()..)
            .take_while(move |(p, _)| p.starts_with(folder))
            .map(|(p, (shown, text))| (p.as_str(), shown.as_path(), text.as_str()))
    }

    /// Whether there are no files at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
