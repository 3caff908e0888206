//! The one integration binary; see `tests/README.md` for what belongs where.

#![allow(clippy::unwrap_used, clippy::panic)]

mod architecture;
mod assumed_walls;
mod built;
mod catalogue;
mod checks;
mod cli;
mod degenerate;
mod design;
mod flipped_plans;
mod ids;
mod ids_audit;
mod ids_export;
mod ifc;
mod ifc_changed;
mod ifc_crowds;
mod ifc_export;
mod ifc_info;
mod ifc_lower;
mod ifc_mutated;
mod ifc_several;
mod ifc_shapes;
mod ifc_traps;
mod ifc_twins;
mod inspection;
mod inspection_together;
mod krav;
mod moved_plans;
#[cfg(feature = "pdf")]
mod pdf;
mod plan;
mod plane;
mod projects;
mod quotes;
mod report;
mod same_drawings;
mod serve;
mod settled;
mod sight;
mod suitability;
mod verdicts;
