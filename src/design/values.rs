//! The values of facts, each kind as the vocabulary says it is written, and lists of furniture and equipment.

use super::ast::{FixtureItem, Stated};
use super::grammar::Scope;
use super::lexer::Kind;
use super::lexicon::Phrases;
use super::parse::{Faulty, Parser, Read};
use super::pieces::unquoted;
use super::twice::twice;
use crate::localized;
use crate::model::Value;
use crate::quantity::{Dimension, LARGEST, Quantity};
use crate::source::Diagnostic;
use crate::text::Localized;
use crate::vocab::{FactDef, FactKind, SubjectKind, normalise};

/// Longest plausible length of a part of a room, in metres: beyond it a unit was forgotten.
const LONGEST_PART: f64 = 50.0;
/// Most of one thing in a list.
const MOST_OF_ONE: f64 = 1000.0;
/// Most words or things in one list.
const LONGEST_LIST: usize = 1000;

impl<'a> Parser<'a> {
    /// The value after a fact's keyword, and the facts whose keywords go on from it.
    pub(super) fn facts(&mut self, def: &'a FactDef, start: usize) -> Read<Vec<Stated>> {
        let first = self.first_word(start);
        let scope = self.scope;
        let value = self.fact_value(def, false)?;
        let mut all = vec![Stated { fact: def.id.clone(), value, span: self.since(start) }];
        let mut at = self.words_of(scope, def, &first);
        // `gulv vinyl oppbrett 12 cm dekor parkett`: «dekor» goes on from «gulv», not from «gulv oppbrett».
        while !at.is_empty() {
            let own_line = self.peek(0).is_some_and(|t| t.first) && self.keyword(scope).is_some();
            let next = if own_line { None } else { self.continuation(scope, &at) };
            let Some((words, def)) = next else {
                at.pop();
                continue;
            };
            let start = self.mark();
            for _ in at.len()..words.len() {
                self.take();
            }
            let value = self.fact_value(def, false)?;
            all.push(Stated { fact: def.id.clone(), value, span: self.since(start) });
            at = words;
        }
        Ok(all)
    }

    fn take_many(&mut self, n: usize) {
        for _ in 0..n {
            self.take();
        }
    }

    fn first_word(&self, start: usize) -> String {
        let back = self.mark().saturating_sub(start);
        self.before(back).map(|t| normalise(self.written(t))).unwrap_or_default()
    }

    /// A fact's value; none for «ukjent». In a list of equipment «ja» may be left out, and a comma that no known word
    /// follows belongs to the list.
    fn fact_value(&mut self, def: &'a FactDef, listed: bool) -> Read<Option<Value>> {
        // NOTE: a value stands on its keyword's line, so that a forgotten one does not swallow the next statement.
        if !listed && !self.same_line(0) {
            return self.no_value(def);
        }
        if matches!(def.kind, FactKind::Word | FactKind::Words | FactKind::Layers) {
            return self.words(def, listed);
        }
        if self.accept_word(&["ukjent"]).is_some() {
            return Ok(None);
        }
        if let Some(dimension) = def.kind.dimension() {
            return self.number_of(def, dimension).map(Some);
        }
        match def.kind {
            FactKind::Bool => {
                if self.accept_word(&["ja"]).is_some() {
                    Ok(Some(Value::Bool(true)))
                } else if self.accept_word(&["nei"]).is_some() {
                    Ok(Some(Value::Bool(false)))
                } else if listed {
                    Ok(Some(Value::Bool(true)))
                } else {
                    self.expected("ja eller nei", "ja (yes) or nei (no)")
                }
            }
            FactKind::Date => self.date().map(Some),
            _ => match self.kind() {
                Some(Kind::Text) => Ok(Some(Value::Text(self.quoted()))),
                Some(Kind::Word | Kind::Number) if self.same_line(0) => {
                    let span = self.here();
                    let written = self.peek(0).map_or("", |t| self.written(t));
                    let fault = Diagnostic::error(
                        "design.expected",
                        span,
                        Localized::new("tekster står i anførselstegn", "texts stand in quotation marks"),
                    );
                    self.faults.push(fault.replace_with(format!("\"{written}\"")));
                    Err(Faulty)
                }
                _ => self.expected("en tekst i anførselstegn", "a text in quotation marks"),
            },
        }
    }

    fn no_value<T>(&mut self, def: &FactDef) -> Read<T> {
        let span = self.since(self.mark().saturating_sub(1));
        let name = &def.name;
        let message =
            Localized::new(format!("{} mangler verdi", name.nb), format!("{} has no value", name.en));
        let help = def.example.as_ref().map(|e| localized!("skriv {e}", "write {e}")).unwrap_or_default();
        self.fail("design.no-value", span, message, help)
    }

