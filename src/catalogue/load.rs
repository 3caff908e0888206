//! Reading a specification folder into a catalogue.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::walk::{self, Stop, WalkFile};
use super::{Document, EditionBlock, Parameter, Requirement, validate};
use crate::localized;
use crate::source::{
    Diagnostic, ReadFile, Severity, SourceId, Sources, Span, Tree, read_toml, read_toml_files,
};
use crate::text::Localized;
use crate::vocab::{Vocabulary, VocabularyFiles};

/// A part of the report that gathers requirements by the first word of their ids.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Id.
    pub id: String,
    /// Heading.
    pub name: Localized,
    /// First words of the ids that belong here.
    pub prefixes: Vec<String>,
    /// Whether it is about running the place rather than about the building.
    #[serde(default)]
    pub operational: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChaptersFile {
    chapter: Vec<Chapter>,
}

/// A discipline of a building project, and the requirements it documents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discipline {
    /// What the trade calls it: `ARK`, `RIV`.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// Beginnings of the ids of its requirements, in whole words.
    pub requirements: Vec<String>,
    /// Whether it has what no discipline names.
    #[serde(default)]
    pub otherwise: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisciplinesFile {
    discipline: Vec<Discipline>,
}

/// All requirements with the words they are written in.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// The words.
    pub vocabulary: Vocabulary,
    /// Published documents by id.
    pub documents: BTreeMap<String, Document>,
    /// Ids of the editions a project can be judged by, oldest first.
    pub editions: Vec<String>,
    /// Chapters in the order of the report.
    pub chapters: Vec<Chapter>,
    /// The stops of a visit, in walking order.
    pub walk: Vec<Stop>,
    /// Disciplines in the order of lists.
    pub disciplines: Vec<Discipline>,
    /// Requirements by id.
    pub requirements: BTreeMap<String, Requirement>,
    /// Replaced values of parameters, `requirement.parameter` → value with unit.
    pub overrides: BTreeMap<String, String>,
}

/// Why there is no catalogue to judge by.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// Faults in its files; each is a diagnostic in the sources.
    #[error("the catalogue has {} fault(s) and is not used; mend them and run `befaring spec check`", .faults.len())]
    Invalid {
        /// What is wrong.
        faults: Vec<Diagnostic>,
        /// The files they are in.
        sources: Box<Sources>,
    },
}

impl Catalogue {
    /// The built-in catalogue.
    ///
    /// # Errors
    /// When it does not validate, which the project's own tests exclude.
    pub fn built_in() -> Result<Self, CatalogueError> {
        Self::load(&VocabularyFiles::built_in())
    }

    /// Reads a specification folder.
    ///
    /// # Errors
    /// Every fault found in it, if there is any error among them.
    pub fn load(tree: &Tree) -> Result<Self, CatalogueError> {
        Self::load_beside(tree, |_| ()).map(|(catalogue, ())| catalogue)
    }

    /// The same, with something done on another thread that needs nothing but the words.
    ///
    /// # Errors
    /// As [`Catalogue::load`]; what was done beside it is then dropped.
    pub fn load_beside<T: Send>(
        tree: &Tree,
        work: impl FnOnce(&Vocabulary) -> T + Send,
    ) -> Result<(Self, T), CatalogueError> {
        let mut sources = Sources::new();
        let mut faults = Vec::new();
        let (catalogue, done) = Self::read_beside(tree, &mut sources, &mut faults, work);
        if faults.iter().any(|f| f.severity == Severity::Error) {
            return Err(CatalogueError::Invalid { faults, sources: Box::new(sources) });
        }
        Ok((catalogue, done))
    }

    /// Reads a specification folder and keeps what could be read beside everything that is wrong with it.
    pub fn read(tree: &Tree, sources: &mut Sources, faults: &mut Vec<Diagnostic>) -> Self {
        Self::read_beside(tree, sources, faults, |_| ()).0
    }

