//! Reading back a BCF file that was commented in a modelling tool: 2.0, 2.1 and 3.0, whoever wrote it.
//!
//! Topics this program made are known by their ids and belong to their requirement and places; what was said of them,
//! their status, who they were assigned to and what else was changed of them become attestations. Topics of others are kept as remarks that belong to
//! no requirement. A status is told and is no verdict: that somebody closed a topic does not make a requirement met.
//! Archives are bounded: how many parts, how large each and all of them unpacked, how deep XML nests.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::sheet::{SheetError, decoded};
use super::{Attestation, Taken};
use crate::finding::Verdict;
use crate::localized;
use crate::report::bcf::Topic;
use crate::report::{Date, Report};
use crate::text::{Lang, Localized};

/// Largest file read, in bytes.
pub const LARGEST: usize = 256 << 20;
/// Largest text part, and all of them together, unpacked.
const LARGEST_PART: u64 = 16 << 20;
const LARGEST_TEXT: u64 = 256 << 20;
/// Most parts of an archive.
const MOST_PARTS: usize = 50_000;
/// Most elements within each other.
const DEEPEST: usize = 64;

/// What a BCF file holds.
#[derive(Debug, Clone, Default)]
pub struct BcfRead {
    /// What people said.
    pub attestations: Vec<Attestation>,
    /// Topics read.
    pub topics: usize,
    /// Of these, topics nobody touched.
    pub untouched: usize,
    /// What could not be taken, one line each.
    pub told: Vec<Localized>,
}

impl BcfRead {
    /// The same as a beginning of what is told to the one who asked.
    pub fn taken(&self) -> Taken {
        Taken { unchanged: self.untouched, told: self.told.clone(), ..Taken::default() }
    }
}

/// Reads a BCF file back; `topics` are those the report gives now.
///
/// # Errors
/// When the file is no BCF archive, or is larger than any is.
pub fn read(bytes: &[u8], file: &str, report: &Report, topics: &[Topic]) -> Result<BcfRead, SheetError> {
    let (folders, damaged) = folders(bytes)?;
    if folders.is_empty() && damaged.is_empty() {
        return Err(no_bcf());
    }
    let own: BTreeMap<&str, &Topic> = topics.iter().map(|t| (t.guid.as_str(), t)).collect();
    let mut out = BcfRead { told: damaged, ..BcfRead::default() };
    for (name, folder) in folders {
        out.topics += 1;
        let Some(markup) = folder.markup else {
            out.told
                .push(localized!("emnet {name} har ingen markup.bcf", "the topic {name} has no markup.bcf"));
            continue;
        };
        let Some(markup) = parse(&markup) else {
            out.told.push(localized!(
                "emnet {name} kan ikke leses: XML-en er skadet",
                "the topic {name} cannot be read: its XML is damaged"
            ));
            continue;
        };
        let guid = if markup.guid.is_empty() { name.to_lowercase() } else { markup.guid.to_lowercase() };
        let components: Vec<String> = folder.viewpoints.iter().flat_map(|v| components(v)).collect();
        let taken = Of { file, report, guid: &guid, topic: own.get(guid.as_str()).copied() };
        let said = taken.attestations(&markup, components);
        out.told.extend(taken.of_another_draft(&markup));
        let wordless: Vec<&Comment> = markup.comments.iter().filter(|c| c.is_empty()).collect();
        if said.is_empty() && wordless.is_empty() {
            out.untouched += 1;
        }
        out.told.extend(wordless.into_iter().map(|c| {
            let (title, author) = (&markup.title, &c.author);
            localized!(
                "«{title}»: kommentaren fra {author} har ingen tekst, bare det som er vist i modellen; åpne emnet i verktøyet",
                "“{title}”: the comment of {author} has no text, only what is shown in the model; open the topic in the tool"
            )
        }));
        out.attestations.extend(said);
    }
    Ok(out)
}

