//! Who may ask, and what browsers may do with the answers: host, origin, token, and the headers of every answer.

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderName, LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};

use super::reply;
use super::state::{Config, Shared};
use crate::text::Localized;

/// Must stand in every request that changes something: a page from elsewhere cannot send it unasked.
const OWN_HEADER: &str = "x-befaring";
/// Name of the cookie that holds the token, and of the parameter it comes by.
const TOKEN: &str = "befaring_token";
/// How long a device is remembered, in seconds: a working day and a night.
const REMEMBERED: u32 = 86_400;

/// A token nobody can guess: 128 bits.
///
/// # Errors
/// When the system has no randomness to give.
pub fn new_token() -> std::io::Result<String> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// Lets a request through, or says why not.
pub(super) async fn keep(State(server): State<Shared>, request: Request, next: Next) -> Response {
    let answer = match refusal(&server.config, request.method(), request.uri(), request.headers()) {
        None => next.run(request).await,
        Some(Refusal::Shown) => {
            let mut answer = reply::empty(StatusCode::SEE_OTHER);
            let token = server.config.token.as_deref().unwrap_or_default();
            // Behind a proxy with https the token never travels without it.
            let secure = if is_encrypted(request.headers()) { "; Secure" } else { "" };
            let cookie =
                format!("{TOKEN}={token}; HttpOnly; SameSite=Strict; Path=/; Max-Age={REMEMBERED}{secure}");
            let path = request.uri().path();
            let path = if path.starts_with("//") { "/" } else { path };
            for (name, value) in [(SET_COOKIE, cookie.as_str()), (LOCATION, path)] {
                if let Ok(value) = HeaderValue::from_str(value) {
                    answer.headers_mut().insert(name, value);
                }
            }
            answer
        }
        Some(Refusal::Told(status, why)) => reply::fault(status, &why, request.headers(), &server),
    };
    hardened(answer)
}

/// Why a request does not get through.
#[derive(Debug, PartialEq)]
enum Refusal {
    /// It shows the right token in its address, which is taken out of sight.
    Shown,
    Told(StatusCode, Localized),
}

fn told(status: StatusCode, nb: &str, en: &str) -> Option<Refusal> {
    Some(Refusal::Told(status, Localized::new(nb, en)))
}

fn refusal(config: &Config, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Refusal> {
    let text = |name: &HeaderName| headers.get(name).and_then(|h| h.to_str().ok());
    let site = headers.get("sec-fetch-site").and_then(|h| h.to_str().ok()).unwrap_or("none");
    let mode = headers.get("sec-fetch-mode").and_then(|h| h.to_str().ok()).unwrap_or_default();
    let host = uri.host().map(str::to_owned).or_else(|| text(&HOST).map(|h| name_of(h).to_owned()));
    // A name that leads here by somebody else's directory (DNS rebinding) is none of ours.
    if !host.as_deref().is_some_and(|h| is_own(config, h)) || headers.get_all(HOST).iter().count() > 1 {
        return told(
            StatusCode::MISDIRECTED_REQUEST,
            "tjeneren svarer ikke under dette navnet; bruk adressen den viste da den startet, eller start den med --host-name",
            "the server does not answer to this name; use the address it showed when it started, or start it with --host-name",
        );
    }
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let foreign = !matches!(site, "none" | "same-origin");
    if foreign && !(reads && mode == "navigate") {
        return told(
            StatusCode::FORBIDDEN,
            "forespørselen kommer fra et annet nettsted",
            "the request comes from another site",
        );
    }
    if !reads {
        if !matches!(*method, Method::POST | Method::PUT) {
            return told(StatusCode::METHOD_NOT_ALLOWED, "metoden brukes ikke", "the method is not used");
        }
        let origin = text(&ORIGIN);
        let from = origin.and_then(|o| o.split_once("://")).map(|(_, host)| host);
        // A proxy may write another name in the request's head than the one its visitors see; that one was told us.
        let named = |host: &str| config.hosts.iter().any(|h| h.eq_ignore_ascii_case(name_of(host)));
        let same = origin.is_none() || from.is_some_and(|host| Some(host) == text(&HOST) || named(host));
        if !same || headers.get(OWN_HEADER).is_none_or(|h| h != "1") {
            return told(
                StatusCode::FORBIDDEN,
                "endringer tas bare imot fra tjenerens egne sider",
                "changes are only taken from the server's own pages",
            );
        }
    }
    let wanted = config.token.as_deref()?;
    if reply::cookie(headers, TOKEN).is_some_and(|given| same_secret(given, wanted)) {
        return None;
    }
    let asked = uri.query().unwrap_or_default().split('&').find_map(|p| p.strip_prefix("token="));
    match asked.is_some_and(|given| same_secret(given, wanted)) {
        true if reads => Some(Refusal::Shown),
        _ => told(
            StatusCode::UNAUTHORIZED,
            "denne enheten er ikke sluppet inn; åpne adressen med «?token=…» som tjeneren viste da den startet",
            "this device is not let in; open the address with “?token=…” that the server showed when it started",
        ),
    }
}

/// Whether a proxy in front says that it was asked over https. Trusted for this alone: the answer is only made stricter.
fn is_encrypted(headers: &HeaderMap) -> bool {
    let said = headers.get("x-forwarded-proto").and_then(|h| h.to_str().ok()).unwrap_or_default();
    said.split(',').next().is_some_and(|p| p.trim().eq_ignore_ascii_case("https"))
}

/// The name in `name:port` or `[::1]:port`.
fn name_of(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    }
}

