//! Columns, stairs, railings and what else stands in a building, from models to facts and plans and back to models.

use std::path::Path;

use befaring::facts::derive;
use befaring::ifc::schema::Version;
use befaring::ifc::step::Limits;
use befaring::ifc::{self, Lowering};
use befaring::judge;
use befaring::model::{Fixture, Model};
use befaring::report::drawings::{Drawings, Dwellings};
use befaring::text::Lang;
use befaring::vocab::{SubjectKind, Vocabulary};
use geo::Area;

use crate::ifc_lower::{Ifc, real};
use crate::ifc_several::{boxed, house};

fn lowered(name: &str, bytes: Vec<u8>) -> Model {
    let model = ifc::Model::from_bytes(Path::new(name), bytes, &Limits::default()).unwrap();
    ifc::lower(&model, Vocabulary::built_in()).value.unwrap()
}

fn trap(name: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/ifc/{name}.ifc"));
    lowered(name, std::fs::read(path).unwrap())
}

fn written(model: &Model, version: Version) -> Model {
    let written = ifc::write(model, Vocabulary::built_in(), version, "prosjekt", "modell.ifc");
    assert_eq!(written.faults, Vec::<String>::new(), "{version:?}");
    lowered("modell.ifc", written.text.into_bytes())
}

/// The least and the most the turning circle of a room may be.
fn circle(model: &Model, room: usize) -> (f64, f64) {
    let base = derive(model, Vocabulary::built_in());
    let ix = base.find(SubjectKind::Room, room).unwrap();
    let befaring::facts::Fact::Known(known) = base.get(ix, "room.turning_circle") else {
        panic!("room {room} has no turning circle")
    };
    let middle = known.value.number().unwrap();
    (middle - known.uncertainty, middle + known.uncertainty)
}

fn of_kind<'m>(model: &'m Model, what: &str) -> Vec<&'m Fixture> {
    model.fixtures.iter().filter(|f| f.what == what).collect()
}

fn sheets(model: &Model) -> Vec<String> {
    let vocabulary = Vocabulary::built_in();
    let facts = derive(model, vocabulary);
    let shared = befaring::plan::Shared::default();
    let (lang, page) = (Lang::Nb, "");
    let drawings = Drawings { report: None, model, facts: &facts, vocabulary, lang, page, shared: &shared };
    drawings.sheets(Dwellings::None).0.into_iter().map(|s| s.svg).collect()
}

/// A column of 20 × 20 cm from a floor up.
fn column(ifc: &mut Ifc, storey: u32, at: [f64; 3]) {
    let [place, shape] = boxed(ifc, at, [0.2, 0.2, 2.4]);
    let id = ifc.add(&format!("IFCCOLUMN(?,$,$,$,#{place},#{shape},$,$)"));
    ifc.placed(storey, id);
}

#[test]
fn the_engineers_columns_stand_beside_the_architects() {
    let mut architect = house();
    let storey = architect.storey("Plan 1b", 0.0);
    column(&mut architect, storey, [2.4, 1.9, 0.0]);
    let mut engineer = Ifc::new("IFC4");
    let storey = engineer.storey("Plan 1", 0.0);
    column(&mut engineer, storey, [5.9, 1.9, 0.0]);
    for order in [["ark.ifc", "rib.ifc"], ["rib.ifc", "ark.ifc"]] {
        let files = order.map(|name| {
            let ifc = if name == "ark.ifc" { &architect } else { &engineer };
            (name.into(), ifc.text().into_bytes())
        });
        let reading = judge::read_with(files.to_vec(), Vocabulary::built_in(), &Lowering::default());
        let model = reading.model.unwrap();
        assert_eq!(of_kind(&model, "column").len(), 2);
        let bath = |floor: f64| {
            let is =
                |r: &befaring::model::Room| r.is("bath") && r.floor.is_some_and(|f| (f - floor).abs() < 0.1);
            model.rooms.iter().position(is).unwrap()
        };
        // 2 × 4 m with the column in the middle, and the same without one.
        let (least, most) = circle(&model, bath(0.0));
        assert!(least > 1.89 && most < 1.92, "{order:?}: {least} {most}");
        let (least, most) = circle(&model, bath(3.0));
        assert!(least > 1.99 && most < 2.01, "{order:?}: {least} {most}");
    }
}

#[test]
fn parts_of_a_building_are_the_same_after_a_model_was_written_of_them() {
    for name in [
        "a-column-of-two-storeys-stands-on-the-floor-of-both",
        "a-column-in-a-wall-takes-no-floor",
        "a-stair-takes-the-floor-under-it-as-far-as-ones-head-meets-it",
        "a-stair-is-read-with-its-flights-and-without-its-railing",
    ] {
        let before = trap(name);
        for version in [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3] {
            let after = written(&before, version);
            let places = |m: &Model| -> Vec<(String, usize, usize, i64)> {
                let of = |f: &Fixture| {
                    let what = f.what.clone();
                    let stands = f.stands.clone().unwrap_or_default();
                    let told = stands.into_iter().map(move |s| {
                        let area = (s.taken.unsigned_area() * 1000.0).round() as i64;
                        (what.clone(), s.storey, s.treads.len(), area)
                    });
                    told.collect::<Vec<_>>()
                };
                m.fixtures.iter().flat_map(of).collect()
            };
            assert!(!places(&before).is_empty());
            assert_eq!(places(&after), places(&before), "{name} {version:?}");
            for room in 0..before.rooms.len() {
                let (a, b) = (circle(&before, room), circle(&after, room));
                assert!((a.0 - b.0).abs() < 2e-3 && (a.1 - b.1).abs() < 2e-3, "{name} {version:?}");
            }
        }
    }
}

