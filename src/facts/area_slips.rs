//! Why a stated area may differ from the drawn one.
//!
//! Where a stated and a computed area disagree, both stand in the evidence; here the computed one is told how far off
//! the stated one is and what such a difference usually comes from: another unit, a template's deduction for plaster,
//! walls counted with, another room, another sum. A likely reason is a hint to whoever mends it and decides nothing.

use geo::Area;

use super::deriver::Deriver;
use super::{Fact, SubjectIx};
use crate::geometry;
use crate::model::Certainty;
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

/// Areas of a dwelling that are taken for each other, with what each is.
const SUMS: [(&str, &str, &str); 6] = [
    ("dwelling.area.bta", "BTA, ytterveggene medregnet", "the gross area, outer walls included"),
    (
        "dwelling.area.net",
        "summen av rommenes gulv, uten innvendige vegger",
        "the floors of the rooms added, without partitions",
    ),
    ("dwelling.area.bra", "hele BRA", "the whole usable area"),
    (
        "dwelling.area.bra_i",
        "BRA-i, uten rom med adkomst utenfra",
        "BRA-i, without rooms entered from outside",
    ),
    ("dwelling.area.living_part", "BRA uten teknisk rom", "the usable area without the technical room"),
    ("dwelling.area.technical", "det tekniske rommets gulv", "the floor of the technical room"),
];
/// Factors between the units an area may have been written in and square metres.
const UNITS: [(f64, &str); 6] =
    [(1e6, "mm²"), (1e4, "cm²"), (10.763_91, "ft²"), (1_550.003, "in²"), (1e-6, "km²"), (1e-4, "hektar")];
/// The share of the floor a template of a modelling tool leaves after plaster.
const PLASTERED: f64 = 0.97;
/// How near a factor must be to be recognised, as a share of it: areas are written with one decimal.
const NEAR: f64 = 0.004;
/// How near two areas must be to be the same one, in m².
const SAME: f64 = 0.1;
/// Thinnest and thickest partition whose half may be counted with on every side, in metres.
const PARTITIONS: [f64; 2] = [0.05, 0.40];
/// Least share a floor under a sloped ceiling keeps that is still one.
const SLOPED: f64 = 0.4;

/// Adds to every computed area that a stated one disagrees with how large the difference is and what it may come from.
pub(super) fn derive(d: &mut Deriver<'_>) {
    for room in 0..d.model.rooms.len() {
        let ix = d.room_subject(room);
        explain(d, ix, "room.area", |d, stated, computed| of_room(d, room, stated, computed));
    }
    for i in 0..d.model.dwellings.len() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        for (fact, ..) in SUMS.into_iter().chain([("dwelling.area.bra_e", "", "")]) {
            explain(d, ix, fact, |d, stated, _| of_dwelling(d, ix, fact, stated));
        }
    }
}

/// The reason a stated value gives itself away by.
type Reason = Option<Localized>;

fn explain(d: &mut Deriver<'_>, ix: SubjectIx, fact: &str, own: impl Fn(&Deriver<'_>, f64, f64) -> Reason) {
    let Fact::Conflicting(all) = d.base.get(ix, fact) else { return };
    let of = |computed: bool| {
        let known = all.iter().find(|k| (k.certainty() == Certainty::Computed) == computed)?;
        known.value.number().filter(|n| n.is_finite() && *n > 0.0)
    };
    let (Some(stated), Some(computed)) = (of(false), of(true)) else { return };
    let reason = unit(stated / computed).or_else(|| own(d, stated, computed));
    let difference = Quantity::new((stated - computed).abs(), Dimension::Area);
    let more = stated > computed;
    let text = |lang: Lang| {
        let size = difference.show(lang);
        let share = (stated / computed - 1.0).abs() * 100.0;
        let share = if share < 1000.0 { format!(" ({share:.0}\u{a0}%)") } else { String::new() };
        let reason = reason.as_ref().map_or(String::new(), |r| r.get(lang).to_owned());
        match lang {
            Lang::Nb => {
                let than = if more { "større" } else { "mindre" };
                let reason = if reason.is_empty() { reason } else { format!(", trolig {reason}") };
                format!("; det oppgitte er {size}{share} {than}{reason}")
            }
            Lang::En => {
                let than = if more { "larger" } else { "smaller" };
                let reason = if reason.is_empty() { reason } else { format!(", probably {reason}") };
                format!("; what is stated is {size}{share} {than}{reason}")
            }
        }
    };
    d.base.add_to_method(ix, fact, &Localized::new(text(Lang::Nb), text(Lang::En)));
}

fn near(a: f64, b: f64) -> bool {
    (a / b - 1.0).abs() <= NEAR
}

/// Another unit, or a decimal that slipped.
fn unit(factor: f64) -> Reason {
    if let Some((_, name)) = UNITS.iter().find(|(f, _)| near(factor, *f)) {
        return Some(Localized::new(format!("skrevet i {name}"), format!("written in {name}")));
    }
    let slip = [10.0, 100.0, 0.1, 0.01].into_iter().any(|f| near(factor, f));
    slip.then(|| Localized::new("et desimaltegn på feil plass", "a decimal sign out of place"))
}

