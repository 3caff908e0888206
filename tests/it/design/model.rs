//! What a description says becomes the model.

use befaring::model::{Hinge, Model, OpeningKind, Owner, Room, Side, Value};
use geo::{Area, Coord};

use super::{clean, project, read};

/// The example of the manual, as far as the tests' vocabulary knows its words.
const EXAMPLE: &str = r#"
prosjekt "Eksempelveien 12" {
    gruppe 5
    standard forsterket
    bydel "Bjerke"
    tomt { skjerming gjerde, vegetasjon }

    boligtype A "Modell A" {
        rom allrom "Stue/kjøkken/sov" {
            rektangel 6.10 x 4.20 ved (0, 0)
            gulv vinyl oppbrett 12 cm dekor parkett
            vegg osb, gips, maling farge "NCS S 1510-Y20R"
            møbel seng 0.90 x 2.00 ved (0.30, 2.00)
            utstyr komfyr, oppvaskmaskin, sprinkler innfelt
        }
        rom teknisk "Teknisk rom" { rektangel 1.30 x 2.00 ved (6.20, 2.20) }
        dør D1 mellom ute og allrom vegg vest ved 1.00 { bredde 1.00  fri bredde 0.90  stålbeslag ja  lås mekanisk  innbruddsklasse RC3 }
        vindu V1 i allrom vegg sør ved 1.20 { 1.20 x 1.20  brystning 0.90  lufteluke ja }
    }

    bygg "Hus 1" { etasje 1 { bolig A101 = A ved (0, 0)  bolig A102 = A ved (19.00, 0) speilet } }
    base "Personalbase" { ansatte 2 }
}
"#;

fn room<'m>(model: &'m Model, id: &str) -> &'m Room {
    let ids = || model.rooms.iter().map(|r| r.element.id.0.clone()).collect::<Vec<_>>();
    model
        .rooms
        .iter()
        .find(|r| r.element.id.0 == id)
        .unwrap_or_else(|| panic!("{id} is not among {:?}", ids()))
}

#[test]
fn the_example_of_the_manual_reads_without_faults() {
    let model = clean(EXAMPLE);
    assert_eq!(model.dwellings.len(), 2);
    assert_eq!(model.rooms.len(), 4);
    assert_eq!(model.bases.len(), 1);
    assert_eq!(model.project.element.stated("project.standard"), Some(&Value::Word("reinforced".into())));
    assert_eq!(model.site.element.stated("site.screening"), Some(&Value::words(["fence", "plants"])));
    let allrom = room(&model, "A101/allrom");
    assert_eq!(allrom.functions, ["all_room", "living", "kitchen", "sleeping"]);
    assert_eq!(allrom.element.label, "allrom i A101");
    assert_eq!(allrom.element.stated("room.floor.upstand"), Some(&Value::length(0.12)));
    let layers = Value::Layers(vec!["osb".into(), "gypsum".into(), "paint".into()]);
    assert_eq!(allrom.element.stated("room.wall"), Some(&layers));
    assert_eq!(model.bases[0].element.stated("base.staff"), Some(&Value::count(2)));
    let sprinkler = model.fixtures.iter().find(|f| f.what == "sprinkler").unwrap();
    assert_eq!(sprinkler.element.stated("fixture.recessed"), Some(&Value::Bool(true)));
    assert_eq!(sprinkler.element.label, "sprinkler i allrom i A101");
}

#[test]
fn a_mirrored_dwelling_has_the_same_areas_and_its_walls_on_the_other_side() {
    let model = clean(EXAMPLE);
    let area = |id: &str| room(&model, id).outline.as_ref().unwrap().unsigned_area();
    assert!((area("A101/allrom") - 6.1 * 4.2).abs() < 1e-9);
    assert!((area("A102/allrom") - 6.1 * 4.2).abs() < 1e-9);
    let door = |id: &str| model.openings.iter().find(|o| o.element.id.0 == id).unwrap().placement.unwrap();
    // The west wall of A101 is at x = 0, that of the mirrored A102 at x = 19.
    assert!((door("A101/D1").a.x + 0.15).abs() < 1e-9);
    assert!((door("A102/D1").a.x - 19.15).abs() < 1e-9);
    assert_eq!(door("A102/D1").a.y, 1.0);
    assert_eq!(door("A102/D1").b.y, 2.0);
}

#[test]
fn an_opening_knows_its_sides_and_sizes() {
    let model = clean(EXAMPLE);
    let window = model.openings.iter().find(|o| o.element.tag == "V1").unwrap();
    assert_eq!(window.kind, OpeningKind::Window);
    assert_eq!(window.sides, [Side::Room(0), Side::Outside]);
    assert_eq!((window.width, window.height, window.sill), (Some(1.2), Some(1.2), Some(0.9)));
    assert_eq!(window.element.label, "vindu V1 i A101");
    let door = model.openings.iter().find(|o| o.element.tag == "D1").unwrap();
    assert_eq!(door.sides, [Side::Outside, Side::Room(0)]);
    assert_eq!(door.sill, Some(0.0));
    assert_eq!(door.height, None);
}

#[test]
fn a_turned_dwelling_stands_turned() {
    let model = clean(&project(
        "boligtype A { rom bad { rektangel 2 x 3 ved (0, 0) } }\nbygg { etasje 1 { bolig A1 = A ved (10, 0) drei 90 } }",
    ));
    let outline = model.rooms[0].outline.as_ref().unwrap();
    let corner = outline.exterior().0[2];
    assert_eq!(corner, Coord { x: 7.0, y: 2.0 });
}

