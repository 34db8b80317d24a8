"""From a folder of YAML to a checked catalogue, or to all that is wrong with it, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from prescripteur_tui.domaine.base import Modele
from prescripteur_tui.domaine.catalogue import CasType, Catalogue, Identite
from prescripteur_tui.domaine.explications import Explications
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.domaine.questionnaire import Questionnaire, Valeur
from prescripteur_tui.domaine.territoire import Lieu, Territoire
from prescripteur_tui.erreurs import ErreurPrescripteur
from prescripteur_tui.lecture.emplacement import FICHIER_CATALOGUE, est_dossier
from prescripteur_tui.lecture.fichiers import lire_texte
from prescripteur_tui.lecture.reparation import BOUCHON, Morceau, bouche_trou, valider
from prescripteur_tui.lecture.yaml_sur import Chemin, Document, analyser_yaml

SCHEMA = "1"
"""The format of the files that we read."""

_FICHIER_QUESTIONNAIRE = "questionnaire.yaml"
_FICHIER_TERRITOIRE = "territoire.yaml"
_FICHIER_LIEUX = "lieux.yaml"
_FICHIER_EXPLICATIONS = "explications.yaml"

M = TypeVar("M", bound=BaseModel)


class CatalogueInvalide(ErreurPrescripteur):
    """The catalogue is refused; `problemes` are all its errors, sorted by file and line."""

    def __init__(self, problemes: Iterable[ErreurPrescripteur]) -> None:
        self.problemes = tuple(problemes)
        super().__init__("catalogue-invalide", nombre=len(self.problemes))


@dataclass(frozen=True, slots=True)
class Situation:
    """Where each element of a catalogue is written. A path begins as those of `Catalogue.verifier()` do."""

    documents: Mapping[str, Document]

    def ou(self, chemin: Chemin) -> tuple[str, int]:
        """File (relative to the folder) and line, from 1, of an element or of its nearest parent."""
        fichier, ligne, _ = self.place(chemin)
        return fichier, ligne

    def place(self, chemin: Chemin, *, cle: bool = False) -> tuple[str, int, int]:
        """File, line and column; with `cle`, of the key rather than of its value."""
        fichier, dedans = _fichier_de(chemin)
        document = self.documents.get(fichier)
        ligne, colonne = document.position(dedans, cle=cle) if document else (1, 1)
        return fichier, ligne, colonne


def lire_catalogue(dossier: Path, *, cas_types: bool = True) -> Catalogue:
    """Read and check a catalogue.

    Args:
        dossier: its folder.
        cas_types: also read the invented residents and the explained warnings, which only the checks need: a third of
            the time.

    Raises:
        CatalogueInvalide: with every problem of every file.
        ErreurPrescripteur: `catalogue-introuvable` when there is no such folder.
    """
    return lire_catalogue_situe(dossier, cas_types=cas_types)[0]


def lire_catalogue_situe(dossier: Path, *, cas_types: bool = True) -> tuple[Catalogue, Situation]:
    """Read and check a catalogue, and keep where each element is written; as `lire_catalogue`."""
    if not est_dossier(dossier):
        raise ErreurPrescripteur("catalogue-introuvable", dossier=dossier)
    return _Lecture(dossier).mener(avec_cas_types=cas_types)


class _Lieux(Modele):
    """The content of `lieux.yaml`."""

    lieux: tuple[Lieu, ...] = ()


class _Lecture:
    """One reading of one folder."""

    def __init__(self, dossier: Path) -> None:
        self.dossier = dossier
        self.problemes: list[ErreurPrescripteur] = []
        self.documents: dict[str, Document] = {}
        self.morceaux: dict[str, Morceau[Any]] = {}
        self.situation = Situation(self.documents)

    def mener(self, *, avec_cas_types: bool) -> tuple[Catalogue, Situation]:
        """Every file, then what they say of each other."""
        identite = self._lire_un(FICHIER_CATALOGUE, Identite)
        questionnaire = self._lire_un(_FICHIER_QUESTIONNAIRE, Questionnaire)
        territoire = self._lire_un(_FICHIER_TERRITOIRE, Territoire)
        lieux = self._lire_un(_FICHIER_LIEUX, _Lieux, facultatif=True)
        operateurs = self._lire_dossier("operateurs", Operateur)
        cas_types = self._lire_dossier("cas-types", CasType) if avec_cas_types else {}
        explications = self._lire_un(_FICHIER_EXPLICATIONS, Explications, facultatif=True) if avec_cas_types else None
        if not self._noms("operateurs"):
            self._signaler("fichier-manquant", "operateurs/*.yaml", nom="operateurs/*.yaml")
        catalogue = Catalogue.model_construct(
            identite=identite or bouche_trou(Identite),
            questionnaire=questionnaire or bouche_trou(Questionnaire),
            territoire=territoire or bouche_trou(Territoire),
            lieux=lieux.lieux if lieux else (),
            operateurs=tuple(operateurs.values()),
            cas_types=tuple(cas_types.values()),
            explications=explications or Explications(),
        )
        self._comparer(catalogue)
        if self.problemes:
            raise CatalogueInvalide(sorted(self.problemes, key=_ordre))
        return catalogue, self.situation

    # Files

    def _lire_un(self, nom: str, modele: type[M], *, facultatif: bool = False) -> M | None:
        if not (self.dossier / nom).exists():
            if not facultatif:
                self._signaler("fichier-manquant", nom, nom=nom)
            return None
        document = self._lire_yaml(nom)
        if document is None:
            return None
        valeur = document.valeur
        if isinstance(valeur, dict):
            schema = valeur.get("schema")
            if "schema" not in valeur:
                self._signaler("champ-manquant", nom, champ="schema")
            elif schema != SCHEMA:
                ligne, colonne = document.position(("schema",))
                self._signaler("schema-inconnu", nom, ligne, colonne, valeur="" if schema is None else schema)
            valeur = {cle: v for cle, v in valeur.items() if cle != "schema"}
        return self._valider(nom, modele, valeur)

    def _lire_dossier(self, nom: str, modele: type[M]) -> dict[str, M]:
        """The models of a folder, by file name; checks name them by it, so that two equal ids stay apart."""
        lus: dict[str, M] = {}
        for tronc in self._noms(nom):
            fichier = f"{nom}/{tronc}.yaml"
            document = self._lire_yaml(fichier)
            if document is None:
                continue
            objet = self._valider(fichier, modele, document.valeur)
            if objet is None:
                continue
            declare = getattr(objet, "id", None)
            if declare != tronc:
                if not self.morceaux[fichier].tait("nom-de-fichier", ("id",)):
                    ligne, colonne = document.position(("id",))
                    self._signaler("nom-de-fichier", fichier, ligne, colonne, id=declare)
                objet = objet.model_copy(update={"id": tronc})
            lus[tronc] = objet
        return lus

    def _noms(self, dossier: str) -> list[str]:
        """The file names of a folder without their suffix, sorted; hidden files are none of ours."""
        try:
            chemins = list((self.dossier / dossier).iterdir())
        except OSError:
            return []
        return sorted(c.stem for c in chemins if c.suffix == ".yaml" and not c.name.startswith("."))

    def _lire_yaml(self, fichier: str) -> Document | None:
        try:
            texte = lire_texte(self.dossier / fichier, fichier)
        except ErreurPrescripteur as erreur:
            self.problemes.append(_situee(erreur, fichier, 1, 1))
            return None
        document, problemes = analyser_yaml(texte, fichier)
        self.problemes += [_situee(p, fichier, 1, 1) for p in problemes]
        if document is not None:
            self.documents[fichier] = document
            if problemes:
                self.morceaux[fichier] = Morceau(None)
        return document

    def _valider(self, fichier: str, modele: type[M], valeur: Any) -> M | None:
        document = self.documents[fichier]
        morceau = valider(modele, valeur, douteux=fichier in self.morceaux)
        self.morceaux[fichier] = morceau
        for refus in morceau.refus:
            ecrit = morceau.chemin_ecrit(refus.chemin)
            ligne, colonne = document.position(ecrit, cle=refus.est_de_cle)
            self._signaler(refus.code, fichier, ligne, colonne, **refus.contexte)
        return morceau.objet

    # Between files

    def _comparer(self, catalogue: Catalogue) -> None:
        reserves = _Reserves(self, catalogue)
        for anomalie in catalogue.verifier():
            fichier, dedans = _fichier_de(anomalie.chemin)
            morceau = self.morceaux.get(fichier)
            if reserves.taisent(anomalie.code, anomalie.contexte):
                continue
            if morceau is not None:
                if morceau.tait(anomalie.code, dedans):
                    continue
                dedans = morceau.chemin_ecrit(dedans)
            document = self.documents.get(fichier)
            ligne, colonne = document.position(dedans) if document else (1, 1)
            self._signaler(anomalie.code, fichier, ligne, colonne, **anomalie.contexte)
        sain = not any(p.contexte["fichier"] == _FICHIER_QUESTIONNAIRE for p in self.problemes)
        for cas in catalogue.cas_types:
            self._verifier_reponses(catalogue.questionnaire, cas, reserves, sain=sain)

    def _verifier_reponses(
        self, questionnaire: Questionnaire, cas: CasType, reserves: _Reserves, *, sain: bool
    ) -> None:
        """The answers of an invented resident, each held to its question, then to what opens it."""
        fichier = f"cas-types/{cas.id}.yaml"
        valables: dict[str, Valeur] = {}
        for cle, brute in cas.reponses.items():
            if self.morceaux[fichier].tait("", ("reponses", cle)):
                sain = False
                continue
            try:
                valables[cle] = questionnaire.verifier_une(questionnaire.question(cle), brute)
            except ErreurPrescripteur as erreur:
                sain = False
                if not reserves.taisent(erreur.code, erreur.contexte):
                    self._signaler_reponse(fichier, cle, erreur)
        # What opens a question is only told when the questionnaire and the other answers can be relied on.
        while sain:
            try:
                questionnaire.verifier(valables)
            except ErreurPrescripteur as erreur:
                cle = str(erreur.contexte["question"])
                self._signaler_reponse(fichier, cle, erreur)
                del valables[cle]
            else:
                break

    def _signaler_reponse(self, fichier: str, cle: str, erreur: ErreurPrescripteur) -> None:
        chemin = self.morceaux[fichier].chemin_ecrit(("reponses", cle))
        self.problemes.append(_situee(erreur, fichier, *self.documents[fichier].position(chemin)))

    def _signaler(self, code: str, fichier: str, ligne: int = 1, colonne: int = 1, **contexte: object) -> None:
        self.problemes.append(ErreurPrescripteur(code, fichier=fichier, ligne=ligne, colonne=colonne, **contexte))


class _Reserves:
    """The checks between files that cannot be relied on, because of what could not be read."""

    def __init__(self, lecture: _Lecture, catalogue: Catalogue) -> None:
        self.codes: set[str] = set()
        self.questions: set[str] = set()
        self.multiples: set[str] = set()
        self.operateurs: set[str] = set()
        self.offres: set[str] = set()
        self._sur_le_questionnaire(lecture.morceaux.get(_FICHIER_QUESTIONNAIRE), catalogue.questionnaire)
        self._sur_le_territoire(lecture.morceaux.get(_FICHIER_TERRITOIRE))
        lus = {operateur.id for operateur in catalogue.operateurs}
        self.operateurs.update(tronc for tronc in lecture._noms("operateurs") if tronc not in lus)
        if self.operateurs or not lus:
            self.codes.add("filet-absent")
        for operateur in catalogue.operateurs:
            self._sur_un_operateur(operateur.id, lecture.morceaux[f"operateurs/{operateur.id}.yaml"])

    def taisent(self, code: str, contexte: Mapping[str, object]) -> bool:
        """Whether a problem may come from what could not be read."""
        if code in self.codes or any(str(v).startswith(BOUCHON) for v in contexte.values()):
            return True
        if code in ("catalogue-option", "option-inconnue"):
            return contexte.get("question") in self.questions
        if code in ("reponse-multiple", "option-seule"):
            return contexte.get("question") in self.multiples
        if code == "cas-type-nom":
            nom = str(contexte.get("valeur"))
            operateur, barre, _ = nom.partition("/")
            return operateur in self.operateurs or (bool(barre) and operateur in self.offres)
        return False

    def _sur_le_questionnaire(self, morceau: Morceau[Any] | None, questionnaire: Questionnaire) -> None:
        if morceau is None or morceau.objet is None:
            self.codes |= _SUR_LES_QUESTIONS | _SUR_LES_ETAPES | {"quartier-sans-option"}
            return
        for bouchon in morceau.bouchons:
            if _touche(bouchon, "questions", "id"):
                self.codes |= _SUR_LES_QUESTIONS
            elif bouchon[0] == "questions" and _touche(bouchon[2:], "options", "id"):
                self.questions.add(questionnaire.questions[int(bouchon[1])].id)
            elif bouchon[0] == "questions" and (bouchon[2] == "multi" or bouchon[-1] == "seule"):
                self.multiples.add(questionnaire.questions[int(bouchon[1])].id)
            elif _touche(bouchon, "etapes", "id"):
                self.codes |= _SUR_LES_ETAPES

    def _sur_le_territoire(self, morceau: Morceau[Any] | None) -> None:
        if morceau is None or morceau.objet is None:
            self.codes |= {"commune-inconnue", "quartier-inconnu"}
            return
        for bouchon in morceau.bouchons:
            if _touche(bouchon, "communes", "nom"):
                self.codes.add("commune-inconnue")
            elif _touche(bouchon, "quartiers", "code"):
                self.codes.add("quartier-inconnu")

    def _sur_un_operateur(self, operateur: str, morceau: Morceau[Any]) -> None:
        for bouchon in morceau.bouchons:
            if _touche(bouchon, "offres", "id"):
                self.offres.add(operateur)
            if _touche(bouchon, "offres", "filet"):
                self.codes.add("filet-absent")


_SUR_LES_QUESTIONS = {
    "catalogue-question",
    "catalogue-option",
    "question-inconnue",
    "option-inconnue",
    "ouverture-en-avant",
}
_SUR_LES_ETAPES = {"etape-inconnue", "filet-conditionne"}


def _touche(bouchon: Chemin, liste: str, cle: str) -> bool:
    """Whether a repair touched a list, a whole element of it, or that key of an element."""
    return bouchon[:1] == (liste,) and (len(bouchon) < 3 or bouchon[2] == cle)


def _fichier_de(chemin: Chemin) -> tuple[str, Chemin]:
    """The file of a path of the catalogue, and the path inside it; of the whole, catalogue.yaml."""
    match chemin:
        case ("questionnaire", *reste):
            return _FICHIER_QUESTIONNAIRE, tuple(reste)
        case ("territoire", *reste):
            return _FICHIER_TERRITOIRE, tuple(reste)
        case ("lieux", *_):
            return _FICHIER_LIEUX, chemin
        case ("explications", *reste):
            return _FICHIER_EXPLICATIONS, tuple(reste)
        case (("operateurs" | "cas-types") as dossier, nom, *reste):
            return f"{dossier}/{nom}.yaml", tuple(reste)
        case ("identite", *reste):
            return FICHIER_CATALOGUE, tuple(reste)
    return FICHIER_CATALOGUE, ()


def _situee(erreur: ErreurPrescripteur, fichier: str, ligne: int, colonne: int) -> ErreurPrescripteur:
    """The same error, with a place where it has none."""
    contexte = {"fichier": fichier, "ligne": ligne, "colonne": colonne, **erreur.contexte}
    return ErreurPrescripteur(erreur.code, **contexte)


def _ordre(erreur: ErreurPrescripteur) -> tuple[Any, ...]:
    contexte = erreur.contexte
    return contexte["fichier"], contexte["ligne"], contexte["colonne"], erreur.code
