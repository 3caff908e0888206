//! The way an inspector walks: the stops of a visit in their order.

use serde::Deserialize;

use crate::text::Localized;

/// The file of the stops.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WalkFile {
    pub(super) stop: Vec<Stop>,
}

/// A stop of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Id.
    pub id: String,
    /// What people call it.
    pub name: Localized,
    /// Beginnings of the ids of requirements looked at here.
    pub requirements: Vec<String>,
    /// Functions of rooms looked at here.
    pub rooms: Vec<String>,
    /// Whether everything else is looked at here too.
    #[serde(default)]
    pub rest: bool,
}

/// Where on the way a requirement is looked at, by its id and the functions of the room it concerns.
///
/// A name in full words decides before a room does, but one word («gulv», «vindu») says less than the room.
pub(super) fn stop_of(stops: &[Stop], requirement: &str, rooms: &[String]) -> usize {
    let named = stops.iter().enumerate().flat_map(|(i, s)| s.requirements.iter().map(move |r| (i, r)));
    let named = named.filter(|(_, r)| begins(requirement, r)).max_by_key(|(_, r)| r.len());
    let by_room = stops.iter().position(|s| s.rooms.iter().any(|r| rooms.contains(r)));
    let rest = stops.iter().position(|s| s.rest);
    match (named, by_room) {
        (Some((at, _)), Some(room)) if Some(at) == rest => room,
        (Some((at, _)), _) => at,
        (None, Some(room)) => room,
        (None, None) => rest.unwrap_or(stops.len().saturating_sub(1)),
    }
}

/// Whether an id begins with whole words.
fn begins(id: &str, words: &str) -> bool {
    id.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_']))
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Catalogue;

    #[test]
    fn a_point_stands_where_an_inspector_would_look_for_it() {
        let catalogue = Catalogue::built_in().unwrap();
        let at = |id: &str, rooms: &[&str]| {
            let rooms: Vec<String> = rooms.iter().map(|r| (*r).to_owned()).collect();
            catalogue.walk[catalogue.stop_of(id, &rooms)].id.clone()
        };
        assert_eq!(at("tomt.organisering", &[]), "outside");
        assert_eq!(at("ute.inngang.overbygg", &[]), "entrance");
        assert_eq!(at("dor.ytter.stalbeslag", &["hall"]), "entrance");
        assert_eq!(at("dor.teknisk_rom.lasbar", &["hall"]), "technical");
        assert_eq!(at("bad.flis", &["bath"]), "bath");
        assert_eq!(at("gulv.oppbrett", &["bath"]), "bath");
        assert_eq!(at("gulv.oppbrett", &["kitchen"]), "kitchen");
        assert_eq!(at("gulv.oppbrett", &["all_room"]), "living");
        assert_eq!(at("bolig.seng.oversikt", &["all_room"]), "sleeping");
        assert_eq!(at("bolig.fullverdig", &[]), "living");
        assert_eq!(at("teknikk.stoppekran", &["bath"]), "technical");
        assert_eq!(at("prosjekt.brukermedvirkning", &[]), "papers");
    }

    #[test]
    fn every_stop_has_something_to_look_at_and_every_room_is_known() {
        let catalogue = Catalogue::built_in().unwrap();
        assert_eq!(catalogue.walk.iter().filter(|s| s.rest).count(), 1);
        for stop in &catalogue.walk {
            for beginning in &stop.requirements {
                let met = catalogue.requirements.keys().any(|id| super::begins(id, beginning));
                assert!(met, "{}: no requirement begins with {beginning}", stop.id);
            }
            for room in &stop.rooms {
                assert!(catalogue.vocabulary.room(room).is_some(), "{}: {room}", stop.id);
            }
        }
    }
}
