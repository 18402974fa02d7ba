//! Every statement of every store is taken by both engines.

use testkit::{TestDb, engines};

#[test]
fn every_statement_is_taken_by_both_engines() {
    for engine in engines() {
        let test = TestDb::new(engine, &server::features::migrations());
        let bad = test.db.check_statements(&server::features::statements()).expect("a connection");
        assert!(bad.is_empty(), "{} does not take:\n{}", engine.name(), bad.join("\n"));
    }
}
