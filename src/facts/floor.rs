//! Free floor: the largest circle that fits between walls and furniture.

use std::sync::Arc;

use geo::CoordsIter;
use rayon::prelude::*;

use super::SubjectIx;
use super::deriver::Deriver;
use super::obstacles::{Obstacle, Taken};
use crate::geometry::{self, Largest, Region};
use crate::localized;
use crate::model::Value;
use crate::quantity::{LENGTH_TOLERANCE, Quantity};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Table of what is taken for usual.
const USUAL: &str = "usual";
/// Most corners of a floor a circle is looked for on; a furnished room has a few dozen.
const MOST_CORNERS: usize = 1000;
/// Most things standing on a floor.
const MOST_OBSTACLES: usize = 200;
/// Longest room a circle is looked for in, in metres: the search takes as long as the room.
const LARGEST_ROOM: f64 = 50.0;

/// Derives `room.turning_circle`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    // The search is the dearest thing there is to know of a room, and rooms do not wait for each other.
    let rooms = (0..d.model.rooms.len()).into_par_iter();
    d.floors = rooms.map(|i| FreeFloor::turning(d, i).map(|f| Arc::new(Circles::on(f)))).collect();
    for i in 0..d.model.rooms.len() {
        turning_circle(d, i);
    }
}

/// The floor of a room less what stands on it: as drawn, and where things of usual size are as large and as small as
/// such things may be.
pub(super) struct FreeFloor {
    /// The floor itself.
    pub(super) outline: Region,
    /// Less what stands on it as drawn.
    pub(super) drawn: Region,
    /// Less as much as may stand on it.
    pub(super) least: Region,
    /// Less as little as may stand on it.
    pub(super) most: Region,
    /// How far a usual size may be off, in metres.
    pub(super) spread: f64,
    obstacles: Vec<usize>,
    /// Whether something on it has a usual size.
    assumed: bool,
    /// Whether something on it may take more than it surely does.
    doubtful: bool,
}

impl FreeFloor {
    /// What a wheelchair can turn on. Without a floor the reason is empty.
    pub(super) fn turning(d: &Deriver<'_>, room: usize) -> Result<Self, Localized> {
        Self::of(d, room, words(d, USUAL, "clear_floor"), None)
    }

    /// What is free beside a fixture: a basin is in the way there.
    pub(super) fn beside(d: &Deriver<'_>, room: usize, own: usize, table: &str) -> Result<Self, Localized> {
        Self::of(d, room, words(d, table, &d.model.fixtures[own].what), Some(own))
    }

    /// What something else can stand on; the row names what it may stand under or over.
    pub(super) fn to_stand_on(
        d: &Deriver<'_>,
        room: usize,
        table: &str,
        row: &str,
    ) -> Result<Self, Localized> {
        Self::of(d, room, words(d, table, row), None)
    }

    /// What a wheelchair can turn on before a fixture.
    pub(super) fn before(d: &Deriver<'_>, room: usize, own: usize) -> Result<Self, Localized> {
        Self::of(d, room, words(d, USUAL, "clear_floor"), Some(own))
    }

    fn of(
        d: &Deriver<'_>,
        room: usize,
        ignored: &[String],
        except: Option<usize>,
    ) -> Result<Self, Localized> {
        let Some(outline) = d.model.rooms[room].outline.as_ref().and_then(geometry::sound) else {
            return Err(Localized::default());
        };
        let wanted =
            |o: &Obstacle| Some(o.fixture) != except && !ignored.contains(&d.model.fixtures[o.fixture].what);
        let obstacles: Vec<Obstacle> = d.obstacles_in(room, &outline).into_iter().filter(wanted).collect();
        if obstacles.len() > MOST_OBSTACLES {
            return Err(Localized::new("det står for mye på gulvet", "there is too much on the floor"));
        }
        let spread = spread(d);
        let mut floor = Self {
            drawn: outline.clone(),
            least: outline.clone(),
            most: outline.clone(),
            outline,
            spread,
            obstacles: Vec::new(),
            assumed: false,
            doubtful: false,
        };
        for Obstacle { fixture: f, taken } in &obstacles {
            let (footprint, larger, smaller) = match taken {
                Taken::Unplaced => {
                    let label = &d.model.fixtures[*f].element.label;
                    return Err(localized!(
                        "{label} er ikke plassert på planen",
                        "{label} is not placed on the plan"
                    ));
                }
                Taken::Surely(footprint) => (footprint, footprint.clone(), footprint.clone()),
                Taken::Perhaps { least, most } => {
                    floor.doubtful = true;
                    (most, most.clone(), least.clone())
                }
                Taken::Outlined(footprint) if sized(d, *f) => {
                    (footprint, footprint.clone(), footprint.clone())
                }
                Taken::Outlined(footprint) => {
                    floor.assumed = true;
                    (footprint, geometry::grown(footprint, spread), geometry::shrunk(footprint, spread))
                }
            };
            floor.drawn = geometry::difference(&floor.drawn, footprint);
            floor.least = geometry::difference(&floor.least, &larger);
            floor.most = geometry::difference(&floor.most, &smaller);
        }
        floor.obstacles = obstacles.into_iter().map(|o| o.fixture).collect();
        let corners = floor.drawn.coords_count().max(floor.least.coords_count());
        if corners > MOST_CORNERS || geometry::extent(&floor.outline) > LARGEST_ROOM {
            return Err(Localized::new(
                "gulvet er for stort eller har for mange hjørner",
                "the floor is too large or has too many corners",
            ));
        }
        Ok(floor)
    }

