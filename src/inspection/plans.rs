//! The plans of a visit: numbered photo discs and lettered text marks at their places.

use geo::Coord;

use super::visit::{Pin, Visit};
use crate::localized;
use crate::model::{Anchor, ElementId, Model};
use crate::plan::{self, Mark, MarkKind, Options, Sheet};
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

/// The storeys with the photos and letters of a visit, and what could not be placed, in words.
pub fn sheets(
    visit: &Visit,
    model: &Model,
    vocabulary: &Vocabulary,
    lang: Lang,
) -> (Vec<Sheet>, Vec<Localized>) {
    let mut unplaced = Vec::new();
    let mut marks = Vec::new();
    for photo in visit.photos.iter().filter(|p| !p.removed) {
        let number = photo.number;
        let Some(pin) = &photo.at else { continue };
        let Some(at) = anchor(pin, model) else {
            unplaced.push(localized!(
                "bilde {number} er satt på en etasje som ikke finnes",
                "photo {number} is put on a storey that is not there"
            ));
            continue;
        };
        let direction = pin.direction.filter(|d| d.is_finite());
        let title = localized!("bilde {number}", "photo {number}");
        marks.push(Mark {
            at: Some(at),
            href: Some(format!("#foto-{number}")),
            title: title.get(lang).to_owned(),
            description: photo.caption.clone(),
            ..Mark::new(MarkKind::Photo { direction }, number.to_string(), Vec::<ElementId>::new())
        });
    }
    for mark in visit.marks.iter().filter(|m| !m.removed) {
        let letter = &mark.letter;
        let Some(pin) = &mark.at else { continue };
        let Some(at) = anchor(pin, model) else {
            unplaced.push(localized!(
                "merke {letter} er satt på en etasje som ikke finnes",
                "mark {letter} is put on a storey that is not there"
            ));
            continue;
        };
        let refers = visit.observations.iter().find(|o| o.letters.contains(letter));
        marks.push(Mark {
            at: Some(at),
            href: refers.map(|o| format!("#o-{}", o.id)),
            title: if mark.text.is_empty() { letter.clone() } else { format!("{letter}: {}", mark.text) },
            ..Mark::new(MarkKind::Text, letter, Vec::<ElementId>::new())
        });
    }
    (plan::sheets(model, &Options { marks: &marks, ..Options::new(vocabulary, lang) }), unplaced)
}

/// A pin's place in the model. Without a storey it stands on the only one.
fn anchor(pin: &Pin, model: &Model) -> Option<Anchor> {
    let storey = match &pin.storey {
        Some(id) => model.storeys.iter().position(|s| &s.element.id.0 == id)?,
        None if model.storeys.len() == 1 => 0,
        None => return None,
    };
    (pin.x.is_finite() && pin.y.is_finite()).then_some(Anchor { storey, at: Coord { x: pin.x, y: pin.y } })
}
