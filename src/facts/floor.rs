//! Free floor: the largest circle that fits between walls and furniture.

use geo::{BoundingRect, CoordsIter};
use rayon::prelude::*;

use super::SubjectIx;
use super::deriver::Deriver;
use crate::geometry;
use crate::localized;
use crate::model::Value;
use crate::quantity::LENGTH_TOLERANCE;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Most corners of a floor a circle is looked for on; a furnished room has a few dozen.
const MOST_CORNERS: usize = 1000;
/// Most things standing on a floor.
const MOST_OBSTACLES: usize = 200;
/// Longest room a circle is looked for in, in metres: the search takes as long as the room.
const LARGEST_ROOM: f64 = 50.0;

/// Derives `room.turning_circle`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let ignored: Vec<String> = d
        .vocabulary
        .tables
        .get("usual")
        .and_then(|t| t.cell("clear_floor", "not_in_the_way"))
        .map(<[String]>::to_vec)
        .unwrap_or_default();
    // The search is the dearest thing there is to know of a room, and rooms do not wait for each other.
    let floors: Vec<Floor> =
        (0..d.model.rooms.len()).into_par_iter().map(|i| free_floor(d, i, &ignored)).collect();
    for (i, floor) in floors.into_iter().enumerate() {
        turning_circle(d, i, floor);
    }
}

/// What is known of a room's free floor: the largest circle and what stands on it, or why it is not known.
enum Floor {
    Free(Option<geometry::Largest>, Vec<usize>),
    NoOutline,
    Unknown(Localized),
}

fn free_floor(d: &Deriver<'_>, i: usize, ignored: &[String]) -> Floor {
    let Some(mut floor) = d.model.rooms[i].outline.as_ref().and_then(geometry::sound) else {
        return Floor::NoOutline;
    };
    let obstacles: Vec<usize> = d
        .fixtures_in(i)
        .into_iter()
        .filter(|f| d.model.fixtures[*f].present && !ignored.contains(&d.model.fixtures[*f].what))
        .collect();
    if obstacles.len() > MOST_OBSTACLES {
        let why = Localized::new("det står for mye på gulvet", "there is too much on the floor");
        return Floor::Unknown(why);
    }
    for f in &obstacles {
        let fixture = &d.model.fixtures[*f];
        let Some(footprint) = fixture.outline.as_ref().and_then(geometry::sound) else {
            let label = &fixture.element.label;
            return Floor::Unknown(localized!(
                "{label} er ikke plassert på planen",
                "{label} is not placed on the plan"
            ));
        };
        floor = geometry::difference(&floor, &footprint);
    }
    let extent = floor.bounding_rect().map_or(0.0, |r| r.width().max(r.height()));
    if floor.coords_count() > MOST_CORNERS || extent > LARGEST_ROOM {
        return Floor::Unknown(Localized::new(
            "gulvet er for stort eller har for mange hjørner",
            "the floor is too large or has too many corners",
        ));
    }
    Floor::Free(geometry::largest_circle(&floor), obstacles)
}

fn turning_circle(d: &mut Deriver<'_>, i: usize, floor: Floor) {
    let fact = "room.turning_circle";
    let ix = d.room_subject(i);
    let (largest, obstacles) = match floor {
        Floor::Free(Some(largest), obstacles) => (largest, obstacles),
        Floor::Free(None, _) | Floor::NoOutline => {
            return d.unknown(ix, fact, Localized::default(), &[(ix, "room.area")]);
        }
        Floor::Unknown(why) => return d.unknown(ix, fact, why, &[]),
    };
    let mut from: Vec<(SubjectIx, &str)> = vec![(ix, "room.area")];
    from.extend(obstacles.into_iter().map(|f| (d.subject(SubjectKind::Fixture, f), "fixture.kind")));
    // The diameter lies between that of the circle found and the bound none can beat.
    let (least, most) = (2.0 * largest.circle.radius, 2.0 * largest.at_most);
    let error = ((most - least) / 2.0).max(0.0);
    let method = Localized::new(
        "største sirkel på gulvet mellom vegger og plassert inventar; dørslag er ikke trukket fra",
        "the largest circle on the floor between walls and placed furniture; door swings not taken out",
    );
    // Who states a circle of 1.50 m says that one fits, not that none larger does.
    let stated = d.number(ix, fact);
    if stated.is_none_or(|stated| stated > most + LENGTH_TOLERANCE) {
        d.estimated(ix, fact, Value::length(least + error), error, method, &from);
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::Value;
    use crate::vocab::SubjectKind;

    const ROOM: SubjectKind = SubjectKind::Room;

    #[test]
    fn the_circle_is_as_wide_as_the_floor_the_furniture_leaves() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "bath", Some(rect(0.0, 0.0, 2.1, 1.9)));
        let diameter = |s: &Sample| s.number(ROOM, room, "room.turning_circle");
        assert!((diameter(&s).unwrap() - 1.9).abs() < 2e-3);
        let machine = s.fixture("washing_machine", Some(room), None);
        assert_eq!(diameter(&s), None);
        s.model.fixtures[machine].outline = Some(rect(0.0, 0.0, 0.6, 1.9));
        assert!((diameter(&s).unwrap() - 1.5).abs() < 2e-3);
        // What hangs high or lies flat is not in the way.
        s.fixture("smoke_detector", Some(room), None);
        assert!(diameter(&s).is_some());
    }

    #[test]
    fn a_stated_circle_that_fits_is_no_conflict_and_one_that_does_not_is() {
        for (stated, fits) in [(1.5, true), (1.9, true), (2.0, false)] {
            let mut s = Sample::new();
            let a = s.dwelling("A");
            let room = s.room(a, "bath", Some(rect(0.0, 0.0, 2.1, 1.9)));
            let origin = s.model.rooms[room].element.origin.clone();
            s.model.rooms[room].element.declare("room.turning_circle", Value::length(stated), origin);
            assert_eq!(s.number(ROOM, room, "room.turning_circle").is_some(), fits, "{stated}");
        }
    }

    #[test]
    fn a_floor_of_exactly_the_width_is_surely_wide_enough() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "hall", Some(rect(0.0, 0.0, 1.5, 3.0)));
        let Fact::Known(known) = s.fact(ROOM, room, "room.turning_circle") else { panic!("it is known") };
        assert!(known.value.number().unwrap() - known.uncertainty >= 1.5 - 1e-6);
    }
}
