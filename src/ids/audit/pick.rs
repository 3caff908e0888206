//! Which of the names there are does a constraint allow, and can it allow any?

use super::base::Base;
use super::faults::{Faults, shown, some};
use crate::ids::document::{Constraint, Limit, LimitKind, Restriction};
use crate::ids::pattern::Pattern;
use crate::localized;
use crate::source::{Code, Diagnostic, Span};
use crate::text::{Localized, closest};

/// A constraint on names, ready to be asked.
pub(super) enum Pick<'d> {
    /// This name.
    One(&'d str, Span),
    /// What a restriction allows.
    Any(Options<'d>),
}

/// What a restriction on texts allows.
pub(super) struct Options<'d> {
    span: Span,
    names: Vec<&'d Limit>,
    /// Patterns that can be read; the others are told elsewhere.
    patterns: Vec<(&'d Limit, Pattern)>,
    lengths: Vec<(LimitKind, usize)>,
    unread: bool,
}

/// What kind of name is looked for, as it is told.
pub(super) struct Wanted<'w> {
    pub(super) code: Code,
    /// «en klasse».
    pub(super) what: Localized,
    /// «klassen».
    pub(super) the: Localized,
    /// The versions of IFC that have a name.
    pub(super) elsewhere: &'w dyn Fn(&str) -> Vec<&'static str>,
}

impl<'d> Pick<'d> {
    pub(super) fn new(constraint: &'d Constraint) -> Self {
        match constraint {
            Constraint::Simple(text) => Self::One(text.as_str(), text.span),
            Constraint::Restriction(restriction) => Self::Any(Options::new(restriction)),
        }
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::One(_, span) => *span,
            Self::Any(options) => options.span,
        }
    }

    /// Whether it allows a name.
    pub(super) fn allows(&self, name: &str) -> bool {
        match self {
            Self::One(one, _) => *one == name,
            Self::Any(options) => options.allow(name),
        }
    }

    /// Whether nothing can be said of it, since it is empty or a part of it cannot be read; that is told elsewhere.
    pub(super) fn is_unread(&self) -> bool {
        match self {
            Self::One(one, _) => one.trim().is_empty(),
            Self::Any(options) => options.unread,
        }
    }

    /// What of it can only be a name that begins so: the name itself, names listed, patterns that spell it out.
    pub(super) fn beginning(&self, prefix: &str) -> Vec<(&'d str, Span)> {
        match self {
            Self::One(one, span) => {
                Some((*one, *span)).filter(|o| o.0.starts_with(prefix)).into_iter().collect()
            }
            Self::Any(options) => {
                let named = options.names.iter().map(|l| (l.value.as_str(), l.span));
                let spelt = options.patterns.iter().filter(|_| options.names.is_empty());
                let spelt = spelt.map(|(l, _)| (l.value.as_str(), l.span));
                named.chain(spelt).filter(|(text, _)| text.starts_with(prefix)).collect()
            }
        }
    }

    /// Whether it allows names beyond any list: by patterns or lengths alone.
    pub(super) fn is_open(&self) -> bool {
        matches!(self, Self::Any(options) if options.names.is_empty())
    }

    /// The names it allows of those there are. Where that is none, or a part of it can never match, it is told.
    pub(super) fn among<'n>(
        &self,
        names: impl Iterator<Item = &'n str>,
        wanted: &Wanted<'_>,
        faults: &mut Faults,
    ) -> Vec<&'n str> {
        let all: Vec<&str> = names.collect();
        let found: Vec<&str> = all.iter().copied().filter(|n| self.allows(n)).collect();
        if self.is_unread() {
            return found;
        }
        match self {
            Self::One(one, span) if found.is_empty() => faults.say(wanted.lacking(one, *span, &all)),
            Self::One(..) => {}
            Self::Any(options) => options.hold(&all, &found, wanted, faults),
        }
        found
    }
}

impl<'d> Options<'d> {
    fn new(restriction: &'d Restriction) -> Self {
        let mut options = Self {
            span: restriction.span,
            names: restriction.of(LimitKind::Enumeration).collect(),
            patterns: Vec::new(),
            lengths: Vec::new(),
            unread: restriction.limits.is_empty() || !is_text(restriction),
        };
        for limit in &restriction.limits {
            match limit.kind {
                LimitKind::Pattern => match Pattern::new(limit.value.as_str()) {
                    Ok(pattern) => options.patterns.push((limit, pattern)),
                    Err(_) => options.unread = true,
                },
                LimitKind::Length | LimitKind::MinLength | LimitKind::MaxLength => {
                    match limit.value.as_str().trim().parse() {
                        Ok(n) => options.lengths.push((limit.kind, n)),
                        Err(_) => options.unread = true,
                    }
                }
                _ => {}
            }
        }
        options
    }

