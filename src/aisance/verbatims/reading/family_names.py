"""Family names that are common in France, Belgium, Britain and Ireland, without those that are common words as well.

Folded. A bare one, in capitals, is taken for a person; so is one that begins with Mc, Mac or O', but for a firm and an
airport.
"""

import re

FAMILY_NAMES = frozenset(
    """
    abdallah adams aerts ahmadi aubert aubry bailly barbier barthelemy belkacem benali benard bennett bertin besson
    bonnet boucher bouchet boutin bouvier boyer brunet campbell carlier caron carpentier chauvin chevallier claes clarke
    colin collet collin cordier coulibaly dasilva davies davis delacroix delaunay delmas deschamps descamps desmet devos
    diallo diop dubois dubreuil dufour dumas dumont dupont dupuis dupuy durand durant duval edwards evans fabre faure
    fernandes fernandez ferreira fischer fleury fontaine fournier gaillard garcia garnier gauthier gautier gillet girard
    giraud gomez goncalves gonzalez goossens griffiths grondin guerin guichard guillot guyot haddad hamon harris
    hendrickx hernandez hoarau huet hughes humbert ivanov jackson jacobs jacquet janssen janssens johnson joly jones
    kaya kelly khan klein konate kone kowalski kumar lacroix lambert lamy langlois laporte lebrun lecomte leclerc
    leclercq lefebvre lefevre legrand lejeune lemaire lemaitre lemoine leroux leroy leveque lewis lopez maes maillard
    mallet marchal marechal martinez marty masson mathieu mckenzie menard mercier mertens meunier meyer michaud michiels
    millet mitchell moreau morel moreno morgan morin muller murphy murray ndiaye nguyen nowak obrien oconnor oneill
    ozturk parker pasquier patel payet peeters pelletier pereira perez perret perrier perrin perrot petrov phillips
    pichon picard poirier poulain prevost renault renard reynaud ricard richardson roberts robinson rodrigues rodriguez
    rolland rossi rousseau roussel royer sanchez sanders santos schmidt schmitt schneider scott sharma silva simmons
    singh smets smith stevens taylor tessier thompson traore turner vandamme vandenberghe vasseur vidal wagner walker
    wang watson weber willems williams williamson wilson wojcik wouters yilmaz zhang
    """.split()
)
PARTICLED = re.compile(r"\b(?!McDonald|O['’]Hare)(?:Mc|Mac|O['’])[A-Z][a-z]{2,}")
