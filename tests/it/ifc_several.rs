//! Several models of one project, rules for their rooms, and editions of the schema nobody published.

use befaring::ifc::step::Limits;
use befaring::ifc::{self, Lowering, Overrides, RoomRule};
use befaring::judge::{self, Reading};
use befaring::model::Owner;
use befaring::vocab::Vocabulary;
use std::path::{Path, PathBuf};

use crate::ifc_lower::{Ifc, codes, said};

/// A placement of its own, and a box that stands on it: its records.
pub(crate) fn boxed(ifc: &mut Ifc, at: [f64; 3], size: [f64; 3]) -> [u32; 2] {
    let ([x, y, z], [w, d, h]) = (at, size);
    let corner = ifc.add(&format!("IFCCARTESIANPOINT(({x:?},{y:?},{z:?}))"));
    let frame = ifc.add(&format!("IFCAXIS2PLACEMENT3D(#{corner},$,$)"));
    let place = ifc.add(&format!("IFCLOCALPLACEMENT($,#{frame})"));
    let middle = ifc.add(&format!("IFCCARTESIANPOINT(({:?},{:?}))", w / 2.0, d / 2.0));
    let flat = ifc.add(&format!("IFCAXIS2PLACEMENT2D(#{middle},$)"));
    let profile = ifc.add(&format!("IFCRECTANGLEPROFILEDEF(.AREA.,$,#{flat},{w:?},{d:?})"));
    let up = ifc.add("IFCDIRECTION((0.,0.,1.))");
    let solid = ifc.add(&format!("IFCEXTRUDEDAREASOLID(#{profile},$,#{up},{h:?})"));
    let shape = ifc.add(&format!("IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#{solid}))"));
    [place, ifc.add(&format!("IFCPRODUCTDEFINITIONSHAPE($,$,(#{shape}))"))]
}

pub(crate) fn room(
    ifc: &mut Ifc,
    storey: u32,
    [number, name]: [&str; 2],
    at: [f64; 3],
    size: [f64; 3],
) -> u32 {
    let [place, shape] = boxed(ifc, at, size);
    let record = format!("IFCSPACE(?,'{number}',$,$,#{place},#{shape},'{name}',.ELEMENT.,.INTERNAL.,$)");
    let id = ifc.add(&record);
    ifc.add(&format!("IFCRELAGGREGATES(?,$,$,#{storey},(#{id}))"));
    id
}

pub(crate) fn toilet(ifc: &mut Ifc, storey: u32, at: [f64; 3]) {
    let [place, shape] = boxed(ifc, at, [0.4, 0.6, 0.4]);
    let id = ifc.add(&format!("IFCSANITARYTERMINAL(?,'WC',$,$,#{place},#{shape},$,.TOILETPAN.)"));
    ifc.placed(storey, id);
}

fn conversion(ifc: &mut Ifc, east: f64, north: f64, height: f64, [x, y]: [f64; 2]) {
    let system = ifc.add("IFCPROJECTEDCRS('EPSG:25832',$,$,$,$,$,$)");
    let values = format!("{east:?},{north:?},{height:?},{x:?},{y:?},1.");
    ifc.add(&format!("IFCMAPCONVERSION(#1,#{system},{values})"));
}

/// Two dwellings over each other, each an all-room of 5 × 4 m with a bath of 2 × 4 m east of it.
pub(crate) fn house() -> Ifc {
    let mut ifc = Ifc::new("IFC4");
    for (n, z) in [(1, 0.0), (2, 3.0)] {
        let storey = ifc.storey(&format!("Plan {n}"), z);
        let all = room(&mut ifc, storey, [&format!("{n}01"), "Allrom"], [0.0, 0.0, z], [5.0, 4.0, 2.4]);
        let bath = room(&mut ifc, storey, [&format!("{n}02"), "Bad"], [5.0, 0.0, z], [2.0, 4.0, 2.4]);
        ifc.zone(&format!("Bolig {n}"), &[all, bath]);
    }
    ifc
}

