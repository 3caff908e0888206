//! Which address gives what: all of them, and what the manager's pages ask for.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::folder::ProjectFolder;
use super::reply::{self, LANG_COOKIE};
use super::state::Shared;
use super::upload::{self, UploadFault};
use super::work::{Standing, Work};
use super::{gate, pages, visit_routes};
use crate::inspection::photo::Limits;
use crate::localized;
use crate::report::formats::{FORMATS, Files};
use crate::report::zip;
use crate::text::{Lang, Localized};

/// Largest body of changes, in bytes.
const LARGEST_CHANGES: usize = 512 << 10;
/// How long a request may take; those that send photos and models, longer.
const WITHIN: Duration = Duration::from_secs(60);
const WITHIN_FOR_FILES: Duration = Duration::from_secs(30 * 60);

/// The server's addresses.
pub(super) fn router(server: Shared) -> Router {
    let photos = Router::new()
        .route("/p/{project}/b/{visit}/api/foto/{id}", put(visit_routes::keep_photo))
        .layer(DefaultBodyLimit::max(Limits::default().bytes + 1))
        .route("/api/fil", put(upload))
        .route("/p/{project}/b/{visit}/rapport", get(visit_routes::report))
        .route("/p/{project}/b/{visit}/rapport.pdf", get(visit_routes::report_pdf))
        .route("/p/{project}/b/{visit}/sjekkliste.pdf", get(visit_routes::checklist_pdf))
        .layer(middleware::from_fn(|r, n| within(WITHIN_FOR_FILES, r, n)));
    let rest = Router::new()
        .route("/", get(home))
        .route("/status", get(all_standings))
        .route("/tilbud", get(bids))
        .route("/frakoblet", get(offline))
        .route("/sprak/{lang}", get(language))
        .route("/sw.js", get(worker))
        .route("/static/{version}/{name}", get(asset))
        .route("/p/{project}/", get(project))
        .route("/p/{project}/status", get(standing))
        .route("/p/{project}/rapport", get(report))
        .route("/p/{project}/egnethet", get(suitability))
        .route("/p/{project}/fravik", get(departures))
        .route("/p/{project}/last-ned/{format}", get(download))
        .route("/p/{project}/api/befaring", post(visit_routes::begin))
        .route("/p/{project}/b/{visit}/", get(visit_routes::page))
        .route("/p/{project}/b/{visit}/app.webmanifest", get(visit_routes::manifest))
        .route("/p/{project}/b/{visit}/foto/{number}", get(visit_routes::show_photo))
        .route("/p/{project}/b/{visit}/api/besok", get(visit_routes::data))
        .route("/p/{project}/b/{visit}/api/endringer", post(visit_routes::changes))
        .layer(DefaultBodyLimit::max(LARGEST_CHANGES))
        .layer(middleware::from_fn(|r, n| within(WITHIN, r, n)));
    Router::new()
        .merge(photos)
        .merge(rest)
        .fallback(nothing)
        .layer(middleware::from_fn_with_state(server.clone(), gate::keep))
        .with_state(server)
}

async fn within(limit: Duration, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => reply::empty(StatusCode::REQUEST_TIMEOUT),
    }
}

/// Work that waits for the disk or the processor, where it holds nobody up.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, StatusCode> {
    tokio::task::spawn_blocking(work).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

async fn nothing(State(server): State<Shared>, headers: HeaderMap) -> Response {
    reply::missing(&headers, &server)
}

async fn home(State(server): State<Shared>, headers: HeaderMap) -> Result<Response, StatusCode> {
    aside(move || {
        let lang = reply::lang(&headers, &server);
        let projects = server.root.projects().unwrap_or_default();
        reply::page(pages::home(&server, &projects, lang).into_string())
    })
    .await
}

async fn all_standings(State(server): State<Shared>, headers: HeaderMap) -> Result<Response, StatusCode> {
    // In the runtime itself: asking may begin to judge, which needs it.
    let lang = reply::lang(&headers, &server);
    let listing = server.clone();
    let projects = aside(move || listing.root.projects().unwrap_or_default()).await?;
    let all: serde_json::Map<String, serde_json::Value> =
        projects.iter().map(|p| (p.key.clone(), server.desk.glance(&server, p, lang))).collect();
    Ok(Json(all).into_response())
}

