"""What the people of the demo wrote. Read it as one reads a notebook; the story says when each page was written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """One round of *What I heard*. Without a clarification its author says that it is right."""

    text: str
    clarification: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A reflection, what its reader heard in it, round by round, and the replies: its reader first, then in turn."""

    text: str
    heard: tuple[Heard, ...] = ()
    replies: tuple[str, ...] = ()


# The agreement.

MAITES_SHEET = {
    "purpose": "Entrer dans un groupe en ligne, en comprendre le ton avant d’y écrire, et savoir quand me taire.",
    "rhythm": "Une heure aux deux semaines, le jeudi midi, par vidéo.",
    "speech": "En français, au « tu ».",
    "learning": "Des exemples vrais. Je retiens mieux ce que j’ai vu de près que ce qu’on me résume.",
    "signs": "Si je dirige trop, pose ton crayon. Pour me pousser : « Et si tu l’essayais? »",
    "feedback": "De vive voix, à la rencontre suivante.",
    "contact": "Rosalie, à la coordination.",
    "ending": "Après la présentation du bilan, en juin.",
}
IBRAHIMS_SHEET = {
    "purpose": "Défendre un plan d’une page devant une direction, sans me cacher derrière les chiffres.",
    "rhythm": "45 minutes toutes les deux semaines. Qui annule propose deux autres dates.",
    "speech": "En français, au « tu ».",
    "learning": "Du temps avant de répondre. J’écris d’abord, je parle après.",
    "signs": "Je lève la main quand on décide à ma place. Pour me pousser : « Continue ».",
    "feedback": "Par écrit, le lendemain.",
    "contact": "Rosalie, à la coordination.",
    "ending": "En juin.",
}
SETTLED = {
    "rhythm": "45 minutes aux deux semaines, le jeudi midi, par vidéo. Qui annule propose deux autres dates.",
    "speech": "En français, au « tu ».",
    "contact": "Rosalie, à la coordination.",
    "ending": "Après la présentation du bilan, en juin.",
}

# amorcer/ne-presumez-de-rien: Maïté opens as guide.

MAITE_ON_ASSUMING = Written(
    "J’étais certaine qu’Ibrahim passait ses journées à filmer. C’est sa ligne qui m’a détrompée : il a placé les "
    "vidéos tout à gauche, « en visite », et un forum de quartier tout à droite. Il y répond presque "
    "chaque soir à des gens qui cherchent un médecin ou une poussette. Je m’étais préparée à parler de "
    "formats. C’est d’entraide qu’il fallait parler.",
    heard=(
        Heard(
            "Tu étais venue parler de formats, et ma ligne t’a montré que je suis chez moi là où les gens s’entraident."
        ),
    ),
    replies=(
        "Personne ne m’avait jamais demandé ce que je faisais sur ce forum. Ça m’a fait plaisir.",
        "J’aimerais voir comment tu réponds à quelqu’un qui est fâché. On pourrait partir de là jeudi.",
    ),
)
IBRAHIM_ON_ASSUMING = Written(
    "Je n’avais pas vu que Maïté sait attendre. Quand je lui ai dit que je n’aimais pas présenter mes idées, elle n’a "
    "rien répondu pendant un long moment. J’ai fini par ajouter pourquoi : la dernière fois, on m’a coupé à la "
    "deuxième phrase. Je l’ai reconnue à ce silence. Je croyais que la stratégie, c’était de savoir quoi dire.",
    heard=(
        Heard(
            "Mon silence t’a laissé la place de dire qu’on t’avait coupé, et tu y as vu une façon de faire de la "
            "stratégie."
        ),
    ),
)

# amorcer/guider-sans-diriger: Ibrahim opens as guide.

IBRAHIM_ON_GUIDING = Written(
    "Maïté voulait répondre à une plainte par un communiqué. J’avais la phrase toute prête. Je me suis mordu la langue "
    "et j’ai demandé qui allait lire la réponse en premier. Elle a dit : « La dame qui a écrit, pas les journaux. » "
    "Le communiqué a disparu tout seul. Ma phrase était moins bonne que la sienne.",
    heard=(
        Heard(
            "Tu avais la réponse, tu l’as retenue, et tu t’en veux d’avoir failli la dire.",
            "Je ne m’en veux pas : je suis surpris. Ce qui compte pour moi, c’est que ta phrase était meilleure, et "
            "que je ne l’aurais pas entendue si j’avais parlé.",
        ),
        Heard("Ce qui compte, c’est ce que ton silence a laissé venir : une meilleure phrase que la tienne."),
    ),
)
MAITE_ON_GUIDING = Written(
    "« Qui va lire ça en premier? » Six mots. J’écris des réponses officielles depuis longtemps, et je pense "
    "d’abord aux personnes qui vont les juger. La question d’Ibrahim m’a remise devant une dame qui attend son autobus "
    "à Rimouski. Je l’ai relue à voix haute, et j’ai enlevé trois paragraphes.",
    heard=(
        Heard(
            "Pour toi, être bien guidée, c’est qu’on te ramène devant la personne qui attend, avant celles qui jugent. "
            "Est-ce bien cela?"
        ),
    ),
)

