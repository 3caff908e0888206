//! What changes do to a file that people wrote.

use serde_json::json;

use super::*;

const FILE: &str = r#"# skrevet for hånd
format = 1
place = "A101" # ved inngangen
participant = [{ role = "Velferdsetaten" }]

[[photo]]
number = 1
file = "bilder/01.jpg"

[[mark]]
letter = "A"
text = "takheis"

# det første punktet
[[observation]]
id = "gulv.oppbrett"
requirements = ["gulv.oppbrett"]
text = "oppbrett"   # kort
facts = [{ fact = "room.floor.upstand", value = "" }]

[[observation]]
id = "bad.flis"
requirements = ["bad.flis"]
"#;

fn draft(text: &str) -> Draft<'static> {
    Draft::of(&Stored::of("befaring.visit.toml", text.to_owned()).unwrap(), Vocabulary::built_in(), Lang::Nb)
        .unwrap()
}

fn set(key: &str, field: &str, base: Json, value: Json) -> What {
    let on = match key {
        "" => On::Visit,
        k if k.starts_with("photo:") => On::Photo,
        k if k.starts_with("mark:") => On::Mark,
        _ => On::Observation,
    };
    let key = key.rsplit(':').next().unwrap_or_default().to_owned();
    What::Set { on, key, field: field.into(), base, value, by: None, time: None }
}

#[test]
fn a_change_leaves_the_rest_of_the_file_as_it_was_written() {
    let mut draft = draft(FILE);
    let outcome = draft.apply(&set("gulv.oppbrett", "text", json!("oppbrett"), json!("oppbrett 8 cm")));
    assert_eq!(outcome, Outcome::DONE);
    let text = draft.text().unwrap();
    assert!(text.contains("text = \"oppbrett 8 cm\"   # kort"), "{text}");
    assert!(text.starts_with("# skrevet for hånd\n") && text.contains("# det første punktet"));
    assert!(text.contains("place = \"A101\" # ved inngangen"));
}

#[test]
fn what_somebody_else_wrote_is_a_conflict_and_both_are_kept() {
    let mut draft = draft(FILE);
    let mine = set("gulv.oppbrett", "text", Json::Null, json!("mangler"));
    assert_eq!(draft.apply(&mine), Outcome::Conflict { current: json!("oppbrett") });
    assert!(draft.text().is_none(), "nothing is written");
}

#[test]
fn a_change_that_is_sent_again_is_taken_in_once() {
    let mut draft = draft(FILE);
    let key = "0f8fad5b-d9cb-469f-a165-70867728950e";
    let mark = What::AddMark { key: key.into(), letter: "B".into(), at: None };
    let seen = set("bad.flis", "seen", Json::Null, json!("positive"));
    let free = What::AddObservation { key: "fri-1".into(), chapter: None };
    let link = What::Link(Reference { observation: "bad.flis".into(), photo: None, mark: Some(key.into()) });
    for _ in 0..2 {
        for change in [&mark, &seen, &free, &link] {
            assert!(matches!(draft.apply(change), Outcome::Done { .. }), "{change:?}");
        }
    }
    let visit = draft.visit();
    assert_eq!(visit.marks.len(), 2);
    assert_eq!(visit.observations.len(), 3);
    assert_eq!(visit.observations[1].letters, ["B"]);
}

