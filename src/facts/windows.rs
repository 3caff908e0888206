//! Glass: how much, in how large panes, how many kinds of windows, and how near a bed.

use geo::{Closest, ClosestPoint, Coord, CoordsIter, Distance, Euclidean, Intersects, MultiPolygon, Point};

use super::deriver::Deriver;
use super::{Drawing, SubjectIx};
use crate::geometry::{self, Region};
use crate::localized;
use crate::model::{Certainty, Figure, OpeningKind, Owner, Shape, Value};
use crate::quantity::LENGTH_TOLERANCE;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// How exactly a window is drawn in its wall, in metres.
const DRAWN: f64 = 0.002;
/// Most beds of a dwelling, and most sleeping places of a room, that are measured.
const MOST_BEDS: usize = 32;

/// Derives `window.pane_area`, `window.recess`, `window.at_bed`, `room.glass_area`, `room.vent_hatch`, `dwelling.glass_area`,
/// `dwelling.glass_ratio`, `dwelling.bed_window_distance`, `project.window_types`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let windows: Vec<usize> =
        (0..d.model.openings.len()).filter(|i| d.model.openings[*i].kind == OpeningKind::Window).collect();
    for i in &windows {
        pane(d, *i);
        recess(d, *i);
        at_bed(d, *i);
    }
    for room in 0..d.model.rooms.len() {
        room_glass(d, room);
        vent_hatch(d, room);
    }
    for i in 0..d.model.dwellings.len() {
        dwelling_glass(d, i);
        bed_distance(d, i);
    }
    types(d, &windows);
}

fn pane(d: &mut Deriver<'_>, i: usize) {
    let fact = "window.pane_area";
    let ix = d.opening_subject(i);
    let panes = d.number(ix, "window.panes").filter(|n| *n >= 1.0);
    match (d.known(ix, "window.glass_area"), panes) {
        (Some(glass), Some(panes)) => {
            if let Some(area) = glass.value.number() {
                let method = Localized::new("glassarealet delt på rutene", "the glass divided by the panes");
                let from = [(ix, "window.glass_area"), (ix, "window.panes")];
                d.estimated(ix, fact, Value::area(area / panes), glass.uncertainty / panes, method, &from);
            }
        }
        (glass, panes) => {
            let mut needs: Vec<(SubjectIx, &str)> = Vec::new();
            if glass.is_none() {
                needs.push((ix, "window.glass_area"));
            }
            if panes.is_none() {
                needs.push((ix, "window.panes"));
            }
            d.unknown(ix, fact, Localized::default(), &needs);
        }
    }
}

/// How far the window is set back, where a building model draws it in its wall.
fn recess(d: &mut Deriver<'_>, i: usize) {
    let fact = "window.recess";
    let ix = d.opening_subject(i);
    let Some((least, most)) = d.model.openings[i].recess else {
        return d.unknown(ix, fact, Localized::default(), &[]);
    };
    let method = Localized::new(
        "fra innsiden av veggen til vinduet slik det er tegnet",
        "from the inner face of the wall to the window as drawn",
    );
    let (middle, error) = (f64::midpoint(least, most), (most - least) / 2.0 + DRAWN);
    d.estimated(ix, fact, Value::length(middle), error, method, &[]);
}

