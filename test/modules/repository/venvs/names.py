import os


def folder_of(venvs_dir, name):
    return os.path.join(venvs_dir, name)