fn read(files: &[(&str, &Ifc)], overrides: &Overrides) -> Reading {
    let files = files.iter().map(|(n, ifc)| (PathBuf::from(n), ifc.text().into_bytes())).collect();
    judge::read_with(files, Vocabulary::built_in(), &Lowering { overrides, ..Lowering::default() })
}

/// The rooms toilets stand in: dwelling and room.
fn toilets(reading: &Reading) -> Vec<String> {
    let model = reading.model.as_ref().unwrap();
    let of = |r: usize| model.rooms[r].element.id.0.clone();
    let all = model.fixtures.iter().filter(|f| f.what == "toilet");
    let mut found: Vec<String> = all.map(|f| f.room.map_or("nowhere".to_owned(), of)).collect();
    found.sort();
    found
}

#[test]
fn the_plumbers_toilets_stand_in_the_architects_baths() {
    let mut plumber = Ifc::new("IFC4");
    for (n, z) in [(1, 0.0), (2, 3.0)] {
        let storey = plumber.storey(&format!("Plan {n}"), z);
        toilet(&mut plumber, storey, [6.0, 2.0, z]);
    }
    // Whichever is named first.
    for files in [["ark.ifc", "riv.ifc"], ["riv.ifc", "ark.ifc"]] {
        let own = house();
        let of = |n: &str| if n == "ark.ifc" { &own } else { &plumber };
        let reading = read(&files.map(|n| (n, of(n))), &Overrides::default());
        assert_eq!(toilets(&reading), ["Bolig 1/102", "Bolig 2/202"], "{:?}", reading.diagnostics);
        let told = codes(&reading.diagnostics);
        assert!(!told.contains(&"ifc.federation"), "nothing differs: {:?}", reading.diagnostics);
    }
}

#[test]
fn a_model_turned_on_the_map_is_turned_back() {
    let mut architect = house();
    conversion(&mut architect, 600_000.0, 6_640_000.0, 120.0, [1.0, 0.0]);
    let mut plumber = Ifc::new("IFC4");
    let storey = plumber.storey("Level 1", 1.0);
    // Its x axis points north and its origin lies 10 m east of the architect's and a metre below: a point
    // (6.2, 2.3, 0) of the house is (2.3, 3.8, 1).
    conversion(&mut plumber, 600_010.0, 6_640_000.0, 119.0, [0.0, 1.0]);
    toilet(&mut plumber, storey, [2.0, 3.5, 1.0]);
    let reading = read(&[("ark.ifc", &architect), ("riv.ifc", &plumber)], &Overrides::default());
    assert_eq!(toilets(&reading), ["Bolig 1/102"], "{:?}", reading.diagnostics);
    assert!(said(&reading.diagnostics, "ifc.federation").contains("dreid"), "{:?}", reading.diagnostics);
}

#[test]
fn a_model_lies_on_an_architects_that_is_turned_on_the_map() {
    // The house's x axis points north: its point (6.2, 2.3, 0) lies 2.3 m west and 6.2 m north of its origin, which
    // is 7.7 m east of the plumber's and a metre above it.
    let mut architect = house();
    conversion(&mut architect, 600_000.0, 6_640_000.0, 120.0, [0.0, 1.0]);
    let mut plumber = Ifc::new("IFC4");
    conversion(&mut plumber, 599_990.0, 6_640_000.0, 119.0, [1.0, 0.0]);
    let storey = plumber.storey("Level 1", 1.0);
    toilet(&mut plumber, storey, [7.4, 5.9, 1.0]);
    // Whichever is named first, the rooms are the architect's.
    for files in [["ark.ifc", "riv.ifc"], ["riv.ifc", "ark.ifc"]] {
        let of = |n: &str| if n == "ark.ifc" { &architect } else { &plumber };
        let reading = read(&files.map(|n| (n, of(n))), &Overrides::default());
        assert_eq!(toilets(&reading), ["Bolig 1/102"], "{files:?}: {:?}", reading.diagnostics);
        assert!(said(&reading.diagnostics, "ifc.federation").contains("dreid"), "{:?}", reading.diagnostics);
    }
}

