//! Bundles of straight lines through a window, told apart by what they meet first.
//!
//! Frame: the window lies on x = 0 and one looks towards growing x, in metres. A line is `y = slope · x + height`. Those
//! that pass over a point make a half-plane of (slope, height), and so do those that pass under it (the duality of points
//! and lines), so that a convex bundle of lines is a convex polygon there. A bundle is split along the ends of what it
//! meets until every part meets one piece, or none: nothing is sampled. Error: pieces whose ends a bundle passes by less
//! than [`HAIR`] count as passed, so that no gap narrower than that is looked through.

use geo::{Coord, Line};

/// Narrowest bundle that is told apart, in metres: a hundredth of what drawings are held to.
const HAIR: f64 = 1e-6;
/// Most parts a bundle is split into; a window of a storey of twenty dwellings needs some hundred.
const MOST_PARTS: usize = 20_000;
/// Most looks at pieces on the way.
const MOST_LOOKS: usize = 20_000_000;

/// Where one looks from and whither, and how to go between there and the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outlook {
    /// The origin on the plan.
    pub from: Coord<f64>,
    /// Unit vector one looks along.
    pub ahead: Coord<f64>,
}

impl Outlook {
    pub(super) fn local(&self, c: Coord<f64>) -> Coord<f64> {
        let d = c - self.from;
        Coord { x: d.x * self.ahead.x + d.y * self.ahead.y, y: self.ahead.x * d.y - self.ahead.y * d.x }
    }

    pub(super) fn plan(&self, c: Coord<f64>) -> Coord<f64> {
        let left = Coord { x: -self.ahead.y, y: self.ahead.x };
        self.from + self.ahead * c.x + left * c.y
    }

    pub(super) fn local_line(&self, l: Line<f64>) -> Line<f64> {
        Line::new(self.local(l.start), self.local(l.end))
    }
}

/// A line of sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ray {
    pub slope: f64,
    /// Where it passes the window.
    pub height: f64,
}

impl Ray {
    pub(super) fn at(self, x: f64) -> Coord<f64> {
        Coord { x, y: self.slope * x + self.height }
    }

    /// How far over a point it passes.
    fn over(self, p: Coord<f64>) -> f64 {
        self.slope * p.x + self.height - p.y
    }

    /// How far ahead it meets the endless line through a piece.
    pub(super) fn meets(self, piece: Line<f64>) -> f64 {
        let d = piece.delta();
        // (x, slope·x + height) with d × (p − start) = 0.
        let denominator = d.x * self.slope - d.y;
        (d.x * (piece.start.y - self.height) - d.y * piece.start.x) / denominator
    }
}

/// A convex bundle of lines: all between its outermost ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Beam {
    /// The outermost lines, in turn; at least three.
    pub rays: Vec<Ray>,
}

