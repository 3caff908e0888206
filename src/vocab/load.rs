//! Reading `spec/vocabulary` and `spec/tables`.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use serde::Deserialize;

use super::rooms::Compounds;
use super::words::{Fixture, Group, Material, RoomFunction, Standard, Table, Word, normalise};
use super::{FactDef, FactKind, Phase, SubjectKind};
use crate::localized;
use crate::source::{
    Diagnostic, ReadFile, Severity, SourceId, Sources, Span, Tree, read_toml, read_toml_files,
};
use crate::text::Localized;

static SPEC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/spec");

/// The specification folder the program was built with.
pub struct VocabularyFiles;

impl VocabularyFiles {
    /// All files of the built-in `spec/` folder.
    pub fn built_in() -> Tree {
        fn collect<'a>(dir: &'a Dir<'a>, into: &mut Vec<(String, &'a str)>) {
            for file in dir.files() {
                let path = file.path().to_string_lossy().replace('\\', "/");
                if let (true, Some(text)) = (path.ends_with(".toml"), file.contents_utf8()) {
                    into.push((path, text));
                }
            }
            for sub in dir.dirs() {
                collect(sub, into);
            }
        }
        let mut texts = Vec::new();
        collect(&SPEC, &mut texts);
        Tree::from_texts(Path::new("spec"), texts.iter().map(|(p, t)| (p.as_str(), *t)))
    }
}

