//! What the engine makes of known, unknown, conflicting and uncertain facts, on a catalogue of its own.

use std::path::Path;

use befaring::catalogue::Catalogue;
use befaring::evaluate::evaluate;
use befaring::facts::{Edge, FactBase, Node, Subject, SubjectIx};
use befaring::finding::{Finding, Force, Unclarity, Verdict};
use befaring::model::{ElementId, Known, Origin, Place, Value};
use befaring::source::Tree;
use befaring::text::{Lang, Localized};
use befaring::vocab::SubjectKind;

const FACTS: &str = r#"
["project.group_keys"]
kind = "words"
name = { nb = "målgruppe", en = "group" }
derived = { nb = "x", en = "x" }
["project.group"]
kind = "words"
name = { nb = "målgruppe", en = "group" }
design = "gruppe"
example = "gruppe 5"
values_from = "groups"
["room.upstand"]
kind = "length"
name = { nb = "oppbrett", en = "upstand" }
design = "oppbrett"
example = "gulv vinyl oppbrett 10 cm"
["room.functions"]
kind = "words"
name = { nb = "funksjoner", en = "functions" }
derived = { nb = "x", en = "x" }
["room.indoor"]
kind = "bool"
name = { nb = "inne", en = "indoors" }
derived = { nb = "x", en = "x" }
["dwelling.calm"]
kind = "bool"
name = { nb = "rolig", en = "calm" }
design = "rolig"
["dwelling.strong"]
kind = "bool"
name = { nb = "sterk", en = "strong" }
design = "sterk"
["fixture.kind"]
kind = "word"
name = { nb = "utstyr", en = "equipment" }
derived = { nb = "x", en = "x" }
["fixture.present"]
kind = "bool"
name = { nb = "finnes", en = "is there" }
derived = { nb = "x", en = "x" }
["door.connects"]
kind = "words"
name = { nb = "dør mellom", en = "door between" }
derived = { nb = "x", en = "x" }
"#;

const GROUPS: &str = r#"
[[group]]
id = "4"
name = { nb = "Gruppe 4", en = "Group 4" }
needs = { nb = "", en = "" }
dwelling_type = { nb = "", en = "" }
standard = "o"
location = []
location_text = { nb = "", en = "" }
service = []
service_text = { nb = "", en = "" }
pathway = []
requirement_set = []
examples = []
colocated = true
[[group]]
id = "5"
name = { nb = "Gruppe 5", en = "Group 5" }
needs = { nb = "", en = "" }
dwelling_type = { nb = "", en = "" }
standard = "f"
location = []
location_text = { nb = "", en = "" }
service = []
service_text = { nb = "", en = "" }
pathway = []
requirement_set = []
examples = []
colocated = true
[[group]]
id = "S1-5"
name = { nb = "Somatikk 1–5", en = "Somatic 1–5" }
needs = { nb = "", en = "" }
dwelling_type = { nb = "", en = "" }
standard = "o"
location = []
location_text = { nb = "", en = "" }
service = []
service_text = { nb = "", en = "" }
pathway = []
requirement_set = []
examples = []
colocated = true
"#;

const ROOMS: &str = r#"
[[room]]
id = "technical"
name = { nb = "teknisk rom", en = "technical room" }
[[room]]
id = "hall"
name = { nb = "gang", en = "hall" }
"#;

const FIXTURES: &str = r#"
[[fixture]]
id = "fan"
name = { nb = "ventilasjonsaggregat", en = "ventilation unit" }
category = "technical"
"#;

const EDITION: &str = r#"
id = "e1"
title = "Dokument"
publisher = "Noen"
date = "2024"
edition = true
reading = { nb = "lest", en = "read" }
[[clause]]
name = "K"
requirements = ["krav.a"]
status = "automatic"
"#;

