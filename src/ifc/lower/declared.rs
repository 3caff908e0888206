//! What does the model state of an element? Properties, quantities, attributes and materials become declared facts
//! by the evidence the vocabulary names for each.
//!
//! A property of the occurrence stands over the type's; a placeholder counts as nothing said; what is said and not
//! understood is told. A set whose name begins with «Befaring» may state any fact by its id, so that nothing a
//! requirement asks for lacks a place in a model.

use std::sync::Arc;

use rayon::prelude::*;

use super::Lower;
use super::sort::Sort;
use super::told::Saying;
use super::value::{self, Said};
use crate::ifc::own;
use crate::ifc::schema::Version;
use crate::ifc::step::Id;
use crate::ifc::{Content, PropertySet, Scalar};
use crate::model::{Element, Origin, Value};
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::{FactDef, FactKind, IfcSource, OWN_SETS, normal};

/// Facts the model holds as numbers of its own; their evidence is read where those are.
pub(in crate::ifc) const HELD: [&str; 5] =
    ["door.width", "door.height", "window.width", "window.height", "room.area"];

/// A record that may say something of an element, with its sets.
struct Carrier<'s> {
    id: Id,
    sort: Option<Sort>,
    sets: Vec<Arc<PropertySet<'s>>>,
    /// Which of the sets may state any fact.
    own: Vec<usize>,
}

impl<'a> Lower<'a> {
    /// States of an element what the records that carry its facts say. `whole` is what a share is a share of.
    pub(super) fn declare(&mut self, element: &mut Element, carriers: &[Id], whole: Option<f64>) {
        let defs = self.facts.get(&element.kind).cloned().unwrap_or_default();
        let mut ready = std::mem::take(&mut self.sets);
        let carrier = |id: &Id| {
            let sets = ready.remove(id).unwrap_or_else(|| self.reader.of(*id));
            let named = sets.iter().enumerate().filter(|(_, s)| is_own(&s.name));
            let own = named.map(|(i, _)| i).collect();
            Carrier { id: *id, sort: self.sort(*id), sets, own }
        };
        let carriers: Vec<Carrier<'a>> = carriers.iter().map(carrier).collect();
        self.sets = ready;
        for def in defs {
            if !HELD.contains(&def.id.as_str()) {
                for source in &def.ifc {
                    self.take_source(element, def, source, &carriers, whole);
                }
            }
            if carriers.iter().any(|c| !c.own.is_empty()) {
                self.take_own_sets(element, def, &carriers, whole);
            }
        }
    }

    /// Reads, by all threads at once, the property sets of elements that will be declared next, in place of those read
    /// before. What was not foreseen is read when it is asked for.
    pub(super) fn prepare_sets(&mut self, ids: impl IntoParallelIterator<Item = Id>) {
        let reader = &self.reader;
        let read: Vec<_> = ids.into_par_iter().map(|id| (id, reader.of(id))).collect();
        self.sets = read.into_iter().collect();
    }

    /// Whether a piece of evidence exists in the model's schema.
    fn has_source(&self, source: &IfcSource) -> bool {
        let version = match self.ifc.schema().version() {
            Version::Ifc2x3 => "IFC2X3",
            Version::Ifc4 => "IFC4",
            Version::Ifc4x3 => "IFC4X3",
        };
        source.schemas.is_empty() || source.schemas.iter().any(|s| s == version)
    }

