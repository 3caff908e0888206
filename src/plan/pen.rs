//! How lines, fills and texts become SVG elements: one table of pens, one number format, one place for ids.
//!
//! Colours stand as attributes, so that the file is right by itself and in a PDF; each element also carries a
//! class, so that a page's style can turn them for a dark screen ([`DARK_STYLE`]).

use std::collections::BTreeMap;
use std::fmt::Write;

use svg::Node;
use svg::node::element::{Element, Group, Path, Rectangle, Text, Title};

use super::letters::{CAP, Weight, clean, safe};
use super::paper::{Box2, Pt, Ring};

/// Fonts of all texts.
pub(crate) const FONTS: &str = "Inter, 'Helvetica Neue', Arial, sans-serif";

/// Rules that turn a plan for a dark page: put them inside `@media (prefers-color-scheme: dark)`, or before a
/// selector of the page's own.
pub const DARK_STYLE: &str = "\
.plan-paper{fill:#16181b}.plan-room,.plan-leaf,.plan-frame,.plan-thing,.plan-plate,.plan-blank{fill:#1d2024}\
.plan-wall,.plan-solid{fill:#c9cdd2}.plan-context{fill:#4a4f55}.plan-public{fill:#24282d}\
.plan-leaf,.plan-arc,.plan-frame,.plan-thing,.plan-detail,.plan-over,.plan-dim,.plan-rule,.plan-zone,\
.plan-outdoor,.plan-site,.plan-leader,.plan-blank,.plan-tile{stroke:#c9cdd2}\
.plan-hatch{stroke:#6d747c}.plan-halo,.plan-body{stroke:#1d2024}\
.plan-text{fill:#eceff2}.plan-faint{fill:#aab1b8}\
.plan-overlay.plan-wrong{stroke:#ff8a80}.plan-tint.plan-wrong{fill:#ff8a80}\
.plan-overlay.plan-unclear{stroke:#f2b84b}.plan-tint.plan-unclear{fill:#f2b84b}\
.plan-overlay.plan-right{stroke:#7bd69b}.plan-tint.plan-right{fill:#7bd69b}\
.plan-overlay.plan-note{stroke:#7db8f7}.plan-tint.plan-note{fill:#7db8f7}\
.plan-photo .plan-body{fill:#7db8f7}.plan-photo .plan-sign{fill:#0b1622}\
.plan-deviation .plan-body{fill:#ff8a80}.plan-deviation .plan-sign{fill:#2a0906}";

/// How a line or area is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pen {
    pub(crate) class: &'static str,
    pub(crate) fill: &'static str,
    pub(crate) stroke: &'static str,
    pub(crate) width: f64,
    pub(crate) dash: &'static str,
}

const fn area(class: &'static str, fill: &'static str) -> Pen {
    Pen { class, fill, stroke: "none", width: 0.0, dash: "" }
}

const fn line(class: &'static str, stroke: &'static str, width: f64) -> Pen {
    Pen { class, fill: "none", stroke, width, dash: "" }
}

/// Background of the sheet.
pub(crate) const PAPER: Pen = area("plan-paper", "#ffffff");
/// Floor of a room.
pub(crate) const ROOM: Pen = area("plan-room", "#ffffff");
/// Cut wall.
pub(crate) const WALL: Pen = area("plan-wall", "#33373b");
/// Cut wall of a neighbour.
pub(crate) const CONTEXT: Pen = area("plan-context", "#c6cacf");
/// Hatch of a technical room.
pub(crate) const HATCH: Pen = line("plan-hatch", "#8b9198", 0.1);
/// Outline of what lies outdoors.
pub(crate) const OUTDOOR: Pen =
    Pen { class: "plan-outdoor", fill: "none", stroke: "#5c6268", width: 0.18, dash: "" };
/// Boundary of the site.
pub(crate) const SITE: Pen =
    Pen { class: "plan-site", fill: "none", stroke: "#33373b", width: 0.25, dash: "6 1 1 1" };
