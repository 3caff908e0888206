//! Several people and programs on one visit: copies from devices, the seal, and a visit to one of several dwellings.

use std::path::Path;

use befaring::report::zip;
use serde_json::{Value, json};

use crate::cli::Place;
use crate::inspection::copied;

const TWO: &str = "prosjekt \"P\" {\n gruppe 5\n bolig A101 { rom bad \"Bad\" { rektangel 2 x 2 ved (0, 0)  gulv vinyl oppbrett 12 cm } }\n \
                   bolig A102 { rom bad \"Bad\" { rektangel 2 x 2 ved (9, 0)  gulv vinyl oppbrett 8 cm } }\n}\n";
const VISIT: &str = "# notert på kontoret\nformat = 1 # det første\nstate = \"draft\" # enn så lenge\ndate = \"2026-03-12\"\n\n\
                     [[observation]]\nid = \"a\"\nrequirements = [\"bad.flis\"]\n";
const PHOTO: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

fn jpeg() -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects/analyseeksempel/besok/bilder/01.jpg");
    std::fs::read(path).unwrap()
}

fn set(id: &str, field: &str, value: &str) -> Value {
    json!({ "id": id, "do": { "op": "set", "on": "observation", "key": "a", "field": field, "base": null, "value": value } })
}

/// A copy as the page of a visit saves it.
fn copy(place: &Place, name: &str, changes: &[Value], photos: &[(&str, Vec<u8>)]) {
    let list = json!({ "format": 1, "path": "/p/hus/b/besok/", "title": "A101", "changes": changes });
    let mut parts = vec![("befaring-kopi.json".to_owned(), list.to_string().into_bytes())];
    parts.extend(photos.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())));
    std::fs::write(place.path(name), zip(&parts).unwrap()).unwrap();
}

fn with_photo(place: &Place, name: &str) {
    let changes = [
        set("1", "seen", "positive"),
        set("2", "text", "flislagt bad"),
        json!({ "id": "3", "do": { "op": "photo", "key": PHOTO, "number": 7 } }),
        json!({ "id": "4", "do": { "op": "link", "observation": "a", "photo": PHOTO } }),
    ];
    copy(place, name, &changes, &[(&format!("bilder/{PHOTO}.jpeg"), jpeg())]);
}

#[test]
fn a_copy_of_a_device_is_taken_in_once_however_often_it_is_read() {
    let place = Place::new("copy-once");
    place.write("b/befaring.visit.toml", VISIT);
    with_photo(&place, "kopi.zip");
    let told = place.run(&["inspect", "merge", "b", "kopi.zip"]).code(0);
    assert!(told.err.contains("3 endringer og 1 bilder er inne"), "{}", told.err);
    let after = place.read("b/befaring.visit.toml");
    assert!(after.starts_with("# notert på kontoret\nformat = 1 # det første\n"), "{after}");
    assert!(after.contains("seen = \"positive\"") && after.contains("photos = [7]"), "{after}");
    assert_eq!(std::fs::read(place.path(&format!("b/bilder/{PHOTO}.jpg"))).unwrap(), jpeg(), "the original");
    let again = place.run(&["inspect", "merge", "b", "kopi.zip"]).code(0);
    assert!(again.err.contains("Ingenting var nytt."), "{}", again.err);
    assert_eq!(place.read("b/befaring.visit.toml"), after);
}

#[test]
fn what_somebody_else_wrote_is_shown_with_both_sides_and_left_until_somebody_chooses() {
    let place = Place::new("copy-conflict");
    place.write("b/befaring.visit.toml", &format!("{VISIT}text = \"baderomsplater\"\n"));
    with_photo(&place, "kopi.zip");
    let told = place.run(&["inspect", "merge", "b", "kopi.zip"]).code(1);
    assert!(
        told.err.contains("kopien: flislagt bad") && told.err.contains("filen:  baderomsplater"),
        "{}",
        told.err
    );
    let file = place.read("b/befaring.visit.toml");
    assert!(file.contains("text = \"baderomsplater\"") && file.contains("seen = \"positive\""), "{file}");
    place.run(&["inspect", "merge", "b", "kopi.zip", "--prefer", "copy"]).code(0);
    assert!(place.read("b/befaring.visit.toml").contains("text = \"flislagt bad\""));
}

