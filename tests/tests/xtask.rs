//! The maintainers' commands, run as a maintainer runs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use flora_tests::project;

/// The built program.
fn xtask() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = flora_tests::built(&["--package", "xtask"]);
        let found = built.into_iter().find(|(name, _)| name == "xtask");
        found.expect("the package has a program").1
    })
}

/// What a run left.
struct Run {
    code: Option<i32>,
    out: String,
    problems: String,
}

fn run(arguments: &[&str]) -> Run {
    finished(Command::new(xtask()).args(arguments).current_dir(project()))
}

fn finished(command: &mut Command) -> Run {
    let output = command.output().expect("the program was built");
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the program speaks UTF-8"),
        problems: String::from_utf8(output.stderr).expect("the program speaks UTF-8"),
    }
}

impl Run {
    #[track_caller]
    fn exits_with(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "{}\n{}",
            self.out.trim_end(),
            self.problems
        );
        self
    }

    #[track_caller]
    fn prints(self, text: &str) -> Self {
        assert!(self.out.contains(text), "no {text:?} in {}", self.out);
        self
    }

    #[track_caller]
    fn complains(self, text: &str) -> Self {
        assert!(
            self.problems.contains(text),
            "no {text:?} in {}",
            self.problems
        );
        self
    }
}

/// A folder that is removed with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("flora-xtask-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the system has a folder for temporary files");
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn text(&self, name: &str) -> String {
        let path = self.path(name);
        path.to_str().expect("the path is UTF-8").to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it stands in the folder"))
            .expect("the folder can be written");
        fs::write(&path, text).expect("the folder can be written");
        self.text(name)
    }

    /// Every file below it with its bytes and the time it was written.
    fn state(&self, name: &str) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
        let mut state = BTreeMap::new();
        let mut waiting = vec![self.path(name)];
        while let Some(path) = waiting.pop() {
            if path.is_dir() {
                let entries = fs::read_dir(&path).expect("the folder can be read");
                waiting.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
            } else {
                let written = fs::metadata(&path)
                    .and_then(|data| data.modified())
                    .expect("the system knows when a file was written");
                let bytes = fs::read(&path).expect("the file can be read");
                state.insert(path, (bytes, written));
            }
        }
        state
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn document(operations: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: Things, version: 1.0.0 }}\npaths:\n{operations}")
}

const GET: &str = "  /thing:\n    get: { tags: [Things], operationId: getThing, responses: { '204': { description: Done. } } }\n";

/// A folder with a document and the crate made of it.
fn made(name: &str) -> (Folder, String, String) {
    let folder = Folder::new(name);
    let spec = folder.write("things.yaml", &document(GET));
    let out = folder.text("out");
    run(&[
        "generate", "--spec", &spec, "--out", &out, "--name", "things",
    ])
    .exits_with(0)
    .prints("things: 1 operation, 0 models: ");
    (folder, spec, out)
}

#[test]
fn the_checked_in_crate_is_up_to_date() {
    run(&["check"])
        .exits_with(0)
        .prints("generated: up to date");
}

#[test]
fn a_second_run_writes_nothing() {
    let (folder, spec, out) = made("second");
    let before = folder.state("out");
    run(&[
        "generate", "--spec", &spec, "--out", &out, "--name", "things",
    ])
    .exits_with(0)
    .prints("up to date");
    assert!(folder.state("out") == before, "a file was written again");
    run(&["check", "--spec", &spec, "--out", &out, "--name", "things"])
        .exits_with(0)
        .prints("up to date");
}

