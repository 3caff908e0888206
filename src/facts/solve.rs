//! Backwards through a computed value: which single measure it was made of would give it another value.
//!
//! Only where the answer is one number in closed form. The other measures stay as they are; an error of the computed
//! value is counted against the answer, so that the value found surely does.

use super::{Fact, FactBase, SubjectIx};
use crate::model::{Certainty, Known};
use crate::quantity::{Dimension, Quantity};
use crate::vocab::SubjectKind;

/// A measure that would give the wanted value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Solved {
    /// What it is a measure of.
    pub subject: SubjectIx,
    /// The fact that would have to be another.
    pub fact: &'static str,
    /// What it is now.
    pub now: Quantity,
    /// What it would have to be.
    pub wanted: Quantity,
    /// Whether everything below does too; otherwise everything above.
    pub at_most: bool,
}

/// The measures one of which would bring a computed fact to `target` or beyond it: below where `at_most`, above
/// otherwise. None for facts that were stated, or that no single measure settles.
pub fn solve(facts: &FactBase, ix: SubjectIx, fact: &str, target: f64, at_most: bool) -> Vec<Solved> {
    let measure = Measures { facts, ix };
    let found = match fact {
        "window.glass_area" => measure.glass(target, at_most, 1.0),
        "window.pane_area" => measure.pane(target, at_most),
        "window.head" => measure.head(target, at_most),
        "dwelling.glass_area" => measure.only_window(target, at_most),
        "dwelling.glass_ratio" => measure.share(target, at_most),
        "door.clear_width" if !at_most => measure.door(target),
        _ => Vec::new(),
    };
    found.into_iter().filter(|s| s.wanted.value.is_finite() && s.wanted.value > 0.0).collect()
}

struct Measures<'a> {
    facts: &'a FactBase,
    ix: SubjectIx,
}