    fn allow(&self, name: &str) -> bool {
        let listed = self.names.is_empty() || self.names.iter().any(|l| l.value.as_str() == name);
        let spelt = self.patterns.is_empty() || self.patterns.iter().any(|(_, p)| p.is_match(name));
        let length = || name.chars().count();
        let long = self.lengths.iter().all(|(kind, n)| match kind {
            LimitKind::Length => length() == *n,
            LimitKind::MinLength => length() >= *n,
            _ => length() <= *n,
        });
        listed && spelt && long && !self.unread
    }

    fn hold(&self, all: &[&str], found: &[&str], wanted: &Wanted<'_>, faults: &mut Faults) {
        for limit in &self.names {
            if !all.contains(&limit.value.as_str()) {
                faults.say_if_everywhere(wanted.lacking(limit.value.as_str(), limit.span, all));
            }
        }
        for (limit, pattern) in &self.patterns {
            if !all.iter().any(|n| pattern.is_match(n)) {
                let text = shown(limit.value.as_str());
                let the = &wanted.the;
                let what = &wanted.what;
                let fault = Diagnostic::error(
                    wanted.code,
                    limit.span,
                    Localized::new(
                        format!("mønsteret «{text}» passer ikke på {} som finnes", what.nb),
                        format!("the pattern “{text}” matches no such thing as {}", what.en),
                    ),
                );
                faults.say_if_everywhere(fault.help(Localized::new(
                    format!("mønsteret skal passe på hele {}; {}", the.nb, anchors(limit.value.as_str()).nb),
                    format!(
                        "the pattern must match the whole of {}; {}",
                        the.en,
                        anchors(limit.value.as_str()).en
                    ),
                )));
            }
        }
        if found.is_empty() {
            let what = &wanted.what;
            let fault = Diagnostic::error(
                wanted.code,
                self.span,
                Localized::new(
                    format!("ingen av valgene er {} som finnes", what.nb),
                    format!("none of the choices is {} there is", what.en),
                ),
            );
            let few = some(all.iter().copied());
            faults
                .say(fault.help(localized!("det finnes blant andre: {few}", "among those there are: {few}")));
        }
    }
}

impl Wanted<'_> {
    /// A name that is not there, with the mend.
    pub(super) fn lacking(&self, name: &str, span: Span, all: &[&str]) -> Diagnostic {
        let text = shown(name);
        let (what, the) = (&self.what, &self.the);
        if name.trim().is_empty() {
            return Diagnostic::error(
                self.code,
                span,
                Localized::new(format!("{} er tom", the.nb), format!("{} is empty", the.en)),
            )
            .help(Localized::new(format!("skriv {}", the.nb), format!("write {}", the.en)));
        }
        let fault = Diagnostic::error(
            self.code,
            span,
            Localized::new(format!("«{text}» er ikke {}", what.nb), format!("“{text}” is not {}", what.en)),
        );
        let same = all.iter().find(|n| n.eq_ignore_ascii_case(name.trim()));
        if let Some(right) = same {
            let help = localized!(
                "skriv «{right}»: store og små bokstaver teller",
                "write “{right}”: capitals and small letters count"
            );
            return fault.help(help).replace_with(*right);
        }
        let elsewhere = (self.elsewhere)(name);
        if !elsewhere.is_empty() {
            let versions = elsewhere.join(", ");
            return fault.help(localized!(
                "navnet finnes i {versions}; ta de andre versjonene ut av ifcVersion, eller skriv en egen spesifikasjon for dem",
                "the name is there in {versions}; take the other versions out of ifcVersion, or write a specification of their own for them"
            ));
        }
        match closest(name, all.iter().copied()) {
            Some(near) => {
                fault.help(localized!("mente du «{near}»?", "did you mean “{near}”?")).replace_with(near)
            }
            None if all.is_empty() => fault.help(Localized::new(
                format!("her kan ikke {} stå; ta det bort", the.nb),
                format!("{} cannot stand here; take it away", the.en),
            )),
            None => {
                let few = some(all.iter().copied());
                fault.help(localized!("det finnes: {few}", "there are: {few}"))
            }
        }
    }
}

/// What to look for in a pattern that matches nothing.
fn anchors(pattern: &str) -> Localized {
    if pattern.starts_with('^') || pattern.ends_with('$') {
        Localized::new(
            "^ og $ er vanlige tegn i IDS; ta dem bort",
            "^ and $ are ordinary characters in IDS; take them away",
        )
    } else {
        Localized::new(
            "«.*» står for hvilke som helst tegn, og store og små bokstaver teller",
            "“.*” stands for any characters, and capitals count",
        )
    }
}

/// Whether a restriction is one on texts; of others it is told that they should be.
fn is_text(restriction: &Restriction) -> bool {
    restriction.base.as_ref().is_some_and(|b| Base::of_name(b.as_str()) == Some(Base::String))
}