    fn number_of(&mut self, def: &FactDef, dimension: Dimension) -> Read<Value> {
        // NOTE: a bare 35 for a share could be 35 or 0.35 of the whole, so that the sign must be written.
        let (value, span) = self.dimensioned(dimension, dimension != Dimension::Ratio)?;
        let part = matches!(
            def.subject,
            SubjectKind::Room
                | SubjectKind::Door
                | SubjectKind::Window
                | SubjectKind::Wall
                | SubjectKind::Fixture
        );
        let bare =
            self.text.get(span.start..span.end).is_some_and(|w| !w.contains(|c: char| c.is_alphabetic()));
        let fault = match dimension {
            Dimension::Length | Dimension::Area | Dimension::Count | Dimension::Ratio | Dimension::Sound
                if value < 0.0 =>
            {
                Some((
                    Localized::new("verdien kan ikke være negativ", "the value cannot be negative"),
                    Localized::default(),
                ))
            }
            Dimension::Count if value.fract() != 0.0 => {
                Some((Localized::new("ventet et helt tall", "expected a whole number"), Localized::default()))
            }
            Dimension::Length if part && (value > LONGEST_PART || (bare && value >= 10.0)) => {
                let written = self.text.get(span.start..span.end).unwrap_or("");
                Some((
                    localized!(
                        "{written} er meter: det kan ikke stemme her",
                        "{written} is metres: that cannot be right here"
                    ),
                    localized!(
                        "mente du {written} cm eller {written} mm?",
                        "did you mean {written} cm or {written} mm?"
                    ),
                ))
            }
            _ if value.abs() > LARGEST => {
                Some((Localized::new("verdien er for stor", "the value is too large"), Localized::default()))
            }
            _ => None,
        };
        match fault {
            Some((message, help)) => self.fail("design.impossible", span, message, help),
            None => Ok(Value::Quantity(Quantity::new(value, dimension))),
        }
    }

    fn date(&mut self) -> Read<Value> {
        let token = self.peek(0);
        let written = match self.kind() {
            Some(Kind::Word | Kind::Text) => unquoted(token.map_or("", |t| self.written(t))),
            _ => return self.expected("en dato, som 2026-05-31", "a date, such as 2026-05-31"),
        };
        if !is_date(&written) {
            return self.expected("en dato, som 2026-05-31", "a date, such as 2026-05-31");
        }
        self.take();
        Ok(Value::Text(written))
    }

    /// The longest written form that stands here: how many tokens it has, and its meaning.
    fn longest(&self, phrases: &Phrases) -> Option<(usize, String)> {
        let first = self.peek(0)?;
        if first.kind == Kind::Text {
            return phrases.get(&normalise(&unquoted(self.written(first)))).map(|id| (1, id.to_owned()));
        }
        let mut text = String::new();
        let mut best = None;
        for n in 0..phrases.longest() {
            let Some(token) = self.peek(n).filter(|t| n == 0 || !t.first) else { break };
            if !matches!(token.kind, Kind::Word | Kind::Number) {
                break;
            }
            if n > 0 {
                text.push(' ');
            }
            text.push_str(self.written(token));
            if let Some(id) = phrases.get(&normalise(&text)) {
                best = Some((n + 1, id.to_owned()));
            }
        }
        best
    }

    fn words(&mut self, def: &'a FactDef, listed: bool) -> Read<Option<Value>> {
        let phrases = self.lexicon.values(def);
        let many = def.kind != FactKind::Word;
        let mut found: Vec<String> = Vec::new();
        loop {
            if let Some((n, id)) = self.longest(&phrases) {
                self.take_many(n);
                found.push(id);
            } else if many && self.tight_list(&phrases, &mut found) {
                // «5,6» where words are wanted can only be two of them.
            } else if found.is_empty() && self.accept_word(&["ukjent"]).is_some() {
                return Ok(None);
            } else if found.is_empty() && many && self.accept_word(&["ingen"]).is_some() {
                break;
            } else {
                return self.unknown_word_of(def, &phrases);
            }
            if !many || self.kind() != Some(Kind::Comma) {
                break;
            }
            if listed && !self.after_comma(&phrases) {
                break;
            }
            self.in_list(found.len())?;
            self.take();
        }
        Ok(Some(match def.kind {
            FactKind::Word => Value::Word(found.pop().unwrap_or_default()),
            FactKind::Words => Value::words(found),
            _ => Value::Layers(found),
        }))
    }

    /// Reports a list that is too long.
    fn in_list(&mut self, length: usize) -> Read<()> {
        if length < LONGEST_LIST {
            return Ok(());
        }
        let span = self.here();
        let message = localized!(
            "listen har mer enn {LONGEST_LIST} ledd",
            "the list has more than {LONGEST_LIST} parts"
        );
        self.fail("design.impossible", span, message, Localized::default())
    }

    /// Whether a known word stands after the comma that stands here.
    fn after_comma(&self, phrases: &Phrases) -> bool {
        self.peek(1).is_some_and(|t| {
            matches!(t.kind, Kind::Word | Kind::Number) && phrases.get(&normalise(self.written(t))).is_some()
        })
    }

    fn tight_list(&mut self, phrases: &Phrases, found: &mut Vec<String>) -> bool {
        let Some(token) = self.peek(0).filter(|t| t.kind == Kind::Number) else { return false };
        let written = self.written(token);
        let Some((a, b)) = written.split_once(',') else { return false };
        let (Some(first), Some(second)) = (phrases.get(a), phrases.get(b)) else { return false };
        found.extend([first.to_owned(), second.to_owned()]);
        self.take_as(&[(Kind::Number, a), (Kind::Comma, ","), (Kind::Number, b)]);
        true
    }

