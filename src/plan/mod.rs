//! How does the drawing look? Annotated floor plans as SVG, from a [`Model`] and the marks and reasons of a report.
//!
//! In come a model in metres, marks (photos, references, deviations) and overlays (what findings draw to show
//! their reason); out goes a [`Sheet`]: paper millimetres, a scale of ISO 5455 that fits, the same bytes for the
//! same input. What belongs on a sheet and cannot be drawn is listed in [`Sheet::not_drawn`] and said on the
//! sheet. Nothing here judges; no requirement is known.
//!
//! Classes for a page's own style (colours also stand as attributes; [`DARK_STYLE`] turns them for the dark):
//! `plan-paper`, `plan-room`, `plan-wall`, `plan-context`, `plan-hatch`, `plan-door`, `plan-window`, `plan-fixture`,
//! `plan-dimensions`, `plan-label`, `plan-tag`, `plan-reason` with `plan-wrong|unclear|right|note`, `plan-mark` with
//! `plan-mark-photo|text|deviation`, `plan-strip`, `plan-legend`. Rooms, openings and fixtures carry their element's
//! id in `data-element`, marks those they are about in `data-targets`.

mod built;
mod clip;
mod desk;
mod dimension;
mod draw;
mod frame;
mod label;
mod lay;
mod legend;
mod letters;
mod locate;
mod mark;
mod marker;
mod missing;
mod names;
mod opening;
mod options;
mod overlay;
mod paper;
mod pen;
mod reasons;
mod schematic;
mod seats;
mod shared;
mod sheet;
mod strip;
mod symbol;
mod view;

pub use crate::model::Shape;
pub use options::{Mark, MarkKind, Options, Overlay, Paper, Tone};
pub use pen::DARK_STYLE;
pub use shared::Shared;
pub use sheet::{NotDrawn, PlacedMark, Sheet};

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::model::{Model, Owner};
use crate::text::{Lang, Localized};
use desk::{Heading, compose};
use letters::clean;
use view::View;

/// The plan of a whole storey.
///
/// Marks and overlays of other storeys are left to other sheets. A storey nothing is drawn on gives a
/// schematic sheet that says so.
pub fn storey(model: &Model, storey: usize, options: &Options) -> Sheet {
    let view = view::of_storey(model, options, storey);
    let building = model
        .storeys
        .get(storey)
        .and_then(|s| model.buildings.get(s.building))
        .map(|b| named(&b.element.name, &b.element.tag))
        .unwrap_or_default();
    // Storeys are called «Plan 1» too.
    let plan = word(options.lang, "Plan", "Plan");
    let called = view.caption.split_whitespace().next().is_some_and(|w| w.eq_ignore_ascii_case(plan));
    let mut title = if called { view.caption.clone() } else { joined(&[plan, &view.caption]) };
    if !building.is_empty() {
        title = format!("{title} – {building}");
    }
    let tags: Vec<String> = model
        .dwellings
        .iter()
        .filter(|d| d.storey == Some(storey))
        .map(|d| clean(&d.element.tag))
        .chain(
            model
                .bases
                .iter()
                .filter(|b| b.storey == Some(storey))
                .map(|b| named(&b.element.name, &b.element.tag)),
        )
        .collect();
    let heading = Heading { title: heading(options, title), subtitle: subtitle(model, &tags) };
    compose(model, &[view], &heading, options)
}

/// The plan of one dwelling, all its storeys side by side, its neighbours' walls pale.
pub fn dwelling(model: &Model, dwelling: usize, options: &Options) -> Sheet {
    let element = model.dwellings.get(dwelling).map(|d| &d.element);
    let (tag, kind) = element.map_or_else(Default::default, |e| (clean(&e.tag), clean(&e.name)));
    let title = joined(&[word(options.lang, "Bolig", "Dwelling"), &tag]);
    let place = model
        .dwellings
        .get(dwelling)
        .and_then(|d| d.storey)
        .and_then(|s| model.storeys.get(s).map(|storey| (s, storey)))
        .map(|(s, storey)| {
            let building =
                model.buildings.get(storey.building).map(|b| named(&b.element.name, &b.element.tag));
            [building.unwrap_or_default(), view::storey_name(model, s, options.lang)]
        })
        .unwrap_or_default();
    let mut said: Vec<String> = place.into_iter().filter(|p| !p.is_empty()).collect();
    if kind != tag {
        said.extend((!kind.is_empty()).then_some(kind));
    }
    let subtitle = subtitle(model, &said);
    owned(model, Owner::Dwelling(dwelling), Heading { title: heading(options, title), subtitle }, options)
}

/// The plan of a staff base.
pub fn base(model: &Model, base: usize, options: &Options) -> Sheet {
    let title = model.bases.get(base).map(|b| named(&b.element.name, &b.element.tag)).unwrap_or_default();
    let heading = Heading { title: heading(options, title), subtitle: subtitle(model, &[]) };
    owned(model, Owner::Base(base), heading, options)
}

/// One room with the walls around it, at a larger scale: for rooms with more marks than a storey's plan can hold.
pub fn room(model: &Model, room: usize, options: &Options) -> Sheet {
    let source = model.rooms.get(room);
    let title = source.map_or_else(String::new, |r| view::room_name(r, options));
    let owner = source.map(|r| match r.owner {
        Owner::Dwelling(i) => model.dwellings.get(i).map(|d| clean(&d.element.tag)).unwrap_or_default(),
        Owner::Base(i) => {
            model.bases.get(i).map(|b| named(&b.element.name, &b.element.tag)).unwrap_or_default()
        }
        Owner::Common => String::new(),
    });
    let heading =
        Heading { title: heading(options, title), subtitle: subtitle(model, &[owner.unwrap_or_default()]) };
    let views = [view::of_room(model, options, room)];
    let lying = compose(model, &views, &heading, options);
    // A room may fit better on paper turned the other way.
    let turned = Options { paper: options.paper.turned(), ..options.clone() };
    let standing = compose(model, &views, &heading, &turned);
    match (lying.scale, standing.scale) {
        (Some(l), Some(s)) if s < l => standing,
        _ => lying,
    }
}

