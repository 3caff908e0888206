//! Where the names of rooms and the tags of dwellings stand: inside their room, clear of what doors sweep, of
//! furniture and of marks; smaller or broken over lines before they cover anything, and as a key outside
//! the drawing before they cover a door's swing.

use super::letters::{Weight, width};
use super::paper::{Box2, Pt, Ring, box_inside, convex_overlap, pole};

/// What a text should not cover, and how much it matters.
#[derive(Debug, Clone)]
pub(crate) struct Obstacle {
    /// A convex shape.
    pub(crate) ring: Ring,
    pub(crate) bounds: Box2,
    /// Cost of covering it.
    pub(crate) cost: f64,
}

/// Cost of covering a thing that hangs above, a thing that stands, a door's swing, another text or mark.
pub(crate) const ABOVE: f64 = 3.0;
/// The edge of a zone.
pub(crate) const EDGE: f64 = 6.0;
/// A thing that stands.
pub(crate) const THING: f64 = 10.0;
/// What a door sweeps, a mark.
pub(crate) const SWING: f64 = 100.0;
/// Another text.
pub(crate) const TEXT: f64 = 1000.0;
/// Covering less than this is covering nothing.
const FREE: f64 = 0.5;

impl Obstacle {
    pub(crate) fn new(ring: Ring, cost: f64) -> Self {
        Self { bounds: Box2::around(ring.iter().copied()), ring, cost }
    }

    pub(crate) fn of_box(bx: Box2, cost: f64) -> Self {
        Self { ring: bx.corners().to_vec(), bounds: bx, cost }
    }

    /// Whether a box covers some of it.
    pub(crate) fn hit(&self, bx: Box2) -> bool {
        self.bounds.overlaps(bx) && convex_overlap(&self.ring, &bx.corners())
    }

    /// What it costs a text of this box to stand there: for things by how much of them it hides.
    fn weigh(&self, bx: Box2) -> f64 {
        if !self.hit(bx) {
            return 0.0;
        }
        if self.cost >= SWING {
            return self.cost;
        }
        let w = self.bounds.x1.min(bx.x1) - self.bounds.x0.max(bx.x0);
        let h = self.bounds.y1.min(bx.y1) - self.bounds.y0.max(bx.y0);
        // In square millimetres, so that the smaller text is the better one where something must be hidden.
        self.cost * (0.3 + (w * h / 40.0).min(2.0))
    }
}

/// One line of a label.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) faint: bool,
}

impl Line {
    pub(crate) fn new(text: impl Into<String>, size: f64, weight: Weight) -> Self {
        Self { text: text.into(), size, weight, faint: false }
    }
}

/// Lines with their place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    pub(crate) lines: Vec<Line>,
    pub(crate) area: Box2,
    /// Whether it stands on something, so that it needs a ground of its own.
    pub(crate) plate: bool,
}

/// Leading, as a share of the size.
const LEADING: f64 = 1.22;

/// The size of lines set under each other.
pub(crate) fn extent(lines: &[Line]) -> (f64, f64) {
    let w = lines.iter().map(|l| width(&l.text, l.size, l.weight)).fold(0.0, f64::max);
    (w, lines.iter().map(|l| l.size * LEADING).sum())
}

impl Label {
    /// Size of its first line.
    pub(crate) fn size(&self) -> f64 {
        self.lines.first().map_or(0.0, |l| l.size)
    }

    /// A box around each line.
    pub(crate) fn plates(&self) -> impl Iterator<Item = Box2> {
        let x = self.area.centre().x;
        let mut y = self.area.y0;
        self.lines.iter().map(move |l| {
            let high = l.size * LEADING;
            let at = Pt::new(x, y + high / 2.0 + l.size * 0.04);
            y += high;
            Box2::centred(at, width(&l.text, l.size, l.weight) + 0.6, high)
        })
    }

    /// Each line with the middle of its baseline.
    pub(crate) fn baselines(&self) -> impl Iterator<Item = (&Line, Pt)> {
        let x = self.area.centre().x;
        let mut y = self.area.y0;
        self.lines.iter().map(move |l| {
            let at = Pt::new(x, y + l.size * 0.95);
            y += l.size * LEADING;
            (l, at)
        })
    }
}

