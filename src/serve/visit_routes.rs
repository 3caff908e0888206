//! What the page of a visit asks for: the visit, its report, its photos; and the changes made on devices.

use std::path::PathBuf;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde_json::json;

use super::folder::{ProjectFolder, is_name};
use super::routes::{aside, found};
use super::state::{Hooks, NewVisit, Shared, VisitedFile};
use super::work::Standing;
use super::{pages, reply};
use crate::date::Date;
use crate::inspection::photo::{REPORT_SIDE, THUMBNAIL_SIDE};
use crate::localized;
use crate::text::{Lang, Localized};
use crate::visits::Change;
use crate::visits::merge::is_device_id;
use crate::visits::photos::{self, PhotoFault};
use crate::visits::store;

/// Most changes in one body.
const MOST_CHANGES: usize = 100;

/// The folder of a visit of an address.
async fn found_visit(
    server: &Shared,
    headers: &HeaderMap,
    key: String,
    name: String,
) -> Result<(ProjectFolder, PathBuf, Lang), Response> {
    let (project, lang) = found(server, headers, key).await?;
    let folder = server.root.visit(&project, &name).ok_or_else(|| reply::missing(headers, server))?;
    Ok((project, folder, lang))
}

/// A visit that is to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    #[serde(default)]
    place: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    dwellings: Vec<String>,
}

pub(super) async fn begin(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(key): Path<String>,
    Json(wanted): Json<Wanted>,
) -> Result<Response, Response> {
    let (project, lang) = found(&server, &headers, key).await?;
    let refuse = |why: &Localized| reply::fault(StatusCode::UNPROCESSABLE_ENTITY, why, &headers, &server);
    let Some(date) = Date::parse(wanted.date.trim()) else {
        return Err(refuse(&Localized::new("velg datoen for befaringen", "choose the day of the visit")));
    };
    if !server.root.strays(&project).is_empty() {
        return Err(refuse(&Localized::new(
            "prosjektet nevner noe utenfor mappen",
            "the project names what lies outside the folder",
        )));
    }
    let place: String = wanted.place.trim().chars().filter(|c| !c.is_control()).take(200).collect();
    let own = server.clone();
    let made = aside(move || {
        let base = format!("besok-{}", date.iso());
        let names = std::iter::once(base.clone()).chain((2..100).map(|n| format!("{base}-{n}")));
        let free = names.filter(|n| is_name(n)).find(|n| !project.visits.join(n).exists());
        let name = free.ok_or_else(|| {
            Localized::new("det er for mange befaringer denne dagen", "there are too many visits that day")
        })?;
        let folder = project.visits.join(&name);
        let visit = NewVisit { folder, place, dwellings: wanted.dwellings, date: Some(date) };
        (own.hooks.new_visit)(&project, &visit, lang).map(|()| pages::visit_path(&project, &name))
    })
    .await
    .map_err(reply::empty)?;
    made.map(|path| Json(json!({ "path": path })).into_response()).map_err(|why| refuse(&why))
}

pub(super) async fn page(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name)): Path<(String, String)>,
) -> Result<Response, Response> {
    let (project, folder, lang) = found_visit(&server, &headers, key, name.clone()).await?;
    let stored = aside(move || store::load(&folder)).await.map_err(reply::empty)?;
    let stored =
        stored.map_err(|why| reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &why, &headers, &server))?;
    let mut standing = server.desk.ask(&server, &project, lang);
    if let (Standing::Reading(_), Some(work)) = (&standing, server.desk.in_any_language(&project)) {
        standing = Standing::Ready(work);
    }
    if let Standing::Reading(_) = standing {
        let visits = server.root.visits(&project);
        let mut answer =
            reply::page(pages::project(&server, &project, &standing, &visits, lang).into_string());
        *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        return Err(answer);
    }
    let page = aside(move || pages::visit(&server, &project, &name, &stored, &standing, lang).into_string());
    Ok(reply::page(page.await.map_err(reply::empty)?))
}

pub(super) async fn manifest(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name)): Path<(String, String)>,
) -> Result<Response, Response> {
    let (project, _, lang) = found_visit(&server, &headers, key, name.clone()).await?;
    let text = pages::manifest(&server, &project, &name, lang).to_string();
    Ok(reply::answer("application/manifest+json", text.into_bytes()))
}

pub(super) async fn report(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name)): Path<(String, String)>,
) -> Result<Response, Response> {
    let (project, folder, lang) = found_visit(&server, &headers, key, name.clone()).await?;
    let (hooks, own) = (server.hooks.clone(), project.clone());
    let text = of_visit(&server, &headers, &project, move || (hooks.report)(&own, &folder, lang)).await?;
    Ok(reply::report(&text, &pages::bar(&project, Some(&name), lang), &server.assets.path("bar.css")))
}

/// Makes something of a visit, one at a time, where its project names nothing outside the folder.
async fn of_visit<T: Send + 'static>(
    server: &Shared,
    headers: &HeaderMap,
    project: &ProjectFolder,
    work: impl FnOnce() -> Result<T, Localized> + Send + 'static,
) -> Result<T, Response> {
    let strays = server.root.strays(project);
    let _one = server.reporting.acquire().await.map_err(|_| reply::empty(StatusCode::SERVICE_UNAVAILABLE))?;
    let made = aside(move || match strays.first() {
        None => work(),
        Some(name) => Err(localized!("{name} ligger utenfor mappen", "{name} lies outside the folder")),
    });
    let made = made.await.map_err(reply::empty)?;
    made.map_err(|why| reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &why, headers, server))
}

