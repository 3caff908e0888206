//! Which day is it? Always an argument, never the machine's clock.

use serde::Deserialize;
use toml::value::Datetime;

use crate::text::{Lang, Localized};

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

const MONTHS: [(&str, &str); 12] = [
    ("januar", "January"),
    ("februar", "February"),
    ("mars", "March"),
    ("april", "April"),
    ("mai", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("august", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("desember", "December"),
];

impl Date {
    /// Reads `2026-03-12`; none when there is no such day.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| -> Option<u16> {
            let part = parts.next()?;
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() || !(1..=12).contains(&month) {
            return None;
        }
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        (1..=days).contains(&day).then_some(Self { year, month: month as u8, day: day as u8 })
    }

    /// «12. mars 2026».
    pub fn show(self, lang: Lang) -> String {
        let (nb, en) = MONTHS[usize::from(self.month) - 1];
        match lang {
            Lang::Nb => format!("{}. {nb} {}", self.day, self.year),
            Lang::En => format!("{} {en} {}", self.day, self.year),
        }
    }

    /// Year, month and day.
    pub fn parts(self) -> (i32, u8, u8) {
        (i32::from(self.year), self.month, self.day)
    }

    /// `2026-03-12`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day in a file of settings: a TOML date, or a text that should be one.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Day {
    /// A TOML date, possibly with a time.
    Date(Datetime),
    /// A text.
    Text(String),
}

impl Day {
    /// The day; none when there is no such day, or a time stands with it.
    pub fn date(&self) -> Option<Date> {
        match self {
            Self::Date(d) if d.time.is_none() => Date::parse(&d.to_string()),
            Self::Date(_) => None,
            Self::Text(text) => Date::parse(text.trim()),
        }
    }

    /// What is wrong with one that is no day, and what to do about it.
    pub fn wrong() -> (Localized, Localized) {
        (
            Localized::new("dette er ikke en dato", "this is not a date"),
            Localized::new("skriv den som 2026-03-12", "write it like 2026-03-12"),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_as_people_write_it() {
        let date = Date::parse("2026-03-12").unwrap();
        assert_eq!(date.show(Lang::Nb), "12. mars 2026");
        assert_eq!(date.show(Lang::En), "12 March 2026");
        assert_eq!(date.iso(), "2026-03-12");
    }

    #[test]
    fn a_day_that_does_not_exist_is_no_date() {
        assert_eq!(Date::parse("2026-02-29"), None);
        assert!(Date::parse("2028-02-29").is_some());
        assert_eq!(Date::parse("2026-13-01"), None);
        assert_eq!(Date::parse("12.03.2026"), None);
        assert_eq!(Date::parse("2026-04-31"), None);
        assert_eq!(Date::parse("2026-04-30-1"), None);
    }
}
