//! Where does a plane at some height cut the faces of a body? Segments joined into a region.
//!
//! In come plane faces in metres; out goes what the cut encloses by the even-odd rule. A point at just the height
//! counts as above it, so that no face is met along its edge.

use std::collections::BTreeMap;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::affine::{Point, cross, dot};
use super::eval::CHORD;
use super::solid::Face;
use crate::geometry::{Region, crossings, sound, thinned};

/// Points closer than this are one, in metres.
const SAME: f64 = 2e-5;
/// A ring with a gap up to this is closed, in metres.
const GAP: f64 = 0.01;
/// A ring with more corners than this is thinned.
const MANY: usize = 1000;
/// A cut of more corners than this is looked at for crossings of itself, and one with more of them is none of a body.
const FEW: usize = 32;
const MOST_CROSSINGS: usize = 1000;

/// The normal of a ring, as long as twice its area.
pub(super) fn normal(ring: &[Point]) -> Point {
    let mut n = [0.0; 3];
    let Some(first) = ring.first() else { return n };
    for pair in ring.windows(2) {
        let c = cross(super::affine::sub(pair[0], *first), super::affine::sub(pair[1], *first));
        n = super::affine::add(n, c);
    }
    n
}

/// What a plane at a height cuts out of a closed surface; none if the cut does not close.
pub(super) fn slice(faces: &[Face], z: f64) -> Option<Region> {
    let mut segments = Vec::new();
    for face in faces {
        let mut sides = face.rings.iter().flatten().map(|p| p[2] >= z);
        let first = sides.next();
        if sides.all(|above| Some(above) == first) {
            continue;
        }
        let Some(n) = face.rings.iter().map(|r| normal(r)).max_by(|a, b| dot(*a, *a).total_cmp(&dot(*b, *b)))
        else {
            continue;
        };
        let mut hits: Vec<Coord<f64>> = Vec::new();
        for ring in &face.rings {
            for (i, a) in ring.iter().enumerate() {
                let b = &ring[(i + 1) % ring.len()];
                if (a[2] >= z) != (b[2] >= z) {
                    hits.push(hit(*a, *b, z));
                }
            }
        }
        let along = |c: &Coord<f64>| c.x * n[1] - c.y * n[0];
        hits.sort_by(|a, b| along(a).total_cmp(&along(b)));
        segments.extend(hits.chunks_exact(2).map(|pair| (pair[0], pair[1])));
    }
    if segments.is_empty() {
        return Some(MultiPolygon::new(Vec::new()));
    }
    enclosed(&segments)
}

/// Where an edge passes a height; the same point whichever way the edge is told.
fn hit(a: Point, b: Point, z: f64) -> Coord<f64> {
    let (low, high) = if a[2] < b[2] { (a, b) } else { (b, a) };
    let share = (z - low[2]) / (high[2] - low[2]);
    Coord { x: low[0] + (high[0] - low[0]) * share, y: low[1] + (high[1] - low[1]) * share }
}

/// What segments enclose by the even-odd rule; none if they do not close.
pub(super) fn enclosed(segments: &[(Coord<f64>, Coord<f64>)]) -> Option<Region> {
    let mut nodes = Nodes::default();
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (a, b) in segments {
        let (a, b) = (nodes.at(*a), nodes.at(*b));
        if a != b {
            *counts.entry((a.min(b), a.max(b))).or_default() += 1;
        }
    }
    // A surface told twice is told once; two bodies that touch have no wall between them.
    let twice = counts.values().all(|n| n % 2 == 0);
    let edges: Vec<(usize, usize)> =
        counts.into_iter().filter(|(_, n)| twice || n % 2 == 1).map(|(edge, _)| edge).collect();
    let mut at_node: Vec<Vec<usize>> = vec![Vec::new(); nodes.points.len()];
    for (i, (a, b)) in edges.iter().enumerate() {
        at_node[*a].push(i);
        at_node[*b].push(i);
    }
    let mut used = vec![false; edges.len()];
    let mut rings: Vec<LineString<f64>> = Vec::new();
    let odd = (0..at_node.len()).filter(|n| at_node[*n].len() % 2 == 1);
    let even = (0..at_node.len()).filter(|n| at_node[*n].len().is_multiple_of(2));
    for start in odd.chain(even).collect::<Vec<_>>() {
        loop {
            let mut chain = vec![start];
            let mut here = start;
            while let Some(edge) = at_node[here].pop() {
                if std::mem::replace(&mut used[edge], true) {
                    continue;
                }
                let (a, b) = edges[edge];
                here = if here == a { b } else { a };
                chain.push(here);
                if here == start {
                    break;
                }
            }
            if chain.len() < 2 {
                break;
            }
            let (first, last) = (nodes.points[start], nodes.points[here]);
            let closes = here == start || (last.x - first.x).hypot(last.y - first.y) <= GAP;
            if closes && chain.len() >= 4 {
                rings.push(chain.iter().map(|n| nodes.points[*n]).collect());
            }
        }
    }
    let lean = |ring: LineString<f64>| if ring.0.len() > MANY { thinned(&ring, CHORD) } else { ring };
    let rings: Vec<LineString<f64>> = rings.into_iter().map(lean).collect();
    if rings.iter().map(|r| r.0.len()).sum::<usize>() > FEW && crossings(rings.iter()) > MOST_CROSSINGS {
        return None;
    }
    let mut rings = rings.into_iter();
    let outer = rings.next()?;
    sound(&Polygon::new(outer, rings.collect()))
}

/// Points that are the same when they are near.
#[derive(Default)]
struct Nodes {
    points: Vec<Coord<f64>>,
    cells: BTreeMap<(i64, i64), Vec<usize>>,
}

impl Nodes {
    fn at(&mut self, c: Coord<f64>) -> usize {
        let cell = |v: f64| (v / SAME).floor() as i64;
        let (x, y) = (cell(c.x), cell(c.y));
        for i in -1..=1 {
            for j in -1..=1 {
                let near = self.cells.get(&(x.saturating_add(i), y.saturating_add(j)));
                let found = near.into_iter().flatten().find(|n| {
                    let d = self.points[**n] - c;
                    d.x.hypot(d.y) <= SAME
                });
                if let Some(found) = found {
                    return *found;
                }
            }
        }
        self.points.push(c);
        self.cells.entry((x, y)).or_default().push(self.points.len() - 1);
        self.points.len() - 1
    }
}
