//! Checks judged on facts set by hand: what they say when all is known, when something is missing, and when
//! two sources disagree.

use std::path::Path;

use befaring::catalogue::{Catalogue, Check};
use befaring::check::{Context, Earlier, Outcome, judge};
use befaring::facts::{FactBase, Subject, SubjectIx};
use befaring::finding::{Unclarity, Verdict};
use befaring::model::{ElementId, Known, Origin, Place, Value};
use befaring::source::{Sources, Tree};
use befaring::text::{Lang, Localized};
use befaring::vocab::SubjectKind;

const FACTS: &str = r#"
["room.functions"]
kind = "words"
name = { nb = "romfunksjoner", en = "room functions" }
["fixture.kind"]
kind = "word"
name = { nb = "utstyr", en = "equipment" }
["fixture.present"]
kind = "bool"
name = { nb = "finnes", en = "is there" }
["fixture.recessed"]
kind = "bool"
name = { nb = "innfelt", en = "recessed" }
["room.smooth"]
kind = "bool"
name = { nb = "slett", en = "smooth" }
["room.floor"]
kind = "word"
name = { nb = "gulv", en = "floor" }
values_from = "materials"
["room.wall"]
kind = "layers"
name = { nb = "vegg", en = "wall" }
values_from = "materials"
["dwelling.length"]
kind = "length"
name = { nb = "lengde", en = "length" }
["dwelling.yes"]
kind = "bool"
name = { nb = "ja", en = "yes" }
["dwelling.also"]
kind = "bool"
name = { nb = "også", en = "also" }
"#;

const MATERIALS: &str = r#"
[[material]]
id = "vinyl"
name = { nb = "vinyl", en = "vinyl" }
is = ["resilient"]
[[material]]
id = "resilient"
name = { nb = "gulvbelegg", en = "resilient flooring" }
[[material]]
id = "parquet"
name = { nb = "parkett", en = "parquet" }
[[material]]
id = "osb"
name = { nb = "OSB", en = "OSB" }
is = ["board"]
[[material]]
id = "gypsum"
name = { nb = "gips", en = "gypsum board" }
is = ["board"]
[[material]]
id = "board"
name = { nb = "plate", en = "board" }
"#;

fn catalogue(check: &str) -> Catalogue {
    let requirement = format!(
        r#"
id = "bad.prove"
number = 1
title = {{ nb = "Prøve", en = "Trial" }}
[[edition]]
from = "prove"
force = "note"
source = {{ clause = "x", quote = "x" }}
applies = {{ to = "dwelling" }}
{check}
[text]
nb = {{ positive = "ja", negative = "nei" }}
en = {{ positive = "yes", negative = "no" }}
"#
    );
    let files = [
        ("vocabulary/facts/prove.toml", FACTS),
        ("vocabulary/materials.toml", MATERIALS),
        ("requirements/bad/bad.prove.toml", &requirement),
    ];
    let (mut sources, mut faults) = (Sources::new(), Vec::new());
    let catalogue = Catalogue::read(&Tree::from_texts(Path::new("prove"), files), &mut sources, &mut faults);
    let told: Vec<String> = faults.iter().map(|f| f.message.get(Lang::En).to_owned()).collect();
    assert!(catalogue.requirements.contains_key("bad.prove"), "{told:?}");
    catalogue
}

fn declared(value: Value) -> Vec<Known> {
    let place = Place { file: "prove.bolig".into(), line: 1, column: 1 };
    vec![Known::new(value, Origin::Declared { place })]
}

/// A project with one dwelling; returns the base and the dwelling.
fn one_dwelling() -> (FactBase, SubjectIx) {
    let mut base = FactBase::default();
    let project = add(&mut base, SubjectKind::Project, 0, "prosjektet", None);
    let dwelling = add(&mut base, SubjectKind::Dwelling, 0, "A101", Some(project));
    (base, dwelling)
}

