//! Words with their synonyms: groups, standards, room functions, materials, fixtures, lookup tables.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::Phase;
use crate::text::Localized;

/// A written word as it is compared: composed, lower case, single blanks, no final full stop.
pub fn normalise(written: &str) -> String {
    normal(written).into_owned()
}

/// The same without a copy where the word is written as it is compared, as most of the vocabulary is.
pub fn normal(written: &str) -> Cow<'_, str> {
    let mut blank = true;
    let plain = written.chars().all(|c| {
        let was_blank = std::mem::replace(&mut blank, c == ' ');
        matches!(c, 'a'..='z' | '0'..='9' | 'æ' | 'ø' | 'å' | '-' | '/' | '_' | ',' | '(' | ')')
            || (c == ' ' && !was_blank)
    });
    if plain && !blank {
        return Cow::Borrowed(written);
    }
    let composed: String = written.nfc().flat_map(char::to_lowercase).collect();
    let single = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    Cow::Owned(single.trim_end_matches('.').to_owned())
}

/// A word with its id, names and synonyms.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// Identifier used in requirements.
    pub id: String,
    /// What people call it, and how a description spells it.
    pub nb: String,
    /// In English.
    pub en: String,
    /// Other spellings.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

impl Word {
    /// Whether a [normalised](normalise) text is this word's id, Norwegian name or a synonym.
    pub fn matches(&self, normalised: &str) -> bool {
        normal(&self.nb) == normalised
            || self.id == normalised
            || self.synonyms.iter().any(|s| normal(s) == normalised)
    }

    /// Both names.
    pub fn name(&self) -> Localized {
        Localized::new(&self.nb, &self.en)
    }
}

/// A resident group, or one of the two somatic groups, with its row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// `1` … `7`, `S1-5`, `S5-7`.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// What the residents need, in the matrix's words; never printed in a report about a dwelling.
    pub needs: Localized,
    /// Kind of dwelling.
    pub dwelling_type: Localized,
    /// Id of the building standard.
    pub standard: String,
    /// Locations that fit, words of `site.location`.
    pub location: Vec<String>,
    /// The row «Beliggenhet» in words.
    pub location_text: Localized,
    /// Service profiles that cover the need, words of `project.service`.
    pub service: Vec<String>,
    /// The row «Tjenestebehov» in words.
    pub service_text: Localized,
    /// Treatment pathways (hovedforløp) that fit, words of `project.pathway`.
    pub pathway: Vec<String>,
    /// Requirement documents that apply, words of `project.requirement_set`.
    pub requirement_set: Vec<String>,
    /// Places where the group lives today.
    pub examples: Vec<String>,
    /// Whether the dwellings are gathered around a base.
    pub colocated: bool,
}

/// A building standard.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// `ordinary`, `ordinary_reinforced`, `reinforced`, `extra_reinforced`.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// Other spellings.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Order from the weakest to the strongest.
    pub rank: u8,
    /// What it means.
    pub meaning: Localized,
}

/// What a room is for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomFunction {
    /// Identifier, such as `bath`.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// Keyword of a description and other names and abbreviations.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Functions it holds besides its own: an all-room is living, kitchen and sleeping at once.
    #[serde(default)]
    pub contains: Vec<String>,
    /// Whether it lies outdoors (balcony, terrace, access gallery).
    #[serde(default)]
    pub outdoor: bool,
    /// Whether people stay there for long (rom for varig opphold).
    #[serde(default)]
    pub habitable: bool,
    /// Where such a room usually belongs: `dwelling`, `base`, `common`, `any`, or `none` for names that are
    /// no rooms at all (areas, roofs).
    #[serde(default = "any_owner")]
    pub belongs: String,
    /// Names that also mean something else, so that a match is doubtful.
    #[serde(default)]
    pub ambiguous: Vec<String>,
}

fn any_owner() -> String {
    "any".to_owned()
}

impl RoomFunction {
    /// Its id, its name and its synonyms, [normalised](normalise) but for the id.
    pub fn spellings(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let names = std::iter::once(&self.name.nb).chain(&self.synonyms);
        std::iter::once(Cow::Borrowed(self.id.as_str())).chain(names.map(|n| normal(n)))
    }
}

/// A building material or surface product.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Identifier, such as `gypsum`.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// Other spellings, product words that occur inside office names («Gips 13»).
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Families it belongs to (`concrete`, `wood`, …), so that a requirement can name the family.
    #[serde(default)]
    pub is: Vec<String>,
    /// Whether people walk on it: what a thin layer at the edge of a slab must be to be the floor of a room.
    #[serde(default)]
    pub floor_finish: bool,
}

/// Furniture, equipment and technical components.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixture {
    /// Identifier, such as `stove`.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// Other spellings.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// `furniture`, `kitchen`, `sanitary`, `technical`, `fire`, `heating`, `storage`, `assistive`,
    /// `building`.
    pub category: String,
    /// Usual footprint, width × depth, with units; drawn when a description gives no size.
    pub size: Option<[String; 2]>,
    /// IFC entity and predefined type, such as `IfcSanitaryTerminal.TOILETPAN`.
    #[serde(default)]
    pub ifc: Vec<String>,
    /// Name of the symbol the plan draws; the category's plain box when absent.
    pub symbol: Option<String>,
    /// First phase in which it can be documented whether it is there; from the start when left out.
    pub documented_from: Option<Phase>,
}

impl Fixture {
    /// Whether it is a part of the building, such as a column, and no furniture or equipment.
    pub fn is_built(&self) -> bool {
        self.category == "building"
    }

    /// Whether a [normalised](normalise) name is this fixture's id, name or a synonym.
    pub fn matches(&self, normalised: &str) -> bool {
        normal(&self.name.nb) == normalised
            || self.id == normalised
            || self.synonyms.iter().any(|s| normal(s) == normalised)
    }
}

/// A lookup table of `spec/tables`: rows by key, cells by column, each cell a list of texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Name, the file's stem.
    pub id: String,
    /// What it is.
    pub title: Localized,
    /// Where it is from.
    pub source: String,
    /// Cells: row key → column → values in the words or quantities of the table.
    pub rows: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

impl Table {
    /// The values of a cell.
    pub fn cell(&self, row: &str, column: &str) -> Option<&[String]> {
        self.rows.get(row)?.get(column).map(Vec::as_slice)
    }
}
