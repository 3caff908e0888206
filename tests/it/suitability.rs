//! The comparison of the groups: the same as judging for each by itself, told in words, and as machines read it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use befaring::catalogue::Catalogue;
use befaring::facts::derive;
use befaring::finding::{Finding, Force, Verdict};
use befaring::judge::{self, Comparison, JudgeError, Reading, Settings};
use befaring::report::suitability::{self as outputs, Suitability};
use befaring::report::terminal::Layout;
use befaring::suitability::{Shift, between, columns, steps};
use befaring::text::Lang;

use super::cli::Place;

const EDITION: &str = "prioslo-2024-02";

fn catalogue() -> Catalogue {
    Catalogue::built_in().unwrap()
}

fn project(name: &str) -> (PathBuf, Vec<u8>) {
    let path = PathBuf::from(format!("fixtures/projects/{name}/{name}.bolig"));
    let bytes = std::fs::read(&path).unwrap();
    (path, bytes)
}

fn read(name: &str, catalogue: &Catalogue) -> Reading {
    let (path, bytes) = project(name);
    judge::read(path, bytes, &catalogue.vocabulary)
}

fn told(findings: &[Finding]) -> Vec<(&str, usize, Verdict, Force, &str)> {
    findings
        .iter()
        .map(|f| (f.requirement.as_str(), f.subject.0, f.verdict, f.force, f.message.nb.as_str()))
        .collect()
}

fn compared(name: &str, between: Option<[&str; 2]>, lang: Lang) -> Suitability {
    let catalogue = catalogue();
    let reading = read(name, &catalogue);
    judge::suitability(&reading, &Comparison { between, ..Comparison::new(&catalogue, EDITION, lang) })
        .unwrap()
}

#[test]
fn a_column_is_what_judging_for_that_group_alone_finds() {
    let catalogue = catalogue();
    for name in ["feil", "moduler", "skisse"] {
        let reading = read(name, &catalogue);
        let model = reading.model.as_ref().unwrap();
        let somatic = model.project.element.stated("project.somatic");
        assert!(somatic.is_none_or(|s| s.as_words() == ["none"]), "{name}: the test wants none");
        let facts = derive(model, &catalogue.vocabulary);
        for column in columns(model, &facts, &catalogue, EDITION) {
            let groups = std::slice::from_ref(&column.group);
            let settings = Settings { groups, ..Settings::new(&catalogue, EDITION) };
            let alone = judge::judge(read(name, &catalogue), &settings).unwrap();
            assert_eq!(told(&column.findings), told(&alone.findings), "{name}, group {}", column.group);
        }
    }
}

#[test]
fn between_a_project_and_its_stated_group_stands_only_what_the_check_finds() {
    let document = compared("tun", None, Lang::Nb);
    let own: Vec<_> = document.groups.iter().filter(|g| g.stated).collect();
    assert_eq!(own.iter().map(|g| g.id.as_str()).collect::<Vec<_>>(), ["7"]);
    // The view from the bed in the dwellings whose bedroom door is shut; nothing else.
    assert!(own[0].steps.iter().all(|s| s.requirements == ["bolig.seng.oversikt"] && s.force == Force::Note));
    assert!(own[0].negative.iter().all(|f| f.count == usize::from(f.force == Force::Note)));
    assert!(document.groups.iter().any(|g| !g.steps.is_empty()), "other groups find something");
}

#[test]
fn every_negative_finding_is_served_by_a_step_or_named_as_following() {
    let catalogue = catalogue();
    let reading = read("feil", &catalogue);
    let model = reading.model.as_ref().unwrap();
    let facts = derive(model, &catalogue.vocabulary);
    let document = compared("feil", None, Lang::Nb);
    for (column, told) in columns(model, &facts, &catalogue, EDITION).iter().zip(&document.groups) {
        let negative: BTreeSet<&str> = column
            .findings
            .iter()
            .filter(|f| f.verdict == Verdict::Negative)
            .map(|f| f.requirement.as_str())
            .collect();
        let served = told.steps.iter().flat_map(|s| &s.requirements).chain(&told.follows);
        let served: BTreeSet<&str> = served.map(String::as_str).collect();
        assert_eq!(served, negative, "group {}", column.group);
        let mut seen = BTreeSet::new();
        for step in steps(&column.findings, &catalogue, EDITION) {
            let direction = step.change.margin.map(|m| m.direction);
            let key = (step.change.subject, step.change.fact.clone(), direction, step.change.text.nb.clone());
            assert!(seen.insert(key), "{} twice", step.change.text.nb);
        }
    }
}

