//! Which type names occur? Names met while scanning become small numbers.
//!
//! Made for a handful of hundred names and millions of look-ups: a small open hash table over the bytes of the
//! names, which are borrowed from the file.

/// The numbers of the type names met so far.
pub(super) struct Names<'a> {
    names: Vec<&'a [u8]>,
    /// Number of a name plus one, at its hash's place; 0 is free. The length is a power of two.
    slots: Vec<u16>,
}

/// More names than any schema has; a file with more is made to harm.
pub(super) const MOST_NAMES: usize = 16_000;

impl<'a> Names<'a> {
    pub(super) fn new() -> Self {
        Self { names: Vec::new(), slots: vec![0; 1 << 10] }
    }

    /// The number of `name` if it has been met.
    #[inline]
    pub(super) fn get(&self, name: &[u8]) -> Option<u16> {
        let mask = self.slots.len() - 1;
        let mut place = hash(name) & mask;
        loop {
            let number = self.slots[place].checked_sub(1)?;
            if self.names[usize::from(number)] == name {
                return Some(number);
            }
            place = (place + 1) & mask;
        }
    }

    /// A number for a name not met before; nothing when there are too many names.
    pub(super) fn add(&mut self, name: &'a [u8]) -> Option<u16> {
        if self.names.len() >= MOST_NAMES {
            return None;
        }
        let number = u16::try_from(self.names.len()).ok()?;
        self.names.push(name);
        if self.names.len() * 2 > self.slots.len() {
            self.slots = vec![0; self.slots.len() * 2];
            for i in 0..number {
                self.place(i);
            }
        }
        self.place(number);
        Some(number)
    }

    fn place(&mut self, number: u16) {
        let mask = self.slots.len() - 1;
        let mut place = hash(self.names[usize::from(number)]) & mask;
        while self.slots[place] != 0 {
            place = (place + 1) & mask;
        }
        self.slots[place] = number + 1;
    }

    /// The names in the order of their numbers.
    pub(super) fn into_names(self) -> Vec<&'a [u8]> {
        self.names
    }
}

/// Mixes the first and the last eight bytes and the length: enough to tell the names of a schema apart.
#[inline]
fn hash(name: &[u8]) -> usize {
    let (first, last) = match (name.first_chunk::<8>(), name.last_chunk::<8>()) {
        (Some(f), Some(l)) => (u64::from_le_bytes(*f), u64::from_le_bytes(*l)),
        _ => (name.iter().fold(0, |h, b| h << 8 | u64::from(*b)), 0),
    };
    let mixed = (first ^ last.rotate_left(23) ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_keeps_its_number_while_the_table_grows() {
        let texts: Vec<String> = (0..5000).map(|i| format!("IFCTHING{i}WITHALONGTAIL")).collect();
        let mut names = Names::new();
        for (i, t) in texts.iter().enumerate() {
            assert_eq!(names.get(t.as_bytes()), None);
            assert_eq!(names.add(t.as_bytes()).map(usize::from), Some(i));
        }
        for (i, t) in texts.iter().enumerate() {
            assert_eq!(names.get(t.as_bytes()).map(usize::from), Some(i));
        }
    }

    #[test]
    fn there_is_an_end_to_new_names() {
        let texts: Vec<String> = (0..=MOST_NAMES).map(|i| format!("A{i}")).collect();
        let mut names = Names::new();
        let given = texts.iter().filter(|t| names.add(t.as_bytes()).is_some()).count();
        assert_eq!(given, MOST_NAMES);
    }
}
