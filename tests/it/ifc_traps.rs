//! Small models, each with one trap that real exports hold; the name of the file is what must come of it.
//!
//! The comment at the head of each file says what is expected, a line each, and with `undo A => B` how the trap is
//! taken out of the file: something expected must then fail, so that no file passes for another reason.
//!
//! ```text
//! says CODE · silent CODE · told TEXT              what is told of the model
//! count KIND N                                     room dwelling door window passage wall fixture storey
//! dwelling TAG · storey NAME NUMBER · fixture WHAT in ROOM
//! room NAME is FUNCTIONS|nothing · room NAME in DWELLING|felles · door TAG between ROOM|ROOM
//! wall TAG on STOREY, …|no plan                    the plans a wall is drawn on
//! stands WHAT on STOREY, …|no plan                 the plans a part of the building stands on
//! taken|doubtful WHAT on STOREY from X Y to X Y|nowhere · treads WHAT on STOREY N · rises WHAT on STOREY to X Y
//! leaves TAG HINGE>SHUT@SIDES …                   shares of the width, and the rooms a leaf turns into
//! fact KIND TAG FACT = VALUE|unknown|conflict · fact KIND TAG FACT not VALUE
//! ```

use std::fs;
use std::path::{Path, PathBuf};

use befaring::facts::{Fact, FactBase, derive};
use befaring::ifc;
use befaring::ifc::step::Limits;
use befaring::model::{Model, OpeningKind, Owner, Side, Standing, Value};
use befaring::source::Diagnostic;
use befaring::vocab::{SubjectKind, Vocabulary};
use geo::BoundingRect;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/ifc")
}

/// A trap: its bytes, what is expected, and how it is taken out.
struct Trap {
    name: String,
    bytes: Vec<u8>,
    expected: Vec<String>,
    undo: (Vec<u8>, Vec<u8>),
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|w| w == wanted)
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, from) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    out.extend_from_slice(rest);
    out
}

impl Trap {
    fn read(path: &Path) -> Self {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(path).unwrap();
        let (from, to) = (find(&bytes, b"/*").unwrap() + 2, find(&bytes, b"*/").unwrap());
        let head = String::from_utf8(bytes[from..to].to_vec()).unwrap();
        let (undo, expected): (Vec<&str>, Vec<&str>) =
            head.lines().filter(|l| !l.trim().is_empty()).partition(|l| l.starts_with("undo "));
        let [undo] = undo[..] else { panic!("{name}: one line says how the trap is undone") };
        let (a, b) = undo["undo ".len()..].split_once(" => ").unwrap_or_else(|| panic!("{name}: {undo}"));
        let expected = expected.into_iter().map(str::to_owned).collect();
        Self { name, bytes, expected, undo: (a.as_bytes().to_vec(), b.as_bytes().to_vec()) }
    }

    /// The model without the trap.
    fn undone(&self) -> Vec<u8> {
        let data = find(&self.bytes, b"HEADER;").unwrap();
        let (head, rest) = self.bytes.split_at(data);
        let changed = replaced(rest, &self.undo.0, &self.undo.1);
        assert_ne!(changed, rest, "{}: there is nothing to undo", self.name);
        [head, &changed].concat()
    }
}

/// A model as it was read.
struct Seen {
    model: Option<Model>,
    told: Vec<Diagnostic>,
}

impl Seen {
    fn of(name: &str, bytes: Vec<u8>) -> Self {
        let model = ifc::Model::from_bytes(Path::new(name), bytes, &Limits::default()).unwrap();
        let parsed = ifc::lower(&model, Vocabulary::built_in());
        Self { model: parsed.value, told: parsed.diagnostics }
    }

    /// What is otherwise than a line expects; none if it holds.
    fn amiss(&self, line: &str) -> Option<String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let codes: Vec<&str> = self.told.iter().map(|d| d.code).collect();
        let holds = |so: bool| (!so).then(|| format!("{codes:?}"));
        match words[..] {
            ["says", code] => holds(codes.contains(&code)),
            ["silent", code] => holds(!codes.contains(&code)),
            ["told", ..] => holds(self.told.iter().any(|d| d.message.nb.contains(&line["told ".len()..]))),
            _ => {
                let Some(model) = &self.model else { return Some("no project".to_owned()) };
                let found = of_model(model, line, &words);
                (found.0 != found.1).then_some(found.0)
            }
        }
    }
}

