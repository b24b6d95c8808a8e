"""GeoReport v2, exactly as the standard has it; its words (service, request) stop here.

A face: it translates parameters into `intake.receive` and public cases into records.
"""
