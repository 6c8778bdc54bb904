"""Indicators made of several questions of one respondent: CXi and loyalty; and what employees say."""

from django.utils.translation import gettext_lazy as _

from aisance.indicators.contracts import Definition
from aisance.indicators.registry.worth import DIRECTION, PEOPLE, fraction, mean, net

ALL_PARTS = _("Respondents who answered all the questions it is made of, asked right after a contact.")
THIRD = 1 / 3
GOOD, BAD = range(4, 6), range(1, 3)

CXI = Definition(
    name="cxi",
    version=1,
    title=_("Customer experience index (CXi, 2007)"),
    question=_("Did it meet your needs? Was it easy? Was it pleasant?"),
    description=_("The mean over three questions of the share of good scores less the share of bad ones."),
    measure="mean",
    unit="points",
    fact="answers",
    formula=_("mean over needs, ease and pleasure of (% of scores 4 to 5 − % of scores 1 to 2)"),
    eligibility=ALL_PARTS,
    strength=_("Three sides of an experience in one figure: useful, easy, pleasant."),
    weakness=_("Three questions cost answers, and the mean hides which of the three is wanting: look at each."),
    source=_("Forrester, Customer Experience Index, the open formula of 2007; not the later model of that name"),
    source_url="",
    page="composite",
    parts=tuple(
        net(question, "cxi_5", good=GOOD, bad=BAD, weight=THIRD)
        for question in ("cxi_needs", "cxi_easy", "cxi_enjoyable")
    ),
    owner=DIRECTION,
    low=-1.0,
    high=1.0,
)

LOYALTY = Definition(
    name="loyalty",
    version=1,
    title=_("Loyalty, composite"),
    question=_("Would you recommend us? Will you stay? Are you satisfied?"),
    description=_("What customers say of recommending, staying and being satisfied, as a share of the best possible."),
    measure="mean",
    unit="%",
    fact="answers",
    formula=_(
        "40 % × recommendation (0 to 10) + 40 % × staying (0 to 10) + 20 % × satisfaction (1 to 5), "
        "each from 0 for the worst score to 1 for the best"
    ),
    eligibility=ALL_PARTS,
    strength=_("Steadier than any one question, since chance errors of the three partly cancel out."),
    weakness=_("The weights are declared, not discovered: other weights would give another figure."),
    source=_("Declared here: the weights are those of the formula"),
    source_url="",
    page="composite",
    parts=(
        fraction("nps", "nps_11", weight=0.4),
        fraction("stay", "stay_11", weight=0.4),
        fraction("csat", "csat_5", weight=0.2),
    ),
    owner=DIRECTION,
    low=0.0,
    high=1.0,
)

ORIENTATION = Definition(
    name="customer_orientation",
    version=1,
    title=_("Customer orientation, by employees"),
    question=_("Does our company put its customers first?"),
    description=_("The mean score that employees give the company for its care of customers."),
    measure="mean",
    unit="on the scale",
    fact="answers",
    formula=_("sum of scores ÷ number of answers, on the scale 1 to 10"),
    eligibility=_("Answers of employees, imported by team without names. A team of fewer than 5 is never shown."),
    strength=_("Those who serve customers know early what customers will feel later."),
    weakness=_("Employees may answer what is expected of them; compare waves, not single teams."),
    source=_("The answer itself"),
    source_url="",
    page="mean-score",
    kind="employee",
    minimum_n=5,
    solid_n=30,
    parts=(mean("customer_orientation", "orientation_10"),),
    owner=PEOPLE,
    low=1.0,
    high=10.0,
)

COMPOSITE_INDICATORS = (CXI, LOYALTY, ORIENTATION)
