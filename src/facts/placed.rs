//! What stands on the plan, so that what is missing there can be asked for by its own line.

use super::deriver::Deriver;
use crate::geometry;
use crate::model::Value;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `window.placed`, `door.placed`, `fixture.placed`, `room.drawn`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let on_plan = || Localized::new("står på planen", "stands on the plan");
    for i in 0..d.model.openings.len() {
        let opening = &d.model.openings[i];
        let fact = match opening.subject_kind() {
            SubjectKind::Window => "window.placed",
            _ => "door.placed",
        };
        let placed = opening.placement.is_some();
        d.computed(d.opening_subject(i), fact, Value::Bool(placed), on_plan(), &[]);
    }
    for i in 0..d.model.fixtures.len() {
        let placed = d.model.fixtures[i].outline.is_some();
        let ix = d.subject(SubjectKind::Fixture, i);
        d.computed(ix, "fixture.placed", Value::Bool(placed), on_plan(), &[]);
    }
    for i in 0..d.model.rooms.len() {
        let drawn = d.model.rooms[i].outline.as_ref().and_then(geometry::sound).is_some();
        let method = Localized::new("rommet har et omriss med areal", "the room has an outline with an area");
        d.computed(d.room_subject(i), "room.drawn", Value::Bool(drawn), method, &[]);
    }
}
