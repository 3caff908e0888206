//! A model that was written here and then changed in another program: what is drawn and called so now counts over
//! what was written beside it, aloud; what nobody changed stays as it was described.

use befaring::ifc;
use befaring::ifc::schema::Version;
use befaring::ifc::step::Limits;
use befaring::model::{Certainty, Model, Origin, Place, Side, Value};
use befaring::source::{Diagnostic, Sources};
use befaring::vocab::Vocabulary;

const HOME: &str = r#"prosjekt "Liten" {
    gruppe 5
    bygg "Hus" {
        etasje 1 {
            bolig A {
                yttervegg 30 cm
                rom stue "Stue" { rektangel 4.00 x 3.00 ved (0, 0)  høyde 2.40 }
                rom bad "Bad" { rektangel 2.00 x 3.00 ved (4.10, 0) }
                dør D1 mellom ute og stue vegg sør ved 1.00 { bredde 1.00  høyde 2.10 }
                dør D2 mellom stue og bad vegg øst ved 0.50 { bredde 0.90  slår mot bad  hengsle venstre }
                vindu V1 i stue vegg vest ved 1.00 { 1.20 x 1.40 }
            }
        }
    }
}
"#;

fn described(text: &str, file: &str) -> Model {
    let read = befaring::design::read(&mut Sources::new(), file, text.to_owned(), Vocabulary::built_in());
    let told: Vec<&str> = read.diagnostics.iter().map(|d| &*d.message.nb).collect();
    assert_eq!(told, Vec::<&str>::new());
    read.value.unwrap()
}

fn written(model: &Model) -> String {
    let key = ifc::key_of(model).unwrap();
    ifc::write(model, Vocabulary::built_in(), Version::Ifc4, &key, "modell.ifc").text
}

fn read(text: String) -> (Model, Vec<Diagnostic>) {
    let model = ifc::Model::from_bytes("modell.ifc".as_ref(), text.into_bytes(), &Limits::default()).unwrap();
    let lowered = ifc::lower(&model, Vocabulary::built_in());
    (lowered.value.unwrap(), lowered.diagnostics)
}

/// The model of the home after a change of its text, and what is told of changes.
fn changed(from: &str, to: &str) -> (Model, String) {
    let text = written(&described(HOME, "hjem.bolig"));
    assert!(text.contains(from), "{from} is not in\n{text}");
    let (model, told) = read(text.replacen(from, to, 1));
    let told: Vec<&str> = told.iter().filter(|d| d.code == "ifc.changed").map(|d| &*d.message.nb).collect();
    (model, told.join("\n"))
}

fn room(model: &Model, tag: &str) -> usize {
    model.rooms.iter().position(|r| r.element.tag == tag).unwrap()
}

fn opening<'m>(model: &'m Model, tag: &str) -> &'m befaring::model::Opening {
    model.openings.iter().find(|o| o.element.tag == tag).unwrap()
}

#[test]
fn nothing_is_told_of_a_model_that_nobody_changed() {
    let (model, told) = changed("IFCPROJECT", "IFCPROJECT");
    assert_eq!(told, "");
    assert_eq!(model.rooms[room(&model, "bad")].height, None);
    assert_eq!(opening(&model, "V1").sill, None);
}

#[test]
fn a_door_lies_between_the_rooms_that_are_beside_it_now() {
    let (model, told) = changed("(IFCTEXT('ute'),IFCTEXT('A/stue'))", "(IFCTEXT('ute'),IFCTEXT('A/bad'))");
    let sides = opening(&model, "D1").sides;
    assert!(sides.contains(&Side::Room(room(&model, "stue"))), "{sides:?}");
    assert!(!sides.contains(&Side::Room(room(&model, "bad"))));
    assert!(told.contains("D1") && told.contains("andre rom"), "{told}");
}

#[test]
fn a_leaf_opens_the_way_it_is_drawn_now() {
    let before = written(&described(HOME, "hjem.bolig"));
    let at = before.find("'plan.sl\\X2\\00E5\\X0\\r_mot',$,IFCINTEGER(").unwrap();
    let value = &before[at..at + before[at..].find(");").unwrap()];
    let other =
        if value.ends_with("(0),$") { value.replace("(0)", "(1)") } else { value.replace("(1)", "(0)") };
    let (model, told) = changed(value, &other);
    let door = opening(&model, "D2");
    assert_eq!(door.sides[door.swing.unwrap().into], Side::Room(room(&model, "bad")));
    assert!(told.contains("slår andre veien"), "{told}");
}

