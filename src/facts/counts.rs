//! How many dwellings, bases and buildings there are.

use super::SubjectIx;
use super::deriver::Deriver;
use crate::localized;
use crate::model::Value;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `project.dwelling_count`, `building.dwelling_count`, `project.base_count`, `project.has_base`,
/// `project.building_count`, `project.inhabited_building_count`, `dwelling.detached`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let project = d.base.project();
    dwellings(d, project);
    buildings(d, project);
    bases(d, project);
}

fn dwellings(d: &mut Deriver<'_>, project: SubjectIx) {
    let fact = "project.dwelling_count";
    let count = d.model.dwellings.len();
    if count > 0 {
        let method =
            Localized::new("boligene er talt, baser ikke medregnet", "the dwellings counted, bases left out");
        d.computed(project, fact, Value::count(count), method, &[]);
    } else {
        let why = Localized::new("ingen boliger er beskrevet", "no dwellings are described");
        d.unknown(project, fact, why, &[]);
    }
}

fn buildings(d: &mut Deriver<'_>, project: SubjectIx) {
    let model = d.model;
    if model.buildings.is_empty() {
        let why = Localized::new("ingen bygg er beskrevet", "no buildings are described");
        d.unknown(project, "project.building_count", why.clone(), &[]);
        d.unknown(project, "project.inhabited_building_count", why, &[]);
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
    let from: Vec<(SubjectIx, &str)> = (0..model.buildings.len())
        .map(|i| (d.subject(SubjectKind::Building, i), "building.dwelling_count"))
        .collect();
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
    let numbers: Vec<Option<f64>> = from.iter().map(|(ix, fact)| d.number(*ix, fact)).collect();
    let fact = "project.inhabited_building_count";
    if model.dwellings.is_empty() || numbers.contains(&None) {
        let open: Vec<(SubjectIx, &str)> =
            from.iter().zip(&numbers).filter(|(_, n)| n.is_none()).map(|(f, _)| *f).collect();
        d.unknown(project, fact, Localized::default(), &open);
    } else {
        let inhabited = numbers.iter().flatten().filter(|n| **n > 0.0).count();
        let method = Localized::new("byggene med boliger er talt", "the buildings with dwellings counted");
        d.computed(project, fact, Value::count(inhabited), method, &from);
    }
    for (i, dwelling) in model.dwellings.iter().enumerate() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        let building = dwelling.storey.and_then(|s| model.storeys.get(s)).map(|s| s.building);
        let building = building.and_then(|b| d.base.find(SubjectKind::Building, b));
        match building.and_then(|b| d.number(b, "building.dwelling_count").map(|n| (b, n))) {
            Some((building, count)) => {
                let method =
                    Localized::new("boligene i bygget er talt", "the dwellings of the building counted");
                let from = [(building, "building.dwelling_count")];
                d.computed(ix, "dwelling.detached", Value::Bool(count <= 1.0), method, &from);
            }
            None => {
                let needs: Vec<(SubjectIx, &str)> =
                    building.map(|b| (b, "building.dwelling_count")).into_iter().collect();
                d.unknown(ix, "dwelling.detached", Localized::default(), &needs);
            }
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
        s.declare("project.dwelling_count", Value::count(2));
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
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.detached"), Some(Value::Bool(false)));
        s.model.dwellings[1].storey = None;
        assert_eq!(s.number(SubjectKind::Building, 0, "building.dwelling_count"), None);
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.detached"), None);
    }
}
