//! From `[[fravik]]` tables to entries. A fault points at the word.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Decision, Entry, Kind};
use crate::date::Day;
use crate::localized;
use crate::source::{Diagnostic, OneOrMany, Parsed, SourceId, Sources, Span, read_toml};
use crate::text::Localized;

/// A file of departures.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "befaring fravik")]
pub struct FravikFile {
    /// The departures.
    #[serde(default)]
    #[schemars(default)]
    pub fravik: Vec<RawFravik>,
}

/// An agreed departure (fravik) from a requirement.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFravik {
    /// Its name in the register; F1, F2 … when left out.
    #[schemars(with = "Option<String>")]
    id: Option<Spanned<String>>,
    /// Id of the requirement, as the report gives it; `*` stands for any text.
    #[schemars(with = "String")]
    requirement: Spanned<String>,
    /// Where: ids as the report gives them (`A101`, `A101/bad`) or GlobalIds, `*` for any text. A dwelling stands for all
    /// that is in it. Everywhere when left out.
    #[serde(default)]
    place: OneOrMany,
    /// What kind it is.
    kind: Kind,
    /// Why it is departed from.
    #[schemars(with = "String", length(min = 1))]
    reason: Spanned<String>,
    /// What is done instead.
    compensating: Option<String>,
    /// Who answers for it.
    owner: Option<String>,
    /// Who approved it; without one it is applied for only, and excuses nothing.
    #[schemars(with = "Option<String>")]
    approved_by: Option<Spanned<String>>,
    /// What was decided; `approved` when `approved_by` is given, else `applied`.
    #[schemars(with = "Option<Decision>")]
    decision: Option<Spanned<Decision>>,
    /// The day it holds from.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    date: Option<Spanned<Day>>,
    /// The day it no longer holds.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    expires: Option<Spanned<Day>>,
}

/// Reads a file of departures already among the sources.
pub fn read(sources: &Sources, id: SourceId) -> Parsed<Vec<RawFravik>> {
    match read_toml::<FravikFile>(sources, id) {
        Ok(file) => Parsed::clean(file.fravik),
        Err(fault) => Parsed { value: Vec::new(), diagnostics: vec![*fault] },
    }
}

/// Entries of tables that stand in a source each, in the order given. The ids of those without one count on.
pub fn entries(tables: &[(SourceId, Vec<RawFravik>)]) -> Parsed<Vec<Entry>> {
    let mut all = Parsed::clean(Vec::new());
    let mut ids: BTreeMap<String, Span> = BTreeMap::new();
    let raws = tables.iter().flat_map(|(s, raws)| raws.iter().map(move |r| (*s, r)));
    for (number, (source, raw)) in (1..).zip(raws) {
        let span = |range: Range<usize>| Span::new(source, range.start, range.end);
        let own = raw.id.as_ref().map(|i| (i.get_ref().trim().to_owned(), span(i.span())));
        let (id, at) = own.unwrap_or_else(|| (format!("F{number}"), span(raw.requirement.span())));
        if let Some(first) = ids.get(&id) {
            let fault = Diagnostic::error(
                "fravik.twice",
                at,
                localized!("«{id}» er navnet på to fravik", "“{id}” is the name of two departures"),
            );
            let fault = fault.at(*first, Localized::new("også her", "here too"));
            all.diagnostics.push(fault.help(Localized::new("gi dem hvert sitt id", "give each its own id")));
        }
        ids.entry(id.clone()).or_insert(at);
        all.diagnostics.extend(faults(raw, &span));
        let day = |d: &Option<Spanned<Day>>| d.as_ref().and_then(|d| d.get_ref().date());
        let text = |t: &Option<String>| t.as_ref().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let approved_by = text(&raw.approved_by.as_ref().map(|a| a.get_ref().clone()));
        let usual = if approved_by.is_some() { Decision::Approved } else { Decision::Applied };
        all.value.push(Entry {
            id,
            requirement: raw.requirement.get_ref().trim().to_owned(),
            places: raw.place.0.iter().map(|p| p.get_ref().trim().to_owned()).collect(),
            kind: raw.kind,
            reason: raw.reason.get_ref().trim().to_owned(),
            compensating: text(&raw.compensating),
            owner: text(&raw.owner),
            decision: raw.decision.as_ref().map_or(usual, |d| *d.get_ref()),
            approved_by,
            date: day(&raw.date),
            expires: day(&raw.expires),
            span: span(raw.requirement.span()),
            place_spans: raw.place.0.iter().map(|p| span(p.span())).collect(),
        });
    }
    all
}

/// What is wrong with one table, besides what its shape already forbids.
fn faults(raw: &RawFravik, span: &dyn Fn(Range<usize>) -> Span) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if raw.reason.get_ref().trim().is_empty() {
        let message = Localized::new("et fravik må ha en begrunnelse", "a departure must have a reason");
        faults.push(Diagnostic::error("fravik.reason", span(raw.reason.span()), message));
    }
    for day in [&raw.date, &raw.expires].into_iter().flatten() {
        if day.get_ref().date().is_none() {
            let (message, help) = Day::wrong();
            faults.push(Diagnostic::error("fravik.date", span(day.span()), message).help(help));
        }
    }
    if let (Some(from), Some(until)) = (&raw.date, &raw.expires)
        && let (Some(first), Some(last)) = (from.get_ref().date(), until.get_ref().date())
        && last <= first
    {
        let message = Localized::new(
            "fraviket utløper før det begynner å gjelde",
            "the departure expires before it begins to hold",
        );
        let fault = Diagnostic::error("fravik.contradiction", span(until.span()), message);
        faults.push(fault.at(span(from.span()), Localized::new("gjelder fra", "holds from")));
    }
    let decision = raw.decision.as_ref();
    match (decision.map(|d| *d.get_ref()), &raw.approved_by) {
        (Some(Decision::Approved), None) => {
            let at = decision.map_or(raw.requirement.span(), Spanned::span);
            let message = Localized::new(
                "fraviket er godkjent, men ikke av noen",
                "the departure is approved, but by nobody",
            );
            let help = Localized::new("si hvem: approved_by = \"…\"", "say who: approved_by = \"…\"");
            faults.push(Diagnostic::error("fravik.contradiction", span(at), message).help(help));
        }
        (Some(Decision::Applied | Decision::Rejected), Some(by)) => {
            let message = Localized::new(
                "fraviket er ikke godkjent, men sier hvem som godkjente det",
                "the departure is not approved, but says who approved it",
            );
            let help = Localized::new(
                "ta bort approved_by, eller skriv decision = \"approved\"",
                "remove approved_by, or write decision = \"approved\"",
            );
            faults.push(Diagnostic::error("fravik.contradiction", span(by.span()), message).help(help));
        }
        _ => {}
    }
    faults
}
