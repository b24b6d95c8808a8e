"""What every module stands on: who acts, what time it is, what was recorded, who is told.

Main words: actor, verdict, event, stream, topic. It knows nothing of cities or cases.
"""
