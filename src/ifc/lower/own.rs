//! What a model written by this program says beyond shapes and standard properties: see [`own`](crate::ifc::own).
//!
//! Read only where the project carries the set, so that other models cost nothing. What is carried stands over what
//! would be found by looking; an element without the set is read as in any other model.

use std::collections::BTreeMap;

use super::Lower;
use crate::ifc::step::Id;
use crate::ifc::{Content, Property, Scalar, own};
use crate::model::{Back, Element, Fixture, Owner, Side, Value};
use crate::quantity::{Dimension, Quantity};
use crate::vocab::{FactDef, FactKind, SubjectKind, Vocabulary};

/// The plan's set of one element.
pub(super) struct Own<'a> {
    properties: Vec<Property<'a>>,
}

impl<'a> Own<'a> {
    fn value(&self, name: &str) -> Option<&Scalar<'a>> {
        self.properties.iter().find(|p| p.name == name)?.value()
    }

    /// A text that is no list.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.value(name).and_then(|s| s.data.as_text()).map(str::to_owned)
    }

    /// The texts of a list.
    pub(super) fn list(&self, name: &str) -> Option<Vec<String>> {
        let property = self.properties.iter().find(|p| p.name == name)?;
        let all = match &property.content {
            Content::List(all) => all.iter().collect(),
            Content::Single(one) => one.iter().collect::<Vec<_>>(),
            _ => return None,
        };
        Some(all.into_iter().filter_map(|s| s.data.as_text()).map(str::to_owned).collect())
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.value(name).and_then(|s| s.data.as_f64()).filter(|n| n.is_finite())
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.value(name).and_then(|s| s.data.as_bool()) == Some(true)
    }
}

/// How an element is called.
struct Head {
    name: String,
    tag: Option<String>,
    label: Option<String>,
}

impl Head {
    fn call(&self, element: &mut Element) {
        element.name.clone_from(&self.name);
        if let Some(tag) = &self.tag {
            element.tag.clone_from(tag);
        }
        if let Some(label) = &self.label {
            element.label.clone_from(label);
        }
    }
}

impl<'a> Lower<'a> {
    /// Whether the project was written by this program.
    pub(super) fn written_here(&self, project: Option<Id>) -> bool {
        project.is_some_and(|p| self.ifc.own_property_sets(p).iter().any(|s| s.name == own::PLAN))
    }

