//! How are single values written in XML Schema (part 2)?

use super::xml::is_blank;

/// The words of a list (§2.5.1.2).
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_blank).filter(|w| !w.is_empty())
}

/// `xs:normalizedString`: every blank is a space.
pub(super) fn normalized(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

/// `xs:nonNegativeInteger`. A number beyond all bounds is the largest there is.
pub(super) fn count(text: &str) -> Option<u64> {
    let text = text.trim_matches(is_blank);
    let digits = text.strip_prefix('+').unwrap_or(text);
    let zero = text.strip_prefix('-').is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b == b'0'));
    if zero {
        return Some(0);
    }
    let all = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    all.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// `xs:date` (§3.2.9): a day of the Gregorian calendar, with or without a time zone.
pub(super) fn is_date(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let text = text.strip_prefix('-').unwrap_or(text);
    let Some((year, rest)) = text.split_once('-') else { return false };
    let long = year.len() > 4 && year.starts_with('0');
    if year.len() < 4 || long || !year.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let Some((date, zone)) = rest.split_at_checked(5) else { return false };
    let [m1, m2, b'-', d1, d2] = *date.as_bytes() else { return false };
    let (Some(month), Some(day)) = (pair(m1, m2), pair(d1, d2)) else { return false };
    // The calendar repeats after 400 years: the last digits tell a leap year.
    let last = |n: usize| year[year.len().saturating_sub(n)..].parse::<u32>().unwrap_or(0);
    let leap = last(4).is_multiple_of(4) && (!last(2).is_multiple_of(100) || last(4).is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day) && year.bytes().any(|b| b != b'0') && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    match *text.as_bytes() {
        [] | [b'Z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => match (pair(h1, h2), pair(m1, m2)) {
            (Some(14), Some(minutes)) => minutes == 0,
            (Some(hours), Some(minutes)) => hours < 14 && minutes < 60,
            _ => false,
        },
        _ => false,
    }
}

fn pair(a: u8, b: u8) -> Option<u32> {
    let digit = |d: u8| d.is_ascii_digit().then(|| u32::from(d - b'0'));
    Some(digit(a)? * 10 + digit(b)?)
}

/// The pattern of `author` in the schema of IDS: `[^@]+@[^\.]+\..+`.
pub(super) fn is_author(text: &str) -> bool {
    let Some((name, rest)) = text.split_once('@') else { return false };
    let Some((host, end)) = rest.split_once('.') else { return false };
    !name.is_empty() && !host.is_empty() && !end.is_empty() && !end.contains(['\n', '\r'])
}

/// `xs:NCName`, roughly.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for good in
            ["2024-02-29", " 2023-12-31 ", "2000-02-29Z", "12024-01-01", "-0044-03-15", "2024-01-01+14:00"]
        {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-00-10",
            "2024-04-31",
            "2024-1-1",
            "24-01-01",
            "31.12.2023",
            "2024-01-01T00:00:00",
            "2024-01-01+14:01",
            "2024-01-01 Z",
            "0000-01-01",
            "02024-01-01",
            "",
            "2024-01-å1",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        assert_eq!(count(" +12 "), Some(12));
        assert_eq!(count("-0"), Some(0));
        assert_eq!(count("99999999999999999999999"), Some(u64::MAX));
        for bad in ["", "-1", "1.0", "unbounded", "+", "1 2", "٣"] {
            assert_eq!(count(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_author_is_an_address() {
        assert!(is_author("kari@firma.no") && is_author("a b@c@d.e") && is_author("x@y.z w"));
        for bad in ["kari", "@firma.no", "kari@.no", "kari@firma", "kari@firma.", ""] {
            assert!(!is_author(bad), "{bad}");
        }
    }
}
