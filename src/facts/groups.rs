//! Who will live here: group keys of the project and its dwellings, and the building standards in use.

use super::deriver::Deriver;
use super::{Fact, SubjectIx};
use crate::localized;
use crate::model::Value;
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Derives `project.group_keys`, `dwelling.group_keys`, `project.standards`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let project = d.base.project();
    keys(d, project, "project.group", "project.group_keys", None);
    for i in 0..d.model.dwellings.len() {
        let dwelling = d.subject(SubjectKind::Dwelling, i);
        keys(d, dwelling, "dwelling.group", "dwelling.group_keys", Some("project.group_keys"));
    }
    standards(d, project);
}

/// The groups stated and the somatic group as one list of keys.
fn keys(d: &mut Deriver<'_>, ix: SubjectIx, group: &str, keys: &str, otherwise: Option<&'static str>) {
    let somatic = match d.base.value(ix, "project.somatic") {
        Some(Value::Word(class)) if class != "none" => Some(format!("S{class}")),
        _ => None,
    };
    let method = Localized::new(
        "målgruppen, og somatikkgruppen der prosjektet har en",
        "the resident group, and the somatic group where the project has one",
    );
    match (d.base.get(ix, group), otherwise) {
        (Fact::Known(known), _) => {
            let words = known.value.as_words().iter().cloned().chain(somatic.clone());
            let value = Value::words(words);
            let mut from = vec![(ix, group)];
            if somatic.is_some() {
                from.push((ix, "project.somatic"));
            }
            d.computed(ix, keys, value, method, &from);
        }
        (Fact::Conflicting(_), _) => {
            let why =
                Localized::new("målgruppen er oppgitt ulikt", "the resident group is stated differently");
            d.unknown(ix, keys, why, &[(ix, group)]);
        }
        (Fact::Unknown(_), Some(project_keys)) => match d.base.get(ix, project_keys) {
            Fact::Known(known) => {
                let method = Localized::new("prosjektets målgruppe", "the project's resident group");
                d.computed(ix, keys, known.value, method, &[(ix, project_keys)]);
            }
            _ => {
                let project = d.base.project();
                d.unknown(ix, keys, Localized::default(), &[(project, "project.group")]);
            }
        },
        (Fact::Unknown(_), None) => match somatic {
            Some(key) => d.computed(ix, keys, Value::words([key]), method, &[(ix, "project.somatic")]),
            None => d.unknown(ix, keys, Localized::default(), &[(ix, group)]),
        },
    }
}

/// The distinct standards of the project and of dwellings that state their own.
fn standards(d: &mut Deriver<'_>, project: SubjectIx) {
    let mut words: Vec<String> = Vec::new();
    let mut from: Vec<(SubjectIx, &str)> = Vec::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    let common = d.base.get(project, "project.standard");
    if let Fact::Known(known) = &common {
        words.extend(known.value.as_words().iter().cloned());
        from.push((project, "project.standard"));
    }
    let unsaid = !matches!(common, Fact::Known(_));
    if matches!(common, Fact::Conflicting(_)) {
        open.push((project, "project.standard"));
    }
    for i in 0..d.model.dwellings.len() {
        let dwelling = d.subject(SubjectKind::Dwelling, i);
        match d.base.get(dwelling, "dwelling.standard") {
            Fact::Known(known) => {
                words.extend(known.value.as_words().iter().cloned());
                from.push((dwelling, "dwelling.standard"));
            }
            Fact::Conflicting(_) => open.push((dwelling, "dwelling.standard")),
            Fact::Unknown(_) if unsaid && open.is_empty() => open.push((project, "project.standard")),
            Fact::Unknown(_) => {}
        }
    }
    if !open.is_empty() || words.is_empty() {
        if open.is_empty() {
            open.push((project, "project.standard"));
        }
        d.unknown(project, "project.standards", Localized::default(), &open);
        return;
    }
    let dwellings = from.len() - usize::from(!unsaid);
    let method = localized!(
        "prosjektets boligstandard og egne standarder for {dwellings} boliger",
        "the project's building standard and the own standards of {dwellings} dwellings"
    );
    d.computed(project, "project.standards", Value::words(words), method, &from);
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::Sample;
    use crate::model::Value;
    use crate::vocab::SubjectKind;

    const PROJECT: SubjectKind = SubjectKind::Project;

    fn words(words: &[&str]) -> Option<Value> {
        Some(Value::words(words.iter().copied()))
    }

    #[test]
    fn group_and_somatic_group_are_both_keys() {
        let mut s = Sample::new();
        s.declare("project.group", Value::words(["5"]));
        assert_eq!(s.value(PROJECT, 0, "project.group_keys"), words(&["5"]));
        s.declare("project.somatic", Value::Word("5-7".into()));
        assert_eq!(s.value(PROJECT, 0, "project.group_keys"), words(&["5", "S5-7"]));
    }

    #[test]
    fn a_dwelling_without_a_group_of_its_own_has_the_projects() {
        let mut s = Sample::new();
        s.dwelling("A101");
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.group_keys"), None);
        s.declare("project.group", Value::words(["5"]));
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.group_keys"), words(&["5"]));
        let origin = s.model.project.element.origin.clone();
        s.model.dwellings[0].element.declare("dwelling.group", Value::words(["6"]), origin);
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.group_keys"), words(&["6"]));
    }

    #[test]
    fn standards_are_those_of_the_project_and_of_dwellings_that_differ() {
        let mut s = Sample::new();
        s.dwelling("A101");
        assert_eq!(s.value(PROJECT, 0, "project.standards"), None);
        s.declare("project.standard", Value::Word("reinforced".into()));
        assert_eq!(s.value(PROJECT, 0, "project.standards"), words(&["reinforced"]));
        let origin = s.model.project.element.origin.clone();
        let ordinary = Value::Word("ordinary".into());
        s.model.dwellings[0].element.declare("dwelling.standard", ordinary, origin);
        assert_eq!(s.value(PROJECT, 0, "project.standards"), words(&["ordinary", "reinforced"]));
    }
}
