//! What does a solid look like from above, and cut at a height? Regions in metres.
//!
//! In come solids in the project's frame. A cut by half spaces is exact in both views: seen from above each face is
//! clipped by itself (the face the clipping makes hides nothing that another face does not show), and at a height
//! the cut of a difference is the difference of the cuts.

use geo::algorithm::orient::{Direction, Orient};
use geo::{Area, BoundingRect, ConvexHull, Coord, LineString, MapCoords, MultiPolygon, Polygon, Rect};

use super::affine::{Affine, Point, add, dot, length, scale, unit};
use super::reach;
use super::slice::{enclosed, normal, slice};
use super::solid::{Face, Form, Op, Solid, prism};
use crate::geometry::{Region, difference, intersection, sound, union_all};

/// Faces steeper than this hide nothing seen from above: the cosine of their angle.
const STEEP: f64 = 1e-4;
/// More faces than this are shown by their hull.
const MOST_FACES: usize = 6000;
/// Half the length of a profile that bounds without end, in metres.
const FAR: f64 = 1000.0;
/// How far beside a level a bound is looked at as well, in metres.
pub(super) const HAIR: f64 = 1e-5;
/// Most levels at which a body others are cut from is looked at.
const MOST_LEVELS: usize = 40;
/// Margin around what a half plane is made for, in metres.
const MARGIN: f64 = 1.0;

/// A body seen from above.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub(super) region: Region,
    pub(super) exact: bool,
}

fn nothing() -> Region {
    MultiPolygon::new(Vec::new())
}

/// A profile in a level frame, in plan.
pub(super) fn laid(profile: &[Polygon<f64>], place: &Affine) -> Option<Region> {
    let put = |c: Coord<f64>| {
        let p = place.point([c.x, c.y, 0.0]);
        Coord { x: p[0], y: p[1] }
    };
    let parts: Vec<Region> = profile.iter().filter_map(|p| sound(&p.map_coords(put))).collect();
    match parts.len() {
        0 => None,
        1 => parts.into_iter().next(),
        _ => union_all(&parts),
    }
}

/// Whether a direction goes straight up or down.
fn is_upright(v: Point) -> bool {
    v[0].hypot(v[1]) <= 1e-6 * length(v) && length(v) > 0.0
}

/// The heights between which an upright prism with level ends stands.
pub(super) fn upright(place: &Affine, along: Point) -> Option<(f64, f64)> {
    let level = |v: Point| v[2].abs() <= 1e-6 * length(v);
    let (a, b) = (place.origin[2], place.origin[2] + along[2]);
    (level(place.x) && level(place.y) && is_upright(along)).then_some((a.min(b), a.max(b)))
}

/// A body from above; none if nothing of it can be seen.
pub(super) fn cast(solids: &[Solid]) -> Option<Cast> {
    let mut exact = true;
    let mut regions = Vec::new();
    for solid in solids {
        let Some(one) = cast_one(solid) else { continue };
        exact &= one.exact;
        regions.push(one.region);
    }
    let region = if regions.len() == 1 { regions.pop()? } else { union_all(&regions)? };
    (!region.0.is_empty()).then_some(Cast { region, exact })
}

fn cast_one(solid: &Solid) -> Option<Cast> {
    if let (Form::Prism { profile, place, along }, true) = (&solid.form, solid.cuts.is_empty())
        && upright(place, *along).is_some()
    {
        return Some(Cast { region: laid(profile, place)?, exact: true });
    }
    if has_bodies_cut(solid)
        && let Some(Layers { all, exact }) = layers(solid)
    {
        let regions: Vec<Region> = all.into_iter().map(|(_, _, region)| region).collect();
        return Some(Cast { region: union_all(&regions)?, exact });
    }
    let faces = solid.faces();
    let shown = faces.iter().filter_map(projected);
    let mut exact = true;
    let region = if solid.cuts.is_empty() || faces.len() > MOST_FACES {
        exact = solid.cuts.is_empty();
        let all: Vec<Region> = shown.map(|(p, _, _)| MultiPolygon::new(vec![p])).collect();
        if all.len() > MOST_FACES {
            exact = false;
            let points: MultiPolygon<f64> = all.into_iter().flatten().collect();
            MultiPolygon::new(vec![points.convex_hull()])
        } else {
            union_all(&all)?
        }
    } else {
        let cutters: Vec<Option<Cast>> = solid.cuts.iter().map(|(_, with)| solids_only(with)).collect();
        let mut parts = Vec::new();
        for (polygon, n, d) in shown {
            let Some(mut part) = sound(&polygon) else { continue };
            for ((op, with), cast) in solid.cuts.iter().zip(&cutters) {
                let Some(over) = part.bounding_rect() else { break };
                let half = halves(with, n, d, &over);
                exact &= half.is_some();
                let half = half.unwrap_or_else(nothing);
                part = match (op, cast) {
                    (Op::Difference, cast) => {
                        // What a body takes away is known only where it goes all the way through.
                        exact &= cast.is_none();
                        difference(&part, &half)
                    }
                    (Op::Intersection, Some(cast)) => {
                        exact = false;
                        intersection(&part, &cast.region)
                    }
                    (Op::Intersection, None) => intersection(&part, &half),
                    (Op::Union, _) => part,
                };
            }
            parts.push(part);
        }
        union_all(&parts)?
    };
    Some(Cast { region, exact })
}

