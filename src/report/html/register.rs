//! The register of agreed departures, and what became of an earlier report's findings.

use maud::{Markup, html};

use crate::report::document::Report;
use crate::report::words::Word;

/// The id of an entry on the page: a name that any text can be made into.
pub(super) fn anchor(id: &str) -> String {
    let hex: String = id.bytes().map(|b| format!("{b:02x}")).collect();
    format!("fravik-{hex}")
}

pub(super) fn fravik(report: &Report) -> Markup {
    let lang = report.lang;
    html! {
        @if !report.fravik.is_empty() {
            section.fravik aria-labelledby="fravik" {
                h2 #fravik { (Word::Fravik.get(lang)) }
                ul {
                    @for line in &report.fravik {
                        li id=(anchor(&line.id)) class={ @if line.to_mend || !line.standing.excuses() { "unclear" } @else { "positive" } } {
                            p {
                                b { (line.id) } " – " (line.title) " "
                                span.at {
                                    "("
                                    @if line.places.is_empty() { (Word::Everywhere.get(lang)) }
                                    @else { (line.places.join(", ")) }
                                    ")"
                                }
                                ": " b { (line.standing_label) }
                            }
                            p.note { code { (line.requirement) } " · " (line.facts) }
                            p { (Word::FravikReason.get(lang)) ": " (line.reason) }
                            @if let Some(instead) = &line.compensating {
                                p { (Word::FravikInstead.get(lang)) ": " (instead) }
                            }
                            @for remark in &line.remarks { p { (remark) } }
                            @if !line.points.is_empty() {
                                p.note {
                                    @for (i, point) in line.points.iter().enumerate() {
                                        @if i > 0 { ", " }
                                        a href={ "#" (point) } { (point) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn baseline(report: &Report) -> Markup {
    let lang = report.lang;
    html! {
        @if let Some(baseline) = &report.baseline {
            section aria-labelledby="baseline" {
                h2 #baseline { (Word::ComparedWith.get(lang)) " " (baseline.file.path) }
                p { (baseline.sentence) }
                @for remark in &baseline.remarks { p { (remark) } }
                @if !baseline.absent.is_empty() {
                    h3 { (Word::NoLonger.get(lang)) }
                    ul {
                        @for line in &baseline.absent {
                            li {
                                b { @if line.resolved { (Word::Resolved.get(lang)) } @else { (Word::NotComparable.get(lang)) } }
                                ": " (line.title)
                                @if !line.at.is_empty() { " " span.at { "(" (line.at) ")" } }
                                @if let Some(why) = &line.why { " – " (why) }
                            }
                        }
                    }
                }
                p.note { span.hash { "SHA-256 " (baseline.file.sha256) } }
            }
        }
    }
}