#[test]
fn a_room_that_got_another_name_is_what_it_is_called_now() {
    let (before, _) = changed("IFCPROJECT", "IFCPROJECT");
    assert_eq!(before.rooms[room(&before, "bad")].functions, ["bath"]);
    // Name, type and long name of the space, as the architect's program would write them.
    let text = written(&described(HOME, "hjem.bolig"));
    let line = text.lines().find(|l| l.contains("=IFCSPACE(") && l.contains(",'bad',")).unwrap();
    let (model, told) = changed(line, &line.replace("'Bad'", "'Soverom'"));
    let room = &model.rooms[room(&model, "bad")];
    assert_eq!(room.functions, ["sleeping"]);
    assert_eq!(room.element.name, "Soverom");
    assert!(told.contains("heter noe annet"), "{told}");
}

#[test]
fn a_size_that_was_assumed_is_known_once_somebody_drew_another() {
    for (sill, known) in [("0.9", None), ("0.6", Some(0.6))] {
        let text = written(&described(HOME, "hjem.bolig"));
        let entry = "IFCTEXT('brystning=0.9000')";
        assert!(text.contains(entry));
        // What was drawn then, as if the window had been moved since.
        let then = format!("IFCTEXT('brystning={:.4}')", if known.is_some() { 0.3 } else { 0.9 });
        let (model, _) = read(text.replace(entry, &then));
        let found = opening(&model, "V1").sill;
        assert_eq!(found.is_some(), known.is_some(), "{sill}: {found:?}");
    }
}

#[test]
fn a_drawn_wall_that_somebody_said_something_of_is_a_wall() {
    let text = written(&described(HOME, "hjem.bolig"));
    let (before, _) = read(text.clone());
    assert_eq!(before.walls.len(), 0, "walls around rooms are drawn and none of the project's");
    let wall = text.lines().find(|l| l.contains("=IFCWALL(")).unwrap();
    let id = wall.split('=').next().unwrap();
    let more = format!(
        "#90001=IFCPROPERTYSINGLEVALUE('AcousticRating',$,IFCLABEL('55 dB'),$);\n\
         #90002=IFCPROPERTYSET('0000000000000000090002',$,'Pset_WallCommon',$,(#90001));\n\
         #90003=IFCRELDEFINESBYPROPERTIES('0000000000000000090003',$,$,$,({id}),#90002);\nENDSEC;\nEND-ISO"
    );
    let (after, _) = read(text.replace("ENDSEC;\nEND-ISO", &more));
    assert_eq!(after.walls.len(), 1);
    assert!(after.walls[0].element.stated("wall.airborne").is_some());
}

#[test]
fn what_was_seen_on_site_keeps_its_rank_in_the_model() {
    let mut before = described(HOME, "hjem.bolig");
    let place = Place { file: "besok.toml".into(), line: 3, column: 1 };
    let door = before.openings.iter_mut().find(|o| o.element.tag == "D1").unwrap();
    let planned = door.element.origin.clone();
    door.element.declare("door.threshold", Value::length(0.02), planned);
    door.element.declare("door.threshold", Value::length(0.035), Origin::Observed { place });
    let (after, _) = read(written(&before));
    let known = opening(&after, "D1").element.known("door.threshold");
    assert_eq!(known.len(), 1, "what was seen settles what was planned: {known:?}");
    assert!(known[0].value.same(&Value::length(0.035)));
    assert_eq!(known[0].origins[0].certainty(), Certainty::Observed);
    let all = &opening(&after, "D1").element.declared["door.threshold"];
    assert!(all.iter().any(|d| d.value.same(&Value::length(0.02))), "what was planned is not lost");
}

/// The GlobalIds of a file, in its order.
fn guids(text: &str) -> Vec<&str> {
    let first = |l: &'_ str| l.split_once("('").map(|(_, r)| r.len()).unwrap_or_default();
    text.lines()
        .filter(|l| first(l) > 22 && l.contains(",#5,"))
        .filter_map(|l| l.split('\'').nth(1))
        .collect()
}

#[test]
fn a_project_with_another_name_has_the_same_elements() {
    let before = written(&described(HOME, "hjem.bolig"));
    let renamed = written(&described(&HOME.replace("\"Liten\"", "\"Eksempelveien 12\""), "hjem.bolig"));
    assert!(guids(&before).len() > 60, "{}", guids(&before).len());
    assert_eq!(guids(&before), guids(&renamed));
    assert_ne!(before, renamed);
    let elsewhere = written(&described(HOME, "en/annen/mappe/hjem.bolig"));
    assert_eq!(guids(&before), guids(&elsewhere));
    let other = written(&described(HOME, "annet.bolig"));
    assert!(guids(&other).iter().all(|g| !guids(&before).contains(g)), "another project has other elements");
}
