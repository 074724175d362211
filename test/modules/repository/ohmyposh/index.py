def main(args=None):
    """
    Main entry point for module update.

    Args:
        args: Optional command line arguments
    """
    print("Updating ohmyposh module...")

    # As in the example of the original's manual: it returns nothing.

    print("Ohmyposh module update completed")
