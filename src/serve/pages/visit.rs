//! The page of a visit: every point of the checklist in walking order, the plans, and what the script fills in.
//!
//! The page holds what does not change while one walks; what was seen comes from the device and from the server as data.

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::words::words;
use super::{project_path, say, visit_path};
use crate::catalogue::Catalogue;
use crate::inspection::photo::READS_HEIC;
use crate::inspection::{Observation, SeenFact, stops};
use crate::localized;
use crate::model::Model;
use crate::plan::{self, Options};
use crate::report::pdf;
use crate::serve::folder::ProjectFolder;
use crate::serve::state::Server;
use crate::serve::work::Standing;
use crate::text::{Lang, Localized, list};
use crate::visits::store::Stored;
use crate::vocab::{FactDef, FactKind, Vocabulary};

/// A plan one can put photos on.
struct PlanSheet {
    /// Id of the storey; none where there is only one.
    storey: Option<String>,
    name: String,
    svg: String,
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

fn title(point: &Observation, catalogue: &Catalogue, lang: Lang) -> String {
    let titles: Vec<&str> = point
        .requirements
        .iter()
        .map(|id| catalogue.requirements.get(id).map_or(id.as_str(), |r| r.title.get(lang)))
        .collect();
    if titles.is_empty() { say(lang, "Fri merknad", "Free remark") } else { titles.join("; ") }
}

fn fact_name(fact: &str, vocabulary: &Vocabulary, lang: Lang) -> String {
    vocabulary.fact(fact).map_or(fact, |d| d.name.get(lang)).to_owned()
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

fn never(lang: Lang) -> String {
    say(lang, "Aldri navn på eller opplysninger om beboere.", "Never names of or anything about residents.")
}

/// Which dwellings an answer speaks of, where there are several.
fn scope(stored: &Stored, standing: &Standing, lang: Lang) -> String {
    let Standing::Ready(work) = standing else { return String::new() };
    let named = &stored.visit.dwellings;
    let all = work.judged.model.dwellings.len();
    let seen: Vec<String> = work
        .judged
        .model
        .dwellings
        .iter()
        .map(|d| &d.element)
        .filter(|e| named.contains(&e.id.0))
        .map(|e| if e.name.is_empty() { e.id.0.clone() } else { e.name.clone() })
        .collect();
    let told = match (all, seen.as_slice()) {
        (0 | 1, _) => return String::new(),
        (_, []) => localized!(
            "Befaringen gjelder alle {all} boligene: et svar gjelder alle stedene punktet nevner. Er bare én sett, lag en befaring for den.",
            "The visit is to all {all} dwellings: an answer holds for every place its point names. If only one was seen, make a visit for it."
        ),
        (_, seen) => {
            let (nb, en) = (list(seen, Lang::Nb), list(seen, Lang::En));
            Localized::new(
                format!("Befaringen gjelder {nb}. Svarene sier ingenting om de andre boligene."),
                format!("The visit is to {en}. Its answers say nothing of the other dwellings."),
            )
        }
    };
    told.get(lang).to_owned()
}

fn checklist(stored: &Stored, catalogue: &Catalogue, scope: &str, lang: Lang) -> Markup {
    html! {
        section.tab #sjekkliste aria-label=(say(lang, "Sjekkliste", "Checklist")) {
            p.notice.private { (say(lang, "Skriv aldri navn på eller opplysninger om beboere, og ta ikke bilder der de eller tingene deres kan kjennes igjen.",
                                     "Never write names of or anything about residents, and take no pictures in which they or their things can be recognised.")) }
            @if !scope.is_empty() { p.notice.scope { (scope) } }
            div.progress {
                progress #share max="1" value="0" aria-labelledby="answered" {}
                p #answered {}
                button.button #next type="button" { (say(lang, "Neste ubesvarte", "Next open point")) }
            }
            @for (n, (stop, points)) in stops(&stored.visit, catalogue).into_iter().enumerate() {
                section.stop aria-labelledby={ "stop-" (n) } {
                    h2 id={ "stop-" (n) } { (stop.map_or_else(|| say(lang, "Frie merknader", "Free remarks"), |s| s.name.get(lang).to_owned())) " " span.n {} }
                    @for observation in points { (point(observation, catalogue, lang)) }
                }
            }
            section.stop #free aria-labelledby="free-heading" {
                h2 #free-heading { (say(lang, "Nye merknader", "New remarks")) " " span.n {} }
                p { button.button #add-point type="button" { "+ " (say(lang, "Ny merknad", "New remark")) } }
            }
        }
    }
}

/// What to look at: in the language of the page where it is still the requirement's own words.
fn ask<'a>(point: &'a Observation, catalogue: &'a Catalogue, lang: Lang) -> &'a str {
    let lines =
        point.requirements.iter().filter_map(|id| catalogue.requirements.get(id)?.inspection.as_ref());
    let own = lines.into_iter().find(|l| point.ask == l.nb || point.ask == l.en);
    match (own, lang) {
        (Some(line), Lang::Nb) => &line.nb,
        (Some(line), Lang::En) => &line.en,
        (None, _) => &point.ask,
    }
}

/// A value to be read off; what it was measured with is asked where there is something to measure.
fn measure(fact: &SeenFact, vocabulary: &Vocabulary, lang: Lang) -> Markup {
    let place = fact.place.as_deref().unwrap_or_default();
    let def = vocabulary.fact(&fact.fact);
    let measured = def.is_some_and(|d| d.kind.dimension().is_some());
    // The example of a description, without the word that names the fact there.
    let example = def.and_then(|d| d.example.as_deref()?.strip_prefix(d.design.as_deref()?)).map(str::trim);
    let example =
        example.filter(|e| measured && !e.is_empty()).map(|e| format!("{} {e}", say(lang, "f.eks.", "e.g.")));
    html! {
        div.measure.single[!measured] {
            label { span { (fact_name(&fact.fact, vocabulary, lang)) @if !place.is_empty() { " (" (place) ")" } }
                input type="text" autocomplete="off" autocapitalize="none" data-field={ "fact/" (fact.fact) "/" (place) }
                    placeholder=[example] list=[def.filter(|d| !known_values(d).is_empty()).map(|d| format!("values-{}", d.id))]; }
            @if measured {
                label { span { (say(lang, "målt med", "measured with")) }
                    input type="text" autocomplete="off" autocapitalize="none" list="instruments" data-field={ "instrument/" (fact.fact) "/" (place) }; }
            }
            p.warning role="status" {}
        }
    }
}

/// The words a fact can have.
fn known_values(def: &FactDef) -> Vec<&str> {
    match def.kind {
        FactKind::Bool => vec!["ja", "nei"],
        _ => def.values.iter().map(|w| w.nb.as_str()).collect(),
    }
}

/// Lists of the words that the facts of a visit can have, once each.
fn value_lists(stored: &Stored, vocabulary: &Vocabulary) -> Markup {
    let facts: BTreeSet<&String> =
        stored.visit.observations.iter().flat_map(|o| &o.facts).map(|f| &f.fact).collect();
    html! {
        @for def in facts.into_iter().filter_map(|f| vocabulary.fact(f)) {
            @let values = known_values(def);
            @if !values.is_empty() {
                datalist id={ "values-" (def.id) } { @for value in values { option value=(value) {} } }
            }
        }
    }
}

const VERDICTS: [(&str, &str, &str, &str); 5] = [
    ("positive", "✓", "Positivt", "Positive"),
    ("remark", "✓!", "Med merknad", "With a remark"),
    ("negative", "✗", "Negativt", "Negative"),
    ("not_seen", "–", "Ikke sett", "Not seen"),
    ("not_relevant", "∅", "Ikke relevant", "Not relevant"),
];

fn point(point: &Observation, catalogue: &Catalogue, lang: Lang) -> Markup {
    let heading = title(point, catalogue, lang);
    let id = &point.id;
    html! {
        article.point id={ "p-" (id) } data-id=(id) aria-labelledby={ "h-" (id) } {
            h3 id={ "h-" (id) } { (heading) @if point.photo_wanted { " " span.wanted { (say(lang, "bilde ønskes", "photo wanted")) } } }
            @if !point.at.is_empty() { p.at { (point.at) } }
            @if !point.ask.is_empty() { p.ask { (ask(point, catalogue, lang)) } }
            @if !point.drawing.is_empty() {
                p.drawing { (Localized::new("Tegningen: ", "The drawing: ").get(lang)) (point.drawing) }
            }
            (verdicts(id, &heading, lang))
            @if !point.facts.is_empty() {
                div.measures { @for fact in &point.facts { (measure(fact, &catalogue.vocabulary, lang)) } }
            }
            (wording(id, lang))
            (references(lang))
            p.warning role="status" {}
        }
    }
}

fn verdicts(id: &str, heading: &str, lang: Lang) -> Markup {
    html! {
        fieldset.verdicts {
            legend.hidden { (say(lang, "Vurdering: ", "Verdict: ")) span { (heading) } }
            @for (value, sign, nb, en) in VERDICTS {
                label.(value) {
                    input type="radio" name={ "seen-" (id) } value=(value) data-field="seen";
                    span { span.sign aria-hidden="true" { (sign) } " " (say(lang, nb, en)) }
                }
            }
        }
    }
}

fn wording(id: &str, lang: Lang) -> Markup {
    html! {
        details.wording {
            summary { (say(lang, "Tekst og notat", "Text and note")) }
            label { span { (say(lang, "Tekst i rapporten – kort, liten forbokstav", "Text in the report – short, lower case")) }
                textarea rows="2" maxlength="2000" data-field="text" aria-describedby={ "never-" (id) } {} }
            label { span { (say(lang, "Notat – trykkes ikke", "Note – not printed")) }
                textarea rows="2" maxlength="2000" data-field="note" aria-describedby={ "never-" (id) } {} }
            p.never id={ "never-" (id) } { (never(lang)) }
            button.quiet type="button" data-act="clear" { (say(lang, "Fjern vurderingen", "Take the verdict away")) }
        }
    }
}

fn references(lang: Lang) -> Markup {
    html! {
        div.references {
            ul.thumbs {}
            div.actions {
                button.button type="button" data-act="camera" { (icon("camera")) (say(lang, "Ta bilde", "Take photo")) }
                button.button type="button" data-act="album" { (say(lang, "Velg bilde", "Pick photo")) }
                button.button type="button" data-act="letter" { (say(lang, "Bokstav", "Letter")) }
            }
        }
    }
}

fn plan_tab(plans: &[PlanSheet], lang: Lang) -> Markup {
    html! {
        section.tab #plan aria-labelledby="plan-heading" {
            h2 #plan-heading { (say(lang, "Plan", "Plan")) }
            @if plans.is_empty() {
                p.notice { (say(lang, "Det er ingen plan med mål å sette bilder på. Bilder kan tas uten plass.",
                                 "There is no plan with measures to put photos on. Photos can be taken without a place.")) }
            } @else {
                p.hint #plan-hint aria-live="polite" {}
                @for (i, plan) in plans.iter().enumerate() {
                    div.sheet data-sheet=(i) role="group" aria-label=(plan.name) tabindex="0" hidden[i > 0] {
                        div.paper { (PreEscaped(&plan.svg)) div.pins {} div.cross hidden {} }
                    }
                }
                // By the thumb.
                div.plan-tools {
                    @if plans.len() > 1 {
                        label.storey { span.hidden { (say(lang, "Etasje", "Storey")) }
                            select #storey { @for (i, plan) in plans.iter().enumerate() { option value=(i) { (plan.name) } } } }
                    }
                    button.button #new-photo type="button" aria-pressed="false" { "+ " (say(lang, "Bilde", "Photo")) }
                    button.button #new-mark type="button" aria-pressed="false" { "+ " (say(lang, "Bokstav", "Letter")) }
                    span.zoom {
                        button.button #zoom-out type="button" aria-label=(say(lang, "Mindre", "Smaller")) { "−" }
                        button.button #zoom-in type="button" aria-label=(say(lang, "Større", "Larger")) { "+" }
                    }
                }
                h3 { (say(lang, "Bokstaver", "Letters")) }
                ul.marks #marks {}
            }
        }
    }
}

fn photo_tab(lang: Lang) -> Markup {
    html! {
        section.tab #bilder aria-labelledby="photos-heading" {
            h2 #photos-heading { (say(lang, "Bilder", "Photos")) }
            p.actions {
                button.button type="button" data-act="camera" { (icon("camera")) (say(lang, "Ta bilde", "Take photo")) }
                button.button type="button" data-act="album" { (say(lang, "Velg bilder", "Pick photos")) }
            }
            p.never { (say(lang, "Ingen bilder der beboere eller tingene deres kan kjennes igjen. Sted, tid og kamera fjernes fra alt som vises og skrives ut.",
                           "No pictures in which residents or their things can be recognised. Place, time and camera are taken out of all that is shown and printed.")) }
            ul.photos #photos {}
            ul.photos.removed #removed aria-label=(say(lang, "Fjernede bilder", "Photos taken away")) {}
        }
    }
}