#[test]
fn heights_from_another_zero_are_told_and_mended() {
    let mut plumber = Ifc::new("IFC4");
    for (n, z) in [(1, 101.5), (2, 104.5)] {
        let storey = plumber.storey(&format!("Plan {n}"), z);
        toilet(&mut plumber, storey, [6.0, 2.0, z]);
    }
    let reading = read(&[("ark.ifc", &house()), ("riv.ifc", &plumber)], &Overrides::default());
    assert_eq!(toilets(&reading), ["Bolig 1/102", "Bolig 2/202"], "{:?}", reading.diagnostics);
    assert!(said(&reading.diagnostics, "ifc.federation").contains("nullpunkt"), "{:?}", reading.diagnostics);
}

#[test]
fn models_that_lie_apart_are_told() {
    let mut plumber = Ifc::new("IFC4");
    let storey = plumber.storey("Plan 1", 0.0);
    toilet(&mut plumber, storey, [600.0, 2.0, 0.0]);
    let reading = read(&[("ark.ifc", &house()), ("riv.ifc", &plumber)], &Overrides::default());
    assert_eq!(toilets(&reading), ["nowhere"]);
    assert!(said(&reading.diagnostics, "ifc.federation").contains("m fra"), "{:?}", reading.diagnostics);
}

#[test]
fn a_rule_tells_what_a_room_is_and_where_it_belongs() {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("Plan 1", 0.0);
    for (i, name) in ["Rom X", "Rom Y", "Sone 9"].into_iter().enumerate() {
        ifc.space(storey, &format!("10{i}"), name);
    }
    let rule = |name: &str, function: &str, dwelling: Option<&str>| RoomRule {
        name: Some(name.to_owned()),
        function: (!function.is_empty()).then(|| function.to_owned()),
        dwelling: dwelling.map(str::to_owned),
        at: "befaring.toml:7".to_owned(),
        ..RoomRule::default()
    };
    let rules = vec![
        rule("Rom x", "soverom", None),
        rule("rom *", "bad", Some("A1")),
        rule("Sone ?", "ikke rom", None),
        rule("Stue", "stue", None),
    ];
    let reading = read(&[("a.ifc", &ifc)], &Overrides { rooms: rules });
    let model = reading.model.as_ref().unwrap();
    let found: Vec<(&str, &str, Owner)> =
        model.rooms.iter().map(|r| (r.element.name.as_str(), r.functions[0].as_str(), r.owner)).collect();
    let home = Owner::Dwelling(0);
    assert_eq!(found, [("Rom X", "sleeping", home), ("Rom Y", "bath", home)], "{:?}", reading.diagnostics);
    assert_eq!(model.dwellings[0].element.tag, "A1");
    assert!(said(&reading.diagnostics, "ifc.rule-unmet").contains("Stue"));
    assert_eq!(codes(&reading.diagnostics).iter().filter(|c| **c == "ifc.rule-unmet").count(), 1);
}

#[test]
fn a_rule_with_an_unknown_word_is_an_error() {
    let mut ifc = Ifc::new("IFC4");
    let storey = ifc.storey("Plan 1", 0.0);
    ifc.space(storey, "1", "Bad");
    let rule =
        RoomRule { number: Some("1".into()), function: Some("tryllerom".into()), ..RoomRule::default() };
    let reading = read(&[("a.ifc", &ifc)], &Overrides { rooms: vec![rule] });
    assert!(reading.has_errors() && said(&reading.diagnostics, "ifc.rule-function").contains("tryllerom"));
    assert_eq!(reading.model.unwrap().rooms[0].functions, ["bath"], "the name counts");
}

