//! `spec/KRAV.md`: all requirements of an edition in tables, written from the catalogue.

use std::fmt::Write as _;

use super::coverage::coverage;
use super::points::shown_value;
use super::requirement::{Phases, status_name};
use crate::catalogue::{Catalogue, EditionBlock, Requirement};
use crate::text::{Lang, list};

/// The document, in Markdown. Written by `befaring spec docs`, never by hand.
pub fn markdown(catalogue: &Catalogue, edition: &str) -> String {
    let lang = Lang::Nb;
    let all = catalogue.in_edition(edition);
    let mut out = String::from("# Krav\n\n");
    out.push_str(
        "<!-- Skrevet av `befaring spec docs` fra filene i requirements/. Rett der, ikke her. -->\n\n",
    );
    if let Some(d) = catalogue.documents.get(edition) {
        let _ = writeln!(out, "Utgave: {} ({}, {}), `{}`.", d.title, d.publisher, d.date, d.id);
        let _ = writeln!(out, "{}\n", d.reading.get(lang));
    }
    let _ = writeln!(out, "{}\n", coverage(catalogue, edition, lang).sentence);
    out.push_str("Hvert krav er forklart av `befaring explain <id>`.\n");
    for (index, chapter) in catalogue.chapters.iter().enumerate() {
        let of_chapter: Vec<_> = all.iter().filter(|(r, _)| catalogue.chapter_index(r) == index).collect();
        if of_chapter.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n", chapter.name.get(lang));
        out.push_str("| nr. | id | krav | styrke | målgrupper | vurdering | dokumenteres fra | kilde |\n");
        out.push_str("|---:|---|---|---|---|---|---|---|\n");
        for (requirement, block) in of_chapter {
            let _ = writeln!(
                out,
                "| {} | `{}` | {} | {} | {} | {} | {} | {} |",
                requirement.number,
                requirement.id,
                cell(requirement.title.get(lang)),
                block.force.name().get(lang),
                groups(block, lang),
                status_name(block.check.status()).get(lang),
                Phases::of(catalogue, requirement, block).name(lang),
                cell(&source(block)),
            );
        }
    }
    phases(&mut out, catalogue, lang);
    parameters(&mut out, &all, lang);
    contradictions(&mut out, &all);
    out
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn groups(block: &EditionBlock, lang: Lang) -> String {
    let applies = &block.applies;
    let mut text = if applies.groups.is_empty() { "alle".to_owned() } else { applies.groups.join(", ") };
    if !applies.except.is_empty() {
        let _ = write!(text, ", ikke {}", applies.except.join(", "));
    }
    for extends in &block.extends {
        let _ = write!(text, "; {} ({})", extends.groups.join(", "), extends.force.name().get(lang));
    }
    text
}

fn source(block: &EditionBlock) -> String {
    match &block.source.document {
        Some(document) if *document != block.from => format!("{}: {}", document, block.source.clause),
        _ => block.source.clause.clone(),
    }
}

fn phases(out: &mut String, catalogue: &Catalogue, lang: Lang) {
    out.push_str("\n## Faser\n\nHva som avgjør når et krav kan dokumenteres. Før det blir det fortalt, og feiler ikke.\n\n");
    out.push_str("| fase | derfor først da |\n|---|---|\n");
    for (phase, settles) in &catalogue.vocabulary.phases {
        let _ = writeln!(out, "| {} | {} |", phase.name().get(lang), cell(settles.get(lang)));
    }
}

fn parameters(out: &mut String, all: &[(&Requirement, &EditionBlock)], lang: Lang) {
    out.push_str("\n## Parametere\n\nGrenser som er tolkninger; de kan overstyres med `--param`.\n\n");
    out.push_str("| parameter | verdi | hvorfor |\n|---|---|---|\n");
    for (requirement, block) in all {
        for (name, parameter) in &block.parameter {
            let value = shown_value(&parameter.value, lang);
            let _ =
                writeln!(out, "| `{}.{name}` | {} | {} |", requirement.id, cell(&value), cell(&parameter.nb));
        }
    }
}

fn contradictions(out: &mut String, all: &[(&Requirement, &EditionBlock)]) {
    out.push_str("\n## Motstrid i kildene\n\n| nr. | lesemåte | krav |\n|---|---|---|\n");
    let mut told: Vec<(&[String], &str, Vec<String>)> = Vec::new();
    for (requirement, _) in all {
        let Some(c) = &requirement.contradiction else { continue };
        let id = format!("`{}`", requirement.id);
        match told.iter_mut().find(|(ids, text, _)| *ids == c.ids.as_slice() && *text == c.nb) {
            Some((_, _, requirements)) => requirements.push(id),
            None => told.push((&c.ids, &c.nb, vec![id])),
        }
    }
    told.sort();
    for (ids, text, requirements) in told {
        let _ = writeln!(out, "| {} | {} | {} |", ids.join(", "), cell(text), list(&requirements, Lang::Nb));
    }
}
