//! Who will live here: group keys of the project and its dwellings, and the building standards in use.

use super::deriver::Deriver;
use super::{Fact, FactBase, SubjectIx};
use crate::model::{Known, Model, Origin, Value};
use crate::text::Localized;
use crate::vocab::{SubjectKind, Vocabulary};

/// Derives `project.group_keys`, `dwelling.group_keys`, `project.ruling_groups`, `dwelling.ruling_groups`,
/// `dwelling.standard`, `project.standards`, `project.standard_count`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let project = d.base.project();
    residents(d);
    for i in 0..d.model.dwellings.len() {
        let dwelling = d.subject(SubjectKind::Dwelling, i);
        own_standard(d, project, dwelling);
    }
    standards(d, project);
}

/// The facts that hang on who is to live there: what is stated of it, and what follows. Nothing else is derived from
/// them, so that they alone change when a design is judged for others.
const OF_PROJECT: [&str; 4] =
    ["project.group", "project.somatic", "project.group_keys", "project.ruling_groups"];
const OF_DWELLING: [&str; 3] = ["dwelling.group", "dwelling.group_keys", "dwelling.ruling_groups"];

/// Who is to live there, in place of those a project states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Residents {
    /// Ids of resident groups; none keeps those of the project and its dwellings.
    pub groups: Option<Vec<String>>,
    /// The somatic group, a word of `project.somatic`; none keeps the project's.
    pub somatic: Option<String>,
}

/// The facts of the same project with others living there. Those that do not hang on it are taken over as they are.
pub fn for_residents(
    model: &Model,
    vocabulary: &Vocabulary,
    facts: &FactBase,
    others: &Residents,
    why: &Localized,
) -> FactBase {
    let mut base = facts.clone();
    let chosen = |value: Value| vec![Known::new(value, Origin::Assumed { why: why.clone() })];
    let project = base.project();
    OF_PROJECT.iter().for_each(|fact| base.forget(project, fact));
    let stated = |fact: &str| model.project.element.known(fact);
    let group = others.groups.as_ref().map(|g| chosen(Value::words(g)));
    base.set_declared(project, OF_PROJECT[0], group.unwrap_or_else(|| stated(OF_PROJECT[0])));
    let somatic = others.somatic.as_ref().map(|s| chosen(Value::Word(s.clone())));
    base.set_declared(project, OF_PROJECT[1], somatic.unwrap_or_else(|| stated(OF_PROJECT[1])));
    for (i, dwelling) in model.dwellings.iter().enumerate() {
        let Some(ix) = base.find(SubjectKind::Dwelling, i) else { continue };
        OF_DWELLING.iter().for_each(|fact| base.forget(ix, fact));
        if others.groups.is_none() {
            base.set_declared(ix, OF_DWELLING[0], dwelling.element.known(OF_DWELLING[0]));
        }
    }
    let mut deriver = Deriver::new(model, vocabulary, base);
    residents(&mut deriver);
    deriver.base
}

fn residents(d: &mut Deriver<'_>) {
    let project = d.base.project();
    stated_by_the_dwellings(d, project);
    if !gathered(d, project) {
        keys(d, project, "project.group", "project.group_keys", None);
    }
    ruling(d, project, "project.group_keys", "project.ruling_groups");
    for i in 0..d.model.dwellings.len() {
        let dwelling = d.subject(SubjectKind::Dwelling, i);
        keys(d, dwelling, "dwelling.group", "dwelling.group_keys", Some("project.group_keys"));
        ruling(d, dwelling, "dwelling.group_keys", "dwelling.ruling_groups");
    }
}

/// The project's group is that of its dwellings, where it states none itself and every dwelling does.
fn stated_by_the_dwellings(d: &mut Deriver<'_>, project: SubjectIx) {
    if !matches!(d.base.get(project, "project.group"), Fact::Unknown(_)) || d.model.dwellings.is_empty() {
        return;
    }
    let from: Vec<(SubjectIx, &str)> = (0..d.model.dwellings.len())
        .map(|i| (d.subject(SubjectKind::Dwelling, i), "dwelling.group"))
        .collect();
    let mut words: Vec<String> = Vec::new();
    for (ix, fact) in &from {
        let Some(value) = d.base.value(*ix, fact) else { return };
        words.extend(value.as_words().iter().filter(|w| !words.contains(w)).cloned().collect::<Vec<_>>());
    }
    let method = Localized::new("målgruppene til boligene", "the resident groups of the dwellings");
    d.computed(project, "project.group", Value::words(words), method, &from);
}

