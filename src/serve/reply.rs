//! Answers: pages, data, files, and faults in the words of whoever asked.

use axum::Json;
use axum::body::Body;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::pages;
use super::state::Server;
use crate::text::{Lang, Localized};

/// What pages of the server may do: run and show its own files, and nothing from anywhere else.
pub(super) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Name of the cookie that holds the language.
pub(super) const LANG_COOKIE: &str = "befaring_lang";

/// A page of the server.
pub(super) fn page(text: String) -> Response {
    answer("text/html; charset=utf-8", text.into_bytes())
}

/// Bytes of a kind.
pub(super) fn answer(kind: &'static str, bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
}

/// Bytes that stay what they are for as long as their address does.
pub(super) fn lasting(kind: &'static str, bytes: Vec<u8>) -> Response {
    let keep = HeaderValue::from_static("private, max-age=31536000, immutable");
    ([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, keep)], bytes).into_response()
}

/// A file to be kept. Its name is ours.
pub(super) fn download(name: &str, bytes: Vec<u8>) -> Response {
    let value = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let value = value.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/octet-stream");
    ([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, value)], bytes).into_response()
}

/// A report that is a page of its own. Its policy names its style and script by hash; it becomes the answer's, with
/// the server's own style for the bar on top.
pub(super) fn report(text: &str, bar: &str, style: &str) -> Response {
    const META: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";
    let mut policy = "default-src 'none'; style-src 'self'".to_owned();
    let mut page = text.to_owned();
    if let Some((before, rest)) = text.split_once(META)
        && let Some((own, after)) = rest.split_once("\">")
    {
        policy = own.replace("&#39;", "'").replacen("style-src ", "style-src 'self' ", 1);
        page = format!("{before}<link rel=\"stylesheet\" href=\"{style}\">{after}");
    }
    // A link that skips to the content stays the first thing in the page.
    let (head, body) = page.split_once("<body>").unwrap_or_default();
    let skip =
        if body.starts_with("<a class=\"skip\"") { body.find("</a>").map_or(0, |at| at + 4) } else { 0 };
    let (first, rest) = body.split_at(skip);
    page = format!("{head}<body>{first}{bar}{rest}");
    let policy = HeaderValue::from_str(&format!("{policy}; frame-ancestors 'none'"));
    let policy = policy.unwrap_or_else(|_| HeaderValue::from_static(POLICY));
    ([(CONTENT_SECURITY_POLICY, policy)], self::page(page)).into_response()
}

/// Why something cannot be done: a page for people, data for scripts.
pub(super) fn fault(status: StatusCode, why: &Localized, headers: &HeaderMap, server: &Server) -> Response {
    let lang = lang(headers, server);
    let wants_page =
        headers.get(ACCEPT).and_then(|a| a.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    let mut answer = if wants_page {
        page(pages::fault(server, lang, why).into_string())
    } else {
        Json(json!({ "message": why.get(lang) })).into_response()
    };
    *answer.status_mut() = status;
    answer
}

/// There is no such thing.
pub(super) fn missing(headers: &HeaderMap, server: &Server) -> Response {
    let why = Localized::new("siden finnes ikke", "there is no such page");
    fault(StatusCode::NOT_FOUND, &why, headers, server)
}

/// A cookie of a request.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(COOKIE).iter().filter_map(|h| h.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The language somebody chose.
pub(super) fn lang(headers: &HeaderMap, server: &Server) -> Lang {
    match cookie(headers, LANG_COOKIE) {
        Some("en") => Lang::En,
        Some("nb") => Lang::Nb,
        _ => server.config.lang,
    }
}

/// An empty body.
pub(super) fn empty(status: StatusCode) -> Response {
    (status, Body::empty()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_keeps_its_policy_and_gets_the_bar() {
        let text = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src \
                    &#39;sha256-x&#39;\"></head><body><h1>";
        for text in [text.to_owned(), text.replace("&#39;", "'")] {
            let answer = report(&text, "<nav></nav>", "/s.css");
            let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert_eq!(policy, "default-src 'none'; style-src 'self' 'sha256-x'; frame-ancestors 'none'");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others_and_only_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=1; befaring_lang=en; b=2"));
        assert_eq!(cookie(&headers, LANG_COOKIE), Some("en"));
        assert_eq!(cookie(&headers, "lang"), None);
        assert_eq!(cookie(&headers, "befaring"), None);
    }
}
