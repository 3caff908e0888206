//! Along how much of their edges two floors lie on either side of one wall.
//!
//! Each edge of the one floor is pushed outward as far as the thickest wall; the parts of the other floor's edges inside
//! what it passes over are cast back on it, and the stretches they cover are added up. Exact for straight edges, up to the
//! rounding of outlines. Floors that only meet at a corner have no such stretch.

use geo::{Coord, Line};

use super::Region;

/// How far floors drawn without a wall between them may overlap and still lie beside each other, in metres.
const OVERLAP: f64 = 0.05;

/// The length of `a`'s edges, in metres, that have `b` straight before them with no more than `thickest` metres between.
pub fn facing(a: &Region, b: &Region, thickest: f64) -> f64 {
    let lines = |region: &Region| -> Vec<Line<f64>> {
        region
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .flat_map(|r| r.lines())
            .collect()
    };
    let others = lines(b);
    lines(a).iter().map(|edge| covered(edge, &others, thickest)).sum()
}

/// How much of an edge, whose floor lies on its left, has other edges on its right.
fn covered(edge: &Line<f64>, others: &[Line<f64>], thickest: f64) -> f64 {
    let length = edge.dx().hypot(edge.dy());
    if !length.is_normal() {
        return 0.0;
    }
    let along = Coord { x: edge.dx() / length, y: edge.dy() / length };
    let out = Coord { x: along.y, y: -along.x };
    let local = |p: Coord<f64>| {
        let to = p - edge.start;
        [to.x * along.x + to.y * along.y, to.x * out.x + to.y * out.y]
    };
    let mut stretches: Vec<[f64; 2]> =
        others.iter().filter_map(|o| cast(local(o.start), local(o.end), length, thickest)).collect();
    stretches.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let (mut sum, mut reached) = (0.0, 0.0_f64);
    for [from, to] in stretches {
        sum += (to - from.max(reached)).max(0.0);
        reached = reached.max(to);
    }
    sum
}

/// What a line covers of an edge from 0 to `length`, of its part that lies at most `thickest` off it.
fn cast(from: [f64; 2], to: [f64; 2], length: f64, thickest: f64) -> Option<[f64; 2]> {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (axis, low, high) in [(0, 0.0, length), (1, -OVERLAP, thickest)] {
        let (start, by) = (from[axis], to[axis] - from[axis]);
        if by == 0.0 {
            if start < low || start > high {
                return None;
            }
            continue;
        }
        let (one, other) = ((low - start) / by, (high - start) / by);
        enters = enters.max(one.min(other));
        leaves = leaves.min(one.max(other));
    }
    let at = |t: f64| (from[0] + (to[0] - from[0]) * t).clamp(0.0, length);
    (enters < leaves).then(|| {
        let (one, other) = (at(enters), at(leaves));
        [one.min(other), one.max(other)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::sound;
    use geo::{Rotate, point, polygon};

    fn floor(x: f64, y: f64, w: f64, h: f64) -> Region {
        sound(&polygon![(x: x, y: y), (x: x + w, y: y), (x: x + w, y: y + h), (x: x, y: y + h)]).unwrap()
    }

    #[test]
    fn floors_face_each_other_as_far_as_they_lie_side_by_side() {
        let a = floor(0.0, 0.0, 5.0, 4.0);
        let b = floor(5.2, 1.0, 5.0, 5.0);
        for turn in [0.0, 17.0, 90.0] {
            let [a, b] = [&a, &b].map(|r| r.rotate_around_point(turn, point!(x: 2.0, y: 1.0)));
            assert!((facing(&a, &b, 0.6) - 3.0).abs() < 1e-9);
            assert!((facing(&b, &a, 0.6) - 3.0).abs() < 1e-9);
        }
        assert!((facing(&a, &floor(5.0, 0.0, 3.0, 4.0), 0.6) - 4.0).abs() < 1e-9, "no wall drawn between");
    }

    #[test]
    fn floors_farther_apart_than_a_wall_or_across_a_corner_do_not() {
        let a = floor(0.0, 0.0, 5.0, 4.0);
        assert!((facing(&a, &floor(5.6, 0.0, 5.0, 4.0), 0.6) - 4.0).abs() < 1e-9);
        assert!(facing(&a, &floor(5.601, 0.0, 5.0, 4.0), 0.6).abs() < 1e-9);
        assert!(facing(&a, &floor(5.2, 4.2, 5.0, 4.0), 0.6).abs() < 1e-9);
    }

    #[test]
    fn a_stretch_two_edges_cover_counts_once() {
        // Along the east wall a floor with a niche: its far edge lies within reach too, behind the near ones.
        let niche = sound(&polygon![
            (x: 5.1, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 4.0), (x: 5.1, y: 4.0),
            (x: 5.1, y: 3.0), (x: 5.3, y: 3.0), (x: 5.3, y: 1.0), (x: 5.1, y: 1.0),
        ])
        .unwrap();
        assert!((facing(&floor(0.0, 0.0, 5.0, 4.0), &niche, 0.6) - 4.0).abs() < 1e-9);
    }
}
