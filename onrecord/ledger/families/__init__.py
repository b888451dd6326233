"""The same words reported in several places: found when an article is added, in time that does not grow with the rest.

A family is all that hangs together by shared words. `fingerprints` chooses what to look a quotation up by, `kinship`
says whether two quotations are kin, `joining` keeps families in step with what is added and removed, and `reading`
shows them.
"""
