//! The one integration binary; see `tests/README.md` for what belongs where.

mod catalogue;
