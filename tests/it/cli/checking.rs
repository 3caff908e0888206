//! `befaring check`, `plan` and `init`.

use std::process::Stdio;

use super::{Place, Run, SKETCH, broken};

#[test]
fn the_exit_code_tells_the_result() {
    let place = Place::new("exit-code");
    place.write("skisse.bolig", SKETCH);
    place.write("brutt.bolig", &broken());
    place.write("feil.bolig", &SKETCH.replace("gruppe 5", "gruppe 5 fjas"));
    place.run(&["check", "skisse.bolig"]).code(0);
    place.run(&["check", "brutt.bolig"]).code(1);
    place.run(&["check", "skisse.bolig", "--strict"]).code(3);
    let faulty = place.run(&["check", "feil.bolig", "-o", "ut"]).code(2);
    assert!(faulty.err.contains("fjas") && faulty.err.contains("feil.bolig:2"), "{}", faulty.err);
    assert!(place.read("ut/rapport.json").contains("\"incomplete\""), "the report is written nevertheless");
    place.run(&["check", "finnes-ikke.bolig"]).code(2);
}

#[test]
fn a_negative_recommendation_fails_only_when_asked_to() {
    let place = Place::new("fail-on");
    // One dwelling where six to ten are recommended.
    place.write("skisse.bolig", SKETCH);
    let plain = place.run(&["check", "skisse.bolig"]).code(0);
    assert!(plain.out.contains("anbefaling · prosjekt.enheter.antall"), "{}", plain.out);
    place.run(&["check", "skisse.bolig", "--fail-on", "should"]).code(1);
}

#[test]
fn nothing_described_is_an_error_and_no_pass() {
    let place = Place::new("empty");
    place.write("tom.bolig", "");
    place.write("prosjekt.bolig", "prosjekt \"Tomt\" { }\n");
    for file in ["tom.bolig", "prosjekt.bolig"] {
        let run = place.run(&["check", file]).code(2);
        assert!(run.out.is_empty(), "no report: {}", run.out);
        assert!(run.err.contains("feil"), "{}", run.err);
    }
}

