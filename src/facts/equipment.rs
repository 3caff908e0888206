//! What equipment is, whether it is there, and whether it stands outdoors.

use super::deriver::Deriver;
use crate::model::Value;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `fixture.kind`, `fixture.present`, `fixture.outdoors`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.fixtures.len() {
        let fixture = &d.model.fixtures[i];
        let ix = d.subject(SubjectKind::Fixture, i);
        let origin = fixture.element.origin.clone();
        d.stated(ix, "fixture.kind", Value::Word(fixture.what.clone()), &origin);
        d.stated(ix, "fixture.present", Value::Bool(fixture.present), &origin);
        outdoors(d, i);
    }
}

fn outdoors(d: &mut Deriver<'_>, i: usize) {
    let fixture = &d.model.fixtures[i];
    let ix = d.subject(SubjectKind::Fixture, i);
    if !fixture.present {
        let why = Localized::new("det finnes ikke", "there is none");
        return d.unknown(ix, "fixture.outdoors", why, &[]);
    }
    match fixture.room.filter(|r| *r < d.model.rooms.len()) {
        Some(room) => {
            let room_ix = d.room_subject(room);
            match d.outdoors(room) {
                Some(outdoors) => {
                    let method = Localized::new("etter rommet det står i", "from the room it stands in");
                    d.computed(
                        ix,
                        "fixture.outdoors",
                        Value::Bool(outdoors),
                        method,
                        &[(room_ix, "room.function")],
                    );
                }
                None => {
                    d.unknown(ix, "fixture.outdoors", Localized::default(), &[(room_ix, "room.function")]);
                }
            }
        }
        None if fixture.owner.is_none() => {
            let method = Localized::new(
                "det er beskrevet på tomten, utenfor boliger og baser",
                "it is described on the site, outside dwellings and bases",
            );
            d.computed(ix, "fixture.outdoors", Value::Bool(true), method, &[]);
        }
        None => {
            let why = Localized::new(
                "det er ikke sagt hvilket rom utstyret står i",
                "it is not said which room the equipment stands in",
            );
            d.unknown(ix, "fixture.outdoors", why, &[]);
        }
    }
}