/// Whether bodies are cut from a body, and not only half spaces.
pub(super) fn has_bodies_cut(solid: &Solid) -> bool {
    solid.cuts.iter().any(|(_, with)| with.iter().any(|s| !matches!(s.form, Form::Half { .. })))
}

/// What is left of a body that others are cut from.
pub(super) struct Layers {
    /// Between which levels what is left, from below.
    pub(super) all: Vec<(f64, f64, Region)>,
    exact: bool,
}

/// A body others are cut from, cut between the levels where anything of them begins or ends. Exact where all their
/// sides are upright; none where there are too many levels.
pub(super) fn layers(solid: &Solid) -> Option<Layers> {
    let mut corners = Vec::new();
    let mut all_upright = true;
    let mut bodies = vec![solid];
    while let Some(body) = bodies.pop() {
        reach::corners(body, &mut corners);
        all_upright &= match &body.form {
            Form::Prism { place, along, .. } => upright(place, *along).is_some(),
            Form::Faces(faces) => faces.iter().filter_map(projected).all(|(_, n, _)| is_upright(n)),
            Form::Half { .. } => false,
        };
        bodies.extend(body.cuts.iter().flat_map(|(_, with)| with));
    }
    let mut levels: Vec<f64> = corners.iter().map(|p| p[2]).filter(|z| z.is_finite()).collect();
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|a, b| (*a - *b).abs() < HAIR);
    if levels.len() > MOST_LEVELS {
        return None;
    }
    let mut all = Vec::new();
    for pair in levels.windows(2) {
        // Under slopes the ends of a layer show as much as its middle.
        let shares: &[f64] = if all_upright { &[0.5] } else { &[0.001, 0.5, 0.999] };
        for share in shares {
            let left = section_one(solid, pair[0] + (pair[1] - pair[0]) * share)?;
            if !left.0.is_empty() {
                all.push((pair[0], pair[1], left));
            }
        }
    }
    Some(Layers { all, exact: all_upright })
}

/// Those of some solids that are bodies and no half spaces, from above.
fn solids_only(with: &[Solid]) -> Option<Cast> {
    let bodies: Vec<Solid> = with.iter().filter(|s| !matches!(s.form, Form::Half { .. })).cloned().collect();
    cast(&bodies)
}

/// A face that is not steep, from above, with its plane `n · p = d`.
pub(super) fn projected(face: &Face) -> Option<(Polygon<f64>, Point, f64)> {
    let outer = face.rings.first()?;
    let n = unit(normal(outer))?;
    if n[2].abs() < STEEP {
        return None;
    }
    let ring = |r: &Vec<Point>| -> LineString<f64> { r.iter().map(|p| Coord { x: p[0], y: p[1] }).collect() };
    let mut rings = face.rings.iter().filter(|r| r.len() >= 3).map(ring);
    let polygon = Polygon::new(rings.next()?, rings.collect()).orient(Direction::Default);
    (polygon.unsigned_area() > 0.0).then(|| (polygon, n, dot(n, *outer.first().unwrap_or(&[0.0; 3]))))
}

