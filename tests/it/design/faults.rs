//! What is wrong with a description is told: what, where, and how to mend it.

use super::{project, read};

/// The faults of a text inside a project; the body starts on line 2.
fn faults(body: &str) -> Vec<String> {
    read(&project(body)).1
}

#[track_caller]
fn one(body: &str, wanted: &str) {
    let told = faults(body);
    assert!(told.len() == 1 && told[0].starts_with(wanted), "wanted {wanted}\ntold {told:#?}");
}

/// Two rooms with a wall of 10 cm between them, and more.
fn flat(more: &str) -> String {
    format!(
        "bolig A1 {{\nrom gang {{ rektangel 2 x 2 ved (0, 0) }}\nrom bad {{ rektangel 2 x 2 ved (0, 2.1) }}\n{more}\n}}"
    )
}

#[test]
fn an_unknown_word_is_told_with_the_likely_one() {
    one("gruppa 5", "2:1 design.unknown-word: ukjent ord «gruppa» i «prosjekt» | mente du «gruppe»?");
    one(
        "bolig A1 { rom bad { gluv vinyl } }",
        "2:22 design.unknown-word: ukjent ord «gluv» i «rom» | mente du «gulv»?",
    );
    one(
        &flat("dør D1 mellom ute og gang vegg sør ved 0 { fir bredde 0.9  bredde 0.9 }"),
        "5:44 design.unknown-word: ukjent ord «fir bredde»",
    );
}

#[test]
fn a_word_of_another_block_is_told_where_it_belongs() {
    one(
        "lufteluke ja",
        "2:1 design.unknown-word: ukjent ord «lufteluke» i «prosjekt» | «lufteluke» hører hjemme i «vindu»",
    );
}

#[test]
fn the_faults_inside_a_misspelt_block_are_found_too() {
    let told = faults("bygg B { etsje 1 { bolig A1 { rom bad { gulv glass } } } }");
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told[0].contains("mente du «etasje»?"), "{told:#?}");
    assert!(told[1].contains("design.unknown-value: «glass» er ikke en verdi for gulv"), "{told:#?}");
}

#[test]
fn several_faults_are_found_in_one_run_in_the_order_of_the_text() {
    let told =
        faults("grupe 5\nstandard forsterka\nbolig A1 { rom bad { rektangel 0 x 2 ved (0, 0) } }\nandel 35");
    let codes: Vec<&str> =
        told.iter().map(|t| t.split(':').nth(1).unwrap().split(' ').nth(1).unwrap()).collect();
    assert_eq!(
        codes,
        ["design.unknown-word", "design.unknown-value", "design.impossible", "design.unit"],
        "{told:#?}"
    );
}

#[test]
fn a_file_without_a_project_has_no_model() {
    for text in ["", "# bare en kommentar\n", "gruppe 5\n"] {
        let (model, told) = read(text);
        assert!(model.is_none());
        assert!(told.iter().any(|t| t.contains("design.no-project")), "{told:?}");
    }
    assert!(read("gruppe 5").1.iter().any(|t| t.contains("kan ikke stå utenfor et prosjekt")));
}

#[test]
fn texts_and_blocks_that_never_end_are_told_where_they_begin() {
    let (_, told) = read("prosjekt \"P\" {\n  tomt {\n");
    assert!(
        told.iter().any(|t| t.starts_with("1:14 design.open-block: blokken «prosjekt» blir aldri lukket")),
        "{told:?}"
    );
    assert!(
        told.iter().any(|t| t.starts_with("2:8 design.open-block: blokken «tomt» blir aldri lukket")),
        "{told:?}"
    );
    one("bydel \"Bjerke\ngruppe 5", "2:7 design.unterminated-text");
    let (_, told) = read("prosjekt { } }");
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("1:14 design.extra-brace"), "{told:?}");
}

