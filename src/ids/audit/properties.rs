//! Does a property exist where its name says that it is a standard one, of that type, and for those classes?
//!
//! Names that begin with «Pset_» and «Qto_» belong to buildingSMART. Other sets are anybody's; of their properties
//! only the type is looked at.

use super::base::Base;
use super::classes::{ClassSet, Classes};
use super::entities::versions_with;
use super::faults::{Faults, shown, some};
use super::pick::{Pick, Wanted};
use super::value;
use crate::ids::document::{Cardinality, Property};
use crate::ifc::schema::{Holds, PropertyTemplate, Schema, SetTemplate};
use crate::localized;
use crate::source::{Diagnostic, Severity};
use crate::text::{Localized, closest};

/// Beginnings that only standard sets may have.
const RESERVED: [&str; 2] = ["Pset_", "Qto_"];

/// The classes that can have the property; nothing where that cannot be told. What is wrong is told.
pub(super) fn classes(
    property: &Property,
    cardinality: Cardinality,
    classes: &'static Classes,
    faults: &mut Faults,
) -> Option<ClassSet> {
    let schema = classes.schema;
    let known_type = data_type(property, schema, faults);
    if let (Some(value), Some(name)) = (value::stated(property.value.as_ref()), known_type) {
        value::fits(value, Base::of_type(schema, name), faults);
    }
    let set = Pick::new(&property.property_set);
    if set.is_unread() {
        return None;
    }
    let sets: Vec<&SetTemplate> = schema.sets().iter().filter(|s| set.allows(s.name)).collect();
    reserved(&set, cardinality, classes, faults);
    if sets.is_empty() {
        return Some(carriers(classes));
    }
    // A pattern that also allows names of one's own says nothing about the standard ones.
    let only_standard = !set.is_open() || RESERVED.iter().any(|r| !set.beginning(r).is_empty());
    if !only_standard || cardinality == Cardinality::Prohibited {
        return Some(carriers(classes));
    }
    let found = names(property, &sets, cardinality, classes, faults)?;
    types(property, &found, cardinality, faults);
    Some(classes.that(|c| sets.iter().any(|s| Classes::applies(s, c))))
}

/// The classes whose objects can have properties at all.
fn carriers(classes: &Classes) -> ClassSet {
    classes.kinds_of(&["IfcObjectDefinition", "IfcMaterialDefinition", "IfcMaterial", "IfcProfileDef"])
}

