//! Records whose numbers rise, packed: which numbers there are, where each record opens, and its type.
//!
//! A record costs three to four bytes besides its text: a bit for each number of the run, two bytes for how far a
//! record opens behind the first of its sixteen, and one byte for its type.

/// So many records share the offset they are counted from.
const BLOCK: usize = 16;
/// Stands in the first place of a block whose records lie too far apart for two bytes; in any other block the first
/// record opens where the block does.
const FAR: u16 = 1;
/// A run with more numbers than this for each record lists those it has.
const SPARSE: usize = 16;

/// A record before it is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) id: u32,
    /// Where its parenthesis opens.
    pub(super) open: u32,
    /// The number of its type.
    pub(super) kind: u16,
}

impl Entry {
    /// By number and then in the order of the text.
    pub(super) fn key(&self) -> u64 {
        u64::from(self.id) << 32 | u64::from(self.open)
    }
}

/// Records with rising numbers.
#[derive(Debug)]
pub(super) struct Run {
    /// The lowest number.
    pub(super) lowest: u32,
    numbers: Numbers,
    opens: Opens,
    kinds: Kinds,
}

/// Which numbers there are.
#[derive(Debug)]
enum Numbers {
    /// A bit for each number from the lowest on, and how many records come before each word of bits.
    Near { bits: Vec<u64>, before: Vec<u32> },
    /// The numbers.
    Apart(Vec<u32>),
}

/// Where records open.
#[derive(Debug)]
struct Opens {
    /// Where the first record of each block opens.
    bases: Vec<u32>,
    /// How far behind that each record does.
    offsets: Vec<u16>,
    /// The blocks that two bytes are too few for, in their order.
    far: Vec<(u32, [u32; BLOCK])>,
}

/// The types of records.
#[derive(Debug)]
enum Kinds {
    Few(Vec<u8>),
    Many(Vec<u16>),
}

impl Run {
    /// Packs records; none where there are none or their numbers do not rise.
    pub(super) fn new(entries: &[Entry]) -> Option<Self> {
        let (lowest, highest) = (entries.first()?.id, entries.last()?.id);
        if !entries.is_sorted_by(|a, b| a.id < b.id) {
            return None;
        }
        let (numbers, opens) = (Numbers::new(entries, lowest, highest), Opens::new(entries));
        Some(Self { lowest, numbers, opens, kinds: Kinds::new(entries) })
    }

    /// How many records it has.
    pub(super) fn len(&self) -> usize {
        self.opens.offsets.len()
    }

    /// The record with a number.
    #[inline]
    pub(super) fn get(&self, id: u32) -> Option<Entry> {
        let rank = self.numbers.rank(id, self.lowest)?;
        Some(Entry { id, open: self.opens.get(rank), kind: self.kinds.get(rank) })
    }

    /// The numbers in their order with the types.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (u32, u16)> + Clone + '_ {
        let (_, numbers) = self.numbers.from(self.lowest, self.lowest);
        numbers.zip((0..self.len()).map(|rank| self.kinds.get(rank)))
    }

    /// The records with this number and higher ones, in the order of their numbers.
    pub(super) fn from(&self, id: u32) -> impl Iterator<Item = Entry> + '_ {
        let (rank, numbers) = self.numbers.from(id, self.lowest);
        let entry = move |(rank, id)| Entry { id, open: self.opens.get(rank), kind: self.kinds.get(rank) };
        (rank..).zip(numbers).map(entry)
    }
}

impl Numbers {
    fn new(entries: &[Entry], lowest: u32, highest: u32) -> Self {
        let span = (highest - lowest) as usize + 1;
        if span / SPARSE > entries.len() {
            return Self::Apart(entries.iter().map(|e| e.id).collect());
        }
        let mut bits = vec![0_u64; span.div_ceil(64)];
        for entry in entries {
            let place = entry.id - lowest;
            bits[place as usize / 64] |= 1 << (place % 64);
        }
        let mut sum = 0;
        let before = bits.iter().map(|word| {
            sum += word.count_ones();
            sum - word.count_ones()
        });
        Self::Near { before: before.collect(), bits }
    }

    #[inline]
    fn rank(&self, id: u32, lowest: u32) -> Option<usize> {
        match self {
            Self::Near { bits, before } => {
                let place = id.checked_sub(lowest)?;
                let (word, bit) = (place as usize / 64, 1_u64 << (place % 64));
                let here = bits.get(word).copied().filter(|here| here & bit != 0)?;
                Some((before[word] + (here & (bit - 1)).count_ones()) as usize)
            }
            Self::Apart(ids) => ids.binary_search(&id).ok(),
        }
    }

