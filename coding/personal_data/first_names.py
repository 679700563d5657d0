"""First names that are common in Britain, of all the countries that its people come from; and those that are words too."""

from __future__ import annotations

_PLAIN = """
aaliyah aaron abbie abby abdi abdul abdullah abdullahi abi abigail abu ada adam adama addison adebayo adele adeola adrian adriana afia aga agata agnes agnieszka ahmad ahmed aidan
aileen ailsa aimee aisha aisling ajay akash akua alan alana alannah alasdair alastair albert alberto aleksandra alessandro alex alexa alexander alexandra alexandru alexis alfie alfred ali
alice alicia alina alison alistair aliyah alisha allan allison alma alun alyssa aman amanda amar amara amelia amelie amin amina aminata amir amira amit amna amrit amy ana anand anastasia
andre andrea andreea andrei andrew andrzej andy aneta angela angelina angie angus anika anil anish anisha anita anjali ann anna annabel anne annette annie anthony antoinette anton antonia antonio
anthea anusha anwar aoife archie arjun arlene arnold aron arthur arun asha ashok ashraf asif asma astrid audrey austen ava avril awa ayaan ayesha aylin ayodele azhar aziz babar babatunde
balwinder baljit barbara barnaby bartosz basil beata beatrice beatrix becca becky belinda benedict benjamin ben benny bernadette bernard bernie bert bertha bertie bess beth bethan bethany betty
beverley bev bhavesh bianca bijal bilal billy blanche bogdan bonnie boris brandon brenda brendan brian bridget bronagh bronwen bruno bryan bryn bushra caitlin calum callum camilla candice
cara carl carla carlos carmel carmen carol carole caroline carolyn carrie caspar cassandra catalin catherine cathy catriona cecil cecilia cecily celia ceri cerys chantelle charlene charles
charlie charlotte chen cheryl chetan chidi chiara chidinma chinedu chinwe chloe chris chrissie christina christine christopher christos chukwu ciara cian ciaran cillian cindy claire clara clare
clarence clarissa claudette claudia claudine clement cliff clifford clive cody colette colin colleen conall connie connor conor constance cora corey corinne cormac courtney craig cristian
cristina cynthia cyril dagmara dalia damian damien dan dana daniel daniela danielle danny danuta daphne dara darcy daren daria dariusz darius darrell darren daryl dave davey david davina
dawid dawud deborah debbie debra declan deepa deepak deidre deirdre delia delroy demi denis denise dennis derek dermot desmond devi dewi diana diane dilip dimitri dina dinesh dionne dmitri dolores
dominic dominik dominika donald donna doreen doris dorothy doug dougal douglas dudley duncan dylan eamon eamonn ebony eddie edgar edith edmund edna edward edwin edyta efua eileen eilidh eira eirlys
elaine eleanor elena eleni eliza elizabeth ella ellen ellie elliot elliott elsa elsie elspeth emeka emil emilia emily emma emmanuel eoin eric erica erin ernest esme esther ethan ethel
etta eugene eunice euan eva evan evelyn evie ewa ewan ezekiel fabio faisal faizan farah farhan farida farooq fatima fatimah fatma fatoumata fay femi fergus finlay finley finn fiona folake frances
francesca francis francesco franklin fraser fred freda freddie frederick freya funmi gabriel gabriela gabriella gail gareth gary gavin gaynor gemma geoff geoffrey george georgie georgina gerald geraldine gerard
gerry gethin ghulam gillian gina giovanni giulia gladys glenda glenys gloria glyn glynis gordon graham grainne greg gregory greta gretchen grzegorz guillermo gulsen gurdeep gurpreet gwen gwyneth gwenda habib hadiza
hafsa haleema halima hamish hamza hana hannah harbhajan hari harjit harold harpreet harriet harriette harry harvey haroon hasan hassan hattie hayley hazel heidi helen helena helga henrietta henry herbert hilary
hilda hirsi hiroshi hodan howard hugh hugo humphrey hussain hussein hywel iain ian ibrahim ibrahima idris ieuan ifeoma ifan igor ikram ilaria imani imogen imran ina ines ingrid ioana ioan ion iona irena
irene irina irfan isaac isabel isabella isabelle isha ishaan isla ismail isobel istvan ivan ivor iwan iwona izabela izzy jackie jacob jacqueline jacqui jacques jagdish jaime jake jakub jamal james jamie jamila
jan jane janet janice janine janos jared jaroslaw jaspreet jas jason jasper javed javier jaya jayden jayesh jayne jean jeanette jeanne jed jeff jeffrey jen jenna jennifer jenny jens jeremiah jeremy jerome jerry
jess jesse jessica jessie jill jillian jim jimmy jo joan joanna joanne jocelyn jodie joe joel johanna john johnny jolanta jon jonah jonas jonathan jonny jorge jose josef joseph josephine josh joshua josie joyce
juan juanita judith judy jules julia julian julie juliet julius jurgen justin justyna justyna kabir kai kamal kamran karen karim karin karina karl karol karolina kasia kate katarzyna kath katharine katherine kathleen
kathryn kathy katie katrina katy katya kay kayleigh keeley keir keiran keith kelechi kelvin ken kenneth kenny kenza kerry kerri kevin keziah khadija khadijah khaled khalid khalil khan kieran kim kimberley kiran kirsten kirsty
kit kofi konrad kris krishna kristian kristina krystyna krzysztof kulwinder kwabena kwame kyle kyra lakshmi lara larissa larry latifa laura lauren laurence laurie lawrence leah leanne leila lena lenny leo leon leona leonard leroy
lesley leslie leszek lewis liam libby lidia lila lilian liliana lillian lina linda lindsay lindsey lionel lisa liz lizzie llewellyn lloyd lois lorenzo loretta lorna lorraine louie louis louisa louise luca lucas lucia lucille
lucinda lucy luis luisa luiza lukas lukasz luke lydia lyn lynda lynette lynn lynne lynsey mabel maciej maddie madeleine madhu magda magdalena mahmood mahmoud mahnoor mair mairead mairi maisie malachi malala malcolm malgorzata malik
mandy manjit manoj manuel maqsood marc marcel marcia marcin marco marcus margaret margarita margery margot maria mariam marian marianne marie marilyn marina mario marion marissa marius mariusz marjorie marko marlene marta martha
martin martina martyn mary maryam mateusz matei matilda matt matteo matthew matthias maud maureen maurice mavis maxine maya mbali meera megan mehmet mehreen mel melanie melissa melvin mervyn mia michaela michael michal michelle
mick mickey miguel mihaela mihai mike milan mildred millicent millie milly mimi mina miriam mirela mitchell mo modupe mohamed mohammad mohammed mohamud moira moha molly mona monica monika monique moses morag morgan morwenna mostafa moussa
muhammad muhammed mukesh muna munir muriel murray mustafa myra myrtle nabila nadia nadine nancy naomi narinder nasreen nasir nasra natalia natalie natasha nathan nathaniel naveed nazia neal ned neha neil nell nellie nerys
ngozi ngoc nia niall niamh nicholas nico nicola nicolae nicole nigel nikhil niki nikita nikki nikola nila nilesh nina nisha nita nithya noah noel noor nora noreen norma norman nuala nusrat nyasha obi odette ola olamide olga
oleksandr oleg oliver olivia ollie oluwaseun omar omari orla oscar osman oswald otto owain owen oyin padraig paige pamela pam paola parminder parveen pascal patel patricia patrick patrycja patsy paul paula pauline pavel pawel
pedro peggy percy perpetua peter petra petronella phil philip philippa phillip phoebe phyllis pierre piotr polly prakash pranav preeti priscilla priti priya priyanka przemyslaw quentin rabia rachael rachel radu rafael rafal
rafiq raheem rahim rahul raj raja rajesh rajinder rakesh ralph rama ramesh ramona ramon randeep randolph rani ranjit raphael rashid rasheeda raul ravi ravinder raymond razia rebecca reece reg reggie reginald rehana remi renata rene
reuben rhian rhiannon rhiann rhoda rhodri rhona rhys riaz ricardo richard rick ricky rita roberta robert roberto robyn roderick rodney roger rohan roisin roksana roland roman romana ron ronald ronan ronnie rory rosalind
rosaleen rosamund rosanna rosemarie roseanne rosie roshan rosina rowan rowena roxanne roya rubina rufus rukhsana rupa rupert russell ruth ryan ryszard saba sabina sabrina sadia safiya sahar saima saira sajid salim sally salma
salman sam samantha samina samira samir samson samuel sana sandeep sandra sandy sanjay sanjeev santosh sara sarah sarwar sasha saskia satnam saul scarlett sean sebastian seema selena selina selma serena sergei sergio seth
shabana shabnam shah shahid shahida shaima shakeel shaista shamim shane shanice shanaya shanthi sharif sharon shaun shauna shazia sheena sheila shelagh shelley sheryl shirin shirley shobha shona shreya siân sian sidney sid siddiqa
siobhan siobhán silvia simeon simon simone simran sinead sinéad sioned slawomir sofia sohail solomon sonia sonja sonya sophia sophie stacey stan stanislaw stanley stefan stefania stella stephan stephanie stephen steve steven stuart
subhash sue suleiman sultana sunil sunita suresh surinder susan susannah susie suzanne suzie svetlana sybil sylvia sylwia szymon tabitha tadeusz tahir tahira talia tamara tamsin tania tanisha tanya tara tariq tasha tatiana tayyab ted teddy
temitope terence teresa terri terry tess tessa thandi thea thelma theo theodore theresa thomas tia tiago tiffany tilly tim timothy tina toby todd tom tomas tomasz tommy toni tony tracey tracy trevor tricia trisha tristan
trudy tunde tyler tyrone umar umer uma una unathi ursula usha usman uzma val valentina valerie vanessa vasile vera verity vernon veronica vicky vicki victor vijay vikram viktor vikki vikas vinay vincent vinod violeta virginia vishal
vivek vivian vivien vivienne vlad vladimir waheed wahid walter waseem wayne wendy werner wesley wilfred wilhelmina willa william wilma winifred winston wioletta wojciech xanthe xavier xin yan yannick yasir yasmin yasmine yetunde
yolanda yusuf yvette yvonne zac zach zachary zack zahid zahra zainab zak zara zaynab zbigniew zeinab zelda zena zeynep zoe zofia zoltan zsofia zubair zuzanna singh kaur begum hussein akhter chowdhury bibi
micah elijah isaiah josiah ezra enoch ephraim malachy hyacinth oliwia kacper wiktoria zuzia jadwiga halina henryk wieslaw bozena grazyna lech mieczyslaw natasza oksana yulia iryna taras bohdan viktoriia kateryna halyna vasyl
aleksander ilie florin gheorghe ionut cosmin ciprian liviu doina simona georgiana lavinia stoyan georgi ivaylo dimitar rositsa svetla jurate vytautas gintaras rasa laima janis dace liene ilze miroslav jozef zdenek jitka petra
sanjana aarav aarti aditi aditya akshay amita archana bhavna bhupinder chandra daljit darshan devinder dhruv gaurav gopal govind gurmeet hardeep hemant hema indira jagjit jasbir jasvinder jitendra kalpana kamlesh kanta karan kavita kuldeep lalita
mahesh manisha meena mohan mohinder nalini nandini narendra naresh navdeep neelam nirmal nirmala pooja prem punam rachna radha rajan rajesh rajeev rekha renuka ritu rupinder sangeeta sarita satish savita sharmila sheetal shilpa shivani sudha sukhdev sukhwinder sushila swati tarun tej uday urmila
usha vandana varsha veena vijaya vimal vinod yash yogesh aamir abida adnan aftab aisha akhtar aleena amjad anam anwar arif arshad asad asim atif atiqa ayub azra babar bashir bilqis fahad faiza fakhar fareed fauzia fiaz firdous fozia ghazala gulzar haider hafiz haji hameed humaira
iftikhar ijaz ilyas imtiaz inayat iqbal irum jabeen jameela junaid kashif kauser khurram kulsoom lubna maqbool mariya masood mehmood mehwish mubarak mumtaz munawar mushtaq muzaffar nadeem naila najma naseem nasim nawaz nazir nighat noman nosheen parvez qaiser qasim rafi rahat raheela raza rehman rizwan robina rubab saad saeed safina saleem samiya sarfraz
shafiq shafqat shaheen shahbaz shahnaz shakila shamim sharifa shaukat shoaib sobia sohaib sughra tabassum tahira talat tanveer tasleem tasneem tayyaba wajid waqar yaqoob yunus zafar zaheer zainab zakia zeeshan zulfiqar abebe abeba alemayehu almaz amare asmara bereket dawit eyob fikirte genet getachew haile hiwot kidane meron mulu rahel saba selam semira solomon tadesse tesfaye tigist yohannes
abdirahman abdullahi abshir asha ayan bashir deqa faduma farhiya guled hawa hibo hodan ifrah ilhan jama khadra liban mahad muna nimco nimo sagal samatar sahra suad ubah warsame yasin zamzam abena abiola abosede adaobi adebola adedayo ademola aderonke adesola afolabi aminu amaka ama ayo ayodeji babajide bamidele bolanle bola bukola chiamaka chibuzo chika chioma damilola dapo ebele efe ejike ekene
esi esther fatou folasade funke funmilayo gbenga ibukun ifeanyi ijeoma ikenna kehinde kemi kojo kunle kwaku kwesi lanre lola mercy nana nkechi nneka nnamdi obinna oluchi olumide olusegun omolara onyeka osagie osas remilekun seun shola simi sola taiwo temi titilayo tobi tokunbo tola uche ugochi uzo wale yaa yaw yewande zainabu alhassan lamin ousmane mamadou modou ebrima kadiatu isatu
caoimhe aoibheann aoife dearbhla fionnuala grainne maeve meabh mairead nuala oisin orlaith ruairi sadhbh sile tadhg una aneirin angharad arwel bedwyr branwen cadi carys catrin ceinwen dafydd dilys efa eluned emrys enfys ffion fflur geraint glenys gwenno gwilym haf heledd huw iestyn iolo llinos llyr lowri luned mali marged meinir meirion menna meredith myfanwy nest non olwen osian rhun sara sioned steffan tegan tomos tudur
ewen fearghal finlay greer iona islay kirsteen lachlan lorne mhairi morven ruaridh sorcha catriona seonaid sheona ealasaid aggie alfreda archibald aubrey augusta barnabas bartholomew basil beryl bettina cedric clarissa claud clementine cuthbert cyril dilys dorcas eartha ebenezer edgar edwina eliza ena enid ernestine ethelbert eustace ezekiel ferdinand gertrude gilbert giles godfrey gwendolen gwendoline hector hester horace
hubert humphry ignatius isadora jemima jerusha josiah kitty lavinia leopold letitia lettice lottie lucretia marjory mathilda maurice merle mervin minnie mortimer muriel nettie nicodemus nigella octavia ottoline percival philomena phineas prudence queenie rhoda rosetta rupert silas sylvester thaddeus theodora tobias ursula vera vesta winnie xanthia xiomara zacharias zebedee zillah
bjorn lars sven astrid ingrid freja solveig anders soren mette kirsten jorgen jurgen gunther klaus dieter heinz helga ulrike anneliese giuseppe luigi paolo enzo concetta rosaria salvatore vincenzo aldo pietro fernando joao joaquim fatima beatriz ines rui tiago goncalo catarina conceicao manuela esperanza guadalupe consuelo rosario pilar javier alejandro ignacio
wei xiao ling mei jing yun hui fang ying ming chun hong lei tao jun yuki haruki kenji akiko hiroko naoko sakura min ji soo hyun nguyen linh thuy huong tuan minh duc
jools steph mags bex gaz daz baz shaz kev trev bri dez les ade tam tash jez izzie bernie geoff hilda winnie alf bertie fliss flick gabby hols jacko kaz lins maz nats olly pammy robbie shelly soph tez viv wilf yas
jonty monty rufus lysander cosmo caspian otis jago piran tamsyn demelza loveday merryn kerensa jowan rhydian kian kayden jaxon jayden riley logan kayla brianna mckenzie teagan kelsey casey
thandiwe sipho nomsa tendai tafadzwa tapiwa rutendo farai chipo ruvimbo kudzai nyasha tinashe blessing makena wanjiru wambui njeri kamau otieno achieng juma neema mwangi
"""