/// Sizes of names and areas at a scale, the largest first: a small drawing does not shout.
pub(crate) fn sizes(scale: u32) -> [(f64, f64); 3] {
    match scale {
        0..=75 => [(2.7, 2.3), (2.3, 2.0), (1.9, 1.8)],
        76..=150 => [(2.4, 2.1), (2.1, 1.9), (1.8, 1.7)],
        _ => [(2.1, 1.9), (1.9, 1.8), (1.7, 1.6)],
    }
}

/// The ways to set a room's name and area, the best to read first.
pub(crate) fn settings(name: &str, area: &str, sizes: &[(f64, f64)]) -> Vec<Vec<Line>> {
    let mut out: Vec<Vec<Line>> = Vec::new();
    for (bold, plain) in sizes.iter().copied() {
        for count in 1..=3 {
            let Some(parts) = broken(name, count, bold) else { continue };
            let mut lines: Vec<Line> = parts.into_iter().map(|p| Line::new(p, bold, Weight::Bold)).collect();
            if !area.is_empty() {
                lines.push(Line { faint: true, ..Line::new(area, plain, Weight::Regular) });
            }
            out.push(lines);
        }
    }
    out
}

/// A name over so many lines, as even as its blanks and strokes let it; none when it has too few.
fn broken(name: &str, count: usize, size: f64) -> Option<Vec<String>> {
    if count == 1 {
        return Some(vec![name.to_owned()]);
    }
    let mut parts: Vec<String> = vec![String::new()];
    for c in name.chars() {
        let last = parts.last_mut()?;
        if c != ' ' {
            last.push(c);
        }
        if matches!(c, ' ' | '/' | '-' | '–') && !last.is_empty() {
            parts.push(String::new());
        }
    }
    parts.retain(|p| !p.is_empty());
    // NOTE: names of very many parts are hostile; they stay on one line.
    if parts.len() < count || parts.len() > 12 {
        return None;
    }
    let join = |from: usize, to: usize| {
        parts[from..to].iter().fold(String::new(), |mut line, p| {
            if !line.is_empty() && !line.ends_with(['/', '-', '–']) {
                line.push(' ');
            }
            line.push_str(p);
            line
        })
    };
    let mut best: Option<(f64, Vec<String>)> = None;
    let mut consider = |cuts: &[usize]| {
        let lines: Vec<String> = cuts.windows(2).map(|w| join(w[0], w[1])).collect();
        let widest = lines.iter().map(|l| width(l, size, Weight::Bold)).fold(0.0, f64::max);
        if best.as_ref().is_none_or(|(w, _)| widest < *w - 1e-9) {
            best = Some((widest, lines));
        }
    };
    let n = parts.len();
    for first in 1..n {
        if count == 2 {
            consider(&[0, first, n]);
        } else {
            for second in first + 1..n {
                consider(&[0, first, second, n]);
            }
        }
    }
    best.map(|(_, lines)| lines)
}

