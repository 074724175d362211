def of(packages):
    return "".join(f"{package}\n" for package in packages)
