//! Finding and reading `befaring.toml`.

use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::screen::Screen;
use super::{project, setup, shown};
use crate::catalogue::Catalogue;
use crate::ifc::Overrides;
use crate::localized;
use crate::project::{FILE_NAME, FRAVIK_FILE, FRAVIK_FOLDER, Project};
use crate::report::InputFile;
use crate::report::formats::FORMATS;
use crate::source::{SourceId, Sources};

/// A project file that was read.
pub(super) struct ProjectFile {
    pub(super) path: PathBuf,
    /// What the paths in it are relative to, as seen from the current folder.
    pub(super) folder: PathBuf,
    pub(super) project: Project,
    pub(super) text: String,
    sources: Sources,
    id: SourceId,
}

impl ProjectFile {
    /// The file named, or else the one in the current folder or the closest above it. When inputs are named, one that is
    /// not named itself is left alone, and that is said. From here on the screen speaks its language, unless the arguments
    /// name one.
    pub(super) fn find(
        named: Option<&Path>,
        no_inputs: bool,
        screen: &mut Screen,
    ) -> Result<Option<Self>, Failure> {
        let file = Self::search(named, no_inputs, screen)?;
        if let (Some(lang), false) = (file.as_ref().and_then(|f| f.project.language), screen.lang_given) {
            screen.lang = lang;
        }
        Ok(file)
    }

    fn search(named: Option<&Path>, no_inputs: bool, screen: &Screen) -> Result<Option<Self>, Failure> {
        if let Some(path) = named {
            let inside = path.is_dir().then(|| path.join(FILE_NAME));
            return Self::read(inside.unwrap_or_else(|| path.to_path_buf()), screen).map(Some);
        }
        if !no_inputs {
            if Path::new(FILE_NAME).is_file() {
                screen.say_line(&localized!(
                    "Merk: {FILE_NAME} er ikke brukt, siden inndata er nevnt; --project {FILE_NAME} bruker den.",
                    "Note: {FILE_NAME} is not used, since inputs are named; --project {FILE_NAME} uses it."
                ));
            }
            return Ok(None);
        }
        let depth = std::env::current_dir().map_or(0, |here| here.components().count());
        let mut folder = PathBuf::new();
        for _ in 0..=depth {
            let path = folder.join(FILE_NAME);
            if path.is_file() {
                return Self::read(path, screen).map(Some);
            }
            folder.push("..");
        }
        Ok(None)
    }

    /// The file of a path; its faults are shown.
    pub(super) fn read(path: PathBuf, screen: &Screen) -> Result<Self, Failure> {
        let text = project::text(&path)?;
        let mut sources = Sources::new();
        let id = sources.add(&path, text.as_str());
        match Project::read(&sources, id) {
            Ok(project) => {
                let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
                Ok(Self { folder, path, project, text, sources, id })
            }
            Err(fault) => {
                setup::refuse(&[*fault], &sources, screen)?;
                let path = path.display();
                Err(Failure::told(localized!("{path} kan ikke leses", "{path} cannot be read")))
            }
        }
    }

    /// Stops where it names what does not exist.
    pub(super) fn check(&self, catalogue: &Catalogue, screen: &Screen) -> Result<(), Failure> {
        let formats: Vec<&str> = FORMATS.iter().map(|f| f.id).collect();
        setup::refuse(&self.project.check(self.id, catalogue, &formats), &self.sources, screen)
    }

    /// The files of departures it names, and those that lie beside it.
    pub(super) fn fravik_files(&self) -> Result<Vec<PathBuf>, Failure> {
        let mut files: Vec<PathBuf> =
            self.project.fravik_files.0.iter().map(|f| self.folder.join(f.get_ref())).collect();
        let beside = self.folder.join(FRAVIK_FILE);
        if beside.is_file() {
            files.push(beside);
        }
        let folder = self.folder.join(FRAVIK_FOLDER);
        if folder.is_dir() {
            files.push(folder);
        }
        let mut all: Vec<PathBuf> = Vec::new();
        for file in files {
            let found = if file.is_dir() {
                project::files_in(std::slice::from_ref(&file), "toml")?
            } else {
                vec![file]
            };
            for path in found {
                if !all.contains(&path) {
                    all.push(path);
                }
            }
        }
        Ok(all)
    }

    pub(super) fn overrides(&self) -> Overrides {
        self.project.overrides(&self.sources, self.id)
    }

    pub(super) fn as_input(&self) -> InputFile {
        InputFile::of(shown::name(&self.path), self.text.as_bytes())
    }
}
