//! The parts of structural statements: tags, sizes, points, rooms, walls, as the table of keywords asks for them.

use geo::Coord;

use super::ast::{Arg, EdgeName, HingeWord, Part, RoomHead, RoomRef, Shape, SwingWord};
use super::grammar::{ALL_WORDS, Form, Keyword, Piece, Role, Scope};
use super::lexer::{Kind, Token};
use super::parse::{Parser, Read};
use crate::localized;
use crate::quantity::{Dimension, Quantity};
use crate::source::{Diagnostic, Span};
use crate::text::{Localized, number};
use crate::vocab::normalise;

/// Largest length of a part of a building, in metres.
const LARGEST_LENGTH: f64 = 1000.0;
/// Largest coordinate, in metres: a site is smaller.
const LARGEST_COORDINATE: f64 = 10_000.0;
/// Most corners of an outline.
const MOST_CORNERS: usize = 200;

impl Parser<'_> {
    /// The parts after a keyword, and the block it opens.
    pub(super) fn pieces(
        &mut self,
        keyword: &'static Keyword,
        place: Span,
    ) -> Read<(Vec<Part>, Option<Scope>)> {
        let mut parts: Vec<Part> = Vec::new();
        let mut opens = keyword.opens;
        let clauses: Vec<(Role, &[&str], Form, bool)> = keyword
            .pieces
            .iter()
            .filter_map(|p| match p {
                Piece::Clause(role, words, form) => Some((*role, *words, *form, false)),
                Piece::Must(role, words, form) => Some((*role, *words, *form, true)),
                _ => None,
            })
            .collect();
        let clause_words: Vec<&str> = clauses.iter().flat_map(|c| c.1.iter().copied()).collect();
        for piece in keyword.pieces {
            let (role, form, needed) = match *piece {
                Piece::One(role, form) => (role, form, true),
                Piece::Maybe(role, form) => (role, form, false),
                Piece::Clause(..) | Piece::Must(..) => continue,
            };
            let start = self.mark();
            if !needed && !self.may_be(form, &clause_words) {
                continue;
            }
            let value = self.form(form, &clause_words)?;
            if let Arg::Subject(kind, _) = &value {
                opens = Some(Scope::All(*kind));
            }
            parts.push(Part { role, value, span: self.since(start) });
        }
        while let Some((role, form, first)) = self.clause(&clauses) {
            let start = self.mark();
            self.take();
            let value = self.form(form, &clause_words)?;
            let span = self.since(if value == Arg::Flag { start } else { start + 1 });
            if let Some(before) = parts.iter().find(|p| p.role == role) {
                let before = before.span;
                self.faults.push(
                    Diagnostic::error(
                        "design.twice",
                        span,
                        localized!("«{first}» står to ganger", "“{first}” stands twice"),
                    )
                    .at(before, Localized::new("første gang her", "first here")),
                );
                continue;
            }
            parts.push(Part { role, value, span });
        }
        for (role, words, form, must) in clauses {
            if must && !parts.iter().any(|p| p.role == role) {
                let keyword = keyword.words.first().copied().unwrap_or_default();
                let example = format!("{} {}", words.first().copied().unwrap_or_default(), shown(form));
                let span = self.since(self.mark().saturating_sub(1)).to(place);
                return self.fail(
                    "design.missing-part",
                    span,
                    localized!("«{keyword}» mangler «{}»", "“{keyword}” lacks “{}”", words[0]),
                    localized!("skriv {example}", "write {example}"),
                );
            }
        }
        Ok((parts, opens))
    }

    /// The clause whose word stands here. On a new line a keyword of the block comes first.
    fn clause<'c>(&self, clauses: &[(Role, &'c [&'c str], Form, bool)]) -> Option<(Role, Form, &'c str)> {
        let token = self.peek(0)?;
        let equals = token.kind == Kind::Equals;
        let word = if equals { "=".to_owned() } else { self.word(0)? };
        if token.first && self.keyword(self.scope).is_some() {
            return None;
        }
        let (role, words, form, _) = clauses.iter().find(|c| c.1.contains(&word.as_str()))?;
        Some((*role, *form, words.first().copied().unwrap_or_default()))
    }

    /// Whether an optional part stands here.
    fn may_be(&self, form: Form, clauses: &[&str]) -> bool {
        let Some(token) = self.peek(0) else { return false };
        match form {
            Form::Text => token.kind == Kind::Text && !token.first,
            Form::Tag => match token.kind {
                Kind::Number => !token.first,
                Kind::Word => {
                    let clause = self.word(0).is_some_and(|w| clauses.contains(&w.as_str()));
                    !clause && !token.first && self.keyword(self.scope).is_none()
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn form(&mut self, form: Form, clauses: &[&str]) -> Read<Arg> {
        Ok(match form {
            Form::Tag => Arg::Tag(self.tag()?),
            Form::Text => match self.kind() {
                Some(Kind::Text) => Arg::Text(self.quoted()),
                _ => return self.expected("en tekst i anførselstegn", "a text in quotation marks"),
            },
            Form::Whole => Arg::Whole(self.whole()?),
            Form::Length => Arg::Number(self.length(LARGEST_LENGTH, Bound::Positive)?),
            Form::Distance => Arg::Number(self.length(LARGEST_LENGTH, Bound::NotNegative)?),
            Form::Level => Arg::Number(self.length(LARGEST_LENGTH, Bound::Any)?),
            Form::Angle => Arg::Number(self.angle()?),
            Form::Size => {
                let (a, b) = self.size()?;
                Arg::Size(a, b)
            }
            Form::Point => Arg::Point(self.point()?),
            Form::Points => Arg::Shape(Shape::Polygon(self.points()?)),
            Form::Shape => Arg::Shape(self.shape()?),
            Form::Flag => Arg::Flag,
            Form::RoomHead => Arg::Head(self.room_head()?),
            Form::Function => Arg::Function(self.function()?),
            Form::Room => Arg::Room(self.room(clauses)?),
            Form::Rooms => {
                let a = self.room(&["og"])?;
                if self.accept_word(&["og"]).is_none() {
                    return self.expected("«og» og et rom til", "“og” and another room");
                }
                Arg::Rooms(a, self.room(clauses)?)
            }
            Form::Edge => Arg::Edge(self.edge()?),
            Form::Swing => self.swing()?,
            Form::Hinge => self.hinge()?,
            Form::Fixtures => Arg::Fixtures(self.fixtures()?),
            Form::Absent => Arg::Absent(self.absent()?),
            Form::Subject => self.subject()?,
        })
    }

    // --- words --------------------------------------------------------------------------------------------

    fn tag(&mut self) -> Read<String> {
        // NOTE: «base nei» would otherwise be a staff base called «nei».
        if let Some(word @ ("ja" | "nei")) = self.word(0).as_deref().filter(|_| self.same_line(0)) {
            let help = Localized::new(
                "om det finnes en base, sies med «har base ja» eller «har base nei»",
                "whether there is a base is said with “har base ja” or “har base nei”",
            );
            let span = self.here();
            return self.fail(
                "design.not-a-tag",
                span,
                localized!("«{word}» er ikke et merke", "“{word}” is not a tag"),
                help,
            );
        }
        match self.kind() {
            Some(Kind::Word | Kind::Number) if self.same_line(0) => {
                Ok(self.take().map_or("", |t| self.written(t)).to_owned())
            }
            _ => self.expected("et merke, som A101", "a tag, such as A101"),
        }
    }

    /// The text between quotation marks.
    pub(super) fn quoted(&mut self) -> String {
        let written = self.take().map_or("", |t| self.written(t));
        unquoted(written)
    }

    /// The longest phrase of one line from here that has a meaning: how many tokens, and the meaning. A word that
    /// begins a statement of the block ends the phrase.
    fn phrase(
        &mut self,
        meaning: impl Fn(&str) -> Option<String>,
        longest: usize,
        after: &[&str],
    ) -> Read<Option<(usize, String)>> {
        let mut text = String::new();
        let mut best = None;
        let mut crossed = false;
        for n in 0..longest.max(1) {
            let Some(token) = self.peek(n).filter(|t| n == 0 || !t.first) else { break };
            if !matches!(token.kind, Kind::Word | Kind::Number) {
                break;
            }
            if n > 0 {
                text.push(' ');
                crossed |= self.word(n).is_some_and(|w| !self.lexicon.starting(self.scope, &w).is_empty());
            }
            text.push_str(self.written(token));
            let Some(id) = meaning(&normalise(&text)) else { continue };
            if crossed {
                // NOTE: «rom teknisk rom bad» is two rooms, «mellom teknisk rom og gang» is one word of two.
                let next = self.peek(n + 1).filter(|t| !t.first);
                match next.map(|t| t.kind) {
                    Some(Kind::Word) if !self.word(n + 1).is_some_and(|w| after.contains(&w.as_str())) => {
                        continue;
                    }
                    Some(Kind::Number) => continue,
                    Some(Kind::Text) => {
                        let span = self.span(token);
                        return self.fail(
                            "design.ambiguous-room",
                            span,
                            localized!(
                                "«{text}» kan være ett rom eller to",
                                "“{text}” can be one room or two"
                            ),
                            Localized::new(
                                "sett det andre rommet på en ny linje, eller skriv funksjonen med ett ord",
                                "put the second room on a new line, or write the function in one word",
                            ),
                        );
                    }
                    _ => {}
                }
            }
            best = Some((n + 1, id));
        }
        Ok(best)
    }

    fn room_meaning(&self, text: &str) -> Option<String> {
        let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        self.lexicon.rooms.get(text).or_else(|| self.lexicon.rooms.get(bare)).map(str::to_owned)
    }

    fn take_words(&mut self, n: usize) -> String {
        let words: Vec<&str> = (0..n).filter_map(|_| self.take().map(|t| self.written(t))).collect();
        words.join(" ")
    }

    fn room_head(&mut self) -> Read<RoomHead> {
        let longest = self.lexicon.rooms.longest();
        let mut head = RoomHead::default();
        if matches!(self.kind(), Some(Kind::Word | Kind::Number)) && self.same_line(0) {
            let lexicon = self.lexicon;
            match self.phrase(|t| lexicon.rooms.get(t).map(str::to_owned), longest, &[])? {
                Some((n, id)) => {
                    head.tag = self.take_words(n);
                    head.doubtful = lexicon.is_ambiguous(&id, &normalise(&head.tag));
                    head.function = Some(id);
                }
                None => {
                    head.tag = self.take_words(1);
                    head.function = self.room_meaning(&normalise(&head.tag));
                }
            }
            let second = self.peek(0).filter(|t| t.kind == Kind::Word && !t.first);
            if second.is_some() && self.keyword(self.scope).is_none() {
                let id = self.function()?;
                head.doubtful = false;
                head.function = Some(id);
            }
        }
        if self.kind() == Some(Kind::Text) && self.same_line(0) {
            head.name = self.quoted();
        }
        if head.tag.is_empty() && head.name.is_empty() {
            return self.expected(
                "en romfunksjon eller et navn, som rom bad",
                "a room function or a name, such as rom bad",
            );
        }
        Ok(head)
    }

    /// A room function.
    fn function(&mut self) -> Read<String> {
        let lexicon = self.lexicon;
        if self.kind() == Some(Kind::Text) {
            let token = self.peek(0);
            let text = normalise(&unquoted(token.map_or("", |t| self.written(t))));
            if let Some(id) = lexicon.rooms.get(&text).map(str::to_owned) {
                self.take();
                return Ok(id);
            }
        }
        let found = self.phrase(|t| lexicon.rooms.get(t).map(str::to_owned), lexicon.rooms.longest(), &[])?;
        if let Some((n, id)) = found {
            self.take_words(n);
            return Ok(id);
        }
        let names: Vec<&str> = lexicon.vocabulary.rooms.iter().map(|r| r.name.nb.as_str()).collect();
        self.unknown_value(("en romfunksjon", "a room function"), lexicon.rooms.texts(), &names);
        Err(super::parse::Faulty)
    }

    /// A room, the open, or what is common. `after` are the words that may follow.
    fn room(&mut self, after: &[&str]) -> Read<RoomRef> {
        let start = self.mark();
        if self.kind() == Some(Kind::Text) {
            let name = self.quoted();
            return Ok(RoomRef { owner: None, name, function: None, span: self.since(start) });
        }
        if !matches!(self.kind(), Some(Kind::Word | Kind::Number)) {
            return self.expected("et rom, «ute» eller «felles»", "a room, “ute” or “felles”");
        }
        let mut owner = None;
        if self.peek(1).is_some_and(|t| t.kind == Kind::Slash && !t.first) {
            owner = Some(self.take_words(1));
            self.take();
            if !matches!(self.kind(), Some(Kind::Word | Kind::Number)) {
                return self.expected("et rom etter skråstreken", "a room after the slash");
            }
        }
        let lexicon = self.lexicon;
        let found =
            self.phrase(|t| lexicon.rooms.get(t).map(str::to_owned), lexicon.rooms.longest(), after)?;
        let (n, function) = found.map_or((1, None), |(n, id)| (n, Some(id)));
        let name = self.take_words(n);
        Ok(RoomRef { owner, name, function, span: self.since(start) })
    }

    fn edge(&mut self) -> Read<EdgeName> {
        let edge = match (self.kind(), self.word(0).as_deref()) {
            (_, Some("nord")) => EdgeName::North,
            (_, Some("sør" | "syd")) => EdgeName::South,
            (_, Some("øst")) => EdgeName::East,
            (_, Some("vest")) => EdgeName::West,
            (Some(Kind::Number), _) => {
                let span = self.here();
                return match u32::try_from(self.whole()?) {
                    Ok(n) if n > 0 => Ok(EdgeName::Number(n)),
                    _ => self.fail(
                        "design.impossible",
                        span,
                        Localized::new("vegger nummereres fra 1", "walls are numbered from 1"),
                        Localized::default(),
                    ),
                };
            }
            _ => {
                return self.expected(
                    "nord, sør, øst, vest eller veggens nummer",
                    "nord, sør, øst, vest or the wall's number",
                );
            }
        };
        self.take();
        Ok(edge)
    }

    fn swing(&mut self) -> Read<Arg> {
        let word = self.word(0);
        Ok(Arg::Swing(match word.as_deref() {
            Some("inn" | "innover") => {
                self.take();
                SwingWord::In
            }
            Some("ut" | "utover") => {
                self.take();
                SwingWord::Out
            }
            Some("skyves" | "skyve") => {
                self.take();
                SwingWord::Sliding
            }
            Some("mot") => {
                self.take();
                SwingWord::Towards(self.room(&[])?)
            }
            _ => {
                return self
                    .expected("inn, ut, skyves eller mot et rom", "inn, ut, skyves or mot and a room");
            }
        }))
    }

    fn hinge(&mut self) -> Read<Arg> {
        let hinge = match self.word(0).as_deref() {
            Some("venstre") => HingeWord::Left,
            Some("høyre") => HingeWord::Right,
            Some("begge") => HingeWord::Both,
            _ => return self.expected("venstre, høyre eller begge", "venstre, høyre or begge"),
        };
        self.take();
        Ok(Arg::Hinge(hinge))
    }

    fn subject(&mut self) -> Read<Arg> {
        let word = self.word(0).unwrap_or_default();
        let Some((_, kind)) = ALL_WORDS.iter().find(|(w, _)| *w == word) else {
            let words: Vec<&str> = ALL_WORDS.iter().map(|(w, _)| *w).collect();
            self.unknown_value(
                ("noe «alle» kan stå foran", "something “alle” can stand before"),
                words.iter().copied(),
                &words,
            );
            return Err(super::parse::Faulty);
        };
        self.take();
        let mut functions = Vec::new();
        if *kind == crate::vocab::SubjectKind::Room && matches!(self.kind(), Some(Kind::Word | Kind::Text)) {
            functions.push(self.function()?);
            while self.accept(Kind::Comma).is_some() {
                let function = self.function()?;
                if !functions.contains(&function) {
                    functions.push(function);
                }
            }
        }
        Ok(Arg::Subject(*kind, functions))
    }

    // --- numbers ------------------------------------------------------------------------------------------

    /// A number with its unit, and how it was written.
    pub(super) fn measured(&mut self) -> Read<(Quantity, Span)> {
        let start = self.mark();
        if self.kind() != Some(Kind::Number) {
            return self.expected("et tall", "a number");
        }
        let digits = self.take().map_or("", |t| self.written(t));
        let unit = self.peek(0).filter(|t| !t.first).filter(|t| match t.kind {
            Kind::Unit => true,
            Kind::Word => crate::quantity::unit(self.written(*t)).is_some(),
            _ => false,
        });
        let unit = unit.map_or("", |t| {
            let written = self.written(t);
            self.take();
            written
        });
        let span = self.since(start);
        match Quantity::parse(&format!("{digits} {unit}")) {
            Ok(quantity) => Ok((quantity, span)),
            Err(_) => self.fail(
                "design.impossible",
                span,
                Localized::new("tallet kan ikke leses", "the number cannot be read"),
                Localized::default(),
            ),
        }
    }

    /// A number of one dimension; a bare number has it where `bare` says so.
    pub(super) fn dimensioned(&mut self, dimension: Dimension, bare: bool) -> Read<(f64, Span)> {
        let (quantity, span) = self.measured()?;
        match quantity.as_dimension(dimension) {
            Some(q) if bare || quantity.dimension == dimension => Ok((q.value, span)),
            _ => {
                let units = match dimension {
                    Dimension::Length => "mm, cm, m",
                    Dimension::Area => "m²",
                    Dimension::Ratio => "%",
                    Dimension::Sound => "dB",
                    Dimension::Angle => "°",
                    Dimension::Count | Dimension::Number => "",
                };
                let help = if units.is_empty() {
                    Localized::new("skriv tallet uten enhet", "write the number without a unit")
                } else {
                    localized!("bruk {units}", "use {units}")
                };
                let written = self.text.get(span.start..span.end).unwrap_or("");
                let message =
                    localized!("«{written}» har feil enhet her", "“{written}” has the wrong unit here");
                self.fail("design.unit", span, message, help)
            }
        }
    }

    fn length(&mut self, largest: f64, bound: Bound) -> Read<f64> {
        let (metres, span) = self.dimensioned(Dimension::Length, true)?;
        let (nb, en) = match bound {
            Bound::Positive if metres <= 0.0 => ("må være større enn null", "must be more than zero"),
            Bound::NotNegative if metres < 0.0 => ("kan ikke være negativ", "cannot be negative"),
            _ if metres.abs() > largest => {
                let most = number(largest, 0, false, crate::text::Lang::Nb);
                let message = localized!("lengden er over {most} m", "the length is over {most} m");
                let help = Localized::new(
                    "bare tall er meter: skriv mm eller cm etter tallet",
                    "bare numbers are metres: write mm or cm after the number",
                );
                return self.fail("design.impossible", span, message, help);
            }
            _ => return Ok(metres),
        };
        self.fail(
            "design.impossible",
            span,
            localized!("lengden {nb}", "the length {en}"),
            Localized::default(),
        )
    }

    pub(super) fn angle(&mut self) -> Read<f64> {
        let (degrees, span) = self.dimensioned(Dimension::Angle, true)?;
        if degrees.abs() > 360.0 {
            let message = Localized::new("vinkelen er over 360°", "the angle is over 360°");
            return self.fail("design.impossible", span, message, Localized::default());
        }
        Ok(degrees)
    }

    pub(super) fn whole(&mut self) -> Read<i32> {
        let span = self.here();
        let (value, _) = self.dimensioned(Dimension::Count, true)?;
        if value.fract() != 0.0 || value.abs() > 1e6 {
            let message = Localized::new("ventet et helt tall", "expected a whole number");
            return self.fail("design.impossible", span, message, Localized::default());
        }
        Ok(value as i32)
    }

    pub(super) fn size(&mut self) -> Read<(f64, f64)> {
        let a = self.length(LARGEST_LENGTH, Bound::Positive)?;
        let times = self.kind() == Some(Kind::Times) || self.word(0).as_deref() == Some("x");
        if !times {
            return self.expected("«x» og et mål til", "“x” and another measure");
        }
        self.take();
        let b = self.length(LARGEST_LENGTH, Bound::Positive)?;
        Ok((a, b))
    }

    // --- points -------------------------------------------------------------------------------------------

    pub(super) fn point(&mut self) -> Read<Coord<f64>> {
        if self.accept(Kind::OpenPair).is_none() {
            return self.expected("et punkt, som (1.20, 0)", "a point, such as (1.20, 0)");
        }
        // NOTE: `(9,0)` is one number by the rule of the decimal comma, but a point has two.
        if let (Some(pair), Some(Kind::ClosePair)) = (self.peek(0), self.peek(1).map(|t| t.kind))
            && let Some((x, y)) = whole_pair(self.written(pair), pair)
        {
            let written = self.written(pair);
            let (left, right) = written.split_once(',').unwrap_or((written, ""));
            self.take_as(&[(Kind::Number, left), (Kind::Comma, ","), (Kind::Number, right)]);
            self.take();
            return Ok(Coord { x, y });
        }
        let x = self.length(LARGEST_COORDINATE, Bound::Any)?;
        if self.accept(Kind::Comma).is_none() {
            return self.expected("et komma og et tall til", "a comma and another number");
        }
        let y = self.length(LARGEST_COORDINATE, Bound::Any)?;
        if self.accept(Kind::ClosePair).is_none() {
            return self.expected("«)»", "“)”");
        }
        Ok(Coord { x, y })
    }

    fn points(&mut self) -> Read<Vec<Coord<f64>>> {
        let start = self.mark();
        let mut points = Vec::new();
        while self.kind() == Some(Kind::OpenPair) {
            points.push(self.point()?);
            if self.kind() == Some(Kind::Comma) && self.peek(1).is_some_and(|t| t.kind == Kind::OpenPair) {
                self.take();
            }
        }
        if (3..=MOST_CORNERS).contains(&points.len()) {
            return Ok(points);
        }
        if points.is_empty() {
            return self
                .expected("punkter, som (0, 0) (4, 0) (4, 3)", "points, such as (0, 0) (4, 0) (4, 3)");
        }
        let span = self.since(start);
        let n = points.len();
        self.fail(
            "design.impossible",
            span,
            localized!(
                "et omriss har fra 3 til {MOST_CORNERS} hjørner, dette har {n}",
                "an outline has from 3 to {MOST_CORNERS} corners, this one has {n}"
            ),
            Localized::default(),
        )
    }

    fn shape(&mut self) -> Read<Shape> {
        if self.accept_word(&["polygon"]).is_some() {
            return Ok(Shape::Polygon(self.points()?));
        }
        if self.accept_word(&["rektangel"]).is_none() {
            return self.expected("«rektangel» eller «polygon»", "“rektangel” or “polygon”");
        }
        let (width, depth) = self.size()?;
        if self.accept_word(&["ved"]).is_none() {
            return self.expected("«ved» og et punkt", "“ved” and a point");
        }
        Ok(Shape::Rectangle(width, depth, self.point()?))
    }
}

/// What a length may be.
#[derive(Debug, Clone, Copy)]
enum Bound {
    Positive,
    NotNegative,
    Any,
}

/// Two whole numbers with a comma between them and no blank.
fn whole_pair(written: &str, token: Token) -> Option<(f64, f64)> {
    let (x, y) = (token.kind == Kind::Number).then(|| written.split_once(','))??;
    let parse =
        |s: &str| s.replace('\u{2212}', "-").parse::<f64>().ok().filter(|v| v.abs() <= LARGEST_COORDINATE);
    Some((parse(x)?, parse(y)?))
}

/// The text inside quotation marks, with its escapes resolved.
pub(super) fn unquoted(written: &str) -> String {
    let inner = written.strip_prefix('"').unwrap_or(written);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut out = String::with_capacity(inner.len());
    let mut escaped = false;
    for c in inner.chars() {
        if c == '\\' && !escaped {
            escaped = true;
        } else {
            escaped = false;
            out.push(c);
        }
    }
    out
}

fn shown(form: Form) -> &'static str {
    match form {
        Form::Point => "(0, 0)",
        _ => "…",
    }
}
