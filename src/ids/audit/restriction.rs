//! Is a restriction sound in itself: a base type that IDS knows, limits that type may have, values of that type, and
//! something left that satisfies all of them?

use super::base::Base;
use super::faults::{Faults, shown, some};
use crate::ids::document::{Constraint, Limit, LimitKind, Restriction};
use crate::ids::pattern::Pattern;
use crate::localized;
use crate::source::{Diagnostic, Severity, Span};
use crate::text::{Localized, closest};

/// A constraint on a value or a name, whatever it is compared with.
pub(super) fn constraint(constraint: &Constraint, faults: &mut Faults) {
    if let Constraint::Restriction(restriction) = constraint {
        self::restriction(restriction, faults);
    }
}

/// A constraint on a name: a text, and not an empty one.
pub(super) fn name(constraint: &Constraint, the: &Localized, faults: &mut Faults) {
    self::constraint(constraint, faults);
    match constraint {
        Constraint::Simple(text) if text.as_str().trim().is_empty() => {
            let (nb, en) = (&the.nb, &the.en);
            faults.say(
                Diagnostic::error("ids.empty", text.span, localized!("{nb} er tom", "{en} is empty"))
                    .help(Localized::new(format!("skriv {nb}"), format!("write {en}"))),
            );
        }
        Constraint::Simple(_) => {}
        Constraint::Restriction(restriction) => must_be(restriction, Base::String, faults),
    }
}

/// Tells that a restriction has another base type than the one that is compared with.
pub(super) fn must_be(restriction: &Restriction, wanted: Base, faults: &mut Faults) {
    let Some(base) = &restriction.base else { return };
    if Base::of_name(base.as_str()).is_some_and(|b| b != wanted) {
        let (is, should) = (shown(base.as_str()), wanted.name());
        faults.say(
            Diagnostic::error(
                "ids.base",
                base.span,
                localized!(
                    "restriksjonen er på xs:{is}, men verdien er xs:{should}",
                    "the restriction is of xs:{is}, but the value is xs:{should}"
                ),
            )
            .help(localized!("skriv base=\"xs:{should}\"", "write base=\"xs:{should}\""))
            .replace_with(format!("xs:{should}")),
        );
    }
}

fn restriction(restriction: &Restriction, faults: &mut Faults) {
    if restriction.limits.is_empty() {
        faults.say(
            Diagnostic::error(
                "ids.restriction-empty",
                restriction.span,
                Localized::new("restriksjonen begrenser ingenting", "the restriction restricts nothing"),
            )
            .help(Localized::new(
                "legg til <xs:enumeration>, <xs:pattern> eller grenser, eller bruk <simpleValue>",
                "add <xs:enumeration>, <xs:pattern> or bounds, or use <simpleValue>",
            )),
        );
    }
    for limit in restriction.of(LimitKind::Pattern) {
        pattern(limit, faults);
    }
    let Some(text) = &restriction.base else {
        faults.say(
            Diagnostic::error(
                "ids.base",
                restriction.span,
                Localized::new(
                    "restriksjonen sier ikke hvilken type verdiene har",
                    "the restriction does not say of which type the values are",
                ),
            )
            .help(Localized::new(
                "skriv base=\"xs:string\", eller den typen verdien har",
                "write base=\"xs:string\", or the type the value has",
            )),
        );
        return;
    };
    let Some(base) = Base::of_name(text.as_str()) else {
        let is = shown(text.as_str());
        let fault = Diagnostic::error(
            "ids.base",
            text.span,
            localized!(
                "xs:{is} er ikke en type IDS kan begrense",
                "xs:{is} is no type that IDS can restrict"
            ),
        );
        let near = match text.as_str() {
            "decimal" | "float" => Some("double"),
            "int" | "long" | "short" | "nonNegativeInteger" | "positiveInteger" => Some("integer"),
            other => closest(other, Base::names()),
        };
        faults.say(match near {
            Some(near) => fault
                .help(localized!("skriv base=\"xs:{near}\"", "write base=\"xs:{near}\""))
                .replace_with(format!("xs:{near}")),
            None => {
                let all = some(Base::names());
                fault.help(localized!("typene er {all}", "the types are {all}"))
            }
        });
        return;
    };
    let before = restriction.limits.len();
    let sound = restriction.limits.iter().filter(|l| limit(l, base, faults)).count();
    if sound == before {
        together(restriction, base, faults);
    }
}

