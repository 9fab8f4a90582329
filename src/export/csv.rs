//! The runs as CSV (RFC 4180): a row for each step of each run.
//!
//! A line before the names of the columns begins with `#` and has the experiment's link; pandas, NumPy and R leave it
//! out when they are told that comments begin so.
//! Numbers are the shortest that read back as the same bits; ∞ is "inf", and what is not there is empty.

use super::runs::runs;
use super::{Entry, Family, Job, Make, caption};
use crate::parameter::number_text;
use crate::problem::Problem;

/// CSV.
pub const ENTRY: Entry = Entry {
    key: "csv",
    name: "CSV",
    extension: "csv",
    media_type: "text/csv",
    family: Family::Table,
    about: "every step of every run, a row each, with every digit",
    make: Make::Text(make),
};

/// The columns: the gradient is the one that the update after this step sees, the rate that update's.
const COLUMNS: &str = "contender,optimizer,start,run,step,x,y,loss,gradient_x,gradient_y,rate";

fn make(job: &Job) -> Result<String, Problem> {
    let mut text = format!("# {}\r\n{COLUMNS}\r\n", caption::link(job));
    for run in runs(job)? {
        let (trajectory, name) = (run.trajectory, quoted(run.optimizer));
        for (t, w) in trajectory.points.iter().enumerate() {
            let [across, up] = run.gradient(t);
            let rate = if t < trajectory.steps() { number(trajectory.pace(t).rate) } else { String::new() };
            let [x, y, loss, across, up] = [w.x, w.y, trajectory.losses[t], across, up].map(number);
            text += &format!(
                "{},{name},{},{},{t},{x},{y},{loss},{across},{up},{rate}\r\n",
                run.contender, run.start, run.repeat
            );
        }
    }
    Ok(text)
}

fn number(value: f64) -> String {
    if value.is_nan() { String::new() } else { number_text(value) }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.into() }
}
