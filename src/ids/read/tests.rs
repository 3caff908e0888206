//! What the reader takes and refuses.

use super::*;
use crate::ids::document::{Cardinality, Constraint, Facet, LimitKind, Presence, Relation};
use crate::source::Severity;

fn wrapped(specification: &str) -> String {
    format!(
        "<ids xmlns=\"http://standards.buildingsmart.org/IDS\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n\
         <info><title>Prøve</title></info>\n<specifications>\n{specification}\n</specifications></ids>"
    )
}

fn of(text: &str) -> (Option<Document>, Vec<String>, Vec<(usize, usize)>) {
    let mut sources = Sources::new();
    let read = read(Path::new("a.ids"), text.as_bytes(), &mut sources);
    let places = read.diagnostics.iter().filter_map(|d| d.span());
    let places = places.map(|s| sources.position(s)).map(|p| (p.line, p.column)).collect();
    assert!(
        read.diagnostics
            .iter()
            .all(|d| d.severity == Severity::Error && d.help.is_some() || d.labels.is_empty())
    );
    (read.value, read.diagnostics.into_iter().map(|d| d.message.en).collect(), places)
}

fn faults(specification: &str) -> Vec<String> {
    of(&wrapped(specification)).1
}

#[test]
fn a_whole_file_is_read_with_its_defaults() {
    let (document, faults, _) = of(&wrapped(
        "<specification name=\"D&#248;rer &amp; vinduer\" ifcVersion=\"IFC4 IFC2X3\" identifier=\"D1\">\
         <applicability minOccurs=\"0\" maxOccurs=\"unbounded\"><entity><name><simpleValue>IFCDOOR</simpleValue></name></entity>\
         </applicability><requirements description=\"hva\">\
         <property cardinality=\"optional\" dataType=\"IFCLABEL\" uri=\"u\" instructions=\"i\"><propertySet>\
         <simpleValue>Pset_DoorCommon</simpleValue></propertySet><baseName><xs:restriction base=\"xs:string\">\
         <xs:annotation/><xs:pattern value=\"Fire.*\"/><xs:maxLength value=\"12\"/></xs:restriction></baseName></property>\
         <entity><name><simpleValue>IFCDOOR</simpleValue></name></entity>\
         <partOf relation=\"IFCRELVOIDSELEMENT IFCRELFILLSELEMENT\"><entity><name><simpleValue>IFCWALL</simpleValue></name>\
         <predefinedType><simpleValue>SOLIDWALL</simpleValue></predefinedType></entity></partOf>\
         </requirements></specification>",
    ));
    assert_eq!(faults, Vec::<String>::new());
    let document = document.unwrap();
    assert_eq!(document.info.title.value, "Prøve");
    let spec = &document.specifications[0];
    assert_eq!(spec.name.value, "Dører & vinduer");
    assert_eq!(spec.versions.len(), 2);
    assert_eq!(spec.applicability.occurs.presence(), Presence::Optional);
    let items = &spec.requirements.as_ref().unwrap().items;
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].cardinality, Cardinality::Optional);
    let Facet::Property(property) = &items[0].facet else { panic!() };
    let Constraint::Restriction(name) = &property.base_name else { panic!() };
    assert_eq!(name.base.as_ref().unwrap().value, "string");
    assert_eq!(
        name.limits.iter().map(|l| l.kind).collect::<Vec<_>>(),
        [LimitKind::Pattern, LimitKind::MaxLength]
    );
    let Facet::PartOf(part) = &items[2].facet else { panic!() };
    assert_eq!(part.relation, Some(Relation::VoidsAndFills));
    assert_eq!(part.entity.predefined_type.as_ref().unwrap().simple().unwrap().value, "SOLIDWALL");
}

#[test]
fn omitted_occurrence_is_one_to_one() {
    let spec = |occurs: &str| {
        let text = wrapped(&format!(
            "<specification name=\"\" ifcVersion=\"IFC4\"><applicability{occurs}/></specification>"
        ));
        let (document, faults, _) = of(&text);
        assert_eq!(faults, Vec::<String>::new());
        document.unwrap().specifications[0].applicability.occurs.clone()
    };
    let plain = spec("");
    assert_eq!((plain.min, plain.max, plain.presence()), (1, Some(1), Presence::Required));
    assert_eq!(spec(" maxOccurs=\"unbounded\"").presence(), Presence::Required);
    assert_eq!(spec(" minOccurs=\"0\" maxOccurs=\"0\"").presence(), Presence::Prohibited);
    assert_eq!(spec(" minOccurs=\"0\"").presence(), Presence::Optional);
}

#[test]
fn several_faults_are_told_in_one_run_each_at_its_place() {
    let (document, faults, places) = of(&wrapped(
        "<specification ifcVersion=\"IFC5\">\n<applicability><attribute/><entity cardinality=\"required\"><name>\
         <simpleValue>X</simpleValue></name></entity></applicability>\n<requirements><window/>text</requirements></specification>",
    ));
    assert!(document.is_some());
    assert_eq!(
        faults,
        [
            "“specification” lacks the attribute “name”",
            "“IFC5” is no version of IFC in IDS 1.0",
            "“attribute” lacks the element “name”",
            "“entity” must stand before “attribute”",
            "“entity” has no attribute “cardinality”",
            "“requirements” has no element “window”",
            "no text may stand in “requirements”",
        ]
    );
    assert_eq!(places[0], (4, 1));
    assert_eq!(places[1], (4, 28));
    assert_eq!(places[2].0, 5);
    assert_eq!(places[6], (6, 24));
}

