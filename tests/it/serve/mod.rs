//! The web server as browsers, tablets and strangers meet it: the program itself on a port of loopback, asked over plain
//! sockets, so that nothing tidies up what is sent.

mod hostile;
mod safety;
mod saving;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::cli::Place;

const PROJECT: &str = "prosjekt \"Prøve\" {\n gruppe 5\n bygg \"Hus\" { etasje 1 { bolig A101 {\n  rom bad \"Bad\" { rektangel 2 x 2 ved (0, 0)  \
                       gulv vinyl oppbrett 12 cm }\n  dør D1 mellom ute og bad { fri bredde 0.90 }\n } } }\n}\n";
const VISIT: &str = "# notert på kontoret\nformat = 1\nplace = \"A101\"\ndate = \"2026-03-12\"\n\n[[observation]]\nid = \"a\"\n\
                     requirements = [\"gulv.oppbrett\"]\nplaces = [\"A101/bad\"]\nfacts = [{ fact = \"room.floor.upstand\", value = \"\" }]\n\n\
                     [[observation]]\nid = \"b\"\nrequirements = [\"bad.flis\"]\n";
/// The address of the visit.
const AT: &str = "/p/hus/b/besok";

/// A folder with a project and a visit.
fn folder(name: &str) -> Place {
    let place = Place::new(name);
    place.write("hus/hus.bolig", PROJECT);
    place.write("hus/besok/befaring.visit.toml", VISIT);
    place
}

/// The program, serving a folder; it is killed when the test ends.
struct Server {
    child: Child,
    port: u16,
    token: Option<String>,
}

impl Server {
    fn start(place: &Place) -> Self {
        Self::start_with(place, &[])
    }

    fn start_with(place: &Place, more: &[&str]) -> Self {
        let mut command: Command = place.command(&[&["serve", ".", "--port", "0"], more].concat());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}"));
        let (host, rest) = address.split_once('/').unwrap();
        let port = host.rsplit_once(':').unwrap().1.parse().unwrap();
        let token = rest.split_once("token=").map(|(_, t)| t.split(' ').next().unwrap().to_owned());
        Self { child, port, token }
    }

    /// As no program can prepare for.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends bytes as they are and gives the answer; none where the connection broke.
    fn raw(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        // A server that refuses early closes before all is sent.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::of(&bytes)
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(n, _)| *n == "Host") {
            head.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        self.raw(&[head.as_bytes(), b"\r\n", body].concat())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"").unwrap()
    }

    /// As the server's own pages send.
    fn put(&self, path: &str, body: &[u8]) -> Answer {
        self.ask("PUT", path, &[("X-Befaring", "1")], body).unwrap()
    }

    fn changes(&self, changes: &Value) -> Option<Answer> {
        let body = json!({ "changes": changes }).to_string();
        self.ask("POST", &format!("{AT}/api/endringer"), &[("X-Befaring", "1")], body.as_bytes())
    }

    /// The project's standing when it has been judged.
    fn judged(&self, key: &str) -> Value {
        loop {
            let standing = self.get(&format!("/p/{key}/status")).json();
            if standing["state"] != "reading" {
                return standing;
            }
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn of(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head: head.to_lowercase(), body: bytes[end + 4..].to_vec() })
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

/// A change of a field of an observation.
fn set(id: &str, key: &str, field: &str, base: Value, value: Value) -> Value {
    json!({ "id": id, "do": { "op": "set", "on": "observation", "key": key, "field": field, "base": base, "value": value } })
}

/// A small whole JPEG.
fn jpeg() -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects/analyseeksempel/besok/bilder/01.jpg");
    std::fs::read(path).unwrap()
}

fn uuid(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012x}")
}

