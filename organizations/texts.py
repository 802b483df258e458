"""What no text of ours may hold. Pure."""

import re

DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of writing around: they garble whatever stands beside them on a line."""
