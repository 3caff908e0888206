//! What an IDS cannot say, and why.

use crate::text::Localized;

/// Why something is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A number of things in each dwelling or room.
    Count,
    /// How parts lie to each other: doors between rooms, equipment in rooms.
    Relation,
    /// What is measured on the drawing, or worked out from several things.
    Geometry,
    /// What only a person can tell.
    Person,
    /// What is worked out from other requirements.
    Summary,
    /// What the model has no element for.
    NoElement,
}

impl Reason {
    /// In words.
    pub fn words(self) -> Localized {
        match self {
            Self::Count => Localized::new(
                "antall: IDS kan ikke telle hva hver bolig eller hvert rom har",
                "numbers: IDS cannot count what each dwelling or room has",
            ),
            Self::Relation => Localized::new(
                "forbindelser: IDS kan ikke si hvilke rom en dør går mellom, eller hvor utstyr står",
                "relations: IDS cannot say which rooms a door lies between, or where equipment stands",
            ),
            Self::Geometry => Localized::new(
                "geometri: regnes ut av det som er tegnet, og skal ikke skrives inn",
                "geometry: worked out from what is drawn, and not to be written in",
            ),
            Self::Person => {
                Localized::new("skjønn: bare et menneske kan se det", "judgement: only a person can see it")
            }
            Self::Summary => {
                Localized::new("sammendrag: følger av andre krav", "summary: follows from other requirements")
            }
            Self::NoElement => Localized::new(
                "uten objekt: modellen har ikke noe objekt dette kan stå på",
                "without an object: the model has no object this could stand on",
            ),
        }
    }
}

/// Something an IDS cannot say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unsaid {
    /// Why.
    pub reason: Reason,
    /// The requirement.
    pub requirement: String,
    /// Its title.
    pub title: Localized,
    /// What is not asked for, and where it comes from instead.
    pub what: Localized,
}
