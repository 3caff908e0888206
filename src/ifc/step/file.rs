//! One exchange file: its header and its records.
//!
//! In come bytes; out go records by number and by type, whose attributes are decoded when they are walked.
//! What was found wrong, while indexing or later while decoding, is collected here and becomes diagnostics
//! with line and record on demand.

use super::container::{self, Limits};
use super::error::Error;
use super::fault::{Fault, FaultKind, Faults};
use super::header::{self, Header};
use super::index::{Index, TypeId};
use super::lines::Lines;
use super::run::Entry;
use super::value::Values;
use super::{lex, scan, words};
use crate::source::Diagnostic;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The number of a record: `#12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u32);

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// An exchange file in memory.
#[derive(Debug)]
pub struct File {
    path: PathBuf,
    bytes: Arc<Vec<u8>>,
    header: Header,
    index: Index,
    lines: Lines,
    faults: Mutex<Faults>,
}

impl File {
    /// Reads the file at `path`, plain or zipped.
    ///
    /// # Errors
    /// If it cannot be read, is no exchange file, or has no data.
    pub fn open(path: &Path, limits: &Limits) -> Result<Self, Error> {
        Self::open_as(path, path, limits)
    }

    /// The same; `name` is what diagnostics call it.
    ///
    /// # Errors
    /// As [`File::open`].
    pub fn open_as(path: &Path, name: &Path, limits: &Limits) -> Result<Self, Error> {
        Self::from_bytes(name, container::read(path, limits)?, limits)
    }

    /// Reads a file that is already in memory, plain or zipped; `path` is its name in diagnostics.
    ///
    /// # Errors
    /// If it is no exchange file, or has no data.
    pub fn from_bytes(
        path: impl Into<PathBuf>,
        bytes: impl Into<Arc<Vec<u8>>>,
        limits: &Limits,
    ) -> Result<Self, Error> {
        let bytes = container::unpack(bytes, limits)?;
        if bytes.iter().all(|b| lex::is_blank(*b)) {
            return Err(Error::Empty);
        }
        let mut faults = Faults::default();
        let (header, data) = header::read(&bytes, &mut faults)?;
        let index = Index::new(scan::scan(&bytes, data), &mut faults);
        Ok(Self {
            path: path.into(),
            bytes,
            header,
            index,
            lines: Lines::default(),
            faults: Mutex::new(faults),
        })
    }

    /// The path it was given by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What its header says.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The length of its text in bytes, unpacked.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// How many records it has.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether it has no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record with this number.
    pub fn record(&self, id: Id) -> Option<Record<'_>> {
        self.index.get(id).map(|entry| Record { file: self, entry })
    }

    /// The type names that occur, in capitals, in the order they first occur. The empty name is that of
    /// complex instances.
    pub fn types(&self) -> impl ExactSizeIterator<Item = (TypeId, &str)> {
        self.index.names().iter().enumerate().map(|(i, name)| (TypeId(i as u16), &**name))
    }

    /// The type of this name (in capitals), if it occurs.
    pub fn type_id(&self, name: &str) -> Option<TypeId> {
        self.types().find(|(_, n)| *n == name).map(|(kind, _)| kind)
    }

    /// How many records of a type there are.
    pub fn count(&self, kind: TypeId) -> usize {
        self.index.count(kind)
    }

    /// The numbers of the records of a type, in their order.
    pub fn of_type(&self, kind: TypeId) -> impl Iterator<Item = Id> + Clone {
        self.index.of_type(kind)
    }

    /// The line, from 1, of a byte.
    pub fn line(&self, at: usize) -> usize {
        self.lines.line(&self.bytes, at)
    }

    /// The first bytes of a place as text, for diagnostics.
    pub fn snippet(&self, at: usize, length: usize) -> String {
        let end = self.bytes.len().min(at.saturating_add(length));
        let text = String::from_utf8_lossy(self.bytes.get(at..end).unwrap_or_default());
        text.lines().next().unwrap_or("").trim().to_owned()
    }

    /// Takes in what was found wrong while decoding.
    pub fn report(&self, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).add(fault);
    }

    /// What has been found wrong so far.
    pub fn faults(&self) -> Faults {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What has been found wrong so far, in words with line and record, in the order of the text.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        words::diagnostics(self)
    }
}

/// One record of a file.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    file: &'a File,
    entry: Entry,
}

impl<'a> Record<'a> {
    /// Its number.
    pub fn id(self) -> Id {
        Id(self.entry.id)
    }

    /// Its type.
    pub fn type_id(self) -> TypeId {
        TypeId(self.entry.kind)
    }

    /// The name of its type in capitals; empty for a complex instance.
    pub fn type_name(self) -> &'a str {
        self.file.index.names().get(self.type_id().index()).map_or("", |n| n)
    }

    /// Its attributes in the order of the file. For a complex instance: its parts, as typed values with the
    /// first attribute of each.
    pub fn attributes(self) -> Values<'a> {
        let bytes = &self.file.bytes;
        let end = self.file.index.end(self.entry.open).unwrap_or(bytes.len());
        Values::of_record(bytes.get(self.offset() + 1..end).unwrap_or_default())
    }

    /// The offset of the byte where its attributes start.
    pub fn offset(self) -> usize {
        self.entry.open as usize
    }

    /// Its line, from 1.
    pub fn line(self) -> usize {
        self.file.line(self.offset())
    }

    /// Takes in that something is wrong with this record.
    pub fn report(self, kind: FaultKind, detail: u32) {
        self.file.report(Fault { kind, at: self.offset(), record: Some(self.id()), detail });
    }
}

impl fmt::Debug for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.id(), self.type_name())
    }
}
