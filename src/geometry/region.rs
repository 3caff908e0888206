//! Regions of the plane and what is done with them, safe on any input.
//!
//! `geo`'s overlay works on a grid of 2³⁰ steps across the input: over [`LARGEST_EXTENT`] that is a tenth of a
//! millimetre. Beyond it, and beyond [`MOST_WORK`], there is no answer rather than a bad one.

use geo::algorithm::buffer::{BufferStyle, LineJoin};
use geo::algorithm::orient::{Direction, Orient};
use geo::{
    Area, BooleanOps, BoundingRect, Buffer, Coord, CoordsIter, LineString, MultiPolygon, Polygon, Rect,
};

/// A part of the plane: any number of polygons with holes that do not overlap; empty is allowed.
pub type Region = MultiPolygon<f64>;

/// Longest side of a bounding box that is still computed with, in metres.
pub const LARGEST_EXTENT: f64 = 100_000.0;
/// Largest magnitude of a coordinate: map projections stay well below.
const LARGEST_COORDINATE: f64 = 1e8;
/// Upper bound of edge crossings an operation may have to look at.
const MOST_WORK: f64 = 3e7;
/// Parts smaller than this are traces of rounding, in m².
const SMALLEST_AREA: f64 = 1e-6;
/// Corners sharper than this are not drawn out to their point when a region grows, in radians.
const SHARPEST_MITRE: f64 = 0.5;

/// The region an outline encloses: crossings of itself resolved by the even-odd rule, repeated points and
/// slivers dropped. None when it has no area, a coordinate that is no number, or more than can be computed.
pub fn sound(outline: &Polygon<f64>) -> Option<Region> {
    let usable = |c: &Coord<f64>| {
        c.x.is_finite()
            && c.y.is_finite()
            && c.x.abs() <= LARGEST_COORDINATE
            && c.y.abs() <= LARGEST_COORDINATE
    };
    if outline.exterior().0.len() < 4 || !outline.coords_iter().all(|c| usable(&c)) {
        return None;
    }
    let region = MultiPolygon::new(vec![outline.orient(Direction::Default)]);
    if !affordable(std::slice::from_ref(&region)) {
        return None;
    }
    let region = tidy(region.union(&MultiPolygon::new(Vec::new())));
    (!region.0.is_empty()).then_some(region)
}

/// Everything that lies in at least one of the regions. None when there is more than can be computed.
pub fn union_all(regions: &[Region]) -> Option<Region> {
    if regions.iter().all(|r| r.0.is_empty()) {
        return Some(MultiPolygon::new(Vec::new()));
    }
    affordable(regions).then(|| tidy(geo::unary_union(regions)))
}

/// What lies in the first region and not in the second; the first itself when it cannot be computed.
pub fn difference(a: &Region, b: &Region) -> Region {
    if a.0.is_empty() || b.0.is_empty() || !overlapping(a, b) || !affordable_pair(a, b) {
        return a.clone();
    }
    tidy(a.difference(b))
}

/// What lies in both; empty when it cannot be computed.
pub fn intersection(a: &Region, b: &Region) -> Region {
    if a.0.is_empty() || b.0.is_empty() || !overlapping(a, b) || !affordable_pair(a, b) {
        return MultiPolygon::new(Vec::new());
    }
    tidy(a.intersection(b))
}

/// The region with everything closer to it than `distance` metres, corners drawn out to their point.
pub fn grown(region: &Region, distance: f64) -> Region {
    offset(region, distance)
}

/// The points of the region farther than `distance` metres from its boundary.
pub fn shrunk(region: &Region, distance: f64) -> Region {
    offset(region, -distance)
}

/// The region with gaps and slits narrower than `gap` metres filled.
pub fn closed(region: &Region, gap: f64) -> Region {
    // Half the gap from both sides, and a tenth of a millimetre so that a gap of just this width closes too.
    let reach = gap / 2.0 + crate::quantity::LENGTH_TOLERANCE;
    shrunk(&grown(region, reach), reach)
}

