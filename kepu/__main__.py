"""``python -m kepu`` is the ``kepu`` command."""

import sys

from kepu.config.command import main

sys.exit(main())
