//! Dimension chains around a drawing: the clear widths of the rooms seen from each side with the walls between
//! them, and the overall measure outside.
//!
//! Works on the sheet, in millimetres of paper; the numbers are millimetres of the building.

use svg::node::element::Group;

use super::letters::{CAP, Weight, width};
use super::paper::{Box2, Pt, Ring, edges, inside};
use super::pen::{DIM, TICK, Trace, Type, group, mm, with};
use crate::text::{Lang, number};

/// A side of the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edge {
    Bottom,
    Left,
    Top,
    Right,
}

/// Stops along one side, and the rooms between them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    pub(crate) edge: Edge,
    /// Positions along the side, in order.
    stops: Vec<f64>,
    /// Rooms it measures, by their number in the list given.
    rooms: Vec<usize>,
}

/// How far the inner and the overall chain lie from the drawing.
const INNER: f64 = 7.2;
/// From the inner to the overall chain.
const STEP: f64 = 5.4;
/// Most edges a chain is looked for among; a drawing with more is not measured so.
const MOST_EDGES: usize = 1200;
const SIZE: f64 = 2.0;

impl Edge {
    /// A point as (along the side, towards the side).
    fn of(self, p: Pt) -> (f64, f64) {
        match self {
            Self::Bottom => (p.x, p.y),
            Self::Top => (p.x, -p.y),
            Self::Left => (p.y, -p.x),
            Self::Right => (p.y, p.x),
        }
    }

    fn at(self, along: f64, towards: f64) -> Pt {
        match self {
            Self::Bottom => Pt::new(along, towards),
            Self::Top => Pt::new(along, -towards),
            Self::Left => Pt::new(-towards, along),
            Self::Right => Pt::new(towards, along),
        }
    }

    /// Whether the overall measure stands on this side too: once is enough.
    fn has_overall(self) -> bool {
        matches!(self, Self::Bottom | Self::Left)
    }

    /// How much room chains take on this side.
    pub(crate) fn takes(self) -> f64 {
        INNER + if self.has_overall() { STEP + 1.6 } else { 3.0 }
    }

    /// The span and the outermost position of a box.
    fn span(self, bx: Box2) -> (f64, f64, f64) {
        match self {
            Self::Bottom => (bx.x0, bx.x1, bx.y1),
            Self::Top => (bx.x0, bx.x1, -bx.y0),
            Self::Left => (bx.y0, bx.y1, -bx.x0),
            Self::Right => (bx.y0, bx.y1, bx.x1),
        }
    }
}

/// The chains of a drawing: bottom and left always, top and right where they measure rooms the others do not.
pub(crate) fn chains(rooms: &[&[Ring]], outer: Box2) -> Vec<Chain> {
    let count: usize = rooms.iter().map(|r| edges(r).count()).sum();
    if rooms.is_empty() || outer.is_empty() || count > MOST_EDGES {
        return Vec::new();
    }
    let mut out: Vec<Chain> = Vec::new();
    for edge in [Edge::Bottom, Edge::Left, Edge::Top, Edge::Right] {
        let Some(chain) = seen_from(edge, rooms, outer) else { continue };
        let opposite = match edge {
            Edge::Top => out.iter().find(|c| c.edge == Edge::Bottom),
            Edge::Right => out.iter().find(|c| c.edge == Edge::Left),
            Edge::Bottom | Edge::Left => None,
        };
        let (from, to, _) = edge.span(outer);
        let new = |r: &usize| {
            let extent = reach(edge, rooms[*r]);
            opposite.is_none_or(|o| {
                // The same two stops measured on the other side measure this room as well.
                !o.stops.windows(2).any(|w| (w[0] - extent.0).abs() < 0.02 && (w[1] - extent.1).abs() < 0.02)
            }) && (extent.1 - extent.0) > 0.02 * (to - from)
        };
        if chain.rooms.iter().any(new) {
            out.push(chain);
        }
    }
    out
}

/// The outside of the walls around some rooms, measured through the wall beside them: what stands out at the
/// corners (a neighbour's wall that goes on) is not counted.
pub(crate) fn outside(rooms: &[&[Ring]], walls: &[Ring]) -> Box2 {
    let inner = Box2::around(rooms.iter().flat_map(|r| r.iter().flatten().copied()));
    if inner.is_empty() || edges(walls).count() > MOST_EDGES {
        return inner;
    }
    let beyond = |edge: Edge| {
        let (_, _, outermost) = edge.span(inner);
        let mut found: Vec<f64> = Vec::new();
        for rings in rooms {
            let (lo, hi) = reach(edge, rings);
            for k in 1..8 {
                let along = lo + (hi - lo) * (f64::from(k) + 0.13) / 8.5;
                if !inside(rings, edge.at(along, outermost - 0.05)) {
                    continue;
                }
                let mut cuts: Vec<f64> = edges(walls)
                    .map(|(a, b)| (edge.of(a), edge.of(b)))
                    .filter(|(a, b)| (a.0 > along) != (b.0 > along))
                    .map(|(a, b)| a.1 + (b.1 - a.1) * (along - a.0) / (b.0 - a.0) - outermost)
                    .filter(|t| *t > 0.01)
                    .collect();
                cuts.sort_by(f64::total_cmp);
                // Only where wall begins at the room: doors and windows are open.
                if let Some(t) = cuts.first().filter(|t| inside(walls, edge.at(along, outermost + **t * 0.5)))
                {
                    found.push(*t);
                }
            }
        }
        found.sort_by(f64::total_cmp);
        found.get(found.len() / 2).copied().unwrap_or(0.0)
    };
    Box2 {
        x0: inner.x0 - beyond(Edge::Left),
        y0: inner.y0 - beyond(Edge::Top),
        x1: inner.x1 + beyond(Edge::Right),
        y1: inner.y1 + beyond(Edge::Bottom),
    }
}

