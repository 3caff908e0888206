//! The pages around everything: head, bar, faults, and what a device shows when it finds nothing.

mod checklist;
mod manager;
mod tabs;
mod visit;
mod words;

pub(super) use manager::{departures, home, project, standing};
pub(super) use visit::{manifest, visit};

use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::serve::folder::ProjectFolder;
use crate::serve::state::Server;
use crate::text::{Lang, Localized};

/// What stands as it is in an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A part of an address.
pub(super) fn escaped(part: &str) -> String {
    utf8_percent_encode(part, PLAIN).to_string()
}

/// The address of a project.
pub(super) fn project_path(project: &ProjectFolder) -> String {
    format!("/p/{}/", escaped(&project.key))
}

/// The address of a visit.
pub(super) fn visit_path(project: &ProjectFolder, name: &str) -> String {
    format!("{}b/{}/", project_path(project), escaped(name))
}

/// A text in the language of the page.
fn say(lang: Lang, nb: &str, en: &str) -> String {
    Localized::new(nb, en).get(lang).to_owned()
}

/// What a page is made of.
struct Page<'a> {
    title: &'a str,
    /// Where the other language leads back to.
    path: &'a str,
    script: &'a str,
    body: Markup,
}

/// A page of the manager.
fn layout(server: &Server, lang: Lang, page: Page<'_>) -> Markup {
    let other = if lang == Lang::Nb { Lang::En } else { Lang::Nb };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (page.title) " – befaring" }
                link rel="icon" href=(server.assets.path("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(server.assets.path("style.css"));
                script type="module" src=(server.assets.path(page.script)) {}
            }
            body data-lang=(lang.tag()) {
                a.skip href="#innhold" { (say(lang, "Til innholdet", "To the content")) }
                header.top {
                    a.home href="/" { img src=(server.assets.path("icon.svg")) width="28" height="28" alt=""; "befaring" }
                    a.lang href={ "/sprak/" (other.tag()) "?til=" (escaped(page.path)) } lang=(other.tag()) hreflang=(other.tag()) {
                        (if other == Lang::En { "English" } else { "Norsk" })
                    }
                }
                main #innhold tabindex="-1" { (page.body) }
            }
        }
    }
}

/// A fault, with the way back.
pub(super) fn fault(server: &Server, lang: Lang, why: &Localized) -> Markup {
    let title = say(lang, "Det gikk ikke", "That did not work");
    let body = html! {
        h1 { (title) }
        p.notice.bad { (why.get(lang)) }
        p { a.button href="/" { (say(lang, "Til prosjektene", "To the projects")) } }
    };
    layout(server, lang, Page { title: &title, path: "/", script: "manager.js", body })
}

/// What a device shows without network for a page it does not have.
pub(super) fn offline(server: &Server, lang: Lang) -> Markup {
    let title = say(lang, "Uten nett", "No network");
    let body = html! {
        h1 { (title) }
        p { (say(lang, "Denne siden er ikke lagret på enheten. Befaringene under kan brukes uten nett.",
                 "This page is not kept on the device. The visits below can be used without network.")) }
        ul.cards #kept { }
        p #none hidden { (say(lang, "Ingen befaringer er åpnet på denne enheten.", "No visit was opened on this device.")) }
    };
    layout(server, lang, Page { title: &title, path: "/", script: "manager.js", body })
}

/// The bar over a report, which leads back.
pub(super) fn bar(project: &ProjectFolder, visit: Option<&str>, lang: Lang) -> String {
    let to = visit.map_or_else(|| project_path(project), |v| visit_path(project, v));
    let words = match visit {
        Some(_) => say(lang, "Tilbake til befaringen", "Back to the visit"),
        None => say(lang, "Tilbake til prosjektet", "Back to the project"),
    };
    html! { nav.befaring-bar aria-label="befaring" { a href=(to) { "‹ " (words) } } }.into_string()
}

/// The bar over a page of several projects.
pub(super) fn plain_bar(lang: Lang) -> String {
    html! { nav.befaring-bar aria-label="befaring" { a href="/" { "‹ " (say(lang, "Til prosjektene", "To the projects")) } } }
        .into_string()
}
