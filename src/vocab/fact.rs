//! What a fact is: its subject, its kind of value, its names, and where it can be read.

use serde::Deserialize;

use super::{Phase, Word};
use crate::quantity::Dimension;
use crate::text::Localized;

/// What a fact or a requirement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The whole project (tiltak).
    Project,
    /// The site (tomt).
    Site,
    /// One building body (bygg).
    Building,
    /// One storey (etasje).
    Storey,
    /// One dwelling (boenhet).
    Dwelling,
    /// A staff base (personalbase).
    Base,
    /// A room of a dwelling, a base or common.
    Room,
    /// A door or a passage without leaf.
    Door,
    /// A window.
    Window,
    /// A wall or slab that separates two dwellings, or a wall described for itself.
    Wall,
    /// A piece of furniture, equipment or technical component.
    Fixture,
}

impl SubjectKind {
    /// All kinds, from the whole to the parts.
    pub const ALL: [Self; 11] = [
        Self::Project,
        Self::Site,
        Self::Building,
        Self::Storey,
        Self::Dwelling,
        Self::Base,
        Self::Room,
        Self::Door,
        Self::Window,
        Self::Wall,
        Self::Fixture,
    ];

    /// The first part of the ids of its facts.
    pub fn id(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Site => "site",
            Self::Building => "building",
            Self::Storey => "storey",
            Self::Dwelling => "dwelling",
            Self::Base => "base",
            Self::Room => "room",
            Self::Door => "door",
            Self::Window => "window",
            Self::Wall => "wall",
            Self::Fixture => "fixture",
        }
    }

    /// The keyword of its block in a description, and its English name.
    pub fn name(self) -> Localized {
        let (nb, en) = match self {
            Self::Project => ("prosjekt", "project"),
            Self::Site => ("tomt", "site"),
            Self::Building => ("bygg", "building"),
            Self::Storey => ("etasje", "storey"),
            Self::Dwelling => ("bolig", "dwelling"),
            Self::Base => ("base", "staff base"),
            Self::Room => ("rom", "room"),
            Self::Door => ("dør", "door"),
            Self::Window => ("vindu", "window"),
            Self::Wall => ("vegg", "wall"),
            Self::Fixture => ("utstyr", "equipment"),
        };
        Localized::new(nb, en)
    }

    /// Every one of them: «hvert rom», «hver dør».
    pub fn every(self) -> Localized {
        let name = self.name();
        let every = if self.is_neuter() { "hvert" } else { "hver" };
        Localized { nb: format!("{every} {}", name.nb), en: format!("every {}", name.en) }
    }

    /// One of them: «ett vindu», «én dør».
    pub fn one(self) -> Localized {
        let name = self.name();
        let one = if self.is_neuter() { "ett" } else { "én" };
        Localized { nb: format!("{one} {}", name.nb), en: format!("one {}", name.en) }
    }

    fn is_neuter(self) -> bool {
        matches!(self, Self::Project | Self::Building | Self::Room | Self::Window | Self::Fixture)
    }
}

/// What kind of value a fact has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// Yes or no (`ja`, `nei`).
    Bool,
    /// A whole number of things.
    Count,
    /// Metres; written with a unit, or bare metres.
    Length,
    /// Square metres.
    Area,
    /// A share, written in per cent.
    Ratio,
    /// A plain number.
    Number,
    /// Decibel.
    Sound,
    /// Degrees.
    Angle,
    /// One of the fact's words.
    Word,
    /// Several of the fact's words; their order means nothing.
    Words,
    /// Materials in order from the structure to the surface one can touch.
    Layers,
    /// Free text.
    Text,
    /// A colour, as NCS code where it is known.
    Colour,
    /// A date, `2026-05-31`.
    Date,
}

impl FactKind {
    /// The dimension of a measured kind.
    pub fn dimension(self) -> Option<Dimension> {
        Some(match self {
            Self::Count => Dimension::Count,
            Self::Length => Dimension::Length,
            Self::Area => Dimension::Area,
            Self::Ratio => Dimension::Ratio,
            Self::Number => Dimension::Number,
            Self::Sound => Dimension::Sound,
            Self::Angle => Dimension::Angle,
            _ => return None,
        })
    }
}

