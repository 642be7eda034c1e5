//! Documents, one idea each, and what the IR makes of them.
//!
//! The IR is shown as an outline, one line per named type, field and branch:
//!
//! ```text
//! Pet: struct
//!   kind = "pet"
//!   name: text
//!   tag?: Tag | null
//! ```

use std::fmt::Write as _;

use flora_codegen::diagnostic::{Report, Severity};
use flora_codegen::document::{self, Input};
use flora_codegen::ir::{
    self, Additional, Api, Constraints, Field, Location, Pick, Shape, Style, TypeId, TypeRef,
};

/// Reads a document and gives its IR beside what lowering said about it.
fn lower(text: &str) -> (Api, Report) {
    let mut report = Report::default();
    let input = Input::new("test.yaml", text);
    let document = document::read(&input, &mut report);
    let document = document.unwrap_or_else(|| panic!("not read: {report:#?}"));
    let mut report = Report::default();
    let api = ir::read(&document, &mut report);
    report.sort();
    (api, report)
}

/// A document of these schemas.
fn schemas(text: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{}",
        indent(text, 4)
    )
}

/// A document of these paths, and of what else stands on the level of `paths`.
fn paths(text: &str) -> String {
    format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\n{text}")
}

fn indent(text: &str, by: usize) -> String {
    text.lines()
        .map(|line| format!("{:by$}{line}\n", ""))
        .collect()
}

/// Holds the types of a document of schemas against their outline.
fn check_types(schemas_text: &str, expected: &str) {
    let (api, report) = lower(&schemas(schemas_text));
    assert_eq!(report.count(Severity::Error), 0, "{report:#?}");
    assert_text(&outline(&api), expected);
}

/// Holds the findings about a document against `CODE place`, one per line.
fn check_findings(text: &str, expected: &str) {
    let (_, report) = lower(text);
    let found: String = report
        .diagnostics
        .iter()
        .map(|found| {
            format!(
                "{} {}: {}\n",
                found.code.id(),
                found.place.pointer,
                found.message
            )
        })
        .collect();
    assert_text(&found, expected);
}

#[track_caller]
fn assert_text(actual: &str, expected: &str) {
    let lines: Vec<&str> = expected
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let margin = lines
        .iter()
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or_default();
    let expected: String = lines
        .iter()
        .map(|line| format!("{}\n", line[margin..].trim_end()))
        .collect();
    assert!(
        actual == expected,
        "found:\n{actual}\nexpected:\n{expected}"
    );
}

fn outline(api: &Api) -> String {
    let mut text = String::new();
    for (_, ty) in api.types.iter() {
        let Some(label) = &ty.label else { continue };
        write!(text, "{}: {}", label.words, head(api, &ty.shape)).expect("a string takes all");
        writeln!(text, "{}", constraints(&ty.constraints)).expect("a string takes all");
        body(api, &ty.shape, &mut text);
    }
    text
}

fn head(api: &Api, shape: &Shape) -> String {
    match shape {
        Shape::Any => "any".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Integer(kind) => format!("{kind:?}").to_lowercase(),
        Shape::Float(kind) => format!("{kind:?}").to_lowercase(),
        Shape::Text(ir::TextKind::Plain) => "text".to_owned(),
        Shape::Text(kind) => format!("{kind:?}"),
        Shape::Array(array) => format!("[{}]", used(api, array.item)),
        Shape::Map(map) => format!("{{{}}}", used(api, map.value)),
        Shape::Alias(target) => format!("= {}", used(api, *target)),
        Shape::Struct(struct_) => match struct_.additional {
            Additional::Unspecified => "struct".to_owned(),
            Additional::Denied => "struct, nothing else".to_owned(),
            Additional::Typed(ty) => format!("struct and {}", used(api, ty)),
        },
        Shape::Tuple(tuple) => match tuple.rest {
            Additional::Unspecified => "tuple".to_owned(),
            Additional::Denied => "tuple, nothing else".to_owned(),
            Additional::Typed(ty) => format!("tuple and {}", used(api, ty)),
        },
        Shape::StringEnum(enum_) => {
            let values: Vec<&str> = enum_
                .values
                .iter()
                .map(|value| value.value.as_str())
                .collect();
            format!("{} {values:?}", if enum_.open { "open" } else { "closed" })
        }
        Shape::IntegerEnum(enum_) => {
            let values: Vec<i64> = enum_.values.iter().map(|value| value.value).collect();
            format!("one of {values:?}")
        }
        Shape::Union(union) => match &union.pick {
            Pick::Tag(property) => format!("union by `{property}`"),
            Pick::Kind => "union by kind".to_owned(),
            Pick::Keys(_) => "union by keys".to_owned(),
            Pick::Order => "union by order".to_owned(),
        },
    }
}

fn body(api: &Api, shape: &Shape, text: &mut String) {
    match shape {
        Shape::Struct(struct_) => {
            for field in &struct_.fields {
                writeln!(text, "  {}", field_line(api, field)).expect("a string takes all");
            }
        }
        Shape::Tuple(tuple) => {
            for position in &tuple.positions {
                writeln!(text, "  {}", field_line(api, position)).expect("a string takes all");
            }
        }
        Shape::Union(union) => {
            for (index, variant) in union.variants.iter().enumerate() {
                let ty = format!(
                    "{}{}",
                    if variant.boxed { "boxed " } else { "" },
                    used(api, variant.ty)
                );
                let how = match &union.pick {
                    Pick::Tag(_) => format!(" for {:?}", variant.tags),
                    Pick::Keys(keys) => format!(" with {:?}", keys[index]),
                    Pick::Kind | Pick::Order => String::new(),
                };
                writeln!(text, "  {}: {ty}{how}", variant.label).expect("a string takes all");
            }
        }
        _ => {}
    }
}