    fn unknown_word_of<T>(&mut self, def: &FactDef, phrases: &Phrases) -> Read<T> {
        if !matches!(self.kind(), Some(Kind::Word | Kind::Number | Kind::Text)) || self.faults.full() {
            let name = &def.name;
            return self.expected(&format!("en verdi for {}", name.nb), &format!("a value for {}", name.en));
        }
        let names: Vec<&str> = def.values.iter().map(|w| w.nb.as_str()).collect();
        let nb = format!("en verdi for {}", def.name.nb);
        let en = format!("a value for {}", def.name.en);
        self.unknown_value((&nb, &en), phrases.texts(), &names);
        Err(Faulty)
    }

    // --- furniture and equipment --------------------------------------------------------------------------

    /// `komfyr, 2 sprinkler innfelt, seng 0.90 x 2.00 ved (0.30, 2.00) drei 90`
    pub(super) fn fixtures(&mut self) -> Read<Vec<FixtureItem>> {
        let mut all = Vec::new();
        loop {
            let mut item = self.fixture()?;
            self.properties(&mut item)?;
            item.span = item.span.to(self.since(self.mark().saturating_sub(1)));
            all.push(item);
            if self.accept(Kind::Comma).is_none() {
                return Ok(all);
            }
            self.in_list(all.len())?;
        }
    }

    /// `mikrobølgeovn, panelovn`
    pub(super) fn absent(&mut self) -> Read<Vec<FixtureItem>> {
        let mut all = vec![self.fixture()?];
        while self.accept(Kind::Comma).is_some() {
            self.in_list(all.len())?;
            all.push(self.fixture()?);
        }
        Ok(all)
    }

    fn fixture(&mut self) -> Read<FixtureItem> {
        let start = self.mark();
        let mut count = 1;
        if self.kind() == Some(Kind::Number) {
            let span = self.here();
            let (n, _) = self.dimensioned(Dimension::Count, true)?;
            if !(1.0..=MOST_OF_ONE).contains(&n) || n.fract() != 0.0 {
                let message = localized!(
                    "antallet må være fra 1 til {MOST_OF_ONE}",
                    "the number must be from 1 to {MOST_OF_ONE}"
                );
                return self.fail("design.impossible", span, message, Localized::default());
            }
            count = n as usize;
        }
        let lexicon = self.lexicon;
        let Some((n, what)) = self.longest(&lexicon.fixtures) else {
            if !matches!(self.kind(), Some(Kind::Word | Kind::Text)) {
                return self.expected("møbler eller utstyr", "furniture or equipment");
            }
            self.unknown_value(
                ("et møbel eller utstyr", "furniture or equipment"),
                lexicon.fixtures.texts(),
                &[],
            );
            return Err(Faulty);
        };
        self.take_many(n);
        let span = self.since(start);
        Ok(FixtureItem { count, what, size: None, at: None, turn: 0.0, facts: Vec::new(), span })
    }

    fn properties(&mut self, item: &mut FixtureItem) -> Read<()> {
        while let Some(token) = self.peek(0) {
            if token.first {
                return Ok(());
            }
            let start = self.mark();
            if token.kind == Kind::Number && item.size.is_none() {
                item.size = Some(self.size()?);
            } else if token.kind == Kind::Word && self.word(0).as_deref() == Some("ved") && item.at.is_none()
            {
                self.take();
                item.at = Some(self.point()?);
            } else if self.word(0).as_deref() == Some("drei") {
                self.take();
                item.turn = self.angle()?;
            } else if let Some((n, super::lexicon::Entry::Fact(def))) = self.keyword(Scope::Fixture) {
                self.take_many(n);
                let value = self.fact_value(def, true)?;
                self.state(item, def.id.clone(), value, start);
            } else if let Some((def, id)) = self.word(0).and_then(|w| self.lexicon.bare.get(&w)).cloned() {
                self.take();
                let value = if def.kind == FactKind::Word { Value::Word(id) } else { Value::words([id]) };
                self.state(item, def.id.clone(), Some(value), start);
            } else {
                return Ok(());
            }
        }
        Ok(())
    }

    fn state(&mut self, item: &mut FixtureItem, fact: String, value: Option<Value>, start: usize) {
        let span = self.since(start);
        match item.facts.iter().find(|s| s.fact == fact) {
            Some(before) => {
                let before = before.span;
                self.faults.push(twice(span, before));
            }
            None => item.facts.push(Stated { fact, value, span }),
        }
    }
}

/// Whether a text is a date of the calendar as `2026-05-31`.
fn is_date(written: &str) -> bool {
    let parts: Vec<&str> = written.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let digits = |s: &str, n| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if !(digits(year, 4) && digits(month, 2) && digits(day, 2)) {
        return false;
    }
    let read = |s: &str| s.parse::<u32>().unwrap_or(0);
    let (year, month, day) = (read(year), read(month), read(day));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}