fn catalogue(block: &str, extra: &[(&str, &str)]) -> Catalogue {
    let requirement = format!(
        r#"
id = "krav.a"
number = 1
title = {{ nb = "Oppbrett", en = "Upstand" }}
{block}
[text.nb]
positive = "oppbrett {{value}}"
negative = "oppbrett er {{value}} (krav {{limit}})"
[text.en]
positive = "upstand {{value}}"
negative = "upstand is {{value}} (required {{limit}})"
[inspection]
nb = "Mål oppbrettet."
en = "Measure the upstand."
"#
    );
    let mut files = vec![
        ("vocabulary/facts/alt.toml", FACTS),
        ("vocabulary/groups.toml", GROUPS),
        ("vocabulary/rooms.toml", ROOMS),
        ("vocabulary/fixtures.toml", FIXTURES),
        ("editions/e1.toml", EDITION),
        ("requirements/krav/krav.a.toml", requirement.as_str()),
    ];
    files.extend_from_slice(extra);
    match Catalogue::load(&Tree::from_texts(Path::new("test"), files)) {
        Ok(catalogue) => catalogue,
        Err(befaring::catalogue::CatalogueError::Invalid { faults, .. }) => {
            let told: Vec<&str> = faults.iter().map(|f| f.message.get(Lang::En)).collect();
            panic!("{}", told.join("\n"))
        }
    }
}

fn block(applies: &str, rest: &str) -> String {
    format!(
        "[[edition]]\nfrom = \"e1\"\nforce = \"shall\"\nsource = {{ clause = \"K\", quote = \"ord\" }}\napplies = {{ {applies} }}\n{rest}\n"
    )
}

const UPSTAND: &str = "[edition.check.bound]\nfact = \"room.upstand\"\nmin = \"10 cm\"";

fn declared(value: Value) -> Known {
    Known::new(value, Origin::Declared { place: Place { file: "a.bolig".into(), line: 7, column: 3 } })
}

fn subject(base: &mut FactBase, kind: SubjectKind, id: &str, parent: Option<SubjectIx>) -> SubjectIx {
    let index = base.of_kind(kind).count();
    base.add(Subject {
        kind,
        index,
        id: ElementId(id.into()),
        label: id.into(),
        parent,
        anchor: None,
        place: None,
        guid: None,
    })
}

struct House {
    base: FactBase,
    dwelling: SubjectIx,
    room: SubjectIx,
}

/// A project of group 5 with one dwelling with one room.
fn house() -> House {
    let mut base = FactBase::default();
    let project = subject(&mut base, SubjectKind::Project, "prosjektet", None);
    base.set_declared(project, "project.group_keys", vec![declared(Value::words(["5"]))]);
    let dwelling = subject(&mut base, SubjectKind::Dwelling, "A101", Some(project));
    let room = subject(&mut base, SubjectKind::Room, "allrom i A101", Some(dwelling));
    House { base, dwelling, room }
}

fn one(base: &FactBase, catalogue: &Catalogue) -> Finding {
    let mut findings = evaluate(base, catalogue, "e1");
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.remove(0)
}

fn upstand(known: Vec<Known>) -> Finding {
    let mut house = house();
    house.base.set_declared(house.room, "room.upstand", known);
    one(&house.base, &catalogue(&block("to = \"room\"", UPSTAND), &[]))
}

#[test]
fn a_value_at_the_limit_is_positive_and_one_millimetre_under_it_is_negative() {
    let at = upstand(vec![declared(Value::length(0.10))]);
    assert_eq!((at.verdict, at.message.nb.as_str()), (Verdict::Positive, "oppbrett 10\u{a0}cm"));
    let under = upstand(vec![declared(Value::length(0.099))]);
    assert_eq!(under.verdict, Verdict::Negative);
    assert_eq!(under.message.nb, "oppbrett er 9,9\u{a0}cm (krav 10\u{a0}cm)");
}

#[test]
fn every_finding_names_the_line_it_leans_on() {
    let finding = upstand(vec![declared(Value::length(0.12))]);
    let place =
        finding.evidence[0].origin.as_ref().and_then(Origin::place).expect("a declared value has a place");
    assert_eq!((place.file.as_str(), place.line), ("a.bolig", 7));
}

#[test]
fn an_absent_fact_is_unclear_and_says_how_to_supply_it() {
    let finding = upstand(vec![]);
    assert_eq!((finding.verdict, finding.unclarity), (Verdict::Unclear, Some(Unclarity::NotDocumented)));
    assert_eq!(finding.message.nb, "Oppbrett: ikke dokumentert – trenger oppbrett");
    assert_eq!(finding.remedies[0].design.as_deref(), Some("gulv vinyl oppbrett 10 cm"));
    assert_eq!(finding.remedies[0].observe, Some(Localized::new("Mål oppbrettet.", "Measure the upstand.")));
}

