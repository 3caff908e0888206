//! What is seen from where: held against sums made by hand, against a slow reference, and on input nobody would draw.

use befaring::facts::{Fact, FactBase, derive};
use befaring::geometry::{seen_from, sees};
use befaring::model::Value;
use befaring::source::Sources;
use befaring::vocab::{SubjectKind, Vocabulary};
use geo::{Area, Contains, Coord, Distance, Euclidean, Line, LineString, Point, Polygon, Translate};
use proptest::prelude::*;

fn facts(text: &str) -> FactBase {
    moved(text, 0.0, 0.0)
}

/// The facts of a project whose plan lies elsewhere, as models in map coordinates do.
fn moved(text: &str, dx: f64, dy: f64) -> FactBase {
    let mut sources = Sources::new();
    let read = befaring::design::read(&mut sources, "prøve.bolig", text.to_owned(), Vocabulary::built_in());
    let mut model = read.value.expect("a project was read");
    let far = |outline: &mut Polygon<f64>| outline.translate_mut(dx, dy);
    model.site.public.iter_mut().for_each(far);
    model.rooms.iter_mut().flat_map(|r| &mut r.outline).for_each(far);
    model.rooms.iter_mut().flat_map(|r| &mut r.zones).for_each(|z| far(&mut z.outline));
    model.fixtures.iter_mut().flat_map(|f| &mut f.outline).for_each(far);
    model.walls.iter_mut().flat_map(|w| &mut w.outlines).for_each(far);
    for placement in model.openings.iter_mut().flat_map(|o| &mut o.placement) {
        for end in [&mut placement.a, &mut placement.b] {
            *end = Coord { x: end.x + dx, y: end.y + dy };
        }
    }
    derive(&model, Vocabulary::built_in())
}

fn dwelling(facts: &FactBase, index: usize, fact: &str) -> Fact {
    facts.get(facts.find(SubjectKind::Dwelling, index).expect("the dwelling is there"), fact)
}

fn number(facts: &FactBase, fact: &str) -> f64 {
    match dwelling(facts, 0, fact) {
        Fact::Known(known) => known.value.number().expect("it is a number"),
        other => panic!("{fact} is {other:?}"),
    }
}

/// An L-shaped all-room of 4 × 4 m without its upper right 2 × 2 m; the bed stands in the upper arm with its head to
/// the north. Eye: (1, 3.7), an eighth of the bed's 2 m in from its head at y = 3.95. The line past the corner (2, 2)
/// falls 1.7 m on the first metre and meets y = 0 at x = 1 + 3.7 / 1.7; hidden is the trapezoid right of it.
fn l_shaped(placed: &str) -> String {
    format!(
        "prosjekt \"Prøve\" {{ gruppe 5  bygg \"Hus\" {placed} {{ etasje 1 {{ bolig A {{
            rom allrom \"Allrom\" {{
                polygon (0, 0) (4, 0) (4, 2) (2, 2) (2, 4) (0, 4)
                møbel seng 0.90 x 2.00 ved (0.55, 1.95) drei 180
            }}
            dør D1 mellom ute og allrom vegg sør ved 2.90 {{ bredde 0.90 }}
        }} }} }} }}"
    )
}

fn share_of_l() -> f64 {
    let meets = 1.0 + 3.7 / 1.7;
    let hidden = 2.0 * (2.0 + (4.0 - meets)) / 2.0;
    (12.0 - hidden) / 12.0
}

#[test]
fn from_a_bed_in_an_angled_room_one_sees_what_a_sum_by_hand_says() {
    let found = number(&facts(&l_shaped("")), "dwelling.bed_overview_share");
    assert!((found - share_of_l()).abs() < 1e-6, "{found} against {}", share_of_l());
}

#[test]
fn where_a_house_stands_and_how_it_is_turned_changes_nothing_one_sees() {
    for (placed, dx, dy) in [("ved (3, 5) drei 37", 0.0, 0.0), ("", 1e7, -1e7), ("drei 123", -1e7, 6.7e6)] {
        let found = number(&moved(&l_shaped(placed), dx, dy), "dwelling.bed_overview_share");
        assert!((found - share_of_l()).abs() < 1e-4, "{placed} {dx} {dy}: {found}");
    }
}

