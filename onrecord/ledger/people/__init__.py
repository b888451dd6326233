"""Who the speakers of different articles are: joined to persons where names, descriptions and company say so.

`names` says what a name tells, `evidence` weighs two speakers against each other, `joining` keeps persons in step with
what is added and removed, `decisions` keeps what a person decided, which wins, and `pages` shows a person.
"""