#[test]
fn check_names_what_was_changed_by_hand() {
    let (folder, spec, out) = made("changed");
    let check = || run(&["check", "--spec", &spec, "--out", &out, "--name", "things"]);
    let client = fs::read_to_string(folder.path("out/src/client.rs")).expect("it was written");

    folder.write(
        "out/src/client.rs",
        &client.replace("A client of", "A friend of"),
    );
    check()
        .exits_with(1)
        .prints(&format!("stale: {out}/src/client.rs"))
        .prints("-/// A friend of")
        .prints("+/// A client of")
        .complains("cargo xtask generate --spec");

    fs::remove_file(folder.path("out/src/client.rs")).expect("it was written");
    check()
        .exits_with(1)
        .prints(&format!("missing: {out}/src/client.rs"));

    folder.write("out/src/client.rs", &client);
    folder.write("out/src/extra.rs", "//! Written by hand.\n");
    check()
        .exits_with(1)
        .prints(&format!("stray: {out}/src/extra.rs"));

    fs::remove_file(folder.path("out/src/extra.rs")).expect("it was written");
    check().exits_with(0);
}

#[test]
fn check_sees_that_the_document_changed() {
    let (folder, spec, out) = made("document");
    folder.write(
        "things.yaml",
        &document(
            &GET.replace("Done.", "Done now.")
                .replace("/thing", "/things"),
        ),
    );
    run(&["check", "--spec", &spec, "--out", &out, "--name", "things"])
        .exits_with(1)
        .prints("src/operations.rs");
}

/// Everything that is wrong is said in one run, and nothing is written.
#[test]
fn a_refused_document_leaves_the_output_alone() {
    let (folder, _, out) = made("refused");
    let before = folder.state("out");
    let bad = project().join("tests/fixtures/bad/three_mistakes.yaml");
    let bad = bad.to_str().expect("the path is UTF-8");
    for command in ["generate", "check"] {
        let run = run(&[command, "--spec", bad, "--out", &out])
            .exits_with(1)
            .complains("three_mistakes.yaml:11:19")
            .complains("three_mistakes.yaml:14:20")
            .complains("three_mistakes.yaml:19:21");
        assert_eq!(
            run.problems.matches("error[").count(),
            3,
            "{}",
            run.problems
        );
        assert!(folder.state("out") == before, "the output was touched");
    }
    let fresh = folder.text("fresh");
    run(&["generate", "--spec", bad, "--out", &fresh]).exits_with(1);
    assert!(!folder.path("fresh").exists(), "a folder was made");
    run(&["lint", "--terse", "--spec", bad])
        .exits_with(1)
        .complains("three_mistakes.yaml:11:19: error[E0105]")
        .prints("3 errors");
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let folder = Folder::new("foreign");
    let spec = folder.write("things.yaml", &document(GET));
    folder.write("home/src/lib.rs", "//! Mine.\n");
    let before = folder.state("home");
    run(&["generate", "--spec", &spec, "--out", &folder.text("home")])
        .exits_with(2)
        .complains("choose an empty folder");
    assert!(folder.state("home") == before);
}

#[test]
fn only_listed_files_are_removed() {
    let (folder, spec, out) = made("stale");
    assert!(folder.path("out/src/things.rs").exists());
    folder.write("out/src/mine.rs", "//! Mine.\n");
    folder.write(
        "things.yaml",
        &document(&GET.replace("[Things]", "[Others]")),
    );
    run(&[
        "generate", "--spec", &spec, "--out", &out, "--name", "things",
    ])
    .exits_with(0)
    .prints("2 removed");
    assert!(!folder.path("out/src/things.rs").exists());
    assert!(folder.path("out/src/others.rs").exists());
    assert!(folder.path("out/src/mine.rs").exists(), "it was not listed");
}

/// A list that leads out of the folder is not followed.
#[test]
fn a_list_of_files_cannot_reach_outside() {
    let (folder, spec, out) = made("outside");
    let list = fs::read_to_string(folder.path("out/.codegen-files")).expect("it was written");
    let absolute = folder.write("absolute.txt", "Mine.\n");
    folder.write("relative.txt", "Mine.\n");
    folder.write(
        "out/.codegen-files",
        &format!("{list}../relative.txt\n{absolute}\nsrc/../../relative.txt\n"),
    );
    run(&[
        "generate", "--spec", &spec, "--out", &out, "--name", "things",
    ])
    .exits_with(0);
    assert!(folder.path("absolute.txt").exists());
    assert!(folder.path("relative.txt").exists());
}