/// A bedroom's window is at the bed, that of a room nobody sleeps in is not; in a room with a drawn sleeping place
/// the place tells.
fn at_bed(d: &mut Deriver<'_>, i: usize) {
    let fact = "window.at_bed";
    let ix = d.opening_subject(i);
    let opening = &d.model.openings[i];
    let rooms: Vec<usize> = room_sides(d, i);
    let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (d.room_subject(*r), "room.functions")).collect();
    let functions: Vec<Vec<String>> = rooms.iter().map(|r| d.functions(*r)).collect();
    if rooms.is_empty() || functions.iter().any(Vec::is_empty) {
        return d.unknown(ix, fact, Localized::default(), &from);
    }
    let sleeps = |f: &Vec<String>| f.iter().any(|w| w == "sleeping");
    let method = Localized::new("etter rommets funksjoner", "from the room's functions");
    if !functions.iter().any(sleeps) {
        return d.computed(ix, fact, Value::Bool(false), method, &from);
    }
    if functions.iter().all(|f| f.len() == 1) {
        return d.computed(ix, fact, Value::Bool(true), method, &from);
    }
    let zones: Vec<_> = rooms
        .iter()
        .flat_map(|r| &d.model.rooms[*r].zones)
        .filter(|z| z.function == "sleeping")
        .take(MOST_BEDS)
        .filter_map(|z| geometry::sound(&z.outline))
        .collect();
    match opening.placement.and_then(|p| Some((geometry::cut(&p)?, p.thickness))) {
        Some((hole, thickness)) if !zones.is_empty() => {
            let apart = zones.iter().map(|z| Euclidean.distance(z, &hole)).fold(f64::INFINITY, f64::min);
            let method = Localized::new(
                "soveplassen er tegnet, og vinduet sitter i veggen langs den eller ikke",
                "the sleeping place is drawn, and the window is in the wall along it or not",
            );
            d.computed(ix, fact, Value::Bool(apart <= thickness), method, &from);
        }
        _ => {
            let why = Localized::new(
                "rommet har flere funksjoner, og soveplassen er ikke tegnet ved et plassert vindu",
                "the room has several functions, and the sleeping place is not drawn at a placed window",
            );
            d.unknown(ix, fact, why, &[]);
        }
    }
}

fn room_sides(d: &Deriver<'_>, i: usize) -> Vec<usize> {
    let side = |s: &crate::model::Side| match s {
        crate::model::Side::Room(r) if *r < d.model.rooms.len() => Some(*r),
        _ => None,
    };
    d.model.openings[i].sides.iter().filter_map(side).collect()
}

/// The glass of some windows and doors added, with their errors.
fn added(d: &mut Deriver<'_>, ix: SubjectIx, fact: &'static str, openings: &[usize], method: Localized) {
    let glass = |o: &usize| match d.model.openings[*o].kind {
        OpeningKind::Window => "window.glass_area",
        _ => "door.glass_area",
    };
    let from: Vec<(SubjectIx, &str)> = openings.iter().map(|o| (d.opening_subject(*o), glass(o))).collect();
    let (mut area, mut error, mut assumed) = (0.0, 0.0, false);
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    for (window, glass) in &from {
        match d.known(*window, glass).and_then(|k| k.value.number().map(|n| (n, k))) {
            Some((number, known)) => {
                area += number;
                error += known.uncertainty;
                assumed |= known.certainty() == Certainty::Assumed;
            }
            None => open.push((*window, glass)),
        }
    }
    if open.is_empty() {
        let method = if assumed { usual_frames(&method) } else { method };
        d.estimated(ix, fact, Value::area(area), error, method, &from);
    } else {
        d.unknown(ix, fact, Localized::default(), &open);
    }
}

/// Says that some of what was added is an assumption.
fn usual_frames(method: &Localized) -> Localized {
    Localized::new(
        format!("{}; vanlige karmer er antatt der glasset ikke er oppgitt", method.nb),
        format!("{}; usual frames are assumed where the glass is not stated", method.en),
    )
}

fn room_glass(d: &mut Deriver<'_>, room: usize) {
    let fact = "room.glass_area";
    let ix = d.room_subject(room);
    if d.number(ix, "room.window_count").is_none() {
        return d.unknown(ix, fact, Localized::default(), &[(ix, "room.window_count")]);
    }
    let openings = super::glass::lights(d, room);
    let method = Localized::new(
        "glassarealet av rommets vinduer og glassdører mot det fri lagt sammen",
        "the glass of the room's windows and glazed doors to the open added",
    );
    added(d, ix, fact, &openings, method);
}

