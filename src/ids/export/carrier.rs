//! Where in a model of one version can a fact be stated?

use super::limits::{self, Limits};
use super::needs::Need;
use crate::ifc::schema::{Entity, Holds, Meaning, Schema, SetTemplate, Version};
use crate::vocab::{FactDef, FactKind, Fixture, IfcSource, OWN_SET, SubjectKind, Vocabulary};

/// A place in a model that carries a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Carrier {
    /// Classes of the elements, in capitals.
    pub(super) classes: Vec<String>,
    /// Their predefined type.
    pub(super) predefined: Option<String>,
    /// The kind of equipment they are, if they are that.
    pub(super) fixture: Option<String>,
    /// What of them.
    pub(super) place: Place,
    /// Which values are understood.
    pub(super) limits: Limits,
}

/// What of an element carries a fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Property { set: String, name: String, data_type: String },
    Attribute { name: String },
    Material,
}

impl Carrier {
    /// Whether another asks for the same, of elements of whatever class.
    pub(super) fn asks_the_same(&self, other: &Self) -> bool {
        (&self.predefined, &self.fixture, &self.place, &self.limits)
            == (&other.predefined, &other.fixture, &other.place, &other.limits)
            && self.classes.first() == other.classes.first()
    }
}

impl Place {
    /// How people write it: `Pset_DoorCommon.SecurityRating`.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Property { set, name, .. } => format!("{set}.{name}"),
            Self::Attribute { name } => name.clone(),
            Self::Material => "IfcMaterial.Name".to_owned(),
        }
    }
}

/// Where a fact is asked for, and in which versions: the first place all versions have, so that one file asks the same
/// of each. For equipment there is one place for each kind it is asked of.
pub(super) fn in_all(
    need: &Need<'_>,
    versions: &[Version],
    vocabulary: &Vocabulary,
) -> Vec<(Carrier, Vec<Version>)> {
    let mut found = Vec::new();
    let kinds: Vec<Option<&Fixture>> = match need.fact.subject {
        SubjectKind::Fixture => {
            let wanted = |f: &&Fixture| need.fixtures.as_ref().is_none_or(|k| k.contains(f.id.as_str()));
            vocabulary.fixtures.iter().filter(wanted).map(Some).collect()
        }
        _ => vec![None],
    };
    for kind in kinds {
        // Elements that are named are of the fact's own class: another class cannot carry it for them.
        let own_class = need.fact.subject.ifc_class().to_ascii_uppercase();
        let fits =
            |c: &Carrier| need.elements.is_empty() || kind.is_some() || c.classes.first() == Some(&own_class);
        let places = |v: Version| {
            let mut all = candidates(need.fact, kind, Schema::of(v), vocabulary);
            all.retain(&fits);
            all
        };
        let by_version: Vec<(Version, Vec<Carrier>)> =
            versions.iter().map(|v| (*v, places(*v))).filter(|(_, c)| !c.is_empty()).collect();
        let Some((_, first)) = by_version.first() else { continue };
        let in_each = |c: &&Carrier| by_version.iter().all(|(_, all)| all.iter().any(|o| o.asks_the_same(c)));
        let Some(mut common) = first.iter().find(in_each).cloned() else { continue };
        for (_, all) in &by_version {
            let same = all.iter().filter(|o| o.asks_the_same(&common));
            let more: Vec<String> = same.flat_map(|o| o.classes.clone()).collect();
            for class in more {
                if !common.classes.contains(&class) {
                    common.classes.push(class);
                }
            }
        }
        found.push((common, by_version.iter().map(|(v, _)| *v).collect()));
    }
    found
}

/// The places a version has for a fact, the standard ones first, in the order of the vocabulary.
fn candidates(
    def: &FactDef,
    fixture: Option<&Fixture>,
    schema: &'static Schema,
    vocabulary: &Vocabulary,
) -> Vec<Carrier> {
    let Some(fixture) = fixture else {
        let mut all: Vec<Carrier> =
            def.ifc.iter().filter_map(|s| standard(def, s, None, schema, vocabulary)).collect();
        all.extend(own(def, def.subject.ifc_class(), None, schema, vocabulary));
        return all;
    };
    let Some((class, predefined)) = fixture.ifc.iter().find_map(|i| sort(i, schema)) else {
        return Vec::new();
    };
    let of_class = def.ifc.iter().filter(|s| s.entity.as_deref() == Some(class));
    let mut all: Vec<Carrier> =
        of_class.filter_map(|s| standard(def, s, Some(predefined), schema, vocabulary)).collect();
    all.extend(own(def, class, Some(predefined), schema, vocabulary));
    all.iter_mut().for_each(|c| c.fixture = Some(fixture.id.clone()));
    all
}

/// The class and predefined type of «IfcSanitaryTerminal.TOILETPAN», where the version has both.
fn sort<'i>(written: &'i str, schema: &'static Schema) -> Option<(&'i str, &'i str)> {
    let (class, predefined) = written.split_once('.')?;
    let told = schema.occurrences().iter().find(|o| o.name == class);
    let entity = schema.entity(told.map_or(class, |t| t.kind))?;
    let types = predefined_types(entity)
        .or_else(|| schema.entity(&format!("{class}Type")).and_then(predefined_types))?;
    (predefined != "USERDEFINED" && types.split(' ').any(|t| t == predefined)).then_some((class, predefined))
}

fn predefined_types(entity: Entity) -> Option<&'static str> {
    let attribute = entity.attributes().into_iter().find(|a| a.name == "PredefinedType")?;
    match entity.schema().meaning(attribute.kind.name()?)? {
        Meaning::Enumeration(items) => Some(items),
        _ => None,
    }
}