    fn read_beside<T: Send>(
        tree: &Tree,
        sources: &mut Sources,
        faults: &mut Vec<Diagnostic>,
        work: impl FnOnce(&Vocabulary) -> T + Send,
    ) -> (Self, T) {
        let vocabulary = Vocabulary::load(tree, sources, faults);
        let mut places: BTreeMap<String, SourceId> = BTreeMap::new();
        let rest = || Self::read_rest(tree, sources, &mut places, faults);
        let (rest, done) = rayon::join(rest, || work(&vocabulary));
        let all = Self { vocabulary, ..rest };
        validate::validate(&all, sources, &places, faults);
        (all, done)
    }

    /// All but the words, and in which file each document and requirement stands.
    fn read_rest(
        tree: &Tree,
        sources: &mut Sources,
        places: &mut BTreeMap<String, SourceId>,
        faults: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut all = Self::default();
        for (_, shown, text) in tree.below("chapters.toml") {
            let id = sources.add(shown, text);
            match read_toml::<ChaptersFile>(sources, id) {
                Ok(file) => all.chapters = file.chapter,
                Err(fault) => faults.push(*fault),
            }
        }
        for (_, shown, text) in tree.below("walk.toml") {
            let id = sources.add(shown, text);
            match read_toml::<WalkFile>(sources, id) {
                Ok(file) => all.walk = file.stop,
                Err(fault) => faults.push(*fault),
            }
        }
        for (_, shown, text) in tree.below("disciplines.toml") {
            let id = sources.add(shown, text);
            match read_toml::<DisciplinesFile>(sources, id) {
                Ok(file) => all.disciplines = file.discipline,
                Err(fault) => faults.push(*fault),
            }
        }
        for ReadFile { path, id, read } in read_toml_files::<Document>(tree, "editions/", sources) {
            match read {
                Ok(document) => {
                    let stem = stem(path);
                    if document.id != stem {
                        faults.push(stem_differs(sources, id, &document.id, stem));
                    }
                    places.insert(format!("document {}", document.id), id);
                    all.documents.insert(document.id.clone(), document);
                }
                Err(fault) => faults.push(*fault),
            }
        }
        for ReadFile { path, id, read } in read_toml_files::<Requirement>(tree, "requirements/", sources) {
            match read {
                Ok(requirement) => {
                    let stem = stem(path);
                    if requirement.id != stem {
                        faults.push(stem_differs(sources, id, &requirement.id, stem));
                    }
                    if path.split('/').nth(1) != Some(requirement.chapter()) {
                        let wanted = requirement.chapter().to_owned();
                        faults.push(at_word(
                            sources,
                            id,
                            &requirement.id,
                            "spec.folder",
                            localized!(
                                "filen skal ligge i requirements/{wanted}/",
                                "the file belongs in requirements/{wanted}/"
                            ),
                        ));
                    }
                    places.insert(requirement.id.clone(), id);
                    all.requirements.insert(requirement.id.clone(), requirement);
                }
                Err(fault) => faults.push(*fault),
            }
        }
        for (_, shown, text) in tree.below("parameters.toml") {
            let id = sources.add(shown, text);
            match read_toml::<BTreeMap<String, String>>(sources, id) {
                Ok(values) => {
                    places.insert("parameters".to_owned(), id);
                    all.overrides = values;
                }
                Err(fault) => faults.push(*fault),
            }
        }
        all.order_editions();
        all
    }

    /// Editions in the order they replace each other.
    fn order_editions(&mut self) {
        let mut rest: Vec<&Document> = self.documents.values().filter(|d| d.edition).collect();
        let mut order: Vec<String> = Vec::new();
        while !rest.is_empty() {
            let before = rest.len();
            rest.retain(|d| {
                let ready = d.replaces.as_ref().is_none_or(|r| order.contains(r));
                if ready {
                    order.push(d.id.clone());
                }
                !ready
            });
            if rest.len() == before {
                // A ring or a missing predecessor: keep them in order of id; validation reports it.
                order.extend(rest.drain(..).map(|d| d.id.clone()));
            }
        }
        self.editions = order;
    }

    /// The newest edition.
    pub fn latest_edition(&self) -> Option<&str> {
        self.editions.last().map(String::as_str)
    }

