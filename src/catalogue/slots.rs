//! The `{slots}` of a requirement's sentences.

use std::collections::BTreeMap;

use crate::text::Localized;

/// Slots a check may fill. Besides them a sentence may name a parameter or a fact.
pub const SLOTS: &[&str] = &[
    "value",
    "limit",
    "min",
    "max",
    "target",
    "difference",
    "count",
    "total",
    "list",
    "place",
    "expected",
    "found",
    "missing",
    "door",
    "room",
];

/// The slots a sentence names.
pub fn slots_in(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        found.push(&rest[open + 1..open + close]);
        rest = &rest[open + close + 1..];
    }
    found
}

/// What stands for a value nobody knows where a sentence names a fact.
pub fn unknown() -> Localized {
    Localized::new("ukjent", "unknown")
}

/// The sentence with its slots filled; `other` is asked for what the check did not fill, and «–» stands where
/// nobody knows. A part in square brackets is left out when a value in it is not known, and so is a parenthesis
/// that would hold nothing.
pub fn fill(
    text: &str,
    lang: crate::text::Lang,
    slots: &BTreeMap<&'static str, Localized>,
    other: &dyn Fn(&str) -> Option<Localized>,
) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']') else { break };
        out.push_str(&filled(&rest[..open], lang, slots, other).0);
        let (part, known) = filled(&rest[open + 1..open + close], lang, slots, other);
        if known {
            out.push_str(&part);
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(&filled(rest, lang, slots, other).0);
    out.replace(" (–)", "")
}

/// A part with its slots filled, and whether all of them were known.
fn filled(
    text: &str,
    lang: crate::text::Lang,
    slots: &BTreeMap<&'static str, Localized>,
    other: &dyn Fn(&str) -> Option<Localized>,
) -> (String, bool) {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut rest, mut known) = (text, true);
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        let value = slots.get(name).cloned().or_else(|| other(name));
        known &= value.as_ref().is_some_and(|v| *v != unknown());
        let shown = value.as_ref().map_or("–", |v| v.get(lang));
        rest = &rest[open + close + 1..];
        let next = rest.strip_prefix("–{").and_then(|r| Some(&r[..r.find('}')?]));
        let next = next.and_then(|name| slots.get(name).cloned().or_else(|| other(name)));
        out.push_str(next.map_or(shown, |next| before_range(shown, next.get(lang))));
    }
    out.push_str(rest);
    (out, known)
}

/// The first value of a range: its unit stands once, after the last («10–15 %»).
fn before_range<'a>(first: &'a str, last: &str) -> &'a str {
    fn split(text: &str) -> (&str, &str) {
        let end = text.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
        text.split_at(end)
    }
    let (number, unit) = split(first);
    if !number.is_empty() && split(last).1 == unit { number } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn the_unit_of_a_range_stands_once() {
        let range = |min, max| {
            let slots = BTreeMap::from([("min", Localized::same(min)), ("max", Localized::same(max))]);
            fill("utenfor {min}–{max}", Lang::Nb, &slots, &|_| None)
        };
        assert_eq!(range("10\u{a0}%", "15\u{a0}%"), "utenfor 10–15\u{a0}%");
        assert_eq!(range("90\u{a0}cm", "1,2\u{a0}m"), "utenfor 90\u{a0}cm–1,2\u{a0}m");
        assert_eq!(range("8", "12"), "utenfor 8–12");
        assert_eq!(range("ukjent", "ukjent"), "utenfor ukjent–ukjent");
    }

    #[test]
    fn a_slot_nobody_fills_is_a_dash_and_never_the_raw_name() {
        let slots = BTreeMap::from([("value", Localized::same("8 cm"))]);
        assert_eq!(
            fill("oppbrett er {value} av {limit}", Lang::Nb, &slots, &|_| None),
            "oppbrett er 8 cm av –"
        );
        assert_eq!(fill("feil sted ({place})", Lang::Nb, &slots, &|_| None), "feil sted");
        let colour =
            |name: &str| Some(if name == "room.colour" { Localized::same("grå") } else { unknown() });
        let text = "gulvet[ er {room.colour}][, {room.decor}]";
        assert_eq!(fill(text, Lang::Nb, &slots, &colour), "gulvet er grå");
        assert_eq!(fill("[{value}", Lang::Nb, &slots, &colour), "[8 cm");
        assert_eq!(slots_in("{a} og {b.c} {"), ["a", "b.c"]);
    }
}