#[test]
fn numbers_and_letters_that_are_taken_are_never_given_twice() {
    let mut draft = draft(FILE);
    let mark = |letter: &str, key: &str| What::AddMark { key: key.into(), letter: letter.into(), at: None };
    let letter = |outcome| match outcome {
        Outcome::Done { letter, .. } => letter.unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(letter(draft.apply(&mark("A", "x"))), "B");
    assert_eq!(letter(draft.apply(&mark("D", "y"))), "D");
    assert_eq!(letter(draft.apply(&mark("æ", "z"))), "E");
    assert_eq!(draft.add_photo(1, "bilder/a.jpg"), Ok(2));
    assert_eq!(draft.add_photo(5, "bilder/b.jpg"), Ok(5));
    assert_eq!(draft.add_photo(3, "bilder/c.jpg"), Ok(6));
    assert_eq!(draft.apply(&set("photo:#6", "removed", Json::Null, json!(true))), Outcome::DONE);
    assert_eq!(draft.add_photo(6, "bilder/d.jpg"), Ok(7));
}

#[test]
fn what_was_measured_stands_by_its_fact_and_a_value_that_does_not_fit_is_kept_and_told() {
    let mut draft = draft(FILE);
    let change = |base: Json, value: Json| set("gulv.oppbrett", "fact/room.floor.upstand/", base, value);
    let outcome = draft.apply(&change(Json::Null, json!("åtte")));
    assert!(matches!(outcome, Outcome::Done { warning: Some(_), .. }), "{outcome:?}");
    assert_eq!(draft.apply(&change(json!("åtte"), json!("8 cm"))), Outcome::DONE);
    let with = set("gulv.oppbrett", "instrument/room.floor.upstand/", Json::Null, json!("tommestokk"));
    assert_eq!(draft.apply(&with), Outcome::DONE);
    let fact = &draft.visit().observations[0].facts[0];
    assert_eq!((fact.value.as_str(), fact.instrument.as_deref()), ("8 cm", Some("tommestokk")));
    assert_eq!(draft.apply(&change(json!("8 cm"), Json::Null)), Outcome::DONE);
    assert_eq!(draft.visit().observations[0].facts[0].value, "");
}

#[test]
fn fields_that_are_not_the_inspectors_and_places_that_are_none_are_refused() {
    let mut draft = draft(FILE);
    for (key, field) in
        [("bad.flis", "requirements"), ("bad.flis", "id"), ("photo:#1", "file"), ("", "seal"), ("", "state")]
    {
        let outcome = draft.apply(&set(key, field, Json::Null, json!("x")));
        assert!(matches!(outcome, Outcome::Refused { .. }), "{key} {field}: {outcome:?}");
    }
    for key in ["no.such", "photo:#9", "mark:#Z"] {
        assert!(
            matches!(draft.apply(&set(key, "text", Json::Null, json!("x"))), Outcome::Refused { .. }),
            "{key}"
        );
    }
    assert!(matches!(
        draft.apply(&set("bad.flis", "seen", Json::Null, json!("fint"))),
        Outcome::Refused { .. }
    ));
    assert!(matches!(
        draft.apply(&set("photo:#1", "at", Json::Null, json!({"x": 1e300, "y": 0.0}))),
        Outcome::Refused { .. }
    ));
    assert!(draft.text().is_none());
}

#[test]
fn a_final_visit_takes_no_changes() {
    let mut draft = draft(&FILE.replacen("format = 1", "format = 1\nstate = \"final\"", 1));
    let outcome = draft.apply(&set("bad.flis", "seen", Json::Null, json!("positive")));
    assert!(
        matches!(&outcome, Outcome::Refused { message } if message.contains("ferdigstilt")),
        "{outcome:?}"
    );
}

#[test]
fn pins_participants_and_days_are_written_as_people_write_them() {
    let mut draft = draft(FILE);
    let pin = json!({"x": 1.23456, "y": 2.0, "direction": -90.0});
    assert_eq!(draft.apply(&set("photo:#1", "at", Json::Null, pin)), Outcome::DONE);
    let pin = draft.visit().photos[0].at.clone().unwrap();
    assert_eq!((pin.x, pin.y, pin.direction), (1.235, 2.0, Some(270.0)));
    let base = json!([{"role": "Velferdsetaten"}]);
    let both = json!([{"role": "Velferdsetaten", "name": ""}, {"role": "Boligbygg"}, {"role": " "}]);
    assert_eq!(draft.apply(&set("", "participant", base, both)), Outcome::DONE);
    assert_eq!(draft.visit().participants.len(), 2);
    assert_eq!(draft.apply(&set("", "date", Json::Null, json!("2026-03-12"))), Outcome::DONE);
    assert!(matches!(
        draft.apply(&set("", "date", json!("2026-03-12"), json!("i går"))),
        Outcome::Refused { .. }
    ));
    let text = draft.text().unwrap();
    assert!(text.contains("at = { x = 1.235, y = 2.0, direction = 270.0 }"), "{text}");
}
