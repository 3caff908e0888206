//! Which marks belong on a view, where their true places are, and what becomes of those that have none.

use std::collections::{BTreeMap, BTreeSet};

use geo::Area;

use super::desk::{Desk, Laid, PaperRoom, put};
use super::label::{self, Obstacle};
use super::legend::Sign;
use super::locate::{self, Target};
use super::mark::{self, Body, Home};
use super::paper::{self, Box2, Pt, Ring, inside};
use super::view::{Scope, View};
use super::{Mark, MarkKind, PlacedMark, marker, schematic};
use crate::model::{Anchor, Owner, Room, Wall};

/// Most targets of one mark that get a mark each.
const MOST_TARGETS: usize = 64;

/// Share of a drawing that marks may take before they are thinned out.
const MOST_COVERED: f64 = 0.15;

/// A place where a mark belongs.
struct OneSeat<'l> {
    /// Index of the mark.
    mark: usize,
    home: Home<'l>,
    /// The rooms of the opening or piece of equipment it stands at.
    rooms: Option<Vec<usize>>,
}

impl<'a> Desk<'a> {
    /// The direction of a photo on the sheet.
    fn looks(&self, mark: &Mark, laid: &Laid) -> Option<Pt> {
        match mark.kind {
            MarkKind::Photo { direction } => {
                direction.filter(|d| d.is_finite()).map(|d| laid.frame.direction(d))
            }
            MarkKind::Text | MarkKind::Deviation => None,
        }
    }

    /// The room a mark takes around its middle.
    pub(crate) fn claim(&self, index: usize, laid: &Laid) -> Body {
        let mark = &self.options.marks[index];
        marker::claim(&mark.kind, &mark.label, self.looks(mark, laid))
    }

