//! The reasons findings draw: a door in strong line with an arrow into a room, a tinted room, a circle that does not
//! fit, a cone of sight, a measure. Told apart by dash as well as by colour.

use svg::node::element::{Circle, Group};

use super::clip;
use super::frame::Frame;
use super::label::{Line, Obstacle, TEXT, extent};
use super::letters::{Weight, clean, shorten};
use super::opening::Gap;
use super::options::{Overlay, Tone};
use super::paper::{Box2, Pt, Ring};
use super::pen::{Pen, Trace, Type, group, mm, rectangle, title, with};
use crate::model::Shape;
use crate::text::{Lang, Localized, number};

/// Colour, dash and class of a tone.
pub(crate) fn look(tone: Tone) -> (&'static str, &'static str, &'static str) {
    match tone {
        Tone::Wrong => ("#b3261e", "", "plan-overlay plan-wrong"),
        Tone::Unclear => ("#8a5a00", "1.6 0.9", "plan-overlay plan-unclear"),
        Tone::Right => ("#1b6e3c", "0.4 0.8", "plan-overlay plan-right"),
        Tone::Note => ("#0b5cad", "3 0.8", "plan-overlay plan-note"),
    }
}

/// Class of what is filled with a tone: areas, tips of arrows, letters.
fn filled(tone: Tone) -> &'static str {
    match tone {
        Tone::Wrong => "plan-tint plan-wrong",
        Tone::Unclear => "plan-tint plan-unclear",
        Tone::Right => "plan-tint plan-right",
        Tone::Note => "plan-tint plan-note",
    }
}

/// What a tone means, for the legend.
pub(crate) fn meaning(tone: Tone) -> Localized {
    match tone {
        Tone::Wrong => Localized::new("grunn til negativt funn", "reason of a negative finding"),
        Tone::Unclear => Localized::new("grunn til avklaring", "reason of an open question"),
        Tone::Right => Localized::new("grunn til positivt funn", "reason of a positive finding"),
        Tone::Note => Localized::new("vist", "shown"),
    }
}

/// What an overlay needs to know of the view it lies on.
pub(crate) struct Ground<'a> {
    pub(crate) frame: &'a Frame,
    /// The opening's drawing and the sign of `across` towards a room.
    pub(crate) gap: Option<&'a Gap>,
    /// Towards which sign of the gap's `across` the arrow goes.
    pub(crate) toward: Option<f64>,
    /// Rings of the room or fixture.
    pub(crate) rings: &'a [Ring],
    /// What a shape must not reach out of.
    pub(crate) field: Box2,
}

fn stroke(tone: Tone, width: f64) -> Pen {
    let (stroke, dash, class) = look(tone);
    Pen { class, fill: "none", stroke, width, dash }
}

fn tint(tone: Tone) -> Pen {
    let (fill, _, _) = look(tone);
    Pen { class: filled(tone), fill, stroke: "none", width: 0.0, dash: "" }
}

