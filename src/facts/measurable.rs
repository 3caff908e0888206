//! How much of a room's floor lies under too low a ceiling to count as area (NS 3940).
//!
//! In m², off the floor inside the room's outline. Floor counts where it is high enough over a certain width, and a little
//! beyond under a sloped ceiling (table `areas`). A room lower than that does not count at all. Where the ceiling slopes is
//! known of building models only ([`Room::tall`](crate::model::Room)); a description gives one height for a room. A room
//! whose height nobody stated is taken to be high enough. The error is that of the overlay: a tenth of a millimetre along
//! the edges.

use geo::Area;

use super::deriver::Deriver;
use crate::geometry::{self, Region};
use crate::quantity::{Dimension, Quantity};
use crate::text::Localized;

/// Table of what counts.
const TABLE: &str = "areas";

/// The floor of a room that does not count; nothing where it is not drawn.
pub(super) fn too_low(d: &Deriver<'_>, room: usize, region: Option<&Region>) -> f64 {
    let measure = |column| {
        let cell = d.vocabulary.tables.get(TABLE)?.cell("measurable", column)?;
        Quantity::parse(cell.first()?).ok().map(|q| q.value)
    };
    let (Some(height), Some(width), Some(beyond), Some(region)) =
        (measure("height"), measure("width"), measure("beyond"), region)
    else {
        return 0.0;
    };
    let whole = region.unsigned_area();
    if d.number(d.room_subject(room), "room.height").is_some_and(|h| !Dimension::Length.at_least(h, height)) {
        return whole;
    }
    let Some(tall) = &d.model.rooms[room].tall else { return 0.0 };
    let counted = geometry::grown(&geometry::opened(tall, width), beyond);
    (whole - geometry::intersection(region, &counted).unsigned_area()).max(0.0)
}

/// The way an area was worked out, with what was left out of it.
pub(super) fn left_out(method: Localized, low: f64) -> Localized {
    if low <= 0.0 {
        return method;
    }
    Localized::new(
        format!("{}; gulv med for lav takhøyde er ikke regnet med", method.nb),
        format!("{}; floor under too low a ceiling is not counted", method.en),
    )
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::{Sample, rect};
    use crate::vocab::SubjectKind;
    use geo::MultiPolygon;

    fn areas(s: &Sample) -> [f64; 2] {
        ["bra_i", "net"]
            .map(|a| s.number(SubjectKind::Dwelling, 0, &format!("dwelling.area.{a}")).expect("it is known"))
    }

    fn close(found: [f64; 2], expected: [f64; 2]) {
        let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 2e-3);
        assert!(near, "{found:?} is not {expected:?}");
    }

    #[test]
    fn a_room_lower_than_what_counts_is_no_area_and_one_as_high_is() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let low = s.room(a, "storage", Some(rect(5.1, 0.0, 2.0, 4.0)));
        for (height, counts) in [(1.89, false), (1.90, true), (2.40, true)] {
            s.model.rooms[low].height = Some(height);
            let expected = if counts { [28.4, 28.0] } else { [20.4, 20.0] };
            close(areas(&s), expected);
        }
    }

    #[test]
    fn under_a_sloped_ceiling_floor_counts_a_little_beyond_where_it_is_high_enough() {
        // 5 × 4 m with the ceiling at 1.9 m along x = 2: it counts from 0.6 m before that.
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        for (tall, counts) in [((2.0, 3.0), 3.6 * 4.0), ((0.5, 4.5), 20.0), ((4.5, 0.5), 0.0)] {
            let (from, wide) = tall;
            s.model.rooms[room].tall = Some(MultiPolygon::new(vec![rect(from, 0.0, wide, 4.0)]));
            close(areas(&s), [counts; 2]);
        }
    }
}
