//! Plane geometry on the sheet, in millimetres, x to the right and y down: points, boxes, convex overlap.
//!
//! Small and exact enough for placing texts and marks; everything about rooms and walls in metres is
//! geometry's.

use std::ops::{Add, Mul, Sub};

/// A point or vector on the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Pt {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A closed line without its first point repeated.
pub(crate) type Ring = Vec<Pt>;

impl Pt {
    pub(crate) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(crate) fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub(crate) fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    pub(crate) fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    pub(crate) fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// The unit vector, or none of a point.
    pub(crate) fn unit(self) -> Option<Self> {
        let length = self.length();
        (length > 1e-9 && length.is_finite()).then(|| self * (1.0 / length))
    }

    /// A quarter turn.
    pub(crate) fn perp(self) -> Self {
        Self::new(-self.y, self.x)
    }

    pub(crate) fn midpoint(self, other: Self) -> Self {
        (self + other) * 0.5
    }

    pub(crate) fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl Add for Pt {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self::new(self.x + o.x, self.y + o.y)
    }
}

impl Sub for Pt {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self::new(self.x - o.x, self.y - o.y)
    }
}

impl Mul<f64> for Pt {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self::new(self.x * k, self.y * k)
    }
}

/// A box along the sheet's sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Box2 {
    pub(crate) x0: f64,
    pub(crate) y0: f64,
    pub(crate) x1: f64,
    pub(crate) y1: f64,
}

impl Box2 {
    /// The box that holds nothing and grows from there.
    pub(crate) const NOTHING: Self =
        Self { x0: f64::INFINITY, y0: f64::INFINITY, x1: f64::NEG_INFINITY, y1: f64::NEG_INFINITY };

    pub(crate) fn around(points: impl IntoIterator<Item = Pt>) -> Self {
        points.into_iter().fold(Self::NOTHING, |b, p| Self {
            x0: b.x0.min(p.x),
            y0: b.y0.min(p.y),
            x1: b.x1.max(p.x),
            y1: b.y1.max(p.y),
        })
    }

    pub(crate) fn centred(at: Pt, width: f64, height: f64) -> Self {
        Self {
            x0: at.x - width / 2.0,
            y0: at.y - height / 2.0,
            x1: at.x + width / 2.0,
            y1: at.y + height / 2.0,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.x0 > self.x1 || self.y0 > self.y1
    }

    pub(crate) fn width(self) -> f64 {
        (self.x1 - self.x0).max(0.0)
    }

    pub(crate) fn height(self) -> f64 {
        (self.y1 - self.y0).max(0.0)
    }

    pub(crate) fn centre(self) -> Pt {
        Pt::new(f64::midpoint(self.x0, self.x1), f64::midpoint(self.y0, self.y1))
    }

    pub(crate) fn corners(self) -> [Pt; 4] {
        [
            Pt::new(self.x0, self.y0),
            Pt::new(self.x1, self.y0),
            Pt::new(self.x1, self.y1),
            Pt::new(self.x0, self.y1),
        ]
    }

    pub(crate) fn grown(self, by: f64) -> Self {
        Self { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }

    pub(crate) fn moved(self, by: Pt) -> Self {
        Self { x0: self.x0 + by.x, y0: self.y0 + by.y, x1: self.x1 + by.x, y1: self.y1 + by.y }
    }

    pub(crate) fn with(self, o: Self) -> Self {
        Self { x0: self.x0.min(o.x0), y0: self.y0.min(o.y0), x1: self.x1.max(o.x1), y1: self.y1.max(o.y1) }
    }

    /// Whether the insides meet; boxes that only touch do not.
    pub(crate) fn overlaps(self, o: Self) -> bool {
        self.x0 < o.x1 && o.x0 < self.x1 && self.y0 < o.y1 && o.y0 < self.y1
    }

    pub(crate) fn holds(self, p: Pt) -> bool {
        p.x >= self.x0 && p.x <= self.x1 && p.y >= self.y0 && p.y <= self.y1
    }

    pub(crate) fn holds_box(self, o: Self) -> bool {
        o.x0 >= self.x0 && o.x1 <= self.x1 && o.y0 >= self.y0 && o.y1 <= self.y1
    }
}

/// Whether the insides of two convex shapes meet (separating axes).
pub(crate) fn convex_overlap(a: &[Pt], b: &[Pt]) -> bool {
    if a.len() < 3 || b.len() < 3 {
        return false;
    }
    let separated_by_edges = |of: &[Pt], other: &[Pt]| {
        (0..of.len()).any(|i| {
            let edge = of[(i + 1) % of.len()] - of[i];
            let axis = edge.perp();
            if axis.length() < 1e-9 {
                return false;
            }
            let span = |points: &[Pt]| {
                points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), p| {
                    let d = p.dot(axis);
                    (lo.min(d), hi.max(d))
                })
            };
            let ((a0, a1), (b0, b1)) = (span(of), span(other));
            let slack = 1e-6 * axis.length();
            a1 <= b0 + slack || b1 <= a0 + slack
        })
    };
    !separated_by_edges(a, b) && !separated_by_edges(b, a)
}