#[test]
fn the_entrance_is_seen_as_soon_as_a_piece_of_it_is() {
    // At y = 0 the view ends at x = 1 + 3.7 / 1.7 = 3.176: a door from 2.90 is seen, one from 3.05 in part, one from 3.10
    // on its first 7 cm, and one that begins at 3.20 not at all.
    let sees = |at: &str| {
        let text = l_shaped("").replace("ved 2.90 { bredde 0.90 }", &format!("ved {at} {{ bredde 0.70 }}"));
        match dwelling(&facts(&text), 0, "dwelling.bed_sees_entrance") {
            Fact::Known(known) => known.value == Value::Bool(true),
            other => panic!("{other:?}"),
        }
    };
    assert!(sees("2.90") && sees("3.05") && sees("3.10"));
    assert!(!sees("3.20"));
}

/// Two houses of 5 × 4 m inside, walls of 30 cm, windows of 1.2 m opposite each other.
fn opposite(apart: f64) -> String {
    format!(
        "prosjekt \"Prøve\" {{ gruppe 5  yttervegg 30 cm
            bygg \"Hus 1\" {{ etasje 1 {{ bolig A {{
                rom stue {{ rektangel 5 x 4 ved (0, 0) }}
                vindu V1 i stue vegg nord ved 1.90 {{ 1.20 x 1.20  brystning 0.90 }}
            }} }} }}
            bygg \"Hus 2\" {{ etasje 1 {{ bolig B {{
                rom stue {{ rektangel 5 x 4 ved (0, {}) }}
                vindu V1 i stue vegg sør ved 1.90 {{ 1.20 x 1.20  brystning 0.90 }}
            }} }} }}
        }}",
        4.6 + apart
    )
}

#[test]
fn the_distance_between_windows_is_that_between_the_facades() {
    for (apart, off) in [(19.9, 0.0), (20.1, 0.0), (3.5, 0.0), (19.9, 1e7)] {
        let base = moved(&opposite(apart), off, -off);
        let a = base.find(SubjectKind::Dwelling, 0).expect("two dwellings");
        let lines = &base.sights(a, "dwelling.windows_in_view").expect("lines were looked for").lines;
        let shortest = lines.iter().map(|l| l.distance).fold(f64::INFINITY, f64::min);
        // The faces are moved a millimetre off, so that nothing stands on them.
        assert!((shortest - apart).abs() < 0.003, "{shortest} against {apart}");
        let straight = lines.iter().map(|l| l.angle).fold(f64::INFINITY, f64::min);
        assert!(straight < 0.01, "{straight}");
    }
}

#[test]
fn a_glazed_door_is_looked_through_and_one_without_glass_is_not() {
    let text = |glass: &str| {
        let door = format!("dør D1 mellom ute og stue vegg nord ved 1.90 {{ bredde 0.90 {glass} }}");
        opposite(10.0).replacen(
            "vindu V1 i stue vegg nord ved 1.90 { 1.20 x 1.20  brystning 0.90 }",
            &door,
            1,
        )
    };
    let lines = |text: &str| {
        let base = facts(text);
        let a = base.find(SubjectKind::Dwelling, 0).expect("two dwellings");
        base.sights(a, "dwelling.windows_in_view").map_or(Vec::new(), |s| s.lines.clone())
    };
    let seen = lines(&text("glassareal 1.2 m²"));
    assert!((seen[0].distance - 10.0).abs() < 0.003, "{seen:?}");
    assert!(seen[0].doubt.is_some(), "where in the door the glass is, nobody said");
    assert!(lines(&text("")).is_empty());
}

#[test]
fn a_window_without_a_stated_height_leaves_open_what_one_sees_through_it() {
    let base = facts(&opposite(10.0).replacen("  brystning 0.90", "", 1));
    let a = base.find(SubjectKind::Dwelling, 0).expect("two dwellings");
    let lines = &base.sights(a, "dwelling.windows_in_view").expect("lines were looked for").lines;
    assert!(!lines.is_empty() && lines.iter().all(|l| l.doubt.is_some()), "{lines:?}");
}

/// A bedroom of 4 × 3 m with a window in nearly all of its wall to a street, and a living room behind it. A line from an
/// eye at 1.6 m over the sill at 0.9 m to somebody lying at 0.5 m reaches the bed as soon as it is 0.4 / 0.7 times as far
/// in as the eye is off: under the window nobody lying is seen.
fn by_the_street(apart: f64, sill: &str) -> Option<bool> {
    screened(apart, sill, "gulv over terreng 0 m")
}

