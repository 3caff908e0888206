//! `befaring explain` and `befaring spec`.

use super::Place;

#[test]
fn every_requirement_can_be_explained_in_both_languages() {
    let place = Place::new("explain");
    let catalogue = befaring::catalogue::Catalogue::built_in().unwrap();
    let edition = catalogue.latest_edition().unwrap();
    for (requirement, block) in catalogue.in_edition(edition) {
        for lang in [befaring::text::Lang::Nb, befaring::text::Lang::En] {
            let told = befaring::report::requirement::explain(&catalogue, edition, &requirement.id, lang);
            let told = told.unwrap_or_else(|| panic!("{}", requirement.id));
            let all: Vec<&str> = told.parts.iter().flat_map(|p| &p.lines).map(|(_, l)| l.as_str()).collect();
            assert!(all.iter().any(|l| l.contains(&block.source.quote)), "{}: no quote", requirement.id);
            for line in all {
                assert!(!line.contains("{}"), "{}: a blank left open: {line}", requirement.id);
            }
        }
    }
    let run = place.run(&["explain", "gulv.oppbrett"]).code(0);
    for wanted in
        ["Slik vurderes det", "oppbrett minst 10\u{a0}cm", "Pset_SpaceCoveringRequirements", "på stedet"]
    {
        assert!(run.out.contains(wanted), "{wanted} in {}", run.out);
    }
    let many = place.run(&["explain", "gulv"]).code(0);
    assert!(many.out.contains("gulv.vinyl") && many.out.contains("gulv.farge"));
    let wrong = place.run(&["explain", "gulv.oppbret"]).code(2);
    assert!(wrong.err.contains("mente du «gulv.oppbrett»?"), "{}", wrong.err);
}

#[test]
fn coverage_counts_every_requirement_once() {
    let catalogue = befaring::catalogue::Catalogue::built_in().unwrap();
    let edition = catalogue.latest_edition().unwrap();
    let coverage = befaring::report::coverage::coverage(&catalogue, edition, befaring::text::Lang::Nb);
    assert_eq!(coverage.all.total(), catalogue.in_edition(edition).len());
    for rows in [&coverage.chapters, &coverage.forces] {
        assert_eq!(rows.iter().map(|r| r.numbers.total()).sum::<usize>(), coverage.all.total());
    }
    let run = Place::new("coverage").run(&["spec", "coverage"]).code(0);
    assert!(run.out.starts_with(&coverage.sentence), "{}", run.out);
}

#[test]
fn generated_pages_are_written_and_checked() {
    let place = Place::new("docs");
    place.run(&["spec", "docs", "--check"]).code(1);
    std::fs::create_dir(place.path("spec")).unwrap();
    place.run(&["spec", "docs"]).code(0);
    place.run(&["spec", "docs", "--check"]).code(0);
    let page = place.read("spec/KRAV.md");
    let catalogue = befaring::catalogue::Catalogue::built_in().unwrap();
    for requirement in catalogue.requirements.values() {
        let row = format!("| {} | `{}` |", requirement.number, requirement.id);
        assert_eq!(page.matches(&row).count(), 1, "{row}");
    }
    place.write("spec/KRAV.md", &page.replace("krav", "Krav"));
    let stale = place.run(&["spec", "docs", "--check"]).code(1);
    assert!(stale.err.contains("spec/KRAV.md er ikke oppdatert"), "{}", stale.err);
}

#[test]
fn a_new_requirement_has_its_two_files_and_says_what_it_lacks() {
    let place = Place::new("new");
    place.run(&["spec", "new", "bad.speil", "--dir", "kommune"]).code(0);
    assert!(place.read("kommune/requirements/bad/bad.speil.toml").contains("id = \"bad.speil\""));
    assert!(place.read("fixtures/krav/bad.speil.bolig").contains(": avklares"));
    let run = place.run(&["spec", "check", "--spec", "kommune"]).code(1);
    assert!(run.out.contains("bad.speil.toml:4"), "the title is missing: {}", run.out);
    place.run(&["spec", "new", "bad.speil", "--dir", "kommune"]).code(2);
    let run = place.run(&["spec", "new", "bat.speil"]).code(2);
    assert!(run.err.contains("mente du «bad»?"), "{}", run.err);
    place.run(&["spec", "new", "Bad.Speil"]).code(2);
    place.run(&["spec", "new", "../bad.speil"]).code(2);
    place.run(&["spec", "new", "gulv.oppbrett"]).code(2);
}

#[test]
fn a_municipality_lays_its_own_requirements_over_the_built_in_ones() {
    let place = Place::new("own-spec");
    let built_in = std::fs::read_to_string("spec/requirements/gulv/gulv.oppbrett.toml").unwrap();
    place.write("kommune/requirements/gulv/gulv.oppbrett.toml", &built_in.replace("\"10 cm\"", "\"15 cm\""));
    let run = place.run(&["explain", "gulv.oppbrett", "--spec", "kommune"]).code(0);
    assert!(run.out.contains("minst 15\u{a0}cm"), "{}", run.out);
    place.run(&["spec", "check", "--spec", "kommune"]).code(0);
    place.write(
        "kommune/requirements/gulv/gulv.oppbrett.toml",
        &built_in.replace("room.floor.upstand", "room.flor"),
    );
    let run = place.run(&["explain", "gulv.oppbrett", "--spec", "kommune"]).code(2);
    assert!(run.err.contains("room.flor") && run.err.contains("gulv.oppbrett.toml:"), "{}", run.err);
    std::fs::create_dir(place.path("tom")).unwrap();
    place.run(&["spec", "check", "--spec", "tom"]).code(2);
    place.run(&["spec", "check", "--spec", "finnes-ikke"]).code(2);
}
