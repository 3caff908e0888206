//! How is a project written as a building model? From a [`Model`] to an IFC file that opens in other programs and reads
//! back to the same project.
//!
//! In come a project's parts and the field's words; out goes the text of an exchange file and a sentence for
//! everything that has no shape or no place in it. A fact goes to the standard property that [`lower`](super::lower())
//! reads it from, if that one can hold its value, and to a set of our own otherwise; numbers nobody stated but a shape
//! needs are assumed and marked as such. GlobalIds follow from a key of the project and the elements' ids: no clock and
//! no chance is used, the same project gives the same bytes, and a project that gets another name stays the same.

mod drawn;
mod facts;
mod fixtures;
mod frame;
mod heads;
mod homes;
mod leaves;
mod materials;
mod openings;
mod shape;
mod spaces;
mod step;
mod walls;

use std::collections::BTreeMap;

use self::frame::Level;
use self::step::{V, Writer};
use super::lower::lexicon::Lexicon;
use super::schema::{Schema, Version};
use super::step::Id;
use crate::model::{Element, Model};
use crate::source::{Diagnostic, Severity};
use crate::text::Localized;
use crate::vocab::Vocabulary;

/// A project written as a building model.
#[derive(Debug, Clone)]
pub struct Written {
    /// The exchange file.
    pub text: String,
    /// What could not be written, or was assumed for drawing.
    pub diagnostics: Vec<Diagnostic>,
    /// What does not agree with the schema; empty unless this program is at fault.
    pub faults: Vec<String>,
}

/// The key of a project that nobody gave one: the GlobalId of the model it was read from, or else the name of its
/// description's file, without folders and ending. None where it has neither.
pub fn key_of(model: &Model) -> Option<String> {
    let project = &model.project.element;
    let file = project.origin.place().map(|p| p.file.as_str());
    let stem =
        file.and_then(|f| std::path::Path::new(f).file_stem()).map(|s| s.to_string_lossy().into_owned());
    project.guid.clone().or(stem).filter(|k| !k.is_empty())
}

/// Writes a project. `key` tells it from all other projects: every GlobalId follows from it. `name` is the file's name
/// as the header tells it.
pub fn write(model: &Model, vocabulary: &Vocabulary, version: Version, key: &str, name: &str) -> Written {
    let mut export = Export::new(model, vocabulary, version, key);
    export.everything();
    let Export { w, told, .. } = export;
    let faults = w.faults.clone();
    let view = match version {
        Version::Ifc2x3 => "ViewDefinition [CoordinationView]",
        Version::Ifc4 | Version::Ifc4x3 => "ViewDefinition [ReferenceView]",
    };
    Written { text: w.finish(name, view), diagnostics: told.finish(), faults }
}

/// A model in the making.
struct Export<'a> {
    model: &'a Model,
    vocabulary: &'a Vocabulary,
    /// The words a value is read with.
    lexicon: Lexicon<'a>,
    version: Version,
    w: Writer,
    /// Subcontexts of bodies, outlines in plan, and axes.
    body: Id,
    outline: Id,
    axis: Id,
    project: Id,
    /// The site and the storeys, each with where things on it are placed.
    ground: Level,
    storeys: Vec<Level>,
    buildings: Vec<Id>,
    /// The space of each room.
    rooms: Vec<Id>,
    /// Wholes with their parts, and structures with what stands in them.
    parts: BTreeMap<Id, Vec<Id>>,
    contained: BTreeMap<Id, Vec<Id>>,
    /// Types with their occurrences, by what they are.
    types: BTreeMap<String, (Id, Vec<Id>)>,
    /// Materials by name, and what is made of each definition.
    materials: BTreeMap<String, Id>,
    made_of: BTreeMap<Id, Vec<Id>>,
    walls: Vec<walls::Host>,
    told: Told,
}

