"""Whether a function's source says what it returns. Reads the source only; nothing is called."""

import ast
import inspect
import textwrap


def has_return_value(function) -> bool:
    """Whether a `return` with a value, None included, is anywhere in it. What has no source is taken to have one."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except (OSError, TypeError, ValueError, SyntaxError):
        return True
    if not tree.body or not isinstance(tree.body[0], (ast.FunctionDef, ast.AsyncFunctionDef)):
        return True
    return any(_returns_a_value(statement) for statement in tree.body[0].body)


def _returns_a_value(node) -> bool:
    # The functions and classes inside of it return for themselves.
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
        return False
    if isinstance(node, ast.Return):
        return node.value is not None
    return any(_returns_a_value(child) for child in ast.iter_child_nodes(node))
