//! The comparison as one HTML file, without script or network.

use maud::html;

use super::{Comparison, faults, judged_as, outcome};
use crate::finding::Verdict;
use crate::report::document::verdict_id;
use crate::report::html::Shell;
use crate::report::terminal::sign;
use crate::report::words::Word;
use crate::text::Localized;

const STYLE: &str = "body{font:16px/1.45 Inter,'Segoe UI',system-ui,sans-serif;margin:1.5rem;color:#1b1b1b;background:#fff}\
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #c9cdd2;padding:.3rem .6rem;text-align:left;vertical-align:top}\
thead th{background:#1f2a44;color:#fff;position:sticky;top:0}.id{color:#55595e;font-size:.85rem}.scroll{position:relative;overflow-x:auto}\
.negative{background:#f8d7da;color:#7d0f11}.unclear{background:#ffebc2;color:#5b3700}.positive{background:#d6efdd;color:#0c4a1f}\
.not_applicable{background:#eef0f2;color:#4a4e53}.hash{font-size:.8rem;overflow-wrap:anywhere}@media print{@page{size:A3 landscape}thead th{position:static}}\
:root{color-scheme:light dark}@media screen and (prefers-color-scheme:dark){body{color:#eceef0;background:#14171a}a{color:#9cc6ff}th,td{border-color:#3d4349}\
.id{color:#b3b9c0}.negative{background:#451d1d;color:#ffb4ae}.unclear{background:#3d2e10;color:#f2bf6a}.positive{background:#16331f;color:#86d69b}\
.not_applicable{background:#1e2226;color:#b3b9c0}}";

/// The text of a file.
pub fn render(comparison: &Comparison<'_>) -> String {
    let lang = comparison.lang;
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let reports = || comparison.bids.iter().filter_map(|b| Some((b.name.as_str(), b.report.as_ref().ok()?)));
    let title = text("Tilbud side om side", "Bids side by side");
    let body = html! {
        main {
            h1 { (title) }
            p { (text("Ingen poengsum: et tilbud som dokumenterer lite, har få negative funn. Se begge tallene.",
                      "No score: a bid that documents little has few negative findings. Look at both numbers.")) }
            div.scroll tabindex="0" role="group" aria-label=(title) {
                table {
                    thead { tr {
                        th scope="col" { (text("Tilbud", "Bid")) } th scope="col" { (Word::Outcome.get(lang)) }
                        @for v in [Verdict::Negative, Verdict::Unclear, Verdict::Positive] {
                            th scope="col" { (v.name().get(lang)) }
                        }
                        th scope="col" { (Word::Documented.get(lang)) }
                        th scope="col" { (text("Vurdert som", "Judged as")) }
                    } }
                    tbody { @for bid in comparison.bids { tr {
                        th scope="row" { (bid.name) }
                        td class=[bid.report.is_err().then_some("negative")] { (outcome(bid)) }
                        @match &bid.report {
                            Ok(report) => {
                                @for v in [Verdict::Negative, Verdict::Unclear, Verdict::Positive] {
                                    td { @for row in report.counts.rows.iter().filter(|r| r.verdict == v) { (row.total.requirements) } }
                                }
                                td { @for degree in &report.documentation { div { (degree.text) } } }
                                td { (judged_as(report)) }
                            }
                            Err(_) => { td colspan="5" { (text("ikke vurdert", "not judged")) } }
                        }
                    } } }
                }
                table {
                    thead { tr {
                        th scope="col" { (text("Krav", "Requirement")) } th scope="col" { (text("Styrke", "Force")) }
                        @for bid in comparison.bids { th scope="col" { (bid.name) } }
                    } }
                    tbody { @for row in &comparison.rows { tr {
                        th scope="row" { (row.title) br; span.id { (row.requirement) } }
                        td { (row.force) }
                        @for cell in &row.cells {
                            @match cell {
                                Some(c) => td class=(verdict_id(c.verdict)) {
                                    span aria-hidden="true" { (sign(c.verdict)) } " " (c.text(lang))
                                },
                                None => td { "–" },
                            }
                        }
                    } } }
                }
            }
            @if reports().any(|(_, r)| !r.faults.is_empty()) {
                h2 { (Word::Faults.get(lang)) }
                @for (name, report) in reports().filter(|(_, r)| !r.faults.is_empty()) {
                    h3 { (name) }
                    ul { @for line in faults(report) { li { (line) } } }
                }
            }
            h2 { (Word::Inputs.get(lang)) }
            @for bid in comparison.bids { @if let Ok(report) = &bid.report {
                @for input in &report.inputs { p.hash { (bid.name) ": " (input.path) " (" (input.bytes) " byte), SHA-256 " (input.sha256) } }
            } }
            @if let Some(report) = comparison.bids.iter().find_map(|b| b.report.as_ref().ok()) {
                p { (Word::Edition.get(lang)) ": " (report.edition.title) " (" (report.edition.id) "). "
                    (Word::MadeBy.get(lang)) " " (report.program.name) " " (report.program.version) }
            }
        }
    };
    Shell::plain(lang, &title, STYLE).around(&body)
}
