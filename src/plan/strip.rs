//! What stands under a drawing: heading, scale bar, north, legend, the key to names that had no room, marks
//! without a place, and the note of what is not drawn.

use svg::node::element::Group;

use super::legend::{self, ROW, Signs};
use super::letters::{Weight, safe, shorten, width, wrap};
use super::marker;
use super::options::{Mark, Paper};
use super::paper::{Box2, Pt};
use super::pen::{Pen, RULE, THIN_RULE, Trace, Type, group, rectangle, with};
use super::sheet::NotDrawn;
use crate::text::{Lang, Localized, number};

/// Everything the strip says.
pub(crate) struct Strip<'a> {
    pub(crate) title: &'a str,
    pub(crate) subtitle: &'a str,
    pub(crate) scale: Option<u32>,
    pub(crate) paper: Paper,
    /// North on the sheet, as a unit vector, where known.
    pub(crate) north: Option<Pt>,
    pub(crate) signs: &'a Signs,
    /// Numbers in rooms that are too small for their names.
    pub(crate) key: &'a [(String, String)],
    /// Marks without a place, with their ids.
    pub(crate) tray: &'a [(&'a Mark, String)],
    pub(crate) not_drawn: &'a [NotDrawn],
    pub(crate) notes: &'a [String],
    pub(crate) lang: Lang,
}

const MARGIN: f64 = 3.0;
const SIZE: f64 = 2.1;
const LINE: f64 = 2.9;
/// Most lines the note of what is not drawn takes.
const MOST_LINES: usize = 4;

/// Most different names the note tells apart.
const MOST_NAMES: usize = 60;

/// Places of the marks in the tray, by their middle.
pub(crate) type TraySeats = Vec<Pt>;

/// What is not drawn, in one text: reason by reason, alike things counted.
pub(crate) fn told(not_drawn: &[NotDrawn], lang: Lang) -> String {
    let mut reasons: Vec<(&Localized, Vec<(&str, usize)>)> = Vec::new();
    for item in not_drawn {
        let at = reasons.iter().position(|(r, _)| *r == &item.reason).unwrap_or_else(|| {
            reasons.push((&item.reason, Vec::new()));
            reasons.len() - 1
        });
        let things = &mut reasons[at].1;
        // NOTE: beyond that the last one counts for all; the note is cut long before, the result's list is whole.
        match things.iter().position(|(s, _)| *s == item.short) {
            Some(same) => things[same].1 += 1,
            None if things.len() < MOST_NAMES => things.push((&item.short, 1)),
            None => {
                if let Some(last) = things.last_mut() {
                    last.1 += 1;
                }
            }
        }
    }
    let sentence = |(reason, things): &(&Localized, Vec<(&str, usize)>)| {
        let names: Vec<String> = things
            .iter()
            .map(|(s, n)| if *n > 1 { format!("{s}\u{a0}×\u{a0}{n}") } else { (*s).to_owned() })
            .collect();
        format!("{} ({})", names.join(", "), reason.get(lang))
    };
    reasons.iter().map(sentence).collect::<Vec<_>>().join("; ")
}

