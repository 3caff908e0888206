//! The glass of windows and of doors to the open: stated, by its share, or the opening less a usual frame.

use super::SubjectIx;
use super::deriver::Deriver;
use super::entrances::outside;
use crate::localized;
use crate::model::{Known, OpeningKind, Origin, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};

const WINDOW: &str = "window.glass_area";
const DOOR: &str = "door.glass_area";

/// Derives `window.glass_area`, `door.glass_area`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for i in 0..d.model.openings.len() {
        match d.model.openings[i].kind {
            OpeningKind::Window => window(d, i),
            OpeningKind::Door | OpeningKind::Passage => door(d, i),
        }
    }
}

/// The windows and glazed doors that let daylight into a room: those to the open. A window between two rooms lets in
/// none, and a door that is not said to have glass and is no balcony door has none.
pub(super) fn lights(d: &Deriver<'_>, room: usize) -> Vec<usize> {
    let to_open = |o: &usize| d.model.openings[*o].sides.iter().any(|s| outside(d, *s) != Some(false));
    let mut all: Vec<usize> = d.windows_of(room).into_iter().filter(to_open).collect();
    let glazed = |o: &usize| {
        let opening = &d.model.openings[*o];
        let out = opening.sides.iter().any(|s| outside(d, *s) == Some(true));
        out && d.known(d.opening_subject(*o), DOOR).is_some()
    };
    all.extend(d.ways_of(room).into_iter().filter(glazed));
    all
}

/// Whether a door to the open has glass, or may have: it is looked through like a window.
pub(super) fn may_be_seen_through(d: &Deriver<'_>, door: usize) -> bool {
    let opening = &d.model.openings[door];
    let out = opening.sides.iter().any(|s| outside(d, *s) == Some(true));
    let glass = d.known(d.opening_subject(door), DOOR).filter(|_| opening.kind == OpeningKind::Door && out);
    glass.is_some_and(|g| g.value.number().is_some_and(|area| area + g.uncertainty > 0.0))
}

/// Why nobody knows whether a window is one; nothing where that is clear.
pub(super) fn doubt(d: &Deriver<'_>, window: usize) -> Option<Localized> {
    let open = d.model.openings[window].maybe_solid && d.known(d.opening_subject(window), WINDOW).is_none();
    open.then(|| not_said(d, window))
}

fn not_said(d: &Deriver<'_>, window: usize) -> Localized {
    let label = d.label(d.opening_subject(window));
    localized!("det er ikke sagt om {label} er av glass", "it is not said whether {label} is glass")
}

/// A length shown in both languages.
fn shown(metres: f64) -> Localized {
    let quantity = Quantity::new(metres, Dimension::Length);
    Localized::new(quantity.show(Lang::Nb), quantity.show(Lang::En))
}

/// What is stated stands, unless it is more than the whole window; a stated share gives it; else a usual frame all round
/// is taken off, with what frames usually differ by as its error.
fn window(d: &mut Deriver<'_>, i: usize) {
    let ix = d.opening_subject(i);
    let (width, height, share) = ("window.width", "window.height", "window.glass_share");
    let size = d.number(ix, width).zip(d.number(ix, height));
    let stated = match d.base.get(ix, WINDOW) {
        super::Fact::Known(known) => known.value.number(),
        super::Fact::Conflicting(_) => return,
        super::Fact::Unknown(_) => None,
    };
    if let Some(stated) = stated {
        if let Some((w, h)) = size
            && !Dimension::Area.at_most(stated, w * h + super::areas::ROUNDING)
        {
            let method = Localized::new(
                "glasset kan ikke være større enn vinduet: bredde ganger høyde",
                "the glass cannot be larger than the window: width by height",
            );
            d.computed(ix, WINDOW, Value::area(w * h), method, &[(ix, width), (ix, height)]);
        }
        return;
    }
    if let (Some((w, h)), Some(part)) = (size, d.number(ix, share)) {
        let method =
            Localized::new("vindusarealet ganger andelen glass", "the window's area by its share of glass");
        let from = [(ix, width), (ix, height), (ix, share)];
        d.computed(ix, WINDOW, Value::area(w * h * part.clamp(0.0, 1.0)), method, &from);
        return;
    }
    if d.model.openings[i].maybe_solid {
        return d.unknown(ix, WINDOW, not_said(d, i), &[]);
    }
    let frame = ["width", "least", "most"].map(|column| d.usual("window_frame", column));
    match (size, frame) {
        (Some((width, height)), [Some(frame), Some(least), Some(most)]) => {
            let glass = |f: f64| (width - 2.0 * f).max(0.0) * (height - 2.0 * f).max(0.0);
            let area = glass(frame);
            let error = (glass(least) - area).max(area - glass(most));
            let off = shown(frame);
            let why = Localized::new(
                format!("vindusarealet uten en vanlig karm og ramme på {} på hver side", off.nb),
                format!("the window's area less a usual frame of {} on each side", off.en),
            );
            assumed(d, ix, WINDOW, area, error, why);
        }
        (None, _) => {
            let needs: Vec<(SubjectIx, &str)> =
                [width, height].into_iter().filter(|f| d.number(ix, f).is_none()).map(|f| (ix, f)).collect();
            d.unknown(ix, WINDOW, Localized::default(), &needs);
        }
        _ => d.unknown(ix, WINDOW, Localized::default(), &[]),
    }
}

