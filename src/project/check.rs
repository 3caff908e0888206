//! A project file held against the catalogue: groups, edition, parameters, requirements, outputs.

use toml::Spanned;
use wildmatch::WildMatch;

use super::file::Project;
use crate::catalogue::Catalogue;
use crate::fravik::Entry;
use crate::localized;
use crate::source::{Diagnostic, SourceId, Span};
use crate::text::{Localized, closest};

impl Project {
    /// Faults of what the file names: groups, edition and parameters the catalogue does not know, outputs that do not
    /// exist (`formats` are those that do).
    pub fn check(&self, id: SourceId, catalogue: &Catalogue, formats: &[&str]) -> Vec<Diagnostic> {
        let at = |word: &Spanned<String>| Span::new(id, word.span().start, word.span().end);
        let mut faults = Vec::new();
        let groups: Vec<&str> = catalogue.vocabulary.groups.iter().map(|g| g.id.as_str()).collect();
        for group in &self.group.0 {
            if !groups.iter().any(|g| g.eq_ignore_ascii_case(group.get_ref().trim())) {
                let word = group.get_ref();
                let message = localized!("«{word}» er ikke en målgruppe", "“{word}” is not a resident group");
                faults.push(unknown("project.group", at(group), message, word, &groups));
            }
        }
        if let Some(edition) = &self.edition {
            let known: Vec<&str> = catalogue.editions.iter().map(String::as_str).collect();
            if !known.contains(&edition.get_ref().as_str()) {
                let word = edition.get_ref();
                let message = localized!("«{word}» er ikke en utgave", "“{word}” is not an edition");
                faults.push(unknown("project.edition", at(edition), message, word, &known));
            }
        }
        for (name, value) in &self.parameters {
            if let Err(wrong) = catalogue.check_parameter(name.get_ref(), value.get_ref()) {
                let place = if wrong.in_value { value } else { name };
                let fault = Diagnostic::error("project.parameter", at(place), wrong.message);
                faults.push(fault.help(wrong.help));
            }
        }
        faults.extend(self.phases.check(id));
        for format in self.output.iter().flat_map(|o| &o.format.0) {
            if !formats.contains(&format.get_ref().as_str()) {
                let word = format.get_ref();
                let message = localized!("«{word}» er ikke et format", "“{word}” is not a format");
                faults.push(unknown("project.format", at(format), message, word, formats));
            }
        }
        faults
    }
}

fn unknown(code: &'static str, at: Span, message: Localized, word: &str, known: &[&str]) -> Diagnostic {
    let fault = Diagnostic::error(code, at, message);
    match closest(word, known.iter().copied()) {
        Some(c) => {
            fault.help(localized!("mente du «{c}»?", "did you mean “{c}”?")).replace_with(format!("\"{c}\""))
        }
        None => {
            let all = known.join(", ");
            fault.help(localized!("kjente er {all}", "known are {all}"))
        }
    }
}

/// Departures from requirements that the catalogue does not have.
pub fn check_fravik(entries: &[Entry], catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for entry in entries {
        let pattern = WildMatch::new(&entry.requirement);
        if !catalogue.requirements.keys().any(|id| pattern.matches(id)) {
            let word = &entry.requirement;
            let message = localized!("«{word}» er ikke et krav", "“{word}” is not a requirement");
            let fault = Diagnostic::error("fravik.requirement", entry.span, message);
            faults.push(match closest(word, catalogue.requirements.keys().map(String::as_str)) {
                Some(c) => fault
                    .help(localized!("mente du «{c}»?", "did you mean “{c}”?"))
                    .replace_with(format!("\"{c}\"")),
                None => fault.help(Localized::new(
                    "krav nevnes med id-en rapporten gir, f.eks. gulv.oppbrett",
                    "requirements are named by the id the report gives, such as gulv.oppbrett",
                )),
            });
        }
    }
    faults
}
