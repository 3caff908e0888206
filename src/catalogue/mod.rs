//! Requirements as data: reading `spec/` into a [`Catalogue`], and finding what is wrong with it.
//!
//! In come the files of a specification folder (the built-in one, and any layered on it), out come
//! requirements of one edition ready to be evaluated. A catalogue that does not validate is refused, with
//! file, line, column and the mend of every fault. Nothing here knows a project.

mod edition;
mod load;
mod parameters;
mod requirement;
mod slots;
mod validate;
mod walk;

pub use edition::{Clause, ClauseStatus, Document};
pub use load::{Catalogue, CatalogueError, Chapter, Discipline};
pub use parameters::WrongParameter;
pub use requirement::{
    Access, Adjacent, Applies, Bound, Check, Compare, Contested, Contradiction, Count, Covering, Each,
    EditionBlock, Extends, InspectionLine, Literal, Located, Missing, Observe, Parameter, Predicate,
    Presence, Ratio, Remark, Requirement, SightCheck, SourceRef, Status, Summary, TableCheck, TextSet, Texts,
    Unstated, ValueCheck, When,
};
pub use slots::{SLOTS, fill, slots_in, unknown};
pub use walk::Stop;