/// An overview: the site with the ground storey of every building, without furniture and room names.
pub fn site(model: &Model, options: &Options) -> Sheet {
    let view = view::of_site(model, options);
    let title = word(options.lang, "Oversikt", "Overview").to_owned();
    let names: Vec<String> = model.buildings.iter().map(|b| named(&b.element.name, &b.element.tag)).collect();
    let heading = Heading { title: heading(options, title), subtitle: subtitle(model, &names) };
    compose(model, &[view], &heading, options)
}

/// The sheets a project needs: an overview where there is a site or more than one building, then every storey
/// anything belongs to, followed by a sheet of each room that holds more marks than a storey's plan can
/// show well, then dwellings and bases that were placed on no storey. Ids are prefixed so that all can share a
/// page.
pub fn sheets(model: &Model, options: &Options) -> Vec<Sheet> {
    let prefixed = |name: String| Options {
        id_prefix: format!("{}-{name}", options.id_prefix),
        title: None,
        ..options.clone()
    };
    let mut out = Vec::new();
    if model.buildings.len() > 1 || model.site.outline.is_some() || !model.site.public.is_empty() {
        // At the scale of an overview a letter is as large as a room: it shows the findings' own drawings only.
        out.push(site(model, &Options { marks: &[], ..prefixed("s".to_owned()) }));
    }
    let rooms = model.rooms.iter().map(|r| r.storey);
    let homes = model.dwellings.iter().map(|d| d.storey).chain(model.bases.iter().map(|b| b.storey));
    // Storeys of a building model whose rooms nobody drew have walls with openings all the same.
    let walled = |s: &Option<usize>| s.is_some_and(|s| model.walls.iter().any(|w| w.on(s).next().is_some()));
    let cut = model.openings.iter().map(|o| o.storey).filter(walled);
    let used: BTreeSet<usize> =
        rooms.chain(homes).chain(cut).flatten().filter(|i| *i < model.storeys.len()).collect();
    let of_storeys: Vec<Vec<Sheet>> = used
        .into_par_iter()
        .map(|i| {
            let mut out = vec![storey(model, i, &prefixed(format!("e{i}")))];
            for crowded in crowded(model, i, options) {
                out.push(room(model, crowded, &prefixed(format!("r{crowded}"))));
            }
            out
        })
        .collect();
    out.extend(of_storeys.into_iter().flatten());
    for (i, _) in model.dwellings.iter().enumerate().filter(|(_, d)| d.storey.is_none()) {
        out.push(dwelling(model, i, &prefixed(format!("b{i}"))));
    }
    for (i, _) in model.bases.iter().enumerate().filter(|(_, b)| b.storey.is_none()) {
        out.push(base(model, i, &prefixed(format!("p{i}"))));
    }
    out
}

/// Rooms of a storey with more marks than read well among the rest.
fn crowded(model: &Model, storey: usize, options: &Options) -> Vec<usize> {
    const MANY: usize = 20;
    let rooms = model.rooms.iter().enumerate().filter(|(_, r)| r.storey == Some(storey));
    rooms
        .filter_map(|(i, r)| Some((i, r.outline.as_ref()?)))
        .filter(|(_, outline)| {
            let on_storey = options.marks.iter().filter_map(|m| m.at).filter(|a| a.storey == storey);
            on_storey.filter(|a| locate::holds(outline, a.at)).count() > MANY
        })
        .map(|(i, _)| i)
        .collect()
}

fn owned(model: &Model, owner: Owner, heading: Heading, options: &Options) -> Sheet {
    let storeys = view::storeys_of(model, owner);
    let storeys = if storeys.is_empty() {
        let own = match owner {
            Owner::Dwelling(i) => model.dwellings.get(i).and_then(|d| d.storey),
            Owner::Base(i) => model.bases.get(i).and_then(|b| b.storey),
            Owner::Common => None,
        };
        vec![own]
    } else {
        storeys
    };
    let views: Vec<View> = storeys.into_iter().map(|s| view::of_owner(model, options, owner, s)).collect();
    compose(model, &views, &heading, options)
}

fn heading(options: &Options, own: String) -> String {
    options.title.as_deref().map(clean).filter(|t| !t.is_empty()).unwrap_or(own)
}

/// The project's name, then what else is said, parted by points.
fn subtitle(model: &Model, more: &[String]) -> String {
    let project = named(&model.project.element.name, &model.project.element.tag);
    let parts: Vec<&str> = std::iter::once(project.as_str())
        .chain(more.iter().map(String::as_str))
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(" · ")
}

fn named(name: &str, tag: &str) -> String {
    let name = clean(name);
    if name.is_empty() { clean(tag) } else { name }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|p| !p.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn word(lang: Lang, nb: &'static str, en: &'static str) -> &'static str {
    // Both words stand side by side, as every text of the program does.
    let pair = [(Lang::Nb, nb), (Lang::En, en)];
    pair.into_iter().find(|(l, _)| *l == lang).map_or(nb, |(_, w)| w)
}

/// Said on a sheet whose rooms have no outline.
fn undrawn() -> Localized {
    Localized::new(
        "Rommene er oppgitt uten mål og plassering; rutene viser bare hvilke rom som er med.",
        "The rooms are given without measures and places; the boxes only show which rooms there are.",
    )
}

#[cfg(test)]
mod tests;
