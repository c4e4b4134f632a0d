"""Cutting the text at the edges of what was found, and into sentences."""

from kepu.plans.queries.marks import sentences
from kepu.plans.queries.proofreading import cut


def shape(text, spans):
    return [[(piece.text, [kind for kind, _ in piece.marks]) for piece in line.pieces] for line in cut(text, spans)]


def test_pieces_know_every_item_over_them_the_outer_first():
    spans = [(0, 6, "task", "t"), (2, 4, "target", "g"), (3, 6, "clause", "c")]
    assert shape("甲乙丙丁戊己", spans) == [
        [("甲乙", ["task"]), ("丙", ["task", "target"]), ("丁", ["task", "target", "clause"]), ("戊己", ["task", "clause"])],
    ]  # fmt: skip


def test_an_item_over_several_lines_is_on_each():
    assert shape("甲\n\n乙丙", [(0, 4, "task", "t")]) == [
        [("甲", ["task"])],
        [("", ["task"])],
        [("乙", ["task"]), ("丙", [])],
    ]


def test_lines_know_their_places_and_join_to_the_text():
    text = "甲𠮷\n乙\n\n丙丁"
    lines = cut(text, [(1, 4, "part", "p")])
    assert [line.start for line in lines] == [0, 3, 5, 6]
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in lines) == text


def test_two_items_at_one_place_both_mark_it():
    assert shape("甲乙", [(0, 2, "responsibility", "a"), (0, 2, "responsibility", "b")]) == [
        [("甲乙", ["responsibility", "responsibility"])]
    ]


def test_sentences_end_where_they_end():
    text = "标题\n第一句。　第二句；𠮷三句！尾"
    assert sentences(text, 0, len(text)) == [
        (0, "标题"),
        (3, "第一句。"),
        (8, "第二句；"),
        (12, "𠮷三句！"),
        (16, "尾"),
    ]
    assert sentences(text, 3, 6) == [(3, "第一句")]
