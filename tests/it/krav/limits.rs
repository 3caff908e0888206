//! The numbers of the catalogue, each moved a little both ways.
//!
//! «A little» is a tenth of the number, one for whole counts, one place for words that have an order, and a tenth
//! of the unit where it is zero: a case must stand at the limit or just inside it, and another just outside.

use std::sync::OnceLock;

use befaring::catalogue::{Catalogue, Check, Compare, Requirement};
use befaring::quantity::Quantity;
use befaring::vocab::{FactDef, Vocabulary, VocabularyFiles};
use toml::Value;

use super::cases::built_in;

/// Keys under which a literal is a limit.
const LIMITS: &[&str] = &["min", "max", "near", "tolerance", "above", "below", "value", "is", "is_not"];

/// A number of a requirement.
pub(super) struct Limit {
    /// Where it stands in the file, such as `check.bound.min`.
    pub(super) path: String,
    /// As written.
    pub(super) value: String,
    moved: Vec<(&'static str, String)>,
    /// The requirement with the number moved up and down.
    pub(super) shifted: Vec<(&'static str, Requirement)>,
}

impl Limit {
    /// The number as moved one way.
    pub(super) fn moved(&self, way: &str) -> &str {
        self.moved.iter().find(|(w, _)| *w == way).map_or("", |(_, v)| v)
    }
}

/// The numbers of a requirement's newest wording.
pub(super) fn of_requirement(id: &str) -> Vec<Limit> {
    let tree = VocabularyFiles::built_in();
    let file = tree.below("requirements/").find(|(p, ..)| p.ends_with(&format!("/{id}.toml")));
    let Some((_, _, text)) = file else { return Vec::new() };
    let whole: Value = toml::from_str(text).unwrap();
    let edition = whole["edition"].as_array().unwrap().len() - 1;
    let mut paths = Vec::new();
    for part in ["applies", "parameter", "check", "remark", "contested"] {
        if let Some(value) = whole["edition"][edition].get(part) {
            numbers(value, &mut vec![part.to_owned()], &mut paths);
        }
    }
    let mut limits = Vec::new();
    for path in paths {
        let mut limit =
            Limit { path: path.join("."), value: String::new(), moved: Vec::new(), shifted: Vec::new() };
        for (way, by) in [("up", 1.0), ("down", -1.0)] {
            let mut copy = whole.clone();
            let place =
                path.iter().fold(&mut copy["edition"][edition], |v, key| match key.parse::<usize>() {
                    Ok(i) if v.is_array() => &mut v[i],
                    _ => &mut v[key.as_str()],
                });
            limit.value = place.to_string();
            let Some(moved) = moved(place, by) else { continue };
            limit.moved.push((way, moved.to_string()));
            *place = moved;
            limit.shifted.push((way, copy.try_into().unwrap()));
        }
        limits.push(limit);
    }
    limits
}

fn numbers(value: &Value, path: &mut Vec<String>, into: &mut Vec<Vec<String>>) {
    match value {
        Value::Table(table) => {
            for (key, inner) in table {
                path.push(key.clone());
                let movable = moved(inner, 1.0).or_else(|| moved(inner, -1.0)).is_some();
                if LIMITS.contains(&key.as_str()) && movable {
                    into.push(path.clone());
                } else {
                    numbers(inner, path, into);
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (i, inner) in items.iter().enumerate() {
                path.push(i.to_string());
                numbers(inner, path, into);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The number moved by a step; none when it is no number.
fn moved(value: &Value, by: f64) -> Option<Value> {
    Some(match value {
        Value::Integer(i) => Value::Integer(i + by as i64),
        Value::Float(f) => Value::Float(f + by * step(*f)),
        Value::String(text) => Value::String(moved_text(text, by)?),
        _ => return None,
    })
}

fn moved_text(text: &str, by: f64) -> Option<String> {
    if Quantity::parse(text).is_err() {
        return next_word(text, by);
    }
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".,-+".contains(c))).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: f64 = digits.replace(',', ".").parse().ok()?;
    let whole = unit.trim().is_empty() && !digits.contains(['.', ',']);
    let step = if whole { 1.0 } else { step(number) };
    Some(format!("{}{unit}", number + by * step))
}

/// The facts whose words have an order.
fn ordered() -> &'static [&'static FactDef] {
    static ORDERED: OnceLock<Vec<&FactDef>> = OnceLock::new();
    ORDERED.get_or_init(|| built_in().vocabulary.facts.values().filter(|d| d.ordered).collect())
}

/// The word beside this one in the list of a fact whose words have an order.
fn next_word(text: &str, by: f64) -> Option<String> {
    let (def, place) = ordered().iter().find_map(|d| Some((*d, d.rank(&d.word(text)?.id)?)))?;
    let beside = if by > 0.0 { place.checked_add(1) } else { place.checked_sub(1) };
    def.values.get(beside?).map(|w| w.id.clone())
}

fn step(number: f64) -> f64 {
    if number == 0.0 { 0.1 } else { number.abs() / 10.0 }
}

/// A number of a table that requirements look up.
pub(super) struct Cell {
    /// Name of the table.
    pub(super) table: String,
    /// Key of the row.
    pub(super) row: String,
    /// Name of the column.
    pub(super) column: String,
    /// Requirements that look this column up.
    pub(super) requirements: Vec<String>,
}

/// The numbers that checks compare with, columns named by a fact left out.
pub(super) fn of_tables(catalogue: &Catalogue) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for (id, requirement) in &catalogue.requirements {
        let Some(block) = requirement.edition.last() else { continue };
        block.check.walk(&mut |check| {
            let Check::Table(t) = check else { return };
            if t.compare == Compare::In || t.column.starts_with('{') {
                return;
            }
            let Some(table) = catalogue.vocabulary.tables.get(&t.table) else { return };
            for (row, columns) in &table.rows {
                let numeric = |cell: &Vec<String>| cell.iter().any(|c| moved_text(c, 1.0).is_some());
                if !columns.get(&t.column).is_some_and(numeric) {
                    continue;
                }
                let same = |c: &&mut Cell| c.table == t.table && c.row == *row && c.column == t.column;
                match cells.iter_mut().find(same) {
                    Some(cell) => cell.requirements.push(id.clone()),
                    None => cells.push(Cell {
                        table: t.table.clone(),
                        row: row.clone(),
                        column: t.column.clone(),
                        requirements: vec![id.clone()],
                    }),
                }
            }
        });
    }
    cells
}

impl Cell {
    /// The words with this number moved up and down.
    pub(super) fn shifted(&self, catalogue: &Catalogue) -> Vec<(&'static str, Vocabulary)> {
        let ways = [("up", 1.0), ("down", -1.0)];
        let shift = |by: f64| {
            let mut vocabulary = catalogue.vocabulary.clone();
            let rows = vocabulary.tables.get_mut(&self.table).map(|t| &mut t.rows);
            let cell = rows.and_then(|r| r.get_mut(&self.row)?.get_mut(&self.column));
            for text in cell.into_iter().flatten() {
                if let Some(moved) = moved_text(text, by) {
                    *text = moved;
                }
            }
            vocabulary
        };
        ways.map(|(way, by)| (way, shift(by))).into()
    }
}

#[test]
fn a_number_is_moved_by_a_tenth_and_a_count_by_one() {
    assert_eq!(moved_text("10 cm", 1.0).as_deref(), Some("11 cm"));
    assert_eq!(moved_text("2,5 m2", -1.0).as_deref(), Some("2.25 m2"));
    assert_eq!(moved_text("6", 1.0).as_deref(), Some("7"));
    assert_eq!(moved_text("0", -1.0).as_deref(), Some("-1"));
    assert_eq!(moved_text("0 mm", 1.0).as_deref(), Some("0.1 mm"));
    assert_eq!(moved_text("@name", 1.0), None);
    assert_eq!(moved_text("care_standard", 1.0), None);
}
