//! The files of a BCF archive that are text: version, project, extensions, and a topic's `markup.bcf`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use uuid::Uuid;

use super::about::About;
use super::view::is_guid;
use super::{Comment, Topic, Version};
use crate::report::document::Report;
use crate::report::package::escaped;

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// The date of a topic whose report has none: there is no clock in a report.
const NO_DATE: &str = "2000-01-01";

/// Which files a topic has beside its markup.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) viewpoint: bool,
    pub(super) snapshot: bool,
}

/// Statuses a topic can be given; the first is that of a new one.
const STATUSES: [&str; 4] = ["Open", "In Progress", "Resolved", "Closed"];

pub(super) fn version(version: Version) -> String {
    match version {
        Version::V2_1 => format!(
            "{DECLARATION}<Version VersionId=\"2.1\"><DetailedVersion>2.1</DetailedVersion></Version>\n"
        ),
        Version::V3_0 => format!("{DECLARATION}<Version VersionId=\"3.0\"/>\n"),
    }
}

/// The project. Its id follows from its name.
pub(super) fn project(about: &About<'_>, version: Version) -> String {
    let id = super::topics::named(about.project, &["project"]);
    let name = match about.project.trim() {
        "" => String::new(),
        name => format!("<Name>{}</Name>", escaped(name)),
    };
    match version {
        Version::V2_1 => format!(
            "{DECLARATION}<ProjectExtension><Project ProjectId=\"{id}\">{name}</Project><ExtensionSchema>extensions.xsd</ExtensionSchema></ProjectExtension>\n"
        ),
        Version::V3_0 => {
            format!("{DECLARATION}<ProjectInfo><Project ProjectId=\"{id}\">{name}</Project></ProjectInfo>\n")
        }
    }
}

/// The words topics use, each list sorted.
struct Words {
    types: BTreeSet<String>,
    statuses: BTreeSet<String>,
    priorities: BTreeSet<String>,
    labels: BTreeSet<String>,
    users: BTreeSet<String>,
    stages: BTreeSet<String>,
}

fn words(topics: &[Topic]) -> Words {
    let of = |get: fn(&Topic) -> &String| -> BTreeSet<String> {
        topics.iter().map(|t| get(t).trim().to_owned()).filter(|w| !w.is_empty()).collect()
    };
    let mut statuses = of(|t| &t.status);
    statuses.extend(STATUSES.map(str::to_owned));
    let mut users = of(|t| &t.assigned);
    users.extend(topics.iter().flat_map(|t| &t.comments).map(|c| author_of(c).to_owned()));
    Words {
        types: of(|t| &t.kind),
        statuses,
        priorities: of(|t| &t.priority),
        labels: topics.iter().flat_map(|t| t.labels.iter().cloned()).collect(),
        users,
        stages: of(|t| &t.stage),
    }
}

/// `extensions.xml` of BCF 3.0.
pub(super) fn extensions(topics: &[Topic]) -> String {
    let Words { types, statuses, priorities, labels, users, stages } = words(topics);
    let mut out = format!("{DECLARATION}<Extensions>");
    for (list, item, words) in [
        ("TopicTypes", "TopicType", &types),
        ("TopicStatuses", "TopicStatus", &statuses),
        ("Priorities", "Priority", &priorities),
        ("TopicLabels", "TopicLabel", &labels),
        ("Users", "User", &users),
        ("Stages", "Stage", &stages),
    ] {
        let _ = write!(out, "<{list}>");
        for word in words {
            let _ = write!(out, "<{item}>{}</{item}>", escaped(word));
        }
        let _ = write!(out, "</{list}>");
    }
    out.push_str("</Extensions>\n");
    out
}

/// `extensions.xsd` of BCF 2.1: the same words, as restrictions of the markup's types.
pub(super) fn extensions_schema(topics: &[Topic]) -> String {
    let Words { types, statuses, priorities, labels, users, stages } = words(topics);
    let mut out = format!(
        "{DECLARATION}<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:redefine schemaLocation=\"markup.xsd\">"
    );
    for (name, words) in [
        ("TopicType", &types),
        ("TopicStatus", &statuses),
        ("TopicLabel", &labels),
        ("Priority", &priorities),
        ("UserIdType", &users),
        ("Stage", &stages),
    ] {
        let _ = write!(out, "<xs:simpleType name=\"{name}\"><xs:restriction base=\"{name}\">");
        for word in words {
            let _ = write!(out, "<xs:enumeration value=\"{}\"/>", escaped(word));
        }
        out.push_str("</xs:restriction></xs:simpleType>");
    }
    out.push_str("</xs:redefine></xs:schema>\n");
    out
}

/// The id of a topic's viewpoint, which follows from its own.
pub(super) fn viewpoint_guid(topic: &Topic) -> String {
    let own = Uuid::try_parse(&topic.guid).unwrap_or(Uuid::nil());
    Uuid::new_v5(&own, b"viewpoint").hyphenated().to_string()
}

