//! Plans nobody would draw: they give what a clean plan gives, or nothing, and never a panic, a wait or another answer.

use befaring::facts::{Fact, FactBase, derive};
use befaring::model::{Model, Value};
use befaring::source::Sources;
use befaring::vocab::{SubjectKind, Vocabulary};
use geo::{Coord, LineString, MapCoords, Polygon};
use proptest::prelude::*;

fn model(text: &str) -> Model {
    let mut sources = Sources::new();
    let read = befaring::design::read(&mut sources, "prøve.bolig", text.to_owned(), Vocabulary::built_in());
    read.value.expect("a project was read")
}

/// Two dwellings side by side and a street before them, with something of every kind that is measured on a plan.
const CLEAN: &str = r#"prosjekt "Prøve" { gruppe 5  yttervegg 30 cm
    tomt { offentlig rektangel 60 x 6 ved (-30, -12) }
    bygg "Hus" { etasje 1 {
        bolig A {
            rom allrom "Allrom" {
                rektangel 6.00 x 4.00 ved (0, 0)
                møbel seng 0.90 x 2.00 ved (4.00, 1.50) drei 180
            }
            rom bad "Bad" {
                rektangel 2.20 x 2.20 ved (0, 4.10)
                utstyr klosett 0.40 x 0.70 ved (1.80, 5.20) drei 90
            }
            dør D1 mellom ute og allrom vegg sør ved 0.30 { bredde 1.00 }
            dør D2 mellom allrom og bad vegg nord ved 0.50 { bredde 0.90 }
            vindu V1 i allrom vegg sør ved 2.50 { 1.20 x 1.20  brystning 0.90 }
        }
        bolig B {
            rom allrom "Allrom" { rektangel 5.00 x 4.00 ved (6.20, 0) }
            dør D1 mellom ute og allrom vegg sør ved 0.30 { bredde 1.00 }
            vindu V1 i allrom vegg sør ved 2.00 { 1.20 x 1.20  brystning 0.90 }
        }
    } }
}"#;

/// Every value that is known, by place and fact.
fn known(base: &FactBase) -> Vec<(String, String, Value, f64)> {
    let mut all = Vec::new();
    for kind in SubjectKind::ALL {
        for ix in base.of_kind(kind) {
            for (id, fact) in base.facts_of(ix) {
                if let Fact::Known(known) = fact {
                    let at = base.subject(ix).id.0.clone();
                    all.push((at, id.clone(), known.value.clone(), known.uncertainty));
                }
            }
        }
    }
    all
}

fn outlines(model: &mut Model, change: impl Fn(&Polygon<f64>) -> Polygon<f64>) {
    for outline in model.rooms.iter_mut().flat_map(|r| &mut r.outline) {
        *outline = change(outline);
    }
}

fn ring(outline: &Polygon<f64>) -> Vec<Coord<f64>> {
    let mut points = outline.exterior().0.clone();
    points.pop();
    points
}

fn drawn(points: Vec<Coord<f64>>) -> Polygon<f64> {
    Polygon::new(LineString::new(points), Vec::new())
}

/// Ways to draw the same rooms badly.
fn badly(outline: &Polygon<f64>, how: usize) -> Polygon<f64> {
    let points = ring(outline);
    let count = points.len();
    let next = |i: usize| points[(i + 1) % count];
    match how {
        // Every corner twice.
        0 => drawn(points.iter().flat_map(|p| [*p, *p]).collect()),
        // Points on the edges.
        1 => drawn((0..count).flat_map(|i| [points[i], points[i] + (next(i) - points[i]) / 3.0]).collect()),
        // The other way round, and from another corner.
        2 => drawn(points.iter().rev().copied().collect()),
        3 => drawn((0..count).map(|i| points[(i + 2) % count]).collect()),
        // A spike without width, out and back again.
        4 => {
            let out = points[0] + (points[0] - points[2]) * 0.5;
            drawn(std::iter::once(points[0]).chain([out]).chain(points.iter().copied()).collect())
        }
        // A sliver a thousandth of a millimetre wide along an edge.
        5 => {
            let along = next(0) - points[0];
            let off = Coord { x: -along.y, y: along.x } * (1e-6 / along.x.hypot(along.y));
            let sliver =
                [points[0] + along * 0.3, points[0] + along * 0.3 + off, points[0] + along * 0.6 + off];
            drawn(std::iter::once(points[0]).chain(sliver).chain(points[1..].iter().copied()).collect())
        }
        // Corners a ten-thousandth of a millimetre off.
        _ => drawn(
            points.iter().enumerate().map(|(i, p)| *p + Coord { x: 1e-7, y: -1e-7 } * (i as f64)).collect(),
        ),
    }
}

