//! Where marks stand: each at its true place if it can, else moved the least, and never one over another.
//!
//! Candidates around the true place, greedy in the order given, then single marks improved as long as it
//! helps (Christensen, Marks and Shieber 1995 call it discrete gradient descent); no chance in it. Costs: marks over each
//! other ≫ names of rooms > leader through a mark > leader over a leader > swings > distance > direction.
//! What is left over after that, or stands on a text, takes the nearest free place, and where there is none, a place in
//! the tray under the drawing.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::label::Obstacle;
use super::paper::{Box2, Pt, Ring, crosses_box, inside, segments_cross};

/// Air between two marks.
pub(crate) const AIR: f64 = 0.35;
/// Most marks that are improved after the first round; more are only kept apart.
const MOST_IMPROVED: usize = 160;
const ROUNDS: usize = 5;
/// How far from its place a mark may stand, in millimetres.
const FARTHEST: f64 = 30.0;
/// Most searches for a free place that may fail before the field counts as full.
const MOST_FAILED: usize = 8;
/// Rows of marks beside an opening, on each side.
const ROWS: usize = 3;

/// What a mark takes around its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Body {
    /// What no other mark may touch.
    disc: Box2,
    /// The tip of its wedge, which others should not cover.
    wedge: Option<Box2>,
}

impl Body {
    /// A body of a half width and half height, with the tip of its wedge.
    pub(crate) fn of(half: (f64, f64), tip: Option<Pt>) -> Self {
        let disc = Box2::centred(Pt::default(), 2.0 * half.0, 2.0 * half.1);
        Self { disc, wedge: tip.map(|t| Box2::centred(t * 0.85, 1.2, 1.2)) }
    }

    /// The box it takes at a place, wedge and all.
    pub(crate) fn at(self, at: Pt) -> Box2 {
        self.wedge.map_or(self.disc, |w| self.disc.with(w)).moved(at)
    }

    /// The disc with half the air between two marks.
    fn claim(self, at: Pt) -> Box2 {
        self.disc.moved(at).grown(AIR / 2.0)
    }

    fn tip(self, at: Pt) -> Option<Box2> {
        self.wedge.map(|w| w.moved(at))
    }

    /// The area it takes with the air around it, in square millimetres.
    pub(crate) fn room(self) -> f64 {
        (self.disc.width() + AIR) * (self.disc.height() + AIR)
    }

    /// How far apart such marks stand in a row.
    pub(crate) fn pitch(self) -> f64 {
        self.disc.width() + 2.0 * AIR
    }

    fn size(self) -> f64 {
        self.disc.width().max(self.disc.height()) / 2.0
    }
}

/// Where a mark belongs.
#[derive(Debug, Clone)]
pub(crate) enum Home<'a> {
    /// At a point, in the room around it.
    Point { at: Pt, room: Option<&'a [Ring]> },
    /// Beside an opening: its middle, the direction square to the wall, and the distance that clears the wall.
    Beside { at: Pt, across: Pt, clear: f64 },
    /// Anywhere in an area, as near a point as can be.
    Within { rings: &'a [Ring], near: Pt },
}

/// Where a mark came to stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seat {
    /// Its middle; none when it stands in the tray.
    pub(crate) at: Option<Pt>,
    /// Its true place, when it was moved so far that it needs a leader.
    pub(crate) leader: Option<Pt>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    at: Pt,
    leader: Option<Pt>,
    /// What the place costs by itself.
    own: f64,
}

/// The places a mark may take.
struct Choices<'o> {
    body: Body,
    /// What they would cost if they covered nothing, the cheapest first; each with its place in the order of preference.
    bare: Vec<(usize, Candidate)>,
    /// What each costs with what it covers; found when somebody asks.
    own: Vec<OnceCell<f64>>,
    /// What any of them may cover.
    near: Vec<&'o Obstacle>,
}

/// What costs a mark so much to cover is a text.
const TEXT: f64 = 30.0;
/// What covering a wedge costs.
const WEDGE: f64 = 6.0;
/// What it costs that a leader passes over a text, as a share of covering it.
const LEADER: f64 = 0.6;
/// Of two places that cost as much but for this the first in the order of preference is taken: rounding does not decide
/// where a letter stands.
const EQUAL: f64 = 1e-6;

