"""The SQL twin of the rule: of many questions, which are answered yes. For lists; the gate asks `policy.decide`.

`tree`, `standing`, `voices` and `answer.sql` are consent.md once more, one named table for each of its sentences;
`sqlite.sql` and `postgresql.sql` read what is asked. `limits` (quiet) says what the services allow at the moment asked
about, `asking` asks: three queries, whatever the number of assets, cases and services. May import `queries` and below.
"""
