//! The command line of a generated client.
