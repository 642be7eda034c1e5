//! The command line: groups, commands, flags and examples, as data.

use super::client::Context;
use super::names::{self, Scope};
use super::{
    Arg, ArgKind, ArgTarget, Command, CommandBody, CommandBodyKind, CommandExample, Group, Program,
    Resource, docs, examples,
};
use crate::ir::{self, Encoding, Shape, TypeRef};
use crate::value::Value;

/// How many optional flags an example shows.
const SHOWN_OPTIONS: usize = 2;

/// Plans the command line: a group per resource, a command per operation.
pub(super) fn plan_program(context: &Context<'_>, resources: &[Resource]) -> Program {
    let name = context.manifest.binary.clone();
    let mut groups = Vec::new();
    let mut commands = Vec::new();
    // `completions` and `help` are commands of every program.
    let mut top = Scope::default();
    top.text("completions".to_owned());
    top.text("help".to_owned());
    let indexes = (0..context.api.resources.len()).map(Some).chain([None]);
    for index in indexes {
        let group = index.map(|index| &context.api.resources[index]);
        let operations: Vec<&ir::Operation> = context
            .api
            .operations
            .iter()
            .filter(|operation| operation.resource == index)
            .collect();
        if operations.is_empty() {
            continue;
        }
        match group {
            None => {
                for operation in operations {
                    commands.push(plan_command(
                        context, resources, operation, &name, None, &mut top,
                    ));
                }
            }
            Some(group) => {
                let group_name = top.text(names::kebab(&group.name));
                let mut scope = Scope::default();
                scope.text("help".to_owned());
                let commands = operations
                    .into_iter()
                    .map(|operation| {
                        plan_command(
                            context,
                            resources,
                            operation,
                            &name,
                            Some(&group_name),
                            &mut scope,
                        )
                    })
                    .collect();
                let about = docs::brief(&group.docs);
                groups.push(Group {
                    about: if about.is_empty() {
                        format!("Operations on {}", group.name)
                    } else {
                        about
                    },
                    name: group_name,
                    commands,
                });
            }
        }
    }
    Program {
        about: format!("Command line of the {}", context.api.title),
        name,
        groups,
        commands,
    }
}

fn plan_command(
    context: &Context<'_>,
    resources: &[Resource],
    operation: &ir::Operation,
    program: &str,
    group: Option<&str>,
    scope: &mut Scope,
) -> Command {
    let row = context.operations.iter().find(|row| row.id == operation.id);
    let constant = row.map_or_else(
        || names::ident(&operation.id, names::Use::Constant),
        |row| row.constant.clone(),
    );
    // The command is called like the method, whose name is pinned.
    let method = resources
        .iter()
        .flat_map(|resource| &resource.methods)
        .find(|method| method.operation == constant);
    let words = method.map_or(operation.id.as_str(), |method| method.name.as_str());
    let name = scope.text(names::kebab(words));
    let args = plan_args(context, operation);
    let prefix = match group {
        Some(group) => format!("{program} {group} {name}"),
        None => format!("{program} {name}"),
    };
    let about = docs::brief(&operation.docs);
    Command {
        about: if about.is_empty() {
            format!("{} {}", operation.method, operation.path)
        } else {
            about
        },
        description: operation
            .docs
            .description
            .clone()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        operation: constant,
        bodies: operation
            .bodies
            .iter()
            .map(|body| plan_body(context, body))
            .collect(),
        body_required: operation.body_required,
        examples: plan_examples(operation, &args, &prefix),
        deprecated: operation.docs.deprecated,
        args,
        name,
    }
}

fn plan_body(context: &Context<'_>, body: &ir::Body) -> CommandBody {
    let (id, _) = context.api.types.resolve(body.ty);
    let kind = match (&context.api.types[id].shape, body.encoding) {
        (Shape::Struct(_), Encoding::Json) => CommandBodyKind::Json,
        (Shape::Struct(_), Encoding::Form) => CommandBodyKind::Form,
        (Shape::Struct(_), Encoding::Multipart) => CommandBodyKind::Multipart,
        _ => CommandBodyKind::Whole,
    };
    CommandBody {
        media_type: body.media_type.clone(),
        kind,
    }
}

/// Parameters first, then the fields of all bodies; a field in several bodies is one flag.
fn plan_args(context: &Context<'_>, operation: &ir::Operation) -> Vec<Arg> {
    let mut scope = Scope::default();
    for taken in ["help", "body"] {
        scope.text(taken.to_owned());
    }
    let mut args: Vec<Arg> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let mut arg = plan_value(
                context,
                &parameter.docs,
                parameter.ty,
                &parameter.name,
                parameter.default.as_ref(),
                false,
            );
            arg.flag = scope.text(names::kebab(&parameter.name));
            arg.target = ArgTarget::Parameter(parameter.name.clone());
            arg.required = parameter.required;
            arg
        })
        .collect();
    for (index, body) in operation.bodies.iter().enumerate() {
        let (id, _) = context.api.types.resolve(body.ty);
        let Shape::Struct(shape) = &context.api.types[id].shape else {
            continue;
        };
        let is_form = matches!(body.encoding, Encoding::Form | Encoding::Multipart);
        for field in shape.fields.iter().filter(|field| !field.read_only) {
            let mut arg = plan_value(
                context,
                &field.docs,
                field.ty,
                &field.name,
                field.default.as_ref(),
                is_form,
            );
            if let Some(constant) = field.constant.as_ref().and_then(Value::as_str) {
                arg.values = vec![constant.to_owned()];
            }
            add_field(&mut args, &mut scope, arg, field, index);
        }
    }
    for arg in &mut args {
        if let ArgTarget::Field { required_in, .. } = &arg.target {
            arg.required = operation.body_required && required_in.len() == operation.bodies.len();
        }
    }
    args
}

