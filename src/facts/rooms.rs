//! What a room is for, and whether it lies indoors.

use super::deriver::Deriver;
use crate::localized;
use crate::model::{Origin, Value};
use crate::text::Localized;

/// Derives `room.function`, `room.functions`, `room.indoor`, `room.habitable`, `room.on_ground_floor`,
/// `room.height`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.rooms.len() {
        functions(d, i);
        height(d, i);
        ground(d, i);
    }
}

fn functions(d: &mut Deriver<'_>, i: usize) {
    let room = &d.model.rooms[i];
    let ix = d.room_subject(i);
    let Some(main) = room.functions.first() else {
        let name = &room.element.name;
        let why = if name.is_empty() {
            Localized::new("rommet har verken navn eller funksjon", "the room has neither name nor function")
        } else {
            localized!("romnavnet «{name}» er ikke kjent", "the room name “{name}” is not known")
        };
        for fact in ["room.function", "room.functions"] {
            d.unknown(ix, fact, why.clone(), &[]);
        }
        d.unknown(ix, "room.indoor", why.clone(), &[(ix, "room.function")]);
        d.unknown(ix, "room.habitable", why, &[(ix, "room.function")]);
        return;
    };
    let name = &room.element.name;
    let origin = if room.doubtful_function {
        let read = d.vocabulary.room(main).map_or_else(|| Localized::same(main), |f| f.name.clone());
        let why = match name.is_empty() {
            true => Localized::new(
                format!("et rom uten navn er lest som {}", read.nb),
                format!("a room without a name was read as {}", read.en),
            ),
            false => Localized::new(
                format!("romnavnet «{name}» kan bety flere ting og er lest som {}", read.nb),
                format!("the room name “{name}” may mean several things and was read as {}", read.en),
            ),
        };
        Origin::Assumed { why }
    } else {
        room.element.origin.clone()
    };
    d.stated(ix, "room.function", Value::Word(main.clone()), &origin);
    let all = d.functions(i);
    d.stated(ix, "room.functions", Value::words(all), &origin);
    let outdoors = d.outdoors(i) == Some(true);
    let method = Localized::new("etter romfunksjonen", "from the room's function");
    d.computed(ix, "room.indoor", Value::Bool(!outdoors), method.clone(), &[(ix, "room.function")]);
    let habitable =
        d.functions(i).iter().any(|f| d.vocabulary.room(f).is_some_and(|function| function.habitable));
    d.computed(ix, "room.habitable", Value::Bool(habitable), method, &[(ix, "room.functions")]);
}

fn ground(d: &mut Deriver<'_>, i: usize) {
    let ix = d.room_subject(i);
    let fact = "room.on_ground_floor";
    match d.model.rooms[i].storey.and_then(|s| d.model.storeys.get(s)) {
        Some(storey) => {
            let method = Localized::new("etasjens nummer", "the storey's number");
            d.computed(ix, fact, Value::Bool(storey.number <= 1), method, &[]);
        }
        None => {
            let why =
                Localized::new("rommet er ikke plassert i en etasje", "the room is not placed on a storey");
            d.unknown(ix, fact, why, &[]);
        }
    }
}

fn height(d: &mut Deriver<'_>, i: usize) {
    let room = &d.model.rooms[i];
    let ix = d.room_subject(i);
    match room.height.filter(|h| h.is_finite() && *h > 0.0) {
        Some(height) => {
            let origin = room.element.origin.clone();
            d.stated(ix, "room.height", Value::length(height), &origin);
        }
        None => d.unknown(ix, "room.height", Localized::default(), &[]),
    }
}
