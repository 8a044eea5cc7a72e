"""`python -m hub` is the `switchboard` command."""

import sys

from hub.cli import main

sys.exit(main())
