//! The command `flora`, built once and run as a program of its own with an empty environment.

use std::ffi::OsStr;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// What one run of the command did.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The exit code.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

/// A run of the command that is being prepared.
#[derive(Debug)]
pub struct Flora(Command);

impl Flora {
    /// The command with these arguments, and with nothing in its environment.
    #[must_use]
    pub fn new<I: AsRef<OsStr>>(args: impl IntoIterator<Item = I>) -> Self {
        let mut command = Command::new(program());
        command.args(args).env_clear().stdin(Stdio::null());
        // Without it no process finds its libraries on Windows.
        if let Some(root) = std::env::var_os("SYSTEMROOT") {
            command.env("SYSTEMROOT", root);
        }
        Self(command)
    }

    /// The arguments of a line, as a shell without quotes would cut it; the first is `flora`.
    ///
    /// # Panics
    /// The line starts with another word.
    #[must_use]
    pub fn line(line: &str) -> Self {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("flora"), "another program: {line}");
        Self::new(words)
    }

    /// Sets a variable of the environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.0.arg(arg);
        self
    }

    /// Sets the folder that it runs in.
    #[must_use]
    pub fn folder(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Sets what is read from standard input, which is empty otherwise.
    #[must_use]
    pub fn stdin(mut self, stdin: impl Into<Stdio>) -> Self {
        self.0.stdin(stdin);
        self
    }

    /// Runs it with standard output going to this place.
    ///
    /// # Panics
    /// The program cannot be started.
    pub fn run_into(mut self, stdout: impl Into<Stdio>) -> Outcome {
        self.0.stdout(stdout);
        self.run()
    }

    /// Runs it.
    ///
    /// # Panics
    /// The program cannot be started, or writes something else than text.
    pub fn run(mut self) -> Outcome {
        Outcome::of(&self.0.output().expect("the program starts"))
    }
}

/// A run of the command that is under way.
#[derive(Debug)]
pub struct Running(Child);

impl Flora {
    /// Starts it, and leaves it running.
    ///
    /// # Panics
    /// The program cannot be started.
    #[must_use]
    pub fn start(mut self) -> Running {
        self.0.stdout(Stdio::piped()).stderr(Stdio::piped());
        Running(self.0.spawn().expect("the program starts"))
    }
}

impl Running {
    /// Does what Ctrl-C does on a terminal.
    ///
    /// # Panics
    /// The signal cannot be sent.
    pub fn interrupt(&self) {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status();
        assert!(sent.is_ok_and(|status| status.success()), "no signal");
    }

    /// Waits for words on standard error, which nobody else gets to see then.
    ///
    /// # Panics
    /// It ends without them.
    pub fn hear(&mut self, words: &str) {
        let stderr = self.0.stderr.as_mut().expect("it is a pipe");
        let mut heard = Vec::new();
        while !heard
            .windows(words.len())
            .any(|said| said == words.as_bytes())
        {
            let mut byte = [0];
            let read = stderr.read(&mut byte).expect("the pipe can be read");
            assert_eq!(read, 1, "it ended: {}", String::from_utf8_lossy(&heard));
            heard.extend(byte);
        }
    }

    /// Whether it has come to its end.
    ///
    /// # Panics
    /// Nobody knows.
    pub fn has_ended(&mut self) -> bool {
        let ended = self.0.try_wait();
        ended.expect("the state of the process is known").is_some()
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// It writes something else than text.
    #[must_use]
    pub fn end(self) -> Outcome {
        Outcome::of(&self.0.wait_with_output().expect("the program ends"))
    }
}

impl Outcome {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is text");
        Self {
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Standard output as one JSON document.
    ///
    /// # Panics
    /// It is none, or the command failed or complained.
    #[must_use]
    pub fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "it failed: {self:?}");
        assert_eq!(self.stderr, "", "it complained: {self:?}");
        serde_json::from_str(&self.stdout).expect("the output is one JSON document")
    }
}

/// The path of the program, which is built by the first call.
///
/// # Panics
/// It does not compile.
#[must_use]
pub fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(build)
}

fn build() -> PathBuf {
    let args = ["--package", "flora-client", "--features", "cli"];
    let built = crate::built(&[&args[..], &["--bin", "flora"]].concat());
    let found = built.into_iter().find(|(name, _)| name == "flora");
    found.expect("cargo names the program").1
}
