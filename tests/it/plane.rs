//! Properties of areas and walls on random plans, and that no outline breaks them.

use befaring::facts::{self, FactBase};
use befaring::geometry::{self, Region};
use befaring::model::{
    Dwelling, Element, Fixture, Model, Opening, OpeningKind, Origin, Owner, Placement, Room, Side, Storey,
    Wall, Zone,
};
use befaring::text::Localized;
use befaring::vocab::{SubjectKind, Vocabulary};
use geo::{Area, BooleanOps, Contains, Coord, LineString, MapCoords, Point, Polygon};
use proptest::prelude::*;

fn element(id: &str, kind: SubjectKind) -> Element {
    Element::new(id, kind, Origin::Assumed { why: Localized::same("test") })
}

fn rect(x: f64, y: f64, w: f64, h: f64) -> Polygon<f64> {
    let ring = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)].map(|(x, y)| Coord { x, y });
    Polygon::new(LineString::new(ring.to_vec()), Vec::new())
}

/// One dwelling with these rooms on one storey, its outer walls 30 cm.
fn dwelling(outlines: &[Polygon<f64>]) -> Model {
    let mut model = Model::new(element("p", SubjectKind::Project), element("t", SubjectKind::Site));
    model.storeys.push(Storey {
        element: element("e1", SubjectKind::Storey),
        building: 0,
        number: 1,
        elevation: 0.0,
        outer_wall: Some(0.3),
        outline: None,
    });
    add_dwelling(&mut model, outlines);
    model
}

fn add_dwelling(model: &mut Model, outlines: &[Polygon<f64>]) {
    let n = model.dwellings.len();
    model.dwellings.push(Dwelling {
        element: element(&format!("A{n}"), SubjectKind::Dwelling),
        storey: Some(0),
        from_type: None,
        planned: true,
        outer_wall: None,
    });
    for outline in outlines {
        let i = model.rooms.len();
        model.rooms.push(Room {
            element: element(&format!("r{i}"), SubjectKind::Room),
            owner: Owner::Dwelling(n),
            storey: Some(0),
            functions: vec!["living".into()],
            doubtful_function: false,
            outline: Some(outline.clone()),
            height: None,
            floor: None,
            zones: Vec::new(),
            tall: None,
        });
    }
}

fn derive(model: &Model) -> FactBase {
    facts::derive(model, Vocabulary::built_in())
}

fn area(facts: &FactBase, dwelling: usize, name: &str) -> f64 {
    let ix = facts.find(SubjectKind::Dwelling, dwelling).expect("the dwelling is there");
    let value = facts.value(ix, &format!("dwelling.area.{name}"));
    value.and_then(|v| v.number()).unwrap_or_else(|| panic!("{name} is not known"))
}

/// A plan of columns of rooms with walls of one thickness between: widths, heights per row, wall.
fn plans() -> impl Strategy<Value = (Vec<Polygon<f64>>, f64, f64)> {
    let sizes = |n| prop::collection::vec((10u32..60).prop_map(|d| f64::from(d) / 10.0), 1..n);
    (sizes(5), sizes(4), 5u32..40).prop_map(|(widths, heights, wall)| {
        let wall = f64::from(wall) / 100.0;
        let mut rooms = Vec::new();
        let mut x = 0.0;
        for w in &widths {
            let mut y = 0.0;
            for h in &heights {
                rooms.push(rect(x, y, *w, *h));
                y += h + wall;
            }
            x += w + wall;
        }
        let side = |sizes: &[f64]| sizes.iter().sum::<f64>() + wall * (sizes.len() - 1) as f64;
        (rooms, side(&widths), side(&heights))
    })
}

