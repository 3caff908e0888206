//! Sizes and places of doors and windows as they stand in the model.

use std::collections::BTreeSet;

use super::SubjectIx;
use super::deriver::Deriver;
use crate::model::{OpeningKind, Owner, Side, Value};
use crate::text::Localized;

/// Derives `door.width`, `door.height`, `window.width`, `window.height`, `window.sill`, `window.head`,
/// `window.area`, `window.on_ground_floor`, `window.room_functions`, `room.window_count`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.openings.len() {
        match d.model.openings[i].kind {
            OpeningKind::Window => window(d, i),
            OpeningKind::Door | OpeningKind::Passage => {
                let opening = &d.model.openings[i];
                measure(d, i, "door.width", opening.width);
                measure(d, i, "door.height", opening.height);
            }
        }
    }
    // A description that draws no window anywhere in a dwelling has not come to its windows yet.
    let drawn: BTreeSet<Owner> = (0..d.model.rooms.len())
        .filter(|r| !d.windows_of(*r).is_empty())
        .map(|r| d.model.rooms[r].owner)
        .collect();
    for i in 0..d.model.rooms.len() {
        windows_of_room(d, i, drawn.contains(&d.model.rooms[i].owner));
    }
}

/// A length the model gives, or none.
fn measure(d: &mut Deriver<'_>, i: usize, fact: &str, length: Option<f64>) {
    let ix = d.opening_subject(i);
    let origin = d.model.openings[i].element.origin.clone();
    match length.filter(|l| l.is_finite() && *l >= 0.0) {
        Some(length) => d.stated(ix, fact, Value::length(length), &origin),
        None => d.unknown(ix, fact, Localized::default(), &[]),
    }
}

fn window(d: &mut Deriver<'_>, i: usize) {
    let ix = d.opening_subject(i);
    let opening = &d.model.openings[i];
    measure(d, i, "window.width", opening.width);
    measure(d, i, "window.height", opening.height);
    measure(d, i, "window.sill", opening.sill);
    let (width, height, sill) = ("window.width", "window.height", "window.sill");
    let known = |fact| d.number(ix, fact);
    match (known(sill), known(height)) {
        (Some(s), Some(h)) => {
            let method = Localized::new("brystning og høyde lagt sammen", "sill and height added");
            d.computed(ix, "window.head", Value::length(s + h), method, &[(ix, sill), (ix, height)]);
        }
        (s, h) => missing(d, ix, "window.head", &[(sill, s), (height, h)]),
    }
    let known = |fact| d.number(ix, fact);
    match (known(width), known(height)) {
        (Some(w), Some(h)) => {
            let method = Localized::new("bredde ganger høyde", "width by height");
            d.computed(ix, "window.area", Value::area(w * h), method, &[(ix, width), (ix, height)]);
        }
        (w, h) => missing(d, ix, "window.area", &[(width, w), (height, h)]),
    }
    let storey = opening.storey.or_else(|| {
        opening.sides.iter().find_map(|s| match s {
            Side::Room(r) => d.model.rooms.get(*r)?.storey,
            _ => None,
        })
    });
    match storey.and_then(|s| d.model.storeys.get(s)) {
        Some(storey) => {
            let method = Localized::new("etasjens nummer", "the storey's number");
            d.computed(ix, "window.on_ground_floor", Value::Bool(storey.number <= 1), method, &[]);
        }
        None => {
            let why = Localized::new(
                "vinduet er ikke plassert i en etasje",
                "the window is not placed on a storey",
            );
            d.unknown(ix, "window.on_ground_floor", why, &[]);
        }
    }
    let rooms: Vec<usize> = opening
        .sides
        .iter()
        .filter_map(|s| match s {
            Side::Room(r) if *r < d.model.rooms.len() => Some(*r),
            _ => None,
        })
        .collect();
    let functions: Vec<String> = rooms.iter().flat_map(|r| d.functions(*r)).collect();
    let from: Vec<(SubjectIx, &str)> = rooms.iter().map(|r| (d.room_subject(*r), "room.functions")).collect();
    if functions.is_empty() {
        let why = Localized::new("rommet vinduet hører til er ikke kjent", "the window's room is not known");
        d.unknown(ix, "window.room_functions", why, &from);
    } else {
        let method =
            Localized::new("funksjonene til rommet vinduet hører til", "the functions of the window's room");
        d.computed(ix, "window.room_functions", Value::words(functions), method, &from);
    }
}

/// Names the measures that are not known as what is needed.
fn missing(d: &mut Deriver<'_>, ix: SubjectIx, fact: &str, parts: &[(&'static str, Option<f64>)]) {
    let needs: Vec<(SubjectIx, &str)> =
        parts.iter().filter(|(_, v)| v.is_none()).map(|(f, _)| (ix, *f)).collect();
    d.unknown(ix, fact, Localized::default(), &needs);
}

fn windows_of_room(d: &mut Deriver<'_>, i: usize, drawn: bool) {
    let ix = d.room_subject(i);
    let windows = d.windows_of(i);
    if let Some(why) = d.stray_in(&[i]) {
        d.unknown(ix, "room.window_count", why, &[]);
    } else if drawn {
        let from: Vec<(SubjectIx, &str)> =
            windows.iter().map(|o| (d.opening_subject(*o), "window.room_functions")).collect();
        let method = Localized::new("vinduene i rommet er talt", "the windows of the room counted");
        d.computed(ix, "room.window_count", Value::count(windows.len()), method, &from);
    } else {
        let why = Localized::new("ingen vinduer er beskrevet", "no windows are described");
        d.unknown(ix, "room.window_count", why, &[]);
    }
}
