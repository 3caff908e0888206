//! Which signs a sheet uses, and how the legend shows them: only those that are there.

use std::collections::BTreeSet;

use svg::node::element::Group;

use super::letters::{Weight, width};
use super::marker;
use super::options::{MarkKind, Tone};
use super::overlay;
use super::paper::{Box2, Pt};
use super::pen::{
    ARC, CONTEXT, DETAIL, HATCH, LEAF, PUBLIC, Pen, ROOM, SITE, Trace, Type, ZONE, group, rectangle,
};
use super::symbol::{Thing, code};
use crate::text::{Lang, Localized};

/// A sign to be explained, in the order of the legend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    Photo,
    PhotoDirection,
    TextMark,
    Deviation,
    Tone(Tone),
    SwingUnknown,
    Technical,
    /// A part of a room, by what it is for.
    Zone(String),
    Context,
    Boundary,
    Public,
    /// A kind of fixture with its name.
    Thing(String, String),
}

/// Signs in use.
pub(crate) type Signs = BTreeSet<Sign>;

const SIZE: f64 = 2.1;
/// Height of a row.
pub(crate) const ROW: f64 = 5.2;

impl Sign {
    fn text(&self, lang: Lang) -> String {
        let pair = match self {
            Self::Photo => Localized::new("bilde", "photo"),
            Self::PhotoDirection => Localized::new("bilde med retning", "photo with direction"),
            Self::TextMark => Localized::new("henvisning til tekst", "reference to the text"),
            Self::Deviation => Localized::new("avvik", "deviation"),
            Self::Tone(tone) => overlay::meaning(*tone),
            Self::SwingUnknown => Localized::new("dør, slagretning ikke oppgitt", "door, swing not given"),
            Self::Technical => Localized::new("teknisk rom", "technical room"),
            Self::Zone(name) => crate::localized!("sone: {name}", "zone: {name}"),
            Self::Context => Localized::new("nabo", "neighbour"),
            Self::Boundary => Localized::new("tomtegrense", "site boundary"),
            Self::Public => Localized::new("offentlig grunn", "public ground"),
            Self::Thing(_, name) => return name.clone(),
        };
        pair.get(lang).to_owned()
    }

    fn sample_width(&self) -> f64 {
        match self {
            Self::PhotoDirection => 6.4,
            Self::Thing(..) => 4.4,
            _ => 5.0,
        }
    }

    /// The sign itself, left-aligned in a row whose middle is `at`.
    fn sample(&self, at: Pt, lang: Lang) -> Group {
        let mid = Pt::new(at.x + self.sample_width() / 2.0, at.y);
        let small = Box2::centred(mid, 4.6, 2.8);
        let boxed = |pen: Pen| group("plan-sample").add(rectangle(small, 0.0, pen));
        match self {
            Self::Photo => marker::body(&MarkKind::Photo { direction: None }, "1", mid, None),
            Self::PhotoDirection => {
                let mid = Pt::new(at.x + 2.3, at.y);
                marker::body(&MarkKind::Photo { direction: None }, "1", mid, Some(Pt::new(1.0, 0.0)))
            }
            Self::TextMark => marker::body(&MarkKind::Text, "A", mid, None),
            Self::Deviation => marker::body(&MarkKind::Deviation, "!", mid, None),
            Self::Tone(tone) => {
                let (stroke, dash, class) = overlay::look(*tone);
                let mut t = Trace::new();
                t.ring(&small.corners());
                group("plan-sample").add(t.draw(Pen { class, fill: "none", stroke, width: 0.5, dash }))
            }
            Self::SwingUnknown => {
                let mut t = Trace::new();
                t.line(Pt::new(small.x0, small.y0), Pt::new(small.x1, small.y0));
                t.line(Pt::new(small.x0, small.y1), Pt::new(small.x1, small.y1));
                let leaf = rectangle(Box2::centred(mid, 4.6, 0.8), 0.0, LEAF);
                group("plan-sample").add(t.draw(ARC)).add(leaf)
            }
            Self::Technical => {
                let ring = vec![small.corners().to_vec()];
                let mut edge = Trace::new();
                edge.rings(&ring);
                boxed(ROOM).add(hatch(&ring, 1.0).draw(HATCH)).add(edge.draw(DETAIL))
            }
            Self::Zone(_) => {
                let mut t = Trace::new();
                t.ring(&small.corners());
                group("plan-sample").add(t.draw(ZONE))
            }
            Self::Context => boxed(CONTEXT),
            Self::Public => boxed(PUBLIC),
            Self::Boundary => {
                let mut t = Trace::new();
                t.line(Pt::new(small.x0, mid.y), Pt::new(small.x1, mid.y));
                group("plan-sample").add(t.draw(Pen { dash: "2.4 0.6 0.6 0.6", ..SITE }))
            }
            Self::Thing(what, name) => {
                let wide = match what.as_str() {
                    "panel_heater" | "radiator" | "distribution_board" | "coat_rack" => (4.0, 1.4),
                    "ceiling_hoist" => (4.0, 2.0),
                    _ if code(what, lang).is_some_and(|c| c.len() > 2) => (4.4, 3.4),
                    _ => (3.4, 3.4),
                };
                let mut thing = Thing::of_box(Box2::centred(mid, wide.0, wide.1), 10.0);
                thing.draw(what, name, lang);
                thing.finish()
            }
        }
    }
}

