//! The page of a visit: every point of the checklist in walking order, the plans, and what the script fills in.
//!
//! The page holds what does not change while one walks; what was seen comes from the device and from the server as data.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::checklist::{checklist, fact_name, scope, title, value_lists};
use super::tabs::{dialogs, finish_tab, icon, photo_tab, plan_tab, templates, visit_head};
use super::words::words;
use super::{project_path, say, visit_path};
use crate::catalogue::Catalogue;
use crate::inspection::photo::READS_HEIC;
use crate::model::Model;
use crate::plan::{self, Options};
use crate::serve::folder::ProjectFolder;
use crate::serve::state::Server;
use crate::serve::work::Standing;
use crate::text::Lang;
use crate::visits::store::Stored;
use crate::vocab::Vocabulary;

/// A plan one can put photos on.
pub(super) struct PlanSheet {
    /// Id of the storey; none where there is only one.
    storey: Option<String>,
    pub(super) name: String,
    pub(super) svg: String,
    width: f64,
    height: f64,
    matrix: [f64; 6],
}

/// The page.
pub(in crate::serve) fn visit(
    server: &Server,
    project: &ProjectFolder,
    name: &str,
    stored: &Stored,
    standing: &Standing,
    lang: Lang,
) -> Markup {
    let visit = &stored.visit;
    let (catalogue, plans): (&Catalogue, Vec<PlanSheet>) = match standing {
        Standing::Ready(work) => {
            (&work.catalogue, sheets(&work.judged.model, &work.catalogue.vocabulary, lang))
        }
        _ => (&server.built_in, Vec::new()),
    };
    let title =
        [&visit.place, &visit.project].into_iter().find(|t| !t.is_empty()).map_or(name, String::as_str);
    let path = visit_path(project, name);
    let other = if lang == Lang::Nb { Lang::En } else { Lang::Nb };
    let asset = |name: &str| server.assets.path(name);
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                meta name="theme-color" content="#0b3d7a";
                title { (title) " – " (say(lang, "befaring", "visit")) }
                // Asked for with the cookie, or a server with a token refuses it.
                link rel="manifest" href="app.webmanifest" crossorigin="use-credentials";
                link rel="icon" href=(asset("icon.svg")) type="image/svg+xml";
                link rel="apple-touch-icon" href=(asset("icon-180.png"));
                link rel="stylesheet" href=(asset("style.css"));
                link rel="stylesheet" href=(asset("visit.css"));
                script type="module" src=(asset("visit.js")) {}
            }
            body.visit data-path=(path) data-lang=(lang.tag()) data-tab="sjekkliste" data-heic[READS_HEIC] {
                a.skip href="#innhold" { (say(lang, "Til innholdet", "To the content")) }
                header.app {
                    a.back href=(project_path(project)) aria-label=(say(lang, "Til prosjektet", "To the project")) { "‹" }
                    h1 { (title) }
                    p.status #status role="status" { (say(lang, "Åpner …", "Opening …")) }
                }
                main #innhold tabindex="-1" {
                    noscript { p.notice.bad { (say(lang, "Befaringen krever JavaScript. Sjekklisten på papir lages med «befaring inspect new».",
                                                    "The visit needs JavaScript. The checklist on paper is made with “befaring inspect new”.")) } }
                    @if let Standing::Failed(why) = standing {
                        p.notice.bad { (say(lang, "Prosjektet kan ikke vurderes, så planen mangler: ", "The project cannot be judged, so the plan is missing: ")) (why.get(lang)) }
                    }
                    section.conflicts #conflicts aria-labelledby="conflicts-heading" hidden {
                        h2 #conflicts-heading tabindex="-1" { (say(lang, "Dette må du avgjøre", "For you to decide")) }
                        p.says role="status" {}
                        ul {}
                    }
                    ul.news #news aria-live="polite" {}
                    (checklist(stored, catalogue, &scope(stored, standing, lang), lang))
                    (plan_tab(&plans, lang))
                    (photo_tab(lang))
                    (finish_tab(visit_head(&path, lang, other, visit.seal.is_some()), lang))
                }
                nav.tabs aria-label=(say(lang, "Deler av befaringen", "Parts of the visit")) {
                    @for (id, nb, en) in TABS {
                        a href={ "#" (id) } data-tab=(id) { (icon(id)) span { (say(lang, nb, en)) } }
                    }
                }
                (templates(lang))
                (value_lists(stored, &catalogue.vocabulary))
                (dialogs(lang))
                input.hidden #camera type="file" accept="image/jpeg,image/png" capture="environment" tabindex="-1" aria-hidden="true";
                input.hidden #album type="file" accept=(ALBUM) multiple tabindex="-1" aria-hidden="true";
                script type="application/json" #words { (PreEscaped(safe(&words(lang)))) }
                script type="application/json" #plans { (PreEscaped(safe(&plan_data(&plans)))) }
                script type="application/json" #titles { (PreEscaped(safe(&titles(stored, catalogue, lang)))) }
            }
        }
    }
}

