//! Plots as SVG: curves on two logarithmic axes, and bars. Colours follow the reader's choice of light or dark; the ground is drawn
//! as well, so that a plot is legible wherever it is shown.

use std::fmt::Write;

/// Points that belong together.
pub(crate) struct Curve {
    pub(crate) label: String,
    /// Both above nothing: a logarithm is taken of them.
    pub(crate) points: Vec<(f64, f64)>,
}

/// A labelled row of bars below one another.
pub(crate) struct Bar {
    pub(crate) label: String,
    /// One for each name in the legend.
    pub(crate) values: Vec<f64>,
    /// Where a line is drawn across them: a target.
    pub(crate) mark: Option<f64>,
}

/// How an axis of bars grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    Linear,
    Logarithmic,
}

const WIDTH: f64 = 840.0;
/// Room for the title above and the axis below.
const ABOVE: f64 = 64.0;
const BELOW: f64 = 48.0;
/// Eight colours that most eyes tell apart, for light and for dark ground.
const LIGHT: [&str; 8] = ["#0b62a8", "#b3470b", "#0b7a5c", "#8a3c94", "#8a6400", "#a3264f", "#2d6f7a", "#555555"];
const DARK: [&str; 8] = ["#6cb8ff", "#ffa066", "#5bd6ad", "#d99be3", "#e3bf4d", "#ff8fb0", "#7fd0dd", "#bbbbbb"];
/// Patterns of lines, for eyes that do not tell colours apart.
const DASHES: [&str; 4] = ["none", "7 3", "2 3", "9 3 2 3"];

/// Curves over two logarithmic axes, each named where it ends.
pub(crate) fn curves(title: &str, across: &str, up: &str, curves: &[Curve]) -> String {
    const HEIGHT: f64 = 460.0;
    const LEFT: f64 = 70.0;
    const RIGHT: f64 = 660.0;
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let x = Axis::logarithmic(points().map(|point| point.0), LEFT, RIGHT);
    let y = Axis::logarithmic(points().map(|point| point.1), HEIGHT - BELOW, ABOVE);
    let mut svg = begin(title, HEIGHT);
    for tick in x.ticks() {
        let at = x.place(tick);
        line(&mut svg, "grid", (at, ABOVE), (at, HEIGHT - BELOW));
        text(&mut svg, "small middle", (at, HEIGHT - BELOW + 18.0), &short(tick));
    }
    for tick in y.ticks() {
        let at = y.place(tick);
        line(&mut svg, "grid", (LEFT, at), (RIGHT, at));
        text(&mut svg, "small end", (LEFT - 8.0, at + 4.0), &short(tick));
    }
    text(&mut svg, "small middle", (f64::midpoint(LEFT, RIGHT), HEIGHT - 10.0), across);
    text(&mut svg, "small", (LEFT, ABOVE - 12.0), up);
    let mut ends = Vec::new();
    for (number, curve) in curves.iter().enumerate() {
        let path: Vec<String> =
            curve.points.iter().map(|(across, up)| format!("{:.1},{:.1}", x.place(*across), y.place(*up))).collect();
        let (colour, dash) = (number % LIGHT.len(), DASHES[number % DASHES.len()]);
        let _ = writeln!(
            svg,
            "<polyline class=\"curve s{colour}\" stroke-dasharray=\"{dash}\" points=\"{}\"/>",
            path.join(" ")
        );
        for (across, up) in &curve.points {
            let _ = writeln!(
                svg,
                "<circle class=\"f{colour}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\"/>",
                x.place(*across),
                y.place(*up)
            );
        }
        if let Some((across, up)) = curve.points.last() {
            ends.push((y.place(*up), x.place(*across), colour, curve.label.as_str()));
        }
    }
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    for ((at, from, colour, label), free) in ends.iter().zip(apart(&ends.iter().map(|end| end.0).collect::<Vec<_>>())) {
        line(&mut svg, "lead", (from + 4.0, *at), (RIGHT + 14.0, free));
        text(&mut svg, &format!("small f{colour}"), (RIGHT + 18.0, free + 4.0), label);
    }
    svg + "</svg>\n"
}