impl<'a> Export<'a> {
    fn new(model: &'a Model, vocabulary: &'a Vocabulary, version: Version, key: &str) -> Self {
        let none = Id(0);
        Self {
            model,
            vocabulary,
            lexicon: Lexicon::new(vocabulary),
            version,
            w: Writer::new(Schema::of(version), key),
            body: none,
            outline: none,
            axis: none,
            project: none,
            ground: Level { structure: none, placement: none, height: frame::DRAWN_HEIGHT },
            storeys: Vec::new(),
            buildings: Vec::new(),
            rooms: Vec::new(),
            parts: BTreeMap::new(),
            contained: BTreeMap::new(),
            types: BTreeMap::new(),
            materials: BTreeMap::new(),
            made_of: BTreeMap::new(),
            walls: Vec::new(),
            told: Told::default(),
        }
    }

    fn everything(&mut self) {
        self.frame();
        self.spaces();
        self.homes();
        self.walls();
        self.openings();
        self.fixtures();
        self.relations();
    }

    /// The level of a storey; what lies on none stands on the site.
    fn level(&self, storey: Option<usize>) -> Level {
        storey.and_then(|s| self.storeys.get(s)).copied().unwrap_or(self.ground)
    }

    /// Adds an element of the project, with the GlobalId it has already or one that follows from its id.
    fn rooted(&mut self, class: &str, element: &Element, values: &[(&str, V)]) -> Id {
        match &element.guid {
            Some(guid) => self.w.root_as(class, guid, &element.id.0, values),
            None => self.w.root(class, &element.id.0, values),
        }
    }

    fn part(&mut self, whole: Id, part: Id) {
        self.parts.entry(whole).or_default().push(part);
    }

    fn stands_in(&mut self, structure: Id, element: Id) {
        self.contained.entry(structure).or_default().push(element);
    }

    /// Writes what hangs together: wholes and parts, containment, types, materials.
    fn relations(&mut self) {
        for (whole, parts) in std::mem::take(&mut self.parts) {
            let values = [("RelatingObject", V::Ref(whole)), ("RelatedObjects", V::refs(&parts))];
            let key = format!("{}|deler", self.w.key(whole));
            self.w.root("IfcRelAggregates", &key, &values);
        }
        for (structure, elements) in std::mem::take(&mut self.contained) {
            let values = [("RelatedElements", V::refs(&elements)), ("RelatingStructure", V::Ref(structure))];
            let key = format!("{}|innhold", self.w.key(structure));
            self.w.root("IfcRelContainedInSpatialStructure", &key, &values);
        }
        for (key, (kind, occurrences)) in std::mem::take(&mut self.types) {
            let values = [("RelatedObjects", V::refs(&occurrences)), ("RelatingType", V::Ref(kind))];
            self.w.root("IfcRelDefinesByType", &format!("type {key}"), &values);
        }
        let names: BTreeMap<Id, String> = self.materials.iter().map(|(n, id)| (*id, n.clone())).collect();
        for (material, objects) in std::mem::take(&mut self.made_of) {
            let key = format!("materiale|{}", names.get(&material).map_or("", String::as_str));
            let values = [("RelatedObjects", V::refs(&objects)), ("RelatingMaterial", V::Ref(material))];
            self.w.root("IfcRelAssociatesMaterial", &key, &values);
        }
    }
}

/// What a person is told of an export: each thing once, with how many and a few of them.
#[derive(Default)]
struct Told {
    all: BTreeMap<&'static str, (Localized, Vec<String>)>,
}

/// How many examples are named.
const EXAMPLES: usize = 4;

impl Told {
    /// Counts an element for a sentence.
    fn count(&mut self, code: &'static str, sentence: Localized, example: &str) {
        let (_, examples) = self.all.entry(code).or_insert_with(|| (sentence, Vec::new()));
        examples.push(example.to_owned());
    }

    fn finish(self) -> Vec<Diagnostic> {
        let one = |(code, (sentence, examples)): (_, (Localized, Vec<String>))| {
            let shown = examples.iter().take(EXAMPLES).cloned().collect::<Vec<_>>().join(", ");
            let more = if examples.len() > EXAMPLES { " …" } else { "" };
            let n = examples.len();
            let (Localized { nb, en }, tail) = (sentence, format!("{n}: {shown}{more}"));
            Diagnostic::new(
                Severity::Note,
                code,
                Localized::new(format!("{nb} ({tail})"), format!("{en} ({tail})")),
            )
        };
        self.all.into_iter().map(one).collect()
    }
}
