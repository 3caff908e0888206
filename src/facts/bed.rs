//! What one sees from the bed: the entrance door, and how much of the dwelling.
//!
//! The eye is in the middle of the bed's head end, an eighth of its length in. Walls stop the view, and closed doors;
//! furniture does not. The head of a bed whose back is its short side is there. One that stands with its long side to
//! the wall, or of which nobody said which way it stands, has it at one end or the other: what is seen is told only
//! where both ends see the same.

use geo::{Area, Coord, Euclidean, Line, Point, Polygon};
use geo::{Contains, line_measures::Distance};

use super::deriver::Deriver;
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Region, Units};
use crate::localized;
use crate::model::{Back, Figure, Owner, Shape, Side, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

const ENTRANCE: &str = "dwelling.bed_sees_entrance";
const SHARE: &str = "dwelling.bed_overview_share";
/// Most beds of a dwelling that are looked from.
const MOST_BEDS: usize = 8;
/// Area rooms may share by the rounding of their outlines, in m².
const OVERLAP: f64 = 0.05;
/// Thickest wall a door is brought through to the floor it opens to, in metres.
const THICKEST_WALL: f64 = 0.6;
/// How much of a door must be seen for it to be seen, in metres.
const GLIMPSE: f64 = 0.01;

/// Derives `dwelling.bed_sees_entrance`, `dwelling.bed_overview_share`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let units = d.units();
    for i in 0..d.model.dwellings.len() {
        overview(d, i, &units);
    }
}

/// Where an eye may be on a bed: one place, or two where either end may be the head.
pub(super) fn heads(outline: &Polygon<f64>, told: Back) -> Vec<Coord<f64>> {
    let [a, b, c, e, ..] = outline.exterior().0[..] else { return Vec::new() };
    let middle = |p: Coord<f64>, q: Coord<f64>| (p + q) / 2.0;
    let from = |head: Coord<f64>, foot: Coord<f64>| head + (foot - head) / 8.0;
    let (back, front) = (middle(a, b), middle(c, e));
    let (one, other) = (middle(b, c), middle(e, a));
    let length = |p: Coord<f64>, q: Coord<f64>| (q - p).x.hypot((q - p).y);
    let short = length(a, b) <= length(b, c) * 1.001;
    match told {
        Back::Told if short => vec![from(back, front)],
        _ if short => vec![from(back, front), from(front, back)],
        _ => vec![from(one, other), from(other, one)],
    }
}

/// What keeps a view from being told: why, and what would tell.
type Missing = (Localized, Vec<(SubjectIx, &'static str)>);

/// What an eye on a bed sees of its dwelling.
struct Seen {
    eye: Coord<f64>,
    field: Polygon<f64>,
    storey: usize,
    /// The share of the rooms one lives in; none where it is not known which they are.
    share: Option<f64>,
    /// The door seen, and where on it.
    entrance: Option<(usize, Coord<f64>)>,
}

/// Sets what is seen from the beds of a dwelling: by the bed that sees least.
fn overview(d: &mut Deriver<'_>, i: usize, units: &Units<'_>) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let views = match views(d, i, units) {
        Ok(views) => views,
        Err((why, needs)) => {
            for fact in [ENTRANCE, SHARE] {
                d.unknown(ix, fact, why.clone(), &needs);
            }
            return;
        }
    };
    let (doors, open) = entrances(d, i, units);
    let rooms: Vec<SubjectIx> = d.rooms_of(Owner::Dwelling(i)).iter().map(|r| d.room_subject(*r)).collect();
    let beds = beds_of(d, i);
    let at: Vec<SubjectIx> = beds.iter().map(|b| d.subject(SubjectKind::Fixture, *b)).collect();
    let figures = |v: &Seen| {
        let mut all = vec![Figure::bare(Shape::Area { storey: v.storey, outline: v.field.clone() })];
        if let Some((door, to)) = v.entrance {
            all.push(Figure::bare(Shape::Opening(d.model.openings[door].element.id.clone())));
            all.push(Figure::bare(Shape::Sight { storey: v.storey, from: v.eye, to }));
        }
        all
    };
    let least = views.iter().min_by(|a, b| {
        let share = |v: &Seen| v.share.unwrap_or_default();
        a.entrance.is_some().cmp(&b.entrance.is_some()).then(share(a).total_cmp(&share(b)))
    });
    let drawing = least.map(|v| Drawing { figures: figures(v), at: at.clone() }).unwrap_or_default();
    let seen = views.iter().filter(|v| v.entrance.is_some()).count();
    let both_ends = beds.len() < views.len();
    if !open.is_empty() && seen < views.len() || doors.is_empty() {
        d.unknown(ix, ENTRANCE, Localized::default(), &open);
    } else if seen > 0 && seen < views.len() && both_ends {
        let (why, needs) = either_end(ix, &at);
        d.unknown(ix, ENTRANCE, why, &needs);
    } else {
        let method = Localized::new(
            "sikt i plan fra hodeenden av sengen til inngangsdøren; vegger og lukkede dører hindrer, møbler ikke",
            "the view in plan from the bed's head to the entrance door; walls and closed doors stop it, furniture \
             does not",
        );
        let from: Vec<(SubjectIx, &str)> =
            doors.iter().map(|o| (d.opening_subject(*o), "door.is_entrance")).collect();
        d.computed(ix, ENTRANCE, Value::Bool(seen == views.len()), method, &from);
    }
    d.base.draw(ix, ENTRANCE, drawing.clone());
    let shares: Option<Vec<f64>> = views.iter().map(|v| v.share).collect();
    match shares {
        Some(shares) if !shares.is_empty() => {
            let (low, high) = shares.iter().fold((1.0_f64, 0.0_f64), |(l, h), s| (l.min(*s), h.max(*s)));
            let error = if both_ends { (high - low) / 2.0 } else { 0.0 };
            let value = if both_ends { f64::midpoint(low, high) } else { low };
            let method = Localized::new(
                "arealet som sees fra hodeenden av sengen, delt på arealet av rommene for varig opphold; vegger og \
                 lukkede dører hindrer, møbler ikke",
                "the floor seen from the bed's head, divided by the floor of the rooms for lasting stay; walls and \
                 closed doors stop the view, furniture does not",
            );
            let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (*r, "room.area")).collect();
            d.estimated(ix, SHARE, Value::ratio(value), error, method, &from);
            d.base.draw(ix, SHARE, drawing);
        }
        _ => {
            let unsaid = |r: &&SubjectIx| d.base.value(**r, "room.habitable").is_none();
            let needs: Vec<(SubjectIx, &str)> =
                rooms.iter().filter(unsaid).map(|r| (*r, "room.function")).collect();
            d.unknown(ix, SHARE, Localized::default(), &needs);
        }
    }
}

