//! Where in the model an id points: so that marks and overlays find what they are about.

use std::collections::{BTreeMap, HashSet};

use geo::{Coord, LineString, Polygon};

use crate::model::{ElementId, Model, Owner, Side};

/// Whether a point lies in an outline, by even and odd. Total: coordinates that are no numbers hold nothing.
pub(crate) fn holds(outline: &Polygon<f64>, at: Coord<f64>) -> bool {
    let mut odd = false;
    for edge in outline.exterior().lines().chain(outline.interiors().iter().flat_map(LineString::lines)) {
        let (a, b) = (edge.start, edge.end);
        if (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x {
            odd = !odd;
        }
    }
    odd
}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Project,
    Site,
    Building(usize),
    Storey(usize),
    Owner(Owner),
    Room(usize),
    Opening(usize),
    Fixture(usize),
    Wall(usize),
}

/// The parts of a model that are asked for by their ids.
#[derive(Debug)]
pub(crate) struct Register<'a>(BTreeMap<&'a str, Target>);

impl<'a> Register<'a> {
    /// Looks up ids; what else the model has is not kept.
    pub(crate) fn new<'i>(model: &'a Model, wanted: impl Iterator<Item = &'i ElementId>) -> Self {
        let wanted: HashSet<&str> = wanted.map(|id| id.0.as_str()).collect();
        let mut all = BTreeMap::new();
        if wanted.is_empty() {
            return Self(all);
        }
        let mut add = |id: &'a ElementId, t: Target| {
            if wanted.contains(id.0.as_str()) {
                all.entry(id.0.as_str()).or_insert(t);
            }
        };
        add(&model.project.element.id, Target::Project);
        add(&model.site.element.id, Target::Site);
        for (i, x) in model.buildings.iter().enumerate() {
            add(&x.element.id, Target::Building(i));
        }
        for (i, x) in model.storeys.iter().enumerate() {
            add(&x.element.id, Target::Storey(i));
        }
        for (i, x) in model.dwellings.iter().enumerate() {
            add(&x.element.id, Target::Owner(Owner::Dwelling(i)));
        }
        for (i, x) in model.bases.iter().enumerate() {
            add(&x.element.id, Target::Owner(Owner::Base(i)));
        }
        for (i, x) in model.rooms.iter().enumerate() {
            add(&x.element.id, Target::Room(i));
        }
        for (i, x) in model.openings.iter().enumerate() {
            add(&x.element.id, Target::Opening(i));
        }
        for (i, x) in model.fixtures.iter().enumerate() {
            add(&x.element.id, Target::Fixture(i));
        }
        for (i, x) in model.walls.iter().enumerate() {
            add(&x.element.id, Target::Wall(i));
        }
        Self(all)
    }

    pub(crate) fn find(&self, id: &ElementId) -> Option<Target> {
        self.0.get(id.0.as_str()).copied()
    }
}

/// The rooms a target lies in or stands for.
pub(crate) fn rooms(model: &Model, target: Target) -> Vec<usize> {
    let sides = |sides: &[Side; 2]| {
        sides
            .iter()
            .filter_map(|s| match s {
                Side::Room(i) => Some(*i),
                Side::Outside | Side::Unknown => None,
            })
            .collect()
    };
    match target {
        Target::Room(i) => vec![i],
        Target::Opening(i) => model.openings.get(i).map_or_else(Vec::new, |o| sides(&o.sides)),
        Target::Wall(i) => model.walls.get(i).map_or_else(Vec::new, |w| sides(&w.sides)),
        Target::Fixture(i) => match model.fixtures.get(i).map(|f| (f.room, f.owner)) {
            Some((Some(room), _)) => vec![room],
            Some((None, Some(owner))) => model.rooms_of(owner).map(|(r, _)| r).collect(),
            _ => Vec::new(),
        },
        Target::Owner(owner) => model.rooms_of(owner).map(|(r, _)| r).collect(),
        Target::Project | Target::Site | Target::Building(_) | Target::Storey(_) => Vec::new(),
    }
}