fn screened(apart: f64, sill: &str, ground: &str) -> Option<bool> {
    let base = facts(&format!(
        "prosjekt \"Prøve\" {{ gruppe 5  yttervegg 30 cm
            tomt {{ offentlig rektangel 60 x 6 ved (-30, {})  {ground} }}
            bygg \"Hus\" {{ etasje 1 {{ bolig A {{
                rom soverom {{ rektangel 4 x 3 ved (0, 0) }}
                rom stue {{ rektangel 4 x 3 ved (0, 3.1) }}
                vindu V1 i soverom vegg sør ved 0.05 {{ 3.90 x 1.20  {sill} }}
                vindu V2 i stue vegg nord ved 1.00 {{ 1.20 x 1.20  brystning 0.90 }}
            }} }} }} }}",
        -0.3 - apart - 6.0
    ));
    match dwelling(&base, 0, "dwelling.screened_furnishing") {
        Fact::Known(known) => Some(known.value == Value::Bool(true)),
        _ => None,
    }
}

#[test]
fn somebody_lying_close_under_the_window_is_not_seen_from_the_street() {
    // 1.7 m off the strip that is not seen is 0.97 m deep, and a bed 0.90 m wide stands on it.
    assert_eq!(by_the_street(1.7, "brystning 0.90"), Some(true));
    // 1.5 m off it is 0.86 m at the inner edge of the sill and 1.03 m at the outer: open.
    assert_eq!(by_the_street(1.5, "brystning 0.90"), None);
    // 1.2 m off it is at most 0.86 m.
    assert_eq!(by_the_street(1.2, "brystning 0.90"), Some(false));
    assert_eq!(by_the_street(1.2, ""), None, "nobody said how high the window is");
    assert_eq!(by_the_street(1.2, "brystning 1.60"), Some(true), "over the eye");
    // Nobody said how high the street lies: from 0.3 m up the eye is 1.0 m over the sill, and the strip 0.68 m deep.
    assert_eq!(screened(1.7, "brystning 0.90", ""), None);
    assert_eq!(screened(1.7, "brystning 0.90", "gulv over terreng 0.30 m"), Some(true));
    // From 0.3 m down the eye is 0.4 m over the sill, and the strip as deep as the street is off.
    assert_eq!(screened(1.2, "brystning 0.90", "gulv over terreng 0.30 m"), Some(true));
}

#[test]
fn what_cannot_be_seen_clearly_is_not_known_and_never_a_panic() {
    let broken = [
        // No area, crossing itself, touching itself, on top of each other, wall on wall, the bed outside, no bed.
        "rom stue { polygon (0, 0) (4, 0) (8, 0) }  møbel seng 0.90 x 2.00 ved (1, 1)",
        "rom stue { polygon (0, 0) (4, 4) (4, 0) (0, 4)  møbel seng 0.90 x 2.00 ved (1, 1) }",
        "rom stue { rektangel 4 x 4 ved (0, 0)  møbel seng 0.90 x 2.00 ved (1, 1) }
         rom soverom { rektangel 4 x 4 ved (1, 1) }",
        "rom stue { rektangel 4 x 4 ved (0, 0)  møbel seng 0.90 x 2.00 ved (40, 1) }",
        "rom stue { rektangel 4 x 4 ved (0, 0) }",
        "rom stue { rektangel 4 x 4 ved (0, 0)  møbel seng 0.90 x 2.00 ved (1, 1) }
         rom bad",
    ];
    for rooms in broken {
        let text = format!(
            "prosjekt \"Prøve\" {{ gruppe 5  tomt {{ offentlig polygon (0, -1) (1, -1) (2, -1) }}
             bygg \"Hus\" {{ etasje 1 {{ bolig A {{ {rooms} }} }} }} }}"
        );
        let base = facts(&text);
        for fact in
            ["dwelling.bed_overview_share", "dwelling.bed_sees_entrance", "dwelling.screened_furnishing"]
        {
            assert!(matches!(dwelling(&base, 0, fact), Fact::Unknown(_)), "{fact} of {rooms}");
        }
    }
    // Rooms that touch at a corner, and two drawn wall to wall: one sees neither through the corner nor the wall.
    for second in ["rektangel 4 x 4 ved (4, 4)", "rektangel 4 x 4 ved (4, 0)"] {
        let text = format!(
            "prosjekt \"Prøve\" {{ gruppe 5  bygg \"Hus\" {{ etasje 1 {{ bolig A {{
                rom soverom {{ rektangel 4 x 4 ved (0, 0)  møbel seng 0.90 x 2.00 ved (1, 1) }}
                rom stue {{ {second} }}
            }} }} }} }}"
        );
        let found = number(&facts(&text), "dwelling.bed_overview_share");
        assert!((found - 0.5).abs() < 1e-6, "{second}: {found}");
    }
}

