//! The least that stands between a design and a group: the changes that turn its negative findings, each told once.
//!
//! A change may serve several requirements. Findings with one way only are taken first; of several ways the one that
//! adds the least to what is already to be changed is taken. That need not be the least of all, but it is never
//! more than one way for each finding. What an agreed departure excuses asks for no change.

use crate::catalogue::{Catalogue, Check};
use crate::finding::{Change, Direction, Finding, Force, Verdict, Way};

/// A change, and what it is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What must be otherwise.
    pub change: Change,
    /// The strongest force of what asks for it.
    pub force: Force,
    /// Whether some finding it serves needs more than the changes named.
    pub complete: bool,
    /// Whether some finding it serves stays to be clarified afterwards.
    pub opens: bool,
    /// Index of the findings it serves.
    pub findings: Vec<usize>,
}

/// The changes that turn the negative findings no departure excuses, what asks strongest first. Requirements that only sum up others follow
/// from those, and ask for nothing themselves.
pub fn steps(findings: &[Finding], catalogue: &Catalogue, edition: &str) -> Vec<Step> {
    let sums_up = |f: &Finding| {
        let block =
            catalogue.requirements.get(&f.requirement).and_then(|r| r.block(edition, &catalogue.editions));
        block.is_some_and(|b| matches!(b.check, Check::Summary(_)))
    };
    let mut negative: Vec<usize> =
        (0..findings.len()).filter(|i| findings[*i].is_broken() && !sums_up(&findings[*i])).collect();
    negative.sort_by_key(|i| findings[*i].ways.len().max(1));
    let mut steps: Vec<Step> = Vec::new();
    for index in negative {
        let finding = &findings[index];
        let own;
        let ways = if finding.ways.is_empty() {
            own = [title(finding, catalogue)];
            &own[..]
        } else {
            &finding.ways[..]
        };
        // Whose group it is cannot be changed to suit the group.
        let ways: Vec<&Way> =
            ways.iter().filter(|w| !w.changes.iter().any(|c| is_of_residents(&c.fact))).collect();
        let added = |w: &Way| w.changes.iter().filter(|c| !steps.iter().any(|s| same(&s.change, c))).count();
        let Some(way) = ways.into_iter().min_by_key(|w| (!w.complete, w.then, added(w), w.changes.len()))
        else {
            continue;
        };
        for change in &way.changes {
            let (complete, opens) = (way.complete, way.then == Verdict::Unclear);
            match steps.iter_mut().find(|s| same(&s.change, change)) {
                Some(step) => {
                    if stricter(change, &step.change) {
                        step.change = change.clone();
                    }
                    step.force = step.force.max(finding.force);
                    step.complete &= complete;
                    step.opens |= opens;
                    if !step.findings.contains(&index) {
                        step.findings.push(index);
                    }
                }
                None => steps.push(Step {
                    change: change.clone(),
                    force: finding.force,
                    complete,
                    opens,
                    findings: vec![index],
                }),
            }
        }
    }
    steps.sort_by_key(|s| (std::cmp::Reverse(s.force), s.findings.first().copied()));
    steps
}

/// Whether a fact says who is to live there.
fn is_of_residents(fact: &str) -> bool {
    super::between::GROUP_FACTS.contains(&fact)
}

/// Whether two changes are of the same value in the same direction.
fn same(a: &Change, b: &Change) -> bool {
    let direction = |c: &Change| c.margin.map(|m| m.direction).or(c.rank.map(|(d, _)| d));
    (a.subject, &a.fact, direction(a)) == (b.subject, &b.fact, direction(b))
        && (direction(a).is_some() || a.text == b.text)
}

fn stricter(a: &Change, b: &Change) -> bool {
    match (a.margin, b.margin, a.rank, b.rank) {
        (Some(a), Some(b), ..) => match a.direction {
            Direction::AtLeast => a.limit.value > b.limit.value,
            Direction::AtMost => a.limit.value < b.limit.value,
        },
        (_, _, Some((direction, a)), Some((_, b))) => match direction {
            Direction::AtLeast => a > b,
            Direction::AtMost => a < b,
        },
        _ => false,
    }
}

