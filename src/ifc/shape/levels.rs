//! What of a body lies between two heights, and which of its parts are level from above: what takes a floor, and the
//! treads of a stair.
//!
//! In come solids in the project's frame, in metres; out go regions of the plan. From above, what is left of a body
//! between two planes shows its faces between them and the two cuts.

use geo::algorithm::orient::{Direction, Orient};
use geo::{
    Area, BoundingRect, ConvexHull, Coord, CoordsIter, Euclidean, IsConvex, Length, LineString, MultiPolygon,
    Polygon,
};

use rayon::prelude::*;

use super::affine::Point;
use super::plan::{Cast, HAIR, half_plane, laid, projected, section, section_one, upright};
use super::reach;
use super::slice::slice;
use super::solid::{Face, Form, Solid};
use crate::geometry::{Region, difference, intersection, opened, sound, union_all};

/// A body others are cut from is looked at this often, in metres of its height.
const STEP: f64 = 0.1;
/// Most looks.
const MOST_LOOKS: usize = 60;
/// Most faces that are clipped one by one.
const MOST_FACES: usize = 3000;
/// Most levels that are looked at for treads: two storeys of them.
const MOST_LEVELS: usize = 80;
/// How far above and under a level it is told what lies there, in metres.
const BESIDE: f64 = 0.004;
/// Faces that lean more than this are not level: the sine of their angle.
const LEVEL: f64 = 0.02;
/// So few faces are not shared out among threads.
const FEW: usize = 64;
/// Of fewer parts none is looked for that others cover.
const MANY: usize = 12;
/// Most parts that may cover others.
const COVERS: usize = 32;
/// A tread that fills so much of its hull is as broad as that.
const FILLED: f64 = 0.98;
/// What is narrower than this is no tread, in metres.
const NARROW: f64 = 0.05;

fn nothing() -> Region {
    MultiPolygon::new(Vec::new())
}

/// What bodies cover between two heights, from above; none if it cannot be told. Not exact where a surface does not
/// close or a body is too rich.
pub(super) fn between(solids: &[Solid], low: f64, high: f64) -> Option<Cast> {
    let mut exact = true;
    let mut regions = Vec::new();
    for solid in solids {
        let Some(one) = one_between(solid, low, high) else {
            exact = false;
            continue;
        };
        exact &= one.exact;
        regions.push(one.region);
    }
    if regions.is_empty() {
        return exact.then(|| Cast { region: nothing(), exact });
    }
    Some(Cast { region: union_all(&regions)?, exact })
}

fn one_between(solid: &Solid, low: f64, high: f64) -> Option<Cast> {
    match &solid.form {
        Form::Half { .. } => return Some(Cast { region: nothing(), exact: true }),
        Form::Prism { profile, place, along } if solid.cuts.is_empty() => {
            if let Some((bottom, top)) = upright(place, *along) {
                let meets = bottom < high - HAIR && top > low + HAIR;
                let region = if meets { laid(profile, place)? } else { nothing() };
                return Some(Cast { region, exact: true });
            }
        }
        _ => {}
    }
    let (bottom, top) = reach::heights(std::slice::from_ref(solid))?;
    let (low, high) = (low.max(bottom + HAIR), high.min(top - HAIR));
    if low >= high {
        return Some(Cast { region: nothing(), exact: true });
    }
    let faces = solid.faces();
    if !solid.cuts.is_empty() || faces.len() > MOST_FACES {
        let looks = (((high - low) / STEP).ceil() as usize).clamp(1, MOST_LOOKS);
        let at = |n: usize| low + (high - low) * n as f64 / looks as f64;
        let cuts: Option<Vec<Region>> = (0..=looks).map(|n| section_one(solid, at(n))).collect();
        return Some(Cast { region: union_all(&cuts?)?, exact: false });
    }
    let mut parts: Vec<Region> = faces
        .par_iter()
        .with_min_len(FEW)
        .filter_map(|face| small_between(face, low, high).unwrap_or_else(|| face_between(face, low, high)))
        .collect();
    let mut exact = true;
    for z in [low, high] {
        match slice(&faces, z) {
            Some(cut) => parts.push(cut),
            None => exact = false,
        }
    }
    Some(Cast { region: joined(&uncovered(parts))?, exact })
}

