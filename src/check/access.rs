//! Which rooms doors lead to, from where a room can be reached.
//!
//! The access graph holds every door that was described. A door whose other side nobody described leaves the
//! answer open; a room without any door at all does too, since a room one cannot enter was only half drawn.

use super::{Context, Missing, Outcome, flip, joined};
use crate::catalogue::{Access, Adjacent};
use crate::facts::{Drawing, Edge, Fact, Node, SubjectIx};
use crate::finding::{Unclarity, Verdict};
use crate::model::{Certainty, Evidence, Figure, Origin, Shape, Value};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

/// What rooms are for that may lie outside the dwelling they belong to.
const STORES: [&str; 2] = ["storage", "outdoor_storage"];

/// A door of a room and what lies beyond it.
struct Way {
    door: SubjectIx,
    beyond: Node,
}

fn ways(context: &Context<'_>, room: SubjectIx) -> Vec<Way> {
    let of = |e: &Edge| match (e.a, e.b) {
        (Node::Room(r), beyond) if r == room => Some(Way { door: e.door, beyond }),
        (beyond, Node::Room(r)) if r == room => Some(Way { door: e.door, beyond }),
        _ => None,
    };
    context.facts.access.iter().filter_map(of).collect()
}

/// Whether what lies beyond a door answers to a name: `outside`, `common`, `dwelling` (the room's own),
/// `other_dwelling`, `base`, or a room function. None when it is not known.
fn answers(context: &Context<'_>, from: SubjectIx, beyond: Node, name: &str) -> Option<bool> {
    let room = match beyond {
        Node::Unknown => return None,
        Node::Outside => return Some(name == "outside"),
        Node::Room(room) => room,
    };
    let home = |ix| context.facts.ancestor(ix, SubjectKind::Dwelling);
    // Unknown where nobody knows what the room is for: it may be a gallery.
    let indoors = || match context.facts.value(room, "room.indoor") {
        Some(Value::Bool(indoors)) => Some(indoors),
        _ => None,
    };
    Some(match name {
        // A balcony, porch or gallery is the open as far as access goes.
        "outside" => !indoors()?,
        "dwelling" => {
            let own = home(room).is_some() && home(room) == home(from) && indoors()?;
            if own && is_outbuilding(context, room, from) {
                return None;
            }
            own
        }
        "other_dwelling" => home(room).is_some() && home(room) != home(from),
        "base" => context.facts.ancestor(room, SubjectKind::Base).is_some(),
        "common" => home(room).is_none() && context.facts.ancestor(room, SubjectKind::Base).is_none(),
        function => context.facts.value(room, "room.functions")?.as_words().iter().any(|w| w == function),
    })
}

/// Whether a room is a store that is not entered from the dwelling: the sources do not say whether the dwelling ends before
/// it or behind it. Doors to the room one comes from are not asked.
fn is_outbuilding(context: &Context<'_>, store: SubjectIx, from: SubjectIx) -> bool {
    let main = context.facts.value(store, "room.function");
    let is_store = main.is_some_and(|v| v.as_words().iter().any(|w| STORES.contains(&w.as_str())));
    let indoors = |room| context.facts.value(room, "room.indoor") != Some(Value::Bool(false));
    let home = |ix| context.facts.ancestor(ix, SubjectKind::Dwelling);
    let into_dwelling = |way: &Way| match way.beyond {
        Node::Room(room) => room != from && home(room) == home(store) && indoors(room),
        Node::Outside | Node::Unknown => false,
    };
    is_store && !ways(context, store).iter().any(into_dwelling)
}

fn door_evidence(context: &Context<'_>, way: &Way) -> Evidence {
    let door = context.facts.subject(way.door);
    let beyond = match way.beyond {
        Node::Outside => Localized::new("ute", "the open"),
        Node::Unknown => Localized::new("ukjent", "unknown"),
        Node::Room(r) => room_name(context, r),
    };
    Evidence {
        fact: "door.connects".to_owned(),
        name: Localized::new("dør til", "door to"),
        subject: door.label.clone(),
        value: Some(beyond),
        origin: door.place.clone().map(|place| Origin::Declared { place }),
    }
}

/// A room by what it is for, since a sentence about a dwelling need not say again which dwelling; rooms
/// elsewhere by their whole label.
fn room_name(context: &Context<'_>, room: SubjectIx) -> Localized {
    let home = |ix| context.facts.ancestor(ix, SubjectKind::Dwelling);
    match context.facts.look(room, "room.function") {
        Fact::Known(known) if home(room) == home(context.subject) => context.show(known, "room.function"),
        _ => context.label(room),
    }
}

/// What lies beyond the doors, as a list.
fn beyond_names<'a>(context: &Context<'_>, ways: impl IntoIterator<Item = &'a Way>) -> Localized {
    let names: Vec<Localized> = ways.into_iter().filter_map(|w| door_evidence(context, w).value).collect();
    let list = |lang: Lang| {
        let names: Vec<String> = names.iter().map(|n| n.get(lang).to_owned()).collect();
        crate::text::list(&names, lang)
    };
    Localized::new(list(Lang::Nb), list(Lang::En))
}