/// What must come true where no value says it: the requirement itself.
fn title(finding: &Finding, catalogue: &Catalogue) -> Way {
    let text = catalogue.requirements.get(&finding.requirement).map(|r| r.title.clone()).unwrap_or_default();
    let change = Change {
        subject: finding.subject,
        fact: finding.requirement.clone(),
        name: text.clone(),
        margin: None,
        rank: None,
        text,
    };
    Way { changes: vec![change], complete: true, then: Verdict::Positive }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::SubjectIx;
    use crate::finding::Margin;
    use crate::quantity::{Dimension, Quantity};
    use crate::text::Localized;
    use std::sync::Arc;

    fn change(fact: &str, limit: Option<f64>) -> Change {
        let length = |v| Quantity::new(v, Dimension::Length);
        Change {
            subject: SubjectIx(1),
            fact: fact.to_owned(),
            name: Localized::same(fact),
            margin: limit.map(|l| Margin {
                value: length(0.5),
                limit: length(l),
                direction: Direction::AtLeast,
                difference: l - 0.5,
            }),
            rank: None,
            text: Localized::same(fact),
        }
    }

    fn finding(requirement: &str, force: Force, ways: &[&[Change]]) -> Finding {
        Finding {
            requirement: requirement.to_owned(),
            subject: SubjectIx(1),
            verdict: Verdict::Negative,
            unclarity: None,
            force,
            message: Arc::default(),
            remark: None,
            interpretation: None,
            evidence: Vec::new(),
            parameters: Arc::default(),
            remedies: Arc::default(),
            causes: Vec::new(),
            drawing: crate::facts::Drawing::default(),
            departure: None,
            not_yet: None,
            ways: ways
                .iter()
                .map(|c| Way { changes: c.to_vec(), complete: true, then: Verdict::Positive })
                .collect(),
            statements: Vec::new(),
            computed: None,
        }
    }

    #[test]
    fn two_limits_of_one_measure_are_one_step_to_the_farther() {
        let findings = [
            finding("a", Force::Should, &[&[change("width", Some(0.76))]]),
            finding("b", Force::Shall, &[&[change("width", Some(0.86))]]),
        ];
        let steps = steps(&findings, &Catalogue::default(), "");
        assert_eq!(steps.len(), 1);
        assert_eq!(steps[0].change.margin.unwrap().limit.value, 0.86);
        assert_eq!((steps[0].force, steps[0].findings.len()), (Force::Shall, 2));
    }

    #[test]
    fn two_places_in_an_order_of_words_are_one_step_to_the_farther() {
        let class = |rank: usize, text: &str| Change {
            rank: Some((Direction::AtLeast, rank)),
            text: Localized::same(text),
            ..change("glass", None)
        };
        let both = [class(2, "P4A"), class(5, "P6B")];
        let found = [finding("a", Force::Should, &[&both])];
        let steps = steps(&found, &Catalogue::default(), "");
        assert_eq!(steps.iter().map(|s| s.change.text.nb.as_str()).collect::<Vec<_>>(), ["P6B"]);
        assert_eq!(steps[0].findings, [0]);
    }

    #[test]
    fn what_a_departure_excuses_asks_for_no_change() {
        use crate::finding::{Departure, Standing};
        let with = |standing| {
            let departure = Some(Departure { id: "F1".to_owned(), standing });
            [Finding { departure, ..finding("a", Force::Shall, &[&[change("x", None)]]) }]
        };
        let asked = |standing| steps(&with(standing), &Catalogue::default(), "").len();
        assert_eq!([Standing::InForce, Standing::ExpiryUnknown].map(asked), [0, 0]);
        assert_eq!([Standing::Expired, Standing::Applied, Standing::Rejected].map(asked), [1, 1, 1]);
    }

    #[test]
    fn of_several_ways_the_one_that_is_taken_anyhow_is_taken() {
        let findings = [
            finding("a", Force::Shall, &[&[change("x", None)], &[change("y", None)]]),
            finding("b", Force::Shall, &[&[change("y", None)]]),
        ];
        let steps = steps(&findings, &Catalogue::default(), "");
        assert_eq!(steps.iter().map(|s| s.change.fact.as_str()).collect::<Vec<_>>(), ["y"]);
    }

    #[test]
    fn a_finding_nobody_can_put_a_value_to_is_not_left_out() {
        let findings = [finding("a.b", Force::Note, &[])];
        assert_eq!(steps(&findings, &Catalogue::default(), "")[0].change.fact, "a.b");
    }
}