fn either_end(dwelling: SubjectIx, at: &[SubjectIx]) -> Missing {
    let why = Localized::new(
        "det er ikke kjent hvilken ende av sengen som er hodeenden, og fra den ene ser en inngangsdøren, fra den andre \
         ikke",
        "it is not known which end of the bed is its head, and from the one the entrance door is seen, from the other \
         not",
    );
    let needs = at.iter().map(|b| (*b, "fixture.placed")).chain([(dwelling, "dwelling.bed_overview")]);
    (why, needs.collect())
}

fn beds_of(d: &Deriver<'_>, i: usize) -> Vec<usize> {
    let (beds, _) = d.fixtures_of(Owner::Dwelling(i), &["bed", "care_bed"]);
    beds
}

/// The entrance doors of a dwelling, and those of which it is not known whether they are.
fn entrances(d: &Deriver<'_>, i: usize, units: &Units<'_>) -> (Vec<usize>, Vec<(SubjectIx, &'static str)>) {
    let (mut doors, mut open) = (Vec::new(), Vec::new());
    for room in d.rooms_of(Owner::Dwelling(i)) {
        for way in d.ways_of(room) {
            let ix = d.opening_subject(way);
            match d.base.value(ix, "door.is_entrance") {
                Some(Value::Bool(true)) if !doors.contains(&way) => doors.push(way),
                Some(_) => {}
                None => open.push((ix, "door.connects")),
            }
        }
    }
    if doors.is_empty() && open.is_empty() {
        open.push((d.subject(SubjectKind::Dwelling, i), "door.connects"));
    }
    for door in &doors {
        if door_face(d, *door, units).is_none() {
            open.push((d.opening_subject(*door), "door.placed"));
        }
    }
    (doors, open)
}

fn views(d: &Deriver<'_>, i: usize, units: &Units<'_>) -> Result<Vec<Seen>, Missing> {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let beds = beds_of(d, i);
    let label = d.label(ix);
    if beds.is_empty() {
        let why = localized!("ingen seng er tegnet i {label}", "no bed is drawn in {label}");
        return Err((why, vec![(ix, "fixture.placed")]));
    }
    let mut views = Vec::new();
    for bed in beds.iter().take(MOST_BEDS) {
        let fixture = &d.model.fixtures[*bed];
        let bed_ix = d.subject(SubjectKind::Fixture, *bed);
        let room = fixture.room.filter(|r| *r < d.model.rooms.len());
        let (Some(outline), Some(room)) = (&fixture.outline, room) else {
            let label = d.label(bed_ix);
            let why = localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan");
            return Err((why, vec![(bed_ix, "fixture.placed")]));
        };
        for eye in heads(outline, fixture.back) {
            views.push(seen_by(d, i, units, (bed_ix, room), eye)?);
        }
    }
    Ok(views)
}

fn seen_by(
    d: &Deriver<'_>,
    i: usize,
    units: &Units<'_>,
    (bed, room): (SubjectIx, usize),
    eye: Coord<f64>,
) -> Result<Seen, Missing> {
    let storey = d.model.rooms[room].storey;
    let all: Vec<usize> =
        d.rooms_of(Owner::Dwelling(i)).into_iter().filter(|r| units.is_indoors(*r)).collect();
    if let Some(undrawn) = all.iter().find(|r| units.region(**r).is_none()) {
        let label = d.label(d.room_subject(*undrawn));
        let why = localized!("{label} er ikke tegnet med mål", "{label} is not drawn to measure");
        return Err((why, vec![(d.room_subject(*undrawn), "room.drawn")]));
    }
    let here: Vec<usize> = all.iter().copied().filter(|r| d.model.rooms[*r].storey == storey).collect();
    let regions: Vec<Region> = here.iter().filter_map(|r| units.region(*r).cloned()).collect();
    let broken = || {
        let label = d.label(d.subject(SubjectKind::Dwelling, i));
        let why = localized!(
            "rommene i {label} ligger oppå hverandre eller har omriss som ikke kan brukes",
            "the rooms of {label} lie on each other, or have outlines that cannot be used"
        );
        (why, vec![(d.room_subject(room), "room.drawn")])
    };
    let together = geometry::union_all(&regions).ok_or_else(broken)?;
    let claimed: f64 = regions.iter().map(Area::unsigned_area).sum();
    if claimed - together.unsigned_area() > OVERLAP {
        return Err(broken());
    }
    if !units.region(room).is_some_and(|r| r.contains(&Point(eye))) {
        let why = Localized::new("sengen står ikke i rommet sitt", "the bed does not stand in its room");
        return Err((why, vec![(bed, "fixture.placed")]));
    }
    let pieces = geometry::inner_obstacles(d.model, &here, |r| units.region(r));
    let reach = 2.0 * geometry::LARGEST_EXTENT;
    let field = geometry::seen_from(eye, &pieces, reach).ok_or_else(broken)?;
    let habitable = |r: &usize| match d.base.value(d.room_subject(*r), "room.habitable") {
        Some(Value::Bool(yes)) => Some(yes),
        _ => None,
    };
    let lived_in: Option<Vec<(usize, bool)>> = all.iter().map(|r| Some((*r, habitable(r)?))).collect();
    let share = lived_in.and_then(|rooms| {
        let of: Vec<usize> = rooms.into_iter().filter(|(_, yes)| *yes).map(|(r, _)| r).collect();
        let floor: f64 = of.iter().filter_map(|r| units.region(*r)).map(Area::unsigned_area).sum();
        let seen: f64 = of
            .iter()
            .filter(|r| here.contains(r))
            .filter_map(|r| units.region(*r))
            .map(|r| geometry::shared_area(&field, r))
            .sum();
        (floor > 0.0).then(|| (seen / floor).clamp(0.0, 1.0))
    });
    let (doors, _) = entrances(d, i, units);
    let entrance = doors.iter().find_map(|o| {
        let (_, face) = door_face(d, *o, units).filter(|(room, _)| here.contains(room))?;
        Some((*o, on_door(face, &field)?))
    });
    Ok(Seen { eye, field, storey: storey.unwrap_or_default(), share, entrance })
}

/// Where a door meets the floor of a room, a millimetre in; none when it does not stand in the room's wall.
///
/// A model may give a door without the thickness of its wall: it is brought to the edge of the floor.
fn door_face(d: &Deriver<'_>, door: usize, units: &Units<'_>) -> Option<(usize, Line<f64>)> {
    let opening = &d.model.openings[door];
    let placement = opening.placement?;
    let along = placement.b - placement.a;
    let length = along.x.hypot(along.y);
    if !length.is_normal() || !placement.thickness.is_finite() {
        return None;
    }
    let square = Coord { x: -along.y / length, y: along.x / length };
    let middle = (placement.a + placement.b) / 2.0;
    let rooms = opening.sides.iter().filter_map(|s| match s {
        Side::Room(r) if units.is_indoors(*r) => Some(*r),
        _ => None,
    });
    rooms.into_iter().find_map(|room| {
        let floor = units.region(room)?;
        let off = |sign: f64| {
            let half = sign * placement.thickness.abs() / 2.0;
            let left = Euclidean.distance(&Point(middle + square * half), floor);
            (left, half + sign * (left + 0.001))
        };
        let (left, by) = [off(1.0), off(-1.0)].into_iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
        let face = Line::new(placement.a + square * by, placement.b + square * by);
        (left <= THICKEST_WALL).then_some((room, face))
    })
}

/// A point of a door's face that lies in a field of view, where a piece of it as wide as a glimpse does.
fn on_door(face: Line<f64>, field: &Polygon<f64>) -> Option<Coord<f64>> {
    let length = face.dx().hypot(face.dy());
    let long = |line: &Line<f64>| line.dx().hypot(line.dy());
    let widest =
        geometry::pieces_within(face, field).into_iter().max_by(|a, b| long(a).total_cmp(&long(b)))?;
    (long(&widest) >= GLIMPSE.min(length / 2.0)).then(|| (widest.start + widest.end) / 2.0)
}