    /// The plan's set of an element.
    pub(super) fn own(&self, id: Id) -> Option<Own<'a>> {
        if self.ours { self.marks(id) } else { None }
    }

    /// The same, also in a model that another program wrote since, as far as it kept the set.
    pub(super) fn marks(&self, id: Id) -> Option<Own<'a>> {
        let sets = self.ifc.own_property_sets(id);
        let set = sets.into_iter().find(|s| s.name == own::PLAN)?;
        Some(Own { properties: set.properties })
    }

    /// Whether an element was only drawn, and nobody said anything of it since.
    pub(super) fn only_drawn(&self, id: Id) -> bool {
        self.own(id).is_some_and(|o| o.is(own::DRAWN)) && !self.said_since(id)
    }

    /// Calls an element as the description did; its id was taken when it was made.
    pub(super) fn call(&self, element: &mut Element, of: Id) {
        if let Some(head) = self.head(of) {
            head.call(element);
        }
    }

    /// How the description called an element, unless it is called something else now.
    fn head(&self, of: Id) -> Option<Head> {
        let own = self.own(of).filter(|o| o.text(own::ID).is_some() && !self.is_renamed(of, o))?;
        let (tag, label) = (own.text(own::TAG), own.text(own::LABEL));
        Some(Head { name: own.text(own::NAME).unwrap_or_default(), tag, label })
    }

    /// Calls every element as the description did.
    pub(super) fn call_all(&mut self) {
        if !self.ours {
            return;
        }
        let made = std::mem::take(&mut self.made);
        let heads: BTreeMap<&String, Head> =
            made.iter().filter_map(|(id, of)| Some((id, self.head(*of)?))).collect();
        for of in made.values() {
            if let Some(own) = self.own(*of).filter(|o| o.text(own::ID).is_some() && self.is_renamed(*of, o))
            {
                self.tell_renamed(*of, &own);
            }
        }
        let model = &mut self.model;
        let elements = (model.buildings.iter_mut().map(|e| &mut e.element))
            .chain(model.storeys.iter_mut().map(|e| &mut e.element))
            .chain(model.rooms.iter_mut().map(|e| &mut e.element))
            .chain(model.openings.iter_mut().map(|e| &mut e.element))
            .chain(model.walls.iter_mut().map(|e| &mut e.element))
            .chain(model.fixtures.iter_mut().map(|e| &mut e.element));
        for element in elements {
            if let Some(head) = heads.get(&element.id.0) {
                head.call(element);
            }
        }
    }

    /// The sides of an opening or wall as they were written.
    pub(super) fn own_sides(&self, own: &Own<'_>) -> Option<[Side; 2]> {
        let written = own.list(own::SIDES)?;
        let [a, b] = written.as_slice() else { return None };
        let side = |text: &String| match text.as_str() {
            own::OUTSIDE => Some(Side::Outside),
            own::UNKNOWN => Some(Side::Unknown),
            id => self.rooms_by_id.get(id).map(|r| Side::Room(*r)),
        };
        Some([side(a)?, side(b)?])
    }

    /// The dwelling or base of an id.
    pub(super) fn owner_by_id(&self, id: &str) -> Option<Owner> {
        let is = |e: &Element| e.id.0 == id;
        let dwelling = self.model.dwellings.iter().position(|d| is(&d.element)).map(Owner::Dwelling);
        let base = || self.model.bases.iter().position(|b| is(&b.element)).map(Owner::Base);
        dwelling.or_else(base).or_else(|| (id == own::COMMON).then_some(Owner::Common))
    }

    /// The storey of an id.
    pub(super) fn storey_by_id(&self, id: &str) -> Option<usize> {
        self.model.storeys.iter().position(|s| s.element.id.0 == id)
    }

    /// Things that are said not to be there, in the order of the file.
    pub(super) fn absent(&mut self, project: Option<Id>, site: Option<Id>) {
        if !self.ours {
            return;
        }
        let mut places: Vec<(Id, Option<usize>, Option<Owner>)> = Vec::new();
        places.extend(project.map(|p| (p, None, None)));
        places.extend(site.map(|s| (s, None, Some(Owner::Common))));
        for zone in self.ifc.by_class("IfcZone", true) {
            let id = self.own(zone).and_then(|o| o.text(own::ID));
            let owner = id.and_then(|id| self.owner_by_id(&id));
            places.extend(owner.map(|o| (zone, None, Some(o))));
        }
        for (space, room) in self.room_of.iter().enumerate() {
            let Some(room) = *room else { continue };
            places.push((self.spaces[space].id, Some(room), Some(self.model.rooms[room].owner)));
        }
        for (at, room, owner) in places {
            self.absent_at(at, room, owner);
        }
    }

    fn absent_at(&mut self, at: Id, room: Option<usize>, owner: Option<Owner>) {
        let ifc = self.ifc;
        let sets = ifc.own_property_sets(at);
        for set in sets.iter().filter(|s| s.name == own::WITHOUT) {
            for property in &set.properties {
                let Content::Complex(parts) = &property.content else { continue };
                let text = |name: &str| {
                    parts.iter().find(|p| p.name == name)?.value()?.data.as_text().map(str::to_owned)
                };
                let Some(what) = text(own::WHAT) else { continue };
                let origin = self.origin(at, Some(own::WITHOUT), Some(&property.name));
                let id = self.free_id(&property.name);
                let mut element = Element::new(id, SubjectKind::Fixture, origin.clone());
                element.label = text(own::LABEL).unwrap_or_default();
                for part in parts {
                    let Some(def) = self.vocabulary.fact(&part.name) else { continue };
                    if let Some(value) = exact(self.vocabulary, def, &part.content) {
                        element.declare(&*def.id, value, origin.clone());
                    }
                }
                let fixture = Fixture {
                    element,
                    what,
                    present: false,
                    room,
                    owner,
                    outline: None,
                    back: Back::Told,
                    usual_size: false,
                    heights: None,
                    stands: None,
                };
                self.model.fixtures.push(fixture);
            }
        }
    }

    /// The id an element was written with.
    pub(super) fn own_id(&self, of: Id) -> Option<String> {
        self.own(of)?.text(own::ID)
    }
}

/// A value of a set of our own, where words, numbers and texts mean what they say: a nought is a number and not an
/// empty place. None where it is not written so; it is then read as any other property.
pub(super) fn exact(vocabulary: &Vocabulary, def: &FactDef, content: &Content<'_>) -> Option<Value> {
    let known = |id: &str| {
        let material = def.kind == FactKind::Layers && vocabulary.material(id).is_some();
        material || def.values.iter().any(|w| w.id == id)
    };
    let all: Vec<&Scalar<'_>> = match content {
        Content::Single(value) => value.iter().collect(),
        Content::List(all) | Content::Enumerated(all) => all.iter().collect(),
        _ => return None,
    };
    let texts: Option<Vec<String>> =
        all.iter().map(|s| s.data.as_text().map(|t| t.trim().to_owned())).collect();
    match (def.kind, all.as_slice()) {
        (_, []) => None,
        (FactKind::Bool, [one]) => one.data.as_bool().map(Value::Bool),
        (FactKind::Text | FactKind::Colour | FactKind::Date, [one]) => {
            one.data.as_text().filter(|t| !t.trim().is_empty()).map(|t| Value::Text(t.to_owned()))
        }
        (FactKind::Word, [_]) => texts?.pop().filter(|id| known(id)).map(Value::Word),
        (FactKind::Words, _) => {
            let texts = texts?;
            if texts == [own::NONE] {
                return Some(Value::words(Vec::<String>::new()));
            }
            texts.iter().all(|id| known(id)).then(|| Value::words(texts))
        }
        (FactKind::Layers, _) => {
            let texts = texts?;
            texts.iter().all(|id| known(id)).then_some(Value::Layers(texts))
        }
        // Other numbers are read as they are anywhere.
        (_, [one]) => {
            let dimension = def.kind.dimension()?;
            let measure = one.measure.to_ascii_uppercase();
            let fits = match dimension {
                Dimension::Length => measure.contains("LENGTH"),
                Dimension::Area => measure.contains("AREA"),
                _ => true,
            };
            (fits && one.data.as_f64() == Some(0.0)).then(|| Value::Quantity(Quantity::new(0.0, dimension)))
        }
        _ => None,
    }
}
