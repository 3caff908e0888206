//! Has an element an attribute, and with which value?
//!
//! Only what a record writes counts: derived and inverse attributes have no value here. Lists and references to other
//! records are there or not; they have no value to compare.

use super::constraint::{Test, shown};
use super::facet::Tested;
use super::result::{Reason, Why};
use crate::ids::document::Attribute;
use crate::ifc::step::{Id, Value};
use crate::ifc::{Data, Model, schema};
use crate::source::Diagnostic;
use std::collections::HashMap;

pub(super) struct AttributeFacet {
    name: Test,
    value: Option<Test>,
    prohibited: bool,
    /// The attributes of a class whose names match, by the place of the class in its schema.
    known: HashMap<usize, Vec<&'static schema::Attribute>>,
}

impl AttributeFacet {
    pub(super) fn new(facet: &Attribute, prohibited: bool) -> Result<Self, Box<Diagnostic>> {
        Ok(Self {
            name: Test::new(&facet.name)?,
            value: facet.value.as_ref().map(Test::new).transpose()?,
            prohibited,
            known: HashMap::new(),
        })
    }

    pub(super) fn is_bare(&self) -> bool {
        self.value.is_none()
    }

    fn attributes(&mut self, class: schema::Entity) -> &[&'static schema::Attribute] {
        let name = &self.name;
        self.known.entry(class.index()).or_insert_with(|| {
            class
                .attributes()
                .into_iter()
                .filter(|a| name.text(a.name) && !class.is_derived(a.name))
                .collect()
        })
    }

    pub(super) fn test(&mut self, model: &Model, id: Id) -> Tested {
        let Some(class) = model.class(id) else { return Tested::Absent(Reason::new(Why::NoAttribute)) };
        let prohibited = self.prohibited;
        let attributes = self.attributes(class).to_vec();
        let (mut met, mut empty, mut wrong) = (None, None, None);
        for attribute in attributes {
            match one(model, id, attribute, self.value.as_ref()) {
                Tested::Met(found) => met = met.or(Some(found)),
                Tested::Wrong(reason) => wrong = wrong.or(Some(reason)),
                Tested::Empty(reason) => empty = empty.or(Some(reason)),
                Tested::Absent(_) => {}
            }
        }
        match (met, wrong, empty) {
            // None of those with a value may be wrong; where the thing is prohibited, one that is right is enough.
            (Some(found), None, _) => Tested::Met(found),
            (Some(found), Some(_), _) if prohibited => Tested::Met(found),
            (_, Some(reason), _) => Tested::Wrong(reason),
            (_, _, Some(reason)) => Tested::Empty(reason),
            _ => Tested::Absent(Reason::new(Why::NoAttribute)),
        }
    }

    pub(super) fn candidates(&mut self, model: &Model) -> Vec<Id> {
        let mut all = Vec::new();
        for (kind, name) in model.file().types() {
            let Some(class) = model.schema().entity(name) else { continue };
            if !self.attributes(class).is_empty() {
                all.extend(model.file().of_type(kind));
            }
        }
        all
    }
}

/// What one attribute has.
fn one(model: &Model, id: Id, attribute: &'static schema::Attribute, asked: Option<&Test>) -> Tested {
    let reason = |why| Reason::new(why).named(attribute.name);
    let value = model.attr(id, attribute.name);
    let there = |found: &str| match asked {
        None => Tested::Met(Some(reason(Why::Prohibited).found(found))),
        Some(_) => Tested::Wrong(reason(Why::AttributeValue).found(found)),
    };
    match value.untyped() {
        Value::Missing | Value::Derived => return Tested::Absent(reason(Why::NoAttribute)),
        Value::Text(text) if text.is_empty() => return Tested::Empty(reason(Why::EmptyAttribute)),
        Value::List(list) if list.is_empty() => return Tested::Empty(reason(Why::EmptyAttribute)),
        Value::List(_) => return there("(…)"),
        Value::Ref(to) => {
            return match model.class(to) {
                Some(class) => there(&format!("{to}={}", class.name().to_ascii_uppercase())),
                None => there(&to.to_string()),
            };
        }
        _ => {}
    }
    let Some(scalar) = model.attr_scalar(id, attribute.name) else {
        return Tested::Absent(reason(Why::NoAttribute));
    };
    match (&scalar.data, asked) {
        (Data::Unknown, _) => Tested::Empty(reason(Why::EmptyAttribute).found("unknown")),
        (data, Some(asked)) if !asked.data(data) => {
            Tested::Wrong(reason(Why::AttributeValue).found(&shown(data)))
        }
        (data, _) => Tested::Met(Some(reason(Why::Prohibited).found(&shown(data)))),
    }
}