/// What is found, and what is expected.
fn of_model(model: &Model, line: &str, words: &[&str]) -> (String, String) {
    let rest = |n: usize| words[n..].join(" ");
    let called = |r: usize| model.rooms[r].element.name.clone();
    let side = |s: Side| match s {
        Side::Room(r) => called(r),
        Side::Outside => "ute".to_owned(),
        Side::Unknown => "?".to_owned(),
    };
    let room = |name: &str| model.rooms.iter().find(|r| r.element.name == name);
    let openings = |kind| model.openings.iter().filter(move |o| o.kind == kind);
    match words {
        ["count", kind, n] => {
            let found = match *kind {
                "room" => model.rooms.len(),
                "dwelling" => model.dwellings.len(),
                "door" => openings(OpeningKind::Door).count(),
                "window" => openings(OpeningKind::Window).count(),
                "passage" => openings(OpeningKind::Passage).count(),
                "wall" => model.walls.len(),
                "fixture" => model.fixtures.len(),
                "storey" => model.storeys.len(),
                _ => panic!("unknown kind: {line}"),
            };
            (found.to_string(), (*n).to_owned())
        }
        ["dwelling", ..] => {
            let tags: Vec<&str> = model.dwellings.iter().map(|d| d.element.tag.as_str()).collect();
            let wanted = rest(1);
            (if tags.contains(&&*wanted) { wanted.clone() } else { format!("{tags:?}") }, wanted)
        }
        ["storey", name, n] => {
            let found = model.storeys.iter().find(|s| s.element.name == *name).map(|s| s.number.to_string());
            (found.unwrap_or_default(), (*n).to_owned())
        }
        ["wall", tag, "from", x0, y0, "to", x1, y1] => {
            let wall = model.walls.iter().find(|w| w.element.tag == *tag);
            let pieces = wall.map_or(&[][..], |w| &w.outlines);
            let around = geo::MultiPolygon::new(pieces.to_vec()).bounding_rect();
            let sides = around.map(|r| [r.min().x, r.min().y, r.max().x, r.max().y]);
            let shown = |n: f64| format!("{}", (n * 1000.0).round() / 1000.0 + 0.0);
            let found = sides.map(|s| s.map(shown).join(" "));
            (found.unwrap_or_default(), [*x0, *y0, *x1, *y1].join(" "))
        }
        ["wall", tag, "on", ..] => {
            let wall = model.walls.iter().find(|w| w.element.tag == *tag);
            let drawn = |s: &usize| wall.is_some_and(|w| w.on(*s).next().is_some());
            let storeys = (0..model.storeys.len()).filter(drawn);
            let found: Vec<&str> = storeys.map(|s| model.storeys[s].element.name.as_str()).collect();
            (if found.is_empty() { "no plan".to_owned() } else { found.join(", ") }, rest(3))
        }
        ["wall", tag, "pieces", n] => {
            let wall = model.walls.iter().find(|w| w.element.tag == *tag);
            (wall.map_or(0, |w| w.outlines.len()).to_string(), (*n).to_owned())
        }
        ["stands", what, "on", ..] => {
            let part = model.fixtures.iter().find(|f| f.what == *what);
            let stands = |s: &usize| part.is_some_and(|p| p.on(*s).is_some());
            let storeys = (0..model.storeys.len()).filter(stands);
            let found: Vec<&str> = storeys.map(|s| model.storeys[s].element.name.as_str()).collect();
            (if found.is_empty() { "no plan".to_owned() } else { found.join(", ") }, rest(3))
        }
        ["taken" | "doubtful", what, "on", number, word, ..] => {
            let standing = standing(model, what, &format!("{number} {word}"));
            let around = standing
                .map(|s| if words[0] == "taken" { &s.taken } else { &s.doubtful })
                .and_then(|r| r.bounding_rect());
            let shown = |n: f64| format!("{}", (n * 1000.0).round() / 1000.0 + 0.0);
            let found = around.map_or("nowhere".to_owned(), |r| {
                let [x0, y0, x1, y1] = [r.min().x, r.min().y, r.max().x, r.max().y].map(shown);
                format!("from {x0} {y0} to {x1} {y1}")
            });
            (found, rest(5))
        }
        ["rises", what, "on", number, word, "to", x, y] => {
            let to = standing(model, what, &format!("{number} {word}")).and_then(|s| s.rises).map(|r| r[1]);
            let shown = |n: f64| format!("{}", (n * 1000.0).round() / 1000.0 + 0.0);
            let found = to.map(|c| format!("{} {}", shown(c.x), shown(c.y)));
            (found.unwrap_or_default(), format!("{x} {y}"))
        }
        ["treads", what, "on", number, word, n] => {
            let standing = standing(model, what, &format!("{number} {word}"));
            (standing.map_or(0, |s| s.treads.len()).to_string(), (*n).to_owned())
        }
        ["fixture", what, "in", ..] => {
            let found = model.fixtures.iter().find(|f| f.what == *what).and_then(|f| f.room).map(called);
            (found.unwrap_or_default(), rest(3))
        }
        ["room", name, "is", wanted] => {
            let found = room(name).map(|r| r.functions.join(","));
            let found = found.map(|f| if f.is_empty() { "nothing".to_owned() } else { f });
            (found.unwrap_or_default(), (*wanted).to_owned())
        }
        ["room", name, "in", ..] => {
            let found = room(name).map(|r| match r.owner {
                Owner::Dwelling(d) => model.dwellings[d].element.tag.clone(),
                Owner::Base(b) => model.bases[b].element.tag.clone(),
                Owner::Common => "felles".to_owned(),
            });
            (found.unwrap_or_default(), rest(3))
        }
        ["door", tag, "between", wanted] => {
            let door = model.openings.iter().find(|o| o.element.tag == *tag);
            let mut found: Vec<String> = door.map(|d| d.sides.map(side).to_vec()).unwrap_or_default();
            let mut wanted: Vec<String> = wanted.split('|').map(str::to_owned).collect();
            found.sort();
            wanted.sort();
            (found.join("|"), wanted.join("|"))
        }
        ["leaves", tag, ..] => {
            let door = model.openings.iter().find(|o| o.element.tag == *tag);
            let swing = door.and_then(|d| Some((d, d.swing?)));
            let leaves = swing.map_or_else(Vec::new, |(_, s)| s.leaves());
            let into = |turns: [bool; 2]| {
                let mut rooms: Vec<String> = door
                    .into_iter()
                    .flat_map(|d| d.sides.into_iter().zip(turns).filter(|(_, turns)| *turns))
                    .map(|(s, _)| side(s))
                    .collect();
                rooms.sort();
                rooms.join("|")
            };
            let told: Vec<String> =
                leaves.iter().map(|l| format!("{}>{}@{}", l.hinge, l.shut, into(l.into))).collect();
            (if told.is_empty() { "none".to_owned() } else { told.join(" ") }, rest(2))
        }
        ["fact", kind, tag, fact, how, ..] => {
            let found = fact_of(model, kind, tag, fact);
            match *how {
                "=" => (found, rest(5)),
                "not" => (if found == rest(5) { "it is".to_owned() } else { String::new() }, String::new()),
                how => (found, how.to_owned()),
            }
        }
        _ => panic!("not understood: {line}"),
    }
}

