//! How does a door open? Its leaves along the opening, and what each sweeps on the floor.
//!
//! In come the words of both readers; out go leaves in shares of the opening's width, so that the plan and the facts
//! draw one and the same.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

/// Which end of the opening the hinges are at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hinge {
    /// At [`Placement::a`](super::Placement::a).
    A,
    /// At [`Placement::b`](super::Placement::b).
    B,
    /// A leaf at each end.
    Both,
    /// It slides.
    Sliding,
    /// It goes up: it is lifted or rolled.
    Lifted,
    /// Wings turn around a post in the middle, within a drum; how wide one can pass is not told by the width.
    Revolving,
}

/// What hinged leaves do besides turning into the side they open into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Manner {
    /// Nothing.
    #[default]
    Turning,
    /// They turn into the other side too.
    BothWays,
    /// The leaf at `a` turns into the side, that at `b` into the other.
    Opposite,
    /// Each folds in two.
    Folding,
}

/// Which part of the opening a leaf fills; of two leaves the one at `a`, the other fills the rest.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Span {
    /// All of it, or half of it where there are two.
    #[default]
    Whole,
    /// From one share of the width to another; the rest beside a single leaf is a fixed side panel.
    Part(f64, f64),
    /// All but what stands fixed, and that is not known: then neither is the side it opens into.
    Unknown,
}

/// How a door opens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swing {
    /// Where it hangs.
    pub hinge: Hinge,
    /// Index into [`Opening::sides`](super::Opening::sides) of the side the leaf opens into.
    pub into: usize,
    /// What it does besides.
    pub manner: Manner,
    /// How much of the opening it fills.
    pub span: Span,
}

/// A leaf that turns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leaf {
    /// Where it hangs, as a share of the opening's width from `a`.
    pub hinge: f64,
    /// Where it shuts, as a share of the opening's width from `a`.
    pub shut: f64,
    /// Into which of the opening's sides it turns.
    pub into: [bool; 2],
    /// Whether it folds in two.
    pub folds: bool,
}

impl Swing {
    /// A leaf of the whole width, or two of the half, that turn into one side.
    pub fn new(hinge: Hinge, into: usize) -> Self {
        Self { hinge, into, manner: Manner::Turning, span: Span::Whole }
    }

    /// The leaves that turn, where it is known how wide they are.
    pub fn leaves(&self) -> Vec<Leaf> {
        let (from, to) = match self.span {
            Span::Whole if self.hinge == Hinge::Both => (0.0, 0.5),
            Span::Whole => (0.0, 1.0),
            Span::Part(from, to) => (from, to),
            Span::Unknown => return Vec::new(),
        };
        let side = self.into.min(1);
        let leaf = |hinge: f64, shut: f64, side: usize| Leaf {
            hinge,
            shut,
            into: [0, 1].map(|s| s == side || self.manner == Manner::BothWays),
            folds: self.manner == Manner::Folding,
        };
        let other = if self.manner == Manner::Opposite { 1 - side } else { side };
        match self.hinge {
            Hinge::A => vec![leaf(from, to, side)],
            Hinge::B => vec![leaf(to, from, side)],
            Hinge::Both => vec![leaf(from, to, side), leaf(1.0, to, other)],
            Hinge::Sliding | Hinge::Lifted | Hinge::Revolving => Vec::new(),
        }
    }

    /// The same door told from `b` to `a`.
    #[must_use]
    pub fn turned(self) -> Self {
        let hinge = match self.hinge {
            Hinge::A => Hinge::B,
            Hinge::B => Hinge::A,
            other => other,
        };
        let span = match self.span {
            Span::Part(_, to) if hinge == Hinge::Both => Span::Part(0.0, 1.0 - to),
            Span::Part(from, to) => Span::Part(1.0 - to, 1.0 - from),
            other => other,
        };
        let into = if self.manner == Manner::Opposite { 1 - self.into.min(1) } else { self.into };
        Self { hinge, into, span, ..self }
    }

