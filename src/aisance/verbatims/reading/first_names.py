"""First names that are common in France, Belgium, Britain and Ireland, without those that are common words as well."""

FIRST_NAMES = frozenset(
    """
    adam adele adrien agathe agnes ahmed alain alan albane albert alex alexandra alexandre alice aline alison
    amandine amelie amina amy anais andre andrea andrew anna annabelle anne annie anthony antoine antoinette
    anouk arnaud arthur audrey aurelie aurelien axel barbara bastien beatrice ben benjamin benoit bernadette
    bernard bertrand brian brigitte bruno camille carine carla carole caroline catherine cecile cedric celia
    celine chantal charles charlie charlotte chloe chris christelle christian christine christophe claire clara
    claude claudine clement clementine colette coralie corentin corinne craig cyril damien daniel daniele
    danielle dave david deborah delphine denis denise diane didier dominique donna dorothee edith edouard edward
    eileen elena eliane elise elizabeth ella elodie elsa emily emilie emma emmanuel emmanuelle eric erwan
    estelle esther etienne eugenie eva eve evelyne fabien fabienne fabrice fanny fatima fatiha felix fiona
    flavie florence florent florian francis franck francois francoise frederic frederique gabriel gael gaelle
    gareth gary gaston gauthier genevieve geoffrey george georges gerald gerard ghislaine gilbert gilles gisele
    graham gregory guillaume guy gwenaelle hamza hannah harry hassan heather helen helene henri henry herve
    hubert hugo hugues ibrahim ines irene isabelle isaac jack jacqueline jacques jake james jamie jane janet
    jason jean jeanne jeannine jeff jennifer jeremy jerome jessica jim joan joanna joel joelle johanna john
    jonathan jordan joseph josette josiane julie julien juliette justine karen karim karine kate katie keith
    kelly kevin khadija laetitia laura laure laurence laurent lea leila leo leon leonie liam linda lisa lionel
    loic lola lorraine louis louise luc lucas lucie lucy ludovic lydia lydie madeleine mael magali malik manon
    marc marcel marcelle margaret margaux marguerite maria marianne marie marine marion mark martin martine mary
    maryse mathieu mathilde matthew matthieu maud maureen maurice maxime melanie melissa michael michel michele
    micheline michelle mickael mohamed mohammed monique morgane mounir muriel myriam nadege nadia nadine natacha
    nathalie nathan neil nicholas nicolas nicole nigel noah noemie nolwenn nora norbert odette odile oliver
    olivia olivier pamela pascal pascale patricia patrick paul paula paulette pauline peter philip philippe
    pierre quentin rachel rachid ralph raoul raphael raymond rebecca regine regis remi renaud rene renee richard
    robert robin rodolphe roger roland romain romane ronan rosalie roxane ruth ryan sabine sabrina said sally
    salma sam samantha samira samuel sandra sandrine sara sarah sebastien selma serge severine sharon sheila
    simon simone sofia solange sonia sophia sophie stephane stephanie stephen steve steven stuart susan suzanne
    sylvain sylvie tanguy tatiana teresa thea theo therese thibault thierry thomas tim timothee tom tracy ursula
    abdou abdoulaye adama aicha aisha aissatou ali amadou aminata anita anjali arjun aya bilal dimitri ekaterina
     emre fatou fatoumata goran ibrahima idriss imane ines ismail jamal joao jorge jose juan kadiatou kamel khaled
    latifa leila luca luis malika mamadou mariam marta mehdi mehmet milan mohamad moussa mustafa mustapha nabil
    naima nasser nina olga omar oumar ousmane paulo pedro pooja priya rahul raj rania ravi ricardo sanjay
    sekou selim sergei sunita svetlana tariq tomasz usman vladimir walid yasmin youssef yusuf zahra zainab zofia
    valentin valerie vanessa veronique victor victoria vincent violette virginie viviane wendy william willy
    aaliyah abdel abdelkader abigail achille adelaide adeline alastair albertine alessia alexis alicia alistair alix
    alphonse ambroise anastasia anatole angelique anissa annick armand armelle astrid aubin auguste augustin aurore
    ayoub baptiste barnabe basile beatrix benedicte bettina blandine boris bradley brandon caitlin callum candice carol
    cassandra cecilia celeste cesar chiara ciaran clarisse claudia clotilde clovis conor cyprien cyrielle dalila
    delphin deirdre desmond domitille duncan edmond edwige elea eleonore eliott eloise emeline emile emilien enzo
    ernestine esteban ethan eulalie evan ewan fabio fabrizio faustine federico felicie ferdinand fernand firmin flavien
    flora francesca gaetan geraldine germaine giorgio giovanni giulia gordon graziella greta guilhem gustave gwendoline
    hadrien hafid hamid hedwige heloise hermann hicham honore hortense houria hyacinthe imran ingrid irina isadora
    isidore isolde jennie jerry jessie jocelyn jocelyne johan johann josephine judith julia juliana kader kamila karima
    katia kenza kenneth kieran kylian laetizia laila lambert lara lassana leandre leonard leopold leopoldine liliane
    lilou lorenzo loris louisa louna lucien lucienne ludivine magalie maeva mael maelle marcelline marcello marguerita
    marilyne marius marlene marlon martial matheo mathias mathis matteo mauricette maylis melina melinda melvin michal
    mireille mohammad mona morgan mounia nabila najat narcisse nathaniel nawel nelly nestor ninon nora nour octave
    oceane olympe ophelie oriane oscar othmane otto pablo paola penelope perrine petra piotr priscilla prudence quentin
    rafael raissa raphaelle raymonde regina remy renata rodrigue roger romuald rosalind rosemarie roxana ruben sacha
    salome samir samira sandro sandy sarah saskia segolene severin siham sigrid siobhan sixtine soizic sonny soraya
    stanislas stella sven sylvestre tamara tancrede tania tessa theodore theophile thibaud thierno tiphaine titouan
    toufik ugo ulrich valeria valery violaine viktor virgile vittoria wanda wilfrid xiaoming yacine yanis yannis yohann
    yolande yoann yousra youssouf ysaline zacharie zineb zoubir
    xavier yann yannick yasmina yasmine yohan yves yvette yvonne zoe
    """.split()
)
