//! Materials against wanted ones: is it one of them, is it not, or was it only named in general?
//!
//! A description may say «gulvbelegg» or «plate» and leave open which. Such a word is one of a family, and any
//! member may be meant: what asks for a member is then neither met nor broken.

use super::{Context, Missing, Outcome};
use crate::finding::Unclarity;
use crate::text::Localized;
use crate::vocab::Vocabulary;

/// Whether a material is surely a wanted one: the same, or a member of the wanted family.
fn surely(vocabulary: &Vocabulary, found: &str, wanted: &str) -> bool {
    found == wanted || vocabulary.material_is(found, wanted)
}

/// Whether it may be: also when the wanted one is a member of the family that was named.
fn possibly(vocabulary: &Vocabulary, found: &str, wanted: &str) -> bool {
    surely(vocabulary, found, wanted) || vocabulary.material_is(wanted, found)
}

/// Tells whether a found material counts as a wanted one.
pub(super) type Counts<'a> = &'a dyn Fn(&str, &str) -> bool;

/// Judges conditions on materials twice: once with every general word against the design, once with it in favour.
/// `holds` gets what counts for materials that are wanted and for those that are not; where the two readings
/// differ there is no answer.
pub(super) fn decide(
    vocabulary: &Vocabulary,
    holds: &dyn Fn(Counts<'_>, Counts<'_>) -> bool,
) -> Option<bool> {
    let sure = |found: &str, wanted: &str| surely(vocabulary, found, wanted);
    let may = |found: &str, wanted: &str| possibly(vocabulary, found, wanted);
    match (holds(&sure, &may), holds(&may, &sure)) {
        (true, _) => Some(true),
        (_, false) => Some(false),
        (false, true) => None,
    }
}

/// The outcome when a general word leaves the answer open.
pub(super) fn too_general(context: &Context<'_>, fact: &str, shown: &Localized) -> Outcome {
    let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
    let why = Localized::new(
        format!("«{}» sier ikke hvilket materiale", shown.nb),
        format!("“{}” does not say which material", shown.en),
    );
    let subject = context.facts.holder(context.subject, fact);
    outcome.missing.push(Missing { subject, fact: fact.to_owned(), why: Some(why) });
    outcome
}
