//! What people say of rooms a model does not tell understandably: what they are for, and which dwelling they are in.
//!
//! A rule names rooms by GlobalId, number or name, with `*` and `?` for what varies, and says a function, a dwelling or
//! both. The first rule that says something counts. A rule that matches no room is told, so that a typing error is not
//! taken for an answer.

use crate::vocab::normalise;

/// Rules for the rooms of building models, in the order they are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The rules.
    pub rooms: Vec<RoomRule>,
}

/// What is said of the rooms that are meant. At least one of the first three must be given; all that are must match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoomRule {
    /// The GlobalId of the space.
    pub global_id: Option<String>,
    /// A pattern for its number (`Name`).
    pub number: Option<String>,
    /// A pattern for its name (`LongName`, or `Name` where that is all there is).
    pub name: Option<String>,
    /// What it is for, in the vocabulary's words, such as «soverom»; «ikke rom» leaves the space out.
    pub function: Option<String>,
    /// The dwelling it belongs to; «felles» for none, «base» for the staff's.
    pub dwelling: Option<String>,
    /// Where the rule stands, for messages: `befaring.toml:12`.
    pub at: String,
}

impl RoomRule {
    /// Whether a space is meant.
    pub fn means(&self, global_id: &str, number: &str, name: &str) -> bool {
        let called = if name.is_empty() { number } else { name };
        let said = self.global_id.is_some() || self.number.is_some() || self.name.is_some();
        said && self.global_id.as_ref().is_none_or(|id| id.trim() == global_id)
            && self.number.as_ref().is_none_or(|p| fits(p, number))
            && self.name.as_ref().is_none_or(|p| fits(p, called))
    }

    /// How a message calls it.
    pub(super) fn shown(&self) -> String {
        let keys = [("globalid", &self.global_id), ("nummer", &self.number), ("navn", &self.name)];
        let all: Vec<String> =
            keys.iter().filter_map(|(key, v)| Some(format!("{key} «{}»", v.as_ref()?))).collect();
        all.join(", ")
    }
}

/// Whether a text fits a pattern, whatever its case: `*` stands for anything, `?` for one character.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (normalise(pattern).chars().collect(), normalise(text).chars().collect());
    let (mut p, mut t) = (0, 0);
    // The last star, and up to where it has been tried.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, tried)) = star else { return false };
                star = Some((at, tried + 1));
                (p, t) = (at + 1, tried + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_stand_for_what_varies() {
        assert!(
            fits("rom *", "Rom 12") && fits("A10?", "a101") && fits("*bad*", "Stort bad 2") && fits("*", "")
        );
        assert!(
            !fits("rom *", "Stort rom 1") && !fits("A10?", "A10") && !fits("", "x") && !fits("a*b", "abc")
        );
        let long = "a".repeat(5000);
        assert!(!fits(&"a*".repeat(50), &format!("b{long}")));
    }

    #[test]
    fn all_that_a_rule_names_must_match() {
        let rule = RoomRule { number: Some("1*".into()), name: Some("Rom".into()), ..RoomRule::default() };
        assert!(
            rule.means("", "101", "rom") && !rule.means("", "201", "rom") && !rule.means("", "101", "bad")
        );
        assert!(!RoomRule::default().means("", "", ""), "a rule that names nothing means nothing");
        let named = RoomRule { name: Some("Rom 1".into()), ..RoomRule::default() };
        assert!(named.means("", "Rom 1", ""), "a number is the name where there is no other");
    }
}
