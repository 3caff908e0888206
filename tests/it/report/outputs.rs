//! What each output does with the sample's report.

use befaring::report::{faults, json, terminal};
use befaring::text::Lang;

use super::sample::{judged, reading, warning};

fn plain(styled: &str) -> String {
    anstream::adapter::strip_str(styled).to_string()
}

fn in_terminal(lang: Lang, verbose: bool, width: usize) -> String {
    plain(&terminal::render(&judged(lang).report, terminal::Layout { width, verbose }))
}

#[test]
fn the_terminal_shows_what_it_comes_to_last() {
    let text = in_terminal(Lang::Nb, false, 80);
    let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("no «{word}» in\n{text}"));
    assert!(at("Negativt (2 punkter)") < at("Avklares (3 punkter)"));
    assert!(at("Avklares (3 punkter)") < at("Positivt (3 punkter)"));
    assert!(at("Positivt (3 punkter)") < at("Utfall: 1 krav er ikke oppfylt. (sluttkode 1)"));
    assert!(text.contains("✗ oppbrett er 8\u{a0}cm (krav 10\u{a0}cm) (bad i A108; B)"), "{text}");
    assert!(!text.contains("prosjekt.bolig:20:5"), "evidence is for --verbose");
}

#[test]
fn the_verbose_terminal_shows_evidence_reading_and_source() {
    let text = in_terminal(Lang::Nb, true, 100);
    for wanted in [
        "oppbrett, bad i A108: 8\u{a0}cm – prosjekt.bolig:20:5",
        "tolkning: Målt over ferdig gulv.",
        "gulv.oppbrett.height = 10\u{a0}cm: kilden sier minimum 10 cm",
        "«ordene i gulv.oppbrett»",
        "C-99: kilden sier to ting",
        "gjelder ikke gruppe 5",
    ] {
        assert!(text.contains(wanted), "no «{wanted}» in\n{text}");
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [40, 60, 80] {
        for line in in_terminal(Lang::Nb, true, width).lines() {
            let columns = line.chars().count();
            assert!(columns <= width || line.starts_with("Antall") || line.contains("  "), "{width}: {line}");
        }
    }
}

#[test]
fn json_validates_against_the_schema_that_is_committed() {
    let committed = std::fs::read_to_string("spec/report.schema.json").unwrap();
    let schema: serde_json::Value = serde_json::from_str(&committed).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for lang in [Lang::Nb, Lang::En] {
        let text = json::render(&judged(lang).report).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
        let mut broken = value;
        broken["outcome"]["exit_code"] = "one".into();
        assert!(!validator.is_valid(&broken), "the schema is not empty");
    }
}

#[test]
fn the_committed_schema_is_the_one_the_program_writes() {
    let committed = std::fs::read_to_string("spec/report.schema.json").unwrap();
    assert_eq!(json::schema().unwrap(), committed, "run `befaring spec docs`");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let json = || json::render(&judged(Lang::Nb).report).unwrap();
    assert_eq!(json(), json());
}

#[test]
fn json_and_the_resolved_report_count_the_same() {
    let report = judged(Lang::Nb).report;
    let value: serde_json::Value = serde_json::from_str(&json::render(&report).unwrap()).unwrap();
    let points: usize = value["sections"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|s| s["chapters"].as_array().unwrap())
        .map(|c| c["points"].as_array().unwrap().len())
        .sum();
    assert_eq!(points, report.points().count());
    assert_eq!(value["counts"]["requirements"], 5);
    assert_eq!(value["outcome"]["exit_code"], 1);
}

#[test]
fn a_fault_is_shown_with_its_line_in_the_language_of_the_run() {
    let reading = reading();
    let shown = |lang| plain(&faults::render(&[warning(&reading)], &reading.sources, lang, 80));
    let nb = shown(Lang::Nb);
    assert!(nb.contains("advarsel[sample.warning]: noe er rart her"), "{nb}");
    assert!(nb.contains("prosjekt.bolig:3:5") && nb.contains("oppbrett 8 cm"), "{nb}");
    assert!(nb.contains("hjelp: skriv det om") && nb.contains("1 advarsel"), "{nb}");
    assert!(shown(Lang::En).contains("warning[sample.warning]: something is odd here"));
}

#[test]
fn a_proposed_word_is_shown_in_its_line() {
    let reading = reading();
    let fault = warning(&reading).replace_with("sokkel");
    let shown = plain(&faults::render(&[fault], &reading.sources, Lang::Nb, 80));
    assert!(shown.contains("sokkel 8 cm"), "{shown}");
}

#[test]
fn very_many_faults_are_counted_and_not_all_shown() {
    let reading = reading();
    let all = vec![warning(&reading); 1000];
    let shown = plain(&faults::render(&all, &reading.sources, Lang::Nb, 80));
    assert!(shown.contains("… og 900 til") && shown.contains("1000 advarsler"), "{}", shown.len());
}