fn of_room(d: &Deriver<'_>, room: usize, stated: f64, computed: f64) -> Reason {
    if near(stated / computed, PLASTERED) {
        return Some(Localized::new(
            "modelleringsverktøyets fradrag for puss: 0,97 av gulvet",
            "the modelling tool's deduction for plaster: 0.97 of the floor",
        ));
    }
    let others = d.rooms_of(d.model.rooms[room].owner).into_iter().filter(|r| *r != room);
    let area =
        |r: &usize| d.model.rooms[*r].outline.as_ref().and_then(geometry::sound).map(|r| r.unsigned_area());
    if let Some(other) =
        others.into_iter().find(|r| area(r).is_some_and(|a| (a - stated).abs() <= SAME / 2.0))
    {
        let label = d.label(d.room_subject(other));
        return Some(Localized::new(format!("arealet av {label}"), format!("the area of {label}")));
    }
    let outline = d.model.rooms[room].outline.as_ref().and_then(geometry::sound)?;
    let grown = |by: f64| geometry::grown(&outline, by).unsigned_area();
    let [thin, thick] = PARTITIONS.map(|t| grown(t / 2.0));
    if (thin - SAME..=thick + SAME).contains(&stated) {
        return Some(Localized::new(
            "målt til midten av veggene og ikke til innsiden",
            "measured to the middle of the walls and not to their inside",
        ));
    }
    let storey = d.model.rooms[room].storey.and_then(|s| d.model.storeys.get(s));
    let top = storey.is_some_and(|own| {
        let same = d.model.storeys.iter().filter(|s| s.building == own.building);
        same.clone().count() > 1 && same.fold(f64::NEG_INFINITY, |h, s| h.max(s.elevation)) <= own.elevation
    });
    (top && (SLOPED..1.0).contains(&(stated / computed))).then(|| {
        Localized::new(
            "gulv under skråtak som ikke er regnet med (takhøyde under 1,9 m)",
            "floor under a sloped ceiling that is not counted (less than 1.9 m high)",
        )
    })
}

/// Another sum of the same dwelling, or that of another.
fn of_dwelling(d: &Deriver<'_>, ix: SubjectIx, fact: &str, stated: f64) -> Reason {
    let computed = |ix: SubjectIx, fact: &str| match d.base.get(ix, fact) {
        Fact::Known(known) => known.value.number(),
        Fact::Conflicting(all) => {
            all.iter().find(|k| k.certainty() == Certainty::Computed).and_then(|k| k.value.number())
        }
        Fact::Unknown(_) => None,
    };
    let is = |area: Option<f64>| area.is_some_and(|a| (a - stated).abs() <= SAME);
    let same =
        SUMS.into_iter().filter(|(other, ..)| *other != fact).find(|(other, ..)| is(computed(ix, other)));
    if let Some((_, nb, en)) = same {
        return Some(Localized::new(nb, en));
    }
    let others = (0..d.model.dwellings.len()).map(|i| d.subject(SubjectKind::Dwelling, i));
    let other = others.into_iter().find(|o| *o != ix && is(computed(*o, fact)))?;
    let label = d.label(other);
    Some(Localized::new(format!("arealet av {label}"), format!("the area of {label}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Origin, Side, Value};

    /// What the evidence of a room of 4 × 5 m tells of an area somebody stated.
    fn told(stated: f64) -> String {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 4.0, 5.0)));
        s.room(a, "bath", Some(rect(4.1, 0.0, 2.0, 2.5)));
        let origin = s.model.rooms[room].element.origin.clone();
        s.model.rooms[room].element.declare("room.area", Value::area(stated), origin);
        method(s.fact(SubjectKind::Room, room, "room.area"))
    }

    fn method(fact: Fact) -> String {
        let Fact::Conflicting(all) = fact else { return String::new() };
        let computed = all.iter().find(|k| k.certainty() == Certainty::Computed).unwrap();
        match &computed.origins[0] {
            Origin::Computed { method, .. } => method.nb.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_agrees_is_not_explained_and_what_differs_tells_by_how_much() {
        assert_eq!(told(20.1), "");
        let text = told(24.4);
        let text = text.replace('\u{a0}', " ");
        assert!(text.contains("4,4 m² (22 %) større") && !text.contains("trolig"), "{text}");
    }

    #[test]
    fn another_unit_gives_itself_away() {
        assert!(told(20.0 * 1e6).contains("skrevet i mm²"));
        assert!(told(215.3).contains("skrevet i ft²"));
        assert!(told(200.0).contains("desimaltegn"));
        assert!(!told(195.0).contains("trolig"), "not near enough to ten times");
    }

    #[test]
    fn plaster_walls_and_another_room_are_recognised() {
        assert!(told(19.4).contains("puss"));
        assert!(told(5.0).contains("arealet av"));
        // Half a wall of 10 cm on every side: 4.1 × 5.1.
        assert!(told(20.91).contains("midten av veggene"));
    }

    #[test]
    fn one_sum_stated_for_another_is_told() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let living = s.room(a, "all_room", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let bath = s.room(a, "bath", Some(rect(5.1, 0.0, 2.0, 4.0)));
        s.door(Side::Outside, Side::Room(living));
        s.door(Side::Room(living), Side::Room(bath));
        s.model.dwellings[0].outer_wall = Some(0.3);
        let origin = s.model.dwellings[0].element.origin.clone();
        // Gross: 7.7 × 4.6 m; usable 28.4 m²; the floors alone 28.0 m².
        for (stated, because) in [(35.42, "BTA"), (28.0, "summen av rommenes gulv")] {
            let mut s = s.model.clone();
            s.dwellings[0].element.declare("dwelling.area.bra", Value::area(stated), origin.clone());
            let facts = crate::facts::derive(&s, crate::vocab::Vocabulary::built_in());
            let ix = facts.find(SubjectKind::Dwelling, 0).unwrap();
            let text = method(facts.get(ix, "dwelling.area.bra"));
            assert!(text.contains(because), "{stated}: {text}");
        }
    }
}