    /// The places on a view where marks belong, mark by mark. On a small drawing one of many openings or pieces of
    /// equipment of a room stands for all that the same mark is about.
    pub(crate) fn seats<'l>(&self, laid: &'l Laid) -> Vec<(usize, Home<'l>)> {
        let mut all = self.all_seats(laid);
        if self.is_crowded(&all, laid) {
            let mut seen: BTreeSet<(usize, Vec<usize>)> = BTreeSet::new();
            all.retain(|s| s.rooms.as_ref().is_none_or(|rooms| seen.insert((s.mark, rooms.clone()))));
        }
        let mut out: Vec<(usize, Home)> = all.into_iter().map(|s| (s.mark, s.home)).collect();
        in_rows(&mut out, &|mark| self.claim(mark, laid).pitch());
        out
    }

    /// Whether marks at all their places would take so much of the drawing that it is no longer read.
    fn is_crowded(&self, seats: &[OneSeat], laid: &Laid) -> bool {
        let taken: f64 = seats.iter().map(|s| self.claim(s.mark, laid).room()).sum();
        taken > MOST_COVERED * laid.bounds.width() * laid.bounds.height()
    }

    /// Whether marks stand at fewer places than they are about.
    pub(crate) fn is_thinned(&self, laid: &Laid) -> bool {
        self.all_seats(laid).len() > self.seats(laid).len()
    }

    fn all_seats<'l>(&self, laid: &'l Laid) -> Vec<OneSeat<'l>> {
        let mut out = Vec::new();
        for (index, mark) in self.options.marks.iter().enumerate() {
            match mark.at {
                Some(Anchor { storey, at }) => {
                    let at = laid.frame.pt(at);
                    if laid.view.storeys.contains(&Some(storey)) && laid.field.holds(at) {
                        let room = laid.rooms.iter().find(|r| inside(&r.rings, at));
                        let home = Home::Point { at, room: room.map(|r| r.rings.as_slice()) };
                        out.push(OneSeat { mark: index, home, rooms: None });
                    }
                }
                None => {
                    let mut homes: Vec<Target> = Vec::new();
                    for target in mark.targets.iter().filter_map(|t| self.register.find(t)) {
                        if !homes.contains(&target) && homes.len() < MOST_TARGETS {
                            homes.push(target);
                        }
                    }
                    out.extend(homes.into_iter().filter_map(|t| {
                        let rooms = matches!(t, Target::Opening(_) | Target::Fixture(_))
                            .then(|| locate::rooms(self.model, t));
                        Some(OneSeat { mark: index, home: self.home(t, laid)?, rooms })
                    }));
                }
            }
        }
        out
    }

    fn home<'l>(&self, target: Target, laid: &'l Laid) -> Option<Home<'l>> {
        match target {
            Target::Opening(i) => {
                if let Some(gap) = laid.gaps.iter().find(|g| g.index == i) {
                    // Beside it, first on the side its leaf does not sweep.
                    let sweeps = gap.leaves.first().is_some_and(|l| (l.open - l.hinge).dot(gap.across) > 0.0);
                    let across = gap.across * if sweeps { -1.0 } else { 1.0 };
                    return Some(Home::Beside { at: gap.middle(), across, clear: gap.half });
                }
            }
            Target::Fixture(i) => {
                if let Some((.., ring)) = laid.things.iter().find(|(t, ..)| *t == i) {
                    let at = Box2::around(ring.iter().copied()).centre();
                    let room = laid.rooms.iter().find(|r| inside(&r.rings, at));
                    return Some(Home::Point { at, room: room.map(|r| r.rings.as_slice()) });
                }
            }
            Target::Wall(i) => {
                let wall = self.model.walls.get(i).filter(|w| laid.view.storeys.contains(&w.storey));
                let largest = |w: &'a Wall| {
                    w.outlines.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))
                };
                if let Some(outline) = wall.and_then(largest) {
                    let at = laid.frame.bounds(outline).centre();
                    if at.is_finite() && laid.field.holds(at) {
                        return Some(Home::Point { at, room: None });
                    }
                }
            }
            _ => {}
        }
        let rooms = locate::rooms(self.model, target);
        let largest: &PaperRoom = laid
            .rooms
            .iter()
            .filter(|r| rooms.contains(&r.drawn.index))
            .max_by(|a, b| paper::area(&a.rings).total_cmp(&paper::area(&b.rings)))?;
        let near = laid.labels.iter().find(|(i, _)| *i == largest.drawn.index).map_or_else(
            || paper::pole(&largest.rings),
            |(_, l)| Pt::new(l.area.centre().x, l.area.y1 + 3.0),
        );
        Some(Home::Within { rings: &largest.rings, near })
    }

    /// Draws the marks of a view.
    pub(crate) fn marks(&mut self, laid: &Laid) {
        // Now that the names stand, marks of rooms gather under them.
        let seats = self.seats(laid);
        if seats.is_empty() {
            return;
        }
        self.thinned |= self.is_thinned(laid);
        let bodies: Vec<(Home, Body)> =
            seats.iter().map(|(i, home)| (home.clone(), self.claim(*i, laid))).collect();
        let mut obstacles: Vec<Obstacle> = laid
            .obstacles
            .iter()
            .map(|o| {
                // Names count most; a mark on a swing or a sofa is still read.
                let cost = match o.cost {
                    c if c >= label::TEXT => 60.0,
                    c if c >= label::SWING => 4.0,
                    c => c * 0.08,
                };
                Obstacle::new(o.ring.clone(), cost)
            })
            .collect();
        obstacles.extend(laid.gaps.iter().map(|g| Obstacle::new(g.cut(), 3.0)));
        let placed = mark::place(&bodies, &obstacles, laid.field);
        for ((index, _), seat) in seats.iter().zip(placed) {
            let mark = &self.options.marks[*index];
            self.explain(mark);
            let Some(at) = seat.at else {
                self.tray.push(*index);
                continue;
            };
            if let Some(truth) = seat.leader {
                put(&mut self.layers.leaders, marker::leader(at, truth));
            }
            self.set(*index, at, self.looks(mark, laid), seat.leader.is_some());
        }
    }

    /// Draws a mark at a place and notes it.
    fn set(&mut self, index: usize, at: Pt, looks: Option<Pt>, moved: bool) {
        let mark = &self.options.marks[index];
        let id = self.ids.take(&mark.id);
        let drawing = marker::body(&mark.kind, &mark.label, at, looks);
        put(&mut self.layers.marks, marker::linked(mark, &id, drawing));
        let half = marker::half(&mark.kind, &mark.label);
        let label = mark.label.clone();
        self.placed.push((index, PlacedMark { label, id, x: at.x, y: at.y, half, moved, in_tray: false }));
    }

    fn explain(&mut self, mark: &Mark) {
        self.signs.insert(match mark.kind {
            MarkKind::Photo { direction: Some(_) } => Sign::PhotoDirection,
            MarkKind::Photo { direction: None } => Sign::Photo,
            MarkKind::Text => Sign::TextMark,
            MarkKind::Deviation => Sign::Deviation,
        });
    }

    /// Marks that belong to this sheet and have no place on it go to the tray.
    pub(crate) fn leave_over(&mut self, views: &[View], schematic: bool) {
        let done: BTreeSet<usize> =
            self.placed.iter().map(|(i, _)| *i).chain(self.tray.iter().copied()).collect();
        let storeys: BTreeSet<usize> = views.iter().flat_map(|v| &v.storeys).flatten().copied().collect();
        // A whole storey is on this sheet, or the only dwelling there is on it.
        let owners = |s: usize| {
            let dwellings = self.model.dwellings.iter().filter(|d| d.storey == Some(s)).count();
            dwellings + self.model.bases.iter().filter(|b| b.storey == Some(s)).count()
        };
        let whole = |s: usize| {
            views.iter().any(|v| match v.scope {
                Scope::Storey | Scope::Site => v.storeys.contains(&Some(s)),
                Scope::Owner(_) => schematic && v.storeys.contains(&Some(s)) && owners(s) <= 1,
                Scope::Room(_) => false,
            })
        };
        let left: Vec<usize> = (0..self.options.marks.len())
            .filter(|i| !done.contains(i))
            .filter(|i| {
                let mark = &self.options.marks[*i];
                match mark.at {
                    Some(Anchor { storey, at }) => {
                        let nowhere =
                            storey >= self.model.storeys.len() || !at.x.is_finite() || !at.y.is_finite();
                        whole(storey) || nowhere
                    }
                    None => {
                        let mut targets =
                            mark.targets.iter().filter_map(|t| self.register.find(t)).peekable();
                        targets.peek().is_none() || targets.any(|t| self.belongs(t, views, &storeys))
                    }
                }
            })
            .collect();
        for index in left {
            self.explain(&self.options.marks[index]);
            self.tray.push(index);
        }
    }

    /// Whether an element is of these views.
    fn belongs(&self, target: Target, views: &[View], storeys: &BTreeSet<usize>) -> bool {
        let overview = views.iter().any(|v| v.scope == Scope::Site);
        let of_owner = |owner: Owner| match owner {
            Owner::Dwelling(i) => self.model.dwellings.get(i).and_then(|d| d.storey),
            Owner::Base(i) => self.model.bases.get(i).and_then(|b| b.storey),
            Owner::Common => None,
        };
        match target {
            Target::Project | Target::Site => overview || self.model.storeys.len() <= 1,
            Target::Building(b) => storeys
                .iter()
                .any(|s| overview || self.model.storeys.get(*s).is_some_and(|s| s.building == b)),
            Target::Storey(s) => storeys.contains(&s),
            Target::Owner(o) => views.iter().any(|v| v.is_of(o) && v.storeys.contains(&of_owner(o))),
            Target::Opening(i) if views.iter().any(|v| v.openings.contains(&i)) => true,
            Target::Fixture(i) if views.iter().any(|v| v.fixtures.contains(&i)) => true,
            Target::Room(_) | Target::Opening(_) | Target::Fixture(_) | Target::Wall(_) => {
                let rooms = locate::rooms(self.model, target);
                let here = |r: &Room, v: &View| {
                    v.is_of(r.owner) && v.storeys.contains(&r.storey.or_else(|| of_owner(r.owner)))
                };
                let room_scope = |v: &View, i: usize| match v.scope {
                    Scope::Room(only) => only == i,
                    _ => true,
                };
                rooms
                    .iter()
                    .filter_map(|i| Some((*i, self.room(*i)?)))
                    .any(|(i, r)| views.iter().any(|v| room_scope(v, i) && here(r, v)))
            }
        }
    }

    /// Boxes instead of a plan, with marks in them; the height used.
    pub(crate) fn schematic(&mut self, views: &[View]) -> f64 {
        let model = self.model;
        let keep = |r: &Room| {
            views.iter().any(|v| match v.scope {
                Scope::Owner(owner) => r.owner == owner,
                Scope::Storey | Scope::Site | Scope::Room(_) => v.storeys.contains(&r.storey),
            })
        };
        let (drawing, tiles, height) = schematic::draw(model, keep, self.options);
        put(&mut self.layers.floor, drawing);
        let rings: Vec<(usize, Vec<Ring>, Pt)> =
            tiles.iter().map(|t| (t.room, vec![t.area.corners().to_vec()], t.below)).collect();
        let mut seats: Vec<(usize, Home)> = Vec::new();
        for (index, mark) in self.options.marks.iter().enumerate() {
            let targets = mark.targets.iter().filter_map(|t| self.register.find(t));
            let mut rooms = targets.flat_map(|t| locate::rooms(model, t));
            if let Some((_, rings, near)) = rooms.find_map(|r| rings.iter().find(|x| x.0 == r)) {
                seats.push((index, Home::Within { rings, near: *near }));
            }
        }
        in_rows(&mut seats, &|mark| {
            let mark = &self.options.marks[mark];
            marker::claim(&mark.kind, &mark.label, None).pitch()
        });
        let texts: Vec<Obstacle> =
            tiles.iter().map(|t| Obstacle::of_box(Box2 { y1: t.below.y - 3.0, ..t.area }, 60.0)).collect();
        let field = Box2 { x0: 0.0, y0: 0.0, x1: self.options.paper.width, y1: height };
        let marks = &self.options.marks;
        let bodies: Vec<(Home, Body)> = seats
            .iter()
            .map(|(i, h)| (h.clone(), marker::claim(&marks[*i].kind, &marks[*i].label, None)))
            .collect();
        for ((index, _), seat) in seats.iter().zip(mark::place(&bodies, &texts, field)) {
            self.explain(&marks[*index]);
            match seat.at {
                Some(at) => self.set(*index, at, None, false),
                None => self.tray.push(*index),
            }
        }
        height
    }
}