#[test]
fn two_sources_that_differ_are_a_conflict_even_when_both_would_pass() {
    let finding = upstand(vec![declared(Value::length(0.12)), declared(Value::length(0.15))]);
    assert_eq!((finding.verdict, finding.unclarity), (Verdict::Unclear, Some(Unclarity::Conflict)));
    assert_eq!(finding.evidence.len(), 2);
}

#[test]
fn a_limit_within_the_uncertainty_is_unclear_on_both_sides_and_decided_beyond_it() {
    let with = |value: f64| upstand(vec![Known { uncertainty: 0.01, ..declared(Value::length(value)) }]);
    assert_eq!(with(0.105).unclarity, Some(Unclarity::Uncertain));
    assert_eq!(with(0.095).unclarity, Some(Unclarity::Uncertain));
    assert_eq!(with(0.111).verdict, Verdict::Positive);
    assert_eq!(with(0.089).verdict, Verdict::Negative);
}

#[test]
fn an_unknown_group_is_unclear_and_never_silent() {
    let mut base = FactBase::default();
    let project = subject(&mut base, SubjectKind::Project, "prosjektet", None);
    let dwelling = subject(&mut base, SubjectKind::Dwelling, "A101", Some(project));
    subject(&mut base, SubjectKind::Room, "allrom", Some(dwelling));
    let finding = one(&base, &catalogue(&block("to = \"room\", groups = [\"5\"]", UPSTAND), &[]));
    assert_eq!(finding.verdict, Verdict::Unclear);
    assert_eq!(finding.remedies[0].fact, "project.group");
}

#[test]
fn another_group_is_not_applicable_and_an_exception_outranks_the_group() {
    let mut house = house();
    house.base.set_declared(house.room, "room.upstand", vec![declared(Value::length(0.12))]);
    let other = catalogue(&block("to = \"room\", groups = [\"4\"]", UPSTAND), &[]);
    assert_eq!(one(&house.base, &other).verdict, Verdict::NotApplicable);
    let except = catalogue(&block("to = \"room\", groups = [\"5\"], except = [\"S1-5\"]", UPSTAND), &[]);
    assert_eq!(one(&house.base, &except).verdict, Verdict::Positive);
    let project = house.base.project();
    house.base.set_declared(project, "project.group_keys", vec![declared(Value::words(["5", "S1-5"]))]);
    assert_eq!(one(&house.base, &except).verdict, Verdict::NotApplicable);
}

#[test]
fn a_group_a_requirement_is_read_to_hold_for_gets_the_other_force_and_the_reading() {
    let extends = format!(
        "[[edition.extends]]\ngroups = [\"5\"]\nforce = \"should\"\nnb = \"lest som gulv\"\nen = \"read as a floor\"\n{UPSTAND}"
    );
    let mut house = house();
    house.base.set_declared(house.room, "room.upstand", vec![declared(Value::length(0.02))]);
    let finding = one(&house.base, &catalogue(&block("to = \"room\", groups = [\"S1-5\"]", &extends), &[]));
    assert_eq!((finding.verdict, finding.force), (Verdict::Negative, Force::Should));
    assert_eq!(finding.interpretation.map(|i| i.nb.clone()).as_deref(), Some("lest som gulv"));
}

#[test]
fn a_parameter_can_be_replaced_and_the_finding_says_so() {
    let rest = "[edition.parameter.least]\nvalue = \"10 cm\"\nnb = \"tolket\"\nen = \"read\"\n[edition.check.bound]\nfact = \"room.upstand\"\nmin = \"@least\"";
    let mut house = house();
    house.base.set_declared(house.room, "room.upstand", vec![declared(Value::length(0.12))]);
    let mut with = catalogue(&block("to = \"room\"", rest), &[]);
    let finding = one(&house.base, &with);
    assert_eq!((finding.verdict, finding.parameters[0].overridden), (Verdict::Positive, false));
    with.overrides.insert("krav.a.least".into(), "15 cm".into());
    let finding = one(&house.base, &with);
    assert_eq!((finding.verdict, finding.parameters[0].overridden), (Verdict::Negative, true));
    assert_eq!(finding.parameters[0].value.nb, "15\u{a0}cm");
    with.overrides.insert("krav.a.least".into(), "mye".into());
    assert_eq!(one(&house.base, &with).verdict, Verdict::Unclear);
}