fn vent_hatch(d: &mut Deriver<'_>, room: usize) {
    let fact = "room.vent_hatch";
    let ix = d.room_subject(room);
    let hatches: Vec<(SubjectIx, Option<Value>)> = d
        .windows_of(room)
        .into_iter()
        .map(|w| d.opening_subject(w))
        .map(|w| (w, d.base.value(w, "window.vent_hatch")))
        .collect();
    let from: Vec<(SubjectIx, &str)> = hatches.iter().map(|(w, _)| (*w, "window.vent_hatch")).collect();
    let open: Vec<(SubjectIx, &str)> =
        hatches.iter().filter(|(_, v)| v.is_none()).map(|(w, _)| (*w, "window.vent_hatch")).collect();
    let method = Localized::new("lufteluker i rommets vinduer", "ventilation hatches in the room's windows");
    if hatches.iter().any(|(_, v)| *v == Some(Value::Bool(true))) {
        d.computed(ix, fact, Value::Bool(true), method, &from);
    } else if let Some(why) = d.stray_in(&[room]) {
        d.unknown(ix, fact, why, &open);
    } else if hatches.is_empty() || !open.is_empty() {
        d.unknown(ix, fact, Localized::default(), &open);
    } else {
        d.computed(ix, fact, Value::Bool(false), method, &from);
    }
}

fn dwelling_glass(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let habitable: Vec<usize> = d
        .rooms_of(Owner::Dwelling(i))
        .into_iter()
        .filter(|r| d.base.value(d.room_subject(*r), "room.habitable") == Some(Value::Bool(true)))
        .collect();
    let mut windows: Vec<usize> = habitable.iter().flat_map(|r| super::glass::lights(d, *r)).collect();
    windows.sort_unstable();
    windows.dedup();
    let (glass, ratio, bra) = ("dwelling.glass_area", "dwelling.glass_ratio", "dwelling.area.bra_i");
    if windows.is_empty() {
        let label = d.label(ix);
        let why = localized!(
            "ingen vinduer er beskrevet i oppholdsrommene i {label}",
            "no windows are described in the habitable rooms of {label}"
        );
        d.unknown(ix, glass, why, &[]);
    } else if let Some(why) = d.stray_in(&habitable) {
        d.unknown(ix, glass, why, &[]);
    } else {
        let method = Localized::new(
            "glassarealet av vinduer og glassdører mot det fri i rom for varig opphold lagt sammen",
            "the glass of windows and glazed doors to the open of rooms for lasting stay added",
        );
        added(d, ix, glass, &windows, method);
    }
    match (d.known(ix, glass), d.known(ix, bra)) {
        (Some(a), Some(b)) => {
            if let (Some(of), Some(to)) = (a.value.number(), b.value.number())
                && to > 0.0
            {
                let error = a.uncertainty / to + b.uncertainty * of / (to * to);
                let method = Localized::new("glassarealet delt på BRA-i", "the glass divided by BRA-i");
                d.estimated(ix, ratio, Value::ratio(of / to), error, method, &[(ix, glass), (ix, bra)]);
                let shape = |w: &usize| Shape::Opening(d.model.openings[*w].element.id.clone());
                let figures = windows.iter().map(|w| Figure::bare(shape(w))).collect();
                d.base.draw(ix, ratio, Drawing { figures, at: Vec::new() });
                return;
            }
            d.unknown(ix, ratio, Localized::default(), &[(ix, bra)]);
        }
        (a, b) => {
            let mut needs: Vec<(SubjectIx, &str)> = Vec::new();
            needs.extend(a.is_none().then_some((ix, glass)));
            needs.extend(b.is_none().then_some((ix, bra)));
            d.unknown(ix, ratio, Localized::default(), &needs);
        }
    }
}

/// A bed and a window of its room, and the shortest line between them.
struct Near {
    bed: usize,
    window: usize,
    storey: Option<usize>,
    ends: [Coord<f64>; 2],
}

