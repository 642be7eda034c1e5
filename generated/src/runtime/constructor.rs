// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! `new` of models that are made of required values.
//!
//! Where such a model has an `Omittable` field, the file with the model imports that type.
//! Uses no other module.

/// Implements `new` for a struct, by what each field starts with.
///
/// ```text
/// constructor!(Asset {
///     required: asset_id, status;
///     none: name, url;
///     omitted: folder;
///     fixed: kind = "asset".to_owned();
/// });
/// ```
///
/// The required values are the fields of the struct of the same name in `required`.
#[allow(
    unused_macros,
    reason = "the models of a generated crate use it, the runtime does not"
)]
macro_rules! constructor {
    ($name:ident {
        required: $($required:ident),+;
        $(none: $($none:ident),+;)?
        $(omitted: $($omitted:ident),+;)?
        $(fixed: $($fixed:ident = $value:expr),+;)?
    }) => {
        impl $name {
            /// A value with the fields it cannot be without.
            #[must_use]
            pub fn new(required: required::$name) -> Self {
                Self {
                    $($required: required.$required,)+
                    $($($none: None,)+)?
                    $($($omitted: Omittable::Omitted,)+)?
                    $($($fixed: $value,)+)?
                }
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "the models of a generated crate use it, the runtime does not"
)]
pub(crate) use constructor;
