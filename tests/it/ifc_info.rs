//! `befaring ifc info`: what it says of a model follows its schema and says what the file says.

use std::collections::BTreeSet;

use befaring::catalogue::Catalogue;
use befaring::ifc::schema::Version;
use befaring::ifc::step::Limits;
use befaring::vocab::Vocabulary;
use befaring::{ifc, judge};

const EDITION: &str = "prioslo-2024-02";
const DESCRIBED: &str = r#"prosjekt "Liten" {
    gruppe 5
    bygg "Hus" {
        etasje 1 {
            bolig A101 {
                yttervegg 30 cm
                rom stue "Stue/kjøkken" { rektangel 4.00 x 3.00 ved (0, 0)  høyde 2.40 }
                rom bad "Bad" { rektangel 2.00 x 3.00 ved (4.10, 0) }
                dør D1 mellom ute og stue vegg sør ved 1.00 { bredde 1.00  høyde 2.10  innbruddsklasse RC3 }
                dør D2 mellom stue og bad vegg øst ved 0.50 { bredde 0.90  høyde 2.10 }
                vindu V1 i stue vegg vest ved 1.00 { 1.20 x 1.40  brystning 0.80 }
            }
        }
    }
}
"#;

fn model_of_description() -> String {
    let reading = judge::read("liten.bolig", DESCRIBED.as_bytes(), Vocabulary::built_in());
    ifc::write(&reading.model.unwrap(), Vocabulary::built_in(), Version::Ifc4, "liten", "liten.ifc").text
}

fn info(text: String) -> ifc::Info {
    let model = ifc::Model::from_bytes("liten.ifc".as_ref(), text.into_bytes(), &Limits::default()).unwrap();
    let lowered = ifc::lower(&model, Vocabulary::built_in());
    let mut info = ifc::info(&model, lowered.value.as_ref(), &lowered.diagnostics);
    let catalogue = Catalogue::built_in().unwrap();
    info.missing = judge::missing(&lowered.value.unwrap(), &catalogue, EDITION);
    info.elements = Some(ifc::elements(&model));
    info
}

#[test]
fn every_part_is_told_with_its_measures() {
    let info = info(model_of_description());
    assert_eq!((info.storeys.len(), info.rooms.len(), info.dwellings.len()), (1, 2, 1));
    assert_eq!((info.doors.len(), info.windows.len(), info.classes["IfcDoor"]), (2, 1, 2));
    let room = info.rooms.iter().find(|r| r.name == "stue").unwrap();
    assert_eq!((room.long_name.as_str(), room.dwelling.as_deref()), ("Stue/kjøkken", Some("A101")));
    assert!((room.area_drawn.unwrap() - 12.0).abs() < 1e-5 && room.height == Some(2.4));
    assert!(room.functions.contains(&"kitchen".to_owned()));
    assert_eq!(info.dwellings[0].rooms.len(), 2);
    let window = &info.windows[0];
    assert_eq!((window.overall_width, window.overall_height), (Some(1.2), Some(1.4)));
    assert!((window.sill.unwrap() - 0.8).abs() < 1e-9 && (window.head.unwrap() - 2.2).abs() < 1e-9);
    assert!(window.wall.is_some() && window.storey == info.storeys[0].guid);
    let sides = window.sides.clone().unwrap();
    assert!(sides.contains(&"outside".to_owned()) && sides.contains(room.guid.as_ref().unwrap()));
    let door = info.doors.iter().find(|d| d.name == "D1").unwrap();
    assert_eq!(door.stated.get("door.resistance_class").map(String::as_str), Some("rc3"));
    let common = door.sets.iter().find(|s| s.name == "Pset_DoorCommon").unwrap();
    let rating = common.properties.iter().find(|p| p.name == "SecurityRating").unwrap();
    assert_eq!((rating.value.as_str(), rating.from_type), (Some("RC3"), false));
}