/// Many parts as one region, halves of them side by side.
fn joined(parts: &[Region]) -> Option<Region> {
    if parts.len() < 2 * FEW {
        return union_all(parts);
    }
    let (one, other) = parts.split_at(parts.len() / 2);
    let (one, other) = rayon::join(|| joined(one), || joined(other));
    union_all(&[one?, other?])
}

/// What is seen of a face between two heights.
fn face_between(face: &Face, low: f64, high: f64) -> Option<Region> {
    let (polygon, n, d) = projected(face)?;
    let part = sound(&polygon)?;
    let over = part.bounding_rect()?;
    // Its height over a point of the plan is c - a x - b y.
    let (a, b, c) = (n[0] / n[2], n[1] / n[2], d / n[2]);
    if a.hypot(b) < 1e-9 {
        return (low..=high).contains(&c).then_some(part);
    }
    let above = half_plane(-a, -b, c - low, 1.0, &over);
    let under = half_plane(a, b, high - c, 1.0, &over);
    Some(intersection(&intersection(&part, &above), &under))
}

/// The parts without those that lie within one of the largest, which show nothing more: a top covers all under it.
fn uncovered(mut parts: Vec<Region>) -> Vec<Region> {
    if parts.len() < MANY {
        return parts;
    }
    parts.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
    let mut covers: Vec<Vec<Coord<f64>>> = Vec::new();
    parts.retain(|part| {
        let within = |ring: &Vec<Coord<f64>>| {
            let inside = |p: Coord<f64>| {
                ring.windows(2).all(|e| {
                    let (along, to) = (e[1] - e[0], p - e[0]);
                    along.x * to.y - along.y * to.x >= 0.0
                })
            };
            part.coords_iter().all(inside)
        };
        if covers.iter().any(within) {
            return false;
        }
        // Rings that turn counter-clockwise and bend outwards everywhere: within all edges is within them.
        if let [only] = &part.0[..]
            && covers.len() < COVERS
            && only.interiors().is_empty()
            && only.exterior().is_ccw_convex()
        {
            covers.push(only.exterior().0.clone());
        }
        true
    });
    parts
}

/// A region without what is too narrow for a tread.
fn broad(region: Region) -> Region {
    let broad = |p: Polygon<f64>| {
        let area = p.unsigned_area();
        let width = 2.0 * area / Euclidean.length(p.exterior());
        if area < NARROW * NARROW || width < NARROW / 4.0 {
            return nothing();
        }
        // What fills its hull has nothing narrow about it but itself.
        let fills = area > FILLED * p.convex_hull().unsigned_area() && width > NARROW;
        if fills { p.into() } else { opened(&p.into(), NARROW) }
    };
    region.into_iter().flat_map(|p| broad(p).0).collect()
}

/// What is seen of a face of three or four corners that bends outwards everywhere, between two heights: as most faces are,
/// it is cut corner by corner. None for any other face.
fn small_between(face: &Face, low: f64, high: f64) -> Option<Option<Region>> {
    let [ring] = &face.rings[..] else { return None };
    if !(3..=4).contains(&ring.len()) {
        return None;
    }
    let turn = |i: usize| {
        let [a, b, c] = [0, 1, 2].map(|k| ring[(i + k) % ring.len()]);
        (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])
    };
    let turns: Vec<f64> = (0..ring.len()).map(turn).collect();
    let bends = turns.iter().all(|t| *t >= 0.0) || turns.iter().all(|t| *t <= 0.0);
    if ring.len() == 4 && !bends {
        return None;
    }
    // A face that stands shows nothing from above.
    if projected(face).is_none() {
        return Some(None);
    }
    let above = cut_at(ring, |p| p[2] - low);
    let left = cut_at(&above, |p| high - p[2]);
    let line: LineString<f64> = left.iter().map(|p| Coord { x: p[0], y: p[1] }).collect();
    let polygon = Polygon::new(line, Vec::new()).orient(Direction::Default);
    Some((polygon.unsigned_area() > 0.0).then(|| polygon.into()))
}

