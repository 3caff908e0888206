//! The structural keywords: blocks, geometry and placement, in one table.

use super::Piece::{self, Clause, Maybe, Must, One};
use super::{Form as F, Key, Keyword, Role as R, Scope as S};
use crate::vocab::SubjectKind;

const AT: Piece = Clause(R::At, &["ved"], F::Point);
const TURN: Piece = Clause(R::Turn, &["drei"], F::Angle);
const MIRRORED: Piece = Clause(R::Mirrored, &["speilet"], F::Flag);
const EDGE: Piece = Clause(R::Edge, &["vegg", "mot"], F::Edge);
const ALONG: Piece = Clause(R::Along, &["ved"], F::Distance);
const BETWEEN: Piece = Clause(R::Between, &["mellom"], F::Rooms);

/// Where rooms are described.
const ROOM_OWNERS: &[S] = &[S::Type, S::Dwelling, S::Base, S::Common];
/// Where openings and walls are described.
const OPENING_OWNERS: &[S] = &[S::Type, S::Dwelling, S::Base, S::Common, S::Storey, S::Building];
/// Where equipment is described.
const FIXTURE_OWNERS: &[S] =
    &[S::Room, S::Type, S::Dwelling, S::Base, S::Site, S::Outdoors, S::Project, S::All(SubjectKind::Room)];
const LEAVES: &[S] =
    &[S::Door, S::Window, S::Passage, S::All(SubjectKind::Door), S::All(SubjectKind::Window)];

