//! Nothing that was acknowledged is lost: not by a second device, not by an editor, not by a kill in the middle.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::{AT, Server, folder, jpeg, set, uuid};

#[test]
fn two_devices_that_write_in_one_field_are_told_of_each_other() {
    let place = folder("serve-conflict");
    let server = Server::start(&place);
    let first =
        server.changes(&json!([set("1", "a", "text", Value::Null, json!("oppbrett 8 cm"))])).unwrap().json();
    assert_eq!(first["results"][0]["status"], "done");
    let second = server
        .changes(&json!([set("2", "a", "text", Value::Null, json!("oppbrett mangler"))]))
        .unwrap()
        .json();
    assert_eq!(second["results"][0], json!({ "id": "2", "status": "conflict", "current": "oppbrett 8 cm" }));
    assert!(place.read("hus/besok/befaring.visit.toml").contains("oppbrett 8 cm"));
    let chosen = set("3", "a", "text", json!("oppbrett 8 cm"), json!("oppbrett 8 cm; oppbrett mangler"));
    assert_eq!(server.changes(&json!([chosen])).unwrap().json()["results"][0]["status"], "done");
}

#[test]
fn a_photo_sent_again_is_one_photo_and_numbers_are_never_shared() {
    let place = folder("serve-numbers");
    let server = Server::start(&place);
    let number = |id: u64, wanted: u32| {
        server.put(&format!("{AT}/api/foto/{}?nummer={wanted}", uuid(id)), &jpeg()).json()["number"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(number(1, 1), 1);
    assert_eq!(number(1, 1), 1, "an answer that was lost");
    assert_eq!(number(2, 1), 2, "another device's first");
    let taken = json!([{ "id": "1", "do": { "op": "set", "on": "photo", "key": uuid(2), "field": "removed", "base": null, "value": true } }]);
    server.changes(&taken).unwrap();
    assert_eq!(number(3, 2), 3, "a number that was taken away is not used again");
    let file = place.read("hus/besok/befaring.visit.toml");
    assert_eq!(file.matches("[[photo]]").count(), 3);
}

/// Writes from several devices at once while the server is killed, again and again. What was acknowledged is there.
#[test]
fn whatever_was_acknowledged_survives_a_kill() {
    let place = folder("serve-kill");
    let acknowledged: Arc<Mutex<Vec<(String, u64)>>> = Arc::default();
    let photos: Arc<Mutex<Vec<u64>>> = Arc::default();
    let mut last: [u64; 2] = [0; 2];
    for round in 0..6_u64 {
        let server = Server::start(&place);
        let port = server.port;
        let writers: Vec<_> = ["a", "b"]
            .into_iter()
            .enumerate()
            .map(|(device, key)| {
                let (acknowledged, photos) = (Arc::clone(&acknowledged), Arc::clone(&photos));
                let mut base = last[device];
                std::thread::spawn(move || {
                    let own = Reach { port };
                    for n in 1..=200_u64 {
                        let value = round * 1000 + n;
                        let before = if base == 0 { Value::Null } else { json!(base.to_string()) };
                        let change =
                            set(&format!("{key}{value}"), key, "note", before, json!(value.to_string()));
                        let Some(answer) = own.changes(&json!([change])) else { break };
                        let result = &answer["results"][0];
                        if result["status"] == "conflict" {
                            // Taken in by the server that was killed before it could say so.
                            base = result["current"].as_str().unwrap().parse().unwrap();
                            continue;
                        }
                        assert_eq!(result["status"], "done", "{answer}");
                        base = value;
                        acknowledged.lock().unwrap().push((key.to_owned(), value));
                        if key == "a" && n % 3 == 0 {
                            let Some(number) = own.photo(value) else { break };
                            assert!(number > 0);
                            photos.lock().unwrap().push(value);
                        }
                    }
                    base
                })
            })
            .collect();
        // Killed when enough was acknowledged to be in the middle of more.
        let wanted = acknowledged.lock().unwrap().len() + 7 + usize::try_from(round).unwrap() * 3;
        while acknowledged.lock().unwrap().len() < wanted {
            std::thread::yield_now();
        }
        server.kill();
        for (device, writer) in writers.into_iter().enumerate() {
            last[device] = writer.join().unwrap();
        }
        let file = place.read("hus/besok/befaring.visit.toml");
        let visit: toml::Table = file.parse().unwrap_or_else(|e| panic!("half a file: {e}\n{file}"));
        let all = acknowledged.lock().unwrap();
        for (row, key) in ["a", "b"].into_iter().enumerate() {
            let newest = all.iter().filter(|(k, _)| k == key).map(|(_, v)| *v).max().unwrap_or_default();
            let note: u64 = visit["observation"][row]["note"].as_str().map_or(0, |n| n.parse().unwrap());
            assert!(note >= newest, "{key}: {note} on the disk, {newest} acknowledged");
        }
        let entries = visit.get("photo").and_then(|p| p.as_array()).cloned().unwrap_or_default();
        for id in photos.lock().unwrap().iter() {
            let name = format!("bilder/{}.jpg", uuid(*id));
            assert_eq!(entries.iter().filter(|p| p["file"].as_str() == Some(&name)).count(), 1, "{name}");
            let kept = std::fs::read(place.path("hus/besok").join(&name)).unwrap();
            assert_eq!(kept, jpeg(), "{name} is whole");
        }
    }
    assert!(!photos.lock().unwrap().is_empty());
    place.run(&["inspect", "report", "hus/besok", "hus/hus.bolig"]).code(0);
}

/// A device that knows the port alone, so that it may outlive the server.
struct Reach {
    port: u16,
}

impl Reach {
    fn send(&self, method: &str, path: &str, body: &[u8]) -> Option<Value> {
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Befaring: 1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let answer = super::Answer::of(&bytes)?;
        (answer.status == 200).then(|| serde_json::from_slice(&answer.body).ok())?
    }

    fn changes(&self, changes: &Value) -> Option<Value> {
        let body = json!({ "changes": changes }).to_string();
        self.send("POST", &format!("{AT}/api/endringer"), body.as_bytes())
    }

    fn photo(&self, id: u64) -> Option<u64> {
        self.send("PUT", &format!("{AT}/api/foto/{}?nummer=1", uuid(id)), &jpeg())?["number"].as_u64()
    }
}