#[test]
fn wrong_usage_exits_with_two() {
    let folder = Folder::new("usage");
    let out = folder.text("out");
    let spec = folder.write("things.yaml", &document(GET));
    let missing = folder.text("missing.yaml");
    run(&["generate", "--fast"])
        .exits_with(2)
        .complains("--fast");
    run(&["frobnicate"]).exits_with(2);
    run(&[]).exits_with(2);
    run(&["generate", "--spec", &spec])
        .exits_with(2)
        .complains("--out");
    run(&["generate", "--spec", &missing, "--out", &out])
        .exits_with(2)
        .complains("missing.yaml");
    run(&[
        "generate", "--spec", &spec, "--out", &out, "--name", "no crate",
    ])
    .exits_with(2)
    .complains("no crate");
    run(&["lint", "--spec", &missing]).exits_with(2);
    run(&["show", "ir", "NoSuchThing"])
        .exits_with(2)
        .complains("NoSuchThing");
    assert!(!folder.path("out").exists());
}

#[test]
fn a_document_that_is_no_text_is_refused() {
    let folder = Folder::new("bytes");
    let path = folder.path("bytes.yaml");
    fs::write(&path, b"openapi: 3.0.3\ninfo: { title: \xff }\n").expect("it can be written");
    let run = run(&["lint", "--spec", &folder.text("bytes.yaml")]).complains("UTF-8");
    assert_eq!(run.code, Some(1));
}

/// Some findings are made by the last stages; `lint` knows them all.
#[test]
fn lint_says_what_generate_says() {
    let folder = Folder::new("lint");
    let contents = "{ application/json: { schema: { type: string } }, image/png: {} }";
    let reply = format!("'200': {{ description: Done., content: {contents} }}");
    let spec = folder.write(
        "things.yaml",
        &document(&GET.replace("'204': { description: Done. }", &reply)),
    );
    run(&["lint", "--terse", "--spec", &spec])
        .exits_with(0)
        .complains("warning[W0304]")
        .prints("1 warning");
    run(&["generate", "--spec", &spec, "--out", &folder.text("out")])
        .exits_with(0)
        .complains("warning[W0304]")
        .prints("1 warning");
}

#[test]
fn show_prints_one_item_at_each_stage() {
    run(&["show", "ir", "AssetStatus"])
        .exits_with(0)
        .prints("StringEnum:")
        .prints("value: pending_upload");
    run(&["show", "code", "AssetStatus"])
        .exits_with(0)
        .prints("name: PendingUpload")
        .prints("unknown: Unrecognized");
    run(&["show", "rust", "AssetStatus"])
        .exits_with(0)
        .prints("// src/models.rs")
        .prints("pub enum AssetStatus {")
        .prints("PendingUpload = \"pending_upload\"");
    // Types inside of types are data as well.
    run(&["show", "code", "create_multipart"])
        .exits_with(0)
        .prints("Model: AssetCreateResponse");
    run(&["show", "ir", "getAsset"])
        .exits_with(0)
        .prints("path: /assets/{assetId}");
}

