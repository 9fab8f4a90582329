//! Tables that a user brings: what is read, and what each refusal says.

use steepest::data::{Cells, Header, MOST_COLUMNS, MOST_POINTS};

#[track_caller]
fn read(text: &str) -> Cells {
    Cells::read(text, Header::Guess).unwrap_or_else(|problem| panic!("{text:?}: {problem}"))
}

/// What reading `text` is refused with.
#[track_caller]
fn refused(text: &str) -> String {
    Cells::read(text, Header::Guess).expect_err("a bad text").to_string()
}

#[track_caller]
fn numbers(cells: &Cells, column: usize) -> Vec<f64> {
    assert!(cells.numeric(column), "{cells:?}");
    cells.column(column).expect("a column of numbers")
}

/// What the cell of the second column of a table is refused with.
fn cell_refused(text: &str) -> String {
    let cells = read(text);
    assert!(!cells.numeric(1));
    cells.column(1).expect_err("a bad column").to_string()
}

#[test]
fn a_plain_table_is_read() {
    let cells = read("height,weight\n1.5,60\n1.75,7e1\n");
    assert_eq!((cells.names(), cells.has_header()), (&["height".to_string(), "weight".to_string()][..], true));
    assert_eq!((cells.count(), cells.separator()), (2, ','));
    assert_eq!((numbers(&cells, 0), numbers(&cells, 1)), (vec![1.5, 1.75], vec![60.0, 70.0]));
    assert_eq!(cells.preview(1), [["1.5", "60"]]);
    assert_eq!(cells.preview(9), [["1.5", "60"], ["1.75", "7e1"]]);
}

#[test]
fn marks_line_ends_comments_and_blank_lines_make_no_difference() {
    let wanted = read("x,y\n1,2\n3,4\n");
    for end in ["\n", "\r\n", "\r"] {
        for lines in [
            &["x,y", "1,2", "3,4"][..],
            &["x,y", "1,2", "3,4", ""],
            &["\u{feff}x,y", "1,2", "3,4"],
            &["\u{feff}# by hand, in \"May", "#", "x,y", "", "1,2", " \t", "3,4", "", ""],
            &["\"x\",\"y\"", "1 , 2", " \"3\", \"4\" "],
        ] {
            let cells = read(&lines.join(end));
            assert_eq!(cells.names(), wanted.names(), "{lines:?}");
            assert_eq!(cells.preview(9), wanted.preview(9), "{lines:?}");
        }
    }
}

#[test]
fn every_separator_is_understood() {
    for separator in ['\t', ';', '|', ',', ' '] {
        let text = "x s y\n1 s 2.5\n-3 s 4\n".replace(" s ", &separator.to_string());
        let cells = read(&text);
        assert_eq!((cells.separator(), cells.count()), (separator, 2));
        assert_eq!((numbers(&cells, 0), numbers(&cells, 1)), (vec![1.0, -3.0], vec![2.5, 4.0]));
    }
    let cells = read("  1    2.5\n 30   4\n");
    assert_eq!((cells.separator(), numbers(&cells, 1)), (' ', vec![2.5, 4.0]));
}

#[test]
fn decimal_commas_are_understood_where_they_separate_nothing() {
    for text in ["1,5;2,5", "1,5\t2,5", "1,5|2,5", "1,5 2,5"] {
        let cells = read(text);
        assert_eq!((numbers(&cells, 0), numbers(&cells, 1)), (vec![1.5], vec![2.5]), "{text}");
    }
    let cells = read("1,5\n2,5");
    assert_eq!((numbers(&cells, 0), numbers(&cells, 1)), (vec![1.0, 2.0], vec![5.0, 5.0]));
    assert_eq!(cell_refused("1,\"2,5\"\n"), "data, row 1, column 2: wanted a finite number, given 2,5");
}

#[test]
fn one_column_is_a_table() {
    let cells = read("1.5\n2.5\n");
    assert_eq!((cells.names(), cells.count()), (&["column 1".to_string()][..], 2));
    assert_eq!(numbers(&cells, 0), [1.5, 2.5]);
    assert_eq!(read("shoe size\n39\n").names(), ["shoe size"]);
}

#[test]
fn quoted_cells_hold_separators_quotes_and_line_ends() {
    let cells = read("name,x\n\"a, \"\"b\"\"\",1\n\"c\r\nd\",2\n5\" disk,oops\n");
    assert_eq!(cells.preview(9), [["a, \"b\"", "1"], ["c\r\nd", "2"], ["5\" disk", "oops"]]);
    // The third row begins in line 5 of the text.
    let problem = cells.column(1).expect_err("a text");
    assert_eq!(problem.to_string(), "data, row 5, column “x”: wanted a finite number, given oops");
}