/// What the program makes of a visit as PDF, under a name to save it by.
async fn paper(
    server: Shared,
    headers: HeaderMap,
    (key, name): (String, String),
    file: &str,
    make: fn(&Hooks) -> &VisitedFile,
) -> Result<Response, Response> {
    let (project, folder, lang) = found_visit(&server, &headers, key, name).await?;
    let (hooks, own) = (server.hooks.clone(), project.clone());
    let pdf = of_visit(&server, &headers, &project, move || make(&hooks)(&own, &folder, lang)).await?;
    Ok(reply::download(file, pdf))
}

pub(super) async fn report_pdf(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(visit): Path<(String, String)>,
) -> Result<Response, Response> {
    paper(server, headers, visit, "befaring.pdf", |hooks| &hooks.report_pdf).await
}

pub(super) async fn checklist_pdf(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path(visit): Path<(String, String)>,
) -> Result<Response, Response> {
    paper(server, headers, visit, "sjekkliste.pdf", |hooks| &hooks.checklist_pdf).await
}

pub(super) async fn data(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name)): Path<(String, String)>,
) -> Result<Response, Response> {
    let (_, folder, _) = found_visit(&server, &headers, key, name).await?;
    let stored = aside(move || store::load(&folder)).await.map_err(reply::empty)?;
    let stored = stored.map_err(|why| reply::fault(StatusCode::CONFLICT, &why, &headers, &server))?;
    Ok(Json(json!({ "version": stored.version, "visit": stored.visit })).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    changes: Vec<Change>,
}

pub(super) async fn changes(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Response> {
    let (_, folder, lang) = found_visit(&server, &headers, key, name).await?;
    let refuse = |status, why: &Localized| reply::fault(status, why, &headers, &server);
    let changes: Changes = serde_json::from_slice(&body).map_err(|e| {
        refuse(
            StatusCode::UNPROCESSABLE_ENTITY,
            &localized!("endringene kan ikke leses: {e}", "cannot read the changes: {e}"),
        )
    })?;
    if changes.changes.len() > MOST_CHANGES {
        return Err(refuse(
            StatusCode::PAYLOAD_TOO_LARGE,
            &localized!(
                "mer enn {MOST_CHANGES} endringer på én gang",
                "more than {MOST_CHANGES} changes at once"
            ),
        ));
    }
    let own = server.clone();
    let applied = aside(move || store::apply(&folder, &changes.changes, &own.built_in.vocabulary, lang));
    let applied = applied.await.map_err(reply::empty)?;
    let applied = applied.map_err(|why| refuse(StatusCode::CONFLICT, &why))?;
    let results: Vec<serde_json::Value> = applied
        .outcomes
        .iter()
        .map(|(id, outcome)| {
            let mut result = serde_json::to_value(outcome).unwrap_or_default();
            result["id"] = json!(id);
            result
        })
        .collect();
    let body =
        json!({ "results": results, "version": applied.stored.version, "visit": applied.stored.visit });
    Ok(Json(body).into_response())
}

/// The number a device shows for its photo.
#[derive(Deserialize)]
pub(super) struct WantedNumber {
    #[serde(default)]
    nummer: u32,
}

pub(super) async fn keep_photo(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name, id)): Path<(String, String, String)>,
    Query(wanted): Query<WantedNumber>,
    body: Bytes,
) -> Result<Response, Response> {
    let (_, folder, _) = found_visit(&server, &headers, key, name).await?;
    if !is_device_id(&id) {
        let why = Localized::new("bildet mangler en gyldig id", "the photo lacks a valid id");
        return Err(reply::fault(StatusCode::UNPROCESSABLE_ENTITY, &why, &headers, &server));
    }
    let _one = server.decoding.acquire().await.map_err(|_| reply::empty(StatusCode::SERVICE_UNAVAILABLE))?;
    let own = server.clone();
    let kept =
        aside(move || photos::keep(&folder, &id, wanted.nummer, &body, &own.built_in.vocabulary)).await;
    match kept.map_err(reply::empty)? {
        Ok(number) => Ok(Json(json!({ "number": number })).into_response()),
        Err(fault) => {
            let status = match fault {
                PhotoFault::Picture(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
                // The device keeps the photo and tries again.
                _ => StatusCode::CONFLICT,
            };
            Err(reply::fault(status, &fault.words(), &headers, &server))
        }
    }
}

/// How large a photo is to be shown.
#[derive(Deserialize)]
pub(super) struct WantedSide {
    #[serde(default)]
    stor: Option<String>,
}

pub(super) async fn show_photo(
    State(server): State<Shared>,
    headers: HeaderMap,
    Path((key, name, number)): Path<(String, String, u32)>,
    Query(wanted): Query<WantedSide>,
) -> Result<Response, Response> {
    let (_, folder, _) = found_visit(&server, &headers, key, name).await?;
    let side = if wanted.stor.is_some() { REPORT_SIDE } else { THUMBNAIL_SIDE };
    let _one = server.decoding.acquire().await.map_err(|_| reply::empty(StatusCode::SERVICE_UNAVAILABLE))?;
    let shown = aside(move || photos::shown(&folder, number, side)).await.map_err(reply::empty)?;
    match shown {
        Ok(photo) => Ok(reply::answer("image/jpeg", photo.jpeg)),
        Err(fault) => Err(reply::fault(StatusCode::NOT_FOUND, &fault.words(), &headers, &server)),
    }
}
