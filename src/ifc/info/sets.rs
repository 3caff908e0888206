//! Property and quantity sets as plain data: values in SI units, each with its type.

use schemars::JsonSchema;
use serde::Serialize;

use crate::ifc::step::Id;
use crate::ifc::{Bounded, Content, Data, Model, Property, Scalar};

/// A property set or quantity set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SetInfo {
    /// Its name.
    pub name: String,
    /// Whether it holds quantities.
    pub quantities: bool,
    /// What it holds, in the order of the file.
    pub properties: Vec<PropertyInfo>,
}

/// A property or quantity.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PropertyInfo {
    /// Its name.
    pub name: String,
    /// Its value in SI units, angles in radians; a list where it has several, none where it has none.
    pub value: serde_json::Value,
    /// Type of the value, such as `IFCLENGTHMEASURE`; empty where none is told.
    pub measure: String,
    /// Whether the type object says it and not the element.
    pub from_type: bool,
}

/// The sets of an object with those of its type.
pub(super) fn of(ifc: &Model, id: Id) -> Vec<SetInfo> {
    let sets = ifc.property_sets(id);
    let set = |s: crate::ifc::PropertySet<'_>| SetInfo {
        name: s.name.into_owned(),
        quantities: s.quantities,
        properties: s.properties.iter().map(property).collect(),
    };
    sets.into_iter().map(set).collect()
}

fn property(property: &Property<'_>) -> PropertyInfo {
    let (value, measure) = content(&property.content);
    PropertyInfo { name: property.name.to_string(), value, measure, from_type: property.from_type }
}

fn content(content: &Content<'_>) -> (serde_json::Value, String) {
    let null = serde_json::Value::Null;
    match content {
        Content::Single(one) | Content::Quantity(one) => match one {
            Some(one) => (scalar(one), one.measure.to_ascii_uppercase()),
            None => (null, String::new()),
        },
        Content::Enumerated(all) | Content::List(all) => {
            let measure = all.first().map(|s| s.measure.to_ascii_uppercase()).unwrap_or_default();
            (all.iter().map(scalar).collect(), measure)
        }
        Content::Bounded(bounded) => {
            let Bounded { lower, upper, set_point } = &**bounded;
            let one = |s: &Option<Scalar<'_>>| s.as_ref().map_or(serde_json::Value::Null, scalar);
            let measure = [set_point, lower, upper].into_iter().flatten().next();
            let measure = measure.map(|s| s.measure.to_ascii_uppercase()).unwrap_or_default();
            let value =
                serde_json::json!({ "lower": one(lower), "upper": one(upper), "set_point": one(set_point) });
            (value, measure)
        }
        Content::Table(rows) => {
            let row = |(a, b): &(Scalar<'_>, Scalar<'_>)| serde_json::json!([scalar(a), scalar(b)]);
            (rows.iter().map(row).collect(), String::new())
        }
        Content::Reference(id) => (id.map_or(null, |id| id.to_string().into()), String::new()),
        Content::Complex(parts) => {
            let part = |p: &Property<'_>| (p.name.to_string(), self::content(&p.content).0);
            (serde_json::Value::Object(parts.iter().map(part).collect()), String::new())
        }
        Content::Unknown => (null, String::new()),
    }
}

fn scalar(scalar: &Scalar<'_>) -> serde_json::Value {
    match &scalar.data {
        Data::Text(text) | Data::Other(text) => text.as_ref().into(),
        Data::Number(number) => (*number).into(),
        Data::Integer(number) => (*number).into(),
        Data::Bool(b) => (*b).into(),
        Data::Unknown => "UNKNOWN".into(),
    }
}
