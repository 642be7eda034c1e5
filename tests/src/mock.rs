//! The server of `cargo xtask mock`, built once and started as a program of its own.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::thread::JoinHandle;

/// A running mock. It ends when it is dropped, and with this process in any case.
#[derive(Debug)]
pub struct Mock {
    child: Child,
    /// The mock ends when this is closed.
    input: Option<ChildStdin>,
    log: Option<JoinHandle<String>>,
    /// The variables that it prints, in their order.
    pub variables: Vec<(String, String)>,
}

impl Mock {
    /// Starts it with these arguments: `["--spec", "museum.yaml"]`.
    ///
    /// # Panics
    /// It cannot be built, or refuses the document.
    #[must_use]
    pub fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(program());
        command.args(arguments).arg("--until-stdin-closes");
        Self::of(command)
    }

    /// A mock that a command starts.
    ///
    /// # Panics
    /// It does not start.
    #[must_use]
    pub fn of(mut command: Command) -> Self {
        let mut child = (command.stdin(Stdio::piped()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut errors = child.stderr.take().expect("its errors are piped");
        // Read all the time: a full pipe would make it wait.
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = errors.read_to_string(&mut text);
            text
        });
        let mut mock = Self {
            input: child.stdin.take(),
            log: Some(log),
            variables: Vec::new(),
            child,
        };
        let output = mock.child.stdout.take().expect("its output is piped");
        for line in BufReader::new(output).lines() {
            let line = line.expect("the program speaks UTF-8");
            let pair = line
                .strip_prefix("export ")
                .and_then(|it| it.split_once('='));
            let (name, value) = pair.unwrap_or_else(|| panic!("no variable: {line}"));
            mock.variables.push((name.to_owned(), value.to_owned()));
            // The last one is the only one that the API has for credentials.
            if mock.variables.len() == 2 {
                break;
            }
        }
        if mock.variables.is_empty() {
            panic!("it did not start: {}", mock.end());
        }
        mock
    }

    /// The URL that requests go to.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.variables[0].1
    }

    /// Ends it, and gives what it has logged.
    ///
    /// # Panics
    /// It does not end.
    pub fn end(&mut self) -> String {
        drop(self.input.take());
        self.child.wait().expect("the program ends");
        let log = self.log.take().map(JoinHandle::join);
        log.map_or_else(String::new, |log| log.expect("the log can be read"))
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

fn program() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = crate::built(&["--package", "xtask-mock"]);
        let found = built.into_iter().find(|(name, _)| name == "xtask-mock");
        found.expect("the package has a program").1
    })
}
