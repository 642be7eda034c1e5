//! `cargo xtask show`: one item as a stage of the generator sees it.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use flora_codegen::diagnostic::Severity;
use flora_codegen::{Generated, code, ir};
use serde::Serialize;
use serde_yaml::with::singleton_map_recursive;

use crate::{Failure, Job, problems, project};

/// A stage of the generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// What the API offers.
    Ir,
    /// The Rust that is planned.
    Code,
    /// The Rust that is written.
    Rust,
}

/// Prints every item of that name.
pub(crate) fn run(
    stage: Stage,
    name: &str,
    spec: Option<&Path>,
    config: Option<PathBuf>,
) -> Result<(), Failure> {
    let job = Job {
        spec: spec.map(Path::to_owned),
        config,
        out: spec.map(|_| PathBuf::from("shown")),
        name: None,
        jobs: None,
    };
    let plan = project::plan(&job)?;
    let generated = flora_codegen::generate(&plan.input, &plan.options, plan.lock.as_deref());
    problems::print(&generated.report, &plan.input, Severity::Error, false);
    let found = match stage {
        Stage::Ir => generated.api.as_ref().map(|api| in_ir(api, name)),
        Stage::Code => generated
            .package
            .as_ref()
            .map(|package| in_code(package, name)),
        Stage::Rust => generated
            .package
            .as_ref()
            .map(|package| in_rust(package, &generated, name)),
    };
    let Some(found) = found else {
        return Err(Failure::Refused);
    };
    if found.is_empty() {
        return Err(Failure::Other(format!(
            "nothing is called `{name}` there; try a component such as `AssetStatus` or an `operationId`"
        )));
    }
    problems::say(&found.join("\n"));
    Ok(())
}

fn yaml(title: &str, value: &impl Serialize) -> String {
    let mut text = Vec::new();
    // YAML tags cannot be nested, so variants are written as keys.
    let mut serializer = serde_yaml::Serializer::new(&mut text);
    match singleton_map_recursive::serialize(value, &mut serializer) {
        Ok(()) => format!("# {title}\n{}", String::from_utf8_lossy(&text)),
        Err(error) => format!("# {title}: {error}"),
    }
}

fn in_ir(api: &ir::Api, name: &str) -> Vec<String> {
    let types = api
        .types
        .iter()
        .filter(|(_, ty)| ty.label.as_ref().is_some_and(|label| label.words == name));
    let types = types.map(|(id, ty)| yaml(&format!("type {}", id.0), ty));
    let operations = api
        .operations
        .iter()
        .filter(|operation| operation.id == name || operation.name.as_deref() == Some(name));
    types
        .chain(operations.map(|operation| yaml(&format!("operation {}", operation.id), operation)))
        .collect()
}

fn in_code(package: &code::Package, name: &str) -> Vec<String> {
    let models = package
        .models
        .iter()
        .filter(|model| model.name().as_str() == name);
    let models = models.map(|model| yaml("model", model));
    let rows = package
        .operations
        .iter()
        .filter(|row| row.id == name || row.constant.as_str() == name);
    let rows = rows.map(|row| yaml("operation", row));
    let methods = package
        .resources
        .iter()
        .flat_map(|resource| &resource.methods);
    let methods =
        methods.filter(|method| method.name.as_str() == name || method.builder.as_str() == name);
    let methods = methods.map(|method| yaml("method", method));
    let groups = package
        .program
        .groups
        .iter()
        .flat_map(|group| &group.commands);
    let commands = groups
        .chain(&package.program.commands)
        .filter(|command| command.name == name);
    let commands = commands.map(|command| yaml("command", command));
    models.chain(rows).chain(methods).chain(commands).collect()
}

/// The printed items whose head names the item, with the file they are in.
fn in_rust(package: &code::Package, generated: &Generated, name: &str) -> Vec<String> {
    let Some(tree) = &generated.tree else {
        return Vec::new();
    };
    // An operation is looked for under the names it has in Rust.
    let mut names = vec![name.to_owned()];
    for row in package.operations.iter().filter(|row| row.id == name) {
        names.push(row.constant.to_string());
        for method in package
            .resources
            .iter()
            .flat_map(|resource| &resource.methods)
        {
            if method.operation == row.constant {
                names.push(method.builder.to_string());
            }
        }
    }
    let mut found = Vec::new();
    for (path, text) in &tree.files {
        if !path.ends_with(".rs") || path.starts_with("src/runtime/") {
            continue;
        }
        for item in items(text) {
            // The item within the braces of a macro is what counts.
            let head = item.lines().map(str::trim_start).find(|line| {
                !line.starts_with("//") && !line.starts_with('#') && !line.ends_with("! {")
            });
            let is_named = head.is_some_and(|head| {
                let mut words = head.split(|char: char| !char.is_alphanumeric() && char != '_');
                words.any(|word| names.iter().any(|name| name == word))
            });
            if is_named {
                found.push(format!("// {path}\n{item}"));
            }
        }
    }
    found
}

/// The items of a printed file: parts between blank lines that start and end without indentation.
fn items(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut after_blank = false;
    for line in text.lines() {
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        let fresh = after_blank && !line.starts_with([' ', '}', ')']);
        if fresh {
            items.push(String::new());
        } else if after_blank && let Some(item) = items.last_mut() {
            item.push('\n');
        }
        after_blank = false;
        if let Some(item) = items.last_mut() {
            item.push_str(line);
            item.push('\n');
        }
    }
    items
}
