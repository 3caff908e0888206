//! What would each resident group find in this design, and what stands between the design and the group?
//!
//! The model is read and its facts are derived once; only those that hang on who is to live there are derived again for
//! each group, and the catalogue is judged once for each.

mod between;
mod steps;

pub use between::{Asked, Between, Difference, Shift, between};
pub use steps::{Step, steps};

use rayon::prelude::*;

use crate::catalogue::Catalogue;
use crate::evaluate::evaluate;
use crate::facts::{Fact, FactBase, Residents, for_residents};
use crate::finding::Finding;
use crate::fravik::Registered;
use crate::model::Model;
use crate::text::Localized;
use crate::vocab::{Group, Vocabulary};

/// Fact that holds the somatic group, named without the letter of its key.
const SOMATIC: &str = "project.somatic";
/// Its word for none.
const NO_SOMATIC: &str = "none";

/// What was found, and the register of agreed departures held against it.
pub type Judgement = (Vec<Finding>, Vec<Registered>);

/// A design as one group would find it.
pub struct Column {
    /// Id of the group.
    pub group: String,
    /// Whether it is the group, or one of the groups, the project states.
    pub stated: bool,
    /// The facts with that group living there.
    pub facts: FactBase,
    /// What was found, with the agreed departures that concern it.
    pub findings: Vec<Finding>,
    /// The register of agreed departures, held against these findings.
    pub departures: Vec<Registered>,
}

/// The design judged for every group of the vocabulary, in its order. A numbered group is judged without somatic care;
/// a somatic group together with the groups the project states, since it says what care comes on top.
pub fn columns(model: &Model, facts: &FactBase, catalogue: &Catalogue, edition: &str) -> Vec<Column> {
    columns_by(model, facts, catalogue, &|facts| (evaluate(facts, catalogue, edition), Vec::new()))
}

/// The same with the facts of each group judged by `judge`, which may know what people said of the findings and which
/// departures were agreed.
pub fn columns_by(
    model: &Model,
    facts: &FactBase,
    catalogue: &Catalogue,
    judge: &(dyn Fn(&FactBase) -> Judgement + Sync),
) -> Vec<Column> {
    let stated = stated(facts);
    let why = Localized::new(
        "målgruppen er valgt for å sammenligne gruppene",
        "the resident group was chosen to compare the groups",
    );
    catalogue
        .vocabulary
        .groups
        .par_iter()
        .map(|group| {
            let residents = residents(group, &catalogue.vocabulary);
            let facts = for_residents(model, &catalogue.vocabulary, facts, &residents, &why);
            let (findings, departures) = judge(&facts);
            Column {
                group: group.id.clone(),
                stated: stated.contains(&group.id),
                facts,
                findings,
                departures,
            }
        })
        .collect()
}

/// The groups a project states, the somatic one among them.
pub fn stated(facts: &FactBase) -> Vec<String> {
    match facts.get(facts.project(), "project.group_keys") {
        Fact::Known(known) => known.value.as_words().to_vec(),
        _ => Vec::new(),
    }
}

fn residents(group: &Group, vocabulary: &Vocabulary) -> Residents {
    let somatic = group.id.strip_prefix('S').and_then(|id| vocabulary.fact(SOMATIC)?.word(id));
    match somatic {
        Some(word) => Residents { groups: None, somatic: Some(word.id.clone()) },
        None => Residents { groups: Some(vec![group.id.clone()]), somatic: Some(NO_SOMATIC.to_owned()) },
    }
}