/// The type of the value, if it is one of the version.
fn data_type(property: &Property, schema: &'static Schema, faults: &mut Faults) -> Option<&'static str> {
    let text = property.data_type.as_ref()?;
    let types = schema.value_types();
    if let Some(name) = types.clone().find(|t| t.eq_ignore_ascii_case(text.as_str())) {
        let upper = name.to_ascii_uppercase();
        if upper == text.as_str() {
            return Some(name);
        }
        let is = shown(text.as_str());
        faults.say(
            Diagnostic::error(
                "ids.data-type",
                text.span,
                localized!(
                    "datatypen «{is}» skal stå med store bokstaver",
                    "the data type “{is}” must stand in capitals"
                ),
            )
            .help(localized!("skriv «{upper}»", "write “{upper}”"))
            .replace_with(upper),
        );
        return Some(name);
    }
    let upper: Vec<String> = types.map(str::to_ascii_uppercase).collect();
    let elsewhere =
        |name: &str| versions_with(|c| c.schema.value_types().any(|t| t.eq_ignore_ascii_case(name)));
    let wanted = Wanted {
        code: "ids.data-type",
        what: Localized::new("en datatype for verdier", "a data type of values"),
        the: Localized::new("datatypen", "the data type"),
        elsewhere: &elsewhere,
    };
    let names: Vec<&str> = upper.iter().map(String::as_str).collect();
    faults.say(wanted.lacking(text.as_str(), text.span, &names));
    None
}

/// Names that are reserved, and not in use.
fn reserved(set: &Pick<'_>, cardinality: Cardinality, classes: &'static Classes, faults: &mut Faults) {
    let schema = classes.schema;
    for prefix in RESERVED {
        // IFC2X3 has no standard quantity sets; those of IFC4 are meant there.
        let standard = schema.sets().iter().any(|s| s.name.starts_with(prefix));
        let names: Vec<&str> =
            schema.sets().iter().map(|s| s.name).filter(|n| n.starts_with(prefix)).collect();
        for (text, span) in set.beginning(prefix) {
            let open = set.is_open();
            let known = names.iter().any(|n| if open { set.allows(n) } else { *n == text });
            if known {
                continue;
            }
            let elsewhere: Vec<&str> = versions_with(|c| {
                c.schema.sets().iter().any(|s| if open { set.allows(s.name) } else { s.name == text })
            });
            if !standard && !elsewhere.is_empty() {
                continue;
            }
            let is = shown(text);
            let severity =
                if cardinality == Cardinality::Required { Severity::Error } else { Severity::Warning };
            let fault = Diagnostic::new(
                severity,
                "ids.property-set",
                localized!(
                    "«{is}» er ikke et standard sett, og navn på {prefix} er forbeholdt standarden",
                    "“{is}” is no standard set, and names with {prefix} are reserved for the standard"
                ),
            )
            .at(span, Localized::default());
            let versions = elsewhere.join(", ");
            faults.say(match closest(text, names.iter().copied()) {
                _ if !elsewhere.is_empty() => fault.help(localized!(
                    "settet finnes i {versions}; skriv en egen spesifikasjon for de andre versjonene",
                    "the set is there in {versions}; write a specification of their own for the other versions"
                )),
                Some(near) if !open => {
                    fault.help(localized!("mente du «{near}»?", "did you mean “{near}”?")).replace_with(near)
                }
                _ => fault.help(localized!(
                    "gi et eget sett et navn uten {prefix}",
                    "give a set of your own a name without {prefix}"
                )),
            });
        }
    }
    if let Pick::One(text, span) = set
        && !RESERVED.iter().any(|r| text.starts_with(r))
        && let Some(near) = schema.sets().iter().map(|s| s.name).find(|n| n.eq_ignore_ascii_case(text))
    {
        let is = shown(text);
        faults.say(
            Diagnostic::warning(
                "ids.property-set",
                *span,
                localized!(
                    "«{is}» er ikke det standard settet «{near}»: store og små bokstaver teller",
                    "“{is}” is not the standard set “{near}”: capitals and small letters count"
                ),
            )
            .help(localized!("mente du «{near}»?", "did you mean “{near}”?"))
            .replace_with(near),
        );
    }
}

/// The properties of the sets that the facet names; none where it names none, which is told.
fn names(
    property: &Property,
    sets: &[&SetTemplate],
    cardinality: Cardinality,
    classes: &'static Classes,
    faults: &mut Faults,
) -> Option<Vec<&'static PropertyTemplate>> {
    let templates = classes.schema.sets();
    let all: Vec<&'static PropertyTemplate> = sets.iter().flat_map(|s| templates.properties(s)).collect();
    let name = Pick::new(&property.base_name);
    let found: Vec<&PropertyTemplate> = all.iter().copied().filter(|p| name.allows(p.name)).collect();
    if !found.is_empty() && !matches!(name, Pick::Any(_)) {
        return Some(found);
    }
    let shown_sets = some(sets.iter().map(|s| s.name));
    let elsewhere = |text: &str| {
        versions_with(|c| {
            let theirs = c.schema.sets();
            sets.iter().any(|s| theirs.property(s.name, text).is_some())
        })
    };
    let wanted = Wanted {
        code: "ids.property",
        what: localized!("en egenskap i {shown_sets}", "a property of {shown_sets}"),
        the: Localized::new("egenskapens navn", "the name of the property"),
        elsewhere: &elsewhere,
    };
    if cardinality == Cardinality::Required {
        name.among(all.iter().map(|p| p.name), &wanted, faults);
    } else if found.is_empty()
        && let Pick::One(text, span) = name
    {
        let mut fault = wanted.lacking(text, span, &all.iter().map(|p| p.name).collect::<Vec<_>>());
        fault.severity = Severity::Warning;
        faults.say(fault);
    }
    (!found.is_empty()).then_some(found)
}

