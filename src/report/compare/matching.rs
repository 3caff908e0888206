//! Which part of one project is which of another's? By id, then by GlobalId, then by what it is part of and where.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::document::ElementLine;
use crate::vocab::SubjectKind;

/// How far apart two elements may lie and still be the same one that was given another name, in metres.
const SAME_PLACE: f64 = 0.5;

/// Elements of one project with their equals in the other, both ways by index.
pub(super) struct Matching<'a> {
    a: &'a [ElementLine],
    b: &'a [ElementLine],
    to_b: Vec<Option<usize>>,
    to_a: Vec<Option<usize>>,
    a_by_id: BTreeMap<&'a str, usize>,
    b_by_id: BTreeMap<&'a str, usize>,
}

impl<'a> Matching<'a> {
    pub(super) fn of(a: &'a [ElementLine], b: &'a [ElementLine]) -> Self {
        let by_id = |all: &'a [ElementLine]| {
            let mut ids = BTreeMap::new();
            for (i, e) in all.iter().enumerate() {
                ids.entry(e.id.as_str()).or_insert(i);
            }
            ids
        };
        let mut matching = Self {
            to_b: vec![None; a.len()],
            to_a: vec![None; b.len()],
            a_by_id: by_id(a),
            b_by_id: by_id(b),
            a,
            b,
        };
        matching.equal_keys(|e| Some((e.kind, e.id.clone())));
        matching.equal_keys(|e| Some((e.kind, e.guid.clone()?)));
        // There is one project, and one site.
        matching.equal_keys(|e| {
            matches!(e.kind, SubjectKind::Project | SubjectKind::Site).then_some((e.kind, String::new()))
        });
        // From the whole to the parts, so that a renamed dwelling brings its rooms along.
        for kind in SubjectKind::ALL {
            matching.in_the_same(kind);
            matching.nearest(kind);
            matching.only_of_its_sort(kind);
        }
        matching
    }

    /// The equal in B of an element of A.
    pub(super) fn b_of(&self, id: &str) -> Option<&'a ElementLine> {
        self.a_by_id.get(id).and_then(|i| self.to_b[*i]).map(|j| &self.b[j])
    }

    /// The equal in A of an element of B.
    pub(super) fn a_of(&self, id: &str) -> Option<&'a ElementLine> {
        self.b_by_id.get(id).and_then(|j| self.to_a[*j]).map(|i| &self.a[i])
    }

    pub(super) fn in_a(&self, id: &str) -> Option<&'a ElementLine> {
        self.a_by_id.get(id).map(|i| &self.a[*i])
    }

    fn pair(&mut self, i: usize, j: usize) {
        if self.to_b[i].is_none() && self.to_a[j].is_none() {
            self.to_b[i] = Some(j);
            self.to_a[j] = Some(i);
        }
    }

    fn free_a(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.a.len()).filter(|i| self.to_b[*i].is_none())
    }

    fn free_b(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.b.len()).filter(|j| self.to_a[*j].is_none())
    }

    /// Pairs free elements whose key only one free element has on each side.
    fn equal_keys<K: Ord>(&mut self, key: impl Fn(&ElementLine) -> Option<K>) {
        let group = |all: Vec<usize>, of: &[ElementLine]| {
            let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
            for i in all {
                if let Some(k) = key(&of[i]) {
                    groups.entry(k).or_default().push(i);
                }
            }
            groups
        };
        let (in_a, mut in_b) =
            (group(self.free_a().collect(), self.a), group(self.free_b().collect(), self.b));
        for (k, is) in in_a {
            if let (&[i], Some([j])) = (is.as_slice(), in_b.remove(&k).as_deref()) {
                self.pair(i, *j);
            }
        }
    }

    /// The index in A of what an element of B is part of, when that has an equal.
    fn whole_in_a(&self, j: usize) -> Option<usize> {
        self.to_a[*self.b_by_id.get(self.b[j].within.as_deref()?)?]
    }

    fn whole_of_a(&self, i: usize) -> Option<usize> {
        let whole = *self.a_by_id.get(self.a[i].within.as_deref()?)?;
        self.to_b[whole].map(|_| whole)
    }

    /// Parts of equal wholes with the same tag: `A101/bad` and `B1/bad` once A101 is B1.
    fn in_the_same(&mut self, kind: SubjectKind) {
        let tag = |e: &ElementLine| e.id.rsplit('/').next().unwrap_or(&e.id).to_owned();
        let mut in_a: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        let mut in_b: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for i in self.free_a().filter(|i| self.a[*i].kind == kind) {
            if let Some(whole) = self.whole_of_a(i) {
                in_a.entry((whole, tag(&self.a[i]))).or_default().push(i);
            }
        }
        for j in self.free_b().filter(|j| self.b[*j].kind == kind) {
            if let Some(whole) = self.whole_in_a(j) {
                in_b.entry((whole, tag(&self.b[j]))).or_default().push(j);
            }
        }
        for (key, is) in in_a {
            if let (&[i], Some([j])) = (is.as_slice(), in_b.get(&key).map(Vec::as_slice)) {
                self.pair(i, *j);
            }
        }
    }

    /// Pairs free elements of a kind that lie in the same place of the same storey, nearest first.
    fn nearest(&mut self, kind: SubjectKind) {
        let storey_of_b: BTreeMap<usize, Option<usize>> = (0..self.b.len())
            .map(|j| (j, self.b[j].storey.as_deref().and_then(|s| self.b_by_id.get(s)).copied()))
            .map(|(j, s)| (j, s.and_then(|s| self.to_a[s])))
            .collect();
        let cell = |v: f64| (v / SAME_PLACE).floor().clamp(-1e9, 1e9) as i64;
        let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
        for j in self.free_b().filter(|j| self.b[*j].kind == kind) {
            if let Some([x, y]) = self.b[j].at {
                cells.entry((cell(x), cell(y))).or_default().push(j);
            }
        }
        let mut near: Vec<(f64, usize, usize)> = Vec::new();
        for i in self.free_a().filter(|i| self.a[*i].kind == kind) {
            let Some([x, y]) = self.a[i].at else { continue };
            let storey = self.a[i].storey.as_deref().and_then(|s| self.a_by_id.get(s)).copied();
            let around = (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (dx, dy)));
            for j in
                around.flat_map(|(dx, dy)| cells.get(&(cell(x) + dx, cell(y) + dy)).into_iter().flatten())
            {
                let Some([bx, by]) = self.b[*j].at else { continue };
                let distance = (x - bx).hypot(y - by);
                let same_sort = self.a[i].sort == self.b[*j].sort || kind == SubjectKind::Dwelling;
                if distance <= SAME_PLACE && storey_of_b[j] == storey && same_sort {
                    near.push((distance, i, *j));
                }
            }
        }
        near.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)).then(p.2.cmp(&q.2)));
        for (_, i, j) in near {
            self.pair(i, j);
        }
    }

    /// What was never drawn: the only free one of its sort in equal wholes.
    fn only_of_its_sort(&mut self, kind: SubjectKind) {
        let told = |e: &ElementLine| e.at.is_none() && !e.sort.is_empty() && e.kind == kind;
        let mut in_a: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        let mut in_b: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
        for i in self.free_a().filter(|i| told(&self.a[*i])) {
            if let Some(whole) = self.whole_of_a(i) {
                in_a.entry((whole, self.a[i].sort.clone())).or_default().push(i);
            }
        }
        for j in self.free_b().filter(|j| told(&self.b[*j])) {
            if let Some(whole) = self.whole_in_a(j) {
                in_b.entry((whole, self.b[j].sort.clone())).or_default().push(j);
            }
        }
        for (key, is) in in_a {
            if let (&[i], Some([j])) = (is.as_slice(), in_b.get(&key).map(Vec::as_slice)) {
                self.pair(i, *j);
            }
        }
    }

    /// Pairs, in the order of B.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&'a ElementLine, &'a ElementLine)> + '_ {
        self.to_a.iter().enumerate().filter_map(|(j, i)| Some((&self.a[(*i)?], &self.b[j])))
    }

    pub(super) fn only_in_a(&self) -> impl Iterator<Item = &'a ElementLine> + '_ {
        self.free_a().map(|i| &self.a[i])
    }

    pub(super) fn only_in_b(&self) -> impl Iterator<Item = &'a ElementLine> + '_ {
        self.free_b().map(|j| &self.b[j])
    }

    /// The closest dwelling or base around an element of A that has an equal in B; the project when it is in neither.
    pub(super) fn still_there(&self, element: &ElementLine) -> Option<&'a ElementLine> {
        let mut at = element.within.as_deref();
        let mut seen = BTreeSet::new();
        while let Some(id) = at.filter(|id| seen.insert((*id).to_owned())) {
            let whole = self.in_a(id)?;
            let owner =
                matches!(whole.kind, SubjectKind::Dwelling | SubjectKind::Base | SubjectKind::Project);
            if owner {
                return self.b_of(id);
            }
            at = whole.within.as_deref();
        }
        None
    }
}
