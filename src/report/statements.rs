//! What people said of the findings, in the words of a report.

use super::document::{StatementLine, UnmetLine};
use super::grounds::shown_place;
use super::places::clean;
use super::resolve::Unmet;
use crate::date::Date;
use crate::finding::{Statement, Weight};
use crate::localized;
use crate::text::Lang;

/// A statement for a reader.
pub(super) fn line(statement: &Statement, lang: Lang) -> StatementLine {
    let text = |text: &Option<String>| text.as_deref().map(clean).unwrap_or_default();
    let (by, date) = (text(&statement.by), text(&statement.date));
    // Lines of a comment are somebody's own; only what a terminal would act on is taken out of each.
    let lines: Vec<String> = statement.comment.iter().flat_map(|c| c.lines()).map(clean).collect();
    let comment = lines.join("\n").trim().to_owned();
    let (responsible, status) = (text(&statement.responsible), text(&statement.status));
    let mut who: Vec<String> = Vec::new();
    who.extend((!by.is_empty()).then(|| by.clone()));
    who.extend(Date::parse(&date).map(|d| d.show(lang)));
    let mut said: Vec<String> = Vec::new();
    if let Some(verdict) = statement.verdict {
        let weight = statement.weight.name();
        said.push(format!("{} ({})", verdict.name().get(lang), weight.get(lang)));
    }
    if statement.outdated && statement.weight != Weight::Outdated {
        said.push(
            localized!("gitt før inndata ble endret", "given before the inputs were changed")
                .get(lang)
                .to_owned(),
        );
    }
    if !responsible.is_empty() {
        said.push(localized!("ansvarlig: {responsible}", "responsible: {responsible}").get(lang).to_owned());
    }
    if !status.is_empty() {
        said.push(localized!("status: {status}", "status: {status}").get(lang).to_owned());
    }
    if !comment.is_empty() {
        said.push(localized!("«{comment}»", "“{comment}”").get(lang).to_owned());
    }
    let (who, said) = (who.join(", "), said.join("; "));
    let text = if who.is_empty() { said } else { format!("{who}: {said}") };
    StatementLine {
        by,
        date,
        verdict: statement.verdict,
        weight: statement.weight,
        outdated: statement.outdated,
        comment,
        responsible,
        status,
        observed: statement.observed,
        topic: statement.topic.clone(),
        text,
        origin: shown_place(&statement.place),
    }
}

/// What met no finding, for a reader.
pub(super) fn unmet(unmet: &Unmet, lang: Lang) -> UnmetLine {
    UnmetLine {
        requirement: unmet.requirement.as_deref().map(clean),
        about: clean(&unmet.about),
        why: clean(unmet.why.get(lang)),
        statement: line(&unmet.statement, lang),
    }
}
