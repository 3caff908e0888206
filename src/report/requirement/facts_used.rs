//! Which facts a requirement asks for, so that it can be told how each is documented.

use std::collections::BTreeSet;

use crate::catalogue::{Check, EditionBlock, Predicate};

/// The facts and kinds of equipment of a check and of what it applies to, each once, in the order met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Used {
    pub(super) facts: Vec<String>,
    pub(super) fixtures: Vec<String>,
}

pub(super) fn used(block: &EditionBlock) -> Used {
    let mut used = Used::default();
    let predicates = |ps: &[Predicate], used: &mut Used| {
        used.facts.extend(ps.iter().map(|p| p.fact.clone()));
    };
    block.check.walk(&mut |check| match check {
        Check::Count(c) => predicates(&c.r#where, &mut used),
        Check::Bound(b) => used.facts.push(b.fact.clone()),
        Check::Ratio(r) => used.facts.extend([r.of.clone(), r.to.clone()]),
        Check::Value(v) => {
            used.facts.push(v.fact.clone());
            used.facts.extend(v.same_as.iter().chain(&v.among).cloned());
        }
        Check::Covering(c) => used.facts.push(c.fact.clone()),
        Check::Present(p) | Check::Absent(p) => {
            used.facts.extend(p.fact.iter().cloned());
            used.fixtures.extend(p.fixture.iter().chain(&p.fixtures).cloned());
            predicates(&p.r#where, &mut used);
        }
        Check::Located(l) => used.fixtures.extend(l.fixtures.iter().cloned()),
        Check::Table(t) => {
            let column = t.column.strip_prefix('{').and_then(|c| c.strip_suffix('}'));
            used.facts.extend([t.fact.clone(), t.key.clone()]);
            used.facts.extend(column.map(str::to_owned));
        }
        Check::Sight(s) => used.facts.push(s.fact.clone()),
        Check::Observe(o) => used.facts.extend(o.fact.iter().cloned()),
        Check::Each(e) | Check::One(e) => predicates(&e.r#where, &mut used),
        Check::When(w) => predicates(&w.r#if, &mut used),
        Check::Adjacent(_)
        | Check::Access(_)
        | Check::Summary(_)
        | Check::Pending(_)
        | Check::All(_)
        | Check::Any(_)
        | Check::None(_)
        | Check::Witness(_) => {}
    });
    predicates(&block.applies.r#where, &mut used);
    for list in [&mut used.facts, &mut used.fixtures] {
        let mut seen = BTreeSet::new();
        list.retain(|id| seen.insert(id.clone()));
    }
    used
}
