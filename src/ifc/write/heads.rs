//! The head of an element in the set of our own: its id, tag, name and how sentences call it.

use super::Export;
use super::facts::Carrier;
use super::step::V;
use crate::ifc::own;
use crate::model::Element;

impl Export<'_> {
    /// What finds the element again and calls it as before.
    pub(super) fn heads(&self, carrier: &mut Carrier, element: &Element) {
        for (name, text) in [
            (own::ID, &element.id.0),
            (own::TAG, &element.tag),
            (own::NAME, &element.name),
            (own::LABEL, &element.label),
        ] {
            if !text.is_empty() {
                carrier.plan(name, V::typed("IfcText", V::text(text)));
            }
        }
    }
}