#[test]
fn from_group_5_to_7_the_catalogue_says_what_comes_goes_and_tightens() {
    let catalogue = catalogue();
    let shifts = between(&catalogue, EDITION, "5", "7");
    let of = |id: &str| shifts.iter().find(|s| s.requirement == id).map(|s| s.shift);
    assert_eq!(of("prosjekt.bygningstype.gruppe7"), Some(Shift::Comes));
    assert_eq!(of("tomt.beliggenhet.randsone"), Some(Shift::Comes));
    assert_eq!(of("bemanning.gruppe5"), Some(Shift::Goes));
    assert_eq!(of("prosjekt.standard.samsvar"), Some(Shift::Tightens));
    assert_eq!(of("vindu.knusing"), Some(Shift::Tightens));
    assert_eq!(of("gulv.oppbrett"), None, "it asks the same of both");
    // The way back is the same list the other way round.
    let back = between(&catalogue, EDITION, "7", "5");
    assert_eq!(back.len(), shifts.len());
    for (there, back) in shifts.iter().zip(&back) {
        let mirrored = match there.shift {
            Shift::Comes => Shift::Goes,
            Shift::Goes => Shift::Comes,
            Shift::Tightens => Shift::Loosens,
            Shift::Loosens => Shift::Tightens,
            other => other,
        };
        assert_eq!((&there.requirement, mirrored), (&back.requirement, back.shift));
    }
}

#[test]
fn a_group_compared_with_itself_changes_nothing() {
    for group in ["1", "4", "7", "S1-5", "S5-7"] {
        assert_eq!(between(&catalogue(), EDITION, group, group), Vec::new());
    }
}

#[test]
fn a_requirement_a_group_is_newly_asked_is_one_its_column_judges() {
    let document = compared("rekke", Some(["5", "7"]), Lang::Nb);
    let shift = document.shift.unwrap();
    let comes = shift.parts.iter().find(|p| p.shift == Shift::Comes).unwrap();
    assert!(comes.rows.iter().all(|r| r.verdict[0] == Verdict::NotApplicable && r.force[0].is_empty()));
    let goes = shift.parts.iter().find(|p| p.shift == Shift::Goes).unwrap();
    assert!(goes.rows.iter().all(|r| r.verdict[1] == Verdict::NotApplicable && r.force[1].is_empty()));
}

#[test]
fn the_matrix_counts_what_the_columns_say() {
    let document = compared("feil", None, Lang::En);
    for (i, group) in document.groups.iter().enumerate() {
        let cells = document.chapters.iter().flat_map(|c| &c.rows).map(|r| &r.cells[i]);
        let negative = cells.clone().filter(|c| c.verdict == Verdict::Negative).count();
        assert_eq!(negative, group.negative.iter().map(|f| f.count).sum::<usize>(), "group {}", group.id);
        assert_eq!(cells.clone().filter(|c| c.verdict == Verdict::Unclear).count(), group.unclear);
        for cell in cells.filter(|c| c.verdict == Verdict::Negative) {
            assert!(!cell.text.is_empty() && cell.sign.starts_with('✗') && cell.word.contains("negative"));
        }
    }
}

#[test]
fn the_district_the_staffing_and_the_standard_stand_with_each_group() {
    let document = compared("rekke", None, Lang::Nb);
    let of = |id: &str| {
        let group = document.groups.iter().find(|g| g.id == id).unwrap();
        group.given.iter().map(|l| l.value.as_str()).collect::<Vec<_>>().join(" | ")
    };
    assert!(of("5").contains("15 boliger i Bjerke"), "{}", of("5"));
    assert!(of("7").contains("ansatte om dagen 3 (prosjektet 2)"), "{}", of("7"));
    assert!(of("7").contains("ekstra forsterket") && of("4").contains("ordinær"));
    assert!(of("1").contains("2 + 5 boliger i Bjerke"), "{}", of("1"));
}

