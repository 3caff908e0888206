//! What models written by this program say in sets of their own, so that nothing a description states is lost on
//! the way out and back.
//!
//! [`FACTS`] holds facts that no standard property can state, each by its id; any model may use it. [`PLAN`] holds
//! what the plan needs besides shapes: ids, uses of rooms, what was assumed for drawing. It is read only in models
//! whose project carries it, so that reading any other model costs nothing.

/// The set of facts without a standard property. Any set whose name begins like its first word is read as one.
pub(super) const FACTS: &str = crate::vocab::OWN_SET;
/// The set of facts that were seen on site: they keep their rank over what was planned.
pub(super) const OBSERVED: &str = "Befaring_Observert";
/// The set of what the plan needs.
pub(super) const PLAN: &str = "Befaring_Plan";

/// Which form of the set a project was written with.
pub(super) const VERSION: &str = "plan.versjon";
/// Id of the element in the project.
pub(super) const ID: &str = "plan.id";
/// Its short tag.
pub(super) const TAG: &str = "plan.merke";
/// Its name, where it has one.
pub(super) const NAME: &str = "plan.navn";
/// How a sentence refers to it.
pub(super) const LABEL: &str = "plan.omtale";
/// Numbers that nobody stated and that were assumed to give the element a shape, each as `name=metres` so that one
/// sees whether the shape still has it; or the bare name of what follows from the shape.
pub(super) const ASSUMED: &str = "plan.antatt";
/// Of an element that was only drawn, that it is none of the project's.
pub(super) const DRAWN: &str = "plan.bare_tegnet";
/// Of a zone, what it is: one of [`KIND_DWELLING`], [`KIND_BASE`], [`KIND_COMMON`].
pub(super) const KIND: &str = "plan.slag";
/// Of a zone, id of its storey.
pub(super) const STOREY: &str = "plan.etasje";
/// Of a zone, whether its rooms were drawn or listed.
pub(super) const PLANNED: &str = "plan.rom_beskrevet";
/// Of a zone or storey, the stated thickness of its outer walls.
pub(super) const OUTER_WALL: &str = "plan.yttervegg";
/// Of a zone, the name of its dwelling type.
pub(super) const FROM_TYPE: &str = "plan.boligtype";
/// Of a storey, its number.
pub(super) const NUMBER: &str = "plan.nummer";
/// Of a storey, its stated height over the project's zero.
pub(super) const ELEVATION: &str = "plan.kote";
/// Of a site, that something was said of it.
pub(super) const DESCRIBED: &str = "plan.beskrevet";
/// Of a space, ids of its functions.
pub(super) const FUNCTIONS: &str = "plan.funksjon";
/// Of a space, that its functions are doubtful.
pub(super) const DOUBTFUL: &str = "plan.usikker_funksjon";
/// Of an opening or wall, ids of the rooms on its sides, or [`OUTSIDE`] or [`UNKNOWN`].
pub(super) const SIDES: &str = "plan.mellom";
/// Of an opening, which of its sides the leaf opens into, from 0.
pub(super) const INTO: &str = "plan.slår_mot";
/// Of a wall, ids of the dwellings it separates.
pub(super) const SEPARATES: &str = "plan.skiller";
/// Of a fixture, id of its kind.
pub(super) const WHAT: &str = "plan.utstyr";
/// Of a fixture without a room, id of its dwelling or base, or [`COMMON`]; empty if it has none.
pub(super) const OWNER: &str = "plan.hører_til";
/// Of a fixture, that its outline runs the other way round.
pub(super) const MIRRORED: &str = "plan.speilet";
/// Of a fixture, that it stands where its shape is, and not in one room.
pub(super) const STANDS: &str = "plan.bygningsdel";
/// Of a room, dwelling, base or project: one complex property for each thing that it does not have.
pub(super) const WITHOUT: &str = "Befaring_Uten";

/// Values of [`KIND`].
pub(super) const KIND_DWELLING: &str = "bolig";
/// A staff base.
pub(super) const KIND_BASE: &str = "base";
/// Common rooms.
pub(super) const KIND_COMMON: &str = "felles";
/// A side in the open.
pub(super) const OUTSIDE: &str = "ute";
/// A side nobody stated.
pub(super) const UNKNOWN: &str = "ukjent";
/// What belongs to nobody in particular.
pub(super) const COMMON: &str = "felles";
/// Words of a list without any.
pub(super) const NONE: &str = "ingen";
/// The object type of ground that the public can reach.
pub(super) const PUBLIC: &str = "offentlig";
/// Of a passage, its stated width and height.
pub(super) const WIDTH: &str = "plan.bredde";
/// The stated sill of a window without a place in a wall.
pub(super) const SILL: &str = "plan.brystning";
/// Its stated height.
pub(super) const HEIGHT: &str = "plan.høyde";