#[test]
fn the_same_said_twice_is_told_with_both_places() {
    one("gruppe 5\ngruppe 6", "3:1 design.twice: dette er sagt to ganger i samme blokk | andre gang");
    one(
        "bolig A1 { rom bad { rektangel 2 x 2 ved (0, 0)  polygon (0, 0) (1, 0) (1, 1) } }",
        "2:50 design.twice",
    );
    one(&flat("vindu V1 i gang vegg sør ved 0 { 1 x 1  bredde 2 }"), "5:41 design.twice");
    one("alle dører { stålbeslag ja }\nalle dører { lås mekanisk }", "3:1 design.twice");
}

#[test]
fn yes_and_no_are_no_tags() {
    one("base nei", "2:6 design.not-a-tag: «nei» er ikke et merke");
    assert!(faults("base { }").is_empty());
}

#[test]
fn tags_that_are_used_twice_are_told_with_both_places() {
    one("bolig A1 { rom bad }\nbolig A1 { rom bad }", "3:1 design.duplicate: «A1» er brukt to ganger");
    one("bolig A1 { rom bad\nrom bad }", "3:1 design.duplicate: «bad»");
    one(
        "boligtype A { rom bad }\nboligtype A { rom bad }\nbygg { etasje 1 { bolig A1 = A } }",
        "3:1 design.duplicate: «A»",
    );
    one(
        &flat(
            "dør D1 mellom ute og gang vegg sør ved 0 { bredde 1 }\nvindu D1 i bad vegg nord ved 0 { 1 x 1 }",
        ),
        "6:1 design.duplicate: «d1»",
    );
    one("bygg B { etasje 1 { } etasje 1 { } }", "2:23 design.duplicate: «etasje 1»");
}

#[test]
fn rooms_that_overlap_are_told_with_their_common_area() {
    let told = faults(
        "bolig A1 {\nrom gang { rektangel 2 x 2 ved (0, 0) }\nrom bad { rektangel 2 x 2 ved (1.5, 0) }\n}",
    );
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("4:1 design.overlap: gang i A1 og bad i A1 overlapper med 1 m²"), "{told:?}");
    assert!(
        faults(
            "bolig A1 {\nrom gang { rektangel 2 x 2 ved (0, 0) }\nrom bad { rektangel 2 x 2 ved (2, 0) }\n}"
        )
        .is_empty()
    );
}

#[test]
fn dwellings_that_overlap_are_told_where_they_are_placed() {
    let text = "boligtype A { rom bad { rektangel 2 x 2 ved (0, 0) } }\nbygg { etasje 1 {\nbolig A1 = A\nbolig A2 = A ved (1, 0)\n}\netasje 2 { bolig A3 = A } }";
    let told = faults(text);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("5:1 design.overlap: bad i A1 og bad i A2"), "{told:?}");
}

#[test]
fn an_opening_past_the_end_of_its_wall_is_told() {
    one(
        &flat("vindu V1 i gang vegg sør ved 1.2 { 1.00 x 1.00 }"),
        "5:1 design.outside-wall: åpningen når 2,2 m, men veggen er 2 m lang",
    );
    assert!(faults(&flat("vindu V1 i gang vegg sør ved 1.0 { 1.00 x 1.00 }")).is_empty());
}

#[test]
fn a_door_in_a_wall_that_is_not_between_its_rooms_is_told() {
    one(
        &flat("dør D1 mellom gang og bad vegg sør ved 0.5 { bredde 0.9 }"),
        "5:1 design.not-between: gang i A1 og bad i A1",
    );
    assert!(faults(&flat("dør D1 mellom gang og bad vegg nord ved 0.5 { bredde 0.9 }")).is_empty());
}

#[test]
fn a_window_that_looks_into_a_room_is_told() {
    one(
        &flat("vindu V1 i gang vegg nord ved 0.5 { 1 x 1 }"),
        "5:1 design.not-outside: på andre siden av veggen ligger bad i A1",
    );
    let balcony =
        flat("vindu V1 i bad vegg nord ved 0.5 { 1 x 1 }\nrom balkong { rektangel 2 x 1 ved (0, 4.3) }");
    assert!(faults(&balcony).is_empty());
}

