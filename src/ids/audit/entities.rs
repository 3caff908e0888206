//! Do the classes and predefined types of an entity facet exist?

use super::classes::{ClassSet, Classes};
use super::faults::{Faults, shown, some};
use super::pick::{Pick, Wanted};
use super::value;
use crate::ids::document::{Constraint, Entity};
use crate::ifc::schema::{Schema, Version};
use crate::localized;
use crate::source::Diagnostic;
use crate::text::Localized;

/// The names of the versions of IFC that have something.
pub(super) fn versions_with(has: impl Fn(&'static Classes) -> bool) -> Vec<&'static str> {
    let all = [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3];
    all.into_iter().filter(|v| has(Classes::of(*v))).map(|v| Schema::of(v).name()).collect()
}

/// The classes an entity facet allows; nothing where it allows none, which is told.
pub(super) fn classes(entity: &Entity, classes: &'static Classes, faults: &mut Faults) -> Option<ClassSet> {
    let elsewhere = |name: &str| versions_with(|c| c.all.iter().any(|class| class.name == name));
    let wanted = Wanted {
        code: "ids.entity",
        what: Localized::new("en klasse", "a class"),
        the: Localized::new("klassens navn", "the name of the class"),
        elsewhere: &elsewhere,
    };
    let pick = Pick::new(&entity.name);
    let found = pick.among(classes.all.iter().map(|c| c.name.as_str()), &wanted, faults);
    if found.is_empty() {
        return None;
    }
    let set = classes.that(|c| found.contains(&c.name.as_str()));
    let only_abstract = set.indices().all(|i| classes.all[i].entity.is_abstract());
    if only_abstract && !pick.is_open() {
        let name = some(found.iter().copied());
        let kinds = set.indices().flat_map(|i| classes.all[i].entity.subtypes());
        let kinds: Vec<String> =
            kinds.filter(|e| !e.is_abstract()).map(|e| e.name().to_ascii_uppercase()).collect();
        let kinds = some(kinds.iter().map(String::as_str));
        faults.say(
            Diagnostic::warning(
                "ids.entity-abstract",
                pick.span(),
                localized!(
                    "{name} er abstrakt: ingen objekter er av klassen selv, og underklasser regnes ikke med",
                    "{name} is abstract: no objects are of the class itself, and subclasses do not count"
                ),
            )
            .help(localized!("skriv klassene selv: {kinds}", "write the classes themselves: {kinds}")),
        );
    }
    if let Some(predefined) = &entity.predefined_type {
        predefined_type(predefined, &set, classes, faults);
    }
    Some(set)
}

fn predefined_type(constraint: &Constraint, set: &ClassSet, classes: &'static Classes, faults: &mut Faults) {
    if value::is_empty(constraint) {
        return;
    }
    let mut possible: Option<Vec<&'static str>> = None;
    for i in set.indices() {
        let own = classes.all[i].predefined_types();
        possible = Some(match possible {
            None => own,
            Some(before) => before.into_iter().filter(|p| own.contains(p)).collect(),
        });
    }
    let possible = possible.unwrap_or_default();
    // Where users may define types of their own, any text is one.
    if possible.contains(&"USERDEFINED") {
        return;
    }
    let names = some(set.indices().map(|i| classes.all[i].name.as_str()));
    if possible.is_empty() {
        faults.say(
            Diagnostic::error(
                "ids.predefined-type",
                constraint.span(),
                localized!("{names} har ingen predefinerte typer", "{names} has no predefined types"),
            )
            .help(Localized::new(
                "ta bort <predefinedType>, eller krev attributtet ObjectType",
                "take <predefinedType> away, or ask for the attribute ObjectType",
            )),
        );
        return;
    }
    let elsewhere = |name: &str| {
        versions_with(|c| {
            let same =
                |class: &&super::classes::Class| set.indices().any(|i| classes.all[i].name == class.name);
            c.all.iter().find(same).is_some_and(|class| class.predefined_types().contains(&name))
        })
    };
    let names = shown(&names);
    let wanted = Wanted {
        code: "ids.predefined-type",
        what: localized!("en predefinert type av {names}", "a predefined type of {names}"),
        the: Localized::new("den predefinerte typen", "the predefined type"),
        elsewhere: &elsewhere,
    };
    Pick::new(constraint).among(possible.into_iter(), &wanted, faults);
}
