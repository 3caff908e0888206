//! Why has an element no shape? A reason that can be told, naming the class that stood in the way.

use crate::localized;
use crate::text::Localized;

/// What stood in the way of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The element has no geometry that fills room.
    Nothing,
    /// Geometry of a class that is not drawn.
    Unsupported,
    /// More points or parts than are looked at.
    TooComplex,
    /// Geometry without an extent, with numbers that are none, or a surface that does not close.
    Degenerate,
    /// A record that is part of itself.
    Cyclic,
}

/// An element without a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshaped {
    /// What stood in the way.
    pub why: Why,
    /// The class of the record where it did, such as `IfcSectionedSolidHorizontal`.
    pub item: String,
}

impl Unshaped {
    pub(super) fn new(why: Why, item: impl Into<String>) -> Self {
        Self { why, item: item.into() }
    }

    /// What has more corners than are looked at.
    pub(in crate::ifc) fn too_complex(item: impl Into<String>) -> Self {
        Self::new(Why::TooComplex, item)
    }

    /// The reason in words.
    pub fn reason(&self) -> Localized {
        let item = &self.item;
        match self.why {
            Why::Nothing => localized!("{item} har ingen geometri", "{item} has no geometry"),
            Why::Unsupported => localized!("{item} tegnes ikke", "{item} is not drawn"),
            Why::TooComplex => localized!("{item} har for mange deler", "{item} has too many parts"),
            Why::Degenerate => localized!("{item} har ingen utstrekning", "{item} has no extent"),
            Why::Cyclic => localized!("{item} viser til seg selv", "{item} refers to itself"),
        }
    }
}
