//! `befaring design`, `completions`, help and usage errors.

use super::{Place, SKETCH};

#[test]
fn a_description_is_formatted_in_place_and_only_when_it_must_be() {
    let place = Place::new("fmt");
    let messy = SKETCH.replace("    gruppe 5\n", "gruppe   5 # fem\n");
    place.write("a.bolig", &messy);
    let run = place.run(&["design", "fmt", "--check", "."]).code(1);
    assert!(run.err.contains("a.bolig er ikke formatert"), "{}", run.err);
    assert_eq!(place.read("a.bolig"), messy, "--check writes nothing");
    place.run(&["design", "fmt", "a.bolig"]).code(0);
    assert!(place.read("a.bolig").contains("# fem"), "comments are kept");
    place.run(&["design", "fmt", "--check", "."]).code(0);
    place.write("b.bolig", "prosjekt {");
    place.run(&["design", "fmt", "b.bolig"]).code(2);
    assert_eq!(place.read("b.bolig"), "prosjekt {", "what cannot be read is not touched");
}

#[test]
fn faults_of_a_description_are_found_without_judging() {
    let place = Place::new("design-check");
    place.write("god.bolig", SKETCH);
    place.write("feil.bolig", &SKETCH.replace("rektangel", "rektagnel"));
    place.run(&["design", "check", "god.bolig"]).code(0);
    let run = place.run(&["design", "check", "."]).code(1);
    assert!(run.out.contains("rektangel") && run.out.contains("feil.bolig:8"), "{}", run.out);
}

#[test]
fn the_manual_of_the_language_is_printed_or_kept_current() {
    let place = Place::new("reference");
    let run = place.run(&["design", "reference"]).code(0);
    assert!(run.out.starts_with("# "));
    place.run(&["design", "reference", "--check"]).code(1);
    place.run(&["design", "reference", "-o", "spec/BOLIG.md"]).code(0);
    place.run(&["design", "reference", "--check"]).code(0);
}

#[test]
fn help_is_there_for_every_command_and_has_examples() {
    let place = Place::new("help");
    let top = place.run(&["--help"]).code(0);
    assert!(top.out.contains("Kommandoer:") && top.out.contains("Sluttkoder:"));
    let commands: [&[&str]; 12] = [
        &["check"],
        &["plan"],
        &["explain"],
        &["init"],
        &["completions"],
        &["design", "check"],
        &["design", "fmt"],
        &["design", "reference"],
        &["spec", "check"],
        &["spec", "docs"],
        &["spec", "new"],
        &["spec"],
    ];
    for command in commands {
        let run = place.run(&[command, &["--help"]].concat()).code(0);
        assert!(run.out.contains("Eksemp"), "{command:?}: {}", run.out);
        assert!(!run.out.contains("Usage:") && !run.out.contains("Options:"), "{command:?}: {}", run.out);
    }
}

#[test]
fn a_slip_in_the_arguments_is_told_in_the_users_language() {
    let place = Place::new("usage");
    let run = place.run(&["chekc", "a.bolig"]).code(2);
    assert!(
        run.err.contains("ukjent kommando «chekc»") && run.err.contains("mente du «check»?"),
        "{}",
        run.err
    );
    let run = place.run(&["check", "a.bolig", "--formt", "json"]).code(2);
    assert!(run.err.contains("--formt") && run.err.contains("--format"), "{}", run.err);
    let run = place.run(&["check", "a.bolig", "--format", "odt"]).code(2);
    assert!(run.err.contains("«odt»") && run.err.contains("json"), "{}", run.err);
    let run = place.run(&["explain"]).code(2);
    assert!(run.err.contains("mangler"), "{}", run.err);
    let run = place.run(&["check"]).code(2);
    assert!(run.err.contains("ingen inndata") && run.err.contains("befaring init"), "{}", run.err);
    let run = place.run(&["chekc", "--lang", "en"]).code(2);
    assert!(run.err.contains("unknown command"), "{}", run.err);
    place.run(&[]).code(2);
    assert!(place.run(&["--version"]).code(0).out.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn completions_exist_for_the_usual_shells() {
    let place = Place::new("completions");
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(place.run(&["completions", shell]).code(0).out.contains("befaring"), "{shell}");
    }
}
