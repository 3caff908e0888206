//! Where does a point go? Points of space and the affine maps of placements.
//!
//! In come points in any unit; out go points in the same unit. No tolerance is known here.

/// A point or a vector of space.
pub(super) type Point = [f64; 3];

pub(super) fn add(a: Point, b: Point) -> Point {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(super) fn sub(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(super) fn scale(a: Point, by: f64) -> Point {
    [a[0] * by, a[1] * by, a[2] * by]
}

pub(super) fn dot(a: Point, b: Point) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: Point, b: Point) -> Point {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(super) fn length(a: Point) -> f64 {
    dot(a, a).sqrt()
}

/// The vector of length one; nothing for a vector without a direction.
pub(super) fn unit(a: Point) -> Option<Point> {
    let length = length(a);
    (length.is_finite() && length > 1e-12).then(|| scale(a, 1.0 / length))
}

/// A unit vector at right angles to a unit vector.
pub(super) fn perpendicular(a: Point) -> Point {
    let other = if a[0].abs() < 0.9 { [1.0, 0.0, 0.0] } else { [0.0, 1.0, 0.0] };
    unit(sub(other, scale(a, dot(a, other)))).unwrap_or([0.0, 0.0, 1.0])
}

/// An affine map: where the axes and the origin go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Affine {
    pub(super) x: Point,
    pub(super) y: Point,
    pub(super) z: Point,
    pub(super) origin: Point,
}

impl Affine {
    pub(super) const IDENTITY: Self =
        Self { x: [1.0, 0.0, 0.0], y: [0.0, 1.0, 0.0], z: [0.0, 0.0, 1.0], origin: [0.0, 0.0, 0.0] };

    /// The frame with this z axis whose x axis is as near as can be to the one given.
    pub(super) fn frame(origin: Point, z: Option<Point>, x: Option<Point>) -> Self {
        let z = z.and_then(unit).unwrap_or([0.0, 0.0, 1.0]);
        let x = x.unwrap_or([1.0, 0.0, 0.0]);
        let x = unit(sub(x, scale(z, dot(x, z)))).unwrap_or_else(|| perpendicular(z));
        Self { x, y: cross(z, x), z, origin }
    }

    /// Grows everything by a factor and moves it then.
    pub(super) fn scaled(factor: f64, origin: Point) -> Self {
        Self { x: [factor, 0.0, 0.0], y: [0.0, factor, 0.0], z: [0.0, 0.0, factor], origin }
    }

    pub(super) fn vector(&self, v: Point) -> Point {
        add(add(scale(self.x, v[0]), scale(self.y, v[1])), scale(self.z, v[2]))
    }

    pub(super) fn point(&self, p: Point) -> Point {
        add(self.vector(p), self.origin)
    }

    /// The map that first does the other, then this.
    pub(super) fn after(&self, first: &Self) -> Self {
        Self {
            x: self.vector(first.x),
            y: self.vector(first.y),
            z: self.vector(first.z),
            origin: self.point(first.origin),
        }
    }

    /// Where the normal of a plane goes: its length is not kept.
    pub(super) fn normal(&self, n: Point) -> Point {
        let cofactors = add(
            add(scale(cross(self.y, self.z), n[0]), scale(cross(self.z, self.x), n[1])),
            scale(cross(self.x, self.y), n[2]),
        );
        // A map that mirrors turns the cofactors round.
        let sign = if dot(self.x, cross(self.y, self.z)) < 0.0 { -1.0 } else { 1.0 };
        scale(cofactors, sign)
    }

    /// Whether what stands upright and level does so still, and is about as large in every direction as in height.
    pub(super) fn is_upright(&self) -> bool {
        let high = self.z[2].abs();
        let level = |v: Point| v[2].abs() <= 1e-6 * high;
        let even = |v: Point| (0.5..=2.0).contains(&(length(v) / high));
        level(self.x)
            && level(self.y)
            && even(self.x)
            && even(self.y)
            && self.z[0].hypot(self.z[1]) <= 1e-6 * high
    }

    /// Whether every number of it is one, and none beyond reason.
    pub(super) fn is_sane(&self) -> bool {
        [self.x, self.y, self.z, self.origin].iter().flatten().all(|n| n.abs() < 1e12)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_after_another_does_both() {
        let turned = Affine::frame([1.0, 2.0, 3.0], Some([0.0, 0.0, 1.0]), Some([0.0, 1.0, 0.0]));
        let grown = Affine::scaled(2.0, [0.0, 0.0, 1.0]);
        assert_eq!(grown.after(&turned).point([1.0, 0.0, 0.0]), grown.point(turned.point([1.0, 0.0, 0.0])));
        assert_eq!(turned.point([1.0, 0.0, 0.0]), [1.0, 3.0, 3.0]);
    }

    #[test]
    fn a_mirror_keeps_a_normal_on_its_side() {
        let mirror = Affine { x: [-1.0, 0.0, 0.0], ..Affine::IDENTITY };
        assert_eq!(mirror.normal([0.0, 0.0, 1.0]), [0.0, 0.0, 1.0]);
        assert_eq!(mirror.normal([1.0, 0.0, 0.0]), [-1.0, 0.0, 0.0]);
    }

    #[test]
    fn a_frame_without_directions_is_upright() {
        assert_eq!(Affine::frame([0.0; 3], None, None), Affine::IDENTITY);
        let odd = Affine::frame([0.0; 3], Some([1.0, 0.0, 0.0]), Some([1.0, 0.0, 0.0]));
        assert!(dot(odd.x, odd.z).abs() < 1e-12 && (length(odd.x) - 1.0).abs() < 1e-12);
    }
}
