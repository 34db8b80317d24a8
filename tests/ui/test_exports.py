"""What leaves, by the keyboard: nothing without being shown and agreed to, and nothing ever freezes the window."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from textual.widgets import Input

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.ports import Cible
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.services import envois, reglages
from prescripteur_tui.services.application import LIEU_A_PRECISER, Application
from prescripteur_tui.synchro import cibles
from prescripteur_tui.synchro.dossier import CibleDossier
from prescripteur_tui.ui.ecrans.accueil import EcranAccueil
from prescripteur_tui.ui.ecrans.dialogues import Dialogue
from prescripteur_tui.ui.ecrans.entretien import EcranEntretien
from prescripteur_tui.ui.ecrans.exports import DialogueEnvoi, DialogueVerification, EcranExports, SaisieDossier
from prescripteur_tui.ui.ecrans.reglages import SaisieCible
from prescripteur_tui.ui.widgets.liste import Liste
from tests.services.test_tableau import un
from tests.terminal import Terminal, TerminalMort, environnement
from tests.ui.attentes import ecrire, sur
from tests.ui.conftest import Ouvrir
from tests.ui.pilote import Pilote
from tests.ui.test_resultat import IDEE, stockes

RACINE = Path(__file__).parents[2]

POSTE = re.compile(r"[0-9a-f]{16}")


class Lente:
    """A folder whose writes wait, for the files whose name holds `mot`, until the test lets them go."""

    def __init__(self, racine: Path, mot: str) -> None:
        self._vraie = CibleDossier(racine)
        self._mot = mot
        self.atteinte = threading.Event()
        self.lachee = threading.Event()

    def publier(self, chemin: str, contenu: bytes) -> bool:
        if self._mot in chemin:
            self.atteinte.set()
            self.lachee.wait(60)
        return self._vraie.publier(chemin, contenu)

    def __getattr__(self, nom: str) -> object:
        return getattr(self._vraie, nom)


Installer = Callable[[object], None]


@pytest.fixture
def installer(monkeypatch: pytest.MonkeyPatch) -> Installer:
    """Puts a target in the place of every one."""

    def _installer(cible: object) -> None:
        def ouvrir(_: str) -> Cible:
            return cible  # type: ignore[return-value]

        monkeypatch.setattr(cibles, "ouvrir", ouvrir)

    return _installer


@pytest.fixture
def lente(cle: Path, installer: Installer) -> Iterator[Lente]:
    """A stick on which the file of week 46 does not get anywhere."""
    cible = Lente(cle, "W46")
    installer(cible)
    yield cible
    cible.lachee.set()


@pytest.fixture
def cle(tmp_path: Path) -> Path:
    """A stick."""
    dossier = tmp_path / "cle"
    dossier.mkdir()
    return dossier


async def preparer(p: Pilote, cle: Path | None, *stockes_: Entretien) -> None:
    """Store interviews, set the target, and show both on the first screen."""
    depot = await p.depot()
    await p.app.en_arriere(depot.ajouter, stockes_ or SEMAINES)
    if cle is not None:
        await p.app.en_arriere(reglages.ecrire_cible, p.app.services, str(cle))
    await p.app.revenir_a_l_accueil()


def semaine(numero: int, combien: int, depuis: int, lieu: str = LIEU_A_PRECISER) -> list[Entretien]:
    """So many interviews of a week."""
    return [un(depuis + i, f"2026-W{numero}", operateurs=["citeslab"], lieu=lieu) for i in range(combien)]


SEMAINES = [*semaine(45, 5, 0), *semaine(46, 4, 10), *semaine(47, 3, 20), *semaine(48, 2, 30)]
"""Three finished weeks, and the one under way; période 12 is not over."""


async def ouvrir_exports(p: Pilote) -> EcranExports:
    """Open the screen, its list read."""
    await p.taper("e")
    ecran = await sur(p, EcranExports)
    await p.quand(lambda: bool(ecran.query_one(Liste).elements), "the list")
    await p.repos()
    return ecran


async def demander(p: Pilote) -> DialogueEnvoi:
    """Ask to send; what goes is shown."""
    await p.taper("e")
    return await sur(p, DialogueEnvoi)


async def envoyer(p: Pilote) -> None:
    """Open the screen, ask to send, agree."""
    await ouvrir_exports(p)
    await demander(p)
    await p.taper("1")


async def dit(p: Pilote, texte: str) -> None:
    """Wait until the window says something."""
    await p.quand(lambda: texte in " ".join(p.texte().split()), texte)
    await p.repos()
    assert not POSTE.search(p.texte()), "the number of the laptop is on screen"


def lignes(p: Pilote) -> dict[str, str]:
    """The state of each line, by its title."""
    elements = p.app.screen.query_one(Liste).elements
    return {e.libelle: e.droite.replace("\u00a0", " ") for e in elements if not e.est_titre}


def manifestes(cle: Path) -> list[str]:
    """What the stick holds, week by week."""
    return sorted(fichier.relative_to(cle).parts[0] for fichier in cle.rglob("*.json"))


# What is listed


async def test_ce_qui_en_est_de_chaque_ligne(application: Ouvrir, cle: Path) -> None:
    async with application() as p:
        await preparer(p, cle)
        assert "semaine 47 à envoyer, et d’autres" in p.texte()
        await ouvrir_exports(p)
        assert "3 fichiers à envoyer" in p.texte()
        assert lignes(p) == {
            "Semaine 48": "en cours",
            "Semaine 47": "à exporter",
            "Semaine 46": "à exporter",
            "Semaine 45": "à exporter",
            "Période 12": "en cours",
        }
        assert "Semaine 47  à exporter   3 entretiens" in p.texte()
        await p.taper("down")
        assert "Semaine 47, du 16 au 22 novembre 2026" in p.texte()


async def test_une_periode_trop_maigre_est_reportee(application: Ouvrir, cle: Path) -> None:
    """Four interviews in période 11: too few, unless those of the next one join them."""
    async with application() as p:
        await preparer(p, cle, *semaine(43, 4, 0), *semaine(48, 1, 10))
        await ouvrir_exports(p)
        assert lignes(p)["Période 11"] == "reportée"
        assert "4 entretiens, il en faut 11" in " ".join(p.texte().split())
        await p.taper("end", "enter")
        assert "ne peuvent pas encore partir" in p.texte()


async def test_plusieurs_lieux_se_disent(application: Ouvrir, cle: Path) -> None:
    async with application() as p:
        await preparer(p, cle, *semaine(47, 2, 0), *semaine(47, 3, 10, "mq-briquette"))
        ecran = await ouvrir_exports(p)
        assert ecran.contexte == "2 lieux"
        titres = [
            e.libelle.replace("\u00a0", " ") for e in ecran.query_one(Liste).elements if e.est_titre and e.libelle
        ]
        assert [titre.partition(" : ")[0] for titre in titres[::2]] == [
            "Lieu à préciser",
            "Maison de quartier de la Briquette (centre social)",
        ]
        await demander(p)
        texte = " ".join(p.texte().replace("│", " ").split())
        assert "Lieu à préciser • la semaine 47 : 2 entretiens, 2 orientations Maison de quartier" in texte


async def test_rien_n_est_compte(application: Ouvrir) -> None:
    async with application() as p:
        assert "rien n’attend" in p.texte()
        await p.taper("e")
        await dit(p, "Aucun entretien n’est encore compté.")
        await p.taper("enter", "down", "e", "escape")


# Sending


async def test_rien_ne_part_sans_etre_montre_et_accepte(application: Ouvrir, cle: Path) -> None:
    async with application() as p:
        await preparer(p, cle)
        await ouvrir_exports(p)
        await demander(p)
        texte = " ".join(p.texte().replace("│", " ").split())
        assert "Envoyer 3 fichiers ?" in texte
        assert "Des nombres seulement : aucun nom, aucune réponse individuelle." in texte
        assert "Vers dossier:/" in texte
        assert "• la semaine 46 : 4 entretiens, 4 orientations" in texte
        assert "semaine 48" not in texte
        # Enter takes the safe way out.
        await p.taper("enter")
        await sur(p, EcranExports)
        assert manifestes(cle) == []
        await dit(p, "3 fichiers à envoyer")
        await demander(p)
        await p.taper("escape")
        assert manifestes(cle) == []


async def test_envoyer(application: Ouvrir, cle: Path) -> None:
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await dit(p, "✓ 3 fichiers envoyés.")
        await dit(p, "✓ Tout est envoyé")
        assert manifestes(cle) == ["semaine=2026-W45", "semaine=2026-W46", "semaine=2026-W47"]
        assert {lignes(p)[f"Semaine {n}"] for n in (45, 46, 47)} == {"envoyé"}
        await p.taper("escape")
        await sur(p, EcranAccueil)
        assert "rien n’attend" in p.texte()


async def test_sans_cible_on_la_choisit(application: Ouvrir, cle: Path) -> None:
    async with application() as p:
        await preparer(p, None)
        assert "semaine 47 à exporter, et d’autres" in p.texte()
        await ouvrir_exports(p)
        assert "3 fichiers à envoyer, sans cible pour les recevoir" in p.texte()
        await p.taper("e")
        await sur(p, SaisieCible)
        await ecrire(p, str(cle))
        await p.taper("f2")
        await dit(p, "Cible : dossier:")
        await demander(p)
        await p.taper("1")
        await dit(p, "✓ 3 fichiers envoyés.")


async def test_une_semaine_completee_repart(application: Ouvrir, cle: Path) -> None:
    """A paper form typed in late: the week waits again, and goes as revision 2."""
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await dit(p, "✓ Tout est envoyé")
        await preparer(p, cle, un(99, "2026-W46"))
        assert "semaine 46 à envoyer" in p.texte()
        await ouvrir_exports(p)
        assert lignes(p)["Semaine 46"] == "à exporter"
        await demander(p)
        assert "la semaine 46 : 5 entretiens" in p.texte()
        await p.taper("1")
        await dit(p, "✓ 1 fichier envoyé.")
        assert lignes(p)["Semaine 46"] == "envoyé, révision 2"


async def test_une_autre_cle_recoit_tout(application: Ouvrir, cle: Path) -> None:
    """All is sent; the stick was changed for an empty one: asked to look, it is filled again."""
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await dit(p, "✓ Tout est envoyé")
        for fichier in sorted(cle.rglob("*"), reverse=True):
            fichier.unlink() if fichier.is_file() else fichier.rmdir()
        await p.taper("e")
        await sur(p, DialogueVerification)
        await p.taper("1")
        await dit(p, "✓ 3 fichiers envoyés.")
        assert len(manifestes(cle)) == 3


# What goes wrong


@pytest.mark.parametrize("nature", ["formation", "demo"])
async def test_des_entretiens_inventes_ne_partent_pas(application: Ouvrir, nature: str) -> None:
    """Told at once, before a target is asked for."""
    async with application(taille=(60, 20)) as p:
        depot = await p.depot()
        await p.app.en_arriere(depot.ecrire_reglages, {"nature": nature})
        await preparer(p, None)
        await ouvrir_exports(p)
        await p.taper("e")
        await p.quand(lambda: "✗ " in p.texte(), "the refusal")
        p.ecran(EcranExports)
        assert await p.app.en_arriere(depot.courrier.fichiers) == []


async def test_un_catalogue_refuse_ne_retient_pas_les_comptes(application: Ouvrir, tmp_path: Path, cle: Path) -> None:
    async with application(catalogue=tmp_path / "absent") as p:
        await preparer(p, cle, *semaine(47, 3, 0, "mq-briquette"))
        await envoyer(p)
        await dit(p, "✓ 1 fichier envoyé.")
        assert "mq-briquette" in p.texte()


async def test_une_cle_debranchee_laisse_tout_en_attente(application: Ouvrir, cle: Path) -> None:
    async with application(taille=(60, 20)) as p:
        await preparer(p, cle)
        await ouvrir_exports(p)
        await demander(p)
        cle.rmdir()
        await p.taper("1")
        await dit(p, "✗ La cible")
        assert "Branchez la clé ou le réseau" in " ".join(p.texte().split())
        assert "3 fichiers à envoyer" in p.texte()
        cle.mkdir()
        await demander(p)
        await p.taper("1")
        await dit(p, "✓ 3 fichiers envoyés.")


async def test_un_fichier_refuse_dit_pourquoi(application: Ouvrir, cle: Path) -> None:
    """Somebody else's bytes under our name: the others go, and the number of this laptop stays off the screen."""
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await dit(p, "✓ Tout est envoyé")
        [csv] = cle.glob("semaine=2026-W46/**/*.csv")
        [manifeste] = cle.glob("semaine=2026-W46/**/*.json")
        csv.write_bytes(b"autre chose")
        manifeste.unlink()
        await p.taper("e")
        await sur(p, DialogueVerification)
        await p.taper("1")
        await dit(p, "✗ 1 fichier refusé : choisissez sa ligne pour lire pourquoi.")
        await p.quand(lambda: lignes(p).get("Semaine 46") == "refusé", "the line to say it")
        await p.taper("down", "down")
        await dit(p, "porte déjà sur la cible le nom orientations_2026-W46_lieu-a-preciser_…")
        assert lignes(p)["Semaine 45"] == "envoyé"


