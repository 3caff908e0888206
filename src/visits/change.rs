//! What a device sends: one change at a time, with what it replaces, so that nothing is overwritten unseen.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::inspection::Pin;

/// A change to a visit, made on a device.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Id the device gave it.
    pub id: String,
    /// What is changed.
    #[serde(rename = "do")]
    pub what: What,
}

/// What is changed. Photos are named by the id their device gave them, or by `#` and their number; letters in the same
/// way. A change that was taken in already is answered in the same way again and changes nothing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// A field gets a value.
    Set {
        /// What it is a field of.
        on: On,
        /// Which one; empty for the visit itself.
        #[serde(default)]
        key: String,
        /// Name of the field in the file; `fact/ID/PLACE` and `instrument/ID/PLACE` for what was measured.
        field: String,
        /// What the device saw there before.
        #[serde(default)]
        base: Value,
        /// What it is to be.
        #[serde(default)]
        value: Value,
        /// Who looked, by role.
        #[serde(default)]
        by: Option<String>,
        /// When.
        #[serde(default)]
        time: Option<String>,
    },
    /// A free remark.
    AddObservation {
        /// Its id.
        key: String,
        /// Its chapter.
        #[serde(default)]
        chapter: Option<String>,
    },
    /// A letter on the plan.
    AddMark {
        /// Its id.
        key: String,
        /// The letter the device shows; the next free one where it is taken.
        #[serde(default)]
        letter: String,
        /// Where it points.
        #[serde(default)]
        at: Option<Pin>,
    },
    /// An observation refers to a photo or a letter.
    Link(Reference),
    /// It does not any longer.
    Unlink(Reference),
}

/// A reference of an observation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The observation.
    pub observation: String,
    /// The photo.
    #[serde(default)]
    pub photo: Option<String>,
    /// Or the letter.
    #[serde(default)]
    pub mark: Option<String>,
}

/// What a field belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// The visit itself.
    Visit,
    /// An observation.
    Observation,
    /// A photo.
    Photo,
    /// A letter.
    Mark,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Outcome {
    /// It is in the file, on the disk.
    Done {
        /// Something the report will stumble over.
        #[serde(skip_serializing_if = "Option::is_none")]
        warning: Option<String>,
        /// The letter a mark got.
        #[serde(skip_serializing_if = "Option::is_none")]
        letter: Option<String>,
    },
    /// Somebody else changed the field in between; both are for the inspector to see.
    Conflict {
        /// What the file says.
        current: Value,
    },
    /// It cannot be taken in.
    Refused {
        /// Why.
        message: String,
    },
}

impl Outcome {
    /// Taken in, with nothing to say.
    pub(crate) const DONE: Self = Self::Done { warning: None, letter: None };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_as_devices_send_it_and_unknown_words_are_refused() {
        let text = r##"{"id":"1","do":{"op":"set","on":"photo","key":"#3","field":"caption","base":null,"value":"bad"}}"##;
        let change: Change = serde_json::from_str(text).unwrap();
        assert!(matches!(change.what, What::Set { on: On::Photo, ref value, .. } if value == "bad"));
        assert!(serde_json::from_str::<Change>(&text.replace("caption\",", "caption\",\"x\":1,")).is_err());
        let link = r#"{"id":"2","do":{"op":"link","observation":"bad.flis","photo":"ab"}}"#;
        assert!(matches!(serde_json::from_str::<Change>(link).unwrap().what, What::Link(_)));
        assert!(serde_json::from_str::<Change>(&link.replace("link", "delete")).is_err());
    }
}
