//! Does a value keep to a constraint?
//!
//! A constraint is made ready once: numbers are read, patterns compiled. Values of the model come in SI units and are
//! compared by what they are, text as text and numbers as numbers, whatever the base type of a restriction says.

use crate::ids::document::{Constraint, Limit, LimitKind};
use crate::ids::number;
use crate::ids::pattern::Pattern;
use crate::ifc::Data;
use crate::localized;
use crate::source::Diagnostic;
use std::borrow::Cow;

/// A constraint made ready.
#[derive(Debug, Clone)]
pub(super) struct Test {
    /// One of these, if there are any.
    values: Vec<Value>,
    /// One of these, if there are any.
    patterns: Vec<Pattern>,
    /// All of these.
    limits: Vec<Bound>,
}

/// A value as the file writes it, in all the ways it can be meant.
#[derive(Debug, Clone)]
struct Value {
    text: String,
    number: Option<f64>,
    boolean: Option<bool>,
}

#[derive(Debug, Clone)]
enum Bound {
    /// The kind of the bound, its number and its point in time.
    Order(LimitKind, Option<f64>, Option<f64>),
    /// Fewest and most characters.
    Length(u64, u64),
    /// What IDS does not support: never kept.
    Unsupported,
}

impl Value {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), number: number::number(text), boolean: number::boolean(text) }
    }

    fn is(&self, data: &Data<'_>) -> bool {
        match data {
            Data::Text(text) => self.text == *text,
            Data::Number(found) => self.number.is_some_and(|asked| number::equal(*found, asked)),
            Data::Integer(found) => self.number.is_some_and(|asked| asked == *found as f64),
            Data::Bool(found) => self.boolean == Some(*found),
            Data::Unknown | Data::Other(_) => false,
        }
    }
}

impl Test {
    /// Makes a constraint ready.
    ///
    /// # Errors
    /// If a pattern in it cannot be used.
    pub(super) fn new(constraint: &Constraint) -> Result<Self, Box<Diagnostic>> {
        let mut test = Self { values: Vec::new(), patterns: Vec::new(), limits: Vec::new() };
        match constraint {
            Constraint::Simple(text) => test.values.push(Value::new(&text.value)),
            Constraint::Restriction(restriction) => {
                for limit in &restriction.limits {
                    test.take(limit)?;
                }
            }
        }
        Ok(test)
    }

    fn take(&mut self, limit: &Limit) -> Result<(), Box<Diagnostic>> {
        let text = limit.value.value.as_str();
        let count = || text.trim().parse().unwrap_or(u64::MAX);
        match limit.kind {
            LimitKind::Enumeration => self.values.push(Value::new(text)),
            LimitKind::Pattern => self.patterns.push(Pattern::new(text).map_err(|e| {
                let (nb, en) = (&e.words().nb, &e.words().en);
                let fault = localized!("mønsteret kan ikke brukes: {nb}", "the pattern cannot be used: {en}");
                let help = localized!(
                    "mønstre skrives som i XML Schema, f.eks. [A-Z]{{2}}[0-9]+",
                    "patterns are written as in XML Schema, such as [A-Z]{{2}}[0-9]+"
                );
                Box::new(Diagnostic::error("ids.pattern", limit.value.span, fault).help(help))
            })?),
            LimitKind::MinInclusive
            | LimitKind::MinExclusive
            | LimitKind::MaxInclusive
            | LimitKind::MaxExclusive => {
                self.limits.push(Bound::Order(limit.kind, number::number(text), number::moment(text)));
            }
            LimitKind::Length => self.limits.push(Bound::Length(count(), count())),
            LimitKind::MinLength => self.limits.push(Bound::Length(count(), u64::MAX)),
            LimitKind::MaxLength => self.limits.push(Bound::Length(0, count())),
            LimitKind::TotalDigits | LimitKind::FractionDigits | LimitKind::WhiteSpace => {
                self.limits.push(Bound::Unsupported);
            }
        }
        Ok(())
    }

    /// Whether a text keeps to it.
    pub(super) fn text(&self, text: &str) -> bool {
        self.data(&Data::Text(Cow::Borrowed(text)))
    }

    /// Whether a value keeps to it.
    pub(super) fn data(&self, data: &Data<'_>) -> bool {
        (self.values.is_empty() || self.values.iter().any(|v| v.is(data)))
            && (self.patterns.is_empty()
                || data.as_text().is_some_and(|text| self.patterns.iter().any(|p| p.is_match(text))))
            && self.limits.iter().all(|b| b.holds(data))
    }

