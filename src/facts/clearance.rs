//! Free floor for people who need more of it: turning space, ways through rooms, space beside doors and toilets.
//!
//! Measured on the floor inside the walls, less what stands on it. A thing of usual, not stated, size makes the answer
//! uncertain by what such sizes usually differ; a door whose swing is not drawn is taken both ways. Sizes of what is
//! looked for stand in the table `clearance`; how much room is enough is not known here.

use geo::{Coord, Distance, Euclidean, Line, LineString, Point, Polygon};
use rayon::prelude::*;

use super::deriver::Deriver;
use super::floor::{Circles, FreeFloor};
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Corner, Fit, Largest, Passage, Region};
use crate::localized;
use crate::model::{Back, Figure, Hinge, Leaf, OpeningKind, Shape, Side, Span, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

/// Table of what is looked for.
pub(super) const CLEARANCE: &str = "clearance";
/// The largest circle there is without regard to door swings.
const CIRCLE: &str = "room.turning_circle";
/// How far a door may stand off the floor it opens to, in metres.
const OFF_THE_WALL: f64 = 0.3;
/// Steps of the arc a leaf sweeps.
const SWEEP: usize = 12;

/// Derives `room.turning_circle_clear`, `room.turning_rectangle`, `room.turning_rectangle_clear`, `room.passage`,
/// `door.clear_width`, `door.latch_space`, `door.hinge_space`, `fixture.side_space`, `fixture.side_space_wide`,
/// `fixture.front_space`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    // What is measured of a room hangs on no other room.
    let seen: &Deriver<'_> = d;
    let measured: Vec<_> = (0..seen.model.rooms.len())
        .into_par_iter()
        .map(|i| seen.floor(i).map(|c| (Turning::of(seen, i, &c), Way::of(seen, i, &c), c)))
        .collect();
    for (i, measured) in measured.into_iter().enumerate() {
        match measured {
            Ok((found, way, circles)) => {
                turning(d, i, Ok((&circles, found)));
                passage(d, i, Ok((&circles, way)));
            }
            Err(why) => {
                turning(d, i, Err(why.clone()));
                passage(d, i, Err(why));
            }
        }
    }
    for i in 0..d.model.openings.len() {
        if d.model.openings[i].kind != OpeningKind::Window {
            clear_width(d, i);
            beside_door(d, i);
        }
    }
    for i in 0..d.model.fixtures.len() {
        toilet(d, i);
    }
}

/// A length of the table.
pub(super) fn length(d: &Deriver<'_>, row: &str, column: &str) -> Option<f64> {
    let cell = d.vocabulary.tables.get(CLEARANCE)?.cell(row, column)?;
    Quantity::parse(cell.first()?).ok().map(|q| q.value)
}

fn shown(metres: f64) -> Localized {
    let q = Quantity::new(metres, Dimension::Length);
    Localized::new(q.show(Lang::Nb), q.show(Lang::En))
}

/// Why a floor cannot be measured, as the reason of a fact.
fn no_floor(d: &mut Deriver<'_>, room: usize, ix: SubjectIx, fact: &str, why: Localized) {
    let needs = [(d.room_subject(room), "room.area")];
    let drawn = !why.is_empty();
    d.unknown(ix, fact, why, if drawn { &[] } else { &needs });
}

/// The region a leaf sweeps in a room: as drawn, and where that is not known as far as it may.
#[derive(Default)]
pub(super) struct Swings {
    pub(super) drawn: Vec<Region>,
    pub(super) possible: Vec<Region>,
}