/// Whether one limit is in order.
fn limit(limit: &Limit, base: Base, faults: &mut Faults) -> bool {
    let (tag, name, value) = (limit.kind.tag(), base.name(), limit.value.as_str());
    if !base.allows(limit.kind) {
        let can: Vec<&str> =
            LimitKind::ALL.into_iter().filter(|k| base.allows(*k)).map(LimitKind::tag).collect();
        let can = can.join(", ");
        faults.say(
            Diagnostic::error(
                "ids.limit",
                limit.span,
                localized!("xs:{tag} kan ikke brukes på xs:{name}", "xs:{tag} cannot be used of xs:{name}"),
            )
            .help(localized!("på xs:{name} kan stå: {can}", "of xs:{name} there can be: {can}")),
        );
        return false;
    }
    let counts = matches!(limit.kind, LimitKind::Length | LimitKind::MinLength | LimitKind::MaxLength);
    let right = match limit.kind {
        LimitKind::Pattern => return Pattern::new(value).is_ok(),
        _ if counts => value.trim().parse::<usize>().is_ok(),
        _ => base.holds(value),
    };
    if !right {
        let text = shown(value);
        let example = if counts { "5" } else { base.example() };
        faults.say(
            Diagnostic::error(
                "ids.limit-value",
                limit.value.span,
                localized!(
                    "«{text}» er ikke en verdi xs:{tag} av xs:{name} kan ha",
                    "“{text}” is no value that xs:{tag} of xs:{name} can have"
                ),
            )
            .help(localized!("skriv for eksempel «{example}»", "write for example “{example}”")),
        );
    }
    right
}

/// A pattern that cannot be read, or is written as for another kind of regular expression.
fn pattern(limit: &Limit, faults: &mut Faults) {
    let text = limit.value.as_str();
    match Pattern::new(text) {
        Err(why) => {
            let text = shown(text);
            let why = why.words();
            faults.say(
                Diagnostic::error(
                    "ids.pattern",
                    limit.value.span,
                    Localized::new(
                        format!("mønsteret «{text}» kan ikke leses: {}", why.nb),
                        format!("the pattern “{text}” cannot be read: {}", why.en),
                    ),
                )
                .help(Localized::new(
                    "IDS bruker regulære uttrykk som i XML Schema: . * + ? [a-z] {1,3} (a|b) \\d",
                    "IDS uses the regular expressions of XML Schema: . * + ? [a-z] {1,3} (a|b) \\d",
                )),
            );
        }
        Ok(_) if text.starts_with('^') || (text.ends_with('$') && !text.ends_with("\\$")) => {
            let bare = text.strip_prefix('^').unwrap_or(text);
            let bare = bare.strip_suffix('$').unwrap_or(bare);
            faults.say(
                Diagnostic::warning(
                    "ids.pattern-anchor",
                    limit.value.span,
                    Localized::new(
                        "^ og $ er vanlige tegn i et mønster i IDS, og må stå i verdien",
                        "^ and $ are ordinary characters in a pattern of IDS, and must stand in the value",
                    ),
                )
                .help(Localized::new(
                    "ta dem bort: mønsteret gjelder alltid hele verdien",
                    "take them away: the pattern is always about the whole value",
                ))
                .replace_with(bare),
            );
        }
        Ok(_) => {}
    }
}

