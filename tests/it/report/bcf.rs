//! BCF: topics that hold against the schemas, and answers that find their way back.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use befaring::attest::bcf::read;
use befaring::attest::{Attestation, Attestations, Taken};
use befaring::finding::Verdict;
use befaring::judge::Judged;
use befaring::report::bcf::{MANY_OWNERS, MOST, Topic, Version, render, topics};
use befaring::report::{Date, Policy, Request, resolve};
use befaring::text::Lang;
use befaring::vocab::{Phase, Vocabulary};

use super::sample::{judged, judged_with};

const GUID: &str = "1xS3BCk291UvhgP2a6eflL";

/// The sample as it would have been read from a model: every element has a GlobalId.
fn modelled() -> Judged {
    modelled_with(Vec::new())
}

/// The same with what people said.
fn modelled_with(said: Vec<Attestation>) -> Judged {
    judged_with(Lang::Nb, Policy::default(), |reading| {
        reading.attestations.entries = said;
        let model = reading.model.as_mut().unwrap();
        let mut n = 0;
        let mut guid = || {
            n += 1;
            Some(format!("{n:022}"))
        };
        model.rooms.iter_mut().for_each(|r| r.element.guid = guid());
        model.openings.iter_mut().for_each(|o| o.element.guid = guid());
        model.dwellings.iter_mut().for_each(|d| d.from_type = None);
        model.project.element.guid = Some(GUID.into());
        model.project.element.name = "Æ <b>\"1\"</b> & ../..\\x".into();
        reading.inputs[0].path = "mappe/modell å.ifc".into();
    })
}

fn packed(judged: &Judged, version: Version) -> Vec<u8> {
    render(&judged.report, &judged.drawings(Vocabulary::built_in(), ""), version).unwrap()
}