fn field_line(api: &Api, field: &Field) -> String {
    let mut line = field.name.clone();
    if !field.required {
        line.push('?');
    }
    match &field.constant {
        Some(value) => line.push_str(&format!(
            " = {}",
            serde_yaml::to_string(value).expect("data").trim()
        )),
        None => line.push_str(&format!(
            ": {}{}",
            if field.boxed { "boxed " } else { "" },
            used(api, field.ty)
        )),
    }
    for (flag, word) in [
        (field.read_only, "reply only"),
        (field.write_only, "request only"),
        (field.secret, "secret"),
    ] {
        if flag {
            line.push_str(&format!(", {word}"));
        }
    }
    line
}

fn used(api: &Api, ty: TypeRef) -> String {
    let null = if ty.nullable { " | null" } else { "" };
    let target = &api.types[ty.id];
    match &target.label {
        Some(label) => format!("{}{null}", label.words),
        None => format!(
            "{}{}{null}",
            head(api, &target.shape),
            constraints(&target.constraints)
        ),
    }
}

fn constraints(constraints: &Constraints) -> String {
    if constraints.is_empty() {
        return String::new();
    }
    let text = serde_yaml::to_string(constraints).expect("data");
    format!(
        " ({})",
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}

fn named(api: &Api, name: &str) -> TypeId {
    api.components[name].id
}

#[test]
fn primitives() {
    check_types(
        r"
Row:
  type: object
  properties:
    any: {}
    flag: { type: boolean }
    count: { type: integer }
    small: { type: integer, format: int32, minimum: 1 }
    wide: { type: integer, format: int32, maximum: 4294967295 }
    huge: { type: integer, format: uint64 }
    ratio: { type: number }
    single: { type: number, format: float }
    at: { type: string, format: date-time }
    id: { type: string, format: uuid }
    link: { type: string, format: uri }
    price: { type: string, format: decimal }
    data: { type: string, format: byte }
    file: { type: string, format: binary }
    key: { type: string, format: password }
    mail: { type: string, format: email }
",
        r#"
        Row: struct
          any?: any
          flag?: bool
          count?: i64
          small?: i32 (minimum: value: 1)
          wide?: i64 (maximum: value: 4294967295)
          huge?: u64
          ratio?: f64
          single?: f32
          at?: DateTime
          id?: Uuid
          link?: Uri
          price?: Decimal
          data?: Base64
          file?: Binary
          key?: Secret
          mail?: Other("email")
        "#,
    );
}

#[test]
fn presence_has_four_states() {
    check_types(
        r"
Row:
  type: object
  required: [a, b]
  properties:
    a: { type: string }
    b: { type: string, nullable: true }
    c: { type: string }
    d: { type: string, nullable: true }
",
        r"
        Row: struct
          a: text
          b: text | null
          c?: text
          d?: text | null
        ",
    );
}

#[test]
fn null_of_a_component_comes_with_its_uses() {
    check_types(
        r"
Row:
  type: object
  properties:
    first: { $ref: '#/components/schemas/Second' }
    list: { type: array, items: { $ref: '#/components/schemas/Name' } }
Second: { $ref: '#/components/schemas/Name' }
Name: { type: string, nullable: true }
",
        r"
        Row: struct
          first?: Second | null
          list?: [Name | null]
        Second: = Name | null
        Name: text
        ",
    );
}

#[test]
fn objects_are_structs_or_maps() {
    check_types(
        r"
Free: { type: object }
Counts: { type: object, additionalProperties: { type: integer } }
Closed: { type: object, additionalProperties: false, properties: { a: { type: string } } }
Both: { type: object, additionalProperties: { type: integer }, properties: { a: { type: string } } }
Undescribed: { type: object, required: [a, b], properties: { a: { type: string } } }
Empty: { type: object, additionalProperties: false }
",
        r"
        Free: {any}
        Counts: {i64}
        Closed: struct, nothing else
          a?: text
        Both: struct and i64
          a?: text
        Undescribed: struct
          a: text
          b: any
        Empty: struct, nothing else
        ",
    );
}

#[test]
fn enums_are_open_and_single_values_are_constants() {
    check_types(
        r"
Row:
  type: object
  properties:
    color: { type: string, enum: [red, green] }
    level: { type: integer, enum: [1, 2] }
    method: { type: string, enum: [POST] }
    on: { type: boolean, enum: [true] }
    visibility: { $ref: '#/components/schemas/Visibility' }
Visibility: { type: string, enum: [workspace] }
",
        r#"
        Row: struct
          color?: Row color
          level?: Row level
          method? = POST
          on? = true
          visibility?: Visibility
        Visibility: open ["workspace"]
        Row color: open ["red", "green"]
        Row level: one of [1, 2]
        "#,
    );
}

#[test]
fn values_of_several_kinds_are_a_union() {
    check_types(
        "Mixed: { enum: [auto, 1, 2] }",
        r#"
        Mixed: union by kind
          string: Mixed string
          integer: Mixed integer
        Mixed string: open ["auto"]
        Mixed integer: one of [1, 2]
        "#,
    );
}

#[test]
fn unquoted_values_of_strings_are_texts() {
    check_types(
        "Version: { type: string, enum: [1.10, 2, on] }",
        r#"Version: open ["1.10", "2", "on"]"#,
    );
}

#[test]
fn enum_values_have_descriptions() {
    let (api, _) = lower(&schemas(
        r"
Status: { type: string, enum: [a, b], x-enum-descriptions: [The first., ''] }
",
    ));
    let Shape::StringEnum(enum_) = &api.types[named(&api, "Status")].shape else {
        panic!("no enum")
    };
    assert_eq!(enum_.values[0].description.as_deref(), Some("The first."));
    assert_eq!(enum_.values[1].description, None);
}

#[test]
fn all_of_takes_the_members_of_all_parts() {
    check_types(
        r"
Base: { type: object, required: [id], properties: { id: { type: string }, status: { $ref: '#/components/schemas/Status' } } }
Status: { type: string, enum: [on, off] }
Derived:
  allOf:
    - $ref: '#/components/schemas/Base'
    - type: object
      required: [status]
      properties: { size: { type: integer } }
",
        r#"
        Base: struct
          id: text
          status?: Status
        Status: open ["on", "off"]
        Derived: struct
          id: text
          status: Status
          size?: i64
        "#,
    );
}

#[test]
fn all_of_beside_properties_keeps_the_properties() {
    check_types(
        r"
Base: { type: object, properties: { id: { type: string } } }
Derived:
  type: object
  properties: { size: { type: integer } }
  allOf: [{ $ref: '#/components/schemas/Base' }]
",
        r"
        Base: struct
          id?: text
        Derived: struct
          size?: i64
          id?: text
        ",
    );
}

#[test]
fn all_of_refines_a_member() {
    check_types(
        r"
Base: { type: object, properties: { kind: { type: string }, size: { type: integer }, tags: { type: array, items: {} } } }
Derived:
  allOf:
    - $ref: '#/components/schemas/Base'
    - type: object
      properties:
        kind: { type: string, enum: [derived] }
        size: { type: integer, format: int32 }
        tags: { type: array, items: { type: string } }
",
        r"
        Base: struct
          kind?: text
          size?: i64
          tags?: [any]
        Derived: struct
          kind? = derived
          size?: i32
          tags?: [text]
        ",
    );
}

#[test]
fn all_of_with_wording_only_is_the_type_itself() {
    let text = r"
Row:
  type: object
  properties:
    name: { description: Whose., nullable: true, allOf: [{ $ref: '#/components/schemas/Name' }] }
Name: { type: string }
";
    check_types(
        text,
        r"
        Row: struct
          name?: Name | null
        Name: text
        ",
    );
    let (api, _) = lower(&schemas(text));
    let Shape::Struct(row) = &api.types[named(&api, "Row")].shape else {
        panic!("no struct")
    };
    assert_eq!(row.fields[0].docs.description.as_deref(), Some("Whose."));
}

#[test]
fn all_of_texts_is_a_text() {
    check_types(
        "Id: { allOf: [{ type: string, minLength: 1 }, { type: string, maxLength: 9 }] }",
        "Id: text (min_length: 1 max_length: 9)",
    );
}

#[test]
fn all_of_recursive_types_ends() {
    check_types(
        r"
Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, all: { type: array, items: { $ref: '#/components/schemas/Node' } } } }
Tree: { type: object, properties: { next: { $ref: '#/components/schemas/Tree' }, size: { type: integer } } }
Both: { allOf: [{ $ref: '#/components/schemas/Node' }, { $ref: '#/components/schemas/Tree' }] }
",
        r"
        Node: struct
          next?: boxed Node
          all?: [Node]
        Tree: struct
          next?: boxed Tree
          size?: i64
        Both: struct
          next?: Both next
          all?: [Node]
          size?: i64
        Both next: struct
          next?: boxed Both next
          all?: [Node]
          size?: i64
        ",
    );
}

