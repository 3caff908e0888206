//! The project manager's pages: the projects with how they stand, one project with everything made of it.

use maud::{Markup, html};
use serde_json::{Value, json};

use super::{Page, layout, project_path, say, visit_path};
use crate::date::Date;
use crate::finding::Verdict;
use crate::localized;
use crate::model::Dwelling;
use crate::report::formats::FORMATS;
use crate::report::terminal::sign;
use crate::report::{Report, verdict_id};
use crate::serve::folder::ProjectFolder;
use crate::serve::state::Server;
use crate::serve::work::Standing;
use crate::text::Lang;
use crate::visits::store;

/// How a project stands, for the script that waits for it.
pub(in crate::serve) fn standing(standing: &Standing, lang: Lang) -> Value {
    match standing {
        Standing::Reading(share) => json!({ "state": "reading", "share": share }),
        Standing::Failed(why) => json!({ "state": "failed", "message": why.get(lang) }),
        Standing::Ready(work) => {
            let report = &work.judged.report;
            let counts: Vec<Value> = SHOWN
                .iter()
                .map(|v| json!({ "verdict": verdict_id(*v), "sign": sign(*v), "label": v.name().get(lang), "count": count(report, *v) }))
                .collect();
            json!({
                "state": "ready",
                "name": report.project,
                "sentence": report.outcome.sentence,
                "tone": verdict_id(report.outcome.tone),
                "counts": counts,
            })
        }
    }
}

const SHOWN: [Verdict; 3] = [Verdict::Negative, Verdict::Unclear, Verdict::Positive];

fn count(report: &Report, verdict: Verdict) -> usize {
    report.counts.rows.iter().filter(|r| r.verdict == verdict).map(|r| r.total.requirements).sum()
}

/// The projects in the folder.
pub(in crate::serve) fn home(server: &Server, projects: &[ProjectFolder], lang: Lang) -> Markup {
    let title = say(lang, "Prosjekter", "Projects");
    let body = html! {
        h1 { (title) }
        @if projects.is_empty() {
            p.notice { (say(lang, "Mappen har ingen prosjekter ennå. Legg til det første under.",
                            "The folder has no projects yet. Add the first one below.")) }
        } @else {
            form.projects action="/tilbud" method="get" aria-label=(title) {
                ul.cards {
                    @for project in projects { (card(server, project, projects.len() > 1, lang)) }
                }
                @if projects.len() > 1 {
                    p.compare {
                        button.button type="submit" { (say(lang, "Hold de valgte side om side", "Compare the chosen side by side")) }
                        " " span.note { (say(lang, "Kryss av minst to. Et prosjekt med befaring.toml vurderes etter den.",
                                             "Tick at least two. A project with befaring.toml is judged by it.")) }
                    }
                }
            }
        }
        (drop(None, server.config.largest_upload, lang))
        p.note { (say(lang, "Alt blir på denne maskinen. Beskrivelsene er følsomme: skriv aldri navn på eller opplysninger om beboere.",
                      "Everything stays on this machine. Descriptions are sensitive: never write names of or anything about residents.")) }
    };
    layout(server, lang, Page { title: &title, path: "/", script: "manager.js", body })
}

fn card(server: &Server, project: &ProjectFolder, choosable: bool, lang: Lang) -> Markup {
    let visits = server.root.visits(project);
    let path = project_path(project);
    html! {
        li.card data-project=(project.key) {
            div.card-head {
                h2 { a href=(path) { (project.name) } }
                @if choosable {
                    label.choose {
                        input type="checkbox" name="p" value=(project.key);
                        span { (say(lang, "Sammenlign", "Compare")) span.hidden { " " (project.name) } }
                    }
                }
            }
            p.standing data-reading=(say(lang, "Vurderes …", "Being judged …")) { (say(lang, "Vurderes …", "Being judged …")) }
            @if !visits.is_empty() {
                p.visits {
                    @for name in visits.iter().take(3) { a.chip href=(visit_path(project, name)) { (say(lang, "Befaring: ", "Visit: ")) (visit_name(project, name, lang)) } " " }
                }
            }
        }
    }
}

/// What people call a visit: its place and day, else its folder.
fn visit_name(project: &ProjectFolder, name: &str, lang: Lang) -> String {
    let Ok(stored) = store::load(&project.visits.join(name)) else { return name.to_owned() };
    let day = stored.visit.date.as_deref().and_then(Date::parse).map(|d| d.show(lang));
    let said: Vec<String> = [stored.visit.place].into_iter().chain(day).filter(|t| !t.is_empty()).collect();
    if said.is_empty() { name.to_owned() } else { said.join(", ") }
}

