//! What is a single value, in SI units and plain text?
//!
//! In come a value as the file writes it, the type the schema or the value itself names, and a unit of its own
//! if it has one; out goes a number in SI units, a text, or what else it is.

use super::file::Model;
use super::step::{Id, Value};
use super::units::Unit;
use std::borrow::Cow;

/// A single value.
#[derive(Debug, Clone, PartialEq)]
pub struct Scalar<'a> {
    /// Its type, such as `IFCLENGTHMEASURE` or `IfcLabel`; empty if none is told.
    pub measure: &'a str,
    /// What it is.
    pub data: Data<'a>,
}

/// What a single value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Data<'a> {
    /// Text, and the words of enumerations.
    Text(Cow<'a, str>),
    /// A number: in SI units if its type is counted in units, else as it stands.
    Number(f64),
    /// A whole number without a unit.
    Integer(i64),
    /// True or false.
    Bool(bool),
    /// A logical value that is neither.
    Unknown,
    /// What is none of these, or cannot be understood, as it stands.
    Other(Cow<'a, str>),
}

impl Data<'_> {
    /// The number, whole or not.
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            Self::Integer(i) => Some(*i as f64),
            _ => None,
        }
    }

    /// The text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// True or false.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }
}

impl Model {
    /// A value of the type `measure` (its own type name comes first) in `unit`, or else the project's unit.
    /// Nothing for `$` and `*`.
    pub fn scalar<'a>(&self, value: Value<'a>, measure: &'a str, unit: Option<&Unit>) -> Option<Scalar<'a>> {
        let measure = match value {
            Value::Typed(typed) => typed.name,
            _ => measure,
        };
        // Where the type has no unit but the property has, the property means it.
        let number = |n: f64| match unit.or_else(|| self.unit_of(measure).flatten()) {
            Some(unit) => unit.si(n),
            None => n,
        };
        let data = match value.untyped() {
            Value::Missing | Value::Derived => return None,
            Value::Text(text) => Data::Text(text.decode()),
            Value::Real(r) => Data::Number(number(r)),
            Value::Integer(i) if unit.is_none() && self.unit_of(measure).is_none() => Data::Integer(i),
            Value::Integer(i) => Data::Number(number(i as f64)),
            Value::Enum("T") => Data::Bool(true),
            Value::Enum("F") => Data::Bool(false),
            Value::Enum("U") => Data::Unknown,
            Value::Enum(word) => Data::Text(Cow::Borrowed(word)),
            Value::Ref(id) => Data::Other(Cow::Owned(id.to_string())),
            Value::Binary(binary) => Data::Other(String::from_utf8_lossy(binary.digits)),
            Value::List(list) => Data::Other(shown(list.raw())),
            Value::Damaged(raw) => Data::Other(shown(raw)),
            Value::Typed(typed) => Data::Other(Cow::Borrowed(typed.name)),
        };
        Some(Scalar { measure, data })
    }

    /// The value of an attribute in SI units, of the type the schema gives it.
    pub fn attr_scalar(&self, id: Id, name: &str) -> Option<Scalar<'_>> {
        let class = self.class(id)?;
        let attribute = class.attribute(class.attribute_index(name)?)?;
        self.scalar(self.attr(id, name), attribute.kind.name().unwrap_or(""), None)
    }

    /// The number in an attribute, in SI units if its type is counted in units.
    pub fn number(&self, id: Id, name: &str) -> Option<f64> {
        self.attr_scalar(id, name)?.data.as_f64()
    }
}

fn shown(raw: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(&raw[..raw.len().min(200)])
}
