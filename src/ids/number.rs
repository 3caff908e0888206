//! When are two values the same, and how is a value written in an IDS file?
//!
//! The forms are those of XML Schema as the IDS documentation narrows them (*Data types*, XML base types); numbers are
//! the same within the tolerance of IDS 1.0.

/// The relative and the absolute part of the tolerance (IDS 1.0, *Precision*).
const EPSILON: f64 = 1e-6;

/// Whether a number of the model is the one asked for: `v − |v|ε − ε ≤ x ≤ v + |v|ε + ε` with ε = 10⁻⁶.
///
/// The documentation says that the limits themselves do not count, the official cases that they do; a rounding of the
/// last binary digits never decides.
pub fn equal(found: f64, asked: f64) -> bool {
    let tolerance = asked.abs() * EPSILON + EPSILON;
    let rounding = (asked.abs() + tolerance) * 4e-15;
    (found - asked).abs() <= tolerance + rounding
}

/// The number a text is, as `xs:double`: a point for decimals, no blanks, no separators of thousands.
pub fn number(text: &str) -> Option<f64> {
    match text {
        "NaN" => return Some(f64::NAN),
        "INF" | "+INF" => return Some(f64::INFINITY),
        "-INF" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok() } else { None }
}

/// Whether a text is an `xs:integer`.
pub fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The truth value a text is, as `xs:boolean`.
pub fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// A point in time or a duration as a number that orders it among those of its own kind: seconds. Nothing for a text
/// that is none. Texts without a time zone count as UTC, a month as the mean of the calendar's.
pub fn moment(text: &str) -> Option<f64> {
    duration(text).or_else(|| {
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (Some(date), Some(time)),
            None if text.as_bytes().get(2) == Some(&b':') => (None, Some(text)),
            None => (Some(text), None),
        };
        let (seconds, zone) = time.map_or(Some((0.0, "")), clock)?;
        let (days, date_zone) = date.map_or(Some((0, "")), |d| calendar(d, time.is_some()))?;
        Some(f64::from(days) * 86_400.0 + seconds - offset(if time.is_some() { zone } else { date_zone })?)
    })
}

fn digits(text: &str) -> Option<u32> {
    let fine = !text.is_empty() && text.len() < 7 && text.bytes().all(|b| b.is_ascii_digit());
    fine.then(|| text.parse().ok()).flatten()
}

/// Days since 1 March of the year 0 of the Gregorian calendar, and the time zone after the date.
fn calendar(text: &str, bare: bool) -> Option<(i32, &str)> {
    let (year, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let (day, zone) = rest.split_at_checked(2)?;
    let (year, month, day) = (digits(year)? as i32, digits(month)? as i32, digits(day)? as i32);
    let fine = (1..=12).contains(&month) && (1..=31).contains(&day) && (!bare || zone.is_empty());
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    fine.then(|| {
        (365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + day, zone)
    })
}

/// Seconds since midnight, and the time zone after the time.
fn clock(text: &str) -> Option<(f64, &str)> {
    let at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(at);
    let mut parts = time.split(':');
    let (hours, minutes) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let seconds = number(parts.next()?)?;
    parts.next().is_none().then_some((f64::from(hours * 60 + minutes) * 60.0 + seconds, zone))
}

/// Seconds a time zone is ahead.
fn offset(zone: &str) -> Option<f64> {
    let (sign, rest) = match zone {
        "" | "Z" => return Some(0.0),
        zone if zone.starts_with('+') => (1.0, &zone[1..]),
        zone if zone.starts_with('-') => (-1.0, &zone[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    Some(sign * f64::from(digits(hours)? * 60 + digits(minutes)?) * 60.0)
}

/// Seconds of an `xs:duration`.
fn duration(text: &str) -> Option<f64> {
    let (sign, text) = text.strip_prefix('-').map_or((1.0, text), |t| (-1.0, t));
    let mut rest = text.strip_prefix('P')?;
    let (mut seconds, mut timed, mut any) = (0.0, false, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T').filter(|_| !timed) {
            (timed, rest) = (true, after);
            continue;
        }
        let at = rest.find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
        let amount = number(&rest[..at])?;
        let unit = match (rest.as_bytes().get(at)?, timed) {
            (b'Y', false) => 365.2425 * 86_400.0,
            (b'M', false) => 365.2425 / 12.0 * 86_400.0,
            (b'D', false) => 86_400.0,
            (b'H', true) => 3600.0,
            (b'M', true) => 60.0,
            (b'S', true) => 1.0,
            _ => return None,
        };
        (seconds, any, rest) = (seconds + amount * unit, true, &rest[at + 1..]);
    }
    any.then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_within_a_millionth_of_themselves_and_a_millionth() {
        assert!(
            equal(1.000_002, 1.0)
                && !equal(1.000_002_1, 1.0)
                && equal(0.999_998, 1.0)
                && !equal(0.999_997_9, 1.0)
        );
        assert!(equal(-1e-6, 0.0) && !equal(-1.1e-6, 0.0));
        assert!(equal(-1_000_001.000_001, -1e6) && !equal(-1_000_001.000_002, -1e6));
        assert!(equal(-0.000_001_100_000_1, -1e-7) && !equal(-0.000_001_100_000_11, -1e-7));
        assert!(!equal(f64::NAN, 1.0));
    }

    #[test]
    fn numbers_are_written_with_a_point() {
        assert_eq!(number("42."), Some(42.0));
        assert_eq!(number("-.5e2"), Some(-50.0));
        for bad in ["", "1,5", "1 000", " 1", "inf", "nan", "0x1", "1e", "."] {
            assert_eq!(number(bad), None, "{bad}");
        }
        assert!(is_integer("-42") && !is_integer("42.0") && !is_integer("") && !is_integer("+"));
        assert_eq!((boolean("true"), boolean("0"), boolean("FALSE")), (Some(true), Some(false), None));
    }

    #[test]
    fn moments_are_ordered() {
        let before = |a: &str, b: &str| moment(a).unwrap() < moment(b).unwrap();
        assert!(before("2023-12-31", "2024-01-01") && before("2024-02-29", "2024-03-01"));
        assert!(before("2024-01-01T12:00:00", "2024-01-01T12:00:00.5") && before("09:30:00", "10:00:00"));
        assert!(before("2024-01-01T12:00:00+02:00", "2024-01-01T12:00:00Z"));
        assert!(before("P1D", "PT25H") && before("P11M", "P1Y") && before("-P1D", "P0D"));
        for bad in ["", "P", "2024", "31.12.2024", "2024-13-01", "1D", "PT", "10:00"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}
