//! From tokens to a [`Document`]: statements and blocks, recovering after each fault so that one run finds them all.
//!
//! A statement that cannot be understood is reported and left out, up to where the next one can begin.

use super::ast::{Block, Comment, Document, Item, Statement, What};
use super::faults::Faults;
use super::grammar::{KEYWORDS, Key, Keyword, Scope};
use super::lexer::{Kind, Token};
use super::lexicon::{Entry, Known, Lexicon};
use super::twice::Said;
use crate::localized;
use crate::source::{Diagnostic, SourceId, Span};
use crate::text::{Localized, closest};
use crate::vocab::{FactDef, normalise};

/// Deepest nesting of blocks; the language itself needs seven.
const DEEPEST: usize = 24;
/// Bytes of a word that are looked at.
const LONGEST_WORD: usize = 200;
/// Most statements of one file.
const MOST_STATEMENTS: usize = 300_000;

/// A fault was reported; reading goes on at the next statement.
#[derive(Debug, Clone, Copy)]
pub(super) struct Faulty;

/// What a part of a statement gives.
pub(super) type Read<T> = Result<T, Faulty>;

/// A cursor over the tokens of one file.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) source: SourceId,
    pub(super) lexicon: &'a Lexicon<'a>,
    pub(super) faults: Faults,
    /// The block the cursor is in.
    pub(super) scope: Scope,
    tokens: Vec<Token>,
    /// Comments, each with the number of tokens before it.
    comments: Vec<(usize, Token)>,
    next_comment: usize,
    pos: usize,
    /// The statement so far, as the formatter writes it.
    printed: String,
    statements: usize,
}

/// Reads a text.
pub(super) fn document<'a>(text: &'a str, source: SourceId, lexicon: &'a Lexicon<'a>) -> (Document, Faults) {
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    let (all, complete) = super::lexer::tokens(text);
    for token in all {
        if token.kind == Kind::Comment {
            comments.push((tokens.len(), token));
        } else {
            tokens.push(token);
        }
    }
    let mut parser = Parser {
        text,
        source,
        lexicon,
        faults: Faults::default(),
        scope: Scope::File,
        tokens,
        comments,
        next_comment: 0,
        pos: 0,
        printed: String::new(),
        statements: 0,
    };
    if !complete {
        let last = parser.tokens.last().map_or_else(|| parser.here(), |t| parser.span(*t));
        let _: Read<()> = parser.fail(
            "design.too-large",
            last,
            Localized::new(
                "filen er for stor; resten er ikke lest",
                "the file is too large; the rest was not read",
            ),
            Localized::default(),
        );
    }
    let (items, tail) = parser.items(0);
    (Document { items, tail }, parser.faults)
}

impl<'a> Parser<'a> {
    // --- tokens -------------------------------------------------------------------------------------------

