//! Rules over the whole [`Api`]: one function per rule, each reports all it finds.

use std::collections::HashMap;

mod defaults;
mod extensions;
mod pagination;

use super::{Api, Operation};
use crate::diagnostic::{Code, Diagnostic, Report};

/// Checks all rules.
pub fn check(api: &Api, report: &mut Report) {
    check_operation_ids(api, report);
    check_method_names(api, report);
    check_parameters(api, report);
    pagination::check_pagination(api, report);
    extensions::check_poll(api, report);
    extensions::check_upload(api, report);
    extensions::check_errors(api, report);
    extensions::check_downloads(api, report);
    defaults::check_defaults(api, report);
}

fn check_operation_ids(api: &Api, report: &mut Report) {
    let mut known: HashMap<&str, &Operation> = HashMap::new();
    for operation in api.operations.iter().filter(|operation| operation.named) {
        if let Some(first) = known.get(operation.id.as_str()) {
            let place = operation.pointer.child("operationId");
            let message = format!(
                "the operationId `{}` is taken by {}",
                operation.id, first.pointer
            );
            report.push(
                Diagnostic::new(Code::DuplicateOperationId, place, message)
                    .hint("give each operation its own"),
            );
        } else {
            known.insert(&operation.id, operation);
        }
    }
}

fn check_method_names(api: &Api, report: &mut Report) {
    let mut known: HashMap<(Option<usize>, &str), &Operation> = HashMap::new();
    for operation in &api.operations {
        let Some(name) = &operation.name else {
            continue;
        };
        if let Some(first) = known.get(&(operation.resource, name.as_str())) {
            let place = operation
                .pointer
                .child("x-client-operation")
                .child("method");
            let message = format!(
                "the method `{name}` of this resource is taken by {}",
                first.pointer
            );
            report.push(Diagnostic::new(Code::DuplicateMethod, place, message));
        } else {
            known.insert((operation.resource, name), operation);
        }
    }
}

fn check_parameters(api: &Api, report: &mut Report) {
    for operation in &api.operations {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let before = &operation.parameters[..index];
            let same = |known: &&super::Parameter| {
                known.location == parameter.location
                    && same_name(parameter.location, &known.name, &parameter.name)
            };
            if let Some(first) = before.iter().find(same) {
                let message = format!(
                    "the parameter `{}` is described at {} already",
                    parameter.name, first.pointer
                );
                report.push(Diagnostic::new(
                    Code::DuplicateParameter,
                    &parameter.pointer,
                    message,
                ));
            }
        }
    }
}

/// Names of headers have no case.
fn same_name(location: super::Location, one: &str, other: &str) -> bool {
    match location {
        super::Location::Header => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
}