/// Places for labels, from the top, that do not lie on one another.
fn apart(places: &[f64]) -> Vec<f64> {
    const LINE: f64 = 16.0;
    let mut free = Vec::with_capacity(places.len());
    let mut least = ABOVE;
    for place in places {
        let at = place.max(least);
        free.push(at);
        least = at + LINE;
    }
    free
}

/// Bars from the left, with a legend when there is more than one for each label.
pub(crate) fn bars(title: &str, across: &str, scale: Scale, legend: &[&str], bars: &[Bar]) -> String {
    const LEFT: f64 = 300.0;
    const RIGHT: f64 = 760.0;
    const THICK: f64 = 13.0;
    const GAP: f64 = 12.0;
    let each = THICK * legend.len().max(1) as f64 + GAP;
    let height = ABOVE + BELOW + each * bars.len() as f64 + GAP;
    let values = bars.iter().flat_map(|bar| bar.values.iter().copied().chain(bar.mark));
    let x = match scale {
        Scale::Linear => Axis::linear(values, LEFT, RIGHT),
        Scale::Logarithmic => Axis::logarithmic(values.filter(|value| *value > 0.0), LEFT, RIGHT),
    };
    let mut svg = begin(title, height);
    for tick in x.ticks() {
        let at = x.place(tick);
        line(&mut svg, "grid", (at, ABOVE), (at, height - BELOW));
        text(&mut svg, "small middle", (at, height - BELOW + 18.0), &short(tick));
    }
    text(&mut svg, "small middle", (f64::midpoint(LEFT, RIGHT), height - 10.0), across);
    for (number, name) in legend.iter().enumerate().filter(|_| legend.len() > 1) {
        let at = LEFT + 90.0 * number as f64;
        let _ = writeln!(
            svg,
            "<rect class=\"f{number}\" x=\"{at}\" y=\"{:.1}\" width=\"12\" height=\"12\"/>",
            ABOVE - 24.0
        );
        text(&mut svg, "small", (at + 18.0, ABOVE - 14.0), name);
    }
    for (row, bar) in bars.iter().enumerate() {
        let top = ABOVE + GAP + each * row as f64;
        let middle = top + (each - GAP) / 2.0;
        text(&mut svg, "small end", (LEFT - 8.0, middle + 4.0), &bar.label);
        for (number, value) in bar.values.iter().enumerate() {
            let y = top + THICK * number as f64;
            let wide = (x.place(value.max(x.low)) - LEFT).max(1.0);
            let _ = writeln!(
                svg,
                "<rect class=\"f{number}\" x=\"{LEFT}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{:.1}\"/>",
                THICK - 2.0
            );
            text(&mut svg, "small", (LEFT + wide + 6.0, y + THICK - 3.0), &precise(*value));
        }
        if let Some(mark) = bar.mark {
            let at = x.place(mark);
            line(&mut svg, "mark", (at, top - 4.0), (at, top + each - GAP + 2.0));
        }
    }
    svg + "</svg>\n"
}

/// From values to places on the paper.
struct Axis {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    logarithmic: bool,
}

impl Axis {
    /// Whole powers of ten around the values.
    fn logarithmic(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for value in values {
            (low, high) = (low.min(value), high.max(value));
        }
        let (low, high) = if low <= high { (low, high) } else { (1.0, 1.0) };
        let below = low.log10().floor();
        let above = high.log10().ceil().max(below + 1.0);
        Self { low: 10_f64.powf(below), high: 10_f64.powf(above), from, to, logarithmic: true }
    }

    /// From nothing to a little more than the largest.
    fn linear(values: impl Iterator<Item = f64>, from: f64, to: f64) -> Self {
        let high = values.fold(0.0_f64, f64::max);
        Self { low: 0.0, high: if high > 0.0 { high * 1.1 } else { 1.0 }, from, to, logarithmic: false }
    }