/// Slanting lines over rings, even-odd, as one path.
pub(crate) fn hatch(rings: &[Vec<Pt>], pitch: f64) -> Trace {
    let mut out = Trace::new();
    let bounds = Box2::around(rings.iter().flatten().copied());
    let corners: usize = rings.iter().map(Vec::len).sum();
    // NOTE: the count of lines times the count of corners is bounded, so that no outline makes it slow.
    if bounds.is_empty() || bounds.width() + bounds.height() > 2000.0 || corners > 5000 {
        return out;
    }
    // Lines x + y = c, at places that do not depend on the ring, so that neighbours match.
    let step = pitch * std::f64::consts::SQRT_2;
    let mut c = ((bounds.x0 + bounds.y0) / step).ceil() * step;
    while c < bounds.x1 + bounds.y1 {
        let mut cuts: Vec<f64> = super::paper::edges(rings)
            .filter_map(|(a, b)| {
                let (fa, fb) = (a.x + a.y - c, b.x + b.y - c);
                ((fa > 0.0) != (fb > 0.0)).then(|| a.x + (b.x - a.x) * fa / (fa - fb))
            })
            .collect();
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.chunks_exact(2) {
            out.line(Pt::new(pair[0], c - pair[0]), Pt::new(pair[1], c - pair[1]));
        }
        c += step;
    }
    out
}

/// The legend in rows within a width; its drawing and its height.
pub(crate) fn draw(signs: &Signs, at: Pt, room: f64, lang: Lang) -> (Group, f64) {
    let mut out = group("plan-legend");
    let (mut x, mut y) = (0.0, ROW / 2.0);
    for sign in signs {
        let text = sign.text(lang);
        let wide = sign.sample_width() + 1.2 + width(&text, SIZE, Weight::Regular);
        if x > 0.0 && x + wide > room {
            x = 0.0;
            y += ROW;
        }
        let from = Pt::new(at.x + x, at.y + y);
        let words = Pt::new(from.x + sign.sample_width() + 1.2, from.y + SIZE * 0.36);
        out = out.add(sign.sample(from, lang)).add(Type::plain(SIZE).write(&text, words));
        x += wide + 5.0;
    }
    (out, if signs.is_empty() { 0.0 } else { y + ROW / 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatch_lines_stay_inside_an_l() {
        let ring: Vec<Pt> = [(0., 0.), (10., 0.), (10., 2.), (2., 2.), (2., 10.), (0., 10.)]
            .map(|(x, y)| Pt::new(x, y))
            .to_vec();
        let drawn = hatch(&[ring], 1.0).draw(HATCH).to_string();
        assert!(drawn.matches('M').count() > 8);
        assert!(!drawn.contains("NaN"));
    }
}