#[test]
fn what_is_no_copy_or_lacks_a_photo_is_told_and_changes_nothing() {
    let place = Place::new("copy-broken");
    place.write("b/befaring.visit.toml", VISIT);
    let told = |name: &str, code: i32| {
        let run = place.run(&["inspect", "merge", "b", name]).code(code);
        assert_eq!(place.read("b/befaring.visit.toml"), VISIT);
        run.err
    };
    std::fs::write(place.path("x.zip"), "PK nei").unwrap();
    assert!(told("x.zip", 2).contains("er ikke en kopi"));
    let photo = [json!({ "id": "3", "do": { "op": "photo", "key": PHOTO, "number": 7 } })];
    copy(&place, "uten.zip", &photo, &[]);
    assert!(told("uten.zip", 2).contains("nevner bilde 7, men bildet er ikke i kopien"));
    copy(&place, "ukjent.zip", &[json!({ "id": "1", "do": { "op": "slett" } })], &[]);
    assert!(told("ukjent.zip", 2).contains("en endring kan ikke leses"));
    // A few kilobytes that swell to more than any photo.
    copy(&place, "bombe.zip", &photo, &[(&format!("bilder/{PHOTO}.jpeg"), vec![0; 64 << 20])]);
    assert!(told("bombe.zip", 1).contains("Ikke tatt inn: Bilde 7"));
    copy(&place, "ut.zip", &photo, &[(&format!("../../bilder/{PHOTO}.jpeg"), b"<html>".to_vec())]);
    assert!(told("ut.zip", 1).contains("filen er ikke et bilde"));
    assert!(!place.path("b/bilder").exists());
}

#[test]
fn a_seal_leaves_what_people_wrote_around_it() {
    let place = copied("seal-comments");
    place.run(&["inspect", "seal", "besok", "analyseeksempel.bolig"]).code(0);
    let file = place.read("besok/befaring.visit.toml");
    assert!(file.starts_with("# Besøket i «Analyseeksempel: befaring»"), "{file}");
    place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
}

/// What is written while a seal waits for its turn is sealed too, and a lock that a killed program left holds nobody up.
#[cfg(target_os = "linux")]
#[test]
fn a_seal_waits_for_whoever_writes_in_the_folder() {
    let place = copied("seal-waits");
    let lock = std::fs::File::create(place.path("besok/.befaring.lock")).unwrap();
    lock.lock().unwrap();
    let mut child = place.command(&["inspect", "seal", "besok", "analyseeksempel.bolig"]).spawn().unwrap();
    let open = format!("/proc/{}/fd", child.id());
    let has_lock = || {
        let files = std::fs::read_dir(&open).into_iter().flatten().flatten();
        files.filter_map(|f| std::fs::read_link(f.path()).ok()).any(|f| f.ends_with(".befaring.lock"))
    };
    while !has_lock() {
        assert!(child.try_wait().unwrap().is_none(), "it did not ask for the lock");
        std::thread::yield_now();
    }
    let text = place.read("besok/befaring.visit.toml");
    place.write("besok/befaring.visit.toml", &text.replacen("leilighet i rekkehus", "leilighet i tun", 1));
    lock.unlock().unwrap();
    assert!(child.wait().unwrap().success());
    let sealed = place.read("besok/befaring.visit.toml");
    assert!(sealed.contains("leilighet i tun") && sealed.contains("state = \"final\""), "{sealed}");
    place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
}

#[test]
fn a_visit_to_one_dwelling_says_nothing_of_the_others() {
    let place = Place::new("one-dwelling");
    place.write("p.bolig", TWO);
    place.run(&["inspect", "new", "p.bolig", "-o", "ny", "--bolig", "A101"]).code(0);
    let file = place.read("ny/befaring.visit.toml");
    assert!(file.contains("dwellings = [\"A101\"]") && file.contains("A101/"), "{file}");
    assert!(!file.contains("A102"), "{file}");
    let unknown = place.run(&["inspect", "new", "p.bolig", "-o", "nei", "--bolig", "A103"]).code(2);
    assert!(
        unknown.err.contains("ingen bolig «A103»") && unknown.err.contains("A101 og A102"),
        "{}",
        unknown.err
    );
    let visit = |dwelling: &str| {
        format!(
            "format = 1\ndate = \"2026-03-12\"\ndwellings = [\"{dwelling}\"]\n[[observation]]\nid = \"a\"\n\
             requirements = [\"gulv.oppbrett\"]\nseen = \"positivt\"\ntext = \"oppbrett er fint\"\n"
        )
    };
    place.write("b/befaring.visit.toml", &visit("A101"));
    place.run(&["inspect", "report", "b", "p.bolig"]).code(0);
    let page = place.read("b/befaring.html");
    assert!(page.contains("Boliger som er sett"), "told in the head");
    assert!(
        page.contains("oppbrett er 8\u{a0}cm (krav 10\u{a0}cm)"),
        "what the drawing says of the other stands"
    );
    assert!(!page.contains("tegningsgrunnlaget sier noe annet"), "nobody contradicts what was seen");
    place.write("b/befaring.visit.toml", &visit("A1O1"));
    let wrong = place.run(&["inspect", "report", "b", "p.bolig"]).code(2);
    assert!(wrong.err.contains("«A1O1» i dwellings finnes ikke; mente du «A101»?"), "{}", wrong.err);
}
