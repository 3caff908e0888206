//! Who is let in, and what is let out.

use super::{AT, Server, folder, jpeg, set, uuid};
use serde_json::{Value, json};

#[test]
fn every_answer_tells_browsers_what_they_may_not_do() {
    let place = folder("serve-headers");
    let server = Server::start(&place);
    server.judged("hus");
    for path in [
        "/",
        "/p/hus/",
        "/p/hus/rapport",
        &format!("{AT}/"),
        &format!("{AT}/rapport"),
        "/sw.js",
        "/nowhere",
        "/p/hus/last-ned/svg",
    ] {
        let head = server.get(path).head;
        for line in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "x-frame-options: deny",
            "cross-origin-resource-policy: same-origin",
        ] {
            assert!(head.contains(line), "{path} lacks {line}");
        }
        let policy = head.lines().find_map(|l| l.strip_prefix("content-security-policy: ")).unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-eval") && !policy.contains('*'), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
    }
}

#[test]
fn requests_from_elsewhere_change_nothing() {
    let place = folder("serve-origin");
    let server = Server::start(&place);
    let body = json!({ "changes": [set("1", "a", "seen", Value::Null, json!("positive"))] }).to_string();
    let path = format!("{AT}/api/endringer");
    let post = |headers: &[(&str, &str)]| server.ask("POST", &path, headers, body.as_bytes()).unwrap().status;
    let before = place.read("hus/besok/befaring.visit.toml");
    assert_eq!(post(&[]), 403, "no header of ours");
    assert_eq!(post(&[("X-Befaring", "1"), ("Origin", "http://evil.example")]), 403);
    assert_eq!(post(&[("X-Befaring", "1"), ("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(post(&[("X-Befaring", "1"), ("Host", "evil.example")]), 421, "a name that was turned here");
    assert_eq!(server.ask("GET", "/", &[("Host", "evil.example")], b"").unwrap().status, 421);
    assert_eq!(place.read("hus/besok/befaring.visit.toml"), before);
    let own = format!("http://127.0.0.1:{}", server.port);
    assert_eq!(post(&[("X-Befaring", "1"), ("Origin", &own)]), 200);
    assert_ne!(place.read("hus/besok/befaring.visit.toml"), before);
}

#[test]
fn nothing_outside_the_folder_is_read() {
    let place = folder("serve-outside");
    place.write("hemmelig.toml", "ikke for noen");
    let inner = crate::cli::Place::new("serve-outside/hus");
    inner.write("p/p.bolig", super::PROJECT);
    inner.write("p/besok/befaring.visit.toml", super::VISIT);
    let server = Server::start(&inner);
    for path in [
        "/p/../hemmelig.toml",
        "/../hemmelig.toml",
        "/p/..%2fhemmelig.toml/",
        "/p/%2e%2e/",
        "/p/%2e%2e/b/besok/",
        "/p/p/b/%2e%2e/",
        "/p/p/b/..%2f..%2fhus/",
        "/p/p/b/besok/foto/..%2f..%2f1",
        "/static/x/..%2f..%2fhemmelig.toml",
        "/p/p/last-ned/..%2f..%2fhemmelig.toml",
        "//etc/hostname",
        "/p/p%00/",
        "/p/-/",
    ] {
        let answer = server.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("ikke for noen"), "{path}");
    }
    let absolute = format!(
        "GET http://127.0.0.1:{}/p/p/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        server.port
    );
    assert_eq!(
        server.raw(absolute.as_bytes()).unwrap().status,
        200,
        "an absolute address is the same address"
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let place = folder("serve-links");
    let outside = crate::cli::Place::new("serve-links-outside");
    outside.write("besok/befaring.visit.toml", super::VISIT);
    std::fs::write(outside.path("bilde.jpg"), jpeg()).unwrap();
    std::fs::create_dir_all(place.path("hus/besok/bilder")).unwrap();
    let visit = format!(
        "{}\n[[photo]]\nnumber = 1\nfile = \"bilder/1.jpg\"\n[[photo]]\nnumber = 2\nfile = \"bilder/2.jpg\"\n",
        super::VISIT
    );
    place.write("hus/besok/befaring.visit.toml", &visit);
    symlink(outside.path("bilde.jpg"), place.path("hus/besok/bilder/1.jpg")).unwrap();
    std::fs::write(place.path("hus/besok/bilder/2.jpg"), jpeg()).unwrap();
    symlink(outside.path("besok"), place.path("hus/lenket")).unwrap();
    symlink(outside.path("besok"), place.path("prosjekt")).unwrap();
    let server = Server::start(&place);
    assert_eq!(server.get(&format!("{AT}/foto/1")).status, 404);
    assert_eq!(server.get(&format!("{AT}/foto/2")).status, 200);
    assert_eq!(server.get("/p/hus/b/lenket/").status, 404);
    // Photos are not put through a linked folder either.
    std::fs::remove_dir_all(place.path("hus/besok/bilder")).unwrap();
    symlink(outside.path("besok"), place.path("hus/besok/bilder")).unwrap();
    assert_eq!(server.put(&format!("{AT}/api/foto/{}", uuid(1)), &jpeg()).status, 409);
    assert_eq!(std::fs::read_dir(outside.path("besok")).unwrap().count(), 1);
    // A project file that names what lies outside is told, and not read.
    outside.write("mer.toml", "hemmelig = \"ja\"");
    let named = outside.path("mer.toml");
    place.write(
        "hus/befaring.toml",
        &format!("inputs = [\"hus.bolig\"]\nfravik_files = [{:?}]\n", named.to_str().unwrap()),
    );
    let standing = server.judged("hus");
    let told = standing["message"].as_str().unwrap();
    assert!(
        told.contains("utenfor mappen") && told.contains("mer.toml") && !told.contains("hemmelig"),
        "{told}"
    );
}

#[test]
fn on_a_network_a_token_is_asked_for_and_the_danger_is_told() {
    let place = folder("serve-token");
    let server = Server::start_with(&place, &["--host", "0.0.0.0"]);
    let token = server.token.clone().unwrap();
    assert_eq!(token.len(), 32);
    for path in ["/", &format!("{AT}/api/besok"), &format!("{AT}/foto/1"), "/sw.js", "/?token=feil"] {
        assert_eq!(server.get(path).status, 401, "{path}");
    }
    let shown = server.get(&format!("/?token={token}"));
    assert_eq!(shown.status, 303);
    assert!(shown.head.contains("httponly; samesite=strict"), "{}", shown.head);
    assert!(!shown.head.lines().any(|l| l.starts_with("location:") && l.contains("token")), "out of sight");
    assert!(!shown.head.contains("; secure"), "over http a browser would not keep it");
    let proxied = server.ask("GET", &format!("/?token={token}"), &[("X-Forwarded-Proto", "https")], b"");
    assert!(proxied.unwrap().head.contains("; secure"));
    let cookie = format!("befaring_token={token}");
    assert_eq!(server.ask("GET", "/", &[("Cookie", &cookie)], b"").unwrap().status, 200);
    let short = place.run(&["serve", ".", "--port", "0", "--host", "0.0.0.0", "--token", "kort"]).code(2);
    assert!(short.err.contains("minst 16"), "{}", short.err);
}