/// Boxes by cell, so that neighbours are found without looking at all.
#[derive(Debug, Default)]
struct Taken {
    cells: BTreeMap<(i32, i32), Vec<usize>>,
    boxes: Vec<Option<Box2>>,
}

impl Taken {
    const CELL: f64 = 6.0;
    /// As many are looked at one by one.
    const FEW: usize = 64;

    fn range(bx: Box2) -> impl Iterator<Item = (i32, i32)> {
        let cell = |v: f64| (v / Self::CELL).floor().clamp(-1e6, 1e6) as i32;
        let (x0, x1, y0, y1) = (cell(bx.x0), cell(bx.x1), cell(bx.y0), cell(bx.y1));
        (x0..=x1).flat_map(move |x| (y0..=y1).map(move |y| (x, y)))
    }

    fn put(&mut self, i: usize, bx: Box2) {
        self.lift(i);
        for cell in Self::range(bx) {
            self.cells.entry(cell).or_default().push(i);
        }
        if self.boxes.len() <= i {
            self.boxes.resize(i + 1, None);
        }
        self.boxes[i] = Some(bx);
    }

    fn lift(&mut self, i: usize) {
        if let Some(old) = self.boxes.get_mut(i).and_then(Option::take) {
            for cell in Self::range(old) {
                if let Some(list) = self.cells.get_mut(&cell) {
                    list.retain(|j| *j != i);
                }
            }
        }
    }

    /// How many others a box overlaps.
    fn hits(&self, i: usize, bx: Box2) -> usize {
        if self.boxes.len() <= Self::FEW {
            let hit = |(j, b): &(usize, &Option<Box2>)| *j != i && b.is_some_and(|b| b.overlaps(bx));
            return self.boxes.iter().enumerate().filter(hit).count();
        }
        let mut found: Vec<usize> = Self::range(bx)
            .filter_map(|c| self.cells.get(&c))
            .flatten()
            .copied()
            .filter(|j| *j != i && self.boxes[*j].is_some_and(|b| b.overlaps(bx)))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.len()
    }
}

/// What is taken by the marks that stand.
#[derive(Debug, Default)]
struct Board {
    discs: Taken,
    wedges: Taken,
}

impl Board {
    fn put(&mut self, i: usize, body: Body, at: Pt) {
        self.discs.put(i, body.claim(at));
        match body.tip(at) {
            Some(tip) => self.wedges.put(i, tip),
            None => self.wedges.lift(i),
        }
    }

    fn lift(&mut self, i: usize) {
        self.discs.lift(i);
        self.wedges.lift(i);
    }
}

/// Places marks in a field.
pub(crate) fn place(marks: &[(Home, Body)], obstacles: &[Obstacle], field: Box2) -> Vec<Seat> {
    let choices: Vec<Choices> =
        marks.iter().map(|(home, body)| Choices::of(home, *body, obstacles, field)).collect();
    let mut taken = Board::default();
    let mut chosen: Vec<Option<Candidate>> = vec![None; marks.len()];
    let best = |i: usize, taken: &Board, chosen: &[Option<Candidate>]| choices[i].best(i, taken, chosen);
    for i in 0..marks.len() {
        if let Some((_, c)) = best(i, &taken, &chosen) {
            taken.put(i, marks[i].1, c.at);
            chosen[i] = Some(c);
        }
    }
    if marks.len() <= MOST_IMPROVED {
        for _ in 0..ROUNDS {
            let mut better = false;
            for i in 0..marks.len() {
                let Some(now) = chosen[i] else { continue };
                let here = cost(i, &now, marks[i].1, &taken, &chosen, f64::INFINITY);
                if here < 0.5 {
                    continue;
                }
                if let Some((there, c)) = best(i, &taken, &chosen)
                    && there < here - 1e-6
                {
                    taken.put(i, marks[i].1, c.at);
                    chosen[i] = Some(c);
                    better = true;
                }
            }
            if !better {
                break;
            }
        }
    }
    let texts: Vec<&Obstacle> = obstacles.iter().filter(|o| o.cost >= TEXT).collect();
    settle(marks, &mut chosen, &mut taken, &texts, field);
    chosen
        .into_iter()
        .map(|c| c.map_or(Seat { at: None, leader: None }, |c| Seat { at: Some(c.at), leader: c.leader }))
        .collect()
}