impl Strip<'_> {
    /// The height it will take, before the key and the tray are known.
    pub(crate) fn least_height(&self) -> f64 {
        self.draw(0.0).1
    }

    /// The strip with its upper edge at `top`, its height, and the seats of the tray.
    pub(crate) fn draw(&self, top: f64) -> (Group, f64, TraySeats) {
        let lang = self.lang;
        let (left, right) = (MARGIN, self.paper.width - MARGIN);
        let mut out = group("plan-strip");
        let mut rule = Trace::new();
        rule.line(Pt::new(left, top), Pt::new(right, top));
        out = out.add(rule.draw(RULE));
        // Right: north, then the scale.
        let mut edge = right;
        if let Some(north) = self.north {
            out = out.add(arrow(Pt::new(right - 6.0, top + 7.6), north));
            edge -= 16.0;
        }
        let bar = self.scale.map(|s| bar(s, edge, top + 4.6, self.paper.name, lang));
        if let Some((drawing, wide)) = bar {
            out = out.add(drawing);
            edge -= wide + 8.0;
        } else {
            let text = Localized::new("Skjema, ikke i målestokk", "Schematic, not to scale");
            let text = text.get(lang);
            out = out.add(Type::bold(SIZE).end().write(text, Pt::new(edge, top + 6.5)));
            edge -= width(text, SIZE, Weight::Bold) + 8.0;
        }
        // Left: what it is.
        let room = (edge - left).max(20.0);
        let heading = shorten(self.title, 3.6, Weight::Bold, room);
        out = out.add(Type::bold(3.6).write(&heading, Pt::new(left, top + 6.2)));
        let mut y = top + 10.4;
        for line in wrap(self.subtitle, 2.3, Weight::Regular, room).iter().take(2) {
            out = out.add(Type::plain(2.3).faint().write(line, Pt::new(left, y)));
            y += 3.2;
        }
        y = y.max(top + 14.2) - 1.6;
        if !self.signs.is_empty() {
            out = out.add(thin(left, right, y));
            let (drawing, height) = legend::draw(self.signs, Pt::new(left, y + 0.9), right - left, lang);
            out = out.add(drawing);
            y += height + 1.8;
        }
        let mut seats = Vec::new();
        if !self.tray.is_empty() {
            out = out.add(thin(left, right, y));
            let text = Localized::new("Uten sted på planen", "Without a place on the plan");
            let text = text.get(lang);
            out = out.add(Type::bold(SIZE).write(text, Pt::new(left, y + ROW / 2.0 + 1.6)));
            let start = left + width(text, SIZE, Weight::Bold) + 3.0;
            let (mut x, mut row) = (start, y + ROW / 2.0 + 0.9);
            for (mark, _) in self.tray {
                let (hw, _) = marker::half(&mark.kind, &mark.label);
                if x + 2.0 * hw > right && x > start {
                    x = start;
                    row += ROW;
                }
                seats.push(Pt::new(x + hw, row));
                x += 2.0 * hw + 1.4;
            }
            y = row + ROW / 2.0 + 0.9;
        }
        let mut lines: Vec<(bool, String)> = Vec::new();
        if !self.key.is_empty() {
            let text: Vec<String> =
                self.key.iter().map(|(k, v)| format!("{k}\u{a0}{}", v.replace(' ', "\u{a0}"))).collect();
            lines.extend(
                wrap(&text.join(" · "), SIZE, Weight::Regular, right - left).into_iter().map(|l| (false, l)),
            );
        }
        for note in self.notes {
            lines.extend(wrap(note, SIZE, Weight::Regular, right - left).into_iter().map(|l| (false, l)));
        }
        if !self.not_drawn.is_empty() {
            let head = Localized::new("Ikke tegnet:", "Not drawn:");
            let text = safe(&format!("{} {}", head.get(lang), told(self.not_drawn, lang)));
            let mut told = wrap(&text, SIZE, Weight::Regular, right - left);
            if told.len() > MOST_LINES {
                let more = Localized::new("… og mer, se listen", "… and more, see the list");
                let more = more.get(lang);
                told.truncate(MOST_LINES);
                if let Some(last) = told.last_mut() {
                    let rest = width(more, SIZE, Weight::Regular) + 1.0;
                    *last = format!(
                        "{} {more}",
                        shorten(last, SIZE, Weight::Regular, right - left - rest).trim_end_matches('…')
                    );
                }
            }
            lines.extend(told.into_iter().map(|l| (true, l)));
        }
        if !lines.is_empty() {
            out = out.add(thin(left, right, y));
            y += 0.6;
            for (missing, line) in &lines {
                y += LINE;
                let style = Type::plain(SIZE);
                let text = style.write(line, Pt::new(left, y));
                out = out.add(if *missing { with(text, "font-style", "italic") } else { text });
            }
            y += 1.4;
        }
        (out, y - top + 1.0, seats)
    }
}

fn thin(left: f64, right: f64, y: f64) -> svg::node::element::Path {
    let mut t = Trace::new();
    t.line(Pt::new(left, y), Pt::new(right, y));
    t.draw(THIN_RULE)
}

