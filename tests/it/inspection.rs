//! A visit from the checklist to the report, and the published example put beside the report made from it.

use std::path::{Path, PathBuf};

use crate::cli::Place;

/// The points of «Analyseeksempel: befaring» as the slide has them, references and all; misspellings mended.
pub(crate) const POSITIVE: [&str; 23] = [
    "organiseringen av boligene på tomt er bra (1)",
    "overbygget inngangsparti (1)",
    "fargekontrast på ytterdør mot fasadefarge (1)",
    "stålbeslag langsgående ved låssylinder, selv om beslaget er litt lite (2)",
    "planløsningen er romslig, løst ganske bra",
    "omsorgsboligstandard på planløsning, med seng i pleiestilling og planlagt opplegg for takheis (A) terskelfritt",
    "inntrukket vindu ved soveplass (4)",
    "seng ikke plassert under/nær vindu, med god oversikt over resten av leiligheten (B)",
    "flislagt bad eller baderomsplater med flismønster (3)",
    "porselensinventar på badet (3)",
    "gulvmontert toalett (3)",
    "plass til vaskemaskin på badet (C)",
    "to dører til bad, der ett er ut i gangen og ett til sov",
    "god størrelse på kjøkkenet, med plass til standard hvitevarer som komfyr og oppvaskmaskin (9)",
    "innbygget fra overskap til tak på kjøkkenet (9)",
    "plass til mikro i overskap (9)",
    "tilgjengelig stikk over benkeplate til f.eks. vannkoker (9)",
    "klesskap ved sov med terskel og perforert opp til vegg (8)",
    "innfelt sprinkleranlegg",
    "slett himling",
    "ikke innsyn til hverandres boliger fra innvendig i boligen (12)",
    "byggemetoden basert på modulbyggeri",
    "godt materialvalg på balkong og rekkverk, med overbygget tak (12)",
];
pub(crate) const NEGATIVE: [&str; 14] = [
    "kulørsterk rød farge på fasade ved inngangsparti (1) – rødt kan oppleves som aggressivt iht. fargeteori",
    "smartnøkkel til inngangsdør, som beboere har utfordringer med å bruke (2)",
    "ingen fotskraperist ved inngangsdøren (1)",
    "ikke opplegg for oppbevaring av yttertøy i gang",
    "ikke eget teknisk rom",
    "teknikk plassert rundt omkring i leiligheten, f.eks. opptil x antall inspeksjonsluker på badet, \
     ventilasjonsaggregat og fullt sikringsskap i gangen og inspeksjonsluker i tak i oppholdsrommet (3, 5, 6 og 7)",
    "tekniske komponenter tilgjengelig fra utsiden av boligen (1)",
    "vindu fra gulv til (nesten) tak ved balkongdør (12)",
    "listverk av uspesifisert materiale i tak og gulv (10 og 11)",
    "liggende kledning på fasaden (1)",
    "alle vegger er hvite og gulvet gråspettet",
    "ingen gulvvarme i oppholdsrom, men panelovn (4)",
    "krav til luminanskontrast på bad oppfylles ikke (3)",
    "takhengt dusjforhengsskinne (2)",
];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects/analyseeksempel")
}

/// The example in a folder of its own, so that nothing is written beside the fixture.
pub(crate) fn copied(name: &str) -> Place {
    let place = Place::new(name);
    let read = |path: &str| std::fs::read(example().join(path)).unwrap();
    std::fs::create_dir_all(place.path("besok/bilder")).unwrap();
    for file in ["analyseeksempel.bolig", "besok/befaring.visit.toml"] {
        std::fs::write(place.path(file), read(file)).unwrap();
    }
    for number in 1..=12 {
        let file = format!("besok/bilder/{number:02}.jpg");
        std::fs::write(place.path(&file), read(&file)).unwrap();
    }
    place
}

/// The text of an element's list items, tags taken out.
fn items(page: &str, class: &str) -> Vec<String> {
    let start = page.find(&format!("<section class=\"{class}\">")).unwrap_or_else(|| panic!("no {class}"));
    let section = &page[start..];
    let section = &section[..section.find("</section>").unwrap()];
    section.split("<li ").skip(1).map(plain).collect()
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html.split_once('>').unwrap().1;
    // What stands in small print behind a point is no part of it.
    rest = rest.split("<span class=\"basis\"").next().unwrap();
    rest = rest.split("<span class=\"tag\"").next().unwrap();
    for part in rest.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, t)| t));
    }
    text.trim().replace("&amp;", "&")
}

