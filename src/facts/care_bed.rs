//! Whether a care bed finds room: how much floor is free along its sides.
//!
//! The bed is tried along the walls of every room people sleep in, once with loose furniture moved and once with it as
//! drawn; equipment and what is built in stands. Its measures are those of the table `care_bed`; how much floor is
//! enough is not known here.

use std::collections::BTreeSet;

use geo::{CoordsIter as _, Polygon};
use rayon::prelude::*;

use super::deriver::Deriver;
use super::obstacles::Obstacle;
use super::{Drawing, SubjectIx};
use crate::geometry::{self, BedSize, Region, Units};
use crate::localized;
use crate::model::{Figure, Owner, Shape, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

const SIDE: &str = "dwelling.care_bed_side";
const FURNISHED: &str = "dwelling.care_bed_side_furnished";
/// Table of the care bed's measures.
const CARE_BED: &str = "care_bed";
/// Most rooms a care bed is tried in.
const MOST_ROOMS: usize = 8;
/// Most things in a room it is placed among.
const MOST_THINGS: usize = 60;
/// Most corners of its floor.
const MOST_CORNERS: usize = 300;
/// A floor takes more work than this when it has fifty corners, or a dozen in as many directions.
const DEAR: usize = 10_000;
/// Most work on all such floors of a project.
const MOST_WORK: usize = 10_000_000;

/// What keeps a bed from being tried: why, and what would tell.
type Missing = (Localized, Vec<(SubjectIx, &'static str)>);

/// Derives `dwelling.care_bed_side`, `dwelling.care_bed_side_furnished`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let Some(sizes) = Sizes::of(d) else {
        for i in 0..d.model.dwellings.len() {
            let ix = d.subject(SubjectKind::Dwelling, i);
            [SIDE, FURNISHED].iter().for_each(|f| d.unknown(ix, f, Localized::default(), &[]));
        }
        return;
    };
    // Dwellings do not wait for each other, nor do their rooms.
    let (seen, units): (&Deriver<'_>, _) = (d, d.units());
    let rooms_of = |i: usize| {
        let rooms = seen.rooms_of(Owner::Dwelling(i)).into_iter().filter(|r| seen.serves(*r, "sleeping"));
        rooms.take(MOST_ROOMS)
    };
    let mut left = MOST_WORK;
    let dear = |room: &usize| {
        let work = units.region(*room).map_or(0, geometry::bed_work);
        let fits = work <= DEAR || left.checked_sub(work).inspect(|rest| left = *rest).is_some();
        !fits
    };
    let left_out: BTreeSet<usize> = (0..seen.model.dwellings.len()).flat_map(rooms_of).filter(dear).collect();
    let dwellings = (0..seen.model.dwellings.len()).into_par_iter();
    let looked: Vec<Result<Vec<Tried>, Missing>> = dwellings
        .map(|i| {
            let rooms: Vec<usize> = rooms_of(i).collect();
            if let Some(room) = rooms.iter().find(|r| left_out.contains(r)) {
                return Err(too_many_corners(seen.label(seen.room_subject(*room))));
            }
            let tried: Vec<_> = rooms.into_par_iter().map(|r| tried(seen, r, &units, &sizes)).collect();
            tried.into_iter().collect()
        })
        .collect();
    for (i, found) in looked.into_iter().enumerate() {
        care_bed(d, i, found, &sizes);
    }
}

/// The measures of a care bed, in metres: how far it stands from windows, and how much floor along it is counted.
struct Sizes {
    bed: BedSize,
    window: f64,
    widest: f64,
}

impl Sizes {
    fn of(d: &Deriver<'_>) -> Option<Self> {
        let measure = |column: &str| {
            let cell = d.vocabulary.tables.get(CARE_BED)?.cell("bed", column)?;
            Quantity::parse(cell.first()?).ok().map(|q| q.value)
        };
        let bed = BedSize { width: measure("width")?, length: measure("length")?, foot: measure("foot")? };
        Some(Self { bed, window: measure("window")?, widest: measure("widest")? })
    }
}

/// Sets the free floor along the sides of a care bed in the rooms people sleep in, the roomiest of them.
fn care_bed(d: &mut Deriver<'_>, i: usize, found: Result<Vec<Tried>, Missing>, sizes: &Sizes) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let Sizes { bed: BedSize { width, length, foot }, window, .. } = *sizes;
    let tried = match found {
        Ok(tried) if !tried.is_empty() => tried,
        Ok(_) => {
            let label = d.label(ix);
            let why = localized!(
                "det er ikke beskrevet hvor man sover i {label}",
                "it is not described where one sleeps in {label}"
            );
            return [SIDE, FURNISHED]
                .iter()
                .for_each(|f| d.unknown(ix, f, why.clone(), &[(ix, "room.function")]));
        }
        Err((why, needs)) => {
            return [SIDE, FURNISHED].iter().for_each(|f| d.unknown(ix, f, why.clone(), &needs));
        }
    };
    let told = |m: f64| Quantity::new(m, Dimension::Length);
    let words = |lang: Lang| {
        let [w, l, f, o] = [width, length, foot, window].map(|m| told(m).show(lang));
        match lang {
            Lang::Nb => format!(
                "største frie sideplass langs begge sider av en seng på {w} × {l} med {f} fri ved fotenden og {o} til \
                 vindu, sengen langs en vegg"
            ),
            Lang::En => format!(
                "the widest free floor along both sides of a bed of {w} × {l} with {f} free at its foot and {o} to \
                 windows, the bed along a wall"
            ),
        }
    };
    for (fact, loose) in [(SIDE, true), (FURNISHED, false)] {
        let of = |t: &Tried| if loose { t.cleared.clone() } else { t.furnished.clone() };
        let best = tried
            .iter()
            .max_by(|a, b| {
                let side = |t: &Tried| of(t).map_or(-1.0, |p| p.side);
                side(a).total_cmp(&side(b))
            })
            .and_then(|t| Some((t, of(t)?)));
        let (nb, en) = if loose {
            ("; løse møbler er flyttet", "; loose furniture is moved")
        } else {
            ("; møblene står som tegnet, bortsett fra sengen", "; furniture stands as drawn, but for the bed")
        };
        let method = Localized::new(format!("{}{nb}", words(Lang::Nb)), format!("{}{en}", words(Lang::En)));
        let from: Vec<(SubjectIx, &str)> =
            tried.iter().map(|t| (d.room_subject(t.room), "room.area")).collect();
        let side = best.as_ref().map_or(0.0, |(_, p)| p.side);
        let most = tried.iter().map(|t| t.at_most[usize::from(!loose)]).fold(side, f64::max);
        let error = (most - side) / 2.0;
        d.estimated(ix, fact, Value::length(side + error), error, method, &from);
        let drawing = match best {
            Some((t, bed)) => {
                let storey = d.model.rooms[t.room].storey.unwrap_or_default();
                let caption = both(|lang| told(bed.side).show(lang));
                Drawing {
                    figures: vec![
                        Figure::bare(Shape::Area { storey, outline: bed.bed }),
                        Figure::new(Shape::Area { storey, outline: bed.floor }, caption),
                    ],
                    at: vec![d.room_subject(t.room)],
                }
            }
            None => Drawing {
                figures: tried
                    .iter()
                    .map(|t| Figure::bare(Shape::Room(d.model.rooms[t.room].element.id.clone())))
                    .collect(),
                at: tried.iter().map(|t| d.room_subject(t.room)).collect(),
            },
        };
        d.base.draw(ix, fact, drawing);
    }
}

fn both(text: impl Fn(Lang) -> String) -> Localized {
    Localized::new(text(Lang::Nb), text(Lang::En))
}

/// A room a care bed was placed in, as far as it stands.
struct Tried {
    room: usize,
    /// With loose furniture moved.
    cleared: Option<geometry::PlacedBed>,
    /// With furniture as drawn.
    furnished: Option<geometry::PlacedBed>,
    /// The most floor along its sides in both cases, where something may take less than it is drawn with.
    at_most: [f64; 2],
}

fn too_many_corners(label: &str) -> Missing {
    let why =
        localized!("gulvet i {label} har for mange hjørner", "the floor of {label} has too many corners");
    (why, Vec::new())
}

fn tried(d: &Deriver<'_>, room: usize, units: &Units<'_>, sizes: &Sizes) -> Result<Tried, Missing> {
    let Sizes { bed: size, window, widest } = *sizes;
    let ix = d.room_subject(room);
    let label = d.label(ix);
    let Some(floor) = units.region(room) else {
        let why = localized!("{label} er ikke tegnet med mål", "{label} is not drawn to measure");
        return Err((why, vec![(ix, "room.drawn")]));
    };
    let list = |column: &str| {
        let cell = d.vocabulary.tables.get("usual").and_then(|t| t.cell("clear_floor", column));
        cell.map(<[String]>::to_vec).unwrap_or_default()
    };
    let (aside, loose) = (list("not_in_the_way"), list("movable"));
    let things = d.obstacles_in(room, floor);
    if things.len() > MOST_THINGS {
        let why = Localized::new("det står for mye på gulvet", "there is too much on the floor");
        return Err((why, Vec::new()));
    }
    let (mut fixed, mut drawn) = (floor.clone(), floor.clone());
    let (mut perhaps_fixed, mut perhaps_drawn) = (floor.clone(), floor.clone());
    for Obstacle { fixture: f, taken } in things {
        let fixture = &d.model.fixtures[f];
        let f_ix = d.subject(SubjectKind::Fixture, f);
        if aside.contains(&fixture.what) || ["bed", "care_bed"].contains(&fixture.what.as_str()) {
            continue;
        }
        let built_in = d.base.value(f_ix, "fixture.built_in") == Some(Value::Bool(true));
        let movable = loose.contains(&fixture.what) && !built_in;
        match taken.at_most().zip(taken.at_least()) {
            Some((most, least)) => {
                drawn = geometry::difference(&drawn, most);
                perhaps_drawn = geometry::difference(&perhaps_drawn, least);
                if !movable {
                    fixed = geometry::difference(&fixed, most);
                    perhaps_fixed = geometry::difference(&perhaps_fixed, least);
                }
            }
            None if movable => {}
            None => {
                let label = d.label(f_ix);
                let why =
                    localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
                return Err((why, vec![(f_ix, "fixture.placed")]));
            }
        }
    }
    let mut windows: Vec<(Polygon<f64>, f64)> = Vec::new();
    for w in d.windows_of(room) {
        match d.model.openings[w].placement.and_then(|p| geometry::cut(&p)) {
            Some(hole) => windows.push((hole, window)),
            None => {
                let ix = d.opening_subject(w);
                let label = d.label(ix);
                let why =
                    localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
                return Err((why, vec![(ix, "window.placed")]));
            }
        }
    }
    if drawn.coords_count() > MOST_CORNERS {
        return Err(too_many_corners(label));
    }
    let cleared = geometry::place_bed(&fixed, size, widest, &windows);
    let furnished =
        if fixed == drawn { cleared.clone() } else { geometry::place_bed(&drawn, size, widest, &windows) };
    // Where something takes surely less than it may take, the bed finds perhaps more room.
    let side = |floor: &Region, sure: &Region, placed: &Option<geometry::PlacedBed>| {
        let again = || geometry::place_bed(floor, size, widest, &windows);
        if floor == sure { placed.as_ref().map(|p| p.side) } else { again().map(|p| p.side) }
    };
    let at_most = [side(&perhaps_fixed, &fixed, &cleared), side(&perhaps_drawn, &drawn, &furnished)];
    Ok(Tried { room, cleared, furnished, at_most: at_most.map(Option::unwrap_or_default) })
}

#[cfg(test)]
mod tests {
    use super::SIDE;
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::Owner;
    use crate::vocab::SubjectKind;

    /// The least and the most floor beside a care bed in a room of 3.2 × 3.6 m with a thing along its west wall.
    fn beside(what: Option<&str>) -> (f64, f64) {
        let mut s = Sample::new();
        let dwelling = s.dwelling("A");
        let room = s.room(dwelling, "sleeping", Some(rect(0.0, 0.0, 3.2, 3.6)));
        if let Some(what) = what {
            let thing = s.fixture(what, Some(room), None);
            s.model.fixtures[thing].outline = Some(rect(0.0, 0.0, 0.8, 3.6));
        }
        let Owner::Dwelling(at) = dwelling else { panic!("it is a dwelling") };
        match s.fact(SubjectKind::Dwelling, at, SIDE) {
            Fact::Known(known) => {
                let side = known.value.number().unwrap();
                (side - known.uncertainty, side + known.uncertainty)
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn beside_what_may_take_nothing_there_is_at_least_and_at_most_so_much_floor() {
        let (free, column) = (beside(None), beside(Some("column")));
        assert!(free.1 - free.0 < 1e-9 && column.1 - column.0 < 1e-9, "{free:?} {column:?}");
        assert!(column.0 < free.0 - 0.1, "{free:?} {column:?}");
        let unknown = beside(Some("unidentified"));
        assert!((unknown.0 - column.0).abs() < 1e-9 && (unknown.1 - free.0).abs() < 1e-9, "{unknown:?}");
    }
}
