//! A building model in short, for people: where it comes from, its storeys, dwellings and rooms, and what to add.

use std::fmt::Write as _;

use crate::ifc::{Info, Room};
use crate::text::{Lang, Localized, number};
use crate::vocab::Vocabulary;

/// How many missing facts are named.
const MISSING: usize = 12;
/// Classes that are counted, in this order.
const CLASSES: [&str; 10] = [
    "IfcSpace",
    "IfcZone",
    "IfcDoor",
    "IfcWindow",
    "IfcWall",
    "IfcWallStandardCase",
    "IfcSlab",
    "IfcCovering",
    "IfcFurnishingElement",
    "IfcFurniture",
];

/// The summary as text.
pub(super) fn shown(info: &Info, vocabulary: &Vocabulary, lang: Lang) -> String {
    let mut out = String::new();
    let word = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let mut line = |label: String, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "{label:<14}{}", clean(&value));
        }
    };
    line(word("Fil", "File"), info.file.clone());
    line(word("Prosjekt", "Project"), info.project.clone().unwrap_or_default());
    line(word("Skjema", "Schema"), info.schema.clone());
    line(word("Program", "Application"), info.application.clone());
    line(word("Skrevet", "Written"), info.written.clone());
    let units: Vec<&str> =
        ["LENGTHUNIT", "AREAUNIT"].iter().filter_map(|k| info.units.get(*k)).map(String::as_str).collect();
    line(word("Enheter", "Units"), units.join(", ").to_lowercase());
    let counts: Vec<String> =
        CLASSES.iter().filter_map(|c| info.classes.get(*c).map(|n| format!("{n} {c}"))).collect();
    line(word("Antall", "Counts"), counts.join(", "));
    storeys(info, &mut out, lang);
    dwellings(info, &mut out, lang);
    rooms(info, vocabulary, &mut out, lang);
    openings(info, &mut out, lang);
    missing(info, &mut out, lang);
    out
}

fn heading(out: &mut String, nb: &str, en: &str, count: usize, lang: Lang) {
    let title = Localized::new(nb, en);
    let _ = writeln!(out, "\n{} ({count})", title.get(lang));
}

fn storeys(info: &Info, out: &mut String, lang: Lang) {
    heading(out, "Etasjer", "Storeys", info.storeys.len(), lang);
    let rooms = Localized::new("rom", "rooms");
    for s in &info.storeys {
        let elevation = s.elevation.map_or("–".to_owned(), |e| number(e, 2, true, lang));
        let n = s.number.map_or("–".to_owned(), |n| n.to_string());
        let _ = writeln!(
            out,
            "  {n:>2}  {:<28} {elevation:>8} m  {:>3} {}",
            clean(&s.name),
            s.rooms,
            rooms.get(lang)
        );
    }
}

fn dwellings(info: &Info, out: &mut String, lang: Lang) {
    heading(out, "Boliger", "Dwellings", info.dwellings.len(), lang);
    for h in &info.dwellings {
        let areas = info.rooms.iter().filter(|r| r.dwelling.as_ref() == Some(&h.tag)).filter_map(area);
        let total: f64 = areas.sum();
        let rooms = Localized::new("rom", "rooms");
        let _ = writeln!(
            out,
            "  {:<14} {:>3} {}  {:>7} m²  {}",
            clean(&h.tag),
            h.rooms.len(),
            rooms.get(lang),
            number(total, 1, true, lang),
            clean(h.found_by.get(lang))
        );
    }
}

fn area(room: &Room) -> Option<f64> {
    room.area_drawn.or(room.area_stated)
}

fn rooms(info: &Info, vocabulary: &Vocabulary, out: &mut String, lang: Lang) {
    heading(out, "Rom", "Rooms", info.rooms.len(), lang);
    let word = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    for r in &info.rooms {
        let functions: Vec<String> = r
            .functions
            .iter()
            .filter_map(|f| vocabulary.room(f))
            .map(|f| f.name.get(lang).to_owned())
            .collect();
        let mut meaning = functions.join(", ");
        if meaning.is_empty() {
            meaning = word("ikke forstått", "not understood");
        } else if r.doubtful {
            meaning += &word(" (usikkert)", " (doubtful)");
        }
        let area = area(r).map_or("–".to_owned(), |a| number(a, 1, true, lang));
        let home = r.dwelling.clone().unwrap_or_else(|| word("felles", "common"));
        let name = if r.long_name.is_empty() { &r.name } else { &r.long_name };
        let _ = writeln!(
            out,
            "  {:<10} {:<10} {:<22} {area:>7} m²  {meaning}",
            clean(&home),
            clean(&r.tag),
            clean(name)
        );
    }
    if !info.other_spaces.is_empty() {
        let n = info.other_spaces.len();
        let text = crate::localized!("og {n} som ikke er rom", "and {n} that are no rooms");
        let _ = writeln!(out, "  {}", text.get(lang));
    }
}

/// Doors, windows and passages: how many, and of how many what matters is known.
fn openings(info: &Info, out: &mut String, lang: Lang) {
    let kinds = [
        (&info.doors, Localized::new("Dører", "Doors")),
        (&info.windows, Localized::new("Vinduer", "Windows")),
        (&info.passages, Localized::new("Åpninger uten dør", "Openings without a door")),
    ];
    out.push('\n');
    for (all, title) in kinds.iter().filter(|(all, _)| !all.is_empty()) {
        let count = |of: fn(&crate::ifc::Opening) -> bool| all.iter().filter(|o| of(o)).count();
        let sized = count(|o| o.width.is_some() && o.height.is_some());
        let placed =
            count(|o| o.sides.as_ref().is_some_and(|s| s.iter().any(|s| s != "unknown" && s != "outside")));
        let walls = count(|o| o.wall.is_some());
        let n = all.len();
        let text = crate::localized!(
            "{n}: {sized} med bredde og høyde, {placed} med kjent rom, {walls} i en vegg",
            "{n}: {sized} with width and height, {placed} with a known room, {walls} in a wall"
        );
        let _ = writeln!(out, "{:<18}{}", title.get(lang), text.get(lang));
    }
}

fn missing(info: &Info, out: &mut String, lang: Lang) {
    if info.missing.is_empty() {
        return;
    }
    heading(out, "Mangler for å vurdere krav", "Missing to judge requirements", info.missing.len(), lang);
    for m in info.missing.iter().take(MISSING) {
        let (n, places) = (m.requirements.len(), m.places);
        let places = Localized::new(
            if places == 1 { "1 sted".to_owned() } else { format!("{places} steder") },
            if places == 1 { "1 place".to_owned() } else { format!("{places} places") },
        );
        let count = Localized::new(format!("{n} krav"), format!("{n} req."));
        let property = m.property.as_deref().unwrap_or("–");
        let _ = writeln!(
            out,
            "  {:>8}  {:>10}  {}: {property}",
            count.get(lang),
            places.get(lang),
            m.name.get(lang)
        );
    }
    if info.missing.len() > MISSING {
        let more = Localized::new("… alle med --json", "… all of them with --json");
        let _ = writeln!(out, "  {}", more.get(lang));
    }
}

/// Text of a file as it may be shown.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