impl Beam {
    /// Every line that passes the window between two heights at a slope between two others.
    pub(super) fn between(heights: [f64; 2], slopes: [f64; 2]) -> Self {
        let corner = |slope: usize, height: usize| Ray { slope: slopes[slope], height: heights[height] };
        Self { rays: vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)] }
    }

    /// A line inside the bundle.
    pub(super) fn middle(&self) -> Ray {
        let count = self.rays.len() as f64;
        let (slope, height) =
            self.rays.iter().fold((0.0, 0.0), |(s, h), r| (s + r.slope / count, h + r.height / count));
        Ray { slope, height }
    }

    /// The lines passing over a point, and those passing under it.
    pub(super) fn split(self, p: Coord<f64>) -> [Option<Self>; 2] {
        self.split_by(|r| r.over(p))
    }

    /// The lines steeper than a slope, and the others.
    pub(super) fn split_at(self, slope: f64) -> [Option<Self>; 2] {
        self.split_by(|r| r.slope - slope)
    }

    fn split_by(self, value: impl Fn(Ray) -> f64) -> [Option<Self>; 2] {
        let values: Vec<f64> = self.rays.iter().map(|r| value(*r)).collect();
        if values.iter().all(|v| *v <= HAIR) {
            return [None, Some(self)];
        }
        if values.iter().all(|v| *v >= -HAIR) {
            return [Some(self), None];
        }
        [1.0, -1.0].map(|sign| {
            let mut kept = Vec::with_capacity(self.rays.len() + 1);
            for (i, (ray, v)) in self.rays.iter().zip(&values).enumerate() {
                let next = (i + 1) % self.rays.len();
                let (other, w) = (self.rays[next], values[next]);
                if sign * v >= 0.0 {
                    kept.push(*ray);
                }
                if v * w < 0.0 {
                    let t = v / (v - w);
                    kept.push(Ray {
                        slope: ray.slope + t * (other.slope - ray.slope),
                        height: ray.height + t * (other.height - ray.height),
                    });
                }
            }
            (kept.len() >= 3).then_some(Self { rays: kept })
        })
    }

    /// Whether every line passes a piece by on the same side.
    fn misses(&self, piece: Line<f64>) -> bool {
        let mut sides = self.rays.iter().map(|r| (r.over(piece.start), r.over(piece.end)));
        sides.clone().all(|(a, b)| a >= -HAIR && b >= -HAIR) || sides.all(|(a, b)| a <= HAIR && b <= HAIR)
    }

    /// Nearest and farthest places ahead where the lines meet the endless line through a piece they all cross.
    pub(super) fn meets(&self, piece: Line<f64>) -> [f64; 2] {
        let ahead = |pick: fn(f64, f64) -> f64, from: f64| {
            self.rays.iter().map(|r| r.meets(piece)).filter(|x| x.is_finite()).fold(from, pick)
        };
        [ahead(f64::min, f64::INFINITY), ahead(f64::max, 0.0)]
    }

    /// What the lines sweep from the window up to what they meet, or up to `deepest`: the places some line reaches.
    pub(super) fn swept(&self, met: Option<Line<f64>>, deepest: f64) -> Vec<Coord<f64>> {
        let far = met.map_or(deepest, |piece| self.meets(piece)[1].min(deepest));
        let mut ring = self.outermost(far, 1.0);
        ring.extend(self.outermost(far, -1.0).into_iter().rev());
        match met {
            Some(piece) => before(&ring, piece, self.middle().at(0.0)),
            None => ring,
        }
    }

    /// The upper edge (lower for −1) of what the lines sweep, from the window to `far`.
    fn outermost(&self, far: f64, sign: f64) -> Vec<Coord<f64>> {
        let order = |a: &Ray, b: &Ray| {
            (sign * a.height)
                .total_cmp(&(sign * b.height))
                .then((sign * a.slope).total_cmp(&(sign * b.slope)))
        };
        let Some(mut on) = self.rays.iter().copied().max_by(order) else { return Vec::new() };
        let mut edge = vec![on.at(0.0)];
        let mut x = 0.0;
        loop {
            // The line that overtakes first; of several the steepest.
            let next = self
                .rays
                .iter()
                .filter(|r| sign * r.slope > sign * on.slope)
                .map(|r| ((on.height - r.height) / (r.slope - on.slope), *r))
                .filter(|(at, _)| *at >= x - HAIR && *at < far)
                .min_by(|a, b| a.0.total_cmp(&b.0).then((sign * b.1.slope).total_cmp(&(sign * a.1.slope))));
            let Some((at, ray)) = next else { break };
            edge.push(on.at(at.max(x)));
            (x, on) = (at.max(x), ray);
        }
        edge.push(on.at(far));
        edge
    }
}

/// The part of a ring on the same side of a piece's endless line as a point.
fn before(ring: &[Coord<f64>], piece: Line<f64>, point: Coord<f64>) -> Vec<Coord<f64>> {
    let side = sided(piece, point);
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (i, p) in ring.iter().enumerate() {
        let q = ring[(i + 1) % ring.len()];
        let (a, b) = (side(*p), side(q));
        if a >= 0.0 {
            kept.push(*p);
        }
        if a * b < 0.0 {
            kept.push(*p + (q - *p) * (a / (a - b)));
        }
    }
    kept
}

