//! Which record has this number, and which records have this type?
//!
//! A record's slot is its number, or, where numbers are far apart, its rank among them: a record costs six
//! bytes besides its text. Where two records have the same number the first counts, as in IfcOpenShell, and
//! the second is a fault.

use super::fault::{Fault, FaultKind, Faults};
use super::file::Id;
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
    /// The number of each slot where numbers are far apart; empty where the slot is the number.
    ids: Vec<u32>,
    /// Where the parenthesis of each slot's record opens; 0 where there is no record.
    opens: Vec<u32>,
    /// The type of each slot's record.
    types: Vec<u16>,
    /// Where damaged records certainly end, by where they open.
    ends: Vec<(u32, u32)>,
    /// The type names in the order they first occur, and how many records each has.
    names: Vec<Box<str>>,
    counts: Vec<u32>,
    by_type: OnceLock<ByType>,
}

/// The slots of each type that has not very many, one type after another.
#[derive(Debug)]
struct ByType {
    starts: Vec<u32>,
    slots: Vec<u32>,
}

/// A type with more records than this, and more than a thirty-second of all, has no list: points and faces,
/// which nobody asks for by type.
const MANY: u32 = 1 << 16;

impl Index {
    pub(super) fn new(pieces: Vec<Piece<'_>>, faults: &mut Faults) -> Self {
        let (names, renumbered) = name_types(&pieces);
        let count: usize = pieces.iter().map(|p| p.ids.len()).sum();
        let highest = pieces.iter().map(|p| p.highest).max().unwrap_or(0) as usize;
        let mut ids = Vec::new();
        if highest > count.saturating_mul(4) + 1024 {
            ids = pieces.iter().flat_map(|p| p.ids.iter().copied()).collect();
            ids.sort_unstable();
            ids.dedup();
        }
        let slots = if ids.is_empty() { highest + 1 } else { ids.len() };
        let mut index = Self {
            ids,
            opens: vec![0; slots],
            types: vec![0; slots],
            ends: Vec::new(),
            counts: vec![0; names.len()],
            names,
            by_type: OnceLock::new(),
        };
        for piece in &pieces {
            faults.append(&piece.faults);
            index.ends.extend_from_slice(&piece.ends);
        }
        for (counts, duplicates) in index.fill(pieces, &renumbered) {
            faults.append(&duplicates);
            index.counts.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        index.ends.sort_unstable();
        index
    }

    /// Puts every record in its slot; gives each piece's counts of types and its numbers already taken.
    fn fill(&mut self, pieces: Vec<Piece<'_>>, types: &[Vec<u16>]) -> Vec<(Vec<u32>, Faults)> {
        let ids = &self.ids;
        let apart = pieces.is_sorted_by(|a, b| a.highest < b.lowest);
        if !(ids.is_empty() && apart) {
            let columns = (self.opens.as_mut_slice(), self.types.as_mut_slice());
            let place =
                |id: u32| if ids.is_empty() { Some(id as usize) } else { ids.binary_search(&id).ok() };
            return pieces
                .iter()
                .zip(types)
                .map(|(p, t)| fill(p, t, (columns.0, columns.1), place))
                .collect();
        }
        // Numbers ascend from piece to piece, as in nearly every file: each piece has its own part of the columns.
        let (mut opens, mut kinds) = (self.opens.as_mut_slice(), self.types.as_mut_slice());
        let mut base = 0;
        let mut parts = Vec::with_capacity(pieces.len());
        for piece in &pieces {
            let end = (piece.highest as usize + 1).max(base);
            let (mine, rest) = std::mem::take(&mut opens).split_at_mut(end - base);
            let (mine_too, rest_too) = std::mem::take(&mut kinds).split_at_mut(end - base);
            parts.push((mine, mine_too, base));
            (opens, kinds, base) = (rest, rest_too, end);
        }
        pieces
            .into_par_iter()
            .zip(types)
            .zip(parts)
            .map(|((piece, types), (opens, kinds, base))| {
                fill(&piece, types, (opens, kinds), |id| (id as usize).checked_sub(base))
            })
            .collect()
    }

    /// The slot of a number, whether or not a record has it.
    #[inline]
    fn place(&self, id: u32) -> Option<usize> {
        if self.ids.is_empty() {
            ((id as usize) < self.opens.len()).then_some(id as usize)
        } else {
            self.ids.binary_search(&id).ok()
        }
    }

    /// The slot of a record.
    #[inline]
    pub(super) fn slot(&self, id: Id) -> Option<u32> {
        self.place(id.0).filter(|slot| self.opens[*slot] != 0).map(|slot| slot as u32)
    }

    pub(super) fn id(&self, slot: u32) -> Id {
        Id(if self.ids.is_empty() { slot } else { self.ids[slot as usize] })
    }

    pub(super) fn type_id(&self, slot: u32) -> TypeId {
        TypeId(self.types[slot as usize])
    }

    /// Where the parenthesis of a record opens.
    pub(super) fn open(&self, slot: u32) -> usize {
        self.opens[slot as usize] as usize
    }

    /// A place before which the record that opens at `open` ends if it is damaged.
    pub(super) fn end(&self, open: usize) -> Option<usize> {
        let open = open as u32;
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

    /// The slots of the records of a type, in the order of their numbers.
    pub(super) fn slots_of(&self, kind: TypeId) -> impl Iterator<Item = u32> + Clone {
        let by_type = self.by_type.get_or_init(|| self.group());
        let place = |i: usize| by_type.starts.get(i).map_or(0, |s| *s as usize);
        let listed = by_type.slots.get(place(kind.index())..place(kind.index() + 1)).unwrap_or_default();
        let unlisted = if listed.is_empty() && self.count(kind) > 0 { self.types.as_slice() } else { &[] };
        let searched = unlisted
            .iter()
            .enumerate()
            .filter(move |(slot, t)| **t == kind.0 && self.opens[*slot] != 0)
            .map(|(slot, _)| slot as u32);
        listed.iter().copied().chain(searched)
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
        let mut slots = vec![0; sum as usize];
        for (slot, (kind, open)) in self.types.iter().zip(&self.opens).enumerate() {
            let kind = usize::from(*kind);
            if *open != 0 && listed[kind] {
                slots[next[kind] as usize] = slot as u32;
                next[kind] += 1;
            }
        }
        ByType { starts, slots }
    }
}

/// Puts the records of one piece in their slots; gives its counts of types and its numbers already taken.
fn fill(
    piece: &Piece<'_>,
    names: &[u16],
    (opens, types): (&mut [u32], &mut [u16]),
    place: impl Fn(u32) -> Option<usize>,
) -> (Vec<u32>, Faults) {
    let most = names.iter().copied().max().map_or(0, |m| usize::from(m) + 1);
    let (mut counts, mut faults) = (vec![0; most], Faults::default());
    for ((id, open), kind) in piece.ids.iter().zip(&piece.opens).zip(&piece.types) {
        let kind = names[usize::from(*kind)];
        let Some(slot) = place(*id) else { continue };
        let Some((first, old)) = opens.get_mut(slot).zip(types.get_mut(slot)) else { continue };
        if *first == 0 {
            (*first, *old) = (*open, kind);
            counts[usize::from(kind)] += 1;
        } else {
            let (at, detail) = (*open as usize, *first);
            faults.add(Fault { kind: FaultKind::DuplicateNumber, at, record: Some(Id(*id)), detail });
        }
    }
    (counts, faults)
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
