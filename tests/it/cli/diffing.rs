//! `befaring diff` and `watch`.

use super::{Place, SKETCH, broken};

fn diff(place: &Place, args: &[&str], code: i32) -> serde_json::Value {
    let run = place.run(&[&["diff", "--format", "json"], args].concat()).code(code);
    serde_json::from_str(&run.out).unwrap()
}

fn count(diff: &serde_json::Value, class: &str) -> u64 {
    let groups = diff["groups"].as_array().unwrap();
    groups.iter().find(|g| g["class"] == class).unwrap()["findings"].as_u64().unwrap()
}

#[test]
fn what_is_new_is_resolved_the_other_way() {
    let place = Place::new("diff");
    place.write("god.bolig", SKETCH);
    place.write("brutt.bolig", &broken());
    let there = diff(&place, &["god.bolig", "brutt.bolig"], 1);
    let back = diff(&place, &["brutt.bolig", "god.bolig"], 0);
    assert!(count(&there, "new") > 0);
    assert_eq!(count(&there, "new"), count(&back, "resolved"));
    assert_eq!(count(&there, "not_comparable"), 0);
    let same = diff(&place, &["god.bolig", "god.bolig"], 0);
    assert_eq!(count(&same, "unchanged"), count(&there, "unchanged") + count(&there, "changed"));
    assert_eq!(count(&same, "new") + count(&same, "changed") + count(&same, "resolved"), 0);
}

#[test]
fn reports_compare_as_their_drafts_do() {
    let place = Place::new("diff-reports");
    place.write("god.bolig", SKETCH);
    place.write("brutt.bolig", &broken());
    place.run(&["check", "god.bolig", "-q", "-o", "god.json"]).code(0);
    place.run(&["check", "brutt.bolig", "-q", "-o", "brutt.json"]).code(1);
    let drafts = diff(&place, &["god.bolig", "brutt.bolig"], 1);
    for sides in [["god.json", "brutt.json"], ["god.json", "brutt.bolig"], ["god.bolig", "brutt.json"]] {
        let other = diff(&place, &sides, 1);
        assert_eq!(other["groups"], drafts["groups"], "{sides:?}");
        assert_eq!(other["deltas"], drafts["deltas"]);
    }
}

#[test]
fn renamed_rooms_and_dwellings_are_the_same_ones() {
    let place = Place::new("diff-renamed");
    place.write("før.bolig", SKETCH);
    let renamed = SKETCH
        .replace("bolig A101", "bolig H0101")
        .replace("rom bad \"Bad\"", "rom våtrom \"Våtrom\"")
        .replace("rom teknisk \"Teknisk rom\"", "rom tr1 teknisk \"TR\"");
    let renamed = renamed.replace("rom våtrom \"Våtrom\"", "rom b2 bad \"Våtrom\"");
    place.write("etter.bolig", &renamed);
    let diff = diff(&place, &["før.bolig", "etter.bolig"], 0);
    assert_eq!(
        count(&diff, "new") + count(&diff, "resolved") + count(&diff, "not_comparable"),
        0,
        "{diff:#}"
    );
    assert!(diff["renamed"].to_string().contains("A101 → H0101"), "{}", diff["renamed"]);
    assert!(diff["added"].as_array().unwrap().is_empty() && diff["removed"].as_array().unwrap().is_empty());
}

#[test]
fn a_dwelling_that_is_gone_is_never_resolved() {
    let place = Place::new("diff-gone");
    let two = SKETCH.replace(
        "            bolig A101 {",
        "            bolig A102 { rom allrom \"Stue\" { rektangel 4.00 x 4.00 ved (20, 0) } }\n            bolig A101 {",
    );
    place.write("to.bolig", &two);
    place.write("én.bolig", SKETCH);
    let diff = diff(&place, &["to.bolig", "én.bolig"], 0);
    let groups = diff["groups"].as_array().unwrap();
    let resolved = groups.iter().find(|g| g["class"] == "resolved").unwrap();
    assert!(!resolved.to_string().contains("A102"), "{resolved:#}");
    let not = groups.iter().find(|g| g["class"] == "not_comparable").unwrap();
    assert!(not.to_string().contains("A102 er ikke med lenger"), "{not:#}");
    assert!(diff["removed"].to_string().contains("A102"));
    assert!(diff["deltas"].to_string().contains("boliger: 2 → 1"), "{}", diff["deltas"]);
}