#[test]
fn a_dwelling_without_the_place_is_unclear_unless_the_requirement_says_otherwise() {
    let mut house = house();
    let windows = "[edition.check.present]\nfact = \"room.upstand\"";
    let unclear = one(&house.base, &catalogue(&block("to = \"window\"", windows), &[]));
    assert_eq!((unclear.verdict, unclear.subject), (Verdict::Unclear, house.dwelling));
    let fine = catalogue(&block("to = \"window\", missing = \"not_applicable\"", windows), &[]);
    assert_eq!(
        one(&house.base, &fine).verdict,
        Verdict::Unclear,
        "its rooms may not have been described at all"
    );
    house.base.set_declared(house.dwelling, "dwelling.planned", vec![declared(Value::Bool(true))]);
    assert_eq!(one(&house.base, &fine).verdict, Verdict::NotApplicable);
}

#[test]
fn a_condition_nobody_can_tell_leaves_the_requirement_unclear() {
    let applies = "to = \"dwelling\", where = [{ fact = \"dwelling.calm\", is = true }]";
    let rest = "[edition.check.value]\nfact = \"dwelling.strong\"\nis = true";
    let mut house = house();
    let catalogue = catalogue(&block(applies, rest), &[]);
    assert_eq!(one(&house.base, &catalogue).remedies[0].fact, "dwelling.calm");
    house.base.set_declared(
        house.dwelling,
        "dwelling.calm",
        vec![declared(Value::Bool(true)), declared(Value::Bool(false))],
    );
    let message = one(&house.base, &catalogue).message.nb.clone();
    assert_eq!(message, "Oppbrett: ikke dokumentert – rolig er oppgitt ulikt: ja ≠ nei");
    house.base.set_declared(house.dwelling, "dwelling.calm", vec![declared(Value::Bool(false))]);
    assert_eq!(one(&house.base, &catalogue).verdict, Verdict::NotApplicable);
    house.base.set_declared(house.dwelling, "dwelling.calm", vec![declared(Value::Bool(true))]);
    assert_eq!(one(&house.base, &catalogue).remedies[0].fact, "dwelling.strong");
}

#[test]
fn all_takes_the_worst_any_the_best_and_none_swaps() {
    use Verdict::{Negative, Positive, Unclear};
    let verdict = |how: &str, calm: Option<bool>, strong: Option<bool>| {
        let part =
            |fact: &str| format!("[[edition.check.{how}]]\nvalue = {{ fact = \"{fact}\", is = true }}\n");
        let rest = part("dwelling.calm") + &part("dwelling.strong");
        let mut house = house();
        for (fact, value) in [("dwelling.calm", calm), ("dwelling.strong", strong)] {
            house.base.set_declared(
                house.dwelling,
                fact,
                value.map(|v| declared(Value::Bool(v))).into_iter().collect(),
            );
        }
        one(&house.base, &catalogue(&block("to = \"dwelling\"", &rest), &[])).verdict
    };
    let (yes, no) = (Some(true), Some(false));
    let table = [
        (yes, yes, Positive, Positive, Negative),
        (yes, no, Negative, Positive, Negative),
        (yes, None, Unclear, Positive, Negative),
        (no, no, Negative, Negative, Positive),
        (no, None, Negative, Unclear, Unclear),
        (None, None, Unclear, Unclear, Unclear),
    ];
    for (calm, strong, all, any, none) in table {
        assert_eq!(verdict("all", calm, strong), all, "all of {calm:?} {strong:?}");
        assert_eq!(verdict("any", calm, strong), any, "any of {calm:?} {strong:?}");
        assert_eq!(verdict("none", calm, strong), none, "none of {calm:?} {strong:?}");
    }
}