#[test]
fn minus_signs_are_understood() {
    assert_eq!(numbers(&read("\u{2212}1.5,2\n3,1e\u{2212}2"), 0), [-1.5, 3.0]);
    assert_eq!(numbers(&read("\u{2212}1.5,2\n3,1e\u{2212}2"), 1), [2.0, 0.01]);
}

#[test]
fn headers_are_guessed() {
    for (text, wanted) in [
        ("x,y\n1,2", true),
        ("name,1990\nann,5", false),
        ("name,y1990\nann,5", true),
        (",x\n0,5", true),
        ("1,2\n3,4", false),
        ("1,2", false),
        ("cat,dog\nyes,no", true),
        ("cat,cat\nyes,no", false),
        ("cat,1\ndog,2", false),
        ("n/a,1\n2,3", true),
        // Missing values and infinities are data.
        ("1,,3\n4,5,6", false),
        ("1,NaN\n2,3", false),
        ("1,inf\n2,3", false),
    ] {
        assert_eq!(read(text).has_header(), wanted, "{text:?}");
    }
    let text = "1,2\n3,4";
    let yes = Cells::read(text, Header::Yes).expect("a table");
    assert_eq!((yes.names(), yes.count()), (&["1".to_string(), "2".to_string()][..], 1));
    let no = Cells::read("x,y\n3,4", Header::No).expect("a table");
    assert_eq!((no.names()[0].as_str(), no.count(), no.has_header()), ("column 1", 2, false));
    assert_eq!(numbers(&yes, 1), [4.0]);
    assert!(!no.numeric(1));
}

#[test]
fn names_are_short_tame_and_different() {
    let long = "é".repeat(50);
    let header = format!("\" a \"|\"50%;#&\n+\"||{long}|{long}|a|column 3|a (2)|,");
    let names = Cells::read(&format!("{header}\n1|2|3|4|5|6|7|8|9"), Header::Yes).expect("a table").names().to_vec();
    let wanted = [
        "a",
        "50",
        "column 3",
        &"é".repeat(40),
        &format!("{} (2)", "é".repeat(36)),
        "a (2)",
        "column 3 (2)",
        "a (2) (2)",
        "column 9",
    ];
    assert_eq!(names, wanted);
    assert_eq!(read("a,a,a\n1,2,3").names(), ["a", "a (2)", "a (3)"]);
    assert_eq!(read("length (cm); a&b #1\n1;2").names(), ["length (cm)", "a b  1"]);
}

#[test]
fn labels_are_any_two_texts() {
    let labels = |texts: [&str; 3]| {
        let text: Vec<String> = texts.iter().map(|text| format!("5;{text}")).collect();
        let cells = Cells::read(&text.join("\n"), Header::No).expect("a table");
        cells.labels(1).expect("two labels")
    };
    let wanted = |first: &str, second: &str| (vec![false, true, false], [first.to_string(), second.to_string()]);
    assert_eq!(labels(["0", "1", "0"]), wanted("0", "1"));
    assert_eq!(labels(["false", "true", "false"]), wanted("false", "true"));
    assert_eq!(labels(["no", "yes", "no"]), wanted("no", "yes"));
    assert_eq!(labels(["cat", "dog", "cat"]), wanted("cat", "dog"));
    assert_eq!(labels(["9", "10", "9"]), wanted("9", "10"));
    assert_eq!(labels(["\u{2212}1", "1", "\u{2212}1"]), wanted("\u{2212}1", "1"));
    assert_eq!(labels(["1,5", "10,5", "1,5"]), wanted("1,5", "10,5"));
    assert_eq!(labels(["1.0", "1.00", "1.0"]), wanted("1.0", "1.00"));
    assert_eq!(labels(["10 kg", "9 kg", "10 kg"]), wanted("10 kg", "9 kg"));
    assert_eq!(labels(["dog", "cat", "dog"]), (vec![true, false, true], ["cat".to_string(), "dog".to_string()]));
}