fn add(
    base: &mut FactBase,
    kind: SubjectKind,
    index: usize,
    label: &str,
    parent: Option<SubjectIx>,
) -> SubjectIx {
    base.add(Subject {
        kind,
        index,
        id: ElementId(label.to_owned()),
        label: label.to_owned(),
        parent,
        anchor: None,
        place: None,
        guid: None,
    })
}

fn room(base: &mut FactBase, dwelling: SubjectIx, index: usize, label: &str, function: &str) -> SubjectIx {
    let ix = add(base, SubjectKind::Room, index, label, Some(dwelling));
    base.set_declared(ix, "room.functions", declared(Value::words([function])));
    ix
}

fn fixture(base: &mut FactBase, parent: SubjectIx, index: usize, kind: &str, present: bool) -> SubjectIx {
    let ix = add(base, SubjectKind::Fixture, index, kind, Some(parent));
    base.set_declared(ix, "fixture.kind", declared(Value::Word(kind.to_owned())));
    base.set_declared(ix, "fixture.present", declared(Value::Bool(present)));
    ix
}

fn judged(base: &FactBase, catalogue: &Catalogue, subject: SubjectIx) -> Outcome {
    let requirement = &catalogue.requirements["bad.prove"];
    let block = &requirement.edition[0];
    let context =
        Context { facts: base, catalogue, requirement, block, subject, earlier: &Earlier::default() };
    judge(&context, &block.check)
}

const EVERY_SPRINKLER: &str = r#"
[edition.check.each]
of = "fixture"
where = [{ fact = "fixture.kind", is = "sprinkler" }]
must.value = { fact = "fixture.recessed", is = true }
"#;

#[test]
fn each_takes_the_worst_of_its_parts_and_names_the_room() {
    let catalogue = catalogue(EVERY_SPRINKLER);
    let (mut base, dwelling) = one_dwelling();
    let bath = room(&mut base, dwelling, 0, "bad i A101", "bath");
    let hall = room(&mut base, dwelling, 1, "gang i A101", "hall");
    let first = fixture(&mut base, bath, 0, "sprinkler", true);
    let second = fixture(&mut base, hall, 1, "sprinkler", true);
    base.set_declared(first, "fixture.recessed", declared(Value::Bool(true)));
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Unclear, "one of two is unknown");
    base.set_declared(second, "fixture.recessed", declared(Value::Bool(true)));
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Positive);
    base.set_declared(second, "fixture.recessed", declared(Value::Bool(false)));
    let outcome = judged(&base, &catalogue, dwelling);
    assert_eq!(outcome.verdict(), Verdict::Negative);
    assert_eq!(outcome.slots["place"].nb, "gang i A101");
    assert_eq!(outcome.slots["count"].nb, "1");
    assert_eq!(outcome.slots["total"].nb, "2");
    assert_eq!(outcome.causes, [second]);
}

#[test]
fn each_of_nothing_is_unclear_and_names_what_to_describe() {
    let catalogue = catalogue(EVERY_SPRINKLER);
    let (mut base, dwelling) = one_dwelling();
    let bath = room(&mut base, dwelling, 0, "bad i A101", "bath");
    fixture(&mut base, bath, 0, "toilet", true);
    let outcome = judged(&base, &catalogue, dwelling);
    assert_eq!(outcome.verdict(), Verdict::Unclear);
    assert_eq!(outcome.missing[0].fact, "fixture:sprinkler");
}

#[test]
fn each_does_not_ask_about_equipment_that_was_said_to_be_absent() {
    let catalogue = catalogue(EVERY_SPRINKLER);
    let (mut base, dwelling) = one_dwelling();
    let bath = room(&mut base, dwelling, 0, "bad i A101", "bath");
    fixture(&mut base, bath, 0, "sprinkler", false);
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::NotApplicable);
    let other = fixture(&mut base, bath, 1, "sprinkler", true);
    base.set_declared(other, "fixture.recessed", declared(Value::Bool(true)));
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Positive);
}

