"""Words for people, bodies and papers, by which the head of a description ("the senator", "the poll") is told."""

from __future__ import annotations

HEADS = {
    "role": frozenset(
        "senator governor president candidate nominee mayor congressman congresswoman businessman billionaire mogul "
        "developer executive leader lawyer attorney spokesman spokeswoman spokesperson manager strategist adviser "
        "advisor director chairman chairwoman chair chief minister secretary ambassador general judge justice "
        "professor economist author writer columnist commentator host anchor journalist reporter analyst "
        "pollster consultant lawmaker politician democrat republican conservative liberal rival opponent frontrunner "
        "front-runner "
        "runner winner star actor actress singer comedian activist pastor bishop pope priest officer sheriff detective "
        "man woman son daughter wife husband father mother brother sister user author veteran student teacher official "
        "aide ally critic donor fundraiser congressmember leader's senator's contender hopeful standard-bearer native "
        "diplomat socialist entrepreneur magnate newcomer reformer incumbent "
        "texan floridian ohioan tycoon surgeon neurosurgeon ceo lady heir head boss speaker whip".split()
    ),
    "body": frozenset(
        "campaign committee group company agency department administration government court council board union party "
        "organization organisation association foundation firm bank team office bureau commission network channel "
        "newspaper magazine paper publication outlet website site institute center centre university school church "
        "police army military ministry panel caucus coalition house senate congress parliament pac corporation "
        "country nation state city county kingdom regime camp".split()
    ),
    "paper": frozenset(
        "poll survey report study document memo letter email e-mail filing records record data statement law bill ad "
        "advertisement video article story op-ed book post tweet message release transcript ruling order petition "
        "lawsuit complaint indictment audit analysis figures numbers results findings website page sign banner "
        "headline reports polls surveys documents emails ads tweets constitution treaty resolution plan "
        "platform".split()
    ),
}
"""Heads of descriptions by what they are: a person in a role, a body of people, a paper or what is published."""
LANDS = frozenset("country nation state city county kingdom government regime administration town capital".split())
"""Bodies that a place's name may stand for."""
LOOSE = frozenset(
    "candidate nominee contender hopeful opponent rival runner front-runner frontrunner man woman leader official host "
    "author user democrat republican conservative liberal winner critic ally son daughter wife husband head chief "
    "senator congressman president secretary veteran lawmaker politician".split()
)
"""Roles that more people of an article have than it says."""
PARTIES = frozenset(
    "republican democrat democratic gop tory labour liberal conservative socialist green american british "
    "english irish scottish french german russian chinese japanese israeli iranian mexican canadian "
    "christian muslim jewish catholic".split()
)
"""What a person is said to be before a surname, and no given name."""
ALSO_WORDS = frozenset(
    "will grant hope faith grace joy dawn mark bill rose may april june jack rob bob pat frank ray gene "
    "ruby violet daisy olive iris ivy pearl jade amber crystal ginger rich dick rod don art chase miles "
    "drew penny sue carol holly lance guy christian austin jackson lincoln georgia virginia florence "
    "victoria charlotte sierra chelsea brooklyn paris sydney morgan jordan carter dean earl rex max josh "
    "jimmy".split()
)
"""Given names that are also words, surnames or places: alone they name nobody for certain."""
MANY = frozenset("neither both either each all none no two three four several".split())
"""First words of a description that is more than one, or none: no single person is meant by it."""
PLAIN = frozenset("the a an of for in on at and or to his her their its this that who with from former new".split())
"""Words of a description that describe nothing."""
CONFIDANTS = frozenset(
    "source sources official officials aide aides adviser advisers advisor advisors insider insiders operative "
    "operatives strategist strategists staffer staffers lawyer lawyers executive executives lawmaker lawmakers "
    "diplomat diplomats person people donor donors fundraiser fundraisers friend friends ally allies associate "
    "associates member members spokesman spokeswoman investigator investigators prosecutor prosecutors consultant "
    "employee employees".split()
)
"""Who speaks without a name: heads of descriptions."""
CLASSES = frozenset(
    "voters supporters critics republicans democrats americans conservatives liberals opponents experts analysts "
    "observers protesters activists women men evangelicals many some most others everyone nobody anyone majority "
    "percent respondents public crowd fans leaders establishment party media reporters pundits economists scholars "
    "historians".split()
)
"""Words for a class of people, whose members nobody counts."""
UTTERED = frozenset(
    "tweet tweets remark remarks comment comments speech speeches argument rhetoric criticism candidacy words voice "
    "answer response question questions joke mind eyes claim claims message pitch".split()
)
"""What a person does with words: whoever is quoted from it is that person."""
