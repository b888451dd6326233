"""What outlets are called, by words of their names: who is in the news is often taken for one, and is none."""

from __future__ import annotations

import re

OUTLET = re.compile(
    r"\b(?:times|post|journal|news|tribune|herald|press|reuters|ap|afp|cnn|nbc|cbs|abc|bbc|msnbc|npr|pbs|fox|bloomberg"
    r"|politico|daily|magazine|gazette|guardian|globe|chronicle|sun|observer|telegraph|the hill|newspapers?|websites?"
    r"|outlets?|network|station|papers?|radio|television|tv|\w+\.com|wire|xinhua|tass|interfax|axios|buzzfeed|vox|slate"
    r"|breitbart|atlantic|new yorker|newsweek|yahoo|examiner|independent|mirror|economist|spiegel|monde"
    r"|(?:media|press) reports?|weekly|broadcaster|courier|inquirer|standard|mercury|bulletin|record)\b(?!-)",
    re.IGNORECASE,
)
"""Words of the names of newspapers, magazines, agencies, stations and sites."""

OUTLET_NAME = re.compile(
    r"\b(?:[Tt]he )?(?P<name>(?:[A-Z][\w.’'-]* ){1,3}(?:Times|Post|Journal|Tribune|Herald|Observer|Globe|Chronicle"
    r"|Gazette|Inquirer|Examiner|Courier|Dispatch|Register|Star|Sun|Guardian|Telegraph|Independent|Mail|Caller|News"
    r"|Beast|Republic)"
    r"|Reuters|Bloomberg|P(?:olitico|OLITICO)|CNN|Axios|BuzzFeed|Vox|Slate|Breitbart|Newsweek|HuffPost|Mother Jones"
    r"|(?:ABC|CBS|NBC|Fox|BBC|NPR|CNBC|MSNBC|AP|AFP)(?: News)?|New Yorker|Associated Press"
    r"|Wall Street Journal|ProPublica)\b"
)
"""What can be nothing but an outlet, by all of its words."""

REPORTERS = re.compile(r"\b(?:reporters?|journalists?|correspondents?|us|me|media)\b", re.IGNORECASE)
"""Those to whom a source speaks when it speaks to the press."""