/// `markup.bcf` of a topic.
pub(super) fn markup(topic: &Topic, about: &About<'_>, written: Written, version: Version) -> String {
    let mut out = format!("{DECLARATION}<Markup>");
    header(&mut out, about, version);
    let (kind, status) = (escaped(&topic.kind), escaped(&topic.status));
    let _ = write!(out, "<Topic Guid=\"{}\" TopicType=\"{kind}\" TopicStatus=\"{status}\">", topic.guid);
    let mut element = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            let _ = write!(out, "<{name}>{}</{name}>", escaped(text));
        }
    };
    element("Title", &topic.title);
    element("Priority", &topic.priority);
    match version {
        Version::V2_1 => topic.labels.iter().for_each(|l| element("Labels", l)),
        Version::V3_0 => {
            let labels: Vec<String> =
                topic.labels.iter().map(|l| format!("<Label>{}</Label>", escaped(l))).collect();
            let _ = write!(out, "<Labels>{}</Labels>", labels.concat());
        }
    }
    let mut element = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            let _ = write!(out, "<{name}>{}</{name}>", escaped(text));
        }
    };
    let date = about.date.map_or_else(|| NO_DATE.to_owned(), |d| d.iso());
    element("CreationDate", &format!("{date}T00:00:00Z"));
    element("CreationAuthor", &about.author);
    if let Some(due) = topic.due {
        element("DueDate", &format!("{}T00:00:00Z", due.iso()));
    }
    element("AssignedTo", &topic.assigned);
    element("Stage", &topic.stage);
    element("Description", &topic.description);
    let viewpoints = viewpoints(topic, written, version);
    let comments = comments(topic, about, &date);
    match version {
        Version::V2_1 => {
            let _ = writeln!(out, "</Topic>{comments}{viewpoints}</Markup>");
        }
        Version::V3_0 if comments.is_empty() => {
            let _ = writeln!(out, "{viewpoints}</Topic></Markup>");
        }
        Version::V3_0 => {
            let _ = writeln!(out, "<Comments>{comments}</Comments>{viewpoints}</Topic></Markup>");
        }
    }
    out
}

/// Both versions ask for an author, which a statement nobody signed has not.
fn author_of(comment: &Comment) -> &str {
    if comment.by.is_empty() { "–" } else { &comment.by }
}

fn comments(topic: &Topic, about: &About<'_>, date: &str) -> String {
    let one = |c: &Comment| {
        let date = if c.date.is_empty() { date } else { &c.date };
        let (by, text) = (escaped(author_of(c)), escaped(c.text.get(about.lang)));
        format!(
            "<Comment Guid=\"{}\"><Date>{date}T00:00:00Z</Date><Author>{by}</Author><Comment>{text}</Comment></Comment>",
            c.guid
        )
    };
    topic.comments.iter().map(one).collect()
}

/// Who made the topics.
pub fn author(report: &Report) -> String {
    format!("{} {}", report.program.name, report.program.version)
}

/// The building models the topics are about.
fn header(out: &mut String, about: &About<'_>, version: Version) {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).trim().to_owned();
    let models = about.inputs.iter().map(|path| name(path));
    let models: Vec<String> = models
        .filter(|n| [".ifc", ".ifczip", ".ifcxml"].iter().any(|e| n.to_lowercase().ends_with(e)))
        .collect();
    if models.is_empty() {
        return;
    }
    let (open, close, external) = match version {
        Version::V2_1 => ("<Header>", "</Header>", "isExternal"),
        Version::V3_0 => ("<Header><Files>", "</Files></Header>", "IsExternal"),
    };
    out.push_str(open);
    let project = about.ifc_project.filter(|g| is_guid(g));
    let project = project.map(|g| format!(" IfcProject=\"{g}\"")).unwrap_or_default();
    for model in models {
        let model = escaped(&model);
        let _ = write!(out, "<File{project} {external}=\"true\"><Filename>{model}</Filename></File>");
    }
    out.push_str(close);
}

fn viewpoints(topic: &Topic, written: Written, version: Version) -> String {
    if !(written.viewpoint || written.snapshot) {
        return String::new();
    }
    let mut inside = String::new();
    if written.viewpoint {
        inside.push_str("<Viewpoint>viewpoint.bcfv</Viewpoint>");
    }
    if written.snapshot {
        inside.push_str("<Snapshot>snapshot.png</Snapshot>");
    }
    let guid = viewpoint_guid(topic);
    match version {
        Version::V2_1 => format!("<Viewpoints Guid=\"{guid}\">{inside}</Viewpoints>"),
        Version::V3_0 => format!("<Viewpoints><ViewPoint Guid=\"{guid}\">{inside}</ViewPoint></Viewpoints>"),
    }
}
