"""The city as dated configuration: units, categories, rules, targets, calendars, stages, texts.

An administrator keeps it in files (`cities/NAME/`); `kck city load` brings them into the database;
everybody else reads an immutable copy in memory, `queries.snapshot()`. Main words: *unit*,
*category*, *rule*, *calendar*, *helpline*, *stage*. Nothing about one particular city is code, and
nothing is ever deleted: what ends gets a last day, so that an old case still says who had it.
"""