/// The groups of the dwellings together with the project's own, where some dwellings state another.
fn gathered(d: &mut Deriver<'_>, project: SubjectIx) -> bool {
    let dwellings: Vec<SubjectIx> =
        (0..d.model.dwellings.len()).map(|i| d.subject(SubjectKind::Dwelling, i)).collect();
    let own: Vec<(SubjectIx, Option<Value>)> =
        dwellings.iter().map(|ix| (*ix, d.base.value(*ix, "dwelling.group"))).collect();
    let (mut words, mut from) = match d.base.get(project, "project.group") {
        Fact::Known(known) => (known.value.as_words().to_vec(), vec![(project, "project.group")]),
        _ => return false,
    };
    let stated = words.len();
    for (ix, group) in own {
        let new = group.iter().flat_map(|v| v.as_words()).filter(|w| !words.contains(w));
        let new: Vec<String> = new.cloned().collect();
        if !new.is_empty() {
            words.extend(new);
            from.push((ix, "dwelling.group"));
        }
    }
    if words.len() == stated {
        return false;
    }
    if let Some(key) = somatic_key(d, project) {
        words.push(key);
        from.push((project, "project.somatic"));
    }
    let method = Localized::new(
        "målgruppene til prosjektet og boligene",
        "the resident groups of the project and its dwellings",
    );
    d.computed(project, "project.group_keys", Value::words(words), method, &from);
    true
}

/// The key of the somatic group, where there is one.
fn somatic_key(d: &Deriver<'_>, ix: SubjectIx) -> Option<String> {
    match d.base.value(ix, "project.somatic") {
        Some(Value::Word(class)) if class != "none" => Some(format!("S{class}")),
        _ => None,
    }
}

/// The somatic group decides over the numbered one where there is one.
fn ruling(d: &mut Deriver<'_>, ix: SubjectIx, keys: &'static str, fact: &str) {
    match d.base.value(ix, keys) {
        Some(value) => {
            let words = value.as_words();
            let somatic: Vec<String> = words.iter().filter(|w| w.starts_with('S')).cloned().collect();
            let ruling = if somatic.is_empty() { words.to_vec() } else { somatic };
            let method = Localized::new(
                "somatikkgruppen der det er en, ellers målgruppen",
                "the somatic group where there is one, else the resident group",
            );
            d.computed(ix, fact, Value::words(ruling), method, &[(ix, keys)]);
        }
        None => d.unknown(ix, fact, Localized::default(), &[(ix, keys)]),
    }
}

/// The project's standard, where the dwelling says nothing of its own.
fn own_standard(d: &mut Deriver<'_>, project: SubjectIx, dwelling: SubjectIx) {
    let fact = "dwelling.standard";
    if !matches!(d.base.get(dwelling, fact), Fact::Unknown(_)) {
        return;
    }
    match d.base.value(project, "project.standard") {
        Some(value) => {
            let method = Localized::new("prosjektets boligstandard", "the project's building standard");
            d.computed(dwelling, fact, value, method, &[(project, "project.standard")]);
        }
        None => d.unknown(dwelling, fact, Localized::default(), &[(project, "project.standard")]),
    }
}

