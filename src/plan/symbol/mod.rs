//! What a piece of furniture or equipment looks like from above.
//!
//! Each kind is drawn in its own frame: `u` along its back from 0 to its width, `v` from its back to its front
//! from 0 to its depth, in millimetres on paper, so that turning needs no thought. Nothing is drawn as its mirror
//! image: in a dwelling that mirrors another stand the same stove and the same cabinet. A kind nobody drew becomes a
//! box with its name. Which kinds there are is the vocabulary's to say.

mod furniture;
mod kitchen;
mod sanitary;
mod technical;

use svg::node::element::Group;

use super::letters::{CAP, Weight, width};
use super::paper::{Box2, Pt, Ring};
use super::pen::{DETAIL, OVER, Pen, SOLID, THING, Trace, Type, group};
use crate::text::Lang;

/// In which order things lie over each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// On the floor: gratings, floor heating.
    Floor,
    /// Worktops, under what is built into them; chairs, pushed under tables.
    Worktop,
    /// Everything else that stands.
    Standing,
    /// Above the cut: dashed.
    Above,
}

/// The layer a kind is drawn in.
pub(crate) fn layer(what: &str) -> Layer {
    match what {
        "floor_heating" | "foot_grate" | "shower" => Layer::Floor,
        "kitchen_run" | "base_cabinet" | "chair" => Layer::Worktop,
        "canopy"
        | "wall_cabinet"
        | "ceiling_hoist"
        | "microwave"
        | "shower_curtain_rail"
        | "sprinkler"
        | "water_mist"
        | "smoke_detector"
        | "light_fixture" => Layer::Above,
        _ => Layer::Standing,
    }
}

/// Letters drawn in things that are boxes from above, in bokmål and English.
pub(crate) fn code(what: &str, lang: Lang) -> Option<&'static str> {
    let (nb, en) = match what {
        "dishwasher" => ("OM", "DW"),
        "washing_machine" => ("VM", "WM"),
        "refrigerator" => ("K", "FR"),
        "microwave" => ("MO", "MW"),
        "manifold_cabinet" => ("FS", "MC"),
        "water_heater" => ("VVB", "WH"),
        "heat_pump" => ("VP", "HP"),
        "ventilation_panel" => ("VB", "VC"),
        "outdoor_component" => ("UT", "OC"),
        "smart_device" => ("S", "S"),
        _ => return None,
    };
    Some(match lang {
        Lang::Nb => nb,
        Lang::En => en,
    })
}

/// Kinds whose symbol is explained in the legend, and drawn no smaller than that the eye finds it.
pub(crate) fn is_sign(what: &str) -> bool {
    matches!(
        what,
        "sprinkler"
            | "water_mist"
            | "smoke_detector"
            | "stopcock"
            | "alarm_button"
            | "light_fixture"
            | "smart_device"
            | "ventilation_panel"
            | "worktop_outlet"
    )
}

/// Kinds that look alike a box to those who do not draw plans; the legend names them.
pub(crate) fn needs_legend(what: &str) -> bool {
    is_sign(what)
        || code(what, Lang::Nb).is_some()
        || matches!(
            what,
            "distribution_board"
                | "ventilation_unit"
                | "inspection_hatch"
                | "ceiling_hoist"
                | "floor_heating"
                | "medicine_cabinet"
                | "panel_heater"
                | "radiator"
                | "foot_grate"
                | "coat_rack"
                | "stair"
                | "ramp"
                | "beam"
                | "unidentified"
                | "shaft"
        )
}

/// A thing in its own frame, and what has been drawn of it.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    origin: Pt,
    along: Pt,
    inward: Pt,
    /// Width along the back, in millimetres.
    pub(crate) w: f64,
    /// Depth, in millimetres.
    pub(crate) d: f64,
    /// Millimetres on paper for a metre.
    scale: f64,
    strokes: Vec<(Pen, Trace)>,
    words: Vec<(String, Pt, f64)>,
}

impl Thing {
    /// The frame of a rectangular ring whose first edge is its back, whichever way it runs; none when it is no rectangle.
    pub(crate) fn of_ring(ring: &[Pt], scale: f64) -> Option<Self> {
        let [p0, p1, p2, p3] = ring else { return None };
        let [p0, p1, p2, p3] =
            if (*p1 - *p0).perp().dot(*p2 - *p1) > 0.0 { [p1, p0, p3, p2] } else { [p0, p1, p2, p3] };
        let (along, inward) = ((*p1 - *p0).unit()?, (*p2 - *p1).unit()?);
        let square = along.dot(inward).abs() < 0.02;
        let closes = (*p0 + (*p2 - *p1)).distance(*p3) < 0.02 * p0.distance(*p2) + 0.01;
        (square && closes).then(|| Self::new(*p0, along, inward, p0.distance(*p1), p1.distance(*p2), scale))
    }

