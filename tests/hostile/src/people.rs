//! A list of staff is a table whatever is in it: written again it is the same, and every fault names a line that is there.

use text::{is_reading, normalise_reading};
use transfers::model::Encoding;
use transfers::service::list::leaves::{Away, Order};
use transfers::service::list::{parse, table, table::Table, units::slashed, values};

pub(crate) fn promises(input: &[u8]) {
    let [choice, file @ ..] = input else { return };
    let encoding = [Encoding::Auto, Encoding::Utf8, Encoding::Cp932][usize::from(choice % 3)];
    let lines = 1 + file.iter().filter(|byte| **byte == b'\n').count() as u64;
    match table::read(file, encoding) {
        Ok(table) => {
            bounds(&table, file.len());
            rewritten(&table);
        }
        Err(fault) => assert!(fault.line <= lines, "{fault}"),
    }
    match parse(file, encoding, None) {
        Ok(list) => {
            for row in list.rows.iter() {
                assert_eq!(values::narrow(&row.staff_number), row.staff_number);
                assert!(row.unit.as_ref().is_none_or(|unit| slashed(unit) == *unit));
                assert!(row.title_rank.is_none_or(|rank| (0..10_000).contains(&rank)));
                let faultless = list.faults.iter().all(|fault| fault.line != row.line);
                let (family, given) = row.reading.clone().unwrap_or_default();
                for part in [family, given].iter().filter(|part| faultless && !part.is_empty()) {
                    assert!(is_reading(part) && normalise_reading(part) == *part, "{part:?}");
                }
                assert!(!faultless || !(row.name.0.is_empty() || row.staff_number.is_empty()));
                if let (true, Some(from), Some(Some(to))) = (faultless, row.from, row.to) {
                    assert!(from <= to);
                }
                if let (true, Some(Order::Away(Away { from: Some(from), to: Some(Some(to)), .. }))) =
                    (faultless, row.leave)
                {
                    assert!(from <= to, "a leave that ends before it begins");
                }
            }
        }
        Err(faults) => assert!(!faults.is_empty()),
    }
}

fn bounds(table: &Table, size: usize) {
    assert!(table.header.iter().any(|name| !name.is_empty()));
    let lines = table.records.iter().map(|record| record.line);
    assert!(lines.clone().is_sorted() && lines.clone().all(|line| line >= 1));
    let cells = table.records.iter().flat_map(|record| &record.cells);
    // Half-width kana are one byte in CP932 and three in memory.
    assert!(cells.clone().map(String::len).sum::<usize>() <= 3 * size && cells.clone().count() <= size + 1);
    for cell in cells {
        let guarded = values::guarded(cell);
        assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r']), "a formula");
        assert_eq!(values::unguarded(&guarded), cell, "a cell does not come back");
    }
    assert!(table.records.iter().all(|record| record.cells.len() == table.header.len()));
}

fn rewritten(table: &Table) {
    let mut out = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(b"\xEF\xBB\xBF".to_vec());
    out.write_record(&table.header).expect("memory takes it");
    for record in &table.records {
        out.write_record(&record.cells).expect("memory takes it");
    }
    let bytes = out.into_inner().expect("memory takes it");
    let again = table::read(&bytes, Encoding::Auto).expect("it was a table before");
    assert_eq!(again.header, table.header);
    let cells = |table: &Table| table.records.iter().map(|record| record.cells.clone()).collect::<Vec<_>>();
    assert_eq!(cells(&again), cells(table), "written again it is something else");
    assert_eq!((again.faults, again.cp932), (Vec::new(), false));
}
