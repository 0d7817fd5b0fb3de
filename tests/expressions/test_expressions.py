"""Conditions over columns: what they mean, what is refused, and that no text does anything else."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.errors import ConfigError
from annotator.expressions import parser
from annotator.expressions.expressions import FUNCTIONS, LONGEST, compute, evaluate, names
from annotator.expressions.text_column import TextColumn

SCORE = np.array([0.9, 0.5, 0.1, -0.2, np.nan, 0.3], np.float32)
RANK = np.array([1, 2, 4, 5, 6, 3])
CAMERA = np.array([0, 1, 2, -1, 0, -1], np.int32)
COLUMNS = {
    "score": SCORE, "probability": SCORE / 2 + 0.5, "uncertainty": 1 - SCORE, "rank": RANK,
    "judged": np.array([1, 1, 0, 1, 0, 0], bool), "relevant": np.array([1, 0, 0, 0, 0, 0], bool),
    "irrelevant": np.array([0, 1, 0, 0, 0, 0], bool), "unsure": np.array([0, 0, 0, 1, 0, 0], bool),
    "camera": TextColumn(CAMERA, ("NIKON D90", "Nikon D5", "R&D  not | x")),
}  # fmt: skip
JUDGED, RELEVANT, UNSURE = COLUMNS["judged"], COLUMNS["relevant"], COLUMNS["unsure"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score > 0.4", SCORE > 0.4),
        ("  score\n>  .4 ", SCORE > 0.4),
        ("Score >= 0.5 AND rank <= 1", RELEVANT),
        ("score > 0.2 & rank == 3 | relevant", (SCORE > 0.2) & (RANK == 3) | RELEVANT),
        ("score > 0.2 && rank = 3 || relevant", (SCORE > 0.2) & (RANK == 3) | RELEVANT),
        ("relevant or judged and unsure", RELEVANT | JUDGED & UNSURE),
        ("(relevant or judged) and unsure", UNSURE),
        ("not judged", ~JUDGED),
        ("!judged", ~JUDGED),
        ("~judged & rank != 3", ~JUDGED & (RANK != 3)),
        ("rank <> 3", RANK != 3),
        ("not (score > 0)", ~(SCORE > 0)),
        ("0.2 < score < 0.8", (SCORE > 0.2) & (SCORE < 0.8)),
        ("1 <= rank < 3 < score + 9", (RANK < 3)),
        ("judged == 1", JUDGED),
        ("judged = true", JUDGED),
        ("judged + unsure > 1", UNSURE),
        ("-score > 0.1", -SCORE > 0.1),
        ("rank % 2 = 1", RANK % 2 == 1),
        ("rank ** 2 / 3 - 1 > +2 * 2", RANK**2 / 3 - 1 > 4),
        ("abs(score) > 0.15", np.abs(SCORE) > 0.15),
        ("log(exp(rank)) >= sqrt(2 ** 2 + 5)", RANK >= 3),
        ("floor(score * 10) = 5 or ceil(score) = 1 and log10(rank) > 0.3", (SCORE > 0) & (RANK > 1)),
        ("score > 1e-12 and score < 1.5e+10", SCORE > 0),
        ("score != score", np.zeros(6, bool)),
        ("score != 0.5", ~np.isnan(SCORE) & (RANK != 2)),
        ("not known(score)", np.isnan(SCORE)),
        ("known(score * 2) and rank > 0", ~np.isnan(SCORE)),
        ("camera == 'NIKON D90'", CAMERA == 0),
        ("'nikon*' = camera", (CAMERA == 0) | (CAMERA == 1)),
        ('camera == "R&D  not | x"', CAMERA == 2),
        ("camera != 'NIKON*' and rank > 0", CAMERA == 2),
        ("camera == 'none such'", np.zeros(6, bool)),
        ("known(camera)", CAMERA >= 0),
        ("not known(camera) | camera = '*d5'", (CAMERA < 0) | (CAMERA == 1)),
        ("rank ** 1000 > 1e9", RANK > 1),
        ("1 / (rank - 1) > 1e9", RANK == 1),
        ("rank > 0x3", RANK > 3),
        (" or ".join(f"rank={value}" for value in range(3, 45)), RANK >= 3),
        ("+".join(["rank"] * 40) + " >= 160", RANK >= 4),
    ],
)
def test_conditions_mean_what_they_say(text, expected):
    result = evaluate(text, COLUMNS)
    assert result.dtype == np.bool_
    assert result.tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("scor > 0.5", "no column 'scor'; the columns are: score, probability, uncertainty, rank, judged"),
        ("size > 3", "no column 'size'"),
        ("score", "'score' is a number, not a condition"),
        ("score and judged", "'score' is a number, not a condition"),
        ("not score", "'score' is a number"),
        ("3", "'3' is a number"),
        ("1 < 2", "needs a column"),
        ("score >", "'score >' is not a condition"),
        ("score > 0.5)", "is not a condition"),
        ("5 5", "is not a condition"),
        ("score := 3", "is not a condition"),
        ("a = b = c\0", "is not a condition"),
        ("score.real > 1", "'score.real' cannot be part"),
        ("score[0] > 1", "cannot be part"),
        ("[score] > 1", "cannot be part"),
        ("'a' > rank", "cannot be part"),
        ("f'{score}' > rank", "cannot be part"),
        ("1j > rank", "cannot be part"),
        ("None == rank", "cannot be part"),
        ("score if judged else rank", "cannot be part"),
        ("lambda: 1", "cannot be part"),
        ("(yield score)", "cannot be part"),
        ("judged ^ relevant", "cannot be part"),
        ("rank // 2 > 1", "cannot be part"),
        ("abs(score, rank) > 1", "cannot be part"),
        ("abs(*score) > 1", "cannot be part"),
        ("abs(**score) > 1", "cannot be part"),
        ("(abs)(score)(rank) > 1", "cannot be part"),
        ("__import__('os').system('x') > 1", "cannot be part"),
        ("eval(score) > 1", "no function 'eval'; the functions are: abs, sqrt"),
        ("sum(score) > 1", "no function 'sum'"),
        ("known(1) > 0", "no function 'known'"),
        ("camera > 'A'", "camera holds texts. Compare it with == or != to a text in quotes"),
        ("camera == rank", "camera holds texts"),
        ("camera == camera", "camera holds texts"),
        ("camera", "camera holds texts"),
        ("abs(camera) > 1", "camera holds texts"),
        ("'a' == camera == 'b'", "camera holds texts"),
        ("score is rank", "'is' and 'in'"),
        ("score in rank", "'is' and 'in'"),
        ("score / 0 > 1", "divides by zero"),
        ("rank % (1 - 1) > 1", "divides by zero"),
        ("rank > 1e13", "0 or lie between 1e-12 and 1e\\+12"),
        ("rank > 1e-320", "lie between"),
        ("rank > 1e999", "lie between"),
        ("rank > 9**9**9**9", "lie between"),
        ("rank > 1" + "0" * 400, "lie between"),
        ("rank > sqrt(-1)", "lie between"),
        ("-" * 300 + "score > 1", "levels deep"),
        ("[" + "-" * 480 + "1]", "cannot be part"),
        ("(" * 240 + "score > 1" + ")" * 240, "is not a condition"),
        ("0<(" * 30 + "score" + "<1)" * 30 + "> 0", "too complicated|levels deep"),
        ("score > 1" + " " * LONGEST, "2009 characters; 2000 are allowed"),
    ],
)
def test_what_is_no_condition_is_refused_with_the_reason(text, message):
    with pytest.raises(ConfigError, match=message):
        evaluate(text, COLUMNS)


def test_messages_do_not_repeat_long_texts():
    with pytest.raises(ConfigError) as refusal:
        evaluate("(" * 400, COLUMNS)
    assert len(str(refusal.value)) < 200


def test_columns_may_be_called_like_functions_and_have_any_type():
    columns = {"sqrt": np.array([1, 4], np.uint8), "where": np.array([2.0, 2.0], np.float16), "e": np.array([9, 0])}
    assert evaluate("sqrt(sqrt) = where", columns).tolist() == [False, True]
    assert evaluate("e > 1e0", columns).tolist() == [True, False]


def test_columns_are_not_changed_and_may_be_empty():
    columns = {"score": np.empty(0, np.float32)}
    assert evaluate("score > 1", columns).shape == (0,)
    frozen = SCORE.copy()
    frozen.flags.writeable = False
    assert evaluate("score > 0.4", {"score": frozen}).sum() == 2


def test_an_expression_cannot_reach_variables_of_the_program():
    secret = np.ones(6)
    with pytest.raises(ConfigError, match="no column 'secret'"):
        evaluate("secret > 0", COLUMNS)
    assert secret.sum() == 6


def test_expressions_give_numbers_in_which_conditions_count_one():
    values = compute("0.2 + 0.8 * (rank > 2)", COLUMNS)
    np.testing.assert_allclose(values, [0.2, 0.2, 1, 1, 1, 1])
    assert compute("judged", COLUMNS).tolist() == JUDGED.tolist()
    assert np.isnan(compute("score / 2", COLUMNS)).tolist() == np.isnan(SCORE).tolist()
    with pytest.raises(ConfigError, match=r"'0\.5' is the same for every image"):
        compute("0.5", COLUMNS)


def test_names_of_an_expression_are_known_without_its_columns():
    assert names("Year == 2024 & log(sharpness) > 3 | camera = 'a b'") == {"year", "log", "sharpness", "camera"}
    assert names("year ==") == frozenset()


tokens = st.sampled_from(
    [*COLUMNS, "known", *FUNCTIONS, *"()+-*/%<>=!&|~,.[]'\"\\:;#@", "**", "==", "!=", "<=", ">=", "and", "or", "not",
     "if", "else", "lambda", "in", "is", "True", "None", "0", "1", "2.5", "1e308", "1e-320", "__class__", "import",
     " ", "\n"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=80), st.lists(tokens, max_size=30).map(" ".join), st.lists(tokens, max_size=30).map("".join)
    )
)
@settings(max_examples=400)
@example("1and judged")
@example('"\\d" > rank')
def test_any_text_is_answered_with_truth_values_or_a_message(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = evaluate(text, COLUMNS)
        except ConfigError:
            return
    assert result.shape == (6,)
    assert result.dtype == np.bool_


numbers = st.recursive(
    st.sampled_from(["score", "rank", "0", "1", "2.5", "1e9", "1e-9", "judged"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "%", "**"]), inner).map(" ".join),
        st.tuples(st.sampled_from(list(FUNCTIONS)), inner).map(lambda parts: f"{parts[0]}({parts[1]})"),
        inner.map(lambda text: f"(-{text})"),
    ),
    max_leaves=12,
)


@given(numbers, st.sampled_from(["<", ">=", "==", "!="]), numbers)
@settings(max_examples=300)
def test_well_formed_conditions_have_a_value_or_a_reason(left, sign, right):
    try:
        result = evaluate(f"{left} {sign} {right}", COLUMNS)
    except ConfigError as refusal:
        reasons = ("lie between", "divides", "needs a column", "characters", "nested")
        if not any(reason in str(refusal) for reason in reasons):
            raise
        return
    assert result.shape == (6,)


whole = st.recursive(
    st.sampled_from(["rank", "judged", "0", "1", "7"]),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(" ".join),
    max_leaves=5,
)
conditions = st.recursive(
    st.tuples(st.just("rank +"), whole, st.sampled_from(["<", ">=", "==", "!="]), whole).map(" ".join),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(" ".join),
        inner.map(lambda text: f"not ({text})"),
    ),
    max_leaves=4,
)


@given(conditions)
def test_operators_bind_as_in_python(condition):
    expected = [
        eval(condition, {"rank": rank, "judged": judged})
        for rank, judged in zip(RANK.tolist(), JUDGED.tolist(), strict=True)
    ]
    assert evaluate(condition, COLUMNS).tolist() == expected


MOMENTS = ("2023-12-31T23:59:59", "2024-02-01T00:00:00", "2024-02-29T14:30:10", "2024-03-01T00:00:00")
TIMES = np.array([*(np.datetime64(text, "s").astype(float) for text in MOMENTS), np.nan])
DATED = {
    "time": TIMES,
    "score": np.arange(5.0),
    "folder": TextColumn(np.array([0, 1, 2, 3, -1], np.int32), ("", "2024/site", "2024/site/a", "2024/site b")),
    "relevant('birds')": np.array([1, 0, 1, 0, 0], bool),
    'unsure("it\'s")': np.array([0, 1, 0, 0, 0], bool),
    "relevant": np.array([0, 0, 1, 1, 0], bool),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("time == '2024'", [0, 1, 1, 1, 0]),
        ("time != '2024'", [1, 0, 0, 0, 0]),
        ("time < '2024'", [1, 0, 0, 0, 0]),
        ("time <= '2024-02'", [1, 1, 1, 0, 0]),
        ("time > '2024-02'", [0, 0, 0, 1, 0]),
        ("time >= '2024-02-29 14:30:11'", [0, 0, 0, 1, 0]),
        ("time > '2024-02-29T14:29'", [0, 0, 1, 1, 0]),
        ("'2024-02' <= time <= '2024-02'", [0, 1, 1, 0, 0]),
        ("'2024' > Time", [1, 0, 0, 0, 0]),
        ("folder('2024/site')", [0, 1, 1, 0, 0]),
        ("folder('2024/SITE/')", [0, 1, 1, 0, 0]),
        ("folder('')", [1, 0, 0, 0, 0]),
        ("relevant('birds')", [1, 0, 1, 0, 0]),
        ("relevant('birds') and relevant and score > 0", [0, 0, 1, 0, 0]),
        ('not unsure("it\'s")', [1, 0, 1, 1, 1]),
        ("time < '2024' or folder == '2024/site' or folder == '2024/site b' and score > 2", [1, 1, 0, 1, 0]),
    ],
)
def test_dates_folders_and_other_topics(text, expected):
    assert evaluate(text, DATED).astype(int).tolist() == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("time > 'May'", "'May' is no date. Write one such as '2024', '2024-05'"),
        ("time > '2024-02-31'", "is no date"),
        ("score > '2024'", "cannot be part"),
        ("relevant('fish')", "There is no topic 'fish'"),
        ("likely('birds')", "no function 'likely' of a text; the functions are: folder, judged, unlabelled"),
    ],
)
def test_wrong_dates_and_topics_are_refused(text, message):
    with pytest.raises(ConfigError, match=message):
        evaluate(text, DATED)


def test_a_condition_may_name_more_texts_than_numexpr_has_inputs():
    text = " or ".join(f"camera == 'camera {number}'" for number in range(70))
    assert evaluate(f"{text} or camera == 'Nikon D5'", COLUMNS).tolist() == [0, 1, 0, 0, 0, 0]
    text = " and ".join(f"camera != '{number}'" for number in range(90))
    assert evaluate(f"score > 0 and {text}", COLUMNS).tolist() == [1, 1, 1, 0, 0, 0]


def test_more_numbers_than_numexpr_keeps_apart_are_refused():
    with pytest.raises(ConfigError, match="too complicated"):
        evaluate("|".join(f"e>{number}" for number in range(280)), {"e": RANK})


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("score > .5", ["score > .5"]),
        ("score > 1e6 & (a == 'x & y' | b) and not c", ["score > 1e6", "a == 'x & y' or b", "not c"]),
        ('ä == "it\'s" and b', ['ä == "it\'s"', "b"]),
        ("a or b and c", ["a or b and c"]),
    ],
)
def test_the_parts_of_a_condition_keep_their_words(text, parts):
    assert [part for part, _ in parser.terms(text)] == parts
    assert [part for part, _ in parser.terms(parser.joined(parts))] == parts


def test_texts_that_functions_are_called_with():
    found = parser.called("relevant('birds') and Folder(\"it's\") or abs(score) > 1")
    assert found == {("relevant", "birds"), ("folder", "it's")}
    assert parser.called("relevant('birds') and") == frozenset()
