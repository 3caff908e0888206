//! Which record has this number, and which records have this type?
//!
//! The records lie in runs of rising numbers, packed ([`Run`]). Where numbers rise from piece to piece of the file, as in
//! most, each piece is a run; else the records of all pieces are sorted, so many at a time. Where two records have the
//! same number the first counts, as in IfcOpenShell, and the second is a fault.

use super::fault::{Fault, FaultKind, Faults};
use super::file::Id;
use super::run::{Entry, Run};
use super::scan::Piece;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::OnceLock;

/// Number of a type name in one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub(super) u16);

impl TypeId {
    /// The number, for tables with one place per type name of the file.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

#[derive(Debug)]
pub(super) struct Index {
    /// The runs in the order of their numbers, and the lowest number of each.
    runs: Vec<Typed>,
    lowest: Vec<u32>,
    /// Where damaged records certainly end, by where they open.
    ends: Vec<(u32, u32)>,
    /// The type names in the order they first occur, and how many records each has.
    names: Vec<Box<str>>,
    counts: Vec<u32>,
    by_type: OnceLock<ByType>,
}

/// A run whose types have numbers of its own.
#[derive(Debug)]
struct Typed {
    run: Run,
    /// The number in the file of each of its own.
    types: Vec<u16>,
}

/// The numbers of the records of each type that has not very many, one type after another.
#[derive(Debug)]
struct ByType {
    starts: Vec<u32>,
    ids: Vec<u32>,
}

/// A type with more records than this, and more than a thirty-second of all, has no list: points and faces,
/// which nobody asks for by type.
const MANY: u32 = 1 << 16;
/// About so many records are sorted at a time, where numbers are spread evenly.
const SORTED: usize = 1 << 16;

impl Index {
    pub(super) fn new(pieces: Vec<Piece<'_>>, faults: &mut Faults) -> Self {
        let (names, renumbered) = name_types(&pieces);
        let mut ends = Vec::new();
        for piece in &pieces {
            faults.append(&piece.faults);
            ends.extend_from_slice(&piece.ends);
        }
        ends.sort_unstable();
        let typed = pieces.into_iter().zip(renumbered);
        let mut parts: Vec<_> = typed.filter(|(piece, _)| piece.records.run.is_some()).collect();
        parts.sort_by_key(|(piece, _)| piece.lowest);
        let apart = parts.is_sorted_by(|(a, _), (b, _)| a.highest < b.lowest);
        let made =
            if apart { parts.into_iter().map(as_it_is).collect() } else { sorted(&parts, names.len()) };
        let mut runs = Vec::with_capacity(made.len());
        for (run, twice) in made {
            faults.append(&twice);
            runs.extend(run);
        }
        let counted: Vec<Vec<u32>> = runs.par_iter().map(Typed::counts).collect();
        let mut counts = vec![0; names.len()];
        for (typed, own) in runs.iter().zip(counted) {
            typed.types.iter().zip(own).for_each(|(kind, count)| counts[usize::from(*kind)] += count);
        }
        let lowest = runs.iter().map(|r| r.run.lowest).collect();
        Self { runs, lowest, ends, names, counts, by_type: OnceLock::new() }
    }

    /// The record with a number.
    #[inline]
    pub(super) fn get(&self, id: Id) -> Option<Entry> {
        let after = self.lowest.partition_point(|lowest| *lowest <= id.0);
        self.runs.get(after.checked_sub(1)?)?.get(id.0)
    }

    /// A place before which the record that opens at `open` ends if it is damaged.
    pub(super) fn end(&self, open: u32) -> Option<usize> {
        let at = self.ends.binary_search_by_key(&open, |(from, _)| *from).ok()?;
        Some(self.ends[at].1 as usize)
    }

    /// How many records count.
    pub(super) fn len(&self) -> usize {
        self.counts.iter().map(|c| *c as usize).sum()
    }

    /// The type names of the file in the order they first occur.
    pub(super) fn names(&self) -> &[Box<str>] {
        &self.names
    }

    /// How many records of a type there are.
    pub(super) fn count(&self, kind: TypeId) -> usize {
        self.counts.get(kind.index()).map_or(0, |c| *c as usize)
    }

    /// The numbers of the records of a type, in their order.
    pub(super) fn of_type(&self, kind: TypeId) -> impl Iterator<Item = Id> + Clone {
        let by_type = self.by_type.get_or_init(|| self.group());
        let place = |i: usize| by_type.starts.get(i).map_or(0, |s| *s as usize);
        let listed = by_type.ids.get(place(kind.index())..place(kind.index() + 1)).unwrap_or_default();
        let unlisted = if listed.is_empty() && self.count(kind) > 0 { self.runs.as_slice() } else { &[] };
        let searched =
            unlisted.iter().flat_map(Typed::iter).filter(move |(_, t)| *t == kind.0).map(|(id, _)| id);
        listed.iter().copied().chain(searched).map(Id)
    }

