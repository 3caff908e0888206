//! What stands behind a point: requirement, source, reading, evidence, and what would settle it.

use super::{Row, Said};
use crate::report::document::{ParameterLine, Point, RemedyLine, TurnLine};
use crate::report::words::Word;
use crate::text::Lang;

/// The rows of a point, in the order a reader asks: what is asked, where it stands, what it leans on, what to do.
pub(super) fn rows(point: &Point, lang: Lang) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut row = |label: &str, lines: Vec<Said>| {
        if !lines.is_empty() {
            rows.push(Row { label: label.to_owned(), running: label == Word::Source.get(lang), lines });
        }
    };
    row(Word::Source.get(lang), source(point, lang));
    row(Word::Interpretation.get(lang), point.interpretation.iter().map(Said::text).collect());
    if let Some(line) = &point.contradiction {
        let label = format!("{} {}", Word::Contradiction.get(lang), line.ids.join(", "));
        row(&label, vec![Said::text(&line.text)]);
    }
    row(Word::Parameters.get(lang), point.parameters.iter().map(|p| parameter(p, lang)).collect());
    row(Word::Grounds.get(lang), evidence(point));
    if !point.causes.is_empty() {
        row(Word::Causes.get(lang), vec![Said::text(point.causes.join("; "))]);
    }
    row(Word::Turns.get(lang), point.turns.iter().map(|t| turn(t, lang)).collect());
    row(Word::Remedies.get(lang), point.remedies.iter().flat_map(|r| remedy(r, lang)).collect());
    row(Word::OnSite.get(lang), point.inspection.iter().map(Said::text).collect());
    let said = point.statements.iter().map(|s| Said::text(&s.text).from(&s.origin));
    row(Word::Statements.get(lang), said.collect());
    let who = match &point.discipline {
        d if d.id == d.name => d.id.clone(),
        d => format!("{} – {}", d.id, d.name),
    };
    if !point.discipline.id.is_empty() {
        row(Word::Discipline.get(lang), vec![Said::text(who)]);
    }
    rows
}

fn source(point: &Point, lang: Lang) -> Vec<Said> {
    let source = &point.source;
    let mut lines = vec![Said::text(format!("{}, {}", source.title, source.clause))];
    lines.push(Said::text(format!("«{}»", source.quote)));
    if let Some(corrected) = &source.corrected {
        lines.push(Said::text(format!("{}: «{corrected}»", Word::Corrected.get(lang))));
    }
    lines
}

/// A parameter with its value and why.
pub(super) fn parameter(line: &ParameterLine, lang: Lang) -> Said {
    let replaced = line
        .built_in
        .as_ref()
        .map(|built_in| format!(" ({}, {} {built_in})", Word::Overridden.get(lang), Word::BuiltIn.get(lang)));
    let text = format!("= {}{}: {}", line.value, replaced.unwrap_or_default(), line.reading);
    Said { lead: line.name.clone(), ..Said::text(text) }
}

fn evidence(point: &Point) -> Vec<Said> {
    let mut lines = Vec::new();
    for grounds in &point.grounds {
        for (i, line) in grounds.lines.iter().enumerate() {
            let lead = if i == 0 { grounds.at.as_str() } else { "" };
            lines.push(Said::led(lead, &line.text).from(&line.origin));
        }
    }
    lines
}

pub(super) fn turn(turn: &TurnLine, lang: Lang) -> Said {
    let ways: Vec<&str> = turn.ways.iter().map(|w| w.text.as_str()).collect();
    Said::led(&turn.at, ways.join(&format!(" {} ", Word::Or.get(lang))))
}

fn remedy(remedy: &RemedyLine, lang: Lang) -> Vec<Said> {
    let what = match &remedy.why {
        Some(why) => format!("{}: {why}", remedy.what),
        None => remedy.what.clone(),
    };
    let mut lines = vec![Said::text(what)];
    lines.extend(remedy.design.iter().map(|d| Said::code(Word::InDesign.get(lang), d)));
    lines.extend(remedy.ifc.iter().map(|i| Said::code(Word::InIfc.get(lang), i)));
    lines.extend(remedy.observe.iter().map(|o| Said::led(Word::OnSite.get(lang), o)));
    lines
}