/// A class and its kinds, in capitals: an IDS names each.
fn classes(class: &str, schema: &'static Schema) -> Option<Vec<String>> {
    if schema.occurrences().iter().any(|o| o.name == class) {
        return Some(vec![class.to_ascii_uppercase()]);
    }
    let kinds = schema.entity(class)?.subtypes().filter(|e| !e.is_abstract());
    let all: Vec<String> = kinds.map(|e| e.name().to_ascii_uppercase()).collect();
    (!all.is_empty()).then_some(all)
}

/// The place that a piece of evidence names, if an IDS can name it in this version.
fn standard(
    def: &FactDef,
    source: &IfcSource,
    predefined: Option<&str>,
    schema: &'static Schema,
    vocabulary: &Vocabulary,
) -> Option<Carrier> {
    let version = if schema.version() == Version::Ifc4x3 { "IFC4X3" } else { schema.name() };
    if !source.schemas.is_empty() && !source.schemas.iter().any(|s| s == version) {
        return None;
    }
    let written = source.entity.as_deref().unwrap_or(def.subject.ifc_class());
    let (class, own_type) = match written.split_once('.') {
        Some((class, predefined)) => (class, Some(predefined)),
        None => (written, None),
    };
    let predefined = own_type.or(predefined);
    let classes = classes(class, schema)?;
    let entity = entity_of(class, schema)?;
    let (place, limits) = match &source.set {
        Some(set) => {
            let template = schema.sets().get(set)?;
            if !is_for(template, entity, class, predefined) {
                return None;
            }
            let holds = schema.sets().property(set, &source.property)?.holds;
            let (data_type, limits) = property(def, &source.property, holds, vocabulary)?;
            (Place::Property { set: set.clone(), name: source.property.clone(), data_type }, limits)
        }
        None if source.property == "Material" => {
            (Place::Material, limits::of_text(def, &source.property, vocabulary))
        }
        None if source.property == "IfcMaterialLayerSet" => (Place::Material, Limits::Any),
        None => {
            entity.attribute_index(&source.property)?;
            let limits = limits::of_number(def, "IFCPOSITIVELENGTHMEASURE", false);
            (Place::Attribute { name: source.property.clone() }, limits)
        }
    };
    let predefined = predefined.map(str::to_owned);
    Some(Carrier { classes, predefined, fixture: None, place, limits })
}

fn entity_of(class: &str, schema: &'static Schema) -> Option<Entity> {
    let told = schema.occurrences().iter().find(|o| o.name == class);
    schema.entity(told.map_or(class, |t| t.kind))
}

/// Whether a standard set is for a class, and for this predefined type of it.
fn is_for(set: &SetTemplate, entity: Entity, class: &str, predefined: Option<&str>) -> bool {
    set.applies_to(entity)
        && set.applicable().all(|(c, p)| {
            let same = c.strip_suffix("Type").unwrap_or(c) == class;
            !same || p.is_none() || p == predefined
        })
}

/// The type of a standard property and its values that are understood; nothing where none is.
fn property(def: &FactDef, name: &str, holds: Holds, vocabulary: &Vocabulary) -> Option<(String, Limits)> {
    let (data_type, items) = match holds {
        Holds::Single(t) | Holds::Bounded(t) => (t, ""),
        Holds::Enumerated(t, items) => (t, items),
        Holds::Quantity("length") => ("IfcLengthMeasure", ""),
        Holds::Quantity("area") => ("IfcAreaMeasure", ""),
        _ => return None,
    };
    let upper = data_type.to_ascii_uppercase();
    let limits = match upper.as_str() {
        "" => return None,
        // A kind among several is told by words only.
        "IFCBOOLEAN" | "IFCLOGICAL" => (def.kind == FactKind::Bool).then_some(Limits::Any)?,
        "IFCLABEL" | "IFCTEXT" | "IFCIDENTIFIER" if !items.is_empty() => {
            let read = |i: &&str| def.word(i).is_some() && !vocabulary.is_placeholder(name, i);
            let words: Vec<String> = items.split('|').filter(read).map(str::to_owned).collect();
            (!words.is_empty()).then_some(Limits::Words(words))?
        }
        "IFCLABEL" | "IFCTEXT" | "IFCIDENTIFIER" => limits::of_text(def, name, vocabulary),
        _ if def.kind.dimension().is_some() => limits::of_number(def, &upper, false),
        _ => return None,
    };
    Some((upper, limits))
}

/// The property of our own that any model can carry.
fn own(
    def: &FactDef,
    class: &str,
    predefined: Option<&str>,
    schema: &'static Schema,
    vocabulary: &Vocabulary,
) -> Option<Carrier> {
    let data_type = match def.kind {
        FactKind::Bool => "IFCBOOLEAN",
        FactKind::Count => "IFCINTEGER",
        FactKind::Length => "IFCLENGTHMEASURE",
        FactKind::Area => "IFCAREAMEASURE",
        FactKind::Ratio => "IFCRATIOMEASURE",
        FactKind::Angle => "IFCPLANEANGLEMEASURE",
        FactKind::Number | FactKind::Sound => "IFCREAL",
        _ => "IFCTEXT",
    };
    let name = def.id.clone();
    let limits = match def.kind {
        FactKind::Bool => Limits::Any,
        _ if def.kind.dimension().is_some() => limits::of_number(def, data_type, true),
        _ => limits::of_text(def, &name, vocabulary),
    };
    // A fact of words without any is stated by nobody.
    if matches!(&limits, Limits::Words(w) if w.is_empty()) {
        return None;
    }
    Some(Carrier {
        classes: classes(class, schema)?,
        predefined: predefined.map(str::to_owned),
        fixture: None,
        place: Place::Property { set: OWN_SET.to_owned(), name, data_type: data_type.to_owned() },
        limits,
    })
}
