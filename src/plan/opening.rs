//! Doors, windows and passages: where they lie on the sheet, what their leaf sweeps, how they are drawn.

use geo::Coord;
use svg::node::element::Group;

use super::frame::Frame;
use super::locate::holds;
use super::paper::{Pt, Ring};
use super::pen::{ARC, FRAME, LEAF, PASSAGE, Trace, group};
use crate::model::{Hinge, Model, Opening, OpeningKind, Placement, Side};

/// Thickness of a leaf as drawn, in metres.
const LEAF_THICKNESS: f64 = 0.04;

/// A leaf that turns: its hinge on the wall's face, its end when shut, its end when open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaf {
    pub(crate) hinge: Pt,
    pub(crate) shut: Pt,
    pub(crate) open: Pt,
}

/// An opening on the sheet.
#[derive(Debug, Clone)]
pub(crate) struct Gap {
    /// Index in the model.
    pub(crate) index: usize,
    /// The two ends on the wall's axis.
    pub(crate) a: Pt,
    pub(crate) b: Pt,
    /// From a to b.
    pub(crate) along: Pt,
    /// Square to the wall, towards the first side where that is known.
    pub(crate) across: Pt,
    /// Half the wall.
    pub(crate) half: f64,
    /// Towards which `across` sign each side lies, where known.
    pub(crate) signs: [Option<f64>; 2],
    /// Leaves that turn.
    pub(crate) leaves: Vec<Leaf>,
    /// The sliding leaf, as a ring.
    sliding: Option<Ring>,
    /// Whether a door's way of opening is not known.
    pub(crate) swing_unknown: bool,
}

/// On which side of the wall's axis a side of the opening lies: +1 to the left of a→b, −1 to the right.
fn sign(model: &Model, placement: &Placement, side: Side) -> Option<f64> {
    let Side::Room(index) = side else { return None };
    let outline = model.rooms.get(index)?.outline.as_ref()?;
    let (dx, dy) = (placement.b.x - placement.a.x, placement.b.y - placement.a.y);
    let length = dx.hypot(dy);
    if !length.is_normal() {
        return None;
    }
    let middle = Coord {
        x: f64::midpoint(placement.a.x, placement.b.x),
        y: f64::midpoint(placement.a.y, placement.b.y),
    };
    [0.05, 0.15, 0.3].iter().find_map(|beyond| {
        let reach = placement.thickness / 2.0 + beyond;
        let at =
            |s: f64| Coord { x: middle.x - s * dy / length * reach, y: middle.y + s * dx / length * reach };
        match (holds(outline, at(1.0)), holds(outline, at(-1.0))) {
            (true, false) => Some(1.0),
            (false, true) => Some(-1.0),
            _ => None,
        }
    })
}

impl Gap {
    /// The opening on the sheet; none when it has no place.
    pub(crate) fn new(model: &Model, index: usize, frame: &Frame) -> Option<Self> {
        let opening = model.openings.get(index)?;
        let placement = opening.placement?;
        let (a, b) = (frame.pt(placement.a), frame.pt(placement.b));
        let along = (b - a).unit()?;
        if !placement.thickness.is_finite() || !a.is_finite() || !b.is_finite() {
            return None;
        }
        // The left of a→b in the model is the left on the sheet too, seen from above: y is flipped with it.
        let left = Pt::new(along.y, -along.x);
        let mut signs = opening.sides.map(|s| sign(model, &placement, s));
        if signs[0].is_none() {
            signs[0] = signs[1].map(|s| -s);
        }
        if signs[1].is_none() {
            signs[1] = signs[0].map(|s| -s);
        }
        let half = frame.mm(placement.thickness / 2.0).max(0.2);
        let across = left * signs[0].unwrap_or(1.0);
        let mut gap = Self {
            index,
            a,
            b,
            along,
            across,
            half,
            signs: signs.map(|s| s.map(|s| s * signs[0].unwrap_or(1.0))),
            leaves: Vec::new(),
            sliding: None,
            swing_unknown: false,
        };
        gap.hang(opening, frame);
        Some(gap)
    }

