//! What a place is called in a sentence, in both languages: «bad i A101», “bathroom in A101”.
//!
//! What a project calls its own rooms stays as it is; a place without a name of its own is called by a word of the vocabulary,
//! and openings and walls by a word and their tag.

use super::base::{FactBase, SubjectIx};
use crate::text::Localized;
use crate::vocab::{SubjectKind, Vocabulary};

/// What has no name because there is one of it.
const WHOLES: [(&str, &str); 4] = [
    ("prosjektet", "the project"),
    ("tomta", "the site"),
    ("tomten", "the site"),
    ("på tomten", "on the site"),
];
/// Words in front of the tag of an opening or a wall.
const TAGGED: [(&str, &str); 4] =
    [("dør", "door"), ("vindu", "window"), ("åpning", "opening"), ("vegg", "wall")];

impl FactBase {
    /// How a sentence refers to a subject.
    pub fn label(&self, ix: SubjectIx, vocabulary: &Vocabulary) -> Localized {
        let label = &self.subject(ix).label;
        Localized::new(label, self.english_label(ix, vocabulary))
    }

    fn english_label(&self, ix: SubjectIx, vocabulary: &Vocabulary) -> String {
        let subject = self.subject(ix);
        let owner = self
            .ancestor(ix, SubjectKind::Dwelling)
            .or_else(|| self.ancestor(ix, SubjectKind::Base))
            .filter(|o| *o != ix)
            .map(|o| self.subject(o).label.as_str());
        let local = owner.and_then(|o| Some((subject.label.strip_suffix(o)?.strip_suffix(" i ")?, o)));
        match local {
            Some((local, owner)) => format!("{} in {owner}", in_english(local, vocabulary)),
            None => in_english(&subject.label, vocabulary),
        }
    }
}

/// «dør D1», «seng i stue»: door D1, bed in living room.
pub fn in_english(local: &str, vocabulary: &Vocabulary) -> String {
    if let Some(there) = local.strip_suffix(" på tomten") {
        return format!("{} on the site", part(there, vocabulary));
    }
    if let Some((_, en)) = WHOLES.iter().find(|(nb, _)| *nb == local) {
        return (*en).to_owned();
    }
    let parts: Vec<String> = local.split(" i ").map(|p| part(p, vocabulary)).collect();
    parts.join(" in ")
}

fn part(part: &str, vocabulary: &Vocabulary) -> String {
    let rooms = vocabulary.rooms.iter().map(|r| &r.name);
    let mut all = rooms.chain(vocabulary.fixtures.iter().map(|f| &f.name));
    if let Some(word) = all.find(|name| name.nb == part) {
        return word.en.clone();
    }
    if let Some((place, number)) = part.strip_suffix(". etasje").and_then(|p| p.rsplit_once(", ")) {
        return format!("{place}, storey {number}");
    }
    let (first, rest) = part.split_once(' ').unwrap_or((part, ""));
    if let Some(room) = vocabulary.rooms.iter().find(|r| r.name.nb == first) {
        return format!("{} {rest}", room.name.en);
    }
    match TAGGED.iter().find(|(nb, _)| *nb == first) {
        Some((_, en)) if rest.is_empty() => (*en).to_owned(),
        Some((_, en)) => format!("{en} {rest}"),
        None => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_without_a_name_of_their_own_are_called_by_english_words() {
        let english = |local: &str| in_english(local, Vocabulary::built_in());
        assert_eq!(english("dør D1"), "door D1");
        assert_eq!(english("vindu V2"), "window V2");
        assert_eq!(english("seng i soverom"), "bed in bedroom");
        assert_eq!(
            english("utebod bod1 i Bodrekke, 1. etasje"),
            "outdoor storage bod1 in Bodrekke, storey 1"
        );
        assert_eq!(english("utvendig teknikk på tomten"), "outdoor component on the site");
        assert_eq!(english("Karis rom"), "Karis rom");
    }
}