/// Public ground.
pub(crate) const PUBLIC: Pen = area("plan-public", "#eceef0");
/// Part of a room with its own use.
pub(crate) const ZONE: Pen =
    Pen { class: "plan-zone", fill: "none", stroke: "#5c6268", width: 0.15, dash: "1.6 1" };
/// Door leaf.
pub(crate) const LEAF: Pen =
    Pen { class: "plan-leaf", fill: "#ffffff", stroke: "#1f2326", width: 0.2, dash: "" };
/// Swing of a leaf, edge of a threshold.
pub(crate) const ARC: Pen = line("plan-arc", "#4a5056", 0.13);
/// Opening that one walks through: the edges of what is above.
pub(crate) const PASSAGE: Pen =
    Pen { class: "plan-arc", fill: "none", stroke: "#4a5056", width: 0.13, dash: "1 0.7" };
/// Window frame.
pub(crate) const FRAME: Pen =
    Pen { class: "plan-frame", fill: "#ffffff", stroke: "#1f2326", width: 0.18, dash: "" };
/// Outline of furniture and equipment.
pub(crate) const THING: Pen =
    Pen { class: "plan-thing", fill: "#ffffff", stroke: "#3f454b", width: 0.16, dash: "" };
/// Detail of furniture and equipment.
pub(crate) const DETAIL: Pen = line("plan-detail", "#5c6268", 0.11);
/// What hangs above.
pub(crate) const OVER: Pen =
    Pen { class: "plan-over", fill: "none", stroke: "#5c6268", width: 0.13, dash: "0.9 0.7" };
/// Filled detail.
pub(crate) const SOLID: Pen = area("plan-solid", "#3f454b");
/// Dimension line.
pub(crate) const DIM: Pen = line("plan-dim", "#3f454b", 0.11);
/// Tick of a dimension line.
pub(crate) const TICK: Pen = line("plan-dim", "#1f2326", 0.3);
/// Rule of the title strip.
pub(crate) const RULE: Pen = line("plan-rule", "#1f2326", 0.3);
/// Thin rule.
pub(crate) const THIN_RULE: Pen = line("plan-rule", "#9aa0a6", 0.1);
/// Leader of a mark.
pub(crate) const LEADER: Pen = line("plan-leader", "#1f2326", 0.18);
/// Ground under a text that stands on something.
pub(crate) const PLATE: Pen = area("plan-plate", "#ffffff");

/// A number of millimetres with at most two decimals.
pub(crate) fn mm(value: f64) -> String {
    let mut out = String::new();
    put_mm(&mut out, value);
    out
}

