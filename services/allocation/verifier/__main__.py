"""`python -m services.allocation.verifier bundle_in.json bundle_out.json` has printed every broken property."""

import sys

from services.allocation.verifier.check import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
