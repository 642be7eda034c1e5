//! Names of the config -> wishes: what they are about is found when all types are settled.

use super::Lowering;
use crate::diagnostic::Pointer;
use crate::document::{GivenName, Named};
use crate::ir::{Chosen, Operation, Shape, Wish, WishKind};
use crate::value::Value;

impl Lowering<'_> {
    /// All names of the config.
    pub(super) fn wishes(&self, operations: &[Operation]) -> Vec<Wish> {
        let given = self.document.names();
        // Only pointers have to be found in the 3.0 form, and few documents have them.
        let moved = match given.iter().any(|given| given.target.starts_with('/')) {
            true => self.moved(operations),
            false => Vec::new(),
        };
        given.iter().map(|given| self.wish(given, &moved)).collect()
    }

    fn wish(&self, given: &GivenName, moved: &[(Pointer, Pointer)]) -> Wish {
        let place = here(&given.target, moved);
        let value = self.tree.pointer(&place);
        let reference = value.and_then(|value| value.get("$ref"));
        let reference = reference.and_then(Value::as_str).map(Pointer::new);
        Wish {
            kind: match given.named {
                Named::Type => WishKind::Type,
                Named::Field => WishKind::Field,
                Named::Variant => WishKind::Variant,
                Named::Parameter => WishKind::Parameter,
                Named::Method => WishKind::Method,
                Named::Resource => WishKind::Resource,
            },
            target: given.target.clone(),
            refers: reference.and_then(|target| target.last()),
            place,
            chosen: Chosen {
                name: given.name.clone(),
                pointer: given.pointer.clone(),
            },
        }
    }

    /// The places that are elsewhere in the document as written.
    fn moved(&self, operations: &[Operation]) -> Vec<(Pointer, Pointer)> {
        let mut moved = Vec::new();
        let mut note = |place: &Pointer| {
            let written = self.document.written(place);
            if written != *place {
                moved.push((written, place.clone()));
            }
        };
        for operation in operations {
            note(&operation.pointer);
            operation.parameters.iter().for_each(|it| note(&it.pointer));
        }
        for (_, ty) in self.types.iter() {
            note(&ty.pointer);
            match &ty.shape {
                Shape::Struct(shape) => shape.fields.iter().for_each(|it| note(&it.pointer)),
                Shape::Tuple(shape) => shape.positions.iter().for_each(|it| note(&it.pointer)),
                Shape::Union(shape) => shape.variants.iter().for_each(|it| note(&it.pointer)),
                _ => {}
            }
        }
        moved
    }
}

/// The place of the 3.0 form for a place as written.
fn here(target: &str, moved: &[(Pointer, Pointer)]) -> String {
    let behind = |written: &Pointer| {
        let rest = target.strip_prefix(written.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    };
    let found = moved
        .iter()
        .filter_map(|(written, place)| Some((written, place, behind(written)?)))
        .max_by_key(|(written, ..)| written.as_str().len());
    match found {
        Some((_, place, rest)) => format!("{place}{rest}"),
        None => target.to_owned(),
    }
}