fn reach(edge: Edge, rings: &[Ring]) -> (f64, f64) {
    rings.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), p| {
        let a = edge.of(*p).0;
        (lo.min(a), hi.max(a))
    })
}

fn seen_from(edge: Edge, rooms: &[&[Ring]], outer: Box2) -> Option<Chain> {
    /// A room's number and an edge of it.
    type Side = (usize, (f64, f64), (f64, f64));
    let lines: Vec<Side> = rooms
        .iter()
        .enumerate()
        .flat_map(|(i, r)| edges(r).map(move |(a, b)| (i, edge.of(a), edge.of(b))))
        .collect();
    let mut cuts: Vec<f64> = lines.iter().map(|(_, a, _)| a.0).collect();
    cuts.sort_by(f64::total_cmp);
    cuts.dedup_by(|a, b| (*a - *b).abs() < 1e-3);
    // The nearest room over each stretch between two corners.
    let mut seen: Vec<(usize, f64, f64)> = Vec::new();
    for pair in cuts.windows(2) {
        let x = f64::midpoint(pair[0], pair[1]);
        let nearest = lines
            .iter()
            .filter(|(_, a, b)| (a.0 > x) != (b.0 > x))
            .map(|(i, a, b)| (*i, a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0)))
            .fold(
                None,
                |best: Option<(usize, f64)>, c| if best.is_none_or(|b| c.1 > b.1) { Some(c) } else { best },
            );
        if let Some((room, _)) = nearest {
            match seen.last_mut() {
                Some(last) if last.0 == room && (last.2 - pair[0]).abs() < 1e-6 => last.2 = pair[1],
                _ => seen.push((room, pair[0], pair[1])),
            }
        }
    }
    // Only rooms seen in their whole width: half a room is no measure.
    seen.retain(|(room, from, to)| {
        let (lo, hi) = reach(edge, rooms[*room]);
        (from - lo).abs() < 0.01 && (to - hi).abs() < 0.01
    });
    let (from, to, _) = edge.span(outer);
    let mut stops = vec![from];
    for (_, a, b) in &seen {
        stops.extend([*a, *b]);
    }
    stops.push(to);
    stops.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    (!seen.is_empty()).then(|| Chain { edge, stops, rooms: seen.iter().map(|s| s.0).collect() })
}

impl Chain {
    /// The chain and the overall measure outside `around`; `per_mm` is millimetres of building to one of paper.
    pub(crate) fn draw(&self, around: Box2, per_mm: f64, lang: Lang) -> Group {
        let (_, _, outermost) = self.edge.span(around);
        let mut out = group("plan-dimensions");
        let (Some(first), Some(last)) = (self.stops.first(), self.stops.last()) else { return out };
        if self.stops.len() > 2 {
            out = self.line(out, &self.stops, outermost + INNER, per_mm, lang);
        }
        if self.edge.has_overall() {
            out = self.line(out, &[*first, *last], outermost + INNER + STEP, per_mm, lang);
        }
        out
    }

    /// Where its numbers stand, for what must not cover them.
    pub(crate) fn texts(&self, around: Box2, per_mm: f64, lang: Lang) -> Vec<Box2> {
        let (_, _, outermost) = self.edge.span(around);
        let (Some(first), Some(last)) = (self.stops.first(), self.stops.last()) else { return Vec::new() };
        let mut numbers = Vec::new();
        if self.stops.len() > 2 {
            numbers.extend(numbers_on(&self.stops, outermost + INNER, per_mm, lang));
        }
        if self.edge.has_overall() {
            numbers.extend(numbers_on(&[*first, *last], outermost + INNER + STEP, per_mm, lang));
        }
        numbers.iter().map(|n| self.place(n)).collect()
    }

    /// The box of a number.
    fn place(&self, n: &Number) -> Box2 {
        let at = self.edge.at(n.along, n.depth);
        let (w, h) = (width(&n.text, n.size, Weight::Regular), n.size * CAP);
        let base = n.off();
        match self.edge {
            Edge::Bottom | Edge::Top => Box2::centred(Pt::new(at.x, at.y + base - h / 2.0), w, h),
            Edge::Left | Edge::Right => Box2::centred(Pt::new(at.x + base - h / 2.0, at.y), h, w),
        }
    }

