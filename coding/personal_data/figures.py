"""Names that say nothing about a respondent: public figures, brands, sayings; and the words that make a name a place or a body."""

from __future__ import annotations

_PUBLIC_FIGURES = """
alex salmond, andy burnham, andy street, aneurin bevan, angela rayner, barack obama, bill gates, boris johnson, bridget phillipson, captain tom,
caroline lucas, chris whitty, clement attlee, david attenborough, david cameron, david lammy, diane abbott, dominic cummings, donald trump, ed davey,
ed miliband, elon musk, eluned morgan, emmanuel macron, florence nightingale, george osborne, gordon brown, grant shapps, greta thunberg,
humza yousaf, iain duncan smith, jacob rees-mogg, jamie oliver, jeremy corbyn, jeremy hunt, jimmy savile, joe biden, john major, john swinney,
kate middleton, keir starmer, kemi badenoch, ken livingstone, king charles, liz truss, marcus rashford, margaret thatcher, mark drakeford,
martin lewis, mary seacole, matt hancock, michael gove, nick clegg, nicola sturgeon, nigel farage, nye bevan, prince harry, prince william,
princess diana, priti patel, queen elizabeth, rachel reeves, rishi sunak, sadiq khan, suella braverman, theresa may, tony blair, victoria climbie,
vladimir putin, wes streeting, winston churchill, yvette cooper
"""

_NOT_PEOPLE = """
alan turing, amazon alexa, ann summers, april fool, barbara hepworth, barnardos, ben jerry, big brother, billy no, charles dickens, charlie brown,
christian aid, dick harry, doctor who, dorothy perkins, father christmas, frank field, grace period, harry potter, harry ramsden, holly tree,
hope valley, jack daniels, jack frost, jack wills, james bond, jane austen, jane doe, joe bloggs, joe public, john doe, john lewis, john smeaton,
jordan hill, joseph rowntree, king george, laura ashley, maggie's, marie curie, marks spencer, mary poppins, may bank, may day, mother christmas,
paul smith, peppa pig, peter pan, peter rabbit, queen mary, robin hood, ronald mcdonald, rose garden, rose hill, rowan tree, roy castle, ruth jones,
samantha cameron, sherlock holmes, st john, st thomas, sue ryder, taylor wimpey, ted baker, thomas cook, tom dick, uncle sam, uncle tom, wee willie,
will power, william shakespeare, winnie the pooh
"""

# A word after a name that makes it the name of something else ("Sarah Jones Centre", "Victoria Road", "Lewis Trust")
_MAKES_A_PLACE = """
academy act airport appeal arena arms association avenue award bakery bank bank’s bay beach bill borough bridge building buildings bus cafe café
cathedral center centre chapel charity church clinic close club college common cottage council county court crescent day district drive estate farm
field fields forest foundation fund gardens grammar green group grove hall health health’s heath high hill hospice hospital hotel house inc infants
infirmary inn inquiry institute island junior lake lane law library limited line llp lodge ltd market medical mews month moor mosque museum nursery
parish park place plc practice primary prize pub report review rise river road row scheme school secondary services shop society square stadium
station stores street supermarket surgery temple terrace theatre tower towers trust unit university vale valley view walk ward way week wing wood
woods
"""

