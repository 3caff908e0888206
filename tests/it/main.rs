//! The one integration binary; see `tests/README.md` for what belongs where.

mod architecture;
mod catalogue;
mod verdicts;