#[test]
fn all_of_an_enum_of_branches_picks_its_values() {
    check_types(
        r"
Button: { type: object, required: [type], properties: { type: { type: integer, enum: [2], allOf: [{ $ref: '#/components/schemas/Kind' }] } } }
Select: { type: object, required: [type], properties: { type: { type: integer, enum: [3], allOf: [{ $ref: '#/components/schemas/Kind' }] } } }
Kind: { oneOf: [{ title: ROW, type: integer, enum: [1] }, { title: BUTTON, type: integer, enum: [2] }, { type: integer, enum: [3] }] }
Part: { oneOf: [{ $ref: '#/components/schemas/Button' }, { $ref: '#/components/schemas/Select' }] }
",
        r#"
        Button: struct
          type = 2
        Select: struct
          type = 3
        Kind: one of [1, 2, 3]
        Part: union by `type`
          Button: boxed Button for ["2"]
          Select: boxed Select for ["3"]
        "#,
    );
}

#[test]
fn parts_that_contradict_each_other_are_an_error() {
    check_findings(
        &schemas(
            r"
Bad:
  allOf:
    - { type: object, properties: { id: { type: string } } }
    - { type: object, properties: { id: { type: integer } } }
Worse: { allOf: [{ type: string }, { type: integer }] }
",
        ),
        r"
        E0301 /components/schemas/Bad/allOf/1/properties/id: no value of `id` fits this schema and the one at /components/schemas/Bad/allOf/0/properties/id
        E0301 /components/schemas/Worse/allOf/1: no value fits this schema and the one at /components/schemas/Worse/allOf/0
        ",
    );
}

#[test]
fn branches_that_only_require_leave_the_struct_as_it_is() {
    check_types(
        r"
Either:
  type: object
  properties: { a: { type: string }, b: { type: string } }
  oneOf: [{ required: [a] }, { required: [b] }]
",
        r"
        Either: struct
          a?: text
          b?: text
        ",
    );
}

