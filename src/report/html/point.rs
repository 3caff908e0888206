//! One point of the list.

use maud::{Markup, html};

use super::{Sheet, register};
use crate::finding::Verdict;
use crate::report::document::{Grounds, ParameterLine, Point, RemedyLine, TurnLine, WayLine, verdict_id};
use crate::report::words::Word;
use crate::text::Lang;

pub(super) fn point(point: &Point, sheets: &[Sheet], lang: Lang) -> Markup {
    let verdict = verdict_id(point.verdict);
    html! {
        li id=(point.id) class={ "point " (verdict) @if point.decides { " decides" } } data-verdict=(verdict) tabindex="-1" {
            p {
                (point.text)
                @if !point.reference.is_empty() { " " span.at { "(" (point.reference) ")" } }
                @if let Some(letter) = &point.letter { " " (letter_link(letter, sheets, lang)) }
            }
            @for said in &point.statements {
                p.said { (said.text) " " span.from { (said.origin) } }
            }
            @if point.verdict == Verdict::Unclear { (settle(&point.remedies, lang)) }
            (turns(&point.turns, false, lang))
            (details(point, lang))
        }
    }
}

/// The letter, as a link to its first mark where a plan on the page shows it.
fn letter_link(letter: &str, sheets: &[Sheet], lang: Lang) -> Markup {
    let mark = sheets.iter().flat_map(|s| &s.letters).find(|(l, _)| l == letter);
    let label = Word::LetterOf.get(lang).replace("{}", letter);
    html! {
        @match mark {
            Some((_, id)) => { a.letter href={ "#" (id) } aria-label=(label) { (letter) } }
            None => { span.letter { (letter) } }
        }
    }
}

/// What would settle an unclear point, shortest way first.
fn settle(remedies: &[RemedyLine], lang: Lang) -> Markup {
    html! {
        @if !remedies.is_empty() {
            ul.settle {
                @for remedy in remedies {
                    @if let Some(design) = &remedy.design {
                        li { (Word::InDesign.get(lang)) ": " code { (design) } }
                    } @else if let Some(observe) = &remedy.observe {
                        li { (Word::OnSite.get(lang)) ": " (observe) }
                    }
                }
            }
        }
    }
}

/// What would turn a negative point, the least first.
fn turns(turns: &[TurnLine], all: bool, lang: Lang) -> Markup {
    let told: Vec<(&TurnLine, Vec<&WayLine>)> = turns
        .iter()
        .map(|t| (t, if all { t.ways.iter().collect() } else { t.measured().collect::<Vec<_>>() }))
        .filter(|(_, ways)| !ways.is_empty())
        .collect();
    html! {
        @if !told.is_empty() {
            ul.settle.turns {
                @for (turn, ways) in &told {
                    li {
                        @if !all { (Word::Turns.get(lang)) ": " }
                        @if !turn.at.is_empty() { span.at { (turn.at) } ": " }
                        @for (i, way) in ways.iter().enumerate() {
                            @if i > 0 { span.or { " " (Word::Or.get(lang)) " " } }
                            (way.text)
                        }
                    }
                }
            }
        }
    }
}

fn details(point: &Point, lang: Lang) -> Markup {
    html! {
        details.more {
            summary {
                @if point.decides { b { (point.force_label) ": " (Word::DecidesResult.get(lang)) } }
                @else { (point.force_label) }
                @if let Some(departure) = &point.departure { " · " a href={ "#" (register::anchor(&departure.id)) } { (departure.label) } }
                @if let Some(label) = &point.not_yet_label { " · " (label) }
                @if let Some(label) = &point.due_label { " · " (label) }
                @if let Some(label) = &point.since_label { " · " (label) }
                " · " (point.requirement) span.unseen { " – " (Word::Details.get(lang)) }
            }
            dl {
                dt { (Word::Requirement.get(lang)) }
                dd { (point.title) }
                dt { (Word::Source.get(lang)) }
                dd {
                    (point.source.title) ", " (point.source.clause)
                    blockquote { "«" (point.source.quote) "»" }
                    @if let Some(corrected) = &point.source.corrected {
                        (Word::Corrected.get(lang)) ": «" (corrected) "»"
                    }
                }
                @if let Some(reading) = &point.interpretation {
                    dt { (Word::Interpretation.get(lang)) }
                    dd { (reading) }
                }
                @if let Some(contradiction) = &point.contradiction {
                    dt { (Word::Contradiction.get(lang)) " " (contradiction.ids.join(", ")) }
                    dd { (contradiction.text) }
                }
                @if !point.parameters.is_empty() {
                    dt { (Word::Parameters.get(lang)) }
                    @for line in &point.parameters { dd { (parameter(line, lang)) } }
                }
                @if !point.grounds.is_empty() {
                    dt { (Word::Grounds.get(lang)) }
                    dd { @for g in &point.grounds { (grounds(g)) } }
                }
                @if !point.causes.is_empty() {
                    dt { (Word::Causes.get(lang)) }
                    dd { (point.causes.join("; ")) }
                }
                @if point.turns.iter().any(|t| t.measured().count() < t.ways.len()) {
                    dt { (Word::Turns.get(lang)) }
                    dd { (turns(&point.turns, true, lang)) }
                }
                @if !point.remedies.is_empty() {
                    dt { (Word::Remedies.get(lang)) }
                    dd { ul { @for r in &point.remedies { (remedy(r, lang)) } } }
                }
                @if !point.discipline.id.is_empty() {
                    dt { (Word::Discipline.get(lang)) }
                    dd { (point.discipline.id) " – " (point.discipline.name) }
                }
                @if let Some(inspection) = &point.inspection {
                    dt { (Word::OnSite.get(lang)) }
                    dd { (inspection) }
                }
            }
        }
    }
}

fn grounds(grounds: &Grounds) -> Markup {
    html! {
        @if !grounds.at.is_empty() { p { b { (grounds.at) } } }
        ul {
            @for line in &grounds.lines {
                li { (line.text) " " span.from { (line.origin) } }
            }
        }
    }
}

fn remedy(remedy: &RemedyLine, lang: Lang) -> Markup {
    html! {
        li {
            (remedy.what)
            @if let Some(why) = &remedy.why { ": " (why) }
            ul {
                @if let Some(design) = &remedy.design { li { (Word::InDesign.get(lang)) ": " code { (design) } } }
                @if let Some(ifc) = &remedy.ifc { li { (Word::InIfc.get(lang)) ": " code { (ifc) } } }
                @if let Some(observe) = &remedy.observe { li { (Word::OnSite.get(lang)) ": " (observe) } }
            }
        }
    }
}

/// A parameter with its value and why.
pub(super) fn parameter(line: &ParameterLine, lang: Lang) -> Markup {
    html! {
        code { (line.name) } " = " (line.value)
        @if let Some(built_in) = &line.built_in {
            " (" b { (Word::Overridden.get(lang)) } ", " (Word::BuiltIn.get(lang)) " " (built_in) ")"
        }
        ": " (line.reading)
    }
}