/// How far a place is from a piece's endless line, positive on the side of a point.
fn sided(piece: Line<f64>, point: Coord<f64>) -> impl Fn(Coord<f64>) -> f64 {
    let d = piece.delta();
    let length = d.x.hypot(d.y);
    let off = move |p: Coord<f64>| (d.x * (p.y - piece.start.y) - d.y * (p.x - piece.start.x)) / length;
    let sign = off(point).signum();
    move |p| sign * off(p)
}

/// Something that lines may meet, with what it is to the one who asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    pub line: Line<f64>,
    pub goal: bool,
}

/// The part of a line beyond `x` ahead, if any.
pub(super) fn beyond(line: Line<f64>, x: f64) -> Option<Line<f64>> {
    let (a, b) = (line.start.x - x, line.end.x - x);
    if a.max(b) <= HAIR {
        return None;
    }
    let cut = || line.start + line.delta() * (a / (a - b));
    let kept = match (a < 0.0, b < 0.0) {
        (true, _) => Line::new(cut(), line.end),
        (_, true) => Line::new(line.start, cut()),
        _ => line,
    };
    (kept.delta().x.hypot(kept.delta().y) > HAIR).then_some(kept)
}

/// A bundle split into parts that each meet one piece first, or none. None where that takes more than can be done.
///
/// Pieces must lie ahead of the window.
pub(super) fn first_met(beam: Beam, pieces: Vec<Piece>) -> Option<Vec<(Beam, Option<Piece>)>> {
    let mut done = Vec::new();
    let mut open = vec![(beam, None, pieces)];
    let (mut looks, mut parts) = (0usize, 0usize);
    while let Some((beam, met, mut pieces)) = open.pop() {
        looks += pieces.len();
        parts += 1;
        if looks > MOST_LOOKS || parts > MOST_PARTS {
            return None;
        }
        pieces.retain(|p| !beam.misses(p.line));
        let middle = beam.middle();
        let ahead = |p: &Piece| {
            let (a, b) = (middle.over(p.line.start), middle.over(p.line.end));
            if a * b < 0.0 { middle.meets(p.line) } else { f64::INFINITY }
        };
        let nearest = (0..pieces.len()).min_by(|i, j| ahead(&pieces[*i]).total_cmp(&ahead(&pieces[*j])));
        let Some(nearest) = nearest else {
            done.push((beam, met));
            continue;
        };
        let piece = pieces.swap_remove(nearest);
        for (over_start, part) in [true, false].into_iter().zip(beam.split(piece.line.start)) {
            let Some(part) = part else { continue };
            for (over_end, part) in [true, false].into_iter().zip(part.split(piece.line.end)) {
                let Some(part) = part else { continue };
                if over_start == over_end {
                    open.push((part, met, pieces.clone()));
                } else {
                    let nearer = before_piece(&pieces, piece.line, &part);
                    open.push((part, Some(piece), nearer));
                }
            }
        }
    }
    Some(done)
}

