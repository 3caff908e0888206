//! Where two spaces meet without anything between them: kitchen and living room of one open plan.
//!
//! Spaces end at the faces of walls, so that two which touch have none between them; some programs let them end in
//! the middle of the wall instead, and there the wall is looked for. What is found is a passage as long as the open
//! stretch.

use std::collections::BTreeSet;

use geo::{Coord, Line, Polygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::Lower;
use super::drawing::Extent;
use super::plane::Plane;
use super::sides::{Reach, Way};
use crate::model::OpeningKind;

/// Outlines closer than this touch, in metres.
const TOUCH: f64 = 0.03;
/// The shortest stretch one walks through, in metres.
const LEAST: f64 = 0.6;
/// How far the floors of two spaces on one level may differ, in metres.
const LEVEL: f64 = 0.2;
/// Points looked at along a stretch lie this far apart, in metres.
const STEP: f64 = 0.1;
/// Most points looked at along one stretch.
const MOST_POINTS: usize = 400;
/// Most corners of a space whose sides are compared with another's.
const MOST_CORNERS: usize = 300;
/// Thickness a passage is drawn with, in metres.
const THIN: f64 = 0.02;

/// What stands between spaces, by its box in plan.
type Between = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

impl Lower<'_> {
    /// Passages where spaces meet in the open, but between those joined already.
    pub(super) fn open_plan(&mut self, plane: &Plane, joined: &BTreeSet<(usize, usize)>) -> Vec<Way> {
        let mut pairs: Vec<(usize, usize, Vec<Line<f64>>)> = Vec::new();
        for (a, space) in self.spaces.iter().enumerate() {
            let Some(outline) = &space.outline else { continue };
            let Some(bounds) = geo::BoundingRect::bounding_rect(outline) else { continue };
            for b in plane.near_on(space.storey, bounds, TOUCH).into_iter().filter(|b| *b > a) {
                let other = &self.spaces[b];
                let level = match (space.heights, other.heights) {
                    (Some(x), Some(y)) => (x.0 - y.0).abs() <= LEVEL,
                    _ => true,
                };
                if !level || joined.contains(&(a, b)) {
                    continue;
                }
                let shared = other.outline.as_ref().map(|o| shared(outline, o)).unwrap_or_default();
                if !shared.is_empty() {
                    pairs.push((a, b, shared));
                }
            }
        }
        if pairs.is_empty() {
            return Vec::new();
        }
        let (boxes, between) = self.between();
        let mut found = Vec::new();
        for (a, b, shared) in pairs {
            let free = shared.iter().filter_map(|line| free(line, &boxes, &between));
            let Some(longest) = free.max_by(|x, y| length(x).total_cmp(&length(y))) else { continue };
            let (id, storey) = (self.spaces[a].id, self.spaces[a].storey);
            let along = longest.delta() / length(&longest);
            let z = self.spaces[a].heights.unwrap_or((0.0, 2.0));
            let extent = Extent { start: longest.start, along, length: length(&longest), thickness: THIN, z };
            // The first lies on the left of its own outline, which runs around it to the left.
            let sides = [Reach::Space(b), Reach::Space(a)];
            found.push(Way { id, kind: OpeningKind::Passage, storey, extent: Some(extent), sides });
        }
        found
    }

    /// Walls and what stands like them.
    fn between(&mut self) -> (Vec<Extent>, Between) {
        let ids =
            ["IfcWall", "IfcCurtainWall", "IfcPlate"].into_iter().flat_map(|c| self.ifc.by_class(c, true));
        let boxes: Vec<Extent> =
            ids.collect::<Vec<_>>().into_iter().filter_map(|id| self.drawing.extent(id)).collect();
        let flat = boxes.iter().enumerate().map(|(i, e)| {
            let half = e.across() * (e.thickness / 2.0);
            let corners = [e.start - half, e.start + half, e.end() - half, e.end() + half];
            let x = |pick: fn(f64, f64) -> f64, from| corners.iter().map(|c| c.x).fold(from, pick);
            let y = |pick: fn(f64, f64) -> f64, from| corners.iter().map(|c| c.y).fold(from, pick);
            let low = [x(f64::min, f64::MAX), y(f64::min, f64::MAX)];
            let high = [x(f64::max, f64::MIN), y(f64::max, f64::MIN)];
            GeomWithData::new(Rectangle::from_corners(low, high), i)
        });
        let tree = RTree::bulk_load(flat.collect());
        (boxes, tree)
    }
}

fn length(line: &Line<f64>) -> f64 {
    let d = line.delta();
    d.x.hypot(d.y)
}

