//! The register of agreed departures, as every output shows it.

use super::document::{FravikLine, Point};
use super::places::clean;
use crate::catalogue::Catalogue;
use crate::fravik::Registered;
use crate::localized;
use crate::model::Place;
use crate::source::{Sources, Span};
use crate::text::{Lang, Localized};

/// The register, with the points each entry concerns.
pub(super) fn lines(
    registered: &[Registered],
    points: &[Point],
    catalogue: &Catalogue,
    sources: &Sources,
    lang: Lang,
) -> Vec<FravikLine> {
    registered.iter().map(|r| line(r, points, catalogue, sources, lang)).collect()
}

fn line(
    registered: &Registered,
    points: &[Point],
    catalogue: &Catalogue,
    sources: &Sources,
    lang: Lang,
) -> FravikLine {
    let entry = &registered.entry;
    let id = clean(&entry.id);
    let text = |t: &Localized| clean(t.get(lang));
    let own = |t: &Option<String>| t.as_deref().map(clean);
    let title = catalogue.requirements.get(&entry.requirement).map(|r| text(&r.title));
    let concerned = points.iter().filter(|p| p.departure.as_ref().is_some_and(|d| d.id == id));
    FravikLine {
        requirement: clean(&entry.requirement),
        title: title.unwrap_or_else(|| clean(&entry.requirement)),
        places: entry.places.iter().map(|p| clean(p)).collect(),
        kind: entry.kind,
        kind_label: text(&entry.kind.name()),
        standing: registered.standing,
        standing_label: text(&registered.standing.name()),
        reason: clean(&entry.reason),
        compensating: own(&entry.compensating),
        owner: own(&entry.owner),
        approved_by: own(&entry.approved_by),
        date: entry.date,
        expires: entry.expires,
        facts: facts(registered, lang),
        negative: registered.negative,
        points: concerned.map(|p| p.id.clone()).collect(),
        remarks: registered.remarks.iter().map(text).collect(),
        to_mend: registered.to_mend,
        place: place(entry.span, sources),
        id,
    }
}

/// «dispensasjon · ansvarlig Kari Nordmann · godkjent av VEL 12. mars 2026 · utløper 1. januar 2027».
pub(super) fn facts(registered: &Registered, lang: Lang) -> String {
    let entry = &registered.entry;
    let mut parts = vec![entry.kind.name()];
    if let Some(owner) = &entry.owner {
        parts.push(localized!("ansvarlig {owner}", "owner {owner}"));
    }
    let day = entry.date.map(|d| (d.show(Lang::Nb), d.show(Lang::En)));
    match (&entry.approved_by, day) {
        (Some(by), Some((nb, en))) => parts.push(Localized::new(
            format!("godkjent av {by} fra {nb}"),
            format!("approved by {by} from {en}"),
        )),
        (Some(by), None) => parts.push(localized!("godkjent av {by}", "approved by {by}")),
        (None, Some((nb, en))) => parts.push(Localized::new(nb, en)),
        (None, None) => {}
    }
    if let Some(expires) = entry.expires {
        let (nb, en) = (expires.show(Lang::Nb), expires.show(Lang::En));
        parts.push(Localized::new(format!("utløper {nb}"), format!("expires {en}")));
    }
    let parts: Vec<String> = parts.iter().map(|p| clean(p.get(lang))).collect();
    parts.join(" · ")
}

/// Line and column of a span, by the name of its file.
fn place(span: Span, sources: &Sources) -> Option<Place> {
    let (_, file) = sources.files().find(|(id, _)| *id == span.source)?;
    let at = file.position(span.start);
    Some(Place { file: file.name(), line: at.line, column: at.column })
}