impl Near {
    fn distance(&self) -> f64 {
        let [a, b] = self.ends;
        (b - a).x.hypot((b - a).y)
    }
}

/// The least distance in plan between a bed and a window opening of its room.
fn bed_distance(d: &mut Deriver<'_>, i: usize) {
    let fact = "dwelling.bed_window_distance";
    let ix = d.subject(SubjectKind::Dwelling, i);
    let (beds, _) = d.fixtures_of(Owner::Dwelling(i), &["bed", "care_bed"]);
    let mut nearest: Option<Near> = None;
    let mut needs: Vec<(SubjectIx, &str)> = Vec::new();
    for bed in beds.iter().take(MOST_BEDS) {
        let fixture = &d.model.fixtures[*bed];
        let region = fixture.outline.as_ref().and_then(geometry::sound);
        let room = fixture.room.filter(|r| *r < d.model.rooms.len());
        let (Some(region), Some(room)) = (region, room) else {
            needs.push((d.subject(SubjectKind::Fixture, *bed), "fixture.placed"));
            continue;
        };
        for window in d.windows_of(room) {
            let Some(hole) = d.model.openings[window].placement.and_then(|p| geometry::cut(&p)) else {
                needs.push((d.opening_subject(window), "window.placed"));
                continue;
            };
            let ends = shortest(&region, &MultiPolygon::new(vec![hole]));
            let near = ends.map(|ends| Near { bed: *bed, window, storey: d.model.rooms[room].storey, ends });
            let Some(near) = near.filter(|n| n.distance().is_finite()) else {
                needs.push((d.opening_subject(window), "window.placed"));
                continue;
            };
            if nearest.as_ref().is_none_or(|n| near.distance() < n.distance()) {
                nearest = Some(near);
            }
        }
    }
    let rooms: Vec<usize> = beds.iter().filter_map(|b| d.model.fixtures[*b].room).collect();
    if let Some(why) = d.stray_in(&rooms) {
        return d.unknown(ix, fact, why, &needs);
    }
    let found = nearest.filter(|_| needs.is_empty() && beds.len() <= MOST_BEDS);
    let Some(found) = found else {
        let why = if beds.is_empty() {
            Localized::new("ingen seng er plassert", "no bed is placed")
        } else if needs.is_empty() {
            Localized::new("det er ikke vindu i rommet sengen står i", "the bed's room has no window")
        } else {
            Localized::new(
                "sengen eller vinduet er ikke plassert på planen",
                "the bed or the window is not placed on the plan",
            )
        };
        return d.unknown(ix, fact, why, &needs);
    };
    let method = Localized::new(
        "korteste avstand i plan mellom seng og vindusåpning i samme rom",
        "shortest distance in plan between a bed and a window opening of the same room",
    );
    let (bed, window) = (d.subject(SubjectKind::Fixture, found.bed), d.opening_subject(found.window));
    let from = [(bed, "fixture.kind"), (window, "window.room_functions")];
    d.computed(ix, fact, Value::length(found.distance()), method, &from);
    let mut figures = vec![
        Figure::bare(Shape::Fixture(d.model.fixtures[found.bed].element.id.clone())),
        Figure::bare(Shape::Opening(d.model.openings[found.window].element.id.clone())),
    ];
    let [from, to] = found.ends;
    figures.extend(
        found
            .storey
            .filter(|_| found.distance() > LENGTH_TOLERANCE)
            .map(|storey| Figure::bare(Shape::Dimension { storey, from, to })),
    );
    d.base.draw(ix, fact, Drawing { figures, at: vec![bed, window] });
}