    /// The numbers from `id` on, and how many come before.
    fn from(&self, id: u32, lowest: u32) -> (usize, impl Iterator<Item = u32> + Clone + '_) {
        let place = id.saturating_sub(lowest);
        let (first, behind) = (place as usize / 64, u64::MAX << (place % 64));
        let (bits, ids, rank) = match self {
            Self::Near { bits, before } => {
                let rank = bits.get(first).map_or(0, |word| before[first] + (word & !behind).count_ones());
                (bits.get(first..).unwrap_or_default(), [].as_slice(), rank as usize)
            }
            Self::Apart(ids) => {
                let rank = ids.partition_point(|other| *other < id);
                ([].as_slice(), &ids[rank..], rank)
            }
        };
        let near = bits.iter().enumerate().flat_map(move |(at, word)| {
            let some = |bits: u64| Some(bits).filter(|bits| *bits != 0);
            let wanted = if at == 0 { word & behind } else { *word };
            let rest = std::iter::successors(some(wanted), move |left| some(left & (left - 1)));
            rest.map(move |left| lowest + ((first + at) as u32 * 64 + left.trailing_zeros()))
        });
        (rank, near.chain(ids.iter().copied()))
    }
}

impl Opens {
    fn new(entries: &[Entry]) -> Self {
        let mut bases = Vec::with_capacity(entries.len().div_ceil(BLOCK));
        let mut offsets = Vec::with_capacity(entries.len());
        let mut far = Vec::new();
        for (block, records) in entries.chunks(BLOCK).enumerate() {
            let base = records[0].open;
            let start = offsets.len();
            bases.push(base);
            let offset = |e: &Entry| e.open.checked_sub(base).and_then(|o| u16::try_from(o).ok());
            offsets.extend(records.iter().map_while(offset));
            if offsets.len() - start < records.len() {
                offsets.resize(start + records.len(), 0);
                offsets[start] = FAR;
                let mut opens = [0; BLOCK];
                opens.iter_mut().zip(records).for_each(|(open, record)| *open = record.open);
                far.push((block as u32, opens));
            }
        }
        Self { bases, offsets, far }
    }

    #[inline]
    fn get(&self, rank: usize) -> u32 {
        let block = rank / BLOCK;
        if self.offsets[block * BLOCK] != FAR {
            return self.bases[block] + u32::from(self.offsets[rank]);
        }
        let at = self.far.partition_point(|(b, _)| (*b as usize) < block);
        self.far.get(at).map_or(0, |(_, opens)| opens[rank % BLOCK])
    }
}

impl Kinds {
    fn new(entries: &[Entry]) -> Self {
        if entries.iter().all(|e| e.kind <= u16::from(u8::MAX)) {
            Self::Few(entries.iter().map(|e| e.kind as u8).collect())
        } else {
            Self::Many(entries.iter().map(|e| e.kind).collect())
        }
    }

    #[inline]
    fn get(&self, rank: usize) -> u16 {
        match self {
            Self::Few(kinds) => u16::from(kinds[rank]),
            Self::Many(kinds) => kinds[rank],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(id: u32, open: u32, kind: u16) -> Entry {
        Entry { id, open, kind }
    }

    fn holds(entries: &[Entry]) {
        let run = Run::new(entries).unwrap();
        for (i, e) in entries.iter().enumerate() {
            assert_eq!(run.get(e.id), Some(*e));
            assert_eq!(run.from(e.id).collect::<Vec<_>>(), entries[i..]);
            for beside in [e.id.wrapping_sub(1), e.id.wrapping_add(1)] {
                let expected = entries.iter().find(|e| e.id == beside).copied();
                assert_eq!(run.get(beside), expected, "{beside}");
                assert!(run.from(beside).eq(entries.iter().copied().filter(|e| e.id >= beside)));
            }
        }
        assert!(run.kinds().eq(entries.iter().map(|e| (e.id, e.kind))));
    }

    #[test]
    fn records_far_apart_in_the_text_or_not_in_its_order_are_found() {
        // The second block is of records of 5000 bytes each: the last of them opens 75 000 behind the first.
        let long = (0..40).map(|i| entry(i + 1, if i < 16 { i * 100 } else { i * 5000 }, 0));
        holds(&long.collect::<Vec<_>>());
        let backwards = (0..40).map(|i| entry(i + 1, 10_000 - i * 100, 0));
        holds(&backwards.collect::<Vec<_>>());
        // Exactly as far as two bytes reach, and one farther.
        holds(&[entry(1, 7, 0), entry(2, 7 + 65_535, 0)]);
        holds(&[entry(1, 7, 0), entry(2, 7 + 65_536, 0)]);
        // A second record right behind the first is no mark.
        holds(&[entry(1, 0, 0), entry(2, 1, 0)]);
    }

    #[test]
    fn numbers_far_apart_and_the_highest_are_found() {
        holds(&[entry(0, 4, 3), entry(1_000_000, 40, 300), entry(u32::MAX, 80, 7)]);
        holds(&[entry(u32::MAX - 1, 4, 0), entry(u32::MAX, 40, 0)]);
    }

    #[test]
    fn numbers_that_do_not_rise_are_no_run() {
        assert!(Run::new(&[]).is_none());
        assert!(Run::new(&[entry(2, 0, 0), entry(1, 9, 0)]).is_none());
        assert!(Run::new(&[entry(2, 0, 0), entry(2, 9, 0)]).is_none());
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_out(
            gaps in prop::collection::vec((1_u32..200, 0_u32..9000, 0_u16..400), 1..200),
        ) {
            let mut last = entry(0, 0, 0);
            let entries = gaps.into_iter().map(|(id, open, kind)| {
                last = entry(last.id + id, last.open + open, kind);
                last
            });
            holds(&entries.collect::<Vec<_>>());
        }
    }
}