#[test]
fn a_contested_negative_is_a_conflict_between_sources() {
    let rest = "contested = { nb = \"to kilder\", en = \"two sources\" }\n[edition.check.value]\nfact = \"dwelling.calm\"\nis = true";
    let mut house = house();
    house.base.set_declared(house.dwelling, "dwelling.calm", vec![declared(Value::Bool(false))]);
    let finding = one(&house.base, &catalogue(&block("to = \"dwelling\"", rest), &[]));
    assert_eq!((finding.verdict, finding.unclarity), (Verdict::Unclear, Some(Unclarity::Conflict)));
    assert_eq!(finding.interpretation.map(|i| i.en.clone()).as_deref(), Some("two sources"));
}

#[test]
fn equipment_nobody_mentioned_is_neither_there_nor_absent() {
    let rest = "[edition.check.located]\nfixtures = [\"fan\"]\nin = [\"technical\"]";
    let located = catalogue(&block("to = \"dwelling\"", rest), &[]);
    let mut house = house();
    assert_eq!(one(&house.base, &located).remedies[0].design.as_deref(), Some("utstyr ventilasjonsaggregat"));
    house.base.set_declared(house.room, "room.functions", vec![declared(Value::words(["hall"]))]);
    let fan = subject(&mut house.base, SubjectKind::Fixture, "aggregat", Some(house.room));
    house.base.set_declared(fan, "fixture.kind", vec![declared(Value::Word("fan".into()))]);
    house.base.set_declared(fan, "fixture.present", vec![declared(Value::Bool(true))]);
    let finding = one(&house.base, &located);
    assert_eq!((finding.verdict, finding.causes.as_slice()), (Verdict::Negative, &[fan][..]));
    house.base.set_declared(house.room, "room.functions", vec![declared(Value::words(["technical"]))]);
    assert_eq!(one(&house.base, &located).verdict, Verdict::Positive);
}

/// A dwelling with a hall and a technical room, and the given doors of the technical room.
fn technical_room(doors: &[&str]) -> Finding {
    let mut house = house();
    house.base.set_declared(house.room, "room.functions", vec![declared(Value::words(["hall"]))]);
    house.base.set_declared(house.room, "room.indoor", vec![declared(Value::Bool(true))]);
    let technical = subject(&mut house.base, SubjectKind::Room, "teknisk", Some(house.dwelling));
    house.base.set_declared(technical, "room.functions", vec![declared(Value::words(["technical"]))]);
    for (i, to) in doors.iter().enumerate() {
        let door = subject(&mut house.base, SubjectKind::Door, &format!("D{i}"), Some(house.dwelling));
        let beyond = match *to {
            "ute" => Node::Outside,
            "gang" => Node::Room(house.room),
            _ => Node::Unknown,
        };
        house.base.access.push(Edge { a: beyond, b: Node::Room(technical), door });
    }
    let rest = "[edition.check.access]\nroom = \"technical\"\nfrom = [\"outside\", \"common\"]\nnot_from = [\"dwelling\"]";
    one(&house.base, &catalogue(&block("to = \"dwelling\"", rest), &[]))
}

#[test]
fn a_technical_room_is_judged_by_where_its_doors_lead() {
    assert_eq!(technical_room(&["ute"]).verdict, Verdict::Positive);
    let inside = technical_room(&["ute", "gang"]);
    assert_eq!((inside.verdict, inside.causes.len()), (Verdict::Negative, 1));
    assert_eq!(technical_room(&["gang"]).verdict, Verdict::Negative);
    assert_eq!(technical_room(&[]).verdict, Verdict::Unclear, "a room without doors was only half drawn");
    assert_eq!(technical_room(&["ute", "?"]).verdict, Verdict::Unclear, "the unknown door may lead inside");
}

#[test]
fn a_summary_is_as_good_as_the_worst_it_sums_up() {
    let second = r#"
id = "krav.b"
number = 2
title = { nb = "Samlet", en = "Together" }
[[edition]]
from = "e1"
force = "shall"
source = { clause = "L", quote = "ord" }
applies = { to = "project" }
[edition.check.summary]
of = ["krav.a*"]
[text.nb]
positive = "{count} av {total}"
negative = "mangler: {missing}"
[text.en]
positive = "{count} of {total}"
negative = "missing: {missing}"
"#;
    let edition = EDITION.to_owned()
        + "[[clause]]\nname = \"L\"\nrequirements = [\"krav.b\"]\nstatus = \"automatic\"\n";
    let catalogue = catalogue(
        &block("to = \"room\"", UPSTAND),
        &[("requirements/krav/krav.b.toml", second), ("editions/e1.toml", edition.as_str())],
    );
    for (value, verdict, words) in [
        (Some(0.12), Verdict::Positive, "1 av 1"),
        (Some(0.05), Verdict::Negative, "mangler: oppbrett"),
        (None, Verdict::Unclear, "Samlet: ikke dokumentert"),
    ] {
        let mut house = house();
        house.base.set_declared(
            house.room,
            "room.upstand",
            value.map(|v| declared(Value::length(v))).into_iter().collect(),
        );
        let findings = evaluate(&house.base, &catalogue, "e1");
        let sum = findings.iter().find(|f| f.requirement == "krav.b").expect("the summary is evaluated");
        assert_eq!((sum.verdict, sum.message.nb.as_str()), (verdict, words));
    }
}