/// All structural keywords, from the whole to the parts.
pub(in crate::design) const KEYWORDS: &[Keyword] = &[
    Keyword {
        key: Key::Project,
        words: &["prosjekt"],
        within: &[S::File],
        pieces: &[Maybe(R::Name, F::Text)],
        opens: Some(S::Project),
        needs_block: true,
        repeats: false,
        about: ["prosjektet; alt annet står inne i det", "the project; everything else stands inside it"],
        example: "prosjekt \"Eksempelveien 12\" { gruppe 5 }",
    },
    Keyword {
        key: Key::Site,
        words: &["tomt"],
        within: &[S::Project],
        pieces: &[],
        opens: Some(S::Site),
        needs_block: true,
        repeats: false,
        about: ["tomten og omgivelsene", "the site and its surroundings"],
        example: "tomt { nord 15° }",
    },
    Keyword {
        key: Key::Type,
        words: &["boligtype"],
        within: &[S::Project],
        pieces: &[One(R::Tag, F::Tag), Maybe(R::Name, F::Text)],
        opens: Some(S::Type),
        needs_block: true,
        repeats: true,
        about: [
            "en bolig som skrives én gang og plasseres mange ganger",
            "a dwelling written once and placed many times",
        ],
        example: "boligtype A \"Modell A\" { rom bad { rektangel 2.0 x 2.5 ved (0, 0) } }",
    },
    Keyword {
        key: Key::Building,
        words: &["bygg"],
        within: &[S::Project],
        pieces: &[Maybe(R::Tag, F::Tag), Maybe(R::Name, F::Text), AT, TURN],
        opens: Some(S::Building),
        needs_block: true,
        repeats: true,
        about: [
            "en bygningskropp; flytter og dreier alt i den",
            "a building body; moves and turns everything in it",
        ],
        example: "bygg \"Hus 1\" ved (0, 0) drei 90 { etasje 1 { bolig A101 = A } }",
    },
    Keyword {
        key: Key::Storey,
        words: &["etasje"],
        within: &[S::Building],
        pieces: &[
            One(R::Number, F::Whole),
            Maybe(R::Name, F::Text),
            Clause(R::Elevation, &["kote"], F::Level),
        ],
        opens: Some(S::Storey),
        needs_block: true,
        repeats: true,
        about: [
            "en etasje; 1 er på bakken, kote er gulvets høyde over prosjektets null",
            "a storey; 1 is on the ground, kote is the height of its floor",
        ],
        example: "etasje 2 kote 3.0 { bolig A201 = A }",
    },
    Keyword {
        key: Key::Dwelling,
        words: &["bolig", "boenhet"],
        within: &[S::Project, S::Storey],
        pieces: &[
            One(R::Tag, F::Tag),
            Maybe(R::Name, F::Text),
            Clause(R::FromType, &["="], F::Tag),
            AT,
            TURN,
            MIRRORED,
        ],
        opens: Some(S::Dwelling),
        needs_block: false,
        repeats: true,
        about: [
            "en bolig, skrevet direkte eller som et eksemplar av en boligtype; speiles om y-aksen, dreies mot klokka om typens nullpunkt og flyttes så",
            "a dwelling, written here or placed from a type: mirrored about the y axis, turned counter-clockwise about the type's origin, then moved",
        ],
        example: "bolig A102 = A ved (9.00, 0) drei 90 speilet { gruppe 6 }",
    },
    Keyword {
        key: Key::Base,
        words: &["base"],
        within: &[S::Project, S::Building, S::Storey],
        pieces: &[Maybe(R::Tag, F::Tag), Maybe(R::Name, F::Text), AT, TURN, MIRRORED],
        opens: Some(S::Base),
        needs_block: false,
        repeats: true,
        about: ["personalbasen", "the staff base"],
        example: "base \"Personalbase\" { rom vaktrom \"Vaktrom\" }",
    },
    Keyword {
        key: Key::Common,
        words: &["felles", "fellesareal"],
        within: &[S::Project, S::Building, S::Storey],
        pieces: &[],
        opens: Some(S::Common),
        needs_block: true,
        repeats: true,
        about: ["rom som boligene deler", "rooms the dwellings share"],
        example: "felles { rom korridor { rektangel 12 x 1.8 ved (0, 5) } }",
    },
    Keyword {
        key: Key::Outdoors,
        words: &["utendørs"],
        within: &[S::Project, S::Type, S::Dwelling, S::Base],
        pieces: &[],
        opens: Some(S::Outdoors),
        needs_block: true,
        repeats: true,
        about: ["utstyr som står ute", "equipment that stands outdoors"],
        example: "utendørs { utstyr fotskraperist, overbygg }",
    },
    Keyword {
        key: Key::Room,
        words: &["rom"],
        within: ROOM_OWNERS,
        pieces: &[One(R::Function, F::RoomHead)],
        opens: Some(S::Room),
        needs_block: false,
        repeats: true,
        about: [
            "et rom: funksjonen, eller et merke og funksjonen, og navnet på tegningen; uten funksjon leses den av navnet",
            "a room: its function, or a tag and its function, and its name on the drawing; without a function it is read from the name",
        ],
        example: "rom sov1 soverom \"Soverom 1\" { rektangel 3.0 x 3.5 ved (0, 0) }",
    },
    Keyword {
        key: Key::Rectangle,
        words: &["rektangel"],
        within: &[S::Room, S::Zone],
        pieces: &[One(R::Size, F::Size), Must(R::At, &["ved"], F::Point)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "omrisset innvendig: bredde (x) × dybde (y), med nedre venstre hjørne ved punktet",
            "the outline at the inner wall faces: width (x) × depth (y), its lower left corner at the point",
        ],
        example: "rektangel 6.10 x 4.20 ved (0, 0)",
    },
    Keyword {
        key: Key::Polygon,
        words: &["polygon"],
        within: &[S::Room, S::Zone],
        pieces: &[One(R::Points, F::Points)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "omrisset innvendig, hjørne for hjørne; vegg 1 går fra det første til det andre",
            "the outline at the inner wall faces, corner by corner; vegg 1 goes from the first to the second",
        ],
        example: "polygon (0, 0) (4, 0) (4, 3) (2, 3) (2, 5) (0, 5)",
    },
    Keyword {
        key: Key::Height,
        words: &["høyde"],
        within: &[
            S::Room,
            S::Door,
            S::Window,
            S::Passage,
            S::All(SubjectKind::Room),
            S::All(SubjectKind::Door),
            S::All(SubjectKind::Window),
        ],
        pieces: &[One(R::Length, F::Length)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "fri høyde i et rom; høyden på en dør, et vindu eller en åpning",
            "clear height of a room; height of a door, window or passage",
        ],
        example: "høyde 2.40",
    },
    Keyword {
        key: Key::Level,
        words: &["plan"],
        within: &[S::Room],
        pieces: &[One(R::Number, F::Whole)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "boligens eget plan som rommet ligger på; 1 er inngangsplanet",
            "the dwelling's own level the room lies on; 1 is the entrance level",
        ],
        example: "plan 2",
    },
    Keyword {
        key: Key::Zone,
        words: &["sone"],
        within: &[S::Room],
        pieces: &[One(R::Function, F::Function)],
        opens: Some(S::Zone),
        needs_block: true,
        repeats: true,
        about: [
            "en del av rommet med egen bruk, som soveplassen i en ettroms",
            "a part of the room with its own use, such as the sleeping place of a one-room dwelling",
        ],
        example: "sone soverom { rektangel 2.0 x 2.4 ved (0, 0) }",
    },
    Keyword {
        key: Key::Door,
        words: &["dør"],
        within: OPENING_OWNERS,
        pieces: &[Maybe(R::Tag, F::Tag), BETWEEN, EDGE, ALONG],
        opens: Some(S::Door),
        needs_block: false,
        repeats: true,
        about: [
            "en dør; «vegg» er en vegg i det første rommet som ikke er «ute», «ved» er avstanden fra veggens vestre ende, eller den søndre der veggen går rett nord–sør, til åpningen",
            "a door; vegg is a wall of the first room that is not the open, ved the distance to the opening from the wall's west end, or from its south end where it runs straight north–south",
        ],
        example: "dør D1 mellom ute og allrom vegg sør ved 1.20 { bredde 0.90  høyde 2.10  slår inn  hengsle venstre }",
    },
    Keyword {
        key: Key::Window,
        words: &["vindu"],
        within: OPENING_OWNERS,
        pieces: &[Maybe(R::Tag, F::Tag), Clause(R::In, &["i"], F::Room), BETWEEN, EDGE, ALONG],
        opens: Some(S::Window),
        needs_block: false,
        repeats: true,
        about: ["et vindu, ut mot det fri eller mellom to rom", "a window, to the open or between two rooms"],
        example: "vindu V1 i allrom vegg sør ved 1.20 { 1.20 x 1.20  brystning 0.90 }",
    },
    Keyword {
        key: Key::Passage,
        words: &["åpning"],
        within: OPENING_OWNERS,
        pieces: &[Maybe(R::Tag, F::Tag), BETWEEN, EDGE, ALONG],
        opens: Some(S::Passage),
        needs_block: false,
        repeats: true,
        about: ["en åpning uten dørblad", "an opening without a leaf"],
        example: "åpning mellom gang og allrom vegg øst ved 0.5 { bredde 1.2 }",
    },
    Keyword {
        key: Key::Size,
        words: &[],
        within: LEAVES,
        pieces: &[One(R::Size, F::Size)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: ["bredde × høyde", "width × height"],
        example: "1.20 x 1.20",
    },
    Keyword {
        key: Key::Width,
        words: &["bredde"],
        within: LEAVES,
        pieces: &[One(R::Length, F::Length)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: ["åpningens bredde (karm)", "width of the opening (frame)"],
        example: "bredde 0.90",
    },
    Keyword {
        key: Key::Sill,
        words: &["brystning"],
        within: &[S::Window, S::All(SubjectKind::Window)],
        pieces: &[One(R::Length, F::Distance)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: ["underkantens høyde over gulvet", "height of the lower edge over the floor"],
        example: "brystning 0.90",
    },
    Keyword {
        key: Key::Swing,
        words: &["slår"],
        within: &[S::Door, S::All(SubjectKind::Door)],
        pieces: &[One(R::Swing, F::Swing)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "hvilken vei døra slår: «inn» er fra det fri og inn, ellers inn i det sist nevnte rommet",
            "which way the door opens: inn is in from the open, else into the room named last",
        ],
        example: "slår mot gang",
    },
    Keyword {
        key: Key::Hinge,
        words: &["hengsle", "hengslet"],
        within: &[S::Door, S::All(SubjectKind::Door)],
        pieces: &[One(R::Hinge, F::Hinge)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "hvor hengslene sitter, sett fra den siden døra slår mot",
            "where the hinges are, seen from the side the door opens towards",
        ],
        example: "hengsle venstre",
    },
    Keyword {
        key: Key::PartyWall,
        words: &["skillevegg"],
        within: &[S::Project, S::Building, S::Storey, S::Type, S::Dwelling],
        pieces: &[Maybe(R::Tag, F::Tag), BETWEEN, EDGE],
        opens: Some(S::Wall),
        needs_block: false,
        repeats: true,
        about: [
            "veggen mellom to boliger, eller mellom boligen og naboen",
            "the wall between two dwellings, or between the dwelling and its neighbour",
        ],
        example: "skillevegg mellom A101 og A102 { tykkelse 25 cm }",
    },
    Keyword {
        key: Key::Wall,
        words: &["vegg"],
        within: &[S::Type, S::Dwelling, S::Base, S::Common, S::Storey, S::Building],
        pieces: &[Maybe(R::Tag, F::Tag), BETWEEN, Clause(R::In, &["i"], F::Room), EDGE],
        opens: Some(S::Wall),
        needs_block: false,
        repeats: true,
        about: ["en vegg med egne egenskaper", "a wall with properties of its own"],
        example: "vegg mellom bad og gang { tykkelse 15 cm }",
    },
    Keyword {
        key: Key::Thickness,
        words: &["tykkelse"],
        within: &[S::Wall, S::All(SubjectKind::Wall)],
        pieces: &[One(R::Length, F::Length)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: ["veggens tykkelse", "thickness of the wall"],
        example: "tykkelse 20 cm",
    },
    Keyword {
        key: Key::OuterWall,
        words: &["yttervegg"],
        within: &[S::Project, S::Building, S::Storey, S::Type, S::Dwelling, S::Base],
        pieces: &[One(R::Length, F::Length)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: ["ytterveggenes tykkelse", "thickness of the outer walls"],
        example: "yttervegg 30 cm",
    },
    Keyword {
        key: Key::Outline,
        words: &["omriss"],
        within: &[S::Storey, S::Site],
        pieces: &[One(R::Shape, F::Shape)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "etasjens omriss utvendig, eller tomtegrensen",
            "outline of the storey at the outside, or the site's boundary",
        ],
        example: "omriss rektangel 24 x 9 ved (-0.3, -0.3)",
    },
    Keyword {
        key: Key::Public,
        words: &["offentlig", "naboer"],
        within: &[S::Site],
        pieces: &[One(R::Shape, F::Shape)],
        opens: None,
        needs_block: false,
        repeats: true,
        about: [
            "grunn der andre ferdes: gate, sti, naboens tomt",
            "ground others can reach: street, path, the neighbour's yard",
        ],
        example: "offentlig polygon (-10, -12) (40, -12) (40, -6) (-10, -6)",
    },
    Keyword {
        key: Key::North,
        words: &["nord"],
        within: &[S::Site],
        pieces: &[One(R::Angle, F::Angle)],
        opens: None,
        needs_block: false,
        repeats: false,
        about: [
            "retningen til nord, grader med klokka fra tegningens y-akse",
            "direction of north, degrees clockwise from the plan's y axis",
        ],
        example: "nord 15°",
    },
    Keyword {
        key: Key::Furniture,
        words: &["møbel", "møbler"],
        within: FIXTURE_OWNERS,
        pieces: &[One(R::Fixtures, F::Fixtures)],
        opens: Some(S::Fixture),
        needs_block: false,
        repeats: true,
        about: [
            "møbler; «ved» er nedre venstre hjørne slik møbelet står etter dreiningen, og ryggen er mot sør før den",
            "furniture; ved is its lower left corner as it stands after turning, its back is to the south before",
        ],
        example: "møbel seng 0.90 x 2.00 ved (0.30, 2.00) drei 90",
    },
    Keyword {
        key: Key::Equipment,
        words: &["utstyr"],
        within: FIXTURE_OWNERS,
        pieces: &[One(R::Fixtures, F::Fixtures)],
        opens: Some(S::Fixture),
        needs_block: false,
        repeats: true,
        about: [
            "utstyr, tekniske komponenter og bygningsdeler som søyler og trapper, med antall foran og egenskaper etter; en trapp stiger mot ryggen",
            "equipment, technical components and parts of the building such as columns and stairs, with their number before and their properties after; a stair rises towards its back",
        ],
        example: "utstyr komfyr, 2 sprinkler",
    },
    Keyword {
        key: Key::Without,
        words: &["uten"],
        within: FIXTURE_OWNERS,
        pieces: &[One(R::Absent, F::Absent)],
        opens: None,
        needs_block: false,
        repeats: true,
        about: ["utstyr som ikke finnes her", "equipment that is not there"],
        example: "uten mikrobølgeovn, panelovn",
    },
    Keyword {
        key: Key::All,
        words: &["alle"],
        within: &[S::Project, S::Building, S::Storey, S::Type, S::Dwelling, S::Base, S::Common],
        pieces: &[One(R::Subject, F::Subject)],
        opens: Some(S::All(SubjectKind::Room)),
        needs_block: true,
        repeats: true,
        about: [
            "gjelder alle slike steder innenfor; det nærmeste utsagnet vinner",
            "holds for all such places within; the nearest statement wins",
        ],
        example: "alle dører { høyde 2.10 }",
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::vocab::{Vocabulary, normalise};

    /// A fact whose keyword is a structural one could never be stated: the structural keyword is read first.
    #[test]
    fn no_fact_hides_behind_a_structural_keyword() {
        let mut hidden = Vec::new();
        for scope in S::ALL {
            for fact in Vocabulary::built_in().facts.values().filter(|f| Some(f.subject) == scope.subject()) {
                let Some(design) = fact.design.as_deref().map(normalise) else { continue };
                let keywords = KEYWORDS.iter().filter(|k| k.within.contains(&scope));
                if keywords.flat_map(|k| k.words).any(|w| *w == design) {
                    hidden.push(format!("{} («{design}» in {})", fact.id, scope.name()));
                }
            }
        }
        assert!(
            hidden.is_empty(),
            "give these another keyword, or none if the structure says it:\n{}",
            hidden.join("\n")
        );
    }

    /// `a x  b y` on one line states «a b» where that is a keyword: then «b» alone must not be one.
    #[test]
    fn no_keyword_goes_on_from_another_in_the_words_of_a_third() {
        let mut doubtful = Vec::new();
        for scope in S::ALL {
            let facts: BTreeMap<String, &str> = Vocabulary::built_in()
                .facts
                .values()
                .filter(|f| Some(f.subject) == scope.subject())
                .filter_map(|f| Some((normalise(f.design.as_deref()?), f.id.as_str())))
                .collect();
            for longer in facts.keys() {
                for (i, _) in longer.match_indices(' ') {
                    let (start, rest) = (&longer[..i], &longer[i + 1..]);
                    let alone = facts.contains_key(rest)
                        || KEYWORDS.iter().any(|k| k.within.contains(&scope) && k.words.contains(&rest));
                    if facts.contains_key(start) && alone {
                        doubtful.push(format!("«{longer}», «{start}» and «{rest}» in {}", scope.name()));
                    }
                }
            }
        }
        assert!(doubtful.is_empty(), "give one of each another keyword:\n{}", doubtful.join("\n"));
    }
}
