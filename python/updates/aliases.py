"""One module under several names: whatever name an import uses, it is the same object, and is executed once."""

import importlib
import sys
from importlib.machinery import ModuleSpec


def alias(name, target):
    """From now on, NAME and NAME.x are TARGET and TARGET.x."""
    sys.meta_path.insert(0, _Finder(name, target))


class _Finder:
    def __init__(self, name, target):
        self._name = name
        self._target = target

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self._name and not fullname.startswith(self._name + "."):
            return None
        real = self._target + fullname[len(self._name) :]
        try:
            module = importlib.import_module(real)
        except ModuleNotFoundError as error:
            if error.name == real:
                return None
            raise
        return ModuleSpec(fullname, _Loader(module), is_package=hasattr(module, "__path__"))


class _Loader:
    def __init__(self, module):
        self._module = module
        self._spec = module.__spec__

    def create_module(self, spec):
        return self._module

    def exec_module(self, module):
        # The import system has written the alias's into it, and relative imports would start from there.
        module.__spec__ = self._spec
