"""Whether a module's main(args) succeeded, by what it returned. Pure; docs/decisions/0020 has the reasons."""

from types import AsyncGeneratorType, GeneratorType
from typing import NamedTuple, Optional


class Verdict(NamedTuple):
    succeeded: bool
    # For the log; None where there is nothing to say.
    why: Optional[str] = None


NOTHING_SAID = "main(args) ended without an exception and returns nothing, which is taken as success"


def verdict_of(result, main) -> Verdict:
    if result is None:
        # Where it is not needed, a module is started without it: it takes as long as all the rest.
        from .returns import has_return_value

        if has_return_value(main):
            return Verdict(False, "main(args) returned None")
        return Verdict(True, NOTHING_SAID)
    if result is False:
        return Verdict(False, "main(args) returned False")
    if isinstance(result, (GeneratorType, AsyncGeneratorType)):
        return Verdict(False, "main(args) is a generator, of which nothing has been run")
    if isinstance(result, dict) and not result.get("success", True):
        return Verdict(False, _reason_in(result))
    return Verdict(True)


def _reason_in(result) -> str:
    reason = result.get("error") or "main(args) returned a success that is not true"
    if "rollback_success" not in result:
        return str(reason)
    restored = "restored" if result["rollback_success"] else "could NOT restore"
    return f"{reason} (the module says that it {restored} what it had captured itself)"