/// Whether a point lies inside the rings by even and odd.
pub(crate) fn inside(rings: &[Ring], p: Pt) -> bool {
    let mut odd = false;
    for ring in rings {
        let mut j = ring.len().wrapping_sub(1);
        for i in 0..ring.len() {
            let (a, b) = (ring[i], ring[j]);
            if (a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x {
                odd = !odd;
            }
            j = i;
        }
    }
    odd
}

/// The edges of all rings.
pub(crate) fn edges(rings: &[Ring]) -> impl Iterator<Item = (Pt, Pt)> {
    rings.iter().flat_map(|r| (0..r.len()).map(move |i| (r[i], r[(i + 1) % r.len()])))
}

/// Distance from a point to a segment.
pub(crate) fn to_segment(p: Pt, a: Pt, b: Pt) -> f64 {
    let ab = b - a;
    let l2 = ab.dot(ab);
    let t = if l2 > 0.0 { ((p - a).dot(ab) / l2).clamp(0.0, 1.0) } else { 0.0 };
    p.distance(a + ab * t)
}

/// Whether a segment passes through the inside of a box (Liang–Barsky).
pub(crate) fn crosses_box(a: Pt, b: Pt, bx: Box2) -> bool {
    let (mut t0, mut t1) = (0.0_f64, 1.0_f64);
    let d = b - a;
    for (p, q) in [(-d.x, a.x - bx.x0), (d.x, bx.x1 - a.x), (-d.y, a.y - bx.y0), (d.y, bx.y1 - a.y)] {
        if p.abs() < 1e-12 {
            if q <= 0.0 {
                return false;
            }
        } else if p < 0.0 {
            t0 = t0.max(q / p);
        } else {
            t1 = t1.min(q / p);
        }
    }
    t0 + 1e-9 < t1
}

/// Whether two segments cross at a point inside both.
pub(crate) fn segments_cross(a: Pt, b: Pt, c: Pt, d: Pt) -> bool {
    let side = |p: Pt, q: Pt, r: Pt| (q - p).cross(r - p);
    side(a, b, c) * side(a, b, d) < -1e-9 && side(c, d, a) * side(c, d, b) < -1e-9
}

/// Whether a box lies wholly inside the rings.
pub(crate) fn box_inside(rings: &[Ring], bx: Box2) -> bool {
    inside(rings, bx.centre())
        && bx.corners().iter().all(|c| inside(rings, *c))
        && !edges(rings).any(|(a, b)| crosses_box(a, b, bx))
}

/// Area of rings, holes taken off.
pub(crate) fn area(rings: &[Ring]) -> f64 {
    let ring = |r: &Ring| (0..r.len()).map(|i| r[i].cross(r[(i + 1) % r.len()])).sum::<f64>().abs() / 2.0;
    let (outer, holes) = rings.split_first().map_or((0.0, 0.0), |(o, h)| (ring(o), h.iter().map(ring).sum()));
    (outer - holes).max(0.0)
}

/// The centroid of the outer ring.
pub(crate) fn centroid(ring: &[Pt]) -> Pt {
    let (mut sum, mut twice) = (Pt::default(), 0.0);
    let Some(base) = ring.first().copied() else { return sum };
    for i in 0..ring.len() {
        let (a, b) = (ring[i] - base, ring[(i + 1) % ring.len()] - base);
        let c = a.cross(b);
        sum = sum + (a + b) * c;
        twice += c;
    }
    if twice.abs() < 1e-9 {
        Box2::around(ring.iter().copied()).centre()
    } else {
        base + sum * (1.0 / (3.0 * twice))
    }
}

/// A point well inside the rings: the centroid where it has air around it, else the grid point farthest from
/// every edge.
pub(crate) fn pole(rings: &[Ring]) -> Pt {
    let Some(outer) = rings.first() else { return Pt::default() };
    let bounds = Box2::around(outer.iter().copied());
    let centre = centroid(outer);
    let air = |p: Pt| edges(rings).map(|(a, b)| to_segment(p, a, b)).fold(f64::INFINITY, f64::min);
    let need = bounds.width().min(bounds.height()) * 0.25;
    if inside(rings, centre) && air(centre) >= need {
        return centre;
    }
    // NOTE: the grid is coarse where a ring has very many corners, so that hostile outlines stay cheap.
    let corners: usize = rings.iter().map(Vec::len).sum();
    let steps = if corners > 400 { 8 } else { 24 };
    let mut best = (f64::NEG_INFINITY, centre);
    for i in 0..steps {
        for j in 0..steps {
            let p = Pt::new(
                bounds.x0 + bounds.width() * (f64::from(i) + 0.5) / f64::from(steps),
                bounds.y0 + bounds.height() * (f64::from(j) + 0.5) / f64::from(steps),
            );
            if inside(rings, p) {
                // Air beyond what a label needs is worth little; nearness to the centroid decides then.
                let value = air(p).min(need * 2.0) - 0.05 * p.distance(centre);
                if value > best.0 {
                    best = (value, p);
                }
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn l_shape() -> Vec<Ring> {
        vec![
            [(0., 0.), (10., 0.), (10., 2.), (2., 2.), (2., 10.), (0., 10.)]
                .map(|(x, y)| Pt::new(x, y))
                .to_vec(),
        ]
    }

    #[test]
    fn the_pole_of_an_l_lies_in_its_arm_and_not_in_its_notch() {
        assert!(inside(&l_shape(), pole(&l_shape())));
        assert!(!inside(&l_shape(), Pt::new(5.0, 5.0)));
    }

    #[test]
    fn a_box_across_the_notch_is_not_inside() {
        assert!(box_inside(&l_shape(), Box2::centred(Pt::new(1.0, 5.0), 1.0, 3.0)));
        assert!(!box_inside(&l_shape(), Box2::centred(Pt::new(2.0, 5.0), 2.0, 2.0)));
    }

    #[test]
    fn shapes_that_only_touch_do_not_overlap() {
        let square = Box2::centred(Pt::new(0.0, 0.0), 2.0, 2.0).corners();
        let beside = Box2::centred(Pt::new(2.0, 0.0), 2.0, 2.0).corners();
        let over = Box2::centred(Pt::new(1.9, 0.0), 2.0, 2.0).corners();
        assert!(!convex_overlap(&square, &beside));
        assert!(convex_overlap(&square, &over));
    }
}
