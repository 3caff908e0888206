//! The project as plain data: what was described or modelled, before anybody asks a requirement of it.
//!
//! Both readers (description and IFC) fill the same structs. Everything stands in flat lists and refers to
//! others by index; geometry is in metres, x to the east, y to the north of the project's own plan. Nothing
//! here reads files, computes facts or knows a requirement.

mod element;
mod figure;
mod inside;
mod merge;
mod merge_value;
mod parts;
mod swing;
mod value;
mod written;

pub use element::{Anchor, Declaration, Element, ElementId};
pub use figure::{Figure, Shape};
pub use inside::point_inside;
pub use merge::merge;
pub use merge_value::settle;
pub use parts::{
    Back, Base, Building, Dwelling, Fixture, Model, Opening, OpeningKind, Owner, Placement, Project, Room,
    Side, Site, Standing, Storey, Tread, Wall, Zone,
};
pub use swing::{Hinge, Leaf, Manner, Span, Swing};
pub use value::{Certainty, Evidence, FactRef, Known, Origin, Place, Value};
pub use written::written_value;
