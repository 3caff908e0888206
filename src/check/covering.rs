//! Materials in order from the structure to the room.

use super::{Context, Outcome, flip};
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
    let decided = super::material::decide(vocabulary, &|counts, counts_against| {
        let is = |layer: &String, wanted: &String| counts(layer, wanted);
        let mut rest = layers.iter();
        check.order.iter().all(|wanted| rest.any(|layer| is(layer, wanted)))
            && (check.surface.is_empty()
                || layers.last().is_some_and(|top| check.surface.iter().any(|w| is(top, w))))
            && (check.any.is_empty() || layers.iter().any(|l| check.any.iter().any(|w| is(l, w))))
            && !layers.iter().any(|l| check.none.iter().any(|w| counts_against(l, w)))
    });
    let mut rest = layers.iter();
    let absent: Vec<&String> = check
        .order
        .iter()
        .find(|wanted| !rest.any(|layer| vocabulary.material_is(layer, wanted)))
        .into_iter()
        .collect();
    let shown = context.show(known, &check.fact);
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
    let outcome = match decided {
        Some(holds) => Outcome::decided(holds),
        None => super::material::too_general(context, &check.fact, &found),
    };
    let mut asked = Localized::new(expected(Lang::Nb), expected(Lang::En));
    if wanted.is_empty() {
        let without = |lang: Lang, other: &str| {
            let names: Vec<String> = check.none.iter().map(|w| name(w, lang)).collect();
            format!("{other} {}", crate::text::list(&names, lang))
        };
        asked = Localized::new(without(Lang::Nb, "uten"), without(Lang::En, "without"));
    }
    let change = flip::words(context, context.subject, &check.fact, &asked, &found);
    outcome
        .turned_by([change])
        .slot("value", shown)
        .slot("found", found)
        .slot("expected", Localized::new(expected(Lang::Nb), expected(Lang::En)))
        .slot(
            "missing",
            Localized::new(
                absent.iter().map(|m| name(m, Lang::Nb)).collect::<String>(),
                absent.iter().map(|m| name(m, Lang::En)).collect::<String>(),
            ),
        )
        .leaning_on(context.evidence(context.subject, &check.fact, known))
}