/// Whether a name is one of the server's: on loopback those of this machine; otherwise any numeric address, which no
/// directory can turn, and the names it was told.
fn is_own(config: &Config, name: &str) -> bool {
    let name = name.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    let address: Option<std::net::IpAddr> = name.parse().ok();
    let loopback = name.eq_ignore_ascii_case("localhost") || address.is_some_and(|a| a.is_loopback());
    loopback
        || (address.is_some() && !config.address.ip().is_loopback())
        || config.hosts.iter().any(|h| h.eq_ignore_ascii_case(name))
}

/// Compared by their hashes, so that the time it takes tells nothing.
fn same_secret(given: &str, wanted: &str) -> bool {
    Sha256::digest(given.as_bytes()) == Sha256::digest(wanted.as_bytes())
}

/// What every answer says to browsers.
fn hardened(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    let always = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()"),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [(CONTENT_SECURITY_POLICY, reply::POLICY), (CACHE_CONTROL, "no-store")] {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn config(address: &str, token: Option<&str>) -> Config {
        Config {
            root: ".".into(),
            address: address.parse().unwrap(),
            hosts: vec!["befaring.eksempel.no".into()],
            token: token.map(str::to_owned),
            lang: Lang::Nb,
            largest_upload: 1,
        }
    }

    fn asked(config: &Config, method: Method, uri: &str, headers: &[(&str, &str)]) -> Option<u16> {
        let mut all = HeaderMap::new();
        for (name, value) in headers {
            all.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        refusal(config, &method, &uri.parse().unwrap(), &all).map(|r| match r {
            Refusal::Shown => 303,
            Refusal::Told(status, _) => status.as_u16(),
        })
    }

    #[test]
    fn only_names_of_this_machine_are_answered_on_loopback() {
        let config = config("127.0.0.1:8080", None);
        let get = |host: &str| asked(&config, Method::GET, "/", &[("host", host)]);
        for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "befaring.eksempel.no"] {
            assert_eq!(get(host), None, "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example:8080", "192.168.1.4:8080", "", "127.0.0.1.evil.example"]
        {
            assert_eq!(get(host), Some(421), "{host}");
        }
        assert_eq!(asked(&config, Method::GET, "/", &[]), Some(421));
        assert_eq!(
            asked(&config, Method::GET, "/", &[("host", "localhost"), ("host", "evil.example")]),
            Some(421)
        );
    }

    #[test]
    fn changes_come_from_our_own_pages_alone() {
        let config = config("127.0.0.1:8080", None);
        let host = ("host", "localhost:8080");
        let put = |more: &[(&str, &str)]| asked(&config, Method::PUT, "/x", &[&[host], more].concat());
        let own = ("x-befaring", "1");
        assert_eq!(put(&[own]), None);
        assert_eq!(put(&[own, ("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")]), None);
        assert_eq!(put(&[]), Some(403));
        assert_eq!(put(&[own, ("origin", "http://evil.example")]), Some(403));
        assert_eq!(put(&[own, ("origin", "https://befaring.eksempel.no")]), None, "behind its own proxy");
        assert_eq!(put(&[own, ("origin", "https://befaring.eksempel.no.evil.example")]), Some(403));
        assert_eq!(put(&[own, ("origin", "null")]), Some(403));
        assert_eq!(put(&[own, ("origin", "http://localhost:9090")]), Some(403));
        assert_eq!(put(&[own, ("sec-fetch-site", "cross-site")]), Some(403));
        assert_eq!(asked(&config, Method::DELETE, "/x", &[host, own]), Some(405));
    }

    #[test]
    fn pages_elsewhere_may_link_here_and_nothing_more() {
        let config = config("127.0.0.1:8080", None);
        let get = |mode| {
            asked(
                &config,
                Method::GET,
                "/",
                &[("host", "localhost"), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", mode)],
            )
        };
        assert_eq!(get("navigate"), None);
        assert_eq!(get("no-cors"), Some(403));
    }

    #[test]
    fn on_a_network_every_device_shows_the_token_once() {
        let config = config("0.0.0.0:8080", Some("hemmelig"));
        let host = ("host", "192.168.1.4:8080");
        assert_eq!(asked(&config, Method::GET, "/", &[host]), Some(401));
        assert_eq!(asked(&config, Method::GET, "/?token=feil", &[host]), Some(401));
        assert_eq!(asked(&config, Method::GET, "/?token=hemmelig", &[host]), Some(303));
        assert_eq!(asked(&config, Method::GET, "/", &[host, ("cookie", "befaring_token=hemmelig")]), None);
        assert_eq!(
            asked(&config, Method::GET, "/", &[host, ("cookie", "befaring_token=hemmeli")]),
            Some(401)
        );
        assert_eq!(
            asked(
                &config,
                Method::GET,
                "/",
                &[("host", "evil.example"), ("cookie", "befaring_token=hemmelig")]
            ),
            Some(421)
        );
    }
}