    /// Whether something on it has a size nobody stated, or may take more than it surely does.
    pub(super) fn uncertain(&self) -> bool {
        self.assumed || self.doubtful
    }

    /// What it was worked out from.
    pub(super) fn grounds(&self, d: &Deriver<'_>, room: usize) -> Vec<(SubjectIx, &'static str)> {
        let things = self.obstacles.iter().map(|f| (d.subject(SubjectKind::Fixture, *f), "fixture.kind"));
        std::iter::once((d.room_subject(room), "room.area")).chain(things).collect()
    }
}

fn words<'d>(d: &'d Deriver<'_>, table: &str, row: &str) -> &'d [String] {
    let found = d.vocabulary.tables.get(table).and_then(|t| t.cell(row, "not_in_the_way"));
    found.unwrap_or_default()
}

/// How far a usual size may be off.
fn spread(d: &Deriver<'_>) -> f64 {
    let cell = d.vocabulary.tables.get("clearance").and_then(|t| t.cell("fixture", "spread"));
    let text = cell.and_then(|c| c.first());
    text.and_then(|t| Quantity::parse(t).ok()).map_or(0.0, |q| q.value.clamp(0.0, 1.0))
}

/// Whether a fixture has the size somebody gave it, in words or in a building model.
fn sized(d: &Deriver<'_>, fixture: usize) -> bool {
    let ix = d.subject(SubjectKind::Fixture, fixture);
    ["fixture.width", "fixture.depth"].iter().all(|fact| d.known(ix, fact).is_some())
}

/// A free floor with its largest circles. Floors that are equal, as those are on which nothing is uncertain, are searched
/// once.
pub(super) struct Circles {
    pub(super) floor: FreeFloor,
    drawn: Option<Largest>,
    least: Option<Largest>,
    most: Option<Largest>,
}

impl Circles {
    fn on(floor: FreeFloor) -> Self {
        let drawn = geometry::largest_circle(&floor.drawn);
        let other = |r: &Region| if *r == floor.drawn { drawn } else { geometry::largest_circle(r) };
        let (least, most) = (other(&floor.least), other(&floor.most));
        Self { floor, drawn, least, most }
    }

    /// The largest circle on one of the room's floors, or on what is left of one.
    pub(super) fn largest(&self, floor: &Region) -> Option<Largest> {
        let known =
            [(&self.floor.drawn, self.drawn), (&self.floor.least, self.least), (&self.floor.most, self.most)];
        let same = known.into_iter().find(|(known, _)| *known == floor);
        same.map_or_else(|| geometry::largest_circle(floor), |(_, largest)| largest)
    }

    /// The diameter lies between that of the circle found and the bound none can beat.
    fn diameter(&self) -> (f64, f64) {
        let least = self.least.map_or(0.0, |l| 2.0 * l.circle.radius);
        let most = self.most.or(self.drawn).map_or(0.0, |l| 2.0 * l.at_most);
        (least.min(most), most.max(least))
    }
}