    /// The fixed side panels beside the leaf, as shares of the opening's width from `a`.
    pub fn fixed(&self) -> Vec<(f64, f64)> {
        match self.span {
            Span::Part(from, to) if self.hinge != Hinge::Both => {
                [(0.0, from), (to, 1.0)].into_iter().filter(|(a, b)| b > a).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The share of the opening's width that opens; none where that is not known. A leaf that folds stands in the opening,
    /// as far as nobody tells, and so do the wings of a revolving door.
    pub fn opens(&self) -> Option<f64> {
        match (self.manner, self.span) {
            _ if self.hinge == Hinge::Revolving => None,
            (Manner::Folding, _) | (_, Span::Unknown) => None,
            (_, Span::Part(from, to)) if self.hinge != Hinge::Both => Some(to - from),
            _ => Some(1.0),
        }
    }
}

impl Leaf {
    /// What it sweeps on one side, as points from the hinge around: shares of its width along the opening, towards where
    /// it shuts, and away from the wall. `steps` chords follow each arc.
    pub fn sweep(&self, steps: usize) -> Vec<(f64, f64)> {
        let mut points = vec![(0.0, 0.0)];
        let angles = |from: f64, to: f64| {
            (0..=steps).map(move |i| from + (to - from) * i as f64 / steps.max(1) as f64)
        };
        if !self.folds {
            points.extend(angles(0.0, FRAC_PI_2).map(|t| (t.cos(), t.sin())));
            return points;
        }
        // The outer half slides along the wall like a ladder of the whole width, which touches an astroid; once the fold
        // stands out farther than that, the fold itself is the edge, on a circle of half the width.
        points.extend(angles(0.0, FRAC_PI_4).map(|t| (t.cos().powi(3), t.sin().powi(3))));
        points.extend(angles(FRAC_PI_4, FRAC_PI_2).skip(1).map(|t| (t.cos() / 2.0, t.sin() / 2.0)));
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(hinge: Hinge, manner: Manner, span: Span) -> Vec<(f64, f64, [bool; 2])> {
        let swing = Swing { hinge, into: 1, manner, span };
        swing.leaves().iter().map(|l| (l.hinge, l.shut, l.into)).collect()
    }

    #[test]
    fn leaves_hang_at_their_ends_and_open_where_they_are_told() {
        let (turn, whole) = (Manner::Turning, Span::Whole);
        assert_eq!(of(Hinge::B, turn, whole), [(1.0, 0.0, [false, true])]);
        let both = [(0.0, 0.5, [false, true]), (1.0, 0.5, [false, true])];
        assert_eq!(of(Hinge::Both, turn, whole), both);
        assert_eq!(of(Hinge::Both, turn, Span::Part(0.0, 0.7))[1], (1.0, 0.7, [false, true]));
        let opposite = [(0.0, 0.5, [false, true]), (1.0, 0.5, [true, false])];
        assert_eq!(of(Hinge::Both, Manner::Opposite, whole), opposite);
        assert_eq!(of(Hinge::A, Manner::BothWays, whole), [(0.0, 1.0, [true, true])]);
        assert!(of(Hinge::A, turn, Span::Unknown).is_empty() && of(Hinge::Lifted, turn, whole).is_empty());
    }

    #[test]
    fn beside_a_leaf_of_a_part_the_rest_is_fixed() {
        let swing = |hinge, span| Swing { hinge, into: 1, manner: Manner::Turning, span };
        let door = swing(Hinge::A, Span::Part(0.0, 0.75));
        assert_eq!((door.fixed(), door.opens()), (vec![(0.75, 1.0)], Some(0.75)));
        let double = swing(Hinge::Both, Span::Part(0.0, 0.75));
        assert_eq!((double.fixed(), double.opens()), (vec![], Some(1.0)));
        assert_eq!(swing(Hinge::A, Span::Unknown).opens(), None);
    }

    #[test]
    fn a_door_told_from_its_other_end_is_the_same_door() {
        let swing = |hinge, manner, span| Swing { hinge, into: 1, manner, span };
        for door in [
            swing(Hinge::A, Manner::Turning, Span::Part(0.0, 0.75)),
            swing(Hinge::Both, Manner::Turning, Span::Part(0.0, 0.75)),
            swing(Hinge::Both, Manner::Opposite, Span::Whole),
        ] {
            let mut turned: Vec<(f64, f64, [bool; 2])> =
                door.turned().leaves().iter().map(|l| (1.0 - l.hinge, 1.0 - l.shut, l.into)).collect();
            let mut leaves: Vec<(f64, f64, [bool; 2])> =
                door.leaves().iter().map(|l| (l.hinge, l.shut, l.into)).collect();
            turned.sort_by(|a, b| a.0.total_cmp(&b.0));
            leaves.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert_eq!(turned, leaves);
        }
    }

    #[test]
    fn a_leaf_that_folds_reaches_half_as_far_as_one_that_turns() {
        let far = |folds| {
            let leaf = Leaf { hinge: 0.0, shut: 1.0, into: [true, false], folds };
            leaf.sweep(8).iter().map(|p| p.1).fold(0.0, f64::max)
        };
        assert!((far(false) - 1.0).abs() < 1e-12 && (far(true) - 0.5).abs() < 1e-12);
        // With the leaf half folded, at 45 degrees, the edge stands as far out as the fold: the root of 1/8.
        let leaf = Leaf { hinge: 0.0, shut: 1.0, into: [true, false], folds: true };
        let fold = leaf.sweep(1)[2];
        assert!((fold.0 - 0.125_f64.sqrt()).abs() < 1e-12 && (fold.1 - 0.125_f64.sqrt()).abs() < 1e-12);
    }
}
