//! Can a value be of the type it is compared with?

use super::base::{Base, Bases};
use super::faults::{Faults, shown};
use crate::ids::document::Constraint;
use crate::localized;
use crate::source::Diagnostic;

/// Whether a constraint is a simple value without a text: as good as none.
pub(super) fn is_empty(constraint: &Constraint) -> bool {
    constraint.simple().is_some_and(|t| t.as_str().is_empty())
}

/// A value that is there and says something.
pub(super) fn stated(value: Option<&Constraint>) -> Option<&Constraint> {
    value.filter(|v| !is_empty(v))
}

/// Whether a value, or what a restriction is of, is of one of the types.
pub(super) fn could_be(value: &Constraint, bases: Bases) -> bool {
    match value {
        Constraint::Simple(text) => bases.iter().any(|b| b.holds(text.as_str())),
        Constraint::Restriction(restriction) => {
            let base = restriction.base.as_ref().and_then(|b| Base::of_name(b.as_str()));
            base.is_some_and(|b| bases.has(b))
        }
    }
}

/// Tells a value that cannot be of any of the types.
pub(super) fn fits(value: &Constraint, bases: Bases, faults: &mut Faults) {
    if bases.is_empty() {
        return;
    }
    let names: Vec<String> = bases.iter().map(|b| format!("xs:{}", b.name())).collect();
    let (names, first) = (names.join(", "), bases.iter().next().unwrap_or(Base::String));
    match value {
        Constraint::Simple(text) if !bases.iter().any(|b| b.holds(text.as_str())) => {
            let (is, example) = (shown(text.as_str()), first.example());
            let fault = Diagnostic::error(
                "ids.value",
                text.span,
                localized!("«{is}» er ikke en verdi av {names}", "“{is}” is no value of {names}"),
            );
            faults.say(match mended(text.as_str(), bases) {
                Some(mended) => {
                    fault.help(localized!("skriv «{mended}»", "write “{mended}”")).replace_with(mended)
                }
                None => {
                    fault.help(localized!("skriv for eksempel «{example}»", "write for example “{example}”"))
                }
            });
        }
        Constraint::Simple(_) => {}
        Constraint::Restriction(restriction) => {
            let Some(base) = restriction.base.as_ref() else { return };
            if Base::of_name(base.as_str()).is_some_and(|b| !bases.has(b)) {
                let (is, should) = (shown(base.as_str()), first.name());
                faults.say(
                    Diagnostic::error(
                        "ids.base",
                        base.span,
                        localized!(
                            "restriksjonen er på xs:{is}, men verdien er {names}",
                            "the restriction is of xs:{is}, but the value is {names}"
                        ),
                    )
                    .help(localized!("skriv base=\"xs:{should}\"", "write base=\"xs:{should}\""))
                    .replace_with(format!("xs:{should}")),
                );
            }
        }
    }
}

/// How a value that is likely meant is written.
fn mended(text: &str, bases: Bases) -> Option<String> {
    let lower = text.trim().to_lowercase();
    if bases.has(Base::Boolean) {
        let found = match lower.as_str() {
            "true" | "t" | ".t." | "yes" | "ja" | "sann" => "true",
            "false" | "f" | ".f." | "no" | "nei" | "usann" => "false",
            _ => return None,
        };
        return Some(found.to_owned());
    }
    if bases.has(Base::Integer) {
        let whole = lower.split_once('.').filter(|(_, part)| part.bytes().all(|b| b == b'0'));
        return whole.map(|(whole, _)| whole.to_owned()).filter(|w| Base::Integer.holds(w));
    }
    if bases.has(Base::Double) {
        let dotted = lower.replacen(',', ".", 1);
        return Some(dotted).filter(|d| Base::Double.holds(d));
    }
    None
}