/// Where the visit's own pages are.
fn visit_head(path: &str, lang: Lang, other: Lang, sealed: bool) -> Markup {
    html! {
        p.links {
            a.button.main #report href={ (path) "rapport" } { (say(lang, "Se rapporten", "See the report")) }
            @if pdf::is_built() {
                " " a href={ (path) "rapport.pdf" } download { (say(lang, "Rapporten som PDF", "The report as PDF")) }
                " " a href={ (path) "sjekkliste.pdf" } download { (say(lang, "Sjekklisten på papir (PDF)", "The checklist on paper (PDF)")) }
            }
            " " a href={ "/sprak/" (other.tag()) "?til=" (super::escaped(path)) } lang=(other.tag()) hreflang=(other.tag()) {
                (if other == Lang::En { "In English" } else { "På norsk" }) }
        }
        @if !pdf::is_built() {
            p.note { (say(lang, "Dette programmet er bygd uten PDF. Skriv ut rapporten fra nettleseren, eller bygg programmet med «--features pdf».",
                          "This program was built without PDF. Print the report from the browser, or build the program with “--features pdf”.")) }
        }
        @if sealed { p.notice { (say(lang, "Befaringen er ferdigstilt og kan ikke endres.", "The visit is final and cannot be changed.")) } }
    }
}

