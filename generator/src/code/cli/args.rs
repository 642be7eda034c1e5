//! The flags of a command: parameters first, then the fields of its bodies.

use crate::code::client::Context;
use crate::code::names::{self, Scope};
use crate::code::{Arg, ArgKind, ArgTarget, docs};
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