/// The stretches along which two outlines touch from both sides, as they run around the first to the left.
fn shared(a: &Polygon<f64>, b: &Polygon<f64>) -> Vec<Line<f64>> {
    use geo::algorithm::orient::{Direction, Orient};
    let (a, b) = (a.orient(Direction::Default), b.orient(Direction::Default));
    let (own, other): (Vec<Line<f64>>, Vec<Line<f64>>) =
        (a.exterior().lines().collect(), b.exterior().lines().collect());
    if own.len() > MOST_CORNERS || other.len() > MOST_CORNERS {
        return Vec::new();
    }
    let mut found = Vec::new();
    for line in &own {
        let size = length(line);
        if size < LEAST || !size.is_finite() {
            continue;
        }
        let along = line.delta() / size;
        let at = |p: Coord<f64>| {
            let d = p - line.start;
            (d.x * along.x + d.y * along.y, (d.y * along.x - d.x * along.y).abs())
        };
        for side in &other {
            let ((from, off), (to, off_too)) = (at(side.end), at(side.start));
            if off.max(off_too) > TOUCH || from >= to {
                continue;
            }
            let (from, to) = (from.max(0.0), to.min(size));
            if to - from >= LEAST {
                found.push(Line::new(line.start + along * from, line.start + along * to));
            }
        }
    }
    found
}

/// The longest stretch of a line that nothing stands on; none if it is too short to walk through.
fn free(line: &Line<f64>, boxes: &[Extent], between: &Between) -> Option<Line<f64>> {
    let size = length(line);
    let count = ((size / STEP).ceil() as usize).clamp(2, MOST_POINTS);
    let at = |i: usize| line.start + line.delta() * (i as f64 / count as f64);
    let stands = |p: Coord<f64>| {
        between.locate_in_envelope_intersecting(&AABB::from_point([p.x, p.y])).any(|b| {
            let e = &boxes[b.data];
            let d = p - e.start;
            let (s, t) = (d.x * e.along.x + d.y * e.along.y, d.y * e.along.x - d.x * e.along.y);
            // What only ends at the line does not close it.
            (0.0..=e.length).contains(&s) && t.abs() < e.thickness / 2.0 - 1e-3
        })
    };
    let mut best: Option<(usize, usize)> = None;
    let mut start = None;
    for i in 0..=count {
        match (stands(at(i)), start) {
            (false, None) => start = Some(i),
            (true, _) => start = None,
            (false, Some(_)) => {}
        }
        if let Some(from) = start
            && best.is_none_or(|(a, b)| i - from > b - a)
        {
            best = Some((from, i));
        }
    }
    let (from, to) = best?;
    let open = Line::new(at(from), at(to));
    (length(&open) >= LEAST).then_some(open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn rooms_that_touch_share_the_stretch_where_they_do() {
        let a = wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.)));
        let b = wkt!(POLYGON((4. 1., 7. 1., 7. 5., 4. 5., 4. 1.)));
        let found = shared(&a, &b);
        assert_eq!(found.len(), 1);
        assert!((length(&found[0]) - 2.0).abs() < 1e-9, "{found:?}");
        let apart = wkt!(POLYGON((4.1 1., 7. 1., 7. 5., 4.1 5., 4.1 1.)));
        assert!(shared(&a, &apart).is_empty(), "there is a wall between them");
        let corner = wkt!(POLYGON((4. 2.5, 7. 2.5, 7. 5., 4. 5., 4. 2.5)));
        assert!(shared(&a, &corner).is_empty(), "half a metre is too narrow");
    }

    #[test]
    fn a_wall_on_the_line_closes_it_and_one_that_ends_there_does_not() {
        let line = Line::new(Coord { x: 4.0, y: 0.0 }, Coord { x: 4.0, y: 3.0 });
        let wall = |start: [f64; 2], along: [f64; 2], length| Extent {
            start: Coord { x: start[0], y: start[1] },
            along: Coord { x: along[0], y: along[1] },
            length,
            thickness: 0.2,
            z: (0.0, 2.4),
        };
        let open = |boxes: Vec<Extent>| {
            let all = Rectangle::from_corners([-100.0, -100.0], [100.0, 100.0]);
            let tree = RTree::bulk_load((0..boxes.len()).map(|i| GeomWithData::new(all, i)).collect());
            free(&line, &boxes, &tree).map(|l| length(&l))
        };
        assert!((open(vec![]).unwrap() - 3.0).abs() < 1e-9);
        assert_eq!(open(vec![wall([4.0, -1.0], [0.0, 1.0], 6.0)]), None);
        // A wall over the first metre leaves two.
        let left = open(vec![wall([4.0, -1.0], [0.0, 1.0], 2.0)]).unwrap();
        assert!((1.85..=2.01).contains(&left), "{left}");
        // One across it leaves the longer part.
        let left = open(vec![wall([3.0, 1.0], [1.0, 0.0], 2.0)]).unwrap();
        assert!((1.75..=1.95).contains(&left), "{left}");
    }
}
