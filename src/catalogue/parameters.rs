//! Interpreted thresholds that somebody wants to replace.

use super::Catalogue;
use crate::localized;
use crate::quantity::Quantity;
use crate::text::{Localized, closest};

/// Why a threshold cannot be replaced so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongParameter {
    /// What is wrong.
    pub message: Localized,
    /// What to do about it.
    pub help: Localized,
    /// Whether the value is at fault rather than the name.
    pub in_value: bool,
}

impl Catalogue {
    /// Whether a parameter of this name exists and the value is of its kind.
    ///
    /// # Errors
    /// What is wrong with the name or the value, in words.
    pub fn check_parameter(&self, name: &str, value: &str) -> Result<(), WrongParameter> {
        let all: Vec<(String, &str)> = self
            .requirements
            .values()
            .flat_map(|r| r.edition.iter().map(move |b| (r, b)))
            .flat_map(|(r, b)| {
                b.parameter.iter().map(move |(n, p)| (format!("{}.{n}", r.id), p.value.as_str()))
            })
            .collect();
        let Some((_, built_in)) = all.iter().find(|(n, _)| n == name) else {
            let help = match closest(name, all.iter().map(|(n, _)| n.as_str())) {
                Some(c) => localized!("mente du «{c}»?", "did you mean “{c}”?"),
                None => Localized::new(
                    "«befaring explain KRAV» viser kravets parametere",
                    "“befaring explain REQUIREMENT” shows a requirement's parameters",
                ),
            };
            let message = localized!("«{name}» er ikke en parameter", "“{name}” is not a parameter");
            return Err(WrongParameter { message, help, in_value: false });
        };
        if let Ok(model) = Quantity::parse(built_in) {
            let fits = Quantity::parse(value).is_ok_and(|q| q.as_dimension(model.dimension).is_some());
            if !fits {
                return Err(WrongParameter {
                    message: localized!("«{value}» passer ikke for {name}", "“{value}” does not fit {name}"),
                    help: localized!("skriv den som «{built_in}»", "write it like “{built_in}”"),
                    in_value: true,
                });
            }
        }
        Ok(())
    }
}