/// Whether limits that are each in order leave anything.
fn together(restriction: &Restriction, base: Base, faults: &mut Faults) {
    use LimitKind::{
        Enumeration, Length, MaxExclusive, MaxInclusive, MaxLength, MinExclusive, MinInclusive, MinLength,
    };
    let first = |kind| restriction.of(kind).next();
    for kind in [MinInclusive, MinExclusive, MaxInclusive, MaxExclusive, Length, MinLength, MaxLength] {
        if let Some(again) = restriction.of(kind).nth(1) {
            let tag = kind.tag();
            say(
                faults,
                Severity::Error,
                again.span,
                localized!("xs:{tag} står mer enn én gang", "xs:{tag} stands more than once"),
                Localized::new("behold den som gjelder", "keep the one that holds"),
            );
        }
    }
    for (a, b) in
        [(MinInclusive, MinExclusive), (MaxInclusive, MaxExclusive), (Length, MinLength), (Length, MaxLength)]
    {
        if let (Some(_), Some(second)) = (first(a), first(b)) {
            let (a, b) = (a.tag(), b.tag());
            say(
                faults,
                Severity::Error,
                second.span,
                localized!("xs:{a} og xs:{b} kan ikke stå sammen", "xs:{a} and xs:{b} cannot stand together"),
                Localized::new("behold én av dem", "keep one of them"),
            );
        }
    }
    let count = |l: Option<&Limit>| l.and_then(|l| l.value.as_str().trim().parse::<usize>().ok());
    if let (Some(low), Some(high), Some(at)) =
        (count(first(MinLength)), count(first(MaxLength)), first(MaxLength))
        && low > high
    {
        inverted(faults, at.span);
    }
    let low = first(MinInclusive).or_else(|| first(MinExclusive));
    let high = first(MaxInclusive).or_else(|| first(MaxExclusive));
    if let (Some(low), Some(high)) = (low, high)
        && let Some(order) = compare(base, low.value.as_str(), high.value.as_str())
    {
        let open = low.kind == MinExclusive || high.kind == MaxExclusive;
        if order.is_gt() || (order.is_eq() && open) {
            inverted(faults, high.span);
        }
    }
    let patterns: Vec<Pattern> =
        restriction.of(LimitKind::Pattern).filter_map(|l| Pattern::new(l.value.as_str()).ok()).collect();
    let passes = |text: &str| {
        let length = text.chars().count();
        let within = |limit: Option<&Limit>, ok: fn(std::cmp::Ordering) -> bool| {
            limit.is_none_or(|l| compare(base, text, l.value.as_str()).is_none_or(ok))
        };
        (patterns.is_empty() || patterns.iter().any(|p| p.is_match(text)))
            && count(first(Length)).is_none_or(|n| length == n)
            && count(first(MinLength)).is_none_or(|n| length >= n)
            && count(first(MaxLength)).is_none_or(|n| length <= n)
            && within(first(MinInclusive), std::cmp::Ordering::is_ge)
            && within(first(MinExclusive), std::cmp::Ordering::is_gt)
            && within(first(MaxInclusive), std::cmp::Ordering::is_le)
            && within(first(MaxExclusive), std::cmp::Ordering::is_lt)
    };
    let listed: Vec<&Limit> = restriction.of(Enumeration).collect();
    let shut: Vec<&&Limit> = listed.iter().filter(|l| !passes(l.value.as_str())).collect();
    if !listed.is_empty() && shut.len() == listed.len() {
        say(
            faults,
            Severity::Error,
            restriction.span,
            Localized::new(
                "ingen av verdiene i listen oppfyller de andre begrensningene",
                "none of the values listed satisfies the other limits",
            ),
            Localized::new("behold listen eller begrensningene", "keep the list or the limits"),
        );
    } else {
        for limit in shut {
            let text = shown(limit.value.as_str());
            say(
                faults,
                Severity::Warning,
                limit.span,
                localized!(
                    "«{text}» oppfyller ikke de andre begrensningene og kan aldri gjelde",
                    "“{text}” does not satisfy the other limits and can never count"
                ),
                Localized::new("ta verdien bort", "take the value away"),
            );
        }
    }
    let mut seen: Vec<&str> = Vec::new();
    for limit in &listed {
        let value = limit.value.as_str();
        // NOTE: a list may be long; only its beginning is looked through for what stands twice.
        if seen.contains(&value) {
            let text = shown(value);
            say(
                faults,
                Severity::Warning,
                limit.span,
                localized!(
                    "«{text}» står mer enn én gang i listen",
                    "“{text}” stands more than once in the list"
                ),
                Localized::new("ta den ene bort", "take one away"),
            );
        } else if seen.len() < 500 {
            seen.push(value);
        }
    }
    if base == Base::Boolean
        && !patterns.is_empty()
        && !["true", "false", "0", "1"].iter().any(|t| patterns.iter().any(|p| p.is_match(t)))
    {
        say(
            faults,
            Severity::Error,
            restriction.span,
            Localized::new(
                "mønsteret passer verken på true eller false",
                "the pattern matches neither true nor false",
            ),
            Localized::new("bruk <simpleValue>true</simpleValue>", "use <simpleValue>true</simpleValue>"),
        );
    }
}

fn inverted(faults: &mut Faults, span: Span) {
    say(
        faults,
        Severity::Error,
        span,
        Localized::new(
            "den øvre grensen er under den nedre, så ingen verdi passer",
            "the upper limit is below the lower one, so that no value fits",
        ),
        Localized::new("bytt om grensene, eller ta bort én", "swap the limits, or take one away"),
    );
}

fn say(faults: &mut Faults, severity: Severity, span: Span, message: Localized, help: Localized) {
    let fault = Diagnostic::new(severity, "ids.restriction", message);
    faults.say(fault.at(span, Localized::default()).help(help));
}

/// Which of two values comes first. Dates and times of one shape are in the order of their texts.
fn compare(base: Base, a: &str, b: &str) -> Option<std::cmp::Ordering> {
    match base {
        Base::Integer | Base::Double => base.number(a)?.partial_cmp(&base.number(b)?),
        Base::Date | Base::DateTime | Base::Time if a.len() == b.len() => Some(a.cmp(b)),
        _ => None,
    }
}
