//! Features of tags: what a downstream crate leaves out, and what is always there.

use flora_codegen::code::{Options, Part};
use flora_codegen::document::Input;
use flora_codegen::files::Tree;

/// Two tags that share `Colour`; `Dog` and `Cat` are of one each, and `Failure` of all.
const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths:
  /dogs:
    get:
      tags: [dogs]
      operationId: listDogs
      responses:
        '200':
          description: Dogs.
          content: { application/json: { schema: { $ref: '#/components/schemas/Dog' } } }
        default: { $ref: '#/components/responses/Failure' }
  /cats:
    get:
      tags: [mock]
      operationId: listCats
      responses:
        '200':
          description: Cats.
          content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } }
        default: { $ref: '#/components/responses/Failure' }
  /health:
    get:
      operationId: health
      responses: { '204': { description: Well. } }
components:
  responses:
    Failure:
      description: It failed.
      content: { application/json: { schema: { $ref: '#/components/schemas/Failure' } } }
  schemas:
    Failure: { type: object, required: [message], properties: { message: { type: string } } }
    Colour: { type: string, enum: [black, white] }
    Dog:
      type: object
      required: [name, colour]
      properties:
        name: { type: string }
        colour: { $ref: '#/components/schemas/Colour' }
        collar: { $ref: '#/components/schemas/Collar' }
    Collar: { type: object, properties: { length: { type: integer } } }
    Cat:
      type: object
      required: [lives, colour]
      properties: { lives: { type: integer }, colour: { $ref: '#/components/schemas/Colour' } }
    Unused: { type: object, properties: { collar: { $ref: '#/components/schemas/Collar' } } }
";

fn made(features_from: Option<usize>) -> (Vec<Part>, Tree) {
    let options = Options {
        features_from,
        own_workspace: true,
        ..Options::default()
    };
    let input = Input::new("pets.yaml", DOCUMENT);
    let made = flora_codegen::generate(&input, &options, None);
    let package = made.package.expect("the document has no errors");
    (package.parts, made.tree.expect("it is printed"))
}

fn has(tree: &Tree, path: &str, text: &str) {
    let file = tree.files.get(path).unwrap_or_else(|| panic!("no {path}"));
    assert!(file.contains(text), "no {text:?} in {path}:\n{file}");
}

fn lacks(tree: &Tree, path: &str, text: &str) {
    let file = tree.files.get(path).unwrap_or_else(|| panic!("no {path}"));
    assert!(!file.contains(text), "{text:?} in {path}:\n{file}");
}

#[test]
fn a_small_crate_has_no_features_of_tags() {
    let (parts, tree) = made(None);
    assert!(parts.is_empty());
    lacks(&tree, "Cargo.toml", "all-tags");
    lacks(&tree, "src/models.rs", "cfg");
    lacks(&tree, "src/lib.rs", "feature = \"dogs\"");
    has(&tree, "src/models.rs", "pub struct Dog ");
}

#[test]
fn each_tag_has_a_feature_and_what_only_it_needs() {
    let (parts, tree) = made(Some(3));
    let features: Vec<&str> = parts.iter().map(|part| part.feature.as_str()).collect();
    // A feature that each crate has keeps its meaning.
    assert_eq!(features, ["dogs", "tag-mock"]);
    has(&tree, "Cargo.toml", "default = [\"all-tags\", \"rustls\"]");
    has(
        &tree,
        "Cargo.toml",
        "all-tags = [\n    \"dogs\",\n    \"tag-mock\",\n]",
    );
    has(
        &tree,
        "src/lib.rs",
        "#[cfg(feature = \"dogs\")]\npub mod dogs;",
    );
    has(&tree, "src/dogs.rs", "pub fn dogs(&self)");
    lacks(&tree, "src/client.rs", "dogs");
    for (module, model, others) in [
        ("of_dogs", "Dog", "LIST_CATS"),
        ("of_mock", "Cat", "LIST_DOGS"),
    ] {
        let models = format!("src/models/{module}.rs");
        has(&tree, &models, &format!("pub struct {model} "));
        has(&tree, &models, "use super::");
        has(&tree, &models, "Colour");
        has(
            &tree,
            &format!("src/models/{module}/wire.rs"),
            &format!("fields!({model} "),
        );
        has(
            &tree,
            &format!("src/models/{module}/required.rs"),
            "pub struct",
        );
        lacks(&tree, "src/models.rs", &format!("pub struct {model} "));
        lacks(&tree, &format!("src/operations/{module}.rs"), others);
        lacks(&tree, &format!("src/cli/{module}.rs"), others);
        lacks(&tree, &format!("src/mock/table/{module}.rs"), others);
    }
}

#[test]
fn what_several_tags_need_is_always_there() {
    let (_, tree) = made(Some(3));
    for item in [
        "enum Colour",
        "struct Failure",
        "struct Unused",
        "struct Collar",
    ] {
        has(&tree, "src/models.rs", &format!("pub {item} "));
    }
    has(&tree, "src/operations.rs", "static HEALTH: Operation");
    has(&tree, "src/operations.rs", "pub(crate) use of_dogs::*;");
    // Paths are the same with and without features.
    has(
        &tree,
        "src/models.rs",
        "#[cfg(feature = \"dogs\")]\npub use of_dogs::*;",
    );
}

#[test]
fn a_crate_with_one_tag_has_none() {
    let document = DOCUMENT.replace("[mock]", "[dogs]");
    let options = Options {
        features_from: Some(1),
        ..Options::default()
    };
    let made = flora_codegen::generate(&Input::new("pets.yaml", document), &options, None);
    let package = made.package.expect("the document has no errors");
    assert!(package.parts.is_empty());
}
