//! One building model: its records, by class and attribute name.
//!
//! In come bytes; out go values by record number and the names the schema gives. Relations both ways are in
//! [`links`](super::links), numbers with units in [`units`](super::units). Nothing is copied out of the file
//! before somebody asks.

use super::links::{Link, Links};
use super::places::{Places, Usual};
use super::schema::{Entity, Schema};
use super::step::{self, Error, FaultKind, Id, Limits, Record, TypeId, Value};
use super::units::{Measures, Units};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// Sets no larger than this are looked through for what is listed twice without anything being made.
const FEW: usize = 32;

/// A building model.
#[derive(Debug)]
pub struct Model {
    file: step::File,
    schema: &'static Schema,
    /// Whether the file names a draft or an edition between those known.
    draft: bool,
    /// The class of each type name of the file.
    classes: Vec<Option<Entity>>,
    pub(super) usual: Usual,
    links: Links,
    units: OnceLock<Units>,
    pub(super) measures: OnceLock<Measures>,
}

impl Model {
    /// Reads the model at `path`, plain or zipped.
    ///
    /// # Errors
    /// If it cannot be read, is no model, or is of an unknown schema.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Error> {
        Self::open_as(path, path, limits)
    }

    /// The same, where diagnostics are to call the file something else than where it lies.
    ///
    /// # Errors
    /// As [`Model::open`].
    pub fn open_as(path: &Path, name: &Path, limits: &Limits) -> Result<Self, Error> {
        Self::new(step::File::open_as(path, name, limits)?)
    }

    /// Reads a model that is already in memory; `path` is its name in diagnostics.
    ///
    /// # Errors
    /// If it is no model, or is of an unknown schema.
    pub fn from_bytes(path: &Path, bytes: impl Into<Arc<Vec<u8>>>, limits: &Limits) -> Result<Self, Error> {
        Self::new(step::File::from_bytes(path, bytes, limits)?)
    }

    fn new(file: step::File) -> Result<Self, Error> {
        let names = &file.header().schemas;
        let known = names.iter().find_map(|name| Schema::for_name(name));
        let schema = match (known, names.first()) {
            (Some((schema, true)), _) => schema,
            // A draft may have taken over classes of the version after the one it is named for.
            (Some((schema, false)), _) => guess(&file, Some(schema)),
            (None, Some(name)) => return Err(Error::Schema(name.clone())),
            // A damaged header, which is a fault already: the classes tell which schema it is likely to be.
            (None, None) => guess(&file, None),
        };
        let draft = known.is_some_and(|(_, exact)| !exact);
        let classes: Vec<_> = file.types().map(|(_, name)| schema.entity(name)).collect();
        for (kind, _) in file.types().filter(|(kind, _)| classes[kind.index()].is_none()) {
            if let Some(first) = file.of_type(kind).next().and_then(|id| file.record(id)) {
                first.report(FaultKind::UnknownType, 0);
            }
        }
        Ok(Self {
            file,
            schema,
            draft,
            classes,
            usual: Usual::of(schema),
            links: Links::default(),
            units: OnceLock::new(),
            measures: OnceLock::new(),
        })
    }

    /// The records under it.
    pub fn file(&self) -> &step::File {
        &self.file
    }

    /// Its schema, or the known one nearest to it.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// What has been found wrong so far.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = Vec::new();
        if self.draft {
            let (named, read) = (self.file.header().schemas.join(", "), self.schema.name());
            let message = localized!(
                "skjemaet {named} er et utkast eller en mellomutgave; modellen er lest som {read}",
                "the schema {named} is a draft or an edition between others; the model is read as {read}"
            );
            let help = localized!(
                "Eksporter som IFC2X3, IFC4 eller IFC4X3 for å være sikker på at alt blir lest rett.",
                "Export as IFC2X3, IFC4 or IFC4X3 to be sure that everything is read rightly."
            );
            let path = self.file.path().to_string_lossy().replace('\\', "/");
            let draft = Diagnostic::new(Severity::Warning, "ifc.schema-draft", message);
            all.push(draft.in_file(path, None).help(help));
        }
        all.extend(self.file.diagnostics());
        all
    }

    /// The class of a record; nothing if there is no such record or its class is unknown.
    pub fn class(&self, id: Id) -> Option<Entity> {
        self.class_of(self.file.record(id)?)
    }

    /// The class of a record, if it is known.
    pub fn class_of(&self, record: Record<'_>) -> Option<Entity> {
        self.class_of_type(record.type_id())
    }

    fn class_of_type(&self, kind: TypeId) -> Option<Entity> {
        self.classes.get(kind.index()).copied().flatten()
    }

    /// Whether a record is of the class of this name or of a kind of it.
    pub fn is_a(&self, id: Id, class: &str) -> bool {
        self.class(id).is_some_and(|c| c.is_a(class))
    }

    /// The records of a class, with those of every kind of it if `subtypes`, in the order of their numbers.
    /// A class the schema does not have gives none.
    pub fn by_class(&self, class: &str, subtypes: bool) -> Vec<Id> {
        let Some(class) = self.schema.entity(class) else { return Vec::new() };
        let counts = |c: Entity| if subtypes { c.is(class) } else { c == class };
        let kinds: Vec<TypeId> = self
            .file
            .types()
            .map(|(kind, _)| kind)
            .filter(|kind| self.class_of_type(*kind).is_some_and(counts))
            .collect();
        let mut ids = Vec::with_capacity(kinds.iter().map(|k| self.file.count(*k)).sum());
        for kind in &kinds {
            ids.extend(self.file.of_type(*kind));
        }
        if kinds.len() > 1 {
            ids.sort_unstable();
        }
        ids
    }

    /// The value of an attribute; [`Value::Missing`] where the class has no attribute of that name, and
    /// [`Value::Damaged`] where the record ends before it.
    pub fn attr(&self, id: Id, name: &str) -> Value<'_> {
        self.file.record(id).map_or(Value::Missing, |record| self.attr_of(record, name))
    }

    /// The same of a record that has been found.
    pub(super) fn attr_of<'a>(&self, record: Record<'a>, name: &str) -> Value<'a> {
        match self.class_of(record).and_then(|c| c.attribute_index(name)) {
            Some(place) => self.value(record, place),
            None => Value::Missing,
        }
    }

    /// The values at several places of a record, in one walk along it.
    pub(super) fn values<'a, const N: usize>(
        &self,
        record: Record<'a>,
        places: &Places<N>,
    ) -> [Value<'a>; N] {
        let mut found = [Value::Missing; N];
        let (mut values, mut at) = (record.attributes(), 0);
        for (place, which) in places.in_order() {
            found[which] = checked(record, place, values.nth(place - at));
            at = place + 1;
        }
        found
    }

    /// The value at a place of a record; what is damaged is reported.
    pub(super) fn value<'a>(&self, record: Record<'a>, place: usize) -> Value<'a> {
        checked(record, place, record.attributes().nth(place))
    }

    /// The string in an attribute, decoded; nothing if there is none.
    pub fn text(&self, id: Id, name: &str) -> Option<Cow<'_, str>> {
        self.attr(id, name).as_text().map(|t| t.decode())
    }

    /// The word of an enumeration in an attribute.
    pub fn word(&self, id: Id, name: &str) -> Option<&str> {
        self.attr(id, name).as_enum()
    }

    /// The record an attribute refers to; one that does not exist is reported and none.
    pub fn reference(&self, id: Id, name: &str) -> Option<Id> {
        self.known(id, self.attr(id, name)).map(Record::id)
    }

    /// The records an attribute refers to, be it one, a list, or a list with the name of its type.
    pub fn references(&self, id: Id, name: &str) -> Vec<Id> {
        self.known_in(id, self.attr(id, name))
    }

    /// The records a set refers to, each once however often it is listed, in the order of the file.
    pub fn members(&self, id: Id, name: &str) -> Vec<Id> {
        let Some(record) = self.file.record(id) else { return Vec::new() };
        self.members_of(record, name).into_iter().map(Record::id).collect()
    }

    /// The same of a record that has been found.
    pub(super) fn members_of<'a>(&'a self, record: Record<'_>, name: &str) -> Vec<Record<'a>> {
        self.members_in(record.id(), self.attr_of(record, name))
    }

    /// The records a value of record `of` refers to, each once.
    pub(super) fn members_in<'a>(&'a self, of: Id, value: Value<'_>) -> Vec<Record<'a>> {
        let mut all: Vec<Record<'a>> = Vec::new();
        self.each_known(of, value, |record| all.push(record));
        let few = all.len() <= FEW;
        if few && !(1..all.len()).any(|i| all[..i].iter().any(|r| r.id() == all[i].id())) {
            return all;
        }
        let mut seen = BTreeSet::new();
        all.retain(|r| seen.insert(r.id()));
        all
    }

    /// The records a value of record `of` refers to.
    pub(super) fn known_in(&self, of: Id, value: Value<'_>) -> Vec<Id> {
        let mut all = Vec::new();
        self.each_known(of, value, |record| all.push(record.id()));
        all
    }

    /// Goes through the records a value of record `of` refers to.
    pub(super) fn each_known<'a>(&'a self, of: Id, value: Value<'_>, mut take: impl FnMut(Record<'a>)) {
        match value.untyped() {
            Value::List(list) => list.iter().filter_map(|v| self.known(of, v)).for_each(take),
            value => self.known(of, value).into_iter().for_each(&mut take),
        }
    }

    /// The record a value refers to, if it exists; else `of` is reported to point at nothing.
    pub(super) fn known<'a>(&'a self, of: Id, value: Value<'_>) -> Option<Record<'a>> {
        let id = value.as_id()?;
        let found = self.file.record(id);
        if found.is_none() {
            self.report(of, FaultKind::Dangling, id.0);
        }
        found
    }

    /// Takes in that something is wrong with a record.
    pub fn report(&self, id: Id, kind: FaultKind, detail: u32) {
        if let Some(record) = self.file.record(id) {
            record.report(kind, detail);
        }
    }

    /// Reads kinds of links by all threads at once, where many will be asked for. Any other is read when it is.
    pub fn prepare_links(&self, links: &[Link]) {
        self.links.prepare(self, links);
    }

    /// What a record is linked to: of a wall its property sets, of a part the whole, of a door the opening it
    /// fills (see [`Link`]).
    pub fn linked(&self, link: Link, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.links.table(self, link).to(id)
    }

    /// All pairs of a kind of link, in the order of what is linked.
    pub fn all_linked(&self, link: Link) -> impl Iterator<Item = (Id, Id)> + '_ {
        self.links.table(self, link).all()
    }

    /// What is linked to a record: of a property set its objects, of a whole its parts.
    pub fn linking(&self, link: Link, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.links.table(self, link).from(id)
    }

    /// The type object of an occurrence.
    pub fn type_of(&self, id: Id) -> Option<Id> {
        self.linked(Link::Type, id).next()
    }

    /// The units of the project.
    pub fn units(&self) -> &Units {
        self.units.get_or_init(|| Units::of_project(self))
    }

    /// The GlobalId of a rooted record.
    pub fn global_id(&self, id: Id) -> Option<Cow<'_, str>> {
        self.text(id, "GlobalId")
    }

    /// Looks for records with the same GlobalId; each after the first is reported.
    pub fn check_global_ids(&self) {
        let all = self.by_class("IfcRoot", true);
        let raw = |id: Id| self.attr(id, "GlobalId").as_text().map(|text| text.raw());
        // Told apart by a number first: of a million objects only those that share one are looked at again.
        let numbers = RandomState::new();
        let numbered = |id: &Id| (numbers.hash_one(raw(*id)) as u32, *id);
        let mut seen: Vec<(u32, Id)> = Vec::new();
        all.par_iter().map(numbered).collect_into_vec(&mut seen);
        drop(all);
        seen.par_sort_unstable();
        for alike in seen.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
            let mut ids: Vec<(&[u8], Id)> =
                alike.iter().filter_map(|(_, id)| Some((raw(*id)?, *id))).collect();
            ids.sort_unstable();
            for same in ids.chunk_by(|a, b| a.0 == b.0) {
                for (_, id) in &same[1..] {
                    self.report(*id, FaultKind::DuplicateGlobalId, same[0].1.0);
                }
            }
        }
    }
}

/// The value that was found at a place of a record; what is damaged, or is not there, is reported.
fn checked<'a>(record: Record<'a>, place: usize, value: Option<Value<'a>>) -> Value<'a> {
    match value {
        None => record.report(FaultKind::TooFewAttributes, place as u32),
        Some(Value::Damaged(_)) => record.report(FaultKind::Value, place as u32),
        _ => {}
    }
    value.unwrap_or(Value::Damaged(&[]))
}

/// The schema that has most of the file's classes; if it is all the same the one named, or the older one.
fn guess(file: &step::File, named: Option<&'static Schema>) -> &'static Schema {
    use super::schema::Version::{Ifc2x3, Ifc4, Ifc4x3};
    let lacks = |schema: &&'static Schema| file.types().filter(|(_, n)| schema.entity(n).is_none()).count();
    let all = named.into_iter().chain([Ifc2x3, Ifc4, Ifc4x3].map(Schema::of));
    all.min_by_key(lacks).unwrap_or_else(|| Schema::of(Ifc4))
}