#[test]
fn each_room_whose_use_is_unknown_leaves_the_answer_open() {
    let catalogue = catalogue(
        r#"
[edition.check.each]
of = "room"
where = [{ fact = "room.functions", any = ["living"] }]
missing = "not_applicable"
must.value = { fact = "room.smooth", is = true }
"#,
    );
    let (mut base, dwelling) = one_dwelling();
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::NotApplicable);
    let living = room(&mut base, dwelling, 0, "stue", "living");
    base.set_declared(living, "room.smooth", declared(Value::Bool(true)));
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Positive);
    add(&mut base, SubjectKind::Room, 1, "rom 2", Some(dwelling));
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Unclear);
}

#[test]
fn witnesses_who_can_tell_decide_and_must_agree() {
    let catalogue = catalogue(
        r#"
[[edition.check.witness]]
value = { fact = "dwelling.yes", is = true }
[[edition.check.witness]]
value = { fact = "dwelling.also", is = true }
"#,
    );
    let verdict = |first: Option<bool>, second: Option<bool>| {
        let (mut base, dwelling) = one_dwelling();
        for (fact, value) in [("dwelling.yes", first), ("dwelling.also", second)] {
            if let Some(value) = value {
                base.set_declared(dwelling, fact, declared(Value::Bool(value)));
            }
        }
        let outcome = judged(&base, &catalogue, dwelling);
        (outcome.verdict(), outcome.unclarity)
    };
    assert_eq!(verdict(Some(true), None), (Verdict::Positive, None));
    assert_eq!(verdict(None, Some(false)), (Verdict::Negative, None));
    assert_eq!(verdict(Some(false), Some(false)), (Verdict::Negative, None));
    assert_eq!(verdict(Some(true), Some(false)), (Verdict::Unclear, Some(Unclarity::Conflict)));
    assert_eq!(verdict(None, None), (Verdict::Unclear, Some(Unclarity::NotDocumented)));
}

#[test]
fn equipment_that_is_not_there_stands_nowhere_wrong() {
    let catalogue =
        catalogue("[edition.check.located]\nfixtures = [\"ventilation_unit\"]\nin = [\"technical\"]\n");
    let (mut base, dwelling) = one_dwelling();
    let hall = room(&mut base, dwelling, 0, "gang i A101", "hall");
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Unclear, "nobody mentioned one");
    fixture(&mut base, hall, 0, "ventilation_unit", false);
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::NotApplicable);
    fixture(&mut base, hall, 1, "ventilation_unit", true);
    assert_eq!(judged(&base, &catalogue, dwelling).verdict(), Verdict::Negative);
}

#[test]
fn a_witness_of_an_unread_kind_makes_the_status_partial() {
    let catalogue = catalogue(
        r#"
[[edition.check.witness]]
value = { fact = "dwelling.yes", is = true }
[[edition.check.witness]]
pending = { nb = "venter", en = "waits" }
"#,
    );
    let check: &Check = &catalogue.requirements["bad.prove"].edition[0].check;
    assert_eq!(check.status(), befaring::catalogue::Status::Partial);
    let (base, dwelling) = one_dwelling();
    assert_eq!(judged(&base, &catalogue, dwelling).unclarity, Some(Unclarity::NotDocumented));
}

fn floor(check: &str, material: &str) -> Verdict {
    let catalogue = catalogue(check);
    let (mut base, dwelling) = one_dwelling();
    let living = room(&mut base, dwelling, 0, "stue", "living");
    base.set_declared(living, "room.floor", declared(Value::Word(material.to_owned())));
    judged(&base, &catalogue, living).verdict()
}