#[test]
fn a_visit_goes_from_the_browser_to_the_command_line_and_back() {
    let place = folder("serve-round-trip");
    let server = Server::start(&place);
    let photo = server.put(&format!("{AT}/api/foto/{}?nummer=1", uuid(1)), &jpeg());
    assert_eq!((photo.status, photo.json()["number"].as_u64()), (200, Some(1)), "{}", photo.text());
    let answer = server
        .changes(&json!([
            set("1", "b", "seen", Value::Null, json!("negative")),
            set("2", "b", "text", Value::Null, json!("ikke fliser på badet")),
            set("3", "a", "fact/room.floor.upstand/", Value::Null, json!("8 cm")),
            { "id": "4", "do": { "op": "link", "observation": "b", "photo": uuid(1) } },
            { "id": "5", "do": { "op": "set", "on": "photo", "key": uuid(1), "field": "at", "value": { "x": 1.0, "y": 1.0, "direction": 90.0 } } },
        ]))
        .unwrap();
    let results = answer.json()["results"].clone();
    assert!(results.as_array().unwrap().iter().all(|r| r["status"] == "done"), "{results}");
    let page = server.get(&format!("{AT}/rapport")).text();
    assert!(page.contains("ikke fliser på badet") && page.contains("befaring-bar"), "the server's report");
    drop(server);
    place.run(&["inspect", "report", "hus/besok", "hus/hus.bolig", "-o", "ut.html"]).code(0);
    let report = place.read("ut.html");
    assert!(report.contains("ikke fliser på badet") && report.contains("id=\"foto-1\""));
    let file = place.read("hus/besok/befaring.visit.toml");
    assert!(file.starts_with("# notert på kontoret\n"), "what people wrote stays: {file}");
    // What is written by hand is what the next device sees.
    place.write("hus/besok/befaring.visit.toml", &file.replace("ikke fliser på badet", "fliser mangler"));
    let server = Server::start(&place);
    assert!(server.get(&format!("{AT}/api/besok")).text().contains("fliser mangler"));
}

#[test]
fn pages_and_downloads_of_a_project_are_there_in_both_languages() {
    let place = folder("serve-pages");
    place.write("annet/annet.bolig", &PROJECT.replace("Prøve", "Et annet"));
    let server = Server::start(&place);
    assert_eq!(server.judged("hus")["state"], "ready");
    server.judged("annet");
    let home = server.get("/").text();
    assert!(home.contains("hus") && home.contains("A101, 12. mars 2026"), "{home}");
    for path in [
        "/p/hus/",
        "/p/hus/rapport",
        "/p/hus/egnethet",
        "/p/hus/fravik",
        "/tilbud?p=hus&p=annet",
        &format!("{AT}/"),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().starts_with("<!DOCTYPE html>"), "{path}");
    }
    for format in befaring::report::formats::FORMATS.iter().filter(|f| f.is_built()) {
        let file = server.get(&format!("/p/hus/last-ned/{}", format.id));
        assert!(file.status == 200 && !file.body.is_empty(), "{}", format.id);
        assert!(file.head.contains("attachment; filename="), "{}", format.id);
    }
    let english = server.ask("GET", "/", &[("Cookie", "befaring_lang=en")], b"").unwrap().text();
    assert!(english.contains("lang=\"en\"") && english.contains("New project"));
    let chosen = server.get("/sprak/en?til=%2Fp%2Fhus%2F");
    assert!(chosen.status == 303 && chosen.head.contains("location: /p/hus/"), "{}", chosen.head);
    assert!(server.get("/sprak/en?til=%2F%2Fevil.example").head.contains("location: /\r"));
}

#[test]
fn a_visit_is_made_as_the_command_makes_it() {
    let place = folder("serve-new");
    let server = Server::start(&place);
    let body = json!({ "place": "A101", "date": "2026-03-12" }).to_string();
    let ask = || {
        server.ask(
            "POST",
            "/p/hus/api/befaring",
            &[("X-Befaring", "1"), ("Content-Type", "application/json")],
            body.as_bytes(),
        )
    };
    assert_eq!(ask().unwrap().json()["path"], "/p/hus/b/besok-2026-03-12/");
    assert_eq!(ask().unwrap().json()["path"], "/p/hus/b/besok-2026-03-12-2/", "none is written over");
    place
        .run(&["inspect", "new", "hus/hus.bolig", "-o", "egen", "--date", "2026-03-12", "--sted", "A101"])
        .code(0);
    let basis =
        |text: String| text.lines().filter(|l| !l.starts_with("basis")).collect::<Vec<_>>().join("\n");
    assert_eq!(
        basis(place.read("hus/besok-2026-03-12/befaring.visit.toml")),
        basis(place.read("egen/befaring.visit.toml"))
    );
}