fn no_bcf() -> SheetError {
    SheetError::new(
        Localized::new("filen er ikke en BCF-fil", "the file is no BCF file"),
        Localized::new(
            "eksporter emnene som BCF 2.1 eller 3.0 fra verktøyet",
            "export the topics as BCF 2.1 or 3.0 from the tool",
        ),
    )
}

#[derive(Default)]
struct Folder {
    markup: Option<String>,
    viewpoints: Vec<String>,
}

/// The text parts of the archive by folder, and which of them could not be unpacked.
fn folders(bytes: &[u8]) -> Result<(BTreeMap<String, Folder>, Vec<Localized>), SheetError> {
    let too_large = || {
        SheetError::new(
            Localized::new(
                "filen er for stor til å være en BCF-fil",
                "the file is too large to be a BCF file",
            ),
            Localized::new("er det riktig fil?", "is it the right file?"),
        )
    };
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_bcf())?;
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut left = LARGEST_TEXT;
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    let mut damaged = Vec::new();
    for i in 0..archive.len() {
        // Names are compared and never used as paths. Some tools write them with backslashes.
        let Some(Ok(name)) = archive.name_for_index(i) else { continue };
        let name = name.replace('\\', "/");
        // One topic alone may lie in no folder.
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
        let file = file.to_lowercase();
        let is_markup = file == "markup.bcf";
        if !is_markup && !file.ends_with(".bcfv") {
            continue;
        }
        let mut text = Vec::new();
        let most = LARGEST_PART.min(left);
        let part = archive.by_index(i).map_err(std::io::Error::other);
        let read = part.and_then(|part| part.take(most + 1).read_to_end(&mut text));
        if let Err(cause) = &read {
            damaged
                .push(localized!("{name} kan ikke pakkes ut: {cause}", "{name} cannot be unpacked: {cause}"));
        }
        if text.len() as u64 > most {
            return Err(too_large());
        }
        left -= text.len() as u64;
        let folder = folders.entry(folder.to_owned()).or_default();
        match read {
            Ok(_) if is_markup => folder.markup = Some(decoded(&text)),
            Ok(_) => folder.viewpoints.push(decoded(&text)),
            Err(_) => {}
        }
    }
    Ok((folders, damaged))
}

#[derive(Debug, Default, PartialEq)]
struct Markup {
    guid: String,
    status: String,
    title: String,
    description: String,
    assigned: String,
    priority: String,
    due: String,
    labels: Vec<String>,
    author: String,
    date: String,
    modified_by: String,
    modified: String,
    comments: Vec<Comment>,
}

#[derive(Debug, Default, PartialEq)]
struct Comment {
    guid: String,
    date: String,
    author: String,
    text: String,
    status: String,
}

impl Comment {
    /// Whether nothing is said in words.
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.status.is_empty()
    }
}

/// A topic's markup, of any version: what is not known is passed over.
fn parse(text: &str) -> Option<Markup> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut path: Vec<String> = Vec::new();
    let mut markup = Markup::default();
    let mut content = String::new();
    let mut seen = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                open(&tag, &path, &mut markup);
                seen |= path.is_empty();
                path.push(local(&tag));
                content.clear();
                if path.len() > DEEPEST {
                    return None;
                }
            }
            Event::Empty(tag) => open(&tag, &path, &mut markup),
            Event::Text(t) => content.push_str(&t.xml10_content().ok()?),
            Event::CData(t) => content.push_str(&t.xml10_content().ok()?),
            Event::GeneralRef(name) => content.push(referred(&name)),
            Event::End(_) => {
                close(&path, content.trim(), &mut markup);
                path.pop();
                content.clear();
            }
            // Nothing of a document type is followed, so that no entity can grow.
            Event::DocType(_) => return None,
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    (seen && path.is_empty()).then_some(markup)
}

fn referred(name: &quick_xml::events::BytesRef<'_>) -> char {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c;
    }
    match name.decode().as_deref() {
        Ok("lt") => '<',
        Ok("gt") => '>',
        Ok("amp") => '&',
        Ok("apos") => '\'',
        Ok("quot") => '"',
        // Seen, not lost.
        _ => '□',
    }
}

