"""The one error type, and the catalogue of everything that can go wrong: what, where, what to do.

Texts are French, because a user reads them. `{…}` are the values that the raiser gives.
"""

from __future__ import annotations

from dataclasses import dataclass

SORTIE_REFUS = 1
"""Exit code: the data or the catalogue was refused."""
SORTIE_USAGE = 2
"""Exit code: wrong use or settings."""
SORTIE_CIBLE = 3
"""Exit code: a sync target could not be reached; what was to be sent is kept."""


@dataclass(frozen=True, slots=True)
class Fiche:
    """One entry of the error catalogue."""

    message: str
    """What is wrong, with `{values}`."""
    conseil: str
    """What to do; replaced by a suggestion when the context has a nearest valid id (`proche`)."""
    sortie: int = SORTIE_REFUS


PROCHE = "Vouliez-vous dire « {proche} » ?"
"""The advice when a nearest valid id is known."""

FICHES: dict[str, Fiche] = {
    # Réponses
    "reponses-forme": Fiche(
        "Les réponses doivent être un objet « question : réponse » ; reçu : {recu}.",
        'Reprenez le modèle : {{"maturite": "idee", "freins": ["argent"]}}.',
    ),
    "reponse-forme": Fiche(
        "La réponse à « {question} » n’est ni une option, ni une liste d’options : {recu}.",
        "Écrivez l’identifiant d’une option, ou « sans-reponse ».",
    ),
    "question-inconnue": Fiche(
        "La question « {question} » n’existe pas.", "Voyez la liste des questions dans le questionnaire du catalogue."
    ),
    "option-inconnue": Fiche(
        "La question « {question} » n’a pas d’option « {option} ».",
        "Voyez les options dans le questionnaire du catalogue.",
    ),
    "reponse-multiple": Fiche("La question « {question} » n’accepte qu’une seule réponse.", "Gardez une seule option."),
    "option-double": Fiche("La même option est donnée deux fois à la question « {question} ».", "Retirez le doublon."),
    "option-seule": Fiche(
        "À la question « {question} », l’option « {option} » ne va avec aucune autre.",
        "Gardez-la seule, ou retirez-la.",
    ),
    "sans-reponse-en-liste": Fiche(
        "À la question « {question} », « sans-reponse » est dans une liste.",
        "Écrivez-le seul, sans crochets.",
    ),
    "question-fermee": Fiche(
        "La question « {question} » n’est pas posée avec ces réponses-là.",
        "Retirez cette réponse, ou corrigez les réponses qui l’ouvrent.",
    ),
    "fin-inconnue": Fiche(
        "La fin d’entretien « {fin} » n’existe pas.",
        "Choisissez : orientation, autre-action, aucun-operateur, non-renseignee.",
    ),
    "fin-incoherente": Fiche(
        "La fin « {fin} » ne va pas avec ces orientations (nombre : {nombre}).",
        "« orientation » demande au moins une orientation ; « autre-action » et « aucun-operateur » n’en ont aucune.",
    ),
    "issue-inconnue": Fiche("L’issue « {issue} » n’existe pas.", "Choisissez : acceptee, refusee, a-reflechir."),
    "motif-inconnu": Fiche(
        "Le motif « {motif} » n’existe pas.", "Choisissez : deja-suivi, trop-loin, pas-pret, complet, langue, autre."
    ),
    "motif-sans-refus": Fiche(
        "Un motif est donné pour « {offre} », qui n’est pas refusée.", "Le motif ne va qu’avec l’issue « refusee »."
    ),
    "orientation-forme": Fiche(
        "Une orientation n’a pas la bonne forme : {recu}.",
        'Reprenez le modèle : {{"offre": "adie/microcredit", "issue": "acceptee", "motif": null}}.',
    ),
    "orientation-double": Fiche(
        "L’offre « {offre} » est donnée deux fois dans les orientations.", "Retirez le doublon."
    ),
    "offre-inconnue": Fiche(
        "L’offre « {offre} » n’existe pas dans le catalogue.", "Voyez la liste : prescripteur catalogue lister."
    ),
    "offre-non-proposee": Fiche(
        "L’offre « {offre} » n’est pas proposée pour ces réponses : elle ne peut pas être une orientation.",
        "Choisissez une des propositions du résultat.",
    ),
    "entretien-champ-inconnu": Fiche(
        "Le champ « {champ} » n’existe pas dans un entretien.", "Champs possibles : reponses, fin, orientations."
    ),
    "entretien-inconnu": Fiche(
        "Aucun entretien ne porte l’identifiant « {id} ».", "Vérifiez l’identifiant, donné à l’enregistrement."
    ),
    "semaine-close": Fiche(
        "La semaine {semaine} est finie : ses entretiens ne se modifient plus.",
        "Une erreur dans une semaine finie se signale à la coordination.",
    ),
    "semaine-invalide": Fiche(
        "« {semaine} » n’est pas une semaine ISO.", "Écrivez par exemple 2026-W47.", SORTIE_USAGE
    ),
    "semaine-future": Fiche(
        "La semaine {semaine} n’a pas encore commencé.", "Vérifiez la semaine, et la date de cet ordinateur."
    ),
    "semaine-trop-ancienne": Fiche("La semaine {semaine} est passée depuis plus de deux ans.", "Vérifiez l’année."),
    "horloge-douteuse": Fiche(
        "La date de cet ordinateur ({date}) est antérieure au catalogue ({catalogue}).",
        "Réglez la date et l’heure de l’ordinateur, puis recommencez.",
    ),
    "lieu-inconnu": Fiche(
        "Le lieu « {lieu} » n’existe pas.", "Ajoutez-le : prescripteur lieux ajouter ID NOM.", SORTIE_USAGE
    ),
    "lieu-existant": Fiche("Le lieu « {lieu} » existe déjà.", "Choisissez un autre identifiant.", SORTIE_USAGE),
    "lieu-forme": Fiche(
        "« {lieu} » ne peut pas être l’identifiant d’un lieu.",
        "Écrivez des lettres minuscules sans accent, des chiffres et des tirets.",
        SORTIE_USAGE,
    ),
    "coordonnees-forme": Fiche(
        "Le champ « {champ} » des coordonnées n’est pas valable : {recu}.",
        "Téléphone : chiffres et espaces ; date : AAAA-MM-JJ ; textes de 200 caractères au plus.",
        SORTIE_USAGE,
    ),
    "operateur-inconnu": Fiche(
        "L’opérateur « {operateur} » n’existe pas dans le catalogue.",
        "Voyez la liste : prescripteur catalogue lister.",
        SORTIE_USAGE,
    ),
    "reglage-invalide": Fiche(
        "Le réglage « {cle} » n’accepte pas « {valeur} » : il faut {attendu}.",
        "Voyez l’écran Réglages, ou : prescripteur configurer.",
        SORTIE_USAGE,
    ),
    # Fichiers lus
    "fichier-introuvable": Fiche("Le fichier {fichier} est introuvable.", "Vérifiez le chemin.", SORTIE_USAGE),
    "fichier-illisible": Fiche(
        "Le fichier {fichier} ne peut pas être lu : {raison}.", "Vérifiez le fichier et vos droits.", SORTIE_USAGE
    ),
    "fichier-trop-gros": Fiche(
        "Le contenu de {fichier} est trop gros ({taille} octets, {limite} au plus).",
        "Ce n’est sans doute pas le bon fichier.",
    ),
    "fichier-encodage": Fiche("Le contenu de {fichier} n’est pas en UTF-8.", "Enregistrez-le en UTF-8."),
    "json-invalide": Fiche("Ce n’est pas du JSON valable : {raison}.", "Corrigez à l’endroit indiqué."),
    "yaml-invalide": Fiche("Ce n’est pas du YAML valable : {raison}.", "Corrigez à l’endroit indiqué."),
    "cle-double": Fiche("La clé « {cle} » est écrite deux fois.", "Gardez-en une seule."),
    "yaml-ancre": Fiche("Les ancres et renvois YAML (& et *) ne sont pas admis.", "Recopiez le texte en entier."),
    "yaml-etiquette": Fiche("Les étiquettes YAML (!…) ne sont pas admises.", "Retirez « {etiquette} »."),
    "trop-profond": Fiche("Le contenu est imbriqué sur trop de niveaux.", "Ce n’est sans doute pas le bon fichier."),
    "caractere-interdit": Fiche("Un caractère de commande ({caractere}) se trouve dans le texte.", "Retirez-le."),
    # Catalogue
    "catalogue-invalide": Fiche(
        "Le catalogue est refusé (nombre d’erreurs : {nombre}).",
        "Corrigez-les : prescripteur catalogue verifier les montre toutes.",
    ),
    "catalogue-introuvable": Fiche(
        "Aucun catalogue dans {dossier}.",
        "Indiquez le dossier avec --catalogue, ou réinstallez l’application.",
        SORTIE_USAGE,
    ),
    "schema-inconnu": Fiche(
        "Le format « {valeur} » du fichier n’est pas connu.", 'Mettez schema : "1", ou installez la dernière version.'
    ),
    "champ-inconnu": Fiche("Le champ « {valeur} » n’existe pas ici.", "Retirez-le, ou corrigez son nom."),
    "champ-manquant": Fiche("Le champ « {champ} » manque.", "Ajoutez-le."),
    "valeur-invalide": Fiche("La valeur « {valeur} » ne convient pas : {attendu}.", "Corrigez-la."),
    "forme-invalide": Fiche(
        "Ce passage n’a pas la forme attendue : {attendu}.", "Corrigez-le d’après un autre fichier."
    ),
    "nom-de-fichier": Fiche(
        "L’identifiant « {id} » ne correspond pas au nom du fichier.", "Donnez au fichier le nom {id}.yaml."
    ),
    "fichier-manquant": Fiche("Le fichier {nom} manque dans le catalogue.", "Ajoutez-le."),
    "identifiant-double": Fiche("L’identifiant « {id} » est employé deux fois.", "Donnez-en un autre."),
    "etape-inconnue": Fiche("L’étape « {valeur} » n’existe pas.", "Employez une des trois étapes du questionnaire."),
    "etape-sans-regle": Fiche(
        "Chaque règle d’étape a un « quand », sauf la dernière, qui n’en a pas.", "Corrigez l’ordre des règles."
    ),
    "option-reservee": Fiche("« {option} » est sous-entendu à chaque question.", "Retirez cette option."),
    "seule-sans-multi": Fiche(
        "La question « {question} » n’accepte qu’une réponse : « seule » n’y sert à rien.",
        "Retirez « seule », ou ajoutez « multi: oui ».",
    ),
    "ne-sait-pas-seul": Fiche(
        "À la question « {question} », « ne-sait-pas » doit être seule.", "Ajoutez « seule: oui »."
    ),
    "ouverture-en-avant": Fiche(
        "La question « {question} » s’ouvre d’après « {autre} », qui n’est pas posée avant elle.",
        "Déplacez une des deux questions, ou changez la règle.",
    ),
    "catalogue-question": Fiche("La question « {valeur} » n’existe pas.", "Employez une question du questionnaire."),
    "catalogue-option": Fiche(
        "La question « {question} » n’a pas d’option « {valeur} ».", "Employez une option du questionnaire."
    ),
    "option-deux-sens": Fiche(
        "L’option « {option} » est à la fois dans la règle et dans « peut-etre ».", "Gardez-la d’un seul côté."
    ),
    "option-repetee": Fiche("L’option « {option} » est répétée.", "Gardez-la une fois."),
    "option-sans-valeur": Fiche(
        "« {option} » n’est ni vrai ni faux : une règle ne peut pas s’y fier.", "Retirez cette option de la règle."
    ),
    "commune-inconnue": Fiche("La commune « {valeur} » n’est pas dans le territoire.", "Corrigez son nom."),
    "quartier-sans-option": Fiche(
        "Le quartier {quartier} n’est pas une option de la question des quartiers.", "Ajoutez l’option."
    ),
    "quartier-inconnu": Fiche(
        "Le quartier « {valeur} » n’est pas dans le territoire.", "Employez un code de la liste de 2024."
    ),
    "dates-inversees": Fiche("L’offre finit ({au}) avant de commencer ({du}).", "Corrigez les dates."),
    "offre-sans-source": Fiche("L’offre « {offre} » n’a aucune source.", "Citez une adresse et sa date."),
    "verifie-trop-tard": Fiche(
        "« verifie_le » ({date}) est plus récent que la source la plus récente ({source}).",
        "Citez la source de cette vérification.",
    ),
    "condition-sans-motif": Fiche(
        "Une condition de « {offre} » n’a pas de « motif ».", "Dites en quelques mots à qui l’offre s’adresse."
    ),
    "offre-sans-raison": Fiche(
        "L’offre « {offre} » est sans condition et sans « raison ».", "Dites pourquoi elle convient à tout le monde."
    ),
    "import-sans-regle": Fiche(
        "L’offre « {offre} » vient d’un fichier national, et personne n’a encore dit à qui elle s’adresse : "
        "elle ne peut pas être active.",
        "Écrivez ses « conditions » (ou une « raison » si elle convient à tout le monde), ou laissez "
        "« statut: a-confirmer ».",
    ),
    "filet-absent": Fiche(
        "Aucune offre n’est le filet.", "Marquez « filet: oui » sur une offre sans condition ni date."
    ),
    "filet-double": Fiche("« {offre} » et « {autre} » sont toutes deux le filet.", "Gardez-en une."),
    "filet-conditionne": Fiche(
        "Le filet « {offre} » doit être actif, à toutes les étapes, sans condition, sans date, et n’être pas une aide.",
        "Retirez ce qui le limite.",
    ),
    "condition-impossible": Fiche(
        "La condition « {motif} » de « {offre} » ne peut jamais être remplie : aucun entretien complet n’y mène.",
        "Corrigez-la, ou corrigez ce qui ouvre sa question.",
    ),
    "conditions-incompatibles": Fiche(
        "Dans « {offre} », ces conditions ne vont jamais ensemble : {motifs}.",
        "Corrigez l’une d’elles : cette offre n’est jamais proposée.",
    ),
    "etape-inatteignable": Fiche(
        "Aucune réponse ne mène à une étape de « {offre} ».", "Corrigez ses étapes, ou les règles d’étape."
    ),
    "avertissement-inconnu": Fiche("L’avertissement « {valeur} » n’existe pas.", "Corrigez son nom."),
    "cas-type-nom": Fiche("Ni opérateur, ni offre ne s’appelle « {valeur} ».", "Corrigez ce nom."),
    "cas-type-manque": Fiche(
        "Le cas-type « {cas} » ne passe pas : {raison}.", "Corrigez la règle, ou l’attente si elle était fausse."
    ),
    # Fichiers nationaux
    "import-theme": Fiche(
        "Le thème « {theme} » n’existe pas dans le schéma national.",
        "Écrivez par exemple : --theme remobilisation--lien-social.",
        SORTIE_USAGE,
    ),
    "import-coupe": Fiche(
        "Le fichier s’arrête avant sa fin, à la fiche n° {fiche}.",
        "Téléchargez-le de nouveau. Rien n’a été importé.",
    ),
    "import-objet": Fiche(
        "Le fichier contient un objet, et non une liste de fiches.",
        "Donnez le fichier des services ou celui des structures, tels que data·inclusion les publie.",
    ),
    "import-format": Fiche(
        "Le fichier {fichier} n’est pas un fichier de fiches : {nature}.",
        "Donnez le fichier JSON ou CSV que data·inclusion publie.",
    ),
    "import-colonnes": Fiche(
        "La première ligne ne nomme pas les colonnes attendues : {raison}.",
        "Donnez le fichier CSV que data·inclusion publie.",
    ),
    "import-ligne": Fiche("Cette ligne du CSV ne se lit pas : {raison}.", "Téléchargez de nouveau le fichier."),
    "import-fiche": Fiche(
        "La fiche n° {fiche} est refusée : {raison}.",
        "Corrigez-la, ou ajoutez --continuer pour la laisser de côté.",
    ),
    "import-refus": Fiche(
        "L’import est refusé (fiches refusées : {nombre}). Rien n’a été importé.",
        "Corrigez le fichier, ou ajoutez --continuer pour laisser ces fiches de côté.",
    ),
    "import-sans-service": Fiche(
        "Aucun service dans ces fichiers.",
        "Donnez le fichier des services, et celui des structures qui les rendent.",
    ),
    "import-vers": Fiche(
        "Le catalogue livré avec l’application ne se modifie pas : la prochaine version le remplacerait.",
        "Indiquez un dossier à vous : --vers DOSSIER (le catalogue y est copié), puis --catalogue DOSSIER.",
        SORTIE_USAGE,
    ),
    "import-dossier": Fiche(
        "Le dossier {dossier} contient autre chose qu’un catalogue.",
        "Indiquez un dossier vide ou nouveau, ou celui d’un catalogue.",
        SORTIE_USAGE,
    ),
    "import-trop-de-refus": Fiche(
        "Plus de {nombre} fiches de {fichier} sont refusées.",
        "Ce n’est sans doute pas un fichier de data·inclusion. Rien n’a été importé.",
    ),
    "import-geante": Fiche(
        "La fiche n° {fiche} dépasse {limite} signes.", "Ce n’est sans doute pas un fichier de data·inclusion."
    ),
    "import-doublon": Fiche(
        "Les fiches n° {premiere} et n° {fiche} portent le même identifiant « {id} » et ne disent pas la même chose.",
        "Gardez-en une, ou ajoutez --continuer pour garder la première.",
    ),
    "schema-national-absent": Fiche(
        "Le schéma de data·inclusion n’est pas installé ici.",
        "Installez-le : pip install 'prescripteur-tui[data-inclusion]' ; ou exportez sans --valider.",
        SORTIE_USAGE,
    ),
    "schema-national-refus": Fiche(
        "Le schéma de data·inclusion refuse « {champ} » de la fiche {id} : {raison}.",
        "Rien n’a été écrit. Corrigez l’opérateur, ou prévenez ceux qui font l’application.",
    ),
    # Base
    "base-abimee": Fiche(
        "La base {fichier} est abîmée.",
        "Fermez l’application et rouvrez-la : elle reprend la meilleure copie. Ou tapez : prescripteur restaurer.",
    ),
    "base-absente": Fiche(
        "La base {fichier} a disparu, mais il en reste des copies.",
        "Fermez l’application et rouvrez-la : elle reprend la meilleure copie. Ou tapez : prescripteur restaurer.",
    ),
    "base-non-reconnue": Fiche(
        "Le fichier {fichier} n’est pas une base de cette application.",
        "Déplacez-le : une base neuve sera créée au prochain démarrage. Ou tapez : prescripteur restaurer.",
    ),
    "base-plus-recente": Fiche(
        "La base {fichier} vient d’une version plus récente de l’application (schéma {schema}, connu : {connu}).",
        "Installez la dernière version de l’application.",
    ),
    "base-occupee": Fiche(
        "La base est occupée par un autre programme depuis plus de {secondes} secondes. Rien n’a été enregistré.",
        "Fermez l’autre programme, puis recommencez.",
    ),
    "base-lecture-seule": Fiche(
        "Impossible d’écrire dans {dossier}.",
        "Vérifiez vos droits sur ce dossier, ou choisissez-en un autre avec --donnees.",
    ),
    "disque-plein": Fiche("Le disque est plein : rien n’a été enregistré.", "Libérez de la place, puis recommencez."),
    "base-erreur": Fiche(
        "La base ne répond pas comme prévu ({raison}). Rien n’a été enregistré.",
        "Recommencez ; si cela dure, prévenez la coordination.",
    ),
    "copie-absente": Fiche(
        "Aucune copie saine dans {dossier}.",
        "Donnez-en une : prescripteur restaurer FICHIER. Sinon, ouvrez l’application : elle propose une base neuve.",
    ),
    "copie-refusee": Fiche(
        "Le fichier {fichier} ne peut pas prendre la place de la base : {raison}.",
        "Rien n’a changé. Choisissez un autre fichier.",
    ),
    "emplacement-reseau": Fiche(
        "Le dossier {dossier} est sur le réseau ({quoi}) : les entretiens restent sur cet ordinateur.",
        "Choisissez un dossier de cet ordinateur avec --donnees, et déplacez-y le contenu de celui-ci.",
        SORTIE_USAGE,
    ),
    "emplacement-synchronise": Fiche(
        "Le dossier {dossier} est copié ailleurs par {quoi} : les entretiens restent sur cet ordinateur.",
        "Choisissez un dossier qui n’est pas synchronisé avec --donnees, et déplacez-y le contenu de celui-ci.",
        SORTIE_USAGE,
    ),
    "sqlite-ancien": Fiche(
        "La bibliothèque SQLite de cet ordinateur ({version}) est trop ancienne (3.37 au moins).",
        "Installez Python 3.11 ou plus récent.",
        SORTIE_USAGE,
    ),
    "deja-ouverte": Fiche(
        "L’application est déjà ouverte sur ces données.", "Revenez à l’autre fenêtre, ou fermez-la.", SORTIE_USAGE
    ),
    # Formation et démonstration
    "formation-sans-export": Fiche(
        "Une base de formation ne se compte pas : rien n’en est exporté, envoyé ni sauvegardé.",
        "Quittez la formation, puis recommencez avec vos vraies données.",
        SORTIE_USAGE,
    ),
    "demo-sans-envoi": Fiche(
        "Une base de démonstration ne s’envoie pas : ses entretiens sont inventés.",
        "Pour voir ses fichiers, écrivez-les dans un dossier : prescripteur exporter --vers DOSSIER.",
        SORTIE_USAGE,
    ),
    "demo-dossier-occupe": Fiche(
        "La démonstration ne s’écrit pas dans {dossier} : c’est un dossier de données.",
        "Choisissez un dossier neuf.",
        SORTIE_USAGE,
    ),
    # Envoi
    "cible-absente": Fiche(
        "Aucune cible d’envoi n’est réglée.",
        "Réglez-la : prescripteur configurer ; ou donnez-la : prescripteur synchroniser --vers dossier:CHEMIN.",
        SORTIE_USAGE,
    ),
    "cible-inconnue": Fiche(
        "Aucune cible d’envoi ne s’appelle « {cible} ».",
        "Donnez son adresse une fois : prescripteur synchroniser --cible {cible} --vers dossier:CHEMIN.",
        SORTIE_USAGE,
    ),
    "cible-invalide": Fiche(
        "« {cible} » n’est pas une cible d’envoi : {raison}.",
        "Écrivez par exemple dossier:/media/cle/comptes, dossier:E:\\comptes ou dossier:\\\\serveur\\partage.",
        SORTIE_USAGE,
    ),
    "cible-indisponible": Fiche(
        "Cette version n’envoie pas encore par {protocole}.",
        "Choisissez un dossier (clé USB, partage réseau, dossier synchronisé) : dossier:CHEMIN.",
        SORTIE_USAGE,
    ),
    "cible-injoignable": Fiche(
        "La cible {cible} ne répond pas : {raison}.",
        "Branchez la clé ou le réseau, puis recommencez. Rien n’est perdu : les comptes attendent ici.",
        SORTIE_CIBLE,
    ),
    "cible-pleine": Fiche(
        "La cible {cible} est pleine.",
        "Faites-y de la place, puis recommencez. Rien n’est perdu : les comptes attendent ici.",
        SORTIE_CIBLE,
    ),
    "cible-lecture-seule": Fiche(
        "La cible {cible} ne se laisse pas écrire (lecture seule).",
        "Déverrouillez la clé ou demandez le droit d’écrire, puis recommencez. Les comptes attendent ici.",
        SORTIE_CIBLE,
    ),
    "cible-refus": Fiche(
        "La cible n’accepte pas {fichier} : {raison}.",
        "Vérifiez vos droits et ce qui s’y trouve, puis recommencez. Les comptes attendent ici.",
        SORTIE_CIBLE,
    ),
    "cible-infidele": Fiche(
        "La cible ne rend pas {fichier} comme il a été écrit.",
        "La clé ou le disque est peut-être abîmé : essayez-en un autre. Les comptes attendent ici.",
        SORTIE_CIBLE,
    ),
    "cible-fichier-different": Fiche(
        "Un autre contenu, incomplet ou modifié, porte déjà sur la cible le nom {fichier} : il n’est pas remplacé.",
        "Mettez-le de côté hors de la cible, puis recommencez, et prévenez la coordination.",
    ),
    "cible-bifurcation": Fiche(
        "La cible a déjà reçu, sous le numéro de cet ordinateur, d’autres comptes que les siens ({fichier}).",
        "Rien n’est écrasé. Si ces données ont été copiées d’un ordinateur à l’autre : prescripteur synchroniser "
        "--nouveau-poste. Si elles viennent d’une copie de sauvegarde : prévenez la coordination avant tout envoi.",
    ),
    # Usage
    "sujet-inconnu": Fiche("L’aide n’a pas de sujet « {sujet} ».", "Voyez la liste : prescripteur aide.", SORTIE_USAGE),
    "terminal-absent": Fiche(
        "L’application a besoin d’un terminal.",
        "Sans terminal, utilisez : prescripteur entretien --reponses FICHIER.",
        SORTIE_USAGE,
    ),
    "usage": Fiche("{raison}", "Voyez : prescripteur --help.", SORTIE_USAGE),
    "ecriture-impossible": Fiche("Impossible d’écrire {fichier} : {raison}.", "Vérifiez le dossier et la place libre."),
    "revision-differente": Fiche(
        "La révision {revision} de {temps} existe déjà avec un autre contenu ({fichier}) : elle n’est pas réécrite.",
        "Cet ordinateur a peut-être été restauré depuis une copie : gardez ce fichier, et prévenez la coordination.",
    ),
    "format-inconnu": Fiche("Le format « {format} » n’est pas disponible.", "Choisissez : {choix}.", SORTIE_USAGE),
    "erreur-interne": Fiche(
        "L’application a rencontré une erreur qu’elle ne connaît pas.",
        "Vos entretiens enregistrés sont intacts. Un rapport sans réponse ni nom est dans {fichier}.",
    ),
    # Travail sur le catalogue
    "date-de-verification": Fiche(
        "La date de vérification « {date} » n’est pas un jour passé.", "Écrivez-la ainsi : 2026-11-26.", SORTIE_USAGE
    ),
    "retouche-impossible": Fiche(
        "{fichier} n’est pas disposé comme les autres fichiers du catalogue ; rien n’y est changé.",
        "Ajoutez la vérification à la main, sous « verifications ».",
    ),
    "fiche-champ": Fiche("« {valeur} » ne convient pas.", "Attendu : {attendu}.", SORTIE_USAGE),
    "catalogue-livre": Fiche(
        "Ce catalogue est celui de l’application : la prochaine version remplacerait ce que vous y écrivez.",
        "Copiez le dossier {dossier} ailleurs, et indiquez la copie : --catalogue DOSSIER.",
        SORTIE_USAGE,
    ),
    "catalogue-protege": Fiche(
        "Le catalogue de {dossier} ne peut pas être modifié : {raison}.",
        "Copiez ce dossier ailleurs, et indiquez la copie : --catalogue DOSSIER.",
        SORTIE_USAGE,
    ),
    "operateur-existant": Fiche(
        "L’opérateur « {operateur} » existe déjà.",
        "Choisissez un autre identifiant, ou modifiez son fichier.",
        SORTIE_USAGE,
    ),
    "operateur-forme": Fiche(
        "« {operateur} » ne peut pas être l’identifiant d’un opérateur.",
        "Utilisez des minuscules sans accent, des chiffres et des tirets, comme « bge-hauts-de-france ».",
        SORTIE_USAGE,
    ),
}