#[test]
fn its_json_validates_against_the_schema_that_is_committed() {
    let committed = std::fs::read_to_string("spec/suitability.schema.json").unwrap();
    assert_eq!(outputs::json::schema().unwrap(), committed, "run `befaring spec docs`");
    let validator = jsonschema::validator_for(&serde_json::from_str(&committed).unwrap()).unwrap();
    let text = outputs::json::render(&compared("feil", Some(["5", "S5-7"]), Lang::Nb)).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let faults: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn its_page_is_one_file_that_fetches_nothing_and_names_every_sign_in_words() {
    let page = outputs::html::render(&compared("feil", Some(["5", "7"]), Lang::Nb));
    assert!(page.contains("default-src 'none'") && !page.contains("<script"));
    for word in ["http://", "https://", "url("] {
        assert!(!page.contains(word), "{word}");
    }
    let cells = page.matches("<td class=\"negative").count();
    assert!(cells > 20);
    assert!(page.matches("negativt, krav</span>").count() > 5 && page.contains("Fra gruppe 5 til gruppe 7"));
    assert_eq!(page.matches("<h1").count(), 1);
}

#[test]
fn the_terminal_shows_the_same_and_more_when_verbose() {
    let document = compared("feil", None, Lang::Nb);
    let shown = |verbose| {
        let layout = Layout { width: 100, verbose };
        anstream::adapter::strip_str(&outputs::terminal::render(&document, layout, &["7".to_owned()]))
            .to_string()
    };
    let (short, long) = (shown(false), shown(true));
    assert!(
        short.contains("Det som skal til for gruppe 7") && !short.contains("Det som skal til for gruppe 6")
    );
    assert!(long.contains("Det som skal til for gruppe 6"));
    assert!(long.lines().count() > short.lines().count());
    for line in short.lines().filter(|l| !l.contains("  –") && !l.contains('·')) {
        assert!(line.chars().count() <= 104, "{line}");
    }
}

#[test]
fn a_group_nobody_knows_and_a_project_without_anything_are_told() {
    let catalogue = catalogue();
    let reading = read("feil", &catalogue);
    let ask = |reading: &Reading, between| {
        judge::suitability(reading, &Comparison { between, ..Comparison::new(&catalogue, EDITION, Lang::Nb) })
            .map(|_| ())
    };
    assert_eq!(ask(&reading, Some(["5", "8"])), Err(JudgeError::UnknownGroup("8".to_owned())));
    let empty = judge::read("tom.bolig", b"", &catalogue.vocabulary);
    assert_eq!(ask(&empty, None), Err(JudgeError::EmptyModel));
}

#[test]
fn the_command_writes_files_and_tells_faults() {
    let place = Place::new("suitability");
    let (_, bytes) = project("feil");
    place.write("p.bolig", std::str::from_utf8(&bytes).unwrap());
    let run = place.run(&["suitability", "p.bolig", "-o", "ut", "-q", "--from", "5", "--to", "7"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(place.read("ut/egnethet.html").contains("Fra gruppe 5 til gruppe 7"));
    let json = place.read("ut/egnethet.json");
    let again = place.run(&["suitability", "p.bolig", "--format", "json", "--from", "5", "--to", "7"]);
    assert_eq!(again.out, json, "two runs write the same bytes");
    assert_eq!(place.run(&["suitability", "p.bolig", "--from", "5"]).code, 2);
    let unknown = place.run(&["suitability", "p.bolig", "--group", "9"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("S5-7"), "{}", unknown.err);
    place.write("feil.bolig", "prosjekt \"X\" { tull 3 bolig A1 { } }");
    let run = place.run(&["suitability", "feil.bolig"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("kan ikke brukes"), "{}", run.out);
}

#[test]
fn whatever_is_found_otherwise_for_another_group_is_in_the_list_of_what_changes() {
    let catalogue = catalogue();
    for (name, pairs) in [("rekke", [["5", "7"], ["S1-5", "S5-7"]]), ("feil", [["3", "5"], ["4", "S1-5"]])] {
        let reading = read(name, &catalogue);
        for between in pairs {
            let asked =
                Comparison { between: Some(between), ..Comparison::new(&catalogue, EDITION, Lang::Nb) };
            let document = judge::suitability(&reading, &asked).unwrap();
            let shift = document.shift.unwrap();
            let listed: Vec<&str> =
                shift.parts.iter().flat_map(|p| &p.rows).map(|r| r.requirement.as_str()).collect();
            let once: BTreeSet<&str> = listed.iter().copied().collect();
            assert_eq!(once.len(), listed.len(), "{name} {between:?}: one of them twice");
            let ends = between.map(|g| document.groups.iter().position(|c| c.id == g).unwrap());
            for row in document.chapters.iter().flat_map(|c| &c.rows) {
                let [a, b] = ends.map(|i| row.cells[i].sign.as_str());
                assert!(
                    a == b || once.contains(row.requirement.as_str()),
                    "{name} {between:?} {}",
                    row.requirement
                );
            }
        }
    }
}

#[test]
fn what_changes_from_5_to_7_is_told_with_what_is_asked_what_to_do_and_where_it_stands() {
    let shift = compared("rekke", Some(["5", "7"]), Lang::Nb).shift.unwrap();
    let rows = || shift.parts.iter().flat_map(|p| &p.rows);
    let row = |id: &str| rows().find(|r| r.requirement == id).unwrap();
    // Of table 3 of the source: group 5 may live in reinforced or extra reinforced, group 7 in the latter alone.
    assert_eq!(
        row("prosjekt.standard.samsvar").why,
        ["boligens standard: ekstra forsterket (før forsterket eller ekstra forsterket)"]
    );
    assert_eq!(
        row("vindu.knusing").why,
        ["krever også glassklasse minst P6B eller polykarbonat for hvert vindu"]
    );
    assert_eq!(row("ute.inngang.egen").why, ["krever også inngang fra: det fri eller svalgang"]);
    // The survey counted 15 dwellings for group 5 and 10 for groups 6 and 7 in Bjerke.
    assert_eq!(row("prosjekt.behov.bydel").why, ["antall boliger: høyst 10 (før høyst 15)"]);
    // The staff base is for groups 3 and 5.
    assert_eq!(row("base.malgruppe").verdict, [Verdict::Positive, Verdict::Negative]);
    assert_eq!(row("tomt.beliggenhet.randsone").steps, ["beliggenhet: randsone (er skjermet)"]);
    assert_eq!(row("tomt.beliggenhet.randsone").source.clause, "Matrise, rad Beliggenhet, gruppe 7");
    assert!(rows().all(|r| !r.source.told.is_empty()));
    for part in &shift.parts {
        // What must be acted on stands first.
        let after: Vec<Verdict> = part.rows.iter().map(|r| r.verdict[1]).collect();
        assert!(after.is_sorted_by(|a, b| a >= b), "{}: {after:?}", part.heading);
    }
    assert!(shift.summary.starts_with("24 kravpunkter er ikke de samme: 8 kommer til"), "{}", shift.summary);
}

#[test]
fn what_a_project_s_own_group_is_asked_does_not_fall_away_under_a_somatic_group() {
    // Somatic care is judged together with group 5, which the project states.
    let shift = compared("rekke", Some(["5", "S5-7"]), Lang::Nb).shift.unwrap();
    for row in shift.parts.iter().filter(|p| p.shift == Shift::Goes).flat_map(|p| &p.rows) {
        assert_eq!(row.verdict[1], Verdict::NotApplicable, "{}", row.requirement);
    }
}

#[test]
fn a_step_names_a_dwelling_once_and_of_two_classes_of_glass_the_higher() {
    let document = compared("feil", None, Lang::Nb);
    let group = document.groups.iter().find(|g| g.id == "7").unwrap();
    let of = |id: &str| {
        let steps = group.steps.iter().filter(|s| s.requirements.iter().any(|r| r == id));
        steps.map(|s| format!("{}: {}", s.at, s.text)).collect::<Vec<_>>()
    };
    assert!(
        of("modul.separat_tr").contains(
            &"teknisk rom i A101, A103, B101 og B103: dør D5 fører ikke inn i teknisk rom".to_owned()
        ),
        "{:?}",
        of("modul.separat_tr")
    );
    assert!(of("vindu.knusing").iter().all(|s| s.contains("P6B")), "{:?}", of("vindu.knusing"));
}