/// Turned about the origin, mirrored first if asked, and moved.
fn placed(outlines: &[Polygon<f64>], degrees: f64, mirrored: bool, by: (f64, f64)) -> Vec<Polygon<f64>> {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let place = |c: Coord<f64>| {
        let x = if mirrored { -c.x } else { c.x };
        Coord { x: x * cos - c.y * sin + by.0, y: x * sin + c.y * cos + by.1 }
    };
    outlines.iter().map(|o| o.map_coords(place)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_rooms_enclose_is_at_least_their_floors_and_just_the_rectangle_around_a_grid(
        (rooms, width, height) in plans(),
    ) {
        let facts = derive(&dwelling(&rooms));
        let floors: f64 = rooms.iter().map(Area::unsigned_area).sum();
        let (net, inside, gross) = (area(&facts, 0, "net"), area(&facts, 0, "bra_i"), area(&facts, 0, "bta"));
        prop_assert!((net - floors).abs() < 1e-3);
        prop_assert!(inside >= net - 1e-6);
        prop_assert!((inside - width * height).abs() < 5e-3, "{inside} against {}", width * height);
        let outside = (width + 0.6) * (height + 0.6);
        prop_assert!((gross - outside).abs() < 5e-3, "{gross} against {outside}");
    }

    #[test]
    fn areas_do_not_change_when_a_plan_is_turned_mirrored_and_moved(
        (rooms, _, _) in plans(),
        degrees in 0u32..360,
        mirrored: bool,
        by in (-500i32..500, -500i32..500),
    ) {
        let by = (f64::from(by.0), f64::from(by.1));
        let turned = derive(&dwelling(&placed(&rooms, f64::from(degrees), mirrored, by)));
        let straight = derive(&dwelling(&rooms));
        for name in ["net", "bra_i", "bra", "bta"] {
            let (a, b) = (area(&straight, 0, name), area(&turned, 0, name));
            prop_assert!((a - b).abs() < 0.01, "{name}: {a} against {b}");
        }
    }

    #[test]
    fn walls_lie_outside_the_rooms_and_fill_the_envelope((rooms, width, height) in plans()) {
        let walls = geometry::walls(&dwelling(&rooms), Vocabulary::built_in(), 0);
        let floors: f64 = rooms.iter().map(Area::unsigned_area).sum();
        for room in &rooms {
            prop_assert!(walls.intersection(room).unsigned_area() < 1e-4);
        }
        let envelope = (width + 0.6) * (height + 0.6);
        prop_assert!((walls.unsigned_area() - (envelope - floors)).abs() < 5e-3);
        // A point in the middle of the western outer wall.
        prop_assert!(walls.contains(&Point::new(-0.15, height / 2.0)));
    }

    #[test]
    fn two_neighbours_share_their_wall_and_together_fill_the_building(
        (rooms, width, height) in plans(),
        gap in 10u32..55,
    ) {
        let gap = f64::from(gap) / 100.0;
        let mut model = dwelling(&rooms);
        add_dwelling(&mut model, &placed(&rooms, 0.0, false, (width + gap, 0.0)));
        let facts = derive(&model);
        let (a, b) = (area(&facts, 0, "bta"), area(&facts, 1, "bta"));
        prop_assert!((a - b).abs() < 0.01, "{a} against {b}");
        let building = (2.0 * width + gap + 0.6) * (height + 0.6);
        prop_assert!((a + b - building).abs() < 0.02, "{} against {building}", a + b);
        prop_assert!(a > area(&facts, 0, "bra"));
    }
}

/// Numbers as a careless or hostile file might have them.
fn odd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-40i32..40).prop_map(|n| f64::from(n) / 4.0),
        2 => -10.0..10.0f64,
        1 => prop::sample::select(vec![
            f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 1e-300, 1e9, -1e9, 1e15, 0.0, -0.0, 6_640_000.0,
        ]),
    ]
}

fn odd_polygon() -> impl Strategy<Value = Polygon<f64>> {
    let ring = || prop::collection::vec((odd_number(), odd_number()), 0..9);
    (ring(), prop::collection::vec(ring(), 0..2)).prop_map(|(outer, holes)| {
        let line =
            |ring: Vec<(f64, f64)>| LineString::new(ring.into_iter().map(|(x, y)| Coord { x, y }).collect());
        Polygon::new(line(outer), holes.into_iter().map(line).collect())
    })
}

