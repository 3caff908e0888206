//! Cases of our own: one fault each, its kind, and where it stands.

use std::path::Path;

use befaring::source::Severity;

use super::{audited, is_error};

/// A specification that is sound, with places for what is tried out: line 9 has the applicability, line 14 the
/// requirement.
fn file(versions: &str, occurs: &str, applicability: &str, requirement: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<ids xmlns="http://standards.buildingsmart.org/IDS" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://standards.buildingsmart.org/IDS http://standards.buildingsmart.org/IDS/1.0/ids.xsd">
<info><title>Prøve</title></info>
<specifications>
<specification name="Prøve" ifcVersion="{versions}">
<applicability {occurs}>
<!-- hva den gjelder -->
{applicability}
</applicability>
<requirements>
<!-- hva som
kreves -->
{requirement}
</requirements>
</specification>
</specifications>
</ids>
"#
    )
}

fn simple(tag: &str, value: &str) -> String {
    format!("<{tag}><simpleValue>{value}</simpleValue></{tag}>")
}

fn entity(name: &str) -> String {
    format!("<entity>{}</entity>", simple("name", name))
}

fn restriction(tag: &str, base: &str, limits: &str) -> String {
    format!("<{tag}><xs:restriction base=\"xs:{base}\">{limits}</xs:restriction></{tag}>")
}

fn attribute(name: &str, rest: &str) -> String {
    format!("<attribute>{}{rest}</attribute>", simple("name", name))
}

fn property(attributes: &str, set: &str, name: &str, value: &str) -> String {
    format!(
        "<property {attributes}>{}{}{value}</property>",
        simple("propertySet", set),
        simple("baseName", name)
    )
}

const ANY: &str = "maxOccurs=\"unbounded\"";