/// What an eye sees, the slow way: a ray in each of many directions, marched to the nearest wall.
fn marched(eye: Coord<f64>, walls: &[Line<f64>], rays: usize) -> f64 {
    let step = std::f64::consts::TAU / rays as f64;
    let reach = |angle: f64| {
        let ray = Coord { x: angle.cos(), y: angle.sin() };
        let cross = |a: Coord<f64>, b: Coord<f64>| a.x * b.y - a.y * b.x;
        let hit = |w: &Line<f64>| {
            let (d, to) = (w.end - w.start, w.start - eye);
            let (t, u) = (cross(to, d) / cross(ray, d), cross(to, ray) / cross(ray, d));
            (t > 0.0 && (0.0..=1.0).contains(&u)).then_some(t)
        };
        walls.iter().filter_map(hit).fold(f64::INFINITY, f64::min)
    };
    (0..rays).map(|i| reach((i as f64 + 0.5) * step).powi(2) * step / 2.0).sum()
}

/// A room around the origin: a corner in each of some directions, near or far.
fn star() -> impl Strategy<Value = Polygon<f64>> {
    prop::collection::vec(1.0..9.0f64, 5..14).prop_map(|radii| {
        let count = radii.len() as f64;
        let corner = |(i, r): (usize, &f64)| {
            let angle = std::f64::consts::TAU * i as f64 / count + 0.1;
            Coord { x: r * angle.cos(), y: r * angle.sin() }
        };
        Polygon::new(LineString::new(radii.iter().enumerate().map(corner).collect()), Vec::new())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_seen_in_any_room_is_what_marched_rays_meet(
        room in star(), x in -0.5..0.5f64, y in -0.5..0.5f64, off in prop::sample::select(vec![0.0, 1e7]),
    ) {
        let eye = Coord { x, y };
        let walls: Vec<Line<f64>> = room.exterior().lines().collect();
        let far = |c: Coord<f64>| Coord { x: c.x + off, y: c.y - off };
        let moved: Vec<Line<f64>> = walls.iter().map(|l| Line::new(far(l.start), far(l.end))).collect();
        prop_assume!(room.contains(&Point(eye)) && Euclidean.distance(&Point(eye), room.exterior()) > 0.05);
        let seen = seen_from(far(eye), &moved, 50.0).expect("the eye stands free").unsigned_area();
        let slow = marched(eye, &walls, 20_000);
        prop_assert!((seen - slow).abs() < 0.01 * slow, "{} against {}", seen, slow);
        prop_assert!(seen <= room.unsigned_area() * (1.0 + 1e-6));
    }

    #[test]
    fn sight_is_mutual_and_a_wall_between_ends_it(
        ax in -5.0..5.0f64, ay in -5.0..-0.1f64, bx in -5.0..5.0f64, by in 0.1..5.0f64, gap in 0.0..1.0f64,
    ) {
        let (a, b) = (Coord { x: ax, y: ay }, Coord { x: bx, y: by });
        let at = |x: f64| Coord { x, y: 0.0 };
        // A wall along y = 0 with a gap from 0 to `gap`.
        let walls = [Line::new(at(-100.0), at(0.0)), Line::new(at(gap), at(100.0))];
        let crosses = ax + (bx - ax) * (-ay) / (by - ay);
        prop_assume!(crosses.abs() > 1e-6 && (crosses - gap).abs() > 1e-6);
        prop_assert_eq!(sees(a, b, &walls), crosses > 0.0 && crosses < gap);
        prop_assert_eq!(sees(a, b, &walls), sees(b, a, &walls));
    }
}