/// The groups stated and the somatic group as one list of keys.
fn keys(d: &mut Deriver<'_>, ix: SubjectIx, group: &str, keys: &str, otherwise: Option<&'static str>) {
    let somatic = somatic_key(d, ix);
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
                // Not the groups other dwellings have brought into the project.
                let project = d.base.project();
                match d.base.value(project, "project.group") {
                    Some(stated)
                        if !known
                            .value
                            .as_words()
                            .iter()
                            .all(|w| stated.as_words().contains(w) || somatic.as_ref() == Some(w)) =>
                    {
                        let words = stated.as_words().iter().cloned().chain(somatic);
                        d.computed(ix, keys, Value::words(words), method, &[(project, "project.group")]);
                    }
                    _ => d.computed(ix, keys, known.value, method, &[(ix, project_keys)]),
                }
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

/// The distinct standards of the dwellings; the project's own where no dwelling is described.
fn standards(d: &mut Deriver<'_>, project: SubjectIx) {
    let facts = ["project.standards", "project.standard_count"];
    let mut from: Vec<(SubjectIx, &str)> = (0..d.model.dwellings.len())
        .map(|i| (d.subject(SubjectKind::Dwelling, i), "dwelling.standard"))
        .collect();
    if from.is_empty() {
        from.push((project, "project.standard"));
    }
    let mut words: Vec<String> = Vec::new();
    let mut open: Vec<(SubjectIx, &str)> = Vec::new();
    for (ix, fact) in &from {
        match d.base.value(*ix, fact) {
            Some(value) => words.extend(value.as_words().iter().cloned()),
            None => open.push((*ix, *fact)),
        }
    }
    // One line for all dwellings that wait for the project's word.
    if d.base.value(project, "project.standard").is_none() && open.len() == from.len() {
        open = vec![(project, "project.standard")];
    }
    if !open.is_empty() {
        for fact in facts {
            d.unknown(project, fact, Localized::default(), &open);
        }
        return;
    }
    let value = Value::words(words);
    let count = value.as_words().len();
    let method =
        Localized::new("de ulike standardene blant boligene", "the different standards among the dwellings");
    d.computed(project, facts[0], value, method.clone(), &from);
    d.computed(project, facts[1], Value::count(count), method, &from);
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
        assert_eq!(s.value(PROJECT, 0, "project.ruling_groups"), words(&["S5-7"]));
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
    fn a_project_without_a_group_has_those_of_its_dwellings_when_all_say() {
        let mut s = Sample::new();
        s.dwelling("A101");
        s.dwelling("A102");
        let origin = s.model.project.element.origin.clone();
        s.model.dwellings[0].element.declare("dwelling.group", Value::words(["4"]), origin.clone());
        assert_eq!(s.value(PROJECT, 0, "project.group_keys"), None);
        s.model.dwellings[1].element.declare("dwelling.group", Value::words(["6"]), origin);
        assert_eq!(s.value(PROJECT, 0, "project.group_keys"), words(&["4", "6"]));
    }

    #[test]
    fn a_dwelling_of_another_group_brings_that_group_into_the_project() {
        let mut s = Sample::new();
        s.dwelling("A101");
        s.dwelling("A102");
        s.declare("project.group", Value::words(["6"]));
        let origin = s.model.project.element.origin.clone();
        s.model.dwellings[1].element.declare("dwelling.group", Value::words(["7"]), origin);
        assert_eq!(s.value(PROJECT, 0, "project.group_keys"), words(&["6", "7"]));
        assert_eq!(s.value(SubjectKind::Dwelling, 0, "dwelling.group_keys"), words(&["6"]));
        assert_eq!(s.value(SubjectKind::Dwelling, 1, "dwelling.group_keys"), words(&["7"]));
    }

    #[test]
    fn standards_are_those_of_the_dwellings_and_the_projects_where_they_say_nothing() {
        let mut s = Sample::new();
        s.dwelling("A101");
        assert_eq!(s.value(PROJECT, 0, "project.standards"), None);
        s.declare("project.standard", Value::Word("reinforced".into()));
        assert_eq!(s.value(PROJECT, 0, "project.standards"), words(&["reinforced"]));
        let origin = s.model.project.element.origin.clone();
        let ordinary = Value::Word("ordinary".into());
        s.model.dwellings[0].element.declare("dwelling.standard", ordinary, origin);
        assert_eq!(s.value(PROJECT, 0, "project.standards"), words(&["ordinary"]));
        s.dwelling("A102");
        assert_eq!(s.value(PROJECT, 0, "project.standards"), words(&["ordinary", "reinforced"]));
        assert_eq!(s.number(PROJECT, 0, "project.standard_count"), Some(2.0));
    }
}
