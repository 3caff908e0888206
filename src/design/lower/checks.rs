//! What does not fit together once everything is placed: rooms that overlap, openings in the same place, furniture
//! outside its room, dwellings outside their storey.
//!
//! Neighbours are found in a tree of bounding boxes, and the number of pairs looked at is bounded, so that a thousand
//! rooms in one place cost no more than they should.

use std::collections::BTreeMap;

use geo::{BoundingRect, Coord, Distance, Euclidean, Intersects, Point, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::Lower;
use super::shapes::SAME_PLACE;
use crate::geometry;
use crate::localized;
use crate::model::{OpeningKind, Owner};
use crate::source::{Diagnostic, Severity, Span};
use crate::text::{Lang, Localized, number};

/// Rooms that share less than this, in m², touch.
const TOUCH: f64 = 1e-3;
/// How far furniture may reach into a wall before it is told, in metres.
const INTO_WALL: f64 = 0.02;
/// Most corners of pairs of neighbours looked at in one project: a rectangle over another has ten.
const MOST_CORNERS: usize = 4_000_000;
/// Most rooms looked at behind one opening.
const MOST_NEAR: usize = 64;
/// Most things that do not fit together looked for; there are more faults than a person reads then.
const MOST_FOUND: usize = 1000;

/// A box with the index of what it bounds.
type Boxed = GeomWithData<Rectangle<[f64; 2]>, usize>;

/// What lies on one plane: a storey, or a dwelling that was not placed in one.
type Plane = (Option<usize>, Option<Owner>);

/// Rooms by plane, for finding neighbours.
#[derive(Default)]
pub(super) struct Neighbours {
    planes: BTreeMap<Plane, RTree<Boxed>>,
}

impl Lower<'_> {
    /// Rooms on the same plane as a room whose boxes meet a box, in order.
    pub(super) fn rooms_near(&mut self, room: usize, envelope: AABB<[f64; 2]>) -> Vec<usize> {
        if self.neighbours.planes.is_empty() {
            self.find_neighbours();
        }
        let plane = self.plane(room);
        let Some(tree) = self.neighbours.planes.get(&plane) else { return Vec::new() };
        let mut found: Vec<usize> =
            tree.locate_in_envelope_intersecting(&envelope).take(MOST_NEAR).map(|b| b.data).collect();
        found.sort_unstable();
        found
    }

    fn plane(&self, room: usize) -> Plane {
        let room = &self.model.rooms[room];
        (room.storey, if room.storey.is_none() { Some(room.owner) } else { None })
    }

    fn find_neighbours(&mut self) {
        let mut boxes: BTreeMap<Plane, Vec<Boxed>> = BTreeMap::new();
        for (i, room) in self.model.rooms.iter().enumerate() {
            if let Some(bounds) = room.outline.as_ref().and_then(boxed) {
                boxes.entry(self.plane(i)).or_default().push(GeomWithData::new(bounds, i));
            }
        }
        self.neighbours.planes = boxes.into_iter().map(|(p, all)| (p, RTree::bulk_load(all))).collect();
    }

    pub(super) fn check_layout(&mut self) {
        self.find_neighbours();
        self.check_overlaps();
        self.check_openings();
        self.check_furniture();
        self.check_outlines();
    }

    fn check_overlaps(&mut self) {
        let mut corners = 0;
        let mut found: Vec<(usize, usize, f64)> = Vec::new();
        'all: for tree in self.neighbours.planes.values() {
            for one in tree {
                let Some(a) = self.model.rooms[one.data].outline.as_ref() else { continue };
                for other in tree.locate_in_envelope_intersecting(&rstar::RTreeObject::envelope(one.geom())) {
                    if other.data <= one.data {
                        continue;
                    }
                    let Some(b) = self.model.rooms[other.data].outline.as_ref() else { continue };
                    corners += a.exterior().0.len() + b.exterior().0.len();
                    if corners > MOST_CORNERS || found.len() > MOST_FOUND {
                        break 'all;
                    }
                    let shared = if a.intersects(b) { geometry::shared_area(a, b) } else { 0.0 };
                    if shared > TOUCH {
                        found.push((one.data, other.data, shared));
                    }
                }
            }
        }
        if corners > MOST_CORNERS {
            self.unchecked();
        }
        found.sort_by_key(|(a, b, _)| (*a, *b));
        for (a, b, shared) in found {
            self.overlap(a, b, shared);
        }
    }

    fn unchecked(&mut self) {
        self.faults.push(Diagnostic::new(
            Severity::Warning,
            "design.unchecked",
            localized!(
                "så mye ligger tett at ikke alt er sjekket for overlapp",
                "so much lies close that not all was checked for overlap"
            ),
        ));
    }

    fn overlap(&mut self, a: usize, b: usize, shared: f64) {
        let same_owner = self.model.rooms[a].owner == self.model.rooms[b].owner
            && self.placed[a].owner_span == self.placed[b].owner_span;
        let span = |r: usize| if same_owner { self.placed[r].span } else { self.placed[r].owner_span };
        let (first, second) = if span(a).start <= span(b).start { (a, b) } else { (b, a) };
        let [one, two] = [first, second].map(|r| self.model.rooms[r].element.label.clone());
        let area = number(shared, 2, false, Lang::Nb);
        let fault = Diagnostic::error(
            "design.overlap",
            span(second),
            localized!("{one} og {two} overlapper med {area} m²", "{one} and {two} overlap by {area} m²"),
        )
        .at(span(first), Localized::new("det andre rommet", "the other room"))
        .help(Localized::new("flytt et av dem, eller rett målene", "move one of them, or mend the measures"));
        self.faults.push(fault);
    }

    fn check_openings(&mut self) {
        let boxes: Vec<Boxed> = self
            .model
            .openings
            .iter()
            .enumerate()
            .filter_map(|(i, o)| {
                let p = o.placement?;
                let low = [p.a.x.min(p.b.x) - INTO_WALL, p.a.y.min(p.b.y) - INTO_WALL];
                let high = [p.a.x.max(p.b.x) + INTO_WALL, p.a.y.max(p.b.y) + INTO_WALL];
                Some(GeomWithData::new(Rectangle::from_corners(low, high), i))
            })
            .collect();
        let tree = RTree::bulk_load(boxes);
        let mut corners = 0;
        let mut found: Vec<(usize, usize)> = Vec::new();
        'all: for one in &tree {
            for other in tree.locate_in_envelope_intersecting(&rstar::RTreeObject::envelope(one.geom())) {
                if other.data <= one.data {
                    continue;
                }
                corners += 4;
                if corners > MOST_CORNERS || found.len() > MOST_FOUND {
                    break 'all;
                }
                if self.openings_meet(one.data, other.data) {
                    found.push((one.data, other.data));
                }
            }
        }
        if corners > MOST_CORNERS {
            self.unchecked();
        }
        found.sort_unstable();
        for (a, b) in found {
            let [one, two] = [a, b].map(|i| self.model.openings[i].element.label.clone());
            let [first, second] = [a, b].map(|i| self.opening_spans[i]);
            self.faults.push(
                Diagnostic::error(
                    "design.openings-overlap",
                    second,
                    localized!(
                        "{two} og {one} sitter på samme sted i veggen",
                        "{two} and {one} sit in the same place in the wall"
                    ),
                )
                .at(first, Localized::new("den andre", "the other")),
            );
        }
    }

    /// Whether two openings sit on one line and share a stretch of it at the same height.
    fn openings_meet(&self, a: usize, b: usize) -> bool {
        let (one, two) = (&self.model.openings[a], &self.model.openings[b]);
        let same_plane = one.storey == two.storey
            && (one.storey.is_some() || self.model.opening_owner(one) == self.model.opening_owner(two));
        let (Some(p), Some(q), true) = (one.placement, two.placement, same_plane) else { return false };
        let along = p.b - p.a;
        let length = along.x.hypot(along.y).max(f64::MIN_POSITIVE);
        let along = along / length;
        let across = |c: Coord<f64>| ((c - p.a).x * along.y - (c - p.a).y * along.x).abs();
        let reach = |c: Coord<f64>| (c - p.a).x * along.x + (c - p.a).y * along.y;
        let near = across(q.a).max(across(q.b)) < p.thickness.max(q.thickness) / 2.0 + INTO_WALL;
        let (s, t) = (reach(q.a).min(reach(q.b)), reach(q.a).max(reach(q.b)));
        let shared = t.min(length) - s.max(0.0);
        let heights = |o: &crate::model::Opening| Some((o.sill?, o.sill? + o.height?));
        let apart = match (heights(one), heights(two)) {
            (Some((low, high)), Some((l, h))) => high <= l + SAME_PLACE || h <= low + SAME_PLACE,
            _ => false,
        };
        let both_doors = one.kind != OpeningKind::Window && two.kind != OpeningKind::Window;
        near && shared > SAME_PLACE && (both_doors || !apart)
    }

    fn check_furniture(&mut self) {
        for i in 0..self.model.fixtures.len() {
            let fixture = &self.model.fixtures[i];
            let room = fixture.room.and_then(|r| self.model.rooms.get(r)).and_then(|r| r.outline.as_ref());
            let (Some(outline), Some(room)) = (&fixture.outline, room) else { continue };
            let away = outline
                .exterior()
                .points()
                .map(|p: Point<f64>| Euclidean.distance(&p, room))
                .fold(0.0, f64::max);
            if away <= INTO_WALL {
                continue;
            }
            let label = fixture.element.label.clone();
            let span = self.fixture_spans[i];
            let metres = number(away, 2, false, Lang::Nb);
            self.faults.push(
                Diagnostic::error(
                    "design.outside-room",
                    span,
                    localized!(
                        "{label} står {metres} m utenfor rommet",
                        "{label} stands {metres} m outside its room"
                    ),
                )
                .help(Localized::new(
                    "«ved» er nedre venstre hjørne i boligens koordinater",
                    "ved is the lower left corner in the dwelling's coordinates",
                )),
            );
        }
    }

    fn check_outlines(&mut self) {
        let mut told: Vec<(Span, String, String, f64)> = Vec::new();
        for (i, room) in self.model.rooms.iter().enumerate() {
            let storey = room.storey.and_then(|s| self.model.storeys.get(s));
            let (Some(storey), Some(outline)) = (storey, &room.outline) else { continue };
            let Some(whole) = &storey.outline else { continue };
            let away = farthest(outline, whole);
            let outdoors =
                room.functions.iter().any(|f| self.lexicon.vocabulary.room(f).is_some_and(|r| r.outdoor));
            if away > SAME_PLACE && !outdoors {
                told.push((
                    self.placed[i].owner_span,
                    room.element.label.clone(),
                    storey.element.label.clone(),
                    away,
                ));
            }
        }
        for (span, room, storey, away) in told {
            let metres = number(away, 2, false, Lang::Nb);
            self.faults.push(Diagnostic::error(
                "design.outside-storey",
                span,
                localized!(
                    "{room} når {metres} m utenfor omrisset av {storey}",
                    "{room} reaches {metres} m outside the outline of {storey}"
                ),
            ));
        }
    }
}

/// How far the corners of one outline lie outside another.
fn farthest(inner: &Polygon<f64>, outer: &Polygon<f64>) -> f64 {
    inner.exterior().points().map(|p| Euclidean.distance(&p, outer)).fold(0.0, f64::max)
}

fn boxed(polygon: &Polygon<f64>) -> Option<Rectangle<[f64; 2]>> {
    let bounds = polygon.bounding_rect()?;
    let (low, high) = (bounds.min(), bounds.max());
    Some(Rectangle::from_corners([low.x, low.y], [high.x, high.y]))
}