/// Where an IFC model usually carries a fact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IfcSource {
    /// Entity the property sits on, such as `IfcDoor`; the subject's own entity when left out.
    pub entity: Option<String>,
    /// Property or quantity set; none means an attribute of the entity.
    pub set: Option<String>,
    /// Property, quantity or attribute.
    pub property: String,
    /// Schemas where it exists; all when empty.
    #[serde(default)]
    pub schemas: Vec<String>,
}

/// The definition of a fact.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactDef {
    /// `subject.name`, such as `door.steel_fittings`; taken from the table's key.
    #[serde(skip)]
    pub id: String,
    /// Its subject, the first part of the id.
    #[serde(skip, default = "default_subject")]
    pub subject: SubjectKind,
    /// What kind of value it has.
    pub kind: FactKind,
    /// What people call it.
    pub name: Localized,
    /// The keyword that states it in a description. A second part stands after the first's value:
    /// `gulv oppbrett` is the `oppbrett 12 cm` of `gulv vinyl oppbrett 12 cm`.
    pub design: Option<String>,
    /// A whole line of a description that states it, shown as the remedy where it is missing.
    pub example: Option<String>,
    /// The words it may have, for [`FactKind::Word`] and [`FactKind::Words`].
    #[serde(default)]
    pub values: Vec<Word>,
    /// Whether its words stand in order from the least to the most, so that limits can be set (`RC1` … `RC6`).
    #[serde(default)]
    pub ordered: bool,
    /// Takes its words from another list: `materials`, `rooms`, `fixtures`, `standards`, `groups`.
    pub values_from: Option<String>,
    /// Where an IFC model carries it.
    #[serde(default)]
    pub ifc: Vec<IfcSource>,
    /// What to look at or measure on site to settle it.
    pub observe: Option<Localized>,
    /// How it is computed, for facts that are derived and not only declared.
    pub derived: Option<Localized>,
    /// Facts it is computed from that somebody can state, for facts that are derived.
    #[serde(default)]
    pub from: Vec<String>,
    /// What it means, where the name does not say it.
    pub note: Option<Localized>,
    /// First phase in which it can be documented; from the start when left out.
    pub documented_from: Option<Phase>,
}

fn default_subject() -> SubjectKind {
    SubjectKind::Project
}

impl SubjectKind {
    /// The phase of a project from which things of the kind are described at all.
    pub fn described_from(self) -> Phase {
        match self {
            Self::Project | Self::Site => Phase::Programme,
            Self::Building | Self::Storey | Self::Dwelling | Self::Base | Self::Room => Phase::Sketch,
            // A sketch shows where doors and windows are, though not yet what they are.
            Self::Door | Self::Window => Phase::Sketch,
            Self::Wall | Self::Fixture => Phase::Preliminary,
        }
    }

    /// The class that carries its facts in a building model, where they have a place of their own there.
    /// Equipment is of many classes.
    pub fn ifc_class(self) -> &'static str {
        match self {
            Self::Project => "IfcProject",
            Self::Site => "IfcSite",
            Self::Building => "IfcBuilding",
            Self::Storey => "IfcBuildingStorey",
            Self::Dwelling | Self::Base => "IfcZone",
            Self::Room => "IfcSpace",
            Self::Door => "IfcDoor",
            Self::Window => "IfcWindow",
            Self::Wall => "IfcWall",
            Self::Fixture => "IfcElement",
        }
    }
}

/// Property sets whose names begin so may state any fact, by the fact's id or the part of it after the subject.
pub const OWN_SETS: &str = "Befaring";

/// The one of these that models are asked for, with each fact under its id.
pub const OWN_SET: &str = "Befaring_Fakta";

impl FactDef {
    /// Its property in a set of our own: its id without the subject.
    pub fn own_property(&self) -> &str {
        self.id.split_once('.').map_or(&*self.id, |(_, rest)| rest)
    }

    /// The place of a word in an ordered list, from 0; none where the words have no order.
    pub fn rank(&self, id: &str) -> Option<usize> {
        self.values.iter().position(|w| w.id == id).filter(|_| self.ordered)
    }

    /// The word a written word stands for, by id, name or synonym.
    pub fn word(&self, written: &str) -> Option<&Word> {
        let wanted = super::normalise(written);
        self.values.iter().find(|w| w.matches(&wanted))
    }
}
