"""What an import of national files did, in French."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from prescripteur_tui.domaine.national.rapprochement import Difference
from prescripteur_tui.domaine.operateurs import Operateur
from prescripteur_tui.services.francais import nombre
from prescripteur_tui.services.importer_national import Bilan, Changement, DejaLa

_LONGUEUR = 80
"""Most characters of a value that is shown."""

CHAMPS = {
    "nom": "nom",
    "description": "description",
    "type": "type",
    "thematiques": "thématiques",
    "frais": "frais",
    "frais_precisions": "précisions sur les frais",
    "publics": "publics",
    "publics_precisions": "précisions sur les publics",
    "conditions_acces": "conditions d’accès",
    "commune": "commune",
    "code_postal": "code postal",
    "code_insee": "code INSEE",
    "adresse": "adresse",
    "complement_adresse": "complément d’adresse",
    "longitude": "longitude",
    "latitude": "latitude",
    "telephone": "téléphone",
    "courriel": "courriel",
    "horaires_accueil": "horaires d’accueil",
    "modes_accueil": "modes d’accueil",
    "zone_eligibilite": "zone",
    "lien_mobilisation": "lien pour s’inscrire",
    "modes_mobilisation": "façons de demander",
    "mobilisable_par": "qui peut demander",
    "mobilisation_precisions": "précisions sur la demande",
    "volume_horaire_hebdomadaire": "heures par semaine",
    "nombre_semaines": "nombre de semaines",
    "site_web": "site",
    "siret": "SIRET",
    "accessibilite_lieu": "accessibilité",
    "reseaux_porteurs": "réseaux",
    "lien_source": "page du producteur",
    "date_maj": "mise à jour",
    "contact_nom_prenom": "contact",
}
"""The fields of the national schema, for people."""

_CONSTATS = {
    "html": "HTML retiré",
    "commandes": "commandes de terminal ou signes cachés retirés",
    "coupe": "texte coupé, trop long",
    "ancienne": "ancienne valeur « {valeur} » remplacée",
    "inconnue": "valeur inconnue « {valeur} » non reprise",
    "contredite": "« {valeur} » non repris, « tous-publics » dit tout",
    "illisible": "« {valeur} » ne se lit pas, non repris",
    "personnel": "nom d’une personne, jamais repris",
}


def bilan_en_texte(bilan: Bilan) -> str:
    """The whole account: what was read, what changes, what was left alone, what is to be known."""
    return "\n".join(_lignes(bilan))


def conclusion(bilan: Bilan, *, simuler: bool) -> str:
    """One sentence on what was done."""
    if not bilan.change:
        fait = "Rien n’a changé"
    else:
        parties = (
            nombre(len(bilan.ajoutes), "opérateur ajouté", "opérateurs ajoutés"),
            nombre(len(bilan.modifies), "modifié"),
            nombre(len(bilan.revenus), "revenu"),
            nombre(len(bilan.disparus), "disparu"),
        )
        fait = ", ".join(partie for partie in parties if not partie.startswith("0 "))
    phrases = [f"{bilan.dossier} : {fait}."]
    if simuler:
        phrases.append("Simulation : rien n’a été écrit.")
    elif bilan.change:
        phrases.append("Aucun n’est proposé tant que ses conditions ne sont pas écrites.")
    if bilan.est_nouveau and not simuler:
        phrases.append(f"Ce catalogue est une copie : employez-le avec --catalogue {bilan.dossier}.")
    if not bilan.selection.a_des_structures and bilan.selection.services:
        phrases.append("Donnez aussi le fichier des structures : sans lui, ni nom, ni adresse, ni téléphone.")
    return " ".join(phrases)


def _lignes(bilan: Bilan) -> Iterator[str]:
    yield from _lu(bilan)
    yield from _section(f"AJOUTÉS ({len(bilan.ajoutes)})", map(_presenter, bilan.ajoutes))
    changements = (ligne for c in bilan.modifies for ligne in _changement(c, "change"))
    yield from _section(f"MODIFIÉS ({len(bilan.modifies)})", changements)
    yield from _section(f"REVENUS ({len(bilan.revenus)})", (f"- {o.id} : {o.nom}" for o in bilan.revenus))
    disparus = (f"- {o.id} : {o.nom}" for o in bilan.disparus)
    yield from _section(f"DISPARUS ({len(bilan.disparus)}), marqués et non supprimés", disparus)
    if bilan.inchanges:
        yield from ("", f"INCHANGÉS ({bilan.inchanges})")
    touches = (ligne for c in bilan.a_la_main for ligne in _changement(c, "dit"))
    yield from _section(f"MODIFIÉS À LA MAIN ({len(bilan.a_la_main)}), laissés tels quels", touches)
    retenus = (f"- {o.id} : {o.nom}" for o in bilan.plus_retenus)
    yield from _section(f"PLUS RETENUS ({len(bilan.plus_retenus)}), laissés tels quels", retenus)
    deja = (ligne for d in bilan.deja_la for ligne in _deja_la(d))
    yield from _section(f"DÉJÀ DANS LE CATALOGUE ({len(bilan.deja_la)}), laissés tels quels", deja)
    proches = (f"- {o.id} : {o.nom} ressemble à {', '.join(p.id for p in autres)}" for o, autres in bilan.peut_etre)
    yield from _section(f"PEUT-ÊTRE DÉJÀ LÀ ({len(bilan.peut_etre)}), ajoutés quand même", proches)
    yield from _a_savoir(bilan)


def _lu(bilan: Bilan) -> Iterator[str]:
    selection = bilan.selection
    structures = len({service["structure_id"] for service in selection.services})
    yield (
        f"Lus : {_milliers(nombre(selection.lus, 'service'))}, {_milliers(nombre(selection.lues, 'structure'))}. "
        f"Retenus : {_milliers(nombre(len(selection.services), 'service'))} "
        f"de {_milliers(nombre(structures, 'structure'))}."
    )
    yield (
        f"Laissés : {_milliers(nombre(selection.hors_theme, 'service'))} hors du thème, "
        f"{_milliers(str(selection.hors_territoire))} hors du territoire."
    )


def _a_savoir(bilan: Bilan) -> Iterator[str]:
    selection = bilan.selection
    yield from _section("CLÉS INCONNUES (non reprises)", _cles(selection.cles_inconnues))
    anciennes = _cles(selection.cles_sans_suite)
    yield from _section("ANCIENNES CLÉS, que le schéma n’a plus (non reprises)", anciennes)
    constats = [
        f"- {CHAMPS.get(c.champ, c.champ)} : {_CONSTATS[c.nature].format(valeur=_visible(c.valeur))} "
        f"({_milliers(nombre(n, 'fiche'))} : {_exemples(selection.exemples[c], n)})"
        for c, n in sorted(selection.constats.items(), key=lambda x: (x[0].champ, x[0].nature, x[0].valeur))
    ]
    if selection.doublons:
        constats.append(f"- {nombre(selection.doublons, 'fiche')} en double, comptée une fois")
    yield from _section("À SAVOIR", constats)


def _exemples(places: Sequence[tuple[str, int]], combien: int) -> str:
    """« services.json n° 2, services.json n° 7… »."""
    dits = ", ".join(f"{_visible(fichier)} n° {numero}" for fichier, numero in places)
    return f"{dits}…" if combien > len(places) else dits


def _cles(comptes: Mapping[str, int]) -> Iterator[str]:
    for cle, n in sorted(comptes.items()):
        yield f"- {_visible(cle)} : {_milliers(nombre(n, 'fiche'))}"


def _section(titre: str, lignes: Iterable[str]) -> Iterator[str]:
    """A title and its lines; nothing without lines."""
    contenu = list(lignes)
    if contenu:
        yield from ("", titre, *contenu)


def _presenter(operateur: Operateur) -> str:
    commune = next((f" ({contact.commune})" for contact in operateur.contacts if contact.commune), "")
    return f"- {operateur.id} : {operateur.nom}{commune}, {nombre(len(operateur.offres), 'offre')}"


def _changement(changement: Changement, verbe: str) -> Iterator[str]:
    yield f"- {changement.operateur.id} : {changement.operateur.nom}"
    if changement.est_disparu:
        yield "  n’est plus dans le fichier national"
    for difference in changement.differences:
        yield f"  {_difference(difference, verbe)}"


def _difference(d: Difference, verbe: str) -> str:
    offre = f"offre « {_court(d.offre)} »"
    if d.champ == "offre":
        return f"{offre} : {'ajoutée' if verbe == 'change' else 'nouvelle dans le fichier national'}"
    if d.champ == "disparu_le":
        return f"{offre} : {'n’est plus dans le fichier' if d.apres else 'est revenue'}"
    titre = f"{offre}, {CHAMPS[d.champ]}" if d.offre else CHAMPS[d.champ]
    avant, apres = _court(d.avant), _court(d.apres)
    if verbe == "dit":
        return f"{titre} : ici {_ou_rien(avant)}, le fichier national dit {_ou_rien(apres)}"
    if not avant:
        return f"{titre} : « {apres} » est ajouté"
    if not apres:
        return f"{titre} : « {avant} » est retiré"
    return f"{titre} : « {avant} » devient « {apres} »"


def _ou_rien(valeur: str) -> str:
    return f"« {valeur} »" if valeur else "rien"


def _deja_la(deja: DejaLa) -> Iterator[str]:
    nom = deja.operateur.nom
    yield f"- {deja.operateur.id} : « {nom} » est la fiche {_visible(deja.fiche)} ({deja.pourquoi})"
    for apport in deja.apports:
        yield f"  {CHAMPS[apport.champ]} : la fiche dit aussi « {_court(apport.apres)} »"


def _milliers(texte: str) -> str:
    """« 200 000 services »."""
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+(?![0-9]))", "\u00a0", texte)


def _court(texte: str) -> str:
    une_ligne = " ".join(texte.split("\n"))
    return une_ligne if len(une_ligne) <= _LONGUEUR else une_ligne[: _LONGUEUR - 1] + "…"


def _visible(texte: str) -> str:
    """A text of a file that nobody cleaned, without what would drive a terminal."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else "�" for c in texte)[:_LONGUEUR]
