//! Agreed departures, from the project file and from files of their own.

use std::path::PathBuf;

use super::failure::Failure;
use super::project_file::ProjectFile;
use super::screen::Screen;
use super::{project, setup, shown};
use crate::catalogue::Catalogue;
use crate::fravik::{self, Entry, RawFravik};
use crate::project::{Project, check_fravik};
use crate::report::InputFile;
use crate::source::{SourceId, Sources};

/// The texts departures stand in. They are read anew for each report, whose list of files they join.
pub(super) struct Departures {
    texts: Vec<Text>,
}

struct Text {
    path: PathBuf,
    text: String,
    /// Whether it is a project file, whose departures stand among other things.
    is_project: bool,
}

/// Reads the departures; a fault in any of them stops the run.
pub(super) fn read(
    file: Option<&ProjectFile>,
    files: &[PathBuf],
    catalogue: &Catalogue,
    screen: &Screen,
) -> Result<Departures, Failure> {
    let mut texts = Vec::new();
    if let Some(file) = file.filter(|f| !f.project.fravik.is_empty()) {
        texts.push(Text { path: file.path.clone(), text: file.text.clone(), is_project: true });
    }
    for path in files {
        texts.push(Text { path: path.clone(), text: project::text(path)?, is_project: false });
    }
    let departures = Departures { texts };
    let mut sources = Sources::new();
    let mut faults = Vec::new();
    let entries = departures.read(&mut sources, &mut faults);
    faults.extend(check_fravik(&entries, catalogue));
    setup::refuse(&faults, &sources, screen)?;
    Ok(departures)
}

impl Departures {
    /// The departures, their texts added to the sources of a reading.
    pub(super) fn entries(&self, sources: &mut Sources) -> Vec<Entry> {
        self.read(sources, &mut Vec::new())
    }

    /// The files of departures alone, with their hashes.
    pub(super) fn inputs(&self) -> Vec<InputFile> {
        let own = self.texts.iter().filter(|t| !t.is_project);
        own.map(|t| InputFile::of(shown::name(&t.path), t.text.as_bytes())).collect()
    }

    fn read(&self, sources: &mut Sources, faults: &mut Vec<crate::source::Diagnostic>) -> Vec<Entry> {
        let mut tables: Vec<(SourceId, Vec<RawFravik>)> = Vec::new();
        for Text { path, text, is_project } in &self.texts {
            let id = sources.add(shown::name(path), text.as_str());
            if *is_project {
                match Project::read(sources, id) {
                    Ok(project) => tables.push((id, project.fravik)),
                    Err(fault) => faults.push(*fault),
                }
            } else {
                let parsed = fravik::read(sources, id);
                faults.extend(parsed.diagnostics);
                tables.push((id, parsed.value));
            }
        }
        let parsed = fravik::entries(&tables);
        faults.extend(parsed.diagnostics);
        parsed.value
    }
}
