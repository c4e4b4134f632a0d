"""A view behind ``login_required`` says so in its type: its request is the one `SignedIn`, whose user is an account."""

import ast

from tests.architecture.test_sizes import ROOT, modules

PLACE = "kepu/people/requests.py"


def behind_the_door(tree: ast.Module) -> list[ast.FunctionDef]:
    """The functions of a module that bear ``@login_required``."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "login_required" in map(ast.unparse, node.decorator_list)
    ]


def test_every_view_behind_the_door_takes_a_signed_in_request() -> None:
    found = []
    for path in modules():
        for view in behind_the_door(ast.parse(path.read_text(encoding="utf-8"))):
            note = view.args.args[0].annotation
            found.append((f"{path.relative_to(ROOT)}:{view.name}", ast.unparse(note) if note else ""))
    assert len(found) > 50
    assert [view for view, note in found if note != "SignedIn"] == []


def test_no_app_has_a_request_of_its_own() -> None:
    own = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "HttpRequest" in map(ast.unparse, node.bases):
                own.append(str(path.relative_to(ROOT)))
    assert own == [PLACE]
