//! On which plans is a wall cut, and at which height?
//!
//! A plan is cut at a height over the floor of its storey, and what stands lower is seen on it. Programs put a wall on the
//! storey it was drawn on, wherever it reaches: one over the opening of a stair hangs above the cut, one that was drawn
//! from under the next floor belongs there, and one of two storeys' height is cut on both. Heights are in metres.

use super::Lower;
use super::drawing::Extent;
use super::told::Saying;
use crate::ifc::step::Id;
use crate::source::Severity;
use crate::text::Localized;

/// Height over the floor at which a plan cuts.
const CUT: f64 = 1.2;
/// How far a wall may reach into the floor under it.
const FLOOR: f64 = 0.1;

/// A storey as walls meet it.
#[derive(Debug, Clone, Copy)]
struct Level {
    building: usize,
    floor: f64,
    /// Whether its floor is where its walls stand: most of them are cut over it.
    sure: bool,
}

impl Level {
    fn cut(&self) -> f64 {
        self.floor + CUT
    }

    fn cuts(&self, (low, high): (f64, f64)) -> bool {
        (low..=high).contains(&self.cut())
    }
}

/// Where a wall is cut.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stands {
    /// The storey it stands on.
    pub(super) storey: Option<usize>,
    /// The height of the cut there; none where it hangs above it.
    pub(super) cut: Option<f64>,
    /// The storeys over that it passes through, with the height of their cuts.
    pub(super) above: Vec<(usize, f64)>,
}

impl Stands {
    /// The heights of all its cuts.
    pub(super) fn heights(&self) -> impl Iterator<Item = f64> {
        self.cut.into_iter().chain(self.above.iter().map(|(_, z)| *z))
    }
}

/// The storeys of a model, where their floors are known.
pub(super) struct Cuts(Vec<Option<Level>>);

impl Cuts {
    /// Storeys by building and floor, and the walls that are on them with their heights.
    fn of(floors: &[Option<(usize, f64)>], walls: &[(usize, (f64, f64))]) -> Self {
        let level = |(storey, floor): (usize, &Option<(usize, f64)>)| {
            let (building, floor) = (*floor)?;
            let level = Level { building, floor, sure: true };
            let own = || walls.iter().filter(|(on, _)| *on == storey);
            let cut = own().filter(|(_, z)| level.cuts(*z)).count();
            Some(Level { sure: 2 * cut >= own().count(), ..level })
        };
        Self(floors.iter().enumerate().map(level).collect())
    }

    fn at(&self, storey: usize) -> Option<&Level> {
        self.0.get(storey)?.as_ref()
    }

    /// Where a wall of a storey is cut, given its lowest and highest point.
    fn stands(&self, storey: Option<usize>, z: Option<(f64, f64)>) -> Stands {
        let level = storey.and_then(|s| self.at(s));
        let floor = level.map(|l| l.floor).or(z.map(|z| z.0));
        // In its middle where the cut over the floor is not in it.
        let plain = floor.map(|f| f + CUT).map(|cut| match z {
            Some((low, high)) if !(low..=high).contains(&cut) => f64::midpoint(low, high),
            _ => cut,
        });
        let as_told = Stands { storey, cut: plain, above: Vec::new() };
        let (Some(own), Some(z), Some(on)) = (level.filter(|l| l.sure), z, storey) else { return as_told };
        let known = self.0.iter().enumerate().filter_map(|(i, l)| Some((i, l.as_ref()?)));
        let may = |(i, l): &(usize, &Level)| *i != on && l.building == own.building && l.sure && l.cuts(z);
        let mut others: Vec<(usize, &Level)> = known.filter(may).collect();
        others.sort_by(|(_, a), (_, b)| a.floor.total_cmp(&b.floor));
        let (stands, level) = if own.cuts(z) {
            (Stands { storey, cut: Some(own.cut()), above: Vec::new() }, own)
        } else {
            let hangs = z.0 > own.cut();
            let under = z.1 < own.floor + FLOOR;
            let next = match (hangs, under) {
                (true, _) => others.iter().find(|(_, l)| l.floor > own.floor),
                (_, true) => others.iter().rev().find(|(_, l)| l.floor < own.floor),
                _ => None,
            };
            match next {
                Some((i, level)) => {
                    (Stands { storey: Some(*i), cut: Some(level.cut()), above: Vec::new() }, *level)
                }
                None if hangs => return Stands { cut: None, ..as_told },
                None => return as_told,
            }
        };
        // A floor half a storey up beside it is not over it.
        let over = others.iter().filter(|(_, l)| l.floor > level.cut());
        Stands { above: over.map(|(i, l)| (*i, l.cut())).collect(), ..stands }
    }
}

