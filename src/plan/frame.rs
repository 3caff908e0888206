//! From metres in the plan to millimetres on paper: scale, rotation, and the one place where y turns.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::paper::{Box2, Pt, Ring};

/// Denominators of ISO 5455 for buildings and sites; larger ones follow by tens.
const ISO_5455: [u32; 9] = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/// The denominators a sheet may take, the largest drawing first, beyond ISO 5455 as far as any input needs.
pub(crate) fn denominators() -> impl Iterator<Item = u32> {
    let far = [20_000, 50_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];
    ISO_5455.into_iter().chain(far)
}

/// The map from the model's plane to the sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    cos: f64,
    sin: f64,
    /// Millimetres on paper for each metre.
    per_metre: f64,
    /// Where the model's origin lies on the sheet.
    origin: Pt,
}

impl Frame {
    /// A frame that turns the model by `degrees` counter-clockwise and draws it at 1:`denominator`.
    pub(crate) fn new(denominator: u32, degrees: f64, origin: Pt) -> Self {
        let (sin, cos) = if degrees == 0.0 { (0.0, 1.0) } else { degrees.to_radians().sin_cos() };
        Self { cos, sin, per_metre: 1000.0 / f64::from(denominator.max(1)), origin }
    }

    /// A point on the sheet. This is where y is flipped: the model's y goes up, the sheet's goes down.
    pub(crate) fn pt(&self, at: Coord<f64>) -> Pt {
        let (x, y) = (at.x * self.cos - at.y * self.sin, at.x * self.sin + at.y * self.cos);
        Pt::new(self.origin.x + x * self.per_metre, self.origin.y - y * self.per_metre)
    }

    /// The map as the six numbers of SVG's `matrix`.
    pub(crate) fn matrix(&self) -> [f64; 6] {
        let (cos, sin) = (self.cos * self.per_metre, self.sin * self.per_metre);
        [cos, -sin, -sin, -cos, self.origin.x, self.origin.y]
    }

    /// A length on the sheet.
    pub(crate) fn mm(&self, metres: f64) -> f64 {
        metres * self.per_metre
    }

    /// A length in the model.
    pub(crate) fn metres(&self, mm: f64) -> f64 {
        mm / self.per_metre
    }

    /// The unit vector on the sheet of a direction in degrees clockwise from the model's y axis.
    pub(crate) fn direction(&self, degrees: f64) -> Pt {
        let (s, c) = degrees.to_radians().sin_cos();
        Pt::new(s * self.cos - c * self.sin, -(s * self.sin + c * self.cos))
    }

    /// A closed line without its repeated last point.
    pub(crate) fn ring(&self, line: &LineString<f64>) -> Ring {
        let mut ring: Ring = line.0.iter().map(|c| self.pt(*c)).collect();
        if ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
        ring
    }

    /// A polygon as rings, the outer one first.
    pub(crate) fn rings(&self, polygon: &Polygon<f64>) -> Vec<Ring> {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(|r| self.ring(r)).collect()
    }

    /// All rings of several polygons, for one even-odd path.
    pub(crate) fn all_rings(&self, polygons: &MultiPolygon<f64>) -> Vec<Ring> {
        polygons.0.iter().flat_map(|p| self.rings(p)).collect()
    }

    /// The box of a polygon on the sheet.
    pub(crate) fn bounds(&self, polygon: &Polygon<f64>) -> Box2 {
        Box2::around(polygon.exterior().0.iter().map(|c| self.pt(*c)))
    }
}

/// The turn, in degrees counter-clockwise, that lays most of the walls along the sheet: between −45° and 45°.
pub(crate) fn upright(polygons: &[&Polygon<f64>]) -> f64 {
    // Each edge votes with its length for its direction modulo a quarter turn, in bins of half a degree.
    let mut votes = [0.0_f64; 180];
    let mut exact = [(0.0_f64, 0.0_f64); 180];
    for polygon in polygons {
        for edge in polygon.exterior().lines() {
            let (dx, dy) = (edge.end.x - edge.start.x, edge.end.y - edge.start.y);
            let length = dx.hypot(dy);
            if length < 1e-6 || !length.is_finite() {
                continue;
            }
            let angle = dy.atan2(dx).to_degrees().rem_euclid(90.0);
            let bin = ((angle * 2.0).round() as usize) % 180;
            votes[bin] += length;
            if length > exact[bin].0 {
                exact[bin] = (length, angle);
            }
        }
    }
    let best = (0..180).fold(0, |best, i| if votes[i] > votes[best] + 1e-9 { i } else { best });
    let angle = exact[best].1;
    let turn = if angle > 45.0 { 90.0 - angle } else { -angle };
    if turn.abs() < 0.01 { 0.0 } else { turn }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    #[test]
    fn north_of_the_model_is_up_on_the_sheet() {
        let frame = Frame::new(50, 0.0, Pt::new(10.0, 100.0));
        let p = frame.pt(Coord { x: 1.0, y: 2.0 });
        assert!((p.x - 30.0).abs() < 1e-9 && (p.y - 60.0).abs() < 1e-9);
        let d = frame.direction(90.0);
        assert!((d.x - 1.0).abs() < 1e-9 && d.y.abs() < 1e-9);
    }

    #[test]
    fn the_matrix_of_a_frame_says_what_the_frame_does() {
        let frame = Frame::new(100, 33.0, Pt::new(7.0, 80.0));
        let [a, b, c, d, e, f] = frame.matrix();
        for (x, y) in [(0.0, 0.0), (3.0, -2.0), (-1.5, 9.0)] {
            let p = frame.pt(Coord { x, y });
            assert!((a * x + c * y + e - p.x).abs() < 1e-9 && (b * x + d * y + f - p.y).abs() < 1e-9);
        }
    }

    #[test]
    fn a_turned_house_is_laid_along_the_sheet() {
        let (s, c) = 20.0_f64.to_radians().sin_cos();
        let at = |x: f64, y: f64| (x * c - y * s, x * s + y * c);
        let house = polygon![at(0., 0.).into(), at(8., 0.).into(), at(8., 4.).into(), at(0., 4.).into()];
        assert!((upright(&[&house]) + 20.0).abs() < 1e-6);
    }
}