/// The drawing of an overlay, and the box its caption stands by; none when it lies elsewhere.
pub(crate) fn draw(overlay: &Overlay, ground: &Ground) -> Option<(Group, Box2)> {
    let tone = overlay.tone;
    let out = group("plan-reason");
    let strong = stroke(tone, 0.55);
    match &overlay.shape {
        Shape::DoorInto { .. } => {
            let gap = ground.gap?;
            let (mut out, bx) = opening(out, gap, tone);
            let into = gap.across * ground.toward?;
            let reach = gap.leaves.first().map_or(6.0, |l| l.hinge.distance(l.open)).clamp(5.0, 16.0);
            let tail = gap.middle() - into * (gap.half + 3.5);
            let head = gap.middle() + into * (gap.half + reach * 0.8);
            let side = gap.along * 1.1;
            let mut shaft = Trace::new();
            shaft.line(tail, head - into * 1.6);
            let mut tip = Trace::new();
            tip.ring(&[head, head - into * 2.4 + side, head - into * 2.4 - side]);
            out = out.add(shaft.draw(Pen { dash: "", ..stroke(tone, 0.7) })).add(tip.draw(tint(tone)));
            Some((out, bx.with(Box2::around([tail, head])).grown(0.6)))
        }
        Shape::Opening(_) => {
            let (out, bx) = opening(out, ground.gap?, tone);
            Some((out, bx))
        }
        Shape::Room(_) | Shape::Fixture(_) => {
            let bx = Box2::around(ground.rings.iter().flatten().copied());
            (!bx.is_empty()).then(|| (shape(out, ground.rings, tone, strong), bx))
        }
        Shape::Area { outline, .. } => {
            let rings = ground.frame.rings(outline);
            if !rings.iter().flatten().all(|p| p.is_finite()) {
                return None;
            }
            let rings: Vec<Ring> =
                rings.iter().map(|r| clip::ring(r, ground.field)).filter(|r| r.len() >= 3).collect();
            let bx = Box2::around(rings.iter().flatten().copied());
            (!bx.is_empty()).then(|| (shape(out, &rings, tone, stroke(tone, 0.3)), bx))
        }
        Shape::Sight { from, to, .. } => {
            let (eye, seen) = (ground.frame.pt(*from), ground.frame.pt(*to));
            let along = (seen - eye).unit().filter(|_| eye.is_finite() && seen.is_finite())?;
            let (a, b) = clip::line(eye, seen, ground.field)?;
            let mut lines = Trace::new();
            lines.line(a, b);
            let mut out = out.add(lines.draw(Pen { dash: "2.2 0.9", ..stroke(tone, 0.45) }));
            if a.distance(eye) < 1e-6 {
                out = out.add(ring_at(eye, 0.9, tone));
            }
            if b.distance(seen) < 1e-6 {
                let mut tip = Trace::new();
                let (back, side) = (seen - along * 2.4, along.perp() * 0.9);
                tip.ring(&[seen, back + side, back - side]);
                out = out.add(tip.draw(tint(tone)));
            }
            Some((out, Box2::around([a, b])))
        }
        Shape::Circle { centre, radius, .. } => {
            let (at, r) = (ground.frame.pt(*centre), ground.frame.mm(*radius));
            if !(at.is_finite() && r.is_finite() && r > 0.0) {
                return None;
            }
            let (colour, dash, class) = look(tone);
            let circle = |class: &str, fill: &str, opacity: &str| {
                Circle::new()
                    .set("class", class)
                    .set("cx", mm(at.x))
                    .set("cy", mm(at.y))
                    .set("r", mm(r))
                    .set("fill", fill)
                    .set("fill-opacity", opacity)
            };
            let mut line = circle(class, "none", "1").set("stroke", colour).set("stroke-width", "0.4");
            if !dash.is_empty() {
                line = line.set("stroke-dasharray", dash);
            }
            let mut cross = Trace::new();
            cross.line(at - Pt::new(1.0, 0.0), at + Pt::new(1.0, 0.0));
            cross.line(at - Pt::new(0.0, 1.0), at + Pt::new(0.0, 1.0));
            let out =
                out.add(circle(filled(tone), colour, "0.1")).add(line).add(cross.draw(stroke(tone, 0.25)));
            Some((out, Box2::centred(at, 2.0 * r, 2.0 * r)))
        }
        Shape::Dimension { from, to, .. } => {
            let (a, b) = (ground.frame.pt(*from), ground.frame.pt(*to));
            let along = (b - a).unit().filter(|_| a.is_finite() && b.is_finite())?;
            let tick = (along + along.perp()) * 0.75;
            let mut lines = Trace::new();
            lines.line(a, b).line(a - tick, a + tick).line(b - tick, b + tick);
            Some((out.add(lines.draw(Pen { dash: "", ..stroke(tone, 0.3) })), Box2::around([a, b])))
        }
    }
}

/// A ring where an eye is.
fn ring_at(at: Pt, radius: f64, tone: Tone) -> Circle {
    let (stroke, _, class) = look(tone);
    Circle::new()
        .set("class", class)
        .set("cx", mm(at.x))
        .set("cy", mm(at.y))
        .set("r", mm(radius))
        .set("fill", "none")
        .set("stroke", stroke)
        .set("stroke-width", "0.45")
}

/// The text an overlay shows beside itself.
pub(crate) fn caption(overlay: &Overlay, frame: &Frame, lang: Lang) -> String {
    let own = clean(&overlay.caption);
    match &overlay.shape {
        Shape::Dimension { from, to, .. } if own.is_empty() => {
            let length = frame.metres(frame.pt(*from).distance(frame.pt(*to)));
            number((length * 1000.0).round(), 0, true, lang)
        }
        _ => own,
    }
}