impl Measures<'_> {
    fn known(&self, fact: &str) -> Option<(f64, Known)> {
        match self.facts.get(self.ix, fact) {
            Fact::Known(known) => Some((known.value.number()?, known)),
            _ => None,
        }
    }

    /// A window whose glass is a stated share of it has so much in proportion. Otherwise one of this width and height whose glass is that much has so much frame on both sides together; with
    /// the frame as it is, another width or height gives another area.
    fn glass(&self, target: f64, at_most: bool, panes: f64) -> Vec<Solved> {
        let (Some((width, _)), Some((height, _)), Some((area, glass))) =
            (self.known("window.width"), self.known("window.height"), self.known("window.glass_area"))
        else {
            return Vec::new();
        };
        if glass.certainty() >= Certainty::Declared {
            return Vec::new();
        }
        let measure = |fact, now, wanted| self.solved(fact, length(now), length(wanted), at_most);
        // A stated share of the window stays that share of another.
        if let Some((share, _)) = self.known("window.glass_share").filter(|_| glass.uncertainty == 0.0) {
            let of = target * panes / share.clamp(0.0, 1.0);
            return vec![
                measure("window.width", width, of / height),
                measure("window.height", height, of / width),
            ];
        }
        let area = if at_most { area + glass.uncertainty } else { area - glass.uncertainty };
        // (width − t)(height − t) = area, the smaller root.
        let (sum, product) = (width + height, width * height - area);
        let root = (sum * sum - 4.0 * product).max(0.0).sqrt();
        let frame = ((sum - root) / 2.0).max(0.0);
        let target = target * panes;
        let other = |side: f64| target / (side - frame) + frame;
        let solved = |fact, now, across: f64| (across > frame).then(|| measure(fact, now, other(across)));
        [solved("window.width", width, height), solved("window.height", height, width)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn pane(&self, target: f64, at_most: bool) -> Vec<Solved> {
        let Some((panes, _)) = self.known("window.panes") else { return Vec::new() };
        let Some((glass, known)) = self.known("window.glass_area") else { return Vec::new() };
        let mut all = self.glass(target, at_most, panes);
        if at_most && target > 0.0 {
            all.push(Solved {
                subject: self.ix,
                fact: "window.panes",
                now: Quantity::new(panes, Dimension::Count),
                wanted: Quantity::new(((glass + known.uncertainty) / target).ceil(), Dimension::Count),
                at_most: false,
            });
        }
        all
    }

    /// The upper edge is the sill and the height together.
    fn head(&self, target: f64, at_most: bool) -> Vec<Solved> {
        let (Some((sill, _)), Some((height, _))) = (self.known("window.sill"), self.known("window.height"))
        else {
            return Vec::new();
        };
        vec![
            self.solved("window.height", length(height), length(target - sill), at_most),
            self.solved("window.sill", length(sill), length(target - height), at_most),
        ]
    }

    fn solved(&self, fact: &'static str, now: Quantity, wanted: Quantity, at_most: bool) -> Solved {
        Solved { subject: self.ix, fact, now, wanted, at_most }
    }

    /// The clear width is the width less what frame and leaf take: as much as they may where it was not stated.
    fn door(&self, target: f64) -> Vec<Solved> {
        let (Some((width, _)), Some((clear, known))) =
            (self.known("door.width"), self.known("door.clear_width"))
        else {
            return Vec::new();
        };
        if known.certainty() >= Certainty::Declared {
            return Vec::new();
        }
        let loss = width - (clear - known.uncertainty);
        vec![self.solved("door.width", length(width), length(target + loss), false)]
    }

    /// Where all the glass of a dwelling is that of one window, its size gives it.
    fn only_window(&self, target: f64, at_most: bool) -> Vec<Solved> {
        let Some((glass, _)) = self.known("dwelling.glass_area") else { return Vec::new() };
        let own = |w: &SubjectIx| self.facts.ancestor(*w, SubjectKind::Dwelling) == Some(self.ix);
        let all = self.facts.of_kind(SubjectKind::Window).filter(own);
        let is_all = |w: &SubjectIx| {
            let of = self.facts.value(*w, "window.glass_area").and_then(|v| v.number());
            of.is_some_and(|of| of > 0.0 && Dimension::Area.same(of, glass))
        };
        let windows: Vec<SubjectIx> = all.filter(is_all).collect();
        match windows[..] {
            [window] => Measures { facts: self.facts, ix: window }.glass(target, at_most, 1.0),
            _ => Vec::new(),
        }
    }

    fn share(&self, target: f64, at_most: bool) -> Vec<Solved> {
        let (Some((glass, _)), Some((floor, of))) =
            (self.known("dwelling.glass_area"), self.known("dwelling.area.bra_i"))
        else {
            return Vec::new();
        };
        let area = |v| Quantity::new(v, Dimension::Area);
        let mut all = vec![self.solved("dwelling.glass_area", area(glass), area(target * floor), at_most)];
        if of.uncertainty == 0.0 {
            all.extend(self.only_window(target * floor, at_most));
        }
        all
    }
}

fn length(metres: f64) -> Quantity {
    Quantity::new(metres, Dimension::Length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::Sample;

    #[test]
    fn a_window_as_wide_as_the_answer_has_as_much_glass_as_was_wanted() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", None);
        let window = s.window(room, 1.8, 1.4, 0.9);
        let glass = |s: &Sample| {
            let facts = s.facts();
            let ix = facts.find(SubjectKind::Window, window).unwrap();
            let Fact::Known(known) = facts.get(ix, "window.glass_area") else { panic!("it is known") };
            (known, facts, ix)
        };
        let (before, facts, ix) = glass(&s);
        assert!(before.value.number().unwrap() > 1.5);
        let solved = solve(&facts, ix, "window.glass_area", 1.5, true);
        let width = solved.iter().find(|x| x.fact == "window.width").unwrap().wanted.value;
        assert!(width < 1.8);
        for (width, fits) in [(width - 0.01, true), (width + 0.01, false)] {
            s.model.openings[window].width = Some(width);
            let (known, ..) = glass(&s);
            assert_eq!(known.value.number().unwrap() + known.uncertainty <= 1.5, fits, "{width}");
        }
    }
}
