//! What marks look like: disc, square, triangle, each with its letters, readable without colour.

use svg::node::element::{Anchor, Element, Group};

use super::letters::{Weight, clean, shorten, width};
use super::mark::Body;
use super::options::{Mark, MarkKind};
use super::paper::{Box2, Pt};
use super::pen::{LEADER, Pen, SOLID, Trace, Type, group, rectangle, title, with};

const RADIUS: f64 = 2.15;
/// How far the wedge of a direction stands out.
const WEDGE_LENGTH: f64 = 1.8;
const SIDE: f64 = 2.05;
const SIZE: f64 = 2.5;
/// Longest label a mark shows.
const LONGEST: f64 = 12.0;

const PHOTO: Pen = Pen { class: "plan-body", fill: "#0b5cad", stroke: "#ffffff", width: 0.3, dash: "" };
const WEDGE: Pen = Pen { class: "plan-body", fill: "#0b5cad", stroke: "#ffffff", width: 0.2, dash: "" };
const TEXT: Pen = Pen { class: "plan-body", fill: "#ffd84d", stroke: "#15181b", width: 0.25, dash: "" };
const DEVIATION: Pen = Pen { class: "plan-body", fill: "#b3261e", stroke: "#ffffff", width: 0.3, dash: "" };

fn letters(label: &str) -> String {
    shorten(&clean(label), SIZE, Weight::Bold, LONGEST)
}

/// Half the width and height of a mark.
pub(crate) fn half(kind: &MarkKind, label: &str) -> (f64, f64) {
    let w = width(&letters(label), SIZE, Weight::Bold) / 2.0;
    match kind {
        MarkKind::Photo { .. } => ((w + 0.75).max(RADIUS), RADIUS),
        MarkKind::Text => ((w + 0.7).max(SIDE), SIDE),
        MarkKind::Deviation => {
            let w = width(&letters(label), 1.9, Weight::Bold) / 2.0;
            ((w + 1.5).max(2.55), 2.25)
        }
    }
}

/// What a mark takes around its middle, with its wedge.
pub(crate) fn claim(kind: &MarkKind, label: &str, direction: Option<Pt>) -> Body {
    let half = half(kind, label);
    let wedge = direction.and_then(Pt::unit).filter(|_| matches!(kind, MarkKind::Photo { .. }));
    let tip = wedge.map(|d| Pt::new((half.0 - RADIUS) * d.x, 0.0) + d * (RADIUS + WEDGE_LENGTH));
    Body::of(half, tip)
}

/// The mark itself, and the wedge in a direction.
pub(crate) fn body(kind: &MarkKind, label: &str, at: Pt, direction: Option<Pt>) -> Group {
    let text = letters(label);
    let (hw, hh) = half(kind, label);
    match kind {
        MarkKind::Photo { .. } => {
            let mut out = group("plan-photo");
            if let Some(d) = direction.and_then(Pt::unit) {
                let out_x = hw - RADIUS;
                let from = at + Pt::new(out_x * d.x, 0.0);
                let (base, side) = (from + d * (RADIUS * 0.6), d.perp() * (RADIUS * 0.68));
                let mut wedge = Trace::new();
                wedge.ring(&[from + d * (RADIUS + WEDGE_LENGTH), base + side, base - side]);
                out = out.add(wedge.draw(WEDGE).set("stroke-linejoin", "round"));
            }
            let disc = rectangle(Box2::centred(at, 2.0 * hw, 2.0 * hh), RADIUS, PHOTO);
            out.add(disc).add(sign(&text, SIZE, at, "#ffffff"))
        }
        MarkKind::Text => group("plan-textmark")
            .add(rectangle(Box2::centred(at, 2.0 * hw, 2.0 * hh), 0.5, TEXT))
            .add(sign(&text, SIZE, at, "#15181b")),
        MarkKind::Deviation => {
            let mut t = Trace::new();
            t.ring(&[Pt::new(at.x, at.y - hh), Pt::new(at.x + hw, at.y + hh), Pt::new(at.x - hw, at.y + hh)]);
            group("plan-deviation").add(t.draw(DEVIATION).set("stroke-linejoin", "round")).add(sign(
                &text,
                1.9,
                Pt::new(at.x, at.y + 0.85),
                "#ffffff",
            ))
        }
    }
}

