//! How thick the outer walls around rooms are: as stated, as modelled, or what such walls usually are.
//!
//! In metres. A thickness that was stated is exact. Where walls were modelled with a thickness, it lies between the thinnest
//! and the thickest of those a dwelling has towards the open. Where neither is known, it may be anything that is usual,
//! and the drawing takes [`DEFAULT_OUTER_WALL`].

use std::collections::BTreeMap;

use super::walls::{DEFAULT_OUTER_WALL, outer_wall};
use crate::model::{Model, Owner, Side};

/// Bounds nearer to each other than this are one thickness, in metres.
const SAME: f64 = 0.001;

/// What the thickness of a wall may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thickness {
    /// The thinnest it may be.
    pub least: f64,
    /// What it is drawn with.
    pub drawn: f64,
    /// The thickest it may be.
    pub most: f64,
}

impl Thickness {
    /// Whether it is known.
    pub fn is_known(&self) -> bool {
        self.most - self.least <= SAME
    }
}

/// The outer walls of a model.
#[derive(Debug, Clone, Default)]
pub struct OuterWalls {
    modelled: BTreeMap<Owner, (f64, f64)>,
    usual: Option<(f64, f64)>,
}

impl OuterWalls {
    /// Reads the modelled walls; `usual` are the thinnest and the thickest that are usual.
    pub fn new(model: &Model, usual: Option<(f64, f64)>) -> Self {
        let mut modelled: BTreeMap<Owner, (f64, f64)> = BTreeMap::new();
        for wall in model.walls.iter().filter(|w| w.sides.contains(&Side::Outside)) {
            let owner = wall.sides.iter().find_map(|s| model.owner_of(*s));
            let thickness = wall.thickness.filter(|t| t.is_finite() && *t > 0.0);
            if let (Some(owner), Some(t)) = (owner, thickness) {
                let (least, most) = modelled.entry(owner).or_insert((t, t));
                (*least, *most) = (least.min(t), most.max(t));
            }
        }
        Self { modelled, usual }
    }

    /// Thinnest and thickest of the walls modelled between an owner's rooms and the open.
    pub fn modelled(&self, owner: Owner) -> Option<(f64, f64)> {
        self.modelled.get(&owner).copied()
    }

    /// The walls around an owner's rooms on a storey.
    pub fn around(&self, model: &Model, owner: Owner, storey: Option<usize>) -> Thickness {
        if let Some(t) = outer_wall(model, owner, storey) {
            return Thickness { least: t, drawn: t, most: t };
        }
        if let Some((least, most)) = self.modelled(owner) {
            return Thickness { least, drawn: f64::midpoint(least, most), most };
        }
        let drawn = DEFAULT_OUTER_WALL;
        let (least, most) = self.usual.unwrap_or((drawn, drawn));
        Thickness { least: least.min(drawn), drawn, most: most.max(drawn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};

    #[test]
    fn what_is_stated_goes_before_what_is_modelled_and_that_before_what_is_usual() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let found = |s: &Sample| OuterWalls::new(&s.model, Some((0.2, 0.45))).around(&s.model, a, Some(0));
        assert_eq!(found(&s), Thickness { least: 0.2, drawn: DEFAULT_OUTER_WALL, most: 0.45 });
        for thickness in [0.25, 0.35] {
            let wall = s.wall(None);
            s.model.walls[wall].sides = [Side::Room(room), Side::Outside];
            s.model.walls[wall].thickness = Some(thickness);
        }
        let modelled = found(&s);
        assert_eq!((modelled.least, modelled.most), (0.25, 0.35));
        assert!((modelled.drawn - 0.3).abs() < 1e-12 && !modelled.is_known());
        s.model.dwellings[0].outer_wall = Some(0.22);
        assert!(found(&s).is_known());
        assert_eq!(found(&s).drawn, 0.22);
    }
}
