//! Daylight room by room, what stands before the windows, and which windows one can escape through.
//!
//! The glass of a room is held against its own floor, as TEK17 § 13-7 does. What stands before a window is looked for
//! straight out from its middle: the steepest angle from its mid height up to the top of a storey of any building. Roofs
//! are not drawn, so the true angle is at least the one told. Where outer walls may be thinner or thicker than drawn, the
//! error is what that makes of the angle.

use geo::Coord;

use super::deriver::Deriver;
use super::{Drawing, SubjectIx};
use crate::geometry::{Pane, Scenes, Units};
use crate::localized;
use crate::model::{Figure, Owner, Shape, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

const RATIO: &str = "room.glass_ratio";
const LEAST: &str = "dwelling.least_room_glass";
const ANGLE: &str = "dwelling.obstruction_angle";
const ESCAPE: &str = "room.escape_window";
/// Table of the measures of a window one can escape through.
const TABLE: &str = "escape_window";

/// Derives `room.glass_ratio`, `dwelling.least_room_glass`, `dwelling.obstruction_angle`, `room.escape_window`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for room in 0..d.model.rooms.len() {
        ratio(d, room);
        escape(d, room);
    }
    let units = d.units();
    let scenes = d.scenes();
    for i in 0..d.model.dwellings.len() {
        least(d, i);
        obstruction(d, i, &scenes, &units);
    }
}

fn ratio(d: &mut Deriver<'_>, room: usize) {
    let ix = d.room_subject(room);
    let (glass, floor) = ("room.glass_area", "room.area");
    match (d.known(ix, glass), d.number(ix, floor).filter(|a| *a > 0.0)) {
        (Some(g), Some(to)) if g.value.number().is_some() => {
            let of = g.value.number().unwrap_or_default();
            let method =
                Localized::new("rommets glass delt på gulvet", "the room's glass divided by its floor");
            let from = [(ix, glass), (ix, floor)];
            d.estimated(ix, RATIO, Value::ratio(of / to), g.uncertainty / to, method, &from);
        }
        (g, a) => {
            let mut needs: Vec<(SubjectIx, &str)> = Vec::new();
            needs.extend(g.is_none().then_some((ix, glass)));
            needs.extend(a.is_none().then_some((ix, floor)));
            d.unknown(ix, RATIO, Localized::default(), &needs);
        }
    }
}

/// The room for lasting stay with the least glass for its floor.
fn least(d: &mut Deriver<'_>, i: usize) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let mut found: Option<(f64, f64)> = None;
    let mut from: Vec<(SubjectIx, &str)> = Vec::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    for room in d.rooms_of(Owner::Dwelling(i)) {
        let room = d.room_subject(room);
        match d.base.value(room, "room.habitable") {
            Some(Value::Bool(true)) => from.push((room, RATIO)),
            Some(_) => continue,
            None => open.push((room, "room.function")),
        }
        match d.known(room, RATIO).and_then(|k| Some((k.value.number()?, k.uncertainty))) {
            Some(known) if found.is_none_or(|(least, _)| known.0 < least) => found = Some(known),
            Some(_) => {}
            None => open.push((room, RATIO)),
        }
    }
    match found {
        Some((value, error)) if open.is_empty() => {
            let method = Localized::new(
                "det rommet for varig opphold som har minst glass for gulvet sitt",
                "the room for lasting stay with the least glass for its floor",
            );
            d.estimated(ix, LEAST, Value::ratio(value), error, method, &from);
        }
        _ => d.unknown(ix, LEAST, Localized::default(), &open),
    }
}

fn obstruction(d: &mut Deriver<'_>, i: usize, scenes: &Scenes, units: &Units<'_>) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let mut from: Vec<(SubjectIx, &str)> = Vec::new();
    let mut steepest = vec![0.0_f64; scenes.all().count()];
    let mut ray: Option<Ray> = None;
    for room in d.rooms_of(Owner::Dwelling(i)) {
        let habitable = d.base.value(d.room_subject(room), "room.habitable") == Some(Value::Bool(true));
        for window in d.windows_of(room).into_iter().filter(|_| habitable) {
            let w = d.opening_subject(window);
            let heights = d.number(w, "window.sill").zip(d.number(w, "window.head"));
            let panes: Option<Vec<Pane>> = scenes.all().map(|s| s.pane(d.model, units, window)).collect();
            let (Some(panes), Some((sill, head))) = (panes, heights) else {
                let needs = if heights.is_none() { (w, "window.sill") } else { (w, "window.placed") };
                let label = d.label(w);
                let why = localized!(
                    "{label} har ikke både plass og høyde på planen",
                    "{label} does not have both a place and a height on the plan"
                );
                return d.unknown(ix, ANGLE, why, &[needs]);
            };
            for (n, ((scene, pane), steepest)) in scenes.all().zip(&panes).zip(&mut steepest).enumerate() {
                let floor = d.model.storeys.get(pane.storey).map_or(0.0, |s| s.elevation);
                let eye = floor + f64::midpoint(sill, head);
                for (distance, top) in scene.ahead(pane.middle(), pane.out) {
                    let angle = (top - eye).atan2(distance).to_degrees();
                    if n == 0 && angle > *steepest {
                        let [from, to] = [0.0, distance].map(|by| pane.middle() + pane.out * by);
                        ray = Some(Ray { window: w, storey: pane.storey, from, to });
                    }
                    *steepest = steepest.max(angle);
                }
            }
            from.push((w, "window.sill"));
        }
    }
    if from.is_empty() {
        let label = d.label(ix);
        let why = localized!(
            "ingen vinduer er beskrevet i oppholdsrommene i {label}",
            "no windows are described in the habitable rooms of {label}"
        );
        return d.unknown(ix, ANGLE, why, &[(ix, "window.placed")]);
    }
    let method = Localized::new(
        "bratteste vinkel rett ut fra midten av et vindu opp til toppen av en etasje i et bygg foran; taket er ikke \
         regnet med, og en etasje uten noe over seg regnes 3 m høy",
        "the steepest angle straight out from the middle of a window up to the top of a storey before it; the roof is \
         not counted, and a storey with nothing above it is taken to be 3 m high",
    );
    let (low, high) = steepest.iter().fold((f64::MAX, 0.0_f64), |(l, h), s| (l.min(*s), h.max(*s)));
    let error = (high - low) / 2.0;
    let value = Value::Quantity(Quantity::new(f64::midpoint(low, high), Dimension::Angle));
    if error > 0.0 {
        from.push((ix, "dwelling.outer_wall"));
    }
    d.estimated(ix, ANGLE, value, error, method, &from);
    if let Some(Ray { window, storey, from, to }) = ray {
        let shown = |lang| Quantity::new(steepest[0].round(), Dimension::Angle).show(lang);
        let caption = Localized::new(shown(Lang::Nb), shown(Lang::En));
        let figures = vec![Figure::new(Shape::Sight { storey, from, to }, caption)];
        d.base.draw(ix, ANGLE, Drawing { figures, at: vec![window] });
    }
}

