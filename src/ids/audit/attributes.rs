//! Does an attribute exist, and can it have the value that is asked for?

use super::classes::{ClassSet, Classes};
use super::entities::versions_with;
use super::faults::{Faults, shown, some};
use super::pick::{Pick, Wanted};
use super::value;
use crate::ids::document::{Attribute, Constraint};
use crate::localized;
use crate::source::Diagnostic;
use crate::text::{Localized, closest};

/// The classes that can have the attribute; nothing where none can, which is told. `left` are the classes the
/// elements can be of by what else is said of them.
pub(super) fn classes(
    attribute: &Attribute,
    classes: &'static Classes,
    left: &ClassSet,
    faults: &mut Faults,
) -> Option<ClassSet> {
    let wanted_value = value::stated(attribute.value.as_ref());
    let pick = Pick::new(&attribute.name);
    let plain = classes.attribute_names(true).any(|n| pick.allows(n));
    if let Some(value) = wanted_value.filter(|_| !plain) {
        let names: Vec<&str> = classes.attribute_names(false).filter(|n| pick.allows(n)).collect();
        if !names.is_empty() {
            return of_several(value, attribute, classes, &names, left, faults);
        }
    }
    if let Some(name) = attribute.name.simple().filter(|_| !plain)
        && let Some(kind) = computed(name.as_str(), classes, left)
    {
        let (text, nb, en) = (shown(name.as_str()), kind.nb, kind.en);
        faults.say(
            Diagnostic::error(
                "ids.attribute",
                name.span,
                localized!(
                    "«{text}» er et {nb} attributt, som ikke står i modellen og ikke kan kontrolleres",
                    "“{text}” is an {en} attribute, which does not stand in the model and cannot be checked"
                ),
            )
            .help(Localized::new(
                "krev et attributt som står i posten, eller bruk <partOf> for forbindelser",
                "ask for an attribute that stands in the record, or use <partOf> for relations",
            )),
        );
        return None;
    }
    let valued = wanted_value.is_some();
    let elsewhere = |name: &str| versions_with(|c| c.attribute_names(valued).any(|n| n == name));
    let wanted = Wanted {
        code: "ids.attribute",
        what: Localized::new("et attributt", "an attribute"),
        the: Localized::new("attributtets navn", "the name of the attribute"),
        elsewhere: &elsewhere,
    };
    let found = pick.among(classes.attribute_names(valued), &wanted, faults);
    if found.is_empty() {
        return None;
    }
    let set = classes.with_attributes(&found, valued);
    let here = set.shared(left);
    if let Some(wanted_value) = wanted_value {
        let within = if here.is_empty() { &set } else { &here };
        value::fits(wanted_value, classes.bases(&found, Some(within)), faults);
    }
    Some(set)
}

/// A value is asked of attributes that are lists or objects. No model can satisfy that; but where the value is one the
/// list could hold, the file is at odds with no rule of the standard, and its author is only told.
fn of_several(
    value: &Constraint,
    attribute: &Attribute,
    classes: &'static Classes,
    names: &[&str],
    left: &ClassSet,
    faults: &mut Faults,
) -> Option<ClassSet> {
    let set = classes.with_attributes(names, false);
    let here = set.shared(left);
    let items = classes.item_bases(names, if here.is_empty() { &set } else { &here });
    let held = value::could_be(value, items);
    let name = attribute.name.simple().map_or_else(String::new, |t| shown(t.as_str()));
    let message = localized!(
        "attributtet «{name}» er en liste eller et objekt og kan ikke ha en enkel verdi",
        "the attribute “{name}” is a list or an object and cannot have a simple value"
    );
    let code = "ids.attribute-value";
    let fault = match held {
        true => Diagnostic::warning(code, value.span(), message),
        false => Diagnostic::error(code, value.span(), message),
    };
    faults.say(fault.help(Localized::new(
        "ta bort <value> for å kreve bare at attributtet er utfylt",
        "take <value> away to ask only that the attribute is filled in",
    )));
    held.then_some(set)
}

/// What kind of attribute a name is that no record holds.
fn computed(name: &str, classes: &Classes, left: &ClassSet) -> Option<Localized> {
    let inverse = left.indices().any(|i| classes.all[i].entity.inverse(name).is_some());
    inverse.then(|| Localized::new("inverst", "inverse"))
}

/// That the classes at hand lack the attribute.
pub(super) fn clash(attribute: &Attribute, classes: &Classes, left: &ClassSet) -> Diagnostic {
    let names = some(left.indices().map(|i| classes.all[i].name.as_str()));
    let name = attribute.name.simple().map_or_else(String::new, |t| shown(t.as_str()));
    let message = if name.is_empty() {
        localized!("{names} har ingen av attributtene", "{names} has none of the attributes")
    } else {
        localized!("{names} har ikke attributtet «{name}»", "{names} does not have the attribute “{name}”")
    };
    let fault = Diagnostic::error("ids.attribute-class", attribute.name.span(), message);
    let mut own: Vec<&str> = Vec::new();
    for i in left.indices().take(20) {
        own.extend(classes.all[i].entity.attributes().into_iter().map(|a| a.name));
    }
    match closest(&name, own.iter().copied()) {
        Some(near) => {
            fault.help(localized!("mente du «{near}»?", "did you mean “{near}”?")).replace_with(near)
        }
        None => {
            own.dedup();
            let own = some(own);
            fault.help(localized!("attributtene er {own}", "the attributes are {own}"))
        }
    }
}
