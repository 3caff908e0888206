//! Has an element a property or quantity in a set, of a data type, with a value?
//!
//! Sets of the occurrence come before those of its type, property by property. Materials and profiles have sets of their
//! own. Every set whose name matches must hold a property whose name matches, and every such property that has a value
//! must keep to the constraints (IDS documentation, *property facet*).

use super::constraint::Test;
use super::facet::Tested;
use super::result::{Reason, Why};
use super::sets::{self, Owned};
use super::value::{self, Values};
use crate::ids::document::Property;
use crate::ifc::Model;
use crate::ifc::step::{Id, Text, Value};
use crate::source::Diagnostic;
use std::borrow::Cow;

pub(super) struct PropertyFacet {
    set: Name,
    name: Name,
    value: Option<Test>,
    data_type: Option<String>,
    prohibited: bool,
    owned: Option<Owned>,
}

/// A constraint on names, with the bytes of the only one allowed where they can be compared as they stand.
struct Name {
    test: Test,
    plain: Option<Vec<u8>>,
}

impl Name {
    fn new(constraint: &crate::ids::document::Constraint) -> Result<Self, Box<Diagnostic>> {
        let plain = constraint.simple().map(|t| t.value.as_bytes().to_vec());
        let plain = plain.filter(|t| t.iter().all(|b| b.is_ascii_graphic() && !matches!(b, b'\'' | b'\\')));
        Ok(Self { test: Test::new(constraint)?, plain })
    }

    fn is(&self, text: Text<'_>) -> bool {
        match &self.plain {
            Some(plain) if !text.raw().contains(&b'\\') => text.raw() == plain.as_slice(),
            _ => self.test.text(&text.decode()),
        }
    }
}

/// A property of a set, whose value is read when it is asked for.
struct Found<'m> {
    name: Cow<'m, str>,
    record: Id,
    /// The attribute that is the property, in a predefined set.
    attribute: Option<&'static str>,
}

impl PropertyFacet {
    pub(super) fn new(facet: &Property, prohibited: bool) -> Result<Self, Box<Diagnostic>> {
        Ok(Self {
            set: Name::new(&facet.property_set)?,
            name: Name::new(&facet.base_name)?,
            value: facet.value.as_ref().map(Test::new).transpose()?,
            data_type: facet.data_type.as_ref().map(|t| t.value.clone()),
            prohibited,
            owned: None,
        })
    }

    pub(super) fn is_bare(&self) -> bool {
        self.value.is_none() && self.data_type.is_none()
    }

