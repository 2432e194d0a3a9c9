"""Shows language-model streams in JupyterLab. All of it is the prebuilt extension beside this file."""

from importlib.metadata import version

__version__ = version("millrace-jupyterlab")


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "millrace-jupyterlab"}]