/// No two marks over each other and none over a text, whatever it takes.
fn settle(
    marks: &[(Home, Body)],
    chosen: &mut [Option<Candidate>],
    taken: &mut Board,
    texts: &[&Obstacle],
    field: Box2,
) {
    let mut failed = 0;
    for (i, (home, body)) in marks.iter().enumerate() {
        let Some(now) = chosen[i] else { continue };
        if !hides(body.disc.moved(now.at), now.leader, texts) && taken.discs.hits(i, body.claim(now.at)) == 0
        {
            continue;
        }
        taken.lift(i);
        let truth = match home {
            Home::Point { at: p, .. } | Home::Beside { at: p, .. } | Home::Within { near: p, .. } => *p,
        };
        let search = failed < MOST_FAILED;
        let free = search.then(|| nearest_free(i, truth, *body, taken, texts, field)).flatten();
        chosen[i] = free.map(|at| Candidate { at, leader: Some(truth), own: 0.0 });
        match free {
            Some(at) => taken.put(i, *body, at),
            None => failed += 1,
        }
    }
}

/// Whether a mark or its leader hides a text. One that stands on the true place cannot be helped.
fn hides(mark: Box2, truth: Option<Pt>, texts: &[&Obstacle]) -> bool {
    let crosses =
        |o: &Obstacle| truth.is_some_and(|p| !o.bounds.holds(p) && crosses_box(mark.centre(), p, o.bounds));
    texts.iter().any(|o| o.hit(mark) || crosses(o))
}

/// The nearest free place in rings of growing size around a point, from where a leader passes over no text.
fn nearest_free(
    i: usize,
    around: Pt,
    body: Body,
    taken: &Board,
    texts: &[&Obstacle],
    field: Box2,
) -> Option<Pt> {
    const PITCH: f64 = 2.4;
    // Farther off than that, a mark is read as that of another room.
    let far = field.width().max(field.height()).min(FARTHEST);
    let reach = (far / PITCH).ceil() as i32 + 1;
    for ring in 1..=reach {
        let mut spots: Vec<(f64, Pt)> = Vec::new();
        for a in -ring..=ring {
            for (dx, dy) in [(a, -ring), (a, ring), (-ring, a), (ring, a)] {
                let at = around + Pt::new(f64::from(dx), f64::from(dy)) * PITCH;
                if field.holds_box(body.claim(at)) {
                    spots.push((at.distance(around), at));
                }
            }
        }
        spots.sort_by(|a, b| a.0.total_cmp(&b.0));
        let free = |at: Pt| {
            taken.discs.hits(i, body.claim(at)) == 0 && !hides(body.disc.moved(at), Some(around), texts)
        };
        if let Some((_, at)) = spots.into_iter().find(|(_, at)| free(*at)) {
            return Some(at);
        }
    }
    None
}

impl<'o> Choices<'o> {
    fn of(home: &Home, body: Body, obstacles: &'o [Obstacle], field: Box2) -> Self {
        let mut bare: Vec<(usize, Candidate)> =
            candidates(home, body, field).into_iter().enumerate().collect();
        let ends = bare.iter().filter_map(|(_, c)| c.leader);
        let reach = bare.iter().fold(Box2::around(ends), |all, (_, c)| all.with(body.claim(c.at)));
        let near = obstacles.iter().filter(|o| o.bounds.overlaps(reach)).collect();
        bare.sort_by(|(_, a), (_, b)| a.own.total_cmp(&b.own));
        Self { body, own: vec![OnceCell::new(); bare.len()], bare, near }
    }

    /// The cheapest place as the others stand, the first in the order of preference where several are.
    fn best(&self, i: usize, taken: &Board, chosen: &[Option<Candidate>]) -> Option<(f64, Candidate)> {
        let mut best: Option<(f64, usize, Candidate)> = None;
        for ((rank, bare), own) in self.bare.iter().zip(&self.own) {
            let least = best.map_or(f64::INFINITY, |(least, ..)| least);
            // NOTE: all else only adds to it.
            if bare.own > least + EQUAL {
                break;
            }
            let own = *own.get_or_init(|| bare.own + self.covered(bare));
            let candidate = Candidate { own, ..*bare };
            let sum = cost(i, &candidate, self.body, taken, chosen, least + EQUAL);
            let better = |(least, first, _): (f64, usize, _)| {
                sum < least - EQUAL || (sum <= least + EQUAL && *rank < first)
            };
            if best.is_none_or(better) {
                best = Some((sum, *rank, candidate));
            }
        }
        best.map(|(sum, _, candidate)| (sum, candidate))
    }

