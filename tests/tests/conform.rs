//! `cargo xtask conform`: the crate of the spec passes, and one that lies does not.
//!
//! What each part of it sees is tested in the package itself.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The program, built once.
fn conform() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let program = PROGRAM.get_or_init(|| {
        let built = flora_tests::built(&["--package", "xtask-conform"]);
        let found = built.into_iter().find(|(name, _)| name == "xtask-conform");
        found.expect("the package has a program").1
    });
    Command::new(program)
}

/// The folder with the crate of the spec and the program that tries it, written once.
fn kept() -> &'static (PathBuf, Output) {
    static KEPT: OnceLock<(PathBuf, Output)> = OnceLock::new();
    KEPT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conform");
        let output = conform().arg("--keep").arg(&folder).output();
        (folder, output.expect("the program starts"))
    })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_crate_of_the_spec_is_what_the_spec_says() {
    let (_, output) = kept();
    passes(output);
}

/// Tuples, numbers that may be whole or not, members of several types, texts of JSON.
#[test]
fn what_is_easily_weakened_keeps_its_type() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conform-shapes");
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/conform/shapes.yaml");
    let mut command = conform();
    command.args(["--spec", document, "--keep"]).arg(folder);
    let output = command.output().expect("the program starts");
    passes(&output);
    let said = text(&output.stdout);
    for figure in [
        "schemas weakened to raw JSON",
        "members weakened to raw JSON",
    ] {
        let mut lines = said.lines().map(str::trim_start);
        let line = lines.find(|line| line.starts_with(figure));
        let line = line.unwrap_or_else(|| panic!("no {figure}: {said}"));
        assert!(line.contains(" 0 of "), "{line}");
    }
}

/// Holds that nothing failed, and that something was tried.
#[track_caller]
fn passes(output: &Output) {
    let said = text(&output.stdout);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{said}{}",
        text(&output.stderr)
    );
    for figure in [
        "schemas without a failure",
        "valid values accepted",
        "valid values given back unchanged",
        "operations right on the wire",
        "responses right",
    ] {
        let line = said
            .lines()
            .find(|line| line.trim_start().starts_with(figure));
        let line = line.unwrap_or_else(|| panic!("no {figure}: {said}"));
        assert!(line.contains("(100.00 %)"), "{line}");
        assert!(!line.contains(" 0 of "), "nothing was tried: {line}");
    }
}

/// A program that changes each answer is found out, by every part that asks.
#[cfg(unix)]
#[test]
fn a_program_that_lies_is_found_out() {
    use std::os::unix::fs::PermissionsExt as _;

    let (folder, _) = kept();
    let honest = folder.join("conform-probe");
    for (name, lie, kind) in [
        (
            "adds",
            r#"s/\\"workspace_id\\":/\\"workspaceId\\":/g"#,
            "changed",
        ),
        ("refuses", r#"s/"ok":.*/"error":"no"}/"#, "refused"),
        ("sends", r"s/limit=/Limit=/g", "sent wrong"),
        ("loses", r"s/next_cursor/cursor/g", "changed"),
    ] {
        let liar = folder.join(name);
        let script = format!("#!/bin/sh\n'{}' | sed '{lie}'\n", honest.display());
        std::fs::write(&liar, script).expect("the folder is ours");
        let all = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&liar, all).expect("the folder is ours");
        let scratch = folder.join(format!("{name}-scratch"));
        let mut command = conform();
        command.arg("--ask").arg(&liar).arg("--keep").arg(scratch);
        let output = command.output().expect("the program starts");
        let said = text(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{said}{}",
            text(&output.stderr)
        );
        assert!(said.contains(&format!("{kind}: assets.yaml#")), "{said}");
    }
}
