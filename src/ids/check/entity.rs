//! Is an element of a class, and of a predefined type?
//!
//! Classes are told by their exact name; there is no inheritance. Where IFC2X3 tells classes of later versions only by
//! the type of the object, the pair of the IDS documentation's mapping table counts as the class.

use super::constraint::Test;
use super::facet::Tested;
use super::result::{Reason, Why};
use crate::ids::document::Entity;
use crate::ifc::Model;
use crate::ifc::schema::{self, Occurrence};
use crate::ifc::step::Id;
use crate::source::Diagnostic;
use std::borrow::Cow;

pub(super) struct EntityFacet {
    name: Test,
    predefined_type: Option<Test>,
    /// Whether the name of a class matches, by the place of the class in its schema.
    known: Vec<Option<bool>>,
}

impl EntityFacet {
    pub(super) fn new(facet: &Entity) -> Result<Self, Box<Diagnostic>> {
        Ok(Self {
            name: Test::new(&facet.name)?,
            predefined_type: facet.predefined_type.as_ref().map(Test::new).transpose()?,
            known: Vec::new(),
        })
    }

    pub(super) fn test(&mut self, model: &Model, id: Id) -> Tested {
        if !self.is_class(model, id) {
            return Tested::Wrong(Reason::new(Why::Class).found(&class_name(model, id)));
        }
        let Some(asked) = &self.predefined_type else { return Tested::Met(None) };
        let (found, by_user) = predefined_type(model, id);
        let is = found.as_deref().is_some_and(|f| asked.text(f)) || (by_user && asked.text("USERDEFINED"));
        if is {
            return Tested::Met(None);
        }
        let found = found.unwrap_or(Cow::Borrowed(if by_user { "USERDEFINED" } else { "" }));
        Tested::Wrong(Reason::new(Why::PredefinedType).found(&found))
    }

    fn is_class(&mut self, model: &Model, id: Id) -> bool {
        let Some(class) = model.class(id) else { return false };
        if self.matches(class) {
            return true;
        }
        occurrence(model, id, class).is_some_and(|o| self.name.text(&o.name.to_ascii_uppercase()))
    }

    fn matches(&mut self, class: schema::Entity) -> bool {
        let place = class.index();
        if self.known.len() <= place {
            self.known.resize(place + 1, None);
        }
        let name = &self.name;
        *self.known[place].get_or_insert_with(|| name.text(&class.name().to_ascii_uppercase()))
    }

    pub(super) fn candidates(&mut self, model: &Model) -> Vec<Id> {
        let mut all = Vec::new();
        for (kind, name) in model.file().types() {
            if !name.is_empty() && self.name.text(name) {
                all.extend(model.file().of_type(kind));
            }
        }
        for mapped in model.schema().occurrences() {
            if self.name.text(&mapped.name.to_ascii_uppercase()) {
                all.extend(model.by_class(mapped.occurrence, false));
            }
        }
        all
    }
}

/// The class of a later version that an element of IFC2X3 is by its type.
fn occurrence(model: &Model, id: Id, class: schema::Entity) -> Option<&'static Occurrence> {
    let all = model.schema().occurrences();
    if !all.iter().any(|o| o.occurrence == class.name()) {
        return None;
    }
    let kind = model.class(model.type_of(id)?)?;
    all.iter().find(|o| o.occurrence == class.name() && o.kind == kind.name())
}

/// The class of an element as IDS names it.
pub(super) fn class_name(model: &Model, id: Id) -> String {
    let Some(class) = model.class(id) else { return String::new() };
    let name = occurrence(model, id, class).map_or(class.name(), |o| o.name);
    name.to_ascii_uppercase()
}

/// The predefined type of an element, and whether it is the user's own: that of its type object first, unless that
/// leaves it open, then its own (IDS documentation, *entity facet*).
pub(super) fn predefined_type(model: &Model, id: Id) -> (Option<Cow<'_, str>>, bool) {
    let mut open = None;
    for of in model.type_of(id).into_iter().chain([id]) {
        match model.word(of, "PredefinedType") {
            Some("USERDEFINED") => {
                let names = ["ObjectType", "ElementType", "ProcessType", "ResourceType"];
                let own = names.iter().find_map(|name| model.text(of, name));
                return (own.filter(|t| !t.is_empty()), true);
            }
            Some("NOTDEFINED") => open = Some(Cow::Borrowed("NOTDEFINED")),
            Some(word) => return (Some(Cow::Borrowed(word)), false),
            None => {}
        }
    }
    (open, false)
}