# Nothing freezes


async def test_une_cle_qui_ne_repond_plus_ne_gele_rien(application: Ouvrir, cle: Path, lente: Lente) -> None:
    """Half way through a sending the stick hangs: a whole interview is done and stored meanwhile, then all arrives."""
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await p.quand(lente.atteinte.is_set, "the stick to hang")
        await dit(p, "1 sur 3 · semaine 46")
        await p.taper("down", "down", "up")
        await p.taper("escape")
        await sur(p, EcranAccueil)
        assert "envoi en cours" in p.texte()
        await p.taper(*IDEE, "1", "enter")
        await p.quand(lambda: isinstance(p.app.screen, EcranAccueil), "the end of the interview")
        assert await p.compte() == (3, 3)
        await ouvrir_exports(p)
        assert "1 sur 3 · semaine 46" in p.texte()
        assert not lente.lachee.is_set()
        lente.lachee.set()
        await dit(p, "✓ 3 fichiers envoyés.")
        assert manifestes(cle) == ["semaine=2026-W45", "semaine=2026-W46", "semaine=2026-W47"]


async def test_arreter_un_envoi(application: Ouvrir, cle: Path, lente: Lente) -> None:
    """Between two files: the one on its way arrives whole, the others wait."""
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await p.quand(lente.atteinte.is_set, "the stick to hang")
        await p.taper("s")
        await dit(p, "L’envoi s’arrête après le fichier en cours…")
        lente.lachee.set()
        await dit(p, "✓ 2 fichiers envoyés. ✗ Envoi arrêté : 1 fichier attend le prochain.")
        await p.quand(lambda: lignes(p).get("Semaine 46") == "envoyé", "the line to say it")
        assert lignes(p)["Semaine 47"] == "à envoyer"
        assert manifestes(cle) == ["semaine=2026-W45", "semaine=2026-W46"]


