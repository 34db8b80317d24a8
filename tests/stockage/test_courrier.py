"""What leaves, as the base keeps it: byte for byte, once, all or nothing."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from prescripteur_tui.domaine.entretien import Entretien
from prescripteur_tui.domaine.ports import Courrier, Depot, Envoi, FichierDeComptes, Pli
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.stockage.base import Base
from prescripteur_tui.stockage.ouverture import ouvrir
from tests.stockage.conftest import UnFeuillet, des_entretiens, une_periode

CLE = ("2026-W47", "dutemple", "3fa9")


@dataclasses.dataclass
class UneSemaine(UnFeuillet):
    """A feuillet whose names say what it is of."""

    csv: bytes
    debut: str = "2026-W47-dutemple-3fa9"

    def sceller(self, revision: int) -> Pli:
        return Pli(f"{self.debut}-{revision}", self.csv, f"r{revision}".encode())


def deposer(courrier: Courrier, csv: bytes, cle: tuple[str, str, str] = CLE) -> FichierDeComptes:
    return courrier.deposer_hebdo(*cle, lambda: UneSemaine(csv, "-".join(cle)))


@pytest.fixture
def courrier(base: Base) -> Courrier:
    depot: Depot = base
    return depot.courrier


def test_une_revision_par_contenu(courrier: Courrier) -> None:
    faits = [deposer(courrier, octets) for octets in (b"a", b"a", b"b", b"b", b"a")]
    assert [fichier.revision for fichier in faits] == [1, 1, 2, 2, 3]
    assert faits[0].sha256 == hashlib.sha256(b"a").hexdigest()
    assert [f.nom for f in courrier.fichiers(toutes=True)] == [f"2026-W47-dutemple-3fa9-{n}" for n in (1, 2, 3)]
    assert [f.nom for f in courrier.fichiers()] == ["2026-W47-dutemple-3fa9-3"]
    assert courrier.lire_fichier(faits[2].nom) == (b"b", b"r2")
    assert courrier.lire_fichier("inconnu") is None


def test_les_revisions_sont_a_chaque_semaine_lieu_et_poste(courrier: Courrier) -> None:
    cles = [CLE, ("2026-W48", *CLE[1:]), ("2026-W47", "ailleurs", "3fa9"), ("2026-W47", "dutemple", "ffff")]
    assert [deposer(courrier, b"a", cle).revision for cle in cles] == [1, 1, 1, 1]
    assert len(courrier.fichiers()) == 4
    assert {f.temps for f in courrier.fichiers(temps="2026-W48")} == {"2026-W48"}


def test_rien_de_neuf_n_ecrit_rien(courrier: Courrier, dossier: Path) -> None:
    deposer(courrier, b"a")
    avant = (dossier / "prescripteur.db").read_bytes()
    deposer(courrier, b"a")
    assert (dossier / "prescripteur.db").read_bytes() == avant


def test_un_compte_est_refait_sous_le_verrou(base: Base, dossier: Path) -> None:
    """An interview that arrives while the week is counted is in the revision that is kept."""
    lot = des_entretiens(3)
    base.ajouter(lot[:2])
    autre = ouvrir(dossier)
    deposer(base.courrier, b"0")
    vus: list[int] = []

    def compter() -> UneSemaine:
        vus.append(len(list(base.de_la_semaine(*CLE[:2]))))
        if len(vus) == 1:
            autre.ajouter(lot[2:])
        return UneSemaine(str(vus[-1]).encode())

    fichier = base.courrier.deposer_hebdo(*CLE, compter)
    assert (vus, base.courrier.lire_fichier(fichier.nom)) == ([2, 3], (b"3", b"r2"))
    autre.fermer()


def test_une_revision_donnee_avant_les_fichiers_garde_son_numero(base: Base) -> None:
    """Bases of schema 1 gave numbers, and kept no bytes."""
    with base._ecriture() as db:
        empreinte = hashlib.sha256(b"a").hexdigest()
        cle = dict(zip(("temps", "lieu", "poste"), CLE, strict=True))
        db.table("revisions").insert({**cle, "revision": 4, "empreinte": empreinte})
    assert [deposer(base.courrier, octets).revision for octets in (b"a", b"b")] == [4, 5]


def test_une_semaine_garde_son_poste(base: Base) -> None:
    poste = base.courrier.poste_de("2026-W53", "dutemple")
    assert poste == base.poste(2026) == base.courrier.poste_de("2026-P13", "dutemple")
    assert base.courrier.poste_de("2027-W01", "dutemple") == base.poste(2027)
    deposer(base.courrier, b"a", ("2026-W47", "dutemple", "ancien"))
    assert base.courrier.poste_de("2026-W47", "dutemple") == "ancien"
    assert base.courrier.poste_de("2026-W47", "ailleurs") == poste


def sur_trois_semaines() -> list[Entretien]:
    return [
        *des_entretiens(4, 1, semaine="2026-W45"),
        *des_entretiens(7, 2, semaine="2026-W48"),
        *des_entretiens(2, 3, semaine="2026-W49"),
        *des_entretiens(5, 4, lieu="ailleurs"),
    ]


def test_ce_qui_attend(base: Base) -> None:
    base.ajouter(sur_trois_semaines())
    courrier = base.courrier
    assert courrier.lieux_en_attente() == ["ailleurs", "dutemple"]
    assert courrier.en_attente("dutemple") == {"2026-W45": 4, "2026-W48": 7, "2026-W49": 2}
    assert courrier.en_attente("inconnu") == {}
    attendus = sorted((e for e in sur_trois_semaines()[:11]), key=lambda e: e.id)
    assert courrier.a_compter("dutemple", "2026-W48") == attendus


def test_une_periode_part_une_fois(base: Base) -> None:
    lot = sur_trois_semaines()
    base.ajouter(lot)
    courrier, (fichier, pli) = base.courrier, une_periode()
    ids = [e.id for e in lot[:11]]
    assert courrier.derniere_periode("dutemple") is None
    assert courrier.deposer_periode(fichier, pli, semaine="2026-W48", ids=ids)
    assert courrier.derniere_periode("dutemple") == "2026-P12"
    assert courrier.en_attente("dutemple") == {"2026-W49": 2}
    assert courrier.en_attente("ailleurs") == {"2026-W47": 5}
    assert courrier.lire_fichier(fichier.nom) == (pli.csv, pli.manifeste)
    assert courrier.fichiers(temps="2026-P12") == [fichier]
    assert not courrier.deposer_periode(fichier, pli, semaine="2026-W48", ids=[])


@pytest.mark.parametrize(
    "changer",
    [
        lambda base, lot: base.ajouter(des_entretiens(1, 9, semaine="2026-W46")),
        lambda base, lot: base.retirer(lot[0].id),
        lambda base, lot: base.courrier.reporter_periode("dutemple", "2026-P12"),
        lambda base, lot: base.courrier.reporter_periode("dutemple", "2027-P01"),
    ],
    ids=["un de plus", "un de moins", "decidee", "une plus tard decidee"],
)
def test_une_periode_que_la_base_ne_reconnait_plus(
    base: Base, changer: Callable[[Base, list[Entretien]], None]
) -> None:
    lot = sur_trois_semaines()
    base.ajouter(lot)
    changer(base, lot)
    fichier, pli = une_periode()
    avant = base.courrier.en_attente("dutemple")
    assert not base.courrier.deposer_periode(fichier, pli, semaine="2026-W48", ids=[e.id for e in lot[:11]])
    assert base.courrier.en_attente("dutemple") == avant
    assert base.courrier.fichiers() == []


def test_marquer_et_garder_ne_font_qu_un(base: Base) -> None:
    """A file that the base refuses leaves no interview marked."""
    lot = sur_trois_semaines()
    base.ajouter(lot)
    fichier, pli = une_periode()
    faux = dataclasses.replace(fichier, sha256="trop court")
    with pytest.raises(ErreurPrescripteur) as refus:
        base.courrier.deposer_periode(faux, pli, semaine="2026-W48", ids=[e.id for e in lot[:11]])
    assert refus.value.code == "base-erreur"
    assert base.courrier.derniere_periode("dutemple") is None
    assert base.courrier.en_attente("dutemple")["2026-W45"] == 4


def test_un_entretien_corrige_ou_annule_ne_repart_pas(base: Base) -> None:
    lot = sur_trois_semaines()
    base.ajouter(lot)
    fichier, pli = une_periode()
    base.courrier.deposer_periode(fichier, pli, semaine="2026-W48", ids=[e.id for e in lot[:11]])
    base.remplacer(dataclasses.replace(lot[0], etape="detection", reponses={}))
    base.retirer(lot[1].id)
    assert base.courrier.en_attente("dutemple") == {"2026-W49": 2}
    assert base._lignes("SELECT profil FROM entretiens WHERE id = ?", lot[0].id) == [("2026-P12",)]


def test_une_periode_reportee_ne_recule_pas(base: Base) -> None:
    base.courrier.reporter_periode("dutemple", "2026-P13")
    base.courrier.reporter_periode("dutemple", "2026-P12")
    assert base.courrier.derniere_periode("dutemple") == "2026-P13"


def test_les_envois(courrier: Courrier) -> None:
    nom = deposer(courrier, b"a").nom
    assert courrier.etats("cle") == {}
    courrier.noter("cle", nom, "en-cours")
    courrier.noter("cle", nom, "refuse", "cible-refus")
    courrier.noter("autre", nom, "envoye")
    assert courrier.etats("cle") == {nom: Envoi(nom, "refuse", "cible-refus")}
    assert courrier.etats("autre") == {nom: Envoi(nom, "envoye")}


@pytest.mark.parametrize(("nom", "etat"), [("absent", "envoye"), ("2026-W47-dutemple-3fa9-1", "parti")])
def test_un_envoi_qui_ne_se_peut_pas(courrier: Courrier, nom: str, etat: str) -> None:
    deposer(courrier, b"a")
    with pytest.raises(ErreurPrescripteur):
        courrier.noter("cle", nom, etat)
    assert courrier.etats("cle") == {}


@pytest.mark.parametrize(
    "requete",
    [
        "SELECT id FROM entretiens WHERE lieu = 'a' AND semaine <= 'b' AND profil IS NULL",
        "SELECT semaine, count(*) FROM entretiens WHERE lieu = 'a' AND profil IS NULL GROUP BY semaine",
        "SELECT min(lieu) FROM entretiens WHERE profil IS NULL AND lieu > 'a'",
    ],
)
def test_ce_qui_est_parti_n_est_pas_relu(base: Base, requete: str) -> None:
    """Years of interviews whose profiles are out are not walked through."""
    (plan,) = base._lignes(f"EXPLAIN QUERY PLAN {requete}")
    assert "COVERING INDEX entretiens_sans_profil" in plan[3]