    /// The token `ahead` places from here.
    pub(super) fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.pos + ahead).copied()
    }

    /// The kind of the next token.
    pub(super) fn kind(&self) -> Option<Kind> {
        self.peek(0).map(|t| t.kind)
    }

    /// What is written at a token.
    pub(super) fn written(&self, token: Token) -> &'a str {
        self.text.get(token.range()).unwrap_or("")
    }

    /// The next word, normalised; none when something else follows.
    pub(super) fn word(&self, ahead: usize) -> Option<String> {
        let token = self.peek(ahead)?;
        let written = self.written(token);
        // NOTE: no word of the language is as long; cut, it is still none of them.
        let end = (0..=LONGEST_WORD.min(written.len())).rev().find(|i| written.is_char_boundary(*i));
        (token.kind == Kind::Word).then(|| normalise(&written[..end.unwrap_or_default()]))
    }

    /// The place of a token.
    pub(super) fn span(&self, token: Token) -> Span {
        Span::new(self.source, token.start as usize, token.end as usize)
    }

    /// The place of the next token, or the end of the text.
    pub(super) fn here(&self) -> Span {
        self.peek(0)
            .map_or_else(|| Span::new(self.source, self.text.len(), self.text.len()), |t| self.span(t))
    }

    /// The place from a token (by number) to the last one taken.
    pub(super) fn since(&self, start: usize) -> Span {
        let first = self.tokens.get(start).map_or_else(|| self.here(), |t| self.span(*t));
        let last = self.pos.checked_sub(1).filter(|p| *p >= start).and_then(|p| self.tokens.get(p));
        last.map_or(first, |t| first.to(self.span(*t)))
    }

    /// The number of the next token.
    pub(super) fn mark(&self) -> usize {
        self.pos
    }

    /// The token `back` places before here.
    pub(super) fn before(&self, back: usize) -> Option<Token> {
        self.pos.checked_sub(back).and_then(|p| self.tokens.get(p)).copied()
    }

    /// Takes the next token and writes it down as the formatter does.
    pub(super) fn take(&mut self) -> Option<Token> {
        let token = self.peek(0)?;
        let written = self.written(token);
        self.print(token.kind, written);
        self.pos += 1;
        Some(token)
    }

    /// Takes the next token and writes something else in its place.
    pub(super) fn take_as(&mut self, parts: &[(Kind, &str)]) {
        for (kind, written) in parts {
            self.print(*kind, written);
        }
        self.pos += 1;
    }

    fn print(&mut self, kind: Kind, written: &str) {
        let tight = matches!(kind, Kind::Comma | Kind::ClosePair | Kind::Slash) || written == "°";
        if !(tight || self.printed.is_empty() || self.printed.ends_with(['(', '/'])) {
            self.printed.push(' ');
        }
        self.printed.push_str(written);
    }

    /// Takes the next token if it is of a kind.
    pub(super) fn accept(&mut self, kind: Kind) -> Option<Token> {
        if self.kind() == Some(kind) { self.take() } else { None }
    }

    /// Takes the next token if it is one of these words.
    pub(super) fn accept_word(&mut self, words: &[&str]) -> Option<Token> {
        let word = self.word(0)?;
        if words.contains(&word.as_str()) { self.take() } else { None }
    }

    /// Whether the next token stands on the same line as the one before it.
    pub(super) fn same_line(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|t| !t.first)
    }

    /// Reports a fault at a place.
    pub(super) fn fail<T>(
        &mut self,
        code: &'static str,
        span: Span,
        message: Localized,
        help: Localized,
    ) -> Read<T> {
        let mut fault = Diagnostic::error(code, span, message);
        if !help.is_empty() {
            fault = fault.help(help);
        }
        self.faults.push(fault);
        Err(Faulty)
    }

    /// Reports that something else was expected here.
    pub(super) fn expected<T>(&mut self, nb: &str, en: &str) -> Read<T> {
        let span = self.here();
        let found = self.peek(0).map_or("", |t| self.written(t));
        let (nb_found, en_found) = if found.is_empty() {
            (" her, men filen slutter".to_owned(), " here, but the file ends".to_owned())
        } else {
            let short: String = found.chars().take(40).collect();
            (format!(", men her står «{short}»"), format!(", but here stands “{short}”"))
        };
        let message = localized!("ventet {nb}{nb_found}", "expected {en}{en_found}");
        match self.kind() {
            Some(Kind::Stray | Kind::Unterminated | Kind::Ambiguous) => {
                self.strange();
                Err(Faulty)
            }
            _ => self.fail("design.expected", span, message, Localized::default()),
        }
    }

    /// Reports a token that cannot stand anywhere.
    fn strange(&mut self) {
        let Some(token) = self.peek(0) else { return };
        let span = self.span(token);
        let written: String = self.written(token).chars().take(20).collect();
        let fault = match token.kind {
            Kind::Unterminated => Diagnostic::error(
                "design.unterminated-text",
                span,
                Localized::new(
                    "teksten mangler anførselstegn til slutt",
                    "the text has no closing quotation mark",
                ),
            )
            .help(Localized::new(
                "sett \" etter teksten, på samme linje",
                "put \" after the text, on the same line",
            )),
            Kind::Ambiguous => Diagnostic::error(
                "design.ambiguous-comma",
                span,
                if written.contains('.') {
                    localized!("«{written}» kan leses på to måter", "“{written}” can be read in two ways")
                } else {
                    localized!("«{written},…» kan leses på to måter", "“{written},…” can be read in two ways")
                },
            )
            .help(Localized::new(
                "sett et blankt tegn etter kommaer som skiller, eller bruk punktum som desimaltegn",
                "put a blank after commas that separate, or use a point as decimal sign",
            )),
            _ => {
                let quote = written.contains(['“', '”', '«', '»', '„', '\'']);
                let help = if quote {
                    Localized::new("bruk rette anførselstegn: \"…\"", "use straight quotation marks: \"…\"")
                } else {
                    Localized::new("ta det bort; tekster står i \"…\"", "take it away; texts stand in \"…\"")
                };
                Diagnostic::error(
                    "design.stray",
                    span,
                    localized!("«{written}» betyr ingenting her", "“{written}” means nothing here"),
                )
                .help(help)
            }
        };
        self.faults.push(fault);
    }

    // --- comments -----------------------------------------------------------------------------------------

    fn comment(&self, token: Token) -> Comment {
        Comment { text: self.written(token).trim_end().to_owned(), blank: token.blank }
    }

    /// The comments up to the next token.
    fn comments(&mut self, into: &mut Vec<Comment>) {
        while let Some((before, token)) = self.comments.get(self.next_comment).copied() {
            if before > self.pos {
                break;
            }
            into.push(self.comment(token));
            self.next_comment += 1;
        }
    }

    /// A comment on the line of the token just taken.
    fn trailing(&mut self) -> Option<Comment> {
        let (before, token) = self.comments.get(self.next_comment).copied()?;
        if before != self.pos || token.first {
            return None;
        }
        self.next_comment += 1;
        Some(self.comment(token))
    }

    // --- statements ---------------------------------------------------------------------------------------

    fn items(&mut self, depth: usize) -> (Vec<Item>, Vec<Comment>) {
        let mut items = Vec::new();
        let mut said = Said::default();
        loop {
            let mut comments = Vec::new();
            self.comments(&mut comments);
            let Some(token) = self.peek(0) else { return (items, comments) };
            if token.kind == Kind::Close {
                if depth > 0 {
                    return (items, comments);
                }
                let span = self.span(token);
                self.faults.push(
                    Diagnostic::error(
                        "design.extra-brace",
                        span,
                        Localized::new(
                            "en } for mye: ingen blokk er åpen her",
                            "one } too many: no block is open here",
                        ),
                    )
                    .help(Localized::new("ta den bort", "take it away")),
                );
                self.pos += 1;
                continue;
            }
            self.statements += 1;
            if self.statements == MOST_STATEMENTS {
                let _: Read<()> = self.fail(
                    "design.too-large",
                    self.span(token),
                    localized!(
                        "mer enn {MOST_STATEMENTS} utsagn; resten er ikke lest",
                        "more than {MOST_STATEMENTS} statements; the rest was not read"
                    ),
                    Localized::default(),
                );
            }
            if self.statements >= MOST_STATEMENTS {
                self.pos = self.tokens.len();
                return (items, comments);
            }
            let start = self.pos;
            match self.statement(depth, &mut comments) {
                Ok(statement) => {
                    said.again(&statement, &mut self.faults);
                    let trailing = self.trailing();
                    items.push(Item {
                        comments,
                        blank: token.blank,
                        fresh: token.first,
                        statement,
                        trailing,
                    });
                }
                Err(Faulty) => self.skip(start),
            }
        }
    }

    /// Goes on to where a statement can begin: a new line, a keyword of the block, or the block's end.
    fn skip(&mut self, start: usize) {
        if self.pos == start {
            if self.kind() == Some(Kind::Open) {
                self.skip_block();
                return;
            }
            self.pos += 1;
        }
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Close => return,
                Kind::Open => {
                    self.skip_block();
                    return;
                }
                _ if token.first => return,
                Kind::Word if self.keyword(self.scope).is_some() => return,
                _ => self.pos += 1,
            }
        }
    }

    /// Goes past a block whose statement was not understood.
    fn skip_block(&mut self) {
        let mut open = 0_usize;
        while let Some(token) = self.peek(0) {
            match token.kind {
                Kind::Open => open += 1,
                Kind::Close if open <= 1 => {
                    self.pos += 1;
                    return;
                }
                Kind::Close => open -= 1,
                _ => {}
            }
            self.pos += 1;
        }
    }

    /// The longest keyword of a block that stands here.
    pub(super) fn keyword(&self, scope: Scope) -> Option<(usize, Entry<'a>)> {
        let first = self.word(0)?;
        let known = self.lexicon.starting(scope, &first).iter().find(|k| self.stands(&k.words[1..], 1))?;
        Some((known.words.len(), known.entry))
    }

    /// Whether these words follow on the same line.
    pub(super) fn stands(&self, words: &[String], from: usize) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(i, w)| self.same_line(from + i) && self.word(from + i).as_ref() == Some(w))
    }

    fn statement(&mut self, depth: usize, comments: &mut Vec<Comment>) -> Read<Statement> {
        let start = self.pos;
        self.printed.clear();
        let entry = match self.kind() {
            Some(Kind::Number) => {
                let size = KEYWORDS.iter().find(|k| k.key == Key::Size && k.within.contains(&self.scope));
                size.map(|k| (0, Entry::Structure(k)))
            }
            Some(Kind::Word) => self.keyword(self.scope),
            _ => {
                let name = self.scope.name();
                return self.expected(
                    &format!("et ord som hører til i «{name}»"),
                    &format!("a word that belongs in “{name}”"),
                );
            }
        };
        let Some((words, entry)) = entry.or_else(|| self.unknown_word()) else { return Err(Faulty) };
        for _ in 0..words {
            self.take();
        }
        let keyword = self.since(start);
        let (what, opens) = match entry {
            Entry::Structure(k) => {
                let (parts, opens) = self.pieces(k, keyword)?;
                (What::Structure(k.key, parts), opens.map(|o| (o, k)))
            }
            Entry::Fact(def) => (What::Facts(self.facts(def, start)?), None),
        };
        let span = self.since(start);
        let text = std::mem::take(&mut self.printed);
        let block = match opens {
            Some((scope, k)) => self.block(scope, k, span, depth, comments)?,
            None => None,
        };
        self.comments_inside(comments);
        Ok(Statement { what, keyword, span, text, block })
    }

    /// Comments between the words of a statement move before it.
    fn comments_inside(&mut self, into: &mut Vec<Comment>) {
        while let Some((before, token)) = self.comments.get(self.next_comment).copied() {
            if before >= self.pos {
                break;
            }
            into.push(self.comment(token));
            self.next_comment += 1;
        }
    }

    fn block(
        &mut self,
        scope: Scope,
        keyword: &'static Keyword,
        head: Span,
        depth: usize,
        comments: &mut Vec<Comment>,
    ) -> Read<Option<Block>> {
        if self.kind() != Some(Kind::Open) {
            if !keyword.needs_block {
                return Ok(None);
            }
            let word = keyword.words.first().copied().unwrap_or_default();
            let _: Read<()> = self.fail(
                "design.missing-block",
                head,
                localized!("«{word}» mangler sin blokk", "“{word}” has no block"),
                localized!("skriv {word} … {{ … }}", "write {word} … {{ … }}"),
            );
            return Err(Faulty);
        }
        let open = self.here();
        if depth >= DEEPEST {
            let _: Read<()> = self.fail(
                "design.too-deep",
                open,
                localized!(
                    "mer enn {DEEPEST} blokker inne i hverandre",
                    "more than {DEEPEST} blocks inside each other"
                ),
                Localized::default(),
            );
            return Err(Faulty);
        }
        self.comments(comments);
        let first_line = self.pos;
        self.pos += 1;
        let behind = self.trailing();
        let outer = std::mem::replace(&mut self.scope, scope);
        let (items, tail) = self.items(depth + 1);
        self.scope = outer;
        let inline = behind.is_none()
            && tail.is_empty()
            && self.tokens.get(first_line + 1..=self.pos).is_some_and(|t| t.iter().all(|t| !t.first))
            && items.iter().all(|i| i.comments.is_empty() && i.trailing.is_none());
        if self.kind() == Some(Kind::Close) {
            self.pos += 1;
        } else {
            let name = scope.name();
            self.faults.push(
                Diagnostic::error(
                    "design.open-block",
                    open,
                    localized!("blokken «{name}» blir aldri lukket", "the block “{name}” is never closed"),
                )
                .label(Localized::new("åpnes her", "opened here"))
                .help(Localized::new("sett } der blokken slutter", "put } where the block ends")),
            );
        }
        let span = open.to(self.since(self.pos.saturating_sub(1)));
        Ok(Some(Block { span, open: behind, items, tail, inline }))
    }

    // --- unknown words ------------------------------------------------------------------------------------

    /// Reports a word the block does not know. A slip of the hand in a word that opens a block is read as what
    /// it was meant to be, so that the faults inside are found too.
    fn unknown_word(&mut self) -> Option<(usize, Entry<'a>)> {
        let token = self.peek(0)?;
        let span = self.span(token);
        if self.faults.full() {
            let _: Read<()> =
                self.fail("design.unknown-word", span, Localized::default(), Localized::default());
            return None;
        }
        let scope = self.scope.name();
        let mut written: String = self.written(token).chars().take(60).collect();
        if token.kind != Kind::Word {
            let _: Read<()> = self.fail(
                "design.expected",
                span,
                localized!(
                    "«{written}» kan ikke stå først i et utsagn her",
                    "“{written}” cannot begin a statement here"
                ),
                Localized::default(),
            );
            return None;
        }
        let next = self.peek(1).filter(|t| t.kind == Kind::Word && !t.first);
        let two = next.map(|t| format!("{written} {}", self.written(t).chars().take(60).collect::<String>()));
        let known: Vec<(String, Entry<'a>)> = self.lexicon.words_of(self.scope).collect();
        let near = |w: &str| closest(w, known.iter().map(|(k, _)| k.as_str())).map(str::to_owned);
        let mut place = span;
        let mut guess = two.as_deref().and_then(near).filter(|g| g.contains(' '));
        if let (Some(_), Some(next), Some(two)) = (&guess, next, two) {
            place = span.to(self.span(next));
            written = two;
            // The second word belongs to the fault, even where it is a keyword of its own.
            self.pos += 2;
        } else {
            guess = near(&written);
        }
        let message = if self.scope == Scope::File {
            localized!(
                "«{written}» kan ikke stå utenfor et prosjekt",
                "“{written}” cannot stand outside a project"
            )
        } else {
            localized!("ukjent ord «{written}» i «{scope}»", "unknown word “{written}” in “{scope}”")
        };
        let mut fault = Diagnostic::error("design.unknown-word", place, message);
        let entry = guess.as_ref().and_then(|g| known.iter().find(|(k, _)| k == g)).map(|(_, e)| *e);
        let homes = if guess.is_some() { Vec::new() } else { self.homes() };
        if let Some(guess) = guess {
            fault =
                fault.label(localized!("mente du «{guess}»?", "did you mean “{guess}”?")).replace_with(guess);
        } else if !homes.is_empty() {
            let list = homes.join("», «");
            fault = fault
                .help(localized!("«{written}» hører hjemme i «{list}»", "“{written}” belongs in “{list}”"));
        } else if self.scope == Scope::File {
            fault = fault.help(Localized::new(
                "skriv prosjekt \"Navn\" { … } rundt det hele",
                "write prosjekt \"Name\" { … } around it all",
            ));
        }
        self.faults.push(fault);
        match entry {
            Some(Entry::Structure(k)) if k.opens.is_some() => Some((1, Entry::Structure(k))),
            _ => None,
        }
    }

    /// The blocks where the word that stands here is known.
    fn homes(&self) -> Vec<&'static str> {
        let elsewhere = |s: &Scope| !matches!(s, Scope::All(_)) && self.keyword(*s).is_some();
        Scope::ALL.into_iter().filter(elsewhere).map(Scope::name).collect()
    }

    /// Reports a written value that is none of the known ones.
    pub(super) fn unknown_value<'k>(
        &mut self,
        what: (&str, &str),
        known: impl Iterator<Item = &'k str>,
        shown: &[&str],
    ) {
        let span = self.here();
        let written: String =
            self.peek(0).map_or("", |t| self.written(t)).trim_matches('"').chars().take(60).collect();
        let (nb, en) = what;
        let mut fault = Diagnostic::error(
            "design.unknown-value",
            span,
            localized!("«{written}» er ikke {nb}", "“{written}” is not {en}"),
        );
        if let Some(guess) = closest(&written, known) {
            fault =
                fault.label(localized!("mente du «{guess}»?", "did you mean “{guess}”?")).replace_with(guess);
        }
        if !shown.is_empty() {
            let more = if shown.len() > 16 { " …" } else { "" };
            let list = shown.iter().take(16).copied().collect::<Vec<_>>().join(", ");
            fault = fault.help(localized!("kjente ord: {list}{more}", "known words: {list}{more}"));
        }
        self.faults.push(fault);
    }

    /// The facts whose keyword goes on from this one and stands here.
    pub(super) fn continuation(&self, scope: Scope, start: &[String]) -> Option<(Vec<String>, &'a FactDef)> {
        let here = self.lexicon.continuations(scope, start);
        let (words, def) = here
            .into_iter()
            .find(|(words, _)| self.word(0).as_ref() == words.first() && self.stands(&words[1..], 1))?;
        let mut all = start.to_vec();
        all.extend(words.iter().cloned());
        Some((all, def))
    }

    /// The keyword of a fact as it was matched.
    pub(super) fn words_of(&self, scope: Scope, def: &FactDef, first: &str) -> Vec<String> {
        let same = |k: &&Known<'_>| matches!(k.entry, Entry::Fact(d) if d.id == def.id);
        self.lexicon.starting(scope, first).iter().find(same).map(|k| k.words.clone()).unwrap_or_default()
    }
}
