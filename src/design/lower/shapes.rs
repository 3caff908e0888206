//! Plane geometry of what is placed: frames (mirrored, turned, moved), outlines, and the walls of a room.
//!
//! Lengths in metres. A wall's start is its west end, or its south end where it runs north–south.

use geo::{AffineTransform, Area, Coord, LineString, Polygon, Validation};

use super::super::ast::{EdgeName, Shape};

/// Two points closer than this are the same place: a millimetre, the precision of drawings.
pub(super) const SAME_PLACE: f64 = 1e-3;

/// Mirrored about the y axis first, then turned counter-clockwise about the origin, then moved.
pub(super) fn frame(mirrored: bool, degrees: f64, to: Coord<f64>) -> AffineTransform<f64> {
    let (sin, cos) = sin_cos(degrees);
    let flip = if mirrored { -1.0 } else { 1.0 };
    AffineTransform::new(cos * flip, -sin, to.x, sin * flip, cos, to.y)
}

/// Sine and cosine, exact for right angles so that a turned rectangle stays one.
fn sin_cos(degrees: f64) -> (f64, f64) {
    let quarter = degrees.rem_euclid(360.0);
    if quarter == 0.0 {
        (0.0, 1.0)
    } else if quarter == 90.0 {
        (1.0, 0.0)
    } else if quarter == 180.0 {
        (0.0, -1.0)
    } else if quarter == 270.0 {
        (-1.0, 0.0)
    } else {
        degrees.to_radians().sin_cos()
    }
}

/// The inner frame seen from outside the outer one.
pub(super) fn within(outer: &AffineTransform<f64>, inner: &AffineTransform<f64>) -> AffineTransform<f64> {
    inner.compose(outer)
}

/// The corners of a shape; those of a rectangle counter-clockwise from the lower left one.
pub(super) fn corners(shape: &Shape) -> Vec<Coord<f64>> {
    match shape {
        Shape::Polygon(points) => points.clone(),
        Shape::Rectangle(width, depth, at) => {
            let (w, d, Coord { x, y }) = (*width, *depth, *at);
            vec![Coord { x, y }, Coord { x: x + w, y }, Coord { x: x + w, y: y + d }, Coord { x, y: y + d }]
        }
    }
}

/// An outline whose ring does not cross or touch itself.
pub(super) fn outline(corners: &[Coord<f64>], frame: &AffineTransform<f64>) -> Option<Polygon<f64>> {
    let ring: LineString<f64> = corners.iter().map(|c| frame.apply(*c)).collect();
    let polygon = Polygon::new(ring, Vec::new());
    (polygon.is_valid() && polygon.unsigned_area() > SAME_PLACE * SAME_PLACE).then_some(polygon)
}

/// A wall of a room in the frame it was described in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// From 1.
    pub(super) number: usize,
    /// Its west or south end.
    pub(super) start: Coord<f64>,
    /// Its other end.
    pub(super) end: Coord<f64>,
    /// Unit vector out of the room.
    pub(super) out: Coord<f64>,
}

impl Edge {
    /// Its length.
    pub(super) fn length(&self) -> f64 {
        (self.end - self.start).x.hypot((self.end - self.start).y)
    }

    /// The point at a distance from its start.
    pub(super) fn at(&self, distance: f64) -> Coord<f64> {
        let length = self.length();
        if length == 0.0 { self.start } else { self.start + (self.end - self.start) * (distance / length) }
    }

    /// The same wall in another frame; its start and end stay the ones they were.
    pub(super) fn placed(&self, frame: &AffineTransform<f64>) -> Self {
        let (start, end) = (frame.apply(self.start), frame.apply(self.end));
        let out = frame.apply(self.start + self.out) - start;
        Self { number: self.number, start, end, out }
    }
}

/// Why a wall is not found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum NoEdge {
    /// Several walls face that way: their numbers.
    Several(Vec<usize>),
    /// None does.
    None,
}

