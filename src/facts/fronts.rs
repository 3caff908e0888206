//! Room along the walls: for coats in the hall, for a kitchen, and the floor before a kitchen that is drawn.
//!
//! A front is a strip along one wall, clear of what stands there, of door swings and of the floor before doors, with
//! floor to stand on in front of it. Things of usual size make its length uncertain by what such sizes differ, and so do
//! swings that are not drawn. Depths stand in the table `clearance`; how long a front must be is not known here.

use rayon::prelude::*;

use super::clearance::{CLEARANCE, Swings, before_door, length, swings};
use super::deriver::Deriver;
use super::floor::FreeFloor;
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Corner, Region, Strip};
use crate::localized;
use crate::model::{Back, Figure, OpeningKind, Owner, Shape, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

const COATS: &str = "dwelling.coat_wall";
const KITCHEN: &str = "room.kitchen.wall";
const BEFORE: &str = "room.kitchen.floor_before";
/// Kinds of things coats hang on or in.
const FOR_COATS: [&str; 2] = ["coat_rack", "wardrobe"];

/// Derives `dwelling.coat_wall`, `room.kitchen.wall`, `room.kitchen.floor_before`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    // Rooms do not wait for each other.
    let seen: &Deriver<'_> = d;
    let (halls, kitchens): (Vec<Vec<_>>, Vec<_>) = rayon::join(
        || (0..seen.model.dwellings.len()).into_par_iter().map(|i| hall_fronts(seen, i)).collect(),
        || (0..seen.model.rooms.len()).into_par_iter().map(|i| kitchen_front(seen, i)).collect(),
    );
    for (i, fronts) in halls.into_iter().enumerate() {
        coats(d, i, fronts);
    }
    for (i, front) in kitchens.into_iter().enumerate() {
        kitchen_wall(d, i, front);
        before_kitchen(d, i);
    }
}