pub(super) fn swings(d: &Deriver<'_>, room: usize, floor: &Region) -> Swings {
    let mut swings = Swings::default();
    for i in d.ways_of(room) {
        let opening = &d.model.openings[i];
        if opening.kind != OpeningKind::Door {
            continue;
        }
        let Some(face) = face(d, i, floor) else { continue };
        let here = [0, 1].map(|i| opening.sides[i] == Side::Room(room));
        let known = opening.swing.filter(|s| s.span != Span::Unknown);
        let leaves = known.map_or_else(|| vec![leaf(Hinge::A), leaf(Hinge::B)], |s| s.leaves());
        let into = if known.is_some() { &mut swings.drawn } else { &mut swings.possible };
        for leaf in leaves {
            if (0..2).any(|i| here[i] && leaf.into[i]) {
                into.extend(swept(&leaf, &face));
            }
        }
    }
    swings
}

/// A leaf of the whole width.
fn leaf(hinge: Hinge) -> Leaf {
    let (hinge, shut) = if hinge == Hinge::A { (0.0, 1.0) } else { (1.0, 0.0) };
    Leaf { hinge, shut, into: [true; 2], folds: false }
}

fn swept(leaf: &Leaf, face: &Face) -> Option<Region> {
    let hinge = face.at(leaf.hinge);
    let along = face.at(leaf.shut) - hinge;
    let width = along.x.hypot(along.y);
    let points = leaf.sweep(SWEEP).into_iter().map(|(x, y)| hinge + along * x + face.into * (width * y));
    geometry::sound(&Polygon::new(LineString::new(points.collect()), Vec::new()))
}

/// An opening as it meets the floor of a room: its ends on the wall's face and the direction into the room.
#[derive(Clone, Copy)]
pub(super) struct Face {
    pub(super) a: Coord<f64>,
    pub(super) b: Coord<f64>,
    pub(super) into: Coord<f64>,
}

impl Face {
    /// The point at a share of the width from `a`.
    fn at(&self, share: f64) -> Coord<f64> {
        self.a + (self.b - self.a) * share
    }

    fn middle(&self) -> Coord<f64> {
        Coord { x: f64::midpoint(self.a.x, self.b.x), y: f64::midpoint(self.a.y, self.b.y) }
    }
}

pub(super) fn face(d: &Deriver<'_>, opening: usize, floor: &Region) -> Option<Face> {
    let p = d.model.openings[opening].placement?;
    let along = p.b - p.a;
    let width = along.x.hypot(along.y);
    if !(width.is_normal() && p.thickness.is_finite()) {
        return None;
    }
    let across = Coord { x: -along.y / width, y: along.x / width };
    let side = |sign: f64| {
        let off = across * (sign * p.thickness.abs() / 2.0);
        Face { a: p.a + off, b: p.b + off, into: across * sign }
    };
    let far = |f: &Face| {
        let ahead = f.middle() + f.into * 0.05;
        Euclidean.distance(&Point(ahead), floor)
    };
    let [left, right] = [side(1.0), side(-1.0)];
    let nearest = if far(&left) <= far(&right) { left } else { right };
    (far(&nearest) <= OFF_THE_WALL).then_some(nearest)
}

/// The floor before an opening that nothing may stand on; none where it is not placed at the floor.
pub(super) fn before_door(d: &Deriver<'_>, opening: usize, floor: &Region, deep: f64) -> Option<Region> {
    let face = face(d, opening, floor)?;
    let ahead = face.into * deep;
    geometry::sound(&Polygon::new(
        LineString::new(vec![face.a, face.b, face.b + ahead, face.a + ahead]),
        Vec::new(),
    ))
}

/// The largest circle clear of door swings, with the least and the most its diameter is; and where the rectangle lies
/// with and without the swings.
struct Turning {
    circle: Option<(Largest, f64, f64)>,
    rectangles: Option<[Rectangle; 2]>,
}

/// Where a rectangle lies on as little floor as there may be, and on as much.
#[derive(Clone)]
struct Rectangle {
    placed: Option<Polygon<f64>>,
    may: Option<Polygon<f64>>,
    /// Whether it lies nowhere, at no angle.
    ruled_out: bool,
}

