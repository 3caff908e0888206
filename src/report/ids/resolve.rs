//! Results by number become lines to read: elements with class, name, GlobalId and line, reasons in words.

use crate::ids::Document;
use crate::ids::check::{Checked, Failure, RequirementResult, SpecificationResult, Verdict, Why};
use crate::ids::document::{Cardinality, Facet, Presence, Requirement, Specification, Text};
use crate::ifc::Model;
use crate::ifc::schema::Schema;
use crate::ifc::step::Id;
use crate::localized;
use crate::source::{Sources, Span};
use crate::text::{Lang, Localized};

use super::super::places::clean;
use super::document::{
    CheckLine, Counts, ElementLine, IdsReport, ModelFile, RequirementLine, SpecificationFile,
    SpecificationLine,
};
use super::{json, words};

/// One model held against one file.
pub struct Pair<'a> {
    /// What the file says.
    pub document: &'a Document,
    /// Its text.
    pub sources: &'a Sources,
    /// The model.
    pub model: &'a Model,
    /// What came out.
    pub checked: &'a Checked,
}

/// Resolves what one model comes to against one file, with at most `most` elements per requirement.
pub fn resolve(pair: &Pair<'_>, lang: Lang, most: usize) -> CheckLine {
    Resolver { pair, lang, most }.check()
}

/// Gathers checks into a document.
///
/// `strict` tells whether what was not really checked (it concerns nothing, or is written for another version of IFC)
/// gives exit code 3.
pub fn gather(checks: Vec<CheckLine>, lang: Lang, strict: bool) -> IdsReport {
    let mut counts = Counts::default();
    for check in &checks {
        counts.failed += check.counts.failed;
        counts.passed += check.counts.passed;
        counts.nothing += check.counts.nothing;
        counts.other_version += check.counts.other_version;
    }
    let verdict = verdict_of(&counts);
    IdsReport {
        format: "befaring.ids",
        format_version: json::VERSION,
        language: lang,
        program: format!("befaring {}", env!("CARGO_PKG_VERSION")),
        verdict: verdict_id(verdict),
        sentence: sentence(verdict, &counts).get(lang).to_owned(),
        exit_code: match verdict {
            Verdict::Failed => 1,
            _ if strict && counts.is_doubtful() => 3,
            _ => 0,
        },
        counts,
        checks,
    }
}

fn verdict_of(counts: &Counts) -> Verdict {
    match (counts.failed, counts.passed) {
        (0, 0) => Verdict::Nothing,
        (0, _) => Verdict::Passed,
        _ => Verdict::Failed,
    }
}

fn verdict_id(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Failed => "failed",
        Verdict::Nothing => "nothing",
    }
}

/// What a number of specifications comes to.
fn sentence(verdict: Verdict, counts: &Counts) -> Localized {
    let Counts { failed, passed, nothing, other_version } = *counts;
    let mut text = match verdict {
        Verdict::Failed => {
            let all = failed + passed + nothing;
            localized!(
                "Ikke oppfylt: {failed} av {all} spesifikasjoner er brutt",
                "Not met: {failed} of {all} specifications are broken"
            )
        }
        Verdict::Passed if passed == 1 => Localized::new("Oppfylt: 1 spesifikasjon", "Met: 1 specification"),
        Verdict::Passed => localized!("Oppfylt: {passed} spesifikasjoner", "Met: {passed} specifications"),
        Verdict::Nothing if nothing == 0 => Localized::new(
            "Ingenting er kontrollert: ingen bygningsmodell er holdt mot noen spesifikasjon",
            "Nothing was checked: no building model was held against any specification",
        ),
        Verdict::Nothing => Localized::new(
            "Ingenting er kontrollert: ingen elementer i modellen er omfattet",
            "Nothing was checked: no element of the model is concerned",
        ),
    };
    if verdict == Verdict::Failed && passed > 0 {
        text.nb += &format!(", {passed} er oppfylt");
        text.en += &format!(", {passed} are met");
    }
    if nothing > 0 && verdict != Verdict::Nothing {
        text.nb += &format!(", {nothing} omfatter ingenting");
        text.en += &format!(", {nothing} concern nothing");
    }
    if other_version > 0 {
        text.nb += &format!("; {other_version} er skrevet for en annen IFC-versjon enn modellens");
        text.en += &format!("; {other_version} are written for another version of IFC than the model's");
    }
    text.nb.push('.');
    text.en.push('.');
    text
}