/// Adds a number of millimetres to a text, as [`mm`] writes it.
fn put_mm(out: &mut String, value: f64) {
    let hundredths = if value.is_finite() { (value * 100.0).round() } else { 0.0 };
    if hundredths.abs() >= 1e15 {
        // NOTE: writing to a string cannot fail.
        let _ = write!(out, "{value:.0}");
        return;
    }
    let whole = hundredths as i64;
    let mut rest = whole.unsigned_abs();
    // From the last digit to the first; drawings have tens of thousands of numbers.
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut put = |digit: u8| {
        at -= 1;
        digits[at] = digit;
    };
    let mut decimals = 0;
    while decimals < 2 && rest.is_multiple_of(10) {
        rest /= 10;
        decimals += 1;
    }
    if decimals < 2 {
        for _ in decimals..2 {
            put(b'0' + (rest % 10) as u8);
            rest /= 10;
        }
        put(b'.');
    }
    loop {
        put(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if whole < 0 {
        put(b'-');
    }
    out.extend(digits[at..].iter().map(|d| char::from(*d)));
}

/// The `d` of a path, as it grows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace(String);

impl Trace {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The strokes of both.
    pub(crate) fn join(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    fn add(&mut self, letter: char, points: &[Pt]) -> &mut Self {
        self.0.push(letter);
        for (i, p) in points.iter().enumerate() {
            if i > 0 {
                self.0.push(' ');
            }
            put_mm(&mut self.0, p.x);
            self.0.push(' ');
            put_mm(&mut self.0, p.y);
        }
        self
    }

    pub(crate) fn line(&mut self, a: Pt, b: Pt) -> &mut Self {
        self.add('M', &[a]).add('L', &[b])
    }

    pub(crate) fn ring(&mut self, ring: &[Pt]) -> &mut Self {
        let Some((first, rest)) = ring.split_first() else { return self };
        self.add('M', &[*first]);
        if !rest.is_empty() {
            self.add('L', rest);
        }
        self.0.push('Z');
        self
    }

    pub(crate) fn rings(&mut self, rings: &[Ring]) -> &mut Self {
        for ring in rings {
            self.ring(ring);
        }
        self
    }

    pub(crate) fn open(&mut self, points: &[Pt]) -> &mut Self {
        if let Some((first, rest)) = points.split_first() {
            self.add('M', &[*first]);
            if !rest.is_empty() {
                self.add('L', rest);
            }
        }
        self
    }

    /// A quarter circle around `centre` from `from` to `to`.
    pub(crate) fn quarter(&mut self, centre: Pt, from: Pt, to: Pt) -> &mut Self {
        let sweep = i32::from((from - centre).cross(to - centre) > 0.0);
        let r = mm(from.distance(centre));
        self.add('M', &[from]);
        let _ = write!(self.0, "A{r} {r} 0 0 {sweep} {} {}", mm(to.x), mm(to.y));
        self
    }

    /// A closed curve through four quarter points of an ellipse with the half axes `a` and `b`.
    pub(crate) fn ellipse(&mut self, centre: Pt, a: Pt, b: Pt) -> &mut Self {
        const K: f64 = 0.552_284_75;
        self.add('M', &[centre + a]);
        for (p, q) in [(a, b), (b, a * -1.0), (a * -1.0, b * -1.0), (b * -1.0, a)] {
            self.add('C', &[centre + p + q * K, centre + q + p * K, centre + q]);
        }
        self.0.push('Z');
        self
    }

    /// The path in a pen.
    pub(crate) fn draw(self, pen: Pen) -> Path {
        let path = Path::new().set("class", pen.class).set("d", self.0).set("fill", pen.fill);
        if pen.stroke == "none" {
            return path;
        }
        let path = path.set("stroke", pen.stroke).set("stroke-width", mm(pen.width));
        if pen.dash.is_empty() { path } else { path.set("stroke-dasharray", pen.dash) }
    }
}

/// A box in a pen.
pub(crate) fn rectangle(bx: Box2, radius: f64, pen: Pen) -> Rectangle {
    let mut r = Rectangle::new()
        .set("class", pen.class)
        .set("x", mm(bx.x0))
        .set("y", mm(bx.y0))
        .set("width", mm(bx.width()))
        .set("height", mm(bx.height()))
        .set("fill", pen.fill);
    if radius > 0.0 {
        r = r.set("rx", mm(radius));
    }
    if pen.stroke != "none" {
        r = r.set("stroke", pen.stroke).set("stroke-width", mm(pen.width));
    }
    r
}

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    Start,
    Middle,
    End,
}

/// A text with its style.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Type {
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) hold: Hold,
    pub(crate) faint: bool,
}

impl Type {
    pub(crate) fn plain(size: f64) -> Self {
        Self { size, weight: Weight::Regular, hold: Hold::Start, faint: false }
    }

    pub(crate) fn bold(size: f64) -> Self {
        Self { weight: Weight::Bold, ..Self::plain(size) }
    }

    pub(crate) fn middle(self) -> Self {
        Self { hold: Hold::Middle, ..self }
    }

    pub(crate) fn end(self) -> Self {
        Self { hold: Hold::End, ..self }
    }

    pub(crate) fn faint(self) -> Self {
        Self { faint: true, ..self }
    }