impl Rectangle {
    fn on(least: &Region, most: &Region, (width, depth): (f64, f64)) -> Self {
        // What lies nowhere on as much floor as there may be lies nowhere on less.
        let (may, ruled_out) = match geometry::fit_rectangle(most, width, depth) {
            Fit::Placed(outline) => (Some(outline), false),
            Fit::Nowhere => (None, true),
            Fit::Open => (None, false),
        };
        let placed = match (&may, least == most) {
            _ if ruled_out => None,
            (may, true) => may.clone(),
            (_, false) => geometry::place_rectangle(least, width, depth),
        };
        Self { may: placed.clone().or(may), placed, ruled_out }
    }
}

/// The sides of the rectangle that is looked for.
fn rectangle(d: &Deriver<'_>) -> Option<(f64, f64)> {
    length(d, "turning_rectangle", "width").zip(length(d, "turning_rectangle", "depth"))
}

impl Turning {
    fn of(d: &Deriver<'_>, i: usize, circles: &Circles) -> Self {
        let floor = &circles.floor;
        let swings = swings(d, i, &floor.drawn);
        let less = |floor: &Region, away: &[Region]| {
            away.iter().fold(floor.clone(), |floor, swing| geometry::difference(&floor, swing))
        };
        let drawn = less(&floor.drawn, &swings.drawn);
        let least = less(&less(&floor.least, &swings.drawn), &swings.possible);
        let most = less(&floor.most, &swings.drawn);
        let found = circles.largest(&drawn);
        let largest = |floor: &Region| if *floor == drawn { found } else { circles.largest(floor) };
        let circle = found.zip(largest(&most)).map(|(found, most)| {
            let low = largest(&least).map_or(0.0, |l| 2.0 * l.circle.radius);
            (found, low, 2.0 * most.at_most.max(found.at_most))
        });
        let same = least == floor.least && most == floor.most;
        let rectangles = rectangle(d).map(|sides| {
            let plain = Rectangle::on(&floor.least, &floor.most, sides);
            let clear = if same { plain.clone() } else { Rectangle::on(&least, &most, sides) };
            [plain, clear]
        });
        Self { circle, rectangles }
    }
}

fn turning(d: &mut Deriver<'_>, i: usize, found: Result<(&Circles, Turning), Localized>) {
    let ix = d.room_subject(i);
    let (circle, plain, clear) =
        ("room.turning_circle_clear", "room.turning_rectangle", "room.turning_rectangle_clear");
    let (circles, found) = match found {
        Ok(found) => found,
        Err(why) => {
            if too_narrow(d, ix) {
                no_floor(d, i, ix, circle, why);
                return [plain, clear].into_iter().for_each(|f| ruled_out_by_circle(d, ix, f));
            }
            return [circle, plain, clear].iter().for_each(|f| no_floor(d, i, ix, f, why.clone()));
        }
    };
    let storey = d.model.rooms[i].storey;
    let from = circles.floor.grounds(d, i);
    let method = Localized::new(
        "største sirkel på gulvet utenfor vegger, inventar og dørslag",
        "the largest circle on the floor clear of walls, furniture and door swings",
    );
    match found.circle {
        Some((found, low, high)) => {
            let (value, error) = (f64::midpoint(low, high), (high - low) / 2.0);
            d.estimated(ix, circle, Value::length(value), error, method, &from);
            d.base.draw(ix, circle, circle_drawing(storey, &found, ix));
        }
        None => d.unknown(ix, circle, Localized::default(), &[(ix, "room.area")]),
    }
    let Some((rectangles, (width, depth))) = found.rectangles.zip(rectangle(d)) else {
        return [plain, clear].iter().for_each(|f| d.unknown(ix, f, Localized::default(), &[]));
    };
    for (fact, Rectangle { placed, may, ruled_out }) in [plain, clear].into_iter().zip(rectangles) {
        let fits = placed.is_some();
        let (w, p) = (shown(width), shown(depth));
        let method = Localized::new(
            format!("{} × {} prøvd i alle retninger på det frie gulvet", w.nb, p.nb),
            format!("{} × {} tried at all angles on the free floor", w.en, p.en),
        );
        if d.known(ix, fact).is_none() && !fits && !ruled_out {
            let why = Localized::new(
                "om den får plass, avhenger av mål som er antatt, av dørslag som ikke er tegnet, eller av en millimeter",
                "whether it fits hangs on sizes that are assumed, on door swings that are not drawn, or on a millimetre",
            );
            d.unknown(ix, fact, why, &[]);
        } else if !(fits && d.known(ix, fact).is_some()) {
            d.computed(ix, fact, Value::Bool(fits), method, &from);
        }
        if let (Some(outline), Some(storey)) = (placed.or(may), storey) {
            let caption = Localized::new(format!("{} × {}", w.nb, p.nb), format!("{} × {}", w.en, p.en));
            let figures = vec![Figure::new(Shape::Area { storey, outline }, caption)];
            d.base.draw(ix, fact, Drawing { figures, at: vec![ix] });
        }
    }
}