    /// Whether it has a lower bound, and whether an upper one.
    pub(super) fn bounds(&self) -> (bool, bool) {
        let has = |kinds: [LimitKind; 2]| {
            self.limits.iter().any(|l| matches!(l, Bound::Order(kind, ..) if kinds.contains(kind)))
        };
        (
            has([LimitKind::MinInclusive, LimitKind::MinExclusive]),
            has([LimitKind::MaxInclusive, LimitKind::MaxExclusive]),
        )
    }
}

impl Bound {
    fn holds(&self, data: &Data<'_>) -> bool {
        match self {
            Self::Order(kind, number, moment) => {
                let (found, asked) = match data {
                    Data::Text(text) => (number::moment(text), *moment),
                    data => (data.as_f64(), *number),
                };
                let (Some(found), Some(asked)) = (found, asked) else { return false };
                match kind {
                    LimitKind::MinInclusive => found >= asked,
                    LimitKind::MinExclusive => found > asked,
                    LimitKind::MaxInclusive => found <= asked,
                    _ => found < asked,
                }
            }
            Self::Length(least, most) => (*least..=*most).contains(&(shown(data).chars().count() as u64)),
            Self::Unsupported => false,
        }
    }
}

/// A value as an IDS file would write it.
pub(super) fn shown<'a>(data: &'a Data<'_>) -> Cow<'a, str> {
    match data {
        Data::Text(text) | Data::Other(text) => Cow::Borrowed(text),
        Data::Number(n) => Cow::Owned(rounded(*n).to_string()),
        Data::Integer(i) => Cow::Owned(i.to_string()),
        Data::Bool(b) => Cow::Borrowed(if *b { "true" } else { "false" }),
        Data::Unknown => Cow::Borrowed("unknown"),
    }
}

/// A number with the digits that count: conversion of units leaves noise in the last ones.
fn rounded(number: f64) -> f64 {
    format!("{number:.10e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::document::{Restriction, Text};
    use crate::source::{SourceId, Span};

    fn text(value: &str) -> Text {
        Text::new(value, Span::new(SourceId(0), 0, 0))
    }

    fn simple(value: &str) -> Test {
        Test::new(&Constraint::Simple(text(value))).unwrap()
    }

    fn limits(all: &[(LimitKind, &str)]) -> Test {
        let span = Span::new(SourceId(0), 0, 0);
        let limits =
            all.iter().map(|(kind, value)| Limit { kind: *kind, value: text(value), span }).collect();
        Test::new(&Constraint::Restriction(Restriction { span, base: None, limits })).unwrap()
    }

    #[test]
    fn values_are_compared_by_what_they_are() {
        let word = |t: &'static str| Data::Text(Cow::Borrowed(t));
        assert!(simple("42").data(&word("42")) && !simple("42.0").data(&word("42")));
        assert!(simple("42.0").data(&Data::Number(42.00004)) && !simple("42.0").data(&Data::Number(42.0001)));
        assert!(simple("42").data(&Data::Integer(42)) && !simple("42").data(&Data::Integer(43)));
        assert!(simple("true").data(&Data::Bool(true)) && simple("0").data(&Data::Bool(false)));
        assert!(!simple("TRUE").data(&Data::Bool(true)) && !simple("unknown").data(&Data::Unknown));
    }

    #[test]
    fn bounds_are_exact_and_about_numbers_or_moments() {
        let range = limits(&[(LimitKind::MinExclusive, "0"), (LimitKind::MaxInclusive, "10")]);
        assert!(range.data(&Data::Number(10.0)) && !range.data(&Data::Number(10.000_000_1)));
        assert!(!range.data(&Data::Number(0.0)) && range.data(&Data::Integer(1)) && !range.text("5"));
        assert_eq!(range.bounds(), (true, true));
        let later = limits(&[(LimitKind::MinInclusive, "2024-01-01")]);
        assert!(later.text("2024-01-01") && !later.text("2023-12-31") && !later.data(&Data::Number(3000.0)));
    }

    #[test]
    fn one_of_several_patterns_is_enough_and_all_lengths_hold() {
        let either = limits(&[(LimitKind::Pattern, "[a-z]+"), (LimitKind::Pattern, "[0-9]+")]);
        assert!(
            either.text("abc") && either.text("12") && !either.text("a1") && !either.data(&Data::Integer(12))
        );
        let length = limits(&[(LimitKind::MinLength, "2"), (LimitKind::MaxLength, "3")]);
        assert!(length.text("æø") && length.text("abc") && !length.text("a") && !length.text("abcd"));
        assert!(!limits(&[(LimitKind::TotalDigits, "2")]).data(&Data::Integer(12)));
    }
}
