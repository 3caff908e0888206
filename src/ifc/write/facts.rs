//! Which property holds a fact? The standard one that it is read from, if that can hold its value; else one of our own.
//!
//! Every candidate is read with the same words that reading uses, and only what reads back to the same value is
//! written: no value is turned into another on the way.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Export;
use super::step::V;
use crate::ifc::lower::value::{self, Said};
use crate::ifc::own;
use crate::ifc::schema::{Holds, Schema, Version};
use crate::ifc::step::Id;
use crate::ifc::{Content, Data, Scalar};
use crate::model::{Certainty, Declaration, Element, Value};
use crate::quantity::Dimension;
use crate::text::Lang;
use crate::vocab::{FactDef, FactKind, IfcSource};

/// What the property sets of an element hold, before they are written.
#[derive(Debug, Default)]
pub(super) struct Carrier {
    sets: BTreeMap<String, Vec<(String, Property)>>,
    quantities: BTreeMap<String, Vec<(String, &'static str, f64)>>,
    /// Attributes of predefined sets, which hang on types.
    pub(super) predefined: BTreeMap<String, Vec<(String, f64)>>,
    /// What it is made of.
    pub(super) material: Option<String>,
    /// What it is made of, from the structure to the surface.
    pub(super) layers: Vec<String>,
    /// Coverings of a room: predefined type and material.
    pub(super) coverings: BTreeMap<String, String>,
    assumed: Vec<String>,
}

/// A property before it is written.
#[derive(Debug)]
enum Property {
    One(V),
    Enumerated(V),
    List(Vec<V>),
    Complex(Vec<(String, Property)>),
}

impl Carrier {
    /// Something the plan needs.
    pub(super) fn plan(&mut self, name: &str, value: V) {
        self.put(own::PLAN, name, Property::One(value));
    }

    /// Ids the plan needs, in their order.
    pub(super) fn plan_list(&mut self, name: &str, texts: impl IntoIterator<Item = String>) {
        let all: Vec<V> = texts.into_iter().map(|t| V::typed("IfcText", V::Text(t))).collect();
        if !all.is_empty() {
            self.put(own::PLAN, name, Property::List(all));
        }
    }

    /// A length the plan needs, where it is known.
    pub(super) fn length(&mut self, name: &str, metres: Option<f64>) {
        if let Some(metres) = metres {
            self.plan(name, V::typed("IfcLengthMeasure", V::Real(metres)));
        }
    }

    /// Something nobody stated that follows from what is drawn.
    pub(super) fn assumed(&mut self, what: &str) {
        self.assumed.push(what.to_owned());
    }

    /// A number nobody stated, with the one that is drawn.
    pub(super) fn assumed_as(&mut self, what: &str, drawn: f64) {
        self.assumed.push(format!("{what}={drawn:.4}"));
    }

    /// A standard property of one value.
    pub(super) fn standard(&mut self, set: &str, name: &str, value: V) {
        self.put(set, name, Property::One(value));
    }

    /// A quantity: `Length`, `Area`, `Volume` and so on.
    pub(super) fn quantity(&mut self, set: &str, name: &str, kind: &'static str, value: f64) {
        let all = self.quantities.entry(set.to_owned()).or_default();
        if value.is_finite() && !all.iter().any(|(n, ..)| n == name) {
            all.push((name.to_owned(), kind, value));
        }
    }

    fn put(&mut self, set: &str, name: &str, property: Property) {
        let all = self.sets.entry(set.to_owned()).or_default();
        if !all.iter().any(|(n, _)| n == name) {
            all.push((name.to_owned(), property));
        }
    }

