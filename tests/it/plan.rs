//! Sheets of whole projects: every one is sound XML with ids of its own, says what it leaves out, and is the same twice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use befaring::model::Model;
use befaring::plan::{self, Mark, MarkKind, Options, Sheet};
use befaring::source::Sources;
use befaring::text::Lang;
use befaring::vocab::Vocabulary;

fn projects() -> Vec<(String, Model)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects");
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()) {
        let inside = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        files.extend(inside.filter(|p| p.extension().is_some_and(|e| e == "bolig")));
    }
    files.sort();
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let parsed = befaring::design::read(&mut Sources::new(), file, text, Vocabulary::built_in());
        (name, parsed.value.expect("a project"))
    };
    files.into_iter().map(read).collect()
}

fn sheets(model: &Model, options: &Options) -> Vec<Sheet> {
    let mut all = plan::sheets(model, options);
    for i in 0..model.dwellings.len().min(3) {
        let id_prefix = format!("{}-d{i}", options.id_prefix);
        all.push(plan::dwelling(model, i, &Options { id_prefix, ..options.clone() }));
    }
    all
}

fn sound<'a>(sheet: &'a Sheet, name: &str) -> roxmltree::Document<'a> {
    let document = roxmltree::Document::parse(&sheet.svg).unwrap_or_else(|e| panic!("{name}: {e}"));
    let numbers = ["x", "y", "width", "height", "r", "rx", "cx", "cy", "d", "viewBox", "font-size"];
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        for attribute in node.attributes().filter(|a| numbers.contains(&a.name())) {
            let value = attribute.value();
            assert!(!value.contains("NaN") && !value.contains("inf"), "{name}: {} {value}", attribute.name());
        }
    }
    document
}

#[test]
fn every_project_gives_sound_sheets_whose_ids_are_their_own() {
    for (name, model) in projects() {
        let options = Options::new(Vocabulary::built_in(), Lang::Nb);
        let mut ids = BTreeSet::new();
        for sheet in sheets(&model, &options) {
            let document = sound(&sheet, &name);
            for id in document.descendants().filter_map(|n| n.attribute("id")) {
                assert!(ids.insert(id.to_owned()), "{name}: the id {id} stands twice");
            }
            assert!(sheet.width <= options.paper.width.max(options.paper.turned().width), "{name}");
        }
    }
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    for (name, model) in projects() {
        let options = Options::new(Vocabulary::built_in(), Lang::En);
        assert!(sheets(&model, &options) == sheets(&model.clone(), &options), "{name}");
    }
}

#[test]
fn every_room_of_a_storey_is_drawn_or_told() {
    for (name, model) in projects() {
        let options = Options::new(Vocabulary::built_in(), Lang::Nb);
        for (i, _) in model.storeys.iter().enumerate() {
            let sheet = plan::storey(&model, i, &options);
            for room in model.rooms.iter().filter(|r| r.storey == Some(i)) {
                let drawn = sheet.svg.contains(&format!("data-element=\"{}\"", room.element.id.0));
                let told = sheet.not_drawn.iter().any(|n| n.label == room.element.label);
                assert!(drawn || told, "{name}: {}", room.element.label);
            }
        }
    }
}

#[test]
fn a_mark_on_every_element_is_placed_or_in_the_tray_and_none_covers_another() {
    for (name, model) in projects() {
        let rooms = model.rooms.iter().map(|r| &r.element.id);
        let openings = model.openings.iter().map(|o| &o.element.id);
        let marks: Vec<Mark> = rooms
            .chain(openings)
            .enumerate()
            .map(|(i, id)| Mark::new(MarkKind::Text, format!("{i}"), vec![id.clone()]))
            .collect();
        let options = Options { marks: &marks, ..Options::new(Vocabulary::built_in(), Lang::Nb) };
        let drawn = plan::sheets(&model, &options);
        let shown: BTreeSet<&str> = drawn.iter().flat_map(|s| &s.marks).map(|m| m.label.as_str()).collect();
        for mark in &marks {
            assert!(shown.contains(mark.label.as_str()), "{name}: {} is on no sheet", mark.targets[0].0);
        }
        for sheet in &drawn {
            let placed: Vec<_> = sheet.marks.iter().collect();
            for (i, a) in placed.iter().enumerate() {
                for b in &placed[..i] {
                    let apart = (a.x - b.x).abs() >= a.half.0 + b.half.0 - 1e-6
                        || (a.y - b.y).abs() >= a.half.1 + b.half.1 - 1e-6;
                    assert!(apart, "{name}, {}: {} and {}", sheet.title, a.label, b.label);
                }
            }
        }
    }
}

/// `PLAN_LOOKS=folder cargo test --test it plan::looks` writes the sheets, for the eye.
#[test]
fn looks() {
    let Some(folder) = std::env::var_os("PLAN_LOOKS").map(PathBuf::from) else { return };
    for (name, model) in projects() {
        let options = Options::new(Vocabulary::built_in(), Lang::Nb);
        for (i, sheet) in sheets(&model, &options).iter().enumerate() {
            std::fs::write(folder.join(format!("{name}-{i}.svg")), &sheet.svg).unwrap();
        }
    }
}
