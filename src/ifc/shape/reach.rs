//! How far does a body go? Its lowest and highest level, and the points among which it has its extremes.
//!
//! In come solids in the project's frame; out go points and heights in metres. Nothing is made of faces here: a cut by
//! a half space shortens the edges of what it cuts, and what bodies leave is looked at in layers.

use geo::{Coord, Distance, Euclidean, LineString, Polygon};

use super::affine::{Affine, Point, add, dot, length, scale, sub};
use super::plan::{HAIR, Layers, has_bodies_cut, layers, section_one};
use super::solid::{Form, Op, Solid};

/// Most steps on the search for the highest point under several cuts.
const SEARCHES: usize = 24;

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
            && !has_bodies_cut(solid)
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
        if has_bodies_cut(solid)
            && let Some(Layers { all, .. }) = layers(solid)
        {
            for (low, high, region) in &all {
                let rings = region.iter().map(Polygon::exterior);
                points.extend(
                    rings.flat_map(|r| r.coords()).flat_map(|c| [[c.x, c.y, *low], [c.x, c.y, *high]]),
                );
            }
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
pub(super) fn corners(solid: &Solid, points: &mut Vec<Point>) {
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

/// What an operation with a half space leaves of edges.
fn clipped(
    edges: &[(Point, Point)],
    op: Op,
    origin: Point,
    normal: Point,
    bound: Option<&(Vec<Polygon<f64>>, Affine)>,
) -> Vec<(Point, Point)> {
    let height = |p: Point| dot(sub(p, origin), normal);
    let stays = |a: Point, b: Point| {
        let middle = scale(add(a, b), 0.5);
        let removed = height(middle) > 0.0 && bound.is_none_or(|bound| is_within(middle, bound));
        match op {
            Op::Difference => !removed,
            Op::Intersection => removed || bound.is_some(),
            Op::Union => true,
        }
    };
    let mut out = Vec::new();
    for (a, b) in edges {
        let (u, v) = (height(*a), height(*b));
        let mut shares: Vec<f64> = bound.map_or_else(Vec::new, |bound| crossings(*a, *b, bound));
        if (u > 0.0) != (v > 0.0) {
            shares.push(u / (u - v));
        }
        shares.retain(|s| *s > 0.0 && *s < 1.0);
        shares.sort_by(f64::total_cmp);
        let at = |share: f64| add(*a, scale(sub(*b, *a), share));
        let inner = shares.into_iter().map(at);
        let ends: Vec<Point> = std::iter::once(*a).chain(inner).chain(std::iter::once(*b)).collect();
        out.extend(ends.windows(2).map(|pair| (pair[0], pair[1])).filter(|(a, b)| stays(*a, *b)));
    }
    out
}

/// Where a point lies in the plane of a bound.
fn in_plane(p: Point, frame: &Affine) -> Coord<f64> {
    let d = sub(p, frame.origin);
    Coord { x: dot(d, frame.x) / dot(frame.x, frame.x), y: dot(d, frame.y) / dot(frame.y, frame.y) }
}

/// Whether a point lies in the endless prism of a bound; on its sides counts.
fn is_within(p: Point, (profile, frame): &(Vec<Polygon<f64>>, Affine)) -> bool {
    let at = geo::Point::from(in_plane(p, frame));
    let near = HAIR / length(frame.x);
    profile.iter().any(|p| Euclidean.distance(&at, p) <= near)
}

/// At which shares of an edge it passes the sides of a bound.
fn crossings(a: Point, b: Point, (profile, frame): &(Vec<Polygon<f64>>, Affine)) -> Vec<f64> {
    let (a, b) = (in_plane(a, frame), in_plane(b, frame));
    let along = b - a;
    let cross = |p: Coord<f64>, q: Coord<f64>| p.x * q.y - p.y * q.x;
    let rings = profile.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let passed = rings.flat_map(LineString::lines).filter_map(|side| {
        let (from, to) = (cross(along, side.start - a), cross(along, side.end - a));
        ((from > 0.0) != (to > 0.0)).then(|| {
            let at = side.start + (side.end - side.start) * (from / (from - to)) - a;
            (at.x * along.x + at.y * along.y) / (along.x * along.x + along.y * along.y)
        })
    });
    passed.filter(|share| share.is_finite()).collect()
}