/// What a part of the building is on the plan of a storey.
fn standing<'m>(model: &'m Model, what: &str, storey: &str) -> Option<&'m Standing> {
    let storey = model.storeys.iter().position(|s| s.element.name == storey)?;
    model.fixtures.iter().find(|f| f.what == what)?.on(storey)
}

fn fact_of(model: &Model, kind: &str, tag: &str, fact: &str) -> String {
    let base: FactBase = derive(model, Vocabulary::built_in());
    let (kind, at) = match kind {
        "room" => (SubjectKind::Room, model.rooms.iter().position(|r| r.element.name == tag)),
        "door" => (SubjectKind::Door, model.openings.iter().position(|o| o.element.tag == tag)),
        "window" => (SubjectKind::Window, model.openings.iter().position(|o| o.element.tag == tag)),
        "wall" => (SubjectKind::Wall, model.walls.iter().position(|w| w.element.tag == tag)),
        "dwelling" => (SubjectKind::Dwelling, model.dwellings.iter().position(|d| d.element.tag == tag)),
        "fixture" => (SubjectKind::Fixture, model.fixtures.iter().position(|f| f.what == tag)),
        _ => panic!("unknown kind: {kind}"),
    };
    let Some(ix) = at.and_then(|at| base.find(kind, at)) else { return "nothing of that name".to_owned() };
    match base.get(ix, fact) {
        Fact::Known(known) => shown(&known.value),
        Fact::Unknown(_) => "unknown".to_owned(),
        Fact::Conflicting(_) => "conflict".to_owned(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Bool(b) => if *b { "ja" } else { "nei" }.to_owned(),
        Value::Quantity(q) => format!("{}", (q.value * 1000.0).round() / 1000.0),
        Value::Word(w) | Value::Text(w) => w.clone(),
        Value::Words(all) | Value::Layers(all) => all.join(","),
    }
}

fn traps() -> Vec<Trap> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let traps: Vec<Trap> = paths.iter().map(|p| Trap::read(p)).collect();
    assert!(traps.len() > 50, "{}", traps.len());
    traps
}

#[test]
fn every_trap_is_seen_through() {
    let mut wrong = Vec::new();
    for trap in traps() {
        assert!(!trap.expected.is_empty(), "{}: nothing is expected", trap.name);
        let seen = Seen::of(&trap.name, trap.bytes.clone());
        let amiss = trap.expected.iter().filter_map(|line| Some(format!("  {line}: {}", seen.amiss(line)?)));
        let amiss: Vec<String> = amiss.collect();
        if !amiss.is_empty() {
            wrong.push(format!("{}\n{}", trap.name, amiss.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_its_trap_a_file_does_not_pass() {
    let mut wrong = Vec::new();
    for trap in traps() {
        let seen = Seen::of(&trap.name, trap.undone());
        if trap.expected.iter().all(|line| seen.amiss(line).is_none()) {
            wrong.push(trap.name);
        }
    }
    assert!(wrong.is_empty(), "these pass without their trap: {wrong:#?}");
}
