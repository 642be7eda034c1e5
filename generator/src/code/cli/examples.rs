//! Command lines that can be copied, with the values of the document.

use crate::code::{Arg, ArgKind, ArgTarget, CommandExample, docs, examples};
use crate::ir;

/// How many optional flags an example shows.
const SHOWN_OPTIONS: usize = 2;

/// One line per example body; without a body, one line with what is required and a few options.
pub(super) fn plan_examples(
    operation: &ir::Operation,
    args: &[Arg],
    prefix: &str,
) -> Vec<CommandExample> {
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
