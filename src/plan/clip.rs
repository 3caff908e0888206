//! Keeps a shape on its sheet: rings and lines cut at a box.

use super::paper::{Box2, Pt, Ring};

/// The part of a ring inside a box, by Sutherland and Hodgman: parts that fall apart stay joined along the box's
/// edge, which a light tint does not show.
pub(crate) fn ring(ring: &[Pt], field: Box2) -> Ring {
    type Keep = fn(Pt, Box2) -> f64;
    let sides: [Keep; 4] = [|p, b| p.x - b.x0, |p, b| b.x1 - p.x, |p, b| p.y - b.y0, |p, b| b.y1 - p.y];
    let mut points: Ring = ring.to_vec();
    for depth in sides {
        let mut kept = Ring::with_capacity(points.len() + 4);
        for (i, here) in points.iter().enumerate() {
            let before = points[(i + points.len() - 1) % points.len()];
            let (a, b) = (depth(before, field), depth(*here, field));
            if (a < 0.0) != (b < 0.0) {
                kept.push(before + (*here - before) * (a / (a - b)));
            }
            if b >= 0.0 {
                kept.push(*here);
            }
        }
        points = kept;
    }
    points
}

/// The part of a line inside a box, by Liang and Barsky; none where it passes by.
pub(crate) fn line(from: Pt, to: Pt, field: Box2) -> Option<(Pt, Pt)> {
    let d = to - from;
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (step, room) in [
        (-d.x, from.x - field.x0),
        (d.x, field.x1 - from.x),
        (-d.y, from.y - field.y0),
        (d.y, field.y1 - from.y),
    ] {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enters = enters.max(room / step);
        } else {
            leaves = leaves.min(room / step);
        }
    }
    (enters <= leaves).then(|| (from + d * enters, from + d * leaves))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: Box2 = Box2 { x0: 0.0, y0: 0.0, x1: 10.0, y1: 10.0 };

    #[test]
    fn a_line_is_cut_at_both_sides_and_one_that_passes_by_is_gone() {
        let cut = line(Pt::new(-5.0, 5.0), Pt::new(15.0, 5.0), FIELD);
        assert_eq!(cut, Some((Pt::new(0.0, 5.0), Pt::new(10.0, 5.0))));
        assert_eq!(line(Pt::new(-5.0, 12.0), Pt::new(15.0, 11.0), FIELD), None);
        assert_eq!(line(Pt::new(1.0, 1.0), Pt::new(2.0, 2.0), FIELD).unwrap().0, Pt::new(1.0, 1.0));
    }

    #[test]
    fn a_ring_that_reaches_out_ends_at_the_box() {
        let cut = ring(&[Pt::new(5.0, 5.0), Pt::new(25.0, 5.0), Pt::new(5.0, 25.0)], FIELD);
        assert!(cut.iter().all(|p| p.x <= 10.0 && p.y <= 10.0));
        assert!(cut.contains(&Pt::new(10.0, 10.0)));
        assert!(ring(&[Pt::new(20.0, 5.0), Pt::new(25.0, 5.0), Pt::new(22.0, 25.0)], FIELD).is_empty());
    }
}