struct Resolver<'a> {
    pair: &'a Pair<'a>,
    lang: Lang,
    most: usize,
}

impl Resolver<'_> {
    fn check(&self) -> CheckLine {
        let Pair { document, sources, model, checked } = self.pair;
        let results = document.specifications.iter().zip(&checked.specifications).enumerate();
        let specifications: Vec<_> = results.map(|(i, (s, r))| self.specification(i + 1, s, r)).collect();
        let counts = Counts {
            failed: checked.count(Verdict::Failed),
            passed: checked.count(Verdict::Passed),
            nothing: checked.count(Verdict::Nothing),
            other_version: checked.specifications.iter().filter(|s| !s.for_this_version).count(),
        };
        let verdict = verdict_of(&counts);
        CheckLine {
            specification_file: SpecificationFile {
                path: sources.file(document.source).name(),
                title: clean(&document.info.title.value),
            },
            model: ModelFile {
                path: model.file().path().to_string_lossy().replace('\\', "/"),
                schema: model.schema().name(),
            },
            verdict: verdict_id(verdict),
            sentence: sentence(verdict, &counts).get(self.lang).to_owned(),
            counts,
            specifications,
        }
    }

    fn line(&self, span: Span) -> usize {
        self.pair.sources.position(span).line
    }

    fn text(&self, text: Option<&Text>) -> Option<String> {
        text.map(|t| clean(&t.value)).filter(|t| !t.trim().is_empty())
    }

    fn specification(
        &self,
        number: usize,
        of: &Specification,
        result: &SpecificationResult,
    ) -> SpecificationLine {
        let presence = of.applicability.occurs.presence();
        let prohibited = presence == Presence::Prohibited;
        let mut notes = Vec::new();
        if !result.for_this_version {
            let versions: Vec<&str> = of.versions.iter().map(|v| Schema::of(*v).name()).collect();
            let (versions, schema) = (versions.join(", "), self.pair.model.schema().name());
            notes.push(localized!(
                "Skrevet for {versions}, men modellen er {schema}: spør den som laget filen om den gjelder.",
                "Written for {versions}, but the model is {schema}: ask the author of the file whether it holds."
            ));
        }
        if result.verdict == Verdict::Nothing {
            notes.push(Localized::new(
                "Ingenting er kontrollert: er det riktig modell, og heter klassene og egenskapene det samme?",
                "Nothing was checked: is it the right model, and are its classes and properties named so?",
            ));
        }
        let items = of.requirements.iter().flat_map(|r| &r.items);
        let unwanted = if prohibited { result.applicable.iter().take(self.most) } else { [].iter().take(0) };
        SpecificationLine {
            number,
            name: clean(&of.name.value),
            identifier: self.text(of.identifier.as_ref()),
            description: self.text(of.description.as_ref()),
            instructions: self.text(of.instructions.as_ref()),
            line: self.line(of.span),
            ifc_versions: of.versions.iter().map(|v| Schema::of(*v).name()).collect(),
            for_this_version: result.for_this_version,
            verdict: verdict_id(result.verdict),
            cardinality: match presence {
                Presence::Required => "required",
                Presence::Optional => "optional",
                Presence::Prohibited => "prohibited",
            },
            applies_to: format!(
                "{} ({})",
                words::applies_to(&of.applicability.facets, self.lang),
                words::presence(presence, self.lang)
            ),
            sentence: self.sentence(presence, result).get(self.lang).to_owned(),
            notes: notes.iter().map(|n| n.get(self.lang).to_owned()).collect(),
            elements: result.applicable.len(),
            failed_elements: result.failed,
            requirements: items.zip(&result.requirements).map(|(i, r)| self.requirement(i, r)).collect(),
            unwanted: unwanted.map(|id| self.unwanted(*id)).collect(),
        }
    }

    fn sentence(&self, presence: Presence, result: &SpecificationResult) -> Localized {
        let (all, failed) = (result.applicable.len(), result.failed);
        match (presence, all, failed) {
            (Presence::Required, 0, _) => Localized::new(
                "ingen slike elementer finnes, og de må finnes",
                "no such element exists, and some must",
            ),
            (Presence::Optional, 0, _) => {
                Localized::new("gjelder ingenting i modellen", "concerns nothing in the model")
            }
            (Presence::Prohibited, 0, _) => {
                Localized::new("ingen slike elementer, som det skal være", "no such element, as it must be")
            }
            (Presence::Prohibited, n, _) => {
                localized!("{n} elementer som ikke skal finnes", "{n} elements that must not exist")
            }
            (_, 1, 0) => Localized::new("1 element, i orden", "1 element, all right"),
            (_, n, 0) => localized!("{n} elementer, alle i orden", "{n} elements, all right"),
            (_, n, f) => localized!("{f} av {n} elementer feiler", "{f} of {n} elements fail"),
        }
    }

    fn requirement(&self, of: &Requirement, result: &RequirementResult) -> RequirementLine {
        RequirementLine {
            text: words::requirement(&of.facet, of.cardinality, self.lang),
            facet: of.facet.tag(),
            cardinality: match of.cardinality {
                Cardinality::Required => "required",
                Cardinality::Optional => "optional",
                Cardinality::Prohibited => "prohibited",
            },
            instructions: self.text(of.instructions.as_ref()),
            line: self.line(of.facet.span()),
            passed: result.passed,
            failed: result.failures.len(),
            elements: result.failures.iter().take(self.most).map(|f| self.failure(&of.facet, f)).collect(),
        }
    }

    fn element(&self, id: Id) -> ElementLine {
        let model = self.pair.model;
        let text = |name: &str| model.text(id, name).map(|t| clean(&t)).filter(|t| !t.is_empty());
        ElementLine {
            entity: id.to_string(),
            class: model.class(id).map_or(String::new(), |c| c.name().to_owned()),
            name: text("Name"),
            global_id: text("GlobalId"),
            line: model.file().record(id).map_or(0, |r| r.line()),
            why: "",
            reason: String::new(),
            found: String::new(),
            expected: String::new(),
            found_in: None,
        }
    }

    fn unwanted(&self, id: Id) -> ElementLine {
        let reason = Localized::new("skal ikke finnes", "must not exist").get(self.lang).to_owned();
        ElementLine { why: "prohibited", reason, ..self.element(id) }
    }

    fn failure(&self, facet: &Facet, failure: &Failure) -> ElementLine {
        let reason = &failure.reason;
        ElementLine {
            why: why_id(reason.why),
            reason: words::reason(facet, reason, self.lang),
            found: clean(&reason.found),
            expected: words::expected(facet, reason, self.lang),
            found_in: reason.at.filter(|at| *at != failure.element).map(|at| at.to_string()),
            ..self.element(failure.element)
        }
    }
}

fn why_id(why: Why) -> &'static str {
    match why {
        Why::Class => "class",
        Why::PredefinedType => "predefined_type",
        Why::NoAttribute => "no_attribute",
        Why::EmptyAttribute => "empty_attribute",
        Why::AttributeValue => "attribute_value",
        Why::NoSet => "no_set",
        Why::NoProperty => "no_property",
        Why::EmptyProperty => "empty_property",
        Why::DataType => "data_type",
        Why::PropertyValue => "property_value",
        Why::PropertyKind => "property_kind",
        Why::NoClassification => "no_classification",
        Why::Classification => "classification",
        Why::NoMaterial => "no_material",
        Why::Material => "material",
        Why::NoWhole => "no_whole",
        Why::Whole => "whole",
        Why::Prohibited => "prohibited",
    }
}