async fn offline(State(server): State<Shared>, headers: HeaderMap) -> Response {
    reply::page(pages::offline(&server, reply::lang(&headers, &server)).into_string())
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    til: String,
}

async fn language(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(lang): Path<String>,
    Query(back): Query<Back>,
) -> Response {
    let lang = match lang.as_str() {
        "nb" | "en" => lang,
        _ => return reply::missing(&headers, &server),
    };
    let own = back.til.starts_with('/') && !back.til.starts_with("//") && !back.til.contains('\\');
    let to = if own { back.til } else { "/".to_owned() };
    let cookie = format!("{LANG_COOKIE}={lang}; SameSite=Lax; Path=/; Max-Age=31536000");
    let mut answer = reply::empty(StatusCode::SEE_OTHER);
    for (name, value) in [(LOCATION, to), (SET_COOKIE, cookie)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            answer.headers_mut().insert(name, value);
        }
    }
    answer
}

async fn worker(State(server): State<Shared>) -> Response {
    reply::answer("text/javascript; charset=utf-8", server.assets.worker().as_bytes().to_vec())
}

async fn asset(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((version, name)): Path<(String, String)>,
) -> Response {
    match server.assets.find(&version, &name) {
        Some(asset) => reply::lasting(asset.kind, asset.bytes.clone()),
        None => reply::missing(&headers, &server),
    }
}

/// The project of an address, with the language of whoever asks.
pub(super) async fn found(
    server: &Shared,
    headers: &HeaderMap,
    key: String,
) -> Result<(ProjectFolder, Lang), Response> {
    let lang = reply::lang(headers, server);
    let root = server.clone();
    match aside(move || root.root.project(&key)).await {
        Ok(Some(project)) => Ok((project, lang)),
        Ok(None) => Err(reply::missing(headers, server)),
        Err(status) => Err(reply::empty(status)),
    }
}

async fn project(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Response> {
    let (project, lang) = found(&server, &headers, key).await?;
    let standing = server.desk.ask(&server, &project, lang);
    let visits = server.root.visits(&project);
    Ok(reply::page(pages::project(&server, &project, &standing, &visits, lang).into_string()))
}

async fn standing(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Response> {
    let (project, lang) = found(&server, &headers, key).await?;
    Ok(Json(pages::standing(&server.desk.ask(&server, &project, lang), lang)).into_response())
}

/// The judged project of an address; its own page, which shows how far it has come, where it is not judged yet.
async fn judged(
    server: &Shared,
    headers: &HeaderMap,
    key: String,
) -> Result<(ProjectFolder, std::sync::Arc<Work>, Lang), Response> {
    let (project, lang) = found(server, headers, key).await?;
    match server.desk.ask(server, &project, lang) {
        Standing::Ready(work) => Ok((project, work, lang)),
        other => {
            let visits = server.root.visits(&project);
            let page = pages::project(server, &project, &other, &visits, lang);
            let mut answer = reply::page(page.into_string());
            *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            Err(answer)
        }
    }
}

async fn report(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Response> {
    let (project, work, lang) = judged(&server, &headers, key).await?;
    let text = aside(move || work.judged.html(&work.catalogue.vocabulary)).await.map_err(reply::empty)?;
    Ok(reply::report(&text, &pages::bar(&project, None, lang), &server.assets.path("bar.css")))
}

async fn suitability(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Response> {
    let (project, _, lang) = judged(&server, &headers, key).await?;
    let (hooks, own) = (server.hooks.clone(), project.clone());
    let made = aside(move || (hooks.suitability)(&own, lang)).await.map_err(reply::empty)?;
    let text = made.map_err(|why| reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &why, &headers, &server))?;
    Ok(reply::report(&text, &pages::bar(&project, None, lang), &server.assets.path("bar.css")))
}

async fn departures(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(key): Path<String>,
) -> Result<Response, Response> {
    let (project, work, lang) = judged(&server, &headers, key).await?;
    Ok(reply::page(pages::departures(&server, &project, &work.judged.report, lang).into_string()))
}

async fn download(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, format)): Path<(String, String)>,
) -> Result<Response, Response> {
    let format = FORMATS.iter().find(|f| f.id == format).ok_or_else(|| reply::missing(&headers, &server))?;
    let (project, work, _) = judged(&server, &headers, key).await?;
    let made = aside(move || (format.make)(&work.judged.material(&work.catalogue.vocabulary, true))).await;
    let files = made
        .map_err(reply::empty)?
        .map_err(|e| reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &e.message, &headers, &server))?;
    let stem: String =
        project.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    match format.files {
        Files::One(name) => {
            let bytes = files.into_iter().next().map(|f| f.bytes).unwrap_or_default();
            Ok(reply::download(&format!("{stem}-{name}"), bytes))
        }
        Files::Several => {
            let parts: Vec<(String, Vec<u8>)> = files.into_iter().map(|f| (f.name, f.bytes)).collect();
            let zipped = zip(&parts).map_err(|_| reply::empty(StatusCode::INTERNAL_SERVER_ERROR))?;
            Ok(reply::download(&format!("{stem}-{}.zip", format.id), zipped))
        }
    }
}