    /// What a place costs for what it covers, or its leader passes over.
    fn covered(&self, place: &Candidate) -> f64 {
        let bx = self.body.claim(place.at);
        let mut covered = 0.0;
        for o in &self.near {
            if o.hit(bx) {
                covered += o.cost;
            }
            if let Some(p) = place.leader
                && o.cost >= TEXT
                && crosses_box(place.at, p, o.bounds)
            {
                covered += o.cost * LEADER;
            }
        }
        covered
    }
}

/// The places around a mark's home in the order of preference, with what they cost if they cover nothing.
fn candidates(home: &Home, body: Body, field: Box2) -> Vec<Candidate> {
    let size = body.size();
    let (wide, high) = (body.disc.width() + AIR, body.disc.height() + AIR);
    let mut out: Vec<Candidate> = Vec::new();
    let mut consider = |at: Pt, leader: Option<Pt>, own: f64| {
        if field.holds_box(body.claim(at)) {
            out.push(Candidate { at, leader, own });
        }
    };
    // In another room than its own a mark misleads.
    let astray = |room: Option<&[Ring]>, at: Pt| match room {
        Some(rings) if !inside(rings, at) => 7.0,
        _ => 0.0,
    };
    let around =
        |consider: &mut dyn FnMut(Pt, Option<Pt>, f64), truth: Pt, room: Option<&[Ring]>, base: f64| {
            for (k, radius) in [1.6, 1.9, 2.3, 2.8, 3.4, 4.1, 5.0, 6.2, 7.8, 10.0].iter().enumerate() {
                let radius = radius * size;
                for d in 0..16 {
                    // Right above first, then the other slants, then the straight ones: Imhof's order.
                    let angle = f64::from(d) * std::f64::consts::TAU / 16.0;
                    let (s, c) = angle.sin_cos();
                    let at = truth + Pt::new(c, -s) * radius;
                    let rank = astray(room, at)
                        + match d {
                            2 => 0.0,
                            14 | 6 | 10 => 0.4,
                            0 | 4 | 8 | 12 => 0.8,
                            _ => 0.6,
                        };
                    consider(at, Some(truth), base + 2.0 + radius * 0.5 + rank + k as f64 * 0.3);
                }
            }
        };
    match home {
        Home::Point { at, room } => {
            consider(*at, None, 0.0);
            around(&mut consider, *at, *room, 0.0);
        }
        Home::Beside { at, across, clear } => {
            let along = across.perp();
            // Further rows behind the first are as near each other as to be read as one block beside the opening.
            for row in 0..ROWS {
                for (k, shift) in [0.0, 1.0, -1.0, 2.0, -2.0].iter().enumerate() {
                    for sign in [1.0, -1.0] {
                        let pitch = 2.0 * size + AIR + 0.1;
                        let out = clear + size + 0.5 + row as f64 * pitch;
                        let off = *across * (sign * out) + along * (shift * pitch);
                        let side = if sign > 0.0 { 0.0 } else { 0.3 };
                        consider(*at + off, None, k as f64 * 0.7 + side + row as f64 * 3.6);
                    }
                }
            }
            around(&mut consider, *at, None, 3.0);
        }
        Home::Within { rings, near } => {
            let bounds = rings.first().map_or(Box2::NOTHING, |r| Box2::around(r.iter().copied()));
            if !bounds.is_empty() {
                let pitch = |len: f64, size: f64| {
                    let n = (len / size).floor().clamp(1.0, 14.0);
                    (len / n, n as usize)
                };
                let (px, nx) = pitch(bounds.width(), wide);
                let (py, ny) = pitch(bounds.height(), high);
                for i in 0..nx {
                    for j in 0..ny {
                        let at =
                            Pt::new(bounds.x0 + px * (i as f64 + 0.5), bounds.y0 + py * (j as f64 + 0.5));
                        let whole = body.claim(at).corners().iter().all(|c| inside(rings, *c));
                        if whole {
                            // Rows under the name read better than a cloud around it.
                            let d = at - *near;
                            consider(at, None, 0.3 + 0.12 * d.x.abs() + 0.3 * d.y.abs());
                        }
                    }
                }
                if body.claim(*near).corners().iter().all(|c| inside(rings, *c)) {
                    consider(*near, None, 0.0);
                }
            }
            around(&mut consider, *near, Some(rings), 6.0);
        }
    }
    out
}

