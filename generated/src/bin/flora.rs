// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The command `flora`.

fn main() -> std::process::ExitCode {
    flora_client::cli::main()
}
