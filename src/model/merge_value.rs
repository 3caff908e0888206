//! When several sources state the same fact: agreement is one value with several origins, an observation on
//! site outranks what was planned, and anything else stays side by side as a conflict.

use super::{Certainty, Declaration, Known};

/// The distinct values stated, each with all its origins. None: nothing was stated. One: known. More: conflict.
/// Where anything was observed on site, only the observed values count.
pub fn settle(declarations: &[Declaration]) -> Vec<Known> {
    let observed = declarations.iter().any(|d| d.origin.certainty() == Certainty::Observed);
    let mut distinct: Vec<Known> = Vec::new();
    for declaration in declarations {
        if observed && declaration.origin.certainty() != Certainty::Observed {
            continue;
        }
        match distinct.iter_mut().find(|k| k.value.same(&declaration.value)) {
            Some(known) => known.origins.push(declaration.origin.clone()),
            None => distinct.push(Known::new(declaration.value.clone(), declaration.origin.clone())),
        }
    }
    distinct
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, Place, Value};

    fn place(line: usize) -> Place {
        Place { file: "a.bolig".into(), line, column: 1 }
    }

    fn declared(metres: f64, line: usize) -> Declaration {
        Declaration { value: Value::length(metres), origin: Origin::Declared { place: place(line) } }
    }

    #[test]
    fn two_sources_that_agree_are_one_value_with_two_origins() {
        let known = settle(&[declared(0.9, 1), declared(0.900_01, 2)]);
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].origins.len(), 2);
    }

    #[test]
    fn two_sources_that_differ_stay_side_by_side() {
        assert_eq!(settle(&[declared(0.9, 1), declared(0.8, 2)]).len(), 2);
    }

    #[test]
    fn what_was_seen_on_site_outranks_what_was_planned() {
        let seen = Declaration { value: Value::length(0.8), origin: Origin::Observed { place: place(3) } };
        let known = settle(&[declared(0.9, 1), seen]);
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].value, Value::length(0.8));
    }
}