#[test]
fn a_folder_gets_a_page_a_file_for_machines_and_the_plans() {
    let place = Place::new("folder");
    place.write("skisse.bolig", SKETCH);
    let run = place.run(&["check", "skisse.bolig", "-o", "ut"]).code(0);
    assert!(run.out.contains("Utfall:"), "the report is shown too");
    assert!(run.err.contains("rapport.html") && run.err.contains("ut/"), "{}", run.err);
    assert!(place.read("ut/rapport.html").starts_with("<!DOCTYPE html>"));
    let json: serde_json::Value = serde_json::from_str(&place.read("ut/rapport.json")).unwrap();
    assert_eq!(json["project"], "Skissa");
    assert_eq!(json["inputs"][0]["path"], "skisse.bolig");
    let plans: Vec<String> = std::fs::read_dir(place.path("ut"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.starts_with("plan-") && n.ends_with(".svg"))
        .collect();
    assert_eq!(plans.len(), 2, "a storey and a dwelling: {plans:?}");
}

#[test]
fn one_file_is_written_by_its_ending() {
    let place = Place::new("one-file");
    place.write("skisse.bolig", SKETCH);
    place.run(&["check", "skisse.bolig", "-o", "a/b/side.html", "-q"]).code(0);
    assert!(place.read("a/b/side.html").contains("</html>"));
    place.run(&["check", "skisse.bolig", "-o", "r.txt", "-q"]).code(0);
    let text = place.read("r.txt");
    assert!(text.contains("Avklares") && !text.contains('\u{1b}'));
    let run = place.run(&["check", "skisse.bolig", "-o", "rapport.odt"]).code(2);
    assert!(run.err.contains(".odt"), "{}", run.err);
    let run = place.run(&["check", "skisse.bolig", "-o", "r.json", "--format", "html"]).code(2);
    assert!(run.err.contains("--format"), "{}", run.err);
}

#[test]
fn a_machine_format_stands_alone_on_standard_output() {
    let place = Place::new("json");
    place.write("skisse.bolig", SKETCH);
    let run = place.run(&["check", "skisse.bolig", "--format", "json"]).code(0);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(json["format"], "befaring.report");
    place.run(&["check", "skisse.bolig", "--format", "json,html"]).code(2);
    place.run(&["check", "skisse.bolig", "--format", "svg"]).code(2);
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let place = Place::new("colour");
    place.write("skisse.bolig", SKETCH);
    assert!(!place.run(&["check", "skisse.bolig"]).out.contains('\u{1b}'));
    assert!(place.run(&["check", "skisse.bolig", "--color", "always"]).out.contains('\u{1b}'));
    let forced = |name: &str| {
        let mut command = place.command(&["check", "skisse.bolig"]);
        Run::of(command.env("CLICOLOR_FORCE", "1").env(name, "1").output().unwrap()).out
    };
    assert!(forced("BEFARING_NOTHING").contains('\u{1b}'));
    assert!(!forced("NO_COLOR").contains('\u{1b}'));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let place = Place::new("pipe");
    place.write("brutt.bolig", &broken());
    let mut child = place
        .command(&["check", "brutt.bolig", "--verbose"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = Run::of(child.wait_with_output().unwrap()).code(1);
    assert!(!run.err.contains("panic"), "{}", run.err);
}

#[test]
fn standard_input_is_a_description_too() {
    let place = Place::new("stdin");
    place.write("skisse.bolig", SKETCH);
    let file = std::fs::File::open(place.path("skisse.bolig")).unwrap();
    let mut command = place.command(&["check", "-"]);
    let run = Run::of(command.stdin(file).output().unwrap()).code(0);
    assert!(run.out.contains("Skissa"));
}

#[test]
fn group_edition_and_parameters_can_be_given() {
    let place = Place::new("settings");
    place.write("skisse.bolig", SKETCH);
    let run = place.run(&["check", "skisse.bolig", "--gruppe", "7", "--verbose"]).code(1);
    assert!(run.out.contains("Målgruppe      7"), "{}", run.out);
    assert!(run.out.contains("valgt da kontrollen ble kjørt (--gruppe)"), "the evidence tells");
    let run = place.run(&["check", "skisse.bolig", "--gruppe", "9"]).code(2);
    assert!(run.err.contains("«9» er ikke en målgruppe"), "{}", run.err);
    let run = place.run(&["check", "skisse.bolig", "--edition", "prioslo-2024-03"]).code(2);
    assert!(run.err.contains("mente du «prioslo-2024-02»?"), "{}", run.err);
    let changed = "vindu.seng.avstand.avstand";
    let run = place.run(&["check", "skisse.bolig", "--param", &format!("{changed}=80 cm")]).code(0);
    assert!(run.out.contains("Overstyrte parametere") && run.out.contains(changed), "{}", run.out);
    let run = place.run(&["check", "skisse.bolig", "--param", "vindu.seng.avstand.avstnad=80 cm"]).code(2);
    assert!(run.err.contains(&format!("mente du «{changed}»?")), "{}", run.err);
    let run = place.run(&["check", "skisse.bolig", "--param", &format!("{changed}=80 dB")]).code(2);
    assert!(run.err.contains("passer ikke"), "{}", run.err);
}

#[test]
fn a_date_is_printed_only_when_it_is_given() {
    let place = Place::new("date");
    place.write("skisse.bolig", SKETCH);
    assert!(!place.run(&["check", "skisse.bolig"]).out.contains("Dato"));
    let run = place.run(&["check", "skisse.bolig", "--date", "2026-03-12"]).code(0);
    assert!(run.out.contains("12. mars 2026"), "{}", run.out);
    place.run(&["check", "skisse.bolig", "--date", "12.03.2026"]).code(2);
}

#[test]
fn two_runs_write_the_same_bytes() {
    let place = Place::new("same-bytes");
    place.write("brutt.bolig", &broken());
    place.run(&["check", "brutt.bolig", "-o", "en", "-q"]).code(1);
    place.run(&["check", "brutt.bolig", "-o", "to", "-q"]).code(1);
    for entry in std::fs::read_dir(place.path("en")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert_eq!(place.read(&format!("en/{name}")), place.read(&format!("to/{name}")), "{name}");
    }
}

#[test]
fn english_is_spoken_when_asked_for() {
    let place = Place::new("english");
    place.write("brutt.bolig", &broken());
    let run = place.run(&["check", "brutt.bolig", "--lang", "en"]).code(1);
    for wanted in ["Negative (", "To be clarified", "decides the result", "Result:"] {
        assert!(run.out.contains(wanted), "{wanted} in {}", run.out);
    }
    let run = place.run(&["check", "nothing.bolig", "--lang", "en"]).code(2);
    assert!(run.err.starts_with("error: cannot read nothing.bolig"), "{}", run.err);
}

#[test]
fn what_init_writes_can_be_judged_as_it_is() {
    let place = Place::new("init");
    place.run(&["init"]).code(0);
    let run = place.run(&["check"]);
    assert!(matches!(run.code, 0 | 1), "{}", run.err);
    assert!(run.err.starts_with("Skrev i befaring-ut/"), "no fault: {}", run.err);
    let json: serde_json::Value = serde_json::from_str(&place.read("befaring-ut/rapport.json")).unwrap();
    let inputs: Vec<&str> =
        json["inputs"].as_array().unwrap().iter().map(|i| i["path"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["prosjekt.bolig", "befaring.toml"]);
    place.run(&["design", "fmt", "--check", "prosjekt.bolig"]).code(0);
    let again = place.run(&["init"]).code(2);
    assert!(again.err.contains("finnes fra før"), "{}", again.err);
}

#[test]
fn plans_are_drawn_without_judging() {
    let place = Place::new("plan");
    place.write("skisse.bolig", SKETCH);
    place.run(&["plan", "skisse.bolig", "-o", "ut"]).code(0);
    let names: Vec<_> = std::fs::read_dir(place.path("ut")).unwrap().collect();
    assert_eq!(names.len(), 2);
    place.run(&["plan", "skisse.bolig", "-o", "bare", "--etasjer"]).code(0);
    let names: Vec<_> = std::fs::read_dir(place.path("bare")).unwrap().collect();
    assert_eq!(names.len(), 1);
}

#[test]
fn what_waits_for_the_resident_group_alone_is_told_once_and_counted() {
    let place = Place::new("no-group");
    place.write("skisse.bolig", &SKETCH.replace("gruppe 5", ""));
    let short = place.run(&["check", "skisse.bolig"]).out;
    let whole = place.run(&["check", "skisse.bolig", "--verbose"]).out;
    let waiting = whole.matches(": kan ikke vurderes før målgruppen").count();
    assert!(waiting > 50, "{waiting}");
    assert!(
        short.contains(&format!("? {waiting} punkter kan ikke vurderes før målgruppen er angitt")),
        "{short}"
    );
    assert!(!short.contains(": kan ikke vurderes før målgruppen"), "{short}");
    assert!(short.contains("--gruppe 5") && short.contains("befaring.toml"), "{short}");
    let with_group = place.run(&["check", "skisse.bolig", "--gruppe", "5"]).out;
    assert!(!with_group.contains("før målgruppen"), "{with_group}");
}

#[test]
fn a_file_of_another_program_is_called_what_it_is_and_no_bad_description() {
    let place = Place::new("foreign");
    place.write("hus.json", "{\"type\": \"ifcJSON\"}");
    place.write("hus.dwg", "AC1027");
    place.write("hus.ifc", "version https://git-lfs.github.com/spec/v1\n");
    for (file, word) in [("hus.json", "JSON"), ("hus.dwg", "DWG"), ("hus.ifc", "git lfs pull")] {
        let run = place.run(&["check", file]).code(2);
        assert!(run.err.contains(word) && !run.err.contains("befaring init"), "{file}: {}", run.err);
    }
    // Named as a description it is read as one.
    place.write("hus.bolig", "{\"type\": \"ifcJSON\"}");
    let described = place.run(&["check", "hus.bolig"]).code(2);
    assert!(described.err.contains("hus.bolig:1:1"), "{}", described.err);
}

#[test]
fn a_model_is_known_by_its_content_whatever_it_is_called() {
    let place = Place::new("content");
    place.write("skisse.bolig", SKETCH);
    place.run(&["ifc", "export", "skisse.bolig", "-o", "hus.ifc"]).code(0);
    place.write("hus.txt", &format!("\u{feff}{}", place.read("hus.ifc")));
    let run = place.run(&["check", "hus.txt"]).code(0);
    assert!(run.out.contains("Utfall:"), "{}", run.out);
    place.write("befaring.toml", "inputs = [\"skisse.bolig\", \"hus.txt\"]\n");
    let info = place.run(&["ifc", "info"]).code(0);
    assert!(info.out.contains("hus.txt"), "{}", info.out);
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_waited_for() {
    let place = Place::new("endless");
    for command in [vec!["check", "/dev/zero"], vec!["ifc", "info", "/dev/zero"]] {
        let run = place.run(&command).code(2);
        assert!(run.err.contains("fil") && run.err.contains("/dev/zero"), "{}", run.err);
    }
    let pipe = std::process::Command::new("mkfifo").arg(place.path("hus.ifc")).status();
    if pipe.is_ok_and(|status| status.success()) {
        place.run(&["check", "hus.ifc"]).code(2);
        place.run(&["ifc", "info", "hus.ifc"]).code(2);
    }
}

#[test]
fn of_many_files_the_first_are_named_and_the_rest_counted() {
    let place = Place::new("many-files");
    let storey = |n: usize| {
        format!(
            "etasje {n} {{ bolig B{n} {{ rom stue \"Stue\" {{ rektangel 4.00 x 4.00 ved (0, 0) }} }} }}\n"
        )
    };
    let storeys: String = (1..=15).map(storey).collect();
    place.write("hus.bolig", &format!("prosjekt \"Hus\" {{ gruppe 5 bygg \"Hus\" {{ {storeys} }} }}"));
    let run = place.run(&["check", "hus.bolig", "-o", "ut"]);
    let written = std::fs::read_dir(place.path("ut")).unwrap().count();
    assert!(run.err.contains(&format!("og {} filer til", written - 12)), "{}", run.err);
}
