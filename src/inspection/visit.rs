//! The visit as data: one TOML file that people can read and write, with its photos in the folder beside it.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::finding::Verdict;
use crate::model::Place;

/// Version of the format.
pub const FORMAT: u32 = 1;
/// Name of the file in a visit's folder.
pub const FILE: &str = "befaring.visit.toml";
/// Folder of the photos, beside it.
pub const PHOTOS: &str = "bilder";

/// A visit: who went where and when, what they photographed, and what they saw.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "befaring visit")]
pub struct Visit<O = Observation> {
    /// Version of the format, 1.
    pub format: u32,
    /// Name of the project.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    /// What was visited, as it stands in the head of the report. Never the name of a resident.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Ids of the dwellings that were visited, as in the JSON report: what was seen says nothing of the others. Left out
    /// where all of them were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dwellings: Vec<String>,
    /// The day of the visit, as `2026-03-12`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Id of the edition the checklist was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// Fingerprint of the inputs the checklist was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// A draft can be changed; a final version carries its seal.
    #[serde(default)]
    pub state: State,
    /// The seal of a final version, written by `befaring inspect seal`: SHA-256 of what the file says without this line,
    /// and of the photos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<String>,
    /// Who took part, by role.
    #[serde(default, rename = "participant", skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// The photos. A number is never used again, not even when its photo is taken away.
    #[serde(default, rename = "photo", skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoEntry>,
    /// Letters on the plan. A letter is never used again.
    #[serde(default, rename = "mark", skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
    /// What was looked at, in walking order.
    #[serde(default = "none::<O>", rename = "observation", skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<O>,
}

fn none<T>() -> Vec<T> {
    Vec::new()
}

/// Whether a visit can still be changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Yes.
    #[default]
    #[serde(alias = "utkast")]
    Draft,
    /// No: signed.
    #[serde(alias = "endelig")]
    Final,
}

/// Somebody who took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// In what role: «Velferdsetaten», «Boligbygg», «arkitekt».
    pub role: String,
    /// Name of the person, when they want it printed. Never a resident.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// A place on a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Id of the storey, as in the JSON report; left out where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storey: Option<String>,
    /// Metres to the right on the plan.
    pub x: f64,
    /// Metres up on the plan.
    pub y: f64,
    /// Where the camera looked: degrees clockwise from up on the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<f64>,
}

/// A photo of the visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PhotoEntry {
    /// Its number, from 1.
    pub number: u32,
    /// The file, beside the visit's file.
    pub file: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// Taken away; the number stays used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// Where it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Pin>,
}

/// A letter on the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// `A` to `Z`, then `AA`.
    pub letter: String,
    /// Id that the device it was set on gave it, so that it is taken in once however often it is sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What stands there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Taken away; the letter stays used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// Where it points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Pin>,
}

/// What somebody saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// As it should be.
    #[serde(alias = "positivt")]
    Positive,
    /// As it should be, with a reservation.
    #[serde(alias = "med merknad")]
    Remark,
    /// Not as it should be.
    #[serde(alias = "negativt")]
    Negative,
    /// Looked for and not to be seen: locked, hidden, not built yet.
    #[serde(alias = "ikke sett")]
    NotSeen,
    /// Does not concern this place.
    #[serde(alias = "ikke relevant")]
    NotRelevant,
}

/// The words of a choice: what the program writes, and the office's own word.
type Words = [(&'static str, &'static str, &'static str)];

const SEEN: &Words = &[
    ("positive", "positivt", "As it should be."),
    ("remark", "med merknad", "As it should be, with a reservation."),
    ("negative", "negativt", "Not as it should be."),
    ("not_seen", "ikke sett", "Looked for and not to be seen: locked, hidden, not built yet."),
    ("not_relevant", "ikke relevant", "Does not concern this place."),
];

const STATES: &Words = &[("draft", "utkast", "Can be changed."), ("final", "endelig", "Sealed.")];

/// A schema that knows both words of each choice, as the reader does.
fn choice(about: &str, words: &Words) -> Schema {
    let each: Vec<Schema> = words
        .iter()
        .map(|(own, office, about)| json_schema!({ "enum": [own, office], "description": about }))
        .collect();
    json_schema!({ "description": about, "type": "string", "oneOf": each })
}

impl JsonSchema for Seen {
    fn schema_name() -> Cow<'static, str> {
        "Seen".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        choice("What somebody saw.", SEEN)
    }
}

impl JsonSchema for State {
    fn schema_name() -> Cow<'static, str> {
        "State".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        choice("Whether a visit can still be changed.", STATES)
    }
}