class ErreurPrescripteur(Exception):
    """A refusal or a failure, told in French: a code of the catalogue and its values.

    Args:
        code: a key of `FICHES`.
        contexte: the values of the message; `fichier`, `ligne` and `colonne` say where and are shown in front.
    """

    def __init__(self, code: str, **contexte: object) -> None:
        super().__init__(code)
        self.code = code
        self.contexte = contexte

    @property
    def fiche(self) -> Fiche:
        """The catalogue entry."""
        return FICHES[self.code]

    @property
    def sortie(self) -> int:
        """The exit code of a command that ends on this error."""
        return self.fiche.sortie

    @property
    def message(self) -> str:
        """What is wrong."""
        return self.fiche.message.format_map(_Contexte(self.contexte))

    @property
    def conseil(self) -> str:
        """What to do."""
        modele = PROCHE if self.contexte.get("proche") else self.fiche.conseil
        return modele.format_map(_Contexte(self.contexte))

    @property
    def lieu(self) -> str:
        """Where: `fichier:ligne:colonne`, as far as it is known."""
        parties = [str(self.contexte[c]) for c in ("fichier", "ligne", "colonne") if self.contexte.get(c) is not None]
        return ":".join(parties) if self.contexte.get("ligne") is not None else ""

    def __str__(self) -> str:
        ou = f"{self.lieu} : " if self.lieu else ""
        return f"{ou}{self.message} {self.conseil}"


class _Contexte(dict[str, object]):
    """Values of a message, cleaned of control characters and cut: they may come from a hostile file."""

    def __getitem__(self, cle: str) -> str:
        texte = "".join(c if c.isprintable() or c in "\u00a0\u202f" else "�" for c in str(super().__getitem__(cle)))
        return texte if len(texte) <= 200 else texte[:199] + "…"

    def __missing__(self, cle: str) -> str:
        return "?"