/// What can be picked. Systems that keep photos as HEIC hand over JPEG where HEIC is not named.
const ALBUM: &str =
    if READS_HEIC { "image/jpeg,image/png,image/heic,image/heif" } else { "image/jpeg,image/png" };

const TABS: [(&str, &str, &str); 4] = [
    ("sjekkliste", "Sjekkliste", "Checklist"),
    ("plan", "Plan", "Plan"),
    ("bilder", "Bilder", "Photos"),
    ("ferdig", "Ferdig", "Finish"),
];

/// JSON that cannot end the element it stands in.
fn safe(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

fn plan_data(plans: &[PlanSheet]) -> Value {
    plans
        .iter()
        .map(|p| json!({ "storey": p.storey, "width": p.width, "height": p.height, "matrix": p.matrix }))
        .collect()
}

/// What points and facts are called where the script speaks of them.
fn titles(stored: &Stored, catalogue: &Catalogue, lang: Lang) -> Value {
    let points =
        stored.visit.observations.iter().map(|o| (o.id.clone(), Value::from(title(o, catalogue, lang))));
    let facts = stored.visit.observations.iter().flat_map(|o| &o.facts);
    let facts = facts.map(|f| (f.fact.clone(), Value::from(fact_name(&f.fact, &catalogue.vocabulary, lang))));
    json!({
        "points": points.collect::<serde_json::Map<_, _>>(),
        "facts": facts.collect::<serde_json::Map<_, _>>(),
    })
}

/// The plan of every storey that is drawn to scale.
fn sheets(model: &Model, vocabulary: &Vocabulary, lang: Lang) -> Vec<PlanSheet> {
    let only = model.storeys.len() == 1;
    let used = |i: &usize| {
        model.rooms.iter().any(|r| r.storey == Some(*i))
            || model.dwellings.iter().any(|d| d.storey == Some(*i))
    };
    (0..model.storeys.len())
        .filter(used)
        .filter_map(|i| {
            let options = Options { id_prefix: format!("s{i}"), ..Options::new(vocabulary, lang) };
            let sheet = plan::storey(model, i, &options);
            Some(PlanSheet {
                storey: model.storeys.get(i).filter(|_| !only).map(|s| s.element.id.0.clone()),
                name: sheet.title.clone(),
                matrix: sheet.matrix?,
                svg: sheet.svg,
                width: sheet.width,
                height: sheet.height,
            })
        })
        .collect()
}

/// What makes the page installable.
pub(in crate::serve) fn manifest(server: &Server, project: &ProjectFolder, name: &str, lang: Lang) -> Value {
    let path = visit_path(project, name);
    let icon = |side: u32, purpose: &str| json!({ "src": server.assets.path(&format!("icon-{side}.png")), "sizes": format!("{side}x{side}"), "type": "image/png", "purpose": purpose });
    json!({
        "id": path,
        "start_url": path,
        "scope": "/",
        "name": format!("{} – {}", project.name, name),
        "short_name": say(lang, "Befaring", "Visit"),
        "lang": lang.tag(),
        "display": "standalone",
        "background_color": "#0b3d7a",
        "theme_color": "#0b3d7a",
        "icons": [icon(192, "any"), icon(512, "any"), icon(512, "maskable")],
    })
}
