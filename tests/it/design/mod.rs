//! The description language: what it says becomes the model, and what is wrong with it is told at its place.

mod examples;
mod faults;
mod format;
mod model;
mod properties;
mod reference;
mod vocabulary;

use befaring::design;
use befaring::model::Model;
use befaring::source::{Diagnostic, Severity, Sources};
use befaring::text::Lang;

/// A description inside a project.
pub(crate) fn project(body: &str) -> String {
    format!("prosjekt \"Prøve\" {{\n{body}\n}}\n")
}

/// The model of a text without faults.
pub(crate) fn clean(text: &str) -> Model {
    let (model, told) = read(text);
    assert!(told.is_empty(), "{}\n{text}", told.join("\n"));
    model.unwrap()
}

/// The model of a text, and its faults as `line:column code message`.
pub(crate) fn read(text: &str) -> (Option<Model>, Vec<String>) {
    let mut sources = Sources::new();
    let parsed = design::read(&mut sources, "prøve.bolig", text, vocabulary::vocabulary());
    let told = parsed.diagnostics.iter().map(|d| told(d, &sources)).collect();
    (parsed.value, told)
}

/// A fault on one line.
pub(crate) fn told(fault: &Diagnostic, sources: &Sources) -> String {
    let at = fault.span().map_or(String::new(), |s| {
        let p = sources.position(s);
        format!("{}:{} ", p.line, p.column)
    });
    let label = fault.labels.first().map_or("", |l| l.text.get(Lang::Nb));
    let help = fault.help.as_ref().map_or("", |h| h.get(Lang::Nb));
    let severity = if fault.severity == Severity::Error { "" } else { "(advarsel) " };
    let text = format!("{at}{severity}{}: {}", fault.code, fault.message.get(Lang::Nb));
    [text.as_str(), label, help].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" | ")
}
