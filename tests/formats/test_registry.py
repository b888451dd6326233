import importlib
import io
import pkgutil
import subprocess
import sys

import pytest

from onrecord import formats
from onrecord.formats.registry import FORMATS
from tests.markup import marked_record

NO_FORMATS = {"heading", "registry", "highlight", "visible", "page_style", "parquet"}  # parquet: a file, no text


def test_every_module_of_a_format_is_registered():
    modules = {module.name for module in pkgutil.iter_modules(formats.__path__)} - NO_FORMATS
    assert modules == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_one_record_and_none(name):
    out = io.StringIO()
    FORMATS[name].write(iter(()), out)
    FORMATS[name].write(iter([marked_record("[s1 He] [c1 said] [t1 never].")]), out)
    assert "never" in out.getvalue()
    assert callable(importlib.import_module(FORMATS[name].module).write)


def test_naming_the_formats_imports_none():
    code = "import sys; import onrecord.formats.registry; print([m for m in sys.modules if 'formats.' in m])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "['onrecord.formats.registry']"