/// Where files are dropped or picked.
fn drop(project: Option<&ProjectFolder>, largest: u64, lang: Lang) -> Markup {
    let heading = match project {
        None => say(lang, "Nytt prosjekt", "New project"),
        Some(_) => say(lang, "Legg til en fil", "Add a file"),
    };
    let about = match project {
        None => say(
            lang,
            "Slipp en .bolig- eller IFC-fil her, eller velg den. Flere filer sammen blir ett prosjekt.",
            "Drop a .bolig or IFC file here, or pick it. Several files together become one project.",
        ),
        Some(_) => say(
            lang,
            "En bygningsmodell (.ifc, .ifczip) til, eller en beskrivelse (.bolig).",
            "Another building model (.ifc, .ifczip), or a description (.bolig).",
        ),
    };
    html! {
        section.drop aria-labelledby="drop" data-project=[project.map(|p| p.key.as_str())]
            data-sending=(say(lang, "Sender", "Sending")) data-failed=(say(lang, "Forbindelsen ble brutt; prøv igjen", "The connection broke; try again"))
            data-largest=(largest >> 20) data-stopped=(say(lang, "Avbrutt; ingenting er lagret av", "Cancelled; nothing was saved of"))
            data-replace=(say(lang, "Erstatte den? Den gamle tas vare på i mappen .tidligere.", "Replace it? The old one is kept in the folder .tidligere."))
            data-large=(say(lang, "er større enn", "is larger than")) {
            h2 #drop { (heading) }
            p { (about) }
            label.button {
                (say(lang, "Velg filer", "Pick files"))
                input.hidden type="file" accept=".bolig,.ifc,.ifczip" multiple;
            }
            progress.upload max="1" value="0" aria-label=(say(lang, "Framdrift", "Progress")) hidden {}
            button.button.stop type="button" hidden { (say(lang, "Avbryt", "Cancel")) }
            p.message role="status" {}
        }
    }
}

/// One project.
pub(in crate::serve) fn project(
    server: &Server,
    project: &ProjectFolder,
    standing: &Standing,
    visits: &[String],
    lang: Lang,
) -> Markup {
    let path = project_path(project);
    let name = match standing {
        Standing::Ready(work) if !work.judged.report.project.is_empty() => work.judged.report.project.clone(),
        _ => project.name.clone(),
    };
    let body = html! {
        nav.crumbs aria-label=(say(lang, "Sti", "Path")) { a href="/" { "‹ " (say(lang, "Prosjekter", "Projects")) } }
        h1 { (name) }
        @match standing {
            Standing::Reading(share) => (reading(*share, lang)),
            Standing::Failed(why) => p.notice.bad { (why.get(lang)) },
            Standing::Ready(work) => (ready(&work.judged.report, &path, lang)),
        }
        (inspections(project, visits, standing, lang))
        @if let Standing::Ready(work) = standing { (downloads(&work.judged.report, &path, lang)) }
        @if project.file.is_none() && project.key != project.name || project.folder != server.root.path() { (drop(Some(project), server.config.largest_upload, lang)) }
    };
    layout(server, lang, Page { title: &name, path: &path, script: "manager.js", body })
}

/// How far reading has come; the script follows it, and without it the page is to be loaded again.
fn reading(share: f64, lang: Lang) -> Markup {
    html! {
        section.reading aria-labelledby="reading" data-waiting {
            h2 #reading { (say(lang, "Leser og vurderer", "Reading and judging")) }
            progress max="1" value=(format!("{share:.3}")) aria-labelledby="reading" {}
            p.note { (say(lang, "Siden oppdateres av seg selv. Store bygningsmodeller kan ta et minutt.",
                          "The page updates itself. Large building models may take a minute.")) }
            noscript { p { a href="" { (say(lang, "Last siden på nytt", "Load the page again")) } } }
        }
    }
}

fn ready(report: &Report, path: &str, lang: Lang) -> Markup {
    html! {
        section.outcome.(verdict_id(report.outcome.tone)) aria-label=(say(lang, "Utfall", "Outcome")) {
            p.says { (report.outcome.sentence) }
            ul.counts {
                @for verdict in SHOWN {
                    li class=(verdict_id(verdict)) {
                        b { (count(report, verdict)) } " "
                        span aria-hidden="true" { (sign(verdict)) } " " (verdict.name().get(lang))
                    }
                }
            }
            @for degree in &report.documentation { p.note { (degree.text) } }
        }
        ul.tiles {
            li { a.tile.main href={ (path) "rapport" } {
                b { (say(lang, "Rapporten", "The report")) }
                span { (say(lang, "Plan og punkter, lenket begge veier", "Plan and points, linked both ways")) }
            } }
            li { a.tile href={ (path) "egnethet" } {
                b { (say(lang, "Egnethet", "Suitability")) }
                span { (say(lang, "Gruppe 1–7 og somatikk, og hva som skal til", "Groups 1–7 and somatic, and what it takes")) }
            } }
            li { a.tile href={ (path) "fravik" } {
                b { (say(lang, "Fravik", "Departures")) " (" (report.fravik.len()) ")" }
                span { (say(lang, "Registeret, og hva som er utløpt", "The register, and what has expired")) }
            } }
        }
    }
}

