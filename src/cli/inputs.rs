//! What a command reads: the project file with the arguments over it, and the files they name.

use std::path::{Path, PathBuf};

use super::args::CatalogueArgs;
use super::failure::Failure;
use super::project_file::ProjectFile;
use super::screen::Screen;
use super::{catalogue, project};
use crate::catalogue::Catalogue;
use crate::ifc::{Lowering, Overrides};
use crate::judge::{Reading, Specifications};
use crate::localized;
use crate::source::OneOrMany;
use crate::text::Localized;
use crate::vocab::Vocabulary;

/// Arguments of a command that reads a project and does not judge it.
#[derive(clap::Args)]
pub(super) struct ReadArgs {
    /// Prosjektfil; befaring.toml her eller i en mappe over når ingen inndata er nevnt
    #[arg(long, value_name = "FIL")]
    project: Option<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

/// The files of a project and the words to read them by.
pub(super) struct Inputs {
    /// The project file, where there is one.
    pub(super) file: Option<ProjectFile>,
    /// The requirements, the project's own folders laid over the built-in ones.
    pub(super) catalogue: Catalogue,
    /// Those folders.
    pub(super) spec: Vec<PathBuf>,
    /// What is read, as seen from the current folder.
    pub(super) paths: Vec<PathBuf>,
    /// What the project says of the rooms of its building models.
    pub(super) overrides: Overrides,
}

impl Inputs {
    /// Finds the project file, unless inputs are named, and reads it.
    pub(super) fn find(given: &[PathBuf], args: &ReadArgs, screen: &mut Screen) -> Result<Self, Failure> {
        let file = ProjectFile::find(args.project.as_deref(), given.is_empty(), screen)?;
        Self::of(file, given, &args.catalogue.spec, screen)
    }

    /// What a project file and the arguments over it name.
    pub(super) fn of(
        file: Option<ProjectFile>,
        given: &[PathBuf],
        folders: &[PathBuf],
        screen: &Screen,
    ) -> Result<Self, Failure> {
        Self::beside(file, given, folders, screen, |_, _, _| ()).map(|(inputs, ())| inputs)
    }

    /// The same, with something done meanwhile that needs the words, the paths and what the project says of rooms.
    pub(super) fn beside<T: Send>(
        file: Option<ProjectFile>,
        given: &[PathBuf],
        folders: &[PathBuf],
        screen: &Screen,
        work: impl FnOnce(&Vocabulary, &[PathBuf], &Overrides) -> T + Send,
    ) -> Result<(Self, T), Failure> {
        let places = |paths: fn(&ProjectFile) -> &OneOrMany| -> Vec<PathBuf> {
            let of = |f: &ProjectFile| paths(f).0.iter().map(|p| f.folder.join(p.get_ref())).collect();
            file.as_ref().map(of).unwrap_or_default()
        };
        let mut spec = places(|f| &f.project.spec);
        spec.extend(folders.iter().cloned());
        let paths = match given {
            [] => places(|f| &f.project.inputs),
            given => given.to_vec(),
        };
        let paths: Vec<PathBuf> = paths.iter().map(|p| from_here(p)).collect();
        let overrides = file.as_ref().map(ProjectFile::overrides).unwrap_or_default();
        let args = CatalogueArgs { spec: spec.clone() };
        let work = |vocabulary: &Vocabulary| work(vocabulary, &paths, &overrides);
        let (catalogue, done) = catalogue::load_beside(&args, screen, work)?;
        if let Some(file) = &file {
            file.check(&catalogue, screen)?;
        }
        if paths.is_empty() {
            return Err(nothing_named(file.as_ref()));
        }
        Ok((Self { file, catalogue, spec, paths, overrides }, done))
    }

    /// Reads the files as one project.
    pub(super) fn read(&self) -> Result<Reading, Failure> {
        let how = Lowering { overrides: &self.overrides, ..Lowering::default() };
        project::read_against(&self.paths, &self.catalogue.vocabulary, &how, Specifications::none())
    }
}

/// A path as seen from the current folder, where it lies in it: outputs that other programs read need it so.
pub(super) fn from_here(path: &Path) -> PathBuf {
    let own = path.strip_prefix("./").unwrap_or(path);
    if !own.is_absolute() {
        return own.to_path_buf();
    }
    let here = std::env::current_dir().ok();
    let inside = here.as_deref().and_then(|h| own.strip_prefix(h).ok());
    inside.map_or_else(|| own.to_path_buf(), Path::to_path_buf)
}

fn nothing_named(file: Option<&ProjectFile>) -> Failure {
    match file {
        Some(file) => {
            let path = file.path.display();
            Failure::with_help(
                localized!("{path} nevner ingen inndata", "{path} names no inputs"),
                Localized::new(
                    "skriv inputs = [\"prosjekt.bolig\"] i den, eller nevn en fil",
                    "write inputs = [\"prosjekt.bolig\"] in it, or name a file",
                ),
            )
        }
        None => Failure::with_help(
            Localized::new(
                "ingen inndata er nevnt, og her er ingen befaring.toml",
                "no inputs are named, and there is no befaring.toml here",
            ),
            Localized::new(
                "nevn en fil, eller lag et prosjekt med «befaring init»",
                "name a file, or make a project with “befaring init”",
            ),
        ),
    }
}