/// What keeps a front from being measured, and what would tell.
type Missing = (Localized, Vec<(SubjectIx, &'static str)>);
/// What came of measuring the front of a room.
type Measured = Result<Front, Missing>;

/// The longest front of a room: as drawn, and the least and the most it is.
struct Front {
    found: Option<Strip>,
    low: f64,
    high: f64,
}

/// Measures the longest front in a room by a row of the table: how deep it is and how much floor is before it. Coats do
/// not hang before a window.
fn front(d: &Deriver<'_>, room: usize, row: &str, windows: bool) -> Measured {
    let ix = d.room_subject(room);
    let sizes = [("depth", row), ("before", row), ("depth", "door_side")].map(|(c, r)| length(d, r, c));
    let [Some(depth), Some(before), Some(door)] = sizes else {
        return Err((Localized::default(), Vec::new()));
    };
    let undrawn = |why: Localized| {
        let needs = if why.is_empty() { vec![(ix, "room.drawn")] } else { Vec::new() };
        (why, needs)
    };
    let stands = FreeFloor::to_stand_on(d, room, CLEARANCE, row).map_err(undrawn)?;
    let walks = FreeFloor::turning(d, room).map_err(undrawn)?;
    let mut taken: Vec<Region> = Vec::new();
    let openings = d.ways_of(room).into_iter().chain(if windows { d.windows_of(room) } else { Vec::new() });
    for opening in openings {
        let is_window = d.model.openings[opening].kind == OpeningKind::Window;
        let deep = if is_window { depth } else { door };
        match before_door(d, opening, &stands.outline, deep) {
            Some(region) => taken.push(region),
            None => {
                let label = d.label(d.opening_subject(opening));
                let why =
                    localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
                let fact = if is_window { "window.placed" } else { "door.placed" };
                return Err((why, vec![(d.opening_subject(opening), fact)]));
            }
        }
    }
    let Swings { drawn, possible } = swings(d, room, &stands.outline);
    let less = |floor: &Region, away: &[&[Region]]| {
        let away = away.iter().flat_map(|regions| regions.iter());
        away.fold(floor.clone(), |floor, taken| geometry::difference(&floor, taken))
    };
    let longest = |floor: &Region, walks: &Region| {
        geometry::longest_strip(&stands.outline, floor, walks, depth, before).map_err(|_| {
            let why = Localized::new(
                "rommet har for mange hjørner til at veggene kan måles",
                "the room has too many corners for its walls to be measured",
            );
            (why, Vec::new())
        })
    };
    let of = |strip: &Option<Strip>| strip.as_ref().map_or(0.0, |s| s.length);
    let found = longest(&less(&stands.drawn, &[&drawn, &taken]), &walks.drawn)?;
    let low = longest(&less(&stands.least, &[&drawn, &possible, &taken]), &walks.least)?;
    let high = longest(&less(&stands.most, &[&drawn, &taken]), &walks.most)?;
    let (low, high) = (of(&low), of(&high).max(of(&found)));
    Ok(Front { found, low: low.min(high), high })
}

fn shown(metres: f64) -> Localized {
    let q = Quantity::new(metres, Dimension::Length);
    Localized::new(q.show(Lang::Nb), q.show(Lang::En))
}

/// «… 0,4 m dypt, med 0,9 m gulv foran», as the table says.
fn method(d: &Deriver<'_>, row: &str, what: &Localized) -> Localized {
    let [depth, before] = ["depth", "before"].map(|c| shown(length(d, row, c).unwrap_or_default()));
    Localized::new(
        format!(
            "{}, {} dypt og med {} gulv foran, utenfor inventar, dørslag og gulvet foran dørene",
            what.nb, depth.nb, before.nb
        ),
        format!(
            "{}, {} deep and with {} of floor before it, clear of furniture, door swings and the floor before doors",
            what.en, depth.en, before.en
        ),
    )
}

fn drawn(d: &Deriver<'_>, room: usize, strip: Option<&Strip>, at: SubjectIx, what: &Localized) -> Drawing {
    let (Some(storey), Some(strip)) = (d.model.rooms[room].storey, strip) else { return Drawing::default() };
    let shape = Shape::Area { storey, outline: strip.outline.clone() };
    let long = shown(strip.length);
    let caption = Localized::new(format!("{} {}", what.nb, long.nb), format!("{} {}", what.en, long.en));
    Drawing { figures: vec![Figure::new(shape, caption)], at: vec![at] }
}

fn halls(d: &Deriver<'_>, dwelling: usize) -> Vec<usize> {
    d.rooms_of(Owner::Dwelling(dwelling)).into_iter().filter(|r| d.serves(*r, "hall")).collect()
}

/// Whether something for coats is shown in one of some rooms.
fn shows_coats(d: &Deriver<'_>, halls: &[usize]) -> bool {
    halls.iter().flat_map(|r| d.fixtures_in(*r)).any(|f| {
        let fixture = &d.model.fixtures[f];
        fixture.present && FOR_COATS.contains(&fixture.what.as_str())
    })
}

/// The fronts of a dwelling's halls for coats; none where something for coats is shown.
fn hall_fronts(d: &Deriver<'_>, dwelling: usize) -> Vec<(usize, Measured)> {
    let halls = halls(d, dwelling);
    if shows_coats(d, &halls) {
        return Vec::new();
    }
    halls.into_par_iter().map(|room| (room, front(d, room, "coats", true))).collect()
}

/// The front of a kitchen; none of any other room.
fn kitchen_front(d: &Deriver<'_>, room: usize) -> Option<Measured> {
    d.serves(room, "kitchen").then(|| front(d, room, "kitchen_front", false))
}

/// The longest stretch of wall coats can hang along in a hall; what is shown for them there counts as it is.
fn coats(d: &mut Deriver<'_>, i: usize, fronts: Vec<(usize, Measured)>) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let halls = halls(d, i);
    if halls.is_empty() {
        let label = d.label(ix);
        let why = localized!("{label} har ingen gang", "{label} has no hall");
        return d.unknown(ix, COATS, why, &[]);
    }
    if shows_coats(d, &halls) {
        let why = Localized::new(
            "det er vist noe til yttertøy i gangen",
            "something for coats is shown in the hall",
        );
        return d.unknown(ix, COATS, why, &[]);
    }
    let mut longest: Option<(usize, Front)> = None;
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for (room, front) in fronts {
        match front {
            Ok(front) => {
                (low, high) = (low.max(front.low), high.max(front.high));
                if longest.as_ref().is_none_or(|(_, best)| front.high > best.high) {
                    longest = Some((room, front));
                }
            }
            Err((why, needs)) => return d.unknown(ix, COATS, why, &needs),
        }
    }
    let what = Localized::new("lengste frie vegg i gangen", "the longest free wall of the hall");
    let from: Vec<(SubjectIx, &str)> = halls.iter().map(|r| (d.room_subject(*r), "room.area")).collect();
    let method = method(d, "coats", &what);
    d.estimated(ix, COATS, Value::length(f64::midpoint(low, high)), (high - low) / 2.0, method, &from);
    if let Some((room, front)) = longest {
        let at = d.room_subject(room);
        let what = Localized::new("fri vegg", "free wall");
        d.base.draw(ix, COATS, drawn(d, room, front.found.as_ref(), at, &what));
    }
}

/// The longest straight kitchen front that finds room where none is drawn.
fn kitchen_wall(d: &mut Deriver<'_>, i: usize, front: Option<Measured>) {
    let ix = d.room_subject(i);
    let Some(front) = front else {
        return d.unknown(ix, KITCHEN, Localized::default(), &[]);
    };
    match front {
        Ok(Front { found, low, high }) => {
            let what =
                Localized::new("lengste rette benk langs en vegg", "the longest straight run along a wall");
            let method = method(d, "kitchen_front", &what);
            let value = Value::length(f64::midpoint(low, high));
            d.estimated(ix, KITCHEN, value, (high - low) / 2.0, method, &[(ix, "room.area")]);
            let what = Localized::new("benk", "run");
            d.base.draw(ix, KITCHEN, drawn(d, i, found.as_ref(), ix, &what));
        }
        Err((why, needs)) => d.unknown(ix, KITCHEN, why, &needs),
    }
}

/// The least free floor before the kitchen runs that are drawn.
fn before_kitchen(d: &mut Deriver<'_>, i: usize) {
    let ix = d.room_subject(i);
    let runs: Vec<usize> = d
        .fixtures_in(i)
        .into_iter()
        .filter(|f| d.model.fixtures[*f].present && d.model.fixtures[*f].what == "kitchen_run")
        .collect();
    if runs.is_empty() {
        return d.unknown(ix, BEFORE, Localized::default(), &[]);
    }
    let Some(reach) = length(d, "kitchen_front", "reach") else {
        return d.unknown(ix, BEFORE, Localized::default(), &[]);
    };
    let mut least: Option<Depth> = None;
    for run in &runs {
        match depth_before(d, i, *run, reach) {
            Ok(depth) if least.as_ref().is_none_or(|l| depth.low < l.low) => least = Some(depth),
            Ok(_) => {}
            Err((why, needs)) => return d.unknown(ix, BEFORE, why, &needs),
        }
    }
    let Some(Depth { low, high, ends }) = least else { return };
    let method = Localized::new(
        format!("fritt gulv rett foran kjøkkenbenken, målt inntil {}", shown(reach).nb),
        format!("free floor straight before the kitchen run, measured up to {}", shown(reach).en),
    );
    let from: Vec<(SubjectIx, &str)> =
        runs.iter().map(|f| (d.subject(SubjectKind::Fixture, *f), "fixture.kind")).collect();
    d.estimated(ix, BEFORE, Value::length(f64::midpoint(low, high)), (high - low) / 2.0, method, &from);
    if let Some(storey) = d.model.rooms[i].storey {
        let figures = vec![Figure::bare(Shape::Dimension { storey, from: ends[0], to: ends[1] })];
        d.base.draw(ix, BEFORE, Drawing { figures, at: vec![ix] });
    }
}

/// How deep the free floor before a thing is.
struct Depth {
    low: f64,
    high: f64,
    ends: [geo::Coord<f64>; 2],
}

fn depth_before(d: &Deriver<'_>, room: usize, run: usize, reach: f64) -> Result<Depth, Missing> {
    let ix = d.subject(SubjectKind::Fixture, run);
    let fixture = &d.model.fixtures[run];
    let label = d.label(ix);
    let unplaced = || {
        let why = localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
        (why, vec![(ix, "fixture.placed")])
    };
    if fixture.back == Back::Unknown && fixture.outline.is_some() {
        let why = localized!(
            "det er ikke kjent hvilken side av {label} som står mot veggen",
            "it is not known which side of {label} is at the wall"
        );
        return Err((why, Vec::new()));
    }
    let outline = fixture.outline.as_ref().filter(|o| geometry::sound(o).is_some()).ok_or_else(unplaced)?;
    let [a, b, c, ..] = outline.exterior().0[..] else { return Err(unplaced()) };
    let (back, side) = (b - a, c - b);
    let (width, depth) = (back.x.hypot(back.y), side.x.hypot(side.y));
    if !(width.is_normal() && depth.is_normal()) {
        return Err(unplaced());
    }
    let (along, out) = (back / width, side / depth);
    let floor =
        FreeFloor::before(d, room, run).map_err(|why| (why, vec![(d.room_subject(room), "room.drawn")]))?;
    let corner = Corner { at: a + side, along: out, across: along };
    let free = |floor: &Region| geometry::free_beside(floor, corner, width, reach);
    // Its own usual size takes as much of the floor as it may be off.
    let own = if d.known(ix, "fixture.depth").is_some() { 0.0 } else { floor.spread };
    let low = (free(&floor.least) - own).max(0.0);
    let high = (free(&floor.most) + own).min(reach).max(low);
    let from = a + side + along * (width / 2.0);
    Ok(Depth { low, high, ends: [from, from + out * free(&floor.drawn).max(0.01)] })
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Hinge, OpeningKind, Owner, Side, Swing, Value};
    use crate::vocab::SubjectKind;

    fn known(s: &Sample, kind: SubjectKind, fact: &str) -> Option<(f64, f64)> {
        match s.fact(kind, 0, fact) {
            Fact::Known(k) => k.value.number().map(|n| (n, k.uncertainty)),
            _ => None,
        }
    }

    /// A hall of a size with a door of 1 m in the middle of its south wall, that swings out.
    fn hall(width: f64, deep: f64) -> Sample {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let hall = s.room(a, "hall", Some(rect(0.0, 0.0, width, deep)));
        let door = s.opening(OpeningKind::Door, Side::Room(hall), Side::Outside);
        let middle = width / 2.0;
        s.place(door, (middle - 0.5, -0.15), (middle + 0.5, -0.15), 0.3);
        s.model.openings[door].swing = Some(Swing::new(Hinge::A, 1));
        s
    }

    fn coats(s: &Sample) -> Option<(f64, f64)> {
        known(s, SubjectKind::Dwelling, "dwelling.coat_wall")
    }

    #[test]
    fn coats_hang_along_the_wall_where_there_is_floor_before_them() {
        // 2 × 1.5 m: coats of 0.4 m with 0.9 m before them along the far wall, all 2 m of it.
        let (value, error) = coats(&hall(2.0, 1.5)).unwrap();
        assert!((value - 2.0).abs() < 1e-3 && error < 1e-3, "{value} ± {error}");
        // 2 × 1.29 m: not that deep. At the end walls 2 m are deep enough; the floor before the door takes 0.9 m of
        // each but for the 0.39 m behind it.
        let (value, error) = coats(&hall(2.0, 1.29)).unwrap();
        assert!(value < 1.3 && error < 1e-3, "{value} ± {error}");
        // 1.2 × 1.29 m: neither way.
        let (value, error) = coats(&hall(1.2, 1.29)).unwrap();
        assert!(value.abs() < 1e-3 && error < 1e-3, "{value} ± {error}");
    }

    #[test]
    fn a_swing_that_is_not_drawn_makes_the_free_wall_uncertain_where_it_may_reach() {
        // The leaf of 1 m may sweep all but the north-east and north-west corners of a hall 1.5 m deep; the coats at the
        // north wall reach down to 1.1 m.
        let mut s = hall(2.0, 1.4);
        s.model.openings[0].swing = None;
        let (_, error) = coats(&s).unwrap();
        assert!(error < 1e-3, "the leaf does not reach them");
        let mut s = hall(2.0, 1.3);
        s.model.openings[0].swing = None;
        let (_, error) = coats(&s).unwrap();
        assert!(error > 0.1, "{error}");
    }

    #[test]
    fn a_dwelling_without_a_hall_or_with_a_rack_in_it_is_not_measured() {
        let mut s = hall(2.0, 1.5);
        s.fixture("coat_rack", Some(0), None);
        assert_eq!(coats(&s), None);
        s.model.fixtures.clear();
        s.model.rooms[0].functions = vec!["bath".into()];
        assert_eq!(coats(&s), None);
    }

    /// A kitchen of a size, with a door in its south wall at the west corner that swings out.
    fn kitchen(width: f64, deep: f64) -> Sample {
        let mut s = hall(width, deep);
        s.model.rooms[0].functions = vec!["kitchen".into()];
        s.place(0, (0.0, -0.15), (0.9, -0.15), 0.3);
        s
    }

    #[test]
    fn a_kitchen_front_needs_its_depth_and_the_floor_before_it() {
        let wall = |s: &Sample| known(s, SubjectKind::Room, "room.kitchen.wall").map(|(v, _)| v);
        assert!((wall(&kitchen(3.0, 1.8)).unwrap() - 3.0).abs() < 1e-3);
        // 1.79 m is too little before the north wall; the east wall is 1.79 m long.
        assert!((wall(&kitchen(3.0, 1.79)).unwrap() - 1.79).abs() < 1e-3);
    }

    #[test]
    fn the_floor_before_a_run_ends_at_the_table() {
        let mut s = kitchen(4.0, 3.0);
        let before = |s: &Sample| known(s, SubjectKind::Room, "room.kitchen.floor_before");
        assert_eq!(before(&s), None);
        let run = s.fixture("kitchen_run", Some(0), Some(Owner::Dwelling(0)));
        // Its back at the north wall: the first edge, run from east to west.
        let ring = [(3.0, 3.0), (0.6, 3.0), (0.6, 2.4), (3.0, 2.4)].map(|(x, y)| geo::Coord { x, y });
        s.model.fixtures[run].outline =
            Some(geo::Polygon::new(geo::LineString::new(ring.to_vec()), Vec::new()));
        let origin = s.model.fixtures[run].element.origin.clone();
        for (fact, size) in [("fixture.width", 2.4), ("fixture.depth", 0.6)] {
            s.model.fixtures[run].element.declare(fact, Value::length(size), origin.clone());
        }
        let (free, error) = before(&s).unwrap();
        assert!((free - 2.0).abs() < 1e-3 && error < 1e-3, "no more than 2 m is looked: {free} ± {error}");
        let table = s.fixture("table", Some(0), Some(Owner::Dwelling(0)));
        s.model.fixtures[table].outline = Some(rect(2.0, 0.6, 0.8, 0.8));
        for (fact, size) in [("fixture.width", 0.8), ("fixture.depth", 0.8)] {
            s.model.fixtures[table].element.declare(fact, Value::length(size), origin.clone());
        }
        let (free, error) = before(&s).unwrap();
        assert!((free - 1.0).abs() < 5e-3 && error < 5e-3, "{free} ± {error}");
    }
}
