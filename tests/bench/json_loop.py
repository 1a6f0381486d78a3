"""What evaluate is held against: parse each line with the standard library's json, and print it back with it."""

import json
import sys

for line in sys.stdin:
    sys.stdout.write(json.dumps(json.loads(line)) + "\n")