/// The best place of a box of a size inside the rings, and what it covers there: never a swing, a mark or another text.
fn seat(rings: &[Ring], (w, h): (f64, f64), obstacles: &[&Obstacle], wish: Pt) -> Option<(Box2, f64)> {
    const AIR: f64 = 0.6;
    /// Of two places that cost as much but for this the first is taken: rounding does not decide where a name stands.
    const EQUAL: f64 = 1e-4;
    let bounds = Box2::around(rings.first()?.iter().copied());
    let (free_w, free_h) = (bounds.width() - w, bounds.height() - h);
    if free_w < 0.0 || free_h < 0.0 {
        return None;
    }
    // The wish first, then a grid over where its middle can be.
    let steps = |free: f64| ((free / 1.1).ceil() as usize).clamp(1, 26);
    let (nx, ny) = (steps(free_w), steps(free_h));
    let reach = bounds.width().hypot(bounds.height()).max(1.0);
    let middle = |i: usize, j: usize| {
        Pt::new(
            bounds.x0 + w / 2.0 + free_w * i as f64 / nx as f64,
            bounds.y0 + h / 2.0 + free_h * j as f64 / ny as f64,
        )
    };
    let spots = std::iter::once(wish)
        .chain((0..=nx).flat_map(|i| (0..=ny).map(move |j| (i, j))).map(|(i, j)| middle(i, j)));
    let taken: Vec<&Obstacle> = obstacles.iter().copied().filter(|o| o.cost >= SWING).collect();
    let mut best: Option<(f64, Box2, f64)> = None;
    for at in spots {
        let far = 5.0 * at.distance(wish) / reach;
        if best.is_some_and(|(cost, ..)| far >= cost - EQUAL) {
            continue;
        }
        let bx = Box2::centred(at, w, h);
        let aired = bx.grown(AIR);
        if taken.iter().any(|o| o.hit(aired)) || !box_inside(rings, bx) {
            continue;
        }
        let tight = if box_inside(rings, aired) { 0.0 } else { 2.0 };
        if best.is_some_and(|(cost, ..)| far + tight >= cost - EQUAL) {
            continue;
        }
        let (mut covered, mut crowded) = (0.0, 0.0);
        let roomy = bx.grown(3.0 * AIR);
        for o in obstacles {
            covered += o.weigh(aired);
            if o.cost > 0.0 && o.bounds.overlaps(roomy) {
                crowded += 0.5;
            }
        }
        let cost = far + tight + covered + crowded;
        if best.is_none_or(|(c, ..)| cost < c - EQUAL) {
            best = Some((cost, bx, covered));
        }
    }
    best.map(|(_, bx, covered)| (bx, covered))
}

/// A label inside a room, in the first setting that covers nothing, else in the one that covers least, but
/// never over a swing or another text; none when there is no such place.
pub(crate) fn place(rings: &[Ring], settings: &[Vec<Line>], obstacles: &[Obstacle]) -> Option<Label> {
    let bounds = Box2::around(rings.first()?.iter().copied());
    let near: Vec<&Obstacle> = obstacles.iter().filter(|o| o.bounds.overlaps(bounds)).collect();
    let wish = pole(rings);
    let mut fallback: Option<(f64, Label)> = None;
    for lines in settings {
        let Some((area, covered)) = seat(rings, extent(lines), &near, wish) else { continue };
        let label = Label { lines: lines.clone(), area, plate: covered > 0.0 };
        if covered < FREE {
            return Some(label);
        }
        if covered < SWING && fallback.as_ref().is_none_or(|(c, _)| covered < *c) {
            fallback = Some((covered, label));
        }
    }
    fallback.map(|(_, label)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(w: f64, h: f64) -> Vec<Ring> {
        vec![Box2 { x0: 0.0, y0: 0.0, x1: w, y1: h }.corners().to_vec()]
    }

    #[test]
    fn a_name_stays_clear_of_the_swing_of_a_door() {
        let swing = Obstacle::of_box(Box2 { x0: 8.0, y0: 8.0, x1: 32.0, y1: 22.0 }, SWING);
        let label =
            place(&room(60.0, 30.0), &settings("Stue", "21,6 m²", &sizes(50)), std::slice::from_ref(&swing))
                .unwrap();
        assert!(!swing.hit(label.area));
        assert_eq!(label.lines[0].size, 2.7);
    }

    #[test]
    fn a_long_name_in_a_narrow_room_is_broken_before_it_is_made_small() {
        let label =
            place(&room(16.0, 30.0), &settings("Stue/kjøkken/sov", "21,6 m²", &sizes(50)), &[]).unwrap();
        assert_eq!(label.lines.len(), 4);
        assert_eq!(label.lines[0].text, "Stue/");
        assert_eq!(label.lines[0].size, 2.7);
    }

    #[test]
    fn a_name_that_fits_nowhere_has_no_place() {
        assert_eq!(place(&room(4.0, 3.0), &settings("Teknisk rom", "2,6 m²", &sizes(50)), &[]), None);
        let swing = Obstacle::of_box(Box2 { x0: 0.0, y0: 0.0, x1: 20.0, y1: 10.0 }, SWING);
        assert_eq!(place(&room(20.0, 10.0), &settings("Bad", "5 m²", &sizes(50)), &[swing]), None);
    }
}
