//! Two shapes -> the shape of the values that fit both.
//!
//! Simple shapes are settled here at once. Where members or items are
//! themselves compound, their merge is put on the list of [`super::merge`].

use super::Lowering;
use super::merge::Stop;
use crate::diagnostic::{Code, Pointer};
use crate::ir::equality::same_shape;
use crate::ir::{
    Additional, Array, Constraints, Docs, EnumValue, Field, FloatKind, IntegerEnum, IntegerKind,
    Map, Shape, StringEnum, Struct, TextKind, Tuple, Type, TypeRef,
};

impl Lowering<'_> {
    /// The shape of the values that fit both.
    pub(super) fn combine(&mut self, one: &Shape, other: &Shape) -> Result<Shape, Stop> {
        Ok(match (one, other) {
            (Shape::Any, shape) | (shape, Shape::Any) => shape.clone(),
            (Shape::Bool, Shape::Bool) => Shape::Bool,
            (Shape::Integer(one), Shape::Integer(other)) => Shape::Integer(narrower(*one, *other)),
            (Shape::Integer(kind), Shape::Float(_)) | (Shape::Float(_), Shape::Integer(kind)) => {
                Shape::Integer(*kind)
            }
            (Shape::Float(one), Shape::Float(other)) => Shape::Float(match (one, other) {
                (FloatKind::F32, _) | (_, FloatKind::F32) => FloatKind::F32,
                (FloatKind::Exact, _) | (_, FloatKind::Exact) => FloatKind::Exact,
                (FloatKind::F64, FloatKind::F64) => FloatKind::F64,
            }),
            (Shape::Text(one), Shape::Text(other)) => Shape::Text(finer(one, other)),
            (enum_ @ Shape::StringEnum(_), Shape::Text(_))
            | (Shape::Text(_), enum_ @ Shape::StringEnum(_)) => enum_.clone(),
            (Shape::StringEnum(one), Shape::StringEnum(other)) => Shape::StringEnum(StringEnum {
                values: common(&one.values, &other.values)?,
                open: false,
            }),
            (enum_ @ Shape::IntegerEnum(_), Shape::Integer(_) | Shape::Float(_))
            | (Shape::Integer(_) | Shape::Float(_), enum_ @ Shape::IntegerEnum(_)) => enum_.clone(),
            (Shape::IntegerEnum(one), Shape::IntegerEnum(other)) => {
                Shape::IntegerEnum(IntegerEnum {
                    values: common(&one.values, &other.values)?,
                    kind: one.kind,
                })
            }
            (Shape::Array(one), Shape::Array(other)) => Shape::Array(Array {
                item: self.combine_refs(one.item, other.item)?,
            }),
            (Shape::Tuple(tuple), Shape::Array(array))
            | (Shape::Array(array), Shape::Tuple(tuple)) => {
                Shape::Tuple(self.combine_items(tuple, array.item)?)
            }
            (Shape::Tuple(one), Shape::Tuple(other)) => {
                Shape::Tuple(self.combine_tuples(one, other)?)
            }
            (Shape::Map(one), Shape::Map(other)) => Shape::Map(Map {
                value: self.combine_refs(one.value, other.value)?,
            }),
            (Shape::Map(map), Shape::Struct(struct_))
            | (Shape::Struct(struct_), Shape::Map(map)) => {
                let additional = match struct_.additional {
                    Additional::Unspecified => Additional::Typed(map.value),
                    _ => struct_.additional.clone(),
                };
                Shape::Struct(Struct {
                    fields: struct_.fields.clone(),
                    additional,
                })
            }
            (Shape::Struct(one), Shape::Struct(other)) => {
                Shape::Struct(self.combine_structs(one, other)?)
            }
            _ => return Err(Stop::Contradiction),
        })
    }

    /// A tuple whose items are all of one type besides.
    fn combine_items(&mut self, tuple: &Tuple, item: TypeRef) -> Result<Tuple, Stop> {
        let mut tuple = tuple.clone();
        for position in &mut tuple.positions {
            position.ty = self.combine_refs(position.ty, item)?;
        }
        if let Additional::Typed(ty) = &mut tuple.rest {
            *ty = self.combine_refs(*ty, item)?;
        }
        Ok(tuple)
    }

    fn combine_tuples(&mut self, one: &Tuple, other: &Tuple) -> Result<Tuple, Stop> {
        let (short, long) = if one.positions.len() <= other.positions.len() {
            (one, other)
        } else {
            (other, one)
        };
        let mut combined = long.clone();
        for (index, position) in combined.positions.iter_mut().enumerate() {
            match (short.positions.get(index), &short.rest) {
                (Some(same), _) => *position = self.combine_fields(same, position)?,
                (None, Additional::Typed(ty)) => {
                    position.ty = self.combine_refs(position.ty, *ty)?;
                }
                (None, Additional::Unspecified | Additional::Denied) => {}
            }
        }
        if short.rest == Additional::Denied {
            combined.positions.truncate(short.positions.len());
            combined.rest = Additional::Denied;
        } else if let (Additional::Typed(one), Additional::Typed(other)) = (&short.rest, &long.rest)
        {
            combined.rest = Additional::Typed(self.combine_refs(*one, *other)?);
        }
        Ok(combined)
    }

    fn combine_structs(&mut self, one: &Struct, other: &Struct) -> Result<Struct, Stop> {
        let mut fields = one.fields.clone();
        for field in &other.fields {
            match fields.iter_mut().find(|known| known.name == field.name) {
                Some(known) => *known = self.combine_fields(known, field)?,
                None => fields.push(field.clone()),
            }
        }
        let additional = match (&one.additional, &other.additional) {
            (Additional::Denied, _) | (_, Additional::Denied) => Additional::Denied,
            (Additional::Unspecified, said) | (said, Additional::Unspecified) => said.clone(),
            (Additional::Typed(one), Additional::Typed(other)) => {
                match self.combine_refs(*one, *other) {
                    Err(Stop::Contradiction) => Additional::Typed(*one),
                    result => Additional::Typed(result?),
                }
            }
        };
        Ok(Struct { fields, additional })
    }

    /// A member that both parts describe; what the later one says in words counts.
    fn combine_fields(&mut self, one: &Field, other: &Field) -> Result<Field, Stop> {
        let constant = other.constant.clone().or_else(|| one.constant.clone());
        let clash =
            matches!((&one.constant, &other.constant), (Some(one), Some(other)) if one != other);
        let ty = match (&one.constant, &other.constant) {
            (None, None) => self.combine_refs(one.ty, other.ty),
            _ if clash => Err(Stop::Contradiction),
            // A fixed value has the plain type of the value, whatever the other part says.
            (_, Some(_)) => Ok(other.ty),
            (Some(_), None) => Ok(one.ty),
        };
        let ty = match ty {
            Err(Stop::Contradiction) => {
                self.contradiction(
                    &other.pointer,
                    &one.pointer,
                    &format!("no value of `{}` fits this schema and the one", one.name),
                );
                other.ty
            }
            result => result?,
        };
        let worded = if other.docs == Docs::default() {
            one
        } else {
            other
        };
        Ok(Field {
            name: one.name.clone(),
            ty,
            required: one.required || other.required,
            docs: worded.docs.clone(),
            read_only: one.read_only || other.read_only,
            write_only: one.write_only || other.write_only,
            constant,
            default: other.default.clone().or_else(|| one.default.clone()),
            examples: if other.examples.is_empty() {
                one.examples.clone()
            } else {
                other.examples.clone()
            },
            aliases: one.aliases.iter().chain(&other.aliases).cloned().collect(),
            secret: one.secret || other.secret,
            download: one.download || other.download,
            unix_time: other.unix_time.or(one.unix_time),
            boxed: false,
            pointer: other.pointer.clone(),
        })
    }

    /// The type of the values that fit both.
    pub(super) fn combine_refs(&mut self, one: TypeRef, other: TypeRef) -> Result<TypeRef, Stop> {
        let nullable = self.takes_null(one) && self.takes_null(other);
        if one.id == other.id {
            return Ok(TypeRef {
                id: one.id,
                nullable: one.nullable && other.nullable,
            });
        }
        let (Ok(left), Ok(right)) = (self.settled(one), self.settled(other)) else {
            let id = self.pair(one.id, other.id, &Pointer::root());
            return Ok(TypeRef { id, nullable });
        };
        let (left_type, right_type) = (&self.types[left], &self.types[right]);
        let constraints = combine_constraints(
            left_type.constraints.clone(),
            right_type.constraints.clone(),
        );
        let (left_shape, right_shape) = (left_type.shape.clone(), right_type.shape.clone());
        let pointer = right_type.pointer.clone();
        let id = if matches!(left_shape, Shape::Any) {
            other.id
        } else if matches!(right_shape, Shape::Any) {
            one.id
        } else if is_compound(&left_shape) || is_compound(&right_shape) {
            if kind(&left_shape)
                .zip(kind(&right_shape))
                .is_some_and(|(left, right)| left != right)
            {
                return Err(Stop::Contradiction);
            }
            // Two equal anonymous shapes need no third type.
            if same_shape(&left_shape, &right_shape) && !self.is_named(left) {
                other.id
            } else if same_shape(&left_shape, &right_shape) && !self.is_named(right) {
                one.id
            } else {
                self.pair(one.id, other.id, &pointer)
            }
        } else {
            let shape = self.combine(&left_shape, &right_shape)?;
            if same_shape(&shape, &right_shape) && constraints == self.types[right].constraints {
                other.id
            } else if same_shape(&shape, &left_shape) && constraints == self.types[left].constraints
            {
                one.id
            } else if matches!(shape, Shape::StringEnum(_) | Shape::IntegerEnum(_)) {
                self.types.push(Type {
                    constraints,
                    ..Type::new(shape, pointer)
                })
            } else {
                self.intern(shape, constraints, &pointer)
            }
        };
        Ok(TypeRef { id, nullable })
    }

    /// Reports two parts that no value fits.
    pub(super) fn contradiction(&mut self, pointer: &Pointer, other: &Pointer, message: &str) {
        self.say(
            Code::Contradiction,
            pointer,
            format!("{message} at {other}"),
        );
    }

    fn takes_null(&self, ty: TypeRef) -> bool {
        ty.nullable || matches!(self.types[ty.id].shape, Shape::Any) && !self.merges.waits(ty.id)
    }
}

