"""What a module finds when it is imported: its own folder, its neighbours and this package under the names that modules use.

    modules.NAME, updates.modules.NAME, initialization.files.user_local_lib.updates.modules.NAME
"""

import importlib
import importlib.util
import os
import sys
from types import ModuleType

import updates
import updates.utils

from .aliases import alias


def surround(folder):
    """Makes all of it importable. Returns the name of the module's package, which is not imported yet."""
    modules, name = os.path.split(folder)
    root = os.path.dirname(modules)
    _package("updates.modules", modules)
    alias("modules", "updates.modules")
    # Modules of the first generation lay beside utils, and some still look for it there.
    if not os.path.exists(os.path.join(modules, "utils")):
        alias("updates.modules.utils", "updates.utils")
    # What this package does not have, the original's own files may, where they are still installed.
    updates.utils.__path__.append(os.path.join(root, "utils"))
    # The last: a file of the module that is called like one of the standard library does not take its place.
    sys.path.append(folder)
    return "updates.modules." + name.replace(".", "_")


def import_package(name, folder):
    """Not found by its name, which may have a dot."""
    initial = os.path.join(folder, "__init__.py")
    if not os.path.isfile(initial):
        return _package(name, folder)
    spec = importlib.util.spec_from_file_location(name, initial, submodule_search_locations=[folder])
    package = importlib.util.module_from_spec(spec)
    _register(name, package)
    spec.loader.exec_module(package)
    return package


def _package(name, folder):
    spec = importlib.util.spec_from_loader(name, None, is_package=True)
    spec.submodule_search_locations = [folder]
    package = importlib.util.module_from_spec(spec)
    _register(name, package)
    return package


def _register(name, package: ModuleType):
    sys.modules[name] = package
    parent, _, last = name.rpartition(".")
    setattr(sys.modules[parent], last, package)