    /// The text with its baseline at a point.
    pub(crate) fn write(self, text: &str, at: Pt) -> Element {
        let mut out = Text::new(safe(text))
            .set("class", if self.faint { "plan-faint" } else { "plan-text" })
            .set("x", mm(at.x))
            .set("y", mm(at.y))
            .set("font-size", mm(self.size))
            .set("fill", if self.faint { "#4f565d" } else { "#15181b" });
        if self.weight == Weight::Bold {
            out = out.set("font-weight", "700");
        }
        // NOTE: as a plain element it is written on one line; a `Text` would put blanks around its letters.
        Element::from(match self.hold {
            Hold::Start => out,
            Hold::Middle => out.set("text-anchor", "middle"),
            Hold::End => out.set("text-anchor", "end"),
        })
    }

    /// The text with its capitals centred on a point.
    pub(crate) fn write_centred(self, text: &str, at: Pt) -> Element {
        self.middle().write(text, Pt::new(at.x, at.y + self.size * CAP / 2.0))
    }
}

/// The text with a light edge, so that lines of reasons and leaders pass behind it.
pub(crate) fn haloed(text: Element) -> Element {
    let class = match text.get_attributes().get("class") {
        Some(class) => format!("{class} plan-halo"),
        None => "plan-halo".to_owned(),
    };
    [("class", class.as_str()), ("stroke", "#ffffff"), ("stroke-width", "0.6"), ("stroke-linejoin", "round")]
        .into_iter()
        .fold(with(text, "paint-order", "stroke"), |text, (name, value)| with(text, name, value))
}

/// The element with an attribute set.
pub(crate) fn with(mut element: Element, name: &str, value: &str) -> Element {
    element.assign(name, value);
    element
}

/// A group with a class.
pub(crate) fn group(class: &str) -> Group {
    Group::new().set("class", class)
}

/// The hover text and accessible name of an element.
pub(crate) fn title(text: &str) -> Title {
    Title::new(clean(text))
}

/// Gives ids: prefixed, of letters that need no escape, each once.
#[derive(Debug)]
pub(crate) struct Ids {
    prefix: String,
    /// Id → how often a name that gives it was asked for.
    used: BTreeMap<String, usize>,
}

impl Ids {
    pub(crate) fn new(prefix: &str) -> Self {
        let mut prefix = plain(prefix);
        if prefix.is_empty() || !prefix.starts_with(|c: char| c.is_ascii_alphabetic()) {
            prefix.insert_str(0, "plan");
        }
        Self { prefix, used: BTreeMap::new() }
    }

    /// The prefix alone, the sheet's own id.
    pub(crate) fn own(&mut self) -> String {
        self.used.insert(self.prefix.clone(), 1);
        self.prefix.clone()
    }

    pub(crate) fn take(&mut self, name: &str) -> String {
        let base = format!("{}-{}", self.prefix, plain(name));
        let mut id = base.clone();
        // NOTE: counting on from the last number keeps a thousand equal names from a million look-ups.
        while let Some(count) = self.used.get_mut(&id) {
            *count += 1;
            id = format!("{base}-{count}");
            if !self.used.contains_key(&id) {
                break;
            }
            id.clone_from(&base);
        }
        self.used.insert(id.clone(), 1);
        id
    }
}

/// A name in letters, digits, hyphens and underscores.
fn plain(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().take(80) {
        if c.is_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_at_most_and_no_negative_zero() {
        assert_eq!(mm(1.0), "1");
        assert_eq!(mm(-0.001), "0");
        assert_eq!(mm(-1.255), "-1.25".replace("1.25", &mm(1.255)));
        assert_eq!(mm(12.305), mm(12.31));
        assert_eq!(mm(0.1), "0.1");
        assert_eq!(mm(f64::NAN), "0");
    }

    #[test]
    fn ids_are_prefixed_plain_and_each_once() {
        let mut ids = Ids::new("plan 1");
        assert_eq!(ids.take("A101/bad \"x\""), "plan-1-A101-bad-x");
        assert_eq!(ids.take("A101 bad x"), "plan-1-A101-bad-x-2");
        assert!(Ids::new("1<").take("x").starts_with("plan1-"));
    }
}