#[test]
fn the_published_example_comes_out_point_by_point() {
    let place = copied("inspection-example");
    let run = place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
    assert!(run.err.contains("23 positive, 14 negative, 0 å avklare"), "{}", run.err);
    let page = place.read("besok/befaring.html");
    assert_eq!(items(&page, "positive"), POSITIVE);
    assert_eq!(items(&page, "negative"), NEGATIVE);
    for number in 1..=12 {
        assert!(page.contains(&format!("id=\"foto-{number}\"")), "photo {number}");
        assert!(page.contains(&format!("href=\"#foto-{number}\"")), "disc {number} on the plan");
    }
    assert!(!page.contains("Uten sted på planen"), "the facade is photographed from outside");
    for (letter, point) in
        [("A", "bolig.omsorgsstandard"), ("B", "vindu.seng.avstand"), ("C", "bad.vaskemaskin")]
    {
        assert!(page.contains(&format!("href=\"#o-{point}\"")), "letter {letter} on the plan");
    }
    // Each says where it comes from.
    let said = |point: &str| {
        let from = &page[page.find(&format!("id=\"o-{point}\"")).unwrap()..];
        from[..from.find("</li>").unwrap()].to_owned()
    };
    assert!(said("bad.flis").contains("[foto]"));
    assert!(said("bad.dorer.to").contains("beregnet fra planen"));
    assert!(said("prosjekt.byggemetode.modul").contains("oppgitt i tegningsgrunnlaget"));
}

#[test]
fn the_same_visit_gives_the_same_report() {
    let (first, second) = (copied("inspection-twice-1"), copied("inspection-twice-2"));
    for place in [&first, &second] {
        place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
    }
    assert_eq!(first.read("besok/befaring.html"), second.read("besok/befaring.html"));
}

#[test]
fn what_was_measured_on_site_is_judged_like_what_was_drawn() {
    let place = Place::new("inspection-measured");
    place.write(
        "p.bolig",
        "prosjekt \"P\" {\n gruppe 5\n bolig A101 { rom bad \"Bad\" { rektangel 2 x 2 ved (0, 0)  gulv vinyl oppbrett 12 cm } }\n}\n",
    );
    let visit = |value: &str| {
        format!(
            "format = 1\ndate = \"2026-03-12\"\n[[observation]]\nid = \"a\"\nplaces = [\"A101/bad\"]\n\
             facts = [{{ fact = \"room.floor.upstand\", value = \"{value}\", instrument = \"tommestokk\" }}]\n"
        )
    };
    place.write("b/befaring.visit.toml", &visit("8 cm"));
    place.run(&["inspect", "report", "b", "p.bolig"]).code(0);
    let page = place.read("b/befaring.html");
    assert!(
        page.contains("oppbrett er 8\u{a0}cm (krav 10\u{a0}cm)"),
        "what was seen outranks what was drawn"
    );
    assert!(page.contains("oppbrett 8 cm (tommestokk)"));
    place.write("b/befaring.visit.toml", &visit("11 cm"));
    place.run(&["inspect", "report", "b", "p.bolig"]).code(0);
    assert!(place.read("b/befaring.html").contains("gulvbelegg ført 11\u{a0}cm opp på vegg"));
}

#[test]
fn a_visit_with_faults_is_not_reported_and_says_where() {
    let place = copied("inspection-faults");
    let good = place.read("besok/befaring.visit.toml");
    place.write("besok/befaring.visit.toml", &good.replacen("photos = [1]", "photos = [99]", 1));
    let run = place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(2);
    assert!(run.err.contains("det finnes ikke noe bilde 99"), "{}", run.err);
    assert!(!place.path("besok/befaring.html").exists());
}