/// The part of a ring that bends outwards everywhere where a height is not below zero.
fn cut_at(ring: &[Point], height: impl Fn(&Point) -> f64) -> Vec<Point> {
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (i, p) in ring.iter().enumerate() {
        let q = &ring[(i + 1) % ring.len()];
        let (a, b) = (height(p), height(q));
        if a >= 0.0 {
            kept.push(*p);
        }
        if (a >= 0.0) != (b >= 0.0) {
            kept.push([0, 1, 2].map(|k| p[k] + (q[k] - p[k]) * (a / (a - b))));
        }
    }
    kept
}

/// The level parts of bodies from below, each with its height: what has nothing of them right above it, and something
/// right under it.
pub(super) fn treads(solids: &[Solid]) -> Vec<(Region, f64)> {
    let mut levels: Vec<f64> = Vec::new();
    for solid in solids {
        let heights = |f: &Face| {
            let z = f.rings.first()?.iter().map(|p: &Point| p[2]);
            let (low, high) = z.fold((f64::MAX, f64::MIN), |(l, h), z| (l.min(z), h.max(z)));
            let (_, n, _) = projected(f)?;
            (n[0].hypot(n[1]) < LEVEL && high - low < BESIDE).then_some(high)
        };
        levels.extend(solid.faces().iter().filter_map(heights));
    }
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|b, a| *b - *a < BESIDE);
    if levels.len() > MOST_LEVELS {
        return Vec::new();
    }
    let ends: Vec<Option<(f64, f64)>> =
        solids.iter().map(|s| reach::heights(std::slice::from_ref(s))).collect();
    let cut = |z: f64| {
        let meets = |e: &Option<(f64, f64)>| e.is_none_or(|(low, high)| (low..=high).contains(&z));
        let near = solids.iter().zip(&ends).filter(|(_, e)| meets(e)).map(|(s, _)| s.clone());
        section(&near.collect::<Vec<_>>(), z)
    };
    let tread = |z: f64| {
        let level = broad(difference(&cut(z - BESIDE)?, &cut(z + BESIDE)?));
        (level.unsigned_area() > NARROW * NARROW).then_some((level, z))
    };
    levels.into_par_iter().filter_map(tread).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(ring: &[Point]) -> Face {
        Face { rings: vec![ring.to_vec()] }
    }

    fn seen(face: &Face, low: f64, high: f64) -> f64 {
        small_between(face, low, high).unwrap().map_or(0.0, |region| region.unsigned_area())
    }

    #[test]
    fn of_a_slope_only_what_lies_between_two_heights_is_seen() {
        // Rises one metre for each to the east, four wide.
        let slope = face(&[[0.0, 0.0, 0.0], [3.0, 0.0, 3.0], [3.0, 4.0, 3.0], [0.0, 4.0, 0.0]]);
        for (low, high, area) in [(-1.0, 5.0, 12.0), (0.5, 2.0, 6.0), (2.0, 9.0, 4.0), (3.5, 9.0, 0.0)] {
            assert!((seen(&slope, low, high) - area).abs() < 1e-9, "{low} {high}");
        }
        let mut turned = slope.clone();
        turned.rings[0].reverse();
        assert!((seen(&turned, 0.5, 2.0) - 6.0).abs() < 1e-9);
        let corner = face(&[[0.0, 0.0, 0.0], [2.0, 0.0, 2.0], [0.0, 2.0, 2.0]]);
        // Half of the legs leave a quarter of the triangle's two square metres.
        assert!((seen(&corner, -1.0, 1.0) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn a_level_face_is_seen_at_its_height_and_a_standing_one_never() {
        let level = face(&[[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]);
        assert!((seen(&level, 1.0, 2.0) - 1.0).abs() < 1e-12);
        assert!(seen(&level, 1.001, 2.0) == 0.0 && seen(&level, 0.0, 0.999) == 0.0);
        let wall = face(&[[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]);
        assert!(small_between(&wall, 0.0, 1.0).unwrap().is_none());
    }

    #[test]
    fn faces_that_bend_inwards_or_have_holes_are_not_cut_corner_by_corner() {
        let arrow = face(&[[0.0, 0.0, 0.0], [2.0, 1.0, 0.0], [0.0, 2.0, 0.0], [1.0, 1.0, 0.0]]);
        assert!(small_between(&arrow, -1.0, 1.0).is_none());
        let crossed = face(&[[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]);
        assert!(small_between(&crossed, -1.0, 1.0).is_none());
        let mut pierced = face(&[[0.0, 0.0, 0.0], [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]]);
        pierced.rings.push(vec![[0.5, 0.5, 0.0], [1.0, 0.5, 0.0], [0.5, 1.0, 0.0]]);
        assert!(small_between(&pierced, -1.0, 1.0).is_none());
    }

    #[test]
    fn what_a_larger_part_covers_goes_and_what_reaches_out_of_it_stays() {
        let rect = |x: f64, y: f64, w: f64, d: f64| -> Region {
            let corners = [(x, y), (x + w, y), (x + w, y + d), (x, y + d)];
            let ring = corners.into_iter().map(|(x, y)| Coord { x, y }).collect();
            Polygon::new(ring, Vec::new()).orient(Direction::Default).into()
        };
        let mut parts: Vec<Region> =
            (0..20).map(|i| rect(f64::from(i) * 0.1, 0.0, 0.05 + f64::from(i) * 0.01, 1.0)).collect();
        parts.push(rect(0.0, 0.0, 1.5, 1.0));
        parts.push(rect(0.5, 0.5, 0.5, 0.5001));
        let all = union_all(&parts).unwrap().unsigned_area();
        let left = uncovered(parts.clone());
        assert!(left.len() < parts.len() && left.iter().any(|p| *p == parts[21]), "{}", left.len());
        assert!((union_all(&left).unwrap().unsigned_area() - all).abs() < 1e-9);
        // A hook covers nothing, whatever its corners say.
        let hook = difference(&rect(0.0, 0.0, 3.0, 3.0), &rect(1.0, 1.0, 2.0, 2.0));
        let mut parts: Vec<Region> =
            (0..20).map(|i| rect(1.0, 1.1 + f64::from(i) * 0.05, 1.0, 0.01)).collect();
        parts.push(hook);
        assert_eq!(uncovered(parts.clone()).len(), parts.len());
    }

    #[test]
    fn of_what_is_no_tread_the_narrow_goes() {
        let rect = |x: f64, w: f64, d: f64| {
            let corners = [(x, 0.0), (x + w, 0.0), (x + w, d), (x, d)];
            Polygon::new(corners.into_iter().map(|(x, y)| Coord { x, y }).collect(), Vec::new())
        };
        let parts: Region =
            [rect(0.0, 0.25, 0.9), rect(1.0, 0.01, 0.9), rect(2.0, 0.06, 0.9)].into_iter().collect();
        assert!((broad(parts).unsigned_area() - 0.31 * 0.9).abs() < 1e-4);
        let tailed = union_all(&[rect(0.0, 0.25, 0.9).into(), rect(0.2, 2.0, 0.02).into()]).unwrap();
        assert!((broad(tailed).unsigned_area() - 0.225).abs() < 1e-3);
    }
}
