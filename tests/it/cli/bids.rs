//! Several bids side by side, as their reader meets them.

use super::{Place, SKETCH, broken};

#[test]
fn a_broken_bid_stands_among_the_others_and_stops_none() {
    let place = Place::new("bids");
    place.write("tilbud/a.bolig", SKETCH);
    place.write("tilbud/b <b>.bolig", &broken());
    place.write("tilbud/c.bolig", "dette er ingen beskrivelse");
    place.write("tilbud/d/inni.bolig", SKETCH);
    let run = place.run(&["bids", "tilbud", "-o", "ut.html", "-o", "ut.xlsx"]).code(2);
    let page = place.read("ut.html");
    for name in ["tilbud/a.bolig", "tilbud/b &lt;b&gt;.bolig", "tilbud/c.bolig", "tilbud/d"] {
        assert!(page.contains(name), "{name} in\n{page}");
    }
    assert!(run.err.contains("tilbud/c.bolig: "), "{}", run.err);
    assert!(!page.contains("<b>"), "names are text");
    assert!(std::fs::read(place.path("ut.xlsx")).unwrap().starts_with(b"PK"));
    place.run(&["bids", "tilbud/a.bolig", "-o", "ut.html"]).code(0);
    place.run(&["bids", "tilbud/b <b>.bolig", "tilbud/a.bolig", "-o", "ut.html"]).code(1);
}

const RISK: &str = "[[fravik]]\nrequirement = \"prosjekt.standard.samsvar\"\nkind = \"fravik\"\nreason = \"avtalt\"\napproved_by = \"VEL\"\n";

#[test]
fn a_folder_with_a_project_file_is_judged_by_it() {
    let place = Place::new("bids-projects");
    place.write("alle/a/hus.bolig", &broken());
    place.write("alle/a/befaring.toml", &format!("inputs = [\"hus.bolig\"]\nphase = \"sketch\"\n{RISK}"));
    place.write("alle/b/hus.bolig", &broken());
    place.write("alle/c/hus.bolig", SKETCH);
    place.write("alle/c/befaring.toml", "inputs = [\"hus.bolig\"]\nphas = \"sketch\"\n");
    let run = place.run(&["bids", "alle", "-o", "ut.html"]).code(2);
    let page = place.read("ut.html");
    for wanted in ["fase skisse", "fravik F1", "(fravik godkjent)", "alle/c", "prosjektfilen har 1 feil"] {
        assert!(page.contains(wanted) || run.err.contains(wanted), "no «{wanted}» in {page}\n{}", run.err);
    }
    assert!(run.err.contains("alle/c/befaring.toml:2:1"), "its fault points at the word: {}", run.err);
    // The departure excuses a alone; what is said on the command line holds for all.
    place.run(&["bids", "alle/a", "-o", "ut.html"]).code(0);
    place.run(&["bids", "alle/a/befaring.toml", "-o", "ut.html"]).code(0);
    place.run(&["bids", "alle/a", "alle/b", "-o", "ut.html"]).code(1);
    place.run(&["bids", "alle/a", "alle/b", "--phase", "built", "-o", "ut.html"]).code(1);
    assert!(!place.read("ut.html").contains("fase skisse"));
}

#[test]
fn faults_of_a_bid_stand_in_the_comparison() {
    let place = Place::new("bids-faults");
    place.write("a.bolig", &SKETCH.replace("gruppe 5", "gruppe 5\n    grupe 6"));
    place.run(&["bids", "a.bolig", "-o", "ut.html", "-o", "ut.xlsx"]).code(2);
    assert!(place.read("ut.html").contains("«grupe»"), "{}", place.read("ut.html"));
}