const MORE: &str = r#"
["dwelling.words"]
kind = "words"
name = { nb = "ord", en = "words" }
design = "ord"
values = [{ id = "a", nb = "a", en = "a" }, { id = "b", nb = "b", en = "b" }, { id = "c", nb = "c", en = "c" }]
["dwelling.key"]
kind = "words"
name = { nb = "nøkkel", en = "key" }
design = "nøkkel"
values = [{ id = "x", nb = "x", en = "x" }, { id = "y", nb = "y", en = "y" }, { id = "z", nb = "z", en = "z" }]
["dwelling.class"]
kind = "word"
ordered = true
name = { nb = "klasse", en = "class" }
design = "klasse"
values = [{ id = "rc1", nb = "RC1", en = "RC1" }, { id = "rc2", nb = "RC2", en = "RC2" }, { id = "rc3", nb = "RC3", en = "RC3" }]
["window.sound"]
kind = "bool"
name = { nb = "hel", en = "sound" }
design = "hel"
"#;

const TABLE: &str = r#"
title = { nb = "t", en = "t" }
source = "t"
[row.x]
fits = ["a", "b"]
[row.y]
fits = ["b", "c"]
[row.z]
fits = []
"#;

fn with_more(block: &str) -> Catalogue {
    catalogue(block, &[("vocabulary/facts/mer.toml", MORE), ("tables/t.toml", TABLE)])
}

fn words(list: &[&str]) -> Vec<Known> {
    vec![declared(Value::words(list.iter().copied()))]
}

/// The verdict of a check at the dwelling, with these facts of it.
fn at_dwelling(check: &str, facts: &[(&str, Vec<Known>)]) -> Finding {
    let mut house = house();
    for (fact, known) in facts {
        house.base.set_declared(house.dwelling, fact, known.clone());
    }
    one(&house.base, &with_more(&block("to = \"dwelling\"", check)))
}

#[test]
fn a_class_is_held_against_a_limit_in_the_order_of_its_list() {
    let check = "[edition.parameter.least]\nvalue = \"RC2\"\nnb = \"tolket\"\nen = \"read\"\n[edition.check.bound]\nfact = \"dwelling.class\"\nmin = \"@least\"";
    let class = |id: &str| at_dwelling(check, &[("dwelling.class", vec![declared(Value::Word(id.into()))])]);
    assert_eq!(class("rc3").verdict, Verdict::Positive);
    assert_eq!(class("rc2").verdict, Verdict::Positive);
    let under = class("rc1");
    assert_eq!((under.verdict, under.message.nb.as_str()), (Verdict::Negative, "oppbrett er RC1 (krav RC2)"));
    assert_eq!(under.parameters[0].value.nb, "RC2");
    let most = "[edition.check.bound]\nfact = \"dwelling.class\"\nmax = \"rc2\"";
    assert_eq!(
        at_dwelling(most, &[("dwelling.class", vec![declared(Value::Word("rc3".into()))])]).verdict,
        Verdict::Negative
    );
}

#[test]
fn a_limit_no_class_answers_to_leaves_the_answer_open() {
    let check = "[edition.parameter.least]\nvalue = \"RC2\"\nnb = \"tolket\"\nen = \"read\"\n[edition.check.bound]\nfact = \"dwelling.class\"\nmin = \"@least\"";
    let mut catalogue = with_more(&block("to = \"dwelling\"", check));
    catalogue.overrides.insert("krav.a.least".into(), "sterk".into());
    let mut house = house();
    house.base.set_declared(house.dwelling, "dwelling.class", vec![declared(Value::Word("rc3".into()))]);
    assert_eq!(one(&house.base, &catalogue).verdict, Verdict::Unclear);
}

