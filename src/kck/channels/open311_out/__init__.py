"""Cases out to a unit's own GeoReport v2 server, and what it says about them back in."""
