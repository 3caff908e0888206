//! That a rectangle fits nowhere on a floor, at no angle.
//!
//! Frame: metres. A rectangle turned by a little holds, around the same middle, one that is not turned and a little
//! smaller. So where the smaller one fits at no place in a direction, the whole fits in no direction near it; where it
//! does fit, the directions are split. What is ruled out is ruled out for every angle; what is not may lack up to
//! a few tenths of a millimetre ([`NARROWEST`] degrees times the longer side).

use geo::Area;

use super::circle::largest_circle;
use super::fit::place_at;
use super::region::Region;
use crate::quantity::LENGTH_TOLERANCE;

/// Degrees the directions are split in at first.
const STEP: u32 = 5;
/// Directions are split no finer than this, in degrees.
const NARROWEST: f64 = 0.01;
/// Most directions looked in.
const MOST_LOOKS: usize = 2000;

/// Whether no rectangle of the given sides lies on a floor. False says that none was ruled out, not that one fits.
pub fn no_rectangle(floor: &Region, width: f64, depth: f64) -> bool {
    if !(width > 0.0 && depth > 0.0 && width.is_finite() && depth.is_finite()) {
        return false;
    }
    let round = largest_circle(floor).map_or(0.0, |l| 2.0 * l.at_most);
    let least = (width - LENGTH_TOLERANCE) * (depth - LENGTH_TOLERANCE);
    if floor.unsigned_area() < least || round + LENGTH_TOLERANCE < width.min(depth) {
        return true;
    }
    let half = f64::from(STEP) / 2.0;
    let mut open: Vec<(f64, f64)> =
        (0..180).step_by(STEP as usize).map(|d| (f64::from(d) + half, half)).collect();
    let mut looked = 0;
    while let Some((degrees, half)) = open.pop() {
        looked += 1;
        let (sin, cos) = half.to_radians().sin_cos();
        let smaller = |long: f64, short: f64| (long * cos - short * sin) / (cos * cos - sin * sin);
        // A tenth of a millimetre of doubt, so that what just fits is never ruled out by rounding.
        let (w, d) = (smaller(width, depth) - LENGTH_TOLERANCE, smaller(depth, width) - LENGTH_TOLERANCE);
        if w > 0.0 && d > 0.0 && place_at(floor, w, d, degrees).is_none() {
            continue;
        }
        if half < NARROWEST || looked >= MOST_LOOKS {
            return false;
        }
        open.extend([(degrees - half / 2.0, half / 2.0), (degrees + half / 2.0, half / 2.0)]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{place_rectangle, sound};
    use geo::{Coord, LineString, Point, Polygon, Rotate};
    use proptest::prelude::*;

    fn room(points: &[(f64, f64)], turned: f64) -> Region {
        let ring: Vec<Coord<f64>> = points.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect();
        let outline = Polygon::new(LineString::new(ring), Vec::new());
        sound(&outline.rotate_around_point(turned, Point::new(0.0, 0.0))).unwrap()
    }

    #[test]
    fn a_millimetre_too_little_is_ruled_out_and_just_enough_is_not() {
        for turned in [0.0, 13.0, 37.3] {
            let of = |w: f64, d: f64| room(&[(0., 0.), (w, 0.), (w, d), (0., d)], turned);
            assert!(no_rectangle(&of(1.31, 1.799), 1.3, 1.8), "{turned}");
            assert!(no_rectangle(&of(1.299, 3.0), 1.3, 1.8), "{turned}");
            assert!(!no_rectangle(&of(1.3, 1.8), 1.3, 1.8), "{turned}");
            assert!(place_rectangle(&of(1.301, 1.801), 1.3, 1.8).is_some(), "{turned}");
        }
    }

    #[test]
    fn what_fits_only_at_a_slant_between_the_walls_is_not_ruled_out() {
        // A square of 2.2 m whose corners are cut leaves a slanted rectangle of 2.4 × 0.6 m its diagonal.
        let square = room(&[(0., 0.), (2.2, 0.), (2.2, 2.2), (0., 2.2)], 0.0);
        assert!(!no_rectangle(&square, 2.4, 0.6));
        // The longest of 0.6 m width: the diagonal less its own width.
        let longest = 2.2 * 2.0_f64.sqrt() - 0.6;
        assert!(no_rectangle(&square, longest + 0.005, 0.6));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_was_placed_is_never_ruled_out(
            cut in (0.2..1.4_f64, 0.2..1.4_f64), turned in 0.0..90.0_f64, size in (0.4..1.9_f64, 0.4..1.9_f64),
        ) {
            let l = room(&[(0., 0.), (2.2, 0.), (2.2, 2.0 - cut.1), (2.2 - cut.0, 2.0 - cut.1), (2.2 - cut.0, 2.0), (0., 2.0)], turned);
            let placed = place_rectangle(&l, size.0, size.1).is_some();
            prop_assert!(!(placed && no_rectangle(&l, size.0, size.1)));
        }
    }
}
