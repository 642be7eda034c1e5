//! Defaults that their own type does not allow: the service cannot mean what it says.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir::{Additional, Api, Shape, TypeId, TypeRef, Types};
use crate::value::Value;

/// How many unions may be inside each other on the way to a value that is looked at.
const MAX_UNIONS: usize = 64;

/// Reports every default of a field or parameter that is of another kind than its type.
///
/// Values outside of an enum are no finding: enums are open.
pub(super) fn check_defaults(api: &Api, report: &mut Report) {
    let mut check = |ty: TypeRef, default: Option<&Value>, pointer: &Pointer| {
        if let Some(value) = default.filter(|value| !Fitting::new(&api.types).fits(ty, value)) {
            let message = format!(
                "the default is {}, which its type does not allow",
                value.kind()
            );
            report.push(Diagnostic::new(Code::WrongExample, pointer, message));
        }
    };
    for (_, ty) in api.types.iter() {
        if let Shape::Struct(shape) = &ty.shape {
            for field in &shape.fields {
                check(
                    field.ty,
                    field.default.as_ref(),
                    &field.pointer.child("default"),
                );
            }
        }
    }
    for parameter in api
        .operations
        .iter()
        .flat_map(|operation| &operation.parameters)
    {
        check(
            parameter.ty,
            parameter.default.as_ref(),
            &parameter.pointer.child("schema").child("default"),
        );
    }
}

/// A default, gone through.
struct Fitting<'a> {
    types: &'a Types,
    /// Which values fit which unions, so that branches and members in common are seen once.
    unions: HashMap<(*const Value, TypeId), bool>,
    /// How many unions the value at hand is in.
    open: usize,
}

impl<'a> Fitting<'a> {
    fn new(types: &'a Types) -> Self {
        Self {
            types,
            unions: HashMap::new(),
            open: 0,
        }
    }

    /// Whether the value is of the kind that the type has, and so are its items and members.
    fn fits(&mut self, ty: TypeRef, value: &Value) -> bool {
        let (id, nullable) = self.types.resolve(ty);
        match (&self.types[id].shape, value) {
            (_, Value::Null) => nullable,
            (Shape::Any | Shape::Alias(_), _)
            | (Shape::Bool, Value::Bool(_))
            | (Shape::Integer(_) | Shape::IntegerEnum(_) | Shape::Float(_), Value::Integer(_))
            | (Shape::Float(_), Value::Float(_))
            | (Shape::Text(_) | Shape::StringEnum(_), Value::String(_)) => true,
            (Shape::Integer(_) | Shape::IntegerEnum(_), Value::Float(number)) => {
                number.fract() == 0.0
            }
            (Shape::Array(array), Value::Array(items)) => {
                items.iter().all(|item| self.fits(array.item, item))
            }
            (Shape::Tuple(tuple), Value::Array(items)) => {
                let rest = match tuple.rest {
                    Additional::Typed(ty) => Some(ty),
                    Additional::Unspecified | Additional::Denied => None,
                };
                items.iter().enumerate().all(|(index, item)| {
                    let position = tuple.positions.get(index).map(|field| field.ty);
                    position.or(rest).is_none_or(|ty| self.fits(ty, item))
                })
            }
            (Shape::Map(map), Value::Object(members)) => {
                members.values().all(|member| self.fits(map.value, member))
            }
            (Shape::Struct(shape), Value::Object(members)) => {
                members.iter().all(|(key, member)| {
                    match shape.fields.iter().find(|field| field.name == *key) {
                        Some(field) => self.fits(field.ty, member),
                        None => match shape.additional {
                            Additional::Typed(ty) => self.fits(ty, member),
                            Additional::Unspecified | Additional::Denied => true,
                        },
                    }
                })
            }
            (Shape::Union(_), _) if self.open == MAX_UNIONS => true,
            (Shape::Union(union), value) => {
                let place = (std::ptr::from_ref(value), id);
                if let Some(known) = self.unions.get(&place) {
                    return *known;
                }
                // A union that is a branch of itself has nothing to add.
                self.unions.insert(place, false);
                self.open += 1;
                let mut variants = union.variants.iter();
                let fits = variants.any(|variant| self.fits(variant.ty, value));
                self.open -= 1;
                self.unions.insert(place, fits);
                fits
            }
            _ => false,
        }
    }
}
