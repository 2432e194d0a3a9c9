"""Shows language-model streams in JupyterLab. All of it is the prebuilt extension beside this file."""

__version__ = "0.1.0"


def _jupyter_labextension_paths():
    return [{"src": "labextension", "dest": "millrace-jupyterlab"}]