/// What a place costs as the others stand; no less than `most` where it is more than that.
fn cost(i: usize, c: &Candidate, body: Body, taken: &Board, chosen: &[Option<Candidate>], most: f64) -> f64 {
    let bx = body.claim(c.at);
    let mut sum = c.own + 1e4 * taken.discs.hits(i, bx) as f64 + WEDGE * taken.wedges.hits(i, bx) as f64;
    if let Some(tip) = body.tip(c.at) {
        sum += WEDGE * taken.discs.hits(i, tip) as f64;
    }
    if chosen.len() > MOST_IMPROVED {
        return sum;
    }
    for (j, other) in chosen.iter().enumerate() {
        if sum > most {
            return sum;
        }
        let Some(other) = other.filter(|_| j != i) else { continue };
        if let Some(p) = c.leader {
            if let Some(b) = taken.discs.boxes.get(j).copied().flatten() {
                sum += through(c.at, p, b);
            }
            if let Some(q) = other.leader
                && segments_cross(c.at, p, other.at, q)
            {
                sum += 12.0;
            }
        }
        if let Some(q) = other.leader {
            sum += through(other.at, q, bx);
        }
    }
    sum
}

/// What it costs that a leader passes under a mark; little when it ends there, for two marks of one place.
fn through(from: Pt, to: Pt, mark: Box2) -> f64 {
    match (crosses_box(from, to, mark), mark.holds(to)) {
        (false, _) => 0.0,
        (true, true) => 1.5,
        (true, false) => 20.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HALF: (f64, f64) = (2.2, 2.2);
    const FIELD: Box2 = Box2 { x0: 0.0, y0: 0.0, x1: 250.0, y1: 130.0 };

    fn point(at: Pt) -> Home<'static> {
        Home::Point { at, room: None }
    }

    fn overlaps(seats: &[Seat]) -> usize {
        let boxes: Vec<Box2> =
            seats.iter().filter_map(|s| s.at).map(|p| Box2::centred(p, 2.0 * HALF.0, 2.0 * HALF.1)).collect();
        (0..boxes.len())
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .filter(|(i, j)| boxes[*i].overlaps(boxes[*j]))
            .count()
    }

    #[test]
    fn marks_that_have_room_stay_where_they_are() {
        let places = [Pt::new(20.0, 20.0), Pt::new(40.0, 20.0), Pt::new(20.0, 60.0)];
        let marks: Vec<_> = places.iter().map(|p| (point(*p), Body::of(HALF, None))).collect();
        for (seat, p) in place(&marks, &[], FIELD).iter().zip(places) {
            assert_eq!(*seat, Seat { at: Some(p), leader: None });
        }
    }

    #[test]
    fn of_two_marks_on_one_place_one_is_moved_and_has_a_leader() {
        let p = Pt::new(50.0, 50.0);
        let seats = place(&[(point(p), Body::of(HALF, None)), (point(p), Body::of(HALF, None))], &[], FIELD);
        assert_eq!(seats.iter().filter(|s| s.leader == Some(p)).count(), 1);
        assert_eq!(overlaps(&seats), 0);
    }

    #[test]
    fn a_field_that_is_full_sends_the_rest_to_the_tray() {
        let small = Box2 { x0: 0.0, y0: 0.0, x1: 15.0, y1: 15.0 };
        let marks: Vec<_> = (0..40).map(|_| (point(Pt::new(7.0, 7.0)), Body::of(HALF, None))).collect();
        let seats = place(&marks, &[], small);
        assert!(seats.iter().any(|s| s.at.is_some()) && seats.iter().any(|s| s.at.is_none()));
        assert_eq!(overlaps(&seats), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn no_mark_ever_stands_over_another(
            places in prop::collection::vec((0.0..60.0_f64, 0.0..50.0_f64), 0..70),
        ) {
            let marks: Vec<_> = places.iter().map(|(x, y)| (point(Pt::new(*x, *y)), Body::of(HALF, None))).collect();
            let seats = place(&marks, &[], FIELD);
            prop_assert_eq!(overlaps(&seats), 0);
            prop_assert!(seats.iter().all(|s| s.at.is_none_or(|p| FIELD.holds(p))));
        }
    }
}
