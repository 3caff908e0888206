//! Doors, windows and passages: what they connect, and where in which wall they sit.
//!
//! Set after all rooms are placed, since a door may lead to a room described after it. An opening that does not fit
//! its wall keeps what it connects and loses its place, so that nothing wrong is drawn or measured.

use std::rc::Rc;

use geo::{Coord, Intersects, Line};
use rstar::AABB;

use super::super::ast::{Arg, EdgeName, HingeWord, Statement, SwingWord};
use super::super::grammar::{Key, Role};
use super::homes::Amended;
use super::names::{Home, Meant};
use super::plan::Plan;
use super::shapes::{self, Edge, NoEdge, SAME_PLACE};
use super::{Lower, Surroundings};
use crate::localized;
use crate::model::{Hinge, Opening, OpeningKind, Owner, Placement, Side, Swing};
use crate::source::{Diagnostic, Span};
use crate::text::{Lang, Localized, number};
use crate::vocab::{SubjectKind, normalise};

/// Two rooms farther apart than this, in metres, have no common wall.
pub(super) const WIDEST_GAP: f64 = 0.6;
/// Thickness an outer wall is drawn with where nobody said it, in metres. It is drawn, not measured.
const DRAWN_OUTER_WALL: f64 = 0.3;
/// How far an opening may reach past its wall by rounding, in metres.
const ROUNDING: f64 = 5e-3;

/// An opening that waits for all rooms to be placed.
pub(super) struct PendingOpening<'a> {
    statements: Amended<'a>,
    around: Rc<Surroundings<'a>>,
    homes: Vec<Home>,
}

/// What is said of an opening besides its facts.
#[derive(Debug, Default)]
struct Measures<'a> {
    width: Option<f64>,
    height: Option<f64>,
    sill: Option<f64>,
    swing: Option<&'a Statement>,
    hinge: Option<&'a Statement>,
}

