//! What would turn negative findings, places that need the same told together.

use super::document::{ChangeLine, TurnLine, WayLine};
use super::places::{PlaceName, PlaceNames, clean, fill, template};
use crate::facts::FactBase;
use crate::finding::{Change, Finding, Margin, Verdict, Way};
use crate::localized;
use crate::text::{Lang, Localized};

/// Most ways that are told of one finding.
const MOST_TOLD: usize = 3;
/// Values closer than this are the same to a reader of the report, whose numbers have six decimals.
const SAME_VALUE: f64 = 1e-6;

/// The turns of the findings of a point.
pub(super) fn together(
    findings: &[&Finding],
    facts: &FactBase,
    names: &PlaceNames,
    lang: Lang,
) -> Vec<TurnLine> {
    let mut groups: Vec<(Vec<WayLine>, Vec<PlaceName>)> = Vec::new();
    for finding in findings {
        let place = names.name(finding.subject);
        let ways: Vec<WayLine> = finding
            .ways
            .iter()
            .take(MOST_TOLD)
            .map(|w| way(w, finding, facts, names, lang))
            .map(|w| w.without(&place.owner))
            .collect();
        if ways.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(told, _)| alike(told, &ways)) {
            Some((_, places)) => places.push(place.clone()),
            None => groups.push((ways, vec![place.clone()])),
        }
    }
    let everywhere = groups.len() == 1;
    groups
        .into_iter()
        .map(|(ways, places)| {
            let owners: Vec<PlaceName> =
                places.iter().map(|p| PlaceName { local: String::new(), owner: p.owner.clone() }).collect();
            let owners = names.join(&owners);
            let at = if everywhere { String::new() } else { names.join(&places) };
            TurnLine { at, ways: ways.into_iter().map(|w| w.with(&owners)).collect() }
        })
        .collect()
}

/// Whether two findings are turned by the same, as far as the report tells: what is computed for two like rooms may differ
/// in the last digits.
fn alike(a: &[WayLine], b: &[WayLine]) -> bool {
    let near = |a: Option<Margin>, b: Option<Margin>| match (a, b) {
        (Some(a), Some(b)) => (a.value.value - b.value.value).abs() < SAME_VALUE && a.limit == b.limit,
        (a, b) => a.is_none() && b.is_none(),
    };
    let change = |(a, b): (&ChangeLine, &ChangeLine)| {
        near(a.margin, b.margin) && a.text == b.text && a.fact == b.fact && a.subject == b.subject
    };
    let way = |(a, b): (&WayLine, &WayLine)| {
        (&a.text, a.then, a.complete, a.changes.len()) == (&b.text, b.then, b.complete, b.changes.len())
            && a.changes.iter().zip(&b.changes).all(change)
    };
    a.len() == b.len() && a.iter().zip(b).all(way)
}

/// One way in words, with its changes.
pub(crate) fn way(way: &Way, of: &Finding, facts: &FactBase, names: &PlaceNames, lang: Lang) -> WayLine {
    let changes: Vec<ChangeLine> = way.changes.iter().map(|c| change(c, of, facts, names, lang)).collect();
    // The same change at several places is told once: «vindu V1 og V2 i A101: lysskjerming: ja (er nei)».
    let mut told: Vec<(&str, Vec<PlaceName>)> = Vec::new();
    for (line, change) in changes.iter().zip(&way.changes) {
        let place = (!line.subject.is_empty()).then(|| names.name(change.subject).clone());
        match told
            .iter_mut()
            .find(|(text, places)| *text == line.text && places.is_empty() == place.is_none())
        {
            Some((_, places)) => places.extend(place),
            None => told.push((&line.text, place.into_iter().collect())),
        }
    }
    let each: Vec<String> = told
        .iter()
        .map(|(text, places)| match names.join(places) {
            places if places.is_empty() => (*text).to_owned(),
            places => format!("{places}: {text}"),
        })
        .collect();
    let mut text = each.join("; ");
    if !way.complete {
        text.push_str(
            localized!("; og mer som ikke er ett mål", "; and more that is no single measure").get(lang),
        );
    }
    if way.then == Verdict::Unclear {
        text.push_str(
            localized!(" – resten må da avklares", " – the rest is then to be clarified").get(lang),
        );
    }
    WayLine { text, then: way.then, complete: way.complete, changes }
}

fn change(change: &Change, of: &Finding, facts: &FactBase, names: &PlaceNames, lang: Lang) -> ChangeLine {
    // The place judged, or what it is part of, needs no name of its own.
    let own = facts.is_within(of.subject, change.subject);
    let text = |t: &Localized| clean(t.get(lang));
    ChangeLine {
        fact: clean(&change.fact),
        name: text(&change.name),
        subject: if own { String::new() } else { names.label(names.name(change.subject)) },
        text: text(&change.text),
        margin: change.margin,
    }
}

impl WayLine {
    fn map(self, words: impl Fn(&str) -> String) -> Self {
        let changes = self.changes.into_iter().map(|c| ChangeLine {
            subject: words(&c.subject),
            text: words(&c.text),
            ..c
        });
        Self { text: words(&self.text), changes: changes.collect(), ..self }
    }

    fn without(self, owner: &str) -> Self {
        self.map(|t| template(t, owner))
    }

    fn with(self, owners: &str) -> Self {
        self.map(|t| fill(t, owners))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Direction;
    use crate::quantity::{Dimension, Quantity};

    fn turned_at(share: f64, text: &str) -> Vec<WayLine> {
        let number = |value| Quantity { value, dimension: Dimension::Ratio };
        let margin = Margin {
            value: number(share),
            limit: number(0.5),
            direction: Direction::AtLeast,
            difference: 0.5 - share,
        };
        let change = ChangeLine {
            fact: "dwelling.bed_overview_share".to_owned(),
            name: String::new(),
            subject: String::new(),
            text: text.to_owned(),
            margin: Some(margin),
        };
        vec![WayLine {
            text: text.to_owned(),
            then: Verdict::Positive,
            complete: true,
            changes: vec![change],
        }]
    }

    #[test]
    fn what_differs_in_the_last_digits_of_a_computation_is_told_together() {
        let one = turned_at(0.345_269, "minst 50 %");
        assert!(alike(&one, &turned_at(0.345_269_4, "minst 50 %")));
        assert!(!alike(&one, &turned_at(0.345_271, "minst 50 %")));
        assert!(!alike(&one, &turned_at(0.345_269, "minst 60 %")));
        assert!(!alike(&one, &[]));
    }
}
