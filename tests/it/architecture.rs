//! The layout holds: modules look left along the line, and nothing has a name that says nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a module may use besides what stands in no line at all (`text`, `quantity`, `source`).
///
/// If this test fails because a module needs another: first ask whether the code stands in the right module.
/// Left of `facts` nobody knows a requirement; right of `evaluate` nobody reads geometry, and only `plan` draws.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("quantity", &["text"]),
    ("source", &["text"]),
    ("vocab", &["text", "quantity", "source"]),
    ("model", &["text", "quantity", "source", "vocab"]),
    ("geometry", &["text", "quantity", "model", "vocab"]),
    ("design", &["text", "quantity", "source", "vocab", "model", "geometry"]),
    ("ifc", &["text", "quantity", "source", "vocab", "model", "geometry"]),
    // What data a model carries, held against other people's specifications; no requirement of ours.
    ("ids", &["text", "quantity", "source", "vocab", "ifc", "facts", "finding", "catalogue"]),
    ("facts", &["text", "quantity", "vocab", "model", "geometry"]),
    ("date", &["text"]),
    ("finding", &["text", "quantity", "vocab", "model", "facts"]),
    ("catalogue", &["text", "quantity", "source", "vocab", "finding"]),
    ("check", &["text", "quantity", "vocab", "model", "facts", "finding", "catalogue"]),
    ("evaluate", &["text", "vocab", "model", "facts", "finding", "catalogue", "check"]),
    ("fravik", &["text", "source", "vocab", "date", "facts", "finding", "catalogue"]),
    ("project", &["text", "source", "vocab", "date", "ifc", "finding", "fravik", "catalogue"]),
    ("plan", &["text", "quantity", "vocab", "model", "geometry"]),
    (
        "suitability",
        &["fravik", "text", "quantity", "vocab", "model", "facts", "finding", "catalogue", "evaluate"],
    ),
    (
        "report",
        &[
            "date",
            "fravik",
            "text",
            "quantity",
            "source",
            "vocab",
            "model",
            "ifc",
            "ids",
            "facts",
            "finding",
            "catalogue",
            "plan",
            "suitability",
        ],
    ),
    (
        "inspection",
        &["date", "plan", "text", "source", "vocab", "model", "facts", "finding", "catalogue", "report"],
    ),
    // What people say comes back from the outputs, so it stands to the right of the report it was read from.
    ("attest", &["text", "source", "model", "facts", "finding", "catalogue", "report"]),
    // The whole line in one call, for the command line and for callers of the library.
    (
        "judge",
        &[
            "fravik",
            "text",
            "source",
            "vocab",
            "model",
            "design",
            "ifc",
            "ids",
            "facts",
            "finding",
            "catalogue",
            "evaluate",
            "inspection",
            "report",
            "suitability",
            "attest",
        ],
    ),
    // The folder of a visit, changed by several people; what a project says of it is not known here.
    ("visits", &["text", "source", "vocab", "model", "inspection"]),
    // Pages around the reports and the visit; how projects are judged is handed in.
    (
        "serve",
        &[
            "date",
            "text",
            "source",
            "vocab",
            "model",
            "finding",
            "catalogue",
            "project",
            "plan",
            "report",
            "inspection",
            "judge",
            "visits",
        ],
    ),
    (
        "cli",
        &[
            "visits",
            "serve",
            "project",
            "date",
            "fravik",
            "attest",
            "judge",
            "text",
            "quantity",
            "source",
            "vocab",
            "model",
            "design",
            "ifc",
            "ids",
            "facts",
            "finding",
            "catalogue",
            "check",
            "evaluate",
            "plan",
            "inspection",
            "report",
        ],
    ),
];

fn rust_files(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|f| {
            let name = f.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            (name, fs::read_to_string(&f).unwrap())
        })
        .collect()
}

fn module(path: &str) -> String {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs").to_owned()
}

#[test]
fn modules_use_only_what_stands_to_their_left() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        if own == "lib" || own == "main" {
            continue;
        }
        let Some(may) = allowed.get(own.as_str()) else {
            faults.push(format!("{path}: module `{own}` is not in the line; give it a place in MAY_USE"));
            continue;
        };
        // What stands in a test module may look anywhere: tests read whole lines.
        if path.contains("/tests/") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or(&text);
        for (number, line) in code.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (at, _) in line.match_indices("crate::") {
                let used: String =
                    line[at + 7..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let macro_or_own = used == own || used == "localized";
                if !macro_or_own && !may.contains(&used.as_str()) {
                    faults.push(format!(
                        "{path}:{}: `{own}` uses `{used}`, which does not stand to its left",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_module_has_a_name_that_says_nothing() {
    let empty = ["utils", "util", "common", "helpers", "helper", "misc"];
    for (path, _) in sources() {
        let parts = path.split('/').map(|p| p.trim_end_matches(".rs"));
        for part in parts {
            assert!(!empty.contains(&part), "src/{path}: name the module for what it does");
        }
    }
}

#[test]
fn every_source_file_opens_by_saying_what_it_is() {
    for (path, text) in sources() {
        assert!(text.starts_with("//!"), "src/{path} must open with //! and the question it answers");
    }
}

#[test]
fn every_path_a_readme_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for readme in ["README.md", "src/README.md", "spec/README.md", "tests/README.md"] {
        let text = fs::read_to_string(root.join(readme)).unwrap_or_else(|e| panic!("{readme}: {e}"));
        for quoted in text.split('`').skip(1).step_by(2) {
            let path = quoted.trim_end_matches('/');
            let starts = ["src/", "spec/", "tests/", "fixtures/", ".ci/"];
            let plain = !quoted.contains(['<', '*', ' ', '{', '…']);
            if plain && starts.iter().any(|s| quoted.starts_with(s)) && !root.join(path).exists() {
                faults.push(format!("{readme} names `{quoted}`, which does not exist"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_code_speaks_only_of_itself() {
    let own = format!("{}{}", "/wo", "rk/");
    for (path, text) in sources() {
        assert!(!text.contains(&own), "src/{path} names a path of one machine");
    }
}