/// What is found in a requirement of doors: code and line of the errors, and codes of the warnings.
fn of_doors(versions: &str, requirement: &str) -> (Vec<(&'static str, usize)>, Vec<&'static str>) {
    found(&file(versions, ANY, &entity("IFCDOOR"), requirement))
}

fn found(text: &str) -> (Vec<(&'static str, usize)>, Vec<&'static str>) {
    let (faults, sources) = audited(Path::new("prøve.ids"), text);
    let at = |f: &befaring::source::Diagnostic| f.span().map_or(0, |s| sources.position(s).line);
    let errors = faults.iter().filter(is_error).map(|f| (f.code, at(f))).collect();
    let warnings = faults.iter().filter(|f| f.severity == Severity::Warning).map(|f| f.code).collect();
    (errors, warnings)
}

/// Sound in all versions, without a word.
#[track_caller]
fn is_sound(requirement: &str) {
    for versions in ["IFC2X3", "IFC4", "IFC4X3_ADD2", "IFC2X3 IFC4 IFC4X3_ADD2"] {
        assert_eq!(of_doors(versions, requirement), (vec![], vec![]), "{versions}: {requirement}");
    }
}

/// Unsound, with exactly this error on the requirement's line.
#[track_caller]
fn is_wrong(code: &'static str, requirement: &str) {
    let (errors, _) = of_doors("IFC4", requirement);
    assert_eq!(errors, [(code, 14)], "{requirement}");
}

#[test]
fn sound_requirements_are_passed_without_a_word() {
    for requirement in [
        attribute("Name", ""),
        attribute("Name", &simple("value", "D1")),
        attribute("OverallWidth", &simple("value", "0.9")),
        attribute("OverallWidth", &restriction("value", "double", "<xs:minInclusive value=\"0.8\"/>")),
        property("", "Pset_DoorCommon", "IsExternal", ""),
        property("dataType=\"IFCBOOLEAN\"", "Pset_DoorCommon", "IsExternal", &simple("value", "true")),
        property("dataType=\"IFCLABEL\"", "Befaring_Fakta", "lås", &restriction("value", "string", "<xs:pattern value=\"RC[1-6]\"/>")),
        "<partOf relation=\"IFCRELVOIDSELEMENT IFCRELFILLSELEMENT\"><entity><name><simpleValue>IFCWALL</simpleValue></name></entity></partOf>".to_owned(),
        "<partOf><entity><name><simpleValue>IFCBUILDINGSTOREY</simpleValue></name></entity></partOf>".to_owned(),
        format!("<classification>{}</classification>", simple("system", "NS 3451")),
        "<material/>".to_owned(),
        format!("<material cardinality=\"optional\">{}</material>", simple("value", "stål")),
    ] {
        is_sound(&requirement);
    }
}

#[test]
fn names_that_do_not_exist_are_told_with_the_mend() {
    is_wrong("ids.attribute", &attribute("OverallWitdh", ""));
    is_wrong("ids.attribute-class", &attribute("LongName", ""));
    is_wrong("ids.property-set", &property("", "Pset_DorCommon", "IsExternal", ""));
    is_wrong("ids.property-set", &property("", "Qto_MyQuantities", "Width", ""));
    is_wrong("ids.property", &property("", "Pset_DoorCommon", "IsExternall", ""));
    is_wrong("ids.property-class", &property("", "Pset_WindowCommon", "GlazingAreaFraction", ""));
    is_wrong("ids.data-type", &property("dataType=\"IFCLABELL\"", "Mitt", "felt", ""));
    is_wrong("ids.data-type", &property("dataType=\"IFCTEXT\"", "Pset_DoorCommon", "IsExternal", ""));
    let text = file("IFC4", ANY, &entity("IFCDOR"), &attribute("Name", ""));
    assert_eq!(found(&text).0, [("ids.entity", 9)]);
    let (faults, _) = audited(Path::new("prøve.ids"), &text);
    assert_eq!(faults[0].replacement.as_deref(), Some("IFCDOOR"));
    let small = file("IFC4", ANY, &entity("IfcDoor"), &attribute("Name", ""));
    assert_eq!(audited(Path::new("prøve.ids"), &small).0[0].replacement.as_deref(), Some("IFCDOOR"));
}

#[test]
fn a_name_is_held_against_each_version_the_specification_names() {
    let lamp =
        |versions| found(&file(versions, ANY, &entity("IFCAUDIOVISUALAPPLIANCE"), &attribute("Name", ""))).0;
    assert_eq!(lamp("IFC4"), []);
    assert_eq!(lamp("IFC2X3 IFC4"), [("ids.entity", 9)]);
    // Told by the type in IFC2X3, as the standard's table has it.
    let sink =
        |versions| found(&file(versions, ANY, &entity("IFCSANITARYTERMINAL"), &attribute("Name", ""))).0;
    assert_eq!(sink("IFC2X3 IFC4 IFC4X3_ADD2"), []);
    // Of a list, one that is there is enough for a version, but each must be there in some.
    let list = |names: [&str; 2]| {
        let limits: String = names.iter().map(|n| format!("<xs:enumeration value=\"{n}\"/>")).collect();
        let entity = format!("<entity>{}</entity>", restriction("name", "string", &limits));
        found(&file("IFC2X3 IFC4X3_ADD2", ANY, &entity, &attribute("Name", ""))).0
    };
    assert_eq!(list(["IFCBUILDINGELEMENTPROXY", "IFCBUILTELEMENT"]), []);
    assert_eq!(list(["IFCDOOR", "IFCDOR"]), [("ids.entity", 9)]);
}

#[test]
fn predefined_types_are_those_of_the_class_unless_it_allows_ones_own() {
    let typed = |class: &str, kind: &str| {
        let entity = format!("<entity>{}{}</entity>", simple("name", class), simple("predefinedType", kind));
        found(&file("IFC4", ANY, &entity, &attribute("Name", ""))).0
    };
    assert_eq!(typed("IFCDOOR", "GATE"), []);
    assert_eq!(typed("IFCDOOR", "SVINGDØR"), [], "a door may be of a type of one's own");
    assert_eq!(typed("IFCPROJECT", "GATE"), [("ids.predefined-type", 9)]);
}

#[test]
fn impossible_values_are_told() {
    is_wrong("ids.value", &attribute("OverallWidth", &simple("value", "0,9")));
    is_wrong("ids.value", &property("dataType=\"IFCBOOLEAN\"", "Mitt", "felt", &simple("value", "TRUE")));
    is_wrong("ids.value", &property("dataType=\"IFCINTEGER\"", "Mitt", "felt", &simple("value", "4.0")));
    is_wrong("ids.attribute-value", &attribute("ObjectPlacement", &simple("value", "x")));
    is_wrong("ids.untyped", &property("", "Mitt", "felt", &simple("value", "x")));
    let wide = |base: &str, limits: &str| attribute("OverallWidth", &restriction("value", base, limits));
    is_wrong("ids.base", &wide("string", "<xs:pattern value=\".*\"/>"));
    is_wrong("ids.base", &wide("decimal", "<xs:minInclusive value=\"1\"/>"));
    is_wrong("ids.limit", &wide("double", "<xs:maxLength value=\"3\"/>"));
    is_wrong("ids.limit-value", &wide("double", "<xs:minInclusive value=\"bred\"/>"));
    is_wrong("ids.restriction-empty", &wide("double", ""));
    is_wrong(
        "ids.restriction",
        &wide("double", "<xs:minInclusive value=\"2\"/><xs:maxInclusive value=\"1\"/>"),
    );
    is_wrong(
        "ids.restriction",
        &wide("double", "<xs:minExclusive value=\"1\"/><xs:maxInclusive value=\"1\"/>"),
    );
    is_sound(&wide("double", "<xs:minInclusive value=\"1\"/><xs:maxInclusive value=\"1\"/>"));
    let named = |limits: &str| attribute("Name", &restriction("value", "string", limits));
    is_wrong("ids.pattern", &named("<xs:pattern value=\"D[0-9\"/>"));
    is_wrong("ids.restriction", &named("<xs:minLength value=\"4\"/><xs:maxLength value=\"3\"/>"));
    is_wrong("ids.restriction", &named("<xs:enumeration value=\"D1\"/><xs:pattern value=\"V[0-9]\"/>"));
    is_wrong("ids.empty", &attribute("", ""));
}

#[test]
fn what_is_likely_not_meant_is_a_warning_and_no_more() {
    let warned = |requirement: &str| {
        let (errors, warnings) = of_doors("IFC4", requirement);
        assert_eq!(errors, [], "{requirement}");
        warnings
    };
    let named = |limits: &str| attribute("Name", &restriction("value", "string", limits));
    assert_eq!(warned(&named("<xs:pattern value=\"^D[0-9]$\"/>")), ["ids.pattern-anchor"]);
    assert_eq!(
        warned(&named("<xs:enumeration value=\"D1\"/><xs:enumeration value=\"D1\"/>")),
        ["ids.restriction"]
    );
    assert_eq!(warned(&property("", "pset_doorcommon", "IsExternal", "")), ["ids.property-set"]);
    let lines = |value: &str| {
        let asked = format!("<attribute>{}{value}</attribute>", simple("name", "AddressLines"));
        found(&file("IFC2X3", ANY, &entity("IFCPOSTALADDRESS"), &asked))
    };
    // A list is never a value, but a list of texts could hold this one.
    assert_eq!(lines(&simple("value", "Storgata 1")), (vec![], vec!["ids.attribute-value"]));
    let number = restriction("value", "double", "<xs:minInclusive value=\"1\"/>");
    assert_eq!(lines(&number).0, [("ids.attribute-value", 14)]);
    let abstract_class = file("IFC4", ANY, &entity("IFCELEMENT"), &attribute("Name", ""));
    assert_eq!(found(&abstract_class), (vec![], vec!["ids.entity-abstract"]));
}

#[test]
fn of_a_property_whose_values_the_standard_lists_no_other_is_asked() {
    let status =
        |value: &str| property("dataType=\"IFCLABEL\"", "Pset_DoorCommon", "Status", &simple("value", value));
    is_wrong("ids.property-value", &status("NY"));
    assert_eq!(of_doors("IFC4", &status("NEW")), (vec![], vec![]));
    // One of several properties that may hold any text leaves the value open.
    let any = "<property dataType=\"IFCLABEL\"><propertySet><simpleValue>Pset_DoorCommon</simpleValue></propertySet><baseName><xs:restriction base=\"xs:string\"><xs:enumeration value=\"Status\"/><xs:enumeration value=\"FireRating\"/></xs:restriction></baseName><value><simpleValue>NY</simpleValue></value></property>";
    assert_eq!(of_doors("IFC4", any), (vec![], vec![]));
}

#[test]
fn a_specification_names_a_version_of_ifc() {
    let text = file("", ANY, &entity("IFCDOOR"), &attribute("Name", ""));
    assert!(found(&text).0.iter().any(|(code, _)| *code == "ids.version"));
}

#[test]
fn cardinalities_that_mean_nothing_are_told() {
    is_wrong("ids.cardinality", &property("cardinality=\"optional\"", "Mitt", "felt", ""));
    is_wrong(
        "ids.cardinality",
        &property("cardinality=\"prohibited\" dataType=\"IFCLABEL\"", "Mitt", "felt", ""),
    );
    is_sound(&property("cardinality=\"prohibited\"", "Mitt", "felt", ""));
    is_sound(&property("cardinality=\"optional\" dataType=\"IFCLABEL\"", "Mitt", "felt", ""));
    is_wrong("ids.cardinality", "<material cardinality=\"optional\"/>");
    is_wrong(
        "ids.cardinality",
        "<attribute cardinality=\"optional\"><name><simpleValue>Name</simpleValue></name></attribute>",
    );
    let occurs = |occurs: &str| found(&file("IFC4", occurs, &entity("IFCDOOR"), &attribute("Name", ""))).0;
    assert_eq!(occurs("minOccurs=\"0\" maxOccurs=\"unbounded\""), []);
    assert_eq!(occurs("minOccurs=\"1\" maxOccurs=\"unbounded\""), []);
    for wrong in ["", "minOccurs=\"2\" maxOccurs=\"unbounded\"", "minOccurs=\"0\" maxOccurs=\"3\""] {
        assert_eq!(occurs(wrong), [("ids.occurs", 7)], "{wrong}");
    }
    assert_eq!(occurs("minOccurs=\"0\" maxOccurs=\"0\""), [("ids.requirements", 11)]);
}

#[test]
fn what_no_element_can_be_at_once_is_told() {
    is_wrong("ids.class-clash", &entity("IFCWINDOW"));
    is_wrong(
        "ids.part-of",
        "<partOf relation=\"IFCRELASSIGNSTOGROUP\"><entity><name><simpleValue>IFCWALL</simpleValue></name></entity></partOf>",
    );
    is_wrong(
        "ids.part-of",
        "<partOf relation=\"IFCRELCONTAINEDINSPATIALSTRUCTURE\"><entity><name><simpleValue>IFCWALL</simpleValue></name></entity></partOf>",
    );
    let point = |rest: &str| found(&file("IFC4", ANY, &entity("IFCCARTESIANPOINT"), rest)).0;
    assert_eq!(point("<material/>"), [("ids.association", 14)]);
    assert_eq!(point(&property("", "Mitt", "felt", "")), [("ids.property-class", 14)]);
}

#[test]
fn a_file_says_in_which_version_of_ids_it_is_written() {
    let text = file("IFC4", ANY, &entity("IFCDOOR"), &attribute("Name", ""));
    assert_eq!(found(&text.replace("IDS/1.0/ids.xsd", "IDS/0.9.7/ids.xsd")).0, [("ids.schema-location", 3)]);
    let (start, end) = (text.find("\n  xsi:schema").unwrap(), text.find(">\n<info>").unwrap());
    let without = format!("{}{}", &text[..start], &text[end..]);
    assert_eq!(found(&without).0, [("ids.schema-location", 2)]);
}

#[test]
fn several_faults_are_told_in_one_run_in_the_order_of_the_text() {
    let many = format!("{}{}", attribute("Nam", ""), property("dataType=\"IFCX\"", "Pset_Nei", "felt", ""));
    let text = file("IFC4", "", &entity("IFCDOOR"), &many);
    let codes: Vec<&str> = found(&text).0.into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["ids.occurs", "ids.attribute", "ids.data-type", "ids.property-set"]);
}

#[test]
fn a_file_with_thousands_of_faults_is_told_in_part_and_fast_enough() {
    let one = format!("{}\n", attribute("Nei", ""));
    let text = file("IFC2X3 IFC4 IFC4X3_ADD2", ANY, &entity("IFCDOOR"), &one.repeat(3000));
    let (errors, _) = found(&text);
    assert!(errors.len() > 100 && errors.len() < 1000, "{}", errors.len());
}
