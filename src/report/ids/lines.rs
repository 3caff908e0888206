//! What fails, one line each: the elements of every requirement, what must not be there, and what must and is not.

use super::super::input::hex;
use super::document::{CheckLine, ElementLine, IdsReport, RequirementLine, SpecificationLine};
use sha2::{Digest, Sha256};

/// One thing that fails.
pub(super) struct Failing<'a> {
    /// The model and the file.
    pub(super) check: &'a CheckLine,
    /// The specification.
    pub(super) of: &'a SpecificationLine,
    /// The number of the requirement, from 1; 0 for whether there are elements at all.
    pub(super) part: usize,
    /// The requirement; none for whether there are elements at all.
    pub(super) requirement: Option<&'a RequirementLine>,
    /// The element; none where there is none and must be.
    pub(super) element: Option<&'a ElementLine>,
}

/// Everything that fails, in the order of the document.
pub(super) fn failing(report: &IdsReport) -> impl Iterator<Item = Failing<'_>> {
    let all = report.checks.iter().flat_map(|c| c.specifications.iter().map(move |s| (c, s)));
    all.flat_map(|(check, of)| {
        let line = move |part, requirement, element| Failing { check, of, part, requirement, element };
        let none = (of.verdict == "failed" && of.elements == 0).then(|| line(0, None, None));
        let unwanted = of.unwanted.iter().map(move |e| line(0, None, Some(e)));
        let lacking = of
            .requirements
            .iter()
            .enumerate()
            .flat_map(move |(i, r)| r.elements.iter().map(move |e| line(i + 1, Some(r), Some(e))));
        none.into_iter().chain(unwanted).chain(lacking)
    })
}

/// The id of a requirement: the file's name, the number of the specification, and that of the requirement.
pub(super) fn rule(check: &CheckLine, of: &SpecificationLine, part: usize) -> String {
    let file = check.specification_file.path.rsplit('/').next().unwrap_or_default();
    format!("{file}/{}.{part}", of.number)
}

impl Failing<'_> {
    /// The id of its requirement.
    pub(super) fn rule(&self) -> String {
        rule(self.check, self.of, self.part)
    }

    /// Where in the model it stands.
    pub(super) fn line(&self) -> usize {
        self.element.map_or(1, |e| e.line.max(1))
    }

    /// What is wrong, with the element's name: «IfcDoor D1: har ingen FireRating».
    pub(super) fn text(&self) -> String {
        match self.element {
            Some(e) => format!("{} {}: {}", e.class, e.name.as_deref().unwrap_or(&e.entity), e.reason),
            None => format!("{}: {}", self.of.name, self.of.sentence),
        }
    }

    /// The same with the GlobalId behind it, for outputs that have no field of their own for it.
    pub(super) fn text_with_id(&self) -> String {
        match self.element.and_then(|e| e.global_id.as_deref()) {
            Some(id) => format!("{} [{id}]", self.text()),
            None => self.text(),
        }
    }

    /// What the requirement says, with its instructions.
    pub(super) fn asked(&self) -> String {
        let mut lines = vec![self.of.name.clone()];
        lines.push(self.requirement.map_or_else(|| self.of.applies_to.clone(), |r| r.text.clone()));
        lines.extend(self.requirement.and_then(|r| r.instructions.clone()));
        lines.extend(self.of.instructions.clone());
        lines.join("\n")
    }

    /// A key that stays the same from run to run: requirement, model and element, never the line.
    pub(super) fn fingerprint(&self) -> String {
        let element = self.element.map_or("", |e| e.global_id.as_deref().unwrap_or(&e.entity));
        hex(&Sha256::digest(format!("ids\n{}\n{}\n{element}", self.rule(), self.check.model.path)))
    }
}
