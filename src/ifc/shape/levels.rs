//! What of a body lies between two heights, and which of its parts are level from above: what takes a floor, and the
//! treads of a stair.
//!
//! In come solids in the project's frame, in metres; out go regions of the plan. From above, what is left of a body
//! between two planes shows its faces between them and the two cuts.

use geo::{Area, BoundingRect, MultiPolygon};

use super::affine::Point;
use super::plan::{Cast, HAIR, half_plane, laid, projected, section, section_one, upright};
use super::reach;
use super::slice::slice;
use super::solid::{Form, Solid};
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
    let mut parts = Vec::new();
    for (polygon, n, d) in faces.iter().filter_map(projected) {
        let Some(part) = sound(&polygon) else { continue };
        let Some(over) = part.bounding_rect() else { continue };
        // Its height over a point of the plan is c - a x - b y.
        let (a, b, c) = (n[0] / n[2], n[1] / n[2], d / n[2]);
        if a.hypot(b) < 1e-9 {
            if (low..=high).contains(&c) {
                parts.push(part);
            }
            continue;
        }
        let above = half_plane(-a, -b, c - low, 1.0, &over);
        let under = half_plane(a, b, high - c, 1.0, &over);
        parts.push(intersection(&intersection(&part, &above), &under));
    }
    let mut exact = true;
    for z in [low, high] {
        match slice(&faces, z) {
            Some(cut) => parts.push(cut),
            None => exact = false,
        }
    }
    Some(Cast { region: union_all(&parts)?, exact })
}

/// The level parts of bodies from below, each with its height: what has nothing of them right above it, and something
/// right under it.
pub(super) fn treads(solids: &[Solid]) -> Vec<(Region, f64)> {
    let mut levels: Vec<f64> = Vec::new();
    for solid in solids {
        let heights = |f: &super::solid::Face| {
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
    let mut found = Vec::new();
    for z in levels {
        let (Some(under), Some(above)) = (section(solids, z - BESIDE), section(solids, z + BESIDE)) else {
            continue;
        };
        let level = opened(&difference(&under, &above), NARROW);
        if level.unsigned_area() > NARROW * NARROW {
            found.push((level, z));
        }
    }
    found
}