/// Whether the largest circle is known to be narrower than the rectangle, which holds a circle as wide as itself.
fn too_narrow(d: &Deriver<'_>, ix: SubjectIx) -> bool {
    let circle = d.known(ix, CIRCLE).and_then(|k| Some(k.value.number()? + k.uncertainty));
    circle.zip(rectangle(d)).is_some_and(|(circle, (width, _))| !Dimension::Length.at_least(circle, width))
}

fn ruled_out_by_circle(d: &mut Deriver<'_>, ix: SubjectIx, fact: &str) {
    let method = Localized::new(
        "den største sirkelen er smalere enn rektangelet",
        "the largest circle is narrower than the rectangle",
    );
    if d.known(ix, fact).is_none() {
        d.computed(ix, fact, Value::Bool(false), method, &[(ix, CIRCLE)]);
    }
}

/// The largest circle, with its diameter.
pub(super) fn circle_drawing(storey: Option<usize>, found: &Largest, at: SubjectIx) -> Drawing {
    let Some(storey) = storey else { return Drawing::default() };
    let wide = shown(2.0 * found.circle.radius);
    let caption = Localized::new(format!("Ø {}", wide.nb), format!("Ø {}", wide.en));
    let shape = Shape::Circle { storey, centre: found.circle.center, radius: found.circle.radius };
    Drawing { figures: vec![Figure::new(shape, caption)], at: vec![at] }
}

fn measure_drawing(storey: Option<usize>, ends: [Coord<f64>; 2], at: SubjectIx) -> Drawing {
    let Some(storey) = storey else { return Drawing::default() };
    let shape = Shape::Dimension { storey, from: ends[0], to: ends[1] };
    Drawing { figures: vec![Figure::bare(shape)], at: vec![at] }
}

/// The narrowest place between the doors of a room, and the least and the most its width is.
struct Way {
    found: Passage,
    low: f64,
    high: f64,
}

impl Way {
    /// The reason is empty where the room has no floor to walk on.
    fn of(d: &Deriver<'_>, i: usize, circles: &Circles) -> Result<Self, Localized> {
        let floor = &circles.floor;
        let ways = d.ways_of(i);
        let doors: Vec<Line<f64>> =
            ways.iter().filter_map(|o| face(d, *o, &floor.outline)).map(|f| Line::new(f.a, f.b)).collect();
        if ways.is_empty() || doors.len() < ways.len() {
            let label = d.label(d.room_subject(i));
            return Err(localized!(
                "ikke alle dørene i {label} er plassert på planen",
                "not all doors of {label} are placed on the plan"
            ));
        }
        let narrowest = |floor: &Region| geometry::narrowest_passage(floor, &doors, &circles.largest(floor)?);
        let found = narrowest(&floor.drawn).ok_or_else(Localized::default)?;
        let (low, high) = if floor.uncertain() {
            let width = |p: Option<Passage>, end: f64| p.map_or(found.width, |p| p.width + end * p.error);
            (width(narrowest(&floor.least), -1.0), width(narrowest(&floor.most), 1.0))
        } else {
            (found.width - found.error, found.width + found.error)
        };
        Ok(Self { found, low: low.min(high).max(0.0), high: high.max(low).max(0.0) })
    }
}

