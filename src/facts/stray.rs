//! Windows nobody knows the room of, and the rooms each may belong to.
//!
//! A roof window drawn on the storey above, one whose model has no space boundaries, one without a shape: it lights some
//! room, and until it is known which, the windows and the glass of none of those it may light are all known. In plan it
//! may belong to rooms no farther off than a thick wall and a niche; one that is not drawn, to every room of its storey. A
//! storey without rooms, such as a roof, has its windows over the nearest one below that has some.

use std::collections::BTreeMap;

use geo::line_measures::Distance;
use geo::{CoordsIter, Euclidean, Line};

use crate::model::{Model, Opening, OpeningKind, Side};

/// How far a window may lie from the floor of its room in plan, in metres.
const NEAR: f64 = 1.0;

/// For each room the windows that may be its own, though nobody says so.
pub(super) fn stray_windows(model: &Model) -> Vec<Vec<usize>> {
    let mut of = vec![Vec::new(); model.rooms.len()];
    let is_stray = |o: &Opening| {
        let room = |s: &Side| matches!(s, Side::Room(_));
        o.kind == OpeningKind::Window && o.sides.contains(&Side::Unknown) && !o.sides.iter().any(room)
    };
    let strays: Vec<usize> = (0..model.openings.len()).filter(|i| is_stray(&model.openings[*i])).collect();
    if strays.is_empty() {
        return of;
    }
    let mut rooms: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, room) in model.rooms.iter().enumerate() {
        if let Some(storey) = room.storey {
            rooms.entry(storey).or_default().push(i);
        }
    }
    for stray in strays {
        let opening = &model.openings[stray];
        let Some(near) = opening.storey.and_then(|s| lit(model, &rooms, s)) else { continue };
        for room in near {
            if may_light(model, opening, *room) {
                of[*room].push(stray);
            }
        }
    }
    of
}

/// The rooms of a storey, or else of the highest below it in the building that has some.
fn lit<'r>(model: &Model, rooms: &'r BTreeMap<usize, Vec<usize>>, storey: usize) -> Option<&'r Vec<usize>> {
    rooms.get(&storey).or_else(|| {
        let here = model.storeys.get(storey)?;
        let below = |s: &&usize| {
            model
                .storeys
                .get(**s)
                .is_some_and(|b| b.building == here.building && b.elevation < here.elevation)
        };
        let height = |s: &usize| model.storeys[*s].elevation;
        let highest = rooms.keys().filter(below).max_by(|a, b| height(a).total_cmp(&height(b)))?;
        rooms.get(highest)
    })
}

fn may_light(model: &Model, opening: &Opening, room: usize) -> bool {
    let (Some(placement), Some(outline)) = (opening.placement, &model.rooms[room].outline) else {
        return true;
    };
    // What cannot be measured may be near.
    if !outline.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
        return true;
    }
    let off = Euclidean.distance(&Line::new(placement.a, placement.b), outline);
    off.is_nan() || off <= NEAR
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};
    use crate::vocab::SubjectKind;

    /// A dwelling with a living room that has a window, a bedroom beside it, and a window of which no room is known at a
    /// height on the plan, four metres north of the living room's south wall.
    fn with_stray(y: f64) -> Sample {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let living = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        s.room(a, "sleeping", Some(rect(5.2, 0.0, 3.0, 4.0)));
        s.window(living, 1.2, 1.2, 0.9);
        let stray = s.opening(OpeningKind::Window, Side::Unknown, Side::Unknown);
        s.place(stray, (1.0, y), (2.0, y), 0.1);
        s
    }

    fn counts(s: &Sample) -> [Option<f64>; 2] {
        [0, 1].map(|room| s.number(SubjectKind::Room, room, "room.window_count"))
    }

    #[test]
    fn a_window_near_a_room_may_be_its_own_and_leaves_its_glass_open() {
        let s = with_stray(2.0);
        assert_eq!(counts(&s), [None, Some(0.0)]);
        assert_eq!(s.number(SubjectKind::Dwelling, 0, "dwelling.glass_area"), None);
        let far = with_stray(5.01);
        assert_eq!(counts(&far), [Some(1.0), Some(0.0)]);
        assert!(far.number(SubjectKind::Dwelling, 0, "dwelling.glass_area").is_some());
        assert_eq!(counts(&with_stray(4.99)), [None, Some(0.0)]);
    }

    #[test]
    fn a_window_may_be_in_a_room_whose_outline_is_no_place() {
        let mut s = with_stray(5.01);
        assert_eq!(counts(&s), [Some(1.0), Some(0.0)]);
        s.model.rooms[1].outline = Some(rect(5.2, f64::NAN, 3.0, 4.0));
        assert_eq!(counts(&s), [Some(1.0), None]);
    }

    #[test]
    fn a_window_that_is_not_drawn_may_be_in_any_room_of_its_storey() {
        let mut s = with_stray(2.0);
        let stray = s.model.openings.len() - 1;
        s.model.openings[stray].placement = None;
        assert_eq!(counts(&s), [None, None]);
        s.model.openings[stray].storey = None;
        assert_eq!(counts(&s), [Some(1.0), Some(0.0)]);
    }
}
