//! The flags of a command: parameters first, then the fields of its bodies.

use crate::code::client::Context;
use crate::code::names::{self, Scope};
use crate::code::{Arg, ArgKind, ArgRule, ArgTarget, docs};
use crate::ir::{self, Encoding, Shape, TypeRef};
use crate::value::Value;

/// Parameters first, then the fields of all bodies; a field in several bodies is one flag.
pub(super) fn plan_args(context: &Context<'_>, operation: &ir::Operation) -> Vec<Arg> {
    let mut scope = Scope::default();
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
            arg.required = parameter.required && parameter.is_settable();
            if let Some(constant) = &parameter.constant {
                arg.values = vec![docs::plain(constant)];
            }
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
            if let Some(constant) = &field.constant {
                arg.values = vec![docs::plain(constant)];
            }
            add_field(&mut args, &mut scope, arg, field, index);
            if body.encoding == Encoding::Json {
                add_parts(context, &mut args, &mut scope, field, index);
            }
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
    // What has only one value is sent by itself.
    let is_needed = field.required && field.constant.is_none();
    for known in &mut *args {
        let same_kind =
            known.kind == arg.kind && known.repeated == arg.repeated && known.map == arg.map;
        if let ArgTarget::Field {
            name,
            bodies,
            required_in,
        } = &mut known.target
            && *name == field.name
            && known.inner.is_empty()
            && same_kind
        {
            bodies.push(index);
            if is_needed {
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
        required_in: if is_needed { vec![index] } else { Vec::new() },
    };
    args.push(arg);
}

/// How deep flags look into objects: `--owner.address.city`.
const DEPTH: usize = 2;

/// How many parts an object may have at that depth. Nobody reads more help about one field, so an
/// object with more has flags for its own fields only.
const PARTS: usize = 24;

/// How many fields of its own an object may have. One that has more is given as JSON.
const FIELDS: usize = 64;

/// Adds a flag for each part of a field that is an object.
fn add_parts(
    context: &Context<'_>,
    args: &mut Vec<Arg>,
    scope: &mut Scope,
    field: &ir::Field,
    index: usize,
) {
    let parts_to = |depth| {
        let mut parts = Vec::new();
        collect_parts(
            context,
            field.ty,
            depth,
            &mut Vec::new(),
            &mut Vec::new(),
            &mut parts,
        );
        parts
    };
    let mut parts = parts_to(DEPTH);
    if parts.len() > PARTS {
        parts = parts_to(1);
    }
    let Some(parent) = args
        .iter()
        .find(|arg| arg.inner.is_empty() && is_field(arg, &field.name, index))
        .map(|arg| arg.flag.clone())
    else {
        return;
    };
    // A field that is the same in two bodies has its parts already.
    if parts.len() > FIELDS
        || args
            .iter()
            .any(|arg| !arg.inner.is_empty() && is_named(arg, &field.name))
    {
        return;
    }
    for mut part in parts {
        let words: Vec<String> = part.inner.iter().map(|name| names::kebab(name)).collect();
        part.flag = scope.text(format!("{parent}.{}", words.join(".")));
        part.target = ArgTarget::Field {
            name: field.name.clone(),
            bodies: vec![index],
            required_in: Vec::new(),
        };
        args.push(part);
    }
}

fn is_named(arg: &Arg, field: &str) -> bool {
    matches!(&arg.target, ArgTarget::Field { name, .. } if name == field)
}

fn is_field(arg: &Arg, field: &str, index: usize) -> bool {
    is_named(arg, field)
        && matches!(&arg.target, ArgTarget::Field { bodies, .. } if bodies.contains(&index))
}

/// The parts of an object and of the objects in it; none of a type that holds itself.
fn collect_parts(
    context: &Context<'_>,
    ty: TypeRef,
    depth: usize,
    names: &mut Vec<String>,
    seen: &mut Vec<ir::TypeId>,
    parts: &mut Vec<Arg>,
) {
    let types = &context.api.types;
    let (id, _) = types.resolve(ty);
    let Shape::Struct(shape) = &types[id].shape else {
        return;
    };
    if names.len() >= depth || seen.contains(&id) || parts.len() > FIELDS {
        return;
    }
    seen.push(id);
    for field in shape.fields.iter().filter(|field| !field.read_only) {
        names.push(field.name.clone());
        let mut part = plan_value(
            context,
            &field.docs,
            field.ty,
            &field.name,
            field.default.as_ref(),
            false,
        );
        part.inner.clone_from(names);
        if let Some(constant) = &field.constant {
            part.values = vec![docs::plain(constant)];
        }
        parts.push(part);
        collect_parts(context, field.ty, depth, names, seen, parts);
        names.pop();
    }
    seen.pop();
}

/// What can be checked before a value is sent.
fn plan_rules(constraints: &ir::Constraints) -> Vec<ArgRule> {
    let mut rules = Vec::new();
    if let Some(bound) = &constraints.minimum {
        let number = docs::plain(&bound.value);
        rules.push(match bound.exclusive {
            true => ArgRule::Above(number),
            false => ArgRule::Minimum(number),
        });
    }
    if let Some(bound) = &constraints.maximum {
        let number = docs::plain(&bound.value);
        rules.push(match bound.exclusive {
            true => ArgRule::Below(number),
            false => ArgRule::Maximum(number),
        });
    }
    rules.extend(constraints.min_length.map(ArgRule::MinLength));
    rules.extend(constraints.max_length.map(ArgRule::MaxLength));
    rules.extend(constraints.pattern.clone().map(ArgRule::Pattern));
    rules.extend(constraints.min_items.map(ArgRule::MinItems));
    rules.extend(constraints.max_items.map(ArgRule::MaxItems));
    rules
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
    let is_plain = |id: ir::TypeId| {
        matches!(
            types[id].shape,
            Shape::Bool
                | Shape::Integer(_)
                | Shape::IntegerEnum(_)
                | Shape::Float(_)
                | Shape::Text(_)
                | Shape::StringEnum(_)
        )
    };
    let (item, repeated, map) = match &types[id].shape {
        Shape::Array(array) => (types.resolve(array.item).0, true, false),
        Shape::Map(map) => match types.resolve(map.value).0 {
            value if is_plain(value) => (value, false, true),
            _ => (id, false, false),
        },
        _ => (id, false, false),
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
    let mut rules = plan_rules(&types[item].constraints);
    if repeated || map {
        rules.extend(plan_rules(&types[id].constraints));
    }
    let demands: String = [Some(item), (id != item).then_some(id)]
        .into_iter()
        .flatten()
        .filter_map(|id| docs::constraints(&types[id].constraints))
        .map(|text| format!(" [{}]", lower_first(text.trim_end_matches('.'))))
        .collect();
    let help = if help.is_empty() {
        docs::brief(&types[ty.id].docs)
    } else {
        help
    };
    Arg {
        flag: String::new(),
        target: ArgTarget::Parameter(String::new()),
        inner: Vec::new(),
        kind,
        required: false,
        repeated,
        map,
        nullable,
        value_name: if kind == ArgKind::File {
            "PATH".to_owned()
        } else {
            names::shouty(name)
        },
        help: format!("{help}{demands}"),
        values,
        default: default.map(docs::plain).unwrap_or_default(),
        rules,
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    (chars.next().into_iter().flat_map(char::to_lowercase))
        .chain(chars)
        .collect()
}
