//! What belongs on a sheet and has no place on it: never dropped in silence, always with the reason.

use std::collections::BTreeSet;

use geo::{BoundingRect, Coord, Rect};

use super::Options;
use super::letters::clean;
use super::sheet::NotDrawn;
use super::view::{Scope, View, fixture_name, grown_rect, joined, room_name};
use crate::geometry::sound;
use crate::model::{Model, Owner, Room};
use crate::text::Localized;

/// How far from the walls an opening, and how far a thing outdoors, is still part of the plan, in metres.
const OPENING_REACH: f64 = 3.0;
const THING_REACH: f64 = 15.0;
impl View {
    /// Drops openings and things far from everything else, and notes them.
    pub(super) fn keep_near(&mut self, model: &Model, options: &Options) {
        let regions = self.rooms.iter().map(|r| &r.region).chain([&self.walls, &self.boundary]);
        let Some(near) = regions.filter_map(BoundingRect::bounding_rect).reduce(joined) else { return };
        let near = (grown_rect(near, OPENING_REACH), grown_rect(near, THING_REACH));
        let holds = |r: Rect<f64>, c: Coord<f64>| {
            c.x >= r.min().x && c.x <= r.max().x && c.y >= r.min().y && c.y <= r.max().y
        };
        let reason = || Localized::new("ligger langt utenfor planen", "lies far outside the plan");
        let mut astray = Vec::new();
        self.openings.retain(|i| {
            let Some(opening) = model.openings.get(*i) else { return false };
            // What has no place, or one that cannot be drawn, is told elsewhere.
            let Some(p) = opening.placement.filter(|p| p.a.x.is_finite() && p.b.x.is_finite()) else {
                return true;
            };
            let within = holds(near.0, p.a) && holds(near.0, p.b) && p.thickness <= 2.0 * OPENING_REACH;
            if !within {
                astray.push(NotDrawn::new(&opening.element.label, clean(&opening.element.tag), reason()));
            }
            within
        });
        self.fixtures.retain(|i| {
            let Some(fixture) = model.fixtures.get(*i).filter(|f| f.present) else { return false };
            let bounds = fixture.outline.as_ref().and_then(sound).and_then(|r| r.bounding_rect());
            let within = bounds.is_none_or(|b| holds(near.1, b.min()) && holds(near.1, b.max()));
            if !within {
                astray.push(NotDrawn::new(&fixture.element.label, fixture_name(fixture, options), reason()));
            }
            within
        });
        self.astray = astray;
    }

    /// What belongs here and has no place on paper.
    pub(crate) fn not_drawn(&self, model: &Model, options: &Options) -> Vec<NotDrawn> {
        let mut out = self.astray.clone();
        let here = |room: &Room| {
            let storey = self.storeys.contains(&room.storey)
                || (room.storey.is_none()
                    && match room.owner {
                        Owner::Dwelling(i) => {
                            model.dwellings.get(i).is_some_and(|d| self.storeys.contains(&d.storey))
                        }
                        Owner::Base(i) => {
                            model.bases.get(i).is_some_and(|b| self.storeys.contains(&b.storey))
                        }
                        Owner::Common => false,
                    });
            storey && self.is_of(room.owner)
        };
        let drawn: BTreeSet<usize> = self.rooms.iter().map(|r| r.index).collect();
        let missing = |(i, r): &(usize, &Room)| {
            let wanted = match self.scope {
                Scope::Room(only) => only == *i,
                Scope::Site | Scope::Storey | Scope::Owner(_) => here(r),
            };
            wanted && !drawn.contains(i)
        };
        for (_, room) in model.rooms.iter().enumerate().filter(missing) {
            let reason = match (&room.outline, room.storey) {
                (None, _) => Localized::new("rommet har ikke omriss", "the room has no outline"),
                (Some(_), None) => {
                    Localized::new("rommet er ikke plassert i en etasje", "the room is placed on no storey")
                }
                (Some(_), Some(_)) => {
                    Localized::new("omrisset lar seg ikke tegne", "the outline cannot be drawn")
                }
            };
            out.push(NotDrawn::new(&room.element.label, room_name(room, options), reason));
        }
        for opening in self.openings.iter().filter_map(|i| model.openings.get(*i)) {
            let drawable = opening.placement.is_some_and(|p| {
                [p.a.x, p.a.y, p.b.x, p.b.y, p.thickness].iter().all(|v| v.is_finite()) && p.a != p.b
            });
            if !drawable {
                let tag = clean(&opening.element.tag);
                let reason = if opening.placement.is_none() {
                    Localized::new("ikke plassert i vegg", "not placed in a wall")
                } else {
                    Localized::new("plasseringen lar seg ikke tegne", "the place cannot be drawn")
                };
                out.push(NotDrawn::new(&opening.element.label, tag, reason));
            }
        }
        if self.scope == Scope::Site {
            return out;
        }
        for fixture in self.fixtures.iter().filter_map(|i| model.fixtures.get(*i)).filter(|f| f.present) {
            if fixture.outline.as_ref().and_then(sound).is_none() {
                let reason = if fixture.outline.is_none() {
                    Localized::new("uten oppgitt plass", "no place given")
                } else {
                    Localized::new("omrisset lar seg ikke tegne", "the outline cannot be drawn")
                };
                out.push(NotDrawn::new(&fixture.element.label, fixture_name(fixture, options), reason));
            }
        }
        out
    }
}
