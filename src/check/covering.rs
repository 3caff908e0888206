//! Materials in order from the structure to the room.

use super::{Context, Outcome, joined};
use crate::catalogue::Covering;
use crate::text::{Lang, Localized};

/// Holds a layer list against the wanted order, surface and materials.
pub(super) fn covering(context: &Context<'_>, check: &Covering) -> Outcome {
    let known = match context.need(context.subject, &check.fact) {
        Ok(known) => known,
        Err(outcome) => return *outcome,
    };
    let layers = known.value.as_words();
    let vocabulary = context.vocabulary();
    let is = |layer: &String, wanted: &String| vocabulary.material_is(layer, wanted);
    let mut rest = layers.iter();
    let mut absent: Vec<String> = Vec::new();
    for wanted in &check.order {
        if !rest.any(|layer| is(layer, wanted)) {
            absent.push(wanted.clone());
            break;
        }
    }
    let surface =
        check.surface.is_empty() || layers.last().is_some_and(|top| check.surface.iter().any(|w| is(top, w)));
    let any = check.any.is_empty() || layers.iter().any(|l| check.any.iter().any(|w| is(l, w)));
    let none = !layers.iter().any(|l| check.none.iter().any(|w| is(l, w)));
    let shown = context.show(&known, &check.fact);
    let name = |id: &String, lang: Lang| {
        vocabulary.material(id).map_or_else(|| id.clone(), |m| m.name.get(lang).to_owned())
    };
    let wanted: Vec<&String> = check.order.iter().chain(&check.surface).chain(&check.any).collect();
    let expected = |lang| {
        wanted.iter().map(|w| name(w, lang)).collect::<Vec<_>>().join(if check.order.is_empty() {
            " / "
        } else {
            " – "
        })
    };
    // Where only the surface is asked for, the surface is what was found.
    let found = match layers.last() {
        Some(top) if check.order.is_empty() && !check.surface.is_empty() => {
            Localized::new(name(top, Lang::Nb), name(top, Lang::En))
        }
        _ => shown.clone(),
    };
    Outcome::decided(absent.is_empty() && surface && any && none)
        .slot("value", shown)
        .slot("found", found)
        .slot("expected", Localized::new(expected(Lang::Nb), expected(Lang::En)))
        .slot("missing", joined(&absent.iter().map(|m| name(m, Lang::Nb)).collect::<Vec<_>>()))
        .leaning_on(context.evidence(context.subject, &check.fact, &known))
}
