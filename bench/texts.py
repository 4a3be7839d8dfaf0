"""What people write, in English and Spanish."""

# ruff: noqa: E501 - sentences are read better in one line

import random

from moondesk.kit.markup import render_markdown

_THINGS = {
    "en": ("booking", "invoice", "refund", "glasses", "password", "delivery", "room", "flight", "contract", "order"),
    "es": (
        "reserva",
        "factura",
        "devolución",
        "gafas",
        "contraseña",
        "entrega",
        "habitación",
        "vuelo",
        "contrato",
        "pedido",
    ),
}
_SUBJECTS = {
    "en": (
        "Question about my {0}", "The {0} is wrong", "I still wait for my {0}", "Change of {0} and {1}",
        "Please cancel the {0}", "Two charges for one {0}", "Cannot open the page with my {0}", "Copy of the {0} from March",
    ),
    "es": (
        "Pregunta sobre mi {0}", "Hay un error en la {0}", "Sigo esperando mi {0}", "Cambio de {0} y {1}",
        "Quiero anular la {0}", "Dos cargos por una {0}", "No puedo abrir la página de mi {0}", "Copia de la {0} de marzo",
    ),
}  # fmt: skip
_SENTENCES = {
    "en": (
        "I have tried it three times since Monday and the result is always the same.", "Thank you for your quick answer.",
        "The number on the {0} does not match the one in your mail.", "Could you please look at it today?",
        "We checked your {0} and found that it was sent on the 4th.", "My colleague in accounting needs it before Friday.",
        "You can see the {0} under *Your account*, and the steps are in **our guide**.", "It worked last week.",
        "I am sorry for the trouble; the {1} team is on it.", "When I press the button nothing happens.",
        "Attached you find what you asked for.", "Please tell us the date of the {0} and the {1}.",
    ),
    "es": (
        "Lo he probado tres veces desde el lunes y siempre pasa lo mismo.", "Gracias por responder tan rápido.",
        "El número de la {0} no coincide con el de vuestro correo.", "¿Podríais mirarlo hoy?",
        "Hemos revisado tu {0} y salió el día 4.", "Mi compañera de contabilidad la necesita antes del viernes.",
        "Puedes ver la {0} en *Tu cuenta*, y los pasos en **nuestra guía**.", "La semana pasada funcionaba.",
        "Perdona las molestias; el equipo de {1} está en ello.", "Cuando pulso el botón no pasa nada.",
        "Aquí tienes lo que pedías.", "Dinos, por favor, la fecha de la {0} y de la {1}.",
    ),
}  # fmt: skip
NAMES = (
    "Ada",
    "Bruno",
    "Carla",
    "Diego",
    "Elena",
    "Frank",
    "Grace",
    "Hugo",
    "Inés",
    "Jonas",
    "Karin",
    "Lucía",
    "Marta",
)
FAMILIES = (
    "Álvarez",
    "Brown",
    "Castro",
    "Díaz",
    "Evans",
    "Flores",
    "García",
    "Hill",
    "Iglesias",
    "Jones",
    "King",
    "López",
)
TAGS = (
    "vip",
    "refund",
    "urgent",
    "billing",
    "travel",
    "optics",
    "mobile",
    "warranty",
    "complaint",
    "follow-up",
    "spring",
)


def subjects(language: str, chance: random.Random, count: int) -> list[str]:
    """Return subjects."""
    things = _THINGS[language]
    return [chance.choice(_SUBJECTS[language]).format(*chance.sample(things, 2)) for _ in range(count)]


def bodies(language: str, chance: random.Random, count: int) -> list[tuple[str, str]]:
    """Return messages of one to eight sentences, each with its HTML."""
    things = _THINGS[language]
    found = []
    for _ in range(count):
        sentences = chance.choices(_SENTENCES[language], k=chance.choice((1, 2, 2, 3, 3, 4, 5, 8)))
        text = " ".join(sentence.format(*chance.sample(things, 2)) for sentence in sentences)
        found.append((text, render_markdown(text)))
    return found
