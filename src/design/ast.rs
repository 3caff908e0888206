//! A description as it was written: statements, blocks and comments in their order, words resolved to what they
//! mean, nothing placed or inherited yet.
//!
//! Two documents are equal when they say the same in the same order with the same comments: layout and places are
//! left out of the comparison, so that printing can be tested against reading.

use geo::Coord;

use super::grammar::{Key, Role};
use crate::model::Value;
use crate::source::Span;
use crate::vocab::SubjectKind;

/// A whole description.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Statements outside every block: the project.
    pub(super) items: Vec<Item>,
    /// Comments after the last statement.
    pub(super) tail: Vec<Comment>,
}

/// A comment on a line of its own, or at the end of one.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    /// With its mark, without blanks at its end.
    pub(super) text: String,
    /// Whether an empty line stands before it.
    pub(super) blank: bool,
}

impl PartialEq for Comment {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// A statement with what surrounds it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Comments before it.
    pub(super) comments: Vec<Comment>,
    /// Whether an empty line stands before it (after its comments).
    pub(super) blank: bool,
    /// Whether it begins its line.
    pub(super) fresh: bool,
    /// The statement.
    pub(super) statement: Statement,
    /// A comment behind it on its line.
    pub(super) trailing: Option<Comment>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        (&self.comments, &self.statement, &self.trailing)
            == (&other.comments, &other.statement, &other.trailing)
    }
}

/// A block between braces.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Both braces and what is between.
    pub(super) span: Span,
    /// A comment behind the opening brace.
    pub(super) open: Option<Comment>,
    /// The statements.
    pub(super) items: Vec<Item>,
    /// Comments before the closing brace.
    pub(super) tail: Vec<Comment>,
    /// Whether it was written on one line.
    pub(super) inline: bool,
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        (&self.open, &self.items, &self.tail) == (&other.open, &other.items, &other.tail)
    }
}

impl Block {
    /// The statements in their order.
    pub(super) fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.items.iter().map(|i| &i.statement)
    }
}

/// A statement.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// Structural, or facts.
    pub(super) what: What,
    /// Its first word.
    pub(super) keyword: Span,
    /// Everything but its block.
    pub(super) span: Span,
    /// The same as the formatter writes it.
    pub(super) text: String,
    /// Its block.
    pub(super) block: Option<Block>,
}

impl PartialEq for Statement {
    fn eq(&self, other: &Self) -> bool {
        self.what == other.what && self.text == other.text && self.block == other.block
    }
}

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// A structural keyword with its parts.
    Structure(Key, Vec<Part>),
    /// Facts: the keyword's own and those of the words after its value.
    Facts(Vec<Stated>),
}

/// A part of a structural statement.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What it is for.
    pub(super) role: Role,
    /// What it says.
    pub(super) value: Arg,
    /// Where.
    pub(super) span: Span,
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.value == other.value
    }
}

/// A fact as stated.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    /// Id of the fact.
    pub(super) fact: String,
    /// Its value; none for «ukjent», which says nothing and silences a default.
    pub(super) value: Option<Value>,
    /// The keyword and its value.
    pub(super) span: Span,
}

impl PartialEq for Stated {
    fn eq(&self, other: &Self) -> bool {
        self.fact == other.fact && self.value == other.value
    }
}

/// The value of a part. Lengths in metres, angles in degrees.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Arg {
    Tag(String),
    Text(String),
    Whole(i32),
    Number(f64),
    Size(f64, f64),
    Point(Coord<f64>),
    Shape(Shape),
    Flag,
    Head(RoomHead),
    Function(String),
    Room(RoomRef),
    Rooms(RoomRef, RoomRef),
    Edge(EdgeName),
    Swing(SwingWord),
    Hinge(HingeWord),
    Fixtures(Vec<FixtureItem>),
    Absent(Vec<FixtureItem>),
    Subject(SubjectKind, Vec<String>),
}

/// An outline.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Width, depth, lower left corner.
    Rectangle(f64, f64, Coord<f64>),
    /// Corners in order.
    Polygon(Vec<Coord<f64>>),
}

/// What stands between `rom` and its block.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RoomHead {
    /// The word it is referred to by.
    pub(super) tag: String,
    /// Id of the function that was written, where one was.
    pub(super) function: Option<String>,
    /// Whether the word written for the function may mean something else.
    pub(super) doubtful: bool,
    /// Its name; empty without one.
    pub(super) name: String,
}

/// What a side of an opening is said to be.
#[derive(Debug, Clone)]
pub(super) struct RoomRef {
    /// Tag of the dwelling or base, where it is named: `A101/bad`.
    pub(super) owner: Option<String>,
    /// The written word.
    pub(super) name: String,
    /// Id of the function the word means, if any.
    pub(super) function: Option<String>,
    /// Where.
    pub(super) span: Span,
}

impl PartialEq for RoomRef {
    fn eq(&self, other: &Self) -> bool {
        self.owner == other.owner && self.name == other.name && self.function == other.function
    }
}

/// A wall of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EdgeName {
    North,
    South,
    East,
    West,
    /// From 1, in the order of the outline.
    Number(u32),
}

/// Which way a door opens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SwingWord {
    In,
    Out,
    Sliding,
    Towards(RoomRef),
}

/// Where the hinges are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HingeWord {
    Left,
    Right,
    Both,
}

/// A piece of furniture or equipment in a list.
#[derive(Debug, Clone)]
pub(super) struct FixtureItem {
    /// How many.
    pub(super) count: usize,
    /// Id of the kind.
    pub(super) what: String,
    /// Its footprint, width × depth.
    pub(super) size: Option<(f64, f64)>,
    /// Lower left corner of its footprint as turned.
    pub(super) at: Option<Coord<f64>>,
    /// Degrees counter-clockwise.
    pub(super) turn: f64,
    /// What is said of it.
    pub(super) facts: Vec<Stated>,
    /// Where.
    pub(super) span: Span,
}

impl PartialEq for FixtureItem {
    fn eq(&self, other: &Self) -> bool {
        (self.count, &self.what, self.size, self.at, self.turn, &self.facts)
            == (other.count, &other.what, other.size, other.at, other.turn, &other.facts)
    }
}

impl Statement {
    /// Its structural keyword.
    pub(super) fn key(&self) -> Option<Key> {
        match &self.what {
            What::Structure(key, _) => Some(*key),
            What::Facts(_) => None,
        }
    }

    /// The part with a role.
    pub(super) fn part(&self, role: Role) -> Option<&Part> {
        match &self.what {
            What::Structure(_, parts) => parts.iter().find(|p| p.role == role),
            What::Facts(_) => None,
        }
    }

    /// The value of the part with a role.
    pub(super) fn arg(&self, role: Role) -> Option<&Arg> {
        self.part(role).map(|p| &p.value)
    }

    /// A tag, or a text.
    pub(super) fn word(&self, role: Role) -> Option<&str> {
        match self.arg(role)? {
            Arg::Tag(word) | Arg::Text(word) | Arg::Function(word) => Some(word),
            _ => None,
        }
    }

    /// A number.
    pub(super) fn number(&self, role: Role) -> Option<f64> {
        match self.arg(role)? {
            Arg::Number(n) => Some(*n),
            Arg::Whole(n) => Some(f64::from(*n)),
            _ => None,
        }
    }

    /// A point.
    pub(super) fn point(&self, role: Role) -> Option<Coord<f64>> {
        match self.arg(role)? {
            Arg::Point(p) => Some(*p),
            _ => None,
        }
    }
}
