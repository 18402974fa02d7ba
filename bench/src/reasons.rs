//! Why figures fall short, as far as it was looked into, and what was tried.

/// (beginning of the figure, beginning of the case, why).
const REASONS: [(&str, &str, &str); 5] = [
    (
        "posts",
        "sqlite",
        "The two cores have 0.2 ms for a post, and the load generator shares them: 0.12 ms go into HTTP on both ends, 0.07 ms into \
the one thread that writes, and a fifth is lost where 256 who write in turn all wait for the same commit. Tried: groups of 32 to 512 \
posts a commit (the larger the better), posts gathered into one statement as on PostgreSQL (a fifth slower here), no savepoints (kept: \
the writer has a fifth less to do), another allocator (kept: 8,800 instead of 7,800 in four alternating runs, 51 MB at rest instead of 46; the machine's hours differ by more than any of these: 9,620 in the morning of the day of this page, 7,840 in its afternoon)",
    ),
    (
        "p99",
        "postgres, 64 writers, 500",
        "The machine varies from minute to minute: sixteen runs of three days gave 12 to 93 ms, six of them within the target. Whoever comes \
while somebody else speaks shares a transaction, which takes one exchange more and waits for the one before: that gave 5,700 instead of \
1,250 posts a second at 256 writers, and costs a post among few 1 to 3 ms. Tried: letting four speak alone before others gather; three \
alternating runs (17 to 21 ms beside 14 to 72) do not tell it from chance, and it was not kept",
    ),
    (
        "p99",
        "postgres, 10000000 messages",
        "Most of it is PostgreSQL giving out parts of the index: 4.6 of the 8.4 s that 400 queries took, 0.04 to 0.25 ms a part, since it \
keeps what is longer than 2 kB in pieces of that size, some of them packed. Half of them take 14 ms at most. Tried since: to ask \
for the parts of several spans and segments at once, which gave 116 to 159 ms, and 54 to 61 ms on SQLite, cold 195 and 121, on a machine that was at \
work besides; then to keep columns, which were two of five parts that were read, in memory, which was not measured yet",
    ),
    (
        "bootstrap",
        "sqlite, 104",
        "Most likely the disk, which was not proved: a file of 24 GB does not fit into the memory of this machine, and for whoever comes for the first time a page or two are read from the \
disk for each of their rooms, where their unread mentions are looked for (p99 67 ms). With 10.4 M messages, in the same run, it is 0.80 ×. \
Not tried: to keep the unread mentions with the person's side of the room",
    ),
    (
        "open middle",
        "sqlite, 104",
        "Most likely the disk as well: old pages are no longer in memory (p99 17 ms). With 10.4 M messages, in the same run, it is 1.09 ×",
    ),
];

/// Why a figure of a case falls short; nothing where nobody knows yet.
pub(crate) fn of(figure: &str, case: &str) -> Option<&'static str> {
    let found = REASONS.iter().find(|(beginning, of, _)| figure.starts_with(beginning) && case.starts_with(of));
    found.map(|(_, _, why)| *why)
}
