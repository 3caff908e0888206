//! Every case once more, as a building model: written as IFC, read back, and judged.

use befaring::evaluate::evaluate;
use befaring::facts::derive;
use befaring::finding::Verdict;
use befaring::ifc;
use befaring::ifc::schema::Version;
use befaring::ifc::step::Limits;
use befaring::model::Model;

use super::cases::{Fixture, built_in, fixtures};
use super::told;

/// Requirements whose cases a model cannot carry, each with why.
const NOT_IN_A_MODEL: &[(&str, &str)] = &[];

fn read_back(model: &Model, version: Version) -> Result<Model, String> {
    let vocabulary = &built_in().vocabulary;
    let text = ifc::write(model, vocabulary, version, "case", "modell.ifc").text;
    let read = ifc::Model::from_bytes("modell.ifc".as_ref(), text.into_bytes(), &Limits::default());
    let read = read.map_err(|e| format!("the model is not read: {e}"))?;
    ifc::lower(&read, vocabulary).value.ok_or_else(|| "nothing was read back".to_owned())
}

fn disagree(fixture: &Fixture, version: Version) -> Vec<String> {
    let catalogue = fixture.catalogue();
    let edition = catalogue.latest_edition().unwrap();
    let mut faults = Vec::new();
    for case in &fixture.cases {
        let Some((model, _)) = case.project() else { continue };
        let back = match read_back(model, version) {
            Ok(back) => back,
            Err(why) => {
                faults.push(format!("{}\n  {why}", case.name()));
                continue;
            }
        };
        let facts = derive(&back, &catalogue.vocabulary);
        let findings = evaluate(&facts, &catalogue, edition);
        let own = findings.iter().filter(|f| f.requirement == fixture.requirement);
        let verdict = own.clone().map(|f| f.verdict).max().unwrap_or(Verdict::NotApplicable);
        if verdict != case.expected {
            let sentences: Vec<&str> = own.map(|f| f.message.nb.as_str()).collect();
            let all = sentences.join(" · ");
            faults.push(format!("{}\n  as {version:?}: {verdict:?}: {all}", case.name()));
        }
    }
    faults
}

#[test]
fn every_case_gets_the_same_verdict_as_a_building_model() {
    let versions = [Version::Ifc4, Version::Ifc2x3, Version::Ifc4x3];
    let mut faults = Vec::new();
    for (i, fixture) in fixtures().iter().enumerate() {
        let known = built_in().requirements.contains_key(&fixture.requirement);
        let excused = NOT_IN_A_MODEL.iter().any(|(id, _)| *id == fixture.requirement);
        if known && !excused {
            faults.extend(disagree(fixture, versions[i % versions.len()]));
        }
    }
    told(faults);
}