async def test_l_application_se_ferme_pendant_un_envoi(application: Ouvrir, cle: Path, lente: Lente) -> None:
    """The stick never answers: one can quit, and what was under way is taken up at the next sending."""
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await p.quand(lente.atteinte.is_set, "the stick to hang")
        await p.taper("escape", "q")
        await p.quand(lambda: not p.app.is_running, "the app to close")
        assert not lente.lachee.is_set()
    async with application() as p:
        await ouvrir_exports(p)
        assert lignes(p)["Semaine 46"] == "envoi à reprendre"


async def test_la_fin_d_un_envoi_se_voit_a_l_accueil(application: Ouvrir, cle: Path, lente: Lente) -> None:
    async with application() as p:
        await preparer(p, cle)
        await envoyer(p)
        await p.quand(lente.atteinte.is_set, "the stick to hang")
        await p.taper("escape")
        await sur(p, EcranAccueil)
        lente.lachee.set()
        await dit(p, "envoi fini")
        await ouvrir_exports(p)
        await dit(p, "✓ 3 fichiers envoyés.")


async def test_la_preparation_ne_retient_pas_les_touches(
    application: Ouvrir, cle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting a great base takes long; whoever has begun an interview meanwhile is asked nothing."""
    comptee = threading.Event()
    vraie = envois.preparer

    def lentement(*args: object) -> object:
        comptee.wait(60)
        return vraie(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(envois, "preparer", lentement)
    try:
        async with application() as p:
            await preparer(p, cle)
            await ouvrir_exports(p)
            await p.taper("e")
            await dit(p, "Préparation de l’envoi…")
            await p.taper("escape", "n", "3")
            p.ecran(EcranEntretien)
            comptee.set()
            await p.repos()
            assert "question 2 sur" in p.texte()
    finally:
        comptee.set()


PIEGE = """
import threading
from prescripteur_tui.synchro.dossier import CibleDossier
from prescripteur_tui.__main__ import main

CibleDossier.verifier = lambda self: threading.Event().wait()
main()
"""
"""The app, with a target that never answers."""


def test_quitter_n_attend_pas_une_cle_muette(tmp_path: Path, dossier_catalogue: Path, cle: Path) -> None:
    """In a real terminal: the process ends, with the thread still waiting inside the target."""
    donnees = tmp_path / "donnees"
    services = Application(donnees, dossier_catalogue)
    services.depot.ajouter([un(1, "2026-W40")])
    reglages.ecrire_cible(services, str(cle))
    services.fermer()
    environ = environnement(
        PRESCRIPTEUR_DONNEES=str(donnees), PRESCRIPTEUR_CATALOGUE=str(dossier_catalogue), PYTHONPATH=str(RACINE)
    )
    terminal = Terminal([sys.executable, "-c", PIEGE], environ)
    try:
        terminal.attendre("Nouvel entretien")
        for touche, marque in (
            ("e", "Semaine 40"),
            ("e", "Des nombres seulement"),
            ("1", "Envoi…"),
            ("\x1b", "envoi en cours"),
        ):
            depuis = len(terminal.recu)
            terminal.taper(touche)
            terminal.attendre(marque, depuis)
        terminal.taper("q")
        with pytest.raises(TerminalMort):
            terminal.attendre("\0 never printed")
    except BaseException:
        terminal.finir()
        raise
    _, etat = os.waitpid(terminal.pid, 0)
    assert os.waitstatus_to_exitcode(etat) == 0


# Files


async def _faire(p: Pilote, format_: str, dossier: Path) -> None:
    await p.taper("enter")
    await sur(p, Dialogue)
    await p.taper(format_)
    saisie = await sur(p, SaisieDossier)
    saisie.query_one(Input).value = str(dossier)
    await p.taper("f2")


@pytest.mark.parametrize(
    ("format_", "mots", "fins"),
    [
        ("1", "Semaine 47, Classeur XLSX : Écrit.", [".xlsx"]),
        ("2", "Semaine 47, CSV et son manifeste : Écrit.", [".csv", ".json"]),
    ],
)
async def test_faire_un_fichier(
    application: Ouvrir, tmp_path: Path, format_: str, mots: str, fins: Sequence[str]
) -> None:
    vers = tmp_path / "sortie" / "ici"
    async with application() as p:
        await preparer(p, None)
        await ouvrir_exports(p)
        await p.taper("down")
        await _faire(p, format_, vers)
        await dit(p, mots)
        assert sorted(f.suffix for f in vers.iterdir() if "W47" in f.name) == fins
        await p.quand(lambda: lignes(p)["Semaine 47"] == "à envoyer", "the line to say it")
        await _faire(p, format_, vers)
        await dit(p, "Déjà là, et inchangé.")


async def test_un_dossier_ou_l_on_ne_peut_pas_ecrire(application: Ouvrir, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    async with application(taille=(60, 20)) as p:
        await preparer(p, None)
        await ouvrir_exports(p)
        await _faire(p, "2", Path("ici/la"))
        await dit(p, "Dossier : écrivez un chemin complet")
        await p.taper("escape")
        await _faire(p, "2", tmp_path / "fichier" / "dessous")
        await dit(p, "✗ Impossible d’écrire")


async def test_un_dossier_lent_ne_gele_rien(
    application: Ouvrir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prescripteur_tui.services import exporter

    ecrit = threading.Event()

    def lentement(*_: object, **__: object) -> list[object]:
        ecrit.wait(60)
        raise ErreurPrescripteur("ecriture-impossible", fichier="/cle/x", raison="le support ne répond pas")

    monkeypatch.setattr(exporter, "exporter", lentement)
    try:
        async with application() as p:
            await preparer(p, None)
            await ouvrir_exports(p)
            await _faire(p, "1", tmp_path)
            await dit(p, "Classeur XLSX : écriture…")
            await p.taper("escape", *IDEE, "1", "enter")
            assert len(await stockes(p)) == 3
    finally:
        ecrit.set()


async def test_souris(application: Ouvrir) -> None:
    async with application() as p:
        await preparer(p, None)
        await ouvrir_exports(p)
        await p.cliquer("Semaine 46")
        await sur(p, Dialogue)
        assert "Semaine 46 : quel fichier ?" in p.texte()