fn assumed(d: &mut Deriver<'_>, ix: SubjectIx, fact: &str, area: f64, error: f64, why: Localized) {
    let origins = vec![Origin::Assumed { why }];
    d.base.set_derived(ix, fact, Known { value: Value::area(area), uncertainty: error, origins });
}

/// A door to a balcony or terrace may be all glass or have none; of other doors nothing is assumed.
fn door(d: &mut Deriver<'_>, i: usize) {
    let ix = d.opening_subject(i);
    if d.known(ix, DOOR).is_some() {
        return;
    }
    let opening = &d.model.openings[i];
    let to_balcony = opening.sides.iter().any(|s| match s {
        crate::model::Side::Room(r) => {
            *r < d.model.rooms.len() && ["balcony", "terrace"].iter().any(|f| d.model.rooms[*r].is(f))
        }
        _ => false,
    });
    let frame = d.usual("window_frame", "least");
    let size = d.number(ix, "door.width").zip(d.number(ix, "door.height"));
    match (to_balcony && opening.kind == OpeningKind::Door, size, frame) {
        (true, Some((width, height)), Some(frame)) => {
            let most = (width - 2.0 * frame).max(0.0) * (height - 2.0 * frame).max(0.0);
            let why = localized!(
                "glasset i døren er ikke oppgitt: fra ingenting til hele døren uten karm",
                "the glass of the door is not stated: from none to all of the door but its frame"
            );
            assumed(d, ix, DOOR, most / 2.0, most / 2.0, why);
        }
        _ => d.unknown(ix, DOOR, Localized::default(), &[]),
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{OpeningKind, Side, Value};
    use crate::vocab::SubjectKind;

    const WINDOW: SubjectKind = SubjectKind::Window;

    fn with_window() -> (Sample, usize, usize) {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let window = s.window(room, 1.2, 1.2, 0.9);
        (s, room, window)
    }

    fn state(s: &mut Sample, opening: usize, fact: &str, value: Value) {
        let origin = s.model.openings[opening].element.origin.clone();
        s.model.openings[opening].element.declare(fact, value, origin);
    }

    #[test]
    fn more_glass_than_window_is_a_conflict() {
        let (mut s, _, window) = with_window();
        state(&mut s, window, "window.glass_area", Value::area(1.6));
        assert!(matches!(s.fact(WINDOW, window, "window.glass_area"), Fact::Conflicting(_)));
        let (mut s, _, window) = with_window();
        state(&mut s, window, "window.glass_area", Value::area(1.4));
        assert_eq!(s.number(WINDOW, window, "window.glass_area"), Some(1.4));
    }

    #[test]
    fn a_stated_share_gives_the_glass() {
        let (mut s, _, window) = with_window();
        state(&mut s, window, "window.glass_share", Value::ratio(0.75));
        let glass = s.number(WINDOW, window, "window.glass_area").unwrap();
        assert!((glass - 1.08).abs() < 1e-9);
    }

    #[test]
    fn a_window_in_an_inner_wall_gives_no_daylight_and_a_glazed_door_does() {
        let (mut s, room, window) = with_window();
        state(&mut s, window, "window.glass_area", Value::area(1.0));
        let bedroom = s.room(crate::model::Owner::Dwelling(0), "sleeping", Some(rect(5.1, 0.0, 3.0, 4.0)));
        let inner = s.opening(OpeningKind::Window, Side::Room(room), Side::Room(bedroom));
        state(&mut s, inner, "window.glass_area", Value::area(2.0));
        assert_eq!(s.number(SubjectKind::Room, room, "room.glass_area"), Some(1.0));
        let door = s.door(Side::Outside, Side::Room(room));
        assert_eq!(s.number(SubjectKind::Room, room, "room.glass_area"), Some(1.0));
        state(&mut s, door, "door.glass_area", Value::area(1.5));
        assert_eq!(s.number(SubjectKind::Room, room, "room.glass_area"), Some(2.5));
    }

    #[test]
    fn a_balcony_door_of_unknown_glass_leaves_the_sum_uncertain() {
        let (mut s, room, window) = with_window();
        state(&mut s, window, "window.glass_area", Value::area(1.0));
        let balcony = s.room(crate::model::Owner::Dwelling(0), "balcony", None);
        let door = s.door(Side::Room(balcony), Side::Room(room));
        s.model.openings[door].width = Some(0.9);
        s.model.openings[door].height = Some(2.1);
        let Fact::Known(sum) = s.fact(SubjectKind::Room, room, "room.glass_area") else {
            panic!("estimated")
        };
        assert!(sum.uncertainty > 0.5, "{sum:?}");
    }

    #[test]
    fn a_panel_nobody_says_is_glass_has_no_known_glass_until_somebody_does() {
        let (mut s, _, window) = with_window();
        s.model.openings[window].maybe_solid = true;
        assert_eq!(s.value(WINDOW, window, "window.glass_area"), None);
        let origin = s.model.openings[window].element.origin.clone();
        s.model.openings[window].element.declare("window.glass_area", Value::area(0.0), origin);
        assert_eq!(s.value(WINDOW, window, "window.glass_area"), Some(Value::area(0.0)));
    }
}