fn no_doors(context: &Context<'_>, room: SubjectIx) -> Outcome {
    let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
    let label = context.label(room);
    let why = Localized::new(
        format!("{} har ingen dør i beskrivelsen", label.nb),
        format!("{} has no door in the description", label.en),
    );
    outcome.missing.push(Missing { subject: room, fact: "door.connects".to_owned(), why: Some(why) });
    outcome
}

fn rooms_of_function(context: &Context<'_>, function: &str) -> Vec<SubjectIx> {
    let serves = |ix: &SubjectIx| {
        context.facts.value(*ix, "room.functions").is_some_and(|v| v.as_words().iter().any(|w| w == function))
    };
    context.parts(SubjectKind::Room).into_iter().filter(serves).collect()
}

/// From where the room may and may not be reached. Without such a room the check does not apply: that it is
/// missing is another requirement's matter.
pub(super) fn access(context: &Context<'_>, check: &Access) -> Outcome {
    let rooms = match &check.room {
        Some(function) => rooms_of_function(context, function),
        None => vec![context.subject],
    };
    let outcomes = rooms.into_iter().map(|room| access_of(context, check, room));
    outcomes.max_by_key(Outcome::verdict).unwrap_or_else(|| Outcome::of(Verdict::NotApplicable))
}

fn access_of(context: &Context<'_>, check: &Access, room: SubjectIx) -> Outcome {
    let ways = ways(context, room);
    if ways.is_empty() {
        return no_doors(context, room);
    }
    let answer = |way: &Way, names: &[String]| -> Option<bool> {
        let all: Vec<Option<bool>> = names.iter().map(|n| answers(context, room, way.beyond, n)).collect();
        if all.contains(&Some(true)) {
            Some(true)
        } else if all.contains(&None) {
            None
        } else {
            Some(false)
        }
    };
    let mut evidence: Vec<Evidence> = ways.iter().map(|w| door_evidence(context, w)).collect();
    let beyond = ways.iter().filter_map(|w| match w.beyond {
        Node::Room(beyond) => Some(beyond),
        Node::Outside | Node::Unknown => None,
    });
    evidence.extend(std::iter::once(room).chain(beyond).flat_map(|r| doubtful_function(context, r)));
    let forbidden: Vec<&Way> = ways.iter().filter(|w| answer(w, &check.not_from) == Some(true)).collect();
    if !forbidden.is_empty() {
        let doors: Vec<Localized> = forbidden.iter().map(|w| context.label(w.door)).collect();
        let beyond = beyond_names(context, forbidden.iter().copied());
        let mut outcome =
            Outcome::decided(false).slot("door", joined(&doors)).slot("room", beyond).leaning_on(evidence);
        outcome.causes = forbidden.iter().map(|w| w.door).collect();
        outcome.drawing = into(context, room, &forbidden);
        let (label, doors) = (context.label(room), joined(&doors));
        let text = Localized::new(
            format!("{} fører ikke inn i {}", doors.nb, label.nb),
            format!("{} does not lead into {}", doors.en, label.en),
        );
        return outcome.turned_by([flip::otherwise(context, room, "door.connects", text)]);
    }
    let reached = check.from.is_empty() || ways.iter().any(|w| answer(w, &check.from) == Some(true));
    let open =
        |w: &&Way| answer(w, &check.not_from).is_none() || (!reached && answer(w, &check.from).is_none());
    let missing: Vec<Missing> =
        ways.iter().filter(open).map(|w| what_lies_beyond(context, room, w)).collect();
    if !missing.is_empty() {
        let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
        outcome.missing = missing;
        return outcome.leaning_on(evidence);
    }
    let doors: Vec<Localized> = ways.iter().map(|w| context.label(w.door)).collect();
    let beyond = beyond_names(context, &ways);
    let mut outcome = Outcome::decided(reached)
        .turned_by([door_to(context, room, std::slice::from_ref(&check.from))])
        .slot("door", joined(&doors))
        .slot("room", beyond)
        .leaning_on(evidence);
    outcome.drawing = into(context, room, &ways.iter().collect::<Vec<_>>());
    outcome
}

/// What is not known of a door whose answer is open: where it leads, what the room there is for, or whether that is the
/// dwelling.
fn what_lies_beyond(context: &Context<'_>, room: SubjectIx, way: &Way) -> Missing {
    if let Node::Room(store) = way.beyond
        && is_outbuilding(context, store, room)
    {
        let (door, store) = (context.label(way.door), context.label(store));
        let why = Localized::new(
            format!(
                "{} går til {}, som ikke har dør til boligen; kilden sier ikke om den er i boligen",
                door.nb, store.nb
            ),
            format!(
                "{} leads to {}, which has no door to the dwelling; the source does not say whether it is in the dwelling",
                door.en, store.en
            ),
        );
        return Missing { subject: way.door, fact: "door.connects".to_owned(), why: Some(why) };
    }
    let (subject, fact) = match way.beyond {
        Node::Room(room) => (room, "room.function"),
        Node::Outside | Node::Unknown => (way.door, "door.connects"),
    };
    Missing { subject, fact: fact.to_owned(), why: None }
}