async fn bids(
    State(server): State<Shared>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Response> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let keys: Vec<String> = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("p="))
        .take(20)
        .filter_map(|k| {
            percent_encoding::percent_decode_str(&k.replace('+', " "))
                .decode_utf8()
                .ok()
                .map(|k| k.into_owned())
        })
        .collect();
    let lang = reply::lang(&headers, &server);
    if keys.len() < 2 {
        let why = Localized::new(
            "velg minst to prosjekter på forsiden",
            "choose at least two projects on the front page",
        );
        return Err(reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &why, &headers, &server));
    }
    let own = server.clone();
    let made = aside(move || {
        let projects: Vec<ProjectFolder> = keys.iter().filter_map(|k| own.root.project(k)).collect();
        let stray = projects.iter().flat_map(|p| own.root.strays(p)).next();
        match stray {
            Some(name) => Err(localized!("{name} ligger utenfor mappen", "{name} lies outside the folder")),
            None => (own.hooks.bids)(&projects, lang),
        }
    })
    .await
    .map_err(reply::empty)?;
    let text = made.map_err(|why| reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &why, &headers, &server))?;
    Ok(reply::report(&text, &pages::plain_bar(lang), &server.assets.path("bar.css")))
}

#[derive(Deserialize)]
struct Upload {
    navn: String,
    #[serde(default)]
    prosjekt: Option<String>,
    #[serde(default)]
    erstatt: bool,
}

async fn upload(
    State(server): State<Shared>,
    headers: HeaderMap,
    Query(what): Query<Upload>,
    body: Body,
) -> Result<Response, Response> {
    let into = match what.prosjekt.filter(|p| !p.is_empty()) {
        Some(key) => Some(found(&server, &headers, key).await?.0.folder),
        None => None,
    };
    let own = into.is_some();
    let limit = server.config.largest_upload;
    let taken = upload::take(&server.root, &what.navn, into, what.erstatt, body, limit).await;
    match taken {
        Ok(key) => Ok(Json(json!({ "key": key, "added": own })).into_response()),
        Err(fault) => {
            let (status, why) = match fault {
                UploadFault::Refused(why) => (StatusCode::UNPROCESSABLE_ENTITY, why),
                // The page asks whether it is to be replaced.
                UploadFault::Taken(why) => (StatusCode::CONFLICT, why),
                UploadFault::Broken(why) => (StatusCode::INTERNAL_SERVER_ERROR, why),
                UploadFault::TooLarge(limit) => {
                    let mb = limit >> 20;
                    (
                        StatusCode::PAYLOAD_TOO_LARGE,
                        localized!("filen er større enn {mb} MB", "the file is larger than {mb} MB"),
                    )
                }
            };
            Err(reply::fault(status, &why, &headers, &server))
        }
    }
}