#[test]
fn every_element_and_space_has_its_box() {
    let info = info(model_of_description());
    let boxes = |class: &str| -> Vec<[[f64; 3]; 2]> {
        info.elements.iter().flatten().filter(|e| e.class == class).filter_map(|e| e.corners).collect()
    };
    let near = |a: [[f64; 3]; 2], b: [[f64; 3]; 2]| {
        a.iter().flatten().zip(b.iter().flatten()).all(|(a, b)| (a - b).abs() < 1e-6)
    };
    let [stue, bad] = boxes("IfcSpace")[..] else { panic!("two rooms") };
    assert!(near(stue, [[0.0, 0.0, 0.0], [4.0, 3.0, 2.4]]), "{stue:?}");
    assert!((bad[0][0] - 4.1).abs() < 1e-6 && (bad[1][0] - 6.1).abs() < 1e-6, "{bad:?}");
    // Left of the living room in a wall of 30 cm, 1 m from its corner.
    let [window] = boxes("IfcWindow")[..] else { panic!("one window") };
    assert!((window[0][2] - 0.8).abs() < 1e-6 && (window[1][2] - 2.2).abs() < 1e-6, "{window:?}");
    assert!(window[0][0] >= -0.3 - 1e-6 && window[1][0] <= 1e-6, "{window:?}");
    assert!((window[1][1] - window[0][1] - 1.2).abs() < 1e-6, "{window:?}");
    assert!(
        info.elements.iter().flatten().all(|e| e.not_shaped.is_none() && e.storey == info.storeys[0].guid)
    );
}

#[test]
fn what_is_not_shaped_says_why() {
    let text = model_of_description();
    let at = text.find("=IFCSPACE(").unwrap();
    let solid = text[..at].rfind("=IFCEXTRUDEDAREASOLID(").unwrap();
    let broken = format!("{}=IFCTORUS({}", &text[..solid], &text[solid + "=IFCEXTRUDEDAREASOLID(".len()..]);
    let told = info(broken);
    let without: Vec<_> = told.elements.iter().flatten().filter(|e| e.corners.is_none()).collect();
    assert_eq!(without.len(), 1, "{without:?}");
    assert!(without[0].not_shaped.as_ref().unwrap().nb.contains("IFCTORUS"), "{without:?}");
}

#[test]
fn what_is_missing_names_the_property_that_would_say_it() {
    let info = info(model_of_description());
    let of = |fact: &str| info.missing.iter().find(|m| m.fact == fact);
    let vinyl = of("room.floor.material").unwrap();
    assert!(vinyl.property.as_ref().unwrap().contains("FloorCovering") && vinyl.places > 0, "{vinyl:?}");
    assert!(of("door.resistance_class").is_none(), "it is stated");
    let own = of("door.steel_fittings").unwrap();
    assert_eq!(own.property.as_deref(), Some("IfcDoor Befaring_Fakta.door.steel_fittings"));
    assert!(own.requirements.iter().any(|r| r == "dor.ytter.stalbeslag"));
    let sorted = info.missing.windows(2).all(|w| w[0].requirements.len() >= w[1].requirements.len());
    assert!(sorted, "where most hangs on it stands first");
}

#[test]
fn traps_of_models_are_among_the_warnings() {
    // A roof that is a space, the bath's area in mm², and one GlobalId twice.
    let text = model_of_description();
    let guid = |class: &str| {
        let line = text.lines().find(|l| l.contains(&format!("={class}("))).unwrap();
        line.split('\'').nth(1).unwrap().to_owned()
    };
    let broken = text.replacen(&guid("IFCDOOR"), &guid("IFCWINDOW"), 1);
    assert_ne!(text, broken);
    let codes: BTreeSet<&str> = info(broken).warnings.iter().map(|w| w.code).collect();
    assert!(codes.iter().any(|c| *c == "ifc.duplicate-globalid"), "{codes:?}");
    let roof = r#"#9001=IFCSPACE('0000000000000000009001',$,'R301',$,$,$,$,'Roof',.ELEMENT.,.INTERNAL.,$);
ENDSEC;
END-ISO"#;
    let with_roof = text.replace("ENDSEC;\nEND-ISO", roof);
    let told = info(with_roof);
    assert!(told.warnings.iter().any(|w| w.code == "ifc.no-room"));
    assert_eq!((told.other_spaces.len(), told.rooms.len()), (1, 2));
}

#[test]
fn the_json_follows_the_schema_that_is_committed() {
    let committed = std::fs::read_to_string("spec/ifc-info.schema.json").unwrap();
    assert_eq!(ifc::info_schema().unwrap(), committed, "run `befaring spec docs`");
    let schema: serde_json::Value = serde_json::from_str(&committed).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut value = serde_json::to_value(info(model_of_description())).unwrap();
    let faults: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    value["rooms"][0]["area_drawn"] = "stor".into();
    assert!(!validator.is_valid(&value), "the schema is not empty");
}
