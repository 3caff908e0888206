//! What a negative finding says would turn it does turn it, and a little less does not.

use befaring::evaluate::evaluate;
use befaring::facts::{FactBase, SubjectIx, derive};
use befaring::finding::{Change, Direction, Finding, Verdict};
use befaring::model::{Element, Model, Origin, Value};
use befaring::quantity::{Dimension, Quantity};
use befaring::text::Localized;
use befaring::vocab::SubjectKind;

use super::cases::{Case, built_in, fixtures};

/// The element behind a subject.
fn element<'m>(model: &'m mut Model, facts: &FactBase, ix: SubjectIx) -> &'m mut Element {
    let subject = facts.subject(ix);
    let i = subject.index;
    match subject.kind {
        SubjectKind::Project => &mut model.project.element,
        SubjectKind::Site => &mut model.site.element,
        SubjectKind::Building => &mut model.buildings[i].element,
        SubjectKind::Storey => &mut model.storeys[i].element,
        SubjectKind::Dwelling => &mut model.dwellings[i].element,
        SubjectKind::Base => &mut model.bases[i].element,
        SubjectKind::Room => &mut model.rooms[i].element,
        SubjectKind::Door | SubjectKind::Window => &mut model.openings[i].element,
        SubjectKind::Wall => &mut model.walls[i].element,
        SubjectKind::Fixture => &mut model.fixtures[i].element,
    }
}

/// The model with stated numbers put at their limits, `off` beyond them; none where a change is of something
/// nobody stated.
fn changed(model: &Model, facts: &FactBase, changes: &[Change], off: f64) -> Option<Model> {
    let mut model = model.clone();
    for change in changes {
        let margin = change.margin?;
        let element = element(&mut model, facts, change.subject);
        element.declared.get(&change.fact)?;
        let step = match (margin.value.dimension, margin.direction) {
            (Dimension::Count, _) if off == 0.0 => 0.0,
            (Dimension::Count, Direction::AtLeast) => -1.0,
            (Dimension::Count, Direction::AtMost) => 1.0,
            (_, Direction::AtLeast) => -off,
            (_, Direction::AtMost) => off,
        };
        let value = Quantity::new(margin.limit.value + step, margin.value.dimension);
        element.declared.remove(&change.fact);
        let why = Localized::same("what the finding says would do");
        element.declare(change.fact.clone(), Value::Quantity(value), Origin::Assumed { why });
    }
    Some(model)
}

fn verdict(case: &Case, model: &Model, of: &Finding) -> Verdict {
    let catalogue = built_in();
    let facts = derive(model, &catalogue.vocabulary);
    let findings = evaluate(&facts, catalogue, catalogue.latest_edition().unwrap());
    let same = |f: &&Finding| f.requirement == of.requirement && f.subject == of.subject;
    findings.iter().find(same).unwrap_or_else(|| panic!("{} is gone", case.name())).verdict
}

#[test]
fn a_finding_turns_at_the_value_it_names_and_not_just_before_it() {
    let (mut tried, mut faults) = (0, Vec::new());
    for fixture in fixtures() {
        let catalogue = fixture.catalogue();
        for case in &fixture.cases {
            let Some((model, facts)) = case.project() else { continue };
            for finding in case.findings(&catalogue).iter().filter(|f| f.verdict == Verdict::Negative) {
                for way in finding.ways.iter().filter(|w| w.complete) {
                    let Some(model_at) = changed(model, facts, &way.changes, 0.0) else { continue };
                    tried += 1;
                    let found = verdict(case, &model_at, finding);
                    // A change may settle more than it promises: what was a conflict may be none any more.
                    if found > way.then {
                        faults.push(format!(
                            "{}: {:?} gives {found:?}, worse than {:?}",
                            case.name(),
                            way.changes.iter().map(|c| &c.text.nb).collect::<Vec<_>>(),
                            way.then
                        ));
                    }
                    let Some(short) = changed(model, facts, &way.changes, 0.002) else { continue };
                    if verdict(case, &short, finding) == Verdict::Positive {
                        faults.push(format!("{}: less than the named value does too", case.name()));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried > 20 || std::env::var("KRAV").is_ok(), "only {tried} turns were tried");
}

#[test]
fn every_negative_finding_of_a_case_says_what_would_turn_it() {
    let (mut with, mut without) = (0, Vec::new());
    for fixture in fixtures() {
        let catalogue = fixture.catalogue();
        for case in &fixture.cases {
            for finding in case.findings(&catalogue) {
                if finding.verdict != Verdict::Negative {
                    assert!(finding.ways.is_empty(), "{}: nothing to turn", case.name());
                } else if finding.ways.is_empty() {
                    without.push(finding.requirement);
                } else {
                    with += 1;
                    for change in finding.ways.iter().flat_map(|w| &w.changes) {
                        let text = [&change.text.nb, &change.text.en];
                        assert!(text.iter().all(|t| !t.is_empty() && !t.contains('{')), "{}", case.name());
                    }
                }
            }
        }
    }
    without.sort();
    without.dedup();
    assert!(without.len() * 20 <= with, "{without:?} of {with} say nothing");
}