    /// A frame standing upright in a box, its back up: for the legend.
    pub(crate) fn of_box(bx: Box2, scale: f64) -> Self {
        Self::new(
            Pt::new(bx.x1, bx.y0),
            Pt::new(-1.0, 0.0),
            Pt::new(0.0, 1.0),
            bx.width(),
            bx.height(),
            scale,
        )
    }

    fn new(origin: Pt, along: Pt, inward: Pt, w: f64, d: f64, scale: f64) -> Self {
        Self { origin, along, inward, w, d, scale, strokes: Vec::new(), words: Vec::new() }
    }

    /// The same frame grown about its middle to at least `least` millimetres each way.
    pub(crate) fn at_least(mut self, least: f64) -> Self {
        let middle = self.at(self.w / 2.0, self.d / 2.0);
        self.w = self.w.max(least);
        self.d = self.d.max(least);
        self.origin = middle - self.along * (self.w / 2.0) - self.inward * (self.d / 2.0);
        self
    }

    /// The same place seen with another side as its back: its first long side's neighbour.
    fn quarter_turned(&self) -> Self {
        let origin = self.at(0.0, self.d);
        Self::new(origin, self.inward * -1.0, self.along, self.d, self.w, self.scale)
    }

    fn at(&self, u: f64, v: f64) -> Pt {
        self.origin + self.along * u + self.inward * v
    }

    /// Its four corners.
    pub(crate) fn corners(&self) -> Ring {
        vec![self.at(0.0, 0.0), self.at(self.w, 0.0), self.at(self.w, self.d), self.at(0.0, self.d)]
    }

    /// Metres as millimetres on paper.
    fn m(&self, metres: f64) -> f64 {
        metres * self.scale
    }

    fn stroke(&mut self, pen: Pen, trace: Trace) {
        if !trace.is_empty() {
            self.strokes.push((pen, trace));
        }
    }

    fn rect(&mut self, pen: Pen, u0: f64, v0: f64, u1: f64, v1: f64) {
        let mut t = Trace::new();
        t.ring(&[self.at(u0, v0), self.at(u1, v0), self.at(u1, v1), self.at(u0, v1)]);
        self.stroke(pen, t);
    }

    /// A rectangle with rounded corners.
    fn round(&mut self, pen: Pen, [u0, v0, u1, v1]: [f64; 4], r: f64) {
        let r = r.min((u1 - u0) / 2.0).min((v1 - v0) / 2.0).max(0.0);
        if r < 0.05 {
            return self.rect(pen, u0, v0, u1, v1);
        }
        // Each corner as six points of its arc: rounder than the eye sees at this size.
        let mut ring = Vec::with_capacity(24);
        for (cu, cv, turn) in
            [(u1 - r, v0 + r, -1.0), (u1 - r, v1 - r, 0.0), (u0 + r, v1 - r, 1.0), (u0 + r, v0 + r, 2.0)]
        {
            for i in 0..=5 {
                let angle = (turn + f64::from(i) / 5.0) * std::f64::consts::FRAC_PI_2;
                ring.push(self.at(cu + r * angle.cos(), cv + r * angle.sin()));
            }
        }
        let mut t = Trace::new();
        t.ring(&ring);
        self.stroke(pen, t);
    }

    fn line(&mut self, pen: Pen, u0: f64, v0: f64, u1: f64, v1: f64) {
        let mut t = Trace::new();
        t.line(self.at(u0, v0), self.at(u1, v1));
        self.stroke(pen, t);
    }

    fn polyline(&mut self, pen: Pen, points: &[(f64, f64)]) {
        let mut t = Trace::new();
        t.open(&points.iter().map(|(u, v)| self.at(*u, *v)).collect::<Vec<_>>());
        self.stroke(pen, t);
    }

    fn polygon(&mut self, pen: Pen, points: &[(f64, f64)]) {
        let mut t = Trace::new();
        t.ring(&points.iter().map(|(u, v)| self.at(*u, *v)).collect::<Vec<_>>());
        self.stroke(pen, t);
    }

    fn ellipse(&mut self, pen: Pen, u: f64, v: f64, ru: f64, rv: f64) {
        let mut t = Trace::new();
        t.ellipse(self.at(u, v), self.along * ru, self.inward * rv);
        self.stroke(pen, t);
    }

    fn circle(&mut self, pen: Pen, u: f64, v: f64, r: f64) {
        self.ellipse(pen, u, v, r, r);
    }

    /// A word in the middle of a part, as large as fits between 1.3 and 2.2 mm; false when it does not.
    fn word(&mut self, text: &str, [u0, v0, u1, v1]: [f64; 4]) -> bool {
        let at = self.at(f64::midpoint(u0, u1), f64::midpoint(v0, v1));
        let (du, dv) = (self.along * (u1 - u0), self.inward * (v1 - v0));
        let (room_w, room_h) = (du.x.abs().max(dv.x.abs()) - 0.5, du.y.abs().max(dv.y.abs()) - 0.4);
        let by_width = room_w / width(text, 1.0, Weight::Regular).max(0.01);
        let size = by_width.min(room_h / CAP).min(2.2);
        if size < 1.3 {
            return false;
        }
        self.words.push((text.to_owned(), at, size));
        true
    }

