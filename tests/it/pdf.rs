//! PDF files as people make them, read by programs that are not ours where they are at hand.

use std::path::Path;
use std::process::Command;

use crate::cli::Place;
use crate::inspection::{NEGATIVE, POSITIVE, copied};

fn fixture(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects").join(path).display().to_string()
}

/// What a program says of a file; none where the program is not there.
fn told(program: &str, args: &[&str]) -> Option<String> {
    let out = Command::new(program).args(args).output().ok()?;
    assert!(out.status.success(), "{program}: {}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// The text of a file in one line, words broken at a line's end put together again.
fn text(path: &Path) -> Option<String> {
    let text = told("pdftotext", &["-raw", &path.display().to_string(), "-"])?;
    let joined = text.replace("-\n", "").replace("\u{ad}\n", "");
    Some(joined.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|w| w == text)
}

/// A photo as a phone writes it: where, when and with what it was taken.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let segment = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x08\0\0\0\x1a\0\0\0\0KAMERA1\0GPS 59.91N 10.75E";
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, segment, &jpeg[2..]].concat()
}

#[test]
fn a_visit_is_set_with_every_point_of_the_example_and_no_word_of_the_camera() {
    let place = copied("pdf-visit");
    let photo = std::fs::read(place.path("besok/bilder/01.jpg")).unwrap();
    std::fs::write(place.path("besok/bilder/01.jpg"), with_exif(&photo)).unwrap();
    place.run(&["inspect", "report", "besok", "analyseeksempel.bolig"]).code(0);
    let path = place.path("besok/befaring.pdf");
    let bytes = std::fs::read(&path).unwrap();
    // JPEG streams stand in the file as they are: the pictures are there, and nothing behind them.
    assert_eq!(bytes.windows(9).filter(|w| *w == b"DCTDecode").count(), 12);
    for word in ["Exif", "KAMERA1", "GPS"] {
        assert!(!contains(&bytes, word.as_bytes()), "{word}");
    }
    place.run(&["inspect", "report", "besok", "analyseeksempel.bolig", "-o", "igjen.pdf"]).code(0);
    assert_eq!(bytes, std::fs::read(place.path("igjen.pdf")).unwrap());
    let Some(text) = text(&path) else { return };
    // In the slide's order, hyphens of broken words aside.
    let text = text.replace('-', "");
    let mut rest = text.as_str();
    for point in POSITIVE.iter().chain(&NEGATIVE) {
        let at = rest.find(&point.replace('-', ""));
        rest = &rest[at.unwrap_or_else(|| panic!("no «{point}» in\n{rest}"))..];
    }
}

#[test]
fn a_report_is_sound_and_tells_what_the_json_tells() {
    let place = Place::new("pdf-report");
    let project = fixture("feil/feil.bolig");
    place.run(&["check", &project, "-q", "-o", "ut.pdf", "-o", "ut.json"]);
    let path = place.path("ut.pdf");
    if let Some(said) = told("qpdf", &["--check", &path.display().to_string()]) {
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }
    let Some(text) = text(&path) else { return };
    let json: serde_json::Value = serde_json::from_str(&place.read("ut.json")).unwrap();
    let whole = |s: &str| s.replace(['-', ' ', '\u{a0}'], "");
    let text = whole(&text);
    for section in json["sections"].as_array().unwrap() {
        let chapters = section["chapters"].as_array().unwrap();
        for point in chapters.iter().flat_map(|c| c["points"].as_array().unwrap()) {
            let said = point["text"].as_str().unwrap();
            assert!(text.contains(&whole(said)), "«{said}»");
            let requirement = point["requirement"].as_str().unwrap();
            assert!(text.contains(&whole(requirement)), "{requirement}");
        }
    }
    for input in json["inputs"].as_array().unwrap() {
        assert!(text.contains(input["sha256"].as_str().unwrap()));
    }
}

#[test]
fn a_checklist_is_set_with_all_its_points() {
    let place = Place::new("pdf-checklist");
    place.run(&["inspect", "new", &fixture("skisse/skisse.bolig"), "-o", "besok"]).code(0);
    let path = place.path("besok/sjekkliste.pdf");
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-1.7"));
    let Some(text) = text(&path) else { return };
    let visit = place.read("besok/befaring.visit.toml");
    let ids: Vec<&str> = visit.lines().filter_map(|l| l.strip_prefix("id = \"")?.strip_suffix('"')).collect();
    assert!(ids.len() > 5);
    for id in ids {
        assert!(text.contains(id), "{id}");
    }
}