fn opening(out: Group, gap: &Gap, tone: Tone) -> (Group, Box2) {
    let n = gap.across * (gap.half + 0.7);
    let m = gap.along * 0.7;
    let ring = vec![gap.a - m + n, gap.b + m + n, gap.b + m - n, gap.a - m - n];
    let bx = Box2::around(ring.iter().copied());
    let mut swing = Trace::new();
    for l in &gap.leaves {
        l.trace(&mut swing);
    }
    let mut out = shape(out, &[ring], tone, stroke(tone, 0.5));
    if !swing.is_empty() {
        out = out.add(swing.draw(Pen { dash: "", ..stroke(tone, 0.45) }));
    }
    (out, bx)
}

fn shape(out: Group, rings: &[Ring], tone: Tone, pen: Pen) -> Group {
    let (mut fill, mut line) = (Trace::new(), Trace::new());
    fill.rings(rings);
    line.rings(rings);
    out.add(fill.draw(tint(tone)).set("fill-opacity", "0.1").set("fill-rule", "evenodd")).add(line.draw(pen))
}

/// A caption beside a shape: on a ground of its own, where it covers the least.
pub(crate) fn set_caption(
    text: &str,
    tone: Tone,
    by: Box2,
    obstacles: &[Obstacle],
    field: Box2,
    ground: &dyn Fn(Box2) -> f64,
) -> Option<(Group, Obstacle)> {
    if text.is_empty() {
        return None;
    }
    let size = 2.0;
    let text = shorten(text, size, Weight::Bold, 48.0);
    let (w, h) = extent(&[Line::new(text.as_str(), size, Weight::Bold)]);
    let (w, h) = (w + 1.6, h + 0.7);
    let c = by.centre();
    let (dx, dy) = (by.width() / 2.0 + w / 2.0 + 0.6, by.height() / 2.0 + h / 2.0 + 0.6);
    let mut best: Option<(f64, Box2)> = None;
    for (rank, at) in [
        Pt::new(c.x, c.y - dy),
        Pt::new(c.x, c.y + dy),
        Pt::new(c.x + dx, c.y),
        Pt::new(c.x - dx, c.y),
        Pt::new(c.x + dx, c.y - dy),
        Pt::new(c.x - dx, c.y - dy),
        Pt::new(c.x + dx, c.y + dy),
        Pt::new(c.x - dx, c.y + dy),
        c,
        Pt::new(c.x, c.y - by.height() / 4.0),
        Pt::new(c.x, c.y + by.height() / 4.0),
    ]
    .into_iter()
    .enumerate()
    {
        let bx = Box2::centred(at, w, h);
        let outside = if field.holds_box(bx) { 0.0 } else { 500.0 };
        let covered: f64 = obstacles.iter().filter(|o| o.hit(bx)).map(|o| o.cost).sum();
        let cost = rank as f64 * 0.5 + covered + outside + ground(bx);
        if best.is_none_or(|(b, _)| cost < b) {
            best = Some((cost, bx));
        }
    }
    let (_, bx) = best?;
    let (colour, ..) = look(tone);
    let plate = rectangle(
        bx,
        0.4,
        Pen { class: "plan-plate", fill: "#ffffff", stroke: colour, width: 0.2, dash: "" },
    );
    let words = Type::bold(size).write_centred(&text, bx.centre());
    let words = with(with(words, "fill", colour), "class", filled(tone));
    Some((group("plan-caption").add(plate).add(words), Obstacle::of_box(bx, TEXT)))
}

/// A group that belongs to the point an overlay is the reason of.
pub(crate) fn of_point(group: Group, overlay: &Overlay) -> Group {
    if overlay.point.is_empty() { group } else { group.set("data-point", clean(&overlay.point)) }
}

/// The group with its id and hover text.
pub(crate) fn named(drawing: Group, id: &str, overlay: &Overlay) -> Group {
    let drawing = of_point(drawing.set("id", id), overlay);
    if overlay.caption.is_empty() { drawing } else { drawing.add(title(&overlay.caption)) }
}