    fn body(&mut self) {
        self.rect(THING, 0.0, 0.0, self.w, self.d);
    }

    fn whole(&self) -> [f64; 4] {
        [0.0, 0.0, self.w, self.d]
    }

    /// Draws a kind. False when the kind has no symbol of its own and the box stands without its name.
    pub(crate) fn draw(&mut self, what: &str, name: &str, lang: Lang) -> bool {
        // Too small for detail: the outline says enough.
        if self.w.min(self.d) < 0.7 && !is_sign(what) {
            self.body();
            return code(what, lang).is_none() && !self.known(what);
        }
        let drawn = furniture::draw(self, what)
            || kitchen::draw(self, what, lang)
            || sanitary::draw(self, what, lang)
            || technical::draw(self, what, lang);
        if !drawn {
            self.body();
            return self.word(name, self.whole());
        }
        true
    }

    fn known(&self, what: &str) -> bool {
        let mut probe = Self::new(self.origin, self.along, self.inward, 10.0, 10.0, self.scale);
        furniture::draw(&mut probe, what)
            || kitchen::draw(&mut probe, what, Lang::Nb)
            || sanitary::draw(&mut probe, what, Lang::Nb)
            || technical::draw(&mut probe, what, Lang::Nb)
    }

    /// A thing that is no rectangle: its outline with its name.
    pub(crate) fn plain(ring: &Ring, what: &str, name: &str, lang: Lang, scale: f64) -> (Self, bool) {
        let bx = Box2::around(ring.iter().copied());
        let mut thing = Self::of_box(bx, scale);
        let mut t = Trace::new();
        t.ring(ring);
        let pen = if layer(what) == Layer::Above { OVER } else { THING };
        thing.stroke(pen, t);
        let text = code(what, lang).unwrap_or(name);
        let named = thing.word(text, thing.whole());
        (thing, named)
    }

    /// The drawing as a group.
    pub(crate) fn finish(self) -> Group {
        let mut out = group("plan-fixture");
        // Strokes of one pen in a row become one path.
        let mut i = 0;
        while i < self.strokes.len() {
            let (pen, trace) = self.strokes[i].clone();
            i += 1;
            let mut joined = trace;
            while i < self.strokes.len() && self.strokes[i].0.class == pen.class && pen.fill == "none" {
                joined.join(&self.strokes[i].1);
                i += 1;
            }
            out = out.add(joined.draw(pen));
        }
        for (text, at, size) in &self.words {
            out = out.add(Type::plain(*size).write_centred(text, *at));
        }
        out
    }
}

/// Pens for parts, by what they show.
const EDGE: Pen = DETAIL;
const FULL: Pen = SOLID;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocab::Vocabulary;

    fn square() -> Thing {
        Thing::of_box(Box2 { x0: 0.0, y0: 0.0, x1: 12.0, y1: 12.0 }, 20.0)
    }

    #[test]
    fn every_kind_of_the_vocabulary_has_a_symbol_of_its_own() {
        let without: Vec<&str> = Vocabulary::built_in()
            .fixtures
            .iter()
            .filter(|f| !square().known(&f.id))
            .map(|f| f.id.as_str())
            .collect();
        assert!(without.is_empty(), "draw these in plan/symbol: {without:?}");
    }

    #[test]
    fn a_kind_nobody_drew_is_a_box_with_its_name() {
        let mut thing = square();
        assert!(thing.draw("unheard_of", "orgel", Lang::Nb));
        assert!(thing.finish().to_string().contains(">orgel<"));
    }

    #[test]
    fn no_thing_is_drawn_as_its_mirror_image() {
        let p = |x, y| Pt::new(x, y);
        let drawn = |ring: [Pt; 4]| {
            let mut thing = Thing::of_ring(&ring, 20.0).unwrap();
            assert!(thing.draw("distribution_board", "", Lang::Nb));
            thing.finish().to_string()
        };
        let right = drawn([p(0., 0.), p(12., 0.), p(12., 4.), p(0., 4.)]);
        assert_eq!(drawn([p(12., 0.), p(0., 0.), p(0., 4.), p(12., 4.)]), right);
        assert_ne!(drawn([p(12., 4.), p(0., 4.), p(0., 0.), p(12., 0.)]), right, "its back is elsewhere");
    }

    #[test]
    fn only_rectangles_have_a_back() {
        let p = |x, y| Pt::new(x, y);
        assert!(Thing::of_ring(&[p(0., 0.), p(4., 0.), p(4., 2.), p(0., 2.)], 20.0).is_some());
        assert!(Thing::of_ring(&[p(0., 0.), p(4., 0.), p(3., 2.), p(0., 2.)], 20.0).is_none());
        assert!(Thing::of_ring(&[p(0., 0.), p(4., 0.), p(4., 2.)], 20.0).is_none());
    }
}
