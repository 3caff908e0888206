//! What does a solid look like from above, and cut at a height? Regions in metres.
//!
//! In come solids in the project's frame. A cut by half spaces is exact in both views: seen from above each face is
//! clipped by itself (the face the clipping makes hides nothing that another face does not show), and at a height
//! the cut of a difference is the difference of the cuts.

use geo::algorithm::orient::{Direction, Orient};
use geo::{
    Area, BoundingRect, Contains, ConvexHull, Coord, LineString, MapCoords, MultiPolygon, Polygon, Rect,
};

use super::affine::{Affine, Point, add, dot, length, scale, sub, unit};
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
const HAIR: f64 = 1e-5;
/// Most steps on the search for the highest point under several cuts.
const SEARCHES: usize = 24;
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
fn laid(profile: &[Polygon<f64>], place: &Affine) -> Option<Region> {
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
fn upright(place: &Affine, along: Point) -> Option<(f64, f64)> {
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

/// Those of some solids that are bodies and no half spaces, from above.
fn solids_only(with: &[Solid]) -> Option<Cast> {
    let bodies: Vec<Solid> = with.iter().filter(|s| !matches!(s.form, Form::Half { .. })).cloned().collect();
    cast(&bodies)
}

/// A face that is not steep, from above, with its plane `n · p = d`.
fn projected(face: &Face) -> Option<(Polygon<f64>, Point, f64)> {
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
fn half_plane(a: f64, b: f64, c: f64, size: f64, over: &Rect<f64>) -> Region {
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

fn section_one(solid: &Solid, z: f64) -> Option<Region> {
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

/// The lowest and the highest point of a body; none if it has none.
pub(super) fn heights(solids: &[Solid]) -> Option<(f64, f64)> {
    let range = |points: &[Point]| {
        let low = points.iter().map(|p| p[2]).fold(f64::MAX, f64::min);
        let high = points.iter().map(|p| p[2]).fold(f64::MIN, f64::max);
        (low <= high).then_some((low, high))
    };
    let mut all: Option<(f64, f64)> = None;
    for solid in solids {
        let Some((mut low, mut high)) = range(&ends(std::slice::from_ref(solid))) else { continue };
        // NOTE: under two slopes the highest point is on no edge of the uncut body; where they meet is searched for.
        if solid.cuts.len() > 1
            && let Some((bottom, top)) = range(&ends(&[Solid::new(solid.form.clone())]))
        {
            high = reach(solid, high, top);
            low = reach(solid, low, bottom);
        }
        all = Some(all.map_or((low, high), |(a, b)| (a.min(low), b.max(high))));
    }
    all
}

/// How far from a height where a body is, towards one where it may not be, something of it is left.
fn reach(solid: &Solid, mut here: f64, mut there: f64) -> f64 {
    let known = here;
    for _ in 0..SEARCHES {
        if (there - here).abs() < HAIR {
            break;
        }
        let middle = f64::midpoint(here, there);
        if section_one(solid, middle).is_some_and(|r| !r.0.is_empty()) {
            here = middle;
        } else {
            there = middle;
        }
    }
    if (here - known).abs() < 2.0 * HAIR { known } else { here }
}

/// The ends of what is left of a body's edges: all its extremes are among them, unless two cuts meet there.
pub(super) fn ends(solids: &[Solid]) -> Vec<Point> {
    let mut points = Vec::new();
    for solid in solids {
        if solid.cuts.is_empty() {
            corners(solid, &mut points);
            continue;
        }
        let mut edges: Vec<(Point, Point)> = Vec::new();
        for face in solid.faces() {
            for ring in &face.rings {
                edges.extend(ring.iter().enumerate().map(|(i, a)| (*a, ring[(i + 1) % ring.len()])));
            }
        }
        for (op, with) in &solid.cuts {
            for cutter in with {
                if let Form::Half { origin, normal, bound } = &cutter.form {
                    edges = clipped(&edges, *op, *origin, *normal, bound.as_ref());
                }
            }
        }
        points.extend(edges.into_iter().flat_map(|(a, b)| [a, b]));
    }
    points
}

/// The corners of a body nothing is cut from.
fn corners(solid: &Solid, points: &mut Vec<Point>) {
    match &solid.form {
        Form::Faces(faces) => points.extend(faces.iter().flat_map(|f| &f.rings).flatten()),
        Form::Prism { profile, place, along } => {
            for ring in profile.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
                for c in &ring.0 {
                    let low = place.point([c.x, c.y, 0.0]);
                    points.extend([low, add(low, *along)]);
                }
            }
        }
        Form::Half { .. } => {}
    }
}

fn clipped(
    edges: &[(Point, Point)],
    op: Op,
    origin: Point,
    normal: Point,
    bound: Option<&(Vec<Polygon<f64>>, Affine)>,
) -> Vec<(Point, Point)> {
    let bounded = bound.map(|(profile, frame)| if is_upright(frame.z) { laid(profile, frame) } else { None });
    let height = |p: Point| dot(sub(p, origin), normal);
    let stays = |a: Point, b: Point| {
        let middle = scale(add(a, b), 0.5);
        let within = match &bounded {
            None => true,
            Some(None) => false,
            Some(Some(region)) => region.contains(&Coord { x: middle[0], y: middle[1] }),
        };
        let removed = within && height(middle) > 0.0;
        match op {
            Op::Difference => !removed,
            Op::Intersection => removed || bound.is_some(),
            Op::Union => true,
        }
    };
    let mut out = Vec::new();
    for (a, b) in edges {
        let (u, v) = (height(*a), height(*b));
        let mut put = |a: Point, b: Point| {
            if stays(a, b) {
                out.push((a, b));
            }
        };
        if (u > 0.0) == (v > 0.0) {
            put(*a, *b);
        } else {
            let middle = add(*a, scale(sub(*b, *a), u / (u - v)));
            put(*a, middle);
            put(middle, *b);
        }
    }
    out
}

/// What curves of the plan enclose by the even-odd rule.
pub(super) fn within_curves(curves: &[Vec<Point>]) -> Option<Region> {
    let at = |p: &Point| Coord { x: p[0], y: p[1] };
    let segments: Vec<_> =
        curves.iter().flat_map(|c| c.windows(2)).map(|pair| (at(&pair[0]), at(&pair[1]))).collect();
    enclosed(&segments)
}