#[test]
fn openings_in_the_same_place_are_told() {
    one(
        &flat("vindu V1 i gang vegg sør ved 0 { 1 x 1 }\nvindu V2 i gang vegg sør ved 0.9 { 1 x 1 }"),
        "6:1 design.openings-overlap: vindu V2 i A1 og vindu V1 i A1",
    );
    let over = flat(
        "vindu V1 i gang vegg sør ved 0 { 1 x 1  brystning 0.2 }\nvindu V2 i gang vegg sør ved 0.5 { 1 x 1  brystning 1.3 }",
    );
    assert!(faults(&over).is_empty(), "one above the other");
}

#[test]
fn an_opening_without_a_place_is_a_warning_and_keeps_what_it_connects() {
    let (model, told) = read(&project(&flat("dør D1 mellom gang og bad { bredde 0.9 }")));
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("5:1 (advarsel) design.not-placed"), "{told:?}");
    let model = model.unwrap();
    assert!(model.openings[0].placement.is_none());
    assert!(!model.openings[0].sides.contains(&befaring::model::Side::Unknown));
}

#[test]
fn a_room_that_does_not_exist_is_told_with_the_likely_one() {
    one(
        &flat("dør D1 mellom ute og gnag"),
        "5:22 design.unknown-room: det finnes ikke noe rom «gnag» her | mente du «gang»?",
    );
    one(
        "bolig A1 {\nrom sov1 soverom\nrom sov2 soverom\ndør D1 mellom sov1 og soverom\n}",
        "5:23 design.which-room: «soverom» kan være flere rom | skriv rommets merke: sov1 eller sov2",
    );
}

#[test]
fn a_wall_that_is_not_one_must_be_named_by_number() {
    one(
        "bolig A1 {\nrom bad { polygon (0,0) (4,0) (4,3) (2,3) (2,5) (0,5) }\nvindu V1 i bad vegg nord ved 0 { 1 x 1 }\n}",
        "4:1 design.which-wall: bad i A1 har ikke én slik vegg | skriv hvilken: vegg 3, vegg 5",
    );
}

#[test]
fn impossible_measures_are_told() {
    one(
        "bolig A1 { rom bad { rektangel 0 x 2 ved (0, 0) } }",
        "2:32 design.impossible: lengden må være større enn null",
    );
    one("bolig A1 { rom bad { høyde -2 } }", "2:28 design.impossible");
    one("bolig A1 { rom bad { høyde 2400 } }", "2:28 design.impossible: lengden er over 1000 m");
    one(
        "bolig A1 { rom bad { gulv oppbrett 12 } }",
        "2:36 design.impossible: 12 er meter: det kan ikke stemme her | mente du 12 cm eller 12 mm?",
    );
    one("yttervegg 30", "2:1 design.impossible: en vegg er ikke over 2 m tykk");
    one("base { ansatte 2.5 }", "2:16 design.impossible: ventet et helt tall");
    one("base { ansatte -2 }", "2:16 design.impossible");
    one("bolig A1 { rom bad { polygon (0,0) (2,2) (2,0) (0,2) } }", "2:22 design.crossing");
    one("dato 2026-02-30", "2:6 design.expected: ventet en dato");
}

#[test]
fn a_unit_of_the_wrong_kind_is_told() {
    one(
        "bolig A1 { rom bad { høyde 2.4 m² } }",
        "2:28 design.unit: «2.4 m²» har feil enhet her | bruk mm, cm, m",
    );
    one("bolig A1 { rom bad { areal 5 m } }", "2:28 design.unit: «5 m» har feil enhet her | bruk m²");
    one("andel 35", "2:7 design.unit: «35» har feil enhet her | bruk %");
    one("base { ansatte 2 m }", "2:16 design.unit");
}

#[test]
fn a_missing_value_does_not_swallow_the_next_line() {
    one("bolig A1 { rom bad {\ngulv\nvegg gips\n} }", "3:1 design.no-value: gulv mangler verdi");
    one("bydel Bjerke", "2:7 design.expected: tekster står i anførselstegn");
    one(
        "bolig A1 {\nrom bad\ndør D1 mellom ute og bad { stålbeslag  lås mekanisk }\n}",
        "4:40 design.expected: ventet ja eller nei",
    );
}