#[test]
fn what_the_schema_does_not_allow_is_a_fault() {
    let requirement = |facet: &str| {
        faults(&format!(
            "<specification name=\"a\" ifcVersion=\"IFC4\"><applicability/><requirements>{facet}</requirements></specification>"
        ))
    };
    let name = "<name><simpleValue>A</simpleValue></name>";
    assert!(requirement(&format!("<attribute>{name}</attribute>")).is_empty());
    assert!(requirement("<material/>").is_empty());
    for bad in [
        format!("<attribute uri=\"x\">{name}</attribute>"),
        format!("<attribute>{name}{name}</attribute>"),
        format!("<attribute cardinality=\"Required\">{name}</attribute>"),
        format!("<entity cardinality=\"required\">{name}</entity>"),
        format!("<partOf cardinality=\"optional\"><entity>{name}</entity></partOf>"),
        format!("<partOf relation=\"IFCRELVOIDSELEMENT\"><entity>{name}</entity></partOf>"),
        format!("<partOf>{name}</partOf>"),
        "<material><value/></material>".to_owned(),
        "<material><value>Betong</value></material>".to_owned(),
        "<material><value><simpleValue>a<b/></simpleValue></value></material>".to_owned(),
        "<classification><system><simpleValue/></system><value><simpleValue/></value></classification>".to_owned(),
        "<classification><value><simpleValue/></value></classification>".to_owned(),
        "<material><value><restriction base=\"xs:string\"/></value></material>".to_owned(),
        "<material><value><xs:restriction base=\"xs:string\"><xs:enumeration/></xs:restriction></value></material>".to_owned(),
        "<material><value><xs:restriction base=\"xs:string\"><xs:length value=\"-1\"/></xs:restriction></value></material>".to_owned(),
        "<material><value><xs:restriction base=\"xs:string\"><xs:even value=\"1\"/></xs:restriction></value></material>".to_owned(),
        "<material><value><xs:restriction base=\"q:string\"/></value></material>".to_owned(),
        "<property dataType=\"IfcLabel\"><propertySet><simpleValue/></propertySet><baseName><simpleValue/></baseName></property>".to_owned(),
    ] {
        assert!(!requirement(&bad).is_empty(), "{bad}");
    }
    assert_eq!(faults("").len(), 1);
    assert_eq!(of("<ids/>").1, ["the element “ids” stands in the wrong namespace"]);
    assert_eq!(of("<html/>").1, ["the root is “html” and not “ids”"]);
}

#[test]
fn hostile_and_broken_xml_is_refused_with_words() {
    let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    let many = format!("<a {}/>", (0..100_000).map(|i| format!("a{i}=\"\" ")).collect::<String>());
    let level =
        |n: usize| format!("<a {}>", (0..20).map(|i| format!("xmlns:a{n}_{i}=\"x\" ")).collect::<String>());
    let names: String = (0..60).map(level).collect();
    let laughs = "<!DOCTYPE ids [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]><ids>&b;</ids>";
    let outside = "<!DOCTYPE ids SYSTEM \"file:///etc/passwd\"><ids/>";
    for (text, says) in [
        (deep.as_str(), "more than 64 levels"),
        (&many, "more than 64 attributes"),
        (&names, "more than 64 namespaces"),
        (laughs, "document type declaration"),
        (outside, "document type declaration"),
        ("<ids>&b;</ids>", "entity “&b;” is unknown"),
        ("<ids>&#0;</ids>", "not well-formed"),
        ("", "no element"),
        ("plain", "text outside"),
        ("<ids>", "never closed"),
        ("<ids></idz>", "not well-formed"),
        ("<ids/><ids/>", "more than one root"),
        ("<ids/>x", "text outside"),
        ("<ids a=b/>", "not well-formed"),
        ("<ids a='1' a='2'/>", "not well-formed"),
        ("<ids a='<'/>", "not well-formed"),
        ("<q:ids/>", "bound to no namespace"),
        ("<ids", "not well-formed"),
        ("<i\u{1}/>", "not well-formed"),
        ("<!-- a -- b --><ids/>", "not well-formed"),
    ] {
        let (document, faults, _) = of(text);
        assert!(document.is_none(), "{says}");
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains(says), "{} is not: {says}", faults[0]);
    }
}

#[test]
fn other_encodings_are_read_or_named() {
    let plain = wrapped("<specification name=\"å\" ifcVersion=\"IFC4\"><applicability/></specification>");
    let wide: Vec<u8> = [0xfeff].into_iter().chain(plain.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xef\xbb\xbf", plain.as_bytes()].concat();
    for bytes in [wide.as_slice(), &marked] {
        let read = read(Path::new("a.ids"), bytes, &mut Sources::new());
        assert_eq!(read.diagnostics, []);
        assert_eq!(read.value.unwrap().specifications[0].name.value, "å");
    }
    assert_eq!(text(b"abc\xe5"), Err(ReadError::Encoding(3)));
    assert_eq!(text(&vec![b' '; LARGEST_FILE + 1]), Err(ReadError::TooLarge(LARGEST_FILE + 1)));
}