#[test]
fn drafts_are_read_as_the_nearest_schema_and_told() {
    for (named, read_as) in [
        ("IFC4X1", "IFC4"),
        ("IFC4X2", "IFC4"),
        ("IFC2X2_FINAL", "IFC2X3"),
        ("IFC2X4_RC3", "IFC4"),
        ("IFC4X3_RC4", "IFC4X3_ADD2"),
        ("IFC4X4_DEV", "IFC4X3_ADD2"),
    ] {
        let mut ifc = Ifc::new(named);
        ifc.storey("Plan 1", 0.0);
        let bytes = ifc.text().into_bytes();
        let model = ifc::Model::from_bytes(Path::new("a.ifc"), bytes, &Limits::default()).unwrap();
        assert_eq!(model.schema().name(), read_as, "{named}");
        let told = model.diagnostics();
        assert!(said(&told, "ifc.schema-draft").contains(named), "{told:?}");
    }
    let exact = Ifc::new("IFC4X3_ADD2").text().into_bytes();
    let model = ifc::Model::from_bytes(Path::new("a.ifc"), exact, &Limits::default()).unwrap();
    assert!(!codes(&model.diagnostics()).contains(&"ifc.schema-draft"));
}

#[test]
fn other_forms_of_ifc_are_recognised() {
    let refused = |bytes: &[u8]| {
        let model = ifc::Model::from_bytes(Path::new("a.ifc"), bytes.to_vec(), &Limits::default());
        model.unwrap_err().text().nb
    };
    assert!(refused(b"{ \"header\": { \"ifcxVersion\": \"ifcx_alpha\" } }").contains("IFC5"));
    assert!(refused(b"{ \"noe\": 1 }").contains("JSON"));
    assert!(refused(b"<?xml version=\"1.0\"?><ifcXML></ifcXML>").contains("ifcXML"));
}

#[test]
fn rooms_that_meet_without_a_wall_are_joined() {
    let passages = |apart: f64| {
        let mut ifc = Ifc::new("IFC4");
        let storey = ifc.storey("Plan 1", 0.0);
        room(&mut ifc, storey, ["1", "Stue"], [0.0, 0.0, 0.0], [4.0, 4.0, 2.4]);
        room(&mut ifc, storey, ["2", "Kjøkken"], [4.0 + apart, 1.0, 0.0], [3.0, 3.0, 2.4]);
        let model = read(&[("a.ifc", &ifc)], &Overrides::default()).model.unwrap();
        model.openings.iter().map(|o| (o.width.unwrap() * 10.0).round() / 10.0).collect::<Vec<f64>>()
    };
    assert_eq!(passages(0.0), [3.0]);
    assert_eq!(passages(0.1), [0.0; 0]);
}

#[test]
fn a_floor_covers_the_room_it_lies_in() {
    let floors = |material: &str, offset: f64| {
        let mut ifc = Ifc::new("IFC4");
        let storey = ifc.storey("Plan 1", 0.0);
        room(&mut ifc, storey, ["1", "Bad"], [0.0, 0.0, 0.0], [2.0, 2.0, 2.4]);
        room(&mut ifc, storey, ["2", "Stue"], [2.2, 0.0, 0.0], [4.0, 4.0, 2.4]);
        let [place, shape] = boxed(&mut ifc, [offset, 0.0, -0.02], [2.0, 2.0, 0.02]);
        let record = format!("IFCCOVERING(?,'Gulv',$,$,#{place},#{shape},$,.FLOORING.)");
        let floor = ifc.add(&record);
        ifc.placed(storey, floor);
        let material = ifc.add(&format!("IFCMATERIAL('{material}',$,$)"));
        ifc.add(&format!("IFCRELASSOCIATESMATERIAL(?,$,$,(#{floor}),#{material})"));
        let model = read(&[("a.ifc", &ifc)], &Overrides::default()).model.unwrap();
        let said = |r: &befaring::model::Room| r.element.declared.contains_key("room.floor.material");
        model.rooms.iter().map(said).collect::<Vec<bool>>()
    };
    assert_eq!(floors("Vinyl 2mm", 0.0), [true, false]);
    assert_eq!(floors("Ukjent 2mm", 0.0), [false, false]);
    assert_eq!(floors("Vinyl 2mm", 2.2), [false, false], "a quarter of a room is not its floor");
}