fn topics_of(judged: &Judged) -> Vec<Topic> {
    topics(&judged.report, &judged.drawings(Vocabulary::built_in(), ""))
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut part = archive.by_index(i).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The archive with each part rewritten.
fn repacked(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts(bytes) {
        out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        match String::from_utf8(bytes) {
            Ok(text) => out.write_all(change(&name, text).as_bytes()).unwrap(),
            Err(bytes) => out.write_all(bytes.as_bytes()).unwrap(),
        }
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn every_negative_and_unclear_place_stands_in_exactly_one_topic() {
    for judged in [judged(Lang::Nb), modelled()] {
        let mut told: Vec<(String, String)> = topics_of(&judged)
            .iter()
            .flat_map(|t| t.places.iter().map(|p| (t.requirement.clone(), p.clone())))
            .collect();
        let open =
            judged.report.points().filter(|p| matches!(p.verdict, Verdict::Negative | Verdict::Unclear));
        let mut found: Vec<(String, String)> =
            open.flat_map(|p| p.places.iter().map(|l| (p.requirement.clone(), l.id.clone()))).collect();
        told.sort();
        found.sort();
        assert_eq!(told, found);
    }
}

#[test]
fn dwellings_of_one_type_share_a_topic_and_dwellings_of_none_do_not() {
    let locks = |j: &Judged| topics_of(j).iter().filter(|t| t.requirement == "dor.las").count();
    assert_eq!(locks(&judged(Lang::Nb)), 1, "A103 and A104 are of one type");
    assert_eq!(locks(&modelled()), 2);
}

#[test]
fn a_topic_keeps_its_id_when_the_finding_changes_and_has_another_in_another_project() {
    let before = topics_of(&modelled());
    let id = |all: &[Topic]| all.iter().find(|t| t.requirement == "gulv.oppbrett").map(|t| t.guid.clone());
    let renamed = judged_with(Lang::En, Policy::default(), |r| {
        let model = r.model.as_mut().unwrap();
        model.dwellings.iter_mut().for_each(|d| d.from_type = None);
        model.project.element.name = "Æ <b>\"1\"</b> & ../..\\x".into();
    });
    assert_eq!(id(&before), id(&topics_of(&renamed)), "another language is the same topic");
    assert_ne!(id(&before), id(&topics_of(&judged(Lang::Nb))));
}

#[test]
fn the_archive_holds_what_the_version_asks_for() {
    let judged = modelled();
    for version in [Version::V2_1, Version::V3_0] {
        let parts = parts(&packed(&judged, version));
        let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
        let topics = topics_of(&judged);
        for topic in &topics {
            assert!(parts.contains_key(&format!("{}/markup.bcf", topic.guid)));
        }
        let door = topics.iter().find(|t| t.requirement == "dor.las").unwrap();
        let view = text(&format!("{}/viewpoint.bcfv", door.guid));
        assert!(view.contains(&format!("<Component IfcGuid=\"{}\"/>", door.affected_guids[0])), "{view}");
        assert!(view.contains("<OrthogonalCamera>") && view.contains("<ClippingPlane>"));
        let png = &parts[&format!("{}/snapshot.png", door.guid)];
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert!(side(16) <= 1500 && side(20) <= 1500);
        for (name, bytes) in parts.iter().filter(|(n, _)| !n.ends_with(".png")) {
            roxmltree::Document::parse(std::str::from_utf8(bytes).unwrap())
                .unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(!name.starts_with('/') && !name.contains("..") && !name.contains('\\'));
        }
        match version {
            Version::V2_1 => assert!(!view.contains("AspectRatio") && parts.contains_key("extensions.xsd")),
            Version::V3_0 => assert!(view.contains("AspectRatio") && text("extensions.xml").contains("Open")),
        }
        let markup = text(&format!("{}/markup.bcf", door.guid));
        assert!(markup.contains("<Filename>modell å.ifc</Filename>") && markup.contains(GUID));
    }
}

#[test]
fn the_files_validate_against_the_published_schemas() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = here.ancestors().map(|f| f.join("shared/bcf-xsd")).find(|f| f.is_dir());
    let there = Command::new("xmllint").arg("--version").output().is_ok();
    let Some(schemas) = schemas.filter(|_| there) else { return };
    let judged = staged();
    for (version, folder) in [(Version::V2_1, "2.1"), (Version::V3_0, "3.0")] {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bcf").join(folder);
        let _ = std::fs::remove_dir_all(&out);
        std::fs::create_dir_all(&out).unwrap();
        for (i, (name, bytes)) in parts(&packed(&judged, version)).into_iter().enumerate() {
            let schema = match name.rsplit(['/', '.']).next().unwrap() {
                "bcf" => "markup.xsd",
                "bcfv" => "visinfo.xsd",
                "version" => "version.xsd",
                "bcfp" => "project.xsd",
                "xml" => "extensions.xsd",
                _ => continue,
            };
            let file = out.join(format!("{i}.xml"));
            std::fs::write(&file, bytes).unwrap();
            let schema = schemas.join(folder).join(schema);
            let run = Command::new("xmllint")
                .args(["--noout", "--schema"])
                .arg(schema)
                .arg(&file)
                .output()
                .unwrap();
            assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
        }
    }
}

/// The model in a phase with a day, and with an agreed departure.
fn staged() -> Judged {
    let mut judged = modelled();
    let text = "[[fravik]]\nid = \"F1\"\nrequirement = \"gulv.oppbrett\"\nkind = \"dispensasjon\"\nreason = \"<membran> & sluk\"\ncompensating = \"sokkelflis\"\napproved_by = \"VEL\"\n";
    let id = judged.sources.add("fravik.toml", text);
    let entries = befaring::fravik::entries(&[(id, befaring::fravik::read(&judged.sources, id).value)]);
    let catalogue = super::sample::catalogue();
    for finding in
        judged.findings.iter_mut().filter(|f| f.requirement == "dor.las" && f.verdict == Verdict::Unclear)
    {
        finding.not_yet = Some(Phase::Detail);
    }
    let today = Date::parse("2026-03-12");
    let registered =
        befaring::fravik::apply(&mut judged.findings, &judged.facts, &catalogue, &entries.value, today);
    let day = |text| Date::parse(text).unwrap();
    let deadlines = BTreeMap::from([(Phase::Sketch, day("2026-09-01")), (Phase::Detail, day("2027-03-01"))]);
    judged.report = resolve(Request {
        project: &judged.model.project.element.name,
        facts: &judged.facts,
        findings: &judged.findings,
        catalogue: &catalogue,
        edition: "prove-2024",
        sources: &judged.sources,
        diagnostics: &[],
        inputs: judged.report.inputs.clone(),
        policy: Policy::default(),
        date: today,
        lang: Lang::Nb,
        phase: Some(Phase::Sketch),
        deadlines: &deadlines,
        fravik: &registered,
        baseline: None,
        visited: false,
        unmet: &[],
        basis: "",
        ids: None,
    });
    judged
}

#[test]
fn a_topic_says_when_it_is_due_and_what_was_agreed() {
    let judged = staged();
    let topics = topics_of(&judged);
    let of = |requirement: &str, what: &str| {
        let all = topics.iter().filter(|t| t.requirement == requirement);
        all.into_iter().find(|t| t.kind == what).unwrap()
    };
    let agreed = of("gulv.oppbrett", "Negativt");
    assert_eq!(agreed.due, None, "what is excused is not due");
    assert!(agreed.labels.contains(&"negativt, fravik godkjent (F1)".to_owned()), "{:?}", agreed.labels);
    for wanted in ["<membran> & sluk", "kompenserende tiltak: sokkelflis", "godkjent av VEL"] {
        assert!(agreed.description.contains(wanted), "no {wanted} in {}", agreed.description);
    }
    let now = of("dor.las", "Negativt");
    assert_eq!((now.due, now.stage.as_str()), (Date::parse("2026-09-01"), "skisse"));
    let later = of("dor.las", "Avklares");
    assert_eq!((later.due, later.stage.as_str()), (Date::parse("2027-03-01"), "detaljprosjekt"));
    for version in [Version::V2_1, Version::V3_0] {
        let parts = parts(&packed(&judged, version));
        let markup = |t: &Topic| String::from_utf8(parts[&format!("{}/markup.bcf", t.guid)].clone()).unwrap();
        assert!(markup(later).contains("<DueDate>2027-03-01T00:00:00Z</DueDate>"));
        assert!(markup(later).contains("<Stage>detaljprosjekt</Stage>"));
        assert!(!markup(agreed).contains("<DueDate>"));
    }
}

/// What a viewpoint says: camera, height of the cut, colour by component.
fn view(judged: &Judged, topic: &Topic) -> (Vec<f64>, f64, BTreeMap<String, String>) {
    let parts = parts(&packed(judged, Version::V2_1));
    let text = String::from_utf8(parts[&format!("{}/viewpoint.bcfv", topic.guid)].clone()).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let of = |name: &str| document.descendants().find(|n| n.has_tag_name(name)).unwrap();
    let point = |name: &str| -> Vec<f64> {
        let numbers = of(name).children().filter_map(|c| c.text()?.parse().ok());
        numbers.collect()
    };
    let colours = document.descendants().filter(|n| n.has_tag_name("Color"));
    let colours = colours.flat_map(|c| {
        let colour = c.attribute("Color").unwrap().to_owned();
        let parts = c.descendants().filter_map(|n| n.attribute("IfcGuid"));
        parts.map(|g| (g.to_owned(), colour.clone())).collect::<Vec<_>>()
    });
    (point("CameraViewPoint"), point("Location")[2], colours.collect())
}

#[test]
fn the_camera_stands_over_the_room_on_its_storey_where_the_model_is_drawn() {
    let mut judged = modelled();
    judged.model.storeys[0].elevation = 6.4;
    judged.model.drawn_at = [597_000.0, 6_643_000.0];
    let topics = topics_of(&judged);
    let bath = topics.iter().find(|t| t.requirement == "gulv.oppbrett").unwrap();
    let (camera, cut, _) = view(&judged, bath);
    // The bath of A108 lies from 53.1 to 55.1 m and from 0 to 4 m in the drawing.
    assert!((camera[0] - 597_054.1).abs() < 1e-6 && (camera[1] - 6_643_002.0).abs() < 1e-6, "{camera:?}");
    assert!((cut - 7.6).abs() < 1e-9, "1.2 m over the floor: {cut}");
    assert!(camera[2] > cut);
}

#[test]
fn what_is_affected_and_what_causes_it_have_colours_of_their_own() {
    let mut judged = modelled();
    let bath = judged.model.rooms.iter().rposition(|r| r.functions == ["bath"]).unwrap();
    let (bath, door) =
        (judged.model.rooms[bath].element.guid.clone().unwrap(), judged.model.openings[7].element.clone());
    for point in judged.report.sections.iter_mut().flat_map(|s| &mut s.chapters).flat_map(|c| &mut c.points) {
        if point.requirement == "gulv.oppbrett" && point.verdict == Verdict::Negative {
            point.cause_elements =
                vec![befaring::report::ElementRef { id: door.id.0.clone(), guid: door.guid.clone() }];
        }
    }
    let topics = topics_of(&judged);
    let topic = topics.iter().find(|t| t.requirement == "gulv.oppbrett").unwrap();
    let (.., colours) = view(&judged, topic);
    assert_eq!(colours.len(), 2, "{colours:?}");
    assert_ne!(colours[&bath], colours[door.guid.as_ref().unwrap()]);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(packed(&modelled(), Version::V2_1), packed(&modelled(), Version::V2_1));
}

#[test]
fn a_description_gives_topics_with_pictures_and_without_components() {
    let judged = judged(Lang::Nb);
    let parts = parts(&packed(&judged, Version::V2_1));
    assert!(parts.keys().any(|n| n.ends_with("snapshot.png")));
    let views = parts.iter().filter(|(n, _)| n.ends_with(".bcfv"));
    assert!(views.into_iter().all(|(_, v)| !String::from_utf8_lossy(v).contains("IfcGuid")));
}

#[test]
fn what_is_left_out_is_told_in_a_topic_of_its_own() {
    let mut judged = judged(Lang::Nb);
    let points = &mut judged.report.sections[0].chapters[0].points;
    let one = points[0].clone();
    points.extend((0..MOST * 2).map(|i| befaring::report::Point {
        id: format!("p{i}"),
        requirement: format!("krav.{i}"),
        ..one.clone()
    }));
    let topics = topics_of(&judged);
    assert_eq!(topics.len(), MOST);
    let last = topics.last().unwrap();
    assert!(last.title.ends_with("emner er ikke med i filen"), "{}", last.title);
    assert!(last.description.contains("krav.799: 1"), "each that is left out is named");
}

#[test]
fn a_requirement_open_in_very_many_dwellings_is_one_topic() {
    let many = |n: usize| {
        judged_with(Lang::Nb, Policy::default(), |reading| {
            let model = reading.model.as_mut().unwrap();
            let (dwelling, door) = (model.dwellings[3].clone(), model.openings[3].clone());
            let room = model.rooms[6].clone();
            for i in 0..n {
                let mut more = dwelling.clone();
                let tag = format!("Z{i:03}");
                more.element.id.0 = tag.clone();
                more.element.label = tag.clone();
                more.from_type = None;
                model.dwellings.push(more);
                let mut own = room.clone();
                own.owner = befaring::model::Owner::Dwelling(model.dwellings.len() - 1);
                own.element.id.0 = format!("{tag}/living");
                model.rooms.push(own);
                let mut door = door.clone();
                door.element.id.0 = format!("{tag}/D1");
                door.sides[1] = befaring::model::Side::Room(model.rooms.len() - 1);
                model.openings.push(door);
            }
        })
    };
    let locks = |n| topics_of(&many(n)).iter().filter(|t| t.requirement == "dor.las").count();
    // The sample's own dwellings are of one type.
    assert_eq!(locks(MANY_OWNERS - 1), MANY_OWNERS);
    assert_eq!(locks(MANY_OWNERS), 1);
}

fn answered(bytes: &[u8], version: Version, requirement: &str, topics: &[Topic]) -> Vec<u8> {
    let guid = &topics.iter().find(|t| t.requirement == requirement).unwrap().guid;
    let comment = "<Comment Guid=\"AAAAAAAA-0000-4000-8000-000000000001\"><Date>2026-04-01T10:00:00Z</Date><Author>ola@ark.no</Author><Comment>Rettet &lt;nå&gt; – «æøå»\nlinje to</Comment></Comment>";
    let comment = if version == Version::V3_0 {
        comment
            .to_lowercase()
            .replace("<comment", "<Comment")
            .replace("</comment", "</Comment")
            .replace("guid", "Guid")
            .replace("<date", "<Date")
            .replace("</date", "</Date")
            .replace("author", "Author")
            .replace("t10:00:00z", "T10:00:00Z")
            .replace("rettet", "Rettet")
    } else {
        comment.to_owned()
    };
    repacked(bytes, |name, text| {
        if name != format!("{guid}/markup.bcf") {
            return text;
        }
        let text = text.replace("TopicStatus=\"Open\"", "TopicStatus=\"Closed\"");
        match version {
            Version::V2_1 => text.replace("</Topic>", &format!("</Topic>{comment}")),
            Version::V3_0 => {
                text.replace("<Viewpoints>", &format!("<Comments>{comment}</Comments><Viewpoints>"))
            }
        }
    })
}

#[test]
fn comments_and_status_come_back_to_their_finding_and_make_nothing_right() {
    for version in [Version::V2_1, Version::V3_0] {
        let judged = modelled();
        let topics = topics_of(&judged);
        let bytes = answered(&packed(&judged, version), version, "gulv.oppbrett", &topics);
        let back = read(&bytes, "svar.bcf", &judged.report, &topics).unwrap();
        assert_eq!(back.told, []);
        assert_eq!((back.topics, back.untouched), (topics.len(), topics.len() - 1));
        let [status, comment] = &back.attestations[..] else { panic!("{:#?}", back.attestations) };
        assert_eq!(status.status.as_deref(), Some("Closed"));
        assert_eq!(comment.comment.as_deref(), Some("Rettet <nå> – «æøå»\nlinje to"));
        assert_eq!(
            (comment.by.as_deref(), comment.date.as_deref()),
            (Some("ola@ark.no"), Some("2026-04-01"))
        );
        // Read twice, on record once.
        let mut all = Attestations::default();
        for expected in [2, 0] {
            let mut taken = Taken::default();
            all.take(back.attestations.clone(), &mut taken);
            assert_eq!(taken.added, expected);
        }
        let again = judged_with(Lang::Nb, Policy::default(), |r| r.attestations = all).report;
        let point = again
            .points()
            .find(|p| p.requirement == "gulv.oppbrett" && p.verdict == Verdict::Negative)
            .unwrap();
        assert_eq!(point.statements.len(), 2);
        assert_eq!(again.outcome.result, judged.report.outcome.result, "a closed topic mends nothing");
    }
}

#[test]
fn a_topic_of_another_program_is_kept_as_a_remark() {
    let judged = modelled();
    let foreign = "<Markup><Topic Guid=\"0a0a0a0a-0000-4000-8000-000000000001\" TopicStatus=\"Active\"><Title>Kollisjon</Title><CreationDate>2026-01-02T00:00:00</CreationDate><CreationAuthor>Per</CreationAuthor><Description>bjelke</Description></Topic></Markup>";
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    // Backslashes, as some tools write them, and a name that tries to climb.
    for (name, text) in [
        ("..\\..\\0a0a0a0a-0000-4000-8000-000000000001\\Markup.bcf", foreign.to_owned()),
        (
            "..\\..\\0a0a0a0a-0000-4000-8000-000000000001\\v.bcfv",
            format!("<V><Component IfcGuid=\"{GUID}\"/></V>"),
        ),
        ("x/markup.bcf", "<Markup><Topic".to_owned()),
    ] {
        out.start_file(name, options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    let back = read(&bytes, "andre.bcf", &judged.report, &topics_of(&judged)).unwrap();
    assert_eq!(back.attestations.len(), 1);
    let one = &back.attestations[0];
    assert_eq!((one.requirement.as_deref(), one.title.as_deref()), (None, Some("Kollisjon")));
    assert_eq!((one.comment.as_deref(), one.by.as_deref()), (Some("bjelke"), Some("Per")));
    assert_eq!(one.components, [GUID]);
    assert_eq!(back.told.len(), 1, "the damaged one is told of");
    let all = Attestations { entries: back.attestations, ..Attestations::default() };
    let again = judged_with(Lang::Nb, Policy::default(), |r| r.attestations = all).report;
    assert_eq!(again.unmet[0].about, "Kollisjon");
}

#[test]
fn nothing_of_an_answer_is_passed_over_in_silence() {
    let judged = modelled();
    let topics = topics_of(&judged);
    let guid = &topics.iter().find(|t| t.requirement == "gulv.oppbrett").unwrap().guid;
    let back = |change: &dyn Fn(String) -> String| {
        let bytes = repacked(&packed(&judged, Version::V2_1), |name, text| {
            if name == format!("{guid}/markup.bcf") { change(text) } else { text }
        });
        read(&bytes, "svar.bcf", &judged.report, &topics).unwrap()
    };
    // What was written into the description, after ours or in its place.
    for change in [
        |t: String| t.replace("</Description>", "\nVi endrer dette &amp; mer.</Description>"),
        |t: String| {
            let (before, rest) = t.split_once("<Description>").unwrap();
            let (_, after) = rest.split_once("</Description>").unwrap();
            format!("{before}<Description>Vi endrer dette &amp; mer.</Description>{after}")
        },
        |t: String| t.replace("<Description>", "<Description>Vi endrer dette &amp; mer.\n"),
    ] {
        let read = back(&change);
        let said: Vec<_> = read.attestations.iter().map(|a| a.comment.as_deref()).collect();
        assert_eq!(said, [Some("Vi endrer dette & mer.")]);
    }
    // BCF 2.0 repeats the topic within each comment, which is not the topic.
    let read = back(&|t: String| {
        let t = t.replace("TopicStatus=\"Open\"", "TopicStatus=\"Løst\"");
        let comment = format!(
            "<Comment Guid=\"c\"><VerbalStatus>Ok</VerbalStatus><Date>2026-04-01T10:00:00Z</Date><Author>Ola</Author><Comment>ja</Comment><Topic Guid=\"{guid}\"/></Comment>"
        );
        t.replace("</Topic>", &format!("</Topic>{comment}"))
    });
    let statuses: Vec<_> = read.attestations.iter().map(|a| a.status.as_deref()).collect();
    assert_eq!(statuses, [Some("Løst"), Some("Ok")]);
    // A comment that only shows something, and a part that cannot be unpacked.
    let read = back(&|t: String| {
        t.replace(
            "</Topic>",
            "</Topic><Comment Guid=\"c\"><Author>Ola</Author><Viewpoint Guid=\"v\"/></Comment>",
        )
    });
    assert!(read.told[0].nb.contains("Ola har ingen tekst"), "{:?}", read.told);
    let mut bytes = packed(&judged, Version::V2_1);
    let name = format!("{guid}/markup.bcf");
    // The method of compression in both headers of the part: 12 is none this program reads.
    let places: Vec<usize> =
        (0..bytes.len() - name.len()).filter(|i| bytes[*i..].starts_with(name.as_bytes())).collect();
    let [local, central] = places[..] else { panic!("{places:?}") };
    bytes[local - 30 + 8] = 12;
    bytes[central - 46 + 10] = 12;
    let read = read_bytes(&bytes, &judged, &topics);
    assert!(read.told.iter().any(|t| t.nb.contains(&name) && t.nb.contains("pakkes ut")), "{:?}", read.told);
}

/// What was said is on record already when it comes back, and a comment that was written over is said anew.
#[test]
fn what_was_said_goes_out_as_a_comment_and_comes_back_as_nothing_new() {
    let mut own = super::matrix::said("gulv.oppbrett", "A108/bath", Some(Verdict::Positive));
    own.responsible = Some("Per".into());
    for version in [Version::V2_1, Version::V3_0] {
        let judged = modelled_with(vec![own.clone()]);
        let topics = topics_of(&judged);
        let bytes = packed(&judged, version);
        let back = read_bytes(&bytes, &judged, &topics);
        assert_eq!((&back.attestations[..], &back.told[..]), (&[][..], &[][..]));
        let topic = topics.iter().find(|t| t.requirement == "gulv.oppbrett").unwrap();
        let markup = String::from_utf8(parts(&bytes)[&format!("{}/markup.bcf", topic.guid)].clone()).unwrap();
        let document = roxmltree::Document::parse(&markup).unwrap();
        let of = |name: &str| {
            let comment =
                document.descendants().find(|n| n.has_attribute("Guid") && n.has_tag_name("Comment"));
            comment.unwrap().children().find(|n| n.has_tag_name(name)).unwrap().text().unwrap().to_owned()
        };
        assert_eq!([of("Date"), of("Author")], ["2026-03-12T00:00:00Z", "Kari"]);
        assert_eq!(of("Comment"), "Positivt; ansvarlig: Per; sett på tegning");
        let over = repacked(&bytes, |_, text| text.replace("sett på tegning</Comment>", "nei</Comment>"));
        let back = read_bytes(&over, &judged, &topics);
        let comments: Vec<_> = back.attestations.iter().map(|a| a.comment.as_deref()).collect();
        assert_eq!(comments, [Some("Positivt; ansvarlig: Per; nei")]);
        // One that came from a tool goes back under its own id, word for word, and is still the same.
        let first = modelled();
        let topics = topics_of(&first);
        let answer = answered(&packed(&first, version), version, "gulv.oppbrett", &topics);
        let judged = modelled_with(read_bytes(&answer, &first, &topics).attestations);
        let topics = topics_of(&judged);
        let topic = topics.iter().find(|t| t.requirement == "gulv.oppbrett").unwrap();
        let ids: Vec<&str> = topic.comments.iter().map(|c| c.guid.as_str()).collect();
        assert!(ids.contains(&"aaaaaaaa-0000-4000-8000-000000000001"), "{ids:?}");
        let back = read_bytes(&packed(&judged, version), &judged, &topics);
        assert_eq!((&back.attestations[..], &back.told[..]), (&[][..], &[][..]));
    }
}

/// Title, priority, due date, labels and assignee of a topic of ours, changed elsewhere.
#[test]
fn what_was_changed_of_a_topic_is_said_by_who_changed_it() {
    let judged = modelled();
    let topics = topics_of(&judged);
    let topic = topics.iter().find(|t| t.requirement == "gulv.oppbrett").unwrap();
    let change = |text: String| {
        let text =
            text.replace("<Title>", "<Title>HASTER ").replace(">Høy</Priority>", ">Kritisk</Priority>");
        let text = text.replacen("<AssignedTo>", "<DueDate>2026-05-01T00:00:00Z</DueDate><AssignedTo>", 1);
        let text = text.replace(
            "<CreationDate>",
            "<ModifiedDate>2026-04-01T10:00:00Z</ModifiedDate><ModifiedAuthor>Ola</ModifiedAuthor><CreationDate>",
        );
        text.replace(">gulv.oppbrett</Label", ">møte 4</Label")
    };
    for version in [Version::V2_1, Version::V3_0] {
        let name = format!("{}/markup.bcf", topic.guid);
        let all = |further: &dyn Fn(String) -> String| {
            let bytes =
                repacked(
                    &packed(&judged, version),
                    |n, text| {
                        if n == name { further(change(text)) } else { text }
                    },
                );
            read_bytes(&bytes, &judged, &topics)
        };
        let back = all(&|text| text);
        let [said] = &back.attestations[..] else { panic!("{:#?}", back.attestations) };
        assert_eq!((said.by.as_deref(), said.date.as_deref()), (Some("Ola"), Some("2026-04-01")));
        let wanted = format!(
            "tittelen er endret til «HASTER {}»\nprioriteten er endret til «Kritisk»\nfristen er satt til 1. mai 2026\nmerket med «møte 4»\nikke lenger merket med «gulv.oppbrett»",
            topic.title
        );
        assert_eq!(said.comment.as_deref(), Some(wanted.as_str()));
        assert_eq!((&back.told[..], back.untouched), (&[][..], topics.len() - 1));
        // Nobody is assigned any more.
        let assigned = format!("<AssignedTo>{}</AssignedTo>", topic.assigned);
        let back = all(&|text| text.replace(&assigned, ""));
        let nobody = format!("ikke lenger tildelt {}", topic.assigned);
        assert!(back.attestations[0].comment.as_deref().unwrap().ends_with(&nobody), "{back:?}");
        // Of another draft it is told, and nobody is held to have said it.
        let hash = judged.report.inputs[0].sha256.clone();
        let back = all(&|text| text.replace(&hash, &"0".repeat(64)));
        assert_eq!(back.attestations, []);
        assert!(
            back.told[0].nb.contains("«Kritisk»") && back.told[0].nb.contains("annet utkast"),
            "{:?}",
            back.told
        );
    }
}

fn read_bytes(bytes: &[u8], judged: &Judged, topics: &[Topic]) -> befaring::attest::bcf::BcfRead {
    read(bytes, "svar.bcf", &judged.report, topics).unwrap()
}

#[test]
fn broken_archives_are_refused_or_told_of_and_never_panic() {
    let judged = modelled();
    let topics = topics_of(&judged);
    let good = packed(&judged, Version::V2_1);
    for cut in [0, 1, 100, good.len() / 2, good.len() - 10] {
        let _ = read(&good[..cut], "x", &judged.report, &topics);
    }
    for i in (0..good.len()).step_by(good.len() / 200) {
        let mut bad = good.clone();
        bad[i] ^= 0x55;
        let _ = read(&bad, "x", &judged.report, &topics);
    }
    // A part that unpacks to far more than any topic is.
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    out.start_file("a/markup.bcf", options).unwrap();
    let zeros = vec![b' '; 1 << 20];
    (0..20).for_each(|_| out.write_all(&zeros).unwrap());
    let bomb = out.finish().unwrap().into_inner();
    assert!(bomb.len() < 100_000);
    assert!(read(&bomb, "x", &judged.report, &topics).is_err());
}
