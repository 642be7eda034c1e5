//! A child process with bounds on time and memory.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;

/// What a process may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How long it may run.
    pub(super) time: Duration,
    /// How large it may become, in MiB of address space.
    pub(super) mebibytes: Option<u64>,
}

/// How a process ended.
#[derive(Clone, Debug)]
pub(super) enum Ended {
    /// By itself.
    Exited {
        code: i32,
        /// What it took: of a processor, or of the clock where the system does not tell.
        seconds: f64,
        /// Its standard output.
        output: String,
        /// Its standard error.
        problems: String,
    },
    /// By a signal: an abort, mostly, because memory was refused or the stack was full.
    Killed { problems: String },
    /// By us, since it did not end.
    TimedOut(Duration),
}

impl Ended {
    /// What happened, in a few words.
    pub(super) fn describe(&self) -> String {
        let telling = |problems: &str| {
            let mut lines = problems.lines().filter(|line| !line.trim().is_empty());
            let is_telling = |line: &&str| line.contains("panicked") || line.starts_with("error");
            let first = lines.clone().find(is_telling);
            first
                .or_else(|| lines.next_back())
                .unwrap_or_default()
                .to_owned()
        };
        match self {
            Self::Exited { code, problems, .. } => {
                format!("exit code {code}: {}", telling(problems))
            }
            Self::Killed { problems } => format!("killed by a signal: {}", telling(problems)),
            Self::TimedOut(time) => format!("not done after {} s", time.as_secs()),
        }
    }
}

/// A command that may allocate only so much, where a shell can see to that.
pub(super) fn bounded(program: &Path, mebibytes: Option<u64>) -> Command {
    match mebibytes.filter(|_| cfg!(unix)) {
        Some(mebibytes) => {
            let mut command = Command::new("sh");
            let script = format!("ulimit -v {}; exec \"$0\" \"$@\"", mebibytes * 1024);
            command.args(["-c", &script]).arg(program);
            command
        }
        None => Command::new(program),
    }
}

/// Runs a command to its end, or to the end of its time. What it prints goes
/// to `LOG.out` and `LOG.err`.
pub(super) fn run(mut command: Command, time: Duration, log: &Path) -> Result<Ended, Failure> {
    let (out, err) = (log.with_added("out"), log.with_added("err"));
    let file =
        |path: &Path| File::create(path).map_err(|error| format!("{}: {error}", path.display()));
    command
        .stdin(Stdio::null())
        .stdout(file(&out)?)
        .stderr(file(&err)?);
    let begin = Instant::now();
    let used = processor_time();
    let mut child = command
        .spawn()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        if begin.elapsed() > time {
            // An error means that it has just ended by itself.
            _ = child.kill();
            child.wait().map_err(|error| error.to_string())?;
            return Ok(Ended::TimedOut(time));
        }
        thread::sleep(Duration::from_millis(5));
    };
    let seconds = match (used, processor_time()) {
        (Some(before), Some(after)) => after - before,
        _ => begin.elapsed().as_secs_f64(),
    };
    let text = |path: &Path| {
        let bytes = fs::read(path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ok(match status.code() {
        Some(code) => Ended::Exited {
            code,
            seconds,
            output: text(&out),
            problems: text(&err),
        },
        None => Ended::Killed {
            problems: text(&err),
        },
    })
}

/// The seconds that processors have spent on the children that have ended, and on theirs.
///
/// Unlike the time that has passed, it does not depend on what else is running.
fn processor_time() -> Option<f64> {
    /// How many of its units make a second, on every Linux there is.
    const UNITS: f64 = 100.0;
    let line = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in parentheses and may hold anything.
    let (_, rest) = line.rsplit_once(')')?;
    let field = |index: usize| rest.split_whitespace().nth(index)?.parse::<f64>().ok();
    // `cutime` and `cstime`, the 16th and 17th of the line: see `man 5 proc`.
    Some((field(13)? + field(14)?) / UNITS)
}

/// `museum` and `out` => `museum.out`, whatever dots the name has.
trait WithAdded {
    fn with_added(&self, ending: &str) -> std::path::PathBuf;
}

impl WithAdded for Path {
    fn with_added(&self, ending: &str) -> std::path::PathBuf {
        let mut name = self.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        name.into()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn ended(script: &str, time: Duration, mebibytes: Option<u64>) -> Ended {
        let mut command = bounded(Path::new("sh"), mebibytes);
        command.args(["-c", script]);
        // Two tests of one process never run the same script.
        let name = format!("xtask-process-{}-{}", std::process::id(), script.len());
        let log = std::env::temp_dir().join(name);
        let ended = run(command, time, &log);
        for ending in ["out", "err"] {
            _ = fs::remove_file(log.with_added(ending));
        }
        ended.unwrap_or_else(|_| panic!("a shell runs everywhere"))
    }

    #[test]
    fn a_process_that_ends_is_heard() {
        let ended = ended(
            "echo fact; echo error: why >&2; exit 2",
            Duration::from_secs(60),
            None,
        );
        assert_eq!(ended.describe(), "exit code 2: error: why");
        assert!(matches!(ended, Ended::Exited { output, .. } if output == "fact\n"));
    }

    #[test]
    fn a_process_that_is_killed_or_late_is_no_end() {
        let killed = ended("kill -ABRT $$", Duration::from_secs(60), None);
        assert!(matches!(killed, Ended::Killed { .. }), "{killed:?}");
        let late = ended("exec sleep 60", Duration::from_millis(50), None);
        assert!(matches!(late, Ended::TimedOut(_)), "{late:?}");
    }

    #[test]
    fn memory_is_bounded() {
        let ended = ended("ulimit -v", Duration::from_secs(60), Some(64));
        assert!(matches!(ended, Ended::Exited { output, .. } if output == "65536\n"));
    }
}