    fn place(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            (value.max(self.low) / self.low).log10() / (self.high / self.low).log10()
        } else {
            value / self.high
        };
        self.from + (self.to - self.from) * share
    }

    fn ticks(&self) -> Vec<f64> {
        if self.logarithmic {
            let powers = (self.high / self.low).log10().round() as i32;
            return (0..=powers).map(|power| self.low * 10_f64.powi(power)).collect();
        }
        let power = 10_f64.powf(self.high.log10().floor());
        let step = [0.2, 0.5, 1.0, 2.0].map(|part| part * power).into_iter().find(|step| self.high / step <= 7.0);
        let step = step.unwrap_or(power);
        (0..).map(|number| f64::from(number) * step).take_while(|tick| *tick <= self.high).collect()
    }
}

/// A tick as people write it: 1 k, 10 M.
fn short(value: f64) -> String {
    match value {
        1e6.. => format!("{} M", value / 1e6),
        1e3.. => format!("{} k", value / 1e3),
        _ => format!("{}", (value * 1e6).round() / 1e6),
    }
}

/// Three digits that matter.
pub(crate) fn precise(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn begin(title: &str, height: f64) -> String {
    let colours = |colours: &[&str; 8]| {
        let each = colours.iter().enumerate();
        each.map(|(number, colour)| format!(".s{number}{{stroke:{colour}}}.f{number}{{fill:{colour}}}"))
            .collect::<String>()
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" width=\"{WIDTH}\" height=\"{height:.0}\" \
         role=\"img\">\n<title>{title}</title>\n<style>\n\
         .ground{{fill:#ffffff}}text{{font-family:system-ui,sans-serif;fill:#1c1c1c;font-size:16px}}.small{{font-size:12px}}\n\
         .middle{{text-anchor:middle}}.end{{text-anchor:end}}.grid{{stroke:#d8d8d8}}.lead{{stroke:#a0a0a0}}\n\
         .mark{{stroke:#1c1c1c;stroke-width:2}}.curve{{fill:none;stroke-width:2}}\n{}\n\
         @media (prefers-color-scheme:dark){{.ground{{fill:#16181b}}text{{fill:#eeeeee}}.grid{{stroke:#3a3d42}}\
         .lead{{stroke:#777777}}.mark{{stroke:#eeeeee}}{}}}\n</style>\n\
         <rect class=\"ground\" width=\"{WIDTH}\" height=\"{height:.0}\"/>\n",
        colours(&LIGHT),
        colours(&DARK),
        title = escaped(title),
    );
    text(&mut svg, "title", (16.0, 28.0), title);
    svg
}

fn line(svg: &mut String, class: &str, from: (f64, f64), to: (f64, f64)) {
    let ((x, y), (right, down)) = (from, to);
    let _ = writeln!(svg, "<line class=\"{class}\" x1=\"{x:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{down:.1}\"/>");
}

fn text(svg: &mut String, class: &str, at: (f64, f64), words: &str) {
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\">{}</text>", at.0, at.1, escaped(words));
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithmic_axis_runs_over_whole_powers_of_ten() {
        let axis = Axis::logarithmic([3.0, 4_000.0].into_iter(), 0.0, 400.0);
        assert_eq!(axis.ticks(), [1.0, 10.0, 100.0, 1_000.0, 10_000.0]);
        assert!((axis.place(100.0) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn labels_that_end_at_one_place_are_written_below_one_another() {
        assert_eq!(apart(&[100.0, 100.0, 101.0, 200.0]), [100.0, 116.0, 132.0, 200.0]);
    }

    #[test]
    fn every_value_has_its_bar_and_words_cannot_break_the_picture() {
        let bar = Bar { label: "<b> & more".to_owned(), values: vec![1.0, 2.0], mark: Some(1.5) };
        let svg = bars("Ratios", "times", Scale::Linear, &["p50", "p99"], &[bar]);
        assert_eq!(svg.matches("<rect class=\"f0\"").count() + svg.matches("<rect class=\"f1\"").count(), 4);
        assert!(svg.contains("&lt;b&gt; &amp; more") && svg.contains("class=\"mark\""));
    }
}
