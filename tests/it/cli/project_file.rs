//! `befaring.toml`, agreed departures, phases and baselines, as users meet them.

use super::{Place, SKETCH, broken};

/// A project file for the sketch, with more below it.
fn project(place: &Place, description: &str, more: &str) {
    place.write("hus.bolig", description);
    place.write("befaring.toml", &format!("inputs = [\"hus.bolig\"]\n{more}"));
}

const DEPARTURE: &str = r#"
[[fravik]]
requirement = "prosjekt.standard.samsvar"
kind = "dispensasjon"
reason = "eksisterende gård"
compensating = "forsterkes ved rehabilitering"
owner = "Kari Nordmann"
approved_by = "Velferdsetaten"
date = 2026-01-01
expires = 2027-01-01
"#;

fn json(place: &Place, args: &[&str], code: i32) -> serde_json::Value {
    let run = place.run(&[&["check", "--format", "json"], args].concat()).code(code);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn check_alone_does_the_whole_job_also_from_a_folder_below() {
    let place = Place::new("project-file");
    let outputs =
        "phase = \"sketch\"\nlanguage = \"en\"\n[[output]]\nto = \"ut\"\nformat = [\"json\", \"sarif\"]\n";
    project(&place, SKETCH, outputs);
    place.write("under/her/tom.txt", "");
    let run = place.run(&["check"]).code(0);
    assert!(run.out.contains("Result:"), "in English: {}", run.out);
    let report: serde_json::Value = serde_json::from_str(&place.read("ut/rapport.json")).unwrap();
    assert_eq!(report["settings"]["phase"], "sketch");
    let inputs: Vec<&str> =
        report["inputs"].as_array().unwrap().iter().map(|i| i["path"].as_str().unwrap()).collect();
    assert_eq!(inputs, ["hus.bolig", "befaring.toml"]);
    std::fs::remove_dir_all(place.path("ut")).unwrap();
    let mut command = place.command(&["check", "-q"]);
    let run = super::Run::of(command.current_dir(place.path("under/her")).output().unwrap()).code(0);
    assert!(place.path("ut/befaring.sarif").exists(), "{}", run.err);
    let norwegian = place.run(&["check", "--lang", "nb", "--gruppe", "7"]).code(1);
    assert!(norwegian.out.contains("Målgruppe      7"), "arguments win: {}", norwegian.out);
}

#[test]
fn a_project_file_beside_named_inputs_is_left_alone_and_that_is_said() {
    let place = Place::new("project-file-named");
    project(&place, SKETCH, "strict = true\n");
    let run = place.run(&["check", "hus.bolig"]).code(0);
    assert!(run.err.contains("befaring.toml er ikke brukt"), "{}", run.err);
    place.run(&["check", "hus.bolig", "--project", "befaring.toml"]).code(3);
    place.run(&["check"]).code(3);
}

#[test]
fn faults_of_the_project_file_point_at_the_word() {
    let place = Place::new("project-file-faults");
    for (more, line, says) in [
        ("gruppe = \"5\"\n", "befaring.toml:2:1", "ukjent nøkkel «gruppe»"),
        ("phase = \"skisse\"\n", "befaring.toml:2:9", "ukjent verdi «skisse»"),
        ("group = \"9\"\n", "befaring.toml:2:9", "«9» er ikke en målgruppe"),
        ("edition = \"prioslo-2024-03\"\n", "befaring.toml:2:11", "mente du «prioslo-2024-02»?"),
        ("[parameters]\n\"vindu.seng.avstand.avstnd\" = \"80 cm\"\n", "befaring.toml:3:1", "mente du"),
        ("[parameters]\n\"vindu.seng.avstand.avstand\" = \"80 dB\"\n", "befaring.toml:3:32", "passer ikke"),
        ("[[output]]\nto = \"ut\"\nformat = \"serif\"\n", "befaring.toml:4:10", "mente du «sarif»?"),
        ("strict = \"ja\"\n", "befaring.toml:2:10", "kan ikke leses"),
        ("inputs = 5 = 6\n", "befaring.toml:2:", ""),
        (
            "[[fravik]]\nrequirement = \"gulv.opbrett\"\nkind = \"fravik\"\nreason = \"x\"\n",
            "befaring.toml:3:15",
            "mente du «gulv.oppbrett»?",
        ),
        (
            "[[fravik]]\nrequirement = \"gulv.*\"\nkind = \"fravik\"\nreason = \"x\"\nexpires = 2026-02-31\n",
            "befaring.toml:6:",
            "",
        ),
        (
            "[[fravik]]\nrequirement = \"gulv.*\"\nkind = \"fravik\"\nreason = \"x\"\ndecision = \"approved\"\n",
            "befaring.toml:6:12",
            "ikke av noen",
        ),
        (
            "[[fravik]]\nrequirement = \"gulv.*\"\nkind = \"fravik\"\nreason = \"x\"\napproved_by = \"a\"\ndate = 2026-05-01\nexpires = 2026-04-01\n",
            "befaring.toml:8:11",
            "før det begynner",
        ),
    ] {
        project(&place, SKETCH, more);
        let run = place.run(&["check"]).code(2);
        assert!(run.err.contains(line) && run.err.contains(says), "{more}\n{}", run.err);
        assert!(run.out.is_empty(), "nothing is judged: {}", run.out);
    }
}

#[test]
fn an_approved_departure_is_kept_visible_and_does_not_fail() {
    let place = Place::new("fravik");
    project(&place, &broken(), DEPARTURE);
    let run = place.run(&["check", "--date", "2026-06-01"]).code(0);
    for wanted in [
        "negativt, fravik godkjent (F1)",
        "prosjekt.standard.samsvar · dispensasjon · ansvarlig Kari Nordmann · godkjent av Velferdsetaten",
        "begrunnelse: eksisterende gård",
        "kompenserende tiltak: forsterkes ved rehabilitering",
        "uten godkjent fravik",
    ] {
        assert!(run.out.contains(wanted), "no «{wanted}» in\n{}", run.out);
    }
    let report = json(&place, &["--date", "2026-06-01"], 0);
    assert_eq!(report["counts"]["excused"]["requirements"], 1);
    assert_eq!(report["fravik"][0]["standing"], "in_force");
}

#[test]
fn on_the_day_of_expiry_the_check_is_red_again() {
    let place = Place::new("fravik-expiry");
    project(&place, &broken(), DEPARTURE);
    place.run(&["check", "--date", "2026-12-31"]).code(0);
    let run = place.run(&["check", "--date", "2027-01-01"]).code(1);
    assert!(run.out.contains("negativt, fravik utløpt (F1)"), "{}", run.out);
    let run = place.run(&["check", "--date", "2025-12-31"]).code(1);
    assert!(run.out.contains("gjelder ikke ennå"), "{}", run.out);
    // Nobody said which day it is: told, not failed, and not good enough for a strict check.
    let run = place.run(&["check"]).code(0);
    assert!(run.out.contains("utløpet er ikke vurdert"), "{}", run.out);
    place.run(&["check", "--strict"]).code(3);
}

#[test]
fn what_is_only_applied_for_or_turned_down_excuses_nothing() {
    let place = Place::new("fravik-decision");
    let applied = DEPARTURE.replace("approved_by = \"Velferdsetaten\"\n", "");
    project(&place, &broken(), &applied);
    let run = place.run(&["check", "--date", "2026-06-01"]).code(1);
    assert!(run.out.contains("fravik søkt, ikke godkjent"), "{}", run.out);
    let both = format!("{DEPARTURE}{}decision = \"rejected\"\n", applied.replace("dispensasjon", "analyse"));
    project(&place, &broken(), &both);
    let run = place.run(&["check", "--date", "2026-06-01"]).code(1);
    assert!(run.out.contains("F2 sier det motsatte"), "{}", run.out);
    assert_eq!(json(&place, &["--date", "2026-06-01"], 1)["fravik"][1]["standing"], "contradicted");
}

#[test]
fn departures_lie_beside_the_project_file_too_and_unused_ones_are_told() {
    let place = Place::new("fravik-beside");
    project(&place, &broken(), "");
    place.write("fravik.toml", DEPARTURE);
    place.write("fravik/annet.toml", "[[fravik]]\nid = \"R\"\nrequirement = \"bad.*\"\nplace = \"A1O1\"\nkind = \"fravik\"\nreason = \"x\"\napproved_by = \"y\"\n");
    let run = place.run(&["check", "--date", "2026-06-01"]).code(0);
    assert!(run.out.contains("mente du «A101»?"), "{}", run.out);
    let report = json(&place, &["--date", "2026-06-01"], 0);
    let paths: Vec<&str> =
        report["inputs"].as_array().unwrap().iter().map(|i| i["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["hus.bolig", "befaring.toml", "fravik.toml", "fravik/annet.toml"]);
    assert_eq!(report["fravik"][1]["to_mend"], true);
    assert_eq!(report["fravik"][1]["place"]["line"], 3);
}

#[test]
fn what_cannot_be_documented_yet_is_told_and_does_not_fail() {
    let place = Place::new("phase");
    place.write("skisse.bolig", SKETCH);
    let early = place.run(&["check", "skisse.bolig", "--phase", "sketch"]).code(0);
    assert!(early.out.contains("kan først dokumenteres i detaljprosjekt"), "{}", early.out);
    let run = |phase: &str| {
        let run = place.run(&["check", "skisse.bolig", "--format", "json", "--phase", phase]);
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        report["counts"]["not_yet"]["requirements"].as_u64().unwrap()
    };
    let counts: Vec<u64> =
        ["programme", "sketch", "preliminary", "detail", "built"].map(run).into_iter().collect();
    assert!(counts.windows(2).all(|w| w[0] >= w[1]), "{counts:?}");
    assert!(counts[1] > 20 && counts[4] == 0, "{counts:?}");
    let wrong = place.run(&["check", "skisse.bolig", "--phase", "skise"]).code(2);
    assert!(wrong.err.contains("--phase"), "{}", wrong.err);
}

#[test]
fn with_a_baseline_only_what_is_new_fails() {
    let place = Place::new("baseline");
    place.write("hus.bolig", &broken());
    place.run(&["check", "hus.bolig", "-q", "-o", "grunnlag.json"]).code(1);
    let run = place.run(&["check", "hus.bolig", "--baseline", "grunnlag.json"]).code(0);
    assert!(run.out.contains("som før") && run.out.contains("Ingen nye krav"), "{}", run.out);
    place.write("hus.bolig", &broken().replace("somatikk ingen", "somatikk ingen\n    hovedforløp HF1"));
    let run = place.run(&["check", "hus.bolig", "--baseline", "grunnlag.json"]).code(1);
    assert!(run.out.contains("endret · avgjør utfallet"), "{}", run.out);
    place.run(&["check", "hus.bolig", "--baseline", "hus.bolig"]).code(2);
    place.write("annet.json", "{\"format\": \"noe\", \"format_version\": 1}");
    let run = place.run(&["check", "hus.bolig", "--baseline", "annet.json"]).code(2);
    assert!(run.err.contains("ikke en rapport"), "{}", run.err);
}

#[test]
fn the_step_summary_is_written_where_github_wants_it() {
    let place = Place::new("step-summary");
    place.write("hus.bolig", &broken());
    let mut command = place.command(&["check", "hus.bolig", "--format", "github"]);
    let run =
        super::Run::of(command.env("GITHUB_STEP_SUMMARY", place.path("sum.md")).output().unwrap()).code(1);
    assert!(run.out.starts_with("::error file=hus.bolig,line=1,"), "{}", run.out);
    assert!(place.read("sum.md").starts_with("# Befaringsrapport – Skissa"));
}

#[test]
fn the_schema_of_the_project_file_is_current_and_takes_what_init_writes() {
    let place = Place::new("project-schema");
    place.run(&["init"]).code(0);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed = std::fs::read_to_string(root.join("spec/befaring.schema.json")).unwrap();
    assert_eq!(place.read("befaring.schema.json"), committed, "run `befaring spec docs`");
    let schema: serde_json::Value = serde_json::from_str(&committed).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let text = place.read("befaring.toml");
    assert!(text.starts_with("#:schema ./befaring.schema.json\n"));
    let value = |text: &str| serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
    assert!(validator.is_valid(&value(&text)));
    // Everything that is only a comment is right too.
    let filled = "inputs = [\"a.bolig\"]\ngroup = 5\nsomatic = \"none\"\nphase = \"sketch\"\nlanguage = \"nb\"\nfail_on = \"should\"\n[[fravik]]\nrequirement = \"gulv.oppbrett\"\nplace = [\"A101/bad\"]\nkind = \"analyse\"\nreason = \"x\"\nexpires = \"2027-01-01\"\n[[ifc.room]]\nnumber = \"1*\"\nfunction = \"soverom\"\n";
    assert!(validator.is_valid(&value(filled)));
    for wrong in ["gruppe = 5\n", "phase = \"skisse\"\n", "[[fravik]]\nrequirement = \"x\"\n", "strict = 1\n"]
    {
        assert!(!validator.is_valid(&value(wrong)), "{wrong}");
    }
}

#[test]
fn commands_that_draw_and_convert_read_the_project_file_too() {
    let place = Place::new("project-file-everywhere");
    project(&place, SKETCH, "language = \"en\"\n");
    let drawn = place.run(&["plan", "--etasjer"]).code(0);
    assert!(drawn.err.contains("Wrote planer/"), "in the project's language: {}", drawn.err);
    place.run(&["ifc", "export", "-o", "hus.ifc"]).code(0);
    let shown = place.run(&["ifc", "info"]).code(2);
    assert!(shown.err.contains("IFC"), "a description is no model: {}", shown.err);
    place.write("befaring.toml", "inputs = [\"hus.ifc\"]\n[[ifc.room]]\nname = \"*\"\nfunction = \"bod\"\n");
    let shown = place.run(&["ifc", "info"]).code(0);
    let stores = shown.out.lines().filter(|l| l.ends_with("m²  bod")).count();
    assert_eq!(stores, 3, "its rules for rooms hold: {}", shown.out);
    place.write("befaring.toml", "inputs = [\"hus.ifc\", \"en.ifc\"]\n");
    let several = place.run(&["ifc", "info"]).code(2);
    assert!(several.err.contains("flere modeller"), "{}", several.err);
    for command in [["plan"].as_slice(), &["ifc", "export"], &["gaps"]] {
        let empty = Place::new("project-file-nowhere");
        let run = empty.run(command).code(2);
        assert!(run.err.contains("ingen inndata er nevnt"), "{command:?}: {}", run.err);
    }
}

#[test]
fn what_is_open_is_due_at_the_end_of_the_phase_it_can_be_documented_in() {
    let place = Place::new("phase-dates");
    let dates = "phase = \"sketch\"\n[phases]\nsketch = 2026-09-01\ndetail = \"2027-03-01\"\n";
    project(&place, SKETCH, dates);
    let report = json(&place, &[], 0);
    assert_eq!(report["settings"]["deadlines"]["detail"], "2027-03-01");
    let points =
        report["sections"].as_array().unwrap().iter().flat_map(|s| s["chapters"].as_array().unwrap());
    let points: Vec<_> = points.flat_map(|c| c["points"].as_array().unwrap()).collect();
    for point in &points {
        let open = matches!(point["verdict"].as_str(), Some("negative" | "unclear"));
        let due = match (open, point["not_yet"].as_str()) {
            (false, _) | (_, Some("preliminary" | "tender" | "built")) => None,
            (true, None) => Some("2026-09-01"),
            (true, Some(_)) => Some("2027-03-01"),
        };
        assert_eq!(point["due"].as_str(), due, "{point:#}");
    }
    assert!(
        points.iter().any(|p| p["due"] == "2026-09-01") && points.iter().any(|p| p["due"] == "2027-03-01")
    );
    let gaps = place.run(&["gaps"]).code(0);
    for wanted in [
        "### Nå, i skisse: ",
        "(frist 1. september 2026)",
        "### Først i detaljprosjekt: ",
        "(frist 1. mars 2027)",
    ] {
        assert!(gaps.out.contains(wanted), "no «{wanted}» in {}", gaps.out);
    }
    place.run(&["gaps", "-o", "mangler.docx"]).code(0);
    assert!(place.run(&["gaps", "-o", "mangler.pdf"]).code(2).err.contains(".docx eller .md"));
    for (wrong, line, says) in [
        ("[phases]\nsketch = 2026-13-01\n", "befaring.toml:3:", ""),
        ("[phases]\nsketch = \"i mai\"\n", "befaring.toml:3:10", "ikke en dato"),
        (
            "[phases]\ndetail = 2027-03-01\nsketch = 2027-03-02\n",
            "befaring.toml:3:10",
            "detaljprosjekt er ferdig før skisse",
        ),
        ("[phases]\nskisse = 2026-09-01\n", "befaring.toml:3:1", "ukjent nøkkel"),
    ] {
        project(&place, SKETCH, wrong);
        let run = place.run(&["check"]).code(2);
        assert!(run.err.contains(line) && run.err.contains(says), "{wrong}\n{}", run.err);
    }
    project(&place, SKETCH, "[phases]\nsketch = 2027-03-01\ndetail = 2027-03-01\n");
    place.run(&["check"]).code(0);
}

/// The column of a group in the comparison of the project the folder holds.
fn suited(place: &Place, args: &[&str], group: &str) -> (serde_json::Value, String) {
    let run = place.run(&[&["suitability", "--format", "json"], args].concat()).code(0);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let column = document["groups"].as_array().unwrap().iter().find(|g| g["id"] == group).unwrap().clone();
    (column, run.out)
}

#[test]
fn the_comparison_of_groups_goes_by_the_project_file_too() {
    let place = Place::new("project-file-suitability");
    let small = "[parameters]\n\"bolig.areal.referanse.ettroms\" = \"20 m²\"\n";
    project(&place, SKETCH, small);
    let negative = |args: &[&str]| suited(&place, args, "5").0["negative"].clone();
    let (with, without) = (negative(&[]), negative(&["hus.bolig"]));
    assert_ne!(with, without, "a small dwelling is enough for this project");
    assert_eq!(negative(&["hus.bolig", "--project", "befaring.toml"]), with);
    project(&place, SKETCH, "group = \"7\"\n");
    assert_eq!(suited(&place, &[], "7").0["stated"], true);
    assert_eq!(suited(&place, &[], "5").0["stated"], false);
}

#[test]
fn what_people_said_of_the_findings_counts_in_the_comparison_of_groups() {
    let place = Place::new("project-file-suitability-said");
    project(&place, SKETCH, "");
    let before = suited(&place, &[], "5").0["unclear"].as_u64().unwrap();
    let said = "format = 1\n[[attestation]]\nrequirement = \"prosjekt.voldsrisiko.hensyn\"\nverdict = \"positive\"\n\
                by = \"Kari\"\n[[attestation]]\nrequirement = \"tomt.nabodialog\"\nverdict = \"positive\"\nby = \"Kari\"\n";
    place.write("hus.attest.toml", said);
    let (after, out) = suited(&place, &[], "5");
    assert!(after["unclear"].as_u64().unwrap() < before, "{after}");
    assert!(out.contains("hus.attest.toml"), "the record is named among the inputs");
}

#[test]
fn an_agreed_departure_counts_in_the_comparison_of_groups_until_it_expires() {
    let place = Place::new("project-file-suitability-fravik");
    project(&place, &broken(), DEPARTURE);
    let told = |args: &[&str]| {
        let (column, out) = suited(&place, args, "5");
        let document: serde_json::Value = serde_json::from_str(&out).unwrap();
        let rows =
            document["chapters"].as_array().unwrap().iter().flat_map(|c| c["rows"].as_array().unwrap());
        let row = rows.clone().find(|r| r["requirement"] == "prosjekt.standard.samsvar").unwrap().clone();
        let cell = row["cells"].as_array().unwrap().iter().find(|c| c["group"] == "5").unwrap().clone();
        let step = column["steps"].to_string().contains("prosjekt.standard.samsvar");
        (column, cell, document, step)
    };
    let (column, cell, document, step) = told(&["--date", "2026-12-31"]);
    assert_eq!((cell["sign"].as_str(), column["excused"].as_u64(), step), (Some("✗f"), Some(1), false));
    assert_eq!(column["excuses"][0]["departure"]["label"], "fravik godkjent (F1)");
    assert!(document["legend"].to_string().contains("negativt, fravik godkjent"));
    assert_eq!(document["departures"][0]["standing"], "in_force");
    assert!(document["departures"][0]["groups"].as_array().unwrap().contains(&"5".into()));
    let (column, cell, document, step) = told(&["--date", "2027-01-01"]);
    assert_eq!((cell["sign"].as_str(), column["excused"].as_u64(), step), (Some("✗"), Some(0), true));
    assert_eq!(cell["departure"]["standing"], "expired");
    assert_eq!(document["departures"][0]["told"], "teller ikke for noen gruppe");
    assert!(!document["legend"].to_string().contains("fravik"));
    // Without a day the expiry is not judged, and that is told.
    let (_, cell, _, step) = told(&[]);
    assert_eq!((cell["departure"]["standing"].as_str(), step), (Some("expiry_unknown"), false));
}

#[test]
fn a_departure_at_one_place_leaves_the_change_at_the_others() {
    let place = Place::new("project-file-suitability-fravik-place");
    let rekke = std::fs::read_to_string("fixtures/projects/rekke/rekke.bolig").unwrap();
    project(&place, &rekke, "");
    place.write(
        "fravik.toml",
        "[[fravik]]\nrequirement = \"vindu.knusing\"\nplace = \"A101\"\nkind = \"analyse\"\nreason = \"x\"\napproved_by = \"y\"\n",
    );
    let (column, _) = suited(&place, &["--fravik", "fravik.toml"], "7");
    let steps = column["steps"].as_array().unwrap();
    let step = steps.iter().find(|s| s["requirements"][0] == "vindu.knusing").unwrap();
    let at = step["at"].as_str().unwrap();
    assert!(at.contains("A102") && !at.contains("A101") && !at.contains("alle"), "{at}");
    assert_eq!(column["excuses"][0]["at"], "A101");
    // The requirement is still broken, so the cell does not say that it is excused.
    assert_eq!(column["excused"], 0);
    let shown = place.run(&["suitability", "--fravik", "fravik.toml", "--group", "7"]).code(0).out;
    assert!(shown.contains("ikke med, for fravik er godkjent") && shown.contains("(F1)"), "{shown}");
    for ending in ["html", "md"] {
        let to = format!("ut.{ending}");
        place.run(&["suitability", "--fravik", "fravik.toml", "-q", "-o", &to]).code(0);
        let text = place.read(&to);
        assert!(text.contains("fravik er godkjent") && text.contains("teller for gruppe"), "{ending}");
    }
}
