//! By when each phase of a project is to be done.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::date::{Date, Day};
use crate::localized;
use crate::source::{Diagnostic, SourceId, Span};
use crate::text::Localized;
use crate::vocab::Phase;

/// The last day of each phase: what can be documented in it is due then.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseDates {
    /// Programme (program).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    programme: Option<Spanned<Day>>,
    /// Sketch (skisse).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    sketch: Option<Spanned<Day>>,
    /// Preliminary design (forprosjekt).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    preliminary: Option<Spanned<Day>>,
    /// Detailed design (detaljprosjekt).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    detail: Option<Spanned<Day>>,
    /// Tender documents (konkurransegrunnlag).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    tender: Option<Spanned<Day>>,
    /// Built (ferdig bygd).
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    built: Option<Spanned<Day>>,
}

impl PhaseDates {
    fn written(&self) -> impl Iterator<Item = (Phase, &Spanned<Day>)> {
        let all = [
            (Phase::Programme, &self.programme),
            (Phase::Sketch, &self.sketch),
            (Phase::Preliminary, &self.preliminary),
            (Phase::Detail, &self.detail),
            (Phase::Tender, &self.tender),
            (Phase::Built, &self.built),
        ];
        all.into_iter().filter_map(|(phase, day)| Some((phase, day.as_ref()?)))
    }

    /// The last day of each phase that has one.
    pub fn dates(&self) -> BTreeMap<Phase, Date> {
        self.written().filter_map(|(phase, day)| Some((phase, day.get_ref().date()?))).collect()
    }

    /// Days that do not exist, and phases that are to be done before those that come first.
    pub(super) fn check(&self, id: SourceId) -> Vec<Diagnostic> {
        let span = |day: &Spanned<Day>| Span::new(id, day.span().start, day.span().end);
        let mut faults = Vec::new();
        let mut last: Option<(Phase, Date, Span)> = None;
        for (phase, day) in self.written() {
            let Some(date) = day.get_ref().date() else {
                let (message, help) = Day::wrong();
                faults.push(Diagnostic::error("project.phases", span(day), message).help(help));
                continue;
            };
            if let Some((before, earlier, at)) = last.filter(|(_, earlier, _)| date < *earlier) {
                let (own, other) = (phase.name(), before.name());
                let message = Localized::new(
                    format!("{} er ferdig før {}", own.nb, other.nb),
                    format!("the phase “{}” is done before “{}”", own.en, other.en),
                );
                let until = earlier.iso();
                let fault = Diagnostic::error("project.phases", span(day), message);
                faults.push(fault.at(at, localized!("som varer til {until}", "which lasts until {until}")));
                continue;
            }
            last = Some((phase, date, span(day)));
        }
        faults
    }
}