/// What of the pieces lies before one that a whole bundle crosses.
fn before_piece(pieces: &[Piece], piece: Line<f64>, beam: &Beam) -> Vec<Piece> {
    let middle = beam.middle();
    let near = sided(piece, middle.at(middle.meets(piece) / 2.0));
    let kept = |p: &Piece| {
        let (a, b) = (near(p.line.start), near(p.line.end));
        if a.max(b) <= HAIR {
            return None;
        }
        let cut = || p.line.start + p.line.delta() * (a / (a - b));
        let line = match (a < 0.0, b < 0.0) {
            (true, _) => Line::new(cut(), p.line.end),
            (_, true) => Line::new(p.line.start, cut()),
            _ => p.line,
        };
        Some(Piece { line, ..*p })
    };
    pieces.iter().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(a: (f64, f64), b: (f64, f64)) -> Line<f64> {
        Line::new(Coord { x: a.0, y: a.1 }, Coord { x: b.0, y: b.1 })
    }

    fn area(ring: &[Coord<f64>]) -> f64 {
        let turn = |i: usize| {
            let (p, q) = (ring[i], ring[(i + 1) % ring.len()]);
            p.x * q.y - q.x * p.y
        };
        ((0..ring.len()).map(turn).sum::<f64>() / 2.0).abs()
    }

    /// The lines through a window of 1 m and a wall of 0.5 m.
    fn window() -> Beam {
        let all = Beam::between([-0.5, 0.5], [-10.0, 10.0]);
        let corner = |y: f64| Coord { x: 0.5, y };
        let [_, under] = all.split(corner(0.5));
        let [over, _] = under.unwrap().split(corner(-0.5));
        over.unwrap()
    }

    #[test]
    fn through_a_reveal_a_bundle_opens_as_its_steepest_lines_do() {
        // The steepest line rises 1 m on 0.5 m: at the wall 4 m off the bundle is 0.5 + 2 · 3.5 m to each side.
        let ring = window().swept(Some(line((4.0, -50.0), (4.0, 50.0))), 60.0);
        let reveal = 0.5 * 1.0;
        let opening = 3.5 * f64::midpoint(1.0, 1.0 + 4.0 * 3.5);
        assert!((area(&ring) - reveal - opening).abs() < 1e-9, "{ring:?}");
    }

    #[test]
    fn a_post_splits_a_bundle_in_what_meets_it_and_what_passes_on_each_side() {
        let pieces = [line((2.0, -0.1), (2.0, 0.1)), line((4.0, -50.0), (4.0, 50.0))];
        let pieces: Vec<Piece> = pieces.iter().map(|l| Piece { line: *l, goal: false }).collect();
        let parts = first_met(window(), pieces.clone()).unwrap();
        let meeting = |i: usize| -> f64 {
            let shoelace = |b: &Beam| {
                let ring: Vec<Coord<f64>> =
                    b.rays.iter().map(|r| Coord { x: r.slope, y: r.height }).collect();
                area(&ring)
            };
            let of = |met: &Option<Piece>| met.is_some_and(|m| m.line.start.x == pieces[i].line.start.x);
            parts.iter().filter(|(_, met)| of(met)).map(|(b, _)| shoelace(b)).sum()
        };
        // Lines through two segments of lengths a and b facing each other d apart fill a · b / d of the dual plane.
        let all = 1.0 / 0.5;
        let (onto, past) = (meeting(0), meeting(1));
        assert!((onto + past - all).abs() < 1e-9, "{onto} and {past}");
        // Onto the post: the window's far face is 1.5 m before it and hides nothing of the lines from the near one, for
        // those that leave beyond it hit the reveal; by hand, over y on the post the lines between span 1/2 − 0 wide.
        let slopes = |y: f64| {
            // Heights at x = 0 and at x = 0.5 must both lie within ±0.5.
            let (low, high) = ((y - 0.5) / 1.5, (y + 0.5) / 1.5);
            let (low0, high0) = ((y - 0.5) / 2.0, (y + 0.5) / 2.0);
            high.min(high0) - low.max(low0)
        };
        let steps = 2000;
        let by_hand: f64 =
            (0..steps).map(|i| slopes(-0.1 + 0.2 * (f64::from(i) + 0.5) / f64::from(steps))).sum::<f64>()
                * 0.2
                / f64::from(steps);
        assert!((onto - by_hand).abs() < 1e-9, "{onto} against {by_hand}");
    }

    #[test]
    fn what_stands_behind_another_is_not_met() {
        let wall = Piece { line: line((2.0, -50.0), (2.0, 50.0)), goal: false };
        let behind = Piece { line: line((3.0, -50.0), (3.0, 50.0)), goal: true };
        for order in [vec![wall, behind], vec![behind, wall]] {
            let parts = first_met(window(), order).unwrap();
            assert!(parts.iter().all(|(_, met)| *met == Some(wall)));
        }
    }

    #[test]
    fn pieces_that_cross_are_each_met_on_their_own_side() {
        let up = Piece { line: line((2.0, -50.0), (4.0, 50.0)), goal: false };
        let down = Piece { line: line((4.0, -50.0), (2.0, 50.0)), goal: true };
        for (beam, met) in first_met(window(), vec![up, down]).unwrap() {
            let met = met.unwrap();
            let middle = beam.middle();
            let nearest = middle.meets(up.line).min(middle.meets(down.line));
            assert!((middle.meets(met.line) - nearest).abs() < 1e-9);
        }
    }
}