fn passage(d: &mut Deriver<'_>, i: usize, found: Result<(&Circles, Result<Way, Localized>), Localized>) {
    let fact = "room.passage";
    let ix = d.room_subject(i);
    let (circles, Way { found, low, high }) = match found {
        Ok((circles, Ok(way))) => (circles, way),
        Ok((_, Err(why))) => {
            let needs = [(ix, "room.area")];
            let placed = why.is_empty();
            return d.unknown(ix, fact, why, if placed { &needs } else { &[] });
        }
        Err(why) => return no_floor(d, i, ix, fact, why),
    };
    let method = Localized::new(
        "bredden på den største skiven som kan rulles mellom dørene på det frie gulvet",
        "the width of the largest disc that can be rolled between the doors on the free floor",
    );
    let from = circles.floor.grounds(d, i);
    let stated = d.number(ix, fact);
    if stated.is_none_or(|s| s > high + 0.01) {
        d.estimated(ix, fact, Value::length(f64::midpoint(low, high)), (high - low) / 2.0, method, &from);
    }
    if let Some(ends) = found.between {
        d.base.draw(ix, fact, measure_drawing(d.model.rooms[i].storey, ends, ix));
    }
}

/// The width of the opening less what frame and leaf usually take; all of it where there is no leaf.
fn clear_width(d: &mut Deriver<'_>, i: usize) {
    let fact = "door.clear_width";
    let ix = d.opening_subject(i);
    if d.known(ix, fact).is_some() || matches!(d.base.get(ix, fact), super::Fact::Conflicting(_)) {
        return;
    }
    let Some(width) = d.number(ix, "door.width") else {
        return d.unknown(ix, fact, Localized::default(), &[]);
    };
    if d.model.openings[i].kind == OpeningKind::Passage {
        let method = Localized::new("åpningens bredde", "the width of the opening");
        return d.computed(ix, fact, Value::length(width), method, &[(ix, "door.width")]);
    }
    let opens = d.model.openings[i].swing.map_or(Some(1.0), |s| s.opens());
    let Some(opens) = opens else {
        let revolves = d.model.openings[i].swing.is_some_and(|s| s.hinge == Hinge::Revolving);
        let why = if revolves {
            Localized::new(
                "det er en karuselldør, og hvor bredt en kommer fram mellom fløyene, er ikke oppgitt",
                "it is a revolving door, and how wide one can pass between its wings is not stated",
            )
        } else {
            Localized::new(
                "det er ikke oppgitt hvor mye av døren som åpner: den folder, eller har et fast sidefelt av ukjent bredde",
                "it is not stated how much of the door opens: it folds, or has a fixed side panel of unknown width",
            )
        };
        return d.unknown(ix, fact, why, &[]);
    };
    let width = width * opens;
    let loss = ["loss", "least", "most"].map(|c| length(d, "door", c));
    let [Some(loss), Some(least), Some(most)] = loss else {
        return d.unknown(ix, fact, Localized::default(), &[]);
    };
    let usual = shown(loss);
    let [nb, en] = if opens < 1.0 {
        [
            "bredden av det som åpner av døren, uten det faste sidefeltet, mindre det",
            "the width of what opens of the door, without its fixed side panel, less",
        ]
    } else {
        ["dørens bredde mindre det", "the width of the door less"]
    };
    let method = Localized::new(
        format!("{nb} karm og dørblad vanligvis tar, {}", usual.nb),
        format!("{en} what frame and leaf usually take, {}", usual.en),
    );
    let error = (loss - least).max(most - loss);
    d.estimated(ix, fact, Value::length((width - loss).max(0.0)), error, method, &[(ix, "door.width")]);
}