/// All walls of a room.
pub(super) fn edges(corners: &[Coord<f64>]) -> Vec<Edge> {
    let signed: f64 = pairs(corners).map(|(a, b)| a.x * b.y - b.x * a.y).sum();
    let turn = if signed < 0.0 { -1.0 } else { 1.0 };
    pairs(corners)
        .enumerate()
        .map(|(i, (a, b))| {
            let along = b - a;
            let length = along.x.hypot(along.y).max(f64::MIN_POSITIVE);
            let out = Coord { x: along.y / length * turn, y: -along.x / length * turn };
            let swap = if along.x.abs() > SAME_PLACE { along.x < 0.0 } else { along.y < 0.0 };
            let (start, end) = if swap { (b, a) } else { (a, b) };
            Edge { number: i + 1, start, end, out }
        })
        .collect()
}

fn pairs(corners: &[Coord<f64>]) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> {
    corners.iter().copied().zip(corners.iter().copied().cycle().skip(1)).take(corners.len())
}

/// The wall with a name.
pub(super) fn edge(corners: &[Coord<f64>], name: EdgeName) -> Result<Edge, NoEdge> {
    let all = edges(corners);
    let (x, y) = match name {
        EdgeName::Number(n) => return all.into_iter().find(|e| e.number == n as usize).ok_or(NoEdge::None),
        EdgeName::North => (0.0, 1.0),
        EdgeName::South => (0.0, -1.0),
        EdgeName::East => (1.0, 0.0),
        EdgeName::West => (-1.0, 0.0),
    };
    let facing: Vec<Edge> = all.into_iter().filter(|e| e.out.x * x + e.out.y * y > 0.999).collect();
    match facing.as_slice() {
        [] => Err(NoEdge::None),
        [one] => Ok(*one),
        several => Err(NoEdge::Several(several.iter().map(|e| e.number).collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn c(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn a_placed_point_is_mirrored_then_turned_then_moved() {
        let f = frame(true, 90.0, c(10.0, 0.0));
        // (1, 2) → mirrored (−1, 2) → turned (−2, −1) → moved (8, −1)
        assert_eq!(f.apply(c(1.0, 2.0)), c(8.0, -1.0));
    }

    #[test]
    fn a_building_moves_what_is_placed_in_it() {
        let inner = frame(false, 90.0, c(1.0, 0.0));
        let outer = frame(false, 0.0, c(100.0, 0.0));
        assert_eq!(within(&outer, &inner).apply(c(1.0, 0.0)), c(101.0, 1.0));
    }

    #[test]
    fn the_walls_of_a_rectangle_start_in_the_west_or_south() {
        let room = corners(&Shape::Rectangle(4.0, 3.0, c(1.0, 1.0)));
        let north = edge(&room, EdgeName::North).unwrap();
        assert_eq!((north.start, north.end, north.out), (c(1.0, 4.0), c(5.0, 4.0), c(0.0, 1.0)));
        let west = edge(&room, EdgeName::West).unwrap();
        assert_eq!((west.start, west.end, west.out), (c(1.0, 1.0), c(1.0, 4.0), c(-1.0, 0.0)));
    }

    #[test]
    fn a_wall_that_several_answer_to_must_be_named_by_number() {
        let l = [c(0.0, 0.0), c(4.0, 0.0), c(4.0, 3.0), c(2.0, 3.0), c(2.0, 5.0), c(0.0, 5.0)];
        assert_eq!(edge(&l, EdgeName::North), Err(NoEdge::Several(vec![3, 5])));
        assert_eq!(edge(&l, EdgeName::Number(3)).unwrap().start, c(2.0, 3.0));
        assert_eq!(edge(&l, EdgeName::Number(7)), Err(NoEdge::None));
    }

    #[test]
    fn an_outline_that_crosses_itself_is_none() {
        let bow = [c(0.0, 0.0), c(2.0, 2.0), c(2.0, 0.0), c(0.0, 2.0)];
        assert!(outline(&bow, &AffineTransform::identity()).is_none());
    }
}