# Capitalised words that are no part of a name: words that begin sentences, days, peoples
_NOT_NAMES = """
deaf disabled autistic dyslexic retired unemployed homeless pregnant vegan vegetarian gay lesbian bisexual trans queer straight married single divorced widowed
a african after aldi all also although always amazon ambulance american an and another any anyone anything april are as asda asian at august autumn
bangladeshi bbc because been before being best better boots borough both brexit britain british but by can care catholic central cheers chinese
christian christmas city college conservative could council councillor councillors county covid cqc credit dame dear december democrat democrats did
diwali dla do does dr dvla dwp each east easter eastern ehcp eid england english esa eu europe european even every everyone facebook february few fire
first for friday from give given go good google government gp gps great had has have having he hello her here hi hindu his hmrc home hospital housing
how however i i'd i'll i'm i've if in indian ireland irish is it its itv i’d i’ll i’m i’ve january jewish jobcentre july june just keep labour lady
last less let liberal library lidl like lord lots madam make many march maybe me microsoft minister miss monday more morrisons most mp mps mr mrs ms
much muslim must mx my nb need needs netflix never new next nhs nigerian nil no nobody none north northern not nothing november now october of ofsted
often on once one online only or other others our overall pakistani park parliament people perhaps pip please police polish poor prof ps ramadan
rather re really ref reform regards rev road romanian sainsbury sainsburys same saturday say school schools scotland scottish second see send
september service services she sikh sincerely sir sirs sky so social somali some someone something sometimes soon south southern spring st still
street such summer sunday sure take teams tesco than thank thanks that the their them then there these they things think third this those though
through thursday time to today too tories tory town tuesday twitter uk universal university until up us use used very village waitrose wales want was
we wednesday well welsh were west western what whatsapp when where which while who why will winter with within without worker would yes yet you your
yours zoom
"""

# Places, firms and services: no names by themselves, though some are surnames too
_SURNAMES_TOO = """
aberdeen accrington airbnb argos armagh arriva asos atos bangor barclays barking barnardos barnet barnsley barnstaple barratt basildon bath
bedfordshire belfast bellway berkshire bexley biffa birmingham blackburn blackpool bognor bolt bolton bournemouth bradford brent brighton bristol
bromley bt buckinghamshire bupa burnley bury cambridge cambridgeshire camden canterbury capita cardiff carlisle chelmsford cheltenham cheshire chester
cleveland colchester corby cornwall coventry crewe crisis croydon cumbria currys darlington deliveroo derby derbyshire derry devon doncaster dorset
dover dpd dudley dundee dunelm dunstable durham ealing ebay edinburgh ee essex evri exeter g4s gateshead glasgow gloucester gloucestershire gmb greggs
grimsby gumtree hackney halifax hampshire harrogate harrow hartlepool hastings havering hereford herefordshire hermes hertfordshire hounslow hsbc
huddersfield hull ikea instagram inverness ipswich islington keighley kent kettering keynes lambeth lancashire leeds leicester leicestershire lewisham
lichfield lincoln lincolnshire linkedin lisburn liverpool london luton maidstone mail malvern manchester margate marks mencap merseyside merton
metrolink middlesbrough milton monzo nationwide natwest newcastle newport newry norfolk northampton northamptonshire northumberland norwich nottingham
nottinghamshire nspcc nuneaton o2 oldham openreach oxfam oxford oxfordshire paypal persimmon perth peterborough plymouth portsmouth poundland preston
ramsgate reading redrow rightmove rochdale rotherham royal rspca rugby rutland salford samaritans santander scarborough scope scunthorpe serco
sheffield shelter shrewsbury shropshire sky slough solihull southampton southwark spencer spotify stafford staffordshire stagecoach stevenage stirling
stockport stoke stratford stroud suffolk sunderland superdrug supertram surrey sussex sutton swansea swindon tamworth taunton teesside telford tiktok
torquay truro tunbridge tyneside uber unison unite veolia virgin vodafone wakefield walsall warrington warwick warwickshire watford wells wetherspoons
whitby wigan wilko wiltshire wimpey wolverhampton woolworths worcester worcestershire wrexham yodel york yorkshire youtube zoopla
"""

_KNOWN_BY_ONE_NAME = (
    "badenoch blair boris burnham cameron corbyn farage miliband putin starmer streeting sunak thatcher trump truss"
)


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in listed.split(","))


PUBLIC_FIGURES = _phrases(_PUBLIC_FIGURES)
NOT_PEOPLE = _phrases(_NOT_PEOPLE)
KNOWN_BY_ONE_NAME = frozenset(_KNOWN_BY_ONE_NAME.split())
MAKES_A_PLACE = frozenset(_MAKES_A_PLACE.split())
SURNAMES_TOO = frozenset(_SURNAMES_TOO.split())
NOT_NAMES = frozenset(_NOT_NAMES.split()) | SURNAMES_TOO
