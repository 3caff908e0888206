//! Our own cases: `fixtures/ids/<sentence>.ids` with a model of the same name. The sentence begins with what must come
//! of it, as in the official cases: `pass-`, `fail-` or `invalid-`.