#[test]
fn a_comma_that_can_be_read_in_two_ways_is_told() {
    one("bolig A1 { rom bad { polygon (1,2,3) (0, 0) (1, 0) } }", "2:31 design.ambiguous-comma");
}

#[test]
fn a_type_that_does_not_exist_or_is_not_used_is_told() {
    one("bygg { etasje 1 { bolig A1 = B } }", "2:30 design.unknown-type: det finnes ingen boligtype «B»");
    one(
        "boligtype A { rom bad }",
        "2:1 (advarsel) design.unused-type: boligtypen «A» er ikke plassert noe sted",
    );
}

#[test]
fn a_dwelling_outside_its_storey_is_told() {
    let text = |x: &str| {
        format!(
            "bygg {{ etasje 1 {{ omriss rektangel 5 x 5 ved (-0.3, -0.3)\nbolig A1 ved ({x}, 0) {{ rom bad {{ rektangel 2 x 2 ved (0, 0) }} }} }} }}"
        )
    };
    one(&text("3"), "3:1 design.outside-storey: bad i A1 når 0,3 m utenfor omrisset av 1. etasje i bygg1");
    assert!(faults(&text("2.7")).is_empty());
}

#[test]
fn furniture_outside_its_room_is_told() {
    let text = |x: &str| {
        format!(
            "bolig A1 {{ rom soverom {{ rektangel 3 x 3 ved (0, 0)\nmøbel seng 0.9 x 2.0 ved ({x}, 1) }} }}"
        )
    };
    one(&text("2.5"), "3:7 design.outside-room: seng i soverom i A1 står 0,4 m utenfor rommet");
    assert!(faults(&text("2.1")).is_empty());
}

#[test]
fn equipment_that_is_both_there_and_not_is_told() {
    one("bolig A1 { rom kjøkken {\nutstyr mikrobølgeovn\nuten mikrobølgeovn\n} }", "4:6 design.both");
}

#[test]
fn a_room_of_no_known_kind_is_a_warning() {
    let (model, told) = read(&project("bolig A1 { rom krok \"Krok\" }"));
    assert!(told[0].starts_with("2:12 (advarsel) design.unknown-function"), "{told:?}");
    let model = model.unwrap();
    assert!(model.rooms[0].doubtful_function && model.rooms[0].functions.is_empty());
    one("bolig A1 { rom bod \"Bad\" }", "2:12 (advarsel) design.name-differs");
}

#[test]
fn bytes_that_are_not_utf8_are_told_where_they_begin() {
    let mut sources = befaring::source::Sources::new();
    let bytes = b"prosjekt \"P\xe5\" { gruppe 5 }";
    let parsed =
        befaring::design::read_bytes(&mut sources, "p.bolig", bytes, super::vocabulary::vocabulary());
    assert_eq!(parsed.diagnostics.len(), 1);
    assert!(super::told(&parsed.diagnostics[0], &sources).starts_with("1:12 design.not-utf8"));
    assert!(parsed.value.is_some());
}

#[test]
fn too_deep_and_too_much_is_told_and_not_read() {
    let deep = format!("{}{}", "alle rom { ".repeat(10_000), "}".repeat(10_000));
    assert!(faults(&deep).len() < 5);
    let (model, told) = read(&" ".repeat(befaring::design::LARGEST_FILE + 1));
    assert!(model.is_none() && told[0].contains("design.too-large"));
    let many = format!(
        "boligtype A {{ rom bad {{ utstyr 900 sprinkler, 900 komfyr }} }}\nbygg {{ etasje 1 {{\n{}}} }}",
        (0..100).map(|i| format!("bolig B{i} = A\n")).collect::<String>()
    );
    let (model, told) = read(&project(&many));
    assert!(told.iter().any(|t| t.contains("design.too-many")), "{told:?}");
    assert!(model.unwrap().fixtures.len() <= 50_000);
}

#[test]
fn no_more_faults_are_told_than_a_person_reads_and_the_rest_are_counted() {
    let told = faults(&"grupe 5\n".repeat(1000));
    assert_eq!(told.len(), 201);
    assert!(told[200].contains("design.more-faults: 800 feil til er ikke vist"), "{}", told[200]);
}
