//! How many dwellings, bases and buildings there are.

use super::deriver::Deriver;
use super::{Fact, SubjectIx};
use crate::localized;
use crate::model::{Known, Value};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `project.dwelling_count`, `building.dwelling_count`, `project.base_count`, `project.has_base`,
/// `project.building_count`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let project = d.base.project();
    dwellings(d, project);
    buildings(d, project);
    bases(d, project);
}

/// What was stated as a number of its own is one more word on how many there are.
fn also_stated(d: &mut Deriver<'_>, ix: SubjectIx, stated: &str, fact: &str) -> bool {
    match d.base.get(ix, stated) {
        Fact::Known(known) => {
            let mut all = match d.base.get(ix, fact) {
                Fact::Known(own) if own.value.same(&known.value) => {
                    vec![Known { origins: [own.origins, known.origins].concat(), ..known }]
                }
                Fact::Known(own) => vec![own, known],
                Fact::Conflicting(all) => [all, vec![known]].concat(),
                Fact::Unknown(_) => vec![known],
            };
            all.dedup();
            d.base.set_declared(ix, fact, all);
            true
        }
        Fact::Conflicting(all) => {
            d.base.set_declared(ix, fact, all);
            true
        }
        Fact::Unknown(_) => false,
    }
}

fn dwellings(d: &mut Deriver<'_>, project: SubjectIx) {
    let fact = "project.dwelling_count";
    let stated = also_stated(d, project, "project.dwellings_declared", fact);
    let count = d.model.dwellings.len();
    if count > 0 {
        let method =
            Localized::new("boligene er talt, baser ikke medregnet", "the dwellings counted, bases left out");
        d.computed(project, fact, Value::count(count), method, &[]);
    } else if !stated {
        let why = Localized::new("ingen boliger er beskrevet", "no dwellings are described");
        d.unknown(project, fact, why, &[(project, "project.dwellings_declared")]);
    }
}

fn buildings(d: &mut Deriver<'_>, project: SubjectIx) {
    let model = d.model;
    if model.buildings.is_empty() {
        let why = Localized::new("ingen bygg er beskrevet", "no buildings are described");
        d.unknown(project, "project.building_count", why, &[]);
        return;
    }
    let method = Localized::new("byggene er talt", "the buildings counted");
    d.computed(project, "project.building_count", Value::count(model.buildings.len()), method, &[]);
    let mut counts = vec![0usize; model.buildings.len()];
    let mut unplaced: Option<usize> = None;
    for (i, dwelling) in model.dwellings.iter().enumerate() {
        let building = dwelling.storey.and_then(|s| model.storeys.get(s)).map(|s| s.building);
        match building.and_then(|b| counts.get_mut(b)) {
            Some(count) => *count += 1,
            None => unplaced = unplaced.or(Some(i)),
        }
    }
    for (i, count) in counts.into_iter().enumerate() {
        let ix = d.subject(SubjectKind::Building, i);
        if let Some(first) = unplaced {
            let label = &model.dwellings[first].element.label;
            let why = localized!("{label} er ikke plassert i et bygg", "{label} is not placed in a building");
            d.unknown(ix, "building.dwelling_count", why, &[]);
        } else {
            let method = Localized::new("boligene i bygget er talt", "the dwellings of the building counted");
            d.computed(ix, "building.dwelling_count", Value::count(count), method, &[]);
        }
    }
}

fn bases(d: &mut Deriver<'_>, project: SubjectIx) {
    let count = d.model.bases.len();
    if count > 0 {
        let method = Localized::new("personalbasene er talt", "the staff bases counted");
        d.computed(project, "project.base_count", Value::count(count), method.clone(), &[]);
        d.computed(project, "project.has_base", Value::Bool(true), method, &[]);
        return;
    }
    match d.base.value(project, "project.has_base") {
        Some(Value::Bool(false)) => {
            let method =
                Localized::new("det er sagt at prosjektet ikke har base", "it is said that there is no base");
            d.computed(
                project,
                "project.base_count",
                Value::count(0),
                method,
                &[(project, "project.has_base")],
            );
        }
        known => {
            let why = Localized::new("ingen personalbase er beskrevet", "no staff base is described");
            let needs = [(project, "project.has_base")];
            d.unknown(project, "project.base_count", why.clone(), if known.is_some() { &[] } else { &needs });
            d.unknown(project, "project.has_base", why, &[]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::Fact;
    use crate::facts::sample::Sample;
    use crate::model::Value;
    use crate::vocab::SubjectKind;

    const PROJECT: SubjectKind = SubjectKind::Project;

    #[test]
    fn a_stated_number_of_dwellings_that_are_not_there_is_a_conflict() {
        let mut s = Sample::new();
        s.declare("project.dwellings_declared", Value::count(2));
        assert_eq!(s.number(PROJECT, 0, "project.dwelling_count"), Some(2.0));
        s.dwelling("A101");
        assert!(matches!(s.fact(PROJECT, 0, "project.dwelling_count"), Fact::Conflicting(_)));
        s.dwelling("A102");
        assert_eq!(s.number(PROJECT, 0, "project.dwelling_count"), Some(2.0));
    }

    #[test]
    fn nobody_spoke_of_a_base_is_not_the_same_as_no_base() {
        let mut s = Sample::new();
        assert_eq!(s.value(PROJECT, 0, "project.has_base"), None);
        s.declare("project.has_base", Value::Bool(false));
        assert_eq!(s.number(PROJECT, 0, "project.base_count"), Some(0.0));
        s.base("Base");
        assert!(matches!(s.fact(PROJECT, 0, "project.has_base"), Fact::Conflicting(_)));
    }

    #[test]
    fn a_dwelling_that_stands_nowhere_leaves_every_building_open() {
        let mut s = Sample::new();
        s.dwelling("A101");
        s.dwelling("A102");
        assert_eq!(s.number(SubjectKind::Building, 0, "building.dwelling_count"), Some(2.0));
        s.model.dwellings[1].storey = None;
        assert_eq!(s.number(SubjectKind::Building, 0, "building.dwelling_count"), None);
    }
}
