//! The other parts of the page of a visit: plan, photos, what is left; and what the script makes copies of.

use maud::{Markup, PreEscaped, html};

use super::checklist::{never, references, verdicts, wording};
use super::visit::PlanSheet;
use super::{escaped, say};
use crate::report::pdf;
use crate::text::Lang;

pub(super) fn plan_tab(plans: &[PlanSheet], lang: Lang) -> Markup {
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

pub(super) fn photo_tab(lang: Lang) -> Markup {
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
pub(super) fn visit_head(path: &str, lang: Lang, other: Lang, sealed: bool) -> Markup {
    html! {
        p.links {
            a.button.main #report href={ (path) "rapport" } { (say(lang, "Se rapporten", "See the report")) }
            @if pdf::is_built() {
                " " a href={ (path) "rapport.pdf" } download { (say(lang, "Rapporten som PDF", "The report as PDF")) }
                " " a href={ (path) "sjekkliste.pdf" } download { (say(lang, "Sjekklisten på papir (PDF)", "The checklist on paper (PDF)")) }
            }
            " " a href={ "/sprak/" (other.tag()) "?til=" (escaped(path)) } lang=(other.tag()) hreflang=(other.tag()) {
                (if other == Lang::En { "In English" } else { "På norsk" }) }
        }
        @if !pdf::is_built() {
            p.note { (say(lang, "Dette programmet er bygd uten PDF. Skriv ut rapporten fra nettleseren, eller bygg programmet med «--features pdf».",
                          "This program was built without PDF. Print the report from the browser, or build the program with “--features pdf”.")) }
        }
        @if sealed { p.notice { (say(lang, "Befaringen er ferdigstilt og kan ikke endres.", "The visit is final and cannot be changed.")) } }
    }
}

pub(super) fn finish_tab(links: Markup, lang: Lang) -> Markup {
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

pub(super) fn templates(lang: Lang) -> Markup {
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

pub(super) fn dialogs(lang: Lang) -> Markup {
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
pub(super) fn icon(id: &str) -> Markup {
    let path = match id {
        "sjekkliste" => "M4 6l2 2 3-4M4 13l2 2 3-4M4 20l2 2 3-4M12 6h9M12 13h9M12 20h9",
        "plan" => "M3 4h18v16H3zM3 12h8V4M11 12v3M11 18v2M15 4v5h6",
        "bilder" | "camera" => "M3 7h4l2-3h6l2 3h4v13H3zM12 10a3.5 3.5 0 100 7 3.5 3.5 0 000-7z",
        _ => "M4 12l6 6L21 6",
    };
    html! { svg aria-hidden="true" viewBox="0 0 24 24" width="24" height="24" { path d=(path) fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {} } }
}
