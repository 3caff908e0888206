//! What strangers send: each gets a clear message, and nothing of it stays.

use std::io::{Cursor, Write as _};

use serde_json::json;

use super::{AT, Server, folder, jpeg, uuid};

fn photo(server: &Server, id: &str, bytes: &[u8]) -> (u16, String) {
    let answer = server.put(&format!("{AT}/api/foto/{id}?nummer=1"), bytes);
    (answer.status, answer.text())
}

/// A PNG of a few bytes that promises a hundred million pixels.
fn enormous() -> Vec<u8> {
    let side = 10_000_u32.to_be_bytes();
    let header = [&side[..], &side, &[8, 2, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in
        [(b"IHDR", header), (b"IDAT", vec![0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]), (b"IEND", Vec::new())]
    {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(&data);
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(kind);
        png.extend(data);
        png.extend(crc.sum().to_be_bytes());
    }
    png
}

#[test]
fn photos_that_are_none_are_refused_in_words_and_leave_nothing() {
    let place = folder("serve-photos");
    let server = Server::start(&place);
    let before = place.read("hus/besok/befaring.visit.toml");
    let whole = jpeg();
    let heic = if befaring::inspection::photo::READS_HEIC { "avkuttet" } else { "HEIC leses ikke" };
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("html", b"<html><script>alert(1)</script></html>".to_vec(), "filen er ikke et bilde"),
        ("cut", whole[..whole.len() / 2].to_vec(), "avkuttet"),
        ("huge", enormous(), "10000 × 10000 bildepunkter"),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), heic),
        (
            "svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            "filen er ikke et bilde",
        ),
        ("empty", Vec::new(), "filen er tom"),
    ];
    for (name, bytes, said) in cases {
        let (status, text) = photo(&server, &uuid(7), &bytes);
        assert!(status == 415 && text.contains(said), "{name}: {status} {text}");
    }
    let large = photo(&server, &uuid(7), &vec![0xff; (40 << 20) + 2]);
    assert_eq!(large.0, 413);
    for id in ["..%2f..%2fx", "1", "x.jpg", "00000000-0000-4000-8000-00000000000G", "%2e%2e"] {
        let (status, _) = photo(&server, id, &whole);
        assert!(matches!(status, 404 | 422), "{id}: {status}");
    }
    assert_eq!(place.read("hus/besok/befaring.visit.toml"), before);
    assert!(!place.path("hus/besok/bilder").exists());
    assert_eq!(photo(&server, &uuid(7), &whole).0, 200, "a real one goes through");
}