/// The region without parts narrower than `width` metres.
pub fn opened(region: &Region, width: f64) -> Region {
    let reach = width / 2.0;
    grown(&shrunk(region, reach), reach)
}

fn offset(region: &Region, distance: f64) -> Region {
    if region.0.is_empty() || distance == 0.0 || !distance.is_finite() {
        return region.clone();
    }
    if !affordable(std::slice::from_ref(region)) || distance.abs() > LARGEST_EXTENT {
        return MultiPolygon::new(Vec::new());
    }
    let style = BufferStyle::new(distance).line_join(LineJoin::Miter(SHARPEST_MITRE));
    tidy(region.buffer_with_style(style))
}

/// Drops what is too small to be anything, and orders the parts so that equal regions are equal values.
fn tidy(region: Region) -> Region {
    let mut parts: Vec<Polygon<f64>> = region
        .0
        .into_iter()
        .filter(|p| p.unsigned_area() > SMALLEST_AREA)
        .map(|p| {
            let (outer, holes) = p.into_inner();
            let real = |ring: &LineString<f64>| {
                Polygon::new(ring.clone(), Vec::new()).unsigned_area() > SMALLEST_AREA
            };
            Polygon::new(outer, holes.into_iter().filter(real).collect())
        })
        .collect();
    let key = |p: &Polygon<f64>| p.bounding_rect().map_or((0.0, 0.0), |r| (r.min().x, r.min().y));
    parts.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    MultiPolygon::new(parts)
}

fn overlapping(a: &Region, b: &Region) -> bool {
    match (a.bounding_rect(), b.bounding_rect()) {
        (Some(a), Some(b)) => meet(&a, &b),
        _ => false,
    }
}

fn meet(a: &Rect<f64>, b: &Rect<f64>) -> bool {
    a.min().x <= b.max().x && b.min().x <= a.max().x && a.min().y <= b.max().y && b.min().y <= a.max().y
}

fn affordable_pair(a: &Region, b: &Region) -> bool {
    let parts: Vec<(Rect<f64>, f64)> = a.iter().chain(b.iter()).filter_map(weighed).collect();
    within_bounds(parts)
}

/// Whether the crossings the edges may have are few enough: parts whose boxes do not meet cannot cross.
fn affordable(regions: &[Region]) -> bool {
    within_bounds(regions.iter().flat_map(|r| r.iter()).filter_map(weighed).collect())
}

fn weighed(polygon: &Polygon<f64>) -> Option<(Rect<f64>, f64)> {
    Some((polygon.bounding_rect()?, polygon.coords_count() as f64))
}

fn within_bounds(mut parts: Vec<(Rect<f64>, f64)>) -> bool {
    let mut whole: Option<Rect<f64>> = None;
    for (r, _) in &parts {
        whole = Some(whole.map_or(*r, |w| {
            Rect::new(
                Coord { x: w.min().x.min(r.min().x), y: w.min().y.min(r.min().y) },
                Coord { x: w.max().x.max(r.max().x), y: w.max().y.max(r.max().y) },
            )
        }));
    }
    if whole.is_some_and(|w| w.width() > LARGEST_EXTENT || w.height() > LARGEST_EXTENT) {
        return false;
    }
    parts.sort_by(|a, b| a.0.min().x.total_cmp(&b.0.min().x));
    let mut work = 0.0;
    for (i, (rect, weight)) in parts.iter().enumerate() {
        work += weight * weight;
        for (other, other_weight) in &parts[i + 1..] {
            if other.min().x > rect.max().x {
                break;
            }
            // Looking at a pair costs something even when the two do not meet.
            work += if meet(rect, other) { weight * other_weight } else { 1.0 };
            if work > MOST_WORK {
                return false;
            }
        }
        if work > MOST_WORK {
            return false;
        }
    }
    true
}