fn turning_circle(d: &mut Deriver<'_>, i: usize) {
    let fact = "room.turning_circle";
    let ix = d.room_subject(i);
    let circles = match d.floor(i) {
        Ok(circles) => circles,
        Err(why) if why.is_empty() => {
            return d.unknown(ix, fact, Localized::default(), &[(ix, "room.area")]);
        }
        Err(why) => return d.unknown(ix, fact, why, &[]),
    };
    let Some(largest) = circles.drawn else {
        return d.unknown(ix, fact, Localized::default(), &[(ix, "room.area")]);
    };
    let (least, most) = circles.diameter();
    let error = (most - least) / 2.0;
    let method = match (circles.floor.doubtful, circles.floor.assumed) {
        (true, _) => Localized::new(
            "største sirkel på gulvet mellom vegger og det som står der; hvor mye en trapp, en rampe eller annet tar av gulvet, er ikke sikkert; dørslag er ikke trukket fra",
            "the largest circle on the floor between walls and what stands there; how much of it a stair, a ramp or something else takes is not certain; door swings not taken out",
        ),
        (false, false) => Localized::new(
            "største sirkel på gulvet mellom vegger og plassert inventar; dørslag er ikke trukket fra",
            "the largest circle on the floor between walls and placed furniture; door swings not taken out",
        ),
        (false, true) => Localized::new(
            "største sirkel på gulvet mellom vegger og plassert inventar, noe av det med vanlig, ikke oppgitt størrelse; dørslag er ikke trukket fra",
            "the largest circle on the floor between walls and placed furniture, some of it of usual, not stated, size; door swings not taken out",
        ),
    };
    // Who states a circle of 1.50 m says that one fits, not that none larger does.
    let stated = d.number(ix, fact);
    if stated.is_none_or(|stated| stated > most + LENGTH_TOLERANCE) {
        let from = circles.floor.grounds(d, i);
        d.estimated(ix, fact, Value::length(least + error), error, method, &from);
    }
    let drawing = super::clearance::circle_drawing(d.model.rooms[i].storey, &largest, ix);
    d.base.draw(ix, fact, drawing);
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Standing, Value};
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

    /// A part of the building as a model has it, on a storey: what it takes, and perhaps takes.
    fn stands(
        taken: Option<geo::Polygon<f64>>,
        doubtful: Option<geo::Polygon<f64>>,
    ) -> Option<Vec<Standing>> {
        let region = |of: Option<geo::Polygon<f64>>| geo::MultiPolygon::new(of.into_iter().collect());
        let (taken, doubtful, cut) = (region(taken), region(doubtful), region(None));
        Some(vec![Standing { storey: 0, taken, doubtful, cut, treads: Vec::new(), rises: None }])
    }

    #[test]
    fn a_part_of_the_building_takes_the_floor_of_every_room_it_reaches_into() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let rooms = [0.0, 2.1].map(|x| s.room(a, "bath", Some(rect(x, 0.0, 2.0, 1.9))));
        let column = s.fixture("column", None, None);
        let circles = |s: &Sample| rooms.map(|r| s.number(ROOM, r, "room.turning_circle").unwrap());
        let near = |a: [f64; 2], b: [f64; 2]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 2e-3);
        // In the wall between them, 9 mm into each, and then half a metre into one.
        s.model.fixtures[column].stands = stands(Some(rect(1.991, 0.0, 0.118, 1.9)), None);
        assert!(near(circles(&s), [1.9, 1.9]), "{:?}", circles(&s));
        s.model.fixtures[column].stands = stands(Some(rect(1.5, 0.0, 0.65, 1.9)), None);
        assert!(near(circles(&s), [1.5, 1.9]), "{:?}", circles(&s));
        // On no floor at all.
        s.model.fixtures[column].stands = Some(Vec::new());
        assert!(near(circles(&s), [1.9, 1.9]), "{:?}", circles(&s));
    }

    #[test]
    fn what_may_be_walked_on_leaves_open_how_large_the_circle_is() {
        for described in [true, false] {
            let mut s = Sample::new();
            let a = s.dwelling("A");
            let room = s.room(a, "hall", Some(rect(0.0, 0.0, 2.0, 2.0)));
            let ramp = s.fixture("ramp", Some(room), None);
            s.model.fixtures[ramp].outline = Some(rect(0.0, 0.0, 1.0, 2.0));
            if !described {
                s.model.fixtures[ramp].stands = stands(Some(rect(0.0, 0.0, 1.0, 2.0)), None);
            }
            let Fact::Known(known) = s.fact(ROOM, room, "room.turning_circle") else { panic!("it is known") };
            let (middle, error) = (known.value.number().unwrap(), known.uncertainty);
            assert!((middle - error - 1.0).abs() < 2e-3 && (middle + error - 2.0).abs() < 2e-3);
        }
    }

    #[test]
    fn where_a_part_perhaps_stands_is_taken_at_most() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "hall", Some(rect(0.0, 0.0, 2.0, 2.0)));
        let stair = s.fixture("stair", None, None);
        s.model.fixtures[stair].stands =
            stands(Some(rect(0.0, 0.0, 0.2, 2.0)), Some(rect(0.2, 0.0, 0.4, 2.0)));
        let Fact::Known(known) = s.fact(ROOM, room, "room.turning_circle") else { panic!("it is known") };
        let (middle, error) = (known.value.number().unwrap(), known.uncertainty);
        assert!((middle - error - 1.4).abs() < 2e-3 && (middle + error - 1.8).abs() < 2e-3, "{known:?}");
    }

    #[test]
    fn a_thing_that_is_known_to_hang_as_high_as_one_walks_under_takes_no_floor() {
        for (low, wide) in [(2.0, 1.9), (1.99, 1.3)] {
            let mut s = Sample::new();
            let a = s.dwelling("A");
            let room = s.room(a, "bath", Some(rect(0.0, 0.0, 2.1, 1.9)));
            s.model.rooms[room].floor = Some(10.0);
            let machine = s.fixture("washing_machine", Some(room), None);
            s.model.fixtures[machine].outline = Some(rect(0.0, 0.0, 0.8, 1.9));
            s.model.fixtures[machine].heights = Some((10.0 + low, 13.0));
            let found = s.number(ROOM, room, "room.turning_circle").unwrap();
            assert!((found - wide).abs() < 2e-3, "{low}: {found}");
        }
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