/// A bar of four fields with its right end at `right`, and the scale in words over it.
fn bar(scale: u32, right: f64, y: f64, paper: &str, lang: Lang) -> (Group, f64) {
    let per_metre = 1000.0 / f64::from(scale.max(1));
    // The longest of 1, 2, 5 and their tens that stays under five centimetres.
    let mut length = 0.1_f64;
    for step in (0..12).flat_map(|e| [1.0, 2.0, 5.0].map(|m| m * 10.0_f64.powi(e - 1))) {
        if step * per_metre <= 50.5 {
            length = step;
        }
    }
    let wide = length * per_metre;
    let left = right - wide - 3.0;
    let mut out = group("plan-scalebar");
    let words = Localized::new("Målestokk", "Scale");
    let on = if paper.is_empty() { String::new() } else { format!(" ({paper})") };
    let text = format!("{} 1:{scale}{on}", words.get(lang));
    out = out.add(Type::bold(SIZE).write(&text, Pt::new(left, y)));
    let (top, high) = (y + 1.5, 1.3);
    for i in 0..4 {
        let field = Box2 {
            x0: left + wide * f64::from(i) / 4.0,
            y0: top,
            x1: left + wide * f64::from(i + 1) / 4.0,
            y1: top + high,
        };
        let pen = if i % 2 == 0 {
            Pen { class: "plan-solid", fill: "#1f2326", stroke: "#1f2326", width: 0.15, dash: "" }
        } else {
            Pen { class: "plan-blank", fill: "#ffffff", stroke: "#1f2326", width: 0.15, dash: "" }
        };
        out = out.add(rectangle(field, 0.0, pen));
    }
    for (share, unit) in [(0.0, ""), (0.5, ""), (1.0, "\u{a0}m")] {
        let text = format!("{}{unit}", number(length * share, 2, false, lang));
        let at = Pt::new(left + wide * share, top + high + 2.5);
        out = out.add(Type::plain(1.9).middle().write(&text, at));
    }
    (out, (wide + 3.0).max(width(&text, SIZE, Weight::Bold)))
}

/// North: a needle in a ring, half of it full.
fn arrow(at: Pt, north: Pt) -> Group {
    let r = 4.0;
    let side = north.perp();
    let (tip, tail) = (at + north * (r + 0.6), at - north * (r * 0.85));
    let (left, right, notch) = (tail + side * 2.0, tail - side * 2.0, at - north * (r * 0.45));
    let (mut ring, mut full, mut half) = (Trace::new(), Trace::new(), Trace::new());
    ring.ellipse(at, Pt::new(r, 0.0), Pt::new(0.0, r));
    full.ring(&[tip, left, notch]);
    half.ring(&[tip, right, notch]);
    let line = Pen { class: "plan-blank", fill: "#ffffff", stroke: "#1f2326", width: 0.18, dash: "" };
    let solid = Pen { class: "plan-solid", fill: "#1f2326", ..line };
    let letter = at + north * (r + 2.1);
    group("plan-north")
        .add(ring.draw(Pen { class: "plan-rule", fill: "none", ..line }))
        .add(half.draw(line))
        .add(full.draw(solid))
        .add(Type::bold(2.2).write_centred("N", letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_things_that_are_not_drawn_are_counted_by_reason() {
        let reason = || Localized::new("uten plass", "no place");
        let list = [
            NotDrawn::new("komfyr i A101", "komfyr", reason()),
            NotDrawn::new("komfyr i A102", "komfyr", reason()),
            NotDrawn::new("dør D1", "D1", Localized::new("ikke i vegg", "not in a wall")),
        ];
        assert_eq!(told(&list, Lang::Nb), "komfyr\u{a0}×\u{a0}2 (uten plass); D1 (ikke i vegg)");
    }

    #[test]
    fn the_bar_is_a_round_length_that_fits() {
        for (scale, text) in [(20, "1\u{a0}m"), (50, "2\u{a0}m"), (100, "5\u{a0}m"), (200, "10\u{a0}m")] {
            let (drawing, wide) = bar(scale, 200.0, 10.0, "A4", Lang::Nb);
            assert!(drawing.to_string().contains(&format!(">{text}<")), "1:{scale}");
            assert!(wide < 56.0);
        }
    }
}