/// Adds the flag of a body field, or widens the one that an earlier body has.
fn add_field(
    args: &mut Vec<Arg>,
    scope: &mut Scope,
    mut arg: Arg,
    field: &ir::Field,
    index: usize,
) {
    for known in &mut *args {
        let same_kind = known.kind == arg.kind && known.repeated == arg.repeated;
        if let ArgTarget::Field {
            name,
            bodies,
            required_in,
        } = &mut known.target
            && *name == field.name
            && same_kind
        {
            bodies.push(index);
            if field.required {
                required_in.push(index);
            }
            return;
        }
    }
    let plain = names::kebab(&field.name);
    let flag = scope.text(plain.clone());
    arg.flag = if flag == plain {
        flag
    } else {
        scope.text(format!("body-{plain}"))
    };
    arg.target = ArgTarget::Field {
        name: field.name.clone(),
        bodies: vec![index],
        required_in: if field.required {
            vec![index]
        } else {
            Vec::new()
        },
    };
    args.push(arg);
}

fn plan_value(
    context: &Context<'_>,
    own: &ir::Docs,
    ty: TypeRef,
    name: &str,
    default: Option<&Value>,
    is_form: bool,
) -> Arg {
    let types = &context.api.types;
    let (id, nullable) = types.resolve(ty);
    let (item, repeated) = match &types[id].shape {
        Shape::Array(array) => (types.resolve(array.item).0, true),
        _ => (id, false),
    };
    let (kind, values) = match &types[item].shape {
        Shape::Bool => (ArgKind::Boolean, Vec::new()),
        Shape::Integer(_) | Shape::IntegerEnum(_) => (ArgKind::Integer, Vec::new()),
        Shape::Float(_) => (ArgKind::Number, Vec::new()),
        Shape::Text(ir::TextKind::Binary) if is_form => (ArgKind::File, Vec::new()),
        Shape::Text(_) => (ArgKind::Text, Vec::new()),
        Shape::StringEnum(shape) => (
            ArgKind::Text,
            shape
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect(),
        ),
        _ => (ArgKind::Json, Vec::new()),
    };
    let help = docs::brief(own);
    let demands = docs::constraints(&types[item].constraints)
        .map(|text| format!(" [{}]", text.trim_end_matches('.').to_lowercase()))
        .filter(|_| types[item].constraints.pattern.is_none())
        .unwrap_or_default();
    let help = if help.is_empty() {
        docs::brief(&types[ty.id].docs)
    } else {
        help
    };
    Arg {
        flag: String::new(),
        target: ArgTarget::Parameter(String::new()),
        kind,
        required: false,
        repeated,
        nullable,
        value_name: if kind == ArgKind::File {
            "PATH".to_owned()
        } else {
            names::shouty(name)
        },
        help: format!("{help}{demands}"),
        values,
        default: default.map(docs::plain).unwrap_or_default(),
    }
}

/// One line per example body; without a body, one line with what is required and a few options.
fn plan_examples(operation: &ir::Operation, args: &[Arg], prefix: &str) -> Vec<CommandExample> {
    let parameter = |name: &str| {
        let parameter = operation
            .parameters
            .iter()
            .find(|parameter| parameter.name == name)?;
        Some(docs::plain(&parameter.examples.first()?.value))
    };
    let mut fixed = String::new();
    let mut options = 0;
    for arg in args {
        let ArgTarget::Parameter(name) = &arg.target else {
            continue;
        };
        let value = parameter(name);
        let optional = !arg.required && operation.bodies.is_empty() && options < SHOWN_OPTIONS;
        if let (true, Some(_)) = (optional, &value) {
            options += 1;
        } else if !arg.required {
            continue;
        }
        let value = value.unwrap_or_else(|| arg.value_name.clone());
        fixed.push_str(&format!(" --{} {}", arg.flag, shell_word(&value)));
    }
    let mut examples = Vec::new();
    for (index, body) in operation.bodies.iter().enumerate() {
        for example in &body.examples {
            let Some(members) = example.value.as_object() else {
                continue;
            };
            let mut line = format!("{prefix}{fixed}");
            for arg in args {
                let ArgTarget::Field { name, bodies, .. } = &arg.target else {
                    continue;
                };
                if let (true, Some(value)) = (bodies.contains(&index), members.get(name)) {
                    let mut value = docs::plain(value);
                    if arg.kind == ArgKind::File && !examples::is_file_name(&value) {
                        value = "file.bin".to_owned();
                    }
                    line.push_str(&format!(" --{} {}", arg.flag, shell_word(&value)));
                }
            }
            let about = example
                .summary
                .clone()
                .unwrap_or_else(|| docs::brief(&operation.docs));
            examples.push(CommandExample { about, line });
        }
    }
    let needs_more = operation.body_required && !operation.bodies.is_empty();
    if examples.is_empty() && !needs_more {
        examples.push(CommandExample {
            about: docs::brief(&operation.docs),
            line: format!("{prefix}{fixed}"),
        });
    }
    examples
}

/// A word for a POSIX shell, quoted where it has to be.
fn shell_word(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-_./:=@%+,".contains(char);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn shell_words_are_quoted_where_needed() {
        assert_eq!(super::shell_word("signed-url"), "signed-url");
        assert_eq!(super::shell_word("a b"), "'a b'");
        assert_eq!(super::shell_word("it's"), "'it'\\''s'");
        assert_eq!(super::shell_word(""), "''");
    }
}