/// What lies in the half spaces among some solids, of the plane `n · p = d` over a part of the plan; none where a
/// bound cannot be told.
fn halves(with: &[Solid], n: Point, d: f64, over: &Rect<f64>) -> Option<Region> {
    let mut parts = Vec::new();
    for solid in with {
        let Form::Half { origin, normal: m, bound } = &solid.form else { continue };
        let ratio = m[2] / n[2];
        let (a, b, c) = (m[0] - ratio * n[0], m[1] - ratio * n[1], ratio * d - dot(*m, *origin));
        let mut part = half_plane(a, b, c, length(*m), over);
        if let Some((profile, frame)) = bound {
            let bounded = if is_upright(frame.z) {
                laid(profile, frame)
            } else if n[0] == 0.0 && n[1] == 0.0 {
                let axis = unit(frame.z)?;
                let from = Affine { origin: add(frame.origin, scale(axis, -FAR)), ..*frame };
                let (faces, z) = (prism(profile, &from, scale(axis, 2.0 * FAR)), d / n[2]);
                // A bound mostly begins at the very level of the face it bounds: a hair to both sides counts.
                slice(&faces, z - HAIR)
                    .zip(slice(&faces, z + HAIR))
                    .and_then(|(below, above)| union_all(&[below, above]))
            } else {
                None
            };
            part = intersection(&part, &bounded?);
        }
        if !solid.cuts.is_empty() {
            return None;
        }
        parts.push(part);
    }
    if parts.len() == 1 { parts.pop() } else { union_all(&parts) }
}

/// The part of a rectangle where `a x + b y + c` is above zero.
pub(super) fn half_plane(a: f64, b: f64, c: f64, size: f64, over: &Rect<f64>) -> Region {
    let value = |p: Coord<f64>| a * p.x + b * p.y + c;
    let (low, high) = (over.min(), over.max());
    let corners = [
        Coord { x: low.x - MARGIN, y: low.y - MARGIN },
        Coord { x: high.x + MARGIN, y: low.y - MARGIN },
        Coord { x: high.x + MARGIN, y: high.y + MARGIN },
        Coord { x: low.x - MARGIN, y: high.y + MARGIN },
    ];
    // NOTE: a face that lies in the plane itself stays, and so does what rounding puts a hair above it.
    let least = 1e-7 * size;
    let mut kept = Vec::new();
    for (i, p) in corners.iter().enumerate() {
        let q = corners[(i + 1) % 4];
        let (u, v) = (value(*p) - least, value(q) - least);
        if u > 0.0 {
            kept.push(*p);
        }
        if (u > 0.0) != (v > 0.0) {
            kept.push(*p + (q - *p) * (u / (u - v)));
        }
    }
    if kept.len() < 3 {
        return nothing();
    }
    MultiPolygon::new(vec![Polygon::new(LineString::new(kept), Vec::new())])
}

/// A body cut at a height; none if its surface does not close there.
pub(super) fn section(solids: &[Solid], z: f64) -> Option<Region> {
    let mut regions = Vec::new();
    let mut failed = false;
    for solid in solids {
        match section_one(solid, z) {
            Some(region) => regions.push(region),
            None => failed = true,
        }
    }
    if regions.iter().all(|r| r.0.is_empty()) {
        return (!failed).then(nothing);
    }
    if regions.len() == 1 { regions.pop() } else { union_all(&regions) }
}

pub(super) fn section_one(solid: &Solid, z: f64) -> Option<Region> {
    let mut region = match &solid.form {
        Form::Half { .. } => return Some(nothing()),
        Form::Prism { profile, place, along } => match upright(place, *along) {
            Some((low, high)) if (low..=high).contains(&z) => laid(profile, place)?,
            Some(_) => nothing(),
            None => slice(&solid.faces(), z)?,
        },
        Form::Faces(faces) => slice(faces, z)?,
    };
    for (op, with) in &solid.cuts {
        let Some(over) = region.bounding_rect() else { break };
        let bodies: Vec<Solid> =
            with.iter().filter(|s| !matches!(s.form, Form::Half { .. })).cloned().collect();
        let mut second = vec![halves(with, [0.0, 0.0, 1.0], z, &over).unwrap_or_else(nothing)];
        // NOTE: a body that does not close takes nothing away.
        second.extend(section(&bodies, z));
        let second = if second[1..].iter().all(|r| r.0.is_empty()) {
            second.swap_remove(0)
        } else {
            union_all(&second)?
        };
        region = match op {
            Op::Difference => difference(&region, &second),
            Op::Intersection => intersection(&region, &second),
            Op::Union => union_all(&[region, second])?,
        };
    }
    Some(region)
}

/// What curves of the plan enclose by the even-odd rule.
pub(super) fn within_curves(curves: &[Vec<Point>]) -> Option<Region> {
    let at = |p: &Point| Coord { x: p[0], y: p[1] };
    let segments: Vec<_> =
        curves.iter().flat_map(|c| c.windows(2)).map(|pair| (at(&pair[0]), at(&pair[1]))).collect();
    enclosed(&segments)
}