    pub(super) fn test(&mut self, model: &Model, id: Id) -> Tested {
        let owned = self.owned.get_or_insert_with(|| Owned::of(model));
        let mut sets: Vec<(Cow<'_, str>, Vec<Id>)> = Vec::new();
        for set in sets::of(model, owned, id) {
            let Some(name) = model.attr(set, "Name").as_text().filter(|n| self.set.is(*n)) else { continue };
            let name = name.decode();
            match sets.iter_mut().find(|(n, _)| *n == name) {
                Some((_, all)) => all.push(set),
                None => sets.push((name, vec![set])),
            }
        }
        if sets.is_empty() {
            return Tested::Absent(Reason::new(Why::NoSet));
        }
        let (mut met, mut wrong, mut empty, mut absent) = (None, None, None, None);
        for (name, all) in &sets {
            match self.in_set(model, name, all) {
                Tested::Met(found) => met = met.or(Some(found)),
                Tested::Wrong(reason) => wrong = wrong.or(Some(reason)),
                Tested::Empty(reason) => empty = empty.or(Some(reason)),
                Tested::Absent(reason) => absent = absent.or(Some(reason)),
            }
        }
        match (met, wrong, empty, absent) {
            // Where the thing is prohibited, one that is there is enough.
            (Some(found), ..) if self.prohibited => Tested::Met(found),
            (_, Some(reason), ..) => Tested::Wrong(reason),
            (_, _, Some(reason), _) => Tested::Empty(reason),
            (_, _, _, Some(reason)) => Tested::Absent(reason),
            (Some(found), ..) => Tested::Met(found),
            (None, None, None, None) => Tested::Absent(Reason::new(Why::NoSet)),
        }
    }

    /// What the sets of one name have, the element's own first.
    fn in_set(&self, model: &Model, set: &str, all: &[Id]) -> Tested {
        let mut found: Vec<Found<'_>> = Vec::new();
        for id in all {
            for property in self.properties(model, *id) {
                if !found.iter().any(|f| f.name == property.name) {
                    found.push(property);
                }
            }
        }
        let (mut met, mut wrong, mut empty) = (None, None, None);
        for property in &found {
            match self.one(model, set, property) {
                Tested::Met(reason) => met = met.or(Some(reason)),
                Tested::Wrong(reason) => wrong = wrong.or(Some(reason)),
                Tested::Empty(reason) | Tested::Absent(reason) => empty = empty.or(Some(reason)),
            }
        }
        match (met, wrong, empty) {
            (Some(found), None, _) => Tested::Met(found),
            (Some(found), Some(_), _) if self.prohibited => Tested::Met(found),
            (_, Some(reason), _) => Tested::Wrong(reason),
            (_, _, Some(reason)) => Tested::Empty(reason),
            _ => Tested::Absent(Reason::new(Why::NoProperty).named(set).at(all[0])),
        }
    }

    /// The properties of a set whose names match.
    fn properties<'m>(&self, model: &'m Model, set: Id) -> Vec<Found<'m>> {
        let Some(class) = model.class(set) else { return Vec::new() };
        let Some(list) = sets::list_of(class) else {
            // A predefined set, such as a door's lining: its own attributes are the properties.
            return sets::own_attributes(class)
                .filter(|a| self.name.is(Text::new(a.name.as_bytes())))
                .map(|a| Found { name: Cow::Borrowed(a.name), record: set, attribute: Some(a.name) })
                .collect();
        };
        let mut all = Vec::new();
        for item in model.attr(set, list).as_list().into_iter().flatten().take(sets::MOST) {
            let Value::Ref(record) = item else { continue };
            let Some(name) = model.attr(record, "Name").as_text().filter(|n| self.name.is(*n)) else {
                continue;
            };
            all.push(Found { name: name.decode(), record, attribute: None });
        }
        all
    }

    /// What one property has.
    fn one(&self, model: &Model, set: &str, property: &Found<'_>) -> Tested {
        let reason = |why| Reason::new(why).named(format!("{set}.{}", property.name)).at(property.record);
        let values = match property.attribute {
            Some(attribute) => Values::Single(model.attr_scalar(property.record, attribute)),
            None => value::of(model, property.record),
        };
        let Some(values) = values.stated() else { return Tested::Empty(reason(Why::EmptyProperty)) };
        if values == Values::Unsupported {
            return Tested::Wrong(reason(Why::PropertyKind));
        }
        let values = match &self.data_type {
            None => values,
            Some(asked) => match values.of_type(asked) {
                Ok(values) => values,
                Err(found) => return Tested::Wrong(reason(Why::DataType).found(&found.to_ascii_uppercase())),
            },
        };
        match &self.value {
            Some(asked) if !values.keep(asked) => {
                Tested::Wrong(reason(Why::PropertyValue).found(&values.shown()))
            }
            _ => Tested::Met(Some(reason(Why::Prohibited).found(&values.shown()))),
        }
    }

    /// Everything with a set whose name matches, itself or by its type.
    pub(super) fn candidates(&mut self, model: &Model) -> Vec<Id> {
        let owned = self.owned.get_or_insert_with(|| Owned::of(model));
        sets::owners(model, owned, |set| {
            model.attr(set, "Name").as_text().is_some_and(|name| self.set.is(name))
        })
    }
}
