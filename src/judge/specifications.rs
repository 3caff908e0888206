//! The IDS files a project names, and what its building models come to against them.
//!
//! A model is held against the files while it is in memory, so that none is read twice. A file with an error is held
//! against nothing: its faults stand among those of the inputs, and the result of the check cannot be used. So it is
//! where no model could be held against the files at all: what was not checked is never passed.

use std::path::PathBuf;

use super::Reading;
use crate::ids::{self, Document};
use crate::ifc;
use crate::localized;
use crate::report::InputFile;
use crate::report::ids::{CheckLine, Pair, resolve};
use crate::source::{Diagnostic, Severity, Sources};
use crate::text::{Lang, Localized};

/// The IDS files of a project.
pub struct Specifications {
    lang: Lang,
    sources: Sources,
    documents: Vec<Document>,
    faults: Vec<Diagnostic>,
    files: Vec<InputFile>,
    checks: Vec<CheckLine>,
    /// Building models seen, whether they could be read or not.
    models: usize,
}

impl Specifications {
    /// No IDS file at all.
    pub fn none() -> Self {
        Self::read(Vec::new(), Lang::Nb)
    }

    /// Reads and audits IDS files. Faults become diagnostics of the project; `lang` is that of the texts.
    pub fn read(files: Vec<(PathBuf, Vec<u8>)>, lang: Lang) -> Self {
        let mut all = Self {
            lang,
            sources: Sources::new(),
            documents: Vec::new(),
            faults: Vec::new(),
            files: Vec::new(),
            checks: Vec::new(),
            models: 0,
        };
        for (path, bytes) in files {
            all.files.push(InputFile::of(path.to_string_lossy().replace('\\', "/"), &bytes));
            let parsed = ids::read(&path, &bytes, &mut all.sources);
            let mut faults = parsed.diagnostics;
            faults.extend(parsed.value.iter().flat_map(ids::audit::audit_to_check));
            let sound = !faults.iter().any(|f| f.severity == Severity::Error);
            all.faults.extend(faults);
            all.documents.extend(parsed.value.filter(|_| sound));
        }
        all
    }

    /// Holds a model against every file that is sound.
    pub(super) fn hold(&mut self, model: &ifc::Model) {
        self.models += 1;
        for document in &self.documents {
            match ids::check::check(document, model) {
                Ok(checked) => {
                    let pair = Pair { document, sources: &self.sources, model, checked: &checked };
                    self.checks.push(resolve(&pair, self.lang, usize::MAX));
                }
                // The same pattern cannot be used for the next model either; it is told once.
                Err(faults) => {
                    let new = faults.into_iter().filter(|f| !self.faults.contains(f)).collect::<Vec<_>>();
                    self.faults.extend(new);
                }
            }
        }
    }

    /// A model that could not be read; that is told elsewhere.
    pub(super) fn miss(&mut self) {
        self.models += 1;
    }

    /// Adds what came out to the project, to whose sources nothing has been added before. Gives the files: they are
    /// inputs, but no part of the draft that people speak of.
    pub(super) fn join(self, reading: &mut Reading) -> Vec<InputFile> {
        if self.files.is_empty() {
            return Vec::new();
        }
        reading.sources = self.sources;
        reading.diagnostics.extend(self.faults);
        if self.models == 0 {
            let names: Vec<&str> = self.files.iter().map(|f| f.path.as_str()).collect();
            let names = names.join(", ");
            let fault = Diagnostic::new(
                Severity::Error,
                "ids.no-model",
                localized!(
                    "ingen bygningsmodell er lest, så {names} er ikke holdt mot noe",
                    "no building model was read, so {names} was held against nothing"
                ),
            );
            let help = Localized::new(
                "nevn modellen (.ifc) blant inndata, eller ta bort IDS-filene til den finnes",
                "name the model (.ifc) among the inputs, or leave the IDS files out until there is one",
            );
            reading.diagnostics.push(fault.help(help));
        }
        reading.ids = Some(self.checks);
        self.files
    }
}