    /// The requirements that stand in an edition, with the block that holds there, in the order of their numbers.
    pub fn in_edition<'a>(&'a self, edition: &'a str) -> Vec<(&'a Requirement, &'a EditionBlock)> {
        let mut all: Vec<_> =
            self.requirements.values().filter_map(|r| Some((r, r.block(edition, &self.editions)?))).collect();
        all.sort_by_key(|(r, _)| (self.chapter_index(r), r.number));
        all
    }

    /// The chapter a requirement belongs to, as an index into [`Catalogue::chapters`].
    pub fn chapter_index(&self, requirement: &Requirement) -> usize {
        let word = requirement.chapter();
        self.chapters.iter().position(|c| c.prefixes.iter().any(|p| p == word)).unwrap_or(self.chapters.len())
    }

    /// Where on the way a requirement is looked at in a room with these functions, as an index into [`Catalogue::walk`].
    pub fn stop_of(&self, requirement: &str, rooms: &[String]) -> usize {
        walk::stop_of(&self.walk, requirement, rooms)
    }

    /// The discipline that documents a requirement: the one with the longest beginning of its id.
    pub fn discipline(&self, requirement: &str) -> Option<&Discipline> {
        let begins = |prefix: &str| {
            requirement.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let longest =
            |d: &Discipline| d.requirements.iter().filter(|p| begins(p)).map(|p| p.len()).max().unwrap_or(0);
        let best = self.disciplines.iter().map(|d| (longest(d), d)).filter(|(n, _)| *n > 0);
        best.max_by_key(|(n, _)| *n).map(|(_, d)| d).or_else(|| self.disciplines.iter().find(|d| d.otherwise))
    }

    /// A parameter's value in force and whether it was replaced.
    pub fn parameter<'a>(
        &'a self,
        requirement: &str,
        name: &str,
        parameter: &'a Parameter,
    ) -> (&'a str, bool) {
        match self.overrides.get(&format!("{requirement}.{name}")) {
            Some(value) => (value, value != &parameter.value),
            None => (&parameter.value, false),
        }
    }
}

fn stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml")
}

fn stem_differs(sources: &Sources, id: SourceId, own: &str, stem: &str) -> Diagnostic {
    at_word(
        sources,
        id,
        own,
        "spec.stem",
        localized!(
            "id-en «{own}» er ikke filnavnet «{stem}»",
            "the id “{own}” is not the file's name “{stem}”"
        ),
    )
    .help(localized!("kall filen {own}.toml", "name the file {own}.toml"))
}

/// A fault at the first place a word stands between quotation marks, or at the top of the file.
pub(super) fn at_word(
    sources: &Sources,
    id: SourceId,
    word: &str,
    code: &'static str,
    message: Localized,
) -> Diagnostic {
    let text = sources.file(id).text();
    let quoted = format!("\"{word}\"");
    let span = match text.find(&quoted).or_else(|| text.find(word)) {
        Some(at) => {
            Span::new(id, at, at + if text[at..].starts_with(&quoted) { quoted.len() } else { word.len() })
        }
        None => Span::new(id, 0, 0),
    };
    Diagnostic::error(code, span, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_beginning_of_an_id_tells_the_discipline() {
        let catalogue = Catalogue::built_in().unwrap();
        let of = |id: &str| catalogue.discipline(id).unwrap().id.as_str();
        assert_eq!(of("teknikk.stoppekran"), "RIV");
        assert_eq!(of("teknikk.rom.utenfor"), "ARK");
        assert_eq!(of("brann.sprinkler.finnes"), "RIBr");
        assert_eq!(of("brann.sprinkler.innfelt"), "RIV");
        assert_eq!(of("gulv.oppbrett"), "ARK", "no discipline names floors");
        assert_eq!(of("teknikkrom.annet"), "ARK", "a beginning is whole words");
    }

    #[test]
    fn every_beginning_a_discipline_names_is_that_of_some_requirement() {
        let catalogue = Catalogue::built_in().unwrap();
        for prefix in catalogue.disciplines.iter().flat_map(|d| &d.requirements) {
            let begins = |id: &str| id == prefix || id.starts_with(&format!("{prefix}."));
            assert!(catalogue.requirements.keys().any(|id| begins(id)), "{prefix} begins no requirement");
        }
    }
}