#[test]
fn branches_beside_properties_have_them_too() {
    check_types(
        r"
Shape:
  type: object
  required: [id]
  properties: { id: { type: string } }
  oneOf: [{ $ref: '#/components/schemas/Circle' }, { $ref: '#/components/schemas/Square' }]
Circle: { type: object, required: [radius], properties: { radius: { type: number } } }
Square: { type: object, required: [side], properties: { side: { type: number } } }
",
        r#"
        Shape: union by keys
          Circle: boxed Shape Circle with ["id", "radius"]
          Square: boxed Shape Square with ["id", "side"]
        Circle: struct
          radius: f64
        Square: struct
          side: f64
        Shape Circle: struct
          id: text
          radius: f64
        Shape Square: struct
          id: text
          side: f64
        "#,
    );
}

#[test]
fn tags_come_from_the_mapping() {
    check_types(
        r"
Pet:
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
  discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/Cat', lion: Cat, dog: '#/components/schemas/Dog' } }
Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
Dog: { type: object, required: [kind], properties: { kind: { type: string } } }
",
        r#"
        Pet: union by `kind`
          Cat: boxed Cat for ["cat", "lion"]
          Dog: boxed Dog for ["dog"]
        Cat: struct
          kind: text
        Dog: struct
          kind: text
        "#,
    );
}

#[test]
fn tags_without_a_mapping_are_constants_then_names() {
    check_types(
        r"
Pet:
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
  discriminator: { propertyName: kind }
Cat: { type: object, required: [kind], properties: { kind: { type: string, enum: [cat] } } }
Dog: { type: object, required: [kind], properties: { kind: { type: string } } }
",
        r#"
        Pet: union by `kind`
          Cat: boxed Cat for ["cat"]
          Dog: boxed Dog for ["Dog"]
        Cat: struct
          kind = cat
        Dog: struct
          kind: text
        "#,
    );
}

#[test]
fn constants_are_tags_and_their_enums_stay_closed() {
    check_types(
        r"
Event: { oneOf: [{ $ref: '#/components/schemas/Made' }, { $ref: '#/components/schemas/Gone' }, { type: string }] }
Made: { type: object, required: [type, color], properties: { type: { type: string, enum: [new, copy] }, color: { type: string, enum: [red, blue] } } }
Gone: { type: object, required: [type], properties: { type: { type: string, enum: [gone] } } }
",
        r#"
        Event: union by `type`
          Made: boxed Made for ["new", "copy"]
          Gone: boxed Gone for ["gone"]
          string: text for []
        Made: struct
          type: Made type
          color: Made color
        Gone: struct
          type = gone
        Made type: closed ["new", "copy"]
        Made color: open ["red", "blue"]
        "#,
    );
}

#[test]
fn branches_with_one_tag_are_told_apart_behind_it() {
    check_types(
        r"
Step: { oneOf: [{ $ref: '#/components/schemas/Wait' }, { $ref: '#/components/schemas/Table' }, { $ref: '#/components/schemas/Lookup' }] }
Wait: { type: object, required: [type], properties: { type: { type: string, enum: [wait] } } }
Table: { type: object, required: [type, table], properties: { type: { type: string, enum: [find] }, table: { type: string } } }
Lookup: { type: object, required: [type, list], properties: { type: { type: string, enum: [find] }, list: { type: string } } }
",
        r#"
        Step: union by `type`
          Wait: boxed Wait for ["wait"]
          find: Step find for ["find"]
        Wait: struct
          type = wait
        Table: struct
          type = find
          table: text
        Lookup: struct
          type = find
          list: text
        Step find: union by keys
          Table: boxed Table with ["table", "type"]
          Lookup: boxed Lookup with ["list", "type"]
        "#,
    );
}

#[test]
fn tags_behind_a_shared_tag_are_found_and_need_not_be_required() {
    check_types(
        r"
Event: { anyOf: [{ $ref: '#/components/schemas/Ping' }, { $ref: '#/components/schemas/Pong' }, { $ref: '#/components/schemas/Made' }, { $ref: '#/components/schemas/Gone' }] }
Ping: { type: object, properties: { type: { type: string, enum: [ping] } } }
Pong: { type: object, properties: { type: { type: string, enum: [pong] } } }
Made: { type: object, properties: { type: { type: string, enum: [sync] }, name: { type: string, enum: [made] } } }
Gone: { type: object, properties: { type: { type: string, enum: [sync] }, name: { type: string, enum: [gone] } } }
",
        r#"
        Event: union by `type`
          Ping: boxed Ping for ["ping"]
          Pong: boxed Pong for ["pong"]
          sync: Event sync for ["sync"]
        Ping: struct
          type? = ping
        Pong: struct
          type? = pong
        Made: struct
          type? = sync
          name? = made
        Gone: struct
          type? = sync
          name? = gone
        Event sync: union by `name`
          Made: boxed Made for ["made"]
          Gone: boxed Gone for ["gone"]
        "#,
    );
}

#[test]
fn schemas_nested_deeply_need_little_stack() {
    let depth = 100;
    let text = format!(
        "Deep: {}{{ type: string }}{}",
        "{ type: array, items: ".repeat(depth),
        " }".repeat(depth)
    );
    let input = Input::new("test.yaml", schemas(&text));
    let document = with_stack(64 << 20, move || {
        document::read(&input, &mut Report::default()).expect("the document can be read")
    });
    let api = with_stack(1 << 20, move || ir::read(&document, &mut Report::default()));
    assert_eq!(api.types.len(), depth + 1);
}