fn odd_model() -> impl Strategy<Value = Model> {
    let rooms = prop::collection::vec(odd_polygon(), 0..6);
    let openings = prop::collection::vec(
        (odd_number(), odd_number(), odd_number(), odd_number(), odd_number(), 0usize..9, 0usize..9, 0u8..3),
        0..6,
    );
    let numbers = prop::collection::vec(odd_number(), 6);
    (rooms, prop::collection::vec(odd_polygon(), 0..4), openings, numbers).prop_map(
        |(rooms, shapes, openings, numbers)| {
            let mut model = dwelling(&rooms);
            model.storeys[0].outer_wall = Some(numbers[0]);
            model.dwellings[0].outer_wall = Some(numbers[1]);
            let functions = ["sleeping", "technical", "balcony", "outdoor_storage", "hall", "no such"];
            for (i, room) in model.rooms.iter_mut().enumerate() {
                room.functions = vec![functions[i % functions.len()].to_owned()];
                room.height = Some(numbers[2]);
                // Some refer to dwellings and storeys that are not there.
                room.owner = [Owner::Dwelling(0), Owner::Common, Owner::Base(7), Owner::Dwelling(9)][i % 4];
                room.storey = [Some(0), None, Some(99)][i % 3];
                if let Some(shape) = shapes.first() {
                    room.zones.push(Zone { function: "sleeping".into(), outline: shape.clone() });
                }
            }
            for (i, shape) in shapes.iter().enumerate() {
                model.walls.push(Wall {
                    element: element(&format!("w{i}"), SubjectKind::Wall),
                    sides: [Side::Room(i), Side::Room(77)],
                    separates: (i % 2 == 0).then_some([0, 5]).into_iter().collect(),
                    storey: Some(i % 2),
                    outlines: vec![shape.clone()],
                    above: Vec::new(),
                    thickness: Some(numbers[3]),
                });
                model.fixtures.push(Fixture {
                    back: befaring::model::Back::Told,
                    element: element(&format!("f{i}"), SubjectKind::Fixture),
                    what: ["bed", "kitchen_run", "unheard of"][i % 3].into(),
                    present: i != 3,
                    room: [Some(0), Some(55), None][i % 3],
                    owner: Some(Owner::Dwelling(i)),
                    outline: Some(shape.clone()),
                    usual_size: false,
                    heights: None,
                    stands: None,
                });
            }
            for (i, (ax, ay, bx, by, t, a, b, kind)) in openings.into_iter().enumerate() {
                let kind = [OpeningKind::Door, OpeningKind::Window, OpeningKind::Passage][usize::from(kind)];
                let subject =
                    if kind == OpeningKind::Window { SubjectKind::Window } else { SubjectKind::Door };
                let side = |n: usize| match n {
                    0 => Side::Outside,
                    1 => Side::Unknown,
                    n => Side::Room(n - 2),
                };
                model.openings.push(Opening {
                    element: element(&format!("o{i}"), subject),
                    kind,
                    sides: [side(a), side(b)],
                    storey: Some(i % 3),
                    placement: Some(Placement {
                        a: Coord { x: ax, y: ay },
                        b: Coord { x: bx, y: by },
                        thickness: t,
                    }),
                    width: Some(ax),
                    height: Some(by),
                    sill: Some(numbers[4]),
                    swing: None,
                    recess: None,
                    maybe_solid: false,
                });
            }
            model
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_outline_breaks_geometry(shapes in prop::collection::vec(odd_polygon(), 0..6), t in odd_number()) {
        let regions: Vec<Region> = shapes.iter().filter_map(geometry::sound).collect();
        for region in &regions {
            prop_assert!(region.unsigned_area().is_finite());
        }
        if let Some(all) = geometry::union_all(&regions) {
            prop_assert!(all.unsigned_area().is_finite());
            prop_assert!(geometry::closed(&all, t).unsigned_area().is_finite());
            prop_assert!(geometry::opened(&all, t).unsigned_area().is_finite());
        }
        if let Some(found) = geometry::enclosed(&regions, 0.4) {
            prop_assert!(found.area.is_finite());
            let others: Vec<&Region> = regions.iter().collect();
            geometry::gross_area(&found.region, &others, t);
        }
        if let [a, b, ..] = &regions[..] {
            prop_assert!(geometry::facing(a, b, 0.4).is_finite());
        }
    }

    #[test]
    fn no_model_breaks_the_derivation_of_facts(model in odd_model()) {
        let facts = derive(&model);
        for kind in SubjectKind::ALL {
            for ix in facts.of_kind(kind) {
                for (id, fact) in facts.facts_of(ix) {
                    if let facts::Fact::Known(known) = fact {
                        prop_assert!(known.value.number().is_none_or(f64::is_finite), "{id} is {known:?}");
                        prop_assert!(known.uncertainty.is_finite(), "{id} is {known:?}");
                    }
                }
            }
        }
        for storey in 0..3 {
            geometry::walls(&model, Vocabulary::built_in(), storey);
        }
    }
}
