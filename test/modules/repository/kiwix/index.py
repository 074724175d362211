def main(args=None):
    return True