impl Lower<'_> {
    /// Where each of some walls is cut, given the storey it is on and its extent.
    pub(super) fn cuts_of(&self, walls: &[(Id, Option<usize>, Option<Extent>)]) -> Vec<Stands> {
        let floors: Vec<Option<(usize, f64)>> = (0..self.model.storeys.len())
            .map(|s| Some((self.model.storeys[s].building, self.floor_of(s)?)))
            .collect();
        let heights: Vec<(usize, (f64, f64))> =
            walls.iter().filter_map(|(_, storey, extent)| Some(((*storey)?, extent.as_ref()?.z))).collect();
        let cuts = Cuts::of(&floors, &heights);
        walls.iter().map(|(_, storey, extent)| cuts.stands(*storey, extent.map(|e| e.z))).collect()
    }

    /// Tells of a wall that no plan shows, since it hangs above the cut.
    pub(super) fn tell_overhead(&mut self, id: Id, label: &str) {
        let saying = Saying::new(
            Severity::Note,
            "ifc.wall-overhead",
            Localized::new(
                "én vegg henger over høyden planen er snittet i, og er ikke tegnet",
                "one wall hangs above the height the plan is cut at, and is not drawn",
            ),
            Localized::new(
                "{n} vegger henger over høyden planene er snittet i, og er ikke tegnet",
                "{n} walls hang above the height the plans are cut at, and are not drawn",
            ),
        );
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(label), &file, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two storeys of three metres, with a wall on each.
    fn house() -> Cuts {
        Cuts::of(&[Some((0, 0.0)), Some((0, 3.0))], &[(0, (0.0, 3.0)), (1, (3.0, 6.0))])
    }

    fn stands(cuts: &Cuts, storey: usize, low: f64, high: f64) -> (Option<usize>, Option<f64>, Vec<usize>) {
        let Stands { storey, cut, above } = cuts.stands(Some(storey), Some((low, high)));
        (storey, cut.map(|c| (c * 1000.0).round() / 1000.0), above.into_iter().map(|(s, _)| s).collect())
    }

    #[test]
    fn a_wall_is_cut_over_the_floor_of_its_storey() {
        assert_eq!(stands(&house(), 0, 0.0, 2.9), (Some(0), Some(1.2), vec![]));
        assert_eq!(stands(&house(), 1, 3.0, 4.2), (Some(1), Some(4.2), vec![]));
    }

    #[test]
    fn what_hangs_above_the_cut_is_on_no_plan_and_what_stands_below_it_is() {
        assert_eq!(stands(&house(), 0, 2.6, 3.0), (Some(0), None, vec![]));
        assert_eq!(stands(&house(), 0, 1.21, 3.0), (Some(0), None, vec![]));
        assert_eq!(stands(&house(), 0, 0.0, 1.0), (Some(0), Some(0.5), vec![]));
        assert_eq!(stands(&house(), 1, 3.0, 3.9), (Some(1), Some(3.45), vec![]));
    }

    #[test]
    fn a_wall_drawn_from_another_storey_is_on_the_plan_that_cuts_it() {
        assert_eq!(stands(&house(), 0, 2.6, 6.0), (Some(1), Some(4.2), vec![]));
        assert_eq!(stands(&house(), 1, 0.0, 3.0), (Some(0), Some(1.2), vec![]));
        // A low wall on its own floor stays there, though it reaches into the storey under it.
        assert_eq!(stands(&house(), 1, 0.5, 3.9), (Some(1), Some(2.2), vec![]));
    }

    #[test]
    fn a_wall_of_two_storeys_is_on_both_plans() {
        assert_eq!(stands(&house(), 0, 0.0, 6.0), (Some(0), Some(1.2), vec![1]));
        assert_eq!(stands(&house(), 0, 0.0, 4.1), (Some(0), Some(1.2), vec![]));
        // Of two halves of a house, half a storey apart, each shows its own walls.
        let split = Cuts::of(&[Some((0, 0.0)), Some((0, 1.1))], &[(0, (0.0, 3.0)), (1, (1.1, 4.0))]);
        assert_eq!(stands(&split, 0, 0.0, 3.0), (Some(0), Some(1.2), vec![]));
        let beside = Cuts::of(&[Some((0, 0.0)), Some((1, 3.0))], &[]);
        assert_eq!(stands(&beside, 0, 0.0, 6.0), (Some(0), Some(1.2), vec![]), "another house");
    }

    #[test]
    fn a_floor_its_walls_do_not_stand_on_moves_none() {
        let pit = Cuts::of(&[Some((0, -1.5)), Some((0, 3.0))], &[(0, (0.0, 3.0)), (0, (0.0, 3.0))]);
        assert_eq!(stands(&pit, 0, 0.0, 3.0), (Some(0), Some(1.5), vec![]));
        let flat = Cuts::of(&[Some((0, 0.0)), Some((0, 0.0))], &[(1, (3.0, 6.0))]);
        assert_eq!(stands(&flat, 1, 3.0, 6.0), (Some(1), Some(4.5), vec![]));
    }
}