/// The strips beside a door, on the side its leaf swings to.
fn beside_door(d: &mut Deriver<'_>, i: usize) {
    let (latch, hinge) = ("door.latch_space", "door.hinge_space");
    let ix = d.opening_subject(i);
    let opening = &d.model.openings[i];
    let both = |d: &mut Deriver<'_>, why: Localized| {
        for fact in [latch, hinge] {
            d.unknown(ix, fact, why.clone(), &[]);
        }
    };
    let (Some(depth), Some(reach)) = (length(d, "door_side", "depth"), length(d, "door_side", "reach"))
    else {
        return both(d, Localized::default());
    };
    let Some(swing) = opening.swing else {
        let why = Localized::new("det er ikke tegnet hvordan døren slår", "how the door swings is not drawn");
        return both(d, why);
    };
    let Side::Room(room) = opening.sides[swing.into.min(1)] else {
        return both(d, Localized::new("døren slår ut i det fri", "the door swings to the open"));
    };
    let leaves = swing.leaves();
    let [Leaf { hinge: hung, shut, folds: false, .. }] = leaves[..] else {
        let why = Localized::new("døren har ikke ett hengslet blad", "the door has not one hinged leaf");
        return both(d, why);
    };
    let circles = match d.floor(room) {
        Ok(circles) => circles,
        Err(why) => return both(d, why),
    };
    let floor = &circles.floor;
    let Some(face) = face(d, i, &floor.outline) else {
        return both(
            d,
            Localized::new(
                "døren er ikke plassert i rommets vegg",
                "the door is not placed in the room's wall",
            ),
        );
    };
    let [hung, shut] = [hung, shut].map(|share| face.at(share));
    let along = (shut - hung) / (shut - hung).x.hypot((shut - hung).y);
    let method = Localized::new(
        "fri stripe langs veggen ved siden av døren, der døren slår",
        "the free strip along the wall beside the door, where the leaf swings",
    );
    let from = floor.grounds(d, room);
    for (fact, at, along) in [(latch, shut, along), (hinge, hung, along * -1.0)] {
        let corner = Corner { at, along, across: face.into };
        let free = |floor: &Region| geometry::free_beside(floor, corner, depth, reach);
        let (found, low, high) = (free(&floor.drawn), free(&floor.least), free(&floor.most));
        let stated = d.number(ix, fact);
        if stated.is_none_or(|s| s > high + 0.01) {
            let value = Value::length(f64::midpoint(low, high));
            d.estimated(ix, fact, value, (high - low) / 2.0, method.clone(), &from);
        }
        let line = at + face.into * (depth / 2.0);
        let ends = [line, line + along * found.max(0.01)];
        d.base.draw(ix, fact, measure_drawing(d.model.openings[i].storey, ends, ix));
    }
}