    fn hang(&mut self, opening: &Opening, frame: &Frame) {
        if opening.kind != OpeningKind::Door {
            return;
        }
        let Some((swing, sign)) = opening.swing.and_then(|s| Some((s, (*self.signs.get(s.into)?)?))) else {
            self.swing_unknown = true;
            return;
        };
        let into = self.across * sign;
        let face = into * self.half;
        let (a, b) = (self.a + face, self.b + face);
        let width = a.distance(b);
        let leaf = |hinge: Pt, shut: Pt| Leaf { hinge, shut, open: hinge + into * hinge.distance(shut) };
        match swing.hinge {
            Hinge::A => self.leaves.push(leaf(a, b)),
            Hinge::B => self.leaves.push(leaf(b, a)),
            Hinge::Both => {
                let middle = a.midpoint(b);
                self.leaves.extend([leaf(a, middle), leaf(b, middle)]);
            }
            Hinge::Sliding => {
                let off = into * 0.25;
                let thick = into * frame.mm(LEAF_THICKNESS).max(0.35);
                let shift = self.along * (width * 0.55);
                let (p, q) = (a + off - shift, b + off - shift);
                self.sliding = Some(vec![p, q, q + thick, p + thick]);
            }
        }
    }

    /// The middle of the opening.
    pub(crate) fn middle(&self) -> Pt {
        self.a.midpoint(self.b)
    }

    /// The opening as cut out of the wall.
    pub(crate) fn cut(&self) -> Ring {
        let n = self.across * self.half;
        vec![self.a + n, self.b + n, self.b - n, self.a - n]
    }

    /// What the leaves sweep, each a convex ring.
    pub(crate) fn swept(&self) -> Vec<Ring> {
        self.leaves
            .iter()
            .map(|l| {
                let (from, to) = (l.shut - l.hinge, l.open - l.hinge);
                let mut ring = vec![l.hinge];
                for i in 0..=4 {
                    let (s, c) = (f64::from(i) * std::f64::consts::FRAC_PI_8).sin_cos();
                    ring.push(l.hinge + from * c + to * s);
                }
                ring
            })
            .chain(self.sliding.clone())
            .collect()
    }

    /// The drawing.
    pub(crate) fn draw(&self, opening: &Opening, frame: &Frame) -> Group {
        match opening.kind {
            OpeningKind::Door => self.door(frame),
            OpeningKind::Window => self.window(frame),
            OpeningKind::Passage => {
                let n = self.across * self.half;
                let mut faces = Trace::new();
                faces.line(self.a + n, self.b + n).line(self.a - n, self.b - n);
                group("plan-passage").add(faces.draw(PASSAGE))
            }
        }
    }

    fn door(&self, frame: &Frame) -> Group {
        let n = self.across * self.half;
        let mut threshold = Trace::new();
        threshold.line(self.a + n, self.b + n).line(self.a - n, self.b - n);
        let mut out = group("plan-door").add(threshold.draw(ARC));
        // On an overview a leaf is a line.
        let own = frame.mm(LEAF_THICKNESS);
        let thickness = if own < 0.1 { 0.0 } else { own.max(0.4) };
        if self.swing_unknown {
            // A shut leaf in the middle of the wall: that there is a door is known, how it opens is not.
            let t = self.across * (thickness / 2.0);
            let mut leaf = Trace::new();
            leaf.ring(&[self.a + t, self.b + t, self.b - t, self.a - t]);
            return out.add(leaf.draw(LEAF));
        }
        for l in &self.leaves {
            let mut arc = Trace::new();
            arc.quarter(l.hinge, l.open, l.shut);
            out = out.add(arc.draw(ARC));
            let Some(inward) = (l.shut - l.hinge).unit() else { continue };
            let t = inward * thickness;
            let mut leaf = Trace::new();
            leaf.ring(&[l.hinge, l.open, l.open + t, l.hinge + t]);
            out = out.add(leaf.draw(LEAF));
        }
        if let Some(ring) = &self.sliding {
            let mut leaf = Trace::new();
            leaf.ring(ring);
            out = out.add(leaf.draw(LEAF));
            // An arrow along the leaf says that it slides, and which way it shuts.
            if let [_, _, q, p] = ring[..] {
                let beyond = (q - ring[1]).unit().unwrap_or_default() * 0.7;
                let (tail, head) = (p.midpoint(q) + beyond, q + beyond);
                let back = self.along * -0.9;
                let side = self.across * 0.45;
                let mut arrow = Trace::new();
                arrow.line(tail, head).open(&[head + back + side, head, head + back - side]);
                out = out.add(arrow.draw(ARC));
            }
        }
        out
    }

    fn window(&self, frame: &Frame) -> Group {
        let mut casing = Trace::new();
        casing.ring(&self.cut());
        let mut glass = Trace::new();
        // Two panes where there is room for two lines, one line else.
        let apart = frame.mm(0.03);
        if apart > 0.25 && self.half > 2.0 * apart {
            for s in [1.0, -1.0] {
                let n = self.across * (apart * s);
                glass.line(self.a + n, self.b + n);
            }
        } else {
            glass.line(self.a, self.b);
        }
        group("plan-window").add(casing.draw(FRAME)).add(glass.draw(ARC))
    }
}
