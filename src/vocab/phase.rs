//! The phases of a building project, in their order: what can be documented when.

use serde::{Deserialize, Serialize};

use crate::text::Localized;

/// A phase of the project. What is documented from a phase can be asked for in it and in those after it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Programme: who it is for, what is needed, where (program).
    Programme,
    /// Sketch: rooms, their sizes and how they meet (skisse).
    Sketch,
    /// Preliminary design: openings, build-ups, systems (forprosjekt).
    Preliminary,
    /// Detailed design: surfaces, products, fittings (detaljprosjekt).
    Detail,
    /// Tender documents (konkurransegrunnlag).
    Tender,
    /// Built: what a person can see and how it is run (ferdig bygd).
    Built,
}

impl Phase {
    /// All phases in order.
    pub const ALL: [Self; 6] =
        [Self::Programme, Self::Sketch, Self::Preliminary, Self::Detail, Self::Tender, Self::Built];

    /// Its name in files and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Sketch => "sketch",
            Self::Preliminary => "preliminary",
            Self::Detail => "detail",
            Self::Tender => "tender",
            Self::Built => "built",
        }
    }

    /// The phase of an id.
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.id() == id)
    }

    /// What people call it.
    pub fn name(self) -> Localized {
        let (nb, en) = match self {
            Self::Programme => ("program", "programme"),
            Self::Sketch => ("skisse", "sketch"),
            Self::Preliminary => ("forprosjekt", "preliminary design"),
            Self::Detail => ("detaljprosjekt", "detailed design"),
            Self::Tender => ("konkurransegrunnlag", "tender"),
            Self::Built => ("ferdig bygd", "built"),
        };
        Localized::new(nb, en)
    }

    /// «kan først dokumenteres i detaljprosjekt».
    pub fn documented_from(self) -> Localized {
        let name = self.name();
        match self {
            Self::Built => {
                Localized::new("kan først dokumenteres når det er bygd", "can be documented only when built")
            }
            _ => Localized::new(
                format!("kan først dokumenteres i {}", name.nb),
                format!("can be documented only from the phase “{}”", name.en),
            ),
        }
    }
}