/// The strips beside a toilet and the circle before it.
fn toilet(d: &mut Deriver<'_>, i: usize) {
    let facts = ["fixture.side_space", "fixture.side_space_wide", "fixture.front_space"];
    let ix = d.subject(SubjectKind::Fixture, i);
    let none = |d: &mut Deriver<'_>, why: Localized| {
        for fact in facts {
            d.unknown(ix, fact, why.clone(), &[]);
        }
    };
    let fixture = &d.model.fixtures[i];
    if fixture.what != "toilet" || !fixture.present {
        return none(d, Localized::new("måles bare ved klosett", "measured at toilets only"));
    }
    let Some(room) = fixture.room.filter(|r| *r < d.model.rooms.len()) else {
        return none(d, Localized::default());
    };
    let Some(outline) = fixture.outline.clone().filter(|o| geometry::sound(o).is_some()) else {
        let label = d.label(ix);
        return none(
            d,
            localized!("{label} er ikke plassert på planen", "{label} is not placed on the plan"),
        );
    };
    if fixture.back == Back::Unknown {
        let why = localized!(
            "det er ikke kjent hvilken side av {} som står mot veggen",
            "it is not known which side of {} is at the wall",
            d.label(ix)
        );
        return none(d, why);
    }
    let sizes = [length(d, "toilet", "reach"), length(d, "toilet", "circle")];
    let [Some(reach), Some(circle)] = sizes else { return none(d, Localized::default()) };
    let (beside, ahead) = match (FreeFloor::beside(d, room, i, CLEARANCE), FreeFloor::before(d, room, i)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(why), _) | (_, Err(why)) => return none(d, why),
    };
    let points: Vec<Coord<f64>> = outline.exterior().coords().copied().collect();
    let [p, q, r, ..] = points[..] else { return none(d, Localized::default()) };
    let (back, side) = (q - p, r - q);
    let (width, depth) = (back.x.hypot(back.y), side.x.hypot(side.y));
    if !(width.is_normal() && depth.is_normal()) {
        return none(d, Localized::default());
    }
    let (along, out) = (back / width, side / depth);
    // Its own usual size takes as much of one side as it may be off.
    let own = if d.known(ix, "fixture.width").is_some() { 0.0 } else { beside.spread };
    let method = Localized::new(
        "fri stripe langs klosettet til nærmeste vegg eller utstyr",
        "the free strip along the toilet to the next wall or thing",
    );
    let from = beside.grounds(d, room);
    let storey = d.model.rooms[room].storey;
    let mut sides: Vec<(f64, f64, f64, [Coord<f64>; 2])> = [(p, along * -1.0), (q, along)]
        .into_iter()
        .map(|(at, along)| {
            let free = |floor: &Region| {
                geometry::free_beside(floor, Corner { at, along, across: out }, depth, reach)
            };
            let found = free(&beside.drawn);
            let line = at + out * (depth / 2.0);
            (
                free(&beside.least) - own,
                free(&beside.most) + own,
                found,
                [line, line + along * found.max(0.01)],
            )
        })
        .collect();
    sides.sort_by(|a, b| a.2.total_cmp(&b.2));
    for (fact, (low, high, _, ends)) in facts.iter().zip(&sides) {
        let (low, high) = (low.max(0.0), high.max(0.0));
        let stated = d.number(ix, fact);
        if stated.is_none_or(|s| s > high + 0.01) {
            let value = Value::length(f64::midpoint(low, high));
            d.estimated(ix, fact, value, (high - low) / 2.0, method.clone(), &from);
        }
        d.base.draw(ix, fact, measure_drawing(storey, *ends, ix));
    }
    let front = Coord { x: f64::midpoint(p.x, q.x), y: f64::midpoint(p.y, q.y) } + out * depth;
    // The toilet itself stands on its floor, and so does not take of the circle before it.
    let before = |floor: &Region| geometry::circle_before(floor, front, out, circle);
    let found = before(&ahead.drawn);
    let own = if d.known(ix, "fixture.depth").is_some() { 0.0 } else { ahead.spread };
    let low = (2.0 * before(&ahead.least).radius - own).max(0.0);
    let high = 2.0 * before(&ahead.most).radius + own;
    let fact = facts[2];
    let method = Localized::new(
        "største frie sirkel som berører midten av klosettets forkant",
        "the largest free circle that touches the middle of the toilet's front",
    );
    let stated = d.number(ix, fact);
    if stated.is_none_or(|s| s > high + 0.01) {
        let from = ahead.grounds(d, room);
        d.estimated(ix, fact, Value::length(f64::midpoint(low, high)), (high - low) / 2.0, method, &from);
    }
    let largest = Largest { circle: found, at_most: found.radius };
    d.base.draw(ix, fact, circle_drawing(storey, &largest, ix));
}