fn near(a: &Value, b: &Value, within: f64) -> bool {
    match (a.number(), b.number()) {
        (Some(a), Some(b)) => (a - b).abs() <= within,
        _ => a == b,
    }
}

#[test]
fn a_room_drawn_badly_gives_what_the_clean_one_gives_or_nothing() {
    let clean = known(&derive(&model(CLEAN), Vocabulary::built_in()));
    assert!(clean.iter().any(|(_, fact, ..)| fact == "dwelling.bed_overview_share"));
    assert!(clean.iter().any(|(_, fact, ..)| fact == "room.passage"));
    for how in 0..7 {
        let mut bad = model(CLEAN);
        outlines(&mut bad, |o| badly(o, how));
        let base = derive(&bad, Vocabulary::built_in());
        for (at, fact, value, error) in known(&base) {
            let Some((_, _, right, off)) = clean.iter().find(|(a, f, ..)| (a, f) == (&at, &fact)) else {
                panic!("{how}: {fact} of {at} is known only where the plan is bad");
            };
            assert!(
                near(&value, right, 2e-3 + error + off),
                "{how}: {fact} of {at} is {value:?}, not {right:?}"
            );
        }
        // Nothing here is so bad that nothing is known.
        assert!(known(&base).len() * 2 > clean.len(), "{how}");
    }
}

#[test]
fn a_plan_far_from_the_origin_is_the_same_plan() {
    let clean = known(&derive(&model(CLEAN), Vocabulary::built_in()));
    for (dx, dy) in [(1e7, -1e7), (597_000.0, 6_643_000.0)] {
        let mut far = model(CLEAN);
        let there = |c: Coord<f64>| Coord { x: c.x + dx, y: c.y + dy };
        let moved = |p: &mut Polygon<f64>| *p = p.map_coords(there);
        far.rooms.iter_mut().flat_map(|r| &mut r.outline).for_each(moved);
        far.rooms.iter_mut().flat_map(|r| &mut r.zones).for_each(|z| moved(&mut z.outline));
        far.fixtures.iter_mut().flat_map(|f| &mut f.outline).for_each(moved);
        far.walls.iter_mut().flat_map(|w| &mut w.outlines).for_each(moved);
        far.site.public.iter_mut().for_each(moved);
        for placement in far.openings.iter_mut().flat_map(|o| &mut o.placement) {
            (placement.a, placement.b) = (there(placement.a), there(placement.b));
        }
        let found = known(&derive(&far, Vocabulary::built_in()));
        assert_eq!(found.len(), clean.len());
        for ((at, fact, value, _), (_, _, right, _)) in found.iter().zip(&clean) {
            assert!(near(value, right, 5e-3), "{fact} of {at} is {value:?}, not {right:?}");
        }
    }
}

#[test]
fn rooms_without_area_on_each_other_or_wall_in_wall_are_not_measured() {
    let rooms = [
        // Nothing, a line, a point drawn four times, two triangles that meet in a point, a bow tie, one within another.
        ("rom bad \"Bad\" { polygon (0, 4.1) (2, 4.1) (1, 4.1) }", "room.area"),
        ("rom bad \"Bad\" { polygon (1, 5) (1, 5) (1, 5) (1, 5) }", "room.area"),
        ("rom bad \"Bad\" { polygon (0, 4.1) (2, 6.1) (2, 4.1) (0, 6.1) }", "room.area"),
        ("rom bad \"Bad\" { rektangel 2 x 2 ved (1, 1) }", "dwelling.area.bra_i"),
    ];
    for (room, fact) in rooms {
        let text = CLEAN.replace(
            "rom bad \"Bad\" {\n                rektangel 2.20 x 2.20 ved (0, 4.10)\n                utstyr klosett 0.40 x 0.70 ved (1.80, 5.20) drei 90\n            }",
            room,
        );
        assert_ne!(text, CLEAN);
        let base = derive(&model(&text), Vocabulary::built_in());
        let (kind, index) =
            if fact.starts_with("room") { (SubjectKind::Room, 1) } else { (SubjectKind::Dwelling, 0) };
        let ix = base.find(kind, index).expect("it is there");
        assert!(!matches!(base.get(ix, fact), Fact::Known(_)), "{fact} with {room}");
    }
}