#[test]
fn a_stair_is_drawn_with_an_arrow_and_a_break_where_it_starts_and_whole_where_it_ends() {
    let model = trap("a-stair-is-read-with-its-flights-and-without-its-railing");
    let [below, above] = &sheets(&model)[..] else { panic!("one sheet for each storey") };
    let stair = |svg: &str| {
        let from = svg.find("<title>trapp").unwrap_or_else(|| panic!("no stair"));
        let end = svg[from..].find("</g>").unwrap();
        svg[from..from + end].to_owned()
    };
    // Fifteen treads of 20 cm: six under the cut at 1.2 m, nine above it.
    let rings = |drawing: &str, class: &str| {
        let paths = drawing.lines().filter(|l| l.contains(&format!("class=\"{class}\"")));
        paths.map(|l| l.matches('Z').count()).sum::<usize>()
    };
    let (low, high) = (stair(below), stair(above));
    assert_eq!([rings(&low, "plan-thing"), rings(&low, "plan-over")], [6, 9]);
    assert_eq!([rings(&high, "plan-thing"), rings(&high, "plan-over")], [15, 0]);
    assert!(low.contains("plan-solid") && high.contains("plan-solid"), "an arrow each");
    assert!(below.contains("<title>rekkverk") && !above.contains("<title>rekkverk"));
}

#[test]
fn what_nothing_is_told_of_leaves_open_how_much_of_the_floor_it_takes() {
    let mut ifc = house();
    let storey = ifc.storey("Plan 1b", 0.0);
    let [place, shape] = boxed(&mut ifc, [5.9, 1.9, 0.0], [0.2, 0.2, 2.4]);
    let thing = ifc.add(&format!("IFCBUILDINGELEMENTPROXY(?,'X17',$,$,#{place},#{shape},$,$)"));
    ifc.placed(storey, thing);
    let model = lowered("ukjent.ifc", ifc.text().into_bytes());
    assert_eq!(of_kind(&model, "unidentified").len(), 1);
    let bath = model.rooms.iter().position(|r| r.is("bath") && r.floor == Some(0.0)).unwrap();
    let (least, most) = circle(&model, bath);
    assert!(least < 1.92 && most > 1.99, "{least} {most}");
}

#[test]
fn beams_and_members_count_only_where_one_meets_them() {
    // A beam just under and just at 2 m, a post and a lying member.
    for (class, at, size, found) in [
        ("IFCBEAM", [5.0, 1.9, 1.99], [2.0, 0.2, 0.3], "beam"),
        ("IFCBEAM", [5.0, 1.9, 2.0], [2.0, 0.2, 0.3], ""),
        ("IFCMEMBER", [5.9, 1.9, 0.0], [0.1, 0.1, 2.4], "column"),
        ("IFCMEMBER", [5.9, 1.9, 0.0], [0.1, 1.3, 2.4], ""),
        ("IFCMEMBER", [7.0, 1.9, 0.0], [0.1, 0.1, 2.4], ""),
    ] {
        let mut ifc = house();
        let storey = ifc.storey("Plan 1b", 0.0);
        let [place, shape] = boxed(&mut ifc, at, size);
        let part = ifc.add(&format!("{class}(?,'Trapp',$,$,#{place},#{shape},$,$)"));
        ifc.placed(storey, part);
        let model = lowered("deler.ifc", ifc.text().into_bytes());
        let kinds: Vec<&str> = model.fixtures.iter().map(|f| f.what.as_str()).collect();
        let expected: Vec<&str> = if found.is_empty() { Vec::new() } else { vec![found] };
        assert_eq!(kinds, expected, "{class} {at:?} {size:?}");
    }
}

#[test]
fn the_stairs_of_the_duplex_lie_where_they_were_measured() {
    let Some(bytes) = real("Duplex_A_20110907.ifc") else { return };
    let model = lowered("Duplex_A_20110907.ifc", bytes);
    let (stairs, railings) = (of_kind(&model, "stair"), of_kind(&model, "railing"));
    assert_eq!([stairs.len(), railings.len()], [2, 4]);
    let storey = |name: &str| model.storeys.iter().position(|s| s.element.name == name).unwrap();
    let (first, second) = (storey("Level 1"), storey("Level 2"));
    for stair in stairs {
        let near = |a: f64, b: f64| assert!((a - b).abs() < 0.01, "{a} {b}");
        // Of flight and strings another program (IfcOpenShell 0.9) measured from above: of all of it 3.8245 m², between
        // 0.02 and 2 m over the floor 2.5981, and from 2 m under the upper floor at 3.10 m 2.5714.
        near(stair.outline.as_ref().unwrap().unsigned_area(), 3.8245);
        let (low, high) = (stair.on(first).unwrap(), stair.on(second).unwrap());
        near(low.taken.unsigned_area(), 2.5981);
        near(high.taken.unsigned_area(), 2.5714);
        assert_eq!(low.treads.len(), 15);
        // The lowest step lies under the floor of the bedroom beside the upper hall.
        assert_eq!(high.treads.len(), 14);
    }
    assert!(railings.iter().all(|r| r.on(first).is_some()));
    assert_eq!(railings.iter().filter(|r| r.on(second).is_some()).count(), 4);
}