fn finish_tab(links: Markup, lang: Lang) -> Markup {
    html! {
        section.tab #ferdig aria-labelledby="finish-heading" {
            h2 #finish-heading { (say(lang, "Ferdig", "Finish")) }
            (links)
            details.wording #left-box {
                summary #left {}
                ul.left #left-list {}
            }
            h3 { (say(lang, "Rapportens hode", "Head of the report")) }
            div.head-fields {
                label { span { (say(lang, "Sted", "Place")) } input type="text" maxlength="200" autocomplete="off" data-visit="place" aria-describedby="never-head"; }
                label { span { (say(lang, "Dato", "Day")) } input type="date" data-visit="date"; }
            }
            p.never #never-head { (never(lang)) }
            h3 { (say(lang, "Til stede", "Present")) }
            ul.participants #participants {}
            p { button.button #add-participant type="button" { "+ " (say(lang, "Deltaker", "Participant")) } }
            label.by { span { (say(lang, "Jeg ser på vegne av (rolle)", "I look on behalf of (role)")) }
                input #by type="text" maxlength="80" autocomplete="off" list="roles"; }
            h3 { (say(lang, "På denne enheten", "On this device")) }
            p #offline-ready {}
            p #queue {}
            p #lasting {}
            p.actions {
                button.button #copy type="button" { (say(lang, "Lagre kopi av det som ikke er sendt", "Save a copy of what is not sent")) }
                label.button { (say(lang, "Les inn en kopi", "Read a copy back")) input.hidden #read-copy type="file" accept=".zip,application/zip"; }
            }
            p.note { (say(lang, "En kopi leses inn her på en hvilken som helst enhet, eller på kontoret med «befaring inspect merge». Det som er inne fra før, endrer ingenting.",
                          "A copy is read back here on any device, or at the office with “befaring inspect merge”. What is in already changes nothing.")) }
            p.note { (say(lang, "På iPhone og iPad: legg siden på Hjem-skjermen før befaringen begynner, og bruk den derfra. Den har et eget lager der, og i nettleseren kan det som er lagret bli slettet etter en uke.",
                          "On iPhone and iPad: put the page on the home screen before the visit begins, and use it from there. It has a store of its own, and in the browser what is kept may be deleted after a week.")) }
        }
    }
}

fn templates(lang: Lang) -> Markup {
    html! {
        template #point-template {
            article.point {
                h3 { (say(lang, "Fri merknad", "Free remark")) }
                p.at {}
                (verdicts("ID", &say(lang, "fri merknad", "free remark"), lang))
                (wording("ID", lang))
                (references(lang))
                p.warning role="status" {}
            }
        }
        template #photo-template {
            li.photo-card {
                button.thumb type="button" { img alt="" loading="lazy"; span.disc {} }
                div {
                    label { span { (say(lang, "Bildetekst", "Caption")) } input type="text" maxlength="300" autocomplete="off" data-field="caption"; }
                    p.where {}
                    p.warning role="status" {}
                    button.quiet type="button" data-act="place" {}
                    button.quiet type="button" data-act="remove" { (say(lang, "Fjern", "Take away")) }
                }
            }
        }
        template #participant-template {
            li {
                label { span { (say(lang, "Rolle", "Role")) } input type="text" maxlength="80" autocomplete="off" list="roles" data-part="role"; }
                label { span { (say(lang, "Navn (om de vil; aldri beboere)", "Name (if they want; never residents)")) } input type="text" maxlength="80" autocomplete="off" data-part="name"; }
                button.quiet type="button" data-act="drop-participant" { (say(lang, "Fjern", "Take away")) }
            }
        }
        datalist #instruments { @for i in ["tommestokk", "målebånd", "laser", "vater", "luxmeter", "fargevifte"] { option value=(i) {} } }
        datalist #roles { @for r in ["Velferdsetaten", "Boligbygg", "arkitekt", "entreprenør", "bydel"] { option value=(r) {} } }
    }
}