#[test]
fn an_outline_of_a_hundred_thousand_corners_is_measured_or_refused_and_not_waited_for() {
    let round = |noise: f64| {
        let corners = 100_000;
        let corner = |i: usize| {
            let turn = std::f64::consts::TAU * i as f64 / f64::from(corners);
            let radius = 5.0 + if i.is_multiple_of(2) { noise } else { 0.0 };
            Coord { x: radius * turn.cos(), y: radius * turn.sin() }
        };
        drawn((0..corners as usize).map(corner).collect())
    };
    for noise in [0.0, 0.01] {
        let mut big = model(CLEAN);
        big.rooms[0].outline = Some(round(noise));
        let base = derive(&big, Vocabulary::built_in());
        let ix = base.find(SubjectKind::Room, 0).expect("a room");
        if let Fact::Known(area) = base.get(ix, "room.area") {
            let area = area.value.number().expect("an area");
            let expected = std::f64::consts::PI * 25.0;
            assert!((area - expected).abs() < 0.4, "{area} against {expected}");
        }
    }
}

#[test]
fn a_care_bed_is_not_tried_on_a_floor_with_hundreds_of_corners() {
    let jagged = |teeth: i32| {
        let tooth = |i: i32| {
            let x = 6.0 * f64::from(i) / f64::from(teeth);
            [(x, 4.0), (x - 3.0 / f64::from(teeth), 4.1)]
        };
        let edge = (1..=teeth).rev().flat_map(tooth);
        let corners = [(0.0, 0.0), (6.0, 0.0)].into_iter().chain(edge).chain([(0.0, 4.0)]);
        let mut model = model(CLEAN);
        model.rooms[0].outline = Some(drawn(corners.map(|(x, y)| Coord { x, y }).collect()));
        let base = derive(&model, Vocabulary::built_in());
        let ix = base.find(SubjectKind::Dwelling, 0).expect("a dwelling");
        base.get(ix, "dwelling.care_bed_side")
    };
    assert!(matches!(jagged(4), Fact::Known(_)));
    let Fact::Unknown(unknown) = jagged(200) else { panic!("{:?}", jagged(200)) };
    assert!(unknown.why.is_some_and(|w| w.nb.contains("for mange hjørner")));
}

/// Corners on a coarse grid, so that points fall together, edges on each other, and outlines cross and touch.
fn scrawl() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0..5_i32, 0..4_i32), 1..9)
        .prop_map(|points| points.into_iter().map(|(x, y)| (f64::from(x), f64::from(y) * 1.05)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_scrawl_makes_a_plan_panic_or_a_measure_that_is_no_number(
        rooms in prop::collection::vec(scrawl(), 3), street in scrawl(), bed in scrawl(),
        far in prop::sample::select(vec![0.0, 1e7, 1e12]), thin in prop::sample::select(vec![1.0, 1e-5, 1e-9]),
    ) {
        let mut scrawled = model(CLEAN);
        let outline = |points: &[(f64, f64)]| {
            drawn(points.iter().map(|(x, y)| Coord { x: x * thin + far, y: y - far }).collect())
        };
        for (room, points) in scrawled.rooms.iter_mut().zip(&rooms) {
            room.outline = Some(outline(points));
        }
        scrawled.site.public = vec![outline(&street)];
        scrawled.fixtures.iter_mut().for_each(|f| f.outline = Some(outline(&bed)));
        let base = derive(&scrawled, Vocabulary::built_in());
        for (at, fact, value, error) in known(&base) {
            prop_assert!(error.is_finite() && error >= 0.0, "{fact} of {at}: {error}");
            if let Some(number) = value.number() {
                prop_assert!(number.is_finite(), "{fact} of {at}: {number}");
                let share = fact == "dwelling.bed_overview_share";
                prop_assert!(!share || (0.0..=1.0).contains(&number), "{fact} of {at}: {number}");
                let area = fact.contains(".area") || fact.ends_with("_area");
                prop_assert!(!area || number >= 0.0, "{fact} of {at}: {number}");
            }
        }
    }
}