    fn take_source(
        &mut self,
        element: &mut Element,
        def: &FactDef,
        source: &IfcSource,
        carriers: &[Carrier<'a>],
        whole: Option<f64>,
    ) {
        if !self.has_source(source) {
            return;
        }
        for carrier in carriers {
            if source.entity.as_ref().is_some_and(|e| !self.is_of(carrier.id, carrier.sort.as_ref(), e)) {
                continue;
            }
            match &source.set {
                Some(set) => {
                    for found in sets_named(self.ifc, carrier, set) {
                        if let Some(property) = found.get(&source.property) {
                            let at = (carrier.id, Some(&*found.name), &*property.name);
                            self.state(element, def, &property.content, at, whole);
                        }
                    }
                }
                None if source.property == "Material" => self.take_material(element, def, carrier.id),
                // Layers depend on the side they are seen from; walls see to them.
                None if source.property == "IfcMaterialLayerSet" => {}
                // Where an attribute holds a record there is nothing to read as a value.
                None if self.ifc.attr(carrier.id, &source.property).as_id().is_some() => {}
                None => {
                    let content = Content::Single(self.ifc.attr_scalar(carrier.id, &source.property));
                    self.state(element, def, &content, (carrier.id, None, &source.property), whole);
                }
            }
        }
    }

    /// A property of a set of our own: named by the fact's id or the part of it after the subject.
    fn take_own_sets(
        &mut self,
        element: &mut Element,
        def: &FactDef,
        carriers: &[Carrier<'a>],
        whole: Option<f64>,
    ) {
        let short = def.own_property();
        for carrier in carriers {
            for set in carrier.own.iter().filter_map(|i| carrier.sets.get(*i)) {
                for property in set.properties.iter().filter(|p| p.name == def.id || p.name == short) {
                    let at = (carrier.id, Some(&*set.name), &*property.name);
                    match super::own::exact(self.vocabulary, def, &property.content) {
                        Some(value) => {
                            let origin = self.stated_at(at.0, at.1, at.2);
                            element.declare(&*def.id, value, origin);
                        }
                        None => self.state(element, def, &property.content, at, whole),
                    }
                }
            }
        }
    }

    /// Where a value stands: what was seen on a visit before the model was written here is still that.
    fn stated_at(&self, id: Id, set: Option<&str>, property: &str) -> Origin {
        let origin = self.origin(id, set, Some(property));
        let seen = self.ours && set.is_some_and(|s| s.starts_with(own::OBSERVED));
        match origin {
            Origin::Ifc { place, .. } if seen => Origin::Observed { place },
            origin => origin,
        }
    }

    fn state(
        &mut self,
        element: &mut Element,
        def: &FactDef,
        content: &Content<'_>,
        (id, set, property): (Id, Option<&str>, &str),
        whole: Option<f64>,
    ) {
        let path = set.map_or_else(|| property.to_owned(), |s| format!("{s}.{property}"));
        // Nobody fills in a set of ours by default, so a zero there was written.
        let zero_counts = set.is_some_and(is_own);
        match value::of(&self.lexicon, def, property, content, whole, zero_counts) {
            Said::Value(value) => element.declare(&*def.id, value, self.stated_at(id, set, property)),
            Said::Nothing(shown) if shown.is_empty() => {}
            Said::Nothing(shown) => {
                let saying = Saying::new(
                    Severity::Note,
                    "ifc.placeholder",
                    Localized::new(
                        "én egenskap har en verdi som ikke sier noe, og er regnet som ikke oppgitt",
                        "one property has a value that says nothing and counts as not stated",
                    ),
                    Localized::new(
                        "{n} egenskaper har verdier som ikke sier noe, og er regnet som ikke oppgitt",
                        "{n} properties have values that say nothing and count as not stated",
                    ),
                );
                let (file, line) = (self.file.clone(), self.line(id));
                self.told.count(saying, Localized::same(format!("{path} = «{shown}»")), &file, line);
            }
            Said::Odd(shown, why) => {
                let saying = Saying::new(
                    Severity::Warning,
                    "ifc.value-odd",
                    Localized::new("én verdi er ikke forstått", "one value is not understood"),
                    Localized::new("{n} verdier er ikke forstått", "{n} values are not understood"),
                );
                let example = |why: &str| format!("{path} = «{shown}» ({why})");
                let example = Localized::new(example(&why.nb), example(&why.en));
                let (file, line) = (self.file.clone(), self.line(id));
                self.told.count(saying, example, &file, line);
            }
        }
    }

    /// A fact stated by what something is made of.
    pub(super) fn take_material(&mut self, element: &mut Element, def: &FactDef, id: Id) {
        let ifc = self.ifc;
        let uses = ifc.materials(id);
        let bare = uses.iter().all(|u| u.materials().is_empty());
        let mut names: Vec<String> = match def.kind {
            FactKind::Layers => {
                uses.iter().flat_map(|u| u.materials()).map(|m| m.name.clone().into_owned()).collect()
            }
            _ => self.seen_of(id).into_iter().collect(),
        };
        if bare && ifc.is_a(id, "IfcCovering") {
            // A covering without a material is called after it: «Vinyl gulvbelegg».
            let kind = ifc.type_of(id).and_then(|t| self.name(t, "Name"));
            let own = ["Name", "ObjectType"].into_iter().filter_map(|a| self.name(id, a));
            names.extend(kind.into_iter().chain(own).filter(|n| self.lexicon.material(n).is_some()).take(1));
        }
        let value = match def.kind {
            FactKind::Layers => {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                value::layers(&self.lexicon, &names)
            }
            _ => names.iter().find_map(|n| self.lexicon.material(n)).map(|m| Value::Word(m.id.clone())),
        };
        match value {
            Some(value) => element.declare(&*def.id, value, self.origin(id, None, Some("Material"))),
            None => names.iter().for_each(|n| self.unknown_material(n, id)),
        }
    }

    pub(super) fn unknown_material(&mut self, name: &str, id: Id) {
        if name.trim().is_empty() || self.lexicon.material(name).is_some() {
            return;
        }
        let saying = Saying::new(
            Severity::Note,
            "ifc.material",
            Localized::new("ett materialnavn er ikke kjent", "one material's name is not known"),
            Localized::new("{n} materialnavn er ikke kjent", "{n} materials' names are not known"),
        )
        .help(Localized::new(
            "bruk vanlige navn som gips, betong, vinyl, eller legg navnet til i vokabularet",
            "use common names such as gypsum, concrete, vinyl, or add the name to the vocabulary",
        ));
        let (file, line) = (self.file.clone(), self.line(id));
        self.told.count(saying, Localized::same(format!("«{}»", name.trim())), &file, line);
    }
}

/// Whether a set is one of ours.
fn is_own(set: &str) -> bool {
    let own = normal(OWN_SETS);
    let first = |text: &str| text.trim_start().chars().next().map(|c| c.to_ascii_lowercase());
    // NOTE: nearly all sets are ruled out by their first letter.
    first(set) == first(&own) && normal(set).starts_with(&*own)
}

/// The sets of a carrier with a name, or of the class of that name where the set's own name is free.
fn sets_named<'c, 'a>(
    ifc: &'c crate::ifc::Model,
    carrier: &'c Carrier<'a>,
    name: &'c str,
) -> impl Iterator<Item = &'c Arc<PropertySet<'a>>> {
    let of_class = move |s: &PropertySet<'_>| ifc.class(s.id).is_some_and(|c| c.name() == name);
    carrier.sets.iter().filter(move |s| s.name.trim().eq_ignore_ascii_case(name) || of_class(s))
}

/// The first text a set of any name gives for one of some properties.
pub(super) fn text_of<'s>(
    sets: &'s [Arc<PropertySet<'_>>],
    properties: &[&str],
) -> Option<(&'s str, &'s str, &'s str)> {
    properties.iter().find_map(|wanted| {
        sets.iter().find_map(|set| {
            let property = set.properties.iter().find(|p| p.name.trim().eq_ignore_ascii_case(wanted))?;
            let text = property.value().and_then(|s: &Scalar<'_>| s.data.as_text())?.trim();
            (!text.is_empty()).then_some((&*set.name, &*property.name, text))
        })
    })
}
