//! A field whose anonymous enum has just one value has no choice: it is a
//! constant of the plain type. Lowering sees this where the enum stands in the
//! field's own schema; here are those that came out of merging parts.

use crate::diagnostic::Pointer;
use crate::ir::{Api, Constraints, IntegerKind, Shape, TextKind, Type, TypeId};
use crate::value::Value;

pub(super) fn fix(api: &mut Api) {
    let mut plain: Plain = Plain::default();
    let ids: Vec<TypeId> = api.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Struct(struct_) = &api.types[id].shape else {
            continue;
        };
        let found: Vec<(usize, Value)> = struct_
            .fields
            .iter()
            .enumerate()
            // Null is a second value.
            .filter(|(_, field)| field.constant.is_none() && !field.ty.nullable)
            .filter_map(|(index, field)| Some((index, only_value(&api.types[field.ty.id])?)))
            .collect();
        for (index, value) in found {
            let ty = plain.of(api, &value);
            if let Shape::Struct(struct_) = &mut api.types[id].shape {
                struct_.fields[index].ty.id = ty;
                struct_.fields[index].constant = Some(value);
            }
        }
    }
}

/// The only value of an anonymous enum.
fn only_value(ty: &Type) -> Option<Value> {
    match &ty.shape {
        _ if ty.is_component() => None,
        Shape::StringEnum(enum_) => match enum_.values.as_slice() {
            [only] if !enum_.open => Some(Value::String(only.value.clone())),
            _ => None,
        },
        Shape::IntegerEnum(enum_) => match enum_.values.as_slice() {
            [only] => Some(Value::Integer(only.value.into())),
            _ => None,
        },
        _ => None,
    }
}

/// The plain types, found or made once.
#[derive(Default)]
struct Plain {
    text: Option<TypeId>,
    integer: Option<TypeId>,
}

impl Plain {
    fn of(&mut self, api: &mut Api, value: &Value) -> TypeId {
        let (known, shape) = match value {
            Value::Integer(_) => (&mut self.integer, Shape::Integer(IntegerKind::I64)),
            _ => (&mut self.text, Shape::Text(TextKind::Plain)),
        };
        *known.get_or_insert_with(|| {
            let equal = api.types.iter().find(|(_, ty)| {
                !ty.is_component() && ty.shape == shape && ty.constraints == Constraints::default()
            });
            match equal {
                Some((id, _)) => id,
                None => api.types.push(Type::new(shape.clone(), Pointer::root())),
            }
        })
    }
}