fn with_stack<T: Send + 'static>(bytes: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(bytes).spawn(work);
    thread
        .expect("a thread can be made")
        .join()
        .expect("the work is done")
}

#[test]
fn a_base_with_a_discriminator_is_any_of_its_children() {
    check_types(
        r"
Owner: { type: object, properties: { pet: { $ref: '#/components/schemas/Pet' } } }
Pet: { type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind } }
Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { claws: { type: integer } } }] }
Kitten: { allOf: [{ $ref: '#/components/schemas/Cat' }, { type: object, properties: { age: { type: integer } } }] }
",
        r#"
        Owner: struct
          pet?: Pet
        Pet: union by `kind`
          Cat: boxed Cat for ["Cat"]
          Kitten: boxed Kitten for ["Kitten"]
          Pet: boxed Pet base for ["Pet"]
        Cat: struct
          kind: text
          claws?: i64
        Kitten: struct
          kind: text
          claws?: i64
          age?: i64
        Pet base: struct
          kind: text
        "#,
    );
}

#[test]
fn a_child_that_names_the_union_it_is_a_branch_of_gets_its_members() {
    check_types(
        r"
Pet:
  type: object
  properties: { name: { type: string } }
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, required: [claws], properties: { claws: { type: integer } } }] }
Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, required: [bark], properties: { bark: { type: integer } } }] }
",
        r#"
        Pet: union by keys
          Cat: boxed Cat with ["claws"]
          Dog: boxed Dog with ["bark"]
        Cat: struct
          name?: text
          claws: i64
        Dog: struct
          name?: text
          bark: i64
        "#,
    );
}

#[test]
fn unions_of_texts_are_open_enums() {
    check_types(
        r"
Model: { anyOf: [{ type: string }, { $ref: '#/components/schemas/Known' }] }
Known: { type: string, enum: [a, b] }
Choice: { oneOf: [{ type: string, enum: [x], description: The x. }, { type: string, enum: [y] }] }
Time: { anyOf: [{ type: string, format: date }, { type: string, format: date-time }] }
Number: { oneOf: [{ type: integer }, { type: number }] }
Maybe: { nullable: true, anyOf: [{ $ref: '#/components/schemas/Known' }] }
",
        r#"
        Model: open ["a", "b"]
        Known: open ["a", "b"]
        Choice: open ["x", "y"]
        Time: text
        Number: exact
        Maybe: = Known
        "#,
    );
}

#[test]
fn branches_are_picked_by_kind_then_keys_then_order() {
    check_types(
        r"
Kind: { oneOf: [{ type: string }, { type: array, items: { type: string } }] }
Lists: { oneOf: [{ type: array, items: { type: string } }, { type: array, items: { type: integer } }] }
Keys: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/AB' }] }
A: { type: object, required: [a], properties: { a: { type: string } } }
AB: { type: object, required: [a, b], properties: { a: { type: string }, b: { type: string } } }
",
        r#"
        Kind: union by kind
          string: text
          list: [text]
        Lists: union by order
          list: [text]
          list 2: [i64]
        Keys: union by keys
          AB: boxed AB with ["a", "b"]
          A: boxed A with ["a"]
        A: struct
          a: text
        AB: struct
          a: text
          b: text
        "#,
    );
}

#[test]
fn branches_that_cannot_be_told_apart_are_reported() {
    check_findings(
        &schemas(
            r"
Vague: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }
A: { type: object, properties: { a: { type: string } } }
B: { type: object, properties: { b: { type: string } } }
",
        ),
        "W0303 /components/schemas/Vague: the branches cannot be told apart by kind or required keys; the first one that keeps the whole value is taken",
    );
}

#[test]
fn circles_are_boxed_once_and_lists_are_not() {
    check_types(
        r"
A: { type: object, properties: { b: { $ref: '#/components/schemas/B' }, all: { type: array, items: { $ref: '#/components/schemas/A' } } } }
B: { type: object, properties: { a: { $ref: '#/components/schemas/A' } } }
",
        r"
        A: struct
          b?: B
          all?: [A]
        B: struct
          a?: boxed A
        ",
    );
}

#[test]
fn equal_anonymous_shapes_are_one_type() {
    let (api, _) = lower(&schemas(
        r"
One: { type: object, properties: { status: { description: Now., type: string, enum: [on, off] } } }
Two: { type: object, properties: { status: { description: Then., type: string, enum: [on, off] } } }
Three: { type: string, enum: [on, off] }
",
    ));
    assert_text(
        &outline(&api),
        r#"
        One: struct
          status?: One status
        Two: struct
          status?: One status
        Three: open ["on", "off"]
        One status: open ["on", "off"]
        "#,
    );
    let Shape::Struct(one) = &api.types[named(&api, "One")].shape else {
        panic!("no struct")
    };
    let status = &api.types[one.fields[0].ty.id];
    assert_eq!(
        status.also[0].as_str(),
        "/components/schemas/Two/properties/status"
    );
}

#[test]
fn titles_name_anonymous_types() {
    check_types(
        r"
Row:
  type: object
  properties:
    plain: { type: object, properties: { inner: { type: object, properties: { a: { type: string } } } } }
    titled: { title: Owner, type: object, properties: { inner: { type: object, properties: { b: { type: string } } } } }
    list: { type: array, items: { type: object, properties: { c: { type: string } } } }
",
        r"
        Row: struct
          plain?: Row plain
          titled?: Owner
          list?: [Row list item]
        Row plain inner: struct
          a?: text
        Row plain: struct
          inner?: Row plain inner
        Owner inner: struct
          b?: text
        Owner: struct
          inner?: Owner inner
        Row list item: struct
          c?: text
        ",
    );
}