    fn group(&self) -> ByType {
        let many = MANY.max(u32::try_from(self.len() / 32).unwrap_or(u32::MAX));
        let mut starts = vec![0_u32];
        let mut sum = 0;
        for count in &self.counts {
            sum += if *count > many { 0 } else { *count };
            starts.push(sum);
        }
        let listed: Vec<bool> = self.counts.iter().map(|c| *c <= many).collect();
        let mut next = starts.clone();
        let mut ids = vec![0; sum as usize];
        for (id, kind) in self.runs.iter().flat_map(Typed::iter) {
            let kind = usize::from(kind);
            if listed[kind] {
                ids[next[kind] as usize] = id;
                next[kind] += 1;
            }
        }
        ByType { starts, ids }
    }
}

impl Typed {
    #[inline]
    fn get(&self, id: u32) -> Option<Entry> {
        let entry = self.run.get(id)?;
        Some(Entry { kind: self.types[usize::from(entry.kind)], ..entry })
    }

    /// The numbers of its records in their order, with the types.
    fn iter(&self) -> impl Iterator<Item = (u32, u16)> + Clone + '_ {
        self.run.kinds().map(|(id, kind)| (id, self.types[usize::from(kind)]))
    }

    /// How many records there are of each of its own types.
    fn counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.types.len()];
        self.run.kinds().for_each(|(_, kind)| counts[usize::from(kind)] += 1);
        counts
    }
}

/// The records of a piece as a run, and what was wrong with their numbers.
fn as_it_is((piece, types): (Piece<'_>, Vec<u16>)) -> (Option<Typed>, Faults) {
    let mut faults = Faults::default();
    let run = piece.records.run;
    for later in &piece.records.again {
        let first = run.as_ref().and_then(|r| r.get(later.id));
        faults.add(twice(later, first.map_or(0, |f| f.open)));
    }
    (run.map(|run| Typed { run, types }), faults)
}

/// The records of all pieces in runs of rising numbers, and what was wrong with their numbers.
fn sorted(parts: &[(Piece<'_>, Vec<u16>)], types: usize) -> Vec<(Option<Typed>, Faults)> {
    let lowest = parts.iter().map(|(piece, _)| piece.lowest).min().unwrap_or(0);
    let highest = parts.iter().map(|(piece, _)| piece.highest).max().unwrap_or(0);
    let count: usize = parts.iter().filter_map(|(piece, _)| piece.records.run.as_ref()).map(Run::len).sum();
    let width = u64::from(highest - lowest) / count.div_ceil(SORTED).max(1) as u64 + 1;
    let starts: Vec<u64> = (u64::from(lowest)..=u64::from(highest)).step_by(width as usize).collect();
    let within = |start: u64| {
        let (first, last) = (start as u32, (start + width - 1).min(u64::from(highest)) as u32);
        let mut entries = Vec::with_capacity(SORTED);
        for (piece, types) in parts {
            let again = &piece.records.again;
            let again = again[again.partition_point(|e| e.id < first)..].iter().copied();
            let run = piece.records.run.iter().flat_map(|run| run.from(first));
            let all = run.take_while(|e| e.id <= last).chain(again.take_while(|e| e.id <= last));
            entries.extend(all.map(|e| Entry { kind: types[usize::from(e.kind)], ..e }));
        }
        // Those of each piece rise already, which this sorting makes use of.
        entries.sort_by_key(Entry::key);
        let mut faults = Faults::default();
        entries.dedup_by(|later, first| {
            let same = later.id == first.id;
            if same {
                faults.add(twice(later, first.open));
            }
            same
        });
        let types = (0..types).map(|t| t as u16).collect();
        (Run::new(&entries).map(|run| Typed { run, types }), faults)
    };
    starts.into_par_iter().map(within).collect()
}

/// That a record has the number of one before it.
fn twice(later: &Entry, first: u32) -> Fault {
    let (kind, at) = (FaultKind::DuplicateNumber, later.open as usize);
    Fault { kind, at, record: Some(Id(later.id)), detail: first }
}

/// The type names of all pieces in capitals, and each piece's own numbers as numbers of these.
fn name_types(pieces: &[Piece<'_>]) -> (Vec<Box<str>>, Vec<Vec<u16>>) {
    let mut numbers: HashMap<String, u16> = HashMap::new();
    let mut names: Vec<Box<str>> = Vec::new();
    let mut number = |name: &&[u8]| {
        let name = String::from_utf8_lossy(name).to_ascii_uppercase();
        *numbers.entry(name).or_insert_with_key(|name| {
            // A file made to harm may have more names than numbers in all; the last number takes the rest.
            if names.len() < usize::from(u16::MAX) {
                names.push(name.as_str().into());
            }
            (names.len() - 1) as u16
        })
    };
    let renumbered = pieces.iter().map(|p| p.names.iter().map(&mut number).collect()).collect();
    (names, renumbered)
}
