//! `befaring ids check` as its users meet it.

use super::Place;
use std::path::Path;

fn case(name: &str) -> (String, String) {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ids").join(name);
    let path = |ending: &str| base.with_extension(ending).to_string_lossy().into_owned();
    (path("ids"), path("ifc"))
}

#[test]
fn a_model_that_fails_is_told_with_element_line_and_what_should_be() {
    let place = Place::new("ids-fails");
    let (ids, ifc) = case("fail-a_pattern_holds_for_the_whole_value");
    let run = place.run(&["ids", "check", &ids, &ifc]).code(1);
    assert!(
        run.out.contains("✗ 1. A pattern holds for the whole value: 1 av 1 elementer feiler"),
        "{}",
        run.out
    );
    for part in ["#1 IfcDoor «D1» 1hqIFTRjfV6AWq_bMtnZwI (linje 8)", "Min_X.A er «EI600»", "«EI[0-9]{2}»"]
    {
        assert!(run.out.replace("\n       ", " ").contains(part), "{part} is not in:\n{}", run.out);
    }
}

#[test]
fn a_model_that_passes_gives_code_0_and_nothing_checked_is_said() {
    let place = Place::new("ids-passes");
    let (ids, ifc) = case("pass-one_value_of_a_list_is_enough");
    place.run(&["ids", "check", &ids, &ifc]).code(0);
    let (ids, ifc) = case("pass-what_may_exist_does_not");
    let run = place.run(&["ids", "check", &ids, &ifc]).code(0);
    assert!(run.out.contains("Ingenting er kontrollert"), "{}", run.out);
    assert!(!run.out.contains('✓'), "{}", run.out);
    place.run(&["ids", "check", &ids, &ifc, "--strict"]).code(3);
}

#[test]
fn a_model_of_another_version_is_said_to_be_one() {
    let place = Place::new("ids-version");
    let (ids, _) = case("pass-what_must_not_exist_does_not");
    let (_, ifc) = case("fail-a_lamp_of_the_older_schema_is_no_toilet");
    let run = place.run(&["ids", "check", &ids, &ifc]).code(0);
    assert!(run.out.contains("Skrevet for IFC4, men modellen er IFC2X3"), "{}", run.out);
    place.run(&["ids", "check", &ids, &ifc, "--strict"]).code(3);
}

#[test]
fn what_is_no_ids_or_no_model_gives_code_2_and_says_why() {
    let place = Place::new("ids-invalid");
    let (good, ifc) = case("pass-a_door_is_a_door");
    let (unsound, _) = case("invalid-an_attribute_the_class_does_not_have");
    let run = place.run(&["ids", "check", &unsound, &ifc]).code(2);
    assert!(run.err.contains("Ingenting er kontrollert") && run.err.contains("Brannklasse"), "{}", run.err);
    place.write("tom.ids", "<ids xmlns=\"http://standards.buildingsmart.org/IDS\"><info><title>t</title></info><specifications/></ids>");
    let run = place.run(&["ids", "check", "tom.ids", &ifc]).code(2);
    assert!(run.err.contains("specification"), "{}", run.err);
    let laughs = format!("<!DOCTYPE a [<!ENTITY a \"{}\">]><ids>&a;</ids>", "ha".repeat(1000));
    place.write("ler.ids", &laughs);
    let run = place.run(&["ids", "check", "ler.ids", &ifc]).code(2);
    assert!(run.err.contains("DOCTYPE"), "{}", run.err);
    place.write("ikke.ifc", "hei");
    place.run(&["ids", "check", &good, "ikke.ifc"]).code(2);
    place.run(&["ids", "check", &good]).code(2);
    place.run(&["ids", "check", &ifc]).code(2);
}

#[test]
fn files_hold_all_elements_and_the_json_keeps_to_its_schema() {
    let place = Place::new("ids-files");
    let (ids, ifc) = case("fail-what_must_not_exist_does");
    let run = place.run(&["ids", "check", &ids, &ifc, "-o", "ut", "-q", "--lang", "en"]).code(1);
    assert!(run.out.is_empty() && run.err.contains("ids.html"), "{}{}", run.out, run.err);
    let text = place.read("ut/ids.json");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&befaring::report::ids::schema().unwrap()).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&json));
    let spec = &json["checks"][0]["specifications"][0];
    assert_eq!(spec["verdict"], "failed");
    assert_eq!(spec["unwanted"][0]["global_id"], "1hqIFTRjfV6AWq_bMtnZwI");
    assert_eq!(spec["unwanted"][0]["line"], 8);
    let html = place.read("ut/ids.html");
    assert!(html.contains("1hqIFTRjfV6AWq_bMtnZwI") && html.contains("default-src 'none'"));
    assert!(!html.contains("http://") && !html.contains("<script"));
    // The same input gives the same bytes.
    place.run(&["ids", "check", &ids, &ifc, "-o", "ut", "-q", "--lang", "en"]).code(1);
    assert_eq!(place.read("ut/ids.json"), text);
}

#[test]
fn hostile_names_do_not_reach_the_terminal_or_the_page() {
    let place = Place::new("ids-hostile");
    let (ids, ifc) = case("fail-a_pattern_holds_for_the_whole_value");
    let model = std::fs::read_to_string(ifc).unwrap().replace("'D1'", "'\\X\\1B[31m<script>x'");
    place.write("m.ifc", &model);
    let run = place.run(&["ids", "check", &ids, "m.ifc", "-o", "ut.html"]).code(1);
    assert!(!run.out.contains('\u{1b}'), "{:?}", run.out);
    assert!(!place.read("ut.html").contains("<script>"));
}

#[test]
fn sarif_and_junit_tell_the_same_elements() {
    let place = Place::new("ids-ci");
    let (ids, ifc) = case("fail-a_pattern_holds_for_the_whole_value");
    let sarif = place.run(&["ids", "check", &ids, &ifc, "--format", "sarif"]).code(1).out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = here
        .ancestors()
        .find_map(|f| std::fs::read_to_string(f.join("shared/schemas/sarif-schema-2.1.0.json")).ok());
    if let Some(schema) = schema {
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&sarif).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let result = &sarif["runs"][0]["results"][0];
    let location = &result["locations"][0];
    assert_eq!(location["physicalLocation"]["region"]["startLine"], 8);
    assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "1hqIFTRjfV6AWq_bMtnZwI");
    place.run(&["ids", "check", &ids, &ifc, "-q", "-o", "ut.xml"]).code(1);
    let text = place.read("ut.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let failures: Vec<_> = xml.descendants().filter(|n| n.has_tag_name("failure")).collect();
    assert_eq!(failures.len(), 1);
    assert!(failures[0].text().unwrap().contains("1hqIFTRjfV6AWq_bMtnZwI"));
    assert_eq!(xml.descendants().filter(|n| n.has_tag_name("testcase")).count(), 2);
}