#[test]
fn flags_of_fields() {
    check_types(
        r"
Row:
  type: object
  properties:
    id: { type: string, readOnly: true }
    key: { type: string, writeOnly: true, x-client-secret: true }
",
        r"
        Row: struct
          id?: text, reply only
          key?: text, request only, secret
        ",
    );
}

#[test]
fn operations_and_resources() {
    let (api, report) = lower(&paths(
        r"
tags: [{ name: Second }, { name: First, description: The first. }]
paths:
  /first/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    post: { operationId: b, tags: [First], responses: {} }
    get: { tags: [Second], responses: {} }
    delete: { responses: {} }
  /museum-hours:
    get: { x-client-operation: { resource: hours, method: list }, responses: {} }
",
    ));
    assert_eq!(report.diagnostics, []);
    let operations: Vec<_> = api
        .operations
        .iter()
        .map(|operation| {
            let resource = operation
                .resource
                .map_or("-", |index| api.resources[index].name.as_str());
            format!(
                "{} {} {} {resource} {:?}",
                operation.id, operation.method, operation.path, operation.name
            )
        })
        .collect();
    assert_eq!(
        operations,
        [
            "b POST /first/{id} First None",
            "getFirstById GET /first/{id} Second None",
            "deleteFirstById DELETE /first/{id} - None",
            r#"getMuseumHours GET /museum-hours hours Some("list")"#,
        ]
    );
    let resources: Vec<&str> = api
        .resources
        .iter()
        .map(|resource| resource.name.as_str())
        .collect();
    assert_eq!(resources, ["Second", "First", "hours"]);
    assert_eq!(
        api.resources[1].docs.description.as_deref(),
        Some("The first.")
    );
}

#[test]
fn parameters_override_those_of_the_path() {
    let (api, report) = lower(&paths(
        r"
paths:
  /items:
    parameters:
      - { name: limit, in: query, schema: { type: integer } }
      - { name: Accept, in: header, schema: { type: string } }
    get:
      parameters:
        - { name: ids, in: query, style: pipeDelimited, schema: { type: array, items: { type: string } } }
        - { name: limit, in: query, required: true, schema: { type: string, default: all } }
        - { name: filter, in: query, content: { application/json: { schema: { type: object } } } }
        - { name: where, in: query, style: deepObject, explode: true, schema: { type: object } }
        - { name: X-Token, in: header, schema: { type: string } }
        - { name: session, in: cookie, schema: { type: string } }
      responses: {}
",
    ));
    assert_eq!(report.count(Severity::Error), 0);
    assert_eq!(
        report.count(Severity::Note),
        1,
        "the header Accept is set by the client"
    );
    let parameters: Vec<_> = api.operations[0]
        .parameters
        .iter()
        .map(|parameter| {
            (
                parameter.name.as_str(),
                parameter.location,
                parameter.style,
                parameter.explode,
                parameter.required,
            )
        })
        .collect();
    assert_eq!(
        parameters,
        [
            ("limit", Location::Query, Style::Form, true, true),
            ("ids", Location::Query, Style::PipeDelimited, false, false),
            ("filter", Location::Query, Style::Json, false, false),
            ("where", Location::Query, Style::DeepObject, true, false),
            ("X-Token", Location::Header, Style::Simple, false, false),
            ("session", Location::Cookie, Style::Form, true, false),
        ]
    );
}

#[test]
fn paths_and_their_parameters_agree() {
    check_findings(
        &paths(
            r"
paths:
  /items/{id}:
    get:
      parameters: [{ name: other, in: path, required: true, schema: { type: string } }]
      responses: {}
",
        ),
        r"
        E0305 /paths/~1items~1{id}/get/parameters/0: the path `/items/{id}` has no `{other}`
        W0310 /paths/~1items~1{id}/get: the path has `{id}`, but there is no path parameter of this name; it is taken as required text
        ",
    );
}

#[test]
fn bodies_and_replies_by_media_type() {
    let (api, _) = lower(&paths(
        r"
paths:
  /items:
    post:
      operationId: makeItem
      requestBody:
        required: true
        content:
          application/vnd.api+json: { schema: { type: object, properties: { a: { type: string } } } }
          multipart/form-data: { schema: { type: object, properties: { file: { type: string, format: binary } } } }
          application/x-www-form-urlencoded: {}
          application/xml: { schema: { type: object } }
          image/png: { schema: { type: string, format: binary } }
          text/csv: { schema: { type: string, format: binary } }
      responses:
        default: { description: Error., content: { '*/*': { schema: { type: object, properties: { error: { type: string } } } } } }
        '204': { description: Done. }
        2XX: { description: Fine., content: { text/plain: {} }, headers: { X-Left: { required: true, schema: { type: integer } } } }
",
    ));
    let operation = &api.operations[0];
    let bodies: Vec<_> = operation
        .bodies
        .iter()
        .map(|body| {
            format!(
                "{} {:?} {}",
                body.media_type,
                body.encoding,
                used(&api, body.ty)
            )
        })
        .collect();
    assert_eq!(
        bodies,
        [
            "application/vnd.api+json Json makeItem request",
            "multipart/form-data Multipart makeItem multipart request",
            "application/x-www-form-urlencoded Form {any}",
            "application/xml Text text",
            "image/png Binary Binary",
            "text/csv Binary Binary",
        ]
    );
    assert!(operation.body_required);
    let outcomes: Vec<_> = operation
        .outcomes
        .iter()
        .map(|outcome| {
            let contents: Vec<_> = outcome
                .contents
                .iter()
                .map(|content| (content.encoding, used(&api, content.ty)))
                .collect();
            format!(
                "{:?} {contents:?} {}",
                outcome.status,
                outcome.headers.len()
            )
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            "Code(204) [] 0",
            r#"Class(2) [(Text, "text")] 1"#,
            r#"Default [(Json, "makeItem default response")] 0"#,
        ]
    );
}