#[test]
fn a_visit_to_one_dwelling_is_made_for_that_one() {
    let place = Place::new("serve-dwelling");
    let one = |name: &str| format!(" bolig {name} {{ rom bad \"Bad\" {{ rektangel 2 x 2 ved (0, 0) }} }}\n");
    place.write("p/p.bolig", &format!("prosjekt \"P\" {{\n gruppe 5\n{}{}}}\n", one("A101"), one("A102")));
    let server = Server::start(&place);
    server.judged("p");
    assert!(server.get("/p/p/").text().contains("<option value=\"A102\">A102</option>"), "it is asked for");
    let body = json!({ "place": "", "date": "2026-03-12", "dwellings": ["A102"] }).to_string();
    let made = server.ask(
        "POST",
        "/p/p/api/befaring",
        &[("X-Befaring", "1"), ("Content-Type", "application/json")],
        body.as_bytes(),
    );
    let path = made.unwrap().json()["path"].as_str().unwrap().to_owned();
    let file = place.read("p/besok-2026-03-12/befaring.visit.toml");
    assert!(file.contains("dwellings = [\"A102\"]") && file.contains("\"A102/bad"), "{file}");
    assert!(!file.contains("\"A101"), "no place of the other: {file}");
    assert!(server.get(&path).text().contains("Befaringen gjelder A102."));
}

#[test]
fn the_report_and_the_checklist_are_handed_out_as_pdf_or_it_is_said_why_not() {
    let place = folder("serve-pdf");
    let server = Server::start(&place);
    server.judged("hus");
    let page = server.get(&format!("{AT}/")).text();
    for file in ["rapport.pdf", "sjekkliste.pdf"] {
        let answer = server.get(&format!("{AT}/{file}"));
        if befaring::report::pdf::is_built() {
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert!(
                answer.body.starts_with(b"%PDF-") && answer.head.contains("attachment"),
                "{}",
                answer.head
            );
            assert!(page.contains(file));
        } else {
            assert_eq!(answer.status, 422);
            assert!(answer.text().contains("bygd uten PDF") && page.contains("bygd uten PDF"));
        }
    }
}

#[test]
fn a_project_that_cannot_be_judged_says_why_and_its_visit_can_still_be_made() {
    let place = folder("serve-broken");
    place.write("hus/hus.bolig", "prosjekt \"P\" { vindi }");
    place.write("tom/tom.bolig", "");
    let server = Server::start(&place);
    let standing = server.judged("tom");
    assert_eq!(standing["state"], "failed");
    assert!(standing["message"].as_str().unwrap().contains("ingenting er beskrevet"), "{standing}");
    server.judged("hus");
    let page = server.get(&format!("{AT}/"));
    assert!(page.status == 200 && page.text().contains("id=\"p-a\""));
    // A file that somebody broke by hand is told, and never written over.
    place.write("hus/besok/befaring.visit.toml", "format = 1\nplace = ");
    let answer = server.changes(&json!([set("1", "a", "seen", Value::Null, json!("positive"))])).unwrap();
    assert_eq!(answer.status, 409);
    assert!(answer.text().contains("befaring.visit.toml:2"), "{}", answer.text());
    assert_eq!(place.read("hus/besok/befaring.visit.toml"), "format = 1\nplace = ");
}

#[test]
fn more_projects_than_are_kept_at_once_stay_judged_in_the_list() {
    let place = Place::new("serve-many");
    let keys: Vec<String> = (0..9).map(|n| format!("hus-{n}")).collect();
    for key in &keys {
        place.write(&format!("{key}/{key}.bolig"), PROJECT);
    }
    let server = Server::start(&place);
    for key in &keys {
        assert_eq!(server.judged(key)["state"], "ready", "{key}");
    }
    let first = server.get("/status").json();
    assert!(keys.iter().all(|k| first[k]["state"] == "ready"), "{first}");
    assert_eq!(server.get("/status").json(), first, "looking at the list judges nothing anew");
    assert_eq!(
        server.judged("hus-0")["state"],
        "ready",
        "one that was let go of is judged when it is opened"
    );
}