/// Whether the type and the value are those of the standard properties.
fn types(property: &Property, found: &[&PropertyTemplate], cardinality: Cardinality, faults: &mut Faults) {
    let Some(text) = &property.data_type else { return };
    let mut types: Vec<&'static str> = Vec::new();
    for template in found {
        match template.holds {
            Holds::Single(t) | Holds::Enumerated(t, _) | Holds::List(t) | Holds::Bounded(t) => types.push(t),
            Holds::Table(a, b) => types.extend([a, b]),
            Holds::Quantity(word) => types.push(quantity_type(word)),
            Holds::Reference(_) | Holds::Complex => {}
        }
    }
    let names = some(found.iter().map(|p| p.name));
    if types.is_empty() {
        faults.say(
            Diagnostic::error(
                "ids.property-kind",
                text.span,
                localized!(
                    "{names} er en henvisning eller sammensatt egenskap, som IDS ikke kan kontrollere verdien av",
                    "{names} is a reference or a complex property, of which IDS cannot check the value"
                ),
            )
            .help(Localized::new(
                "ta bort dataType og <value>, eller velg en annen egenskap",
                "take dataType and <value> away, or choose another property",
            )),
        );
        return;
    }
    // A template that does not tell its type allows all.
    if types.contains(&"") || types.iter().any(|t| t.eq_ignore_ascii_case(text.as_str())) {
        return enumerated(property, found, faults);
    }
    types.sort_unstable();
    types.dedup();
    let right: Vec<String> = types.iter().map(|t| t.to_ascii_uppercase()).collect();
    let (is, should) = (shown(text.as_str()), some(right.iter().map(String::as_str)));
    let severity = if cardinality == Cardinality::Required { Severity::Error } else { Severity::Warning };
    let fault = Diagnostic::new(
        severity,
        "ids.data-type",
        localized!(
            "{names} er {should} i standarden, ikke {is}",
            "{names} is {should} in the standard, not {is}"
        ),
    )
    .at(text.span, Localized::default())
    .help(localized!("skriv dataType=\"{should}\"", "write dataType=\"{should}\""));
    faults.say(match right.as_slice() {
        [one] => fault.replace_with(one),
        _ => fault,
    });
}

/// Of a property that the standard lists the values of, no other value is asked.
fn enumerated(property: &Property, found: &[&PropertyTemplate], faults: &mut Faults) {
    let Some(text) = property.value.as_ref().and_then(|v| v.simple()).filter(|t| !t.as_str().is_empty())
    else {
        return;
    };
    let mut listed: Vec<&str> = Vec::new();
    for template in found {
        match template.holds {
            Holds::Enumerated(_, items) => listed.extend(items.split('|').filter(|i| !i.is_empty())),
            _ => return,
        }
    }
    if !listed.is_empty() && !listed.contains(&text.as_str()) {
        let (is, items) = (shown(text.as_str()), some(listed.iter().copied()));
        faults.say(
            Diagnostic::error(
                "ids.property-value",
                text.span,
                localized!(
                    "standarden har ikke verdien «{is}» her",
                    "the standard does not have the value “{is}” here"
                ),
            )
            .help(localized!("standardens verdier er {items}", "the values of the standard are {items}")),
        );
    }
}

/// The type of the values of a quantity.
fn quantity_type(word: &str) -> &'static str {
    match word {
        "length" => "IfcLengthMeasure",
        "area" => "IfcAreaMeasure",
        "volume" => "IfcVolumeMeasure",
        "weight" => "IfcMassMeasure",
        "count" => "IfcCountMeasure",
        "time" => "IfcTimeMeasure",
        "number" => "IfcNumericMeasure",
        _ => "",
    }
}

/// That the classes at hand are not those the set is meant for.
pub(super) fn clash(property: &Property, classes: &Classes, left: &ClassSet) -> Diagnostic {
    let names = some(left.indices().map(|i| classes.all[i].name.as_str()));
    let set = property.property_set.simple().map(|t| shown(t.as_str()));
    let span = property.property_set.span();
    let template = property.property_set.simple().and_then(|t| classes.schema.sets().get(t.as_str()));
    let Some((set, template)) = set.zip(template) else {
        return Diagnostic::error(
            "ids.property-class",
            span,
            localized!("{names} kan ikke ha denne egenskapen", "{names} cannot have this property"),
        )
        .help(Localized::new(
            "egenskaper hører til objekter, typer og materialer; velg en annen klasse",
            "properties belong to objects, types and materials; choose another class",
        ));
    };
    let meant: Vec<String> = template
        .applicable()
        .map(|(class, predefined)| match predefined {
            Some(p) => format!("{} ({p})", class.to_ascii_uppercase()),
            None => class.to_ascii_uppercase(),
        })
        .collect();
    let meant = some(meant.iter().map(String::as_str));
    Diagnostic::error(
        "ids.property-class",
        span,
        localized!("{set} er ikke for {names}", "{set} is not meant for {names}"),
    )
    .help(localized!("settet er for {meant}", "the set is meant for {meant}"))
}