fn sign(text: &str, size: f64, at: Pt, colour: &str) -> Element {
    with(with(Type::bold(size).write_centred(text, at), "fill", colour), "class", "plan-sign")
}

/// The line from a mark that was moved to its true place, with a dot there.
pub(crate) fn leader(from: Pt, to: Pt) -> Group {
    let (mut line, mut dot) = (Trace::new(), Trace::new());
    line.line(from, to);
    dot.ellipse(to, Pt::new(0.45, 0.0), Pt::new(0.0, 0.45));
    // A light edge keeps it apart from what it crosses.
    let edge = Pen { class: "plan-halo", stroke: "#ffffff", width: 0.6, ..LEADER };
    group("plan-leader-line").add(line.clone().draw(edge)).add(line.draw(LEADER)).add(dot.draw(SOLID))
}

/// A mark with its link, name and targets.
pub(crate) fn linked(mark: &Mark, id: &str, drawing: Group) -> Box<dyn svg::Node> {
    let class = match mark.kind {
        MarkKind::Photo { .. } => "plan-mark plan-mark-photo",
        MarkKind::Text => "plan-mark plan-mark-text",
        MarkKind::Deviation => "plan-mark plan-mark-deviation",
    };
    let targets: Vec<String> = mark.targets.iter().map(|t| clean(&t.0)).collect();
    let mut inner = group(class).add(title(&mark.title));
    let more = clean(&mark.description);
    if !more.is_empty() {
        let mut desc = svg::node::element::Description::new();
        svg::Node::append(&mut desc, svg::node::Text::new(more));
        inner = inner.add(desc);
    }
    inner = inner.add(drawing);
    if !targets.is_empty() {
        inner = inner.set("data-targets", targets.join(" "));
    }
    match mark.href.as_deref().and_then(safe) {
        Some(href) => {
            let name = clean(&mark.title);
            let link = Anchor::new().set("id", id).set("href", href).set("aria-label", name).add(inner);
            Box::new(link)
        }
        None => Box::new(inner.set("id", id)),
    }
}

/// A link that can do nothing but lead somewhere: a fragment, a relative path, or http(s).
fn safe(href: &str) -> Option<String> {
    let href: String = href.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let scheme = href.split(['/', '?', '#']).next().unwrap_or("");
    let web = href.starts_with("https://") || href.starts_with("http://");
    (!href.is_empty() && (web || !scheme.contains(':'))).then_some(href)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_would_run_something_is_left_out() {
        assert_eq!(safe("#funn-3").as_deref(), Some("#funn-3"));
        assert_eq!(safe("bilder/3.jpg").as_deref(), Some("bilder/3.jpg"));
        assert_eq!(safe("https://example.org/a:b").as_deref(), Some("https://example.org/a:b"));
        assert_eq!(safe("javascript:alert(1)"), None);
        assert_eq!(safe(" java\nscript:alert(1)"), None);
        assert_eq!(safe("data:text/html,x"), None);
    }

    #[test]
    fn each_kind_has_a_shape_of_its_own() {
        let drawn = |k: MarkKind| body(&k, "3", Pt::new(5.0, 5.0), None).to_string();
        assert!(drawn(MarkKind::Photo { direction: None }).contains(r#"rx="2.15""#));
        assert!(drawn(MarkKind::Text).contains(r#"rx="0.5""#));
        assert!(drawn(MarkKind::Deviation).contains("<path"));
    }

    #[test]
    fn a_long_label_makes_a_wider_mark_and_not_an_endless_one() {
        let photo = MarkKind::Photo { direction: None };
        assert!(half(&photo, "112").0 > half(&photo, "12").0);
        assert!(half(&photo, &"9".repeat(500)).0 < 8.0);
    }
}