/// Marks of one room stand in rows in their order, centred on the place under its name, as far apart as the widest of
/// them needs.
fn in_rows(seats: &mut [(usize, Home)], pitch: &dyn Fn(usize) -> f64) {
    const LEADING: f64 = 4.9;
    /// What is known of a room's marks: how many, how many of them stand, how far apart.
    type Row = (usize, usize, f64);
    let mut rooms: BTreeMap<(u64, u64), Row> = BTreeMap::new();
    let key = |near: &Pt| (near.x.to_bits(), near.y.to_bits());
    for (mark, home) in seats.iter() {
        if let Home::Within { near, .. } = home {
            let row = rooms.entry(key(near)).or_default();
            row.0 += 1;
            row.2 = row.2.max(pitch(*mark));
        }
    }
    for (_, home) in seats.iter_mut() {
        let Home::Within { near, rings } = home else { continue };
        let wide = rings.first().map_or(0.0, |r| Box2::around(r.iter().copied()).width());
        let Some((all, done, pitch)) = rooms.get_mut(&key(near)) else { continue };
        let per_row = ((wide * 0.8 / *pitch) as usize).clamp(1, 8);
        let (row, column) = (*done / per_row, *done % per_row);
        let in_row = per_row.min(*all - row * per_row);
        *done += 1;
        near.x += (column as f64 - (in_row as f64 - 1.0) / 2.0) * *pitch;
        near.y += row as f64 * LEADING;
    }
}