/// Everything the program knows of the field's words.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Resident groups and somatic groups in the order of the matrix.
    pub groups: Vec<Group>,
    /// Building standards.
    pub standards: Vec<Standard>,
    /// Room functions.
    pub rooms: Vec<RoomFunction>,
    /// Every spelling of a room function with the first function that has it: models hold a hundred thousand names.
    pub(super) room_names: HashMap<String, usize>,
    /// How compound names of rooms are read.
    pub compounds: Compounds,
    /// Materials.
    pub materials: Vec<Material>,
    /// Furniture and equipment.
    pub fixtures: Vec<Fixture>,
    /// Facts by id.
    pub facts: BTreeMap<String, FactDef>,
    /// Lookup tables by name, the group matrix as `groups` among them.
    pub tables: BTreeMap<String, Table>,
    /// What each phase settles, as the reason why something cannot be documented before it.
    pub phases: BTreeMap<Phase, Localized>,
    /// Values that say nothing («–», «NOTDEFINED», …), normalised.
    pub placeholders: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupsFile {
    group: Vec<Group>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardsFile {
    standard: Vec<Standard>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoomsFile {
    #[serde(default)]
    compound: Compounds,
    room: Vec<RoomFunction>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MaterialsFile {
    material: Vec<Material>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixturesFile {
    fixture: Vec<Fixture>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhasesFile {
    phase: Vec<PhaseEntry>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhaseEntry {
    id: Phase,
    settles: Localized,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceholdersFile {
    values: Vec<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    title: Localized,
    source: String,
    row: BTreeMap<String, BTreeMap<String, toml::Value>>,
}

/// Facts by id.
type FactsFile = BTreeMap<toml::Spanned<String>, FactDef>;

/// Folder of the vocabulary with the files of facts.
const FACTS: &str = "facts/";

impl Vocabulary {
    /// Reads the vocabulary out of a specification folder. Every fault is a diagnostic; what could be read is kept.
    pub fn load(tree: &Tree, sources: &mut Sources, faults: &mut Vec<Diagnostic>) -> Self {
        let mut all = Self::default();
        let files: Vec<(&str, SourceId)> = tree
            .below("vocabulary/")
            .map(|(path, shown, text)| (path.trim_start_matches("vocabulary/"), sources.add(shown, text)))
            .collect();
        let facts_in = |(name, id): &(&str, SourceId)| {
            name.starts_with(FACTS).then(|| read_toml::<FactsFile>(sources, *id))
        };
        let facts: Vec<_> = files.par_iter().map(facts_in).collect();
        for ((name, id), facts) in files.into_iter().zip(facts) {
            let read = match name {
                "groups.toml" => read_toml::<GroupsFile>(sources, id).map(|f| all.groups.extend(f.group)),
                "standards.toml" => {
                    read_toml::<StandardsFile>(sources, id).map(|f| all.standards.extend(f.standard))
                }
                "rooms.toml" => read_toml::<RoomsFile>(sources, id).map(|f| {
                    all.rooms.extend(f.room);
                    all.compounds = f.compound;
                }),
                "materials.toml" => {
                    read_toml::<MaterialsFile>(sources, id).map(|f| all.materials.extend(f.material))
                }
                "fixtures.toml" => {
                    read_toml::<FixturesFile>(sources, id).map(|f| all.fixtures.extend(f.fixture))
                }
                "phases.toml" => read_toml::<PhasesFile>(sources, id)
                    .map(|f| all.phases.extend(f.phase.into_iter().map(|p| (p.id, p.settles)))),
                "placeholders.toml" => read_toml::<PlaceholdersFile>(sources, id)
                    .map(|f| all.placeholders.extend(f.values.iter().map(|v| normalise(v)))),
                _ if let Some(facts) = facts => facts.map(|facts| all.add_facts(facts, id, faults)),
                _ => Err(Box::new(whole_file(
                    id,
                    localized!(
                        "«{name}» er ikke en fil i vokabularet",
                        "“{name}” is not a file of the vocabulary"
                    ),
                    Localized::new(
                        "legg fakta i vocabulary/facts/, ord i groups, standards, rooms, materials, fixtures, phases eller placeholders",
                        "put facts in vocabulary/facts/, words in groups, standards, rooms, materials, fixtures, phases or placeholders",
                    ),
                ))),
            };
            faults.extend(read.err().map(|fault| *fault));
        }
        for ReadFile { path, read, .. } in read_toml_files::<TableFile>(tree, "tables/", sources) {
            match read {
                Ok(file) => {
                    let stem = path.trim_start_matches("tables/").trim_end_matches(".toml").to_owned();
                    let rows = file
                        .row
                        .into_iter()
                        .map(|(k, r)| (k, r.into_iter().map(|(c, v)| (c, texts(&v))).collect()));
                    let table = Table {
                        id: stem.clone(),
                        title: file.title,
                        source: file.source,
                        rows: rows.collect(),
                    };
                    all.tables.insert(stem, table);
                }
                Err(fault) => faults.push(*fault),
            }
        }
        all.finish();
        all
    }

    /// The built-in vocabulary, read once.
    pub fn built_in() -> &'static Self {
        static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
        VOCABULARY
            .get_or_init(|| Self::load(&VocabularyFiles::built_in(), &mut Sources::new(), &mut Vec::new()))
    }

    fn add_facts(&mut self, facts: FactsFile, id: SourceId, faults: &mut Vec<Diagnostic>) {
        for (key, mut def) in facts {
            let span = Span::new(id, key.span().start, key.span().end);
            let key = key.into_inner();
            let subject =
                key.split_once('.').and_then(|(s, _)| SubjectKind::ALL.into_iter().find(|k| k.id() == s));
            let Some(subject) = subject else {
                faults.push(Diagnostic::error(
                    "spec.fact-id",
                    span,
                    localized!("faktaet «{key}» begynner ikke med et emne", "the fact “{key}” does not start with a subject"),
                ).help(Localized::new(
                    "skriv [\"door.navn\"], med project, site, building, storey, dwelling, base, room, door, window, wall eller fixture først",
                    "write [\"door.name\"], with project, site, building, storey, dwelling, base, room, door, window, wall or fixture first",
                )));
                continue;
            };
            def.id.clone_from(&key);
            def.subject = subject;
            let wordless = def.values.is_empty() && def.values_from.is_none();
            if wordless && matches!(def.kind, FactKind::Word | FactKind::Words) && def.design.is_some() {
                faults.push(
                    Diagnostic::error(
                        "spec.fact-words",
                        span,
                        localized!(
                            "faktaet «{key}» har ingen ord å velge mellom",
                            "the fact “{key}” has no words to choose from"
                        ),
                    )
                    .help(Localized::new(
                        "list dem under values, eller si values_from",
                        "list them under values, or say values_from",
                    )),
                );
            }
            if self.facts.insert(key.clone(), def).is_some() {
                faults.push(Diagnostic::error(
                    "spec.fact-twice",
                    span,
                    localized!("faktaet «{key}» er definert to ganger", "the fact “{key}” is defined twice"),
                ));
            }
        }
    }

    /// Fills in what one file takes from another, or is made of it: shared word lists, the group matrix as a table, the
    /// spellings of rooms.
    fn finish(&mut self) {
        for (i, room) in self.rooms.iter().enumerate() {
            for spelling in room.spellings() {
                self.room_names.entry(spelling.into_owned()).or_insert(i);
            }
        }
        let word = |id: &str, name: &Localized, synonyms: &[String]| Word {
            id: id.to_owned(),
            nb: name.nb.clone(),
            en: name.en.clone(),
            synonyms: synonyms.to_vec(),
        };
        let lists: BTreeMap<&str, Vec<Word>> = BTreeMap::from([
            ("materials", self.materials.iter().map(|m| word(&m.id, &m.name, &m.synonyms)).collect()),
            ("rooms", self.rooms.iter().map(|r| word(&r.id, &r.name, &r.synonyms)).collect()),
            ("fixtures", self.fixtures.iter().map(|f| word(&f.id, &f.name, &f.synonyms)).collect()),
            ("standards", self.standards.iter().map(|s| word(&s.id, &s.name, &s.synonyms)).collect()),
            ("groups", self.groups.iter().map(|g| word(&g.id, &g.name, &[])).collect()),
        ]);
        for def in self.facts.values_mut() {
            if let Some(words) = def.values_from.as_deref().and_then(|from| lists.get(from)) {
                def.values.extend(words.iter().cloned());
            }
        }
        let mut matrix = Table { id: "groups".to_owned(), ..Table::default() };
        matrix.title = Localized::new("Målgruppematrisen", "The resident group matrix");
        for g in &self.groups {
            let row = [
                ("standard", vec![g.standard.clone()]),
                ("location", g.location.clone()),
                ("service", g.service.clone()),
                ("pathway", g.pathway.clone()),
                ("requirement_set", g.requirement_set.clone()),
            ];
            matrix.rows.insert(g.id.clone(), row.into_iter().map(|(k, v)| (k.to_owned(), v)).collect());
        }
        self.tables.insert(matrix.id.clone(), matrix);
    }

    /// The definition of a fact.
    pub fn fact(&self, id: &str) -> Option<&FactDef> {
        self.facts.get(id)
    }

    /// A room function by id.
    pub fn room(&self, id: &str) -> Option<&RoomFunction> {
        self.rooms.iter().find(|r| r.id == id)
    }

    /// A fixture by id.
    pub fn fixture(&self, id: &str) -> Option<&Fixture> {
        self.fixtures.iter().find(|f| f.id == id)
    }

    /// A material by id.
    pub fn material(&self, id: &str) -> Option<&Material> {
        self.materials.iter().find(|m| m.id == id)
    }

    /// Whether a material is another one or belongs to its family.
    pub fn material_is(&self, id: &str, wanted: &str) -> bool {
        id == wanted || self.material(id).is_some_and(|m| m.is.iter().any(|f| f == wanted))
    }

    /// A group by id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|g| g.id == id)
    }

    /// A standard by id.
    pub fn standard(&self, id: &str) -> Option<&Standard> {
        self.standards.iter().find(|s| s.id == id)
    }

    /// Whether a value of the named property says nothing: a placeholder, or the property's own name.
    pub fn is_placeholder(&self, property: &str, value: &str) -> bool {
        let value = normalise(value);
        value.is_empty()
            || self.placeholders.contains(&value)
            || value.replace(' ', "") == normalise(property).replace(' ', "")
    }
}

fn whole_file(id: SourceId, message: Localized, help: Localized) -> Diagnostic {
    Diagnostic::new(Severity::Error, "spec.file", message)
        .at(Span::new(id, 0, 0), Localized::default())
        .help(help)
}

fn texts(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::Array(items) => items.iter().flat_map(texts).collect(),
        toml::Value::String(s) => vec![s.clone()],
        other => vec![other.to_string()],
    }
}
