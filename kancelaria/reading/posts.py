"""Posts people sign with ("Dyrektor", "starszy inspektor", "z up. Starosty"): never a sender's name."""

from __future__ import annotations

import re

from kancelaria.reading.folding import fold

_RANK = r"(?:(?:starsz|mlodsz|glown|samodzieln)\w{1,2} |p\.? ?o\.? |wice|pod|zastepc\w+ |z-ca )"
_POST = (
    r"(?:inspektor|specjalist|dyrektor|kierownik|prezes|naczelnik|referent|sekretar|czlon\w+|wlascicie|przewodnicz"
    r"|proboszcz|soltys|skarbni|pelnomocni|komisarz|komendant|asystent|doradc|likwidator|zarzadc|administrator"
    r"|koordynator|mistrz|architekt|radca|adwokat|ksiegow|prokurent|wojt|starost|sedzi|asesor|lesnicz|kustosz"
    r"|ordynator|opiekun|bibliotekar|projektant|handlow)\w*"
)
_OF = (
    r"(?: (?:zarzadu|wydzialu|dzialu|biura|departamentu|szkoly|izby|oddzialu|referatu|zakladu|budowy|kontraktu"
    r"|rady|fundacji|stowarzyszenia|sekcji|zespolu|prawny|szkod|nieruchomosci|sadow\w+|ds\.? .{3,40}|do spraw .{3,40}"
    r"|regionaln\w+|generaln\w+|naczeln\w+|techniczn\w+|klienta|osiedla|klubu|ogrodu|kola|przedszkola|placowki))"
)
_ALONE = re.compile(rf"^\W*{_RANK}?{_POST}{_OF}{{0,2}}\W*$")
_FOR = re.compile(r"^\W*(?:z up\.?|z upowaznienia|w\.?z\.?|w zastepstwie|wz\.|up\.)(?= |$)")


def is_post(text: str) -> bool:
    """Whether a line is a post alone, or says for whom one signs."""
    plain = fold(text)
    return bool(_FOR.match(plain) or _ALONE.match(plain))