/// The ends of the shortest line between two regions; the same point twice where they meet.
fn shortest(a: &Region, b: &Region) -> Option<[Coord<f64>; 2]> {
    if let Some(shared) = a.coords_iter().find(|c| b.intersects(&Point(*c))) {
        return Some([shared; 2]);
    }
    if a.intersects(b) {
        let shared = b.coords_iter().find(|c| a.intersects(&Point(*c))).or(a.coords_iter().next());
        return shared.map(|c| [c; 2]);
    }
    let from = |one: &Region, other: &Region| {
        let to = |c: Coord<f64>| match other.closest_point(&Point(c)) {
            Closest::Intersection(p) | Closest::SinglePoint(p) => Some([c, p.0]),
            Closest::Indeterminate => None,
        };
        one.coords_iter().filter_map(to).collect::<Vec<_>>()
    };
    let back = from(b, a).into_iter().map(|[c, p]| [p, c]);
    let length = |[p, q]: &[Coord<f64>; 2]| (*q - *p).x.hypot((*q - *p).y);
    from(a, b).into_iter().chain(back).min_by(|p, q| length(p).total_cmp(&length(q)))
}

/// Windows of the same size to the millimetre are one type.
fn types(d: &mut Deriver<'_>, windows: &[usize]) {
    let fact = "project.window_types";
    let project = d.base.project();
    if windows.is_empty() {
        let why = Localized::new("ingen vinduer er beskrevet", "no windows are described");
        return d.unknown(project, fact, why, &[]);
    }
    let mut sizes = std::collections::BTreeSet::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    for window in windows {
        let ix = d.opening_subject(*window);
        let size = ["window.width", "window.height"].map(|f| (f, d.number(ix, f)));
        match size {
            [(_, Some(w)), (_, Some(h))] => {
                sizes.insert(((w * 1000.0).round() as i64, (h * 1000.0).round() as i64));
            }
            size => open.extend(size.iter().filter(|(_, n)| n.is_none()).map(|(f, _)| (ix, *f))),
        }
    }
    if open.is_empty() {
        let method =
            Localized::new("ulike vindusstørrelser er talt", "the different sizes of windows counted");
        d.computed(project, fact, Value::count(sizes.len()), method, &[]);
    } else {
        d.unknown(project, fact, Localized::default(), &open);
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Side, Value};
    use crate::vocab::SubjectKind;

    const DWELLING: SubjectKind = SubjectKind::Dwelling;
    const WINDOW: SubjectKind = SubjectKind::Window;

    #[test]
    fn glass_nobody_stated_is_the_window_less_a_usual_frame_and_says_so() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let window = s.window(room, 1.2, 1.2, 0.9);
        let Fact::Known(glass) = s.fact(WINDOW, window, "window.glass_area") else {
            panic!("it is estimated")
        };
        assert_eq!(glass.value, Value::area(1.0));
        assert!(glass.uncertainty > 0.1 && glass.uncertainty < 0.25);
        assert_eq!(glass.certainty(), crate::model::Certainty::Assumed);
        let Fact::Known(sum) = s.fact(DWELLING, 0, "dwelling.glass_area") else { panic!("it is estimated") };
        assert!(format!("{:?}", sum.origins).contains("antatt"));
        let ratio = s.number(DWELLING, 0, "dwelling.glass_ratio").unwrap();
        assert!((ratio - 1.0 / 20.0).abs() < 1e-3);
    }

    #[test]
    fn a_window_to_a_terrace_is_the_rooms_whichever_side_is_told_first() {
        for turned in [false, true] {
            let mut s = Sample::new();
            let a = s.dwelling("A");
            let terrace = s.room(a, "terrace", Some(rect(0.0, -2.3, 4.0, 2.0)));
            let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
            let window = s.window(room, 1.2, 1.2, 0.9);
            s.model.openings[window].sides = match turned {
                false => [Side::Room(room), Side::Room(terrace)],
                true => [Side::Room(terrace), Side::Room(room)],
            };
            let facts = s.facts();
            let ix = facts.find(WINDOW, window).unwrap();
            assert_eq!(facts.ancestor(ix, SubjectKind::Room), facts.find(SubjectKind::Room, room));
            assert!(s.number(DWELLING, 0, "dwelling.glass_area").is_some());
        }
    }

    #[test]
    fn a_window_is_set_back_as_far_as_it_is_drawn() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "sleeping", None);
        let window = s.window(room, 1.2, 1.2, 0.9);
        assert_eq!(s.number(WINDOW, window, "window.recess"), None);
        s.model.openings[window].recess = Some((0.12, 0.12));
        assert!((s.number(WINDOW, window, "window.recess").unwrap() - 0.12).abs() < 1e-9);
        // With casings the frame may lie farther out, but no nearer.
        s.model.openings[window].recess = Some((0.05, 0.25));
        let Fact::Known(known) = s.fact(WINDOW, window, "window.recess") else { panic!("it is estimated") };
        assert!(known.uncertainty >= 0.1);
    }

    #[test]
    fn a_window_without_a_size_leaves_the_glass_of_the_dwelling_open() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", None);
        s.window(room, 1.2, 1.2, 0.9);
        let second = s.window(room, 1.2, 1.2, 0.9);
        assert!(s.number(DWELLING, 0, "dwelling.glass_area").is_some());
        assert_eq!(s.number(SubjectKind::Project, 0, "project.window_types"), Some(1.0));
        s.model.openings[second].height = None;
        assert_eq!(s.number(DWELLING, 0, "dwelling.glass_area"), None);
        assert_eq!(s.number(SubjectKind::Project, 0, "project.window_types"), None);
    }

    #[test]
    fn windows_a_millimetre_apart_are_two_types() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", None);
        s.window(room, 1.2, 1.2, 0.9);
        s.window(room, 1.200_01, 1.2, 0.9);
        assert_eq!(s.number(SubjectKind::Project, 0, "project.window_types"), Some(1.0));
        s.window(room, 1.201, 1.2, 0.9);
        assert_eq!(s.number(SubjectKind::Project, 0, "project.window_types"), Some(2.0));
    }

    #[test]
    fn the_distance_from_bed_to_window_is_measured_to_the_opening() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "sleeping", Some(rect(0.0, 0.0, 4.0, 3.0)));
        let window = s.window(room, 1.2, 1.2, 0.9);
        let bed = s.fixture("bed", Some(room), None);
        assert_eq!(s.number(DWELLING, 0, "dwelling.bed_window_distance"), None);
        // The wall is 30 cm thick with its inner face at y = 0; the bed stands 0.5 m from it.
        s.place(window, (1.0, -0.15), (2.2, -0.15), 0.3);
        s.model.fixtures[bed].outline = Some(rect(1.0, 0.5, 0.9, 2.0));
        let distance = s.number(DWELLING, 0, "dwelling.bed_window_distance").unwrap();
        assert!((distance - 0.5).abs() < 1e-3, "{distance}");
        assert_eq!(s.value(WINDOW, window, "window.at_bed"), Some(Value::Bool(true)));
    }

    #[test]
    fn in_an_all_room_the_drawn_sleeping_place_tells_which_window_is_at_the_bed() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "all_room", Some(rect(0.0, 0.0, 8.0, 4.0)));
        let near = s.window(room, 1.2, 1.2, 0.9);
        let far = s.window(room, 1.2, 1.2, 0.9);
        s.place(near, (0.5, -0.15), (1.7, -0.15), 0.3);
        s.place(far, (6.0, -0.15), (7.2, -0.15), 0.3);
        assert_eq!(s.value(WINDOW, near, "window.at_bed"), None);
        s.model.rooms[room]
            .zones
            .push(crate::model::Zone { function: "sleeping".into(), outline: rect(0.0, 0.0, 2.5, 2.5) });
        assert_eq!(s.value(WINDOW, near, "window.at_bed"), Some(Value::Bool(true)));
        assert_eq!(s.value(WINDOW, far, "window.at_bed"), Some(Value::Bool(false)));
    }
}