#[test]
fn a_door_swings_and_hangs_as_seen_from_where_it_opens_to() {
    let text = |swing: &str| {
        project(&format!(
            "bolig A1 {{\nrom gang {{ rektangel 2 x 2 ved (0, 0) }}\nrom bad {{ rektangel 2 x 2 ved (0, 2.1) }}\n\
             dør D1 mellom gang og bad vegg nord ved 0.5 {{ bredde 0.9  {swing} }}\n}}"
        ))
    };
    let swing = |text: &str| clean(text).openings[0].swing.unwrap();
    // Into the bath: one stands in the bath, looks south, and has the east end on the left.
    let s = swing(&text("slår inn  hengsle venstre"));
    assert_eq!((s.into, s.hinge), (1, Hinge::B));
    // Into the hall: one stands in the hall, looks north, and has the west end on the left.
    let s = swing(&text("slår ut  hengsle venstre"));
    assert_eq!((s.into, s.hinge), (0, Hinge::A));
    let s = swing(&text("slår mot gang  hengsle høyre"));
    assert_eq!((s.into, s.hinge), (0, Hinge::B));
    assert_eq!(swing(&text("slår skyves")).hinge, Hinge::Sliding);
}

#[test]
fn a_door_between_two_rooms_sits_in_the_gap_between_them() {
    let model = clean(&project(
        "bolig A1 {\nrom gang { rektangel 2 x 2 ved (0, 0) }\nrom bad { rektangel 2 x 2 ved (0, 2.1) }\n\
         dør D1 mellom gang og bad vegg nord ved 0.5 { bredde 0.9 }\n}",
    ));
    let placement = model.openings[0].placement.unwrap();
    assert!((placement.thickness - 0.1).abs() < 1e-9);
    assert!((placement.a.y - 2.05).abs() < 1e-9);
}

#[test]
fn what_is_said_for_all_doors_gives_way_to_what_a_door_says() {
    let model = clean(&project(
        "alle dører { stålbeslag ja  høyde 2.1  lås mekanisk }\n\
         bolig A1 {\nalle dører { lås elektronisk }\nrom gang\nrom bad\n\
         dør D1 mellom gang og bad vegg nord ved 0 { stålbeslag nei  bredde 0.9 }\ndør D2 mellom ute og gang vegg nord ved 0 { lås ukjent  bredde 0.9 }\n}",
    )
    .replace("rom gang\n", "rom gang { rektangel 2 x 2 ved (0, 0) }\n")
    .replace("rom bad\n", "rom bad { rektangel 2 x 2 ved (0, 2.1) }\n")
    .replace("ute og gang vegg nord", "ute og gang vegg sør"));
    let [d1, d2] = [&model.openings[0], &model.openings[1]];
    assert_eq!(d1.element.stated("door.steel"), Some(&Value::Bool(false)));
    assert_eq!(d2.element.stated("door.steel"), Some(&Value::Bool(true)));
    assert_eq!(d1.element.stated("door.lock"), Some(&Value::Word("electronic".into())));
    assert_eq!(d2.element.stated("door.lock"), None);
    assert_eq!(d1.height, Some(2.1));
}

#[test]
fn what_a_placed_dwelling_says_of_a_room_amends_its_type() {
    let model = clean(&project(
        "boligtype A { rom bad \"Bad\" { gulv vinyl  gulv oppbrett 5 cm } }\n\
         bygg { etasje 1 { bolig A1 = A\n bolig A2 = A { rom bad { gulv oppbrett 12 cm }\n rom bod } } }",
    ));
    let upstand = |id| room(&model, id).element.stated("room.floor.upstand").and_then(Value::number);
    assert_eq!(upstand("A1/bad"), Some(0.05));
    assert_eq!(upstand("A2/bad"), Some(0.12));
    assert!(room(&model, "A2/bad").element.stated("room.floor").is_some());
    assert_eq!(model.rooms.len(), 3);
}

#[test]
fn equipment_that_is_not_there_is_known_to_be_absent() {
    let model = clean(&project("bolig A1 { rom kjøkken { uten mikrobølgeovn  utstyr 2 sprinkler } }"));
    let present: Vec<(&str, bool)> = model.fixtures.iter().map(|f| (f.what.as_str(), f.present)).collect();
    assert_eq!(present, [("microwave", false), ("sprinkler", true), ("sprinkler", true)]);
    assert_eq!(model.fixtures[2].element.id.0, "A1/kjøkken/sprinkler 2");
}

#[test]
fn common_rooms_serve_the_doors_of_the_dwellings_around_them() {
    let model = clean(&project(
        "boligtype A { rom gang { rektangel 2 x 2 ved (0, 0) }\n dør D1 mellom felles og gang vegg nord ved 0.5 { bredde 1 } }\n\
         bygg \"Hus 1\" { etasje 1 { felles { rom korridor { rektangel 20 x 2 ved (0, 2.2) } }\n bolig A1 = A\n bolig A2 = A ved (5, 0) } }",
    ));
    let corridor = model.rooms.iter().position(|r| r.owner == Owner::Common).unwrap();
    assert!(model.openings.iter().all(|o| o.sides[0] == Side::Room(corridor)));
    assert_eq!(model.rooms[corridor].element.label, "korridor i Hus 1, 1. etasje");
}

#[test]
fn a_room_without_a_keyword_takes_its_function_from_its_name() {
    let model = clean(&project(
        "bolig A1 { rom \"Stue/Kj.\"\n rom sov1 soverom \"Rom 1\"\n rom sov2 soverom \"Rom 2\" }",
    ));
    assert_eq!(model.rooms[0].functions, ["living", "kitchen"]);
    assert_eq!(model.rooms[1].element.label, "soverom sov1 i A1");
    let (_, told) = read(&project("bolig A1 { rom \"Våtrom\" }"));
    assert!(told[0].contains("design.doubtful-function"), "{told:?}");
}