fn local(tag: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(tag.local_name().as_ref()).into_owned()
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let found = all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name.as_bytes())?;
    let text = String::from_utf8_lossy(&found.value).into_owned();
    Some(quick_xml::escape::unescape(&text).map_or_else(|_| text.clone(), |t| t.into_owned()))
}

fn open(tag: &BytesStart<'_>, path: &[String], markup: &mut Markup) {
    let name = local(tag);
    match name.as_str() {
        // NOTE: in BCF 2.0 a comment repeats the id of its topic in an element of the same name.
        "Topic" if path.last().is_some_and(|p| p == "Markup") => {
            markup.guid = attribute(tag, "Guid").unwrap_or_default();
            markup.status = attribute(tag, "TopicStatus").unwrap_or_default();
        }
        // The text of a comment is an element of the same name within it.
        "Comment" if path.last().is_none_or(|p| p != "Comment") => {
            let guid = attribute(tag, "Guid").unwrap_or_default();
            markup.comments.push(Comment { guid, ..Comment::default() });
        }
        _ => {}
    }
}

fn close(path: &[String], text: &str, markup: &mut Markup) {
    let [.., parent, name] = path else { return };
    let text = text.to_owned();
    if parent == "Comment" {
        let Some(comment) = markup.comments.last_mut() else { return };
        match name.as_str() {
            "Comment" => comment.text = text,
            "Date" => comment.date = text,
            "Author" => comment.author = text,
            // BCF 2.0 kept the status with the comment.
            "VerbalStatus" | "Status" if !text.is_empty() => comment.status = text,
            _ => {}
        }
    } else if parent == "Labels" && name == "Label" {
        markup.labels.push(text);
    } else if parent == "Topic" {
        match name.as_str() {
            "Title" => markup.title = text,
            "Description" => markup.description = text,
            "AssignedTo" => markup.assigned = text,
            "Priority" => markup.priority = text,
            "DueDate" => markup.due = text,
            // BCF 2.1 repeats the element for each label; 3.0 puts them within one.
            "Labels" if !text.is_empty() => markup.labels.push(text),
            "CreationAuthor" => markup.author = text,
            "CreationDate" => markup.date = text,
            "ModifiedAuthor" => markup.modified_by = text,
            "ModifiedDate" => markup.modified = text,
            _ => {}
        }
    }
}