#[test]
fn what_a_photo_is_shown_as_says_nothing_of_the_camera() {
    let place = folder("serve-exif");
    let server = Server::start(&place);
    let mut tiff =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x0f\0\x02\0\0\0\x08\0\0\0\x1a\0\0\0\0KAMERA1\0".to_vec();
    let mut with = vec![0xff, 0xd8, 0xff, 0xe1];
    with.extend(u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
    with.append(&mut tiff);
    with.extend(&jpeg()[2..]);
    assert_eq!(photo(&server, &uuid(1), &with).0, 200);
    let has = |bytes: &[u8]| bytes.windows(7).any(|w| w == b"KAMERA1");
    for side in ["", "?stor"] {
        let shown = server.get(&format!("{AT}/foto/1{side}"));
        assert!(shown.head.contains("content-type: image/jpeg") && !has(&shown.body));
    }
    let kept = std::fs::read(place.path(&format!("hus/besok/bilder/{}.jpg", uuid(1)))).unwrap();
    assert_eq!(kept, with, "the original stays as it came");
}

fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("hus.ifc", options).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..66 {
        zip.write_all(&block).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn files_that_are_no_projects_are_refused_and_archives_that_swell_are_told() {
    let place = folder("serve-files");
    let server = Server::start(&place);
    let send = |name: &str, bytes: &[u8]| {
        let answer = server.put(&format!("/api/fil?navn={name}"), bytes);
        (answer.status, answer.text())
    };
    for name in [
        "..%2f..%2fx.bolig",
        "%2e%2e.bolig",
        ".skjult.bolig",
        "x.exe",
        "a%2fb.ifc",
        "a%5cb.ifc",
        "x.bolig%00",
    ] {
        let (status, text) = send(name, b"prosjekt \"P\" {}");
        assert!(status == 422 && text.contains("filnavnet kan ikke brukes"), "{name}: {status} {text}");
    }
    for (name, bytes) in [
        ("x.ifc", b"<html>".as_slice()),
        ("x.bolig", b"<html>"),
        ("x.bolig", b"PK\x03\x04"),
        ("x.ifczip", b"prosjekt"),
    ] {
        let (status, text) = send(name, bytes);
        assert!(status == 422 && text.contains("ikke det endelsen sier"), "{name}: {status} {text}");
    }
    assert_eq!(send("x.bolig", b"").0, 422);
    assert_eq!(send("bombe.ifczip", &bomb()).0, 200);
    let told = server.judged("bombe");
    assert_eq!(told["state"], "failed");
    assert!(told["message"].as_str().unwrap().contains("bombe.ifczip"), "says which file: {told}");
    let names: Vec<String> = std::fs::read_dir(place.path("."))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.iter().filter(|n| *n != "hus" && *n != "bombe").count(), 0, "{names:?}");
}

#[test]
fn a_description_that_is_sent_twice_is_one_project_and_none_is_written_over() {
    let place = folder("serve-twice");
    let server = Server::start(&place);
    let send = |text: &str| server.put("/api/fil?navn=hus.bolig", text.as_bytes()).json()["key"].clone();
    assert_eq!(send(super::PROJECT), "hus", "the same file is the same project");
    let other = super::PROJECT.replace("Prøve", "Annen");
    assert_eq!(send(&other), "hus-2");
    assert_eq!(send(&other), "hus-2");
    assert_eq!(place.read("hus/hus.bolig"), super::PROJECT);
    let into = server.put("/api/fil?navn=hus.bolig&prosjekt=hus", other.as_bytes());
    assert_eq!(into.status, 409);
    assert_eq!(place.read("hus/hus.bolig"), super::PROJECT);
}

#[test]
fn a_file_of_a_project_is_replaced_only_when_asked_and_the_old_one_is_kept() {
    let place = folder("serve-replace");
    let server = Server::start(&place);
    let before = place.read("hus/hus.bolig");
    let after = before.replace("Prøve", "Ny");
    let send =
        |more: &str| server.put(&format!("/api/fil?navn=hus.bolig&prosjekt=hus{more}"), after.as_bytes());
    assert_eq!(send("").status, 409);
    assert_eq!(place.read("hus/hus.bolig"), before);
    assert_eq!(send("&erstatt=true").status, 200);
    assert_eq!(place.read("hus/hus.bolig"), after);
    assert_eq!(place.read("hus/.tidligere/hus-1.bolig"), before);
    assert_eq!(server.judged("hus")["name"], "Ny", "it is judged anew");
    assert_eq!(send("").status, 200, "the same again is no other");
    assert_eq!(server.get("/status").json().as_object().unwrap().len(), 1, "what is kept is no project");
}

#[test]
fn bodies_without_end_and_words_nobody_knows_are_refused() {
    let place = folder("serve-bodies");
    let server = Server::start_with(&place, &["--largest", "1"]);
    let path = format!("{AT}/api/endringer");
    let own = [("X-Befaring", "1")];
    assert_eq!(server.ask("POST", &path, &own, &vec![b' '; (512 << 10) + 1]).unwrap().status, 413);
    assert_eq!(
        server
            .ask("POST", &path, &own, b"{\"changes\":[{\"id\":\"1\",\"do\":{\"op\":\"delete\"}}]}")
            .unwrap()
            .status,
        422
    );
    let many: Vec<_> =
        (0..101).map(|n| super::set(&n.to_string(), "a", "note", json!(null), json!("x"))).collect();
    assert_eq!(server.changes(&json!(many)).unwrap().status, 413);
    let mut model = b"ISO-10303-21;".to_vec();
    model.resize((1 << 20) + 1, b' ');
    let answer = server.put("/api/fil?navn=stor.ifc", &model);
    assert!(answer.status == 413 && answer.text().contains("større enn 1 MB"), "{}", answer.text());
    assert!(!place.path("stor").exists());
    let long = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "x".repeat(70_000));
    assert!(server.raw(long.as_bytes()).is_none_or(|a| a.status >= 400));
    assert_eq!(server.get("/").status, 200, "others are served as before");
}
