//! What stands in a schema's text? Its lines as tables in the order of names.

use super::kind::{Kind, Meaning};
use super::{Attribute, Inverse};
use std::cmp::Ordering;
use std::ops::Range;

/// A class of later schemas, and by which pair of class and type this schema tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The later class, such as `IfcFan`.
    pub name: &'static str,
    /// The class of its occurrences here, such as `IfcFlowMovingDevice`.
    pub occurrence: &'static str,
    /// The class of their type here, such as `IfcFanType`.
    pub kind: &'static str,
}

/// The tables of one schema. Names are in the order of their letters, whatever their case.
#[derive(Debug, Default)]
pub(super) struct Table {
    entities: Vec<Row>,
    types: Vec<(&'static str, Meaning)>,
    attributes: Vec<Attribute>,
    derived: Vec<&'static str>,
    inverses: Vec<Inverse>,
    occurrences: Vec<Occurrence>,
}

/// One class. The ranges tell what of the lists is its own.
#[derive(Debug)]
pub(super) struct Row {
    pub name: &'static str,
    parent_name: &'static str,
    pub parent: Option<u16>,
    pub is_abstract: bool,
    /// How many attributes it inherits.
    pub inherited: usize,
    attributes: Range<usize>,
    derived: Range<usize>,
    inverses: Range<usize>,
}

impl Table {
    /// Reads a text of `generate.py`; lines it does not know are passed over (a test finds them).
    pub(super) fn read(text: &'static str) -> Self {
        let mut table = Self::default();
        for line in text.lines() {
            table.take(line);
        }
        for i in 0..table.entities.len() {
            let parent = table.entity(table.entities[i].parent_name);
            table.entities[i].parent = parent;
        }
        for i in 0..table.entities.len() {
            let ancestors = table.ancestors(i as u16).skip(1);
            table.entities[i].inherited = ancestors.map(|r| r.attributes.len()).sum();
        }
        table
    }

    /// Takes one line in; gives whether it is understood.
    fn take(&mut self, line: &'static str) -> bool {
        if let Some(line) = line.strip_prefix('\t') {
            return self.take_part(line).is_some();
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let meaning = match word {
            "#" => return true,
            "entity" | "abstract" => {
                let empty = |at: usize| at..at;
                self.entities.push(Row {
                    name,
                    parent_name: rest,
                    parent: None,
                    is_abstract: word == "abstract",
                    inherited: 0,
                    attributes: empty(self.attributes.len()),
                    derived: empty(self.derived.len()),
                    inverses: empty(self.inverses.len()),
                });
                return true;
            }
            "occurs" => {
                let Some((occurrence, kind)) = rest.split_once(' ') else { return false };
                self.occurrences.push(Occurrence { name, occurrence, kind });
                return true;
            }
            "type" => match rest.rsplit_once(' ') {
                Some((kind, unit)) if unit.ends_with("UNIT") => {
                    Meaning::Defined { kind: Kind::new(kind), unit: Some(unit) }
                }
                _ => Meaning::Defined { kind: Kind::new(rest), unit: None },
            },
            "enum" => Meaning::Enumeration(rest),
            "select" => Meaning::Select(rest),
            _ => return false,
        };
        self.types.push((name, meaning));
        true
    }

    fn take_part(&mut self, line: &'static str) -> Option<()> {
        let row = self.entities.last_mut()?;
        if let Some(name) = line.strip_prefix('*') {
            self.derived.push(name);
            row.derived.end = self.derived.len();
        } else if let Some(line) = line.strip_prefix('<') {
            let (name, rest) = line.split_once(' ')?;
            let (entity, attribute) = rest.split_once(' ')?;
            self.inverses.push(Inverse { name, entity, attribute });
            row.inverses.end = self.inverses.len();
        } else {
            let (name, kind) = line.split_once(' ')?;
            let optional = name.ends_with('?');
            let name = name.trim_end_matches('?');
            self.attributes.push(Attribute { name, optional, kind: Kind::new(kind) });
            row.attributes.end = self.attributes.len();
        }
        Some(())
    }

    pub(super) fn entities(&self) -> u16 {
        self.entities.len() as u16
    }

    pub(super) fn entity(&self, name: &str) -> Option<u16> {
        self.entities.binary_search_by(|row| by_name(row.name, name)).ok().map(|i| i as u16)
    }

    /// All types in the order of their names.
    pub(super) fn types(&self) -> &[(&'static str, Meaning)] {
        &self.types
    }

    pub(super) fn meaning(&self, name: &str) -> Option<Meaning> {
        self.types.binary_search_by(|(n, _)| by_name(n, name)).ok().map(|i| self.types[i].1)
    }

    pub(super) fn row(&self, index: u16) -> &Row {
        &self.entities[usize::from(index)]
    }

    /// A class and the classes it is a kind of, from it upwards.
    pub(super) fn ancestors(&self, index: u16) -> impl Iterator<Item = &Row> {
        std::iter::successors(Some(self.row(index)), |row| row.parent.map(|p| self.row(p)))
    }

    pub(super) fn attributes(&self, row: &Row) -> &[Attribute] {
        &self.attributes[row.attributes.clone()]
    }

    pub(super) fn derived(&self, row: &Row) -> &[&'static str] {
        &self.derived[row.derived.clone()]
    }

    pub(super) fn inverses(&self, row: &Row) -> &[Inverse] {
        &self.inverses[row.inverses.clone()]
    }

    pub(super) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
    }
}

/// The order of names whatever their case.
pub(super) fn by_name(a: &str, b: &str) -> Ordering {
    let differs = a.bytes().zip(b.bytes()).find(|(a, b)| !a.eq_ignore_ascii_case(b));
    match differs {
        Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
        None => a.len().cmp(&b.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::schema::{Schema, Version};

    #[test]
    fn every_line_of_every_schema_is_understood_and_in_order() {
        for text in
            [include_str!("data/IFC2X3.txt"), include_str!("data/IFC4.txt"), include_str!("data/IFC4X3.txt")]
        {
            let mut table = Table::default();
            let lost: Vec<&str> = text.lines().filter(|l| !table.take(l)).collect();
            assert_eq!(lost, Vec::<&str>::new());
            assert!(table.entities.is_sorted_by(|a, b| by_name(a.name, b.name) == Ordering::Less));
            assert!(table.types.is_sorted_by(|a, b| by_name(a.0, b.0) == Ordering::Less));
        }
    }

    #[test]
    fn every_name_a_schema_uses_is_one_it_has() {
        for version in [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3] {
            let schema = Schema::of(version);
            let table = &schema.table;
            for row in &table.entities {
                assert!(row.parent_name == "-" || row.parent.is_some(), "{}", row.name);
                for attribute in table.attributes(row) {
                    let name = attribute.kind.innermost().name();
                    assert!(
                        name.is_none_or(|n| schema.meaning(n).is_some()),
                        "{}.{}",
                        row.name,
                        attribute.name
                    );
                }
                for inverse in table.inverses(row) {
                    let of = schema.entity(inverse.entity).unwrap();
                    assert!(of.attribute_index(inverse.attribute).is_some(), "{}.{}", row.name, inverse.name);
                }
            }
            for o in schema.occurrences() {
                assert!(schema.entity(o.occurrence).is_some() && schema.entity(o.kind).is_some());
            }
        }
    }
}