#[test]
fn a_photo_that_cannot_be_shown_says_why_in_its_place() {
    let place = copied("inspection-photos");
    std::fs::write(place.path("besok/bilder/01.jpg"), "<html><script>alert(1)</script>").unwrap();
    std::fs::remove_file(place.path("besok/bilder/02.jpg")).unwrap();
    let whole = std::fs::read(place.path("besok/bilder/03.jpg")).unwrap();
    std::fs::write(place.path("besok/bilder/03.jpg"), &whole[..whole.len() / 2]).unwrap();
    place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
    let page = place.read("besok/befaring.html");
    assert!(page.contains("filen er ikke et bilde; velg JPEG, PNG eller HEIC"));
    assert!(page.contains("bildet «bilder/02.jpg» finnes ikke"));
    assert!(page.contains("bildet er avkuttet"));
    assert!(!page.contains("<script>"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let place = copied("inspection-link");
    let secret = place.path("hemmelig.jpg");
    std::fs::copy(place.path("besok/bilder/01.jpg"), &secret).unwrap();
    std::fs::remove_file(place.path("besok/bilder/01.jpg")).unwrap();
    std::os::unix::fs::symlink(&secret, place.path("besok/bilder/01.jpg")).unwrap();
    place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
    assert!(place.read("besok/befaring.html").contains("bildet «bilder/01.jpg» finnes ikke"));
}

#[test]
fn a_checklist_walks_through_what_the_drawings_cannot_settle_and_reads_back() {
    let place = copied("inspection-new");
    let args =
        ["inspect", "new", "analyseeksempel.bolig", "-o", "ny", "--date", "2026-03-12", "--sted", "A101"];
    place.run(&args).code(0);
    let file = place.read("ny/befaring.visit.toml");
    let at = |id: &str| file.find(&format!("id = \"{id}\"")).unwrap_or_else(|| panic!("{id} is missing"));
    let walk =
        ["tomt.organisering", "dor.ytter.stalbeslag", "bad.flis", "kjokken.mikro", "himling.slett-kitchen"];
    assert!(walk.windows(2).all(|w| at(w[0]) < at(w[1])), "outside, entrance, bath, kitchen");
    assert!(file.contains("place = \"A101\"") && file.contains("date = \"2026-03-12\""));
    let page = place.read("ny/sjekkliste.html");
    assert!(page.contains("Se etter") && page.contains("<svg") && !page.contains("<script"));
    // Nothing answered yet: all stands open, nothing is a pass.
    let run = place.run(&["inspect", "report", "ny", "analyseeksempel.bolig"]).code(0);
    assert!(run.err.contains("0 positive, 0 negative"), "{}", run.err);
    // What somebody gave is never written over.
    let run = place.run(&args).code(2);
    assert!(run.err.contains("finnes fra før"), "{}", run.err);
}

#[test]
fn what_was_seen_counts_against_the_plan_and_both_are_shown() {
    let place = Place::new("inspection-against");
    place.write(
        "p.bolig",
        "prosjekt \"P\" {\n gruppe 5\n bolig A101 {\n  rom bad \"Bad\" { rektangel 2 x 2 ved (0, 0)  gulv vinyl oppbrett 12 cm }\n }\n}\n",
    );
    let visit = |seen: &str| {
        format!(
            "format = 1\ndate = \"2026-03-12\"\n[[observation]]\nid = \"a\"\nrequirements = [\"gulv.oppbrett\"]\n\
             places = [\"A101\"]\nseen = \"{seen}\"\ntext = \"gulvbelegget slutter ved veggen\"\nby = \"Velferdsetaten\"\n"
        )
    };
    place.write("b/befaring.visit.toml", &visit("negativt"));
    place.run(&["inspect", "report", "b", "p.bolig"]).code(0);
    let page = place.read("b/befaring.html");
    assert!(
        page.contains("tegningsgrunnlaget sier noe annet: gulvbelegg ført 12\u{a0}cm opp på vegg"),
        "told"
    );
    // What nobody could see speaks neither for nor against.
    place.write("b/befaring.visit.toml", &visit("ikke sett"));
    place.run(&["inspect", "report", "b", "p.bolig"]).code(0);
    assert!(!place.read("b/befaring.html").contains("sier noe annet"));
}

#[test]
fn the_schema_of_a_visit_takes_the_example_and_refuses_what_the_reader_refuses() {
    let schema =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("spec/visit.schema.json"));
    let schema: serde_json::Value = serde_json::from_str(&schema.unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let text = std::fs::read_to_string(example().join("besok/befaring.visit.toml")).unwrap();
    let as_json = |text: &str| serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap();
    assert!(validator.is_valid(&as_json(&text)));
    assert!(!validator.is_valid(&as_json(&text.replacen("photos = [1]", "bilder = [1]", 1))));
    assert!(!validator.is_valid(&as_json(&text.replacen("seen = \"positive\"", "seen = \"fint\"", 1))));
}

#[test]
fn a_sealed_visit_holds_until_somebody_changes_it() {
    let place = copied("seal");
    let seal = |args: &[&str]| place.run(&[&["inspect"], args].concat());
    let sealed = seal(&["seal", "besok", "analyseeksempel.bolig"]);
    assert_eq!(sealed.code, 0, "{}", sealed.err);
    assert!(place.read("besok/befaring.endelig.html").contains("Endelig, segl "));
    assert!(place.read("besok/befaring.visit.toml").contains("state = \"final\""));
    let listed = place.read("besok/befaring.segl.sha256");
    assert!(listed.contains("  befaring.endelig.html\n") && listed.contains("  bilder/01.jpg\n"), "{listed}");
    let again = seal(&["seal", "besok", "analyseeksempel.bolig"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("forseglet fra før"), "{}", again.err);
    let report = seal(&["report", "besok", "analyseeksempel.bolig"]);
    assert_eq!(report.code, 0, "{}", report.err);
    assert!(place.read("besok/befaring.html").contains("Endelig, segl "));
    // One word more in one caption.
    let text = place.read("besok/befaring.visit.toml");
    place.write("besok/befaring.visit.toml", &text.replacen("caption = \"", "caption = \"ikke ", 1));
    let changed = seal(&["report", "besok", "analyseeksempel.bolig"]);
    assert_eq!(changed.code, 2);
    assert!(changed.err.contains("endret etter at de ble forseglet"), "{}", changed.err);
    assert!(changed.err.contains("befaring.visit.toml er endret"), "{}", changed.err);
    let page = place.read("besok/befaring.html");
    assert!(page.contains("Endret etter at den ble forseglet") && !page.contains("Endelig, segl"));
}

#[test]
fn a_visit_that_lacks_a_photo_is_not_sealed() {
    let place = copied("seal-lacking");
    std::fs::remove_file(place.path("besok/bilder/01.jpg")).unwrap();
    let sealed = place.run(&["inspect", "seal", "besok", "analyseeksempel.bolig"]);
    assert_eq!(sealed.code, 2);
    assert!(sealed.err.contains("bilde 1 (bilder/01.jpg) finnes ikke"), "{}", sealed.err);
    assert!(!place.path("besok/befaring.endelig.html").exists());
    assert!(!place.read("besok/befaring.visit.toml").contains("final"));
}

#[test]
fn what_recurs_is_counted_over_all_visits_and_says_nothing_of_the_homes() {
    let place = copied("stats");
    let text = place.read("besok/befaring.visit.toml");
    place.write("mer/en/befaring.visit.toml", &text);
    place.write("mer/to/befaring.visit.toml", &text.replace("seen = \"negative\"", "seen = \"positive\""));
    let told = place.run(&["inspect", "stats", "besok", "mer"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("3 befaringer, endelige: 0"), "{}", told.out);
    assert!(told.out.contains("67 % – 2 negativt, 1 positivt"), "{}", told.out);
    for (file, holds) in
        [("igjen.html", "<svg"), ("igjen.md", "| krav |"), ("igjen.csv", "requirement,title")]
    {
        let run = place.run(&["inspect", "stats", "besok", "mer", "-o", file]);
        assert_eq!(run.code, 0, "{}", run.err);
        let made = place.read(file);
        assert!(made.contains(holds), "{made}");
        for private in ["Analyseeksempel", "kulørsterk rød farge", "Velferdsetaten"] {
            assert!(!made.contains(private), "{file} tells of {private}");
        }
    }
    let none = place.run(&["inspect", "stats", "besok/bilder"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("har ingen besøk"), "{}", none.err);
}
