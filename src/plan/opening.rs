//! Doors, windows and passages: where they lie on the sheet, what their leaf sweeps, how they are drawn.

use geo::Coord;
use svg::node::element::Group;

use super::frame::Frame;
use super::locate::holds;
use super::paper::{Pt, Ring};
use super::pen::{ARC, FRAME, LEAF, PASSAGE, Trace, group};
use crate::model::{Hinge, Model, Opening, OpeningKind, Placement, Side, Span};

/// Thickness of a leaf as drawn, in metres.
const LEAF_THICKNESS: f64 = 0.04;

/// A leaf that turns: its hinge on the wall's face, its end when shut, its end when open.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) hinge: Pt,
    pub(crate) shut: Pt,
    pub(crate) open: Pt,
    /// Whether it folds in two.
    folds: bool,
    /// Whether it is drawn open on its other side already.
    again: bool,
    /// What it sweeps, as a convex ring.
    sweep: Ring,
}

impl Leaf {
    /// A leaf that folds, drawn two thirds open: its hinge, its fold and its end.
    fn folded(&self) -> [Pt; 3] {
        let (along, out) = (self.shut - self.hinge, self.open - self.hinge);
        let fold = self.hinge + along * 0.25 + out * (0.75_f64.sqrt() / 2.0);
        [self.hinge, fold, self.hinge + along * 0.5]
    }

    /// Its line, and the arc its end goes along.
    pub(crate) fn trace(&self, trace: &mut Trace) {
        if self.folds {
            trace.open(&self.folded());
        } else {
            trace.line(self.hinge, self.open).quarter(self.hinge, self.open, self.shut);
        }
    }
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
    /// Square to the wall: towards the room where there is one on one side alone, else upwards or to the left. Which of
    /// its sides was named first, and from which end it was drawn, is not to be seen.
    pub(crate) across: Pt,
    /// Half the wall.
    pub(crate) half: f64,
    /// Towards which `across` sign each side lies, where known.
    pub(crate) signs: [Option<f64>; 2],
    /// Leaves that turn.
    pub(crate) leaves: Vec<Leaf>,
    /// The sliding leaf, as a ring.
    sliding: Option<Ring>,
    /// The ends of what stands shut in the wall: fixed side panels, and leaves that go up.
    shut: Vec<(Pt, Pt)>,
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
        let up = if left.y.abs() > left.x.abs() - 1e-6 { left.y < 0.0 } else { left.x < 0.0 };
        let towards = match opening.sides {
            [Side::Room(_), Side::Room(_)] => None,
            [Side::Room(_), _] => signs[0],
            [_, Side::Room(_)] => signs[1],
            _ => None,
        };
        let towards = towards.unwrap_or(if up { 1.0 } else { -1.0 });
        let across = left * towards;
        let mut gap = Self {
            index,
            a,
            b,
            along,
            across,
            half,
            signs: signs.map(|s| s.map(|s| s * towards)),
            leaves: Vec::new(),
            sliding: None,
            shut: Vec::new(),
            swing_unknown: false,
        };
        gap.hang(opening, frame);
        Some(gap)
    }

    fn hang(&mut self, opening: &Opening, frame: &Frame) {
        if opening.kind != OpeningKind::Door {
            return;
        }
        let at = |share: f64| self.a + (self.b - self.a) * share;
        let Some(swing) = opening.swing.filter(|s| s.span != Span::Unknown) else {
            return self.hang_shut();
        };
        let Some(sign) = self.signs.get(swing.into).copied().flatten() else { return self.hang_shut() };
        let leaves = swing.leaves();
        let into = self.across * sign;
        for leaf in &leaves {
            for side in (0..2).filter(|s| leaf.into[*s]) {
                // The other side lies the other way, whether anything is known of it or not.
                let out = if side == swing.into { into } else { into * -1.0 };
                let [hinge, shut] = [leaf.hinge, leaf.shut].map(|share| at(share) + out * self.half);
                let open = hinge + out * hinge.distance(shut);
                let sweep = leaf.sweep(4).into_iter();
                let sweep = sweep.map(|(x, y)| hinge + (shut - hinge) * x + (open - hinge) * y).collect();
                let again = side != swing.into && leaf.into[swing.into];
                self.leaves.push(Leaf { hinge, shut, open, folds: leaf.folds, again, sweep });
            }
        }
        self.shut.extend(swing.fixed().into_iter().map(|(from, to)| (at(from), at(to))));
        match swing.hinge {
            Hinge::A | Hinge::B | Hinge::Both => {}
            Hinge::Lifted | Hinge::Revolving => self.shut.push((self.a, self.b)),
            Hinge::Sliding => {
                // Which way it slides nobody tells.
                let (a, b) = if self.along.dot(self.across.perp()) > 0.0 {
                    (self.a, self.b)
                } else {
                    (self.b, self.a)
                };
                let (a, b) = (a + into * self.half, b + into * self.half);
                let off = into * 0.25;
                let thick = into * frame.mm(LEAF_THICKNESS).max(0.35);
                let shift = (b - a) * 0.55;
                let (p, q) = (a + off - shift, b + off - shift);
                self.sliding = Some(vec![p, q, q + thick, p + thick]);
            }
        }
    }

    /// A shut leaf in the middle of the wall: that there is a door is known, how it opens is not.
    fn hang_shut(&mut self) {
        self.swing_unknown = true;
        self.shut.push((self.a, self.b));
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
        self.leaves.iter().map(|l| l.sweep.clone()).chain(self.sliding.clone()).collect()
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
        let board = |from: Pt, to: Pt, aside: Pt| {
            let mut leaf = Trace::new();
            leaf.ring(&[from, to, to + aside, from + aside]);
            leaf.draw(LEAF)
        };
        for (from, to) in &self.shut {
            let t = self.across * (thickness / 2.0);
            out = out.add(board(*from - t, *to - t, t * 2.0));
        }
        for l in &self.leaves {
            let Some(inward) = (l.shut - l.hinge).unit() else { continue };
            if l.folds {
                let [hinge, fold, end] = l.folded();
                let aside =
                    |p: Pt, q: Pt| (q - p).unit().map_or(Pt::default(), |d| Pt::new(-d.y, d.x) * thickness);
                out = out.add(board(hinge, fold, aside(hinge, fold))).add(board(fold, end, aside(fold, end)));
                continue;
            }
            let mut arc = Trace::new();
            arc.quarter(l.hinge, l.open, l.shut);
            if l.again {
                arc.line(l.hinge, l.open);
            }
            out = out.add(arc.draw(ARC));
            if !l.again {
                out = out.add(board(l.hinge, l.open, inward * thickness));
            }
        }
        if let Some(ring) = &self.sliding {
            let mut leaf = Trace::new();
            leaf.ring(ring);
            out = out.add(leaf.draw(LEAF));
            // An arrow along the leaf says that it slides, and which way it shuts.
            if let [_, _, q, p] = ring[..] {
                let beyond = (q - ring[1]).unit().unwrap_or_default() * 0.7;
                let (tail, head) = (p.midpoint(q) + beyond, q + beyond);
                let back = self.across.perp() * -0.9;
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