    fn line(&self, mut out: Group, stops: &[f64], depth: f64, per_mm: f64, lang: Lang) -> Group {
        let edge = self.edge;
        let (Some(first), Some(last)) = (stops.first(), stops.last()) else { return out };
        let (mut rule, mut ticks) = (Trace::new(), Trace::new());
        rule.line(edge.at(first - 1.2, depth), edge.at(last + 1.2, depth));
        for s in stops {
            let at = edge.at(*s, depth);
            rule.line(edge.at(*s, depth - 1.5), edge.at(*s, depth + 1.0));
            let slant = Pt::new(0.8, -0.8);
            ticks.line(at - slant, at + slant);
        }
        out = out.add(rule.draw(DIM)).add(ticks.draw(TICK));
        for number in numbers_on(stops, depth, per_mm, lang) {
            out = self.number(out, &number);
        }
        out
    }

    /// A number over (in the reading direction) or under the line.
    fn number(&self, out: Group, n: &Number) -> Group {
        let at = self.edge.at(n.along, n.depth);
        let style = Type::plain(n.size).middle();
        match self.edge {
            Edge::Bottom | Edge::Top => out.add(style.write(&n.text, Pt::new(at.x, at.y + n.off()))),
            Edge::Left | Edge::Right => {
                let at = Pt::new(at.x + n.off(), at.y);
                let turn = format!("rotate(-90 {} {})", mm(at.x), mm(at.y));
                out.add(with(style.write(&n.text, at), "transform", &turn))
            }
        }
    }
}

/// A number on a chain.
struct Number {
    text: String,
    along: f64,
    depth: f64,
    size: f64,
    /// Whether it stands over the line.
    over: bool,
}

impl Number {
    /// From the line to its baseline, in the reading direction.
    fn off(&self) -> f64 {
        if self.over { -0.75 } else { 1.2 + self.size * 0.73 }
    }
}

/// Numbers stand over their stretch; those too wide for it go to the line's other side, where only such numbers stand,
/// as long as they do not meet.
fn numbers_on(stops: &[f64], depth: f64, per_mm: f64, lang: Lang) -> Vec<Number> {
    let mut out = Vec::new();
    let mut taken = f64::NEG_INFINITY;
    for pair in stops.windows(2) {
        let (length, along) = (pair[1] - pair[0], f64::midpoint(pair[0], pair[1]));
        let text = number((length * per_mm).round(), 0, true, lang);
        let wide = width(&text, SIZE, Weight::Regular);
        if wide + 0.8 <= length {
            out.push(Number { text, along, depth, size: SIZE, over: true });
        } else {
            let size = SIZE * 0.85;
            let half = width(&text, size, Weight::Regular) / 2.0;
            if along - half > taken {
                taken = along + half + 0.4;
                out.push(Number { text, along, depth, size, over: false });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x0: f64, y0: f64, x1: f64, y1: f64) -> Vec<Ring> {
        vec![Box2 { x0, y0, x1, y1 }.corners().to_vec()]
    }

    #[test]
    fn a_chain_measures_rooms_and_the_walls_between_them() {
        let (a, b) = (rect(2., 2., 32., 40.), rect(34., 2., 80., 40.));
        let outer = Box2 { x0: 0., y0: 0., x1: 82., y1: 42. };
        let found = chains(&[&a, &b], outer);
        assert_eq!(found.len(), 2, "top and right would measure the same again");
        let stops = &found[0].stops;
        assert!(stops.iter().zip([0., 2., 32., 34., 80., 82.]).all(|(a, b)| (a - b).abs() < 1e-9));
        let drawn = found[0].draw(outer, 50.0, Lang::Nb).to_string();
        for text in [">1500<", ">2300<", ">100<", ">4100<"] {
            assert!(drawn.contains(text), "{text} in {drawn}");
        }
    }

    #[test]
    fn a_neighbours_wall_that_goes_on_is_not_measured() {
        let room = rect(4., 4., 30., 30.);
        // A frame of 4 around the room, and a stub of 2 more at its lower right corner.
        let mut walls = rect(0., 0., 34., 34.);
        walls[0] = [(0., 0.), (34., 0.), (34., 30.), (36., 30.), (36., 34.), (0., 34.)]
            .map(|(x, y)| Pt::new(x, y))
            .to_vec();
        walls.extend(room.clone());
        let outer = outside(&[&room], &walls);
        assert!((outer.x1 - 34.0).abs() < 1e-9 && (outer.y1 - 34.0).abs() < 1e-9);
    }

    #[test]
    fn a_room_half_hidden_is_not_measured_and_is_from_the_other_side() {
        let (front, behind) = (rect(0., 20., 30., 40.), rect(10., 0., 60., 18.));
        let found = chains(&[&front, &behind], Box2 { x0: 0., y0: 0., x1: 60., y1: 40. });
        let bottom = found.iter().find(|c| c.edge == Edge::Bottom).unwrap();
        assert_eq!(bottom.rooms, [0]);
        let top = found.iter().find(|c| c.edge == Edge::Top).unwrap();
        assert_eq!(top.rooms, [1]);
    }
}