fn inspections(project: &ProjectFolder, visits: &[String], standing: &Standing, lang: Lang) -> Markup {
    html! {
        section aria-labelledby="visits" {
            h2 #visits { (say(lang, "Befaringer", "Visits")) }
            @if visits.is_empty() {
                p.note { (say(lang, "Ingen ennå. En befaring får en sjekkliste over det tegningene ikke kunne avgjøre, i gangrekkefølge.",
                              "None yet. A visit gets a checklist of what the drawings could not settle, in walking order.")) }
            } @else {
                ul.rows {
                    @for name in visits {
                        @let to = visit_path(project, name);
                        @let called = visit_name(project, name, lang);
                        li {
                            a.button.main href=(to) { (say(lang, "Åpne ", "Open ")) (called) }
                            " " a href={ (to) "rapport" } { (say(lang, "Rapport fra ", "Report of ")) (called) }
                        }
                    }
                }
            }
            @if let Standing::Ready(work) = standing {
                form.new-visit {
                    h3 { (say(lang, "Ny befaring", "New visit")) }
                    label { span { (say(lang, "Hva besøkes (aldri navn på beboere)", "What is visited (never names of residents)")) }
                            input type="text" name="place" maxlength="200" autocomplete="off" placeholder=(say(lang, "A101, 1. etasje", "A101, ground floor")); }
                    label { span { (say(lang, "Dato", "Day")) } input type="date" name="date" required; }
                    (which_dwelling(&work.judged.model.dwellings, lang))
                    button.button type="submit" { (say(lang, "Lag sjekklisten", "Make the checklist")) }
                    p.message role="status" {}
                }
            }
        }
    }
}

/// Which of several dwellings is visited: one answer must not speak for homes nobody saw.
fn which_dwelling(dwellings: &[Dwelling], lang: Lang) -> Markup {
    let n = dwellings.len();
    html! {
        @if n > 1 {
            label { span { (say(lang, "Bolig", "Dwelling")) }
                select name="dwelling" required {
                    option value="" { (say(lang, "Velg …", "Choose …")) }
                    @for element in dwellings.iter().map(|d| &d.element) {
                        option value=(element.id.0) { (if element.name.is_empty() { &element.id.0 } else { &element.name }) }
                    }
                    option value="*" {
                        (localized!("Alle {n} – hvert svar gjelder alle stedene det nevner", "All {n} – each answer holds for every place it names").get(lang))
                    }
                } }
        }
    }
}

fn downloads(report: &Report, path: &str, lang: Lang) -> Markup {
    html! {
        section aria-labelledby="downloads" {
            h2 #downloads { (say(lang, "Last ned", "Download")) }
            ul.downloads {
                @for format in FORMATS.iter().filter(|f| f.is_built()) {
                    li { a href={ (path) "last-ned/" (format.id) } download { (format.id) } " – " (format.about().get(lang)) }
                }
            }
            p.note { (report.edition.title) " (" (report.edition.id) ")" }
        }
    }
}

/// The register of departures as a page.
pub(in crate::serve) fn departures(
    server: &Server,
    project: &ProjectFolder,
    report: &Report,
    lang: Lang,
) -> Markup {
    let title = say(lang, "Fravik", "Departures");
    let path = project_path(project);
    let body = html! {
        nav.crumbs aria-label=(say(lang, "Sti", "Path")) { a href=(path) { "‹ " (report.project) } }
        h1 { (title) }
        @if report.fravik.is_empty() {
            p { (say(lang, "Ingen fravik er registrert. De skrives som [[fravik]] i befaring.toml eller i fravik.toml ved siden av.",
                     "No departures are registered. They are written as [[fravik]] in befaring.toml or in fravik.toml beside it.")) }
        } @else {
            div.scroll role="group" aria-label=(title) tabindex="0" {
                table {
                    thead { tr {
                        th scope="col" { "Id" } th scope="col" { (say(lang, "Krav og sted", "Requirement and place")) }
                        th scope="col" { (say(lang, "Står", "Stands")) } th scope="col" { (say(lang, "Grunn og tiltak", "Reason and measure")) }
                        th scope="col" { (say(lang, "Eier, godkjenning, dager", "Owner, approval, days")) }
                    } }
                    tbody {
                        @for line in &report.fravik {
                            tr {
                                th scope="row" { (line.id) }
                                td { (line.title) br; span.note { (line.requirement)
                                    @if !line.places.is_empty() { " · " (line.places.join(", ")) } } }
                                td class={ @if line.standing.excuses() && !line.to_mend { "positive" } @else { "unclear" } } { b { (line.standing_label) } }
                                td { (line.reason) @if let Some(instead) = &line.compensating { br; (instead) }
                                     @for remark in &line.remarks { br; b { (remark) } } }
                                td { (line.facts) }
                            }
                        }
                    }
                }
            }
        }
        p { a.button href={ (path) "last-ned/xlsx" } download { (say(lang, "Kravmatrise med registeret (xlsx)", "Requirement matrix with the register (xlsx)")) } }
    };
    layout(server, lang, Page { title: &title, path: &format!("{path}fravik"), script: "manager.js", body })
}
