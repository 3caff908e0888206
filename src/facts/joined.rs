//! Which of a number of things hang together, told one link at a time.

/// Things by index, each in the group of those it was linked with.
pub(super) struct Joined {
    parent: Vec<usize>,
}

impl Joined {
    /// So many things, each by itself.
    pub(super) fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    /// The smallest index of the group a thing is in.
    pub(super) fn group(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes two things' groups one.
    pub(super) fn link(&mut self, a: usize, b: usize) {
        let (a, b) = (self.group(a), self.group(b));
        self.parent[a.max(b)] = a.min(b);
    }
}
