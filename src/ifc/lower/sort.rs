//! What sort of thing is an element: its class as the newest schemas call it, and its predefined type.
//!
//! IFC2X3 tells a toilet from a lamp only by the type object; here both schemas give the same answer.

use super::Lower;
use crate::ifc::step::Id;

/// A class with its predefined type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sort {
    /// The class, such as `IfcSanitaryTerminal`.
    pub(super) class: &'static str,
    /// The predefined type, such as `TOILETPAN`; none where it says nothing.
    pub(super) predefined: Option<String>,
}

/// Words that say nothing of a type.
const NOTHING: [&str; 3] = ["NOTDEFINED", "USERDEFINED", "NOTKNOWN"];

impl Lower<'_> {
    /// The sort of an element; none if its class is not known.
    pub(super) fn sort(&self, id: Id) -> Option<Sort> {
        let class = self.ifc.class(id)?;
        let kind = self.ifc.type_of(id);
        let kind_class = kind.and_then(|k| self.ifc.class(k));
        let as_now = kind_class.and_then(|kind| {
            let told = self.ifc.schema().occurrences().iter();
            told.filter(|o| kind.is_a(o.kind) && class.is_a(o.occurrence)).map(|o| o.name).next()
        });
        // The style of IFC2X3's furniture: a furnishing element with a furniture type.
        let furniture = (class.name() == "IfcFurnishingElement"
            && kind_class.is_some_and(|k| k.name() == "IfcFurnitureType"))
        .then_some("IfcFurniture");
        let predefined =
            |of: Id| self.ifc.word(of, "PredefinedType").filter(|w| !NOTHING.contains(w)).map(str::to_owned);
        Some(Sort {
            class: as_now.or(furniture).unwrap_or(class.name()),
            predefined: predefined(id).or_else(|| kind.and_then(predefined)),
        })
    }

    /// Whether an element of a sort is what an evidence's entity names: `IfcDoor`, `IfcCovering.CEILING`.
    pub(super) fn is_of(&self, id: Id, sort: Option<&Sort>, entity: &str) -> bool {
        let (class, predefined) = match entity.split_once('.') {
            Some((class, predefined)) => (class, Some(predefined)),
            None => (entity, None),
        };
        let Some(sort) = sort else { return false };
        let of_class = self.ifc.is_a(id, class) || sort.class.eq_ignore_ascii_case(class);
        of_class && predefined.is_none_or(|p| sort.predefined.as_deref() == Some(p))
    }
}