/// From a window to what takes most of its light, in plan.
struct Ray {
    window: SubjectIx,
    storey: usize,
    from: Coord<f64>,
    to: Coord<f64>,
}

/// Whether a window of the room opens far enough to escape through. No where all that are known do not.
fn escape(d: &mut Deriver<'_>, room: usize) {
    let ix = d.room_subject(room);
    let least = |column| {
        let cell = d.vocabulary.tables.get(TABLE)?.cell("opening", column)?;
        Quantity::parse(cell.first()?).ok().map(|q| q.value)
    };
    let (Some(wide), Some(high), Some(sum)) = (least("width"), least("height"), least("sum")) else {
        return d.unknown(ix, ESCAPE, Localized::default(), &[]);
    };
    if d.number(ix, "room.window_count").is_none() {
        return d.unknown(ix, ESCAPE, Localized::default(), &[(ix, "room.window_count")]);
    }
    let mut from: Vec<(SubjectIx, &str)> = Vec::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    let mut escapes = false;
    for window in super::glass::lights(d, room) {
        let w = d.opening_subject(window);
        if d.base.subject(w).kind != SubjectKind::Window {
            continue;
        }
        from.push((w, "window.opening"));
        let size = d.number(w, "window.width").zip(d.number(w, "window.height"));
        let large = size.map(|(b, h)| {
            let at_least = |a: f64, b: f64| Dimension::Length.at_least(a, b);
            at_least(b, wide) && at_least(h, high) && at_least(b + h, sum)
        });
        let opens = match d.base.value(w, "window.opening") {
            Some(Value::Word(word)) => Some(word == "full"),
            _ => None,
        };
        match (large, opens) {
            (Some(true), Some(true)) => escapes = true,
            (Some(false), _) | (_, Some(false)) => {}
            (None, _) => open.push((w, "window.width")),
            (_, None) => open.push((w, "window.opening")),
        }
    }
    if escapes || open.is_empty() {
        let method = Localized::new(
            "et vindu i rommet åpner helt og er så stort at det kan rømmes gjennom (TEK17 § 11-13)",
            "a window of the room opens fully and is large enough to escape through (TEK17 § 11-13)",
        );
        d.computed(ix, ESCAPE, Value::Bool(escapes), method, &from);
    } else {
        d.unknown(ix, ESCAPE, Localized::default(), &open);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};

    #[test]
    fn what_stands_before_a_window_is_drawn_from_it_to_where_it_stands() {
        // Another house 6 m before the south wall of a room; its storey ends 3 m up, the middle of the window is 1.5 m up.
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let living = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let window = s.window(living, 1.2, 1.2, 0.9);
        s.place(window, (1.0, -0.15), (2.2, -0.15), 0.3);
        let b = s.dwelling("B");
        s.room(b, "living", Some(rect(0.0, -10.6, 5.0, 4.0)));
        for dwelling in &mut s.model.dwellings {
            dwelling.outer_wall = Some(0.3);
        }
        let facts = s.facts();
        let home = facts.find(SubjectKind::Dwelling, 0).unwrap();
        let drawing = facts.drawing(home, ANGLE).unwrap();
        let [Figure { shape: Shape::Sight { from, to, .. }, caption }] = &drawing.figures[..] else {
            panic!("{drawing:?}")
        };
        assert!((from.y + 0.3).abs() < 0.01 && (to.y + 6.3).abs() < 0.01, "{from:?} {to:?}");
        assert!((from.x - 1.6).abs() < 1e-6 && (to.x - 1.6).abs() < 1e-6);
        // The tangent is 1.5 / 6: 14.04°.
        assert_eq!(caption.nb, "14°");
        assert_eq!(drawing.at, [facts.find(SubjectKind::Window, window).unwrap()]);
    }
}