fn is_compound(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Struct(_) | Shape::Tuple(_) | Shape::Union(_) | Shape::Array(_) | Shape::Map(_)
    )
}

/// The JSON kind of a shape, as far as there is only one.
pub(super) fn kind(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Bool => Some("boolean"),
        Shape::Integer(_) | Shape::Float(_) | Shape::IntegerEnum(_) => Some("number"),
        Shape::Text(_) | Shape::StringEnum(_) => Some("string"),
        Shape::Array(_) | Shape::Tuple(_) => Some("array"),
        Shape::Map(_) | Shape::Struct(_) => Some("object"),
        Shape::Any | Shape::Union(_) | Shape::Alias(_) => None,
    }
}

fn narrower(one: IntegerKind, other: IntegerKind) -> IntegerKind {
    let ((low, high), (other_low, other_high)) = (one.range(), other.range());
    if high - low <= other_high - other_low {
        one
    } else {
        other
    }
}

/// The format that says more; two different ones are annotations of the same text.
fn finer(one: &TextKind, other: &TextKind) -> TextKind {
    match (one, other) {
        (TextKind::Plain | TextKind::Other(_), kind) if *kind != TextKind::Plain => kind.clone(),
        (kind, _) => kind.clone(),
    }
}

fn common<T: Clone + PartialEq>(
    ones: &[EnumValue<T>],
    others: &[EnumValue<T>],
) -> Result<Vec<EnumValue<T>>, Stop> {
    let listed = |value: &&EnumValue<T>| ones.iter().any(|one| one.value == value.value);
    let values: Vec<_> = others.iter().filter(listed).cloned().collect();
    if values.is_empty() {
        Err(Stop::Contradiction)
    } else {
        Ok(values)
    }
}

/// What both demand; where both name a bound, the later part's counts.
pub(super) fn combine_constraints(one: Constraints, other: Constraints) -> Constraints {
    Constraints {
        minimum: other.minimum.or(one.minimum),
        maximum: other.maximum.or(one.maximum),
        multiple_of: other.multiple_of.or(one.multiple_of),
        min_length: other.min_length.or(one.min_length),
        max_length: other.max_length.or(one.max_length),
        pattern: other.pattern.or(one.pattern),
        min_items: other.min_items.or(one.min_items),
        max_items: other.max_items.or(one.max_items),
        unique_items: one.unique_items || other.unique_items,
    }
}