/// GlobalIds a viewpoint selects or colours.
fn components(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut all: Vec<String> = Vec::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == b"Component" => {
                let guid = attribute(&tag, "IfcGuid").filter(|g| !g.is_empty() && !all.contains(g));
                if all.len() < 1000 {
                    all.extend(guid);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    all
}

/// The day of an `xs:dateTime`.
fn day(text: &str) -> Option<String> {
    let day = text.trim().get(..10)?;
    Date::parse(day).map(Date::iso)
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What somebody wrote into the description of a topic of ours: before its first line, after its last, or in its place.
fn own_words(description: &str, report: &Report) -> String {
    let lines: Vec<&str> = description.lines().collect();
    let made_by = |line: &&str| {
        line.contains(&report.program.name) && line.contains(": ") && line.contains("(SHA-256 ")
    };
    let verdicts = [Verdict::Negative, Verdict::Unclear, Verdict::Positive].map(Verdict::name);
    let begins = |line: &&str| {
        let starts = |word: &str| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(": "));
        verdicts.iter().any(|v| starts(&v.nb) || starts(&v.en))
    };
    match (lines.iter().position(begins), lines.iter().rposition(made_by)) {
        (Some(first), Some(last)) if first < last => {
            let own = lines[..first].iter().chain(&lines[last + 1..]).copied();
            own.collect::<Vec<_>>().join("\n").trim().to_owned()
        }
        _ => description.trim().to_owned(),
    }
}

/// One topic, and what the report knows of it.
struct Of<'a> {
    file: &'a str,
    report: &'a Report,
    guid: &'a str,
    topic: Option<&'a Topic>,
}

impl Of<'_> {
    fn attestations(&self, markup: &Markup, components: Vec<String>) -> Vec<Attestation> {
        let about = self.about(markup, components);
        let mut all = Vec::new();
        let is_new = self.topic.is_none();
        let status = some(&markup.status).filter(|s| self.topic.is_none_or(|t| t.status != *s));
        let responsible = some(&markup.assigned).filter(|a| self.topic.is_none_or(|t| t.assigned != *a));
        let written = match is_new {
            true => some(&markup.description),
            false => {
                let mut all = vec![own_words(&markup.description, self.report)];
                if self.is_of_this_draft(markup) {
                    all.extend(self.changes(markup).iter().map(|c| c.get(self.report.lang).to_owned()));
                }
                all.retain(|line| !line.is_empty());
                some(&all.join("\n"))
            }
        };
        if is_new || status.is_some() || responsible.is_some() || written.is_some() {
            let own = crate::report::bcf::author(self.report);
            let by = some(&markup.modified_by).or_else(|| some(&markup.author)).filter(|by| *by != own);
            all.push(Attestation {
                by,
                date: day(&markup.modified).or_else(|| day(&markup.date).filter(|_| is_new)),
                comment: written,
                // A topic that was assigned anew still stands as it does.
                status: some(&markup.status),
                responsible,
                topic: Some(self.guid.to_owned()),
                ..about.clone()
            });
        }
        for (n, comment) in markup.comments.iter().enumerate() {
            if comment.is_empty() {
                continue;
            }
            let id = if comment.guid.is_empty() { n.to_string() } else { comment.guid.to_lowercase() };
            // What the file was given to begin with is on record.
            let mut on_record = self.topic.iter().flat_map(|t| &t.comments);
            if comment.status.is_empty() && on_record.any(|c| c.is_same(&id, &comment.text)) {
                continue;
            }
            all.push(Attestation {
                by: some(&comment.author),
                date: day(&comment.date),
                comment: some(&comment.text),
                status: some(&comment.status),
                topic: Some(format!("{}/{id}", self.guid)),
                ..about.clone()
            });
        }
        all
    }

    /// Whether the topic was made of what the report is made of, so that what differs was changed by somebody.
    fn is_of_this_draft(&self, markup: &Markup) -> bool {
        let made_by = self.topic.and_then(|t| t.description.lines().last());
        made_by.is_some_and(|own| markup.description.lines().any(|line| line.trim() == own.trim()))
    }

    /// What was changed of a topic of ours, beside its status, its assignee and its description; see
    /// [`Of::attestations`] for these.
    fn changes(&self, markup: &Markup) -> Vec<Localized> {
        let Some(topic) = self.topic else { return Vec::new() };
        let mut all = Vec::new();
        let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace());
        let (title, priority) = (markup.title.trim(), markup.priority.trim());
        if !same(title, &topic.title) {
            all.push(localized!("tittelen er endret til «{title}»", "the title was changed to “{title}”"));
        }
        if !same(priority, &topic.priority) {
            all.push(match priority {
                "" => Localized::new("prioriteten er fjernet", "the priority was removed"),
                _ => localized!(
                    "prioriteten er endret til «{priority}»",
                    "the priority was changed to “{priority}”"
                ),
            });
        }
        let due = day(&markup.due);
        if due != topic.due.map(Date::iso) {
            let shown = |lang| match due.as_deref().and_then(Date::parse) {
                Some(due) => due.show(lang),
                None => markup.due.trim().to_owned(),
            };
            all.push(match markup.due.trim() {
                "" => Localized::new("fristen er fjernet", "the due date was removed"),
                _ => Localized::new(
                    format!("fristen er satt til {}", shown(Lang::Nb)),
                    format!("the due date was set to {}", shown(Lang::En)),
                ),
            });
        }
        let lacks = |all: &[String], label: &str| !all.iter().any(|l| same(l, label));
        let quoted = |of: &[String], without: &[String]| -> String {
            let of: Vec<String> = of.iter().filter(|l| lacks(without, l)).map(|l| format!("«{l}»")).collect();
            of.join(", ")
        };
        let (added, removed) = (quoted(&markup.labels, &topic.labels), quoted(&topic.labels, &markup.labels));
        if !added.is_empty() {
            all.push(localized!("merket med {added}", "labelled {added}"));
        }
        if !removed.is_empty() {
            all.push(localized!("ikke lenger merket med {removed}", "no longer labelled {removed}"));
        }
        let assigned = &topic.assigned;
        if markup.assigned.trim().is_empty() && !assigned.is_empty() {
            all.push(localized!("ikke lenger tildelt {assigned}", "no longer assigned to {assigned}"));
        }
        all
    }

    /// A topic of another draft differs from ours without anybody having changed it. What somebody touched is told with
    /// how it differs, and nobody is held to have said it.
    fn of_another_draft(&self, markup: &Markup) -> Option<Localized> {
        let touched = some(&markup.modified).or_else(|| some(&markup.modified_by)).is_some();
        let changes = self.changes(markup);
        if !touched || changes.is_empty() || self.is_of_this_draft(markup) {
            return None;
        }
        let title = &markup.title;
        let of = |lang| changes.iter().map(|c| c.get(lang)).collect::<Vec<_>>().join("; ");
        let (nb, en) = (of(Lang::Nb), of(Lang::En));
        Some(localized!(
            "«{title}» er laget av et annet utkast eller skrevet om, og sammenlignet med rapporten nå: {nb}; dette er ikke tatt med",
            "“{title}” was made from another draft or rewritten, and compared with the report now: {en}; this is not taken over"
        ))
    }

    /// What the topic is about.
    fn about(&self, markup: &Markup, components: Vec<String>) -> Attestation {
        let basis = Some(self.report.basis.clone());
        let from = Some(self.file.to_owned());
        match self.topic {
            Some(topic) if !topic.requirement.is_empty() => Attestation {
                requirement: Some(topic.requirement.clone()),
                places: topic.places.clone(),
                computed: Some(topic.verdict),
                title: some(&markup.title),
                basis,
                from,
                ..Attestation::default()
            },
            _ => {
                Attestation { title: some(&markup.title), components, basis, from, ..Attestation::default() }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_read_whichever_version_holds_it() {
        let comment = "<Comment Guid=\"C\"><Date>2026-03-12T08:00:00+01:00</Date><Author>a@b.no</Author><Comment>1 &lt; 2 &amp; «æ»</Comment></Comment>";
        let old = format!(
            "<Markup><Topic Guid=\"T\" TopicStatus=\"Closed\"><Title>x</Title></Topic>{comment}</Markup>"
        );
        let new = format!(
            "<Markup><Topic Guid=\"T\" TopicStatus=\"Closed\"><Title>x</Title><Comments>{comment}</Comments></Topic></Markup>"
        );
        assert_eq!(parse(&old), parse(&new));
        let read = parse(&old).unwrap();
        assert_eq!((read.status.as_str(), read.comments[0].text.as_str()), ("Closed", "1 < 2 & «æ»"));
        assert_eq!(day(&read.comments[0].date).as_deref(), Some("2026-03-12"));
    }

    #[test]
    fn hostile_xml_is_refused() {
        assert_eq!(parse(&"<a>".repeat(10_000)), None);
        assert_eq!(parse("<!DOCTYPE a [<!ENTITY b \"c\">]><Markup/>"), None);
        assert_eq!(parse("<Markup><Topic>"), None);
        assert_eq!(parse(""), None);
        assert!(components("<V><Component IfcGuid=\"").is_empty());
    }

    #[test]
    fn what_is_no_archive_is_refused_in_words() {
        assert!(folders(b"hei").is_err());
    }
}