#[test]
fn labels_that_are_not_two_are_refused() {
    let refused = |text: &str| read(text).labels(1).expect_err("bad labels").to_string();
    assert_eq!(refused("x,kind\n1,a\n2,a"), "data, column “kind”: wanted two different labels, given 1 (a)");
    assert_eq!(
        refused("x,kind\n1,a\n2,c\n3,b\n4,a"),
        "data, column “kind”: wanted two different labels, given 3 (a, c, b)"
    );
    assert_eq!(refused("1,4\n1,1\n1,2\n1,3"), "data, column 2: wanted two different labels, given 4 (4, 1, 2, …)");
    let many: String = (0..101).map(|k| format!("1,{k}\n")).collect();
    assert_eq!(refused(&many), "data, column 2: wanted two different labels, given more than 100 (0, 1, 2, …)");
    assert_eq!(refused("x,kind\n1,a\n2,\n3,b"), "data, row 3, column “kind”: wanted a label, given an empty cell");
}

#[test]
fn cells_that_are_no_finite_numbers_are_named() {
    let text = |cell: &str| format!("# from a form\nx,height\n1,2\n\n3,4\n5,6\n7,{cell}\n8,n/a\n");
    let message = |given: &str| format!("data, row 7, column “height”: wanted a finite number, given {given}");
    for given in ["n/a", "NaN", "inf", "1e400", "1.2.3", "12 kg"] {
        assert_eq!(cell_refused(&text(given)), message(given));
    }
    for empty in ["", "  ", "\"\""] {
        assert_eq!(cell_refused(&text(empty)), message("an empty cell"));
    }
    assert_eq!(cell_refused("1,2\n3,x"), "data, row 2, column 2: wanted a finite number, given x");
    let missing = "data: wanted a column from 0 to 1, given 2";
    let cells = read("1,2\n3,4");
    assert_eq!(cells.column(2).expect_err("no column").to_string(), missing);
    assert_eq!(cells.labels(2).expect_err("no column").to_string(), missing);
    assert!(!cells.numeric(2));
}

#[test]
fn rows_of_another_length_are_named() {
    let message = "data, row 4: wanted 3 cells, as in the first row, given 2";
    assert_eq!(refused("a,b,c\n1,2,3\n\n4,5\n6,7,8"), message);
    assert_eq!(refused("a,b\n1,2\n3,4,5\n"), "data, row 3: wanted 2 cells, as in the first row, given 3");
    assert_eq!(refused("x\n1,2\n3,4"), "data, row 2: wanted 1 cell, as in the first row, given 2");
}

#[test]
fn open_quotes_are_named_by_the_row_in_which_they_begin() {
    assert_eq!(
        refused("a,b\n1,2\n3,\"4\n5,6\n7,8\n"),
        "data, row 3: wanted a closing quote, given the end of the text"
    );
    assert_eq!(refused("\""), "data, row 1: wanted a closing quote, given the end of the text");
}

#[test]
fn texts_without_data_are_refused() {
    let message = |given| format!("data: wanted at least one row of numbers, given {given}");
    for text in ["", "\u{feff}", " \r\n\t\n"] {
        assert_eq!(refused(text), message("an empty text"));
    }
    assert_eq!(refused("# nothing\n\n# here"), message("comments only"));
    assert_eq!(refused("x,y\n"), message("a header only"));
    assert_eq!(Cells::read("1,2", Header::Yes).expect_err("no data").to_string(), message("a header only"));
}

#[test]
fn binary_files_are_harmless() {
    let png = String::from_utf8_lossy(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\0\"\0\0\x03").into_owned();
    for text in [png, "\0".repeat(1000)] {
        let cells = Cells::read(&text, Header::No).expect("some table");
        assert!(!cells.numeric(0) && cells.column(0).is_err());
    }
}

#[test]
fn as_many_rows_as_are_allowed_are_read() {
    let text = "x;y\n".to_string() + &"1,5;2\n".repeat(MOST_POINTS);
    let cells = read(&text);
    assert_eq!(cells.count(), MOST_POINTS);
    assert_eq!(numbers(&cells, 0).iter().sum::<f64>(), 1.5 * MOST_POINTS as f64);
    let message = "data: wanted at most 100000 rows, given 100001";
    assert_eq!(refused(&(text + "1;2")), message);
    assert_eq!(refused(&"1;2\n".repeat(MOST_POINTS + 1)), message);
}

#[test]
fn a_million_rows_are_counted_and_refused() {
    let text = "x,y,z,name\n".to_string() + &"1.2345678,2.3456789,-3.4567890,\"a label, quoted\"\n".repeat(1_000_000);
    assert_eq!(refused(&text), "data: wanted at most 100000 rows, given 1000000");
}

#[test]
fn too_many_columns_are_refused() {
    assert_eq!(read(&vec!["1"; MOST_COLUMNS].join(",")).names().len(), MOST_COLUMNS);
    assert_eq!(refused(&",".repeat(5_000_000)), "data, row 1: wanted at most 1000 cells, given 5000001");
}