#[test]
fn a_general_word_for_a_material_is_neither_met_nor_broken() {
    let wanted = "[edition.check.value]\nfact = \"room.floor\"\nany = [\"vinyl\"]";
    assert_eq!(floor(wanted, "vinyl"), Verdict::Positive);
    assert_eq!(floor(wanted, "parquet"), Verdict::Negative);
    assert_eq!(floor(wanted, "resilient"), Verdict::Unclear, "it may be vinyl");
    let family = "[edition.check.value]\nfact = \"room.floor\"\nis = \"resilient\"";
    assert_eq!(floor(family, "vinyl"), Verdict::Positive, "vinyl is resilient");
    assert_eq!(floor(family, "parquet"), Verdict::Negative);
    let unwanted = "[edition.check.value]\nfact = \"room.floor\"\nnone = [\"vinyl\"]";
    assert_eq!(floor(unwanted, "parquet"), Verdict::Positive);
    assert_eq!(floor(unwanted, "vinyl"), Verdict::Negative);
    assert_eq!(floor(unwanted, "resilient"), Verdict::Unclear);
}

#[test]
fn a_general_word_among_the_layers_leaves_their_order_open() {
    let catalogue =
        catalogue("[edition.check.covering]\nfact = \"room.wall\"\norder = [\"osb\", \"gypsum\"]\n");
    let verdict = |layers: &[&str]| {
        let (mut base, dwelling) = one_dwelling();
        let living = room(&mut base, dwelling, 0, "stue", "living");
        let layers = layers.iter().map(|l| (*l).to_owned()).collect();
        base.set_declared(living, "room.wall", declared(Value::Layers(layers)));
        judged(&base, &catalogue, living).verdict()
    };
    assert_eq!(verdict(&["osb", "gypsum"]), Verdict::Positive);
    assert_eq!(verdict(&["gypsum", "osb"]), Verdict::Negative);
    assert_eq!(verdict(&["board", "gypsum"]), Verdict::Unclear);
    assert_eq!(verdict(&["gypsum"]), Verdict::Negative);
    assert_eq!(verdict(&["board", "parquet"]), Verdict::Negative, "no gypsum however the board is read");
}

#[test]
fn what_should_not_be_there_and_was_not_mentioned_needs_word_on_it() {
    let catalogue = catalogue("[edition.check.absent]\nfixture = \"shower_curtain_rail\"\n");
    let (mut base, dwelling) = one_dwelling();
    let bath = room(&mut base, dwelling, 0, "bad i A101", "bath");
    let outcome = judged(&base, &catalogue, bath);
    assert_eq!(outcome.verdict(), Verdict::Unclear);
    assert_eq!(outcome.missing[0].fact, "without:shower_curtain_rail");
    fixture(&mut base, bath, 0, "shower_curtain_rail", false);
    assert_eq!(judged(&base, &catalogue, bath).verdict(), Verdict::Positive);
}

#[test]
fn a_value_between_two_limits_is_held_against_the_one_it_may_be_beyond() {
    let catalogue =
        catalogue("[edition.check.bound]\nfact = \"dwelling.length\"\nmin = \"1 m\"\nmax = \"2 m\"");
    let of = |metres: f64, error: f64| {
        let (mut base, dwelling) = one_dwelling();
        let origin = Origin::Assumed { why: Localized::same("anslått") };
        let known = Known { value: Value::length(metres), uncertainty: error, origins: vec![origin] };
        base.set_declared(dwelling, "dwelling.length", vec![known]);
        let outcome = judged(&base, &catalogue, dwelling);
        (outcome.verdict(), outcome.slots.get("limit").map(|l| l.nb.clone()).unwrap_or_default())
    };
    assert_eq!(of(1.5, 0.5).0, Verdict::Positive);
    // Over the upper limit at the most, and under the lower one at the least.
    assert_eq!(of(1.7, 0.4), (Verdict::Unclear, "2\u{a0}m".to_owned()));
    assert_eq!(of(1.3, 0.4), (Verdict::Unclear, "1\u{a0}m".to_owned()));
    // Both ends and the value itself are too much or too little, but between them it may be right.
    assert_eq!(of(2.2, 1.3).0, Verdict::Unclear);
    assert_eq!(of(2.2, 0.2).0, Verdict::Unclear);
    assert_eq!(of(2.2, 0.19), (Verdict::Negative, "2\u{a0}m".to_owned()));
    assert_eq!(of(0.8, 0.19), (Verdict::Negative, "1\u{a0}m".to_owned()));
}
