//! What stands on the floor of a room: furniture and equipment of the room, and parts of the building wherever they
//! reach into it.
//!
//! What hangs higher than one walks under takes nothing. A part of the building that lies in the walls, and reaches into
//! the room no farther than outlines are drawn exactly, is none of the room's.

use geo::{BoundingRect, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::deriver::Deriver;
use crate::geometry::{self, Region};
use crate::model::{Fixture, Model};

/// How far something may reach into a room and still lie in its walls, in metres.
const INTO_ROOM: f64 = 0.01;

/// Something on a floor.
pub(super) struct Obstacle {
    pub(super) fixture: usize,
    pub(super) taken: Taken,
}

/// What of a floor something takes.
pub(super) enum Taken {
    /// Nobody knows what: it is not placed.
    Unplaced,
    /// What it is outlined with, whose size may be a usual one.
    Outlined(Region),
    Surely(Region),
    /// At least the one, and perhaps the other, which holds the one.
    Perhaps {
        least: Region,
        most: Region,
    },
}

impl Taken {
    /// As little of the floor as it may take; none where it is not placed.
    pub(super) fn at_least(&self) -> Option<&Region> {
        match self {
            Self::Unplaced => None,
            Self::Outlined(region) | Self::Surely(region) | Self::Perhaps { least: region, .. } => {
                Some(region)
            }
        }
    }

    /// As much of the floor as it may take; none where it is not placed.
    pub(super) fn at_most(&self) -> Option<&Region> {
        match self {
            Self::Unplaced => None,
            Self::Outlined(region) | Self::Surely(region) | Self::Perhaps { most: region, .. } => {
                Some(region)
            }
        }
    }
}

/// Parts of the building by the storeys they stand on and where they stand there.
pub(super) struct Built(Vec<RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>>);

impl Built {
    pub(super) fn of(model: &Model) -> Self {
        let mut boxes = vec![Vec::new(); model.storeys.len()];
        for (i, fixture) in model.fixtures.iter().enumerate().filter(|(_, f)| f.present) {
            for standing in fixture.stands.iter().flatten() {
                let all = [&standing.taken, &standing.doubtful].into_iter().filter_map(|r| r.bounding_rect());
                for around in all {
                    let (low, high) = (around.min(), around.max());
                    let place = Rectangle::from_corners([low.x, low.y], [high.x, high.y]);
                    if let Some(boxes) = boxes.get_mut(standing.storey) {
                        boxes.push(GeomWithData::new(place, i));
                    }
                }
            }
        }
        Self(boxes.into_iter().map(RTree::bulk_load).collect())
    }

    /// Those whose boxes touch a region of a storey, in their order.
    fn near(&self, storey: usize, region: &Region) -> Vec<usize> {
        let Some((boxes, around)) = self.0.get(storey).zip(region.bounding_rect()) else { return Vec::new() };
        let (low, high) = (around.min(), around.max());
        let around = AABB::from_corners([low.x, low.y], [high.x, high.y]);
        let mut found: Vec<usize> = boxes.locate_in_envelope_intersecting(&around).map(|b| b.data).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Deriver<'_> {
    /// What stands on the floor of a room with an outline, in the order of the model.
    pub(super) fn obstacles_in(&self, room: usize, outline: &Region) -> Vec<Obstacle> {
        let own = self.fixtures_in(room).into_iter().filter(|f| {
            let fixture = &self.model.fixtures[*f];
            fixture.present && fixture.stands.is_none() && !self.hangs_over(fixture, room)
        });
        let mut all: Vec<Obstacle> = own
            .map(|fixture| {
                let outline = self.model.fixtures[fixture].outline.as_ref().and_then(geometry::sound);
                let taken = outline.map_or(Taken::Unplaced, Taken::Outlined);
                Obstacle { fixture, taken: self.perhaps(fixture, taken) }
            })
            .collect();
        let Some(storey) = self.model.rooms[room].storey else { return all };
        let near = self.built.near(storey, outline);
        if near.is_empty() {
            return all;
        }
        let inside = geometry::shrunk(outline, INTO_ROOM);
        for fixture in near {
            let Some(standing) = self.model.fixtures[fixture].on(storey) else { continue };
            let here = |region: &Region| match geometry::intersection(region, &inside).0.is_empty() {
                true => MultiPolygon::new(Vec::new()),
                false => geometry::intersection(region, outline),
            };
            let (surely, more) = (here(&standing.taken), here(&standing.doubtful));
            let taken = match (surely.0.is_empty(), more.0.is_empty()) {
                (true, true) => continue,
                (false, true) => Taken::Surely(surely),
                (_, false) => {
                    let most = geometry::union_all(&[surely.clone(), more.clone()]).unwrap_or(more);
                    Taken::Perhaps { least: surely, most }
                }
            };
            all.push(Obstacle { fixture, taken: self.perhaps(fixture, taken) });
        }
        all.sort_by_key(|o| o.fixture);
        all
    }

    /// What a thing takes, or perhaps takes where it is of a kind that may as well take nothing.
    fn perhaps(&self, fixture: usize, taken: Taken) -> Taken {
        let table = self.vocabulary.tables.get("usual");
        let kinds = table.and_then(|t| t.cell("clear_floor", "perhaps_in_the_way")).unwrap_or_default();
        match taken {
            Taken::Outlined(most) | Taken::Surely(most) | Taken::Perhaps { most, .. }
                if kinds.contains(&self.model.fixtures[fixture].what) =>
            {
                Taken::Perhaps { least: MultiPolygon::new(Vec::new()), most }
            }
            as_it_is => as_it_is,
        }
    }

    /// Whether a thing in a room is known to hang higher than one walks under.
    fn hangs_over(&self, fixture: &Fixture, room: usize) -> bool {
        let over = fixture.heights.zip(self.model.rooms[room].floor).map(|((low, _), floor)| low - floor);
        over.zip(self.usual("headroom", "height")).is_some_and(|(over, head)| over >= head)
    }
}
