//! What is wrong with the records, and where?
//!
//! Faults are small while a file is read: a kind and a place. They become words with line and record when
//! somebody asks for diagnostics. However many there are, only the first of each kind are kept; the rest are
//! counted.

use super::Id;
use crate::source::Severity;
use std::collections::BTreeMap;

/// How many faults of one kind are kept with their place.
const KEPT: usize = 20;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// A header that lacks something or cannot be understood.
    Header,
    /// The file ends without `ENDSEC` and `END-ISO-10303-21`: it was probably cut off.
    CutOff,
    /// There is more after `END-ISO-10303-21`.
    AfterEnd,
    /// Text between records that is no record.
    Stray,
    /// A record without a number, or with one that does not fit in 32 bits.
    Number,
    /// A record whose type is not a name.
    Keyword,
    /// A file with more type names than any schema has.
    TooManyTypes,
    /// A string that is not closed before the next record.
    OpenString,
    /// A comment that is not closed.
    OpenComment,
    /// A record that is not followed by a semicolon.
    NoSemicolon,
    /// A record whose parentheses do not close before its end.
    OpenList,
    /// Two records with the same number; the first counts.
    DuplicateNumber,
    /// A value that cannot be understood.
    Value,
    /// Fewer attributes than the schema says.
    TooFewAttributes,
    /// A reference to a record that does not exist.
    Dangling,
    /// A reference to a record of another type than the schema allows.
    WrongType,
    /// Records that refer to themselves through each other.
    Cycle,
    /// More of something than a model can have.
    TooMany,
    /// Two rooted objects with the same GlobalId.
    DuplicateGlobalId,
    /// A type name that the schema does not have.
    UnknownType,
    /// A unit that cannot be understood.
    Unit,
}

impl FaultKind {
    /// How bad a fault of this kind is.
    pub fn severity(self) -> Severity {
        match self {
            Self::AfterEnd => Severity::Note,
            Self::Header
            | Self::NoSemicolon
            | Self::DuplicateGlobalId
            | Self::UnknownType
            | Self::Dangling => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// One fault of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// Byte offset in the file's text (unpacked, if it was zipped).
    pub at: usize,
    /// The record, if it is known.
    pub record: Option<Id>,
    /// The other record or the number of the attribute (from 0), for the kinds that have one.
    pub detail: u32,
}

/// The first faults of each kind in the order of the text, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    kinds: BTreeMap<FaultKind, (Vec<Fault>, usize)>,
}

impl Faults {
    /// Takes a fault in; one already held is not counted again.
    pub fn add(&mut self, fault: Fault) {
        let (kept, count) = self.kinds.entry(fault.kind).or_default();
        let place = kept.partition_point(|f| (f.at, f.detail) < (fault.at, fault.detail));
        if kept.get(place) == Some(&fault) {
            return;
        }
        *count += 1;
        if place < KEPT {
            kept.insert(place, fault);
            kept.truncate(KEPT);
        }
    }

    /// Takes all faults of another part of the same file in.
    pub fn append(&mut self, other: &Self) {
        for (kind, (theirs, count)) in &other.kinds {
            let (kept, sum) = self.kinds.entry(*kind).or_default();
            *sum += count;
            kept.extend(theirs);
            kept.sort();
            kept.truncate(KEPT);
        }
    }

    /// The kept faults in the order of the text.
    pub fn in_order(&self) -> Vec<Fault> {
        let mut all: Vec<Fault> = self.kinds.values().flat_map(|(kept, _)| kept).copied().collect();
        all.sort_by_key(|f| (f.at, f.kind, f.detail));
        all
    }

    /// The kinds that occur, with how many there are and how many of them are kept.
    pub fn counts(&self) -> impl Iterator<Item = (FaultKind, usize, usize)> {
        self.kinds.iter().map(|(kind, (kept, count))| (*kind, *count, kept.len()))
    }

    /// How many faults of a kind there are.
    pub fn count(&self, kind: FaultKind) -> usize {
        self.kinds.get(&kind).map_or(0, |(_, count)| *count)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stray(at: usize) -> Fault {
        Fault { kind: FaultKind::Stray, at, record: None, detail: 0 }
    }

    #[test]
    fn many_faults_are_counted_and_the_first_are_kept() {
        let mut faults = Faults::default();
        for at in (0..1000).rev() {
            faults.add(stray(at));
        }
        faults.add(stray(3));
        assert_eq!(faults.count(FaultKind::Stray), 1000);
        let kept: Vec<usize> = faults.in_order().iter().map(|f| f.at).collect();
        assert_eq!(kept, (0..KEPT).collect::<Vec<_>>());
    }

    #[test]
    fn parts_of_a_file_join_their_faults() {
        let (mut a, mut b) = (Faults::default(), Faults::default());
        a.add(stray(9));
        b.add(stray(4));
        a.append(&b);
        assert_eq!(a.count(FaultKind::Stray), 2);
        assert_eq!(a.in_order()[0].at, 4);
    }
}