#[test]
fn examples_are_read_where_they_stand() {
    let (api, report) = lower(&paths(
        r"
paths:
  /items:
    get:
      parameters: [{ name: q, in: query, example: hero, schema: { type: string, example: other } }]
      responses:
        '200':
          description: Fine.
          content:
            application/json:
              schema: { type: object }
              examples:
                first: { summary: One., value: { z: 1, a: 2 } }
                far: { externalValue: https://example.com }
",
    ));
    let operation = &api.operations[0];
    assert_eq!(
        operation.parameters[0].examples[0].value.as_str(),
        Some("hero")
    );
    let examples = &operation.outcomes[0].contents[0].examples;
    assert_eq!(examples.len(), 1);
    assert_eq!(
        serde_yaml::to_string(&examples[0].value).expect("data"),
        "z: 1\na: 2\n"
    );
    assert_eq!(report.diagnostics, []);
}

#[test]
fn security_has_alternatives() {
    let (api, report) = lower(&paths(
        r"
security: [{ key: [] }, {}]
paths:
  /a: { get: { responses: {} } }
  /b: { get: { security: [], responses: {} } }
  /c: { get: { security: [{ key: [], oauth: [read] }, { custom: [] }], responses: {} } }
components:
  securitySchemes:
    key: { type: apiKey, in: cookie, name: sid, x-client-credential: { name: session, env: SID } }
    oauth: { type: oauth2, flows: {} }
    custom: { type: http, scheme: digest }
",
    ));
    let security: Vec<_> = api
        .operations
        .iter()
        .map(|operation| operation.security.clone())
        .collect();
    assert_eq!(
        security,
        [vec![vec![0], vec![]], vec![], vec![vec![0, 1], vec![2]]]
    );
    let kinds: Vec<_> = api
        .credentials
        .iter()
        .map(|credential| format!("{:?}", credential.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            r#"ApiKey { location: Cookie, name: "sid" }"#,
            "Bearer",
            r#"ApiKey { location: Header, name: "Authorization" }"#,
        ]
    );
    let codes: Vec<&str> = report
        .diagnostics
        .iter()
        .map(|found| found.code.id())
        .collect();
    assert_eq!(codes, ["W0307", "N0203"]);
}

#[test]
fn servers_with_variables() {
    let (api, _) = lower(&paths(
        r"
servers:
  - url: https://{region}.example.com/{version}
    variables: { region: { default: eu, enum: [eu, us] }, version: { default: v1 } }
  - url: /relative
paths: {}
",
    ));
    let urls: Vec<&str> = api
        .servers
        .iter()
        .map(|server| server.url.as_str())
        .collect();
    assert_eq!(urls, ["https://eu.example.com/v1", "/relative"]);
}

#[test]
fn names_are_given_once() {
    check_findings(
        &paths(
            r"
paths:
  /a: { get: { operationId: same, x-client-operation: { resource: r, method: m }, responses: {} } }
  /b:
    get:
      operationId: same
      x-client-operation: { resource: r, method: m }
      parameters:
        - { name: x-key, in: header, schema: { type: string } }
        - { name: X-Key, in: header, schema: { type: string } }
      responses: {}
",
        ),
        r"
        E0401 /paths/~1b/get/operationId: the operationId `same` is taken by /paths/~1a/get
        E0402 /paths/~1b/get/parameters/1: the parameter `X-Key` is described at /paths/~1b/get/parameters/0 already
        E0403 /paths/~1b/get/x-client-operation/method: the method `m` of this resource is taken by /paths/~1a/get
        ",
    );
}

#[test]
fn extensions_point_to_what_is_there() {
    check_findings(
        &paths(
            r"
paths:
  /a:
    get:
      x-client-pagination: { cursor: after, next: /meta/next, items: /meta }
      x-client-poll: { field: /status, pending: [wait], done: [ready], failed: [] }
      x-client-upload: { fetch: { field: source }, direct: { content-type: multipart/form-data, file: file, max-bytes: 1 }, signed: { url: /status, id: /id, complete: finish } }
      responses:
        '200':
          description: Fine.
          content:
            application/json:
              schema:
                type: object
                properties:
                  meta: { type: object, properties: { next: { type: string } } }
                  status: { type: string, enum: [ready, failed] }
",
        ),
        r"
        E0404 /paths/~1a/get/x-client-pagination/cursor: there is no query parameter `after`
        E0404 /paths/~1a/get/x-client-pagination/items: `/meta` is no list
        E0404 /paths/~1a/get/x-client-poll/pending/0: `/status` never is `wait`
        E0404 /paths/~1a/get/x-client-upload/direct/content-type: the operation takes no body of type `multipart/form-data`
        E0404 /paths/~1a/get/x-client-upload/fetch/field: the body of getA has no field `source`
        E0404 /paths/~1a/get/x-client-upload/signed/complete: there is no operation `finish`
        E0404 /paths/~1a/get/x-client-upload/signed/id: `/id` leads nowhere: there is no `id`
        ",
    );
}

#[test]
fn long_chains_of_references_do_not_exhaust_the_stack() {
    let mut text = String::new();
    for index in 0..3_000 {
        let next = index + 1;
        writeln!(text, "N{index}: {{ type: object, properties: {{ next: {{ $ref: '#/components/schemas/N{next}' }} }} }}").expect("a string takes all");
        writeln!(text, "A{index}: {{ allOf: [{{ $ref: '#/components/schemas/A{next}' }}, {{ type: object, required: [x] }}] }}").expect("a string takes all");
    }
    text.push_str("N3000: { $ref: '#/components/schemas/N0' }\nA3000: { type: object, properties: { x: { type: string } } }\n");
    let (api, report) = lower(&schemas(&text));
    assert_eq!(report.count(Severity::Error), 0);
    let Shape::Struct(first) = &api.types[named(&api, "A0")].shape else {
        panic!("no struct")
    };
    assert_eq!((first.fields.len(), first.fields[0].required), (1, true));
}

#[test]
fn the_main_document_is_lowered_without_a_finding() {
    let text = include_str!("../../spec/assets.yaml");
    let (api, report) = lower(text);
    assert_eq!(report.diagnostics, []);
    let operations: Vec<_> = api
        .operations
        .iter()
        .map(|operation| operation.name.as_deref())
        .collect();
    assert_eq!(
        operations,
        [
            Some("create"),
            Some("list"),
            Some("retrieve"),
            Some("complete"),
            Some("retry")
        ]
    );
    assert!(
        api.types.iter().all(|(_, ty)| ty.shape != Shape::Any),
        "every type is known"
    );
}

#[test]
fn corpus() {
    let Ok(folder) = std::env::var("OPENAPI_CORPUS") else {
        println!("skipped: OPENAPI_CORPUS is not set");
        return;
    };
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .expect("the corpus is a folder")
        .map(|entry| entry.expect("its files can be listed").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "yaml" || extension == "json")
        })
        .collect();
    files.sort();
    let mut codes = std::collections::BTreeMap::<&str, usize>::new();
    let (mut all_fields, mut untyped_fields) = (0_usize, 0_usize);
    for file in files {
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file).expect("a file of the corpus can be read");
        let mut report = Report::default();
        let Some(document) = document::read(&Input::new(name.clone(), text), &mut report) else {
            println!("{name}: not read");
            continue;
        };
        let mut report = Report::default();
        let api = ir::read(&document, &mut report);
        report.sort();
        for found in &report.diagnostics {
            *codes.entry(found.code.id()).or_default() += 1;
            if std::env::var("OPENAPI_CORPUS_SHOW").is_ok_and(|code| code == found.code.id()) {
                println!(
                    "  {} {} {}",
                    found.code.id(),
                    found.place.pointer,
                    found.message
                );
            }
        }
        // A member that branches of an `anyOf` have with different types is raw JSON where they are joined.
        let is_joined = |ty: &ir::Type| ty.pointer.as_str().ends_with("/anyOf/*");
        let fields = api.types.iter().filter_map(|(_, ty)| match &ty.shape {
            Shape::Struct(struct_) if !is_joined(ty) => Some(&struct_.fields),
            _ => None,
        });
        for field in fields.flatten() {
            all_fields += 1;
            let schema = document.tree.pointer(field.pointer.as_str());
            let typed = schema.is_some_and(|schema| schema.get("type").is_some());
            let (id, _) = api.types.resolve(field.ty);
            if typed && field.constant.is_none() && api.types[id].shape == Shape::Any {
                untyped_fields += 1;
                println!("  {} has a type in the document", field.pointer);
            }
        }
        let unnamed = api.types.iter().filter(|(_, ty)| {
            ty.label.is_none()
                && matches!(
                    ty.shape,
                    Shape::Struct(_) | Shape::Union(_) | Shape::StringEnum(_)
                )
        });
        assert_eq!(unnamed.count(), 0, "{name}: every type has words");
        println!(
            "{name}: {} operations, {} types, {} errors, {} warnings",
            api.operations.len(),
            api.types.len(),
            report.count(Severity::Error),
            report.count(Severity::Warning),
        );
    }
    println!("{codes:#?}");
    println!(
        "{untyped_fields} of {all_fields} fields are raw JSON although the document gives a type"
    );
    assert_eq!(untyped_fields, 0);
}

#[test]
fn tuples_in_all_of() {
    check_types(
        r"
Pair: { prefixItems: [{ type: string }, { type: integer }], minItems: 1 }
Same: { allOf: [{ $ref: '#/components/schemas/Pair' }, { prefixItems: [{ minLength: 1 }, {}, { type: boolean }], items: false, minItems: 2 }] }
Values: { allOf: [{ $ref: '#/components/schemas/Pair' }, { type: array, items: {} }] }
",
        "
        Pair: tuple and any
          0: text
          1?: i64
        Same: tuple, nothing else
          0: text (min_length: 1)
          1: i64
          2?: bool
        Values: tuple and any
          0: text
          1?: i64
        ",
    );
}

#[test]
fn a_tuple_that_contains_itself_has_a_pointer() {
    check_types(
        "Tree: { prefixItems: [{ type: string }, { $ref: '#/components/schemas/Tree' }], items: false, minItems: 1 }",
        "
        Tree: tuple, nothing else
          0: text
          1?: boxed Tree
        ",
    );
}