#[test]
fn a_table_must_be_met_in_every_row_of_the_key() {
    let check = "[edition.check.table]\ntable = \"t\"\nkey = \"dwelling.key\"\ncolumn = \"fits\"\nfact = \"dwelling.words\"";
    let verdict = |key: &[&str], value: &[&str]| {
        at_dwelling(check, &[("dwelling.key", words(key)), ("dwelling.words", words(value))]).verdict
    };
    assert_eq!(verdict(&["x"], &["a"]), Verdict::Positive);
    assert_eq!(verdict(&["x", "y"], &["a"]), Verdict::Negative, "a fits row x and not row y");
    assert_eq!(verdict(&["x", "y"], &["b"]), Verdict::Positive);
    assert_eq!(verdict(&["x"], &["a", "c"]), Verdict::Positive, "one of the words is enough");
    assert_eq!(verdict(&["z"], &["a"]), Verdict::Unclear, "a cell without words says nothing");
    let within = check.to_owned() + "\ncompare = \"within\"";
    let facts = [("dwelling.key", words(&["x"])), ("dwelling.words", words(&["a", "c"]))];
    assert_eq!(at_dwelling(&within, &facts).verdict, Verdict::Negative, "c is none of the row's words");
}

#[test]
fn words_can_be_held_against_the_words_of_another_fact() {
    let check = "[edition.check.value]\nfact = \"dwelling.words\"\namong = \"dwelling.key\"";
    let verdict = |value: &[&str], among: &[&str]| {
        at_dwelling(check, &[("dwelling.words", words(value)), ("dwelling.key", words(among))]).verdict
    };
    assert_eq!(verdict(&["a"], &["a", "b"]), Verdict::Positive);
    assert_eq!(verdict(&["a", "c"], &["a", "b"]), Verdict::Negative);
    assert_eq!(at_dwelling(check, &[("dwelling.words", words(&["a"]))]).verdict, Verdict::Unclear);
}

#[test]
fn what_must_be_stated_is_negative_when_nobody_states_it_and_a_conflict_when_two_differ() {
    let check = "[edition.check.present]\nfact = \"dwelling.words\"\nunstated = \"negative\"";
    assert_eq!(at_dwelling(check, &[("dwelling.words", words(&["a"]))]).verdict, Verdict::Positive);
    assert_eq!(at_dwelling(check, &[]).verdict, Verdict::Negative);
    let both = [words(&["a"]), words(&["b"])].concat();
    let conflict = at_dwelling(check, &[("dwelling.words", both)]);
    assert_eq!((conflict.verdict, conflict.unclarity), (Verdict::Unclear, Some(Unclarity::Conflict)));
}

#[test]
fn a_check_under_a_condition_applies_only_there() {
    let check = "[edition.check.when]\nif = [{ fact = \"dwelling.calm\", is = true }]\nmust = { value = { fact = \"dwelling.strong\", is = true } }";
    let verdict = |calm: Option<bool>, strong: bool| {
        let mut facts = vec![("dwelling.strong", vec![declared(Value::Bool(strong))])];
        facts.extend(calm.map(|c| ("dwelling.calm", vec![declared(Value::Bool(c))])));
        at_dwelling(check, &facts).verdict
    };
    assert_eq!(verdict(Some(true), false), Verdict::Negative);
    assert_eq!(verdict(Some(false), false), Verdict::NotApplicable);
    assert_eq!(verdict(None, false), Verdict::Unclear);
    assert_eq!(verdict(None, true), Verdict::Positive, "it is met whether the condition holds or not");
}