    fn has(&self, set: &str, name: &str) -> bool {
        self.sets.get(set).is_some_and(|all| all.iter().any(|(n, _)| n == name))
            || self.quantities.get(set).is_some_and(|all| all.iter().any(|(n, ..)| n == name))
    }
}

/// One way a value may be written: the name of its type, and the value.
type Candidate = (String, Data<'static>);

impl Export<'_> {
    /// Takes in all that was stated of an element.
    pub(super) fn take_facts(
        &self,
        carrier: &mut Carrier,
        element: &Element,
        class: &str,
        predefined: Option<&str>,
        whole: Option<f64>,
    ) {
        for (fact, declarations) in &element.declared {
            let Some(def) = self.vocabulary.fact(fact) else { continue };
            let seen = |d: &&Declaration| d.origin.certainty() == Certainty::Observed;
            let planned = declarations.iter().filter(|d| !seen(d));
            for (index, declaration) in planned.enumerate() {
                let value = &declaration.value;
                if index > 0 || !self.standard_place(carrier, def, value, (class, predefined), whole) {
                    own_place(carrier, own::FACTS, def, value, index);
                }
            }
            for (index, declaration) in declarations.iter().filter(seen).enumerate() {
                own_place(carrier, own::OBSERVED, def, &declaration.value, index);
            }
        }
    }

    /// Writes a value where the standard has a place for it that reads back to the same.
    fn standard_place(
        &self,
        carrier: &mut Carrier,
        def: &FactDef,
        value: &Value,
        (class, predefined): (&str, Option<&str>),
        whole: Option<f64>,
    ) -> bool {
        if def.id == "room.area" {
            // Stated areas are quantities; the room's own shape is measured where none is.
            return value.number().is_some_and(|area| {
                carrier.quantity(self.quantities("Qto_SpaceBaseQuantities"), "NetFloorArea", "Area", area);
                area > 0.0
            });
        }
        if crate::ifc::lower::HELD.contains(&def.id.as_str()) {
            return false;
        }
        let mut placed = false;
        for source in def.ifc.iter().filter(|s| self.in_schema(s)) {
            placed = self.place(carrier, def, source, value, (class, predefined), whole);
            if placed {
                break;
            }
        }
        placed
    }

    fn in_schema(&self, source: &IfcSource) -> bool {
        let name = match self.version {
            Version::Ifc2x3 => "IFC2X3",
            Version::Ifc4 => "IFC4",
            Version::Ifc4x3 => "IFC4X3",
        };
        source.schemas.is_empty() || source.schemas.iter().any(|s| s == name)
    }

    fn place(
        &self,
        carrier: &mut Carrier,
        def: &FactDef,
        source: &IfcSource,
        value: &Value,
        (class, predefined): (&str, Option<&str>),
        whole: Option<f64>,
    ) -> bool {
        let entity = source.entity.as_deref().unwrap_or(class);
        let (wanted, kind) = entity.split_once('.').map_or((entity, None), |(c, k)| (c, Some(k)));
        let newest = Schema::of(Version::Ifc4x3);
        let is_a = newest.entity(class).is_some_and(|c| c.is_a(wanted));
        if class == "IfcSpace" && wanted == "IfcCovering" {
            return match (source.property.as_str(), kind, self.material_of(def, value)) {
                ("Material", Some(kind), Some(name)) => {
                    carrier.coverings.insert(kind.to_owned(), name);
                    true
                }
                _ => false,
            };
        }
        if !is_a || kind.is_some_and(|k| Some(k) != predefined) {
            return false;
        }
        let Some(set) = &source.set else {
            return match source.property.as_str() {
                "Material" if carrier.material.is_none() => {
                    carrier.material = self.material_of(def, value);
                    carrier.material.is_some()
                }
                "IfcMaterialLayerSet" => {
                    let names: Option<Vec<String>> =
                        value.as_words().iter().map(|id| self.material_name(id)).collect();
                    carrier.layers = names.filter(|n| self.layers_read(n, value)).unwrap_or_default();
                    !carrier.layers.is_empty()
                }
                _ => false,
            };
        };
        if carrier.has(set, &source.property) {
            return false;
        }
        if newest.entity(set).is_some() || self.w.has(set) {
            return self.place_predefined(carrier, def, (set, &source.property), value, whole);
        }
        let template = self.w.schema().sets().property(set, &source.property).map(|p| p.holds);
        if let Some(Holds::Quantity(kind)) = template {
            let (Some(number), "length" | "area" | "volume" | "count") = (value.number(), kind) else {
                return false;
            };
            let kind = match kind {
                "length" => "Length",
                "area" => "Area",
                "volume" => "Volume",
                _ => "Count",
            };
            let measure = format!("Ifc{kind}Measure");
            let content = Content::Quantity(Some(Scalar { measure: &measure, data: Data::Number(number) }));
            if !self.reads_as(def, &source.property, &content, value, whole) {
                return false;
            }
            carrier.quantity(set, &source.property, kind, number);
            return true;
        }
        let (measure, listed) = match template {
            Some(Holds::Enumerated(measure, words)) => (measure, Some(words)),
            Some(Holds::Single(measure)) => (measure, None),
            Some(_) => return false,
            None => ("", None),
        };
        for (measure, data) in self.candidates(def, value, measure, listed, whole) {
            let scalar = Scalar { measure: &measure, data };
            let content = match listed {
                Some(_) => Content::Enumerated(vec![scalar.clone()]),
                None => Content::Single(Some(scalar.clone())),
            };
            if self.reads_as(def, &source.property, &content, value, whole) {
                let value = typed(&scalar);
                let property =
                    if listed.is_some() { Property::Enumerated(value) } else { Property::One(value) };
                carrier.put(set, &source.property, property);
                return true;
            }
        }
        false
    }

    fn place_predefined(
        &self,
        carrier: &mut Carrier,
        def: &FactDef,
        (set, property): (&str, &str),
        value: &Value,
        whole: Option<f64>,
    ) -> bool {
        let Some(number) = value.number().filter(|n| *n > 0.0) else { return false };
        let measure = self.w.schema().entity(set).and_then(|e| e.attribute(e.attribute_index(property)?));
        let Some(measure) = measure.and_then(|a| a.kind.name()) else { return false };
        let content = Content::Single(Some(Scalar { measure, data: Data::Number(number) }));
        if !self.reads_as(def, property, &content, value, whole) {
            return false;
        }
        carrier.predefined.entry(set.to_owned()).or_default().push((property.to_owned(), number));
        true
    }

    /// The material a fact's word names, if it is read as that again.
    fn material_of(&self, def: &FactDef, value: &Value) -> Option<String> {
        match (def.kind, value) {
            (FactKind::Word, Value::Word(id)) => self.material_name(id),
            _ => None,
        }
    }

    fn layers_read(&self, names: &[String], value: &Value) -> bool {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        value::layers(&self.lexicon, &names).is_some_and(|v| v.same(value))
    }

    fn reads_as(
        &self,
        def: &FactDef,
        property: &str,
        content: &Content<'_>,
        value: &Value,
        whole: Option<f64>,
    ) -> bool {
        let said = value::of(&self.lexicon, def, property, content, whole, false);
        matches!(said, Said::Value(v) if v.same(value))
    }

    /// Ways to write a value as a type, the plainest first.
    fn candidates(
        &self,
        def: &FactDef,
        value: &Value,
        measure: &str,
        listed: Option<&str>,
        whole: Option<f64>,
    ) -> Vec<Candidate> {
        if let Some(words) = listed {
            let word = |w: &str| (measure.to_owned(), Data::Text(Cow::Owned(w.to_owned())));
            return words
                .split('|')
                .filter(|w| !matches!(*w, "OTHER" | "UNSET" | "NOTKNOWN"))
                .map(word)
                .collect();
        }
        let of = |fallback: &str| if measure.is_empty() { fallback.to_owned() } else { measure.to_owned() };
        let text = |t: String| (of("IfcLabel"), Data::Text(Cow::Owned(t)));
        if matches!(measure, "IfcBoolean" | "IfcLogical") {
            return match value {
                Value::Bool(b) => vec![(of(""), Data::Bool(*b))],
                Value::Words(_) => vec![(of(""), Data::Bool(true))],
                _ => Vec::new(),
            };
        }
        let textual = measure.is_empty() || matches!(measure, "IfcLabel" | "IfcText" | "IfcIdentifier");
        match value {
            Value::Bool(b) if measure.is_empty() => vec![("IfcBoolean".to_owned(), Data::Bool(*b))],
            Value::Quantity(q) if !textual => {
                let share = whole.filter(|w| *w > 0.0).map(|w| q.value / w);
                let number = match q.dimension {
                    Dimension::Area if measure.contains("Ratio") => share,
                    Dimension::Angle => Some(q.value.to_radians()),
                    _ => Some(q.value),
                };
                number.map(|n| vec![(of(""), Data::Number(n))]).unwrap_or_default()
            }
            Value::Quantity(q) => vec![text(q.show(Lang::Nb))],
            Value::Text(t) if textual => vec![text(t.clone())],
            Value::Word(id) if textual => {
                let mut all: Vec<String> = self.spellings(def, id);
                all.push(id.clone());
                all.into_iter().map(text).collect()
            }
            Value::Words(ids) | Value::Layers(ids) if textual => {
                let names: Vec<String> = ids
                    .iter()
                    .map(|id| self.spellings(def, id).into_iter().next().unwrap_or_else(|| id.clone()))
                    .collect();
                vec![text(names.join(" + ")), text(ids.join(" + "))]
            }
            _ => Vec::new(),
        }
    }

    /// How people write a word.
    fn spellings(&self, def: &FactDef, id: &str) -> Vec<String> {
        let own = def.values.iter().find(|w| w.id == id);
        let own = own.map(|w| std::iter::once(&w.nb).chain(&w.synonyms).cloned().collect());
        own.unwrap_or_else(|| self.material_name(id).into_iter().collect())
    }

    /// Writes the property sets of an object.
    pub(super) fn state(&mut self, object: Id, key: &str, mut carrier: Carrier) {
        if !carrier.assumed.is_empty() {
            let assumed = std::mem::take(&mut carrier.assumed);
            carrier.plan_list(own::ASSUMED, assumed);
        }
        if let Some(name) = carrier.material.take() {
            let material = self.material(&name);
            self.made_of.entry(material).or_default().push(object);
        }
        for (set, quantities) in std::mem::take(&mut carrier.quantities) {
            let all: Vec<Id> = quantities
                .into_iter()
                .map(|(name, kind, value)| {
                    let class = format!("IfcQuantity{kind}");
                    let attribute = format!("{kind}Value");
                    self.w.add(&class, &[("Name", V::text(name)), (&attribute, V::Real(value))])
                })
                .collect();
            let values = [("Name", V::text(&set)), ("Quantities", V::refs(&all))];
            let id = self.w.root("IfcElementQuantity", &format!("{key}|{set}"), &values);
            self.defines(object, id, &format!("{key}|{set}"));
        }
        for (set, properties) in std::mem::take(&mut carrier.sets) {
            self.property_set(object, key, &set, properties);
        }
    }

    fn property_set(&mut self, object: Id, key: &str, set: &str, properties: Vec<(String, Property)>) {
        let all: Vec<Id> = properties.into_iter().map(|(name, p)| self.property(&name, p)).collect();
        let values = [("Name", V::text(set)), ("HasProperties", V::refs(&all))];
        let id = self.w.root("IfcPropertySet", &format!("{key}|{set}"), &values);
        self.defines(object, id, &format!("{key}|{set}"));
    }

    pub(super) fn defines(&mut self, object: Id, set: Id, key: &str) {
        let values = [("RelatedObjects", V::refs(&[object])), ("RelatingPropertyDefinition", V::Ref(set))];
        self.w.root("IfcRelDefinesByProperties", &format!("{key}|for"), &values);
    }

    fn property(&mut self, name: &str, property: Property) -> Id {
        let name = ("Name", V::text(name));
        match property {
            Property::One(value) => self.w.add("IfcPropertySingleValue", &[name, ("NominalValue", value)]),
            Property::Enumerated(value) => {
                let values = [name, ("EnumerationValues", V::List(vec![value]))];
                self.w.add("IfcPropertyEnumeratedValue", &values)
            }
            Property::List(all) => self.w.add("IfcPropertyListValue", &[name, ("ListValues", V::List(all))]),
            Property::Complex(parts) => {
                let parts: Vec<Id> = parts.into_iter().map(|(n, p)| self.property(&n, p)).collect();
                let values = [name, ("UsageName", V::text(own::WITHOUT)), ("HasProperties", V::refs(&parts))];
                self.w.add("IfcComplexProperty", &values)
            }
        }
    }

    /// States of an object what it does not have: the fixtures that are said not to be there.
    pub(super) fn without(&mut self, object: Id, key: &str, of: impl Fn(&crate::model::Fixture) -> bool) {
        let absent = self.model.fixtures.iter().filter(|f| !f.present && of(f));
        let mut all: Vec<(String, Property)> = Vec::new();
        for fixture in absent {
            let text = |t: &str| Property::One(V::typed("IfcText", V::text(t)));
            let mut parts = vec![
                (own::WHAT.to_owned(), text(&fixture.what)),
                (own::LABEL.to_owned(), text(&fixture.element.label)),
            ];
            for (fact, said) in &fixture.element.declared {
                parts.extend(said.first().map(|d| (fact.clone(), own_property(&d.value))));
            }
            all.push((fixture.element.id.0.clone(), Property::Complex(parts)));
        }
        if !all.is_empty() {
            self.property_set(object, key, own::WITHOUT, all);
        }
    }
}

/// Writes a value where any value of any fact has a place: in a set of our own, one for each statement of the same
/// fact.
fn own_place(carrier: &mut Carrier, set: &str, def: &FactDef, value: &Value, index: usize) {
    let set = match index {
        0 => set.to_owned(),
        i => format!("{set} {}", i + 1),
    };
    carrier.put(&set, &def.id, own_property(value));
}

/// A value as it is written in a set of our own: numbers with their measure, words by id.
fn own_property(value: &Value) -> Property {
    let text = |t: &String| V::typed("IfcText", V::text(t));
    match value {
        Value::Bool(b) => Property::One(V::typed("IfcBoolean", V::Bool(*b))),
        Value::Quantity(q) => {
            let (measure, number) = match q.dimension {
                Dimension::Length => ("IfcLengthMeasure", q.value),
                Dimension::Area => ("IfcAreaMeasure", q.value),
                // A share of more than 1 is read as per cent.
                Dimension::Ratio if q.value > 1.0 => ("IfcReal", q.value * 100.0),
                Dimension::Ratio => ("IfcRatioMeasure", q.value),
                Dimension::Angle => ("IfcPlaneAngleMeasure", q.value.to_radians()),
                Dimension::Count if q.value.fract() == 0.0 && q.value.abs() < 1e9 => {
                    return Property::One(V::typed("IfcInteger", V::Int(q.value as i64)));
                }
                Dimension::Count | Dimension::Number | Dimension::Sound => ("IfcReal", q.value),
            };
            Property::One(V::typed(measure, V::Real(number)))
        }
        Value::Word(word) => Property::One(text(word)),
        Value::Words(words) if words.is_empty() => Property::One(text(&own::NONE.to_owned())),
        Value::Words(words) | Value::Layers(words) => Property::List(words.iter().map(text).collect()),
        Value::Text(t) => Property::One(text(t)),
    }
}

fn typed(scalar: &Scalar<'_>) -> V {
    let value = match &scalar.data {
        Data::Text(t) | Data::Other(t) => V::text(t.clone()),
        Data::Number(n) => V::Real(*n),
        Data::Integer(n) => V::Int(*n),
        Data::Bool(b) => V::Bool(*b),
        Data::Unknown => V::word("U"),
    };
    V::typed(scalar.measure, value)
}