# amorcer/entente-sur-une-page: Maïté opens as guide.

MAITE_ON_AGREEING = Written(
    "La confidentialité. J’ai d’abord écrit « tout reste entre nous », et j’ai dû rayer. Au bureau, je suis tenue de "
    "signaler certaines choses. Promettre moins m’a coûté. Mais je préfère qu’Ibrahim sache où s’arrête ma promesse "
    "avant d’en avoir besoin."
)
IBRAHIM_ON_AGREEING = Written(
    "L’entente me permet de dire « je ne suis pas prêt » sans m’excuser. Je n’aurais pas osé demander une journée "
    "avant de donner mon avis. Maintenant, c’est une ligne sur une page, avec deux signatures dessous.",
    heard=(
        Heard(
            "L’entente te donne le droit de prendre une journée avant de répondre, et tu n’as plus à t’en excuser. "
            "Ai-je bien entendu?"
        ),
    ),
    replies=("Je vais en prendre une aussi, de temps en temps. Ma première réponse n’est pas toujours la bonne.",),
)

# conversation/du-porte-voix-a-la-conversation: Ibrahim guides.

MAITES_NOTE = "Publication 3 : six questions, deux réponses exactes, aucun changement visible. C’est elle qui m’embête."
IBRAHIM_ON_MEGAPHONES = Written(
    "Maïté a regardé les dates. Moi, je lisais le ton : chaleureux, donc à l’écoute. Elle a vu que les réponses "
    "arrivaient toujours le lundi à neuf heures, toutes ensemble. Quelqu’un fait le ménage, personne n’écoute. Je ne "
    "regardais plus l’heure, parce que je réponds moi-même à n’importe quelle heure."
)
MAITES_DRAFT = (
    "La décision que j’accepterais de laisser changer : l’horaire du dimanche matin. Nous le fixons avec les chiffres "
    "d’achalandage, en février, entre nous. Il faudrait poser la question en janvier, dire qui lit les réponses, et"
)

# strategie/le-probleme-avant-l-outil: the two have swapped, and Ibrahim guides.

IBRAHIMS_NOTE = (
    "La demande : « Il nous faut un balado. » Le problème : les bénévoles apprennent les annulations trop tard. "
    "Je monte l’échelle avec toi jeudi."
)

# The pair that has just begun.

PRIYAS_SHEET = {
    "purpose": "Tell a good comment thread from a lucky one, and start one of my own.",
    "rhythm": "45 minutes every second Tuesday, by video.",
    "speech": "In English, by first name.",
    "learning": "Show me the real thing, even when it is messy.",
}
OWENS_NOTE = "My line has the union’s mailing list at the far right. I did not expect that either."

# The module that Étienne is writing in the studio.

ETIENNES_SHEET = {
    "fr": {
        "title": "Répondre sans communiqué",
        "summary": "Écrire à la personne qui se plaint plutôt qu’aux journaux.",
        "outcome": "",
    },
    "en": {"title": "Answering without a press release", "summary": "", "outcome": ""},
}
ETIENNES_FIRST = {"fr": "Qui lit en premier?", "en": "Who reads it first?"}
ETIENNES_SECOND = {"fr": "La première phrase", "en": "The first sentence"}
ETIENNES_WORDS = {
    "Dire en une phrase ce que la personne saura faire à la fin.": "Nommer la première personne qui lira une réponse, "
    "et l’écrire pour elle.",
    "Donnez un titre à ce que l’on lit": "La dame de Rimouski",
    "Écrivez ici ce qu’il faut savoir, en 450 mots au plus. Commencez par un exemple vrai. Une idée par paragraphe.": (
        "Une dame attend son autobus à Rimouski. Il n’est pas venu. Elle écrit à la société de transport, qui publie "
        "un communiqué de quatre paragraphes.\n\nLe communiqué est exact. La dame n’y trouve ni son arrêt, ni son "
        "heure, ni ce qu’elle peut faire ce soir."
    ),
}


# Their meetings.

WHERE = "Par vidéo, dans la salle habituelle"
DECIDED = (
    "Ibrahim : laisser une question sans réponse au moins une fois, cette semaine.\n"
    "Maïté : lire tout un fil avant d’y écrire.\n"
    "La prochaine fois, on commence par Ibrahim."
)
TO_TALK_ABOUT = "Le message au groupe de quartier : l’envoyer ou pas?"
