//! A point well inside an outline, for labels and marks.

use geo::{Coord, LineString, Polygon};

/// Heights at which an outline is cut, as shares of its own height.
const CUTS: [f64; 5] = [0.5, 0.35, 0.65, 0.2, 0.8];

/// The middle of the widest stretch inside the outline at one of a few heights, the middle one preferred. Inside by
/// the even-odd rule; none for an outline without area or with a coordinate that is no number.
///
/// ```
/// use befaring::model::point_inside;
/// let room = geo::wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.)));
/// assert_eq!(point_inside(&room), Some(geo::coord! { x: 2.0, y: 1.5 }));
/// ```
pub fn point_inside(outline: &Polygon<f64>) -> Option<Coord<f64>> {
    let rings = || std::iter::once(outline.exterior()).chain(outline.interiors());
    if !rings().flat_map(|r| &r.0).all(|c| c.x.is_finite() && c.y.is_finite()) {
        return None;
    }
    let heights = || outline.exterior().0.iter().map(|c| c.y);
    let (low, high) = (heights().fold(f64::INFINITY, f64::min), heights().fold(f64::NEG_INFINITY, f64::max));
    let mut best: Option<(f64, Coord<f64>)> = None;
    for share in CUTS {
        let y = low + (high - low) * share;
        let mut cuts: Vec<f64> = rings().flat_map(|ring| crossings(ring, y)).collect();
        cuts.sort_by(f64::total_cmp);
        for pair in cuts.chunks_exact(2) {
            let width = pair[1] - pair[0];
            // A stretch elsewhere must be clearly wider to win over one at the middle.
            if width > 0.0 && best.is_none_or(|(widest, _)| width > widest * 1.25) {
                best = Some((width, Coord { x: f64::midpoint(pair[0], pair[1]), y }));
            }
        }
    }
    best.map(|(_, at)| at)
}

fn crossings(ring: &LineString<f64>, y: f64) -> impl Iterator<Item = f64> + '_ {
    ring.lines().filter_map(move |edge| {
        let (a, b) = (edge.start, edge.end);
        ((a.y <= y) != (b.y <= y)).then(|| a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Contains, wkt};

    #[test]
    fn the_point_of_an_angled_room_lies_in_the_room() {
        let room = wkt!(POLYGON((0. 0., 6. 0., 6. 1., 1. 1., 1. 6., 0. 6., 0. 0.)));
        assert!(room.contains(&point_inside(&room).unwrap()));
    }

    #[test]
    fn an_outline_without_area_has_no_inside() {
        assert_eq!(point_inside(&wkt!(POLYGON((0. 0., 1. 0., 2. 0., 0. 0.)))), None);
        let mut odd = wkt!(POLYGON((0. 0., 1. 0., 1. 1., 0. 0.)));
        odd.exterior_mut(|ring| ring.0[1].x = f64::NAN);
        assert_eq!(point_inside(&odd), None);
    }
}