#[test]
fn another_group_edition_or_threshold_is_another_scope() {
    let place = Place::new("diff-scope");
    place.write("fem.bolig", &broken());
    place.write("fire.bolig", &SKETCH.replace("gruppe 5", "gruppe 4"));
    let run = diff(&place, &["fem.bolig", "fire.bolig"], 0);
    assert_eq!(count(&run, "resolved"), 0, "{run:#}");
    assert!(run["remarks"].to_string().contains("målgruppen er en annen"));
    place.run(&["check", "fem.bolig", "-q", "-o", "a.json"]).code(1);
    place
        .run(&["check", "fem.bolig", "-q", "-o", "b.json", "--param", "vindu.seng.avstand.avstand=80 cm"])
        .code(1);
    let run = diff(&place, &["a.json", "b.json"], 0);
    assert!(run["remarks"].to_string().contains("vindu.seng.avstand.avstand"), "{run:#}");
}

#[test]
fn a_model_that_is_missing_resolves_nothing() {
    let place = Place::new("diff-model");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/twins");
    std::fs::copy(root.join("liten.ifc"), place.path("liten.ifc")).unwrap();
    std::fs::copy(root.join("liten.bolig"), place.path("liten.bolig")).unwrap();
    place.run(&["check", "liten.bolig", "liten.ifc", "-q", "-o", "begge.json"]);
    place.run(&["check", "liten.bolig", "-q", "-o", "en.json"]);
    let run = place.run(&["diff", "begge.json", "en.json", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(count(&diff, "resolved"), 0, "{diff:#}");
    assert!(diff["remarks"].to_string().contains("færre bygningsmodeller"), "{}", diff["remarks"]);
}

#[test]
fn areas_that_differ_are_told_and_marked() {
    let place = Place::new("diff-areas");
    place.write("før.bolig", SKETCH);
    place.write("etter.bolig", &SKETCH.replace("rektangel 5.00 x 4.00", "rektangel 5.00 x 3.00"));
    let run = place.run(&["diff", "før.bolig", "etter.bolig", "-o", "ut"]);
    assert!(
        run.out.contains("20,0\u{a0}m² → 15,0\u{a0}m² (−5,0\u{a0}m²)")
            || run.out.contains("(\u{2212}5,0\u{a0}m²)"),
        "{}",
        run.out
    );
    let page = place.read("ut/endringer.html");
    assert!(page.contains("<svg") && !page.contains("<script"));
    assert!(place.read("ut/endringer.md").starts_with("# Endringer fra før.bolig til etter.bolig"));
}

#[test]
fn a_revision_is_compared_and_is_never_an_argument() {
    let place = Place::new("diff-git");
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=P", "-c", "user.email=p@example.org", "-c", "commit.gpgsign=false"];
        let mut command = std::process::Command::new("git");
        command.current_dir(place.path("")).args(identity).args(args);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        command.output().is_ok_and(|o| o.status.success())
    };
    // A machine without git has nothing to compare with.
    if !git(&["init", "-q"]) {
        return;
    }
    place.write("under/hus.bolig", SKETCH);
    assert!(git(&["add", "."]) && git(&["commit", "-q", "-m", "utkast"]));
    place.write("under/hus.bolig", &broken());
    let named = diff(&place, &["--git", "HEAD", "under/hus.bolig"], 1);
    assert!(count(&named, "new") > 0);
    let spelled = diff(&place, &["HEAD:under/hus.bolig", "under/hus.bolig"], 1);
    assert_eq!(named["groups"], spelled["groups"]);
    for wrong in ["--output=x", "-x", "HEAD^{commit}; rm", "finnes-ikke", ""] {
        let run = place.run(&["diff", &format!("--git={wrong}"), "under/hus.bolig"]).code(2);
        assert!(!run.err.contains("panic"), "{}", run.err);
    }
    let run = place.run(&["diff", "HEAD:under/borte.bolig", "under/hus.bolig"]).code(2);
    assert!(run.err.contains("finnes ikke i git"), "{}", run.err);
}

#[test]
fn watching_shows_the_report_and_what_changed() {
    let place = Place::new("watch");
    place.write("hus.bolig", SKETCH);
    let run = place.run(&["watch", "hus.bolig", "--runs", "1", "-q", "-o", "ut"]).code(0);
    assert!(run.err.contains("Ingen krav er vurdert negativt"), "{}", run.err);
    assert!(place.path("ut/rapport.html").exists());
    let child = place
        .command(&["watch", "hus.bolig", "--runs", "2", "-q"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let told = stop.clone();
    let (path, text) = (place.path("hus.bolig"), broken());
    // Saved again and again, since nobody knows when the watching begins.
    let saver = std::thread::spawn(move || {
        while !told.load(std::sync::atomic::Ordering::Relaxed) {
            std::thread::sleep(std::time::Duration::from_millis(300));
            std::fs::write(&path, &text).unwrap();
        }
    });
    let run = super::Run::of(child.wait_with_output().unwrap()).code(1);
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    saver.join().unwrap();
    assert!(run.err.contains("Venter på neste lagring"), "{}", run.err);
}

/// To read a file is no saving: what follows the one saving is what it changed.
#[test]
fn what_is_saved_once_is_judged_once_more_and_told() {
    use std::io::{BufRead as _, BufReader};
    let place = Place::new("watch-once");
    place.write("hus.bolig", SKETCH);
    let mut child = place
        .command(&["watch", "hus.bolig", "--runs", "2", "-q"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let first: Vec<String> = lines.by_ref().take_while(|l| !l.contains("Venter på neste lagring")).collect();
    assert!(first.iter().any(|l| l.contains("Ingen krav er vurdert negativt")), "{first:?}");
    place.write("hus.bolig", &broken());
    let rest: Vec<String> = lines.collect();
    assert!(rest.iter().any(|l| l.contains(" nye, ")), "{rest:?}");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn what_people_said_of_a_draft_counts_in_the_comparison() {
    let place = Place::new("diff-attested");
    place.write("a.bolig", SKETCH);
    place.write("b.bolig", SKETCH);
    let said = "format = 1\n[[attestation]]\nrequirement = \"prosjekt.risiko\"\nverdict = \"positive\"\nby = \"Kari\"\n";
    let said = said.replace("prosjekt.risiko", "prosjekt.hovedforlop.samsvar");
    place.run(&["diff", "a.bolig", "b.bolig"]).code(0);
    place.write("b.attest.toml", &said);
    let run = place.run(&["diff", "a.bolig", "b.bolig", "--format", "json"]).code(0);
    assert!(run.out.contains("prosjekt.hovedforlop.samsvar"), "{}", run.out);
}

/// The model with every GlobalId another, as a program gives them that exports anew.
fn anew(model: &str) -> String {
    let mut out = String::new();
    let mut rest = model;
    while let Some(at) = rest.find("('") {
        let (before, from) = rest.split_at(at + 2);
        out.push_str(before);
        let id = from.get(..22).filter(|id| from[22..].starts_with('\'') && !id.contains(['\'', ' ', ',']));
        if let Some(id) = id {
            // The first digit is one of four; the others are turned around.
            out.push_str(&id[..1]);
            out.extend(id[1..].chars().rev());
        }
        rest = &from[id.map_or(0, str::len)..];
    }
    out + rest
}

#[test]
fn a_model_exported_anew_with_other_ids_and_names_has_the_same_findings() {
    let place = Place::new("diff-global-ids");
    place.write("hus.bolig", &broken());
    place.run(&["ifc", "export", "hus.bolig", "-o", "a.ifc"]).code(0);
    let first = place.read("a.ifc");
    let again = anew(&first);
    assert_ne!(first, again);
    place.write("b.ifc", &again);
    place.write("c.ifc", &again.replace("A101", "L-1").replace("'Stue'", "'Opphold'"));
    for other in ["b.ifc", "c.ifc"] {
        let diff = diff(&place, &["a.ifc", other], 0);
        let [new, changed, resolved, lost] =
            ["new", "changed", "resolved", "not_comparable"].map(|class| count(&diff, class));
        assert_eq!((new, changed, resolved, lost), (0, 0, 0, 0), "{other}: {diff:#}");
        assert!(count(&diff, "unchanged") > 20);
        assert_eq!(diff["added"].as_array().map(Vec::len), Some(0), "{other}");
    }
}