/// One point of the visit: asked for by the checklist, or written freely.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    /// Stable id within the visit: letters, digits, `-`, `_` and `.`.
    pub id: String,
    /// Ids of the requirements it speaks to; none for a free remark.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<String>,
    /// Chapter of a free remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// Ids of the places, as in the JSON report; left out for every place of the requirements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// The places in words, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// What to look at.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ask: String,
    /// Whether a photo is wanted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub photo_wanted: bool,
    /// What the drawing said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub drawing: String,
    /// What was seen; left out until somebody has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Seen>,
    /// The point as it stands in the report: a short noun phrase, lower case, without photo numbers. Never about residents.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// A note that is not printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Numbers of the photos that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<u32>,
    /// Letters on the plan that it refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<String>,
    /// What was measured or read off, by fact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<SeenFact>,
    /// Who looked, by role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When, as `2026-03-12T10:15:00Z`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Where it stands in the file.
    #[serde(skip)]
    #[schemars(skip)]
    pub written: Option<Place>,
}

/// A fact as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenFact {
    /// Id of the fact.
    pub fact: String,
    /// Whose fact; left out for every place of the observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The value as a description writes it: `12 cm`, `ja`, `vinyl`. Empty until somebody has measured.
    pub value: String,
    /// What it was measured with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<String>,
}

impl Observation {
    /// The verdict it comes to; none where nobody has looked or nothing was to be seen.
    pub fn verdict(&self) -> Option<Verdict> {
        Some(match self.seen? {
            Seen::Positive | Seen::Remark => Verdict::Positive,
            Seen::Negative => Verdict::Negative,
            Seen::NotRelevant => Verdict::NotApplicable,
            Seen::NotSeen => return None,
        })
    }
}

impl<O> Visit<O> {
    /// The number the next photo gets: one more than any photo ever had.
    pub fn next_photo(&self) -> u32 {
        self.photos.iter().map(|p| p.number).max().map_or(1, |n| n.saturating_add(1))
    }

    /// The letter the next mark gets: the one after any that was ever used.
    pub fn next_letter(&self) -> String {
        let last = self.marks.iter().filter_map(|m| letter_number(&m.letter)).max();
        letter(last.map_or(0, |n| n.saturating_add(1)))
    }
}

/// `A` is 0, `Z` is 25, `AA` is 26.
fn letter_number(letters: &str) -> Option<u32> {
    letters
        .bytes()
        .try_fold(0u32, |n, b| {
            let digit = b.is_ascii_uppercase().then(|| u32::from(b - b'A') + 1)?;
            n.checked_mul(26)?.checked_add(digit)
        })?
        .checked_sub(1)
}

fn letter(mut n: u32) -> String {
    let mut out = Vec::new();
    loop {
        out.push(char::from(b'A' + u8::try_from(n % 26).unwrap_or_default()));
        match (n / 26).checked_sub(1) {
            Some(rest) => n = rest,
            None => break,
        }
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(letter: &str) -> Mark {
        Mark { letter: letter.into(), id: None, text: String::new(), removed: false, at: None }
    }

    #[test]
    fn letters_go_on_after_z_and_are_never_used_again() {
        let mut visit = Visit::<Observation>::default();
        assert_eq!(visit.next_letter(), "A");
        visit.marks = vec![mark("A"), Mark { removed: true, ..mark("C") }];
        assert_eq!(visit.next_letter(), "D");
        for (n, expected) in [(25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(n), expected);
            assert_eq!(letter_number(expected), Some(n));
        }
    }

    #[test]
    fn every_word_of_the_schema_is_read_and_every_choice_is_in_it() {
        let read = |word: &str| serde_json::from_value::<Seen>(word.into());
        for (own, office, _) in SEEN {
            let seen = read(own).unwrap();
            assert_eq!(read(office).unwrap(), seen);
            assert_eq!(serde_json::to_value(seen).unwrap(), **own);
        }
        assert_eq!(SEEN.len(), 5);
        assert!(read("kanskje").is_err());
        let state = |word: &str| serde_json::from_value::<State>(word.into());
        for (own, office, _) in STATES {
            assert_eq!(state(own).unwrap(), state(office).unwrap());
        }
        let schema = serde_json::to_string(&schemars::schema_for!(Visit)).unwrap();
        assert!(schema.contains("\"med merknad\"") && schema.contains("\"utkast\""));
    }

    #[test]
    fn photo_numbers_are_never_used_again() {
        let mut visit = Visit::<Observation>::default();
        assert_eq!(visit.next_photo(), 1);
        let photo = |number, removed| PhotoEntry {
            number,
            file: String::new(),
            caption: String::new(),
            removed,
            at: None,
        };
        visit.photos = vec![photo(1, false), photo(2, true)];
        assert_eq!(visit.next_photo(), 3);
    }
}
