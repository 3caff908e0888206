//! Agreed departures in the comparison: what each excuses for which group, and what it leaves out of the changes.

use super::document::{DepartureEntry, DepartureRef, ExcuseLine};
use crate::catalogue::Catalogue;
use crate::finding::{Departure, Standing, Verdict};
use crate::fravik::Registered;
use crate::report::places::{PlaceName, PlaceNames, clean};
use crate::report::register::facts;
use crate::suitability::Column;
use crate::text::{Lang, Localized, list};

/// The departure of a finding: «fravik godkjent (F1)».
pub(super) fn reference(departure: &Departure, lang: Lang) -> DepartureRef {
    let id = clean(&departure.id);
    let label = format!("{} ({id})", departure.standing.name().get(lang));
    DepartureRef { id, standing: departure.standing, label }
}

/// What is negative in a column and excused, the places of a requirement and a departure together, in the order of the
/// catalogue.
pub(super) fn excuses(column: &Column, catalogue: &Catalogue, lang: Lang) -> Vec<ExcuseLine> {
    let names = PlaceNames::of(&column.facts, lang);
    let mut all: Vec<(&str, &Departure, Vec<PlaceName>)> = Vec::new();
    for finding in column.findings.iter().filter(|f| f.verdict == Verdict::Negative && f.is_excused()) {
        let Some(departure) = &finding.departure else { continue };
        let place = names.name(finding.subject).clone();
        match all.iter_mut().find(|(r, d, _)| *r == finding.requirement && *d == departure) {
            Some((.., places)) => places.push(place),
            None => all.push((&finding.requirement, departure, vec![place])),
        }
    }
    all.into_iter()
        .map(|(requirement, departure, places)| ExcuseLine {
            requirement: requirement.to_owned(),
            title: title(requirement, catalogue, lang),
            at: names.join(&places),
            departure: reference(departure, lang),
        })
        .collect()
}

fn title(requirement: &str, catalogue: &Catalogue, lang: Lang) -> String {
    let known = catalogue.requirements.get(requirement);
    clean(known.map_or(requirement, |r| r.title.get(lang)))
}

/// The register, each entry with the groups for which it excuses something.
pub(super) fn register(columns: &[Column], catalogue: &Catalogue, lang: Lang) -> Vec<DepartureEntry> {
    let Some(first) = columns.first() else { return Vec::new() };
    let entries = first.departures.iter().enumerate();
    entries
        .map(|(i, registered)| {
            let of_groups: Vec<(&Column, &Registered)> =
                columns.iter().filter_map(|c| Some((c, c.departures.get(i)?))).collect();
            entry(registered, &of_groups, catalogue, lang)
        })
        .collect()
}

fn entry(
    registered: &Registered,
    of_groups: &[(&Column, &Registered)],
    catalogue: &Catalogue,
    lang: Lang,
) -> DepartureEntry {
    let entry = &registered.entry;
    let excuses = |c: &Column| {
        c.findings.iter().any(|f| f.is_excused() && f.departure.as_ref().is_some_and(|d| d.id == entry.id))
    };
    let groups: Vec<String> =
        of_groups.iter().filter(|(c, _)| excuses(c)).map(|(c, _)| c.group.clone()).collect();
    let contradicted = of_groups.iter().find(|(_, r)| r.standing == Standing::Contradicted);
    let standing = contradicted.map_or(registered.standing, |(_, r)| r.standing);
    // What is said of an entry for every group is said of the entry.
    let mut remarks: Vec<Localized> = registered.remarks.clone();
    remarks.retain(|said| of_groups.iter().all(|(_, r)| r.remarks.contains(said)));
    if let Some((_, r)) = contradicted {
        remarks.extend(r.remarks.iter().filter(|said| !registered.remarks.contains(said)).take(1).cloned());
    }
    let told = match groups.as_slice() {
        [] => Localized::new("teller ikke for noen gruppe", "counts for no group"),
        some if some.len() == of_groups.len() => {
            Localized::new("teller for alle grupper", "counts for all groups")
        }
        some => {
            let (nb, en) = (list(some, Lang::Nb), list(some, Lang::En));
            Localized::new(format!("teller for gruppe {nb}"), format!("counts for group {en}"))
        }
    };
    DepartureEntry {
        id: clean(&entry.id),
        requirement: clean(&entry.requirement),
        title: title(&entry.requirement, catalogue, lang),
        places: entry.places.iter().map(|p| clean(p)).collect(),
        standing,
        standing_label: standing.name().get(lang).to_owned(),
        facts: facts(registered, lang),
        groups,
        told: told.get(lang).to_owned(),
        remarks: remarks.iter().map(|r| clean(r.get(lang))).collect(),
    }
}