/// What a room is for, where its name may be read in several ways: only then is it no plain matter.
fn doubtful_function(context: &Context<'_>, room: SubjectIx) -> Vec<Evidence> {
    let fact = "room.functions";
    match context.facts.look(room, fact) {
        Fact::Known(known) if known.certainty() == Certainty::Assumed => context.evidence(room, fact, known),
        _ => Vec::new(),
    }
}

/// Arrows through doors into the room.
fn into(context: &Context<'_>, room: SubjectIx, ways: &[&Way]) -> Drawing {
    let id = |ix: SubjectIx| context.facts.subject(ix).id.clone();
    let arrow = |w: &&Way| Figure::bare(Shape::DoorInto { opening: id(w.door), room: id(room) });
    Drawing { figures: ways.iter().map(arrow).collect(), at: ways.iter().map(|w| w.door).collect() }
}

/// Doors a room would have to have: one to a room of each list.
fn door_to(context: &Context<'_>, room: SubjectIx, lists: &[Vec<String>]) -> crate::finding::Change {
    let name = |id: &String, lang: Lang| match (id.as_str(), lang) {
        ("outside", Lang::Nb) => "det fri".to_owned(),
        ("outside", Lang::En) => "the open".to_owned(),
        ("common", Lang::Nb) => "fellesareal".to_owned(),
        ("common", Lang::En) => "common areas".to_owned(),
        ("base", Lang::Nb) => "basen".to_owned(),
        ("base", Lang::En) => "the base".to_owned(),
        _ => context.vocabulary().room(id).map_or_else(|| id.clone(), |r| r.name.get(lang).to_lowercase()),
    };
    let told = |lang: Lang| {
        let or = if lang == Lang::Nb { " eller " } else { " or " };
        let each: Vec<String> =
            lists.iter().map(|l| l.iter().map(|id| name(id, lang)).collect::<Vec<_>>().join(or)).collect();
        crate::text::list(&each, lang)
    };
    let label = context.label(room);
    let text = Localized::new(
        format!("{} har dør til {}", label.nb, told(Lang::Nb)),
        format!("{} has a door to {}", label.en, told(Lang::En)),
    );
    flip::otherwise(context, room, "door.connects", text)
}

/// Doors of their own to rooms of each list.
pub(super) fn adjacent(context: &Context<'_>, check: &Adjacent) -> Outcome {
    let rooms = rooms_of_function(context, &check.room);
    let outcomes = rooms.into_iter().map(|room| adjacent_of(context, check, room));
    outcomes.min_by_key(Outcome::verdict).unwrap_or_else(|| Outcome::of(Verdict::NotApplicable))
}

fn adjacent_of(context: &Context<'_>, check: &Adjacent, room: SubjectIx) -> Outcome {
    let ways = ways(context, room);
    if ways.is_empty() {
        return no_doors(context, room);
    }
    let answer = |way: &Way, name: &String| answers(context, room, way.beyond, name);
    let fits = |way: &Way, names: &[String]| names.iter().any(|n| answer(way, n) == Some(true));
    let may_fit = |way: &Way, names: &[String]| names.iter().any(|n| answer(way, n) != Some(false));
    let matched = assign(&check.doors_to, &ways, &mut vec![false; ways.len()], &fits);
    let mut evidence: Vec<Evidence> = ways.iter().map(|w| door_evidence(context, w)).collect();
    evidence.extend(ways.iter().flat_map(|w| match w.beyond {
        Node::Room(beyond) => doubtful_function(context, beyond),
        Node::Outside | Node::Unknown => Vec::new(),
    }));
    let beyond = beyond_names(context, &ways);
    if !matched && assign(&check.doors_to, &ways, &mut vec![false; ways.len()], &may_fit) {
        let unknown = |w: &&Way| check.doors_to.iter().flatten().any(|n| answer(w, n).is_none());
        let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
        outcome.missing = ways.iter().filter(unknown).map(|w| what_lies_beyond(context, room, w)).collect();
        return outcome.leaning_on(evidence);
    }
    let mut outcome = Outcome::decided(matched)
        .turned_by([door_to(context, room, &check.doors_to)])
        .slot("count", Localized::same(ways.len().to_string()))
        .slot("list", beyond.clone())
        .slot("room", beyond)
        .leaning_on(evidence);
    outcome.drawing = into(context, room, &ways.iter().collect::<Vec<_>>());
    outcome
}

/// Whether every list gets a door of its own; lists are few (two or three), so trying all is cheap.
fn assign(
    wanted: &[Vec<String>],
    ways: &[Way],
    used: &mut [bool],
    fits: &dyn Fn(&Way, &[String]) -> bool,
) -> bool {
    let Some((first, rest)) = wanted.split_first() else { return true };
    for (i, way) in ways.iter().enumerate() {
        if !used[i] && fits(way, first) {
            used[i] = true;
            if assign(rest, ways, used, fits) {
                return true;
            }
            used[i] = false;
        }
    }
    false
}