impl<'a> Lower<'a> {
    /// Takes the openings and walls of some blocks in, the strongest block first.
    pub(super) fn keep_openings(
        &mut self,
        plans: &[&Plan<'a>],
        around: &Rc<Surroundings<'a>>,
        homes: &[Home],
    ) {
        let tag = |s: &Statement| s.word(Role::Tag).map(normalise).unwrap_or_default();
        for statements in self.amended(plans, &[Key::Door, Key::Window, Key::Passage], tag) {
            self.openings.push(PendingOpening {
                statements,
                around: Rc::clone(around),
                homes: homes.to_vec(),
            });
        }
        self.keep_walls(plans, around, homes);
    }

    pub(super) fn set_openings(&mut self) {
        for pending in std::mem::take(&mut self.openings) {
            if self.full {
                return;
            }
            self.opening(&pending);
        }
    }

    fn opening(&mut self, pending: &PendingOpening<'a>) {
        let Some(own) = pending.statements.last().copied() else { return };
        let around = &pending.around;
        let (kind, letter, noun) = match own.key() {
            Some(Key::Window) => (OpeningKind::Window, "V", "vindu"),
            Some(Key::Passage) => (OpeningKind::Passage, "Å", "åpning"),
            _ => (OpeningKind::Door, "D", "dør"),
        };
        let subject = if kind == OpeningKind::Window { SubjectKind::Window } else { SubjectKind::Door };
        let tag = own.word(Role::Tag).map_or_else(|| self.number(around, letter), str::to_owned);
        let id = format!("{}{tag}", around.prefix);
        let Some(mut element) = self.element(&id, subject, own, "") else { return };
        element.label = format!("{noun} {tag} {}", around.label);
        element.tag = tag;
        let plans: Vec<Rc<Plan<'a>>> =
            pending.statements.iter().filter_map(|s| s.block.as_ref()).map(|b| self.plan(b)).collect();
        let outside = around.defaults.iter().flat_map(|d| d.for_place(subject, &[]));
        let said: Vec<&Plan<'a>> = plans.iter().map(Rc::as_ref).chain(outside).collect();
        self.declare(&mut element, &said, &[]);
        let measures = measures(&said, kind);
        let (sides, commons) = self.sides(pending, own);
        let mut opening = Opening {
            element,
            kind,
            sides,
            storey: around.storey,
            placement: None,
            width: measures.width,
            height: measures.height,
            sill: measures.sill,
            swing: None,
            recess: None,
            maybe_solid: false,
        };
        let room = sides.iter().find_map(|s| if let Side::Room(r) = s { Some(*r) } else { None });
        if let Some(room) = room {
            opening.storey = self.model.rooms[room].storey.or(opening.storey);
        }
        let edge = pending.statements.iter().find_map(|s| s.part(Role::Edge));
        let along = pending.statements.iter().find_map(|s| s.part(Role::Along));
        match (room, edge.map(|p| &p.value), along.map(|p| &p.value)) {
            (Some(room), Some(Arg::Edge(name)), Some(Arg::Number(along))) => {
                opening.placement = self.placement(own, room, *name, *along, &mut opening, commons);
            }
            // NOTE: where nothing is drawn nothing is missed on the drawing.
            (Some(room), ..) if !self.placed[room].corners.is_empty() => {
                self.not_placed(own, &opening.element.label);
            }
            _ => {}
        }
        if let Some(at) = commons.filter(|i| opening.sides[*i] == Side::Unknown) {
            opening.sides[at] = self.only_common(own, &pending.homes);
        }
        opening.swing = self.swing(&measures, &opening, pending);
        self.opening_spans.push(own.span);
        self.model.openings.push(opening);
    }

    /// What lies on the two sides, and which of them is «felles», to be found behind the wall.
    fn sides(&mut self, pending: &PendingOpening<'a>, own: &Statement) -> ([Side; 2], Option<usize>) {
        let refs = pending.statements.iter().find_map(|s| s.part(Role::Between).or_else(|| s.part(Role::In)));
        let meant = match refs.map(|p| &p.value) {
            Some(Arg::Rooms(a, b)) => [self.meaning(a, &pending.homes), self.meaning(b, &pending.homes)],
            Some(Arg::Room(a)) => [self.meaning(a, &pending.homes), Meant::Side(Side::Outside)],
            _ => {
                self.faults.push(
                    Diagnostic::error(
                        "design.unconnected",
                        own.span,
                        Localized::new(
                            "det står ikke hva åpningen er mellom",
                            "it is not said what the opening is between",
                        ),
                    )
                    .help(Localized::new(
                        "skriv mellom ute og stue, eller for vinduer i stue",
                        "write mellom ute og stue, or for windows i stue",
                    )),
                );
                return ([Side::Unknown; 2], None);
            }
        };
        if let [Meant::Side(Side::Room(a)), Meant::Side(Side::Room(b))] = meant
            && a == b
        {
            self.faults.push(Diagnostic::error(
                "design.same-room",
                own.span,
                Localized::new(
                    "åpningen har samme rom på begge sider",
                    "the opening has the same room on both sides",
                ),
            ));
            return ([Side::Room(a), Side::Unknown], None);
        }
        let commons = meant.iter().position(|m| *m == Meant::Common);
        let side = |m: Meant| match m {
            Meant::Side(side) => side,
            Meant::Common => Side::Unknown,
        };
        (meant.map(side), commons)
    }

    /// The one common room around, where there is only one.
    fn only_common(&mut self, own: &Statement, homes: &[Home]) -> Side {
        let rooms: Vec<usize> = homes
            .iter()
            .filter(|h| !matches!(h, Home::Dwelling(_) | Home::Base(_)))
            .map(|h| self.names.rooms(*h))
            .find(|rooms| !rooms.is_empty())
            .unwrap_or_default();
        if let [room] = rooms[..] {
            return Side::Room(room);
        }
        let (nb, en) = if rooms.is_empty() {
            ("ingen fellesrom er beskrevet her", "no common room is described here")
        } else {
            ("det er flere fellesrom her", "there are several common rooms here")
        };
        self.faults.push(Diagnostic::error("design.which-room", own.span, Localized::new(nb, en)).help(
            Localized::new(
                "beskriv rommet under felles { … } og skriv merket dets, eller skriv «ukjent»",
                "describe the room under felles { … } and write its tag, or write “ukjent” (unknown)",
            ),
        ));
        Side::Unknown
    }

    fn not_placed(&mut self, own: &Statement, label: &str) {
        self.faults.push(
            Diagnostic::warning(
                "design.not-placed",
                own.span,
                localized!(
                    "{label} er ikke plassert i en vegg og verken tegnes eller måles",
                    "{label} has no place in a wall and is neither drawn nor measured"
                ),
            )
            .help(Localized::new("skriv vegg sør ved 1.20", "write vegg sør ved 1.20")),
        );
    }

    /// The wall of a room with a name, placed on the plan.
    pub(super) fn wall_of(&mut self, room: usize, name: EdgeName, span: Span) -> Option<Edge> {
        let placed = &self.placed[room];
        if placed.corners.is_empty() {
            let label = &self.model.rooms[room].element.label;
            let fault = Diagnostic::warning(
                "design.not-placed",
                span,
                localized!(
                    "{label} er ikke tegnet, så veggen finnes ikke",
                    "{label} is not drawn, so there is no such wall"
                ),
            );
            self.faults.push(fault.help(Localized::new(
                "gi rommet et rektangel eller en polygon",
                "give the room a rectangle or a polygon",
            )));
            return None;
        }
        match shapes::edge(&placed.corners, name) {
            Ok(edge) => Some(edge.placed(&placed.frame)),
            Err(why) => {
                let label = self.model.rooms[room].element.label.clone();
                let fault = Diagnostic::error(
                    "design.which-wall",
                    span,
                    localized!("{label} har ikke én slik vegg", "{label} has not one such wall"),
                );
                let help = match why {
                    NoEdge::Several(numbers) => {
                        let list = numbers.iter().map(|n| format!("vegg {n}")).collect::<Vec<_>>().join(", ");
                        localized!("skriv hvilken: {list}", "write which: {list}")
                    }
                    NoEdge::None => {
                        let n = self.placed[room].corners.len();
                        localized!("skriv vegg 1 til vegg {n}", "write vegg 1 to vegg {n}")
                    }
                };
                self.faults.push(fault.help(help));
                None
            }
        }
    }

    fn placement(
        &mut self,
        own: &Statement,
        room: usize,
        name: EdgeName,
        along: f64,
        opening: &mut Opening,
        commons: Option<usize>,
    ) -> Option<Placement> {
        let edge = self.wall_of(room, name, own.span)?;
        let Some(width) = opening.width else {
            self.faults.push(
                Diagnostic::warning(
                    "design.not-placed",
                    own.span,
                    Localized::new(
                        "bredden mangler: åpningen verken tegnes eller måles",
                        "the width is missing: the opening is neither drawn nor measured",
                    ),
                )
                .help(Localized::new("skriv { bredde 0.90 }", "write { bredde 0.90 }")),
            );
            return None;
        };
        let length = edge.length();
        if along + width > length + ROUNDING {
            let [length, end] = [length, along + width].map(|m| number(m, 2, false, Lang::Nb));
            self.faults.push(
                Diagnostic::error(
                    "design.outside-wall",
                    own.span,
                    localized!(
                        "åpningen når {end} m, men veggen er {length} m lang",
                        "the opening reaches {end} m, but the wall is {length} m long"
                    ),
                )
                .help(Localized::new("flytt den eller gjør den smalere", "move it or make it narrower")),
            );
            return None;
        }
        let (a, b) = (edge.at(along), edge.at(along + width));
        let behind = self.behind(room, &edge, a, b);
        if let (Some(i), Some((found, _))) = (commons, behind)
            && self.model.rooms[found].owner == Owner::Common
        {
            opening.sides[i] = Side::Room(found);
        }
        let other = opening.sides.iter().copied().find(|s| *s != Side::Room(room)).unwrap_or(Side::Unknown);
        let outer = self.placed_outer_wall(room, opening.storey);
        let thickness = match other {
            Side::Room(other) => self.gap(other, &edge, a, b).or_else(|| {
                self.not_between(own, room, other);
                None
            })?,
            Side::Outside => {
                let indoors = behind.filter(|(r, _)| !self.is_outdoors(*r));
                if let Some((found, _)) = indoors {
                    let label = self.model.rooms[found].element.label.clone();
                    self.faults.push(
                        Diagnostic::error(
                            "design.not-outside",
                            own.span,
                            localized!(
                                "på andre siden av veggen ligger {label}, ikke ute",
                                "behind the wall lies {label}, not the open"
                            ),
                        )
                        .help(Localized::new(
                            "rett hva åpningen er mellom, eller hvor den er",
                            "mend what the opening is between, or where it is",
                        )),
                    );
                    return None;
                }
                outer
            }
            Side::Unknown => behind.map_or(outer, |(_, gap)| gap),
        };
        let shift = edge.out * (thickness / 2.0);
        Some(Placement { a: a + shift, b: b + shift, thickness })
    }

    fn placed_outer_wall(&self, room: usize, storey: Option<usize>) -> f64 {
        let own = match self.model.rooms[room].owner {
            Owner::Dwelling(i) => self.model.dwellings[i].outer_wall,
            Owner::Base(i) => self.model.bases[i].outer_wall,
            Owner::Common => None,
        };
        let storey = storey.and_then(|s| self.model.storeys[s].outer_wall);
        own.or(storey).unwrap_or(DRAWN_OUTER_WALL)
    }

    fn is_outdoors(&self, room: usize) -> bool {
        let functions = &self.model.rooms[room].functions;
        functions.iter().any(|f| self.lexicon.vocabulary.room(f).is_some_and(|r| r.outdoor))
    }

    fn not_between(&mut self, own: &Statement, room: usize, other: usize) {
        let [a, b] = [room, other].map(|r| self.model.rooms[r].element.label.clone());
        self.faults.push(
            Diagnostic::error(
                "design.not-between",
                own.span,
                localized!(
                    "{a} og {b} ligger ikke på hver sin side av veggen her",
                    "{a} and {b} do not lie on either side of the wall here"
                ),
            )
            .help(Localized::new(
                "rett veggen, avstanden eller rommene",
                "mend the wall, the distance or the rooms",
            )),
        );
    }

    /// The gap between a stretch of wall and the wall of another room that faces it along the whole stretch.
    fn gap(&self, other: usize, edge: &Edge, a: Coord<f64>, b: Coord<f64>) -> Option<f64> {
        let placed = &self.placed[other];
        if placed.corners.is_empty() {
            // NOTE: a room that was not drawn contradicts nothing.
            return Some(0.0);
        }
        let along = b - a;
        let length = along.x.hypot(along.y).max(f64::MIN_POSITIVE);
        let along = along / length;
        let dot = |p: Coord<f64>, q: Coord<f64>| p.x * q.x + p.y * q.y;
        shapes::edges(&placed.corners)
            .iter()
            .map(|e| e.placed(&placed.frame))
            .filter(|e| dot(e.out, edge.out) < -0.999)
            .filter_map(|e| {
                let (s, t) = (dot(e.start - a, along), dot(e.end - a, along));
                let covers = s.min(t) <= ROUNDING && s.max(t) >= length - ROUNDING;
                let gap = dot(e.start - a, edge.out);
                (covers && (-ROUNDING..=2.0).contains(&gap)).then_some(gap.max(0.0))
            })
            .min_by(f64::total_cmp)
            .filter(|gap| *gap <= 2.0)
    }

    /// The nearest room behind a stretch of wall, and the gap to it.
    fn behind(&mut self, room: usize, edge: &Edge, a: Coord<f64>, b: Coord<f64>) -> Option<(usize, f64)> {
        let middle = (a + b) / 2.0;
        let ray = Line::new(middle + edge.out * SAME_PLACE, middle + edge.out * WIDEST_GAP);
        let low = [ray.start.x.min(ray.end.x), ray.start.y.min(ray.end.y)];
        let high = [ray.start.x.max(ray.end.x), ray.start.y.max(ray.end.y)];
        let found: Vec<usize> = self
            .rooms_near(room, AABB::from_corners(low, high))
            .into_iter()
            .filter(|r| {
                *r != room && self.model.rooms[*r].outline.as_ref().is_some_and(|o| o.intersects(&ray))
            })
            .collect();
        found
            .into_iter()
            .filter_map(|r| Some((r, self.gap(r, edge, middle, middle + (b - middle) / 1e3)?)))
            .min_by(|x, y| x.1.total_cmp(&y.1).then(x.0.cmp(&y.0)))
    }

    fn swing(
        &mut self,
        measures: &Measures<'_>,
        opening: &Opening,
        pending: &PendingOpening<'a>,
    ) -> Option<Swing> {
        if measures.swing.is_none() && measures.hinge.is_none() {
            return None;
        }
        let outside = opening.sides.iter().position(|s| *s == Side::Outside);
        let inwards = outside.map_or(1, |o| 1 - o);
        let mut sliding = false;
        let into = match measures.swing.and_then(|s| s.arg(Role::Swing)) {
            Some(Arg::Swing(SwingWord::Out)) => 1 - inwards,
            Some(Arg::Swing(SwingWord::Sliding)) => {
                sliding = true;
                inwards
            }
            Some(Arg::Swing(SwingWord::Towards(room))) => {
                let Meant::Side(side) = self.meaning(room, &pending.homes) else { return None };
                let Some(i) = opening.sides.iter().position(|s| *s == side) else {
                    self.faults.push(Diagnostic::error(
                        "design.swing",
                        room.span,
                        Localized::new(
                            "døra går ikke til dette rommet",
                            "the door does not lead to this room",
                        ),
                    ));
                    return None;
                };
                i
            }
            _ => inwards,
        };
        if sliding {
            return Some(Swing::new(Hinge::Sliding, into));
        }
        let hinge = match measures.hinge.and_then(|s| s.arg(Role::Hinge)) {
            Some(Arg::Hinge(HingeWord::Both)) => Hinge::Both,
            Some(Arg::Hinge(side)) => self.hinge(*side, opening, into, &pending.homes),
            _ => Hinge::A,
        };
        Some(Swing::new(hinge, into))
    }

    /// The end of the opening that is on the left or right of somebody who stands where the leaf opens to. In a home
    /// that is mirrored, what was written on the left is on the right.
    fn hinge(&self, side: HingeWord, opening: &Opening, into: usize, homes: &[Home]) -> Hinge {
        let left_is_a = opening.placement.is_none_or(|p| {
            let room = opening
                .sides
                .iter()
                .position(|s| matches!(s, Side::Room(r) if !self.placed[*r].corners.is_empty()));
            let Some((at, Side::Room(r))) = room.map(|i| (i, opening.sides[i])) else { return true };
            let middle = (p.a + p.b) / 2.0;
            let along = p.b - p.a;
            // NOTE: which side of the line a → b the room lies on, told by its walls along that line.
            let normal = Coord { x: -along.y, y: along.x };
            let placed = &self.placed[r];
            let facing =
                shapes::edges(&placed.corners).iter().map(|e| e.placed(&placed.frame)).min_by(|x, y| {
                    let off = |e: &Edge| {
                        let parallel = (e.out.x * along.x + e.out.y * along.y).abs();
                        let d = e.start - middle;
                        (d.x * e.out.x + d.y * e.out.y).abs() + parallel * 1e3
                    };
                    off(x).total_cmp(&off(y))
                });
            let room_on_left = facing.is_some_and(|e| e.out.x * normal.x + e.out.y * normal.y < 0.0);
            let viewer_on_left = room_on_left == (at == into);
            // A viewer on the left of a → b looks to its right; a is then on the right hand.
            !viewer_on_left
        });
        let left = (side == HingeWord::Left) != self.is_mirrored(opening, homes);
        if left == left_is_a { Hinge::A } else { Hinge::B }
    }

    /// Whether an opening was described in a home that is placed as its mirror image.
    fn is_mirrored(&self, opening: &Opening, homes: &[Home]) -> bool {
        let rooms = opening.sides.iter().filter_map(|s| if let Side::Room(r) = s { Some(*r) } else { None });
        let own = |r: &usize| match (homes.first(), self.model.rooms[*r].owner) {
            (Some(Home::Dwelling(home)), Owner::Dwelling(owner))
            | (Some(Home::Base(home)), Owner::Base(owner)) => *home == owner,
            _ => false,
        };
        rooms.filter(own).any(|r| {
            let frame = &self.placed[r].frame;
            frame.a() * frame.e() - frame.b() * frame.d() < 0.0
        })
    }
}

/// The sizes said of an opening, the nearest first.
fn measures<'a>(said: &[&Plan<'a>], kind: OpeningKind) -> Measures<'a> {
    let first = |key: Key| said.iter().find_map(|p| p.one.get(&key)).copied();
    let size = said.iter().enumerate().find_map(|(i, p)| Some((i, p.one.get(&Key::Size)?.arg(Role::Size)?)));
    let size = size.and_then(|(i, a)| if let Arg::Size(w, h) = a { Some((i, *w, *h)) } else { None });
    let one = |key: Key, from_size: Option<(usize, f64)>| {
        let alone =
            said.iter().enumerate().find_map(|(i, p)| Some((i, p.one.get(&key)?.number(Role::Length)?)));
        match (alone, from_size) {
            (Some((i, v)), Some((j, w))) => Some(if i <= j { v } else { w }),
            (Some((_, v)), None) | (None, Some((_, v))) => Some(v),
            (None, None) => None,
        }
    };
    Measures {
        width: one(Key::Width, size.map(|(i, w, _)| (i, w))),
        height: one(Key::Height, size.map(|(i, _, h)| (i, h))),
        sill: match kind {
            OpeningKind::Window => first(Key::Sill).and_then(|s| s.number(Role::Length)),
            OpeningKind::Door | OpeningKind::Passage => Some(0.0),
        },
        swing: first(Key::Swing),
        hinge: first(Key::Hinge),
    }
}