fn dialogs(lang: Lang) -> Markup {
    let close =
        html! { button.close type="button" data-act="close" aria-label=(say(lang, "Lukk", "Close")) { "×" } };
    html! {
        dialog #photo-dialog aria-labelledby="photo-dialog-heading" {
            header { h2 #photo-dialog-heading {} (close) }
            img alt="";
            p.unseen hidden { (say(lang, "Denne nettleseren kan ikke vise bildet før det er sendt.", "This browser cannot show the photo before it is sent.")) }
            label { span { (say(lang, "Bildetekst", "Caption")) } input type="text" maxlength="300" autocomplete="off" data-field="caption"; }
            p.never { (never(lang)) }
            div.actions {
                button.button type="button" data-act="place" {}
                button.button type="button" data-act="left" aria-label=(say(lang, "Drei 15° mot venstre", "Turn 15° to the left")) { "⟲" }
                button.button type="button" data-act="right" aria-label=(say(lang, "Drei 15° mot høyre", "Turn 15° to the right")) { "⟳" }
                button.button type="button" data-act="remove" { (say(lang, "Fjern", "Take away")) }
            }
        }
        dialog #mark-dialog aria-labelledby="mark-dialog-heading" {
            header { h2 #mark-dialog-heading {} (close) }
            label { span { (say(lang, "Hva står der?", "What stands there?")) } input type="text" maxlength="300" autocomplete="off" data-field="text"; }
            p.never { (never(lang)) }
            div.actions {
                button.button type="button" data-act="place" {}
                button.button type="button" data-act="remove" { (say(lang, "Fjern", "Take away")) }
            }
        }
    }
}

/// A sign for a tab or a button; words stand beside it.
fn icon(id: &str) -> Markup {
    let path = match id {
        "sjekkliste" => "M4 6l2 2 3-4M4 13l2 2 3-4M4 20l2 2 3-4M12 6h9M12 13h9M12 20h9",
        "plan" => "M3 4h18v16H3zM3 12h8V4M11 12v3M11 18v2M15 4v5h6",
        "bilder" | "camera" => "M3 7h4l2-3h6l2 3h4v13H3zM12 10a3.5 3.5 0 100 7 3.5 3.5 0 000-7z",
        _ => "M4 12l6 6L21 6",
    };
    html! { svg aria-hidden="true" viewBox="0 0 24 24" width="24" height="24" { path d=(path) fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {} } }
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
