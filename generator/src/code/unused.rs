//! What the API says and the package makes nothing of yet; each is told, so that nobody waits for it.

use crate::diagnostic::{Code, Diagnostic, Pointer, Report};
use crate::ir;

/// Reports every extension that is read and checked without an effect on the output.
pub(super) fn report_unused(api: &ir::Api, report: &mut Report) {
    let mut note = |pointer: &Pointer, message: &str| {
        report.push(Diagnostic::new(Code::IgnoredKeyword, pointer, message));
    };
    for operation in &api.operations {
        if let Some(poll) = &operation.poll {
            note(
                &poll.pointer,
                "`x-client-poll` is checked, and the client does not wait by itself yet",
            );
        }
        if let Some(upload) = &operation.upload {
            note(
                &upload.pointer,
                "`x-client-upload` is checked, and the client does not upload in several steps yet",
            );
        }
    }
}