/// A document in several files makes the same crate as in one.
#[test]
fn files_beside_the_document_are_read() {
    let folder = Folder::new("files");
    let reply = |schema: &str| {
        let content = format!("{{ application/json: {{ schema: {schema} }} }}");
        format!(
            "get: {{ tags: [Things], operationId: getThing, responses: {{ '200': {{ description: Done., content: {content} }} }} }}"
        )
    };
    let schema = "type: object, properties: { next: { $ref: REFERENCE } }";
    let local = "'#/components/schemas/Thing'";
    folder.write(
        "one/things.yaml",
        &format!(
            "{}components: {{ schemas: {{ Thing: {{ {} }} }} }}\n",
            document(&format!(
                "  /thing: {{ {} }}\n",
                reply(&format!("{{ $ref: {local} }}"))
            )),
            schema.replace("REFERENCE", local),
        ),
    );
    folder.write(
        "several/things.yaml",
        &document("  /thing: { $ref: paths/thing.yaml }\n"),
    );
    folder.write(
        "several/paths/thing.yaml",
        &reply("{ $ref: ../schemas/Thing.yaml }"),
    );
    folder.write(
        "several/schemas/Thing.yaml",
        &format!("{{ {} }}", schema.replace("REFERENCE", "Thing.yaml")),
    );
    for name in ["one", "several"] {
        let spec = folder.text(&format!("{name}/things.yaml"));
        let out = folder.text(&format!("{name}/out"));
        run(&[
            "generate", "--spec", &spec, "--out", &out, "--name", "things",
        ])
        .exits_with(0);
    }
    let bytes = |name: &str| -> Vec<(PathBuf, Vec<u8>)> {
        let below = folder.path(&format!("{name}/out"));
        let state = folder.state(&format!("{name}/out")).into_iter();
        state
            .map(|(path, (bytes, _))| {
                let path = path.strip_prefix(&below).expect("it is in the folder");
                (path.to_owned(), bytes)
            })
            .collect()
    };
    assert_eq!(bytes("one"), bytes("several"));

    let thing = folder.write("several/schemas/Thing.yaml", "type: strin");
    let spec = folder.text("several/things.yaml");
    run(&["lint", "--terse", "--spec", &spec])
        .exits_with(1)
        .complains("schemas/Thing.yaml:1:7: error[E0105]: `strin` is not a type");
    fs::remove_file(thing).expect("it was written");
    run(&["lint", "--terse", "--spec", &spec])
        .exits_with(1)
        .complains("paths/thing.yaml:1:")
        .complains("error[E0110]: the file `schemas/Thing.yaml` cannot be read");
}

/// A link in the folder is no way around the rule that nothing outside is read.
#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_folder() {
    let folder = Folder::new("links");
    folder.write("secret.yaml", "get: { responses: {} }");
    let spec = folder.write(
        "spec/things.yaml",
        &document("  /thing: { $ref: link.yaml }\n"),
    );
    std::os::unix::fs::symlink(folder.path("secret.yaml"), folder.path("spec/link.yaml"))
        .expect("the system has links");
    run(&["lint", "--terse", "--spec", &spec])
        .exits_with(1)
        .complains("error[E0110]: the file `link.yaml` cannot be read");
}

/// A row a document, whatever becomes of it, and the mistakes of those that are refused.
#[test]
fn corpus_tells_what_becomes_of_each_document() {
    let folder = Folder::new("corpus");
    folder.write("documents/good.yaml", &document(GET));
    folder.write(
        "documents/bad.yaml",
        &document(&GET.replace("tags: [Things]", "tags: 1")),
    );
    folder.write("documents/notes.txt", "nothing");
    folder.write("documents/folder/openapi.yaml", &document(GET));
    fs::write(folder.path("documents/bytes.json"), b"\xff").expect("it can be written");
    let documents = folder.text("documents");
    let table = folder.text("table.md");
    // Without the flag it would build itself once more, with optimisations.
    run(&["corpus", &documents, "--as-built", "--table", &table])
        .exits_with(0)
        .prints("good: 1 operations, 0 models, ")
        .prints("bad: refused: bad.yaml:5:18: error[E0105]: ");
    let page = fs::read_to_string(table).expect("it was written");
    for line in [
        "- documents: 4\n- accepted: 2\n- refused for a mistake of their own: 2\n- faults of the generator: 0\n",
        " The generator was built without optimisations.\n",
        "\n| bad | 0 | 1 | – | – | ",
        "\n| E0105 Malformed | error | 1 | 1 |\n",
        "\n- bytes: exit code 1: error[E0101]: bytes is not UTF-8 ",
    ] {
        assert!(page.contains(line), "no {line:?} in\n{page}");
    }
    run(&["corpus", &documents, "--as-built", "--only", "nothing"])
        .exits_with(2)
        .complains("no document there");
    run(&["corpus", &documents, "--as-built", "--only", "good,nothing"])
        .exits_with(2)
        .complains("no document `nothing` there");
}