_WORDS_TOO = """
nest non min jun flick basil des bri hols soo ji ming ying hong ling yun fang tao lei hui sue reg sultana chandra ade art van rasa nana rosario pilar ida
abbey alba alma alpha amber angel april ash ashley aspen aurora austin autumn barry bay bea bella bill billie blake blessing bob bobby brad bradley brook brooke bruce bryony buddy carter celeste chad chance charity chase
chelsea chester china christian chuck clay clover coral crystal curtis daisy dale dean dawn dee dell dena denver destiny dexter dick dolly don dora dot drew duke earl eden elm ellis emerald eve fabian faith fern fleur flora florence
forest frank frankie gale gene georgia gift ginger ginny glen glory grace grant guy hal hank happy harley harmony harper harris haven heath heather herb holly honey honor hope hunter india iris israel ivy jack jade jasmine jay jet jewel jordan joy
june justice karma kelly kent kirk lacey lance lane leigh lee lily lincoln lorry love luck lyla mac mace madison marina mark marsh mason matthews max may mercy merit miles milo mona myles neville nick norris nova oakley olive
opal paris parker pat patience pearl penny perry pete petal pip piper poppy precious preston price prince princess queenie rain ray red reed reese rex rich river rob robin rod rose ross rosa roy ruby rusty sage sandy savannah scott
sharma shannon sierra sky skye skylar sonny spencer star sterling stewart stirling storm summer sunny sydney tanner taylor temple toni trinity troy victoria viola violet wade warren will willow winter woody york
"""

WORDS_TOO = frozenset(_WORDS_TOO.split())
"""Names that are also words, places, surnames or months: a person only beside a surname or a cue."""
FIRST_NAMES = frozenset(_PLAIN.split()) - WORDS_TOO
"""Names that are no other English word of a survey answer: capitalised, each is most likely a person."""
EVERY_FIRST_NAME = FIRST_NAMES | WORDS_TOO