#[test]
fn one_part_that_meets_a_check_is_enough_and_an_unknown_part_may_be_it() {
    let check =
        "[edition.check.one]\nof = \"window\"\nmust = { value = { fact = \"window.sound\", is = true } }";
    let catalogue = with_more(&block("to = \"dwelling\"", check));
    let verdict = |windows: &[Option<bool>]| {
        let mut house = house();
        for (i, sound) in windows.iter().enumerate() {
            let window = subject(&mut house.base, SubjectKind::Window, &format!("V{i}"), Some(house.room));
            let known = sound.map(|s| declared(Value::Bool(s))).into_iter().collect();
            house.base.set_declared(window, "window.sound", known);
        }
        one(&house.base, &catalogue).verdict
    };
    assert_eq!(verdict(&[Some(false), Some(true)]), Verdict::Positive);
    assert_eq!(verdict(&[Some(false), None]), Verdict::Unclear);
    assert_eq!(verdict(&[Some(false), Some(false)]), Verdict::Negative);
    assert_eq!(verdict(&[]), Verdict::Unclear, "no window was described");
}

#[test]
fn a_dwelling_whose_windows_nobody_described_is_open_even_where_none_would_be_fine() {
    let check = "[edition.check.each]\nof = \"window\"\nwhere = [{ fact = \"window.sound\", is = true }]\nmissing = \"not_applicable\"\nmust = { value = { fact = \"window.sound\", is = true } }";
    let catalogue = with_more(&block("to = \"dwelling\"", check));
    let mut house = house();
    assert_eq!(one(&house.base, &catalogue).verdict, Verdict::Unclear);
    let window = subject(&mut house.base, SubjectKind::Window, "V1", Some(house.room));
    house.base.set_declared(window, "window.sound", vec![declared(Value::Bool(false))]);
    assert_eq!(one(&house.base, &catalogue).verdict, Verdict::NotApplicable);
}

#[test]
fn without_any_part_the_whole_itself_can_be_asked() {
    let check = "[edition.check.each]\nof = \"window\"\nmust = { value = { fact = \"window.sound\", is = true } }\notherwise = { value = { fact = \"dwelling.calm\", is = true } }";
    let calm = ("dwelling.calm", vec![declared(Value::Bool(true))]);
    assert_eq!(at_dwelling(check, &[calm]).verdict, Verdict::Positive);
    assert_eq!(at_dwelling(check, &[]).verdict, Verdict::Unclear);
}

#[test]
fn a_negative_is_contested_only_under_the_condition_told() {
    let rest = "contested = { when = [{ fact = \"dwelling.strong\", is = true }], nb = \"to kilder\", en = \"two sources\" }\n[edition.check.value]\nfact = \"dwelling.calm\"\nis = true";
    let no = ("dwelling.calm", vec![declared(Value::Bool(false))]);
    let strong = |s: bool| ("dwelling.strong", vec![declared(Value::Bool(s))]);
    assert_eq!(at_dwelling(rest, &[no.clone(), strong(true)]).unclarity, Some(Unclarity::Conflict));
    assert_eq!(at_dwelling(rest, &[no.clone(), strong(false)]).verdict, Verdict::Negative);
    assert_eq!(at_dwelling(rest, &[no]).verdict, Verdict::Negative);
}

#[test]
fn a_recommendation_not_followed_leaves_a_summarised_requirement_open() {
    let second = r#"
id = "krav.b"
number = 2
title = { nb = "Samlet", en = "Together" }
[[edition]]
from = "e1"
force = "shall"
source = { clause = "L", quote = "ord" }
applies = { to = "project" }
[edition.check.summary]
of = ["krav.a"]
[text.nb]
positive = "{count} av {total}"
negative = "mangler: {missing}"
[text.en]
positive = "{count} of {total}"
negative = "missing: {missing}"
"#;
    let edition = EDITION.to_owned()
        + "[[clause]]\nname = \"L\"\nrequirements = [\"krav.b\"]\nstatus = \"automatic\"\n";
    for (force, verdict) in [("should", Verdict::Unclear), ("shall", Verdict::Negative)] {
        let first = block("to = \"room\"", UPSTAND).replace("\"shall\"", &format!("\"{force}\""));
        let catalogue = catalogue(
            &first,
            &[("requirements/krav/krav.b.toml", second), ("editions/e1.toml", edition.as_str())],
        );
        let mut house = house();
        house.base.set_declared(house.room, "room.upstand", vec![declared(Value::length(0.05))]);
        let findings = evaluate(&house.base, &catalogue, "e1");
        let sum = findings.iter().find(|f| f.requirement == "krav.b").expect("the summary is evaluated");
        assert_eq!(sum.verdict, verdict, "{force}");
    }
}
