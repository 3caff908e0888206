//! Does a model carry what an IDS file asks for?
//!
//! In come a [`Document`] and a [`Model`]; out goes, for every specification, which elements it concerns, and for every
//! requirement which of these do not meet it and why. What a specification concerns is found from the end that has
//! fewest: records of a class, owners of a set, what a relation lists; each is then held against the other facets. The
//! cost thus grows with what is found, not with specifications times elements.
//!
//! The verdict of a specification follows the number of elements it concerns (IDS documentation, *cardinality*). Whether
//! the IDS file is sound is not asked here: [`audit`](super::audit) does.

mod attribute;
mod classification;
mod constraint;
mod entity;
mod facet;
mod material;
mod part_of;
mod property;
mod result;
mod sets;
mod value;

pub use result::{Checked, Failure, Reason, RequirementResult, SpecificationResult, Verdict, Why};

use self::facet::Ready;
use super::document::{Applicability, Cardinality, Document, Facet, Presence, Specification};
use crate::ifc::Model;
use crate::ifc::step::Id;
use crate::source::Diagnostic;

/// Holds a model against an IDS file.
///
/// # Errors
/// If the file has a pattern that cannot be used; nothing is checked then.
pub fn check(document: &Document, model: &Model) -> Result<Checked, Vec<Diagnostic>> {
    let mut specifications = Vec::new();
    let mut faults = Vec::new();
    for specification in &document.specifications {
        match one(specification, model) {
            Ok(result) => specifications.push(result),
            Err(fault) => faults.push(*fault),
        }
    }
    if faults.is_empty() { Ok(Checked { specifications }) } else { Err(faults) }
}

fn one(specification: &Specification, model: &Model) -> Result<SpecificationResult, Box<Diagnostic>> {
    let applicable = applicable(&specification.applicability, model)?;
    let presence = specification.applicability.occurs.presence();
    let items = specification.requirements.iter().flat_map(|r| &r.items);
    let mut requirements = Vec::new();
    for item in items {
        let mut facet = Ready::new(&item.facet, item.cardinality == Cardinality::Prohibited)?;
        let mut failures = Vec::new();
        // Of what must not be there, nothing is asked.
        if presence != Presence::Prohibited {
            for element in &applicable {
                if let Some(reason) = facet.failure(model, *element, item.cardinality) {
                    failures.push(Failure { element: *element, reason });
                }
            }
        }
        let passed = if presence == Presence::Prohibited { 0 } else { applicable.len() - failures.len() };
        requirements.push(RequirementResult { passed, failures });
    }
    let failed = match presence {
        Presence::Prohibited => applicable.len(),
        _ => failed(&requirements),
    };
    let verdict = match (presence, applicable.is_empty()) {
        (Presence::Required, true) => Verdict::Failed,
        (Presence::Prohibited, true) => Verdict::Passed,
        (Presence::Optional, true) => Verdict::Nothing,
        _ if failed > 0 => Verdict::Failed,
        _ => Verdict::Passed,
    };
    let for_this_version = specification.versions.contains(&model.schema().version());
    Ok(SpecificationResult { verdict, for_this_version, applicable, failed, requirements })
}

/// How many elements fail one of the requirements.
fn failed(requirements: &[RequirementResult]) -> usize {
    if let [only] = requirements {
        return only.failures.len();
    }
    let mut all: Vec<Id> = requirements.iter().flat_map(|r| &r.failures).map(|f| f.element).collect();
    all.sort_unstable();
    all.dedup();
    all.len()
}

/// The elements that have everything a specification tells them by.
fn applicable(applicability: &Applicability, model: &Model) -> Result<Vec<Id>, Box<Diagnostic>> {
    let mut facets = Vec::new();
    for facet in &applicability.facets {
        facets.push((cost(facet), Ready::new(facet, false)?));
    }
    // The cheapest to list elements by comes first; of equals the first of the file.
    facets.sort_by_key(|(cost, _)| *cost);
    let Some((_, first)) = facets.first_mut() else { return Ok(Vec::new()) };
    let mut elements = first.candidates(model);
    elements.sort_unstable();
    elements.dedup();
    for (_, facet) in &mut facets {
        elements.retain(|element| facet.is_met(model, *element));
    }
    elements.shrink_to_fit();
    Ok(elements)
}

/// The order in which facets are asked for the elements that may have them.
fn cost(facet: &Facet) -> u8 {
    match facet {
        Facet::Entity(_) => 0,
        Facet::Classification(_) => 1,
        Facet::Material(_) => 2,
        Facet::Property(_) => 3,
        Facet::PartOf(_) => 4,
        Facet::Attribute(_) => 5,
    }
}
