//! What a structural keyword is: the block it stands in and opens, what follows it, and what each part says.
//!
//! The parser reads statements by the table of them ([`KEYWORDS`]), the reference prints it, and suggestions search it.
//! Keywords that state a fact («oppbrett», «fri bredde») are not here: they are data of the vocabulary.

mod keywords;

pub(super) use keywords::KEYWORDS;

use crate::vocab::SubjectKind;

/// The block a statement stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Scope {
    /// Outside every block.
    File,
    /// `prosjekt`
    Project,
    /// `tomt`
    Site,
    /// `boligtype`
    Type,
    /// `bolig`
    Dwelling,
    /// `bygg`
    Building,
    /// `etasje`
    Storey,
    /// `felles`
    Common,
    /// `base`
    Base,
    /// `rom`
    Room,
    /// `sone`
    Zone,
    /// `dør`
    Door,
    /// `vindu`
    Window,
    /// `åpning`
    Passage,
    /// `vegg`
    Wall,
    /// `møbel`, `utstyr`
    Fixture,
    /// `utendørs`
    Outdoors,
    /// `alle …`
    All(SubjectKind),
}

impl Scope {
    /// Every block, in the order of the reference.
    pub(super) const ALL: [Self; 24] = [
        Self::File,
        Self::Project,
        Self::Site,
        Self::Type,
        Self::Dwelling,
        Self::Building,
        Self::Storey,
        Self::Common,
        Self::Base,
        Self::Room,
        Self::Zone,
        Self::Door,
        Self::Window,
        Self::Passage,
        Self::Wall,
        Self::Fixture,
        Self::Outdoors,
        Self::All(SubjectKind::Building),
        Self::All(SubjectKind::Storey),
        Self::All(SubjectKind::Dwelling),
        Self::All(SubjectKind::Room),
        Self::All(SubjectKind::Door),
        Self::All(SubjectKind::Window),
        Self::All(SubjectKind::Wall),
    ];

    /// The subject whose facts are stated in the block.
    pub(super) fn subject(self) -> Option<SubjectKind> {
        Some(match self {
            Self::Project => SubjectKind::Project,
            Self::Site => SubjectKind::Site,
            Self::Type | Self::Dwelling => SubjectKind::Dwelling,
            Self::Building => SubjectKind::Building,
            Self::Storey => SubjectKind::Storey,
            Self::Base => SubjectKind::Base,
            Self::Room => SubjectKind::Room,
            Self::Door | Self::Passage => SubjectKind::Door,
            Self::Window => SubjectKind::Window,
            Self::Wall => SubjectKind::Wall,
            Self::Fixture => SubjectKind::Fixture,
            Self::All(kind) => kind,
            Self::File | Self::Common | Self::Zone | Self::Outdoors => return None,
        })
    }

    /// How the block is called, by its keyword.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::File => "filen",
            Self::Project => "prosjekt",
            Self::Site => "tomt",
            Self::Type => "boligtype",
            Self::Dwelling => "bolig",
            Self::Building => "bygg",
            Self::Storey => "etasje",
            Self::Common => "felles",
            Self::Base => "base",
            Self::Room => "rom",
            Self::Zone => "sone",
            Self::Door => "dør",
            Self::Window => "vindu",
            Self::Passage => "åpning",
            Self::Wall => "vegg",
            Self::Fixture => "utstyr",
            Self::Outdoors => "utendørs",
            Self::All(kind) => all_word(kind),
        }
    }
}

/// The words after `alle`, with what they mean.
pub(super) const ALL_WORDS: [(&str, SubjectKind); 7] = [
    ("rom", SubjectKind::Room),
    ("dører", SubjectKind::Door),
    ("vinduer", SubjectKind::Window),
    ("vegger", SubjectKind::Wall),
    ("boliger", SubjectKind::Dwelling),
    ("etasjer", SubjectKind::Storey),
    ("bygg", SubjectKind::Building),
];

fn all_word(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Room => "alle rom",
        SubjectKind::Door => "alle dører",
        SubjectKind::Window => "alle vinduer",
        SubjectKind::Wall => "alle vegger",
        SubjectKind::Dwelling => "alle boliger",
        SubjectKind::Storey => "alle etasjer",
        _ => "alle bygg",
    }
}

/// What a structural statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Project,
    Site,
    Type,
    Dwelling,
    Building,
    Storey,
    Common,
    Base,
    Outdoors,
    Room,
    Zone,
    Rectangle,
    Polygon,
    Level,
    Height,
    Width,
    Sill,
    Size,
    OuterWall,
    Thickness,
    Outline,
    Public,
    North,
    Door,
    Window,
    Passage,
    Wall,
    PartyWall,
    Swing,
    Hinge,
    Furniture,
    Equipment,
    Without,
    All,
}

/// What a part of a statement is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    Tag,
    Name,
    Number,
    Function,
    FromType,
    Between,
    In,
    Edge,
    Along,
    At,
    Turn,
    Mirrored,
    Elevation,
    Size,
    Points,
    Shape,
    Length,
    Angle,
    Swing,
    Hinge,
    Fixtures,
    Absent,
    Subject,
}

/// How a part is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A word that names something.
    Tag,
    /// A text in quotation marks.
    Text,
    /// A whole number, which may be negative.
    Whole,
    /// A positive length.
    Length,
    /// A length from zero up.
    Distance,
    /// A height over zero, which may be negative.
    Level,
    /// An angle in degrees.
    Angle,
    /// Two positive lengths, `B x H`.
    Size,
    /// `(x, y)`
    Point,
    /// Three points or more.
    Points,
    /// `rektangel …` or `polygon …`
    Shape,
    /// Nothing more than the word.
    Flag,
    /// The head of a room: a tag, a function, a name.
    RoomHead,
    /// A room function.
    Function,
    /// A room, the open, or what is common.
    Room,
    /// Two rooms with `og` between.
    Rooms,
    /// `nord`, `sør`, `øst`, `vest` or the number of an edge.
    Edge,
    /// `inn`, `ut`, `skyves` or `mot` a room.
    Swing,
    /// `venstre`, `høyre`, `begge`.
    Hinge,
    /// Furniture and equipment with their places and properties.
    Fixtures,
    /// Furniture and equipment that is not there.
    Absent,
    /// `rom`, `dører`, …
    Subject,
}

/// A part of a statement after its keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Must stand here.
    One(Role, Form),
    /// May stand here.
    Maybe(Role, Form),
    /// May follow in any order, after one of these words.
    Clause(Role, &'static [&'static str], Form),
    /// Must follow in any order, after one of these words.
    Must(Role, &'static [&'static str], Form),
}

/// A structural keyword.
#[derive(Debug)]
pub(super) struct Keyword {
    /// What it is.
    pub(super) key: Key,
    /// How it is written; the first spelling is the usual one. Empty for a statement that starts with a number.
    pub(super) words: &'static [&'static str],
    /// The blocks it may stand in.
    pub(super) within: &'static [Scope],
    /// What follows it.
    pub(super) pieces: &'static [Piece],
    /// The block it opens.
    pub(super) opens: Option<Scope>,
    /// Whether it says nothing without its block.
    pub(super) needs_block: bool,
    /// Whether it may stand several times in one block.
    pub(super) repeats: bool,
    /// What it means, in Norwegian and English.
    pub(super) about: [&'static str; 2],
    /// A line that shows it.
    pub(super) example: &'static str,
}
