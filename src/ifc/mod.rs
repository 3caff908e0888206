//! What does this building model say? IFC files of every schema in use, read without losing anything silently.
//!
//! In come bytes of an exchange file (ISO 10303-21, plain or zipped); out go records by number and class,
//! with attributes by name, relations both ways, units and property sets. Nothing here knows a requirement,
//! and nothing here counts attribute positions by hand: `schema` knows them.
//!
//! Why an own reader: of the crates that read these files, `ifc_rs` refuses most real ones and drops records it
//! cannot parse, the parser generators on `nom` read a hundredth of a disk's speed or overflow the stack on deep
//! lists, and the fast one accepts garbage without a word. This one indexes 1 to 2 GB/s on two cores and decodes in
//! 1.5 times the file's size of memory (`cargo bench --bench ifc`), agrees with IfcOpenShell on every attribute of
//! the models at hand, and tells what it could not read.

mod classification;
mod federate;
mod file;
mod frame;
mod info;
mod links;
mod lower;
mod material;
mod overrides;
mod own;
mod places;
mod property;
mod scalar;
pub mod schema;
pub mod shape;
pub mod step;
mod units;
mod write;

pub use classification::Classification;
pub use federate::federate;
pub use file::Model;
pub use frame::Frame;
pub use info::{
    ElementInfo, Home, Info, Missing, Opening, OtherSpace, PropertyInfo, Room, SetInfo, Storey, Warning,
    elements, info, info_schema,
};
pub use links::Link;
pub use lower::{Lowering, lower, lower_with};
pub use material::{Layer, Layers, Material, MaterialUse, Part};
pub use overrides::{Overrides, RoomRule};
pub use property::{Bounded, Content, Property, PropertySet, Sets};
pub use scalar::{Data, Scalar};
pub use units::{Unit, Units};
pub use write::{Written, key_of, write};