#[test]
fn the_help_tells_every_command() {
    let help = run(&["--help"]).exits_with(0).out;
    for command in [
        "generate", "check", "lint", "show", "support", "corpus", "conform", "mock",
    ] {
        assert!(help.contains(command), "{help}");
    }
}

#[test]
fn what_is_supported_is_what_the_ledger_says() {
    run(&["support", "--check"])
        .exits_with(0)
        .prints("support: up to date");
}

#[test]
fn pages_that_are_not_what_the_ledger_says_are_found_and_written_again() {
    let folder = Folder::new("support");
    let current = fs::read_to_string(project().join("README.md")).expect("it is there");
    folder.write("README.md", &current.replace("`itemEncoding`", ""));
    folder.write("docs/other.md", "");
    let support = |arguments: &[&str]| {
        let mut command = Command::new(xtask());
        command.env("CARGO_MANIFEST_DIR", folder.path("xtask"));
        finished(command.args(arguments))
    };
    support(&["support", "--check"])
        .exits_with(1)
        .complains("not what the ledger says: README.md, docs/keywords.md");
    assert!(
        !folder.path("docs/keywords.md").exists(),
        "a check writes nothing"
    );
    support(&["support"])
        .exits_with(0)
        .prints("support: wrote README.md and docs/keywords.md");
    support(&["support", "--check"]).exits_with(0);
    let written = fs::read_to_string(folder.path("README.md")).expect("it was written");
    assert_eq!(written, current);
    folder.write("README.md", "# Without the marks\n");
    support(&["support"])
        .exits_with(2)
        .complains("the lines <!-- begin of");
}

/// A config is found by its name, or named; it counts for `generate`, `check` and `lint`.
#[test]
fn a_config_beside_the_document_counts() {
    let folder = Folder::new("config");
    let document = project().join("tests/fixtures/config/things.yaml");
    let spec = folder.0.join("things.yaml");
    fs::copy(document, &spec).expect("the fixture can be copied");
    let (spec, out) = (spec.display().to_string(), folder.0.join("out"));
    let out = out.display().to_string();
    let job = ["--spec", &spec, "--out", &out, "--name", "things"];
    let with = |command: &str, more: &[&str]| run(&[&[command], &job[..], more].concat());
    with("generate", &[]).exits_with(0);
    let beside = folder.0.join("things.codegen.yaml");
    fs::write(&beside, "skip: { operations: [reset] }\n").expect("it can be written");
    with("check", &[]).exits_with(1);
    with("generate", &[]).exits_with(0).prints("2 operations");
    with("check", &[]).exits_with(0);
    let other = folder.0.join("other.yaml");
    fs::write(&other, "skip: { operation: [reset] }\n").expect("it can be written");
    let other = other.display().to_string();
    run(&["lint", "--spec", &spec, "--config", &other])
        .exits_with(1)
        .complains("other.yaml:1:9")
        .complains("did you mean `operations`?");
    run(&["lint", "--spec", &spec])
        .exits_with(0)
        .complains("reset is left out, as the config says");
    // One that is called like the document is still another file.
    let elsewhere = folder.0.join("elsewhere");
    fs::create_dir(&elsewhere).expect("it can be made");
    let other = elsewhere.join("things.yaml");
    fs::write(&other, "names: { methods: { reset: restart } }\n").expect("it can be written");
    let other = other.display().to_string();
    let show = [
        "show", "code", "restart", "--spec", &spec, "--config", &other,
    ];
    run(&show).exits_with(0).prints("name: restart");
    fs::write(&other, "names: { methods: { resett: restart } }\n").expect("it can be written");
    run(&show)
        .exits_with(1)
        .complains("elsewhere/things.yaml:1:21")
        .complains("did you mean `reset`?");
}
